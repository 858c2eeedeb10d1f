package schedule

import (
	"cmp"
	"slices"
)

// The search behind Replan: the best places of some enterprises' visits, all
// others standing.
//
// Depth first, visit by visit: how many entries leave it (none first), where it
// then stands (its old place first, then the nearest days), which stay; after an
// enterprise's visits are placed those that left, and those to place anew, each
// join a visit, make one of their own, or stay without. A branch is left when
// its price and the least that the visits still to come can cost reach the best
// found. Everything is tried out in the field, so what is found can be staffed.
//
// Cost: a step a branch, so many as the search is given; with all of them used
// up what was found stands, but is not proven.

// remake is one search.
type remake struct {
	r     *replanner
	firms []int32
	open  []bool    // by firm of the list: else its visits move whole or not at all
	free  [][]int32 // by firm of the list: the visits that may change
	rest  []price   // by firm of the list: the least that it and those behind it cost
	ahead [][]price // by firm and visit: the least that it and those behind it cost
	at    []scene   // by firm of the list
	upTo  []price   // by firm of the list: the price behind it
	steps int

	best   price
	found  *outcome // nil for nothing below best
	orders map[int32][]int16
}

// outcome is a plan found: a field and where the visits searched are now.
type outcome struct {
	field  *field
	anchor []int16 // by visit searched, firm by firm
	cost   []price // by firm of the list
}

// scene is a firm while it is searched.
type scene struct {
	visits []call
	pool   []int32 // jobs without a visit
}

// remake makes a search over firms; free are the visits that may change.
func (r *replanner) remake(firms []int32, free [][]int32, steps int, best price) *remake {
	n := len(firms)
	x := &remake{r: r, firms: firms, free: free, steps: steps, best: best, open: make([]bool, n), rest: make([]price, n+1),
		ahead: make([][]price, n), at: make([]scene, n), upTo: make([]price, n), orders: map[int32][]int16{}}
	for k := n - 1; k >= 0; k-- {
		x.open[k] = r.open[firms[k]]
		x.ahead[k] = make([]price, len(free[k])+1)
		for i := len(free[k]) - 1; i >= 0; i-- {
			x.ahead[k][i] = x.ahead[k][i+1].plus(r.leastOf(free[k][i]))
		}
		least := r.given(firms[k]).plus(x.ahead[k][0])
		if r.least[firms[k]].less(least) {
			r.least[firms[k]] = least
		}
		x.rest[k] = x.rest[k+1].plus(r.least[firms[k]])
	}
	return x
}

// given is what a firm costs whatever is done: its jobs that have no start.
func (r *replanner) given(k int32) price {
	var c price
	for j := r.p.firms[k].lo; j < r.p.firms[k].hi; j++ {
		if r.never[j] {
			c[r.p.jobs[j].class]++
		}
	}
	return c
}

// leastOf is the least a visit costs by its windows alone.
func (r *replanner) leastOf(v int32) price {
	s := &r.stood[v]
	most, still, n := 0, 0, 0
	for _, j := range s.jobs {
		n += btoi(!r.never[j])
		still += btoi(s.start >= 0 && has(r.mayOf(j), int(s.start)))
	}
	for at := range r.p.slots {
		here := 0
		for _, j := range s.jobs {
			here += btoi(!r.never[j] && has(r.p.startsOf(j), at))
		}
		most = max(most, here)
	}
	most = max(most, still)
	var c price
	c[priceLeft], c[priceMoved] = n-most, btoi(still < most || most == 0)
	if !r.open[s.firm] {
		c[priceDisturbed], c[priceMoved] = c[priceMoved], 0
	}
	return c
}

// run searches; the jobs of the free visits must not be placed.
func (x *remake) run() (complete bool) {
	x.firm(0, price{})
	return x.steps >= 0
}

// below reports whether a branch can still be the best.
func (x *remake) below(cost, ahead price) bool { return cost.plus(ahead).less(x.best) }

// firm begins with the kth firm.
func (x *remake) firm(k int, cost price) {
	if k == len(x.firms) {
		x.leaf(cost)
		return
	}
	if !x.below(cost, x.rest[k]) {
		return
	}
	r, sc := x.r, &x.at[k]
	sc.visits, sc.pool = sc.visits[:0], sc.pool[:0]
	for _, v := range r.ofFirm[x.firms[k]] {
		if s := &r.stood[v]; !slices.Contains(x.free[k], v) && r.anchor[v] >= 0 {
			sc.visits = append(sc.visits, r.callOf(v, s.agreed))
		}
	}
	if x.open[k] {
		cost = cost.plus(r.given(x.firms[k]))
		cost[priceVisits] += len(sc.visits)
		for j := r.p.firms[x.firms[k]].lo; j < r.p.firms[x.firms[k]].hi; j++ {
			if r.of[j] < 0 && !r.never[j] {
				sc.pool = append(sc.pool, j)
			}
		}
	}
	x.visit(k, 0, cost)
}

