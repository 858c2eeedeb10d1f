package table

import (
	"bytes"
	"slices"
	"strconv"
	"time"
)

// sheetReader reads one worksheet part.
type sheetReader struct {
	b     *xlsxBook
	s     *xmlScanner
	sheet *Sheet
	row   Row
	arena []byte // texts of the row that are not shared strings
	ends  []textEnd
	next  int // the column of the next cell that names none
	val   []byte

	unnumbered bool // the row names no number and no cell of it has yet
}

// textEnd says that arena[at:end] is the text of the row's cell col.
type textEnd struct{ col, at, end int }

func (b *xlsxBook) readSheet(ref xlsxSheetRef, part string) error {
	r := &sheetReader{b: b, sheet: &Sheet{Name: ref.name, Hidden: ref.hidden}}
	if err := b.in.begin(r.sheet); err != nil {
		return err
	}
	err := b.scan(part, b.part, func(s *xmlScanner) error {
		r.s = s
		return r.read()
	})
	sortMerges(r.sheet.Merges)
	return err
}

func sortMerges(m []Merge) {
	slices.SortFunc(m, func(a, b Merge) int {
		if a.FirstRow != b.FirstRow {
			return a.FirstRow - b.FirstRow
		}
		return a.FirstCol - b.FirstCol
	})
}

func (r *sheetReader) read() error {
	s := r.s
	if s.next() && !s.starts("worksheet") {
		return damaged(s.part, "应当是工作表，却是 %s", clip(s.name))
	}
	seen := false
	for s.next() {
		if s.kind != xmlStart {
			continue
		}
		var err error
		switch {
		case s.starts("sheetData"):
			seen = true
			err = r.readRows()
		case s.starts("col"):
			err = r.readCol()
		case s.starts("mergeCell"):
			err = r.readMerge()
		}
		if err != nil {
			return err
		}
	}
	if s.err == nil && !seen {
		return damaged(s.part, "工作表里没有数据部分（sheetData）")
	}
	return s.err
}

func (r *sheetReader) readCol() error {
	s := r.s
	if !xmlTrue(s.attr("hidden")) {
		return nil
	}
	first, ok1 := atoi([]byte(s.attr("min")))
	last, ok2 := atoi([]byte(s.attr("max")))
	if !ok1 || !ok2 || first < 1 || last < first {
		return damaged(s.part, "列的范围不对（min=%q max=%q）", s.attr("min"), s.attr("max"))
	}
	if n := len(r.sheet.HiddenCols); n > 0 {
		first = max(first, r.sheet.HiddenCols[n-1]+2)
	}
	for c := first - 1; c < last && c < r.b.in.budget.lim.Columns; c++ {
		r.sheet.HiddenCols = append(r.sheet.HiddenCols, c)
	}
	return nil
}

func (r *sheetReader) readMerge() error {
	ref := []byte(r.s.attr("ref"))
	from, to, two := bytes.Cut(ref, []byte(":"))
	if !two {
		to = from
	}
	r1, c1, ok1 := cellRef(from)
	r2, c2, ok2 := cellRef(to)
	if !ok1 || !ok2 || r2 < r1 || c2 < c1 {
		return damaged(r.s.part, "合并单元格的范围“%s”不对", clip(ref))
	}
	if err := r.b.in.budget.merge(); err != nil {
		return inPart(err, r.s.part)
	}
	r.sheet.Merges = append(r.sheet.Merges, Merge{r1, r2, c1, c2})
	return nil
}

// cellRef reads A1 notation, with or without $: the row from 1, the column from 0.
func cellRef(ref []byte) (row, col int, ok bool) {
	i := 0
	if i < len(ref) && ref[i] == '$' {
		i++
	}
	start := i
	for ; i < len(ref); i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		if i-start == 6 {
			return 0, 0, false
		}
		col = col*26 + int(c-'A') + 1
	}
	if i == start {
		return 0, 0, false
	}
	if i < len(ref) && ref[i] == '$' {
		i++
	}
	row, ok = atoi(ref[i:])
	return row, col - 1, ok && row > 0
}

