package draw

import (
	"cmp"
	"container/heap"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// part is a connected part of a department's places: those tied together by
// slots they share, directly or through others. Parts are drawn apart from one
// another, for nobody in one can be missed in another.
type part struct {
	department string
	places     []place // in the order they are drawn
	people     []Person
	barred     []map[int]string // place → person → reason
	fixed      [][]string       // place → keys of all fixed people, sorted
	// outsiders are people fixed who are not among the department's; index
	// len(people) onwards.
	outsiders []string
}

// place is a task with the slots it takes and its number in the order of draw.
type place struct {
	Task
	end   int // slot after its last
	order string
}

func (a *place) overlaps(b *place) bool { return a.First < b.end && b.First < a.end }

// drawInspectors draws every department's places, by department, then in the
// order they are drawn. The error is a *ShortageError where people are missing.
func (p *Pool) drawInspectors(s string) ([]Result, error) {
	parts := p.parts(s)
	results := make([][]Result, len(parts))
	short := make([]*Shortage, len(parts))
	inParallel(len(parts), func() func(int) {
		return func(i int) { results[i], short[i] = parts[i].draw(s) }
	})
	if err := shortageError(short); err != nil {
		return nil, err
	}
	return slices.Concat(results...), nil
}

// Possible reports, without drawing, whether a draw of inspectors can succeed:
// that depends on the pool alone. The error is a *ShortageError.
func (p *Pool) Possible() error {
	parts := p.parts("")
	short := make([]*Shortage, len(parts))
	inParallel(len(parts), func() func(int) {
		return func(i int) { _, short[i] = parts[i].begin() }
	})
	return shortageError(short)
}

// shortageError makes one error of the parts' shortages, nil of none.
func shortageError(short []*Shortage) error {
	var missing ShortageError
	for _, x := range short {
		if x != nil {
			missing.Shortages = append(missing.Shortages, *x)
		}
	}
	if len(missing.Shortages) == 0 {
		return nil
	}
	return &missing
}

// parts splits the pool into departments and these into connected parts.
func (p *Pool) parts(s string) []*part {
	people := map[string][]Person{}
	for _, x := range p.People {
		people[x.Department] = append(people[x.Department], x)
	}
	number := map[[2]string]int{}
	for d, list := range people {
		slices.SortFunc(list, func(a, b Person) int { return strings.Compare(a.Key, b.Key) })
		for i, x := range list {
			number[[2]string{d, x.Key}] = i
		}
	}
	places := make([]place, len(p.Tasks))
	for i, t := range p.Tasks {
		places[i] = place{t, t.First + t.Slots, Digest("liancha-task-1|" + s + "|" + t.Place)}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(strings.Compare(a.Department, b.Department), cmp.Compare(a.First, b.First),
			strings.Compare(a.order, b.order), strings.Compare(a.Place, b.Place))
	})
	var parts []*part
	at := map[string][2]int{} // place → part, number in it
	end := 0
	for _, x := range places {
		last := len(parts) - 1
		if last < 0 || parts[last].department != x.Department || x.First >= end {
			parts = append(parts, &part{department: x.Department, people: people[x.Department]})
			last, end = last+1, 0
		}
		q := parts[last]
		end = max(end, x.end)
		at[x.Place] = [2]int{last, len(q.places)}
		q.places = append(q.places, x)
		q.barred = append(q.barred, nil)
		q.fixed = append(q.fixed, nil)
	}
	for _, b := range p.Bars {
		if w, ok := at[b.Place]; ok {
			parts[w[0]].bar(w[1], number[[2]string{parts[w[0]].department, b.Key}], b.Reason)
		}
	}
	for _, f := range p.Fixed {
		if w, ok := at[f.Place]; ok {
			parts[w[0]].fixed[w[1]] = append(parts[w[0]].fixed[w[1]], f.Key)
		}
	}
	for _, q := range parts {
		q.nameOutsiders()
	}
	return parts
}

