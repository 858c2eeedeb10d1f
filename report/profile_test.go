package report

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// sampleProfiles are n made-up profiles.
func sampleProfiles(n int) *Profiles {
	p := &Profiles{
		AsOf: inspect.MustDate(2021, 5, 31), Inspections: 3 * n, N: n, Since: "以前的脸谱", LowValueRun: 3,
		RiskNames: []string{"名录库等级", "行业", "从业人数", "重大隐患"}, ManagementNames: []string{"问题多少", "问题轻重", "逾期未改", "重复出现", "整改快慢", "持续无问题"},
		Method: []MethodLine{{Heading: true, Text: "一"}, {Head: true, Text: "项目", Value: "满分"}, {Text: "行业", Value: "30"}, {Text: "说明"}},
	}
	p.Line = func(i int) ProfileLine {
		x := ProfileLine{
			Rank: i + 1, Name: fmt.Sprintf("南京%d号化工有限公司", i), Code: fmt.Sprintf("91320100MA1%06dX", i), District: "江宁区", Street: "东山街道",
			Grade: inspect.GradeA + inspect.Grade(i%4), Before: inspect.Grade(i % 5), Colour: "红", Risk: float64(i%1000) / 10, Danger: 50, Known: i%3 > 0,
			RiskItems: []float64{1, 2, 3, 4}, ManagementItems: []float64{1, 2, 3, 4, 5, 6}, Inspections: i % 4, Hazards: i % 7,
			Summary: "重大隐患 1 处",
		}
		if x.Known {
			x.Management = float64(i*7%1001) / 10
		}
		if i%2 == 0 {
			x.Previous, x.LastVisit, x.DaysSince = inspect.GradeB, p.AsOf-20, 20
		}
		if i == n-1 && n > 1 {
			x.Rank, x.Note, x.Code = 0, "注销", ""
		}
		return x
	}
	p.Reasons = func(int) []string { return []string{"重大隐患 1 处", "固有风险 10.0 = 1.0 + 2.0 + 3.0 + 4.0"} }
	for i := range n {
		x := p.Line(i)
		p.Ranked += btoi(x.Rank > 0)
		p.Now[x.Grade]++
		p.Before[x.Before]++
	}
	return p
}

