package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/intake/agency"
	"liancha/intake/when"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// findingRow is one row of a findings sheet (检查结果): an inspection and the
// hazards it found, or that it found none. What is still open — department,
// level, years — stands in plan, as a plan's row has it.
type findingRow struct {
	plan    planRow
	finding inspect.Finding // what the row's hazards share
	number  string          // of the hazard in a ledger; see ledger.go
	items   []findingItem   // at least one
}

// findingItem is one hazard of a row, or the row's word that there is none.
type findingItem struct {
	text           string
	severity       inspect.Severity
	basis, measure string
	deadline       dayCell
	state          inspect.Rectification
	reinspection   dayCell
	fixed          dayCell // in a ledger: the day typed as 整改状态
}

// years are those the row's dates state.
func (f *findingRow) years() []int {
	var years []int
	for _, d := range f.plan.dates {
		years = append(years, d.expr.Years()...)
	}
	for i := range f.items {
		years = append(years, f.items[i].deadline.expr.Years()...)
	}
	return years
}

// findingFields are the columns that say what an inspection came to.
var findingFields = []field{findingText, findingResult, findingMeasure, findingSeverity, findingDeadline, findingState, findingBasis}

// tells reports a row with something of its own in one of those columns.
func (sc *scanner) tells(row *table.Row, h *header) bool {
	for _, f := range findingFields {
		for _, c := range h.columns[f] {
			if !blank(at(row.Cells, c.index)) {
				return true
			}
		}
	}
	return false
}

// findingRow reads one row of a findings sheet. Its problems are kept apart:
// they are nobody's business where the sheet is passed over.
func (sc *scanner) findingRow(h *header, row *table.Row) {
	before := len(sc.draft.problems)
	r := &rowReader{sc: sc, h: h, row: row}
	f := findingRow{plan: planRow{entry: inspect.Entry{Source: sc.source(row)}}}
	f.finding = inspect.Finding{Source: f.plan.entry.Source, TaskID: taskID(r.optional(taskNumber)), Matter: r.optional(matter)}
	f.finding.Subject = r.found(f.finding.TaskID != "")
	f.plan.entry.Subject = f.finding.Subject
	f.plan.department = r.unit(department)
	f.plan.level = r.level(f.plan.department)
	f.plan.dates = r.inspected()
	r.named(&f.plan.entry)
	r.wanted(&f.plan.entry)
	f.finding.Inspectors = f.plan.entry.Named
	f.finding.Withheld = r.withheld()
	f.number = r.optional(findingNumber)
	if r.readBefore(f.number) {
		r.again(&f)
	} else {
		r.results(&f)
	}
	f.plan.rejected = r.rejected
	sc.draft.findings = append(sc.draft.findings, f)
	sc.draft.findingProblems = append(sc.draft.findingProblems, sc.draft.problems[before:]...)
	sc.draft.problems = sc.draft.problems[:before]
}

// taskID brings a task number into the form the program writes.
func taskID(s string) string {
	if nothing(s) {
		return ""
	}
	return strings.ToUpper(plain(s))
}

// found reads the enterprise. A row that has its task's number needs none.
func (r *rowReader) found(numbered bool) inspect.Subject {
	if numbered && !r.sc.filled(r.h, r.row, func(c table.Cell) bool { return !nothing(c.Text) }, enterpriseName, enterpriseCode) {
		return inspect.Subject{}
	}
	return r.subject()
}

// inspected reads when the inspection took place. A date that cannot be read
// does not cost the row: the hazard is there all the same.
func (r *rowReader) inspected() []plannedDate {
	for _, f := range []field{date, dateTo, dateFrom} {
		if !r.h.has(f) {
			continue
		}
		cell, ref := r.cell(f, false)
		if nothing(cell.Text) || strings.ContainsAny(ref.header, "拟计预") {
			continue
		}
		expr, fault := r.sc.dateIn(cell, when.Days)
		if fault != nil {
			r.warn(fault.Code, ref, ref.header+fault.Message+"，按没有写日期处理", fault.Hint)
			return nil
		}
		return []plannedDate{{expr: expr, cell: ref}}
	}
	return nil
}

// withheld reads 是否公开. What is not understood is not made public.
func (r *rowReader) withheld() bool {
	s, ref := r.text(findingPublic, false)
	if nothing(s) && plain(s) != "无" {
		return false
	}
	if yes, ok := yesNo(s); ok {
		return !yes
	}
	switch t := plain(s); {
	case strings.HasPrefix(t, "不") || strings.HasPrefix(t, "暂不") || strings.HasPrefix(t, "未") || strings.HasPrefix(t, "否") || strings.Contains(t, "保密"):
		return true
	case strings.Contains(t, "公开") || strings.Contains(t, "公示"):
		return false
	}
	r.warn("bad_flag", ref, fmt.Sprintf("是否公开“%s”看不懂，按不公开处理", s), "请写“是”或“否”")
	return true
}

