// Package confirm merges departments' replies (确认反馈) to the tasks of a task
// book: what is agreed, which days a department has instead, who takes no part;
// and, once what is open has been placed anew, says what has become of each
// task and why. It places nothing in time, and knows no file: replies, a placed
// plan and the book are given to it.
//
// What a reply means:
//
//   - 同意 is to the arrangement the reply sheet shows. Where the task has been
//     moved since, the department is asked again.
//   - 调整 gives the days its entries of the task can be on. The reply is newer
//     than the plan: days outside the plan's windows are as good.
//   - 不参加 takes its entries out of the task.
//   - A blank line is no answer; the task is kept where it is if that can be.
//
// Which replies are already in the book the book itself says (Confirmation): the
// same replies again change nothing.
package confirm

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
)

// Input is a task book and the replies to it.
type Input struct {
	Book    *inspect.Outcome
	Replies []inspect.Reply
	// Among gives which of some departments a name means; nil goes by the very
	// words.
	Among func(written string, among []string) (string, bool)
	// Lead gives the department that leads entries; nil takes the first entry's.
	Lead func([]*inspect.Entry) string
}

// Round is a task book with its replies merged, before anything is placed anew.
type Round struct {
	Problems diag.List
	Rejected int // replies that could not be used

	in       Input
	book     *inspect.Outcome
	entries  []inspect.Entry // the book's, with the days they now have
	working  []inspect.Date
	taskOf   []int // by entry: index into the book's tasks, -1 for none
	bySource map[inspect.Source]int
	tasks    map[string]int // by number
	said     map[Part]*inspect.Confirmation
	loose    map[int]bool                       // entries to place that are in no task
	gone     map[int]bool                       // entries taken out of their task in this round
	bound    map[int]bool                       // entries that must be on the days of a reply of this round
	fresh    map[Part]bool                      // parts with a reply that the book did not have
	noPlace  map[int]bool                       // entries an earlier round found no place for
	askedOf  map[string][]string                // by task number: the departments asked
	read     map[string][]*inspect.Confirmation // by reply: what was made of it
}

// Part is a department's part of a task.
type Part struct{ Task, Department string }

// Group is a task to be kept or placed anew, with the entries left in it.
type Group struct {
	Task     int   // index into the book's tasks
	Entries  []int // indices into the book's entries
	HalfDays int
	Agreed   bool // by all who take part
}

// Merge takes the replies in.
func Merge(in Input) *Round {
	if in.Among == nil {
		in.Among = func(string, []string) (string, bool) { return "", false }
	}
	if in.Lead == nil {
		in.Lead = func(entries []*inspect.Entry) string { return entries[0].Department }
	}
	r := &Round{in: in, book: in.Book, entries: slices.Clone(in.Book.Entries), working: in.Book.WorkingDays,
		bySource: map[inspect.Source]int{}, tasks: map[string]int{}, said: map[Part]*inspect.Confirmation{},
		loose: map[int]bool{}, gone: map[int]bool{}, bound: map[int]bool{}, fresh: map[Part]bool{}, noPlace: map[int]bool{}, askedOf: map[string][]string{},
		read: map[string][]*inspect.Confirmation{}}
	r.index()
	r.recall()
	for _, group := range r.byPart(in.Replies) {
		r.settle(group)
	}
	if len(r.fresh) > 0 {
		r.again()
	}
	r.Problems.Sort()
	return r
}

// index finds the book's entries and tasks.
func (r *Round) index() {
	r.taskOf = slices.Repeat([]int{-1}, len(r.entries))
	for i := range r.book.Tasks {
		r.tasks[r.book.Tasks[i].ID] = i
		for _, e := range r.book.Tasks[i].Entries {
			r.taskOf[e] = i
		}
	}
	for e := range r.entries {
		r.bySource[r.entries[e].Source] = e
	}
	for _, u := range r.book.Unscheduled { // not what was taken out by hand, nor what its department has left
		r.noPlace[u.Entry] = u.Code != "" && u.Code != codeDeclined
	}
}

// recall takes over what the book knows of earlier rounds, and makes a blank
// confirmation for every part nobody has been asked about.
func (r *Round) recall() {
	for _, c := range r.book.Confirmations {
		c.Entries, c.Windows = slices.Clone(c.Entries), slices.Clone(c.Windows)
		k := Part{c.TaskID, c.Department}
		r.said[k] = &c
		if c.Answer != inspect.NoAnswer {
			for _, line := range append([]string{c.From.String()}, c.Also...) {
				r.read[line] = append(r.read[line], &c)
			}
		}
	}
	for i := range r.book.Tasks {
		t := &r.book.Tasks[i]
		for _, e := range t.Entries {
			k := Part{t.ID, r.entries[e].Department}
			c := r.said[k]
			if c == nil {
				c = &inspect.Confirmation{TaskID: t.ID, Enterprise: t.Enterprise, Department: k.Department}
				r.said[k] = c
			}
			if !slices.Contains(c.Entries, r.entries[e].Source) {
				c.Entries = append(c.Entries, r.entries[e].Source)
			}
		}
	}
	for k := range r.said {
		r.askedOf[k.Task] = append(r.askedOf[k.Task], k.Department)
	}
}

