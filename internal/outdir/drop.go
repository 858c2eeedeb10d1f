package outdir

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// Files that must be where they belong before the rest of a set is: what a run
// has to remember though it be killed before its commit, and what it hands to
// others in folders of theirs. Neither is one of the manifest.

// Put writes a file of the folder at once, whole or not at all. Its errors are
// worded for people.
func (s *Set) Put(rel string, content []byte) error {
	if err := checkName(rel); err != nil {
		return err
	}
	if err := s.disk.mkdirAll(path.Dir(rel)); err != nil {
		return s.explain(rel, err)
	}
	return s.explain(rel, s.disk.replace(putFile, rel, content))
}

// putFile is what Put writes before it takes its name.
const putFile = stateDir + "/put"

// Read gives a file of the folder; fs.ErrNotExist where there is none.
func (s *Set) Read(rel string) ([]byte, error) {
	if err := checkName(rel); err != nil {
		return nil, err
	}
	return s.disk.root.ReadFile(rel)
}

// ErrMissing is a folder to drop a file into that is not there. It is never
// made: a share that is not connected, or a name with a slip in it, would be
// taken for a new folder on this machine.
var ErrMissing = errors.New("文件夹不存在")

// Drop hands a file to someone: it puts it into a folder outside, which must be
// there, with below for the folders below it that are made where they are not.
// What stands there under its name is replaced if it is what was dropped before,
// which ours tells by its SHA-256; anything else, as a sheet its reader has
// filled in, is kept beside, and kept gives its name. A file that holds the
// content already is left alone.
func (s *Set) Drop(dir, below, name string, content []byte, ours string) (kept string, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", explainDrop(dir, err)
	}
	defer root.Close()
	return dropInto(&disk{dir: dir, root: root, fault: s.disk.fault}, path.Join(below, name), s.dropMark(), content, ours)
}

// DropInside does what Drop does in a folder of the set, made where it is not.
func (s *Set) DropInside(below, name string, content []byte, ours string) (kept string, err error) {
	return dropInto(&s.disk, path.Join(below, name), s.dropMark(), content, ours)
}

// dropMark makes temporary names that no other run uses at the same time: the
// set holds this folder's lock, and no other machine has this folder.
func (s *Set) dropMark() string {
	host, _ := os.Hostname() // without a name two machines are told apart by their paths
	where, err := filepath.Abs(s.disk.dir)
	if err != nil {
		where = s.disk.dir
	}
	sum := sha256.Sum256([]byte(host + "\x00" + where))
	return ".liancha-" + hex.EncodeToString(sum[:6])
}

func dropInto(d *disk, rel, mark string, content []byte, ours string) (kept string, err error) {
	defer func() { err = explainDrop(filepath.Join(d.dir, filepath.FromSlash(rel)), err) }()
	if err := checkName(rel); err != nil {
		return "", err
	}
	if err := d.mkdirAll(path.Dir(rel)); err != nil {
		return "", err
	}
	there, err := d.root.ReadFile(rel)
	switch {
	case err == nil && bytes.Equal(there, content):
		return "", nil
	case err == nil:
		if err := d.checkFree(rel); err != nil {
			return "", err
		}
		if sum := sha256.Sum256(there); hex.EncodeToString(sum[:]) != ours {
			if kept, err = d.keepBeside(rel, ours != ""); err != nil {
				return "", err
			}
		}
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	return kept, d.replace(path.Join(path.Dir(rel), mark), rel, content)
}

// keepBeside keeps a copy of a file under a name of its own, unless a run that
// was killed has kept it already.
func (d *disk) keepBeside(rel string, ours bool) (string, error) {
	sum, err := d.digest(rel)
	if err != nil {
		return "", err
	}
	there := false
	kept, ok := freeAside(rel, ours, func(name string) bool {
		if !d.exists(name) {
			return false
		}
		old, err := d.digest(name)
		there = err == nil && old == sum
		return !there
	})
	switch {
	case !ok:
		return "", errTooManyAsides
	case there:
		return path.Base(kept), nil
	}
	return path.Base(kept), d.backup(rel, kept)
}

// explainDrop words why a file could not be handed over.
func explainDrop(name string, err error) error {
	var worded *Failure
	if err == nil || errors.As(err, &worded) {
		return err
	}
	var mark *inUse
	switch {
	case errors.As(err, &mark):
		return &Failure{ErrInUse, fmt.Sprintf("“%s”正在 Excel 或 WPS 中打开（%s）", name, mark), err}
	case errors.Is(err, fs.ErrNotExist):
		return &Failure{ErrMissing, fmt.Sprintf("文件夹“%s”不存在", name), err}
	case isFull(err):
		return &Failure{ErrFull, fmt.Sprintf("磁盘空间不足，“%s”写不下", name), err}
	case isSharing(err):
		return &Failure{ErrInUse, fmt.Sprintf("“%s”正在别的程序中打开", name), err}
	case isReadOnly(err) || errors.Is(err, fs.ErrPermission):
		return &Failure{ErrReadOnly, fmt.Sprintf("“%s”不能写入：文件夹是只读的，或没有权限", name), err}
	}
	return &Failure{nil, fmt.Sprintf("写“%s”时出错", name), err}
}
