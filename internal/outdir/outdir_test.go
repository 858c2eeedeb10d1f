package outdir

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// write makes a set of files and commits it.
func write(t *testing.T, dir string, files map[string]string, sweep ...string) error {
	t.Helper()
	s, err := open(dir, noFault)
	if err != nil {
		return err
	}
	defer s.Abort()
	return fill(s, files, sweep...)
}

// memoryDir is a folder in memory where the system has such: hundreds of runs
// on a busy disk take their time.
func memoryDir(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "outdir")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func noFault(op, name string) error { return nil }

func fill(s *Set, files map[string]string, sweep ...string) error {
	for _, d := range sweep {
		s.Sweep(d)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := s.Create(name)
		if err != nil {
			return err
		}
		if _, err := f.Write([]byte(files[name])); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return s.Commit()
}

// read gives a folder's files, the state folder left out.
func read(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, p)
		if rel == stateDir {
			return filepath.SkipDir
		}
		if d.Type().IsRegular() {
			b, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			files[filepath.ToSlash(rel)] = string(b)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func expect(t *testing.T, what, dir string, want map[string]string) {
	t.Helper()
	if got := read(t, dir); !maps.Equal(got, want) {
		t.Errorf("%s: folder holds %v, want %v", what, got, want)
	}
}

var (
	oldFiles = map[string]string{"任务.xlsx": "old", "部门任务/应急.xlsx": "old a", "部门任务/消防.xlsx": "old b", "collide.json": "{}"}
	newFiles = map[string]string{"任务.xlsx": "new", "部门任务/应急.xlsx": "new a", "部门任务/环保.xlsx": "new c", "collide.json": "{1}", "企业告知/甲.xlsx": "new d"}
)

func TestCommitReplacesAndSweeps(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "output")
	if err := write(t, dir, oldFiles); err != nil {
		t.Fatal(err)
	}
	expect(t, "first", dir, oldFiles)
	os.WriteFile(filepath.Join(dir, "部门任务", "我的笔记.txt"), []byte("mine"), 0o666)
	if err := write(t, dir, newFiles, "部门任务", "企业告知"); err != nil {
		t.Fatal(err)
	}
	want := maps.Clone(newFiles)
	want["部门任务/我的笔记.txt"] = "mine"
	expect(t, "second", dir, want)

	// Another command's output in the same folder sweeps nothing of this one.
	if err := write(t, dir, map[string]string{"抽取记录.json": "{}"}); err != nil {
		t.Fatal(err)
	}
	want["抽取记录.json"] = "{}"
	expect(t, "third", dir, want)

	// The last file of a folder takes the folder along.
	if err := write(t, dir, map[string]string{"任务.xlsx": "x"}, "企业告知"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "企业告知")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("an empty folder was left")
	}
}

// A file a person has worked on is that person's.
func TestSweepKeepsChangedFiles(t *testing.T) {
	dir := t.TempDir()
	if err := write(t, dir, oldFiles); err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(dir, "部门任务", "消防.xlsx"), []byte("filled in"), 0o666)
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Abort()
	if err := fill(s, newFiles, "部门任务"); err != nil {
		t.Fatal(err)
	}
	if got := s.Kept(); !slices.Equal(got, []string{"部门任务/消防.xlsx"}) {
		t.Errorf("kept %v", got)
	}
	if read(t, dir)["部门任务/消防.xlsx"] != "filled in" {
		t.Error("a changed file is gone")
	}
}

func TestAbortLeavesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "output")
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Create("部门任务/a.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte("half"))
	s.Abort()
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a folder that was not there is there now")
	}

	if err := write(t, dir, oldFiles); err != nil {
		t.Fatal(err)
	}
	s, err = Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	f, _ = s.Create("任务.xlsx")
	f.Write([]byte("half"))
	s.Abort()
	expect(t, "after Abort", dir, oldFiles)
}

func TestOneRunAtATime(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "另一个 liancha") {
		t.Errorf("a second run got in: %v", err)
	}
	s.Abort()
	s, err = Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	s.Abort()
}

// died is a process killed: nothing it tries from then on happens.
var errDied = errors.New("died")

