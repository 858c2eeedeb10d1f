package report

import (
	"fmt"
	"slices"

	"liancha/inspect"
	"liancha/internal/outdir"
	"liancha/internal/table"
)

// Sheets of a department's book.
const (
	SheetPlan     = "任务安排"
	SheetReply    = "确认反馈"
	SheetFindings = "检查结果"
)

// departmentFiles are the departments' books.
func departmentFiles(set *outdir.Set, v *view) []file {
	var files []file
	for _, d := range v.departments {
		files = append(files, bookFile(bookName(set, DepartmentFolder, d, ""), func() *table.Book { return departmentBook(v, d) }))
	}
	return files
}

func departmentBook(v *view, department string) *table.Book {
	b := &table.Book{
		Title:   department + "联合检查任务",
		Creator: creator,
		Created: v.o.Period.From.String(),
		Pages:   []table.Page{planPage(v, department), replyPage(v, department), findingsPage(v, department)},
	}
	if left := v.leftOf[department]; len(left) > 0 {
		b.Pages = append(b.Pages, leftPage(v, left, department))
	}
	return b
}

// planColumns are narrow and wrap: the list goes along to the enterprises on
// paper, A4 across.
var planColumns = []column{
	{"任务编号", 11, table.BodyCentre},
	{"检查日期", 10.5, table.BodyDate},
	{"时间", 7, table.BodyCentre},
	{"企业名称", 14.5, table.Body},
	{"统一社会信用代码", 10, table.BodyCentre},
	{"地址", 14, table.Body},
	{"联系人", 7, table.BodyCentre},
	{"联系电话", 12, table.BodyCentre},
	{"风险等级", 5, table.BodyCentre},
	{"牵头部门", 10, table.Body},
	{"同去部门", 11, table.Body},
	{"本部门检查事项", 12.5, table.Body},
	{"本部门人数", 5, table.BodyAmount},
	{"执法人员", 7.5, table.Body},
	{"事先告知", 5, table.BodyCentre},
}

// planPage lists the department's tasks: when, where, with whom, who leads.
func planPage(v *view, department string) table.Page {
	tasks := v.tasksOf[department]
	lead, joint := 0, 0
	for _, t := range tasks {
		lead += btoi(v.o.Tasks[t].Lead == department)
		joint += btoi(v.joint(&v.o.Tasks[t]))
	}
	below := fmt.Sprintf("共 %d 项任务，其中牵头 %d 项、联合检查 %d 项。请在“%s”中回复，检查后在“%s”中填写结果。",
		len(tasks), lead, joint, SheetReply, SheetFindings)
	p := list(SheetPlan, department+"检查任务（"+v.o.Period.Chinese()+"）", below, planColumns, len(tasks), func(i int, c []table.Value) []table.Value {
		t := &v.o.Tasks[tasks[i]]
		e := v.enterprise(t)
		c = put(c, planColumns, t.ID)
		c = append(c, table.Day(int(t.Date), table.BodyDate))
		var others []string
		for _, d := range v.taskDepartments(t) {
			if d != department {
				others = append(others, d)
			}
		}
		leader := t.Lead
		if leader == department {
			leader = "本部门"
		}
		c = put(c, planColumns, partOfDay(t), e.Name, e.Code, e.Address, e.Contact, e.Phone, e.Grade.String(), leader, join(others), join(v.mattersOf(t, department)))
		c = append(c, table.Int(v.demand(t, department), table.BodyAmount))
		return put(c, planColumns, join(v.namedOf(t, department)), yesNo(v.o.Announced(t)))
	})
	p.FreezeCols = 1
	p.Marks = []table.Mark{
		{Col: 9, FirstRow: p.Header + 1, LastRow: p.NumLines, Equal: "本部门", Style: table.Good},
		{Col: 14, FirstRow: p.Header + 1, LastRow: p.NumLines, Equal: "否", Style: table.Caution},
	}
	return p
}

// replyColumns are the columns of 确认反馈 (contract section 2), with the task's
// enterprise and time for whoever fills them in.
var replyColumns = []column{
	{"任务编号", 18, table.BodyCentre},
	{"部门", 24, table.Body},
	{"确认", 10, table.Fill},
	{"可行日期", 24, table.Fill},
	{"说明", 40, table.Fill},
	{"企业名称", 30, table.Muted},
	{"检查安排", 27, table.Muted},
}

// replyPage is to be filled in. What the department has said already and still
// holds is filled in; a second round asks only for the rest.
func replyPage(v *view, department string) table.Page {
	lines := v.replyLines(department)
	below := "在“确认”栏选：同意；调整（写明可行日期，如 5月12日、13日）；不参加（写明原因）。填好后发回。"
	if len(v.o.Confirmations) > 0 {
		open := 0
		for _, l := range lines {
			open += btoi(l.said == nil)
		}
		below = fmt.Sprintf("已经答复的填在里面，有变化的直接改；还要答复的 %d 行，确认栏空着。", open) + below
	}
	p := list(SheetReply, "任务确认反馈（"+department+"）", below, replyColumns, len(lines), func(i int, c []table.Value) []table.Value {
		l := &lines[i]
		answer, dates, note := "", "", ""
		if l.said != nil {
			answer, dates, note = l.said.Answer.String(), replyDates(l.said.Windows, v.o.Period), l.said.Note
		}
		return put(c, replyColumns, l.task, department, answer, dates, note, v.o.Enterprises[l.enterprise].Name, l.when)
	})
	first, last := p.Header+1, p.NumLines
	p.Choices = []table.Choice{{Col: 2, FirstRow: first, LastRow: last, Values: []string{"同意", "调整", "不参加"}}}
	p.Marks = []table.Mark{
		{Col: 2, FirstRow: first, LastRow: last, Equal: "同意", Style: table.Good},
		{Col: 2, FirstRow: first, LastRow: last, Equal: "调整", Style: table.Caution},
		{Col: 2, FirstRow: first, LastRow: last, Equal: "不参加", Style: table.Bad},
	}
	return p
}

