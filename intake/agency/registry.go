package agency

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"liancha/inspect"
)

// Registry makes one name of all spellings seen in the inputs. The order in
// which they are added makes no difference. It is not for use by several
// goroutines at once.
type Registry struct {
	given   string // the city, if it was given
	home    string // the district, if it was given
	aliases map[string]string
	seen    map[Unit]int
	known   *known // nil: to be worked out anew
}

// known is what the units seen say together.
type known struct {
	city      string
	districts []string // sorted
	// misread is what was taken for a district's name with another word in front
	// of it, and the district: 表内江宁区 beside 江宁区.
	misread map[string]string
	streets []street // sorted
	names   map[key]string
}

// street is a street and the district it was seen in.
type street struct{ name, district string }

// key is one department.
type key struct {
	city, district, street, function string
	level                            inspect.Level
}

// NewRegistry gives a registry for a city; an empty city is inferred from the
// units added. Aliases map spellings, which may be any text, to the names they
// stand for.
func NewRegistry(city string, aliases map[string]string) *Registry {
	r := &Registry{given: city, aliases: map[string]string{}, seen: map[Unit]int{}}
	for from, to := range aliases {
		r.aliases[clean(from)] = to
	}
	return r
}

// In makes a district the one that is meant where nothing says whose department a
// name is; an empty one says nothing.
func (r *Registry) In(district string) *Registry {
	if district != "" {
		r.home = district
		r.Add(Unit{City: r.given, District: district, Level: inspect.District})
	}
	return r
}

// Parse is the package's Parse with the registry's aliases.
func (r *Registry) Parse(text string) (Unit, bool) {
	if to, ok := r.aliases[clean(text)]; ok {
		return named(to), true
	}
	return Parse(text)
}

// named gives the unit of an alias's target, which need not be in the table.
func named(name string) Unit {
	if u, ok := Parse(name); ok {
		return u
	}
	return Unit{Function: name, Written: name, full: name}
}

// Add counts a spelling.
func (r *Registry) Add(u Unit) {
	r.seen[u]++
	r.known = nil
}

// Resolve gives the department's one name and its level: the fully formed
// spelling seen most often (region and function, 南京市应急管理局, 江宁区应急管理局),
// else one composed of both. It is not ok where the level, or the name of the
// district, is not known.
func (r *Registry) Resolve(u Unit) (name string, level inspect.Level, ok bool) {
	if to, ok := r.aliases[u.Written]; ok {
		if u = named(to); u.Level == inspect.NoLevel && u.family == 0 {
			return to, inspect.NoLevel, true
		}
	}
	if r.known == nil {
		r.known = r.learn()
	}
	u = r.known.place(r.athome(u))
	k, ok := r.known.key(u)
	if name, seen := r.known.names[k]; seen {
		return name, u.Level, ok
	}
	return r.known.compose(u), u.Level, ok
}

// athome completes a unit that says nothing of whose it is, or no more than that
// it is a district's, from the district given.
func (r *Registry) athome(u Unit) Unit {
	if r.home == "" || u.Function == "" || u.hasRegion() && (u.Level != inspect.District || u.place != "") {
		return u
	}
	return u.Within(Unit{District: r.home, Level: inspect.District})
}

// learn works out what the units seen say together.
func (r *Registry) learn() *known {
	units := make([]Unit, 0, len(r.seen))
	for u := range r.seen {
		units = append(units, u)
	}
	kn := &known{city: r.given, names: map[key]string{}}
	if kn.city == "" {
		kn.city = r.commonest(units)
	}
	for _, u := range units {
		if d := kn.county(u).District; d != "" {
			kn.districts = append(kn.districts, d)
		}
	}
	slices.Sort(kn.districts)
	kn.districts = slices.Compact(kn.districts)
	kn.unlabel()
	for _, u := range units {
		if u = kn.proper(kn.county(u)); u.Street != "" && u.District != "" {
			kn.streets = append(kn.streets, street{u.Street, u.District})
		}
	}
	slices.SortFunc(kn.streets, func(a, b street) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.district, b.district))
	})
	kn.streets = slices.Compact(kn.streets)
	kn.name(units, r.seen)
	return kn
}

// unlabel drops from the districts what is another one's name with a word of the
// title in front. 吴江高新区 is not 高新区: only an administrative district's own
// name ends another's by mistake.
func (kn *known) unlabel() {
	kn.misread = map[string]string{}
	const shortest = 3 // characters: 城区 ends 东城区
	all := slices.Clone(kn.districts)
	for _, d := range all {
		for _, e := range all {
			if d != e && strings.HasSuffix(d, e) && utf8.RuneCountInString(e) >= shortest && isPlainDistrict(e) && !strings.HasSuffix(e, "开区") {
				kn.misread[d] = e
			}
		}
	}
	kn.districts = slices.DeleteFunc(kn.districts, func(d string) bool { return kn.misread[d] != "" })
}

// proper gives a unit the district that its text means.
func (kn *known) proper(u Unit) Unit {
	if d, ok := kn.misread[u.District]; ok {
		u.District = d
	}
	return u
}

// commonest gives the city most units name, one of the prefecture level if
// there is any; of equals the first in order.
func (r *Registry) commonest(units []Unit) string {
	count := map[string]int{}
	for _, u := range units {
		if u.City != "" {
			count[u.City] += r.seen[u]
		}
	}
	best := ""
	for city, n := range count {
		switch better := isPrefecture(city); {
		case best == "", better && !isPrefecture(best):
			best = city
		case better != isPrefecture(best):
		case n > count[best], n == count[best] && city < best:
			best = city
		}
	}
	return best
}

