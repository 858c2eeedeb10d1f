package collide

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"liancha/inspect"
)

// nanjing is what the lists of a Nanjing month teach.
func nanjing() *gazetteer { return madeGazetteer() }

// alike says what comparing two names by themselves comes to.
func alikeNames(g *gazetteer, a, b string) (same, clash bool) {
	x, y := g.parseName(a), g.parseName(b)
	same = x.bare() == y.bare() && g.sameRegion(&x.region, &y.region)
	d := diff([]rune(x.plain()), []rune(y.plain()))
	clash = clashingRegion(&x.region, &y.region) || d.distinguishing()
	return same, clash
}

func TestSpellingsOfOneName(t *testing.T) {
	g := nanjing()
	const name = "南京隆源化工有限公司"
	for _, other := range []string{
		"南京隆源化工有限公司 ", " 南京隆源 化工有限公司", "南京隆源\n化工有限公司", "南京　隆源化工有限公司", "\ufeff南京隆源化工有限公司\u200b",
		"南京隆源化工有限责任公司", "南京市隆源化工有限公司", "江苏省南京隆源化工有限公司", "江苏省南京市隆源化工有限责任公司", "隆源化工有限公司",
		"南京隆源化工有限", "南京隆源化工有限责任", "“南京隆源化工有限公司”", "南京隆源化工有限公司。", "南京隆源化工有限公司*",
		"南京隆源化工有限公司（原：南京隆源化工厂）", "南京隆源化工有限公司(原名南京隆源化工厂)", "南京隆源化工有限公司【曾用名：隆源厂】", "南京隆源化工有限公司（原南京隆源化工总厂）",
	} {
		if same, _ := alikeNames(g, name, other); !same {
			t.Errorf("%q is not taken for %q", other, name)
		}
	}
	for _, pair := range [][2]string{
		{"南京隆源（江宁）化工有限公司", "南京隆源(江宁)化工有限公司"}, {"隆源技术〔南京〕有限公司", "隆源技术（南京）有限公司"},
		{"南京ＡＢＣ電子科技有限公司", "南京abc电子科技有限公司"}, {"南京市江寧區華聯商廈", "南京市江宁区华联商厦"},
		{"江苏省宏腾气体有限公司", "江苏宏腾气体有限公司"}, {"江宁区李建国小吃店（个体工商户）", "江宁区李建国小吃店"},
		{"南京市政工程有限公司", "市政工程有限公司"}, {"南京中山北路小吃店", "中山北路小吃店"}, {"南京市海南鸡饭店", "海南鸡饭店"}, {"南京市场开发有限公司", "市场开发有限公司"},
		{"南京隆源化工有限公司（已停产）", "南京隆源化工有限公司"}, {"①南京隆源化工有限公司", "★南京隆源化工有限公司"},
		{"南京東業網絡團體鐘錶銷售有限公司", "南京东业网络团体钟表销售有限公司"}, {"南京銘澤專範娛樂郵務羣峯衞閲啓", "南京铭泽专范娱乐邮务群峰卫阅启"},
		{"12、南京隆源化工有限公司", "南京隆源化工有限公司"}, {"3.南京隆源化工有限公司", "南京隆源化工有限公司"}, {"南京隆源会计师事务所（特殊普通合伙）", "南京隆源会计师事务所[特殊普通合伙]"},
		{"南京市江宁区张明面馆", "江苏省南京市江宁区张明面馆"}, {"上海市隆源化工有限公司", "上海隆源化工有限公司"},
		{"南阳市桐柏县霍顿陶瓷有限公司", "桐柏县霍顿陶瓷有限公司"}, {"四川省南充市楚天软件有限公司", "四川南充楚天软件有限公司"}, {"苏州东升机械有限公司", "苏州市东升机械有限公司"},
		{"喀什地区盛享铝业有限公司", "喀什盛享铝业有限公司"}, {"恩施土家族苗族自治州晨洲汽车有限公司", "恩施晨洲汽车有限公司"}, {"江宁区张明面馆", "南京市江宁区张明面馆"},
	} {
		if same, _ := alikeNames(g, pair[0], pair[1]); !same {
			t.Errorf("%q is not taken for %q", pair[0], pair[1])
		}
	}
}

