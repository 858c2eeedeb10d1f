package schedule

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"
)

// Bounds: what no schedule can pass, proven.
//
// Entries. A schedule, good or bad, leaves out, of
//
//   - each firm, at least the jobs that its own windows, distances, caps and
//     history rule out with nobody else in the field (ideal.jobs, exact); of a
//     middling component, at least what its search has proven (proof.total);
//   - each department, at least the jobs whose people no slot of their windows
//     has. Relaxed, a job is work (people × half-days) to be spread at will over
//     the slots from its first to its last possible one. Then a set of jobs fits
//     exactly if for every stretch of slots the jobs within it need no more than
//     there is (Hall's condition for intervals); such sets form a polymatroid, so
//     taking the jobs with the least work first, each as far as it still fits,
//     first gives the most jobs, fractions counted; whole jobs are at most its
//     floor.
//
// The first trap is that these may be the same jobs, so they are not all added
// up. Added are the firms' losses and the departments' losses among the jobs of
// firms that lose none; the departments' losses among all jobs are another
// bound; the components' losses and the losses of the firms of no component a
// third; the largest holds. The second is that a plan as large as any may still
// leave out a complaint for the sake of an ordinary job. So where the least of
// class 0 and of class 1 (with no more of class 0 left out) is not proven, the
// bound stays above what is placed: equal numbers are a proof of the best by
// class.
//
// Visits. A schedule that places as many of every class as this plan leaves out
// at most L[c] jobs of class c. Let V(S) be the fewest visits that place all of
// a firm's jobs but the set S, with nobody else in the field. For any λ ≥ 0 the
// schedule's visits are at least
//
//	Σ over firms of min over S of (V(S) + Σ λ[c]·|S of class c|) − Σ λ[c]·L[c]
//
// and each minimum is one search with λ as the cost of leaving a job out. This
// makes V convex: the trap is to think that V falls by at most one a job; with
// levels apart one job can force several visits. The best of a few λ is taken,
// all at least 1, below which the search's own bound would not hold (leaving a
// job out would be cheaper than its visit). Where every firm stands as it would
// alone, a large λ proves it. What the search of a component proved of its
// visits (branch.go) counts instead when all components are proven the best by
// class, for only then does a schedule that places as many overall place as many
// in each; or when there is but one.
//
// A firm whose search is undecided counts with all its jobs, and with the visits
// and losses the search's own bound gives (stabs).
//
// Cost: some searches a firm; department jobs × stretches.

// boundSlack: a bound within one visit in so many is not sharpened further.
const boundSlack = 10_000

// lambdas are the prices of a job, by class, tried for the visits bound after
// that by which the firms' ideals are found (forgone).
var lambdas = [...][3]float64{{1e4, 1e2, 2}, {12, 5, 2}}

// bound is what no schedule can pass.
type bound struct {
	entries int // the most entries any schedule places
	inClass int // the most of one that leaves out no more of the classes before the last
	visits  int // the fewest visits of one that places as many of every class as the plan
}

func (m *plan) bounds(alone []ideal, proofs []proof, workers int) bound {
	p := m.p
	proofs = slices.DeleteFunc(proofs, func(pr proof) bool { return m.count(pr.firms) != pr.score })
	settled := make([]bool, len(alone))
	var floor, perfect least // of all firms, searched components as proven; alone
	rest := m.out            // left out of the firms of no component
	lost := 0                // with searched components as proven
	for _, pr := range proofs {
		lost += pr.total
		floor.visits += pr.floor[3]
		for c := range floor.out {
			floor.out[c] += pr.floor[c]
			rest[c] -= pr.score[c]
		}
		for _, k := range pr.firms {
			settled[k] = true
		}
	}
	ownLost := 0 // with every firm by itself
	var others least
	single := len(proofs) == 1 // nothing but one component that has been searched
	for i := range alone {
		n := int(p.firms[i].hi - p.firms[i].lo)
		ownLost += n - int(alone[i].jobs)
		perfect.add(alone[i].best)
		if settled[i] {
			continue
		}
		single = single && n == 0
		lost += n - int(alone[i].jobs)
		floor.add(least{out: alone[i].best.out})
		others.add(alone[i].best)
	}
	all, among := p.crowdedOut(alone, workers)
	out := m.out[0] + m.out[1] + m.out[2]
	fewest := max(lost, ownLost+among, all)
	byClass := m.out[0] == floor.out[0] && m.out[1] == floor.out[1]
	if !byClass {
		fewest = min(fewest, out-1)
	}
	b := bound{entries: len(p.jobs) - fewest, inClass: len(p.jobs) - fewest}
	if byClass { // then each firm and component leaves out as few of them as by itself, and as many of the last class
		b.inClass = min(b.inClass, len(p.jobs)-floor.out[0]-floor.out[1]-floor.out[2])
	}
	visits := m.visitsBound(alone, perfect, workers)
	switch {
	case single:
		visits = max(visits, floor.visits)
	case m.out == floor.out && len(proofs) > 0:
		visits = max(visits, floor.visits+max(0, others.bound(forgone, rest)))
	}
	b.visits = visits
	return b
}

