package when

import (
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
	if f := e.consistent(env); f != nil {
		return nil, f
	}
	return []Occurrence{{Windows: merge(spans)}}, nil
}

// spans gives the days of every item.
func (e Expr) spans(env Env) ([]inspect.Span, *Fault) {
	m := env.month()
	if m == 0 && e.NeedsMonth() {
		f := newFault(BadDate, e.text, "没有写月份")
		f.Hint = "请补上月份，如 5月10日，或在标题、文件名里写明月份"
		return nil, f
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
	s, missing := p.days(base, m)
	if missing != "" {
		single := len(e.raw) == 1 && !e.raw[0].isRange && e.every.unit == 0
		return s, noSuchDay(e.text, single, missing)
	}
	return s, nil
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
