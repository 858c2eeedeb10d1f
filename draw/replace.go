package draw

import (
	"container/heap"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Replace appends to the record that a person stands down and who goes
// instead: at each of their places (or of those named in places) whoever has
// the smallest ticket under the same seed and is neither there already, nor
// barred, nor busy, nor has stood down before. Nobody else moves.
//
// person is a key; where several departments have it, places must tell which.
func (r *Record) Replace(person, reason string, places []string) error {
	if r.Kind != OfInspectors {
		return errors.New("这份记录抽的是企业，不是执法人员，不能替换人员")
	}
	if strings.TrimSpace(reason) == "" {
		return errors.New("替换人员要写明原因")
	}
	p, err := ParsePool(r.Pool)
	if err != nil {
		return err
	}
	left, err := r.placesOf(p, person, places)
	if err != nil {
		return err
	}
	x, err := r.standIn(p, left, person, reason)
	if err != nil {
		return err
	}
	r.Replacements = append(r.Replacements, *x)
	r.Seal = ""
	return nil
}

// placesOf gives the places a person leaves, in the order they were drawn.
func (r *Record) placesOf(p *Pool, person string, only []string) ([]Task, error) {
	tasks := map[string]Task{}
	for _, t := range p.Tasks {
		tasks[t.Place] = t
	}
	final := r.Final()
	var left []Task
	for _, d := range r.Draws {
		if slices.Contains(final[d.Place], person) && (len(only) == 0 || slices.Contains(only, d.Place)) {
			left = append(left, tasks[d.Place])
		}
	}
	if len(left) == 0 {
		return nil, fmt.Errorf("“%s”没有被抽中，或已被替换", person)
	}
	for _, t := range left {
		if t.Department != left[0].Department {
			return nil, fmt.Errorf("“%s”在 %s 和 %s 都被抽中，请用任务编号说明替换哪一处", person, left[0].Department, t.Department)
		}
	}
	return left, nil
}

// standIn finds who goes to each of the places left.
func (r *Record) standIn(p *Pool, left []Task, person, reason string) (*Replacement, error) {
	b := r.bench(p, left[0].Department)
	b.gone[person] = true
	for _, t := range left {
		b.leave(person, t)
	}
	x := &Replacement{Department: b.department, Key: person, Reason: reason}
	tickets := newTicketer(r.SeedSHA256)
	for _, t := range left {
		got, err := b.next(t, tickets)
		if err != nil {
			return nil, fmt.Errorf("“%s”在 %s 的位置没有人可以接替：%w", person, t.Place, err)
		}
		x.Draws = append(x.Draws, got)
	}
	return x, nil
}

// bench is a department's people and where they are bound to be.
type bench struct {
	department string
	people     []Person
	barred     map[Fixed]string
	sent       map[string][]Task
	gone       map[string]bool // stood down
}

func (r *Record) bench(p *Pool, department string) *bench {
	b := &bench{department: department, barred: barsOf(p.Bars), sent: map[string][]Task{}, gone: map[string]bool{}}
	for _, x := range p.People {
		if x.Department == department {
			b.people = append(b.people, x)
		}
	}
	final := r.Final()
	for _, t := range p.Tasks {
		if t.Department == department {
			for _, k := range final[t.Place] {
				b.sent[k] = append(b.sent[k], t)
			}
		}
	}
	for _, x := range r.Replacements {
		if x.Department == department {
			b.gone[x.Key] = true
		}
	}
	return b
}

func (b *bench) leave(key string, t Task) {
	b.sent[key] = slices.DeleteFunc(b.sent[key], func(x Task) bool { return x.Place == t.Place })
}

// next draws one person more for a place.
func (b *bench) next(t Task, tickets *ticketer) (Result, error) {
	tickets.at(t.Place)
	var q queue
	for i, x := range b.people {
		q = append(q, candidate{tickets.ticket(x.Key, x.Weight), x.Key, i})
	}
	heap.Init(&q)
	r := Result{Place: t.Place, Drawn: []string{}, Passed: []Passed{}}
	var why []string
	for c, ok := q.next(); ok; c, ok = q.next() {
		there, reason := b.reason(c.key, t)
		switch {
		case there:
			continue
		case reason != "":
			r.Passed = append(r.Passed, Passed{c.key, c.ticket.String(), reason})
			why = append(why, c.key+"（"+ReasonInChinese(reason)+"）")
			continue
		}
		r.Drawn = append(r.Drawn, c.key)
		b.sent[c.key] = append(b.sent[c.key], t)
		return r, nil
	}
	if len(why) == 0 {
		return r, errors.New("名册里没有别人")
	}
	return r, errors.New(strings.Join(why, "、"))
}

// reason is why someone does not stand in at t; there says that they go anyway.
func (b *bench) reason(key string, t Task) (there bool, reason string) {
	for _, x := range b.sent[key] {
		if x.Place == t.Place {
			return true, ""
		}
	}
	if b.gone[key] {
		return false, Replaced
	}
	if reason, barred := b.barred[Fixed{t.Place, key}]; barred {
		return false, reason
	}
	for _, x := range b.sent[key] {
		if x.First < t.First+t.Slots && t.First < x.First+x.Slots {
			return false, Busy
		}
	}
	return false, ""
}

var reasonNames = map[string]string{
	Leave: "请假", Recused: "回避", Skill: "专业或证件不符", Busy: "另有任务", Reserved: "留给别处，否则别处缺人", Replaced: "已被替换",
	Inactive: "已注销或停业", Recent: "近期已检查",
}

// ReasonInChinese words a reason for passing someone over; a reason a pool made
// up itself stays as it is.
func ReasonInChinese(reason string) string {
	if s, ok := reasonNames[reason]; ok {
		return s
	}
	return reason
}
