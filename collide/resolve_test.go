package collide

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"liancha/inspect"
)

// measure is how well rows were brought together.
type measure struct {
	wrong    int              // enterprises that hold rows of two
	kinds    map[string]*kind // by the way rows are spoilt
	pairs    int
	needless int
	examples []string
}

// kind is how well rows spoilt in one way were brought together.
type kind struct {
	rows                int
	right, wrong, shown int  // joined with their enterprise, with another, neither but shown for review
	excused             int  // neither joined nor shown, and nothing ties them to their enterprise
	must                bool // join
}

func (k *kind) precision() float64 { return float64(k.right) / float64(max(k.right+k.wrong, 1)) }
func (k *kind) recall() float64    { return float64(k.right) / float64(max(k.rows, 1)) }

// found is the share of rows joined or shown, of those that something ties to
// their enterprise.
func (k *kind) found() float64 {
	return float64(k.right+k.shown) / float64(max(k.rows-k.excused, 1))
}

// joined is the share of the rows that must be joined and are; asked that of
// the others joined or shown.
func (m *measure) joined() float64 { k := m.sum(true); return k.recall() }
func (m *measure) asked() float64  { k := m.sum(false); return k.found() }

func (m *measure) sum(must bool) kind {
	var all kind
	for _, k := range m.kinds {
		if k.must == must {
			all.rows += k.rows
			all.right += k.right
			all.shown += k.shown
			all.excused += k.excused
		}
	}
	return all
}

// measureResolved compares a result with the truth. An enterprise's home is the
// result that holds most of its rows that must be joined.
func measureResolved(entries []inspect.Entry, truth []madeRow, enterprises int, who *Resolved) measure {
	m := measure{kinds: make(map[string]*kind)}
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
		t := &truth[i]
		home := homes[t.enterprise]
		if len(home) == 0 {
			continue
		}
		best := slices.MaxFunc(slices.Sorted(maps.Keys(home)), func(a, b int32) int { return home[a] - home[b] })
		if m.kinds[t.kind] == nil {
			m.kinds[t.kind] = &kind{must: t.want == join}
		}
		k := m.kinds[t.kind]
		k.rows++
		switch {
		case e == best:
			k.right++
			continue
		case len(owners[e]) > 1:
			k.wrong++
		case paired[[2]int32{e, best}]:
			k.shown++
			if !k.must {
				continue
			}
		case t.want == either:
			k.excused++
			continue
		}
		m.examples = append(m.examples, fmt.Sprintf("missed (%s): %+v | %s", t.kind, entries[i].Subject, who.Enterprises[best].Name))
	}
	return m
}

func TestMadeCity(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	list := makeEnterprises(r, 4000)
	entries, truth := makeRows(r, list, 20000)
	who := Resolve(entries, nil, Options{})
	m := measureResolved(entries, truth, len(list), who)
	if m.wrong > 0 || m.joined() < 0.98 || m.asked() < 0.95 || m.needless > len(entries)/200 {
		t.Errorf("%d enterprises hold rows of two, %.4f of decidable rows joined, %.4f of the others joined or asked about, %d needless of %d pairs",
			m.wrong, m.joined(), m.asked(), m.needless, m.pairs)
		for _, k := range slices.Sorted(maps.Keys(m.kinds)) {
			t.Logf("%s: %+v", k, *m.kinds[k])
		}
		for _, x := range m.examples {
			t.Log(x)
		}
	}
}

// BenchmarkResolve is the mark of speed and memory: 1,000,000 rows over 200,000
// enterprises, a third without a code. It also reports how well they were
// joined: enterprises that hold rows of two, rows joined of those that must be,
// rows joined or shown of the rest, needless pairs in 200 rows; then, a line a
// kind, precision and recall of what was joined by itself.
func BenchmarkResolve(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 7))
	list := makeEnterprises(r, 200_000)
	entries, truth := makeRows(r, list, 1_000_000)
	var m measure
	b.Run("1000000x200000", func(b *testing.B) {
		for b.Loop() {
			runtime.GC()
			stop, start := peakMemory(), time.Now()
			who := Resolve(entries, nil, Options{})
			b.ReportMetric(time.Since(start).Seconds(), "s/run")
			b.ReportMetric(stop(), "peak-MiB")
			m = measureResolved(entries, truth, len(list), who)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(m.wrong), "wrong")
			b.ReportMetric(100*m.joined(), "%joined")
			b.ReportMetric(100*m.asked(), "%asked")
			b.ReportMetric(200*float64(m.needless)/float64(len(entries)), "needless/200rows")
		}
	})
	for _, name := range slices.Sorted(maps.Keys(m.kinds)) {
		k := m.kinds[name]
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			for b.Loop() {
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(k.rows), "rows")
			b.ReportMetric(100*k.precision(), "%precision")
			b.ReportMetric(100*k.recall(), "%recall")
			b.ReportMetric(100*k.found(), "%joined-or-asked")
		})
	}
}

// peakMemory watches the memory the program holds; the function it gives ends
// the watch with the largest amount seen, in MiB.
func peakMemory() func() float64 {
	done, result := make(chan bool), make(chan float64)
	go func() {
		peak := uint64(0)
		var m runtime.MemStats
		for {
			select {
			case <-done:
				result <- float64(peak) / (1 << 20)
				return
			case <-time.After(50 * time.Millisecond):
				runtime.ReadMemStats(&m)
				peak = max(peak, m.Sys-m.HeapReleased)
			}
		}
	}()
	return func() float64 { close(done); return <-result }
}
