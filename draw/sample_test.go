package draw

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"liancha/inspect"
)

func register(n int, change func(i int, r *inspect.Registered)) []inspect.Registered {
	list := make([]inspect.Registered, n)
	for i := range list {
		list[i] = inspect.Registered{Source: inspect.Source{File: "名录.xlsx", Row: i + 2}, Grade: inspect.Grade(1 + i%4), Industry: "化工",
			Subject: inspect.Subject{Name: fmt.Sprintf("第%03d厂", i), District: "江宁区"}}
		if change != nil {
			change(i, &list[i])
		}
	}
	return list
}

// quotas gives the quota lines of a pool.
func quotas(p *Pool) string {
	var lines []string
	for _, q := range p.Quotas {
		lines = append(lines, fmt.Sprintf("%s %d", q.Stratum, q.Wanted))
	}
	return strings.Join(lines, ", ")
}

func TestSampleQuotas(t *testing.T) {
	rates := map[inspect.Grade]float64{inspect.GradeA: 0.01, inspect.GradeB: 0.05, inspect.GradeC: 0.1, inspect.GradeD: 1}
	one := func(s inspect.Sampling) []inspect.Sampling { s.Task = "抽查"; return []inspect.Sampling{s} }
	for _, c := range []struct {
		name      string
		samplings []inspect.Sampling
		change    func(i int, r *inspect.Registered)
		want      string
	}{
		{"default shares by grade, rounded up", nil, nil, "D级 25, C级 3, B级 2, A级 1"},
		{"a share of all", one(inspect.Sampling{Share: 0.03}), nil, "抽查 3"},
		{"a share that a computer cannot write", one(inspect.Sampling{Share: 0.07}), nil, "抽查 7"},
		{"a number goes before a share", one(inspect.Sampling{Share: 0.03, Number: 20}), nil, "抽查 20"},
		{"of some grades", one(inspect.Sampling{Share: 0.1, Grades: []inspect.Grade{inspect.GradeC, inspect.GradeD}}), nil, "抽查 5"},
		{"no share: the defaults", one(inspect.Sampling{Grades: []inspect.Grade{inspect.GradeC, inspect.GradeD}}), nil, "抽查/C级 3, 抽查/D级 25"},
		{"closed ones are not counted", one(inspect.Sampling{Share: 0.1}), func(i int, r *inspect.Registered) {
			if i < 50 {
				r.Status = inspect.Closed
			}
		}, "抽查 5"},
		{"a share and at least", one(inspect.Sampling{Share: 0.03, AtLeast: 8}), nil, "抽查 8"},
		{"a share that is more", one(inspect.Sampling{Share: 1, AtLeast: 1}), nil, "抽查 100"},
		{"two lines of one name", append(one(inspect.Sampling{Number: 1}), one(inspect.Sampling{Number: 2})...), nil, "抽查 1, 抽查（2） 2"},
	} {
		s := Sample{Registered: register(100, c.change), Samplings: c.samplings, Rates: rates}
		p, _, problems := s.Pool()
		if got := quotas(p); got != c.want || len(problems) > 0 {
			t.Errorf("%s: %s, want %s %v", c.name, got, c.want, problems)
		}
		if _, err := p.Text(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestSampleBarsAndWeights(t *testing.T) {
	from := inspect.MustDate(2021, 5, 1)
	s := Sample{From: from, NotWithinDays: 30, Samplings: []inspect.Sampling{{Task: "抽查", Number: 6, Scope: "全市化工企业"}},
		Registered: register(8, func(i int, r *inspect.Registered) {
			switch i {
			case 0:
				r.Status = inspect.Cancelled
			case 1:
				r.LastVisit = from - 29
			case 2:
				r.LastVisit = from - 30
			case 3:
				r.Attention = []string{"投诉举报", "管理薄弱"}
			case 4:
				r.Industry = "食品"
			case 5:
				r.Subject.Code = "91320115ma1mxxxx0a"
			case 6:
				r.Subject.Name = "第007 厂" // the same as the next
			}
		})}
	p, strata, problems := s.Pool()
	text, err := p.Text()
	if err != nil {
		t.Fatal(err)
	}
	want := `bar|抽查|第000厂|inactive
bar|抽查|第001厂|recent
enterprise|抽查|91320115MA1MXXXX0A|1
enterprise|抽查|第000厂|1
enterprise|抽查|第001厂|1
enterprise|抽查|第002厂|1
enterprise|抽查|第003厂|3
enterprise|抽查|第007厂|1
quota|抽查|6
`
	if d := cmp.Diff(want, text); d != "" {
		t.Error(d)
	}
	if len(problems) != 1 || problems[0].Code != "listed_twice" {
		t.Errorf("%v", problems)
	}
	results, err := Run(p, "S")
	if err != nil || len(results[0].Drawn) != 4 {
		t.Fatalf("%v %v", results, err)
	}
	if short := Short(strata, results, s.Samplings); len(short) != 1 || short[0].Code != "too_few" {
		t.Errorf("%v", short)
	}
}

// Scopes that name a district or a trade are narrowed to it; others mean all.
func TestSampleScope(t *testing.T) {
	for scope, want := range map[string]int{"": 4, "全市化工企业": 2, "江宁区企业": 2, "江宁区化工企业": 1, "全市企业": 4} {
		s := Sample{Samplings: []inspect.Sampling{{Task: "抽查", Share: 1, Scope: scope}}, Registered: register(4, func(i int, r *inspect.Registered) {
			r.Industry = []string{"化工", "食品"}[i%2]
			r.Subject.District = []string{"江宁区", "鼓楼区"}[i/2]
		})}
		p, _, problems := s.Pool()
		if len(p.Enterprises) != want || (len(problems) == 1) != (scope == "全市企业") {
			t.Errorf("%q: %d enterprises, want %d: %v", scope, len(p.Enterprises), want, problems)
		}
	}
}
