package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"

	"liancha/inspect"
	"liancha/internal/diag"
)

// firstChanges is how many changed tasks the terminal shows.
const firstChanges = 12

// RoundSummary writes what a round of replies has come to, as tables.
func RoundSummary(w io.Writer, columns int, r *inspect.Round, problems diag.List) error {
	s := &r.Stats
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "确认反馈　%s\n", r.Period)
	fmt.Fprintf(out, "任务 %d 项，应答复 %d 部门次\n\n", s.Tasks, s.Asked)
	if err := Table(out, columns, []string{"答复", "部门次"}, [][]string{
		{"同意", strconv.Itoa(s.Agreed)},
		{"调整，已按报来的日期安排", strconv.Itoa(s.Adjusted)},
		{"调整，没有排进去", strconv.Itoa(s.Unmet)},
		{"不参加", strconv.Itoa(s.Declined)},
		{"未回复", strconv.Itoa(s.Unanswered)},
		{"改期以后待再确认", strconv.Itoa(s.Open - s.Unanswered)},
	}); err != nil {
		return err
	}
	fmt.Fprintln(out)
	if err := Table(out, columns, []string{"任务", "项", ""}, [][]string{
		{"不变", strconv.Itoa(s.Unchanged), ""},
		{"时间不变，部门等有变", strconv.Itoa(s.Altered()), ""},
		{"改期", strconv.Itoa(s.Moved), movedText(r)},
		{"新增", strconv.Itoa(s.New), ""},
		{"取消", strconv.Itoa(s.Gone), ""},
		{"没有排入", strconv.Itoa(s.Unplaced), ""},
		{"全部确认", strconv.Itoa(s.AllAgreed), percent(s.AllAgreed, s.Tasks)},
	}); err != nil {
		return err
	}
	if err := changed(out, columns, r); err != nil {
		return err
	}
	if s.Rejected > 0 {
		fmt.Fprintf(out, "\n没有用上的答复 %d 条\n", s.Rejected)
	}
	if len(problems) > 0 {
		fmt.Fprintf(out, "\n数据问题%s\n", countText(problems))
	}
	return out.Flush()
}

// changed shows the first of the tasks that have changed.
func changed(out io.Writer, columns int, r *inspect.Round) error {
	list := slices.DeleteFunc(slices.Clone(r.Changes), func(c inspect.TaskChange) bool { return len(c.Kinds) == 0 })
	if len(list) == 0 {
		return nil
	}
	fmt.Fprintln(out)
	var rows [][]string
	for i := range list[:min(len(list), firstChanges)] {
		c := &list[i]
		rows = append(rows, []string{c.ID, fold(r.Enterprises[c.Enterprise].Name, 20), fold(changeText(c), 8), arrangementText(c.Before) + "\n" + arrangementText(c.After)})
	}
	if more := len(list) - firstChanges; more > 0 {
		rows = append(rows, []string{fmt.Sprintf("另有 %d 项", more), "", "", ""})
	}
	return Table(out, columns, []string{"任务编号", "企业", "变动", "原安排、现安排"}, rows)
}
