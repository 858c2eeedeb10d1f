package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/intake/agency"
	"liancha/internal/diag"
)

// Combine settles what the sheets leave open together: departments and their
// one name, years, the period, leave. The order of the drafts does not matter.
func Combine(drafts []*Draft, opt Options) *Result {
	drafts = slices.Clone(drafts)
	slices.SortStableFunc(drafts, func(a, b *Draft) int {
		return cmp.Or(strings.Compare(a.file, b.file), strings.Compare(a.sheet, b.sheet))
	})
	c := &combiner{opt: opt, res: &Result{places: map[sheetKey][]place{}}, said: map[said]bool{}}
	for _, d := range drafts {
		c.res.places[sheetKey{d.file, d.sheet}] = d.places
	}
	c.files = c.group(drafts)
	c.reserve(drafts)
	c.departments()
	c.periodAndYears()
	for _, f := range c.files {
		for _, d := range f.drafts {
			c.draft(f, d)
		}
	}
	c.finish()
	return c.res
}

// reserve makes room for what will be found, so that a million rows are not
// copied while the lists grow.
func (c *combiner) reserve(drafts []*Draft) {
	entries, people, registered := 0, 0, 0
	for _, d := range drafts {
		for i := range d.plans {
			entries += len(d.plans[i].dates)
		}
		people += len(d.inspectors)
		registered += len(d.registered)
	}
	c.res.Entries = make([]inspect.Entry, 0, entries)
	c.res.Inspectors = make([]inspect.Inspector, 0, people)
	c.res.Registered = make([]inspect.Registered, 0, registered)
}

// combiner holds what is known of all sheets while they are combined.
type combiner struct {
	opt      Options
	res      *Result
	files    []*fileDrafts
	registry *agency.Registry
	period   inspect.Span
	stated   bool         // the period was given, not found
	closed   inspect.Span // what all files' dates with both their ends cover
	dated    bool         // closed holds something
	said     map[said]bool
}

// fileDrafts are the sheets of one file, which help each other out.
type fileDrafts struct {
	drafts []*Draft
	unit   agency.Unit // the only department its sheets agree on
	known  bool
	year   int // the only year its dates state; 0 for none or several
	closed inspect.Span
	dated  bool // closed holds something
}

// group brings the sheets of a file together. Sheets of the program's own task
// book are results, not plans: a file with a task list in it is passed over.
func (c *combiner) group(drafts []*Draft) []*fileDrafts {
	var files []*fileDrafts
	for _, d := range drafts {
		if n := len(files); n == 0 || files[n-1].drafts[0].file != d.file {
			files = append(files, &fileDrafts{})
		}
		f := files[len(files)-1]
		f.drafts = append(f.drafts, d)
	}
	for _, f := range files {
		if !slices.ContainsFunc(f.drafts, func(d *Draft) bool { return slices.Contains(d.kinds, taskListKind) }) {
			continue
		}
		for i, d := range f.drafts {
			if !slices.Contains(d.kinds, taskListKind) {
				f.drafts[i] = d.asResult()
			}
		}
	}
	return files
}

// asResult is the draft of a sheet that turns out to belong to a task book.
func (d *Draft) asResult() *Draft {
	e := &Draft{file: d.file, sheet: d.sheet, text: d.text}
	if len(d.plans)+len(d.inspectors)+len(d.registered)+len(d.samplings)+len(d.problems) > 0 {
		e.add(diag.Info, "sheet_skipped", 0, cellRef{}, "这个文件是联合检查任务书，这张表没有当作计划读取", "")
	}
	return e
}

// departments lets the registry see every spelling before it is asked for one.
func (c *combiner) departments() {
	c.registry = agency.NewRegistry(c.opt.City, c.opt.Aliases)
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
			}
			for i := range d.inspectors {
				c.see(d.inspectors[i].department, &home)
			}
			for i := range d.samplings {
				c.see(d.samplings[i].plan.department, &home)
			}
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
	"市局": inspect.City, "市支队": inspect.City, "支队": inspect.City, "市委": inspect.NoLevel,
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