func TestWhatMakesTwoEnterprises(t *testing.T) {
	g := nanjing()
	for _, pair := range [][2]string{
		{"南京隆源化工有限公司", "南京隆源化工有限公司江宁分公司"}, {"南京隆源化工有限公司江宁分公司", "南京隆源化工有限公司浦口分公司"},
		{"南京隆源化工有限公司", "南京隆源化工集团有限公司"}, {"南京隆源化工有限公司", "南京隆源化工销售有限公司"},
		{"南京隆源化工一厂", "南京隆源化工二厂"}, {"南京第一机床厂", "南京第三机床厂"}, {"南京隆源化工1厂", "南京隆源化工2厂"},
		{"南京隆源东区加油站", "南京隆源西区加油站"}, {"南京隆源化工有限公司", "南京隆源食品有限公司"}, {"南京隆源商贸有限公司", "南京隆源物流有限公司"},
		{"南京隆源化工有限公司", "江苏隆源化工有限公司"}, {"南京隆源化工有限公司", "苏州隆源化工有限公司"}, {"南京市江宁区隆源超市", "南京市浦口区隆源超市"},
		{"隆源化工（南京）有限公司", "隆源化工（苏州）有限公司"}, {"南京隆源化工厂", "南京隆源化工总厂"}, {"南京华联超市有限公司东山一店", "南京华联超市有限公司东山二店"},
	} {
		same, clash := alikeNames(g, pair[0], pair[1])
		if same {
			t.Errorf("%q is taken for %q", pair[0], pair[1])
		}
		if !clash && !strings.Contains(pair[1], "浦口分公司") {
			t.Errorf("nothing tells %q from %q", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{
		{"南京隆源升辉超市", "南京隆源昇辉超市"}, {"南京华联5-1号店", "南京华联51号店"}, {"南京隆源化工厂①", "南京隆源化工厂②"}, {"南京@时代网吧", "南京时代网吧"},
		{"南京隆源投资（有限合伙）", "南京隆源投资（普通合伙）"}, {"南京隆源投资（有限合伙）", "南京隆源投资有限公司"}, {"江苏省人民医院", "人民医院"}, {"南京市第一中学", "第一中学"},
		{"南京隆源化工一厂", "南京隆源化工1厂"}, {"南京隆源化工有限公司", "南京隆原化工有限公司"}, {"南京隆源化工股份有限公司", "南京隆源化工有限公司"}, {"南京隆源化工厂", "南京隆源化工有限公司"},
		{"上海隆源化工有限公司", "隆源化工有限公司"}, {"南京市江宁区隆源超市", "南京隆源超市"}, {"南京隆源（原生态）食品店", "南京隆源食品店"},
	} {
		if same, _ := alikeNames(g, pair[0], pair[1]); same {
			t.Errorf("%q is taken for %q without being sure", pair[0], pair[1])
		}
	}
}

func TestOtherwise(t *testing.T) {
	g := nanjing()
	for s, want := range map[string]string{
		"昆山鑫博化工有限公司": "苏州 昆山市 鑫博化工", "江苏昆山鑫博化工有限公司": "苏州 昆山市 鑫博化工", "沭阳人民医院": "宿迁 沭阳县 人民医院", "介休第二印刷厂": "晋中 介休市 第二印刷厂",
		"兴隆贸易有限公司": "", "南京兴隆鑫博贸易有限公司": "", "鼓楼鑫博化工有限公司": "", "昆山有限公司": "", "昆山市鑫博化工有限公司": "",
	} {
		n := g.parseName(s)
		m, ok := g.otherwise(&n)
		if got := m.region.label() + " " + m.region.district + " " + m.core; ok != (want != "") || ok && got != want {
			t.Errorf("%s: %q, %v, want %q", s, got, ok, want)
		}
	}
}

func TestSoundAlike(t *testing.T) {
	for _, pair := range []string{"鑫新", "张章", "林宁", "京晶", "长厂", "设社", "身生"} {
		if r := []rune(pair); !soundAlike(r[0], r[1]) || !soundAlike(r[1], r[0]) {
			t.Errorf("%s do not sound alike", pair)
		}
	}
	for _, pair := range []string{"化食", "东西", "一二", "A京", "南北"} {
		if r := []rune(pair); soundAlike(r[0], r[1]) {
			t.Errorf("%s sound alike", pair)
		}
	}
}

func TestFormerNames(t *testing.T) {
	for s, want := range map[string]string{
		"甲公司（原：乙公司）": "乙公司", "甲公司(原名乙公司)": "乙公司", "甲公司（原乙丙化工厂）": "乙丙化工厂", "甲公司（曾用名：乙公司）有限": "乙公司",
		"甲公司（原生态）": "", "甲公司（原：乙（南京）公司）": "乙(南京)公司", "甲公司（原：乙公司": "乙公司", "（原：乙公司）": "", "甲公司": "",
	} {
		text, former := cutFormer(fold(s))
		if strings.Join(former, "|") != want || want != "" && strings.Contains(text, "乙") {
			t.Errorf("%s: %q, former %q, want %q", s, text, former, want)
		}
	}
}

func TestParsePlace(t *testing.T) {
	g := nanjing()
	for s, want := range map[string]place{
		"南京市江宁区将军大道5号":          {"南京", "江宁", "", "将军大道", "5"},
		"江苏省南京市江宁区秣陵街道将军大道５号3幢": {"南京", "江宁", "秣陵", "将军大道", "5"},
		"江宁区将军大道":               {"南京", "江宁", "", "将军大道", ""},
		"将军大道5-1号":              {"", "", "", "将军大道", "5"},
		"溧水县永阳镇中山路12号":          {"", "溧水", "永阳", "中山路", "12"},
		"":                      {},
		"怀化市洪江市湾溪乡先锋村路10号":      {"怀化", "洪江", "湾溪", "先锋村路", "10"},
		"江苏省昆山市玉山镇前进路8号":        {"苏州", "昆山", "玉山", "前进路", "8"},
	} {
		g.districts["溧水县"] = true
		p := g.parsePlace(&inspect.Subject{Address: s})
		if p != want {
			t.Errorf("%s: %+v, want %+v", s, p, want)
		}
	}
	a := g.parsePlace(&inspect.Subject{Address: "将军大道5号", District: "江宁", Street: "秣陵街道"})
	b := g.parsePlace(&inspect.Subject{Address: "南京市江宁区秣陵街道江宁开发区将军大道5号2楼"})
	c := g.parsePlace(&inspect.Subject{Address: "南京市江宁区将军大道7号"})
	if a.contradicts(&b) || a.house(&b) != agrees || !b.contradicts(&c) {
		t.Errorf("%+v %+v %+v", a, b, c)
	}
}

// No text makes a name or an address fail to parse, and parsing is a matter of
// the folded text alone.
func TestParseAnyName(t *testing.T) {
	g := nanjing()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("南京市江苏省江宁区有限责任公司分厂()（）原：股份集团一二隆源化工5号路街道")))).Draw(t, "name")
		n := g.parseName(s)
		if m := g.parseName(fold(s)); m.String() != n.String() {
			t.Fatalf("%q parses as %+v, folded as %+v", s, n, m)
		}
		if fold(s) != "" && n.core == "" && len(n.former) == 0 && n.text != "" && strings.Trim(n.text, "():") != "" {
			t.Fatalf("%q has lost its core: %+v", s, n)
		}
		g.parsePlace(&inspect.Subject{Address: s, District: s, Street: s})
	})
}

