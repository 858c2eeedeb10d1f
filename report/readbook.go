package report

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// TaskBook is a task book read back.
type TaskBook struct {
	*inspect.Outcome
	Problems diag.List        // those on its sheet 数据问题
	Lines    []inspect.Source // of each enterprise: its first line in 任务明细
	// Added are the people written into 任务清单 by hand, with their cells.
	Added map[Naming]diag.Position

	cells lineCells
}

// Naming is a person named for an entry.
type Naming struct {
	Entry inspect.Source
	Name  string
}

// Cell is where a task's line in 任务清单 has a column.
func (b *TaskBook) Cell(task, column string) diag.Position { return b.cells.position(task, column) }

// BookTerms is what reading edits needs to know of departments.
type BookTerms struct {
	// Department gives which of the departments is meant by a name; nil goes by
	// the very words.
	Department func(written string, among []string) (string, bool)
	// Lead gives the department that leads entries when the one written cannot;
	// nil takes the first entry's.
	Lead func([]*inspect.Entry) string
}

// needed are the columns without which a sheet cannot be understood.
var needed = map[string][]string{
	SheetTasks:   {"任务编号", "检查日期", "时段", "时长(天)", "牵头部门"},
	SheetEntries: {"任务编号", "企业名称", "检查部门", "层级", "可检查时间", "检查时长", "所需人数", "来源文件", "来源工作表", "来源行"},
}

// columnsLost gives an error for the columns that the sheets of a task book,
// known by their names, have no longer.
func columnsLost(sheets []*table.Sheet) error {
	var errs []error
	for _, name := range []string{SheetTasks, SheetEntries} {
		var best *sheetReader // under the line of headers that has most of them
		for _, header := range needed[name] {
			if r := openSheet(sheets, name, header, nil); r != nil && (best == nil || r.has(needed[name]) > best.has(needed[name])) {
				best = r
			}
		}
		if best == nil {
			return nil // not a task book at all
		}
		for _, header := range needed[name] {
			if _, ok := best.columns[header]; !ok {
				errs = append(errs, fmt.Errorf("“%s”第%d行的表头里找不到列“%s”，请改回原来的列名", name, best.sheet.Rows[best.first-1].Number, header))
			}
		}
	}
	return errors.Join(errs...)
}

// has counts how many of the headers a sheet has.
func (r *sheetReader) has(headers []string) int {
	n := 0
	for _, h := range headers {
		_, ok := r.columns[h]
		n += btoi(ok)
	}
	return n
}

// ErrNoTaskBook says that sheets are not those of a task book.
var ErrNoTaskBook = errors.New("不是联合检查任务书：没有“任务清单”和“任务明细”两张工作表")

// ReadTaskBook reads a task book this package wrote, edited by hand or not:
// in 任务清单 the date, the half of the day, the length, the lead, the people and
// how many of them are wanted may have been changed, and whole lines taken out
// (readedits.go). What cannot be understood is
// a problem with its cell; what was not changed comes back as it was written.
func ReadTaskBook(sheets []*table.Sheet, terms BookTerms) (*TaskBook, diag.List, error) {
	var problems diag.List
	if err := columnsLost(sheets); err != nil {
		return nil, nil, err
	}
	tasks := openSheet(sheets, SheetTasks, "任务编号", &problems)
	entries := openSheet(sheets, SheetEntries, "任务编号", &problems)
	if tasks == nil || entries == nil {
		return nil, nil, ErrNoTaskBook
	}
	b := &bookReader{o: &inspect.Outcome{}, problems: &problems, terms: terms.filled(), enterprises: map[string]int{}, entriesOf: map[string][]int{},
		seen: map[string]bool{}, added: map[Naming]diag.Position{}, cells: newLineCells(tasks)}
	b.readOverview(sheets)
	b.readCalendar(sheets)
	entries.rows(b.readEntry)
	b.sortEntries()
	tasks.rows(b.readTask)
	b.readLeftOut(openSheet(sheets, SheetUnscheduled, "来源", &problems))
	b.readReviews(ReadReview(sheets))
	openSheet(sheets, SheetStaff, "姓名", &problems).rows(b.readPerson)
	b.readConfirmations(openSheet(sheets, SheetConfirmed, "任务编号", &problems))
	b.finish()
	book := &TaskBook{Outcome: b.o, Lines: b.lines, Problems: readProblems(openSheet(sheets, SheetProblems, "问题", &problems)), Added: b.added, cells: b.cells}
	problems.Sort()
	return book, problems, nil
}

