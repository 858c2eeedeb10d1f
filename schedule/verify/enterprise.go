package verify

import (
	"cmp"
	"slices"
	"sort"

	"liancha/inspect"
	"liancha/schedule"
)

// calendar counts working days across the period and what lies around it.
type calendar struct {
	days   []inspect.Date // Before, Days, After
	origin int            // index of Days[0] in days
}

func newCalendar(in *schedule.Instance) calendar {
	return calendar{slices.Concat(in.Before, in.Days, in.After), len(in.Before)}
}

// onOrAfter is the index of the first working day from d on.
func (c calendar) onOrAfter(d inspect.Date) int {
	return sort.Search(len(c.days), func(i int) bool { return c.days[i] >= d }) - c.origin
}

// onOrBefore is the index of the last working day up to d.
func (c calendar) onOrBefore(d inspect.Date) int {
	return sort.Search(len(c.days), func(i int) bool { return c.days[i] > d }) - 1 - c.origin
}

// visit is a visit as distances and caps see it, planned or past.
type visit struct {
	first, last int // working-day indexes
	day         inspect.Date
	level       inspect.Level
	joinable    bool
	departments []int32 // each once
	kinds       []inspect.Kind
	entries     []int32 // none: a past visit
}

func (v *visit) past() bool { return len(v.entries) == 0 }

// visitsTo gives the visits the starts make at an enterprise, in order, and the
// past ones.
func (c *checker) visitsTo(ent int32) []visit {
	var visits []visit
	placed := make([]int32, 0, len(c.byEnterprise[ent]))
	for _, e := range c.byEnterprise[ent] {
		if c.start[e] != inspect.NoSlot {
			placed = append(placed, e)
		}
	}
	slices.SortStableFunc(placed, func(a, b int32) int { return cmp.Compare(c.start[a], c.start[b]) })
	for i, e := range placed {
		if i == 0 || c.start[e] != c.start[placed[i-1]] {
			s := c.start[e]
			visits = append(visits, visit{first: s.Day(), last: s.Day(), day: c.in.Days[s.Day()], level: 255, joinable: true})
		}
		v, entry := &visits[len(visits)-1], &c.in.Entries[e]
		v.last = max(v.last, (c.start[e] + inspect.Slot(entry.HalfDays) - 1).Day())
		v.level = min(v.level, entry.Level)
		v.joinable = v.joinable && entry.Joinable
		v.kinds = append(v.kinds, entry.Kind)
		v.entries = append(v.entries, e)
		if !slices.Contains(v.departments, entry.Department) {
			v.departments = append(v.departments, entry.Department)
		}
	}
	for _, p := range c.past[ent] {
		h := &c.in.History[p]
		v := visit{first: c.cal.onOrAfter(h.First), last: c.cal.onOrBefore(h.Last), day: h.First, level: h.Level, joinable: h.Joinable, kinds: h.Kinds}
		for _, d := range h.Departments {
			if !slices.Contains(v.departments, d) {
				v.departments = append(v.departments, d)
			}
		}
		visits = append(visits, v)
	}
	return visits
}

// enterprise checks the rules that look at one enterprise's visits: who shares
// one, how far they are apart, how many there are.
func (c *checker) enterprise(ent int32, rules schedule.Rules) []error {
	visits := c.visitsTo(ent)
	var faults []error
	for i := range visits {
		faults = append(faults, c.company(ent, &visits[i], rules)...)
	}
	faults = append(faults, c.distances(ent, visits, rules)...)
	for i := range rules.Caps {
		faults = append(faults, c.capped(ent, visits, i, &rules.Caps[i])...)
	}
	return faults
}

// company checks who shares a visit.
//
// Rule 2: an entry that is not joinable is alone in its visit.
// Rule 3: a visit joins entries of one level only, unless levels may be joined.
func (c *checker) company(ent int32, v *visit, rules schedule.Rules) []error {
	var faults []error
	for _, e := range v.entries {
		entry := &c.in.Entries[e]
		if !entry.Joinable && len(v.entries) > 1 {
			faults = append(faults, faultf(Alone, "enterprise %d, slot %d: entry %d is not joinable and shares its visit with %d others", ent, c.start[e], e, len(v.entries)-1))
		}
		if entry.Level != v.level && !rules.AcrossLevels {
			faults = append(faults, faultf(Levels, "enterprise %d, slot %d: entry %d of level %v in a visit of level %v", ent, c.start[e], e, entry.Level, v.level))
		}
	}
	return faults
}

