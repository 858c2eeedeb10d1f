package collide

import "strings"

// crowd is the number of profiles of one name beyond which the name says
// nothing by itself (便民超市): only the house tells such enterprises apart.
// It also keeps the work near-linear, for within a name pairs are compared.
const crowd = 128

// namesake is a profile that goes, or once went, by a name.
type namesake struct {
	profile int32
	region  region
}

// bucketed collects the profiles of each key, in order; key gives up to a few
// keys a profile. Keys come in the order of their first profile.
type bucketed struct {
	at      map[string]int32
	members [][]namesake
}

func (b *bucketed) add(key string, n namesake) {
	i, ok := b.at[key]
	if !ok {
		i = int32(len(b.members))
		b.at[key] = i
		b.members = append(b.members, nil)
	}
	b.members[i] = append(b.members[i], n)
}

// joinNames: rows without a code belong to the enterprise of that name, if the
// name can mean only one in that area.
func (r *resolver) joinNames() {
	b := bucketed{at: make(map[string]int32, len(r.profiles)/2)}
	for i := range r.profiles {
		n := &r.profiles[i].name
		if n.core == "" {
			continue
		}
		own := n.key()
		b.add(own, namesake{int32(i), n.region})
		for _, f := range n.former {
			old := r.places.parseName(f)
			if key := old.key(); key != own && old.core != "" {
				b.add(key, namesake{int32(i), old.region})
			}
		}
	}
	for _, same := range b.members {
		if len(same) > 1 {
			r.joinNamesakes(same)
		}
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

	var strangers, doubtful []namesake
	choice := make([]int32, 0, len(open)) // the one known enterprise it can be
	sure := make([]namesake, 0, len(open))
	for _, s := range open {
		fits, n := int32(-1), 0
		for _, k := range known {
			if r.canBe(s, k, named[k]) {
				fits = k
				n++
			}
		}
		switch n {
		case 0:
			strangers = append(strangers, s)
		case 1:
			sure = append(sure, s)
			choice = append(choice, fits)
		default:
			doubtful = append(doubtful, s)
		}
	}
	for i, s := range sure {
		if r.rivalled(s, choice[i], strangers) {
			doubtful = append(doubtful, s)
			continue
		}
		r.join(s.profile, choice[i])
	}
	r.joinCliques(strangers, r.compatible)
	r.joinCliques(strangers, r.sameHouse)
	r.joinCliques(doubtful, r.sameHouse)
}

// compatible reports whether two rows of one name can be one enterprise.
func (r *resolver) compatible(a, b namesake) bool {
	return r.places.sameRegion(&a.region, &b.region) &&
		!r.profiles[a.profile].place.contradicts(&r.profiles[b.profile].place) &&
		!r.opposed(a.profile, b.profile) && !r.ruled.apart(r, a.profile, b.profile)
}

// sameHouse reports whether two rows of one name stand at one address.
func (r *resolver) sameHouse(a, b namesake) bool {
	return r.compatible(a, b) && r.profiles[a.profile].place.house(&r.profiles[b.profile].place) == agrees
}

func (r *resolver) opposed(a, b int32) bool {
	return r.codes[r.root(a)].opposed(r.codes[r.root(b)])
}

// canBe reports whether a row can be the known enterprise: one of its names
// agrees, and if it says anywhere where it is, one of these places does.
func (r *resolver) canBe(s namesake, known int32, names []namesake) bool {
	agreed := false
	for _, n := range names {
		agreed = agreed || r.places.sameRegion(&s.region, &n.region)
	}
	if !agreed || r.opposed(s.profile, known) || r.ruled.apart(r, s.profile, known) {
		return false
	}
	here := &r.profiles[s.profile].place
	told, fits := false, false
	for m := range r.members(known) {
		there := &r.profiles[m].place
		if there.told() {
			told = true
			fits = fits || !here.contradicts(there)
		}
	}
	return fits || !told
}

// rivalled reports whether a row that fits a known enterprise would fit as
// well another of the same name that no code is known of, and nothing ties it
// to the first.
func (r *resolver) rivalled(s namesake, known int32, strangers []namesake) bool {
	rival := false
	for _, x := range strangers {
		rival = rival || r.compatible(s, x)
	}
	if !rival {
		return false
	}
	p := &r.profiles[s.profile]
	for m := range r.members(known) {
		if q := &r.profiles[m]; p.place.house(&q.place) == agrees || samePhone(p, q) {
			return false
		}
	}
	return true
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
	b := bucketed{at: make(map[string]int32)}
	for _, s := range same {
		if p := &r.profiles[s.profile].place; p.exact() && p.district != "" {
			b.add(p.district+"\x00"+p.street+"\x00"+p.road+"\x00"+p.number, s)
		}
	}
	for _, here := range b.members {
		if len(here) <= crowd {
			r.joinCliques(here, r.compatible)
		}
	}
}

// joinAddresses: a name that lacks its region or legal form (隆源化工 for
// 南京市隆源化工有限公司) belongs to the enterprise of that trade name at the
// same house number or the same telephone, if there is but one.
func (r *resolver) joinAddresses() {
	b := bucketed{at: make(map[string]int32)}
	for i := range r.profiles {
		p := &r.profiles[i]
		if p.name.core == "" {
			continue
		}
		s := namesake{int32(i), p.name.region}
		if p.place.exact() {
			b.add("#"+p.place.number+"\x00"+p.name.looseKey(), s)
		}
		if t := phone(p.subject.Phone); t != "" {
			b.add("@"+t+"\x00"+p.name.looseKey(), s)
		}
	}
	for _, near := range b.members {
		if len(near) > 1 && len(near) <= crowd && !r.oneCluster(near) {
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
	if f, g := p.name.form, q.name.form; f != g && f != noForm && g != noForm && f != company && g != company {
		return false
	}
	return !clashingRegion(&a.region, &b.region) && !p.place.contradicts(&q.place) &&
		(p.place.house(&q.place) == agrees || samePhone(p, q)) &&
		!r.opposed(a.profile, b.profile) && !r.ruled.apart(r, a.profile, b.profile)
}

func samePhone(p, q *profile) bool {
	t := phone(p.subject.Phone)
	return t != "" && t == phone(q.subject.Phone)
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
