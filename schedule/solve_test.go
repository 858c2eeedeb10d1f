package schedule_test

import (
	"testing"

	"liancha/inspect"
	"liancha/schedule"
	"liancha/schedule/verify"
	"liancha/schedule/verify/exhaust"
	"liancha/schedule/verify/generate"
)

func solve(t testing.TB, in *schedule.Instance, opt schedule.Options) *schedule.Result {
	t.Helper()
	r, err := schedule.Solve(in, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// seeds is how many cases to try, fewer under the race detector (-short), which
// looks for something else.
func seeds(n uint64) uint64 {
	if testing.Short() {
		return n / 10
	}
	return n
}

// placed counts the placed entries by class.
func placed(in *schedule.Instance, r *schedule.Result) (n [3]int) {
	for e, s := range r.Start {
		if s != inspect.NoSlot {
			n[in.Entries[e].Kind.Class()]++
		}
	}
	return n
}

// checkClassBound looks for a schedule that leaves out no more of the first two
// classes than this one, and places more than the bound for such; it reports
// whether that bound says more than the one for all schedules.
func checkClassBound(t *testing.T, seed uint64, in *schedule.Instance, r *schedule.Result) (tighter bool) {
	t.Helper()
	got := placed(in, r)
	most, ok := exhaust.Search(in, func(n [3]int, _ int) [4]int {
		if n[0] < got[0] || n[1] < got[1] {
			return [4]int{}
		}
		return [4]int{1 + n[0] + n[1] + n[2]}
	})
	if n := most.Placed[0] + most.Placed[1] + most.Placed[2]; ok && n > r.ClassBound {
		t.Errorf("seed %d: bound in class %d, %v can be placed beside %v", seed, r.ClassBound, most.Placed, got)
	}
	if r.ClassBound > r.EntriesBound {
		t.Errorf("seed %d: bound in class %d above that of all schedules %d", seed, r.ClassBound, r.EntriesBound)
	}
	return r.ClassBound < r.EntriesBound
}

func TestSolveReachesTheOptimumOfTinyInstances(t *testing.T) {
	tighter := 0
	defer func() {
		if tighter == 0 {
			t.Error("the bound in class never says more")
		}
	}()
	for seed := range seeds(400) {
		in := generate.Small(seed)
		r := atBest(t, seed, in)
		if checkClassBound(t, seed, in, r) {
			tighter++
		}
		if most, ok := exhaust.Search(in, exhaust.Most); ok && most.Placed[0]+most.Placed[1]+most.Placed[2] > r.EntriesBound {
			t.Errorf("seed %d: entries bound %d, %v can be placed", seed, r.EntriesBound, most.Placed)
		}
		// The visits bound: no schedule that places as many of every class.
		got := placed(in, r)
		if best, ok := exhaust.Search(in, func(n [3]int, visits int) [4]int {
			return [4]int{min(n[0], got[0]), min(n[1], got[1]), min(n[2], got[2]), -visits}
		}); ok && best.Visits < r.VisitsBound {
			t.Errorf("seed %d: visits bound %d, %d visits do", seed, r.VisitsBound, best.Visits)
		}
	}
}

// Tight rosters with leave, recusals and long entries: here only the search of
// whole components finds the best.
func TestSolveReachesTheOptimumOfTightInstances(t *testing.T) {
	for seed := range seeds(300) {
		atBest(t, seed, generate.Tight(seed))
	}
}

// atBest solves an instance and compares the result with what trying everything
// gives, where that can be done.
func atBest(t *testing.T, seed uint64, in *schedule.Instance) *schedule.Result {
	t.Helper()
	r := solve(t, in, schedule.Options{})
	want, visits, ok := exhaust.Best(in)
	if !ok {
		return r
	}
	if got := placed(in, r); got != want || len(r.Visits) != visits {
		t.Errorf("seed %d: placed %v in %d visits, best is %v in %d", seed, got, len(r.Visits), want, visits)
	}
	for _, err := range verify.Check(in, r) {
		t.Errorf("seed %d: %v", seed, err)
	}
	return r
}
