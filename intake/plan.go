package intake

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// planRow reads one row of a plan.
func (sc *scanner) planRow(h *header, row *table.Row, scheme gradeScheme) {
	r := &rowReader{sc: sc, h: h, row: row}
	if r.withdrawn(sc.states) {
		r.withdraw()
		return
	}
	p := planRow{entry: inspect.Entry{Source: sc.source(row)}}
	p.entry.Subject = r.subject()
	p.entry.Matter = r.optional(matter)
	if p.department = r.unit(department); p.department != nil {
		sc.unitAbove = p.department
	} else if !h.has(unitTick) {
		r.unstated(&p)
	}
	r.accompanied(&p)
	p.level = r.level(p.department)
	if p.units = r.units(&p); p.units == nil {
		p.dates = r.dates()
		r.named(&p.entry)
	} else {
		p.dates = r.unitDates(p.units)
		r.unassigned()
	}
	p.entry.HalfDays = r.length()
	r.wanted(&p.entry)
	p.entry.Kind = r.kind()
	p.entry.Joinable = r.joinable(p.entry.Kind)
	r.leading(&p)
	p.entry.Grade = r.grade(scheme)
	p.inactive = r.status()
	r.alreadyInspected()
	p.rejected = r.rejected
	sc.draft.plans = append(sc.draft.plans, p)
}

// besideRow reads a row of plans that stand beside each other. A row is one
// inspection: where more than one is filled in, none may be lost.
func (sc *scanner) besideRow(h *header, parts []*header, row *table.Row, scheme gradeScheme) {
	filled := slices.DeleteFunc(slices.Clone(parts), func(p *header) bool { return !p.fills(row) })
	if len(filled) == 1 {
		sc.planRow(filled[0], row, scheme)
		return
	}
	r := &rowReader{sc: sc, h: h, row: row}
	r.fail("side_by_side", r.ref(enterpriseName), "左右并排放了两张计划表，一行里有不止一项检查", "请把右边的一张移到左边的下面，或另放一张工作表")
	sc.draft.plans = append(sc.draft.plans, planRow{entry: inspect.Entry{Source: sc.source(row)}, rejected: true})
}

// subject reads the enterprise: its name, its code, or both.
func (r *rowReader) subject() inspect.Subject {
	before := r.rejected
	cell, nameRef := r.cell(enterpriseName, !r.h.has(enterpriseCode))
	name := tidy(cell.Text)
	if nothing(name) {
		name = ""
	}
	name, number := withoutContact(name)
	code, codeRef := r.code(name != "")
	if name == "" && code == "" && r.rejected == before {
		ref := nameRef
		if ref.col == 0 {
			ref = codeRef
		}
		hint := "请补上企业名称"
		if r.sc.sheet.TextFile {
			hint += "；从合并单元格另存为CSV时，要把名称填到每一行"
		}
		r.fail("no_enterprise", ref, "没有企业名称，也没有可用的统一社会信用代码", hint)
	}
	if names := several(name, cell.Text); len(names) > 1 {
		r.fail("several_enterprises", nameRef, fmt.Sprintf("一格里写了%d家企业", len(names)), "请每家企业写一行")
	} else if r.h.kind == planKind && code == "" && r.rejected == before {
		r.oneEnterprise(name, nameRef)
	}
	return inspect.Subject{
		Name: name, Code: code,
		Address: r.optional(address), District: r.place(district), Street: r.place(street),
		Contact: r.optional(contact), Phone: cmp.Or(r.optional(phone), number),
	}
}

var enterpriseEnd = regexp.MustCompile(`(?:公司|厂|店|酒店|医院|学校|中心|集团)(?:[(（][^)）]*[)）])?$`)

// place reads where the enterprise is. A tick under 街道 is no street.
func (r *rowReader) place(f field) string {
	s := r.optional(f)
	if s == "" || len(s) > len("√") { // as all signs of one character are, and no place's name
		return s
	}
	if _, sign := tick(s); sign && s != "" {
		ref := r.ref(f)
		ref.value = s
		r.warn("bad_place", ref, fmt.Sprintf("“%s”列的“%s”不是地名，按空白处理", ref.header, s), "这一列应写区或街道的名称；如果是打勾表示由谁检查，请在列名里写明部门")
		return ""
	}
	return s
}

// branchEnd ends what goes on with the name before it: 江宁分公司.
var branchEnd = regexp.MustCompile(`^[^司厂店]*分(?:公司|厂|店|院|校|所|部)`)

// several parts a cell that lists enterprises: the name by marks, or what is
// written by the white space that the name no longer has. What is parted so may
// also be one name on two lines.
func several(name, written string) []string {
	if names := listedNames(name); names != nil {
		return names
	}
	if name == "" || len(name) == len(written) && !strings.ContainsAny(name, "/／") {
		return nil
	}
	const shortest = 4 // characters: 二厂 goes on with a name
	names := splitEnterprises(written)
	for i, s := range names {
		if !enterpriseEnd.MatchString(s) || i > 0 && (branchEnd.MatchString(s) || utf8.RuneCountInString(s) < shortest) {
			return nil
		}
	}
	return names
}

