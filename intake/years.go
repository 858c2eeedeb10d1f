package intake

import (
	"fmt"
	"slices"

	"liancha/inspect"
	"liancha/intake/when"
	"liancha/internal/diag"
)

// occurrence is one inspection a row asks for.
type occurrence struct {
	month   int // of a row that asks for several; else 0
	windows []inspect.Span
}

// periodAndYears finds, in this order, which year each file's dates state, the
// days its closed dates cover, and the period, where none was given.
func (c *combiner) periodAndYears() {
	if c.opt.Period != nil {
		c.period, c.stated = *c.opt.Period, true
	}
	for _, f := range c.files {
		f.statedYear()
	}
	var all inspect.Span
	dated := false
	for _, f := range c.files {
		c.closedDates(f)
		if f.dated {
			all, dated = union(all, dated, f.closed)
		}
	}
	if c.stated {
		return
	}
	c.period = all
	for _, f := range c.files {
		for _, d := range f.drafts {
			c.widen(f, d, &dated)
		}
	}
}

// widen lets the period cover the open-ended dates of a sheet too, once the
// closed ones have given it its bounds.
func (c *combiner) widen(f *fileDrafts, d *Draft, dated *bool) {
	for i := range d.plans {
		for _, p := range d.plans[i].dates {
			if !open(p.expr) {
				continue
			}
			occurrences, fault, _ := c.resolve(f, d, p.expr)
			if fault != nil {
				continue
			}
			for _, o := range occurrences {
				for _, w := range o.Windows {
					c.period, *dated = union(c.period, *dated, w)
				}
			}
		}
	}
}

func open(e when.Expr) bool { return e.OpenStart() || e.OpenEnd() }

func union(s inspect.Span, have bool, o inspect.Span) (inspect.Span, bool) {
	if !have {
		return o, true
	}
	return inspect.Span{From: min(s.From, o.From), To: max(s.To, o.To)}, true
}

