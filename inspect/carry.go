package inspect

import (
	"cmp"
	"slices"
	"strings"
)

// CarryNumbers is NumberTasks for a plan that is run again: a task that goes on
// one of an earlier run has its number, and no other task has a number of that
// run. Which it goes on, the entries they share tell: of two tasks of one
// enterprise and level, those that share most belong together, of equals those
// at the same time, then the lower number. An entry is the same when its
// department, matter and kind are, wherever its row stands; one whose matter has
// been reworded counts for half.
func CarryNumbers(o *Outcome, earlier *Outcome) {
	taken := map[string]bool{}
	byEnterprise := map[string][]*Task{}
	for i := range earlier.Tasks {
		t := &earlier.Tasks[i]
		taken[t.ID] = true
		id := earlier.Enterprises[t.Enterprise].ID
		byEnterprise[id] = append(byEnterprise[id], t)
	}
	for i := range earlier.Confirmations {
		taken[earlier.Confirmations[i].TaskID] = true
	}
	var pairs []continuation
	for i := range o.Tasks {
		SortTaskEntries(o, o.Tasks[i].Entries)
		o.Tasks[i].ID = ""
		for _, was := range byEnterprise[o.Enterprises[o.Tasks[i].Enterprise].ID] {
			if n := shared(o, &o.Tasks[i], earlier, was); n > 0 && o.Tasks[i].Level == was.Level {
				pairs = append(pairs, continuation{task: i, was: was, shared: n, same: o.Tasks[i].Date == was.Date && o.Tasks[i].Half == was.Half})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b continuation) int {
		return cmp.Or(cmp.Compare(b.shared, a.shared), cmp.Compare(btoi(b.same), btoi(a.same)), strings.Compare(a.was.ID, b.was.ID),
			compareTimes(&o.Tasks[a.task], &o.Tasks[b.task]))
	})
	used := map[string]bool{}
	for _, p := range pairs {
		if t := &o.Tasks[p.task]; t.ID == "" && !used[p.was.ID] {
			t.ID = p.was.ID
			used[t.ID] = true
		}
	}
	NumberNew(o, taken)
	slices.SortStableFunc(o.Unscheduled, func(a, b Unscheduled) int { return cmp.Compare(a.Entry, b.Entry) })
}

// continuation is a task that may go on an earlier one.
type continuation struct {
	task   int
	was    *Task
	shared int
	same   bool // at the same time
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func compareTimes(a, b *Task) int {
	return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Half, b.Half))
}

// shared is how much two tasks of two runs have in common: two for each entry of
// the same department, matter and kind, one for each other of the same department.
func shared(o *Outcome, t *Task, earlier *Outcome, was *Task) int {
	left := slices.Clone(was.Entries)
	n := 0
	for _, worth := range []int{2, 1} {
		for _, e := range t.Entries {
			x := &o.Entries[e]
			i := slices.IndexFunc(left, func(f int) bool {
				y := &earlier.Entries[f]
				return x.Department == y.Department && (worth == 1 || x.Matter == y.Matter && x.Kind == y.Kind)
			})
			if i >= 0 && (worth == 2 || !slices.ContainsFunc(was.Entries, func(f int) bool {
				y := &earlier.Entries[f]
				return x.Department == y.Department && x.Matter == y.Matter && x.Kind == y.Kind
			})) {
				left = slices.Delete(left, i, i+1)
				n += worth
			}
		}
	}
	return n
}
