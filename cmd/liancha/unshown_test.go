package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// fullOutput is a standard output with room for so many bytes.
type fullOutput struct{ room int }

func (f *fullOutput) Write(p []byte) (int, error) {
	if len(p) > f.room {
		return 0, &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
	}
	f.room -= len(p)
	return len(p), nil
}

// A standard output that takes no more is told in Chinese, with what has been
// written all the same, whichever way it was written to.
func TestStandardOutputFull(t *testing.T) {
	t.Chdir(t.TempDir())
	plan := "企业名称,统一社会信用代码,检查事项,检查时间\n南京隆凯润冷链股份有限公司,91320115FLCR63F09G,安全生产检查,2021年5月12日\n"
	if err := os.WriteFile("南京市应急管理局.csv", []byte(plan), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args    []string
		room    int
		written bool
	}{
		{[]string{"collide", "南京市应急管理局.csv", "--json"}, 0, true},
		{[]string{"collide", "南京市应急管理局.csv"}, 0, true},
		{[]string{"check", "南京市应急管理局.csv", "--json"}, 0, false},
		{[]string{"check", "南京市应急管理局.csv"}, 0, false},
		{[]string{"check", "南京市应急管理局.csv"}, 10, false},
		{[]string{"--help"}, 0, false},
	} {
		var stderr bytes.Buffer
		status := run(c.args, &fullOutput{c.room}, &stderr)
		said := stderr.String()
		if status != exitFailed || !strings.Contains(said, "错误：标准输出写不出去：磁盘已满") {
			t.Errorf("%v: status %d, %s", c.args, status, said)
		}
		if strings.Contains(said, "no space") {
			t.Errorf("%v: %s", c.args, said)
		}
		if strings.Contains(said, "完整写在“output”里") != c.written {
			t.Errorf("%v: %s", c.args, said)
		}
		_, err := os.Stat(filepath.Join("output", "collide.json"))
		if c.written == errors.Is(err, os.ErrNotExist) {
			t.Errorf("%v: says of what was written what is not so", c.args)
		}
		os.RemoveAll("output")
	}
}
