package collide

import (
	"slices"
	"strings"
)

// crowd is the number of profiles of one name beyond which the name says
// nothing by itself (便民超市): only the house tells such enterprises apart.
// It also keeps the work near-linear, for within a name pairs are compared.
const crowd = 256

// namesake is a profile that goes, or once went, by a name.
type namesake struct {
	*name
	profile int32
	former  bool
}

// namesakes collects the profiles of each name that several go by, the region
// aside.
func (r *resolver) namesakes() [][]namesake {
	list := make([]namesake, 0, len(r.profiles))
	for i := range r.profiles {
		n := r.profiles[i].name
		if n.core == "" {
			continue
		}
		list = append(list, namesake{&n.name, int32(i), false})
		for k := range n.also {
			list = append(list, namesake{&n.also[k], int32(i), false})
		}
		for k := range n.was {
			if n.was[k].bare() != n.bare() {
				list = append(list, namesake{&n.was[k], int32(i), true})
			}
		}
	}
	return sharing(list, func(i int32) bareName { return list[i].bare() })
}

// joinNames: rows without a code belong to the enterprise of that name, if the
// name can mean only one in that area.
func (r *resolver) joinNames(names [][]namesake) {
	for i := range r.profiles {
		if p := &r.profiles[i]; p.name.core == "" && p.broken == "" && r.codes[r.root(int32(i))] == (codes{}) {
			r.split(int32(i)) // nothing says that these rows mean one enterprise
		}
	}
	for _, same := range names {
		r.joinNamesakes(same)
	}
}

// joinNamesakes joins the rows of one name, as far as it is certain.
func (r *resolver) joinNamesakes(same []namesake) {
	var open []namesake
	var known []int32 // roots; an old registration number alone leaves a row open
	named := make(map[int32][]namesake)
	for _, s := range same {
		root := r.root(s.profile)
		if r.codes[root].org == "" {
			open = append(open, s)
			continue
		}
		if named[root] == nil {
			known = append(known, root)
		}
		named[root] = append(named[root], s)
	}
	if len(open) == 0 {
		return
	}
	if len(open) > crowd || len(known) > crowd {
		r.joinCrowd(same)
		return
	}

	claims, strangers, doubtful := r.claim(open, known, named)
	strangers = append(strangers, r.disputed(claims)...)
	for _, c := range claims {
		switch {
		case slices.Contains(strangers, c.row):
		case c.bond <= byArea && r.rivalled(c.row, strangers):
			doubtful = append(doubtful, c.row)
		default:
			r.join(c.row.profile, c.known)
		}
	}
	r.joinCliques(strangers, r.sameNow)
	r.joinCliques(strangers, r.sameHouse)
	r.joinCliques(doubtful, r.sameHouse)
	for _, s := range doubtful {
		r.split(s.profile)
	}
	for _, s := range strangers {
		if r.contested(s, strangers) {
			r.split(s.profile)
		}
	}
}

// claim is a row without a code and the one known enterprise it can be.
type claim struct {
	row   namesake
	known int32
	bond  bond
}

// claim finds the rows that can be but one known enterprise; strangers can be
// none, and the doubtful several, or one by a name that is not its usual one or
// that another has given up. Of several that bear the name, it is not enough to
// be the one of which no place is known.
func (r *resolver) claim(open []namesake, known []int32, named map[int32][]namesake) (claims []claim, strangers, doubtful []namesake) {
	usual := r.usual(known, named)
	for _, s := range open {
		c, n, weak, former, bearers := claim{row: s}, 0, false, false, 0
		for _, k := range known {
			b := r.bondWith(s, k, named[k])
			if b > none || r.bears(s, named[k]) {
				bearers++
			}
			switch {
			case b == none:
			case b == byFormer:
				former = true
			case b <= byArea && !usual[k]:
				weak = true
			default:
				c.known, c.bond = k, b
				n++
			}
		}
		switch {
		case n == 1 && !(former && c.bond <= byArea) && !(bearers > 1 && c.bond == byName):
			claims = append(claims, c)
		case n > 0 || weak || former:
			doubtful = append(doubtful, s)
		default:
			strangers = append(strangers, s)
		}
	}
	return claims, strangers, doubtful
}

// disputed are the rows that claim the same enterprise by name alone although
// they contradict each other: at most one of them is right, and nothing says
// which.
func (r *resolver) disputed(claims []claim) []namesake {
	var out []namesake
	for i, c := range claims {
		if c.bond <= byArea && slices.ContainsFunc(claims, func(d claim) bool {
			return d.known == c.known && d.bond <= byArea && !r.compatible(c.row, d.row)
		}) {
			out = append(out, claims[i].row)
		}
	}
	return out
}

