package main

import (
	"fmt"
	"slices"

	"liancha/collide"
	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
	"liancha/report"
)

// earlier is what past months have left behind: decisions on doubtful
// enterprises, and visits that count towards caps and distances.
type earlier struct {
	decisions []collide.Decision
	answered  []inspect.Review // the groups the decisions stand in
	books     []*inspect.Outcome
	findings  []inspect.Finding
	problems  diag.List
}

// readEarlier reads the sheet of decisions and, for departments with these
// names, the earlier task books and results.
func (a *app) readEarlier(matches, history, departments []string, r reading) (*earlier, error) {
	e := &earlier{}
	for _, m := range matches {
		if err := e.readMatches(m, r); err != nil {
			return nil, err
		}
	}
	if len(history) == 0 {
		return e, nil
	}
	return e, e.readHistory(history, departments, r)
}

func (e *earlier) readMatches(path string, r reading) error {
	sheets, err := table.ReadFile(path, path, r.options())
	if err != nil {
		return fmt.Errorf("--matches：%w", err)
	}
	if len(sheets) == 1 && sheets[0].Name == "" && report.IsReview(sheets[0]) { // a CSV's table has no name
		sheets[0].Name = report.SheetReview
	}
	if !slices.ContainsFunc(sheets, func(s *table.Sheet) bool { return s.Name == report.SheetReview }) {
		return hinted{fmt.Errorf("--matches：%s 里没有工作表“%s”", path, report.SheetReview), "请给出填好“是否同一企业”一列的任务书"}
	}
	lines := report.ReadReview(sheets)
	var answers []collide.Answer
	for _, l := range lines {
		answers = append(answers, collide.Answer{
			Position: l.Position, Group: l.Group, Answer: l.Answer,
			Party: collide.Party{Code: l.Subject.Code, Name: l.Subject.Name, District: l.Subject.District},
		})
	}
	decisions, problems := collide.Decisions(answers)
	e.decisions = append(e.decisions, decisions...)
	e.problems = append(e.problems, problems...)
	e.keepAnswers(lines, decisions)
	return nil
}

// keepAnswers keeps the groups that decisions were drawn from, so that they
// stand in the next task book as well and handing back the newest is enough.
func (e *earlier) keepAnswers(lines []report.ReviewLine, decisions []collide.Decision) {
	decisive := make(map[diag.Position]bool)
	for _, d := range decisions {
		decisive[d.Position] = true
	}
	for len(lines) > 0 {
		n := 1
		for n < len(lines) && lines[n].Group == lines[0].Group {
			n++
		}
		var g inspect.Review
		kept := false
		for _, l := range lines[:n] {
			kept = kept || decisive[l.Position]
			g.Candidates = append(g.Candidates, inspect.Candidate{Subject: l.Subject, Score: l.Score, Reason: l.Reason, Answer: l.Answer})
		}
		lines = lines[n:]
		if kept && !slices.ContainsFunc(e.answered, func(had inspect.Review) bool { return sameAnswers(had, g) }) {
			e.answered = append(e.answered, g)
		}
	}
}

// sameAnswers reports whether two groups say the same of the same enterprises.
func sameAnswers(a, b inspect.Review) bool {
	return slices.EqualFunc(a.Candidates, b.Candidates, func(x, y inspect.Candidate) bool {
		return x.Answer == y.Answer && x.Subject.Name == y.Subject.Name && x.Subject.Code == y.Subject.Code && x.Subject.District == y.Subject.District
	})
}

// decided gives the groups answered earlier, with the enterprises they mean now.
func (e *earlier) decided(who *collide.Resolved) []inspect.Review {
	for i := range e.answered {
		for k := range e.answered[i].Candidates {
			c := &e.answered[i].Candidates[k]
			c.Enterprise = -1
			if of, ok := who.Find(c.Subject); ok {
				c.Enterprise = of
			}
		}
	}
	return e.answered
}
