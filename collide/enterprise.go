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
		var said tallies
		for k := from; k < to; k++ {
			list[k] = r.enterprise(roots[k], &said)
		}
	})
	type identified struct {
		id string
		at int32 // in the list
	}
	var order []identified // those that plans mention
	for k := range list {
		if len(list[k].Sources) > 0 {
			order = append(order, identified{list[k].ID, int32(k)})
		}
	}
	sortInParallel(order, func(a, b identified) int {
		if c := strings.Compare(a.id, b.id); c != 0 {
			return c
		}
		return cmp.Or(inspect.CompareSource(list[a.at].Sources[0], list[b.at].Sources[0]), cmp.Compare(a.at, b.at))
	})
	out = &Resolved{
		Enterprises: make([]inspect.Enterprise, len(order)), Of: make([]int32, len(r.entries)), OfRegistered: make([]int32, len(r.registered)),
	}
	at = make([]int32, len(r.profiles))
	for i := range at {
		at[i] = -1
	}
	for i, o := range order {
		e := &out.Enterprises[i]
		*e = list[o.at]
		if i > 0 && e.ID == baseID(out.Enterprises[i-1].ID) {
			e.ID = nextID(out.Enterprises[i-1].ID)
		}
		at[roots[o.at]] = int32(i)
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
func (r *resolver) enterprise(root int32, said *tallies) inspect.Enterprise {
	said.clear()
	var planned, official [inspect.GradeD + 1]int
	e := inspect.Enterprise{Code: r.codes[root].best()}
	rows := 0
	for i := range r.members(root) {
		rows += len(r.profiles[i].rows)
	}
	e.Sources = make([]inspect.Source, 0, rows)
	for i := range r.members(root) {
		p := &r.profiles[i]
		s := p.subject
		n := len(p.rows) + len(p.lines)
		name := tidy(s.Name)
		said.names.add(name, n)
		if p.code.Kind != creditcode.None {
			said.coded.add(name, n)
		}
		said.addresses.add(s.Address, n)
		said.districts.add(p.district, n)
		said.streets.add(s.Street, n)
		said.contacts.add(s.Contact, n)
		said.phones.add(s.Phone, n)
		for _, row := range p.rows {
			planned[r.entries[row].Grade]++
			e.Sources = append(e.Sources, r.entries[row].Source.WholeRow())
		}
		for _, line := range p.lines {
			g := &r.registered[line]
			official[g.Grade]++
			said.industries.add(g.Industry, 1)
			e.Status = max(e.Status, g.Status)
		}
	}
	slices.SortFunc(e.Sources, inspect.CompareSource)
	e.Sources = slices.Compact(e.Sources)
	e.Name = cmp.Or(said.coded.most(), said.names.most())
	e.Address, e.District, e.Street = said.addresses.most(), said.districts.most(), said.streets.most()
	e.Contact, e.Phone, e.Industry = said.contacts.most(), said.phones.most(), said.industries.most()
	e.Grade = cmp.Or(mostStated(official), mostStated(planned))
	if e.ID = e.Code; e.ID == "" {
		e.ID = r.nameID(root, e.District)
	}
	return e
}

// tallies are what the rows of one enterprise say, field by field.
type tallies struct {
	names, coded, addresses, districts, streets, contacts, phones, industries tally
}

// clear empties the tallies and keeps their room.
func (t *tallies) clear() {
	for _, field := range []*tally{&t.names, &t.coded, &t.addresses, &t.districts, &t.streets, &t.contacts, &t.phones, &t.industries} {
		field.list, field.at = field.list[:0], nil
	}
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

// The columns problems point at, by their usual headers.
const (
	nameColumn = "企业名称"
	codeColumn = "统一社会信用代码"
)

func position(s inspect.Source, column string) diag.Position {
	return diag.Position{File: s.File, Sheet: s.Sheet, Row: s.Row, Column: column, Text: s.Text}
}
