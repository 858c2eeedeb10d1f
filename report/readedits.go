package report

import (
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
)

// What a person may have changed in a line of 任务清单, and how it is taken over.
// What can be understood holds, whatever the rules say of it: those who ask for
// the book judge it. What cannot is a problem with its cell.

// lineCells knows where the lines of 任务清单 stand, by task number.
type lineCells struct {
	at      diag.Position
	columns map[string]int
	rows    map[string]int
}

func newLineCells(r *sheetReader) lineCells {
	return lineCells{at: diag.Position{File: r.sheet.File, Sheet: r.sheet.Name, Text: r.sheet.TextFile}, columns: r.columns, rows: map[string]int{}}
}

func (l lineCells) position(task, column string) diag.Position {
	p := l.at
	p.Row, p.Column = l.rows[task], column
	if c, ok := l.columns[column]; ok {
		p.Col = c + 1
	}
	return p
}

// filled gives the terms with those left open filled in.
func (t BookTerms) filled() BookTerms {
	if t.Department == nil {
		t.Department = func(string, []string) (string, bool) { return "", false }
	}
	if t.Lead == nil {
		t.Lead = func(entries []*inspect.Entry) string { return entries[0].Department }
	}
	return t
}

// department gives which of the departments a name means: by its very words, or
// as the terms know it.
func (b *bookReader) department(written string, among []string) (string, bool) {
	if slices.Contains(among, written) {
		return written, true
	}
	if written == "" {
		return "", false
	}
	return b.terms.Department(written, among)
}

// readTask reads a line of 任务清单 and what a person changed in it.
func (b *bookReader) readTask(r rowReader) {
	id := r.text("任务编号")
	if b.entriesOf[id] == nil {
		id = strings.ToUpper(plain(id))
	}
	entries := b.entriesOf[id]
	switch {
	case entries == nil && r.lone():
		return // 备注：已报区领导
	case r.cell("任务编号").Struck || r.cell("企业名称").Struck:
		r.problem(diag.Warning, "task_struck", "任务编号", "仍要检查的，请去掉删除线；确实不要的不用改", "任务 %s 划了删除线，当作删去", id)
		return
	case id == "":
		r.problem(diag.Error, "no_task", "任务编号", "任务要由 collide 安排；不需要的行请删去", "这一行没有任务编号，不能用")
		return
	case b.seen[id]:
		r.problem(diag.Error, "duplicate_task", "任务编号", "删去重复的一行", "任务编号 %s 出现了两次，只用第一行", id)
		return
	case entries == nil:
		r.problem(diag.Error, "no_task", "任务编号", "任务编号不要改动；恢复原来的编号", "任务编号 %s 在“%s”里没有", id, SheetEntries)
		return
	}
	b.seen[id] = true
	b.cells.rows[id] = r.row.Number
	t := inspect.Task{ID: id, Enterprise: b.o.EntryOf[entries[0]], Level: inspect.Street, Entries: entries}
	longest := 1
	for _, e := range entries {
		t.Level = min(t.Level, b.o.Entries[e].Level)
		longest = max(longest, b.o.Entries[e].HalfDays)
	}
	if !b.readTime(r, &t, longest) {
		return
	}
	t.Days = b.daysFrom(t)
	b.readLead(r, &t)
	b.readPeople(r, t)
	b.readDemand(r, &t)
	b.o.Tasks = append(b.o.Tasks, t)
}

// readTime reads when a task takes place and how long; false without a day.
func (b *bookReader) readTime(r rowReader, t *inspect.Task, longest int) bool {
	var ok bool
	if t.Date, ok = r.date("检查日期", b.year()); !ok {
		return false
	}
	t.HalfDays = r.halfDays("时长(天)", longest)
	beside, inDate := halfIn(r.cell("检查日期"))
	switch half := strings.TrimSpace(plain(r.text("时段"))); {
	case half == "" && inDate:
		t.Half = beside
	case half == "全天" || half == "" && t.HalfDays > 1:
		if t.HalfDays == 1 {
			r.problem(diag.Warning, "bad_half", "时段", "要占一整天，请把时长改为 1；否则写上午或下午", "时长是半天，时段写着“全天”，按上午")
		}
	default:
		if t.Half, ok = halfNamed(half); !ok {
			r.problem(diag.Error, "bad_half", "时段", "写上午或下午", "时段“%s”不是上午或下午，按上午", half)
		}
		if inDate && ok && beside != t.Half {
			r.problem(diag.Warning, "bad_half", "检查日期", "上午、下午请写在“时段”里", "检查日期里写着%s，时段是%s，按%s", beside.Chinese(), t.Half.Chinese(), t.Half.Chinese())
		}
	}
	return true
}

func halfNamed(s string) (inspect.Half, bool) {
	switch s {
	case inspect.Morning.Chinese():
		return inspect.Morning, true
	case inspect.Afternoon.Chinese():
		return inspect.Afternoon, true
	}
	return inspect.Morning, false
}

