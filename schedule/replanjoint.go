package schedule

import (
	"cmp"
	"slices"
)

// How Replan spends its searches: each open firm by itself, those that fall
// short of their bound together with others, and last with visits of firms
// nobody asked about moved away.

// The steps of a search (remake) for one firm, for several together, and for all
// the searches with others' visits moved; a step takes about a microsecond.
// Firms of a handful of entries take some hundreds.
const (
	aloneSteps    = 100_000
	jointSteps    = 300_000
	allJointSteps = 3_000_000
	disturbSteps  = 2_000_000
	// trySteps is what making a search takes, however short it is.
	trySteps = 1000
	// jointFirms are searched together at most.
	jointFirms = 8
	// rounds of firms by themselves: what one gives up another may take.
	replanRounds = 3
)

func (r *replanner) solve() {
	open := r.openFirms()
	r.bounds(open)
	for _, k := range open {
		r.cost[k] = worst()
	}
	for round := range replanRounds {
		better := false
		for _, k := range open {
			if round == 0 || r.least[k].less(r.cost[k]) {
				_, done := r.improve([]int32{k}, nil, aloneSteps)
				better = done || better
			}
			if r.cost[k] == worst() {
				r.cost[k] = r.asIs(k)
			}
		}
		if !better {
			break
		}
	}
	whole := r.together(open)
	cleared := r.disturb(open)
	r.proven = r.exact && (r.atLeast(open) || whole && cleared)
}

// openFirms gives the firms with a job to place, the most urgent first.
func (r *replanner) openFirms() []int32 {
	var list []int32
	for k := range r.open {
		if r.open[k] {
			list = append(list, int32(k))
		}
	}
	slices.SortStableFunc(list, func(a, b int32) int {
		return cmp.Compare(r.p.urgent(&r.p.firms[a]), r.p.urgent(&r.p.firms[b]))
	})
	return list
}

// asIs is what a firm costs when nothing is placed anew: a search that finds
// nothing with all its steps leaves it so.
func (r *replanner) asIs(k int32) price {
	var c price
	for j := r.p.firms[k].lo; j < r.p.firms[k].hi; j++ {
		if r.field.start[j] < 0 {
			c[r.p.jobs[j].class]++
		}
	}
	for _, v := range r.ofFirm[k] {
		if slices.ContainsFunc(r.stood[v].jobs, func(j int32) bool { return r.field.start[j] >= 0 }) {
			c[priceVisits]++
		} else {
			c[priceMoved]++
			r.anchor[v] = -1
		}
	}
	return c
}

// bounds finds what each firm costs at least: its optimum when of all others
// only what is agreed stands, or has nowhere else to be.
func (r *replanner) bounds(open []int32) {
	full := r.field
	r.field = full.twin(r.p)
	for j := range r.p.jobs {
		if v := r.of[j]; r.field.start[j] >= 0 && !r.stood[v].agreed && !r.stuck(v) {
			r.set(int32(j), true)
			r.field.remove(int32(j))
		}
	}
	for _, k := range open {
		x := r.remake([]int32{k}, [][]int32{r.freeOf(k)}, aloneSteps, worst())
		if x.run() && x.found != nil {
			r.least[k] = x.best
		} else {
			r.exact = false
		}
	}
	r.field = full
	for j := range r.p.jobs {
		r.set(int32(j), r.stands(int32(j)))
	}
}

// stuck reports whether a visit of a firm nobody asked about has no other start
// to move to as a whole, whoever else goes.
func (r *replanner) stuck(v int32) bool {
	s := &r.stood[v]
	if r.open[s.firm] {
		return false
	}
	for at := range r.p.slots {
		if at != int(s.start) && !slices.ContainsFunc(s.jobs, func(j int32) bool { return !r.can(j, at) }) {
			return false
		}
	}
	return true
}

// freeOf gives a firm's visits that are not agreed.
func (r *replanner) freeOf(k int32) []int32 {
	return slices.DeleteFunc(slices.Clone(r.ofFirm[k]), func(v int32) bool { return r.stood[v].agreed })
}

