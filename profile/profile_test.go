package profile

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"liancha/inspect"
)

// options are round figures that are easy to check by hand.
func options() Options {
	return Options{
		HalfLifeMonths: 12, ForgetMonths: 60, LowValueRuns: 3,
		Risk: RiskOptions{
			Full:       [NumRisk]int{30, 30, 20, 20},
			Grades:     [inspect.GradeD + 1]int{50, 0, 33, 67, 100},
			Industries: []Word{{"化工", 90}, {"危险化学品", 100}, {"食品", 40}}, IndustryOther: 30, IndustryUnknown: 50,
			Headcounts: []Step{{1, 10}, {50, 45}, {300, 80}, {1000, 100}}, HeadcountUnknown: 40, MajorFull: 2,
		},
		Management: ManagementOptions{
			Full:         [NumManagement]int{30, 25, 15, 10, 10, 10},
			FindingsFull: 5, MajorFull: 2, OverdueFull: 2, RepeatedFull: 2, AlikePercent: 70, LateFull: 3, LateDays: 30, DefaultDays: 30, CleanYears: 2,
		},
		Grade: GradeOptions{ManagementShare: 50, B: 20, C: 40, D: 60, WithoutResults: 60},
	}
}

var today = inspect.MustDate(2021, 6, 1)

// of assesses one enterprise as of today.
func of(line inspect.Registered, findings ...inspect.Finding) (*Result, *Profile) {
	in := Input{
		Enterprises: []inspect.Enterprise{{ID: "X", Name: "甲", Industry: line.Industry, Grade: line.Grade, Status: line.Status}},
		Registered:  []inspect.Registered{line}, OfRegistered: []int32{0},
		Findings: findings, OfFinding: make([]int32, len(findings)), AsOf: today,
	}
	in.HazardOf = hazardsOf(&in)
	r := Assess(in, options())
	return r, &r.Profiles[0]
}

// hazardsOf makes one hazard of what is said of an enterprise in the same words on
// the same day. What else is one is package feedback's to say; see TestOneHazard.
func hazardsOf(in *Input) []int32 {
	type telling struct {
		enterprise int32
		date       inspect.Date
		words      string
	}
	of, first := make([]int32, len(in.Findings)), map[telling]int32{}
	for i, f := range in.Findings {
		k := telling{in.OfFinding[i], f.Date, plain(f.Text)}
		n, known := first[k]
		if !known || k.words == "" {
			n = int32(i)
			first[k] = n
		}
		of[i] = n
	}
	return of
}

// clean is an inspection that found nothing.
func clean(day inspect.Date, department string) inspect.Finding {
	return inspect.Finding{Date: day, Department: department, Conclusion: inspect.NothingFound}
}

// found is a hazard put right on the spot, unless with says otherwise.
func found(day inspect.Date, department, text string, with ...func(*inspect.Finding)) inspect.Finding {
	f := inspect.Finding{Date: day, Department: department, Conclusion: inspect.HazardsFound, Text: text, Severity: inspect.Ordinary,
		State: inspect.Rectified}
	for _, w := range with {
		w(&f)
	}
	return f
}

func major(f *inspect.Finding) { f.Severity = inspect.Major }
func open(f *inspect.Finding)  { f.State = inspect.NotRectified }
func due(d inspect.Date) func(*inspect.Finding) {
	return func(f *inspect.Finding) { f.Deadline = d }
}
func fixed(d inspect.Date) func(*inspect.Finding) {
	return func(f *inspect.Finding) { f.Reinspection = d }
}

