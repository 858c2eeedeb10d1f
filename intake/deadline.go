package intake

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"liancha/inspect"
	"liancha/intake/when"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// dayCell is a day as one cell names it: a date, or so long after the
// inspection. The zero value names none.
type dayCell struct {
	ref   cellRef
	dated bool
	expr  when.Expr
	after *term
}

// term is a length of time counted from the inspection.
type term struct {
	n    int
	unit termUnit
}

type termUnit uint8

const (
	calendarDays termUnit = iota
	workingDays
	calendarMonths
)

// longestTerm bounds a term in days or months; longer ones are misprints.
const longestTerm = 1000

var (
	atOnce      = regexp.MustCompile(`^(?:责令|要求|已|须|应|请|需)*(?:立即|当场|现场|即时|即刻|马上|立刻|当日|当天|立行立改|即知即改|立查立改|即查即改)`)
	nextDay     = regexp.MustCompile(`^(?:次日|第二天|隔日)`)
	termText    = regexp.MustCompile(`(?:^|[^\d月./年-])(\d{1,3}|[一二三四五六七八九十两半]{1,3})(?:个)?(工作日|工作天|日历日|自然日|日|天|周|星期|礼拜|个月|月|小时|h)(之内|以内|内|期限|期)?`)
	noTerm      = regexp.MustCompile(`^(?:长期|持续|长效|日常|常态|加强|下次|随时|尽快|无需|不涉及|已)`)
	dateInside  = regexp.MustCompile(`(?:\d{4}[年./-])?(?:\d{1,2}[月./-]\d{1,2}[日号]?|\d{1,2}月(?:[上中下]旬|底|初|中旬)?)|\d{8}`)
	beforeDay   = regexp.MustCompile(`^(?:责令|限期?|要求|请|应|须|需|务必|企业)*(?:于|在|至|到|截至|截止至?|最迟)?`)
	behindDay   = regexp.MustCompile(`(?:之前|以前|前|止|为止|之内|内)?(?:全部|完成|整改|改正|完毕|到位|落实|并|报|反馈|结束|闭环|[,，。;；])*$`)
	termInDays  = regexp.MustCompile(`[(（](?:天|日|自然日|日历日)[)）]|天数`)
	dayAlone    = regexp.MustCompile(`^(?:\d{4}[年./-])?\d{1,2}[月./-]\d{1,2}[日号]?$|^\d{8}$`)
	wholeNumber = regexp.MustCompile(`^\d{1,3}$`)
)

// dayOf reads a cell that names the last day for putting a hazard right, or
// the day of the re-inspection, which text is the hazard's own part of.
func (r *rowReader) dayOf(f field, text string) dayCell {
	d := dayCell{ref: r.ref(f)}
	if nothing(text) {
		return d
	}
	d.ref.value = text
	if d.expr, d.dated = r.dateCell(f, text); d.dated {
		return d
	}
	t := plain(text)
	if after, ok := termOf(t, d.ref.header); ok {
		d.after = &after
		return d
	}
	if expr, fault := r.dayIn(t); fault == nil {
		d.expr, d.dated = expr, true
		return d
	}
	switch {
	case atOnce.MatchString(t):
		d.after = &term{0, calendarDays}
	case !noTerm.MatchString(t):
		r.warn("bad_deadline", d.ref, fmt.Sprintf("%s“%s”看不懂，按没有写处理", d.ref.header, text), "请写成2021-06-10这样的日期，或“15日内”")
	}
	return d
}

// given reports whether the cell names a day.
func (d *dayCell) given() bool { return d.dated || d.after != nil }

// dateCell gives the day of a real date, where that is all the text is.
func (r *rowReader) dateCell(f field, text string) (when.Expr, bool) {
	for _, c := range r.h.columns[f] {
		if cell := r.sc.grid.data(r.row, c.index); (cell.Kind == table.DateTime || cell.Kind == table.Number && cell.Number >= firstSerial) && tidy(cell.Text) == text {
			if expr, fault := r.sc.dateIn(cell, when.Days); fault == nil {
				return expr, true
			}
		}
	}
	return when.Expr{}, false
}

// bareDay reads a cell that holds one day and no other word.
func (r *rowReader) bareDay(f field, text string) (dayCell, bool) {
	d := dayCell{ref: r.ref(f)}
	d.ref.value = text
	if d.expr, d.dated = r.dateCell(f, text); d.dated || !dayAlone.MatchString(plain(text)) {
		return d, d.dated
	}
	expr, fault := r.dayIn(plain(text))
	d.expr, d.dated = expr, fault == nil
	return d, d.dated
}

