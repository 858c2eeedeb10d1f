package main

import (
	"fmt"
	"slices"
	"strings"

	"liancha/collide"
	"liancha/config"
	"liancha/inspect"
	"liancha/intake/agency"
	"liancha/internal/diag"
	"liancha/internal/workday"
	"liancha/report"
	"liancha/schedule"
)

// What people have changed in a task book holds: the coordinator decides. Where
// it goes against a rule, the commands that read the book say so.

// terms gives what reading a task book needs to know of departments.
func terms(c *config.Config) report.BookTerms {
	registry := agency.NewRegistry(c.City, c.Aliases).In(c.District)
	return report.BookTerms{
		Department: registry.Among,
		Lead: func(entries []*inspect.Entry) string {
			var departments []string
			for _, e := range entries {
				departments = append(departments, e.Department)
			}
			settled, _ := knownUnits(c, departments)
			return collide.Lead(entries, settled.LeadOrder)
		},
	}
}

// breaches lists the hard rules that a task book's tasks break.
func breaches(b *inspect.Outcome, c *config.Config) []schedule.Breach {
	calendar := workday.New(c.Calendar.Holidays, c.Calendar.Workdays)
	works := func(d inspect.Date) bool {
		if len(b.WorkingDays) > 0 && b.Period.Contains(d) { // the book knows what calendar it was made by
			_, found := slices.BinarySearch(b.WorkingDays, d)
			return found
		}
		return calendar.IsWorking(d)
	}
	return schedule.Breaches(b, schedule.Rules{LevelsApart: c.LevelsApart, Caps: c.Caps}, works)
}

// handmade gives the broken rules as problems, each at its cell.
func handmade(b *report.TaskBook, c *config.Config) diag.List {
	var problems diag.List
	for _, x := range breaches(b.Outcome, c) {
		t := &b.Tasks[x.Task]
		column := "检查日期"
		value := t.Date.String()
		switch x.Kind {
		case schedule.LateStart:
			column, value = "时段", t.Half.Chinese()
		case schedule.TooShort:
			column, value = "时长(天)", inspect.FormatHalfDays(t.HalfDays)
		}
		problems.Add(diag.Problem{Severity: diag.Warning, Code: breachCodes[x.Kind], Position: b.Cell(t.ID, column), Value: value,
			Message: fmt.Sprintf("任务 %s %s", t.ID, breachText(b.Outcome, &x, c)), Hint: "照这样办；不是有意改的，请改回来"})
	}
	return problems
}

var breachCodes = map[schedule.BreachKind]string{
	schedule.DayOff: "task_day_off", schedule.OutOfPeriod: "task_out_of_period", schedule.OutOfWindow: "task_out_of_window",
	schedule.LateStart: "task_late_start", schedule.TooShort: "task_too_short", schedule.SameDay: "task_same_day", schedule.TooClose: "task_too_close",
	schedule.TooOften: "task_too_often",
}

// breachText words the rule a task breaks.
func breachText(o *inspect.Outcome, x *schedule.Breach, c *config.Config) string {
	t := &o.Tasks[x.Task]
	switch x.Kind {
	case schedule.DayOff:
		return fmt.Sprintf("排在%s，不是工作日", dayText(x.Date))
	case schedule.OutOfPeriod:
		return fmt.Sprintf("排在%s，不在本期（%s）之内", dayText(x.Date), periodText(o.Period))
	case schedule.OutOfWindow:
		return fmt.Sprintf("排在%s，不在检查时间之内：%s", dayText(t.Date), entryTexts(o, x.Entries, func(e *inspect.Entry) string { return windowsText(e.Windows) }))
	case schedule.LateStart:
		return fmt.Sprintf("有%s天，却从下午开始；一天以上的检查应从上午开始", inspect.FormatHalfDays(t.HalfDays))
	case schedule.TooShort:
		return fmt.Sprintf("只有%s天，短于计划：%s", inspect.FormatHalfDays(t.HalfDays), entryTexts(o, x.Entries, func(e *inspect.Entry) string {
			return inspect.FormatHalfDays(e.HalfDays) + "天"
		}))
	case schedule.SameDay:
		return fmt.Sprintf("与任务 %s 同在%s去这家企业；任意两次不应在同一天", o.Tasks[x.Other].ID, dayText(x.Date))
	case schedule.TooClose:
		other := &o.Tasks[x.Other]
		return fmt.Sprintf("（%s）与任务 %s（%s，%s）只隔%d个工作日；不同层级至少相隔%d个", t.Level.Chinese(), other.ID, other.Level.Chinese(), other.Date.Short(), x.Apart, c.LevelsApart)
	case schedule.TooOften:
		return fmt.Sprintf("排在%s，连同这家企业前面的任务超过检查频次上限（%s）", t.Date.Short(), strings.TrimSuffix(capText(c.Caps[x.Cap]), "的上限"))
	}
	return ""
}

// entryTexts words the entries a rule is broken for, up to three.
func entryTexts(o *inspect.Outcome, entries []int, of func(*inspect.Entry) string) string {
	const most = 3
	var parts []string
	for _, e := range entries[:min(most, len(entries))] {
		x := &o.Entries[e]
		parts = append(parts, x.Department+x.Matter+"（"+of(x)+"）")
	}
	text := strings.Join(parts, "、")
	if n := len(entries); n > most {
		text += fmt.Sprintf("等%d条", n)
	}
	return text
}

// dayText words a day with its weekday.
func dayText(d inspect.Date) string {
	return d.Chinese() + "（" + [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}[d.Weekday()] + "）"
}