// statedYear finds the only year the file's dates state.
func (f *fileDrafts) statedYear() {
	years := map[int]bool{}
	for _, d := range f.drafts {
		for i := range d.plans {
			for _, p := range d.plans[i].dates {
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
	if len(years) == 1 {
		for y := range years {
			f.year = y
		}
	}
}

// closedDates finds the days a file's dates with both ends cover.
func (c *combiner) closedDates(f *fileDrafts) {
	for _, d := range f.drafts {
		for i := range d.plans {
			if d.plans[i].rejected {
				continue
			}
			for _, p := range d.plans[i].dates {
				if open(p.expr) {
					continue
				}
				occurrences, fault, _ := c.resolve(f, d, p.expr)
				if fault != nil {
					continue
				}
				for _, o := range occurrences {
					for _, w := range o.Windows {
						f.closed, f.dated = union(f.closed, f.dated, w)
					}
				}
			}
		}
	}
}

// years gives the years a date without one may mean, the likeliest first: the
// period's, else the title's or file name's, else the only one in the file.
func (c *combiner) years(f *fileDrafts, d *Draft) []int {
	if c.stated {
		from, _, _ := c.period.From.YMD()
		to, _, _ := c.period.To.YMD()
		var years []int
		for y := from; y <= to; y++ {
			years = append(years, y)
		}
		return years
	}
	switch {
	case d.context.year != 0:
		return []int{d.context.year}
	case f.year != 0:
		return []int{f.year}
	}
	return nil
}

// resolve turns an expression into days. Where the period has several years, a
// date without a year means the year that brings it into the period; the last
// result is false when no year is known.
func (c *combiner) resolve(f *fileDrafts, d *Draft, e when.Expr) ([]when.Occurrence, *when.Fault, bool) {
	years := c.years(f, d)
	if !e.NeedsYear() || len(years) <= 1 {
		year := 0
		if len(years) > 0 {
			year = years[0]
		}
		if e.NeedsYear() && year == 0 {
			return nil, &when.Fault{}, false
		}
		occurrences, fault := e.Resolve(c.env(f, d, e, year))
		return occurrences, fault, true
	}
	var first []when.Occurrence
	var firstFault *when.Fault
	for i, y := range years {
		occurrences, fault := e.Resolve(c.env(f, d, e, y))
		if fault == nil && touches(occurrences, c.period) {
			return occurrences, nil, true
		}
		if i == 0 {
			first, firstFault = occurrences, fault
		}
	}
	return first, firstFault, true
}

func touches(occurrences []when.Occurrence, period inspect.Span) bool {
	for _, o := range occurrences {
		for _, w := range o.Windows {
			if _, ok := w.Intersect(period); ok {
				return true
			}
		}
	}
	return false
}

// env gives the bounds of open-ended dates: the stated period; else the month
// of the sheet's title; else the months the file's closed dates lie in; else
// the period found.
func (c *combiner) env(f *fileDrafts, d *Draft, e when.Expr, year int) when.Env {
	env := when.Env{Year: year}
	titled := cmpOr(d.context.year, year, only(e.Years()), f.year)
	var bounds inspect.Span
	switch {
	case c.stated:
		bounds = c.period
	case d.context.month != 0 && titled != 0:
		bounds = inspect.MonthSpan(titled, d.context.month)
	case f.dated:
		bounds = wholeMonths(f.closed)
	case c.period != inspect.Span{}:
		bounds = c.period
	default:
		return env
	}
	env.Start, env.End = bounds.From, bounds.To
	return env
}

func cmpOr(values ...int) int {
	for _, v := range values {
		if v != 0 {
			return v
		}
	}
	return 0
}

// only gives the year of a list that has one.
func only(years []int) int {
	if len(years) == 1 {
		return years[0]
	}
	return 0
}

// wholeMonths widens a span to the months it begins and ends in.
func wholeMonths(s inspect.Span) inspect.Span {
	y, m, _ := s.From.YMD()
	z, n, _ := s.To.YMD()
	return inspect.Span{From: inspect.MonthSpan(y, m).From, To: inspect.MonthSpan(z, n).To}
}

// occurrences gives the inspections a row asks for, each with its days.
func (s *settling) occurrences(f *fileDrafts, p *planRow) []occurrence {
	var planned []occurrence
	for _, date := range p.dates {
		found, fault, known := s.c.resolve(f, s.d, date.expr)
		switch {
		case !known:
			s.fail("no_year", date.cell, fmt.Sprintf("“%s”没有写年份，也无处可查", date.cell.value), "请写明年份，或在标题、文件名里写上年份，或用 --period 指定期间")
			continue
		case fault != nil:
			s.fail(fault.Code, date.cell, fault.Message, fault.Hint)
			continue
		}
		for _, o := range found {
			month := date.month
			if month == 0 {
				month = o.Month
			}
			planned = append(planned, occurrence{month, o.Windows})
		}
	}
	slices.SortStableFunc(planned, func(a, b occurrence) int { return a.month - b.month })
	return planned
}

// leave gives an inspector's days away. Leave that cannot be read costs the
// line: sending someone who is away would break the schedule.
func (s *settling) leave(f *fileDrafts, p *rosterRow) []inspect.Span {
	if p.isDay {
		occurrences, fault := p.leaveDay.Resolve(when.Env{})
		if fault != nil || len(occurrences) == 0 {
			return nil
		}
		return occurrences[0].Windows
	}
	if nothing(p.leave.value) {
		return nil
	}
	years := s.c.years(f, s.d)
	if len(years) == 0 {
		y, _, _ := s.c.period.From.YMD()
		if s.c.period != (inspect.Span{}) {
			years = []int{y}
		}
	}
	env := when.Env{Start: s.c.period.From, End: s.c.period.To}
	if len(years) > 0 {
		env.Year = years[0]
	}
	spans, fault := when.LeaveSpans(p.leave.value, env)
	if fault != nil {
		s.fail("bad_leave", p.leave, fault.Message, fault.Hint)
		return nil
	}
	return spans
}

// yearDiffers warns, once a sheet, of a title whose year is not the period's.
func (c *combiner) yearDiffers(d *Draft) {
	if !c.stated || d.context.year == 0 || len(d.plans) == 0 {
		return
	}
	years := c.years(nil, d)
	if slices.Contains(years, d.context.year) || !slices.ContainsFunc(d.plans, func(p planRow) bool {
		return slices.ContainsFunc(p.dates, func(q plannedDate) bool { return q.expr.NeedsYear() })
	}) {
		return
	}
	c.res.Problems.Add(d.problem(diag.Warning, "year_differs", 0, cellRef{},
		fmt.Sprintf("标题或文件名写的是%d年，而本期是%d年；没有写年份的日期按%d年处理", d.context.year, years[0], years[0]),
		"请核对是否交错了年度的计划"))
}
