package inspect

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Source is the row something was read from, or the part of one that plans
// several inspections.
type Source struct {
	File   string // as given, with forward slashes
	Sheet  string // empty for CSV and HTML
	Row    int    // as the spreadsheet numbers it
	Month  int    // 1–12 for one planned month of a row that plans several inspections, else 0
	Day    int8   // 1–31 for the first of a run of days ticked in that month, else 0
	Text   bool   // the file is a text file: rows are lines
	Column int16  // from 1 for the column of one of several departments, else 0
}

// String writes the source as plans/a.xlsx#检查计划!7, with @ and its part behind
// it where it has one.
func (s Source) String() string {
	if part := s.Part(); part != "" {
		return fmt.Sprintf("%s#%s!%d@%s", s.File, s.Sheet, s.Row, part)
	}
	return fmt.Sprintf("%s#%s!%d", s.File, s.Sheet, s.Row)
}

// Part writes which part of its row the source is: 5 for May, 5-10 for the
// days ticked from 10 May on, E for the department of column E, E5 for that
// department in May; empty for the whole row.
func (s Source) Part() string {
	part := ""
	for n := int(s.Column); n > 0; n = (n - 1) / 26 {
		part = string(rune('A'+(n-1)%26)) + part
	}
	if s.Month != 0 {
		part += strconv.Itoa(s.Month)
	}
	if s.Day != 0 {
		part += "-" + strconv.Itoa(int(s.Day))
	}
	return part
}

var partText = regexp.MustCompile(`^([A-Z]{0,3})(?:([1-9]|1[0-2])(?:-([1-9]|[12][0-9]|3[01]))?)?$`)

// WithPart is the source's row with the part that text says, as Part writes it.
func (s Source) WithPart(text string) (Source, bool) {
	m := partText.FindStringSubmatch(text)
	if m == nil {
		return s, false
	}
	s = s.WholeRow()
	column := 0
	for _, r := range m[1] {
		column = 26*column + int(r-'A') + 1
	}
	day, _ := strconv.Atoi(m[3])
	s.Month, _ = strconv.Atoi(m[2])
	s.Day, s.Column = int8(day), int16(column)
	return s, true
}

// MarshalText writes what String writes.
func (s Source) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// WholeRow is the source without its part.
func (s Source) WholeRow() Source {
	s.Month, s.Day, s.Column = 0, 0, 0
	return s
}

// CompareSource orders sources by file, sheet, row, column, month and day.
func CompareSource(a, b Source) int {
	return cmp.Or(
		strings.Compare(a.File, b.File),
		strings.Compare(a.Sheet, b.Sheet),
		cmp.Compare(a.Row, b.Row),
		cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Month, b.Month),
		cmp.Compare(a.Day, b.Day),
	)
}
