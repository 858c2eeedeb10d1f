package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"liancha/intake/agency"
	"liancha/intake/when"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// Sheets with a column for each department: whoever has a tick in a row takes
// part. Each tick is one inspection of that department, as a tick is in a month
// grid; what else the row says all of them share. A date in the cell is that
// department's own, 2人 how many it sends. Under 配合部门 the ticks only name the
// partners.

var (
	// organEnd ends the names of departments; 消防 and 燃气 may be matters too.
	organEnd = regexp.MustCompile(`(?:[局队委办所站]|中心|街道|[^乡]镇|公安|政府|委员会|办公室)$`)
	// otherUnits are columns that hold names, not ticks.
	otherUnits  = regexp.MustCompile(`^其[他它余]`)
	unitsGroup  = regexp.MustCompile(`部门|单位|机关`)
	helperGroup = regexp.MustCompile(`配合|协同|协助|协办`)
	matterGroup = regexp.MustCompile(`事项|内容|项目`)
	countGroup  = regexp.MustCompile(`人数|人员数|人员数量|力量`)
	// leadMark and partMark are the words for a tick that say in which part.
	leadMark = regexp.MustCompile(`^(?:牵头|主办|主查|主检|发起|组织|主)(?:部门|单位)?$`)
	partMark = regexp.MustCompile(`^(?:参与|参加|配合|协同|协助|协办|联合|辅)(?:部门|单位|检查)?$`)
)

// unitTail is what may follow a department's name in a header and says what
// stands below: 应急局检查时间.
var unitTail = regexp.MustCompile(`(?:拟|计划)?(?:检查|执法)?(?:时间|日期|安排|人数)$`)

// unitName gives the department a header names, for a column of its ticks.
func (l label) unitName() (string, bool) {
	name, group := trimBrackets(unified(l.name)), normHeader(l.group)
	if short := unitTail.ReplaceAllString(name, ""); organEnd.MatchString(short) {
		name = short
	}
	if name == "" || otherUnits.MatchString(name) || utf8.RuneCountInString(name) > longestUnit {
		return "", false
	}
	if group != "" {
		if f := lookup(planWords, group).field; f != noField && f != department && f != partners && f != leadDepartment && !unitsGroup.MatchString(group) {
			return "", false // 消防 under 检查内容
		}
		if unitsGroup.MatchString(group) && organEnd.MatchString(name) {
			return name, true
		}
	}
	_, ok := agency.Parse(name)
	return name, ok
}

// longestUnit bounds a department's name in a header, in characters.
const longestUnit = 30

// unitColumns gives the columns of a header that are departments' names and
// nothing else: two at least, and one of them unmistakable, or under a group that
// says so, or none beside them that is something else.
func unitColumns(labels []label) []column {
	var units []column
	sure := false
	for _, l := range labels {
		c := column{index: l.index, header: l.text(), group: normHeader(l.group)}
		if c.when, c.dated = (label{name: l.group}).time(); c.dated { // 市应急局 under 5月
			l.group = ""
		} else if c.when, c.dated = l.timeOfUnit(); c.dated { // and the other way about
			l = label{index: l.index, name: l.group}
		}
		if s, _ := senseOf(l, nil); s.field != noField {
			continue
		}
		if name, ok := l.unitName(); ok {
			sure = sure || organEnd.MatchString(name) || unitsGroup.MatchString(normHeader(l.group))
			c.unit = name
			units = append(units, c)
		}
	}
	if len(units) < 2 {
		return nil
	}
	for i := range units {
		units[i].unsure = !sure && !together(units, labels) || repeatedUnits(units)
	}
	return units
}

// time reads a header that is a month or a day by itself: 5月, 5月10日.
func (l label) time() (when.Expr, bool) {
	if month, ok := monthHeader(label{name: l.name}); ok {
		return month.expr, true
	}
	if _, bare, ok := dayHeader(l); !ok || bare {
		return when.Expr{}, false
	}
	expr, fault := when.Parse(trimBrackets(weekdayTail.ReplaceAllString(unified(l.name), "")), when.Days)
	return expr, fault == nil
}

// timeOfUnit reads a month or a day under a department's name.
func (l label) timeOfUnit() (when.Expr, bool) {
	if l.group == "" || lookup(planWords, l.group).field != noField || timeGroup.MatchString(normHeader(l.group)) {
		return when.Expr{}, false
	}
	if _, unit := (label{name: l.group}).unitName(); !unit {
		return when.Expr{}, false
	}
	return l.time()
}

// repeatedUnits reports a department that has several columns without a time of
// their own: what parts them is not understood.
func repeatedUnits(units []column) bool {
	for i, a := range units {
		for _, b := range units[:i] {
			if a.unit == b.unit && !(a.dated && b.dated) {
				return true
			}
		}
	}
	return false
}

