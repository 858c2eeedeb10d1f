package schedule

import (
	"cmp"
	"slices"

	"liancha/inspect"
)

// Why an entry is left out, and what would let it in.
//
// Each of an entry's starts is held against the finished plan, everything else
// staying where it is: which rules stop it there? The reason is the rule that
// stops it by itself at the most starts. A remedy is one change after which a
// start is stopped no longer; it is tried in the plan itself, the entry placed
// and taken back, before it is named. Of each kind the smallest is given.
//
// Cost: starts × rules, and for the entry that would have to move out at most
// moveOutTries placements.

// moveOutTries bounds the search for another entry to move out.
const moveOutTries = 100

// stops is what keeps a group of jobs of one firm from a start.
type stops struct {
	staff    bool  // people (rule 5)
	company  bool  // not joinable, or of another level, and someone is there (rules 2 and 3)
	distance bool  // too close to another visit (rule 4)
	caps     []int // caps it would break (rule 6)
}

func (b *stops) none() bool { return !b.staff && !b.enterprise() }

// enterprise reports whether a rule on the enterprise's own visits stops it.
func (b *stops) enterprise() bool { return b.company || b.distance || len(b.caps) > 0 }

// held gives what keeps the group, whose jobs must not be placed, from start s.
func (m *plan) held(group []int32, s int) stops {
	b := m.rules(&m.p.firms[m.p.jobs[group[0]].firm], group, s)
	b.staff = !m.staffed(group, s)
	return b
}

// rules gives which rules on the firm's own visits keep the group from s.
func (m *plan) rules(f *firm, group []int32, s int) stops {
	p := m.p
	var b stops
	visits, k := m.visitsWith(f, group, s)
	v := &visits[k]
	for _, j := range v.jobs {
		b.company = b.company || len(v.jobs) > 1 && (!p.jobs[j].joinable || p.jobs[j].level != v.tally.level && !p.across)
	}
	first, last := v.start/2, v.start/2+v.days-1
	b.distance = !p.clearOfPast(f, v.tally.level, v.joinable, first, last)
	var others []tally
	for i := range visits {
		o := &visits[i]
		if i == k {
			continue
		}
		g := p.gap(v.tally.level, v.joinable, o.tally.level, o.joinable)
		b.distance = b.distance || first-(o.start/2+o.days-1) < g && o.start/2-last < g
		others = append(others, o.tally)
	}
	for _, c := range f.caps {
		one := firm{past: f.past, caps: []int32{c}}
		if p.overCap(&one, &v.tally, others) >= 0 {
			b.caps = append(b.caps, int(c))
		}
	}
	return b
}

// visitsWith gives the firm's visits with the group moved to s, and which of
// them the group is in.
func (m *plan) visitsWith(f *firm, group []int32, s int) (visits []stop, k int) {
	jobs, starts := make([]int32, 0, f.hi-f.lo), make([]int16, 0, f.hi-f.lo)
	for j := f.lo; j < f.hi; j++ {
		at := m.field.start[j]
		if slices.Contains(group, j) {
			at = int16(s)
		}
		jobs, starts = append(jobs, j), append(starts, at)
	}
	visits = m.p.visitsOf(jobs, starts)
	return visits, slices.IndexFunc(visits, func(v stop) bool { return v.start == s })
}

// staffed tries the group out at s and takes it back.
func (m *plan) staffed(group []int32, s int) bool {
	ok := true
	n := 0
	for ; n < len(group) && ok; n++ {
		ok = m.p.inPeriod(group[n], s) && m.field.fits(group[n], s) && m.p.staffableAlone(group[n], s) && m.field.place(group[n], s)
	}
	for i := range n {
		if m.field.start[group[i]] >= 0 {
			m.field.remove(group[i])
		}
	}
	return ok
}

// inPeriod reports whether job j can start at s as far as the period goes: a
// day or more begins in the morning and ends before the period does.
func (p *problem) inPeriod(j int32, s int) bool {
	job := &p.jobs[j]
	return s+int(job.length) <= p.slots && (job.length == 1 || s%2 == 0)
}

// admitted is the set of starts job j's windows allow.
func (p *problem) admitted(j int32) []uint64 {
	set := make([]uint64, p.words)
	p.windowStarts(j, set)
	return set
}

