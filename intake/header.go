package intake

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"liancha/intake/when"
	"liancha/internal/table"
)

// sheetKind is what a table is.
type sheetKind uint8

// The kinds up to samplingKind are read here, findings where they are asked for;
// the others are passed over.
const (
	noKind sheetKind = iota
	planKind
	rosterKind
	registerKind
	samplingKind
	findingsKind
	replyKind
	taskListKind
	matchesKind
	profileKind
	contactsKind
)

// kindNames name the kinds a collision passes over.
var kindNames = [...]string{
	planKind: "检查计划", rosterKind: "执法人员名录库", registerKind: "检查对象名录库", samplingKind: "抽查计划",
	findingsKind: "检查结果", replyKind: "确认反馈", taskListKind: "联合检查任务清单", matchesKind: "疑似同一企业",
	profileKind: "企业安全信用脸谱", contactsKind: "通讯录",
}

// column is one column of a table.
type column struct {
	index  int    // from 0
	header string // in the words of the file
	month  int    // of a month grid: the first month the column stands for
	when   when.Expr
	part   bool      // it is a part of a month
	day    dayColumn // of a day grid
	unit   string    // of a department's ticks: its name
	group  string    // and what stands over it
	dated  bool      // and when is when
	unsure bool      // and it may be a matter as well
}

// header is a recognised header: where it stands and what its columns hold.
type header struct {
	kind    sheetKind
	first   int // index of its first row
	lines   int
	columns [fieldCount][]column // by rank, then position
	fields  int                  // how many fields were recognised
	labels  []label              // of all columns, those of no field too
}

func (h *header) has(f field) bool { return len(h.columns[f]) > 0 }

func (h *header) hasAny(fs ...field) bool { return slices.ContainsFunc(fs, h.has) }

func (h *header) count(fs ...field) int {
	n := 0
	for _, f := range fs {
		if h.has(f) {
			n++
		}
	}
	return n
}

// label is a column's header text, taken apart.
type label struct {
	index       int
	group, name string // group is empty for a header of one line
	alone       bool   // the group spans this column only
	month       bool   // a bare number that stands for a month
	part        bool   // a part of a month: 上旬
	day         dayColumn
}

// maxColumns bounds the columns looked at: no plan has more.
const maxColumns = 512

// oneLine gives the labels of a header in one row.
func (g *grid) oneLine(row *table.Row) []label {
	var labels []label
	for c := range min(len(row.Cells), maxColumns) {
		cell, _ := g.head(row, c)
		if own := at(row.Cells, c); !blank(own) || !blank(cell) {
			labels = append(labels, label{index: c, name: headText(cell)})
		}
	}
	markParts(labels)
	markDays(labels)
	return labels
}

// twoLines gives the labels of a header in two rows: the upper names groups,
// the lower what is in them. Text files keep no merged ranges, so a group that
// is written once holds for the columns to its right that have none.
func (g *grid) twoLines(upper, lower *table.Row) []label {
	var labels []label
	carried := ""
	for c := range min(max(len(upper.Cells), len(lower.Cells)), maxColumns) {
		top, spread := g.head(upper, c)
		bottom, _ := g.head(lower, c)
		t, b := headText(top), headText(bottom)
		switch {
		case t == "" && b == "":
			continue
		case b == "" || b == t:
			labels = append(labels, label{index: c, name: t})
			carried = ""
		case t == "":
			labels = append(labels, label{index: c, group: carried, name: b})
		default:
			labels = append(labels, label{index: c, group: t, name: b, alone: !spread})
			carried = t
		}
	}
	for i := 1; i < len(labels); i++ { // a group carried to the right is not alone
		if labels[i].group != "" && labels[i].group == labels[i-1].group {
			labels[i].alone, labels[i-1].alone = false, false
		}
	}
	markMonths(labels)
	markParts(labels)
	markDays(labels)
	return labels
}