// visit places the ith free visit of the kth firm.
func (x *remake) visit(k, i int, cost price) {
	if x.steps--; x.steps < 0 || !x.below(cost, x.ahead[k][i].plus(x.rest[k+1])) {
		return
	}
	if i == len(x.free[k]) {
		x.loose(k, 0, cost)
		return
	}
	r := x.r
	v := x.free[k][i]
	s := &r.stood[v]
	var jobs []int32
	for _, j := range s.jobs {
		if !r.never[j] {
			jobs = append(jobs, j)
		}
	}
	further := x.ahead[k][i+1].plus(x.rest[k+1])
	for left := range len(jobs) {
		c := cost
		if c[priceLeft] += left; !x.below(c, further) || left > 0 && !x.open[k] {
			return
		}
		for _, at := range x.order(v) {
			x.stayers(k, i, v, jobs, int(at), left, c)
		}
	}
	if c := cost; x.open[k] { // nobody stays
		c[priceLeft] += len(jobs)
		c[priceMoved]++
		sc := &x.at[k]
		n := len(sc.pool)
		sc.pool = append(sc.pool, jobs...)
		x.visit(k, i+1, c)
		sc.pool = sc.pool[:n]
	}
}

// order gives a visit's starts, the old one first, then the nearest.
func (x *remake) order(v int32) []int16 {
	if list, known := x.orders[v]; known {
		return list
	}
	r, s := x.r, &x.r.stood[v]
	var list []int16
	for at := range r.p.slots {
		if slices.ContainsFunc(s.jobs, func(j int32) bool { return r.can(j, at) }) {
			list = append(list, int16(at))
		}
	}
	slices.SortStableFunc(list, func(a, b int16) int {
		if a == s.start || b == s.start {
			return btoi(b == s.start) - btoi(a == s.start)
		}
		return cmp.Compare(shift(s.start, int(a)), shift(s.start, int(b)))
	})
	x.orders[v] = list
	return list
}

// can reports whether a job may start at a slot as far as it alone goes.
func (r *replanner) can(j int32, at int) bool {
	if v := r.of[j]; v >= 0 && int(r.stood[v].start) == at {
		return has(r.mayOf(j), at)
	}
	return has(r.p.startsOf(j), at)
}

// shift is how far a start is from the old one: days first, then the half.
func shift(old int16, at int) int {
	if old < 0 {
		return 0
	}
	days := at/2 - int(old)/2
	return 2*max(days, -days) + btoi(at%2 != int(old)%2)
}

// put places a job, with the people named for it where it stood.
func (x *remake) put(j int32, at int) bool {
	v := x.r.of[j]
	x.r.set(j, v >= 0 && int(x.r.stood[v].start) == at)
	return x.r.field.place(j, at)
}

// moves is what the job's being at a start adds to the price, beside its visit.
func (x *remake) moves(j int32, at int) price {
	var c price
	r := x.r
	if v := r.of[j]; v >= 0 && int(r.stood[v].start) == at {
		return c
	}
	if named := r.full[j].named; len(named) > 0 {
		job := &r.p.jobs[j]
		c[priceNames] = btoi(slices.ContainsFunc(named, func(q int32) bool {
			return !r.p.free(q, job, at) || r.field.byName(q, at, int(job.length))
		}))
	}
	return c
}

// stayers has visit v at a start with all but so many of its jobs.
func (x *remake) stayers(k, i int, v int32, jobs []int32, at, left int, cost price) {
	r, s := x.r, &x.r.stood[v]
	var able []int32
	for _, j := range jobs {
		if r.can(j, at) {
			able = append(able, j)
		}
	}
	if len(able) < len(jobs)-left {
		return
	}
	if at != int(s.start) {
		if x.open[k] {
			cost[priceMoved]++
		} else {
			cost[priceDisturbed]++
		}
		cost[priceShift] += shift(s.start, at)
		cost[priceStart] += at
	}
	if x.open[k] {
		cost[priceVisits]++
	}
	further := x.ahead[k][i+1].plus(x.rest[k+1])
	c := call{start: at, stood: v, old: at == int(s.start), jobs: make([]int32, 0, len(jobs))}
	var choose func(from int, cost price)
	choose = func(from int, cost price) {
		if x.steps--; x.steps < 0 || !x.below(cost, further) {
			return
		}
		want := len(jobs) - left - len(c.jobs)
		if want == 0 {
			x.settle(k, i, jobs, c, cost)
			return
		}
		for n := from; n+want <= len(able); n++ {
			j := able[n]
			more := x.moves(j, at)
			if !x.put(j, at) {
				continue
			}
			c.jobs = append(c.jobs, j)
			choose(n+1, cost.plus(more))
			c.jobs = c.jobs[:len(c.jobs)-1]
			r.field.remove(j)
		}
	}
	choose(0, cost)
}

