package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
)

// Replanning: a schedule that departments have answered is changed as little as
// can be.
//
// Problem: some visits are agreed and stay exactly where they are. Of the
// others, some hold entries that can no longer take place where they stand: their
// windows are narrower now. Under the same hard rules, and with nobody who is not
// in the way disturbed, find new places. What is best, in this order:
//
//  1. entries placed, by class;
//  2. the fewest visits moved at enterprises nobody asked about: only people who
//     are needed elsewhere can make them move, and then they move whole;
//  3. the fewest entries that leave their visit: a visit is moved whole, when a
//     day suits all, rather than split;
//  4. the fewest visits moved;
//  5. the fewest visits;
//  6. the fewest departments whose named people cannot come, days near the old
//     ones, earlier rather than later.
//
// Method: the enterprises with an entry to place are searched exactly
// (replansearch.go), first each by itself with all else standing, then together
// with those they share people with, last with visits of other enterprises
// moved out of the way. With everything that is not agreed out of the field each
// enterprise's optimum is a bound, and so is their sum: where the plan reaches
// it, or all that can interact was searched through, it is proven to be the best.

// Standing is a visit of the schedule that is to be changed.
type Standing struct {
	Entries  []int32      // of one enterprise; an entry is in one Standing at most
	Start    inspect.Slot // NoSlot where people have put it outside any schedule
	HalfDays int          // how long it lasts; its longest entry's length where that is more
	Agreed   bool         // it stays exactly where it is, whatever the rules say
}

// Change is what a new plan costs, in the order in which it is kept small.
type Change struct {
	Out       [3]int // entries without a place, by class
	Disturbed int    // visits moved at enterprises with no entry to place
	Left      int    // entries that left their visit for another
	Moved     int    // visits moved, and those that are no more
	Visits    int    // visits to the enterprises with an entry to place
}

// Replanned is a changed schedule.
type Replanned struct {
	Start    []inspect.Slot // by entry; NoSlot where it is not placed
	Visits   []Replaced     // by start, then enterprise key
	Unplaced []Unplaced     // by entry index
	// Unnamed are entries at another start than before whose Named people cannot
	// all come then, ascending: what is placed can be staffed without them.
	Unnamed []int32
	Change  Change
	// Proven: no plan that keeps the rules and the agreed visits costs less.
	// Otherwise of the enterprises with an entry to place, Open in number, each of
	// AtLeast costs no more than it would with only what is agreed in its way.
	Proven        bool
	Open, AtLeast int
}

// Replaced is a visit of a changed schedule.
type Replaced struct {
	Visit
	Standing int // index of the visit it is the continuation of; -1 for a new one
}

// Replan changes a schedule. Entries in no Standing are placed anew. An entry
// may stay where its visit stands when its windows allow that, even where other
// rules do not: people have put it there. The error is for an instance that
// contradicts itself or visits that are none.
func Replan(in *Instance, standing []Standing) (*Replanned, error) {
	p, err := newProblem(in)
	if err != nil {
		return nil, err
	}
	if err := checkStanding(in, standing); err != nil {
		return nil, err
	}
	r := newReplanner(p, standing)
	r.solve()
	return r.result(in)
}

// checkStanding reports visits that cannot be understood.
func checkStanding(in *Instance, standing []Standing) error {
	seen := make([]bool, len(in.Entries))
	for i := range standing {
		s := &standing[i]
		if len(s.Entries) == 0 || int(s.Start) >= 2*len(in.Days) || s.Start < inspect.NoSlot || s.Agreed && s.Start == inspect.NoSlot {
			return fmt.Errorf("schedule: standing visit %d: %d entries at slot %d", i, len(s.Entries), s.Start)
		}
		for _, e := range s.Entries {
			switch {
			case e < 0 || int(e) >= len(in.Entries) || seen[e]:
				return fmt.Errorf("schedule: standing visit %d: no entry %d, or twice", i, e)
			case in.Entries[e].Enterprise != in.Entries[s.Entries[0]].Enterprise:
				return fmt.Errorf("schedule: standing visit %d: entry %d is of another enterprise", i, e)
			case s.Start != inspect.NoSlot && int(s.Start)+in.Entries[e].HalfDays > 2*len(in.Days):
				return fmt.Errorf("schedule: standing visit %d: entry %d leaves the period", i, e)
			}
			seen[e] = true
		}
	}
	return nil
}

