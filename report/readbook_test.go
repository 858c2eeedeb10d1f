package report

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// bookSheets writes a task book and reads its sheets.
func bookSheets(t testing.TB, o *inspect.Outcome, problems diag.List) []*table.Sheet {
	t.Helper()
	var out bytes.Buffer
	if err := table.WriteBook(&out, taskBook(newView(o), problems)); err != nil {
		t.Fatal(err)
	}
	sheets, err := table.Read(bytes.NewReader(out.Bytes()), int64(out.Len()), "任务书.xlsx", table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return sheets
}

// sourced gives every enterprise the rows of its entries, as collide does.
func sourced(o *inspect.Outcome) {
	o.Enterprises = slices.Clone(o.Enterprises)
	for i := range o.Enterprises {
		o.Enterprises[i].Sources = nil
	}
	for i := range o.Entries {
		e := &o.Enterprises[o.EntryOf[i]]
		e.Sources = append(e.Sources, o.Entries[i].Source.WholeRow())
	}
}

// A task book comes back as it was written.
func TestTaskBookRoundTrip(t *testing.T) {
	o := sampleOutcome(60)
	o.Entries[5].Lead, o.Entries[5].LeadDepartment, o.Entries[5].Partners = true, "南京市应急管理局", []string{"甲局", "乙局"}
	o.Entries[6].Source.Month, o.Entries[7].Windows = 5, append(o.Entries[7].Windows, inspect.Span{From: o.Period.To + 2, To: o.Period.To + 2})
	o.Entries[8].Matter = "=1+1"
	o.Staff[2].Expires = inspect.MustDate(2023, 1, 1)
	slices.SortFunc(o.Staff, func(a, b inspect.Inspector) int { return inspect.CompareSource(a.Source, b.Source) })
	sourced(o)
	problems := sampleProblems()
	for i := range problems {
		if problems[i].Text {
			problems[i].Col = 0 // columns of a text file have no letter to be kept by
		}
	}
	sheets := bookSheets(t, o, problems)
	book, found, err := ReadTaskBook(sheets, BookTerms{})
	if err != nil {
		t.Fatal(err)
	}
	entries := sheets[slices.IndexFunc(sheets, func(s *table.Sheet) bool { return s.Name == SheetEntries })]
	for i, at := range book.Lines { // where to look for each enterprise
		r := entries.Rows[slices.IndexFunc(entries.Rows, func(r table.Row) bool { return r.Number == at.Row })]
		if !slices.ContainsFunc(r.Cells, func(c table.Cell) bool { return c.Text == book.Enterprises[i].Name }) || at.Sheet != SheetEntries || at.File != entries.File {
			t.Errorf("%s is not at %v", book.Enterprises[i].Name, at)
		}
	}
	if len(found) > 0 {
		t.Errorf("problems in a book nobody touched: %v", found)
	}
	if diff := cmp.Diff(o, book.Outcome, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("outcome (-written +read):\n%s", diff)
	}
	if diff := cmp.Diff(problems, book.Problems, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("problems (-written +read):\n%s", diff)
	}
}

// find gives the row of a sheet whose first cell is text, and a column by its
// header.
func find(t *testing.T, sheets []*table.Sheet, sheet, first, header string) *table.Cell {
	t.Helper()
	for _, s := range sheets {
		if s.Name != sheet {
			continue
		}
		column := -1
		for i := range s.Rows {
			cells := s.Rows[i].Cells
			for c := range cells {
				if column < 0 && cells[c].Text == header {
					column = c
				}
			}
			if column >= 0 && cells[0].Text == first {
				for len(s.Rows[i].Cells) <= column {
					s.Rows[i].Cells = append(s.Rows[i].Cells, table.Cell{})
				}
				return &s.Rows[i].Cells[column]
			}
		}
	}
	t.Fatalf("no %s in %s", header, sheet)
	return nil
}

func text(s string) table.Cell { return table.Cell{Kind: table.Text, Text: s} }

// What people may change in 任务清单 is taken over; what they may not is a
// problem at its cell.
func TestTaskBookEdited(t *testing.T) {
	o := sampleOutcome(30)
	var joint, single *inspect.Task
	v := newView(o)
	for i := range o.Tasks {
		switch task := &o.Tasks[i]; {
		case v.joint(task) && joint == nil && len(v.named(task)) == 0:
			joint = task
		case !v.joint(task) && single == nil && len(v.named(task)) == 0:
			single = task
		}
	}
	departments := v.taskDepartments(joint)
	for name, c := range map[string]struct {
		id, header, write string
		code              string // of the problem, empty for none
		check             func(*inspect.Outcome, *inspect.Task) bool
	}{
		"date as text":      {joint.ID, "检查日期", "2021年5月20日", "", func(_ *inspect.Outcome, x *inspect.Task) bool { return x.Date == inspect.MustDate(2021, 5, 20) }},
		"date without year": {joint.ID, "检查日期", "5月21日", "", func(_ *inspect.Outcome, x *inspect.Task) bool { return x.Date == inspect.MustDate(2021, 5, 21) }},
		"no date":           {joint.ID, "检查日期", "待定", "bad_date", func(_ *inspect.Outcome, x *inspect.Task) bool { return x == nil }},
		"no such date":      {joint.ID, "检查日期", "2021-02-30", "bad_date", func(_ *inspect.Outcome, x *inspect.Task) bool { return x == nil }},
		"afternoon":         {single.ID, "时段", "下午", "", func(_ *inspect.Outcome, x *inspect.Task) bool { return x.Half == inspect.Afternoon }},
		"evening":           {single.ID, "时段", "晚上", "bad_half", func(_ *inspect.Outcome, x *inspect.Task) bool { return x.Half == inspect.Morning }},
		"full-width date":   {joint.ID, "检查日期", "２０２１．５．２０", "", func(_ *inspect.Outcome, x *inspect.Task) bool { return x.Date == inspect.MustDate(2021, 5, 20) }},
		"half in the date": {single.ID, "检查日期", "2021-05-20 下午", "bad_half", func(_ *inspect.Outcome, x *inspect.Task) bool {
			return x.Date == inspect.MustDate(2021, 5, 20) && x.Half == inspect.Morning
		}},
		"whole day":         {single.ID, "时段", "全天", "bad_half", func(_ *inspect.Outcome, x *inspect.Task) bool { return x.Half == inspect.Morning && x.HalfDays == 1 }},
		"a day in words":    {single.ID, "时长(天)", "1天", "", func(_ *inspect.Outcome, x *inspect.Task) bool { return x.HalfDays == 2 }},
		"half a day":        {single.ID, "时长(天)", "半天", "", func(_ *inspect.Outcome, x *inspect.Task) bool { return x.HalfDays == 1 }},
		"working days":      {single.ID, "时长(天)", "２个工作日", "", func(_ *inspect.Outcome, x *inspect.Task) bool { return x.HalfDays == 4 }},
		"lower-case number": {joint.ID, "任务编号", strings.ToLower(joint.ID), "", func(_ *inspect.Outcome, x *inspect.Task) bool { return x != nil }},
		"short lead":        {joint.ID, "牵头部门", "short " + departments[1], "", func(_ *inspect.Outcome, x *inspect.Task) bool { return x.Lead == departments[1] }},
		"people of a short name": {joint.ID, "执法人员", "short " + departments[1] + ":王五", "", func(o *inspect.Outcome, x *inspect.Task) bool {
			v := view{o: o}
			return v.named(x) == departments[1]+"：王五"
		}},
		"demand": {single.ID, "所需人数", "7", "demand_edited", func(o *inspect.Outcome, x *inspect.Task) bool { v := view{o: o}; return v.demand(x, "") == 7 }},
		"demand of several": {joint.ID, "所需人数", "70", "bad_demand", func(o *inspect.Outcome, x *inspect.Task) bool {
			v := view{o: o}
			return v.demand(x, "") == v.demand(joint, "")
		}},
		"other lead":     {joint.ID, "牵头部门", departments[1], "", func(_ *inspect.Outcome, x *inspect.Task) bool { return x.Lead == departments[1] }},
		"strange lead":   {joint.ID, "牵头部门", "市教育局", "bad_lead", func(_ *inspect.Outcome, x *inspect.Task) bool { return x.Lead == "by the rule" }},
		"longer":         {single.ID, "时长(天)", "2.5", "", func(_ *inspect.Outcome, x *inspect.Task) bool { return x.HalfDays == 5 && len(x.Days) >= 3 }},
		"no length":      {single.ID, "时长(天)", "0.3", "bad_number", func(_ *inspect.Outcome, x *inspect.Task) bool { return x.HalfDays == 1 }},
		"number changed": {joint.ID, "任务编号", "LJ-1", "no_task", func(_ *inspect.Outcome, x *inspect.Task) bool { return x == nil }},
		"people": {single.ID, "执法人员", "张三、李四", "", func(o *inspect.Outcome, x *inspect.Task) bool {
			return slices.Equal(o.Entries[x.Entries[0]].Named, []string{"张三", "李四"})
		}},
		"people of two": {joint.ID, "执法人员", departments[1] + "：王五", "", func(o *inspect.Outcome, x *inspect.Task) bool {
			v := view{o: o}
			return v.named(x) == departments[1]+"：王五"
		}},
		"people of nobody":    {joint.ID, "执法人员", "王五", "bad_people", func(o *inspect.Outcome, x *inspect.Task) bool { v := view{o: o}; return v.named(x) == "" }},
		"people of a strange": {joint.ID, "执法人员", "市教育局：王五", "bad_people", func(o *inspect.Outcome, x *inspect.Task) bool { v := view{o: o}; return v.named(x) == "" }},
	} {
		t.Run(name, func(t *testing.T) {
			sheets := bookSheets(t, o, nil)
			*find(t, sheets, SheetTasks, c.id, c.header) = text(c.write)
			book, problems, err := ReadTaskBook(sheets, BookTerms{
				Department: func(written string, among []string) (string, bool) {
					d, short := strings.CutPrefix(written, "short ")
					return d, short && slices.Contains(among, d)
				},
				Lead: func([]*inspect.Entry) string { return "by the rule" },
			})
			if err != nil {
				t.Fatal(err)
			}
			var got *inspect.Task
			for i := range book.Tasks {
				if book.Tasks[i].ID == c.id {
					got = &book.Tasks[i]
				}
			}
			if !c.check(book.Outcome, got) {
				t.Errorf("read %+v", got)
			}
			var codes []string
			for _, p := range problems {
				if p.Code != "task_removed" {
					codes = append(codes, p.Code)
				}
			}
			if c.code == "" && len(problems) > 0 || c.code != "" && !slices.Equal(codes, []string{c.code}) {
				t.Errorf("problems %v", problems)
			}
			if n := len(book.Unscheduled) + book.Stats.Scheduled; n != len(o.Entries) {
				t.Errorf("%d entries are left of %d", n, len(o.Entries))
			}
		})
	}
}

// A line struck through is a line taken out, which is said; a remark below the
// list is no task.
func TestTaskBookLineStruck(t *testing.T) {
	o := sampleOutcome(30)
	sheets := bookSheets(t, o, nil)
	for _, s := range sheets {
		if s.Name == SheetTasks {
			last := s.Rows[len(s.Rows)-1].Number
			s.Rows = append(s.Rows, table.Row{Number: last + 1, Cells: []table.Cell{text("备注：已报区领导")}}, table.Row{Number: last + 2, Cells: []table.Cell{{}, {}, text("共30项")}})
		}
	}
	find(t, sheets, SheetTasks, o.Tasks[0].ID, "企业名称").Struck = true
	book, problems, err := ReadTaskBook(sheets, BookTerms{})
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Tasks) != len(o.Tasks)-1 || len(book.Unscheduled) != len(o.Unscheduled)+len(o.Tasks[0].Entries) {
		t.Errorf("%d tasks and %d left out", len(book.Tasks), len(book.Unscheduled))
	}
	struck := 0
	for _, p := range problems {
		switch p.Code {
		case "task_struck":
			struck++
		case "task_removed":
		default:
			t.Errorf("%v", p)
		}
	}
	if struck != 1 {
		t.Errorf("problems %v", problems)
	}
}

