package intake

import (
	"fmt"
	"regexp"
	"strings"

	"liancha/inspect"
	"liancha/intake/agency"
	"liancha/intake/when"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// rowReader reads one row's fields and remembers whether one cost the row.
type rowReader struct {
	sc       *scanner
	h        *header
	row      *table.Row
	rejected bool
}

// fail reports a problem that costs the row.
func (r *rowReader) fail(code string, ref cellRef, message, hint string) {
	r.rejected = true
	r.sc.add(diag.Error, code, r.row.Number, ref, message, hint)
}

// warn reports a problem that changes how the row is read.
func (r *rowReader) warn(code string, ref cellRef, message, hint string) {
	r.sc.add(diag.Warning, code, r.row.Number, ref, message, hint)
}

// cell gives the field's cell: the first column of that field with something
// in it. A cell whose value is not known is reported; needed makes that cost
// the row.
func (r *rowReader) cell(f field, needed bool) (table.Cell, cellRef) {
	var unread *cellRef
	for _, c := range r.h.columns[f] {
		cell := r.sc.grid.data(r.row, c.index)
		if blank(cell) {
			continue
		}
		ref := refOf(c, cell)
		if cell.Uncomputed || cell.Kind == table.Fault {
			if unread == nil {
				unread = &ref
				r.unreadable(cell, ref, needed)
			}
			continue
		}
		return cell, ref
	}
	if unread != nil {
		return table.Cell{}, *unread
	}
	return table.Cell{}, r.ref(f)
}

func (r *rowReader) unreadable(cell table.Cell, ref cellRef, needed bool) {
	code, message := "cell_error", fmt.Sprintf("“%s”列是错误值%s", ref.header, cell.Text)
	hint := "请改成实际的值"
	if cell.Uncomputed {
		code, message = "formula_uncomputed", fmt.Sprintf("“%s”列是没有计算结果的公式", ref.header)
		hint = "请用 Excel 或 WPS 打开文件，保存一次再报送，或改成实际的值"
	}
	if needed {
		r.fail(code, ref, message, hint)
		return
	}
	r.warn(code, ref, message+"，按空白处理", hint)
}

// text gives a field as text.
func (r *rowReader) text(f field, needed bool) (string, cellRef) {
	cell, ref := r.cell(f, needed)
	return tidy(cell.Text), ref
}

// optional gives a field as text; what cannot be read, and a sign for nothing,
// is empty.
func (r *rowReader) optional(f field) string {
	if !r.h.has(f) {
		return ""
	}
	s, _ := r.text(f, false)
	if nothing(s) {
		return ""
	}
	return s
}

// ref names the field's column where the cell is empty.
func (r *rowReader) ref(f field) cellRef {
	if len(r.h.columns[f]) == 0 {
		return cellRef{}
	}
	c := r.h.columns[f][0]
	return cellRef{col: c.index + 1, header: c.header}
}

func refOf(c column, cell table.Cell) cellRef {
	return cellRef{col: c.index + 1, header: c.header, value: strings.TrimFunc(cell.Text, invisible)}
}

// memo keeps what equal texts mean: plans repeat departments, dates and names.
type memo struct {
	dates map[dateKey]dateValue
	units map[cellRef]*unitCell
	names map[string]nameList
}

type nameList struct {
	names []string
	want  int
}

type dateKey struct {
	text string
	col  when.Column
}

type dateValue struct {
	expr  when.Expr
	fault *when.Fault
}

// memoSize bounds each memo; a column whose every row has another text gains
// nothing from it.
const memoSize = 4096

func newMemo() memo {
	return memo{map[dateKey]dateValue{}, map[cellRef]*unitCell{}, map[string]nameList{}}
}

func (m *memo) date(text string, col when.Column) (when.Expr, *when.Fault) {
	k := dateKey{text, col}
	if v, ok := m.dates[k]; ok {
		return v.expr, v.fault
	}
	var v dateValue
	v.expr, v.fault = when.Parse(text, col)
	if len(m.dates) < memoSize {
		m.dates[k] = v
	}
	return v.expr, v.fault
}

// unitBreak parts a cell that names several departments.
var unitBreak = regexp.MustCompile(`\s*[、，,；;/／+\n]\s*`)

func (m *memo) unit(cell cellRef) *unitCell {
	if u, ok := m.units[cell]; ok {
		return u
	}
	u := &unitCell{cell: cell}
	u.unit, u.ok = agency.Parse(cell.value)
	if items := unitBreak.Split(cell.value, -1); !u.ok && len(items) > 1 {
		u.unit, u.ok = agency.Parse(items[0])
		u.others = items[1:]
	}
	if !u.ok {
		u.unit.Written, u.others = cell.value, nil
	}
	if len(m.units) < memoSize {
		m.units[cell] = u
	}
	return u
}

func (m *memo) people(text string) ([]string, int) {
	if v, ok := m.names[text]; ok {
		return v.names, v.want
	}
	var v nameList
	v.names, v.want = splitNames(text)
	if len(m.names) < memoSize {
		m.names[text] = v
	}
	return v.names, v.want
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

var (
	roundedText = regexp.MustCompile(`^\d(?:\.\d+)?[eE]\+\d{1,3}$`)
	wholeDigits = regexp.MustCompile(`^\d+$`)
)

// exactDigits is how many decimal digits a spreadsheet keeps of a number.
const exactDigits = 15

// rounded reports a code that a spreadsheet has taken for a number and cut to
// 15 digits.
func rounded(cell table.Cell) bool {
	s := strings.TrimFunc(cell.Text, invisible)
	if roundedText.MatchString(s) {
		return true
	}
	return cell.Kind == table.Number && (!wholeDigits.MatchString(s) || len(s) > exactDigits)
}
