package when

import (
	"regexp"
	"strings"
)

// token is one token, with what stands before it.
type token struct {
	kind       kind
	n, m       int
	digits     int  // how many the number has
	chinese    bool // a number in Chinese numerals
	positional bool // and that digit by digit: 二一, not 二十一
	padded     bool // a number that begins with 0
	ch         rune // tSign: which sign
	newline    bool // a line break stands before it
	text       string
}

// glyph is a character with the white space before it.
type glyph struct {
	r              rune
	space, newline bool
}

var (
	// numbering is what numbers the batches of a list: （1）5月6日-10日；（2）….
	numbering = regexp.MustCompile(`(^|[；;、，,\n]\s*)[(（](?:\d{1,2}|[一二三四五六七八九十])[)）]`)
	// numbered is a list whose every batch has a number, whatever parts them:
	// （一）5月6日-10日（二）….
	numbered     = regexp.MustCompile(`(?s)^\s*[(（][1一][)）].*[(（][2二][)）]`)
	anyNumbering = regexp.MustCompile(`[(（](?:\d{1,2}|[一二三四五六七八九十])[)）]`)
	// outlined is the same with 1、 or 一、, which before a month and a day can be
	// no part of the date.
	outlined   = regexp.MustCompile(`(?s)^\s*[1一][、.．]\s*(?:\d{4}年)?\d{1,2}月\d.*[；;。\s][2二][、.．]\s*(?:\d{4}年)?\d{1,2}月\d`)
	anyOutline = regexp.MustCompile(`(^|[；;。\s]\s*)(?:\d{1,2}|[一二三四五六七八九十])[、.．]\s*((?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?)`)
)

// fold gives a text's characters in their plain width, signs that mean the same
// made one, white space and brackets turned into marks on what follows.
func fold(text string) []glyph {
	out := make([]glyph, 0, len(text))
	var space, newline bool
	if numbered.MatchString(text) {
		text = anyNumbering.ReplaceAllString(text, "；")
	}
	text = numbering.ReplaceAllString(text, "$1；")
	if outlined.MatchString(text) {
		text = anyOutline.ReplaceAllString(text, "$1；$2")
	}
	for _, r := range text {
		switch {
		case r == '\n' || r == '\r' || r == '\v' || r == '\u2028' || r == '\u2029':
			space, newline = true, true
			continue
		case blank(r):
			space = true
			continue
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		}
		if plain, ok := sameSign[r]; ok {
			r = plain
		}
		if strings.ContainsRune(silent, r) {
			space = true
			continue
		}
		out = append(out, glyph{r, space, newline})
		space, newline = false, false
	}
	return out
}

// blank reports characters that show as nothing.
func blank(r rune) bool {
	switch {
	case r == ' ' || r == '\t' || r == '\u00a0' || r == '\u3000' || r == '\ufeff' || r == '\u00ad' || r == '\u2060':
		return true
	}
	return r >= '\u2000' && r <= '\u200f' || r == '\u202f' || r == '\u205f'
}

// lex gives a text's tokens.
func lex(text string) []token {
	g := fold(text)
	toks := make([]token, 0, len(g))
	for i := 0; i < len(g); {
		t, n := next(g[i:], toks)
		t.newline = g[i].newline
		t.text = spell(g[i : i+n])
		i += n
		if k := len(toks); t.kind == tDash && k > 0 && (toks[k-1].kind == tDash || toks[k-1].kind == tSign && isStroke(toks[k-1].ch)) {
			t.newline = toks[k-1].newline
			toks[k-1] = t // -- and —— and -至 are one
			continue
		}
		toks = append(toks, t)
	}
	if k := len(toks); k > 1 && toks[k-1].kind == tSign && toks[k-1].ch == '.' {
		toks = toks[:k-1] // a full stop
	}
	return reconsider(toks)
}

func spell(g []glyph) string {
	var b strings.Builder
	for _, c := range g {
		b.WriteRune(c.r)
	}
	return b.String()
}

