// Package when reads date expressions as inspection plans write them.
package when

import "liancha/inspect"

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
	spans []inspect.Span
}

// Fault is why an expression has no dates.
type Fault struct{ Code, Message, Hint string }

// Env is what a cell's surroundings say of its dates.
type Env struct {
	Year       int          // the year of dates without one; 0 unknown
	Start, End inspect.Date // bounds for open ends; 0 unknown
}

// Occurrence is one inspection the expression asks for.
type Occurrence struct {
	Month   int // 1–12, the (first) month, for one of 每月 or 每季度; 0 otherwise
	Windows []inspect.Span
}

// Parse understands a text; the fault is nil when understood.
func Parse(text string, col Column) (Expr, *Fault) {
	return Expr{}, &Fault{Code: "bad_date", Message: "看不懂"}
}

// OfDate is the expression of a real date cell.
func OfDate(d inspect.Date) Expr { return Expr{spans: []inspect.Span{inspect.Day(d)}} }

// Range joins the two columns 开始日期 and 结束日期.
func Range(from, to Expr) (Expr, *Fault) {
	return Expr{spans: []inspect.Span{{From: from.spans[0].From, To: to.spans[0].To}}}, nil
}

// NeedsYear reports whether some date lacks its year.
func (e Expr) NeedsYear() bool { return false }

// Years gives the years the text states, sorted.
func (e Expr) Years() []int { return nil }

// OpenStart reports whether the first day comes from the period: 5月20日前.
func (e Expr) OpenStart() bool { return false }

// OpenEnd reports whether the last day comes from the period: 5月10日起.
func (e Expr) OpenEnd() bool { return false }

// Resolve gives the days. Windows are sorted, disjoint and not adjacent; they
// are not cut to the period.
func (e Expr) Resolve(env Env) ([]Occurrence, *Fault) {
	return []Occurrence{{Windows: e.spans}}, nil
}

// YearIn gives the only year a title or file name mentions.
func YearIn(text string) (year int, ok bool) { return 0, false }

// MonthIn gives the only month a title or file name mentions.
func MonthIn(text string) (month int, ok bool) { return 0, false }

// LeaveSpans reads 请假日期; an empty text, 无 and — give none.
func LeaveSpans(text string, env Env) ([]inspect.Span, *Fault) { return nil, nil }
