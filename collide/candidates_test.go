package collide

import (
	"math/rand/v2"
	"testing"
)

// Weighing that is broken off as soon as a pair is nothing to ask about says of
// every pair to ask about what weighing to the end says, and of no other that it
// is one.
func TestWeighingBrokenOff(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	entries, _ := makeRows(rnd, makeEnterprises(rnd, 250), 2500)
	entries = append(entries, entriesOf([]row{{"乌鲁木齐隆源化工有限公司", codeA, ""}, {"乌鲁木齐隆原化工有限公司", "", ""}})...) // a region that says much
	r := newResolver(entries, nil, Options{})
	out, _ := r.enterprises() // every row that is spelt in its own way by itself
	l := learn(r, out)
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
