package collide

import (
	"fmt"
	"slices"

	"liancha/internal/creditcode"
	"liancha/internal/diag"
)

// Party is an enterprise as a decision names it: by its valid code, else by
// name and district. It means the same next month, when rows, row numbers and
// neighbours have changed.
type Party struct {
	Code     string
	Name     string
	District string // 江宁区; empty where the rows do not say
}

// Decision is a person's word on two doubtful enterprises.
type Decision struct {
	A, B Party
	Same bool
	diag.Position
}

// Answer is one line of the sheet 疑似同一企业 as it came back.
type Answer struct {
	diag.Position
	Group  string // the block the line belongs to
	Party  Party
	Answer string // 是, 否, or empty for undecided
}

// Decisions turns answers into decisions. In a group those marked 是 are one
// enterprise, and those marked 否 are none of these; in a group of two one
// answer decides. Lines that contradict two valid codes, or say what cannot be
// understood, are refused with the reason.
func Decisions(answers []Answer) ([]Decision, diag.List) {
	var out []Decision
	var problems diag.List
	var groups []string
	byGroup := make(map[string][]Answer)
	for _, a := range answers {
		if byGroup[a.Group] == nil {
			groups = append(groups, a.Group)
		}
		byGroup[a.Group] = append(byGroup[a.Group], a)
	}
	slices.Sort(groups)
	for _, g := range groups {
		yes, no := readAnswers(byGroup[g], &problems)
		out = append(out, settle(byGroup[g], yes, no, &problems)...)
	}
	problems.Sort()
	return out, problems
}

// readAnswers sorts a group's lines by their answer.
func readAnswers(group []Answer, problems *diag.List) (yes, no []int) {
	for i, a := range group {
		switch fold(a.Answer) {
		case "是", "Y", "YES", "同一", "√", "✓", "1":
			yes = append(yes, i)
		case "否", "不是", "N", "NO", "×", "X", "0":
			no = append(no, i)
		case "":
		default:
			problems.Add(diag.Problem{
				Severity: diag.Warning, Code: "bad_decision", Position: a.Position, Value: a.Answer,
				Message: fmt.Sprintf("“%s”不是“是”或“否”，这一行按未作决定处理", a.Answer),
				Hint:    "是：与本组其他标“是”的为同一企业；否：不是；空着：暂不决定",
			})
		}
	}
	return yes, no
}

// settle draws the decisions a group's answers mean.
func settle(group []Answer, yes, no []int, problems *diag.List) []Decision {
	switch {
	case len(group) == 2 && len(yes) == 1 && len(no) == 0:
		yes = []int{0, 1}
	case len(yes) == 1 && len(no) == 0:
		problems.Add(diag.Problem{
			Severity: diag.Warning, Code: "bad_decision", Position: group[yes[0]].Position, Value: group[yes[0]].Answer,
			Message: "本组只有一行标“是”，看不出与哪一行为同一企业，未采用",
			Hint:    "把属于同一企业的各行都标“是”",
		})
		return nil
	}
	var out []Decision
	say := func(i, j int, same bool) {
		out = append(out, Decision{A: group[i].Party, B: group[j].Party, Same: same, Position: group[max(i, j)].Position})
	}
	for k, j := range yes {
		for _, i := range yes[:k] {
			if a, b := codesOf(group[i].Party.Code), codesOf(group[j].Party.Code); a.opposed(b) {
				problems.Add(refused(group[j].Position, group[i].Party, group[j].Party))
				continue
			}
			say(i, j, true)
		}
	}
	for _, j := range no {
		for i := range group {
			if i != j && (!slices.Contains(no, i) || i < j) {
				say(i, j, false)
			}
		}
	}
	return out
}

func codesOf(s string) codes {
	code, ok := creditcode.Parse(s)
	if !ok {
		return codes{}
	}
	c := codes{org: code.Org()}
	switch code.Kind {
	case creditcode.USCC18:
		c.uscc = code.Value
	case creditcode.Reg15:
		c.reg = code.Value
	}
	return c
}

func refused(at diag.Position, a, b Party) diag.Problem {
	return diag.Problem{
		Severity: diag.Warning, Code: "decision_refused", Position: at, Value: "是",
		Message: fmt.Sprintf("“%s”与“%s”各有有效代码（%s、%s），代码不同必是两家企业，这一决定未采用", a.Name, b.Name, a.Code, b.Code),
		Hint:    "若其中一个代码填错，请在报送的计划里改正",
	}
}
