package intake

import (
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
)

// The ledger that report writes (检查结果汇总) tells of the same hazards in several
// sheets. One of them, 检查结果明细, has every result as it was handed in, clean
// inspections too, and it is that which is read back. In another, 问题清单, people
// keep up how far hazards have been put right: where it says something else than
// the results it was made of, it holds. Both number the hazards. The other sheets
// repeat what these two say, or ask people something.

// Sheets of the ledger.
const (
	detailSheet  = "检查结果明细"
	hazardsSheet = "问题清单"
)

var otherSheets = []string{"汇总", "按企业", "按部门", "减少打扰", "要求不一", "逾期未改", "缺检查结果", "未归入任务", "疑似同一企业", "数据问题"}

// readBefore reports a row that report has written. One that somebody has added
// in 问题清单 has no number.
func (r *rowReader) readBefore(number string) bool {
	return r.h.has(findingNumber) && (number != "" || r.sc.sheet.Name == detailSheet)
}

// again reads such a row. It is taken as it is: no text there is a list.
func (r *rowReader) again(f *findingRow) {
	f.finding.Conclusion = inspect.HazardsFound
	if r.h.has(findingResult) {
		result, ref := r.text(findingResult, false)
		if f.finding.Conclusion, _ = conclusionOf(result, findingResult); f.finding.Conclusion == inspect.NoConclusion && notInspected(plain(result)) {
			r.notInspected(&f.finding, ref)
		}
	}
	it := findingItem{text: tidy(r.joined(findingText)), basis: tidy(r.joined(findingBasis)), measure: tidy(r.joined(findingMeasure))}
	it.severity = r.severity(r.optional(findingSeverity))
	it.state, it.fixed = r.stateOf(r.optional(findingState))
	it.deadline = r.dayOf(findingDeadline, r.optional(findingDeadline))
	if it.reinspection = r.dayOf(findingReview, r.optional(findingReview)); !it.reinspection.given() {
		it.reinspection = it.fixed
	}
	f.items = []findingItem{it}
}

// asLedger readies the sheets of a ledger, and reports whether the file is one:
// its other sheets go without saying.
func (f *fileDrafts) asLedger() bool {
	if !slices.ContainsFunc(f.drafts, func(d *Draft) bool { return d.sheet == detailSheet && slices.Contains(d.kinds, findingsKind) }) {
		return false
	}
	f.ledger = map[string][]int{}
	f.drafts = slices.DeleteFunc(slices.Clone(f.drafts), func(d *Draft) bool { return slices.Contains(otherSheets, d.sheet) })
	return true // 检查结果明细 comes before 问题清单, by name
}

// numbered notes which hazard of a ledger a finding is of.
func (f *fileDrafts) numbered(number string, finding int) {
	if f.ledger != nil && number != "" {
		f.ledger[number] = append(f.ledger[number], finding)
	}
}

// amended takes a row of a ledger's hazards as word on the findings it was made
// of, and reports whether there are any: a row added by hand is a finding itself.
func (f *fileDrafts) amended(s *settling, r *findingRow) bool {
	list := f.ledger[r.number]
	if s.d.sheet != hazardsSheet || len(list) == 0 {
		return false
	}
	all := s.c.res.Findings
	var had inspect.Finding // what the row said when it was written; as feedback has it
	for _, i := range list {
		x := &all[i]
		had.Deadline, had.Reinspection = inspect.Earlier(had.Deadline, x.Deadline), inspect.Earlier(had.Reinspection, x.Reinspection)
		had.State = had.State.Behind(x.State)
	}
	it := &r.items[0]
	deadline, term := s.day(f, it.deadline, all[list[0]].Date)
	again, _ := s.day(f, it.reinspection, all[list[0]].Date)
	newDeadline := deadline != 0 && deadline != had.Deadline
	newAgain := again != 0 && again != had.Reinspection
	if fixed, _ := s.day(f, it.fixed, all[list[0]].Date); fixed != 0 && !newAgain { // the day typed as 整改状态 is newer than the 复查日期 nobody has changed
		again, newAgain = fixed, fixed != had.Reinspection
	}
	newState := it.state != inspect.NoRectification && it.state != had.State
	for _, i := range list {
		x := &all[i]
		if newDeadline {
			x.Deadline, x.Term = deadline, term
		}
		if newAgain {
			x.Reinspection = again
		}
		if newState {
			x.State = it.state
		}
	}
	var changed []string
	for _, c := range []struct {
		column string
		is     bool
	}{{"整改状态", newState}, {"整改期限", newDeadline}, {"复查日期", newAgain}} {
		if c.is {
			changed = append(changed, c.column)
		}
	}
	if len(changed) > 0 {
		s.add(diag.Info, "ledger_amended", cellRef{header: changed[0]},
			fmt.Sprintf("“%s”改过这一项的%s，按改后的算", hazardsSheet, strings.Join(changed, "、")), "")
	}
	return true
}
