package feedback

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Whether two descriptions mean one hazard. Both are first brought into one
// form: half-width, without punctuation and words that say nothing, a few words
// for the same thing made one. Then they are the same if they are equal, or if
// all of these hold:
//
//   - their places and numbers are the same: 2号楼 is not 3号楼, 一层 not 二层,
//     东侧 not 西侧, 1.5米 not 0.8米; one that names a place is not one that names
//     none. Mere quantities (3具) do not count;
//   - they negate as often: 灭火器过期 is not 灭火器未过期;
//   - aligned on their longest common subsequence, no word of the one stands
//     where the other has a different word: 灭火器被遮挡 is not 消火栓被遮挡, 箱门未上锁
//     not 箱门未接地. What one says more than the other is no difference. A single
//     character written differently in a long text is taken for a slip of the
//     pen, unless it is one that tells things apart;
//   - they are alike enough: twice the length of that subsequence over the sum
//     of both lengths is at least nearlySame.
//
// So of two texts in doubt both stay: a hazard listed twice costs a line, two
// hazards taken for one could cost a fire.

// nearlySame is the least likeness of one hazard in two wordings. At 0.7 what
// one says more than the other is at most four fifths of what both say.
const nearlySame = 0.7

const (
	// shortWords is the length in characters below which only equal texts mean
	// one hazard: 灯坏 and 门坏 are half alike.
	shortWords = 4
	// slipWithin is the length from which one different character may be a slip.
	slipWithin = 10
	// longestCompared bounds the work: longer descriptions must be equal.
	longestCompared = 300
)

// sameThings are words for one thing, put into the last.
var sameThings = strings.NewReplacer(
	"消防栓", "消火栓", "标识", "标志", "标示", "标志", "台帐", "台账", "不够", "不足", "欠压", "压力不足",
	"堵占", "堵塞", "占堵", "堵塞", "阻塞", "堵塞", "堵住", "堵塞", "堵死", "堵塞", "占用堵塞", "堵塞",
	"毁坏", "损坏", "损毁", "损坏", "坏损", "损坏", "坏了", "损坏", "超过有效期", "过期", "过了有效期", "过期", "已到期", "过期", "超期", "过期",
	"没有", "未", "尚未", "未", "未能", "未", "未曾", "未", "没能", "未", "应急灯", "应急照明灯", "安全疏散通道", "疏散通道", "消防疏散通道", "疏散通道",
)

// emptyWords say nothing about which hazard is meant.
var emptyWords = strings.NewReplacer(
	"现场检查发现", "", "检查发现", "", "经检查", "", "发现", "", "存在", "", "该企业", "", "你单位", "", "该单位", "", "企业", "", "现象", "", "问题", "", "情况", "", "隐患", "",
	"的", "", "了", "", "被", "", "已经", "", "已", "", "有", "", "处", "", "等", "", "现场", "", "部分", "", "个别", "",
)

// onePlace brings the ways to write a building or a floor together.
var onePlace = strings.NewReplacer("号楼", "#", "#楼", "#", "栋", "#", "幢", "#", "号", "", "楼", "层")

const numerals = "零一二三四五六七八九"

var (
	chinesePlace  = regexp.MustCompile(`([一二三四五六七八九十]{1,3})([号楼层栋幢座期区库仓]|车间|单元)`)
	quantity      = regexp.MustCompile(`(?:\d+|[一二两三四五六七八九十]+)(?:具|只|个|台|件|名|人|张|套|盏|支|瓶|把|扇|条|块|份|余|多)`)
	placeNumber   = regexp.MustCompile(`\d+(?:\.\d+)?(?:号楼|#楼|号|楼|层|栋|幢|座|期|区|库|#|米|厘米|平方米|%)?|[a-z]+\d*(?:栋|座|区|幢|库|#)?`)
	sidePlace     = regexp.MustCompile(`[东西南北]{1,2}(?:侧|面|门|区|边|部|角|楼|厂|头|墙|院)|[左右前后内外](?:侧|面|门|边|部|院|墙)|[上下](?:方|部|层)|负\d|地下|地上|室内|室外|楼顶|屋顶|大门|[甲乙丙丁](?:类|库|区|车间|班|栋)`)
	negationRunes = "未不无缺没非"
	// tellingRunes tell things apart on their own: no slip of the pen.
	tellingRunes = "东西南北左右上下前后内外大小高低冷热开关甲乙丙丁一二三四五六七八九十进出男女新旧" + negationRunes
)

