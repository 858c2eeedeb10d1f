package collide

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"liancha/inspect"
	"liancha/internal/creditcode"
)

// shuffled gives entries in another order and where each has gone.
func shuffled(entries []inspect.Entry, r *rand.Rand) ([]inspect.Entry, []int) {
	at := r.Perm(len(entries))
	out := make([]inspect.Entry, len(entries))
	for i, k := range at {
		out[k] = entries[i]
	}
	return out, at
}

func sameWhateverTheOrder(t *testing.T, entries []inspect.Entry, seed uint64) {
	t.Helper()
	opt := Options{Period: may}
	who := Resolve(entries, nil, opt)
	others, at := shuffled(entries, rand.New(rand.NewPCG(seed, 1)))
	again := Resolve(others, nil, opt)
	if d := cmp.Diff(who.Enterprises, again.Enterprises); d != "" {
		t.Errorf("enterprises depend on the order of rows:\n%s", d)
	}
	if d := cmp.Diff(who.Review, again.Review); d != "" {
		t.Errorf("reviews depend on the order of rows:\n%s", d)
	}
	if d := cmp.Diff(who.Problems, again.Problems); d != "" {
		t.Errorf("problems depend on the order of rows:\n%s", d)
	}
	for i, k := range at {
		if who.Of[i] != again.Of[k] {
			t.Fatalf("%s is enterprise %d or %d", entries[i].Source, who.Of[i], again.Of[k])
		}
	}
	if d := cmp.Diff(Judge(entries, who, opt), Judge(others, again, opt)); d != "" {
		t.Errorf("judgements depend on the order of rows:\n%s", d)
	}
}

func TestOrderOfRows(t *testing.T) {
	sample, _ := readSample(t)
	sameWhateverTheOrder(t, sample, 1)
	r := rand.New(rand.NewPCG(3, 4))
	made, _ := makeRows(r, makeEnterprises(r, 500), 3000)
	sameWhateverTheOrder(t, made, 2)
}

// sameOrg is another 18-character code that holds the organisation code of codeA.
const sameOrg = "92320106FLCR63F09C"

// crowded draws rows from so few names, codes and places that every rule meets
// every other.
func crowded(t *rapid.T) []inspect.Entry {
	names := []string{"南京隆源化工有限公司", "隆源化工有限公司", "江苏隆源化工有限公司", "隆源化工", "南京隆原化工有限公司", "南京隆源化工有限公司江宁分公司", "便民超市", "便民超市（原：隆源化工有限公司）", ""}
	codes := []string{"", "", "", codeA, codeB, codeC, codeA[8:17], codeB[8:17], strings.Replace(codeA, "0", "O", 1), "913201140000001", "320114000001017", "320106000002028", sameOrg, "无"}
	addresses := []string{"", "", "南京市江宁区将军大道5号", "江宁区将军大道5号2幢", "南京市鼓楼区湖南路9号", "鼓楼区湖南路7号"}
	phones := []string{"", "", "13900000000", "025-84400000"}
	rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) inspect.Subject {
		return inspect.Subject{
			Name:    rapid.SampledFrom(names).Draw(t, "name"),
			Code:    rapid.SampledFrom(codes).Draw(t, "code"),
			Address: rapid.SampledFrom(addresses).Draw(t, "address"),
			Phone:   rapid.SampledFrom(phones).Draw(t, "phone"),
		}
	}), 1, 24).Draw(t, "rows")
	out := make([]inspect.Entry, len(rows))
	for i, s := range rows {
		out[i] = inspect.Entry{
			Source: inspect.Source{File: "a.xlsx", Row: i + 2}, Subject: s,
			Department: "南京市应急管理局", Level: inspect.City, HalfDays: 1, Demand: 2, Joinable: true, Windows: days(3, 7),
		}
	}
	return out
}

// decreed draws what people may have said about the enterprises of crowded rows,
// each other's contrary included.
func decreed(t *rapid.T, entries []inspect.Entry) []Decision {
	party := rapid.Custom(func(t *rapid.T) Party {
		s := entries[rapid.IntRange(0, len(entries)-1).Draw(t, "row")].Subject
		return Party{Code: s.Code, Name: s.Name, District: rapid.SampledFrom([]string{"", "江宁区", "鼓楼区"}).Draw(t, "district")}
	})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Decision {
		return Decision{A: party.Draw(t, "a"), B: party.Draw(t, "b"), Same: rapid.IntRange(0, 3).Draw(t, "same") > 0}
	}), 0, 6).Draw(t, "decisions")
}

