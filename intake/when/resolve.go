package when

import (
	"fmt"
	"slices"

	"liancha/inspect"
)

// Resolve gives the days of the inspections the expression asks for: one, or
// for 每月 and 每季度 one each.
func (e Expr) Resolve(env Env) ([]Occurrence, *Fault) {
	if e.every.unit != 0 {
		return e.recur(env)
	}
	spans, f := e.spans(env)
	if f != nil {
		return nil, f
	}
	return []Occurrence{{Windows: merge(spans)}}, nil
}

// spans gives the days of every item.
func (e Expr) spans(env Env) ([]inspect.Span, *Fault) {
	m := env.month()
	if m == 0 && e.NeedsMonth() {
		return nil, newFault(BadDate, e.text, "没有写月份")
	}
	base, f := e.base(env, m)
	if f != nil {
		return nil, f
	}
	var out []inspect.Span
	for _, it := range e.items {
		s, f := e.span(it, base, m)
		if f != nil {
			return nil, f
		}
		if s, f = e.open(it, s, env); f != nil {
			return nil, f
		}
		out = append(out, s)
	}
	return out, nil
}

// open extends an item to the period's ends. A period that lies wholly on the
// other side leaves the one day that is sure.
func (e Expr) open(it item, s inspect.Span, env Env) (inspect.Span, *Fault) {
	if it.openStart {
		if env.Start == 0 {
			return s, newFault(NoPeriod, e.text, "要知道计划期从哪天开始")
		}
		s.From = min(env.Start, s.To)
	}
	if it.openEnd {
		if env.End == 0 {
			return s, newFault(NoPeriod, e.text, "要知道计划期到哪天为止")
		}
		s.To = max(env.End, s.From)
	}
	return s, nil
}

// month is the month of days that state none.
func (env Env) month() int {
	if env.Month != 0 || env.Start == 0 || env.End == 0 {
		return env.Month
	}
	y0, m0, _ := env.Start.YMD()
	y1, m1, _ := env.End.YMD()
	if y0 != y1 || m0 != m1 {
		return 0
	}
	return m0
}

// base is the year of the text's first date where the text states none: the
// given one, else the one year that brings the dates into the period.
func (e Expr) base(env Env, m int) (int, *Fault) {
	if e.stated() || len(e.items) == 0 {
		return 0, nil
	}
	period := env.Start != 0 && env.End != 0
	wraps := slices.ContainsFunc(e.items, func(it item) bool { return it.to.later > 0 })
	first, last := env.Year, env.Year
	if env.Year == 0 && period {
		first, _, _ = env.Start.YMD()
		last, _, _ = env.End.YMD()
	}
	if first == 0 {
		return 0, newFault(NoYear, e.text, "没有写年份，计划期、标题和文件名里也没有")
	}
	if first == last && !(wraps && period) {
		return first, nil
	}
	if wraps {
		first-- // 12月20日-1月10日 in a period that begins in January
	}
	var fit []int
	for y := first; y <= last; y++ {
		if e.meets(inspect.Span{From: env.Start, To: env.End}, y, m) {
			fit = append(fit, y)
		}
	}
	switch {
	case len(fit) == 1:
		return fit[0], nil
	case env.Year != 0:
		return env.Year, nil
	}
	return 0, newFault(NoYear, e.text, "没有写年份，而计划期跨年")
}

// meets reports whether, its first date in year y, some day lies in the period.
func (e Expr) meets(period inspect.Span, y, m int) bool {
	return slices.ContainsFunc(e.items, func(it item) bool {
		s, f := e.span(it, y, m)
		if it.openStart {
			s.From = min(s.To, period.From)
		}
		if it.openEnd {
			s.To = max(s.From, period.To)
		}
		_, ok := s.Intersect(period)
		return f == nil && ok
	})
}

// trialYear stands for a year that is not known yet; it is a leap year, so
// that 29 February passes until the year is known.
const trialYear = 2000

// try finds what is wrong whatever the surroundings.
func (e Expr) try() *Fault {
	for _, it := range e.items {
		if _, f := e.span(it, trialYear, 1); f != nil {
			return f
		}
	}
	return nil
}

