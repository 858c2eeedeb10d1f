package schedule

import (
	"math"
	"runtime"
	"slices"
	"sync"
)

// Soft prices: capacity as a price, so that each enterprise is on its own.
//
// Every enterprise is placed anew in turn, paying for a slot the more the
// fuller it is; after a few sweeps the load has settled where there is room.
// The price of a person in a slot is
//
//	priceAtFull · exp(priceSlope · (load/capacity − 1))
//
// in visits. At full load it is far below one visit, so that congestion moves
// visits about before it splits them; at 1.3 times the capacity it passes one.
// The slope is steep enough that half-empty slots all cost nothing.
//
// Sweeps run in batches of fixed size against the load as it was when the batch
// began, so that any number of workers gives the same result; a batch moves so
// small a part of the load that it does not matter.
//
// Where more is wanted for some days than there are people, an entry left out is
// worse than any number of visits, and those that can go elsewhere have to. So
// as long as much is too much after the sweeps, the price of what is overfull
// rises, and there are further ones.
//
// Cost: sweeps × enterprises × one search; at most sweepsMore sweeps more.

const (
	priceAtFull = 0.02
	priceSlope  = 15
	priceMost   = 50 // keeps a price far below the least forgone entry

	sweepsMore = 8
	priceRise  = 3    // from one of them to the next
	overMuch   = 2000 // of so many people wanted, one too many is let pass
)

// prices holds the load the soft placement puts on each department and slot.
type prices struct {
	p    *problem
	load []int32
	per  []float64 // price of one person, by department and slot
	full []float64 // the price at full load, by department and slot
}

func newPrices(p *problem) *prices {
	w := &prices{p: p, load: make([]int32, len(p.avail)), per: make([]float64, len(p.avail)), full: slices.Repeat([]float64{priceAtFull}, len(p.avail))}
	for i := range w.load {
		w.renew(i)
	}
	return w
}

func (w *prices) renew(i int) {
	switch a := w.p.avail[i]; {
	case a >= unlimited:
		w.per[i] = 0
	case a == 0:
		w.per[i] = priceMost
	default:
		w.per[i] = min(priceMost, w.full[i]*math.Exp(priceSlope*(float64(w.load[i])/float64(a)-1)))
	}
}

// raise raises the price where more is wanted than there is, and reports whether
// that is much.
func (w *prices) raise() bool {
	wanted, over := 0, 0
	for i, a := range w.p.avail {
		wanted += int(w.load[i])
		if w.load[i] <= a || a == 0 {
			continue
		}
		over += int(w.load[i] - a)
		w.full[i] *= priceRise
		w.renew(i)
	}
	return over > wanted/overMuch
}

// earlier is what a later slot costs: too little ever to outweigh a visit.
const earlier = 1e-6

// add puts job j on the load (sign 1) or takes it off (-1).
func (w *prices) add(j int32, s int16, sign int32) {
	job := &w.p.jobs[j]
	at := int(job.dept)*w.p.slots + int(s)
	for t := at; t < at+int(job.length); t++ {
		w.load[t] += sign * job.need
		w.renew(t)
	}
}

// sweepBatches is how many batches a sweep has at most.
const sweepBatches = 256

