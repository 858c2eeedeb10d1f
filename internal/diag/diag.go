// Package diag holds problems found in the input: where, what was seen, how to
// mend it. A problem is data, collected and sorted; an error value is for what
// stops the program. The package words positions, not rules: the message comes
// from whoever found the problem.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity ranks problems.
type Severity string

// The severities. An Error costs a row; a Warning changes how it is read; an
// Info is worth knowing and needs nothing done.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// Position is a place in an input file. Only File is always set.
type Position struct {
	File   string `json:"file"`
	Sheet  string `json:"sheet"`  // empty for CSV and HTML
	Row    int    `json:"row"`    // as the spreadsheet numbers it; 0 for the sheet or file as a whole
	Column string `json:"column"` // the column's header, in the words of the file
	Col    int    `json:"-"`      // the column's number from 1; 0 for the row as a whole
	Text   bool   `json:"-"`      // a text file: rows are lines, columns have no letters
}

// Problem is one thing wrong, or worth knowing, at one place.
type Problem struct {
	Severity Severity `json:"severity"`
	Code     string   `json:"code"`
	Position
	Value   string `json:"value"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// String words the position: 消防计划.xlsx[检查计划]!E17, or 环保.csv:42 列“检查时间”.
func (p Position) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Text {
		if p.Row > 0 {
			fmt.Fprintf(&b, ":%d", p.Row)
		}
		if p.Column != "" {
			fmt.Fprintf(&b, " 列“%s”", p.Column)
		}
		return b.String()
	}
	if p.Sheet != "" {
		fmt.Fprintf(&b, "[%s]", p.Sheet)
	}
	switch {
	case p.Row > 0 && p.Col > 0:
		fmt.Fprintf(&b, "!%s%d", ColumnLetters(p.Col), p.Row)
	case p.Row > 0:
		fmt.Fprintf(&b, "!第%d行", p.Row)
	case p.Col > 0:
		fmt.Fprintf(&b, "!%s列", ColumnLetters(p.Col))
	}
	return b.String()
}

// ColumnLetters gives a column's letters: 1 is A, 27 is AA.
func ColumnLetters(n int) string {
	var s []byte
	for ; n > 0; n = (n - 1) / 26 {
		s = append(s, byte('A'+(n-1)%26))
	}
	slices.Reverse(s)
	return string(s)
}

// String words the problem in one line, without its hint. A problem of no file
// has no position to show.
func (p Problem) String() string {
	if p.File == "" {
		return fmt.Sprintf("%s [%s]", p.Message, p.Code)
	}
	return fmt.Sprintf("%s: %s [%s]", p.Position, p.Message, p.Code)
}

// rank puts the graver severity first.
func (s Severity) rank() int {
	switch s {
	case Error:
		return 0
	case Warning:
		return 1
	}
	return 2
}

// Compare orders problems by file, sheet, row, column, then severity, code and
// wording, so that the same problems always read in the same order.
func Compare(a, b Problem) int {
	return cmp.Or(
		strings.Compare(a.File, b.File),
		strings.Compare(a.Sheet, b.Sheet),
		cmp.Compare(a.Row, b.Row),
		cmp.Compare(a.Col, b.Col),
		cmp.Compare(a.Severity.rank(), b.Severity.rank()),
		strings.Compare(a.Code, b.Code),
		strings.Compare(a.Message, b.Message),
		strings.Compare(a.Value, b.Value),
	)
}

// List is problems in the making; its zero value is empty and ready.
type List []Problem

// Add appends a problem.
func (l *List) Add(p Problem) { *l = append(*l, p) }

// Sort brings the list into the order of Compare and drops exact repeats.
func (l *List) Sort() {
	slices.SortFunc(*l, Compare)
	*l = slices.Compact(*l)
}

// Count gives the number of problems of a severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, p := range l {
		if p.Severity == s {
			n++
		}
	}
	return n
}
