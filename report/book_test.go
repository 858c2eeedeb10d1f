package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/internal/table"
)

var update = flag.Bool("update", false, "write the goldens anew")

// golden compares text with testdata/name.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// writeAll writes everything collide and check write, and gives it by name.
func writeAll(t *testing.T, dir string, o *inspect.Outcome, problems diag.List) map[string][]byte {
	t.Helper()
	set, err := outdir.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer set.Abort()
	if err := WriteCollide(set, o, problems, Options{Notices: true}); err != nil {
		t.Fatal(err)
	}
	if err := WriteCheck(set, problems); err != nil {
		t.Fatal(err)
	}
	if err := set.Commit(); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	if err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && !strings.HasPrefix(name, ".liancha/lock") {
			files[name], err = os.ReadFile(filepath.Join(dir, name))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return files
}

// TRY=folder go test -run TestTry writes the sample to look at.
func TestTry(t *testing.T) {
	dir := os.Getenv("TRY")
	if dir == "" {
		t.Skip("for looking at the workbooks: set TRY to a folder")
	}
	writeAll(t, dir, sampleOutcome(60), sampleProblems())
}

func TestSameInputSameBytes(t *testing.T) {
	a := writeAll(t, t.TempDir(), sampleOutcome(25), sampleProblems())
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	b := writeAll(t, t.TempDir(), sampleOutcome(25), sampleProblems())
	if !slices.Equal(slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b))) {
		t.Fatalf("files %v and %v", slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b)))
	}
	for name := range a {
		if !bytes.Equal(a[name], b[name]) {
			t.Errorf("%s differs between two runs", name)
		}
	}
}

// The order in which tasks and left-out entries come does not show.
func TestOrderOfListsDoesNotShow(t *testing.T) {
	o := sampleOutcome(25)
	a := writeAll(t, t.TempDir(), o, sampleProblems())
	slices.Reverse(o.Tasks)
	slices.Reverse(o.Unscheduled)
	for i := range o.Tasks {
		slices.Reverse(o.Tasks[i].Entries)
		o.Tasks[i].ID = ""
	}
	inspect.NumberTasks(o)
	b := writeAll(t, t.TempDir(), o, sampleProblems())
	for name := range a {
		if !bytes.Equal(a[name], b[name]) {
			t.Errorf("%s differs with the lists reversed", name)
		}
	}
}

func TestFilesWritten(t *testing.T) {
	o := sampleOutcome(25)
	files := writeAll(t, t.TempDir(), o, sampleProblems())
	v := newView(o)
	for _, name := range []string{TaskBookName, JSONName, ProblemBookName, "退回修改/消防计划.xlsx", "退回修改/环保.xlsx"} {
		if files[name] == nil {
			t.Errorf("%s was not written", name)
		}
	}
	for _, d := range v.departments {
		if files[DepartmentFolder+"/"+d+".xlsx"] == nil {
			t.Errorf("%s has no book", d)
		}
	}
}

func TestProgressRisesToTheEnd(t *testing.T) {
	set, err := outdir.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer set.Abort()
	last := 0.0
	if err := WriteCollide(set, sampleOutcome(10), nil, Options{Notices: true, Progress: func(done float64) {
		if done < last {
			t.Errorf("progress falls from %v to %v", last, done)
		}
		last = done
	}}); err != nil {
		t.Fatal(err)
	}
	if last != 1 {
		t.Errorf("progress ends at %v", last)
	}
}

// Who is not to see scores gets none, and is not told of an order by them.
func TestBlindReview(t *testing.T) {
	o := sampleOutcome(10)
	for i := range o.Reviews {
		o.Reviews[i].Score = 0
		for k := range o.Reviews[i].Candidates {
			o.Reviews[i].Candidates[k].Score = 0
		}
	}
	p := reviewPage(o.Reviews, o.Enterprises)
	var l table.Line
	for i := range p.NumLines {
		l.Cells = l.Cells[:0]
		p.LineAt(i, &l)
		if i >= p.Header && (l.Cells[10].Numeric || l.Cells[3].Text == "") || strings.Contains(l.Cells[0].Text, "最像") {
			t.Errorf("line %d: %+v", i, l.Cells)
		}
	}
}

// No unannounced task has a notice.
func TestNoNoticeOfSurprises(t *testing.T) {
	o := sampleOutcome(25)
	for i := range o.Entries {
		if o.EntryOf[i] == 3 {
			o.Entries[i].Kind = inspect.Surprise
		}
		if o.EntryOf[i] == 4 {
			o.Entries[i].Kind = inspect.General
		}
	}
	files := writeAll(t, t.TempDir(), o, nil)
	if files[NoticeFolder+"/"+o.Enterprises[3].Name+".xlsx"] != nil {
		t.Error("an enterprise was told of a surprise check")
	}
	if files[NoticeFolder+"/"+o.Enterprises[4].Name+".xlsx"] == nil {
		t.Error("an enterprise was not told of an announced check")
	}
}

func TestNothingFoundIsWritten(t *testing.T) {
	o := &inspect.Outcome{Period: inspect.MonthSpan(2021, 5)}
	writeAll(t, t.TempDir(), o, nil)
	var out bytes.Buffer
	if err := Summary(&out, 0, o, nil); err != nil {
		t.Error(err)
	}
}

