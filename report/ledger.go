package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// ledgerBook lays out 检查结果汇总.
func ledgerBook(v *resultsView, problems diag.List) *table.Book {
	return &table.Book{
		Title: "检查结果汇总" + v.span(), Creator: creator, Created: v.created(),
		Pages: []table.Page{
			figuresPage(v, problems), hazardsPage(v), byEnterprisePage(v), byDepartmentPage(v), reliefPage(v), conflictsPage(v), overduePage(v),
			missingPage(v), alonePage(v), detailPage(v), reviewPage(v.r.Reviews, v.r.Enterprises), problemsPage(SheetProblems, problems),
		},
	}
}

// figuresPage lays out figures on the left and, right of each block, its chart.
func figuresPage(v *resultsView, problems diag.List) table.Page {
	b := &sheetBuilder{cols: 13}
	b.page = table.Page{Name: SheetFigures, Footer: "检查结果汇总"}
	for _, w := range []float64{28, 12, 12, 22, 3, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5} { // two rings beside each other, or one chart
		b.page.Columns = append(b.page.Columns, table.Column{Width: w})
	}
	b.wide(34, "检查结果汇总", table.Title)
	how := "检查、复查中最新的一天"
	if v.r.AsOfStated {
		how = "指定"
	}
	b.wide(20, fmt.Sprintf("检查时间：%s；整改情况截至 %s（%s）", cmp.Or(v.r.Period.String(), "不明"), cmp.Or(dayText(v.r.AsOf), "不明"), how), table.Subtitle)
	b.resultFigures(v, problems)
	b.reliefFigures(v)
	b.departmentHazards(v)
	b.districtFigures(v)
	b.weekFigures(v)
	return b.page
}

// resultFigures is the block of what was found, beside it severity and
// rectification as rings.
func (b *sheetBuilder) resultFigures(v *resultsView, problems diag.List) {
	s, t := v.stats(), &v.r.Total
	b.wide(24, "一、检查结果", table.Section)
	top := b.next()
	b.add(head("指标", "数量", "占比", "说明")...)
	b.figure("被检查企业（家）", s.Enterprises, -1, "")
	b.figure("检查（户次）", t.Inspections, -1, "一个部门查一家算一户次")
	b.figure("其中未发现问题（户次）", t.Clean, t.Inspections, "")
	b.figure("各部门列出的问题（条）", s.Findings, -1, "")
	b.figure("合并后的问题（项）", t.Hazards, -1, "见“"+SheetHazards+"”")
	b.figure("要求不一的问题（项）", s.Conflicts, t.Hazards, "见“"+SheetConflicts+"”")
	b.figure("逾期未改的问题（项）", t.Overdue, t.Hazards, "见“"+SheetOverdue+"”")
	b.figure("应交结果（部门次）", t.Planned, -1, "任务书里到期的")
	b.figure("已交结果（部门次）", t.Done, t.Planned, "计划完成率")
	b.figure("未开展检查（部门次）", t.NotDone, t.Planned, "交来的是关门、停产等，见“"+SheetMissing+"”")
	b.figure("没有交结果（部门次）", t.Planned-t.Done-t.NotDone, t.Planned, "见“"+SheetMissing+"”")
	b.figure("已公开（户次）", t.Published, t.Inspections, "公开率")
	b.figure("数据问题（处）", len(problems), -1, "见“"+SheetProblems+"”")
	b.add()
	b.add(head("隐患等级", "项", "占比", "")...)
	severities := b.next()
	b.share("重大", t.Major, t.Hazards)
	b.share("一般", t.Hazards-t.Major, t.Hazards)
	b.add(head("整改状态", "项", "占比", "")...)
	states := b.next()
	var count [inspect.Rectified + 1]int
	for i := range v.r.Hazards {
		count[v.r.Hazards[i].State]++
	}
	for _, st := range []inspect.Rectification{inspect.Rectified, inspect.Rectifying, inspect.NotRectified, inspect.NoRectification} {
		b.share(cmp.Or(st.String(), "未说明"), count[st], t.Hazards)
	}
	if t.Hazards > 0 {
		b.ring("隐患等级", "F", top, severities, 2)
		b.ring("整改状态", "J", top, states, 4)
	}
	b.pad(top, 20)
}

// figure is a line of the block; of below 0 has no share.
func (b *sheetBuilder) figure(name string, n, of int, word string) {
	share := table.Blank(table.BodyShare)
	if of > 0 {
		share = table.Num(ratio(n, of), table.BodyShare)
	}
	b.add(table.Str(name, table.Label), table.Int(n, table.BodyCount), share, table.Str(word, table.Muted))
}