// stood is a visit as it stood.
type stood struct {
	orig   int // index into the caller's list
	firm   int32
	jobs   []int32 // ascending
	start  int16   // -1 for none
	length int     // by hand, where that is more than its longest job's; else 0
	agreed bool
	level  inspect.Level
}

// mode is what a job takes of its department: with the people named for it
// where it stood, without them elsewhere.
type mode struct {
	need  int32
	named []int32
}

// replanner holds a plan that is being changed.
type replanner struct {
	p      *problem
	field  *field
	stood  []stood   // by firm, start, first job
	of     []int32   // by job: its stood, -1 for one to place anew
	ofFirm [][]int32 // by firm: its stood
	full   []mode    // by job: as its plan has it
	as     []mode    // by job: where it stood, as far as there were people
	away   []mode    // by job: elsewhere
	may    []uint64  // by job and word: the starts its windows allow
	never  []bool    // by job: it has no start at all
	open   []bool    // by firm: it has a job to place

	anchor []int16 // by stood: where it is now; -1 for no more
	cost   []price // by firm that is open or disturbed: what it costs now
	least  []price // by firm that is open: what it costs at least
	exact  bool    // least is an optimum for each
	proven bool
}

// price is a Change as numbers to be compared one after the other, and behind
// them what decides between equals: names lost, days from the old one, start.
type price [10]int

const (
	priceDisturbed = 3
	priceLeft      = 4
	priceMoved     = 5
	priceVisits    = 6
	priceNames     = 7
	priceShift     = 8
	priceStart     = 9
)

func (a price) plus(b price) price {
	for i := range a {
		a[i] += b[i]
	}
	return a
}

func (a price) less(b price) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

func (a price) change() Change {
	return Change{Out: [3]int(a[:3]), Disturbed: a[priceDisturbed], Left: a[priceLeft], Moved: a[priceMoved], Visits: a[priceVisits]}
}

// worst is more than any plan costs.
func worst() price {
	var a price
	a[0] = unlimited
	return a
}

func newReplanner(p *problem, standing []Standing) *replanner {
	r := &replanner{p: p, field: newField(p), of: make([]int32, len(p.jobs)), ofFirm: make([][]int32, len(p.firms)),
		full: make([]mode, len(p.jobs)), as: make([]mode, len(p.jobs)), away: make([]mode, len(p.jobs)), may: make([]uint64, len(p.jobs)*p.words), never: make([]bool, len(p.jobs)),
		open: make([]bool, len(p.firms)), cost: make([]price, len(p.firms)), least: make([]price, len(p.firms)), exact: true}
	r.take(standing)
	for j := range p.jobs {
		r.modes(int32(j))
	}
	for j, v := range r.of {
		if v < 0 || r.stood[v].start < 0 || !has(r.mayOf(int32(j)), int(r.stood[v].start)) && !r.stood[v].agreed {
			r.open[p.jobs[j].firm] = true
		}
	}
	r.stand()
	return r
}

// take puts the standing visits into canonical order.
func (r *replanner) take(standing []Standing) {
	p := r.p
	at := make([]int32, len(p.jobs)) // entry → job
	for j := range p.jobs {
		at[p.jobs[j].orig] = int32(j)
		r.of[j] = -1
	}
	for i := range standing {
		s := stood{orig: i, start: int16(standing[i].Start), agreed: standing[i].Agreed, level: 255}
		longest := 0
		for _, e := range standing[i].Entries {
			j := at[e]
			s.jobs, s.firm = append(s.jobs, j), p.jobs[j].firm
			longest, s.level = max(longest, int(p.jobs[j].length)), min(s.level, p.jobs[j].level)
		}
		if n := standing[i].HalfDays; n > longest {
			s.length = n
		}
		slices.Sort(s.jobs)
		r.stood = append(r.stood, s)
	}
	slices.SortFunc(r.stood, func(a, b stood) int {
		return cmp.Or(cmp.Compare(a.firm, b.firm), cmp.Compare(a.start, b.start), cmp.Compare(a.jobs[0], b.jobs[0]))
	})
	r.anchor = make([]int16, len(r.stood))
	for i := range r.stood {
		s := &r.stood[i]
		r.anchor[i] = s.start
		r.ofFirm[s.firm] = append(r.ofFirm[s.firm], int32(i))
		for _, j := range s.jobs {
			r.of[j] = int32(i)
		}
	}
}