// visitsBound is the bound by the firms alone.
func (m *plan) visitsBound(alone []ideal, perfect least, workers int) int {
	visits := perfect.bound(forgone, m.out)
	for _, lambda := range lambdas {
		if m.total-visits <= m.total/boundSlack {
			break // proven, or so near that another round of searches is not worth it
		}
		sum := m.p.relaxed(alone, lambda, workers)
		visits = max(visits, sum.bound(lambda, m.out))
	}
	return visits
}

// least is a solution of one firm, or the sum of several: visits, and jobs left
// out by class. Sums are of whole numbers, for a bound must not be rounded.
type least struct {
	visits int
	out    [3]int
}

func (x *least) add(y least) {
	x.visits += y.visits
	for c := range x.out {
		x.out[c] += y.out[c]
	}
}

// bound is the visits bound of a schedule that leaves at most so many out.
func (x *least) bound(lambda [3]float64, out [3]int) int {
	sum := float64(x.visits)
	for c := range out {
		sum += lambda[c] * float64(x.out[c]-out[c])
	}
	return max(0, int(math.Ceil(sum-epsilon)))
}

// relaxed sums up, over all firms, the solution of least V(S) + Σ λ·|S|.
func (p *problem) relaxed(alone []ideal, lambda [3]float64, workers int) (sum least) {
	solved := make([]least, len(p.firms))
	p.spread(len(p.firms), workers, func(q *search, lo, hi int) {
		q.forgo = lambda
		for i := lo; i < hi; i++ {
			f := &p.firms[i]
			x := &alone[i]
			switch {
			case !x.proven:
				solved[i] = x.best
			case x.best.out == [3]int{} && float64(x.best.visits) <= lambda[2]+1:
				solved[i] = x.best // leaving a job out still takes one visit
			default:
				q.whole(f)
				q.prepare(f, q.all, func(int32, int) float64 { return 0 })
				if q.prove(x.starts); q.proven {
					solved[i] = q.found()
				} else {
					solved[i] = q.stabs()
				}
			}
		}
	})
	for _, x := range solved {
		sum.add(x)
	}
	return sum
}

// buckets is into how many stretches of slots a period is cut at most for the
// departments' bound; longer periods are bounded by coarser ones.
const buckets = 64

// crowdedOut is how many jobs the departments' people force out: of all jobs,
// and of those of firms that lose none by themselves.
func (p *problem) crowdedOut(alone []ideal, workers int) (all, others int) {
	by := p.jobsByDept()
	lost := make([][2]int, len(p.depts))
	p.spread(len(p.depts)*64, workers, func(_ *search, lo, hi int) {
		for d := (lo + 63) / 64; d < (hi+63)/64; d++ {
			if p.depts[d].unlimited {
				continue
			}
			lost[d][0] = p.overflow(d, by[d], nil)
			lost[d][1] = p.overflow(d, by[d], alone)
		}
	})
	for _, l := range lost {
		all += l[0]
		others += l[1]
	}
	return all, others
}

// overflow is how many of a department's jobs its people force out. With alone,
// the jobs of firms that lose some anyway are passed over.
func (p *problem) overflow(d int, jobs []int32, alone []ideal) int {
	wide := max(1, (p.slots+buckets-1)/buckets)
	n := (p.slots + wide - 1) / wide
	type item struct{ from, to, work int }
	var items []item
	impossible := 0
	for _, j := range jobs {
		job := &p.jobs[j]
		if f := &p.firms[job.firm]; alone != nil && alone[job.firm].jobs < f.hi-f.lo {
			continue
		}
		first := p.next(j, 0)
		if first < 0 {
			impossible++
			continue
		}
		last := first
		for s := first; s >= 0; s = p.next(j, s+1) {
			last = s
		}
		items = append(items, item{first / wide, (last + int(job.length) - 1) / wide, int(job.need) * int(job.length)})
	}
	slices.SortFunc(items, func(a, b item) int { return cmp.Compare(a.work, b.work) })
	room := make([]int, n*n) // by first and last bucket of a stretch
	for a := range n {
		sum := 0
		for b := a; b < n; b++ {
			for s := b * wide; s < min(p.slots, (b+1)*wide); s++ {
				sum += int(p.avail[d*p.slots+s])
			}
			room[a*n+b] = sum
		}
	}
	placed := 0.0
	for _, x := range items {
		fits := x.work
		for a := 0; a <= x.from && fits > 0; a++ {
			for b := x.to; b < n; b++ {
				fits = min(fits, room[a*n+b])
			}
		}
		if x.work == 0 {
			placed++
			continue
		}
		if fits == 0 {
			continue
		}
		for a := 0; a <= x.from; a++ {
			for b := x.to; b < n; b++ {
				room[a*n+b] -= fits
			}
		}
		placed += float64(fits) / float64(x.work)
	}
	return impossible + len(items) - int(placed+epsilon)
}

