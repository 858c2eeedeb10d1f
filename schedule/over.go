package schedule

import (
	"slices"

	"liancha/inspect"
)

// excess tells how the group would break cap c at start s: the visits that count
// beside its own, in the stretch they are counted in. It is nil where it would
// not.
func (m *plan) excess(group []int32, s, c int) *Over {
	p := m.p
	f := &p.firms[p.jobs[group[0]].firm]
	visits, k := m.visitsWith(f, group, s)
	v := &visits[k].tally
	rule := &p.caps[c]
	var others []tally
	for i := range visits {
		if i != k {
			others = append(others, visits[i].tally)
		}
	}
	for _, counts := range rule.counted(v) {
		if !p.over(f, rule, v, others, counts) {
			continue
		}
		o := &Over{Cap: c, At: inspect.Slot(s)}
		var past, planned []inspect.Date
		for i := range f.past {
			h := &f.past[i]
			if t := (tally{h.date, h.level, h.depts, h.kinds}); !rule.exempt(t.kinds) && counts(&t) {
				past = append(past, h.date)
			}
		}
		for i := range others {
			if !rule.exempt(others[i].kinds) && counts(&others[i]) {
				planned = append(planned, others[i].date)
			}
		}
		o.From, o.To = rule.stretch(v.date, slices.Concat(past, planned))
		within := func(dates []inspect.Date) []inspect.Date {
			dates = slices.DeleteFunc(dates, func(d inspect.Date) bool { return d < o.From || d > o.To })
			slices.Sort(dates)
			return dates
		}
		o.Past, o.Planned = within(past), within(planned)
		return o
	}
	return nil
}

// counted gives which visits a cap counts beside v: those of one department, a
// department at a time, of v's level, or all.
func (c *Cap) counted(v *tally) []func(*tally) bool {
	switch c.Of {
	case OfDepartment:
		var list []func(*tally) bool
		for _, d := range v.depts {
			list = append(list, func(o *tally) bool { return contains(o.depts, d) })
		}
		return list
	case OfLevel:
		return []func(*tally) bool{func(o *tally) bool { return o.level == v.level }}
	}
	return []func(*tally) bool{func(*tally) bool { return true }}
}

// stretch gives the stretch around day in which the cap is broken, other visits
// that count being on these dates. A sliding one begins on a visit's day.
func (c *Cap) stretch(day inspect.Date, dates []inspect.Date) (from, to inspect.Date) {
	if c.Per != PerDays {
		from, to = day, day
		for c.together(from-1, day) {
			from--
		}
		for c.together(to+1, day) {
			to++
		}
		return from, to
	}
	dates = append(slices.Clone(dates), day)
	slices.Sort(dates)
	for _, from := range dates {
		n := 0
		for _, d := range dates {
			n += btoi(from <= d && d < from+inspect.Date(c.Days))
		}
		if from <= day && day < from+inspect.Date(c.Days) && n > c.Max {
			return from, from + inspect.Date(c.Days) - 1
		}
	}
	return day, day
}