// readRows reads sheetData, whose start is the current token.
func (r *sheetReader) readRows() error {
	s := r.s
	for s.next() {
		switch {
		case s.starts("row"):
			if err := r.readRow(); err != nil {
				return err
			}
		case s.ends("sheetData"):
			return nil
		}
	}
	return s.err
}

func (r *sheetReader) readRow() error {
	s := r.s
	number := r.row.Number + 1
	r.row.Hidden, r.unnumbered = false, true
	for a := s.attributes(); a.next(); {
		switch string(a.raw) {
		case "r":
			n, ok := atoi(a.value())
			if !ok || n == 0 {
				return damaged(s.part, "行号“%s”不对，上一行是第 %d 行", clip(a.val), r.row.Number)
			}
			number, r.unnumbered = n, false
		case "hidden":
			r.row.Hidden = xmlTrue(string(a.value()))
		}
	}
	r.row.Number = number
	r.row.Cells = r.row.Cells[:0]
	r.arena, r.ends, r.next = r.arena[:0], r.ends[:0], 0
	plain := !s.pending && !s.decoded && s.unprefixed()
	for {
		for plain && r.readPlainCell() {
		}
		if !s.next() {
			return s.err
		}
		switch {
		case s.starts("c"):
			if err := r.readCell(); err != nil {
				return err
			}
		case s.ends("row"):
			return r.endRow()
		}
	}
}

// endRow turns the row's texts into strings at once and hands the row on.
func (r *sheetReader) endRow() error {
	if limit := r.b.in.budget.lim.workbookRows(); r.row.Number > limit {
		return exceeded(r.s.part, "Rows", int64(limit), "行太多（第 %d 行）", r.row.Number)
	}
	all := string(r.arena)
	for _, e := range r.ends {
		r.row.Cells[e.col].Text = all[e.at:e.end]
	}
	cells := r.row.Cells
	err := r.b.in.emit(r.sheet, &r.row)
	r.row.Cells = cells
	return inPart(err, r.s.part)
}

// cell makes room for the cell of column col.
func (r *sheetReader) cell(col int) *Cell {
	for len(r.row.Cells) <= col {
		r.row.Cells = append(r.row.Cells, Cell{})
	}
	return &r.row.Cells[col]
}

type cellType uint8

const (
	typeNumber cellType = iota
	typeShared
	typeString
	typeInline
	typeBool
	typeError
	typeDate
)

var cellTypes = map[string]cellType{"": typeNumber, "n": typeNumber, "s": typeShared, "str": typeString,
	"inlineStr": typeInline, "b": typeBool, "e": typeError, "d": typeDate}

func (r *sheetReader) readCell() error {
	s := r.s
	col, style, kind := r.next, 0, typeNumber
	for a := s.attributes(); a.next(); {
		var ok bool
		switch string(a.raw) {
		case "r":
			var row int
			row, col, ok = cellRef(a.value())
			if ok && r.unnumbered && row > r.row.Number {
				r.row.Number = row // the row's own element names none
			}
			if !ok || row != r.row.Number {
				return damaged(s.part, "第 %d 行里有单元格“%s”", r.row.Number, clip(a.val))
			}
		case "s":
			if style, ok = atoi(a.value()); !ok {
				return damaged(s.part, "第 %d 行的样式编号“%s”不对", r.row.Number, clip(a.val))
			}
		case "t":
			if kind, ok = cellTypes[string(a.value())]; !ok {
				return damaged(s.part, "第 %d 行的单元格类型“%s”不认识", r.row.Number, clip(a.val))
			}
		}
	}
	if s.err != nil {
		return s.err
	}
	var f format
	if style < len(r.b.formats) {
		f = r.b.formats[style]
	} else if r.b.styled && style > 0 {
		return damaged(s.part, "第 %d 行用到的样式 %d 不存在", r.row.Number, style)
	}
	if limit := r.b.in.budget.lim.Columns; col >= limit {
		return exceeded(s.part, "Columns", int64(limit), "列太多（第 %d 行）", r.row.Number)
	}
	r.next, r.unnumbered = col+1, false
	c := r.cell(col)
	at := len(r.arena)
	formula, valued := false, false
	r.val = r.val[:0]
	inValue := false
	for s.next() {
		switch s.kind {
		case xmlText:
			if inValue {
				var ok bool
				if r.val, ok = s.appendText(r.val, 0); !ok {
					return s.err
				}
			}
		case xmlStart:
			switch {
			case s.starts("v"):
				inValue, valued = true, true
			case s.starts("f"):
				formula = true
			case s.starts("is"):
				if err := readRichText(s, &r.arena); err != nil {
					return err
				}
			}
		case xmlEnd:
			inValue = false
			if s.ends("c") {
				if formula && len(r.val) == 0 && !(valued && kind == typeString) {
					c.Uncomputed = true
					return nil
				}
				if c.Kind != Empty {
					return damaged(s.part, "第 %d 行第 %d 列的单元格出现两次", r.row.Number, col+1)
				}
				if kind == typeInline && len(r.arena) > at {
					r.val = r.val[:0] // its text stands in is
				}
				if err := r.setValue(c, kind, f); err != nil {
					return err
				}
				if len(r.arena) > at {
					if c.Kind == Empty {
						c.Kind = Text
					}
					r.ends = append(r.ends, textEnd{col, at, len(r.arena)})
				}
				c.Struck = f.struck && c.Kind != Empty
				return nil
			}
		}
	}
	return s.err
}

