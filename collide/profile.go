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
// not depend on the rows'.
func (r *resolver) gather() {
	at := make(map[inspect.Subject]int32, len(r.entries)/2)
	var subjects []*inspect.Subject
	number := func(s *inspect.Subject) int32 {
		i, ok := at[*s]
		if !ok {
			i = int32(len(subjects))
			at[*s] = i
			subjects = append(subjects, s)
		}
		return i
	}
	ofEntry := make([]int32, len(r.entries))
	for i := range r.entries {
		ofEntry[i] = number(&r.entries[i].Subject)
	}
	ofLine := make([]int32, len(r.registered))
	for i := range r.registered {
		ofLine[i] = number(&r.registered[i].Subject)
	}
	order := make([]int32, len(subjects))
	for i := range order {
		order[i] = int32(i)
	}
	sortInParallel(order, func(a, b int32) int { return compareSubject(subjects[a], subjects[b]) })
	place := make([]int32, len(subjects))
	r.profiles = make([]profile, len(subjects), len(subjects)+len(subjects)/8) // room for those split off
	for k, i := range order {
		place[i] = int32(k)
		r.profiles[k].subject = subjects[i]
	}
	rows, lines := grouping(ofEntry, place), grouping(ofLine, place)
	for k := range r.profiles {
		p := &r.profiles[k]
		p.rows, p.lines = rows[k], lines[k]
		slices.SortFunc(p.rows, func(a, b int32) int {
			return inspect.CompareSource(r.entries[a].Source, r.entries[b].Source)
		})
		slices.SortFunc(p.lines, func(a, b int32) int {
			return inspect.CompareSource(r.registered[a].Source, r.registered[b].Source)
		})
	}
}

// grouping inverts i → place[of[i]]: for each place the i that lead to it.
func grouping(of, place []int32) [][]int32 {
	size := make([]int32, len(place)+1)
	for _, s := range of {
		size[place[s]+1]++
	}
	for k := range place {
		size[k+1] += size[k]
	}
	all := make([]int32, len(of))
	groups := make([][]int32, len(place))
	for k := range groups {
		groups[k] = all[size[k]:size[k]:size[k+1]]
	}
	for i, s := range of {
		k := place[s]
		groups[k] = append(groups[k], int32(i))
	}
	return groups
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
func sortInParallel(list []int32, compare func(a, b int32) int) {
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
	seen := make(map[string]bool)
	votes := make(map[string]int)
	for i := range entries {
		if d := entries[i].Department; !seen[d] {
			seen[d] = true
			if r, _ := g.cutRegion(fold(d)); r.city != "" {
				votes[r.city] += 100 // a department counts for more than an address
			}
		}
	}
	for i := range profiles {
		s := profiles[i].subject
		for _, text := range []string{s.Name, s.Address} {
			if r, _ := g.cutRegion(fold(text)); r.city != "" {
				votes[r.city]++
			}
		}
		r, _ := g.cutRegion(fold(s.Address))
		if r.district != "" {
			g.districts[r.district] = true
		}
		if d := fold(s.District); strings.HasSuffix(d, "区") || strings.HasSuffix(d, "县") {
			_, d = g.cutRegion(d)
			g.districts[d] = true
		}
	}
	if name := strings.TrimSuffix(fold(city), "市"); name != "" {
		_, name = g.cutProvince(name)
		g.home = region{city: name, province: provinceOf()[name]}
		return g
	}
	for name, n := range votes {
		if best := votes[g.home.city]; n > best || n == best && name < g.home.city {
			g.home.city = name
		}
	}
	g.home.province = provinceOf()[g.home.city]
	return g
}
