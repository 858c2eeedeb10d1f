package outdir

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

const childFolder = "OUTDIR_TEST_CHILD_FOLDER"

// TestMain lets the test's own binary be the process that is killed: it writes
// one version of a set after the other, for ever.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		for version := 1; ; version++ {
			s, err := Open(dir)
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			if err := fill(s, versionFiles(version), "部门任务"); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
	}
	os.Exit(m.Run())
}

// versionFiles is a set of which every version has other files and contents.
func versionFiles(version int) map[string]string {
	files := map[string]string{}
	for i := range 12 {
		files[fmt.Sprintf("部门任务/部门%d.xlsx", i+version%7)] = strings.Repeat(fmt.Sprintf("第%d版\n", version), 500*(i+1))
	}
	files["联合检查任务.xlsx"] = strings.Repeat(fmt.Sprintf("第%d版\n", version), 5000)
	return files
}

// A real process killed at some moment leaves, once the next has looked at the
// folder, one version whole.
//
// It does not run beside the others: a child just forked holds for a moment
// whatever locks its parent holds.
func TestProcessKilled(t *testing.T) {
	kills := 40
	if testing.Short() {
		kills = 10
	}
	self, err := os.Executable()
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	for i := range kills {
		child := exec.Command(self)
		child.Env = append(os.Environ(), childFolder+"="+dir)
		var complaint strings.Builder
		child.Stderr = &complaint
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(5000+i*i*7) * time.Microsecond)
		child.Process.Kill()
		child.Wait()
		if complaint.Len() > 0 {
			t.Fatalf("kill %d: the run after complained: %s", i, complaint.String())
		}
		s, err := open(dir, noFault)
		if err != nil {
			t.Fatalf("kill %d: %v", i, err)
		}
		s.Abort()
		checkOneVersion(t, i, read(t, dir))
	}
}

func checkOneVersion(t *testing.T, kill int, got map[string]string) {
	t.Helper()
	if len(got) == 0 {
		return // killed before the first version was in
	}
	var version int
	fmt.Sscanf(got["联合检查任务.xlsx"], "第%d版", &version)
	want := versionFiles(version)
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("kill %d: %s is not of version %d", kill, name, version)
		}
	}
	if len(got) != len(want) {
		t.Errorf("kill %d: %d files, version %d has %d", kill, len(got), version, len(want))
	}
}