// listedNames parts a list of enterprises; a name with a pause in it stays whole.
func listedNames(name string) []string {
	if !strings.ContainsAny(name, "、；;，,\n") {
		return nil
	}
	items := splitList(name)
	for _, s := range items {
		if !enterpriseEnd.MatchString(s) {
			return nil
		}
	}
	return items
}

// code reads the enterprise's code, as written. A number the spreadsheet has
// rounded is no code.
func (r *rowReader) code(named bool) (string, cellRef) {
	cell, ref := r.cell(enterpriseCode, !named)
	// An apostrophe or ="…" is how programs keep a spreadsheet from counting.
	s := strings.Trim(strings.TrimFunc(cell.Text, invisible), `'‘’"=`)
	if nothing(s) {
		return "", ref
	}
	if rounded(cell) {
		const hint = "请把这一列设为文本格式，重新填写18位代码"
		message := fmt.Sprintf("代码“%s”被表格当作数字，后几位已经丢失", s)
		if named {
			r.warn("code_rounded", ref, message+"，只按企业名称辨认", hint)
		} else {
			r.fail("code_rounded", ref, message, hint)
		}
		return "", ref
	}
	return s, ref
}

// unit reads a column that names a department; nil where it names none.
func (r *rowReader) unit(f field) *unitCell {
	if !r.h.has(f) {
		return nil
	}
	s, ref := r.text(f, f == department)
	if nothing(s) || slices.Contains(oneself, s) {
		return nil
	}
	ref.value = s
	return r.sc.memo.unit(ref)
}

// oneself are the words by which a department calls itself.
var oneself = []string{"本局", "我局", "本单位", "我单位", "本部门", "我部门", "本街道", "我街道", "本所", "本队", "本支队", "本大队", "本委"}

// accompanied reads a cell that names several departments, or several columns of
// one name: the first plans the inspection, the others take part.
func (r *rowReader) accompanied(p *planRow) {
	if !p.department.given() {
		return
	}
	ref := p.department.cell
	said, others := ref.value, p.department.others
	for _, c := range r.h.columns[department] {
		if c.header != ref.header || c.index+1 == ref.col {
			continue
		}
		if more := tidy(r.sc.grid.data(r.row, c.index).Text); more != ref.value && !nothing(more) && !slices.Contains(oneself, more) {
			said += "、" + more
			others = slices.Concat(others, splitUnits(more))
		}
	}
	if len(others) == 0 {
		return
	}
	p.partners = append(p.partners, others...)
	r.warn("several_departments", ref, fmt.Sprintf("“%s”写了不止一个部门，按第一个部门的计划处理，其余作为配合部门", said), "如果各部门各有检查，请每个部门写一行")
}

// level reads the level's own column. Where it disagrees with the department's
// name, the column holds.
func (r *rowReader) level(d *unitCell) inspect.Level {
	s, ref := r.text(level, false)
	if nothing(s) {
		return inspect.NoLevel
	}
	l, ok := parseLevel(s)
	switch {
	case !ok:
		r.warn("bad_level", ref, fmt.Sprintf("层级“%s”看不懂，按检查部门的名称判断", s), "层级写“市”“区”或“街道”")
	case d.given() && d.ok && d.unit.Level != inspect.NoLevel && d.unit.Level != l:
		r.warn("level_mismatch", ref, fmt.Sprintf("层级写的是“%s”，而检查部门“%s”是%s，按层级列处理", s, d.unit.Written, d.unit.Level.Chinese()), "请核对层级和检查部门")
	}
	return l
}

// length reads the length in days; half a day where nothing is said.
func (r *rowReader) length() int {
	s, ref := r.text(lengthDays, true)
	if nothing(s) {
		return 1
	}
	n, ok := halfDays(s, ref.header)
	if !ok {
		r.fail("bad_days", ref, fmt.Sprintf("检查时长“%s”不是半天的整数倍", s), "请写天数，如0.5、1、1.5")
	}
	return n
}

// named reads who is named, and how many people the names' cell itself asks for.
func (r *rowReader) named(e *inspect.Entry) {
	for _, c := range r.h.columns[named] {
		cell, ref, ok := r.filled(c, true)
		if !ok {
			continue
		}
		list := r.sc.memo.people(cell.Text)
		for _, n := range list.others {
			r.warn("bad_name", ref, fmt.Sprintf("检查人员里的“%s”不是姓名，按没有指定这个人处理", n), "请写姓名，用顿号分开；没有定人的空着")
		}
		for _, n := range list.names {
			if !slices.Contains(e.Named, n) {
				e.Named = append(e.Named, n)
			}
		}
		e.Demand = max(e.Demand, list.want)
	}
}

