package schedule

import (
	"cmp"
	"slices"
	"strings"

	"liancha/inspect"
)

// Solve places the instance's entries. The error is for an instance that
// contradicts itself (an index out of range, days out of order); whatever
// cannot be placed is in Result.Unplaced.
func Solve(in *Instance, opt Options) (*Result, error) {
	p, err := newProblem(in)
	if err != nil {
		return nil, err
	}
	done := func(part float64) {
		if opt.Progress != nil {
			opt.Progress(part)
		}
	}
	effort := opt.Effort
	if effort < 1 || effort > 10 {
		effort = 5
	}
	alone := p.ideals(opt.Workers)
	done(0.1)
	w := newPrices(p)
	step := 0
	want := w.settle(sweeps, opt.Workers, alone, func() { step++; done(0.1 + 0.4*float64(step)/sweeps) })
	m := newPlan(p, want)
	m.insert()
	done(0.6)
	r := newRepair(m, alone)
	r.tick = done
	r.from, r.to = 0.6, 0.75
	r.chains(effort * chainWork(p))
	r.from, r.to = 0.75, 0.8
	r.run(effort * min(roamWork, 500*len(p.jobs)*len(p.jobs)))
	r.from, r.to = 0.8, 0.95
	parts := p.components()
	proofs := r.settle(parts, m.exact(parts, alone, effort), effort, opt.Workers)
	done(0.95)
	m.compact(effort)
	left := m.leftOut(opt.Workers)
	res := m.result()
	res.Unplaced = left
	res.EntriesBound, res.VisitsBound = m.bounds(alone, proofs, opt.Workers)
	done(1)
	return res, nil
}

// The work of the repairs for one step of effort, in units of search.work, each
// some microseconds at most: roaming about 50 ms, chains in proportion to the
// size of the plan.
const roamWork = 2_000_000

func chainWork(p *problem) int { return 200_000 + 100*len(p.jobs) }

// sweeps of the soft placement: the load settles in six.
const sweeps = 6

// result writes the plan in the instance's own order.
func (m *plan) result() *Result {
	p := m.p
	r := &Result{Start: make([]inspect.Slot, len(p.jobs))}
	for j := range p.jobs {
		r.Start[p.jobs[j].orig] = inspect.Slot(m.field.start[j])
	}
	var jobs []int32
	for i := range p.firms {
		f := &p.firms[i]
		jobs = jobs[:0]
		for j := f.lo; j < f.hi; j++ {
			jobs = append(jobs, j)
		}
		for _, s := range p.visitsOf(jobs, m.field.start[f.lo:f.hi]) {
			v := Visit{Enterprise: f.orig, Start: inspect.Slot(s.start), HalfDays: s.length, Level: s.tally.level}
			for _, j := range s.jobs {
				v.Entries = append(v.Entries, p.jobs[j].orig)
			}
			r.Visits = append(r.Visits, v)
		}
	}
	slices.SortStableFunc(r.Visits, func(a, b Visit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), strings.Compare(p.in.Enterprises[a.Enterprise].Key, p.in.Enterprises[b.Enterprise].Key))
	})
	return r
}
