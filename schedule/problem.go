package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
)

// problem is an instance in canonical order, so that the order of the
// instance's slices cannot reach any decision, with all that can be known of
// an entry before the first one is placed.
type problem struct {
	in     *Instance
	days   int  // working days
	slots  int  // half-days, two a day
	words  int  // of a bit set over the slots
	across bool // Rules.AcrossLevels, or as a remedy would have it
	apart  int  // working days between joinable visits of different levels, at least 1
	caps   []Cap
	empty  *field // nobody is in it

	firms  []firm
	jobs   []job // those of one firm in a row
	depts  []dept
	people []person // those of one department in a row

	starts []uint64 // by job: the slots it may start at, were it alone in the world
	avail  []int32  // by department and slot: people who can be in the field
}

// firm is an enterprise: its jobs are jobs[lo:hi].
type firm struct {
	orig   int32
	lo, hi int32
	past   []pastVisit
	caps   []int32 // caps that can ever stop one of its visits
	twice  bool    // two of its jobs are of one department
	drawn  bool    // a job's department needs its crews drawn
}

// dept is a department: its people are people[lo:hi].
type dept struct {
	orig      int32
	lo, hi    int32
	unlimited bool
	roster    bool // has people of its own; otherwise a number only, or none
	// drawn: counting people does not decide whether a slot can be staffed,
	// so a crew is kept for each of its jobs.
	drawn bool
	// recusers and leavers are the people with any recusal and with any leave.
	recusers, leavers int32
}

type person struct {
	orig    int32 // index in the department
	outside bool
	away    []uint64 // slots on leave
	recused []int32  // firms, ascending
}

// job is an entry.
type job struct {
	orig       int32
	firm, dept int32
	need       int32   // people it takes from the department's own
	named      []int32 // index into people, ascending
	length     int16   // half-days
	level      inspect.Level
	class      uint8
	kind       inspect.Kind
	joinable   bool
}

// days is the number of working days the job touches.
func (j *job) days() int { return (int(j.length) + 1) / 2 }

// pastVisit is a visit of history by working-day index, which may lie outside
// the period.
type pastVisit struct {
	first, last int
	date        inspect.Date
	level       inspect.Level
	joinable    bool
	depts       []int32
	kinds       uint16 // set of kinds; 0 when unknown
}

// check reports what makes an instance impossible to understand.
func (in *Instance) check() error {
	for i, d := range in.Days {
		if i > 0 && d <= in.Days[i-1] {
			return fmt.Errorf("schedule: working days are not ascending at %v", d)
		}
	}
	if len(in.Days) > 1<<14 {
		return fmt.Errorf("schedule: %d working days are too many", len(in.Days))
	}
	for i, d := range in.Departments {
		for k, p := range d.People {
			for _, r := range p.Recused {
				if r < 0 || int(r) >= len(in.Enterprises) {
					return fmt.Errorf("schedule: department %d, person %d: no enterprise %d", i, k, r)
				}
			}
		}
	}
	for i, e := range in.Entries {
		switch {
		case e.Enterprise < 0 || int(e.Enterprise) >= len(in.Enterprises):
			return fmt.Errorf("schedule: entry %d: no enterprise %d", i, e.Enterprise)
		case e.Department < 0 || int(e.Department) >= len(in.Departments):
			return fmt.Errorf("schedule: entry %d: no department %d", i, e.Department)
		case e.Level > inspect.Street:
			return fmt.Errorf("schedule: entry %d: no level %d", i, e.Level)
		case e.HalfDays < 1 || e.Demand < 0:
			return fmt.Errorf("schedule: entry %d: %d half-days, %d people", i, e.HalfDays, e.Demand)
		}
		for _, n := range e.Named {
			if n < 0 || int(n) >= len(in.Departments[e.Department].People) {
				return fmt.Errorf("schedule: entry %d: department %d has no person %d", i, e.Department, n)
			}
		}
	}
	for i, v := range in.History {
		if v.Enterprise < 0 || int(v.Enterprise) >= len(in.Enterprises) || v.Last < v.First {
			return fmt.Errorf("schedule: past visit %d: enterprise %d, %v to %v", i, v.Enterprise, v.First, v.Last)
		}
		for _, d := range v.Departments {
			if d < 0 || int(d) >= len(in.Departments) {
				return fmt.Errorf("schedule: past visit %d: no department %d", i, d)
			}
		}
	}
	return nil
}

// ranks sorts indices 0…n-1 and gives the order and each index's place in it.
func ranks(n int, compare func(a, b int32) int) (order, place []int32) {
	order, place = make([]int32, n), make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(compare(a, b), cmp.Compare(a, b)) }) // several times as fast as a stable sort
	for k, i := range order {
		place[i] = int32(k)
	}
	return order, place
}

