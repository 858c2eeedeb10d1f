package schedule

import (
	"math"
	"math/bits"
	"slices"

	"liancha/inspect"
)

// The optimum of one enterprise.
//
// Problem: given a price for each of its jobs at each start (infinite where
// there is no room), choose visits in time order so that the sum of
//
//	forgone[class] for each job left out + 1 for each visit + the prices
//
// is least. forgone is so large that the sum is lexicographic. A visit is a
// start slot and a group of jobs that may share it; it keeps its distance from
// the visit before it, from history and from the caps.
//
//	slot     0   1   2   3   4   5   6 …
//	         [a b]           [c]     [d e]      groups of one level
//	          └── gap(level) ─┘
//
// Only the last joinable visit matters for distances: of three joinable visits
// in a row, if the outer two differ in level then so do two neighbours, and
// their gap already separates the outer ones. Not-joinable visits only need to
// lie on other days.
//
// Search: depth first over (next visit's slot, its group), cut by a bound: the
// price each job left can still hope for, the jobs whose last start has passed,
// and the visits the rest needs (earliest-deadline stabbing per level: the jobs
// that force a new point have disjoint ranges, so each needs a visit of its own;
// leaving out one of them costs more than the visit it saves). A group takes
// every job that would not be cheaper later; only where length, caps or room
// speak against a job are its subsets tried.
//
// Where no crews have to be tried out, timeline.go finds the same by dynamic
// programming.
//
// Cost: microseconds for the usual handful of jobs; searchNodes at most.

// searchNodes bounds the search of one enterprise; the best found so far then
// stands. Enterprises of a dozen jobs and a month stay far below it.
const searchNodes = 1500

// forgone is the cost of leaving a job out, by class: above all the visits an
// enterprise can have (64 jobs are searched at a time), and each class above
// all jobs of the next.
var forgone = [3]float64{1e8, 1e6, 1e4}

const epsilon = 1e-7

// maxJobs is how many jobs are searched together: one bit each.
const maxJobs = 64

// search finds the optimum of one enterprise at a time. It belongs to one
// goroutine.
type search struct {
	p     *problem
	field *field // where try is set, visits are tried out in it
	try   bool

	f      *firm
	jobs   []int32
	n      int
	price  []float64 // by job and slot
	low    []float64 // by job and slot: the least price from there on
	first  []int     // by job: its first start with a price
	last   []int     // by job: its last start with a price; -1
	order  []int     // jobs by last
	open   []uint64  // by slot: the jobs that may start there
	level  [4]uint64 // joinable jobs by level
	alone  uint64
	strict bool       // no job may be taken for granted in a group
	forgo  [3]float64 // cost of leaving a job out, by class
	pairs  uint64     // jobs that share a department with another of the firm
	nodes  int
	proven bool // the result of the last search is the optimum
	// integral says that all costs are whole numbers.
	integral bool
	time     timeline
	ledger   ledger
	states   int                // a day may keep
	work     int                // states and nodes so far: what effort is counted in
	exact    func(cost float64) // with which a search over several firms goes on

	all     []int32
	tallies []tally // the visits so far, for the caps
	fixed   []tally // visits that stand already
	fixedAt []pastVisit
	now     []int16
	best    []int16
	cost    float64
}

func newSearch(p *problem, f *field) *search {
	return &search{p: p, field: f, open: make([]uint64, p.slots+1), forgo: forgone, states: fewStates}
}

