package verify

import (
	"errors"
	"testing"

	"liancha/inspect"
	"liancha/schedule"
)

// A search given up is neither a fault nor an acceptance.
func TestGivingUpIsSaid(t *testing.T) {
	month := inspect.MonthSpan(2021, 5)
	in := &schedule.Instance{
		Days:        []inspect.Date{month.From, month.From + 1},
		Enterprises: []schedule.Enterprise{{Key: "a"}},
		Departments: []schedule.Department{{Key: "d", People: []schedule.Person{{Key: "p"}, {Key: "q"}}}},
		Entries:     []schedule.Entry{{HalfDays: 4, Demand: 2, Windows: []inspect.Span{month}, Joinable: true}},
	}
	c, _ := newChecker(in, &schedule.Result{Start: []inspect.Slot{0}})
	for patience, decided := range map[int]bool{0: false, 1: false, 2: true} {
		c.patience = patience
		faults := c.department(0, []int32{0}, nil)
		if decided && len(faults) > 0 {
			t.Errorf("patience %d: %v", patience, faults)
		}
		var u *Undecided
		if !decided && (len(faults) != 1 || !errors.As(faults[0], &u) || u.From != 0 || u.To != 4) {
			t.Errorf("patience %d: %v, want the whole stretch undecided", patience, faults)
		}
	}
}
