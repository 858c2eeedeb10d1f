package intake

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// What a row of a plan says of itself: that the inspection is off or done. A
// department seldom deletes such a row: it strikes it through, or writes 取消 or
// 已完成 beside it. Where that is plain the row is left out, as an error, which
// is listed; where it may mean something else the row stands and the words are
// told.

var (
	// stateHead are the headers of columns that say how an inspection stands. A
	// column without a header is where people write beside the table.
	stateHead = regexp.MustCompile(`^$|备注|附注|说明|变更|调整|取消|作废|执行情况|实施情况|进度|进展|落实情况|完成情况|完成状态|是否.*完成|是否已检查|(?:计划|检查|任务)状态|^状态$`)
	// ownHead are headers of nothing but the inspection that is planned: whose
	// 完成情况 it is, a drill's or a rectification's, stands in any other word.
	// A time named before it, 4月完成情况, may be another than the row's.
	ownHead = regexp.MustCompile(`^((?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})(?:年度?|月份?|季度)|[上下]半年|第[一二三四]季度)*` +
		`(?:备注|附注|说明|变更|调整|取消|作废|执行|实施|进度|进展|落实|完成|状态|情况|原因|标记|是否|已经?|按[期时]|本[月次期]|该项|此项|按计划|[月年季]度|当月|目前|有无?|联合|检查|计划|任务|工作|执法|现场|安排|日期|时间|其[他它]|特殊|有关|相关|补充|需要?|事项|[的及和与或、/栏]|[0-9]|\([^)]*\))*$`)
	remarkHead = regexp.MustCompile(`^$|备注|附注|说明`) // the table's own under any group
	cancelled  = regexp.MustCompile(`^(?:因.{1,20}[,，、]?)?(?:已经?|现已?|本次|本月|予以|同意|决定)?(?:取消|作废|撤销|撤回|终止)了?(?:本次|该项|此项)?(?:检查|计划|任务|安排)?$` +
		`|^(?:因.{1,20}[,，、]?)?(?:本月|本次|今年|已)?(?:不再|不|无需|不用|不需|停止)(?:安排|进行|开展)?检查了?$`)
	inspected = regexp.MustCompile(`^(?:均|全部|现|都)?已经?(?:[于在]?` + dayOf + `)?(?:完成|检查|查|办结)(?:检查|完成|完毕|完|任务|过)?$` +
		`|^` + dayOf + `已(?:完成|检查|查)(?:检查|完成|完毕|完|过)?$` +
		`|^(?:检查)?(?:完成|完毕)(?:检查)?$`)
	// otherThing are words of something else that may be done.
	otherThing = regexp.MustCompile(`整改|许可|执照|证|标准化|上次|上月|上半年|去年|培训|备案|创建|建设|验收|登记|自查|隐患|问题`)
	cancelHead = regexp.MustCompile(`是否(?:已经?)?(?:取消|作废)`)
	doneHead   = regexp.MustCompile(`是否(?:已经?|按[期时])?完成|是否已检查`)
	// passing are the words that may mean that an inspection is off or at another
	// time.
	passing = regexp.MustCompile(`取消|作废|延期|推迟|顺延|暂缓|改期|改[至到为在0-9]|调整?[至到]|不再检查|不检查|暂停检查`)
	// passed are those that may mean that it has been made, this one or another.
	passed = regexp.MustCompile(`已经?(?:于.{1,12})?(?:完成|检查)|已查过?$`)
	// unsettled are the words that take it back or make it depend on something.
	unsettled = regexp.MustCompile(`[未没无勿非]|不(?:取消|延期|推迟|改)|[如若可视待或]|按时`)
)

// dayOf is a day of a date in what says that an inspection has been made. A month
// or a year, 1月已检查 or 2020年已检查, tells of an earlier one as often.
const dayOf = `(?:[0-9]{1,2}[月./-])?[0-9]{1,2}[日号]?`

// longestState bounds the length in characters of what says how a row stands.
const longestState = 40

// stateColumns gives the columns of a plan that may say how a row stands: 备注,
// those of no field, and those without a header.
func (sc *scanner) stateColumns(h *header) []stateColumn {
	known, heads, groups := map[int]bool{}, map[int]string{}, map[int]string{}
	for f := range h.columns {
		for _, c := range h.columns[f] {
			known[c.index] = field(f) != remark
		}
	}
	width := 0
	for _, l := range h.labels {
		heads[l.index], groups[l.index] = l.text(), headWords(cmp.Or(l.group, sc.above(h, l)))
		width = max(width, l.index+1)
	}
	const beside = 3 // columns right of the table
	var list []stateColumn
	for c := range width + beside {
		head, group := headWords(heads[c]), groups[c]
		own := ownHead.FindStringSubmatch(head)
		if !known[c] && (own != nil || remarkHead.MatchString(head)) && stateHead.MatchString(head) && !otherThing.MatchString(head) {
			yes := standing
			switch {
			case cancelHead.MatchString(head):
				yes = off
			case doneHead.MatchString(head):
				yes = done
			}
			list = append(list, stateColumn{column{index: c, header: heads[c]}, yes,
				own == nil || own[1] != "" || otherThing.MatchString(group) || !ownHead.MatchString(group) && !remarkHead.MatchString(head)})
		}
	}
	return list
}

// above gives what stands over a label in a header of two lines whose upper one
// is not read, for it says nothing of a plan; a title over the table is none.
func (sc *scanner) above(h *header, l label) string {
	if h.first == 0 || h.lines != 1 {
		return ""
	}
	at := func(l label) string {
		cell, _ := sc.grid.head(&sc.sheet.Rows[h.first-1], l.index)
		return headText(cell)
	}
	if !slices.ContainsFunc(h.labels, func(l label) bool { return at(l) == l.name }) { // no label spans both
		return ""
	}
	if top := at(l); top != l.name {
		return top
	}
	return ""
}

