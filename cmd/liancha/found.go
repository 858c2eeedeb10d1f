package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/collide"
	"liancha/config"
	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/report"
)

// found is findings with their enterprises, and the task book in the same terms.
type found struct {
	findings    []inspect.Finding
	of          []int // enterprise of each finding
	enterprises []inspect.Enterprise
	book        *inspect.Outcome
	reviews     []inspect.Review // enterprises above that may be one
	problems    diag.List
}

// identify says which enterprise each finding is about: the task's by its
// number, else the one that code and name mean. A number that contradicts code
// or name has been mistyped and does not count.
func identify(findings []inspect.Finding, book *report.TaskBook, c *config.Config, said *earlier) *found {
	i := &identifier{subjects: map[inspect.Subject]int{}, tasks: map[string]int{}, unnamedAt: map[string]int{}}
	if book != nil {
		i.book, i.lines = book.Outcome, book.Lines
	}
	i.resolve(findings, identity(c, said))
	f := &found{findings: findings, of: make([]int, len(findings)), book: i.book}
	owners := i.owners(findings)
	i.settle(f, owners)
	i.doubts(f, owners)
	f.reviews = append(f.reviews, i.answered(said)...)
	f.problems = append(f.problems, i.problems...)
	return f
}

// identifier holds what is known of enterprises while findings are put to them.
// An owner is an enterprise: those of the task book first, then those that only
// findings name, then tasks whose enterprise nobody names.
type identifier struct {
	book     *inspect.Outcome // nil for none
	lines    []inspect.Source // where the book has each enterprise
	who      *collide.Resolved
	subjects map[inspect.Subject]int // of findings → enterprise of who
	tasks    map[string]int          // number → task of the book
	bookOf   []int                   // enterprise of who → of the book; notInBook, severalInBook
	idsOf    map[int][]int           // enterprise of the book → those of who
	doubtful map[[2]int]bool         // pairs of enterprises of who that may be one
	unnamed  []string                // numbers of tasks whose enterprise nobody names
	problems diag.List

	unnamedAt map[string]int // number → index into unnamed
	at        map[int]int    // owner → index into the enterprises found
}

const (
	notInBook     = -1
	severalInBook = -2
)

// resolve finds out who is who among the task book's rows and the findings'.
func (i *identifier) resolve(findings []inspect.Finding, opt collide.Options) {
	var entries []inspect.Entry
	var owner []int
	if i.book != nil {
		for n := range i.book.Entries {
			entries, owner = append(entries, i.book.Entries[n]), append(owner, i.book.EntryOf[n])
		}
		for n := range i.book.Enterprises {
			e := &i.book.Enterprises[n]
			entries = append(entries, inspect.Entry{Source: i.lines[n],
				Subject: inspect.Subject{Name: e.Name, Code: e.Code, Address: e.Address, District: e.District, Street: e.Street, Contact: e.Contact, Phone: e.Phone}})
			owner = append(owner, n)
		}
		for n := range i.book.Tasks {
			i.tasks[i.book.Tasks[n].ID] = n
		}
	}
	first := map[inspect.Subject]int{}
	for n := range findings {
		f := &findings[n]
		if _, seen := first[f.Subject]; !seen && f.Subject != (inspect.Subject{}) {
			first[f.Subject] = len(entries)
			entries = append(entries, inspect.Entry{Source: f.Source, Subject: f.Subject, Department: f.Department, Level: f.Level})
		}
	}
	i.who = collide.Resolve(entries, nil, opt)
	files := map[string]bool{}
	for _, d := range opt.Decisions {
		files[d.Position.File] = true
	}
	for n := range findings {
		files[findings[n].Source.File] = true
	}
	for _, p := range i.who.Problems { // those of the plans were told when they were collided
		if files[p.File] {
			i.problems.Add(p)
		}
	}
	for s, n := range first {
		i.subjects[s] = int(i.who.Of[n])
	}
	i.bookOf = slices.Repeat([]int{notInBook}, len(i.who.Enterprises))
	for n, b := range owner {
		switch at := &i.bookOf[i.who.Of[n]]; *at {
		case notInBook:
			*at = b
		case b:
		default:
			*at = severalInBook
		}
	}
	i.idsOf = map[int][]int{}
	for r, b := range i.bookOf {
		i.idsOf[b] = append(i.idsOf[b], r)
	}
	i.doubtful = map[[2]int]bool{}
	for _, r := range i.who.Review {
		for _, x := range r.Candidates {
			for _, y := range r.Candidates {
				i.doubtful[[2]int{x.Enterprise, y.Enterprise}] = true
			}
		}
	}
}

