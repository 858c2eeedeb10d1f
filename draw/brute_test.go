package draw

import (
	"fmt"
	"slices"
	"testing"
)

// dice is a small generator with a fixed start (SplitMix64): tests must not
// depend on the version of math/rand.
type dice uint64

func (d *dice) roll(n int) int {
	*d += 0x9e3779b97f4a7c15
	x := uint64(*d)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return int((x ^ x>>31) % uint64(n))
}

// smallDay makes a day or two of one department with few people and much that
// stands in the way.
func smallDay(d *dice) *Pool {
	p := &Pool{Kind: OfInspectors}
	people, tasks, lengths := 2+d.roll(5), 1+d.roll(5), 1+d.roll(3)
	for i := range people {
		p.People = append(p.People, Person{"甲局", fmt.Sprintf("K%d", i), 1 + d.roll(3)})
	}
	busy := map[[2]int]bool{} // person, slot: fixed people are in one place at a time
	for i := range tasks {
		t := Task{fmt.Sprintf("T%d/甲局", i), "甲局", d.roll(3), 1 + d.roll(lengths), 1 + d.roll(3)}
		p.Tasks = append(p.Tasks, t)
		for k := range people {
			key := fmt.Sprintf("K%d", k)
			switch d.roll(7) {
			case 0, 1:
				p.Bars = append(p.Bars, Bar{t.Place, key, Leave})
			case 2:
				if d.roll(3) > 0 {
					continue
				}
				clash := false
				for s := t.First; s < t.First+t.Slots; s++ {
					clash = clash || busy[[2]int{k, s}]
				}
				if clash && d.roll(10) > 0 {
					continue
				}
				for s := t.First; s < t.First+t.Slots; s++ {
					busy[[2]int{k, s}] = true
				}
				p.Fixed = append(p.Fixed, Fixed{t.Place, key})
			}
		}
	}
	return p
}

// possible tries every assignment.
func possible(p *Pool) bool {
	barred := map[Fixed]bool{}
	for _, b := range p.Bars {
		barred[Fixed{b.Place, b.Key}] = true
	}
	fixed := map[Fixed]bool{}
	for _, f := range p.Fixed {
		fixed[f] = true
	}
	type at struct {
		key  string
		slot int
	}
	busy := map[at]bool{}
	var fill func(i, from, wanted int) bool
	fill = func(i, from, wanted int) bool {
		if i == len(p.Tasks) {
			return true
		}
		t := p.Tasks[i]
		if wanted <= 0 {
			if i+1 == len(p.Tasks) {
				return true
			}
			next := p.Tasks[i+1]
			n := next.Wanted
			for _, x := range p.People {
				if fixed[Fixed{next.Place, x.Key}] {
					n--
				}
			}
			return fill(i+1, 0, n)
		}
	people:
		for k := from; k < len(p.People); k++ {
			key := p.People[k].Key
			if barred[Fixed{t.Place, key}] || fixed[Fixed{t.Place, key}] {
				continue
			}
			for s := t.First; s < t.First+t.Slots; s++ {
				if busy[at{key, s}] {
					continue people
				}
			}
			for s := t.First; s < t.First+t.Slots; s++ {
				busy[at{key, s}] = true
			}
			ok := fill(i, k+1, wanted-1)
			for s := t.First; s < t.First+t.Slots; s++ {
				delete(busy, at{key, s})
			}
			if ok {
				return true
			}
		}
		return false
	}
	for _, f := range p.Fixed {
		for _, t := range p.Tasks {
			if t.Place != f.Place {
				continue
			}
			for s := t.First; s < t.First+t.Slots; s++ {
				if busy[at{f.Key, s}] {
					return false
				}
				busy[at{f.Key, s}] = true
			}
		}
	}
	// A place nobody is drawn for leads over to the first one.
	first := p.Tasks[0].Wanted
	for _, f := range p.Fixed {
		if f.Place == p.Tasks[0].Place {
			first--
		}
	}
	return fill(0, 0, first)
}

// Drawn exactly when an assignment exists, by the rules when drawn, with a
// proof that holds when not; and nobody is passed over as reserved who was not.
func TestDrawnExactlyWhenPossible(t *testing.T) {
	d := dice(14)
	drawn, short, reserved := 0, 0, 0
	for n := range 20_000 {
		p := smallDay(&d)
		seed := Digest(fmt.Sprint("S", n))
		results, err := Run(p, seed)
		if want := possible(p); (err == nil) != want {
			text, _ := p.Text()
			t.Fatalf("day %d: possible %v, got %v\n%s", n, want, err, text)
		}
		if err != nil {
			short++
			checkProof(t, p, err)
			continue
		}
		drawn++
		checkRules(t, p, results)
		reserved += checkReserved(t, p, results, seed)
	}
	if drawn < 3000 || short < 3000 || reserved < 300 {
		t.Errorf("the days are not mixed enough: %d drawn, %d short, %d reserved", drawn, short, reserved)
	}
}

