package intake

import (
	"regexp"
	"strconv"
	"strings"

	"liancha/intake/when"
)

// The headers of grids: a column for each month of a year or each day of a
// month, ticks below.

// monthColumn is what a month grid's header stands for.
type monthColumn struct {
	first int
	expr  when.Expr
}

var (
	monthName    = regexp.MustCompile(`^(?:(\d{2}|\d{4})年)?(?:(\d{1,2})|([一二三四五六七八九十]{1,2}))月(?:份|计划|检查)?$`)
	quarterName  = regexp.MustCompile(`^(?:(\d{4})年)?(?:第?([一二三四1-4])季度?|Q([1-4]))$`)
	halfYearName = regexp.MustCompile(`^(?:(\d{4})年)?([上下])半年$`)
	bareMonth    = regexp.MustCompile(`^(\d{1,2})$`)
	yearMonth    = regexp.MustCompile(`^(\d{4})[-/](\d{1,2})$`)
)

// monthHeader reads the header of a month grid's column: 5月, 五月份, 二季度,
// and a bare 5 under a group of months.
func monthHeader(l label) (monthColumn, bool) {
	name := trimBrackets(normHeader(l.name))
	text := ""
	switch {
	case l.part:
		expr, ok := partHeader(l)
		return monthColumn{firstMonth(expr), expr}, ok
	case monthName.MatchString(name):
		text = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "份"), "计划"), "检查")
	case quarterName.MatchString(name):
		m := quarterName.FindStringSubmatch(name)
		text = "第" + m[2] + m[3] + "季度"
		if m[1] != "" {
			text = m[1] + "年" + text
		}
	case halfYearName.MatchString(name):
		text = name
	case bareMonth.MatchString(name) && (l.month || ofMonthsGroup(l.group)):
		text = name + "月"
	case yearMonth.MatchString(name):
		text = yearMonth.ReplaceAllString(name, "${1}年${2}月")
	default:
		return monthColumn{}, false
	}
	if year, ok := when.YearIn(l.group); ok && !strings.Contains(text, "年") {
		text = strconv.Itoa(year) + "年" + text
	}
	expr, fault := when.Parse(text, when.Days)
	if fault != nil {
		return monthColumn{}, false
	}
	first := firstMonth(expr)
	return monthColumn{first, expr}, first > 0
}

// anyYear is a year that stands in where only months matter; it is no leap
// year, and months have no 29 February.
const anyYear = 2001

// firstMonth gives the first month an expression lies in.
func firstMonth(e when.Expr) int {
	occurrences, fault := e.Resolve(when.Env{Year: anyYear})
	if fault != nil || len(occurrences) == 0 || len(occurrences[0].Windows) == 0 {
		return 0
	}
	_, m, _ := occurrences[0].Windows[0].From.YMD()
	return m
}

// ofMonthsGroup reports a group whose bare numbers are months: 检查月份. Those of
// 5月 are its days.
func ofMonthsGroup(group string) bool {
	if !strings.Contains(group, "月") {
		return false
	}
	_, one := when.MonthIn(group)
	return !one
}

// markMonths marks the numbers 1 to 12 under one group as months: those of
// 计划检查时间 are nothing else.
func markMonths(labels []label) {
	for first := 0; first+12 <= len(labels); first++ {
		run := labels[first : first+12]
		if !timeGroup.MatchString(run[0].group) {
			continue
		}
		all := true
		for i, l := range run {
			all = all && l.group == run[0].group && plain(l.name) == strconv.Itoa(i+1)
		}
		next := first + 12
		if !all || next < len(labels) && labels[next].group == run[0].group && bareMonth.MatchString(plain(labels[next].name)) {
			continue // days go on to 31
		}
		for i := range run {
			run[i].month = true
		}
	}
}

// partName is a part of a month: 上旬, 5月中旬, 第二周.
var partName = regexp.MustCompile(`^((?:\d{4}年)?\d{1,2}月)?(?:[上中下]旬|[上下]半月|第[一二三四五六1-6]周)$`)

// partHeader reads a header that is a part of a month; its group may say of
// which, else the title does. What a bracket adds has to agree.
func partHeader(l label) (when.Expr, bool) {
	text := unified(l.name)
	m := partName.FindStringSubmatch(trimBrackets(text))
	if m == nil {
		return when.Expr{}, false
	}
	if month, ok := when.MonthIn(l.group); ok && m[1] == "" {
		text = strconv.Itoa(month) + "月" + text
		if year, ok := when.YearIn(l.group); ok {
			text = strconv.Itoa(year) + "年" + text
		}
	}
	expr, fault := when.Parse(text, when.Days)
	return expr, fault == nil
}

// markParts marks the parts of months that stand side by side.
func markParts(labels []label) {
	for i := 1; i < len(labels); i++ {
		if labels[i].group != labels[i-1].group {
			continue
		}
		if _, ok := partHeader(labels[i]); !ok {
			continue
		}
		if _, ok := partHeader(labels[i-1]); ok {
			labels[i-1].part, labels[i].part = true, true
		}
	}
}

