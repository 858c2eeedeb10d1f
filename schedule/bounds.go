package schedule

import (
	"runtime"
	"sync"
)

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
	q.all = q.all[:0]
	for j := f.lo; j < f.hi; j++ {
		q.all = append(q.all, j)
	}
	q.fixed, q.fixedAt, q.try = q.fixed[:0], q.fixedAt[:0], false
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