// wording is a description ready to be compared.
type wording struct {
	text   []rune // without places and empty words
	marks  string // places and numbers, sorted
	denies int    // how often it negates
}

// read brings a description into the form in which it is compared.
func read(s string) wording {
	s = strings.ToLower(width.Fold.String(s))
	s = chinesePlace.ReplaceAllStringFunc(s, func(m string) string {
		rs := []rune(m)
		i := 0
		for i < len(rs) && strings.ContainsRune(numerals+"十", rs[i]) {
			i++
		}
		return fmt.Sprint(chineseNumber(rs[:i])) + string(rs[i:])
	})
	s = sameThings.Replace(s)
	s = quantity.ReplaceAllString(s, "")
	s = emptyWords.Replace(s)
	var w wording
	var marks []string
	for _, re := range []*regexp.Regexp{placeNumber, sidePlace} {
		s = re.ReplaceAllStringFunc(s, func(m string) string {
			marks = append(marks, onePlace.Replace(m))
			return ""
		})
	}
	w.marks = strings.Join(distinct(marks), " ")
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			w.text = append(w.text, r)
			if strings.ContainsRune(negationRunes, r) {
				w.denies++
			}
		}
	}
	return w
}

// chineseNumber reads 一 to 九十九.
func chineseNumber(rs []rune) int {
	n, last := 0, 0
	for _, r := range rs {
		if r == '十' {
			n, last = n+max(last, 1)*10, 0
			continue
		}
		last = strings.IndexRune(numerals, r) / len("零")
	}
	return n + last
}

// key groups the descriptions that can mean one hazard at all.
func (w *wording) key() string { return fmt.Sprint(w.denies, " ", w.marks) }

// same reports whether two descriptions mean one hazard, and how alike they are.
func same(a, b *wording) (likeness float64, ok bool) {
	if a.marks != b.marks || a.denies != b.denies {
		return 0, false
	}
	if slices.Equal(a.text, b.text) {
		return 1, len(a.text) > 0
	}
	n, m := len(a.text), len(b.text)
	if min(n, m) < shortWords || max(n, m) > longestCompared || 2*float64(min(n, m)) < nearlySame*float64(n+m) {
		return 0, false
	}
	if slices.Compare(a.text, b.text) > 0 { // of several alignments the same one, whoever comes first
		a, b = b, a
	}
	common, replaced, slips := align(a.text, b.text)
	likeness = 2 * float64(common) / float64(n+m)
	if replaced > 0 || slips > 1 || slips == 1 && min(n, m) < slipWithin {
		return likeness, false
	}
	return likeness, likeness >= nearlySame
}

// align lays two texts on their longest common subsequence. replaced counts the
// gaps where both have something of their own, slips those of them that are one
// character each and tell nothing apart.
func align(a, b []rune) (common, replaced, slips int) {
	n, m := len(a), len(b)
	table := make([]int, (n+1)*(m+1)) // of the texts' ends
	at := func(i, j int) *int { return &table[i*(m+1)+j] }
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if a[i] == b[j] {
				*at(i, j) = *at(i+1, j+1) + 1
			} else {
				*at(i, j) = max(*at(i+1, j), *at(i, j+1))
			}
		}
	}
	common = *at(0, 0)
	fromA, fromB := 0, 0 // where the gap begins
	gap := func(i, j int) {
		x, y := a[fromA:i], b[fromB:j]
		switch {
		case len(x) == 0 || len(y) == 0:
		case len(x) == 1 && len(y) == 1 && !strings.ContainsRune(tellingRunes, x[0]) && !strings.ContainsRune(tellingRunes, y[0]):
			slips++
		default:
			replaced++
		}
	}
	i, j := 0, 0
	for i < n && j < m {
		switch {
		case a[i] == b[j]:
			gap(i, j)
			i, j = i+1, j+1
			fromA, fromB = i, j
		case *at(i+1, j) >= *at(i, j+1):
			i++
		default:
			j++
		}
	}
	gap(n, m)
	return common, replaced, slips
}
