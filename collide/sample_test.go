package collide

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"

	"liancha/inspect"
)

// sampled is a row of the sample month with what it really means.
type sampled struct {
	enterprise string
	must       bool // belongs to that enterprise for sure; else a person may be asked
}

// readSample gives the sample month's plan rows as they are written, and the
// truth about each.
func readSample(t testing.TB) ([]inspect.Entry, []sampled) {
	f, err := os.Open("testdata/nanjing-2021-05.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var entries []inspect.Entry
	var truth []sampled
	for _, r := range rows[1:] {
		row, _ := strconv.Atoi(r[2])
		level, _ := inspect.ParseLevel(r[9])
		from, _ := inspect.ParseDate(r[11])
		to, _ := inspect.ParseDate(r[12])
		entries = append(entries, inspect.Entry{
			Source:     inspect.Source{File: r[0], Sheet: r[1], Row: row},
			Subject:    inspect.Subject{Name: strings.TrimSpace(r[3]), Code: strings.TrimSpace(r[4]), Address: r[5], District: r[6], Street: r[7]},
			Department: r[8], Level: level, Matter: r[10], Windows: []inspect.Span{{From: from, To: to}},
			HalfDays: 1, Demand: 2, Joinable: true,
		})
		truth = append(truth, sampled{r[13], r[14] == "must"})
	}
	return entries, truth
}

var may = inspect.MonthSpan(2021, 5)

func TestSampleMonth(t *testing.T) {
	entries, truth := readSample(t)
	who := Resolve(entries, nil, Options{Period: may})
	owner := make(map[int32]string)
	home := make(map[string]int32)
	split := 0
	for i, e := range who.Of {
		if o, ok := owner[e]; ok && o != truth[i].enterprise {
			t.Errorf("%s: %s joined with another enterprise", entries[i].Source, entries[i].Subject.Name)
		}
		owner[e] = truth[i].enterprise
		if !truth[i].must {
			continue
		}
		if h, ok := home[truth[i].enterprise]; ok && h != e {
			t.Errorf("%s: %s (%s) split from its enterprise", entries[i].Source, entries[i].Subject.Name, entries[i].Subject.Code)
		}
		home[truth[i].enterprise] = e
	}
	reviewed := make(map[[2]int]bool)
	needless := 0
	for _, v := range who.Review {
		for i, a := range v.Candidates {
			for _, b := range v.Candidates[:i] {
				reviewed[[2]int{a.Enterprise, b.Enterprise}] = true
				reviewed[[2]int{b.Enterprise, a.Enterprise}] = true
				if owner[int32(a.Enterprise)] != owner[int32(b.Enterprise)] {
					needless++
					t.Logf("needless: %.2f %s | %s | %s", v.Score, a.Subject.Name, b.Subject.Name, v.Reason)
				}
			}
		}
	}
	for i, e := range who.Of {
		h, ok := home[truth[i].enterprise]
		if !truth[i].must && ok && h != e {
			split++
			if !reviewed[[2]int{int(h), int(e)}] {
				t.Errorf("%s: %s neither joined nor shown for review", entries[i].Source, entries[i].Subject.Name)
			}
		}
	}
	if len(who.Enterprises) < 273 || needless*200 > len(entries) {
		t.Errorf("%d enterprises, %d reviews, %d needless pairs, %d rows left for review", len(who.Enterprises), len(who.Review), needless, split)
	}
}
