package draw

import (
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
)

// Duty is what a draw of inspectors is made for: tasks with their days, and the
// people there are.
type Duty struct {
	Days        []inspect.Date // the period's working days, ascending
	Tasks       []inspect.Task
	Entries     []inspect.Entry
	Enterprises []inspect.Enterprise
	Staff       []inspect.Inspector

	// MinPeople is how many certified people go to any task at least, whatever
	// the plans say. MinPeopleExcept are places it does not hold for.
	MinPeople       int
	MinPeopleExcept map[string]bool
	CrossArea       bool          // nobody inspects the area they are stationed in
	Skills          []Requirement // specialities that matters require
	// Times is how often people were drawn before, by department and key. Where
	// it is not nil, those drawn less often have more chances.
	Times map[[2]string]int
	// Means reports whether an enterprise written in a person's recusals is the
	// given task's. Nil compares names and codes.
	Means func(written string, t *inspect.Task) bool
	// Edited gives the cell where a person was written into the task book by
	// hand, for an entry; false for those whom the plans name. Nil: nobody was.
	Edited func(entry inspect.Source, name string) (diag.Position, bool)
}

// MinPeople is the law's: inspections are carried out by two people at least
// (行政处罚法 2021, article 42).
const MinPeople = 2

// Requirement says that matters holding a word want people of a speciality.
type Requirement struct {
	Matter    string // part of the matter's words
	Specialty string
}

// PlaceOf names a task's share for a department.
func PlaceOf(taskID, department string) string { return taskID + "/" + department }

// Pool makes the pool, and says what it could not take in: people who cannot be
// drawn at all, departments without people, names that mean nobody.
func (d *Duty) Pool() (*Pool, diag.List) {
	b := &dutyBuilder{Duty: d, pool: &Pool{Kind: OfInspectors}, rejected: map[[2]string]string{}}
	b.listDays()
	b.gather()
	for _, name := range b.departments {
		b.department(name)
	}
	b.problems.Sort()
	return b.pool, b.problems
}

type dutyBuilder struct {
	*Duty
	pool        *Pool
	problems    diag.List
	days        []inspect.Date
	jobs        map[string][]job // department → its share of tasks
	departments []string
	rejected    map[[2]string]string // department and name → why they cannot be drawn
}

// job is a department's share of a task.
type job struct {
	place   string
	task    *inspect.Task
	entries []*inspect.Entry
	first   int // slot
	slots   int
	days    []inspect.Date // those it takes
}

// listDays gives the days slots are counted in: the working days, and any other
// a task was moved to by hand.
func (b *dutyBuilder) listDays() {
	b.days = slices.Clone(b.Days)
	for i := range b.Tasks {
		b.days = append(append(b.days, b.Tasks[i].Date), b.Tasks[i].Days...)
	}
	slices.Sort(b.days)
	b.days = slices.Compact(b.days)
}

// gather splits the tasks up among departments.
func (b *dutyBuilder) gather() {
	b.jobs = map[string][]job{}
	for i := range b.Tasks {
		t := &b.Tasks[i]
		of := map[string][]*inspect.Entry{}
		longest := 1
		for _, e := range t.Entries {
			x := &b.Entries[e]
			of[x.Department] = append(of[x.Department], x)
			longest = max(longest, x.HalfDays)
		}
		for name, entries := range of {
			b.jobs[name] = append(b.jobs[name], b.job(t, name, entries, longest))
		}
	}
	for name, jobs := range b.jobs {
		b.departments = append(b.departments, name)
		slices.SortFunc(jobs, func(a, b job) int { return strings.Compare(a.place, b.place) })
	}
	slices.Sort(b.departments)
}

