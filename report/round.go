package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/internal/table"
)

// Names of files of confirm's output.
const (
	ChangesName   = "变动清单.xlsx"
	RoundJSONName = "confirm.json"
)

// Sheets of the list of changes.
const (
	SheetTaskChanges = "变动清单"
	SheetReplies     = "答复"
	SheetUnchanged   = "不变的任务"
)

// WriteConfirmed writes everything confirm gives: the task book anew, the
// departments' books with what they have said already, the list of changes, the
// JSON, and the notices if wanted. bookProblems are those of the task book's own
// sheet, problems those of this round.
func WriteConfirmed(set *outdir.Set, r *inspect.Round, bookProblems, problems diag.List, opt Options) error {
	progress := opt.Progress
	if progress == nil {
		progress = func(float64) {}
	}
	set.Sweep(DepartmentFolder)
	set.Sweep(NoticeFolder)
	v := newView(r.Outcome)
	files := []file{
		bookFile(TaskBookName, func() *table.Book { return taskBook(v, bookProblems) }),
		bookFile(ChangesName, func() *table.Book { return changesBook(v, r, problems) }),
		{RoundJSONName, func(w io.Writer) error { return RoundJSON(w, r, problems) }},
	}
	files = append(files, departmentFiles(set, v)...)
	if opt.Notices {
		files = append(files, noticeFiles(set, v)...)
	}
	return writeFiles(set, files, progress)
}

func changesBook(v *view, r *inspect.Round, problems diag.List) *table.Book {
	return &table.Book{
		Title: "变动清单 " + r.Period.Chinese(), Creator: creator, Created: r.Period.From.String(),
		Pages: []table.Page{
			roundPage(r), taskChangesPage(r, true), taskChangesPage(r, false), repliesPage(v, SheetReplies, "各部门答复"), unscheduledPage(v), problemsPage(SheetProblems, problems),
		},
	}
}

// roundPage is the round in figures.
func roundPage(r *inspect.Round) table.Page {
	b := &sheetBuilder{cols: 3}
	b.page = table.Page{Name: SheetFigures, Portrait: true, Footer: "变动清单"}
	for _, w := range []float64{34, 12, 44} {
		b.page.Columns = append(b.page.Columns, table.Column{Width: w})
	}
	s := &r.Stats
	b.wide(34, "确认反馈汇总", table.Title)
	b.wide(20, "检查期间："+r.Period.String(), table.Subtitle)
	figure := func(name string, n int, word string) {
		b.add(table.Str(name, table.Label), table.Int(n, table.BodyCount), table.Str(word, table.Body))
	}
	b.wide(24, "一、任务", table.Section)
	b.add(head("", "项", "说明")...)
	figure("原有任务", s.TasksBefore, "")
	figure("现有任务", s.Tasks, "")
	figure("原样不变", s.Unchanged, "")
	figure("时间不变，部门等有变", s.Altered(), "")
	figure("改期", s.Moved, movedText(r))
	figure("新增", s.New, "与原任务凑不到一天，另外安排的")
	figure("取消", s.Gone, "没有部门参加了，或者并入了同一企业的其他任务")
	figure("没有排入", s.Unplaced, "见“"+SheetUnscheduled+"”")
	figure("参加部门全部确认", s.AllAgreed, "")
	b.wide(24, "二、部门答复", table.Section)
	b.add(head("", "部门次", "说明")...)
	figure("应答复", s.Asked, "一个部门参加一项任务为一部门次")
	figure("同意", s.Agreed, "")
	figure("调整，已按报来的日期安排", s.Adjusted, "")
	figure("调整，没有排进去", s.Unmet, "见“"+SheetUnscheduled+"”，请该部门另报可行日期")
	figure("不参加", s.Declined, "")
	figure("未回复", s.Unanswered, "任务先留在原处；见“"+SheetReplies+"”")
	figure("改期以后待再确认", s.Open-s.Unanswered, "答复是对改期以前的安排的；见“"+SheetReplies+"”")
	b.wide(24, "三、其他", table.Section)
	b.add(head("", "条", "说明")...)
	figure("离开原任务、另排的检查", s.Left, "")
	figure("没有排入的检查", s.LeftOut, "见“"+SheetUnscheduled+"”")
	figure("没有用上的答复", s.Rejected, "见“"+SheetProblems+"”")
	return b.page
}

