package schedule

import "slices"

// Rule 5, the staffing guarantee: in every slot each department has enough
// people, and what is placed can always be drawn.
//
// Problem: may job j start at slot s beside what is placed? People of a
// department are alike but for leave, recusals and being named. Where none of
// that matters (dept.drawn is false) counting is exact: jobs are intervals, and
// intervals of alike people can be staffed when no slot takes too many.
// Elsewhere a crew is kept for each job; see crews.go.

// field is who is where: the people placed jobs take.
type field struct {
	p     *problem
	used  []int32  // people taken, by department and slot
	named []uint64 // by person: slots on duty by name
	duty  []int32  // by person of drawn departments and slot: the job there and 1, or 0
	crew  [][]int32
	at    [][]int32 // by department and day: the jobs
	start []int16   // by job: -1 where it is not placed
	log   []change  // what to undo
	depth int       // begun and neither kept nor undone
}

// change is one step of the field to undo.
type change struct {
	job  int32
	from int16   // its start before, -1 when it was not placed
	crew []int32 // its crew before
	only bool    // only the crew changed
}

func newField(p *problem) *field {
	f := &field{p: p, used: make([]int32, len(p.depts)*p.slots), start: make([]int16, len(p.jobs))}
	for i := range f.start {
		f.start[i] = -1
	}
	f.at = make([][]int32, len(p.depts)*p.days)
	any, drawn := false, false
	for i := range p.jobs {
		any = any || len(p.jobs[i].named) > 0
		drawn = drawn || p.depts[p.jobs[i].dept].drawn
	}
	if any {
		f.named = make([]uint64, len(p.people)*p.words)
	}
	if drawn {
		f.duty = make([]int32, len(p.people)*p.slots)
		f.crew = make([][]int32, len(p.jobs))
	}
	return f
}

// twin is a field like this one for a problem like this one's.
func (f *field) twin(p *problem) *field {
	t := &field{p: p, used: slices.Clone(f.used), named: slices.Clone(f.named), duty: slices.Clone(f.duty), crew: slices.Clone(f.crew), start: slices.Clone(f.start)}
	t.at = make([][]int32, len(f.at))
	for i, jobs := range f.at {
		t.at[i] = slices.Clone(jobs)
	}
	return t
}

// fits reports what counting can tell: false means that job j cannot start at
// s; true decides only where crews need not be drawn.
func (f *field) fits(j int32, s int) bool {
	job := &f.p.jobs[j]
	at := int(job.dept)*f.p.slots + s
	for t := at; t < at+int(job.length); t++ {
		if f.used[t]+job.need > f.p.avail[t] {
			return false
		}
	}
	for _, q := range job.named {
		if f.byName(q, s, int(job.length)) {
			return false
		}
	}
	return true
}

// byName reports whether person q is on duty by name in one of the slots.
func (f *field) byName(q int32, s, length int) bool {
	for t := s; t < s+length; t++ {
		if has(f.named[int(q)*f.p.words:], t) {
			return true
		}
	}
	return false
}

// place starts job j at s if it can be staffed.
func (f *field) place(j int32, s int) bool {
	job := &f.p.jobs[j]
	if !f.fits(j, s) || f.p.depts[job.dept].drawn && !f.draw(j, s) {
		return false
	}
	if f.depth > 0 {
		f.log = append(f.log, change{job: j, from: -1})
	}
	f.enter(j, s)
	return true
}

// enter puts job j, whose crew is on duty already, on the books.
func (f *field) enter(j int32, s int) {
	job := &f.p.jobs[j]
	f.take(job, s, 1)
	f.start[j] = int16(s)
	for d := s / 2; d < s/2+job.days(); d++ {
		at := &f.at[int(job.dept)*f.p.days+d]
		*at = append(*at, j)
	}
}

// begin starts logging; what follows can be taken back to here.
func (f *field) begin() (mark int) {
	f.depth++
	return len(f.log)
}

// keep ends the logging begun last and lets everything stand.
func (f *field) keep() {
	if f.depth--; f.depth == 0 {
		f.log = f.log[:0]
	}
}

// undo ends the logging begun last and takes back all since, the last first.
func (f *field) undo(mark int) {
	depth := f.depth
	f.depth = 0
	for i := len(f.log) - 1; i >= mark; i-- {
		c := &f.log[i]
		switch {
		case c.only: // those before it too: people change places
			first := i
			for first > mark && f.log[first-1].only {
				first--
			}
			for k := first; k <= i; k++ {
				f.release(f.log[k].job, int(f.start[f.log[k].job]))
			}
			for k := first; k <= i; k++ {
				f.assign(f.log[k].job, int(f.start[f.log[k].job]), f.log[k].crew)
			}
			i = first
		case c.from < 0:
			f.remove(c.job)
		default:
			if f.crew != nil {
				f.assign(c.job, int(c.from), c.crew)
			}
			f.enter(c.job, int(c.from))
		}
	}
	f.log = f.log[:mark]
	f.depth = depth - 1
}

// remove takes job j out of the field.
func (f *field) remove(j int32) {
	job := &f.p.jobs[j]
	s := int(f.start[j])
	if f.depth > 0 {
		c := change{job: j, from: int16(s)}
		if f.crew != nil {
			c.crew = f.crew[j]
		}
		f.log = append(f.log, c)
	}
	f.start[j] = -1
	f.take(job, s, -1)
	if f.p.depts[job.dept].drawn {
		f.release(j, s)
	}
	for d := s / 2; d < s/2+job.days(); d++ {
		at := f.at[int(job.dept)*f.p.days+d]
		for i, x := range at {
			if x == j {
				at[i] = at[len(at)-1]
				f.at[int(job.dept)*f.p.days+d] = at[:len(at)-1]
				break
			}
		}
	}
}

func (f *field) take(job *job, s int, sign int32) {
	at := int(job.dept)*f.p.slots + s
	for t := at; t < at+int(job.length); t++ {
		f.used[t] += sign * job.need
	}
	for _, q := range job.named {
		for t := s; t < s+int(job.length); t++ {
			f.named[int(q)*f.p.words+t>>6] ^= 1 << (t & 63)
		}
	}
}
