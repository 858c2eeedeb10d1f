package collide

import (
	"cmp"
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// regions.txt: a province a line, its prefecture-level cities behind it.
//
//go:embed regions.txt
var regionsText string

// provinceOf maps every province and prefecture-level city, by its name
// without 省 or 市, to its province.
var provinceOf = sync.OnceValue(func() map[string]string {
	m := make(map[string]string)
	for line := range strings.Lines(regionsText) {
		names := strings.Fields(line)
		for _, n := range names {
			m[n] = names[0]
		}
	}
	return m
})

// region is where a name or an address says it belongs: 江苏省南京市江宁区.
type region struct {
	province, city string // without 省 and 市; empty where not said
	district       string // as written, 江宁区
	needed         bool   // the name is nothing without it: 人民医院
}

// label is the widest thing a name's region is told apart by: 南京 of 南京市 or
// 江苏省南京市, 江苏 of 江苏省.
func (r region) label() string {
	if r.city != "" {
		return r.city
	}
	return r.province
}

// gazetteer knows the districts of the lists at hand beside the built-in
// provinces and cities.
type gazetteer struct {
	home      region // the city the lists belong to, with its province
	districts map[string]bool
	short     map[string]string // the districts by their short names
}

// cutRegion parts a folded text into the region it begins with and the rest.
func (g *gazetteer) cutRegion(s string) (region, string) {
	var r region
	s = strings.TrimPrefix(s, "中华人民共和国")
	for range 2 {
		name, rest := g.cutPlace(s)
		if name == "" {
			break
		}
		province := g.provinceOf(name)
		switch {
		case province == name && r.province == "" && r.city == "":
			r.province = name
			if municipality(name) {
				r.city = name
			}
		case province != name && r.city == "" && (r.province == "" || province == "" || r.province == province):
			r.city, r.province = name, cmp.Or(province, r.province)
		default:
			name = ""
		}
		if name == "" {
			break
		}
		s = rest
	}
	return g.cutDistrict(s, r)
}

// cutAddress is cutRegion for an address, which may begin with a district:
// 江宁区将军大道5号. A park or a housing estate is none.
func (g *gazetteer) cutAddress(s string) (region, string) {
	r, rest := g.cutRegion(s)
	if d, after := unnamedDistrict(rest); r.district == "" && d != "" && !strings.HasSuffix(d, "园区") && !strings.HasSuffix(d, "开发区") {
		r.district, rest = d, after
	}
	return r, rest
}

// cutProvince parts 江苏省昆山 into 江苏 and 昆山; cities of the county level are
// not built in, but may be the one the settings name.
func (g *gazetteer) cutProvince(s string) (province, rest string) {
	if name, rest := g.cutPlace(s); name != "" && provinceOf()[name] == name {
		return name, rest
	}
	return "", s
}

func (g *gazetteer) provinceOf(name string) string {
	if name == g.home.city {
		return g.home.province
	}
	return provinceOf()[name]
}

func municipality(name string) bool {
	return name == "北京" || name == "天津" || name == "上海" || name == "重庆"
}

// cutPlace parts a text into the province or city it begins with, without its
// 省 or 市, and the rest. Names that a region alone makes up are not parted.
func (g *gazetteer) cutPlace(s string) (name, rest string) {
	known := provinceOf()
	for _, p := range prefectures {
		if rest, ok := strings.CutPrefix(s, p.full); ok && rest != "" {
			return p.name, rest
		}
	}
	end := 0
	for n := 1; n <= 5 && end < len(s); n++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
		if n < 2 || known[s[:end]] == "" && s[:end] != g.home.city {
			continue
		}
		name, rest = s[:end], cutRank(s[end:])
		if name == g.home.city { // of a county's lists
			rest = strings.TrimPrefix(rest, "县")
		}
		if rest == "" || len(rest) == len(s)-end && isNamedAfter(name, rest, g.home) {
			return "", s
		}
		return name, rest
	}
	return "", s
}

// prefectures that are neither cities nor autonomous.
var prefectures = []struct{ full, name string }{
	{"大兴安岭地区", "大兴安岭"}, {"喀什地区", "喀什"}, {"阿克苏地区", "阿克苏"}, {"塔城地区", "塔城"}, {"阿勒泰地区", "阿勒泰"},
	{"锡林郭勒盟", "锡林郭勒"}, {"阿拉善盟", "阿拉善"},
}

// cutRank takes the 省 or 市 behind a place's name off a text, but not the 市 of
// 南京市政工程 or 南京市场.
func cutRank(s string) string {
	if before, rest, ok := strings.Cut(s, "自治州"); ok && utf8.RuneCountInString(before) <= 8 {
		return rest // 甘孜藏族自治州
	}
	for _, rank := range []string{"特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"} {
		if rest, ok := strings.CutPrefix(s, rank); ok {
			if rank == "市" && (strings.HasPrefix(rest, "政工") || strings.HasPrefix(rest, "政建") || strings.HasPrefix(rest, "场") || strings.HasPrefix(rest, "容")) {
				return s
			}
			return rest
		}
	}
	return s
}

