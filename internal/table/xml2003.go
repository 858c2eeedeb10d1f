package table

import (
	"bytes"
	"io"
	"strconv"
	"strings"
)

// XML spreadsheets of Excel 2002 and 2003 ("XML 电子表格 2003"), which many
// systems write under the name .xls: Workbook, Worksheet, Table, Row, Cell,
// Data, with positions by ss:Index and merges on the cells.

// ssNamed are the formats that go by name.
var ssNamed = map[string]format{
	"general date": {date: true, time: true}, "short date": {date: true}, "medium date": {date: true}, "long date": {date: true},
	"short time": {time: true}, "medium time": {time: true}, "long time": {time: true}, "percent": {percent: true},
	"scientific": {}, "fixed": {}, "standard": {}, "currency": {}, "euro currency": {}, "yes/no": {}, "true/false": {}, "on/off": {},
}

type ssReader struct {
	in     *input
	s      *xmlScanner
	is1904 bool
	styles map[string]format
	sheet  *Sheet
	row    Row
	col    int // where the next cell or column stands
	top    int // rows above the sheet's table
	left   int // columns to its left
	text   []byte
}

func (in *input) readXML2003() error {
	s := newXMLScanner(io.NewSectionReader(in.r, 0, in.size), "", in.budget.lim)
	r := &ssReader{in: in, s: s, styles: map[string]format{}}
	if s.next() && string(s.name) == "document" && bytes.Contains(s.attrs, []byte("opendocument")) {
		return unsupported("这是 OpenDocument 文件（.fods 等）")
	}
	if s.err == nil && string(s.name) != "Workbook" {
		return unsupported("这是 XML 文件，但不是电子表格（根元素是 %s）", clip(s.name))
	}
	for s.next() {
		if s.kind != xmlStart {
			continue
		}
		var err error
		switch {
		case s.starts("Style"):
			err = r.readStyle()
		case string(s.name) == "Date1904":
			r.is1904 = true
		case s.starts("Worksheet"):
			err = r.readSheet()
		}
		if err != nil {
			return err
		}
	}
	return s.err
}

// each runs over the children of the element at hand, name, until its end.
func (r *ssReader) each(name string, child func() error) error {
	depth := len(r.s.open)
	for r.s.next() {
		switch r.s.kind {
		case xmlStart:
			if err := child(); err != nil {
				return err
			}
		case xmlEnd:
			if len(r.s.open) < depth && string(r.s.name) == name {
				return nil
			}
		}
	}
	return r.s.err
}

func (r *ssReader) readStyle() error {
	id := r.s.attr("ID")
	r.styles[id] = r.styles[r.s.attr("Parent")]
	return r.each("Style", func() error {
		switch {
		case r.s.starts("Font"):
			f := r.styles[id]
			f.struck = xmlTrue(r.s.attr("StrikeThrough"))
			r.styles[id] = f
		case r.s.starts("NumberFormat"):
			code := r.s.attr("Format")
			f, ok := ssNamed[strings.ToLower(code)]
			if !ok {
				f = parseFormat(code)
			}
			f.struck = r.styles[id].struck
			r.styles[id] = f
		}
		return nil
	})
}

func (r *ssReader) readSheet() error {
	r.sheet = &Sheet{Name: r.s.attr("Name")}
	r.row.Number, r.col, r.top, r.left = 0, 0, 0, 0
	if err := r.in.begin(r.sheet); err != nil {
		return err
	}
	err := r.each("Worksheet", func() error {
		switch {
		case r.s.starts("Table"):
			return r.readTable()
		case r.s.starts("Column"):
			return r.readColumn()
		case r.s.starts("Row"):
			return r.readRow()
		case string(r.s.name) == "Visible":
			if r.s.next() && r.s.kind == xmlText {
				r.sheet.Hidden = bytes.Contains(r.s.text, []byte("Hidden"))
			}
		}
		return nil
	})
	sortMerges(r.sheet.Merges)
	return err
}

// readTable reads where the table's first cell stands, A1 if it does not say.
func (r *ssReader) readTable() error {
	top, err := r.number("TopCell", 1)
	if err != nil {
		return err
	}
	left, err := r.number("LeftCell", 1)
	if err != nil {
		return err
	}
	if top < 1 || left < 1 {
		return r.damagedRow("表格的位置不对")
	}
	r.top, r.left = top-1, left-1
	r.row.Number, r.col = r.top, r.left
	return nil
}

// number reads a count among the attributes, def when there is none.
func (r *ssReader) number(name string, def int) (int, error) {
	v := r.s.attr(name)
	if v == "" {
		return def, nil
	}
	n, ok := atoi([]byte(strings.TrimSpace(v)))
	if !ok {
		return 0, r.damagedRow("%s=“%s”不对", name, clip([]byte(v)))
	}
	return n, nil
}

func (r *ssReader) damagedRow(what string, args ...any) error {
	return damaged(r.place(), what, args...)
}

