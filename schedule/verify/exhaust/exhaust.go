// Package exhaust finds what is best in tiny instances by trying everything:
// up to about eight entries over eight days. It is made to be trusted, not to
// be fast, and reads the rules anew, sharing no code with the solver nor with
// the checker in package verify; their agreement is tested there.
//
// A schedule is nothing but a start for every entry: entries of one enterprise
// that start together share a visit, since visits of one day would be too close
// to each other otherwise. So the search gives the entries, enterprise by
// enterprise, each of their starts or none. A branch is left when a rule is
// broken that no further entry can mend, or when placing all that is still to
// come, without another visit, would not beat the best found.
package exhaust

import (
	"cmp"
	"slices"

	"liancha/inspect"
	"liancha/schedule"
)

// Goal is what the search is to make as large as possible, as a vector compared
// from its first part on. It must not fall when more is placed nor rise with
// more visits.
type Goal func(placed [3]int, visits int) [4]int

// ByClass is the contract's goal: entries by class, then few visits.
func ByClass(placed [3]int, visits int) [4]int {
	return [4]int{placed[0], placed[1], placed[2], -visits}
}

// Most is the goal of placing as many entries as possible, whatever their class.
func Most(placed [3]int, visits int) [4]int {
	return [4]int{placed[0] + placed[1] + placed[2], -visits}
}

// Optimum is a best schedule.
type Optimum struct {
	Placed [3]int // entries by class
	Visits int
	Start  []inspect.Slot
}

// Best gives how many entries of each class the best schedule places and in how
// many visits; ok is false when the instance is too large to be searched.
func Best(in *schedule.Instance) (placedByClass [3]int, visits int, ok bool) {
	o, ok := Search(in, ByClass)
	return o.Placed, o.Visits, ok
}

// maxSteps bounds a search: some ten seconds.
const maxSteps = 20_000_000

// Search gives a best schedule for a goal; false when it was given up.
func Search(in *schedule.Instance, goal Goal) (Optimum, bool) {
	s := newSearch(in)
	s.goal = goal
	s.try(0)
	return s.best, s.steps > 0
}

type search struct {
	in     *schedule.Instance
	goal   Goal
	order  []int            // entries, enterprise by enterprise
	starts [][]inspect.Slot // by entry: what its windows allow
	left   [][3]int         // by position in order: entries with a start from there on, by class
	start  []inspect.Slot
	placed [3]int
	visits int
	best   Optimum
	score  [4]int
	any    bool
	steps  int

	staffed map[string]bool // departments' questions answered before
}

func newSearch(in *schedule.Instance) *search {
	n := len(in.Entries)
	s := &search{in: in, steps: maxSteps, staffed: map[string]bool{}}
	s.order, s.starts, s.start = make([]int, n), make([][]inspect.Slot, n), make([]inspect.Slot, n)
	for e := range in.Entries {
		s.order[e], s.start[e] = e, inspect.NoSlot
		for slot := range inspect.Slot(2 * len(in.Days)) {
			if fits(in, &in.Entries[e], slot) {
				s.starts[e] = append(s.starts[e], slot)
			}
		}
	}
	slices.SortStableFunc(s.order, func(a, b int) int {
		return cmp.Compare(in.Entries[a].Enterprise, in.Entries[b].Enterprise)
	})
	s.left = make([][3]int, n+1)
	for k := n - 1; k >= 0; k-- {
		s.left[k] = s.left[k+1]
		if e := s.order[k]; len(s.starts[e]) > 0 {
			s.left[k][in.Entries[e].Kind.Class()]++
		}
	}
	return s
}

// fits is rule 1, and that a day or more begins in the morning.
func fits(in *schedule.Instance, e *schedule.Entry, s inspect.Slot) bool {
	if e.HalfDays > 1 && s%2 == 1 {
		return false
	}
	for _, w := range e.Windows {
		inside := true
		for k := range e.HalfDays {
			day := (int(s) + k) / 2
			inside = inside && day < len(in.Days) && w.From <= in.Days[day] && in.Days[day] <= w.To
		}
		if inside {
			return true
		}
	}
	return false
}

// try decides the entries from position k on.
func (s *search) try(k int) {
	if s.steps--; s.steps <= 0 {
		return
	}
	hope := s.placed
	for class := range hope {
		hope[class] += s.left[k][class]
	}
	if s.any && slices.Compare(asSlice(s.goal(hope, s.visits)), s.score[:]) <= 0 {
		return
	}
	if k == len(s.order) {
		s.any, s.score = true, s.goal(s.placed, s.visits)
		s.best = Optimum{s.placed, s.visits, slices.Clone(s.start)}
		return
	}
	e := s.order[k]
	entry := &s.in.Entries[e]
	done := k+1 == len(s.order) || s.in.Entries[s.order[k+1]].Enterprise != entry.Enterprise
	for joins := 1; joins >= 0; joins-- { // joining first: good schedules early cut more
		for _, slot := range s.starts[e] {
			if joined := s.visited(entry.Enterprise, slot); joined != (joins == 1) {
				continue
			}
			s.start[e] = slot
			if enterpriseKeeps(s.in, s.start, entry.Enterprise, done) && s.departmentHas(entry.Department) {
				s.placed[entry.Kind.Class()]++
				s.visits += 1 - joins
				s.try(k + 1)
				s.visits -= 1 - joins
				s.placed[entry.Kind.Class()]--
			}
			s.start[e] = inspect.NoSlot
		}
	}
	if enterpriseKeeps(s.in, s.start, entry.Enterprise, done) {
		s.try(k + 1)
	}
}

func asSlice(v [4]int) []int { return v[:] }

// visited reports whether a visit to the enterprise starts at slot.
func (s *search) visited(ent int32, slot inspect.Slot) bool {
	for e, at := range s.start {
		if at == slot && s.in.Entries[e].Enterprise == ent {
			return true
		}
	}
	return false
}

// Feasible reports whether a complete assignment of starts keeps every hard rule.
func Feasible(in *schedule.Instance, start []inspect.Slot) bool {
	s := newSearch(in)
	for e, slot := range start {
		if slot != inspect.NoSlot && !slices.Contains(s.starts[e], slot) {
			return false
		}
	}
	copy(s.start, start)
	for ent := range in.Enterprises {
		if !enterpriseKeeps(in, start, int32(ent), true) {
			return false
		}
	}
	for dep := range in.Departments {
		if !s.departmentHas(int32(dep)) {
			return false
		}
	}
	return true
}