// dayIn reads a date with the words around it: 于6月10日前完成整改.
func (r *rowReader) dayIn(t string) (when.Expr, *when.Fault) {
	core := behindDay.ReplaceAllString(beforeDay.ReplaceAllString(t, ""), "")
	expr, fault := r.sc.dateIn(table.Cell{Kind: table.Text, Text: core}, when.Days)
	if fault == nil && !expr.NeedsMonth() {
		return expr, nil
	}
	if found := dateInside.FindAllString(t, -1); len(found) > 0 { // 立即整改，6月10日前报告: the last day named
		return r.sc.dateIn(table.Cell{Kind: table.Text, Text: found[len(found)-1]}, when.Days)
	}
	if fault == nil {
		fault = &when.Fault{Code: "bad_date", Message: "没有写月份"}
	}
	return expr, fault
}

// termOf reads a length of time: 15日内, 限期7天, 5个工作日, 一周内, 1个月. A bare 15日
// may be the fifteenth, and is none.
func termOf(t, header string) (term, bool) {
	if nextDay.MatchString(t) {
		return term{1, calendarDays}, true
	}
	if dateInside.MatchString(t) {
		return term{}, false
	}
	if wholeNumber.MatchString(t) && termInDays.MatchString(normHeader(header)) {
		return term{atoi(t), calendarDays}, true
	}
	m := termText.FindStringSubmatch(t)
	if m == nil {
		return term{}, false
	}
	n := chineseNumber(m[1])
	switch {
	case m[1] == "半" && m[2] == "个月", m[1] == "半" && m[2] == "月":
		return term{15, calendarDays}, true
	case m[1] == "两":
		n = 2
	case n == 0 && strings.Trim(m[1], "0123456789") == "":
		n = atoi(m[1])
	}
	if n == 0 || n > longestTerm {
		return term{}, false
	}
	limited := m[3] != "" || strings.Contains(t, "限")
	switch m[2] {
	case "工作日", "工作天":
		return term{n, workingDays}, true
	case "天", "日历日", "自然日":
		return term{n, calendarDays}, true
	case "日":
		return term{n, calendarDays}, limited
	case "周", "星期", "礼拜":
		return term{7 * n, calendarDays}, true
	case "个月":
		return term{n, calendarMonths}, true
	case "月":
		return term{n, calendarMonths}, limited && strings.Contains("一两二三", m[1])
	}
	return term{(n + 23) / 24, calendarDays}, true // hours: the day they end on
}

// day gives the day a cell names, 0 for none, and the words it was counted from
// where it was. A date without a year is the one nearest after the inspection.
func (s *settling) day(f *fileDrafts, cell dayCell, inspected inspect.Date) (inspect.Date, string) {
	if cell.after != nil {
		if inspected == 0 {
			s.add(diag.Warning, "no_inspection_date", cell.ref, fmt.Sprintf("没有检查日期，算不出“%s”是哪一天", cell.ref.value), "请补上检查日期")
			return 0, cell.ref.value
		}
		return s.c.after(inspected, *cell.after), cell.ref.value
	}
	if !cell.dated {
		return 0, ""
	}
	d, fault := s.lastDay(f, cell.expr, inspected)
	if fault != nil {
		s.add(diag.Warning, "bad_deadline", cell.ref, cell.ref.header+fault.Message+"，按没有写处理", fault.Hint)
		return 0, ""
	}
	return d, ""
}

// yearBack is how far before the inspection a date without a year may lie and
// still be of its year: 1月10日 after an inspection in December is of the next.
const yearBack = 183

func (s *settling) lastDay(f *fileDrafts, e when.Expr, inspected inspect.Date) (inspect.Date, *when.Fault) {
	if inspected == 0 || !e.NeedsYear() {
		found, fault := s.c.resolve(f, s.d, e)
		return lastOf(found), fault
	}
	y, m, _ := inspected.YMD()
	env := when.Env{Year: y, Month: m, Start: inspect.MustDate(y, 1, 1), End: inspect.MustDate(y, 12, 31)}
	found, fault := e.Resolve(env)
	if fault == nil && lastOf(found) < inspected-yearBack && y < 2199 {
		env = when.Env{Year: y + 1, Month: m, Start: inspect.MustDate(y+1, 1, 1), End: inspect.MustDate(y+1, 12, 31)}
		found, fault = e.Resolve(env)
	}
	return lastOf(found), fault
}

// lastOf gives the last day of what a date expression means.
func lastOf(found []when.Occurrence) inspect.Date {
	for _, o := range found {
		if n := len(o.Windows); n > 0 {
			return o.Windows[n-1].To
		}
	}
	return 0
}

// after counts a term from a day.
func (c *combiner) after(d inspect.Date, t term) inspect.Date {
	switch t.unit {
	case workingDays:
		if c.opt.After != nil {
			return c.opt.After(d, t.n)
		}
		for n := t.n; n > 0; {
			d++
			if w := d.Weekday(); w != time.Saturday && w != time.Sunday {
				n--
			}
		}
		return d
	case calendarMonths:
		y, m, day := d.YMD()
		m += t.n - 1
		y, m = y+m/12, m%12+1
		if y > 2199 {
			return d
		}
		return inspect.MustDate(y, m, min(day, inspect.DaysIn(y, m)))
	}
	return d + inspect.Date(t.n)
}
