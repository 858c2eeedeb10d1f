package collide

import (
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/internal/diag"
)

func days(from, to int) []inspect.Span {
	return []inspect.Span{{From: inspect.MustDate(2021, 5, from), To: inspect.MustDate(2021, 5, to)}}
}

// plan is an entry on 南京隆源化工有限公司 unless another enterprise is given.
func plan(row int, department string, level inspect.Level, matter string, windows []inspect.Span) inspect.Entry {
	return inspect.Entry{
		Source:     inspect.Source{File: department + ".xlsx", Sheet: "检查计划", Row: row},
		Subject:    inspect.Subject{Name: "南京隆源化工有限公司", Code: codeA},
		Department: department, Level: level, Matter: matter, Windows: windows, HalfDays: 1, Demand: 2, Joinable: true,
	}
}

func judged(entries []inspect.Entry, registered []inspect.Registered) diag.List {
	opt := Options{Period: may, City: "南京市"}
	return Judge(entries, Resolve(entries, registered, opt), opt)
}

func TestJudgeDuplicates(t *testing.T) {
	const city, district = "南京市应急管理局", "江宁区应急管理局"
	kind := func(e inspect.Entry, k inspect.Kind) inspect.Entry { e.Kind = k; return e }
	month := func(e inspect.Entry, m int) inspect.Entry { e.Source.Month = m; return e }
	for _, c := range []struct {
		rule    string
		entries []inspect.Entry
		want    int
	}{
		{"the same department and matter twice",
			[]inspect.Entry{plan(3, city, inspect.City, "粉尘涉爆", days(6, 10)), plan(4, city, inspect.City, "粉尘 涉爆", days(20, 25))}, 1},
		{"two matters on days in common are one visit",
			[]inspect.Entry{plan(3, city, inspect.City, "粉尘涉爆", days(6, 10)), plan(4, city, inspect.City, "危化品", days(8, 12))}, 0},
		{"two matters without a day in common are two",
			[]inspect.Entry{plan(3, city, inspect.City, "粉尘涉爆", days(6, 10)), plan(4, city, inspect.City, "危化品", days(20, 25))}, 1},
		{"the same matter at two levels",
			[]inspect.Entry{plan(3, city, inspect.City, "粉尘涉爆", days(6, 10)), plan(3, district, inspect.District, "粉尘涉爆", days(20, 25))}, 1},
		{"another matter at another level",
			[]inspect.Entry{plan(3, city, inspect.City, "粉尘涉爆", days(6, 10)), plan(3, district, inspect.District, "危化品", days(6, 10))}, 0},
		{"a reinspection is an occasion of its own",
			[]inspect.Entry{plan(3, city, inspect.City, "粉尘涉爆", days(6, 10)), kind(plan(4, city, inspect.City, "粉尘涉爆", days(20, 25)), inspect.Reinspection)}, 0},
		{"so is a complaint",
			[]inspect.Entry{plan(3, city, inspect.City, "粉尘涉爆", days(6, 10)), kind(plan(3, district, inspect.District, "粉尘涉爆", days(20, 25)), inspect.Complaint)}, 0},
		{"the months of a grid are not duplicates",
			[]inspect.Entry{month(plan(3, city, inspect.City, "粉尘涉爆", days(1, 31)), 5), month(plan(3, city, inspect.City, "粉尘涉爆", days(1, 31)), 6)}, 0},
		{"what lies outside the period does not count",
			[]inspect.Entry{plan(3, city, inspect.City, "粉尘涉爆", days(6, 10)), plan(4, city, inspect.City, "粉尘涉爆", []inspect.Span{inspect.MonthSpan(2021, 7)})}, 0},
		{"three times is told twice",
			[]inspect.Entry{plan(3, city, inspect.City, "粉尘涉爆", days(6, 10)), plan(4, city, inspect.City, "粉尘涉爆", days(6, 10)), plan(5, city, inspect.City, "粉尘涉爆", days(6, 10))}, 2},
	} {
		got := judged(c.entries, nil)
		if len(got) != c.want {
			t.Errorf("%s: %d problems, want %d: %v", c.rule, len(got), c.want, got)
		}
		for _, p := range got {
			if p.Code != "duplicate_inspection" || p.Severity == diag.Error || p.Row == 0 || p.Hint == "" {
				t.Errorf("%s: %+v", c.rule, p)
			}
		}
	}
}