// A task whose line was taken out leaves its entries, with a word on it.
func TestTaskBookLineRemoved(t *testing.T) {
	o := sampleOutcome(30)
	sheets := bookSheets(t, o, nil)
	for _, s := range sheets {
		if s.Name == SheetTasks {
			s.Rows = slices.DeleteFunc(s.Rows, func(r table.Row) bool { return r.Cells[0].Text == o.Tasks[0].ID })
		}
	}
	book, problems, err := ReadTaskBook(sheets, BookTerms{})
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Tasks) != len(o.Tasks)-1 || len(book.Unscheduled) != len(o.Unscheduled)+len(o.Tasks[0].Entries) {
		t.Errorf("%d tasks and %d left out", len(book.Tasks), len(book.Unscheduled))
	}
	if len(problems) != len(o.Tasks[0].Entries) || problems[0].Code != "task_removed" {
		t.Errorf("problems %v", problems)
	}
}

// Columns that are gone are one error that names them all.
func TestTaskBookColumnsLost(t *testing.T) {
	o := sampleOutcome(10)
	sheets := bookSheets(t, o, nil)
	rename := func(sheet, from, to string) {
		for _, s := range sheets {
			for i := range s.Rows {
				for c := range s.Rows[i].Cells {
					if s.Name == sheet && s.Rows[i].Cells[c].Text == from {
						s.Rows[i].Cells[c] = text(to)
					}
				}
			}
		}
	}
	rename(SheetTasks, "时长(天)", "时 长（天）") // the same to people, and to us
	if _, _, err := ReadTaskBook(sheets, BookTerms{}); err != nil {
		t.Fatal(err)
	}
	rename(SheetTasks, "任务编号", "编号")
	rename(SheetTasks, "检查日期", "日子")
	rename(SheetEntries, "来源行", "行")
	_, _, err := ReadTaskBook(sheets, BookTerms{})
	if err == nil || errors.Is(err, ErrNoTaskBook) {
		t.Fatalf("error %v", err)
	}
	for _, want := range []string{"“任务清单”第3行的表头里找不到列“任务编号”", "找不到列“检查日期”", "“任务明细”", "找不到列“来源行”"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not say %s", err, want)
		}
	}
	if n := strings.Count(err.Error(), "找不到列"); n != 3 {
		t.Errorf("%d columns in %v", n, err)
	}
}

