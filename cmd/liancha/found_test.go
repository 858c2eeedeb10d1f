package main

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"liancha/config"
	"liancha/inspect"
	"liancha/report"
)

// foundBook is a task book of two enterprises, a task each.
func foundBook() *report.TaskBook {
	o := &inspect.Outcome{Period: inspect.MonthSpan(2021, 5), Enterprises: []inspect.Enterprise{
		{ID: "91320115A78G1B02XT", Code: "91320115A78G1B02XT", Name: "南京甲有限公司", District: "江宁区"},
		{ID: "x-2", Name: "南京乙化工有限公司", District: "江宁区"},
	}}
	for i := range o.Enterprises {
		e := &o.Enterprises[i]
		o.Entries = append(o.Entries, inspect.Entry{Source: inspect.Source{File: "计划.xlsx", Row: i + 2}, Department: "江宁区应急管理局",
			Level: inspect.District, Subject: inspect.Subject{Name: e.Name, Code: e.Code, District: e.District}})
		o.EntryOf = append(o.EntryOf, i)
		o.Tasks = append(o.Tasks, inspect.Task{ID: fmt.Sprintf("LJ-%d", i+1), Enterprise: i, Date: inspect.MustDate(2021, 5, 12), Entries: []int{i}})
	}
	return &report.TaskBook{Outcome: o, Lines: []inspect.Source{{File: "五月/联合检查任务.xlsx", Sheet: "任务明细", Row: 3}, {File: "五月/联合检查任务.xlsx", Sheet: "任务明细", Row: 4}}}
}

func TestIdentify(t *testing.T) {
	type row struct{ task, name, code string }
	for _, c := range []struct {
		name  string
		book  *report.TaskBook
		rows  []row
		want  []string // enterprise of each row
		codes []string // problems
	}{
		{"by number, whatever the name says", foundBook(), []row{{"LJ-1", "甲公司", ""}, {"LJ-1", "", ""}}, []string{"南京甲有限公司", "南京甲有限公司"}, []string{"task_name_differs"}},
		{"spellings of one name", foundBook(), []row{{"", "南京甲有限责任公司", ""}, {"", "南京甲有限公司", "91320115A78G1B02XT"}, {"", "南京市甲有限公司", "91320115a78g1b02xt"}},
			[]string{"南京甲有限公司", "南京甲有限公司", "南京甲有限公司"}, nil},
		{"a number of another enterprise, by name", foundBook(), []row{{"LJ-1", "南京乙化工有限公司", ""}}, []string{"南京乙化工有限公司"}, nil},
		{"a number of another enterprise, by code", foundBook(), []row{{"LJ-1", "南京丙有限公司", "91320106C7FECQ579D"}}, []string{"南京丙有限公司"}, nil},
		{"an enterprise the task book has not", foundBook(), []row{{"", "南京丁印务有限公司", ""}}, []string{"南京丁印务有限公司"}, nil},
		{"without a task book", nil, []row{{"LJ-1", "南京甲有限公司", ""}, {"LJ-1", "", ""}, {"LJ-7", "", ""}}, []string{"南京甲有限公司", "南京甲有限公司", "任务LJ-7的企业（检查结果没有写明）"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var fs []inspect.Finding
			for i, r := range c.rows {
				fs = append(fs, inspect.Finding{Source: inspect.Source{File: "结果.xlsx", Row: i + 2}, Item: 1, TaskID: r.task, Department: "江宁区应急管理局", Level: inspect.District,
					Subject: inspect.Subject{Name: r.name, Code: r.code}})
			}
			f := identify(fs, c.book, config.Default(), &earlier{})
			var got, codes []string
			for _, e := range f.of {
				got = append(got, f.enterprises[e].Name)
			}
			for _, p := range f.problems {
				codes = append(codes, p.Code)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
			if !slices.Equal(codes, c.codes) {
				t.Errorf("problems %v, want %v", codes, c.codes)
			}
			if c.book != nil {
				for i := range f.book.Tasks {
					if got, want := f.enterprises[f.book.Tasks[i].Enterprise].Name, c.book.Enterprises[i].Name; got != want {
						t.Errorf("task %d is now %s's, not %s's", i+1, got, want)
					}
				}
			}
		})
	}
}

// Whoever is to say whether two are one is shown rows that can be looked up: the
// plan's, the finding's, and the line of the task book.
func TestIdentifyShowsWhereToLook(t *testing.T) {
	book := foundBook()
	f := identify([]inspect.Finding{{Source: inspect.Source{File: "结果.xlsx", Row: 2}, Item: 1, Department: "江宁区应急管理局", Level: inspect.District, Subject: inspect.Subject{Name: "南京乙化工公司"}}},
		book, config.Default(), &earlier{})
	if len(f.reviews) != 1 {
		t.Fatal(f.reviews)
	}
	var sources []string
	for _, c := range f.reviews[0].Candidates {
		for _, s := range c.Sources {
			sources = append(sources, s.String())
		}
	}
	slices.Sort(sources)
	if want := []string{"五月/联合检查任务.xlsx#任务明细!4", "结果.xlsx#!2", "计划.xlsx#!3"}; !slices.Equal(sources, want) {
		t.Errorf("%v, want %v", sources, want)
	}
}
