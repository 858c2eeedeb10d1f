package verify

import (
	"cmp"
	"slices"

	"liancha/inspect"
	"liancha/schedule"
)

// Rule 5: in every slot each department has enough inspectors, one in one place
// at a time, and a person stays for the whole of an entry.
//
// A department with a number of people only has enough when no slot wants more:
// intervals can be shared out among as many people as overlap at most. One with
// a roster has enough when every entry can be given its own people. Half-days
// are on their own in their slot, which is a matching between places and
// people. Longer entries tie slots together: their people are tried one after
// the other, every slot they touch being matched anew (search.go).

// job is a placed entry as its department sees it.
type job struct {
	entry      int32
	enterprise int32
	from, to   inspect.Slot // to excluded
	need       int          // people in all
	named      []int32      // each once
}

// extra are people added for a stretch of slots only, to try a remedy.
type extra struct {
	people   int
	from, to inspect.Slot
}

func (c *checker) job(e int32) job {
	entry := &c.in.Entries[e]
	named := slices.Clone(entry.Named)
	slices.Sort(named)
	named = slices.Compact(named)
	s := c.start[e]
	return job{e, entry.Enterprise, s, s + inspect.Slot(entry.HalfDays), max(entry.Demand, len(named)), named}
}

// placedOf gives a department's placed entries.
func (c *checker) placedOf(dep int32) []int32 {
	var placed []int32
	for _, e := range c.byDepartment[dep] {
		if c.start[e] != inspect.NoSlot {
			placed = append(placed, e)
		}
	}
	return placed
}

// department checks the staffing of the given placed entries of a department.
func (c *checker) department(dep int32, placed []int32, more *extra) []error {
	if len(placed) == 0 {
		return nil
	}
	d := &c.in.Departments[dep]
	jobs := make([]job, len(placed))
	named := false
	for i, e := range placed {
		jobs[i] = c.job(e)
		named = named || len(jobs[i].named) > 0
	}
	slices.SortFunc(jobs, func(a, b job) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.entry, b.entry)) })
	var faults []error
	if named {
		faults = c.namedPeople(dep, jobs)
	}
	switch {
	case d.Unlimited:
		return faults
	case hasRoster(d):
		if len(faults) > 0 {
			return faults // the roster's people are meant to be where they are not
		}
		return c.roster(dep, jobs, more)
	}
	return append(faults, c.headcount(dep, jobs, more)...)
}

func hasRoster(d *schedule.Department) bool {
	return slices.ContainsFunc(d.People, func(p schedule.Person) bool { return !p.Outside })
}

// namedPeople checks that those a plan names can be where it names them: not on
// leave, not recused, not named in two places at once.
func (c *checker) namedPeople(dep int32, jobs []job) []error {
	var faults []error
	last := map[int32]job{} // the latest-ending job so far that names the person
	for _, j := range jobs {
		for _, p := range j.named {
			if p < 0 || int(p) >= len(c.in.Departments[dep].People) {
				faults = append(faults, faultf(Shape, "entry %d names person %d, whom department %d does not have", j.entry, p, dep))
				continue
			}
			if why := c.kept(dep, p, j); why != "" {
				faults = append(faults, faultf(Staff, "entry %d names person %d of department %d, who is %s", j.entry, p, dep, why))
			}
			if o, busy := last[p]; busy && o.to > j.from {
				faults = append(faults, faultf(Staff, "person %d of department %d is named in entries %d and %d at slot %d", p, dep, o.entry, j.entry, j.from))
			}
			if o, busy := last[p]; !busy || o.to < j.to {
				last[p] = j
			}
		}
	}
	return faults
}

// kept says what keeps a person from a job whatever else they do: leave on any
// of its days, or recusal from its enterprise.
func (c *checker) kept(dep, p int32, j job) string {
	person := &c.in.Departments[dep].People[p]
	if slices.Contains(person.Recused, j.enterprise) {
		return "recused"
	}
	for day := j.from.Day(); day <= (j.to - 1).Day(); day++ {
		for _, l := range person.Leave {
			if l.Contains(c.in.Days[day]) {
				return "on leave"
			}
		}
	}
	return ""
}

// headcount checks a department of which only the number of people is known.
func (c *checker) headcount(dep int32, jobs []job, more *extra) []error {
	var faults []error
	want := make([]int, 2*len(c.in.Days))
	for _, j := range jobs {
		for s := j.from; s < j.to; s++ {
			want[s] += j.need
		}
	}
	for s, n := range want {
		have := c.in.Departments[dep].Capacity
		if more != nil && more.from <= inspect.Slot(s) && inspect.Slot(s) < more.to {
			have += more.people
		}
		if n > have {
			faults = append(faults, faultf(Staff, "department %d, slot %d: %d people wanted of %d", dep, s, n, have))
		}
	}
	return faults
}

// roster checks a department whose people are known one by one.
func (c *checker) roster(dep int32, jobs []job, more *extra) []error {
	var faults []error
	for len(jobs) > 0 {
		// A stretch is a run of jobs no longer one reaches beyond.
		n, end := 1, jobs[0].to
		for n < len(jobs) && jobs[n].from < end {
			end = max(end, jobs[n].to)
			n++
		}
		faults = append(faults, c.stretch(dep, jobs[:n], end, more)...)
		jobs = jobs[n:]
	}
	return faults
}

func (c *checker) stretch(dep int32, jobs []job, end inspect.Slot, more *extra) []error {
	p := c.posting(dep, jobs, end, more)
	for s := jobs[0].from; s < end; s++ {
		if !p.matched(s) {
			return []error{faultf(Staff, "department %d, slot %d: people cannot be found for all entries there", dep, s)}
		}
	}
	switch p.search() {
	case gaveUp:
		return []error{&Undecided{dep, jobs[0].from, end}}
	case impossible:
		return []error{faultf(Staff, "department %d, slots %d to %d: no assignment of people keeps everyone to one entry for its whole length", dep, jobs[0].from, end-1)}
	}
	return nil
}
