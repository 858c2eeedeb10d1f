package report

import (
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/table"
)

// hazardColumns: the first twelve are printed.
var hazardColumns = []column{
	{"问题\n序号", 6, table.BodyCentre},
	{"企业名称", 26, table.Body},
	{"区", 9, table.BodyCentre},
	{"问题", 36, table.Body},
	{"隐患等级", 7, table.BodyCentre},
	{"查出部门", 20, table.Body},
	{"检查日期", 11, table.BodyDate},
	{"整改要求", 24, table.Body},
	{"整改期限", 11, table.BodyDate},
	{"整改状态", 8, table.BodyCentre},
	{"逾期", 6, table.BodyCentre},
	{"要求不一", 9, table.Body},
	{"期限说明", 10, table.Body},
	{"复查日期", 11, table.BodyDate},
	{"依据", 24, table.Body},
	{"任务编号", 18, table.BodyCentre},
	{"统一社会信用代码", 20, table.BodyCentre},
	{"合并说明", 24, table.Muted},
	{"来源", 30, table.Aside},
}

// printed leaves a list's columns from n on to the screen, and centres what stands
// above it over those that are printed.
func printed(p table.Page, n int) table.Page {
	line := p.LineAt
	p.PrintCols = n
	p.LineAt = func(i int, l *table.Line) {
		line(i, l)
		for k := range l.Merges {
			l.Merges[k].Last = min(l.Merges[k].Last, n-1)
		}
	}
	return p
}

func hazardsPage(v *resultsView) table.Page {
	r := v.r
	merged := 0
	for i := range r.Hazards {
		merged += btoi(len(r.Hazards[i].Findings) > 1)
	}
	below := fmt.Sprintf("共 %d 项，其中 %d 项由几个部门或几行结果合并而成。“整改期限”“整改要求”是各部门里最严的。", len(r.Hazards), merged)
	p := list(SheetHazards, "问题清单"+v.span(), below, hazardColumns, len(r.Hazards), func(i int, c []table.Value) []table.Value {
		h := &r.Hazards[i]
		e := &r.Enterprises[h.Enterprise]
		c = append(c, table.Int(i+1, table.BodyCentre))
		c = put(c, hazardColumns, e.Name, e.District, hazardText(h), h.Severity.String(), join(h.Departments))
		c = append(c, dayCell(h.Found, table.BodyDate))
		c = put(c, hazardColumns, h.Measure)
		c = append(c, dayCell(h.Deadline, table.BodyDate))
		overdue := ""
		if h.Overdue {
			overdue = "逾期"
		}
		var differ []string
		for _, d := range h.Disagreements {
			differ = append(differ, d.About)
		}
		c = put(c, hazardColumns, stateText(h), overdue, join(differ), h.Term)
		c = append(c, dayCell(h.Again, table.BodyDate))
		return put(c, hazardColumns, strings.Join(h.Bases, "\n"), strings.Join(h.Tasks, "\n"), e.Code, h.Merged, sourceText(v.sourcesOf(h)))
	})
	p.FreezeCols = 2
	p = printed(p, 12)
	first, last := p.Header+1, p.NumLines
	p.Marks = []table.Mark{
		{Col: 4, FirstRow: first, LastRow: last, Equal: inspect.Major.String(), Style: table.Bad},
		{Col: 9, FirstRow: first, LastRow: last, Equal: inspect.Rectified.String(), Style: table.Good},
		{Col: 10, FirstRow: first, LastRow: last, Equal: "逾期", Style: table.Bad},
	}
	return p
}

var byEnterpriseColumns = []column{
	{"企业名称", 30, table.Body},
	{"统一社会信用代码", 20, table.BodyCentre},
	{"区", 9, table.BodyCentre},
	{"检查部门", 34, table.Body},
	{"检查\n（户次）", 9, table.BodyCount},
	{"未发现问题\n（户次）", 11, table.BodyCount},
	{"问题\n（项）", 7, table.BodyCount},
	{"重大\n（项）", 7, table.BodyCount},
	{"已整改\n（项）", 8, table.BodyCount},
	{"逾期\n（项）", 7, table.BodyCount},
	{"要求不一\n（项）", 9, table.BodyCount},
	{"任务编号", 18, table.BodyCentre},
}