func TestRisk(t *testing.T) {
	for _, c := range []struct {
		name string
		line inspect.Registered
		with []inspect.Finding
		want [NumRisk]Points
	}{
		{"nothing known", inspect.Registered{}, nil, [...]Points{150, 150, 80, 0}},
		{"the riskiest", inspect.Registered{Grade: inspect.GradeD, Industry: "危险化学品生产", Headcount: 1000}, nil, [...]Points{300, 300, 200, 0}},
		{"the safest", inspect.Registered{Grade: inspect.GradeA, Industry: "文具", Headcount: 1}, nil, [...]Points{0, 90, 20, 0}},
		{"two words: the higher share", inspect.Registered{Grade: inspect.GradeB, Industry: "化工、危险化学品", Headcount: 49}, nil, [...]Points{99, 300, 20, 0}},
		{"width and spaces of an industry", inspect.Registered{Grade: inspect.GradeC, Industry: "食 品 加工", Headcount: 299}, nil, [...]Points{201, 120, 90, 0}},
		{"a major hazard of today", inspect.Registered{Grade: inspect.GradeA}, []inspect.Finding{found(today, "消防", "甲", major)}, [...]Points{0, 150, 80, 100}},
		{"of a year ago: half", inspect.Registered{Grade: inspect.GradeA}, []inspect.Finding{found(today-365, "消防", "甲", major)}, [...]Points{0, 150, 80, 50}},
		{"three: no more than all", inspect.Registered{Grade: inspect.GradeA}, []inspect.Finding{found(today, "消防", "甲", major), found(today, "消防", "乙", major), found(today, "消防", "丙", major)},
			[...]Points{0, 150, 80, 200}},
		{"ordinary ones do not count", inspect.Registered{Grade: inspect.GradeA}, []inspect.Finding{found(today, "消防", "甲")}, [...]Points{0, 150, 80, 0}},
	} {
		if _, p := of(c.line, c.with...); p.Risk != c.want {
			t.Errorf("%s: %v, want %v", c.name, p.Risk, c.want)
		}
	}
}

func TestManagement(t *testing.T) {
	for _, c := range []struct {
		name string
		with []inspect.Finding
		want [NumManagement]Points
	}{
		{"one clean inspection shows no run", []inspect.Finding{clean(today, "消防")}, [...]Points{300, 250, 150, 100, 100, 0}},
		{"a clean year", []inspect.Finding{clean(today-731, "消防"), clean(today-365, "应急")}, [...]Points{300, 250, 150, 100, 100, 50}},
		{"time nobody came is no merit", []inspect.Finding{clean(today-700, "消防")}, [...]Points{300, 250, 150, 100, 100, 0}},
		{"two clean years and more", []inspect.Finding{clean(today-900, "消防"), clean(today, "应急")}, [...]Points{300, 250, 150, 100, 100, 100}},
		{"a clean run ends with a hazard", []inspect.Finding{clean(today-900, "消防"), found(today, "应急", "甲")}, [...]Points{250, 250, 150, 100, 100, 0}},
		{"and on the same day", []inspect.Finding{clean(today-731, "消防"), clean(today, "消防"), found(today, "应急", "甲")}, [...]Points{273, 250, 150, 100, 100, 0}},
		{"two hazards in one inspection", []inspect.Finding{found(today, "消防", "甲"), found(today, "消防", "乙")}, [...]Points{180, 250, 150, 100, 100, 0}},
		{"one each in two", []inspect.Finding{found(today, "消防", "甲"), found(today, "应急", "乙")}, [...]Points{240, 250, 150, 100, 100, 0}},
		{"the same hazard by two departments is one, each inspection has it as graded there", []inspect.Finding{found(today, "消防", "通道堵塞", major), found(today, "应急", "通道 堵塞。")}, [...]Points{120, 125, 150, 100, 100, 0}},
		{"a ledger that does not say who adds no inspection", []inspect.Finding{found(today, "消防", "甲"), found(today, "", "甲"), clean(today, "应急")}, [...]Points{270, 250, 150, 100, 100, 0}},
		{"and a hazard it alone knows counts", []inspect.Finding{found(today, "消防", "甲"), found(today, "", "乙")}, [...]Points{180, 250, 150, 100, 100, 0}},
		{"the same line twice is one", []inspect.Finding{found(today, "消防", "甲"), found(today, "消防", "甲")}, [...]Points{240, 250, 150, 100, 100, 0}},
		{"more than enough", slices.Repeat([]inspect.Finding{found(today, "消防", "甲"), found(today, "消防", "乙"), found(today, "消防", "丙"), found(today, "消防", "丁"), found(today, "消防", "戊"), found(today, "消防", "己")}, 1),
			[...]Points{0, 250, 150, 100, 100, 0}},
		{"major: all of findings, half of severity", []inspect.Finding{found(today, "消防", "甲", major)}, [...]Points{0, 125, 150, 100, 100, 0}},
		{"overdue", []inspect.Finding{found(today-60, "消防", "甲", open, due(today-1))}, [...]Points{240, 250, 75, 100, 100, 0}},
		{"due today is not", []inspect.Finding{found(today-60, "消防", "甲", open, due(today))}, [...]Points{240, 250, 150, 100, 100, 0}},
		{"overdue and major counts two", []inspect.Finding{found(today, "消防", "甲", major, open, due(today-1))}, [...]Points{0, 125, 0, 100, 100, 0}},
		{"repeated in nearly the same words", []inspect.Finding{found(today-10, "消防", "东侧安全出口被货物堵塞"), found(today, "应急", "东侧安全出口被杂物堵塞")}, [...]Points{240, 250, 150, 50, 100, 0}},
		{"something else is not", []inspect.Finding{found(today-10, "消防", "东侧安全出口被货物堵塞"), found(today, "应急", "配电箱没有接地")}, [...]Points{240, 250, 150, 100, 100, 0}},
		{"without words nothing repeats", []inspect.Finding{found(today-10, "消防", ""), found(today, "应急", "")}, [...]Points{240, 250, 150, 100, 100, 0}},
		{"put right thirty days late", []inspect.Finding{found(today-60, "消防", "甲", due(today-40), fixed(today-10))}, [...]Points{240, 250, 150, 100, 69, 0}},
		{"fifteen", []inspect.Finding{found(today, "消防", "甲", due(today-40), fixed(today-25))}, [...]Points{240, 250, 150, 100, 83, 0}},
		{"in time", []inspect.Finding{found(today-60, "消防", "甲", due(today-40), fixed(today-40))}, [...]Points{240, 250, 150, 100, 100, 0}},
		{"no deadline: thirty days", []inspect.Finding{found(today-60, "消防", "甲", fixed(today-30))}, [...]Points{240, 250, 150, 100, 100, 0}},
	} {
		_, p := of(inspect.Registered{Grade: inspect.GradeA}, c.with...)
		if !p.Known {
			t.Errorf("%s: no figure", c.name)
		}
		if p.Management != c.want {
			t.Errorf("%s: %v, want %v", c.name, p.Management, c.want)
		}
	}
}