// readLead reads the lead. One that takes no part gives way to the rule.
func (b *bookReader) readLead(r rowReader, t *inspect.Task) {
	written := r.text("牵头部门")
	v := view{o: b.o}
	lead, ok := b.department(written, v.taskDepartments(t))
	if !ok {
		var entries []*inspect.Entry
		for _, e := range t.Entries {
			entries = append(entries, &b.o.Entries[e])
		}
		lead = b.terms.Lead(entries)
		if written == "" {
			r.problem(diag.Warning, "bad_lead", "牵头部门", "写上参加的部门之一", "没有写牵头部门，按规则由%s牵头", lead)
		} else {
			r.problem(diag.Warning, "bad_lead", "牵头部门", "牵头部门应是参加的部门之一", "牵头部门“%s”不参加这项任务，按规则由%s牵头", written, lead)
		}
	}
	t.Lead = lead
}

// daysFrom gives the working days a task covers. On a day that is no working
// day, or beyond the last one known, it goes by calendar days: whether that may
// be is not for the reader to say.
func (b *bookReader) daysFrom(t inspect.Task) []inspect.Date {
	n := (t.HalfDays + int(t.Half) + 1) / 2
	at, found := slices.BinarySearch(b.o.WorkingDays, t.Date)
	days := []inspect.Date{t.Date}
	for len(days) < n {
		next := days[len(days)-1] + 1
		if i := at + len(days); found && i < len(b.o.WorkingDays) {
			next = b.o.WorkingDays[i]
		}
		days = append(days, next)
	}
	return days
}

// readPeople takes over people changed in 任务清单: those struck out are taken
// from the department's entries, new ones are put to its first.
func (b *bookReader) readPeople(r rowReader, t inspect.Task) {
	v := view{o: b.o}
	text := r.text("执法人员")
	if _, there := r.columns["执法人员"]; !there || text == v.named(&t) {
		return
	}
	departments := v.taskDepartments(&t)
	people := map[string][]string{}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		written, names, ok := strings.Cut(strings.ReplaceAll(line, ":", "："), "：")
		if !ok {
			written, names = departments[0], line
		}
		department, known := b.department(strings.TrimSpace(written), departments)
		if !ok && len(departments) > 1 && line != "" || !known {
			r.problem(diag.Error, "bad_people", "执法人员", "每个部门一行，写成“部门：姓名、姓名”", "看不出“%s”是这项任务哪个部门的", line)
			return
		}
		people[department] = append(people[department], splitNames(names)...)
	}
	for _, d := range departments {
		b.setPeople(t, d, people[d], r.position("执法人员"))
	}
}

// setPeople makes names the people a department's entries of a task name.
func (b *bookReader) setPeople(t inspect.Task, department string, names []string, at diag.Position) {
	first := -1
	for _, e := range t.Entries {
		x := &b.o.Entries[e]
		if x.Department != department {
			continue
		}
		if first < 0 {
			first = e
		}
		x.Named = slices.DeleteFunc(slices.Clone(x.Named), func(n string) bool { return !slices.Contains(names, n) })
		if len(x.Named) == 0 {
			x.Named = nil
		}
	}
	v := view{o: b.o}
	have := v.namedOf(&t, department)
	for _, n := range names {
		if !slices.Contains(have, n) {
			have = append(have, n)
			b.o.Entries[first].Named = append(b.o.Entries[first].Named, n)
			b.added[Naming{b.o.Entries[first].Source, n}] = at
		}
	}
}

// readDemand takes over a changed number of people: it is the department's where
// one goes alone; of several it cannot be told whose.
func (b *bookReader) readDemand(r rowReader, t *inspect.Task) {
	v := view{o: b.o}
	planned := v.demand(t, "")
	if r.text("所需人数") == "" {
		return
	}
	n := r.whole("所需人数", 1, 10_000)
	if n == 0 || n == planned {
		return
	}
	first := &b.o.Entries[t.Entries[0]]
	own := n - planned + first.Demand // of the first entry, the others as they are
	switch {
	case v.joint(t):
		r.problem(diag.Warning, "bad_demand", "所需人数", "请在“"+SheetEntries+"”里改那个部门的所需人数",
			"所需人数写着%d人，“%s”里合计%d人；这项任务有几个部门，看不出改的是哪个，按%d人", n, SheetEntries, planned, planned)
	case own < 1:
		r.problem(diag.Warning, "bad_demand", "所需人数", "请在“"+SheetEntries+"”里改", "所需人数写着%d人，任务里有%d条检查，每条至少一人，按%d人", n, len(t.Entries), planned)
	default:
		r.problem(diag.Info, "demand_edited", "所需人数", "", "所需人数写着%d人，“%s”里是%d人，按%d人", n, SheetEntries, planned, n)
		first.Demand = own
	}
}
