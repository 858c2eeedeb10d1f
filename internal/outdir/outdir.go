// Package outdir writes a set of files into a folder so that they appear
// together or not at all. It knows nothing of what the files hold.
//
// Files are first written whole into a state folder of the target, .liancha,
// and synced. Commit then writes a journal that says what goes where, and moves
// the files into place, which takes no more than renames. The journal is the
// moment of decision: a process killed before it leaves the old output, one
// killed after it leaves a journal that the next Open carries to its end. A
// file that cannot be replaced, because another program holds it open, rolls
// everything back.
//
// What the package wrote it remembers, with digests, in .liancha/files.json. So
// a later set can sweep away what an earlier one left behind and still touch
// no file that is someone else's or that a person has changed since. Where a
// later set writes such a file anew, what it held is kept beside it (aside.go).
//
// All access goes through an os.Root: no name and no symbolic link reaches
// outside the folder.
package outdir

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

const (
	stateDir     = ".liancha"
	stageDir     = stateDir + "/new"     // files to come, under their final names
	keepDir      = stateDir + "/old"     // the files they replace, until all are in place
	lockFile     = stateDir + "/lock"    // held while a Set is open
	journalFile  = stateDir + "/journal" // what a commit has undertaken
	manifestFile = stateDir + "/files.json"
)

// Set is the files of one run on their way into one folder. Create may be
// called from several goroutines; everything else from one.
type Set struct {
	disk    disk
	lock    *os.File
	created bool // the folder was made by Open

	mu    sync.Mutex
	files map[string]*File  // by name as given
	names map[string]string // folded name to the name that holds it, or that Name has given out
	sweep []string
	kept  []string
	aside []Aside
	done  bool
}

// File is a file of a set while it is written. Close must succeed before the
// set can be committed.
type File struct {
	set    *Set
	rel    string
	disk   *os.File
	buffer *bufio.Writer
	digest hash.Hash
	size   int64
	sum    string
	closed bool
	err    error
}

// Open readies a folder for a new set of files, making it where it does not
// exist, finishes what an earlier run left half done, and keeps other runs out
// until Commit or Abort. Its errors are worded for people.
func Open(dir string) (*Set, error) {
	return open(dir, nil)
}

func open(dir string, fault func(op, name string) error) (*Set, error) {
	_, statErr := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, explain(dir, "", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, explain(dir, "", err)
	}
	s := &Set{
		disk:    disk{dir: dir, root: root, fault: fault},
		created: errors.Is(statErr, fs.ErrNotExist),
		files:   map[string]*File{},
		names:   map[string]string{},
	}
	if err := s.begin(); err != nil {
		s.release()
		return nil, explain(dir, "", err)
	}
	return s, nil
}

// Settle finishes what a killed run left half done in a folder, if one did: for
// those who are about to read there. A folder without output it leaves alone.
func Settle(dir string) error {
	if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(journalFile))); err != nil {
		return nil
	}
	s, err := Open(dir)
	if err != nil {
		return err
	}
	s.Abort()
	return nil
}

// begin takes the lock and clears the state folder of earlier runs.
func (s *Set) begin() error {
	if err := s.acquire(); err != nil {
		return err
	}
	if err := s.recover(); err != nil {
		return err
	}
	if err := s.clearState(); err != nil {
		return err
	}
	return s.disk.mkdirAll(stageDir)
}

// lockTries is how often a lock file that vanishes while it is being locked,
// because another run just ended, is tried again.
const lockTries = 10

// acquire locks the folder.
func (s *Set) acquire() error {
	for try := 1; ; try++ {
		if err := s.disk.mkdirAll(stateDir); err != nil {
			return err
		}
		f, err := s.disk.lock(lockFile)
		if errors.Is(err, fs.ErrNotExist) && try < lockTries {
			continue
		}
		s.lock = f
		hide(s.Path(stateDir))
		return err
	}
}

// release lets the next run in.
func (s *Set) release() {
	if s.lock != nil {
		s.lock.Close()
		s.lock = nil
	}
	s.disk.root.Close()
}

func (s *Set) clearState() error {
	for _, d := range []string{stageDir, keepDir} {
		if err := s.disk.removeAll(d); err != nil {
			return err
		}
	}
	return nil
}

