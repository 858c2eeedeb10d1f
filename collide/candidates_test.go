package collide

import (
	"math/rand/v2"
	"testing"
)

// No two enterprises' names are worth more than what decides whether they are
// compared at all, so that nothing to ask about is passed over.
func TestMostForNames(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	entries, _ := makeRows(rnd, makeEnterprises(rnd, 60), 600)
	r := newResolver(entries, nil, Options{})
	out, _ := r.enterprises() // every row that is spelt in its own way by itself
	w := &weigher{lists: learn(r, out)}
	near := 0
	for e := range w.seen {
		for f := range e {
			v, u := &w.seen[e], &w.seen[f]
			got, most := w.bestNames(u.names, v.names).bits, w.mostForNames(u, v)
			if got > most+0.05 {
				t.Fatalf("%s and %s: %.1f, more than %.2f", out.Enterprises[e].Name, out.Enterprises[f].Name, got, most)
			}
			if got > 10 && got > most-3 {
				near++
			}
		}
	}
	if near < 10 {
		t.Errorf("only %d pairs come near to the most", near)
	}
}
