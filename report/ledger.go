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
			figuresPage(v, problems), hazardsPage(v), byEnterprisePage(v), byDepartmentPage(v), conflictsPage(v), overduePage(v),
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
	b.figure("缺检查结果（部门次）", len(v.r.Missing), t.Planned, "见“"+SheetMissing+"”")
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

// reliefFigures is what joint inspection has spared the enterprises, against
// the last period where one is known.
func (b *sheetBuilder) reliefFigures(v *resultsView) {
	r := v.r.Relief
	last, columns := v.r.Before, head("指标", "本期", "上期", "变化")
	b.add()
	b.wide(24, "二、减少的打扰", table.Section)
	if last != nil {
		b.wide(18, "上期："+v.r.BeforeSpan.String()+"，按上期任务书计算", table.Note)
	}
	top := b.next()
	b.add(columns...)
	b.compared("各自检查要上门（次）", r, last, func(r *inspect.Relief) float64 { return float64(r.Separate) }, table.BodyCount)
	b.compared("实际上门（次）", r, last, func(r *inspect.Relief) float64 { return float64(r.Visits) }, table.BodyCount)
	b.compared("减少上门", r, last, func(r *inspect.Relief) float64 { return ratio(r.Separate-r.Visits, r.Separate) }, table.BodyShare)
	b.compared("其中联合检查（次）", r, last, func(r *inspect.Relief) float64 { return float64(r.Joint) }, table.BodyCount)
	b.compared("联合检查占比", r, last, func(r *inspect.Relief) float64 { return ratio(r.Joint, r.Visits) }, table.BodyShare)
	b.compared("减少打扰企业（天）", r, last, func(r *inspect.Relief) float64 { return float64(r.HalfSeparate-r.HalfDays) / 2 }, table.BodyMean)
	b.page.Charts = append(b.page.Charts, table.Chart{Kind: table.Columns, Title: "上门次数", At: fmt.Sprintf("F%d", top), Width: 560, Height: 230, Page: SheetFigures,
		Categories: table.Range{FirstRow: top + 1, LastRow: top + 2}, Series: reliefSeries(top, last != nil)})
	b.pad(top, 15)
}

func reliefSeries(top int, before bool) []table.Series {
	s := []table.Series{{Name: "本期", Values: table.Range{Col: 1, FirstRow: top + 1, LastRow: top + 2}}}
	if before {
		s = append(s, table.Series{Name: "上期", Values: table.Range{Col: 2, FirstRow: top + 1, LastRow: top + 2}})
	}
	return s
}

// compared is a line with this period's figure, the last one's and the change.
func (b *sheetBuilder) compared(name string, now inspect.Relief, last *inspect.Relief, figure func(*inspect.Relief) float64, s table.Style) {
	before, change := table.Blank(s), table.Blank(s)
	if last != nil {
		before, change = table.Num(figure(last), s), table.Num(figure(&now)-figure(last), s)
	}
	b.add(table.Str(name, table.Label), table.Num(figure(&now), s), before, change)
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

// districtFigures is the block of districts: hazards, and visits spared, this
// period and where it is known the last.
func (b *sheetBuilder) districtFigures(v *resultsView) {
	b.newPage()
	b.wide(24, "四、各区", table.Section)
	list := v.r.ByDistrict
	top := b.tallies("区", list, "各区查出的问题（项）", func(name string) string { return name })
	b.add()
	b.spared("区", list, func(t *inspect.Tally) *inspect.Relief { return &t.Relief })
	if v.r.Before != nil {
		b.add()
		b.spared("区（上期）", list, func(t *inspect.Tally) *inspect.Relief { return t.Before })
	}
	b.pad(top, chartLines)
}

// spared lists what joint inspection has spared each district.
func (b *sheetBuilder) spared(unit string, list []inspect.Tally, of func(*inspect.Tally) *inspect.Relief) {
	b.add(head(unit, "各自检查（次）", "实际上门（次）", "减少打扰（天）")...)
	for i := range list {
		r := cmp.Or(of(&list[i]), &inspect.Relief{})
		b.add(table.Str(list[i].Name, table.Label), table.Int(r.Separate, table.BodyCount), table.Int(r.Visits, table.BodyCount),
			table.Num(float64(r.HalfSeparate-r.HalfDays)/2, table.BodyMean))
	}
}

func (b *sheetBuilder) weekFigures(v *resultsView) {
	if len(v.r.ByDistrict) > fewDistricts || v.r.Before != nil {
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
