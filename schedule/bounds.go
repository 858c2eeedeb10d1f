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
// Entries. A schedule leaves out, of
//
//   - each firm, at least the jobs that its own windows, distances, caps and
//     history rule out with nobody else in the field (ideal.jobs, exact);
//   - each department, at least the jobs whose people no slot of their windows
//     has. Relaxed, a job is work (people × half-days) to be spread at will over
//     the slots from its first to its last possible one. Then a set of jobs fits
//     exactly when for every stretch of slots the work that must lie inside does
//     not exceed the people there (Hall's condition on an interval graph). Such
//     sets of work form a polymatroid, so that filling in the jobs of least work
//     first gives the most jobs, fractions counted; whole jobs are at most its
//     floor.
//
// The two may mean the same jobs, so they are not added up. Added are the firms'
// losses and the departments' losses among the jobs of firms that lose none;
// the departments' losses among all jobs are the other bound; the larger holds.
//
// Visits. Let V(k) be the fewest visits that place k of a firm's jobs with nobody
// else in the field. A schedule that leaves U more jobs out than the firms' own
// losses has visits ≥ min Σ V(k) with Σ (most − k) ≤ U. For any λ ≥ 0 that is at
// least
//
//	Σ min over k of (V(k) + λ·(most − k)) − λ·U
//
// and each term is one search with λ as the cost of leaving a job out. This is
// V made convex: the trap is to think that V falls by at most one a job; with
// levels apart one job can force several visits. The best of a few λ is taken,
// all at least 1, below which the search's own bound would not hold (leaving a
// job out would be cheaper than its visit).
//
// A firm whose search is undecided counts with all its jobs and no visits.
//
// Cost: some searches a firm; department jobs × stretches.

// lambdas are the prices of a job tried for the visits bound.
var lambdas = [...]float64{1, 1.5, 2, 3}

// bounds gives the most entries any schedule places, and the fewest visits of
// one that places as many as this plan.
func (m *plan) bounds(alone []ideal, workers int) (entries, visits int) {
	p := m.p
	lost, most, base := 0, 0, 0
	for i := range alone {
		f := &p.firms[i]
		lost += int(f.hi - f.lo - alone[i].jobs)
		most += int(alone[i].jobs)
		base += int(alone[i].visits)
	}
	all, others := p.crowdedOut(alone, workers)
	entries = len(p.jobs) - max(lost+others, all)
	placed := len(p.jobs) - m.out[0] - m.out[1] - m.out[2]
	short := most - placed
	if short <= 0 {
		return entries, base
	}
	for _, lambda := range lambdas {
		visits = max(visits, int(math.Ceil(p.relaxed(alone, lambda, workers)-lambda*float64(short)-epsilon)))
	}
	return entries, visits
}

// relaxed is the sum over all firms of the least of V(k) + λ·(most − k).
func (p *problem) relaxed(alone []ideal, lambda float64, workers int) float64 {
	least := make([]float64, len(p.firms))
	p.spread(len(p.firms), workers, func(q *search, lo, hi int) {
		q.forgo = [3]float64{lambda, lambda, lambda}
		for i := lo; i < hi; i++ {
			f := &p.firms[i]
			if alone[i].visits == 0 {
				continue // nothing to place, or undecided
			}
			q.whole(f)
			q.prepare(f, q.all, func(int32, int) float64 { return 0 })
			if q.run(nil); q.proven {
				least[i] = q.cost - lambda*float64(f.hi-f.lo-alone[i].jobs)
			}
		}
	})
	sum := 0.0
	for _, x := range least {
		sum += x
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
	jobs, visits int32   // the most jobs, and the fewest visits that place so many
	cost         float64 // the least cost by class
}

// ideals finds every firm's ideal.
func (p *problem) ideals(workers int) []ideal {
	list := make([]ideal, len(p.firms))
	p.spread(len(p.firms), workers, func(q *search, lo, hi int) {
		for i := lo; i < hi; i++ {
			list[i] = q.ideal(&p.firms[i])
		}
	})
	return list
}

// spread splits n things over the workers, each with a search of its own.
func (p *problem) spread(n, workers int, work func(q *search, lo, hi int)) {
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	const least = 64 // a share worth a goroutine
	workers = max(1, min(workers, n/least))
	var wg sync.WaitGroup
	for k := range workers {
		wg.Go(func() { work(newSearch(p, nil), n*k/workers, n*(k+1)/workers) })
	}
	wg.Wait()
}

// ideal: an undecided search gives what certainly bounds it, all jobs in no visit.
func (q *search) ideal(f *firm) ideal {
	if f.hi-f.lo > maxJobs {
		return ideal{jobs: f.hi - f.lo}
	}
	q.whole(f)
	free := func(int32, int) float64 { return 0 }
	// The bound counts entries, whatever their class.
	q.forgo = [3]float64{forgone[2], forgone[2], forgone[2]}
	q.prepare(f, q.all, free)
	q.run(nil)
	q.forgo = forgone
	if !q.proven {
		q.run(nil)
		return ideal{jobs: f.hi - f.lo, cost: q.cost}
	}
	x := ideal{cost: q.cost}
	for _, v := range q.p.visitsOf(q.all, q.best) {
		x.visits++
		x.jobs += int32(len(v.jobs))
	}
	if x.jobs < f.hi-f.lo {
		q.run(nil)
		x.cost = q.cost
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
