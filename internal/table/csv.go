package table

import (
	"bytes"
	"errors"
	"strings"
)

// Delimited text, read as Excel reads it: a field that begins with a quote ends
// at the next quote that is not doubled, what follows up to the delimiter is
// added as it stands; a quote inside a bare field is a character. Where that
// reading would swallow lines (a quote that never closes, or one that closes
// lines later in the middle of text) it is an error that names the line.
//
// Fields are substrings of a piece of the text, so that a record costs no
// allocation.

type csvReader struct {
	in    *input
	src   *textReader
	mark  string     // the delimiter
	s     string     // the text at hand
	marks fieldMarks // of s
	pos   int
	line  int // the line of pos, from 1
	sheet *Sheet
	row   Row
}

// readCSV reads a file of delimited lines.
func (in *input) readCSV() error {
	src, err := newTextReader(in.r, in.size, in.piece)
	if err != nil {
		return err
	}
	r := &csvReader{in: in, src: src, line: 1, sheet: &Sheet{TextFile: true}}
	if r.s, err = r.findDelimiter(); err != nil {
		return r.textError(r.s, err)
	}
	if err := r.index(); err != nil {
		return err
	}
	if err := in.begin(r.sheet); err != nil {
		return err
	}
	return r.read()
}

// more puts more text behind what is left of that at hand.
func (r *csvReader) more() (err error) {
	r.s, err = r.src.next(r.s[r.pos:])
	if r.pos = 0; err != nil {
		return r.textError(r.s, err)
	}
	return r.index()
}

// index marks where the fields of the text at hand may end, which is UTF-8 from
// there on.
func (r *csvReader) index() error {
	if !r.marks.scan(r.s, r.mark[0]) {
		if i := invalidUTF8(r.s); i >= 0 {
			return r.textError(r.s[:i], errNotText)
		}
	}
	return nil
}

// textError is the error of what follows a text that begins on the line at hand.
func (r *csvReader) textError(text string, err error) error {
	line := r.line + lineBreaks(text)
	switch {
	case errors.Is(err, errNUL):
		return &Error{Kind: ErrUnsupported, Part: lineName(line), What: "不是表格，也不是文本文件", Hint: hintConvert}
	case errors.Is(err, errNotText):
		return notText(max(r.src.line, line))
	}
	return err
}

// held is how many records may be held by whoever asked for them before a file is
// looked through for whether it has far too many.
const held = 1 << 18

// checkLines refuses a file of far too many records before many of them are held.
// It counts line ends outside quotes, which in every encoding but UTF-16 are
// bytes of their own; what it makes of a stray quote is not to be relied on, so
// that only twice the limit is too much.
func (r *csvReader) checkLines() error {
	in := r.in
	limit := in.budget.lim.textRows()
	most := 2 * int64(limit)
	if in.size <= most || r.src.encoding == encUTF16LE || r.src.encoding == encUTF16BE {
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
	for n := 0; ; n++ {
		if r.pos == len(r.s) && r.src.ended() {
			return nil
		}
		if n >= lim.textRows() {
			return exceeded(lineName(r.line), "Rows", int64(lim.textRows()), "行太多")
		}
		if n == held {
			if err := r.checkLines(); err != nil {
				return err
			}
		}
		if err := r.record(); err != nil {
			return err
		}
	}
}

// record reads one record and hands it on. One that reaches the end of the piece
// at hand is read anew with more of the text behind it: it may go on there.
func (r *csvReader) record() error {
	for {
		pos, line := r.pos, r.line
		err := r.fields()
		if err == nil && (r.pos < len(r.s) || r.src.ended()) {
			cells := r.row.Cells
			err = r.in.emit(r.sheet, &r.row)
			r.row.Cells = cells
			return err
		}
		if err != nil && err != errCut {
			return err
		}
		r.pos, r.line = pos, line
		if err := r.more(); err != nil {
			return err
		}
	}
}

// fields reads the fields of one record, as far as the piece at hand goes.
func (r *csvReader) fields() error {
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
		if n := len(cells); n < cap(cells) {
			cells = cells[:n+1]
		} else {
			cells = append(cells, Cell{})
		}
		if field != "" && field[0] == '=' {
			field = unwrapText(field)
		}
		c := &cells[len(cells)-1]
		if c.Kind, c.Text = Text, field; field == "" {
			c.Kind = Empty
		}
	}
	r.row.Cells = cells
	return nil
}

// bare reads up to the next delimiter or line end and reports whether another
// field follows.
func (r *csvReader) bare() (field string, more bool) {
	start := r.pos
	for at := r.marks.next(start, len(r.s)); at < len(r.s); at = r.marks.next(at+1, len(r.s)) {
		c := r.s[at]
		if c == r.mark[0] && (len(r.mark) == 1 || strings.HasPrefix(r.s[at:], r.mark)) {
			r.pos = at + len(r.mark)
			return r.s[start:at], true
		}
		if c == '\n' || c == '\r' {
			r.pos = at
			r.lineEnd()
			return r.s[start:at], false
		}
	}
	r.pos = len(r.s)
	return r.s[start:], false
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
			return "", false, r.unclosed(start, first)
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

// errCut is the error of a field whose closing quote may yet come.
var errCut = errors.New("cut")

// unclosed is the error of a field that began on a line and does not end in the
// piece at hand.
func (r *csvReader) unclosed(start, line int) error {
	lim := r.in.budget.lim.CellBytes
	switch text := r.s[start:]; {
	case !r.src.ended() && len(text)/2 <= lim:
		return errCut
	case r.src.ended() || lineBreaks(text) > 0:
		return openQuote(line)
	}
	return exceeded(lineName(line), "CellBytes", int64(lim), "一个单元格的文字太长")
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