// movedText says whether it is proven that no more could be placed, kept together
// or left where it was.
func movedText(r *inspect.Round) string {
	switch {
	case r.Open == 0:
		return ""
	case r.Proven:
		return "已证明不能再少"
	}
	return fmt.Sprintf("要重排的 %d 家企业，%d 家已证明不能再少", r.Open, r.AtLeast)
}

var taskChangeColumns = []column{
	{"任务编号", 12, table.BodyCentre},
	{"企业名称", 19, table.Body},
	{"变动", 9, table.BodyCentre},
	{"原安排", 15, table.BodyCentre},
	{"现安排", 15, table.BodyCentre},
	{"原参加部门（牵头在前）", 22, table.Body},
	{"现参加部门（牵头在前）", 22, table.Body},
	{"原因", 42, table.Body},
	{"依据的答复", 24, table.Aside},
}

// printedChangeColumns leaves the rows of the replies to the screen.
const printedChangeColumns = 8

// unchanged is what stands for a task that is as it was.
const unchanged = "不变"

// taskChangesPage lists the tasks that have changed, or those that have not.
func taskChangesPage(r *inspect.Round, changed bool) table.Page {
	var shown []int
	for i := range r.Changes {
		if (len(r.Changes[i].Kinds) > 0) == changed {
			shown = append(shown, i)
		}
	}
	slices.SortFunc(shown, func(x, y int) int {
		a, b := &r.Changes[x], &r.Changes[y]
		return cmp.Or(cmp.Compare(changeDay(a), changeDay(b)), strings.Compare(a.ID, b.ID))
	})
	name, title := SheetTaskChanges, "任务变动清单"
	below := fmt.Sprintf("%d 项任务有变动；另有 %d 项不变，见“%s”。任务编号不变。", len(shown), r.Stats.Unchanged, SheetUnchanged)
	if !changed {
		name, title = SheetUnchanged, "不变的任务"
		below = fmt.Sprintf("%d 项任务不变。", len(shown))
	}
	p := list(name, title+"（"+r.Period.Chinese()+"）", below, taskChangeColumns, len(shown), func(i int, c []table.Value) []table.Value {
		x := &r.Changes[shown[i]]
		return put(c, taskChangeColumns, x.ID, r.Enterprises[x.Enterprise].Name, changeText(x), arrangementText(x.Before), arrangementText(x.After),
			join(x.BeforeDepartments), join(x.AfterDepartments), strings.Join(x.Why, "\n"), sourceList(x.By))
	})
	p.FreezeCols = 2
	p = printed(p, printedChangeColumns)
	first, last := p.Header+1, p.NumLines
	p.Marks = []table.Mark{
		{Col: 2, FirstRow: first, LastRow: last, Equal: unchanged, Style: table.Good},
		{Col: 2, FirstRow: first, LastRow: last, Equal: inspect.TaskGone.Chinese(), Style: table.Bad},
		{Col: 2, FirstRow: first, LastRow: last, Equal: inspect.TaskUnplaced.Chinese(), Style: table.Bad},
		{Col: 2, FirstRow: first, LastRow: last, Equal: inspect.TaskNew.Chinese(), Style: table.Calm},
	}
	return p
}

// changeDay is the day a change is listed by: the new one, of what is gone the old.
func changeDay(c *inspect.TaskChange) inspect.Date {
	if c.After != nil {
		return c.After.Date
	}
	return c.Before.Date
}

func changeText(c *inspect.TaskChange) string {
	var words []string
	for _, k := range c.Kinds {
		words = append(words, k.Chinese())
	}
	if len(words) == 0 {
		return unchanged
	}
	return join(words)
}

