package intake

import (
	"fmt"
	"slices"
	"strings"

	"liancha/internal/diag"
	"liancha/internal/table"
)

// deadlineWords are the headers that mean the last day for putting a hazard right
// where they stand behind the hazards, and something else, or nothing, elsewhere.
// When a hazard has been put right (实际完成时间) is none of them.
var deadlineWords = words(map[field]string{findingDeadline: `期限 时限 完成时间 完成日期 完成期限 完成整改时间 完成整改日期 整改完成时间 整改完成日期 计划完成时间 计划完成日期 最迟完成时间
	截止时间 截止日期 截止期限 截至时间 截至日期 截止 到期时间 到期日期 到期日 办理期限 办理时限 办结期限 办结时限 要求时间 要求日期 要求时限 要求期限 限定时间 限定日期 限定期限 规定时间 规定期限 时间要求 时限要求 期限要求`})

// doneWords are those that mean the day it was done, beside a deadline.
var doneWords = map[string]bool{"完成时间": true, "完成日期": true, "完成整改时间": true, "完成整改日期": true, "整改完成时间": true, "整改完成日期": true}

// deadlines takes the columns behind the hazards for deadlines whose names say so
// only there: 期限, 完成时间. Where another column says so in full, 完成时间 is
// when that was done: neither is it the day of the inspection.
func (h *header) deadlines() {
	if !h.has(findingText) {
		return
	}
	behind := h.columns[findingText][0].index
	for _, c := range h.columns[findingText] {
		behind = min(behind, c.index)
	}
	if slices.ContainsFunc(h.columns[dateFrom], func(c column) bool { return c.index > behind }) {
		return // 开始时间, 完成时间 are of something else
	}
	stated := h.has(findingDeadline)
	inspected := stated || h.hasAny(date, months, dateFrom, findingResult, findingMeasure, findingSeverity, findingState, findingReview)
	for _, l := range h.labels {
		if l.index < behind || l.group != "" && !hazardGroup.MatchString(l.group) || lookup(deadlineWords, l.name).field == noField {
			continue
		}
		s, _ := senseOf(l, nil)
		switch {
		case s.field == dateTo && inspected:
			h.columns[dateTo] = slices.DeleteFunc(h.columns[dateTo], func(c column) bool { return c.index == l.index })
		case s.field != noField:
			continue
		}
		switch {
		case stated && doneWords[normHeader(l.name)]:
			h.columns[findingFixed] = append(h.columns[findingFixed], column{index: l.index, header: l.text()})
		case !stated:
			h.columns[findingDeadline] = append(h.columns[findingDeadline], column{index: l.index, header: l.text()})
		}
	}
	h.fields = 0
	for f := range h.columns {
		if len(h.columns[f]) > 0 {
			h.fields++
		}
	}
}

// unknownColumns gives the columns of no field, for a table of findings. The
// program's own ledger has some that only tell people something.
func (h *header) unknownColumns() []column {
	if h.has(findingNumber) {
		return nil
	}
	known := map[int]bool{}
	for f := range h.columns {
		for _, c := range h.columns[f] {
			known[c.index] = true
		}
	}
	var list []column
	for _, l := range h.labels {
		if !known[l.index] && l.name != "" {
			list = append(list, column{index: l.index, header: l.text()})
		}
	}
	return list
}

// unread is a column of a table of findings that nobody understands, though it
// is filled in.
type unread struct {
	row int // of the header
	column
}

// unreadOf gives what notes the columns a row of findings fills and the header
// does not explain.
func (sc *scanner) unreadOf(h *header) func(*table.Row) {
	left := h.unknownColumns()
	return func(row *table.Row) {
		left = slices.DeleteFunc(left, func(c column) bool {
			if blank(at(row.Cells, c.index)) {
				return false
			}
			sc.draft.unread = append(sc.draft.unread, unread{sc.sheet.Rows[h.first+h.lines-1].Number, c})
			return true
		})
	}
}

// columnsNotRead says which columns of a sheet of findings are not understood,
// once.
func (d *Draft) columnsNotRead() diag.List {
	if len(d.unread) == 0 {
		return nil
	}
	list := slices.Clone(d.unread)
	slices.SortStableFunc(list, func(a, b unread) int { return a.index - b.index })
	first := slices.MinFunc(list, func(a, b unread) int { return a.row - b.row })
	var names []string
	for _, u := range list {
		if name := "“" + u.header + "”"; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return diag.List{d.problem(diag.Info, "column_not_read", first.row, cellRef{col: first.index + 1, header: first.header},
		fmt.Sprintf("不知道%s是检查结果的哪一项，没有读取", strings.Join(names, "、")), "是整改期限、处理措施等要汇总的内容的，请把列名改成“整改期限”“处理措施”等（见 liancha init 的检查结果模板）；其余不用改")}
}
