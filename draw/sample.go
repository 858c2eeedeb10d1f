package draw

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"liancha/inspect"
	"liancha/internal/diag"
)

// Sample is what a draw of enterprises is made for: a register and the plans
// that want a share of it.
type Sample struct {
	Registered []inspect.Registered
	Samplings  []inspect.Sampling
	// Rates are the default shares by grade, NoGrade for those without one:
	// used where there is no sampling plan, and for lines of one that name no
	// share.
	Rates map[inspect.Grade]float64
	// NotWithinDays bars enterprises visited so few days before From; 0 bars nobody.
	NotWithinDays int
	From          inspect.Date
}

// Stratum is what enterprises are drawn from: one line of a sampling plan, or a
// grade, or a grade within a line.
type Stratum struct {
	Name     string
	Sampling int // index into Sample.Samplings, -1 where there is no plan
	Grades   []inspect.Grade
	Members  map[string]int // key → index into Sample.Registered
	Base     int            // members in business, which a share is of
	Wanted   int
}

// The reasons a pool bars enterprises for.
const (
	Inactive = "inactive" // closed or struck off
	Recent   = "recent"   // visited within the days set
)

// Pool makes the pool and its strata, by name, and says what it could not take in.
func (s *Sample) Pool() (*Pool, []Stratum, diag.List) {
	b := &sampleBuilder{Sample: s, pool: &Pool{Kind: OfEnterprises}, names: map[string]int{}}
	b.readKeys()
	if len(s.Samplings) == 0 {
		for _, g := range gradesOf(nil) {
			b.stratum(gradeName(g), -1, []inspect.Grade{g}, b.allKeys())
		}
	}
	for i := range s.Samplings {
		b.line(i)
	}
	slices.SortFunc(b.strata, func(a, c Stratum) int { return strings.Compare(a.Name, c.Name) })
	b.problems.Sort()
	return b.pool, b.strata, b.problems
}

type sampleBuilder struct {
	*Sample
	pool     *Pool
	strata   []Stratum
	problems diag.List
	keys     []string // of each enterprise of the register, "" for one listed before
	names    map[string]int
}

// readKeys gives every enterprise its key. One that stands in the register
// twice is drawn once, from its first line.
func (b *sampleBuilder) readKeys() {
	order := make([]int, len(b.Registered))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return inspect.CompareSource(b.Registered[i].Source, b.Registered[j].Source)
	})
	first := map[string]int{}
	b.keys = make([]string, len(b.Registered))
	for _, i := range order {
		r := &b.Registered[i]
		key := EnterpriseKey(r.Subject)
		before, again := first[key]
		switch {
		case key == "":
			b.register(r, diag.Error, "no_name", "这一行没有企业名称，也没有代码，不能抽取", "补上名称或代码")
		case again:
			b.register(r, diag.Warning, "listed_twice", fmt.Sprintf("与%s是同一企业，只按先出现的一行抽取", b.Registered[before].Source), "删去重复的一行")
		default:
			first[key] = i
			b.keys[i] = key
		}
	}
}

func (b *sampleBuilder) register(r *inspect.Registered, s diag.Severity, code, message, hint string) {
	b.problems.Add(diag.Problem{Severity: s, Code: code, Value: r.Subject.Name, Message: message, Hint: hint, Position: position(r.Source)})
}

func position(s inspect.Source) diag.Position {
	return diag.Position{File: s.File, Sheet: s.Sheet, Row: s.Row, Text: s.Text}
}

// EnterpriseKey is an enterprise's key in a draw: its 18-character code; the
// normalised name where there is none.
func EnterpriseKey(s inspect.Subject) string {
	if code := strings.ToUpper(plainName(s.Code)); len(code) == 18 {
		return code
	}
	return plainName(s.Name)
}

// plainName takes from a name what says nothing about who it is: width, white
// space, the shape of brackets.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

func (b *sampleBuilder) allKeys() []int {
	var all []int
	for i, k := range b.keys {
		if k != "" {
			all = append(all, i)
		}
	}
	return all
}

// line makes the strata of a sampling plan's line: one, or one a grade where it
// leaves the share to the defaults.
func (b *sampleBuilder) line(i int) {
	s := &b.Samplings[i]
	name := cmp.Or(plainName(s.Task), plainName(s.Matter), "抽查")
	scope := b.inScope(s)
	if s.Number > 0 || s.Share > 0 {
		b.stratum(name, i, gradesOf(s.Grades), scope)
		return
	}
	for _, g := range gradesOf(s.Grades) {
		b.stratum(name+"/"+gradeName(g), i, []inspect.Grade{g}, scope)
	}
}

// gradesOf gives the grades meant where none are named: all, and none.
func gradesOf(named []inspect.Grade) []inspect.Grade {
	if len(named) > 0 {
		return named
	}
	return []inspect.Grade{inspect.GradeD, inspect.GradeC, inspect.GradeB, inspect.GradeA, inspect.NoGrade}
}

func gradeName(g inspect.Grade) string {
	if g == inspect.NoGrade {
		return "未评级"
	}
	return g.String() + "级"
}

