package schedule

import (
	"math"
	"math/bits"
	"slices"

	"liancha/inspect"
)

// The optimum of one enterprise as a dynamic programme over the days.
//
// The same problem as in enterprise.go, without trying crews out. A state is
// what the future needs to know at the start of a day:
//
//	rest   the jobs that have no visit yet and can still have one
//	level  the level of the last joinable visit, and wait, the days until
//	       another level may follow; forgotten once wait is 0
//	used   what is used up of the frequency caps (ledger.go)
//
// Each state of a day, reached at its least cost, either lets the day pass or
// makes a group a visit and goes on after it. Two ways into one state keep only
// the cheaper, so that a state is expanded once; a state whose cost and bound
// reach the incumbent's cost is dropped. The dominance that keeps groups whole
// is that of enterprise.go.
//
// Cost: days × states × groups; the usual enterprise has some dozens of states.

// A day keeps at most so many states: above that the best by cost and bound
// stay, and the result is good but unproven (search.proven). fewStates serve
// nearly all enterprises; where a proof is wanted, manyStates are tried with
// what the few have found to beat, which drops most of them at once.
const (
	fewStates  = 1000
	manyStates = 3000
)

type state struct {
	rest  uint64
	cost  float64
	took  uint64 // the group taken to get here
	used  memory
	from  int32 // the state before, in all
	start int16 // of the group; -1 where a day passed
	day   int16
	level uint8 // last level and 1; 0 when forgotten
	wait  uint8
}

// timeline is the scratch memory of the programme.
type timeline struct {
	all   []state
	day   [][]int32 // by day: states in all
	table []int32   // hash of the states: index in all and 1
	slots []int32   // of the table that are taken
	alive []uint64  // by day: jobs that can still start then or later
	best  int32     // the final state; -1 for the incumbent
	bound []float64
	ahead ahead
}

// programme finds the optimum like run; it is not for firms with visits that
// stand already.
func (q *search) programme(incumbent []int16) {
	q.cost = math.Inf(1)
	for i := range q.best {
		q.best[i] = -1
	}
	if incumbent != nil {
		if c := q.costOf(incumbent); c < math.Inf(1) {
			q.cost = c
			copy(q.best, incumbent)
		}
	}
	q.outlook()
	q.time.ahead.plan(q)
	if q.integral {
		// Most optima are at the bound or one visit above, and are soon found
		// when nothing dearer is looked at.
		known, floor := q.cost, q.least(0, 1<<q.n-1, 0, 0)
		for _, slack := range [...]float64{0.5, 1.5} {
			if floor+slack >= known {
				break
			}
			if q.cost = floor + slack; q.below() {
				return
			}
		}
		q.cost = known
	}
	q.below()
}

// below finds the optimum if it is below q.cost, and reports whether it is.
func (q *search) below() bool {
	t := &q.time
	p := q.p
	q.proven, t.best = true, -1
	t.all = t.all[:0]
	t.forget()
	for d := range t.day {
		t.day[d] = t.day[d][:0]
	}
	q.reach(0, state{rest: 1<<q.n - 1, from: -1, start: -1})
	for d := 0; d <= p.days; d++ {
		if len(t.day[d]) > q.states {
			q.prune(d)
		}
		for k := 0; k < len(t.day[d]); k++ {
			q.expand(d, t.day[d][k])
		}
	}
	if t.best < 0 {
		return false
	}
	for i := range q.best {
		q.best[i] = -1
	}
	for at := t.best; at >= 0; at = t.all[at].from {
		for g := t.all[at].took; g != 0; g &= g - 1 {
			q.best[bits.TrailingZeros64(g)] = t.all[at].start
		}
	}
	return true
}

// outlook finds what can still start from each day on.
func (q *search) outlook() {
	t := &q.time
	if len(t.day) < q.p.days+1 {
		t.day = make([][]int32, q.p.days+1)
		t.alive = make([]uint64, q.p.days+1)
	}
	clear(t.alive)
	for i := range q.n {
		for d := 0; 2*d <= q.last[i]; d++ {
			t.alive[d] |= 1 << i
		}
	}
}