func TestReadTaskBookWithoutSheets(t *testing.T) {
	if _, _, err := ReadTaskBook(nil, BookTerms{}); !errors.Is(err, ErrNoTaskBook) {
		t.Errorf("error %v", err)
	}
}

func TestReadReview(t *testing.T) {
	o := sampleOutcome(30)
	sheets := bookSheets(t, o, nil)
	for _, s := range sheets {
		if s.Name == SheetReview {
			s.Rows[3].Cells[1] = text("是")
		}
	}
	lines := ReadReview(sheets)
	if len(lines) != 5 || lines[0].Answer != "是" || lines[0].Group != "1" || lines[2].Group != "2" || lines[1].Answer != "" {
		t.Fatalf("lines %+v", lines)
	}
	if want := o.Reviews[0].Candidates[0].Subject; lines[0].Subject != want {
		t.Errorf("subject %+v, want %+v", lines[0].Subject, want)
	}
	if got := lines[0].Position.String(); got != "任务书.xlsx[疑似同一企业]!B4" {
		t.Errorf("position %s", got)
	}
}

func TestReadColumn(t *testing.T) {
	for _, p := range []diag.Position{{Col: 5, Column: "检查时间"}, {Col: 28}, {Column: "时间"}, {Text: true, Col: 3, Column: "A（x）"}, {}} {
		col, header := readColumn(columnText(p), p.Text)
		if p.Text {
			p.Col = 0
		}
		if col != p.Col || header != p.Column {
			t.Errorf("%+v came back as %d, %q", p, col, header)
		}
	}
}

