package draw

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"liancha/inspect"
	"liancha/internal/diag"
)

func day(d int) inspect.Date { return inspect.MustDate(2021, 5, d) }

// duty is two departments at two enterprises; tests change what they are about.
func duty() *Duty {
	person := func(department, name, certificate string) inspect.Inspector {
		return inspect.Inspector{Department: department, Name: name, Certificate: certificate, Active: true,
			Source: inspect.Source{File: "名录.xlsx", Sheet: "名录", Row: len(certificate) + len(name)}}
	}
	return &Duty{
		Days: []inspect.Date{day(6), day(7), day(10), day(11)},
		Enterprises: []inspect.Enterprise{
			{Name: "南京甲化工有限公司", Code: "91320115MA1MXXXX0A", District: "江宁区", Street: "东山街道"},
			{Name: "南京乙食品有限公司", District: "鼓楼区"},
		},
		Entries: []inspect.Entry{
			{Department: "应急局", Matter: "危险化学品", Demand: 2, HalfDays: 1},
			{Department: "消防", Matter: "消防安全", Demand: 2, HalfDays: 3},
			{Department: "应急局", Matter: "食品", Demand: 1, HalfDays: 2},
		},
		Tasks: []inspect.Task{
			{ID: "T1", Enterprise: 0, Date: day(7), Half: inspect.Morning, HalfDays: 3, Days: []inspect.Date{day(7), day(10)}, Entries: []int{0, 1}},
			{ID: "T2", Enterprise: 1, Date: day(10), Half: inspect.Morning, HalfDays: 2, Days: []inspect.Date{day(10)}, Entries: []int{2}},
		},
		Staff: []inspect.Inspector{
			person("应急局", "张一", "A1"), person("应急局", "王二", "A2"), person("应急局", "李三", "A3"),
			person("消防", "赵四", "B1"), person("消防", "钱五", "B2"),
		},
	}
}

func poolLines(t *testing.T, d *Duty) ([]string, diag.List) {
	t.Helper()
	p, problems := d.Pool()
	text, err := p.Text()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n"), problems
}

func TestDutyPool(t *testing.T) {
	got, problems := poolLines(t, duty())
	want := []string{
		"person|应急局|A1|1", "person|应急局|A2|1", "person|应急局|A3|1", "person|消防|B1|1", "person|消防|B2|1",
		"task|T1/应急局|应急局|2|1|2", "task|T1/消防|消防|2|3|2", "task|T2/应急局|应急局|4|2|1",
	}
	if d := cmp.Diff(want, got); d != "" || len(problems) > 0 {
		t.Error(d, problems)
	}
}

