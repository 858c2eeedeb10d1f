package schedule

import (
	"math"
	"slices"
)

// The programme of a component (branch.go): its rows, its columns, and where
// new columns come from.

// setRows finds what can run out: slots for which more people may be wanted
// than there are, and people named for more than one job.
//
// Where w people are wanted and there are n, a row for every k says that
//
//	sum of ⌊w/k⌋ over the jobs there ≤ ⌊n/k⌋, and one of ⌊2w/3⌋ ≤ ⌊2n/3⌋
//
// which shares of jobs could otherwise pass though no jobs can (Chvátal and
// Gomory's rounding): three people do not serve one job of two and a half.
func (x *settling) setRows() bool {
	p := x.m.p
	x.forget()
	taken := make([]bool, p.slots)
	for _, k := range x.firms {
		f := &p.firms[k]
		for j := f.lo; j < f.hi; j++ {
			job := &p.jobs[j]
			clear(taken)
			clear(x.bars(j))
			x.must[j] = false
			for s := p.next(j, 0); s >= 0; s = p.next(j, s+1) {
				if !x.m.field.fits(j, s) {
					x.bars(j)[s>>6] |= 1 << (s & 63)
					continue
				}
				for t := s; t < s+int(job.length); t++ {
					taken[t] = true
				}
			}
			for t, here := range taken {
				if !here {
					continue
				}
				if at := int32(int(job.dept)*p.slots + t); job.need > 0 {
					if len(x.wanted[at]) == 0 {
						x.places = append(x.places, at)
					}
					x.wanted[at] = append(x.wanted[at], job.need)
				}
				for _, q := range job.named {
					at := int32(int(q)*p.slots + t)
					if x.times[at] == 0 {
						x.people = append(x.people, at)
					}
					x.times[at]++
				}
			}
		}
	}
	slices.Sort(x.places)
	slices.Sort(x.people)
	for _, at := range x.places {
		x.limit(at)
	}
	for _, at := range x.people {
		if x.times[at] > 1 {
			x.nameRow[at] = int32(len(x.right))
			x.right = append(x.right, 1)
		}
	}
	return len(x.right)+len(x.firms) <= settleRows
}

// forget takes back the last component's rows. They are few of a city's.
func (x *settling) forget() {
	for _, at := range x.places {
		x.capRows[at], x.wanted[at] = x.capRows[at][:0], x.wanted[at][:0]
	}
	for _, at := range x.people {
		x.nameRow[at], x.times[at] = -1, 0
	}
	x.places, x.people, x.right = x.places[:0], x.people[:0], x.right[:0]
}

// limit makes the rows of one slot.
func (x *settling) limit(at int32) {
	wanted := x.wanted[at]
	there := x.m.p.avail[at] - x.m.field.used[at]
	var sum, most int32
	for _, w := range wanted {
		sum, most = sum+w, max(most, w)
	}
	if sum <= there {
		return
	}
	// Rows for k and for 1 say the same where k divides all.
	divides := func(k int32) bool {
		return !slices.ContainsFunc(wanted, func(w int32) bool { return w%k != 0 })
	}
	whole := int32(1)
	for k := most; k > 1; k-- {
		if divides(k) {
			whole = k
			break
		}
	}
	for k := whole; k <= most; k++ {
		units := int32(0)
		for _, w := range wanted {
			units += w / k
		}
		if k > whole && there%k == 0 || units <= there/k {
			continue
		}
		x.addCap(at, capRow{units: 1, of: k}, there)
	}
	// With one over threes, two for every three: of four people a three leaves
	// none for a two, though by twos alone it takes only one place of two.
	twos := capRow{units: 2, of: 3}
	units := int32(0)
	for _, w := range wanted {
		units += twos.count(w)
	}
	if most >= 3 && whole == 1 && there%3 == 1 && units > twos.count(there) {
		x.addCap(at, twos, there)
	}
}

func (x *settling) addCap(at int32, c capRow, there int32) {
	c.row = int32(len(x.right))
	x.capRows[at] = append(x.capRows[at], c)
	x.right = append(x.right, float64(c.count(there)))
}

// programme begins a programme for the goal at hand, with the best plan's columns.
func (x *settling) programme() {
	right := slices.Clone(x.right)
	x.forgo, x.outRow = [3]float64{1, 1, 1}, [3]int32{-1, -1, -1}
	for c := range 3 {
		if c == x.goal || x.goal == goalTotal {
			x.forgo[c] = goalWeight
		} else if c < x.goal {
			x.outRow[c], x.allowed[c] = int32(len(right)), x.best[c]
			right = append(right, float64(x.best[c]))
		}
	}
	x.upto = 2
	if x.goal < goalVisits && !x.m.p.across {
		x.upto = uint8(x.goal)
	}
	tight := len(right)
	var first []column
	x.of = x.of[:0]
	for i := range x.firms {
		right = append(right, 1)
		starts := x.urgentStarts(i)
		first = append(first, x.column(int32(i), starts, tight))
		x.of = append(x.of, choice{int32(i), starts})
	}
	x.lp = newSimplex(right, tight, first)
	if x.goal != goalVisits {
		x.lp.gain = visitGain
	}
	x.price = grow(x.price, tight)
	x.kept = slices.Repeat([]int32{-1}, len(x.firms))
}

// urgentStarts is where the best plan has a firm's jobs, without those left
// aside in this goal.
func (x *settling) urgentStarts(i int) []int16 {
	starts := slices.Clone(x.bestStart[i])
	for k := range starts {
		if x.m.p.jobs[x.m.p.firms[x.firms[i]].lo+int32(k)].class > x.upto {
			starts[k] = -1
		}
	}
	return starts
}

