package schedule

import "math"

// Ejection chains: a firm that stands worse than it might is put where it would
// stand best if slots that are full counted only a little; from each full slot
// another firm is ejected, which must find a place no worse than its own, itself
// perhaps by ejecting a third.
//
//	firm 1 ──wants──▶ slot A of department X, full
//	                  firm 2 ──leaves for──▶ slot B, full
//	                                         firm 3 ──leaves for──▶ slot C, free
//
// A chain is kept when the first firm is better off and nobody is worse off; so
// each one that succeeds makes the plan better.
//
// Cost: chainTries^chainDepth placements a firm at most, chainBudget in all.

const (
	chainDepth  = 2   // ejections in a row, at first; passes in vain allow one more
	chainTries  = 8   // firms tried for one full slot
	chainBudget = 300 // placements for one firm's chain
	chainVain   = 4   // passes without success before giving up
)

// chains repairs firm after firm until passes mend nothing or the work is done
// (search.work). A pass in vain is followed by one that looks further.
func (r *repair) chains(work int) {
	end := r.m.q.work + work
	for vain := 0; vain < chainVain; {
		mended := 0
		for _, i := range r.wanting() {
			r.budget = chainBudget << (2 * vain)
			if r.chain(int(i), chainDepth+btoi(vain > 0)) {
				mended++
			}
			r.tell(1 - float64(end-r.m.q.work)/float64(work))
			if r.m.q.work > end {
				return
			}
		}
		if mended == 0 {
			vain++
		}
	}
}

// cost is what a firm's part of the plan costs: see forgone.
func (m *plan) cost(f *firm) float64 {
	cost := 0.0
	if f.hi > f.lo {
		cost = float64(m.visits[m.index(f)])
	}
	for j := f.lo; j < f.hi; j++ {
		if m.field.start[j] < 0 {
			cost += forgone[m.p.jobs[j].class]
		}
	}
	return cost
}

// savepoint is where to go back to.
type savepoint struct {
	mark, touched int
	out           [3]int
}

func (r *repair) save() savepoint {
	return savepoint{r.m.field.begin(), len(r.touched), r.m.out}
}

func (r *repair) back(s savepoint) {
	r.m.field.undo(s.mark)
	r.m.out = s.out
	for _, i := range r.touched[s.touched:] {
		r.m.recount(&r.m.p.firms[i])
		r.mark[i] = false
	}
	r.touched = r.touched[:s.touched]
}

// chain tries to better firm i.
func (r *repair) chain(i, depth int) bool {
	m := r.m
	f := &m.p.firms[i]
	target := m.cost(f) - 1
	r.touched = r.touched[:0]
	s := r.save()
	r.take(i)
	if !r.put(i, target, depth) {
		r.back(s)
		return false
	}
	m.field.keep()
	for _, k := range r.touched {
		r.mark[k] = false
	}
	return true
}

// take takes a firm out of the plan, for this chain to put back.
func (r *repair) take(i int) {
	r.m.clear(&r.m.p.firms[i])
	r.mark[i] = true
	r.touched = append(r.touched, int32(i))
}

// put places firm i, which is not in the plan, at no more than the target cost.
func (r *repair) put(i int, target float64, depth int) bool {
	m := r.m
	f := &m.p.firms[i]
	r.budget--
	m.best(f, m.crowding)
	if m.cost(f) <= target+epsilon {
		return true
	}
	if depth == 0 || r.budget <= 0 {
		return false
	}
	m.clear(f)
	wants, ok := r.wishes(f, target)
	if !ok {
		return false
	}
	for k, s := range wants {
		if s < 0 {
			continue
		}
		if j := f.lo + int32(k); !m.place(j, int(s)) && !r.eject(j, int(s), depth) {
			return false
		}
	}
	m.recount(f)
	return m.cost(f) <= target+epsilon
}

// wishes is where a firm would stand if a full slot counted less than a visit;
// ok is false when not even that reaches the target cost.
func (r *repair) wishes(f *firm, target float64) (starts []int16, ok bool) {
	if f.hi-f.lo > maxJobs {
		return nil, false
	}
	m, q := r.m, r.m.q
	noise := r.rnd.next()
	scale := 0.9 / float64(f.hi-f.lo)
	q.whole(f)
	q.prepare(f, q.all, func(j int32, s int) float64 {
		if m.field.fits(j, s) {
			return scale * 0.05 * min(1, m.crowding(j, s))
		}
		if m.p.jobs[j].need > m.p.roomiest(j, s) {
			return math.Inf(1)
		}
		h := sequence(noise ^ uint64(j)<<20 ^ uint64(s))
		return scale * (0.4 + 0.6*float64(h.next()>>40)/(1<<24))
	})
	q.field = m.p.empty // pairs may meet in a full slot too: someone else may leave
	q.run(nil)
	q.field = m.field
	if math.Floor(q.cost) > target+epsilon {
		return nil, false
	}
	return append(starts, q.best...), true
}

// roomiest is how many people job j could at most have at s.
func (p *problem) roomiest(j int32, s int) int32 {
	job := &p.jobs[j]
	least := int32(unlimited)
	for t := s; t < s+int(job.length); t++ {
		least = min(least, p.avail[int(job.dept)*p.slots+t])
	}
	return least
}

// eject makes room for job j at s by sending another firm elsewhere.
func (r *repair) eject(j int32, s, depth int) bool {
	m, p := r.m, r.m.p
	job := &p.jobs[j]
	tries := 0
	for t := s; t < s+int(job.length); t += 2 {
		at := m.field.at[int(job.dept)*p.days+t/2]
		if len(at) == 0 {
			continue
		}
		from := r.rnd.below(len(at))
		names := make([]int32, 0, len(at))
		names = append(append(names, at[from:]...), at[:from]...)
		for _, x := range names {
			k := int(p.jobs[x].firm)
			if r.mark[k] || m.field.start[x] < 0 || !m.overlaps(j, s, x) {
				continue
			}
			if tries++; tries > chainTries || r.budget <= 0 {
				return false
			}
			g := &p.firms[k]
			cost := m.cost(g)
			here := r.save()
			r.take(k)
			if m.place(j, s) && r.put(k, cost, depth-1) {
				m.field.keep()
				return true
			}
			r.back(here)
		}
	}
	return false
}
