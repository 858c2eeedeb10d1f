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
	effort := opt.Effort
	if effort < 1 || effort > 10 {
		effort = 5
	}
	progress := stages{tell: opt.Progress}
	alone := p.ideals(opt.Workers, progress.to(0.2))
	w := newPrices(p)
	step, tick := 0, progress.to(0.4)
	want := w.settle(sweeps, opt.Workers, alone, func() { step++; tick(float64(step) / sweeps) })
	m := newPlan(p, want)
	m.insert()
	progress.to(0.45)(1)
	r := newRepair(m, alone)
	r.tick = progress.to(0.5)
	r.chains(effort * chainWork(p))
	r.tick = progress.to(0.55)
	r.run(effort * min(roamWork, 500*len(p.jobs)*len(p.jobs)))
	r.tick = progress.to(0.8)
	parts := p.components()
	proofs := r.settle(parts, m.exact(parts, alone, effort), effort, opt.Workers)
	m.compact(effort, progress.to(0.88))
	left := m.leftOut(opt.Workers, progress.to(1))
	res := m.result()
	res.Unplaced = left
	b := m.bounds(alone, proofs, opt.Workers)
	res.EntriesBound, res.ClassBound, res.VisitsBound = b.entries, b.inClass, b.visits
	progress.to(1)(1)
	return res, nil
}

// stages tells how far the whole is by how far one stage after the other is.
// The shares are those of a city of a million entries.
type stages struct {
	tell func(done float64) // nil for nobody
	at   float64
	done float64 // told last
}

// to begins a stage at whose end the given part of the whole is done.
func (s *stages) to(end float64) (tick func(part float64)) {
	from := s.at
	s.at = end
	return func(part float64) {
		if done := from + (end-from)*min(1, part); s.tell != nil && done > s.done {
			s.done = done
			s.tell(done)
		}
	}
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