// column makes a firm's placement a column.
func (x *settling) column(i int32, starts []int16, tight int) column {
	p := x.m.p
	f := &p.firms[x.firms[i]]
	c := column{cost: x.costOf(f, starts)}
	add := func(r int32, a float64) {
		if r < 0 {
			return
		}
		if k := slices.Index(c.row, r); k >= 0 {
			c.amt[k] += a
			return
		}
		c.row, c.amt = append(c.row, r), append(c.amt, a)
	}
	for k, s := range starts {
		job := &p.jobs[f.lo+int32(k)]
		if s < 0 {
			add(x.outRow[job.class], 1)
			continue
		}
		for t := int(s); t < int(s)+int(job.length); t++ {
			for _, r := range x.capRows[int(job.dept)*p.slots+t] {
				if n := r.count(job.need); n > 0 {
					add(r.row, float64(n))
				}
			}
			for _, q := range job.named {
				add(x.nameRow[int(q)*p.slots+t], 1)
			}
		}
	}
	add(int32(tight)+i, 1)
	return c
}

// costOf is what a firm's placement costs in this goal, with what it breaches.
func (x *settling) costOf(f *firm, starts []int16) float64 {
	p := x.m.p
	cost := 0.0
	for k, s := range starts {
		j := f.lo + int32(k)
		if x.must[j] && s < 0 || s >= 0 && has(x.bars(j), int(s)) {
			cost += breach
		}
		if s < 0 {
			cost += x.forgo[p.jobs[j].class]
		} else if !slices.Contains(starts[:k], s) {
			cost++
		}
	}
	return cost
}

func (x *settling) bars(j int32) []uint64 {
	return x.barred[int(j)*x.m.p.words : (int(j)+1)*x.m.p.words]
}

// generate brings in columns until the bound proves the best plan, or as much as
// the programme's cost lets hope for, and gives the bound.
func (x *settling) generate(bound float64) float64 {
	for x.left > 0 && !x.lp.broken {
		before := x.lp.work
		x.lp.minimise(1 << 20)
		x.left -= x.lp.work - before
		sum, news := x.offers()
		bound = max(bound, sum)
		if !news || x.proves(bound) >= min(x.aim(), x.proves(x.lp.cost())) {
			break // more columns would not prove more
		}
	}
	return bound
}

// pricedStarts: to price so many starts is about as much work as a step.
const pricedStarts = 12

// offers asks every firm for its optimum under the duals. It gives the bound
// these prove and whether there were new columns.
func (x *settling) offers() (bound float64, news bool) {
	p := x.m.p
	lp := x.lp
	for r := range x.price {
		x.price[r] = max(0, -lp.dual[r])
	}
	forgo := x.forgo
	for r := range x.right {
		bound -= float64(x.price[r] * x.right[r])
	}
	for c, r := range x.outRow {
		if r >= 0 {
			forgo[c] += x.price[r]
			bound -= float64(x.price[r] * float64(x.allowed[c]))
		}
	}
	before := x.q.work
	known := x.cheapest()
	for i, k := range x.firms {
		f := &p.firms[k]
		if x.kept[i] >= 0 {
			continue // in a dive, which needs no bound
		}
		cost := x.offer(f, forgo, x.of[known[i]].starts)
		bound += cost
		if !x.q.proven && len(x.q.jobs) > 0 {
			bound += min(0, x.q.least(0, 1<<x.q.n-1, 0, 0)-x.q.cost)
		}
		c := x.column(int32(i), x.q.best, lp.tight)
		if lp.reduced(&c) < -lp.gain {
			news = true
			lp.cols = append(lp.cols, c)
			x.of = append(x.of, choice{int32(i), slices.Clone(x.q.best)})
		}
	}
	x.left -= x.q.work - before + len(x.firms) + x.jobs*p.slots/pricedStarts
	return bound, news
}

// cheapest is each firm's column of the least cost under the duals: the search
// for a better one need not look at what costs as much.
func (x *settling) cheapest() []int32 {
	least := slices.Repeat([]float64{math.Inf(1)}, len(x.firms))
	at := make([]int32, len(x.firms))
	for c := range x.of {
		i := x.of[c].firm
		if cost := x.lp.reduced(&x.lp.cols[c]); cost < least[i] {
			least[i], at[i] = cost, int32(c)
		}
	}
	return at
}

// offer finds a firm's optimum under the prices, in q.best, and gives its cost.
// known is a placement to begin with.
func (x *settling) offer(f *firm, forgo [3]float64, known []int16) float64 {
	p := x.m.p
	q := x.q
	q.forgo = forgo
	q.whole(f)
	musts := 0
	for j := f.lo; j < f.hi; j++ {
		musts += btoi(x.must[j])
	}
	q.prepare(f, q.all, func(j int32, s int) float64 {
		if has(x.bars(j), s) || p.jobs[j].class > x.upto {
			return math.Inf(1)
		}
		cost := x.charge(j, s)
		if x.must[j] {
			return cost - breach
		}
		if cost >= forgo[p.jobs[j].class] && !p.across {
			return math.Inf(1)
		}
		return cost
	})
	q.run(known)
	return q.cost + float64(musts)*breach
}

// charge is the price of job j at s.
func (x *settling) charge(j int32, s int) float64 {
	p := x.m.p
	job := &p.jobs[j]
	cost := 0.0
	for t := s; t < s+int(job.length); t++ {
		for _, r := range x.capRows[int(job.dept)*p.slots+t] {
			cost += float64(x.price[r.row] * float64(r.count(job.need)))
		}
		for _, q := range job.named {
			if r := x.nameRow[int(q)*p.slots+t]; r >= 0 {
				cost += x.price[r]
			}
		}
	}
	return cost
}
