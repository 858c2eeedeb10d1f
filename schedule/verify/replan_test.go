package verify_test

import (
	"slices"
	"testing"

	"liancha/inspect"
	"liancha/schedule"
	"liancha/schedule/verify"
	"liancha/schedule/verify/exhaust"
	"liancha/schedule/verify/generate"
)

// answered makes a schedule that stands, of which departments have answered:
// some visits are agreed, some entries have other days now, some are new or have
// been taken out.
func answered(seed uint64) (*schedule.Instance, []schedule.Standing) {
	in := generate.Small(seed)
	if seed%3 == 0 {
		in = generate.Tight(seed)
	}
	pick := seed*0x9e3779b97f4a7c15 + 1
	chance := func(percent uint64) bool {
		pick = pick*6364136223846793005 + 1442695040888963407
		return pick>>33%100 < percent
	}
	res, err := schedule.Solve(in, schedule.Options{Effort: 1})
	if err != nil {
		panic(err)
	}
	var standing []schedule.Standing
	copied := *in
	copied.Entries = slices.Clone(in.Entries)
	for _, v := range res.Visits {
		s := schedule.Standing{Entries: slices.Clone(v.Entries), Start: v.Start, HalfDays: v.HalfDays, Agreed: chance(30)}
		if !s.Agreed {
			for _, e := range v.Entries {
				if chance(45) {
					day := in.Days[int(pick>>40)%len(in.Days)]
					copied.Entries[e].Windows = []inspect.Span{{From: day, To: day + inspect.Date(pick>>50%4)}}
				}
			}
		}
		standing = append(standing, s)
	}
	return withPlacedOnly(&copied, standing, res.Start, chance)
}

// withPlacedOnly leaves out most entries that had no place: they are not asked
// for again.
func withPlacedOnly(in *schedule.Instance, standing []schedule.Standing, start []inspect.Slot, chance func(uint64) bool) (*schedule.Instance, []schedule.Standing) {
	to := make([]int32, len(in.Entries))
	var entries []schedule.Entry
	for e := range in.Entries {
		to[e] = -1
		if start[e] != inspect.NoSlot || chance(20) {
			to[e] = int32(len(entries))
			entries = append(entries, in.Entries[e])
		}
	}
	in.Entries = entries
	for i := range standing {
		for k, e := range standing[i].Entries {
			standing[i].Entries[k] = to[e]
		}
	}
	return in, standing
}

// What Replan calls least is least, as far as trying everything tells; what was
// agreed stays; every rule holds, with nobody named away from where they stood.
func TestReplanIsLeast(t *testing.T) {
	n, changed, proven, disturbed, given := 0, 0, 0, 0, 0
	for seed := range uint64(3000) {
		in, standing := answered(seed)
		got, err := schedule.Replan(in, standing)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		checkReplanned(t, seed, in, standing, got)
		want, ok := exhaust.Replan(in, standing)
		if !ok {
			given++
			continue
		}
		n++
		if got.Change != want {
			t.Errorf("seed %d: %+v, least is %+v (proven %v)", seed, got.Change, want, got.Proven)
		}
		if got.Change.Moved+got.Change.Left > 0 {
			changed++
		}
		proven += btoi(got.Proven)
		disturbed += btoi(want.Disturbed > 0)
	}
	t.Logf("%d compared, %d changed, %d with others moved, %d proven, %d given up", n, changed, disturbed, proven, given)
	if changed < 300 || disturbed < 3 {
		t.Error("the cases show too little")
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// checkReplanned checks a changed schedule by the rules' own words.
func checkReplanned(t *testing.T, seed uint64, in *schedule.Instance, standing []schedule.Standing, got *schedule.Replanned) {
	t.Helper()
	copied := *in
	copied.Entries = slices.Clone(in.Entries)
	for _, e := range got.Unnamed {
		x := &copied.Entries[e]
		x.Demand, x.Named = max(x.Demand, len(x.Named)), nil
	}
	for i, v := range standing {
		for _, e := range v.Entries {
			switch at := got.Start[e]; {
			case v.Agreed && at != v.Start:
				t.Errorf("seed %d: entry %d of agreed visit %d moved from %d to %d", seed, e, i, v.Start, at)
			case v.Agreed:
				copied.Entries[e].Windows = append(slices.Clone(copied.Entries[e].Windows), inspect.Span{From: in.Days[0], To: in.Days[len(in.Days)-1]})
			}
		}
	}
	if faults := verify.Hard(&copied, result(&copied, got.Start)); len(faults) > 0 {
		t.Errorf("seed %d: %v", seed, faults)
	}
	out := map[int32]bool{}
	for _, u := range got.Unplaced {
		out[u.Entry] = true
		if u.Reason == "" {
			t.Errorf("seed %d: entry %d is left out for no reason", seed, u.Entry)
		}
	}
	for e, s := range got.Start {
		if (s == inspect.NoSlot) != out[int32(e)] {
			t.Errorf("seed %d: entry %d at %d, listed as left out %v", seed, e, s, out[int32(e)])
		}
	}
	seen := map[int]bool{}
	for _, v := range got.Visits {
		if v.Standing >= 0 {
			if seen[v.Standing] {
				t.Errorf("seed %d: visit %d goes on as two", seed, v.Standing)
			}
			seen[v.Standing] = true
		}
	}
}

// The order in which entries and visits are given decides nothing, and a plan
// that has been changed is not changed again.
func TestReplanIsStable(t *testing.T) {
	for seed := range uint64(400) {
		in, standing := answered(seed)
		got, err := schedule.Replan(in, standing)
		if err != nil {
			t.Fatal(err)
		}
		n := len(in.Entries)
		flipped := *in
		flipped.Entries = slices.Clone(in.Entries)
		slices.Reverse(flipped.Entries)
		var other []schedule.Standing
		for _, v := range slices.Backward(standing) {
			v.Entries = slices.Clone(v.Entries)
			for i, e := range v.Entries {
				v.Entries[i] = int32(n-1) - e
			}
			other = append(other, v)
		}
		again, err := schedule.Replan(&flipped, other)
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(again.Start)
		if !slices.Equal(got.Start, again.Start) || got.Change != again.Change {
			t.Errorf("seed %d: %v, in another order %v", seed, got.Start, again.Start)
		}
		checkStays(t, seed, in, got)
	}
}

// checkStays checks that replanning what has been replanned moves nothing.
func checkStays(t *testing.T, seed uint64, in *schedule.Instance, got *schedule.Replanned) {
	t.Helper()
	copied := *in
	copied.Entries = slices.Clone(in.Entries)
	copied.History = slices.Clone(in.History)
	var standing []schedule.Standing
	for _, v := range got.Visits {
		standing = append(standing, schedule.Standing{Entries: v.Entries, Start: v.Start, HalfDays: v.HalfDays})
		for _, e := range v.Entries { // as the book has it, where the agreed lie outside their days
			first, last := in.Days[v.Start.Day()], in.Days[(int(v.Start)+in.Entries[e].HalfDays-1)/2]
			copied.Entries[e].Windows = append(slices.Clone(copied.Entries[e].Windows), inspect.Span{From: first, To: last})
		}
	}
	for _, u := range got.Unplaced {
		copied.Entries[u.Entry].Windows = nil
	}
	for _, e := range got.Unnamed {
		x := &copied.Entries[e]
		x.Demand, x.Named = max(x.Demand, len(x.Named)), nil
	}
	again, err := schedule.Replan(&copied, standing)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Start, again.Start) {
		t.Errorf("seed %d: %v, then %v", seed, got.Start, again.Start)
	}
}
