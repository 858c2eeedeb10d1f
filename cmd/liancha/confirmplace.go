package main

import (
	"runtime"
	"slices"

	"liancha/config"
	"liancha/confirm"
	"liancha/inspect"
	"liancha/internal/workday"
	"liancha/schedule"
)

// replanning is a round of replies as a problem of replanning.
type replanning struct {
	round   *confirm.Round
	book    *inspect.Outcome
	groups  []confirm.Group
	aside   []bool // by group: it stands where no schedule could have it, and is left there
	placing *placing
	of      []int   // entry of the material → of the book
	index   []int32 // entry of the book → of the instance, -1 for none
}

// replan places anew what replies have left open. Where there is no new reply,
// everything stays.
func replan(r *confirm.Round, b *inspect.Outcome, before *earlier, c *config.Config) (confirm.Placed, error) {
	if !r.Fresh() {
		return r.Standing(), nil
	}
	c, _ = knownUnits(c, departmentsOf(b.Entries))
	x := &replanning{round: r, book: b, groups: r.Groups()}
	x.setAside(c)
	x.pose(c)
	if len(before.books)+len(before.findings) > 0 {
		before.count(x.placing, enterpriseFinder(b, c))
	}
	x.past()
	standing, group := x.standing()
	res, err := schedule.Replan(x.placing.instance, standing)
	if err != nil {
		return confirm.Placed{}, err
	}
	return x.placed(res, group), nil
}

// setAside finds the tasks that people have put where no schedule could have
// them, or whose enterprise is out of business: nobody having asked for other
// days, they are left there.
func (x *replanning) setAside(c *config.Config) {
	days := workday.New(c.Calendar.Holidays, c.Calendar.Workdays).Days(x.book.Period)
	x.aside = make([]bool, len(x.groups))
	for i, g := range x.groups {
		t := &x.book.Tasks[g.Task]
		strange := slotIn(days, t, x.longest(g)) == inspect.NoSlot || x.book.Enterprises[t.Enterprise].Status != inspect.InBusiness
		asked := slices.ContainsFunc(g.Entries, func(e int) bool { return x.round.Bound(e) && !t.Within(x.round.Entry(e).Windows) })
		x.aside[i] = strange && !asked
	}
}

// longest is the length of a group's longest entry in half-days.
func (x *replanning) longest(g confirm.Group) int {
	n := 1
	for _, e := range g.Entries {
		n = max(n, x.book.Entries[e].HalfDays)
	}
	return n
}

// slotIn gives the slot a task of so many half-days starts in; NoSlot for one
// that is where no schedule could have it: a day off, outside the period or
// beyond its end, a day or more from the afternoon on.
func slotIn(days []inspect.Date, t *inspect.Task, halfDays int) inspect.Slot {
	day, ok := slices.BinarySearch(days, t.Date)
	if !ok || halfDays > 1 && t.Half == inspect.Afternoon || 2*day+int(t.Half)+halfDays > 2*len(days) {
		return inspect.NoSlot
	}
	return inspect.Slot(2*day) + inspect.Slot(t.Half)
}

// pose makes the scheduling problem: the tasks' entries and those to be placed
// that are in none. Who has not asked for other days in this round may stay
// where people have put the task.
func (x *replanning) pose(c *config.Config) {
	o := x.book
	m := material{period: o.Period, enterprises: o.Enterprises, inspectors: o.Staff,
		find: func(s inspect.Subject) (int, bool) { return findEnterprise(o, s.Name) }}
	take := func(e int, also ...inspect.Span) {
		entry := *x.round.Entry(e)
		entry.Windows = append(slices.Clone(entry.Windows), also...)
		m.entries, m.of = append(m.entries, entry), append(m.of, int32(o.EntryOf[e]))
		x.of = append(x.of, e)
	}
	for i, g := range x.groups {
		t := &o.Tasks[g.Task]
		for _, e := range g.Entries {
			switch {
			case x.aside[i]:
			case x.round.Bound(e):
				take(e)
			default:
				take(e, inspect.Span{From: t.Date, To: t.Last()})
			}
		}
	}
	for _, e := range x.round.Loose() {
		take(e)
	}
	x.placing = pose(m, c)
	x.index = slices.Repeat([]int32{-1}, len(o.Entries))
	for i, e := range x.placing.entry {
		x.index[x.of[e]] = int32(i)
	}
}

