package main

import (
	"fmt"
	"maps"
	"slices"

	"liancha/inspect"
	"liancha/schedule"
)

// counter is a column that is 1 where a visit counts for a cap, and for what.
type counter struct {
	start inspect.Slot
	level inspect.Level
	dep   int32
	col   int
}

// cap is one frequency cap on an enterprise: rule 6.
func (m *model) cap(ent int32, own []int, visits []*visit, rule *schedule.Cap) {
	var list []counter
	for _, e := range own {
		entry := &m.in.Entries[e]
		for i, s := range m.starts[e] {
			if !entry.Joinable && !slices.Contains(rule.Except, entry.Kind) {
				list = append(list, counter{s, entry.Level, entry.Department, m.x[e][i]})
			}
		}
	}
	for lo := 0; lo < len(visits); {
		hi := lo + 1 // where levels may be joined, those of one slot are one visit whose level is open
		for m.in.Rules.AcrossLevels && hi < len(visits) && visits[hi].start == visits[lo].start {
			hi++
		}
		list = append(list, m.counters(own, visits[lo:hi], rule)...)
		lo = hi
	}
	sums, past := map[string]*terms{}, map[string]int{}
	for _, c := range list {
		what := map[schedule.Of]string{schedule.OfDepartment: fmt.Sprint(c.dep), schedule.OfLevel: fmt.Sprint(c.level)}[rule.Of]
		for _, stretch := range stretches(rule, m.in.Days[c.start/2]) {
			key := what + stretch
			if sums[key] == nil {
				sums[key] = &terms{}
				past[key] = m.past(ent, rule, c, stretch)
			}
			sums[key].add(1, c.col)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		m.atMost(*sums[key], float64(max(0, rule.Max-past[key])))
	}
}

// counters gives the columns that say a visit at a slot counts for a cap: when
// an entry in it is not exempt; for a department, when it has one in it besides.
func (m *model) counters(own []int, at []*visit, rule *schedule.Cap) []counter {
	s := at[0].start
	n := m.column(1, false)
	counts := false
	type one struct {
		col    int
		exempt bool
		dep    int32
	}
	var there []one
	for _, e := range own {
		entry := &m.in.Entries[e]
		k, ok := slices.BinarySearch(m.starts[e], s)
		if !ok || !entry.Joinable || !slices.ContainsFunc(at, func(v *visit) bool { return m.joins(entry.Level, v.level) }) {
			continue
		}
		x := one{m.x[e][k], slices.Contains(rule.Except, entry.Kind), entry.Department}
		there = append(there, x)
		if !x.exempt {
			counts = true
			m.implies([]int{x.col}, []int{n})
		}
	}
	if !counts {
		return nil
	}
	// both says that c is 1 where a and n are.
	both := func(c int, a ...int) {
		var t terms
		t.add(1, a...)
		t.add(1, n)
		t.add(-1, c)
		m.atMost(t, 1)
	}
	var list []counter
	switch rule.Of {
	case schedule.OfLevel:
		for _, v := range at {
			c := n
			if len(at) > 1 {
				c = m.column(1, false)
				both(c, v.cols...)
			}
			list = append(list, counter{s, v.level, 0, c})
		}
	case schedule.OfDepartment:
		of := map[int32]int{}
		for _, x := range there {
			if _, known := of[x.dep]; !known {
				of[x.dep] = m.column(1, false)
				list = append(list, counter{s, 0, x.dep, of[x.dep]})
			}
			if x.exempt {
				both(of[x.dep], x.col)
			} else {
				m.implies([]int{x.col}, []int{of[x.dep]})
			}
		}
	default:
		list = []counter{{s, 0, 0, n}}
	}
	return list
}

// past counts the past visits in a stretch that count with c.
func (m *model) past(ent int32, rule *schedule.Cap, c counter, stretch string) int {
	n := 0
	for i := range m.in.History {
		h := &m.in.History[i]
		exempt := len(h.Kinds) > 0 && !slices.ContainsFunc(h.Kinds, func(k inspect.Kind) bool { return !slices.Contains(rule.Except, k) })
		switch {
		case h.Enterprise != ent || exempt || !slices.Contains(stretches(rule, h.First), stretch):
		case rule.Of == schedule.OfDepartment && !slices.Contains(h.Departments, c.dep):
		case rule.Of == schedule.OfLevel && h.Level != c.level:
		default:
			n++
		}
	}
	return n
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