func byEnterprisePage(v *resultsView) table.Page {
	var es []int
	for e := range v.r.Enterprises {
		if len(v.inspections[e]) > 0 {
			es = append(es, e)
		}
	}
	slices.SortStableFunc(es, func(a, b int) int {
		return len(v.hazards[b]) - len(v.hazards[a])
	})
	return list(SheetByEnterprise, "各企业检查结果"+v.span(), fmt.Sprintf("共 %d 家，问题多的在前。", len(es)), byEnterpriseColumns, len(es), func(i int, c []table.Value) []table.Value {
		e := es[i]
		of := &v.r.Enterprises[e]
		clean, major, rectified, overdue, conflict := 0, 0, 0, 0, 0
		for _, n := range v.inspections[e] {
			clean += btoi(v.r.Inspections[n].Conclusion == inspect.NothingFound)
		}
		for _, n := range v.hazards[e] {
			h := &v.r.Hazards[n]
			major += btoi(h.Severity == inspect.Major)
			rectified += btoi(h.State == inspect.Rectified)
			overdue += btoi(h.Overdue)
			conflict += btoi(h.Conflict())
		}
		c = put(c, byEnterpriseColumns, of.Name, of.Code, of.District, join(v.departmentsAt(e)))
		for _, n := range []int{len(v.inspections[e]), clean, len(v.hazards[e]), major, rectified, overdue, conflict} {
			c = append(c, table.Int(n, table.BodyCount))
		}
		return put(c, byEnterpriseColumns, strings.Join(v.tasksOf(e), "\n"))
	})
}

var byDepartmentColumns = []column{
	{"部门", 28, table.Body},
	{"应查\n（户次）", 9, table.BodyCount},
	{"已交结果\n（户次）", 9, table.BodyCount},
	{"未开展检查\n（户次）", 11, table.BodyCount},
	{"计划\n完成率", 8, table.BodyShare},
	{"检查\n（户次）", 9, table.BodyCount},
	{"未发现问题\n（户次）", 11, table.BodyCount},
	{"问题\n（项）", 7, table.BodyCount},
	{"重大\n（项）", 7, table.BodyCount},
	{"已整改\n（项）", 8, table.BodyCount},
	{"整改率", 8, table.BodyShare},
	{"逾期\n（项）", 7, table.BodyCount},
	{"公开\n（户次）", 9, table.BodyCount},
	{"公开率", 8, table.BodyShare},
}

func byDepartmentPage(v *resultsView) table.Page {
	ts := append(slices.Clone(v.r.ByDepartment), v.r.Total)
	below := "几个部门查出的同一项问题，各部门都计一项，所以各行相加会大于合计。应查：任务书里到期的任务。"
	p := list(SheetByDepartment, "各部门检查结果"+v.span(), below, byDepartmentColumns, len(ts), func(i int, c []table.Value) []table.Value {
		t := &ts[i]
		return append(c, table.Str(departmentText(t.Name), table.Body), count(t.Planned), count(t.Done), count(t.NotDone), shareOf(t.Done, t.Planned),
			count(t.Inspections), count(t.Clean), count(t.Hazards), count(t.Major), count(t.Rectified), shareOf(t.Rectified, t.Hazards), count(t.Overdue),
			count(t.Published), shareOf(t.Published, t.Inspections))
	})
	p.FreezeCols, p.Filter = 1, false
	return p
}

var conflictColumns = []column{
	{"企业名称", 28, table.Body},
	{"问题", 36, table.Body},
	{"不一致的", 10, table.BodyCentre},
	{"部门", 24, table.Body},
	{"要求", 36, table.Body},
	{"反馈按（最严）", 30, table.Body},
	{"牵头部门", 20, table.Body},
	{"牵头部门意见", 24, table.Fill},
	{"来源", 30, table.Aside},
}

// conflictsPage sets the departments' demands side by side: a line each, those
// of one question together.
func conflictsPage(v *resultsView) table.Page {
	type row struct {
		hazard      int
		about, view int
		other       bool // of every other question, which are told apart by their shade
	}
	var rows []row
	questions := 0
	for i := range v.r.Hazards {
		for d := range v.r.Hazards[i].Disagreements {
			questions++
			for k := range v.r.Hazards[i].Disagreements[d].Views {
				rows = append(rows, row{i, d, k, questions%2 == 0})
			}
		}
	}
	p := list(SheetConflicts, "要求不一的问题"+v.span(), fmt.Sprintf("共 %d 处，请牵头部门协调一致，在“牵头部门意见”一列写明。", questions), conflictColumns, len(rows),
		func(i int, c []table.Value) []table.Value {
			h := &v.r.Hazards[rows[i].hazard]
			d := &h.Disagreements[rows[i].about]
			view := &d.Views[rows[i].view]
			c = put(c, conflictColumns, v.r.Enterprises[h.Enterprise].Name, hazardText(h), d.About, departmentText(view.Department), view.Words, d.Taken, d.Lead, "", view.Source.String())
			for k := range c {
				if s, ok := otherGroup[c[k].Style]; ok && rows[i].other {
					c[k].Style = s
				}
			}
			return c
		})
	p.FreezeCols = 1
	return printed(p, 8)
}

