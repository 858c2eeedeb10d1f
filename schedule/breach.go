package schedule

import (
	"cmp"
	"slices"
	"strings"

	"liancha/inspect"
)

// Which hard rules the visits of a task book break, when people have put them
// elsewhere than the solver did. The rules are those on time and on the
// enterprise's own visits (1, 4 and 6, contract section 3), the book's own visits
// alone being counted; whether there are people enough a draw tells.

// BreachKind is a hard rule as a task can break it.
type BreachKind uint8

// The rules, in the order they are told.
const (
	DayOff      BreachKind = iota // Date is no working day
	OutOfPeriod                   // Date lies outside the period
	OutOfWindow                   // Entries do not lie in any of their windows
	LateStart                     // a day or more begins in the afternoon
	TooShort                      // Entries last longer than the task
	SameDay                       // task Other is at the enterprise on Date too
	TooClose                      // task Other, of another level, is only Apart working days away
	TooOften                      // with the tasks before it, one more than cap Cap allows
)

// Breach is a hard rule that a task breaks.
type Breach struct {
	Kind    BreachKind
	Task    int   // index into Outcome.Tasks
	Entries []int // OutOfWindow, TooShort: indices into Outcome.Entries
	Date    inspect.Date
	Other   int // SameDay, TooClose: index into Outcome.Tasks
	Apart   int // TooClose
	Cap     int // TooOften: index into Rules.Caps
}

// Breaches lists what the tasks of a task book break, in the order of tasks; of
// two tasks that are in each other's way it is the later one's breach. works
// tells working days, within the period and outside.
func Breaches(o *inspect.Outcome, rules Rules, works func(inspect.Date) bool) []Breach {
	var list []Breach
	of := make([][]int, len(o.Enterprises))
	for i := range o.Tasks {
		t := &o.Tasks[i]
		list = append(list, alone(o, i, works)...)
		of[t.Enterprise] = append(of[t.Enterprise], i)
	}
	for _, tasks := range of {
		slices.SortFunc(tasks, func(a, b int) int {
			x, y := &o.Tasks[a], &o.Tasks[b]
			return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Half, y.Half), strings.Compare(x.ID, y.ID))
		})
		for later := range tasks {
			for earlier := range later {
				if b, broken := between(o, tasks[earlier], tasks[later], rules, works); broken {
					list = append(list, b)
				}
			}
		}
		list = append(list, tooOften(o, tasks, rules.Caps)...)
	}
	slices.SortStableFunc(list, func(a, b Breach) int { return cmp.Or(cmp.Compare(a.Task, b.Task), cmp.Compare(a.Kind, b.Kind)) })
	return list
}

// alone gives what a task breaks by itself: rule 1.
func alone(o *inspect.Outcome, i int, works func(inspect.Date) bool) []Breach {
	t := &o.Tasks[i]
	var list []Breach
	if n := slices.IndexFunc(t.Days, func(d inspect.Date) bool { return !works(d) }); n >= 0 {
		list = append(list, Breach{Kind: DayOff, Task: i, Date: t.Days[n]})
	}
	if n := slices.IndexFunc(t.Days, func(d inspect.Date) bool { return !o.Period.Contains(d) }); n >= 0 {
		list = append(list, Breach{Kind: OutOfPeriod, Task: i, Date: t.Days[n]})
	}
	outside, short := Breach{Kind: OutOfWindow, Task: i}, Breach{Kind: TooShort, Task: i}
	for _, e := range t.Entries {
		x := &o.Entries[e]
		last := t.Days[min((int(t.Half)+x.HalfDays-1)/2, len(t.Days)-1)]
		if !slices.ContainsFunc(x.Windows, func(w inspect.Span) bool { return w.Contains(t.Date) && w.Contains(last) }) {
			outside.Entries = append(outside.Entries, e)
		}
		if x.HalfDays > t.HalfDays {
			short.Entries = append(short.Entries, e)
		}
	}
	if outside.Entries != nil {
		list = append(list, outside)
	}
	if t.HalfDays > 1 && t.Half == inspect.Afternoon {
		list = append(list, Breach{Kind: LateStart, Task: i})
	}
	if short.Entries != nil {
		list = append(list, short)
	}
	return list
}

// between gives what two visits to an enterprise break together: rule 4.
func between(o *inspect.Outcome, earlier, later int, rules Rules, works func(inspect.Date) bool) (Breach, bool) {
	a, b := &o.Tasks[earlier], &o.Tasks[later]
	for _, d := range b.Days {
		if slices.Contains(a.Days, d) {
			return Breach{Kind: SameDay, Task: later, Other: earlier, Date: d}, true
		}
	}
	if a.Level == b.Level || !joinable(o, a) || !joinable(o, b) {
		return Breach{}, false
	}
	// The distance of working-day indexes is one more than the working days between.
	apart := 1
	for d := a.Last() + 1; d < b.Date; d++ {
		if works(d) {
			apart++
		}
		if apart >= rules.LevelsApart {
			return Breach{}, false
		}
	}
	return Breach{Kind: TooClose, Task: later, Other: earlier, Apart: apart}, apart < rules.LevelsApart
}

// tooOften gives where an enterprise's tasks, in the order of their days, pass a
// cap: rule 6. Two on one day are told as such.
func tooOften(o *inspect.Outcome, tasks []int, caps []Cap) []Breach {
	var list []Breach
	departments := map[string]int32{}
	var before []tally
	for _, i := range tasks {
		t := &o.Tasks[i]
		v := tally{date: t.Date, level: t.Level}
		for _, e := range t.Entries {
			x := &o.Entries[e]
			d, known := departments[x.Department]
			if !known {
				d = int32(len(departments))
				departments[x.Department] = d
			}
			if !contains(v.depts, d) {
				v.depts = append(v.depts, d)
			}
			v.kinds |= 1 << x.Kind
		}
		for c := range caps {
			rule := &caps[c]
			if rule.Per == PerDay && rule.Max > 0 || !rule.concerns(o.Enterprises[t.Enterprise].Grade) || rule.exempt(v.kinds) {
				continue
			}
			var p *problem // over needs none
			if slices.ContainsFunc(rule.counted(&v), func(counts func(*tally) bool) bool { return p.over(&firm{}, rule, &v, before, counts) }) {
				list = append(list, Breach{Kind: TooOften, Task: i, Cap: c})
			}
		}
		before = append(before, v)
	}
	return list
}

// joinable reports whether all entries of a task are.
func joinable(o *inspect.Outcome, t *inspect.Task) bool {
	return !slices.ContainsFunc(t.Entries, func(e int) bool { return !o.Entries[e].Joinable })
}
