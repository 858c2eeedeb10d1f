package draw

import (
	"fmt"
	"slices"
	"strings"
)

// matching is the look-ahead of a part whose places all take the same slots:
// everyone goes to one of them at most, so an assignment is a matching of people
// to places, and moving one person is one alternating path. After Kuhn 1955 and
// Hall 1935: where no path leads on, the places reached want more people than
// may go to them, which is the proof.
type matching struct {
	*cast
	of      []int   // person → place in the assignment, -1 for none; drawn people stay in theirs
	staff   [][]int // place → its people in the assignment who are not yet drawn
	idle    []int   // people in no place, unordered; some may have gone since
	visited []int   // place → round it was last reached in
	round   int
	from    []step // place → how it was reached
}

// step is one edge of an alternating path: person leaves place to fill the one
// that was reached before.
type step struct{ person, before int }

func (m *matching) start() *Shortage {
	m.of = make([]int, len(m.sent))
	m.staff = make([][]int, len(m.places))
	m.visited = make([]int, len(m.places))
	m.from = make([]step, len(m.places))
	for p := range m.of {
		m.of[p] = -1
		if len(m.sent[p]) > 0 {
			m.of[p] = m.sent[p][0]
		} else {
			m.idle = append(m.idle, p)
		}
	}
	for d := range m.places {
		for range m.need[d] {
			if !m.refill(d, -1) {
				return m.proof()
			}
		}
	}
	return nil
}

// open reports whether p is of the department, not drawn yet and may go to d.
func (m *matching) open(p, d int) bool {
	if p >= len(m.people) || len(m.sent[p]) > 0 {
		return false
	}
	_, barred := m.barred[d][p]
	return !barred
}

func (m *matching) take(p, d int) bool {
	had := m.of[p]
	if had == d {
		m.staff[d] = without(m.staff[d], p)
		return true
	}
	m.of[p] = d
	if had >= 0 {
		m.staff[had] = without(m.staff[had], p)
		m.sent[p] = append(m.sent[p], d) // keep p out of the paths
		filled := m.refill(had, d)
		m.sent[p] = m.sent[p][:len(m.sent[p])-1]
		if !filled {
			m.of[p] = had
			m.staff[had] = append(m.staff[had], p)
			return false
		}
	}
	// One more than d wants: someone who is not drawn goes, unless the path
	// has taken them already.
	if len(m.staff[d]) == m.need[d] {
		m.release(m.staff[d][len(m.staff[d])-1])
	}
	return true
}

func (m *matching) release(p int) {
	m.staff[m.of[p]] = without(m.staff[m.of[p]], p)
	m.of[p] = -1
	m.idle = append(m.idle, p)
}

// refill finds one more person for a place along a shortest alternating path,
// which ends at someone idle or at the place spare, which has one too many
// (-1 for none). It says false when there is no path.
func (m *matching) refill(d, spare int) bool {
	m.round++
	m.visited[d] = m.round
	m.from[d] = step{-1, -1}
	reached := []int{d}
	for i := 0; i < len(reached); i++ {
		e := reached[i]
		if p := m.closing(e, spare); p >= 0 {
			m.shift(p, e)
			return true
		}
		for p := range m.people {
			f := m.of[p]
			if f >= 0 && m.visited[f] != m.round && m.open(p, e) {
				m.visited[f] = m.round
				m.from[f] = step{p, e}
				reached = append(reached, f)
			}
		}
	}
	return false
}

// closing gives someone who may go to e and is missed nowhere, or -1.
func (m *matching) closing(e, spare int) int {
	if spare >= 0 {
		for _, p := range m.staff[spare] {
			if m.open(p, e) {
				return p
			}
		}
	}
	kept := m.idle[:0]
	found := -1
	for i, p := range m.idle {
		if m.of[p] >= 0 {
			continue
		}
		if found < 0 && m.open(p, e) {
			found = p
			kept = append(kept, m.idle[i:]...)
			break
		}
		kept = append(kept, p)
	}
	m.idle = kept
	return found
}

// shift moves people along the path that ends with p going to e.
func (m *matching) shift(p, e int) {
	for {
		if had := m.of[p]; had >= 0 {
			m.staff[had] = without(m.staff[had], p)
		}
		m.of[p] = e
		m.staff[e] = append(m.staff[e], p)
		s := m.from[e]
		if s.person < 0 {
			return
		}
		p, e = s.person, s.before
	}
}

// proof is Hall's: after a search in vain the places reached want more than the
// people who may go to any of them, all of whom are in those places.
func (m *matching) proof() *Shortage {
	s := &Shortage{Department: m.department}
	able := map[int]bool{}
	for d := range m.places {
		if m.visited[d] != m.round {
			continue
		}
		s.Places = append(s.Places, m.places[d].Place)
		s.Wanted += m.need[d]
		for p := range m.people {
			if m.open(p, d) {
				able[p] = true
			}
		}
	}
	s.People = m.keys(able)
	slices.Sort(s.Places)
	return s
}

// keys gives the sorted keys of people.
func (q *part) keys(people map[int]bool) []string {
	keys := []string{}
	for p := range people {
		keys = append(keys, q.key(p))
	}
	slices.Sort(keys)
	return keys
}

// without drops one person from a list whose order does not matter.
func without(list []int, p int) []int {
	i := slices.Index(list, p)
	if i < 0 {
		return list
	}
	list[i] = list[len(list)-1]
	return list[:len(list)-1]
}

// String words the proof for the people who have to mend it.
func (s *Shortage) String() string {
	places, people := strings.Join(s.Places, "、"), strings.Join(s.People, "、")
	switch {
	case s.Named:
		return fmt.Sprintf("%s：%s 同一时间被指定到两处：%s", s.Department, people, places)
	case len(s.People) == 0:
		return fmt.Sprintf("%s：%s 还要 %d 人，没有人能去", s.Department, places, s.Wanted)
	case s.Tied:
		return fmt.Sprintf("%s：%s 还要 %d 人次，能去其中任何一处的只有 %d 人：%s；任务长短交错，怎样分派都缺人",
			s.Department, places, s.Wanted, len(s.People), people)
	}
	return fmt.Sprintf("%s：%s 还要 %d 人，能去其中任何一处的只有 %d 人：%s", s.Department, places, s.Wanted, len(s.People), people)
}
