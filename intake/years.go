package intake

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"

	"liancha/inspect"
	"liancha/intake/when"
	"liancha/internal/diag"
)

// occurrence is one inspection a row asks for.
type occurrence struct {
	month   int // of a row that asks for several; else 0
	day     int // the first of a run ticked in a day grid; else 0
	demand  int // people wanted, where the date's own cell says it; else 0
	windows []inspect.Span
}

// periodAndYears finds, in this order, which year each file's dates state, the
// days its closed dates cover, and the period, where none was given.
func (c *combiner) periodAndYears() {
	if c.opt.Period != nil {
		c.period, c.stated = *c.opt.Period, true
	}
	for _, f := range c.files {
		f.statedYear(c.opt.Findings)
		c.eachWindow(f, false, func(w inspect.Span) { f.closed, f.dated = union(f.closed, f.dated, w) })
		if f.dated {
			c.closed, c.dated = union(c.closed, c.dated, f.closed)
		}
	}
	if c.stated {
		return
	}
	c.period = c.closed
	dated := c.dated
	for _, f := range c.files {
		c.eachWindow(f, true, func(w inspect.Span) { c.period, dated = union(c.period, dated, w) })
	}
}

// eachWindow gives the windows of a file's dates that have both their ends, or
// of those that take one from the surroundings.
func (c *combiner) eachWindow(f *fileDrafts, opened bool, yield func(inspect.Span)) {
	for _, d := range f.drafts {
		for _, row := range c.datedRows(d) {
			if row.rejected {
				continue
			}
			for p := range row.allDates() {
				if open(p.expr) != opened {
					continue
				}
				occurrences, _ := c.resolve(f, d, p.expr)
				for _, o := range occurrences {
					for _, w := range o.Windows {
						yield(w)
					}
				}
			}
		}
	}
}

// datedRows gives the rows whose dates make up the period.
func (c *combiner) datedRows(d *Draft) []*planRow {
	var rows []*planRow
	if c.opt.Findings {
		for i := range d.findings {
			rows = append(rows, &d.findings[i].plan)
		}
		return rows
	}
	for i := range d.plans {
		rows = append(rows, &d.plans[i])
	}
	for i := range d.samplings {
		if c.opt.Samplings {
			rows = append(rows, &d.samplings[i].plan)
		}
	}
	return rows
}

func open(e when.Expr) bool { return e.OpenStart() || e.OpenEnd() }

func union(s inspect.Span, have bool, o inspect.Span) (inspect.Span, bool) {
	if !have {
		return o, true
	}
	return inspect.Span{From: min(s.From, o.From), To: max(s.To, o.To)}, true
}

// statedYear finds the only year the file's dates state.
func (f *fileDrafts) statedYear(findings bool) {
	years := map[int]bool{}
	for _, d := range f.drafts {
		for i := range d.findings {
			for _, y := range d.findings[i].years() {
				years[y] = years[y] || findings
			}
		}
		for i := range d.plans {
			for p := range d.plans[i].allDates() {
				for _, y := range p.expr.Years() {
					years[y] = true
				}
			}
		}
		for i := range d.samplings {
			for _, p := range d.samplings[i].plan.dates {
				for _, y := range p.expr.Years() {
					years[y] = true
				}
			}
		}
		for i := range d.inspectors {
			if d.inspectors[i].isDay {
				for _, y := range d.inspectors[i].leaveDay.Years() {
					years[y] = true
				}
			}
		}
	}
	maps.DeleteFunc(years, func(_ int, counts bool) bool { return !counts })
	if len(years) == 1 {
		for y := range years {
			f.year = y
		}
	}
}

// year gives the year of dates without one: the period's, else the title's or
// file name's, else the only one in the file; 0 where none is known, or where
// the period has several and so must decide date by date.
func (c *combiner) year(f *fileDrafts, d *Draft) int {
	if c.stated {
		from, _, _ := c.period.From.YMD()
		if to, _, _ := c.period.To.YMD(); from == to {
			return from
		}
		return 0
	}
	return cmp.Or(d.context.year, f.year)
}

// resolve turns an expression into days.
func (c *combiner) resolve(f *fileDrafts, d *Draft, e when.Expr) ([]when.Occurrence, *when.Fault) {
	env := c.env(f, d, e)
	occurrences, fault := e.Resolve(env)
	if fault == nil || fault.Code != when.NoYear || env.Year != 0 {
		return occurrences, fault
	}
	if env.Year = cmp.Or(d.context.year, f.year); env.Year == 0 {
		return nil, fault
	}
	return e.Resolve(env)
}

// env is what surrounds a date. Open ends and 每月 are bounded by the stated
// period. Without one, open ends are bounded by the month of the sheet's title,
// else by the months the file's closed dates lie in, else by those of all files.
func (c *combiner) env(f *fileDrafts, d *Draft, e when.Expr) when.Env {
	env := when.Env{Year: c.year(f, d), Month: d.context.month}
	if c.stated {
		env.Start, env.End = c.period.From, c.period.To
		if d.context.dayOnly && withinMonth(c.period) {
			env.Month = 0 // the period's
		}
		return env
	}
	if !open(e) {
		return env
	}
	titled := cmp.Or(d.context.year, only(e.Years()), f.year)
	var bounds inspect.Span
	switch {
	case d.context.month != 0 && titled != 0:
		bounds = inspect.MonthSpan(titled, d.context.month)
	case f.dated:
		bounds = wholeMonths(f.closed)
	case c.dated:
		bounds = wholeMonths(c.closed)
	case d.context.year != 0:
		bounds = inspect.Span{From: inspect.MustDate(d.context.year, 1, 1), To: inspect.MustDate(d.context.year, 12, 31)}
	default:
		return env
	}
	env.Start, env.End = bounds.From, bounds.To
	return env
}

