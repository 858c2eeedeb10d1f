package collide

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"liancha/inspect"
	"liancha/internal/creditcode"
	"liancha/internal/diag"
)

// enterprises turns the clusters that plans mention into enterprises; at gives
// that of each root, -1 for none.
func (r *resolver) enterprises() (out *Resolved, at []int32) {
	r.flatten()
	var roots []int32
	for i := range r.profiles {
		if int32(i) == r.root(int32(i)) {
			roots = append(roots, int32(i))
		}
	}
	list := make([]inspect.Enterprise, len(roots))
	inParallel(len(roots), func(from, to int) {
		for k := from; k < to; k++ {
			list[k] = r.enterprise(roots[k])
		}
	})
	var order []int32 // those that plans mention
	for k := range list {
		if len(list[k].Sources) > 0 {
			order = append(order, int32(k))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(strings.Compare(list[a].ID, list[b].ID), inspect.CompareSource(list[a].Sources[0], list[b].Sources[0]))
	})
	out = &Resolved{
		Enterprises: make([]inspect.Enterprise, len(order)), Of: make([]int32, len(r.entries)), OfRegistered: make([]int32, len(r.registered)),
	}
	at = make([]int32, len(r.profiles))
	for i := range at {
		at[i] = -1
	}
	for i, k := range order {
		e := &out.Enterprises[i]
		*e = list[k]
		if i > 0 && e.ID == baseID(out.Enterprises[i-1].ID) {
			e.ID = nextID(out.Enterprises[i-1].ID)
		}
		at[roots[k]] = int32(i)
	}
	for i := range r.profiles {
		e := at[r.root(int32(i))]
		for _, row := range r.profiles[i].rows {
			out.Of[row] = e
		}
		for _, line := range r.profiles[i].lines {
			out.OfRegistered[line] = e
		}
	}
	return out, at
}

// nextID tells enterprises of one name and area apart that are not known to
// be one: N3F2A9C01, N3F2A9C01-00002, N3F2A9C01-00003.
func nextID(id string) string {
	_, number, _ := strings.Cut(id, "-")
	n, _ := strconv.Atoi(number)
	return fmt.Sprintf("%s-%05d", baseID(id), max(n, 1)+1)
}

func baseID(id string) string {
	base, _, _ := strings.Cut(id, "-")
	return base
}

// enterprise describes a cluster by what its rows say most often: the names
// stated together with the code before all others, the register before the
// plans for grade and status. Equal counts: the first by bytes; the riskier
// grade.
func (r *resolver) enterprise(root int32) inspect.Enterprise {
	var names, coded, addresses, districts, streets, contacts, phones, industries tally
	var planned, official [inspect.GradeD + 1]int
	e := inspect.Enterprise{Code: r.codes[root].best()}
	for i := range r.members(root) {
		p := &r.profiles[i]
		s := p.subject
		n := len(p.rows) + len(p.lines)
		names.add(tidy(s.Name), n)
		if p.code.Kind != creditcode.None {
			coded.add(tidy(s.Name), n)
		}
		addresses.add(s.Address, n)
		districts.add(p.district, n)
		streets.add(s.Street, n)
		contacts.add(s.Contact, n)
		phones.add(s.Phone, n)
		for _, row := range p.rows {
			planned[r.entries[row].Grade]++
			e.Sources = append(e.Sources, r.entries[row].Source.WholeRow())
		}
		for _, line := range p.lines {
			g := &r.registered[line]
			official[g.Grade]++
			industries.add(g.Industry, 1)
			e.Status = max(e.Status, g.Status)
		}
	}
	slices.SortFunc(e.Sources, inspect.CompareSource)
	e.Sources = slices.Compact(e.Sources)
	e.Name = cmp.Or(coded.most(), names.most())
	e.Address, e.District, e.Street = addresses.most(), districts.most(), streets.most()
	e.Contact, e.Phone, e.Industry = contacts.most(), phones.most(), industries.most()
	e.Grade = cmp.Or(mostStated(official), mostStated(planned))
	if e.ID = e.Code; e.ID == "" {
		e.ID = r.nameID(root, e.District)
	}
	return e
}

func mostStated(n [inspect.GradeD + 1]int) inspect.Grade {
	best := inspect.NoGrade
	for g := inspect.GradeA; g <= inspect.GradeD; g++ {
		if n[g] > 0 && (best == inspect.NoGrade || n[g] >= n[best]) {
			best = g
		}
	}
	return best
}

// nameID is the identity of an enterprise no code is known of: a digest of its
// normalised name and district, the same next month.
func (r *resolver) nameID(root int32, district string) string {
	var names tally
	for i := range r.members(root) {
		names.add(r.profiles[i].name.String(), len(r.profiles[i].rows)+len(r.profiles[i].lines))
	}
	sum := sha256.Sum256([]byte(names.most() + "@" + trimSuffixes(fold(district))))
	return "N" + strings.ToUpper(hex.EncodeToString(sum[:6]))
}

