package intake

import (
	"cmp"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/intake/agency"
	"liancha/internal/diag"
)

// Combine settles what the sheets leave open together: departments and their
// one name, years, the period, leave. The order of the drafts does not matter.
func Combine(drafts []*Draft, opt Options) *Result {
	drafts = slices.Clone(drafts)
	slices.SortStableFunc(drafts, func(a, b *Draft) int {
		return cmp.Or(strings.Compare(a.file, b.file), strings.Compare(a.sheet, b.sheet))
	})
	c := &combiner{opt: opt, res: &Result{places: map[sheetKey][]place{}}, said: map[said]bool{}}
	for _, d := range drafts {
		c.res.places[sheetKey{d.file, d.sheet}] = d.places
	}
	c.files = c.group(drafts)
	c.reserve(drafts)
	c.departments()
	c.periodAndYears()
	for _, f := range c.files {
		for _, d := range f.drafts {
			c.draft(f, d)
		}
	}
	c.finish()
	return c.res
}

// reserve makes room for what will be found, so that a million rows are not
// copied while the lists grow.
func (c *combiner) reserve(drafts []*Draft) {
	entries, people, registered, findings := 0, 0, 0, 0
	for _, d := range drafts {
		for i := range d.plans {
			entries += len(d.plans[i].dates)
			if u := d.plans[i].units; u != nil {
				entries += len(u.ticks)
			}
		}
		people += len(d.inspectors)
		registered += len(d.registered)
		for i := range d.findings {
			findings += len(d.findings[i].items)
		}
	}
	if c.opt.Findings {
		c.res.Findings = make([]inspect.Finding, 0, findings)
		return
	}
	c.res.Entries = make([]inspect.Entry, 0, entries)
	c.res.Inspectors = make([]inspect.Inspector, 0, people)
	c.res.Registered = make([]inspect.Registered, 0, registered)
}

// combiner holds what is known of all sheets while they are combined.
type combiner struct {
	opt      Options
	res      *Result
	files    []*fileDrafts
	registry *agency.Registry
	period   inspect.Span
	stated   bool         // the period was given, not found
	closed   inspect.Span // what all files' dates with both their ends cover
	dated    bool         // closed holds something
	said     map[said]bool
}

// fileDrafts are the sheets of one file, which help each other out.
type fileDrafts struct {
	drafts []*Draft
	unit   agency.Unit // the only department its sheets agree on
	known  bool
	year   int // the only year its dates state; 0 for none or several
	closed inspect.Span
	dated  bool // closed holds something

	ledger map[string][]int // the findings a ledger lists, by the hazard's number; nil for other files
}

// group brings the sheets of a file together. Sheets of the program's own task
// book are results, not plans: a file with a task list in it is passed over.
func (c *combiner) group(drafts []*Draft) []*fileDrafts {
	var files []*fileDrafts
	for _, d := range drafts {
		if n := len(files); n == 0 || files[n-1].drafts[0].file != d.file {
			files = append(files, &fileDrafts{})
		}
		f := files[len(files)-1]
		f.drafts = append(f.drafts, d)
	}
	for _, f := range files {
		if c.opt.Replies || f.asLedger() { // replies stand beside the list of tasks
			continue
		}
		if !slices.ContainsFunc(f.drafts, func(d *Draft) bool { return slices.Contains(d.kinds, taskListKind) }) {
			continue
		}
		for i, d := range f.drafts {
			if !slices.Contains(d.kinds, taskListKind) {
				f.drafts[i] = d.asResult(c.opt.Findings)
			}
		}
	}
	return files
}

// asResult is the draft of a sheet that turns out to belong to a task book. Where
// findings are read nobody takes its plans for what was asked for.
func (d *Draft) asResult(findings bool) *Draft {
	e := &Draft{file: d.file, sheet: d.sheet, text: d.text, context: d.context, findings: d.findings, unread: d.unread, findingProblems: d.findingProblems}
	if !slices.ContainsFunc(d.kinds, func(k sheetKind) bool { return k <= findingsKind }) {
		e.kinds = d.kinds // the program's own lists, which nobody need be told of
	}
	if !findings && len(d.plans)+len(d.inspectors)+len(d.registered)+len(d.samplings)+len(d.findings)+len(d.problems) > 0 {
		e.add(diag.Info, "sheet_skipped", 0, cellRef{}, "这个文件是联合检查任务书，这张表没有当作计划读取", "")
	}
	return e
}

