package main

import (
	"slices"

	"liancha/inspect"
	"liancha/schedule"
)

// model is an instance as a mixed-integer program:
//
//	entry e starts at slot s                                        (starts)
//	a joinable visit of level g begins at slot s and may last D days (visits)
//	so many people of group i go to entry e started at slot s       (staff)
//	level g is in the enterprise on some of a run of working days   (levels)
//	a visit counts for a cap; it counts for a department            (caps)
//
// It holds all of the contract's hard rules. A visit may last as long as it
// says and no entry in it longer; that it lasts as long as its longest entry
// need not be said, for to say more is never of use. An entry that is not
// joinable is a visit by itself and has its start for one.
type model struct {
	in     *schedule.Instance
	starts [][]inspect.Slot // by entry
	x      [][]int          // by entry: its columns, one a start
	first  int              // index of Days[0] among the working days known

	top     []float64 // by column: its upper bound
	integer []bool
	rows    []row
	visits  []int // columns that are visits
}

// row is Low ≤ Σ Coef·column ≤ High.
type row struct {
	Cols      []int
	Coefs     []float64
	Low, High float64
}

const free = 1e30 // no bound

func newModel(in *schedule.Instance) *model {
	m := &model{in: in, starts: make([][]inspect.Slot, len(in.Entries)), x: make([][]int, len(in.Entries)), first: len(in.Before)}
	for e := range in.Entries {
		var once terms
		for _, s := range m.startsOf(e) {
			c := m.column(1, true)
			m.starts[e], m.x[e] = append(m.starts[e], s), append(m.x[e], c)
			once.add(1, c)
		}
		m.atMost(once, 1)
	}
	for d := range in.Departments {
		m.staff(int32(d))
	}
	for ent := range in.Enterprises {
		m.enterprise(int32(ent))
	}
	return m
}

func (m *model) column(top float64, integer bool) int {
	m.top, m.integer = append(m.top, top), append(m.integer, integer)
	return len(m.top) - 1
}

// terms is a sum of columns.
type terms struct {
	cols  []int
	coefs []float64
}

func (t *terms) add(coef float64, cols ...int) {
	for _, c := range cols {
		t.cols, t.coefs = append(t.cols, c), append(t.coefs, coef)
	}
}

// between adds a row; a column that is in the sum twice is taken together.
func (m *model) between(low float64, t terms, high float64) {
	var r row
	at := map[int]int{}
	for i, c := range t.cols {
		k, known := at[c]
		if !known {
			k = len(r.Cols)
			at[c] = k
			r.Cols, r.Coefs = append(r.Cols, c), append(r.Coefs, 0)
		}
		r.Coefs[k] += t.coefs[i]
	}
	if r.Low, r.High = low, high; len(r.Cols) > 0 {
		m.rows = append(m.rows, r)
	}
}

func (m *model) atMost(t terms, high float64) { m.between(-free, t, high) }

// implies says that where columns a are chosen, one of b is.
func (m *model) implies(a []int, b []int) {
	var t terms
	t.add(1, a...)
	t.add(-1, b...)
	m.atMost(t, 0)
}

// last is the last working day of an entry that starts at s.
func last(e *schedule.Entry, s inspect.Slot) int { return (int(s) + e.HalfDays - 1) / 2 }

// named gives the people an entry names, each once.
func named(e *schedule.Entry) []int32 {
	list := slices.Clone(e.Named)
	slices.Sort(list)
	return slices.Compact(list)
}

// away reports whether a person cannot be at an entry started at s.
func (m *model) away(p *schedule.Person, e *schedule.Entry, s inspect.Slot) bool {
	if slices.Contains(p.Recused, e.Enterprise) {
		return true
	}
	for day := int(s) / 2; day <= last(e, s); day++ {
		if slices.ContainsFunc(p.Leave, func(l inspect.Span) bool { return l.Contains(m.in.Days[day]) }) {
			return true
		}
	}
	return false
}

// startsOf gives the slots an entry may start at: rule 1, a day or more in the
// morning, nobody it names away; one that is not joinable keeps clear of the
// past here, others by their visits.
func (m *model) startsOf(i int) []inspect.Slot {
	e := &m.in.Entries[i]
	var starts []inspect.Slot
	for s := range inspect.Slot(max(0, 2*len(m.in.Days)-e.HalfDays+1)) {
		if e.HalfDays > 1 && s%2 == 1 {
			continue
		}
		from, to := m.in.Days[s/2], m.in.Days[last(e, s)]
		inside := slices.ContainsFunc(e.Windows, func(w inspect.Span) bool { return w.From <= from && to <= w.To })
		gone := slices.ContainsFunc(e.Named, func(p int32) bool { return m.away(&m.in.Departments[e.Department].People[p], e, s) })
		if inside && !gone && (e.Joinable || m.clear(e.Enterprise, e.Level, false, int(s)/2, last(e, s))) {
			starts = append(starts, s)
		}
	}
	return starts
}

// clear is rule 4 between a visit and the past ones.
func (m *model) clear(ent int32, level inspect.Level, joinable bool, from, to int) bool {
	row := slices.Concat(m.in.Before, m.in.Days, m.in.After)
	for i := range m.in.History {
		h := &m.in.History[i]
		if h.Enterprise != ent {
			continue
		}
		begin, _ := slices.BinarySearch(row, h.First)
		end, found := slices.BinarySearch(row, h.Last)
		if !found {
			end--
		}
		gap := 1
		if joinable && h.Joinable && level != h.Level {
			gap = max(1, m.in.Rules.LevelsApart)
		}
		if from-(end-m.first) < gap && begin-m.first-to < gap {
			return false
		}
	}
	return true
}

