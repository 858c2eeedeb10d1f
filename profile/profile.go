// Package profile draws the safety-credit profile of enterprises (企业安全信用脸谱)
// from a register and the results of inspections: two figures each, a grade, the
// order in which to inspect, and checks that could be dropped. It knows no file
// and does not decide which rows mean the same enterprise. Its figures are this
// program's own; they are no authority's formula.
//
// # The method
//
// Every figure is a sum of items. An item has full marks F, a whole number of
// points, and the items' full marks add up to 100. Points are kept in tenths and
// all arithmetic is in whole numbers, so that the items shown add up to the
// figure shown, exactly and on every machine. Where a division does not come out
// even, the item is rounded to the nearest tenth, a half upward.
//
// Age. A result of a days ago weighs, for a half-life of H days (the months set,
// of 1461/48 days each), with k = ⌊a/H⌋ and f = a/H − k,
//
//	w(a) = 2^−k · (1 − f/2)
//
// in units of 2^−20, never less than one unit: 1 today, 1/2 after one half-life,
// 1/4 after two, in a straight line between. Results older than ForgetMonths, and
// those after the day the profile is for, do not count at all.
//
// What is counted. An inspection is one department at one enterprise on one day.
// It found nothing, or it found hazards. What the feedback makes one line of (see
// package feedback: what several departments find within a month, told alike) is
// one hazard here, and as there the graver severity, the state of those who have
// it least far put right and the earlier deadline hold; put right it is on the
// latest day that somebody says so. It weighs by the day it was found last, and
// what time it took counts from the first. One that a ledger has without its
// department is counted to a department that was there that day. Lines nobody has
// filled in count as nothing.
//
// Latent risk (固有风险), 0 to 100, more is riskier:
//
//	grade      F · share set for the grade in the register
//	industry   F · the largest share among the key words the industry contains
//	headcount  F · share of the highest step reached
//	major      F · min(1, Σ w / MajorFull) over major hazards
//
// Management (管理水平), 0 to 100, more is better:
//
//	findings   F · (1 − Σ w·n / (Σ w · FindingsFull)) over inspections, n the
//	           hazards found, at most FindingsFull, and FindingsFull where that
//	           department calls one of them major
//	severity   F · (1 − min(1, Σ w / MajorFull)) over major hazards
//	overdue    F · (1 − min(1, n / OverdueFull)), n the hazards past their deadline
//	           and not put right, a major one counting two. They are what is the
//	           case today, not what once was: their age does not help
//	repeated   F · (1 − min(1, Σ w / RepeatedFull)) over hazards that are like another
//	           last found on an earlier day; like is a Dice coefficient of pairs of characters
//	           of at least AlikePercent
//	speed      F · (1 − min(1, Σ w·l / LateFull)) over hazards put right late, l the
//	           days past the deadline (DefaultDays after the inspection where none was
//	           set) over LateDays, at most 1. Late is told by the day of re-inspection;
//	           where none is stated a hazard put right counts as in time
//	clean      F · min(1, days / CleanYears), days from the first clean day since the
//	           last hazard to the last inspection: time nobody came to look is no merit
//
// One more major hazard, whatever its day and state, never lowers latent risk nor
// raises management: every sum can but grow, and the mean of findings cannot fall
// for a hazard that counts as much as an inspection can.
//
// Without any result there is no figure for management. It is not taken for a
// good one: for grade and rank it stands at WithoutResults, and the grade is then
// never better than the register's.
//
// Danger, 0 to 100: risk · (100 − ManagementShare)% + (100 − management) ·
// ManagementShare%. Grade A below the threshold of B, B below that of C, C below
// that of D. The reference list goes by danger, then risk, then the weaker
// management, then the longest time since the last visit, then ID; enterprises no
// longer in business are not on it.
package profile

import (
	"fmt"
	"slices"

	"liancha/inspect"
	"liancha/internal/diag"
)

// Points are tenths of a point: 635 is 63.5.
type Points int32

// String writes points with their one decimal.
func (p Points) String() string { return fmt.Sprintf("%d.%d", p/10, p%10) }

// Float gives points as a number.
func (p Points) Float() float64 { return float64(p) / 10 }

// Input is what profiles are drawn from. Who is who has been settled: Of lists
// give the index of an enterprise, or -1.
type Input struct {
	Enterprises  []inspect.Enterprise
	Registered   []inspect.Registered
	OfRegistered []int32
	Findings     []inspect.Finding
	OfFinding    []int32
	HazardOf     []int32        // of each finding: a number that those of one hazard share, as feedback.Hazards gives it
	AsOf         inspect.Date   // the day the profile is for; results after it do not count
	Previous     map[int32]Past // an earlier profile, by enterprise
}

// Past is what an earlier profile said of an enterprise.
type Past struct {
	Grade      inspect.Grade
	Risk       Points
	Management Points
	Known      bool // there was a figure for management
}

