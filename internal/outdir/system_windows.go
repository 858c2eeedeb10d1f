package outdir

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// The system's error numbers that package syscall does not name.
const (
	errorWriteProtect     syscall.Errno = 19
	errorSharingViolation syscall.Errno = 32
	errorLockViolation    syscall.Errno = 33
	errorHandleDiskFull   syscall.Errno = 39
	errorDiskFull         syscall.Errno = 112
	errorDiskQuota        syscall.Errno = 1295
)

// closeToRemove: here a file that is open cannot be removed.
const closeToRemove = true

// hide keeps the state folder out of sight; not to succeed does no harm.
func hide(path string) {
	if p, err := syscall.UTF16PtrFromString(path); err == nil {
		syscall.SetFileAttributes(p, syscall.FILE_ATTRIBUTE_HIDDEN)
	}
}

// lockExclusive opens the lock file sharing it with nobody; the handle goes
// with the process, however it ends.
func lockExclusive(root *os.Root, dir, name string) (*os.File, error) {
	// The name is made first within the root, so that no link leads away.
	if f, err := root.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666); err == nil {
		f.Close()
	} else if isSharing(err) {
		return nil, ErrLocked
	} else {
		return nil, err
	}
	p, err := syscall.UTF16PtrFromString(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return nil, err
	}
	const share = 0
	h, err := syscall.CreateFile(p, syscall.GENERIC_READ|syscall.GENERIC_WRITE, share, nil,
		syscall.OPEN_EXISTING, syscall.FILE_ATTRIBUTE_NORMAL|syscall.FILE_FLAG_OPEN_REPARSE_POINT, 0)
	if isSharing(err) {
		return nil, ErrLocked
	}
	if err != nil {
		return nil, &os.PathError{Op: "lock", Path: name, Err: err}
	}
	return os.NewFile(uintptr(h), name), nil
}

// tryReplace opens a file for writing, which a program that has it open as
// office programs do forbids.
func tryReplace(root *os.Root, name string) error {
	f, err := root.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

func isFull(err error) bool {
	return errors.Is(err, errorDiskFull) || errors.Is(err, errorHandleDiskFull) || errors.Is(err, errorDiskQuota)
}

func isReadOnly(err error) bool { return errors.Is(err, errorWriteProtect) }

func isSharing(err error) bool {
	return errors.Is(err, errorSharingViolation) || errors.Is(err, errorLockViolation)
}
