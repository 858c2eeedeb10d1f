package when

import (
	"strings"
	"unicode/utf8"
)

// kind is the kind of a token.
type kind uint8

const (
	tBad        kind = iota // anything that is no part of a date
	tNum                    // 10, 十, 〇五: value n, digits characters
	tYear                   // 年, 年度
	tMonth                  // 月, 月份
	tDay                    // 日, 号
	tQuarter                // 季度
	tQ                      // Q2: n
	tWeek                   // 周 as a unit
	tLastWeek               // 最后一周
	tOrdinal                // 第
	tDot                    // . or / or - or —, which may stand inside a date: ch
	tDash                   // a sign that can only part the ends of a range
	tList                   // 、 ，
	tBatch                  // ；
	tThird                  // 上旬 or 初: thirds n to m of a month
	tThirdBare              // 上, 下 with 旬 still to come
	tHalfMonth              // 上半月: n
	tHalfYear               // 上半年: n
	tWholeYear              // 全年, 年内
	tYearEnd                // 年底
	tThisMonth              // 本月
	tBefore                 // 前, 之前: strictly, but the day itself counts
	tUntil                  // 止
	tAfter                  // 后
	tSince                  // 起
	tFromLead               // 自
	tUntilLead              // 截至
	tEvery                  // 每月: every.unit n
	tTimes                  // 次
	tQualifier              // 至少
	tWeekday                // 周一: n
	tNote                   // what changes no day: 上午, 暂定, 完成, 09:00
	tBatchLabel             // 第一批:
)

// token is one token, with what stands before it.
type token struct {
	kind       kind
	n, m       int
	digits     int
	chinese    bool // a number in Chinese numerals
	positional bool // digit by digit: 二一, not 二十一
	padded     bool // a number that begins with 0
	ch         rune // tDot: which sign
	newline    bool // a line break stands before it
	text       string
}

// word is an entry of the lexicon.
type word struct {
	text string
	kind kind
	n, m int
}

