package collide

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/internal/creditcode"
	"liancha/internal/diag"
)

// rulings are people's decisions in the form in which rows are looked up.
type rulings struct {
	decisions []Decision                // sorted
	different map[[2]string][][2]string // by the parties' keys, smaller first: their districts
	keys      []string                  // of each profile that a decision may mean, else empty
}

// newRulings finds the rows that decisions are about. It is empty, and costs
// nothing, where nobody has decided anything.
func newRulings(r *resolver) rulings {
	d := rulings{different: make(map[[2]string][][2]string), decisions: slices.Clone(r.opt.Decisions)}
	if len(d.decisions) == 0 {
		return d
	}
	slices.SortFunc(d.decisions, func(a, b Decision) int {
		return cmp.Or(compareParty(a.A, b.A), compareParty(a.B, b.B), strings.Compare(a.String(), b.String()))
	})
	meant := make(map[string]bool)
	for _, x := range d.decisions {
		a, b := r.places.keyOf(x.A), r.places.keyOf(x.B)
		meant[a], meant[b] = true, true
		if !x.Same {
			pair, districts := ordered(a, b, placeName(x.A.District), placeName(x.B.District))
			d.different[pair] = append(d.different[pair], districts)
		}
	}
	d.keys = make([]string, len(r.profiles))
	for i := range r.profiles {
		if key := r.places.profileKey(&r.profiles[i]); meant[key] {
			d.keys[i] = key
		}
	}
	return d
}

func compareParty(a, b Party) int {
	return cmp.Or(strings.Compare(a.Code, b.Code), strings.Compare(a.Name, b.Name), strings.Compare(a.District, b.District))
}

// ordered puts the smaller key first, and the districts beside their keys.
func ordered(a, b, inA, inB string) (keys, districts [2]string) {
	if b < a {
		a, b, inA, inB = b, a, inB, inA
	}
	return [2]string{a, b}, [2]string{inA, inB}
}

// placeName is a district as it is compared.
func placeName(s string) string { return trimSuffixes(fold(s)) }

// keyOf is what a party is looked up by: its valid code, else its name.
func (g *gazetteer) keyOf(p Party) string {
	if code, ok := creditcode.Parse(p.Code); ok {
		return code.Value
	}
	n := g.parseName(p.Name)
	return g.nameKey(&n)
}

func (g *gazetteer) profileKey(p *profile) string {
	if p.code.Kind != creditcode.None {
		return p.code.Value
	}
	return g.nameKey(&p.name.name)
}

// nameKey is equal for spellings of one name: the home city may be left out.
func (g *gazetteer) nameKey(n *name) string {
	label := n.region.label()
	if label == g.home.city {
		label = ""
	}
	return label + trimSuffixes(n.region.district) + " " + n.plain()
}

// keyAt is the key by which decisions know a profile, empty where none does.
// Profiles split off later are known by their likes.
func (d *rulings) keyAt(r *resolver, i int32) string {
	if int(i) < len(d.keys) {
		return d.keys[i]
	}
	return r.places.profileKey(&r.profiles[i])
}

// apart reports whether a person has said that the clusters of two profiles
// are different enterprises. A row that does not say its district is meant
// whatever the decision's.
func (d *rulings) apart(r *resolver, a, b int32) bool {
	if len(d.different) == 0 {
		return false
	}
	for i := range r.some(a) {
		x := d.keyAt(r, i)
		if x == "" {
			continue
		}
		for j := range r.some(b) {
			pair, here := ordered(x, d.keyAt(r, j), r.profiles[i].place.district, r.profiles[j].place.district)
			for _, there := range d.different[pair] {
				if compareText(here[0], there[0]) != differs && compareText(here[1], there[1]) != differs {
					return true
				}
			}
		}
	}
	return false
}

// applyDecisions joins what people have said is one enterprise, and reports
// the decisions that cannot hold.
func (r *resolver) applyDecisions() {
	if len(r.ruled.decisions) == 0 {
		return
	}
	at := make(map[string][]int32)
	for i := range r.profiles {
		if key := r.ruled.keyAt(r, int32(i)); key != "" {
			at[key] = append(at[key], int32(i))
		}
	}
	for _, d := range r.ruled.decisions {
		if !d.Same {
			continue
		}
		for _, i := range r.meantAs(d.A, at) {
			for _, j := range r.meantAs(d.B, at) {
				switch {
				case r.root(i) == r.root(j):
				case r.ruled.apart(r, i, j):
					r.problems.Add(diag.Problem{
						Severity: diag.Warning, Code: "decision_refused", Position: d.Position, Value: "是",
						Message: fmt.Sprintf("“%s”与“%s”，别处已定为不是同一企业，这一决定未采用", d.A.Name, d.B.Name),
						Hint:    "请只保留其中一个决定",
					})
				case !r.join(i, j):
					r.problems.Add(refused(d.Position, r.partyOf(i), r.partyOf(j)))
				}
			}
		}
	}
}

// meantAs gives a profile of each cluster a party means: it goes by the
// party's code or name, and stands in its district.
func (r *resolver) meantAs(p Party, at map[string][]int32) []int32 {
	var out []int32
	key := r.places.keyOf(p)
	for _, i := range at[key] {
		if r.profiles[i].code.Kind != creditcode.None || r.standsIn(i, placeName(p.District)) {
			out = append(out, i)
		}
	}
	return out
}

// standsIn reports whether any row of a profile's cluster states the district;
// an empty one means that none states any.
func (r *resolver) standsIn(i int32, district string) bool {
	stated := false
	for m := range r.some(i) {
		d := r.profiles[m].place.district
		if d != "" && d == district {
			return true
		}
		stated = stated || d != ""
	}
	return district == "" && !stated
}

func (r *resolver) partyOf(i int32) Party {
	p := &r.profiles[i]
	return Party{Code: r.codes[r.root(i)].best(), Name: p.subject.Name, District: p.subject.District}
}