// improve searches open firms, and of others the given visits, together, and
// takes over what is better than they are now.
func (r *replanner) improve(firms []int32, others []int32, steps int) (complete, better bool) {
	x, now := r.try(firms, others, steps, price{})
	if x.found != nil {
		r.adopt(x)
	}
	return x.steps >= 0, x.best.less(now)
}

// try searches and leaves everything as it was; only what costs less than now
// and the difference to beat is found.
func (r *replanner) try(firms []int32, others []int32, steps int, beat price) (x *remake, now price) {
	list, free := slices.Clone(firms), make([][]int32, 0, len(firms)+len(others))
	for _, k := range firms {
		free = append(free, r.freeOf(k))
		now = now.plus(r.cost[k])
	}
	for _, v := range others {
		k := r.stood[v].firm
		i := slices.Index(list, k)
		if i < 0 {
			i = len(list)
			list, free = append(list, k), append(free, nil)
			now = now.plus(r.cost[k])
		}
		free[i] = append(free[i], v)
	}
	was := r.field
	r.field = was.twin(r.p)
	var moving []int32
	for i, k := range list {
		for j := r.p.firms[k].lo; j < r.p.firms[k].hi; j++ {
			if v := r.of[j]; v < 0 || slices.Contains(free[i], v) {
				moving = append(moving, j)
			}
		}
	}
	for _, j := range moving {
		if r.field.start[j] >= 0 {
			r.field.remove(j)
		}
	}
	x = r.remake(list, free, steps, now.plus(beat))
	x.run()
	r.field = was
	for _, j := range moving {
		r.set(j, r.stands(j))
	}
	return x, now
}

// adopt takes over what a search has found.
func (r *replanner) adopt(x *remake) {
	r.field = x.found.field
	n := 0
	for i, k := range x.firms {
		r.cost[k] = x.found.cost[i]
		for _, v := range x.free[i] {
			r.anchor[v] = x.found.anchor[n]
			n++
		}
		for j := r.p.firms[k].lo; j < r.p.firms[k].hi; j++ {
			r.set(j, r.stands(j))
		}
	}
}

// atLeast reports whether firms cost no more than they must.
func (r *replanner) atLeast(firms []int32) bool {
	return !slices.ContainsFunc(firms, r.short)
}

// short reports whether a firm costs more than it must, days and names aside.
func (r *replanner) short(k int32) bool {
	return [priceNames]int(r.least[k][:priceNames]) != [priceNames]int(r.cost[k][:priceNames])
}

// without reports whether a firm has more entries without a place than it must.
func (r *replanner) without(k int32) bool { return [3]int(r.least[k][:3]) != [3]int(r.cost[k][:3]) }

// together searches each firm that falls short with those it shares people
// with. It reports whether all open firms have been searched through at once,
// so that only moving others' visits could still better them.
func (r *replanner) together(open []int32) (whole bool) {
	left := allJointSteps
	for _, k := range open {
		if !r.short(k) || left <= 0 {
			continue
		}
		list := r.rivals(k, open)
		steps := min(left, jointSteps)
		x, _ := r.try(list, nil, steps, price{})
		if x.found != nil {
			r.adopt(x)
		}
		left -= max(trySteps, steps-x.steps)
		if x.steps >= 0 && len(list) == len(open) {
			return true
		}
	}
	return false
}

// rivals gives a firm and those of the list that share people with it, those
// that fall short first.
func (r *replanner) rivals(k int32, list []int32) []int32 {
	own := r.limited(k)
	var near []int32
	for _, o := range list {
		if o != k && slices.ContainsFunc(r.limited(o), func(d int32) bool { return contains(own, d) }) {
			near = append(near, o)
		}
	}
	slices.SortStableFunc(near, func(a, b int32) int { return btoi(r.short(b)) - btoi(r.short(a)) })
	if len(list) <= jointFirms { // the others too: then all have been looked at
		for _, o := range list {
			if o != k && !contains(near, o) {
				near = append(near, o)
			}
		}
	}
	return append([]int32{k}, near[:min(len(near), jointFirms-1)]...)
}

// limited gives the departments of a firm's jobs whose people can run out.
func (r *replanner) limited(k int32) []int32 {
	var list []int32
	for j := r.p.firms[k].lo; j < r.p.firms[k].hi; j++ {
		if d := r.p.jobs[j].dept; !contains(list, d) && (!r.p.depts[d].unlimited || len(r.full[j].named) > 0) {
			list = append(list, d)
		}
	}
	return list
}

