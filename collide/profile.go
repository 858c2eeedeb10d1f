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
	subject inspect.Subject
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
	r.ruled = newRulings(&r.places, opt.Decisions)
	return r
}

// gather collects the rows of each distinct description, in an order that does
// not depend on the rows'.
func (r *resolver) gather() {
	at := make(map[inspect.Subject]int32, len(r.entries)/2)
	find := func(s *inspect.Subject) *profile {
		i, ok := at[*s]
		if !ok {
			i = int32(len(r.profiles))
			at[*s] = i
			r.profiles = append(r.profiles, profile{subject: *s})
		}
		return &r.profiles[i]
	}
	for i := range r.entries {
		p := find(&r.entries[i].Subject)
		p.rows = append(p.rows, int32(i))
	}
	for i := range r.registered {
		p := find(&r.registered[i].Subject)
		p.lines = append(p.lines, int32(i))
	}
	slices.SortFunc(r.profiles, func(a, b profile) int { return compareSubject(&a.subject, &b.subject) })
	for i := range r.profiles {
		p := &r.profiles[i]
		slices.SortFunc(p.rows, func(a, b int32) int {
			return inspect.CompareSource(r.entries[a].Source, r.entries[b].Source)
		})
		slices.SortFunc(p.lines, func(a, b int32) int {
			return inspect.CompareSource(r.registered[a].Source, r.registered[b].Source)
		})
	}
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
			p.place = r.places.parsePlace(&p.subject)
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
		s := &profiles[i].subject
		r, _ := g.cutRegion(fold(s.Address))
		if r.city != "" {
			votes[r.city]++
		}
		if r.district != "" {
			g.districts[r.district] = true
		}
		if d := fold(s.District); strings.HasSuffix(d, "区") || strings.HasSuffix(d, "县") {
			_, d = g.cutRegion(d)
			g.districts[d] = true
		}
	}
	if r, _ := g.cutRegion(fold(city) + "市"); r.city != "" {
		g.home = r
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
