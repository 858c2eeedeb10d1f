package collide

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"liancha/inspect"
	"liancha/internal/creditcode"
	"liancha/internal/diag"
)

// profile is one way in which rows describe an enterprise: all rows with the
// same words. Rows are many, profiles far fewer, and everything is decided
// between profiles.
type profile struct {
	subject *inspect.Subject
	rows    []int32 // entries; by source
	lines   []int32 // register lines; by source
	code    creditcode.Code
	broken  string // what the code column holds when it is no valid code

	name     *spelling // those of one spelling, address or telephone share what is read from it
	place    *place
	district string // as the column, or else the address, states it
	contact  *contact
}

// contact is how a row says its enterprise is reached, in the form in which
// that is compared.
type contact struct {
	phone, person string
}

// resolver joins profiles into clusters, each one enterprise.
type resolver struct {
	entries    []inspect.Entry
	registered []inspect.Registered
	opt        Options
	places     gazetteer
	profiles   []profile // by subject
	clusters
	ruled    rulings
	problems diag.List

	byCode map[string]int32   // valid code → a profile that states it
	byOrg  map[string][]int32 // organisation code → a profile for each 18-character code that holds it
}

func newResolver(entries []inspect.Entry, registered []inspect.Registered, opt Options) *resolver {
	r := &resolver{entries: entries, registered: registered, opt: opt}
	r.gather()
	names, addresses := r.names(), r.addresses()
	r.places = survey(entries, names, addresses, opt.City)
	r.parse(names, addresses)
	r.clusters = newClusters(r.profiles)
	r.ruled = newRulings(r)
	return r
}

// gather collects the rows of each distinct description, in an order that does
// not depend on the rows': by a hash of the words, which is far cheaper to sort
// by than the words themselves, and by the words where hashes are equal.
func (r *resolver) gather() {
	n := len(r.entries)
	said := make([]saying, n+len(r.registered))
	inParallel(len(said), func(from, to int) {
		for i := from; i < to; i++ {
			s := r.subjectOf(int32(i))
			said[i] = saying{hash('s', s.Name, "\x00", s.Code, "\x00", s.Address, "\x00", s.District, "\x00", s.Street, "\x00", s.Contact, "\x00", s.Phone), int32(i)}
		}
	})
	sortInParallel(said, func(a, b saying) int {
		if a.hash != b.hash {
			return cmp.Compare(a.hash, b.hash)
		}
		return cmp.Or(compareSubject(r.subjectOf(a.row), r.subjectOf(b.row)), cmp.Compare(a.row, b.row))
	})
	distinct := 0
	for k := range said {
		if k == 0 || !r.alike(said[k-1], said[k]) {
			distinct++
		}
	}
	r.profiles = make([]profile, 0, distinct+distinct/8) // room for those split off
	rows, lines := make([]int32, 0, n), make([]int32, 0, len(r.registered))
	for k := 0; k < len(said); {
		first, rowsFrom, linesFrom := said[k], len(rows), len(lines)
		for ; k < len(said) && r.alike(first, said[k]); k++ {
			if i := said[k].row; int(i) < n {
				rows = append(rows, i)
			} else {
				lines = append(lines, i-int32(n))
			}
		}
		p := profile{subject: r.subjectOf(first.row), rows: rows[rowsFrom:len(rows):len(rows)], lines: lines[linesFrom:len(lines):len(lines)]}
		slices.SortFunc(p.rows, func(a, b int32) int {
			return inspect.CompareSource(r.entries[a].Source, r.entries[b].Source)
		})
		slices.SortFunc(p.lines, func(a, b int32) int {
			return inspect.CompareSource(r.registered[a].Source, r.registered[b].Source)
		})
		r.profiles = append(r.profiles, p)
	}
}

// saying is a row and the hash of the words it describes its enterprise with.
// Rows of the register are numbered on from those of the plans.
type saying struct {
	hash uint64
	row  int32
}

func (r *resolver) subjectOf(row int32) *inspect.Subject {
	if int(row) < len(r.entries) {
		return &r.entries[row].Subject
	}
	return &r.registered[int(row)-len(r.entries)].Subject
}

// alike reports whether two rows describe their enterprises with the same words.
func (r *resolver) alike(a, b saying) bool {
	return a.hash == b.hash && *r.subjectOf(a.row) == *r.subjectOf(b.row)
}

func compareSubject(a, b *inspect.Subject) int {
	return cmp.Or(
		strings.Compare(a.Name, b.Name),
		strings.Compare(a.Code, b.Code),
		strings.Compare(a.Address, b.Address),
		strings.Compare(a.District, b.District),
		strings.Compare(a.Street, b.Street),
		strings.Compare(a.Contact, b.Contact),
		strings.Compare(a.Phone, b.Phone),
	)
}

// spellings are the different values of some columns and which of them each
// profile has. They are read once each, for many rows share them.
type spellings[K comparable] struct {
	of     []int32 // by profile
	values []K
	times  []int // that a value occurs among the profiles
}

func spellingsOf[K comparable](profiles []profile, columns func(s *inspect.Subject) K) spellings[K] {
	of, first := distinct(len(profiles), func(i int32) K { return columns(profiles[i].subject) })
	s := spellings[K]{of: of, values: make([]K, len(first)), times: make([]int, len(first))}
	for k, i := range first {
		s.values[k] = columns(profiles[i].subject)
	}
	for _, k := range of {
		s.times[k]++
	}
	return s
}

func (r *resolver) names() spellings[string] {
	return spellingsOf(r.profiles, func(s *inspect.Subject) string { return s.Name })
}

