// Package feedback decides what findings sheets come to: which task a finding
// belongs to, which findings of several departments are one hazard of an
// enterprise, where the departments' demands differ and which is the strictest,
// what is overdue or missing, what may be published, and what joint inspection
// has spared the enterprises.
//
// Nothing found is ever lost: every finding is in exactly one inspection, and
// every hazard found in exactly one line. Findings are merged only where they
// surely mean one hazard; see same in words.go for the rules.
//
// The package reads and writes no file and does not ask who is who: each finding
// comes with its enterprise. Results do not depend on the order of findings.
package feedback

import (
	"cmp"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
)

// Input is what is known after the inspections.
type Input struct {
	Findings     []inspect.Finding // by source, item
	EnterpriseOf []int             // of each finding, index into Enterprises
	Enterprises  []inspect.Enterprise
	Book         *inspect.Outcome   // the task book, its enterprises those above; nil for none
	History      []*inspect.Outcome // earlier task books, in any order
	Reviews      []inspect.Review   // which of Enterprises may be one, for people to say
	AsOf         inspect.Date       // 0: the newest inspection or re-inspection
}

// Gather decides everything. The problems are sorted.
func Gather(in Input) (*inspect.Results, diag.List) {
	g := &gatherer{in: in, tasks: map[string]int{}, read: map[string]wording{}, res: &inspect.Results{
		Findings: slices.Clone(in.Findings), Enterprises: in.Enterprises, Reviews: in.Reviews, Book: in.Book, AsOf: in.AsOf, AsOfStated: in.AsOf != 0,
	}}
	g.attach()
	g.repeats()
	g.asOf()
	g.inspections()
	g.hazards()
	g.incomplete()
	g.missing()
	g.publish()
	g.figures()
	g.problems.Sort()
	return g.res, g.problems
}

type gatherer struct {
	in       Input
	res      *inspect.Results
	problems diag.List

	tasks        map[string]int         // of the task book, by number
	taskOf       []int                  // of each finding; -1 for none
	held         map[int][]inspect.Date // days on which tasks took place, as findings with their numbers say
	original     []int                  // of each finding: itself, or the one it repeats
	inspectionOf []int                  // of each finding
	read         map[string]wording     // descriptions met, as they are compared
}

// warn reports a problem of a finding.
func (g *gatherer) warn(severity diag.Severity, f *inspect.Finding, code, column, value, message, hint string) {
	g.problems.Add(diag.Problem{Severity: severity, Code: code, Value: value, Message: message, Hint: hint,
		Position: diag.Position{File: f.Source.File, Sheet: f.Source.Sheet, Row: f.Source.Row, Text: f.Source.Text, Column: column}})
}

// asOf finds the day the report is as of, where it is not given: the newest on
// which something has happened. Deadlines lie ahead and are no such day.
func (g *gatherer) asOf() {
	for i := range g.res.Findings {
		f := &g.res.Findings[i]
		if f.Date != 0 {
			if g.res.Period == (inspect.Span{}) {
				g.res.Period = inspect.Day(f.Date)
			}
			g.res.Period = inspect.Span{From: min(g.res.Period.From, f.Date), To: max(g.res.Period.To, f.Date)}
		}
		if !g.res.AsOfStated {
			g.res.AsOf = max(g.res.AsOf, f.Date)
			if f.State == inspect.Rectified { // else the day is planned
				g.res.AsOf = max(g.res.AsOf, f.Reinspection)
			}
		}
	}
	if g.res.AsOf == 0 && g.in.Book != nil {
		g.res.AsOf = g.in.Book.Period.To
	}
}

// inspections groups the findings of one department at one enterprise in one
// task, or on one day where there is no task.
func (g *gatherer) inspections() {
	type key struct {
		enterprise, task int
		number           string
		date             inspect.Date
		department       string
	}
	r := g.res
	at := map[key]int{}
	g.inspectionOf = make([]int, len(r.Findings))
	for i := range r.Findings {
		f := &r.Findings[i]
		k := key{g.in.EnterpriseOf[i], g.taskOf[i], f.TaskID, f.Date, f.Department}
		if k.task >= 0 {
			k.number, k.date = r.Book.Tasks[k.task].ID, 0
		}
		n, seen := at[k]
		if !seen {
			n = len(r.Inspections)
			at[k] = n
			r.Inspections = append(r.Inspections, inspect.Inspection{Enterprise: k.enterprise, Department: k.department, Level: f.Level,
				TaskID: k.number, Task: k.task})
		}
		x := &r.Inspections[n]
		x.Findings = append(x.Findings, i)
		x.Date = max(x.Date, f.Date)
		x.Conclusion = max(x.Conclusion, f.Conclusion)
	}
	for i := range r.Inspections {
		g.complete(&r.Inspections[i])
	}
	slices.SortFunc(r.Inspections, func(a, b inspect.Inspection) int {
		return cmp.Or(cmp.Compare(a.Enterprise, b.Enterprise), cmp.Compare(a.Date, b.Date), strings.Compare(a.TaskID, b.TaskID), strings.Compare(a.Department, b.Department))
	})
	for i := range r.Inspections {
		for _, f := range r.Inspections[i].Findings {
			g.inspectionOf[f] = i
		}
	}
}

// complete gathers what an inspection's rows say of it as a whole.
func (g *gatherer) complete(x *inspect.Inspection) {
	var matters, people, remarks []string
	for _, i := range x.Findings {
		f := &g.res.Findings[i]
		for m := range strings.SplitSeq(f.Matter, "、") {
			if m = strings.TrimSpace(m); m != "" {
				matters = append(matters, m)
			}
		}
		people = append(people, f.Inspectors...)
		if f.Conclusion == inspect.NothingFound && f.Text != "" {
			remarks = append(remarks, f.Text)
		}
	}
	if x.Task >= 0 && len(people) == 0 {
		for _, e := range g.partOf(x.Task, x.Department) {
			people = append(people, g.in.Book.Entries[e].Named...)
		}
	}
	x.Matter, x.People, x.Remarks = strings.Join(distinct(matters), "、"), distinct(people), distinct(remarks)
}

// distinct sorts a list and drops repeats, so that the order of rows does not
// show.
func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}
