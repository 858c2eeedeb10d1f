package generate

import (
	"liancha/inspect"
	"liancha/schedule"
)

// plans is how the departments of one instance of Plans plan.
type plans struct {
	period      inspect.Span
	perDept     bool     // a department's entries are of one level
	windows     []weight // by department: of the kinds of windows
	lengths     []weight // by department: of half-days
	demand      weight
	kinds       weight
	named       int // of a hundred entries of a department with a roster
	leave       int // of a hundred people
	recused     int // of a hundred people
	crowd       int // of a hundred entries, go to one enterprise in five
	lead        int // of a hundred entries, are of the first department
	withNumbers int // of a hundred departments
}

type weight []int

// Plans makes an instance such as a bureau meets: departments whose plans say
// 上旬, 本月, a week, a day or two batches, each in its own way; rosters with
// leave and recusals beside mere numbers; people named; lengths up to a week;
// past visits; all settings of the rules. What is drawn from the seed is the
// whole manner, so that two instances have little in common. Load is the sum of
// people times half-days wanted over those there are (see Load), as near as
// whole people allow.
func Plans(seed uint64, enterprises, entries int, load float64) *schedule.Instance {
	r := seeded(6, seed)
	in := &schedule.Instance{}
	s := manner(r)
	period(in, s.period.From, s.period.To)
	for i := range enterprises {
		in.Enterprises = append(in.Enterprises, schedule.Enterprise{
			Key: key("e", i), Grade: inspect.Grade(r.below(5)), District: key("d", r.below(3)), Street: key("s", r.below(9)),
		})
	}
	n := departmentsOf(r, in, entries, load)
	for i := range n {
		in.Departments = append(in.Departments, schedule.Department{Key: key("d", i)})
		s.windows = append(s.windows, s.ownWindows(r))
		s.lengths = append(s.lengths, pick(r, weight{1}, weight{85, 15}, weight{70, 20, 5, 5}, weight{25, 45, 0, 30}, weight{50, 30, 0, 10, 0, 5, 0, 0, 0, 5}))
	}
	levels := []inspect.Level{inspect.City, inspect.District, inspect.Street}
	first := r.below(3)
	for i := range entries {
		dep := r.below(n)
		if r.percent(s.lead) {
			dep = 0
		}
		e := s.entry(r, in, dep, i)
		if e.Level = levels[(first+dep)%3]; !s.perDept {
			e.Level = levels[r.below(3)]
		}
		in.Entries = append(in.Entries, e)
	}
	s.staff(r, in, load)
	in.Rules = plansRules(r)
	if r.percent(30) {
		for range enterprises / 3 {
			in.History = append(in.History, plansPast(r, in))
		}
	}
	return in
}

// PlansCase spreads instances of Plans over sizes and loads.
func PlansCase(seed uint64) Case {
	r := seeded(7, seed)
	entries := pick(r, 30, 40, 50, 60, 80, 100, 120, 160, 200, 250)
	return Case{Seed: seed, Shape: plansShape, Entries: entries, Enterprises: min(60, max(6, entries/r.between(3, 9))), Load: float64(r.between(12, 26)) / 20}
}

const plansShape = "plans"

func manner(r *random) *plans {
	day := inspect.MustDate
	return &plans{
		period: []inspect.Span{
			{From: day(2021, 5, 10), To: day(2021, 5, 16)}, {From: day(2021, 5, 17), To: day(2021, 5, 30)},
			{From: day(2021, 5, 1), To: day(2021, 5, 31)}, {From: day(2021, 6, 1), To: day(2021, 6, 30)},
			{From: day(2021, 4, 15), To: day(2021, 6, 4)}, {From: day(2021, 4, 1), To: day(2021, 6, 30)},
		}[r.weighted(10, 20, 35, 20, 8, 7)],
		perDept: r.percent(70),
		demand:  pick(r, weight{10, 75, 10, 5}, weight{0, 100}, weight{25, 25, 25, 25}, weight{60, 40}),
		kinds:   pick(r, weight{68, 8, 10, 6, 4, 2, 2}, weight{100}, weight{30, 20, 15, 15, 8, 8, 4}),
		named:   pick(r, 0, 0, 10, 40), leave: pick(r, 0, 20, 60), recused: pick(r, 0, 0, 10, 30),
		crowd: pick(r, 0, 0, 40), lead: pick(r, 0, 0, 30), withNumbers: pick(r, 0, 30, 100),
	}
}

// The kinds of windows.
const (
	wholePeriod = iota
	third       // 上旬, 中旬, 下旬
	oneWeek
	oneDay
	fewDays
	twoBatches
)

// ownWindows is one department's manner: mostly one kind, or all.
func (s *plans) ownWindows(r *random) weight {
	w := weight{3, 3, 3, 1, 3, 1}
	if r.percent(70) {
		w[r.weighted(3, 3, 2, 1, 2, 1)] += 40
	}
	return w
}

func (s *plans) entry(r *random, in *schedule.Instance, dep, i int) schedule.Entry {
	ent := r.below(len(in.Enterprises))
	if r.percent(s.crowd) {
		ent = r.below(max(1, len(in.Enterprises)/5))
	}
	e := schedule.Entry{
		Key: key("x", i), Enterprise: int32(ent), Department: int32(dep),
		HalfDays: 1 + r.weighted(s.lengths[dep]...), Demand: 1 + r.weighted(s.demand...), Kind: inspect.Kind(r.weighted(s.kinds...)),
	}
	e.Joinable = e.Kind.JoinableByDefault() && !r.percent(3)
	e.Windows = plansWindows(r, in, r.weighted(s.windows[dep]...), (e.HalfDays+1)/2)
	return e
}

