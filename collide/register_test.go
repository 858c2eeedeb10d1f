package collide

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"liancha/inspect"
)

// registerOf is a register of lines named, coded and placed like rows.
func registerOf(status inspect.Status, rows ...row) []inspect.Registered {
	var out []inspect.Registered
	for i, e := range entriesOf(rows) {
		out = append(out, inspect.Registered{Source: inspect.Source{File: "名录库.xlsx", Sheet: "名录库", Row: i + 2}, Subject: e.Subject, Status: status})
	}
	return out
}

// What stands in the register alone is asked about where a plan's row may mean
// it, and only there.
func TestLookAlikesInTheRegister(t *testing.T) {
	const house = "南京市江宁区将军大道5号"
	for _, c := range []struct {
		rule   string
		rows   []row
		lines  []row
		status inspect.Status
		want   string // the names asked about and, of the register's, what is said
	}{
		{"a row without a code that looks like a closed one", []row{{"南京隆源化工公司", "", ""}}, []row{{"南京市隆原化工有限公司", codeA, house}}, inspect.Closed, "南京隆源化工公司|南京市隆原化工有限公司 只在检查对象名录库里，登记已停业"},
		{"one struck off", []row{{"南京隆源化工公司", "", ""}}, []row{{"南京市隆原化工有限公司", codeA, ""}}, inspect.Cancelled, "南京隆源化工公司|南京市隆原化工有限公司 只在检查对象名录库里，登记已注销或吊销"},
		{"one in business, which has a code and a place to give", []row{{"隆源化工", "", ""}}, []row{{"南京隆源化工有限公司", codeA, house}}, inspect.InBusiness, "隆源化工|南京隆源化工有限公司 只在检查对象名录库里"},
		{"a line without a code that looks like a row's enterprise", []row{{"南京隆源化工有限公司", codeA, ""}}, []row{{"南京隆原化工有限公司", "", ""}}, inspect.Closed, "南京隆源化工有限公司|南京隆原化工有限公司 只在检查对象名录库里，登记已停业"},
		{"two codes are two enterprises", []row{{"南京隆源化工有限公司", codeA, ""}}, []row{{"南京隆原化工有限公司", codeB, ""}}, inspect.Closed, ""},
		{"lines are not compared with each other", []row{{"鼓楼区张明面馆", "", ""}}, []row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆原化工有限公司", "", ""}, {"隆源化工", "", ""}}, inspect.Closed, ""},
		{"nor is a branch asked about", []row{{"南京隆源化工有限公司江宁分公司", "", ""}}, []row{{"南京隆源化工有限公司", codeA, ""}}, inspect.Closed, ""},
		{"what the name joins is not asked about", []row{{"南京隆源化工有限公司", "", ""}}, []row{{"南京市隆源化工有限责任公司", codeA, ""}}, inspect.Closed, ""},
	} {
		entries, registered := entriesOf(c.rows), registerOf(c.status, c.lines...)
		who := Resolve(entries, registered, Options{City: "南京市"})
		if got := askedAbout(who); got != c.want {
			t.Errorf("%s: asked %q, want %q", c.rule, got, c.want)
		}
		for _, v := range who.Review {
			for _, x := range v.Candidates {
				alone := strings.HasPrefix(x.Sources[0].File, "名录库")
				if (x.Enterprise == -1) != alone || len(x.Sources) == 0 {
					t.Errorf("%s: %+v", c.rule, x)
				}
			}
		}
		slices.Reverse(registered)
		if d := cmp.Diff(who.Review, Resolve(entries, registered, Options{City: "南京市"}).Review); d != "" {
			t.Errorf("%s: reviews depend on the order of lines:\n%s", c.rule, d)
		}
	}
}

// Whatever rows and lines say: each review is about a row of the plans, what
// stands in the register alone is given by its lines, which no enterprise holds,
// and nothing depends on the order of lines.
func TestRegisterIsConsistent(t *testing.T) {
	met := 0
	rapid.Check(t, func(t *rapid.T) {
		entries := crowded(t)
		var registered []inspect.Registered
		for i, e := range crowded(t) {
			e.Source.File = "名录库.csv"
			registered = append(registered, inspect.Registered{Source: e.Source, Subject: e.Subject, Status: inspect.Status(i % 3)})
		}
		opt := Options{City: "南京市", Decisions: decreed(t, entries)}
		who := Resolve(entries, registered, opt)
		alone := make(map[inspect.Source]bool)
		for i, e := range who.OfRegistered {
			alone[registered[i].Source] = e < 0
		}
		for _, v := range who.Review {
			planned := 0
			for _, c := range v.Candidates {
				if c.Enterprise >= 0 {
					planned++
					continue
				}
				met++
				if len(c.Sources) == 0 || slices.ContainsFunc(c.Sources, func(s inspect.Source) bool { return !alone[s] }) {
					t.Fatalf("%+v is said to stand in the register alone", c)
				}
			}
			if planned == 0 || v.Candidates[0].Enterprise < 0 || strings.Count(v.Reason, "只在检查对象名录库里") != len(v.Candidates)-planned {
				t.Fatalf("%+v", v)
			}
		}
		again := Resolve(entries, rapid.Permutation(registered).Draw(t, "order"), opt)
		if d := cmp.Diff(who.Enterprises, again.Enterprises) + cmp.Diff(who.Review, again.Review); d != "" {
			t.Fatal(d)
		}
	})
	if met == 0 {
		t.Error("nothing that stands in the register alone was asked about")
	}
}

// askedAbout words reviews, a line each: the names and what is said of those
// that stand in the register alone.
func askedAbout(who *Resolved) string {
	var lines []string
	for _, v := range who.Review {
		var names []string
		for _, c := range v.Candidates {
			name := c.Subject.Name
			if c.Enterprise < 0 {
				said, _, _ := strings.Cut(c.Reason, "\n")
				name += " " + said
			}
			names = append(names, name)
		}
		lines = append(lines, strings.Join(names, "|"))
	}
	return strings.Join(lines, "\n")
}

// The answer 是 brings the register's line, and what it says, to the row; 否
// ends the question.
func TestAnswersAboutTheRegister(t *testing.T) {
	entries := entriesOf([]row{{"南京隆源化工公司", "", ""}})
	entries[0].Windows = days(3, 7)
	registered := registerOf(inspect.Closed, row{"南京市隆原化工有限公司", codeA, "南京市江宁区将军大道5号"})
	who := Resolve(entries, registered, Options{City: "南京市"})
	for answer, want := range map[string]string{"是": "0 enterprise_inactive", "否": "-1 "} {
		var answers []Answer
		for _, c := range who.Review[0].Candidates {
			answers = append(answers, Answer{Group: "1", Answer: answer, Party: Party{Code: c.Subject.Code, Name: c.Subject.Name, District: c.Subject.District}})
		}
		decisions, problems := Decisions(answers)
		opt := Options{City: "南京市", Decisions: decisions}
		again := Resolve(entries, registered, opt)
		var judged []string
		for _, p := range Judge(entries, again, opt) {
			judged = append(judged, p.Code)
		}
		if got := fmt.Sprint(again.OfRegistered[0], " ", strings.Join(judged, " ")); got != want || len(again.Review) > 0 || len(problems) > 0 {
			t.Errorf("%s: %q, want %q; %d reviews, %v", answer, got, want, len(again.Review), problems)
		}
	}
}

// registerMeasure is how well rows without a code, of enterprises whose code
// the register alone tells, were brought to its lines.
type registerMeasure struct {
	rows, wrong, joined, asked, excused, needless int
	examples                                      []string
}

// measureRegister compares a result with the truth: line i of the register is
// enterprise i.
func measureRegister(entries []inspect.Entry, truth []madeRow, who *Resolved) registerMeasure {
	m := registerMeasure{rows: len(entries)}
	meant := make(map[[2]int32]bool) // enterprise and line asked about
	of := make([]int32, len(who.Enterprises))
	for i, e := range who.Of {
		of[e] = truth[i].enterprise
	}
	for line, e := range who.OfRegistered {
		if e >= 0 && of[e] != int32(line) {
			m.wrong++
		}
	}
	ownerOf := func(c inspect.Candidate) int32 {
		if c.Enterprise < 0 {
			return int32(c.Sources[0].Row - 2)
		}
		return of[c.Enterprise]
	}
	for _, v := range who.Review {
		for i, a := range v.Candidates {
			for _, b := range v.Candidates[:i] {
				if ownerOf(a) != ownerOf(b) {
					m.needless++
					m.examples = append(m.examples, fmt.Sprintf("needless: %.2f %s | %s | %s", v.Score, a.Subject.Name, b.Subject.Name, v.Reason))
				}
			}
			for _, b := range v.Candidates {
				if b.Enterprise >= 0 {
					meant[[2]int32{int32(b.Enterprise), ownerOf(a)}] = true
				}
			}
		}
	}
	for i, e := range who.Of {
		t := &truth[i]
		switch {
		case who.OfRegistered[t.enterprise] == e:
			m.joined++
		case meant[[2]int32{e, t.enterprise}]:
			m.asked++
		case t.want == either:
			m.excused++
		default:
			m.examples = append(m.examples, fmt.Sprintf("missed (%s): %+v", t.kind, entries[i].Subject))
		}
	}
	return m
}

// makeRegister makes a city's register, and of so many rows about it those of
// plans about some of it, which tell no valid code of every second enterprise.
func makeRegister(r *rand.Rand, enterprises, planned, rows int) ([]inspect.Entry, []madeRow, []inspect.Registered) {
	list := makeEnterprises(r, enterprises)
	made, truth := makeRows(r, list, rows)
	var entries []inspect.Entry
	var kept []madeRow
	for i := range made {
		if e := truth[i].enterprise; int(e) < planned && (e%2 == 0 || codesOf(made[i].Subject.Code) == (codes{})) {
			entries, kept = append(entries, made[i]), append(kept, truth[i])
		}
	}
	registered := make([]inspect.Registered, len(list))
	for i := range list {
		e := &list[i]
		registered[i] = inspect.Registered{
			Source:  inspect.Source{File: "名录库.csv", Row: i + 2},
			Subject: inspect.Subject{Name: e.name, Code: e.code, Address: e.address, District: e.district, Street: e.street, Contact: e.contact, Phone: e.phone},
		}
	}
	return entries, kept, registered
}

// The marks of a made city hold beside its register.
func TestMadeRegister(t *testing.T) {
	entries, truth, registered := makeRegister(rand.New(rand.NewPCG(8, 8)), 8000, 2000, 16_000)
	who := Resolve(entries, registered, Options{})
	m := measureRegister(entries, truth, who)
	if m.wrong > 0 || m.asked < 100 || 100*(m.joined+m.asked) < 99*(m.rows-m.excused) || 200*m.needless > m.rows {
		t.Errorf("%+v", m)
	}
}

// BenchmarkRegister is what a register twice as large as what plans mention
// costs, and how well its lines are asked about.
func BenchmarkRegister(b *testing.B) {
	entries, truth, registered := makeRegister(rand.New(rand.NewPCG(9, 9)), 60_000, 20_000, 300_000)
	var m registerMeasure
	for b.Loop() {
		m = measureRegister(entries, truth, Resolve(entries, registered, Options{}))
	}
	b.ReportMetric(float64(m.wrong), "wrong")
	b.ReportMetric(100*float64(m.joined+m.asked)/float64(m.rows-m.excused), "%joined-or-asked")
	b.ReportMetric(200*float64(m.needless)/float64(m.rows), "needless/200rows")
}