// reach adds a state to day d, unless a cheaper way there is known.
func (q *search) reach(d int, s state) {
	t := &q.time
	for lost := s.rest &^ t.alive[d]; lost != 0; lost &= lost - 1 {
		s.cost += q.forgo[q.p.jobs[q.jobs[bits.TrailingZeros64(lost)]].class]
	}
	s.rest &= t.alive[d]
	if s.cost >= q.cost-epsilon {
		return
	}
	if s.rest == 0 {
		q.cost = s.cost
		t.best = int32(len(t.all))
		t.all = append(t.all, s)
		return
	}
	if s.wait == 0 {
		s.level = 0
	}
	s.day = int16(d)
	if len(q.ledger.list) > 0 && d > 0 {
		s.used = q.forgetful(s.used, int(t.all[s.from].day), d, s.rest)
	}
	slot := t.find(&s)
	if k := t.table[slot]; k != 0 {
		if o := &t.all[k-1]; s.cost < o.cost-epsilon/2 {
			*o = s
		}
		return
	}
	t.day[d] = append(t.day[d], int32(len(t.all)))
	t.all = append(t.all, s)
	t.table[slot] = int32(len(t.all))
	t.slots = append(t.slots, int32(slot))
	if 2*len(t.slots) > len(t.table) {
		t.rehash()
	}
}

// find gives the table's place for a state, where it stands or would stand.
func (t *timeline) find(s *state) int {
	h := s.rest*0x9e3779b97f4a7c15 ^ uint64(s.day)*0xbf58476d1ce4e5b9 ^ uint64(s.level)<<17 ^ uint64(s.wait)<<29
	h ^= s.used[0]*0xd6e8feb86659fd93 ^ s.used[1]*0xa0761d6478bd642f
	h ^= h >> 31
	h *= 0x94d049bb133111eb
	mask := len(t.table) - 1
	for i := int(h>>33) & mask; ; i = (i + 1) & mask {
		k := t.table[i]
		if k == 0 {
			return i
		}
		if o := &t.all[k-1]; o.rest == s.rest && o.day == s.day && o.level == s.level && o.wait == s.wait && o.used == s.used {
			return i
		}
	}
}

// forget empties the table.
func (t *timeline) forget() {
	if t.table == nil {
		t.table = make([]int32, 1<<10)
	}
	for _, i := range t.slots {
		t.table[i] = 0
	}
	t.slots = t.slots[:0]
}

// rehash doubles the table.
func (t *timeline) rehash() {
	t.table = make([]int32, 2*len(t.table))
	t.slots = t.slots[:0]
	for k := range t.all {
		if t.all[k].rest == 0 {
			continue // final
		}
		i := t.find(&t.all[k])
		t.table[i] = int32(k) + 1
		t.slots = append(t.slots, int32(i))
	}
}

// prune keeps the best states of a day.
func (q *search) prune(d int) {
	t := &q.time
	q.proven = false
	t.bound = grow(t.bound, len(t.all))
	for _, k := range t.day[d] {
		t.bound[k] = t.all[k].cost + q.least(d, t.all[k].rest, t.all[k].level, t.all[k].wait)
	}
	slices.SortFunc(t.day[d], func(a, b int32) int {
		if t.bound[a] != t.bound[b] {
			if t.bound[a] < t.bound[b] {
				return -1
			}
			return 1
		}
		return int(a - b)
	})
	t.day[d] = t.day[d][:q.states/2]
}

// expand goes on from a state of day d.
func (q *search) expand(d int, at int32) {
	t := &q.time
	s := t.all[at]
	q.work++
	if s.cost+q.least(d, s.rest, s.level, s.wait) >= q.cost-epsilon {
		return
	}
	for half := range 2 {
		here := q.open[2*d+half] & s.rest
		for _, members := range q.level {
			if all := members & here; all != 0 {
				q.parties(d, half, at, all)
			}
		}
		for r := here & q.alone; r != 0; r &= r - 1 {
			q.join(d, half, at, r&-r)
		}
	}
	pass := s
	pass.from, pass.start, pass.took = at, -1, 0
	pass.wait -= min(1, pass.wait)
	q.reach(d+1, pass)
}

