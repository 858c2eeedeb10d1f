// Package when reads date expressions as inspection plans write them:
// 2021年5月10日-20日, 5月中旬, 第二季度, 5月20日前, 每月一次 and their kin. The
// grammar stands at the head of grammar.go.
//
// A text is understood as far as it goes (Parse), then its surroundings supply
// what it leaves out: the year, the month, the ends of the period (Resolve).
// What can be read in two ways, does not exist or lies backwards is a Fault;
// nothing is guessed. The package knows no cell, column name or period of its
// own, and it reads no lunar dates.
package when

import (
	"regexp"
	"slices"
	"strings"

	"liancha/inspect"
)

// Column is what a column's header says of its cells.
type Column uint8

// The columns.
const (
	Days   Column = iota // days: 检查时间, 检查日期
	Months               // bare numbers are months: 检查月份
	From                 // the first day: 开始日期
	To                   // the last day: 结束日期
)

// Expr is one cell's date expression, understood as far as the cell alone goes.
type Expr struct {
	text  string
	raw   []item // as written
	items []item // years and months completed from one another
	// around and inside are the items before a bracket and in it, of which one
	// are the items: those inside have to lie within those around.
	around, inside []item
	every          every
}

// Env is what a cell's surroundings say of its dates.
type Env struct {
	// Year is the year of dates that state none; 0 is unknown.
	Year int
	// Month is the month of days that state none (10日—14日); 0 takes the
	// month that Start and End both lie in, if they do.
	Month int
	// Start and End bound open ends (5月20日前, 5月10日起) and 每月 or 每季度
	// without a year; 0 is unknown.
	Start, End inspect.Date
}

// Occurrence is one inspection the expression asks for.
type Occurrence struct {
	// Month is, for an occurrence of 每月 or 每季度, its (first) month, 1–12;
	// 0 otherwise.
	Month   int
	Windows []inspect.Span // sorted, disjoint, not adjacent; not cut to the period
}

// Parse understands a text; the fault is nil when it is understood.
func Parse(text string, col Column) (Expr, *Fault) {
	if f := unsaid(text); f != nil {
		return Expr{}, f
	}
	p := newParser(anyDay.ReplaceAllString(text, ""), col)
	raw, ev, f := p.list()
	if f != nil {
		if e, better, ok := gloss(text, col); ok {
			return e, better
		}
		return Expr{}, f
	}
	return newExpr(text, raw, ev)
}

// anyDay says, behind dates, that any of their days will do: 9月（择日）.
var anyDay = regexp.MustCompile(`\s*[(（](?:择日|择期|择机|随机|不定期|机动|任选|任选一天|其中一天|具体时间不定|随机(?:检查|抽查|安排)|择日(?:检查|进行|开展))[)）]\s*$`)

// unsaid finds texts that name no date.
func unsaid(text string) *Fault {
	if len(text) > maxBytes {
		return newFault(BadDate, text, "太长，不像日期")
	}
	t := anyDay.ReplaceAllString(strings.Join(strings.Fields(text), ""), "")
	has := func(w string) bool { return strings.Contains(t, w) }
	switch {
	case slices.Contains(emptyTexts, t):
		return newFault(BadDate, text, "没有写日期")
	case strings.Trim(t, "#＃") == "":
		f := newFault(BadDate, text, "是列太窄时显示的井号，原来的日期没有存下来")
		f.Hint = "请在表格里把这一列拉宽，重新另存；或写上日期"
		return f
	case slices.ContainsFunc(undecidedWords, has):
		return newFault(Undecided, text, "还没有定下日期")
	case slices.ContainsFunc(doneWords, has):
		return newFault(BadDate, text, "不是计划中的检查日期")
	}
	return nil
}

// maxBytes bounds the work on one cell; a list of all days of a year, fully
// written out, has under 8000.
const maxBytes = 10000

// OfDate is the expression of a real date cell.
func OfDate(d inspect.Date) Expr {
	y, m, n := d.YMD()
	p := point{year: y, month: m, unit: day, n: n, m: n}
	it := item{from: p, to: p}
	return Expr{text: d.String(), raw: []item{it}, items: []item{it}}
}

// Range joins the cells of two columns, 开始日期 and 结束日期: from the first
// day of the one to the last day of the other.
func Range(from, to Expr) (Expr, *Fault) {
	text := from.text + "至" + to.text
	if len(from.raw) != 1 || len(to.raw) != 1 || from.every.unit != 0 || to.every.unit != 0 {
		return Expr{}, newFault(BadDate, text, "不是一个开始日期和一个结束日期")
	}
	a, b := from.raw[0], to.raw[0]
	if a.openStart || b.openEnd {
		return Expr{}, newFault(BadDate, text, "开始和结束都没有确定的日期")
	}
	return newExpr(text, []item{{from: a.from, to: b.to, isRange: true}}, every{})
}

// newExpr completes and tries what was read.
func newExpr(text string, raw []item, ev every) (Expr, *Fault) {
	e := Expr{text: text, raw: raw, every: ev}
	e.items = complete(raw)
	return e, e.try()
}

// NeedsYear reports whether some date lacks its year. A year stated in one
// place of a text holds for the rest of it.
func (e Expr) NeedsYear() bool {
	if e.every.unit != 0 && len(e.items) == 0 {
		return e.every.year == 0
	}
	return len(e.items) > 0 && !e.stated()
}

// NeedsMonth reports whether some day lacks its month: 10日—14日, 月底前.
func (e Expr) NeedsMonth() bool {
	for _, it := range e.items {
		if it.from.needsMonth() || it.to.needsMonth() {
			return true
		}
	}
	return false
}

// stated reports whether the dates have their years: complete gives every date
// of a text a year as soon as one states it.
func (e Expr) stated() bool { return len(e.items) > 0 && e.items[0].from.year != 0 }

// Years gives the years the text states, sorted.
func (e Expr) Years() []int {
	var years []int
	for _, it := range e.raw {
		years = append(years, it.from.year, it.to.year)
	}
	years = append(years, e.every.year)
	slices.Sort(years)
	years = slices.Compact(years)
	if len(years) > 0 && years[0] == 0 {
		years = years[1:]
	}
	return years
}

// OpenStart reports whether a first day comes from the period: 5月20日前.
func (e Expr) OpenStart() bool {
	return slices.ContainsFunc(e.items, func(it item) bool { return it.openStart })
}

// OpenEnd reports whether a last day comes from the period: 5月10日起.
func (e Expr) OpenEnd() bool {
	return slices.ContainsFunc(e.items, func(it item) bool { return it.openEnd })
}