func arrangementText(t *inspect.Task) string {
	if t == nil {
		return "——"
	}
	return t.Arrangement()
}

var standingNames = [...]struct {
	key, chinese string
	style        table.Style
}{
	inspect.Open: {"open", "待再确认", table.Caution}, inspect.Held: {"held", "已确认", table.Good},
	inspect.Unmet: {"unmet", "未排入", table.Bad}, inspect.Out: {"out", "不参加", table.Bad}, inspect.Ended: {"ended", "任务取消", table.Muted},
}

// unanswered stands for a department that has said nothing.
const unanswered = "未回复"

// standingText words where a department stands.
func standingText(c *inspect.Confirmation, s inspect.Standing) string {
	if s == inspect.Open && c.Answer == inspect.NoAnswer {
		return unanswered
	}
	return standingNames[s].chinese
}

// confirmationColumns are the columns of 确认情况. What a department has said
// stands under 答复, and not under a reply sheet's 确认: this is no reply sheet.
var confirmationColumns = []column{
	{"任务编号", 18, table.BodyCentre},
	{"企业名称", 24, table.Body},
	{"部门", 20, table.Body},
	{"状态", 9, table.BodyCentre},
	{"答复", 9, table.BodyCentre},
	{"可行日期", 24, table.Body},
	{"说明", 24, table.Body},
	{"针对的安排", 20, table.BodyCentre},
	{"现任务编号", 18, table.BodyCentre},
	{"现安排", 20, table.BodyCentre},
	{"企业编号", 21, table.Aside},
	{"答复文件", 24, table.Aside},
	{"答复工作表", 12, table.Aside},
	{"答复行", 7, table.Aside},
	{"另见", 20, table.Aside},
	{"计划来源", 40, table.Aside},
}

const printedConfirmationColumns = 10

// confirmedPages is the task book's sheet of what departments have said, once
// they have been asked.
func confirmedPages(v *view) []table.Page {
	if len(v.o.Confirmations) == 0 {
		return nil
	}
	return []table.Page{repliesPage(v, SheetConfirmed, "确认情况")}
}

// repliesPage lists where each department stands: those still to answer first.
func repliesPage(v *view, name, title string) table.Page {
	o := v.o
	standings := o.Standings()
	rank := [...]int{inspect.Unmet: 0, inspect.Open: 1, inspect.Out: 2, inspect.Held: 3, inspect.Ended: 4}
	order := sortedIndex(len(o.Confirmations), func(x, y int) int { return rank[standings[x]] - rank[standings[y]] })
	tasks := map[string]*inspect.Task{}
	for i := range o.Tasks {
		tasks[o.Tasks[i].ID] = &o.Tasks[i]
	}
	n := 0
	for _, s := range standings {
		n += btoi(s == inspect.Open || s == inspect.Unmet)
	}
	below := fmt.Sprintf("共 %d 行，还要答复的 %d 行列在前面；改到别的任务里的，新旧编号各一行。本表供下一轮确认读回，不要改动；新的答复请写在确认反馈表里。", len(order), n)
	p := list(name, title+"（"+o.Period.Chinese()+"）", below, confirmationColumns, len(order), func(i int, c []table.Value) []table.Value {
		x := &o.Confirmations[order[i]]
		t := tasks[x.Now]
		now := ""
		if t != nil {
			now = t.Arrangement()
		}
		file, sheet, row := x.From.File, x.From.Sheet, ""
		if x.From.Row > 0 {
			row = fmt.Sprint(x.From.Row)
		}
		var entries []string
		for _, s := range x.Entries {
			entries = append(entries, s.String())
		}
		return put(c, confirmationColumns, x.TaskID, o.Enterprises[x.Enterprise].Name, x.Department, standingText(x, standings[order[i]]), x.Answer.String(),
			windowText(x.Windows), x.Note, x.About, x.Now, now, o.Enterprises[x.Enterprise].ID, file, sheet, row, strings.Join(x.Also, "\n"), strings.Join(entries, "\n"))
	})
	p.FreezeCols = 3
	p = printed(p, printedConfirmationColumns)
	p.Marks = []table.Mark{{Col: 3, FirstRow: p.Header + 1, LastRow: p.NumLines, Equal: unanswered, Style: table.Caution}}
	for _, s := range standingNames {
		p.Marks = append(p.Marks, table.Mark{Col: 3, FirstRow: p.Header + 1, LastRow: p.NumLines, Equal: s.chinese, Style: s.style})
	}
	return p
}