// together reports whether columns of departments have no unknown ones among
// them or beside them: 消防, 用电, 环保 are matters.
func together(units []column, labels []label) bool {
	isUnit := func(l label) bool {
		return slices.ContainsFunc(units, func(c column) bool { return c.index == l.index })
	}
	first, last := slices.IndexFunc(labels, isUnit), len(labels)-1
	for !isUnit(labels[last]) {
		last--
	}
	for i := max(first-1, 0); i <= min(last+1, len(labels)-1); i++ {
		if s, _ := senseOf(labels[i], nil); s.field == noField && !isUnit(labels[i]) {
			return false
		}
	}
	return true
}

// looked is how many rows below a header tell what its columns hold.
const looked = 200

// settleUnits looks at what stands below the names of departments: where it is
// mostly no ticks, dates or head counts, they are columns like any other.
func (sc *scanner) settleUnits(h *header) {
	units := h.columns[unitTick]
	if len(units) == 0 {
		return
	}
	if sc.counted = sc.counts(h, units); sc.counted {
		sc.add(diag.Info, "units_counted", sc.sheet.Rows[h.first].Number, cellRef{col: units[0].index + 1, header: units[0].header},
			fmt.Sprintf("“%s”等%d列里的数字按该部门派的人数处理", units[0].unit, len(units)), "如果是检查次数，请每次写一行")
	}
	ticks, others := sc.tally(h, units, func(m mark) bool { return true })
	switch {
	case ticks == 0 && others == 0:
		h.columns[unitTick] = nil
	case units[0].unsure:
		sc.add(diag.Warning, "units_unread", sc.sheet.Rows[h.first].Number, cellRef{col: units[0].index + 1, header: units[0].header},
			fmt.Sprintf("看不出“%s”等%d列打的“√”是什么意思，没有读取", units[0].unit, len(units)), "如果是由哪些部门检查，请每个部门一列，列名写部门全称，如“应急管理局”")
		h.columns[unitTick] = nil
	case others > ticks:
		sc.add(diag.Warning, "units_unread", sc.sheet.Rows[h.first].Number, cellRef{col: units[0].index + 1, header: units[0].header},
			fmt.Sprintf("“%s”等%d列是部门名称，但下面多半不是“√”，没有读取", units[0].header, len(units)), "部门要参加的格里打“√”，或写日期、人数")
		h.columns[unitTick] = nil
	case helperGroup.MatchString(units[0].group):
	default:
		sc.add(diag.Info, "units_ticked", sc.sheet.Rows[h.first].Number, cellRef{col: units[0].index + 1, header: units[0].header},
			fmt.Sprintf("“%s”等%d列是部门：每个勾是该部门的一次检查", units[0].unit, len(units)), "")
	}
}

// counts reports whether the numbers below columns of departments are head
// counts: where some are 2 or more, a 1 is no tick.
func (sc *scanner) counts(h *header, units []column) bool {
	rows := sc.sheet.Rows
	for i := h.first + h.lines; i < len(rows) && i < h.first+h.lines+looked; i++ {
		for _, c := range units {
			if n, _, ok := people(at(rows[i].Cells, c.index).Text); ok && n > 1 && plainNumber.MatchString(plain(at(rows[i].Cells, c.index).Text)) && sc.filled(h, &rows[i], anything, enterpriseName, enterpriseCode) && !isTotal(firstText(&rows[i])) {
				return true
			}
		}
	}
	return false
}

// tally counts the cells below columns of departments that are ticks, dates or
// head counts of a sort, and those that are not understood.
func (sc *scanner) tally(h *header, units []column, sort func(mark) bool) (of, others int) {
	rows := sc.sheet.Rows
	for i := h.first + h.lines; i < len(rows) && i < h.first+h.lines+looked; i++ {
		for _, c := range units {
			cell := at(rows[i].Cells, c.index)
			if blank(cell) {
				continue
			}
			m, ok := sc.unitMark(cell, c)
			switch {
			case !ok:
				others++
			case sort(m.mark):
				of++
			}
		}
	}
	return of, others
}

// dated makes a plan of a table whose dates stand under its departments' names
// alone.
func (sc *scanner) dated(h *header) {
	if h.kind != noKind && h.kind != registerKind || len(h.columns[unitTick]) == 0 || h.columns[unitTick][0].unsure || !h.hasAny(enterpriseName, enterpriseCode) {
		return
	}
	if n, _ := sc.tally(h, h.columns[unitTick], func(m mark) bool { return m.dated }); n > 0 {
		h.kind = planKind
	}
}

// unitMark is what a cell under a department's name says.
type unitMark struct {
	mark
	lead   bool
	matter string
}

