package draw

import "slices"

// search is the look-ahead of a part whose places differ in their slots. Someone
// may go to several of them, one after the other, so an assignment is no longer
// a matching; finding one is a colouring of intervals with lists, which is hard
// in general. So it goes from cheap to dear:
//
//  1. the assignment in hand is mended by moving a few people, which nearly
//     always does it;
//  2. all places are staffed anew in order of time, those who can do least
//     first, which does it wherever people are not scarce;
//  3. the places of one slot are matched by themselves, which nearly always
//     proves that there is none;
//  4. people who may go to the same open places are alike, so places are staffed
//     in order of time by how many of each kind of people go, with every state
//     that led nowhere remembered (solver).
type search struct {
	*cast
	staff [][]int // place → its people in the assignment who are not yet drawn
	plans [][]int // person → places in the assignment they are not yet drawn for
	edits []edit  // since the last attempt began
}

func (s *search) start() *Shortage {
	s.staff = make([][]int, len(s.places))
	s.plans = make([][]int, len(s.sent))
	if s.solve() {
		return nil
	}
	return s.proof()
}

// open reports whether p may go to d beside what they do already.
func (s *search) open(p, d int) bool {
	if !s.free(p, d) {
		return false
	}
	for _, e := range s.plans[p] {
		if s.places[e].overlaps(&s.places[d]) {
			return false
		}
	}
	return true
}

func (s *search) plan(p, d int) {
	s.plans[p] = append(s.plans[p], d)
	s.staff[d] = append(s.staff[d], p)
	s.edits = append(s.edits, edit{p, d, true})
}

func (s *search) unplan(p, d int) {
	s.plans[p] = without(s.plans[p], d)
	s.staff[d] = without(s.staff[d], p)
	s.edits = append(s.edits, edit{p, d, false})
}

func (s *search) take(p, d int) bool {
	if slices.Contains(s.plans[p], d) {
		s.unplan(p, d)
		return true
	}
	s.send(p, d) // the caller will; here it is on trial
	defer func() {
		s.sent[p] = s.sent[p][:len(s.sent[p])-1]
		s.need[d]++
	}()
	return s.swap(p, d) || s.solve()
}

// swap puts p in the stead of one of d's people and finds others for what p can
// then no longer do: at first people with nothing else to do then, then by
// chains of people each of whom leaves places to the next.
func (s *search) swap(p, d int) bool {
	for _, chains := range []bool{false, true} {
		for _, q := range slices.Clone(s.staff[d]) {
			s.edits = s.edits[:0]
			left := s.clear(p, d)
			s.unplan(q, d)
			var reached []bool // places of the chain; none is left twice
			if chains {
				reached = make([]bool, len(s.places))
				reached[d] = true
			}
			if s.fillAll(left, reached) {
				return true
			}
			s.undo(0)
		}
	}
	return false
}

// clear takes p from all places that share a slot with d, and gives them.
func (s *search) clear(p, d int) []int {
	var left []int
	for _, e := range s.plans[p] {
		if s.places[e].overlaps(&s.places[d]) {
			left = append(left, e)
		}
	}
	for _, e := range left {
		s.unplan(p, e)
	}
	return left
}

func (s *search) fillAll(places []int, reached []bool) bool {
	for _, e := range places {
		if reached != nil {
			reached[e] = true
		}
	}
	for _, e := range places {
		if !s.fill(e, reached) {
			return false
		}
	}
	return true
}

// fill finds one person more for a place: one with nothing else to do, or, where
// chains are tried (reached is not nil), one whose places others can take over.
func (s *search) fill(e int, reached []bool) bool {
	for p := range s.people {
		if s.open(p, e) {
			s.plan(p, e)
			return true
		}
	}
	if reached == nil {
		return false
	}
	for p := range s.people {
		if !s.free(p, e) || s.ties(p, e, reached) {
			continue
		}
		mark := len(s.edits)
		left := s.clear(p, e)
		s.plan(p, e)
		if s.fillAll(left, reached) {
			return true
		}
		s.undo(mark)
	}
	return false
}

// ties reports whether p goes to a place reached before that shares a slot with e.
func (s *search) ties(p, e int, reached []bool) bool {
	return slices.ContainsFunc(s.plans[p], func(f int) bool { return reached[f] && s.places[f].overlaps(&s.places[e]) })
}

// edit is one change of the assignment in hand.
type edit struct {
	person, place int
	planned       bool
}

// undo takes edits back down to the n-th.
func (s *search) undo(n int) {
	for len(s.edits) > n {
		x := s.edits[len(s.edits)-1]
		if x.planned {
			s.unplan(x.person, x.place)
		} else {
			s.plan(x.person, x.place)
		}
		s.edits = s.edits[:len(s.edits)-2] // with the one that undid it
	}
}

// solve looks for an assignment anew, from all that is drawn so far. The one in
// hand stays when there is none.
func (s *search) solve() bool {
	found := s.greedy()
	if found == nil {
		v := newSolver(s.cast)
		if v.slotShortage() != nil || !v.from(0) {
			return false
		}
		found = v.assignment()
	}
	for d := range s.staff {
		s.staff[d] = nil
	}
	for p := range s.plans {
		s.plans[p] = nil
	}
	for _, x := range found {
		s.plan(x.person, x.place)
	}
	return true
}

// move is a person going to a place.
type move struct{ person, place int }

// greedy staffs the open places in order of time with whoever may go to fewest
// places, and gives nil when it runs out of people.
func (s *search) greedy() []move {
	bars := make([]int, len(s.people))
	for d := range s.places {
		for p := range s.barred[d] {
			bars[p]++
		}
	}
	order := make([]int, len(s.people))
	for p := range order {
		order[p] = p
		if len(s.sent[p]) > 0 {
			bars[p] += len(s.places)
		}
	}
	slices.SortStableFunc(order, func(p, q int) int { return bars[q] - bars[p] })
	until := make([]int, len(s.people))
	var found []move
	for d := range s.places {
		n := s.need[d]
		for _, p := range order {
			if n <= 0 {
				break
			}
			if until[p] <= s.places[d].First && s.free(p, d) {
				until[p] = s.places[d].end
				found = append(found, move{p, d})
				n--
			}
		}
		if n > 0 {
			return nil
		}
	}
	return found
}

// proof is Hall's for one slot where there is one; else places no one of which
// can be left off the proof.
func (s *search) proof() *Shortage {
	v := newSolver(s.cast)
	if short := v.slotShortage(); short != nil {
		return short
	}
	wanted := slices.Clone(s.need)
	for d := range s.need {
		s.need[d] = 0
		if newSolver(s.cast).from(0) {
			s.need[d] = wanted[d]
		}
	}
	short := &Shortage{Department: s.department, Tied: true}
	able := map[int]bool{}
	for d, n := range s.need {
		if n <= 0 {
			continue
		}
		short.Places = append(short.Places, s.places[d].Place)
		short.Wanted += n
		for p := range s.people {
			if s.free(p, d) {
				able[p] = true
			}
		}
	}
	copy(s.need, wanted)
	slices.Sort(short.Places)
	short.People = s.keys(able)
	return short
}
