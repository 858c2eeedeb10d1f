package intake

import (
	"fmt"
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
	// signatures are the notes below the table; 填报单位 may stand there.
	signatures []table.Row
}

func newScanner(s *table.Sheet) *scanner {
	return &scanner{
		sheet: s,
		grid:  newGrid(s),
		draft: &Draft{file: s.File, sheet: s.Name, text: s.TextFile},
		memo:  newMemo(),
	}
}

// headerWithin is how many non-empty rows from the top a sheet's first header
// may stand in. Ten are promised; forms with long instructions have more.
const headerWithin = 40

func (sc *scanner) run() {
	h, ok := sc.firstHeader()
	if !ok {
		sc.skipped(h)
		return
	}
	sc.reportHidden()
	above := h.first
	for next := 0; h != nil; h = sc.following(next) {
		next = sc.table(h)
	}
	sc.draft.context = contextOf(sc.sheet, sc.texts(sc.sheet.Rows[:above]), sc.texts(sc.signatures))
}

// firstHeader finds the uppermost header. Where no row makes one, it gives the
// row that came nearest.
func (sc *scanner) firstHeader() (*header, bool) {
	var nearest *header
	seen := 0
	for i := range sc.sheet.Rows {
		if empty(&sc.sheet.Rows[i]) {
			continue
		}
		if seen++; seen > headerWithin {
			break
		}
		here := sc.headersAt(i)
		if best := fullest(here); best != nil {
			if best.lines == 1 && i+1 < len(sc.sheet.Rows) { // it may be a line above that only looks like one
				best = fullest(append([]*header{best}, sc.headersAt(i+1)...))
			}
			return best, true
		}
		for _, h := range here {
			if nearest == nil || h.fields > nearest.fields {
				nearest = h
			}
		}
	}
	return nearest, false
}

// fullest gives the header that makes a table and names most fields; of equals
// the first.
func fullest(candidates []*header) *header {
	var best *header
	for _, h := range candidates {
		if h.kind != noKind && (best == nil || h.fields > best.fields) {
			best = h
		}
	}
	return best
}

// headersAt reads row i as a header of one line and, with the row below, of two.
func (sc *scanner) headersAt(i int) []*header {
	row := &sc.sheet.Rows[i]
	one := recognise(sc.grid.oneLine(row))
	one.first, one.lines = i, 1
	found := []*header{&one}
	if i+1 >= len(sc.sheet.Rows) {
		return found
	}
	lower := &sc.sheet.Rows[i+1]
	if lower.Number != row.Number+1 && !sc.sheet.TextFile || !sc.isLowerLine(row, lower) {
		return found
	}
	two := recognise(sc.grid.twoLines(row, lower))
	two.first, two.lines = i, 2
	return []*header{&two, &one} // of equals the first counts
}

// isLowerLine reports whether the second row can be the lower line of a header:
// at least two of its own cells, and half of them, are names of columns.
func (sc *scanner) isLowerLine(upper, lower *table.Row) bool {
	if !isUpperLine(upper) {
		return false
	}
	own, named := 0, 0
	for _, l := range sc.grid.twoLines(upper, lower) {
		if blank(at(lower.Cells, l.index)) || l.group == "" && normHeader(at(lower.Cells, l.index).Text) != normHeader(l.name) {
			continue
		}
		own++
		if s, _ := senseOf(l, nil); s.field == noField {
			continue
		}
		if bare, _ := senseOf(label{name: l.name}, nil); bare.field != noField || l.group != "" && !l.alone {
			named++
		}
	}
	return named >= 2 && 2*named >= own
}

// isUpperLine reports whether a row can be the upper line of a header: at least
// two names, none of them with a colon, as title lines have.
func isUpperLine(row *table.Row) bool {
	n := 0
	for _, c := range row.Cells {
		switch {
		case blank(c):
		case c.Kind != table.Text || strings.ContainsAny(c.Text, ":："):
			return false
		default:
			n++
		}
	}
	return n >= 2
}

// following finds the next table's header at or below row index i.
func (sc *scanner) following(i int) *header {
	if i >= len(sc.sheet.Rows) {
		return nil
	}
	return sc.headerAt(i)
}

// headerAt gives the header that begins at row index i, nil where none does.
// It is asked for every row of a sheet, so it looks at two cells first.
func (sc *scanner) headerAt(i int) *header {
	if !sc.looksLikeHeader(&sc.sheet.Rows[i]) {
		return nil
	}
	h := fullest(sc.headersAt(i))
	if h == nil || h.fields < 3 || h.lines == 1 && !sc.mostlyNames(&sc.sheet.Rows[i]) {
		return nil
	}
	return h
}

// longestHeader bounds a header's text in bytes; longer cells are content.
const longestHeader = 90

