package outdir

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// commitAll writes files and gives what was kept beside them.
func commitAll(t *testing.T, dir string, files map[string]string, sweep ...string) []Aside {
	t.Helper()
	s, err := open(dir, noFault)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Abort()
	if err := fill(s, files, sweep...); err != nil {
		t.Fatal(err)
	}
	return s.Asides()
}

func edit(t *testing.T, dir, name, text string) {
	t.Helper()
	// As office programs do it: a new file takes the old one's place.
	if err := os.WriteFile(filepath.Join(dir, "tmp"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "tmp"), filepath.Join(dir, filepath.FromSlash(name))); err != nil {
		t.Fatal(err)
	}
}

// What a person has put into a file of ours is kept beside the new one, each
// time under a name of its own, and is never taken for ours.
func TestChangedFilesAreKept(t *testing.T) {
	dir := t.TempDir()
	commitAll(t, dir, oldFiles)
	edit(t, dir, "任务.xlsx", "moved a task")
	edit(t, dir, "部门任务/应急.xlsx", "filled in")
	edit(t, dir, "collide.json", newFiles["collide.json"]) // the very thing that is written: nothing to lose

	got := commitAll(t, dir, newFiles, "部门任务", "企业告知")
	if want := []Aside{
		{"任务.xlsx", "任务（手工改过）.xlsx", true},
		{"部门任务/应急.xlsx", "部门任务/应急（手工改过）.xlsx", true},
	}; !slices.Equal(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
	want := maps.Clone(newFiles)
	want["任务（手工改过）.xlsx"], want["部门任务/应急（手工改过）.xlsx"] = "moved a task", "filled in"
	expect(t, "second", dir, want)

	// Nothing was changed since: nothing is kept, nothing swept that is not ours.
	if got := commitAll(t, dir, newFiles, "部门任务", "企业告知"); got != nil {
		t.Errorf("kept %v of what nobody changed", got)
	}
	expect(t, "third", dir, want)

	edit(t, dir, "任务.xlsx", "moved another")
	if got := commitAll(t, dir, oldFiles); len(got) != 1 || got[0].Kept != "任务（手工改过）2.xlsx" {
		t.Errorf("kept %v", got)
	}
	if files := read(t, dir); files["任务（手工改过）.xlsx"] != "moved a task" || files["任务（手工改过）2.xlsx"] != "moved another" {
		t.Errorf("folder holds %v", files)
	}
}

// A file that stands where ours goes, and that no set wrote, is kept too.
func TestForeignFilesAreKept(t *testing.T) {
	dir := t.TempDir()
	edit(t, dir, "任务.xlsx", "somebody's own")
	got := commitAll(t, dir, oldFiles)
	if want := []Aside{{"任务.xlsx", "任务（原有）.xlsx", false}}; !slices.Equal(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
	want := maps.Clone(oldFiles)
	want["任务（原有）.xlsx"] = "somebody's own"
	expect(t, "first", dir, want)
}

// A file that a sweep left because it was changed is still known as changed
// when a later set writes it again.
func TestSweptAndWrittenAgain(t *testing.T) {
	dir := t.TempDir()
	commitAll(t, dir, oldFiles)
	edit(t, dir, "部门任务/消防.xlsx", "filled in")
	commitAll(t, dir, newFiles, "部门任务")
	if got := commitAll(t, dir, oldFiles, "部门任务"); len(got) != 1 || got[0] != (Aside{"部门任务/消防.xlsx", "部门任务/消防（手工改过）.xlsx", true}) {
		t.Errorf("kept %v", got)
	}
	if got := read(t, dir)["部门任务/消防（手工改过）.xlsx"]; got != "filled in" {
		t.Errorf("kept file holds %q", got)
	}
}

// Killed, or failing once, at any step: the edited output as it was, or the new
// one with what was edited beside it.
func TestKeptAtEveryStep(t *testing.T) {
	t.Parallel()
	before := maps.Clone(oldFiles)
	before["任务.xlsx"], before["部门任务/应急.xlsx"] = "moved a task", "filled in"
	after := maps.Clone(newFiles)
	after["任务（手工改过）.xlsx"], after["部门任务/应急（手工改过）.xlsx"] = "moved a task", "filled in"
	for _, dies := range []bool{true, false} {
		stopAtEveryStep(t, dies, func(dir string) {
			edit(t, dir, "任务.xlsx", "moved a task")
			edit(t, dir, "部门任务/应急.xlsx", "filled in")
		}, before, after)
	}
}

func TestAsideOf(t *testing.T) {
	for name, want := range map[string]string{
		"联合检查任务（手工改过）.xlsx":    "联合检查任务.xlsx",
		"a/b/应急（手工改过）12.xlsx":  "a/b/应急.xlsx",
		"任务（原有）.json":          "任务.json",
		"任务（手工改过）x.xlsx":       "",
		"任务.xlsx":              "",
		"（手工改过）.xlsx":          "",
		"任务（手工改过）（手工改过）2.xlsx": "任务（手工改过）.xlsx",
	} {
		if got, ok := AsideOf(name); got != want || ok != (want != "") {
			t.Errorf("AsideOf(%q) = %q, %t, want %q", name, got, ok, want)
		}
	}
}

// The longest names the set takes still find one to be kept under.
func TestLongNameIsKept(t *testing.T) {
	dir := t.TempDir()
	name := strings.Repeat("长", (maxPartBytes-len(".xlsx"))/len("长")) + ".xlsx"
	commitAll(t, dir, map[string]string{name: "old"})
	edit(t, dir, name, "edited")
	got := commitAll(t, dir, map[string]string{name: "new"})
	if len(got) != 1 || checkName(got[0].Kept) != nil || read(t, dir)[got[0].Kept] != "edited" {
		t.Errorf("kept %v, folder holds %v", got, read(t, dir))
	}
}

// A copy that cannot be made stops the run before anything is replaced.
func TestKeepingFails(t *testing.T) {
	dir := t.TempDir()
	commitAll(t, dir, oldFiles)
	edit(t, dir, "任务.xlsx", "moved a task")
	backups := 0
	s, err := open(dir, func(op, name string) error {
		if op == "backup" && name == "任务.xlsx" {
			if backups++; backups == 2 { // the first is what a commit that fails would put back
				return fmt.Errorf("no room: %w", errDied)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Abort()
	if err := fill(s, newFiles); !errors.Is(err, errDied) {
		t.Errorf("error %v", err)
	}
	want := maps.Clone(oldFiles)
	want["任务.xlsx"] = "moved a task"
	expect(t, "after", dir, want)
}