// Profile is one enterprise's.
type Profile struct {
	Risk       [NumRisk]Points
	Management [NumManagement]Points // meaningless unless Known
	Known      bool                  // there are results
	Danger     Points
	Grade      inspect.Grade
	Rank       int // on the reference list, from 1; 0 for enterprises not on it

	OnRegister bool
	Registered inspect.Grade // the register's
	Headcount  int           // 0 where not stated
	LastVisit  inspect.Date  // of register and results; 0 where there was none
	Facts      Facts
}

// Facts are what the figures count, for the words that go with them.
type Facts struct {
	Inspections, Hazards, Majors      int
	Overdue, Repeated                 int
	Rectified, Late                   int
	RectifiedDays, RectifiedDated     int // days taken, over so many hazards whose re-inspection is dated
	MeanTenths                        int // hazards an inspection as the item findings has it, in tenths
	CleanDays                         int
	First, Last                       inspect.Date // inspections
	LastHazard                        inspect.Date // 0 where there was none
	Unfilled, Undated, Later, Forgone int          // findings not counted
}

// Result is all profiles and what follows from them.
type Result struct {
	Profiles []Profile // by enterprise; those not Listed mean nothing
	Ranking  []int32   // enterprises by rank
	LowValue []LowValue
	AsOf     inspect.Date
	Problems diag.List // sorted

	NotCounted int // findings that hold a result and could not be counted; Problems has them

	in    *Input
	opt   *Options
	words map[string]Word // key word of each industry met
}

// Listed reports whether there is anything to draw a profile from: a line of the
// register, or a result. What only a line nobody has filled in names has neither.
func (p *Profile) Listed() bool { return p.OnRegister || p.Known }

// RiskFigure gives an enterprise's latent risk.
func (p *Profile) RiskFigure() Points { return total(p.Risk[:]) }

// ManagementFigure gives an enterprise's management, and false where there are
// no results.
func (p *Profile) ManagementFigure() (Points, bool) {
	if !p.Known {
		return 0, false
	}
	return total(p.Management[:]), true
}

func total(items []Points) Points {
	sum := Points(0)
	for _, i := range items {
		sum += i
	}
	return sum
}

// Assess draws the profiles of all enterprises. The order of findings and
// register lines makes no difference.
func Assess(in Input, opt Options) *Result {
	r := &Result{Profiles: make([]Profile, len(in.Enterprises)), AsOf: in.AsOf, in: &in, opt: &opt, words: map[string]Word{}}
	r.register()
	for e, list := range r.findings() {
		p := &r.Profiles[e]
		h := r.history(list, in.AsOf)
		p.Facts.Unfilled, p.Facts.Undated = h.unfilled, h.undated
		h.measure(p, in.AsOf, &opt)
		p.LastVisit = max(p.LastVisit, p.Facts.Last)
		r.finish(int32(e), p)
		r.LowValue = append(r.LowValue, h.lowValue(int32(e), in.AsOf, opt.LowValueRuns)...)
	}
	r.rank()
	r.notCounted()
	return r
}

// Over gives an enterprise's figures as they stood on each day it was inspected,
// the earliest first, at most so many of the latest.
func (r *Result) Over(enterprise int32, most int) []Moment {
	var list []int32
	for i, e := range r.in.OfFinding {
		if e == enterprise {
			list = append(list, int32(i))
		}
	}
	h := r.history(list, r.AsOf)
	var days []inspect.Date
	for _, x := range h.inspections {
		if x.date <= r.AsOf {
			days = append(days, x.date)
		}
	}
	days = slices.Compact(days)
	days = days[max(0, len(days)-most):]
	moments := make([]Moment, len(days))
	for i, d := range days {
		p := r.Profiles[enterprise]
		p.Known, p.Facts = false, Facts{}
		r.history(list, d).measure(&p, d, r.opt)
		r.finish(enterprise, &p)
		moments[i] = Moment{Date: d, Profile: p}
	}
	return moments
}

// Moment is a profile as it stood on a day.
type Moment struct {
	Date inspect.Date
	Profile
}

// register takes what the register says of each enterprise: of several lines the
// highest headcount and the newest visit; the grade is the enterprise's.
func (r *Result) register() {
	for i, e := range r.in.OfRegistered {
		if e < 0 {
			continue
		}
		line, p := &r.in.Registered[i], &r.Profiles[e]
		p.OnRegister = true
		p.Headcount = max(p.Headcount, line.Headcount)
		if line.LastVisit <= r.AsOf {
			p.LastVisit = max(p.LastVisit, line.LastVisit)
		}
	}
	for e := range r.Profiles {
		if p := &r.Profiles[e]; p.OnRegister {
			p.Registered = r.in.Enterprises[e].Grade
		}
	}
}

// findings gives the findings of each enterprise.
func (r *Result) findings() [][]int32 {
	count := make([]int32, len(r.Profiles))
	for _, e := range r.in.OfFinding {
		if e >= 0 {
			count[e]++
		}
	}
	of := make([][]int32, len(r.Profiles))
	for e, n := range count {
		of[e] = make([]int32, 0, n)
	}
	for i, e := range r.in.OfFinding {
		if e >= 0 {
			of[e] = append(of[e], int32(i))
		}
	}
	return of
}
