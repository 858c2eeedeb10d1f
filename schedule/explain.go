package schedule

import (
	"fmt"
	"math"
	"slices"

	"liancha/inspect"
)

// Explanation says of a visit, or of an entry without one, what each start in
// the period would cost and what stands in its way.
type Explanation struct {
	Entries []int32      // those asked about
	At      inspect.Slot // where they stand; NoSlot where they are not placed
	Options []Option     // every start of the period that the entries' lengths allow, ascending
}

// Option is one start of an Explanation.
type Option struct {
	At       inspect.Slot
	InWindow bool     // the windows of all entries asked about allow it
	Stops    []Reason // rules that stop it with everything else where it is; none: it is free
	Over     *Over    // with OverCap among them: which cap
	// Possible: the entries can stand here when only the enterprise's other
	// entries move. Then Visits, Moved and Lost say what that costs.
	Possible bool
	Visits   int     // visits to the enterprise more than now
	Moved    []int32 // other entries of the enterprise that then start elsewhere
	Lost     []int32 // other entries of the enterprise that then lose their place
	// What the third objective sees: other inspections of the same departments in
	// the same half-day and street, and in the same district besides; and how full
	// the departments' people would be, in per cent of those there (0 where their
	// number does not matter).
	Street, District, Load int
	// Remedies is what would have to give for the first entry asked about to
	// stand here, where the rules stop it; each was tried.
	Remedies []Remedy
}

// Explain tells what each start would mean for entries of one enterprise that
// are to share a visit, in a schedule given by each entry's start. It does not
// judge the schedule: entries of it for which there is no room are passed over.
// The error is for an instance that contradicts itself, or entries that are
// none or not of one enterprise.
func Explain(in *Instance, start []inspect.Slot, entries []int32) (*Explanation, error) {
	p, err := newProblem(in)
	if err != nil {
		return nil, err
	}
	if len(start) != len(in.Entries) || len(entries) == 0 {
		return nil, fmt.Errorf("schedule: %d starts for %d entries, %d to explain", len(start), len(in.Entries), len(entries))
	}
	group := make([]int32, 0, len(entries))
	for _, e := range entries {
		if e < 0 || int(e) >= len(in.Entries) || in.Entries[e].Enterprise != in.Entries[entries[0]].Enterprise {
			return nil, fmt.Errorf("schedule: entry %d is not of the enterprise to explain", e)
		}
		j := slices.IndexFunc(p.jobs, func(j job) bool { return j.orig == e })
		group = append(group, int32(j))
	}
	m := newPlan(p, nil)
	for j := range p.jobs {
		if s := start[p.jobs[j].orig]; s >= 0 && p.inPeriod(int32(j), int(s)) {
			m.place(int32(j), int(s))
		}
	}
	for i := range p.firms {
		m.recount(&p.firms[i])
	}
	x := &Explanation{Entries: slices.Clone(entries), At: inspect.Slot(m.field.start[group[0]])}
	sets := make([][]uint64, len(group))
	for i, j := range group {
		sets[i] = p.admitted(j)
	}
	c := newCompany(m)
	c.count(m, &p.firms[p.jobs[group[0]].firm], -1)
	for s := range p.slots {
		if slices.ContainsFunc(group, func(j int32) bool { return !p.inPeriod(j, s) }) {
			continue
		}
		o := Option{At: inspect.Slot(s), InWindow: !slices.ContainsFunc(sets, func(set []uint64) bool { return !has(set, s) })}
		o.Street, o.District = c.around(group, s)
		m.option(&o, group, sets[0], s)
		x.Options = append(x.Options, o)
	}
	return x, nil
}

// option fills in what start s means for the group.
func (m *plan) option(o *Option, group []int32, set []uint64, s int) {
	p := m.p
	f := &p.firms[p.jobs[group[0]].firm]
	visits, out, total := m.visits[p.jobs[group[0]].firm], m.out, m.total
	before := slices.Clone(m.field.start[f.lo:f.hi])
	mark := m.field.begin()
	for _, j := range group {
		if m.field.start[j] >= 0 {
			m.field.remove(j)
		}
	}
	for _, j := range group {
		o.Load = max(o.Load, int(100*m.load(j, s)))
	}
	b := m.held(group, s)
	if b.staff {
		o.Stops = append(o.Stops, NoCapacity)
	}
	if b.company || b.distance {
		o.Stops = append(o.Stops, Stagger)
	}
	if len(b.caps) > 0 {
		o.Stops = append(o.Stops, OverCap)
		o.Over = m.excess(group, s, b.caps[0])
	}
	if b.none() {
		o.Stops = nil
	} else {
		o.Remedies = m.remediesAt(group[0], set, s)
	}
	m.field.undo(mark)
	if !o.InWindow {
		return
	}
	mark = m.field.begin()
	m.pinned(f, group, s)
	o.Possible = !slices.ContainsFunc(group, func(j int32) bool { return int(m.field.start[j]) != s })
	if o.Possible {
		o.Visits = int(m.visits[p.jobs[group[0]].firm] - visits)
		for i, was := range before {
			j := f.lo + int32(i)
			switch now := m.field.start[j]; {
			case slices.Contains(group, j) || was < 0:
			case now < 0:
				o.Lost = append(o.Lost, p.jobs[j].orig)
			case now != was:
				o.Moved = append(o.Moved, p.jobs[j].orig)
			}
		}
	}
	m.field.undo(mark)
	m.visits[p.jobs[group[0]].firm], m.out, m.total = visits, out, total
}

// pinned places a firm anew with the group at s, its other jobs as well as can
// be and, of equal ways, moving as few as can be.
func (m *plan) pinned(f *firm, group []int32, s int) {
	before := slices.Clone(m.field.start[f.lo:f.hi])
	forgo := m.q.forgo
	m.q.forgo = [3]float64{10 * forgone[0], forgone[1], forgone[2]}
	scale := 0.5 / float64(f.hi-f.lo)
	m.replace(f, false, func(j int32, t int) float64 {
		own := slices.Contains(group, j)
		switch {
		case own && t != s || !m.field.fits(j, t):
			return math.Inf(1)
		case own:
			return -100 * forgone[0] // nothing is worth more than having it here
		case int(before[j-f.lo]) == t:
			return 0
		}
		return scale
	})
	m.q.forgo = forgo
}

// remediesAt is what one rule would have to give for job j, which is not
// placed, to start at s.
func (m *plan) remediesAt(j int32, set []uint64, s int) []Remedy {
	var list []Remedy
	if !has(set, s) {
		if r, days := m.p.extension(j, s); days > 0 && m.free(j, s) {
			list = append(list, r)
		}
		return list
	}
	m.relax(j, s, func(r Remedy, _ int) { list = append(list, r) })
	only := make([]uint64, m.p.words)
	only[s>>6] = 1 << (s & 63)
	if r, ok := m.moveOut(j, only); ok {
		list = append(list, r)
	}
	return list
}
