package confirm

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
)

// changes lists every task before and after, and why.
func (a *applying) changes() {
	o, book := a.round.Outcome, a.r.book
	now := map[string]*inspect.Task{}
	for i := range o.Tasks {
		now[o.Tasks[i].ID] = &o.Tasks[i]
	}
	for i := range book.Tasks {
		t := &book.Tasks[i]
		a.round.Changes = append(a.round.Changes, a.change(t, now[t.ID]))
		delete(now, t.ID)
	}
	for _, t := range now {
		a.round.Changes = append(a.round.Changes, a.change(nil, t))
	}
	slices.SortFunc(a.round.Changes, func(a, b inspect.TaskChange) int { return strings.Compare(a.ID, b.ID) })
}

// change says what has become of one task; before is nil for a new one, after
// for one that is no more.
func (a *applying) change(before, after *inspect.Task) inspect.TaskChange {
	t := cmp.Or(after, before)
	c := inspect.TaskChange{ID: t.ID, Enterprise: t.Enterprise, Before: before, After: after}
	if before != nil {
		c.BeforeDepartments = departmentsOf(a.r.book, before)
	}
	if after != nil {
		c.AfterDepartments = departmentsOf(a.round.Outcome, after)
		for _, e := range after.Entries {
			if d := a.round.Entries[e].Department; a.drawn[e] && !slices.Contains(c.Redraw, d) {
				c.Redraw = append(c.Redraw, d)
			}
		}
	}
	c.Kinds = kinds(&c)
	if after == nil && slices.ContainsFunc(before.Entries, func(e int) bool { return !a.r.gone[e] && a.now[e] < 0 }) {
		c.Kinds = []inspect.ChangeKind{inspect.TaskUnplaced}
	}
	a.why(&c)
	return c
}

// kinds tells in which ways a task has changed.
func kinds(c *inspect.TaskChange) []inspect.ChangeKind {
	switch {
	case c.Before == nil:
		return []inspect.ChangeKind{inspect.TaskNew}
	case c.After == nil:
		return []inspect.ChangeKind{inspect.TaskGone}
	}
	var list []inspect.ChangeKind
	b, a := c.Before, c.After
	add := func(yes bool, k inspect.ChangeKind) {
		if yes {
			list = append(list, k)
		}
	}
	moved := b.Date != a.Date || b.Half != a.Half
	add(moved, inspect.TaskMoved)
	add(len(missing(c.BeforeDepartments, c.AfterDepartments)) > 0, inspect.TaskParted)
	add(len(missing(c.AfterDepartments, c.BeforeDepartments)) > 0, inspect.TaskJoined)
	add(b.Lead != a.Lead, inspect.TaskNewLead)
	add(b.HalfDays != a.HalfDays, inspect.TaskLength)
	add(len(c.Redraw) > 0, inspect.TaskRedraw)
	return list
}

// missing gives those of a list that another has not.
func missing(of, in []string) []string {
	return slices.DeleteFunc(slices.Clone(of), func(d string) bool { return slices.Contains(in, d) })
}

// why words what made a task what it is now.
func (a *applying) why(c *inspect.TaskChange) {
	for _, p := range a.concerned(c) {
		c.Why = append(c.Why, a.reason(p, c))
		c.By = append(c.By, p.From)
	}
	switch {
	case len(c.Kinds) == 0:
		c.Why = append(c.Why, a.stays(c))
	case c.Has(inspect.TaskMoved) && len(c.Why) == 0:
		c.Why = append(c.Why, a.pushed(c))
	case c.Has(inspect.TaskGone) && len(c.By) == 0:
		c.Why = append(c.Why, "参加的部门都并入了这家企业的其他任务")
	}
	if out := a.crowdedOut(c); len(out) > 0 {
		because := "人手要让给更要紧的检查"
		if t := a.changedBeside(c); t != nil {
			because = "这家企业的任务 " + t.ID + " 变动以后"
		}
		c.Why = append(c.Why, because+"，"+strings.Join(out, "、")+"的检查排不下了，列在“未排入”")
	}
	if again := a.askAgain(c); len(again) > 0 {
		c.Why = append(c.Why, "时间变了，请再确认："+strings.Join(again, "、"))
	}
	if len(c.Redraw) > 0 {
		c.Why = append(c.Why, "原来的执法人员那时去不了，要重新抽取："+strings.Join(c.Redraw, "、"))
	}
}

// concerned gives the parts with a new reply that has to do with a change: those
// of the task itself, and those whose entries have come to it.
func (a *applying) concerned(c *inspect.TaskChange) []*inspect.Confirmation {
	var list []*inspect.Confirmation
	add := func(t *inspect.Task, own bool) {
		if t == nil {
			return
		}
		for _, e := range t.Entries {
			for _, p := range a.of[a.round.Entries[e].Source] {
				if a.r.fresh[Part{p.TaskID, p.Department}] && (p.TaskID == c.ID || !own && p.Answer != inspect.Declines) && !slices.Contains(list, p) {
					list = append(list, p)
				}
			}
		}
	}
	add(c.Before, true)
	add(c.After, false)
	slices.SortFunc(list, func(x, y *inspect.Confirmation) int {
		return cmp.Or(strings.Compare(x.TaskID, y.TaskID), strings.Compare(x.Department, y.Department))
	})
	return list
}

