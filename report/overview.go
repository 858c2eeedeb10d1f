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

// chartDepartments is how many departments a chart can name legibly.
const chartDepartments = 12

// How high a bar of a chart and a row beside it are, so that blocks are as high
// as their charts.
const (
	barPixels = 22
	rowPixels = 22
)

// The figures that are read back, and the line with the period.
const (
	figureVisits    = "上门检查（次）"
	figureScheduled = "排入的计划（条）"
	figureInClass   = "投诉复查、重点专项优先时（条）"
	figureTasks     = "检查任务（项）"
	figureFiles     = "计划文件（个）"
	figureRows      = "计划行数"
	figureOutside   = "不在本期（条）"
	figureRejected  = "读不出的行"
	periodPrefix    = "检查期间："
)

// sheetBuilder lays out a page of blocks one below the other, for pages that
// are not one list.
type sheetBuilder struct {
	page table.Page
	cols int
}

func (b *sheetBuilder) add(cells ...table.Value) {
	b.page.Lines = append(b.page.Lines, table.Line{Cells: cells})
}

func (b *sheetBuilder) wide(height float64, text string, s table.Style) {
	cells := make([]table.Value, b.cols)
	for i := range cells {
		cells[i].Style = s
	}
	cells[0].Text = text
	b.page.Lines = append(b.page.Lines, table.Line{Height: height, Cells: cells, Merges: []table.Join{{Last: b.cols - 1}}})
}

// newPage begins a printed page.
func (b *sheetBuilder) newPage() {
	b.add()
	b.page.Breaks = append(b.page.Breaks, b.next())
}

// next is the row the next line gets.
func (b *sheetBuilder) next() int { return len(b.page.Lines) + 1 }

// overviewPage lays out figures on the left and, right of each block, its chart.
func overviewPage(v *view, problems diag.List) table.Page {
	b := &sheetBuilder{cols: 12}
	b.page = table.Page{Name: SheetOverview, Footer: "联合检查总览"}
	for _, w := range []float64{26, 11, 11, 16, 3, 11, 11, 11, 11, 11, 11, 11} {
		b.page.Columns = append(b.page.Columns, table.Column{Width: w})
	}
	b.wide(34, "联合检查总览", table.Title)
	b.wide(20, fmt.Sprintf(periodPrefix+"%s（%s，工作日 %d 天）", v.o.Period, v.o.Period.Chinese(), len(v.o.WorkingDays)), table.Subtitle)
	b.figures(v, problems)
	b.byDay(v)
	b.byLevel(v)
	b.byDepartment(v)
	return b.page
}

func head(texts ...string) []table.Value {
	var cells []table.Value
	for _, t := range texts {
		cells = append(cells, table.Str(t, table.Head))
	}
	return cells
}

// figures is the block of figures before and after.
func (b *sheetBuilder) figures(v *view, problems diag.List) {
	s := v.o.Stats
	b.wide(24, "一、联查前后", table.Section)
	top := b.next()
	b.add(head("指标", "各自检查", "联合检查", "减少")...)
	before, after := s.VisitsIfSeparate, s.Visits
	b.change(figureVisits, before, after)
	r := v.relief()
	b.change("企业被打扰（半天）", r.halfDaysBefore, r.halfDaysAfter)
	b.change("被查 3 次以上的企业（家）", r.oftenBefore, r.oftenAfter)
	b.add(table.Str("每家企业平均被查（次）", table.Label), table.Num(ratio(before, r.enterprises), table.BodyMean),
		table.Num(ratio(after, r.enterprises), table.BodyMean), table.Blank(table.BodyShare))
	b.add(head("计划与排入", "数量", "理论界限", "说明")...)
	b.bounded(figureScheduled, s.Scheduled, s.EntriesBound, s.Scheduled == s.EntriesBound)
	if s.ClassBound < s.EntriesBound {
		b.bounded(figureInClass, s.Scheduled, s.ClassBound, s.Scheduled == s.ClassBound)
	}
	b.bounded(figureTasks, s.Visits, s.VisitsBound, s.Visits == s.VisitsBound)
	b.count("其中联合检查（项）", s.JointVisits, "")
	b.count("涉及企业（家）", s.Enterprises, "")
	b.count(figureFiles, s.Files, "")
	b.count(figureRows, s.Rows, "")
	b.count("没有排入（条）", s.Unscheduled, "见“未排入”")
	b.count(figureOutside, s.OutOfPeriod, "见“未排入”")
	b.count(figureRejected, s.Rejected, "见“数据问题”")
	b.count("疑似同一企业（组）", inspect.Undecided(v.o.Reviews), "待确认")
	b.count("数据问题（处）", len(problems), "见“数据问题”")
	b.add()
	b.add(head("任务构成", "项", "占比", "")...)
	first := b.next()
	b.share("联合检查", s.JointVisits, s.Visits)
	b.share("单独检查", s.Visits-s.JointVisits, s.Visits)
	b.page.Charts = append(b.page.Charts, table.Chart{Kind: table.Ring, Title: "联合检查占比", At: fmt.Sprintf("F%d", top),
		Width: 560, Height: 330, Page: SheetOverview, Categories: table.Range{FirstRow: first, LastRow: first + 1},
		Series: []table.Series{{Name: "任务", Values: table.Range{Col: 1, FirstRow: first, LastRow: first + 1}}}})
}

