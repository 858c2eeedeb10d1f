package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/schedule"
)

// model is an instance as a mixed-integer program:
//
//	x[e,s] = 1  entry e starts at slot s
//	y[v]   = 1  visit v takes place: an enterprise, a level and a slot, which
//	            joinable entries share; an entry that is not joinable is a visit
//	            by itself and has its x for y
//	a[l,D]      level l is in the enterprise on some of the working days D, a
//	            run of as many as levels must be apart; of all levels one may be
//	n[v], c[v,d] the visit counts for a cap; it counts for department d
//
// It holds for instances of generate.Medium: no past visits, levels not joined,
// people a matter of counting.
type model struct {
	in     *schedule.Instance
	starts [][]inspect.Slot
	rows   []string
	binary []string
	bounds []string

	fixed []string // earlier goals, kept
}

func x(e int, s inspect.Slot) string { return fmt.Sprintf("x%d_%d", e, s) }

func y(ent int32, l inspect.Level, s inspect.Slot) string { return fmt.Sprintf("y%d_%d_%d", ent, l, s) }

func newModel(in *schedule.Instance) (*model, error) {
	if in.Rules.AcrossLevels || len(in.History) > 0 {
		return nil, fmt.Errorf("levels joined and past visits are not modelled")
	}
	m := &model{in: in, starts: make([][]inspect.Slot, len(in.Entries))}
	for e := range in.Entries {
		m.starts[e] = m.startsOf(&in.Entries[e])
		m.once(e)
	}
	for d := range in.Departments {
		if err := m.staff(int32(d)); err != nil {
			return nil, err
		}
	}
	for ent := range in.Enterprises {
		m.enterprise(int32(ent))
	}
	return m, nil
}

// row adds a constraint: sum of terms, then the right side such as "<= 1".
func (m *model) row(terms []string, right string) {
	if len(terms) > 0 {
		m.rows = append(m.rows, strings.Join(terms, " + ")+" "+right)
	}
}

// last is the last working day of an entry that starts at s.
func last(e *schedule.Entry, s inspect.Slot) int { return (int(s) + e.HalfDays - 1) / 2 }

// startsOf gives the slots an entry may start at: rule 1, a day or more in the
// morning, nobody it names on leave.
func (m *model) startsOf(e *schedule.Entry) []inspect.Slot {
	var starts []inspect.Slot
	for s := range inspect.Slot(2*len(m.in.Days) - e.HalfDays + 1) {
		if e.HalfDays > 1 && s%2 == 1 {
			continue
		}
		from, to := m.in.Days[s/2], m.in.Days[last(e, s)]
		inside := slices.ContainsFunc(e.Windows, func(w inspect.Span) bool { return w.From <= from && to <= w.To })
		away := slices.ContainsFunc(e.Named, func(p int32) bool {
			return slices.ContainsFunc(m.in.Departments[e.Department].People[p].Leave, func(l inspect.Span) bool {
				return l.From <= to && from <= l.To
			})
		})
		if inside && !away {
			starts = append(starts, s)
		}
	}
	return starts
}

func (m *model) once(e int) {
	var terms []string
	for _, s := range m.starts[e] {
		terms = append(terms, x(e, s))
		m.binary = append(m.binary, x(e, s))
	}
	m.row(terms, "<= 1")
}

// staff is rule 5 by slots: people wanted against people there, and nobody
// named twice.
func (m *model) staff(dep int32) error {
	d := &m.in.Departments[dep]
	for slot := range inspect.Slot(2 * len(m.in.Days)) {
		there := d.Capacity
		for _, p := range d.People {
			if len(p.Recused) > 0 || p.Outside || d.Unlimited {
				return fmt.Errorf("department %d: people recused or from outside are not modelled", dep)
			}
			if !slices.ContainsFunc(p.Leave, func(l inspect.Span) bool { return l.Contains(m.in.Days[slot/2]) }) {
				there++
			}
		}
		var terms []string
		named := make([][]string, len(d.People))
		for i := range m.in.Entries {
			e := &m.in.Entries[i]
			if e.Department != dep {
				continue
			}
			for _, s := range m.starts[i] {
				if s <= slot && slot < s+inspect.Slot(e.HalfDays) {
					terms = append(terms, fmt.Sprintf("%d %s", max(e.Demand, len(e.Named)), x(i, s)))
					for _, p := range e.Named {
						named[p] = append(named[p], x(i, s))
					}
				}
			}
		}
		m.row(terms, fmt.Sprintf("<= %d", there))
		for _, terms := range named {
			m.row(terms, "<= 1")
		}
	}
	return nil
}

