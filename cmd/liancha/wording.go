package main

import (
	"fmt"
	"strings"

	"liancha/inspect"
	"liancha/schedule"
)

// windowsText words the days an entry may take place on.
func windowsText(windows []inspect.Span) string {
	var parts []string
	for _, w := range windows {
		if w.From == w.To {
			parts = append(parts, w.From.Chinese())
		} else {
			parts = append(parts, periodText(w))
		}
	}
	return strings.Join(parts, "、")
}

// words gives the rule that keeps an entry out and the smallest change that
// would let it in.
func (x *placing) words(u schedule.Unplaced) (reason, remedy string) {
	e := &x.entries[x.entry[u.Entry]]
	when := windowsText(e.Windows)
	switch u.Reason {
	case schedule.NoWorkingDay:
		reason = fmt.Sprintf("检查时间 %s 里没有连续够用的工作日（需要%s天）", when, inspect.FormatHalfDays(e.HalfDays))
	case schedule.NoCapacity:
		reason = fmt.Sprintf("%s在 %s 派不出%d人", e.Department, when, max(e.Demand, len(e.Named)))
	case schedule.Stagger:
		reason = fmt.Sprintf("与这家企业的其他检查错不开：不同层级至少相隔%d个工作日，任意两次不在同一天", x.instance.Rules.LevelsApart)
	case schedule.OverCap:
		reason = x.overText(u.Over)
	}
	if len(u.Remedies) > 0 {
		remedy = x.remedy(u.Remedies[0])
	}
	return reason, remedy
}

// overText words a cap that an entry would break: which, in which stretch, and
// the visits that use it up.
func (x *placing) overText(o *schedule.Over) string {
	if o == nil {
		return "超过检查频次上限"
	}
	c := x.instance.Rules.Caps[o.Cap]
	limit := strings.TrimSuffix(capText(c), "的上限")
	if n := len(o.Past) + len(o.Planned); n == 0 {
		return fmt.Sprintf("超过检查频次上限（%s）", limit)
	}
	span := periodText(inspect.Span{From: o.From, To: o.To})
	if o.From == o.To {
		span = o.From.Chinese()
	}
	var counted []string
	if len(o.Past) > 0 {
		counted = append(counted, "以前 "+datesText(o.Past))
	}
	if len(o.Planned) > 0 {
		counted = append(counted, "本次 "+datesText(o.Planned))
	}
	return fmt.Sprintf("超过检查频次上限（%s）：%s已有%d次（%s）", limit, span, len(o.Past)+len(o.Planned), strings.Join(counted, "，"))
}

// datesText words days, the first few of many.
func datesText(days []inspect.Date) string {
	const most = 6
	var parts []string
	for _, d := range days[:min(most, len(days))] {
		parts = append(parts, d.String())
	}
	text := strings.Join(parts, "、")
	if len(days) > most {
		text += "等"
	}
	return text
}

// remedy words one change that lets an entry in.
func (x *placing) remedy(r schedule.Remedy) string {
	at := x.slotText(r.At)
	switch r.Kind {
	case schedule.ExtendWindow:
		if r.Before {
			return fmt.Sprintf("检查时间提前至%s", r.Date.Short())
		}
		return fmt.Sprintf("延长至%s", r.Date.Short())
	case schedule.AddPeople:
		return fmt.Sprintf("%s增加%d名执法人员", at, r.People)
	case schedule.SmallerGap:
		return fmt.Sprintf("允许不同层级的检查只隔%d个工作日（排在%s）", r.Gap, at)
	case schedule.JoinLevels:
		return fmt.Sprintf("允许与%s检查同日（%s一起去）", r.Level.Chinese(), at)
	case schedule.MoveOut:
		other := &x.entries[x.entry[r.Other]]
		return fmt.Sprintf("让出%s的“%s”（%s），排在%s", other.Department, other.Matter, other.Source, at)
	case schedule.RaiseCap:
		times := "一次"
		if r.More > 1 {
			times = fmt.Sprintf("%d次", r.More)
		}
		return fmt.Sprintf("放宽%s%s（排在%s）", capText(x.instance.Rules.Caps[r.Cap]), times, at)
	}
	return ""
}

// slotText words a half-day: 5月12日上午.
func (x *placing) slotText(s inspect.Slot) string {
	return x.instance.Days[s.Day()].Short() + s.Half().Chinese()
}

// capText words a frequency cap.
func capText(c schedule.Cap) string {
	per := map[schedule.Per]string{schedule.PerDay: "每天", schedule.PerWeek: "每周", schedule.PerMonth: "每月",
		schedule.PerQuarter: "每季度", schedule.PerYear: "每年", schedule.PerDays: fmt.Sprintf("%d天内", c.Days)}[c.Per]
	of := map[schedule.Of]string{schedule.OfEnterprise: "", schedule.OfDepartment: "同一部门", schedule.OfLevel: "同一层级"}[c.Of]
	return fmt.Sprintf("%s%s最多%d次的上限", of, per, c.Max)
}