// settle places every enterprise n times over under soft prices and returns
// each job's start.
func (w *prices) settle(n, workers int, alone []ideal, tick func()) []int16 {
	p := w.p
	starts := make([]int16, len(p.jobs))
	for i := range starts {
		starts[i] = -1
	}
	next := make([]int16, len(p.jobs))
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	batch := max(1, (len(p.firms)+sweepBatches-1)/sweepBatches)
	workers = min(workers, (batch+31)/32)
	searches := make([]*search, workers)
	for i := range searches {
		searches[i] = newSearch(p, p.empty)
	}
	round := 0
	propose := func(q *search, lo, hi int) {
		for i := lo; i < hi; i++ {
			f := &p.firms[i]
			if round > 0 && w.content(f, &alone[i], starts) {
				copy(next[f.lo:f.hi], starts[f.lo:f.hi])
				continue
			}
			known := starts[f.lo:f.hi]
			if round == 0 && alone[i].starts != nil {
				known = alone[i].starts
			}
			q.solveSoft(f, w, known, starts, next)
		}
	}
	for round = 0; round < n || round < n+sweepsMore && w.raise(); round++ {
		for lo := 0; lo < len(p.firms); lo += batch {
			hi := min(lo+batch, len(p.firms))
			if workers == 1 {
				propose(searches[0], lo, hi)
			} else {
				var wg sync.WaitGroup
				for k := range workers {
					wg.Go(func() { propose(searches[k], lo+(hi-lo)*k/workers, lo+(hi-lo)*(k+1)/workers) })
				}
				wg.Wait()
			}
			for j := p.firms[lo].lo; j < p.firms[hi-1].hi; j++ {
				if starts[j] == next[j] {
					continue
				}
				if starts[j] >= 0 {
					w.add(j, starts[j], -1)
				}
				if next[j] >= 0 {
					w.add(j, next[j], 1)
				}
				starts[j] = next[j]
			}
		}
		tick()
	}
	return starts
}

// contentPrice is what a firm may pay for each of its jobs and still be passed
// over in later sweeps: the price of a slot nine tenths full, by two people.
const contentPrice = 0.005

// content reports whether a firm stands as it would alone and pays so little
// that nothing is gained by placing it anew.
func (w *prices) content(f *firm, alone *ideal, starts []int16) bool {
	var x least
	price := 0.0
	for j := f.lo; j < f.hi; j++ {
		if starts[j] < 0 {
			x.out[w.p.jobs[j].class]++
			continue
		}
		price += w.without(j, int(starts[j]), starts[j])
		if !slices.Contains(starts[f.lo:j], starts[j]) {
			x.visits++
		}
	}
	return alone.proven && x == alone.best && price < contentPrice*float64(f.hi-f.lo)
}

// solveSoft places one enterprise under the prices of the others' load. known is
// a solution to begin with.
func (q *search) solveSoft(f *firm, w *prices, known, starts, next []int16) {
	q.fixed, q.fixedAt = q.fixed[:0], q.fixedAt[:0]
	q.try = false
	for lo := f.lo; lo < f.hi; lo += maxJobs {
		hi := min(lo+maxJobs, f.hi)
		q.all = q.all[:0]
		for j := lo; j < hi; j++ {
			q.all = append(q.all, j)
		}
		q.prepare(f, q.all, func(j int32, s int) float64 { return w.without(j, s, starts[j]) })
		q.run(known[lo-f.lo : hi-f.lo])
		copy(next[lo:hi], q.best)
		if hi < f.hi {
			q.fix()
		}
	}
}

// without is the price of job j at s if its own load, now at start own, came
// with it: elsewhere the slot would be fuller by the job than it is.
func (w *prices) without(j int32, s int, own int16) float64 {
	job := &w.p.jobs[j]
	sum := 0.0
	at := int(job.dept) * w.p.slots
	for t := s; t < s+int(job.length); t++ {
		price := w.per[at+t]
		if own < 0 || t < int(own) || t >= int(own)+int(job.length) {
			price *= w.rise(at+t, job.need)
		}
		sum += price
	}
	return min(priceMost, sum*float64(job.need)/2) + earlier*float64(s)
}

// rise is the factor by which n more people raise a slot's price.
func (w *prices) rise(i int, n int32) float64 {
	a := w.p.avail[i]
	if a == 0 || a >= unlimited {
		return 1
	}
	x := priceSlope * float64(n) / float64(a)
	if x < 0.5 {
		return 1 + x*(1+x*(0.5+x/6)) // within 0.3 % of exp
	}
	return math.Exp(x)
}
