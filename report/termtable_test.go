package report

import (
	"bytes"
	"strings"
	"testing"

	"liancha/inspect"
)

// A table fits the terminal it is shown on; without one nothing is broken.
func TestTableFits(t *testing.T) {
	header := []string{"日期", "时段", "代价或障碍", "要让什么"}
	rows := [][]string{
		{"2021-05-12", "上午", "与这家企业的其他检查错不开；执法人员不够", "允许不同层级的检查只隔3个工作日（排在5月12日上午）；或增加2名执法人员"},
		{"2021-05-13", "下午", "上门次数不变", "12"},
	}
	var whole bytes.Buffer
	if err := Table(&whole, 0, header, rows); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(whole.String(), "\n"); n != 6 {
		t.Errorf("%d lines without a terminal:\n%s", n, whole.String())
	}
	flat := func(s string) string {
		return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("│ \n", r) }), "")
	}
	for _, columns := range []int{200, 100, 80, 60} {
		var out bytes.Buffer
		if err := Table(&out, columns, header, rows); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if w := shownWidth(strings.TrimRight(line, "\n")); w > columns {
				t.Errorf("%d columns wide on a terminal of %d:\n%s", w, columns, out.String())
			}
		}
		if columns == 200 && out.String() != whole.String() {
			t.Errorf("broken though there is room:\n%s", out.String())
		}
		if !strings.Contains(out.String(), "2021-05-12") {
			t.Errorf("a date was broken where text could be:\n%s", out.String())
		}
		for _, r := range flat("排在下午代价或障碍增加名执法人员") { // nothing is lost
			if strings.Count(out.String(), string(r)) != strings.Count(whole.String(), string(r)) {
				t.Errorf("%c was lost at %d:\n%s", r, columns, out.String())
			}
		}
	}
}

// Where room is scarce a column that says nothing goes first, and figures stay
// with what they count.
func TestTableNarrow(t *testing.T) {
	var out bytes.Buffer
	if err := Table(&out, 40, []string{"日期", "顺路", "怎样能排入"}, [][]string{{"2021-05-12", "", "检查时间提前至4月30日，或者再多派2名执法人员"}}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "顺路") {
		t.Errorf("an empty column takes room:\n%s", out.String())
	}
	for _, whole := range []string{"2021-05-12", "4月", "2名"} {
		if !strings.Contains(out.String(), whole) {
			t.Errorf("%s was parted:\n%s", whole, out.String())
		}
	}
}

func TestSummaryFits(t *testing.T) {
	o := sampleOutcome(40)
	o.Unscheduled = append(o.Unscheduled, inspect.Unscheduled{Entry: 0, Code: "stagger", Reason: strings.Repeat("与其他检查错不开", 5), Remedy: ""})
	for _, columns := range []int{60, 70, 80, 120} {
		var out bytes.Buffer
		if err := Summary(&out, columns, o, sampleProblems()); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if w := shownWidth(strings.TrimRight(line, "\n")); strings.Contains(line, "│") && w > columns {
				t.Errorf("%d columns wide on a terminal of %d: %s", w, columns, line)
			}
		}
	}
}
