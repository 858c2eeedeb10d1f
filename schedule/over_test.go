package schedule_test

import (
	"slices"
	"testing"

	"liancha/inspect"
	"liancha/schedule"
	"liancha/schedule/verify/generate"
)

// TestOverCapIsToldInFull: an entry left out over a cap says which, and the
// visits told use it up: with the entry's own they are too many for the stretch.
func TestOverCapIsToldInFull(t *testing.T) {
	told, past := 0, 0
	for seed := range seeds(150) {
		in := generate.Small(1000 + seed)
		r := solve(t, in, schedule.Options{Effort: 1})
		for _, u := range r.Unplaced {
			if u.Reason != schedule.OverCap {
				if u.Over != nil {
					t.Errorf("seed %d, entry %d: told of a cap where the reason is %s", seed, u.Entry, u.Reason)
				}
				continue
			}
			if u.Over == nil {
				t.Errorf("seed %d, entry %d: over a cap, and not told which", seed, u.Entry)
				continue
			}
			told++
			o, c := u.Over, in.Rules.Caps[u.Over.Cap]
			past += len(o.Past)
			if n := len(o.Past) + len(o.Planned); n < c.Max {
				t.Errorf("seed %d, entry %d: %d visits do not use up %d", seed, u.Entry, n, c.Max)
			}
			day := in.Days[o.At.Day()]
			for _, d := range append(slices.Concat(o.Past, o.Planned), day) {
				if d < o.From || d > o.To {
					t.Errorf("seed %d, entry %d: %v is not in %v to %v", seed, u.Entry, d, o.From, o.To)
				}
			}
			if c.Per == schedule.PerDays && int(o.To-o.From)+1 != c.Days {
				t.Errorf("seed %d, entry %d: %v to %v is no stretch of %d days", seed, u.Entry, o.From, o.To, c.Days)
			}
			if c.Per == schedule.PerMonth && (inspect.Span{From: o.From, To: o.To}) != monthOf(day) {
				t.Errorf("seed %d, entry %d: %v to %v is not the month", seed, u.Entry, o.From, o.To)
			}
		}
	}
	if (told == 0 || past == 0) && !testing.Short() {
		t.Errorf("%d entries over a cap, %d visits of the past", told, past)
	}
}

func monthOf(d inspect.Date) inspect.Span {
	y, m, _ := d.YMD()
	return inspect.MonthSpan(y, m)
}
