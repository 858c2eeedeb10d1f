package generate

import (
	"liancha/inspect"
	"liancha/schedule"
)

// CityShape is a way in which a city differs from the usual one.
type CityShape uint8

// The shapes.
const (
	UsualCity    CityShape = iota
	OneClass               // no entry is more urgent than another
	ScarcePeople           // hardly an entry falls to distances, so that load is what people bear
	SkewedCity             // some departments of a level have many times the entries of others
	FewFirms               // ten entries an enterprise
	WeeksOnly              // every window is a week
	OpenEnded              // as scarce, and every window is the month
	CityShapes
)

func (s CityShape) String() string {
	return [CityShapes]string{"usual", "one class", "scarce people", "skewed", "few enterprises", "weeks", "open-ended"}[s]
}

// CityOf makes a city of a shape.
func CityOf(shape CityShape, seed uint64, entries int, load float64) *schedule.Instance {
	return shape.city(seed, entries, load)
}

// perEnterprise is how many entries an enterprise has.
func (s CityShape) perEnterprise() int {
	switch s {
	case ScarcePeople, OpenEnded:
		return 2
	case FewFirms:
		return 10
	}
	return 5
}

// kind draws an entry's.
func (s CityShape) kind(r *random) inspect.Kind {
	kinds := []int{68, 10, 10, 6, 2, 2, 2}
	for k := range kinds {
		if (s == OneClass || s == ScarcePeople) && inspect.Kind(k).Class() < 2 {
			kinds[k] = 0
		}
	}
	return inspect.Kind(r.weighted(kinds...))
}

// window draws an entry's.
func (s CityShape) window(r *random, in *schedule.Instance) inspect.Span {
	switch s {
	case WeeksOnly:
		d := in.Days[r.below(len(in.Days))]
		monday := d - inspect.Date((d.Weekday()+6)%7)
		return inspect.Span{From: monday, To: monday + 6}
	case OpenEnded:
		return inspect.MonthSpan(2021, 5)
	case ScarcePeople:
		if r.percent(35) {
			return inspect.Span{From: inspect.MustDate(2021, 5, 20), To: inspect.MustDate(2021, 5, 31)}
		}
	}
	return cityWindow(r, in)
}

// City makes a month of a city's plans: one enterprise for five entries, one
// department for 3,333 (20 at least, 300 at most), a tenth of them the city's,
// two fifths the districts', the rest the streets'. An entry is mostly half a
// day for two people in a window of 1 to 31 days; a quarter of the departments
// state a number of people, the others a roster with leave and a few recusals.
// Every department has people for its demand over load.
func City(seed uint64, entries int, load float64) *schedule.Instance {
	return UsualCity.city(seed, entries, load)
}

func (s CityShape) city(seed uint64, entries int, load float64) *schedule.Instance {
	r := seeded(3, seed)
	in := &schedule.Instance{Rules: schedule.Rules{LevelsApart: 5, Caps: []schedule.Cap{{Per: schedule.PerDay, Max: 1}}}}
	period(in, inspect.MustDate(2021, 5, 1), inspect.MustDate(2021, 5, 31))
	m := newTown(min(300, max(20, entries/3333)))
	for i := range m.departments {
		in.Departments = append(in.Departments, schedule.Department{Key: key("d", i)})
	}
	street := make([]int, max(1, entries/s.perEnterprise()))
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
		*e = schedule.Entry{Key: key("x", i), Enterprise: int32(ent), Kind: s.kind(r)}
		e.Department, e.Level = m.department(r, street[ent], s == SkewedCity)
		e.HalfDays = []int{1, 2, 4}[r.weighted(88, 10, 2)]
		e.Demand = 2 + r.weighted(93, 5, 2)
		e.Joinable = e.Kind.JoinableByDefault()
		windows[i] = s.window(r, in)
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

// department picks who inspects an enterprise of a street; skewed says that the
// first departments have the most to do.
func (m town) department(r *random, street int, skewed bool) (int32, inspect.Level) {
	among := func(n int) int {
		if skewed {
			return r.below(1 + r.below(1+r.below(n)))
		}
		return r.below(n)
	}
	switch r.weighted(35, 40, 25) {
	case 0:
		return int32(among(m.city)), inspect.City
	case 1:
		return int32(m.city + m.districtOf(street)*m.perDistrict + among(m.perDistrict)), inspect.District
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
