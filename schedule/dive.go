package schedule

import (
	"cmp"
	"math"
	"slices"
)

// From the programme's shares (branch.go) to plans: rounding, and diving, which
// rounds a little at a time.

// dive keeps firm after firm to the column the programme gives the largest
// share, those whose column is all but whole at once, and brings in new columns
// for the rest. Later dives leave more to chance.
func (x *settling) dive(bound float64, n int) {
	lp := x.lp
	rnd := sequence(n)
	before := lp.work
	lp.minimise(1 << 20)
	x.left -= lp.work - before
	for range x.firms {
		share := lp.shares()
		top := x.tops(share)
		var open []int
		worth := make([]float64, len(top))
		for i, c := range top {
			if x.kept[i] >= 0 || c < 0 {
				continue
			}
			open = append(open, i)
			worth[i] = share[c] + float64(0.2*float64(min(n, 3))*(float64(rnd.next()>>40)/(1<<24)))
		}
		if len(open) == 0 {
			break
		}
		slices.SortStableFunc(open, func(a, b int) int { return -cmp.Compare(worth[a], worth[b]) })
		room := x.spare()
		kept := 0
		for _, i := range open {
			if c := &lp.cols[top[i]]; (kept <= len(open)/diveHaste || share[top[i]] > diveSure) && c.fits(room) {
				x.keep(i, int32(top[i]))
				c.use(room)
				kept++
			}
		}
		if kept == 0 {
			break
		}
		lp.duals()
		last := math.Inf(1)
		cost := 0.0
		for range diveRounds {
			before := lp.work
			lp.minimise(1 << 20)
			x.left -= lp.work - before
			if cost = lp.cost(); cost > last-0.01*x.unit() || x.left <= 0 {
				break
			}
			last = cost
			if _, news := x.offers(); !news {
				break
			}
		}
		if cost < breach && x.proves(cost) >= x.best[x.goal] || lp.broken {
			break
		}
		if x.round(); cost >= breach || x.left <= 0 || x.proves(bound) >= x.best[x.goal] {
			break
		}
	}
	for c := range lp.cols {
		o := &x.of[c]
		lp.cols[c].cost = x.costOf(&x.m.p.firms[x.firms[o.firm]], o.starts)
	}
	for i := range x.kept {
		x.kept[i] = -1
	}
	lp.duals()
}

// spare is what the columns kept leave of every row.
func (x *settling) spare() []float64 {
	room := slices.Clone(x.lp.right[:x.lp.tight])
	for _, c := range x.kept {
		if c >= 0 {
			x.lp.cols[c].use(room)
		}
	}
	return room
}

// fits reports whether there is room for a column.
func (c *column) fits(room []float64) bool {
	for k, r := range c.row {
		if int(r) < len(room) && c.amt[k] > room[r] {
			return false
		}
	}
	return true
}

func (c *column) use(room []float64) {
	for k, r := range c.row {
		if int(r) < len(room) {
			room[r] -= c.amt[k]
		}
	}
}

// diveSure is a share that is as good as the whole.
const diveSure = 0.8

// diveHaste: of so many firms one is kept at a time.
const diveHaste = 8

// diveRounds of new columns are enough on the way down.
const diveRounds = 8

// keep has the programme prefer one column of a firm to all others.
func (x *settling) keep(i int, c int32) {
	if x.kept[i] >= 0 {
		return
	}
	x.kept[i] = c
	for k := range x.of {
		if x.of[k].firm == int32(i) && int32(k) != c {
			x.lp.cols[k].cost += breach
		}
	}
}

// tops is each firm's column of the largest share, -1 for none.
func (x *settling) tops(share []float64) []int {
	top := slices.Repeat([]int{-1}, len(x.firms))
	for c, v := range share {
		if i := x.of[c].firm; v > 1e-6 && (top[i] < 0 || v > share[top[i]]+1e-9) {
			top[i] = c
		}
	}
	return top
}

// round makes a plan of the programme's result: each firm's largest column,
// where there is room, the surest first; the others as well as can be. A better
// plan than the best becomes the best; of a part an equal one too, so that the
// plan does not stand still while parts are searched in vain, and where wild one
// that has other visits.
func (x *settling) round() {
	m := x.m
	share := x.lp.shares()
	top := x.tops(share)
	order := make([]int, len(x.firms))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		va, vb := 0.0, 0.0
		if top[a] >= 0 {
			va = share[top[a]]
		}
		if top[b] >= 0 {
			vb = share[top[b]]
		}
		switch {
		case va > vb+1e-9:
			return -1
		case vb > va+1e-9:
			return 1
		}
		return 0
	})
	before := m.q.work
	x.clear()
	var later []int
	for _, i := range order {
		f := &m.p.firms[x.firms[i]]
		if top[i] < 0 || !m.restore(f, x.of[top[i]].starts) {
			m.clear(f)
			later = append(later, i)
		}
	}
	for _, i := range later {
		m.best(&m.p.firms[x.firms[i]], func(j int32, s int) float64 { return x.charge(j, s) })
	}
	s := m.count(x.firms)
	if x.upto < 2 {
		if slices.Compare(s[:x.upto+1], x.best[:x.upto+1]) >= 0 {
			x.left -= m.q.work - before
			return
		}
		for _, k := range x.firms { // find room for the jobs left aside
			m.best(&m.p.firms[k], m.crowding)
		}
		s = m.count(x.firms)
	}
	x.left -= m.q.work - before
	equal := s == x.best
	if x.wild && x.goal < goalVisits {
		equal = [3]int(s[:3]) == [3]int(x.best[:3])
	}
	if s.less(x.best) || equal && !x.component {
		x.take()
		x.moved = true
	}
}