// owners gives each finding its owner.
func (i *identifier) owners(findings []inspect.Finding) []int {
	owners := make([]int, len(findings))
	linked := i.linked(findings)
	byNumber := map[string]int{} // without a task book: the enterprise all of a number's rows mean
	for n := range findings {
		f := &findings[n]
		if f.TaskID == "" || f.Subject == (inspect.Subject{}) {
			continue
		}
		r := i.ownerOf(f.Subject, linked)
		if before, seen := byNumber[f.TaskID]; seen && before != r {
			r = severalInBook
		}
		byNumber[f.TaskID] = r
	}
	for n := range findings {
		f := &findings[n]
		task, known := i.tasks[f.TaskID]
		switch {
		case known:
			owners[n] = i.ownerByTask(f, i.book.Tasks[task].Enterprise, linked)
		case f.Subject != (inspect.Subject{}):
			owners[n] = i.ownerOf(f.Subject, linked)
		default:
			r, seen := byNumber[f.TaskID]
			if !seen || r == severalInBook {
				r = i.unnamedOwner(f.TaskID)
			}
			owners[n] = r
		}
	}
	return owners
}

func (i *identifier) booked() int {
	if i.book == nil {
		return 0
	}
	return len(i.book.Enterprises)
}

func (i *identifier) unnamedOwner(number string) int {
	at, seen := i.unnamedAt[number]
	if !seen {
		at = len(i.unnamed)
		i.unnamedAt[number] = at
		i.unnamed = append(i.unnamed, number)
	}
	return i.booked() + len(i.who.Enterprises) + at
}

// linked gives the enterprises only findings name that task numbers say are one
// of the task book's, where the names do not rule it out: the two are alike,
// and all numbers agree.
func (i *identifier) linked(findings []inspect.Finding) map[int]int {
	links := map[int]int{}
	for n := range findings {
		f := &findings[n]
		task, known := i.tasks[f.TaskID]
		r, named := i.subjects[f.Subject]
		if !known || !named || i.bookOf[r] != notInBook {
			continue
		}
		b := i.book.Tasks[task].Enterprise
		if !i.alike(r, b) {
			b = notInBook
		}
		if before, seen := links[r]; seen && before != b {
			b = notInBook
		}
		links[r] = b
	}
	return links
}

// alike reports whether the review has found an enterprise and one of the task
// book's alike.
func (i *identifier) alike(r, book int) bool {
	return slices.ContainsFunc(i.idsOf[book], func(x int) bool { return i.doubtful[[2]int{r, x}] })
}

// ownerOf gives the owner that code and name mean.
func (i *identifier) ownerOf(s inspect.Subject, linked map[int]int) int {
	r := i.subjects[s]
	b := i.bookOf[r]
	if link, ok := linked[r]; ok && b == notInBook {
		b = link
	}
	if b == severalInBook { // people have kept them apart: only the very same words tell which
		for n := range i.book.Enterprises {
			if e := &i.book.Enterprises[n]; e.Name == s.Name && (s.Code == "" || s.Code == e.Code) {
				return n
			}
		}
	}
	if b >= 0 {
		return b
	}
	return i.booked() + r
}

// ownerByTask gives the owner of a finding with a task's number.
func (i *identifier) ownerByTask(f *inspect.Finding, booked int, linked map[int]int) int {
	r, named := i.subjects[f.Subject]
	if !named || i.bookOf[r] == booked || i.bookOf[r] == severalInBook {
		return booked
	}
	own, theirs := i.who.Enterprises[r].Code, i.book.Enterprises[booked].Code
	if i.bookOf[r] >= 0 || len(own) == 18 && len(theirs) == 18 && own != theirs {
		return i.ownerOf(f.Subject, linked) // the number is another enterprise's
	}
	if link, ok := linked[r]; !ok || link != booked {
		i.problems.Add(diag.Problem{Severity: diag.Warning, Code: "task_name_differs", Value: f.Subject.Name,
			Position: diag.Position{File: f.Source.File, Sheet: f.Source.Sheet, Row: f.Source.Row, Text: f.Source.Text, Column: "企业名称"},
			Message:  fmt.Sprintf("任务 %s 的企业是“%s”，这一行写的是“%s”，按任务编号处理", f.TaskID, i.book.Enterprises[booked].Name, f.Subject.Name), Hint: "请核对任务编号和企业名称"})
	}
	return booked
}

