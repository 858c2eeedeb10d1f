package schedule

import "liancha/inspect"

// The hard rules, in the contract's order. Each function is one rule; the
// search asks nothing else.

// setStarts finds for every job the slots it may start at, were it alone in
// the world: rule 1, rule 4 against history, and the part of rule 5 that does
// not depend on others.
func (p *problem) setStarts() {
	p.starts = make([]uint64, len(p.jobs)*p.words)
	for j := range p.jobs {
		p.windowStarts(int32(j), p.startsOf(int32(j)))
		for s := p.next(int32(j), 0); s >= 0; s = p.next(int32(j), s+1) {
			if !p.clearOfPastAlone(int32(j), s) || !p.staffableAlone(int32(j), s) {
				p.startsOf(int32(j))[s>>6] &^= 1 << (s & 63)
			}
		}
	}
}

func (p *problem) startsOf(j int32) []uint64 {
	return p.starts[int(j)*p.words : (int(j)+1)*p.words]
}

// next is job j's first start from slot s on, or -1.
func (p *problem) next(j int32, s int) int {
	set := p.startsOf(j)
	for ; s < p.slots; s++ {
		if set[s>>6]>>(s&63) == 0 {
			s |= 63
		} else if has(set, s) {
			return s
		}
	}
	return -1
}

// windowStarts is rule 1: every slot an entry takes lies on working days inside
// one of its windows and inside the period; an entry of a day or more starts in
// the morning and goes on over the following working days.
func (p *problem) windowStarts(j int32, set []uint64) {
	job := &p.jobs[j]
	for day := 0; day+job.days() <= p.days; day++ {
		first, last := p.in.Days[day], p.in.Days[day+job.days()-1]
		for _, w := range p.in.Entries[job.orig].Windows {
			if w.Contains(first) && w.Contains(last) {
				set[2*day>>6] |= 1 << (2 * day & 63)
				if job.length == 1 {
					set[2*day>>6] |= 2 << (2 * day & 63)
				}
				break
			}
		}
	}
}

// Rule 2, an entry that is not joinable is alone in its visit, and rule 3, a
// visit joins one level only, are kept by how the search forms groups: see
// group in enterprise.go.

// gap is rule 4: the working days from the last day of the earlier visit to the
// first day of the later. Visits of different levels stand apart, unless one of
// them holds an entry that is not joinable; any two are not on one day.
func (p *problem) gap(aLevel inspect.Level, aJoinable bool, bLevel inspect.Level, bJoinable bool) int {
	if aJoinable && bJoinable && aLevel != bLevel {
		return p.apart
	}
	return 1
}

// clearOfPast is rule 4 between a visit of days first to last and history.
func (p *problem) clearOfPast(f *firm, level inspect.Level, joinable bool, first, last int) bool {
	for i := range f.past {
		v := &f.past[i]
		if g := p.gap(level, joinable, v.level, v.joinable); first-v.last < g && v.first-last < g {
			return false
		}
	}
	return true
}

// clearOfPastAlone is clearOfPast for the shortest visit that can hold job j.
func (p *problem) clearOfPastAlone(j int32, s int) bool {
	job := &p.jobs[j]
	f := &p.firms[job.firm]
	if len(f.past) == 0 {
		return true
	}
	first := s / 2
	last := first + job.days() - 1
	if !p.across || !job.joinable {
		return p.clearOfPast(f, job.level, job.joinable, first, last)
	}
	// A higher level may join, and then the visit has that level.
	for level := inspect.NoLevel; level <= job.level; level++ {
		if p.clearOfPast(f, level, true, first, last) {
			return true
		}
	}
	return false
}

// staffableAlone is rule 5 for job j with nobody else in the field: the people
// it names are neither on leave nor recused, and enough others remain.
func (p *problem) staffableAlone(j int32, s int) bool {
	job := &p.jobs[j]
	d := &p.depts[job.dept]
	for _, q := range job.named {
		if !p.free(q, job, s) {
			return false
		}
	}
	least := int32(unlimited)
	for t := s; t < s+int(job.length); t++ {
		least = min(least, p.avail[int(job.dept)*p.slots+t])
	}
	sure := least - d.recusers // people certain to be there for the whole length
	if job.length > 2 {
		sure -= d.leavers
	}
	if least < job.need || !d.drawn || sure >= job.need {
		return least >= job.need
	}
	n := int32(0)
	for q := d.lo; q < d.hi; q++ {
		n += int32(btoi(!p.people[q].outside && p.free(q, job, s)))
	}
	return n >= job.need
}

// free reports whether person q is neither on leave during job started at s nor
// recused from its enterprise.
func (p *problem) free(q int32, job *job, s int) bool {
	who := &p.people[q]
	for t := s; t < s+int(job.length); t++ {
		if has(who.away, t) {
			return false
		}
	}
	for _, f := range who.recused {
		if f == job.firm {
			return false
		}
	}
	return true
}
