package table

import "strconv"

// Book is a workbook to be written: plain data, free of any file format.
type Book struct {
	Title   string
	Creator string
	// Created stands in the file's properties, as 2021-05-01. It is an
	// argument so that the same data gives the same bytes.
	Created string
	Pages   []Page
}

// Page is one sheet of a Book.
type Page struct {
	Name    string // at most 31 characters, without \ / ? * [ ] :
	Columns []Column
	// Lines are the sheet's rows from row 1 on. Where there are many, NumLines
	// and LineAt give them instead, one at a time; LineAt fills a Line whose
	// slices it may reuse.
	Lines    []Line
	NumLines int
	LineAt   func(i int, l *Line)

	Header     int  // row of the column headers: it and all above stay in view, and it is repeated on every printed page; 0 for none
	FreezeCols int  // columns that stay in view
	PrintCols  int  // columns that are printed; 0 for all
	Filter     bool // filter buttons on Header
	Grid       bool // show grid lines where cells have no border

	Choices []Choice
	Marks   []Mark
	Charts  []Chart

	Portrait bool   // A4 upright; otherwise across. Always fit to the page's width.
	Footer   string // left of the page number
	Breaks   []int  // a new printed page begins at these rows
	Together int    // the row from which Lines are printed on one page, if one holds them; 0 for none
}

// Column is a column's look.
type Column struct {
	Width float64 // in digits of the default font, a Han character counting two
}

// Line is one row to be written.
type Line struct {
	Cells  []Value
	Merges []Join
	// Height is in points. 0 makes the row as high as its longest wrapped text
	// needs.
	Height float64
	// AtLeast is the least such a row is high, in points: room to write by hand.
	AtLeast float64
}

// Join merges cells of a line, and of Down lines below it.
type Join struct {
	First, Last int // columns from 0, both included
	Down        int
}

// Value is one cell to be written. The zero Value is an empty cell without style.
type Value struct {
	Style   Style
	Text    string
	Number  float64
	Numeric bool
}

// Choice offers a fixed list of values in some cells of a column.
type Choice struct {
	Col               int // from 0
	FirstRow, LastRow int // from 1, both included
	Values            []string
	Prompt            string // shown when the cell is chosen; may be empty
}

// Mark colours the cells of a column that hold a certain text.
type Mark struct {
	Col               int
	FirstRow, LastRow int
	Equal             string
	Style             Style // its fill and font colour
}

// Blank is an empty cell with a style.
func Blank(s Style) Value { return Value{Style: s} }

// Str is a text cell. It never becomes a formula, whatever it begins with.
func Str(text string, s Style) Value { return Value{Style: s, Text: text} }

// Int is a whole number.
func Int(n int, s Style) Value { return Num(float64(n), s) }

// Num is a number.
func Num(f float64, s Style) Value { return Value{Style: s, Number: f, Numeric: true} }

// Day is a date, given in days since 1970-01-01.
func Day(days int, s Style) Value { return Num(float64(days+unixEpoch), s) }

// unixEpoch is 1970-01-01 as a spreadsheet's serial number.
const unixEpoch = 25569

// cellName gives a cell's name: cellName(0, 1) is A1.
func cellName(col, row int) string { return string(appendCellName(nil, col, row)) }

func appendCellName(b []byte, col, row int) []byte {
	return strconv.AppendInt(appendColumn(b, col), int64(row), 10)
}

func appendColumn(b []byte, col int) []byte {
	var letters [4]byte
	i := len(letters)
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		i--
		letters[i] = byte('A' + (n-1)%26)
	}
	return append(b, letters[i:]...)
}

func (p *Page) count() int {
	if p.LineAt != nil {
		return p.NumLines
	}
	return len(p.Lines)
}

// line gives row i+1, filling l where lines come one at a time.
func (p *Page) line(i int, l *Line) *Line {
	if p.LineAt == nil {
		return &p.Lines[i]
	}
	l.Cells, l.Merges, l.Height, l.AtLeast = l.Cells[:0], l.Merges[:0], 0, 0
	p.LineAt(i, l)
	return l
}
