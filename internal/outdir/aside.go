package outdir

import (
	"encoding/json"
	"errors"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// What a person has put into a file that a set writes anew is not lost: the
// file is kept beside under another name. It becomes one of the files of the
// commit, which move into place or stay away together, but not one of the
// manifest: from then on it is the person's.

// Aside is a file kept beside the one that a set has written in its place.
// Both are names within the folder.
type Aside struct {
	Name string // what the set has written anew
	Kept string // where what stood there before is now
	Ours bool   // an earlier set wrote it and it was changed since; else it was never ours
}

// What marks the name of a file that is kept.
const (
	changedMark = "（手工改过）" // ours, changed since
	foreignMark = "（原有）"   // never ours
)

// Asides gives, after Commit, the files it has kept beside, sorted.
func (s *Set) Asides() []Aside { return s.aside }

// AsideOf gives the name of the file beside which a file was kept, by its name
// or path alone; false for any other name.
func AsideOf(name string) (string, bool) {
	ext := path.Ext(name)
	base := strings.TrimRight(strings.TrimSuffix(name, ext), "0123456789")
	for _, mark := range []string{changedMark, foreignMark} {
		if rest, ok := strings.CutSuffix(base, mark); ok && rest != "" {
			return rest + ext, true
		}
	}
	return "", false
}

// Changed reports whether a set has written a file of this name into a folder
// and a person has changed it since.
func Changed(dir, name string) bool {
	b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(manifestFile)))
	var wrote []owned
	if err != nil || json.Unmarshal(b, &wrote) != nil {
		return false
	}
	i := slices.IndexFunc(wrote, func(o owned) bool { return o.Name == name })
	if i < 0 {
		return false
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return false
	}
	defer root.Close()
	sum, err := (&disk{dir: dir, root: root}).digest(name)
	return err == nil && sum != "" && sum != wrote[i].SHA256
}

// Wrote reports whether a set has written a file of this name into a folder,
// or it is one that was kept beside such a file.
func Wrote(dir, name string) bool {
	b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(manifestFile)))
	var wrote []owned
	if err != nil || json.Unmarshal(b, &wrote) != nil {
		return false
	}
	if original, ok := AsideOf(name); ok {
		name = original
	}
	return slices.ContainsFunc(wrote, func(o owned) bool { return fold(o.Name) == fold(name) })
}

// stageChanged stages a copy of every file about to be replaced that holds
// neither what an earlier set wrote nor what this one writes.
func (s *Set) stageChanged(j *journal, earlier []owned) error {
	sums := map[string]string{}
	for _, o := range earlier {
		sums[fold(o.Name)] = o.SHA256
	}
	for _, name := range j.Had {
		if name == manifestFile {
			continue
		}
		sum, err := s.disk.digest(name)
		if err != nil {
			return s.explain(name, err)
		}
		wrote, ours := sums[fold(name)]
		if sum == "" || sum == wrote || sum == s.files[name].sum {
			continue
		}
		a := Aside{Name: name, Ours: ours}
		if a.Kept, err = s.asideName(name, ours); err != nil {
			return err
		}
		if err := s.disk.backup(name, path.Join(stageDir, a.Kept)); err != nil {
			return s.explain(name, err)
		}
		j.Files = append(j.Files, a.Kept)
		s.aside = append(s.aside, a)
	}
	return nil
}

// asideTries is how many files are kept beside one before that is an error: no
// person edits a thousand versions.
const asideTries = 1000

// asideName gives a free name to keep a file under.
func (s *Set) asideName(name string, ours bool) (string, error) {
	rel, ok := freeAside(name, ours, func(rel string) bool {
		_, taken := s.names[fold(rel)]
		return taken || s.disk.exists(rel)
	})
	if !ok {
		return "", s.explain(name, errTooManyAsides)
	}
	s.names[fold(rel)] = rel
	return rel, nil
}

var errTooManyAsides = errors.New("改过的旧文件保留得太多，请移走一些")

// freeAside makes a name to keep a file under that is not taken.
func freeAside(name string, ours bool, taken func(string) bool) (string, bool) {
	mark := changedMark
	if !ours {
		mark = foreignMark
	}
	dir, base := path.Split(name)
	ext := path.Ext(base)
	base = strings.TrimSuffix(base, ext)
	if room := maxPartBytes - len(ext) - len(mark) - len(strconv.Itoa(asideTries)); len(base) > room {
		base = shorten(base)
	}
	for i := 1; i <= asideTries; i++ {
		rel := dir + base + mark + ext
		if i > 1 {
			rel = dir + base + mark + strconv.Itoa(i) + ext
		}
		if !taken(rel) {
			return rel, true
		}
	}
	return "", false
}

// written gives those of the files that this set wrote itself: what is kept
// aside is on the disk already.
func (s *Set) written(files []string) []string {
	kept := make(map[string]bool, len(s.aside))
	for _, a := range s.aside {
		kept[a.Kept] = true
	}
	return slices.DeleteFunc(slices.Clone(files), func(name string) bool { return kept[name] })
}
