package main

import (
	"liancha/collide"
	"liancha/config"
	"liancha/internal/diag"
)

// study is what the plans amount to before anything is placed: who is who,
// what is to be placed, and everything wrong or worth knowing.
type study struct {
	plans    *plans
	settings *config.Config // with departments in the plans' words
	who      *collide.Resolved
	placing  *placing
	problems diag.List
}

// examine takes the line from what was read to what is to be placed.
func examine(p *plans, c *config.Config, earlier *earlier, blind bool) *study {
	c, unknown := knownUnits(c, departmentsOf(p.Entries))
	identity := collide.Options{Period: p.Period, City: c.City, LeadOrder: c.LeadOrder, Decisions: earlier.decisions, Blind: blind}
	who := collide.Resolve(p.Entries, p.Registered, identity)
	who.Review = append(who.Review, earlier.decided(who)...)
	s := &study{plans: p, settings: c, who: who, placing: pose(material{
		period: p.Period, entries: p.Entries, of: who.Of, enterprises: who.Enterprises, inspectors: p.Inspectors, find: who.Find,
	}, c)}
	earlier.count(s.placing, who.Find)
	for _, more := range []diag.List{p.problems, earlier.problems, who.Problems, collide.Judge(p.Entries, who, identity), s.placing.problems, unknown} {
		s.problems = append(s.problems, more...)
	}
	p.Locate(s.problems)
	s.problems.Sort()
	return s
}
