package schedule

import (
	"math"
	"slices"
)

// A linear programme over columns that come in as they are found: minimise the
// cost of the columns chosen, each in a share from 0 on, so that
//
//	sum of the columns' rows  ≤ right  in the rows below tight
//	                          = right  in those from tight on
//
// Revised primal simplex with the basis's inverse kept whole. It begins with a
// basis of slacks and of one given column for each row of equality, which must
// be feasible, and stays feasible whatever columns come in and however costs
// change. The right sides are a little perturbed against ties (degeneracy); so
// the result is no bound by itself, but its duals are as good as any.
//
// Every product is rounded before it is added (float64(…)): some processors
// would fuse the two, and the schedule must not depend on the machine.
//
// Cost: at most rows² steps a pivot; the inverse is made anew every renewal.
type simplex struct {
	rows, tight int
	right       []float64
	cols        []column
	basis       []int32   // by row: a column, or -1-r for the slack of row r
	inverse     []float64 // rows × rows
	value       []float64 // by row: of its basic variable
	dual        []float64
	enter       []float64 // scratch: the entering column in terms of the basis
	pivots      int       // since the inverse was made
	gain        float64   // a column must promise as much
	work        int       // in steps of a search (search.work), about
	broken      bool      // the inverse could not be made: stop
}

// column is a column of the programme, sparse.
type column struct {
	cost float64
	row  []int32
	amt  []float64
	in   bool // in the basis
}

const (
	renewal     = 150  // pivots until the inverse is made anew
	pivotLeast  = 1e-7 // smaller ones are not pivoted on
	reducedGain = 1e-6 // a column must promise as much, mostly
	stepFlops   = 60   // of arithmetic are about as much work as a step of a search
)

// newSimplex begins with the columns first, one for each row of equality in
// their order.
func newSimplex(right []float64, tight int, first []column) *simplex {
	n := len(right)
	s := &simplex{rows: n, tight: tight, gain: reducedGain, right: slices.Clone(right), basis: make([]int32, n),
		inverse: make([]float64, n*n), value: make([]float64, n), dual: make([]float64, n), enter: make([]float64, n)}
	rnd := sequence(1)
	for r := range tight {
		s.right[r] += 1e-3 * (1 + float64(rnd.next()>>44)/(1<<20))
		s.basis[r] = int32(-1 - r)
	}
	for i, c := range first {
		s.basis[tight+i] = int32(i)
		c.in = true
		s.cols = append(s.cols, c)
	}
	s.renew()
	return s
}

func (s *simplex) costOf(b int32) float64 {
	if b < 0 {
		return 0
	}
	return s.cols[b].cost
}

// renew makes the inverse, the values and the duals anew from the basis.
func (s *simplex) renew() {
	n := s.rows
	clear(s.inverse)
	for r := range n {
		s.inverse[r*n+r] = 1
	}
	// Slacks first: their columns are units already. The others are entered one
	// after the other, each in the row, among those still without a column,
	// where it is largest.
	order := slices.Clone(s.basis)
	taken := make([]bool, n)
	for r := range s.basis {
		s.basis[r] = math.MinInt32
	}
	for _, b := range order {
		if b < 0 {
			s.basis[-1-b], taken[-1-b] = b, true
		}
	}
	for _, b := range order {
		if b < 0 {
			continue
		}
		s.express(&s.cols[b])
		at := -1
		for r := range n {
			if !taken[r] && (at < 0 || math.Abs(s.enter[r]) > math.Abs(s.enter[at])) {
				at = r
			}
		}
		if at < 0 || math.Abs(s.enter[at]) < pivotLeast {
			s.broken = true
			return
		}
		s.basis[at], taken[at] = b, true
		s.turn(at)
	}
	for r := range n {
		v := 0.0
		for k, x := range s.inverse[r*n : (r+1)*n] {
			v += float64(x * s.right[k])
		}
		s.value[r] = v
	}
	s.pivots = 0
	s.duals()
}

