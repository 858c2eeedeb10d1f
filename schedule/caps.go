package schedule

import "liancha/inspect"

// tally is what a frequency cap sees of a visit.
type tally struct {
	date  inspect.Date // its first day, the day it counts on
	level inspect.Level
	depts []int32
	kinds uint16
}

// setCaps lists for every firm the caps that can stop one of its visits: one a
// day never does, since no two visits share a day, nor does a cap above all
// the visits the firm can have.
func (p *problem) setCaps() {
	for i := range p.firms {
		f := &p.firms[i]
		for c := range p.caps {
			rule := &p.caps[c]
			if rule.Per == PerDay && rule.Max >= 1 || rule.Max >= int(f.hi-f.lo)+len(f.past) || !rule.concerns(p.in.Enterprises[f.orig].Grade) {
				continue
			}
			f.caps = append(f.caps, int32(c))
		}
	}
}

func (c *Cap) concerns(g inspect.Grade) bool {
	for _, x := range c.Grades {
		if x == g {
			return true
		}
	}
	return len(c.Grades) == 0
}

// exempt reports whether a visit of these kinds neither counts nor is stopped.
func (c *Cap) exempt(kinds uint16) bool {
	if kinds == 0 {
		return false
	}
	for _, k := range c.Except {
		kinds &^= 1 << k
	}
	return kinds == 0
}

// together reports whether two days fall into one stretch of a cap that does
// not slide.
func (c *Cap) together(a, b inspect.Date) bool {
	ay, am, _ := a.YMD()
	by, bm, _ := b.YMD()
	switch c.Per {
	case PerDay:
		return a == b
	case PerWeek:
		return week(a) == week(b)
	case PerMonth:
		return ay == by && am == bm
	case PerQuarter:
		return ay == by && (am-1)/3 == (bm-1)/3
	default:
		return ay == by
	}
}

// week numbers weeks from Monday to Sunday; 1970-01-01 was a Thursday.
func week(d inspect.Date) int {
	n := int(d) + 3
	if n < 0 {
		n -= 6
	}
	return n / 7
}

// overCap is rule 6: it gives the first of the firm's caps that visit v would
// break beside the others, or -1. One more visit can only break a cap in a
// stretch that holds it.
func (p *problem) overCap(f *firm, v *tally, others []tally) int {
	for _, c := range f.caps {
		rule := &p.caps[c]
		if rule.exempt(v.kinds) {
			continue
		}
		switch rule.Of {
		case OfDepartment:
			for i, d := range v.depts {
				if !contains(v.depts[:i], d) && p.over(f, rule, v, others, func(o *tally) bool { return contains(o.depts, d) }) {
					return int(c)
				}
			}
		case OfLevel:
			if p.over(f, rule, v, others, func(o *tally) bool { return o.level == v.level }) {
				return int(c)
			}
		default:
			if p.over(f, rule, v, others, func(*tally) bool { return true }) {
				return int(c)
			}
		}
	}
	return -1
}

func contains(s []int32, x int32) bool {
	for _, y := range s {
		if x == y {
			return true
		}
	}
	return false
}

// over reports whether v makes one visit too many of those that count.
func (p *problem) over(f *firm, rule *Cap, v *tally, others []tally, counts func(*tally) bool) bool {
	var room [16]inspect.Date
	dates := append(room[:0], v.date)
	near := func(o *tally) {
		if rule.exempt(o.kinds) || !counts(o) {
			return
		}
		if rule.Per == PerDays && max(o.date-v.date, v.date-o.date) < inspect.Date(rule.Days) || rule.Per != PerDays && rule.together(o.date, v.date) {
			dates = append(dates, o.date)
		}
	}
	for i := range f.past {
		h := &f.past[i]
		near(&tally{h.date, h.level, h.depts, h.kinds})
	}
	for i := range others {
		near(&others[i])
	}
	if rule.Per != PerDays {
		return len(dates) > rule.Max
	}
	// A sliding stretch may as well begin on a visit's day.
	for _, from := range dates {
		n := 0
		for _, d := range dates {
			if from <= d && d < from+inspect.Date(rule.Days) {
				n++
			}
		}
		if from <= v.date && n > rule.Max {
			return true
		}
	}
	return false
}
