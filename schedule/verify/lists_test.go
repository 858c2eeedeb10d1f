package verify_test

import (
	"slices"
	"testing"

	"liancha/inspect"
	"liancha/schedule"
	"liancha/schedule/verify"
)

// What the result says besides the starts: each case spoils one thing.
func TestLists(t *testing.T) {
	build := func() (*schedule.Instance, *schedule.Result) {
		in := fortnight()
		entries(in, nil, long(2), other, all(other, long(6), func(e *schedule.Entry) { e.Windows = []inspect.Span{mays(15, 18)} }))
		res := result(in, starts{mon, mon, mon, none})
		res.Unplaced = []schedule.Unplaced{{Entry: 3, Reason: schedule.NoWorkingDay}}
		return in, res
	}
	in, res := build()
	in.Departments[0].Capacity = 6
	if faults := verify.Check(in, res); len(faults) > 0 {
		t.Fatalf("nothing is wrong yet: %v", faults)
	}
	for _, c := range []struct {
		name  string
		spoil func(*schedule.Result)
		rule  verify.Rule
	}{
		{"too few starts", func(r *schedule.Result) { r.Start = r.Start[:3] }, verify.Shape},
		{"an entry in no visit", func(r *schedule.Result) { r.Visits[0].Entries = r.Visits[0].Entries[:1] }, verify.Visits},
		{"an entry twice in a visit", func(r *schedule.Result) { r.Visits[0].Entries = []int32{0, 1, 1} }, verify.Visits},
		{"an entry in two visits", func(r *schedule.Result) { r.Visits = append(r.Visits, r.Visits[1]) }, verify.Visits},
		{"a visit without entries", func(r *schedule.Result) {
			r.Visits = append(r.Visits, schedule.Visit{Start: 5, HalfDays: 1, Level: inspect.City})
		}, verify.Visits},
		{"a visit of an entry left out", func(r *schedule.Result) {
			r.Visits = append(r.Visits, schedule.Visit{Enterprise: 1, Start: 5, HalfDays: 6, Level: inspect.City, Entries: []int32{3}})
		}, verify.Visits},
		{"one visit written as two", func(r *schedule.Result) {
			v := r.Visits[0]
			a, b := v, v
			a.Entries, a.HalfDays, b.Entries = v.Entries[:1], 1, v.Entries[1:]
			r.Visits = []schedule.Visit{a, b, r.Visits[1]}
		}, verify.Visits},
		{"wrong enterprise", func(r *schedule.Result) { r.Visits[0].Enterprise = 1 }, verify.Visits},
		{"no such enterprise", func(r *schedule.Result) { r.Visits[0].Enterprise = 7 }, verify.Visits},
		{"no such entry", func(r *schedule.Result) { r.Visits[0].Entries = []int32{0, 1, 9} }, verify.Visits},
		{"wrong start", func(r *schedule.Result) { r.Visits[1].Start = 3 }, verify.Visits},
		{"wrong length", func(r *schedule.Result) { r.Visits[0].HalfDays = 1 }, verify.Visits},
		{"wrong level", func(r *schedule.Result) { r.Visits[0].Level = inspect.Street }, verify.Visits},
		{"wrong order of visits", func(r *schedule.Result) { slices.Reverse(r.Visits) }, verify.Visits},
		{"wrong order of entries", func(r *schedule.Result) { slices.Reverse(r.Visits[0].Entries) }, verify.Visits},
		{"a bound below what is placed", func(r *schedule.Result) { r.EntriesBound = 2 }, verify.Bound},
		{"a bound above all there is", func(r *schedule.Result) { r.EntriesBound = 5 }, verify.Bound},
		{"more visits needed than made", func(r *schedule.Result) { r.VisitsBound = 3 }, verify.Bound},
		{"fewer than no visits", func(r *schedule.Result) { r.VisitsBound = -1 }, verify.Bound},
		{"left out and not said", func(r *schedule.Result) { r.Unplaced = nil }, verify.Unplaced},
		{"said twice", func(r *schedule.Result) { r.Unplaced = append(r.Unplaced, r.Unplaced[0]) }, verify.Unplaced},
		{"said of what is placed", func(r *schedule.Result) {
			r.Unplaced = slices.Insert(r.Unplaced, 0, schedule.Unplaced{Entry: 2, Reason: schedule.NoCapacity})
		}, verify.Unplaced},
		{"said of nothing", func(r *schedule.Result) { r.Unplaced = append(r.Unplaced, schedule.Unplaced{Entry: 4}) }, verify.Unplaced},
		{"another reason", func(r *schedule.Result) { r.Unplaced[0].Reason = schedule.NoCapacity }, verify.Unplaced},
	} {
		t.Run(c.name, func(t *testing.T) {
			in, res := build()
			in.Departments[0].Capacity = 6
			c.spoil(res)
			got := rules(t, verify.Check(in, res))
			if !slices.Contains(got, c.rule) {
				t.Errorf("found %v, not %q", got, c.rule)
			}
			if len(slices.Compact(got)) > 1 {
				t.Errorf("found %v, more than %q", got, c.rule)
			}
		})
	}
}

