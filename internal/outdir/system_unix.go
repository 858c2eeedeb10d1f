//go:build unix

package outdir

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// closeToRemove: here a file can be removed while it is open, and is, so that
// nobody can lock it in between.
const closeToRemove = false

// hide has nothing to do: the leading dot hides the folder.
func hide(string) {}

// lockExclusive opens the lock file and locks it; the lock goes with the
// process, however it ends. A lock file that was removed between opening and
// locking it locks nothing: fs.ErrNotExist.
func lockExclusive(root *os.Root, _, name string) (*os.File, error) {
	f, err := root.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case errors.Is(err, syscall.EWOULDBLOCK):
		f.Close()
		return nil, ErrLocked
	case errors.Is(err, syscall.ENOTSUP), errors.Is(err, syscall.ENOSYS), errors.Is(err, syscall.ENOLCK):
		return f, nil // some network drives know no locks; better written unlocked than not at all
	case err != nil:
		f.Close()
		return nil, err
	}
	held, err1 := f.Stat()
	there, err2 := root.Stat(name)
	if err1 != nil || err2 != nil || !os.SameFile(held, there) {
		f.Close()
		return nil, fs.ErrNotExist
	}
	return f, nil
}

// tryReplace has nothing to try: here a file that is open can be replaced.
func tryReplace(*os.Root, string) error { return nil }

func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

func isSharing(err error) bool {
	return errors.Is(err, syscall.ETXTBSY) || errors.Is(err, syscall.EBUSY)
}