// Each rule by itself: what it changes in the pool, and what it says.
func TestDutyRules(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(d *Duty)
		lines   string // new lines
		gone    string // lines no longer there
		problem string // its code
	}{
		{name: "leave on the second day of a long task bars from it alone",
			change: func(d *Duty) { d.Staff[3].Leave = []inspect.Span{inspect.Day(day(10))} }, lines: "bar|T1/消防|B1|leave"},
		{name: "leave on a day off bars nobody",
			change: func(d *Duty) { d.Staff[3].Leave = []inspect.Span{inspect.Day(day(8))} }},
		{name: "a department's own slots count, not the task's",
			change: func(d *Duty) { d.Staff[0].Leave = []inspect.Span{inspect.Day(day(10))} }, lines: "bar|T2/应急局|A1|leave"},
		{name: "recused by name, brackets and width aside",
			change: func(d *Duty) { d.Staff[0].Recused = []string{"南京乙食品 有限公司"} }, lines: "bar|T2/应急局|A1|recused"},
		{name: "recused by code",
			change: func(d *Duty) { d.Staff[0].Recused = []string{"91320115ma1mxxxx0a"} }, lines: "bar|T1/应急局|A1|recused"},
		{name: "stationed there, areas not crossed",
			change: func(d *Duty) { d.Staff[0].Area = "江宁区" }},
		{name: "stationed in the district",
			change: func(d *Duty) { d.CrossArea = true; d.Staff[0].Area = "江宁区" }, lines: "bar|T1/应急局|A1|recused"},
		{name: "stationed in the street",
			change: func(d *Duty) { d.CrossArea = true; d.Staff[0].Area = "江宁区东山街道" }, lines: "bar|T1/应急局|A1|recused"},
		{name: "stationed in another street of the district",
			change: func(d *Duty) { d.CrossArea = true; d.Staff[0].Area = "江宁区秣陵街道" }},
		{name: "certificate runs out in between",
			change: func(d *Duty) { d.Staff[0].Expires = day(9) }, lines: "bar|T2/应急局|A1|skill"},
		{name: "certificate holds on its last day",
			change: func(d *Duty) { d.Staff[0].Expires = day(10) }},
		{name: "certificate expired before all",
			change: func(d *Duty) { d.Staff[0].Expires = day(6) }, gone: "person|应急局|A1|1", problem: "certificate_expired"},
		{name: "certificate missing where others have one",
			change: func(d *Duty) { d.Staff[0].Certificate = "" }, gone: "person|应急局|A1|1", problem: "no_certificate"},
		{name: "nobody has certificates: names are keys",
			change: func(d *Duty) { d.Staff[3].Certificate, d.Staff[4].Certificate = "", "" },
			lines:  "person|消防|赵四|1 person|消防|钱五|1", gone: "person|消防|B1|1 person|消防|B2|1"},
		{name: "out of service",
			change: func(d *Duty) { d.Staff[0].Active = false }, gone: "person|应急局|A1|1"},
		{name: "one certificate for two people",
			change: func(d *Duty) { d.Staff[1].Certificate = "A1" }, gone: "person|应急局|A2|1", problem: "same_certificate"},
		{name: "one person in two lines: both lines' leave holds",
			change: func(d *Duty) {
				p := d.Staff[0]
				p.Leave = []inspect.Span{inspect.Day(day(10))}
				d.Staff = append(d.Staff, p)
			}, lines: "bar|T2/应急局|A1|leave"},
		{name: "speciality required",
			change: func(d *Duty) {
				d.Skills = []Requirement{{"危险化学品", "化工"}}
				d.Staff[0].Specialties, d.Staff[1].Specialties = []string{"化工安全"}, []string{"化工"}
			}, lines: "bar|T1/应急局|A3|skill"},
		{name: "named",
			change: func(d *Duty) { d.Entries[0].Named = []string{"李三"} }, lines: "fixed|T1/应急局|A3"},
		{name: "named by certificate",
			change: func(d *Duty) { d.Entries[0].Named = []string{"A3"} }, lines: "fixed|T1/应急局|A3"},
		{name: "named from elsewhere",
			change: func(d *Duty) { d.Entries[0].Named = []string{"外人"} }, lines: "fixed|T1/应急局|外人"},
		{name: "more named than wanted",
			change: func(d *Duty) { d.Entries[0].Named = []string{"张一", "王二", "李三"} },
			lines:  "fixed|T1/应急局|A1 fixed|T1/应急局|A2 fixed|T1/应急局|A3 task|T1/应急局|应急局|2|1|3", gone: "task|T1/应急局|应急局|2|1|2"},
		{name: "named and on leave",
			change: func(d *Duty) {
				d.Entries[0].Named = []string{"李三"}
				d.Staff[2].Leave = []inspect.Span{inspect.Day(day(7))}
			}, lines: "bar|T1/应急局|A3|leave", problem: "named_unavailable"},
		{name: "named and out of service",
			change: func(d *Duty) { d.Entries[0].Named = []string{"李三"}; d.Staff[2].Active = false },
			gone:   "person|应急局|A3|1", problem: "named_unavailable"},
		{name: "two of one name",
			change: func(d *Duty) { d.Entries[0].Named = []string{"李三"}; d.Staff[1].Name = "李三" }, problem: "named_unavailable"},
		{name: "no department without people",
			change: func(d *Duty) { d.Staff = d.Staff[:3] },
			gone:   "person|消防|B1|1 person|消防|B2|1 task|T1/消防|消防|2|3|2", problem: "no_roster"},
		{name: "two people at least",
			change: func(d *Duty) { d.MinPeople = 2 }, lines: "task|T2/应急局|应急局|4|2|2", gone: "task|T2/应急局|应急局|4|2|1"},
		{name: "but where there are not two",
			change: func(d *Duty) { d.MinPeople = 2; d.MinPeopleExcept = map[string]bool{"T2/应急局": true} }},
		{name: "a task moved to a day off, in the midst of another",
			change: func(d *Duty) { d.Tasks[1].Date, d.Tasks[1].Days = day(8), []inspect.Date{day(8)} },
			lines:  "task|T1/消防|消防|2|5|2", gone: "task|T1/消防|消防|2|3|2"},
		{name: "those drawn less often have more chances",
			change: func(d *Duty) { d.Times = map[[2]string]int{{"应急局", "A1"}: 2, {"应急局", "A2"}: 1} },
			lines:  "person|应急局|A2|2 person|应急局|A3|3", gone: "person|应急局|A2|1 person|应急局|A3|1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, _ := poolLines(t, duty())
			d := duty()
			c.change(d)
			after, problems := poolLines(t, d)
			if diff := cmp.Diff(strings.Fields(c.lines), without2(after, before)); diff != "" {
				t.Errorf("new lines: %s", diff)
			}
			if diff := cmp.Diff(strings.Fields(c.gone), without2(before, after)); diff != "" {
				t.Errorf("lines gone: %s", diff)
			}
			codes := ""
			for _, p := range problems {
				codes = p.Code
			}
			if codes != c.problem {
				t.Errorf("problems %v, want %q", problems, c.problem)
			}
		})
	}
}

