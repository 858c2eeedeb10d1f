package when

import (
	"cmp"
	"slices"
)

// The grammar. Terminals stand in quotes, { } repeats, [ ] may be absent, -- is
// a comment. White space, brackets, 的 and notes (上午, 周一, 暂定, 完成, 09:00,
// 共5天) may stand between points, labels (第一批：) between items; they change
// nothing.
//
//	cell    = list [ every [ list ] ] | every .
//	list    = item { sep item } .
//	sep     = "、" | "，" | "和" | "；" | "①" | line break .
//	item    = [ "自" | "截至" ] point [ bound ] [ dash point [ bound ] ] [ times ]
//	        | dash point .                                  -- 至5月20日
//	bound   = "前" | "止" | "后" | "起" | "内" .
//	dash    = "-" | "—" | "~" | "至" | "到" | "/" .         -- "/" between whole dates
//	point   = compact | numeric | year [ inYear ] | inYear | number .
//	compact = YYYYMMDD | YYYYMM | YYMMDD | MMDD | serial .
//	numeric = YYYY s M [ s D | third ] | YY s M s D | M s D | M "/" D "/" YYYY .
//	          -- s is one of . / - —, the same both times
//	year    = number "年" | YYYY | "今年" | "次年" .
//	inYear  = "全年" | "年底" | half [ "末" ] | quarter [ "末" ] | M s D
//	        | number "月" [ inMonth ] | "本月" | [ "本月" ] inMonth .
//	half    = "上半年" | "下半年" .
//	quarter = [ "第" ] number "季度" | "Q" number | "前" number "季度" .
//	inMonth = number [ "日" ] | third | "上半月" | "下半月" | week .
//	third   = "上旬" | "中旬" | "下旬" | "上中旬" | "中下旬" | "全月" | "初" | "中" | "底" | "末" .
//	week    = "第" number "周" [ weekday ] | "最后一周" .
//	every   = [ year ] ( "每月" [ item ] | "每季度" | "每半年" | "1次/月" | "1次/季度" ) [ times ] .
//	times   = [ "各" | "至少" ] "一" "次" .
//
// A bracket at the end may say the same more exactly: 5月上旬（6-10日）; see gloss.
//
// A number without a unit takes the one of its range's other end, of the item
// after it (一、二季度), of the item before it (5月10日、12), or the column's; see
// units. A hyphen can be a date's own or a range's, so every reading of an item
// is followed to its end; two that mean different days make the text ambiguous.

// parser reads one text. Its methods take the index of a token and give what
// they read there with the index behind it.
type parser struct {
	text    string
	col     Column
	toks    []token
	several bool // the text may list more than one item
	vague   bool // a bound was met that bounds nothing for sure: 5月前
}

func newParser(text string, col Column) *parser {
	p := &parser{text: text, col: col, toks: lex(text)}
	p.several = slices.ContainsFunc(p.toks, func(t token) bool { return t.kind == tList || t.kind == tBatch || t.newline })
	return p
}

func (p *parser) fault(code, format string, args ...any) *Fault {
	return newFault(code, p.text, format, args...)
}

// at gives the token at i, or one that fits nothing behind the last.
func (p *parser) at(i int) token {
	if i < 0 || i >= len(p.toks) {
		return token{}
	}
	return p.toks[i]
}

func (p *parser) is(i int, k kind) bool { return i < len(p.toks) && i >= 0 && p.toks[i].kind == k }

// notes gives the index behind any notes at i.
func (p *parser) notes(i int) int {
	for p.is(i, tNote) || p.is(i, tWeekday) {
		i++
		if p.is(i-1, tWeekday) && p.joins(i) && p.is(i+1, tWeekday) { // 周一至周五
			i += 2
		}
	}
	return i
}

// reading is one way to read the tokens from some place up to next.
type reading[T any] struct {
	v    T
	next int
}

// list reads the whole cell.
func (p *parser) list() (items []item, ev every, f *Fault) {
	for i := 0; i < len(p.toks); {
		if p.is(i, tList) || p.is(i, tBatch) || p.is(i, tLabel) {
			i++
			continue
		}
		j := p.notes(i)
		if j >= len(p.toks) || j > i && p.separated(j) {
			if len(items) > 0 && p.is(i, tWeekday) { // 5月10日-21日（周一、周三）
				f := p.fault(BadDate, "只在一周的某几天，看不懂")
				f.Hint = "请写出各次的日期，如 5月10日、12日、17日"
				return nil, every{}, f
			}
			i = j
			continue
		}
		if ev, next, ok := p.every(j, items); ok {
			return p.recurring(ev, items, next)
		}
		if p.once(j) {
			return nil, every{}, p.fault(BadDate, "有不止一种读法")
		}
		it, next, f := p.item(j)
		if f != nil {
			return nil, every{}, f
		}
		items = append(items, it)
		i = next
	}
	if len(items) == 0 {
		return nil, every{}, p.fault(BadDate, "看不懂")
	}
	if f := p.units(items); f != nil {
		return nil, every{}, f
	}
	return meet(items), every{}, nil
}