// tidy takes the white space out of a name that does not part two words of
// Latin letters.
func tidy(s string) string {
	if !strings.ContainsFunc(s, unicode.IsSpace) {
		return s
	}
	fields := strings.Fields(s)
	var b strings.Builder
	for i, f := range fields {
		if i > 0 && fields[i-1][len(fields[i-1])-1] < utf8.RuneSelf && f[0] < utf8.RuneSelf {
			b.WriteByte(' ')
		}
		b.WriteString(f)
	}
	return b.String()
}

// tally counts texts. Its zero value is empty and ready. Nearly all enterprises
// have a few spellings, so that a list is quicker than a map until it is long.
type tally struct {
	list []counted
	at   map[string]int // place in the list, once it is long
}

type counted struct {
	text string
	n    int
}

const longList = 16

func (t *tally) add(text string, n int) {
	if text == "" {
		return
	}
	if i := t.find(text); i >= 0 {
		t.list[i].n += n
		return
	}
	t.list = append(t.list, counted{text, n})
	switch {
	case t.at != nil:
		t.at[text] = len(t.list) - 1
	case len(t.list) == longList:
		t.at = make(map[string]int, 2*longList)
		for i, c := range t.list {
			t.at[c.text] = i
		}
	}
}

func (t *tally) find(text string) int {
	if t.at == nil {
		return slices.IndexFunc(t.list, func(c counted) bool { return c.text == text })
	}
	if i, ok := t.at[text]; ok {
		return i
	}
	return -1
}

// most gives the text counted most often, of several the first by bytes.
func (t *tally) most() string {
	best := counted{}
	for _, c := range t.list {
		if c.n > best.n || c.n == best.n && c.text < best.text {
			best = c
		}
	}
	return best.text
}

// finder answers which enterprise a name or code means.
type finder struct {
	places *gazetteer
	byCode map[string]int32
	byName map[string][]bearer // by name.key and by name.looseKey
}

// bearer is an enterprise that goes, or went, by a name.
type bearer struct {
	enterprise int32
	region     region
}

func newFinder(r *resolver, at []int32) finder {
	f := finder{places: &r.places, byCode: make(map[string]int32), byName: make(map[string][]bearer)}
	for i := range r.profiles {
		root := r.root(int32(i))
		e := at[root]
		if e < 0 {
			continue
		}
		if c := r.codes[root]; int32(i) == root {
			for _, code := range []string{c.uscc, c.org, c.reg} {
				if code != "" {
					f.byCode[code] = e
				}
			}
		}
		n := r.profiles[i].name
		f.add(&n.name, e)
		for _, other := range [][]name{n.also, n.was} {
			for k := range other {
				f.add(&other[k], e)
			}
		}
	}
	return f
}

func (f *finder) add(n *name, enterprise int32) {
	if n.core == "" {
		return
	}
	b := bearer{enterprise, n.region}
	for _, key := range []string{n.key(), n.looseKey()} {
		if had := f.byName[key]; len(had) > longList || !slices.Contains(had, b) { // repeats do no harm
			f.byName[key] = append(f.byName[key], b)
		}
	}
}

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
	if e, found := r.only(n.key(), &s, func(b *region) bool { return g.sameRegion(&n.region, b) }); found != 0 {
		return e, found == 1
	}
	e, found := r.only(n.looseKey(), &s, func(b *region) bool { return !clashingRegion(&n.region, b) })
	return e, found == 1
}

// only gives the enterprise that goes by a name and may be where s is, and
// whether there is none, one, or more (2).
func (r *Resolved) only(key string, s *inspect.Subject, inRegion func(*region) bool) (enterprise, found int) {
	here := r.found.places.parsePlace(s)
	for _, b := range r.found.byName[key] {
		x := &r.Enterprises[b.enterprise]
		there := r.found.places.parsePlace(&inspect.Subject{Address: x.Address, District: x.District, Street: x.Street})
		switch {
		case !inRegion(&b.region) || here.contradicts(&there):
		case found == 0:
			enterprise, found = int(b.enterprise), 1
		case enterprise != int(b.enterprise):
			return 0, 2
		}
	}
	return enterprise, found
}

// The columns problems point at, by their usual headers.
const (
	nameColumn = "企业名称"
	codeColumn = "统一社会信用代码"
)

func position(s inspect.Source, column string) diag.Position {
	return diag.Position{File: s.File, Sheet: s.Sheet, Row: s.Row, Column: column, Text: s.Text}
}