var overdueColumns = []column{
	{"企业名称", 30, table.Body},
	{"区", 9, table.BodyCentre},
	{"问题", 44, table.Body},
	{"隐患等级", 8, table.BodyCentre},
	{"查出部门", 28, table.Body},
	{"整改要求", 30, table.Body},
	{"整改期限", 12, table.BodyDate},
	{"逾期天数", 8, table.BodyCount},
	{"整改状态", 9, table.BodyCentre},
	{"任务编号", 18, table.BodyCentre},
}

func overduePage(v *resultsView) table.Page {
	var hs []int
	for i := range v.r.Hazards {
		if v.r.Hazards[i].Overdue {
			hs = append(hs, i)
		}
	}
	slices.SortStableFunc(hs, func(a, b int) int { return int(v.r.Hazards[a].Deadline - v.r.Hazards[b].Deadline) })
	p := list(SheetOverdue, "逾期未改的问题（截至"+dayText(v.r.AsOf)+"）", fmt.Sprintf("共 %d 项，逾期久的在前。", len(hs)), overdueColumns, len(hs), func(i int, c []table.Value) []table.Value {
		h := &v.r.Hazards[hs[i]]
		e := &v.r.Enterprises[h.Enterprise]
		c = put(c, overdueColumns, e.Name, e.District, hazardText(h), h.Severity.String(), join(h.Departments), h.Measure)
		c = append(c, dayCell(h.Deadline, table.BodyDate), table.Int(int(v.r.AsOf-h.Deadline), table.BodyCount))
		return put(c, overdueColumns, stateText(h), strings.Join(h.Tasks, "\n"))
	})
	p.Marks = []table.Mark{{Col: 3, FirstRow: p.Header + 1, LastRow: p.NumLines, Equal: inspect.Major.String(), Style: table.Bad}}
	return p
}

var missingColumns = []column{
	{"任务编号", 18, table.BodyCentre},
	{"检查日期", 12, table.BodyDate},
	{"企业名称", 34, table.Body},
	{"缺结果的部门", 28, table.Body},
	{"牵头部门", 28, table.Body},
	{"说明", 30, table.Body},
}

func missingPage(v *resultsView) table.Page {
	ms := v.r.Missing
	notInspected := 0
	for i := range ms {
		notInspected += btoi(ms[i].NotInspected != "")
	}
	below := fmt.Sprintf("任务书里截至%s应已检查、而没有检查结果的，共 %d 部门次：%d 部门次没有交，%d 部门次未开展检查。", dayText(v.r.AsOf), len(ms), len(ms)-notInspected, notInspected)
	if v.r.Book == nil {
		below = "没有给出任务书（--tasks），不知道哪些任务缺检查结果。"
	}
	return list(SheetMissing, "缺检查结果的任务", below, missingColumns, len(ms), func(i int, c []table.Value) []table.Value {
		t := &v.r.Book.Tasks[ms[i].Task]
		c = put(c, missingColumns, t.ID)
		c = append(c, dayCell(t.Date, table.BodyDate))
		why := "这个部门没有交"
		switch {
		case ms[i].NotInspected != "":
			why = "未开展检查：" + ms[i].NotInspected
		case ms[i].Whole:
			why = "参加的部门都没有交"
		}
		return put(c, missingColumns, v.r.Enterprises[t.Enterprise].Name, ms[i].Department, t.Lead, why)
	})
}

var aloneColumns = []column{
	{"企业名称", 32, table.Body},
	{"检查部门", 26, table.Body},
	{"检查日期", 12, table.BodyDate},
	{"任务编号", 18, table.BodyCentre},
	{"检查事项", 30, table.Body},
	{"检查结果", 12, table.BodyCentre},
	{"来源", 44, table.Body},
}

// alone gives the inspections that came to a result and belong to no task.
func (v *resultsView) alone() []int {
	var list []int
	for i := range v.r.Inspections {
		if x := &v.r.Inspections[i]; x.Task < 0 && x.Conclusion != inspect.NoConclusion && (v.r.Book != nil || x.TaskID == "") {
			list = append(list, i)
		}
	}
	return list
}

func alonePage(v *resultsView) table.Page {
	xs := v.alone()
	return list(SheetAlone, "没有归入任务的检查结果", "没有任务编号，这家企业当天也没有任务；或任务编号不对。照常反馈和统计，在这里单独列出。", aloneColumns, len(xs), func(i int, c []table.Value) []table.Value {
		x := &v.r.Inspections[xs[i]]
		var sources []inspect.Source
		for _, f := range x.Findings {
			sources = append(sources, v.r.Findings[f].Source)
		}
		slices.SortFunc(sources, inspect.CompareSource)
		c = put(c, aloneColumns, v.r.Enterprises[x.Enterprise].Name, departmentText(x.Department))
		c = append(c, dayCell(x.Date, table.BodyDate))
		return put(c, aloneColumns, x.TaskID, x.Matter, x.Conclusion.String(), sourceText(slices.Compact(sources)))
	})
}
