package intake

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A cell that lists several hazards numbers them (1. 2. 3., ①②③, （一）（二）, 一是…二是…),
// gives each a line, or parts them by semicolons. It is a list only where that
// is plain: numbers must run from 1 without a gap, in one style; a line broken
// in the middle of a sentence, 3号楼1、2层 and 2021.5.12 are no lists.

// parting is how a list is parted.
type parting uint8

const (
	unparted parting = iota
	byNumber
	byLine
	bySemicolon
)

// parts is a text taken apart; one that is no list is its own only item, an
// empty one has none.
type parts struct {
	by    parting
	items []string
}

// partsOf takes a text apart.
func partsOf(s string) parts {
	s = strings.TrimFunc(strings.ReplaceAll(s, "\r\n", "\n"), invisible)
	if nothing(s) {
		return parts{}
	}
	for by, take := range [...]func(string) []string{byNumber: numberedParts, byLine: lineParts, bySemicolon: semicolonParts} {
		if take == nil {
			continue
		}
		if items := take(s); items != nil {
			for i := range items {
				items[i] = strings.TrimSuffix(items[i], "。")
			}
			return parts{parting(by), items}
		}
	}
	if m, ok := markerAt(s, 0); ok && m.n == 1 && !strings.ContainsRune("0123456789"+chineseDigits, firstRune(s[m.end:])) {
		if item := trimItem(s[m.end:]); item != "" { // a list of one
			s = item
		}
	}
	return parts{unparted, []string{trimItem(s)}}
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// marker is a number that may begin an item.
type marker struct {
	style      rune // markers of one list have one style
	n          int
	start, end int // bytes
}

const chineseDigits = "一二三四五六七八九十"

// chineseNumber reads 一 to 九十九; 0 is none.
func chineseNumber(s string) int {
	rs := []rune(s)
	digit := func(r rune) int {
		if i := strings.IndexRune(chineseDigits, r); i >= 0 {
			return i/len("一") + 1
		}
		return 0
	}
	switch {
	case len(rs) == 1:
		return digit(rs[0])
	case len(rs) == 2 && rs[0] == '十' && digit(rs[1]) < 10:
		return 10 + digit(rs[1])
	case len(rs) == 2 && rs[1] == '十' && digit(rs[0]) < 10:
		return 10 * digit(rs[0])
	case len(rs) == 3 && rs[1] == '十' && digit(rs[0]) < 10 && digit(rs[2]) < 10:
		return 10*digit(rs[0]) + digit(rs[2])
	}
	return 0
}

var (
	digitMarker   = regexp.MustCompile(`^(\d{1,2})[ \x{3000}]*([.．、)）])`)
	bracketMarker = regexp.MustCompile(`^[(（][ ]*(\d{1,2}|[一二三四五六七八九十]{1,3})[ ]*[)）][、.．]?`)
	chineseMarker = regexp.MustCompile(`^(?:第?([一二三四五六七八九十]{1,3}))(是|、|[.．]|，|,)`)
	circled       = regexp.MustCompile(`^[①-⑳⑴-⒇⒈-⒛]`)
	unitBehind    = regexp.MustCompile(`^\d+[号栋幢楼层座#＃台个名处间车库厂期区]`)
)

// markerAt reads the number at byte i. A number in the middle of a sentence
// counts only where nothing around it makes it part of the sentence.
func markerAt(s string, i int) (marker, bool) {
	rest := s[i:]
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	strong := i == 0 || strings.ContainsRune("\n\r；;。！!：:  \u3000\t", before)
	if m := circled.FindString(rest); m != "" {
		r, _ := utf8.DecodeRuneInString(m)
		for _, first := range []rune{'①', '⑴', '⒈'} {
			if r >= first && r < first+20 {
				return marker{first, int(r-first) + 1, i, i + len(m)}, true
			}
		}
	}
	if m := bracketMarker.FindStringSubmatch(rest); m != nil {
		style, n := '(', chineseNumber(m[1])
		if n == 0 {
			style, n = ')', atoi(m[1])
		}
		return marker{style, n, i, i + len(m[0])}, n > 0
	}
	after := func(end int) string { return strings.TrimLeft(rest[end:], " \u3000") }
	if m := digitMarker.FindStringSubmatch(rest); m != nil {
		style := []rune(strings.NewReplacer("．", ".", "）", ")").Replace(m[2]))[0] + 1000
		next := firstRune(after(len(m[0])))
		digits := unicode.IsDigit(next) && len(after(len(m[0]))) == len(rest[len(m[0]):])
		switch {
		case strong && (!digits || m[2] == "、" || unitBehind.MatchString(rest[len(m[0]):])):
		case digits || strings.ContainsRune("、，,和与及~～-—–至到第.．/／(（", before) || unicode.IsDigit(before) || before < utf8.RuneSelf && unicode.IsLetter(before):
			return marker{}, false
		}
		return marker{style, atoi(m[1]), i, i + len(m[0])}, true
	}
	if m := chineseMarker.FindStringSubmatch(rest); m != nil {
		if !strong && (m[2] == "，" || m[2] == "," || strings.ContainsRune("、，,和与及至到第之唯统专同"+chineseDigits, before)) {
			return marker{}, false
		}
		style := []rune(strings.NewReplacer("．", ".", ",", "，").Replace(m[2]))[0] + 2000
		n := chineseNumber(m[1])
		return marker{style, n, i, i + len(m[0])}, n > 0
	}
	return marker{}, false
}

func atoi(s string) int {
	n := 0
	for _, r := range s {
		n = n*10 + int(r-'0')
	}
	return n
}

// markers finds all numbers that may begin an item, in order.
func markers(s string) []marker {
	var found []marker
	for i := 0; i < len(s); {
		if m, ok := markerAt(s, i); ok {
			found = append(found, m)
			i = m.end
			continue
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return found
}

// numberedParts parts a list whose items are numbered from 1; nil where the
// text is none. Of two styles the one that begins first parts the list, the
// other stays within its items.
func numberedParts(s string) []string {
	all := markers(s)
	for i, first := range all {
		if first.n != 1 {
			continue
		}
		chain := []marker{first}
		for _, m := range all[i+1:] {
			if m.style == first.style && m.n == len(chain)+1 {
				chain = append(chain, m)
			}
		}
		if len(chain) < 2 {
			continue
		}
		if items := cutAt(s, chain); items != nil {
			return items
		}
	}
	return nil
}

// introduction is what stands before the first number and only announces it.
var introduction = regexp.MustCompile(`(?:如下|以下|下列|问题|隐患|情况|发现|存在|包括|主要有|要求|意见|措施|整改|违法行为)[^。；;]{0,8}$`)

// cutAt cuts a text at its markers; nil where an item would be empty. What
// stands before the first is said of every item, unless it only announces them.
func cutAt(s string, chain []marker) []string {
	before := strings.TrimRight(strings.TrimFunc(s[:chain[0].start], invisible), ":：，,；;。 ")
	if introduction.MatchString(before) {
		before = ""
	}
	items := make([]string, 0, len(chain))
	for i, m := range chain {
		end := len(s)
		if i+1 < len(chain) {
			end = chain[i+1].start
		}
		item := trimItem(s[m.end:end])
		if item == "" {
			return nil
		}
		if before != "" {
			item = tidy(before) + "：" + item
		}
		items = append(items, item)
	}
	return items
}

// trimItem removes what parts an item from the next.
func trimItem(s string) string {
	s = strings.TrimFunc(s, invisible)
	s = strings.TrimLeft(s, "、，,.．；;：: ")
	return tidy(strings.TrimRight(s, "；;，,、 \n\t\u3000"))
}

// bullets begin items that have no number.
const bullets = "•·●○■□◆◇▪▲*-－—"

// shortestItem is the length in characters below which a line or a clause is
// no hazard of its own.
const shortestItem = 4

// lineParts parts a text whose every line is a hazard of its own. Lines that
// end in the middle of a sentence were broken for their length.
func lineParts(s string) []string {
	var lines []string
	ended, bulleted := 0, 0
	for l := range strings.Lines(s) {
		l = strings.TrimFunc(l, invisible)
		if l == "" {
			continue
		}
		if r, size := utf8.DecodeRuneInString(l); strings.ContainsRune(bullets, r) {
			bulleted++
			l = strings.TrimFunc(l[size:], invisible)
		}
		last, _ := utf8.DecodeLastRuneInString(l)
		if strings.ContainsRune("。；;！!", last) {
			ended++
		}
		if strings.ContainsRune("，,、：:（(的和与及在对将把", last) || continues(l) || utf8.RuneCountInString(l) < shortestItem {
			return nil
		}
		lines = append(lines, trimItem(l))
	}
	n := len(lines)
	if n < 2 || bulleted != 0 && bulleted != n || ended != 0 && ended < n-1 {
		return nil
	}
	return lines
}

var (
	continuation = regexp.MustCompile(`^(?:且|并|但|同时|其中|导致|造成|也|又|另|即|如|应(?:[^急]|$)|请|要求|需|须|责令|立即|限期|建议|该|此|上述|以上|属|构成|违反|不符合《|依据|根据|按照|详见|[)）】》，,、。])`)
	wordAtAll    = regexp.MustCompile(`[\p{Han}A-Za-z]`)
)

// continues reports a clause that goes on with the one before it: what follows
// from a hazard, or what to do about it.
func continues(s string) bool { return continuation.MatchString(s) || !wordAtAll.MatchString(s) }

// semicolonParts parts hazards joined by semicolons.
func semicolonParts(s string) []string {
	raw := strings.FieldsFunc(s, func(r rune) bool { return r == '；' || r == ';' })
	var items []string
	for i, item := range raw {
		item = trimItem(item)
		switch {
		case item == "" && i == len(raw)-1:
			continue
		case utf8.RuneCountInString(item) < shortestItem, i > 0 && continues(item), strings.Count(item, "（") != strings.Count(item, "）"):
			return nil
		}
		items = append(items, item)
	}
	if len(items) < 2 {
		return nil
	}
	return items
}

var shortNumber = regexp.MustCompile(`(?:^|[；;，,、\n\s])\s*[(（]?(\d{1,2})[)）.．、:：]+\s*`)

// shortParts parts a cell of n short values, such as days or severities, for
// which the rules above are too strict: 1.6月10日；2.6月15日, 一般；重大.
func shortParts(s string, n int) []string {
	if all := shortNumber.FindAllStringSubmatchIndex(s, -1); len(all) == n {
		items := make([]string, 0, n)
		for i, m := range all {
			end := len(s)
			if i+1 < n {
				end = all[i+1][0]
			}
			item := trimItem(s[m[1]:end])
			if atoi(s[m[2]:m[3]]) != i+1 || item == "" {
				break
			}
			items = append(items, item)
		}
		if len(items) == n {
			return items
		}
	}
	for _, breaks := range []string{"\n", "；;", "、，,"} {
		var items []string
		for _, item := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(breaks, r) }) {
			if item = trimItem(item); item != "" {
				items = append(items, item)
			}
		}
		if len(items) == n {
			return items
		}
	}
	return nil
}
