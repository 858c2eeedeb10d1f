package intake

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"liancha/internal/diag"
	"liancha/internal/table"
)

// headerWithin is how many non-empty rows from the top a sheet's first header
// may stand in. Ten are promised; forms with long instructions have more.
const headerWithin = 40

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
			return sc.deeper(best), true
		}
		for _, h := range here {
			if nearest == nil || h.fields > nearest.fields {
				nearest = h
			}
		}
	}
	return nearest, false
}

// deeper gives a header of three lines or four, of which the given one is the
// upper part: 检查时间 over 上半年 over 1月. The lowest two name the columns. Cells
// merged down tell where the header ends; where none are, names do.
func (sc *scanner) deeper(h *header) *header {
	if depth := sc.mergedDepth(h); depth > h.lines {
		if lower := sc.lowerPart(h, depth-2); lower != nil {
			return lower
		}
		sc.unreadHeader(h, depth)
		h.lines = depth // what stands there is no data, whatever it is
		return h
	}
	i := h.first + h.lines
	if h.lines != 2 || i >= len(sc.sheet.Rows) {
		return h
	}
	row, named := &sc.sheet.Rows[i], 0
	for c, cell := range row.Cells {
		if blank(cell) {
			continue
		}
		l := label{index: c, name: headText(cell)}
		if _, _, day := dayHeader(l); !day {
			if s, _ := senseOf(l, nil); s.field == noField {
				return h
			}
		}
		named++
	}
	if lower := sc.lowerPart(h, 1); named >= 2 && lower != nil {
		return lower
	}
	return h
}

// unreadHeader warns of lines of a header that say something about its columns
// which is not understood.
func (sc *scanner) unreadHeader(h *header, depth int) {
	for i := h.first + h.lines; i < h.first+depth && h.kind != noKind; i++ {
		row := &sc.sheet.Rows[i]
		for c := range row.Cells {
			text := squeeze(row.Cells[c].Text)
			if text == "" || inBrackets.MatchString(text) || weekdayName.MatchString(text) || instruction.MatchString(text) || at(sc.sheet.Rows[h.first].Cells, c).Text == row.Cells[c].Text {
				continue
			}
			sc.add(diag.Warning, "header_unread", row.Number, cellRef{col: c + 1, value: tidy(row.Cells[c].Text)},
				fmt.Sprintf("表头第%d行的“%s”等没有看懂，只按上面的表头读取", i-h.first+1, tidy(row.Cells[c].Text)), "请把表头改成一行，每一列各有列名")
			return
		}
	}
}

// lowerPart gives the header of two lines that begins some lines into another.
func (sc *scanner) lowerPart(h *header, down int) *header {
	lower := fullest(sc.headersAt(h.first + down))
	if lower == nil || lower.lines != 2 || lower.kind != h.kind {
		return nil
	}
	return lower
}

// mergedDepth gives how many lines the cells of a header's first line are merged
// down over: those of the name or code of what is inspected, which no group has.
func (sc *scanner) mergedDepth(h *header) int {
	top, depth := sc.sheet.Rows[h.first].Number, 1
	for _, f := range []field{enterpriseName, enterpriseCode} {
		for _, c := range h.columns[f] {
			for _, m := range sc.grid.merges[c.index] {
				if m.first == top && m.last < top+headerDepth {
					depth = max(depth, m.last-top+1)
				}
			}
		}
	}
	if last := h.first + depth - 1; last >= len(sc.sheet.Rows) || sc.sheet.Rows[last].Number != top+depth-1 {
		return 1
	}
	return depth
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
	sc.dated(&one)
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
	sc.dated(&two)
	return []*header{&two, &one} // of equals the first counts
}

// isLowerLine reports whether the second row can be the lower line of a header:
// at least two of its own cells, and half of them, are names of columns. What
// stands under a column that has its name already and is no name itself is
// data: 2021年5月 under 检查时间 beside 某某公司 under 企业名称.
func (sc *scanner) isLowerLine(upper, lower *table.Row) bool {
	if !sc.isUpperLine(upper) {
		return false
	}
	own, named := 0, 0
	for _, l := range sc.grid.twoLines(upper, lower) {
		if blank(at(lower.Cells, l.index)) || l.group == "" && normHeader(at(lower.Cells, l.index).Text) != normHeader(l.name) {
			continue
		}
		own++
		if s, _ := senseOf(l, nil); s.field == noField {
			_, unit := l.unitName()
			if _, time := l.timeOfUnit(); (unit || time) && l.group != "" && !l.alone {
				named++
			}
			continue
		}
		bare, _ := senseOf(label{name: l.name}, nil)
		if l.alone && bare.field == noField && lookup(planWords, l.group).field != noField {
			if _, part := grouped(normHeader(l.group), normHeader(l.name)); !part {
				return false
			}
		}
		if bare.field != noField || l.group != "" && !l.alone || l.day.day != 0 {
			named++
		}
	}
	return named >= 2 && 2*named >= own
}