// wanted reads how many people are wanted. Whoever is named counts: the number
// wanted is never below the number of names.
func (r *rowReader) wanted(e *inspect.Entry) {
	s, ref := r.text(demand, true)
	if !nothing(s) {
		n, most, ok := people(s)
		if ok && most > n {
			r.sc.sayRange("demand_range", r.row.Number, ref, fmt.Sprintf("“%s”按%d人安排", ref.value, n))
		}
		if !ok {
			r.fail("bad_demand", ref, fmt.Sprintf("所需人数“%s”看不懂", s), "请写人数，如2")
		}
		e.Demand = n
	}
	if e.Demand == 0 {
		e.Demand = inspect.DefaultDemand
	}
	e.Demand = max(e.Demand, len(e.Named))
}

// sayRange says, once a sheet for each text, which number of 2-3人 counts.
func (sc *scanner) sayRange(code string, row int, ref cellRef, message string) {
	if sc.ranges[ref.value] {
		return
	}
	if sc.ranges == nil {
		sc.ranges = map[string]bool{}
	}
	sc.ranges[ref.value] = true
	sc.add(diag.Info, code, row, ref, message, "")
}

// kind reads 检查类型 and 检查方式: the first that says more than an ordinary
// inspection.
func (r *rowReader) kind() inspect.Kind {
	said := false
	for _, c := range r.h.columns[inspectionKind] {
		text := r.sc.grid.data(r.row, c.index).Text
		if k := kindOfInspection(text); k != inspect.General {
			return k
		}
		said = said || !nothing(text)
	}
	if !said {
		r.kindInMatter()
	}
	return inspect.General
}

// joinable reads whether the inspection may be joined with others; by default
// its kind decides.
func (r *rowReader) joinable(k inspect.Kind) bool {
	s, ref := r.text(joinable, false)
	if nothing(s) {
		return k.JoinableByDefault()
	}
	yes, ok := joins(s)
	if !ok {
		yes = k.JoinableByDefault()
		r.warn("bad_flag", ref, fmt.Sprintf("是否可联合“%s”看不懂，按“%s”处理", s, map[bool]string{true: "是", false: "否"}[yes]), "请写“是”或“否”")
	}
	return yes
}

// leading reads who leads and who takes part. 牵头部门 is a name, or a mere yes
// that means the plan's own department.
func (r *rowReader) leading(p *planRow) {
	if s, ref := r.text(lead, false); !nothing(s) {
		yes, ok := yesNo(s)
		if !ok {
			r.warn("bad_flag", ref, fmt.Sprintf("是否牵头“%s”看不懂，按“否”处理", s), "请写“是”或“否”")
		}
		p.entry.Lead = yes
	}
	p.lead = r.unit(leadDepartment)
	if p.lead.given() {
		if yes, ok := yesNo(p.lead.cell.value); ok {
			p.entry.Lead = p.entry.Lead || yes
			p.lead = nil
		}
	}
	for i := range r.h.columns[partners] {
		cell := r.sc.grid.data(r.row, r.h.columns[partners][i].index)
		for _, s := range splitUnits(cell.Text) {
			if _, flag := yesNo(s); !flag && !slices.Contains(p.partners, s) {
				p.partners = append(p.partners, s)
			}
		}
	}
}

// grade reads the enterprise's grade.
func (r *rowReader) grade(scheme gradeScheme) inspect.Grade {
	s, ref := r.text(grade, false)
	if nothing(s) || strings.HasPrefix(s, "未") || strings.HasPrefix(s, "待") {
		return inspect.NoGrade
	}
	g, ok := parseGrade(s, scheme)
	if !ok {
		r.warn("bad_grade", ref, fmt.Sprintf("等级“%s”看不懂，按没有等级处理", s), "等级写A、B、C、D，或1–4级，或红、橙、黄、蓝")
	}
	return g
}

// gradeScheme looks at the whole grade column: 绿 decides which four colours are
// meant, the header whether 一级 is the riskiest.
func (sc *scanner) gradeScheme(h *header) gradeScheme {
	var scheme gradeScheme
	for _, c := range h.columns[grade] {
		scheme.numbers = scheme.numbers || strings.Contains(c.header, "风险")
		for i := h.first + h.lines; i < len(sc.sheet.Rows); i++ {
			if strings.Contains(at(sc.sheet.Rows[i].Cells, c.index).Text, "绿") {
				scheme.green = true
				break
			}
		}
	}
	return scheme
}

// status reads whether the enterprise is in business.
func (r *rowReader) status() inspect.Status {
	s, ref := r.text(businessStatus, false)
	v, ok := parseStatus(s)
	if !ok {
		r.warn("bad_status", ref, fmt.Sprintf("状态“%s”看不懂，按在营处理", s), "状态写“在营”“停业”或“注销”")
	}
	return v
}
