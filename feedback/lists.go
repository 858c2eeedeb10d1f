package feedback

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
)

// incomplete lists what a finding lacks: a deadline, a measure against a major
// hazard; and deadlines that lie before the inspection.
func (g *gatherer) incomplete() {
	for i := range g.res.Findings {
		f := &g.res.Findings[i]
		if f.Conclusion == inspect.NoConclusion && f.NotInspected == "" && g.taskOf[i] < 0 { // of tasks, missing tells
			g.warn(diag.Info, f, "not_filled_in", "检查结果", "", "这一行没有填检查结果，不算检查过", "检查过的请填“未发现问题”或“发现问题”")
		}
		if f.Conclusion != inspect.HazardsFound || g.res.Repeats[i] {
			continue
		}
		if f.Deadline == 0 && f.State != inspect.Rectified {
			g.warn(diag.Warning, f, "no_deadline", "整改期限", "", fmt.Sprintf("问题“%s”没有整改期限", brief(f.Text)), "请补上整改期限")
		}
		if f.Deadline != 0 && f.Date != 0 && f.Deadline < f.Date {
			g.warn(diag.Warning, f, "deadline_before_inspection", "整改期限", f.Deadline.String(),
				fmt.Sprintf("整改期限%s早于检查日期%s", f.Deadline, f.Date), "请核对整改期限和检查日期")
		}
		if f.Severity == inspect.Major && f.Measure == "" {
			g.warn(diag.Warning, f, "major_without_measure", "处理措施", "", fmt.Sprintf("重大隐患“%s”没有处理措施", brief(f.Text)), "重大隐患要写明处理措施")
		}
	}
}

// brief cuts a hazard's text for a message.
func brief(s string) string {
	if s == "" {
		return "（没有写明）"
	}
	if rs := []rune(s); len(rs) > 30 {
		return string(rs[:30]) + "…"
	}
	return s
}

// missing lists the parts of tasks that are due and have no result. A department
// that says nobody could look has handed in, but no result.
func (g *gatherer) missing() {
	if g.in.Book == nil {
		return
	}
	handed := g.handedIn()
	for t := range g.in.Book.Tasks {
		task := &g.in.Book.Tasks[t]
		departments := departmentsOf(g.in.Book, t)
		none := !slices.ContainsFunc(departments, func(d string) bool { return handed[part{t, d}] != (handing{}) }) && handed[part{t, anybody}] == (handing{})
		for _, d := range departments {
			h, tally := handed[part{t, d}], g.department(d)
			if !due(task, g.res.AsOf) && h == (handing{}) {
				continue
			}
			tally.Planned++
			tally.Done += one(h.result)
			tally.NotDone += one(!h.result && h.notInspected != "")
			if !h.result {
				g.res.Missing = append(g.res.Missing, inspect.Missing{Task: t, Department: d, Whole: none, NotInspected: h.notInspected})
			}
		}
		if due(task, g.res.AsOf) && none {
			g.problems.Add(diag.Problem{Severity: diag.Warning, Code: "no_findings", Value: task.ID,
				Message: fmt.Sprintf("任务 %s（%s，%s，%s）没有任何部门交来检查结果", task.ID, task.Date, g.in.Enterprises[task.Enterprise].Name, strings.Join(departments, "、")),
				Hint:    "请催交，或确认检查没有进行"})
		}
	}
}

// handing is what a department has handed in for its part of a task: a result,
// or why there is none. The zero value is nothing.
type handing struct {
	result       bool
	notInspected string
}

// handedIn gives what has been handed in for each part of the tasks. What a
// department that the task does not name has handed in is anybody's.
func (g *gatherer) handedIn() map[part]handing {
	handed := map[part]handing{}
	for i := range g.res.Inspections {
		x := &g.res.Inspections[i]
		if x.Task < 0 {
			continue
		}
		p := part{x.Task, x.Department}
		if len(g.partOf(x.Task, x.Department)) == 0 {
			p.department = anybody
		}
		h := handed[p]
		h.result = h.result || x.Conclusion != inspect.NoConclusion
		var words []string
		for _, f := range x.Findings {
			if w := g.res.Findings[f].NotInspected; w != "" {
				words = append(words, w)
			}
		}
		h.notInspected = cmp.Or(h.notInspected, strings.Join(distinct(words), "；"))
		handed[p] = h
	}
	return handed
}

// anybody stands for departments that a task does not name.
const anybody = ""

// part is a department's part of a task.
type part struct {
	task       int
	department string
}

// due reports whether a task should be over by a day.
func due(t *inspect.Task, asOf inspect.Date) bool {
	return t.Last() <= asOf
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// department gives a department's line of figures, made where there is none.
func (g *gatherer) department(name string) *inspect.Tally { return line(&g.res.ByDepartment, name) }

// line finds a group's line. Lists are kept sorted by name, so that they read
// the same whatever came first.
func line(list *[]inspect.Tally, name string) *inspect.Tally {
	i, found := slices.BinarySearchFunc(*list, name, func(t inspect.Tally, n string) int { return strings.Compare(t.Name, n) })
	if !found {
		*list = slices.Insert(*list, i, inspect.Tally{Name: name})
	}
	return &(*list)[i]
}
