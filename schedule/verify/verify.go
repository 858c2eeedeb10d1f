// Package verify checks a schedule against the hard rules in the rules' own
// words. It shares no code with the solver in package schedule, only its types,
// and prefers the plain way to the fast one: what it accepts keeps every rule,
// can be staffed, and every remedy it names works. It does not judge how good a
// schedule is; see its subpackage exhaust for what is best.
package verify

import (
	"cmp"
	"fmt"
	"slices"

	"liancha/inspect"
	"liancha/schedule"
)

// Rule is what a fault breaks.
type Rule string

// The rules a schedule is checked for, in the contract's order.
const (
	Shape    Rule = "shape"    // the result does not fit its instance
	Window   Rule = "window"   // a slot outside the windows or the period
	Morning  Rule = "morning"  // a day or more that does not start in the morning
	Visits   Rule = "visits"   // the list of visits does not agree with the starts
	Alone    Rule = "alone"    // a not-joinable entry in company
	Levels   Rule = "levels"   // several levels in one visit
	Distance Rule = "distance" // visits too close to each other
	Capped   Rule = "cap"      // more visits than a cap allows
	Staff    Rule = "staff"    // not enough people, or one in two places
	Bound    Rule = "bound"    // a bound that cannot be one
	Unplaced Rule = "unplaced" // the list of what is left out, or its reasons
	Remedied Rule = "remedy"   // a remedy that does not work or is not the smallest
)

// Fault is one breach of a rule. Entries, enterprises, departments and people
// are named by index, and by key where they have one.
type Fault struct {
	Rule Rule
	Text string
}

func (f *Fault) Error() string { return string(f.Rule) + ": " + f.Text }

func faultf(r Rule, format string, args ...any) error { return &Fault{r, fmt.Sprintf(format, args...)} }

// Undecided says that the search for people of a department's longer entries
// was given up: the schedule is neither known to be staffable nor known not to be.
type Undecided struct {
	Department int32
	From, To   inspect.Slot // the stretch, To excluded
}

func (u *Undecided) Error() string {
	return fmt.Sprintf("undecided: department %d, slots %d to %d: no assignment of people found, none ruled out", u.Department, u.From, u.To-1)
}

// Check gives every fault of a result: broken hard rules, lists that do not
// agree, bounds that cannot hold, reasons and remedies that are not true.
func Check(in *schedule.Instance, res *schedule.Result) []error {
	c, faults := newChecker(in, res)
	if faults != nil {
		return faults
	}
	faults = c.hard(res)
	faults = append(faults, c.bounds(res)...)
	return append(faults, c.leftOut(res)...)
}

// Hard gives the faults of a result as far as what is placed goes: the hard
// rules, the list of visits and the bounds, but not reasons and remedies, whose
// check takes long where much is left out.
func Hard(in *schedule.Instance, res *schedule.Result) []error {
	c, faults := newChecker(in, res)
	if faults != nil {
		return faults
	}
	return append(c.hard(res), c.bounds(res)...)
}

func (c *checker) hard(res *schedule.Result) []error {
	var faults []error
	for e, s := range c.start {
		if s == inspect.NoSlot {
			continue
		}
		if err := c.startFault(int32(e), c.in.Entries[e].Windows, s); err != nil {
			faults = append(faults, err)
			c.start[e] = inspect.NoSlot // the rules below need real days
		}
	}
	faults = append(faults, c.visitList(res)...)
	for ent := range c.in.Enterprises {
		if len(c.byEnterprise[ent]) > 0 {
			faults = append(faults, c.enterprise(int32(ent), c.in.Rules)...)
		}
	}
	for dep := range c.in.Departments {
		faults = append(faults, c.department(int32(dep), c.placedOf(int32(dep)), nil)...)
	}
	return faults
}

// checker holds an instance with one assignment of starts, which the checks of
// reasons and remedies change and put back.
type checker struct {
	in           *schedule.Instance
	cal          calendar
	start        []inspect.Slot
	byEnterprise [][]int32 // entries, ascending
	byDepartment [][]int32
	past         [][]int32 // past visits by enterprise
	patience     int       // steps to search for the people of one stretch
}

func newChecker(in *schedule.Instance, res *schedule.Result) (*checker, []error) {
	if len(res.Start) != len(in.Entries) {
		return nil, []error{faultf(Shape, "%d starts for %d entries", len(res.Start), len(in.Entries))}
	}
	c := &checker{
		in:           in,
		patience:     searchSteps,
		cal:          newCalendar(in),
		start:        slices.Clone(res.Start),
		byEnterprise: make([][]int32, len(in.Enterprises)),
		byDepartment: make([][]int32, len(in.Departments)),
		past:         make([][]int32, len(in.Enterprises)),
	}
	for i := range in.Entries {
		e := &in.Entries[i]
		c.byEnterprise[e.Enterprise] = append(c.byEnterprise[e.Enterprise], int32(i))
		c.byDepartment[e.Department] = append(c.byDepartment[e.Department], int32(i))
	}
	for i := range in.History {
		ent := in.History[i].Enterprise
		c.past[ent] = append(c.past[ent], int32(i))
	}
	return c, nil
}

