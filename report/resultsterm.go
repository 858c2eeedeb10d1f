package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"liancha/inspect"
	"liancha/internal/diag"
)

// ResultsSummary writes what came of the inspections, as tables.
func ResultsSummary(w io.Writer, columns int, r *inspect.Results, problems diag.List) error {
	v := newResultsView(r)
	s := v.stats()
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "检查结果　%s（整改情况截至 %s）\n", r.Period, dayText(r.AsOf))
	fmt.Fprintf(out, "企业 %d 家，检查 %d 户次，其中未发现问题 %d 户次\n\n", s.Enterprises, s.Inspections, s.Clean)
	if err := Table(out, columns, []string{"问题", "项", ""}, [][]string{
		{"各部门列出", strconv.Itoa(s.Findings), ""},
		{"合并后", strconv.Itoa(s.Hazards), ""},
		{"其中重大隐患", strconv.Itoa(s.Major), percent(s.Major, s.Hazards)},
		{"已整改", strconv.Itoa(s.Rectified), percent(s.Rectified, s.Hazards)},
		{"要求不一", strconv.Itoa(s.Conflicts), percent(s.Conflicts, s.Hazards)},
		{"逾期未改", strconv.Itoa(s.Overdue), percent(s.Overdue, s.Hazards)},
	}); err != nil {
		return err
	}
	fmt.Fprintln(out)
	if err := Table(out, columns, []string{"", "各自检查", "实际", "减少"}, [][]string{
		changeRow("上门（次）", r.Relief.Separate, r.Relief.Visits),
		changeRow("企业被打扰（半天）", r.Relief.HalfSeparate, r.Relief.HalfDays),
	}); err != nil {
		return err
	}
	if r.Before != nil {
		fmt.Fprintf(out, "联合检查占 %s，上期（%s）%s\n", percent(r.Relief.Joint, r.Relief.Visits), r.BeforeSpan, percent(r.Before.Joint, r.Before.Visits))
	}
	if r.Book != nil {
		fmt.Fprintf(out, "到期任务应交结果 %d 部门次，已交 %s", s.TasksDue, percent(s.TasksDone, s.TasksDue))
		if s.NotDone > 0 {
			fmt.Fprintf(out, "，另有 %d 部门次未开展检查", s.NotDone)
		}
		fmt.Fprintf(out, "；缺的见“%s”\n", SheetMissing)
	}
	fmt.Fprintf(out, "公开 %d 户次，公开率 %s\n", s.Published, percent(s.Published, s.Inspections))
	if s.NotInTask > 0 {
		fmt.Fprintf(out, "没有归入任务的 %d 户次，见“%s”\n", s.NotInTask, SheetAlone)
	}
	if len(problems) > 0 {
		fmt.Fprintf(out, "\n数据问题%s\n", countText(problems))
	}
	return out.Flush()
}

func percent(n, of int) string {
	if of == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f%%", 100*ratio(n, of))
}
