package collide

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

//go:embed traditional.txt
var traditionalText string

// folded gives, for every character of the basic plane, the one it is compared
// as: full-width and upper-case letters as their plain ones, every kind of
// bracket as ( or ), traditional characters as simplified ones. 0 leaves the
// character out: white space, control characters, quotes and other marks that
// lists put into names by chance.
var folded = sync.OnceValue(func() *[1 << 16]uint16 {
	t := new([1 << 16]uint16)
	for c := range t {
		r := rune(c)
		if r >= 0xFF01 && r <= 0xFF5E {
			r -= 0xFF01 - '!'
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Nl, r) {
			t[c] = uint16(unicode.ToUpper(r))
		}
	}
	for _, pair := range []struct{ of, as string }{{"(（[［【〔〖{｛〈《<＜⟨", "("}, {")）]］】〕〗}｝〉》>＞⟩", ")"}, {"&＆", "&"}, {"+＋", "+"}, {":：﹕", ":"}} {
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

// fold brings a text into the form it is compared in; see folded. Characters
// beyond the basic plane (rare ones of personal names) stay as they are.
func fold(s string) string {
	t := folded()
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if r < 1<<16 {
			if r = rune(t[r]); r == 0 {
				continue
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}
