package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"liancha/inspect"
	"liancha/intake/when"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// rosterRow reads one line of a roster of inspectors.
func (sc *scanner) rosterRow(h *header, row *table.Row) {
	r := &rowReader{sc: sc, h: h, row: row}
	name, ref := r.text(personName, true)
	name = squeeze(nameBracket.ReplaceAllString(name, ""))
	switch people := personBreak.Split(name, -1); {
	case r.rejected:
	case nothing(name):
		r.fail("no_name", ref, "没有姓名", "请补上姓名")
	case len(people) > 1 && !slices.ContainsFunc(people, func(s string) bool { return !isName(s) }):
		r.fail("several_people", ref, fmt.Sprintf("一格里写了%d个人", len(people)), "请每人写一行，各写各的执法证号")
	}
	p := rosterRow{person: inspect.Inspector{
		Source:      sc.source(row),
		Name:        name,
		Certificate: r.certificate(),
		Specialties: splitSpecialties(r.optional(specialty)),
		Area:        r.optional(area),
		Active:      r.active(),
	}}
	p.department = r.unit(department)
	p.person.Recused = splitEnterprises(r.raw(recused))
	r.leave(&p)
	p.person.Expires = r.expires()
	r.serving(&p)
	if !r.rejected {
		sc.draft.inspectors = append(sc.draft.inspectors, p)
	}
}

// personBreak parts the names of a cell that holds several people's.
var personBreak = regexp.MustCompile(`[、，,；;/／|\n]+`)

// certificate reads the number of the inspector's certificate. A text without a
// figure (办理中) is no number.
func (r *rowReader) certificate() string {
	s := squeeze(r.optional(certificate))
	if s == "" || strings.ContainsAny(plain(s), "0123456789") {
		return s
	}
	ref := r.ref(certificate)
	ref.value = s
	r.warn("bad_certificate", ref, fmt.Sprintf("“%s”不是执法证号，按没有证号处理", s), "领到证以后写上证号；没有证号的人不参加抽取")
	return ""
}

var (
	// leftWords say that somebody is no longer there.
	leftWords = regexp.MustCompile(`^(?:已|现已|于?[0-9年月日./-]+)?(?:调离|调出|调走|调任|离职|退休|辞职|离岗|停职|转岗|借调|抽调|病退|内退|去世|停用)(?:本单位|岗位|至.*|到.*)?$|^(?:不再|不)(?:从事|参与|参加)执法(?:工作|检查)?$`)
	// awayWords say that somebody is away for a time.
	awayWords = regexp.MustCompile(`休假|请假|产假|病假|事假|出差|住院|(?:培训|学习|外出|脱产).*[0-9]|[0-9].*(?:培训|学习|外出)`)
)

// serving reads what stands beside a person: that they have left counts, that
// they are away is told, for only 请假日期 says when.
func (r *rowReader) serving(p *rosterRow) {
	for _, c := range r.sc.states {
		cell := r.sc.grid.data(r.row, c.index)
		s, ref := strings.Trim(plain(cell.Text), "()[]【】。."), refOf(c.column, cell)
		where := "表格旁边"
		if c.header != "" {
			where = "“" + tidy(c.header) + "”"
		}
		switch {
		case s == "":
		case leftWords.MatchString(s) && p.person.Active:
			p.person.Active = false
			r.warn("person_left", ref, fmt.Sprintf("%s写着“%s”，按停用处理", where, ref.value), "仍在岗的，请去掉这句话，或在“状态”一列写“在岗”")
		case awayWords.MatchString(s) && p.leave.col == 0:
			r.warn("remark_not_followed", ref, fmt.Sprintf("%s写着“%s”，没有当作请假", where, ref.value), "请假的请写到“请假日期”一列，写明起止日期")
		}
	}
}

// raw gives a field's text with its line breaks, which part lists.
func (r *rowReader) raw(f field) string {
	if !r.h.has(f) {
		return ""
	}
	cell, _ := r.cell(f, false)
	if nothing(cell.Text) {
		return ""
	}
	return cell.Text
}

var specialtyBreak = regexp.MustCompile(`[、，,；;/／|\s]+`)

func splitSpecialties(s string) []string {
	var list []string
	for _, part := range specialtyBreak.Split(s, -1) {
		if part != "" {
			list = append(list, part)
		}
	}
	return list
}

// active reads 状态. Words that say nothing known leave the person in service.
func (r *rowReader) active() bool {
	if !r.h.has(personState) {
		return true
	}
	s, ref := r.text(personState, false)
	active, ok := inService(s)
	if normHeader(ref.header) == "是否停用" {
		if yes, flag := yesNo(s); flag {
			return !yes
		}
	}
	if !ok {
		r.warn("bad_status", ref, fmt.Sprintf("状态“%s”看不懂，按在岗处理", s), "状态写“在岗”或“停用”")
	}
	return active
}

