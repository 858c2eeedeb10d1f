package collide

import (
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/internal/diag"
)

func answered(group string, lines ...string) []Answer {
	var out []Answer
	for i, l := range lines {
		f := strings.Split(l, "|")
		out = append(out, Answer{
			Position: diag.Position{File: "疑似.xlsx", Sheet: "疑似同一企业", Row: 10*len(group) + i},
			Group:    group, Party: Party{Name: f[0], Code: f[1], District: f[2]}, Answer: f[3],
		})
	}
	return out
}

func TestDecisions(t *testing.T) {
	for _, c := range []struct {
		rule     string
		lines    []string
		same     int
		apart    int
		problems string
	}{
		{"both 是", []string{"甲|" + codeA + "||是", "乙|||是"}, 1, 0, ""},
		{"one 是 in a pair", []string{"甲|" + codeA + "||", "乙|||是"}, 1, 0, ""},
		{"one 否 in a pair", []string{"甲|" + codeA + "||", "乙|||否"}, 0, 1, ""},
		{"是 and 否 in a pair", []string{"甲|" + codeA + "||是", "乙|||否"}, 0, 1, ""},
		{"nothing said", []string{"甲|" + codeA + "||", "乙|||"}, 0, 0, ""},
		{"one member left out of a group", []string{"甲|" + codeA + "||是", "乙|||是", "丙|||否"}, 1, 2, ""},
		{"a member undecided", []string{"甲|" + codeA + "||是", "乙|||是", "丙|||"}, 1, 0, ""},
		{"all 否", []string{"甲|||否", "乙|||否", "丙|||否"}, 0, 3, ""},
		{"one 是 alone in a larger group", []string{"甲|||是", "乙|||", "丙|||"}, 0, 0, "bad_decision"},
		{"a word that is neither", []string{"甲|||是", "乙|||大概"}, 1, 0, "bad_decision"},
		{"two valid codes", []string{"甲|" + codeA + "||是", "乙|" + codeB + "||是"}, 0, 0, "decision_refused"},
		{"two valid codes and one without", []string{"甲|" + codeA + "||是", "乙|" + codeB + "||是", "丙|||是"}, 2, 0, "decision_refused"},
		{"a code and its organisation code", []string{"甲|" + codeA + "||是", "乙|" + codeA[8:17] + "||是"}, 1, 0, ""},
	} {
		decisions, problems := Decisions(answered("1", c.lines...))
		same, apart := 0, 0
		for _, d := range decisions {
			if d.Same {
				same++
			} else {
				apart++
			}
		}
		var codes []string
		for _, p := range problems {
			codes = append(codes, p.Code)
		}
		if same != c.same || apart != c.apart || strings.Join(codes, " ") != c.problems {
			t.Errorf("%s: %d same, %d apart, problems %v; want %d, %d, %q", c.rule, same, apart, codes, c.same, c.apart, c.problems)
		}
	}
}

