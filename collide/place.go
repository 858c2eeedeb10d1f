package collide

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"liancha/inspect"
)

// place is where a row says an enterprise is.
type place struct {
	city     string // 南京; empty where not said
	district string // 江宁
	street   string // 东山
	road     string // 将军大道; the whole rest where there is no number
	number   string // 5 of 5号3幢, digits alone
}

// parsePlace reads the columns for district and street and, where they are
// empty, the address.
func (g *gazetteer) parsePlace(s *inspect.Subject) place {
	var p place
	r, rest := g.cutAddress(foldAddress(s.Address))
	p.city, p.district = r.city, r.district
	if p.district == "" && g.districts[rest] {
		p.district, rest = rest, "" // an address that says no more than its district
	}
	if d := fold(s.District); d != "" {
		g.readDistrict(d, &p)
	}
	if street, after := cutStreet(rest); street != "" {
		p.street, rest = street, after
	}
	if d := fold(s.Street); d != "" {
		_, p.street = g.cutRegion(d)
	}
	p.road, p.number = cutNumber(rest)
	p.district, p.street = trimSuffixes(p.district), trimSuffixes(p.street)
	return p
}

// readDistrict reads the column for the district, which may hold the city's
// name as well, or no more than that.
func (g *gazetteer) readDistrict(d string, p *place) {
	column, tail := g.cutRegion(d)
	if name := trimSuffixes(tail); name == g.home.city || provinceOf()[name] != "" {
		p.city = name
		return
	}
	p.district = cmp.Or(column.district, tail)
	if in, ok := g.lies(p.district, column); ok && column.city == "" {
		column = in
	}
	p.city = cmp.Or(column.city, p.city)
}

// trimSuffixes takes the kind of place off its name, so that 江宁 and 江宁区,
// 东山 and 东山街道 are the same.
func trimSuffixes(s string) string {
	for _, end := range []string{"街道办事处", "街道", "镇", "乡", "区", "县", "市"} {
		if t, ok := strings.CutSuffix(s, end); ok && utf8.RuneCountInString(t) >= 2 {
			return t
		}
	}
	return s
}

// cutStreet parts 秣陵街道将军大道5号 into 秣陵街道 and the rest.
func cutStreet(s string) (street, rest string) {
	for _, end := range []string{"街道", "镇", "乡"} {
		i := strings.Index(s, end)
		if i < 0 {
			continue
		}
		i += len(end)
		if n := utf8.RuneCountInString(s[:i]); n <= 7 && !strings.ContainsAny(s[:i], "0123456789") && s[i:] != "" && !strings.HasPrefix(s[i:], "路") {
			return s[:i], s[i:]
		}
	}
	return "", s
}

// cutNumber parts an address into its road and the first house number: the
// rest names building, floor and room, which lists write or leave out at will.
func cutNumber(s string) (road, number string) {
	i := strings.IndexAny(s, "0123456789")
	if i <= 0 {
		return s, ""
	}
	j := i
	for j < len(s) && s[j] >= '0' && s[j] <= '9' {
		j++
	}
	return s[:i], s[i:j]
}

// exact reports whether the place is told down to the house.
func (p *place) exact() bool { return p.road != "" && p.number != "" }

// likeness says whether two statements agree, contradict each other, or
// cannot be compared.
type likeness int8

const (
	differs likeness = -1
	unknown likeness = 0
	agrees  likeness = 1
)

func compareText(a, b string) likeness {
	switch {
	case a == "" || b == "":
		return unknown
	case a == b:
		return agrees
	}
	return differs
}

// house compares addresses down to the house number. Addresses without one
// describe the same spot in too many ways to contradict each other.
func (p *place) house(q *place) likeness {
	if !p.exact() || !q.exact() {
		if p.road != "" && p.road == q.road && p.number == q.number && utf8.RuneCountInString(p.road) >= 6 {
			return agrees
		}
		return unknown
	}
	if p.number == q.number && (strings.HasSuffix(p.road, q.road) || strings.HasSuffix(q.road, p.road)) {
		return agrees
	}
	return differs
}

// contradicts reports whether two places cannot be one: another city,
// district, street or house.
func (p *place) contradicts(q *place) bool {
	s := setting{}
	s.compare(p, q)
	return s.differs()
}

// setting is how a place compares with all the places an enterprise is said to
// be at, level by level: it agrees if it agrees with one of them.
type setting struct {
	city, district, street, house likeness
}

func (s *setting) compare(p, q *place) {
	for _, x := range []struct {
		level *likeness
		now   likeness
	}{
		{&s.city, compareText(p.city, q.city)},
		{&s.district, compareText(p.district, q.district)},
		{&s.street, compareText(p.street, q.street)},
		{&s.house, p.house(q)},
	} {
		if x.now == agrees || *x.level == unknown {
			*x.level = x.now
		}
	}
}

func (s *setting) differs() bool {
	return s.city == differs || s.district == differs || s.street == differs || s.house == differs
}
