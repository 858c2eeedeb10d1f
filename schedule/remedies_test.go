package schedule_test

import (
	"slices"
	"testing"

	"liancha/inspect"
	"liancha/schedule"
	"liancha/schedule/verify"
	"liancha/schedule/verify/generate"
)

// TestEveryKindOfRemedyIsFound tries every change there is on what is left out
// of small instances: where one of a kind works, one of that kind is named, and
// none smaller works. That those named work, the checker says of every schedule.
func TestEveryKindOfRemedyIsFound(t *testing.T) {
	found := map[schedule.RemedyKind]int{}
	higher := 0 // caps that must be raised by more than one
	for seed := range seeds(150) {
		in := generate.Small(1000 + seed)
		r := solve(t, in, schedule.Options{Effort: 1})
		for i := range r.Unplaced {
			u := &r.Unplaced[i]
			least := map[schedule.RemedyKind]int{}
			for _, c := range candidates(in, r, u.Entry) {
				if n, size := least[c.Kind], sizeOf(in, u.Entry, c); (n == 0 || size < n) && works(in, r, i, c) {
					least[c.Kind] = size
				}
			}
			for kind, size := range least {
				k := slices.IndexFunc(u.Remedies, func(r schedule.Remedy) bool { return r.Kind == kind })
				if k < 0 {
					t.Errorf("seed %d, entry %d: a remedy of kind %d works, none is named", seed, u.Entry, kind)
				} else if got := sizeOf(in, u.Entry, u.Remedies[k]); got > size {
					t.Errorf("seed %d, entry %d: %+v is of size %d, one of %d works", seed, u.Entry, u.Remedies[k], got, size)
				}
				found[kind]++
				if kind == schedule.RaiseCap && size > 1 {
					higher++
				}
			}
		}
	}
	for kind := schedule.ExtendWindow; kind <= schedule.RaiseCap && !testing.Short(); kind++ {
		if found[kind] == 0 {
			t.Errorf("no case of kind %d", kind)
		}
	}
	if higher == 0 && !testing.Short() {
		t.Error("no case of a cap that must be raised by more than one")
	}
}

// works reports whether the checker agrees to a remedy of the i-th entry left out.
func works(in *schedule.Instance, r *schedule.Result, i int, c schedule.Remedy) bool {
	with := *r
	with.Unplaced = slices.Clone(r.Unplaced)
	with.Unplaced[i].Remedies = []schedule.Remedy{c}
	return len(verify.Check(in, &with)) == 0
}

// candidates are all remedies an entry might have.
func candidates(in *schedule.Instance, r *schedule.Result, e int32) []schedule.Remedy {
	var list []schedule.Remedy
	entry := &in.Entries[e]
	for s := range inspect.Slot(2 * len(in.Days)) {
		if last := s.Day() + (entry.HalfDays-1)/2; last < len(in.Days) {
			list = append(list, schedule.Remedy{Kind: schedule.ExtendWindow, At: s, Date: in.Days[last]},
				schedule.Remedy{Kind: schedule.ExtendWindow, At: s, Date: in.Days[s.Day()], Before: true})
		}
		for n := 1; n <= 3; n++ {
			list = append(list, schedule.Remedy{Kind: schedule.AddPeople, At: s, People: n})
		}
		for g := 1; g < in.Rules.LevelsApart; g++ {
			list = append(list, schedule.Remedy{Kind: schedule.SmallerGap, At: s, Gap: g})
		}
		for l := inspect.City; l <= inspect.Street && !in.Rules.AcrossLevels; l++ {
			list = append(list, schedule.Remedy{Kind: schedule.JoinLevels, At: s, Level: l})
		}
		for k, at := range r.Start {
			if at != inspect.NoSlot && in.Entries[k].Kind.Class() >= entry.Kind.Class() { // nothing more urgent makes room
				list = append(list, schedule.Remedy{Kind: schedule.MoveOut, At: s, Other: int32(k)})
			}
		}
		for c := range in.Rules.Caps {
			for n := 1; n <= 4; n++ {
				list = append(list, schedule.Remedy{Kind: schedule.RaiseCap, At: s, Cap: c, More: n})
			}
		}
	}
	return list
}

// sizeOf is how much a remedy changes, from 1 on.
func sizeOf(in *schedule.Instance, e int32, r schedule.Remedy) int {
	switch r.Kind {
	case schedule.ExtendWindow:
		least := 1 << 30
		for _, w := range in.Entries[e].Windows {
			if r.Before && r.Date < w.From {
				least = min(least, int(w.From-r.Date))
			}
			if !r.Before && r.Date > w.To {
				least = min(least, int(r.Date-w.To))
			}
		}
		return least
	case schedule.AddPeople:
		return r.People
	case schedule.SmallerGap:
		return in.Rules.LevelsApart - r.Gap
	case schedule.RaiseCap:
		return r.More
	}
	return 1
}