// namedAfter are the characters that make a street or a dish of another
// region's name: 黄山路, 中山北路, 海南鸡饭.
const (
	namedAfter  = "路街巷陵园湖山河江桥鸡鸭鱼面粉菜饭味"
	streetAfter = "路街巷大"
)

// isNamedAfter reports whether a text that begins with the name of a region
// other than home means something called after it.
func isNamedAfter(name, rest string, home region) bool {
	if name == home.city || name == home.province {
		return false
	}
	next, size := utf8.DecodeRuneInString(rest)
	after, more := utf8.DecodeRuneInString(rest[size:])
	if strings.ContainsRune("东南西北中", next) {
		return strings.ContainsRune(streetAfter, after)
	}
	two := rest[:size+more]
	return strings.ContainsRune(namedAfter, next) && provinceOf()[two] == "" && !shortIn(two, name)
}

// cutDistrict parts a text into the district or county it begins with and the
// rest, and tells its city where that is certain. One that neither the lists
// nor GB/T 2260 know is taken for one only behind its city.
func (g *gazetteer) cutDistrict(s string, behind region) (region, string) {
	end := 0
	for n := 1; n <= longestCounty && end < len(s); n++ {
		r, size := utf8.DecodeRuneInString(s[end:])
		end += size
		if n < 2 || r != '区' && r != '县' && r != '市' && r != '旗' {
			continue
		}
		name, rest := s[:end], s[end:]
		in, known := g.lies(name, behind)
		if r == '市' && cutRank(s[end-size:]) == s[end-size:] || !known && !g.districts[name] {
			continue
		}
		if rest == "" {
			return behind, s
		}
		behind.district = name
		if known {
			behind.province, behind.city = cmp.Or(behind.province, in.province), cmp.Or(behind.city, in.city)
		}
		return g.atHomeOr(behind), rest
	}
	if behind.city != "" {
		behind.district, s = unnamedDistrict(s)
	}
	return behind, s
}

// unnamedDistrict parts a text into what looks like a district behind its city
// and the rest. 沙县 is a kitchen.
func unnamedDistrict(s string) (district, rest string) {
	end := 0
	for n := 1; n <= 5 && end < len(s); n++ {
		r, size := utf8.DecodeRuneInString(s[end:])
		end += size
		if n < 2 || r != '区' && r != '县' {
			continue
		}
		if name := s[:end]; !strings.HasSuffix(name, "小区") && !strings.HasSuffix(name, "社区") && name != "沙县" {
			if s[end:] == "" {
				return "", s
			}
			return name, s[end:]
		}
	}
	return "", s
}

// sameRegion reports whether two names' regions leave the names equal: the
// home city and province may be left out where the rest is a name by itself,
// any other region and any district may not.
func (g *gazetteer) sameRegion(a, b *region) bool {
	if trimSuffixes(a.district) != trimSuffixes(b.district) {
		return false
	}
	x, y := a.label(), b.label()
	if a.needed || b.needed {
		return x == y
	}
	return x == y || x == "" && g.atHome(y) || y == "" && g.atHome(x)
}

// clashingRegion reports whether two names' regions tell them apart: 南京 and
// 江苏 do, 南京 and nothing do not.
func clashingRegion(a, b *region) bool {
	return compareText(a.label(), b.label()) == differs ||
		compareText(trimSuffixes(a.district), trimSuffixes(b.district)) == differs
}

// apart reports whether two names say different regions that there are: two
// cities, both written out and neither within the other, or two districts of one
// city.
func (g *gazetteer) apart(a, b *name) bool {
	x, y := &a.region, &b.region
	if compareText(x.label(), y.label()) == differs {
		return strings.Contains(a.before, x.label()) && strings.Contains(b.before, y.label()) && !g.within(x, y.label()) && !g.within(y, x.label())
	}
	if x.district == "" || y.district == "" || trimSuffixes(x.district) == trimSuffixes(y.district) {
		return false
	}
	city := region{city: cmp.Or(x.city, y.city, g.home.city)}
	_, there := g.lies(x.district, city)
	_, thereToo := g.lies(y.district, city)
	return there && thereToo
}

// within reports whether a region lies in a province, or the home county in a
// city.
func (g *gazetteer) within(r *region, wider string) bool {
	if r.province == wider {
		return true
	}
	in, _ := g.lies(bareCounties()[r.city], region{})
	return r.city == g.home.city && in.city == wider
}

func (g *gazetteer) atHome(label string) bool {
	return label == g.home.city || label == g.home.province
}
