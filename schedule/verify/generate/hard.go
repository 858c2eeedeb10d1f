package generate

import (
	"liancha/inspect"
	"liancha/schedule"
)

// Shape is a way in which an instance of Hard is hard.
type Shape uint8

// The shapes.
const (
	Plain        Shape = iota // nothing in particular
	Skewed                    // one department has half of all entries
	ShortWindows              // three days at most
	ManyLevels                // every enterprise has entries of every level
	FewPeople                 // two people a department, entries for one or two
	NamedPeople               // half the entries of half the departments name their people
	WholeDays                 // most entries last one day or two
	NoStagger                 // levels need no distance
	Shapes
)

var shapeNames = [Shapes]string{"plain", "skewed", "short windows", "many levels", "few people", "named people", "whole days", "no stagger"}

func (s Shape) String() string { return shapeNames[s] }

// Hard makes an instance like Medium of one shape whose load is what it says:
// there are as many departments as leave each about four people, and people are
// shared out so that wanted over there, summed over all departments, comes as
// near to load as whole people allow (see Load).
func Hard(seed uint64, shape Shape, enterprises, entries int, load float64) *schedule.Instance {
	r := seeded(5, seed)
	in := &schedule.Instance{Rules: schedule.Rules{LevelsApart: pick(r, 5, 5, 3), Caps: []schedule.Cap{{Per: schedule.PerDay, Max: 1}}}}
	if shape == NoStagger {
		in.Rules.LevelsApart = 1
	}
	scene(r, in, enterprises)
	people := 4.0
	if shape == FewPeople {
		people = 2
	}
	perEntry := 2.2
	if shape == WholeDays {
		perEntry = 4.2
	}
	departments := max(1, int(perEntry*float64(entries)/load/float64(2*len(in.Days))/people+0.5))
	for i := range departments {
		in.Departments = append(in.Departments, schedule.Department{Key: key("d", i)})
	}
	levels := []inspect.Level{inspect.City, inspect.District, inspect.Street}
	for i := range entries {
		dep := r.below(departments)
		if shape == Skewed && r.percent(40) {
			dep = 0
		}
		e := hardEntry(r, in, shape, dep, i)
		e.Level = levels[dep%3]
		if departments < 3 || shape == ManyLevels {
			e.Level = levels[r.below(3)]
		}
		in.Entries = append(in.Entries, e)
	}
	staffHard(r, in, load, shape)
	return in
}

func hardEntry(r *random, in *schedule.Instance, shape Shape, dep, i int) schedule.Entry {
	e := schedule.Entry{
		Key: key("x", i), Enterprise: int32(r.below(len(in.Enterprises))), Department: int32(dep),
		HalfDays: 1 + r.weighted(85, 15), Demand: pick(r, 1, 2, 2, 2, 2, 2, 3),
		Kind: inspect.Kind(r.weighted(70, 8, 8, 5, 4, 3, 2)),
	}
	e.Joinable = e.Kind.JoinableByDefault()
	switch {
	case shape == FewPeople:
		e.Demand = pick(r, 1, 2, 2)
	case shape == WholeDays:
		e.HalfDays = 1 + r.weighted(25, 50, 5, 20)
	case shape == NamedPeople && dep%2 == 0:
		e.HalfDays = 1
	}
	first, last := in.Days[0], in.Days[len(in.Days)-1]
	days := r.between(max(1, e.HalfDays/2), int(last-first)+1)
	if shape == ShortWindows {
		days = r.between(1, 3) + e.HalfDays/2 - btoi(e.HalfDays == 2)
	}
	from := first + inspect.Date(r.below(max(1, int(last-first)+2-days)))
	if shape != ShortWindows && r.percent(25) {
		from, days = first, int(last-first)+1
	}
	e.Windows = []inspect.Span{{From: from, To: min(last, from+inspect.Date(days)-1)}}
	return e
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// staffHard shares people out: each department what it wants over the load, in
// whole people, the rounding carried on from one to the next; no fewer than the
// largest of its entries wants.
func staffHard(r *random, in *schedule.Instance, load float64, shape Shape) {
	carry := 0.0
	for i, wanted := range wantedSlots(in) {
		d := &in.Departments[i]
		least := 1
		for e := range in.Entries {
			if in.Entries[e].Department == int32(i) {
				least = max(least, in.Entries[e].Demand)
			}
		}
		exact := float64(wanted)/load/float64(2*len(in.Days)) + carry
		n := max(least, int(exact+0.5))
		carry = exact - float64(n)
		if shape != NamedPeople || i%2 != 0 {
			d.Capacity = n
			continue
		}
		for p := range n {
			d.People = append(d.People, schedule.Person{Key: key("p", p)})
		}
		for e := range in.Entries {
			if x := &in.Entries[e]; x.Department == int32(i) && r.percent(50) {
				x.Named = []int32{int32(r.below(n))}
			}
		}
	}
}

// Load is what an instance's departments with limits want over what they have:
// people times half-days.
func Load(in *schedule.Instance) float64 {
	wanted, there := 0, 0
	for i, w := range wantedSlots(in) {
		d := &in.Departments[i]
		if d.Unlimited {
			continue
		}
		wanted += w
		there += 2 * len(in.Days) * d.Capacity
		for _, p := range d.People {
			if p.Outside {
				continue
			}
			for _, day := range in.Days {
				away := false
				for _, l := range p.Leave {
					away = away || l.Contains(day)
				}
				if !away {
					there += 2
				}
			}
		}
	}
	return float64(wanted) / float64(max(1, there))
}
