package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// Cells that a literal cannot say.
type (
	fault     string // #N/A
	formula   struct{}
	day       string // a date cell, 2021-05-10
	monthCell string // the first of a month, shown as the month
	row       = []any
	rowCells  = []table.Cell
)

func cellOf(v any) table.Cell {
	switch v := v.(type) {
	case nil:
		return table.Cell{}
	case string:
		if v == "" {
			return table.Cell{}
		}
		return table.Cell{Kind: table.Text, Text: v}
	case int:
		return table.Cell{Kind: table.Number, Number: float64(v), Text: strconv.Itoa(v)}
	case float64:
		return table.Cell{Kind: table.Number, Number: v, Text: strconv.FormatFloat(v, 'f', -1, 64)}
	case bool:
		return table.Cell{Kind: table.Bool, Text: strings.ToUpper(strconv.FormatBool(v))}
	case day:
		d, ok := inspect.ParseDate(string(v))
		if !ok {
			panic(v)
		}
		return table.Cell{Kind: table.DateTime, Number: float64(int(d) + unixSerial), Text: string(v)}
	case monthCell:
		c := cellOf(day(v))
		c.MonthOnly = true
		return c
	case fault:
		return table.Cell{Kind: table.Fault, Text: string(v)}
	case formula:
		return table.Cell{Uncomputed: true}
	}
	panic(fmt.Sprintf("no cell of %T", v))
}

// sheetOf makes a sheet of a file; empty rows keep their number.
func sheetOf(file, name string, rows ...row) *table.Sheet {
	s := &table.Sheet{File: file, Name: name}
	for i, r := range rows {
		if len(r) == 0 {
			continue
		}
		var cells rowCells
		for _, v := range r {
			cells = append(cells, cellOf(v))
		}
		s.Rows = append(s.Rows, table.Row{Number: i + 1, Cells: cells})
	}
	return s
}

// merge adds merged ranges, written as A1:C1 with one letter.
func merge(s *table.Sheet, ranges ...string) *table.Sheet {
	for _, r := range ranges {
		a, b, _ := strings.Cut(r, ":")
		first, _ := strconv.Atoi(a[1:])
		last, _ := strconv.Atoi(b[1:])
		s.Merges = append(s.Merges, table.Merge{FirstRow: first, LastRow: last, FirstCol: int(a[0] - 'A'), LastCol: int(b[0] - 'A')})
	}
	return s
}

// read combines sheets under the May of 2021.
func read(sheets ...*table.Sheet) *Result {
	return Combine(scanAll(sheets), Options{Period: may()})
}

// readFree combines sheets without a period.
func readFree(sheets ...*table.Sheet) *Result {
	return Combine(scanAll(sheets), Options{})
}

// codes gives a result's problems, without the infos, as row:code.
func codes(res *Result) []string {
	var list []string
	for _, p := range res.Problems {
		if p.Severity != diag.Info {
			list = append(list, fmt.Sprintf("%d:%s", p.Row, p.Code))
		}
	}
	return list
}

func wantCodes(t *testing.T, res *Result, want ...string) {
	t.Helper()
	if got := codes(res); !slices.Equal(got, want) {
		t.Errorf("problems %v, want %v", got, want)
		for _, p := range res.Problems {
			t.Log(p)
		}
	}
}

// one gives the only entry of a result.
func one(t *testing.T, res *Result) inspect.Entry {
	t.Helper()
	if len(res.Entries) != 1 {
		for _, p := range res.Problems {
			t.Log(p)
		}
		t.Fatalf("%d entries, want one", len(res.Entries))
	}
	return res.Entries[0]
}

// bureau is a file whose name says the department.
const bureau = "南京市应急管理局2021年计划.xlsx"

// span writes spans for comparing.
func span(spans []inspect.Span) string {
	var list []string
	for _, s := range spans {
		list = append(list, s.String())
	}
	return strings.Join(list, " ")
}
