package schedule

import (
	"math"
	"slices"
)

// Middling components: column generation, and branching on its result.
//
// A column is one firm's placement. The programme (simplex.go) chooses one of
// each firm, in shares, so that no department's slot and nobody named is taken
// more than there is. Which columns can better it is the question of
// enterprise.go: the optimum of a firm under prices, the programme's duals. So
// the columns come in as they are needed.
//
// The goals are taken one after the other: fewest jobs of class 0 left out,
// then of class 1 with no more of class 0 left out, then of class 2, then
// visits. For each, with prices μ ≥ 0 of the slots and λ ≥ 0 of the jobs of a
// class left out, every plan that leaves out at most L costs at least
//
//	Σ firms' optima under μ and λ − Σ μ·people − Σ λ·L
//
// which proves a bound whatever the prices; those of the programme make it the
// best there is of this kind. Costs are whole numbers, so a bound above the
// best plan less one proves that plan.
//
// Jobs of classes after the one at hand are in nobody's way and are left aside,
// unless levels join, where one may lift a visit to another's level.
//
// Where a gap is left, a job that stands at a slot only in part is made to
// stand there, and later is kept from there (tree.go). On the way every
// programme's result is rounded to a plan.
//
// Cost: as much work as is granted; the bounds reached by then stand.

// settling is the search of one component.
type settling struct {
	m     *plan
	q     *search
	firms []int32
	alone []ideal
	jobs  int

	capRows [][]capRow // by department and slot
	nameRow []int32    // by person and slot: the row, or -1
	wanted  [][]int32  // by department and slot: what each job that might be there wants
	times   []int32    // by person and slot: the jobs the person is named for that might be there
	places  []int32    // of wanted, those that are not empty
	people  []int32    // of times, those that are not zero
	right   []float64
	lp      *simplex
	of      []choice // by column

	component bool       // the firms are a whole component, for which more is tried and proven
	wild      bool       // of parts, visits do not count until the classes are done
	goal      int        // of the score's numbers, or goalTotal
	upto      uint8      // jobs of later classes are left aside in this goal
	forgo     [3]float64 // what a job left out costs in this goal
	outRow    [3]int32   // the row that holds a class to what it may leave out
	allowed   [3]int     // that much

	must   []bool    // by job: it is not to be left out
	barred []uint64  // by job: slots it is kept from
	deep   []*answer // given at the node at hand
	before []told    // of the job of each, before it was given
	kept   []int32   // by firm of the component: the column a dive keeps it to, or -1
	price  []float64
	left   int // work

	best      score
	bestStart [][]int16 // by firm
	floor     score     // proven of the best plan: of each number, given those before
	total     int       // proven of the jobs left out, whatever their class
	moved     bool      // it is not the plan that was
	whole     bool      // the tree of this goal was searched to its end
}

// capRow is a row that holds a slot to its people by so many at a time: of jobs
// that each want three or more no more find room than threes in the people.
// Every three may also count for two units.
type capRow struct {
	row   int32
	units int32 // for
	of    int32 // people
}

// count is the whole units in so many people.
func (c capRow) count(people int32) int32 { return people * c.units / c.of }

// choice says what a column means.
type choice struct {
	firm   int32 // of the component
	starts []int16
}

// Goals beside the classes.
const (
	goalVisits = 3
	goalTotal  = 4 // jobs left out whatever their class, for the bound only
)

const (
	settleJobs = 400 // components above are left to the other repairs
	settleRows = 900 // more would make the programme slow

	dives = 4 // tried before branching on a component

	goalShare  = 6   // so much of the work is kept for each of the goals to come
	goalWeight = 1e4 // of a job of the goal's class beside everything else
	visitGain  = 1   // beside jobs, what visits could gain is not worth the search
	breach     = 1e6 // cost of a column that branching rules out
)

func newSettling(m *plan, alone []ideal) *settling {
	p := m.p
	return &settling{m: m, q: newSearch(p, p.empty), alone: alone, must: make([]bool, len(p.jobs)),
		barred: make([]uint64, len(p.jobs)*p.words), capRows: make([][]capRow, len(p.avail)), nameRow: slices.Repeat([]int32{-1}, len(p.people)*p.slots),
		wanted: make([][]int32, len(p.avail)), times: make([]int32, len(p.people)*p.slots)}
}

// settle searches some firms, which the plan holds, with all others where they
// are, and reports what is proven of them then. The plan then holds the best
// found; better says that it is better than before.
func (x *settling) settle(firms []int32, work int) (floor score, better bool) {
	if !x.open(firms, work) {
		return score{}, false
	}
	x.take()
	before := x.best
	if x.best == x.floor {
		return x.floor, false
	}
	x.moved = false
	mark, out := x.m.field.begin(), x.m.out
	x.clear()
	if x.setRows() {
		x.goals()
		x.clear()
	} else if x.best[0] != x.floor[0] || x.best[1] != x.floor[1] || x.best[2] != x.floor[2] {
		x.floor[goalVisits] = 0
	}
	if !x.moved || !x.restore() {
		x.back(mark, out)
		return x.floor, false
	}
	x.m.field.keep()
	return x.floor, x.best.less(before)
}

