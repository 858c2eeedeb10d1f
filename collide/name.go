package collide

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// form is an enterprise's legal form, as far as it tells enterprises apart.
type form uint8

const (
	noForm          form = iota // none said, or one that belongs to the name (厂, 店, 中心)
	company                     // 公司 and no more
	limited                     // 有限公司, 有限责任公司
	shares                      // 股份有限公司
	generalPartners             // （普通合伙）
	specialPartners             // （特殊普通合伙）
	limitedPartners             // （有限合伙）
)

var formNames = [...]string{"", "公司", "有限公司", "股份有限公司", "普通合伙", "特殊普通合伙", "有限合伙"}

// sameForm reports whether two forms can be one enterprise's, carelessly
// written: none is said, or 公司 for 有限公司.
func sameForm(a, b form) bool {
	if a > b {
		a, b = b, a
	}
	return a == b || a == noForm || a == company && b <= shares
}

// name is an enterprise's name taken apart.
type name struct {
	text   string // the whole, folded
	before string // what the region is read from: 南京市
	region region
	core   string // trade name and business: what is left of 南京市隆源化工有限公司 is 隆源化工
	form   form
	branch string   // what follows the legal form: 江宁分公司
	former []string // folded names before a change, or behind it
}

// spelling is a name as rows write it, with what else it says.
type spelling struct {
	name
	also []name // its other reading, if it has one: see otherwise
	was  []name // before a change, or behind it, each once
}

func (g *gazetteer) parseSpelling(s string) spelling {
	n := spelling{name: g.parseName(s)}
	if m, ok := g.otherwise(&n.name); ok {
		n.also = []name{m}
	}
	for _, f := range n.former {
		if old := g.parseName(f); old.core != "" && !slices.ContainsFunc(n.was, func(m name) bool { return m.same(&old) }) {
			n.was = append(n.was, old)
		}
	}
	return n
}

// bareName is equal for names that differ only in spelling and region.
type bareName struct {
	core, branch string
	form         form
}

func (n *name) bare() bareName { return bareName{n.core, n.branch, n.form} }

// same reports whether two names are one, spelling aside.
func (n *name) same(m *name) bool { return n.bare() == m.bare() && n.region == m.region }

// plain is the name without its region, in one spelling.
func (n *name) plain() string { return n.core + formNames[n.form] + n.branch }

// String writes the name in the one spelling all its spellings share.
func (n *name) String() string {
	return n.region.label() + n.region.district + n.plain()
}

// oneSpelling leaves out what tells no enterprises apart: kinds of ownership
// and remarks in brackets.
var oneSpelling = func() *strings.Replacer {
	var pairs []string
	for _, remark := range strings.Fields(`个体工商户 个体户 个体 个人独资 本部 总部
		重点 重点企业 新增 搬迁 已搬迁 停产 已停产 停业 已停业 歇业 关停 已关停 关闭 已关闭 注销 已注销 吊销 已吊销 更名`) {
		pairs = append(pairs, "("+remark+")", "")
	}
	return strings.NewReplacer(append(pairs, "有限责任公司", "有限公司", "(", "", ")", "", ":", "")...)
}()

// parseName takes a name apart. It never fails: what it does not know stays in
// the core.
func (g *gazetteer) parseName(s string) name {
	text, former := cutFormer(fold(s))
	n := name{text: text}
	n.region, n.core = g.cutRegion(text)
	n.before = text[:len(text)-len(n.core)]
	n.former = former
	n.cutPartners()
	if strings.ContainsAny(n.core, "():") || strings.Contains(n.core, "有限责任公司") { // as all that is replaced
		n.core = oneSpelling.Replace(n.core)
	}
	n.cutForm()
	if n.core == "" { // a name made of region and form alone: 南京市有限公司
		n.before, n.core, n.region = "", text, region{}
	}
	n.region.needed = generic(n.core)
	return n
}

// cutPartners takes the kind of a partnership off the core.
func (n *name) cutPartners() {
	for f := generalPartners; f <= limitedPartners; f++ {
		if before, after, ok := strings.Cut(n.core, "("+formNames[f]+")"); ok && before != "" {
			n.core, n.form = before+after, f
			return
		}
	}
}

// institutions are what is found in every town, and towns are all that tells
// such names apart: 江苏省人民医院 is not what 人民医院 means elsewhere.
var institutions = strings.Fields(`医院 卫生院 卫生室 卫生所 卫生服务中心 卫生服务站 保健院 保健所 疾控中心 小学 中学 学校 幼儿园 托儿所 大学 学院 党校 少年宫
	敬老院 福利院 养老院 市场 银行 信用社 供销社 汽车站 客运站 火车站 加油站 水厂 电厂 供电局 图书馆 博物馆 文化馆 体育馆 体育场 游泳馆 公园 殡仪馆 看守所
	派出所 粮库 招待所 宾馆 村委会 居委会 村民委员会 居民委员会`)

