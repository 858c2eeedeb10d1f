package schedule_test

import (
	"fmt"
	"slices"
	"testing"

	"liancha/inspect"
	"liancha/schedule"
	"liancha/schedule/verify"
	"liancha/schedule/verify/generate"
)

// reversed is the instance with every slice the other way round.
func reversed(in *schedule.Instance) *schedule.Instance {
	r := *in
	flip := func(n int, i int32) int32 { return int32(n) - 1 - i }
	r.Enterprises, r.Entries = slices.Clone(in.Enterprises), slices.Clone(in.Entries)
	r.Departments, r.History = slices.Clone(in.Departments), slices.Clone(in.History)
	for i := range r.Departments {
		d := &r.Departments[i]
		d.People = slices.Clone(d.People)
		for k := range d.People {
			p := &d.People[k]
			p.Recused = slices.Clone(p.Recused)
			for x := range p.Recused {
				p.Recused[x] = flip(len(in.Enterprises), p.Recused[x])
			}
		}
		slices.Reverse(d.People)
	}
	for i := range r.Entries {
		e := &r.Entries[i]
		people := len(in.Departments[e.Department].People)
		e.Enterprise, e.Department = flip(len(in.Enterprises), e.Enterprise), flip(len(in.Departments), e.Department)
		e.Named = slices.Clone(e.Named)
		for x := range e.Named {
			e.Named[x] = flip(people, e.Named[x])
		}
	}
	for i := range r.History {
		h := &r.History[i]
		h.Enterprise = flip(len(in.Enterprises), h.Enterprise)
		h.Departments = slices.Clone(h.Departments)
		for x := range h.Departments {
			h.Departments[x] = flip(len(in.Departments), h.Departments[x])
		}
	}
	slices.Reverse(r.Enterprises)
	slices.Reverse(r.Departments)
	slices.Reverse(r.Entries)
	slices.Reverse(r.History)
	return &r
}

// lines writes a schedule by keys, in an order of its own.
func lines(in *schedule.Instance, r *schedule.Result) []string {
	var list []string
	for e, s := range r.Start {
		x := &in.Entries[e]
		list = append(list, fmt.Sprint(in.Enterprises[x.Enterprise].Key, x.Key, in.Departments[x.Department].Key, x.HalfDays, x.Kind, s))
	}
	slices.Sort(list)
	return append(list, fmt.Sprint(r.EntriesBound, r.VisitsBound))
}

func TestTheOrderOfTheInstanceDoesNotMatter(t *testing.T) {
	for seed := range seeds(100) {
		for _, in := range []*schedule.Instance{generate.Small(seed), generate.Tight(seed)} {
			other := reversed(in)
			a := lines(in, solve(t, in, schedule.Options{Effort: 1}))
			b := lines(other, solve(t, other, schedule.Options{Effort: 1}))
			if !slices.Equal(a, b) {
				t.Errorf("seed %d: in one order\n%v\nin the other\n%v", seed, a, b)
			}
		}
	}
}

func TestTheNumberOfWorkersDoesNotMatter(t *testing.T) {
	in := generate.City(7, 12000, 0.9) // large enough for several workers a batch
	if testing.Short() {
		in = generate.City(7, 3000, 0.9)
	}
	a := lines(in, solve(t, in, schedule.Options{Workers: 1, Effort: 1}))
	b := lines(in, solve(t, in, schedule.Options{Workers: 8, Effort: 1}))
	if !slices.Equal(a, b) {
		t.Error("one worker and eight give different schedules")
	}
}

// What Explain calls free keeps every rule when it is done, and what it calls
// possible leaves the enterprise's other entries where it says.
// TestProgress: told from the first stage on, always forwards, and to the end.
func TestProgress(t *testing.T) {
	var told []float64
	solve(t, generate.City(1, 3000, 0.95), schedule.Options{Workers: 2, Effort: 1, Progress: func(done float64) { told = append(told, done) }})
	if !slices.IsSorted(told) || len(told) < 8 || told[len(told)-1] != 1 {
		t.Errorf("told %v", told)
	}
}

func TestExplainTellsTheTruth(t *testing.T) {
	for seed := range seeds(150) {
		in := generate.Small(seed)
		r := solve(t, in, schedule.Options{Effort: 1})
		for _, v := range r.Visits {
			x, err := schedule.Explain(in, r.Start, v.Entries)
			if err != nil {
				t.Fatal(err)
			}
			if x.At != v.Start {
				t.Errorf("seed %d: explains slot %d, the visit is at %d", seed, x.At, v.Start)
			}
			for _, o := range x.Options {
				if o.At == v.Start && (len(o.Stops) > 0 || !o.Possible || o.Visits > 0) {
					t.Errorf("seed %d: the visit cannot stand where it stands: %+v", seed, o)
				}
				if street, district := around(in, r, v, o.At); street != o.Street || district != o.District {
					t.Errorf("seed %d, slot %d: %d in the street and %d in the district, there are %d and %d", seed, o.At, o.Street, o.District, street, district)
				}
				if !o.InWindow || len(o.Stops) > 0 {
					continue
				}
				moved := &schedule.Result{Start: slices.Clone(r.Start)}
				for _, e := range v.Entries {
					moved.Start[e] = o.At
				}
				for _, err := range verify.Hard(in, moved) {
					if f, ok := err.(*verify.Fault); !ok || f.Rule != verify.Visits && f.Rule != verify.Bound {
						t.Errorf("seed %d: slot %d is called free: %v", seed, o.At, err)
					}
				}
			}
		}
	}
}

// around counts, for each entry of a visit, the entries of its department that
// start at a slot in the visit's street, and elsewhere in its district.
func around(in *schedule.Instance, r *schedule.Result, v schedule.Visit, at inspect.Slot) (street, district int) {
	here := in.Enterprises[v.Enterprise]
	for _, e := range v.Entries {
		for o, s := range r.Start {
			there := in.Enterprises[in.Entries[o].Enterprise]
			switch {
			case s != at || in.Entries[o].Department != in.Entries[e].Department || in.Entries[o].Enterprise == v.Enterprise || here.District != there.District || here.District == "":
			case here.Street == there.Street && here.Street != "":
				street++
			default:
				district++
			}
		}
	}
	return street, district
}

func TestSolveRefusesWhatContradictsItself(t *testing.T) {
	day := inspect.MustDate(2021, 5, 10)
	for name, in := range map[string]*schedule.Instance{
		"days out of order":    {Days: []inspect.Date{day, day}},
		"no such enterprise":   {Departments: make([]schedule.Department, 1), Entries: []schedule.Entry{{HalfDays: 1}}},
		"no such department":   {Enterprises: make([]schedule.Enterprise, 1), Entries: []schedule.Entry{{HalfDays: 1}}},
		"no length":            {Enterprises: make([]schedule.Enterprise, 1), Departments: make([]schedule.Department, 1), Entries: make([]schedule.Entry, 1)},
		"nobody of that name":  {Enterprises: make([]schedule.Enterprise, 1), Departments: make([]schedule.Department, 1), Entries: []schedule.Entry{{HalfDays: 1, Named: []int32{0}}}},
		"history without home": {History: []schedule.PastVisit{{Enterprise: 3}}},
	} {
		if _, err := schedule.Solve(in, schedule.Options{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if r, err := schedule.Solve(&schedule.Instance{}, schedule.Options{}); err != nil || len(r.Start) != 0 {
		t.Errorf("the empty instance: %v, %v", r, err)
	}
}
