package profile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
)

// rank puts the enterprises in business into the order to inspect them in.
func (r *Result) rank() {
	for e := range r.Profiles {
		if r.Profiles[e].Listed() && r.in.Enterprises[e].Status == inspect.InBusiness {
			r.Ranking = append(r.Ranking, int32(e))
		}
	}
	slices.SortFunc(r.Ranking, func(a, b int32) int {
		x, y := &r.Profiles[a], &r.Profiles[b]
		return cmp.Or(
			cmp.Compare(y.Danger, x.Danger),
			cmp.Compare(y.RiskFigure(), x.RiskFigure()),
			cmp.Compare(r.standing(x), r.standing(y)),
			cmp.Compare(x.LastVisit, y.LastVisit), // never visited is 0
			strings.Compare(r.in.Enterprises[a].ID, r.in.Enterprises[b].ID),
			cmp.Compare(a, b),
		)
	})
	for i, e := range r.Ranking {
		r.Profiles[e].Rank = i + 1
	}
}

// standing is what management counts as in the order.
func (r *Result) standing(p *Profile) Points {
	if m, ok := p.ManagementFigure(); ok {
		return m
	}
	return Points(10 * r.opt.Grade.WithoutResults)
}

// DaysSince gives the days since an enterprise was last visited, and false where
// nobody is known to have been there.
func (r *Result) DaysSince(e int32) (int, bool) {
	last := r.Profiles[e].LastVisit
	return int(r.AsOf - last), last != 0
}

// Change is an enterprise whose grade is another than before.
type Change struct {
	Enterprise int32
	From       inspect.Grade
	Past       *Past // nil where the register's grade is what it is compared with
}

// Worse reports whether the change is for the worse.
func (c *Change) Worse(r *Result) bool { return r.Profiles[c.Enterprise].Grade > c.From }

// Changes gives the enterprises whose grade has changed since the earlier
// profile or, where there is none, since the register: those that got worse
// first, by how far and by rank.
func (r *Result) Changes() []Change {
	var list []Change
	for e := range r.Profiles {
		p := &r.Profiles[e]
		c := Change{Enterprise: int32(e), From: p.Registered}
		if r.in.Previous != nil {
			past, known := r.in.Previous[int32(e)]
			c.From, c.Past = past.Grade, &past
			if !known {
				continue
			}
		}
		if p.Listed() && c.From != inspect.NoGrade && c.From != p.Grade {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b Change) int {
		x, y := &r.Profiles[a.Enterprise], &r.Profiles[b.Enterprise]
		return cmp.Or(cmp.Compare(int(y.Grade)-int(b.From), int(x.Grade)-int(a.From)),
			cmp.Compare(onList(x), onList(y)), strings.Compare(r.in.Enterprises[a.Enterprise].ID, r.in.Enterprises[b.Enterprise].ID))
	})
	return list
}

// onList is a profile's rank, those off the list behind all others.
func onList(p *Profile) int {
	if p.Rank == 0 {
		return 1 << 30
	}
	return p.Rank
}

// notCounted tells of findings that could not be counted. A line nobody has filled
// in holds none.
func (r *Result) notCounted() {
	for i := range r.in.Findings {
		f := &r.in.Findings[i]
		at := diag.Position{File: f.Source.File, Sheet: f.Source.Sheet, Row: f.Source.Row, Text: f.Source.Text}
		switch {
		case r.in.OfFinding[i] < 0 && f.Conclusion != inspect.NoConclusion:
		case f.NotInspected != "": // which has been told where it stands
		case f.Conclusion == inspect.NoConclusion:
			at.Column = "检查结果"
			r.Problems.Add(diag.Problem{Severity: diag.Info, Code: "not_filled_in", Position: at,
				Message: "这一行没有填检查结果，不算检查过", Hint: "检查过的请填“未发现问题”或“发现问题”"})
		case f.Date == 0:
			at.Column = "检查日期"
			r.Problems.Add(diag.Problem{Severity: diag.Error, Code: "no_date", Position: at,
				Message: "没有检查日期，不知道是什么时候的结果，没有计入", Hint: "补上检查日期"})
			r.NotCounted++
		case f.Date > r.AsOf:
			at.Column = "检查日期"
			r.Problems.Add(diag.Problem{Severity: diag.Info, Code: "after_as_of", Position: at, Value: f.Date.String(),
				Message: fmt.Sprintf("检查日期 %s 在计算日期 %s 之后，没有计入", f.Date, r.AsOf), Hint: "要计入的，把 --as-of 改晚"})
			r.NotCounted++
		}
	}
	r.Problems.Sort()
}

// PreviousGrade gives the grade of the earlier profile, NoGrade where there is
// none.
func (r *Result) PreviousGrade(e int32) inspect.Grade { return r.in.Previous[e].Grade }

// Means gives the items' means: of latent risk over all enterprises listed, of
// management over those that have the figure.
func (r *Result) Means() (risk [NumRisk]Points, management [NumManagement]Points) {
	var sumRisk [NumRisk]int64
	var sumManagement [NumManagement]int64
	all, known := int64(0), int64(0)
	for e := range r.Profiles {
		p := &r.Profiles[e]
		if !p.Listed() {
			continue
		}
		all++
		for i, v := range p.Risk {
			sumRisk[i] += int64(v)
		}
		if !p.Known {
			continue
		}
		known++
		for i, v := range p.Management {
			sumManagement[i] += int64(v)
		}
	}
	for i, v := range sumRisk {
		risk[i] = Points((v + all/2) / max(all, 1))
	}
	for i, v := range sumManagement {
		management[i] = Points((v + known/2) / max(known, 1))
	}
	return risk, management
}

// Visit is what one department found on one day, as matters stand now.
type Visit struct {
	Date            inspect.Date
	Department      string
	Hazards, Majors int
	Open, Overdue   int
}

// Visits gives an enterprise's inspections, the latest first.
func (r *Result) Visits(enterprise int32) []Visit {
	var list []Visit
	at := map[inspection]int{}
	said := map[inspection]map[int32]bool{} // the hazards of each, lest a line that came twice count twice
	for i, e := range r.in.OfFinding {
		f := &r.in.Findings[i]
		if e != enterprise || f.Date == 0 || f.Date > r.AsOf || f.Conclusion == inspect.NoConclusion {
			continue
		}
		key := inspection{date: f.Date, department: f.Department}
		bare := Visit{Date: f.Date, Department: f.Department}
		n, known := at[key]
		if !known {
			n = len(list)
			at[key] = n
			list = append(list, bare)
			said[key] = map[int32]bool{}
		}
		if f.Conclusion != inspect.HazardsFound || said[key][r.in.HazardOf[i]] {
			continue
		}
		said[key][r.in.HazardOf[i]] = true
		list[n].add(f, r.AsOf)
	}
	slices.SortFunc(list, func(a, b Visit) int {
		return cmp.Or(cmp.Compare(b.Date, a.Date), strings.Compare(a.Department, b.Department))
	})
	return list
}

// add counts a hazard as matters stand on a day.
func (v *Visit) add(f *inspect.Finding, asOf inspect.Date) {
	v.Hazards++
	if f.Severity == inspect.Major {
		v.Majors++
	}
	if z := (hazard{state: f.State, fixed: f.Reinspection}); z.rectified(asOf) {
		return
	}
	v.Open++
	if f.Deadline != 0 && f.Deadline < asOf {
		v.Overdue++
	}
}