// next gives the token at the head of g and its length.
func next(g []glyph, before []token) (token, int) {
	if n := clock(g); n > 0 {
		return token{kind: tNote}, n
	}
	if t, n := label(g); n > 0 {
		return t, n
	}
	if t, n := weekday(g, before); n > 0 {
		return t, n
	}
	if n := duration(g); n > 0 {
		return token{kind: tNote}, n
	}
	if g[0].r >= '0' && g[0].r <= '9' {
		return arabic(g)
	}
	if t, n := chinese(g); n > 0 {
		return t, n
	}
	switch r := g[0].r; {
	case isStroke(r) && len(g) > 1 && isStroke(g[1].r):
		n := 2
		for n < len(g) && isStroke(g[n].r) {
			n++
		}
		return token{kind: tDash}, n
	case r == '.' || r == '/' || r == '-' || r == '—':
		return token{kind: tSign, ch: r}, 1
	case r == '~':
		n := 1
		for n < len(g) && (g[n].r == '~' || isStroke(g[n].r)) {
			n++
		}
		return token{kind: tDash}, n
	case r >= '①' && r <= '⑳':
		return token{kind: tBatch}, 1
	}
	for _, w := range words[g[0].r] {
		if n := match(g, w.text); n > 0 {
			return w.token, n
		}
	}
	return token{kind: tBad}, 1
}

func isStroke(r rune) bool { return r == '-' || r == '—' }

// match gives the length of a word at the head of g, 0 if it is not there.
func match(g []glyph, w string) int {
	i := 0
	for _, r := range w {
		if i >= len(g) || g[i].r != r {
			return 0
		}
		i++
	}
	return i
}

// arabic reads a run of digits; white space ends it.
func arabic(g []glyph) (token, int) {
	t := token{kind: tNum, padded: g[0].r == '0'}
	i := 0
	for ; i < len(g) && g[i].r >= '0' && g[i].r <= '9' && (i == 0 || !g[i].space); i++ {
		if t.digits++; t.digits <= 15 {
			t.n = t.n*10 + int(g[i].r-'0')
		}
	}
	return t, i
}

// chinese reads a number in Chinese numerals: 二〇二一 digit by digit, 二十一 and
// 廿一 by value.
func chinese(g []glyph) (token, int) {
	var digits []int
	i, tens := 0, false
	for ; i < len(g) && (i == 0 || !g[i].newline); i++ {
		v, ok := numerals[g[i].r]
		if zero := g[i].r == '0' || g[i].r == 'O' || g[i].r == 'o'; zero && i > 0 && i+1 < len(g) && isNumeral(g[i+1].r) {
			v, ok = 0, true
		}
		if !ok {
			break
		}
		tens = tens || v >= 10
		digits = append(digits, v)
	}
	if i == 0 && g[0].r == '元' && len(g) > 1 && g[1].r == '月' {
		return token{kind: tNum, n: 1, digits: 1, chinese: true}, 1
	}
	if i == 0 {
		return token{}, 0
	}
	t := token{kind: tNum, chinese: true, digits: len(digits)}
	if !tens {
		for _, d := range digits[:min(len(digits), 15)] {
			t.n = t.n*10 + d
		}
		t.padded, t.positional = digits[0] == 0, true
		return t, i
	}
	v, ok := byValue(digits)
	if !ok {
		return token{kind: tBad}, i
	}
	t.n, t.digits = v, 2
	if v < 10 {
		t.digits = 1
	}
	return t, i
}

func isNumeral(r rune) bool {
	if r == '0' || r == 'O' || r == 'o' {
		return true
	}
	_, ok := numerals[r]
	return ok
}

// byValue reads 十, 十五, 二十, 二十一, 廿, 廿一, 卅一: [digit] ten [digit].
func byValue(d []int) (int, bool) {
	v := 0
	if len(d) > 1 && d[0] < 10 && d[1] == 10 {
		if d[0] == 0 {
			return 0, false
		}
		v, d = d[0]*10, d[2:]
	} else if d[0] >= 10 {
		v, d = d[0], d[1:]
		if v > 10 && len(d) > 0 && d[0] == 10 { // 廿十
			return 0, false
		}
	}
	switch {
	case v == 0 || len(d) > 1:
		return 0, false
	case len(d) == 0:
		return v, true
	}
	return v + d[0], d[0] > 0 && d[0] < 10
}

// clock gives the length of a time of day at the head of g: 09:00, 9:00:00,
// T00:00:00Z, 9时30分, 9点半.
func clock(g []glyph) int {
	i := 0
	if g[0].r == 'T' {
		i = 1
	}
	h, ok := twoDigits(g, &i)
	if !ok || h > 24 || i >= len(g) {
		return 0
	}
	if g[i].r == '时' || g[i].r == '点' {
		i++
		for _, w := range []string{"整", "半", "钟"} {
			i += match(g[i:], w)
		}
		if j := i; j < len(g) {
			if _, ok := twoDigits(g, &j); ok && j < len(g) && g[j].r == '分' {
				i = j + 1
			}
		}
		return i
	}
	for n := 0; n < 2 && i < len(g) && g[i].r == ':'; n++ {
		i++
		if _, ok := twoDigits(g, &i); !ok {
			return 0
		}
		ok = true
		if n == 1 || i >= len(g) || g[i].r != ':' {
			return zone(g, i)
		}
	}
	return 0
}