// headText is a header cell's text. Typing 2021年5月 into a spreadsheet gives a
// date that shows as the month.
func headText(c table.Cell) string {
	if c.Kind == table.DateTime && c.MonthOnly {
		if d, ok := serialDate(c.Number); ok {
			y, m, _ := d.YMD()
			return fmt.Sprintf("%d年%d月", y, m)
		}
	}
	return tidy(c.Text)
}

// recognise decides which kind of table the labels are the header of, and gives
// every label its field in that kind's own words.
func recognise(labels []label) header {
	h := assign(labels, nil)
	h.deadlines()
	h.kind = kindOf(&h)
	if h.kind == noKind && h.hasAny(findingText, findingResult) && !h.hasAny(enterpriseName, enterpriseCode) {
		if f := assign(labels, findingWords); f.has(enterpriseName) { // where the inspected are meant, without a word
			f.deadlines()
			f.kind = kindOf(&f)
			return f
		}
	}
	switch h.kind {
	case noKind, registerKind:
		if r := assign(labels, rosterWords); isRoster(&r) {
			r.kind = rosterKind
			return r
		}
		if h.kind == registerKind {
			h = assign(labels, registerWords)
			h.kind = registerKind
		}
	}
	return h
}

// assign fills a header's columns. Words of own go before the plan's words.
func assign(labels []label, own map[string]sense) header {
	h := header{labels: labels}
	ranks := map[int]int{}
	for _, l := range labels {
		s, month := senseOf(l, own)
		if s.field == noField {
			continue
		}
		if s.field == monthTick {
			if _, ofUnit := l.timeOfUnit(); ofUnit {
				continue
			}
		}
		col := column{index: l.index, header: l.text()}
		switch s.field {
		case monthTick:
			col.month, col.when, col.part = month.first, month.expr, l.part
		case dayTick:
			col.day = l.day
		}
		if len(h.columns[s.field]) == 0 {
			h.fields++
		}
		ranks[l.index] = s.rank
		h.columns[s.field] = append(h.columns[s.field], col)
	}
	if h.columns[unitTick] = unitColumns(labels); h.has(unitTick) {
		h.fields++
	}
	for f := range h.columns {
		slices.SortStableFunc(h.columns[f], func(a, b column) int {
			return cmp.Or(a.month-b.month, ranks[a.index]-ranks[b.index], a.index-b.index)
		})
	}
	return h
}

// sideBySide parts a header whose names repeat, as those of two tables do that
// were put beside each other to save paper; nil where they do not.
func (h *header) sideBySide() []*header {
	n := len(h.labels)
	for width := 2; width <= n/2; width++ {
		repeats := n%width == 0
		for i := width; repeats && i < n; i++ {
			repeats = h.labels[i].text() == h.labels[i-width].text()
		}
		if !repeats {
			continue
		}
		var parts []*header
		for i := 0; i < n; i += width {
			part := recognise(h.labels[i : i+width])
			part.first, part.lines = h.first, h.lines
			parts = append(parts, &part)
		}
		return parts
	}
	return nil
}

// fills reports whether the row has something of its own in the header's columns.
func (h *header) fills(row *table.Row) bool {
	return slices.ContainsFunc(h.labels, func(l label) bool { return !blank(at(row.Cells, l.index)) })
}

// text is the header as problems name the column.
func (l label) text() string { return squeeze(l.name) }

// senseOf gives what a label means.
func senseOf(l label, own map[string]sense) (sense, monthColumn) {
	if l.day.day != 0 {
		return sense{field: dayTick}, monthColumn{}
	}
	if m, ok := monthHeader(l); ok {
		return sense{field: monthTick}, m
	}
	group, name := normHeader(l.group), trimBrackets(normHeader(l.name))
	if s, ok := grouped(group, name); ok {
		return s, monthColumn{}
	}
	for _, vocabulary := range []map[string]sense{own, planWords} {
		if s := lookup(vocabulary, l.name); s.field != noField && !foreign(group, s.field) {
			return qualified(s, normHeader(l.name)), monthColumn{}
		}
		if group == "" {
			continue
		}
		if s := lookup(vocabulary, group+name); s.field != noField {
			return s, monthColumn{}
		}
		if s := lookup(vocabulary, group); s.field != noField && l.alone {
			return s, monthColumn{}
		}
	}
	if name == "名称" && group == "" {
		// Without a group it is the enterprise, should nothing else be.
		return sense{enterpriseName, 999}, monthColumn{}
	}
	if v, ok := numbered(name); ok {
		return v, monthColumn{}
	}
	if s := shapeOf(l.name); s.field != noField && !foreign(group, s.field) {
		return qualified(s, normHeader(l.name)), monthColumn{}
	}
	return sense{}, monthColumn{}
}