// leftOut lists the entries without a place, why, and what would let them in.
// An entry that turns out to have a place after all is placed.
func (m *plan) leftOut(workers int, tick func(part float64)) []Unplaced {
	p := m.p
	var jobs []int32
	for j := range p.jobs {
		if m.field.start[j] < 0 {
			jobs = append(jobs, int32(j))
		}
	}
	list := make([]Unplaced, len(jobs))
	free := make([]bool, len(jobs))
	batches := (len(jobs) + diagnoseBatch - 1) / diagnoseBatch
	share(batches, 1, workers, func(lo, hi int) {
		for b := lo; b < hi; b++ {
			t := m.twin()
			for i := b * diagnoseBatch; i < min((b+1)*diagnoseBatch, len(jobs)); i++ {
				list[i], free[i] = t.diagnose(jobs[i])
				if lo == 0 && i%tellEvery == 0 {
					tick(float64(i) / float64(hi*diagnoseBatch))
				}
			}
		}
	})
	more := false
	for i, j := range jobs {
		more = free[i] && m.insertFree(j) || more
	}
	if more {
		return m.leftOut(workers, tick)
	}
	slices.SortFunc(list, func(a, b Unplaced) int { return cmp.Compare(a.Entry, b.Entry) })
	return list
}

// diagnoseBatch is how many jobs are tried out in one twin of the plan: trials
// may leave crews changed about, so what a twin has seen must not depend on the
// number of workers.
const diagnoseBatch = 4096

// twin is a plan like this one, in which things can be tried out while others
// do so in theirs.
func (m *plan) twin() *plan {
	p := *m.p
	p.avail, p.caps, p.people = slices.Clone(p.avail), slices.Clone(p.caps), slices.Clone(p.people)
	for i := range p.people {
		if p.people[i].orig < 0 { // spares
			p.people[i].away = slices.Clone(p.people[i].away)
		}
	}
	t := &plan{p: &p, field: m.field.twin(&p), visits: slices.Clone(m.visits), out: m.out, total: m.total}
	t.q = newSearch(&p, t.field)
	return t
}

// insertFree places job j where nothing stops it.
func (m *plan) insertFree(j int32) bool {
	set := m.p.admitted(j)
	for s := range m.p.slots {
		if !has(set, s) {
			continue
		}
		if b := m.held([]int32{j}, s); b.none() && m.place(j, s) {
			m.recount(&m.p.firms[m.p.jobs[j].firm])
			return true
		}
	}
	return false
}

// diagnose finds the reason and the remedies of job j; free says that nothing
// stops it.
func (m *plan) diagnose(j int32) (u Unplaced, free bool) {
	p := m.p
	u.Entry = p.jobs[j].orig
	set := p.admitted(j)
	var by [3]int // starts stopped by people, distance, caps
	var alone [3]int
	any := false
	over, capped := -1, 0 // the first start that caps stop, by themselves if there is one; a cap there
	onlyCaps := false
	for s := range p.slots {
		if !has(set, s) {
			continue
		}
		any = true
		b := m.held([]int32{j}, s)
		if b.none() {
			return u, true
		}
		n := btoi(b.staff) + btoi(b.company || b.distance) + btoi(len(b.caps) > 0)
		if len(b.caps) > 0 && (over < 0 || n == 1 && !onlyCaps) {
			over, capped, onlyCaps = s, b.caps[0], n == 1
		}
		for i, x := range [3]bool{b.staff, b.company || b.distance, len(b.caps) > 0} {
			by[i] += btoi(x)
			alone[i] += btoi(x && n == 1)
		}
	}
	if !any {
		u.Reason = NoWorkingDay
	} else {
		best := 0
		for i := range by {
			if cmp.Or(cmp.Compare(alone[i], alone[best]), cmp.Compare(by[i], by[best])) > 0 {
				best = i
			}
		}
		u.Reason = [3]Reason{NoCapacity, Stagger, OverCap}[best]
	}
	if u.Reason == OverCap {
		u.Over = m.excess([]int32{j}, over, capped)
	}
	u.Remedies = m.remedies(j, set)
	return u, false
}

// remedies gives the smallest remedy of each kind, in the order of the kinds'
// names: what a plan can change first.
func (m *plan) remedies(j int32, set []uint64) []Remedy {
	var best [RaiseCap + 1]*Remedy
	var size [RaiseCap + 1]int
	keep := func(r Remedy, n int) {
		if best[r.Kind] == nil || n < size[r.Kind] {
			best[r.Kind], size[r.Kind] = &r, n
		}
	}
	for s := range m.p.slots {
		if !m.p.inPeriod(j, s) {
			continue
		}
		if !has(set, s) {
			if r, days := m.p.extension(j, s); days > 0 && (best[ExtendWindow] == nil || days < size[ExtendWindow]) && m.free(j, s) {
				keep(r, days)
			}
			continue
		}
		m.relax(j, s, keep)
	}
	if r, ok := m.moveOut(j, set); ok {
		keep(r, 0)
	}
	var list []Remedy
	for _, r := range best {
		if r != nil {
			list = append(list, *r)
		}
	}
	return list
}

