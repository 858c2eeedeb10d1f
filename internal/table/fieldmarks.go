package table

import "math/bits"

// Where fields may end, found eight bytes at a time and without a branch for any
// of them: what a processor guesses wrong about text costs it more than the text.
// On the way the text is validated, as far as that takes no branch either.

// fieldMarks has a bit for each byte of a text that may end a field.
type fieldMarks []uint64

const (
	lowBits  = 0x0101010101010101 // times a byte is that byte eight times
	highBits = 0x8080808080808080 // that bytes of ASCII do not have
)

// controls is more than every line end: bytes below it are marked.
const controls = '\r' + 1

// scan marks the bytes of s that are the delimiter's first and those that may be a
// line end, and reports whether s is surely valid UTF-8.
func (m *fieldMarks) scan(s string, delimiter byte) (valid bool) {
	const blanks = "                                                                "
	marks, delimiters := (*m)[:0], lowBits*uint64(delimiter)
	var leads, doubt uint64
	for len(s) > 0 {
		if len(s) < 64 {
			s += blanks[len(s):]
		}
		block, all := s[:64], uint64(0)
		for k := 0; k < 64; k += 8 {
			w := word(block[k:])
			before := leads
			leads = w & (w << 1) & (w << 2)
			doubt |= doubts(w, leads, before)
			all = all>>8 | markBits(w, delimiters)
		}
		marks = append(marks, all)
		s = s[64:]
	}
	*m = marks
	return (doubt|doubts(lowBits*' ', 0, leads))&highBits == 0
}

// markBits has a bit for each byte of w that is a delimiter or below controls, in
// its highest eight.
func markBits(w, delimiters uint64) uint64 {
	const rest = lowBits * 0x7F
	x := w ^ delimiters
	same := (x&rest + rest) | x // the high bit is clear where a byte of x is 0
	below := (w&rest + lowBits*(0x80-controls)) | w
	return (^(same & below) & highBits >> 7) * 0x0102040810204080 &^ (1<<56 - 1)
}

// next gives the first marked byte from pos on, or n, the length of the text.
func (m fieldMarks) next(pos, n int) int {
	if pos >= n {
		return n
	}
	i := pos >> 6
	for w := m[i] >> (pos & 63) << (pos & 63); ; w = m[i] {
		if w != 0 {
			return i<<6 + bits.TrailingZeros64(w)
		}
		if i++; i == len(m) {
			return n
		}
	}
}

// doubts has the highest bit of some byte where the bytes of w may not be valid
// UTF-8; that of its lead bytes E0 and above is set in leads, and in before for the
// eight bytes before. There is no doubt where the rest is ASCII and two
// continuation bytes stand behind each of the lead bytes E1 to EF but ED, behind
// which not all may follow: what practically all Chinese text is made of. The lower
// bits of all these mean nothing.
func doubts(w, leads, before uint64) uint64 {
	wanted := leads<<8 | leads<<16 | before>>56 | before>>48
	e0, ed := w^lowBits*0xE0, w^lowBits*0xED // a byte is 0 where there is one
	return wanted ^ w ^ leads | leads&(w<<3) | (e0-lowBits)&^e0 | (ed-lowBits)&^ed
}

// word gives eight bytes, the first one lowest.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