// leftOut is an instance whose last entry is left out, with the starts of the
// others and what is true of it.
type leftOut struct {
	name     string
	instance func(*schedule.Instance)
	starts   starts
	reason   schedule.Reason
	works    []schedule.Remedy
	fails    []schedule.Remedy
}

var leftOuts = []leftOut{
	{
		"people", func(in *schedule.Instance) {
			oneDay := func(e *schedule.Entry) { e.Windows = []inspect.Span{mays(10, 10)} }
			entries(in, all(at(0, 4), long(2), oneDay), all(other, at(0, 2), oneDay))
		}, starts{mon}, schedule.NoCapacity,
		[]schedule.Remedy{
			{Kind: schedule.AddPeople, At: mon, People: 2},
			{Kind: schedule.AddPeople, At: mon + 1, People: 2},
			{Kind: schedule.ExtendWindow, At: tue, Date: may(11)},
			{Kind: schedule.MoveOut, At: mon, Other: 0},
		},
		[]schedule.Remedy{
			{Kind: schedule.AddPeople, At: mon, People: 1},            // not enough
			{Kind: schedule.AddPeople, At: mon, People: 3},            // more than needed
			{Kind: schedule.AddPeople, At: mon},                       // none
			{Kind: schedule.AddPeople, At: tue, People: 2},            // outside its window
			{Kind: schedule.ExtendWindow, At: tue, Date: may(12)},     // a day too late
			{Kind: schedule.ExtendWindow, At: tue, Date: may(10)},     // not extended
			{Kind: schedule.ExtendWindow, At: mon, Date: may(10)},     // nor needed there
			{Kind: schedule.ExtendWindow, At: 20, Date: may(24)},      // outside the period
			{Kind: schedule.MoveOut, At: mon, Other: 1},               // itself
			{Kind: schedule.MoveOut, At: mon, Other: 5},               // nobody
			{Kind: schedule.SmallerGap, At: mon, Gap: 1},              // not what stops it
			{Kind: schedule.RaiseCap, At: mon, Cap: 0, More: 1},       // there is none
			{Kind: 99, At: mon},                                       // no remedy
			{Kind: schedule.ExtendWindow, At: -1, Before: true},       // no slot
			{Kind: schedule.AddPeople, At: inspect.NoSlot, People: 2}, // no slot
		},
	},
	{
		"people of a roster", func(in *schedule.Instance) {
			in.Departments[1].People[2].Recused = []int32{1}
			entries(in, all(at(1, 2), long(2)), all(other, at(1, 2), func(e *schedule.Entry) { e.Windows = []inspect.Span{mays(10, 10)} }))
			in.Departments[1].People[1].Recused = []int32{1}
		}, starts{mon}, schedule.NoCapacity,
		[]schedule.Remedy{{Kind: schedule.AddPeople, At: mon + 1, People: 1}},
		[]schedule.Remedy{{Kind: schedule.AddPeople, At: mon, People: 2}, {Kind: schedule.MoveOut, At: mon, Other: 0}},
	},
	{
		"distance", func(in *schedule.Instance) {
			entries(in, nil, all(of(inspect.District), func(e *schedule.Entry) { e.Windows = []inspect.Span{mays(10, 13)} }))
		}, starts{mon + 1}, schedule.Stagger,
		[]schedule.Remedy{
			{Kind: schedule.SmallerGap, At: wed, Gap: 2},
			{Kind: schedule.SmallerGap, At: thu, Gap: 3},
			{Kind: schedule.ExtendWindow, At: next, Date: may(17)},
			{Kind: schedule.MoveOut, At: tue, Other: 0},
			{Kind: schedule.JoinLevels, At: mon + 1, Level: inspect.City},
		},
		[]schedule.Remedy{
			{Kind: schedule.SmallerGap, At: wed, Gap: 3},  // still too far
			{Kind: schedule.SmallerGap, At: wed, Gap: 1},  // smaller than needed
			{Kind: schedule.SmallerGap, At: thu, Gap: 5},  // not smaller
			{Kind: schedule.SmallerGap, At: mon, Gap: 0},  // the same day
			{Kind: schedule.SmallerGap, At: thu, Gap: -1}, // no distance
			{Kind: schedule.ExtendWindow, At: fri, Date: may(14)},
			{Kind: schedule.AddPeople, At: wed, People: 1},
			{Kind: schedule.JoinLevels, At: mon, Level: inspect.City},         // nobody is there then
			{Kind: schedule.JoinLevels, At: mon + 1, Level: inspect.District}, // its own
		},
	},
	{
		"an earlier window", func(in *schedule.Instance) {
			entries(in, func(e *schedule.Entry) { e.Windows = []inspect.Span{mays(15, 16), mays(22, 23)} })
		}, nil, schedule.NoWorkingDay,
		[]schedule.Remedy{
			{Kind: schedule.ExtendWindow, At: fri, Date: may(14), Before: true},
			{Kind: schedule.ExtendWindow, At: next, Date: may(17)},
			{Kind: schedule.ExtendWindow, At: next + 9, Date: may(21), Before: true},
		},
		[]schedule.Remedy{
			{Kind: schedule.ExtendWindow, At: fri, Date: may(13), Before: true},
			{Kind: schedule.ExtendWindow, At: fri, Date: may(14)},
			{Kind: schedule.ExtendWindow, At: next, Date: may(18)},
		},
	},
	{
		"cap", func(in *schedule.Instance) {
			in.Rules.Caps = []schedule.Cap{{Per: schedule.PerDay, Max: 1}, {Per: schedule.PerWeek, Max: 1}}
			entries(in, nil, all(alone, func(e *schedule.Entry) { e.Windows = []inspect.Span{mays(11, 12)} }))
		}, starts{mon}, schedule.OverCap,
		[]schedule.Remedy{{Kind: schedule.RaiseCap, At: tue, Cap: 1, More: 1}, {Kind: schedule.ExtendWindow, At: next, Date: may(17)}},
		[]schedule.Remedy{
			{Kind: schedule.RaiseCap, At: tue, Cap: 0, More: 1}, {Kind: schedule.RaiseCap, At: tue, Cap: 2, More: 1}, {Kind: schedule.RaiseCap, At: tue, Cap: -1, More: 1},
			{Kind: schedule.RaiseCap, At: tue, Cap: 1},          // by none
			{Kind: schedule.RaiseCap, At: tue, Cap: 1, More: 2}, // more than needed
		},
	},
}

