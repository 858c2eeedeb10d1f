package collide

import (
	"fmt"
	"math"
	"slices"
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

// reviewFrom is the score from which a person is asked.
const reviewFrom = 0.05

// probability turns bits of evidence into a probability, in hundredths. What
// has to be asked about is never certain.
func probability(bits float64) float64 {
	return min(math.Round(100/(1+math.Exp2(-bits)))/100, 0.99)
}

// tenths rounds bits to what is shown, so that the sum is that of the parts and
// the same on every machine.
func tenths(bits float64) float64 { return math.Round(10*bits) / 10 }

func total(evidence []part) float64 {
	sum := 0.0
	for _, p := range evidence {
		sum += tenths(p.bits)
	}
	return sum
}

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

// say words a part, unless only bits are asked for: of all pairs compared few
// are shown.
func (l *lists) say(format string, args ...any) string {
	if l.quiet {
		return ""
	}
	return fmt.Sprintf(format, args...)
}

// compareNames weighs two names, legal form and branch included: a misprint
// may stand in any part of them. It may have hidden a region, so that names are
// compared with their regions as well, in one spelling and as they are written.
func (l *lists) compareNames(a, b *view) []part {
	out := append(l.compareTexts(a.name, b.name, a.plain, b.plain), l.compareRegions(&a.region, &b.region)...)
	if a.before == b.before && (len(out) < 2 || a.region == region{} || a.region.label() == l.r.places.home.city) {
		return out
	}
	for _, texts := range [][2][]rune{{a.whole, b.whole}, {a.written, b.written}} {
		if whole := l.compareTexts(a.name, b.name, texts[0], texts[1]); total(whole) > total(out) {
			out = whole
		}
		if a.before == b.before {
			break
		}
	}
	return out
}

func (l *lists) compareTexts(a, b *name, x, y []rune) []part {
	d := diff(x, y)
	shared := 0.0
	for _, run := range d.kept {
		shared += l.rarity(x[run[0] : run[0]+run[1]])
	}
	if len(d.parts) == 0 {
		return []part{{"名称主体相同", min(shared, l.bound(capName))}}
	}
	out := []part{{l.say("名称有%d字相同", d.common), min(shared, l.bound(capAlike))}}
	if c, ok := d.turned(); ok {
		return append(out, part{l.say("名称字序颠倒（%s）", c), misprint})
	}
	for _, c := range d.parts {
		p := l.weighChange(c)
		if otherBranch(a, b) && len(c.from)+len(c.to) > 2 && p.bits != otherForm {
			p.bits = tellsApart
		}
		out = append(out, p)
	}
	return out
}

// otherBranch reports whether two names are those of an enterprise and its
// branch, or of two branches: there a character that differs is no misprint.
func otherBranch(a, b *name) bool {
	return a.branch != b.branch && a.form != noForm && b.form != noForm
}

func (l *lists) compareRegions(a, b *region) []part {
	var out []part
	for _, x := range [][2]string{{a.label(), b.label()}, {a.district, b.district}} {
		switch {
		case x[0] == x[1]:
		case x[0] == "" || x[1] == "":
			out = append(out, part{l.say("名称一方缺“%s”", x[0]+x[1]), lackingRegion})
		case x[0] == b.province || x[1] == a.province:
			out = append(out, part{l.say("名称中地区不同（%s/%s）", x[0], x[1]), widerRegion})
		default:
			out = append(out, part{l.say("名称中地区不同（%s/%s）", x[0], x[1]), otherRegion})
		}
	}
	return out
}

func (l *lists) weighChange(c change) part {
	from, to := string(c.from), string(c.to)
	words := ""
	if !l.quiet {
		words = l.say("名称差异（%s/%s）", orNone(from), orNone(to))
	}
	switch {
	case formPart(from) && formPart(to):
		return part{l.say("组织形式不同（%s/%s）", orNone(from), orNone(to)), otherForm}
	case formPart(from) && house(to) || house(from) && formPart(to):
		return part{l.say("组织形式不同（%s/%s）", from, to), otherKind}
	case c.doubled:
		return part{words, misprint}
	case sameNumber(c.from, c.to):
		return part{l.say("数字写法不同（%s/%s）", from, to), misprint}
	case c.distinguishing():
		return part{words, tellsApart}
	case len(c.from) == 0 || len(c.to) == 0:
		n := max(len(c.from), len(c.to))
		return part{words, leftOut + leftOutMore*float64(n-1)}
	case len(c.from) == 1 && len(c.to) == 1:
		return part{words, l.weighCharacter(c)}
	}
	return part{words, otherWord + leftOutMore*float64(max(len(c.from), len(c.to))-1)}
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

// formPart reports whether a run of characters is part of a legal form.
func formPart(s string) bool {
	for _, f := range formNames[generalPartners:] {
		if s == f {
			return true
		}
	}
	return strings.Trim(s, "有限责任公司股份") == ""
}

// house reports whether a run of characters is what an enterprise without a
// company's form calls itself.
func house(s string) bool {
	return slices.Contains([]string{"厂", "店", "部", "社", "行", "中心", "商行", "经营部"}, s)
}

func orNone(s string) string {
	if s == "" {
		return "无"
	}
	return s
}

// comparePlaces weighs where two rows say they are.
func (l *lists) comparePlaces(a, b *place) []part {
	var out []part
	if compareText(a.city, b.city) == differs {
		out = append(out, part{"城市不同", otherCity})
	}
	switch compareText(a.district, b.district) {
	case agrees:
		out = append(out, part{"区相同", l.worth("区", a.district, capDistrict)})
	case differs:
		out = append(out, part{l.say("区不同（%s/%s）", a.district, b.district), otherDistrict})
	}
	switch compareText(a.street, b.street) {
	case agrees:
		out = append(out, part{"街道相同", sameStreet})
	case differs:
		out = append(out, part{l.say("街道不同（%s/%s）", a.street, b.street), otherStreet})
	}
	switch a.house(b) {
	case agrees:
		out = append(out, part{"地址相同", l.worth("号", a.road+a.number, capHouse)})
	case differs:
		out = append(out, part{"地址不同", otherHouse})
	}
	return out
}

// compareContacts weighs telephone and contact person.
func (l *lists) compareContacts(a, b *contact) []part {
	var out []part
	switch compareText(a.phone, b.phone) {
	case agrees:
		out = append(out, part{"电话相同", l.worth("话", a.phone, capPhone)})
	case differs:
		out = append(out, part{"电话不同", otherPhone})
	}
	switch compareText(a.person, b.person) {
	case agrees:
		out = append(out, part{"联系人相同", l.worth("人", a.person, capContact)})
	case differs:
		out = append(out, part{"联系人不同", otherContact})
	}
	return out
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
