package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/intake"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/internal/table"
	"liancha/report"
	"liancha/schedule"
)

// readHistory reads earlier task books and results: findings sheets, those of
// the departments and the ledger made of them. What is neither is an error when
// it was named, and passed over with a notice when it lay in a folder.
func (e *earlier) readHistory(history, departments []string, r reading) error {
	files, problems, err := expand(history, "")
	if err != nil {
		return fmt.Errorf("--history：%w", err)
	}
	e.problems = append(e.problems, problems...)
	var errs []error
	var drafts []*intake.Draft
	for _, f := range files {
		found, err := e.readPast(f, r)
		if err != nil {
			errs = append(errs, fmt.Errorf("--history：%w", err))
		}
		drafts = append(drafts, found...)
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if len(e.books) == 0 && len(drafts) == 0 {
		return hinted{errors.New("--history：没有找到任务书或检查结果"), "请给出以前的联合检查任务.xlsx，或填好的检查结果、检查结果汇总.xlsx"}
	}
	e.readResults(drafts, departments, r)
	return nil
}

// readPast reads a task book, or gives the sheets of a file of results.
func (e *earlier) readPast(f input, r reading) ([]*intake.Draft, error) {
	if err := outdir.Settle(filepath.Dir(f.path)); err != nil {
		return nil, err
	}
	sheets, err := table.ReadFile(f.path, f.name, r.options())
	if err != nil {
		return nil, err
	}
	book, problems, err := bookOf(sheets, f.name, r)
	if err == nil {
		e.problems = append(e.problems, problems...)
		e.books = append(e.books, book.Outcome)
		return nil, nil
	}
	if !errors.Is(err, report.ErrNoTaskBook) {
		return nil, err
	}
	var drafts []*intake.Draft
	for _, s := range sheets {
		if d := intake.Scan(s); d.HoldsFindings() {
			drafts = append(drafts, d)
		}
	}
	switch {
	case len(drafts) > 0:
		return drafts, nil
	case f.own:
		return nil, fmt.Errorf("%w，也没有检查结果", err)
	}
	e.problems.Add(diag.Problem{Severity: diag.Info, Code: "file_skipped", Position: diag.Position{File: f.name}, Message: "不是任务书，也没有检查结果，没有计入以前的检查"})
	return nil, nil
}

// readResults takes in the inspections that sheets of findings tell of. Of their
// mistakes only those that leave a row out matter here.
func (e *earlier) readResults(drafts []*intake.Draft, departments []string, r reading) {
	c := r.settings
	opt := intake.Options{Findings: true, City: c.City, District: c.District, Aliases: c.Aliases, Departments: departments, After: workingDaysAfter(c), TaskDates: map[string]inspect.Date{}}
	for _, o := range e.books {
		for id, day := range datesOf(o) {
			opt.TaskDates[id] = day
		}
	}
	got := intake.Combine(drafts, opt)
	var problems diag.List
	for _, p := range got.Problems {
		if p.Severity == diag.Error {
			problems.Add(p)
		}
	}
	for _, f := range got.Findings {
		if f.Conclusion == inspect.NoConclusion {
			continue
		}
		if f.Date == 0 {
			f.Date = opt.TaskDates[f.TaskID]
		}
		if f.Date == 0 {
			problems.Add(diag.Problem{Severity: diag.Warning, Code: "no_date", Position: position(f.Source, "检查日期"),
				Message: "没有检查日期，不知道是哪天去的，没有计入以前的检查", Hint: "补上检查日期"})
			continue
		}
		e.findings = append(e.findings, f)
	}
	got.Locate(problems)
	e.problems = append(e.problems, problems...)
}

// pastVisit is a visit of the past, from whatever source.
type pastVisit struct {
	schedule.PastVisit
	task string // its number; empty where none is known
	from int    // the book it is from, counted from 0; -1 for results
	// plannedOnly: no result has told of it yet.
	plannedOnly bool
}

// count brings the earlier visits to the enterprises of a scheduling problem,
// which find knows, into it: those of the task books, and those that results
// tell of. What both know is one visit, on the days the results state.
func (e *earlier) count(x *placing, find func(inspect.Subject) (int, bool)) {
	h := &pastVisits{of: make([][]pastVisit, len(x.enterprises)), departments: map[string]int32{}}
	for i, d := range x.instance.Departments {
		h.departments[d.Key] = int32(i)
	}
	named := map[string]inspect.Subject{} // task number → its enterprise
	for n, o := range e.books {
		for i := range o.Tasks {
			t := &o.Tasks[i]
			of := &o.Enterprises[t.Enterprise]
			subject := inspect.Subject{Name: of.Name, Code: of.Code, Address: of.Address, District: of.District, Street: of.Street}
			named[t.ID] = subject
			if now, ok := find(subject); ok && len(t.Days) > 0 {
				h.planned(now, n, o, t)
			}
		}
	}
	results := map[int][]*inspect.Finding{}
	for i := range e.findings {
		f := &e.findings[i]
		subject := f.Subject
		if subject.Name == "" && subject.Code == "" {
			subject = named[f.TaskID]
		}
		if now, ok := find(subject); ok {
			results[now] = append(results[now], f)
		}
	}
	for now := range h.of {
		h.inspected(now, results[now])
		for _, v := range h.of[now] {
			x.instance.History = append(x.instance.History, v.PastVisit)
		}
	}
}

// pastVisits gathers visits by enterprise.
type pastVisits struct {
	of          [][]pastVisit
	departments map[string]int32
}

// planned takes in a task of a book. A task that stands in two books, as before
// and after a draw, is one visit: that of the later book by name.
func (h *pastVisits) planned(now, book int, o *inspect.Outcome, t *inspect.Task) {
	v := pastVisit{PastVisit: schedule.PastVisit{Enterprise: int32(now), First: t.Days[0], Last: t.Last(), Level: t.Level, Joinable: true}, task: t.ID, from: book, plannedOnly: true}
	for _, j := range t.Entries {
		entry := &o.Entries[j]
		v.Joinable = v.Joinable && entry.Joinable
		v.Kinds = append(v.Kinds, entry.Kind)
		h.joins(&v, entry.Department)
	}
	same := slices.IndexFunc(h.of[now], func(w pastVisit) bool { return w.from != book && w.task == t.ID })
	if same >= 0 {
		h.of[now][same] = v
		return
	}
	h.of[now] = append(h.of[now], v)
}

func (h *pastVisits) joins(v *pastVisit, department string) {
	if d, ok := h.departments[department]; ok && !slices.Contains(v.Departments, d) {
		v.Departments = append(v.Departments, d)
	}
}

// sameTask is how many days may lie between what two departments state for one
// task and still be one visit: more is another visit under the same number.
const sameTask = 7

// inspected takes in the results of an enterprise: those of one task, or of one
// day, are one visit.
func (h *pastVisits) inspected(now int, results []*inspect.Finding) {
	slices.SortStableFunc(results, func(a, b *inspect.Finding) int { // numbered ones first: they say which task the day's visit was
		return cmp.Or(cmp.Compare(a.Date, b.Date), strings.Compare(b.TaskID, a.TaskID))
	})
	for _, f := range results {
		at := slices.IndexFunc(h.of[now], func(v pastVisit) bool {
			return f.TaskID != "" && v.task == f.TaskID && (v.plannedOnly || f.Date-v.Last <= sameTask)
		})
		if at < 0 {
			at = slices.IndexFunc(h.of[now], func(v pastVisit) bool { return v.First <= f.Date && f.Date <= v.Last })
		}
		if at < 0 {
			at = len(h.of[now])
			h.of[now] = append(h.of[now], pastVisit{PastVisit: schedule.PastVisit{Enterprise: int32(now), First: f.Date, Last: f.Date, Level: f.Level,
				Joinable: f.Level != inspect.NoLevel}, task: f.TaskID, from: -1}) // of an unknown level: only not on the same day
		}
		v := &h.of[now][at]
		switch {
		case v.plannedOnly && (f.Date < v.First || f.Date > v.Last): // it took place on another day than planned
			v.First, v.Last = f.Date, f.Date
		default:
			v.First, v.Last = min(v.First, f.Date), max(v.Last, f.Date)
		}
		v.plannedOnly = false
		if v.from < 0 && f.Level != inspect.NoLevel && (v.Level == inspect.NoLevel || f.Level < v.Level) {
			v.Level, v.Joinable = f.Level, true
		}
		h.joins(v, f.Department)
	}
}