// runUntil writes newFiles over oldFiles and dies, or fails once, at step n. It
// reports whether there was a step n.
func runUntil(t *testing.T, dir string, n int, dies bool) (reached bool, err error) {
	t.Helper()
	step := 0
	fault := func(op, name string) error {
		step++
		if step == n {
			reached = true
		}
		if step == n || dies && step > n {
			return fmt.Errorf("%s %s: %w", op, name, errDied)
		}
		return nil
	}
	s, err := open(dir, fault)
	if err != nil {
		return reached, err
	}
	err = fill(s, newFiles, "部门任务", "企业告知")
	if err != nil && dies {
		for _, f := range s.files {
			if f != nil {
				f.disk.Close()
			}
		}
		s.release() // what the system does for a killed process
		return reached, err
	}
	s.Abort()
	return reached, err
}

// wanted is what the folder holds once newFiles are in.
func wanted() map[string]string {
	w := maps.Clone(newFiles)
	w["笔记.txt"] = "mine"
	return w
}

// Killed at any step, the next run finds the old output or the new one, whole.
func TestKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	old := maps.Clone(oldFiles)
	old["笔记.txt"] = "mine"
	stopAtEveryStep(t, true, func(dir string) { edit(t, dir, "笔记.txt", "mine") }, old, wanted())
}

// stopAtEveryStep stops a commit over the old files, prepared so, at one step
// after the other: the next run finds the folder as before or as after it.
func stopAtEveryStep(t *testing.T, dies bool, prepare func(dir string), before, after map[string]string) {
	t.Helper()
	var sawOld, sawNew bool
	for n := 1; ; n++ {
		dir := memoryDir(t)
		if err := write(t, dir, oldFiles); err != nil {
			t.Fatal(err)
		}
		prepare(dir)
		if reached, _ := runUntil(t, dir, n, dies); !reached {
			break
		}
		s, err := open(dir, noFault)
		if err != nil {
			t.Fatalf("step %d: next run cannot start: %v", n, err)
		}
		s.Abort()
		switch got := read(t, dir); {
		case maps.Equal(got, before):
			sawOld = true
		case maps.Equal(got, after):
			sawNew = true
		default:
			t.Errorf("dies %t, step %d: folder holds %v", dies, n, got)
		}
	}
	if !sawOld || !sawNew {
		t.Errorf("dies %t: steps cover too little: old %v, new %v", dies, sawOld, sawNew)
	}
}

// Killed again while the next run recovers, the one after still gets there.
func TestKilledWhileRecovering(t *testing.T) {
	t.Parallel()
	for n := 1; ; n++ {
		dir := memoryDir(t)
		if err := write(t, dir, oldFiles); err != nil {
			t.Fatal(err)
		}
		if reached, _ := runUntil(t, dir, n, true); !reached {
			return
		}
		if _, err := os.Stat(filepath.Join(dir, journalFile)); err != nil {
			continue // nothing to recover from
		}
		for m := 1; ; m++ {
			reached := false
			step := 0
			s, err := open(dir, func(op, name string) error {
				if step++; step >= m {
					reached = true
					return errDied
				}
				return nil
			})
			if err == nil {
				s.disk.fault = noFault
				s.Abort()
			}
			if !reached {
				break
			}
		}
		got := read(t, dir)
		if !maps.Equal(got, oldFiles) && !maps.Equal(got, newFiles) {
			t.Errorf("step %d: folder holds %v", n, got)
		}
	}
}

// One step that fails (a file open elsewhere, say) puts everything back at once.
func TestFailureAtEveryStep(t *testing.T) {
	t.Parallel()
	failed := 0
	for n := 1; ; n++ {
		dir := memoryDir(t)
		if err := write(t, dir, oldFiles); err != nil {
			t.Fatal(err)
		}
		reached, err := runUntil(t, dir, n, false)
		if !reached {
			break
		}
		got := read(t, dir)
		if err != nil {
			failed++
			if !maps.Equal(got, oldFiles) {
				t.Errorf("step %d failed (%v): folder holds %v", n, err, got)
			}
		} else if !maps.Equal(got, newFiles) {
			t.Errorf("step %d: folder holds %v", n, got)
		}
		if n%5 == 0 { // what is left behind disturbs no later run
			if err := write(t, dir, newFiles, "部门任务"); err != nil {
				t.Errorf("step %d: the run after: %v", n, err)
			}
			expect(t, "the run after", dir, newFiles)
		}
	}
	if failed < 20 {
		t.Errorf("only %d steps can fail", failed)
	}
}