func TestJSONGolden(t *testing.T) {
	o := sampleOutcome(4)
	o.Enterprises[0].Name = `南京"A&B"<机械>有限公司`
	var out bytes.Buffer
	if err := JSON(&out, o, sampleProblems()[:3]); err != nil {
		t.Fatal(err)
	}
	if !json.Valid(out.Bytes()) {
		t.Error("not JSON")
	}
	golden(t, "collide.json", out.String())
	out.Reset()
	if err := JSON(&out, &inspect.Outcome{Period: inspect.MonthSpan(2021, 5)}, nil); err != nil {
		t.Fatal(err)
	}
	golden(t, "empty.json", out.String())
}

// The keys are the contract's and no others.
func TestJSONKeys(t *testing.T) {
	var out bytes.Buffer
	if err := JSON(&out, sampleOutcome(10), sampleProblems()); err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(out.Bytes(), &v); err != nil {
		t.Fatal(err)
	}
	keys := func(x any) string { return strings.Join(slices.Sorted(maps.Keys(x.(map[string]any))), " ") }
	first := func(key string) any { return v[key].([]any)[0] }
	for what, c := range map[string]struct {
		at   any
		want string
	}{
		"top":         {v, "enterprises period problems review schema staff stats tasks unscheduled"},
		"period":      {v["period"], "from to"},
		"stats":       {v["stats"], "enterprises entries entries_bound files joint_visits out_of_period rejected rows scheduled unscheduled visits visits_bound visits_if_separate"},
		"enterprises": {first("enterprises"), "code id name sources"},
		"tasks":       {first("tasks"), "date days enterprise entries half id lead level"},
		"entries":     {first("tasks").(map[string]any)["entries"].([]any)[0], "days demand department level matter named source"},
		"unscheduled": {first("unscheduled"), "code reason remedy source"},
		"review":      {first("review"), "reason score sources"},
		"staff":       {first("staff"), "certificate department leave name"},
		"problems":    {first("problems"), "code column file message row severity sheet value"},
	} {
		if got := keys(c.at); got != c.want {
			t.Errorf("%s has %s, want %s", what, got, c.want)
		}
	}
}

func TestSummaryGolden(t *testing.T) {
	var out bytes.Buffer
	if err := Summary(&out, 0, sampleOutcome(40), sampleProblems()); err != nil {
		t.Fatal(err)
	}
	golden(t, "summary.txt", out.String())
}

// A terminal opens with 80 columns; a table that is wider is no table there.
func TestSummaryFitsATerminal(t *testing.T) {
	o := sampleOutcome(40)
	for i := range o.Enterprises {
		o.Enterprises[i].Name = strings.Repeat("长名", 30)
	}
	for i := range o.Unscheduled {
		o.Unscheduled[i].Remedy = strings.Repeat("增加执法人员", 10)
	}
	var out bytes.Buffer
	if err := Summary(&out, 0, o, sampleProblems()); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		width := 0
		for _, r := range strings.TrimRight(line, "\n") {
			width++
			if r >= 0x3000 { // Chinese is two columns wide, lines of tables are one
				width++
			}
		}
		if width > 80 {
			t.Errorf("%d columns: %s", width, line)
		}
	}
}

func TestProblemsGolden(t *testing.T) {
	var plain, colour bytes.Buffer
	if err := Problems(&plain, sampleProblems(), false); err != nil {
		t.Fatal(err)
	}
	golden(t, "problems.txt", plain.String())
	if err := Problems(&colour, sampleProblems(), true); err != nil {
		t.Fatal(err)
	}
	stripped := colour.String()
	for _, c := range append(slices.Collect(maps.Values(severityColours)), colourOff) {
		stripped = strings.ReplaceAll(stripped, c, "")
	}
	if stripped != plain.String() || colour.Len() == plain.Len() {
		t.Error("colour changes more than colour")
	}
}

// Text from the input cannot steer the terminal.
func TestProblemsAreOneLine(t *testing.T) {
	var out bytes.Buffer
	if err := Problems(&out, diag.List{{Severity: diag.Error, Code: "x", Position: diag.Position{File: "a\x1b[2J.xlsx"}, Message: "两\n行\u009b"}}, false); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != "a[2J.xlsx: 两 行 [x]\n" {
		t.Errorf("got %q", got)
	}
}

func TestSheetNames(t *testing.T) {
	n := sheetNames{"总": true}
	for _, c := range []struct{ in, want string }{
		{"a/b", "a b"}, {"A B", "A B(2)"}, {"总", "总(2)"}, {"", "未命名"}, {"a'b", "a’b"},
		{strings.Repeat("长", 40), strings.Repeat("长", 31)}, {strings.Repeat("长", 40), strings.Repeat("长", 28) + "(2)"},
		{strings.Repeat("𠮷", 20), strings.Repeat("𠮷", 15)},
	} {
		if got := n.next(c.in); got != c.want {
			t.Errorf("%q gives %q, not %q", c.in, got, c.want)
		}
	}
}
