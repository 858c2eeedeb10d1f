package feedback

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
)

// attach finds each finding's task: by its number, else the enterprise's task on
// that date, the department's own before another's. What the sheet leaves out
// comes from the task.
func (g *gatherer) attach() {
	r := g.res
	g.taskOf = slices.Repeat([]int{-1}, len(r.Findings))
	for i := range r.Findings {
		r.Findings[i].Matter = quiet(r.Findings[i].Matter)
	}
	if g.in.Book == nil {
		return
	}
	ofEnterprise := map[int][]int{}
	for i := range g.in.Book.Tasks {
		t := &g.in.Book.Tasks[i]
		g.tasks[t.ID] = i
		ofEnterprise[t.Enterprise] = append(ofEnterprise[t.Enterprise], i)
	}
	g.byNumber()
	for i := range r.Findings {
		f := &r.Findings[i]
		t, known := g.tasks[f.TaskID]
		switch {
		case g.taskOf[i] >= 0:
		case known:
			g.warn(diag.Warning, f, "task_mismatch", "任务编号", f.TaskID,
				fmt.Sprintf("任务 %s 是 %s 的，这一行写的是 %s，没有归到这项任务", f.TaskID, g.in.Enterprises[g.in.Book.Tasks[t].Enterprise].Name, g.in.Enterprises[g.in.EnterpriseOf[i]].Name),
				"请核对任务编号和企业名称")
		case f.TaskID != "":
			g.warn(diag.Warning, f, "unknown_task", "任务编号", f.TaskID, fmt.Sprintf("任务书里没有任务 %s，按企业和检查日期归入任务", f.TaskID), "请核对任务编号，或用 --tasks 给出对应的任务书")
		}
		if g.taskOf[i] < 0 {
			g.taskOf[i] = g.taskOn(ofEnterprise[g.in.EnterpriseOf[i]], f)
		}
		if g.taskOf[i] < 0 {
			g.warn(diag.Info, f, "no_task", "任务编号", f.TaskID, "这条检查结果不属于任务书里的任何任务，单独列出", "")
			continue
		}
		g.fillIn(f, g.taskOf[i])
	}
}

// byNumber attaches the findings with the number of their enterprise's task, and
// notes the days on which the tasks took place.
func (g *gatherer) byNumber() {
	g.held = map[int][]inspect.Date{}
	for i := range g.res.Findings {
		f := &g.res.Findings[i]
		t, known := g.tasks[f.TaskID]
		if !known || g.in.Book.Tasks[t].Enterprise != g.in.EnterpriseOf[i] {
			continue
		}
		g.taskOf[i] = t
		if f.Date != 0 && !slices.Contains(g.held[t], f.Date) {
			g.held[t] = append(g.held[t], f.Date)
		}
	}
}

// taskOn gives the enterprise's task on the finding's date, planned for it or,
// as findings with the task's number say, held on it; -1 for none.
func (g *gatherer) taskOn(tasks []int, f *inspect.Finding) int {
	found := -1
	for _, t := range tasks {
		if f.Date == 0 || !slices.Contains(g.in.Book.Tasks[t].Days, f.Date) && !slices.Contains(g.held[t], f.Date) {
			continue
		}
		if len(g.partOf(t, f.Department)) > 0 {
			return t
		}
		if found < 0 {
			found = t
		}
	}
	return found
}

// partOf gives a department's entries of a task.
func (g *gatherer) partOf(task int, department string) []int {
	var entries []int
	for _, e := range g.in.Book.Tasks[task].Entries {
		if g.in.Book.Entries[e].Department == department {
			entries = append(entries, e)
		}
	}
	return entries
}

// departmentsOf gives the departments of a task, sorted.
func departmentsOf(o *inspect.Outcome, task int) []string {
	var list []string
	for _, e := range o.Tasks[task].Entries {
		list = append(list, o.Entries[e].Department)
	}
	return distinct(list)
}

// fillIn takes from the task what the sheet leaves out.
func (g *gatherer) fillIn(f *inspect.Finding, task int) {
	t := &g.in.Book.Tasks[task]
	if ds := departmentsOf(g.in.Book, task); f.Department == "" && len(ds) == 1 {
		f.Department = ds[0]
	}
	if f.Department == "" {
		g.warn(diag.Warning, f, "no_department", "检查部门", "", fmt.Sprintf("不知道是哪个部门的检查结果，任务 %s 有 %d 个部门参加", t.ID, len(departmentsOf(g.in.Book, task))), "请写明检查部门")
	}
	if f.Date == 0 {
		f.Date = t.Last()
	}
	var matters []string
	for _, e := range g.partOf(task, f.Department) {
		x := &g.in.Book.Entries[e]
		f.Level = x.Level
		if x.Matter != "" {
			matters = append(matters, quiet(x.Matter))
		}
	}
	if f.Matter == "" {
		f.Matter = strings.Join(distinct(matters), "、")
	}
}

// complaintWords betray that somebody has complained; 12345 is the citizens'
// hotline.
const complaintWords = `投诉|举报|信访|来信|来访|\b12345\b`

var ofComplaint = regexp.MustCompile(complaintWords)

// quiet words matters so that neither the enterprise nor the public learns that
// the inspection followed a complaint: whoever complained is to be protected.
func quiet(matters string) string {
	if !ofComplaint.MatchString(matters) {
		return matters
	}
	var list []string
	for m := range strings.SplitSeq(matters, "、") {
		if ofComplaint.MatchString(m) {
			m = "现场检查"
		}
		if !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	return strings.Join(list, "、")
}