// institution reports whether a name is that of one.
func institution(core string) bool {
	return slices.ContainsFunc(institutions, func(w string) bool { return strings.HasSuffix(core, w) })
}

// genericWords are what names no enterprise by itself.
var genericWords = slices.Concat(institutions, trades, strings.Fields(`第 一 二 三 四 五 六 七 八 九 十 0 1 2 3 4 5 6 7 8 9 人民 中心 实验 中医 中西医结合 妇幼 妇幼保健 口腔
	专科 附属 机关 农贸 批发 综合 社区 镇 村 外国语 初级 高级 职业 师范 城市 公共 公交 自来水 总 分 厂 店`))

// withoutGeneric takes them out of a name; one that begins with none of
// genericBeginnings is left with something.
var (
	withoutGeneric = func() *strings.Replacer {
		var pairs []string
		for _, w := range genericWords {
			pairs = append(pairs, w, "")
		}
		return strings.NewReplacer(pairs...)
	}()
	genericBeginnings = func() map[rune]bool {
		m := make(map[rune]bool)
		for _, w := range genericWords {
			first, _ := utf8.DecodeRuneInString(w)
			m[first] = true
		}
		return m
	}()
)

// generic reports whether a core is made of words for what an enterprise does
// alone, so that nothing but its region names it.
func generic(core string) bool {
	first, _ := utf8.DecodeRuneInString(core)
	return len(core) <= 30 && (core == "" || genericBeginnings[first]) && withoutGeneric.Replace(core) == ""
}

// cutForm takes the legal form, and what follows it, off the core.
func (n *name) cutForm() {
	for _, f := range []struct {
		word string
		form form
	}{{"股份有限公司", shares}, {"有限公司", limited}, {"公司", company}} {
		if before, after, ok := strings.Cut(n.core, f.word); ok && before != "" {
			if f.form == company && strings.HasSuffix(before, "分") {
				before, after = strings.TrimSuffix(before, "分"), "分公司"+after
				n.core, n.branch = before, after
				return
			}
			n.core, n.form, n.branch = before, f.form, after
			return
		}
	}
	// 公司 lost at the end of a cell that was cut or typed in haste.
	for _, f := range []struct {
		word string
		form form
	}{{"股份有限责任", shares}, {"股份有限", shares}, {"有限责任", limited}, {"有限", limited}} {
		if before, ok := strings.CutSuffix(n.core, f.word); ok && utf8.RuneCountInString(before) >= 2 {
			n.core, n.form = before, f.form
			return
		}
	}
}

// formerMarks begin a bracket that holds a former name, or the one that has come
// instead; those with sure set need no other sign, the plain 原 needs a colon or
// a whole name behind it.
var formerMarks = []struct {
	word string
	sure bool
}{{"现改名为", true}, {"现更名为", true}, {"已更名为", true}, {"更名为", true}, {"现名称", true}, {"现名", true}, {"现为", false}, {"原企业名称", true}, {"原名称", true}, {"原单位", true}, {"原名", true}, {"曾用名", true}, {"更名前", true}, {"旧称", true}, {"旧名", true}, {"原", false}}

// cutFormer takes former names in brackets, （原：南京隆源化工厂）, off a folded
// name.
func cutFormer(s string) (text string, former []string) {
	for from := 0; ; {
		open := strings.IndexByte(s[from:], '(')
		if open < 0 {
			return s, former
		}
		open += from
		length := bracketed(s[open:])
		inner := strings.TrimSuffix(s[open+1:open+length], ")")
		old, ok := formerName(inner)
		if !ok || open == 0 {
			from = open + 1
			continue
		}
		former = append(former, old)
		s = s[:open] + s[open+length:]
		from = open
	}
}

// bracketed gives the length of the bracket s begins with, brackets within
// included; one that is never closed reaches to the end.
func bracketed(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(s)
}

func formerName(inner string) (string, bool) {
	for _, m := range formerMarks {
		rest, ok := strings.CutPrefix(inner, m.word)
		if !ok {
			continue
		}
		rest, colon := strings.CutPrefix(rest, ":")
		rest = strings.TrimPrefix(rest, "为")
		if utf8.RuneCountInString(rest) >= 2 && (m.sure || colon || endsLikeName(rest)) {
			return rest, true
		}
	}
	return "", false
}

func endsLikeName(s string) bool {
	if utf8.RuneCountInString(s) < 4 {
		return false
	}
	for _, end := range []string{"公司", "厂", "店", "部", "社", "院", "中心", "馆", "行", "楼", "超市", "场", "所"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}
