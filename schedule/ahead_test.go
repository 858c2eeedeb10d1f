package schedule

import (
	"math"
	"testing"

	"liancha/inspect"
)

// aheadInstance has one enterprise whose entries, of all levels, could each
// start on most of three weeks' days.
func aheadInstance(r *sequence, across bool) *Instance {
	in := &Instance{
		Rules:       Rules{LevelsApart: 1 + r.below(5), AcrossLevels: across, Caps: []Cap{{Per: PerDay, Max: 1}}},
		Enterprises: []Enterprise{{Key: "e"}},
		Departments: []Department{{Key: "a", Unlimited: true}, {Key: "b", Unlimited: true}, {Key: "c", Unlimited: true}},
	}
	for d := range 10 + r.below(6) {
		in.Days = append(in.Days, inspect.MustDate(2021, 5, 6)+inspect.Date(d))
	}
	for i := range 4 + r.below(5) {
		from := in.Days[r.below(len(in.Days)/2)]
		kind := inspect.Kind(r.below(7))
		in.Entries = append(in.Entries, Entry{
			Key: string(rune('m' + i)), Department: int32(r.below(3)), Level: inspect.Level(r.below(3)), Kind: kind, Demand: 2,
			HalfDays: 1 + r.below(3), Joinable: r.below(6) > 0,
			Windows: []inspect.Span{{From: from, To: from + inspect.Date(2+r.below(12))}},
		})
	}
	return in
}

// What the tables say the entries still cost is never more than they do cost,
// from any day on, whatever is left and whichever level came last.
func TestTheTablesAreABound(t *testing.T) {
	r := sequence(5)
	tight, compared := 0, 0
	for n := range 400 {
		p, err := newProblem(aheadInstance(&r, n%4 == 0))
		if err != nil {
			t.Fatal(err)
		}
		f := &p.firms[0]
		price := make([]float64, len(p.jobs)*p.slots)
		for i := range price {
			price[i] = max(0, float64(r.below(300)-100)/100)
		}
		ask := newSearch(p, p.empty)
		ask.forgo = [3]float64{9, 5, 2}
		ask.whole(f)
		ask.prepare(f, ask.all, func(j int32, s int) float64 { return price[int(j)*p.slots+s] })
		a := &ask.time.ahead
		a.plan(ask)
		a.make(ask)
		for range 20 {
			day, rest := r.below(p.days), uint64(r.next())&(1<<ask.n-1)
			level, wait := uint8(1+r.below(3)), uint8(r.below(p.apart))
			if wait == 0 {
				level = 0
			}
			least := ask.least(day, rest, level, wait)
			cost, ok := costFrom(p, price, ask.forgo, day, rest, level, wait)
			if !ok {
				continue
			}
			compared++
			if least > cost+epsilon {
				t.Fatalf("case %d: from day %d on %b cost %v after level %d with %d days to wait, but the bound is %v", n, day, rest, cost, level, wait, least)
			}
			if least > cost-epsilon && cost > 0 {
				tight++
			}
		}
	}
	if compared < 1000 || tight < compared/4 {
		t.Errorf("%d compared, of which %d tight", compared, tight)
	}
}

// costFrom is the least cost of some jobs from a day on, by the search that
// has no tables. Starts that the level before rules out are taken away, which says the
// same unless levels are joined; there nothing is taken away, so the cost may be
// less than it is.
func costFrom(p *problem, price []float64, forgo [3]float64, day int, rest uint64, level, wait uint8) (float64, bool) {
	q := newSearch(p, p.empty)
	q.forgo = forgo
	f := &p.firms[0]
	q.whole(f)
	left := q.all[:0]
	for i, j := range q.all {
		if rest>>i&1 != 0 {
			left = append(left, j)
		}
	}
	if len(left) == 0 {
		return 0, false
	}
	q.prepare(f, left, func(j int32, s int) float64 {
		job := &p.jobs[j]
		away := job.joinable && wait > 0 && uint8(job.level)+1 != level && !p.in.Rules.AcrossLevels
		if s < 2*day || away && s < 2*(day+int(wait)) {
			return math.Inf(1)
		}
		return price[int(j)*p.slots+s]
	})
	q.fixedAt = append(q.fixedAt, pastVisit{first: -9, last: -9}) // far off: it only says which search to take
	q.run(nil)
	return q.cost, q.proven
}
