package report

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// headerLines is how far down a sheet's headers are looked for: people put a
// line or two above them.
const headerLines = 10

// sheetReader reads a sheet this package wrote, its columns found by header so
// that they may have been moved, hidden or added to since.
type sheetReader struct {
	sheet    *table.Sheet
	columns  map[string]int // from 0, by header
	first    int            // index of the first row below the headers
	problems *diag.List
}

// openSheet finds a sheet by its name and its headers by one of them.
func openSheet(sheets []*table.Sheet, name, header string, problems *diag.List) *sheetReader {
	return openSheetWithin(sheets, name, header, headerLines, problems)
}

// openSheetWithin is openSheet for headers that stand so many lines down.
func openSheetWithin(sheets []*table.Sheet, name, header string, lines int, problems *diag.List) *sheetReader {
	for _, s := range sheets {
		if s.Name != name {
			continue
		}
		for i := range min(len(s.Rows), lines) {
			columns := map[string]int{}
			for c := range s.Rows[i].Cells {
				if h := squeeze(s.Rows[i].Cells[c].Text); h != "" {
					if _, twice := columns[h]; !twice {
						columns[h] = c
					}
				}
			}
			if _, ok := columns[header]; ok {
				return &sheetReader{sheet: s, columns: columns, first: i + 1, problems: problems}
			}
		}
	}
	return nil
}

// squeeze drops white space and the width of brackets, which is what people
// change first in a header.
func squeeze(s string) string {
	return strings.NewReplacer("（", "(", "）", ")").Replace(strings.Join(strings.Fields(s), ""))
}

// plain gives numbers, dates and codes typed in full width as they are meant.
func plain(s string) string { return strings.TrimSpace(width.Narrow.String(s)) }

// rows calls each for every row that is not empty.
func (r *sheetReader) rows(each func(rowReader)) {
	if r == nil {
		return
	}
	for i := r.first; i < len(r.sheet.Rows); i++ {
		row := &r.sheet.Rows[i]
		for c := range row.Cells {
			if strings.TrimSpace(row.Cells[c].Text) != "" {
				each(rowReader{r, row})
				break
			}
		}
	}
}

// rowReader reads one row.
type rowReader struct {
	*sheetReader
	row *table.Row
}

func (r rowReader) cell(header string) table.Cell {
	c, ok := r.columns[header]
	if !ok || c >= len(r.row.Cells) {
		return table.Cell{}
	}
	return r.row.Cells[c]
}

func (r rowReader) text(header string) string { return strings.TrimSpace(r.cell(header).Text) }

// taskNumberLike begins what is meant for a task's number.
var taskNumberLike = regexp.MustCompile(`^[A-Za-z]{1,4}-?[0-9]`)

// lone reports a row with one cell filled in, which is somebody's remark and no
// task.
func (r rowReader) lone() bool {
	n, text := 0, ""
	for i := range r.row.Cells {
		if s := strings.TrimSpace(r.row.Cells[i].Text); s != "" {
			n, text = n+1, s
		}
	}
	return n == 1 && !taskNumberLike.MatchString(plain(text))
}

// names reads names joined with 、 or what people put for it.
func (r rowReader) names(header string) []string { return splitNames(r.text(header)) }

func splitNames(s string) []string {
	var names []string
	for _, n := range strings.FieldsFunc(s, func(x rune) bool { return strings.ContainsRune("、，,；;\n", x) }) {
		if n = strings.TrimSpace(n); n != "" {
			names = append(names, n)
		}
	}
	return names
}

func (r rowReader) position(header string) diag.Position {
	p := diag.Position{File: r.sheet.File, Sheet: r.sheet.Name, Row: r.row.Number, Column: header, Text: r.sheet.TextFile}
	if c, ok := r.columns[header]; ok {
		p.Col = c + 1
	}
	return p
}

func (r rowReader) problem(severity diag.Severity, code, header, hint, format string, args ...any) {
	r.problems.Add(diag.Problem{Severity: severity, Code: code, Position: r.position(header),
		Value: r.text(header), Message: fmt.Sprintf(format, args...), Hint: hint})
}

// whole reads a whole number within limits; what is none gives a problem and 0.
func (r rowReader) whole(header string, low, high int) int {
	s := r.text(header)
	n, err := strconv.Atoi(strings.TrimSuffix(plain(s), "人"))
	if err != nil || n < low || n > high {
		r.problem(diag.Error, "bad_number", header, "", "%s“%s”不是 %d 到 %d 之间的整数", header, s, low, high)
		return 0
	}
	return n
}