// only gives the year of a list that has one.
func only(years []int) int {
	if len(years) == 1 {
		return years[0]
	}
	return 0
}

// withinMonth reports a span within one month, which then is the month of days
// that name none.
func withinMonth(s inspect.Span) bool {
	y, m, _ := s.From.YMD()
	z, n, _ := s.To.YMD()
	return y == z && m == n
}

// wholeMonths widens a span to the months it begins and ends in.
func wholeMonths(s inspect.Span) inspect.Span {
	y, m, _ := s.From.YMD()
	z, n, _ := s.To.YMD()
	return inspect.Span{From: inspect.MonthSpan(y, m).From, To: inspect.MonthSpan(z, n).To}
}

// allDates gives a row's dates, those of single departments too.
func (p *planRow) allDates() iter.Seq[*plannedDate] {
	return func(yield func(*plannedDate) bool) {
		for i := range p.dates {
			if !yield(&p.dates[i]) {
				return
			}
		}
		if p.units == nil {
			return
		}
		for i := range p.units.ticks {
			for j := range p.units.ticks[i].dates {
				if !yield(&p.units.ticks[i].dates[j]) {
					return
				}
			}
		}
	}
}

// occurrences gives the inspections that dates ask for, each with its days.
func (s *settling) occurrences(f *fileDrafts, dates []plannedDate) []occurrence {
	var planned []occurrence
	for i := range dates {
		date := &dates[i]
		found, fault := s.c.resolve(f, s.d, date.expr)
		if fault != nil {
			where := date.cell.header
			if date.days || date.part || date.month != 0 { // the header is a day or a month itself
				where = "“" + where + "”列的"
			}
			s.fail(fault.Code, date.cell, where+fault.Message, fault.Hint)
			continue
		}
		for _, o := range found {
			v := occurrence{month: cmp.Or(date.month, o.Month), demand: date.demand, windows: o.Windows}
			if date.days || date.part {
				_, v.month, v.day = o.Windows[0].From.YMD()
			}
			planned = append(planned, v)
		}
	}
	if len(dates) > 0 && dates[0].days {
		planned = s.joinRuns(planned, dates[0].cell)
	}
	slices.SortStableFunc(planned, func(a, b occurrence) int { return cmp.Or(a.month-b.month, a.day-b.day) })
	return planned
}

// joinRuns makes one run of ticked days of two that only days off part: nobody
// ticks a Sunday. It says where a row has several.
func (s *settling) joinRuns(runs []occurrence, ref cellRef) []occurrence {
	var joined []occurrence
	for _, run := range runs {
		if n := len(joined); n > 0 && run.day != 0 && joined[n-1].day != 0 {
			before := &joined[n-1]
			last := before.windows[len(before.windows)-1].To
			if first := run.windows[0].From; first > last && s.c.after(last, term{n: 1, unit: workingDays}) >= first {
				before.windows = []inspect.Span{{From: before.windows[0].From, To: run.windows[0].To}}
				before.demand = max(before.demand, run.demand)
				continue
			}
		}
		joined = append(joined, run)
	}
	if n := len(joined); n > 1 {
		s.add(diag.Info, "several_runs", ref, fmt.Sprintf("勾了%d段不相连的日子，按%d次检查处理", n, n), "如果只查一次，请只勾相连的几天")
	}
	return joined
}

// leave gives an inspector's days away. Leave that cannot be read costs the
// line: sending someone who is away would break the schedule.
func (s *settling) leave(f *fileDrafts, p *rosterRow) []inspect.Span {
	if p.isDay {
		occurrences, fault := p.leaveDay.Resolve(when.Env{}) // a date cell has its year
		if fault != nil || len(occurrences) == 0 {
			return nil
		}
		return occurrences[0].Windows
	}
	if nothing(p.leave.value) {
		return nil
	}
	env := when.Env{Year: s.c.year(f, s.d), Month: s.d.context.month, Start: s.c.period.From, End: s.c.period.To}
	spans, fault := when.LeaveSpans(p.leave.value, env)
	if fault != nil && fault.Code == when.NoYear {
		env.Year = cmp.Or(s.d.context.year, f.year)
		spans, fault = when.LeaveSpans(p.leave.value, env)
	}
	if fault != nil {
		s.fail("bad_leave", p.leave, p.leave.header+fault.Message, fault.Hint)
	}
	return spans
}

// yearDiffers warns, once a sheet, of a title whose year is not the period's
// while dates leave theirs out.
func (c *combiner) yearDiffers(d *Draft) {
	titled := d.context.year
	if !c.stated || titled == 0 {
		return
	}
	from, _, _ := c.period.From.YMD()
	to, _, _ := c.period.To.YMD()
	unsaid := slices.ContainsFunc(d.plans, func(p planRow) bool {
		for q := range p.allDates() {
			if q.expr.NeedsYear() {
				return true
			}
		}
		return false
	})
	if from <= titled && titled <= to || !unsaid {
		return
	}
	c.res.Problems.Add(d.problem(diag.Warning, "year_differs", 0, cellRef{},
		fmt.Sprintf("标题或文件名写的是%d年，而本期是%d年；没有写年份的日期按%d年处理", titled, from, from),
		"请核对是否交错了年度的计划"))
}
