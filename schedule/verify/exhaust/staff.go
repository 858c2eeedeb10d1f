package exhaust

import (
	"slices"

	"liancha/inspect"
	"liancha/schedule"
)

// departmentHas reports whether a department has people for all its placed
// entries (rule 5), by trying every choice of people.
func (s *search) departmentHas(dep int32) bool {
	key := []byte{byte(dep)}
	var placed []int
	for e, at := range s.start {
		if s.in.Entries[e].Department == dep {
			key = append(key, byte(at+1), byte((at+1)>>8))
			if at != inspect.NoSlot {
				placed = append(placed, e)
			}
		}
	}
	known, ok := s.staffed[string(key)]
	if !ok {
		known = s.canStaff(dep, placed)
		s.staffed[string(key)] = known
	}
	return known
}

func (s *search) canStaff(dep int32, placed []int) bool {
	d := &s.in.Departments[dep]
	team := make([][]bool, len(s.in.Entries)) // by entry: who goes
	for _, e := range placed {
		team[e] = make([]bool, len(d.People))
		for _, p := range s.in.Entries[e].Named {
			if !team[e][p] && !s.available(d, p, e, placed, team) {
				return false
			}
			team[e][p] = true
		}
	}
	if d.Unlimited {
		return true
	}
	roster := false
	for _, p := range d.People {
		roster = roster || !p.Outside
	}
	if !roster {
		for slot := range inspect.Slot(2 * len(s.in.Days)) {
			want := 0
			for _, e := range placed {
				if s.during(e, slot) {
					want += s.wants(e, team[e])
				}
			}
			if want > d.Capacity {
				return false
			}
		}
		return true
	}
	return s.fill(d, placed, team, 0, 0)
}

// wants is the number of people an entry takes, given who is named.
func (s *search) wants(e int, named []bool) int { return max(s.in.Entries[e].Demand, count(named)) }

func count(team []bool) int {
	n := 0
	for _, in := range team {
		if in {
			n++
		}
	}
	return n
}

// fill finds people for the placed entries from the k-th on, trying person by
// person from `from` on to take part in it or not.
func (s *search) fill(d *schedule.Department, placed []int, team [][]bool, k, from int) bool {
	if k == len(placed) {
		return true
	}
	e := placed[k]
	if count(team[e]) >= s.in.Entries[e].Demand {
		return s.fill(d, placed, team, k+1, 0)
	}
	for p := from; p < len(d.People); p++ {
		if team[e][p] || d.People[p].Outside || !s.available(d, int32(p), e, placed, team) {
			continue
		}
		team[e][p] = true
		if s.fill(d, placed, team, k, p+1) {
			return true
		}
		team[e][p] = false
	}
	return false
}

// available reports whether a person may take part in entry e and is in no
// other entry at the same time.
func (s *search) available(d *schedule.Department, p int32, e int, placed []int, team [][]bool) bool {
	person := &d.People[p]
	if slices.Contains(person.Recused, s.in.Entries[e].Enterprise) {
		return false
	}
	for slot := range inspect.Slot(2 * len(s.in.Days)) {
		if !s.during(e, slot) {
			continue
		}
		for _, l := range person.Leave {
			if day := s.in.Days[slot/2]; l.From <= day && day <= l.To {
				return false
			}
		}
		for _, o := range placed {
			if o != e && team[o] != nil && team[o][p] && s.during(o, slot) {
				return false
			}
		}
	}
	return true
}

func (s *search) during(e int, slot inspect.Slot) bool {
	return s.start[e] <= slot && slot < s.start[e]+inspect.Slot(s.in.Entries[e].HalfDays)
}