func (b *sheetBuilder) ring(title, column string, row, first, lines int) {
	b.page.Charts = append(b.page.Charts, table.Chart{Kind: table.Ring, Title: title, At: fmt.Sprintf("%s%d", column, row), Width: 275, Height: 330, Page: SheetFigures,
		Categories: table.Range{FirstRow: first, LastRow: first + lines - 1},
		Series:     []table.Series{{Name: title, Values: table.Range{Col: 1, FirstRow: first, LastRow: first + lines - 1}}}})
}

// departmentHazards is the block of hazards by department, those that found most
// first.
func (b *sheetBuilder) departmentHazards(v *resultsView) {
	b.newPage()
	b.wide(24, "三、各部门查出的问题", table.Section)
	top, list := b.next(), slices.Clone(v.r.ByDepartment)
	slices.SortStableFunc(list, func(a, b inspect.Tally) int { return cmp.Compare(b.Hazards, a.Hazards) })
	b.add(head("部门", "问题", "其中重大", "已整改")...)
	for i := range list {
		t := &list[i]
		b.add(table.Str(departmentText(t.Name), table.Label), table.Int(t.Hazards, table.BodyCount), table.Int(t.Major, table.BodyCount), table.Int(t.Rectified, table.BodyCount))
	}
	if len(list) == 0 {
		return
	}
	shown, title := min(len(list), chartDepartments), "各部门查出的问题（项）"
	if shown < len(list) {
		title = fmt.Sprintf("查出问题最多的 %d 个部门（项）", shown)
	}
	b.page.Charts = append(b.page.Charts, table.Chart{Kind: table.Bars, Title: title, At: fmt.Sprintf("F%d", top), Width: 560, Height: 110 + barPixels*shown, Page: SheetFigures,
		Categories: table.Range{FirstRow: top + 1, LastRow: top + shown},
		Series:     []table.Series{{Name: "问题", Values: table.Range{Col: 1, FirstRow: top + 1, LastRow: top + shown}}}})
	b.pad(top, 7+barPixels*shown/rowPixels)
}

// fewDistricts leave room on their printed page for the weeks.
const fewDistricts = 8

// districtFigures is the block of hazards by district.
func (b *sheetBuilder) districtFigures(v *resultsView) {
	b.newPage()
	b.wide(24, "四、各区查出的问题", table.Section)
	b.pad(b.tallies("区", v.r.ByDistrict, "各区查出的问题（项）", func(name string) string { return name }), chartLines)
}

func (b *sheetBuilder) weekFigures(v *resultsView) {
	if len(v.r.ByDistrict) > fewDistricts {
		b.newPage()
	} else {
		b.add()
	}
	b.wide(24, "五、各周查出的问题", table.Section)
	b.pad(b.tallies("周", v.r.ByWeek, "各周查出的问题（项）", v.weekText), chartLines)
}

// weekText shortens a week's name where the year goes without saying.
func (v *resultsView) weekText(name string) string {
	from, to, ok := strings.Cut(name, "至")
	first, okFirst := inspect.ParseDate(from)
	last, okLast := inspect.ParseDate(to)
	y, _, _ := v.r.Period.From.YMD()
	if z, _, _ := v.r.Period.To.YMD(); !ok || !okFirst || !okLast || y != z {
		return name
	}
	_, m, d := first.YMD()
	_, n, e := last.YMD()
	return fmt.Sprintf("%d.%d–%d.%d", m, d, n, e)
}

// mostColumns is how many columns a chart can name legibly: a year's weeks.
const mostColumns = 53

// How high the charts of tallies are, in pixels and in rows.
const (
	chartHeight = 300
	chartLines  = chartHeight/rowPixels + 4
)

// tallies is a block of hazards by group with its chart, and gives its first
// row; of very many groups the chart shows the first. Major hazards have the
// colour they have in the ring.
func (b *sheetBuilder) tallies(unit string, list []inspect.Tally, title string, name func(string) string) int {
	top := b.next()
	b.add(head(unit, "重大隐患", "一般隐患", "已整改")...)
	for i := range list {
		t := &list[i]
		b.add(table.Str(name(t.Name), table.Label), table.Int(t.Major, table.BodyCount), table.Int(t.Hazards-t.Major, table.BodyCount), table.Int(t.Rectified, table.BodyCount))
	}
	if len(list) == 0 {
		return top
	}
	shown := min(len(list), mostColumns)
	if shown < len(list) {
		title = fmt.Sprintf("%s，前 %d 个", title, shown)
	}
	b.page.Charts = append(b.page.Charts, table.Chart{Kind: table.StackedColumns, Title: title, At: fmt.Sprintf("F%d", top), Width: 560, Height: chartHeight, Page: SheetFigures,
		Categories: table.Range{FirstRow: top + 1, LastRow: top + shown},
		Series: []table.Series{{Name: "重大隐患", Values: table.Range{Col: 1, FirstRow: top + 1, LastRow: top + shown}},
			{Name: "一般隐患", Values: table.Range{Col: 2, FirstRow: top + 1, LastRow: top + shown}}}})
	return top
}
