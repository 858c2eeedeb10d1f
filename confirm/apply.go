package confirm

import (
	"cmp"
	"slices"
	"strings"

	"liancha/inspect"
)

// Placed is the plan made anew: every visit, and what has no place.
type Placed struct {
	Visits  []Visit
	Left    []inspect.Unscheduled // entries of groups and loose ones without a place
	Unnamed []int                 // entries whose named people cannot come where they are now
	// How well it is known that no plan changes less; see inspect.Round.
	Proven        bool
	Open, AtLeast int
}

// Visit is one visit of the plan. The time of one that goes on where it was is
// its task's own.
type Visit struct {
	Task     int   // index into the book's tasks; -1 for a new one
	Entries  []int // of the book
	Moved    bool
	Date     inspect.Date
	Half     inspect.Half
	HalfDays int
	Days     []inspect.Date
}

// Standing is the plan in which every task stays with those left in it.
func (r *Round) Standing() Placed {
	p := Placed{Proven: true}
	for _, g := range r.Groups() {
		p.Visits = append(p.Visits, Visit{Task: g.Task, Entries: g.Entries, HalfDays: g.HalfDays})
	}
	return p
}

// Apply makes the task book of a plan and says what has changed.
func (r *Round) Apply(p Placed) *inspect.Round {
	o := *r.book
	o.Entries = slices.Clone(r.entries)
	o.Tasks, o.Unscheduled = nil, nil
	out := &inspect.Round{Outcome: &o, Proven: p.Proven, Open: p.Open, AtLeast: p.AtLeast}
	a := &applying{r: r, p: &p, round: out, from: map[string]int{}, parts: r.parts(), of: map[inspect.Source][]*inspect.Confirmation{}}
	for _, c := range a.parts {
		for _, s := range c.Entries {
			a.of[s] = append(a.of[s], c)
		}
	}
	a.redraw()
	for i := range p.Visits {
		o.Tasks = append(o.Tasks, a.task(&p.Visits[i]))
	}
	a.number()
	a.now = slices.Repeat([]int{-1}, len(o.Entries))
	for i := range o.Tasks {
		for _, e := range o.Tasks[i].Entries {
			a.now[e] = i
		}
	}
	a.leftOut()
	a.confirmations()
	a.changes()
	a.figures()
	return out
}

// applying is a plan on its way into the book.
type applying struct {
	r     *Round
	p     *Placed
	round *inspect.Round
	from  map[string]int // task number → the book's task it goes on
	drawn map[int]bool   // entries whose inspectors are to be drawn again
	now   []int          // by entry: its task now, -1 for none
	parts []*inspect.Confirmation
	of    map[inspect.Source][]*inspect.Confirmation // the parts an entry is of
}

// redraw takes the names of people who cannot come out of the entries. They are
// a department's in a task, and go together.
func (a *applying) redraw() {
	a.drawn = map[int]bool{}
	lost := map[int]bool{}
	for _, e := range a.p.Unnamed {
		lost[e] = true
	}
	for i := range a.p.Visits {
		v := &a.p.Visits[i]
		for _, e := range v.Entries {
			if !lost[e] {
				continue
			}
			for _, f := range v.Entries {
				if a.round.Entries[f].Department == a.round.Entries[e].Department && len(a.round.Entries[f].Named) > 0 {
					a.drawn[f] = true
				}
			}
		}
	}
	for e := range a.drawn {
		x := &a.round.Entries[e]
		x.Demand = max(x.Demand, len(x.Named))
		x.Named = nil
	}
}

// task makes the task of a visit.
func (a *applying) task(v *Visit) inspect.Task {
	t := inspect.Task{Enterprise: a.round.EntryOf[v.Entries[0]], Date: v.Date, Half: v.Half, HalfDays: v.HalfDays, Days: v.Days}
	lead := ""
	if v.Task >= 0 {
		was := &a.r.book.Tasks[v.Task]
		t.ID, lead = was.ID, was.Lead
		if !v.Moved {
			t.Date, t.Half = was.Date, was.Half
			t.Days = was.Days[:min(len(was.Days), max(1, (int(was.Half)+v.HalfDays+1)/2))]
			if v.HalfDays > was.HalfDays {
				t.Days = v.Days
			}
		}
		a.from[t.ID] = v.Task
	}
	t.Entries = slices.Clone(v.Entries)
	inspect.SortTaskEntries(a.round.Outcome, t.Entries)
	t.Level = inspect.Street
	var entries []*inspect.Entry
	stays := false
	for _, e := range t.Entries {
		x := &a.round.Entries[e]
		entries = append(entries, x)
		t.Level = min(t.Level, x.Level)
		stays = stays || x.Department == lead
	}
	if t.Lead = lead; !stays {
		t.Lead = a.r.in.Lead(entries)
	}
	return t
}