// compatible reports whether two rows of one name can be one enterprise.
func (r *resolver) compatible(a, b namesake) bool {
	return r.places.sameRegion(&a.region, &b.region) &&
		!r.profiles[a.profile].place.contradicts(r.profiles[b.profile].place) &&
		!r.opposed(a.profile, b.profile) && !r.ruled.apart(r, a.profile, b.profile) &&
		!farBroken(r.profiles[a.profile].broken, r.profiles[b.profile].broken)
}

// sameNow reports whether two rows can be one enterprise that goes by the name
// today. A name it has given up may have become another's.
func (r *resolver) sameNow(a, b namesake) bool {
	return a.former == b.former && r.compatible(a, b)
}

// sameHouse reports whether two rows of one name stand at one address.
func (r *resolver) sameHouse(a, b namesake) bool {
	return r.compatible(a, b) && r.profiles[a.profile].place.house(r.profiles[b.profile].place) == agrees
}

func (r *resolver) opposed(a, b int32) bool {
	return r.codes[r.root(a)].opposed(r.codes[r.root(b)])
}

// bond is what a row of an enterprise's name has in common with it.
type bond uint8

const (
	none     bond = iota // another region or place, or a code or person says so
	byFormer             // a former name alone, at most with district or street
	byName               // the name alone
	byArea               // the name, and district or street
	bySite               // the name, and house or telephone
)

// bondWith says what ties a row to a known enterprise that goes by its name.
// Where the row says anywhere where it is, it has to be one of the places the
// enterprise is said to be at, level by level.
func (r *resolver) bondWith(s namesake, known int32, names []namesake) bond {
	best := none
	for _, n := range names {
		switch {
		case !r.places.sameRegion(&s.region, &n.region):
		case s.former == n.former:
			best = byName
		default:
			best = max(best, byFormer)
		}
	}
	p := &r.profiles[s.profile]
	if best == none || r.opposed(s.profile, known) || r.ruled.apart(r, s.profile, known) || farFromCode(p.broken, r.codes[r.root(known)]) {
		return none
	}
	var at setting
	reached := false
	for m := range r.some(known) {
		at.compare(p.place, r.profiles[m].place)
		reached = reached || samePhone(p, &r.profiles[m])
	}
	switch {
	case at.differs():
		return none
	case at.house == agrees || reached:
		return bySite
	case best == byName && (at.district == agrees || at.street == agrees):
		return byArea
	}
	return best
}

// bears reports whether one of an enterprise's names is a row's, its region
// aside where it is at home.
func (r *resolver) bears(s namesake, names []namesake) bool {
	return slices.ContainsFunc(names, func(n namesake) bool { return r.places.sameRegion(&s.region, &n.region) })
}

// usual keeps, of the enterprises that go by a name, those whose usual name it
// is: stated with their code as often as any other, the register counting
// thrice. A name only one list gives an enterprise is likelier misprinted, or
// filled in a wrong row, than an old one.
func (r *resolver) usual(known []int32, named map[int32][]namesake) map[int32]bool {
	out := make(map[int32]bool, len(known))
	for _, k := range known {
		here := make(map[int32]bool, len(named[k]))
		for _, n := range named[k] {
			here[n.profile] = true
		}
		ours, others := 0, make(map[bareName]int)
		most := 0
		for m := range r.some(k) {
			p := &r.profiles[m]
			weight := len(p.rows) + 3*len(p.lines)
			if p.name.core == "" {
				continue // a list of codes alone says nothing of names
			}
			if here[m] {
				ours += weight
				continue
			}
			key := p.name.bare()
			others[key] += weight
			most = max(most, others[key])
		}
		out[k] = ours >= most || ours >= 2 && 3*ours >= most
	}
	return out
}

// rivalled reports whether a row that fits a known enterprise by name alone
// would fit as well another of that name, of which no code is known.
func (r *resolver) rivalled(s namesake, strangers []namesake) bool {
	return slices.ContainsFunc(strangers, func(x namesake) bool { return r.compatible(s, x) })
}

// contested reports whether a row of a name no code is known of fits another
// such row that it was not joined with, because it fits more than one.
func (r *resolver) contested(s namesake, strangers []namesake) bool {
	return slices.ContainsFunc(strangers, func(x namesake) bool {
		return r.root(x.profile) != r.root(s.profile) && r.compatible(s, x)
	})
}

// split makes every row of a profile that says no more than an ambiguous name
// an enterprise of its own: two departments that write 便民超市 need not mean
// the same one.
func (r *resolver) split(i int32) {
	p := &r.profiles[i]
	if p.place.exact() || p.contact.phone != "" || r.next[i] != i {
		return
	}
	rows := p.rows
	if len(rows) < 2 {
		return
	}
	r.profiles[i].rows = rows[:1]
	for k := range rows[1:] {
		q := *p
		q.rows, q.lines = rows[k+1:k+2], nil
		r.profiles = append(r.profiles, q)
		r.clusters.grow()
	}
}

