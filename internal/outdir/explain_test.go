//go:build unix

package outdir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Each cause has words of its own that name the file and say what to do.
func TestCausesHaveTheirWords(t *testing.T) {
	for _, c := range []struct {
		op    string
		cause error
		kind  error
		words string
	}{
		{"write", syscall.ENOSPC, ErrFull, "清出空间"},
		{"sync", syscall.EDQUOT, ErrFull, "清出空间"},
		{"create", syscall.EACCES, ErrReadOnly, "用 -o 换一个文件夹"},
		{"mkdir", syscall.EROFS, ErrReadOnly, "用 -o 换一个文件夹"},
		{"rename", syscall.EBUSY, ErrInUse, "关闭后再运行"},
		{"backup", syscall.EIO, nil, "input/output error"},
	} {
		dir := t.TempDir()
		if err := write(t, dir, oldFiles); err != nil {
			t.Fatal(err)
		}
		// Renames before the journal is in place are of the program's own files.
		s, err := open(dir, func(op, name string) error {
			if op == c.op && !(op == "rename" && strings.HasPrefix(name, stateDir)) {
				return &fs.PathError{Op: op, Path: name, Err: c.cause}
			}
			return nil
		})
		if err == nil {
			err = fill(s, newFiles)
			s.Abort()
		}
		if err == nil || !strings.Contains(err.Error(), c.words) || !strings.Contains(err.Error(), dir) || c.kind != nil && !errors.Is(err, c.kind) {
			t.Errorf("%s: %v gives %v", c.op, c.cause, err)
		}
		if !strings.Contains(fmt.Sprint(err), "原有结果没有改动") {
			t.Errorf("%s: nothing is said of the earlier output: %v", c.op, err)
		}
		if again, err := open(dir, noFault); err != nil {
			t.Errorf("%s: the run after: %v", c.op, err)
		} else {
			again.Abort()
		}
		expect(t, c.op, dir, oldFiles)
	}
}

// Settle carries a killed run's work to its end, for one who only reads.
func TestSettle(t *testing.T) {
	if err := Settle(filepath.Join(t.TempDir(), "none")); err != nil {
		t.Errorf("a folder that is not there: %v", err)
	}
	settled := 0
	for n := 1; ; n += 3 {
		dir := t.TempDir()
		if err := write(t, dir, oldFiles); err != nil {
			t.Fatal(err)
		}
		if reached, _ := runUntil(t, dir, n, true); !reached {
			break
		}
		if _, err := os.Stat(filepath.Join(dir, journalFile)); err != nil {
			continue
		}
		settled++
		if err := Settle(dir); err != nil {
			t.Fatal(err)
		}
		expect(t, "settled", dir, newFiles)
	}
	if settled == 0 {
		t.Error("no step leaves anything to settle")
	}
}