// lexicon holds the words of dates. The longest match wins.
var lexicon = []word{
	{"年度", tYear, 0, 0}, {"年", tYear, 0, 0},
	{"月份", tMonth, 0, 0}, {"月", tMonth, 0, 0},
	{"日", tDay, 0, 0}, {"号", tDay, 0, 0}, {"號", tDay, 0, 0},
	{"季度", tQuarter, 0, 0}, {"季", tQuarter, 0, 0},
	{"Q1", tQ, 1, 0}, {"Q2", tQ, 2, 0}, {"Q3", tQ, 3, 0}, {"Q4", tQ, 4, 0},
	{"周", tWeek, 0, 0}, {"个周", tWeek, 0, 0}, {"星期", tWeek, 0, 0}, {"个星期", tWeek, 0, 0}, {"礼拜", tWeek, 0, 0}, {"週", tWeek, 0, 0},
	{"最后一周", tLastWeek, 0, 0}, {"最后1周", tLastWeek, 0, 0}, {"最后一个星期", tLastWeek, 0, 0}, {"末周", tLastWeek, 0, 0},
	{"第", tOrdinal, 0, 0},
	{"至", tDash, 0, 0}, {"到", tDash, 0, 0}, {"直至", tDash, 0, 0},
	{"、", tList, 0, 0}, {",", tList, 0, 0}, {"和", tList, 0, 0}, {"及", tList, 0, 0}, {"与", tList, 0, 0}, {"以及", tList, 0, 0}, {"或", tList, 0, 0}, {"或者", tList, 0, 0},
	{"&", tList, 0, 0}, {"+", tList, 0, 0},
	{";", tBatch, 0, 0},
	{"上旬", tThird, 1, 1}, {"中旬", tThird, 2, 2}, {"下旬", tThird, 3, 3},
	{"上中旬", tThird, 1, 2}, {"中上旬", tThird, 1, 2}, {"中下旬", tThird, 2, 3}, {"下中旬", tThird, 2, 3}, {"上中下旬", tThird, 1, 3},
	{"初", tThird, 1, 1}, {"中", tThird, 2, 2}, {"底", tThird, 3, 3}, {"末", tThird, 3, 3},
	{"中上", tThirdBare, 1, 2}, {"上", tThirdBare, 1, 1}, {"下", tThirdBare, 3, 3},
	{"上半月", tHalfMonth, 1, 1}, {"下半月", tHalfMonth, 2, 2},
	{"上半年", tHalfYear, 1, 1}, {"下半年", tHalfYear, 2, 2},
	{"全年", tWholeYear, 0, 0}, {"全年度", tWholeYear, 0, 0}, {"整年", tWholeYear, 0, 0}, {"年内", tWholeYear, 0, 0}, {"年度内", tWholeYear, 0, 0},
	{"本年", tWholeYear, 0, 0}, {"本年度", tWholeYear, 0, 0}, {"本年内", tWholeYear, 0, 0}, {"本年度内", tWholeYear, 0, 0},
	{"今年", tWholeYear, 0, 0}, {"今年内", tWholeYear, 0, 0}, {"当年", tWholeYear, 0, 0}, {"全年内", tWholeYear, 0, 0},
	{"年底", tYearEnd, 0, 0}, {"年末", tYearEnd, 0, 0}, {"今年底", tYearEnd, 0, 0}, {"本年底", tYearEnd, 0, 0}, {"今年年底", tYearEnd, 0, 0}, {"本年年底", tYearEnd, 0, 0},
	{"本月", tThisMonth, 0, 0}, {"当月", tThisMonth, 0, 0}, {"本月份", tThisMonth, 0, 0},
	{"前", tBefore, 0, 0}, {"之前", tBefore, 0, 0}, {"以前", tBefore, 0, 0},
	{"止", tUntil, 0, 0}, {"截止", tUntil, 0, 0}, {"为止", tUntil, 0, 0}, {"截至", tUntil, 0, 0}, {"截止到", tUntil, 0, 0}, {"截止至", tUntil, 0, 0},
	{"不晚于", tUntilLead, 0, 0}, {"不迟于", tUntilLead, 0, 0}, {"最迟", tUntilLead, 0, 0}, {"至迟", tUntilLead, 0, 0},
	{"后", tAfter, 0, 0}, {"之后", tAfter, 0, 0}, {"以后", tAfter, 0, 0},
	{"起", tSince, 0, 0}, {"开始", tSince, 0, 0}, {"起始", tSince, 0, 0}, {"始", tSince, 0, 0},
	{"自", tFromLead, 0, 0}, {"从", tFromLead, 0, 0}, {"由", tFromLead, 0, 0},
	{"每月", tEvery, int(month), 0}, {"每个月", tEvery, int(month), 0}, {"每月份", tEvery, int(month), 0}, {"逐月", tEvery, int(month), 0}, {"按月", tEvery, int(month), 0}, {"各月", tEvery, int(month), 0}, {"各月份", tEvery, int(month), 0},
	{"每季度", tEvery, int(quarter), 0}, {"每个季度", tEvery, int(quarter), 0}, {"每季", tEvery, int(quarter), 0}, {"逐季", tEvery, int(quarter), 0}, {"按季度", tEvery, int(quarter), 0}, {"按季", tEvery, int(quarter), 0}, {"各季度", tEvery, int(quarter), 0},
	{"每半年", tEvery, int(halfYear), 0},
	{"每年", tWholeYear, 0, 0}, {"每年度", tWholeYear, 0, 0},
	{"次", tTimes, 0, 0},
	{"各", tQualifier, 0, 0}, {"至少", tQualifier, 0, 0}, {"不少于", tQualifier, 0, 0}, {"不低于", tQualifier, 0, 0}, {"以上", tQualifier, 0, 0},
	{"上午", tNote, 0, 0}, {"下午", tNote, 0, 0}, {"全天", tNote, 0, 0}, {"半天", tNote, 0, 0}, {"白天", tNote, 0, 0}, {"夜间", tNote, 0, 0}, {"晚上", tNote, 0, 0}, {"中午", tNote, 0, 0}, {"早上", tNote, 0, 0}, {"凌晨", tNote, 0, 0},
	{"工作日", tNote, 0, 0}, {"当天", tNote, 0, 0}, {"当日", tNote, 0, 0}, {"含", tNote, 0, 0}, {"含当日", tNote, 0, 0}, {"含当天", tNote, 0, 0},
	{"节假日除外", tNote, 0, 0}, {"法定节假日除外", tNote, 0, 0}, {"双休日除外", tNote, 0, 0}, {"周末除外", tNote, 0, 0},
	{"暂定", tNote, 0, 0}, {"拟", tNote, 0, 0}, {"拟于", tNote, 0, 0}, {"拟定", tNote, 0, 0}, {"拟定于", tNote, 0, 0}, {"预计", tNote, 0, 0}, {"计划", tNote, 0, 0}, {"计划于", tNote, 0, 0}, {"定于", tNote, 0, 0}, {"于", tNote, 0, 0}, {"在", tNote, 0, 0},
	{"内", tNote, 0, 0}, {"以内", tNote, 0, 0}, {"之内", tNote, 0, 0}, {"期间", tNote, 0, 0}, {"间", tNote, 0, 0}, {"之间", tNote, 0, 0},
	{"完成", tNote, 0, 0}, {"开展", tNote, 0, 0}, {"进行", tNote, 0, 0}, {"实施", tNote, 0, 0}, {"检查", tNote, 0, 0}, {"抽查", tNote, 0, 0}, {"执行", tNote, 0, 0},
}