// dayColumn is the day that a column of a day grid stands for; what its header
// leaves out is 0, and day is 0 where the column is of no such grid.
type dayColumn struct{ year, month, day int }

// before reports whether a column of the same grid may stand left of another.
func (d dayColumn) before(o dayColumn) bool {
	if d.year != o.year {
		return d.year < o.year
	}
	if d.month != o.month {
		return d.month < o.month
	}
	return d.day < o.day
}

var (
	bareDay  = regexp.MustCompile(`^0?([1-9]|[12]\d|3[01])$`)
	namedDay = regexp.MustCompile(`^(?:(?:(\d{4})年)?(\d{1,2})月)?(\d{1,2})[日号]$`)
	signDay  = regexp.MustCompile(`^(?:(\d{4})[-./])?(\d{1,2})[-./](\d{1,2})$`)
	// weekdayTail is what may follow a day in its header: 10日 周一.
	weekdayTail = regexp.MustCompile(`(?:周|星期|礼拜)[一二三四五六日天]$`)
)

// dayHeader reads a header that may be a day's: 10日, 5月10日, 5.10, and a bare
// 10, which is a day only among its like.
func dayHeader(l label) (d dayColumn, bare, ok bool) {
	name := trimBrackets(weekdayTail.ReplaceAllString(unified(l.name), ""))
	number := func(s string) int {
		n, _ := strconv.Atoi(s)
		return n
	}
	if m := bareDay.FindStringSubmatch(name); m != nil {
		return dayColumn{day: number(m[1])}, true, true
	}
	m := namedDay.FindStringSubmatch(name)
	if m == nil {
		if m = signDay.FindStringSubmatch(name); m == nil {
			return dayColumn{}, false, false
		}
	}
	d = dayColumn{number(m[1]), number(m[2]), number(m[3])}
	return d, false, d.month <= 12 && d.day >= 1 && d.day <= 31
}

// Bare numbers under no month are the days of one when they are many and reach
// its end: those of working days alone are fifteen at least. Under 检查日期 fewer
// do, if they are more than the months.
const (
	fewestBareDays = 15
	lastBareDay    = 26
)

// markDays marks the columns of a day grid. Days side by side ascend; those
// that name no month, in the header or its group, leave it to the title.
func markDays(labels []label) {
	var monthless [][]label
	for first := 0; first < len(labels); {
		run, bare := dayRun(labels[first:])
		if len(run) == 0 {
			first++
			continue
		}
		first += len(run)
		known := run[0].day.month != 0
		switch {
		case known && bare, !bare && len(run) > 1:
		case bare && len(run) >= fewestBareDays && run[len(run)-1].day.day >= lastBareDay:
		case bare && len(run) > 1 && timeGroup.MatchString(normHeader(run[0].dayNamed().group)) && run[len(run)-1].day.day > 12:
		default:
			unmark(run)
			continue
		}
		if !known {
			monthless = append(monthless, run)
		}
	}
	if len(monthless) > 1 { // two months, and nothing says which
		for _, run := range monthless {
			unmark(run)
		}
	}
}

// halfOfDay is what may stand in a day's column, or under it, and says no more
// than a tick does: plans are of days.
var halfOfDay = regexp.MustCompile(`^(?:上午|下午|全天|半天|上下午|上、下午)$`)

// dayNamed gives the label that names the day: of 上午 under 5月10日 the group.
func (l label) dayNamed() label {
	if halfOfDay.MatchString(unified(l.name)) {
		return label{name: l.group}
	}
	return l
}

// dayRun marks the days that labels begin with, all of one group and one form,
// and gives them.
func dayRun(labels []label) (run []label, bare bool) {
	n := 0
	group := labels[0].dayNamed().group
	if _, unit := (label{name: group}).unitName(); unit {
		return nil, false // days under a department's name
	}
	for ; n < len(labels); n++ {
		l := labels[n].dayNamed()
		d, without, ok := dayHeader(l)
		ok = ok && l.group == group
		if !ok || n > 0 && without != bare {
			break
		}
		bare = without
		if d.month == 0 {
			d.month, _ = when.MonthIn(group)
		}
		if d.year == 0 {
			d.year, _ = when.YearIn(group)
		}
		if n > 0 && d.before(labels[n-1].day) {
			break
		}
		labels[n].day = d
	}
	return labels[:n], bare
}

func unmark(run []label) {
	for i := range run {
		run[i].day = dayColumn{}
	}
}

// weekdayName is one cell of the line that says which day of the week it is.
var weekdayName = regexp.MustCompile(`^(?:周|星期|礼拜)?[一二三四五六日天]$`)

// isWeekdays reports a line that only gives the days of the week under those of
// a day grid.
func (sc *scanner) isWeekdays(h *header, i int) bool {
	if !h.has(dayTick) || i != h.first+h.lines {
		return false
	}
	row, n := &sc.sheet.Rows[i], 0
	for c := range row.Cells {
		text := plain(row.Cells[c].Text)
		switch {
		case text == "", text == "星期", text == "周":
		case holds(h, c, dayTick) && weekdayName.MatchString(text):
			n++
		default:
			return false
		}
	}
	return n > 1
}
