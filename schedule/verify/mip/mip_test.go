package main

import (
	"os/exec"
	"testing"

	"liancha/schedule"
	"liancha/schedule/verify/exhaust"
	"liancha/schedule/verify/generate"
)

// The model means the same by all of the rules as the exhaustive search does.
// It is run only where Node and HiGHS are; what they once proved is compared
// everywhere (TestProvenOptimaAgainstExhaustiveSearch).
func TestModelAgainstExhaustiveSearch(t *testing.T) {
	if err := exec.Command("node", "-e", `require("highs")`).Run(); err != nil {
		t.Skip("no Node with the package highs:", err)
	}
	for seed := range uint64(60) {
		for name, in := range map[string]func(uint64) *schedule.Instance{"small": generate.Small, "tight": generate.Tight} {
			want, few, ok := exhaust.Best(in(seed))
			if !ok {
				continue
			}
			placed, visits, err := optimum(in(seed), nil, 60)
			if err != nil || placed != want || visits != few {
				t.Errorf("%s %d: %v in %d visits (%v), by search %v in %d", name, seed, placed, visits, err, want, few)
			}
		}
	}
}