func profileSheets(t testing.TB, p *Profiles) []*table.Sheet {
	t.Helper()
	var out bytes.Buffer
	if err := table.WriteBook(&out, profileBook(p)); err != nil {
		t.Fatal(err)
	}
	sheets, err := table.Read(bytes.NewReader(out.Bytes()), int64(out.Len()), ProfileBookName, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return sheets
}

func TestProfileJSON(t *testing.T) {
	var out bytes.Buffer
	if err := ProfileJSON(&out, sampleProfiles(4)); err != nil {
		t.Fatal(err)
	}
	golden(t, "profile.json", out.String())
	out.Reset()
	if err := ProfileJSON(&out, sampleProfiles(0)); err != nil || out.String() != "{\"schema\": \"liancha/profile/1\",\n\"enterprises\": []}\n" {
		t.Errorf("of nobody: %q, %v", out.String(), err)
	}
}

// What a profile workbook says comes back, figure by figure.
func TestProfileRoundTrip(t *testing.T) {
	p := sampleProfiles(60)
	list, problems, err := ReadProfile(profileSheets(t, p))
	if err != nil || len(problems) > 0 || len(list) != p.N {
		t.Fatalf("%d lines, %v, %v", len(list), problems, err)
	}
	for i, got := range list {
		x := p.Line(i)
		want := PastProfile{Position: got.Position, Name: x.Name, Code: x.Code, Grade: x.Grade, Risk: int(math.Round(x.Risk * 10)),
			Management: int(math.Round(x.Management * 10)), Known: x.Known}
		if got != want {
			t.Errorf("line %d: %+v, want %+v", i, got, want)
		}
	}
}

// What people have done to it is told by its cell, and the rest is read.
func TestReadProfileTellsOfWhatItCannotRead(t *testing.T) {
	sheets := profileSheets(t, sampleProfiles(6))
	rows := sheets[0].Rows
	head := slices.IndexFunc(rows, func(r table.Row) bool { return len(r.Cells) > 1 && r.Cells[1].Text == columnName })
	column := func(name string) int {
		return slices.IndexFunc(rows[head].Cells, func(c table.Cell) bool { return c.Text == name })
	}
	rows[head+1].Cells[column(columnGrade)] = table.Cell{Kind: table.Text, Text: "优"}
	rows[head+2].Cells[column(columnRisk)] = table.Cell{Kind: table.Number, Number: 101, Text: "101"}
	rows[head+3].Cells[column(columnName)], rows[head+3].Cells[column(columnCode)] = table.Cell{}, table.Cell{}
	rows[head+5].Cells[column(columnManagement)] = table.Cell{Kind: table.Text, Text: "很好"}
	list, problems, err := ReadProfile(sheets)
	var codes []string
	for _, x := range problems {
		codes = append(codes, fmt.Sprintf("%s %d %s", x.Code, x.Row-rows[head].Number, x.Column))
	}
	want := []string{"bad_grade 1 脸谱等级", "bad_number 2 固有风险", "no_name 3 企业名称", "bad_number 5 管理水平"}
	if err != nil || len(list) != 2 || !slices.Equal(codes, want) {
		t.Errorf("%d lines, %v, %v", len(list), codes, err)
	}
	if _, _, err := ReadProfile(bookSheets(t, sampleOutcome(3), diag.List{})); err == nil {
		t.Error("a task book passed for a profile")
	}
}

func TestProfileSummary(t *testing.T) {
	p := sampleProfiles(5)
	p.Changes = []ProfileChange{{Line: p.Line(1), From: inspect.GradeA, Worse: true}, {Line: p.Line(0), From: inspect.GradeB}}
	var out strings.Builder
	if err := ProfileSummary(&out, 0, p); err != nil {
		t.Fatal(err)
	}
	golden(t, "profile.txt", out.String())
}

// The portrait's charts draw the figures that stand on its page.
func TestPortraitChartsDrawItsFigures(t *testing.T) {
	p := sampleProfiles(3)
	line := p.Line(1)
	p.Portrait = &Portrait{Line: line, Industry: "化工", Headcount: 320,
		Risk:       []PortraitItem{{Name: "名录库等级", Points: 30, Full: 30, Mean: 10}, {Name: "行业", Points: 27, Full: 30}, {Name: "从业人数", Full: 20}, {Name: "重大隐患", Full: 20}},
		Management: []PortraitItem{{Name: "问题多少", Points: 15, Full: 30}, {Name: "问题轻重", Full: 70}},
		Moments:    []ProfileMoment{{Date: p.AsOf - 9, Risk: 40, Management: 80, Danger: 30, Grade: inspect.GradeB}, {Date: p.AsOf, Risk: 50, Management: 60, Danger: 45, Grade: inspect.GradeC}},
		Visits:     []ProfileVisit{{Date: p.AsOf, Department: "南京市应急管理局", Hazards: 2, Majors: 1, Open: 1}}}
	page := portraitPage(p)
	if len(page.Charts) != 3 || page.Charts[0].Kind != table.Radar || page.Charts[1].Kind != table.Radar || page.Charts[2].Kind != table.Lines {
		t.Fatalf("charts %+v", page.Charts)
	}
	text := func(col, row int) string { return page.Lines[row-1].Cells[col].Text }
	number := func(col, row int) float64 { return page.Lines[row-1].Cells[col].Number }
	risk, managed, trend := page.Charts[0], page.Charts[1], page.Charts[2]
	if c := risk.Categories; text(0, c.FirstRow) != "名录库等级" || text(0, c.LastRow) != "重大隐患" || number(3, c.FirstRow) != 1 || risk.Series[0].Values.Col != 3 {
		t.Errorf("radar of risk %+v", risk)
	}
	if c := managed.Categories; text(0, c.FirstRow) != "问题多少" || text(0, c.LastRow) != "问题轻重" || number(3, c.FirstRow) != 0.5 {
		t.Errorf("radar of management %+v", managed)
	}
	if c := trend.Categories; text(0, c.FirstRow) != (p.AsOf-9).String() || number(1, c.LastRow) != 50 || number(2, c.LastRow) != 60 {
		t.Errorf("trend %+v", trend)
	}
	profileSheets(t, p) // and it can be written
}

// The register keeps every column; what is renewed is renewed.
func TestRegisterIsRenewed(t *testing.T) {
	r := &Register{Columns: []RegisterColumn{{"单位名称", "企业名称"}, {"信用等级", FieldGrade}, {"监管科室", ""}, {"职工人数", fieldHeadcount}, {FieldLastVisit, FieldLastVisit}}, N: 3}
	lines := [][]string{{"甲", "3级", "二科", "320", "2020-01-01"}, {"乙", "", "", "约30人", ""}, {"丙", "读不懂", "", "", "去年"}}
	grades := []inspect.Grade{inspect.GradeD, inspect.GradeA, inspect.NoGrade}
	r.Line = func(i int) ([]string, inspect.Grade, inspect.Date) {
		if i == 0 {
			return lines[i], grades[i], inspect.MustDate(2021, 5, 12)
		}
		return lines[i], grades[i], 0
	}
	var out bytes.Buffer
	if err := table.WriteBook(&out, r.book(inspect.MustDate(2021, 5, 31))); err != nil {
		t.Fatal(err)
	}
	sheets, err := table.Read(bytes.NewReader(out.Bytes()), int64(out.Len()), RegisterName, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range sheets[0].Rows[2:] {
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Text)
		}
		got = append(got, strings.Join(cells, "|"))
	}
	want := []string{"单位名称|信用等级|监管科室|职工人数|上次检查日期", "甲|D|二科|320|2021-05-12", "乙|A||约30人", "丙|读不懂|||去年"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// No cell of an earlier workbook, whatever people wrote into it, stops the
// reading or brings in a figure out of range.
func FuzzReadProfile(f *testing.F) {
	written := profileSheets(f, sampleProfiles(5))[:1]
	for i, s := range append(slices.Clone(dangerousTexts), "A", "Ｄ", "100", "100.04", "-1", "NaN", "1e308", columnName, noFigure) {
		f.Add(s, float64(i)*30, i*3, i)
	}
	f.Fuzz(func(t *testing.T, text string, number float64, row, col int) {
		s := *written[0]
		s.Rows = slices.Clone(s.Rows)
		r := &s.Rows[uint(row)%uint(len(s.Rows))]
		if len(r.Cells) == 0 {
			return
		}
		r.Cells = slices.Clone(r.Cells)
		c := &r.Cells[uint(col)%uint(len(r.Cells))]
		*c = table.Cell{Kind: table.Text, Text: text}
		if text == "" {
			*c = table.Cell{Kind: table.Number, Number: number, Text: fmt.Sprint(number)}
		}
		list, problems, err := ReadProfile([]*table.Sheet{&s})
		if err != nil {
			return // a header is gone
		}
		if len(list)+len(problems) < 5 {
			t.Errorf("%d lines and %d problems of 5 lines", len(list), len(problems))
		}
		for _, x := range list {
			if x.Grade == inspect.NoGrade || x.Risk < 0 || x.Risk > 1000 || x.Management < 0 || x.Management > 1000 {
				t.Errorf("%+v", x)
			}
		}
	})
}