func without2(list, other []string) []string {
	left := []string{}
	for _, x := range list {
		if !slices.Contains(other, x) {
			left = append(left, x)
		}
	}
	return left
}

// The pool does not depend on the order of anything.
func TestDutyOrder(t *testing.T) {
	want, _ := poolLines(t, duty())
	d := duty()
	slices.Reverse(d.Staff)
	slices.Reverse(d.Tasks)
	slices.Reverse(d.Days)
	if got, _ := poolLines(t, d); !slices.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}

func TestPoolRefuses(t *testing.T) {
	good := readPool(t)
	line := func(n int, was, is string) string {
		lines := strings.Split(good, "\n")
		lines[n] = strings.Replace(lines[n], was, is, 1)
		return strings.Join(lines, "\n")
	}
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "空的"},
		{"byte order mark", "\ufeff" + good, "第1行"},
		{"no line feed at the end", strings.TrimSuffix(good, "\n"), "第10行"},
		{"a line more", good + "\n", "第11行"},
		{"carriage returns", strings.ReplaceAll(good, "\n", "\r\n"), "第1行"},
		{"not sorted", line(0, "bar", "fixed"), "第1行"},
		{"order", strings.Join([]string{"person|甲|B|1", "person|甲|A|1", ""}, "\n"), "第2行“person|甲|A|1”：没有按字节排序"},
		{"twice", strings.Join([]string{"person|甲|A|1", "person|甲|A|1", ""}, "\n"), "重复"},
		{"same person", strings.Join([]string{"person|甲|A|1", "person|甲|A|2", ""}, "\n"), "第2行“person|甲|A|2”：人员“甲|A”在第1行已经有了"},
		{"unknown kind", "x|a\n", "第1行"},
		{"too many fields", "person|甲|A|1|2\n", "应有 4 项"},
		{"too few fields", "person|甲|A\n", "应有 4 项"},
		{"empty field", "person||A|1\n", "空的"},
		{"control character", "person|甲\t|A|1\n", "U+0009"},
		{"C1 control character", "person|甲\u0085|A|1\n", "U+0085"},
		{"not NFC", "person|e\u0301|A|1\n", "NFC"},
		{"not UTF-8", "person|\xff|A|1\n", "UTF-8"},
		{"weight 0", "person|甲|A|0\n", "到"},
		{"weight with a zero before", "person|甲|A|01\n", "整数"},
		{"weight with a sign", "person|甲|A|+1\n", "整数"},
		{"weight beyond all sense", "person|甲|A|1000000\n", "到"},
		{"negative slot", "task|T/甲|甲|-1|1|2\n", "到"},
		{"no people wanted", "task|T/甲|甲|1|1|0\n", "到"},
		{"place of another department", "task|T/甲|乙|1|1|2\n", "结尾"},
		{"bar of an unknown place", line(0, "0001", "0009"), "没有"},
		{"bar of an unknown person", line(0, "0003", "0009"), "第1行"},
		{"both kinds", "person|甲|A|1\nquota|乙|1\n", "混"},
		{"stratum without quota", "enterprise|甲|A|1\n", "quota"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParsePool(c.text)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q in it", err, c.want)
			}
		})
	}
	for _, key := range []string{"a|b", "a\nb", "", "\x00"} {
		p := &Pool{Kind: OfInspectors, People: []Person{{"甲", key, 1}}}
		if text, err := p.Text(); err == nil {
			t.Errorf("%q is written: %q", key, text)
		}
	}
}
