package intake

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/intake/agency"
	"liancha/internal/diag"
)

// departments lets the registry see every spelling before it is asked for one.
func (c *combiner) departments() {
	c.registry = agency.NewRegistry(c.opt.City, c.opt.Aliases).In(c.opt.District)
	for _, name := range c.opt.Departments {
		if u, ok := agency.Parse(name); ok {
			c.registry.Add(u)
		}
	}
	for _, f := range c.files {
		f.findUnit()
		for _, d := range f.drafts {
			home := f.home(d)
			if home.known {
				c.registry.Add(home.unit)
			}
			for i := range d.plans {
				c.see(d.plans[i].department, &home)
				c.see(d.plans[i].lead, &home)
				if u := d.plans[i].units; u != nil {
					for _, cell := range u.all {
						c.see(cell, &home)
					}
				}
			}
			for i := range d.inspectors {
				c.see(d.inspectors[i].department, &home)
			}
			for i := range d.samplings {
				c.see(d.samplings[i].plan.department, &home)
			}
			if c.opt.Findings {
				c.seeFindings(d, &home)
			}
			c.seeReplies(d, &home)
		}
	}
}

func (c *combiner) see(cell *unitCell, home *home) {
	if !cell.given() {
		return
	}
	if u, ok := c.unitOf(cell, home); ok {
		c.registry.Add(u)
	}
}

// ownOffice are the words by which a department's level stands for itself.
var ownOffice = map[string]inspect.Level{
	"市局": inspect.City, "市支队": inspect.City, "支队": inspect.City,
	"区局": inspect.District, "县局": inspect.District, "区大队": inspect.District, "大队": inspect.District,
}

// sectionEnds end the names of parts of a department.
var sectionEnds = []string{"科", "室", "股", "处", "组", "中队"}

// unitOf gives the department a cell names: a name, an alias, 市局 for the
// sheet's own department, 江宁分局 for that department's office in 江宁, or a mere
// section of it. It is false where the text is none of these.
func (c *combiner) unitOf(cell *unitCell, home *home) (agency.Unit, bool) {
	text := cell.cell.value
	if l, ok := ownOffice[text]; ok && home.known && home.unit.Level == l {
		return home.unit, true
	}
	if cell.ok {
		return home.complete(cell.unit), true
	}
	if u, ok := c.registry.Parse(text); ok {
		return home.complete(u), true
	}
	if home.known && strings.HasSuffix(text, "分局") {
		if u, ok := agency.Parse(home.unit.Written + text); ok {
			return home.complete(u), true
		}
	}
	if home.known && slices.ContainsFunc(sectionEnds, func(end string) bool { return strings.HasSuffix(text, end) }) {
		return home.unit, true
	}
	return cell.unit, false
}

// findUnit finds the department of a file some of whose sheets do not say.
func (f *fileDrafts) findUnit() {
	for _, d := range f.drafts {
		h := d.context.home()
		switch {
		case !h.known:
		case !f.known:
			f.unit, f.known = h.unit, true
		case h.unit.Written != f.unit.Written:
			f.unit, f.known = agency.Unit{}, false
			return
		}
	}
}

// home is what a sheet's surroundings say, the file's other sheets being the
// outermost of them.
func (f *fileDrafts) home(d *Draft) home {
	h := d.context.home()
	for _, other := range f.drafts {
		if other != d {
			h.around = append(h.around, other.context.home().around...)
		}
	}
	if !h.known {
		h.unit, h.known = f.unit, f.known
	}
	if h.known {
		h.unit = h.complete(h.unit)
	}
	return h
}

// column names the field's column in the row's table, if it has one.
func (s *settling) column(f field) cellRef {
	var ref cellRef
	for _, t := range s.d.places {
		if t.row < s.row {
			ref = cellRef{}
			if t.header.has(f) {
				c := t.header.columns[f][0]
				ref = cellRef{col: c.index + 1, header: c.header}
			}
		}
	}
	return ref
}

// department gives the row's department and level: its own column, else the
// sheet's surroundings, else the department it names as the lead.
func (s *settling) department(p *planRow, home *home) (string, inspect.Level) {
	u, ref, ok := s.unit(p.department, home)
	if !ok && p.lead.given() {
		u, ref, ok = s.unit(p.lead, home)
	}
	if !ok {
		s.fail("no_department", s.column(department), "不知道是哪个部门的计划", "请加“检查部门”一列，或在标题、“填报单位：”、文件名里写明部门")
		return "", inspect.NoLevel
	}
	name, level := s.named(u, ref, p)
	s.unlikeAbove(p, name, home)
	return name, level
}