// byFirst holds the lexicon by first character, longest word first.
var byFirst = func() map[rune][]word {
	m := map[rune][]word{}
	for _, w := range lexicon {
		r, _ := utf8.DecodeRuneInString(w.text)
		list := m[r]
		i := 0
		for i < len(list) && len(list[i].text) >= len(w.text) {
			i++
		}
		list = append(list, word{})
		copy(list[i+1:], list[i:])
		list[i] = w
		m[r] = list
	}
	return m
}()

// glyph is a character with the white space before it.
type glyph struct {
	r              rune
	space, newline bool
}

// fold gives a text's characters in their plain width, signs that mean the same
// made one, white space and brackets turned into marks on what follows.
func fold(text string) []glyph {
	var out []glyph
	var space, newline bool
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
		if strings.ContainsRune("()[]{}“”\"'‘’《》「」", r) {
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

// sameSign folds look-alikes. After it '-' is any short stroke, '—' any long
// one, '~' any wave.
var sameSign = map[rune]rune{
	'‐': '-', '‑': '-', '‒': '-', '–': '-', '−': '-', '﹣': '-', '⁃': '-', '˗': '-',
	'—': '—', '―': '—', '─': '—', '━': '—', 'ー': '—', '﹘': '—', '⸺': '—', '⸻': '—',
	'∼': '~', '〜': '~', '˜': '~', '～': '~', '→': '~', '∽': '~',
	'。': '.', '．': '.', '·': '.', '•': '.', '・': '.', '﹒': '.', '‧': '.', '｡': '.',
	'∕': '/', '⁄': '/', '\\': '/',
	'﹐': ',', '，': ',', '､': '、', '﹑': '、', '﹔': ';', '︰': ':', '﹕': ':', '∶': ':',
	'q': 'Q', '〔': '(', '〕': ')', '【': '(', '】': ')', '〈': '(', '〉': ')', '﹙': '(', '﹚': ')',
	'Ⅰ': '1', 'Ⅱ': '2', 'Ⅲ': '3', 'Ⅳ': '4',
}

// lex gives a text's tokens. Brackets are left out: 5月（上旬） is 5月上旬, and
// what is wrong without them is wrong.
func lex(text string) []token {
	g := fold(text)
	var toks []token
	for i := 0; i < len(g); {
		t, n := next(g[i:], toks)
		t.newline = g[i].newline
		t.text = spell(g[i : i+n])
		i += n
		if k := len(toks); t.kind == tDash && k > 0 && (toks[k-1].kind == tDash || toks[k-1].kind == tDot && isStroke(toks[k-1].ch)) {
			t.newline = toks[k-1].newline
			toks[k-1] = t // -- and —— and -至 are one
			continue
		}
		toks = append(toks, t)
	}
	return strokes(toks)
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
		return token{kind: tDot, ch: r}, 1
	case r == '~':
		n := 1
		for n < len(g) && (g[n].r == '~' || isStroke(g[n].r)) {
			n++
		}
		return token{kind: tDash}, n
	case r >= '①' && r <= '⑳':
		return token{kind: tBatch}, 1
	}
	for _, w := range byFirst[g[0].r] {
		if n := match(g, w.text); n > 0 {
			return token{kind: w.kind, n: w.n, m: w.m}, n
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

// numerals are the values of Chinese digits; 10, 20 and 30 are units of ten.
var numerals = map[rune]int{
	'〇': 0, '零': 0, '○': 0, '◯': 0, 'Ο': 0,
	'一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9, '两': 2,
	'壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9,
	'十': 10, '拾': 10, '廿': 20, '卄': 20, '卅': 30,
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

// label gives the length of a batch's label (第一批：) or a field's (检查时间：).
func label(g []glyph) (token, int) {
	for _, w := range []string{"检查时间:", "检查日期:", "时间:", "日期:"} {
		if n := match(g, w); n > 0 {
			return token{kind: tNote}, n
		}
	}
	if g[0].r != '第' || len(g) < 3 {
		return token{}, 0
	}
	var n int
	if g[1].r >= '0' && g[1].r <= '9' {
		_, n = arabic(g[1:])
	} else {
		_, n = chinese(g[1:])
	}
	if n == 0 || 1+n >= len(g) {
		return token{}, 0
	}
	if k := match(g[1+n:], "批"); k > 0 && n <= 3 {
		n += 1 + k
		n += match(g[n:], "次")
		n += match(g[n:], ":")
		return token{kind: tBatchLabel}, n
	}
	return token{}, 0
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

// strokes turns a Chinese 一 that was typed for a dash into one: between a
// unit or a number and an Arabic number nothing else can be meant.
func strokes(toks []token) []token {
	for i := 1; i+1 < len(toks); i++ {
		if t := toks[i]; t.kind == tNum && t.chinese && t.text == "一" && toks[i+1].kind == tNum && !toks[i+1].chinese {
			switch toks[i-1].kind {
			case tDay, tMonth, tNum:
				toks[i] = token{kind: tDash, text: t.text, newline: t.newline}
			}
		}
	}
	return toks
}
