package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

const sampleFolder = "../../testdata/nanjing-2021-05"

// sample gives the sample month's truth and copies its plans into a folder of
// their own.
func sample(t *testing.T) (*truth, string) {
	t.Helper()
	b, err := os.ReadFile(sampleFolder + ".truth.json")
	if err != nil {
		t.Fatal(err)
	}
	tr := new(truth)
	if err := json.Unmarshal(b, tr); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "plans"), os.DirFS(sampleFolder)); err != nil {
		t.Fatal(err)
	}
	return tr, dir
}

func TestSampleMonth(t *testing.T) {
	tr, dir := sample(t)
	c := collideForTest(t, dir, tr, "plans", "--period", "2021-05")
	for _, f := range c.check() {
		t.Error(f)
	}
	c.staff(t)
	for _, p := range c.got.Problems {
		if p.Severity == "error" {
			t.Errorf("%s %s row %d: %s: nothing in the sample is beyond reading", p.File, p.Sheet, p.Row, p.Message)
		}
	}
}

// staff: the people and their leave are those of the truth.
func (c *checker) staff(t *testing.T) {
	t.Helper()
	type person struct{ department, name, certificate, leave string }
	key := func(leave [][2]string) string {
		b, _ := json.Marshal(leave)
		return string(b)
	}
	want := map[person]int{}
	for _, p := range c.truth.Staff {
		want[person{p.Department, p.Name, p.Cert, key(append([][2]string{}, p.Leave...))}]++
	}
	for _, p := range c.got.Staff {
		want[person{p.Department, p.Name, p.Certificate, key(append([][2]string{}, p.Leave...))}]--
	}
	for p, n := range want {
		if n != 0 {
			t.Errorf("%+v: %d more in the truth than in the output", p, n)
		}
	}
}

// folderBytes gives every file below dir.
func folderBytes(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(dir, path))
		files[path] = b
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func sameFiles(t *testing.T, what string, a, b map[string][]byte) {
	t.Helper()
	if len(a) == 0 {
		t.Fatalf("%s: nothing was written", what)
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			t.Errorf("%s: %s is new", what, name)
		}
	}
	for name := range a {
		if _, ok := b[name]; !ok {
			t.Errorf("%s: %s is missing", what, name)
		} else if !bytes.Equal(a[name], b[name]) {
			t.Errorf("%s: %s differs", what, name)
		}
	}
}

// quietly runs the program and asks for one of the exit statuses of success.
func quietly(t *testing.T, args ...string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := run(append(args, "--quiet"), &stdout, &stderr); status != exitDone && status != exitPartial {
		t.Fatalf("%v: exit status %d\n%s", args, status, stderr.String())
	}
}

// TestOrderAndProcessorsChangeNothing: the files in another order and twice
// over, and one processor, give the same bytes.
func TestOrderAndProcessorsChangeNothing(t *testing.T) {
	_, dir := sample(t)
	t.Chdir(dir)
	quietly(t, "collide", "plans", "--period", "2021-05", "-o", "first")
	first := folderBytes(t, "first")

	entries, err := os.ReadDir("plans")
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"collide", "--period", "2021-05", "-o", "second"}
	for _, i := range rand.New(rand.NewPCG(1, 2)).Perm(len(entries)) {
		args = append(args, "plans/"+entries[i].Name())
	}
	quietly(t, append(args, "plans")...)
	sameFiles(t, "files shuffled", first, folderBytes(t, "second"))

	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	quietly(t, "collide", "plans", "--period", "2021-05", "-o", "third")
	sameFiles(t, "one processor", first, folderBytes(t, "third"))

	quietly(t, "collide", "plans", "--period", "2021-05", "-o", "third")
	sameFiles(t, "run over an earlier output", first, folderBytes(t, "third"))
}

// TestOrderOfRowsChangesNothing: with the rows of every plan in another order
// the same inspections stand on the same days; only the row numbers differ.
func TestOrderOfRowsChangesNothing(t *testing.T) {
	placed := func(shuffled bool) map[string]string {
		g := generate(99, len(genDepartments), 20, true)
		dir := t.TempDir()
		for _, p := range g.plans {
			if shuffled {
				p.shuffleRows(g)
			}
			p.write(t, filepath.Join(dir, "plans"))
		}
		c := collideForTest(t, dir, &g.truth, "plans", "--period", "2021-05", "--effort", "1")
		got := map[string]string{}
		for _, task := range c.got.Tasks {
			what := ""
			for _, e := range task.Entries {
				what += e.Department + "/" + e.Matter + ";"
			}
			got[task.ID] = task.Enterprise + " " + task.Date + " " + task.Half + " " + task.Lead + " " + what
		}
		return got
	}
	a, b := placed(false), placed(true)
	if len(a) == 0 {
		t.Fatal("no tasks")
	}
	for id, what := range a {
		if b[id] != what {
			t.Errorf("%s: %q became %q", id, what, b[id])
		}
	}
	if len(a) != len(b) {
		t.Errorf("%d tasks became %d", len(a), len(b))
	}
}

// shuffleRows brings the plan's rows into another order; title, header,
// example and notes stay where they are.
func (p *genPlan) shuffleRows(g *generator) {
	var rows []int
	for i, row := range p.cells {
		if _, numbered := row[0].(int); numbered {
			rows = append(rows, i)
		}
	}
	g.Shuffle(len(rows), func(i, j int) {
		a, b := rows[i], rows[j]
		p.cells[a], p.cells[b] = p.cells[b], p.cells[a]
	})
}
