package main

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"liancha/internal/outdir"
)

// asProgram makes the test binary be the program, so that it can be killed.
const asProgram = "LIANCHA_TEST_RUN"

func init() {
	if os.Getenv(asProgram) != "" {
		main()
	}
}

// results gives the files of an output folder but for the folder's own notes.
func results(t *testing.T, dir string) map[string][]byte {
	files := folderBytes(t, dir)
	maps.DeleteFunc(files, func(name string, _ []byte) bool { return strings.HasPrefix(name, ".") })
	return files
}

// TestKilledWhileWriting: the program killed at any moment leaves the old
// output or the new, complete, and nothing else.
func TestKilledWhileWriting(t *testing.T) {
	kills := 100
	if testing.Short() {
		kills = 10
	}
	_, dir := sample(t)
	t.Chdir(dir)
	if err := os.Mkdir("fewer", 0o777); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"南京市应急管理局.xlsx", "江宁区应急管理局.xlsx"} {
		if err := os.Rename(filepath.Join("plans", name), filepath.Join("fewer", name)); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]map[string][]byte{}
	whole := map[string]time.Duration{} // how long a run takes
	for _, plans := range []string{"plans", "fewer"} {
		start := time.Now()
		quietly(t, "collide", plans, "--period", "2021-05", "--effort", "1", "-o", plans+"-want")
		whole[plans] = time.Since(start)
		want[plans] = results(t, plans+"-want")
	}
	quietly(t, "collide", "fewer", "--period", "2021-05", "--effort", "1", "-o", "out")
	seen := map[string]int{}
	for i := range kills {
		plans := [...]string{"plans", "fewer"}[i%2]
		c := exec.Command(os.Args[0], "collide", plans, "--period", "2021-05", "--effort", "1", "-q", "-o", "out")
		c.Env = append(os.Environ(), asProgram+"=1")
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(whole[plans] * time.Duration(i) * 11 / (10 * time.Duration(kills))) // the last end by themselves
		c.Process.Kill()
		c.Wait()
		if err := outdir.Settle("out"); err != nil {
			t.Fatalf("kill %d: %v", i, err)
		}
		got := results(t, "out")
		switch {
		case maps.EqualFunc(got, want["plans"], bytes.Equal):
			seen["plans"]++
		case maps.EqualFunc(got, want["fewer"], bytes.Equal):
			seen["fewer"]++
		default:
			sameFiles(t, "after a kill", want[plans], got)
			t.Fatalf("kill %d: neither the old output nor the new", i)
		}
	}
	if seen["fewer"] == kills {
		t.Log("every kill came before the first write")
	}
}