// job measures a department's share: it lasts as long as the department's
// longest entry, unless the task was made longer or shorter by hand.
func (b *dutyBuilder) job(t *inspect.Task, department string, entries []*inspect.Entry, longest int) job {
	j := job{place: PlaceOf(t.ID, department), task: t, entries: entries, slots: 1}
	for _, e := range entries {
		j.slots = max(j.slots, e.HalfDays)
	}
	if t.HalfDays > 0 && (t.HalfDays < j.slots || t.HalfDays > longest) {
		j.slots = t.HalfDays
	}
	j.first = b.slot(t.Date) + int(t.Half)
	j.days = []inspect.Date{t.Date}
	// The task's days are working days one after the other; should a day off lie
	// between them on which another task was put by hand, that day is taken too.
	last := int(t.Half) + j.slots - 1
	if n := last/2 + 1; n <= len(t.Days) {
		j.days = t.Days[:n]
		j.slots = b.slot(t.Days[n-1]) + last%2 - j.first + 1
	}
	return j
}

// slot is a day's morning.
func (b *dutyBuilder) slot(d inspect.Date) int {
	day, _ := slices.BinarySearch(b.days, d)
	return 2 * day
}

// wanted is how many people a job wants: each entry its own, nobody named left
// out, and the least the law asks for.
func (b *dutyBuilder) wanted(j *job) int {
	n, named := 0, map[string]bool{}
	for _, e := range j.entries {
		n += max(e.Demand, 1)
		for _, name := range e.Named {
			named[name] = true
		}
	}
	n = max(n, len(named))
	if b.MinPeopleExcept[j.place] {
		return n
	}
	return max(n, b.MinPeople)
}

// department adds a department's people and tasks to the pool.
func (b *dutyBuilder) department(name string) {
	jobs := b.jobs[name]
	people := b.people(name)
	if len(people) == 0 {
		b.problems.Add(diag.Problem{Severity: diag.Warning, Code: "no_roster", Value: name,
			Message: fmt.Sprintf("%s没有可抽取的执法人员，它的 %d 项任务没有抽取人员", name, len(jobs)),
			Hint:    "补报执法人员名录库后再抽取"})
		return
	}
	for _, p := range people {
		b.pool.People = append(b.pool.People, Person{name, p.Key(), b.weight(name, p, people)})
	}
	for i := range jobs {
		j := &jobs[i]
		b.pool.Tasks = append(b.pool.Tasks, Task{j.place, name, j.first, j.slots, b.wanted(j)})
		for _, p := range people {
			if reason := b.bars(p, j); reason != "" {
				b.pool.Bars = append(b.pool.Bars, Bar{j.place, p.Key(), reason})
			}
		}
		b.fix(j, people)
	}
}

// weight gives those drawn less often than their most drawn colleague a chance
// more for each time.
func (b *dutyBuilder) weight(department string, p *inspect.Inspector, people []*inspect.Inspector) int {
	const most = 20 // keeps a newcomer from being drawn every single time
	if b.Times == nil {
		return 1
	}
	highest := 0
	for _, q := range people {
		highest = max(highest, b.Times[[2]string{department, q.Key()}])
	}
	return min(1+highest-b.Times[[2]string{department, p.Key()}], most)
}

// people gives those of a department who can be drawn, by key.
func (b *dutyBuilder) people(department string) []*inspect.Inspector {
	first := b.jobs[department][0].task.Date
	for _, j := range b.jobs[department] {
		first = min(first, j.task.Date)
	}
	var roster []*inspect.Inspector
	for i := range b.Staff {
		if p := &b.Staff[i]; p.Department == department {
			roster = append(roster, p)
		}
	}
	people, out := Roster(roster, first)
	for _, x := range out {
		b.rejected[[2]string{department, x.Person.Name}] = x.Problem.Message
		if x.Problem.Code != "" {
			b.problems.Add(x.Problem)
		}
	}
	return people
}

// bars gives the reason a person cannot go to a job, if there is one.
func (b *dutyBuilder) bars(p *inspect.Inspector, j *job) string {
	switch {
	case slices.ContainsFunc(j.days, p.OnLeave):
		return Leave
	case b.recused(p, j.task) || b.CrossArea && Stationed(p.Area, &b.Enterprises[j.task.Enterprise]):
		return Recused
	case p.Expires != 0 && p.Expires < j.days[len(j.days)-1], b.unskilled(p, j):
		return Skill
	}
	return ""
}

