package report

import (
	"io"
	"slices"

	"liancha/inspect"
	"liancha/internal/table"
)

// What a department's book may say. A surprise check, or one that follows a
// complaint, is known to those who take part in it and to nobody else.

// DepartmentBook is one department's book, to be written when its turn comes.
type DepartmentBook struct {
	Department string
	Tasks      int
	Write      func(io.Writer) error
}

// DepartmentBooks gives the books of all departments of an outcome, the highest
// level first: byte for byte what collide writes for the same outcome.
func DepartmentBooks(o *inspect.Outcome) []DepartmentBook {
	v := newView(o)
	books := make([]DepartmentBook, len(v.departments))
	for i, d := range v.departments {
		books[i] = DepartmentBook{d, len(v.tasksOf[d]), func(w io.Writer) error { return table.WriteBook(w, departmentBook(v, d)) }}
	}
	return books
}

// ForGroup gives an outcome as a whole chat group may see it: without the tasks
// nobody may know of beforehand, and without the names and telephone numbers of
// people.
func ForGroup(o *inspect.Outcome) *inspect.Outcome {
	// Only what is named here: what an outcome may come to hold besides stays out.
	g := inspect.Outcome{Period: o.Period, WorkingDays: o.WorkingDays, Stats: o.Stats, EntryOf: o.EntryOf}
	g.Enterprises = slices.Clone(o.Enterprises)
	for i := range g.Enterprises {
		g.Enterprises[i].Contact, g.Enterprises[i].Phone = "", ""
	}
	g.Entries = slices.Clone(o.Entries)
	for i := range g.Entries {
		e := &g.Entries[i]
		e.Named, e.Subject.Contact, e.Subject.Phone = nil, "", ""
	}
	g.Tasks = slices.DeleteFunc(slices.Clone(o.Tasks), func(t inspect.Task) bool { return !o.Announced(&t) })
	g.Unscheduled = slices.DeleteFunc(slices.Clone(o.Unscheduled), func(u inspect.Unscheduled) bool { return !o.Entries[u.Entry].Kind.Announced() })
	hidden := secretsOf(o)
	for i := range g.Unscheduled {
		u := &g.Unscheduled[i]
		if hidden.keptFrom(o.EntryOf[u.Entry], "") {
			u.Reason, u.Remedy = hushed(u)
		}
	}
	return &g
}

// discreet gives why an entry was left out and what would let it in, as its
// department may read it: where another's unannounced task at the same
// enterprise may be what stands in the way, neither tells of it.
func (v *view) discreet(u *inspect.Unscheduled, reader string) (reason, remedy string) {
	if reader == "" || !v.secrets.keptFrom(v.o.EntryOf[u.Entry], reader) {
		return u.Reason, u.Remedy
	}
	return hushed(u)
}

// hushed words a left-out entry without saying what is in its way.
func hushed(u *inspect.Unscheduled) (reason, remedy string) {
	reason = u.Reason
	if u.Code == "stagger" || u.Code == "over_cap" {
		reason = "与这家企业的其他安排排不开"
	}
	return reason, "请与牵头协调的单位商量"
}

// secrets are the unannounced entries of each enterprise: of each, the
// departments that know of it.
type secrets map[int][][]string

func secretsOf(o *inspect.Outcome) secrets {
	known := map[int][]string{} // entry → the departments of its task
	for i := range o.Tasks {
		t := &o.Tasks[i]
		if o.Announced(t) {
			continue
		}
		var departments []string
		for _, e := range t.Entries {
			departments = append(departments, o.Entries[e].Department)
		}
		for _, e := range t.Entries {
			known[e] = departments
		}
	}
	s := secrets{}
	for e := range o.Entries {
		x := &o.Entries[e]
		if x.Kind.Announced() {
			continue
		}
		departments := known[e]
		if departments == nil {
			departments = []string{x.Department}
		}
		s[o.EntryOf[e]] = append(s[o.EntryOf[e]], departments)
	}
	return s
}

// keptFrom reports whether an enterprise has one that a department does not
// know of; "" knows of none.
func (s secrets) keptFrom(enterprise int, department string) bool {
	return slices.ContainsFunc(s[enterprise], func(known []string) bool { return !slices.Contains(known, department) })
}