func newProblem(in *Instance) (*problem, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	p := &problem{in: in, days: len(in.Days), slots: 2 * len(in.Days), apart: max(1, in.Rules.LevelsApart), across: in.Rules.AcrossLevels}
	p.words = (p.slots + 63) / 64
	p.caps = slices.Clone(in.Rules.Caps)
	firmOrder, firmPlace := ranks(len(in.Enterprises), func(a, b int32) int {
		return strings.Compare(in.Enterprises[a].Key, in.Enterprises[b].Key)
	})
	deptOrder, deptPlace := ranks(len(in.Departments), func(a, b int32) int {
		return strings.Compare(in.Departments[a].Key, in.Departments[b].Key)
	})
	personAt := p.setDepartments(deptOrder, firmPlace)
	p.setJobs(firmOrder, firmPlace, deptPlace, personAt)
	p.setPast(firmPlace, deptPlace)
	p.setCaps()
	p.setDrawn()
	p.setStarts()
	p.empty = newField(p)
	return p, nil
}

// setDepartments gives departments and people their canonical order, and where
// each person of the instance went.
func (p *problem) setDepartments(order, firmPlace []int32) [][]int32 {
	personAt := make([][]int32, len(order))
	p.avail = make([]int32, len(order)*p.slots)
	for k, o := range order {
		d := &p.in.Departments[o]
		lo := int32(len(p.people))
		people, place := ranks(len(d.People), func(a, b int32) int {
			return cmp.Or(strings.Compare(d.People[a].Key, d.People[b].Key), cmp.Compare(btoi(d.People[a].Outside), btoi(d.People[b].Outside)))
		})
		for i := range place {
			place[i] += lo
		}
		personAt[o] = place
		roster := false
		for _, i := range people {
			src := &d.People[i]
			q := person{orig: i, outside: src.Outside, away: p.away(src.Leave)}
			for _, f := range src.Recused {
				q.recused = append(q.recused, firmPlace[f])
			}
			slices.Sort(q.recused)
			roster = roster || !src.Outside
			p.people = append(p.people, q)
		}
		if roster && !d.Unlimited {
			for range spares {
				p.people = append(p.people, person{orig: -1, away: p.always()})
			}
		}
		nd := dept{orig: o, lo: lo, hi: int32(len(p.people)), unlimited: d.Unlimited, roster: roster && !d.Unlimited}
		p.depts = append(p.depts, nd)
		for s := range p.slots {
			switch a := &p.avail[k*p.slots+s]; {
			case nd.unlimited:
				*a = unlimited
			case !nd.roster:
				*a = int32(max(0, d.Capacity))
			default:
				for i := nd.lo; i < nd.hi; i++ {
					if q := &p.people[i]; !q.outside && !has(q.away, s) {
						*a++
					}
				}
			}
		}
	}
	return personAt
}

// spares are people a roster does not have: always away, until a remedy asks
// whether one of them would help.
const spares = 3

// always is the set of all slots.
func (p *problem) always() []uint64 {
	set := make([]uint64, p.words)
	for i := range set {
		set[i] = ^uint64(0)
	}
	return set
}

// unlimited is a number of people no plan can use up.
const unlimited = 1 << 29

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func has(set []uint64, s int) bool { return set != nil && set[s>>6]>>(s&63)&1 != 0 }

// away is the set of slots inside the days of leave; nil when there are none.
func (p *problem) away(leave []inspect.Span) []uint64 {
	var set []uint64
	for day, date := range p.in.Days {
		for _, l := range leave {
			if l.Contains(date) {
				if set == nil {
					set = make([]uint64, p.words)
				}
				set[2*day>>6] |= 3 << (2 * day & 63)
				break
			}
		}
	}
	return set
}

// setJobs puts the entries into canonical order: by enterprise, key, and then
// by all they hold, so that only equal entries can change places.
func (p *problem) setJobs(firmOrder, firmPlace, deptPlace []int32, personAt [][]int32) {
	in := p.in
	p.firms = make([]firm, len(firmOrder))
	for k, o := range firmOrder {
		p.firms[k].orig = o
	}
	for i := range in.Entries {
		p.firms[firmPlace[in.Entries[i].Enterprise]].hi++
	}
	end := int32(0)
	for k := range p.firms {
		f := &p.firms[k]
		f.lo, end = end, end+f.hi
		f.hi = f.lo
	}
	order, names := make([]int32, len(in.Entries)), make([][]int32, len(in.Entries))
	for i := range in.Entries {
		e := &in.Entries[i]
		f := &p.firms[firmPlace[e.Enterprise]]
		order[f.hi] = int32(i)
		f.hi++
		for _, n := range e.Named {
			names[i] = append(names[i], personAt[e.Department][n])
		}
		slices.Sort(names[i])
		names[i] = slices.Compact(names[i])
	}
	p.jobs = make([]job, len(order))
	share(len(p.firms), 64, 0, func(lo, hi int) {
		for k := lo; k < hi; k++ {
			f := &p.firms[k]
			own := order[f.lo:f.hi]
			slices.SortFunc(own, func(a, b int32) int {
				return cmp.Or(compareEntries(in, deptPlace, names, a, b), cmp.Compare(a, b))
			})
			for i, o := range own {
				p.jobs[int(f.lo)+i] = p.jobOf(o, int32(k), deptPlace[in.Entries[o].Department], names[o])
				f.twice = f.twice || slices.ContainsFunc(own[:i], func(b int32) bool { return in.Entries[b].Department == in.Entries[o].Department })
			}
		}
	})
}

