package collide

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// The score of a pair follows Fellegi and Sunter (A Theory for Record Linkage,
// 1969): every field adds the binary logarithm of how much likelier its
// agreement (or difference) is between two rows of one enterprise than between
// two rows of different ones; the sum, with the odds beforehand, is a
// probability.
//
// Beforehand the odds that two enterprises picked at random from n are one
// are about 1 : n. What a name's agreement is worth is its rarity in the lists
// at hand: a character counts −log2 of its probability behind the one before
// it, so 有限, 化工 or 南京 weigh next to nothing and 隆凯 a lot.

// part is one field's share in a pair's score.
type part struct {
	words string
	bits  float64
}

// evidence is what speaks for and against two statements' meaning one
// enterprise. Of all pairs weighed few are shown, so that its parts are worded
// and kept only where that is asked for.
type evidence struct {
	worded bool
	n      int     // of parts
	bits   float64 // of all parts, each as it is shown, in tenths
	parts  []part
}

// add adds a part, in words with %s for each of the texts behind them.
func (e *evidence) add(bits float64, words string, with ...string) {
	e.n++
	e.bits += tenths(bits)
	if !e.worded {
		return
	}
	texts := make([]any, len(with))
	for i, w := range with {
		texts[i] = w
	}
	e.parts = append(e.parts, part{fmt.Sprintf(words, texts...), bits})
}

// weigher weighs pairs; each processor has one.
type weigher struct {
	*lists
	worded bool
	least  float64    // what names must be worth; below it, how much does not matter
	d      difference // room to compare in
}

// Weights in bits. Those of agreement are bounds: the worth is what the lists
// show, up to this. They are set so that a name equal to the letter outweighs
// one contradiction of place and not two.
const (
	capName     = 26.0 // of a name equal to the letter
	capAlike    = 20.0 // of what two different names share: chains and groups share much
	capHouse    = 9.0
	capPhone    = 9.0
	capContact  = 4.0
	sameStreet  = 2.0
	capDistrict = 3.0

	otherCity     = -8.0
	otherDistrict = -5.0
	otherStreet   = -2.5
	otherHouse    = -3.0
	otherPhone    = -1.0
	otherContact  = -0.5

	otherForm     = -2.5  // 股份 beside 有限
	otherKind     = -5.0  // 厂 beside 有限公司
	otherRegion   = -14.0 // 南京 beside 苏州 at the head of the name
	widerRegion   = -9.0  // 南京 beside 江苏
	lackingRegion = -1.5  // 南京 beside nothing
	tellsApart    = -26.0 // 一厂 beside 二厂, 化工 beside 食品: as much as a whole name is worth
	misprint      = -4.0  // 辉 beside 晖
	odd           = -7.0  // another character, where no other name has it
	otherWord     = -9.5  // another character, where other names have it as well
	leftOut       = -4.0  // characters missing, for the first
	leftOutMore   = -2.0  // and for each further one
	givenUp       = -4.0  // a name that one has given up, and another may have taken
	nearCode      = 12.0  // a broken code one misreading away
)

// leastOdds is added to the number of enterprises in the odds beforehand:
// even in a short list of one street names resemble each other more than
// chance would have it.
const leastOdds = 1000

// bound raises what a name is worth at most as the odds beforehand fall: a long
// list teaches more about its names than a short one, and what tells one from
// forty thousand others is worth no less than what tells it from forty.
func (l *lists) bound(most float64) float64 {
	return most + math.Log2(float64(len(l.root)+leastOdds)/leastOdds)
}

// reviewFrom is the score from which a person is asked; reviewBits is that in
// bits, before score and bits are rounded.
const reviewFrom = 0.05

var reviewBits = -math.Log2(1/(reviewFrom-0.005)-1) - 0.05

// probability turns bits of evidence into a probability, in hundredths. What
// has to be asked about is never certain.
func probability(bits float64) float64 {
	return min(math.Round(100/(1+math.Exp2(-bits)))/100, 0.99)
}

// tenths rounds bits to what is shown, so that the sum is that of the parts and
// the same on every machine.
func tenths(bits float64) float64 { return math.Round(10*bits) / 10 }