// recurring ends a list with 每月 and its scope, which may stand behind it too:
// 每月一次（3-11月）.
func (p *parser) recurring(ev every, scope []item, next int) ([]item, every, *Fault) {
	behind := next
	for next < len(p.toks) && (len(scope) == 0 || behind < next) {
		if p.is(next, tList) {
			next++
			continue
		}
		it, end, f := p.item(next)
		if f != nil {
			return nil, every{}, p.unreadable(next)
		}
		scope, next = append(scope, it), end
	}
	if next < len(p.toks) {
		return nil, every{}, p.unreadable(next)
	}
	if f := p.units(scope); f != nil {
		return nil, every{}, f
	}
	if behind < next && slices.ContainsFunc(scope, func(it item) bool { return it.from.unit < month }) {
		return nil, every{}, p.unreadable(behind) // 每月5日、15日
	}
	return scope, ev, nil
}

// meet joins 5月10日后、5月20日前 into one range: both ends bound the same days.
func meet(items []item) []item {
	var out []item
	for _, it := range items {
		if k := len(out); k > 0 && out[k-1].openEnd && it.openStart && !out[k-1].isRange {
			out[k-1] = item{from: out[k-1].from, to: it.to, isRange: true}
			continue
		}
		out = append(out, it)
	}
	return out
}

// separated reports whether an item may end before token i.
func (p *parser) separated(i int) bool {
	return i >= len(p.toks) || p.is(i, tList) || p.is(i, tBatch) || p.is(i, tEvery) || p.is(i, tLabel) || p.toks[i].newline
}

// unreadable words what stops the parser at token i.
func (p *parser) unreadable(i int) *Fault {
	for _, t := range p.toks[min(i, len(p.toks)):] {
		if t.kind == tBad {
			return p.fault(BadDate, "看不懂，其中“%s”不是日期的写法", clip(t.text))
		}
	}
	for k, t := range p.toks {
		if t.kind == tTimes && p.is(k-1, tNum) && p.toks[k-1].n > 1 {
			return p.fault(BadDate, "要查不止一次，请每次写一行，各写日期")
		}
	}
	if p.vague {
		return p.fault(BadDate, "说不清从哪天起或到哪天止，请写明日期，如 5月31日前")
	}
	return p.fault(BadDate, "看不懂")
}

// item reads the item at token i in every way there is and keeps the one that
// makes sense.
func (p *parser) item(i int) (item, int, *Fault) {
	all := p.readings(i)
	if len(all) == 0 {
		return item{}, 0, p.unreadable(i)
	}
	var first *Fault
	var good []reading[item]
	for _, r := range all {
		if f := p.plausible(r.v); f != nil {
			if first == nil {
				first = f
			}
			continue
		}
		good = append(good, r)
	}
	if len(good) == 0 {
		return item{}, 0, first
	}
	// A reading that leaves a number without a unit gives way to one that
	// does not, one that ends at a line break to one that goes on behind it.
	rank := func(a, b reading[item]) int {
		return cmp.Or(cmp.Compare(a.v.bares(), b.v.bares()), cmp.Compare(b.next, a.next))
	}
	slices.SortStableFunc(good, rank)
	best := good[0]
	for _, r := range good[1:] {
		if rank(r, best) == 0 && r.v != best.v {
			return item{}, 0, p.fault(BadDate, "有不止一种读法")
		}
	}
	return best.v, best.next, nil
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
		if _, missing := v.days(trialYear, 1); missing != "" {
			return noSuchDay(p.text, !p.several && !it.isRange, missing)
		}
	}
	return nil
}

// readings gives every reading of the item at i that ends where an item may.
func (p *parser) readings(i int) []reading[item] {
	var lead kind
	switch {
	case p.is(i, tFromLead):
		lead = tSince
		i++
	case p.is(i, tUntil) || p.is(i, tUntilLead):
		lead = tUntil
		i++
	case p.is(i, tDash):
		lead = tUntil
		i++
	}
	var out []reading[item]
	for _, a := range p.point(p.notes(i)) {
		bound, j := p.bound(a.next)
		ends := p.tail(j)
		if p.joins(j) {
			if k := p.notes(j + 1); k > j+1 && p.separated(k) {
				ends = k // 5月10日9:00-11:00
			}
		}
		if p.separated(ends) && !a.v.weak {
			if it, ok := bounded(a.v, lead, bound); ok {
				out = append(out, reading[item]{it, ends})
			} else {
				p.vague = true
			}
		}
		if p.joins(j) && (!p.slash(j) || a.v.year != 0 && a.v.unit == day) && lead != tUntil && bound != tUntil && bound != tBefore {
			out = append(out, p.ranges(a.v, j+1)...)
		}
	}
	return out
}