// headWords are the words of a header, without what stands around them.
func headWords(s string) string { return strings.Trim(plain(s), ":*#.,;、") }

// stateColumn is a column that may say how a row stands.
type stateColumn struct {
	column
	yes  standingOf // what a mere yes in it says
	open bool       // more words than ownHead has, a time that may be another than the row's, or a group of columns that may be of something else
}

// standingOf is how an inspection that was planned stands.
type standingOf uint8

const (
	standing standingOf = iota
	off
	done
	unclear // words that may mean it is off
)

// stands reads what a cell says of how its row stands.
func (m *memo) stands(text string) standingOf {
	if v, ok := m.standings[text]; ok {
		return v
	}
	s := strings.Trim(plain(text), "()[]【】。.!,;:*")
	v := standing
	switch {
	case utf8.RuneCountInString(s) > longestState:
	case cancelled.MatchString(s):
		v = off
	case inspected.MatchString(s):
		v = done
	case unsettled.MatchString(s):
	case passing.MatchString(s), passed.MatchString(s) && !otherThing.MatchString(s):
		v = unclear
	}
	if len(m.standings) < memoSize {
		m.standings[text] = v
	}
	return v
}

// withdrawn reports a row that is off or done, which is said; nothing else in it
// matters then.
func (r *rowReader) withdrawn(states []stateColumn) bool {
	if ref, ok := r.struckIn(enterpriseName, enterpriseCode); ok {
		r.fail("row_cancelled", ref, "这一行划了删除线，当作取消了的检查，没有排入", "仍要检查的，请去掉删除线；确实取消的不用改")
		return true
	}
	if ref, ok := r.struckIn(date, months, dateFrom, dateTo); ok {
		r.warn("cell_struck", ref, fmt.Sprintf("“%s”划了删除线，仍按所写的安排", ref.value), "时间改了的请写新的时间，取消的请删去这一行")
	}
	for _, c := range states {
		cell := r.sc.grid.data(r.row, c.index)
		if blank(cell) {
			continue
		}
		says := r.sc.memo.stands(cell.Text)
		if c.yes != standing && says == standing {
			if yes, ok := yesNo(cell.Text); ok && yes {
				says = c.yes
			}
		}
		if says == standing {
			continue
		}
		if c.open {
			says = unclear
		}
		ref, where := refOf(c.column, cell), "表格旁边"
		if c.header != "" {
			where = "“" + tidy(c.header) + "”"
		}
		switch says {
		case off:
			r.fail("row_cancelled", ref, fmt.Sprintf("%s写着“%s”，没有排入", where, ref.value), "仍要检查的，请去掉这句话；确实取消的不用改")
			return true
		case done:
			r.fail("row_done", ref, fmt.Sprintf("%s写着“%s”，当作已经检查过，没有排入", where, ref.value), "还要检查的，请去掉这句话；已经检查过的不用改，检查结果可用 --history 计入频次")
			return true
		case unclear:
			r.warn("remark_not_followed", ref, fmt.Sprintf("%s写着“%s”，仍按检查时间安排", where, ref.value), "时间改了的请改检查时间，不检查的请删去这一行")
		}
	}
	return false
}

// struckIn gives the first of the fields' cells that is shown struck through.
func (r *rowReader) struckIn(fs ...field) (cellRef, bool) {
	if !r.sc.struck {
		return cellRef{}, false
	}
	for _, f := range fs {
		for _, c := range r.h.columns[f] {
			if cell := r.sc.grid.data(r.row, c.index); !blank(cell) {
				if cell.Struck {
					return refOf(c, cell), true
				}
				break
			}
		}
	}
	return cellRef{}, false
}

// withdraw keeps a row that is off as one that was not used. Rows below it that
// leave the department out still look to it.
func (r *rowReader) withdraw() {
	if d := r.unit(department); d != nil {
		r.sc.unitAbove = d
	}
	r.sc.draft.plans = append(r.sc.draft.plans, planRow{entry: inspect.Entry{Source: r.sc.source(r.row)}, rejected: true, withdrawn: true})
}

// alreadyInspected: a plan that is also a ledger has the row's result already.
func (r *rowReader) alreadyInspected() {
	s, ref := r.text(findingResult, false)
	if nothing(s) {
		return
	}
	if said, _ := conclusionOf(s, findingResult); said != inspect.NoConclusion {
		r.warn("already_inspected", ref, fmt.Sprintf("已经填了%s“%s”，仍照检查时间安排", ref.header, s), "已经检查过的请从计划里删去")
	}
}

// struckRow says of a row of another kind that it is shown struck through; it is
// read all the same.
func (sc *scanner) struckRow(h *header, row *table.Row) {
	r := &rowReader{sc: sc, h: h, row: row}
	var keys []field
	switch h.kind {
	case rosterKind:
		keys = []field{personName}
	case registerKind, findingsKind:
		keys = []field{enterpriseName, enterpriseCode}
	case samplingKind:
		keys = []field{samplingRatio}
	}
	if ref, ok := r.struckIn(keys...); ok {
		sc.add(diag.Warning, "row_struck", row.Number, ref, "这一行划了删除线，仍照常读取", "不作数的请删去这一行")
	}
}

// hasStrikes reports whether anything in the sheet is shown struck through.
func hasStrikes(s *table.Sheet) bool {
	return slices.ContainsFunc(s.Rows, func(r table.Row) bool {
		return slices.ContainsFunc(r.Cells, func(c table.Cell) bool { return c.Struck })
	})
}