func (c *leftOut) build(reason schedule.Reason, remedies ...schedule.Remedy) (*schedule.Instance, *schedule.Result) {
	in := fortnight()
	c.instance(in)
	res := result(in, append(slices.Clone(c.starts), none))
	res.Unplaced = []schedule.Unplaced{{Entry: int32(len(c.starts)), Reason: reason, Remedies: remedies}}
	return in, res
}

func TestReasons(t *testing.T) {
	for _, c := range leftOuts {
		for _, reason := range []schedule.Reason{schedule.NoWorkingDay, schedule.NoCapacity, schedule.Stagger, schedule.OverCap, "because"} {
			faults := verify.Check(c.build(reason))
			if reason == c.reason && len(faults) > 0 {
				t.Errorf("%s: %q is true, but %v", c.name, reason, faults)
			}
			if reason != c.reason && !slices.Contains(rules(t, faults), verify.Unplaced) {
				t.Errorf("%s: %q is not true, found %v", c.name, reason, faults)
			}
		}
	}
}

func TestRemedies(t *testing.T) {
	for _, c := range leftOuts {
		for _, r := range c.works {
			if faults := verify.Check(c.build(c.reason, r)); len(faults) > 0 {
				t.Errorf("%s: %+v works, but %v", c.name, r, faults)
			}
		}
		for _, r := range c.fails {
			if got := rules(t, verify.Check(c.build(c.reason, r))); !slices.Contains(got, verify.Remedied) {
				t.Errorf("%s: %+v does not work, found %v", c.name, r, got)
			}
		}
	}
}

func TestWhatCouldBePlacedIsNotLeftOut(t *testing.T) {
	in := fortnight()
	entries(in, nil, nil)
	res := result(in, starts{mon, none})
	res.Unplaced = []schedule.Unplaced{{Entry: 1, Reason: schedule.NoCapacity}}
	if got := rules(t, verify.Check(in, res)); !slices.Contains(got, verify.Unplaced) {
		t.Errorf("found %v", got)
	}
}
