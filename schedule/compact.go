package schedule

import "slices"

// The third objective: of plans with equal entries and visits, the one a
// department would rather carry out.
//
// Each firm in turn is placed anew where it costs no entry and no visit more,
// under prices below a visit that reward
//
//   - company: another inspection of the same department in the same half-day
//     in the same street, less in the same district (one trip serves both);
//   - an even load: the fuller the slot, the dearer;
//   - earliness: later days cost a little.
//
// A firm moves only where the sum is better, so that each move improves the
// whole; a few passes settle most of it.
//
// Cost: one search a firm and pass. Above compactFirms firms for each step of
// effort only as many are looked at, evenly spread: the search has better uses.
const (
	compactPasses = 2
	compactFirms  = 8000

	strangeStreet   = 0.35 // no other inspection of the street in the half-day
	strangeDistrict = 0.25 // nor of the district
	crowdedWeight   = 0.25
	lateWeight      = 0.15
)

// company counts the placed jobs by department, half-day and place.
type company struct {
	p                *problem
	street, district []int32 // by firm
	near             map[place]int32
}

// place is a department's half-day in a street, or in a district.
type place struct {
	deptSlot int32
	where    int32
}

func newCompany(m *plan) *company {
	p := m.p
	c := &company{p: p, street: make([]int32, len(p.firms)), district: make([]int32, len(p.firms)), near: map[place]int32{}}
	number := map[string]int32{}
	name := func(s string) int32 {
		n, ok := number[s]
		if !ok {
			n = int32(len(number))
			number[s] = n
		}
		return n
	}
	for i := range p.firms {
		e := &p.in.Enterprises[p.firms[i].orig]
		c.district[i] = name(e.District)
		c.street[i] = name(e.District + "\x00" + e.Street)
		if e.Street == "" { // an unknown street is near nobody
			c.street[i] = -1
		}
		if e.District == "" {
			c.district[i] = -1
		}
	}
	for i := range p.firms {
		c.count(m, &p.firms[i], 1)
	}
	return c
}

// count adds a firm's placed jobs, or takes them off.
func (c *company) count(m *plan, f *firm, by int32) {
	for j := f.lo; j < f.hi; j++ {
		if s := m.field.start[j]; s >= 0 {
			job := &c.p.jobs[j]
			at := job.dept*int32(c.p.slots) + int32(s)
			c.near[place{at, c.street[job.firm]}] += by
			c.near[place{at, c.district[job.firm]}] += by
		}
	}
}

// price is how little a department likes job j at s, from 0 to 1. The firm
// itself must not be counted.
func (c *company) price(m *plan, j int32, s int) float64 {
	job := &c.p.jobs[j]
	at := job.dept*int32(c.p.slots) + int32(s)
	x := crowdedWeight*m.load(j, s) + lateWeight*float64(s)/float64(c.p.slots)
	if w := c.street[job.firm]; w < 0 || c.near[place{at, w}] == 0 {
		x += strangeStreet
		if w := c.district[job.firm]; w < 0 || c.near[place{at, w}] == 0 {
			x += strangeDistrict
		}
	}
	return x
}

// around counts the other inspections of the group's departments in the
// half-day s in the group's street, and in its district besides.
func (c *company) around(group []int32, s int) (street, district int) {
	for _, j := range group {
		job := &c.p.jobs[j]
		at := job.dept*int32(c.p.slots) + int32(s)
		if w := c.street[job.firm]; w >= 0 {
			street += int(c.near[place{at, w}])
		}
		if w := c.district[job.firm]; w >= 0 {
			district += int(c.near[place{at, w}])
		}
	}
	return street, max(0, district-street)
}

// load is how full job j would make its slots at s, from 0 to 1.
func (m *plan) load(j int32, s int) float64 {
	job := &m.p.jobs[j]
	at := int(job.dept) * m.p.slots
	worst := 0.0
	for t := at + s; t < at+s+int(job.length); t++ {
		if a := m.p.avail[t]; a > 0 && a < unlimited {
			worst = max(worst, float64(m.field.used[t]+job.need)/float64(a))
		}
	}
	return min(1, worst)
}

// compact improves the third objective.
func (m *plan) compact(effort int, tick func(part float64)) {
	c := newCompany(m)
	step := 1 + (len(m.p.firms)-1)/(compactFirms*effort)
	for pass := range compactPasses {
		moved := false
		for i, n := pass%step, 0; i < len(m.p.firms); i, n = i+step, n+1 {
			f := &m.p.firms[i]
			if n%tellEvery == 0 {
				tick((float64(pass) + float64(i)/float64(len(m.p.firms))) / compactPasses)
			}
			if m.visits[i] == 0 {
				continue
			}
			c.count(m, f, -1)
			moved = m.nicer(f, func(j int32, s int) float64 { return c.price(m, j, s) }) || moved
			c.count(m, f, 1)
		}
		if !moved {
			return
		}
	}
}

// nicer places a firm anew under the given prices, and puts it back where that
// cost an entry or a visit. It reports whether the firm has moved.
func (m *plan) nicer(f *firm, price func(j int32, s int) float64) bool {
	before, out := m.cost(f), m.out
	old := slices.Clone(m.field.start[f.lo:f.hi])
	mark := m.field.begin()
	m.best(f, price)
	if m.cost(f) > before+epsilon {
		m.field.undo(mark)
		m.out = out
		m.recount(f)
		return false
	}
	m.field.keep()
	return !slices.Equal(old, m.field.start[f.lo:f.hi])
}
