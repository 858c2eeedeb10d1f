package table

import (
	"bytes"
	"unicode/utf8"
)

// Nearly every cell and shared string is written in one of a few plain forms.
// These are matched on the bytes, to the letter and only where they lie whole
// in the buffer; anything else is left to the tokens. The result is the same,
// in a third of the time.

// unprefixed reports whether the innermost open element has no prefix: then
// what is written inside it without a prefix is of its namespace too.
func (s *xmlScanner) unprefixed() bool {
	return bytes.IndexByte(s.names[s.open[len(s.open)-1].name:], ':') < 0
}

// plainCell is a cell as written: raw[value:] up to the next < is its v element.
type plainCell struct {
	ref, style []byte
	kind       cellType
	value      []byte
	size       int // bytes, 0 when the cell is not in a plain form
}

// matchCell matches <c r="A1" s="1" t="s"><v>0</v></c>, attributes in any
// order, or the same without a value: <c r="A1" s="1"/>.
func matchCell(b []byte) (c plainCell) {
	if len(b) < 12 || b[0] != '<' || b[1] != 'c' || b[2] != ' ' {
		return c
	}
	i := 2
	for i+4 < len(b) && b[i] == ' ' && b[i+2] == '=' && b[i+3] == '"' {
		name := b[i+1]
		i += 4
		n := bytes.IndexByte(b[i:min(len(b), i+16)], '"')
		if n < 0 {
			return c
		}
		v := b[i : i+n]
		switch {
		case name == 'r' && c.ref == nil:
			c.ref = v
		case name == 's' && c.style == nil:
			c.style = v
		case name == 't' && c.kind == typeNumber && n == 1 && v[0] == 's':
			c.kind = typeShared
		case name == 't' && c.kind == typeNumber && n == 1 && v[0] == 'n':
		default:
			return c
		}
		i += n + 1
	}
	if i+1 < len(b) && b[i] == '/' && b[i+1] == '>' {
		c.size = i + 2
		return c
	}
	if i+4 > len(b) || string(b[i:i+4]) != "><v>" {
		return c
	}
	i += 4
	const end = "</v></c>"
	n := bytes.IndexByte(b[i:], '<')
	if n <= 0 || i+n+len(end) > len(b) || string(b[i+n:i+n+len(end)]) != end {
		return c
	}
	c.value = b[i : i+n]
	c.size = i + n + len(end)
	return c
}

// readPlainCell reads the cell at the scanner's position if it is in a plain
// form and nothing is amiss with it; what is, the tokens word.
func (r *sheetReader) readPlainCell() bool {
	s := r.s
	p := matchCell(s.buf[s.pos:s.end])
	if p.size == 0 || p.ref == nil {
		return false
	}
	row, col, ok := cellRef(p.ref)
	if !ok || row != r.row.Number || col < r.next || col >= r.b.in.budget.lim.Columns {
		return false
	}
	style := 0
	if p.style != nil {
		if style, ok = atoi(p.style); !ok || style >= len(r.b.formats) {
			return false
		}
	}
	if p.value != nil && !r.setPlain(col, p, style) {
		return false
	}
	r.next, r.unnumbered = col+1, false
	s.pos += p.size
	return true
}

// setPlain gives a cell its value and reports whether it is one.
func (r *sheetReader) setPlain(col int, p plainCell, style int) bool {
	n, whole := atoi(p.value)
	if p.kind == typeShared {
		if !whole || n >= len(r.b.strings) {
			return false
		}
		if text := r.b.strings[n]; text != "" {
			c := r.cell(col)
			c.Kind, c.Text = Text, text
			c.Struck = style < len(r.b.formats) && r.b.formats[style].struck
		}
		return true
	}
	v := float64(n)
	if !whole {
		var ok bool
		if v, ok = parseNumber(p.value); !ok {
			return false
		}
	}
	var f format
	if style < len(r.b.formats) {
		f = r.b.formats[style]
	}
	at := len(r.arena)
	r.arena = r.cell(col).formatted(r.arena, v, f, r.b.is1904)
	r.ends = append(r.ends, textEnd{col, at, len(r.arena)})
	return true
}

// readPlainStrings adds the shared strings at the scanner's position that are
// in the form <si><t>text</t></si>, up to the first that is not.
func readPlainStrings(s *xmlScanner, add func(text []byte) error) error {
	const begin, end = "<si><t>", "</t></si>"
	for {
		b := s.buf[s.pos:s.end]
		if len(b) < len(begin)+len(end) || string(b[:len(begin)]) != begin {
			return nil
		}
		n := bytes.IndexByte(b[len(begin):], '<')
		if n < 0 || len(b) < len(begin)+n+len(end) || string(b[len(begin)+n:len(begin)+n+len(end)]) != end {
			return nil
		}
		text := b[len(begin) : len(begin)+n]
		if n > s.lim.CellBytes || !plainText(text) {
			return nil
		}
		if err := add(text); err != nil {
			return err
		}
		s.pos += len(begin) + n + len(end)
	}
}

// plainText reports text that stands for itself: no entity, no escape, no line
// end to change, nothing that is not text.
func plainText(b []byte) bool {
	for i, c := range b {
		if c == '&' || c == '\r' || c == 0 || c == '_' && i+1 < len(b) && b[i+1] == 'x' {
			return false
		}
	}
	return utf8.Valid(b)
}