// readConfirmations reads 确认情况 back.
func (b *bookReader) readConfirmations(r *sheetReader) {
	bySource := map[string]int{}
	for i := range b.o.Entries {
		bySource[b.o.Entries[i].Source.String()] = i
	}
	r.rows(func(row rowReader) {
		id := row.text("任务编号")
		if id == "" {
			row.problem(diag.Warning, "no_task", "任务编号", "不要改动这张表", "这一行没有任务编号，没有使用")
			return
		}
		answer, ok := inspect.ParseAnswer(row.text("答复"))
		if !ok && row.text("答复") != "" {
			row.problem(diag.Warning, "bad_reply", "答复", "新的答复请写在确认反馈表里，交给 confirm", "答复“%s”看不懂，按没有答复处理", row.text("答复"))
		}
		c := inspect.Confirmation{TaskID: id, Department: row.text("部门"), Answer: answer, Note: row.text("说明"), About: row.text("针对的安排"), Now: row.text("现任务编号")}
		if row.text("可行日期") != "" {
			c.Windows = row.spans("可行日期")
		}
		if row.text("答复行") != "" {
			file, sheet := row.text("答复文件"), row.text("答复工作表")
			c.From = inspect.Source{File: file, Sheet: sheet, Row: row.whole("答复行", 1, 1<<30), Text: isTextFile(file, sheet)}
		}
		for line := range strings.Lines(row.text("另见")) {
			c.Also = append(c.Also, strings.TrimSpace(line))
		}
		for line := range strings.Lines(row.text("计划来源")) {
			if e, known := bySource[strings.TrimSpace(line)]; known {
				c.Entries = append(c.Entries, b.o.Entries[e].Source)
			}
		}
		if c.Enterprise, ok = b.confirmedEnterprise(row, &c, bySource); !ok {
			row.problem(diag.Warning, "no_enterprise", "企业编号", "不要改动这张表", "企业“%s”在“%s”里没有，这一行没有使用", row.text("企业名称"), SheetEntries)
			return
		}
		b.o.Confirmations = append(b.o.Confirmations, c)
	})
	slices.SortStableFunc(b.o.Confirmations, func(x, y inspect.Confirmation) int {
		return cmp.Or(strings.Compare(x.TaskID, y.TaskID), strings.Compare(x.Department, y.Department))
	})
	b.nowOfConfirmations()
}

// confirmedEnterprise finds the enterprise of a line of 确认情况.
func (b *bookReader) confirmedEnterprise(row rowReader, c *inspect.Confirmation, bySource map[string]int) (int, bool) {
	if len(c.Entries) > 0 {
		return b.o.EntryOf[bySource[c.Entries[0].String()]], true
	}
	i, known := b.enterprises[cmp.Or(row.text("企业编号"), row.text("企业名称"))]
	return i, known
}

// nowOfConfirmations finds the tasks the confirmations' entries are in, lines of
// 任务清单 having been taken out since.
func (b *bookReader) nowOfConfirmations() {
	in := map[inspect.Source]string{}
	for i := range b.o.Tasks {
		for _, e := range b.o.Tasks[i].Entries {
			in[b.o.Entries[e].Source] = b.o.Tasks[i].ID
		}
	}
	for i := range b.o.Confirmations {
		c := &b.o.Confirmations[i]
		c.Now = ""
		for _, s := range c.Entries {
			if id := in[s]; id != "" && (c.Now == "" || id == c.TaskID) {
				c.Now = id
			}
		}
	}
}
