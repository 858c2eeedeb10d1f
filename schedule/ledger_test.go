package schedule_test

import (
	"fmt"
	"testing"

	"liancha/inspect"
	"liancha/schedule"
	"liancha/schedule/verify/exhaust"
	"liancha/schedule/verify/generate"
)

// An entry for every working day of May and a cap of one visit in so many days:
// as many can be placed as days can be chosen that far apart, which taking the
// earliest each time gives, and the bound proves it.
func TestSlidingCapsAreProven(t *testing.T) {
	days := generate.City(1, 10, 0.9).Days
	for apart := 2; apart <= 15; apart++ {
		in := &schedule.Instance{
			Days: days, Enterprises: []schedule.Enterprise{{Key: "e"}}, Departments: []schedule.Department{{Key: "d", Unlimited: true}},
			Rules: schedule.Rules{Caps: []schedule.Cap{{Per: schedule.PerDays, Days: apart, Max: 1}}},
		}
		want := 0
		next := days[0]
		for i, d := range days {
			in.Entries = append(in.Entries, schedule.Entry{
				Key: fmt.Sprintf("%02d", i), Level: inspect.City, HalfDays: 1, Demand: 1, Joinable: true, Windows: []inspect.Span{inspect.Day(d)},
			})
			if d >= next {
				want++
				next = d + inspect.Date(apart)
			}
		}
		res := solve(t, in, schedule.Options{})
		if res.EntriesBound != want || len(res.Visits) != want || res.VisitsBound != want {
			t.Errorf("one in %d days: %d visits of at least %d, at most %d entries, want %d", apart, len(res.Visits), res.VisitsBound, res.EntriesBound, want)
		}
	}
}

// What one enterprise can have under its caps is found and proven.
func TestOneEnterpriseUnderCaps(t *testing.T) {
	tried := 0
	for seed := range uint64(3000) {
		in := generate.Small(seed)
		if len(in.Rules.Caps) < 2 {
			continue
		}
		for i := range in.Departments {
			in.Departments[i].Unlimited = true
		}
		for i := range in.Entries { // one enterprise has them all
			in.Entries[i].Enterprise, in.Entries[i].Named = 0, nil
		}
		placed, visits, ok := exhaust.Best(in)
		if !ok || len(in.Entries) < 5 {
			continue
		}
		tried++
		res := solve(t, in, schedule.Options{Effort: 1})
		if placedByClass(in, res) != placed || len(res.Visits) != visits || res.VisitsBound != visits {
			t.Errorf("seed %d: %v in %d visits of at least %d, best is %v in %d", seed, placedByClass(in, res), len(res.Visits), res.VisitsBound, placed, visits)
		}
		if tried == 300 {
			break
		}
	}
	if tried < 100 {
		t.Errorf("only %d tried", tried)
	}
}

func placedByClass(in *schedule.Instance, res *schedule.Result) (placed [3]int) {
	for e, s := range res.Start {
		if s != inspect.NoSlot {
			placed[in.Entries[e].Kind.Class()]++
		}
	}
	return placed
}

// Where a third of the month is wanted more than there are people for, entries
// that can go elsewhere do, whatever visits it takes.
func TestRoomIsMadeInCrowdedDays(t *testing.T) {
	in := generate.CityOf(generate.ScarcePeople, 1, 20_000, 0.9)
	res := solve(t, in, schedule.Options{Effort: 1})
	placed := placedByClass(in, res)
	if n := placed[0] + placed[1] + placed[2]; n < res.EntriesBound-res.EntriesBound/1000 {
		t.Errorf("placed %d of at most %d", n, res.EntriesBound)
	}
}