// results reads what was found: a result, the hazards, or both.
func (r *rowReader) results(f *findingRow) {
	stated, prose, amount, ref, shut := r.conclusion()
	text := r.joined(findingText)
	said, many := conclusionOf(text, findingText)
	switch {
	case stated == inspect.NoConclusion && prose == "" && notInspected(plain(text)) && !r.demands():
		if shut.col == 0 {
			shut = r.ref(findingText)
			shut.value = text
		}
		text = ""
	case said == inspect.NothingFound:
		text = ""
	case said == inspect.HazardsFound: // 发现问题 in a column of hazards: that there is one, not which
		text, amount = "", cmp.Or(amount, many)
	}
	if text == "" && stated == inspect.HazardsFound {
		text = prose
	}
	named := text != ""
	f.finding.Conclusion = stated
	switch {
	case named && stated == inspect.NothingFound && !praise(text):
		f.finding.Conclusion = inspect.HazardsFound
		r.warn("result_contradicts", ref, fmt.Sprintf("检查结果写的是“%s”，却又写了问题，按发现问题处理", ref.value), "请核对；没有问题的不要写问题描述")
	case named && stated == inspect.NoConclusion && praise(text):
		f.finding.Conclusion = inspect.NothingFound
	case named && stated == inspect.NoConclusion, said == inspect.HazardsFound && stated == inspect.NoConclusion:
		f.finding.Conclusion = inspect.HazardsFound
	case stated == inspect.NoConclusion && said == inspect.NothingFound:
		f.finding.Conclusion = inspect.NothingFound
	case stated == inspect.NoConclusion && r.demands():
		f.finding.Conclusion = inspect.HazardsFound
	}
	switch f.finding.Conclusion {
	case inspect.HazardsFound:
		r.items(f, text, amount)
	case inspect.NoConclusion:
		if shut.col != 0 {
			r.notInspected(&f.finding, shut)
		}
		fallthrough
	default:
		f.items = []findingItem{{text: cmp.Or(tidy(text), tidy(prose))}}
	}
}

// notInspected notes that nobody has looked: the row is handed in, but no result.
func (r *rowReader) notInspected(x *inspect.Finding, ref cellRef) {
	x.NotInspected = tidy(ref.value)
	r.sc.add(diag.Info, "not_inspected", r.row.Number, ref, fmt.Sprintf("“%s”：没有检查，不计入", tidy(ref.value)), "")
}

// conclusion reads 检查结果, of several such columns the gravest. What is no
// conclusion is what was found, in words; amount says how much was, shut where
// it says that nobody has looked.
func (r *rowReader) conclusion() (stated inspect.Conclusion, prose, amount string, where, shut cellRef) {
	for _, c := range r.h.columns[findingResult] {
		cell, ref, ok := r.filled(c, false)
		if !ok {
			continue
		}
		if notInspected(plain(cell.Text)) {
			if shut.col == 0 {
				shut = ref
			}
			continue
		}
		said, many, words := conclusionFor(cell.Text, c.header)
		amount, prose = cmp.Or(amount, many), cmp.Or(prose, words)
		if prose != "" && where.col == 0 {
			where = ref
		}
		if said > stated {
			stated, where = said, ref
		}
	}
	if stated == inspect.NoConclusion && prose != "" {
		stated = inspect.HazardsFound
		if praise(prose) {
			stated = inspect.NothingFound
		}
	}
	return stated, prose, amount, where, shut
}

// joined gives a field's texts with their line breaks, those of several columns
// below one another: 处理措施 and 整改要求 may both stand there.
func (r *rowReader) joined(f field) string {
	var texts []string
	none := "" // 无 in the first of several columns
	for _, c := range r.h.columns[f] {
		cell := r.sc.grid.data(r.row, c.index)
		text := strings.TrimFunc(cell.Text, invisible)
		if unknown(cell) {
			r.unreadable(cell, refOf(c, cell), false)
			continue
		}
		switch {
		case text == "" || slices.Contains(texts, text):
		case nothing(text) && len(r.h.columns[f]) > 1:
			none = text
		default:
			texts = append(texts, text)
		}
	}
	return cmp.Or(strings.Join(texts, "\n"), none)
}

// demands reports a row that says how something is to be put right, which
// nobody does where nothing was found.
func (r *rowReader) demands() bool {
	for _, f := range []field{findingMeasure, findingSeverity, findingDeadline, findingState} {
		if s := r.optional(f); s != "" && s != "无需整改" && s != "不涉及" {
			return true
		}
	}
	return false
}

