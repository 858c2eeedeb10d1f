package intake

import (
	"fmt"
	"regexp"
	"strings"

	"liancha/intake/when"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// Cells of grids: a column for each month, each day or each department, and in
// the cell a tick, a date that says more exactly when, or how many people.

// tickDress is what may stand about a tick: a bracket, or a note in one behind
// it, and the selector that makes ✔ an emblem.
var tickDress = regexp.MustCompile(`^\((.*)\)$|^([√✓✔☑●])\([^)]*\)$|\x{fe0f}`)

// tick reads a cell of a grid: planned, not planned, or neither (ok is
// false).
func tick(s string) (planned, ok bool) {
	if len(s) <= 2*longestSign {
		s = tickDress.ReplaceAllString(plain(s), "$1$2")
	}
	switch strings.ToUpper(plain(s)) {
	case "√", "✓", "✔", "☑", "是", "1", "1.0", "●", "○", "◎", "◆", "★", "☆", "▲", "△", "■", "◉", "⊙", "✅", "Y", "YES", "V", "T", "TRUE", "有", "计划", "检查", "对", "✚", "+", "1次", "一次", "一", "已安排", "安排", "拟检查", "计划检查", "勾":
		return true, true
	case "×", "✗", "✘", "✕", "X", "否", "0", "N", "NO", "F", "FALSE", "□", "☐", "不检查", "不安排", "不":
		return false, true
	}
	return false, nothing(s)
}

// mark is what a cell of a grid says.
type mark struct {
	planned bool
	demand  int       // people wanted; 0 where not said
	when    when.Expr // more exactly when, if dated
	dated   bool
	fault   *when.Fault // of what is a date, but no good one here
}

var (
	// tickHead is a tick with more behind it: √（10日前）, √2人.
	tickHead = regexp.MustCompile(`^[√✓✔☑●★▲◆■](?:\((.*)\)|([^\x{fe0f}].*))$`)
	// countUnit makes a number one of people.
	countUnit = regexp.MustCompile(`[人名位]`)
)

// mark reads a cell of a grid, whose column stands for a stretch of time or,
// where that is nil, for none. It is false where the cell is not understood.
func (sc *scanner) mark(cell table.Cell, stretch *when.Expr) (mark, bool) {
	if m := tickHead.FindStringSubmatch(plain(cell.Text)); m != nil && cell.Kind == table.Text {
		cell.Text = m[1] + m[2]
		if v, ok := sc.markText(cell, stretch); ok {
			return v, true
		}
		return mark{planned: true}, m[1] != "" && !strings.ContainsAny(m[1], "0123456789不取未停")
	}
	if halfOfDay.MatchString(plain(cell.Text)) {
		return mark{planned: true}, true
	}
	if planned, ok := tick(cell.Text); ok {
		sc.sign(cell.Text, planned)
		return mark{planned: planned}, true
	}
	return sc.markText(cell, stretch)
}

// markText reads a head count or a date.
func (sc *scanner) markText(cell table.Cell, stretch *when.Expr) (mark, bool) {
	if cell.Kind == table.Text && countUnit.MatchString(cell.Text) {
		if n, _, ok := people(cell.Text); ok {
			return mark{planned: true, demand: n}, true
		}
	}
	expr, fault := sc.dateIn(cell, when.Days)
	if fault != nil {
		return mark{}, false
	}
	if stretch != nil {
		if expr, fault = expr.In(*stretch); fault != nil {
			return mark{planned: true, fault: fault}, fault.Code == when.OutsideColumn
		}
		if expr.NeedsMonth() && !stretch.NeedsMonth() {
			return mark{}, false
		}
	}
	return mark{planned: true, when: expr, dated: true}, true
}

// Signs that may stand for different things where a table has both.
const (
	solidSigns  = "●◉★◆▲■"
	hollowSigns = "○◎☆◇△⊙"
)

// sign warns, once a table, of solid and hollow signs side by side: a legend
// may give them two meanings.
func (sc *scanner) sign(text string, planned bool) {
	if !planned || sc.signs.told {
		return
	}
	switch s := plain(text); {
	case strings.Contains(solidSigns, s):
		sc.signs.solid = s
	case strings.Contains(hollowSigns, s):
		sc.signs.hollow = s
	}
	if sc.signs.solid != "" && sc.signs.hollow != "" {
		sc.signs.told = true
		sc.add(diag.Warning, "ticks_differ", 0, cellRef{}, fmt.Sprintf("表里既有“%s”又有“%s”，都按计划检查处理", sc.signs.solid, sc.signs.hollow),
			"如果其中一种不是计划检查，请删去那些格里的记号")
	}
}

// signs are the tick signs a table has shown.
type signs struct {
	solid, hollow string
	told          bool
}

// marked reads the cell of a grid's column; it is false for one that plans
// nothing. What cannot be read costs the row.
func (r *rowReader) marked(c column, stretch *when.Expr, hint string) (mark, cellRef, bool) {
	cell, ref, ok := r.filled(c, true)
	if !ok {
		return mark{}, ref, false
	}
	m, ok := r.sc.mark(cell, stretch)
	switch {
	case !ok:
		r.fail("bad_tick", ref, fmt.Sprintf("“%s”列的“%s”看不懂：每格是一次检查，打“√”或写日期", c.header, ref.value), hint)
	case m.fault != nil:
		r.fail("bad_tick", ref, m.fault.Message, m.fault.Hint)
		return m, ref, false
	}
	return m, ref, m.planned
}

// monthTicks reads a month grid: each tick is one inspection in that month. A
// date in a month's column is that date.
func (r *rowReader) monthTicks() []plannedDate {
	var planned []plannedDate
	for i := range r.h.columns[monthTick] {
		c := &r.h.columns[monthTick][i]
		m, ref, ok := r.marked(*c, &c.when, "打“√”表示该月检查一次；同一个月要查几次，请分几行写")
		if !ok {
			continue
		}
		expr := c.when
		if m.dated {
			expr = m.when
		}
		planned = append(planned, plannedDate{month: c.month, part: c.part, expr: expr, demand: m.demand, cell: ref})
	}
	return planned
}

// dayTicks reads a day grid: a run of ticked days is one inspection on one of
// them.
func (r *rowReader) dayTicks() []plannedDate {
	var planned []plannedDate
	var first, last *column // of the run that is open
	var open plannedDate
	closeRun := func() {
		if first != nil {
			open.expr = r.dayRun(first.day, last.day, open.cell)
			planned = append(planned, open)
		}
		first = nil
	}
	for i := range r.h.columns[dayTick] {
		c := &r.h.columns[dayTick][i]
		m, ref, ok := r.marked(*c, nil, "在计划检查的日子下打“√”，或写人数，如“2人”")
		if ok && m.dated {
			r.fail("bad_tick", ref, fmt.Sprintf("“%s”列是一天，格里又写了“%s”", c.header, ref.value), "在计划检查的日子下打“√”，或写人数，如“2人”")
			ok = false
		}
		if !ok {
			closeRun()
			continue
		}
		if first != nil && (c.day.month != last.day.month || c.day.day > last.day.day+1) {
			closeRun()
		}
		if first == nil {
			first, open = c, plannedDate{days: true, cell: ref}
		}
		last, open.demand = c, max(open.demand, m.demand)
	}
	closeRun()
	return planned
}

// dayRun gives the days from one column to another of the same month.
func (r *rowReader) dayRun(from, to dayColumn, ref cellRef) when.Expr {
	text := ""
	if from.year != 0 {
		text += fmt.Sprintf("%d年", from.year)
	}
	if from.month != 0 {
		text += fmt.Sprintf("%d月", from.month)
	}
	text += fmt.Sprintf("%d日", from.day)
	if to.day != from.day {
		text += fmt.Sprintf("至%d日", to.day)
	}
	expr, fault := r.sc.memo.date(text, when.Days)
	if fault != nil {
		r.badDate(ref, fault)
	}
	return expr
}