// What several departments find in one round is one hazard: it is not repeated, is
// overdue once, as long as one of them says so, and weighs by the last of its days.
func TestOneHazard(t *testing.T) {
	in := Input{AsOf: today, Enterprises: []inspect.Enterprise{{ID: "1"}}, Registered: make([]inspect.Registered, 1), OfRegistered: []int32{0},
		Findings:  []inspect.Finding{found(today-20, "消防", "灭火器过期", due(today-5), fixed(today-8)), found(today, "应急", "灭火器已经过期", open, due(today-1)), found(today, "消防", "灭火器过期", open)},
		OfFinding: make([]int32, 3), HazardOf: []int32{0, 0, 2}}
	for _, c := range []struct {
		name                                 string
		on                                   inspect.Date
		hazards, repeated, overdue, rectifed int
		findings                             Points
	}{
		{"all of them; the fire brigade's own again, and again", today, 2, 0, 1, 0, 240},
		{"as the first found it", today - 8, 1, 0, 0, 1, 240},
	} {
		in.AsOf = c.on
		r := Assess(in, options())
		p := &r.Profiles[0]
		if f := &p.Facts; f.Hazards != c.hazards || f.Repeated != c.repeated || f.Overdue != c.overdue || f.Rectified != c.rectifed {
			t.Errorf("%s: %+v", c.name, *f)
		}
	}
	in.AsOf, in.Findings[2].Date = today, today+0
	r := Assess(in, options())
	if m := r.Over(0, 10); len(m) != 2 || m[0].Facts.Hazards != 1 || m[0].Facts.Overdue != 0 || m[1].Facts.Hazards != 2 || m[1].Profile.Management != r.Profiles[0].Management {
		t.Errorf("%+v", m)
	}
	// Found again by the same department ten days before: that is a repetition.
	in.Findings[2].Date = today - 10
	if f := Assess(in, options()).Profiles[0].Facts; f.Hazards != 2 || f.Repeated != 1 {
		t.Errorf("%+v", f)
	}
	if v := r.Visits(0); len(v) != 3 {
		t.Errorf("%+v", v)
	}
}

