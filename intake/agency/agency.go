// Package agency reads the names of government departments as plans write
// them and makes one name of all spellings: 南京市应急管理局, 市应急管理局 and
// 市应急局 are one, 南京市江宁区应急管理局, 江宁区应急局 and 江宁应急局 another. City
// and district are never taken for one another.
//
// The table of functions stands in functions.go. Of places the package knows the
// prefecture-level cities only; which city the plans are about, and which
// districts and streets it has, it learns from the names it sees. Provinces'
// departments are not its concern.
package agency

import (
	"slices"
	"strings"
	"unicode/utf8"

	"liancha/inspect"
)

// Unit is one department as a text names it. What the text leaves out is empty.
type Unit struct {
	City     string // 南京市
	District string // 江宁区
	Street   string // 东山街道
	// Function is the canonical name of what it does at its level, 应急管理局;
	// as written where the function is not known.
	Function string
	Level    inspect.Level
	Written  string // as written, without notes and white space

	place  string // a region without its suffix, which may be a city or a district: 江宁
	family int    // index into families + 1; 0: not known
	full   string // the function as written, if written in full
}

// Parse reads a cell that is a department's name, notes and tails aside:
// 填报单位：南京市应急管理局（盖章）, 市应急局2021年度计划.
func Parse(text string) (Unit, bool) {
	t := clean(text)
	if t == "" || strings.ContainsAny(t, "、，,;/") {
		return Unit{}, false
	}
	if u, ok := whole(t); ok {
		return u, true
	}
	if u, ok := government(t); ok {
		return u, true
	}
	if cut := beforeTail(t); cut != t {
		return whole(cut)
	}
	return Unit{}, false
}

// whole reads a text that is a department's name and nothing else.
func whole(t string) (Unit, bool) {
	if u, ok := branch(t); ok {
		return u, true
	}
	r := []rune(t)
	for _, s := range byLast[r[len(r)-1]] {
		before, ok := strings.CutSuffix(t, s.text)
		if !ok {
			continue
		}
		if reg, ok := parseRegion(before); ok && s.fits(reg) {
			return newUnit(reg, s, t), true
		}
	}
	return unlisted(t)
}

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
	return newUnit(reg, spelling{name, i, true, false}, t), true
}

// fits reports whether a spelling may follow a region: 办 follows a street, and
// short forms without 局 or the like nothing that could be a part of a word.
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
	u := Unit{City: reg.city, District: reg.district, Street: reg.street, Level: reg.level, Written: written, place: reg.place, family: s.family + 1}
	if s.full {
		u.full = s.text
	}
	implied := levelOf(s.text)
	if u.Level == inspect.NoLevel {
		u.Level = implied
	}
	switch {
	case u.place == "":
	case implied == inspect.City:
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
	for _, end := range []string{"分局", "大队"} {
		head, ok := strings.CutSuffix(t, end)
		if !ok {
			continue
		}
		for i := range head {
			if i == 0 {
				continue
			}
			inner, ok := whole(head[:i])
			place := strings.TrimSuffix(head[i:], "区")
			if !ok || inner.family == 0 || inner.District != "" || inner.Street != "" || inner.full == "" && !strings.HasSuffix(head[:i], "局") && !strings.HasSuffix(head[:i], "支队") {
				continue
			}
			if reg, ok := parseRegion(place); !ok || reg.place == "" && reg.district == "" {
				continue
			}
			u := Unit{City: inner.City, Level: inspect.District, Written: t, place: place, family: inner.family}
			if place != head[i:] {
				u.District, u.place = head[i:], ""
			}
			u.Function = families[u.family-1].at(inspect.District)
			return u, true
		}
	}
	return Unit{}, false
}

// unlisted reads a name with a region and a function that is not in the table:
// 江宁区地震局. Without a region there is no telling it from anything else.
func unlisted(t string) (Unit, bool) {
	for _, end := range endings {
		if !strings.HasSuffix(t, end) {
			continue
		}
		cut := regionHead(t)
		if cut == 0 || cut == len(t) || strings.Contains(t[cut:], "公司") || utf8.RuneCountInString(t[cut:]) > longestFunction {
			return Unit{}, false
		}
		reg, ok := parseRegion(t[:cut])
		if strings.Contains(t[cut:], "区") || strings.Contains(t[cut:], "街道") {
			return Unit{}, false // several departments
		}
		if !ok || end == "办" && reg.level != inspect.Street {
			return Unit{}, false
		}
		f := t[cut:]
		u := Unit{City: reg.city, District: reg.district, Street: reg.street, Level: reg.level, Function: f, Written: t, full: f}
		if l := levelOf(f); l > u.Level && u.Level == inspect.NoLevel {
			u.Level = l
		}
		return u, true
	}
	return Unit{}, false
}

// longestFunction bounds the length in characters of a function that is not in
// the table: 交通运输综合行政执法监督局 has 14.
const longestFunction = 16

// regionHead is the length of the regions named at the head of t.
func regionHead(t string) int {
	rest := afterProvince(t)
	if after, ok := strings.CutPrefix(rest, "市"); ok && !strings.HasPrefix(after, "中区") {
		rest = after
	} else if name, after := cityOf(rest); name != "" {
		rest = after
	}
	if name, after := cutName(rest, districtEnds); name != "" && utf8.RuneCountInString(name) <= 6 {
		rest = after
	} else if after, ok := strings.CutPrefix(rest, "区"); ok {
		rest = after
	}
	if name, after := cutName(rest, streetEnds); name != "" && utf8.RuneCountInString(name) <= 6 {
		rest = after
	}
	return len(t) - len(rest)
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
		case r == '(' || r == '[' || r == '【' || r == '〔':
			depth++
		case r == ')' || r == ']' || r == '】' || r == '〕':
			depth = max(depth-1, 0)
		case depth > 0 || r <= ' ' || r == '\u00a0' || r == '\u3000' || r == '\ufeff' || r >= '\u2000' && r <= '\u200f' || r == '\u2060':
		case r == '_' || r == '*' || r == '"' || r == '“' || r == '”' || r == '《' || r == '》':
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

// Words that follow a department's name in a title, a file name or a cell.
var tails = []string{"盖章", "公章", "签章", "检查计划", "执法人员", "执法检查", "监督检查", "联合检查", "安全生产", "双随机", "年度", "计划", "名录", "人员", "方案", "清单", "报送", "需求", "抽查"}

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

// Within completes a unit that names no region from the unit it stands under:
// 应急局 in a sheet of 江宁区卫生健康局 is 江宁区应急管理局.
func (u Unit) Within(context Unit) Unit {
	bare := u.City == "" && u.District == "" && u.Street == "" && u.place == ""
	if u.City == "" {
		u.City = context.City
	}
	switch {
	case u.Level == inspect.NoLevel && bare:
		u.Level = context.Level
		if u.Level == inspect.Street && !ofStreets(u.Function) {
			u.Level = inspect.District
		}
		u.District = context.District
		if u.Level == inspect.Street {
			u.Street = context.Street
		}
		if u.District == "" && u.Level >= inspect.District {
			u.place = context.place
		}
	case u.Level == inspect.District && u.District == "" && u.place == "":
		u.District = context.District
		u.place = context.place
	case u.Level == inspect.Street:
		if u.District == "" {
			u.District = context.District
		}
		if u.Street == "" && u.place == "" {
			u.Street = context.Street
		}
	}
	if u.family > 0 {
		u.Function = families[u.family-1].at(u.Level)
	}
	return u
}
