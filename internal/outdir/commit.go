package outdir

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// journal is what a commit has undertaken to do.
type journal struct {
	Back   bool     `json:"back"`   // it is being undone
	Files  []string `json:"files"`  // to be moved into place
	Had    []string `json:"had"`    // of these, those that replace a file, kept in keepDir
	Remove []string `json:"remove"` // left by an earlier set, no longer wanted; kept in keepDir
}

// owned is a file this package wrote, as it wrote it.
type owned struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Commit moves all files of the set into place. When it fails the folder holds
// what it held before; where even that could not be put back at once, the next
// Open does it. Its errors are worded for people.
func (s *Set) Commit() error {
	if s.done {
		return errors.New("outdir: Commit after Commit or Abort")
	}
	j, err := s.prepare()
	if err != nil {
		s.Abort()
		return err
	}
	s.done = true
	defer s.release()
	name, err := "", s.disk.writeJSON(journalFile, j)
	if err == nil {
		name, err = s.rollForward(j)
	}
	if err == nil {
		return nil
	}
	if s.undo(j) != nil {
		return &Failure{nil, fmt.Sprintf("写“%s”时出错：%v。原有结果还没有恢复：下次运行会先接着处理，在此之前不要使用其中的文件",
			s.Path(name), err), err}
	}
	s.clearState()
	return s.explain(name, err)
}

// prepare does all that may take long or fail before anything is decided:
// files on disk, nobody holding what is to be replaced, a copy of it kept.
func (s *Set) prepare() (journal, error) {
	j := journal{Files: s.Files()}
	for _, name := range j.Files {
		f := s.files[name]
		if f.err != nil {
			return j, f.err
		}
		if !f.closed {
			return j, fmt.Errorf("outdir: %q is still being written", name)
		}
		if s.disk.exists(name) {
			j.Had = append(j.Had, name)
		}
	}
	earlier := s.readManifest()
	manifest, err := s.planSweep(&j, earlier)
	if err == nil {
		err = s.stageManifest(&j, manifest)
	}
	if err != nil {
		return j, s.explain("", err)
	}
	for _, name := range slices.Concat(j.Had, j.Remove) {
		if err := s.disk.checkFree(name); err != nil {
			return j, s.explain(name, err)
		}
		if err := s.disk.backup(name, path.Join(keepDir, name)); err != nil {
			return j, s.explain(name, err)
		}
	}
	if err := s.stageChanged(&j, earlier); err != nil {
		return j, err
	}
	for _, name := range j.Files {
		if err := s.disk.mkdirAll(path.Dir(name)); err != nil {
			return j, s.explain(name, err)
		}
	}
	return j, s.syncStage(j)
}

// syncWorkers is how many files are brought to the disk at a time: the system
// gathers what waits into few writes, so that twenty thousand small files take
// seconds.
const syncWorkers = 16

// syncFiles brings the contents of the staged files to the disk.
func (s *Set) syncFiles(names []string) error {
	errs := make([]error, len(names))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(syncWorkers, len(names)) {
		workers.Go(func() {
			for i := range next {
				errs[i] = s.disk.syncFile(path.Join(stageDir, names[i]))
			}
		})
	}
	for i := range names {
		next <- i
	}
	close(next)
	workers.Wait()
	for i, err := range errs {
		if err != nil {
			return s.explain(names[i], err)
		}
	}
	return nil
}

// syncStage makes the staged files last, their contents and their names.
func (s *Set) syncStage(j journal) error {
	for _, name := range j.Files {
		if err := s.disk.check("sync", name); err != nil {
			return s.explain(name, err)
		}
	}
	if err := s.syncFiles(s.written(j.Files)); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, name := range j.Files {
		if d := path.Dir(path.Join(stageDir, name)); !seen[d] {
			seen[d] = true
			if err := s.disk.syncDir(d); err != nil {
				return s.explain(name, err)
			}
		}
	}
	return nil
}

// readManifest gives the files earlier sets wrote, as they wrote them. A
// manifest nobody can read claims nothing.
func (s *Set) readManifest() []owned {
	var earlier []owned
	if _, err := s.disk.readJSON(manifestFile, &earlier); err != nil {
		return nil
	}
	return earlier
}

// planSweep decides which files of earlier sets go, and gives the files that
// are ours once the commit is done.
func (s *Set) planSweep(j *journal, earlier []owned) ([]owned, error) {
	var ours []owned
	for _, name := range j.Files {
		ours = append(ours, owned{name, s.files[name].sum})
	}
	for _, o := range earlier {
		if checkName(o.Name) != nil || !s.disk.exists(o.Name) {
			continue
		}
		if _, mine := s.names[fold(o.Name)]; mine {
			continue
		}
		if !slices.ContainsFunc(s.sweep, func(dir string) bool { return strings.HasPrefix(o.Name, dir+"/") }) {
			ours = append(ours, o)
			continue
		}
		same, err := s.unchanged(o)
		if err != nil {
			return nil, err
		}
		if same {
			j.Remove = append(j.Remove, o.Name)
		} else {
			s.kept = append(s.kept, o.Name)
			ours = append(ours, o) // so that it is known as changed, should a later set write it again
		}
	}
	slices.Sort(s.kept)
	slices.Sort(j.Remove)
	slices.SortFunc(ours, func(a, b owned) int { return strings.Compare(a.Name, b.Name) })
	return ours, nil
}