// Create starts a file of the set. rel is its name within the folder, with
// forward slashes; its parts must be names as SafeName gives them. It is an
// error to create the same file twice, capital and small letters being the
// same.
func (s *Set) Create(rel string) (*File, error) {
	if err := checkName(rel); err != nil {
		return nil, err
	}
	if err := s.claim(rel); err != nil {
		return nil, err
	}
	staged := path.Join(stageDir, rel)
	if err := s.disk.mkdirAll(path.Dir(staged)); err != nil {
		return nil, s.explain(rel, err)
	}
	f, err := s.disk.create(staged)
	if err != nil {
		return nil, s.explain(rel, err)
	}
	file := &File{set: s, rel: rel, disk: f, buffer: bufio.NewWriterSize(f, bufferBytes), digest: sha256.New()}
	s.mu.Lock()
	s.files[rel] = file
	s.mu.Unlock()
	return file, nil
}

const bufferBytes = 32 << 10

// claim makes sure that no other file has the name.
func (s *Set) claim(rel string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done {
		return errors.New("outdir: Create after Commit or Abort")
	}
	other, taken := s.names[fold(rel)]
	if _, created := s.files[other]; taken && (created || other != rel) {
		return fmt.Errorf("outdir: %q and %q would be one file", rel, other)
	}
	s.names[fold(rel)] = rel
	s.files[rel] = nil // until it is open
	return nil
}

// Name gives a file name in folder that no other file of the set has, made from
// name and ext, and keeps it for one Create. Where name is taken, apart (a
// code, say) tells the two apart, then a number.
func (s *Set) Name(folder, name, apart, ext string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	base := path.Join(folder, SafeName(name))
	for i := 1; ; i++ {
		rel := base + ext
		switch {
		case i == 2 && apart != "":
			rel = base + "（" + SafeName(apart) + "）" + ext
		case i >= 2:
			rel = fmt.Sprintf("%s（%d）%s", base, i, ext)
		}
		if _, taken := s.names[fold(rel)]; !taken {
			s.names[fold(rel)] = rel
			return rel
		}
	}
}

// Sweep says that the set renews the whole of a folder: files in it that an
// earlier set wrote and this one does not are removed on Commit, unless they
// have been changed since.
func (s *Set) Sweep(folder string) { s.sweep = append(s.sweep, folder) }

// Kept gives, after Commit, the files that Sweep would have removed had they
// not been changed since they were written, sorted.
func (s *Set) Kept() []string { return s.kept }

// Files gives the names of the files created so far, sorted.
func (s *Set) Files() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := make([]string, 0, len(s.files))
	for n, f := range s.files {
		if f != nil {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names
}

// Path gives where a file of the set ends up, for messages.
func (s *Set) Path(rel string) string { return filepath.Join(s.disk.dir, filepath.FromSlash(rel)) }

// Abort drops everything written and leaves the folder as it was. After Commit
// it does nothing, so that it can be deferred.
func (s *Set) Abort() {
	if s.done {
		return
	}
	s.done = true
	for _, f := range s.files {
		if f != nil {
			f.disk.Close()
		}
	}
	// What cannot be cleared now is cleared by the next Open.
	if s.clearState() == nil && !s.disk.exists(manifestFile) && !s.disk.exists(journalFile) {
		if closeToRemove {
			s.lock.Close()
		}
		s.disk.remove(lockFile)
		s.disk.remove(stateDir)
		if s.created {
			defer os.Remove(s.disk.dir) // only if empty
		}
	}
	s.release()
}

// Write writes to the file. Errors come again from Close.
func (f *File) Write(p []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	if err := f.set.disk.check("write", f.rel); err != nil {
		f.err = f.set.explain(f.rel, err)
		return 0, f.err
	}
	n, err := f.buffer.Write(p)
	f.digest.Write(p[:n])
	f.size += int64(n)
	if err != nil {
		f.err = f.set.explain(f.rel, err)
	}
	return n, f.err
}

// Close ends the file. Commit brings it safely to the disk.
func (f *File) Close() error {
	if f.closed {
		return f.err
	}
	f.closed = true
	err := f.err
	if err == nil {
		err = f.buffer.Flush()
	}
	if closeErr := f.disk.Close(); err == nil {
		err = closeErr
	}
	f.sum = hex.EncodeToString(f.digest.Sum(nil))
	f.buffer, f.digest = nil, nil // thousands of closed files wait for the commit
	if err != nil {
		f.err = f.set.explain(f.rel, err)
	}
	return f.err
}

var _ io.WriteCloser = (*File)(nil)

// checkName lets through names within the folder, outside the state folder.
func checkName(rel string) error {
	if !fs.ValidPath(rel) || rel == "." {
		return fmt.Errorf("outdir: %q is no name within the folder", rel)
	}
	for part := range strings.SplitSeq(rel, "/") {
		if clean(part) != part || len(part) > maxPartBytes {
			return fmt.Errorf("outdir: %q is no safe name", rel)
		}
	}
	return nil
}
