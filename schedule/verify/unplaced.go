package verify

import (
	"errors"
	"slices"

	"liancha/inspect"
	"liancha/schedule"
)

// leftOut checks the list of what is not placed: complete, in order, each with
// a reason that is true and remedies that work.
func (c *checker) leftOut(res *schedule.Result) []error {
	var faults []error
	listed := make([]int, len(c.in.Entries))
	last := int32(-1)
	for i := range res.Unplaced {
		u := &res.Unplaced[i]
		if u.Entry < 0 || int(u.Entry) >= len(c.in.Entries) {
			faults = append(faults, faultf(Unplaced, "entry %d is listed as left out and does not exist", u.Entry))
			continue
		}
		listed[u.Entry]++
		if u.Entry < last {
			faults = append(faults, faultf(Unplaced, "entry %d is listed after entry %d", u.Entry, last))
		}
		last = u.Entry
		if res.Start[u.Entry] != inspect.NoSlot {
			continue // said below
		}
		faults = append(faults, c.reason(u)...)
		for _, r := range u.Remedies {
			faults = append(faults, c.remedy(u.Entry, r)...)
		}
	}
	for e, s := range res.Start {
		want := 0
		if s == inspect.NoSlot {
			want = 1
		}
		if listed[e] != want {
			faults = append(faults, faultf(Unplaced, "entry %d with start %d is listed as left out %d times", e, s, listed[e]))
		}
	}
	return faults
}

// stops gives, for each reason, the rules that can stand behind it.
var stops = map[schedule.Reason][]Rule{
	schedule.NoCapacity: {Staff},
	schedule.Stagger:    {Distance, Alone, Levels},
	schedule.OverCap:    {Capped},
}

// reason checks that an entry is stopped at each of its starts, everything else
// staying where it is, and that the rule named is one of those that stop it.
func (c *checker) reason(u *schedule.Unplaced) []error {
	entry := &c.in.Entries[u.Entry]
	starts, confirmed := 0, false
	for s := range inspect.Slot(2 * len(c.in.Days)) {
		if c.startFault(u.Entry, entry.Windows, s) != nil {
			continue
		}
		starts++
		broken, undecided := c.stopped(u.Entry, s, c.in.Rules, nil)
		if undecided != nil {
			return []error{undecided}
		}
		if len(broken) == 0 {
			return []error{faultf(Unplaced, "entry %d is left out though nothing keeps it from slot %d", u.Entry, s)}
		}
		for _, r := range broken {
			confirmed = confirmed || slices.Contains(stops[u.Reason], r)
		}
	}
	switch {
	case (u.Reason == schedule.NoWorkingDay) != (starts == 0):
		return []error{faultf(Unplaced, "entry %d is left out for %q and has %d starts in its windows", u.Entry, u.Reason, starts)}
	case starts > 0 && !confirmed:
		return []error{faultf(Unplaced, "entry %d is left out for %q, which stops it at none of its %d starts", u.Entry, u.Reason, starts)}
	}
	return nil
}

// stopped gives the rules that keep entry e from slot s under the given rules,
// everything else staying where it is, with more people if given.
func (c *checker) stopped(e int32, s inspect.Slot, rules schedule.Rules, more *extra) (broken []Rule, undecided error) {
	before := c.start[e]
	c.start[e] = s
	defer func() { c.start[e] = before }()
	entry := &c.in.Entries[e]
	faults := c.enterprise(entry.Enterprise, rules)
	faults = append(faults, c.department(entry.Department, c.around(entry.Department, s, s+inspect.Slot(entry.HalfDays)), more)...)
	for _, err := range faults {
		var u *Undecided
		if errors.As(err, &u) {
			return nil, u
		}
		var f *Fault
		if errors.As(err, &f) {
			broken = append(broken, f.Rule)
		}
	}
	return broken, nil
}

// around gives the placed entries of a department that share slots with the
// given ones, directly or by way of one another: all whose people can matter.
func (c *checker) around(dep int32, from, to inspect.Slot) []int32 {
	placed := c.placedOf(dep)
	for {
		a, b := from, to
		var in []int32
		for _, e := range placed {
			s := c.start[e]
			if end := s + inspect.Slot(c.in.Entries[e].HalfDays); s < to && end > from {
				a, b = min(a, s), max(b, end)
				in = append(in, e)
			}
		}
		if a == from && b == to {
			return in
		}
		from, to = a, b
	}
}