// zone passes over fractions of a second and a time zone.
func zone(g []glyph, i int) int {
	digits := func() {
		for i < len(g) && g[i].r >= '0' && g[i].r <= '9' {
			i++
		}
	}
	if i+1 < len(g) && g[i].r == '.' && g[i+1].r >= '0' && g[i+1].r <= '9' {
		i++
		digits()
	}
	if i < len(g) && g[i].r == 'Z' {
		return i + 1
	}
	if i+5 < len(g) && g[i].r == '+' && g[i+3].r == ':' {
		return i + 6
	}
	return i
}

// twoDigits reads one or two digits at g[*i].
func twoDigits(g []glyph, i *int) (int, bool) {
	n, k := 0, 0
	for ; *i < len(g) && g[*i].r >= '0' && g[*i].r <= '9' && (k == 0 || !g[*i].space); *i++ {
		n = n*10 + int(g[*i].r-'0')
		if k++; k > 2 {
			return 0, false
		}
	}
	return n, k > 0
}

// label reads a batch's label: 第一批：, 二批：, 第一阶段, 第2次：. 次, 组 and 期 count
// other things too, unless a colon follows.
func label(g []glyph) (token, int) {
	i := match(g, "第")
	n := number(g[i:])
	if n == 0 || n > 3 {
		return token{}, 0
	}
	n += i
	for _, w := range []struct {
		word  string
		colon bool
	}{{"批次", false}, {"批", false}, {"阶段", false}, {"轮次", false}, {"轮", false}, {"次", true}, {"组", true}, {"期", true}} {
		k := match(g[n:], w.word)
		if k == 0 {
			continue
		}
		colon := match(g[n+k:], ":")
		if w.colon && colon == 0 {
			return token{}, 0
		}
		return token{kind: tLabel}, n + k + colon
	}
	return token{}, 0
}

// number gives the length of the number at the head of g.
func number(g []glyph) (n int) {
	switch {
	case len(g) == 0:
		return 0
	case g[0].r >= '0' && g[0].r <= '9':
		_, n = arabic(g)
	default:
		_, n = chinese(g)
	}
	return n
}

// duration gives the length of a count of days at the head of g, which changes
// no date: 共5天, 3个工作日. 5月10天 is rather a slip for 5月10日.
func duration(g []glyph) int {
	i := 0
	for _, w := range []string{"共计", "共", "为期", "历时", "约"} {
		if i = match(g, w); i > 0 {
			break
		}
	}
	n := number(g[i:])
	if n == 0 {
		return 0
	}
	apart := i > 0 || g[0].space
	i += n
	if k := match(g[i:], "个"); k > 0 {
		i, apart = i+k, true
	}
	if !apart {
		return 0
	}
	for _, w := range []string{"工作日", "工作天", "天", "半天"} {
		if k := match(g[i:], w); k > 0 {
			return i + k
		}
	}
	return 0
}

// weekday reads 周一, 星期一, 礼拜天. After a number 周 is a unit: 第二周一次.
func weekday(g []glyph, before []token) (token, int) {
	if k := len(before); k > 0 && before[k-1].kind == tNum && !g[0].space {
		return token{}, 0
	}
	for _, w := range []string{"周", "星期", "礼拜", "週"} {
		n := match(g, w)
		if n == 0 || n >= len(g) {
			continue
		}
		switch r := g[n].r; {
		case r == '日' || r == '天':
			return token{kind: tWeekday, n: 7}, n + 1
		case numerals[r] >= 1 && numerals[r] <= 6:
			return token{kind: tWeekday, n: numerals[r]}, n + 1
		}
	}
	return token{}, 0
}

// reconsider settles signs that only their neighbours explain: a Chinese 一
// between a unit or a number and an Arabic number was typed for a dash, a slash
// between finished dates (5月10日/12日, 3月/6月) parts a list.
func reconsider(toks []token) []token {
	for i := 1; i+1 < len(toks); i++ {
		before, t, after := toks[i-1].kind, &toks[i], toks[i+1]
		switch {
		case t.kind == tNum && t.text == "一" && after.kind == tNum && !after.chinese && (before == tDay || before == tMonth || before == tNum):
			*t = token{kind: tDash, text: t.text, newline: t.newline}
		case t.kind != tSign || t.ch != '/':
		case before == tDay, before == tThird, before == tQuarter, before == tQ, before == tWeek,
			before == tMonth && after.kind == tNum && i+2 < len(toks) && toks[i+2].kind == tMonth:
			t.kind = tList
		}
	}
	return toks
}