// What a person has said holds for next month's rows, whatever their order and
// number, and never outweighs two codes.
func TestDecisionsHold(t *testing.T) {
	const jiangning, gulou = "南京市江宁区将军大道5号", "南京市鼓楼区湖南路9号"
	rows := []row{
		{"南京隆源化工有限公司", codeA, jiangning},
		{"南京隆原化工有限公司", "", jiangning},
		{"南京隆源化工有限公司", "", gulou},
		{"江苏丰木印刷厂", codeB, gulou},
	}
	resolve := func(decisions []Decision) *Resolved {
		return Resolve(entriesOf(rows), nil, Options{City: "南京市", Decisions: decisions})
	}
	asked := resolve(nil)
	if partition(asked.Of) != "0123" || len(asked.Review) == 0 {
		t.Fatalf("%s, %d reviews", partition(asked.Of), len(asked.Review))
	}
	answer := func(a, b int, yes bool) []Decision {
		var lines []string
		for _, e := range []int32{asked.Of[a], asked.Of[b]} {
			x := asked.Enterprises[e]
			word := "否"
			if yes {
				word = "是"
			}
			lines = append(lines, strings.Join([]string{x.Name, x.Code, x.District, word}, "|"))
		}
		d, problems := Decisions(answered("1", lines...))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return d
	}

	yes := resolve(append(answer(0, 1, true), answer(2, 0, true)...))
	if got := partition(yes.Of); got != "0001" {
		t.Errorf("after 是: %s", got)
	}
	if len(yes.Review) != 0 {
		t.Errorf("after 是 still asked: %+v", yes.Review)
	}
	no := resolve(append(answer(0, 1, false), answer(0, 2, false)...))
	for _, v := range no.Review {
		for i, a := range v.Candidates {
			for _, b := range v.Candidates[:i] {
				if a.Enterprise == int(no.Of[0]) || b.Enterprise == int(no.Of[0]) {
					t.Errorf("after 否 still asked: %+v", v)
				}
			}
		}
	}
	if got := partition(no.Of); got != "0123" {
		t.Errorf("after 否: %s", got)
	}

	// A 否 keeps apart what the name alone would join.
	rows[2] = row{"南京隆源化工有限公司", "", ""}
	if got := partition(resolve(nil).Of); got != "0102" {
		t.Errorf("by name: %s", got)
	}
	apart := []Decision{{A: Party{Name: "南京隆源化工有限公司"}, B: Party{Name: "南京隆源化工有限公司", Code: codeA}}}
	if got := partition(resolve(apart).Of); got != "0123" {
		t.Errorf("by name after 否: %s", got)
	}

	// A chain of 是 that would bring two codes together stops before it.
	chain := []Decision{
		{A: Party{Code: codeA}, B: Party{Name: "南京隆原化工有限公司", District: "江宁区"}, Same: true},
		{A: Party{Code: codeB}, B: Party{Name: "南京隆原化工有限公司", District: "江宁区"}, Same: true},
	}
	who := resolve(chain)
	if who.Of[0] == who.Of[3] || !strings.Contains(codesIn(who), "decision_refused") {
		t.Errorf("%s %s", partition(who.Of), codesIn(who))
	}

	// What one has said is one enterprise and another is not, stays apart.
	a, b := Party{Code: codeA, Name: "南京隆源化工有限公司"}, Party{Name: "南京隆原化工有限公司", District: "江宁区"}
	who = resolve([]Decision{{A: a, B: b, Same: true}, {A: b, B: a}})
	if who.Of[0] == who.Of[1] || !strings.Contains(codesIn(who), "decision_refused") {
		t.Errorf("contradicting: %s %s", partition(who.Of), codesIn(who))
	}
}

func TestBlindReview(t *testing.T) {
	rows := []row{
		{"南京隆源化工有限公司", codeA, "南京市江宁区将军大道5号"}, {"南京隆原化工有限公司", "", "南京市江宁区将军大道5号"},
	}
	for _, blind := range []bool{false, true} {
		who := Resolve(entriesOf(rows), nil, Options{City: "南京市", Blind: blind})
		if len(who.Review) != 1 {
			t.Fatalf("%d reviews", len(who.Review))
		}
		v := who.Review[0]
		if (v.Score == 0) != blind || strings.ContainsAny(v.Reason, "+") == blind || !strings.Contains(v.Reason, "地址相同") {
			t.Errorf("blind %v: %+v", blind, v)
		}
	}
}

func TestFind(t *testing.T) {
	rows := []row{
		{"南京隆源化工有限公司", codeA, "南京市江宁区将军大道5号"}, {"南京隆源化工有限公司", codeB, "南京市鼓楼区湖南路9号"}, {"江苏丰木印刷厂（原：江宁印刷二厂）", codeC, ""},
	}
	who := Resolve(entriesOf(rows), nil, Options{City: "南京市"})
	for _, c := range []struct {
		s    inspect.Subject
		want int // row, −1: not found
	}{
		{inspect.Subject{Code: codeA}, 0}, {inspect.Subject{Code: codeB[8:17], Name: "别的"}, 1},
		{inspect.Subject{Name: "江苏省丰木印刷厂"}, 2}, {inspect.Subject{Name: "江宁印刷二厂"}, 2},
		{inspect.Subject{Name: "南京隆源化工有限公司"}, -1}, {inspect.Subject{Name: "隆源化工有限责任公司", District: "鼓楼区"}, 1},
		{inspect.Subject{Name: "南京丰木印刷厂"}, -1}, {inspect.Subject{Name: "隆源化工", District: "江宁区"}, 0}, {inspect.Subject{Name: "隆源化工"}, -1}, {inspect.Subject{Code: "91320115W64HXP1Q5G"}, -1}, {inspect.Subject{}, -1},
	} {
		e, ok := who.Find(c.s)
		if ok != (c.want >= 0) || ok && int32(e) != who.Of[c.want] {
			t.Errorf("%+v: %d %v", c.s, e, ok)
		}
	}
}