// distances checks how far visits to one enterprise are apart.
//
// Rule 4: two visits of different levels are at least LevelsApart working days
// apart, from the last day of one to the first day of the other; any two visits
// at least 1, and no more is asked of visits with a not-joinable entry.
func (c *checker) distances(ent int32, visits []visit, rules schedule.Rules) []error {
	var faults []error
	for i := range visits {
		for j := range visits[:i] {
			a, b := &visits[j], &visits[i]
			if a.past() && b.past() {
				continue
			}
			want := 1
			if a.level != b.level && a.joinable && b.joinable {
				want = max(1, rules.LevelsApart)
			}
			// Of the two ways round, the one that is not negative is the distance.
			if got := max(b.first-a.last, a.first-b.last); got < want {
				faults = append(faults, faultf(Distance, "enterprise %d: visits on %v (%v, entries %v) and %v (%v, entries %v) are %d working days apart, not %d",
					ent, a.day, a.level, a.entries, b.day, b.level, b.entries, got, want))
			}
		}
	}
	return faults
}

// capped checks one frequency cap.
//
// Rule 6: of the visits a cap counts, no stretch of its length holds more than
// its maximum. A visit counts on its first day. One all of whose entries are of
// an exempt kind is left out of the count; stretches of the past alone are past
// mending.
func (c *checker) capped(ent int32, visits []visit, index int, rule *schedule.Cap) []error {
	if len(rule.Grades) > 0 && !slices.Contains(rule.Grades, c.in.Enterprises[ent].Grade) {
		return nil
	}
	groups := map[int32][]*visit{}
	for i := range visits {
		if v := &visits[i]; !exempt(v, rule.Except) {
			for _, g := range countedAs(v, rule.Of) {
				groups[g] = append(groups[g], v)
			}
		}
	}
	keys := make([]int32, 0, len(groups))
	for g := range groups {
		keys = append(keys, g)
	}
	slices.Sort(keys)
	var faults []error
	for _, g := range keys {
		for _, v := range groups[g] {
			stretch := stretchFrom(rule, v.day)
			n, planned := 0, false
			for _, w := range groups[g] {
				if stretch.Contains(w.day) {
					n++
					planned = planned || !w.past()
				}
			}
			if n > rule.Max && planned {
				faults = append(faults, faultf(Capped, "enterprise %d: %d visits in %v, cap %d allows %d (counted for %d)", ent, n, stretch, index, rule.Max, g))
				break
			}
		}
	}
	return faults
}

func exempt(v *visit, except []inspect.Kind) bool {
	if len(v.kinds) == 0 {
		return false
	}
	for _, k := range v.kinds {
		if !slices.Contains(except, k) {
			return false
		}
	}
	return true
}

// countedAs gives the counts of a cap a visit falls into.
func countedAs(v *visit, of schedule.Of) []int32 {
	switch of {
	case schedule.OfDepartment:
		return v.departments
	case schedule.OfLevel:
		return []int32{int32(v.level)}
	}
	return []int32{0}
}

// stretchFrom gives the stretch a cap counts in that holds d; of the sliding
// windows, the one that begins on d: a window with too many visits still has
// them when its start is moved up to the first of them.
func stretchFrom(rule *schedule.Cap, d inspect.Date) inspect.Span {
	y, m, _ := d.YMD()
	switch rule.Per {
	case schedule.PerDays:
		return inspect.Span{From: d, To: d + inspect.Date(rule.Days) - 1}
	case schedule.PerWeek:
		monday := d - inspect.Date((d.Weekday()+6)%7)
		return inspect.Span{From: monday, To: monday + 6}
	case schedule.PerMonth:
		return inspect.MonthSpan(y, m)
	case schedule.PerQuarter:
		first := (m-1)/3*3 + 1
		return inspect.Span{From: inspect.MustDate(y, first, 1), To: inspect.MonthSpan(y, first+2).To}
	case schedule.PerYear:
		return inspect.Span{From: inspect.MustDate(y, 1, 1), To: inspect.MustDate(y, 12, 31)}
	}
	return inspect.Day(d)
}
