package main

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk names the folder where TestFullDisk, started anew in a namespace of
// its own, finds what it is to write about.
const smallDisk = "LIANCHA_TEST_SMALL_DISK"

// TestFullDisk: on a disk with room for one output and not for two, the second
// run says so and leaves the first run's output as it was.
func TestFullDisk(t *testing.T) {
	if dir := os.Getenv(smallDisk); dir != "" {
		fillDisk(t, dir)
		return
	}
	_, dir := sample(t)
	if err := os.Mkdir(filepath.Join(dir, "disk"), 0o777); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(os.Args[0], "-test.run", "^TestFullDisk$", "-test.v")
	c.Env = append(os.Environ(), smallDisk+"="+dir)
	c.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := c.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EINVAL) {
		t.Skip("this system lets nobody mount a disk of his own:", err)
	}
	if err != nil || !bytes.Contains(out, []byte("--- PASS: TestFullDisk")) {
		t.Errorf("%v\n%s", err, out)
	}
}

func fillDisk(t *testing.T, dir string) {
	t.Chdir(dir)
	if err := syscall.Mount("tmpfs", "disk", "tmpfs", 0, "size=4m"); err != nil {
		t.Fatal(err)
	}
	collide := []string{"collide", "plans", "--period", "2021-05", "--effort", "1", "-o", "disk/out"}
	quietly(t, collide...)
	before := folderBytes(t, "disk/out")
	// All that is left but a little.
	fill, err := os.Create("disk/fill")
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = fill.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	for _, room := range []int64{0, 4 << 10, 64 << 10, 512 << 10} {
		info, err := fill.Stat()
		if err != nil {
			t.Fatal(err)
		}
		if err := fill.Truncate(info.Size() - room); err != nil {
			t.Fatal(err)
		}
		var stdout, stderr bytes.Buffer
		if status := run(append(collide, "--quiet"), &stdout, &stderr); status != exitFailed || !strings.Contains(stderr.String(), "磁盘空间不足") {
			t.Errorf("%d bytes of room: exit status %d\n%s", room, status, stderr.String())
		}
		after := folderBytes(t, "disk/out")
		delete(after, ".liancha/lock")
		delete(before, ".liancha/lock")
		if !maps.EqualFunc(before, after, bytes.Equal) {
			sameFiles(t, "after a full disk", before, after)
		}
	}
	fill.Close()
	if err := os.Remove("disk/fill"); err != nil {
		t.Fatal(err)
	}
	quietly(t, collide...)
}
