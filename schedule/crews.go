package schedule

import "slices"

// Crews, where counting does not decide: someone is recused, named, or on leave
// while an entry lasts.
//
// Problem: a new job needs people who are there for its whole length; those
// idle may not be enough, yet be so when people change places:
//
//	slot     A   B                 slot     A   B
//	job 1   [p]                    job 1   [q]
//	job 2       [q]        →       job 2       [q]
//	new     [   ?   ]              new     [ p … ]
//
// In turn: idle people; augmenting paths, where someone leaves a job whose place
// another takes, and so on; last, for blocks of at most blockJobs jobs, a search
// over all crews of the block. Paths decide exactly when each job of the block
// fills one half-day (a matching); the search does within crewSteps. When
// neither has decided, the answer is no: the guarantee may refuse, but never
// promises what it has not drawn.
//
// Cost: idle people and each step of a path take the department's people, a
// path at most people² steps; the search crewSteps.

// crewSteps bounds the search for crews and blockJobs the block it is tried on:
// larger ones have so many people that paths nearly always find what there is.
const (
	crewSteps = 2000
	blockJobs = 24
)

// assign puts a crew on duty at job j, which starts at s.
func (f *field) assign(j int32, s int, crew []int32) {
	f.crew[j] = crew
	for _, q := range crew {
		f.hire(j, s, q)
	}
}

// release takes job j's crew off duty.
func (f *field) release(j int32, s int) {
	for _, q := range f.crew[j] {
		f.fire(j, s, q)
	}
	f.crew[j] = nil
}

func (f *field) hire(j int32, s int, q int32) {
	at := int(q) * f.p.slots
	for t := s; t < s+int(f.p.jobs[j].length); t++ {
		f.duty[at+t] = j + 1
	}
}

func (f *field) fire(j int32, s int, q int32) {
	at := int(q) * f.p.slots
	for t := s; t < s+int(f.p.jobs[j].length); t++ {
		f.duty[at+t] = 0
	}
}

// onDuty gives the job that has person q during job j from s on: 0 for none,
// job and 1 for one, -1 for several.
func (f *field) onDuty(j int32, s int, q int32) int32 {
	at := int(q) * f.p.slots
	who := int32(0)
	for t := s; t < s+int(f.p.jobs[j].length); t++ {
		switch d := f.duty[at+t]; {
		case d == 0 || d == who:
		case who == 0:
			who = d
		default:
			return -1
		}
	}
	return who
}

// draw finds a crew for job j at s, moving people between jobs if need be, and
// puts it on duty.
func (f *field) draw(j int32, s int) bool {
	if crew := f.idle(j, s); crew != nil {
		f.assign(j, s, crew)
		return true
	}
	c := crews{f: f, dept: &f.p.depts[f.p.jobs[j].dept], job: j, start: s, seen: make([]bool, f.p.depts[f.p.jobs[j].dept].hi-f.p.depts[f.p.jobs[j].dept].lo)}
	if c.paths() {
		c.log()
		return true
	}
	c.back()
	if c.block() && c.search(-1) {
		c.log()
		return true
	}
	c.back()
	return false
}

// idle is a crew of people who have nothing else to do; nil when there is none.
func (f *field) idle(j int32, s int) []int32 {
	job := &f.p.jobs[j]
	d := &f.p.depts[job.dept]
	crew := make([]int32, 0, int(job.need)+len(job.named))
	want := int(job.need)
	for _, q := range job.named {
		if f.onDuty(j, s, q) != 0 {
			return nil
		}
		crew = append(crew, q)
		want -= btoi(!f.p.people[q].outside)
	}
	for q := d.lo; q < d.hi && want > 0; q++ {
		if f.onDuty(j, s, q) == 0 && f.mayGo(job, s, q) && !contains(job.named, q) {
			crew = append(crew, q)
			want--
		}
	}
	if want > 0 {
		return nil
	}
	return crew
}

// mayGo reports whether person q of the roster can be sent to the job.
func (f *field) mayGo(job *job, s int, q int32) bool {
	return !f.p.people[q].outside && f.p.free(q, job, s)
}

// crews changes the crews around one new job.
type crews struct {
	f     *field
	dept  *dept
	job   int32 // the new job
	start int
	seen  []bool // by person of the department, in one path

	jobs []int32 // the block, the new job last
	was  []crewWas
	left int // steps of the search
}

// crewWas is a job's crew before the change.
type crewWas struct {
	job  int32
	crew []int32
}

func (c *crews) startOf(j int32) int {
	if j == c.job {
		return c.start
	}
	return int(c.f.start[j])
}

// note remembers a job's crew before it first changes.
func (c *crews) note(j int32) {
	for i := range c.was {
		if c.was[i].job == j {
			return
		}
	}
	c.was = append(c.was, crewWas{j, c.f.crew[j]})
	c.f.crew[j] = slices.Clone(c.f.crew[j])
}

// back puts all crews back.
func (c *crews) back() {
	for _, w := range c.was {
		c.f.release(w.job, c.startOf(w.job))
	}
	for _, w := range c.was {
		c.f.assign(w.job, c.startOf(w.job), w.crew)
	}
	c.was = c.was[:0]
}

// log lets the field undo the change.
func (c *crews) log() {
	if c.f.depth == 0 {
		return
	}
	for _, w := range c.was {
		if w.job != c.job {
			c.f.log = append(c.f.log, change{job: w.job, crew: w.crew, only: true})
		}
	}
}

func (c *crews) give(j int32, q int32) {
	c.note(j)
	c.f.crew[j] = append(c.f.crew[j], q)
	c.f.hire(j, c.startOf(j), q)
}