// bar notes a bar; of several the first by bytes counts.
func (q *part) bar(place, person int, reason string) {
	if q.barred[place] == nil {
		q.barred[place] = map[int]string{}
	}
	if have, ok := q.barred[place][person]; !ok || reason < have {
		q.barred[place][person] = reason
	}
}

// nameOutsiders gives fixed people who are not the department's a number.
func (q *part) nameOutsiders() {
	for _, keys := range q.fixed {
		slices.Sort(keys)
		for _, k := range keys {
			if q.find(k) < 0 {
				q.outsiders = append(q.outsiders, k)
			}
		}
	}
}

// find gives a person's number, -1 for one who is not there.
func (q *part) find(key string) int {
	i, ok := slices.BinarySearchFunc(q.people, key, func(p Person, k string) int { return strings.Compare(p.Key, k) })
	if ok {
		return i
	}
	if i = slices.Index(q.outsiders, key); i >= 0 {
		return len(q.people) + i
	}
	return -1
}

// key is what find is the inverse of.
func (q *part) key(person int) string {
	if person < len(q.people) {
		return q.people[person].Key
	}
	return q.outsiders[person-len(q.people)]
}

// begin sends the fixed people and finds a first assignment of the others.
func (q *part) begin() (lookahead, *Shortage) {
	c := newCast(q)
	if s := c.placeFixed(); s != nil {
		return nil, s
	}
	var ahead lookahead = &matching{cast: c}
	if !q.uniform() {
		ahead = &search{cast: c}
	}
	return ahead, ahead.start()
}

// linesAhead is for how many places candidates are lined up at a time: enough
// to keep all processors busy where one department has most of the people, few
// enough that tens of thousands of candidates a place stay within megabytes.
const linesAhead = 32

// draw fills the part's places one after the other under S.
func (q *part) draw(s string) ([]Result, *Shortage) {
	ahead, short := q.begin()
	if short != nil {
		return nil, short
	}
	c := ahead.sofar()
	results := make([]Result, len(q.places))
	var lines [linesAhead]queue
	for d := range q.places {
		if d%linesAhead == 0 {
			q.lineUp(d, c.need, s, &lines)
		}
		r := Result{Place: q.places[d].Place, Drawn: []string{}, Passed: []Passed{}}
		r.Drawn = append(r.Drawn, q.fixed[d]...)
		line := &lines[d%linesAhead]
		for c.need[d] > 0 {
			x, ok := line.next()
			if !ok {
				panic("draw: the look-ahead promised people who are not there: " + r.Place)
			}
			if reason := c.reason(x.index, d, ahead); reason != "" {
				r.Passed = append(r.Passed, Passed{x.key, x.ticket.String(), reason})
				continue
			}
			c.send(x.index, d)
			r.Drawn = append(r.Drawn, x.key)
		}
		results[d] = r
	}
	return results, nil
}

// uniform reports whether all places take the same slots.
func (q *part) uniform() bool {
	for i := range q.places {
		if q.places[i].First != q.places[0].First || q.places[i].end != q.places[0].end {
			return false
		}
	}
	return true
}

// lineUp lines candidates up for the places from d on that still want people. A
// ticket depends on nothing that is drawn, so all processors take part.
func (q *part) lineUp(d int, need []int, s string, lines *[linesAhead]queue) {
	n := min(linesAhead, len(q.places)-d)
	inParallel(n, func() func(int) {
		tickets := newTicketer(s)
		return func(i int) {
			if lines[i] = lines[i][:0]; need[d+i] > 0 {
				lines[i] = q.line(d+i, tickets, lines[i])
			}
		}
	})
}

// line gives the candidates for a place, those fixed there left off.
func (q *part) line(d int, tickets *ticketer, into queue) queue {
	tickets.at(q.places[d].Place)
	for i, x := range q.people {
		if !slices.Contains(q.fixed[d], x.Key) {
			into = append(into, candidate{tickets.ticket(x.Key, x.Weight), x.Key, i})
		}
	}
	heap.Init(&into)
	return into
}

