package verify

import (
	"cmp"
	"slices"

	"liancha/inspect"
)

// posting is the question whether the jobs of one stretch of slots can all be
// given their people.
//
// Only the people of long jobs (two half-days and more) are searched for. At
// every step each slot touched is matched with those settled so far: half-days
// and long jobs not yet settled take free people who may do the whole of them.
// A long job not yet settled may be given different people in each of its slots
// by these matchings, so they rule out but do not prove; when all long jobs are
// settled they prove. Jobs are settled in order of start, so what was tried
// without success is known by the next job and who is busy until when.
type posting struct {
	from  inspect.Slot
	jobs  []job
	rest  []int    // by job: people to find besides those named
	can   [][]bool // by job, person
	busy  [][]bool // by slot from `from`, person
	long  []int    // jobs to search for
	at    [][]int  // by slot: jobs with rest > 0 there
	open  []bool   // by job: not settled yet
	steps int
	dead  map[string]bool // settled so far → no way on
	kind  []int           // by person: equal for people with equal can and named jobs

	// seats of the matching at hand
	seatOf []int // by person: job, or -1
	seen   []bool
}

// outcome is what a search found.
type outcome uint8

const (
	found outcome = iota
	impossible
	gaveUp
)

// searchSteps bounds the search of one stretch. Stretches met in practice take
// about as many steps as they have long jobs; the bound is far above that and
// still a matter of seconds.
const searchSteps = 200_000

func (c *checker) posting(dep int32, jobs []job, end inspect.Slot, more *extra) *posting {
	people := c.in.Departments[dep].People
	n := len(people)
	if more != nil {
		n += more.people
	}
	p := &posting{from: jobs[0].from, jobs: jobs, steps: c.patience, dead: map[string]bool{}}
	slots := int(end - p.from)
	p.busy, p.at = grid(slots, n), make([][]int, slots)
	p.can = grid(len(jobs), n)
	p.rest, p.open = make([]int, len(jobs)), make([]bool, len(jobs))
	p.seatOf, p.seen = make([]int, n), make([]bool, n)
	for i, j := range jobs {
		p.rest[i], p.open[i] = j.need-len(j.named), true
		for _, who := range j.named {
			p.mark(i, int(who), true)
		}
		if p.rest[i] == 0 {
			continue
		}
		for s := j.from; s < j.to; s++ {
			p.at[s-p.from] = append(p.at[s-p.from], i)
		}
		if j.to-j.from > 1 {
			p.long = append(p.long, i)
		}
		for who := range n {
			if who < len(people) {
				p.can[i][who] = !people[who].Outside && c.kept(dep, int32(who), j) == ""
			} else {
				p.can[i][who] = more.from <= j.from && j.to <= more.to
			}
		}
	}
	p.kinds()
	return p
}

func grid(rows, columns int) [][]bool {
	cells := make([]bool, rows*columns)
	g := make([][]bool, rows)
	for i := range g {
		g[i] = cells[i*columns : (i+1)*columns]
	}
	return g
}

// mark sets whether a person is busy with job i.
func (p *posting) mark(i, who int, busy bool) {
	for s := p.jobs[i].from; s < p.jobs[i].to; s++ {
		p.busy[s-p.from][who] = busy
	}
}

// free reports whether a person may still be given the whole of job i.
func (p *posting) free(i, who int) bool {
	if !p.can[i][who] {
		return false
	}
	for s := p.jobs[i].from; s < p.jobs[i].to; s++ {
		if p.busy[s-p.from][who] {
			return false
		}
	}
	return true
}

// kinds numbers people so that those who may do the same jobs and are named in
// the same slots have one number: which of them is taken does not matter.
func (p *posting) kinds() {
	p.kind = make([]int, len(p.seatOf))
	if len(p.long) == 0 {
		return // nothing to search for
	}
	numbers := map[string]int{}
	for who := range p.kind {
		row := make([]byte, 0, len(p.jobs)+len(p.busy))
		for _, table := range [][][]bool{p.can, p.busy} {
			for _, cells := range table {
				b := byte(0)
				if cells[who] {
					b = 1
				}
				row = append(row, b)
			}
		}
		if _, ok := numbers[string(row)]; !ok {
			numbers[string(row)] = len(numbers)
		}
		p.kind[who] = numbers[string(row)]
	}
}

