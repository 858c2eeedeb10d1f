package feedback

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"liancha/inspect"
	"liancha/internal/diag"
)

const (
	fire      = "南京市消防救援支队"
	emergency = "南京市应急管理局"
	market    = "南京市市场监督管理局"
)

func day(s string) inspect.Date {
	d, ok := inspect.ParseDate(s)
	if !ok {
		panic(s)
	}
	return d
}

// found is a hazard of a department, 12 May if nothing else is said.
func found(department, text string, more ...func(*inspect.Finding)) inspect.Finding {
	f := inspect.Finding{Department: department, Level: inspect.City, Date: day("2021-05-12"), Conclusion: inspect.HazardsFound, Text: text, Item: 1,
		Deadline: day("2021-06-10"), Measure: "整改"}
	for _, m := range more {
		m(&f)
	}
	return f
}

func by(deadline string) func(*inspect.Finding) {
	return func(f *inspect.Finding) {
		f.Deadline = 0
		if deadline != "" {
			f.Deadline = day(deadline)
		}
	}
}
func term(words string) func(*inspect.Finding) { return func(f *inspect.Finding) { f.Term = words } }
func measure(words string) func(*inspect.Finding) {
	return func(f *inspect.Finding) { f.Measure = words }
}
func on(date string) func(*inspect.Finding) { return func(f *inspect.Finding) { f.Date = day(date) } }
func task(id string) func(*inspect.Finding) { return func(f *inspect.Finding) { f.TaskID = id } }
func about(matter string) func(*inspect.Finding) {
	return func(f *inspect.Finding) { f.Matter = matter }
}
func withheld(f *inspect.Finding) { f.Withheld = true }
func major(f *inspect.Finding)    { f.Severity = inspect.Major }
func ordinary(f *inspect.Finding) { f.Severity = inspect.Ordinary }
func undated(f *inspect.Finding)  { f.Date = 0 }
func nothing(f *inspect.Finding) {
	f.Conclusion, f.Text, f.Deadline, f.Measure = inspect.NothingFound, "", 0, ""
}
func unfilled(f *inspect.Finding) {
	f.Conclusion, f.Text, f.Deadline, f.Measure = inspect.NoConclusion, "", 0, ""
}
func notInspected(words string) func(*inspect.Finding) {
	return func(f *inspect.Finding) { f.NotInspected = words }
}
func people(names ...string) func(*inspect.Finding) {
	return func(f *inspect.Finding) { f.Inspectors = names }
}
func state(s inspect.Rectification) func(*inspect.Finding) {
	return func(f *inspect.Finding) { f.State = s }
}

// at gives findings of one enterprise their rows.
func input(findings ...inspect.Finding) Input {
	in := Input{Enterprises: []inspect.Enterprise{{ID: "1", Name: "南京甲有限公司", District: "江宁区"}}}
	for i, f := range findings {
		f.Source = inspect.Source{File: "结果.xlsx", Sheet: "检查结果", Row: i + 2}
		in.Findings = append(in.Findings, f)
		in.EnterpriseOf = append(in.EnterpriseOf, 0)
	}
	return in
}

// book is a task book of the enterprise: one task, its departments' matters.
func book(parts ...string) *inspect.Outcome {
	o := &inspect.Outcome{Period: inspect.MonthSpan(2021, 5), Enterprises: []inspect.Enterprise{{ID: "1", Name: "南京甲有限公司", District: "江宁区"}}}
	t := inspect.Task{ID: "LJ-1", Date: day("2021-05-12"), Days: []inspect.Date{day("2021-05-12")}, HalfDays: 1, Lead: emergency}
	for i, p := range parts {
		department, matter, _ := strings.Cut(p, " ")
		o.Entries = append(o.Entries, inspect.Entry{Source: inspect.Source{File: "计划.xlsx", Row: i + 2}, Department: department, Matter: matter, HalfDays: 1, Level: inspect.City})
		o.EntryOf = append(o.EntryOf, 0)
		t.Entries = append(t.Entries, i)
	}
	o.Tasks = []inspect.Task{t}
	return o
}

