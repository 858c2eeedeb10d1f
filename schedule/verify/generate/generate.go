// Package generate makes scheduling problems from a seed: tiny ones with every
// rule mixed, middling ones a mixed-integer solver can prove, and whole cities.
// The same arguments give the same instance. It knows nothing of how good a
// schedule of them can be.
package generate

import (
	"fmt"

	"liancha/inspect"
	"liancha/schedule"
)

// random is SplitMix64 (Steele, Lea, Flood 2014): small, fast, and the same on
// every machine and with every version of Go.
type random uint64

// seeded starts a stream of its own for every purpose.
func seeded(purpose, seed uint64) *random {
	r := random(seed*0x9e3779b97f4a7c15 ^ purpose<<56)
	return &r
}

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below gives a number from 0 to n-1.
func (r *random) below(n int) int { return int(r.next() >> 33 % uint64(n)) }

// between gives a number from a to b.
func (r *random) between(a, b int) int { return a + r.below(b-a+1) }

// percent is true in p cases of a hundred.
func (r *random) percent(p int) bool { return r.below(100) < p }

func pick[T any](r *random, of ...T) T { return of[r.below(len(of))] }

// weighted gives an index with the chances given.
func (r *random) weighted(weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := r.below(sum)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	panic("unreachable: weights summed up short")
}

// workingDays gives the working days of a span in spring 2021, when 25 April
// (a Sunday) and 8 May (a Saturday) made up for the holidays of 1 to 5 May.
func workingDays(from, to inspect.Date) []inspect.Date {
	var days []inspect.Date
	for d := from; d <= to; d++ {
		_, m, day := d.YMD()
		weekday := d.Weekday() >= 1 && d.Weekday() <= 5
		holiday := m == 5 && day <= 5
		madeUp := m == 4 && day == 25 || m == 5 && day == 8
		if weekday && !holiday || madeUp {
			days = append(days, d)
		}
	}
	return days
}

// period splits the working days around a span into those before, in and after.
func period(in *schedule.Instance, from, to inspect.Date) {
	in.Before = workingDays(from-30, from-1)
	in.Days = workingDays(from, to)
	in.After = workingDays(to+1, to+30)
}

func key(prefix string, n int) string { return fmt.Sprintf("%s%07d", prefix, n) }
