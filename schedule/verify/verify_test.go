package verify_test

import (
	"testing"

	"liancha/inspect"
	"liancha/schedule"
	"liancha/schedule/verify"
	"liancha/schedule/verify/exhaust"
	"liancha/schedule/verify/generate"
)

// result makes a result of starts: visits as they follow, bounds that claim
// nothing, nothing said of what is left out.
func result(in *schedule.Instance, start []inspect.Slot) *schedule.Result {
	res := &schedule.Result{Start: start, EntriesBound: len(in.Entries)}
	for s := range inspect.Slot(2 * len(in.Days)) {
		var here []schedule.Visit
		for e, at := range start {
			if at != s {
				continue
			}
			entry := &in.Entries[e]
			i := 0
			for i < len(here) && here[i].Enterprise != entry.Enterprise {
				i++
			}
			if i == len(here) {
				here = append(here, schedule.Visit{Enterprise: entry.Enterprise, Start: s, Level: entry.Level})
			}
			v := &here[i]
			v.HalfDays, v.Level = max(v.HalfDays, entry.HalfDays), min(v.Level, entry.Level)
			v.Entries = insert(v.Entries, int32(e), func(a, b int32) bool { return in.Entries[a].Key < in.Entries[b].Key })
		}
		var ordered []schedule.Visit
		for _, v := range here {
			ordered = insert(ordered, v, func(a, b schedule.Visit) bool {
				return in.Enterprises[a.Enterprise].Key < in.Enterprises[b.Enterprise].Key
			})
		}
		res.Visits = append(res.Visits, ordered...)
	}
	return res
}

func insert[T any](list []T, v T, less func(a, b T) bool) []T {
	list = append(list, v)
	for i := len(list) - 1; i > 0 && less(list[i], list[i-1]); i-- {
		list[i], list[i-1] = list[i-1], list[i]
	}
	return list
}

// The checker and the exhaustive search read the rules separately. They must
// accept the same schedules.
func TestCheckerAndExhaustAgree(t *testing.T) {
	accepted, refused := 0, 0
	for seed := range uint64(2400) {
		in := generate.Small(seed)
		if seed%3 == 0 {
			in = generate.Tight(seed)
		}
		pick := seed * 0x9e3779b97f4a7c15
		for range 12 {
			start := make([]inspect.Slot, len(in.Entries))
			for e := range start {
				for range 6 { // mostly inside its windows: the other rules are meant, too
					pick = pick*6364136223846793005 + 1442695040888963407
					start[e] = max(inspect.Slot(pick>>33%uint64(2*len(in.Days)+2))-2, inspect.NoSlot)
					if start[e] == inspect.NoSlot || inWindow(in, e, start[e]) {
						break
					}
				}
			}
			faults := verify.Hard(in, result(in, start))
			if feasible := exhaust.Feasible(in, start); feasible != (len(faults) == 0) {
				t.Fatalf("seed %d, start %v: feasible by search %v, faults %v", seed, start, feasible, faults)
			} else if feasible {
				accepted++
			} else {
				refused++
			}
		}
	}
	t.Logf("%d accepted, %d refused", accepted, refused)
}

func inWindow(in *schedule.Instance, e int, s inspect.Slot) bool {
	for _, w := range in.Entries[e].Windows {
		if w.Contains(in.Days[s.Day()]) {
			return true
		}
	}
	return false
}

func TestBestIsAccepted(t *testing.T) {
	given := 0
	for seed := range uint64(400) {
		in := generate.Small(seed)
		o, ok := exhaust.Search(in, exhaust.ByClass)
		if !ok {
			given++
			continue
		}
		res := result(in, o.Start)
		if faults := verify.Hard(in, res); len(faults) > 0 {
			t.Errorf("seed %d: best schedule %v: %v", seed, o.Start, faults)
		}
		if len(res.Visits) != o.Visits {
			t.Errorf("seed %d: %d visits counted, %d made", seed, o.Visits, len(res.Visits))
		}
	}
	t.Logf("%d given up", given)
}
