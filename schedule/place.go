package schedule

import (
	"math"
)

// plan is a placement under the hard rules, with what is needed to change it.
type plan struct {
	p     *problem
	field *field
	q     *search
	want  []int16 // by job: where the soft prices would have it

	starts []int16 // scratch: one firm's starts
	visits []int32 // by firm
	out    [3]int  // jobs not placed, by class
	total  int     // visits
}

func newPlan(p *problem, want []int16) *plan {
	f := newField(p)
	m := &plan{p: p, field: f, q: newSearch(p, f), want: want, visits: make([]int32, len(p.firms))}
	for j := range p.jobs {
		m.out[p.jobs[j].class]++
	}
	return m
}

// score orders plans: fewer jobs left out by class, then fewer visits.
type score [4]int

func (m *plan) score() score { return score{m.out[0], m.out[1], m.out[2], m.total} }

func (a score) less(b score) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

// place starts job j at s, if the department has the people; the enterprise's
// own rules are the caller's.
func (m *plan) place(j int32, s int) bool {
	if !m.field.place(j, s) {
		return false
	}
	m.out[m.p.jobs[j].class]--
	return true
}

// clear takes all jobs of a firm out.
func (m *plan) clear(f *firm) {
	for j := f.lo; j < f.hi; j++ {
		if m.field.start[j] >= 0 {
			m.field.remove(j)
			m.out[m.p.jobs[j].class]++
		}
	}
	m.recount(f)
}

// recount brings the firm's number of visits up to date.
func (m *plan) recount(f *firm) {
	if f.lo == f.hi {
		return
	}
	n := int32(0)
	for j := f.lo; j < f.hi; j++ {
		s := m.field.start[j]
		if s < 0 {
			continue
		}
		n++
		for k := f.lo; k < j; k++ {
			if m.field.start[k] == s {
				n--
				break
			}
		}
	}
	i := m.index(f)
	m.total += int(n - m.visits[i])
	m.visits[i] = n
}

// index is the number of a firm that has jobs.
func (m *plan) index(f *firm) int { return int(m.p.jobs[f.lo].firm) }

// restore puts a firm, which must have nothing placed, at the given starts. It
// reports whether all of them were possible.
func (m *plan) restore(f *firm, starts []int16) bool {
	ok := true
	for i, s := range starts {
		if s >= 0 {
			ok = m.place(f.lo+int32(i), int(s)) && ok
		}
	}
	m.recount(f)
	return ok
}

// best places a firm anew at its optimum in the room the others leave. tie is
// the price of a start where visits and entries are equal; it is scaled to stay
// below one visit.
func (m *plan) best(f *firm, tie func(j int32, s int) float64) {
	scale := 0.5 / float64(max(1, f.hi-f.lo))
	m.replace(f, f.hi-f.lo <= maxJobs, func(j int32, s int) float64 {
		if !m.field.fits(j, s) {
			return math.Inf(1)
		}
		return scale * min(1, tie(j, s))
	})
}

// replace places a firm anew under the given prices; stay says that where it
// stands is a solution too, to be kept when none is better. Crews are drawn
// when the optimum by counting is known; where they cannot be, the search is
// made again with every visit tried out.
func (m *plan) replace(f *firm, stay bool, price func(j int32, s int) float64) {
	m.starts = append(m.starts[:0], m.field.start[f.lo:f.hi]...)
	m.clear(f)
	if !m.attempt(f, stay, false, price) {
		m.clear(f)
		m.attempt(f, stay, true, price)
	}
	m.recount(f)
}

// attempt places a firm, whose old starts are in m.starts, and reports whether
// all that was to be placed could be.
func (m *plan) attempt(f *firm, stay, try bool, price func(j int32, s int) float64) bool {
	q, ok := m.q, true
	q.fixed, q.fixedAt, q.try = q.fixed[:0], q.fixedAt[:0], try
	for lo := f.lo; lo < f.hi; lo += maxJobs {
		hi := min(lo+maxJobs, f.hi)
		q.all = q.all[:0]
		for j := lo; j < hi; j++ {
			q.all = append(q.all, j)
		}
		q.prepare(f, q.all, price)
		if stay {
			q.run(m.starts)
		} else {
			q.run(nil)
		}
		if hi < f.hi {
			q.fix()
		}
		for i, s := range q.best {
			if s < 0 || m.place(lo+int32(i), int(s)) {
				continue
			}
			ok = false
			if m.p.across {
				m.dropVisit(f, s) // without this job the visit's level may be another
			}
		}
	}
	return ok
}

// dropVisit takes out the firm's visit at s.
func (m *plan) dropVisit(f *firm, s int16) {
	for j := f.lo; j < f.hi; j++ {
		if m.field.start[j] == s {
			m.field.remove(j)
			m.out[m.p.jobs[j].class]++
		}
	}
}

// crowding is the price of a start by how full its slots are, from 0 to 1.
func (m *plan) crowding(j int32, s int) float64 {
	worst := m.load(j, s)
	return 0.9*worst*worst*worst*worst + 0.1*float64(s)/float64(m.p.slots)
}

// insert is the hard placement: each firm where the soft prices had it as long
// as its places last, otherwise at its optimum in what is left. Firms with the
// most urgent jobs come first.
func (m *plan) insert() {
	p := m.p
	var later []int32
	for class := range uint8(3) {
		for i := range p.firms {
			f := &p.firms[i]
			if f.hi == f.lo || p.urgent(f) != class {
				continue
			}
			if !m.restore(f, m.want[f.lo:f.hi]) {
				m.clear(f)
				if class < 2 {
					m.best(f, m.crowding)
				} else {
					later = append(later, int32(i))
				}
			}
		}
	}
	for _, i := range later {
		m.best(&p.firms[i], m.crowding)
	}
}

// urgent is the most urgent class among a firm's jobs.
func (p *problem) urgent(f *firm) uint8 {
	c := uint8(2)
	for j := f.lo; j < f.hi; j++ {
		c = min(c, p.jobs[j].class)
	}
	return c
}
