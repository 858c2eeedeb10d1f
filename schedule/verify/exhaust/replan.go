package exhaust

import (
	"slices"

	"liancha/inspect"
	"liancha/schedule"
)

// Replan gives what the least change of a schedule costs, in schedule.Replan's
// order, by trying every start of every entry; false when it was given up. The
// schedule that stands must keep every rule but the windows of entries that are
// to be moved.
func Replan(in *schedule.Instance, standing []schedule.Standing) (schedule.Change, bool) {
	c := &changing{in: *in, planned: in, standing: standing, of: slices.Repeat([]int{-1}, len(in.Entries))}
	c.in.Entries = slices.Clone(in.Entries)
	for i := range standing {
		for _, e := range standing[i].Entries {
			c.of[e] = i
		}
	}
	c.asked = make([]bool, len(in.Enterprises))
	for e := range in.Entries {
		v := c.of[e]
		if v < 0 || standing[v].Start == inspect.NoSlot || !standing[v].Agreed && !fits(in, &in.Entries[e], standing[v].Start) {
			c.asked[in.Entries[e].Enterprise] = true
		}
	}
	c.search = newSearch(&c.in)
	c.put(0)
	return c.least, c.search.steps > 0
}

// changing is a search for the least change.
type changing struct {
	in       schedule.Instance // entries as they are where they are: named people only at their old start
	planned  *schedule.Instance
	standing []schedule.Standing
	of       []int  // by entry: its standing visit, -1
	asked    []bool // by enterprise: it has an entry to place
	search   *search
	least    schedule.Change
	any      bool
}

// put decides the entries from the kth on.
func (c *changing) put(k int) {
	s := c.search
	if s.steps--; s.steps <= 0 {
		return
	}
	if k == len(s.order) {
		if x, ok := c.count(); ok && (!c.any || compare(x, c.least) < 0) {
			c.any, c.least = true, x
		}
		return
	}
	e := s.order[k]
	entry := &c.in.Entries[e]
	done := k+1 == len(s.order) || c.in.Entries[s.order[k+1]].Enterprise != entry.Enterprise
	for slot := range inspect.Slot(2 * len(c.in.Days)) {
		if !c.allowed(e, slot) {
			continue
		}
		c.place(e, slot)
		if enterpriseKeeps(&c.in, s.start, entry.Enterprise, done) && s.departmentHas(entry.Department) {
			c.put(k + 1)
		}
	}
	c.place(e, inspect.NoSlot)
	if c.allowed(e, inspect.NoSlot) && enterpriseKeeps(&c.in, s.start, entry.Enterprise, done) {
		c.put(k + 1)
	}
}

// allowed reports whether an entry may be at a start: what is agreed where it is
// and nowhere else, the others inside their windows.
func (c *changing) allowed(e int, slot inspect.Slot) bool {
	if v := c.of[e]; v >= 0 && c.standing[v].Agreed {
		return slot == c.standing[v].Start
	}
	if slot == inspect.NoSlot {
		return c.asked[c.in.Entries[e].Enterprise]
	}
	return fits(c.planned, &c.planned.Entries[e], slot)
}

// place puts an entry at a start, with its people where it stood.
func (c *changing) place(e int, slot inspect.Slot) {
	c.search.start[e] = slot
	x := c.planned.Entries[e]
	if v := c.of[e]; v < 0 || c.standing[v].Start != slot {
		x.Demand, x.Named = max(x.Demand, len(x.Named)), nil
	}
	c.in.Entries[e] = x
}

// count is what the starts cost; false where a visit has changed that must not.
func (c *changing) count() (schedule.Change, bool) {
	var x schedule.Change
	start := c.search.start
	visits := map[[2]int]bool{}
	for e, s := range start {
		entry := &c.planned.Entries[e]
		if s == inspect.NoSlot {
			x.Out[entry.Kind.Class()]++
			continue
		}
		if c.asked[entry.Enterprise] {
			visits[[2]int{int(entry.Enterprise), int(s)}] = true
		}
	}
	x.Visits = len(visits)
	for i := range c.standing {
		if v := &c.standing[i]; v.Agreed && !c.agreedKeeps(v) {
			return x, false
		}
	}
	for ent := range c.planned.Enterprises {
		if !c.continued(int32(ent), &x) {
			return x, false
		}
	}
	return x, true
}

// agreedKeeps reports whether an agreed visit is as long and of the level it was.
func (c *changing) agreedKeeps(v *schedule.Standing) bool {
	length, level := v.HalfDays, inspect.Level(255)
	for _, e := range v.Entries {
		length, level = max(length, c.planned.Entries[e].HalfDays), min(level, c.planned.Entries[e].Level)
	}
	for e, s := range c.search.start {
		if x := &c.planned.Entries[e]; s == v.Start && x.Enterprise == c.planned.Entries[v.Entries[0]].Enterprise && (x.HalfDays > length || x.Level < level) {
			return false
		}
	}
	return true
}

// continued adds what an enterprise's visits cost, in the way of saying which
// visit is whose continuation that costs least.
func (c *changing) continued(ent int32, x *schedule.Change) bool {
	var visits []int
	for i := range c.standing {
		if c.planned.Entries[c.standing[i].Entries[0]].Enterprise == ent {
			visits = append(visits, i)
		}
	}
	best, any := [2]int{}, false
	taken := map[inspect.Slot]bool{}
	var try func(k, left, moved int)
	try = func(k, left, moved int) {
		if k == len(visits) {
			if now := [2]int{left, moved}; !any || slices.Compare(now[:], best[:]) < 0 {
				best, any = now, true
			}
			return
		}
		v := &c.standing[visits[k]]
		at := map[inspect.Slot]int{}
		placed := 0
		for _, e := range v.Entries {
			if s := c.search.start[e]; s != inspect.NoSlot {
				at[s]++
				placed++
			}
		}
		for s, here := range at {
			switch moves := s != v.Start; {
			case taken[s], v.Agreed && moves, !c.asked[ent] && here != len(v.Entries):
			default:
				taken[s] = true
				n := 0
				if moves {
					n = 1
				}
				try(k+1, left+placed-here, moved+n)
				delete(taken, s)
			}
		}
		if c.asked[ent] && !v.Agreed {
			try(k+1, left+placed, moved+1)
		}
	}
	try(0, 0, 0)
	x.Left += best[0]
	if c.asked[ent] {
		x.Moved += best[1]
	} else {
		x.Disturbed += best[1]
	}
	return any
}

func compare(a, b schedule.Change) int {
	list := func(x schedule.Change) []int {
		return []int{x.Out[0], x.Out[1], x.Out[2], x.Disturbed, x.Left, x.Moved, x.Visits}
	}
	return slices.Compare(list(a), list(b))
}
