package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"liancha/inspect"
	"liancha/internal/outdir"
	"liancha/internal/table"
)

// smallResults is two enterprises whose names make one file name: one with a
// major hazard of two departments who disagree, one where nothing was found.
func smallResults() *inspect.Results {
	d := inspect.MustDate(2021, 5, 12)
	src := func(row int) inspect.Source {
		return inspect.Source{File: "结果.xlsx", Sheet: "检查结果", Row: row}
	}
	fire, emergency := "南京市消防救援支队", "南京市应急管理局"
	r := &inspect.Results{
		AsOf: inspect.MustDate(2021, 6, 30), AsOfStated: true, Period: inspect.Day(d),
		Enterprises: []inspect.Enterprise{{ID: "1", Name: "甲/厂", Code: "91320115A78G1B02XT", District: "江宁区", Address: "=1+1"}, {ID: "2", Name: "甲:厂"}},
		Findings: []inspect.Finding{
			{Source: src(2), Item: 1, Department: fire, Date: d, Conclusion: inspect.HazardsFound, Text: "灭火器过期"},
			{Source: src(3), Item: 1, Department: emergency, Date: d, Conclusion: inspect.HazardsFound, Text: "灭火器已过期"},
			{Source: src(4), Item: 1, Department: fire, Date: d, Conclusion: inspect.NothingFound, Text: "台账齐全"},
		},
		Inspections: []inspect.Inspection{
			{Enterprise: 0, Department: emergency, Date: d, Task: -1, Conclusion: inspect.HazardsFound, Findings: []int{1}, Matter: "安全生产检查"},
			{Enterprise: 0, Department: fire, Date: d, Task: -1, Conclusion: inspect.HazardsFound, Findings: []int{0}, People: []string{"张某"}},
			{Enterprise: 1, Department: fire, Date: d, Task: -1, Conclusion: inspect.NothingFound, Findings: []int{2}, Matter: "消防监督检查", Remarks: []string{"台账齐全"}},
		},
		Hazards: []inspect.Hazard{{Enterprise: 0, Findings: []int{0, 1}, Departments: []string{emergency, fire}, Text: "灭火器已过期", Severity: inspect.Major, Measure: "更换灭火器",
			Deadline: inspect.MustDate(2021, 5, 20), Term: "8日内", State: inspect.NotRectified, Found: d, Overdue: true, Bases: []string{"《消防法》"},
			Disagreements: []inspect.Disagreement{{About: "整改期限", Taken: "2021-05-20", Views: []inspect.View{{Department: emergency, Words: "2021-06-10"}, {Department: fire, Words: "2021-05-20"}}}}}},
		Total:        inspect.Tally{Name: "合计", Inspections: 3, Clean: 1, Hazards: 1, Major: 1, Overdue: 1},
		Public:       []inspect.PublicLine{{Enterprise: "甲/厂", Department: fire, Date: "2021-05-12", Result: "发现问题", Handling: "+更换"}},
		ByDepartment: []inspect.Tally{{Name: fire, Inspections: 2, Hazards: 1}, {Name: emergency, Inspections: 1, Hazards: 1}},
	}
	return r
}

