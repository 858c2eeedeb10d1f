package report

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/internal/table"
)

// cellsOf gives every text of a workbook.
func cellsOf(t *testing.T, book []byte) string {
	t.Helper()
	sheets, err := table.Read(bytes.NewReader(book), int64(len(book)), "甲.xlsx", table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, s := range sheets {
		for _, r := range s.Rows {
			for _, c := range r.Cells {
				b.WriteString(c.Text + "\n")
			}
		}
	}
	return b.String()
}

func booksOf(t *testing.T, o *inspect.Outcome) map[string][]byte {
	t.Helper()
	books := map[string][]byte{}
	for _, b := range DepartmentBooks(o) {
		var out bytes.Buffer
		if err := b.Write(&out); err != nil {
			t.Fatal(err)
		}
		books[b.Department] = out.Bytes()
	}
	return books
}

// The books are those collide writes.
func TestDepartmentBooksAreCollides(t *testing.T) {
	o := sampleOutcome(25)
	files := writeAll(t, t.TempDir(), o, nil)
	books := booksOf(t, o)
	for _, d := range slices.Sorted(maps.Keys(books)) {
		if !bytes.Equal(books[d], files[DepartmentFolder+"/"+d+".xlsx"]) {
			t.Errorf("%s: two books of one outcome differ", d)
		}
	}
}

// hushedOutcome is an outcome in which 甲局 surprises an enterprise that 乙局
// could not place a check at.
func hushedOutcome() *inspect.Outcome {
	day := inspect.MustDate(2021, 5, 19)
	o := &inspect.Outcome{
		Period:      inspect.MonthSpan(2021, 5),
		WorkingDays: []inspect.Date{day, day + 1},
		Enterprises: []inspect.Enterprise{
			{ID: "1", Name: "南京秘密化工有限公司", Contact: "王经理", Phone: "13900000001"},
			{ID: "2", Name: "南京公开机械有限公司", Contact: "李经理", Phone: "13900000002"},
		},
		Entries: []inspect.Entry{
			{Department: "甲局", Level: inspect.City, Matter: "夜查", Kind: inspect.Surprise, HalfDays: 1, Demand: 2, Named: []string{"赵一(A0001)"}},
			{Department: "乙局", Level: inspect.City, Matter: "日查", HalfDays: 1, Demand: 2},
			{Department: "乙局", Level: inspect.City, Matter: "年查", HalfDays: 1, Demand: 2, Named: []string{"钱二"}},
			{Department: "丙局", Level: inspect.City, Matter: "月查", HalfDays: 1, Demand: 2},
		},
		EntryOf: []int{0, 0, 1, 1},
		Tasks: []inspect.Task{
			{ID: "LJ-1", Enterprise: 0, Level: inspect.City, Date: day, HalfDays: 1, Lead: "甲局", Days: []inspect.Date{day}, Entries: []int{0}},
			{ID: "LJ-2", Enterprise: 1, Level: inspect.City, Date: day + 1, HalfDays: 1, Lead: "乙局", Days: []inspect.Date{day + 1}, Entries: []int{2, 3}},
		},
		Unscheduled: []inspect.Unscheduled{{Entry: 1, Code: "over_cap", Reason: "超过检查频次上限（每天最多1次）：2021年5月19日已有1次（本次 2021-05-19）", Remedy: "让出甲局的“夜查”（甲.xlsx#a!2），排在5月19日上午"}},
	}
	for i := range o.Entries {
		o.Entries[i].Source = inspect.Source{File: "甲.xlsx", Sheet: "a", Row: i + 2}
	}
	return o
}

// A department's book tells nothing of a surprise check it takes no part in, not
// even as what keeps its own check out.
func TestBooksKeepSurprisesFromOthers(t *testing.T) {
	o := hushedOutcome()
	books := booksOf(t, o)
	for _, word := range []string{"夜查", "赵一", "LJ-1", "2021-05-19", "5月19日", "甲局"} {
		if strings.Contains(cellsOf(t, books["乙局"]), word) {
			t.Errorf("乙局 reads “%s”", word)
		}
	}
	if own := cellsOf(t, books["甲局"]); !strings.Contains(own, "LJ-1") || !strings.Contains(own, "赵一") {
		t.Error("甲局 does not read of its own check")
	}
	if partner := cellsOf(t, books["乙局"]); !strings.Contains(partner, "年查") || !strings.Contains(partner, "13900000002") || !strings.Contains(partner, "请与牵头协调的单位商量") {
		t.Error("乙局 does not read what it is to read")
	}
	// Whoever takes part in it may be told.
	o.Tasks[0].Entries, o.Unscheduled = []int{0, 1}, nil
	if !strings.Contains(cellsOf(t, booksOf(t, o)["乙局"]), "LJ-1") {
		t.Error("a partner of the surprise check does not read of it")
	}
	// And where the check is announced, the reason stands as it is.
	o = hushedOutcome()
	o.Entries[0].Kind = inspect.General
	if !strings.Contains(cellsOf(t, booksOf(t, o)["乙局"]), "让出甲局的“夜查”") {
		t.Error("a remedy has gone without need")
	}
}

// What a whole group sees names no person, no telephone and no unannounced task.
func TestForGroup(t *testing.T) {
	o := hushedOutcome()
	o.Confirmations = []inspect.Confirmation{{TaskID: "LJ-2", Enterprise: 1, Department: "乙局", Answer: inspect.Agrees, About: o.Tasks[1].Arrangement(), Note: "周五休假", Now: "LJ-2", Entries: []inspect.Source{o.Entries[2].Source}}}
	before := booksOf(t, o)
	if !strings.Contains(cellsOf(t, before["乙局"]), "周五休假") || strings.Contains(cellsOf(t, before["甲局"]), "周五休假") {
		t.Error("what a department has replied stands in its own book alone")
	}
	for d, book := range booksOf(t, ForGroup(o)) {
		text := cellsOf(t, book)
		for _, word := range []string{"夜查", "赵一", "钱二", "王经理", "李经理", "13900000001", "13900000002", "LJ-1", "5月19日", "周五休假"} {
			if strings.Contains(text, word) {
				t.Errorf("%s: the group reads “%s”", d, word)
			}
		}
		if d == "乙局" && !strings.Contains(text, "LJ-2") {
			t.Error("the announced task is missing")
		}
	}
	for d, book := range booksOf(t, o) {
		if !bytes.Equal(book, before[d]) {
			t.Errorf("%s: ForGroup has changed the outcome it was given", d)
		}
	}
}