func TestWithoutResultsThereIsNoFigure(t *testing.T) {
	for name, findings := range map[string][]inspect.Finding{
		"none":           nil,
		"not filled in":  {{Date: today, Department: "消防"}},
		"without a day":  {found(0, "消防", "甲", major)},
		"of the future":  {found(today+1, "消防", "甲", major)},
		"long forgotten": {found(today-5*366-10, "消防", "甲", major)},
	} {
		r, p := of(inspect.Registered{Grade: inspect.GradeA, Industry: "食品", Headcount: 8}, findings...)
		if _, known := p.ManagementFigure(); known {
			t.Errorf("%s: there is a figure", name)
		}
		if p.Grade == inspect.GradeA {
			t.Errorf("%s: taken for a good one", name)
		}
		if !strings.Contains(strings.Join(r.Reasons(0), "；"), "没有检查结果") {
			t.Errorf("%s: the reasons do not say so: %v", name, r.Reasons(0))
		}
	}
	// And it is not made better than the register has it.
	if _, p := of(inspect.Registered{Grade: inspect.GradeD, Industry: "食品", Headcount: 8}); p.Grade != inspect.GradeD {
		t.Errorf("D became %v without a result", p.Grade)
	}
}

// What only a line nobody has filled in names is not ranked, nor a profile.
func TestNobodyIsRankedForAnEmptyLine(t *testing.T) {
	in := Input{AsOf: today, Enterprises: []inspect.Enterprise{{ID: "1"}, {ID: "2"}, {ID: "3"}, {ID: "4"}}, Registered: make([]inspect.Registered, 1), OfRegistered: []int32{0},
		Findings: []inspect.Finding{{Date: today, Department: "消防"}, {Date: today, Department: "消防", NotInspected: "关门"}, clean(today, "消防")}, OfFinding: []int32{1, 2, 3}}
	in.HazardOf = hazardsOf(&in)
	r := Assess(in, options())
	slices.Sort(r.Ranking)
	if !slices.Equal(r.Ranking, []int32{0, 3}) {
		t.Errorf("ranked: %v", r.Ranking)
	}
	for e, want := range []bool{true, false, false, true} {
		if p := &r.Profiles[e]; p.Listed() != want || (p.Rank != 0) != want {
			t.Errorf("%d: listed %v, rank %d", e, p.Listed(), p.Rank)
		}
	}
}

func TestNotCountedIsSaid(t *testing.T) {
	r, _ := of(inspect.Registered{}, inspect.Finding{Date: today}, inspect.Finding{Date: today, NotInspected: "关门"}, found(0, "消防", "甲"), found(today+1, "消防", "乙"), clean(today, "消防"))
	var codes []string
	for _, p := range r.Problems {
		codes = append(codes, p.Code)
	}
	slices.Sort(codes)
	if !slices.Equal(codes, []string{"after_as_of", "no_date", "not_filled_in"}) || r.NotCounted != 2 {
		t.Errorf("got %v, %d not counted", codes, r.NotCounted)
	}
}

func TestGradesAndDanger(t *testing.T) {
	for _, c := range []struct {
		line inspect.Registered
		with []inspect.Finding
		want inspect.Grade
	}{
		{inspect.Registered{Grade: inspect.GradeA, Industry: "食品", Headcount: 8}, []inspect.Finding{clean(today, "消防")}, inspect.GradeA},
		{inspect.Registered{Grade: inspect.GradeC, Industry: "化工", Headcount: 300}, []inspect.Finding{clean(today-800, "消防"), clean(today, "消防")}, inspect.GradeB},
		{inspect.Registered{Grade: inspect.GradeA, Industry: "食品", Headcount: 8}, []inspect.Finding{found(today-90, "消防", "甲", major, open, due(today-1))}, inspect.GradeC},
		{inspect.Registered{Grade: inspect.GradeC, Industry: "化工", Headcount: 300}, []inspect.Finding{found(today-90, "消防", "甲", major, open, due(today-1))}, inspect.GradeD},
	} {
		if _, p := of(c.line, c.with...); p.Grade != c.want {
			t.Errorf("%+v, %d findings: grade %v (danger %v), want %v", c.line, len(c.with), p.Grade, p.Danger, c.want)
		}
	}
}

// The weight halves with every half-life and falls from day to day.
func TestWeight(t *testing.T) {
	if got := weight(0, 12); got != one {
		t.Errorf("today: %d", got)
	}
	if got := weight(1461, 48); got != one/2 { // 48 months are 1461 days
		t.Errorf("one half-life: %d", got)
	}
	if got := weight(2*1461, 48); got != one/4 {
		t.Errorf("two: %d", got)
	}
	for d := range 3000 {
		if weight(d, 12) <= weight(d+1, 12) {
			t.Fatalf("day %d weighs no more than day %d", d, d+1)
		}
	}
	if weight(1_000_000, 1) != 1 {
		t.Error("nothing is weightless")
	}
}

