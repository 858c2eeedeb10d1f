package schedule

import (
	"cmp"
	"math"
	"slices"
)

// Branching (branch.go): the tree of questions and answers.
//
// From a node the search goes down to one of its two children, rounding on the
// way, until a bound cuts it off; then it goes on from the open node of the
// least bound. So each descent is a dive of its own, begun where the most can be
// hoped for, and the least bound of the open nodes, which is the bound of the
// whole, rises as the tree grows.

// fork is a question that branching puts: is a job left out or not, or, where
// slot is not 0, does it start before the slot or not?
type fork struct {
	job    int32
	slot   int
	second bool // the second answer is tried first
}

// answer is a node of the tree: the answer to a fork, the first one (left out,
// before) or the second, under the answers before it.
type answer struct {
	before *answer // nil for the root
	fork   fork
	second bool
	depth  int
	bound  float64 // proven for the node
}

// told is what held for a job before an answer.
type told struct {
	barred []uint64
	must   bool
}

// branch searches the tree and gives the bound it proves.
func (x *settling) branch(bound float64) float64 {
	lost := math.Inf(1) // of nodes left undecided
	open := []*answer{{bound: bound}}
	for len(open) > 0 {
		at := 0
		for i, o := range open {
			if o.bound < open[at].bound {
				at = i
			}
		}
		least := open[at].bound
		if x.proves(least) >= x.aim() {
			break
		}
		node := open[at]
		open = slices.Delete(open, at, at+1)
		for node != nil && x.left > 0 && !x.lp.broken {
			first, other, ok := x.grow(node)
			if !ok {
				lost = min(lost, node.bound)
			}
			if node = first; other != nil {
				open = append(open, other)
			}
		}
		if x.left <= 0 || x.lp.broken {
			lost = min(lost, least)
			break
		}
	}
	x.turnTo(nil)
	if x.whole = math.IsInf(lost, 1); x.whole {
		return bound
	}
	return max(bound, lost)
}

// grow solves the programme of a node and gives its two children, that to be
// looked at first in front; none when the node holds nothing better than the
// best plan. Where that is undecided and there is nothing to branch on, as with
// a plan by counting that could not be staffed, ok is false.
func (x *settling) grow(node *answer) (first, other *answer, ok bool) {
	x.turnTo(node)
	node.bound = x.generate(node.bound)
	if x.proves(node.bound) >= x.aim() || x.left <= 0 || x.lp.broken {
		return nil, nil, true
	}
	if x.round(); x.proves(node.bound) >= x.aim() {
		return nil, nil, true
	}
	b, ok := x.fraction(node.depth)
	if !ok {
		return nil, nil, false
	}
	child := func(second bool) *answer {
		return &answer{before: node, fork: b, second: second, depth: node.depth + 1, bound: node.bound}
	}
	return child(b.second), child(!b.second), true
}

// turnTo makes the programme that of another node; nil is the root.
func (x *settling) turnTo(node *answer) {
	var path []*answer
	for a := node; a != nil && a.depth > 0; a = a.before {
		path = append(path, a)
	}
	slices.Reverse(path)
	same := 0
	for same < min(len(path), len(x.deep)) && path[same] == x.deep[same] {
		same++
	}
	touched := map[int32]bool{}
	for _, a := range slices.Backward(x.deep[same:]) {
		x.takeBack(a)
		touched[x.m.p.jobs[a.fork.job].firm] = true
	}
	for _, a := range path[same:] {
		x.apply(a)
		touched[x.m.p.jobs[a.fork.job].firm] = true
	}
	x.deep = path
	if len(touched) > 0 {
		x.recost(touched)
	}
}

// apply gives an answer, on top of those given.
func (x *settling) apply(a *answer) {
	b := a.fork
	set := x.bars(b.job)
	x.before = append(x.before, told{slices.Clone(set), x.must[b.job]})
	switch {
	case b.slot == 0 && a.second:
		x.must[b.job] = true
	case b.slot == 0:
		for i := range set {
			set[i] = ^uint64(0)
		}
	default:
		for s := range x.m.p.slots {
			if (s < b.slot) == a.second {
				set[s>>6] |= 1 << (s & 63)
			}
		}
	}
}

// takeBack takes back the last answer given.
func (x *settling) takeBack(a *answer) {
	last := len(x.before) - 1
	copy(x.bars(a.fork.job), x.before[last].barred)
	x.must[a.fork.job] = x.before[last].must
	x.before = x.before[:last]
}

