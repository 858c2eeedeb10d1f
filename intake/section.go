package intake

import (
	"fmt"
	"regexp"
	"strings"

	"liancha/intake/agency"
	"liancha/intake/when"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// Headings that part a list may say whose the rows below are, or of which month:
// 一、市应急局, （二）江宁区消防大队（12家）, 5月份.

// section is what the headings above a row say.
type section struct {
	unit  *unitCell
	month when.Expr
	dated bool
	// How the headings are numbered that said so: one numbered alike ends what
	// they began.
	unitStyle, monthStyle string
}

var (
	// headingMark is a heading's number.
	headingMark   = regexp.MustCompile(`^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．]|第[一二三四五六七八九十\d]+(?:部分|类|组|批|章)[:：、]?)`)
	headingNumber = regexp.MustCompile(`[一二三四五六七八九十\d]+`)
	// headingTail is what may follow the name in a heading.
	headingTail  = regexp.MustCompile(`(?:(?:执法|监督)?检查(?:计划|安排|企业|单位|对象)?|计划|安排|[:：])$|[(（]共?\d+[家户个][)）]$`)
	monthHeading = regexp.MustCompile(`^(?:\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?$`)
)

// heading reads a heading and words what it says of the rows below; empty where
// it says nothing of them.
func (sc *scanner) heading(row *table.Row) string {
	text := squeeze(firstText(row))
	mark := headingMark.FindString(text)
	style := headingNumber.ReplaceAllString(mark, "")
	name := unitPart.ReplaceAllString(headingTail.ReplaceAllString(strings.TrimPrefix(text, mark), ""), "")
	s := &sc.section
	if monthHeading.MatchString(name) {
		if expr, fault := sc.memo.date(name, when.Days); fault == nil {
			s.month, s.dated, s.monthStyle = expr, true, style
			return fmt.Sprintf("小标题，下面没有写月份的日期是%s的", name)
		}
	}
	if _, ok := agency.Parse(name); ok && organEnd.MatchString(name) {
		s.unit, s.unitStyle = sc.memo.unit(cellRef{value: name}), style
		return fmt.Sprintf("小标题，下面没有写检查部门的各行是%s的", name)
	}
	if s.unit != nil && style == s.unitStyle {
		s.unit = nil
	}
	if s.dated && style == s.monthStyle {
		s.dated = false
	}
	return ""
}

// titleBelow reads the title of a table that stands below another: whose it is,
// and of which month, unlike what the sheet's own title says.
func titleBelow(row *table.Row) *section {
	const title = "标题" // no heading is numbered so
	s := &section{unitStyle: title, monthStyle: title}
	text := firstText(row)
	if u, ok := agency.Find(text); ok {
		s.unit = &unitCell{unit: u, ok: true, cell: cellRef{value: u.Written}}
	}
	if m, ok := when.MonthIn(text); ok {
		name := fmt.Sprintf("%d月", m)
		if y, ok := when.YearIn(text); ok {
			name = fmt.Sprintf("%d年%s", y, name)
		}
		expr, fault := when.Parse(name, when.Days)
		s.month, s.dated = expr, fault == nil
	}
	return s
}

// inSection completes days that name no month from the heading above.
func (r *rowReader) inSection(e when.Expr) (when.Expr, *when.Fault) {
	if s := &r.sc.section; s.dated && e.NeedsMonth() {
		return e.In(s.month)
	}
	return e, nil
}

// unstated gives the department of a row that names none: the heading's. Where
// no heading does, it is the sheet's, though the nearest row above that names one
// may have been meant for this row too.
func (r *rowReader) unstated(p *planRow) {
	if p.department = r.sc.section.unit; p.department != nil {
		return
	}
	for _, c := range r.h.columns[department] {
		if !blank(r.sc.grid.data(r.row, c.index)) {
			return // 本局, or a sign for nothing
		}
	}
	p.above = r.sc.unitAbove
}

// unlikeAbove warns of a row that takes its department from the title while the
// rows above name another: cells once merged leave such rows in a text file.
func (s *settling) unlikeAbove(p *planRow, name string, home *home) {
	if !p.above.given() || p.department.given() {
		return
	}
	u, _ := s.c.unitOf(p.above, home)
	if above, _, _ := s.c.registry.Resolve(u); above != name {
		s.add(diag.Warning, "department_blank", s.column(department), fmt.Sprintf("检查部门空着，按标题、文件名等处写明的%s处理，而上面写的是“%s”", name, p.above.cell.value),
			"请每一行都写检查部门；从合并单元格另存为CSV时，要把部门填到每一行")
	}
}
