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
		if unknown(cell) {
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

// filled gives the row's cell in a column; false where nothing is in it, or its
// value is not known, which is reported; needed makes that cost the row.
func (r *rowReader) filled(c column, needed bool) (cell table.Cell, ref cellRef, ok bool) {
	cell = r.sc.grid.data(r.row, c.index)
	if blank(cell) {
		return cell, ref, false
	}
	ref = refOf(c, cell)
	if unknown(cell) {
		r.unreadable(cell, ref, needed)
		return cell, ref, false
	}
	return cell, ref, true
}

// unknown reports a cell whose value nobody has computed, or that is an error.
func unknown(cell table.Cell) bool { return cell.Uncomputed || cell.Kind == table.Fault }

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

	standings map[string]standingOf
}

// nameList is what a cell of inspectors says.
type nameList struct {
	names  []string
	others []string // what stands there but is no name
	want   int      // how many people the cell itself asks for
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
	return memo{map[dateKey]dateValue{}, map[cellRef]*unitCell{}, map[string]nameList{}, map[string]standingOf{}}
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
var unitBreak = regexp.MustCompile(`\s*[、，,；;/／|+\r\n]\s*`)

func (m *memo) unit(cell cellRef) *unitCell {
	if u, ok := m.units[cell]; ok {
		return u
	}
	u := &unitCell{cell: cell}
	u.unit, u.ok = agency.Parse(cell.value)
	if items := splitUnits(cell.value); !u.ok && len(items) > 0 {
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

func (m *memo) people(text string) nameList {
	if v, ok := m.names[text]; ok {
		return v
	}
	var v nameList
	all, want := splitNames(text)
	v.want = want
	for _, n := range all {
		if isName(n) {
			v.names = append(v.names, n)
		} else {
			v.others = append(v.others, n)
		}
	}
	if len(m.names) < memoSize {
		m.names[text] = v
	}
	return v
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