// isUpperLine reports whether a row can be the upper line of a header: at least
// two names, those merged down from above included, none of them with a colon,
// as title lines have.
func (sc *scanner) isUpperLine(row *table.Row) bool {
	n := 0
	for i, c := range row.Cells {
		if blank(c) {
			var spread bool
			if c, spread = sc.grid.head(row, i); spread {
				continue
			}
		}
		switch {
		case blank(c):
		case c.Kind == table.DateTime && c.MonthOnly:
			n++ // 2021年5月, over its days
		case c.Kind != table.Text || strings.ContainsAny(c.Text, ":："):
			return false
		default:
			n++
		}
	}
	return n >= 2
}

// headerAt gives the header that begins at row index i, nil where none does.
// It is asked for every row of a sheet, so it looks at two cells first.
func (sc *scanner) headerAt(i int) *header {
	if !sc.looksLikeHeader(&sc.sheet.Rows[i]) {
		return nil
	}
	h := fullest(sc.headersAt(i))
	if h == nil {
		return nil
	}
	all, named := sc.names(&sc.sheet.Rows[i])
	if h.lines == 1 && 2*named <= all || h.fields < 3 && named < all {
		return nil
	}
	return h
}

// longestHeader bounds a header's text in bytes; longer cells are content.
const longestHeader = 90

// looksLikeHeader reports a row whose first two cells are texts, one of them
// the name of a column.
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

var (
	// ofInspectors are the words by which a list of people says that they inspect.
	ofInspectors = regexp.MustCompile(`执法|检查人员|检查员|名录|花名册|人员库`)
	// ofContacts is what a list is called that only says how to reach them.
	ofContacts = regexp.MustCompile(`(?:联系人|联络员)(?:名单|一览|信息|联系方式)?表?$|通讯录|通讯表|值班表`)
)

// isContacts reports a list of people that only says how to reach them: no
// certificates, no leave, a telephone or an office held, and no word anywhere
// near that they inspect. Nobody on it may be sent out.
func (sc *scanner) isContacts(h *header) bool {
	if h.kind != rosterKind || h.hasAny(certificate, specialty, leave, leaveFrom, recused, expires, personState) {
		return false
	}
	reach, near := h.has(phone), sc.near(h)
	if slices.ContainsFunc(near, ofContacts.MatchString) {
		return true
	}
	for _, l := range h.labels {
		near = append(near, l.name)
		reach = reach || normHeader(l.name) == "职务"
	}
	return reach && !slices.ContainsFunc(near, ofInspectors.MatchString)
}

// near gives what a table is called: the sheet, the file, the lines above it.
func (sc *scanner) near(h *header) []string {
	near := []string{sc.sheet.Name, path.Base(sc.sheet.File)}
	const above = 3 // rows of title
	for i := max(0, h.first-above); i < h.first; i++ {
		near = append(near, firstText(&sc.sheet.Rows[i]))
	}
	return near
}

var (
	calledPlan     = regexp.MustCompile(`计划|检查安排`)
	calledRegister = regexp.MustCompile(`名录|台账|名单|清单|企业库|对象库|底数`)
)

// undated warns of a register that is called a plan: its column of dates may
// have a name nobody knows, and its inspections would be lost.
func (sc *scanner) undated(h *header) {
	near := sc.near(h)
	if slices.ContainsFunc(near, calledPlan.MatchString) && !slices.ContainsFunc(near, calledRegister.MatchString) {
		sc.add(diag.Warning, "plan_without_dates", sc.sheet.Rows[h.first].Number, cellRef{},
			"这张表叫“计划”，但没有找到检查时间的列，按检查对象名录库读取，里面的企业没有安排检查", "如果是检查计划，请把写检查时间的那一列改名为“检查时间”")
	}
}

// isOtherHeader reports, of rows that look like a header, that of a table that is
// none of the kinds, a list of contacts under a roster: half its cells are names
// of columns, two of them such as no row of data holds.
func (sc *scanner) isOtherHeader(row *table.Row) bool {
	unmistakable, seen := 0, map[string]bool{}
	for _, c := range row.Cells {
		name := normHeader(c.Text)
		if name != "" && seen[name] {
			return false
		}
		seen[name] = true
		switch lookup(planWords, c.Text).field {
		case serial, personName, phone, contact, certificate, enterpriseCode, date, dateFrom, dateTo:
			unmistakable++
		}
	}
	const fewest = 3
	all, named := sc.names(row)
	return unmistakable >= 2 && all >= fewest && 2*named > all
}

// names counts a row's cells, and those of them that are names of columns.
func (sc *scanner) names(row *table.Row) (all, named int) {
	for _, l := range sc.grid.oneLine(row) {
		all++
		s, _ := senseOf(l, nil)
		_, unit := l.unitName()
		if s.field != noField || unit || lookup(rosterWords, l.name).field != noField {
			named++
		}
	}
	return all, named
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
