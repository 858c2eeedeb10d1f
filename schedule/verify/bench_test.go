package verify_test

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/schedule"
	"liancha/schedule/verify"
	"liancha/schedule/verify/generate"
)

// BenchmarkCity solves a month of cities' plans and prints a line for each.
// Run it with -benchtime 1x; -bench 'City/100000$/0.9$' takes one of them.
// Every schedule is checked, outside the time measured.
func BenchmarkCity(b *testing.B) {
	table := newCityTable()
	for _, entries := range []int{1_000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(entries), func(b *testing.B) {
			for _, load := range []float64{0.6, 0.8, 0.9, 0.95} {
				b.Run(fmt.Sprint(load), func(b *testing.B) {
					table.run(b, generate.UsualCity, entries, load)
				})
			}
		})
	}
}

// BenchmarkCityShapes is BenchmarkCity for cities that differ from the usual
// one; 'CityShapes/one_class/1000000' is the large one without priorities.
func BenchmarkCityShapes(b *testing.B) {
	table := newCityTable()
	for shape := generate.UsualCity + 1; shape < generate.CityShapes; shape++ {
		b.Run(shape.String(), func(b *testing.B) {
			for _, load := range []float64{0.9, 0.95} {
				b.Run(fmt.Sprint(100_000, "/", load), func(b *testing.B) { table.run(b, shape, 100_000, load) })
			}
			if shape == generate.OneClass {
				b.Run("1000000/0.9", func(b *testing.B) { table.run(b, shape, 1_000_000, 0.9) })
			}
		})
	}
}

// cityTable prints a heading before its first line.
type cityTable struct{ heading string }

const cityColumns = "%16s %10s %12s %6s %34s %11s %14s %9s %9s\n"

func newCityTable() *cityTable {
	return &cityTable{fmt.Sprintf(cityColumns, "city", "entries", "enterprises", "load", "placed of most in class/of any", "visits", "over bound %", "seconds", "peak MiB")}
}

// run solves one city and prints its line.
func (t *cityTable) run(b *testing.B, shape generate.CityShape, entries int, load float64) {
	in := generate.CityOf(shape, 1, entries, load)
	var res *schedule.Result
	debug.FreeOSMemory()
	forgetPeak()
	b.ResetTimer()
	for range b.N {
		res = solve(b, in)
	}
	b.StopTimer()
	peak := peakMiB()
	placed := count(res)
	over := 100 * float64(len(res.Visits)-res.VisitsBound) / float64(max(1, res.VisitsBound))
	fmt.Print(t.heading)
	t.heading = ""
	fmt.Printf(cityColumns, shape, fmt.Sprint(entries), fmt.Sprint(len(in.Enterprises)), fmt.Sprint(load),
		fmt.Sprintf("%d of %d/%d", placed, res.ClassBound, res.EntriesBound), fmt.Sprint(len(res.Visits)), fmt.Sprintf("%.4f", over),
		fmt.Sprintf("%.2f", b.Elapsed().Seconds()/float64(b.N)), peak)
	b.ReportMetric(over, "%over")
	b.ReportMetric(float64(res.EntriesBound-placed), "left-out")
	if faults := verify.Hard(in, res); len(faults) > 0 {
		b.Errorf("%d faults, the first: %v", len(faults), faults[0])
	}
}

func solve(t testing.TB, in *schedule.Instance) *schedule.Result {
	t.Helper()
	res, err := schedule.Solve(in, schedule.Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// count gives the number of entries placed.
func count(res *schedule.Result) int {
	n := 0
	for _, s := range res.Start {
		if s != inspect.NoSlot {
			n++
		}
	}
	return n
}

// forgetPeak has Linux count the process's peak of memory anew; elsewhere the
// peak is not shown.
func forgetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

func peakMiB() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "-"
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kib := 0
	fmt.Sscan(rest, &kib)
	return fmt.Sprint(kib / 1024)
}
