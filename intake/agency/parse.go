package agency

import (
	"slices"
	"strings"
	"unicode/utf8"

	"liancha/inspect"
)

// longestDepartment bounds the length in characters of what is read as one
// name: 延边朝鲜族自治州朝阳川镇农村经济发展和安全生产监督管理办公室 has 29.
const longestDepartment = 40

// whole reads a text that is a department's name and nothing else.
func whole(t string) (Unit, bool) {
	if t == "" || utf8.RuneCountInString(t) > longestDepartment {
		return Unit{}, false
	}
	for _, read := range []func(string) (Unit, bool){branch, listed, section, unlisted} {
		if u, ok := read(t); ok {
			return u, true
		}
	}
	return Unit{}, false
}

// listed reads a region and a function of the table.
func listed(t string) (Unit, bool) {
	last, _ := utf8.DecodeLastRuneInString(t)
	for _, s := range byLast[last] {
		before, ok := strings.CutSuffix(t, s.text)
		if !ok {
			continue
		}
		if reg, ok := parseRegion(before); ok && s.fits(reg) {
			return newUnit(reg, s, t), true
		}
	}
	return Unit{}, false
}

// fits reports whether a spelling may follow a region: 办 follows a street, a
// loose one nothing that may be the rest of a word, and only what streets have
// a name within a district.
func (s spelling) fits(reg region) bool {
	switch {
	case strings.HasPrefix(s.text, "办"):
		return reg.level == inspect.Street
	case s.loose:
		return reg.place == ""
	case reg.place != "" && reg.district != "":
		return ofStreets(s.text) // 江宁区东山派出所
	}
	return true
}

// newUnit puts region and function together.
func newUnit(reg region, s spelling, written string) Unit {
	u := Unit{City: reg.city, District: reg.district, Street: reg.street, Level: reg.level, Written: written, place: reg.place, family: s.family + 1, own: s.own}
	if s.full {
		u.full = s.text
	}
	implied := levelOf(s.text)
	if u.Level == inspect.NoLevel {
		u.Level = implied
	}
	switch {
	case u.place == "":
	case implied == inspect.City: // 南京消防支队
		u.City, u.place = u.place+"市", ""
	case implied == inspect.NoLevel && ofStreets(s.text):
		u.Level = inspect.Street
	}
	u.Function = families[s.family].at(u.Level)
	return u
}

// branch reads what a city's department calls its office in a district:
// 南京市公安局江宁分局, 南京市消防救援支队江宁大队.
func branch(t string) (Unit, bool) {
	head, ok := strings.CutSuffix(t, "分局")
	if !ok {
		if head, ok = strings.CutSuffix(t, "大队"); !ok {
			return Unit{}, false
		}
	}
	for i, r := range head {
		if r != '局' && r != '队' && r != '委' {
			continue
		}
		i += len("局")
		u, ok := listed(head[:i])
		if !ok || u.Level > inspect.City || u.place != "" {
			continue
		}
		reg, ok := parseRegion(strings.TrimSuffix(head[i:], "区"))
		if !ok || reg.place == "" {
			continue
		}
		u.Level, u.Written, u.place, u.full, u.own = inspect.District, t, reg.place, "", ""
		if strings.HasSuffix(head, "区") {
			u.District, u.place = head[i:], ""
		}
		u.Function = families[u.family-1].at(u.Level)
		return u, true
	}
	return Unit{}, false
}

// section reads a part of a department that is none of its own: 市应急局危化处 is
// the bureau.
func section(t string) (Unit, bool) {
	last, _ := utf8.DecodeLastRuneInString(t)
	if !strings.ContainsRune("处科室股组", last) || strings.HasSuffix(t, "办公室") {
		return Unit{}, false
	}
	for i, r := range t {
		if !strings.ContainsRune("局委会队", r) {
			continue
		}
		if u, ok := listed(t[:i+len("局")]); ok {
			u.Written = t
			return u, true
		}
	}
	return Unit{}, false
}

// unlisted reads a name with a region and a function that is not in the table:
// 江宁区地震局. Without a region there is no telling it from anything else.
func unlisted(t string) (Unit, bool) {
	cut := regionHead(t)
	reg, ok := parseRegion(t[:cut])
	f := t[cut:]
	switch {
	case !ok || cut == 0 || f == "" || utf8.RuneCountInString(f) > longestFunction:
		return Unit{}, false
	case strings.Contains(f, "公司"), strings.Contains(f, "区"), strings.Contains(f, "街道"): // no department, or several
		return Unit{}, false
	case !slices.ContainsFunc(endings, func(end string) bool { return strings.HasSuffix(f, end) }):
		return Unit{}, false
	case strings.HasSuffix(f, "办") && reg.level != inspect.Street:
		return Unit{}, false
	}
	u := Unit{City: reg.city, District: reg.district, Street: reg.street, Level: reg.level, Function: f, Written: t, full: f}
	if u.Level == inspect.NoLevel {
		u.Level = levelOf(f)
	}
	return u, true
}

// longestFunction bounds the length in characters of a function that is not in
// the table: 交通运输综合行政执法监督局 has 13.
const longestFunction = 16

// government reads a street or town that stands for its own administration:
// 东山街道 is its office, 湖熟镇 its government.
func government(t string) (Unit, bool) {
	reg, ok := parseRegion(t)
	if !ok || reg.street == "" {
		return Unit{}, false
	}
	name := "人民政府"
	if strings.HasSuffix(reg.street, "街道") {
		name = "办事处"
	}
	i := slices.IndexFunc(families, func(f family) bool { return f.full[0] == name })
	return newUnit(reg, spelling{text: name, family: i, full: true}, t), true
}

// clean folds width, drops white space, bracketed notes and a label before the
// name.
func clean(text string) string {
	var b strings.Builder
	depth := 0
	for _, r := range text {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		switch {
		case strings.ContainsRune("([【〔", r):
			depth++
		case strings.ContainsRune(")]】〕", r):
			depth = max(depth-1, 0)
		case depth > 0, r <= ' ', r >= '\u2000' && r <= '\u200f', strings.ContainsRune("\u00a0\u3000\ufeff\u2060_*\"“”《》", r):
		default:
			b.WriteRune(r)
		}
	}
	t := b.String()
	if _, after, ok := strings.Cut(t, ":"); ok {
		t = after
	}
	return strings.Trim(t, "-—–·.。:;,、")
}

// tails are words that follow a department's name in a title, a file name or a
// cell.
var tails = strings.Fields("盖章 公章 签章 填报 审核 联系 检查计划 执法人员 执法检查 监督检查 联合检查 安全生产 双随机 年度 计划 名录 人员 方案 清单 报送 需求 抽查")

// beforeTail cuts a name's tail: a year, or one of the tails.
func beforeTail(t string) string {
	at := len(t)
	if i := strings.IndexAny(t, "0123456789"); i > 0 {
		at = i
	}
	for _, w := range tails {
		if i := strings.Index(t, w); i > 0 && i < at {
			at = i
		}
	}
	return t[:at]
}
