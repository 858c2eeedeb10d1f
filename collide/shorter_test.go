package collide

import (
	"slices"
	"testing"
)

// A district or zone behind the city is read without its rank, for asking
// alone; what is left must be a name by itself.
func TestShorter(t *testing.T) {
	for s, want := range map[string]string{
		"南京江宁隆源化工有限公司": "南京 江宁区 隆源化工", "南京市江宁隆源化工有限公司": "南京 江宁区 隆源化工", "江苏江宁隆源化工有限公司": "南京 江宁区 隆源化工", "江宁隆源化工有限公司": "南京 江宁区 隆源化工",
		"南京雨花台隆源化工有限公司": "南京 雨花台区 隆源化工", "苏州吴江隆源化工有限公司": "苏州 吴江区 隆源化工", "苏州昆山隆源化工有限公司": "苏州 昆山市 隆源化工",
		"南京江北隆源化工有限公司": "南京 江北新区 隆源化工", "江北隆源化工有限公司": " 江北新区 隆源化工", "苏州江北隆源化工有限公司": "",
		"南京江宁经济开发区隆源化工有限公司": "南京 江宁区 隆源化工", "南京经济技术开发区隆源化工有限公司": "南京 经济技术开发区 隆源化工", "南京市江宁区高新区隆源化工有限公司": "南京 江宁区 隆源化工",
		"南京江宁区隆源化工有限公司": "", "南京隆源化工有限公司": "", "南京天宁隆源化工有限公司": "", "天宁隆源化工有限公司": "", "南京江宁医院": "", "南京江宁有限公司": "", "南京江宁物流有限公司": "", "南京鼓楼": "", "": "",
	} {
		g := nanjing()
		g.districts["江北新区"] = true
		g.learnShort()
		n := g.parseName(s)
		got := ""
		if m := g.shorter(&n); m != nil {
			got = m.region.label() + " " + m.region.district + " " + m.core
		}
		if got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

// Rows that leave out a district others write, with or without its rank, are
// asked about and never joined; two districts are two enterprises, and nobody
// is asked.
func TestDistrictsInNames(t *testing.T) {
	for _, c := range []struct {
		city, coded, other string
		asked              bool
	}{
		{"南京市", "南京江宁恒瑞化工有限公司", "恒瑞化工有限公司", true},
		{"南京市", "恒瑞化工有限公司", "南京江宁恒瑞化工有限公司", true},
		{"常州市", "南京江宁恒瑞化工有限公司", "恒瑞化工有限公司", true},
		{"常州市", "常州天宁恒瑞化工有限公司", "恒瑞化工", true},
		{"常州市", "常州天宁恒瑞化工有限公司", "常州恒瑞化工有限公司", true},
		{"常州市", "常州天宁恒瑞化工有限公司", "天宁恒瑞化工有限公司", false}, // joined: the home city may be left out
		{"常州市", "常州天宁恒瑞化工有限公司", "常州市天宁区恒瑞化工有限公司", true},
		{"常州市", "常州天宁恒瑞化工有限公司", "天宁区恒瑞化工", true},
		{"常州市", "常州天宁恒瑞化工有限公司", "常州天宇恒瑞化工有限公司", true},
		{"常州市", "常州武进高新区恒瑞化工有限公司", "恒瑞化工有限公司", true},
		{"常州市", "常州武进恒瑞化工有限公司", "恒瑞化工有限公司", true},
		{"常州市", "常州武进湖塘恒瑞化工有限公司", "恒瑞化工有限公司", true},
		{"常州市", "常州市武进区湖塘镇恒瑞化工有限公司", "恒瑞化工有限公司", true},
		{"常州市", "常州东方冷链物流有限公司", "东方冷链", true},
		{"常州市", "常州东方冷链物流有限公司", "东方食品", false},
		{"常州市", "常州溧阳天目湖酒店有限公司", "天目湖酒店", true},
		{"常州市", "常州天宁恒瑞化工有限公司", "恒瑞食品有限公司", false},
		{"常州市", "常州天宁恒瑞化工有限公司", "恒瑞化工有限公司武进分公司", false},
		{"常州市", "常州天宁恒瑞化工有限公司", "常州武进恒瑞化工有限公司", false},
		{"常州市", "常州天宁恒瑞化工有限公司", "常州市武进区恒瑞化工有限公司", false},
		{"常州市", "常州市天宁区恒瑞化工有限公司", "常州市武进区恒瑞化工有限公司", false},
		{"常州市", "常州天宁恒瑞化工有限公司", "武进恒瑞化工有限公司", false},
		{"常州市", "常州恒瑞化工有限公司", "苏州恒瑞化工有限公司", false},
		{"南京市", "南京雨花台区恒瑞化工有限公司", "雨花区恒瑞化工有限公司", true}, // Changsha's by itself, but likelier misprinted
	} {
		who := Resolve(entriesOf([]row{{c.coded, codeA, ""}, {c.other, "", ""}}), nil, Options{City: c.city})
		joined := who.Of[0] == who.Of[1]
		if asked := len(who.Review) == 1; asked != c.asked || joined && c.asked {
			t.Errorf("%s and %s: asked %v, joined %v: %+v", c.coded, c.other, asked, joined, who.Review)
		}
	}
}

// What a name goes on with and another lacks is parted into words and legal form.
func TestPartForms(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want []string
	}{
		{"东方冷链物流有限公司", "东方冷链", []string{"物流/", "有限公司/"}}, {"东方冷链", "东方冷链物流股份有限公司", []string{"/物流", "/股份有限公司"}},
		{"东方冷链有限公司", "东方冷链", []string{"有限公司/"}}, {"东方冷链物流", "东方冷链", []string{"物流/"}}, {"东方冷链有限公司江宁分公司", "东方冷链有限公司", []string{"江宁分公司/"}},
		{"东方冷链物流公司", "东方冷链店", []string{"物流公司/店"}}, {"东方物流有限公司冷链", "东方冷链", []string{"物流/", "有限公司/"}},
	} {
		d := diff([]rune(c.a), []rune(c.b))
		d.partForms()
		var got []string
		for _, p := range d.parts {
			got = append(got, string(p.from)+"/"+string(p.to))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s and %s: %q, want %q", c.a, c.b, got, c.want)
		}
	}
}
