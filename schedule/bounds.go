package schedule

// fewest finds for every firm, with nobody else in the field, how many of its
// jobs can be placed and in how few visits.
func (p *problem) fewest() (jobs, visits []int32) {
	q := newSearch(p, nil)
	q.forgo = [3]float64{forgone[2], forgone[2], forgone[2]} // the bound counts entries, whatever their class
	jobs, visits = make([]int32, len(p.firms)), make([]int32, len(p.firms))
	free := func(int32, int) float64 { return 0 }
	for i := range p.firms {
		f := &p.firms[i]
		if f.hi-f.lo > maxJobs {
			jobs[i], visits[i] = f.hi-f.lo, 0
			continue
		}
		q.all = q.all[:0]
		for j := f.lo; j < f.hi; j++ {
			q.all = append(q.all, j)
		}
		q.fixed, q.fixedAt, q.try = q.fixed[:0], q.fixedAt[:0], false
		q.prepare(f, q.all, free)
		q.run(nil)
		if !q.proven {
			jobs[i] = f.hi - f.lo
			continue
		}
		for _, v := range p.visitsOf(q.all, q.best) {
			visits[i]++
			jobs[i] += int32(len(v.jobs))
		}
	}
	return jobs, visits
}
