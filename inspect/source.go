package inspect

import (
	"cmp"
	"fmt"
	"strings"
)

// Source is the row something was read from.
type Source struct {
	File  string // as given, with forward slashes
	Sheet string // empty for CSV and HTML
	Row   int    // as the spreadsheet numbers it
	Month int    // 1–12 for one planned month of a row that plans several inspections, else 0
	Text  bool   // the file is a text file: rows are lines
}

// String writes the source as plans/a.xlsx#检查计划!7, with @5 behind it for May.
func (s Source) String() string {
	if s.Month != 0 {
		return fmt.Sprintf("%s#%s!%d@%d", s.File, s.Sheet, s.Row, s.Month)
	}
	return fmt.Sprintf("%s#%s!%d", s.File, s.Sheet, s.Row)
}

// MarshalText writes what String writes.
func (s Source) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// WholeRow is the source without its month.
func (s Source) WholeRow() Source {
	s.Month = 0
	return s
}

// CompareSource orders sources by file, sheet, row and month.
func CompareSource(a, b Source) int {
	return cmp.Or(
		strings.Compare(a.File, b.File),
		strings.Compare(a.Sheet, b.Sheet),
		cmp.Compare(a.Row, b.Row),
		cmp.Compare(a.Month, b.Month),
	)
}
