package agency

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"liancha/inspect"
)

// Find gives the department named inside a title, a file name or a folder:
// 市公安局5月检查计划, 关于报送江宁区应急局检查计划的函. A department without a
// region takes the one named elsewhere: 江宁区2021年检查计划（应急局）. Where two
// different ones are named it gives neither.
func Find(text string) (Unit, bool) {
	var best Unit
	all := runs(text)
	for _, run := range all {
		for _, u := range inRun(run) {
			switch {
			case best.Function == "" || !best.hasRegion() && u.hasRegion():
				best = u
			case !u.hasRegion() && best.hasRegion():
			case !u.agrees(best):
				return Unit{}, false
			}
		}
	}
	if best.Function == "" {
		return Unit{}, false
	}
	if !best.hasRegion() {
		best = best.Within(regionIn(all))
	}
	return best, true
}

// regionIn gives the region a text begins with, as a unit without a function.
func regionIn(runs []string) Unit {
	for _, run := range runs {
		head := regionHead(run)
		if head == 0 {
			continue
		}
		if reg, ok := parseRegion(run[:head]); ok && reg.level != inspect.NoLevel && (reg.city != "" || reg.district != "" || reg.street != "") {
			return Unit{City: reg.city, District: reg.district, Street: reg.street, Level: reg.level}
		}
	}
	return Unit{}
}

// hasRegion reports whether the text says whose department it is.
func (u Unit) hasRegion() bool { return u.Level != inspect.NoLevel || u.place != "" }

// agrees reports whether two mentions may mean the same department: what both
// state is the same.
func (u Unit) agrees(v Unit) bool {
	same := func(a, b string) bool { return a == "" || b == "" || a == b }
	return u.Function == v.Function && u.Level == v.Level && u.place == v.place &&
		same(u.City, v.City) && same(u.District, v.District) && same(u.Street, v.Street)
}

// dates part the words of a title too: 2021年5月江宁区应急局.
var dates = regexp.MustCompile(`[0-9０-９〇零○一二三四五六七八九十]+\s*(?:年度|年|月份|月|日|号|季度)`)

// labels number or date a table in front of its title: 表一江宁区应急局, 第二批,
// 上半年, 最终版.
var labels = regexp.MustCompile(`附?[表件录][一二三四五六七八九十]{1,3}|附[表录]|第[一二三四五六七八九十]{1,3}[批期次版稿组号张]|[上下]半年|本[年月周季]度?|(?:最新|最终|修订|修改|定稿)版?|汇总`)

// runs gives the stretches of Chinese characters in a text. White space, dates,
// labels and brackets part them.
func runs(text string) []string {
	text = labels.ReplaceAllString(dates.ReplaceAllString(text, " "), " ")
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

// longestPlace is the most characters a region's name without its suffix has
// where nothing else shows where it begins: 江宁, 雨花台.
const longestPlace = 4

// breaks are words of titles that no region's name contains: it begins behind
// the last of them.
var breaks = strings.Fields("关于 报送 上报 印发 附件 填报 单位 报告 转发 制定 年度 月份 计划 检查 方案 通知")

// behindBreak gives what follows the last break that something follows.
func behindBreak(s string) string {
	from := 0
	for _, w := range breaks {
		if i := strings.LastIndex(s, w); i >= 0 && i+len(w) < len(s) {
			from = max(from, i+len(w))
		}
	}
	return s[from:]
}

// links part two departments.
var links = []string{"和", "与", "及", "以及", "会同", "联合"}

// inRun gives the departments named in a run of Chinese characters.
func inRun(run string) []Unit {
	var found []Unit
	if u, ok := whole(behindBreak(beforeTail(run))); ok && u.hasRegion() && !endsInPrefecture(u.City) {
		return append(found, u)
	}
	start := 0 // of what is not yet used
	for i := 0; i < len(run); {
		s, ok := longestAt(run[i:])
		if !ok {
			i += runeLen(run[i:])
			continue
		}
		end := i + len(s.text)
		if _, more := longestAt(run[end:]); more && slices.Contains(organs, s.text) {
			i = end // 江北新区管委会应急管理局
			continue
		}
		if u, to, ok := branchAt(run, start, end); ok {
			found = append(found, u)
			i, start = to, to
			continue
		}
		if u, ok := behind(run[start:i], s); ok {
			found = append(found, u)
		}
		i, start = end, end
	}
	return found
}

func runeLen(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// longestAt gives the longest spelling at the head of s. Loose and one-character
// ones need a whole cell.
func longestAt(s string) (spelling, bool) {
	first, _ := utf8.DecodeRuneInString(s)
	for _, sp := range byFirst[first] {
		if !sp.loose && len(sp.text) > len("办") && strings.HasPrefix(s, sp.text) {
			return sp, true
		}
	}
	return spelling{}, false
}

// behind gives the unit of a function with the longest region before it.
func behind(before string, s spelling) (Unit, bool) {
	before = behindBreak(before)
	for _, w := range links {
		before = strings.TrimPrefix(before, w)
	}
	for utf8.RuneCountInString(before) > longestDepartment {
		before = before[runeLen(before):]
	}
	for ; before != ""; before = before[runeLen(before):] {
		reg, ok := parseRegion(before)
		switch {
		case !ok || !s.fits(reg):
		case reg.place != "" && utf8.RuneCountInString(reg.place) > longestPlace:
		case endsInPrefecture(reg.city): // 附表南京市
		default:
			return newUnit(reg, s, before+s.text), true
		}
	}
	return newUnit(region{}, s, s.text), s.fits(region{})
}

// endsInPrefecture reports a city's name with something before it.
func endsInPrefecture(city string) bool {
	for i := range city {
		if isPrefecture(city[i:]) {
			return i > 0
		}
	}
	return false
}

// branchAt reads 南京市公安局江宁分局 whose 公安局 ends at end.
func branchAt(run string, start, end int) (Unit, int, bool) {
	for _, suffix := range []string{"分局", "大队"} {
		i := strings.Index(run[end:], suffix)
		if i <= 0 || utf8.RuneCountInString(run[end:end+i]) > longestPlace {
			continue
		}
		to := end + i + len(suffix)
		at := start
		for ; utf8.RuneCountInString(run[at:to]) > longestDepartment; at += runeLen(run[at:]) {
		}
		for ; at < end; at += runeLen(run[at:]) {
			if u, ok := branch(run[at:to]); ok {
				return u, to, true
			}
		}
	}
	return Unit{}, 0, false
}

// Region gives the region a text names, as a unit without a function that
// others can stand within: a folder 江宁区, a sheet 东山街道.
func Region(text string) (Unit, bool) {
	u := regionIn(runs(text))
	return u, u.Level != inspect.NoLevel
}