// disturb moves visits of firms nobody asked about, as few as can be, where an
// entry is without a place that it could have if nobody but those who agreed
// were in its way. It reports whether no entry is, or everything was tried.
func (r *replanner) disturb(open []int32) (cleared bool) {
	cleared = true
	steps := disturbSteps
	for _, k := range open {
		if !r.without(k) {
			continue
		}
		list := r.rivals(k, open)
		all := r.inTheWay(k, list)
		var best *remake
		var gain price // of the best against now: none of its numbers is above 0 before the others
		enough := func() bool { return r.gap(list) == [3]int{-gain[0], -gain[1], -gain[2]} }
		for n := 1; n <= len(all) && steps > 0 && !enough(); n++ {
			sets(all, n, func(others []int32) bool {
				given := min(steps, jointSteps)
				x, now := r.try(list, others, given, gain)
				steps -= max(trySteps, given-x.steps)
				cleared = cleared && x.steps >= 0
				if x.found != nil {
					best = x
					for i := range gain {
						gain[i] = x.best[i] - now[i]
					}
				}
				return steps > 0
			})
		}
		if best != nil {
			r.adopt(best)
		}
		cleared = cleared && len(list) == len(open) && steps > 0
	}
	return cleared
}

// gap is how many entries firms have without a place beyond those they must.
func (r *replanner) gap(firms []int32) (more [3]int) {
	for _, k := range firms {
		for i := range more {
			more[i] += r.cost[k][i] - r.least[k][i]
		}
	}
	return more
}

// inTheWay gives the visits that may be moved for firms' sake: those of other
// firms that people of the firms' departments go to, and of whoever shares
// people with them. Those in the way of firm k's own entries come first.
func (r *replanner) inTheWay(k int32, firms []int32) []int32 {
	var depts []int32
	for _, k := range firms {
		depts = append(depts, r.limited(k)...)
	}
	var list []int32
	taken := make([]bool, len(r.stood))
	for grown := true; grown; {
		grown = false
		for v := range r.stood {
			s := &r.stood[v]
			if taken[v] || s.agreed || r.open[s.firm] || s.start < 0 || r.stuck(int32(v)) {
				continue
			}
			if slices.ContainsFunc(s.jobs, func(j int32) bool { return contains(depts, r.p.jobs[j].dept) }) {
				list, taken[v] = append(list, int32(v)), true
				for _, j := range s.jobs {
					if d := r.p.jobs[j].dept; !contains(depts, d) && !r.p.depts[d].unlimited {
						depts = append(depts, d)
					}
				}
				grown = true
			}
		}
	}
	slices.Sort(list)
	slices.SortStableFunc(list, func(a, b int32) int { return btoi(r.stops(b, k)) - btoi(r.stops(a, k)) })
	return list
}

// stops reports whether a visit takes people where an entry of a firm that has
// no place could be.
func (r *replanner) stops(v, k int32) bool {
	p := r.p
	for j := p.firms[k].lo; j < p.firms[k].hi; j++ {
		if r.field.start[j] >= 0 {
			continue
		}
		for _, o := range r.stood[v].jobs {
			if s := r.field.start[o]; s >= 0 && p.jobs[o].dept == p.jobs[j].dept {
				for at := max(0, int(s)-int(p.jobs[j].length)+1); at < int(s)+int(p.jobs[o].length); at++ {
					if at < p.slots && r.can(j, at) {
						return true
					}
				}
			}
		}
	}
	return false
}

// sets gives every choice of n of a list, in order, until told to stop.
func sets(all []int32, n int, each func([]int32) bool) {
	chosen := make([]int32, 0, n)
	var choose func(from int) bool
	choose = func(from int) bool {
		if len(chosen) == n {
			return each(slices.Clone(chosen))
		}
		for i := from; i+n-len(chosen) <= len(all); i++ {
			chosen = append(chosen, all[i])
			ok := choose(i + 1)
			chosen = chosen[:len(chosen)-1]
			if !ok {
				return false
			}
		}
		return true
	}
	choose(0)
}