// setValue gives the cell what its v element says. A text of its own goes to
// the arena.
func (r *sheetReader) setValue(c *Cell, kind cellType, f format) error {
	if len(r.val) == 0 {
		return nil
	}
	switch kind {
	case typeNumber:
		v, ok := parseNumber(r.val)
		if !ok {
			return r.badValue("数字")
		}
		r.arena = c.formatted(r.arena, v, f, r.b.is1904)
	case typeShared:
		i, ok := atoi(bytes.TrimSpace(r.val))
		if !ok || i >= len(r.b.strings) {
			return r.badValue("共享字符串编号")
		}
		if c.Text = r.b.strings[i]; c.Text != "" {
			c.Kind = Text
		}
	case typeString, typeInline:
		if !r.s.checkText(r.val) {
			return r.s.err
		}
		at := len(r.arena)
		r.arena = cleanText(append(r.arena, r.val...), at)
	case typeBool:
		on, err := strconv.ParseBool(string(bytes.ToLower(bytes.TrimSpace(r.val))))
		if err != nil {
			return r.badValue("真假值")
		}
		c.Kind, c.Text = Bool, boolText(on)
		if on {
			c.Number = 1
		}
	case typeError:
		if !r.s.checkText(r.val) {
			return r.s.err
		}
		c.Kind = Fault
		r.arena = append(r.arena, r.val...)
	case typeDate:
		return r.setISODate(c)
	}
	return nil
}

// parseNumber reads a decimal number and nothing else that Go takes for one.
func parseNumber(b []byte) (float64, bool) {
	if n, ok := atoi(b); ok {
		return float64(n), true
	}
	b = bytes.TrimSpace(b)
	for _, c := range b {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c|0x20 != 'e' {
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(string(b), 64)
	return v, err == nil
}

func (r *sheetReader) badValue(what string) error {
	return damaged(r.s.part, "第 %d 行的%s“%s”不对", r.row.Number, what, clip(r.val))
}

// setISODate reads the ISO 8601 date of a t="d" cell.
func (r *sheetReader) setISODate(c *Cell) error {
	v, ok := isoSerial(string(bytes.TrimSpace(r.val)))
	if !ok {
		return r.badValue("日期")
	}
	c.Kind, c.Number = DateTime, v
	r.arena = appendSerial(r.arena, v, false)
	return nil
}

// isoSerial reads an ISO 8601 date, time or both as a 1900 serial.
func isoSerial(s string) (float64, bool) {
	for _, layout := range []string{"2006-01-02T15:04:05.999999999", "2006-01-02", "2006-01-02T15:04:05Z07:00",
		"2006-01-02T15:04", "15:04:05.999999999", "15:04", "2006-01-02 15:04:05"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if t.Year() == 0 {
			return float64(t.Hour()*3600+t.Minute()*60+t.Second())/daySecs + float64(t.Nanosecond())/1e9/daySecs, true
		}
		v := timeSerial(t)
		return v, v >= 0
	}
	return 0, false
}
