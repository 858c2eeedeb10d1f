package table

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// cleanText resolves _xHHHH_ in b[at:], in which spreadsheets write what XML
// cannot hold (ECMA-376 part 1 §22.9.2.19), and makes every line break a \n.
func cleanText(b []byte, at int) []byte {
	if bytes.Contains(b[at:], []byte("_x")) {
		b = unescapeX(b, at)
	}
	return cleanBreaks(b, at)
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