// past has the tasks left aside stand as visits of the past do.
func (x *replanning) past() {
	in := x.placing.instance
	for i, g := range x.groups {
		if !x.aside[i] {
			continue
		}
		t := &x.book.Tasks[g.Task]
		v := schedule.PastVisit{Enterprise: int32(t.Enterprise), First: t.Date, Last: t.Last(), Level: t.Level, Joinable: true}
		for _, e := range g.Entries {
			entry := &x.book.Entries[e]
			v.Joinable = v.Joinable && entry.Joinable
			v.Kinds = append(v.Kinds, entry.Kind)
			d := slices.IndexFunc(in.Departments, func(d schedule.Department) bool { return d.Key == entry.Department })
			if d >= 0 && !slices.Contains(v.Departments, int32(d)) {
				v.Departments = append(v.Departments, int32(d))
			}
		}
		slices.Sort(v.Departments)
		in.History = append(in.History, v)
	}
}

// standing gives the visits as they stand, and the group of each.
func (x *replanning) standing() (list []schedule.Standing, group []int) {
	for i, g := range x.groups {
		if x.aside[i] {
			continue
		}
		s := schedule.Standing{Start: slotIn(x.placing.instance.Days, &x.book.Tasks[g.Task], x.longest(g)), HalfDays: g.HalfDays}
		s.Agreed = g.Agreed && s.Start != inspect.NoSlot
		for _, e := range g.Entries {
			if j := x.index[e]; j >= 0 {
				s.Entries = append(s.Entries, j)
			}
		}
		if len(s.Entries) > 0 {
			list, group = append(list, s), append(group, i)
		}
	}
	return list, group
}

// placed puts a plan made anew into the round's terms.
func (x *replanning) placed(res *schedule.Replanned, group []int) confirm.Placed {
	days := x.placing.instance.Days
	p := confirm.Placed{Proven: res.Proven, Open: res.Open, AtLeast: res.AtLeast}
	for _, v := range res.Visits {
		w := confirm.Visit{Task: -1, Moved: true, HalfDays: v.HalfDays}
		if v.Standing >= 0 {
			g := x.groups[group[v.Standing]]
			t := &x.book.Tasks[g.Task]
			w.Task = g.Task
			w.Moved = slotIn(days, t, x.longest(g)) != v.Start
			if !w.Moved && g.HalfDays > x.longest(g) {
				w.HalfDays = max(w.HalfDays, g.HalfDays)
			}
		}
		first := v.Start.Day()
		w.Days = days[first:min(len(days), (int(v.Start)+w.HalfDays-1)/2+1)]
		w.Date, w.Half = days[first], v.Start.Half()
		for _, j := range v.Entries {
			w.Entries = append(w.Entries, x.of[x.placing.entry[j]])
		}
		p.Visits = append(p.Visits, w)
	}
	for i, g := range x.groups {
		if x.aside[i] {
			p.Visits = append(p.Visits, confirm.Visit{Task: g.Task, Entries: g.Entries, HalfDays: g.HalfDays})
		}
	}
	for _, u := range res.Unplaced {
		reason, remedy := x.placing.words(u)
		p.Left = append(p.Left, inspect.Unscheduled{Entry: x.of[x.placing.entry[u.Entry]], Code: string(u.Reason), Reason: reason, Remedy: remedy})
	}
	for _, u := range x.placing.outside {
		u.Entry = x.of[u.Entry]
		p.Left = append(p.Left, u)
	}
	for _, j := range res.Unnamed {
		p.Unnamed = append(p.Unnamed, x.of[x.placing.entry[j]])
	}
	return p
}

// rebound proves anew how far from the best the tasks are at most: the days the
// departments have given are others than those the book was made with.
func rebound(r *confirm.Round, o *inspect.Outcome, c *config.Config) error {
	c, _ = knownUnits(c, departmentsOf(o.Entries))
	m := material{period: o.Period, enterprises: o.Enterprises, inspectors: o.Staff,
		find: func(s inspect.Subject) (int, bool) { return findEnterprise(o, s.Name) }}
	var of []int
	declined := r.Declined()
	for e := range o.Entries {
		if !declined[e] {
			m.entries, m.of, of = append(m.entries, o.Entries[e]), append(m.of, int32(o.EntryOf[e])), append(of, e)
		}
	}
	p := pose(m, c)
	index := map[int]int{}
	for i, e := range p.entry {
		index[of[e]] = i
	}
	start := slices.Repeat([]inspect.Slot{inspect.NoSlot}, len(p.entry))
	for i := range o.Tasks {
		t := &o.Tasks[i]
		for _, e := range t.Entries {
			if j, ok := index[e]; ok {
				start[j] = slotIn(p.instance.Days, t, o.Entries[e].HalfDays)
			}
		}
	}
	entries, visits, err := schedule.Bounds(p.instance, start, runtime.GOMAXPROCS(0))
	o.Stats.EntriesBound, o.Stats.VisitsBound = max(entries, o.Stats.Scheduled), min(visits, o.Stats.Visits)
	o.Stats.ClassBound = o.Stats.EntriesBound
	return err
}