type bookReader struct {
	o           *inspect.Outcome
	problems    *diag.List
	enterprises map[string]int   // by ID
	ids         []string         // task number of each entry
	entriesOf   map[string][]int // by task number
	seen        map[string]bool  // task numbers met in 任务清单
	at          []diag.Position  // of each entry's line
	lines       []inspect.Source // of each enterprise
	terms       BookTerms
	added       map[Naming]diag.Position
	cells       lineCells
}

// readOverview reads the period and the figures.
func (b *bookReader) readOverview(sheets []*table.Sheet) {
	figures := map[string][]float64{}
	for _, s := range sheets {
		if s.Name != SheetOverview {
			continue
		}
		for i := range s.Rows {
			b.readFigure(&s.Rows[i], figures)
		}
	}
	get := func(name string, i int) int {
		if v := figures[name]; i < len(v) {
			return int(v[i])
		}
		return 0
	}
	b.o.Stats = inspect.Stats{
		Files: get(figureFiles, 0), Rows: get(figureRows, 0), OutOfPeriod: get(figureOutside, 0), Rejected: get(figureRejected, 0),
		EntriesBound: get(figureScheduled, 1), ClassBound: cmp.Or(get(figureInClass, 1), get(figureScheduled, 1)), VisitsBound: get(figureTasks, 1), VisitsIfSeparate: get(figureVisits, 0),
	}
}

func (b *bookReader) readFigure(row *table.Row, figures map[string][]float64) {
	if len(row.Cells) == 0 {
		return
	}
	name := row.Cells[0].Text
	if rest, ok := strings.CutPrefix(name, periodPrefix); ok {
		from, to, _ := strings.Cut(rest[:max(strings.Index(rest, "（"), 0)], "至")
		if to == "" {
			to = from
		}
		f, okF := inspect.ParseDate(from)
		t, okT := inspect.ParseDate(to)
		if okF && okT {
			b.o.Period = inspect.Span{From: f, To: t}
		}
		return
	}
	if _, seen := figures[name]; seen {
		return
	}
	var numbers []float64
	for _, c := range row.Cells[1:] {
		if c.Kind == table.Number {
			numbers = append(numbers, c.Number)
		}
	}
	figures[name] = numbers
}

// readCalendar reads the working days from the calendar's header lines.
func (b *bookReader) readCalendar(sheets []*table.Sheet) {
	for _, s := range sheets {
		if s.Name != SheetCalendar {
			continue
		}
		for i := range s.Rows {
			if cells := s.Rows[i].Cells; len(cells) > 0 && cells[0].Text == calendarDepartments {
				for _, c := range cells[1:] {
					if c.Kind == table.DateTime {
						b.o.WorkingDays = append(b.o.WorkingDays, inspect.Date(int(c.Number)-unixSerial))
					}
				}
			}
		}
	}
	slices.Sort(b.o.WorkingDays)
	b.o.WorkingDays = slices.Compact(b.o.WorkingDays)
}

func (b *bookReader) year() int {
	y, _, _ := b.o.Period.From.YMD()
	return y
}