func TestRanking(t *testing.T) {
	in := Input{AsOf: today, Enterprises: []inspect.Enterprise{
		{ID: "1", Grade: inspect.GradeC, Industry: "化工"},                         // bad results
		{ID: "2", Grade: inspect.GradeC, Industry: "化工"},                         // none
		{ID: "3", Grade: inspect.GradeC, Industry: "化工"},                         // good ones
		{ID: "4", Grade: inspect.GradeD, Industry: "化工", Status: inspect.Closed}, // off the list
		{ID: "5", Grade: inspect.GradeC, Industry: "化工"},                         // none, visited longer ago
		{ID: "6", Grade: inspect.GradeA, Industry: "食品"},                         // good ones, low risk
	}}
	for i := range in.Enterprises {
		in.Registered = append(in.Registered, inspect.Registered{Headcount: 10, LastVisit: today - 100 - inspect.Date(i)})
		in.OfRegistered = append(in.OfRegistered, int32(i))
	}
	add := func(e int32, f inspect.Finding) {
		in.Findings, in.OfFinding = append(in.Findings, f), append(in.OfFinding, e)
	}
	add(0, found(today-5, "消防", "甲", major))
	add(2, clean(today-5, "消防"))
	add(5, clean(today-5, "消防"))
	in.HazardOf = hazardsOf(&in)
	r := Assess(in, options())
	if want := []int32{0, 4, 1, 2, 5}; !slices.Equal(r.Ranking, want) {
		t.Errorf("ranking %v, want %v", r.Ranking, want)
	}
	if r.Profiles[3].Rank != 0 || r.Profiles[0].Rank != 1 {
		t.Error("ranks do not follow the list")
	}
	if days, ok := r.DaysSince(0); !ok || days != 5 {
		t.Errorf("the newest visit is %d days ago", days)
	}
	if days, _ := r.DaysSince(4); days != 104 {
		t.Errorf("the register's visit is %d days ago", days)
	}
}

func TestChanges(t *testing.T) {
	in := Input{AsOf: today, Enterprises: []inspect.Enterprise{
		{ID: "1", Grade: inspect.GradeB, Industry: "食品"}, {ID: "2", Grade: inspect.GradeC, Industry: "食品"}, {ID: "3", Grade: inspect.GradeB, Industry: "食品"}, {ID: "4"}, {ID: "5"},
	}}
	for i := range 3 {
		in.Registered, in.OfRegistered = append(in.Registered, inspect.Registered{Headcount: 5}), append(in.OfRegistered, int32(i))
	}
	in.Findings = []inspect.Finding{found(today, "消防", "甲", major, open, due(today-1)), clean(today, "消防"), clean(today, "消防"), clean(today, "消防"), {Date: today, Department: "消防"}}
	in.OfFinding = []int32{0, 1, 2, 3, 4} // of the last nothing is known but a line nobody has filled in
	in.HazardOf = hazardsOf(&in)
	r := Assess(in, options())
	got := r.Changes()
	if len(got) != 3 || got[0].Enterprise != 0 || !got[0].Worse(r) || got[1].Worse(r) {
		t.Errorf("against the register: %+v", got)
	}
	in.Previous = map[int32]Past{0: {Grade: r.Profiles[0].Grade}, 1: {Grade: inspect.GradeA, Risk: 10}, 3: {Grade: inspect.GradeD}, 4: {Grade: inspect.GradeD}}
	got = Assess(in, options()).Changes()
	if len(got) != 2 || got[0].Enterprise != 1 || got[0].Past.Risk != 10 || got[1].Enterprise != 3 {
		t.Errorf("against the earlier profile: %+v", got)
	}
}

func TestLowValue(t *testing.T) {
	r, _ := of(inspect.Registered{},
		found(today-90, "消防", "甲"), clean(today-80, "消防"), clean(today-70, "消防"), clean(today-60, "消防"), clean(today+5, "消防"),
		clean(today-80, "应急"), clean(today-70, "应急"), found(today-60, "应急", "乙"), clean(today-50, "应急"),
		clean(today-80, "公安"), clean(today-70, "公安"))
	want := []LowValue{{0, "消防", 3, today - 80, today - 60}}
	if !slices.Equal(r.LowValue, want) {
		t.Errorf("got %+v", r.LowValue)
	}
}

