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
	var r region
	s = afterProvince(s)
	for _, organ := range organs {
		s = strings.TrimSuffix(s, organ)
	}
	switch s {
	case "":
		return r, true
	case "市", "我市", "本市", "市级", "全市":
		return region{level: inspect.City}, true
	case "区", "县", "我区", "本区", "我县", "本县", "区级", "县级", "全区":
		return region{level: inspect.District}, true
	case "街道", "镇", "乡", "本街道", "本镇", "街镇", "街":
		return region{level: inspect.Street}, true
	}
	if rest, ok := strings.CutPrefix(s, "市"); ok && !strings.HasPrefix(s, "市中区") && !strings.HasPrefix(s, "市北区") && !strings.HasPrefix(s, "市南区") {
		if name, _ := cutName(rest, districtEnds); name == "" {
			return region{}, false
		}
		s = rest // 市江宁区…
	} else if r.city, s = cityOf(s); r.city != "" {
		r.level = inspect.City
	}
	if name, rest := cutName(s, districtEnds); name != "" && !strings.HasSuffix(name, "社区") {
		r.district, s, r.level = name, rest, inspect.District
		if city, district := splitDistrict(name); r.city == "" {
			r.city, r.district = city, district
		}
	} else if r.city != "" && (s == "区" || s == "县") {
		r.level, s = inspect.District, ""
	}
	if name, rest := cutName(s, streetEnds); name != "" {
		r.street, s, r.level = name, rest, inspect.Street
	} else {
		for _, end := range streetEnds {
			if s == end {
				r.level, s = inspect.Street, ""
			}
		}
	}
	if s == "" {
		return r, true
	}
	if r.level == inspect.NoLevel && strings.HasSuffix(s, "州") && utf8.RuneCountInString(s) > 2 && !prefectures[s] { // 延边州
		return region{city: s, level: inspect.City}, true
	}
	if !isPlace(s) || r.street != "" {
		return region{}, false
	}
	r.place = s
	switch {
	case r.district != "":
		r.level = inspect.Street
	case r.city != "":
		r.level = inspect.District
	default:
		r.level = inspect.NoLevel
	}
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

// organs are the bodies a department's name may follow: 江北新区管委会应急管理局.
var organs = []string{"管理委员会", "管委会", "人民政府", "办事处"}

// cityOf cuts the city off a region's head.
func cityOf(s string) (city, rest string) {
	name, rest := cutName(s, []string{"市", "自治州", "地区", "盟"})
	if name == "" || strings.HasPrefix(rest, "区") { // 沙市区
		return "", s
	}
	if strings.ContainsAny(strings.TrimSuffix(name, "地区"), "区县") {
		return "", s // 江宁区…市
	}
	return name, rest
}

// cutName cuts a region's name off the head of s: the shortest of two
// characters or more that ends with one of the suffixes.
func cutName(s string, ends []string) (name, rest string) {
	best := -1
	for _, end := range ends {
		from := 0
		if _, n := utf8.DecodeRuneInString(s); n < len(s) {
			from = n
		}
		if i := strings.Index(s[from:], end); i >= 0 && from > 0 {
			if to := from + i + len(end); best < 0 || to < best {
				best = to
			}
		}
	}
	if best > 0 && strings.HasSuffix(s[:best], "市") && !isPrefecture(s[:best]) { // 津市市, 沙市区
		for _, more := range []string{"区", "市"} {
			if strings.HasPrefix(s[best:], more) && slices.Contains(ends, more) {
				best += len(more)
			}
		}
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
	for _, end := range []string{"自治州", "地区", "自治县", "街道", "新区", "市", "区", "县", "旗", "镇", "乡", "盟", "街"} {
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