// number gives the new tasks numbers that nothing else has or has had.
func (a *applying) number() {
	taken := map[string]bool{}
	for i := range a.r.book.Tasks {
		taken[a.r.book.Tasks[i].ID] = true
	}
	for k := range a.r.said {
		taken[k.Task] = true
	}
	a.revive()
	inspect.NumberNew(a.round.Outcome, taken)
}

// revive gives a task that has a place again the number it had.
func (a *applying) revive() {
	o := a.round.Outcome
	used := map[string]bool{}
	for i := range o.Tasks {
		used[o.Tasks[i].ID] = true
	}
	for i := range a.r.book.Tasks {
		used[a.r.book.Tasks[i].ID] = true
	}
	for i := range o.Tasks {
		t := &o.Tasks[i]
		if t.ID != "" {
			continue
		}
		for _, e := range t.Entries {
			if c := a.saidOf(e); c != nil && !used[c.TaskID] && (t.ID == "" || c.TaskID < t.ID) {
				t.ID = c.TaskID
			}
		}
		used[t.ID] = true
	}
}

// leftOut lists what has no place: what had none before, what the plan has none
// for, and what its department takes out.
func (a *applying) leftOut() {
	o, r := a.round.Outcome, a.r
	why := map[int]inspect.Unscheduled{}
	for _, u := range r.book.Unscheduled {
		why[u.Entry] = u
	}
	for _, u := range a.p.Left {
		why[u.Entry] = u
	}
	for e := range r.gone {
		why[e] = inspect.Unscheduled{Entry: e, Code: codeDeclined, Reason: a.declined(e)}
	}
	for e := range o.Entries {
		if a.now[e] < 0 {
			u := why[e]
			u.Entry = e
			o.Unscheduled = append(o.Unscheduled, u)
		}
	}
}

// declined words why an entry's department takes no part.
func (a *applying) declined(e int) string {
	for _, c := range a.of[a.r.entries[e].Source] {
		if c.Answer == inspect.Declines {
			text := c.Department + "不参加任务 " + c.TaskID
			if c.Note != "" {
				text += "：" + c.Note
			}
			return text
		}
	}
	return "不参加"
}

// confirmations brings the parts up to date: which task their entries are in
// now, new tasks' parts, and agreements to visits that have only become shorter.
func (a *applying) confirmations() {
	r, o := a.r, a.round.Outcome
	list := slices.Clone(a.parts)
	for i := range o.Tasks {
		list = append(list, a.newParts(i)...)
	}
	o.Confirmations = nil
	for _, c := range list {
		x := *c
		x.Now = ""
		slices.SortFunc(x.Entries, inspect.CompareSource)
		for _, s := range x.Entries {
			e, known := r.bySource[s]
			if known && a.now[e] >= 0 && (x.Now == "" || o.Tasks[a.now[e]].ID == x.TaskID) {
				x.Now = o.Tasks[a.now[e]].ID
			}
		}
		if x.Now == x.TaskID {
			a.shorter(&x)
		}
		o.Confirmations = append(o.Confirmations, x)
	}
	slices.SortFunc(o.Confirmations, func(a, b inspect.Confirmation) int {
		return cmp.Or(strings.Compare(a.TaskID, b.TaskID), strings.Compare(a.Department, b.Department))
	})
}

// newParts are the parts of departments that have come to a task: what they have
// said to the task they come from goes on.
func (a *applying) newParts(task int) []*inspect.Confirmation {
	r, o := a.r, a.round.Outcome
	t := &o.Tasks[task]
	made := map[string]*inspect.Confirmation{}
	var list []*inspect.Confirmation
	for _, e := range t.Entries {
		x := &o.Entries[e]
		if c := r.said[Part{t.ID, x.Department}]; c != nil {
			if !slices.Contains(c.Entries, x.Source) {
				c.Entries = append(c.Entries, x.Source)
			}
			continue
		}
		c := made[x.Department]
		if c == nil {
			c = &inspect.Confirmation{TaskID: t.ID, Enterprise: t.Enterprise, Department: x.Department}
			if from := a.saidOf(e); from != nil && from.Answer == inspect.Adjusts {
				c.Answer, c.Windows, c.Note, c.About, c.From, c.Also = from.Answer, from.Windows, from.Note, from.About, from.From, from.Also
			}
			made[x.Department] = c
			list = append(list, c)
		}
		c.Entries = append(c.Entries, x.Source)
	}
	return list
}

