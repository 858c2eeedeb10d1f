package intake

import (
	"fmt"
	"regexp"
	"strings"

	"liancha/inspect"
	"liancha/intake/when"
	"liancha/internal/table"
)

// dates reads when the inspection is planned: a grid's ticks, one column, or a
// pair of columns.
func (r *rowReader) dates() []plannedDate {
	before := r.rejected
	if r.h.hasAny(monthTick, dayTick) {
		if ticks := append(r.monthTicks(), r.dayTicks()...); len(ticks) > 0 || r.rejected != before {
			return ticks
		}
	}
	for _, f := range []field{date, months} {
		if !r.h.has(f) {
			continue
		}
		cell, ref := r.cell(f, true)
		if nothing(cell.Text) {
			continue
		}
		col := when.Days
		if f == months {
			col = when.Months
		}
		expr, fault := r.sc.dateIn(cell, col)
		if fault == nil && f == date && expr.NeedsMonth() {
			expr, fault = r.inItsMonth(cell, expr)
		}
		if fault != nil {
			r.badDate(ref, fault)
			return nil
		}
		r.halfOfDayAsked(ref)
		return []plannedDate{{expr: expr, cell: ref}}
	}
	switch {
	case r.h.has(dateFrom):
		return r.pair(before)
	case r.h.has(dateTo):
		return r.deadline(before)
	}
	if r.rejected == before {
		r.noDate()
	}
	return nil
}

// inItsMonth completes days that name no month (10日, 上旬) from the row's column
// of months, or the heading above.
func (r *rowReader) inItsMonth(cell table.Cell, days when.Expr) (when.Expr, *when.Fault) {
	if !r.h.has(months) {
		return r.inSection(days)
	}
	month, _ := r.cell(months, false)
	if nothing(month.Text) {
		return days, nil
	}
	expr, fault := r.sc.dateIn(month, when.Months)
	if fault != nil || !withinOneMonth(expr) {
		return days, fault
	}
	text := fmt.Sprintf("%d月%s", firstMonth(expr), strings.TrimFunc(cell.Text, invisible))
	if years := expr.Years(); len(years) == 1 {
		text = fmt.Sprintf("%d年%s", years[0], text)
	}
	return r.sc.memo.date(text, when.Days)
}

// withinOneMonth reports an expression whose days all lie in one month.
func withinOneMonth(e when.Expr) bool {
	found, fault := e.Resolve(when.Env{Year: anyYear})
	if fault != nil || len(found) != 1 || len(found[0].Windows) == 0 {
		return false
	}
	all := found[0].Windows
	return withinMonth(inspect.Span{From: all[0].From, To: all[len(all)-1].To})
}

// badDate reports dates that cannot be read; the column's name stands before
// the fault's words.
func (r *rowReader) badDate(ref cellRef, fault *when.Fault) {
	r.fail(fault.Code, ref, ref.header+fault.Message, fault.Hint)
}

// noDate reports a row that says nowhere when.
func (r *rowReader) noDate() {
	for _, f := range []field{date, months, dateFrom, dateTo} {
		if r.h.has(f) {
			r.fail("no_date", r.ref(f), "没有检查时间", "请补上检查时间")
			return
		}
	}
	if r.h.has(dayTick) {
		r.fail("no_date", r.ref(dayTick), "没有勾选任何一天", "请在计划检查的日子下打“√”；涂的底色不算")
		return
	}
	r.fail("no_date", r.ref(monthTick), "没有勾选任何月份", "请在计划检查的月份下打“√”；涂的底色不算")
}