// readEntry reads a line of 任务明细.
func (b *bookReader) readEntry(r rowReader) {
	level, ok := levelNamed(r.text("层级"))
	if !ok {
		r.problem(diag.Error, "bad_level", "层级", "市级、区级或街道", "层级“%s”认不出来", r.text("层级"))
	}
	kind, ok := inspect.ParseKind(r.text("检查类型"))
	if !ok && r.text("检查类型") != "" {
		r.problem(diag.Warning, "bad_kind", "检查类型", "", "检查类型“%s”认不出来，按一般检查", r.text("检查类型"))
	}
	grade, _ := inspect.ParseGrade(r.text("风险等级"))
	file, sheet := r.text("来源文件"), r.text("来源工作表")
	source, ok := inspect.Source{File: file, Sheet: sheet, Row: r.whole("来源行", 1, 1<<30), Text: isTextFile(file, sheet)}.WithPart(r.text("来源月份"))
	if !ok {
		r.problem(diag.Error, "bad_number", "来源月份", "不要改动这一列", "来源月份“%s”认不出来", r.text("来源月份"))
	}
	b.o.Entries = append(b.o.Entries, inspect.Entry{
		Source: source,
		Subject: inspect.Subject{Name: r.text("原企业名称"), Code: r.text("原代码"), Address: r.text("原地址"), District: r.text("原区"),
			Street: r.text("原街道"), Contact: r.text("原联系人"), Phone: r.text("原联系电话")},
		Department: r.text("检查部门"), Level: level, Matter: r.text("检查事项"), Windows: r.spans("可检查时间"),
		HalfDays: r.halfDays("检查时长", 1), Demand: max(r.whole("所需人数", 1, 10_000), 1), Named: r.names("检查人员"), Kind: kind,
		Joinable: r.yes("是否可联合"), Lead: r.yes("是否牵头"), LeadDepartment: r.text("牵头部门"), Partners: r.names("配合部门"), Grade: grade,
	})
	b.o.EntryOf = append(b.o.EntryOf, b.enterprise(r))
	b.ids = append(b.ids, r.text("任务编号"))
	b.at = append(b.at, r.position("任务编号"))
}

// enterprise finds the enterprise of a line of 任务明细, or makes it.
func (b *bookReader) enterprise(r rowReader) int {
	id := cmp.Or(r.text("企业编号"), r.text("统一社会信用代码"), r.text("企业名称"))
	if i, ok := b.enterprises[id]; ok {
		return i
	}
	grade, _ := inspect.ParseGrade(r.text("企业等级"))
	b.enterprises[id] = len(b.o.Enterprises)
	at := r.position("企业名称")
	b.lines = append(b.lines, inspect.Source{File: at.File, Sheet: at.Sheet, Row: at.Row, Text: at.Text})
	b.o.Enterprises = append(b.o.Enterprises, inspect.Enterprise{ID: id, Name: r.text("企业名称"), Code: r.text("统一社会信用代码"),
		Address: r.text("地址"), District: r.text("区"), Street: r.text("街道"), Contact: r.text("联系人"), Phone: r.text("联系电话"),
		Industry: r.text("行业"), Grade: grade, Status: statusNamed(r.text("企业状态"))})
	return b.enterprises[id]
}

func levelNamed(s string) (inspect.Level, bool) {
	for _, l := range []inspect.Level{inspect.City, inspect.District, inspect.Street} {
		if s == l.Chinese() {
			return l, true
		}
	}
	return inspect.NoLevel, s == ""
}

func isTextFile(file, sheet string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".csv", ".tsv", ".txt":
		return sheet == ""
	}
	return false
}

// sortEntries brings enterprises and entries into the outcome's order.
func (b *bookReader) sortEntries() {
	o := b.o
	enterprises := sortedIndex(len(o.Enterprises), func(x, y int) int { return strings.Compare(o.Enterprises[x].ID, o.Enterprises[y].ID) })
	place := make([]int, len(enterprises))
	for to, from := range enterprises {
		place[from] = to
	}
	o.Enterprises, b.lines = permuted(o.Enterprises, enterprises), permuted(b.lines, enterprises)
	for id, i := range b.enterprises {
		b.enterprises[id] = place[i]
	}
	for i := range o.EntryOf {
		o.EntryOf[i] = place[o.EntryOf[i]]
	}
	b.sortBySource()
	for i, id := range b.ids {
		if id != "" {
			b.entriesOf[id] = append(b.entriesOf[id], i)
		}
	}
	for _, entries := range b.entriesOf {
		inspect.SortTaskEntries(o, entries)
	}
	for i := range o.Entries {
		e := &o.Enterprises[o.EntryOf[i]]
		e.Sources = append(e.Sources, o.Entries[i].Source.WholeRow())
	}
	for i := range o.Enterprises {
		o.Enterprises[i].Sources = slices.Compact(o.Enterprises[i].Sources)
	}
}

