package verify_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"liancha/inspect"
	"liancha/schedule"
	"liancha/schedule/verify"
	"liancha/schedule/verify/exhaust"
	"liancha/schedule/verify/generate"
)

// proven is an optimum a mixed-integer solver proved: the entries by class and
// the visits. See mip.
type proven struct {
	generate.Case
	Placed [3]int
	Visits int
}

// tiny instances can be searched exhaustively.
func (p proven) tiny() bool { return p.Entries <= 8 }

func provenOptima(t testing.TB) []proven {
	t.Helper()
	b, err := os.ReadFile("testdata/optima.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []proven
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// The mixed-integer model behind the proven optima means the same by the rules
// as the exhaustive search does.
func TestProvenOptimaAgainstExhaustiveSearch(t *testing.T) {
	compared := 0
	for _, p := range provenOptima(t) {
		in := p.Instance()
		if !p.tiny() || len(in.Days) > 12 { // more takes too long to try
			continue
		}
		placed, visits, ok := exhaust.Best(in)
		if !ok {
			t.Errorf("%v is too large to be searched", p.Case)
		} else if placed != p.Placed || visits != p.Visits {
			t.Errorf("%v: proven %v in %d visits, by search %v in %d", p.Case, p.Placed, p.Visits, placed, visits)
		}
		compared++
	}
	if compared == 0 {
		t.Error("nothing to compare")
	}
}

// tally is how a solver does on a number of proven optima.
type tally struct {
	cases, short, over, equal, proved int
}

// add says what is wrong with an instance's schedule whatever its quality; the
// quality is counted.
func (n *tally) add(t testing.TB, p proven, in *schedule.Instance, res *schedule.Result) {
	placed := byClass(in, res)
	total := p.Placed[0] + p.Placed[1] + p.Placed[2]
	n.cases++
	switch {
	case placed != p.Placed:
		n.short++
	case len(res.Visits) != p.Visits:
		n.over++
	default:
		n.equal++
		if res.EntriesBound == total && res.VisitsBound == p.Visits {
			n.proved++
		}
	}
	if total > res.EntriesBound || total == count(res) && p.Visits < res.VisitsBound {
		t.Errorf("%v: bounds of %d entries and %d visits, but %d in %d are possible", p.Case, res.EntriesBound, res.VisitsBound, total, p.Visits)
	}
	for _, err := range verify.Hard(in, res) {
		t.Errorf("%v: %v", p.Case, err)
	}
}

// reached reports whether a schedule has all entries of the proven one, in one
// visit more at most; fewer visits would be no proof.
func (p proven) reached(in *schedule.Instance, res *schedule.Result) bool {
	over := len(res.Visits) - p.Visits
	return byClass(in, res) == p.Placed && (over == 0 || over == 1 && !p.tiny())
}

// every is for make optima, which takes most of a minute.
var every = flag.Bool("all", false, "try the large proven optima too")

// tested reports whether an instance is tried here: the smaller ones, with -all
// those of no particular shape whatever their size. BenchmarkProvenOptima has every one.
func (p proven) tested() bool {
	if p.Shape != "" {
		return p.Entries <= 60
	}
	return p.Entries <= 100 || *every
}

// What the solver reaches where the optimum is known: the same entries placed,
// visits within one, and equal in nine cases of ten. It has to with the usual
// effort and mostly does with the least, which is tried first. Tiny instances
// must be right but do not count: they would hide the others.
func TestAgainstProvenOptima(t *testing.T) {
	var tiny, middling tally
	for i, p := range provenOptima(t) {
		if !p.tested() || testing.Short() && i%10 > 0 {
			continue
		}
		in := p.Instance()
		res, err := schedule.Solve(in, schedule.Options{Workers: 2, Effort: 1})
		if err != nil {
			t.Fatal(err)
		}
		if !p.reached(in, res) {
			if res = solve(t, in); !p.reached(in, res) {
				t.Errorf("%v: placed %v in %d visits, best is %v in %d", p.Case, byClass(in, res), len(res.Visits), p.Placed, p.Visits)
			}
		}
		if p.tiny() {
			tiny.add(t, p, in, res)
		} else {
			middling.add(t, p, in, res)
		}
	}
	if tiny.equal < tiny.cases || tiny.cases == 0 {
		t.Errorf("%d of %d tiny cases at their best", tiny.equal, tiny.cases)
	}
	if 10*middling.equal < 9*middling.cases || middling.cases == 0 {
		t.Errorf("%d of %d cases at their best", middling.equal, middling.cases)
	}
}

// BenchmarkProvenOptima prints a line for every proven optimum the solver does
// not reach, and how many it reaches and proves itself.
func BenchmarkProvenOptima(b *testing.B) {
	for range b.N {
		var n tally
		for _, p := range provenOptima(b) {
			if p.tiny() {
				continue
			}
			in, equal, start := p.Instance(), n.equal, time.Now()
			res := solve(b, in)
			taken := time.Since(start).Round(time.Millisecond)
			if n.add(b, p, in, res); n.equal == equal {
				fmt.Printf("%v: placed %v in %d visits in %v, best is %v in %d\n", p.Case, byClass(in, res), len(res.Visits), taken, p.Placed, p.Visits)
			}
		}
		fmt.Printf("of %d proven optima: fewer entries %d, more visits %d, equal %d, of which proven %d\n", n.cases, n.short, n.over, n.equal, n.proved)
		b.ReportMetric(float64(n.equal)/float64(n.cases), "equal")
	}
}

func byClass(in *schedule.Instance, res *schedule.Result) (placed [3]int) {
	for e, s := range res.Start {
		if s != inspect.NoSlot {
			placed[in.Entries[e].Kind.Class()]++
		}
	}
	return placed
}