func (sc *scanner) looksLikeHeader(row *table.Row) bool {
	seen, named := 0, 0
	for _, c := range row.Cells {
		if blank(c) {
			continue
		}
		if c.Kind != table.Text {
			return false
		}
		if len(c.Text) <= longestHeader {
			if lookup(planWords, c.Text).field != noField || lookup(rosterWords, c.Text).field != noField {
				named++
			}
		}
		if seen++; seen == 2 {
			break
		}
	}
	return seen == 2 && named >= 1
}

// mostlyNames reports whether most of a row's cells are names of columns.
func (sc *scanner) mostlyNames(row *table.Row) bool {
	all, named := 0, 0
	for _, l := range sc.grid.oneLine(row) {
		all++
		if s, _ := senseOf(l, nil); s.field != noField || lookup(rosterWords, l.name).field != noField {
			named++
		}
	}
	return 2*named > all
}

// table reads the rows below a header up to the next table's header, and gives
// the index of the row where it stopped.
func (sc *scanner) table(h *header) int {
	read := sc.reader(h)
	rows := sc.sheet.Rows
	if read == nil {
		sc.passedOver(h)
	}
	sc.draft.kinds = append(sc.draft.kinds, h.kind)
	before := len(sc.draft.plans)
	defer func() {
		if h.kind == planKind && len(sc.draft.plans) == before {
			sc.add(diag.Info, "empty_table", sc.sheet.Rows[h.first].Number, cellRef{}, "这张检查计划只有表头，没有数据", "")
		}
	}()
	sc.draft.places = append(sc.draft.places, place{rows[h.first].Number, h})
	tail := false // the row before was a note: numbered lines go on with it
	for i := h.first + h.lines; i < len(rows); i++ {
		row := &rows[i]
		if empty(row) {
			continue
		}
		if next := sc.headerAt(i); next != nil {
			for j := i; j < i+next.lines; j++ {
				sc.note(&rows[j])
			}
			if !sameColumns(h, next) {
				return i
			}
			i += next.lines - 1
			continue
		}
		if read == nil {
			continue
		}
		if sc.isTitleOfNext(i) {
			sc.note(row)
			continue
		}
		var why noteReason
		if why, tail = sc.noteIn(h, row, tail); why != notNote {
			sc.noteFor(row, why)
			continue
		}
		read(row)
	}
	return len(rows)
}

// reader gives what reads one row of a table of this kind; nil where the kind
// is not read here.
func (sc *scanner) reader(h *header) func(*table.Row) {
	switch h.kind {
	case planKind:
		sc.reportDuplicates(h)
		sc.draft.plans = slices.Grow(sc.draft.plans, len(sc.sheet.Rows)-h.first-h.lines)
		scheme := sc.gradeScheme(h)
		return func(r *table.Row) { sc.planRow(h, r, scheme) }
	case rosterKind:
		return func(r *table.Row) { sc.rosterRow(h, r) }
	case registerKind:
		scheme := sc.gradeScheme(h)
		return func(r *table.Row) { sc.registerRow(h, r, scheme) }
	case samplingKind:
		scheme := sc.gradeScheme(h)
		return func(r *table.Row) { sc.samplingRow(h, r, scheme) }
	}
	return nil
}

// sameColumns reports a header that only repeats another, as printed pages do.
func sameColumns(a, b *header) bool {
	if a.kind != b.kind || a.fields != b.fields {
		return false
	}
	for f := range a.columns {
		if len(a.columns[f]) != len(b.columns[f]) {
			return false
		}
		for i, c := range a.columns[f] {
			if b.columns[f][i].index != c.index {
				return false
			}
		}
	}
	return true
}