// pair reads 计划开始日期 and 计划结束日期.
func (r *rowReader) pair(before bool) []plannedDate {
	from, fromRef := r.cell(dateFrom, true)
	to, toRef := r.cell(dateTo, true)
	noFrom, noTo := nothing(from.Text), nothing(to.Text)
	switch {
	case r.rejected != before:
		return nil
	case noFrom && noTo:
		r.noDate()
		return nil
	case noFrom:
		r.fail("no_date", pickRef(fromRef, toRef), "只有结束日期，没有开始日期", "请补上开始日期")
		return nil
	case noTo:
		r.fail("no_date", pickRef(toRef, fromRef), "只有开始日期，没有结束日期", "请补上结束日期")
		return nil
	}
	a, fault := r.sc.dateIn(from, when.From)
	if fault != nil {
		r.badDate(fromRef, fault)
	}
	b, second := r.sc.dateIn(to, when.To)
	if second != nil {
		r.badDate(toRef, second)
	}
	if fault != nil || second != nil {
		return nil
	}
	expr, fault := when.Range(a, b)
	if fault == nil {
		expr, fault = r.inSection(expr)
	}
	if fault != nil {
		r.badDate(toRef, fault)
		return nil
	}
	toRef.value = fromRef.value + "至" + toRef.value
	return []plannedDate{{expr: expr, cell: toRef}}
}

// deadline reads a lone 完成时间 or 截止时间: some day up to then.
func (r *rowReader) deadline(before bool) []plannedDate {
	cell, ref := r.cell(dateTo, true)
	if nothing(cell.Text) {
		if r.rejected == before {
			r.noDate()
		}
		return nil
	}
	expr, fault := r.sc.dateIn(cell, when.To)
	if fault == nil && !expr.OpenStart() {
		text := strings.TrimFunc(cell.Text, invisible)
		if cell.Kind == table.DateTime {
			text, _, _ = strings.Cut(text, " ")
		}
		expr, fault = r.sc.memo.date(text+"止", when.Days)
	}
	if fault == nil && expr.NeedsMonth() {
		expr, fault = r.inSection(expr)
	}
	if fault != nil {
		r.badDate(ref, fault)
		return nil
	}
	return []plannedDate{{expr: expr, cell: ref}}
}

// pickRef gives the first of two cells that is in the table at all.
func pickRef(a, b cellRef) cellRef {
	if a.col != 0 {
		return a
	}
	return b
}

// Serials of the days a plan can mean when a date column holds bare numbers:
// 2000-01-01 to 2099-12-31. Smaller numbers are months, days or years.
const (
	firstSerial = 36526
	lastSerial  = 73050
	// unixSerial is the serial of 1970-01-01 in the 1900 system.
	unixSerial = 25569
)

var shortMonthDay = regexp.MustCompile(`^(?:\d{4}\.[1]|\d{1,2}\.[123])$`)

// dateIn understands a cell of a date column. A spreadsheet turns 2021年5月 into
// the first of May; where it shows the month alone, the month is meant.
func (sc *scanner) dateIn(cell table.Cell, col when.Column) (when.Expr, *when.Fault) {
	switch cell.Kind {
	case table.DateTime:
		if d, ok := serialDate(cell.Number); ok {
			y, m, n := d.YMD()
			if n == 1 && (cell.MonthOnly || col == when.Months) {
				return sc.memo.date(fmt.Sprintf("%d年%d月", y, m), col)
			}
			return when.OfDate(d), nil
		}
		return when.Expr{}, &when.Fault{Code: "bad_date", Message: fmt.Sprintf("“%s”不是日期", cell.Text), Hint: "请写成2021-05-10这样的日期"}
	case table.Number:
		if d, ok := serialDate(cell.Number); ok && cell.Number >= firstSerial && cell.Number <= lastSerial {
			return when.OfDate(d), nil
		}
		if shortMonthDay.MatchString(cell.Text) {
			return when.Expr{}, &when.Fault{
				Code:    "bad_date",
				Message: fmt.Sprintf("“%s”是数字，末尾的0会丢失，分不清是%s还是%s0", cell.Text, cell.Text, cell.Text),
				Hint:    "请写成“5月1日”或“5月10日”，或者用日期格式",
			}
		}
	}
	return sc.memo.date(cell.Text, col)
}

// serialDate turns a serial of the 1900 system into a day; a bare time of day
// is none.
func serialDate(serial float64) (inspect.Date, bool) {
	if serial < 61 || serial > 120000 { // before 1 March 1900 the 1900 system counts a day that never was
		return 0, false
	}
	d := inspect.Date(int(serial) - unixSerial)
	y, _, _ := d.YMD()
	return d, y >= 1900 && y <= 2199
}
