package intake

import (
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// scanner reads one sheet table by table.
type scanner struct {
	sheet *table.Sheet
	grid  *grid
	draft *Draft
	memo  memo
	keep  bool // keep registers as they stand
	// replies has reply sheets read, and nothing else.
	replies bool
	signs   signs
	// counted is whether numbers under departments' names are head counts.
	counted bool
	// section is what the headings above the row at hand say.
	section section
	// titled is what the title above the next table says; nil for none.
	titled *section
	// unitAbove is the department that the nearest row above names; nil for none.
	unitAbove *unitCell
	// states are the columns that may say that a row of the plan is off.
	states []stateColumn
	// struck is whether anything in the sheet is shown struck through.
	struck bool
	// ranges are the texts such as 2-3人 that something was said of.
	ranges map[string]bool
	// signatures are the notes below the table; 填报单位 may stand there.
	signatures []table.Row
}

func newScanner(s *table.Sheet) *scanner {
	return &scanner{
		sheet: s,
		grid:  newGrid(s),
		draft: &Draft{file: s.File, sheet: s.Name, text: s.TextFile},
		memo:  newMemo(),

		struck: hasStrikes(s),
	}
}

func (sc *scanner) run() {
	h, ok := sc.firstHeader()
	if named := sc.byContent(h); !ok && !named {
		sc.skipped(h)
		return
	}
	sc.reportHidden()
	above := h.first
	for h != nil {
		next := sc.table(h)
		h = nil
		if next < len(sc.sheet.Rows) {
			h = sc.headerAt(next)
		}
	}
	sc.draft.context = contextOf(sc.sheet, sc.texts(sc.sheet.Rows[:above]), sc.texts(sc.signatures))
}

// table reads the rows below a header up to the next table's header, and gives
// the index of the row where that stands.
func (sc *scanner) table(h *header) int {
	rows := sc.sheet.Rows
	sc.grid.top = rows[h.first+h.lines-1].Number
	clear(sc.grid.same)
	sc.signs, sc.unitAbove, sc.counted = signs{}, nil, false
	sc.takeTitle(section{})
	if sc.isContacts(h) {
		h.kind = contactsKind
	}
	sc.draft.kinds = append(sc.draft.kinds, h.kind)
	sc.draft.places = append(sc.draft.places, place{rows[h.first].Number, h})
	read, before := sc.reader(h), len(sc.draft.problems)
	if read == nil {
		if !sc.replies {
			sc.passedOver(h)
		}
		read = func(*table.Row) {}
	}
	data := false
	tail := false // the row before was a note: numbered lines go on with it
	for i := h.first + h.lines; i < len(rows); i++ {
		if empty(&rows[i]) {
			continue
		}
		if sc.looksLikeHeader(&rows[i]) {
			next := sc.headerAt(i)
			if next == nil && sc.isOtherHeader(&rows[i]) {
				sc.endTable(h, before)
				return sc.otherTable(i)
			}
			if next != nil {
				sc.headerBelow(next)
				if !sameColumns(h, next) {
					sc.endTable(h, before)
					return i
				}
				sc.takeTitle(sc.section)
				i += next.lines - 1
				continue
			}
		}
		var why noteReason
		if why, tail = sc.noteAt(h, i, tail); why != notNote {
			if why == titleLine {
				sc.titled = titleBelow(&rows[i])
			}
			sc.noteFor(&rows[i], why)
			continue
		}
		data = true
		if sc.struck && h.kind != planKind {
			sc.struckRow(h, &rows[i])
		}
		read(&rows[i])
	}
	if !data && sc.reads(h.kind) {
		sc.headerOnly(h)
	}
	sc.endTable(h, before)
	return len(rows)
}

// takeTitle begins a table with what its title says, or with what held before.
func (sc *scanner) takeTitle(before section) {
	sc.section = before
	if sc.titled != nil {
		sc.section, sc.titled = *sc.titled, nil
	}
}

// otherTable passes over a table that is none of the kinds, whose header is at
// row index i, and gives the index of the row where the next header stands.
func (sc *scanner) otherTable(i int) int {
	rows := sc.sheet.Rows
	sc.add(diag.Info, "table_skipped", rows[i].Number, cellRef{value: firstText(&rows[i])},
		"从这一行起是另一张表，不是检查计划、执法人员名录库或检查对象名录库，没有读取", "如果是检查计划，表头要有企业名称（或统一社会信用代码）和检查时间")
	for ; i < len(rows); i++ {
		if next := sc.headerAt(i); next != nil {
			sc.headerBelow(next)
			break
		}
		sc.note(&rows[i])
	}
	return i
}

// endTable puts the problems of a table of findings aside: they are nobody's
// business where the table is passed over.
func (sc *scanner) endTable(h *header, before int) {
	if h.kind == findingsKind {
		sc.draft.findingProblems = append(sc.draft.findingProblems, sc.draft.problems[before:]...)
		sc.draft.problems = sc.draft.problems[:before]
	}
}

// headerBelow marks the lines of a header that is not the sheet's first.
func (sc *scanner) headerBelow(h *header) {
	for i := h.first; i < h.first+h.lines; i++ {
		sc.note(&sc.sheet.Rows[i])
	}
}

// noteAt decides whether the row at index i is no data, and whether numbered
// lines below it go on with it.
func (sc *scanner) noteAt(h *header, i int, tail bool) (noteReason, bool) {
	switch {
	case h.kind > findingsKind && !sc.reads(h.kind):
		return notNote, false // not read here, whatever it is
	case sc.isTitleOfNext(i):
		return titleLine, false
	case sc.isWeekdays(h, i):
		return noteLine, false
	}
	return sc.noteIn(h, &sc.sheet.Rows[i], tail)
}

// reads reports whether tables of a kind are read here.
func (sc *scanner) reads(k sheetKind) bool {
	if sc.replies {
		return k == replyKind
	}
	return k <= findingsKind
}

// reader gives what reads one row of a table of this kind; nil where the kind
// is not read here.
func (sc *scanner) reader(h *header) func(*table.Row) {
	if sc.replies {
		if h.kind == replyKind {
			return func(r *table.Row) { sc.replyRow(h, r) }
		}
		return nil
	}
	switch h.kind {
	case planKind:
		sc.draft.plans = slices.Grow(sc.draft.plans, len(sc.sheet.Rows)-h.first-h.lines)
		scheme := sc.gradeScheme(h)
		sc.settleUnits(h)
		sc.states = sc.stateColumns(h)
		if parts := h.sideBySide(); parts != nil {
			return func(r *table.Row) { sc.besideRow(h, parts, r, scheme) }
		}
		sc.reportDuplicates(h)
		if h.hasAny(findingResult, findingText) { // a ledger of plans and of what came of them
			unread := sc.unreadOf(h)
			return func(r *table.Row) { sc.planRow(h, r, scheme); sc.findingRow(h, r); unread(r) }
		}
		return func(r *table.Row) { sc.planRow(h, r, scheme) }
	case findingsKind:
		sc.draft.findings = slices.Grow(sc.draft.findings, len(sc.sheet.Rows)-h.first-h.lines)
		unread := sc.unreadOf(h)
		return func(r *table.Row) { sc.findingRow(h, r); unread(r) }
	case rosterKind:
		sc.states = sc.stateColumns(h)
		parts := h.sideBySide()
		if parts == nil {
			return func(r *table.Row) { sc.rosterRow(h, r) }
		}
		return func(r *table.Row) {
			for _, part := range parts {
				if part.fills(r) {
					sc.rosterRow(part, r)
				}
			}
		}
	case registerKind:
		sc.undated(h)
		scheme, keep := sc.gradeScheme(h), sc.keeper(h)
		return func(r *table.Row) {
			sc.registerRow(h, r, scheme)
			keep(r)
		}
	case samplingKind:
		scheme := sc.gradeScheme(h)
		return func(r *table.Row) { sc.samplingRow(h, r, scheme) }
	}
	return nil
}

// ownCells counts a row's non-empty cells.
func ownCells(row *table.Row) int {
	n := 0
	for i := range row.Cells {
		if !blank(row.Cells[i]) {
			n++
		}
	}
	return n
}

// texts gives the texts in some rows, in reading order.
func (sc *scanner) texts(rows []table.Row) []string {
	var texts []string
	for _, r := range rows {
		for _, c := range r.Cells {
			if c.Kind == table.Text && !blank(c) {
				texts = append(texts, strings.TrimFunc(c.Text, invisible))
			}
		}
	}
	return texts
}

// note marks a row as no data.
func (sc *scanner) note(row *table.Row) { sc.draft.notes = append(sc.draft.notes, row.Number) }

// source gives a row's source.
func (sc *scanner) source(row *table.Row) inspect.Source {
	return inspect.Source{File: sc.sheet.File, Sheet: sc.sheet.Name, Row: row.Number, Text: sc.sheet.TextFile}
}
