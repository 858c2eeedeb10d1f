package main

import (
	"slices"

	"liancha/inspect"
	"liancha/schedule"
)

// staff is rule 5 for one department.
//
// A number of people has enough when no slot wants more than it: intervals can
// be shared out among as many alike people as overlap at most. So has a roster
// as far as its people are alike; where they are not, people alike in leave,
// recusals and name form a group, and how many of each go to an entry is part
// of the program.
func (m *model) staff(dep int32) {
	d := &m.in.Departments[dep]
	var own []int
	for e := range m.in.Entries {
		if m.in.Entries[e].Department == dep {
			own = append(own, e)
		}
	}
	roster := !d.Unlimited && slices.ContainsFunc(d.People, func(p schedule.Person) bool { return !p.Outside })
	unlike := roster && m.unlike(d, own)
	for p := range d.People {
		if !unlike || d.People[p].Outside {
			m.oneplace(own, int32(p))
		}
	}
	if d.Unlimited {
		return
	}
	there := make([]int, 2*len(m.in.Days))
	for s := range there {
		if there[s] = d.Capacity; roster {
			there[s] = 0
			for p := range d.People {
				if q := &d.People[p]; !q.Outside && !onLeave(q, m.in.Days[s/2]) {
					there[s]++
				}
			}
		}
	}
	m.enough(own, there, roster)
	if unlike {
		m.groups(d, own)
	}
}

func onLeave(p *schedule.Person, day inspect.Date) bool {
	return slices.ContainsFunc(p.Leave, func(l inspect.Span) bool { return l.Contains(day) })
}

// need is how many people an entry takes, of the department's own where it has
// a roster.
func (m *model) need(e *schedule.Entry, roster bool) int {
	names := named(e)
	n := max(e.Demand, len(names))
	for _, p := range names {
		if roster && m.in.Departments[e.Department].People[p].Outside {
			n--
		}
	}
	return n
}

// unlike reports whether counting a roster's people does not decide.
func (m *model) unlike(d *schedule.Department, own []int) bool {
	longest, names := 0, false
	for _, e := range own {
		longest = max(longest, m.in.Entries[e].HalfDays)
		for _, p := range m.in.Entries[e].Named {
			names = names || !d.People[p].Outside
		}
	}
	return names && longest > 1 || slices.ContainsFunc(d.People, func(p schedule.Person) bool {
		return !p.Outside && (len(p.Recused) > 0 || len(p.Leave) > 0 && longest > 2)
	})
}

// at calls do for every start of the entries that takes a slot.
func (m *model) at(own []int, slot inspect.Slot, do func(e, start int)) {
	for _, e := range own {
		for i, s := range m.starts[e] {
			if s <= slot && slot < s+inspect.Slot(m.in.Entries[e].HalfDays) {
				do(e, i)
			}
		}
	}
}

// oneplace keeps a person named to one place at a time.
func (m *model) oneplace(own []int, p int32) {
	for slot := range inspect.Slot(2 * len(m.in.Days)) {
		var t terms
		m.at(own, slot, func(e, i int) {
			if slices.Contains(m.in.Entries[e].Named, p) {
				t.add(1, m.x[e][i])
			}
		})
		if len(t.cols) > 1 {
			m.atMost(t, 1)
		}
	}
}

// enough keeps every slot to the people there, and by so many at a time too: of
// entries that want three or more no more find room than threes in the people.
func (m *model) enough(own []int, there []int, roster bool) {
	for slot := range inspect.Slot(len(there)) {
		for by := 1; by <= 4; by++ {
			if by > 1 && there[slot]%by == 0 {
				continue
			}
			var t terms
			exact := by == 1
			m.at(own, slot, func(e, i int) {
				n := m.need(&m.in.Entries[e], roster)
				exact = exact || n == by
				if n >= by {
					t.add(float64(n/by), m.x[e][i])
				}
			})
			if exact {
				m.atMost(t, float64(there[slot]/by))
			}
		}
	}
}

// group is people of a roster who can stand for one another.
type group struct {
	person *schedule.Person
	index  int32 // of one who is named, or -1
	size   int
}

// groups shares the people of a roster out by groups.
func (m *model) groups(d *schedule.Department, own []int) {
	var list []*group
	for p := range d.People {
		q := &d.People[p]
		if q.Outside {
			continue
		}
		is := int32(-1)
		if slices.ContainsFunc(own, func(e int) bool { return slices.Contains(m.in.Entries[e].Named, int32(p)) }) {
			is = int32(p)
		}
		k := slices.IndexFunc(list, func(g *group) bool { return is < 0 && g.index < 0 && m.alike(g.person, q) })
		if k < 0 {
			k = len(list)
			list = append(list, &group{person: q, index: is})
		}
		list[k].size++
	}
	busy := make([][]terms, len(list))
	for k := range busy {
		busy[k] = make([]terms, 2*len(m.in.Days))
	}
	for _, e := range own {
		entry := &m.in.Entries[e]
		for i, s := range m.starts[e] {
			var crew terms
			for k, g := range list {
				if m.away(g.person, entry, s) {
					continue
				}
				var z int
				if g.index >= 0 && slices.Contains(entry.Named, g.index) {
					z = m.x[e][i]
				} else {
					z = m.column(float64(g.size), true)
				}
				crew.add(1, z)
				for t := s; t < s+inspect.Slot(entry.HalfDays); t++ {
					busy[k][t].add(1, z)
				}
			}
			crew.add(-float64(m.need(entry, true)), m.x[e][i])
			m.between(0, crew, 0)
		}
	}
	for k, g := range list {
		for _, t := range busy[k] {
			m.atMost(t, float64(g.size))
		}
	}
}

// alike reports whether two people are away on the same days of the period and
// recused from the same enterprises.
func (m *model) alike(a, b *schedule.Person) bool {
	for _, day := range m.in.Days {
		if onLeave(a, day) != onLeave(b, day) {
			return false
		}
	}
	for ent := range m.in.Enterprises {
		if slices.Contains(a.Recused, int32(ent)) != slices.Contains(b.Recused, int32(ent)) {
			return false
		}
	}
	return true
}