var (
	ofMonths   = regexp.MustCompile(`\(按?月`)
	ofFirstDay = regexp.MustCompile(`\((?:起|始|开始|起始|自|从)(?:时间|日期|日)?\)$`)
	ofLastDay  = regexp.MustCompile(`\((?:止|终|结束|截止|至|到)(?:时间|日期|日)?\)$`)
	ofPartners = regexp.MustCompile(`\((?:配合|参与|协同|协助)[^)]*\)$`)
)

// qualified reads what a header's bracket adds: 检查时间（起）, 检查时间（月份）,
// 检查部门（配合）.
func qualified(s sense, header string) sense {
	switch {
	case s.field == date && ofMonths.MatchString(header):
		s.field = months
	case s.field == date && ofFirstDay.MatchString(header):
		s.field = dateFrom
	case s.field == date && ofLastDay.MatchString(header):
		s.field = dateTo
	case s.field == department && ofPartners.MatchString(header):
		s.field = partners
	}
	return s
}

// numbered reads 执法人员1, 检查人员二, 问题1: a list over several columns.
func numbered(name string) (sense, bool) {
	s := strings.TrimRight(name, "0123456789一二三四五六")
	if s == name {
		return sense{}, false
	}
	v := lookup(planWords, s)
	v.rank += 100
	return v, v.field == named || v.field == partners || v.field == findingText
}

var (
	enterpriseGroup = regexp.MustCompile(`检查对象|抽查对象|联查对象|企业|被检查|受检|受查|市场主体|主体信息|经营者|对象信息|单位信息|^对象$`)
	peopleGroup     = regexp.MustCompile(`执法人员|检查人员|检查人|人员信息|检查组`)
	leaveGroup      = regexp.MustCompile(`请假|休假|不可用`)
	timeGroup       = regexp.MustCompile(`时间|日期|期限|时段|安排|起止|计划|年度?$`)
	hazardGroup     = regexp.MustCompile(`隐患|问题|整改`)
	beginning       = regexp.MustCompile(`^(?:起|开始|自|从|起始|由)(?:日期|时间|日)?$`)
	ending          = regexp.MustCompile(`^(?:止|结束|至|到|截止|终止|终)(?:日期|时间|日)?$`)
	partnerGroup    = regexp.MustCompile(`配合|参与|参加|协同|联合`)
)

// grouped reads names that only their group explains: 名称 under 检查对象 is the
// enterprise's, 姓名 under 执法人员 an inspector's.
func grouped(group, name string) (sense, bool) {
	const early = -1
	switch {
	case group == "":
	case hazardGroup.MatchString(group) && hazardFields[name] != noField:
		return sense{hazardFields[name], early}, true
	case peopleGroup.MatchString(group):
		switch name {
		case "姓名", "名称", "人员", "名单", "主办", "协办", "主查", "协查", "主检", "协检", "组长", "组员", "成员", "带队", "带队人", "主办人", "协办人":
			return sense{named, early}, true
		case "人数", "数量":
			return sense{demand, early}, true
		}
	case enterpriseGroup.MatchString(group):
		switch name {
		case "名称", "全称", "单位", "企业", "单位名称", "名字":
			return sense{enterpriseName, early}, true
		case "代码", "编码", "编号", "统一代码":
			return sense{enterpriseCode, early}, true
		case "等级", "级别":
			return sense{grade, early}, true
		case "状态":
			return sense{businessStatus, early}, true
		case "姓名":
			return sense{contact, early}, true
		}
	case leaveGroup.MatchString(group):
		switch {
		case beginning.MatchString(name):
			return sense{leaveFrom, early}, true
		case ending.MatchString(name):
			return sense{leaveTo, early}, true
		}
	case timeGroup.MatchString(group):
		switch {
		case beginning.MatchString(name):
			return sense{dateFrom, early}, true
		case ending.MatchString(name):
			return sense{dateTo, early}, true
		}
	case partnerGroup.MatchString(group):
		switch name {
		case "部门", "单位", "名称", "部门名称":
			return sense{partners, early}, true
		}
	}
	return sense{}, false
}

