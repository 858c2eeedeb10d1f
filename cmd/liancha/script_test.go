package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"liancha": main})
}

// setup gives a script the sample data at testdata/, as a checkout has it.
func setup(e *testscript.Env) error {
	abs, err := filepath.Abs("../../testdata")
	if err != nil {
		return err
	}
	return os.CopyFS(filepath.Join(e.WorkDir, "testdata"), os.DirFS(abs))
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: setup, Cmds: commands})
}

// commands are what the scripts can say beyond testscript's own words.
var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"works": works,
	"fill":  fill,
	"cells": cells,
	"cut":   cut,
	"edit":  edit,
	"swap":  swap,

	"robot": startRobot,
	"post":  startPost,
	"busy":  layDown,
	"got":   showTaken,
	"subst": substitute,
}

// works runs the program and accepts both statuses of a run that has written
// everything: with and without rows left out.
func works(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec(args[0], args[1:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == exitPartial {
		err = nil
	}
	if (err != nil) != neg {
		ts.Fatalf("%v: %v", args, err)
	}
}

// cut shortens a file to its first n per cent, as a broken transfer does.
func cut(ts *testscript.TestScript, neg bool, args []string) {
	path := ts.MkAbs(args[0])
	b, err := os.ReadFile(path)
	ts.Check(err)
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(path, b[:len(b)*n/100], 0o666))
}

// swap replaces the last of a text in a file.
func swap(ts *testscript.TestScript, neg bool, args []string) {
	path := ts.MkAbs(args[0])
	b, err := os.ReadFile(path)
	ts.Check(err)
	i := strings.LastIndex(string(b), args[1])
	if i < 0 {
		ts.Fatalf("no %s in %s", args[1], args[0])
	}
	ts.Check(os.WriteFile(path, []byte(string(b[:i])+args[2]+string(b[i+len(args[1]):])), 0o666))
}

// TestREADME runs every liancha command in README.md, in order, in a folder
// that holds the sample data.
func TestREADME(t *testing.T) {
	b, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	n := 0
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(b), -1) {
		for line := range strings.Lines(block[1]) {
			line = strings.TrimSpace(line)
			switch {
			case strings.HasPrefix(line, "liancha "):
				n++
				script.WriteString("works " + line + "\n! stderr 错误\n")
			case strings.HasPrefix(line, "make "):
				requireTarget(t, strings.TrimPrefix(line, "make "))
			case line != "":
				t.Errorf("README.md: nobody runs %q", line)
			}
		}
	}
	if n == 0 {
		t.Fatal("README.md shows no command")
	}
	script.WriteString("exists 五月联检/联合检查任务.xlsx 五月联检/collide.json 五月联检/部门任务 五月联检/企业告知 工作区/liancha.yaml\n")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "readme.txtar"), []byte(script.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: dir, Setup: setup, Cmds: commands})
}

func requireTarget(t *testing.T, target string) {
	t.Helper()
	b, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile("(?m)^" + target + ":").Match(b) {
		t.Errorf("README.md says make %s, the Makefile has no such target", target)
	}
}
