package feedback

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"liancha/inspect"
)

// noDistrict is the group of enterprises whose district nobody states.
const noDistrict = "未注明"

// figures counts inspections, hazards and relief, as a whole and by department,
// district and week.
func (g *gatherer) figures() {
	r := g.res
	r.Total.Name = "合计"
	for i := range r.Inspections {
		x := &r.Inspections[i]
		if x.Conclusion == inspect.NoConclusion {
			continue
		}
		for _, t := range []*inspect.Tally{&r.Total, g.department(x.Department), g.district(x.Enterprise), g.week(x.Date)} {
			t.Inspections++
			t.Clean += one(x.Conclusion == inspect.NothingFound)
			t.Published += one(x.Public)
		}
	}
	for i := range r.Hazards {
		h := &r.Hazards[i]
		groups := []*inspect.Tally{&r.Total, g.district(h.Enterprise), g.week(h.Found)}
		for _, d := range h.Departments {
			groups = append(groups, g.department(d)) // pointers hold: the lines exist
		}
		for _, t := range groups {
			t.Hazards++
			t.Major += one(h.Severity == inspect.Major)
			t.Rectified += one(h.State == inspect.Rectified)
			t.Overdue += one(h.Overdue)
		}
	}
	for i := range r.ByDepartment {
		r.Total.Planned += r.ByDepartment[i].Planned
		r.Total.Done += r.ByDepartment[i].Done
		r.Total.NotDone += r.ByDepartment[i].NotDone
	}
	g.relief()
	g.before()
	slices.SortStableFunc(r.ByWeek, func(a, b inspect.Tally) int { return strings.Compare(a.Name, b.Name) })
	slices.SortStableFunc(r.ByDepartment, func(a, b inspect.Tally) int {
		return cmp.Or(cmp.Compare(b.Inspections, a.Inspections), strings.Compare(a.Name, b.Name))
	})
	slices.SortStableFunc(r.ByDistrict, func(a, b inspect.Tally) int {
		return cmp.Or(cmp.Compare(b.Inspections, a.Inspections), strings.Compare(a.Name, b.Name))
	})
}

func (g *gatherer) district(enterprise int) *inspect.Tally {
	return line(&g.res.ByDistrict, cmp.Or(g.in.Enterprises[enterprise].District, noDistrict))
}

// week gives the line of the week, Monday to Sunday, a day lies in.
func (g *gatherer) week(d inspect.Date) *inspect.Tally { return line(&g.res.ByWeek, weekOf(d)) }

func weekOf(d inspect.Date) string {
	if d == 0 {
		return noDistrict
	}
	monday := d - inspect.Date((d.Weekday()-time.Monday+7)%7)
	return fmt.Sprintf("%s至%s", monday, monday+6)
}

// visit is inspectors at one enterprise at one time.
type visit struct {
	enterprise  int
	halfDays    int
	departments map[string]int // half-days each would have taken by itself
}

// visits gives the visits made: the tasks with a result, and what took place
// outside tasks, a visit for each enterprise and day. A visit is those who came:
// departments of a task that have handed in no result, or that nobody could look,
// spared nobody anything. It lasted as long as the longest of theirs. Where no
// task says how long that was, half a day is assumed, as for a plan that does not
// say.
func (g *gatherer) visits() []visit {
	type day struct {
		enterprise int
		number     string
		date       inspect.Date
	}
	var list []visit
	byTask, byDay := map[int]int{}, map[day]int{}
	for i := range g.res.Inspections {
		x := &g.res.Inspections[i]
		if x.Conclusion == inspect.NoConclusion {
			continue
		}
		if x.Task >= 0 {
			if _, seen := byTask[x.Task]; !seen {
				byTask[x.Task] = len(list)
				list = append(list, visit{enterprise: x.Enterprise, departments: map[string]int{}})
			}
			n := 1
			for _, e := range g.partOf(x.Task, x.Department) {
				n = max(n, g.in.Book.Entries[e].HalfDays)
			}
			v := &list[byTask[x.Task]]
			v.departments[x.Department], v.halfDays = n, max(v.halfDays, n)
			continue
		}
		k := day{x.Enterprise, "", x.Date}
		if x.Date == 0 {
			k.number = x.TaskID
		}
		if _, seen := byDay[k]; !seen {
			byDay[k] = len(list)
			list = append(list, visit{x.Enterprise, 1, map[string]int{}})
		}
		list[byDay[k]].departments[x.Department] = 1
	}
	return list
}

// planned is a task as the visit it was planned to be.
func planned(o *inspect.Outcome, task int) visit {
	t := &o.Tasks[task]
	v := visit{t.Enterprise, t.HalfDays, map[string]int{}}
	for _, e := range t.Entries {
		x := &o.Entries[e]
		v.departments[x.Department] = max(v.departments[x.Department], x.HalfDays)
	}
	return v
}

func (v *visit) relief() inspect.Relief {
	r := inspect.Relief{Visits: 1, Separate: len(v.departments), Joint: one(len(v.departments) > 1), HalfDays: v.halfDays}
	for _, h := range v.departments {
		r.HalfSeparate += h
	}
	return r
}

// relief counts what the visits made spared the enterprises. A visit several
// departments made together spares what it spares as one, so it counts whole for
// each of them.
func (g *gatherer) relief() {
	for _, v := range g.visits() {
		r := v.relief()
		g.res.Relief.Add(r)
		g.district(v.enterprise).Relief.Add(r)
		for d := range v.departments {
			g.department(d).Relief.Add(r)
		}
	}
}

// before counts the same for the last period, as it was planned: of the earlier task books those
// whose period ends last before this one's begins.
func (g *gatherer) before() {
	begins := g.res.Period.From
	if g.in.Book != nil {
		begins = g.in.Book.Period.From
	}
	var last inspect.Span
	for _, o := range g.in.History {
		if o.Period.To < begins && o.Period.To > last.To {
			last = o.Period
		}
	}
	if last == (inspect.Span{}) {
		return
	}
	var all inspect.Relief
	for _, o := range g.in.History {
		if o.Period != last {
			continue
		}
		for t := range o.Tasks {
			v := planned(o, t)
			r := v.relief()
			all.Add(r)
			g.addBefore(g.districtNamed(o.Enterprises[v.enterprise].District), r)
			for d := range v.departments {
				g.addBefore(g.department(d), r)
			}
		}
	}
	g.res.Before, g.res.BeforeSpan = &all, last
}

func (g *gatherer) districtNamed(name string) *inspect.Tally {
	return line(&g.res.ByDistrict, cmp.Or(name, noDistrict))
}

func (g *gatherer) addBefore(t *inspect.Tally, r inspect.Relief) {
	if t.Before == nil {
		t.Before = &inspect.Relief{}
	}
	t.Before.Add(r)
}
