package main

import (
	"fmt"
	"io"
	"strings"

	"liancha/inspect"
	"liancha/report"
	"liancha/schedule"
)

// told is an explanation in words.
type told struct {
	Enterprise string       `json:"enterprise"`
	Task       string       `json:"task,omitempty"`
	Stands     string       `json:"stands"`
	Entries    []string     `json:"entries"`
	Broken     []string     `json:"broken,omitempty"` // the rules it breaks where it stands
	Remedy     string       `json:"remedy,omitempty"` // what would let in what has no place
	Note       string       `json:"note,omitempty"`
	Options    []toldOption `json:"options"`
}

// toldOption is one half-day of an explanation.
type toldOption struct {
	Date string   `json:"date"`
	Half string   `json:"half"`
	Now  bool     `json:"now"`
	Can  string   `json:"can"`            // 可以, 可以但有代价, 不行
	Cost string   `json:"cost,omitempty"` // what it would cost, or what stops it
	Give []string `json:"give,omitempty"` // what would have to give
	Near string   `json:"near,omitempty"` // how well it suits the departments
}

// tell words what a group is and where it stands.
func (b *book) tell(g group) told {
	t := told{Enterprise: b.Enterprises[b.EntryOf[g.entries[0]]].Name, Options: []toldOption{}}
	if g.task != nil {
		t.Task = g.task.ID
		t.Stands = fmt.Sprintf("排在%s%s，%s天，牵头 %s", g.task.Date.Chinese(), g.task.Half.Chinese(),
			inspect.FormatHalfDays(g.task.HalfDays), g.task.Lead)
	} else {
		t.Stands, t.Remedy = "没有排入："+g.reason, g.remedy
	}
	for _, x := range b.breaches {
		if g.task != nil && (g.task.ID == b.Tasks[x.Task].ID || (x.Kind == schedule.SameDay || x.Kind == schedule.TooClose) && g.task.ID == b.Tasks[x.Other].ID) {
			t.Broken = append(t.Broken, "任务 "+b.Tasks[x.Task].ID+" "+breachText(b.Outcome, &x, b.settings))
		}
	}
	for _, i := range g.entries {
		e := &b.Entries[i]
		t.Entries = append(t.Entries, fmt.Sprintf("%s（%s）%s，%d人，检查时间 %s", e.Department, e.Level.Chinese(), e.Matter, e.Demand, windowsText(e.Windows)))
	}
	return t
}

// option words one start: free, possible at a cost, or stopped by a rule.
func (b *book) option(x *schedule.Explanation, o *schedule.Option) toldOption {
	days := b.placing.instance.Days
	t := toldOption{Date: days[o.At.Day()].String(), Half: o.At.Half().Chinese(), Now: o.At == x.At}
	switch {
	case t.Now:
		t.Can = "现在"
		if !o.InWindow || len(o.Stops) > 0 {
			t.Cost = b.stopsText(o)
		}
	case o.InWindow && len(o.Stops) == 0:
		t.Can, t.Cost = "可以", visitsText(o.Visits)
	case o.InWindow && o.Possible:
		t.Can, t.Cost = "有代价", b.costText(o)
	default:
		t.Can, t.Cost = "不行", b.stopsText(o)
	}
	if t.Can != "不行" {
		t.Near = nearText(o)
		return t
	}
	if !o.InWindow && len(o.Stops) == 0 {
		t.Give = []string{"把检查时间放宽到这一天"}
	}
	for _, r := range o.Remedies {
		t.Give = append(t.Give, b.placing.remedy(r))
	}
	return t
}

// nearText words what of equal starts decides: trips that can be combined, and
// how busy the departments are.
func nearText(o *schedule.Option) string {
	var parts []string
	if o.Street > 0 {
		parts = append(parts, fmt.Sprintf("同街道另有%d次检查", o.Street))
	}
	if o.District > 0 {
		parts = append(parts, fmt.Sprintf("同区另有%d次检查", o.District))
	}
	if o.Load > 0 {
		parts = append(parts, fmt.Sprintf("人手用到%d%%", o.Load))
	}
	return strings.Join(parts, "，")
}

func visitsText(more int) string {
	switch {
	case more > 0:
		return fmt.Sprintf("多上门%d次", more)
	case more < 0:
		return fmt.Sprintf("少上门%d次", -more)
	}
	return "上门次数不变"
}

// costText words what the enterprise's other inspections would have to do.
func (b *book) costText(o *schedule.Option) string {
	parts := []string{visitsText(o.Visits)}
	if len(o.Moved) > 0 {
		parts = append(parts, "同一企业另外改期的："+b.entriesText(o.Moved))
	}
	if len(o.Lost) > 0 {
		parts = append(parts, "排不进了的："+b.entriesText(o.Lost))
	}
	return strings.Join(parts, "；")
}

func (b *book) entriesText(list []int32) string {
	var parts []string
	for _, i := range list {
		e := &b.Entries[b.placing.entry[i]]
		parts = append(parts, e.Department+e.Matter)
	}
	return strings.Join(parts, "、")
}

// stopsText words the rules that stop a start.
func (b *book) stopsText(o *schedule.Option) string {
	var parts []string
	if !o.InWindow {
		parts = append(parts, "不在检查时间之内")
	}
	for _, r := range o.Stops {
		if r == schedule.OverCap {
			parts = append(parts, b.placing.overText(o.Over))
			continue
		}
		parts = append(parts, map[schedule.Reason]string{
			schedule.NoCapacity: "执法人员不够", schedule.Stagger: "与这家企业的其他检查错不开",
			schedule.NoWorkingDay: "没有够用的工作日",
		}[r])
	}
	return strings.Join(parts, "；")
}

// write shows the explanation on the terminal, columns wide (0: no terminal).
func (t *told) write(w io.Writer, columns int) error {
	title := t.Enterprise
	if t.Task != "" {
		title += "　" + t.Task
	}
	fmt.Fprintf(w, "%s\n%s\n", title, t.Stands)
	for _, e := range t.Entries {
		fmt.Fprintf(w, "  · %s\n", e)
	}
	for _, x := range t.Broken {
		fmt.Fprintf(w, "不合规定：%s\n", x)
	}
	if t.Remedy != "" {
		fmt.Fprintf(w, "怎样能排入：%s\n", t.Remedy)
	}
	if t.Note != "" {
		fmt.Fprintln(w, t.Note)
	}
	if len(t.Options) == 0 {
		return nil
	}
	var rows [][]string
	for _, o := range t.Options {
		give := strings.Join(o.Give, "；或")
		if give == "" && o.Can == "不行" {
			give = "只让一处不够"
		}
		rows = append(rows, []string{o.Date, o.Half, o.Can, o.Cost, o.Near, give})
	}
	return report.Table(w, columns, []string{"日期", "时段", "能否", "代价或障碍", "顺路与忙闲", "要让什么"}, rows)
}
