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

// repeats finds the findings that have been handed in twice: a file under two
// names, a ledger beside the books it was made of. They keep their source and
// count once.
func (g *gatherer) repeats() {
	type line struct {
		file, sheet string
		said        said
	}
	type pair struct{ file, before string }
	g.original, g.res.Repeats = make([]int, len(g.res.Findings)), map[int]bool{}
	seen, first, times := map[line]int{}, map[said]int{}, map[pair]int{}
	for i := range g.res.Findings {
		f := &g.res.Findings[i]
		s := said{enterprise: g.in.EnterpriseOf[i], task: g.taskOf[i], number: f.TaskID, department: f.Department, date: f.Date, conclusion: f.Conclusion, notInspected: f.NotInspected,
			text: f.Text, basis: f.Basis, measure: f.Measure, term: f.Term, severity: f.Severity, state: f.State, deadline: f.Deadline,
			reinspection: f.Reinspection, withheld: f.Withheld}
		if s.task >= 0 {
			s.number = ""
		}
		at := line{f.Source.File, f.Source.Sheet, s}
		s.nth = seen[at]
		seen[at]++
		before, known := first[s]
		if !known {
			first[s], before = i, i
		}
		g.original[i] = before
		if !known {
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
func (g *gatherer) originalOf(i int) int {
	if g.original == nil {
		return i
	}
	return g.original[i]
}
