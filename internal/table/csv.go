package table

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Delimited text, read as Excel reads it: a field that begins with a quote ends
// at the next quote that is not doubled, what follows up to the delimiter is
// added as it stands; a quote inside a bare field is a character. Where that
// reading would swallow lines (a quote that never closes, or one that closes
// lines later in the middle of text) it is an error that names the line.
//
// Fields are substrings of the one text, so that a record costs no allocation.

type csvReader struct {
	in    *input
	s     string
	pos   int
	line  int    // the line of pos, from 1
	comma byte   // the delimiter's first byte, the only one if it is ASCII
	mark  string // the delimiter
	sheet *Sheet
	row   Row
}

// readCSV reads a whole file of delimited lines.
func (in *input) readCSV(s string) error {
	text, line, ok := decodeText(s)
	if !ok {
		return notText(line)
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return &Error{Kind: ErrUnsupported, Part: lineName(lineAt(text, i)), What: "不是表格，也不是文本文件", Hint: hintConvert}
	}
	r := &csvReader{in: in, s: text, line: 1, sheet: &Sheet{TextFile: true}}
	if !r.declaredDelimiter() {
		r.findDelimiter()
	}
	if err := in.begin(r.sheet); err != nil {
		return err
	}
	return r.read()
}

// checkLines refuses a file of far too many records before any of it is held.
// It counts line ends outside quotes, which in every encoding but UTF-16 are
// bytes of their own; what it makes of a stray quote is not to be relied on, so
// that only twice the limit is too much.
func (in *input) checkLines(head []byte) error {
	limit := in.budget.lim.textRows()
	most := 2 * int64(limit)
	if in.size <= most || bytes.HasPrefix(head, []byte(bomUTF16LE)) || bytes.HasPrefix(head, []byte(bomUTF16BE)) {
		return nil
	}
	for _, count := range []func([]byte) int64{
		func(b []byte) int64 { return int64(bytes.Count(b, []byte("\n"))) }, // decides nearly always, in no time
		linesOutsideQuotes(),
	} {
		if n, err := in.sum(count); n <= most || err != nil {
			return err
		}
	}
	return exceeded("", "Rows", int64(limit), "行太多")
}

// linesOutsideQuotes counts line ends piece by piece.
func linesOutsideQuotes() func([]byte) int64 {
	quoted := false
	return func(b []byte) (n int64) {
		for _, c := range b {
			switch {
			case c == '"':
				quoted = !quoted
			case c == '\n' && !quoted:
				n++
			}
		}
		return n
	}
}

// sum runs count over the file's bytes, a piece at a time.
func (in *input) sum(count func([]byte) int64) (total int64, err error) {
	buf := make([]byte, 64<<10)
	for at := int64(0); at < in.size; {
		n, err := in.r.ReadAt(buf[:min(int64(len(buf)), in.size-at)], at)
		if n == 0 && err != nil {
			return 0, err
		}
		total += count(buf[:n])
		at += int64(n)
	}
	return total, nil
}

// notText is the error of a text file whose bytes are no text.
func notText(line int) error {
	return &Error{Kind: ErrDamaged, Part: lineName(line), What: "有不能识别的字节，不是完整的 UTF-8、GB18030 或 UTF-16 文字", Hint: hintResave}
}

func lineName(n int) string { return "第" + string(appendNumber(nil, float64(n))) + "行" }

func (r *csvReader) read() error {
	lim := r.in.budget.lim
	for n := 0; r.pos < len(r.s); n++ {
		if n >= lim.textRows() {
			return exceeded(lineName(r.line), "Rows", int64(lim.textRows()), "行太多")
		}
		if err := r.record(); err != nil {
			return err
		}
	}
	return nil
}