// saidOf gives what an entry's department has said of the task it was in last.
func (a *applying) saidOf(e int) *inspect.Confirmation {
	r, x := a.r, &a.r.entries[e]
	if t := r.taskOf[e]; t >= 0 {
		return r.said[Part{r.book.Tasks[t].ID, x.Department}]
	}
	for _, c := range a.of[x.Source] {
		if c.Department == x.Department {
			return c
		}
	}
	return nil
}

// shorter carries an agreement over to a visit that stays where it is and only
// takes less time, someone having left.
func (a *applying) shorter(c *inspect.Confirmation) {
	i, ok := a.from[c.TaskID]
	if !ok || c.Answer != inspect.Agrees {
		return
	}
	was := &a.r.book.Tasks[i]
	k, found := slices.BinarySearchFunc(a.round.Tasks, c.TaskID, func(t inspect.Task, id string) int { return strings.Compare(t.ID, id) })
	if !found {
		return
	}
	if t := &a.round.Tasks[k]; t.Date == was.Date && t.Half == was.Half && t.HalfDays < was.HalfDays && c.About == was.Arrangement() {
		c.About = t.Arrangement()
	}
}

// figures counts the round and brings the book's own figures up to date.
func (a *applying) figures() {
	o, r := a.round.Outcome, a.r
	s := &o.Stats
	s.Visits, s.JointVisits, s.Scheduled, s.Unscheduled, s.OutOfPeriod, s.VisitsIfSeparate = len(o.Tasks), 0, 0, 0, 0, 0
	for i := range o.Tasks {
		n := len(departmentsOf(o, &o.Tasks[i]))
		s.Scheduled += len(o.Tasks[i].Entries)
		s.VisitsIfSeparate += n
		if n > 1 {
			s.JointVisits++
		}
	}
	for _, u := range o.Unscheduled {
		if u.Code == "out_of_period" {
			s.OutOfPeriod++
		} else {
			s.Unscheduled++
		}
	}
	f := &a.round.Stats
	f.TasksBefore, f.Tasks, f.Rejected = len(r.book.Tasks), len(o.Tasks), r.Rejected
	a.standings(f)
	for i := range a.round.Changes {
		c := &a.round.Changes[i]
		switch {
		case len(c.Kinds) == 0:
			f.Unchanged++
		case c.Has(inspect.TaskNew):
			f.New++
		case c.Has(inspect.TaskGone):
			f.Gone++
		case c.Has(inspect.TaskUnplaced):
			f.Unplaced++
		case c.Has(inspect.TaskMoved):
			f.Moved++
		}
	}
	asked := map[inspect.Source]bool{}
	for _, c := range o.Confirmations {
		for _, s := range c.Entries {
			asked[s] = true
		}
	}
	for _, u := range o.Unscheduled {
		f.LeftOut += rank(asked[o.Entries[u.Entry].Source] && u.Code != "" && u.Code != codeDeclined)
	}
	for e := range o.Entries {
		if was, i := r.taskOf[e], a.now[e]; was >= 0 && i >= 0 && o.Tasks[i].ID != r.book.Tasks[was].ID {
			f.Left++
		}
	}
}

// standings counts where departments stand.
func (a *applying) standings(f *inspect.RoundStats) {
	o := a.round.Outcome
	open := map[string]bool{}
	for i, st := range o.Standings() {
		c := &o.Confirmations[i]
		if c.Now != "" && c.Now != c.TaskID {
			continue // counted where it is now
		}
		f.Asked++
		switch st {
		case inspect.Open:
			f.Open++
			f.Unanswered += rank(c.Answer == inspect.NoAnswer)
			open[c.TaskID] = true
		case inspect.Unmet:
			f.Unmet++
		case inspect.Out:
			f.Declined++
		case inspect.Ended:
			f.Asked--
		case inspect.Held:
			if c.Answer == inspect.Adjusts {
				f.Adjusted++
			} else {
				f.Agreed++
			}
		}
	}
	for i := range o.Tasks {
		if !open[o.Tasks[i].ID] {
			f.AllAgreed++
		}
	}
}

// departmentsOf gives the departments of a task, the lead first.
func departmentsOf(o *inspect.Outcome, t *inspect.Task) []string {
	var ds []string
	for _, e := range t.Entries {
		if d := o.Entries[e].Department; !slices.Contains(ds, d) {
			ds = append(ds, d)
		}
	}
	slices.SortFunc(ds, func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(b == t.Lead), rank(a == t.Lead)), strings.Compare(a, b))
	})
	return ds
}

func rank(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
