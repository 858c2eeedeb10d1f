package collide

import (
	"cmp"
	"runtime"
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
	name    name
	place   place
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
	r.places = survey(entries, r.profiles, opt.City)
	r.parse()
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

// parse takes every profile's code, name and place apart.
func (r *resolver) parse() {
	inParallel(len(r.profiles), func(from, to int) {
		for i := from; i < to; i++ {
			p := &r.profiles[i]
			p.name = r.places.parseName(p.subject.Name)
			p.place = r.places.parsePlace(p.subject)
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

// inParallel calls work on consecutive parts of 0…n-1. The parts differ with
// the number of processors, so work must treat each index by itself.
func inParallel(n int, work func(from, to int)) {
	parts := min(runtime.GOMAXPROCS(0), n/1000+1)
	var wg sync.WaitGroup
	for k := range parts {
		wg.Go(func() { work(n*k/parts, n*(k+1)/parts) })
	}
	wg.Wait()
}

// sortInParallel sorts distinct things: halves apart, then merged.
func sortInParallel[T any](list []T, compare func(a, b T) int) {
	if len(list) < 10_000 {
		slices.SortFunc(list, compare)
		return
	}
	a, b := slices.Clone(list[:len(list)/2]), slices.Clone(list[len(list)/2:])
	var wg sync.WaitGroup
	wg.Go(func() { slices.SortFunc(a, compare) })
	slices.SortFunc(b, compare)
	wg.Wait()
	for i := range list {
		if len(b) == 0 || len(a) > 0 && compare(a[0], b[0]) < 0 {
			list[i], a = a[0], a[1:]
		} else {
			list[i], b = b[0], b[1:]
		}
	}
}

// survey learns the districts the lists mention and the city they belong to.
func survey(entries []inspect.Entry, profiles []profile, city string) gazetteer {
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
	inParallel(len(profiles), func(from, to int) {
		cities, districts := mentioned(profiles[from:to])
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

// mentioned counts the cities that names and addresses begin with, and gives
// the districts that addresses and columns tell.
func mentioned(profiles []profile) (cities map[string]int, districts map[string]bool) {
	g := &gazetteer{}
	cities, districts = make(map[string]int), make(map[string]bool)
	for i := range profiles {
		s := profiles[i].subject
		if r, _ := g.cutRegion(fold(beginning(s.Name))); r.city != "" {
			cities[r.city]++
		}
		r, _ := g.cutAddress(fold(beginning(s.Address)))
		if r.city != "" {
			cities[r.city]++
		}
		if r.district != "" {
			districts[r.district] = true
		}
		if d := fold(s.District); strings.HasSuffix(d, "区") || strings.HasSuffix(d, "县") || strings.HasSuffix(d, "市") {
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