// stageManifest makes the manifest one of the files, so that it stands or falls
// with them.
func (s *Set) stageManifest(j *journal, ours []owned) error {
	staged := path.Join(stageDir, manifestFile)
	if err := s.disk.mkdirAll(path.Dir(staged)); err != nil {
		return err
	}
	if err := s.disk.writeJSON(staged, ours); err != nil {
		return err
	}
	j.Files = append(j.Files, manifestFile)
	if s.disk.exists(manifestFile) {
		j.Had = append(j.Had, manifestFile)
	}
	return nil
}

// unchanged reports whether a file is still what an earlier set wrote.
func (s *Set) unchanged(o owned) (bool, error) {
	sum, err := s.disk.digest(o.Name)
	return sum == o.SHA256, err
}

// rollForward carries a journal out. It may have been begun before: what is no
// longer staged is in place already. It names the file it fails at.
func (s *Set) rollForward(j journal) (string, error) {
	for _, name := range j.Files {
		staged := path.Join(stageDir, name)
		if !s.disk.exists(staged) {
			continue
		}
		if err := s.disk.mkdirAll(path.Dir(name)); err != nil {
			return name, err
		}
		if err := s.disk.rename(staged, name); err != nil {
			return name, err
		}
	}
	for _, name := range j.Remove {
		if err := s.disk.remove(name); err != nil {
			return name, err
		}
	}
	if err := s.syncTargets(j); err != nil {
		return "", err
	}
	if err := s.disk.remove(journalFile); err != nil {
		return "", err
	}
	// All is in place. What is left to tidy, the next Open tidies.
	s.clearState()
	s.removeEmptyFolders(j.Remove)
	return "", nil
}

func (s *Set) syncTargets(j journal) error {
	seen := map[string]bool{}
	for _, name := range slices.Concat(j.Files, j.Remove) {
		if d := path.Dir(name); !seen[d] {
			seen[d] = true
			if err := s.disk.syncDir(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// removeEmptyFolders drops the folders that lost their last file.
func (s *Set) removeEmptyFolders(removed []string) {
	for _, name := range removed {
		for d := path.Dir(name); d != "."; d = path.Dir(d) {
			if s.disk.root.Remove(d) != nil {
				break
			}
		}
	}
}

// undo puts everything back as it was. It first says so in the journal, so that
// being cut short leads to the same end.
func (s *Set) undo(j journal) error {
	if s.disk.exists(journalFile) {
		j.Back = true
		if err := s.disk.writeJSON(journalFile, j); err != nil {
			return err
		}
	}
	for _, name := range j.Had {
		if s.disk.exists(path.Join(stageDir, name)) {
			continue // not replaced yet
		}
		if err := s.restore(name); err != nil {
			return err
		}
	}
	for _, name := range j.Remove {
		if s.disk.exists(name) {
			continue // not removed yet
		}
		if err := s.restore(name); err != nil {
			return err
		}
	}
	had := map[string]bool{}
	for _, name := range j.Had {
		had[name] = true
	}
	for _, name := range j.Files {
		if had[name] || s.disk.exists(path.Join(stageDir, name)) {
			continue
		}
		if err := s.disk.remove(name); err != nil {
			return err
		}
		s.removeEmptyFolders([]string{name})
	}
	if err := s.syncTargets(j); err != nil {
		return err
	}
	return s.disk.remove(journalFile)
}

// restore moves a kept file back, unless it is back already.
func (s *Set) restore(name string) error {
	kept := path.Join(keepDir, name)
	if !s.disk.exists(kept) {
		return nil
	}
	return s.disk.rename(kept, name)
}

// recover finishes what a killed run began.
func (s *Set) recover() error {
	var j journal
	there, err := s.disk.readJSON(journalFile, &j)
	if err != nil {
		return fmt.Errorf("输出文件夹里的记录 %s 读不出来（核对现有结果后可以删去文件夹 .liancha 再运行）：%w", journalFile, err)
	}
	if !there {
		return nil
	}
	for _, name := range slices.Concat(j.Files, j.Had, j.Remove) {
		if err := checkName(name); err != nil && name != manifestFile {
			return fmt.Errorf("输出文件夹里的记录 %s 不是本程序写的：%w", journalFile, err)
		}
	}
	if j.Back {
		return s.undo(j)
	}
	name, err := s.rollForward(j)
	if err != nil {
		return s.explain(name, err)
	}
	return nil
}

// checkFree reports a file that another program has open. Where the system
// does not tell, the mark an office program sets beside the file does.
func (d *disk) checkFree(name string) error {
	if err := d.check("free", name); err != nil {
		return err
	}
	dir, base := path.Split(name)
	for _, mark := range []string{"~$" + base, ".~lock." + base + "#", ".~" + base} {
		if d.exists(dir + mark) {
			return &inUse{mark: mark}
		}
	}
	info, err := d.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return err
	}
	if err := tryReplace(d.root, name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
