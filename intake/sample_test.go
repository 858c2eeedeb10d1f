package intake

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

const sample = "../testdata/nanjing-2021-05"

// truth is what the sample's rows mean.
type truth struct {
	Rows []struct {
		File, Sheet string
		Row         int
		Department  string
		Level       string
		Matter      string
		Windows     [][2]string
		Demand      int
		Joinable    bool
		Named       []string
		Months      []int
	}
	Staff []struct {
		Department, Name, Cert string
		Leave                  [][2]string
	}
	Junk [][3]any
}

func readTruth(t testing.TB) truth {
	b, err := os.ReadFile(sample + ".truth.json")
	if err != nil {
		t.Fatal(err)
	}
	var v truth
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// sampleSheets reads the sample's files.
func sampleSheets(t testing.TB) []*table.Sheet {
	names, err := filepath.Glob(sample + "/*")
	if err != nil {
		t.Fatal(err)
	}
	var all []*table.Sheet
	for _, path := range names {
		base := filepath.Base(path)
		if strings.HasPrefix(base, "~$") {
			continue
		}
		sheets, err := table.ReadFile(path, base, table.Options{})
		if err != nil {
			t.Fatalf("%s: %v", base, err)
		}
		all = append(all, sheets...)
	}
	return all
}

func scanAll(sheets []*table.Sheet) []*Draft {
	var drafts []*Draft
	for _, s := range sheets {
		drafts = append(drafts, Scan(s))
	}
	return drafts
}

func may() *inspect.Span {
	p := inspect.MonthSpan(2021, 5)
	return &p
}

func spansOf(t testing.TB, pairs [][2]string) []inspect.Span {
	var spans []inspect.Span
	for _, p := range pairs {
		from, ok1 := inspect.ParseDate(p[0])
		to, ok2 := inspect.ParseDate(p[1])
		if !ok1 || !ok2 {
			t.Fatalf("truth has %v", p)
		}
		if n := len(spans); n > 0 && spans[n-1].To+1 == from { // windows of an entry are never adjacent
			spans[n-1].To = to
			continue
		}
		spans = append(spans, inspect.Span{From: from, To: to})
	}
	return spans
}

func TestSampleRows(t *testing.T) {
	want := readTruth(t)
	res := Combine(scanAll(sampleSheets(t)), Options{Period: may()})
	entries := map[string][]inspect.Entry{}
	for _, e := range res.Entries {
		k := fmt.Sprintf("%s#%s!%d", e.Source.File, e.Source.Sheet, e.Source.Row)
		entries[k] = append(entries[k], e)
	}
	for _, p := range res.Problems {
		if p.Severity != diag.Info {
			t.Errorf("%s: %s", p.Severity, p)
		}
	}
	if res.PlanRows != len(want.Rows) || res.Rejected != 0 {
		t.Errorf("%d plan rows, %d rejected; want %d and none", res.PlanRows, res.Rejected, len(want.Rows))
	}
	for _, w := range want.Rows {
		k := fmt.Sprintf("%s#%s!%d", w.File, w.Sheet, w.Row)
		got := entries[k]
		delete(entries, k)
		if len(w.Months) == 0 {
			if len(got) != 1 {
				t.Errorf("%s: %d entries", k, len(got))
				continue
			}
			checkEntry(t, k, got[0], w.Department, w.Level, w.Matter, w.Demand, w.Joinable, w.Named, spansOf(t, w.Windows))
			continue
		}
		var months []int
		for i, e := range got {
			months = append(months, e.Source.Month)
			if i < len(w.Windows) {
				checkEntry(t, k, e, w.Department, w.Level, w.Matter, w.Demand, w.Joinable, w.Named, spansOf(t, w.Windows[i:i+1]))
			}
		}
		if !slices.Equal(months, w.Months) {
			t.Errorf("%s: months %v, want %v", k, months, w.Months)
		}
	}
	for k := range entries {
		t.Errorf("%s is an entry, but no row of the plans", k)
	}
}

func checkEntry(t *testing.T, k string, e inspect.Entry, department, level, matter string, demand int, joinable bool, named []string, windows []inspect.Span) {
	t.Helper()
	if e.Department != department || e.Level.String() != level {
		t.Errorf("%s: department %q (%s), want %q (%s)", k, e.Department, e.Level, department, level)
	}
	if e.Matter != matter || e.Demand != demand || e.Joinable != joinable || e.HalfDays != 1 {
		t.Errorf("%s: matter %q, demand %d, joinable %v, half-days %d; want %q, %d, %v, 1", k, e.Matter, e.Demand, e.Joinable, e.HalfDays, matter, demand, joinable)
	}
	if !slices.Equal(e.Named, named) {
		t.Errorf("%s: named %q, want %q", k, e.Named, named)
	}
	if !slices.Equal(e.Windows, windows) {
		t.Errorf("%s: windows %v, want %v", k, e.Windows, windows)
	}
	if e.Subject.Name == "" {
		t.Errorf("%s: no name", k)
	}
}

func TestSampleStaff(t *testing.T) {
	want := readTruth(t)
	res := Combine(scanAll(sampleSheets(t)), Options{Period: may()})
	type person struct {
		Department, Name, Certificate string
		Leave                         []inspect.Span
	}
	byKey := func(a, b person) int { return strings.Compare(a.Department+a.Certificate, b.Department+b.Certificate) }
	var wanted, got []person
	for _, w := range want.Staff {
		wanted = append(wanted, person{w.Department, w.Name, w.Cert, spansOf(t, w.Leave)})
	}
	for _, p := range res.Inspectors {
		got = append(got, person{p.Department, p.Name, p.Certificate, p.Leave})
		if !p.Active {
			t.Errorf("%s is not in service", p.Name)
		}
	}
	slices.SortFunc(wanted, byKey)
	slices.SortFunc(got, byKey)
	if d := cmp.Diff(wanted, got); d != "" {
		t.Error(d)
	}
}

func TestSampleJunkIsNoted(t *testing.T) {
	noted := map[string]bool{}
	for _, d := range scanAll(sampleSheets(t)) {
		for _, row := range d.notes {
			noted[fmt.Sprintf("%s#%s!%d", d.file, d.sheet, row)] = true
		}
	}
	want := readTruth(t).Junk
	for _, j := range want {
		k := fmt.Sprintf("%v#%v!%v", j[0], j[1], j[2])
		if !noted[k] {
			t.Errorf("%s is not recognised as a note", k)
		}
		delete(noted, k)
	}
	for k := range noted {
		t.Errorf("%s is taken for a note", k)
	}
}
