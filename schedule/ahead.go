package schedule

import "math/bits"

// What the jobs of a firm still cost at least, for the search of timeline.go.
//
// The quick answer (search.bound) lets every job have its cheapest start and
// counts the visits that disjoint ranges force; two jobs whose cheap starts lie
// apart then seem to share a visit at the price of both. Where a search grows,
// tables tell better: with the distances between levels forgotten, the levels
// are on their own, and the least cost of each set S of a level's jobs from slot
// s on is
//
//	C[s][S] = min(C[s+1][S], 1 + min over T ⊆ S of (prices of T at s + C[next day][S−T]))
//
// The inner minimum over all subsets takes one pass for each job: with F[S] =
// C[next day][S] to begin with, job after job sets F[S] = min(F[S], price +
// F[S−job]).
//
// Cost: slots × jobs × 2^jobs / 2 additions for a level. A search makes the
// tables when it has done about as much work as they cost; so the many that are
// soon done do without.

const (
	aheadJobs = 9  // of a level with a table; others are taken by themselves
	aheadStep = 25 // additions are about as much work as a step (search.work)
	aheadMost = 1 << 17
)

// ahead is the tables of one search.
type ahead struct {
	made  bool
	due   int          // work at which they are made; -1: never
	cost  [4][]float64 // by level: by slot and set
	size  [4]int       // sets of a level's jobs in a table
	bit   [maxJobs]uint64
	days  int
	apart uint64 // jobs in no table: those not joinable, and what is too much for one
	extra uint64 // of these the joinable ones
}

// plan decides which jobs the tables hold, and when they are made.
func (a *ahead) plan(q *search) {
	a.made, a.days, a.apart, a.extra = false, q.p.days, q.alone, 0
	work := 0
	for g, members := range q.level {
		n := 0
		for r := members; r != 0; r &= r - 1 {
			i := bits.TrailingZeros64(r)
			if n == aheadJobs {
				a.apart |= 1 << i
				a.extra |= 1 << i
				continue
			}
			a.bit[i] = 1 << (16*g + n)
			n++
		}
		a.size[g] = 1 << n
		work += q.p.slots * (n + 2) << n / 2
	}
	a.due = q.work + work/aheadStep
	if work > aheadMost {
		a.due = -1
	}
}

// make fills the tables.
func (a *ahead) make(q *search) {
	a.made = true
	for g, members := range q.level {
		if members == 0 {
			continue
		}
		members &^= a.apart
		n, slots := a.size[g], q.p.slots
		a.cost[g] = grow(a.cost[g], (slots+2)*n)
		c := a.cost[g]
		end := c[slots*n : (slots+1)*n]
		end[0] = 0
		for r := members; r != 0; r &= r - 1 {
			i := bits.TrailingZeros64(r)
			b := int(a.bit[i] >> (16 * g))
			for s := range b {
				end[b+s] = end[s] + q.forgo[q.p.jobs[q.jobs[i]].class]
			}
		}
		try := c[(slots+1)*n:]
		for s := slots - 1; s >= 0; s-- {
			now := c[s*n : (s+1)*n]
			copy(now, c[(s+1)*n:(s+2)*n])
			here := q.open[s] & members
			if here == 0 {
				continue
			}
			copy(try, c[2*(s/2+1)*n:(2*(s/2+1)+1)*n])
			for r := here; r != 0; r &= r - 1 {
				i := bits.TrailingZeros64(r)
				cheapen(try, int(a.bit[i]>>(16*g)), q.price[i*slots+s])
			}
			for k, v := range try {
				if v++; v < now[k] {
					now[k] = v
				}
			}
		}
	}
}

// cheapen lets every set with the job of a bit have the job for its price.
func cheapen(cost []float64, bit int, price float64) {
	for base := 0; base < len(cost); base += 2 * bit {
		without := cost[base : base+bit]
		with := cost[base+bit : base+2*bit]
		for k, v := range without {
			if v += price; v < with[k] {
				with[k] = v
			}
		}
	}
}

// least is the least the jobs in rest can still cost from day d on, when the
// last joinable visit was of a level (and 1; 0 for none to be minded) from which
// others keep away for the days in wait.
//
// The levels not yet begun come one after the other, each the distance after the
// one before; so the least is over the orders in which they may come.
func (q *search) least(d int, rest uint64, level, wait uint8) float64 {
	a := &q.time.ahead
	if !a.made {
		if a.due < 0 || q.work < a.due {
			return q.bound(2*d, rest)
		}
		a.make(q)
	}
	cost, set := 0.0, uint64(0)
	for r := rest &^ a.apart; r != 0; r &= r - 1 {
		set += a.bit[bits.TrailingZeros64(r)]
	}
	var others [4]int
	n := 0
	for g := 0; set>>(16*g) != 0; g++ {
		switch {
		case set>>(16*g)&0xffff == 0:
		case g+1 == int(level):
			cost += a.from(g, d, set)
		default:
			others[n] = g
			n++
		}
	}
	from, apart := d+int(wait), q.p.apart
	if q.p.across {
		from = d // all are one group, and which level a visit has is open
	}
	switch n {
	case 1:
		cost += a.from(others[0], from, set)
	case 2:
		cost += a.pair(others[0], others[1], from, apart, set)
	case 3:
		cost += min(a.from(others[0], from, set)+a.pair(others[1], others[2], from+apart, apart, set),
			a.from(others[1], from, set)+a.pair(others[0], others[2], from+apart, apart, set),
			a.from(others[2], from, set)+a.pair(others[0], others[1], from+apart, apart, set))
	}
	w := q.p.slots + 1
	for r := rest & a.apart; r != 0; r &= r - 1 {
		i := bits.TrailingZeros64(r)
		visit := 1.0
		if a.extra>>i&1 != 0 {
			visit = 0 // it may join another
		}
		cost += min(q.low[i*w+2*d]+visit, q.forgo[q.p.jobs[q.jobs[i]].class])
	}
	if rest&a.extra != 0 {
		return max(cost, q.bound(2*d, rest))
	}
	return cost
}

// from is the least cost of a level's part of a set from day d on.
func (a *ahead) from(g, d int, set uint64) float64 {
	return a.cost[g][2*min(d, a.days)*a.size[g]+int(set>>(16*g)&0xffff)]
}

// pair is that of two levels, of which the second begins the distance later.
func (a *ahead) pair(g, h, d, apart int, set uint64) float64 {
	return min(a.from(g, d, set)+a.from(h, d+apart, set), a.from(h, d, set)+a.from(g, d+apart, set))
}
