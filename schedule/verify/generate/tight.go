package generate

import (
	"liancha/inspect"
	"liancha/schedule"
)

// Tight makes a tiny instance in which people are what is short: 5 to 8 entries
// of one or two departments over 2 to 5 working days, rosters of 2 to 4 with
// much leave and many recusals, many long entries and many people named.
func Tight(seed uint64) *schedule.Instance {
	r := seeded(4, seed)
	in := &schedule.Instance{}
	smallPeriod(r, in)
	if n := r.between(2, 5); n < len(in.Days) {
		in.After = append(append([]inspect.Date{}, in.Days[n:]...), in.After...)
		in.Days = in.Days[:n]
	}
	for i := range r.between(3, 5) {
		in.Enterprises = append(in.Enterprises, schedule.Enterprise{Key: key("e", i), Grade: inspect.Grade(r.below(5))})
	}
	for i := range r.between(1, 2) {
		d := schedule.Department{Key: key("d", i)}
		for p := range r.between(2, 4) {
			person := schedule.Person{Key: key("p", p)}
			if r.percent(40) {
				person.Leave = []inspect.Span{somewhere(r, in, 3)}
			}
			for ent := range in.Enterprises {
				if r.percent(20) {
					person.Recused = append(person.Recused, int32(ent))
				}
			}
			d.People = append(d.People, person)
		}
		if r.percent(40) {
			d.People = append(d.People, schedule.Person{Key: key("q", 0), Outside: true})
		}
		in.Departments = append(in.Departments, d)
	}
	levels := []inspect.Level{inspect.City, pick(r, inspect.City, inspect.District)}
	for i := range r.between(5, 8) {
		e := smallEntry(r, in, levels, i)
		e.HalfDays = 1 + r.weighted(45, 20, 15, 20)
		e.Demand = 1 + r.weighted(60, 35, 5)
		e.Windows = []inspect.Span{{From: in.Days[0], To: in.Days[len(in.Days)-1]}}
		if r.percent(25) {
			e.Windows = smallWindows(r, in)
		}
		in.Entries = append(in.Entries, e)
	}
	in.Rules = schedule.Rules{LevelsApart: pick(r, 1, 2), AcrossLevels: r.percent(25)}
	return in
}
