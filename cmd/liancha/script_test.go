package main

import (
	"os"
	"path/filepath"
	"regexp"
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
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: setup})
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
				script.WriteString("? exec " + line + "\n! stderr 错误\n")
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
	testscript.Run(t, testscript.Params{Dir: dir, Setup: setup})
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
