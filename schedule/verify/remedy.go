package verify

import (
	"slices"

	"liancha/inspect"
	"liancha/schedule"
)

// remedy tries one remedy of an entry that is left out: the instance changed as
// the remedy says, the entry must stand at the remedy's start with everything
// else where it is. It must also be the smallest of its kind for that start: a
// person, a day or a day's distance less must not do.
func (c *checker) remedy(e int32, r schedule.Remedy) []error {
	windows := c.in.Entries[e].Windows
	if r.Kind == schedule.ExtendWindow {
		windows = extended(windows, r)
	}
	if err := c.startFault(e, windows, r.At); err != nil {
		return []error{faultf(Remedied, "entry %d, %s: %v", e, describe(r), err)}
	}
	switch r.Kind {
	case schedule.ExtendWindow:
		return c.extendWindow(e, r)
	case schedule.AddPeople:
		return c.addPeople(e, r)
	case schedule.SmallerGap:
		return c.smallerGap(e, r)
	case schedule.JoinLevels:
		return c.joinLevels(e, r)
	case schedule.MoveOut:
		return c.moveOut(e, r)
	case schedule.RaiseCap:
		return c.raiseCap(e, r)
	}
	return []error{faultf(Remedied, "entry %d: no such remedy: %d", e, r.Kind)}
}

func describe(r schedule.Remedy) string {
	names := [...]string{"extend window", "add people", "smaller gap", "join levels", "move out", "raise cap"}
	if int(r.Kind) < len(names) {
		return names[r.Kind]
	}
	return "unknown remedy"
}

// tried reports what still keeps the entry from its start under a remedy.
func (c *checker) tried(e int32, r schedule.Remedy, rules schedule.Rules, more *extra) []error {
	broken, undecided := c.stopped(e, r.At, rules, more)
	if undecided != nil {
		return []error{undecided}
	}
	if len(broken) > 0 {
		return []error{faultf(Remedied, "entry %d, %s: slot %d is still stopped by %v", e, describe(r), r.At, broken)}
	}
	return nil
}

// smallest reports a remedy that is larger than it need be: less of it works too.
func (c *checker) smallest(e int32, r schedule.Remedy, rules schedule.Rules, more *extra) []error {
	if broken, undecided := c.stopped(e, r.At, rules, more); undecided == nil && len(broken) == 0 {
		return []error{faultf(Remedied, "entry %d, %s: less would do at slot %d", e, describe(r), r.At)}
	}
	return nil
}

// extended gives the windows with those that can be extended to the remedy's date.
func extended(windows []inspect.Span, r schedule.Remedy) []inspect.Span {
	windows = slices.Clone(windows)
	for i, w := range windows {
		if r.Before && r.Date < w.From {
			windows[i].From = r.Date
		}
		if !r.Before && r.Date > w.To {
			windows[i].To = r.Date
		}
	}
	return windows
}

func (c *checker) extendWindow(e int32, r schedule.Remedy) []error {
	first, last := c.daysOf(e, r.At)
	if r.Before && r.Date != first || !r.Before && r.Date != last {
		return []error{faultf(Remedied, "entry %d: window extended to %v, the entry takes %v", e, r.Date, inspect.Span{From: first, To: last})}
	}
	if c.startFault(e, c.in.Entries[e].Windows, r.At) == nil {
		return []error{faultf(Remedied, "entry %d: window extended to %v, but slot %d lies in it as it is", e, r.Date, r.At)}
	}
	return c.tried(e, r, c.in.Rules, nil)
}

func (c *checker) addPeople(e int32, r schedule.Remedy) []error {
	more := extra{r.People, r.At, r.At + inspect.Slot(c.in.Entries[e].HalfDays)}
	if r.People < 1 {
		return []error{faultf(Remedied, "entry %d: %d more people", e, r.People)}
	}
	if faults := c.tried(e, r, c.in.Rules, &more); faults != nil {
		return faults
	}
	more.people--
	return c.smallest(e, r, c.in.Rules, &more)
}

func (c *checker) smallerGap(e int32, r schedule.Remedy) []error {
	rules := c.in.Rules
	if r.Gap < 0 || r.Gap >= rules.LevelsApart {
		return []error{faultf(Remedied, "entry %d: a distance of %d is not smaller than %d", e, r.Gap, rules.LevelsApart)}
	}
	rules.LevelsApart = r.Gap
	if faults := c.tried(e, r, rules, nil); faults != nil {
		return faults
	}
	rules.LevelsApart++
	return c.smallest(e, r, rules, nil)
}

func (c *checker) joinLevels(e int32, r schedule.Remedy) []error {
	other := false
	for k, s := range c.start {
		x := &c.in.Entries[k]
		other = other || s == r.At && x.Enterprise == c.in.Entries[e].Enterprise && x.Level == r.Level
	}
	if !other || r.Level == c.in.Entries[e].Level {
		return []error{faultf(Remedied, "entry %d: at slot %d is no visit of another level, %v, to join", e, r.At, r.Level)}
	}
	rules := c.in.Rules
	rules.AcrossLevels = true
	if faults := c.tried(e, r, rules, nil); faults != nil {
		return faults
	}
	return c.smallest(e, r, c.in.Rules, nil)
}

func (c *checker) moveOut(e int32, r schedule.Remedy) []error {
	if r.Other < 0 || int(r.Other) >= len(c.start) || c.start[r.Other] == inspect.NoSlot {
		return []error{faultf(Remedied, "entry %d: entry %d cannot move out, it is not placed", e, r.Other)}
	}
	before := c.start[r.Other]
	c.start[r.Other] = inspect.NoSlot
	defer func() { c.start[r.Other] = before }()
	faults := c.tried(e, r, c.in.Rules, nil)
	// What is left of the other's visit may be of a lower level than before.
	if other := c.in.Entries[r.Other].Enterprise; other != c.in.Entries[e].Enterprise {
		for _, err := range c.enterprise(other, c.in.Rules) {
			faults = append(faults, faultf(Remedied, "entry %d: with entry %d gone: %v", e, r.Other, err))
		}
	}
	return faults
}

func (c *checker) raiseCap(e int32, r schedule.Remedy) []error {
	rules := c.in.Rules
	if r.Cap < 0 || r.Cap >= len(rules.Caps) {
		return []error{faultf(Remedied, "entry %d: there is no cap %d", e, r.Cap)}
	}
	if r.More < 1 {
		return []error{faultf(Remedied, "entry %d: a cap raised by %d", e, r.More)}
	}
	rules.Caps = slices.Clone(rules.Caps)
	rules.Caps[r.Cap].Max += r.More
	if faults := c.tried(e, r, rules, nil); faults != nil {
		return faults
	}
	rules.Caps[r.Cap].Max--
	return c.smallest(e, r, rules, nil)
}