// record reads one record and hands it on.
func (r *csvReader) record() error {
	columns, cellBytes := r.in.budget.lim.Columns, r.in.budget.lim.CellBytes
	cells := r.row.Cells[:0]
	r.row.Number = r.line
	for more := true; more; {
		var field string
		if r.pos < len(r.s) && r.s[r.pos] == '"' {
			var err error
			if field, more, err = r.quoted(); err != nil {
				return err
			}
		} else {
			field, more = r.bare()
		}
		if len(cells) >= columns {
			return exceeded(lineName(r.row.Number), "Columns", int64(columns), "列太多")
		}
		if len(field) > cellBytes {
			return exceeded(lineName(r.row.Number), "CellBytes", int64(cellBytes), "一个单元格的文字太长")
		}
		n := len(cells)
		if n < cap(cells) {
			cells = cells[:n+1]
		} else {
			cells = append(cells, Cell{})
		}
		c := &cells[n]
		if c.Kind, c.Text = Text, field; strings.HasPrefix(field, "=") {
			c.Text = unwrapText(field)
		}
		if c.Text == "" {
			c.Kind = Empty
		}
	}
	r.row.Cells = cells
	err := r.in.emit(r.sheet, &r.row)
	r.row.Cells = cells
	return err
}

// bareWide is bare where the delimiter is no ASCII.
func (r *csvReader) bareWide() (field string, more bool) {
	s := r.s[r.pos:]
	end := strings.IndexAny(s, "\r\n")
	if end < 0 {
		end = len(s)
	}
	if i := strings.Index(s[:end], r.mark); i >= 0 {
		r.pos += i + len(r.mark)
		return s[:i], true
	}
	if r.pos += end; end < len(s) {
		r.lineEnd()
	}
	return s[:end], false
}

// bare reads up to the next delimiter or line end and reports whether another
// field follows.
func (r *csvReader) bare() (field string, more bool) {
	if r.comma >= utf8.RuneSelf {
		return r.bareWide()
	}
	s := r.s[r.pos:]
	most := max(r.comma, '\r') // what is above is neither
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c > most:
		case c == r.comma:
			r.pos += i + 1
			return s[:i], true
		case c == '\n' || c == '\r':
			r.pos += i
			r.lineEnd()
			return s[:i], false
		}
	}
	r.pos = len(r.s)
	return s, false
}

// lineEnd passes over \n, \r\n or a lone \r.
func (r *csvReader) lineEnd() {
	r.line++
	if strings.HasPrefix(r.s[r.pos:], "\r\n") {
		r.pos++
	}
	r.pos++
}

// quoted reads a field that begins with a quote.
func (r *csvReader) quoted() (field string, more bool, err error) {
	first := r.line
	r.pos++
	start := r.pos
	doubled := false
	for {
		i := strings.IndexByte(r.s[r.pos:], '"')
		if i < 0 {
			return "", false, openQuote(first)
		}
		r.pos += i + 1
		if r.pos == len(r.s) || r.s[r.pos] != '"' {
			break
		}
		doubled = true
		r.pos++
		if lim := r.in.budget.lim.CellBytes; (r.pos-start)/2 > lim {
			return "", false, exceeded(lineName(first), "CellBytes", int64(lim), "一个单元格的文字太长")
		}
	}
	field = r.s[start : r.pos-1]
	if breaks := lineBreaks(field); breaks > 0 {
		r.line += breaks
		field = string(cleanBreaks([]byte(field), 0))
	}
	if doubled {
		field = strings.ReplaceAll(field, `""`, `"`)
	}
	if r.pos == len(r.s) {
		return field, false, nil
	}
	if c := r.s[r.pos]; r.line > first && c != '\n' && c != '\r' && !strings.HasPrefix(r.s[r.pos:], r.mark) {
		return "", false, openQuote(first)
	}
	rest, more := r.bare()
	return field + rest, more, nil
}

func openQuote(line int) error {
	return &Error{Kind: ErrDamaged, Part: lineName(line), What: "引号不成对，后面的行会被当成同一个单元格",
		Hint: "在这一行补上引号，或者去掉多余的引号"}
}

// lineBreaks counts line ends of any kind.
func lineBreaks(s string) int {
	n := strings.Count(s, "\n")
	if cr := strings.Count(s, "\r"); cr > 0 {
		n += cr - strings.Count(s, "\r\n")
	}
	return n
}

// unwrapText takes ="text" for the text: programs write it so that Excel keeps
// a long number.
func unwrapText(s string) string {
	if len(s) < 3 || s[0] != '=' || s[1] != '"' || strings.IndexByte(s[2:], '"') != len(s)-3 {
		return s
	}
	return s[2 : len(s)-1]
}
