package schedule

import "sync"

// Settling middling components: the search of branch.go is tried on the whole;
// what it does not prove is bettered part by part, a few firms at a time with
// the others where they are, while moves that cost nothing (neighbours.go, and
// parts that come out as good but different) carry the plan from one of many
// equals to the next. After some rounds of it that bettered the plan the whole is
// tried again.
//
// Parts are bettered in two streams, each with a plan of its own, which now and
// then take up the better one's: for two processors, and the same with one.
//
// Cost: for the first try of a whole component settleWork and step of effort at
// most, less for small components, which are soon searched through; for all that
// follows two or three times as much. For all components together allSettleWork.

const (
	settleWork    = 32_000_000
	settleLeast   = 500_000
	settlePair    = 2_000 // more for every two jobs of a component, order counted
	allSettleWork = 3 * settleWork
	partWork      = 400_000
	strollWork    = 150_000
	partsARow     = 4 // between two strolls

	streams       = 2
	rounds        = 6 // after each the streams meet
	betweenWholes = 2 // rounds, after which the whole is tried again

	again     = 2 // later tries of the whole have as much less work than the first
	partsLess = 2 // and so have all rounds together, in each stream
)

// proof is what is known of a component.
type proof struct {
	firms []int32
	score score
	floor score // of the score's numbers, each given those before
	total int   // of the jobs left out, whatever their class
	spent int   // work
}

// settle searches every middling component, except for those in which the plan
// is known to be the best; of these it only proves a bound.
func (r *repair) settle(components [][]int32, best []bool, effort, workers int) []proof {
	p := r.m.p
	var list []proof
	var todo [][]int32
	var works []int
	sum := 0
	for n, firms := range components {
		jobs := 0
		for _, k := range firms {
			jobs += int(p.firms[k].hi - p.firms[k].lo)
		}
		switch {
		case best[n]:
			score := r.m.count(firms)
			list = append(list, proof{firms: firms, score: score, floor: score})
		case jobs <= settleJobs:
			todo = append(todo, firms)
			works = append(works, min(settleLeast+settlePair*jobs*jobs, settleWork))
			sum += works[len(works)-1]
		}
	}
	if len(todo)+len(list) == 0 {
		return nil
	}
	tick := r.tick
	r.tick = nil // strolls tell nothing
	defer func() { r.tick = tick }()
	first := &stream{r: r, x: newSettling(r.m, r.goal), size: partLeast}
	for i := range list {
		list[i].total = first.x.fewest(list[i].firms, effort*settleLeast)
	}
	all := []*stream{first}
	left, done := allSettleWork, 0
	for n, firms := range todo {
		work := min(works[n], left)
		pr := first.settle(firms, effort*work, func() []*stream {
			for len(all) < streams {
				all = append(all, first.another(len(all)))
			}
			return all
		}, workers, func(part float64) {
			if tick != nil {
				tick((float64(done) + part*float64(works[n])) / float64(sum))
			}
		})
		left -= pr.spent / effort
		done += works[n]
		list = append(list, pr)
	}
	return list
}

// stream is a plan that is bettered part by part.
type stream struct {
	r    *repair
	x    *settling
	size int // of the next part, in firms
}

// another is a stream that begins at the same plan and goes its own way.
func (s *stream) another(n int) *stream {
	m := newPlan(s.r.m.p, nil)
	m.resume(s.r.m.field.start)
	r := newRepair(m, s.r.goal)
	r.rnd = sequence(n + 1)
	return &stream{r: r, x: newSettling(m, s.r.goal), size: partLeast}
}

// whole tries the whole component.
func (s *stream) whole(pr *proof, work int) {
	s.x.component = true
	pr.floor, _ = s.x.settle(pr.firms, work)
	pr.total = max(pr.total, s.x.total)
	s.x.component = false
	pr.score = s.r.m.count(pr.firms)
	pr.spent += work - max(0, s.x.left)
}

// settle searches one component; all gives the streams once they are needed.
func (s *stream) settle(firms []int32, work int, all func() []*stream, workers int, tick func(part float64)) proof {
	pr := proof{firms: firms}
	s.whole(&pr, work)
	if pr.score == pr.floor {
		return pr
	}
	seen := pr.score // when the whole was last tried
	list := all()
	for i := 1; i <= rounds; i++ {
		tick(float64(i) / (rounds + 1))
		pr.spent += work / rounds / partsLess
		s.lead(list, firms)
		for k, o := range list { // few visits can stand in the way of one more entry
			o.x.wild = k > 0 && [3]int(pr.score[:3]) != [3]int(pr.floor[:3])
		}
		atOnce(workers, len(list), func(i int) { list[i].parts(firms, work/rounds/partsLess, pr.floor) })
		s.lead(list, firms)
		pr.score = s.r.m.count(firms)
		if pr.score != seen && (i%betweenWholes == 0 || pr.score == pr.floor) {
			s.whole(&pr, work/again)
			seen = pr.score
		}
		if pr.score == pr.floor {
			break
		}
	}
	return pr
}

// atOnce does n things, on several processors if there are.
func atOnce(workers, n int, do func(i int)) {
	if workers == 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { do(i) })
	}
	wg.Wait()
}

// lead has all streams whose plan of the firms is worse take up the best one's.
func (s *stream) lead(list []*stream, firms []int32) {
	best := s
	for _, o := range list {
		if o.r.m.count(firms).less(best.r.m.count(firms)) {
			best = o
		}
	}
	for _, o := range list {
		if o != best && best.r.m.count(firms).less(o.r.m.count(firms)) {
			o.r.m.follow(best.r.m, firms)
		}
	}
}

// follow takes up another plan's starts of some firms; where crews are not to
// be found for them, its own stay.
func (m *plan) follow(other *plan, firms []int32) {
	mark, out := m.field.begin(), m.out
	for _, k := range firms {
		m.clear(&m.p.firms[k])
	}
	ok := true
	for _, k := range firms {
		f := &m.p.firms[k]
		ok = ok && m.restore(f, other.field.start[f.lo:f.hi])
	}
	if ok {
		m.field.keep()
		return
	}
	m.field.undo(mark)
	m.out = out
	for _, k := range firms {
		m.recount(&m.p.firms[k])
	}
}

// partLeast firms are a part to begin with.
const partLeast = 6

// parts betters a component a few firms at a time, until it is at its floor.
func (s *stream) parts(firms []int32, work int, floor score) {
	r, x, m := s.r, s.x, s.r.m
	for work > 0 {
		var list []int32
		for _, k := range firms {
			if m.cost(&m.p.firms[k]) > r.goal[k].cost+epsilon {
				list = append(list, k)
			}
		}
		if len(list) == 0 {
			return
		}
		before := m.q.work
		r.run(strollWork)
		work -= m.q.work - before
		for range partsARow {
			r.gather(int(list[r.rnd.below(len(list))]), s.size)
			for _, k := range r.in {
				r.mark[k] = false
			}
			_, better := x.settle(r.in, partWork)
			work -= partWork - x.left + stepWork
			switch {
			case better:
				if m.count(firms) == floor {
					return
				}
			case x.left <= 0:
				s.size = max(3, s.size-1)
			case r.rnd.below(4) == 0:
				s.size = min(len(firms), s.size+1)
			}
		}
	}
}
