package schedule

import (
	"testing"

	"liancha/inspect"
)

// Of a complaint and an ordinary inspection only one finds people. A plan of as
// many entries as can be is no proof of the best where it is the wrong one.
func TestAsManyEntriesOfAnotherClassAreNoProof(t *testing.T) {
	day := inspect.MustDate(2021, 5, 10)
	in := &Instance{
		Days:        []inspect.Date{day},
		Enterprises: []Enterprise{{Key: "a"}, {Key: "b"}},
		Departments: []Department{{Key: "d", Capacity: 1}},
	}
	for i, kind := range []inspect.Kind{inspect.Complaint, inspect.General} {
		in.Entries = append(in.Entries, Entry{Key: string(rune('a' + i)), Enterprise: int32(i), Kind: kind, HalfDays: 2, Demand: 1, Windows: []inspect.Span{inspect.Day(day)}})
	}
	for placed, proof := range []bool{true, false} {
		p, err := newProblem(in)
		if err != nil {
			t.Fatal(err)
		}
		alone := p.ideals(1, func(float64) {})
		m := newPlan(p, nil)
		if !m.place(int32(placed), 0) {
			t.Fatal("no room")
		}
		for i := range p.firms {
			m.recount(&p.firms[i])
		}
		entries := m.bounds(alone, nil, 1).entries
		if (entries == 1) != proof {
			t.Errorf("with entry %d placed the entries bound is %d", placed, entries)
		}
	}
}
