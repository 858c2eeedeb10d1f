package intake

import (
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/intake/agency"
)

// member is one department of a row that ticks several.
type member struct {
	name  string
	level inspect.Level
	tick  *tickedUnit // nil for the row's own department
}

// unitRow settles a row whose departments are ticked: it adds an entry for each,
// and one for the row's own where it has one besides.
func (s *settling) unitRow(entries []inspect.Entry, f *fileDrafts, p *planRow, home *home) []inspect.Entry {
	first := len(entries)
	members := s.members(p, home)
	planned := s.occurrences(f, p.dates)
	leader := p.entry.LeadDepartment
	for _, m := range members {
		e, dates := p.entry, planned
		e.Department, e.Level = m.name, m.level
		s.leaders(&e, p, home)
		if t := m.tick; t != nil {
			e.Source.Column = int16(t.unit.cell.col)
			if t.matter != "" {
				e.Matter = t.matter
			}
			if t.demand > 0 {
				e.Demand = t.demand
			}
			if len(t.dates) > 0 {
				dates = s.occurrences(f, t.dates)
			}
			e.Lead = e.LeadDepartment == e.Department
			if t.lead {
				leader = m.name
			}
		}
		entries = each(entries, &e, dates)
	}
	for i := first; i < len(entries); i++ {
		if e := &entries[i]; leader != "" {
			e.LeadDepartment, e.Lead = leader, e.Department == leader
		}
	}
	return entries
}

// members gives the departments of a row: those ticked, and its own — of its
// column, else the one it names as the lead, else under 参与部门 whoever hands the
// table in — where no column stands for that.
func (s *settling) members(p *planRow, home *home) []member {
	var members []member
	columns := map[string]bool{}
	for _, cell := range p.units.all {
		u, _ := s.c.unitOf(cell, home)
		name, _, _ := s.c.registry.Resolve(u)
		columns[name] = true
	}
	for i := range p.units.ticks {
		t := &p.units.ticks[i]
		u, _ := s.c.unitOf(t.unit, home)
		row := *p
		if u.Level != inspect.NoLevel {
			row.level = inspect.NoLevel
		}
		name, level := s.named(u, t.unit.cell, &row)
		members = append(members, member{name, level, t})
	}
	own, ref, stated := s.own(p, home)
	if own.Written != "" {
		name, level := s.named(own, ref, p)
		ticked := slices.ContainsFunc(members, func(m member) bool { return m.name == name })
		if !ticked && stated && len(p.dates) == 0 && !s.rejected {
			s.fail("no_date", ref, fmt.Sprintf("“%s”没有检查时间：勾选的部门各有时间，它没有", ref.value), "请补上检查时间")
		}
		if !ticked && (stated || !columns[name]) {
			members = append(members, member{name, level, nil})
		}
	}
	if len(members) == 0 && !s.rejected {
		s.fail("no_department", p.units.first, fmt.Sprintf("%s都没有勾", joinedBy(p.units.all)), "请在要参加的部门下打“√”")
	}
	return members
}

// coordinates reports an office that sends others and nobody of its own.
func coordinates(u agency.Unit) bool {
	return strings.HasSuffix(u.Function, "委员会办公室") || strings.HasSuffix(u.Function, "人民政府")
}

// own gives the department a row has besides those ticked; stated is whether the
// row itself says it.
func (s *settling) own(p *planRow, home *home) (u agency.Unit, ref cellRef, stated bool) {
	for _, cell := range []*unitCell{p.department, p.lead} {
		if cell.given() {
			u, ref, _ = s.unit(cell, home)
			return u, ref, true
		}
	}
	if p.units.hosted && home.known && !coordinates(home.unit) {
		return home.unit, cellRef{}, false
	}
	return agency.Unit{}, cellRef{}, false
}
