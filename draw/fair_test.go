package draw

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The seeds of these tests are fixed, so they are passed or failed once and for
// all: a draw that were not fair would fail them.
const seeds = 20_000

func people(n int, weight func(i int) int) *Pool {
	p := &Pool{Kind: OfInspectors}
	for i := range n {
		p.People = append(p.People, Person{"甲局", fmt.Sprintf("K%02d", i), weight(i)})
	}
	return p
}

// chiSquare is the sum of (seen−expected)²/expected.
func chiSquare(seen []int, expected []float64) float64 {
	x := 0.0
	for i := range seen {
		d := float64(seen[i]) - expected[i]
		x += d * d / expected[i]
	}
	return x
}

// Over 20,000 seeds everyone is drawn equally often, wherever they stand in the
// list. With nine degrees of freedom a fair draw stays below 27.9 in 999 of
// 1,000 cases. Of two drawn out of ten each is one in five times; the two drawn
// in one go are not independent, which makes the sum smaller by 8/9.
func TestUniform(t *testing.T) {
	p := people(10, func(int) int { return 1 })
	p.Tasks = []Task{{"T/甲局", "甲局", 0, 1, 2}}
	seen, expected := make([]int, 10), make([]float64, 10)
	for i := range expected {
		expected[i] = seeds * 2 / 10
	}
	for n := range seeds {
		results, err := Run(p, Digest(fmt.Sprint("均匀", n)))
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range results[0].Drawn {
			var i int
			fmt.Sscanf(k, "K%d", &i)
			seen[i]++
		}
	}
	if x := chiSquare(seen, expected) * 9 / 8; x > 27.9 {
		t.Errorf("chi-square %.1f: %v", x, seen)
	}
}

// All pairs are equally likely too: 45 of them, 44 degrees of freedom, 78.7.
func TestPairsUniform(t *testing.T) {
	p := &Pool{Kind: OfEnterprises, Quotas: []Quota{{"C级", 2}}}
	for i := range 10 {
		p.Enterprises = append(p.Enterprises, Enterprise{"C级", fmt.Sprint(i), 1})
	}
	seen := map[string]int{}
	for n := range seeds {
		results, _ := Run(p, Digest(fmt.Sprint("两户", n)))
		pair := slices.Sorted(slices.Values(results[0].Drawn))
		seen[pair[0]+pair[1]]++
	}
	counts, expected := []int{}, []float64{}
	for _, n := range seen {
		counts, expected = append(counts, n), append(expected, seeds/45.0)
	}
	if x := chiSquare(counts, expected); len(counts) != 45 || x > 78.7 {
		t.Errorf("%d pairs, chi-square %.1f", len(counts), x)
	}
}

// Who has weight w has exactly w chances: drawn first in proportion to it. Five
// people, four degrees of freedom, 18.5.
func TestWeightsInProportion(t *testing.T) {
	p := people(5, func(i int) int { return i + 1 })
	p.Tasks = []Task{{"T/甲局", "甲局", 0, 1, 1}}
	seen, expected := make([]int, 5), make([]float64, 5)
	for i := range expected {
		expected[i] = seeds * float64(i+1) / 15
	}
	for n := range seeds {
		results, err := Run(p, Digest(fmt.Sprint("权重", n)))
		if err != nil {
			t.Fatal(err)
		}
		var i int
		fmt.Sscanf(results[0].Drawn[0], "K%d", &i)
		seen[i]++
	}
	if x := chiSquare(seen, expected); x > 18.5 || math.IsNaN(x) {
		t.Errorf("chi-square %.1f: %v", x, seen)
	}
}

// Taking away a person who was not drawn changes nobody else's draw, as long as
// nobody is reserved before or after.
func TestSubsetConsistency(t *testing.T) {
	d := dice(77)
	tried := 0
	for n := range 3000 {
		p := smallDay(&d)
		s := Digest(fmt.Sprint("子集", n))
		before, err := Run(p, s)
		if err != nil || reservedIn(before) {
			continue
		}
		drawn := map[string]bool{}
		for _, r := range before {
			for _, k := range r.Drawn {
				drawn[k] = true
			}
		}
		for i, x := range p.People {
			if drawn[x.Key] {
				continue
			}
			q := *p
			q.People = slices.Delete(slices.Clone(p.People), i, i+1)
			q.Bars = slices.DeleteFunc(slices.Clone(p.Bars), func(b Bar) bool { return b.Key == x.Key })
			after, err := Run(&q, s)
			if err != nil {
				t.Fatalf("day %d: without %s, who was not drawn: %v", n, x.Key, err)
			}
			if reservedIn(after) {
				continue
			}
			tried++
			if diff := cmp.Diff(withoutPassed(before), withoutPassed(after)); diff != "" {
				t.Fatalf("day %d, without %s: %s", n, x.Key, diff)
			}
		}
	}
	if tried < 500 {
		t.Errorf("only %d people taken away", tried)
	}
}

func reservedIn(results []Result) bool {
	return slices.ContainsFunc(results, func(r Result) bool {
		return slices.ContainsFunc(r.Passed, func(x Passed) bool { return x.Reason == Reserved })
	})
}

func withoutPassed(results []Result) [][]string {
	var drawn [][]string
	for _, r := range results {
		drawn = append(drawn, append([]string{r.Place}, r.Drawn...))
	}
	return drawn
}

// A draw does not depend on the order of the pool's lists.
func TestOrderOfListsDoesNotMatter(t *testing.T) {
	d := dice(99)
	for n := range 500 {
		p := smallDay(&d)
		s := Digest(fmt.Sprint("次序", n))
		before, errBefore := Run(p, s)
		slices.Reverse(p.People)
		slices.Reverse(p.Tasks)
		slices.Reverse(p.Bars)
		slices.Reverse(p.Fixed)
		after, errAfter := Run(p, s)
		if (errBefore == nil) != (errAfter == nil) || cmp.Diff(before, after) != "" {
			t.Fatalf("day %d: %v %v %s", n, errBefore, errAfter, cmp.Diff(before, after))
		}
		if errBefore != nil && errBefore.Error() != errAfter.Error() && !named(errBefore) {
			t.Fatalf("day %d:\n%v\n%v", n, errBefore, errAfter)
		}
	}
}

func named(err error) bool {
	list, _ := IsShortage(err)
	return slices.ContainsFunc(list, func(s Shortage) bool { return s.Named })
}
