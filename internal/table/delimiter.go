package table

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What parts the fields of delimited text. Programs write commas, tabs and
// semicolons; people who type a table or paste one put bars, full-width commas
// and semicolons, or mere spaces. Those also stand inside the fields of ordinary
// files, so they part fields only where they do so evenly.

// delimiters are what may part fields, the first of equals before the others.
// The first usual ones are what programs write.
var delimiters = [...]string{",", "\t", ";", "|", "，", "；", "｜"}

const usual = 3

// findDelimiter finds what parts the fields, the comma when nothing does, and
// gives the text it read for that.
func (r *csvReader) findDelimiter() (text string, err error) {
	if text, err = r.src.next(""); err != nil {
		return text, err
	}
	if n, mark, ok := declaredDelimiter(text); ok {
		r.mark, r.line = mark, 2
		return text[n:], nil
	}
	u := useOfDelimiters(text)
	for u.lines < useLines && len(text) < useBytes && !r.src.ended() {
		if text, err = r.src.next(text); err != nil {
			return text, err
		}
		u = useOfDelimiters(text)
	}
	best := u.best()
	r.mark = delimiters[best]
	if 2*u.with[best] >= u.lines || u.first {
		return text, nil
	}
	for !r.src.ended() { // spaces part fields only where they do so in the whole text
		if text, err = r.src.next(text); err != nil {
			return text, err
		}
	}
	if tabs, ok := spaced(text); ok {
		r.mark = "\t"
		return tabs, nil
	}
	return text, nil
}

// declaredDelimiter gives the delimiter of a first line sep=; which is none of the
// table, and the line's length.
func declaredDelimiter(text string) (n int, mark string, ok bool) {
	line, _, _ := strings.Cut(text, "\n")
	n = min(len(line)+1, len(text))
	line = strings.TrimSuffix(line, "\r")
	if len(line) < 5 || !strings.EqualFold(line[:4], "sep=") || utf8.RuneCountInString(line[4:]) != 1 {
		return 0, "", false
	}
	return n, line[4:], true
}

// How much of a text shows the use of delimiters.
const (
	useLines = 50
	useBytes = 1 << 20
)

// use is how the first lines of a text use each of the delimiters.
type use struct {
	lines int                    // that are not blank
	first bool                   // the first of them has one of the usual
	with  [len(delimiters)]int   // lines with it
	count [len(delimiters)]int   // how often in all
	times [len(delimiters)][]int // how often in each of the lines with it
}

// useOfDelimiters looks at the first lines, outside quotes.
func useOfDelimiters(s string) *use {
	s = s[:min(len(s), useBytes)]
	u := &use{}
	var here [len(delimiters)]int
	quoted, start, blank := false, true, true
	for i := 0; i < len(s) && u.lines < useLines; {
		c := s[i]
		mark, n := delimiterAt(s[i:])
		switch {
		case c == '"' && (quoted || start):
			quoted = !quoted
		case quoted:
		case c == '\n' || c == '\r':
			u.line(&here, blank)
			blank = true
		case mark >= 0:
			here[mark]++
			u.count[mark]++
		}
		blank = blank && c <= ' '
		start = mark >= 0 || c == '\n' || c == '\r' || c == '"'
		i += n
	}
	if u.lines < useLines {
		u.line(&here, blank)
	}
	return u
}

// delimiterAt gives which delimiter s begins with, -1 for none, and the bytes
// to go on behind.
func delimiterAt(s string) (mark, n int) {
	switch c := s[0]; {
	case c > '|' && c != 0xEF, c > ';' && c < '|', c > ',' && c < ';': // most bytes
		return -1, 1
	}
	for j, d := range delimiters {
		if strings.HasPrefix(s, d) {
			return j, len(d)
		}
	}
	return -1, 1
}

func (u *use) line(here *[len(delimiters)]int, blank bool) {
	for j, n := range here {
		if n > 0 {
			u.first = u.first || u.lines == 0 && j < usual
			u.with[j]++
			u.times[j] = append(u.times[j], n)
		}
	}
	if !blank {
		u.lines++
	}
	*here = [len(delimiters)]int{}
}

