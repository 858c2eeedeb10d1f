package collide

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// What a name lacks is called 无, whatever the other has instead.
func TestWordsForWhatLacks(t *testing.T) {
	for other, want := range map[string]string{
		"南京隆源化工店": "组织形式不同（无/店）", "南京隆源化工有限公司": "组织形式不同（无/有限公司）", "南京隆源仓储化工": "名称差异（无/仓储）",
	} {
		g := nanjing()
		w := &weigher{lists: &lists{r: &resolver{places: *g}}, worded: true}
		a, b := g.parseName("南京隆源化工"), g.parseName(other)
		v, u := newView(&a, false), newView(&b, false)
		for _, e := range []evidence{w.compareNames(&v, &u), w.compareNames(&u, &v)} {
			words := wordEvidence(e.parts, true)
			from, to, _ := strings.Cut(strings.TrimSuffix(want[strings.Index(want, "（")+len("（"):], "）"), "/")
			turned := want[:strings.Index(want, "（")] + "（" + to + "/" + from + "）"
			if !strings.Contains(words, want) && !strings.Contains(words, turned) {
				t.Errorf("%s: %q, want %q", other, words, want)
			}
		}
	}
}

// The shorter of two names is the one of fewer characters, not of fewer bytes:
// 华联超市便民 has four of its six in ABCDE华联超市.
func TestMostlyCommon(t *testing.T) {
	g := nanjing()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"ABCDE华联超市", "华联超市便民", true}, {"ABCDEFG华联", "华联超市便民", false}, {"华联", "华联超市便民", true}, {"隆源化工", "丰木印刷", false}, {"ABCDE", "ABCXY", true},
	} {
		a, b := g.parseName(c.a), g.parseName(c.b)
		v, w := newView(&a, false), newView(&b, false)
		if mostlyCommon(&v, &w) != c.want || mostlyCommon(&w, &v) != c.want {
			t.Errorf("%s and %s: want %v", c.a, c.b, c.want)
		}
	}
}

// Weighing that is broken off as soon as a pair is nothing to ask about says of
// every pair to ask about what weighing to the end says, and of no other that it
// is one.
func TestWeighingBrokenOff(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	entries, _ := makeRows(rnd, makeEnterprises(rnd, 250), 2500)
	entries = append(entries, entriesOf([]row{{"乌鲁木齐隆源化工有限公司", codeA, ""}, {"乌鲁木齐隆原化工有限公司", "", ""}})...) // a region that says much
	r := newResolver(entries, nil, Options{})
	out, at := r.enterprises() // every row that is spelt in its own way by itself
	l := learn(r, at, len(out.Enterprises))
	quick, whole := &weigher{lists: l}, &weigher{lists: l, worded: true}
	shown, other := 0, 0
	for b := range l.seen {
		for a := range b {
			if l.strangers(int32(a), int32(b)) {
				continue
			}
			got, want := quick.score(int32(a), int32(b)).bits, whole.score(int32(a), int32(b)).bits
			switch ask := probability(want) >= reviewFrom; {
			case ask != (probability(got) >= reviewFrom) || ask && got != want || got < want:
				t.Fatalf("%s and %s: %.1f bits, %.1f to the end", out.Enterprises[a].Name, out.Enterprises[b].Name, got, want)
			case ask:
				shown++
			case got > want:
				other++
			}
			v, u := l.seen[a].names, l.seen[b].names
			want = whole.bestNames(v, u).bits
			quick.least = want
			if got := quick.bestNames(v, u).bits; got != want {
				t.Fatalf("%v and %v, worth just enough: %.1f bits, %.1f to the end", v[0].text, u[0].text, got, want)
			}
			quick.least = want + 0.05
			if got := quick.bestNames(v, u).bits; got < want || got >= quick.least {
				t.Fatalf("%v and %v, worth just too little: %.1f bits, %.1f to the end", v[0].text, u[0].text, got, want)
			}
		}
	}
	if shown < 100 || other < 100 {
		t.Errorf("%d pairs to ask about, %d broken off", shown, other)
	}
}