// cast is who goes where so far.
type cast struct {
	*part
	need []int   // people each place still wants
	sent [][]int // person → places they go to
}

func newCast(q *part) *cast {
	c := &cast{part: q, need: make([]int, len(q.places)), sent: make([][]int, len(q.people)+len(q.outsiders))}
	for d := range q.places {
		c.need[d] = q.places[d].Wanted
	}
	return c
}

// placeFixed sends the people the plan names. They go before all others, so
// that elsewhere they are busy. Someone named in two places at once is a
// shortage of one person for two places.
func (c *cast) placeFixed() *Shortage {
	for d, keys := range c.fixed {
		for _, k := range keys {
			p := c.find(k)
			if other := c.clash(p, d); other >= 0 {
				return &Shortage{Department: c.department, Places: []string{c.places[other].Place, c.places[d].Place},
					People: []string{k}, Wanted: 2, Named: true}
			}
			c.send(p, d)
		}
		c.need[d] = max(c.need[d], 0)
	}
	return nil
}

func (c *cast) sofar() *cast { return c }

func (c *cast) send(p, d int) {
	c.sent[p] = append(c.sent[p], d)
	c.need[d]--
}

// clash gives a place the person goes to that shares a slot with d, or -1.
func (c *cast) clash(p, d int) int {
	for _, e := range c.sent[p] {
		if c.places[e].overlaps(&c.places[d]) {
			return e
		}
	}
	return -1
}

// free reports whether a person of the department may still go to d.
func (c *cast) free(p, d int) bool {
	if _, barred := c.barred[d][p]; barred {
		return false
	}
	return len(c.sent[p]) == 0 || c.clash(p, d) < 0
}

// reason is why a candidate is passed over for d, empty for one who is taken.
func (c *cast) reason(p, d int, ahead lookahead) string {
	if reason, barred := c.barred[d][p]; barred {
		return reason
	}
	switch {
	case c.clash(p, d) >= 0:
		return Busy
	case !ahead.take(p, d):
		return Reserved
	}
	return ""
}

// lookahead keeps a full assignment in hand: who could go where if the draw
// ended now. It lets a candidate be taken only when one remains.
type lookahead interface {
	// start finds the first assignment, or proves that there is none.
	start() *Shortage
	// take changes the assignment into one where p goes to d, and says false,
	// changing nothing, when there is none. p is free for d, and d wants people.
	take(p, d int) bool
	// sofar is who goes where so far.
	sofar() *cast
}

// inParallel does n pieces of work on all processors. worker makes what does
// the pieces of one goroutine, which may keep memory from one to the next.
func inParallel(n int, worker func() func(i int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			do := worker()
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	wait.Wait()
}

// Shortage proves that a department's places cannot be filled: beyond those
// already named for them the places want Wanted people, and only People may go
// to any of them.
type Shortage struct {
	Department string
	Places     []string
	People     []string
	Wanted     int
	// Named: the one in People is named for both places at the same time.
	Named bool
	// Tied: the people are enough in every slot by themselves, but tasks longer
	// than a slot cannot be shared out among them; each of the places can be
	// left off to make it possible.
	Tied bool
}

// ShortageError says that no assignment exists, with a proof for every
// connected part that has none.
type ShortageError struct{ Shortages []Shortage }

func (e *ShortageError) Error() string {
	var lines []string
	for i := range e.Shortages {
		lines = append(lines, e.Shortages[i].String())
	}
	return strings.Join(lines, "\n")
}

// IsShortage gives the shortages in an error of Run.
func IsShortage(err error) ([]Shortage, bool) {
	var e *ShortageError
	if errors.As(err, &e) {
		return e.Shortages, true
	}
	return nil, false
}
