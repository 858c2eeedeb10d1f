package collide

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// traditional.txt: traditional characters and the variants that go with them,
// and below each the simplified one, as the Unihan database and OpenCC's tables
// have them. Left out are those that are simplified characters as well (乾, 徵)
// and those that names in use tell apart (昇 and 升).
//
//go:embed traditional.txt
var traditionalText string

// folded gives, for every character of the basic plane, the one it is compared
// as: full-width and upper-case letters as their plain ones, every kind of
// bracket as ( or ), traditional characters as simplified ones. 0 leaves the
// character out: white space and control characters; so does mark: quotes,
// dashes and whatever else lists put into names by chance.
var folded = sync.OnceValue(func() *[1 << 16]uint16 {
	t := new([1 << 16]uint16)
	for c := range t {
		r := rune(c)
		if r >= 0xFF01 && r <= 0xFF5E {
			r -= 0xFF01 - '!'
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Nl, r) {
			t[c] = uint16(unicode.ToUpper(r))
		} else if unicode.IsPunct(r) || unicode.IsSymbol(r) {
			t[c] = mark
		}
	}
	for _, pair := range []struct{ of, as string }{{"(（[［【〔〖{｛〈《<＜⟨", "("}, {")）]］】〕〗}｝〉》>＞⟩", ")"}, {"&＆", "&"}, {"@＠", "@"}, {"+＋", "+"}, {":：﹕", ":"}} {
		for _, r := range pair.of {
			t[r] = uint16(pair.as[0])
		}
	}
	old, now, _ := strings.Cut(strings.TrimSpace(traditionalText), "\n")
	simple := []rune(now)
	for i, r := range []rune(old) {
		t[r] = uint16(simple[i])
	}
	return t
})

// foldAddress is fold, but for the dash of a house number (5-1号), which stays.
func foldAddress(s string) string {
	return fold(strings.Map(func(r rune) rune {
		switch r {
		case '-', '－', '—', '–', '~', '～', '至':
			return '+'
		}
		return r
	}, s))
}

// mark is what folded gives for a mark that is left out.
const mark = 1

// fold brings a text into the form it is compared in; see folded. Between two
// digits a mark counts, as a hyphen: 5-1号店 is not 51号店. A number that lists
// put before a name (1、 or ①) does not count, ② behind one does. Characters
// beyond the basic plane (rare ones of personal names) stay as they are.
func fold(s string) string {
	t := folded()
	s = cutSerial(s)
	changed := strings.IndexFunc(s, func(r rune) bool { return r < 1<<16 && rune(t[r]) != r })
	if changed < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:changed])
	digit, marked := changed > 0 && s[changed-1] >= '0' && s[changed-1] <= '9', false // what came last
	for _, r := range s[changed:] {
		if n := r - '①' + 1; n >= 1 && n <= 20 && b.Len() > 0 {
			b.WriteString(strconv.Itoa(int(n)))
			continue
		}
		if r < 1<<16 {
			if r = rune(t[r]); r <= mark {
				marked = marked || r == mark && digit
				continue
			}
		}
		now := r >= '0' && r <= '9'
		if marked && digit && now {
			b.WriteByte('-')
		}
		digit, marked = now, false
		b.WriteRune(r)
	}
	return b.String()
}

// cutSerial takes 12、 or 12. off a text that goes on with letters.
func cutSerial(s string) string {
	if s != "" && s[0] >= utf8.RuneSelf && !strings.HasPrefix(s, "\u3000") {
		return s // no number, as nearly always
	}
	t := strings.TrimLeft(s, " \t\n\u3000")
	n := 0
	for n < len(t) && n < 4 && t[n] >= '0' && t[n] <= '9' {
		n++
	}
	if n == 0 {
		return s
	}
	for _, m := range []string{"、", "．", "."} {
		rest, ok := strings.CutPrefix(t[n:], m)
		if rest = strings.TrimSpace(rest); ok && utf8.RuneCountInString(rest) >= 4 && rest[0] >= utf8.RuneSelf {
			return rest
		}
	}
	return s
}
