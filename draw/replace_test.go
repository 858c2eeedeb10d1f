package draw

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Whoever stands down is gone from the places named, nobody else moves, the
// rules hold, and the record verifies.
func TestReplace(t *testing.T) {
	d := dice(321)
	replaced, impossible := 0, 0
	for n := range 2000 {
		p := smallDay(&d)
		r, err := New(p, []string{fmt.Sprint("替换", n)}, nil)
		if err != nil {
			continue
		}
		before := r.Final()
		who := r.Draws[0].Drawn[0]
		if err := r.Replace(who, "生病", nil); err != nil {
			impossible++
			continue
		}
		replaced++
		if _, err := Verify(r.Bytes()); err != nil {
			t.Fatalf("day %d: %v", n, err)
		}
		busy := map[string]bool{}
		for _, x := range p.Tasks {
			now := r.Final()[x.Place]
			if slices.Contains(now, who) || len(now) != len(before[x.Place]) {
				t.Fatalf("day %d: %s had %v, has %v without %s", n, x.Place, before[x.Place], now, who)
			}
			for _, k := range before[x.Place] {
				if k != who && !slices.Contains(now, k) {
					t.Fatalf("day %d: %s moved too", n, k)
				}
			}
			for _, k := range now {
				for s := x.First; s < x.First+x.Slots; s++ {
					at := fmt.Sprint(k, " ", s)
					if busy[at] {
						t.Fatalf("day %d: %s is in two places", n, k)
					}
					busy[at] = true
				}
			}
		}
	}
	if replaced < 200 || impossible < 200 {
		t.Errorf("%d replaced, %d impossible: not mixed enough", replaced, impossible)
	}
}

func TestReplaceTakesTheNextTicket(t *testing.T) {
	r := exampleRecord(t)
	if err := r.Replace("苏A0100005", "", nil); err == nil {
		t.Error("no reason is asked for")
	}
	if err := r.Replace("苏A0100001", "生病", nil); err == nil {
		t.Error("someone not drawn is replaced")
	}
	if err := r.Replace("苏A0100005", "生病", nil); err != nil {
		t.Fatal(err)
	}
	// 0001: 0002 is there, 0004 busy in 0002, 0003 recused, 0001 next.
	got := r.Replacements[0].Draws[0]
	if got.Place != task1 || !slices.Equal(got.Drawn, []string{"苏A0100001"}) {
		t.Errorf("%+v", got)
	}
	var passed []string
	for _, x := range got.Passed {
		passed = append(passed, x.Key+" "+x.Reason)
	}
	if s := strings.Join(passed, ", "); s != "苏A0100004 busy, 苏A0100005 replaced, 苏A0100003 recused" {
		t.Error(s)
	}
	if err := r.Replace("苏A0100004", "出差", nil); err == nil || !strings.Contains(err.Error(), "没有人可以接替") {
		t.Errorf("nobody is left for 0002: %v", err)
	}
	if _, err := Verify(r.Bytes()); err != nil {
		t.Error(err)
	}
}

// Possible says beforehand what Run finds.
func TestPossible(t *testing.T) {
	d := dice(8)
	for n := range 500 {
		p := smallDay(&d)
		_, err := Run(p, "x")
		if (p.Possible() == nil) != (err == nil) {
			t.Fatalf("day %d: %v, %v", n, p.Possible(), err)
		}
	}
}
