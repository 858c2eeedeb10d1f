package schedule

import "math"

// Exact search on small components.
//
// Firms whose departments have people to run out of are tied to one another;
// what is tied together, directly or by way of others, is a component, and
// components do not concern each other. In one of few jobs all plans are tried:
// the first firm's visits in every way (the search of enterprise.go, each visit
// tried out in the field), for each of them the second firm's, and so on. A
// branch is left when its cost, with the ideals of the firms still to come,
// reaches the best plan's.
//
// Cost: exponential in the component's jobs; exactNodes at most for one
// component and one step of effort. A search given up leaves the plan at the
// best found.
const (
	exactJobs  = 14
	exactNodes = 40_000
)

// joint is the search of one component.
type joint struct {
	m        *plan
	firms    []int32
	searches []*search
	rest     []float64 // ideals from the firm on
	left     int       // nodes
	cost     float64   // of the best plan
	best     [][]int16 // its starts by firm; nil: the plan as it is
}

// exact searches every small component that does not stand at its ideal, and
// tells by component whether the plan is the best of it now for certain.
func (m *plan) exact(components [][]int32, alone []ideal, effort int) []bool {
	left := 10 * effort * exactNodes // in all
	done := make([]bool, len(components))
	for n, firms := range components {
		x := joint{m: m, firms: firms, left: min(left, effort*exactNodes), rest: make([]float64, len(firms)+1)}
		jobs, proven := 0, true
		for i := len(firms) - 1; i >= 0; i-- {
			f := &m.p.firms[firms[i]]
			jobs += int(f.hi - f.lo)
			proven = proven && alone[firms[i]].proven
			x.rest[i] = x.rest[i+1] + alone[firms[i]].cost
			x.cost += m.cost(f)
		}
		if jobs > exactJobs || !proven || left <= 0 {
			continue
		}
		if x.cost <= x.rest[0]+epsilon {
			done[n] = true
			continue
		}
		before := x.left
		done[n] = x.run() && x.left > 0
		left -= before - x.left
	}
	return done
}

// components groups the firms with jobs by the departments they share, in order.
func (p *problem) components() [][]int32 {
	root := make([]int32, len(p.firms))
	for i := range root {
		root[i] = int32(i)
	}
	find := func(i int32) int32 {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	first := make([]int32, len(p.depts)) // a firm of the department and 1
	for j := range p.jobs {
		job := &p.jobs[j]
		if p.depts[job.dept].unlimited && len(job.named) == 0 {
			continue
		}
		if k := first[job.dept]; k == 0 {
			first[job.dept] = job.firm + 1
		} else if a, b := find(k-1), find(job.firm); a != b {
			root[max(a, b)] = min(a, b)
		}
	}
	at := map[int32]int{}
	var list [][]int32
	for i := range p.firms {
		if p.firms[i].hi == p.firms[i].lo {
			continue
		}
		r := find(int32(i))
		k, ok := at[r]
		if !ok {
			k = len(list)
			at[r] = k
			list = append(list, nil)
		}
		list[k] = append(list[k], int32(i))
	}
	return list
}

// run searches the component and takes over what is better. ok says that the
// plan is the best found, which crews may prevent.
func (x *joint) run() (ok bool) {
	m := x.m
	for range x.firms {
		x.searches = append(x.searches, newSearch(m.p, m.field))
	}
	out := m.out
	mark := m.field.begin()
	x.clear()
	x.level(0, 0)
	if x.best != nil {
		ok = true
		for i, k := range x.firms {
			ok = m.restore(&m.p.firms[k], x.best[i]) && ok
		}
		if ok {
			m.field.keep()
			return true
		}
		x.clear()
	}
	m.field.undo(mark)
	m.out = out
	for _, k := range x.firms {
		m.recount(&m.p.firms[k])
	}
	return x.best == nil
}

func (x *joint) clear() {
	for _, k := range x.firms {
		x.m.clear(&x.m.p.firms[k])
	}
}

// level tries every plan of firm i and of those after it; cost is that of the
// firms before.
func (x *joint) level(i int, cost float64) {
	m := x.m
	if i == len(x.firms) {
		x.cost, x.best = cost, nil
		for _, k := range x.firms {
			f := &m.p.firms[k]
			x.best = append(x.best, append([]int16(nil), m.field.start[f.lo:f.hi]...))
		}
		return
	}
	q := x.searches[i]
	f := &m.p.firms[x.firms[i]]
	q.whole(f)
	q.prepare(f, q.all, func(j int32, s int) float64 {
		if !m.field.fits(j, s) {
			return math.Inf(1)
		}
		return 0
	})
	q.try, q.strict = true, true
	q.cost = x.cost - cost - x.rest[i+1]
	q.nodes = x.left
	q.tallies = q.tallies[:0]
	q.exact = func(own float64) {
		x.left = q.nodes
		x.level(i+1, cost+own)
		q.nodes = x.left
		q.cost = min(q.cost, x.cost-cost-x.rest[i+1])
	}
	q.visit(0, 1<<q.n-1, 0, -1, 0)
	x.left = q.nodes
}
