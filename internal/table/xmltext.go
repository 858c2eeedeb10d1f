package table

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// appendText adds the current xmlText to dst, entities resolved. It fails when
// the text that began at start would pass the limit on a cell's length.
func (s *xmlScanner) appendText(dst []byte, start int) ([]byte, bool) {
	if len(dst)-start+len(s.text) > s.lim.CellBytes {
		return dst, s.fail(exceeded(s.part, "CellBytes", int64(s.lim.CellBytes), "一个单元格的文字太长"))
	}
	if s.cdata {
		return append(dst, s.text...), true
	}
	dst, ok := appendUnescaped(dst, s.text)
	if !ok {
		return dst, s.syntax("有不认识的实体（&…;）")
	}
	return dst, true
}

// checkText reports whether collected text is what XML may hold: UTF-8 without
// NUL.
func (s *xmlScanner) checkText(b []byte) bool {
	if !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0 || s.decoded && bytes.Contains(b, []byte("\uFFFD")) {
		return s.syntax("文字里有不能识别的字节")
	}
	return true
}

// appendUnescaped adds raw XML text to dst with its entities resolved.
func appendUnescaped(dst, raw []byte) ([]byte, bool) {
	for {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			return append(dst, raw...), true
		}
		dst = append(dst, raw[:i]...)
		raw = raw[i+1:]
		j := bytes.IndexByte(raw[:min(len(raw), 32)], ';')
		if j < 0 {
			return dst, false
		}
		r, ok := entity(raw[:j])
		if !ok {
			return dst, false
		}
		dst = utf8.AppendRune(dst, r)
		raw = raw[j+1:]
	}
}

// entity resolves the name between & and ;.
func entity(name []byte) (rune, bool) {
	switch string(name) {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], rune(10)
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	var r rune
	for _, c := range digits {
		d := hexDigit(c)
		if d < 0 || d >= base {
			return 0, false
		}
		r = r*base + d
		if r > utf8.MaxRune {
			return 0, false
		}
	}
	return r, len(digits) > 0 && r > 0 && utf8.ValidRune(r)
}

func hexDigit(c byte) rune {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return rune(c|0x20-'a') + 10
	}
	return -1
}

// xmlAttrs walks the attributes of a start tag.
type xmlAttrs struct {
	s    *xmlScanner
	rest []byte
	raw  []byte // name as written
	val  []byte // value as written, without quotes
}

func (s *xmlScanner) attributes() xmlAttrs { return xmlAttrs{s: s, rest: s.attrs} }

// next advances to the next attribute. A malformed one fails the scanner.
func (a *xmlAttrs) next() bool {
	b := a.rest
	i := 0
	for i < len(b) && isXMLSpace(b[i]) {
		i++
	}
	if i == len(b) {
		return false
	}
	start := i
	for i < len(b) && b[i] != '=' && !isXMLSpace(b[i]) {
		i++
	}
	a.raw = b[start:i]
	for i < len(b) && isXMLSpace(b[i]) {
		i++
	}
	if i == len(b) || b[i] != '=' || len(a.raw) == 0 {
		return a.s.syntax("属性写法不对")
	}
	i++
	for i < len(b) && isXMLSpace(b[i]) {
		i++
	}
	if i == len(b) || b[i] != '"' && b[i] != '\'' {
		return a.s.syntax("属性值没有引号")
	}
	j := bytes.IndexByte(b[i+1:], b[i])
	if j < 0 {
		return a.s.syntax("属性值的引号没有结束")
	}
	a.val = b[i+1 : i+1+j]
	a.rest = b[i+j+2:]
	return true
}

// local is the attribute's name without prefix.
func (a *xmlAttrs) local() []byte {
	if i := bytes.IndexByte(a.raw, ':'); i >= 0 {
		return a.raw[i+1:]
	}
	return a.raw
}

// value is the attribute's value with entities resolved; the bytes are valid
// until the next call of the scanner.
func (a *xmlAttrs) value() []byte {
	if bytes.IndexByte(a.val, '&') < 0 {
		return a.val
	}
	v, ok := appendUnescaped(nil, a.val)
	if !ok {
		a.s.syntax("有不认识的实体（&…;）")
	}
	return v
}

// attr gives the value of one attribute by local name, "" when absent.
func (s *xmlScanner) attr(name string) string {
	for a := s.attributes(); a.next(); {
		if string(a.local()) == name {
			v := a.value()
			if !s.checkText(v) {
				return ""
			}
			return string(v)
		}
	}
	return ""
}

// cleanText resolves _xHHHH_ in b[at:], in which spreadsheets write what XML
// cannot hold (ECMA-376 part 1 §22.9.2.19), and makes every line break a \n:
// those of the XML first, so that _x000D_ before one of them is a part of it.
func cleanText(b []byte, at int) []byte {
	b = cleanBreaks(b, at)
	if bytes.Contains(b[at:], []byte("_x")) {
		b = cleanBreaks(unescapeX(b, at), at)
	}
	return b
}

// cleanBreaks makes every line break in b[at:] a \n.
func cleanBreaks(b []byte, at int) []byte {
	if bytes.IndexByte(b[at:], '\r') < 0 {
		return b
	}
	out := b[:at]
	for i := at; i < len(b); i++ {
		if b[i] == '\r' {
			if i+1 < len(b) && b[i+1] == '\n' {
				continue
			}
			out = append(out, '\n')
			continue
		}
		out = append(out, b[i])
	}
	return out
}

// unescapeX resolves _xHHHH_ in place: UTF-16 units, surrogates in pairs. What
// no text can hold (a lone surrogate, NUL) stays as it is written.
func unescapeX(b []byte, at int) []byte {
	out := b[:at]
	for i := at; i < len(b); {
		u, ok := escapedUnit(b[i:])
		if !ok {
			out = append(out, b[i])
			i++
			continue
		}
		n := 7
		if utf16.IsSurrogate(u) {
			low, ok := escapedUnit(b[i+7:])
			if u = utf16.DecodeRune(u, low); !ok || u == utf8.RuneError {
				u = 0
			}
			n = 14
		}
		if u == 0 {
			out = append(out, b[i])
			i++
			continue
		}
		out = utf8.AppendRune(out, u)
		i += n
	}
	return out
}

// escapedUnit reads _xHHHH_ at the beginning of b.
func escapedUnit(b []byte) (rune, bool) {
	if len(b) < 7 || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	var u rune
	for _, c := range b[2:6] {
		d := hexDigit(c)
		if d < 0 {
			return 0, false
		}
		u = u<<4 | d
	}
	return u, true
}

// clip shortens bytes of the input for a message.
func clip(b []byte) string {
	if len(b) > 40 {
		return string(bytes.ToValidUTF8(b[:40], nil)) + "…"
	}
	return string(bytes.ToValidUTF8(b, nil))
}