func (sc *scanner) unitMark(cell table.Cell, c column) (unitMark, bool) {
	text := plain(cell.Text)
	if countGroup.MatchString(c.group) || countGroup.MatchString(c.header) || sc.counted && plainNumber.MatchString(text) {
		if n, _, ok := people(text); ok {
			return unitMark{mark: mark{planned: true, demand: n}}, true
		}
	}
	if m := tickHead.FindStringSubmatch(text); m != nil { // √（牵头）
		text = m[1] + m[2]
	}
	switch {
	case leadMark.MatchString(text):
		return unitMark{mark: mark{planned: true}, lead: true}, true
	case partMark.MatchString(text):
		return unitMark{mark: mark{planned: true}}, true
	}
	var stretch *when.Expr
	if c.dated {
		stretch = &c.when
	}
	m, ok := sc.mark(cell, stretch)
	if m.fault != nil {
		return unitMark{}, false
	}
	if ok && m.planned && c.dated && !m.dated {
		m.when, m.dated = c.when, true
	}
	if !ok && cell.Kind == table.Text && matterGroup.MatchString(c.group) {
		return unitMark{mark: mark{planned: true}, matter: tidy(cell.Text)}, true
	}
	return unitMark{mark: m}, ok
}

// tickedUnits are the departments ticked in a row.
type tickedUnits struct {
	ticks []tickedUnit
	all   []*unitCell // of all columns, ticked or not
	// hosted: the columns stand under 参与部门, so that who hands the table in
	// takes part besides.
	hosted bool
	first  cellRef
}

// tickedUnit is one of them.
type tickedUnit struct {
	unit   *unitCell
	dates  []plannedDate // its own; none: the row's
	demand int           // its own; 0: the row's
	matter string        // its own; "": the row's
	lead   bool
}

// units reads the ticks under departments' names; nil where the table has no
// such columns, or they only name partners.
func (r *rowReader) units(p *planRow) *tickedUnits {
	columns := r.h.columns[unitTick]
	if len(columns) == 0 {
		return nil
	}
	u := &tickedUnits{hosted: partnerGroup.MatchString(columns[0].group), first: r.ref(unitTick)}
	for _, c := range columns {
		unit := r.sc.memo.unit(cellRef{col: c.index + 1, header: c.header, value: c.unit})
		u.all = append(u.all, unit)
		cell, ref, ok := r.filled(c, true)
		if !ok {
			continue
		}
		m, ok := r.sc.unitMark(cell, c)
		if !ok {
			r.fail("bad_tick", ref, fmt.Sprintf("“%s”列的“%s”看不懂", c.header, ref.value), "部门要参加就打“√”，或写日期、人数（如“2人”）")
		}
		if !ok || !m.planned {
			continue
		}
		t := tickedUnit{unit: unit, demand: m.demand, matter: m.matter, lead: m.lead}
		if m.dated {
			t.dates = []plannedDate{{expr: m.when, cell: ref}}
			if c.dated {
				t.dates[0].month = firstMonth(c.when)
			}
		}
		u.ticks = append(u.ticks, t)
	}
	if !helperGroup.MatchString(columns[0].group) {
		return u
	}
	for _, t := range u.ticks {
		if !slices.Contains(p.partners, t.unit.cell.value) {
			p.partners = append(p.partners, t.unit.cell.value)
		}
	}
	return nil
}

// unitDates reads the row's dates, which every ticked department without its own
// shares. Where all have their own the row need have none.
func (r *rowReader) unitDates(u *tickedUnits) []plannedDate {
	own := func(t tickedUnit) bool { return len(t.dates) > 0 }
	if len(u.ticks) > 0 && !slices.ContainsFunc(u.ticks, func(t tickedUnit) bool { return !own(t) }) && !r.dated() {
		return nil
	}
	dates := r.dates()
	for i := range u.ticks {
		t := &u.ticks[i]
		if own(*t) && t.dates[0].expr.NeedsMonth() && len(dates) == 1 {
			if expr, fault := t.dates[0].expr.In(dates[0].expr); fault == nil {
				t.dates[0].expr = expr
			}
		}
	}
	return dates
}

// unassigned warns of people named in a row of several departments: whose they
// are it does not say.
func (r *rowReader) unassigned() {
	for _, c := range r.h.columns[named] {
		if cell := r.sc.grid.data(r.row, c.index); !nothing(cell.Text) {
			r.warn("names_unassigned", refOf(c, cell), "一行里勾了几个部门，看不出检查人员是哪个部门的，按没有指定人员处理", "请每个部门写一行，各写检查人员")
			return
		}
	}
}

// joinedBy writes the names of departments in a message.
func joinedBy(units []*unitCell) string {
	var names []string
	for _, u := range units {
		names = append(names, u.cell.value)
	}
	return strings.Join(names, "、")
}