func TestNoNameLeavesTheFolder(t *testing.T) {
	outside := t.TempDir()
	os.WriteFile(filepath.Join(outside, "victim"), []byte("safe"), 0o666)
	dir := t.TempDir()
	for _, link := range []string{"部门任务", "任务.xlsx"} {
		target := outside
		if link == "任务.xlsx" {
			target = filepath.Join(outside, "victim")
		}
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip("no symbolic links here")
		}
	}
	if err := write(t, dir, map[string]string{"部门任务/a.xlsx": "x"}); err == nil {
		t.Error("a folder that is a link to elsewhere was written into")
	}
	// A link in the place of a file is replaced, not followed.
	if err := write(t, dir, map[string]string{"任务.xlsx": "new"}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, outside); !maps.Equal(got, map[string]string{"victim": "safe"}) {
		t.Errorf("outside holds %v", got)
	}
	if read(t, dir)["任务.xlsx"] != "new" {
		t.Error("the link was not replaced")
	}

	s, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Abort()
	for _, name := range []string{"../a", "/a", "a/../../b", "", ".", "a//b", stateDir + "/journal", "a/./b", `a\..\b`, "CON.xlsx", "a:b"} {
		if _, err := s.Create(name); err == nil {
			t.Errorf("Create(%q) went through", name)
		}
	}
}

func TestNamesDoNotMeet(t *testing.T) {
	s, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Abort()
	seen := map[string]bool{}
	for _, c := range []struct{ name, apart, want string }{
		{"ABC公司", "9132", "f/ABC公司.xlsx"},
		{"abc公司", "9133", "f/abc公司（9133）.xlsx"},
		{"ABC公司.", "9133", "f/ABC公司（3）.xlsx"},
		{"A/B", "", "f/A／B.xlsx"},
		{"A／B", "", "f/A／B（2）.xlsx"},
	} {
		rel := s.Name("f", c.name, c.apart, ".xlsx")
		if rel != c.want {
			t.Errorf("Name(%q) = %q, want %q", c.name, rel, c.want)
		}
		f, err := s.Create(rel)
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
		if seen[strings.ToLower(rel)] {
			t.Errorf("%q twice", rel)
		}
		seen[strings.ToLower(rel)] = true
	}
	long := strings.Repeat("很长的名称", 30)
	for range 3 {
		f, err := s.Create(s.Name("f", long, "91320115MA1XXXXX0X", ".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	if _, err := s.Create("F/abc公司.XLSX"); err == nil {
		t.Error("two names that Windows takes for one went through")
	}
}

// What an office program has open is not replaced.
func TestMarkedAsOpen(t *testing.T) {
	dir := t.TempDir()
	if err := write(t, dir, oldFiles); err != nil {
		t.Fatal(err)
	}
	mark := filepath.Join(dir, "~$任务.xlsx")
	os.WriteFile(mark, nil, 0o666)
	err := write(t, dir, newFiles)
	if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "关闭后再运行") {
		t.Errorf("error %v", err)
	}
	os.Remove(mark)
	expect(t, "refused", dir, oldFiles)
	if err := write(t, dir, newFiles, "部门任务"); err != nil {
		t.Error(err)
	}
}

func TestErrorsAreWorded(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	os.WriteFile(file, nil, 0o666)
	_, err := Open(filepath.Join(file, "output"))
	if err == nil || !strings.Contains(err.Error(), "写“") {
		t.Errorf("error %v", err)
	}
	if os.Getuid() == 0 {
		t.Skip("root may write anywhere")
	}
	dir := t.TempDir()
	os.Chmod(dir, 0o555)
	if _, err := Open(dir); !errors.Is(err, ErrReadOnly) {
		t.Errorf("error %v", err)
	}
}