// settle lets visit c stand, if the rules let it, and goes on.
func (x *remake) settle(k, i int, jobs []int32, c call, cost price) {
	r, sc := x.r, &x.at[k]
	c.jobs = slices.Clone(c.jobs)
	c.shape(r.p)
	if c.old {
		s := &r.stood[c.stood]
		c.old = c.level == s.level || len(c.jobs) == len(s.jobs)
		c.length, c.days = max(c.length, s.length), max(c.days, (s.length+1)/2)
	}
	if !x.clear(k, &c, -1, false) {
		return
	}
	n, was := len(sc.pool), len(sc.visits)
	for _, j := range jobs {
		if !slices.Contains(c.jobs, j) {
			sc.pool = append(sc.pool, j)
		}
	}
	sc.visits = append(sc.visits, c)
	x.visit(k, i+1, cost)
	sc.visits, sc.pool = sc.visits[:was], sc.pool[:n]
}

// loose finds a place for the nth of the jobs without a visit.
func (x *remake) loose(k, n int, cost price) {
	if x.steps--; x.steps < 0 || !x.below(cost, x.rest[k+1]) {
		return
	}
	r, sc := x.r, &x.at[k]
	if n == len(sc.pool) {
		if x.keeps(k) {
			x.upTo[k] = cost
			x.firm(k+1, cost)
		}
		return
	}
	j := sc.pool[n]
	old := int16(-1)
	if v := r.of[j]; v >= 0 {
		old = r.stood[v].start
	}
	for i := range sc.visits {
		x.join(k, n, j, i, old, cost)
	}
	for s := range r.p.slots {
		if !r.can(j, s) {
			continue
		}
		c := cost.plus(x.moves(j, s))
		c[priceVisits]++
		c[priceShift] += shift(old, s)
		c[priceStart] += s
		if !x.below(c, x.rest[k+1]) {
			continue
		}
		v := call{start: s, jobs: []int32{j}, stood: -1}
		v.shape(r.p)
		if x.clear(k, &v, -1, false) && x.put(j, s) {
			sc.visits = append(sc.visits, v)
			x.loose(k, n+1, c)
			sc.visits = sc.visits[:len(sc.visits)-1]
			r.field.remove(j)
		}
	}
	cost[r.p.jobs[j].class]++
	if r.of[j] >= 0 {
		cost[priceLeft]-- // without a place, it has left for nowhere
	}
	x.loose(k, n+1, cost)
}

// join has a job join the firm's ith visit, if the rules let it. An agreed visit
// takes in only whom it need not change for.
func (x *remake) join(k, n int, j int32, i int, old int16, cost price) {
	r, sc := x.r, &x.at[k]
	p, was := r.p, sc.visits[i]
	job := &p.jobs[j]
	if !job.joinable || !was.joinable || p.group(job.level) != p.group(was.level) || was.stood >= 0 && was.stood == r.of[j] || !r.can(j, was.start) ||
		was.agreed && (int(job.length) > was.length || job.level < was.level) {
		return
	}
	c := cost.plus(x.moves(j, was.start))
	c[priceShift] += shift(old, was.start)
	if !x.below(c, x.rest[k+1]) {
		return
	}
	v := was
	v.jobs = append(slices.Clone(was.jobs), j)
	v.days, v.length, v.level = max(was.days, job.days()), max(was.length, int(job.length)), min(was.level, job.level)
	if v.days != was.days || v.level != was.level {
		v.old = false
		if !x.clear(k, &v, i, false) {
			return
		}
	}
	if !x.put(j, was.start) {
		return
	}
	v.old = false
	sc.visits[i] = v
	x.loose(k, n+1, c)
	sc.visits[i] = was
	r.field.remove(j)
}

// leaf keeps a plan that is better than the best.
func (x *remake) leaf(cost price) {
	if !cost.less(x.best) {
		return
	}
	x.best = cost
	o := &outcome{field: x.r.field.twin(x.r.p), cost: make([]price, len(x.firms))}
	var before price
	for k := range x.firms {
		for i := range before {
			o.cost[k][i] = x.upTo[k][i] - before[i]
		}
		before = x.upTo[k]
		for _, v := range x.free[k] {
			at := int16(-1)
			for i := range x.at[k].visits {
				if x.at[k].visits[i].stood == v {
					at = int16(x.at[k].visits[i].start)
				}
			}
			o.anchor = append(o.anchor, at)
		}
	}
	x.found = o
}