// Whatever stands in a task book's cells, reading it ends without a panic and
// loses no entry.
func FuzzReadTaskBook(f *testing.F) {
	written := bookSheets(f, sampleOutcome(5), sampleProblems())
	names := []string{SheetTasks, SheetEntries, SheetUnscheduled, SheetReview, SheetStaff, SheetProblems, SheetOverview, SheetCalendar}
	for i, s := range append(slices.Clone(dangerousTexts), "LJ-1", "2021-02-30", "5月", "0.3", "1e9", "-1", "99999999999999999999", "甲：乙\n丙", "检查期间：（") {
		f.Add(s, i, i*7, i*3)
	}
	f.Fuzz(func(t *testing.T, write string, sheet, row, column int) {
		var sheets []*table.Sheet
		for _, s := range written {
			c := *s
			c.Rows = slices.Clone(s.Rows)
			sheets = append(sheets, &c)
		}
		for _, s := range sheets {
			if s.Name != names[uint(sheet)%uint(len(names))] {
				continue
			}
			r := &s.Rows[uint(row)%uint(len(s.Rows))]
			if len(r.Cells) == 0 {
				return
			}
			kind := table.Text
			if strings.Trim(write, "0123456789") == "" && write != "" {
				kind = table.Number
			}
			r.Cells = slices.Clone(r.Cells)
			r.Cells[uint(column)%uint(len(r.Cells))] = table.Cell{Kind: kind, Text: write}
		}
		book, _, err := ReadTaskBook(sheets, BookTerms{})
		if err != nil {
			return
		}
		placed := 0
		for _, x := range book.Tasks {
			placed += len(x.Entries)
		}
		if placed+len(book.Unscheduled) != len(book.Entries) {
			t.Errorf("%d placed and %d left out of %d", placed, len(book.Unscheduled), len(book.Entries))
		}
	})
}

