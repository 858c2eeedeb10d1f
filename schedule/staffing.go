package schedule

// Rule 5, the staffing guarantee: in every slot each department has enough
// people, and what is placed can always be drawn.
//
// Problem: may job j start at slot s beside what is placed? People of a
// department are alike but for leave, recusals and being named. Where none of
// that matters (dept.drawn is false) counting is exact: jobs are intervals, and
// intervals of alike people can be staffed when no slot takes too many.
// Elsewhere a crew is kept for each job, and a new job is let in when its crew
// can be found: directly; by augmenting paths, which decide exactly as long as
// every job concerned fills one half-day; else by a search over all crews
// concerned, bounded in steps. When that bound is met the answer is no: the
// guarantee may refuse, but never promise what it has not drawn.
//
// Cost: counting takes the job's slots; a direct crew the department's people;
// paths people × places of the days concerned; the search at most crewSteps.

// crewSteps bounds the search for crews. Small departments are decided well
// within it; in large ones a failed search means that the slot is full.
const crewSteps = 2000

// field is who is where: the people placed jobs take.
type field struct {
	p     *problem
	used  []int32  // people taken, by department and slot
	named []uint64 // by person: slots on duty by name
	duty  []uint64 // by person of drawn departments: slots on any duty
	crew  [][]int32
	at    [][]int32 // by drawn department and day: the jobs
	start []int16   // by job: -1 where it is not placed
	c     crews
	log   []change // what to undo
	depth int      // begun and neither kept nor undone
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
	any, drawn := false, false
	for i := range p.jobs {
		any = any || len(p.jobs[i].named) > 0
		drawn = drawn || p.depts[p.jobs[i].dept].drawn
	}
	if any {
		f.named = make([]uint64, len(p.people)*p.words)
	}
	if drawn {
		f.duty = make([]uint64, len(p.people)*p.words)
		f.crew = make([][]int32, len(p.jobs))
		f.at = make([][]int32, len(p.depts)*p.days)
	}
	return f
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
		if f.busy(f.named, q, s, int(job.length)) {
			return false
		}
	}
	return true
}

func (f *field) busy(set []uint64, q int32, s, length int) bool {
	for t := s; t < s+length; t++ {
		if has(set[int(q)*f.p.words:], t) {
			return true
		}
	}
	return false
}

func (f *field) mark(set []uint64, q int32, s, length int) {
	for t := s; t < s+length; t++ {
		set[int(q)*f.p.words+t>>6] ^= 1 << (t & 63)
	}
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
	if f.p.depts[job.dept].drawn {
		for d := s / 2; d < s/2+job.days(); d++ {
			at := &f.at[int(job.dept)*f.p.days+d]
			*at = append(*at, j)
		}
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
		length := int(f.p.jobs[c.job].length)
		switch {
		case c.only:
			f.onDuty(f.crew[c.job], int(f.start[c.job]), length)
			f.crew[c.job] = c.crew
			f.onDuty(c.crew, int(f.start[c.job]), length)
		case c.from < 0:
			f.remove(c.job)
		default:
			if f.crew != nil {
				f.crew[c.job] = c.crew
				f.onDuty(c.crew, int(c.from), length)
			}
			f.enter(c.job, int(c.from))
		}
	}
	f.log = f.log[:mark]
	f.depth = depth - 1
}

// onDuty puts a crew on duty, or off where it was on.
func (f *field) onDuty(crew []int32, s, length int) {
	for _, q := range crew {
		f.mark(f.duty, q, s, length)
	}
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
	if !f.p.depts[job.dept].drawn {
		return
	}
	f.onDuty(f.crew[j], s, int(job.length))
	f.crew[j] = nil
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
		f.mark(f.named, q, s, int(job.length))
	}
}

// draw finds a crew for job j at s, moving people between jobs if need be, and
// puts it on duty.
func (f *field) draw(j int32, s int) bool {
	if crew := f.idle(j, s); crew != nil {
		f.crew[j] = crew
		f.onDuty(crew, s, int(f.p.jobs[j].length))
		return true
	}
	return f.redraw(j, s)
}

