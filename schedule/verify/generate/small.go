package generate

import (
	"liancha/inspect"
	"liancha/schedule"
)

// Small makes a tiny instance with every rule mixed: at most 8 entries of 4
// enterprises and 3 departments over 2 to 8 working days, with levels, lengths,
// entries that are not joinable, people named, on leave, recused or from
// outside, every form of cap, past visits and capacities that do not suffice.
func Small(seed uint64) *schedule.Instance {
	r := seeded(1, seed)
	in := &schedule.Instance{}
	smallPeriod(r, in)
	for i := range r.between(1, 4) {
		in.Enterprises = append(in.Enterprises, schedule.Enterprise{
			Key: key("e", i*37%10), Grade: inspect.Grade(r.below(5)),
			District: pick(r, "甲区", "乙区"), Street: pick(r, "一街道", "二街道", "三街道"),
		})
	}
	for i := range r.between(1, 3) {
		in.Departments = append(in.Departments, smallDepartment(r, in, i))
	}
	levels := make([]inspect.Level, len(in.Departments))
	for i := range levels {
		levels[i] = pick(r, inspect.City, inspect.District, inspect.Street)
	}
	for i := range r.between(1, 8) {
		in.Entries = append(in.Entries, smallEntry(r, in, levels, i))
	}
	in.Rules.AcrossLevels = r.percent(25)
	in.Rules.LevelsApart = pick(r, 0, 1, 2, 3, 5)
	if r.percent(50) {
		in.Rules.Caps = append(in.Rules.Caps, schedule.Cap{Per: schedule.PerDay, Max: 1})
	}
	for range r.weighted(50, 30, 20) {
		in.Rules.Caps = append(in.Rules.Caps, smallCap(r))
	}
	for range r.weighted(60, 25, 15) {
		in.History = append(in.History, smallPast(r, in))
	}
	return in
}

// smallPeriod takes 2 to 8 working days in a row around the holidays of May 2021.
func smallPeriod(r *random, in *schedule.Instance) {
	all := workingDays(inspect.MustDate(2021, 4, 19), inspect.MustDate(2021, 5, 14))
	n := r.between(2, 8)
	first := r.below(len(all) - n)
	in.Before, in.Days, in.After = all[:first], all[first:first+n], all[first+n:]
	if r.percent(10) {
		in.Before, in.After = nil, nil
	}
}

// somewhere gives a span of up to n days that touches the period, usually.
func somewhere(r *random, in *schedule.Instance, n int) inspect.Span {
	first, last := in.Days[0], in.Days[len(in.Days)-1]
	from := first - 2 + inspect.Date(r.below(int(last-first)+4))
	return inspect.Span{From: from, To: from + inspect.Date(r.below(n))}
}

func smallDepartment(r *random, in *schedule.Instance, i int) schedule.Department {
	d := schedule.Department{Key: key("d", i*3%7)}
	outsiders := 0
	switch r.weighted(55, 30, 15) {
	case 0:
		for p := range r.between(1, 4) {
			person := schedule.Person{Key: key("p", p)}
			if r.percent(25) {
				person.Leave = append(person.Leave, somewhere(r, in, 3))
			}
			if r.percent(20) {
				person.Recused = append(person.Recused, int32(r.below(len(in.Enterprises))))
			}
			d.People = append(d.People, person)
		}
		outsiders = r.weighted(80, 20)
	case 1:
		d.Capacity = r.between(1, 5)
		outsiders = r.weighted(60, 25, 15)
	case 2:
		d.Unlimited = true
		outsiders = r.weighted(50, 30, 20)
	}
	for p := range outsiders {
		d.People = append(d.People, schedule.Person{Key: key("q", p), Outside: true})
	}
	return d
}

func smallEntry(r *random, in *schedule.Instance, levels []inspect.Level, i int) schedule.Entry {
	dep := r.below(len(in.Departments))
	e := schedule.Entry{
		Key:        key("x", i*5%11),
		Enterprise: int32(r.below(len(in.Enterprises))),
		Department: int32(dep),
		Level:      levels[dep],
		HalfDays:   1 + r.weighted(55, 25, 10, 10),
		Demand:     1 + r.weighted(35, 50, 15),
		Kind:       inspect.Kind(r.weighted(45, 15, 10, 8, 10, 8, 4)),
	}
	if r.percent(10) {
		e.Level = pick(r, inspect.City, inspect.District, inspect.Street)
	}
	e.Joinable = r.percent(90)
	if !e.Kind.JoinableByDefault() {
		e.Joinable = r.percent(15)
	}
	e.Windows = smallWindows(r, in)
	if n := len(in.Departments[dep].People); n > 0 && r.percent(25) {
		e.Named = append(e.Named, int32(r.below(n)))
		if other := int32(r.below(n)); other != e.Named[0] && r.percent(30) {
			e.Named = append(e.Named, other)
		}
	}
	return e
}

// smallWindows gives one or two windows, disjoint and not adjacent.
func smallWindows(r *random, in *schedule.Instance) []inspect.Span {
	if r.percent(30) {
		return []inspect.Span{{From: in.Days[0] - 1, To: in.Days[len(in.Days)-1] + 1}}
	}
	w := somewhere(r, in, 7)
	windows := []inspect.Span{w}
	if r.percent(25) {
		from := w.To + 2 + inspect.Date(r.below(3))
		windows = append(windows, inspect.Span{From: from, To: from + inspect.Date(r.below(4))})
	}
	return windows
}

func smallCap(r *random) schedule.Cap {
	c := schedule.Cap{
		Per: pick(r, schedule.PerDay, schedule.PerWeek, schedule.PerMonth, schedule.PerQuarter, schedule.PerYear, schedule.PerDays),
		Of:  pick(r, schedule.OfEnterprise, schedule.OfDepartment, schedule.OfLevel),
		Max: r.weighted(5, 60, 35),
	}
	if c.Per == schedule.PerDays {
		c.Days = r.between(2, 12)
	}
	if r.percent(30) {
		c.Grades = []inspect.Grade{inspect.Grade(r.below(5)), inspect.GradeD}
	}
	if r.percent(50) {
		c.Except = []inspect.Kind{inspect.Complaint, inspect.Reinspection, inspect.Special}
	}
	return c
}

func smallPast(r *random, in *schedule.Instance) schedule.PastVisit {
	days := somewhere(r, in, 2)
	if r.percent(70) { // usually before the period
		shift := days.From - in.Days[0] + 1 + inspect.Date(r.below(10))
		days.From, days.To = days.From-shift, days.To-shift
	}
	h := schedule.PastVisit{
		Enterprise: int32(r.below(len(in.Enterprises))), First: days.From, Last: days.To,
		Level:       pick(r, inspect.City, inspect.District, inspect.Street),
		Departments: []int32{int32(r.below(len(in.Departments)))},
		Joinable:    r.percent(85),
		Kinds:       []inspect.Kind{inspect.Kind(r.below(7))},
	}
	if other := int32(r.below(len(in.Departments))); other != h.Departments[0] && r.percent(40) {
		h.Departments = append(h.Departments, other)
	}
	if r.percent(30) {
		h.Kinds = append(h.Kinds, inspect.Kind(r.below(7)))
	}
	return h
}
