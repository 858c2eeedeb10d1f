package schedule

import (
	"slices"

	"liancha/inspect"
)

// The visits of a search of Replan, and the rules among those of one firm.

// call is a visit of a scene.
type call struct {
	start    int
	jobs     []int32
	days     int
	length   int
	level    inspect.Level
	joinable bool
	stood    int32 // -1 for a new one
	agreed   bool
	old      bool // it has not moved, nor has anyone joined it
}

// callOf is a visit that is not searched, where it is now.
func (r *replanner) callOf(v int32, agreed bool) call {
	s := &r.stood[v]
	c := call{start: int(r.anchor[v]), jobs: s.jobs, stood: v, agreed: agreed, old: r.anchor[v] == s.start}
	c.shape(r.p)
	if c.old {
		c.length = max(c.length, s.length)
		c.days = max(c.days, (s.length+1)/2)
	}
	return c
}

// shape works out what a visit is from its jobs.
func (c *call) shape(p *problem) {
	c.days, c.length, c.level, c.joinable = 0, 0, 255, true
	for _, j := range c.jobs {
		job := &p.jobs[j]
		c.days, c.length, c.level = max(c.days, job.days()), max(c.length, int(job.length)), min(c.level, job.level)
		c.joinable = c.joinable && job.joinable
	}
}

// clear is rules 2, 3 and 4 for a visit beside the others but one. What has not
// changed since people put it there is not held against them. Across levels one
// who joins later may raise a visit's level: then only the end tells how far
// apart two must be.
func (x *remake) clear(k int, c *call, but int, end bool) bool {
	p := x.r.p
	open := p.across && !end
	f := &p.firms[x.firms[k]]
	first, last := c.start/2, c.start/2+c.days-1
	if !c.old {
		if last >= p.days || !open && !p.clearOfPast(f, c.level, c.joinable, first, last) {
			return false
		}
		for _, j := range c.jobs {
			if len(c.jobs) > 1 && (!p.jobs[j].joinable || p.group(p.jobs[j].level) != p.group(c.level)) {
				return false
			}
		}
	}
	for n := range x.at[k].visits {
		u := &x.at[k].visits[n]
		if n == but || c.old && u.old {
			continue
		}
		g := 1
		if !open {
			g = p.gap(c.level, c.joinable, u.level, u.joinable)
		}
		if first-(u.start/2+u.days-1) < g && u.start/2-last < g {
			return false
		}
	}
	return true
}

// keeps is the rules that only the whole of a firm's visits tells, for those
// that are new or changed: 6, and across levels 4.
func (x *remake) keeps(k int) bool {
	p := x.r.p
	f := &p.firms[x.firms[k]]
	visits := x.at[k].visits
	if p.across {
		for i := range visits {
			if !visits[i].old && !x.clear(k, &visits[i], i, true) {
				return false
			}
		}
	}
	if len(f.caps) == 0 {
		return true
	}
	tallies := make([]tally, len(visits))
	for i := range visits {
		tallies[i] = tally{date: p.in.Days[visits[i].start/2], level: visits[i].level}
		for _, j := range visits[i].jobs {
			tallies[i].depts = append(tallies[i].depts, p.jobs[j].dept)
			tallies[i].kinds |= 1 << p.jobs[j].kind
		}
	}
	for i := range visits {
		others := append(slices.Clone(tallies[:i]), tallies[i+1:]...)
		if !visits[i].old && p.overCap(f, &tallies[i], others) >= 0 {
			return false
		}
	}
	return true
}
