package collide

import (
	"slices"
	"strconv"
	"strings"
)

// difference is how one name's core turns into another's.
type difference struct {
	common int // characters both have, in order
	longer int // characters of the longer one
	parts  []change
	kept   [][2]int // runs both have: place in a and length

	length [longestCompared + 1][longestCompared + 1]uint8 // of what the rests from i and j have in common
}

// change is one run of characters in a that b has otherwise; either may be
// empty.
type change struct {
	from, to []rune
	doubled  bool    // a character stands twice in the one and once in the other
	around   [2]rune // the characters before and behind, 0 at either end
}

// longestCompared is the number of characters compared: nobody's name is
// longer, and the comparison is quadratic.
const longestCompared = 60

// diff aligns two cores by their longest common subsequence.
func diff(a, b []rune) *difference {
	d := new(difference)
	d.compare(a, b)
	return d
}

// compare is diff in the room of an earlier one.
func (d *difference) compare(a, b []rune) {
	a, b = a[:min(len(a), longestCompared)], b[:min(len(b), longestCompared)]
	d.common, d.longer, d.parts, d.kept = 0, max(len(a), len(b)), d.parts[:0], d.kept[:0]
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	if head > 0 {
		d.keep(0, head)
	}
	d.middle(a, b, head, tail)
	if tail > 0 {
		d.keep(len(a)-tail, tail)
	}
}

func (d *difference) keep(at, n int) {
	d.common += n
	d.kept = append(d.kept, [2]int{at, n})
}

// middle aligns what remains between the common head and tail.
func (d *difference) middle(wholeA, wholeB []rune, at, tail int) {
	a, b := wholeA[at:len(wholeA)-tail], wholeB[at:len(wholeB)-tail]
	length := &d.length
	for j := range len(b) + 1 {
		length[len(a)][j] = 0
	}
	for i := len(a) - 1; i >= 0; i-- {
		length[i][len(b)] = 0
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		fromI, fromJ := i, j
		for (i < len(a) || j < len(b)) && !(i < len(a) && j < len(b) && a[i] == b[j] && length[i][j] == length[i+1][j+1]+1) {
			if j == len(b) || i < len(a) && length[i+1][j] >= length[i][j+1] {
				i++
			} else {
				j++
			}
		}
		if i > fromI || j > fromJ {
			d.parts = append(d.parts, change{
				from: a[fromI:i], to: b[fromJ:j],
				doubled: j == fromJ && twice(wholeA, at+fromI, at+i) || i == fromI && twice(wholeB, at+fromJ, at+j),
				around:  around(wholeA, at+fromI, at+i),
			})
		}
		start := i
		for i < len(a) && j < len(b) && a[i] == b[j] {
			i++
			j++
		}
		if i > start {
			d.keep(at+start, i-start)
		}
	}
}

// around gives the characters before and behind s[from:to].
func around(s []rune, from, to int) (out [2]rune) {
	if from > 0 {
		out[0] = s[from-1]
	}
	if to < len(s) {
		out[1] = s[to]
	}
	return out
}

// twice reports whether s[from:to] is one character, no numeral, that stands
// beside its like.
func twice(s []rune, from, to int) bool {
	return to-from == 1 && !numerals[s[from]] && (from > 0 && s[from-1] == s[from] || to < len(s) && s[to] == s[from])
}

// slip reports a misprint that is plainly one: a look-alike character, or one
// left out or doubled that tells nothing apart.
func (c change) slip() bool {
	if len(c.from) == 1 && len(c.to) == 1 {
		return confusable(c.from[0], c.to[0]) && !c.distinguishing()
	}
	return c.doubled || len(c.from)+len(c.to) == 1 && !c.distinguishing()
}

// turned gives the character that stands in another place, if that is all the
// difference: 云网河吧 for 云河网吧.
func (d *difference) turned() (string, bool) {
	if len(d.parts) != 2 {
		return "", false
	}
	x, y := d.parts[0], d.parts[1]
	out, in := x.from, y.to
	if len(x.from) == 0 {
		out, in = x.to, y.from
	}
	if len(x.from)+len(x.to) != 1 || len(y.from)+len(y.to) != 1 || len(out) != 1 || len(in) != 1 || out[0] != in[0] {
		return "", false
	}
	return string(out), !numerals[out[0]] || !numeral(x.around) && !numeral(y.around) // 21 is not 12
}

func numeral(s [2]rune) bool {
	return numerals[s[0]] || numerals[s[1]]
}

// sameNumber reports whether two runs are one number below a hundred, once in
// Chinese and once in Arabic numerals: 一厂 and 1厂.
func sameNumber(a, b []rune) bool {
	n, ok := chineseNumber(a)
	if !ok {
		a, b = b, a
		n, ok = chineseNumber(a)
	}
	return ok && string(b) == strconv.Itoa(n)
}