func writeResults(t *testing.T, r *inspect.Results) string {
	t.Helper()
	dir := t.TempDir()
	set, err := outdir.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteResults(set, r, nil, ResultOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := set.Commit(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// sheetText reads a sheet back as lines of cells joined by bars.
func sheetText(t *testing.T, path, sheet string) string {
	t.Helper()
	sheets, err := table.ReadFile(path, path, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, s := range sheets {
		if s.Name != sheet {
			continue
		}
		for _, r := range s.Rows {
			var cells []string
			for _, c := range r.Cells {
				if c.Text != "" {
					cells = append(cells, strings.ReplaceAll(c.Text, "\n", "⏎"))
				}
			}
			if len(cells) > 0 {
				lines = append(lines, strings.Join(cells, "|"))
			}
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestFeedbackPage(t *testing.T) {
	dir := writeResults(t, smallResults())
	files, err := filepath.Glob(filepath.Join(dir, FeedbackFolder, "*"))
	if err != nil || len(files) != 2 {
		t.Fatal("two enterprises, two files:", files, err)
	}
	slices.Sort(files)
	var got strings.Builder
	for _, f := range files {
		fmt.Fprintf(&got, "%s\n%s\n", filepath.Base(f), sheetText(t, f, "集中反馈"))
	}
	golden(t, "feedback.txt", got.String())
}

func TestLedgerLists(t *testing.T) {
	dir := writeResults(t, smallResults())
	var got strings.Builder
	for _, s := range []string{SheetHazards, SheetByEnterprise, SheetByDepartment, SheetRelief, SheetConflicts, SheetOverdue, SheetMissing, SheetAlone} {
		fmt.Fprintf(&got, "[%s]\n%s\n", s, sheetText(t, filepath.Join(dir, LedgerName), s))
	}
	golden(t, "ledger.txt", got.String())
}

// A department that has handed in that nobody could look is not told to have
// handed in nothing.
func TestMissingPage(t *testing.T) {
	r := smallResults()
	r.Book = &inspect.Outcome{Tasks: []inspect.Task{{ID: "LJ-1", Date: inspect.MustDate(2021, 5, 12), Lead: "南京市应急管理局"}, {ID: "LJ-2", Date: inspect.MustDate(2021, 5, 13)}}}
	r.Missing = []inspect.Missing{{Task: 0, Department: "南京市应急管理局", NotInspected: "已停产，未开展检查"}, {Task: 0, Department: "南京市消防救援支队"}, {Task: 1, Department: "南京市消防救援支队", Whole: true}}
	r.Total.Planned, r.Total.NotDone = 3, 1
	dir := writeResults(t, r)
	text := sheetText(t, filepath.Join(dir, LedgerName), SheetMissing)
	for _, want := range []string{"共 3 部门次：2 部门次没有交，1 部门次未开展检查。", "|南京市应急管理局|未开展检查：已停产，未开展检查\n", "|南京市消防救援支队|南京市应急管理局|这个部门没有交\n", "参加的部门都没有交"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
}

// TestReliefPage: with a last period, what it spared stands beside this one's,
// for a department that had no part in it too.
func TestReliefPage(t *testing.T) {
	r := smallResults()
	joint := inspect.Relief{Separate: 3, Visits: 1, Joint: 1, HalfSeparate: 4, HalfDays: 2}
	r.Relief = inspect.Relief{Separate: 5, Visits: 3, Joint: 1, HalfSeparate: 7, HalfDays: 5}
	r.Before, r.BeforeSpan = &inspect.Relief{Separate: 4, Visits: 4, HalfSeparate: 4, HalfDays: 4}, inspect.MonthSpan(2021, 4)
	r.ByDistrict = []inspect.Tally{{Name: "鼓楼区", Relief: joint, Before: r.Before}}
	r.ByDepartment[0].Relief, r.ByDepartment[0].Before = joint, r.Before
	golden(t, "relief.txt", sheetText(t, filepath.Join(writeResults(t, r), LedgerName), SheetRelief))
}

// TestPublicCSV: a byte order mark, the seven columns and no others, no formula.
func TestPublicCSV(t *testing.T) {
	dir := writeResults(t, smallResults())
	b, err := os.ReadFile(filepath.Join(dir, PublicCSVName))
	if err != nil {
		t.Fatal(err)
	}
	rest, ok := bytes.CutPrefix(b, []byte("\ufeff"))
	if !ok {
		t.Error("no byte order mark")
	}
	rows, err := csv.NewReader(bytes.NewReader(rest)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"企业名称", "统一社会信用代码", "检查部门", "检查日期", "检查事项", "检查结果", "处理"},
		{"甲/厂", "", "南京市消防救援支队", "2021-05-12", "", "发现问题", "'+更换"}}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
}

// TestResultsAreTheSameBytes whatever the number of processors.
func TestResultsAreTheSameBytes(t *testing.T) {
	a, b := writeResults(t, smallResults()), writeResults(t, smallResults())
	err := filepath.WalkDir(a, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".xlsx") {
			return err
		}
		rel, err := filepath.Rel(a, path)
		if err != nil {
			return err
		}
		x, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		y, err := os.ReadFile(filepath.Join(b, rel))
		if err == nil && !bytes.Equal(x, y) {
			t.Errorf("%s differs", rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// No chart is cut by the end of a printed page: from the last page break to its
// lower edge there is no more than a page holds.
func TestChartsOnPaper(t *testing.T) {
	pages := []table.Page{figuresPage(newResultsView(smallResults()), nil), overviewPage(newView(sampleOutcome(40)), nil)}
	for _, p := range pages {
		width := 0.0
		for _, c := range p.Columns {
			width += (c.Width*7.5 + 5) / 96 // the narrowest digits shrink the page least
		}
		holds := (8.27 - 1.2) * 72 * max(width/10.69, 1)
		for _, c := range p.Charts {
			row, _ := strconv.Atoi(strings.TrimLeft(c.At, "ABCDEFGHIJKLM"))
			top := 1
			for _, b := range p.Breaks {
				if b <= row {
					top = max(top, b)
				}
			}
			above := 0.0
			for i := top; i < row; i++ {
				h := p.Lines[i-1].Height
				if h == 0 {
					h = rowPixels * 0.75
				}
				above += h
			}
			if need := above + float64(c.Height)*0.75; need > holds {
				t.Errorf("%s: the chart %s ends %.0f points below the top of a page of %.0f", p.Name, c.Title, need, holds)
			}
		}
	}
}