func TestJudgePeople(t *testing.T) {
	named := func(row int, name, code string, windows []inspect.Span, half int) inspect.Entry {
		e := plan(row, "南京市应急管理局", inspect.City, "粉尘涉爆", windows)
		e.Subject = inspect.Subject{Name: name, Code: code}
		e.Named, e.HalfDays = []string{"王伟"}, half
		return e
	}
	for _, c := range []struct {
		rule    string
		entries []inspect.Entry
		want    int
	}{
		{"two whole days on one day", []inspect.Entry{named(3, "甲", codeA, days(10, 10), 2), named(4, "乙", codeB, days(10, 10), 2)}, 1},
		{"a whole day and a half", []inspect.Entry{named(3, "甲", codeA, days(10, 10), 2), named(4, "乙", codeB, days(10, 10), 1)}, 1},
		{"morning and afternoon", []inspect.Entry{named(3, "甲", codeA, days(10, 10), 1), named(4, "乙", codeB, days(10, 10), 1)}, 0},
		{"three halves on one day", []inspect.Entry{named(3, "甲", codeA, days(10, 10), 1), named(4, "乙", codeB, days(10, 10), 1), named(5, "丙", codeC, days(10, 10), 1)}, 1},
		{"two days for two", []inspect.Entry{named(3, "甲", codeA, days(10, 11), 2), named(4, "乙", codeB, days(10, 10), 2)}, 0},
		{"one enterprise, one visit", []inspect.Entry{named(3, "甲", codeA, days(10, 10), 2), named(4, "甲", codeA, days(10, 10), 2)}, 0},
	} {
		var got diag.List
		for _, p := range judged(c.entries, nil) {
			if p.Code == "person_conflict" {
				got = append(got, p)
			}
		}
		if len(got) != c.want {
			t.Errorf("%s: %v, want %d", c.rule, got, c.want)
		}
	}
}

func TestJudgeStatus(t *testing.T) {
	entries := []inspect.Entry{plan(3, "南京市应急管理局", inspect.City, "粉尘涉爆", days(6, 10))}
	for status, word := range map[inspect.Status]string{inspect.InBusiness: "", inspect.Closed: "停业", inspect.Cancelled: "注销"} {
		got := judged(entries, []inspect.Registered{{Subject: inspect.Subject{Name: "隆源化工有限公司", Code: codeA}, Status: status}})
		if word == "" && len(got) > 0 || word != "" && (len(got) != 1 || got[0].Code != "enterprise_inactive" || !strings.Contains(got[0].Message, word)) {
			t.Errorf("%s: %v", word, got)
		}
	}
}

func TestLead(t *testing.T) {
	const (
		emergency = "南京市应急管理局"
		fire      = "南京市消防救援支队"
		market    = "南京市市场监督管理局"
		ecology   = "江宁区生态环境局"
	)
	at := func(department string, level inspect.Level, matter string) *inspect.Entry {
		return &inspect.Entry{Department: department, Level: level, Matter: matter}
	}
	marked := at(market, inspect.City, "特种设备")
	marked.Lead = true
	naming := at(emergency, inspect.City, "粉尘涉爆")
	naming.LeadDepartment = "消防救援支队"
	for _, c := range []struct {
		rule    string
		entries []*inspect.Entry
		order   []string
		want    string
	}{
		{"marked in the plan", []*inspect.Entry{at(emergency, inspect.City, "a"), marked}, []string{emergency}, market},
		{"named in another's plan", []*inspect.Entry{naming, at(fire, inspect.City, "b")}, nil, fire},
		{"named but not taking part", []*inspect.Entry{naming, at(market, inspect.City, "b")}, nil, emergency},
		{"the configured order", []*inspect.Entry{at(emergency, inspect.City, "a"), at(fire, inspect.City, "b")}, []string{"市场监督管理局", "消防救援支队"}, fire},
		{"most matters", []*inspect.Entry{at(emergency, inspect.City, "a"), at(market, inspect.City, "b"), at(market, inspect.City, "c")}, nil, market},
		{"one matter in two rows is one", []*inspect.Entry{at(emergency, inspect.City, "a"), at(market, inspect.City, "b"), at(market, inspect.City, "b ")}, nil, emergency},
		{"the usual order", []*inspect.Entry{at(market, inspect.City, "a"), at(fire, inspect.City, "b")}, nil, fire},
		{"the highest level", []*inspect.Entry{at(ecology, inspect.District, "a"), at(ecology, inspect.District, "b"), at(market, inspect.City, "c")}, []string{ecology}, market},
		{"others by name", []*inspect.Entry{at("南京市气象局", inspect.City, "a"), at("南京市体育局", inspect.City, "b")}, nil, "南京市体育局"},
		{"nobody", nil, nil, ""},
	} {
		if got := Lead(c.entries, c.order); got != c.want {
			t.Errorf("%s: %s, want %s", c.rule, got, c.want)
		}
		back := make([]*inspect.Entry, len(c.entries))
		for i, e := range c.entries {
			back[len(back)-1-i] = e
		}
		if got := Lead(back, c.order); got != c.want {
			t.Errorf("%s, the other way round: %s, want %s", c.rule, got, c.want)
		}
	}
}