// prepare sets the enterprise and the price of each of its jobs at each start.
func (q *search) prepare(f *firm, jobs []int32, price func(j int32, s int) float64) {
	p := q.p
	q.f, q.jobs, q.n = f, jobs, len(jobs)
	q.price = grow(q.price, q.n*p.slots)
	q.low = grow(q.low, q.n*(p.slots+1))
	q.first, q.last, q.order = grow(q.first, q.n), grow(q.last, q.n), grow(q.order, q.n)
	q.now, q.best = grow(q.now, q.n), grow(q.best, q.n)
	clear(q.open)
	q.level, q.alone = [4]uint64{}, 0
	for i, j := range jobs {
		job := &p.jobs[j]
		row := q.price[i*p.slots : (i+1)*p.slots]
		low := q.low[i*(p.slots+1) : (i+1)*(p.slots+1)]
		for s := range row {
			row[s] = math.Inf(1)
		}
		first, last := p.slots, -1
		for s := p.next(j, 0); s >= 0; s = p.next(j, s+1) {
			if v := price(j, s); v <= math.MaxFloat64 {
				row[s] = v
				first, last = min(first, s), s
				q.open[s] |= 1 << i
			}
		}
		q.first[i], q.last[i], q.order[i] = first, last, i
		least := math.Inf(1)
		low[p.slots] = least
		for s := p.slots - 1; s >= 0; s-- {
			if v := row[s]; v < least {
				least = v
			}
			low[s] = least
		}
		if job.joinable {
			q.level[p.group(job.level)] |= 1 << i
		} else {
			q.alone |= 1 << i
		}
	}
	slices.SortFunc(q.order, func(a, b int) int {
		if q.last[a] != q.last[b] {
			return q.last[a] - q.last[b]
		}
		return a - b
	})
	q.pairs = 0
	if f.twice {
		for i, j := range jobs {
			for k := range i {
				if p.jobs[jobs[k]].dept == p.jobs[j].dept {
					q.pairs |= 1<<i | 1<<k
				}
			}
		}
	}
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// group is rule 3: jobs of one group may share a visit.
func (p *problem) group(l inspect.Level) int {
	if p.across {
		return 0
	}
	return int(l)
}

// run searches; incumbent, if any, is the start of each job in a solution to
// begin with. The result is in best and cost.
func (q *search) run(incumbent []int16) {
	q.strict = q.p.across
	if len(q.fixedAt) == 0 && !q.try {
		if q.openAccounts(); q.ledger.fits {
			q.programme(incumbent)
			return
		}
	}
	q.strict = q.strict || len(q.f.caps) > 0 || q.try
	q.nodes, q.cost = searchNodes, math.Inf(1)
	for i := range q.now {
		q.now[i], q.best[i] = -1, -1
	}
	if incumbent != nil {
		if c := q.costOf(incumbent); c < math.Inf(1) {
			q.cost = c
			copy(q.best, incumbent)
		}
	}
	q.tallies = append(q.tallies[:0], q.fixed...)
	q.visit(0, 1<<q.n-1, 0, -1, 0)
	q.proven = q.nodes >= 0
}

// costOf is the cost of a solution under the prices; infinite where one of its
// starts has none.
func (q *search) costOf(starts []int16) float64 {
	cost := 0.0
	for i, s := range starts {
		if s < 0 {
			cost += q.forgo[q.p.jobs[q.jobs[i]].class]
			continue
		}
		cost += q.price[i*q.p.slots+int(s)]
		if !slices.Contains(starts[:i], s) {
			cost++
		}
	}
	return cost
}

// bound is the least the jobs in rest can still cost from slot t on.
func (q *search) bound(t int, rest uint64) float64 {
	cost := 0.0
	var point [5]int // last stab of each group; alone jobs count each for itself
	for g := range point {
		point[g] = -1
	}
	w := q.p.slots + 1
	for _, i := range q.order {
		if rest>>i&1 == 0 {
			continue
		}
		if q.last[i] < t {
			cost += q.forgo[q.p.jobs[q.jobs[i]].class]
			continue
		}
		low := q.low[i*w+t]
		cost += low
		// A job that would rather be left out than pay and be visited saves less
		// than the visit.
		visit := min(1, q.forgo[q.p.jobs[q.jobs[i]].class]-low)
		if q.alone>>i&1 != 0 {
			cost += visit
			continue
		}
		g := q.p.group(q.p.jobs[q.jobs[i]].level)
		if point[g] < 0 || max(t, q.first[i]) > point[g] {
			cost += visit
			point[g] = q.last[i]
		}
	}
	return cost
}

// visit chooses the next visit, which starts at slot t or later. rest are the
// jobs without one; the last joinable visit ended on day end at level lastLevel.
func (q *search) visit(t int, rest uint64, cost float64, end int, lastLevel inspect.Level) {
	q.work++
	if q.nodes--; q.nodes < 0 {
		return
	}
	stop := cost
	for r := rest; r != 0; r &= r - 1 {
		stop += q.forgo[q.p.jobs[q.jobs[bits.TrailingZeros64(r)]].class]
	}
	if q.exact != nil {
		if stop < q.cost-epsilon {
			q.exact(stop)
		}
	} else if stop < q.cost-epsilon {
		q.cost = stop
		copy(q.best, q.now)
	}
	for s := t; s < q.p.slots; s++ {
		if rest == 0 || cost+q.bound(s, rest) >= q.cost-epsilon {
			return
		}
		here := q.open[s] & rest
		if here == 0 {
			continue
		}
		for _, members := range q.level {
			if members&here != 0 {
				q.groups(s, members&here, rest, cost, end, lastLevel)
			}
		}
		for r := here & q.alone; r != 0; r &= r - 1 {
			q.take(s, r&-r, rest, cost, end, lastLevel)
		}
	}
}

// groups tries the groups that may start at s: all who can, less those subsets
// that might be better off later.
func (q *search) groups(s int, all, rest uint64, cost float64, end int, lastLevel inspect.Level) {
	choice := uint64(0)
	shortest := math.MaxInt
	for r := all; r != 0; r &= r - 1 {
		shortest = min(shortest, q.p.jobs[q.jobs[bits.TrailingZeros64(r)]].days())
	}
	w := q.p.slots + 1
	for r := all; r != 0; r &= r - 1 {
		i := bits.TrailingZeros64(r)
		if q.strict || q.p.jobs[q.jobs[i]].days() > shortest || q.low[i*w+s+1] < q.price[i*q.p.slots+s] {
			choice |= 1 << i
		}
	}
	must := all &^ choice
	for c := choice; ; c = (c - 1) & choice {
		if c|must != 0 {
			q.take(s, c|must, rest, cost, end, lastLevel)
		}
		if c == 0 || q.nodes < 0 {
			return
		}
	}
}

// take makes the group a visit at s, if the rules let it, and goes on.
func (q *search) take(s int, group, rest uint64, cost float64, end int, lastLevel inspect.Level) {
	p := q.p
	level, days, joinable, c := inspect.Level(255), 0, true, cost+1
	for r := group; r != 0; r &= r - 1 {
		i := bits.TrailingZeros64(r)
		job := &p.jobs[q.jobs[i]]
		level, days, joinable = min(level, job.level), max(days, job.days()), job.joinable
		c += q.price[i*p.slots+s]
	}
	first, next := s/2, 2*(s/2+days)
	if c+q.bound(min(next, p.slots), rest&^group) >= q.cost-epsilon {
		q.nodes--
		q.work++
		return
	}
	if joinable && end >= 0 && first-end < p.gap(level, true, lastLevel, true) || !p.clearOfPast(q.f, level, joinable, first, first+days-1) || !q.clearOfFixed(level, joinable, first, first+days-1) {
		return
	}
	depth := len(q.tallies)
	if len(q.f.caps) > 0 {
		v := q.tallyOf(first, level, group)
		if p.overCap(q.f, &v, q.tallies) >= 0 {
			return
		}
		q.tallies = append(q.tallies, v)
	}
	if !q.try || q.tryOut(s, group) {
		for r := group; r != 0; r &= r - 1 {
			q.now[bits.TrailingZeros64(r)] = int16(s)
		}
		if joinable {
			end, lastLevel = first+days-1, level
		}
		q.visit(min(next, p.slots), rest&^group, c, end, lastLevel)
		for r := group; r != 0; r &= r - 1 {
			i := bits.TrailingZeros64(r)
			q.now[i] = -1
			if q.try {
				q.field.remove(q.jobs[i])
			}
		}
	}
	q.tallies = q.tallies[:depth]
}

// tallyOf is a group's visit as a cap sees it.
func (q *search) tallyOf(day int, level inspect.Level, group uint64) tally {
	v := tally{date: q.p.in.Days[day], level: level}
	for r := group; r != 0; r &= r - 1 {
		job := &q.p.jobs[q.jobs[bits.TrailingZeros64(r)]]
		v.depts, v.kinds = append(v.depts, job.dept), v.kinds|1<<job.kind
	}
	return v
}

// tryOut places the group in the field; all of it or nothing.
func (q *search) tryOut(s int, group uint64) bool {
	for r := group; r != 0; r &= r - 1 {
		if q.field.place(q.jobs[bits.TrailingZeros64(r)], s) {
			continue
		}
		for done := group &^ r; done != 0; done &= done - 1 {
			q.field.remove(q.jobs[bits.TrailingZeros64(done)])
		}
		return false
	}
	return true
}

// clearOfFixed is rule 4 against the visits that stand already.
func (q *search) clearOfFixed(level inspect.Level, joinable bool, first, last int) bool {
	for i := range q.fixedAt {
		v := &q.fixedAt[i]
		if g := q.p.gap(level, joinable, v.level, v.joinable); first-v.last < g && v.first-last < g {
			return false
		}
	}
	return true
}

// fix lets the visits found stand while the enterprise's other jobs are placed.
func (q *search) fix() {
	for _, v := range q.p.visitsOf(q.jobs, q.best) {
		q.fixed = append(q.fixed, v.tally)
		q.fixedAt = append(q.fixedAt, pastVisit{first: v.start / 2, last: v.start/2 + v.days - 1, level: v.tally.level, joinable: v.joinable})
	}
}

// stop is a visit of one enterprise as the rules see it.
type stop struct {
	tally    tally
	start    int
	days     int
	length   int // half-days
	joinable bool
	jobs     []int32
}

// visitsOf forms the visits of one enterprise's jobs, by start.
func (p *problem) visitsOf(jobs []int32, starts []int16) []stop {
	stops := make([]stop, 0, min(len(jobs), 8))
	for i, j := range jobs {
		if starts[i] < 0 {
			continue
		}
		s := int(starts[i])
		k, found := slices.BinarySearchFunc(stops, s, func(v stop, s int) int { return v.start - s })
		if !found {
			stops = slices.Insert(stops, k, stop{tally: tally{date: p.in.Days[s/2], level: 255}, start: s, joinable: true})
		}
		v, job := &stops[k], &p.jobs[j]
		v.tally.level = min(v.tally.level, job.level)
		v.tally.depts = append(v.tally.depts, job.dept)
		v.tally.kinds |= 1 << job.kind
		v.days, v.length = max(v.days, job.days()), max(v.length, int(job.length))
		v.joinable = v.joinable && job.joinable
		v.jobs = append(v.jobs, j)
	}
	return stops
}