// idle is a crew of people who have nothing else to do; nil when there is none.
func (f *field) idle(j int32, s int) []int32 {
	job := &f.p.jobs[j]
	d := &f.p.depts[job.dept]
	crew := make([]int32, 0, int(job.need)+len(job.named))
	want := int(job.need)
	for _, q := range job.named {
		if f.busy(f.duty, q, s, int(job.length)) {
			return nil
		}
		crew = append(crew, q)
		want -= btoi(!f.p.people[q].outside)
	}
	for q := d.lo; q < d.hi && want > 0; q++ {
		if !f.p.people[q].outside && !contains(job.named, q) && f.p.free(q, job, s) && !f.busy(f.duty, q, s, int(job.length)) {
			crew = append(crew, q)
			want--
		}
	}
	if want > 0 {
		return nil
	}
	return crew
}

// crews is the drawing of crews anew for all jobs that share days with one
// another: a block.
type crews struct {
	f      *field
	jobs   []int32
	starts []int
	has    [][]int32 // by job of the block: its people so far
	left   int       // steps
	seen   []bool    // by person of the department, in one path
	lo     int32
}

// redraw draws the crews of the whole block around job j at s anew.
func (f *field) redraw(j int32, s int) bool {
	c := &f.c
	c.f, c.left, c.lo = f, crewSteps, f.p.depts[f.p.jobs[j].dept].lo
	c.block(j, s)
	single := true
	for i, x := range c.jobs {
		job := &f.p.jobs[x]
		single = single && job.length == 1
		f.onDuty(f.crew[x], c.starts[i], int(job.length))
	}
	// Those named are on duty first: nobody can take their place.
	c.has = c.has[:0]
	for i, x := range c.jobs {
		job := &f.p.jobs[x]
		crew := make([]int32, 0, int(job.need)+len(job.named))
		for _, q := range job.named {
			crew = append(crew, q)
			f.mark(f.duty, q, c.starts[i], int(job.length))
		}
		c.has = append(c.has, crew)
	}
	ok := c.paths()
	if !ok && !single {
		c.clear()
		ok = c.search(0, -1)
	}
	if !ok {
		c.clear()
		for i, x := range c.jobs { // back to what was
			length := int(f.p.jobs[x].length)
			f.onDuty(f.p.jobs[x].named, c.starts[i], length)
			f.onDuty(f.crew[x], c.starts[i], length)
		}
		return false
	}
	for i, x := range c.jobs {
		if f.depth > 0 && x != j {
			f.log = append(f.log, change{job: x, crew: f.crew[x], only: true})
		}
		f.crew[x] = c.has[i]
	}
	return true
}

// block collects the jobs of the department that share a day with job j or with
// one another, j last.
func (c *crews) block(j int32, s int) {
	f, p := c.f, c.f.p
	c.jobs, c.starts = c.jobs[:0], c.starts[:0]
	dept := int(p.jobs[j].dept)
	first, last := s/2, s/2+p.jobs[j].days()-1
	for day := first; day <= last; day++ {
		for _, x := range f.at[dept*p.days+day] {
			if contains(c.jobs, x) {
				continue
			}
			c.jobs = append(c.jobs, x)
			c.starts = append(c.starts, int(f.start[x]))
			from, to := int(f.start[x])/2, int(f.start[x])/2+p.jobs[x].days()-1
			last = max(last, to)
			if from < first { // look at the days before as well
				first, day = from, from-1
				break
			}
		}
	}
	c.jobs = append(c.jobs, j)
	c.starts = append(c.starts, s)
}

func (c *crews) lacks(i int) int {
	job := &c.f.p.jobs[c.jobs[i]]
	own := 0
	for _, q := range c.has[i] {
		own += btoi(!c.f.p.people[q].outside)
	}
	return int(job.need) - own
}

func (c *crews) may(i int, q int32) bool {
	job := &c.f.p.jobs[c.jobs[i]]
	return !c.f.p.people[q].outside && !contains(c.has[i], q) && c.f.p.free(q, job, c.starts[i])
}

func (c *crews) isFree(i int, q int32) bool {
	return !c.f.busy(c.f.duty, q, c.starts[i], int(c.f.p.jobs[c.jobs[i]].length))
}

func (c *crews) give(i int, q int32) {
	c.has[i] = append(c.has[i], q)
	c.f.mark(c.f.duty, q, c.starts[i], int(c.f.p.jobs[c.jobs[i]].length))
}

