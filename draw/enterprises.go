package draw

import (
	"container/heap"
	"slices"
	"strings"
)

// drawEnterprises takes in every stratum the smallest tickets that are not
// barred, as many as its quota; all there are where they are fewer.
func (p *Pool) drawEnterprises(s string) []Result {
	members := map[string][]Enterprise{}
	for _, e := range p.Enterprises {
		members[e.Stratum] = append(members[e.Stratum], e)
	}
	barred := barsOf(p.Bars)
	quotas := slices.SortedFunc(slices.Values(p.Quotas), func(a, b Quota) int { return strings.Compare(a.Stratum, b.Stratum) })
	results := make([]Result, len(quotas))
	inParallel(len(quotas), func() func(int) {
		tickets := newTicketer(s)
		var q queue
		return func(i int) {
			quota := quotas[i]
			tickets.at(quota.Stratum)
			q = q[:0]
			for j, e := range members[quota.Stratum] {
				q = append(q, candidate{tickets.ticket(e.Key, e.Weight), e.Key, j})
			}
			heap.Init(&q)
			results[i] = q.take(quota.Stratum, quota.Wanted, barred)
		}
	})
	return results
}

// take draws a stratum.
func (q *queue) take(stratum string, wanted int, barred map[Fixed]string) Result {
	r := Result{Place: stratum, Drawn: []string{}, Passed: []Passed{}}
	for len(r.Drawn) < wanted {
		c, ok := q.next()
		if !ok {
			break
		}
		if reason, no := barred[Fixed{stratum, c.key}]; no {
			r.Passed = append(r.Passed, Passed{c.key, c.ticket.String(), reason})
			continue
		}
		r.Drawn = append(r.Drawn, c.key)
	}
	return r
}

// barsOf indexes bars; of several for the same candidate and place the first by
// bytes counts.
func barsOf(bars []Bar) map[Fixed]string {
	of := make(map[Fixed]string, len(bars))
	for _, b := range bars {
		k := Fixed{b.Place, b.Key}
		if have, ok := of[k]; !ok || b.Reason < have {
			of[k] = b.Reason
		}
	}
	return of
}
