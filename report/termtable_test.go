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

// Names of enterprises stand whole in the summary, and no row is empty but for
// the lines at its sides.
func TestLeftOutIsWhole(t *testing.T) {
	o := sampleOutcome(40)
	long := strings.Repeat("甲乙", 20) + "（丙）有限公司"
	o.Enterprises[o.EntryOf[o.Unscheduled[0].Entry]].Name = long
	for _, columns := range []int{0, 60, 80, 120} {
		var out bytes.Buffer
		if err := Summary(&out, columns, o, nil); err != nil {
			t.Fatal(err)
		}
		flat := ""
		for line := range strings.Lines(out.String()) {
			cells := strings.Split(strings.TrimSpace(line), "│")
			if len(cells) < 4 {
				continue
			}
			flat += strings.TrimSpace(cells[2])
			if strings.Trim(line, "│ \n") == "" {
				t.Errorf("an empty row at %d:\n%s", columns, out.String())
			}
		}
		if !strings.Contains(flat, long) {
			t.Errorf("a name is cut at %d:\n%s", columns, out.String())
		}
	}
}

// A line begins with no mark that closes something and ends with none that opens.
func TestFoldKeepsMarksWithTheirWords(t *testing.T) {
	for s, want := range map[string]string{
		"逾期未改，重大隐患": "逾期未\n改，重大\n隐患",
		"检查一次（近期）好": "检查一次\n（近期）\n好",
		"名录库里 1 处的": "名录库里\n1 处的",
		"，，，，，，":    "，，，，\n，，",
	} {
		if got := fold(s, 8); got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}