// ideal is what one firm could have with nobody else in the field.
type ideal struct {
	jobs   int32   // the most jobs, whatever their class
	best   least   // the best solution by class
	starts []int16 // its starts by job; nil for none
	cost   float64 // its cost
	proven bool    // otherwise jobs are all there are, and best is no solution but a bound
}

// ideals finds every firm's ideal. Of how far that is, the first worker tells.
func (p *problem) ideals(workers int, tick func(part float64)) []ideal {
	list := make([]ideal, len(p.firms))
	starts := make([]int16, len(p.jobs))
	p.spread(len(p.firms), workers, func(q *search, lo, hi int) {
		for i := lo; i < hi; i++ {
			f := &p.firms[i]
			list[i] = q.ideal(f, starts[f.lo:f.hi:f.hi])
			if lo == 0 && i%tellEvery == 0 {
				tick(float64(i) / float64(hi))
			}
		}
	})
	return list
}

// tellEvery is how many firms, or entries, pass before progress is told again.
const tellEvery = 1000

// spread splits n things over the workers, each with a search of its own.
func (p *problem) spread(n, workers int, work func(q *search, lo, hi int)) {
	share(n, 64, workers, func(lo, hi int) { work(newSearch(p, p.empty), lo, hi) })
}

// share splits n things over the workers; least is how many are worth one.
func share(n, least, workers int, work func(lo, hi int)) {
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = max(1, min(workers, n/least))
	var wg sync.WaitGroup
	for k := range workers {
		wg.Go(func() { work(n*k/workers, n*(k+1)/workers) })
	}
	wg.Wait()
}

// ideal finds one firm's. Its starts are put into the given slice.
func (q *search) ideal(f *firm, starts []int16) ideal {
	n := f.hi - f.lo
	if n > maxJobs || n == 0 {
		return ideal{jobs: n, proven: n == 0}
	}
	q.whole(f)
	q.prepare(f, q.all, func(int32, int) float64 { return 0 })
	q.prove(nil)
	copy(starts, q.best)
	x := ideal{jobs: n, starts: starts, cost: q.cost, proven: q.proven}
	if !q.proven {
		x.best = q.stabs()
		return x
	}
	x.best = q.found()
	if x.best.out == [3]int{} {
		return x
	}
	q.forgo = [3]float64{forgone[2], forgone[2], forgone[2]}
	q.prove(starts)
	q.forgo = forgone
	if q.proven {
		lost := q.found().out
		x.jobs -= int32(lost[0] + lost[1] + lost[2])
	}
	return x
}

// prove searches where starts cost nothing, and again with more states when the
// first search does not prove its result.
func (q *search) prove(incumbent []int16) {
	q.integral = true
	if q.run(incumbent); !q.proven {
		q.states = manyStates
		q.run(slices.Clone(q.best))
		q.states = fewStates
	}
	q.integral = false
}

// stabs is the search's bound for the whole firm: jobs without any start, and
// the visits that jobs with disjoint ranges need.
func (q *search) stabs() least {
	var x least
	whole := q.forgo
	q.forgo = [3]float64{1, 1, 1} // so that no visit is saved by leaving jobs out
	x.visits = int(q.bound(0, 1<<q.n-1))
	q.forgo = whole
	for i, j := range q.jobs {
		if q.last[i] < 0 {
			x.visits--
			x.out[q.p.jobs[j].class]++
		}
	}
	return x
}

// found counts the solution found.
func (q *search) found() least {
	var x least
	for i, s := range q.best {
		if s < 0 {
			x.out[q.p.jobs[q.jobs[i]].class]++
		} else if !slices.Contains(q.best[:i], s) {
			x.visits++
		}
	}
	return x
}

// whole sets the search on all jobs of a firm.
func (q *search) whole(f *firm) {
	q.all = q.all[:0]
	for j := f.lo; j < f.hi; j++ {
		q.all = append(q.all, j)
	}
	q.fixed, q.fixedAt, q.try = q.fixed[:0], q.fixedAt[:0], false
}
