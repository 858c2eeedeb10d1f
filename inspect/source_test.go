package inspect

import (
	"slices"
	"testing"
)

func TestSourceParts(t *testing.T) {
	row := Source{File: "plans/a.xlsx", Sheet: "检查计划", Row: 7}
	inOrder := []struct {
		source Source
		want   string
	}{
		{Source{}, ""}, {Source{Month: 5}, "5"}, {Source{Month: 5, Day: 1}, "5-1"}, {Source{Month: 5, Day: 31}, "5-31"}, {Source{Month: 12}, "12"},
		{Source{Column: 1}, "A"}, {Source{Column: 1, Month: 5}, "A5"}, {Source{Column: 26, Month: 12, Day: 10}, "Z12-10"}, {Source{Column: 27}, "AA"}, {Source{Column: 16384}, "XFD"},
	}
	var before Source
	for i, c := range inOrder {
		s := row
		s.Month, s.Day, s.Column = c.source.Month, c.source.Day, c.source.Column
		want := "plans/a.xlsx#检查计划!7"
		if c.want != "" {
			want += "@" + c.want
		}
		if s.String() != want {
			t.Errorf("got %s, want %s", s, want)
		}
		if back, ok := row.WithPart(s.Part()); !ok || back != s {
			t.Errorf("%s comes back as %s, %v", s, back, ok)
		}
		if s.WholeRow() != row {
			t.Errorf("the whole row of %s is %s", s, s.WholeRow())
		}
		if i > 0 && CompareSource(before, s) >= 0 {
			t.Errorf("%s is not before %s", before, s)
		}
		before = s
	}
	for _, text := range []string{"0", "13", "5-0", "5-32", "-5", "5-", "a5", "ABCD", "五"} {
		if _, ok := row.WithPart(text); ok {
			t.Errorf("%q is a part", text)
		}
	}
	if !slices.IsSortedFunc([]Source{row, {File: "plans/a.xlsx", Sheet: "检查计划", Row: 8}}, CompareSource) {
		t.Error("rows are out of order")
	}
}