// sortBySource brings the entries into the order of their rows.
func (b *bookReader) sortBySource() {
	o := b.o
	order := sortedIndex(len(o.Entries), func(x, y int) int { return inspect.CompareSource(o.Entries[x].Source, o.Entries[y].Source) })
	o.Entries, o.EntryOf = permuted(o.Entries, order), permuted(o.EntryOf, order)
	b.ids, b.at = permuted(b.ids, order), permuted(b.at, order)
}

func sortedIndex(n int, compare func(x, y int) int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, compare)
	return order
}

func permuted[T any](list []T, order []int) []T {
	out := make([]T, len(list))
	for to, from := range order {
		out[to] = list[from]
	}
	return out
}

// readLeftOut reads why entries have no place. Entries whose task line was
// taken out are left out too.
func (b *bookReader) readLeftOut(r *sheetReader) {
	why := map[string]inspect.Unscheduled{}
	r.rows(func(row rowReader) {
		u := inspect.Unscheduled{Reason: row.text("说明"), Remedy: row.text("怎样能排入")}
		for _, x := range reasonNames {
			if x.name == row.text("原因") {
				u.Code = x.code
			}
		}
		why[row.text("来源")] = u
	})
	placed := make([]bool, len(b.o.Entries))
	for i := range b.o.Tasks {
		for _, e := range b.o.Tasks[i].Entries {
			placed[e] = true
		}
	}
	for e := range b.o.Entries {
		if placed[e] {
			continue
		}
		u, known := why[b.o.Entries[e].Source.String()]
		if !known {
			u.Reason = "任务清单中没有这项任务，或者没有读出来"
			if b.ids[e] != "" {
				why := "在“" + SheetTasks + "”里没有了"
				if b.seen[b.ids[e]] {
					why = "的检查日期没有读出来"
				}
				b.problems.Add(diag.Problem{Severity: diag.Warning, Code: "task_removed", Position: b.at[e], Value: b.ids[e],
					Message: fmt.Sprintf("任务 %s %s，它的计划按没有排入处理", b.ids[e], why)})
			}
		}
		u.Entry = e
		b.o.Unscheduled = append(b.o.Unscheduled, u)
	}
}

func (b *bookReader) readPerson(r rowReader) {
	p := inspect.Inspector{
		Source:     inspect.Source{File: r.text("来源文件"), Sheet: r.text("来源工作表"), Row: r.whole("来源行", 1, 1<<30), Text: isTextFile(r.text("来源文件"), r.text("来源工作表"))},
		Department: r.text("部门"), Name: r.text("姓名"), Certificate: r.text("执法证号"), Specialties: r.names("专业"), Leave: r.spans("请假日期"),
		Recused: r.names("回避企业"), Area: r.text("所在片区"), Active: r.text("状态") != stopped,
	}
	if r.text("证件有效期") != "" {
		p.Expires, _ = r.date("证件有效期", b.year())
	}
	b.o.Staff = append(b.o.Staff, p)
}

// finish counts what can be counted.
func (b *bookReader) finish() {
	o := b.o
	slices.SortFunc(o.Tasks, func(x, y inspect.Task) int { return strings.Compare(x.ID, y.ID) })
	v := view{o: o}
	s := &o.Stats
	s.Entries, s.Enterprises, s.Visits = len(o.Entries), len(o.Enterprises), len(o.Tasks)
	s.JointVisits = 0
	for i := range o.Tasks {
		s.JointVisits += btoi(v.joint(&o.Tasks[i]))
		s.Scheduled += len(o.Tasks[i].Entries)
	}
	s.OutOfPeriod = 0
	for _, u := range o.Unscheduled {
		s.OutOfPeriod += btoi(u.Code == "out_of_period")
	}
	s.Unscheduled = len(o.Unscheduled) - s.OutOfPeriod
}

const stopped = "停用"

var statusNames = [...]string{inspect.InBusiness: "在营", inspect.Closed: "停业", inspect.Cancelled: "注销"}

func statusNamed(s string) inspect.Status {
	return inspect.Status(max(slices.Index(statusNames[:], s), 0))
}