var dangerousTexts = []string{"=1+1", "+1", "-1", "@x", "<a>", "", "\n", "\x00"}

// Whatever people call things, it comes back.
func TestTaskBookRoundTripOfAnyText(t *testing.T) {
	if testing.Short() {
		t.Skip("a hundred workbooks")
	}
	word := rapid.Custom(func(t *rapid.T) string {
		s := rapid.StringOfN(rapid.RuneFrom(nil, unicode.Han, unicode.Latin, unicode.Nd, unicode.Sm, unicode.Pd, unicode.Po, unicode.Ps), 1, 12, -1).Draw(t, "word")
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune("、，,；;：", r) { // what lists of names are split at
				return '·'
			}
			return r
		}, s)
	})
	rapid.Check(t, func(rt *rapid.T) {
		o := sampleOutcome(6)
		e := &o.Entries[rapid.IntRange(0, len(o.Entries)-1).Draw(rt, "entry")]
		e.Matter, e.Partners, e.Named = word.Draw(rt, "matter"), []string{word.Draw(rt, "partner")}, []string{word.Draw(rt, "named")}
		e.Subject.Name, e.Subject.Address, e.Subject.Phone = word.Draw(rt, "name"), word.Draw(rt, "address"), word.Draw(rt, "phone")
		o.Enterprises[1].Name, o.Enterprises[1].Industry = word.Draw(rt, "enterprise"), word.Draw(rt, "industry")
		slices.SortFunc(o.Staff, func(a, b inspect.Inspector) int { return inspect.CompareSource(a.Source, b.Source) })
		sourced(o)
		book, found, err := ReadTaskBook(bookSheets(t, o, nil), BookTerms{})
		if err != nil || len(found) > 0 {
			rt.Fatalf("problems %v, error %v", found, err)
		}
		if diff := cmp.Diff(o, book.Outcome, cmpopts.EquateEmpty()); diff != "" {
			rt.Errorf("outcome (-written +read):\n%s", diff)
		}
	})
}