// visit is one possible joinable visit: those of all the lengths it may have.
type visit struct {
	start inspect.Slot
	level inspect.Level // the highest of its entries
	days  []int
	cols  []int // by days
	from  []int // entries that make its level
}

// lasting gives the columns of at least so many days.
func (v *visit) lasting(days int) (cols []int) {
	for i, d := range v.days {
		if d >= days {
			cols = append(cols, v.cols[i])
		}
	}
	return cols
}

// joins reports whether an entry of a level may be in a visit of another: rule 3.
func (m *model) joins(entry, visit inspect.Level) bool {
	return entry == visit || m.in.Rules.AcrossLevels && entry > visit
}

// enterprise is rules 2, 3, 4 and 6.
func (m *model) enterprise(ent int32) {
	var own []int
	for e := range m.in.Entries {
		if m.in.Entries[e].Enterprise == ent {
			own = append(own, e)
		}
	}
	visits := m.visitsOf(ent, own)
	m.oneADay(own, visits)
	m.levels(visits)
	for i := range m.in.Rules.Caps {
		if c := &m.in.Rules.Caps[i]; len(c.Grades) == 0 || slices.Contains(c.Grades, m.in.Enterprises[ent].Grade) {
			m.cap(ent, own, visits, c)
		}
	}
}

// visitsOf gives the possible joinable visits, and ties the entries to them.
func (m *model) visitsOf(ent int32, own []int) []*visit {
	in := m.in
	var visits []*visit
	for s := range inspect.Slot(2 * len(in.Days)) {
		here := map[int]int{} // entries that may start here, and their columns
		var order []int
		for _, e := range own {
			if k, ok := slices.BinarySearch(m.starts[e], s); ok && in.Entries[e].Joinable {
				here[e] = m.x[e][k]
				order = append(order, e)
			}
		}
		var now []*visit
		for level := inspect.NoLevel; level <= inspect.Street; level++ {
			v := &visit{start: s, level: level}
			for _, e := range order {
				entry := &in.Entries[e]
				if entry.Level == level {
					v.from = append(v.from, here[e])
				}
				if days := last(entry, s) - int(s)/2 + 1; m.joins(entry.Level, level) && !slices.Contains(v.days, days) && m.clear(ent, level, true, int(s)/2, int(s)/2+days-1) {
					v.days = append(v.days, days)
				}
			}
			if len(v.from) == 0 || len(v.days) == 0 {
				continue
			}
			slices.Sort(v.days)
			for range v.days {
				v.cols = append(v.cols, m.column(1, true))
			}
			m.visits = append(m.visits, v.cols...)
			if in.Rules.AcrossLevels {
				m.implies(v.cols, v.from)
			}
			now = append(now, v)
		}
		for _, e := range order {
			entry := &in.Entries[e]
			var may []int
			for _, v := range now {
				if m.joins(entry.Level, v.level) {
					may = append(may, v.lasting(last(entry, s)-int(s)/2+1)...)
				}
			}
			m.implies([]int{here[e]}, may)
		}
		visits = append(visits, now...)
	}
	for _, e := range own {
		if !in.Entries[e].Joinable {
			m.visits = append(m.visits, m.x[e]...)
		}
	}
	return visits
}

// oneADay keeps every day to one visit.
func (m *model) oneADay(own []int, visits []*visit) {
	days := make([]terms, len(m.in.Days))
	for _, v := range visits {
		for i, n := range v.days {
			for d := int(v.start) / 2; d < int(v.start)/2+n; d++ {
				days[d].add(1, v.cols[i])
			}
		}
	}
	for _, e := range own {
		if entry := &m.in.Entries[e]; !entry.Joinable {
			for i, s := range m.starts[e] {
				for d := int(s) / 2; d <= last(entry, s); d++ {
					days[d].add(1, m.x[e][i])
				}
			}
		}
	}
	for _, t := range days {
		m.atMost(t, 1)
	}
}

// levels keeps joinable visits of one level only to every run of as many
// working days as levels must be apart.
func (m *model) levels(visits []*visit) {
	n := min(m.in.Rules.LevelsApart, len(m.in.Days))
	for first := 0; n > 1 && first+n <= len(m.in.Days); first++ {
		var there terms
		for level := inspect.NoLevel; level <= inspect.Street; level++ {
			days := make([][]int, n) // columns of visits on each day
			for _, v := range visits {
				for i, length := range v.days {
					from := int(v.start) / 2
					for d := max(from, first); v.level == level && d < min(from+length, first+n); d++ {
						days[d-first] = append(days[d-first], v.cols[i])
					}
				}
			}
			if !slices.ContainsFunc(days, func(d []int) bool { return len(d) > 0 }) {
				continue
			}
			a := m.column(1, false)
			there.add(1, a)
			for _, cols := range days {
				if len(cols) > 0 {
					m.implies(cols, []int{a})
				}
			}
		}
		if len(there.cols) > 1 {
			m.atMost(there, 1)
		}
	}
}

// goals gives what the solver is to maximise, then minimise: entries, of which
// one of a class outweighs all of the classes after it, and visits.
func (m *model) goals() (entries, visits []float64) {
	entries, visits = make([]float64, len(m.top)), make([]float64, len(m.top))
	var of [3]int
	for e := range m.in.Entries {
		of[m.in.Entries[e].Kind.Class()]++
	}
	weight := [3]float64{float64((of[2] + 1) * (of[1] + 1)), float64(of[2] + 1), 1}
	for e := range m.in.Entries {
		for _, c := range m.x[e] {
			entries[c] = weight[m.in.Entries[e].Kind.Class()]
		}
	}
	for _, c := range m.visits {
		visits[c] = 1
	}
	return entries, visits
}