// replyDates words days as people fill them in, to be read back: 5月12日至5月14日,
// with the year where the period has several.
func replyDates(windows []inspect.Span, period inspect.Span) string {
	from, _, _ := period.From.YMD()
	if to, _, _ := period.To.YMD(); from != to {
		return windowText(windows)
	}
	var parts []string
	for _, w := range windows {
		parts = append(parts, w.Short())
	}
	return join(parts)
}

// replyLine is a line of a reply sheet.
type replyLine struct {
	task       string
	enterprise int
	when       string
	said       *inspect.Confirmation // what still holds; nil for what is to be answered
}

// replyLines gives a department's tasks, and below them those it has been asked
// about and whose entries are left out now. What the outcome does not list as
// left out is not for this book's readers.
func (v *view) replyLines(department string) []replyLine {
	said, left := map[string]*inspect.Confirmation{}, map[inspect.Source]bool{}
	for _, u := range v.leftOf[department] {
		left[v.o.Entries[v.o.Unscheduled[u].Entry].Source] = true
	}
	listed := func(c *inspect.Confirmation) bool {
		return slices.ContainsFunc(c.Entries, func(s inspect.Source) bool { return left[s] })
	}
	var out []replyLine
	for i, s := range v.o.Standings() {
		c := &v.o.Confirmations[i]
		switch {
		case c.Department != department:
		case s == inspect.Held && c.Now == c.TaskID:
			said[c.TaskID] = c
		case !listed(c) && s != inspect.Held:
		case s == inspect.Unmet:
			out = append(out, replyLine{c.TaskID, c.Enterprise, "未排入，请另报可行日期", nil})
		case s == inspect.Out && c.Answer == inspect.Declines:
			out = append(out, replyLine{c.TaskID, c.Enterprise, "不参加", c})
		}
	}
	var lines []replyLine
	for _, t := range v.tasksOf[department] {
		x := &v.o.Tasks[t]
		lines = append(lines, replyLine{x.ID, x.Enterprise, x.Arrangement(), said[x.ID]})
	}
	return append(lines, out...)
}

// findingColumns are the columns of 检查结果 (contract section 2). The sheet is
// printed and filled in by hand on the spot: its columns are narrow and wrap, so
// that those filled in there are still legible on one page's width. The rest is
// for later and stays on the screen.
var findingColumns = []column{
	{"任务编号", 11.5, table.BodyCentre},
	{"企业名称", 15, table.Body},
	{"统一社会信用代码", 11, table.BodyCentre},
	{"检查部门", 9, table.Body},
	{"检查日期", 11, table.FillDate},
	{"检查人员", 8, table.Fill},
	{"检查结果", 9, table.Fill},
	{"问题描述", 21, table.Fill},
	{"隐患等级", 5.5, table.Fill},
	{"依据", 11, table.Fill},
	{"处理措施", 14, table.Fill},
	{"整改期限", 11, table.FillDate},
	{"整改状态", 9, table.Fill},
	{"复查日期", 12, table.FillDate},
	{"是否公开", 8, table.Fill},
}

const (
	// findingColumnsPrinted is how many of them, up to 整改期限, are on paper.
	findingColumnsPrinted = 12
	// findingHeight gives a line room for three of handwriting, in points.
	findingHeight = 54
)

func findingsPage(v *view, department string) table.Page {
	tasks := v.tasksOf[department]
	below := "一行一个问题；一家有多个问题的，复制该行往下加。没有发现问题的，检查结果选“未发现问题”。"
	p := list(SheetFindings, "检查结果（"+department+"）", below, findingColumns, len(tasks), func(i int, c []table.Value) []table.Value {
		t := &v.o.Tasks[tasks[i]]
		e := v.enterprise(t)
		c = put(c, findingColumns, t.ID, e.Name, e.Code, department)
		c = append(c, table.Day(int(t.Date), table.FillDate))
		c = put(c, findingColumns, join(v.namedOf(t, department)))
		for len(c) < len(findingColumns) {
			c = append(c, table.Blank(findingColumns[len(c)].style))
		}
		return c
	})
	line := p.LineAt
	p.LineAt = func(i int, l *table.Line) {
		if line(i, l); i >= p.Header {
			l.AtLeast = findingHeight
		}
	}
	p = printed(p, findingColumnsPrinted)
	p.FreezeCols = 2
	// Lines added below are offered the same values.
	first, last := p.Header+1, p.NumLines+500
	p.Choices = []table.Choice{
		{Col: 6, FirstRow: first, LastRow: last, Values: []string{"未发现问题", "发现问题"}},
		{Col: 8, FirstRow: first, LastRow: last, Values: []string{"一般", "重大"}},
		{Col: 12, FirstRow: first, LastRow: last, Values: []string{"未整改", "整改中", "已整改"}},
		{Col: 14, FirstRow: first, LastRow: last, Values: []string{"是", "否"}},
	}
	p.Marks = []table.Mark{{Col: 8, FirstRow: first, LastRow: last, Equal: "重大", Style: table.Bad}}
	return p
}