func checkRules(t *testing.T, p *Pool, results []Result) {
	t.Helper()
	of := map[string]Result{}
	for _, r := range results {
		of[r.Place] = r
	}
	barred := barsOf(p.Bars)
	fixed := map[Fixed]bool{}
	for _, f := range p.Fixed {
		fixed[f] = true
	}
	busy := map[string]bool{}
	for _, x := range p.Tasks {
		n := 0
		for _, f := range p.Fixed {
			if f.Place == x.Place {
				n++
			}
		}
		if got := len(of[x.Place].Drawn); got != max(n, x.Wanted) {
			t.Fatalf("%s: %d people, want %d", x.Place, got, max(n, x.Wanted))
		}
		for i, k := range of[x.Place].Drawn {
			f := Fixed{x.Place, k}
			if i < n != fixed[f] {
				t.Fatalf("%s: %s is not where fixed people stand", x.Place, k)
			}
			if _, no := barred[f]; no && !fixed[f] {
				t.Fatalf("%s: %s is barred", x.Place, k)
			}
			for s := x.First; s < x.First+x.Slots; s++ {
				at := fmt.Sprint(k, " ", s)
				if busy[at] {
					t.Fatalf("%s in two places in slot %d", k, s)
				}
				busy[at] = true
			}
		}
	}
}

// checkReserved tries what each reserved candidate was kept from, and that each
// one drawn could be.
func checkReserved(t *testing.T, p *Pool, results []Result, seed string) (n int) {
	t.Helper()
	weight := map[string]int{}
	for _, x := range p.People {
		weight[x.Key] = x.Weight
	}
	q := *p
	q.Fixed = append([]Fixed(nil), p.Fixed...)
	for _, r := range results {
		for _, x := range r.Passed {
			if x.Reason != Reserved {
				continue
			}
			n++
			tried := q
			tried.Fixed = append(append([]Fixed(nil), q.Fixed...), Fixed{r.Place, x.Key})
			// Those drawn with a smaller ticket are fixed already.
			for _, k := range r.Drawn {
				if Ticket(seed, r.Place, k, weight[k]) < x.Ticket {
					tried.Fixed = append(tried.Fixed, Fixed{r.Place, k})
				}
			}
			tried.Fixed = unique(tried.Fixed)
			if possible(&tried) {
				t.Fatalf("%s: %s was passed over as reserved and could have gone", r.Place, x.Key)
			}
		}
		for _, k := range r.Drawn {
			q.Fixed = append(q.Fixed, Fixed{r.Place, k})
		}
		q.Fixed = unique(q.Fixed)
	}
	return n
}

func unique(list []Fixed) []Fixed {
	seen := map[Fixed]bool{}
	return slices.DeleteFunc(list, func(f Fixed) bool {
		again := seen[f]
		seen[f] = true
		return again
	})
}

// checkProof checks a shortage by its own words.
func checkProof(t *testing.T, p *Pool, err error) {
	t.Helper()
	shortages, ok := IsShortage(err)
	if !ok || len(shortages) == 0 {
		t.Fatalf("not a shortage: %v", err)
	}
	task := map[string]Task{}
	for _, x := range p.Tasks {
		task[x.Place] = x
	}
	for _, s := range shortages {
		if s.Named {
			a, b := task[s.Places[0]], task[s.Places[1]]
			if len(s.People) != 1 || a.First >= b.First+b.Slots || b.First >= a.First+a.Slots ||
				!slices.Contains(p.Fixed, Fixed{a.Place, s.People[0]}) || !slices.Contains(p.Fixed, Fixed{b.Place, s.People[0]}) {
				t.Fatalf("%v proves nothing", s)
			}
			continue
		}
		part := &Pool{Kind: OfInspectors, People: p.People, Bars: p.Bars, Fixed: p.Fixed}
		able, wanted, from, to := map[string]bool{}, 0, 0, 1<<30
		for _, x := range p.Tasks {
			if !slices.Contains(s.Places, x.Place) {
				x.Wanted = 0
				part.Tasks = append(part.Tasks, x)
				continue
			}
			part.Tasks = append(part.Tasks, x)
			wanted += x.Wanted
			from, to = max(from, x.First), min(to, x.First+x.Slots)
			for _, f := range p.Fixed {
				if f.Place == x.Place {
					wanted--
				}
			}
			for _, k := range p.People {
				if free(p, task, x, k.Key) {
					able[k.Key] = true
				}
			}
		}
		if possible(part) {
			t.Fatalf("%v: these places can be filled by themselves", s)
		}
		if len(able) != len(s.People) || s.Wanted != wanted {
			t.Fatalf("%v: %d people may go, %d are wanted", s, len(able), wanted)
		}
		if !s.Tied && (wanted <= len(able) || from >= to) {
			t.Fatalf("%v: no proof by Hall", s)
		}
	}
}

// free reports whether someone may go to x beside the places they are fixed for.
func free(p *Pool, task map[string]Task, x Task, key string) bool {
	if _, no := barsOf(p.Bars)[Fixed{x.Place, key}]; no {
		return false
	}
	for _, f := range p.Fixed {
		if o := task[f.Place]; f.Key == key && o.First < x.First+x.Slots && x.First < o.First+o.Slots {
			return false
		}
	}
	return true
}
