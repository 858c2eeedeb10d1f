package collide

import (
	_ "embed"
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

// atHomeOr takes the home county, where the lists are a county's, for the home
// city it is to them.
func (g *gazetteer) atHomeOr(r region) region {
	if r.district != "" && g.home.city != "" && trimSuffixes(r.district) == g.home.city {
		r.city, r.district = g.home.city, ""
	}
	return r
}