// items parts the hazards of a row and gives each its own severity, demand and
// deadline where those cells are parted alike.
func (r *rowReader) items(f *findingRow, text, amount string) {
	hazards := partsOf(text)
	n := len(hazards.items)
	if n == 0 {
		hazards.items = []string{tidy(amount)}
		n = 1
		ref := r.ref(findingText)
		if ref.col == 0 {
			ref = r.ref(findingResult)
		}
		r.warn("no_hazard_text", ref, "发现了问题，但没有写是什么问题", "请补上问题描述")
	}
	severities := r.each(findingSeverity, hazards, anyParting)
	bases := r.each(findingBasis, hazards, sameParting)
	measures := r.each(findingMeasure, hazards, sameParting)
	within := findingDeadline
	if !r.h.has(within) && termToo.MatchString(r.ref(findingMeasure).header) { // 整改要求及时限
		within = findingMeasure
	}
	deadlines := r.each(within, hazards, anyParting)
	states := r.each(findingState, hazards, anyParting)
	reviews := r.each(findingReview, hazards, anyParting)
	done := r.each(findingFixed, hazards, anyParting)
	for i, h := range hazards.items {
		it := findingItem{text: h, basis: bases[i], measure: measures[i]}
		it.severity = r.severity(severities[i])
		if s, rest, ok := trailingSeverity(h); ok && it.severity == inspect.NoSeverity {
			it.severity, it.text = s, rest
		}
		var fixed dayCell
		it.state, fixed = r.stateOf(states[i])
		it.state, fixed = r.fixedOn(done[i], it.state, fixed)
		if v, ok := rectificationOf(deadlines[i]); ok && v == inspect.Rectified && noTerm.MatchString(deadlines[i]) && it.state == inspect.NoRectification {
			it.state = v // 已整改 where the deadline should stand
		}
		it.deadline = r.dayOf(within, deadlines[i])
		if it.reinspection = r.dayOf(findingReview, reviews[i]); !it.reinspection.given() {
			it.reinspection = fixed
		}
		f.items = append(f.items, it)
	}
}

// Which cells may be matched hazard by hazard: one day or one word each where
// there are as many as hazards; sentences only if parted in the same way.
const (
	sameParting = false
	anyParting  = true
)

// each gives a field's cell hazard by hazard.
func (r *rowReader) each(f field, hazards parts, loose bool) []string {
	whole := r.joined(f)
	if nothing(whole) {
		whole = ""
	}
	n := len(hazards.items)
	list := slices.Repeat([]string{tidy(whole)}, n)
	if n == 1 || whole == "" {
		return list
	}
	if p := partsOf(whole); len(p.items) == n && p.by == hazards.by {
		return p.items
	}
	if loose {
		if items := shortParts(whole, n); items != nil {
			return items
		}
	}
	return list
}

// severity reads one hazard's 隐患等级.
func (r *rowReader) severity(s string) inspect.Severity {
	if s == "" {
		return inspect.NoSeverity
	}
	v, exact, ok := severityOf(s)
	ref := r.ref(findingSeverity)
	ref.value = s
	switch {
	case !ok && strings.ContainsAny(ref.header, "类型"):
		r.sc.add(diag.Info, "severity_unclear", r.row.Number, ref, fmt.Sprintf("“%s”不是隐患等级，按没有写等级处理", s), "")
	case !ok:
		r.warn("bad_severity", ref, fmt.Sprintf("隐患等级“%s”看不懂，按没有写等级处理", s), "请写“一般”或“重大”")
	case !exact:
		r.warn("severity_assumed", ref, fmt.Sprintf("隐患等级“%s”按“%s”处理", s, v), "隐患只分“一般”和“重大”，请核对")
	}
	return v
}

// findings settles the rows of findings sheets: each gives a finding for every
// department it names and every hazard it lists.
func (c *combiner) findings(f *fileDrafts, d *Draft) {
	if len(d.findings) == 0 {
		c.res.Problems = append(c.res.Problems, d.notFindings(f)...)
	} else {
		for _, p := range d.problems { // of the sheet's other tables, those that do not tell of plans
			if p.Code == "note_row" || strings.HasPrefix(p.Code, "hidden_") {
				c.res.Problems.Add(p)
			}
		}
	}
	c.res.Problems = append(append(c.res.Problems, d.findingProblems...), d.columnsNotRead()...)
	home := f.home(d)
	for i := range d.findings {
		row := settling{c: c, d: d, row: d.findings[i].finding.Source.Row, rejected: d.findings[i].plan.rejected}
		if !f.amended(&row, &d.findings[i]) {
			row.finding(f, &d.findings[i], &home)
		}
	}
}