// inScope gives the enterprises a line is about. Its scope is free text (全市
// 危险化学品企业): trades and districts of the register that it names narrow it,
// and it means everyone where it names none.
func (b *sampleBuilder) inScope(s *inspect.Sampling) []int {
	scope := plainName(s.Scope)
	industries, districts := map[string]bool{}, map[string]bool{}
	for i := range b.Registered {
		r := &b.Registered[i]
		note(industries, scope, plainName(r.Industry))
		note(districts, scope, plainName(r.Subject.District))
	}
	if scope != "" && len(industries)+len(districts) == 0 {
		b.problems.Add(diag.Problem{Severity: diag.Info, Code: "scope_all", Value: s.Scope, Position: position(s.Source),
			Message: fmt.Sprintf("抽查对象“%s”没有提到名录库里的行业或区，按名录库全部企业抽取", s.Scope),
			Hint:    "只抽一部分企业的，请写明行业或区，或只给出那一部分名录"})
	}
	var in []int
	for _, i := range b.allKeys() {
		r := &b.Registered[i]
		if (len(industries) == 0 || industries[plainName(r.Industry)]) && (len(districts) == 0 || districts[plainName(r.Subject.District)]) {
			in = append(in, i)
		}
	}
	return in
}

func note(found map[string]bool, scope, word string) {
	if word != "" && scope != "" && strings.Contains(scope, word) {
		found[word] = true
	}
}

// stratum adds a stratum of the enterprises in scope that have one of the grades.
func (b *sampleBuilder) stratum(name string, sampling int, grades []inspect.Grade, scope []int) {
	b.names[name]++
	if n := b.names[name]; n > 1 {
		name = fmt.Sprintf("%s（%d）", name, n)
	}
	st := Stratum{Name: name, Sampling: sampling, Grades: grades, Members: map[string]int{}}
	for _, i := range scope {
		if slices.Contains(grades, b.Registered[i].Grade) {
			st.Members[b.keys[i]] = i
			b.member(&st, i)
		}
	}
	st.Wanted = b.quota(&st)
	if len(st.Members) == 0 && sampling < 0 {
		return
	}
	if st.Wanted > 0 || len(st.Members) > 0 {
		b.pool.Quotas = append(b.pool.Quotas, Quota{name, st.Wanted})
		b.strata = append(b.strata, st)
	}
}

// Weight is an enterprise's chances: what calls for attention gives one more each.
func Weight(r *inspect.Registered) int { return 1 + len(r.Attention) }

// member adds an enterprise to a stratum, barred where it cannot be drawn.
func (b *sampleBuilder) member(st *Stratum, i int) {
	r := &b.Registered[i]
	b.pool.Enterprises = append(b.pool.Enterprises, Enterprise{st.Name, b.keys[i], Weight(r)})
	switch {
	case r.Status != inspect.InBusiness:
		b.pool.Bars = append(b.pool.Bars, Bar{st.Name, b.keys[i], Inactive})
		return
	case b.recent(r):
		b.pool.Bars = append(b.pool.Bars, Bar{st.Name, b.keys[i], Recent})
	}
	st.Base++
}

// recent reports whether an enterprise was visited too few days before the
// draw's period.
func (b *sampleBuilder) recent(r *inspect.Registered) bool {
	return b.NotWithinDays > 0 && r.LastVisit != 0 && b.From != 0 && int(b.From-r.LastVisit) < b.NotWithinDays
}

// quota is how many a stratum draws: the number stated; else the share of those
// in business, rounded up, so that even a small share of a few is one, and no
// fewer than the line's least.
func (b *sampleBuilder) quota(st *Stratum) int {
	share, least := 0.0, 0
	if st.Sampling >= 0 {
		s := &b.Samplings[st.Sampling]
		if s.Number > 0 {
			return s.Number
		}
		share, least = s.Share, s.AtLeast
	}
	if share == 0 && len(st.Grades) == 1 {
		share = b.Rates[st.Grades[0]]
	}
	// A share like 0.07 of 100 must not become 8 for a digit far behind the point.
	return max(min(int(math.Ceil(share*float64(st.Base)-1e-9)), st.Base), least)
}

// Short gives the strata that drew fewer than they wanted, with a problem each.
func Short(strata []Stratum, results []Result, samplings []inspect.Sampling) diag.List {
	drawn := map[string]int{}
	for _, r := range results {
		drawn[r.Place] = len(r.Drawn)
	}
	var l diag.List
	for _, st := range strata {
		if n := drawn[st.Name]; n < st.Wanted {
			p := diag.Problem{Severity: diag.Warning, Code: "too_few", Value: st.Name,
				Message: fmt.Sprintf("“%s”要抽 %d 户，能抽的只有 %d 户", st.Name, st.Wanted, n),
				Hint:    "放宽抽查范围，或缩短 draw.not_within_days"}
			if st.Sampling >= 0 {
				p.Position = position(samplings[st.Sampling].Source)
			}
			l.Add(p)
		}
	}
	l.Sort()
	return l
}