// wordEvidence puts the fields' parts beside each other; a blind reader gets
// them without their weight.
func wordEvidence(evidence []part, blind bool) string {
	var words []string
	for _, p := range evidence {
		switch {
		case p.words == "":
		case blind:
			words = append(words, p.words)
		default:
			words = append(words, fmt.Sprintf("%s（%+.1f）", p.words, p.bits))
		}
	}
	return strings.Join(words, "；")
}

// compareNames weighs two names, legal form and branch included: a misprint
// may stand in any part of them. It may have hidden a region, so that names are
// compared with their regions as well, in one spelling and as they are written.
func (w *weigher) compareNames(a, b *view) evidence {
	out := w.compareTexts(a.name, b.name, a.plain, b.plain)
	same, n := len(w.d.parts) == 0, out.n
	out.compareRegions(&a.region, &b.region)
	same = same && out.n == n
	if a.before == b.before && (same || a.region == region{} || a.region.label() == w.r.places.home.city) {
		return out
	}
	for _, texts := range [][2][]rune{{a.whole, b.whole}, {a.written, b.written}} {
		if whole := w.compareTexts(a.name, b.name, texts[0], texts[1]); whole.bits > out.bits {
			out = whole
		}
		if a.before == b.before {
			break
		}
	}
	return out
}

func (w *weigher) compareTexts(a, b *name, x, y []rune) evidence {
	d := &w.d
	d.compare(x, y)
	shared := 0.0
	for _, run := range d.kept {
		shared += w.rarity(x[run[0] : run[0]+run[1]])
	}
	e := evidence{worded: w.worded}
	if len(d.parts) == 0 {
		e.add(min(shared, w.bound(capName)), "名称主体相同")
		return e
	}
	e.add(min(shared, w.bound(capAlike)), "名称有%s字相同", strconv.Itoa(d.common))
	if c, ok := d.turned(); ok {
		e.add(misprint, "名称字序颠倒（%s）", c)
		return e
	}
	for _, c := range d.parts { // each takes away
		if e.bits < w.least && !e.worded {
			return e
		}
		what, bits := w.weighChange(c)
		none := bits != otherKind // what lacks is called 无, but not beside 厂 or 店
		if otherBranch(a, b) && len(c.from)+len(c.to) > 2 && bits != otherForm {
			bits = tellsApart
		}
		if !e.worded {
			e.add(bits, "")
			continue
		}
		from, to := string(c.from), string(c.to)
		if none {
			from, to = cmp.Or(from, "无"), cmp.Or(to, "无")
		}
		e.add(bits, what+"（%s/%s）", from, to)
	}
	return e
}

// otherBranch reports whether two names are those of an enterprise and its
// branch, or of two branches: there a character that differs is no misprint.
func otherBranch(a, b *name) bool {
	return a.branch != b.branch && a.form != noForm && b.form != noForm
}

func (e *evidence) compareRegions(a, b *region) {
	for _, x := range [][2]string{{a.label(), b.label()}, {a.district, b.district}} {
		switch {
		case x[0] == x[1]:
		case x[0] == "" || x[1] == "":
			e.add(lackingRegion, "名称一方缺“%s%s”", x[0], x[1])
		case x[0] == b.province || x[1] == a.province:
			e.add(widerRegion, "名称中地区不同（%s/%s）", x[0], x[1])
		default:
			e.add(otherRegion, "名称中地区不同（%s/%s）", x[0], x[1])
		}
	}
}

// weighChange says what a change is and what it is worth.
func (l *lists) weighChange(c change) (what string, bits float64) {
	what = "名称差异"
	switch {
	case formPart(c.from) && formPart(c.to):
		return "组织形式不同", otherForm
	case formPart(c.from) && house(c.to) || formPart(c.to) && house(c.from):
		return "组织形式不同", otherKind
	case c.doubled:
		return what, misprint
	case sameNumber(c.from, c.to):
		return "数字写法不同", misprint
	case c.distinguishing():
		return what, tellsApart
	case len(c.from) == 0 || len(c.to) == 0:
		n := max(len(c.from), len(c.to))
		return what, leftOut + leftOutMore*float64(n-1)
	case len(c.from) == 1 && len(c.to) == 1:
		return what, l.weighCharacter(c)
	}
	return what, otherWord + leftOutMore*float64(max(len(c.from), len(c.to))-1)
}

