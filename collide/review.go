package collide

import (
	"cmp"
	"slices"
	"strings"

	"liancha/inspect"
)

// pair is two enterprises that may be one.
type pair struct {
	a, b     int32   // enterprises, a < b
	bits     float64 // of evidence that they are, the odds beforehand taken off
	evidence []part
}

// review finds what is alike but not sure, scores it and groups it for a
// person to decide.
func (r *resolver) review(out *Resolved) []inspect.Review {
	l := learn(r, out)
	pairs := l.pairs()
	slices.SortFunc(pairs, func(x, y pair) int {
		return cmp.Or(-cmp.Compare(x.bits, y.bits), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	groups := grouped(pairs)
	reviews := make([]inspect.Review, len(groups))
	inParallel(len(groups), func(from, to int) {
		for i := from; i < to; i++ {
			reviews[i] = r.present(groups[i], out, l)
		}
	})
	if r.opt.Blind {
		slices.SortFunc(reviews, func(x, y inspect.Review) int {
			return cmp.Compare(x.Candidates[0].Enterprise, y.Candidates[0].Enterprise)
		})
	}
	return reviews
}

// group is enterprises that hang together by pairs.
type group struct {
	members []int32
	pairs   []pair
}

// largestGroup is how many enterprises a block of the sheet holds at most:
// more are not compared at a glance.
const largestGroup = 4

// grouped puts pairs, likeliest first, into groups. A pair that would make a
// group too large stands by itself.
func grouped(pairs []pair) []group {
	var groups []*group
	at := make(map[int32]*group)
	for _, p := range pairs {
		x, y := at[p.a], at[p.b]
		switch {
		case x == nil && y == nil:
			g := &group{members: []int32{p.a, p.b}, pairs: []pair{p}}
			groups = append(groups, g)
			at[p.a], at[p.b] = g, g
		case x == y:
			x.pairs = append(x.pairs, p)
		case x != nil && y == nil && len(x.members) < largestGroup:
			x.members, x.pairs = append(x.members, p.b), append(x.pairs, p)
			at[p.b] = x
		case y != nil && x == nil && len(y.members) < largestGroup:
			y.members, y.pairs = append(y.members, p.a), append(y.pairs, p)
			at[p.a] = y
		default:
			groups = append(groups, &group{members: []int32{p.a, p.b}, pairs: []pair{p}})
		}
	}
	out := make([]group, len(groups))
	for i, g := range groups {
		slices.Sort(g.members)
		out[i] = *g
	}
	return out
}

// sign is the number a group's member goes by in the reasons.
func (g *group) sign(e int32) string {
	return [largestGroup]string{"①", "②", "③", "④"}[slices.Index(g.members, e)]
}

// present words a group for people.
func (r *resolver) present(g group, out *Resolved, l *lists) inspect.Review {
	review := inspect.Review{Score: probability(g.pairs[0].bits)}
	for _, e := range g.members {
		x := &out.Enterprises[e]
		review.Candidates = append(review.Candidates, inspect.Candidate{
			Enterprise: int(e),
			Subject: inspect.Subject{
				Name: x.Name, Code: cmp.Or(x.Code, l.seen[e].broken), Address: x.Address, District: x.District, Street: x.Street,
				Contact: x.Contact, Phone: x.Phone,
			},
			Sources: x.Sources,
		})
	}
	var reasons []string
	for k := range review.Candidates {
		c := &review.Candidates[k]
		c.Reason, c.Score = g.reason(k, r.opt.Blind)
		if c.Reason != "" {
			reasons = append(reasons, c.Reason)
		}
	}
	review.Reason = strings.Join(reasons, "\n")
	if r.opt.Blind {
		review.Score = 0
	}
	return review
}

// reason words what ties the k-th member to those before it, the likeliest
// first, and gives the score of that. A blind reader gets no score.
func (g *group) reason(k int, blind bool) (string, float64) {
	var lines []string
	best := 0.0
	for _, p := range g.pairs {
		if p.b != g.members[k] {
			continue
		}
		words := wordEvidence(p.evidence, blind)
		if len(g.members) > 2 {
			words = "与" + g.sign(p.a) + "：" + words
		}
		lines = append(lines, words)
		if !blind {
			best = max(best, probability(p.bits))
		}
	}
	return strings.Join(lines, "\n"), best
}