// open begins with some firms and what each has alone. Firms of very many jobs
// are not for this search.
func (x *settling) open(firms []int32, work int) bool {
	x.firms, x.left, x.jobs, x.floor, x.total = firms, work, 0, score{}, 0
	for _, k := range firms {
		f := &x.m.p.firms[k]
		if f.hi-f.lo > maxJobs {
			return false
		}
		x.jobs += int(f.hi - f.lo)
		x.total += int(f.hi - f.lo - x.alone[k].jobs)
		for c, n := range x.alone[k].best.out {
			x.floor[c] += n
		}
		x.floor[goalVisits] += x.alone[k].best.visits
	}
	return true
}

// back puts the plan back to where it was.
func (x *settling) back(mark int, out [3]int) {
	x.m.field.undo(mark)
	x.m.out = out
	for _, k := range x.firms {
		x.m.recount(&x.m.p.firms[k])
	}
}

// goals takes the goals one after the other. One that is not proven leaves the
// next some of the work: they may be bettered all the same.
func (x *settling) goals() {
	proven, alike := true, true // so far; alike: no more is left out than of the firms by themselves
	for goal := range x.best {
		if !alike {
			x.floor[goal] = 0 // where a firm leaves out more of one class, it may leave out less of the next
		}
		alike = alike && x.floor[goal] == x.best[goal]
		if goal == goalVisits {
			x.floor[goalVisits] = 0
			if x.component {
				x.leastOut()
			}
		}
		if x.goal = goal; x.best[goal] > x.floor[goal] || !proven {
			later := 0
			if goal < goalVisits && x.component {
				later = x.left * (goalVisits - goal) / goalShare
			}
			x.left -= later
			x.reach()
			x.left = max(0, x.left) + later
		}
		if !proven && goal < goalVisits {
			x.floor[goal] = 0 // with better numbers before, fewer may do
		}
		proven = proven && x.floor[goal] == x.best[goal]
	}
}

func (x *settling) clear() {
	for _, k := range x.firms {
		x.m.clear(&x.m.p.firms[k])
	}
}

// restore puts the best into the plan, where its firms must not be.
func (x *settling) restore() bool {
	ok := true
	for i, k := range x.firms {
		f := &x.m.p.firms[k]
		ok = ok && x.m.restore(f, x.bestStart[i])
	}
	return ok
}

// take remembers the plan as the best.
func (x *settling) take() {
	m := x.m
	x.bestStart = x.bestStart[:0]
	for _, k := range x.firms {
		f := &m.p.firms[k]
		x.bestStart = append(x.bestStart, slices.Clone(m.field.start[f.lo:f.hi]))
	}
	x.best = m.count(x.firms)
}

// count is the score of some firms.
func (m *plan) count(firms []int32) (s score) {
	for _, k := range firms {
		f := &m.p.firms[k]
		for j := f.lo; j < f.hi; j++ {
			if m.field.start[j] < 0 {
				s[m.p.jobs[j].class]++
			}
		}
		s[3] += int(m.visits[k])
	}
	return s
}

// reach searches for the goal at hand.
func (x *settling) reach() {
	x.programme()
	bound := x.generate(math.Inf(-1))
	later := x.left * 2 / 3 // for branching
	for n := 0; x.component && n < dives && x.proves(bound) < x.aim() && x.left > later; n++ {
		x.left -= later
		x.dive(bound, n)
		x.left = max(0, x.left) + later
	}
	bound = x.branch(bound)
	x.floor[x.goal] = max(x.floor[x.goal], min(x.aim(), x.proves(bound)))
	if x.whole {
		x.floor[x.goal] = x.aim()
	}
}

// aim is what the goal at hand has to be proven to be no less than: the best
// plan's.
func (x *settling) aim() int {
	if x.goal == goalTotal {
		return x.best[0] + x.best[1] + x.best[2]
	}
	return x.best[x.goal]
}

// leastOut proves how many jobs are left out at least, whatever their class.
func (x *settling) leastOut() {
	if x.goal = goalTotal; x.total >= x.aim() {
		return
	}
	x.programme()
	x.total = max(x.total, min(x.aim(), x.proves(x.generate(math.Inf(-1)))))
}

// fewest is how many jobs of a component are left out at least, whatever their
// class.
func (x *settling) fewest(firms []int32, work int) int {
	if !x.open(firms, work) {
		return x.total
	}
	x.take()
	if x.goal = goalTotal; x.total >= x.aim() {
		return x.total
	}
	mark, out := x.m.field.begin(), x.m.out
	x.clear()
	if x.setRows() {
		x.leastOut()
	}
	x.back(mark, out)
	return x.total
}

// proves is the goal's least number under a bound on the costs.
func (x *settling) proves(bound float64) int {
	if math.IsInf(bound, -1) {
		return 0
	}
	if x.goal != goalVisits {
		return max(0, int(math.Ceil((bound-float64(x.jobs))/goalWeight-1e-4)))
	}
	for c := range 3 {
		bound -= float64(x.allowed[c])
	}
	return max(0, int(math.Ceil(bound-1e-4)))
}
