package main

import (
	"cmp"
	"slices"

	"liancha/collide"
	"liancha/config"
	"liancha/inspect"
	"liancha/schedule"
)

// outcome puts a schedule back into the plans' terms: tasks with numbers and
// leads, entries without a place with their reasons, and the figures.
// Tasks that go on one of an earlier run, if there is any, keep its number.
func outcome(st *study, res *schedule.Result, c *config.Config, previous *inspect.Outcome) *inspect.Outcome {
	p, who, x := st.plans, st.who, st.placing
	o := &inspect.Outcome{
		Period:      p.Period,
		WorkingDays: x.instance.Days,
		Enterprises: who.Enterprises,
		Entries:     p.Entries,
		EntryOf:     make([]int, len(p.Entries)),
		Unscheduled: slices.Clone(x.outside),
		Reviews:     who.Review,
		Staff:       p.Inspectors,
	}
	for i, e := range who.Of {
		o.EntryOf[i] = int(e)
	}
	for _, v := range res.Visits {
		o.Tasks = append(o.Tasks, x.task(v, c))
	}
	for _, u := range res.Unplaced {
		reason, remedy := x.words(u)
		o.Unscheduled = append(o.Unscheduled, inspect.Unscheduled{
			Entry: x.entry[u.Entry], Code: string(u.Reason), Reason: reason, Remedy: remedy,
		})
	}
	slices.SortFunc(o.Unscheduled, func(a, b inspect.Unscheduled) int { return cmp.Compare(a.Entry, b.Entry) })
	if previous != nil {
		inspect.CarryNumbers(o, previous)
	} else {
		inspect.NumberTasks(o)
	}
	o.Stats = figures(p, o, res)
	return o
}

// task puts one visit into the plans' terms.
func (x *placing) task(v schedule.Visit, c *config.Config) inspect.Task {
	days := x.instance.Days[v.Start.Day() : (int(v.Start)+v.HalfDays-1)/2+1]
	t := inspect.Task{
		Enterprise: int(v.Enterprise), Level: v.Level,
		Date: days[0], Half: v.Start.Half(), HalfDays: v.HalfDays, Days: days,
	}
	var entries []*inspect.Entry
	for _, i := range v.Entries {
		t.Entries = append(t.Entries, x.entry[i])
		entries = append(entries, &x.entries[x.entry[i]])
	}
	slices.SortFunc(t.Entries, func(a, b int) int {
		ea, eb := &x.entries[a], &x.entries[b]
		return cmp.Or(cmp.Compare(ea.Department, eb.Department), cmp.Compare(ea.Matter, eb.Matter),
			inspect.CompareSource(ea.Source, eb.Source))
	})
	t.Lead = collide.Lead(entries, c.LeadOrder)
	return t
}

// figures counts what the outcome amounts to.
func figures(p *plans, o *inspect.Outcome, res *schedule.Result) inspect.Stats {
	s := inspect.Stats{
		Files: len(p.files), Rows: p.PlanRows, Entries: len(o.Entries), Enterprises: len(o.Enterprises),
		Rejected: p.Rejected, Visits: len(o.Tasks),
		EntriesBound: res.EntriesBound, ClassBound: res.ClassBound, VisitsBound: res.VisitsBound,
	}
	for _, t := range o.Tasks {
		s.Scheduled += len(t.Entries)
		departments := map[string]bool{}
		for _, i := range t.Entries {
			departments[o.Entries[i].Department] = true
		}
		if len(departments) > 1 {
			s.JointVisits++
		}
		// By itself, each department would make this visit on its own.
		s.VisitsIfSeparate += len(departments)
	}
	for _, u := range o.Unscheduled {
		if u.Code == "out_of_period" {
			s.OutOfPeriod++
		} else {
			s.Unscheduled++
		}
	}
	return s
}
