package generate

import (
	"liancha/inspect"
	"liancha/schedule"
)

// City makes a month of a city's plans: one enterprise for five entries, one
// department for 3,333 (20 at least, 300 at most), a tenth of them the city's,
// two fifths the districts', the rest the streets'. An entry is mostly half a
// day for two people in a window of 1 to 31 days; a quarter of the departments
// state a number of people, the others a roster with leave and a few recusals.
// Every department has people for its demand over load.
func City(seed uint64, entries int, load float64) *schedule.Instance {
	r := seeded(3, seed)
	in := &schedule.Instance{Rules: schedule.Rules{LevelsApart: 5, Caps: []schedule.Cap{{Per: schedule.PerDay, Max: 1}}}}
	period(in, inspect.MustDate(2021, 5, 1), inspect.MustDate(2021, 5, 31))
	m := newTown(min(300, max(20, entries/3333)))
	for i := range m.departments {
		in.Departments = append(in.Departments, schedule.Department{Key: key("d", i)})
	}
	street := make([]int, max(1, entries/5))
	for i := range street {
		street[i] = r.below(m.streets)
		in.Enterprises = append(in.Enterprises, schedule.Enterprise{
			Key: key("e", i), Grade: inspect.Grade(r.below(5)),
			District: key("q", m.districtOf(street[i])), Street: key("j", street[i]),
		})
	}
	in.Entries = make([]schedule.Entry, entries)
	windows := make([]inspect.Span, entries)
	for i := range in.Entries {
		ent := r.below(len(street))
		e := &in.Entries[i]
		*e = schedule.Entry{Key: key("x", i), Enterprise: int32(ent), Kind: inspect.Kind(r.weighted(68, 10, 10, 6, 2, 2, 2))}
		e.Department, e.Level = m.department(r, street[ent])
		e.HalfDays = []int{1, 2, 4}[r.weighted(88, 10, 2)]
		e.Demand = 2 + r.weighted(93, 5, 2)
		e.Joinable = e.Kind.JoinableByDefault()
		windows[i] = cityWindow(r, in)
		e.Windows = windows[i : i+1 : i+1]
	}
	for i, wanted := range wantedSlots(in) {
		staffCity(r, in, i, float64(wanted)/load)
	}
	return in
}

// town is how many departments of each level a city has: the city's come
// first, then each district's, then one for each street.
type town struct{ departments, city, districts, perDistrict, streets int }

func newTown(departments int) town {
	m := town{departments: departments, city: departments / 10, districts: max(2, departments/25)}
	m.perDistrict = departments * 2 / 5 / m.districts
	m.streets = departments - m.city - m.districts*m.perDistrict
	return m
}

func (m town) districtOf(street int) int { return street * m.districts / m.streets }

// department picks who inspects an enterprise of a street.
func (m town) department(r *random, street int) (int32, inspect.Level) {
	switch r.weighted(35, 40, 25) {
	case 0:
		return int32(r.below(m.city)), inspect.City
	case 1:
		return int32(m.city + m.districtOf(street)*m.perDistrict + r.below(m.perDistrict)), inspect.District
	}
	return int32(m.city + m.districts*m.perDistrict + street), inspect.Street
}

// cityWindow gives the month, a third of it, some days, or a single working day.
func cityWindow(r *random, in *schedule.Instance) inspect.Span {
	month := inspect.MonthSpan(2021, 5)
	switch r.weighted(25, 25, 45, 5) {
	case 0:
		return month
	case 1:
		return [...]inspect.Span{{From: month.From, To: month.From + 9}, {From: month.From + 10, To: month.From + 19}, {From: month.From + 20, To: month.To}}[r.below(3)]
	case 2:
		days := r.between(2, 31)
		from := month.From + inspect.Date(r.below(31-days+1))
		return inspect.Span{From: from, To: from + inspect.Date(days) - 1}
	}
	return inspect.Day(in.Days[r.below(len(in.Days))])
}

// staffCity gives a department people until they have the slots asked for,
// within half a person; four at least: nothing wants more at once.
func staffCity(r *random, in *schedule.Instance, dep int, slots float64) {
	d := &in.Departments[dep]
	full := float64(2 * len(in.Days))
	if dep%4 == 3 {
		d.Capacity = max(4, int(slots/full+0.5))
		return
	}
	for have := 0.0; have+full/2 < slots || len(d.People) < 4; {
		person := schedule.Person{Key: key("p", len(d.People))}
		have += full
		if r.percent(15) {
			away := r.below(len(in.Days))
			back := min(len(in.Days)-1, away+r.below(5))
			person.Leave = []inspect.Span{{From: in.Days[away], To: in.Days[back]}}
			have -= float64(2 * (back - away + 1))
		}
		if r.percent(3) {
			person.Recused = []int32{int32(r.below(len(in.Enterprises)))}
		}
		d.People = append(d.People, person)
	}
}