// partEntries gives a part's entries: those in its task now, those elsewhere, and
// those that have no place.
func (r *Round) partEntries(c *inspect.Confirmation) (here, elsewhere, nowhere []int) {
	for _, s := range c.Entries {
		e, known := r.bySource[s]
		if !known {
			continue
		}
		switch t := r.taskOf[e]; {
		case r.gone[e] || t < 0:
			nowhere = append(nowhere, e)
		case r.book.Tasks[t].ID == c.TaskID:
			here = append(here, e)
		default:
			elsewhere = append(elsewhere, e)
		}
	}
	return here, elsewhere, nowhere
}

// departments gives those that take part in a task, by name.
func (r *Round) departments(task int) []string {
	var ds []string
	for _, e := range r.book.Tasks[task].Entries {
		if d := r.entries[e].Department; !slices.Contains(ds, d) {
			ds = append(ds, d)
		}
	}
	slices.Sort(ds)
	return ds
}

// asked gives the departments that have been asked about a task's number.
func (r *Round) asked(id string) []string { return slices.Sorted(slices.Values(r.askedOf[id])) }

// again has what an earlier round found no place for placed again: now that
// others have answered anew there may be one.
func (r *Round) again() {
	for k, c := range r.said {
		if c.Answer != inspect.Adjusts || r.fresh[k] {
			continue
		}
		_, _, nowhere := r.partEntries(c)
		for _, e := range nowhere {
			if r.noPlace[e] {
				r.loose[e] = true
			}
		}
	}
}

// codeDeclined is why an entry is left out that its department takes no part with.
const codeDeclined = "declined"

// Fresh reports whether there is a reply that the book did not have.
func (r *Round) Fresh() bool { return len(r.fresh) > 0 }

// Groups gives the tasks somebody is left in, in the book's order.
func (r *Round) Groups() []Group {
	var groups []Group
	for i := range r.book.Tasks {
		t := &r.book.Tasks[i]
		g := Group{Task: i, HalfDays: t.HalfDays}
		longest, was := 0, 0
		for _, e := range t.Entries {
			was = max(was, r.entries[e].HalfDays)
			if !r.gone[e] {
				g.Entries = append(g.Entries, e)
				longest = max(longest, r.entries[e].HalfDays)
			}
		}
		if len(g.Entries) == 0 {
			continue
		}
		if t.HalfDays <= was {
			g.HalfDays = longest
		}
		g.Agreed = r.agreed(t, g.Entries)
		groups = append(groups, g)
	}
	return groups
}

// agreed reports whether all who are left in a task agree to it as it stands.
func (r *Round) agreed(t *inspect.Task, entries []int) bool {
	return !slices.ContainsFunc(entries, func(e int) bool {
		c := r.said[Part{t.ID, r.entries[e].Department}]
		return c.Standing(t) != inspect.Held || r.bound[e] && !within(t, &r.entries[e])
	})
}

func within(t *inspect.Task, e *inspect.Entry) bool { return t.Within(e.Windows) }

// Loose gives the entries in no task that are to be placed, ascending.
func (r *Round) Loose() []int {
	var list []int
	for e := range r.loose {
		list = append(list, e)
	}
	slices.Sort(list)
	return list
}

// Entry gives an entry with the days it now has.
func (r *Round) Entry(e int) *inspect.Entry { return &r.entries[e] }

// Bound reports whether an entry must be on the days of a reply of this round;
// the others may stay where people have put them.
func (r *Round) Bound(e int) bool { return r.bound[e] }

// Declined gives the entries whose departments take no part.
func (r *Round) Declined() map[int]bool {
	list := maps.Clone(r.gone)
	for _, c := range r.said {
		if c.Answer != inspect.Declines {
			continue
		}
		for _, s := range c.Entries {
			if e, known := r.bySource[s]; known && r.taskOf[e] < 0 && !r.loose[e] {
				list[e] = true
			}
		}
	}
	return list
}

// parts gives all parts, by task number and department.
func (r *Round) parts() []*inspect.Confirmation {
	var list []*inspect.Confirmation
	for _, c := range r.said {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *inspect.Confirmation) int {
		return cmp.Or(strings.Compare(a.TaskID, b.TaskID), strings.Compare(a.Department, b.Department))
	})
	return list
}