// notFindings says that a sheet holds no findings. The program's own lists,
// which stand beside findings in a department's book, go without saying. Where no
// sheet of the file does, its results would be missed.
func (d *Draft) notFindings(f *fileDrafts) diag.List {
	for _, k := range d.kinds {
		if k != taskListKind && k != replyKind && k != matchesKind && k != findingsKind {
			return diag.List{d.problem(diag.Info, "sheet_skipped", 0, cellRef{}, fmt.Sprintf("这张表是%s，不是检查结果，没有读取", kindNames[k]), "")}
		}
	}
	if len(d.kinds) > 0 {
		return nil
	}
	skipped := slices.DeleteFunc(slices.Clone(d.problems), func(p diag.Problem) bool { return p.Code != "sheet_skipped" })
	for i := range skipped {
		p := &skipped[i]
		p.Severity, p.Message, p.Hint = diag.Info, "没有认出这张表的表头，没有读取", "如果是检查结果，表头要有企业名称（或任务编号）和检查结果、问题描述等列；可用 liancha init 生成的检查结果模板"
		if !slices.ContainsFunc(f.drafts, func(d *Draft) bool { return len(d.findings) > 0 }) {
			p.Severity = diag.Warning
		}
	}
	return skipped
}

// finding settles one row.
func (s *settling) finding(f *fileDrafts, r *findingRow, home *home) {
	x := r.finding
	x.Date = s.inspectedOn(f, r)
	from := x.Date // what deadlines are counted from
	if from == 0 {
		from = s.c.opt.TaskDates[x.TaskID]
	}
	departments := s.inspecting(r, home)
	if s.rejected {
		s.c.res.Rejected++
		return
	}
	item := 0
	for _, d := range departments {
		x.Department, x.Level = d.name, d.level
		for i := range r.items {
			it := &r.items[i]
			item++
			y := x
			y.Item = item
			y.Text, y.Severity, y.Basis, y.Measure, y.State = it.text, it.severity, it.basis, it.measure, it.state
			y.Deadline, y.Term = s.day(f, it.deadline, from)
			y.Reinspection, _ = s.day(f, it.reinspection, from)
			f.numbered(r.number, len(s.c.res.Findings))
			s.c.res.Findings = append(s.c.res.Findings, y)
		}
	}
}

// inspectedOn gives the last day of the inspection, 0 where it is not known.
func (s *settling) inspectedOn(f *fileDrafts, r *findingRow) inspect.Date {
	for _, p := range r.plan.dates {
		found, fault := s.c.resolve(f, s.d, p.expr)
		if fault != nil {
			s.add(diag.Warning, fault.Code, p.cell, p.cell.header+fault.Message+"，按没有写日期处理", fault.Hint)
			continue
		}
		if d := lastOf(found); d != 0 {
			return d
		}
	}
	return 0
}

// inspecting is a department a row names, with its level.
type inspecting struct {
	name  string
	level inspect.Level
}

// inspecting gives the departments a row is from. A row that nobody claims is
// kept: its task may say whose it is.
func (s *settling) inspecting(r *findingRow, home *home) []inspecting {
	u, ref, ok := s.unit(r.plan.department, home)
	if !ok {
		if r.finding.TaskID == "" && !s.rejected {
			s.add(diag.Warning, "no_department", s.column(department), "不知道是哪个部门的检查结果", "请加“检查部门”一列，或在标题、“填报单位：”、文件名里写明部门")
		}
		return []inspecting{{level: r.plan.level}}
	}
	return s.allNamed(u, ref, &r.plan, home)
}

// allNamed gives a row's department and the others its cell names.
func (s *settling) allNamed(u agency.Unit, ref cellRef, p *planRow, home *home) []inspecting {
	name, level := s.named(u, ref, p)
	list := []inspecting{{name, level}}
	if !p.department.given() {
		return list
	}
	for _, text := range p.department.others {
		next := inspecting{name: text, level: level}
		if u, known := s.c.registry.Parse(text); known {
			next.name, next.level = s.named(home.complete(u), ref, p)
		}
		if !slices.ContainsFunc(list, func(have inspecting) bool { return have.name == next.name }) {
			list = append(list, next)
		}
	}
	return list
}

// seeFindings shows the registry the departments of findings sheets.
func (c *combiner) seeFindings(d *Draft, home *home) {
	for i := range d.findings {
		cell := d.findings[i].plan.department
		c.see(cell, home)
		c.seeOthers(cell, home)
	}
}

// seeOthers shows the registry the other departments that a cell names.
func (c *combiner) seeOthers(cell *unitCell, home *home) {
	if !cell.given() {
		return
	}
	for _, text := range cell.others {
		if u, ok := agency.Parse(text); ok {
			c.registry.Add(home.complete(u))
		}
	}
}
