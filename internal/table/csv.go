package table

import (
	"bytes"
	"slices"
)

// Delimited text, read as Excel reads it: a field that begins with a quote ends
// at the next quote that is not doubled, what follows up to the delimiter is
// added as it stands; a quote inside a bare field is a character. Where that
// reading would swallow lines (a quote that never closes, or one that closes
// lines later in the middle of text) it is an error that names the line.

// readCSV reads a whole file of delimited lines.
func (in *input) readCSV(b []byte) error {
	text, line, ok := decodeText(b)
	if !ok {
		return &Error{Kind: ErrDamaged, Part: lineName(line), What: "有不能识别的字节，不是完整的 UTF-8、GB18030 或 UTF-16 文字", Hint: hintResave}
	}
	if i := bytes.IndexByte(text, 0); i >= 0 {
		return &Error{Kind: ErrUnsupported, Part: lineName(lineAt(text, i)), What: "不是表格，也不是文本文件", Hint: hintConvert}
	}
	r := &csvReader{in: in, b: text, line: 1, sheet: &Sheet{TextFile: true}}
	r.comma = r.declaredDelimiter()
	if r.comma == 0 {
		r.comma = guessDelimiter(text)
	}
	if err := in.begin(r.sheet); err != nil {
		return err
	}
	return r.read()
}

func lineName(n int) string { return "第" + string(appendNumber(nil, float64(n))) + "行" }

type csvReader struct {
	in    *input
	b     []byte
	pos   int
	line  int
	comma byte
	sheet *Sheet
	row   Row
	buf   []byte
	ends  []int
}

// declaredDelimiter passes over a first line sep=; as Excel writes it.
func (r *csvReader) declaredDelimiter() byte {
	line, _, _ := bytes.Cut(r.b, []byte("\n"))
	n := len(line)
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) != 5 || !bytes.EqualFold(line[:4], []byte("sep=")) {
		return 0
	}
	r.pos, r.line = min(n+1, len(r.b)), 2
	return line[4]
}

// guessDelimiter takes what parts most of the first lines, outside quotes; the
// comma when nothing does.
func guessDelimiter(b []byte) byte {
	const lines = 50
	marks := []byte{',', '\t', ';'}
	var with, count, here [3]int
	quoted, start := false, true
	n := 0
	for _, c := range b {
		i := bytes.IndexByte(marks, c)
		switch {
		case c == '"' && (quoted || start):
			quoted = !quoted
		case quoted:
		case c == '\n':
			for j := range here {
				if here[j] > 0 {
					with[j]++
				}
			}
			here = [3]int{}
			n++
		case i >= 0:
			here[i]++
			count[i]++
		}
		start = i >= 0 || c == '\n' || c == '"'
		if n == lines {
			break
		}
	}
	for j := range here {
		if here[j] > 0 {
			with[j]++
		}
	}
	best := 0
	for j := range marks {
		if with[j] > with[best] || with[j] == with[best] && count[j] > count[best] {
			best = j
		}
	}
	return marks[best]
}

func (r *csvReader) read() error {
	limit := r.in.budget.lim.textRows()
	for n := 0; r.pos < len(r.b); n++ {
		if n >= limit {
			return exceeded(lineName(r.line), "Rows", int64(limit), "行太多")
		}
		if err := r.record(); err != nil {
			return err
		}
	}
	return nil
}

// record reads one record and hands it on.
func (r *csvReader) record() error {
	r.row.Number = r.line
	r.buf, r.ends = r.buf[:0], r.ends[:0]
	for more := true; more; {
		at := len(r.buf)
		var err error
		if r.pos < len(r.b) && r.b[r.pos] == '"' {
			more, err = r.quoted()
		} else {
			more = r.bare()
		}
		if err != nil {
			return err
		}
		if lim := r.in.budget.lim; len(r.buf)-at > lim.CellBytes {
			return exceeded(lineName(r.line), "CellBytes", int64(lim.CellBytes), "一个单元格的文字太长")
		} else if len(r.ends) >= lim.Columns {
			return exceeded(lineName(r.line), "Columns", int64(lim.Columns), "列太多")
		}
		r.buf = unwrapText(r.buf, at)
		r.ends = append(r.ends, len(r.buf))
	}
	all := string(r.buf)
	r.row.Cells = slices.Grow(r.row.Cells[:0], len(r.ends))[:len(r.ends)]
	at := 0
	for i, end := range r.ends {
		r.row.Cells[i] = Cell{}
		if end > at {
			r.row.Cells[i] = Cell{Kind: Text, Text: all[at:end]}
		}
		at = end
	}
	cells := r.row.Cells
	err := r.in.emit(r.sheet, lineName(r.row.Number), &r.row)
	r.row.Cells = cells
	return err
}

// bare reads up to the next delimiter or line end and reports whether another
// field follows.
func (r *csvReader) bare() (more bool) {
	for i, c := range r.b[r.pos:] {
		if c == r.comma {
			r.buf = append(r.buf, r.b[r.pos:r.pos+i]...)
			r.pos += i + 1
			return true
		}
		if c == '\n' || c == '\r' {
			r.buf = append(r.buf, r.b[r.pos:r.pos+i]...)
			r.pos += i
			r.lineEnd()
			return false
		}
	}
	r.buf = append(r.buf, r.b[r.pos:]...)
	r.pos = len(r.b)
	return false
}

// lineEnd passes over \n, \r\n or a lone \r.
func (r *csvReader) lineEnd() {
	if r.b[r.pos] == '\r' {
		r.pos++
		if r.pos == len(r.b) || r.b[r.pos] != '\n' {
			r.line++
			return
		}
	}
	r.pos++
	r.line++
}

// quoted reads a field that begins with a quote.
func (r *csvReader) quoted() (more bool, err error) {
	first := r.line
	r.pos++
	for {
		i := bytes.IndexByte(r.b[r.pos:], '"')
		if i < 0 {
			return false, &Error{Kind: ErrDamaged, Part: lineName(first), What: "引号没有结束，后面的行会被当成同一个单元格", Hint: "在这一行补上引号，或者去掉多余的引号"}
		}
		piece := r.b[r.pos : r.pos+i]
		r.line += lineBreaks(piece)
		at := len(r.buf)
		r.buf = cleanBreaks(append(r.buf, piece...), at)
		r.pos += i + 1
		if r.pos < len(r.b) && r.b[r.pos] == '"' {
			r.buf = append(r.buf, '"')
			r.pos++
			continue
		}
		break
	}
	if r.pos == len(r.b) {
		return false, nil
	}
	if c := r.b[r.pos]; c != r.comma && c != '\n' && c != '\r' && r.line > first {
		return false, &Error{Kind: ErrDamaged, Part: lineName(first), What: "引号不成对，后面的行会被当成同一个单元格", Hint: "在这一行补上引号，或者去掉多余的引号"}
	}
	return r.bare(), nil
}

// lineBreaks counts line ends of any kind.
func lineBreaks(b []byte) int {
	return bytes.Count(b, []byte("\n")) + bytes.Count(b, []byte("\r")) - bytes.Count(b, []byte("\r\n"))
}

// unwrapText takes ="text" for the text: programs write it so that Excel keeps
// a long number.
func unwrapText(b []byte, at int) []byte {
	f := b[at:]
	if len(f) >= 3 && f[0] == '=' && f[1] == '"' && f[len(f)-1] == '"' && bytes.IndexByte(f[2:len(f)-1], '"') < 0 {
		return append(b[:at], f[2:len(f)-1]...)
	}
	return b
}
