package collide

import (
	"cmp"
	"slices"

	"liancha/inspect"
	"liancha/internal/creditcode"
)

// finder answers which enterprise a name or code means.
type finder struct {
	places *gazetteer
	byCode map[string]int32
	byName []bearer // by key
}

// bearer is an enterprise that goes, or went, by a name. The key is a hash of
// the name, or of the name without its legal form; to be looked up among a
// million, that is smaller than the words.
type bearer struct {
	key        uint64
	name       *name
	enterprise int32
}

func newFinder(r *resolver, at []int32) finder {
	f := finder{places: &r.places, byCode: make(map[string]int32)}
	for i, e := range at {
		if e < 0 {
			continue
		}
		for _, code := range []string{r.codes[i].uscc, r.codes[i].org, r.codes[i].reg} {
			if code != "" {
				f.byCode[code] = e
			}
		}
	}
	type called struct {
		*spelling
		enterprise int32
	}
	calledAt := func(i int32) called { return called{r.profiles[i].name, at[r.root(i)]} }
	_, first := distinct(len(r.profiles), calledAt)
	f.byName = make([]bearer, 0, 2*len(first))
	for _, i := range first {
		c := calledAt(i)
		if c.enterprise < 0 {
			continue
		}
		f.add(&c.name, c.enterprise)
		for _, other := range [][]name{c.also, c.was} {
			for k := range other {
				f.add(&other[k], c.enterprise)
			}
		}
	}
	slices.SortFunc(f.byName, func(a, b bearer) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.enterprise, b.enterprise))
	})
	return f
}

func (f *finder) add(n *name, enterprise int32) {
	if n.core != "" {
		f.byName = append(f.byName, bearer{n.hash(), n, enterprise}, bearer{n.looseHash(), n, enterprise})
	}
}

// hash is a hash of the bare name, looseHash of it without the legal form.
func (n *name) hash() uint64      { return hash('k', n.core, "\x00", formNames[n.form], "\x00", n.branch) }
func (n *name) looseHash() uint64 { return hash('l', n.core, "\x00", n.branch) }

// Find gives the enterprise a name or code means, as a list of recusals or of
// earlier results writes it. It is found only if nothing else can be meant; a
// name without region or legal form will do where one enterprise goes by it.
func (r *Resolved) Find(s inspect.Subject) (int, bool) {
	if code, ok := creditcode.Parse(s.Code); ok {
		if e, ok := r.found.byCode[code.Value]; ok {
			return int(e), true
		}
		if e, ok := r.found.byCode[code.Org()]; ok && r.Enterprises[e].Code == code.Org() {
			return int(e), true
		}
		return 0, false
	}
	g := r.found.places
	n := g.parseName(s.Name)
	if e, found := r.only(n.hash(), &s, func(m *name) bool {
		return m.bare() == n.bare() && g.sameRegion(&n.region, &m.region)
	}); found != 0 {
		return e, found == 1
	}
	e, found := r.only(n.looseHash(), &s, func(m *name) bool {
		return m.core == n.core && m.branch == n.branch && !clashingRegion(&n.region, &m.region)
	})
	return e, found == 1
}

// only gives the enterprise that goes by a name meant, of those of a key, and
// may be where s is, and whether there is none, one, or more (2).
func (r *Resolved) only(key uint64, s *inspect.Subject, meant func(*name) bool) (enterprise, found int) {
	here := r.found.places.parsePlace(s)
	from, _ := slices.BinarySearchFunc(r.found.byName, key, func(b bearer, key uint64) int { return cmp.Compare(b.key, key) })
	for _, b := range r.found.byName[from:] {
		if b.key != key {
			break
		}
		if !meant(b.name) {
			continue
		}
		x := &r.Enterprises[b.enterprise]
		there := r.found.places.parsePlace(&inspect.Subject{Address: x.Address, District: x.District, Street: x.Street})
		switch {
		case here.contradicts(&there):
		case found == 0:
			enterprise, found = int(b.enterprise), 1
		case enterprise != int(b.enterprise):
			return 0, 2
		}
	}
	return enterprise, found
}
