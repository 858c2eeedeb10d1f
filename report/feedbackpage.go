package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/outdir"
	"liancha/internal/table"
)

// feedbackFiles are the enterprises' feedback, a workbook for each that was
// inspected.
func feedbackFiles(set *outdir.Set, v *resultsView) []file {
	var files []file
	for e := range v.r.Enterprises {
		if len(v.inspections[e]) == 0 {
			continue
		}
		of := &v.r.Enterprises[e]
		files = append(files, bookFile(bookName(set, FeedbackFolder, of.Name, cmp.Or(of.Code, of.ID)), func() *table.Book {
			return &table.Book{Title: of.Name + "检查情况集中反馈", Creator: creator, Created: v.created(), Pages: []table.Page{feedbackPage(v, e)}}
		}))
	}
	return files
}

// feedbackPage is one page set of A4 upright: who inspected what, the hazards by
// severity, what was in order, a receipt to sign.
func feedbackPage(v *resultsView, enterprise int) table.Page {
	of := &v.r.Enterprises[enterprise]
	b := &sheetBuilder{cols: 6, page: table.Page{Name: "集中反馈", Portrait: true, Footer: of.Name}}
	for _, w := range []float64{11, 23, 17, 21, 16, 17} {
		b.page.Columns = append(b.page.Columns, table.Column{Width: w})
	}
	title := "检查情况反馈书"
	if len(v.departmentsAt(enterprise)) > 1 {
		title = "检查情况集中反馈书"
	}
	b.wide(40, title, table.LetterHead)
	b.letterRow([]span{{0, 0, "企业名称", table.LetterLabel}, {1, 2, of.Name, table.LetterCell}, {3, 3, "统一社会信用代码", table.LetterLabel}, {4, 5, of.Code, table.LetterCentre}})
	b.letterRow([]span{{0, 0, "地址", table.LetterLabel}, {1, 2, of.Address, table.LetterCell}, {3, 3, "任务编号", table.LetterLabel}, {4, 5, strings.Join(v.tasksOf(enterprise), "\n"), table.LetterCentre}})
	b.wide(8, "", table.Plain)
	b.inspected(v, enterprise)
	b.hazardsFound(v, enterprise)
	b.inOrder(v, enterprise)
	b.receipt(v, enterprise)
	return b.page
}

// span is a text over some columns of a line.
type span struct {
	first, last int
	text        string
	style       table.Style
}

// letterRow adds a line of spans.
func (b *sheetBuilder) letterRow(spans []span) {
	l := table.Line{Cells: make([]table.Value, b.cols)}
	for _, s := range spans {
		for c := s.first; c <= s.last; c++ {
			l.Cells[c].Style = s.style
		}
		l.Cells[s.first].Text = s.text
		if s.last > s.first {
			l.Merges = append(l.Merges, table.Join{First: s.first, Last: s.last})
		}
	}
	b.page.Lines = append(b.page.Lines, l)
}

