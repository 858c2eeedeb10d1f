package config

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"liancha/inspect"
	"liancha/profile"
)

// profileFile is the part profile of liancha.yaml.
type profileFile struct {
	HalfLifeMonths int            `yaml:"half_life_months"`
	ForgetMonths   int            `yaml:"forget_months"`
	Risk           riskFile       `yaml:"risk"`
	Management     managementFile `yaml:"management"`
	Grade          gradeFile      `yaml:"grade"`
	LowValueRuns   int            `yaml:"low_value_runs"`
}

type riskFile struct {
	Marks struct {
		Grade     int `yaml:"grade"`
		Industry  int `yaml:"industry"`
		Headcount int `yaml:"headcount"`
		Major     int `yaml:"major"`
	} `yaml:"marks"`
	Grades     map[string]int `yaml:"grades"`
	Industries map[string]int `yaml:"industries"`
	Headcounts map[string]int `yaml:"headcounts"`
	MajorFull  int            `yaml:"major_full"`
}

type managementFile struct {
	Marks struct {
		Findings int `yaml:"findings"`
		Severity int `yaml:"severity"`
		Overdue  int `yaml:"overdue"`
		Repeated int `yaml:"repeated"`
		Speed    int `yaml:"speed"`
		Clean    int `yaml:"clean"`
	} `yaml:"marks"`
	FindingsFull int `yaml:"findings_full"`
	MajorFull    int `yaml:"major_full"`
	OverdueFull  int `yaml:"overdue_full"`
	RepeatedFull int `yaml:"repeated_full"`
	AlikePercent int `yaml:"alike_percent"`
	LateFull     int `yaml:"late_full"`
	LateDays     int `yaml:"late_days"`
	DefaultDays  int `yaml:"default_days"`
	CleanYears   int `yaml:"clean_years"`
}

type gradeFile struct {
	ManagementShare int `yaml:"management_share"`
	B               int `yaml:"B"`
	C               int `yaml:"C"`
	D               int `yaml:"D"`
	WithoutResults  int `yaml:"without_results"`
}

// What the settings call enterprises whose register leaves something open, and
// industries none of the words fits.
const (
	unstated = "未写明"
	others   = "其他"
)

// mostMonths bounds periods: a hundred years.
const mostMonths = 1200

func (r *reading) profile(f profileFile) profile.Options {
	o := profile.Options{HalfLifeMonths: f.HalfLifeMonths, ForgetMonths: f.ForgetMonths, LowValueRuns: f.LowValueRuns}
	r.between("profile.half_life_months", f.HalfLifeMonths, 1, mostMonths)
	r.between("profile.forget_months", f.ForgetMonths, 0, mostMonths)
	r.between("profile.low_value_runs", f.LowValueRuns, 1, 1000)
	o.Risk = r.risk(&f.Risk)
	o.Management = r.management(&f.Management)
	g := f.Grade
	o.Grade = profile.GradeOptions{ManagementShare: g.ManagementShare, B: g.B, C: g.C, D: g.D, WithoutResults: g.WithoutResults}
	r.between("profile.grade.management_share", g.ManagementShare, 0, 100)
	r.between("profile.grade.without_results", g.WithoutResults, 0, 100)
	for _, t := range []struct {
		key string
		n   int
	}{{"B", g.B}, {"C", g.C}, {"D", g.D}} {
		r.between("profile.grade."+t.key, t.n, 0, 100)
	}
	if g.B > g.C || g.C > g.D {
		r.say("profile.grade", "B、C、D 的分数线要从低到高，现在是 %d、%d、%d", g.B, g.C, g.D)
	}
	return o
}