func (c *crews) takeBack(j int32, q int32) {
	c.note(j)
	i := slices.Index(c.f.crew[j], q)
	c.f.crew[j] = slices.Delete(c.f.crew[j], i, i+1)
	c.f.fire(j, c.startOf(j), q)
}

// lacks is how many people of its own department a job still wants.
func (c *crews) lacks(j int32) int {
	n := int(c.f.p.jobs[j].need)
	for _, q := range c.f.crew[j] {
		n -= btoi(!c.f.p.people[q].outside)
	}
	return n
}

func (c *crews) may(j int32, q int32) bool {
	return c.f.mayGo(&c.f.p.jobs[j], c.startOf(j), q) && !contains(c.f.crew[j], q)
}

// paths fills the new job and those it takes named people from by augmenting
// paths.
func (c *crews) paths() bool {
	c.note(c.job)
	short := []int32{c.job}
	for _, q := range c.f.p.jobs[c.job].named {
		at := int(q) * c.f.p.slots
		for t := c.start; t < c.start+int(c.f.p.jobs[c.job].length); t++ {
			if d := c.f.duty[at+t]; d != 0 {
				c.takeBack(d-1, q) // not there by name: the field has looked
				short = append(short, d-1)
			}
		}
		c.give(c.job, q)
	}
	for _, j := range short {
		for c.lacks(j) > 0 {
			clear(c.seen)
			if !c.augment(j) {
				return false
			}
		}
	}
	return true
}

// augment gives job j one more person, taking it from another job that finds
// someone else if need be.
func (c *crews) augment(j int32) bool {
	s := c.startOf(j)
	for q := c.dept.lo; q < c.dept.hi; q++ {
		if !c.seen[q-c.dept.lo] && c.f.onDuty(j, s, q) == 0 && c.may(j, q) {
			c.give(j, q)
			return true
		}
	}
	for q := c.dept.lo; q < c.dept.hi; q++ {
		if c.seen[q-c.dept.lo] {
			continue
		}
		k := c.f.onDuty(j, s, q) - 1
		if k < 0 || k == j || !c.may(j, q) || contains(c.f.p.jobs[k].named, q) {
			continue
		}
		c.seen[q-c.dept.lo] = true
		c.takeBack(k, q)
		c.give(j, q)
		if c.augment(k) {
			return true
		}
		c.takeBack(j, q)
		c.give(k, q)
	}
	return false
}

// block takes the crews of all jobs that share a day with the new one or with
// one another off duty, for the search to draw them anew. It reports whether a
// search is worth while: paths have decided where every job is a half-day.
func (c *crews) block() bool {
	f, p := c.f, c.f.p
	first, last := c.start/2, c.start/2+p.jobs[c.job].days()-1
	long := p.jobs[c.job].length > 1
	for day := first; day <= last; day++ {
		for _, x := range f.at[int(p.jobs[c.job].dept)*p.days+day] {
			if contains(c.jobs, x) {
				continue
			}
			if c.jobs = append(c.jobs, x); len(c.jobs) >= blockJobs {
				return false
			}
			long = long || p.jobs[x].length > 1
			last = max(last, int(f.start[x])/2+p.jobs[x].days()-1)
			if from := int(f.start[x]) / 2; from < first { // look at the days before as well
				first, day = from, from-1
				break
			}
		}
	}
	if !long {
		return false
	}
	c.jobs = append(c.jobs, c.job)
	for _, j := range c.jobs {
		c.note(j)
		f.release(j, c.startOf(j))
	}
	for _, j := range c.jobs {
		f.assign(j, c.startOf(j), slices.Clone(p.jobs[j].named))
	}
	c.left = crewSteps
	return true
}

// search tries every crew: the job with the fewest people to spare next, its
// people in ascending order, and of people alike in all that matters only one.
func (c *crews) search(current int32) bool {
	if c.left--; c.left < 0 {
		return false
	}
	from := c.dept.lo
	if current >= 0 && c.lacks(current) > 0 {
		from = c.f.crew[current][len(c.f.crew[current])-1] + 1
	} else {
		var ok bool
		if current, ok = c.tightest(); current < 0 {
			return ok
		}
	}
	var tried []int32
	for q := from; q < c.dept.hi; q++ {
		if c.f.onDuty(current, c.startOf(current), q) != 0 || !c.may(current, q) ||
			slices.ContainsFunc(tried, func(t int32) bool { return c.alike(q, t) }) {
			continue
		}
		tried = append(tried, q)
		c.give(current, q)
		if c.search(current) {
			return true
		}
		c.takeBack(current, q)
	}
	return false
}

// tightest is the job with the fewest people to spare; -1 when none wants
// anyone, and then ok, or when one cannot have enough.
func (c *crews) tightest() (tight int32, ok bool) {
	tight = -1
	least := int(^uint(0) >> 1)
	for _, j := range c.jobs {
		want := c.lacks(j)
		if want <= 0 {
			continue
		}
		n := -want
		for q := c.dept.lo; q < c.dept.hi; q++ {
			n += btoi(c.f.onDuty(j, c.startOf(j), q) == 0 && c.may(j, q))
		}
		if n < 0 {
			return -1, false
		}
		if n < least {
			least, tight = n, j
		}
	}
	return tight, true
}

// alike reports whether two people can stand for one another throughout the block.
func (c *crews) alike(a, b int32) bool {
	p := c.f.p
	for t := range p.slots {
		if c.f.duty[int(a)*p.slots+t] != c.f.duty[int(b)*p.slots+t] {
			return false
		}
	}
	for _, j := range c.jobs {
		if c.may(j, a) != c.may(j, b) {
			return false
		}
	}
	return true
}