// parties tries the groups that may start in one half of day d: all who can,
// less those subsets that might be better off later.
func (q *search) parties(d, half int, at int32, all uint64) {
	s := 2*d + half
	shortest := math.MaxInt
	for r := all; r != 0; r &= r - 1 {
		shortest = min(shortest, q.p.jobs[q.jobs[bits.TrailingZeros64(r)]].days())
	}
	w := q.p.slots + 1
	choice := uint64(0)
	strict := q.strict
	for _, exempt := range q.ledger.exempts {
		strict = strict || all&exempt != 0 && all&^exempt != 0
	}
	apart := q.pairs | q.ledger.strict
	if all&q.pairs != 0 && q.together(s, all) {
		apart = q.ledger.strict // people enough for all, so none is in another's way
	}
	for r := all; r != 0; r &= r - 1 {
		i := bits.TrailingZeros64(r)
		if strict || apart>>i&1 != 0 || q.p.jobs[q.jobs[i]].days() > shortest || q.low[i*w+2*d+2] < q.price[i*q.p.slots+s] {
			choice |= 1 << i
		}
	}
	must := all &^ choice
	tries := 0
	for c := choice; ; c = (c - 1) & choice {
		if c|must != 0 {
			q.join(d, half, at, c|must)
		}
		if c == 0 {
			return
		}
		if tries++; tries > manyStates {
			q.proven = false
			return
		}
	}
}

// join makes the group a visit on day d after the state at.
func (q *search) join(d, half int, at int32, group uint64) {
	p := q.p
	q.work++
	s := 2*d + half
	from := q.time.all[at]
	level, days, joinable, cost := inspect.Level(255), 0, true, from.cost+1
	for r := group; r != 0; r &= r - 1 {
		i := bits.TrailingZeros64(r)
		job := &p.jobs[q.jobs[i]]
		level, days, joinable = min(level, job.level), max(days, job.days()), job.joinable
		cost += q.price[i*p.slots+s]
	}
	if cost >= q.cost-epsilon || joinable && from.wait > 0 && uint8(level)+1 != from.level {
		return
	}
	if len(q.f.past) > 0 && !p.clearOfPast(q.f, level, joinable, d, d+days-1) || group&q.pairs != 0 && !q.together(s, group) {
		return
	}
	next := state{rest: from.rest &^ group, cost: cost, took: group, from: at, start: int16(s), level: from.level, used: from.used}
	if len(q.ledger.list) > 0 {
		v := q.tallyOf(d, level, group)
		used, ok := q.book(from.used, d, &v)
		if !ok {
			return
		}
		next.used = used
	}
	if joinable {
		next.level, next.wait = uint8(level)+1, uint8(min(p.apart-1, 255))
	} else {
		next.wait = from.wait - uint8(min(days, int(from.wait)))
	}
	q.reach(d+days, next)
}

// together reports whether there are people enough for those jobs of the group
// that are of one department; the prices have looked at each job by itself.
func (q *search) together(s int, group uint64) bool {
	p := q.p
	for r := group & q.pairs; r != 0; r &= r - 1 {
		a := &p.jobs[q.jobs[bits.TrailingZeros64(r)]]
		at := int(a.dept) * p.slots
		for t := s; t < s+int(a.length); t++ {
			room := p.avail[at+t] - q.field.used[at+t]
			for o := group & q.pairs; o != 0; o &= o - 1 {
				b := &p.jobs[q.jobs[bits.TrailingZeros64(o)]]
				if b.dept == a.dept && t < s+int(b.length) {
					room -= b.need
				}
				if b != a && b.dept == a.dept && slices.ContainsFunc(a.named, func(n int32) bool { return contains(b.named, n) }) {
					return false
				}
			}
			if room < 0 {
				return false
			}
		}
	}
	return true
}