func (r *reading) risk(f *riskFile) profile.RiskOptions {
	m := f.Marks
	o := profile.RiskOptions{
		Full:      [profile.NumRisk]int{profile.RiskGrade: m.Grade, profile.RiskIndustry: m.Industry, profile.RiskHeadcount: m.Headcount, profile.RiskMajor: m.Major},
		MajorFull: f.MajorFull,
	}
	r.marks("profile.risk.marks", o.Full[:])
	r.between("profile.risk.major_full", f.MajorFull, 1, 1000)
	for _, name := range slices.Sorted(maps.Keys(f.Grades)) {
		g, ok := inspect.ParseGrade(name)
		if !ok && name != ungraded {
			r.say("profile.risk.grades", "等级“%s”应是 A、B、C、D 或 %s", name, ungraded)
			continue
		}
		o.Grades[g] = r.share("profile.risk.grades", name, f.Grades[name])
	}
	for _, word := range slices.Sorted(maps.Keys(f.Industries)) {
		share := r.share("profile.risk.industries", word, f.Industries[word])
		switch {
		case word == others:
			o.IndustryOther = share
		case word == unstated:
			o.IndustryUnknown = share
		case strings.TrimSpace(word) == "":
			r.say("profile.risk.industries", "行业的词不能空着")
		default:
			o.Industries = append(o.Industries, profile.Word{Word: word, Share: share})
		}
	}
	for _, from := range slices.Sorted(maps.Keys(f.Headcounts)) {
		share := r.share("profile.risk.headcounts", from, f.Headcounts[from])
		n, err := strconv.Atoi(from)
		switch {
		case from == unstated:
			o.HeadcountUnknown = share
		case err != nil || n < 1:
			r.say("profile.risk.headcounts", "“%s”应是人数，如 300，或 %s", from, unstated)
		default:
			o.Headcounts = append(o.Headcounts, profile.Step{From: n, Share: share})
		}
	}
	slices.SortFunc(o.Headcounts, func(a, b profile.Step) int { return cmp.Compare(a.From, b.From) })
	return o
}

func (r *reading) management(f *managementFile) profile.ManagementOptions {
	m := f.Marks
	o := profile.ManagementOptions{
		Full: [profile.NumManagement]int{profile.ManagementFindings: m.Findings, profile.ManagementSeverity: m.Severity,
			profile.ManagementOverdue: m.Overdue, profile.ManagementRepeated: m.Repeated, profile.ManagementSpeed: m.Speed, profile.ManagementClean: m.Clean},
		FindingsFull: f.FindingsFull, MajorFull: f.MajorFull, OverdueFull: f.OverdueFull, RepeatedFull: f.RepeatedFull,
		AlikePercent: f.AlikePercent, LateFull: f.LateFull, LateDays: f.LateDays, DefaultDays: f.DefaultDays, CleanYears: f.CleanYears,
	}
	r.marks("profile.management.marks", o.Full[:])
	for _, t := range []struct {
		key  string
		n    int
		most int
	}{
		{"findings_full", f.FindingsFull, 1000}, {"major_full", f.MajorFull, 1000}, {"overdue_full", f.OverdueFull, 1000},
		{"repeated_full", f.RepeatedFull, 1000}, {"alike_percent", f.AlikePercent, 100}, {"late_full", f.LateFull, 1000},
		{"late_days", f.LateDays, 3660}, {"default_days", f.DefaultDays, 3660}, {"clean_years", f.CleanYears, 100},
	} {
		r.between("profile.management."+t.key, t.n, 1, t.most)
	}
	return o
}

// marks checks that the full marks of a figure add up to 100.
func (r *reading) marks(key string, full []int) {
	sum := 0
	for _, n := range full {
		if n < 0 {
			r.say(key, "不能是负数：%d", n)
		}
		sum += n
	}
	if sum != 100 {
		r.say(key, "各项加起来要等于 100，现在是 %d", sum)
	}
}

// share checks a share in per cent.
func (r *reading) share(key, name string, n int) int {
	r.between(key+" 的 "+name, n, 0, 100)
	return n
}

func (r *reading) between(key string, n, low, high int) {
	if n < low || n > high {
		r.say(key, "应在 %d 至 %d 之间，不是 %d", low, high, n)
	}
}
