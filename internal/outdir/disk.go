package outdir

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
)

// disk is the folder, every change to it passing check, so that a test can let
// any step fail or have the process die there.
type disk struct {
	dir   string
	root  *os.Root
	fault func(op, name string) error // nil but in tests, which do not wait for the disk either
}

func (d *disk) check(op, name string) error {
	if d.fault == nil {
		return nil
	}
	return d.fault(op, name)
}

func (d *disk) mkdirAll(name string) error {
	if err := d.check("mkdir", name); err != nil {
		return err
	}
	return d.root.MkdirAll(name, 0o777)
}

func (d *disk) create(name string) (*os.File, error) {
	if err := d.check("create", name); err != nil {
		return nil, err
	}
	return d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

func (d *disk) lock(name string) (*os.File, error) {
	if err := d.check("lock", name); err != nil {
		return nil, err
	}
	return lockExclusive(d.root, d.dir, name)
}

func (d *disk) rename(from, to string) error {
	if err := d.check("rename", to); err != nil {
		return err
	}
	return d.root.Rename(from, to)
}

func (d *disk) remove(name string) error {
	if err := d.check("remove", name); err != nil {
		return err
	}
	err := d.root.Remove(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (d *disk) removeAll(name string) error {
	if err := d.check("removeall", name); err != nil {
		return err
	}
	return d.root.RemoveAll(name)
}

func (d *disk) sync(f *os.File, name string) error {
	if err := d.check("sync", name); err != nil {
		return err
	}
	return d.flush(f)
}

// flush waits for the disk.
func (d *disk) flush(f *os.File) error {
	if d.fault != nil {
		return nil
	}
	return f.Sync()
}

// syncFile brings a file that is closed already to the disk. Its step is
// checked by the caller, for it runs beside others.
func (d *disk) syncFile(name string) error {
	f, err := d.root.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(d.flush(f), f.Close())
}

// exists looks at the name itself, not at where a symbolic link leads.
func (d *disk) exists(name string) bool {
	_, err := d.root.Lstat(name)
	return err == nil
}

// backup keeps a second copy of a file: a hard link where the file system has
// them, for it costs nothing, else a copy.
func (d *disk) backup(from, to string) error {
	if err := d.check("backup", from); err != nil {
		return err
	}
	if err := d.root.MkdirAll(path.Dir(to), 0o777); err != nil {
		return err
	}
	info, err := d.root.Lstat(from)
	if err != nil {
		return err
	}
	if info.Mode()&fs.ModeSymlink != 0 { // the link itself is what is replaced, wherever it leads
		leads, err := d.root.Readlink(from)
		if err != nil {
			return err
		}
		return d.root.Symlink(leads, to)
	}
	if d.root.Link(from, to) == nil {
		return nil
	}
	in, err := d.root.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := d.root.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, d.flush(out), out.Close())
}

// writeJSON replaces a small file in one step.
func (d *disk) writeJSON(name string, v any) error {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err
	}
	return d.replace(name+".tmp", name, append(b, '\n'))
}

// readJSON reads what writeJSON wrote, and reports whether it is there.
func (d *disk) readJSON(name string, v any) (bool, error) {
	b, err := d.root.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, json.Unmarshal(b, v)
}

// syncDir makes renames in a folder last. Systems that cannot do it need not.
func (d *disk) syncDir(name string) error {
	if err := d.check("syncdir", name); err != nil {
		return err
	}
	f, err := d.root.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	d.flush(f)
	return nil
}

// digest gives the SHA-256 of a file of the folder, nothing for what is none.
func (d *disk) digest(name string) (string, error) {
	info, err := d.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return "", nil
	}
	f, err := d.root.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// replace writes a file in one step: whole under a temporary name, on the disk,
// then renamed.
func (d *disk) replace(temporary, name string, content []byte) error {
	if err := d.remove(temporary); err != nil {
		return err
	}
	f, err := d.create(temporary)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = d.sync(f, temporary)
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = d.rename(temporary, name)
	}
	if err != nil {
		d.root.Remove(temporary)
		return err
	}
	return d.syncDir(path.Dir(name))
}
