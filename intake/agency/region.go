package agency

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"liancha/inspect"
)

// region is what stands before a function: 南京市江宁区东山街道, 江宁, 市, or nothing.
type region struct {
	city, district, street string
	level                  inspect.Level // as the text states it: 市, 区, 街道 without a name too
	place                  string        // a name without its 市 or 区: 江宁
}

// Suffixes of the names of districts and streets.
var (
	districtEnds = []string{"区", "县", "旗", "市"}
	streetEnds   = []string{"街道", "镇", "乡"}
)

// longestName is the longest name of a region, suffix included, in characters:
// 克孜勒苏柯尔克孜自治州 has 11.
const longestName = 11

// parseRegion reads a whole text as a region.
func parseRegion(s string) (region, bool) {
	s = afterProvince(s)
	for _, organ := range organs {
		s = strings.TrimSuffix(s, organ)
	}
	if level, ok := unnamed[s]; ok {
		return region{level: level}, true
	}
	var r region
	if rest, ok := afterCity(s); ok {
		if name, _ := cutName(rest, districtEnds); name == "" {
			return region{}, false // 市交通 is no region
		}
		s = rest
	} else if r.city, s = cityOf(s); r.city != "" {
		r.level = inspect.City
	}
	if s = r.takeDistrict(s); s == "" {
		return r, true
	}
	if name, rest := cutName(s, streetEnds); name != "" {
		r.street, s, r.level = name, rest, inspect.Street
	} else if slices.Contains(streetEnds, s) {
		r.level, s = inspect.Street, ""
	}
	return r.takePlace(s)
}

// unnamed are regions that only say their level.
var unnamed = map[string]inspect.Level{
	"":  inspect.NoLevel,
	"市": inspect.City, "我市": inspect.City, "本市": inspect.City, "全市": inspect.City, "市级": inspect.City,
	"区": inspect.District, "我区": inspect.District, "本区": inspect.District, "全区": inspect.District, "区级": inspect.District,
	"县": inspect.District, "我县": inspect.District, "本县": inspect.District, "全县": inspect.District, "县级": inspect.District,
	"街道": inspect.Street, "本街道": inspect.Street, "镇": inspect.Street, "本镇": inspect.Street, "乡": inspect.Street, "街镇": inspect.Street,
	"各市": inspect.City, "各区": inspect.District, "各县": inspect.District, "各区县": inspect.District, "各街道": inspect.Street, "各镇": inspect.Street, "各街镇": inspect.Street,
}

// afterCity cuts a 市 without a name: 市江宁区…. There are districts that begin
// with it.
func afterCity(s string) (string, bool) {
	for _, name := range []string{"市中区", "市北区", "市南区"} {
		if strings.HasPrefix(s, name) {
			return s, false
		}
	}
	return strings.CutPrefix(s, "市")
}

// takeDistrict moves the district at the head of s into r.
func (r *region) takeDistrict(s string) (rest string) {
	name, rest := cutName(s, districtEnds)
	switch {
	case name != "" && !strings.HasSuffix(name, "社区") && !strings.ContainsAny(name, "局委队"):
		r.district, r.level = name, inspect.District
		if city, district := splitDistrict(name); r.city == "" {
			r.city, r.district = city, district
		}
		return rest
	case r.city != "" && (s == "区" || s == "县"):
		r.level = inspect.District
		return ""
	}
	return s
}

// takePlace ends a region with a name without its suffix: 江宁, 南京市江宁.
func (r region) takePlace(s string) (region, bool) {
	switch {
	case s == "":
		return r, true
	case r.level == inspect.NoLevel && strings.HasSuffix(s, "州") && utf8.RuneCountInString(s) > 2 && !prefectures[s]: // 延边州
		return region{city: s, level: inspect.City}, true
	case r.street != "" || !isPlace(s):
		return region{}, false
	case r.district != "":
		r.level = inspect.Street
	case r.city != "":
		r.level = inspect.District
	}
	r.place = s
	return r, true
}

// afterProvince cuts 江苏省 and 国家税务总局.
func afterProvince(s string) string {
	s = strings.TrimPrefix(s, "国家税务总局")
	for _, end := range []string{"省", "自治区"} {
		if i := strings.Index(s, end); i > 0 && utf8.RuneCountInString(s[:i]) <= 6 && i+len(end) < len(s) {
			s = s[i+len(end):]
		}
	}
	return s
}

