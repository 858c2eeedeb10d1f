package draw

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
)

// Rejected is a line of a roster that is nobody to be sent.
type Rejected struct {
	Person  *inspect.Inspector
	Problem diag.Problem // zero for people out of service, which is no mistake
}

// Roster gives those of a department's roster who can be sent on or after a
// day, each once, by key: in service, with a certificate that has not expired.
// Where nobody on the roster has a certificate number it has no such column,
// and names are keys. Scheduling counts the same people as the draw.
func Roster(roster []*inspect.Inspector, first inspect.Date) (people []*inspect.Inspector, out []Rejected) {
	roster = slices.Clone(roster)
	slices.SortStableFunc(roster, func(a, b *inspect.Inspector) int {
		return cmp.Or(strings.Compare(a.Key(), b.Key()), inspect.CompareSource(a.Source, b.Source))
	})
	certified := slices.ContainsFunc(roster, func(p *inspect.Inspector) bool { return p.Certificate != "" })
	reject := func(p *inspect.Inspector, code, message, hint string) {
		out = append(out, Rejected{p, diag.Problem{Severity: diag.Warning, Code: code, Position: position(p.Source), Value: p.Name,
			Message: fmt.Sprintf(message, p.Department+p.Name), Hint: hint}})
	}
	for _, p := range roster {
		last := len(people) - 1
		same := last >= 0 && people[last].Key() == p.Key()
		switch {
		case p.Name == "":
		case !p.Active:
			out = append(out, Rejected{Person: p})
		case certified && p.Certificate == "":
			reject(p, "no_certificate", "%s没有执法证号，不参加抽取", "补上执法证号")
		case p.Expires != 0 && p.Expires < first:
			reject(p, "certificate_expired", "%s的执法证已过期，不参加抽取", "换证后更新名录库")
		case same && people[last].Name == p.Name && p.Certificate != "":
			people[last] = merged(people[last], p)
		case same:
			reject(p, "same_certificate", "%s与另一人的执法证号（没有证号的，姓名）相同，分不清是谁，不参加抽取", "核对执法证号")
		default:
			people = append(people, p)
		}
	}
	return people, out
}

// merged is one person of two lines of rosters: whatever either keeps them from
// holds.
func merged(a, b *inspect.Inspector) *inspect.Inspector {
	m := *a
	m.Leave = append(slices.Clone(a.Leave), b.Leave...)
	m.Recused = append(slices.Clone(a.Recused), b.Recused...)
	m.Specialties = append(slices.Clone(a.Specialties), b.Specialties...)
	if b.Expires != 0 && (m.Expires == 0 || b.Expires < m.Expires) {
		m.Expires = b.Expires
	}
	return &m
}

// Stationed reports whether an enterprise lies in someone's area (片区): their
// street where it names one, else their district.
func Stationed(area string, e *inspect.Enterprise) bool {
	area = plainName(area)
	switch {
	case area == "":
		return false
	case e.Street != "" && strings.Contains(area, e.Street):
		return true
	case strings.HasSuffix(area, "街道"), strings.HasSuffix(area, "镇"), strings.HasSuffix(area, "乡"):
		return false
	}
	return e.District != "" && (strings.Contains(area, e.District) || strings.Contains(e.District, area))
}
