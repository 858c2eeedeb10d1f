package schedule

import (
	"slices"

	"liancha/inspect"
)

// moveOut finds a placed entry, as little urgent as can be and no more urgent
// than job j, without which j would have a place: one of its own enterprise
// where the enterprise's visits are in the way, one of its department where
// people are.
func (m *plan) moveOut(j int32, set []uint64) (Remedy, bool) {
	p := m.p
	job := &p.jobs[j]
	own := &p.firms[job.firm]
	tries := 0
	crossed := make([]bool, p.slots) // starts its own enterprise's visits stop
	for s := range p.slots {
		if has(set, s) {
			b := m.rules(own, []int32{j}, s)
			crossed[s] = b.enterprise()
		}
	}
	for class := 2; class >= int(job.class); class-- {
		for s := range p.slots {
			if !has(set, s) {
				continue
			}
			var others []int32
			if crossed[s] {
				for k := own.lo; k < own.hi; k++ {
					others = append(others, k)
				}
			} else {
				for day := s / 2; day < s/2+job.days(); day++ {
					others = append(others, m.field.at[int(job.dept)*p.days+day]...)
				}
				slices.Sort(others)
			}
			for _, k := range others {
				if int(p.jobs[k].class) != class || m.field.start[k] < 0 || p.jobs[k].firm != job.firm && !m.overlaps(j, s, k) {
					continue
				}
				if tries++; tries > moveOutTries {
					return Remedy{}, false
				}
				if m.without(j, s, k) {
					return Remedy{Kind: MoveOut, At: inspect.Slot(s), Other: p.jobs[k].orig}, true
				}
			}
		}
	}
	return Remedy{}, false
}

func (p *problem) jobsByDept() [][]int32 {
	by := make([][]int32, len(p.depts))
	for j := range p.jobs {
		by[p.jobs[j].dept] = append(by[p.jobs[j].dept], int32(j))
	}
	return by
}

// overlaps reports whether job j at s would share a slot with placed job k.
func (m *plan) overlaps(j int32, s int, k int32) bool {
	at := int(m.field.start[k])
	return s < at+int(m.p.jobs[k].length) && at < s+int(m.p.jobs[j].length)
}

// without tries job j at s with job k out of the plan.
func (m *plan) without(j int32, s int, k int32) bool {
	p := m.p
	mark := m.field.begin()
	m.field.remove(k)
	ok := p.jobs[k].firm == p.jobs[j].firm || m.keeps(&p.firms[p.jobs[k].firm])
	if ok {
		b := m.held([]int32{j}, s)
		ok = b.none()
	}
	m.field.undo(mark)
	return ok
}

// keeps reports whether a firm's visits keep their distances and caps: with a
// job gone, a visit across levels may have another level than before.
func (m *plan) keeps(f *firm) bool {
	if !m.p.across {
		return true
	}
	for j := f.lo; j < f.hi; j++ {
		s := m.field.start[j]
		if s < 0 {
			continue
		}
		b := m.rules(f, []int32{j}, int(s))
		if b.enterprise() {
			return false
		}
	}
	return true
}