// reason words one reply and what came of it.
func (a *applying) reason(p *inspect.Confirmation, c *inspect.TaskChange) string {
	note := ""
	if p.Note != "" {
		note = "（" + p.Note + "）"
	}
	switch p.Answer {
	case inspect.Declines:
		return p.Department + "不参加" + note
	case inspect.Agrees:
		if !slices.Contains(c.BeforeDepartments, p.Department) {
			return p.Department + "同意一起参加" + note
		}
		return p.Department + "同意" + note
	}
	text := p.Department + "请调整到" + spansText(p.Windows) + note
	into := a.nowIn(p)
	switch {
	case p.TaskID != c.ID:
		return text + "，与任务 " + p.TaskID + " 凑不到一天"
	case len(into) == 0:
		return text + "，排不进去，列在“未排入”"
	case !slices.Contains(into, c.ID):
		return text + "，与其他部门凑不到一天，另排在任务 " + strings.Join(into, "、")
	case c.Before == nil: // it had no place, and has one now
		return text + "，照此排入"
	case !c.Has(inspect.TaskMoved):
		return text + "，现在的安排就在其中"
	}
	return text
}

// nowIn gives the numbers of the tasks a part's entries are in.
func (a *applying) nowIn(p *inspect.Confirmation) []string {
	var ids []string
	for _, s := range p.Entries {
		if e, known := a.r.bySource[s]; known && a.now[e] >= 0 {
			ids = append(ids, a.round.Tasks[a.now[e]].ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// stays words why a task is as it was: who has agreed, who has not answered.
func (a *applying) stays(c *inspect.TaskChange) string {
	var silent, again []string
	for _, d := range c.AfterDepartments {
		switch p := a.confirmation(c.ID, d); {
		case p.Standing(c.After) != inspect.Open:
		case p.Answer == inspect.NoAnswer:
			silent = append(silent, d)
		default:
			again = append(again, d)
		}
	}
	var parts []string
	if len(silent) > 0 {
		parts = append(parts, "未回复，先按原安排："+strings.Join(silent, "、"))
	}
	if len(again) > 0 {
		parts = append(parts, "请再确认："+strings.Join(again, "、"))
	}
	if len(parts) == 0 {
		return "参加的部门都已确认"
	}
	return strings.Join(parts, "；")
}

func (a *applying) confirmation(task, department string) *inspect.Confirmation {
	i, ok := slices.BinarySearchFunc(a.round.Confirmations, Part{task, department}, func(c inspect.Confirmation, k Part) int {
		return cmp.Or(strings.Compare(c.TaskID, k.Task), strings.Compare(c.Department, k.Department))
	})
	if !ok {
		return &inspect.Confirmation{}
	}
	return &a.round.Confirmations[i]
}

// pushed words why a task nobody asked to move has moved.
func (a *applying) pushed(c *inspect.TaskChange) string {
	if t := a.changedBeside(c); t != nil {
		return fmt.Sprintf("这家企业的任务 %s 变动，要与它错开", t.ID)
	}
	return "没有部门要求改期；人手要让给别的任务，不让就有检查排不进去"
}

// crowdedOut gives the departments that have asked for no other day and yet have an
// entry that is left without a place.
func (a *applying) crowdedOut(c *inspect.TaskChange) []string {
	if c.Before == nil {
		return nil
	}
	var list []string
	for _, e := range c.Before.Entries {
		d := a.r.book.Entries[e].Department
		if a.now[e] < 0 && !a.r.gone[e] && a.confirmation(c.ID, d).Answer != inspect.Adjusts && !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	return list
}

// changedBeside gives another task of the same enterprise that is new or has moved,
// nil if there is none.
func (a *applying) changedBeside(c *inspect.TaskChange) *inspect.Task {
	for i := range a.round.Tasks {
		t := &a.round.Tasks[i]
		if t.Enterprise == c.Enterprise && t.ID != c.ID && a.different(t) {
			return t
		}
	}
	return nil
}

// different reports whether a task is new or has moved.
func (a *applying) different(t *inspect.Task) bool {
	i, ok := a.from[t.ID]
	if !ok {
		return true
	}
	was := &a.r.book.Tasks[i]
	return was.Date != t.Date || was.Half != t.Half
}

// askAgain gives the departments whose agreement was to another arrangement.
func (a *applying) askAgain(c *inspect.TaskChange) []string {
	if c.After == nil || !c.Has(inspect.TaskMoved) && !c.Has(inspect.TaskLength) {
		return nil
	}
	var list []string
	for _, d := range c.AfterDepartments {
		if p := a.confirmation(c.ID, d); p.Answer == inspect.Agrees && p.Standing(c.After) == inspect.Open {
			list = append(list, d)
		}
	}
	return list
}
