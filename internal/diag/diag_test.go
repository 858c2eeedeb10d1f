package diag

import (
	"slices"
	"testing"
)

func TestPositionsReadAsTheContractSays(t *testing.T) {
	for _, c := range []struct {
		at   Position
		want string
	}{
		{Position{File: "消防计划.xlsx", Sheet: "检查计划", Row: 17, Column: "检查时间", Col: 5}, "消防计划.xlsx[检查计划]!E17"},
		{Position{File: "环保.csv", Row: 42, Column: "检查时间", Col: 3, Text: true}, "环保.csv:42 列“检查时间”"},
		{Position{File: "环保.csv", Row: 42, Text: true}, "环保.csv:42"},
		{Position{File: "a.xlsx", Sheet: "Sheet1", Row: 3}, "a.xlsx[Sheet1]!第3行"},
		{Position{File: "a.xlsx", Sheet: "Sheet1", Col: 28}, "a.xlsx[Sheet1]!AB列"},
		{Position{File: "a.xlsx", Sheet: "Sheet1"}, "a.xlsx[Sheet1]"},
		{Position{File: "a.xls", Row: 2, Col: 1}, "a.xls!A2"},
		{Position{File: "a.docx"}, "a.docx"},
		{Position{}, ""},
	} {
		if got := c.at.String(); got != c.want {
			t.Errorf("%+v reads %q, want %q", c.at, got, c.want)
		}
	}
}

func TestProblemInOneLine(t *testing.T) {
	p := Problem{Severity: Error, Code: "bad_date", Message: "检查时间“2021-2-30”不存在：2021年2月只有28天",
		Position: Position{File: "消防计划.xlsx", Sheet: "检查计划", Row: 17, Col: 5}}
	if got, want := p.String(), "消防计划.xlsx[检查计划]!E17: 检查时间“2021-2-30”不存在：2021年2月只有28天 [bad_date]"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := (Problem{Message: "没有名录库", Code: "no_roster"}).String(); got != "没有名录库 [no_roster]" {
		t.Errorf("a problem of no file reads %q", got)
	}
}

func TestColumnLetters(t *testing.T) {
	for n, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 52: "AZ", 702: "ZZ", 703: "AAA", 16384: "XFD", 0: ""} {
		if got := ColumnLetters(n); got != want {
			t.Errorf("column %d is %q, want %q", n, got, want)
		}
	}
}

func TestSortIsTheSameWhateverTheOrder(t *testing.T) {
	want := List{
		{Severity: Error, Code: "a", Position: Position{File: "1", Row: 2}},
		{Severity: Error, Code: "b", Position: Position{File: "1", Row: 2}},
		{Severity: Info, Code: "a", Position: Position{File: "1", Row: 2}},
		{Severity: Error, Code: "a", Position: Position{File: "1", Row: 10}},
		{Severity: Error, Code: "a", Position: Position{File: "2", Row: 1}},
	}
	for shift := range want {
		got := slices.Concat(want[shift:], want[:shift], want[2:3]) // one of them twice
		got.Sort()
		if !slices.Equal(got, want) {
			t.Errorf("shifted by %d: %v", shift, got)
		}
	}
	if want.Count(Error) != 4 || want.Count(Info) != 1 || want.Count(Warning) != 0 {
		t.Error("severities are not counted right")
	}
}