// extension is a window that ends later, or begins earlier, so that job j may
// start at s, and by how many days; none by 0.
func (p *problem) extension(j int32, s int) (r Remedy, days int) {
	job := &p.jobs[j]
	first, last := p.in.Days[s/2], p.in.Days[s/2+job.days()-1]
	days = 1 << 30
	r = Remedy{Kind: ExtendWindow, At: inspect.Slot(s)}
	for _, w := range p.in.Entries[job.orig].Windows {
		if w.From <= first && w.To < last && int(last-w.To) < days {
			days, r.Date, r.Before = int(last-w.To), last, false
		}
		if w.To >= last && w.From > first && int(w.From-first) < days {
			days, r.Date, r.Before = int(w.From-first), first, true
		}
	}
	if days == 1<<30 {
		return r, 0
	}
	return r, days
}

// free reports whether nothing but its windows keeps job j from s.
func (m *plan) free(j int32, s int) bool {
	if !m.field.fits(j, s) {
		return false
	}
	b := m.held([]int32{j}, s)
	return b.none()
}

// relax finds which one of the other rules would have to give for job j at s.
func (m *plan) relax(j int32, s int, keep func(Remedy, int)) {
	group := []int32{j}
	b := m.held(group, s)
	p := m.p
	at := inspect.Slot(s)
	switch {
	case b.company:
		if b.staff {
			break
		}
		if level, ok := m.joins(j, s); ok {
			keep(Remedy{Kind: JoinLevels, At: at, Level: level}, 0)
		}
	case b.staff && !b.distance && len(b.caps) == 0:
		if n := m.addPeople(j, s); n > 0 {
			keep(Remedy{Kind: AddPeople, At: at, People: n}, n)
		}
	case b.distance && !b.staff && len(b.caps) == 0:
		apart := p.apart
		for g := apart - 1; g >= 1; g-- {
			p.apart = g
			if b := m.held(group, s); b.none() {
				keep(Remedy{Kind: SmallerGap, At: at, Gap: g}, apart-g)
				break
			}
		}
		p.apart = apart
	case len(b.caps) == 1 && !b.staff && !b.distance:
		if n := m.raise(group, s, b.caps[0]); n > 0 {
			keep(Remedy{Kind: RaiseCap, At: at, Cap: b.caps[0], More: n}, n)
		}
	}
}

// raise is how much higher a cap must be for the group to stand at s; 0 when no
// height helps. No cap matters that is as high as there are visits to count.
func (m *plan) raise(group []int32, s, c int) int {
	p := m.p
	f := &p.firms[p.jobs[group[0]].firm]
	limit := p.caps[c].Max
	defer func() { p.caps[c].Max = limit }()
	for n := 1; limit+n <= int(f.hi-f.lo)+len(f.past); n++ {
		p.caps[c].Max = limit + n
		if b := m.held(group, s); b.none() {
			return n
		}
	}
	return 0
}

// joins reports whether job j could join the visit of another level that stands
// at s if a visit could hold several, and that visit's level.
func (m *plan) joins(j int32, s int) (level inspect.Level, ok bool) {
	p := m.p
	if p.across {
		return 0, false
	}
	f := &p.firms[p.jobs[j].firm]
	for k := f.lo; k < f.hi; k++ {
		if int(m.field.start[k]) == s {
			level = p.jobs[k].level
		}
	}
	p.across = true
	b := m.held([]int32{j}, s)
	p.across = false
	return level, b.none()
}

// addPeople is how many more people, there only for job j's length, would staff
// it at s; 0 when more people do not help, or more than spares would be needed
// where crews must be drawn.
func (m *plan) addPeople(j int32, s int) int {
	p := m.p
	job := &p.jobs[j]
	d := &p.depts[job.dept]
	at := int(job.dept) * p.slots
	short := int32(0)
	for t := at + s; t < at+s+int(job.length); t++ {
		short = max(short, m.field.used[t]+job.need-p.avail[t])
	}
	least := max(1, int(short))
	most := least
	if d.drawn {
		most = spares
	}
	for n := least; n <= most; n++ {
		if m.withMore(j, s, n) {
			return n
		}
	}
	return 0
}

// withMore tries job j at s with n more people for its length.
func (m *plan) withMore(j int32, s, n int) bool {
	p := m.p
	job := &p.jobs[j]
	d := &p.depts[job.dept]
	at := int(job.dept) * p.slots
	change := func(by int32) {
		for t := at + s; t < at+s+int(job.length); t++ {
			p.avail[t] += by
		}
		if !d.drawn {
			return
		}
		left := n
		for q := d.lo; q < d.hi && left > 0; q++ {
			if p.people[q].orig >= 0 {
				continue
			}
			left--
			for t := s; t < s+int(job.length); t++ {
				p.people[q].away[t>>6] ^= 1 << (t & 63)
			}
		}
	}
	// Without crews to draw, the newcomers go with this job: the others stay
	// as they are, alike and always there.
	if !d.drawn && n > int(job.need) {
		return false
	}
	change(int32(n))
	mark := m.field.begin()
	ok := p.staffableAlone(j, s) && m.field.place(j, s)
	m.field.undo(mark)
	change(int32(-n))
	return ok
}