// draft settles the rows of one sheet.
func (c *combiner) draft(f *fileDrafts, d *Draft) {
	c.res.Problems = append(c.res.Problems, d.problems...)
	c.yearDiffers(d)
	home := f.home(d)
	for i := range d.plans {
		c.plan(f, d, &d.plans[i], &home)
	}
	for i := range d.inspectors {
		c.inspector(f, d, &d.inspectors[i], &home)
	}
	c.res.Registered = append(c.res.Registered, d.registered...)
	c.samplings(f, d)
}

// plan settles one row: all its problems are reported, but it is rejected once.
func (c *combiner) plan(f *fileDrafts, d *Draft, p *planRow, home *home) {
	row := settling{c: c, d: d, row: p.entry.Source.Row, rejected: p.rejected}
	e := p.entry
	e.Department, e.Level = row.department(p, home)
	row.leaders(&e, p, home)
	planned := row.occurrences(f, p)
	c.res.PlanRows++
	if row.rejected {
		c.res.Rejected++
		return
	}
	if p.inactive != inspect.InBusiness {
		c.res.Registered = append(c.res.Registered, inspect.Registered{Source: e.Source, Subject: e.Subject, Grade: e.Grade, Status: p.inactive})
	}
	for _, o := range planned {
		e.Source.Month, e.Windows = o.month, o.windows
		c.res.Entries = append(c.res.Entries, e)
	}
}

// settling is one row while it is settled.
type settling struct {
	c        *combiner
	d        *Draft
	row      int
	rejected bool
}

func (s *settling) fail(code string, ref cellRef, message, hint string) {
	s.rejected = true
	s.add(diag.Error, code, ref, message, hint)
}

// add reports a problem of the row among those of the result; drafts are never
// changed, so that they may be combined again.
func (s *settling) add(severity diag.Severity, code string, ref cellRef, message, hint string) {
	s.c.res.Problems.Add(s.d.problem(severity, code, s.row, ref, message, hint))
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
	name, level, resolved := s.c.registry.Resolve(u)
	name = cmp.Or(name, u.Written)
	if p.level != inspect.NoLevel {
		level = p.level
	}
	switch {
	case level == inspect.NoLevel:
		level = inspect.City
		s.once("level_assumed", name, ref, fmt.Sprintf("看不出“%s”是市级、区级还是街道，按市级处理", name), "请写部门全称，或加“层级”一列")
	case !resolved && p.level == inspect.NoLevel:
		s.once("department_unclear", name, ref, fmt.Sprintf("看不出“%s”是哪个区或街道的部门，按这个名称处理", name), "请写部门全称，如“江宁区应急管理局”，或在标题、文件名、文件夹里写明")
	}
	return name, level
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

// leaders gives lead and partners their one name.
func (s *settling) leaders(e *inspect.Entry, p *planRow, home *home) {
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

// inspector settles one roster line.
func (c *combiner) inspector(f *fileDrafts, d *Draft, p *rosterRow, home *home) {
	row := settling{c: c, d: d, row: p.person.Source.Row}
	u, _, ok := row.unit(p.department, home)
	if !ok {
		row.fail("no_department", row.column(department), "不知道是哪个部门的执法人员", "请加“所属部门”一列，或在标题、文件名里写明部门")
	}
	person := p.person
	name, _, _ := c.registry.Resolve(u)
	person.Department = cmp.Or(name, u.Written)
	person.Leave = row.leave(f, p)
	if !row.rejected {
		c.res.Inspectors = append(c.res.Inspectors, person)
	}
}

// finish brings everything into the order of its sources.
func (c *combiner) finish() {
	slices.SortStableFunc(c.res.Entries, func(a, b inspect.Entry) int { return inspect.CompareSource(a.Source, b.Source) })
	slices.SortStableFunc(c.res.Inspectors, func(a, b inspect.Inspector) int { return inspect.CompareSource(a.Source, b.Source) })
	slices.SortStableFunc(c.res.Registered, func(a, b inspect.Registered) int { return inspect.CompareSource(a.Source, b.Source) })
	slices.SortStableFunc(c.res.Samplings, func(a, b inspect.Sampling) int { return inspect.CompareSource(a.Source, b.Source) })
	c.res.Period = c.period
	c.res.Problems.Sort()
}