func chineseNumber(s []rune) (int, bool) {
	if len(s) == 0 || len(s) > 3 {
		return 0, false
	}
	n, unit := 0, 0
	for i, c := range s {
		digit := strings.IndexRune("一二三四五六七八九", c)/len("一") + 1
		switch {
		case c == '十' && (i == 0 || i == 1 && unit > 0):
			n, unit = 10*max(unit, 1), 0
		case strings.ContainsRune("一二三四五六七八九", c) && unit == 0:
			unit = digit
		default:
			return 0, false
		}
	}
	return n + unit, true
}

// Words that make two otherwise equal names two enterprises: 一厂 and 二厂,
// 东区 and 西区, the company and its group, sales company or branch. One such
// character put for a plain one is a misprint.
const (
	numeralRunes   = "0123456789一二三四五六七八九十百零〇ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ甲乙丙丁壹贰叁肆伍陆柒捌玖拾两"
	tellingRunes   = numeralRunes + "总分东西南北"
	telltaleInPair = tellingRunes + "中前后左右上下新老大小"
)

var numerals, tells, tellsInPair = runesOf(numeralRunes), runesOf(tellingRunes), runesOf(telltaleInPair)

// runesOf is the set of a text's characters.
func runesOf(s string) map[rune]bool {
	m := make(map[rune]bool)
	for _, c := range s {
		m[c] = true
	}
	return m
}

var tellingWords = []string{"集团", "销售", "分公司", "分厂", "分店", "支行", "支公司", "总公司", "总厂", "总店", "控股", "投资", "实业", "新厂", "老厂", "学校", "医院"}

// distinguishing reports whether the difference holds a word that tells
// enterprises apart. A numeral misread for a letter-like character does too:
// better asked twice than joined once.
func (d *difference) distinguishing() bool {
	return slices.ContainsFunc(d.parts, change.distinguishing)
}

func (c change) distinguishing() bool {
	if isRegion(c.from) || isRegion(c.to) { // 南京 tells apart from 苏州, not from nothing
		return isRegion(c.from) && isRegion(c.to)
	}
	if len(c.from) == 1 && len(c.to) == 1 {
		return tellsInPair[c.from[0]] && tellsInPair[c.to[0]]
	}
	return telling(c.from) || telling(c.to) || tradeOf(c.from) != "" && tradeOf(c.to) != ""
}

func isRegion(part []rune) bool {
	s := string(part)
	return len(part) > 1 && (provinceOf()[s] != "" || bareCounties()[s] != "" || counties()[s] != nil)
}

func telling(part []rune) bool {
	if slices.ContainsFunc(part, func(r rune) bool { return tells[r] }) {
		return true
	}
	s := string(part)
	return len(part) > 1 && slices.ContainsFunc(tellingWords, func(w string) bool { return strings.Contains(s, w) })
}

// trades are words for what an enterprise does. Two names with different ones
// are two enterprises, however alike the rest.
var trades = strings.Fields(`化工 食品 商贸 贸易 经贸 工贸 餐饮 饮食 酒店 宾馆 物流 运输 货运 仓储 机械 机电 电子 电气 电器 科技 技术
	建材 建设 建筑 装饰 装潢 木业 家具 纺织 服装 服饰 印务 印刷 包装 医疗 器械 医药 药房 药店 涂料 冷链 气体 燃气 汽车 零部件 汽配 金属
	制品 塑料 塑业 橡胶 钢铁 钢材 铝业 铸造 模具 五金 电缆 光电 新材料 材料 能源 环保 环境 生物 制药 农业 农产品 养殖 种植 园林 绿化 物业
	房地产 置业 管理 咨询 教育 培训 文化 传媒 广告 网络 信息 软件 通信 通讯 智能 自动化 设备 制造 加工 维修 修理 保洁 家政 旅游 旅行社
	酒业 茶业 茶叶 水产 肉类 粮油 果蔬 生鲜 超市 便利店 百货 商店 商行 经营部 门市部 美容 美发 理发 健身 体育 娱乐 浴室 足浴 网吧 饭店
	小吃 面馆 火锅 烧烤 烘焙 蛋糕 奶茶 咖啡 水果 烟酒 服务 租赁 典当 拍卖 保险 证券 银行 检测 认证 设计 测绘 工程 安装 消防 安防 劳务 人力资源 供应链`)

// tradeWords are the trades by word, and longestTrade is the characters of the
// longest.
var tradeWords = func() map[string]bool {
	m := make(map[string]bool, len(trades))
	for _, t := range trades {
		m[t] = true
	}
	return m
}()

const longestTrade = 4

// tradeOf gives the trade word a run of characters begins or ends with.
func tradeOf(part []rune) string {
	for n := 2; n <= min(len(part), longestTrade); n++ {
		for _, t := range []string{string(part[:n]), string(part[len(part)-n:])} {
			if tradeWords[t] {
				return t
			}
		}
	}
	return ""
}