// hazardFields are the names that mean something of a hazard under a group such
// as 隐患情况 or 整改要求.
var hazardFields = map[string]field{
	"描述": findingText, "内容": findingText, "名称": findingText, "具体内容": findingText, "具体描述": findingText,
	"等级": findingSeverity, "级别": findingSeverity, "性质": findingSeverity,
	"要求": findingMeasure, "措施": findingMeasure, "意见": findingMeasure,
	"期限": findingDeadline, "时限": findingDeadline, "截止日期": findingDeadline, "截止时间": findingDeadline, "完成时间": findingDeadline, "完成时限": findingDeadline,
	"状态": findingState, "进度": findingState, "是否完成": findingState, "完成情况": findingState,
}

// foreign reports a field that a column under this group cannot hold: the
// telephone under 执法人员 is not the enterprise's.
func foreign(group string, f field) bool {
	if group == "" || !peopleGroup.MatchString(group) || enterpriseGroup.MatchString(group) {
		return false
	}
	switch f {
	case enterpriseName, enterpriseCode, contact, phone, address, district, street:
		return true
	}
	return false
}

// kindOf decides what a table is by the fields of its header.
func kindOf(h *header) sheetKind {
	enterprise := h.hasAny(enterpriseName, enterpriseCode)
	dated := h.hasAny(date, months, dateFrom, dateTo, monthTick, dayTick)
	findings := h.count(findingText, findingSeverity, findingBasis, findingMeasure, findingDeadline, findingState, findingReview, findingPublic)
	switch {
	case h.has(sameEnterprise):
		return matchesKind
	case h.has(profileGrade):
		return profileKind
	case h.has(taskNumber) && h.has(replyAnswer):
		return replyKind
	case h.has(taskNumber) && (findings > 0 || h.has(findingResult)):
		return findingsKind
	case enterprise && h.has(findingText) && findings+h.count(findingResult) >= 2:
		return findingsKind
	case h.has(taskNumber) && h.has(enterpriseName) && h.has(date) && taskListDate(h):
		return taskListKind
	case h.has(samplingRatio) && !h.has(enterpriseCode):
		return samplingKind
	case enterprise && dated:
		return planKind
	case enterprise && h.hasAny(industry, grade, headcount, lastVisit, businessStatus, contact, phone, address, enterpriseCode) &&
		h.has(enterpriseName) && !h.hasAny(matter, inspectionKind, demand, named, joinable, samplingRange):
		return registerKind
	case enterprise && h.hasAny(findingText, findingResult):
		return findingsKind
	}
	return noKind
}

// taskListDate reports the date column of the program's own task list, which
// is always called 检查日期.
func taskListDate(h *header) bool {
	return slices.ContainsFunc(h.columns[date], func(c column) bool { return normHeader(c.header) == "检查日期" })
}

// isRoster reports a list of people with their certificates or departments and
// nothing of enterprises or inspections.
func isRoster(h *header) bool {
	return h.has(personName) &&
		h.hasAny(certificate, department, specialty, leave, leaveFrom, recused, expires) &&
		!h.hasAny(enterpriseName, enterpriseCode, matter, date, months, dateFrom, dateTo, monthTick, dayTick)
}
