package when

import (
	"regexp"
	"slices"

	"liancha/inspect"
)

// A bracket behind a date often says it once more and more exactly: 5月上旬（6-10日）,
// 第二季度（4-6月）. What stands in it then counts, and has to lie within what stands
// before it. After 含 it changes nothing, and has to lie there all the same: 5月20日前
// （含20日）.

var (
	glossed = regexp.MustCompile(`(?s)^(.+)[(（【\[]([^()（）【】\[\]]+)[)）】\]][\s。.;；]*$`)
	// inclusive says that what stands before the bracket holds what is in it.
	inclusive = regexp.MustCompile(`^\s*(?:含|包含|包括)`)
)

// gloss understands a text whose bracket explains what stands before it; it is
// not ok where the text is none of that kind.
func gloss(text string, col Column) (e Expr, f *Fault, ok bool) {
	m := glossed.FindStringSubmatch(text)
	if m == nil {
		return Expr{}, nil, false
	}
	before, ev, f := newParser(m[1], col).list()
	if f != nil || ev.unit != 0 {
		return Expr{}, nil, false
	}
	p := newParser(inclusive.ReplaceAllString(m[2], ""), col)
	inside, ev, f := p.list()
	if f != nil || ev.unit != 0 || slices.ContainsFunc(p.toks, func(t token) bool { return t.kind == tLabel }) {
		return Expr{}, nil, false
	}
	n := len(before)
	raw := slices.Concat(before, inside)
	all := complete(raw)
	e = Expr{text: text, raw: raw, items: all[n:], around: all[:n], inside: all[n:]}
	if inclusive.MatchString(m[2]) {
		e.items = e.around
	}
	if f := e.only(e.around).try(); f != nil {
		return Expr{}, f, true
	}
	return e, e.only(e.inside).try(), true
}

// only is the expression of some of the items.
func (e Expr) only(items []item) Expr { return Expr{text: e.text, raw: e.raw, items: items} }

// consistent checks that the bracket's days lie within those before it.
func (e Expr) consistent(env Env) *Fault {
	if len(e.around) == 0 {
		return nil
	}
	around, f := e.only(e.around).spans(env)
	if f != nil {
		return f
	}
	inside, f := e.only(e.inside).spans(env)
	if f != nil {
		return f
	}
	around = merge(around)
	for _, w := range inside {
		if !slices.ContainsFunc(around, func(s inspect.Span) bool { return s.From <= w.From && w.To <= s.To }) {
			f := newFault(BadDate, e.text, "前后不一致：括号里的日期不在前面的日期之内")
			f.Hint = "请核对后只写一个"
			return f
		}
	}
	return nil
}