func (r *replanner) mayOf(j int32) []uint64 {
	return r.may[int(j)*r.p.words : (int(j)+1)*r.p.words]
}

// modes works out what a job takes, and where it may start, with and without
// the people named for it.
func (r *replanner) modes(j int32) {
	p := r.p
	job := &p.jobs[j]
	r.full[j] = mode{job.need, job.named}
	r.as[j] = r.full[j]
	r.away[j] = mode{need: job.need}
	p.windowStarts(j, r.mayOf(j))
	if d := &p.depts[job.dept]; d.roster && len(job.named) > 0 {
		e := &p.in.Entries[job.orig]
		r.away[j].need = int32(min(max(e.Demand, len(job.named)), unlimited/2))
	}
	r.set(j, false)
	starts := p.startsOf(j)
	clear(starts)
	p.windowStarts(j, starts)
	r.never[j] = true
	for s := p.next(j, 0); s >= 0; s = p.next(j, s+1) {
		if !p.clearOfPastAlone(j, s) || !p.staffableAlone(j, s) {
			starts[s>>6] &^= 1 << (s & 63)
			continue
		}
		r.never[j] = false
	}
	if v := r.of[j]; v >= 0 && r.stood[v].start >= 0 && (r.stood[v].agreed || has(r.mayOf(j), int(r.stood[v].start))) {
		r.never[j] = false
	}
}

// set makes a job one that stands where it stood, or one that is elsewhere.
func (r *replanner) set(j int32, stands bool) {
	m := r.away[j]
	if stands {
		m = r.as[j]
	}
	r.p.jobs[j].need, r.p.jobs[j].named = m.need, m.named
}

// stand puts everything that may stay where it stood, the agreed first. Where
// people have put more than there are inspectors for, fewer stand for it.
func (r *replanner) stand() {
	for _, agreed := range []bool{true, false} {
		for i := range r.stood {
			if s := &r.stood[i]; s.agreed == agreed && s.start >= 0 {
				for _, j := range s.jobs {
					if agreed || has(r.mayOf(j), int(s.start)) {
						r.force(j, int(s.start))
					}
				}
			}
		}
	}
}

// force places a job whatever people there are.
func (r *replanner) force(j int32, s int) {
	r.set(j, true)
	for !r.field.place(j, s) {
		if r.as[j].need > 0 {
			r.as[j].need--
		} else {
			r.as[j].named = nil
		}
		r.set(j, true)
	}
}

// result writes the plan in the instance's own order.
func (r *replanner) result(in *Instance) (*Replanned, error) {
	res := &Replanned{Start: slices.Repeat([]inspect.Slot{inspect.NoSlot}, len(in.Entries)), Proven: r.proven}
	var cost price
	for k := range r.p.firms {
		cost = cost.plus(r.cost[k])
		if r.open[k] {
			res.Open++
			res.AtLeast += btoi(!r.short(int32(k)))
		}
	}
	res.Change = cost.change()
	for j := range r.p.jobs {
		res.Start[r.p.jobs[j].orig] = inspect.Slot(r.field.start[j])
	}
	for k := range r.p.firms {
		res.Visits = append(res.Visits, r.visitsOf(&r.p.firms[k])...)
	}
	slices.SortStableFunc(res.Visits, func(a, b Replaced) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), strings.Compare(in.Enterprises[a.Enterprise].Key, in.Enterprises[b.Enterprise].Key))
	})
	var err error
	res.Unnamed = r.unnamed()
	res.Unplaced, err = r.explained(in, res)
	return res, err
}

// visitsOf gives a firm's visits and which of them are the old ones.
func (r *replanner) visitsOf(f *firm) []Replaced {
	p := r.p
	var jobs []int32
	for j := f.lo; j < f.hi; j++ {
		jobs = append(jobs, j)
	}
	var list []Replaced
	for _, s := range p.visitsOf(jobs, r.field.start[f.lo:f.hi]) {
		v := Replaced{Visit: Visit{Enterprise: f.orig, Start: inspect.Slot(s.start), HalfDays: s.length, Level: s.tally.level}, Standing: -1}
		for _, j := range s.jobs {
			v.Entries = append(v.Entries, p.jobs[j].orig)
			if i := r.of[j]; i >= 0 && int(r.anchor[i]) == s.start {
				v.Standing = r.stood[i].orig
			}
		}
		list = append(list, v)
	}
	return list
}