// even counts the lines that have a delimiter as often as most lines have it.
func (u *use) even(j int) int {
	times := slices.Sorted(slices.Values(u.times[j]))
	most, run := 0, 0
	for i, n := range times {
		if i > 0 && n != times[i-1] {
			run = 0
		}
		run++
		most = max(most, run)
	}
	return most
}

// best gives what parts the fields: of the usual delimiters the one that most
// lines have, unless another stands as often in each of more lines, as the marks
// inside fields never do: a header has none.
func (u *use) best() int {
	best := 0
	for j := range usual {
		if u.with[j] > u.with[best] || u.with[j] == u.with[best] && u.count[j] > u.count[best] {
			best = j
		}
	}
	lines, even := u.with[best], u.even(best)
	for j := usual; j < len(delimiters); j++ {
		e := u.even(j)
		if few := min(2, u.lines); e >= few && u.count[j] >= 2 && (e > lines || e == lines && e > even) {
			best, lines, even = j, e, e
		}
	}
	return best
}

// spaced parts fields by white space where every line does so alike, and gives
// the text with a tab for each stretch of it: by two spaces or more where there
// are any, so that a single one may stand inside a field, else by one. An empty
// field leaves nothing to see, so that one line of fewer fields is enough not to
// part them.
func spaced(s string) (string, bool) {
	least := 1
	if wideGap(s) {
		least = 2
	}
	if !alike(s, least) {
		return "", false
	}
	return tabbed(s, least), true
}

// wideGap reports whether some line has more between two fields than one space.
func wideGap(s string) bool {
	for line := range lines(s) {
		n := 0
		for range spacedFields(line, 2) {
			if n++; n > 1 {
				return true
			}
		}
	}
	return false
}

// fewestSpaced is how many fields a table parted by spaces has at least: two
// words on a line are common enough.
const fewestSpaced = 3

// alike reports whether all lines have as many fields as the first that has
// enough of them, the header; but for notes below it, which are one text or
// begin with a label (填表人：).
func alike(s string, least int) bool {
	fields, rows := 0, 0
	for line := range lines(s) {
		first, n := "", 0
		for f := range spacedFields(line, least) {
			if n++; n == 1 {
				first = f
			}
		}
		switch {
		case fields == 0 && n < fewestSpaced, n <= 1, n != fields && strings.ContainsAny(first, ":："):
		case fields == 0:
			fields = n
		case n == fields:
			rows++
		default:
			return false
		}
	}
	return rows >= 1
}

// tabbed writes a tab for what parts the fields of each line.
func tabbed(s string, least int) string {
	var b strings.Builder
	b.Grow(len(s))
	for line := range lines(s) {
		n := 0
		for f := range spacedFields(line, least) {
			if n++; n > 1 {
				b.WriteByte('\t')
			}
			b.WriteString(f)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// lines gives the lines of a text without their ends.
func lines(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for len(s) > 0 {
			i := strings.IndexAny(s, "\r\n")
			if i < 0 {
				yield(s)
				return
			}
			line := s[:i]
			i++
			if strings.HasPrefix(s[i-1:], "\r\n") {
				i++
			}
			s = s[i:]
			if !yield(line) {
				return
			}
		}
	}
}

// spacedFields gives the fields of a line parted by at least so many spaces; one
// of full width, and a tab, is enough by itself.
func spacedFields(line string, least int) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		line = strings.TrimSpace(line)
		start, gap, width := 0, 0, 0
		for i, r := range line {
			if unicode.IsSpace(r) {
				if width == 0 {
					gap = i
				}
				if width++; r == '\u3000' || r == '\t' {
					width = max(width, least)
				}
				continue
			}
			if width >= least {
				if !yield(line[start:gap]) {
					return
				}
				start = i
			}
			width = 0
		}
		if line != "" {
			yield(line[start:])
		}
	}
}
