package verify_test

import (
	"encoding/json"
	"os"
	"testing"

	"liancha/schedule"
	"liancha/schedule/verify/exhaust"
	"liancha/schedule/verify/generate"
)

// proven is an optimum a mixed-integer solver proved: the arguments of
// generate.Medium, the entries by class and the visits. See mip.
type proven struct {
	Seed        uint64
	Enterprises int
	Entries     int
	Load        float64
	Placed      [3]int
	Visits      int
}

func (p proven) instance() *schedule.Instance {
	return generate.Medium(p.Seed, p.Enterprises, p.Entries, p.Load)
}

func provenOptima(t *testing.T) []proven {
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
		if p.Entries > 8 || len(p.instance().Days) > 12 { // more takes too long to try
			continue
		}
		placed, visits, ok := exhaust.Best(p.instance())
		if !ok {
			t.Errorf("seed %d is too large to be searched", p.Seed)
		} else if placed != p.Placed || visits != p.Visits {
			t.Errorf("seed %d: proven %v in %d visits, by search %v in %d", p.Seed, p.Placed, p.Visits, placed, visits)
		}
		compared++
	}
	if compared == 0 {
		t.Error("nothing to compare")
	}
}
