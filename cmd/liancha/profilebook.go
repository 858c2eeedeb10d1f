package main

import (
	"cmp"
	"slices"

	"liancha/inspect"
	"liancha/profile"
	"liancha/report"
)

// shown puts profiles into the terms the workbook and the JSON have.
func (s *profileRun) shown(r *profile.Result, opt profile.Options, previous string, chosen int32) *report.Profiles {
	p := &report.Profiles{
		AsOf: r.AsOf, RiskNames: profile.RiskNames[:], ManagementNames: profile.ManagementNames[:],
		Ranked: len(r.Ranking), LowValueRun: opt.LowValueRuns, Since: "名录库原来的等级", Method: method(opt),
		Reviews: s.who.Review, Enterprises: s.who.Enterprises,
	}
	order := slices.Clone(r.Ranking)
	for e := range r.Profiles {
		x := &r.Profiles[e]
		if !x.Listed() {
			continue
		}
		p.Before[x.Registered]++
		p.Now[x.Grade]++
		p.Inspections += x.Facts.Inspections
		if x.Rank == 0 {
			order = append(order, int32(e))
		}
	}
	p.N = len(order)
	p.Line = func(i int) report.ProfileLine { return s.line(r, order[i]) }
	p.Reasons = func(i int) []string { return r.Reasons(order[i]) }
	if previous != "" {
		p.Since = "以前的脸谱"
	}
	for _, c := range r.Changes() {
		x := report.ProfileChange{Line: s.line(r, c.Enterprise), From: c.From, Worse: c.Worse(r)}
		if c.Past != nil {
			x.Dated, x.Risk, x.Management, x.Known = true, c.Past.Risk.Float(), c.Past.Management.Float(), c.Past.Known
		}
		p.Changes = append(p.Changes, x)
	}
	for _, v := range r.LowValue {
		e := &s.who.Enterprises[v.Enterprise]
		p.LowValue = append(p.LowValue, report.LowValueCheck{Name: e.Name, Code: e.Code, District: e.District, Department: v.Department,
			Grade: r.Profiles[v.Enterprise].Grade, Times: v.Times, First: v.First, Last: v.Last})
	}
	if chosen >= 0 {
		p.Portrait = s.portrait(r, opt, chosen)
	}
	return p
}

// line is one enterprise's profile.
func (s *profileRun) line(r *profile.Result, e int32) report.ProfileLine {
	x, of := &r.Profiles[e], &s.who.Enterprises[e]
	l := report.ProfileLine{
		Rank: x.Rank, Name: of.Name, Code: of.Code, District: of.District, Street: of.Street, Note: noteOf(x, of),
		Grade: x.Grade, Before: x.Registered, Previous: r.PreviousGrade(e), Colour: profile.Colour(x.Grade),
		Risk: x.RiskFigure().Float(), Danger: x.Danger.Float(), Known: x.Known, RiskItems: floats(x.Risk[:]),
		ManagementItems: floats(x.Management[:]), Inspections: x.Facts.Inspections, Hazards: x.Facts.Hazards, LastVisit: x.LastVisit,
		Summary: r.Summary(e),
	}
	if m, known := x.ManagementFigure(); known {
		l.Management = m.Float()
	}
	l.DaysSince, _ = r.DaysSince(e)
	return l
}

func floats(points []profile.Points) []float64 {
	list := make([]float64, len(points))
	for i, p := range points {
		list[i] = p.Float()
	}
	return list
}

// noteOf says what is out of the ordinary about an enterprise.
func noteOf(x *profile.Profile, of *inspect.Enterprise) string {
	switch {
	case !x.OnRegister:
		return "不在名录库"
	case of.Status == inspect.Closed:
		return "停业"
	case of.Status == inspect.Cancelled:
		return "注销"
	}
	return ""
}

// mostMoments is how many days of inspection a portrait shows.
const mostMoments = 24