// plansWindows gives windows of a kind that hold so many working days mostly.
func plansWindows(r *random, in *schedule.Instance, kind, days int) []inspect.Span {
	last := len(in.Days) - 1
	run := func(from, n int) inspect.Span {
		from = max(0, min(from, last+1-n))
		return inspect.Span{From: in.Days[from], To: in.Days[min(last, from+n-1)]}
	}
	switch kind {
	case third:
		d := in.Days[r.below(last+1)]
		yy, mm, dd := d.YMD()
		month := inspect.MonthSpan(yy, mm)
		switch {
		case dd <= 10:
			return []inspect.Span{{From: month.From, To: month.From + 9}}
		case dd <= 20:
			return []inspect.Span{{From: month.From + 10, To: month.From + 19}}
		}
		return []inspect.Span{{From: month.From + 20, To: month.To}}
	case oneWeek:
		d := in.Days[r.below(last+1)]
		monday := d - inspect.Date((d.Weekday()+6)%7)
		return []inspect.Span{{From: monday, To: monday + 6}}
	case oneDay:
		return []inspect.Span{run(r.below(last+1), days)}
	case fewDays:
		return []inspect.Span{run(r.below(last+1), days+r.below(max(1, (last+1)/2)))}
	case twoBatches:
		n := days + r.below(4)
		a := run(r.below(max(1, (last+1)/2)), n)
		b := run((last+1)/2+r.below(max(1, (last+1)/2)), n)
		if b.From > a.To+1 {
			return []inspect.Span{a, b}
		}
		return []inspect.Span{a}
	}
	return []inspect.Span{{From: in.Days[0], To: in.Days[last]}}
}

// departmentsOf is how many departments there are: 3 to 30, as far as each may
// have two people or so.
func departmentsOf(r *random, in *schedule.Instance, entries int, load float64) int {
	most := int(2.2*float64(entries)/load/float64(2*len(in.Days))/2 + 0.5)
	return min(max(3, most), r.between(3, 30))
}

// staff gives the departments people until they have what their entries want
// over the load; as many as the largest of its entries wants at least.
func (s *plans) staff(r *random, in *schedule.Instance, load float64) {
	full, carry := float64(2*len(in.Days)), 0.0
	for i, wanted := range wantedSlots(in) {
		d := &in.Departments[i]
		least := 1
		for e := range in.Entries {
			if in.Entries[e].Department == int32(i) {
				least = max(least, in.Entries[e].Demand)
			}
		}
		left := float64(wanted)/load + carry
		if r.percent(s.withNumbers) {
			d.Capacity = max(least, int(left/full+0.5))
			carry = left - full*float64(d.Capacity)
			continue
		}
		for len(d.People) < least || left > full/2 {
			p := schedule.Person{Key: key("p", len(d.People))}
			left -= full
			if r.percent(s.leave) {
				away := r.below(len(in.Days))
				back := min(len(in.Days)-1, away+r.below(5))
				p.Leave = []inspect.Span{{From: in.Days[away], To: in.Days[back]}}
				left += float64(2 * (back - away + 1))
			}
			if r.percent(s.recused) {
				p.Recused = []int32{int32(r.below(len(in.Enterprises)))}
			}
			d.People = append(d.People, p)
		}
		carry = left
		for e := range in.Entries {
			if x := &in.Entries[e]; x.Department == int32(i) && r.percent(s.named) {
				x.Named = []int32{int32(r.below(len(d.People)))}
			}
		}
	}
}

// plansRules draws the rules' settings.
func plansRules(r *random) schedule.Rules {
	rules := schedule.Rules{LevelsApart: pick(r, 5, 5, 5, 0, 1, 2, 3, 7, 10), AcrossLevels: r.percent(20)}
	rules.Caps = []schedule.Cap{{Per: schedule.PerDay, Max: 1}}
	for range r.weighted(50, 35, 15) {
		c := schedule.Cap{
			Per: pick(r, schedule.PerWeek, schedule.PerMonth, schedule.PerQuarter, schedule.PerDays), Days: r.between(3, 20),
			Of: pick(r, schedule.OfEnterprise, schedule.OfDepartment, schedule.OfLevel), Max: r.between(1, 3),
			Except: []inspect.Kind{inspect.Complaint, inspect.Reinspection, inspect.Special},
		}
		if r.percent(30) {
			c.Grades = []inspect.Grade{inspect.Grade(r.below(5)), inspect.GradeD}
		}
		rules.Caps = append(rules.Caps, c)
	}
	return rules
}

// plansPast is a visit of the month before the period.
func plansPast(r *random, in *schedule.Instance) schedule.PastVisit {
	day := in.Days[0] - 1 - inspect.Date(r.below(30))
	return schedule.PastVisit{
		Enterprise: int32(r.below(len(in.Enterprises))), First: day, Last: day,
		Level:       pick(r, inspect.City, inspect.District, inspect.Street),
		Departments: []int32{int32(r.below(len(in.Departments)))},
		Joinable:    r.percent(85), Kinds: []inspect.Kind{inspect.Kind(r.below(7))},
	}
}