func TestOverGivesTheFiguresAsTheyStood(t *testing.T) {
	r, p := of(inspect.Registered{}, clean(today-100, "消防"), found(today-50, "消防", "甲", major, fixed(today-10), due(today-40)), clean(today, "消防"))
	m := r.Over(0, 10)
	if len(m) != 3 || m[0].Date != today-100 || m[2].Date != today {
		t.Fatalf("moments %+v", m)
	}
	if m[0].Risk[RiskMajor] != 0 || m[1].Risk[RiskMajor] != 100 || m[2].Management != p.Management || m[2].Risk != p.Risk {
		t.Errorf("figures %+v", m)
	}
	if m[1].Management[ManagementOverdue] != 150 || m[1].Facts.Rectified != 0 {
		t.Error("what was put right later was not yet")
	}
	if got := r.Over(0, 2); len(got) != 2 || got[0].Date != today-50 {
		t.Error("not the latest two")
	}
}

// draws are made-up findings of one enterprise.
func draws(rt *rapid.T) []inspect.Finding {
	n := rapid.IntRange(0, 12).Draw(rt, "n")
	var list []inspect.Finding
	for range n {
		list = append(list, anyFinding(rt))
	}
	return list
}

var words = []string{"东侧安全出口被货物堵塞", "东侧安全出口被杂物堵塞", "配电箱没有接地", "灭火器过期", "危化品混放", ""}

func anyFinding(rt *rapid.T) inspect.Finding {
	day := today - inspect.Date(rapid.IntRange(0, 1500).Draw(rt, "age"))
	department := rapid.SampledFrom([]string{"消防", "应急", "市监", ""}).Draw(rt, "department")
	if rapid.Bool().Draw(rt, "clean") {
		return clean(day, department)
	}
	return anyHazard(rt, day, department)
}

func anyHazard(rt *rapid.T, day inspect.Date, department string) inspect.Finding {
	f := found(day, department, rapid.SampledFrom(words).Draw(rt, "words"))
	f.Severity = rapid.SampledFrom([]inspect.Severity{inspect.NoSeverity, inspect.Ordinary, inspect.Major}).Draw(rt, "severity")
	f.State = rapid.SampledFrom([]inspect.Rectification{inspect.NoRectification, inspect.NotRectified, inspect.Rectifying, inspect.Rectified}).Draw(rt, "state")
	if rapid.Bool().Draw(rt, "deadline") {
		f.Deadline = day + inspect.Date(rapid.IntRange(0, 90).Draw(rt, "term"))
	}
	if rapid.Bool().Draw(rt, "reinspected") {
		f.Reinspection = day + inspect.Date(rapid.IntRange(0, 200).Draw(rt, "taken"))
	}
	return f
}

func anyLine(rt *rapid.T) inspect.Registered {
	return inspect.Registered{
		Grade:     rapid.SampledFrom([]inspect.Grade{inspect.NoGrade, inspect.GradeA, inspect.GradeB, inspect.GradeC, inspect.GradeD}).Draw(rt, "grade"),
		Industry:  rapid.SampledFrom([]string{"", "化工", "食品", "文具"}).Draw(rt, "industry"),
		Headcount: rapid.IntRange(0, 2000).Draw(rt, "headcount"),
	}
}

// Every figure lies within 0 and 100, is the sum of its items, and is said to be.
func TestFiguresAreSumsWithinBounds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		_, p := of(anyLine(rt), draws(rt)...)
		opt := options()
		check := func(items []Points, full []int, figure Points, text string) {
			sum := Points(0)
			for i, v := range items {
				if v < 0 || v > Points(10*full[i]) {
					rt.Errorf("item %d is %v of %d", i, v, full[i])
				}
				sum += v
			}
			if sum != figure || sum < 0 || sum > 1000 {
				rt.Errorf("figure %v, items add up to %v", figure, sum)
			}
			if before, after, _ := strings.Cut(text, " = "); before != figure.String() || strings.Count(after, " + ") != len(items)-1 {
				rt.Errorf("sum reads %s", text)
			}
		}
		check(p.Risk[:], opt.Risk.Full[:], p.RiskFigure(), p.RiskSum())
		if m, known := p.ManagementFigure(); known {
			check(p.Management[:], opt.Management.Full[:], m, p.ManagementSum())
		}
		if p.Danger < 0 || p.Danger > 1000 || p.Grade == inspect.NoGrade {
			rt.Errorf("danger %v, grade %v", p.Danger, p.Grade)
		}
	})
}