// span gives an item's days. base is the year of the text's first date and m
// the month of days, where the text states none.
func (e Expr) span(it item, base, m int) (inspect.Span, *Fault) {
	from, f := e.days(it.from, base, m)
	if f != nil {
		return from, f
	}
	to, f := e.days(it.to, base, m)
	if f != nil {
		return to, f
	}
	if it.from.end && !it.isRange {
		from.From = from.To
	}
	if to.To < from.From {
		return from, newFault(Backwards, e.text, "的结束早于开始")
	}
	return inspect.Span{From: from.From, To: to.To}, nil
}

// days gives a point's days.
func (e Expr) days(p point, base, m int) (inspect.Span, *Fault) {
	if p.year == 0 {
		p.year = base + p.later
	}
	if p.needsMonth() {
		p.month = m
	}
	s, missing := p.span()
	switch {
	case missing == "":
		return s, nil
	case base == trialYear && p.unit == week && p.n <= 6: // how many there are depends on the year
		p.n, p.m = lastWeek, lastWeek
		s, _ = p.span()
		return s, nil
	case len(e.raw) == 1 && !e.raw[0].isRange && e.every.unit == 0:
		return s, newFault(BadDate, e.text, "不存在：%s", missing)
	}
	return s, newFault(BadDate, e.text, "中有不存在的日期：%s", missing)
}

// plausible finds what no year and no month makes possible.
func (p *parser) plausible(it item) *Fault {
	if it.isRange && it.from.contains(it.to) {
		return p.fault(BadDate, "看不懂是从哪天开始")
	}
	for _, v := range []point{it.from, it.to} {
		if v.unit == bare {
			continue
		}
		if v.needsMonth() && v.unit == day && v.m > 31 {
			return p.fault(BadDate, "中有不存在的日期：%d日", v.m)
		}
		e := Expr{text: p.text, raw: []item{it}}
		if p.several {
			e.raw = append(e.raw, it)
		}
		if _, f := e.days(v, trialYear, 1); f != nil {
			return f
		}
	}
	return nil
}

// contains reports whether b is a part of a that leans on a: no range runs
// from the whole (5月) to it (10日).
func (a point) contains(b point) bool {
	return a.unit >= month && b.unit != bare && b.needsMonth() || a.unit == year && b.unit != year && b.year == 0
}

// span gives a point's days; its year and month are known by now. What does
// not exist is said in words.
func (p point) span() (s inspect.Span, missing string) {
	if p.year < 1900 || p.year > 2199 {
		return s, "年份不在1900到2199年之间"
	}
	switch p.unit {
	case quarter:
		if p.n < 1 || p.m > 4 || p.n > p.m {
			return s, "一年只有四个季度"
		}
		return inspect.Span{From: inspect.MustDate(p.year, 3*p.n-2, 1), To: inspect.MonthSpan(p.year, 3*p.m).To}, ""
	case halfYear:
		return inspect.Span{From: inspect.MustDate(p.year, 6*p.n-5, 1), To: inspect.MonthSpan(p.year, 6*p.n).To}, ""
	case year:
		return inspect.Span{From: inspect.MustDate(p.year, 1, 1), To: inspect.MustDate(p.year, 12, 31)}, ""
	}
	if p.month < 1 || p.month > 12 || p.unit == month && p.m > 12 {
		return s, "月份只有1到12月"
	}
	return p.inMonth()
}

// inMonth gives the days of a month or a part of one.
func (p point) inMonth() (s inspect.Span, missing string) {
	whole := inspect.MonthSpan(p.year, p.month)
	length := whole.Days()
	days := func(a, b int) inspect.Span {
		return inspect.Span{From: whole.From + inspect.Date(a-1), To: whole.From + inspect.Date(b-1)}
	}
	switch p.unit {
	case month:
		if p.m > p.month {
			whole.To = inspect.MonthSpan(p.year, p.m).To
		}
		return whole, ""
	case third:
		ends := [...]int{0, 10, 20, length}
		return days(ends[p.n-1]+1, ends[p.m]), ""
	case halfMonth:
		if p.n == 1 {
			return days(1, 15), ""
		}
		return days(16, length), ""
	case week:
		return p.weeks(whole)
	}
	if p.n < 1 || p.m > length {
		if p.year == trialYear {
			if p.month == 2 {
				return s, "2月最多29天"
			}
			return s, fmt.Sprintf("%d月只有%d天", p.month, length)
		}
		return s, fmt.Sprintf("%d年%d月只有%d天", p.year, p.month, length)
	}
	return days(p.n, p.m), ""
}