// matched reports whether slot s has people for all its jobs that are not
// settled, each person once (Kuhn's augmenting paths).
func (p *posting) matched(s inspect.Slot) bool {
	for who := range p.seatOf {
		p.seatOf[who] = -1
	}
	for _, i := range p.at[s-p.from] {
		if !p.open[i] {
			continue
		}
		for range p.rest[i] {
			clear(p.seen)
			if !p.seat(i) {
				return false
			}
		}
	}
	return true
}

// seat finds a person for one more place of job i, moving others if need be.
func (p *posting) seat(i int) bool {
	for who, taken := range p.seatOf {
		if taken < 0 && !p.seen[who] && p.free(i, who) {
			p.seatOf[who] = i
			return true
		}
	}
	for who, taken := range p.seatOf {
		if taken < 0 || taken == i || p.seen[who] || !p.free(i, who) {
			continue
		}
		p.seen[who] = true
		if p.seat(taken) {
			p.seatOf[who] = i
			return true
		}
	}
	return false
}

// search settles the long jobs; every slot has been matched without them settled.
func (p *posting) search() outcome {
	slices.SortStableFunc(p.long, func(a, b int) int { return cmp.Compare(p.jobs[a].from, p.jobs[b].from) })
	return p.settle(0)
}

// settle gives people to the long jobs from the k-th on.
func (p *posting) settle(k int) outcome {
	if k == len(p.long) {
		return found
	}
	if len(p.dead) > 0 && p.dead[p.state(k)] {
		return impossible
	}
	i := p.long[k]
	p.open[i] = false
	result := p.fill(k, p.rest[i], 0)
	p.open[i] = true
	if result == impossible {
		p.dead[p.state(k)] = true
	}
	return result
}

// fill gives the k-th long job its last n people, from person `first` on: whom
// it has does not depend on the order they came in.
func (p *posting) fill(k, n, first int) outcome {
	i := p.long[k]
	if n == 0 {
		for s := p.jobs[i].from; s < p.jobs[i].to; s++ {
			if !p.matched(s) {
				return impossible
			}
		}
		return p.settle(k + 1)
	}
	var passed []int // people tried here and given up
	for who := first; who < len(p.kind); who++ {
		if !p.free(i, who) || slices.ContainsFunc(passed, func(o int) bool { return p.alike(o, who, p.jobs[i].from) }) {
			continue
		}
		if p.steps--; p.steps < 0 {
			return gaveUp
		}
		p.mark(i, who, true)
		result := p.fill(k, n-1, who+1)
		p.mark(i, who, false)
		if result != impossible {
			return result
		}
		passed = append(passed, who)
	}
	return impossible
}

// alike reports whether two people can stand in for one another from slot s on.
func (p *posting) alike(a, b int, s inspect.Slot) bool {
	if p.kind[a] != p.kind[b] {
		return false
	}
	for _, busy := range p.busy[s-p.from:] {
		if busy[a] != busy[b] {
			return false
		}
	}
	return true
}

// state says how things stand before the k-th long job: who is busy when from
// its start on, people of one kind being interchangeable. What lies before is
// done with: no job still open reaches there but half-days, which have been
// matched with all long ones of their slot settled.
func (p *posting) state(k int) string {
	later := p.busy[p.jobs[p.long[k]].from-p.from:]
	rows := make([][]byte, len(p.kind))
	for who := range rows {
		row := []byte{byte(p.kind[who]), byte(p.kind[who] >> 8)}
		for _, busy := range later {
			b := byte(0)
			if busy[who] {
				b = 1
			}
			row = append(row, b)
		}
		rows[who] = row
	}
	slices.SortFunc(rows, slices.Compare)
	return string(append(slices.Concat(rows...), byte(k), byte(k>>8)))
}
