package main

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"strings"
	"testing"

	"liancha/internal/outdir"
)

// TestTwoRunsIntoOneFolder: of two runs at once one writes and the other, if it
// finds the folder taken, says so; what is there is one run's, whole.
func TestTwoRunsIntoOneFolder(t *testing.T) {
	_, dir := sample(t)
	t.Chdir(dir)
	args := func(out string) []string {
		return []string{"collide", "plans", "--period", "2021-05", "--effort", "1", "-q", "-o", out}
	}
	quietly(t, args("want")...)
	want := results(t, "want")

	set, err := outdir.Open("out")
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if status := run(args("out"), &stdout, &stderr); status != exitFailed || !strings.Contains(stderr.String(), "正被另一个 liancha 使用") {
		t.Errorf("a folder in use: exit status %d\n%s", status, stderr.String())
	}
	set.Abort()

	var runs [3]*exec.Cmd
	var said [3]bytes.Buffer
	for i := range runs {
		runs[i] = exec.Command(os.Args[0], args("out")...)
		runs[i].Env = append(os.Environ(), asProgram+"=1")
		runs[i].Stderr = &said[i]
		if err := runs[i].Start(); err != nil {
			t.Fatal(err)
		}
	}
	done := 0
	for i, c := range runs {
		c.Wait()
		switch status := c.ProcessState.ExitCode(); {
		case status == exitDone || status == exitPartial:
			done++
		case status != exitFailed || !strings.Contains(said[i].String(), "正被另一个 liancha 使用"):
			t.Errorf("run %d: exit status %d\n%s", i, status, said[i].String())
		}
	}
	if got := results(t, "out"); done == 0 || !maps.EqualFunc(got, want, bytes.Equal) {
		t.Errorf("%d runs came through", done)
		sameFiles(t, "of several runs", want, got)
	}
}