// address is what a row's place is read from.
type address struct{ address, district, street string }

func (r *resolver) addresses() spellings[address] {
	return spellingsOf(r.profiles, func(s *inspect.Subject) address { return address{s.Address, s.District, s.Street} })
}

// parse takes every profile's code, name, place and contact apart.
func (r *resolver) parse(names spellings[string], addresses spellings[address]) {
	named := make([]spelling, len(names.values))
	inParallel(len(named), func(from, to int) {
		for k := from; k < to; k++ {
			named[k] = r.places.parseSpelling(names.values[k])
		}
	})
	places, districts := make([]place, len(addresses.values)), make([]string, len(addresses.values))
	inParallel(len(places), func(from, to int) {
		for k := from; k < to; k++ {
			a := &addresses.values[k]
			places[k] = r.places.parsePlace(&inspect.Subject{Address: a.address, District: a.district, Street: a.street})
			if districts[k] = a.district; a.district == "" {
				in, _ := r.places.cutAddress(fold(a.address))
				districts[k] = in.district
			}
		}
	})
	reached := spellingsOf(r.profiles, func(s *inspect.Subject) contact { return contact{s.Phone, s.Contact} })
	inParallel(len(reached.values), func(from, to int) {
		for k, c := range reached.values[from:to] {
			reached.values[from+k] = contact{phone(c.phone), fold(c.person)}
		}
	})
	inParallel(len(r.profiles), func(from, to int) {
		for i := from; i < to; i++ {
			p := &r.profiles[i]
			p.name = &named[names.of[i]]
			p.place, p.district = &places[addresses.of[i]], districts[addresses.of[i]]
			p.contact = &reached.values[reached.of[i]]
			var ok bool
			if p.code, ok = creditcode.Parse(p.subject.Code); !ok {
				p.code = creditcode.Code{}
				p.broken = brokenCode(p.subject.Code)
			}
		}
	})
}

// brokenCode is what a code column holds when it is meant to be a code and is
// none; a dash or 无 is no code at all.
func brokenCode(s string) string {
	c := creditcode.Clean(s)
	plain := 0
	for _, r := range c {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			plain++
		}
	}
	if plain < 6 {
		return ""
	}
	return c
}

// survey learns the districts the lists mention and the city they belong to.
func survey(entries []inspect.Entry, names spellings[string], addresses spellings[address], city string) gazetteer {
	g := gazetteer{districts: make(map[string]bool)}
	votes := make(map[string]int)
	seen := make(map[string]bool)
	for i := range entries {
		if d := entries[i].Department; !seen[d] {
			seen[d] = true
			r, _ := g.cutRegion(fold(d))
			if bare := trimSuffixes(r.district); bareCounties()[bare] == r.district && bare != "" {
				r.city = bare // a county's department, a county's lists
			}
			if r.city != "" {
				votes[r.city] += 100 // a department counts for more than an address
			}
		}
	}
	var both sync.Mutex
	inParallel(len(names.values), func(from, to int) {
		cities := citiesOf(names, from, to)
		both.Lock()
		defer both.Unlock()
		for c, n := range cities {
			votes[c] += n
		}
	})
	inParallel(len(addresses.values), func(from, to int) {
		cities, districts := mentioned(addresses, from, to)
		both.Lock()
		defer both.Unlock()
		for c, n := range cities {
			votes[c] += n
		}
		for d := range districts {
			g.districts[d] = true
		}
	})
	if name := strings.TrimSuffix(fold(city), "市"); name != "" {
		_, name = g.cutProvince(name)
		g.home = region{city: name, province: homeProvince(name)}
		return g
	}
	for name, n := range votes {
		if best := votes[g.home.city]; n > best || n == best && name < g.home.city {
			g.home.city = name
		}
	}
	g.home.province = homeProvince(g.home.city)
	return g
}

// homeProvince is the province of a city, or of a county that is home to the
// lists.
func homeProvince(home string) string {
	if p := provinceOf()[home]; p != "" {
		return p
	}
	in, _ := (&gazetteer{}).lies(bareCounties()[home], region{})
	return in.province
}

// citiesOf counts the cities that names begin with.
func citiesOf(names spellings[string], from, to int) map[string]int {
	g := &gazetteer{}
	cities := make(map[string]int)
	for k := from; k < to; k++ {
		if r, _ := g.cutRegion(fold(beginning(names.values[k]))); r.city != "" {
			cities[r.city] += names.times[k]
		}
	}
	return cities
}

// mentioned counts the cities that addresses begin with, and gives the
// districts that addresses and columns tell.
func mentioned(addresses spellings[address], from, to int) (cities map[string]int, districts map[string]bool) {
	g := &gazetteer{}
	cities, districts = make(map[string]int), make(map[string]bool)
	for k := from; k < to; k++ {
		a := &addresses.values[k]
		r, _ := g.cutAddress(fold(beginning(a.address)))
		if r.city != "" {
			cities[r.city] += addresses.times[k]
		}
		if r.district != "" {
			districts[r.district] = true
		}
		if d := fold(a.district); strings.HasSuffix(d, "区") || strings.HasSuffix(d, "县") || strings.HasSuffix(d, "市") {
			if _, d = g.cutRegion(d); provinceOf()[trimSuffixes(d)] == "" {
				districts[d] = true
			}
		}
	}
	return cities, districts
}

// beginning is as much of a text as can hold a region.
func beginning(s string) string {
	n := 0
	for i := range s {
		if n++; n > 24 {
			return s[:i]
		}
	}
	return s
}