// portrait is one enterprise's profile in full.
func (s *profileRun) portrait(r *profile.Result, opt profile.Options, e int32) *report.Portrait {
	x := &r.Profiles[e]
	p := &report.Portrait{Line: s.line(r, e), Reasons: r.Reasons(e), NoManagement: x.ManagementSum() + "；不当作管理得好。",
		Industry: s.who.Enterprises[e].Industry, Headcount: x.Headcount}
	risk, management := r.Means()
	for i, words := range r.RiskWords(e) {
		p.Risk = append(p.Risk, report.PortraitItem{Name: profile.RiskNames[i], Points: x.Risk[i].Float(), Full: float64(opt.Risk.Full[i]),
			Mean: risk[i].Float(), Words: words})
	}
	for i, words := range r.ManagementWords(e) {
		p.Management = append(p.Management, report.PortraitItem{Name: profile.ManagementNames[i], Points: x.Management[i].Float(),
			Full: float64(opt.Management.Full[i]), Mean: management[i].Float(), Words: words})
	}
	moments := r.Over(e, mostMoments)
	if n := len(moments); n > 0 && moments[n-1].Date < r.AsOf {
		moments = append(moments, profile.Moment{Date: r.AsOf, Profile: *x})
	}
	for i := range moments {
		m := &moments[i]
		figure, _ := m.ManagementFigure()
		p.Moments = append(p.Moments, report.ProfileMoment{Date: m.Date, Risk: m.RiskFigure().Float(), Management: figure.Float(), Danger: m.Danger.Float(), Grade: m.Grade})
	}
	for _, v := range r.Visits(e) {
		p.Visits = append(p.Visits, report.ProfileVisit(v))
	}
	return p
}

// register is the register with grades and last visits renewed: the columns of
// all its tables, those of one field or one header brought together.
func (s *profileRun) register(r *profile.Result) *report.Register {
	out := &report.Register{}
	at := map[string]int{}
	column := func(key, header, field string) int {
		i, known := at[key]
		if !known {
			i = len(out.Columns)
			at[key] = i
			out.Columns = append(out.Columns, report.RegisterColumn{Header: header, Field: field})
		}
		return i
	}
	type row struct {
		table, line int
	}
	var rows []row
	to := make([][]int, len(s.registers.Registers)) // where each table's columns go
	for t := range s.registers.Registers {
		seen := map[string]int{}
		for _, c := range s.registers.Registers[t].Columns {
			key := cmp.Or(c.Field, "|"+c.Header)
			seen[key]++
			for n := seen[key]; n > 1; n-- { // a header that stands there twice
				key += "|"
			}
			to[t] = append(to[t], column(key, c.Header, c.Field))
		}
		for l := range s.registers.Registers[t].Lines {
			rows = append(rows, row{t, l})
		}
	}
	column(report.FieldGrade, report.FieldGrade, report.FieldGrade)
	column(report.FieldLastVisit, report.FieldLastVisit, report.FieldLastVisit)
	enterprise := s.enterpriseOf()
	out.N = len(rows)
	out.Line = func(i int) ([]string, inspect.Grade, inspect.Date) {
		t := &s.registers.Registers[rows[i].table]
		line := &t.Lines[rows[i].line]
		cells := make([]string, len(out.Columns))
		for k, text := range line.Cells {
			cells[to[rows[i].table][k]] = text
		}
		e, known := enterprise[line.Source]
		if !known {
			return cells, inspect.NoGrade, 0
		}
		return cells, r.Profiles[e].Grade, r.Profiles[e].LastVisit
	}
	return out
}

// enterpriseOf finds the enterprise of a register's line.
func (s *profileRun) enterpriseOf() map[inspect.Source]int32 {
	of := make(map[inspect.Source]int32, len(s.who.OfRegistered))
	for i, e := range s.who.OfRegistered {
		if e >= 0 {
			of[s.registers.Registered[i].Source] = e
		}
	}
	return of
}