// visit is one possible visit: its variable and the entries that may be in it.
type visit struct {
	name    string
	start   inspect.Slot
	level   inspect.Level
	entries []int
}

// visitsTo gives the possible visits to an enterprise and ties them to their entries.
func (m *model) visitsTo(ent int32) []visit {
	var visits []visit
	index := map[string]int{}
	for i := range m.in.Entries {
		e := &m.in.Entries[i]
		if e.Enterprise != ent {
			continue
		}
		for _, s := range m.starts[i] {
			if !e.Joinable {
				visits = append(visits, visit{x(i, s), s, e.Level, []int{i}})
				continue
			}
			name := y(ent, e.Level, s)
			k, known := index[name]
			if !known {
				k = len(visits)
				index[name] = k
				visits = append(visits, visit{name, s, e.Level, nil})
				m.binary = append(m.binary, name)
			}
			visits[k].entries = append(visits[k].entries, i)
			m.row([]string{x(i, s)}, "- "+name+" <= 0")
		}
	}
	return visits
}

// enterprise is rules 2, 3 (by the choice of variables), 4 and 6.
func (m *model) enterprise(ent int32) {
	visits := m.visitsTo(ent)
	for day := range m.in.Days {
		m.oneADay(visits, day)
	}
	if n := min(m.in.Rules.LevelsApart, len(m.in.Days)); n > 1 {
		for first := 0; first+n <= len(m.in.Days); first++ {
			m.oneLevel(ent, first, first+n-1)
		}
	}
	for i := range m.in.Rules.Caps {
		m.cap(ent, visits, i, &m.in.Rules.Caps[i])
	}
}

// oneADay keeps a day to one visit: of those that begin on it one, and none
// while an entry that began before is still on.
func (m *model) oneADay(visits []visit, day int) {
	var begin []string
	for _, v := range visits {
		if int(v.start)/2 == day {
			begin = append(begin, v.name)
		}
	}
	if len(begin) == 0 {
		return
	}
	m.row(begin, "<= 1")
	still := map[int][]string{} // by entry
	var entries []int
	for _, v := range visits {
		for _, e := range v.entries {
			if int(v.start)/2 < day && last(&m.in.Entries[e], v.start) >= day {
				if still[e] == nil {
					entries = append(entries, e)
				}
				still[e] = append(still[e], x(e, v.start))
			}
		}
	}
	slices.Sort(entries)
	for _, e := range entries {
		m.row(slices.Concat(begin, still[e]), "<= 1")
	}
}

// oneLevel keeps joinable visits of one level only to a run of working days.
func (m *model) oneLevel(ent int32, first, end int) {
	var active []string
	for l := inspect.City; l <= inspect.Street; l++ {
		name := fmt.Sprintf("a%d_%d_%d", ent, l, first)
		tied := false
		for i := range m.in.Entries {
			e := &m.in.Entries[i]
			if e.Enterprise != ent || e.Level != l || !e.Joinable {
				continue
			}
			var terms []string
			for _, s := range m.starts[i] {
				if int(s)/2 <= end && last(e, s) >= first {
					terms = append(terms, x(i, s))
				}
			}
			m.row(terms, "- "+name+" <= 0")
			tied = tied || len(terms) > 0
		}
		if tied {
			active = append(active, name)
			m.bounds = append(m.bounds, "0 <= "+name+" <= 1")
		}
	}
	if len(active) > 1 {
		m.row(active, "<= 1")
	}
}

