package feedback

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
)

// said is everything a finding says but where it stands. nth tells apart the
// lines of one sheet that say the same: they are no repeats.
type said struct {
	enterprise, task, nth      int
	number, department         string
	date                       inspect.Date
	conclusion                 inspect.Conclusion
	notInspected               string
	text, basis, measure, term string
	severity                   inspect.Severity
	state                      inspect.Rectification
	deadline, reinspection     inspect.Date
	withheld                   bool
}

// saidBy gives what a finding says. The enterprise is for the caller to add, and
// the task.
func saidBy(f *inspect.Finding) said {
	return said{task: -1, number: f.TaskID, department: f.Department, date: f.Date, conclusion: f.Conclusion, notInspected: f.NotInspected,
		text: f.Text, basis: f.Basis, measure: f.Measure, term: f.Term, severity: f.Severity, state: f.State, deadline: f.Deadline,
		reinspection: f.Reinspection, withheld: f.Withheld}
}

// seen remembers what findings say.
type seen struct {
	times map[sheetLine]int
	first map[said]int
}

// sheetLine is what a line of a sheet says.
type sheetLine struct {
	file, sheet string
	said        said
}

func newSeen() *seen { return &seen{map[sheetLine]int{}, map[said]int{}} }

// original gives the finding that said the same before in another sheet: i itself
// where none did.
func (k *seen) original(i int, f *inspect.Finding, s said) int {
	at := sheetLine{f.Source.File, f.Source.Sheet, s}
	s.nth = k.times[at]
	k.times[at]++
	before, known := k.first[s]
	if !known {
		k.first[s] = i
		return i
	}
	return before
}

// repeats finds the findings that have been handed in twice: a file under two
// names, a ledger beside the books it was made of. They keep their source and
// count once.
func (g *gatherer) repeats() {
	type pair struct{ file, before string }
	g.original, g.res.Repeats = make([]int, len(g.res.Findings)), map[int]bool{}
	seen, times := newSeen(), map[pair]int{}
	for i := range g.res.Findings {
		f := &g.res.Findings[i]
		s := saidBy(f)
		if s.enterprise, s.task = g.in.EnterpriseOf[i], g.taskOf[i]; s.task >= 0 {
			s.number = ""
		}
		before := seen.original(i, f, s)
		if g.original[i] = before; before == i {
			continue
		}
		g.res.Repeats[i] = true
		if f.Conclusion != inspect.NoConclusion {
			times[pair{f.Source.File, g.res.Findings[before].Source.File}]++
		}
	}
	var pairs []pair
	for p := range times {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(strings.Compare(a.file, b.file), strings.Compare(a.before, b.before))
	})
	for _, p := range pairs {
		message := fmt.Sprintf("有 %d 条检查结果与 %s 的完全相同，只算一次", times[p], p.before)
		if p.file == p.before {
			message = fmt.Sprintf("有 %d 条检查结果在别的工作表里还有一模一样的，只算一次", times[p])
		}
		g.problems.Add(diag.Problem{Severity: diag.Info, Code: "same_findings_twice", Position: diag.Position{File: p.file}, Message: message})
	}
}

// originalOf gives the finding that one repeats, or itself.
func (g *gatherer) originalOf(i int) int { return g.original[i] }
