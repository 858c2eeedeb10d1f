package profile

import (
	"strings"

	"liancha/inspect"
)

// one is the weight of a result of today.
const one = 1 << 20

// weight is what a result of so many days ago weighs; see the package comment.
func weight(days, halfLifeMonths int) int64 {
	x, half := int64(days)*48, int64(halfLifeMonths)*1461
	k, rest := x/half, x%half
	if k >= 20 {
		return 1
	}
	full := int64(one) >> k
	return max(1, full-full*rest/(2*half))
}

// monthDays gives months in days.
func monthDays(months int) int { return months * 1461 / 48 }

// share is full·part/whole of points, part at most whole, a half rounded up.
func share(full int, part, whole int64) Points {
	return Points((2*10*int64(full)*min(part, whole) + whole) / (2 * whole))
}

// rest is full marks less that share.
func rest(full int, part, whole int64) Points { return Points(10*full) - share(full, part, whole) }

// sums are what the items are shares of.
type sums struct {
	weights, found, majors, repeated, late int64
	overdue                                int64
	clean                                  inspect.Date // the first clean day since the last hazard
}

// measure fills in management and what results add to latent risk, as of a day.
func (h *history) measure(p *Profile, asOf inspect.Date, opt *Options) {
	var s sums
	h.measureInspections(&s, &p.Facts, asOf, opt)
	h.measureHazards(&s, &p.Facts, asOf, opt)
	f, m := &p.Facts, &opt.Management
	p.Risk[RiskMajor] = share(opt.Risk.Full[RiskMajor], s.majors, int64(opt.Risk.MajorFull)*one)
	if p.Known = f.Inspections > 0; !p.Known {
		return
	}
	if s.clean != 0 {
		f.CleanDays = int(f.Last - s.clean)
	}
	f.MeanTenths = int((20*s.found + s.weights) / (2 * s.weights))
	for item, v := range [NumManagement]struct{ part, whole int64 }{
		ManagementFindings: {s.found, s.weights * int64(m.FindingsFull)},
		ManagementSeverity: {s.majors, int64(m.MajorFull) * one},
		ManagementOverdue:  {s.overdue, int64(m.OverdueFull)},
		ManagementRepeated: {s.repeated, int64(m.RepeatedFull) * one},
		ManagementSpeed:    {s.late, int64(m.LateFull*m.LateDays) * one},
	} {
		if v.whole > 0 {
			p.Management[item] = rest(m.Full[item], v.part, v.whole)
		}
	}
	p.Management[ManagementClean] = share(m.Full[ManagementClean], int64(f.CleanDays)*4, int64(m.CleanYears)*1461)
}

// counts reports whether a result of a day counts, and its weight.
func counts(day, asOf inspect.Date, opt *Options) (int64, bool) {
	age := int(asOf - day)
	if age < 0 || opt.ForgetMonths > 0 && age > monthDays(opt.ForgetMonths) {
		return 0, false
	}
	return weight(age, opt.HalfLifeMonths), true
}

func (h *history) measureInspections(s *sums, f *Facts, asOf inspect.Date, opt *Options) {
	full := opt.Management.FindingsFull
	for _, x := range h.inspections {
		w, ok := counts(x.date, asOf, opt)
		if !ok {
			if x.date > asOf {
				f.Later++
			} else {
				f.Forgone++
			}
			continue
		}
		n := min(x.hazards, full)
		if x.major {
			n = full
		}
		s.weights += w
		s.found += w * int64(n)
		f.Inspections++
		if f.First == 0 {
			f.First = x.date
		}
		f.Last = x.date
		switch {
		case x.hazards > 0:
			f.LastHazard, s.clean = x.date, 0
		case s.clean == 0 && x.date > f.LastHazard:
			s.clean = x.date
		}
	}
}

func (h *history) measureHazards(s *sums, f *Facts, asOf inspect.Date, opt *Options) {
	m := &opt.Management
	for i := range h.hazards {
		z := &h.hazards[i]
		w, ok := counts(z.last, asOf, opt)
		if !ok {
			continue
		}
		f.Hazards++
		n := int64(1)
		if z.major {
			f.Majors++
			s.majors += w
			n = 2
		}
		if z.repeated {
			f.Repeated++
			s.repeated += w
		}
		if !z.rectified(asOf) {
			if z.deadline != 0 && z.deadline < asOf {
				f.Overdue++
				s.overdue += n
			}
			continue
		}
		f.Rectified++
		if z.fixed == 0 {
			continue
		}
		f.RectifiedDated++
		f.RectifiedDays += max(0, int(z.fixed-z.first))
		deadline := z.deadline
		if deadline == 0 {
			deadline = z.first + inspect.Date(m.DefaultDays)
		}
		if late := int(z.fixed - deadline); late > 0 {
			f.Late++
			s.late += w * int64(min(late, m.LateDays))
		}
	}
}

// finish fills in what the register says of latent risk, danger and the grade.
func (r *Result) finish(e int32, p *Profile) {
	o := &r.opt.Risk
	p.Risk[RiskGrade] = share(o.Full[RiskGrade], int64(o.Grades[p.Registered]), 100)
	p.Risk[RiskIndustry] = share(o.Full[RiskIndustry], int64(r.industry(e).Share), 100)
	p.Risk[RiskHeadcount] = share(o.Full[RiskHeadcount], int64(headcountShare(p.Headcount, o)), 100)
	management, known := p.ManagementFigure()
	if !known {
		management = Points(10 * r.opt.Grade.WithoutResults)
	}
	g := &r.opt.Grade
	p.Danger = Points((int(p.RiskFigure())*(100-g.ManagementShare) + int(1000-management)*g.ManagementShare + 50) / 100)
	p.Grade = g.of(p.Danger)
	if !known {
		p.Grade = max(p.Grade, p.Registered)
	}
}

// industry gives the key word an enterprise's industry goes by.
func (r *Result) industry(e int32) Word {
	name := r.in.Enterprises[e].Industry
	w, known := r.words[name]
	if !known {
		w = industryWord(plain(name), &r.opt.Risk)
		r.words[name] = w
	}
	return w
}

// industryWord finds the key word of an industry. Of words of one share the
// longest tells most.
func industryWord(name string, o *RiskOptions) Word {
	if name == "" {
		return Word{Share: o.IndustryUnknown}
	}
	best, found := Word{Share: o.IndustryOther}, false
	for _, w := range o.Industries {
		if strings.Contains(name, plain(w.Word)) && (!found || w.Share > best.Share || w.Share == best.Share && (len(w.Word) > len(best.Word) || len(w.Word) == len(best.Word) && w.Word < best.Word)) {
			best, found = w, true
		}
	}
	return best
}

func headcountShare(n int, o *RiskOptions) int {
	if n <= 0 {
		return o.HeadcountUnknown
	}
	best := Step{}
	for _, s := range o.Headcounts {
		if s.From <= n && s.From >= best.From {
			best = s
		}
	}
	return best.Share
}

func (g *GradeOptions) of(danger Points) inspect.Grade {
	switch {
	case danger < Points(10*g.B):
		return inspect.GradeA
	case danger < Points(10*g.C):
		return inspect.GradeB
	case danger < Points(10*g.D):
		return inspect.GradeC
	}
	return inspect.GradeD
}