func (b *sheetBuilder) change(name string, before, after int) {
	drop := table.Blank(table.BodyShare)
	if before > 0 {
		drop = table.Num(float64(before-after)/float64(before), table.BodyShare)
	}
	b.add(table.Str(name, table.Label), table.Int(before, table.BodyCount), table.Int(after, table.BodyCount), drop)
}

func (b *sheetBuilder) bounded(name string, n, bound int, proven bool) {
	word := table.Str(gapText(n, bound), table.Muted)
	if proven {
		word = table.Str("已证明最优", table.Good)
	}
	b.add(table.Str(name, table.Label), table.Int(n, table.BodyCount), table.Int(bound, table.BodyCount), word)
}

// gapText words how far a figure is from its bound.
func gapText(n, bound int) string {
	if n > bound {
		n, bound = bound, n
	}
	return fmt.Sprintf("最多差 %d", bound-n)
}

// count adds a figure, and where there is any, where to look.
func (b *sheetBuilder) count(name string, n int, word string) {
	if n == 0 {
		word = ""
	}
	b.add(table.Str(name, table.Label), table.Int(n, table.BodyCount), table.Blank(table.BodyCount), table.Str(word, table.Muted))
}

func (b *sheetBuilder) share(name string, n, of int) {
	b.add(table.Str(name, table.Label), table.Int(n, table.BodyCount), table.Num(ratio(n, of), table.BodyShare), table.Blank(table.Body))
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// relief is what joint inspection spares the enterprises visited.
type relief struct {
	enterprises                   int
	halfDaysBefore, halfDaysAfter int
	oftenBefore, oftenAfter       int // enterprises visited three times or more
}

// relief counts each department's part of a task as a visit of its own for the
// time before.
func (v *view) relief() relief {
	type visits struct{ before, after int }
	var r relief
	per := map[int]visits{}
	for i := range v.o.Tasks {
		t := &v.o.Tasks[i]
		n := per[t.Enterprise]
		n.after++
		r.halfDaysAfter += t.HalfDays
		longest := map[string]int{}
		for _, e := range t.Entries {
			x := &v.o.Entries[e]
			longest[x.Department] = max(longest[x.Department], x.HalfDays)
		}
		n.before += len(longest)
		for _, h := range longest {
			r.halfDaysBefore += h
		}
		per[t.Enterprise] = n
	}
	r.enterprises = len(per)
	for _, n := range per {
		r.oftenBefore += btoi(n.before >= 3)
		r.oftenAfter += btoi(n.after >= 3)
	}
	return r
}

// dailyBars is how many days a chart can show one by one.
const dailyBars = 31

// byDay is the block of tasks by day, or by month where the period is long.
func (b *sheetBuilder) byDay(v *view) {
	type bar struct {
		name          string
		joint, single int
	}
	var bars []bar
	unit, title := "日期", "每日检查任务"
	name := func(d inspect.Date) string { return d.Short() }
	if monthOf(v.o.Period.From) == monthOf(v.o.Period.To) {
		name = func(d inspect.Date) string { _, _, day := d.YMD(); return fmt.Sprintf("%d日", day) } // legible below a bar
	}
	if len(v.o.WorkingDays) > dailyBars {
		unit, title = "月份", "每月检查任务"
		name = func(d inspect.Date) string { y, m, _ := d.YMD(); return fmt.Sprintf("%d年%d月", y, m) }
	}
	at := map[string]int{}
	for _, d := range v.o.WorkingDays {
		if _, seen := at[name(d)]; !seen {
			at[name(d)] = len(bars)
			bars = append(bars, bar{name: name(d)})
		}
	}
	for _, t := range v.byTime {
		task := &v.o.Tasks[t]
		i, seen := at[name(task.Date)]
		if !seen {
			i = len(bars)
			at[name(task.Date)] = i
			bars = append(bars, bar{name: name(task.Date)})
		}
		if v.joint(task) {
			bars[i].joint++
		} else {
			bars[i].single++
		}
	}
	b.newPage()
	b.wide(24, "二、"+title, table.Section)
	top := b.next()
	b.add(head(unit, "联合检查", "单独检查", "合计")...)
	for _, x := range bars {
		b.add(table.Str(x.name, table.Label), table.Int(x.joint, table.BodyCount), table.Int(x.single, table.BodyCount), table.Int(x.joint+x.single, table.BodyCount))
	}
	b.pad(top, 18)
	if len(bars) == 0 {
		return
	}
	b.jointAndSingle(title+"（项）", top, len(bars), 330)
}

// jointAndSingle charts a block whose second and third columns are joint and
// single tasks, beside it.
func (b *sheetBuilder) jointAndSingle(title string, top, lines, height int) {
	last := top + lines
	b.page.Charts = append(b.page.Charts, table.Chart{Kind: table.StackedColumns, Title: title,
		At: fmt.Sprintf("F%d", top), Width: 560, Height: height, Page: SheetOverview, Categories: table.Range{FirstRow: top + 1, LastRow: last},
		Series: []table.Series{
			{Name: "联合检查", Values: table.Range{Col: 1, FirstRow: top + 1, LastRow: last}},
			{Name: "单独检查", Values: table.Range{Col: 2, FirstRow: top + 1, LastRow: last}},
		}})
}

// pad adds lines until a block is as high as the chart beside it.
func (b *sheetBuilder) pad(top, lines int) {
	for b.next() < top+lines {
		b.add()
	}
}

func (b *sheetBuilder) byLevel(v *view) {
	var tasks, joint [inspect.Street + 1]int
	for i := range v.o.Tasks {
		t := &v.o.Tasks[i]
		tasks[t.Level]++
		joint[t.Level] += btoi(v.joint(t))
	}
	b.newPage()
	b.wide(24, "三、各层级", table.Section)
	top := b.next()
	b.add(head("层级", "联合检查", "单独检查", "联合占比")...)
	levels := []inspect.Level{inspect.City, inspect.District, inspect.Street}
	for _, l := range levels {
		b.add(table.Str(l.Chinese(), table.Label), table.Int(joint[l], table.BodyCount), table.Int(tasks[l]-joint[l], table.BodyCount),
			table.Num(ratio(joint[l], tasks[l]), table.BodyShare))
	}
	b.jointAndSingle("各层级检查任务（项）", top, len(levels), 230)
	b.pad(top, 12)
}

func (b *sheetBuilder) byDepartment(v *view) {
	departments := slices.Clone(v.departments)
	slices.SortStableFunc(departments, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(v.tasksOf[b]), len(v.tasksOf[a])), strings.Compare(a, b))
	})
	b.add()
	b.wide(24, "四、各部门", table.Section)
	top := b.next()
	b.add(head("部门", "参加任务", "其中牵头", "其中联合")...)
	for _, d := range departments {
		lead, joint := 0, 0
		for _, t := range v.tasksOf[d] {
			lead += btoi(v.o.Tasks[t].Lead == d)
			joint += btoi(v.joint(&v.o.Tasks[t]))
		}
		b.add(table.Str(d, table.Label), table.Int(len(v.tasksOf[d]), table.BodyCount), table.Int(lead, table.BodyCount), table.Int(joint, table.BodyCount))
	}
	if len(departments) == 0 {
		return
	}
	shown := min(len(departments), chartDepartments)
	title := "各部门参加的任务（项）"
	if shown < len(departments) {
		title = fmt.Sprintf("参加任务最多的 %d 个部门（项）", shown)
	}
	b.page.Charts = append(b.page.Charts, table.Chart{Kind: table.Bars, Title: title, At: fmt.Sprintf("F%d", top),
		Width: 560, Height: 100 + barPixels*shown, Page: SheetOverview, Categories: table.Range{FirstRow: top + 1, LastRow: top + shown},
		Series: []table.Series{{Name: "参加任务", Values: table.Range{Col: 1, FirstRow: top + 1, LastRow: top + shown}}}})
	b.pad(top, 6+barPixels*shown/rowPixels)
}