// unnamed gives the entries at a new start whose named people cannot all come:
// each is tried with them in the finished plan, in order.
func (r *replanner) unnamed() []int32 {
	var list []int32
	for j := range r.p.jobs {
		e := &r.p.in.Entries[r.p.jobs[j].orig]
		s := r.field.start[j]
		if s < 0 || len(e.Named) == 0 || r.stands(int32(j)) {
			continue
		}
		r.field.remove(int32(j))
		r.p.jobs[j].need, r.p.jobs[j].named = r.full[j].need, r.full[j].named
		if r.p.staffableAlone(int32(j), int(s)) && r.field.place(int32(j), int(s)) {
			continue
		}
		r.nameless(int32(j), int(s))
		list = append(list, r.p.jobs[j].orig)
	}
	slices.Sort(list)
	return list
}

// nameless places a job without the people named for it, where it has been.
func (r *replanner) nameless(j int32, s int) {
	r.set(j, false)
	for !r.field.place(j, s) { // it has been there: crews may only have to be found again
		r.p.jobs[j].need--
	}
}

// stands reports whether a job is where it stood.
func (r *replanner) stands(j int32) bool {
	v := r.of[j]
	return v >= 0 && r.stood[v].start >= 0 && r.field.start[j] == r.stood[v].start
}

// explained tells why entries have no place, with the others where they are.
func (r *replanner) explained(in *Instance, res *Replanned) ([]Unplaced, error) {
	if !slices.Contains(res.Start, inspect.NoSlot) {
		return nil, nil
	}
	copied := *in
	copied.Entries = slices.Clone(in.Entries)
	for e := range copied.Entries {
		if _, lost := slices.BinarySearch(res.Unnamed, int32(e)); lost || res.Start[e] == inspect.NoSlot {
			copied.Entries[e].Named = nil
			copied.Entries[e].Demand = max(in.Entries[e].Demand, len(in.Entries[e].Named))
		}
	}
	p, err := newProblem(&copied)
	if err != nil {
		return nil, err
	}
	m := standingPlan(p, res.Start)
	var list []Unplaced
	for j := range p.jobs {
		if m.field.start[j] < 0 {
			u, free := m.twin().diagnose(int32(j))
			if free { // only the agreed visit in its way
				u.Reason = Stagger
			}
			list = append(list, u)
		}
	}
	slices.SortFunc(list, func(a, b Unplaced) int { return cmp.Compare(a.Entry, b.Entry) })
	return list, nil
}

// Bounds proves how far from the best a schedule given by its starts is at most:
// the most entries any schedule places, and the fewest visits of one that places
// as many of every class as this. It does not judge the schedule.
func Bounds(in *Instance, start []inspect.Slot, workers int) (entries, visits int, err error) {
	p, err := newProblem(in)
	if err != nil {
		return 0, 0, err
	}
	if len(start) != len(in.Entries) {
		return 0, 0, fmt.Errorf("schedule: %d starts for %d entries", len(start), len(in.Entries))
	}
	m := standingPlan(p, start)
	b := m.bounds(p.ideals(workers, func(float64) {}), nil, workers)
	placed := len(p.jobs) - m.out[0] - m.out[1] - m.out[2]
	return max(b.entries, placed), min(b.visits, m.total), nil
}

// standingPlan places everything where it is said to be, whatever people there are.
func standingPlan(p *problem, start []inspect.Slot) *plan {
	m := newPlan(p, nil)
	for j := range p.jobs {
		if s := start[p.jobs[j].orig]; s != inspect.NoSlot {
			for !m.place(int32(j), int(s)) {
				if p.jobs[j].need > 0 {
					p.jobs[j].need--
				} else {
					p.jobs[j].named = nil
				}
			}
		}
	}
	for i := range p.firms {
		m.recount(&p.firms[i])
	}
	return m
}