// weighCharacter weighs one character put for another: a misprint is one that
// looks or sounds like the other, or stands where no other name has it.
func (l *lists) weighCharacter(c change) float64 {
	switch a, b := c.from[0], c.to[0]; {
	case confusable(a, b) || soundAlike(a, b):
		return misprint
	case l.fits(a, c.around) && l.fits(b, c.around):
		return otherWord
	}
	return odd
}

var formRunes = runesOf("有限责任公司股份")

// formPart reports whether a run of characters is part of a legal form.
func formPart(s []rune) bool {
	return !slices.ContainsFunc(s, func(c rune) bool { return !formRunes[c] }) ||
		len(s) >= 4 && slices.Contains(formNames[generalPartners:], string(s))
}

// house reports whether a run of characters is what an enterprise without a
// company's form calls itself.
func house(s []rune) bool {
	return slices.Contains([]string{"厂", "店", "部", "社", "行", "中心", "商行", "经营部"}, string(s))
}

// comparePlaces weighs where two rows say they are.
func (w *weigher) comparePlaces(a, b *place) evidence {
	e := evidence{worded: w.worded}
	if compareText(a.city, b.city) == differs {
		e.add(otherCity, "城市不同")
	}
	switch compareText(a.district, b.district) {
	case agrees:
		e.add(w.worth("区", a.district, capDistrict), "区相同")
	case differs:
		e.add(otherDistrict, "区不同（%s/%s）", a.district, b.district)
	}
	switch compareText(a.street, b.street) {
	case agrees:
		e.add(sameStreet, "街道相同")
	case differs:
		e.add(otherStreet, "街道不同（%s/%s）", a.street, b.street)
	}
	switch a.house(b) {
	case agrees:
		e.add(w.worth("号", a.road+a.number, capHouse), "地址相同")
	case differs:
		e.add(otherHouse, "地址不同")
	}
	return e
}

// compareContacts weighs telephone and contact person.
func (w *weigher) compareContacts(a, b *contact) evidence {
	e := evidence{worded: w.worded}
	switch compareText(a.phone, b.phone) {
	case agrees:
		e.add(w.worth("话", a.phone, capPhone), "电话相同")
	case differs:
		e.add(otherPhone, "电话不同")
	}
	switch compareText(a.person, b.person) {
	case agrees:
		e.add(w.worth("人", a.person, capContact), "联系人相同")
	case differs:
		e.add(otherContact, "联系人不同")
	}
	return e
}

// confusables are characters lists put for each other so often that a code
// with one slip in it is believed beside such a name: same sound, or same shape.
// Each group is one set.
var confusables = strings.Fields(`宏鸿弘洪红虹泓 辉晖徽挥煇 佳嘉家加 鑫新欣馨昕信心 盛胜圣晟升昇 源元原远园缘圆苑 瑞锐睿 利力丽立莉励 恒衡亨桓 凯恺铠楷 润闰 通同童桐
	华骅桦花 达大 隆龙珑 兴星 江疆姜 宁柠凝 金锦今 永勇咏泳 顺舜 安氨 康糠 泰太 丰峰锋风枫 明铭名鸣 成城诚程承 博搏铂 海诲 阳扬杨洋 天添 正政证 荣容蓉 富福 祥翔详 腾滕
	捷婕杰洁 联连莲 创闯 川穿 港巷 岳悦越月 雅亚 科棵 旺望 林琳霖 陵凌菱 苏酥 中忠钟 玉钰育裕宇 志智致 益逸易艺亿 亭婷 未末 土士 己已巳 日曰 干千于 人入 大太犬 木本 王玉 贝见 
	几凡 天夭 侯候 拆折 晴睛情清青 微徽 茶荼 崇祟 暖暧 侍待 延廷 设没 治冶 冷泠 冰水 采彩 厂广 由甲申田 白自百 目日 午牛 问间闻 网冈刚 建健 电申 其共 材村 业亚 化花 制治 品晶 机几 备务 运远 食良`)

var confusableGroups = func() map[rune][]int {
	m := make(map[rune][]int)
	for i, g := range confusables {
		for _, r := range g {
			m[r] = append(m[r], i)
		}
	}
	return m
}()

// confusable reports whether two characters are easily put for each other.
func confusable(a, b rune) bool {
	for _, x := range confusableGroups[a] {
		for _, y := range confusableGroups[b] {
			if x == y {
				return true
			}
		}
	}
	return false
}
