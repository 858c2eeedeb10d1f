package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"liancha/inspect"
	"liancha/internal/table"
)

// asked has the departments of an outcome answer in turn: not at all, agreeing,
// on other days, staying away, and of a task that is no more.
func asked(o *inspect.Outcome) {
	for i := range o.Tasks {
		t := &o.Tasks[i]
		of := map[string]*inspect.Confirmation{}
		var order []string
		for _, e := range t.Entries {
			x := &o.Entries[e]
			c := of[x.Department]
			if c == nil {
				c = &inspect.Confirmation{TaskID: t.ID, Enterprise: t.Enterprise, Department: x.Department, Answer: inspect.Answer((i + len(order)) % 3), Now: t.ID}
				of[x.Department] = c
				order = append(order, x.Department)
			}
			c.Entries = append(c.Entries, x.Source)
		}
		slices.Sort(order)
		for _, d := range order {
			c := of[d]
			slices.SortFunc(c.Entries, inspect.CompareSource)
			switch c.Answer {
			case inspect.Agrees:
				c.About, c.From, c.Also = t.Arrangement(), inspect.Source{File: "回复/甲.csv", Row: i + 2, Text: true}, []string{"回复/乙.csv#!7"}
			case inspect.Adjusts:
				c.Windows, c.Note = []inspect.Span{{From: t.Date, To: t.Last()}, inspect.Day(t.Last() + 5)}, "人手冲突=1+1"
				c.About, c.From = "5月6日（周四）上午", inspect.Source{File: "回复/甲.xlsx", Sheet: "确认反馈", Row: i + 4}
			}
			o.Confirmations = append(o.Confirmations, *c)
		}
	}
	if len(o.Unscheduled) > 0 {
		u := o.Unscheduled[0].Entry
		o.Confirmations = append(o.Confirmations, inspect.Confirmation{TaskID: "LJ-209901-000001", Enterprise: o.EntryOf[u], Department: o.Entries[u].Department,
			Answer: inspect.Declines, Note: "已单独检查", About: "5月6日（周四）上午", From: inspect.Source{File: "a.et", Sheet: "1", Row: 3}, Entries: []inspect.Source{o.Entries[u].Source}})
	}
}

// What departments have said comes back with the task book.
func TestConfirmationsRoundTrip(t *testing.T) {
	o := sampleOutcome(40)
	slices.SortFunc(o.Staff, func(a, b inspect.Inspector) int { return inspect.CompareSource(a.Source, b.Source) })
	sourced(o)
	asked(o)
	book, found, err := ReadTaskBook(bookSheets(t, o, nil), BookTerms{})
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	if diff := cmp.Diff(o, book.Outcome, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("outcome (-written +read):\n%s", diff)
	}
	counts := map[inspect.Standing]int{}
	for _, s := range o.Standings() {
		counts[s]++
	}
	if counts[inspect.Open] == 0 || counts[inspect.Held] == 0 || counts[inspect.Out] == 0 {
		t.Errorf("the book shows too little: %v", counts)
	}
}

// A second round asks only what is open: what holds is filled in.
func TestReplySheetsAskWhatIsOpen(t *testing.T) {
	o := sampleOutcome(40)
	asked(o)
	v := newView(o)
	standings := o.Standings()
	for _, d := range v.departments {
		for _, l := range v.replyLines(d) {
			i := slices.IndexFunc(o.Confirmations, func(c inspect.Confirmation) bool { return c.TaskID == l.task && c.Department == d })
			if i < 0 {
				t.Fatalf("%s is asked about %s", d, l.task)
			}
			if filled := standings[i] == inspect.Held || standings[i] == inspect.Out; filled != (l.said != nil) {
				t.Errorf("%s, %s: standing %v, filled in %v", d, l.task, standings[i], l.said)
			}
		}
	}
}

// Whatever stands in 确认情况, the book is read and can be written again.
func FuzzReadConfirmations(f *testing.F) {
	o := sampleOutcome(5)
	asked(o)
	written := bookSheets(f, o, nil)
	for i, s := range append(slices.Clone(dangerousTexts), "LJ-1", "调整", "不参加", "2021-02-30", "2021-05-10至2021-05-09", "-1", "99999999999999999999") {
		f.Add(s, i*7, i)
	}
	f.Fuzz(func(t *testing.T, write string, row, column int) {
		var sheets []*table.Sheet
		for _, s := range written {
			c := *s
			if c.Name == SheetConfirmed {
				c.Rows = slices.Clone(s.Rows)
				r := &c.Rows[uint(row)%uint(len(c.Rows))]
				if len(r.Cells) == 0 {
					return
				}
				r.Cells = slices.Clone(r.Cells)
				r.Cells[uint(column)%uint(len(r.Cells))] = table.Cell{Kind: table.Text, Text: write}
			}
			sheets = append(sheets, &c)
		}
		book, _, err := ReadTaskBook(sheets, BookTerms{})
		if err != nil {
			t.Fatal(err)
		}
		v := newView(book.Outcome)
		var out bytes.Buffer
		if err := table.WriteBook(&out, departmentBook(v, v.departments[0])); err != nil && !strings.Contains(err.Error(), "sheet") {
			t.Fatal(err)
		}
		for _, p := range confirmedPages(v) {
			var l table.Line
			for i := range p.NumLines {
				l.Cells = l.Cells[:0]
				p.LineAt(i, &l)
			}
		}
	})
}