func (r *ssReader) place() string {
	return "工作表“" + r.sheet.Name + "”第" + strconv.Itoa(r.row.Number) + "行"
}

// index moves on to the position that ss:Index names, from 1 within the table
// that begins after base, and gives it.
func (r *ssReader) index(next, base int) (int, error) {
	n, err := r.number("Index", next-base)
	n += base
	if err == nil && n < next {
		err = r.damagedRow("Index=%d 往回走了", n)
	}
	return n, err
}

func (r *ssReader) readColumn() error {
	at, err := r.index(r.col+1, r.left)
	if err != nil {
		return err
	}
	span, err := r.number("Span", 0)
	if err != nil {
		return err
	}
	if xmlTrue(r.s.attr("Hidden")) {
		for c := at - 1; c < at+span && c < r.in.budget.lim.Columns; c++ {
			r.sheet.HiddenCols = append(r.sheet.HiddenCols, c)
		}
	}
	r.col = at + span
	return nil
}

func (r *ssReader) readRow() error {
	n, err := r.index(r.row.Number+1, r.top)
	if err != nil {
		return err
	}
	span, err := r.number("Span", 0)
	if err != nil {
		return err
	}
	if limit := r.in.budget.lim.workbookRows(); n > limit || n+span > limit {
		return exceeded(r.place(), "Rows", int64(limit), "行太多（第 %d 行）", n)
	}
	r.row = Row{Number: n, Hidden: xmlTrue(r.s.attr("Hidden")), Cells: r.row.Cells[:0]}
	r.col = r.left
	err = r.each("Row", func() error {
		if r.s.starts("Cell") {
			return r.readCell()
		}
		return nil
	})
	if err != nil {
		return err
	}
	cells := r.row.Cells
	err = r.in.emit(r.sheet, &r.row)
	r.row.Cells, r.row.Number = cells, n+span
	return err
}

func (r *ssReader) readCell() error {
	at, err := r.index(r.col+1, r.left)
	if err != nil {
		return err
	}
	across, err := r.number("MergeAcross", 0)
	if err != nil {
		return err
	}
	down, err := r.number("MergeDown", 0)
	if err != nil {
		return err
	}
	if limit := r.in.budget.lim.Columns; at+across > limit {
		return exceeded(r.place(), "Columns", int64(limit), "列太多")
	}
	if across > 0 || down > 0 {
		if err := r.in.budget.merge(); err != nil {
			return inPart(err, r.place())
		}
		r.sheet.Merges = append(r.sheet.Merges, Merge{r.row.Number, r.row.Number + down, at - 1, at - 1 + across})
	}
	r.col = at + across
	style, formula := r.s.attr("StyleID"), r.s.attr("Formula") != ""
	var c Cell
	seen := false
	err = r.each("Cell", func() error {
		switch {
		case r.s.starts("Data"):
			seen = true
			return r.readData(&c, r.styles[style])
		case r.s.starts("Comment"):
			if !r.s.skip() {
				return r.s.err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	c.Uncomputed = formula && !seen
	if c.Kind != Empty || c.Uncomputed {
		for len(r.row.Cells) < at {
			r.row.Cells = append(r.row.Cells, Cell{})
		}
		r.row.Cells[at-1] = c
	}
	return nil
}

// readData reads a cell's value; elements inside it only format its text.
func (r *ssReader) readData(c *Cell, f format) error {
	s := r.s
	kind := s.attr("Type")
	r.text = r.text[:0]
	for depth := 1; depth > 0; {
		if !s.next() {
			return s.err
		}
		switch s.kind {
		case xmlStart:
			depth++
		case xmlEnd:
			depth--
		case xmlText:
			var ok bool
			if r.text, ok = s.appendText(r.text, 0); !ok {
				return s.err
			}
		}
	}
	if !s.checkText(r.text) {
		return s.err
	}
	return r.value(c, kind, string(cleanBreaks(r.text, 0)), f)
}

func (r *ssReader) value(c *Cell, kind, text string, f format) error {
	if text == "" {
		return nil
	}
	plain := strings.TrimSpace(text)
	switch kind {
	case "Number":
		v, ok := parseNumber([]byte(plain))
		if !ok {
			return r.damagedRow("数字“%s”不对", clip([]byte(plain)))
		}
		c.Text = string(c.formatted(nil, v, f, r.is1904))
	case "DateTime":
		v, ok := isoSerial(plain)
		if !ok {
			return r.damagedRow("日期“%s”不对", clip([]byte(plain)))
		}
		c.Kind, c.Number, c.MonthOnly = DateTime, v, f.month
		c.Text = string(appendSerial(nil, v, f.elapsed))
	case "Boolean":
		*c = boolErrCell(plain[0]-'0', false)
	case "Error":
		c.Kind, c.Text = Fault, plain
	default:
		c.Kind, c.Text = Text, text
	}
	c.Struck = f.struck
	return nil
}