func TestDiffCountsCommon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gen := rapid.StringOfN(rapid.SampledFrom([]rune("甲乙丙丁")), 0, 12, -1)
		a, b := []rune(gen.Draw(t, "a")), []rune(gen.Draw(t, "b"))
		d := diff(a, b)
		from, to := d.common, d.common
		for _, p := range d.parts {
			from += len(p.from)
			to += len(p.to)
		}
		if from != len(a) || to != len(b) {
			t.Fatalf("%q → %q: %+v", string(a), string(b), d)
		}
		if back := diff(b, a); back.common != d.common {
			t.Fatalf("%q and %q have %d or %d characters in common", string(a), string(b), d.common, back.common)
		}
	})
}

// The city whose name may be left out is that of the departments, else of the
// addresses and names; the settings overrule it, county-level cities included.
func TestHomeCity(t *testing.T) {
	for _, c := range []struct {
		department, address, setting string
		name, short                  string
	}{
		{"苏州市应急管理局", "", "", "苏州隆源化工有限公司", "隆源化工有限公司"},
		{"应急管理局", "江苏省徐州市云龙区和平路5号", "", "徐州市隆源化工有限公司", "隆源化工有限公司"},
		{"应急管理局", "", "", "上海市隆源化工有限公司", "隆源化工有限公司"},
		{"昆山市应急管理局", "", "昆山市", "昆山市隆源化工有限公司", "隆源化工有限公司"},
		{"应急管理局", "", "江苏省昆山市", "江苏省昆山市隆源化工有限公司", "昆山隆源化工有限公司"},
	} {
		entries := entriesOf([]row{{c.name, codeA, c.address}, {c.short, "", ""}, {"宁波" + c.short, "", ""}})
		for i := range entries {
			entries[i].Department = c.department
		}
		if got := partition(Resolve(entries, nil, Options{City: c.setting}).Of); got != "001" {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
