package generate

import (
	"fmt"
	"math"
	"testing"

	"liancha/schedule"
)

func TestSameSeedSameInstance(t *testing.T) {
	for name, build := range map[string]func(seed uint64) *schedule.Instance{
		"small":  Small,
		"tight":  Tight,
		"medium": func(seed uint64) *schedule.Instance { return Medium(seed, 20, 80, 0.9) },
		"city":   func(seed uint64) *schedule.Instance { return City(seed, 2000, 0.9) },
	} {
		// Spelled out, instances compare with all they point to.
		a, again, other := fmt.Sprintf("%+v", build(7)), fmt.Sprintf("%+v", build(7)), fmt.Sprintf("%+v", build(8))
		if a != again {
			t.Errorf("%s: one seed gave two instances", name)
		}
		if a == other {
			t.Errorf("%s: two seeds gave one instance", name)
		}
	}
}

// The load a city is made for is the one it has.
func TestCityHasTheLoadAskedFor(t *testing.T) {
	for _, load := range []float64{0.6, 0.8, 0.9, 0.95} {
		in := City(1, 200_000, load)
		wanted, there := 0, 0
		for _, n := range wantedSlots(in) {
			wanted += n
		}
		for _, d := range in.Departments {
			there += d.Capacity * 2 * len(in.Days)
			for _, p := range d.People {
				there += 2 * len(in.Days)
				for _, l := range p.Leave {
					for _, day := range in.Days {
						if l.Contains(day) {
							there -= 2
						}
					}
				}
			}
		}
		if got := float64(wanted) / float64(there); math.Abs(got-load) > 0.005 {
			t.Errorf("asked for a load of %v, got %.3f", load, got)
		}
	}
}

func BenchmarkCity(b *testing.B) {
	for b.Loop() {
		City(1, 1_000_000, 0.9)
	}
}