// Whatever the rows and whatever people have said: one enterprise never holds two codes that contradict each
// other, rows of one code are never parted, every row is somebody's, IDs are
// unique and sorted, and a review never holds only enterprises of different
// codes.
func TestClustersAreConsistent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := crowded(t)
		opt := Options{City: "南京市", Decisions: decreed(t, entries)}
		who := Resolve(entries, nil, opt)
		held := make([]codes, len(who.Enterprises))
		home := make(map[string]int32)
		for i := range entries {
			e := who.Of[i]
			c := codesOf(entries[i].Subject.Code)
			if held[e].opposed(c) {
				t.Fatalf("%v holds %v and %v", who.Enterprises[e], held[e], c)
			}
			if c.uscc != "" {
				held[e].uscc = c.uscc
			}
			if c.org != "" {
				held[e].org = c.org
			}
			if c.reg != "" {
				held[e].reg = c.reg
			}
			if code, ok := creditcode.Parse(entries[i].Subject.Code); ok {
				if h, known := home[code.Value]; known && h != e {
					t.Fatalf("%s is in two enterprises", code.Value)
				}
				home[code.Value] = e
			}
			if !slices.Contains(who.Enterprises[e].Sources, entries[i].Source) {
				t.Fatalf("%v is not among the sources of its enterprise", entries[i].Source)
			}
		}
		for i := 1; i < len(who.Enterprises); i++ {
			if who.Enterprises[i-1].ID >= who.Enterprises[i].ID {
				t.Fatalf("IDs %q and %q are not in order", who.Enterprises[i-1].ID, who.Enterprises[i].ID)
			}
		}
		last := 1.0
		for _, v := range who.Review {
			open := false
			for _, c := range v.Candidates {
				reasons := strings.Split(c.Reason, "\n")
				if slices.Sort(reasons); len(slices.Compact(slices.Clone(reasons))) < len(reasons) {
					t.Fatalf("a reason is given twice: %s", c.Reason)
				}
				open = open || codesOf(c.Subject.Code).org == ""
			}
			if !open || len(v.Candidates) < 2 || v.Score > last || v.Score <= 0 {
				t.Fatalf("review %+v", v)
			}
			last = v.Score
		}
		at := rapid.Permutation(entries).Draw(t, "order")
		again := Resolve(at, nil, opt)
		if d := cmp.Diff(who.Enterprises, again.Enterprises); d != "" {
			t.Fatal(d)
		}
		if d := cmp.Diff(who.Review, again.Review); d != "" {
			t.Fatal(d)
		}
	})
}

func TestRegister(t *testing.T) {
	entries := entriesOf([]row{
		{"南京隆源化工有限公司", "", ""},
		{"江苏丰木印刷厂", strings.Replace(codeB, "0", "O", 1), ""},
		{"江宁区张明面馆", "", "江宁区将军大道8号"},
	})
	entries[0].Grade = inspect.GradeA
	registered := []inspect.Registered{
		{Subject: inspect.Subject{Name: "南京隆源化工有限责任公司", Code: codeA, Address: "南京市江宁区将军大道5号", Contact: "王伟", Phone: "025-84400000"}, Grade: inspect.GradeD, Industry: "化工"},
		{Subject: inspect.Subject{Name: "江苏丰木印刷厂", Code: codeB}, Status: inspect.Closed},
		{Subject: inspect.Subject{Name: "南京康卓新材料有限公司", Code: codeC}},
	}
	who := Resolve(entries, registered, Options{City: "南京市"})
	if len(who.Enterprises) != 3 || who.OfRegistered[2] != -1 || who.OfRegistered[0] != who.Of[0] || who.OfRegistered[1] != who.Of[1] {
		t.Fatalf("%d enterprises, register lines %v, entries %v", len(who.Enterprises), who.OfRegistered, who.Of)
	}
	e := who.Enterprises[who.Of[0]]
	if e.Code != codeA || e.ID != codeA || e.District != "江宁区" || e.Grade != inspect.GradeD || e.Industry != "化工" || e.Phone == "" || e.Name != "南京隆源化工有限责任公司" {
		t.Errorf("%+v", e)
	}
	if e := who.Enterprises[who.Of[1]]; e.Code != codeB || e.Status != inspect.Closed {
		t.Errorf("%+v", e)
	}
	if e := who.Enterprises[who.Of[2]]; e.Code != "" || !strings.HasPrefix(e.ID, "N") || e.Name != "江宁区张明面馆" {
		t.Errorf("%+v", e)
	}
	if got := codesIn(who); got != "code_repaired" {
		t.Error(got)
	}
}
