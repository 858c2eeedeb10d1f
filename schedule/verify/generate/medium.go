package generate

import (
	"liancha/inspect"
	"liancha/schedule"
)

// Medium makes an instance of a fortnight or a month in May 2021 whose staffing
// is exactly a matter of how many people are there in each slot, so that a
// mixed-integer model of it is small: nobody is recused; people go on leave only
// where entries last a day at most and are named only where all are half-days.
// Load is the sum of people times half-days wanted over those there are; above
// 1 some entries must be left out.
func Medium(seed uint64, enterprises, entries int, load float64) *schedule.Instance {
	r := seeded(2, seed)
	in := &schedule.Instance{Rules: schedule.Rules{LevelsApart: pick(r, 5, 5, 3, 2)}}
	scene(r, in, enterprises)
	flavours := make([]flavour, max(2, entries/40))
	for i := range flavours {
		flavours[i] = flavour(i % 3)
		in.Departments = append(in.Departments, schedule.Department{Key: key("d", i)})
	}
	levels := []inspect.Level{inspect.City, inspect.District, inspect.Street}
	for i := range entries {
		dep := r.below(len(flavours))
		in.Entries = append(in.Entries, mediumEntry(r, in, flavours[dep], dep, i))
		in.Entries[i].Level = levels[dep%3]
	}
	wanted := wantedSlots(in)
	for i := range in.Departments {
		staffMedium(r, in, i, flavours[i], float64(wanted[i])/load)
	}
	nameSome(r, in, flavours)
	in.Rules.Caps = []schedule.Cap{{Per: schedule.PerDay, Max: 1}}
	if r.percent(30) {
		in.Rules.Caps = append(in.Rules.Caps, schedule.Cap{
			Per: pick(r, schedule.PerWeek, schedule.PerMonth, schedule.PerDays), Days: 9, Max: pick(r, 1, 2, 3),
			Of:     pick(r, schedule.OfEnterprise, schedule.OfDepartment, schedule.OfLevel),
			Except: []inspect.Kind{inspect.Complaint, inspect.Reinspection, inspect.Special},
		})
	}
	return in
}

// scene sets the time, a fortnight or a month in May 2021, and the enterprises.
func scene(r *random, in *schedule.Instance, enterprises int) {
	if r.percent(50) {
		period(in, inspect.MustDate(2021, 5, 1), inspect.MustDate(2021, 5, 31))
	} else {
		period(in, inspect.MustDate(2021, 5, 10), inspect.MustDate(2021, 5, 23))
	}
	for i := range enterprises {
		in.Enterprises = append(in.Enterprises, schedule.Enterprise{
			Key: key("e", i), Grade: inspect.Grade(r.below(5)), District: key("d", r.below(3)), Street: key("s", r.below(9)),
		})
	}
}

// flavour is what makes counting people exact in a department.
type flavour uint8

const (
	numberOnly flavour = iota // no roster: any length
	withLeave                 // a roster with leave: a day at most
	withNames                 // besides, people are named: half-days only
)

func mediumEntry(r *random, in *schedule.Instance, f flavour, dep, i int) schedule.Entry {
	e := schedule.Entry{
		Key: key("x", i), Enterprise: int32(r.below(len(in.Enterprises))), Department: int32(dep),
		HalfDays: 1, Demand: pick(r, 1, 2, 2, 2, 2, 3),
		Kind: inspect.Kind(r.weighted(60, 10, 12, 6, 5, 4, 3)),
	}
	e.Joinable = e.Kind.JoinableByDefault()
	switch f {
	case numberOnly:
		e.HalfDays = 1 + r.weighted(70, 20, 5, 5)
	case withLeave:
		e.HalfDays = 1 + r.weighted(80, 20)
	}
	first, last := in.Days[0], in.Days[len(in.Days)-1]
	from := first + inspect.Date(r.below(int(last-first)+1))
	to := min(last, from+inspect.Date(r.between(max(0, e.HalfDays/2), 20)))
	if r.percent(25) {
		from, to = first, last
	}
	e.Windows = []inspect.Span{{From: from, To: to}}
	if r.percent(10) && to+5 < last {
		e.Windows = append(e.Windows, inspect.Span{From: to + 3, To: last})
	}
	return e
}

// wantedSlots gives people times half-days wanted of each department.
func wantedSlots(in *schedule.Instance) []int {
	wanted := make([]int, len(in.Departments))
	for i := range in.Entries {
		e := &in.Entries[i]
		wanted[e.Department] += e.Demand * e.HalfDays
	}
	return wanted
}

// staffMedium gives a department people for about the given number of slots,
// three at least: nothing wants more at once.
func staffMedium(r *random, in *schedule.Instance, dep int, f flavour, slots float64) {
	d := &in.Departments[dep]
	n := max(3, int(slots/float64(2*len(in.Days))+float64(r.below(1000))/1000))
	if f == numberOnly {
		d.Capacity = n
		return
	}
	for p := range n {
		person := schedule.Person{Key: key("p", p)}
		if r.percent(30) {
			person.Leave = []inspect.Span{somewhere(r, in, 4)}
		}
		d.People = append(d.People, person)
	}
}

// nameSome lets some entries of departments of half-days name their people.
func nameSome(r *random, in *schedule.Instance, flavours []flavour) {
	for i := range in.Entries {
		e := &in.Entries[i]
		if flavours[e.Department] == withNames && r.percent(20) {
			e.Named = []int32{int32(r.below(len(in.Departments[e.Department].People)))}
		}
	}
}