// departmentsAt gives the departments that inspected an enterprise.
func (v *resultsView) departmentsAt(enterprise int) []string {
	var list []string
	for _, i := range v.inspections[enterprise] {
		if d := v.r.Inspections[i].Department; !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	return list
}

func departmentText(d string) string { return cmp.Or(d, "（检查结果没有写明部门）") }

// inspected lists who inspected what.
func (b *sheetBuilder) inspected(v *resultsView, enterprise int) {
	b.wide(22, "一、检查情况", table.Section)
	b.letterRow([]span{{0, 0, "检查日期", table.LetterLabel}, {1, 1, "检查部门", table.LetterLabel}, {2, 3, "检查事项", table.LetterLabel},
		{4, 4, "检查人员", table.LetterLabel}, {5, 5, "检查结果", table.LetterLabel}})
	for _, i := range v.inspections[enterprise] {
		x := &v.r.Inspections[i]
		department := departmentText(x.Department)
		if x.Department != "" && x.Department == v.leadOf(x) && len(v.departmentsAt(enterprise)) > 1 {
			department += "（牵头）"
		}
		result := x.Conclusion.String()
		if n := hazardCount(v, x); n > 0 {
			result = fmt.Sprintf("发现问题 %d 项", n)
		}
		b.letterRow([]span{{0, 0, dayText(x.Date), table.LetterCentre}, {1, 1, department, table.LetterCell}, {2, 3, x.Matter, table.LetterCell},
			{4, 4, join(x.People), table.LetterCell}, {5, 5, result, table.LetterCentre}})
	}
}

// hazardCount counts the hazards an inspection found.
func hazardCount(v *resultsView, x *inspect.Inspection) int {
	n := 0
	for _, i := range x.Findings {
		n += btoi(v.r.Findings[i].Conclusion == inspect.HazardsFound && !v.r.Repeats[i])
	}
	return n
}

// hazardsFound lists the hazards, the gravest first.
func (b *sheetBuilder) hazardsFound(v *resultsView, enterprise int) {
	list := v.hazards[enterprise]
	b.wide(8, "", table.Plain)
	if len(list) == 0 {
		b.wide(22, "二、需要整改的问题：无", table.Section)
		return
	}
	major := 0
	for _, i := range list {
		major += btoi(v.r.Hazards[i].Severity == inspect.Major)
	}
	b.wide(22, fmt.Sprintf("二、需要整改的问题：共 %d 项，其中重大隐患 %d 项", len(list), major), table.Section)
	b.letterRow([]span{{0, 0, "序号", table.LetterLabel}, {1, 1, "问题", table.LetterLabel}, {2, 2, "依据", table.LetterLabel}, {3, 3, "整改要求", table.LetterLabel},
		{4, 4, "整改期限", table.LetterLabel}, {5, 5, "查出部门", table.LetterLabel}})
	severity, conflicts := inspect.NoSeverity, false
	for n, i := range list {
		h := &v.r.Hazards[i]
		if h.Severity != severity {
			severity = h.Severity
			b.letterRow([]span{{0, 5, severity.String() + "隐患", table.LetterLabel}})
		}
		demand, number := cmp.Or(h.Measure, "请整改"), fmt.Sprint(n+1)
		if h.Conflict() {
			conflicts = true
			number += " ※"
		}
		deadline := cmp.Or(strings.Replace(deadlineText(h), "（", "\n（", 1), "未定")
		if h.State == inspect.Rectified {
			deadline += "\n已整改"
		}
		if h.Again != 0 && h.State != inspect.Rectified {
			deadline += "\n" + h.Again.Short() + "复查"
		}
		b.letterRow([]span{{0, 0, number, table.LetterCentre}, {1, 1, hazardText(h), table.LetterCell}, {2, 2, strings.Join(h.Bases, "\n"), table.LetterCell},
			{3, 3, demand, table.LetterCell}, {4, 4, deadline, table.LetterCentre}, {5, 5, join(h.Departments), table.LetterCell}})
	}
	if conflicts {
		b.wide(0, "※ 各部门的要求不一致，上面写的是其中最严的，请先按此整改；牵头部门协调一致后如有变化，另行告知。", table.Letter)
	}
}

// inOrder lists what the enterprise did well: where nothing was found.
func (b *sheetBuilder) inOrder(v *resultsView, enterprise int) {
	var lines []string
	for _, i := range v.inspections[enterprise] {
		x := &v.r.Inspections[i]
		if x.Conclusion != inspect.NothingFound && len(x.Remarks) == 0 {
			continue
		}
		what := cmp.Or(x.Matter, "现场检查")
		line := fmt.Sprintf("%s：%s，未发现问题", departmentText(x.Department), what)
		if x.Conclusion != inspect.NothingFound {
			line = departmentText(x.Department)
		}
		if len(x.Remarks) > 0 {
			line += "；" + strings.Join(x.Remarks, "；")
		}
		lines = append(lines, strings.TrimRight(line, "。；")+"。")
	}
	if len(lines) == 0 {
		return
	}
	b.wide(8, "", table.Plain)
	b.wide(22, "三、做得好的方面", table.Section)
	for _, l := range lines {
		b.wide(0, "　　"+l, table.Letter)
	}
}

// receipt ends the page: what to do next, who sends it, and the receipt.
func (b *sheetBuilder) receipt(v *resultsView, enterprise int) {
	b.wide(8, "", table.Plain)
	b.page.Together = b.next()
	if len(v.hazards[enterprise]) > 0 {
		b.wide(0, "　　请你单位对上述问题逐项落实整改责任人和措施，在期限内完成整改，并将整改情况报送查出问题的部门；重大隐患整改完成前要采取防范措施，必要时停产停业。对本反馈有异议的，请在收到后向牵头部门书面说明。", table.Letter)
	} else {
		b.wide(0, "　　请你单位继续落实安全生产主体责任，做好日常自查自改。", table.Letter)
	}
	b.wide(26, cmp.Or(v.sender(enterprise), "　")+"　（盖章）", table.LetterEnd)
	b.wide(22, "　　　　年　　月　　日", table.LetterEnd)
	b.wide(16, "……………………………………………………………………………………………………………………………", table.Subtitle)
	b.wide(26, "回　　执", table.LetterHead)
	promise := "未发现问题，我单位将继续保持"
	if n := len(v.hazards[enterprise]); n > 0 {
		promise = fmt.Sprintf("共列问题 %d 项，我单位将按要求整改", n)
	}
	b.wide(0, fmt.Sprintf("　　《%s检查情况反馈》已收到，%s。", v.r.Enterprises[enterprise].Name, promise), table.Letter)
	b.letterRow([]span{{0, 0, "签收人", table.LetterLabel}, {1, 2, "", table.LetterCell}, {3, 3, "签收日期", table.LetterLabel}, {4, 5, "　　年　　月　　日", table.LetterCentre}})
	b.page.Lines[len(b.page.Lines)-1].Height = 30
	b.letterRow([]span{{0, 0, "联系电话", table.LetterLabel}, {1, 2, "", table.LetterCell}, {3, 3, "企业盖章", table.LetterLabel}, {4, 5, "", table.LetterCell}})
	b.page.Lines[len(b.page.Lines)-1].Height = 30
}

// sender gives who sends the feedback: the lead of the last task, else the only
// department.
func (v *resultsView) sender(enterprise int) string {
	lead := ""
	for _, i := range v.inspections[enterprise] {
		if l := v.leadOf(&v.r.Inspections[i]); l != "" {
			lead = l
		}
	}
	if ds := v.departmentsAt(enterprise); lead == "" && len(ds) == 1 {
		lead = ds[0]
	}
	return lead
}