// leave keeps the leave's cell: which year it means is settled later.
func (r *rowReader) leave(p *rosterRow) {
	if r.h.has(leaveFrom) && r.h.has(leaveTo) {
		r.leavePair(p)
	}
	if p.leave.col != 0 || !r.h.has(leave) {
		return
	}
	cell, ref := r.cell(leave, true)
	if blank(cell) {
		return
	}
	if cell.Kind == table.DateTime || cell.Kind == table.Number {
		expr, fault := r.sc.dateIn(cell, when.Days)
		if fault != nil {
			r.fail("bad_leave", ref, ref.header+fault.Message, fault.Hint)
			return
		}
		p.leaveDay, p.isDay = expr, true
	}
	p.leave = ref
}

// leavePair reads leave whose first and last day stand in two columns.
func (r *rowReader) leavePair(p *rosterRow) {
	from, fromRef := r.cell(leaveFrom, true)
	to, toRef := r.cell(leaveTo, true)
	switch noFrom, noTo := nothing(from.Text), nothing(to.Text); {
	case noFrom && noTo:
	case noFrom:
		r.fail("bad_leave", fromRef, "只有请假结束日期，没有开始日期", "请补上开始日期")
	case noTo:
		r.fail("bad_leave", toRef, "只有请假开始日期，没有结束日期", "请补上结束日期")
	default:
		p.leave = toRef
		p.leave.value = tidy(from.Text) + "至" + tidy(to.Text)
	}
}

// expires reads the last day a certificate holds.
func (r *rowReader) expires() inspect.Date {
	d, ref, ok := r.day(expires)
	if !ok {
		r.warn("bad_date", ref, fmt.Sprintf("证件有效期“%s”看不懂，按长期有效处理", ref.value), "请写成2025-12-31这样的日期")
	}
	return d
}

// day reads a cell that holds one day with its year; the last of several. An
// empty cell is day 0.
func (r *rowReader) day(f field) (inspect.Date, cellRef, bool) {
	if !r.h.has(f) {
		return 0, cellRef{}, true
	}
	cell, ref := r.cell(f, false)
	if nothing(cell.Text) || plain(cell.Text) == "长期" || plain(cell.Text) == "长期有效" {
		return 0, ref, true
	}
	expr, fault := r.sc.dateIn(cell, when.Days)
	if fault != nil || expr.NeedsYear() {
		return 0, ref, false
	}
	occurrences, fault := expr.Resolve(when.Env{})
	if fault != nil || len(occurrences) == 0 {
		return 0, ref, false
	}
	windows := occurrences[len(occurrences)-1].Windows
	return windows[len(windows)-1].To, ref, true
}

// registerRow reads one line of a register of enterprises.
func (sc *scanner) registerRow(h *header, row *table.Row, scheme gradeScheme) {
	r := &rowReader{sc: sc, h: h, row: row}
	line := inspect.Registered{Source: sc.source(row)}
	line.Subject = r.subject()
	line.Industry = r.optional(industry)
	line.Grade = r.grade(scheme)
	line.Headcount = r.headcount()
	line.Status = r.status()
	d, ref, ok := r.day(lastVisit)
	if !ok {
		sc.add(diag.Warning, "bad_date", row.Number, ref, fmt.Sprintf("上次检查日期“%s”看不懂，按没有处理", ref.value), "请写成2021-03-15这样的日期")
	}
	line.LastVisit = d
	line.Attention = r.attention()
	if !r.rejected {
		sc.draft.registered = append(sc.draft.registered, line)
	}
}

var (
	weakManagement = regexp.MustCompile(`差|薄弱|^弱|较弱|不足|不到位|混乱|不合格|不良|^低|较低`)
	times          = regexp.MustCompile(`^(\d+)(?:次|件|起)?$`)
)

// attention reads what else a register says that calls for a closer look.
func (r *rowReader) attention() []string {
	var found []string
	for _, c := range []struct {
		field field
		word  string
	}{{complaints, "投诉举报"}, {abnormal, "经营异常"}} {
		s := plain(r.optional(c.field))
		yes, _ := yesNo(s)
		m := times.FindStringSubmatch(s)
		if yes || m != nil && strings.Trim(m[1], "0") != "" || strings.HasPrefix(s, "列入") || strings.HasPrefix(s, "已列入") {
			found = append(found, c.word)
		}
	}
	if weakManagement.MatchString(plain(r.optional(management))) {
		found = append(found, "管理薄弱")
	}
	return found
}

// headcountRange is a register's class of sizes, of which the lower bound counts.
var headcountRange = regexp.MustCompile(`^(\d{1,6})人?[-—–~～至到]+\d{1,7}人?$`)

var headcountText = regexp.MustCompile(`^(?:约|共)?(\d{1,7})(?:\.0+)?(?:人|名)?(?:左右|以上)?$`)

// headcount reads 从业人数.
func (r *rowReader) headcount() int {
	s, ref := r.text(headcount, false)
	if nothing(s) {
		return 0
	}
	m := headcountText.FindStringSubmatch(plain(s))
	if m == nil {
		if m = headcountRange.FindStringSubmatch(plain(s)); m != nil {
			n, _ := strconv.Atoi(m[1])
			r.sc.sayRange("headcount_range", r.row.Number, ref, fmt.Sprintf("“%s”按%d人算", s, n))
		}
	}
	if m == nil {
		r.warn("bad_headcount", ref, fmt.Sprintf("从业人数“%s”看不懂，按没有处理", s), "请写人数，如35")
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}