// startFault says what is wrong with an entry's start by itself.
//
// Rule 1: every slot an entry takes lies on working days inside one of its
// windows and inside the period. A day or more starts in the morning.
func (c *checker) startFault(e int32, windows []inspect.Span, s inspect.Slot) error {
	n := c.in.Entries[e].HalfDays
	if s < 0 || int(s)+n > 2*len(c.in.Days) {
		return faultf(Window, "entry %d at slot %d with %d half-days leaves the period of %d working days", e, s, n, len(c.in.Days))
	}
	if n >= 2 && s.Half() != inspect.Morning {
		return faultf(Morning, "entry %d of %d half-days starts in the afternoon, slot %d", e, n, s)
	}
	first, last := c.daysOf(e, s)
	for _, w := range windows {
		if w.Contains(first) && w.Contains(last) {
			return nil
		}
	}
	return faultf(Window, "entry %d on %v lies in none of its windows %v", e, inspect.Span{From: first, To: last}, windows)
}

// daysOf gives the first and last day of entry e when it starts at s.
func (c *checker) daysOf(e int32, s inspect.Slot) (first, last inspect.Date) {
	end := s + inspect.Slot(c.in.Entries[e].HalfDays) - 1
	return c.in.Days[s.Day()], c.in.Days[end.Day()]
}

// visitList compares the list of visits with the starts: every placed entry in
// exactly one visit, of its enterprise and its start; a visit as long as its
// longest entry and of its highest level; in the promised order.
func (c *checker) visitList(res *schedule.Result) []error {
	var faults []error
	in := make([]int, len(c.in.Entries)) // how many visits list the entry
	for i := range res.Visits {
		faults = append(faults, c.oneVisit(i, &res.Visits[i], in)...)
	}
	for e, s := range res.Start {
		if placed := s != inspect.NoSlot; placed && in[e] != 1 || !placed && in[e] != 0 {
			faults = append(faults, faultf(Visits, "entry %d with start %d is listed in %d visits", e, s, in[e]))
		}
	}
	before := func(a, b schedule.Visit) int {
		if !c.hasEnterprise(a.Enterprise) || !c.hasEnterprise(b.Enterprise) {
			return cmp.Compare(a.Start, b.Start)
		}
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(c.in.Enterprises[a.Enterprise].Key, c.in.Enterprises[b.Enterprise].Key))
	}
	for i := 1; i < len(res.Visits); i++ {
		a, b := res.Visits[i-1], res.Visits[i]
		switch {
		case before(a, b) > 0:
			faults = append(faults, faultf(Visits, "visits %d and %d are not in order of start and enterprise", i-1, i))
		case before(a, b) == 0 && a.Enterprise == b.Enterprise:
			faults = append(faults, faultf(Visits, "visits %d and %d are one: enterprise %d, slot %d", i-1, i, a.Enterprise, a.Start))
		}
	}
	return faults
}

func (c *checker) hasEnterprise(ent int32) bool {
	return ent >= 0 && int(ent) < len(c.in.Enterprises)
}

func (c *checker) oneVisit(i int, v *schedule.Visit, in []int) []error {
	if !c.hasEnterprise(v.Enterprise) || len(v.Entries) == 0 {
		return []error{faultf(Visits, "visit %d to enterprise %d has %d entries", i, v.Enterprise, len(v.Entries))}
	}
	var faults []error
	length, level, key := 0, inspect.Level(255), ""
	for _, e := range v.Entries {
		if e < 0 || int(e) >= len(c.in.Entries) {
			return append(faults, faultf(Visits, "visit %d lists entry %d, which does not exist", i, e))
		}
		entry := &c.in.Entries[e]
		in[e]++
		if entry.Enterprise != v.Enterprise {
			faults = append(faults, faultf(Visits, "visit %d to enterprise %d lists entry %d of enterprise %d", i, v.Enterprise, e, entry.Enterprise))
		}
		if s := c.start[e]; s != v.Start {
			faults = append(faults, faultf(Visits, "visit %d at slot %d lists entry %d, which starts at %d", i, v.Start, e, s))
		}
		if entry.Key < key {
			faults = append(faults, faultf(Visits, "visit %d: entry %d is not in order of keys", i, e))
		}
		length, level, key = max(length, entry.HalfDays), min(level, entry.Level), entry.Key
	}
	if v.HalfDays != length {
		faults = append(faults, faultf(Visits, "visit %d lasts %d half-days, its longest entry %d", i, v.HalfDays, length))
	}
	if v.Level != level {
		faults = append(faults, faultf(Visits, "visit %d is of level %v, its highest entry of %v", i, v.Level, level))
	}
	return faults
}

// bounds checks what can be checked of the bounds without solving anything.
func (c *checker) bounds(res *schedule.Result) []error {
	var faults []error
	placed := 0
	for _, s := range res.Start {
		if s != inspect.NoSlot {
			placed++
		}
	}
	if res.EntriesBound < placed || res.EntriesBound > len(c.in.Entries) {
		faults = append(faults, faultf(Bound, "entries bound %d with %d of %d entries placed", res.EntriesBound, placed, len(c.in.Entries)))
	}
	if res.VisitsBound < 0 || res.VisitsBound > len(res.Visits) {
		faults = append(faults, faultf(Bound, "visits bound %d with %d visits", res.VisitsBound, len(res.Visits)))
	}
	return faults
}
