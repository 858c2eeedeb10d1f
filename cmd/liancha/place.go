package main

import (
	"fmt"
	"maps"
	"slices"

	"liancha/config"
	"liancha/draw"
	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/workday"
	"liancha/schedule"
)

// material is what a scheduling problem is made of, from plans or from a task
// book.
type material struct {
	period      inspect.Span
	entries     []inspect.Entry
	of          []int32 // enterprise of each entry
	enterprises []inspect.Enterprise
	inspectors  []inspect.Inspector
	find        func(inspect.Subject) (int, bool) // the enterprise a name means
}

// placing is the material as a scheduling problem: which entries take part, and
// who stands behind each index.
type placing struct {
	material
	instance *schedule.Instance
	entry    []int // instance entry → index into entries
	outside  []inspect.Unscheduled
	problems diag.List
}

// pose turns the material into a scheduling problem. Entries outside the period
// and at enterprises no longer in business do not take part.
func pose(m material, c *config.Config) *placing {
	x := &placing{material: m, instance: &schedule.Instance{Rules: schedule.Rules{
		AcrossLevels: c.AcrossLevels, LevelsApart: c.LevelsApart, Caps: c.Caps,
	}}}
	x.days(m.period, c)
	for i := range m.enterprises {
		e := &m.enterprises[i]
		x.instance.Enterprises = append(x.instance.Enterprises, schedule.Enterprise{
			Key: e.ID, Grade: e.Grade, District: e.District, Street: e.Street,
		})
	}
	staff := x.departments(c)
	for i := range m.entries {
		e := &m.entries[i]
		enterprise := m.of[i]
		switch {
		case missesPeriod(e, m.period):
			x.outside = append(x.outside, inspect.Unscheduled{Entry: i, Code: "out_of_period",
				Reason: fmt.Sprintf("检查时间 %s 不在%s之内", windowsText(e.Windows), periodText(m.period))})
			continue
		case m.enterprises[enterprise].Status != inspect.InBusiness:
			x.outside = append(x.outside, inspect.Unscheduled{Entry: i, Code: "enterprise_inactive",
				Reason: "名录库里这家企业已注销或停业",
				Remedy: "核实企业状态，在名录库里改为在营后再排"})
			continue
		}
		x.entry = append(x.entry, i)
		x.instance.Entries = append(x.instance.Entries, schedule.Entry{
			Key:        entryKey(e),
			Enterprise: enterprise,
			Department: staff.index[e.Department],
			Level:      e.Level,
			Windows:    e.Windows,
			HalfDays:   e.HalfDays,
			Demand:     max(e.Demand, len(e.Named)),
			Named:      staff.named(x, e),
			Joinable:   e.Joinable,
			Kind:       e.Kind,
		})
	}
	return x
}

// entryKey orders an enterprise's entries by what they say and only then by
// their row, so that plans with their rows in another order are placed alike.
func entryKey(e *inspect.Entry) string {
	return fmt.Sprintf("%s|%s|%v|%d|%d|%v|%t|%d|%s", e.Department, e.Matter, e.Windows, e.HalfDays, e.Demand, e.Named,
		e.Joinable, e.Kind, e.Source)
}

// days fills in the period's working days, and says so where the State
// Council's arrangement for a year is not known.
func (x *placing) days(period inspect.Span, c *config.Config) {
	calendar := workday.New(c.Calendar.Holidays, c.Calendar.Workdays)
	x.instance.Days = calendar.Days(period)
	// Around the period, as far as a distance between levels can reach: five
	// working days take seven days, and holidays at most ten more in a row.
	reach := inspect.Date(14 + 3*c.LevelsApart)
	x.instance.Before = calendar.Days(inspect.Span{From: period.From - reach, To: period.From - 1})
	x.instance.After = calendar.Days(inspect.Span{From: period.To + 1, To: period.To + reach})
	if period == (inspect.Span{}) { // no date anywhere
		return
	}
	for _, y := range workday.UnknownYears(period) {
		x.problems.Add(diag.Problem{Severity: diag.Info, Code: "unknown_calendar",
			Message: fmt.Sprintf("没有%d年的放假调休安排，按周一至周五上班计算", y),
			Hint:    "在 liancha.yaml 的 calendar 里写上这一年的放假和调休"})
	}
}