// weeks gives weeks n to m of a month: Monday to Sunday, the first holding the
// 1st, cut at the month's ends.
func (p point) weeks(whole inspect.Span) (s inspect.Span, missing string) {
	monday := whole.From - inspect.Date((int(whole.From.Weekday())+6)%7)
	count := int(whole.To-monday)/7 + 1
	if p.n == lastWeek {
		p.n, p.m = count, count
	}
	if p.n < 1 || p.m > count {
		return s, fmt.Sprintf("%d月没有第%d周", p.month, max(p.n, p.m))
	}
	s = inspect.Span{From: monday + inspect.Date(7*(p.n-1)), To: monday + inspect.Date(7*p.m-1)}
	if p.weekday != 0 {
		s = inspect.Day(s.From + inspect.Date(p.weekday-1))
		if !whole.Contains(s.From) {
			return s, fmt.Sprintf("%d月第%d周没有这一天", p.month, p.n)
		}
	}
	s, _ = s.Intersect(whole)
	return s, ""
}

// recur gives one occurrence for each stretch of 每月, 每季度 or 每半年: those of
// the scope (3-6月每月), else of the stated year, else those that meet the
// period, else those of the given year.
func (e Expr) recur(env Env) ([]Occurrence, *Fault) {
	scope, whole, f := e.scope(env)
	if f != nil {
		return nil, f
	}
	var out []Occurrence
	step := map[unit]int{month: 1, quarter: 3, halfYear: 6}[e.every.unit]
	first, _, _ := scope[0].From.YMD()
	last, _, _ := scope[len(scope)-1].To.YMD()
	for y := first; y <= last; y++ {
		for m := 1; m <= 12; m += step {
			stretch := inspect.Span{From: inspect.MustDate(y, m, 1), To: inspect.MonthSpan(y, m+step-1).To}
			var windows []inspect.Span
			for _, s := range scope {
				if cut, ok := s.Intersect(stretch); ok && whole {
					windows = append(windows, stretch)
				} else if ok {
					windows = append(windows, cut)
				}
			}
			if len(windows) == 0 {
				continue
			}
			if e.every.inPart {
				s, f := e.part(y, m)
				if f != nil {
					return nil, f
				}
				windows = []inspect.Span{s}
			}
			out = append(out, Occurrence{Month: m, Windows: merge(windows)})
		}
	}
	return out, nil
}

// part gives the days of one month that 每月上旬, 每月10日前 mean.
func (e Expr) part(y, m int) (inspect.Span, *Fault) {
	it := e.every.part
	s, f := e.span(it, y, m)
	if f != nil {
		return s, f
	}
	if it.openStart {
		s.From = inspect.MustDate(y, m, 1)
	}
	if it.openEnd {
		s.To = inspect.MonthSpan(y, m).To
	}
	return s, nil
}

// scope gives the days 每月 ranges over; whole: every stretch that meets them
// counts in full.
func (e Expr) scope(env Env) (spans []inspect.Span, whole bool, f *Fault) {
	y := e.every.year
	switch {
	case len(e.items) > 0:
		spans, f = e.spans(env)
		return merge(spans), false, f
	case y == 0 && env.Start != 0 && env.End != 0:
		return []inspect.Span{{From: env.Start, To: env.End}}, true, nil
	case y == 0:
		y = env.Year
	}
	if y == 0 {
		return nil, false, newFault(NoYear, e.text, "没有写年份，计划期、标题和文件名里也没有")
	}
	s, missing := point{year: y, unit: year}.span()
	if missing != "" {
		return nil, false, newFault(BadDate, e.text, "不存在：%s", missing)
	}
	return []inspect.Span{s}, true, nil
}

// merge sorts spans and joins those that overlap or touch.
func merge(spans []inspect.Span) []inspect.Span {
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b inspect.Span) int {
		if a.From != b.From {
			return int(a.From - b.From)
		}
		return int(a.To - b.To)
	})
	var out []inspect.Span
	for _, s := range spans {
		if k := len(out); k > 0 && s.From <= out[k-1].To+1 {
			out[k-1].To = max(out[k-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}

// serial reads a spreadsheet's day number of the 1900 system, if it lies in
// this century: 44326 is 2021-05-10.
func serial(n int) (point, bool) {
	const epoch = 25569 // of 1970-01-01
	d := inspect.Date(n - epoch)
	y, m, dd := d.YMD()
	return point{year: y, month: m, unit: day, n: dd, m: dd}, y >= 2000 && y <= 2099
}
