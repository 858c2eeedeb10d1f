package collide

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// counties.txt: the districts, counties, banners and county-level cities of
// GB/T 2260 behind their province and city, one city a line.
//
//go:embed counties.txt
var countiesText string

// counties gives, for the name of every district, county and county-level city,
// where it may lie: 鼓楼区 is in Nanjing, Xuzhou, Fuzhou and Kaifeng.
var counties = sync.OnceValue(func() map[string][]region {
	m := make(map[string][]region)
	for line := range strings.Lines(countiesText) {
		names := strings.Fields(line)
		in := region{province: names[0], city: names[1]}
		if in.city == in.province && !municipality(in.city) { // 济源市 is under no city
			in.city = ""
		}
		for _, n := range names[2:] {
			m[n] = append(m[n], in)
		}
	}
	return m
})

// bareCounties maps 昆山 to 昆山市 and 沭阳 to 沭阳县. Districts are not left
// bare in names: 鼓楼 may be any tower.
var bareCounties = sync.OnceValue(func() map[string]string {
	m := make(map[string]string)
	for n, in := range counties() {
		bare := n
		for _, rank := range []string{"县", "市", "旗"} {
			bare = strings.TrimSuffix(bare, rank)
		}
		if bare == n || utf8.RuneCountInString(bare) < 2 {
			continue
		}
		if _, twice := m[bare]; twice || len(in) > 1 {
			m[bare] = ""
			continue
		}
		m[bare] = n
	}
	return m
})

// shortNames gives, for the short name of every district, county and county-level
// city, what it may be short for: 鼓楼 is 鼓楼区, 朝阳 is 朝阳区, 朝阳县 or 朝阳市.
var shortNames = sync.OnceValue(func() map[string][]string {
	m := make(map[string][]string)
	for n := range counties() {
		for _, rank := range shortened {
			if bare, ok := strings.CutSuffix(n, rank); ok && utf8.RuneCountInString(bare) >= 2 {
				m[bare] = append(m[bare], n)
			}
		}
	}
	for _, full := range m {
		slices.Sort(full)
	}
	return m
})

// shortIn reports whether a district or county of a province or city has the
// short name: 江宁 in 南京江宁 is no river.
func shortIn(short, place string) bool {
	return slices.ContainsFunc(shortNames()[short], func(full string) bool {
		return slices.ContainsFunc(counties()[full], func(in region) bool { return in.city == place || in.province == place })
	})
}

// shortened are the ranks that short names leave out.
var shortened = []string{"新区", "区", "县", "市", "旗"}

// longestCounty is the characters of the longest name: 积石山保安族东乡族撒拉族自治县.
const longestCounty = 15

// lies gives where a district or county lies, as far as that is certain: the
// one there is, or the one at home, that agrees with what stands before it.
func (g *gazetteer) lies(name string, behind region) (region, bool) {
	found, fitting := region{}, 0
	for _, in := range counties()[name] {
		if (behind.city != "" && behind.city != in.city) || (behind.province != "" && behind.province != in.province) {
			continue
		}
		if in.city != "" && in.city == g.home.city {
			return in, true
		}
		found = in
		fitting++
	}
	if fitting > 1 {
		found = region{}
	}
	return found, fitting > 0
}

// otherwise reads a name once more whose region lacks its rank: 昆山鑫达化工 is
// 昆山市鑫达化工 as well as a name that begins with 昆山. What is left must be
// a name by itself.
func (g *gazetteer) otherwise(n *name) (name, bool) {
	if n.region.district != "" {
		return name{}, false
	}
	end := 0
	for range 5 {
		_, size := utf8.DecodeRuneInString(n.core[end:])
		end += size
		full := bareCounties()[n.core[:end]]
		if full == "" {
			continue
		}
		in, ok := g.lies(full, n.region)
		m := *n
		m.before, m.core = n.before+n.core[:end], n.core[end:]
		if !ok || utf8.RuneCountInString(m.core) < 2 || generic(m.core) && !institution(m.core) && !strings.HasPrefix(m.core, "第") {
			return name{}, false
		}
		m.region = g.atHomeOr(region{province: in.province, city: in.city, district: full})
		m.region.needed = generic(m.core)
		return m, true
	}
	return name{}, false
}

// zones are what stands in names behind, or instead of, a district.
var zones = strings.Fields(`经济技术开发区 高新技术产业开发区 高新技术开发区 经济开发区 高新技术产业园 工业园区 工业园 高新区 经开区 开发区`)

// shorter reads a name once more whose region ends in a district without its
// rank, or in a zone: 南京江宁隆源化工 may be 南京市江宁区隆源化工, and so what
// others call 隆源化工. It may as well be named 江宁, so that this reading finds
// names to ask about and joins none. What is left must be a name by itself.
func (g *gazetteer) shorter(n *name) *name {
	in, core := n.region, n.core
	if in.district == "" {
		in, core = g.cutShort(core, in)
	}
	for _, zone := range zones {
		if rest, ok := strings.CutPrefix(core, zone); ok {
			in.district, core = cmp.Or(in.district, zone), rest
			break
		}
	}
	if len(core) == len(n.core) || utf8.RuneCountInString(core) < 2 || generic(core) {
		return nil
	}
	m := *n
	m.region, m.core, m.before = in, core, n.before+n.core[:len(n.core)-len(core)]
	return &m
}

// cutShort parts what follows a region into the district it begins with, its
// rank left out, and the rest. Of two the longer is meant.
func (g *gazetteer) cutShort(s string, behind region) (region, string) {
	found, rest := behind, s
	end := 0
	for n := 1; n <= longestShort && end < len(s); n++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
		if n < 2 {
			continue
		}
		if r, ok := g.inFull(s[:end], behind); ok {
			found, rest = r, s[end:]
		}
	}
	return found, rest
}

// inFull gives the district a short name is one of: one of the region before
// it, or of the home city where none stands there, by GB/T 2260, else one that
// the lists at hand know.
func (g *gazetteer) inFull(short string, behind region) (region, bool) {
	for _, full := range shortNames()[short] {
		in, ok := g.lies(full, behind)
		if ok && in.city != "" && (behind != region{} || in.city == g.home.city) {
			return g.atHomeOr(region{province: in.province, city: in.city, district: full}), true
		}
	}
	if behind.city != "" && behind.city != g.home.city {
		return behind, false
	}
	full := g.short[short]
	behind.district = full
	return behind, full != ""
}

// learnShort finds the short names of the districts the lists know; of two that
// share one the first by bytes is meant.
func (g *gazetteer) learnShort() {
	g.short = make(map[string]string)
	for full := range g.districts {
		for _, rank := range shortened {
			if bare, ok := strings.CutSuffix(full, rank); ok && (g.short[bare] == "" || full < g.short[bare]) {
				g.short[bare] = full
			}
		}
	}
}

// longestShort is how many characters are looked at for a short name.
const longestShort = 5

// atHomeOr takes the home county, where the lists are a county's, for the home
// city it is to them.
func (g *gazetteer) atHomeOr(r region) region {
	if r.district != "" && g.home.city != "" && trimSuffixes(r.district) == g.home.city {
		r.city, r.district = g.home.city, ""
	}
	return r
}