func (c *crews) takeBack(i int, q int32) {
	for k, x := range c.has[i] {
		if x == q {
			c.has[i] = append(c.has[i][:k], c.has[i][k+1:]...)
			c.f.mark(c.f.duty, q, c.starts[i], int(c.f.p.jobs[c.jobs[i]].length))
			return
		}
	}
}

// clear takes all but those named off duty.
func (c *crews) clear() {
	for i := range c.jobs {
		named := len(c.f.p.jobs[c.jobs[i]].named)
		for len(c.has[i]) > named {
			c.takeBack(i, c.has[i][len(c.has[i])-1])
		}
	}
}

// paths fills every place by augmenting paths.
func (c *crews) paths() bool {
	d := &c.f.p.depts[c.f.p.jobs[c.jobs[0]].dept]
	for i := range c.jobs {
		for c.lacks(i) > 0 {
			c.seen = append(c.seen[:0], make([]bool, d.hi-d.lo)...)
			if !c.augment(i, d) {
				return false
			}
		}
	}
	return true
}

// augment gives job i one more person, taking it from another job that finds
// someone else if need be.
func (c *crews) augment(i int, d *dept) bool {
	for q := d.lo; q < d.hi; q++ {
		if !c.seen[q-c.lo] && c.may(i, q) && c.isFree(i, q) {
			c.give(i, q)
			return true
		}
	}
	for q := d.lo; q < d.hi; q++ {
		if c.seen[q-c.lo] || !c.may(i, q) {
			continue
		}
		c.seen[q-c.lo] = true
		k := c.holder(i, q)
		if k < 0 {
			continue
		}
		c.takeBack(k, q)
		c.give(i, q)
		if c.augment(k, d) {
			return true
		}
		c.takeBack(i, q)
		c.give(k, q)
	}
	return false
}

// holder is the one job that keeps person q from job i; -1 when several do, or
// one that names them.
func (c *crews) holder(i int, q int32) int {
	job := &c.f.p.jobs[c.jobs[i]]
	holder := -1
	for k, x := range c.jobs {
		other := &c.f.p.jobs[x]
		if c.starts[k] >= c.starts[i]+int(job.length) || c.starts[i] >= c.starts[k]+int(other.length) || !contains(c.has[k], q) {
			continue
		}
		if holder >= 0 || contains(other.named, q) {
			return -1
		}
		holder = k
	}
	return holder
}

// search tries every crew: the job with the fewest people to spare next, its
// people in ascending order, and of people alike in all that matters only one.
func (c *crews) search(depth int, current int) bool {
	if c.left--; c.left < 0 {
		return false
	}
	d := &c.f.p.depts[c.f.p.jobs[c.jobs[0]].dept]
	from := d.lo
	if current < 0 || c.lacks(current) == 0 {
		current = -1
		spare := int(^uint(0) >> 1)
		for i := range c.jobs {
			want := c.lacks(i)
			if want == 0 {
				continue
			}
			n := -want
			for q := d.lo; q < d.hi; q++ {
				n += btoi(c.may(i, q) && c.isFree(i, q))
			}
			if n < 0 {
				return false
			}
			if n < spare {
				spare, current = n, i
			}
		}
		if current < 0 {
			return true
		}
	} else if last := c.has[current][len(c.has[current])-1]; len(c.has[current]) > len(c.f.p.jobs[c.jobs[current]].named) {
		from = last + 1
	}
	var tried []int32
	for q := from; q < d.hi; q++ {
		if !c.may(current, q) || !c.isFree(current, q) {
			continue
		}
		alike := false
		for _, t := range tried {
			alike = alike || c.alike(q, t)
		}
		if alike {
			continue
		}
		tried = append(tried, q)
		c.give(current, q)
		if c.search(depth+1, current) {
			return true
		}
		c.takeBack(current, q)
	}
	return false
}

// alike reports whether two people can stand for one another throughout the block.
func (c *crews) alike(a, b int32) bool {
	f := c.f
	w := f.p.words
	for i := range w {
		if f.duty[int(a)*w+i] != f.duty[int(b)*w+i] {
			return false
		}
	}
	for i, x := range c.jobs {
		if f.p.free(a, &f.p.jobs[x], c.starts[i]) != f.p.free(b, &f.p.jobs[x], c.starts[i]) {
			return false
		}
	}
	return true
}