// joins reports whether token i may part the two ends of a range. A slash does
// between dates written out (2021-05-10/2021-05-20, ISO 8601).
func (p *parser) joins(i int) bool {
	return p.is(i, tDash) || p.is(i, tSign) && isStroke(p.toks[i].ch) || p.slash(i)
}

func (p *parser) slash(i int) bool {
	return p.is(i, tSign) && p.toks[i].ch == '/' && p.is(i+1, tNum) && p.toks[i+1].digits >= 4
}

// ranges gives the readings of a range from a to the point at token i.
func (p *parser) ranges(a point, i int) []reading[item] {
	var out []reading[item]
	for _, b := range p.point(p.notes(i)) {
		bound, j := p.bound(b.next)
		end := p.tail(j)
		if !p.separated(end) || bound == tSince || bound == tAfter || a.weak && b.v.month == 0 || b.v.weak && a.month == 0 {
			continue
		}
		from, to := a, b.v
		from.weak, to.weak = false, false
		out = append(out, reading[item]{item{from: from, to: to, isRange: true}, end})
	}
	return out
}

// bound reads 前, 止, 后, 起, 内 and the notes about it.
func (p *parser) bound(i int) (kind, int) {
	i = p.notes(i)
	switch k := p.at(i).kind; k {
	case tBefore, tUntil, tAfter, tSince, tWithin:
		return k, p.notes(i + 1)
	}
	return 0, i
}

// bounded makes the item of a point alone. 5月前 may leave out May or take it
// in, 5月后 likewise: only a day, or an end of one (5月底前), bounds like that.
func bounded(v point, lead, bound kind) (item, bool) {
	if bound == 0 {
		bound = lead
	}
	it := item{from: v, to: v}
	switch bound {
	case tBefore:
		it.openStart = true
		return it, v.unit == day || v.unit == bare || v.end || v.last
	case tUntil:
		it.openStart = true
	case tAfter:
		it.openEnd = true
		return it, v.unit == day || v.unit == bare
	case tSince:
		it.openEnd = true
	case tWithin: // 10日内 counts days
		return it, v.unit >= week && !v.end
	default:
		return it, !v.end
	}
	return it, true
}

// tail gives the index behind a count (一次) and notes at i. A higher count
// is no tail: two inspections need two sets of dates.
func (p *parser) tail(i int) int {
	i = p.notes(i)
	j := i
	for p.is(j, tQualifier) || p.is(j, tNote) {
		j++
	}
	if p.is(j, tNum) && p.toks[j].n == 1 && p.is(j+1, tTimes) {
		for j += 2; p.is(j, tQualifier); j++ {
		}
		return p.notes(j)
	}
	return i
}

// every reads 每月, 每季度 or 每半年 and what belongs to it.
func (p *parser) every(i int, scope []item) (every, int, bool) {
	var ev every
	j := i
	if len(scope) == 0 && p.is(i, tNum) && p.toks[i].digits == 4 && p.is(i+1, tYear) {
		ev.year, j = p.toks[i].n, i+2
	}
	if u, end := p.perUnit(j); end > j {
		ev.unit = u
		return ev, end, true
	}
	if !p.is(j, tEvery) {
		return every{}, 0, false
	}
	ev.unit = unit(p.toks[j].n)
	j++
	if end := p.tail(j); end >= len(p.toks) || ev.unit != month {
		return ev, end, true
	}
	for _, r := range p.readings(j) {
		if r.next >= len(p.toks) && r.v.from.inAnyMonth() && r.v.to.inAnyMonth() {
			ev.part, ev.inPart = r.v, true
			return ev, r.next, true
		}
	}
	return ev, p.tail(j), true
}

// perUnit reads 1次/月 and 1次/季度.
func (p *parser) perUnit(i int) (unit, int) {
	if !p.is(i, tNum) || p.toks[i].n != 1 || !p.is(i+1, tTimes) || !p.is(i+2, tSign) || p.toks[i+2].ch != '/' {
		return 0, i
	}
	switch {
	case p.is(i+3, tMonth):
		return month, p.notes(i + 4)
	case p.is(i+3, tQuarter):
		return quarter, p.notes(i + 4)
	}
	return 0, i
}

// once reports 一月一次, 一季度1次: once in January, or once every month?
func (p *parser) once(i int) bool {
	t := p.at(i)
	return t.kind == tNum && t.n == 1 && (p.is(i+1, tMonth) || p.is(i+1, tQuarter)) && p.tail(i+2) > i+2 && p.is(p.tail(i+2)-1, tTimes)
}