// One more major hazard never lowers latent risk nor raises management, item by
// item.
func TestOneMoreMajorHazardNeverHelps(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		line, list := anyLine(rt), draws(rt)
		more := anyHazard(rt, today-inspect.Date(rapid.IntRange(0, 1500).Draw(rt, "day")), rapid.SampledFrom([]string{"消防", "应急", "公安"}).Draw(rt, "by"))
		more.Severity = inspect.Major
		more.Text += rapid.SampledFrom([]string{"甲", "（新的隐患）"}).Draw(rt, "apart") // another hazard, not another word on one already there
		_, before := of(line, list...)
		_, after := of(line, append(slices.Clone(list), more)...)
		if after.RiskFigure() < before.RiskFigure() {
			rt.Errorf("risk fell from %v to %v", before.RiskFigure(), after.RiskFigure())
		}
		if !before.Known {
			return
		}
		for i := range after.Management {
			if after.Management[i] > before.Management[i] {
				rt.Errorf("%s rose from %v to %v", ManagementNames[i], before.Management[i], after.Management[i])
			}
		}
	})
}

// The same hazard a day earlier never counts more, whichever item it counts in.
func TestOlderResultsWeighLess(t *testing.T) {
	for _, with := range [][]func(*inspect.Finding){{}, {major}, {major, open}} {
		var last *Profile
		for age := inspect.Date(0); age < 1800; age += 90 {
			_, p := of(inspect.Registered{}, clean(today, "市监"), found(today-age, "消防", "甲", with...))
			if last != nil {
				for i := range p.Management {
					if p.Management[i] < last.Management[i] {
						t.Errorf("%d days: %s fell from %v to %v", age, ManagementNames[i], last.Management[i], p.Management[i])
					}
				}
				if p.Risk[RiskMajor] > last.Risk[RiskMajor] {
					t.Errorf("%d days: risk rose", age)
				}
				if p.Management[ManagementFindings] == last.Management[ManagementFindings] && age < 360 {
					t.Errorf("%d days: three months make no difference", age)
				}
			}
			last = p
		}
	}
}

func TestOrderNeverMatters(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		line, list := anyLine(rt), draws(rt)
		seed := rapid.Uint64().Draw(rt, "seed")
		shuffled := slices.Clone(list)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		a, p := of(line, list...)
		b, q := of(line, shuffled...)
		if *p != *q || !slices.Equal(a.LowValue, b.LowValue) || !slices.Equal(a.Reasons(0), b.Reasons(0)) {
			rt.Errorf("%+v\n%+v", p, q)
		}
	})
}

// Reasons give the sums and name nobody.
func TestReasons(t *testing.T) {
	f := found(today-30, "消防", "张三看守的仓库堵塞", major, open, due(today-1))
	f.Inspectors = []string{"李四"}
	r, p := of(inspect.Registered{Grade: inspect.GradeD, Industry: "化工", Headcount: 320}, f)
	text := strings.Join(r.Reasons(0), "\n")
	for _, want := range []string{"名录库等级为 D", "行业“化工”", "从业人员 320 人", "重大隐患 1 处", "逾期未改 1 处", "固有风险 " + p.RiskSum(), "管理水平 " + p.ManagementSum(), "等级 D（红）"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	for _, name := range []string{"李四", "张三"} {
		if strings.Contains(text, name) {
			t.Errorf("%s is named", name)
		}
	}
}

// An enterprise with very many findings is no trouble.
func TestManyFindingsOfOneEnterprise(t *testing.T) {
	var list []inspect.Finding
	for i := range 20_000 {
		list = append(list, found(today-inspect.Date(i%700), "消防", strings.Repeat(string(rune(0x4e00+i%5000)), 1+i%7)+string(rune(0x5000+i%999))))
	}
	if _, p := of(inspect.Registered{}, list...); p.Facts.Hazards == 0 || p.Management[ManagementFindings] != 0 {
		t.Error("not counted")
	}
}