// settle makes the list of enterprises that findings and tasks are about.
func (i *identifier) settle(f *found, owners []int) {
	used := map[int]bool{}
	for n := range i.booked() {
		used[n] = true
	}
	for _, o := range owners {
		used[o] = true
	}
	var order []int
	made := map[int]inspect.Enterprise{}
	for o := range used {
		order = append(order, o)
		made[o] = i.enterprise(o)
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(strings.Compare(made[a].ID, made[b].ID), cmp.Compare(a, b)) })
	at := map[int]int{}
	i.at = at
	for n, o := range order {
		at[o] = n
		f.enterprises = append(f.enterprises, made[o])
	}
	for n, o := range owners {
		f.of[n] = at[o]
	}
	if i.book == nil {
		return
	}
	b := *i.book
	b.Enterprises, b.EntryOf, b.Tasks = f.enterprises, slices.Clone(b.EntryOf), slices.Clone(b.Tasks)
	for n := range b.EntryOf {
		b.EntryOf[n] = at[b.EntryOf[n]]
	}
	for n := range b.Tasks {
		b.Tasks[n].Enterprise = at[b.Tasks[n].Enterprise]
	}
	f.book = &b
}

func (i *identifier) enterprise(owner int) inspect.Enterprise {
	switch n := owner - i.booked(); {
	case n < 0:
		return i.book.Enterprises[owner]
	case n < len(i.who.Enterprises):
		return i.who.Enterprises[n]
	default:
		number := i.unnamed[n-len(i.who.Enterprises)]
		return inspect.Enterprise{ID: "task-" + number, Name: "任务" + number + "的企业（检查结果没有写明）"}
	}
}

// answered gives the groups that people have answered, so that the ledger hands
// the answers on.
func (i *identifier) answered(said *earlier) []inspect.Review {
	reviews := said.decided(i.who)
	for n := range reviews {
		for k := range reviews[n].Candidates {
			c := &reviews[n].Candidates[k]
			owner := -1
			if c.Enterprise >= 0 {
				if owner = i.bookOf[c.Enterprise]; owner == notInBook {
					owner = i.booked() + c.Enterprise
				}
			}
			if at, known := i.at[owner]; known {
				c.Enterprise = at
			} else {
				c.Enterprise = -1
			}
		}
	}
	return reviews
}

// doubts says which enterprises of findings may be others of the findings or the
// task book, and are reported apart.
func (i *identifier) doubts(f *found, owners []int) {
	first := map[int]int{} // enterprise of who → its first finding
	for n := range f.findings {
		if r, ok := i.subjects[f.findings[n].Subject]; ok {
			if _, seen := first[r]; !seen {
				first[r] = n
			}
		}
	}
	ownerOf := func(r int) (owner int, known bool) {
		if n, ok := first[r]; ok {
			return owners[n], true
		}
		return i.bookOf[r], i.bookOf[r] >= 0
	}
	for _, group := range i.who.Review {
		review := inspect.Review{Score: group.Score, Reason: group.Reason}
		apart, found := map[int]bool{}, -1
		for _, c := range group.Candidates {
			owner, known := ownerOf(c.Enterprise)
			if !known {
				continue
			}
			if n, ok := first[c.Enterprise]; ok {
				found = max(found, n)
			}
			apart[owner] = true
			c.Enterprise = i.at[owner]
			review.Candidates = append(review.Candidates, c)
		}
		if found < 0 || len(apart) < 2 { // the plans' own are told of by collide
			continue
		}
		f.reviews = append(f.reviews, review)
		var names []string
		for _, c := range review.Candidates {
			names = append(names, "“"+c.Subject.Name+"”")
		}
		x := &f.findings[found]
		f.problems.Add(diag.Problem{Severity: diag.Warning, Code: "doubtful_enterprise", Value: x.Subject.Name, Position: position(x.Source, "企业名称"),
			Message: fmt.Sprintf("%s可能是同一家企业，没有把握，分开反馈", strings.Join(names, "和")),
			Hint:    "在汇总的“" + report.SheetReview + "”里填是或否，用 --matches 交回；或写上统一社会信用代码"})
	}
}
