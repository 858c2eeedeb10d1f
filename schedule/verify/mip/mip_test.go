//go:build highs

package main

import (
	"testing"

	"liancha/schedule"
	"liancha/schedule/verify/exhaust"
	"liancha/schedule/verify/generate"
)

// The model means the same by all of the rules as the exhaustive search does.
// It needs Node and HiGHS (go test -tags highs ./schedule/verify/mip); what they
// once proved is compared everywhere (TestProvenOptimaAgainstExhaustiveSearch).
func TestModelAgainstExhaustiveSearch(t *testing.T) {
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