// duals computes the duals from the basis.
func (s *simplex) duals() {
	n := s.rows
	clear(s.dual)
	for r, b := range s.basis {
		if c := s.costOf(b); c != 0 {
			for k, x := range s.inverse[r*n : (r+1)*n] {
				s.dual[k] += float64(c * x)
			}
		}
	}
	s.work += n * n / stepFlops
}

// express writes a column in terms of the basis.
func (s *simplex) express(c *column) {
	n := s.rows
	clear(s.enter)
	for k, r := range c.row {
		a := c.amt[k]
		for i := range n {
			if x := s.inverse[i*n+int(r)]; x != 0 {
				s.enter[i] += float64(a * x)
			}
		}
	}
	s.work += n * len(c.row) / stepFlops
}

// turn makes the expressed column the unit of row at.
func (s *simplex) turn(at int) {
	n := s.rows
	own := s.inverse[at*n : (at+1)*n]
	by := 1 / s.enter[at]
	var filled []int32
	for k := range own {
		if own[k] != 0 {
			own[k] *= by
			filled = append(filled, int32(k))
		}
	}
	for r := range n {
		e := s.enter[r]
		if r == at || e == 0 {
			continue
		}
		row := s.inverse[r*n : (r+1)*n]
		for _, k := range filled {
			row[k] -= float64(e * own[k])
		}
		s.work += len(filled) / stepFlops
	}
}

// reduced is what a column would gain (below 0) or cost under the duals.
func (s *simplex) reduced(c *column) float64 {
	x := c.cost
	for k, r := range c.row {
		x -= float64(s.dual[r] * c.amt[k])
	}
	return x
}

// minimise pivots until no column gains, or the pivots given are used up.
func (s *simplex) minimise(most int) {
	for ; most > 0 && !s.broken; most-- {
		at, gain := int32(math.MinInt32), -s.gain
		for i := range s.cols {
			if c := &s.cols[i]; !c.in {
				if g := s.reduced(c); g < gain {
					at, gain = int32(i), g
				}
			}
		}
		for r := range s.tight { // a slack gains where the dual is above 0
			if s.dual[r] > -gain {
				at, gain = int32(-1-r), -s.dual[r]
			}
		}
		s.work += (len(s.cols)*8 + 50) / stepFlops
		if at == math.MinInt32 {
			return
		}
		s.pivot(at, gain)
	}
}

// pivot brings a column, or a slack, into the basis.
func (s *simplex) pivot(in int32, gain float64) {
	if in >= 0 {
		s.express(&s.cols[in])
	} else {
		s.express(&column{row: []int32{-1 - in}, amt: []float64{1}})
	}
	at, step := -1, math.Inf(1)
	for r, e := range s.enter {
		if e < pivotLeast {
			continue
		}
		v := max(0, s.value[r]) / e
		if v < step-1e-10 || v < step+1e-10 && e > s.enter[at] {
			at, step = r, v
		}
	}
	if at < 0 {
		s.broken = true
		return
	}
	out := s.basis[at]
	if out >= 0 {
		s.cols[out].in = false
	}
	if in >= 0 {
		s.cols[in].in = true
	}
	s.basis[at] = in
	for r, e := range s.enter {
		if e != 0 {
			s.value[r] -= float64(step * e)
		}
	}
	s.value[at] = step
	s.turn(at)
	n := s.rows
	for k, x := range s.inverse[at*n : (at+1)*n] {
		s.dual[k] += float64(gain * x)
	}
	if s.pivots++; s.pivots >= renewal {
		s.renew()
	}
}

// cost is that of the shares chosen.
func (s *simplex) cost() float64 {
	sum := 0.0
	for r, b := range s.basis {
		sum += float64(s.costOf(b) * max(0, s.value[r]))
	}
	return sum
}

// shares is how much of each column is chosen.
func (s *simplex) shares() []float64 {
	x := make([]float64, len(s.cols))
	for r, b := range s.basis {
		if b >= 0 {
			x[b] = max(0, s.value[r])
		}
	}
	return x
}