// lines writes the hazards in short.
func lines(r *inspect.Results) []string {
	var list []string
	for i := range r.Hazards {
		h := &r.Hazards[i]
		s := fmt.Sprintf("%s|%s|%s", h.Text, h.Severity, strings.Join(h.Departments, "+"))
		if h.Deadline != 0 {
			s += "|" + h.Deadline.String()
		}
		if h.State != 0 {
			s += "|" + h.State.String()
		}
		if h.Overdue {
			s += "|逾期"
		}
		for _, d := range h.Disagreements {
			s += "|" + d.About + "不一"
		}
		list = append(list, s)
	}
	return list
}

func codesOf(t *testing.T, in Input) []string {
	t.Helper()
	_, problems := Gather(in)
	var list []string
	for _, p := range problems {
		list = append(list, fmt.Sprintf("%d:%s", p.Row, p.Code))
	}
	return list
}

func TestMerging(t *testing.T) {
	for _, c := range []struct {
		name string
		in   Input
		want []string
	}{
		{"several departments, one hazard", input(found(fire, "消防通道堵塞"), found(emergency, "消防通道被杂物堵塞", measure("清理"))),
			[]string{"消防通道被杂物堵塞|一般|" + emergency + "+" + fire + "|2021-06-10"}},
		{"different hazards", input(found(fire, "灭火器过期"), found(emergency, "配电箱未接地")),
			[]string{"灭火器过期|一般|" + fire + "|2021-06-10", "配电箱未接地|一般|" + emergency + "|2021-06-10"}},
		{"other places", input(found(fire, "2号楼灭火器过期"), found(emergency, "3号楼灭火器过期")),
			[]string{"2号楼灭火器过期|一般|" + fire + "|2021-06-10", "3号楼灭火器过期|一般|" + emergency + "|2021-06-10"}},
		{"the gravest severity", input(found(fire, "灭火器过期", major), found(emergency, "灭火器过期")),
			[]string{"灭火器过期|重大|" + emergency + "+" + fire + "|2021-06-10"}},
		{"major first", input(found(fire, "安全出口上锁"), found(fire, "灭火器过期", major)),
			[]string{"灭火器过期|重大|" + fire + "|2021-06-10", "安全出口上锁|一般|" + fire + "|2021-06-10"}},
		{"the least advanced state", input(found(fire, "灭火器过期", state(inspect.Rectified)), found(emergency, "灭火器过期", state(inspect.NotRectified)), found(market, "灭火器过期")),
			[]string{"灭火器过期|一般|" + market + "+" + emergency + "+" + fire + "|2021-06-10|未整改"}},
		{"found again a quarter later", input(found(fire, "灭火器过期"), found(emergency, "灭火器过期", on("2021-08-12"), by("2021-09-10"))),
			[]string{"灭火器过期|一般|" + fire + "|2021-06-10|逾期", "灭火器过期|一般|" + emergency + "|2021-09-10"}},
		{"a line written twice", input(found(fire, "灭火器过期"), found(fire, "灭火器过期")),
			[]string{"灭火器过期|一般|" + fire + "|2021-06-10"}},
		{"the same department again a week later", input(found(fire, "灭火器过期"), found(fire, "灭火器过期", on("2021-05-19"))),
			[]string{"灭火器过期|一般|" + fire + "|2021-06-10", "灭火器过期|一般|" + fire + "|2021-06-10"}},
		{"no description is nobody else's", input(found(fire, ""), found(emergency, "")),
			[]string{"|一般|" + emergency + "|2021-06-10", "|一般|" + fire + "|2021-06-10"}},
		{"nothing found is no hazard", input(found(fire, "", nothing)), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, _ := Gather(c.in)
			if d := cmp.Diff(c.want, lines(r)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestDisagreements(t *testing.T) {
	const text = "灭火器过期"
	for _, c := range []struct {
		name     string
		in       Input
		conflict string // what they disagree about
		deadline string
		measure  string
	}{
		{"agreed", input(found(fire, text), found(emergency, text)), "", "2021-06-10", "整改"},
		{"other deadlines", input(found(fire, text, by("2021-05-20")), found(emergency, text)), "整改期限", "2021-05-20", "整改"},
		{"one states no deadline", input(found(fire, text, by("")), found(emergency, text)), "", "2021-06-10", "整改"},
		{"15日内 of two days", input(found(fire, text, by("2021-05-27"), term("15日内")), found(emergency, text, on("2021-05-13"), by("2021-05-28"), term("15日内"))), "", "2021-05-27", "整改"},
		{"other measures", input(found(fire, text, measure("更换灭火器")), found(emergency, text, measure("停产停业整顿"))), "处理措施", "2021-06-10", "停产停业整顿"},
		{"stopping goes before a fine", input(found(fire, text, measure("罚款五千元")), found(emergency, text, measure("停止使用"))), "处理措施", "2021-06-10", "停止使用"},
		{"closing goes before stopping", input(found(fire, text, measure("予以关闭")), found(emergency, text, measure("停止使用"))), "处理措施", "2021-06-10", "予以关闭"},
		{"equally strict", input(found(fire, text, measure("限期更换")), found(emergency, text, measure("限期送检"))), "处理措施", "2021-06-10", emergency + "：限期送检；" + fire + "：限期更换"},
		{"one says it at more length", input(found(fire, text, measure("更换")), found(emergency, text, measure("责令更换灭火器"))), "", "2021-06-10", "责令更换灭火器"},
		{"merely put right", input(found(fire, text, measure("立即整改")), found(emergency, text, measure("更换灭火器"))), "", "2021-06-10", "立即整改"},
		{"severities", input(found(fire, text, major), found(emergency, text, ordinary)), "隐患等级", "2021-06-10", "整改"},
		{"one finds nothing about the same matter", input(found(fire, text, about("消防器材检查")), found(emergency, "", nothing, about("消防器材检查"))), "检查结果", "2021-06-10", "整改"},
		{"one finds nothing about another matter", input(found(fire, text, about("消防器材检查")), found(emergency, "", nothing, about("用电检查"))), "", "2021-06-10", "整改"},
		{"one finds nothing on another day", input(found(fire, text, about("消防器材检查")), found(emergency, "", nothing, about("消防器材检查"), on("2021-05-20"))), "", "2021-06-10", "整改"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, _ := Gather(c.in)
			if len(r.Hazards) != 1 {
				t.Fatal(lines(r))
			}
			h := &r.Hazards[0]
			var abouts []string
			for _, d := range h.Disagreements {
				abouts = append(abouts, d.About)
				if len(d.Views) < 2 {
					t.Errorf("%s has %d views", d.About, len(d.Views))
				}
			}
			if got := strings.Join(abouts, "+"); got != c.conflict || h.Conflict() != (c.conflict != "") {
				t.Errorf("they disagree about %q, want %q", got, c.conflict)
			}
			if h.Deadline.String() != c.deadline || h.Measure != c.measure {
				t.Errorf("%s %s, want %s %s", h.Deadline, h.Measure, c.deadline, c.measure)
			}
		})
	}
}

// A task held on another day than planned: findings without its number follow
// those with it.
func TestAttachmentOnDayHeld(t *testing.T) {
	in := input(found(fire, "灭火器过期", on("2021-05-18"), task("LJ-1")), found(market, "标识不清", on("2021-05-18")), found(market, "标识不清", on("2021-05-19")))
	in.Book = book(fire, market)
	r, _ := Gather(in)
	if got := []int{r.Inspections[0].Task, r.Inspections[1].Task, r.Inspections[2].Task}; !slices.Equal(got, []int{0, 0, -1}) {
		t.Error(got)
	}
}

func TestAttachment(t *testing.T) {
	in := input(
		found(fire, "灭火器过期", task("LJ-1"), undated),           // by its number
		found(emergency, "配电箱未接地"),                            // by enterprise and date
		found(market, "压力表未检定", on("2021-05-20")),             // alone
		found(fire, "安全出口上锁", task("LJ-9"), on("2021-05-12")), // a wrong number: by enterprise and date
	)
	in.Book = book(fire+" 消防监督检查", emergency+" 安全生产检查")
	r, _ := Gather(in)
	var got []string
	for _, x := range r.Inspections {
		got = append(got, fmt.Sprintf("%s %s %d %s %s %d", x.Department, x.TaskID, x.Task, x.Date, x.Matter, len(x.Findings)))
	}
	want := []string{emergency + " LJ-1 0 2021-05-12 安全生产检查 1", fire + " LJ-1 0 2021-05-12 消防监督检查 2", market + "  -1 2021-05-20  1"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"4:no_task", "5:unknown_task"}, codesOf(t, in)); d != "" {
		t.Error(d)
	}
}

// TestNumberOfAnother: a number of another enterprise's task does not count.
func TestNumberOfAnother(t *testing.T) {
	in := input(found(fire, "灭火器过期", task("LJ-1")))
	in.Enterprises = append(in.Enterprises, inspect.Enterprise{ID: "2", Name: "南京乙有限公司"})
	in.EnterpriseOf[0] = 1
	in.Book = book(fire)
	in.Book.Enterprises = in.Enterprises
	r, _ := Gather(in)
	if r.Inspections[0].Task != -1 || r.Hazards[0].Enterprise != 1 {
		t.Errorf("%+v", r.Inspections)
	}
	if d := cmp.Diff([]string{"0:no_findings", "2:task_mismatch", "2:no_task"}, codesOf(t, in)); d != "" {
		t.Error(d)
	}
}

func TestIncomplete(t *testing.T) {
	in := input(
		found(fire, "灭火器过期", by("")),
		found(fire, "安全出口上锁", by(""), state(inspect.Rectified)),
		found(fire, "疏散指示标志损坏", by("2021-05-10")),
		found(fire, "仓库违规储存危险化学品", major, measure("")),
		found(emergency, "", nothing),
	)
	if d := cmp.Diff([]string{"2:no_deadline", "4:deadline_before_inspection", "5:major_without_measure"}, codesOf(t, in)); d != "" {
		t.Error(d)
	}
}

func TestMissing(t *testing.T) {
	in := input(found(fire, "灭火器过期", task("LJ-1")), found(emergency, "", unfilled, task("LJ-1")))
	in.Book = book(fire, emergency)
	r, _ := Gather(in)
	if want := []inspect.Missing{{Task: 0, Department: emergency}}; !slices.Equal(r.Missing, want) {
		t.Errorf("%+v", r.Missing)
	}
	if r.Total.Planned != 2 || r.Total.Done != 1 {
		t.Errorf("%d of %d", r.Total.Done, r.Total.Planned)
	}
	in.Findings[0] = found(fire, "", unfilled, task("LJ-1"))
	r, problems := Gather(in)
	if len(r.Missing) != 2 || !r.Missing[0].Whole || len(problems) != 1 || problems[0].Code != "no_findings" {
		t.Errorf("%+v %v", r.Missing, problems)
	}
	// Whoever says that nobody could look has handed in: nobody is to press for it.
	in.Findings[1] = found(emergency, "", unfilled, notInspected("关门"), task("LJ-1"))
	r, problems = Gather(in)
	if want := []inspect.Missing{{Department: emergency, NotInspected: "关门"}, {Department: fire}}; !slices.Equal(r.Missing, want) || len(problems) > 0 {
		t.Errorf("%+v %v", r.Missing, problems)
	}
	if r.Total.Planned != 2 || r.Total.Done != 0 || r.Total.NotDone != 1 || r.Total.Inspections != 0 {
		t.Errorf("%+v", r.Total)
	}
	in.Findings[1] = found(emergency, "", unfilled, task("LJ-1"))
	in.AsOf = day("2021-05-11") // not due yet
	if r, _ = Gather(in); len(r.Missing) != 0 || r.Total.Planned != 0 {
		t.Errorf("%+v", r.Missing)
	}
}

func TestOverdue(t *testing.T) {
	for _, c := range []struct {
		asOf string
		f    inspect.Finding
		want bool
	}{
		{"2021-06-10", found(fire, "灭火器过期"), false}, // the last day is the deadline's own
		{"2021-06-11", found(fire, "灭火器过期"), true},
		{"2021-06-11", found(fire, "灭火器过期", state(inspect.Rectifying)), true},
		{"2021-06-11", found(fire, "灭火器过期", state(inspect.Rectified)), false},
		{"2021-06-11", found(fire, "灭火器过期", by("")), false},
		{"", found(fire, "灭火器过期"), false}, // as of the inspection, which is the newest that has happened
	} {
		in := input(c.f)
		if c.asOf != "" {
			in.AsOf = day(c.asOf)
		}
		if r, _ := Gather(in); r.Hazards[0].Overdue != c.want {
			t.Errorf("as of %s: %v, %v", c.asOf, r.Hazards[0].Overdue, lines(r))
		}
	}
}

func TestRelief(t *testing.T) {
	in := input(found(fire, "灭火器过期", task("LJ-1")), found(emergency, "", nothing, task("LJ-1")), found(market, "压力表未检定", on("2021-05-20")))
	in.Book = book(fire, emergency)
	in.Book.Entries[0].HalfDays, in.Book.Tasks[0].HalfDays = 2, 2
	last := book(fire, emergency, market)
	last.Period = inspect.MonthSpan(2021, 4)
	older := book(fire)
	older.Period = inspect.MonthSpan(2021, 3)
	in.History = []*inspect.Outcome{last, older}
	r, _ := Gather(in)
	if want := (inspect.Relief{Separate: 3, Visits: 2, Joint: 1, HalfSeparate: 4, HalfDays: 3}); r.Relief != want {
		t.Errorf("%+v, want %+v", r.Relief, want)
	}
	if want := (inspect.Relief{Separate: 3, Visits: 1, Joint: 1, HalfSeparate: 3, HalfDays: 1}); r.Before == nil || *r.Before != want {
		t.Errorf("%+v, want %+v", r.Before, want)
	}
	// A visit of several departments is each one's: of theirs the joint visit
	// spared one visit and half a day, and in April two visits and a day.
	shared := inspect.Relief{Separate: 2, Visits: 1, Joint: 1, HalfSeparate: 3, HalfDays: 2}
	alone := inspect.Relief{Separate: 1, Visits: 1, HalfSeparate: 1, HalfDays: 1}
	type departmentLine struct {
		Name          string
		Done, Planned int
		Now, Before   inspect.Relief
	}
	var got []departmentLine
	for _, d := range r.ByDepartment {
		got = append(got, departmentLine{d.Name, d.Done, d.Planned, d.Relief, *d.Before})
	}
	if d := cmp.Diff([]departmentLine{{market, 0, 0, alone, *r.Before}, {emergency, 1, 1, shared, *r.Before}, {fire, 1, 1, shared, *r.Before}}, got); d != "" {
		t.Error(d)
	}
}

// A visit is those who came: of three departments planned, one handed in nothing
// and one found the door shut, so two half-days of nobody's are spared nobody.
func TestReliefOfThoseWhoCame(t *testing.T) {
	in := input(found(fire, "灭火器过期", task("LJ-1")), found(emergency, "", unfilled, notInspected("关门"), task("LJ-1")))
	in.Book = book(fire, emergency, market)
	in.Book.Entries[1].HalfDays, in.Book.Tasks[0].HalfDays = 4, 4
	r, _ := Gather(in)
	alone := inspect.Relief{Separate: 1, Visits: 1, HalfSeparate: 1, HalfDays: 1}
	if r.Relief != alone {
		t.Errorf("%+v, want %+v", r.Relief, alone)
	}
	for _, d := range r.ByDepartment {
		if want := map[string]inspect.Relief{fire: alone}[d.Name]; d.Relief != want {
			t.Errorf("%s: %+v, want %+v", d.Name, d.Relief, want)
		}
	}
	in.Findings = append(in.Findings, found(market, "", nothing, task("LJ-1")))
	in.EnterpriseOf = append(in.EnterpriseOf, 0)
	in.Book.Entries[2].HalfDays = 3
	r, _ = Gather(in)
	if want := (inspect.Relief{Separate: 2, Visits: 1, Joint: 1, HalfSeparate: 4, HalfDays: 3}); r.Relief != want {
		t.Errorf("%+v, want %+v", r.Relief, want)
	}
}

func TestPublication(t *testing.T) {
	in := input(
		found(fire, "灭火器过期", about("消防监督检查"), measure("更换灭火器"), withheld),
		found(fire, "安全出口上锁", about("消防监督检查"), measure("立即开启"), state(inspect.Rectified)),
		found(emergency, "仓库堆放混乱", withheld),
		found(market, "", nothing),
		found(market, "", unfilled, on("2021-05-20")),
	)
	r, _ := Gather(in)
	want := []inspect.PublicLine{
		{Enterprise: "南京甲有限公司", Department: market, Date: "2021-05-12", Result: "未发现问题"},
		{Enterprise: "南京甲有限公司", Department: fire, Date: "2021-05-12", Matter: "消防监督检查", Result: "发现问题", Handling: "立即开启（已整改）"},
	}
	if d := cmp.Diff(want, r.Public); d != "" || r.Total.Published != 2 || r.Total.Inspections != 3 {
		t.Error(d, r.Total)
	}
}

// A hazard without a measure has none on the public list either.
func TestNoMeasureIsMadeUp(t *testing.T) {
	for _, c := range []struct {
		findings []inspect.Finding
		want     string
	}{
		{[]inspect.Finding{found(fire, "灭火器过期", measure(""))}, ""},
		{[]inspect.Finding{found(fire, "灭火器过期", measure(""), state(inspect.Rectified))}, "已整改"},
		{[]inspect.Finding{found(fire, "灭火器过期", measure("")), found(fire, "门坏", measure("修理"))}, "修理"},
	} {
		r, _ := Gather(input(c.findings...))
		if len(r.Public) != 1 || r.Public[0].Handling != c.want {
			t.Errorf("%+v, want %q", r.Public, c.want)
		}
	}
}

// TestNobodyIsPublished: no name that an input knows, no telephone, certificate
// or identity card number, however it is written.
func TestNobodyIsPublished(t *testing.T) {
	in := input(found(fire, "", people("欧阳小明", "王五", "欧阳"), about("")))
	in.Enterprises[0].Contact = "赵六（安全总监）"
	in.Book = book(fire)
	in.Book.Staff = []inspect.Inspector{{Name: "孙七", Certificate: "苏A320100123"}}
	in.Book.Entries[0].Named = []string{"周八"}
	for _, c := range []struct{ text, want string }{
		{"请于6月10日前完成整改", "请于6月10日前完成整改"},
		{"整改期限2021-06-10", "整改期限2021-06-10"},
		{"按20210610前的要求更换3具灭火器", "按20210610前的要求更换3具灭火器"},
		{"由欧阳小明、王五复查", "由×××、×××复查"},
		{"赵六负责落实，孙七和周八复查", "×××负责落实，×××和×××复查"},
		{"电话13912345678", "电话×××"},
		{"联系电话：139 1234 5678，及时报送", "，及时报送"},
		{"请联系139-1234-5678", "请联系×××"},
		{"报送025-84567890转801", "报送×××"},
		{"报送０２５８４５６７８９０", "报送×××"},
		{"热线400-820-8820", "热线×××"},
		{"执法证号苏A320100123", "执法证号×××"},
		{"执法证号：32010012345", ""},
		{"证件32010012345", "证件×××"},
		{"身份证320106199001011234", "身份证×××"},
		{"身份证32010619900101123X", "身份证×××"},
		{"邮箱zhang@example.com", "邮箱×××"},
		{"联系人李四，限期清理", "联系人×××，限期清理"},
		{"由张伟13912345678负责", "由×××负责"},
		{"责任人孙悟空负责整改", "责任人×××负责整改"},
		{"找李四（13912345678）", "找×××（×××）"},
		{"负责人：王建国", ""},
	} {
		in.Findings[0].Measure = c.text
		r, _ := Gather(in)
		if got := r.Public[0].Handling; got != c.want {
			t.Errorf("%q is published as %q, want %q", c.text, got, c.want)
		}
	}
}

func TestIdentityCardIsNoCode(t *testing.T) {
	for code, want := range map[string]string{"11010519491231002X": "", "110105194912310021": "110105194912310021", "91320115A78G1B02XT": "91320115A78G1B02XT", "": ""} {
		if got := publicCode(code); got != want {
			t.Errorf("%s: %q", code, got)
		}
	}
}

// TestComplaintsStayUnknown: neither the enterprise nor the public learns that
// somebody has complained.
func TestComplaintsStayUnknown(t *testing.T) {
	in := input(found(fire, "灭火器过期", task("LJ-1")))
	in.Book = book(fire + " 群众举报核查")
	in.Book.Entries[0].Kind = inspect.Complaint
	r, _ := Gather(in)
	if got := r.Public[0].Matter; got != "现场检查" || r.Inspections[0].Matter != "现场检查" {
		t.Errorf("%q %q", got, r.Inspections[0].Matter)
	}
	r, _ = Gather(input(found(fire, "灭火器过期", about("消防检查、12345工单核查"), measure("接群众举报到场，责令立即更换")), found(market, "标识不清", measure("信访件转办"))))
	for i, want := range []string{"消防检查、现场检查|责令立即更换", "|"} {
		l := r.Public[slices.IndexFunc(r.Public, func(l inspect.PublicLine) bool { return l.Department == []string{fire, market}[i] })]
		if got := l.Matter + "|" + l.Handling; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Any month's findings: nothing is lost, and nothing depends on their order.
func TestNothingIsLost(t *testing.T) {
	texts := rapid.SampledFrom([]string{"灭火器过期", "灭火器已过期", "2号楼灭火器过期", "消防通道堵塞", "消防通道被杂物堵塞", "安全出口上锁", "安全出口被锁闭", "", "配电箱未接地", "三层应急灯损坏"})
	rapid.Check(t, func(t *rapid.T) {
		in := Input{Book: book(fire, emergency, market)}
		in.Book.Enterprises = append(in.Book.Enterprises, inspect.Enterprise{ID: "2", Name: "南京乙有限公司"})
		in.Enterprises = in.Book.Enterprises
		for i := range rapid.IntRange(0, 14).Draw(t, "findings") {
			f := found(rapid.SampledFrom([]string{fire, emergency, market, ""}).Draw(t, "department"), texts.Draw(t, "text"))
			f.Conclusion = rapid.SampledFrom([]inspect.Conclusion{inspect.HazardsFound, inspect.HazardsFound, inspect.NothingFound, inspect.NoConclusion}).Draw(t, "conclusion")
			f.Date = rapid.SampledFrom([]inspect.Date{0, day("2021-05-12"), day("2021-05-13"), day("2021-07-30")}).Draw(t, "date")
			f.Deadline = rapid.SampledFrom([]inspect.Date{0, day("2021-05-20"), day("2021-06-10")}).Draw(t, "deadline")
			f.TaskID = rapid.SampledFrom([]string{"", "LJ-1", "LJ-9"}).Draw(t, "task")
			f.Severity = inspect.Severity(rapid.IntRange(0, 2).Draw(t, "severity"))
			f.Source = inspect.Source{File: "结果.xlsx", Row: i + 2}
			in.Findings = append(in.Findings, f)
			in.EnterpriseOf = append(in.EnterpriseOf, rapid.IntRange(0, 1).Draw(t, "enterprise"))
		}
		r, _ := Gather(in)
		inHazard, inInspection := make([]int, len(in.Findings)), make([]int, len(in.Findings))
		for i := range r.Hazards {
			for _, f := range r.Hazards[i].Findings {
				inHazard[f]++
				if in.EnterpriseOf[f] != r.Hazards[i].Enterprise || !slices.Contains(r.Hazards[i].Departments, r.Findings[f].Department) {
					t.Errorf("finding %d is in a line of another enterprise or department", f)
				}
			}
		}
		for i := range r.Inspections {
			for _, f := range r.Inspections[i].Findings {
				inInspection[f]++
			}
		}
		for i, f := range in.Findings {
			if want := one(f.Conclusion == inspect.HazardsFound); inHazard[i] != want || inInspection[i] != 1 {
				t.Errorf("finding %d is in %d lines and %d inspections", i, inHazard[i], inInspection[i])
			}
		}
		// The same findings on other rows.
		order := rapid.Permutation(sequence(len(in.Findings))).Draw(t, "order")
		moved := in
		moved.Findings, moved.EnterpriseOf = nil, nil
		for row, i := range order {
			f := in.Findings[i]
			f.Source.Row = row + 2
			moved.Findings, moved.EnterpriseOf = append(moved.Findings, f), append(moved.EnterpriseOf, in.EnterpriseOf[i])
		}
		m, _ := Gather(moved)
		if d := cmp.Diff(lines(r), lines(m)); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff(figuresOf(r), figuresOf(m)); d != "" {
			t.Error(d)
		}
		// The same findings handed in twice.
		twice := in
		for i, f := range in.Findings {
			f.Source.File = "又一份.xlsx"
			twice.Findings, twice.EnterpriseOf = append(twice.Findings, f), append(twice.EnterpriseOf, in.EnterpriseOf[i])
		}
		d, _ := Gather(twice)
		if diff := cmp.Diff(figuresOf(r), figuresOf(d)); diff != "" {
			t.Error(diff)
		}
		if len(d.Hazards) != len(r.Hazards) || len(d.Repeats) != len(in.Findings) {
			t.Errorf("%d hazards, handed in twice %d; %d repeats", len(r.Hazards), len(d.Hazards), len(d.Repeats))
		}
	})
}

func figuresOf(r *inspect.Results) []any {
	return []any{r.Public, r.Missing, r.ByDepartment, r.ByDistrict, r.ByWeek, r.Relief}
}

// A line handed in twice is told of, keeps both its sources and counts once; two
// lines of one sheet that say the same are no repeats of each other.
func TestRepeats(t *testing.T) {
	in := input(found(fire, "灭火器过期"), found(fire, ""), found(fire, "灭火器过期"), found(fire, ""), found(fire, "", by("2021-06-11")))
	for i := range in.Findings {
		in.Findings[i].Source = inspect.Source{File: []string{"甲.xlsx", "乙.xlsx"}[i/2%2], Row: i + 2}
	}
	in.Findings[4].Source.File = "乙.xlsx"
	r, problems := Gather(in)
	if d := cmp.Diff(map[int]bool{2: true, 3: true}, r.Repeats); d != "" {
		t.Error(d)
	}
	if len(r.Hazards) != 3 || len(r.Hazards[2].Findings) != 2 || r.Hazards[2].Merged != "同一条结果交了2遍" {
		t.Errorf("%+v", r.Hazards)
	}
	if i := slices.IndexFunc(problems, func(p diag.Problem) bool { return p.Code == "same_findings_twice" }); i < 0 || problems[i].File != "乙.xlsx" || !strings.Contains(problems[i].Message, "2 条检查结果与 甲.xlsx 的完全相同") {
		t.Error(problems)
	}
	same := input(found(fire, "灭火器过期"), found(fire, "灭火器过期"))
	if r, _ := Gather(same); len(r.Repeats) > 0 || len(r.Hazards) != 1 || r.Hazards[0].Merged != "同一部门同一天写了两次，描述相同" {
		t.Errorf("%v %+v", r.Repeats, r.Hazards)
	}
}

func sequence(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
