package outdir

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func sumOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func opened(t *testing.T, dir string) *Set {
	t.Helper()
	s, err := open(dir, noFault)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Abort)
	return s
}

// What is put is there at once, survives an abort, and is nobody's to sweep.
func TestPut(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	for _, content := range []string{"one", "two"} {
		if err := s.Put("推送记录.json", []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Read("推送记录.json"); err != nil || string(got) != content {
			t.Errorf("read %q, %v", got, err)
		}
	}
	s.Abort()
	expect(t, "after an abort", dir, map[string]string{"推送记录.json": "two"})
	for _, bad := range []string{"../x", ".liancha/x", "/x", "a/../x"} {
		if opened(t, t.TempDir()).Put(bad, nil) == nil {
			t.Errorf("%s was written", bad)
		}
	}
}

// A file dropped again replaces what was dropped before; what its reader has
// put into it is kept beside.
func TestDropKeepsWhatItsReaderWrote(t *testing.T) {
	s, dir := opened(t, t.TempDir()), t.TempDir()
	drop := func(content, ours string) string {
		t.Helper()
		kept, err := s.Drop(dir, "消防", "消防.xlsx", []byte(content), ours)
		if err != nil {
			t.Fatal(err)
		}
		return kept
	}
	drop("one", "")
	drop("two", sumOf("one"))
	expect(t, "replaced", dir, map[string]string{"消防/消防.xlsx": "two"})
	os.WriteFile(filepath.Join(dir, "消防", "消防.xlsx"), []byte("two, filled in"), 0o666)
	if kept := drop("three", sumOf("two")); kept != "消防（手工改过）.xlsx" {
		t.Errorf("kept as %q", kept)
	}
	want := map[string]string{"消防/消防.xlsx": "three", "消防/消防（手工改过）.xlsx": "two, filled in"}
	expect(t, "filled in", dir, want)
	drop("three", "")
	expect(t, "the same again", dir, want)
	if kept := drop("four", ""); kept != "消防（原有）.xlsx" {
		t.Errorf("a stranger's file is kept as %q", kept)
	}
	drop("five", sumOf("four"))
	want["消防/消防（原有）.xlsx"], want["消防/消防.xlsx"] = "three", "five"
	expect(t, "a stranger's", dir, want)
}

func TestDropSaysWhatIsInTheWay(t *testing.T) {
	s, dir := opened(t, t.TempDir()), t.TempDir()
	_, err := s.Drop(filepath.Join(dir, "没有"), "", "a.xlsx", nil, "")
	if !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "不存在") {
		t.Errorf("a missing folder: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "没有")); err == nil {
		t.Error("a missing folder was made")
	}
	os.WriteFile(filepath.Join(dir, "a.xlsx"), []byte("x"), 0o666)
	os.WriteFile(filepath.Join(dir, "~$a.xlsx"), nil, 0o666)
	if _, err := s.Drop(dir, "", "a.xlsx", []byte("y"), ""); !errors.Is(err, ErrInUse) {
		t.Errorf("a file that is open: %v", err)
	}
	expect(t, "open", dir, map[string]string{"a.xlsx": "x", "~$a.xlsx": ""})
	for _, bad := range []string{"..", "../b", "a/../../b", ".liancha/../.."} {
		if _, err := s.Drop(dir, bad, "b.xlsx", nil, ""); err == nil {
			t.Errorf("dropped into %s", bad)
		}
	}
}

// A link does not lead a file out of the folder it was meant for.
func TestDropFollowsNoLinkOut(t *testing.T) {
	s, dir, elsewhere := opened(t, t.TempDir()), t.TempDir(), t.TempDir()
	if err := os.Symlink(elsewhere, filepath.Join(dir, "消防")); err != nil {
		t.Skip(err)
	}
	if _, err := s.Drop(dir, "消防", "消防.xlsx", []byte("x"), ""); err == nil {
		t.Error("dropped through a link")
	}
	expect(t, "elsewhere", elsewhere, map[string]string{})
}

// Wherever a drop fails or dies, the reader has the old file or the new one, and
// what they wrote is still there.
func TestDropIsWholeOrNotAtAll(t *testing.T) {
	for n := 1; ; n++ {
		home, dir := t.TempDir(), t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "a.xlsx"), []byte("filled in"), 0o666); err != nil {
			t.Fatal(err)
		}
		step, armed := 0, false
		s, err := open(home, func(op, name string) error {
			if armed {
				if step++; step >= n {
					return errDied
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		armed = true
		_, dropErr := s.Drop(dir, "", "a.xlsx", []byte("new"), sumOf("old"))
		armed = false
		s.Abort()
		files := read(t, dir)
		if files["a.xlsx"] != "new" && files["a.xlsx"] != "filled in" || !slices.Contains(slices.Collect(maps.Values(files)), "filled in") {
			t.Fatalf("died at step %d: %v", n, files)
		}
		// The next run puts it right and leaves nothing lying about.
		s = opened(t, home)
		if _, err := s.Drop(dir, "", "a.xlsx", []byte("new"), sumOf("old")); err != nil {
			t.Fatal(err)
		}
		s.Abort()
		if files = read(t, dir); files["a.xlsx"] != "new" || len(files) != 2 {
			t.Fatalf("after step %d and another run: %v", n, files)
		}
		if dropErr == nil {
			return
		}
	}
}

func TestChanged(t *testing.T) {
	dir := t.TempDir()
	if err := write(t, dir, oldFiles); err != nil {
		t.Fatal(err)
	}
	if Changed(dir, "部门任务/消防.xlsx") || Changed(dir, "没有.xlsx") {
		t.Error("changed, though nobody has")
	}
	os.WriteFile(filepath.Join(dir, "部门任务", "消防.xlsx"), []byte("filled in"), 0o666)
	if !Changed(dir, "部门任务/消防.xlsx") {
		t.Error("a change went unseen")
	}
}