// named gives a department's one name and its level, which the level's own
// column decides.
func (s *settling) named(u agency.Unit, ref cellRef, p *planRow) (string, inspect.Level) {
	if u.Function != "" { // 应急局 beside 市 is the city's
		u = u.Within(agency.Unit{Level: p.level})
	}
	name, level, resolved := s.c.registry.Resolve(u)
	if !resolved {
		u = s.inFolder(localised(u, p))
		name, level, resolved = s.c.registry.Resolve(u)
	}
	name = cmp.Or(name, u.Written)
	if p.level != inspect.NoLevel {
		level = p.level
	}
	switch {
	case level == inspect.NoLevel:
		written := name
		name, level = s.assumed(u), inspect.City
		as := "市级"
		if name != written {
			as += "的“" + name + "”"
		}
		s.once("level_assumed", written, ref, fmt.Sprintf("看不出“%s”是市级、区级还是街道，按%s处理", written, as), "请写部门全称，或加“层级”一列；都是本区的，在 liancha.yaml 的 district 里写上本区")
	case !resolved && p.level == inspect.NoLevel:
		s.once("department_unclear", name, ref, fmt.Sprintf("看不出“%s”是哪个区或街道的部门，按这个名称处理", name), "请写部门全称，如“江宁区应急管理局”，或在标题、文件名、文件夹里写明")
	}
	return name, level
}

// assumed gives the name of the city's department for one that nothing places.
func (s *settling) assumed(u agency.Unit) string {
	if u.Function == "" {
		return u.Written
	}
	name, _, _ := s.c.registry.Resolve(u.Within(agency.Unit{Level: inspect.City}))
	return name
}

// inFolder completes a district's department from a folder called by the
// district's name without 区: 江宁/区应急局.
func (s *settling) inFolder(u agency.Unit) agency.Unit {
	for _, folder := range strings.Split(path.Dir(s.d.file), "/") {
		if region, ok := s.c.registry.Region(folder); ok && u.Level >= inspect.District {
			return u.Within(region)
		}
	}
	return u
}

// localised completes a district's or street's department that nothing else
// places by where the row's enterprise is: 区应急局 for one in 江宁区.
func localised(u agency.Unit, p *planRow) agency.Unit {
	switch cmp.Or(p.level, u.Level) {
	case inspect.District:
		if region, ok := agency.Region(p.entry.Subject.District); ok {
			return u.Within(region)
		}
	case inspect.Street:
		if region, ok := agency.Region(p.entry.Subject.District + p.entry.Subject.Street); ok {
			return u.Within(region)
		}
	}
	return u
}

// once warns of a department's name at the first row of a sheet that has it.
func (s *settling) once(code, name string, ref cellRef, message, hint string) {
	k := said{s.d, code, name}
	if !s.c.said[k] {
		s.c.said[k] = true
		s.add(diag.Warning, code, ref, message, hint)
	}
}

// said is what has been said of a name in a sheet.
type said struct {
	sheet      *Draft
	code, name string
}

// unit gives the department a cell names, or the one around it where the cell
// is empty; a text that is no department's name is taken as it stands.
func (s *settling) unit(cell *unitCell, home *home) (agency.Unit, cellRef, bool) {
	if !cell.given() {
		return home.unit, cellRef{}, home.known
	}
	u, _ := s.c.unitOf(cell, home)
	return u, cell.cell, true
}

// leaders gives lead and partners their one name. 消防 beside 南京市应急管理局 is
// that city's.
func (s *settling) leaders(e *inspect.Entry, p *planRow, home *home) {
	if len(p.partners) == 0 && !p.lead.given() {
		return
	}
	if u, _, ok := s.unit(p.department, home); ok {
		own := *home
		own.around = append([]agency.Unit{u}, home.around...)
		home = &own
	}
	if p.lead.given() {
		u, _, _ := s.unit(p.lead, home)
		e.LeadDepartment, _, _ = s.c.registry.Resolve(u)
		e.LeadDepartment = cmp.Or(e.LeadDepartment, p.lead.cell.value)
		e.Lead = e.Lead || e.LeadDepartment == e.Department
	}
	for _, text := range p.partners {
		name := text
		if u, ok := s.c.registry.Parse(text); ok {
			resolved, _, _ := s.c.registry.Resolve(home.complete(u))
			name = cmp.Or(resolved, text)
		}
		if name != e.Department && !slices.Contains(e.Partners, name) {
			e.Partners = append(e.Partners, name)
		}
	}
}