// lengths are lengths in words, in half-days.
var lengths = map[string]int{"半": 1, "一": 2, "全": 2, "整": 2, "一个半": 3, "一天半": 3, "两": 4, "二": 4, "三": 6}

// halfDays reads a length in days: 0.5, 1天, 半天. What is none gives a problem
// and what the plans say.
func (r rowReader) halfDays(header string, planned int) int {
	s := r.text(header)
	bare := strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(plain(s), "日"), "天"))
	bare = strings.TrimSuffix(bare, "个工作")
	if n, ok := lengths[strings.TrimSuffix(bare, "个")]; ok {
		return n
	}
	f, err := strconv.ParseFloat(bare, 64)
	if n := int(f * 2); err == nil && float64(n) == f*2 && n >= 1 && n <= 1000 {
		return n
	}
	what := "看不懂"
	if err == nil {
		what = "不是半天的倍数，或太长太短"
	}
	r.problem(diag.Error, "bad_number", header, "写成 0.5 的倍数，如 0.5、1、1.5", "%s“%s”%s，按%s天", header, s, what, inspect.FormatHalfDays(planned))
	return planned
}

// date reads a day as the program writes it or as a person may retype it.
func (r rowReader) date(header string, year int) (inspect.Date, bool) {
	c := r.cell(header)
	if d, ok := cellDate(c, year); ok {
		return d, true
	}
	r.problem(diag.Error, "bad_date", header, "写成日期，如 2021-05-12", "%s“%s”不是日期", header, strings.TrimSpace(c.Text))
	return 0, false
}

// cellDate reads a date cell, a serial number that lost its format, or text:
// 2021-05-12, 2021/5/12, 2021.5.12, 2021年5月12日, 5月12日, 20210512.
func cellDate(c table.Cell, year int) (inspect.Date, bool) {
	if c.Kind == table.DateTime || c.Kind == table.Number && c.Number > 20000 && c.Number < 110000 {
		return inspect.Date(int(c.Number) - unixSerial), true
	}
	digits := strings.FieldsFunc(plain(c.Text), func(r rune) bool { return r < '0' || r > '9' })
	var n []int
	for _, d := range digits {
		v, err := strconv.Atoi(d)
		if err != nil {
			return 0, false
		}
		n = append(n, v)
	}
	switch {
	case len(n) == 1 && len(digits[0]) == 8:
		return inspect.NewDate(n[0]/10000, n[0]/100%100, n[0]%100)
	case len(n) == 2:
		return inspect.NewDate(year, n[0], n[1])
	case len(n) == 3:
		return inspect.NewDate(n[0], n[1], n[2])
	}
	return 0, false
}

// halfIn gives the half of the day a date cell tells of besides: 2021-05-12 下午,
// or a time of day.
func halfIn(c table.Cell) (inspect.Half, bool) {
	if c.Kind == table.DateTime || c.Kind == table.Number {
		of := c.Number - float64(int(c.Number))
		return inspect.Half(btoi(of >= 0.5)), of > 0
	}
	for _, h := range []inspect.Half{inspect.Morning, inspect.Afternoon} {
		if strings.Contains(c.Text, h.Chinese()) {
			return h, true
		}
	}
	return inspect.Morning, false
}

// unixSerial is 1970-01-01 in a spreadsheet's days.
const unixSerial = 25569

// spans reads what windowText writes.
func (r rowReader) spans(header string) []inspect.Span {
	var spans []inspect.Span
	for _, part := range splitNames(r.text(header)) {
		from, to, _ := strings.Cut(part, "至")
		if to == "" {
			to = from
		}
		a, okA := inspect.ParseDate(strings.TrimSpace(from))
		b, okB := inspect.ParseDate(strings.TrimSpace(to))
		if !okA || !okB || b < a {
			r.problem(diag.Error, "bad_date", header, "写成 2021-05-10至2021-05-14，多段用顿号隔开", "%s“%s”读不出来", header, part)
			continue
		}
		spans = append(spans, inspect.Span{From: a, To: b})
	}
	return spans
}

func (r rowReader) yes(header string) bool { return r.text(header) == "是" }
