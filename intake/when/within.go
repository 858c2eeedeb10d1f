package when

import (
	"slices"

	"liancha/inspect"
)

// In is the expression as it stands in a column that stands for a stretch of
// time, 5月 or 2021年第二季度: 10日 and 上旬 are that month's, 10日前 begins and
// 10日起 ends with the stretch, and the stretch's year holds. What lies outside
// the stretch, even in part, is a Fault.
func (e Expr) In(stretch Expr) (Expr, *Fault) {
	if e.every.unit != 0 || stretch.every.unit != 0 || len(stretch.items) != 1 {
		return Expr{}, newFault(BadDate, e.text, "看不懂")
	}
	s := stretch.items[0]
	items := slices.Clone(e.items)
	for i := range items {
		it := &items[i]
		switch {
		case it.openStart:
			*it = item{from: s.from, to: it.to, isRange: true}
		case it.openEnd:
			*it = item{from: it.from, to: s.to, isRange: true}
		}
		for _, p := range []*point{&it.from, &it.to} {
			if p.needsMonth() && s.from.unit <= month && !s.isRange {
				p.month = s.from.month
			}
			if p.year == 0 {
				p.year = s.from.year
			}
		}
	}
	in, f := newExpr(e.text, items, every{})
	if f == nil && (!in.NeedsMonth() || stretch.NeedsMonth()) && !in.within(stretch) {
		f = newFault(OutsideColumn, e.text, "不在“%s”之内", stretch.text)
	}
	return in, f
}

// within reports whether all days lie in those of a stretch of one span. A year
// or a month that neither states is the same for both.
func (e Expr) within(stretch Expr) bool {
	env := Env{Year: trialYear, Month: 1}
	if m := e.items[0].from.firstMonth(); m != 0 {
		env.Month = m
	}
	if years := slices.Concat(e.Years(), stretch.Years()); len(years) > 0 {
		env.Year = years[0]
	}
	inner, f := e.Resolve(env)
	outer, g := stretch.Resolve(env)
	if f != nil || g != nil || len(outer) != 1 || len(outer[0].Windows) != 1 || len(inner) != 1 {
		return false
	}
	whole := outer[0].Windows[0]
	return !slices.ContainsFunc(inner[0].Windows, func(w inspect.Span) bool { return w.From < whole.From || w.To > whole.To })
}