// name gives every department its most frequent fully formed spelling. One that
// was seen with its region written out goes before one that was not (南京市水务局,
// 市水利局); of equals the usual name, then the first in order.
func (kn *known) name(units []Unit, seen map[Unit]int) {
	type spelled struct {
		key  key
		name string
	}
	type times struct{ whole, all, usual int }
	count := map[spelled]times{}
	for _, u := range units {
		n, whole := seen[u], u.located()
		u = kn.place(u)
		k, ok := kn.key(u)
		own := cmp.Or(u.full, u.own) // 市经信局, should nobody write it out
		if !ok || own == "" {
			continue
		}
		s := spelled{k, kn.region(u) + own}
		t := count[s]
		switch {
		case u.full == "":
		case whole:
			t.whole, t.all = t.whole+n, t.all+n
		default:
			t.all += n
		}
		if own == u.Function {
			t.usual = 1
		}
		count[s] = t
	}
	better := func(a, b spelled) bool {
		s, t := count[a], count[b]
		return cmp.Or(cmp.Compare(t.whole, s.whole), cmp.Compare(t.all, s.all), cmp.Compare(t.usual, s.usual), strings.Compare(a.name, b.name)) < 0
	}
	for s := range count {
		if old, ok := kn.names[s.key]; !ok || better(s, spelled{s.key, old}) {
			kn.names[s.key] = s.name
		}
	}
}

// located reports whether the text itself says which region's department it is.
func (u Unit) located() bool {
	switch u.Level {
	case inspect.City:
		return u.City != ""
	case inspect.Street:
		return u.Street != "" && u.District != ""
	}
	return u.District != ""
}

// Region gives the district seen that a text names without its suffix: 江宁.
func (r *Registry) Region(text string) (Unit, bool) {
	if r.known == nil {
		r.known = r.learn()
	}
	for _, d := range r.known.districts {
		if short(d) == text {
			return Unit{District: d, Level: inspect.District}, true
		}
	}
	return Unit{}, false
}

// place completes a unit's region from all that was seen.
func (kn *known) place(u Unit) Unit {
	u = kn.proper(kn.county(u))
	if u.City == "" {
		u.City = kn.city
	}
	// 南京江北新区 is 江北新区, if that was seen; 苏州工业园区 has no other name.
	if d, ok := strings.CutPrefix(u.District, short(kn.city)); ok && kn.city != "" && slices.Contains(kn.districts, d) {
		u.District = d
	}
	if u.place != "" {
		u = kn.settle(u)
	}
	if u.Level == inspect.Street && u.District == "" {
		u.District = kn.districtOf(u.Street)
	}
	if u.Level == inspect.District && u.District == "" && len(kn.districts) == 1 {
		u.District = kn.districts[0]
	}
	if u.family > 0 {
		u.Function = families[u.family-1].at(u.Level)
	}
	return u
}

// county moves a county-level city to where it belongs, the districts.
func (kn *known) county(u Unit) Unit {
	if u.City == "" || u.City == kn.city || u.District != "" || !isPrefecture(kn.city) || isPrefecture(u.City) || !strings.HasSuffix(u.City, "市") {
		return u
	}
	u.City, u.District = kn.city, u.City
	if u.Level == inspect.City {
		u.Level = inspect.District
	}
	return u
}

// districtOf gives the only district a street was seen in.
func (kn *known) districtOf(name string) string {
	district := ""
	for _, s := range kn.streets {
		switch {
		case s.name != name:
		case district != "":
			return ""
		default:
			district = s.district
		}
	}
	return district
}

// settle finds out which region a name without its suffix means: a district
// seen, the city, another city known by name; what is none of these is taken
// for a district's name as it stands.
func (kn *known) settle(u Unit) Unit {
	name := u.place
	u.place = ""
	if u.Level == inspect.Street { // 东山派出所
		u.Street = name
		for _, s := range kn.streets {
			if short(s.name) == name && (u.District == "" || u.District == s.district) {
				u.Street = s.name
				break
			}
		}
		return u
	}
	for _, d := range kn.districts {
		if d == name || short(d) == name {
			u.District, u.Level = d, inspect.District
			return u
		}
	}
	switch {
	case u.Level == inspect.NoLevel && short(kn.city) == name:
		u.City, u.Level = kn.city, inspect.City
	case u.Level == inspect.NoLevel && prefectures[name]:
		u.City, u.Level = name+"市", inspect.City
	default:
		u.District, u.Level = name, inspect.District
	}
	return u
}

// key identifies the department; it is ok when all that takes is known.
func (kn *known) key(u Unit) (key, bool) {
	k := key{city: u.City, district: u.District, street: u.Street, function: u.Function, level: u.Level}
	switch u.Level {
	case inspect.City:
		k.district, k.street = "", ""
		return k, true
	case inspect.District:
		k.street = ""
		return k, u.District != ""
	case inspect.Street:
		return k, u.Street != ""
	}
	return k, false
}

// region writes the region as the canonical name has it: districts and streets
// without the city, unless it is another one.
func (kn *known) region(u Unit) string {
	city := ""
	if u.City != kn.city {
		city = u.City
	}
	switch u.Level {
	case inspect.City:
		return cmp.Or(u.City, "市")
	case inspect.District:
		return city + cmp.Or(u.District, "区")
	case inspect.Street:
		return city + u.District + cmp.Or(u.Street, "街道")
	}
	return ""
}

// compose makes a name of region and function.
func (kn *known) compose(u Unit) string {
	if u.Level == inspect.NoLevel {
		return u.Written
	}
	return kn.region(u) + cmp.Or(u.own, u.Function)
}
