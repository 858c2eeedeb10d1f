package schedule

import "slices"

// Neighbourhoods: take a firm that stands worse than it might together with
// firms near it, and place them anew, it first. The change is kept when the plan
// is no worse, so that plateaus are crossed; the sequence of numbers that steers
// it is fixed, so that the same plan is repaired the same way.
//
// Cost: as much work as is granted.

// sequence is a fixed sequence of numbers (SplitMix64).
type sequence uint64

func (r *sequence) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (r *sequence) below(n int) int { return int(r.next() % uint64(n)) }

// repair is the state of the neighbourhood search.
type repair struct {
	m         *plan
	rnd       sequence
	tick      func(done float64) // told how far the stage at hand is
	jobs      [][]int32          // by department: its jobs
	in        []int32            // firms of the neighbourhood
	was       []int32            // their visits
	mark      []bool             // by firm
	budget    int                // placements left
	touched   []int32            // firms of the chain at hand
	best      score              // of the plans seen
	bestStart []int16            // its starts, in small plans
	goal      []ideal            // by firm: what it has when nobody is in its way
}

func newRepair(m *plan, goal []ideal) *repair {
	r := &repair{m: m, jobs: m.p.jobsByDept(), mark: make([]bool, len(m.p.firms)), goal: goal, rnd: 1}
	return r
}

// wanting lists the firms that stand worse than they would alone.
func (r *repair) wanting() []int32 {
	var list []int32
	for i := range r.m.p.firms {
		f := &r.m.p.firms[i]
		if r.m.cost(f) > r.goal[i].cost+epsilon {
			list = append(list, int32(i))
		}
	}
	return list
}

// run repairs until so much work is done (search.work). In small plans it may
// stray to plans of one visit more, for entries often need one; the best plan is
// taken up again at the end.
func (r *repair) run(work int) {
	r.best, r.bestStart = r.m.score(), nil
	if len(r.m.p.jobs) <= strayJobs {
		r.bestStart = slices.Clone(r.m.field.start)
	}
	r.roam(work)
	if r.best.less(r.m.score()) {
		r.m.resume(r.bestStart)
	}
}

// strayJobs is up to how many jobs a plan may stray: its copies must be cheap.
const strayJobs = 2000

// resume gives the plan the starts it once had. Crews are drawn anew; should
// one not be found, its firm is placed as well as can be.
func (m *plan) resume(starts []int16) {
	for i := range m.p.firms {
		m.clear(&m.p.firms[i])
	}
	for i := range m.p.firms {
		f := &m.p.firms[i]
		if !m.restore(f, starts[f.lo:f.hi]) {
			m.best(f, m.crowding)
		}
	}
}

func (r *repair) roam(work int) {
	var list []int32
	for end := r.m.q.work + work; r.m.q.work < end; {
		if len(list) == 0 {
			if list = r.wanting(); len(list) == 0 {
				return
			}
			for i := len(list) - 1; i > 0; i-- {
				k := r.rnd.below(i + 1)
				list[i], list[k] = list[k], list[i]
			}
		}
		i := list[len(list)-1]
		list = list[:len(list)-1]
		r.step(int(i))
		r.m.q.work += stepWork
		r.tell(1 - float64(end-r.m.q.work)/float64(work))
	}
}

// stray is how many visits more a plan may have on the way.
const stray = 2

// stepWork is what a step costs besides its searches.
const stepWork = 50

// step rebuilds firm i and some of those in its way.
func (r *repair) step(i int) {
	m, p := r.m, r.m.p
	r.gather(i, 2+r.rnd.below(6))
	before, out, total := m.score(), m.out, m.total
	r.was = r.was[:0]
	for _, k := range r.in {
		r.was = append(r.was, m.visits[k])
	}
	mark := m.field.begin()
	for _, k := range r.in {
		m.clear(&p.firms[k])
	}
	noise := r.rnd.next()
	wild := 0.2 + 0.2*float64(r.rnd.below(5)) // how much chance weighs against crowding
	tie := func(j int32, s int) float64 {
		h := sequence(noise ^ uint64(j)<<20 ^ uint64(s))
		return (1-wild)*m.crowding(j, s) + wild*float64(h.next()>>40)/(1<<24)
	}
	for _, k := range r.in {
		m.best(&p.firms[k], tie)
	}
	after := m.score()
	limit := before
	if r.bestStart != nil {
		limit = r.best
		limit[3] += stray
	}
	if limit.less(after) {
		m.field.undo(mark)
		m.out, m.total = out, total
		for n, k := range r.in {
			m.visits[k] = r.was[n]
		}
	} else {
		m.field.keep()
		if after.less(r.best) {
			r.best = after
			if r.bestStart != nil {
				copy(r.bestStart, m.field.start)
			}
		}
	}
	for _, k := range r.in {
		r.mark[k] = false
	}
}

// gather forms the neighbourhood: firm i first, then firms that use its
// departments near the slots it would like, at random.
func (r *repair) gather(i, size int) {
	m, p := r.m, r.m.p
	r.in = append(r.in[:0], int32(i))
	r.mark[i] = true
	f := &p.firms[i]
	for tries := 0; tries < 8*size && len(r.in) < size; tries++ {
		base := &p.firms[r.in[0]]
		if r.rnd.below(4) == 0 {
			base = &p.firms[r.in[r.rnd.below(len(r.in))]]
		}
		j := base.lo + int32(r.rnd.below(int(base.hi-base.lo)))
		if f == base && m.field.start[j] >= 0 && r.rnd.below(2) == 0 {
			for k := f.lo; k < f.hi; k++ { // rather a job that is not placed
				if m.field.start[k] < 0 {
					j = k
				}
			}
		}
		same := r.jobs[p.jobs[j].dept]
		x := same[r.rnd.below(len(same))]
		k := p.jobs[x].firm
		if r.mark[k] || m.field.start[x] < 0 && r.rnd.below(2) == 0 {
			continue
		}
		if s := m.field.start[x]; s >= 0 && !has(p.startsOf(j), int(s)) {
			continue
		}
		r.mark[k] = true
		r.in = append(r.in, k)
	}
}

// tell reports how much of the stage at hand is done.
func (r *repair) tell(part float64) {
	if r.tick != nil {
		r.tick(part)
	}
}
