package exhaust

import (
	"slices"

	"liancha/inspect"
	"liancha/schedule"
)

// trip is one visit to an enterprise, planned or past.
type trip struct {
	planned     bool
	a, b        int // first and last working day, Days[0] being 0
	date        inspect.Date
	level       inspect.Level
	alone       bool // holds an entry that is not joinable
	members     int
	departments map[int32]bool
	kinds       []inspect.Kind
}

// enterpriseKeeps reports whether the visits to an enterprise keep rules 2, 3,
// 4 and 6. As long as some of its entries are undecided (not done) only what
// they cannot mend counts: where levels may be joined, an entry to come may
// still raise a visit's level and so change its distances and caps.
func enterpriseKeeps(in *schedule.Instance, start []inspect.Slot, ent int32, done bool) bool {
	trips := tripsTo(in, start, ent)
	final := done || !in.Rules.AcrossLevels
	for i, t := range trips {
		if t.alone && t.planned && t.members > 1 {
			return false
		}
		for _, u := range trips[:i] {
			if !t.planned && !u.planned {
				continue
			}
			apart := 1
			if final && t.level != u.level && !t.alone && !u.alone && in.Rules.LevelsApart > 1 {
				apart = in.Rules.LevelsApart
			}
			if t.a-u.b < apart && u.a-t.b < apart {
				return false
			}
		}
	}
	if !in.Rules.AcrossLevels && mixed(in, start, ent) {
		return false
	}
	if final {
		for i := range in.Rules.Caps {
			if overCap(&in.Rules.Caps[i], in.Enterprises[ent].Grade, trips) {
				return false
			}
		}
	}
	return true
}

// mixed reports whether two levels meet in one visit.
func mixed(in *schedule.Instance, start []inspect.Slot, ent int32) bool {
	for i, s := range start {
		for j, t := range start[:i] {
			a, b := &in.Entries[i], &in.Entries[j]
			if s != inspect.NoSlot && s == t && a.Enterprise == ent && b.Enterprise == ent && a.Level != b.Level {
				return true
			}
		}
	}
	return false
}

func tripsTo(in *schedule.Instance, start []inspect.Slot, ent int32) []trip {
	var trips []trip
	at := map[inspect.Slot]int{}
	for e, s := range start {
		entry := &in.Entries[e]
		if s == inspect.NoSlot || entry.Enterprise != ent {
			continue
		}
		i, known := at[s]
		if !known {
			i = len(trips)
			at[s] = i
			trips = append(trips, trip{planned: true, a: int(s) / 2, b: int(s) / 2, date: in.Days[s/2], level: entry.Level, departments: map[int32]bool{}})
		}
		t := &trips[i]
		t.b = max(t.b, (int(s)+entry.HalfDays-1)/2)
		t.level = min(t.level, entry.Level)
		t.alone = t.alone || !entry.Joinable
		t.members++
		t.departments[entry.Department] = true
		t.kinds = append(t.kinds, entry.Kind)
	}
	for i := range in.History {
		h := &in.History[i]
		if h.Enterprise != ent {
			continue
		}
		a, b := pastDays(in, h)
		t := trip{a: a, b: b, date: h.First, level: h.Level, alone: !h.Joinable, departments: map[int32]bool{}, kinds: h.Kinds}
		for _, d := range h.Departments {
			t.departments[d] = true
		}
		trips = append(trips, t)
	}
	return trips
}

// pastDays gives the working days a past visit begins and ends on: days off
// before its first working day and after its last do not count.
func pastDays(in *schedule.Instance, h *schedule.PastVisit) (a, b int) {
	row := slices.Concat(in.Before, in.Days, in.After)
	a, b = len(row), -1
	for i, d := range row {
		if d >= h.First {
			a = min(a, i)
		}
		if d <= h.Last {
			b = max(b, i)
		}
	}
	return a - len(in.Before), b - len(in.Before)
}

func overCap(c *schedule.Cap, g inspect.Grade, trips []trip) bool {
	if len(c.Grades) > 0 && !slices.Contains(c.Grades, g) {
		return false
	}
	for _, t := range trips {
		if !t.planned || !counts(c, t) {
			continue
		}
		// Every stretch that holds this planned visit.
		last := t.date
		if c.Per == schedule.PerDays {
			last += inspect.Date(c.Days) - 1
		}
		for end := t.date; end <= last; end++ {
			within := func(u trip) bool {
				if c.Per == schedule.PerDays {
					return u.date <= end && u.date > end-inspect.Date(c.Days)
				}
				return period(c.Per, u.date) == period(c.Per, t.date)
			}
			byLevel, byDepartment, all := 0, map[int32]int{}, 0
			for _, u := range trips {
				if !counts(c, u) || !within(u) {
					continue
				}
				all++
				if u.level == t.level {
					byLevel++
				}
				for d := range u.departments {
					byDepartment[d]++
				}
			}
			switch c.Of {
			case schedule.OfEnterprise:
				if all > c.Max {
					return true
				}
			case schedule.OfLevel:
				if byLevel > c.Max {
					return true
				}
			case schedule.OfDepartment:
				for d := range t.departments {
					if byDepartment[d] > c.Max {
						return true
					}
				}
			}
		}
	}
	return false
}

func counts(c *schedule.Cap, t trip) bool {
	for _, k := range t.kinds {
		if !slices.Contains(c.Except, k) {
			return true
		}
	}
	return len(t.kinds) == 0
}

// period numbers the stretch of the calendar a day lies in.
func period(per schedule.Per, d inspect.Date) int {
	y, m, _ := d.YMD()
	switch per {
	case schedule.PerWeek:
		return (int(d) + 3 + 7*10000) / 7 // 1970-01-01 was a Thursday
	case schedule.PerMonth:
		return 12*y + m
	case schedule.PerQuarter:
		return 4*y + (m-1)/3
	case schedule.PerYear:
		return y
	}
	return int(d)
}