// compareEntries orders an enterprise's entries.
func compareEntries(in *Instance, deptPlace []int32, names [][]int32, a, b int32) int {
	x, y := &in.Entries[a], &in.Entries[b]
	if c := strings.Compare(x.Key, y.Key); c != 0 {
		return c // what follows takes time
	}
	return cmp.Or(
		cmp.Compare(deptPlace[x.Department], deptPlace[y.Department]), cmp.Compare(x.Level, y.Level), cmp.Compare(x.HalfDays, y.HalfDays),
		cmp.Compare(x.Demand, y.Demand), cmp.Compare(x.Kind, y.Kind), cmp.Compare(btoi(x.Joinable), btoi(y.Joinable)),
		slices.Compare(names[a], names[b]), slices.CompareFunc(x.Windows, y.Windows, func(v, w inspect.Span) int {
			return cmp.Or(cmp.Compare(v.From, w.From), cmp.Compare(v.To, w.To))
		}))
}

// jobOf is an entry as a job.
func (p *problem) jobOf(o, firm, dept int32, named []int32) job {
	e := &p.in.Entries[o]
	j := job{orig: o, firm: firm, dept: dept, named: named,
		length: int16(min(e.HalfDays, 1<<14)), level: e.Level, class: uint8(e.Kind.Class()), kind: e.Kind, joinable: e.Joinable}
	need := max(e.Demand, len(named))
	if d := &p.depts[dept]; d.roster {
		for _, q := range named {
			need -= btoi(p.people[q].outside)
		}
	}
	j.need = int32(min(need, unlimited/2))
	if p.depts[dept].unlimited {
		j.need = 0
	}
	return j
}

// setPast gives past visits the index of their working days.
func (p *problem) setPast(firmPlace, deptPlace []int32) {
	in := p.in
	row := slices.Concat(in.Before, in.Days, in.After)
	for i := range in.History {
		h := &in.History[i]
		first, _ := slices.BinarySearch(row, h.First)
		last, found := slices.BinarySearch(row, h.Last)
		v := pastVisit{first: first - len(in.Before), last: last - len(in.Before) - btoi(!found), date: h.First, level: h.Level, joinable: h.Joinable}
		for _, d := range h.Departments {
			v.depts = append(v.depts, deptPlace[d])
		}
		for _, k := range h.Kinds {
			v.kinds |= 1 << k
		}
		f := &p.firms[firmPlace[h.Enterprise]]
		f.past = append(f.past, v)
	}
	for i := range p.firms {
		slices.SortStableFunc(p.firms[i].past, func(a, b pastVisit) int {
			return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last), cmp.Compare(a.level, b.level))
		})
	}
}

// setDrawn marks the departments where numbers do not decide: someone is
// recused; someone named (who then is not free the whole of a longer entry);
// someone on leave while an entry lasts over several days. Elsewhere the
// people are alike, and intervals of alike people can be staffed exactly when
// no slot takes more of them than there are.
func (p *problem) setDrawn() {
	type facts struct{ recused, leave, named, long, overnight bool }
	of := make([]facts, len(p.depts))
	for i := range p.depts {
		d := &p.depts[i]
		for q := d.lo; q < d.hi; q++ {
			if who := &p.people[q]; !who.outside && who.orig >= 0 {
				d.recusers += int32(btoi(len(who.recused) > 0))
				d.leavers += int32(btoi(who.away != nil))
			}
		}
		of[i].recused, of[i].leave = d.recusers > 0, d.leavers > 0
	}
	for i := range p.jobs {
		j := &p.jobs[i]
		f := &of[j.dept]
		f.long = f.long || j.length >= 2
		f.overnight = f.overnight || j.length >= 3
		for _, q := range j.named {
			f.named = f.named || !p.people[q].outside
		}
	}
	for i := range p.depts {
		f := of[i]
		p.depts[i].drawn = p.depts[i].roster && (f.recused || f.named && f.long || f.leave && f.overnight)
	}
	for i := range p.jobs {
		if j := &p.jobs[i]; p.depts[j.dept].drawn {
			p.firms[j.firm].drawn = true
		}
	}
}