// isTitleOfNext reports a line that stands alone right above another table's
// header: that table's title.
func (sc *scanner) isTitleOfNext(i int) bool {
	rows := sc.sheet.Rows
	if ownCells(&rows[i]) != 1 {
		return false
	}
	for j := i + 1; j < len(rows) && j <= i+2; j++ {
		if empty(&rows[j]) {
			continue
		}
		return sc.headerAt(j) != nil
	}
	return false
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

// noteFor marks a row as no data and says so where the row might have been
// meant as data.
func (sc *scanner) noteFor(row *table.Row, why noteReason) {
	sc.note(row)
	message, hint := "", ""
	switch why {
	case noteLine:
		if len(sc.signatures) < headerWithin {
			sc.signatures = append(sc.signatures, *row)
		}
		return
	case exampleLine:
		message, hint = "这是示例行，没有读取", "如果是真实的一行，请去掉“示例”字样或换成真实的企业名称"
	case headingLine:
		message, hint = "这一行没有数据，当作小标题", "如果是漏填的一行，请补全企业名称和检查时间"
	case prefilledLine:
		message, hint = "这一行只有部门等预先填好的内容，没有读取", "如果是漏填的一行，请补全企业名称和检查时间"
	default:
		return
	}
	sc.add(diag.Info, "note_row", row.Number, cellRef{value: firstText(row)}, message, hint)
}

// firstText gives a row's first text.
func firstText(row *table.Row) string {
	for _, c := range row.Cells {
		if !blank(c) {
			return tidy(c.Text)
		}
	}
	return ""
}

// passedOver says that a table was recognised but is not read here.
func (sc *scanner) passedOver(h *header) {
	sc.add(diag.Info, "sheet_skipped", 0, cellRef{},
		fmt.Sprintf("这张表是%s，不是检查计划、执法人员名录库或检查对象名录库，没有读取", kindNames[h.kind]), "")
}

// skipped says that a sheet is none of the kinds. Where it nearly is a plan,
// that is a warning: a header may have been mistyped.
func (sc *scanner) skipped(nearest *header) {
	if nearest == nil {
		return // an empty sheet, as every new workbook has
	}
	const hint = "如果是检查计划，表头要有企业名称（或统一社会信用代码）和检查时间；可用 liancha init 生成的模板"
	planned := nearest.count(matter, department, named, demand, inspectionKind, joinable) > 0
	dated := nearest.hasAny(date, months, dateFrom, dateTo, monthTick)
	enterprise := nearest.hasAny(enterpriseName, enterpriseCode)
	row := sc.sheet.Rows[nearest.first].Number
	switch {
	case enterprise && planned && nearest.fields >= 3:
		sc.add(diag.Warning, "sheet_skipped", row, cellRef{}, "这张表像检查计划，但没有找到检查时间的列，没有读取", hint)
	case dated && planned && nearest.fields >= 3:
		sc.add(diag.Warning, "sheet_skipped", row, cellRef{}, "这张表像检查计划，但没有找到企业名称或统一社会信用代码的列，没有读取", hint)
	default:
		sc.add(diag.Info, "sheet_skipped", 0, cellRef{}, "没有认出这张表的表头，没有读取", hint)
	}
}

// reportHidden says which rows and columns are hidden; they are read.
func (sc *scanner) reportHidden() {
	var rows []string
	for i := range sc.sheet.Rows {
		if r := &sc.sheet.Rows[i]; r.Hidden && !empty(r) {
			rows = append(rows, fmt.Sprint(r.Number))
		}
	}
	if n := len(rows); n > 0 {
		sc.add(diag.Info, "hidden_rows", 0, cellRef{}, fmt.Sprintf("有%d行是隐藏的（第%s行），已照常读取", n, listed(rows)), "")
	}
	var cols []string
	for _, c := range sc.sheet.HiddenCols {
		cols = append(cols, diag.ColumnLetters(c+1))
	}
	if n := len(cols); n > 0 {
		sc.add(diag.Info, "hidden_columns", 0, cellRef{}, fmt.Sprintf("有%d列是隐藏的（%s列），已照常读取", n, listed(cols)), "")
	}
	if sc.sheet.Hidden {
		sc.add(diag.Info, "hidden_sheet", 0, cellRef{}, "这张表是隐藏的，已照常读取", "")
	}
}

// listed joins items for a message, the first ten of many.
func listed(items []string) string {
	if len(items) > 10 {
		return strings.Join(items[:10], "、") + "等"
	}
	return strings.Join(items, "、")
}

// reportDuplicates says which field stands in several columns under the same
// name: the first filled one counts.
func (sc *scanner) reportDuplicates(h *header) {
	for f := range h.columns {
		if field(f) == monthTick || field(f) == named || field(f) == serial || field(f) == remark {
			continue
		}
		cols := h.columns[f]
		for i := 1; i < len(cols); i++ {
			if cols[i].header == cols[0].header {
				sc.add(diag.Info, "duplicate_column", sc.sheet.Rows[h.first].Number,
					cellRef{col: cols[i].index + 1, header: cols[i].header},
					fmt.Sprintf("“%s”有不止一列，取靠前的一列，空着时才取后面的", cols[i].header), "")
			}
		}
	}
}

// add reports a problem in a row; row 0 is the sheet as a whole.
func (sc *scanner) add(s diag.Severity, code string, row int, ref cellRef, message, hint string) {
	sc.draft.add(s, code, row, ref, message, hint)
}

func (d *Draft) add(s diag.Severity, code string, row int, ref cellRef, message, hint string) {
	d.problems.Add(d.problem(s, code, row, ref, message, hint))
}

func (d *Draft) problem(s diag.Severity, code string, row int, ref cellRef, message, hint string) diag.Problem {
	return diag.Problem{
		Severity: s, Code: code,
		Position: diag.Position{File: d.file, Sheet: d.sheet, Row: row, Column: ref.header, Col: ref.col, Text: d.text},
		Value:    ref.value, Message: message, Hint: hint,
	}
}

// source gives a row's source.
func (sc *scanner) source(row *table.Row) inspect.Source {
	return inspect.Source{File: sc.sheet.File, Sheet: sc.sheet.Name, Row: row.Number, Text: sc.sheet.TextFile}
}