func (b *dutyBuilder) recused(p *inspect.Inspector, t *inspect.Task) bool {
	return slices.ContainsFunc(p.Recused, func(written string) bool {
		if b.Means != nil {
			return b.Means(written, t)
		}
		e := &b.Enterprises[t.Enterprise]
		return plainName(written) == plainName(e.Name) || e.Code != "" && strings.EqualFold(strings.TrimSpace(written), e.Code)
	})
}

// unskilled reports whether a matter of the job asks for a speciality the
// person does not have.
func (b *dutyBuilder) unskilled(p *inspect.Inspector, j *job) bool {
	for _, r := range b.Skills {
		has := slices.ContainsFunc(p.Specialties, func(s string) bool { return strings.Contains(s, r.Specialty) })
		if !has && slices.ContainsFunc(j.entries, func(e *inspect.Entry) bool { return strings.Contains(e.Matter, r.Matter) }) {
			return true
		}
	}
	return false
}

// fix fixes the people a job's plans name. Named people who cannot go are drawn
// for like anyone's place.
func (b *dutyBuilder) fix(j *job, people []*inspect.Inspector) {
	for _, e := range j.entries {
		for _, name := range e.Named {
			p, problem := whoIs(name, people)
			if p == nil && problem == "" {
				if _, out := b.rejected[[2]string{e.Department, name}]; out {
					problem = "已停用或证件不符，另抽一人"
				}
			}
			if p != nil {
				if reason := b.bars(p, j); reason != "" {
					problem = fmt.Sprintf("不能去（%s），另抽一人", ReasonInChinese(reason))
				}
			}
			at, edited := b.namedAt(e, name)
			if problem != "" {
				b.problems.Add(diag.Problem{Severity: diag.Warning, Code: "named_unavailable", Value: name,
					Message:  fmt.Sprintf("任务 %s 点名的%s“%s”%s", j.task.ID, e.Department, name, problem),
					Hint:     "需要本人去的，请核对名录库里的请假、回避和证件",
					Position: at})
				continue
			}
			if p == nil && edited { // of the plans' own it was told when they were collided
				b.problems.Add(diag.Problem{Severity: diag.Warning, Code: "not_on_roster", Value: name, Position: at,
					Message: fmt.Sprintf("任务 %s 点名的检查人员“%s”不在%s的在岗名录里，照写的去", j.task.ID, name, e.Department),
					Hint:    "核对姓名，或补报名录库"})
			}
			key := name
			if p != nil {
				key = p.Key()
			}
			if f := (Fixed{j.place, key}); !slices.Contains(b.pool.Fixed, f) {
				b.pool.Fixed = append(b.pool.Fixed, f)
			}
		}
	}
}

// namedAt is where a person is named for an entry: in the task book where they
// were written into it by hand, else in the plan.
func (b *dutyBuilder) namedAt(e *inspect.Entry, name string) (at diag.Position, edited bool) {
	if b.Edited != nil {
		if at, edited = b.Edited(e.Source, name); edited {
			return at, true
		}
	}
	return diag.Position{File: e.Source.File, Sheet: e.Source.Sheet, Row: e.Source.Row, Column: "检查人员", Text: e.Source.Text}, false
}

// whoIs finds a named person among a department's; nobody is someone from
// elsewhere, who goes by the name alone.
func whoIs(name string, people []*inspect.Inspector) (p *inspect.Inspector, problem string) {
	for _, q := range people {
		if q.Certificate == name {
			return q, ""
		}
		if q.Name != name {
			continue
		}
		if p != nil {
			return nil, "有同名的两人，分不清是谁，另抽一人；可以改写执法证号"
		}
		p = q
	}
	return p, ""
}

// PlanWants is how many people the plans ask for at a place.
func (d *Duty) PlanWants(place string) int {
	n := 0
	for i := range d.Tasks {
		for _, e := range d.Tasks[i].Entries {
			if x := &d.Entries[e]; PlaceOf(d.Tasks[i].ID, x.Department) == place {
				n += max(x.Demand, 1)
			}
		}
	}
	return n
}