// joinCliques joins those that are related, if all who are linked by it are
// related to one another: a row that fits two others which do not fit each
// other could be either.
func (r *resolver) joinCliques(list []namesake, related func(a, b namesake) bool) {
	group := make([]int, len(list))
	for i := range group {
		group[i] = i
	}
	links := make([]int, len(list))
	for i := range list {
		for j := range i {
			if !related(list[i], list[j]) {
				continue
			}
			links[i]++
			links[j]++
			if a, b := group[i], group[j]; a != b {
				for k := range group[:i+1] {
					if group[k] == max(a, b) {
						group[k] = min(a, b)
					}
				}
			}
		}
	}
	size := make([]int, len(list))
	for _, g := range group {
		size[g]++
	}
	whole := make([]bool, len(list))
	for g := range whole {
		whole[g] = size[g] > 1
	}
	for i, g := range group {
		whole[g] = whole[g] && links[i] == size[g]-1
	}
	for i, g := range group {
		if whole[g] {
			r.join(list[g].profile, list[i].profile)
		}
	}
}

// joinCrowd joins rows of a name that many enterprises bear: only within one
// house, and only if at most one of them is known there.
func (r *resolver) joinCrowd(same []namesake) {
	placed := slices.DeleteFunc(slices.Clone(same), func(s namesake) bool {
		p := r.profiles[s.profile].place
		return !p.exact() || p.district == ""
	})
	type house struct{ district, street, road, number string }
	for _, here := range sharing(placed, func(i int32) house {
		p := r.profiles[placed[i].profile].place
		return house{p.district, p.street, p.road, p.number}
	}) {
		if len(here) <= crowd {
			r.joinCliques(here, r.compatible)
		}
	}
}

// sites collects the profiles of each trade name that share a house number or a
// telephone.
func (r *resolver) sites() [][]namesake {
	type site struct {
		number, phone string // one of the two
		core, branch  string
	}
	list, byPhone := make([]namesake, 0, 2*len(r.profiles)), make([]bool, 0, 2*len(r.profiles))
	for i := range r.profiles {
		p := &r.profiles[i]
		if p.name.core == "" {
			continue
		}
		if p.place.exact() {
			list, byPhone = append(list, namesake{&p.name.name, int32(i), false}), append(byPhone, false)
		}
		if p.contact.phone != "" {
			list, byPhone = append(list, namesake{&p.name.name, int32(i), false}), append(byPhone, true)
		}
	}
	return sharing(list, func(i int32) site {
		n, p := &list[i], &r.profiles[list[i].profile]
		if byPhone[i] {
			return site{phone: p.contact.phone, core: n.core, branch: n.branch}
		}
		return site{number: p.place.number, core: n.core, branch: n.branch}
	})
}

// joinAddresses: a name that lacks its region or legal form (隆源化工 for
// 南京市隆源化工有限公司) belongs to the enterprise of that trade name at the
// same house number or the same telephone, if there is but one.
func (r *resolver) joinAddresses(sites [][]namesake) {
	for _, near := range sites {
		if len(near) <= crowd && !r.oneCluster(near) {
			r.joinCliques(near, r.sameSite)
		}
	}
}

func (r *resolver) oneCluster(list []namesake) bool {
	first := r.root(list[0].profile)
	for _, s := range list[1:] {
		if r.root(s.profile) != first {
			return false
		}
	}
	return true
}

// sameSite reports whether two rows of one trade name share house or telephone
// and nothing else tells them apart.
func (r *resolver) sameSite(a, b namesake) bool {
	if r.root(a.profile) == r.root(b.profile) {
		return true
	}
	p, q := &r.profiles[a.profile], &r.profiles[b.profile]
	return sameForm(p.name.form, q.name.form) && !clashingRegion(&a.region, &b.region) && !p.place.contradicts(q.place) &&
		(p.place.house(q.place) == agrees || samePhone(p, q)) &&
		!r.opposed(a.profile, b.profile) && !r.ruled.apart(r, a.profile, b.profile) &&
		!farBroken(p.broken, q.broken) && !farFromCode(p.broken, r.codes[r.root(b.profile)]) && !farFromCode(q.broken, r.codes[r.root(a.profile)])
}

func samePhone(p, q *profile) bool {
	return p.contact.phone != "" && p.contact.phone == q.contact.phone
}

// phone gives a telephone number's digits, without the country's code; empty
// when they are too few to be one.
func phone(s string) string {
	if s == "" {
		return ""
	}
	t := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, fold(s))
	if len(t) == 13 {
		t = strings.TrimPrefix(t, "86")
	}
	if len(t) < 7 {
		return ""
	}
	return t
}