// recost brings the columns' costs up to date with the answers on some firms.
func (x *settling) recost(touched map[int32]bool) {
	for c := range x.of {
		o := &x.of[c]
		if k := x.firms[o.firm]; touched[k] {
			x.lp.cols[c].cost = x.costOf(&x.m.p.firms[k], o.starts)
		}
	}
	x.lp.duals()
}

// fraction finds what to branch on: of the jobs left out in part, or else of
// those whose starts are divided, the most evenly divided; of a component, where
// the choice decides how large the tree becomes, that of a few whose two answers
// cost the most.
func (x *settling) fraction(depth int) (fork, bool) {
	forks := x.fractions()
	if len(forks) == 0 {
		return fork{}, false
	}
	if !x.component || depth >= probeDepth || len(forks) == 1 {
		return forks[0], true
	}
	best, most := 0, -1.0
	for i := range min(len(forks), probes) {
		if worth := x.probe(forks[i]); worth > most*(1+1e-9) {
			best, most = i, worth
		}
	}
	return forks[best], true
}

const (
	probeDepth = 40 // below, descents are near their end
	probes     = 8  // each costs about as much as a node
)

// probe is how much a fork promises: the product of what its two answers cost by
// the columns there are.
func (x *settling) probe(b fork) float64 {
	touched := map[int32]bool{x.m.p.jobs[b.job].firm: true}
	before := x.lp.work
	x.lp.minimise(probePivots)
	base, worth := x.lp.cost(), 1.0
	for _, second := range [...]bool{false, true} {
		x.apply(&answer{fork: b, second: second})
		x.recost(touched)
		x.lp.minimise(probePivots)
		worth *= max(probeLeast, min(probeMost*x.unit(), x.lp.cost()-base)/x.unit())
		x.takeBack(&answer{fork: b})
		x.recost(touched)
	}
	x.lp.minimise(probePivots)
	x.left -= x.lp.work - before + len(x.of)/8
	return worth
}

const (
	probePivots = 100
	probeLeast  = 1e-3 // so that one answer that costs nothing does not hide the other
	probeMost   = 2    // units of the goal: more proves as little
)

// unit is what one more of the goal costs.
func (x *settling) unit() float64 {
	if x.goal == goalVisits {
		return 1
	}
	return goalWeight
}

// fractions lists the jobs left out in part, or else those whose starts are
// divided, each where it is the most evenly, the most evenly divided first.
func (x *settling) fractions() []fork {
	out, at := x.divided()
	p := x.m.p
	var list []fork
	even := map[int32]int{} // in millionths: smaller differences are rounding
	add := func(j int32, v float64, b fork) {
		if v > 1e-4 {
			even[j] = int(1e6*v + 0.5)
			list = append(list, b)
		}
	}
	for _, k := range x.firms {
		for j := p.firms[k].lo; j < p.firms[k].hi; j++ {
			v := out[j]
			add(j, min(v, 1-v), fork{job: j, second: v < 0.5})
		}
	}
	if len(list) == 0 {
		for _, k := range x.firms {
			for j := p.firms[k].lo; j < p.firms[k].hi; j++ {
				b, most, sum := fork{}, 0.0, 0.0
				for s := 1; s < len(at[j]); s++ {
					sum += at[j][s-1]
					if v := min(sum, 1-out[j]-sum); v > most+1e-9 {
						most, b = v, fork{job: j, slot: s, second: sum < 0.5}
					}
				}
				add(j, most, b)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b fork) int {
		return cmp.Or(-cmp.Compare(even[a.job], even[b.job]), cmp.Compare(a.job, b.job))
	})
	return list
}

// divided is each job's share of being left out, and of every start.
func (x *settling) divided() (out map[int32]float64, at map[int32][]float64) {
	p := x.m.p
	out, at = map[int32]float64{}, map[int32][]float64{}
	for c, v := range x.lp.shares() {
		if v < 1e-6 {
			continue
		}
		o := &x.of[c]
		lo := p.firms[x.firms[o.firm]].lo
		for k, s := range o.starts {
			j := lo + int32(k)
			if s < 0 {
				out[j] += v
				continue
			}
			if at[j] == nil {
				at[j] = make([]float64, p.slots)
			}
			at[j][s] += v
		}
	}
	return out, at
}
