package collide

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"liancha/inspect"
)

// measure is how well rows were brought together.
type measure struct {
	wrong    int               // enterprises that hold rows of two
	joined   map[string][2]int // by kind: rows joined with their enterprise, of those that must be
	asked    map[string][2]int // by kind: rows joined or shown for review, of the rest
	pairs    int
	needless int
	examples []string
}

// measureResolved compares a result with the truth. An enterprise's home is the
// result that holds most of its rows that must be joined.
func measureResolved(entries []inspect.Entry, truth []madeRow, enterprises int, who *Resolved) measure {
	m := measure{joined: make(map[string][2]int), asked: make(map[string][2]int)}
	owners := make([]map[int32]int, len(who.Enterprises))
	homes := make([]map[int32]int, enterprises)
	count := func(at []map[int32]int, i, j int32) {
		if at[i] == nil {
			at[i] = make(map[int32]int)
		}
		at[i][j]++
	}
	for i, e := range who.Of {
		count(owners, e, truth[i].enterprise)
		if truth[i].want == join {
			count(homes, truth[i].enterprise, e)
		}
	}
	wrong := make(map[int32]bool)
	for e, o := range owners {
		if len(o) > 1 {
			m.wrong++
			m.examples = append(m.examples, fmt.Sprintf("wrong: %s %s", who.Enterprises[e].Name, who.Enterprises[e].Code))
			wrong[int32(e)] = true
		}
	}
	for i, e := range who.Of {
		if wrong[e] {
			m.examples = append(m.examples, fmt.Sprintf("wrong row: %s ← %d (%s) %+v", who.Enterprises[e].Name, truth[i].enterprise, truth[i].kind, entries[i].Subject))
		}
	}
	paired := make(map[[2]int32]bool)
	for _, v := range who.Review {
		for i, a := range v.Candidates {
			for _, b := range v.Candidates[:i] {
				x, y := int32(a.Enterprise), int32(b.Enterprise)
				paired[[2]int32{x, y}], paired[[2]int32{y, x}] = true, true
				m.pairs++
				same := false
				for o := range owners[x] {
					same = same || owners[y][o] > 0
				}
				if !same {
					m.needless++
					m.examples = append(m.examples, fmt.Sprintf("needless: %.2f %s | %s | %s", v.Score, a.Subject.Name, b.Subject.Name, v.Reason))
				}
			}
		}
	}
	for i, e := range who.Of {
		home := homes[truth[i].enterprise]
		if len(home) == 0 {
			continue
		}
		best := slices.MaxFunc(slices.Sorted(maps.Keys(home)), func(a, b int32) int { return home[a] - home[b] })
		at := m.joined
		good := e == best
		if truth[i].want != join {
			at = m.asked
			good = good || paired[[2]int32{e, best}]
			if truth[i].want == either {
				continue
			}
		}
		n := at[truth[i].kind]
		n[1]++
		if good {
			n[0]++
		} else {
			m.examples = append(m.examples, fmt.Sprintf("missed (%s): %+v | %s", truth[i].kind, entries[i].Subject, who.Enterprises[best].Name))
		}
		at[truth[i].kind] = n
	}
	return m
}

func share(n map[string][2]int) float64 {
	good, all := 0, 0
	for _, x := range n {
		good += x[0]
		all += x[1]
	}
	return float64(good) / float64(max(all, 1))
}

func TestMadeCity(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	list := makeEnterprises(r, 4000)
	entries, truth := makeRows(r, list, 20000)
	who := Resolve(entries, nil, Options{})
	m := measureResolved(entries, truth, len(list), who)
	if m.wrong > 0 || share(m.joined) < 0.98 || share(m.asked) < 0.95 || m.needless > len(entries)/200 {
		t.Errorf("%d enterprises hold rows of two, %.4f of decidable rows joined, %.4f of the others joined or asked about, %d needless of %d pairs\n%v\n%v",
			m.wrong, share(m.joined), share(m.asked), m.needless, m.pairs, m.joined, m.asked)
		for _, x := range m.examples {
			t.Log(x)
		}
	}
}

// BenchmarkResolve is the mark of issue 4: 1,000,000 rows over 200,000
// enterprises, a third without a code. It also reports how well they were
// joined: wrong joins, rows joined of those that must be, rows joined or shown
// of the rest, needless pairs in a hundred rows.
func BenchmarkResolve(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 7))
	list := makeEnterprises(r, 200_000)
	entries, truth := makeRows(r, list, 1_000_000)
	for b.Loop() {
		who := Resolve(entries, nil, Options{})
		b.StopTimer()
		m := measureResolved(entries, truth, len(list), who)
		b.ReportMetric(float64(m.wrong), "wrong")
		b.ReportMetric(100*share(m.joined), "%joined")
		b.ReportMetric(100*share(m.asked), "%asked")
		b.ReportMetric(200*float64(m.needless)/float64(len(entries)), "needless/200rows")
		for _, kind := range slices.Sorted(maps.Keys(m.joined)) {
			b.Logf("must be joined, %s: %d of %d", kind, m.joined[kind][0], m.joined[kind][1])
		}
		for _, kind := range slices.Sorted(maps.Keys(m.asked)) {
			b.Logf("joined or asked about, %s: %d of %d", kind, m.asked[kind][0], m.asked[kind][1])
		}
		b.StartTimer()
	}
}