// staffing finds a department's index and its people by name.
type staffing struct {
	index  map[string]int32
	people []map[string][]int32 // by department: name → people
}

// departments fills in every department of the plans and rosters.
func (x *placing) departments(c *config.Config) *staffing {
	names := map[string]bool{}
	for i := range x.entries {
		names[x.entries[i].Department] = true
	}
	planned := maps.Clone(names)
	roster := map[string][]*inspect.Inspector{}
	for i := range x.inspectors {
		d := x.inspectors[i].Department
		names[d] = true
		roster[d] = append(roster[d], &x.inspectors[i])
	}
	s := &staffing{index: map[string]int32{}}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		s.index[name] = int32(len(x.instance.Departments))
		d := schedule.Department{Key: name}
		byName := map[string][]int32{}
		capacity, stated := c.Capacity[name]
		switch people := roster[name]; {
		case len(people) > 0:
			fit, _ := draw.Roster(people, x.period.From)
			for _, person := range fit {
				byName[person.Name] = append(byName[person.Name], int32(len(d.People)))
				d.People = append(d.People, schedule.Person{
					Key: person.Key(), Leave: x.away(person), Recused: x.recused(person, c),
				})
			}
		case stated:
			d.Capacity = capacity
		default:
			d.Unlimited = true
			if planned[name] {
				x.problems.Add(diag.Problem{Severity: diag.Info, Code: "no_roster",
					Message: fmt.Sprintf("%s没有执法人员名录库，按人数不限排程", name),
					Hint:    "报送名录库，或在 liancha.yaml 的 departments.capacity 里写上每天能派几人"})
			}
		}
		x.instance.Departments = append(x.instance.Departments, d)
		s.people = append(s.people, byName)
	}
	return s
}

// away gives the days a person cannot be sent: leave, and those of the period
// after the certificate has expired.
func (x *placing) away(p *inspect.Inspector) []inspect.Span {
	if p.Expires == 0 || p.Expires >= x.period.To {
		return p.Leave
	}
	return append(slices.Clone(p.Leave), inspect.Span{From: p.Expires + 1, To: x.period.To})
}

// recused gives the enterprises of the plans a person must not inspect: those
// the roster names and, where areas are crossed, those of the person's own.
func (x *placing) recused(p *inspect.Inspector, c *config.Config) []int32 {
	var list []int32
	for _, name := range p.Recused {
		if i, ok := x.find(inspect.Subject{Name: name}); ok {
			list = append(list, int32(i))
		}
	}
	if c.Draw.CrossArea && p.Area != "" {
		for i := range x.enterprises {
			if draw.Stationed(p.Area, &x.enterprises[i]) {
				list = append(list, int32(i))
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// named finds the people an entry names. One who stands on no roster is added
// as an outsider: they must take part and cannot be in two places, but do not
// count as someone the department can send elsewhere.
func (s *staffing) named(x *placing, e *inspect.Entry) []int32 {
	dept := s.index[e.Department]
	d := &x.instance.Departments[dept]
	var list []int32
	for _, name := range e.Named {
		found := s.people[dept][name]
		if len(found) == 0 {
			found = []int32{int32(len(d.People))}
			s.people[dept][name] = found
			d.People = append(d.People, schedule.Person{Key: "|" + name, Outside: true})
			if !d.Unlimited && d.Capacity == 0 {
				x.problems.Add(diag.Problem{Severity: diag.Warning, Code: "not_on_roster", Position: position(e.Source, "检查人员"),
					Value:   name,
					Message: fmt.Sprintf("点名的检查人员“%s”不在%s的在岗名录里", name, e.Department),
					Hint:    "核对姓名，或补报名录库"})
			}
		}
		if !slices.Contains(list, found[0]) {
			list = append(list, found[0])
		}
	}
	return list
}

// position is the place of a row, and of a column in it.
func position(s inspect.Source, column string) diag.Position {
	return diag.Position{File: s.File, Sheet: s.Sheet, Row: s.Row, Column: column, Text: s.Text}
}
