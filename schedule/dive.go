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
		for k, i := range open {
			if k <= len(open)/diveHaste || share[top[i]] > diveSure {
				x.keep(i, int32(top[i]))
			}
		}
		lp.duals()
		last := math.Inf(1)
		cost := 0.0
		for range diveRounds {
			before := lp.work
			lp.minimise(1 << 20)
			x.left -= lp.work - before
			if cost = lp.cost(); cost > last-0.01 || x.left <= 0 {
				break
			}
			last = cost
			if _, news := x.offers(); !news {
				break
			}
		}
		if cost < breach && x.proves(cost) >= x.best[x.goal] || x.left <= 0 || lp.broken {
			break
		}
		if x.round(); cost >= breach || x.proves(bound) >= x.best[x.goal] {
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
	x.left -= m.q.work - before
	s := m.count(x.firms)
	equal := s == x.best
	if x.wild && x.goal < goalVisits {
		equal = [3]int(s[:3]) == [3]int(x.best[:3])
	}
	if s.less(x.best) || equal && !x.component {
		x.take()
		x.moved = true
	}
}