// cap is one frequency cap on an enterprise.
func (m *model) cap(ent int32, visits []visit, index int, rule *schedule.Cap) {
	if len(rule.Grades) > 0 && !slices.Contains(rule.Grades, m.in.Enterprises[ent].Grade) {
		return
	}
	counted := map[string][]string{} // by stretch and what is counted
	var keys []string
	for _, v := range visits {
		day := m.in.Days[v.start/2]
		for _, what := range m.countedAs(v, index, rule) {
			for _, stretch := range stretches(rule, day) {
				key := what.group + stretch
				if counted[key] == nil {
					keys = append(keys, key)
				}
				counted[key] = append(counted[key], what.name)
			}
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		m.row(counted[key], fmt.Sprintf("<= %d", rule.Max))
	}
}

type counter struct{ group, name string }

// countedAs gives the variables that say a visit counts for a cap: when an
// entry in it is not exempt; for a department, when it has one in it besides.
func (m *model) countedAs(v visit, index int, rule *schedule.Cap) []counter {
	exempt := func(e int) bool { return slices.Contains(rule.Except, m.in.Entries[e].Kind) }
	n := fmt.Sprintf("n%d_%s", index, v.name)
	counts := false
	for _, e := range v.entries {
		if !exempt(e) {
			counts = true
			m.row([]string{x(e, v.start)}, "- "+n+" <= 0")
		}
	}
	if !counts {
		return nil
	}
	m.bounds = append(m.bounds, "0 <= "+n+" <= 1")
	switch rule.Of {
	case schedule.OfLevel:
		return []counter{{fmt.Sprint(v.level), n}}
	case schedule.OfEnterprise:
		return []counter{{"", n}}
	}
	var all []counter
	for _, e := range v.entries {
		dep := m.in.Entries[e].Department
		c := fmt.Sprintf("c%d_%d_%s", index, dep, v.name)
		if exempt(e) {
			m.row([]string{x(e, v.start), n}, "- "+c+" <= 1")
		} else {
			m.row([]string{x(e, v.start)}, "- "+c+" <= 0")
		}
		if !slices.Contains(all, counter{fmt.Sprint(dep), c}) {
			all = append(all, counter{fmt.Sprint(dep), c})
			m.bounds = append(m.bounds, "0 <= "+c+" <= 1")
		}
	}
	return all
}

// stretches names the stretches of a cap a day lies in.
func stretches(rule *schedule.Cap, d inspect.Date) []string {
	yy, mm, _ := d.YMD()
	switch rule.Per {
	case schedule.PerDays:
		var all []string
		for from := d - inspect.Date(rule.Days) + 1; from <= d; from++ {
			all = append(all, " from "+from.String())
		}
		return all
	case schedule.PerWeek:
		return []string{" week of " + (d - inspect.Date((d.Weekday()+6)%7)).String()}
	case schedule.PerMonth:
		return []string{fmt.Sprintf(" month %d-%d", yy, mm)}
	case schedule.PerQuarter:
		return []string{fmt.Sprintf(" quarter %d-%d", yy, (mm-1)/3)}
	case schedule.PerYear:
		return []string{fmt.Sprintf(" year %d", yy)}
	}
	return []string{" " + d.String()}
}

// ofClass gives the terms that count the entries placed of a class.
func (m *model) ofClass(class int, weight int) []string {
	var terms []string
	for e := range m.in.Entries {
		if m.in.Entries[e].Kind.Class() == class {
			for _, s := range m.starts[e] {
				terms = append(terms, fmt.Sprintf("%d %s", weight, x(e, s)))
			}
		}
	}
	return terms
}

// allVisits gives the terms that count visits.
func (m *model) allVisits() []string {
	var terms []string
	for _, name := range m.binary {
		if name[0] == 'y' {
			terms = append(terms, name)
		}
	}
	for e := range m.in.Entries {
		if !m.in.Entries[e].Joinable {
			for _, s := range m.starts[e] {
				terms = append(terms, x(e, s))
			}
		}
	}
	return terms
}

// write gives the model in the CPLEX LP format.
func (m *model) write(w io.Writer, sense string, goal []string) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "%s\n obj: %s\nSubject To\n", sense, strings.Join(goal, "\n + "))
	for i, row := range slices.Concat(m.rows, m.fixed) {
		fmt.Fprintf(b, " r%d: %s\n", i, strings.ReplaceAll(row, " + ", "\n + "))
	}
	fmt.Fprintf(b, "Bounds\n %s\nBinary\n %s\nEnd\n", strings.Join(m.bounds, "\n "), strings.Join(m.binary, "\n "))
	return b.Flush()
}