// draft settles the rows of one sheet.
func (c *combiner) draft(f *fileDrafts, d *Draft) {
	c.blank(f, d)
	if c.opt.Findings {
		c.findings(f, d)
		return
	}
	if c.opt.Replies {
		c.replies(f, d)
		return
	}
	c.res.Problems = append(c.res.Problems, d.problems...)
	c.yearDiffers(d)
	home := f.home(d)
	for i := range d.plans {
		c.plan(f, d, &d.plans[i], &home)
	}
	for i := range d.inspectors {
		c.inspector(f, d, &d.inspectors[i], &home)
	}
	c.res.Registered = append(c.res.Registered, d.registered...)
	c.registers(d)
	c.samplings(f, d)
	if slices.Contains(d.kinds, findingsKind) {
		c.res.Problems.Add(d.passedOver(findingsKind))
	}
}

// plan settles one row: all its problems are reported, but it is rejected once.
func (c *combiner) plan(f *fileDrafts, d *Draft, p *planRow, home *home) {
	row := settling{c: c, d: d, row: p.entry.Source.Row, rejected: p.rejected}
	entries := c.res.Entries
	if p.withdrawn {
		c.res.PlanRows++
		c.res.Rejected++
		return
	}
	if p.units != nil {
		entries = row.unitRow(entries, f, p, home)
	} else {
		e := p.entry
		e.Department, e.Level = row.department(p, home)
		row.leaders(&e, p, home)
		entries = each(entries, &e, row.occurrences(f, p.dates))
	}
	c.res.PlanRows++
	if row.rejected {
		c.res.Rejected++
		return
	}
	if p.inactive != inspect.InBusiness {
		c.res.Registered = append(c.res.Registered, inspect.Registered{Source: p.entry.Source, Subject: p.entry.Subject, Grade: p.entry.Grade, Status: p.inactive})
	}
	c.res.Entries = entries
}

// each adds an entry for each of its occurrences.
func each(entries []inspect.Entry, e *inspect.Entry, planned []occurrence) []inspect.Entry {
	for i := range planned {
		o := &planned[i]
		entries = append(entries, *e)
		x := &entries[len(entries)-1]
		x.Source.Month, x.Source.Day, x.Windows = o.month, int8(o.day), o.windows
		if o.demand > 0 {
			x.Demand = max(o.demand, len(e.Named))
		}
	}
	return entries
}

// settling is one row while it is settled.
type settling struct {
	c        *combiner
	d        *Draft
	row      int
	rejected bool
}

func (s *settling) fail(code string, ref cellRef, message, hint string) {
	s.rejected = true
	s.add(diag.Error, code, ref, message, hint)
}

// add reports a problem of the row among those of the result; drafts are never
// changed, so that they may be combined again.
func (s *settling) add(severity diag.Severity, code string, ref cellRef, message, hint string) {
	s.c.res.Problems.Add(s.d.problem(severity, code, s.row, ref, message, hint))
}

// inspector settles one roster line.
func (c *combiner) inspector(f *fileDrafts, d *Draft, p *rosterRow, home *home) {
	row := settling{c: c, d: d, row: p.person.Source.Row}
	person := p.person
	if u, ref, ok := row.unit(p.department, home); ok {
		person.Department, _ = row.named(u, ref, &planRow{})
	} else {
		row.fail("no_department", row.column(department), "不知道是哪个部门的执法人员", "请加“所属部门”一列，或在标题、文件名里写明部门")
	}
	person.Leave = row.leave(f, p)
	if !row.rejected {
		c.res.Inspectors = append(c.res.Inspectors, person)
	}
}

// finish brings everything into the order of its sources.
func (c *combiner) finish() {
	slices.SortStableFunc(c.res.Entries, func(a, b inspect.Entry) int { return inspect.CompareSource(a.Source, b.Source) })
	slices.SortStableFunc(c.res.Inspectors, func(a, b inspect.Inspector) int { return inspect.CompareSource(a.Source, b.Source) })
	slices.SortStableFunc(c.res.Registered, func(a, b inspect.Registered) int { return inspect.CompareSource(a.Source, b.Source) })
	slices.SortStableFunc(c.res.Samplings, func(a, b inspect.Sampling) int { return inspect.CompareSource(a.Source, b.Source) })
	slices.SortStableFunc(c.res.Replies, func(a, b inspect.Reply) int { return inspect.CompareSource(a.Source, b.Source) })
	slices.SortStableFunc(c.res.Findings, func(a, b inspect.Finding) int {
		return cmp.Or(inspect.CompareSource(a.Source, b.Source), cmp.Compare(a.Item, b.Item))
	})
	c.res.Period = c.period
	c.res.Problems.Sort()
}
