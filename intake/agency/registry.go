package agency

import (
	"cmp"
	"slices"
	"strings"

	"liancha/inspect"
)

// Registry makes one name of all spellings seen in the inputs. The order in
// which they are added makes no difference.
type Registry struct {
	given   string // the city, if it was given
	aliases map[string]string
	seen    map[Unit]int
	known   *known // nil: to be worked out anew
}

// known is what the units seen say together.
type known struct {
	city      string
	districts []string
	streets   map[string][]string // districts a street's name was seen in
	names     map[key]string
}

// key is one department.
type key struct {
	city, district, street, function string
	level                            inspect.Level
}

// NewRegistry gives a registry for a city; an empty city is inferred from the
// units added, as the most frequent one. Aliases map spellings to the names
// they stand for.
func NewRegistry(city string, aliases map[string]string) *Registry {
	r := &Registry{given: city, aliases: map[string]string{}, seen: map[Unit]int{}}
	for from, to := range aliases {
		r.aliases[clean(from)] = to
	}
	return r
}

// Parse is the package's Parse with the registry's aliases, which may be any
// text.
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
		u = named(to)
		if u.Level == inspect.NoLevel && u.family == 0 {
			return to, inspect.NoLevel, true
		}
	}
	if r.known == nil {
		r.known = r.learn()
	}
	u = r.known.place(u)
	k, ok := r.known.key(u)
	if name, seen := r.known.names[k]; seen {
		return name, u.Level, ok
	}
	return r.known.compose(u), u.Level, ok
}

// learn works out what the units seen say together.
func (r *Registry) learn() *known {
	kn := &known{city: r.given, streets: map[string][]string{}, names: map[key]string{}}
	units := make([]Unit, 0, len(r.seen))
	for u := range r.seen {
		units = append(units, u)
	}
	slices.SortFunc(units, func(a, b Unit) int {
		return cmp.Or(strings.Compare(a.Written, b.Written), strings.Compare(a.City, b.City), strings.Compare(a.District, b.District),
			strings.Compare(a.Street, b.Street), strings.Compare(a.Function, b.Function), cmp.Compare(a.Level, b.Level), strings.Compare(a.place, b.place))
	})
	if kn.city == "" {
		kn.city = r.commonest(units)
	}
	for _, u := range units {
		if u.District != "" && !slices.Contains(kn.districts, u.District) {
			kn.districts = append(kn.districts, u.District)
		}
	}
	slices.Sort(kn.districts)
	for _, u := range units {
		if u = kn.place(u); u.Street != "" && u.District != "" && !slices.Contains(kn.streets[u.Street], u.District) {
			kn.streets[u.Street] = append(kn.streets[u.Street], u.District)
		}
	}
	kn.name(units, r.seen)
	return kn
}

// commonest gives the city most units name; of equals the first in order.
func (r *Registry) commonest(units []Unit) string {
	count := map[string]int{}
	for _, u := range units {
		count[u.City] += r.seen[u]
	}
	best := ""
	for _, u := range units {
		if c := u.City; c != "" && (best == "" || count[c] > count[best] || count[c] == count[best] && c < best) {
			best = c
		}
	}
	return best
}

// name gives every department its most frequent fully formed spelling; of
// equals the first in order.
func (kn *known) name(units []Unit, seen map[Unit]int) {
	type spelled struct {
		key  key
		name string
	}
	count := map[spelled]int{}
	for _, u := range units {
		n := seen[u]
		u = kn.place(u)
		if k, ok := kn.key(u); ok && u.full != "" {
			count[spelled{k, kn.region(u) + u.full}] += n
		}
	}
	for s, n := range count {
		old, ok := kn.names[s.key]
		if had := count[spelled{s.key, old}]; !ok || n > had || n == had && s.name < old {
			kn.names[s.key] = s.name
		}
	}
}

// place completes a unit's region from all that was seen.
func (kn *known) place(u Unit) Unit {
	if u.City == "" || u.Level != inspect.City && u.City == kn.city {
		u.City = kn.city
	}
	if u.place != "" {
		u = kn.settle(u)
	}
	if u.Level == inspect.Street && u.District == "" && u.Street != "" {
		if d := kn.streets[u.Street]; len(d) == 1 {
			u.District = d[0]
		}
	}
	if u.Level == inspect.District && u.District == "" && len(kn.districts) == 1 {
		u.District = kn.districts[0]
	}
	if u.family > 0 {
		u.Function = families[u.family-1].at(u.Level)
	}
	return u
}

// settle finds out which region a name without its suffix means.
func (kn *known) settle(u Unit) Unit {
	if u.Level == inspect.Street { // 东山派出所
		for s := range kn.streets {
			if short(s) == u.place {
				u.Street = s
			}
		}
		if u.Street == "" {
			u.Street = u.place
		}
		u.place = ""
		return u
	}
	for _, d := range kn.districts {
		if d == u.place || short(d) == u.place {
			u.District, u.Level, u.place = d, inspect.District, ""
			return u
		}
	}
	if u.Level == inspect.NoLevel && short(kn.city) == u.place {
		u.City, u.Level, u.place = kn.city, inspect.City, ""
		return u
	}
	u.District, u.Level, u.place = u.place, inspect.District, ""
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
		if u.City == "" {
			return "市"
		}
		return u.City
	case inspect.District:
		if u.District == "" {
			return "区"
		}
		return city + u.District
	case inspect.Street:
		return city + u.District + u.Street
	}
	return ""
}

// compose makes a name of region and function.
func (kn *known) compose(u Unit) string {
	if u.Level == inspect.NoLevel {
		return u.Written
	}
	return kn.region(u) + u.Function
}