// regionHead is the length of the regions named at the head of t.
func regionHead(t string) int {
	rest := afterProvince(t)
	if after, ok := afterCity(rest); ok {
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

// organs are the bodies a department's name may follow: 江北新区管委会应急管理局.
var organs = []string{"管理委员会", "管委会", "人民政府", "办事处"}

// cityOf cuts the city off a region's head.
func cityOf(s string) (city, rest string) {
	name, rest := cutName(s, []string{"市", "自治州", "地区", "盟"})
	if name == "" || strings.HasPrefix(rest, "区") { // 沙市区
		return "", s
	}
	if strings.ContainsAny(strings.TrimSuffix(name, "地区"), "区县局委队") {
		return "", s // 江宁区…市, 消防支队和市…
	}
	return name, rest
}

// cutName cuts a region's name off the head of s: the shortest of two
// characters or more that ends with one of the suffixes.
func cutName(s string, ends []string) (name, rest string) {
	_, first := utf8.DecodeRuneInString(s)
	best := -1
	for _, end := range ends {
		if i := strings.Index(s[first:], end); i >= 0 && (best < 0 || first+i+len(end) < best) {
			best = first + i + len(end)
		}
	}
	if best > 0 && strings.HasSuffix(s[:best], "市") && !isPrefecture(s[:best]) { // 津市市, 沙市区
		for _, more := range []string{"区", "市"} {
			if strings.HasPrefix(s[best:], more) && slices.Contains(ends, more) {
				best += len(more)
			}
		}
	}
	if best > 0 && strings.HasSuffix(s[:best], "镇") && strings.HasPrefix(s[best:], "镇") { // 竹镇镇
		best += len("镇")
	}
	if best < 0 || s[:best] == "城乡" || utf8.RuneCountInString(s[:best]) > longestName || !allHan(s[:best]) {
		return "", s
	}
	return s[:best], s[best:]
}

// isPlace reports whether s may be a region's name without its suffix.
func isPlace(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < 2 || n > 5 || !allHan(s) {
		return false
	}
	return !slices.ContainsFunc(noPlace, func(w string) bool { return strings.Contains(s, w) })
}

// noPlace are words no region is called by: parts of functions and of what
// stands about a name in titles.
var noPlace = func() []string {
	list := strings.Fields("局 委 队 所 办 厅 公司 部门 单位 检查 计划 联合 关于 有关 相关 各 年 月 等 牵头 配合 其他 省 综合 执法 安全 生产 治安 行政 经济 文化 质量 特种 危险 监察 监督 监管 管理 市场 经信 劳动 保障 社会 建设 信息 城乡 食品 药品 医疗")
	for _, f := range families {
		list = append(list, f.loose...)
	}
	return list
}()

func allHan(s string) bool {
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return true
}

// short is a region's name without its suffix: 江宁区 is 江宁. Names of two
// characters stay whole (吴县).
func short(name string) string {
	for _, end := range []string{"自治州", "地区", "自治县", "街道", "新区", "市", "区", "县", "旗", "镇", "乡", "盟"} {
		if s, ok := strings.CutSuffix(name, end); ok && utf8.RuneCountInString(s) >= 2 {
			return s
		}
	}
	return name
}

// splitDistrict cuts a city's name without 市 off a district's: 南京江宁区 is
// 江宁区 of 南京市. A development zone keeps it: 苏州工业园区.
func splitDistrict(name string) (city, district string) {
	n := 0
	for i := range name {
		if n++; n > 2 && prefectures[name[:i]] && isPlainDistrict(name[i:]) {
			return name[:i] + "市", name[i:]
		}
	}
	return "", name
}

// isPlainDistrict reports an administrative district's or county's name.
func isPlainDistrict(name string) bool {
	n := utf8.RuneCountInString(name)
	if n < 2 || n > 5 || strings.HasSuffix(name, "园区") || strings.HasSuffix(name, "新区") || strings.HasSuffix(name, "开发区") || strings.HasSuffix(name, "景区") {
		return false
	}
	return strings.HasSuffix(name, "区") || strings.HasSuffix(name, "县")
}
