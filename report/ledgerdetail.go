package report

import (
	"cmp"

	"liancha/inspect"
	"liancha/internal/table"
)

// detailColumns are the columns of a findings sheet, with the number the hazard
// has in 问题清单. The first sixteen are printed.
var detailColumns = []column{
	{"问题\n序号", 6, table.BodyCentre},
	{"企业名称", 26, table.Body},
	{"统一社会信用代码", 20, table.BodyCentre},
	{"检查部门", 20, table.Body},
	{"检查日期", 11, table.BodyDate},
	{"检查人员", 14, table.Body},
	{"检查事项", 20, table.Body},
	{"检查结果", 11, table.BodyCentre},
	{"问题描述", 36, table.Body},
	{"隐患等级", 7, table.BodyCentre},
	{"依据", 24, table.Body},
	{"处理措施", 24, table.Body},
	{"整改期限", 12, table.BodyCentre},
	{"整改状态", 8, table.BodyCentre},
	{"复查日期", 11, table.BodyDate},
	{"是否公开", 7, table.BodyCentre},
	{"任务编号", 18, table.BodyCentre},
	{"所属区", 9, table.BodyCentre},
	{"所属街道", 10, table.BodyCentre},
	{"地址", 24, table.Body},
	{"原始来源", 30, table.Aside},
}

// detailPage lists every result as it was handed in, the clean ones too, and that
// nobody could look: what
// report and profile read when the ledger is given to them.
func detailPage(v *resultsView) table.Page {
	r := v.r
	type line struct{ inspection, finding int }
	var lines []line
	for i := range r.Inspections {
		for _, f := range r.Inspections[i].Findings {
			if x := &r.Findings[f]; (x.Conclusion != inspect.NoConclusion || x.NotInspected != "") && !r.Repeats[f] {
				lines = append(lines, line{i, f})
			}
		}
	}
	number := make([]int, len(r.Findings))
	for i := range r.Hazards {
		for _, f := range r.Hazards[i].Findings {
			number[f] = i + 1
		}
	}
	below := "各部门交来的每一条结果（写了未开展检查的也在内），再交给 report、profile 时读的就是这张表。整改情况有变化的，改“" + SheetHazards + "”里的整改状态、复查日期、整改期限就行。"
	p := list(SheetDetail, "检查结果明细"+v.span(), below, detailColumns, len(lines), func(i int, c []table.Value) []table.Value {
		x, f := &r.Inspections[lines[i].inspection], &r.Findings[lines[i].finding]
		e := &r.Enterprises[x.Enterprise]
		if n := number[lines[i].finding]; n > 0 {
			c = append(c, table.Int(n, table.BodyCentre))
		} else {
			c = append(c, table.Blank(table.BodyCentre))
		}
		name := e.Name
		if f.Subject == (inspect.Subject{}) && x.Task < 0 {
			name = "" // nobody has said whose task it is
		}
		c = put(c, detailColumns, name, e.Code, f.Department)
		c = append(c, dayCell(f.Date, table.BodyDate))
		c = put(c, detailColumns, join(f.Inspectors), f.Matter, cmp.Or(f.Conclusion.String(), f.NotInspected), f.Text, f.Severity.String(), f.Basis, f.Measure)
		if f.Term != "" {
			c = append(c, table.Str(f.Term, table.BodyCentre))
		} else {
			c = append(c, dayCell(f.Deadline, table.BodyDate))
		}
		c = put(c, detailColumns, f.State.String())
		c = append(c, dayCell(f.Reinspection, table.BodyDate))
		public := "是"
		if f.Withheld {
			public = "否"
		}
		return put(c, detailColumns, public, x.TaskID, e.District, e.Street, e.Address, f.Source.String())
	})
	p.FreezeCols = 2
	return printed(p, 16)
}
