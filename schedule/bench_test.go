package schedule_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"liancha/schedule"
	"liancha/schedule/verify/generate"
)

// BenchmarkSolve prints what the solver reaches on cities from 1,000 to
// 1,000,000 entries.
func BenchmarkSolve(b *testing.B) {
	for _, entries := range []int{1000, 10000, 100000, 1000000} {
		for _, load := range []float64{0.6, 0.8, 0.9, 0.95} {
			b.Run(fmt.Sprintf("entries=%d/load=%.2f", entries, load), func(b *testing.B) {
				in := generate.City(1, entries, load)
				runtime.GC()
				for range b.N {
					began := time.Now()
					r := solve(b, in, schedule.Options{})
					seconds := time.Since(began).Seconds()
					placed := entries - len(r.Unplaced)
					b.ReportMetric(seconds, "s")
					b.ReportMetric(float64(r.EntriesBound-placed), "short")
					b.ReportMetric(100*float64(placed)/float64(r.EntriesBound), "%placed")
					b.ReportMetric(100*(float64(len(r.Visits))/float64(r.VisitsBound)-1), "%over")
					b.Logf("%d entries, load %.2f: placed %d of %d, visits %d, bound %d, %.1f s", entries, load, placed, r.EntriesBound, len(r.Visits), r.VisitsBound, seconds)
				}
			})
		}
	}
}
