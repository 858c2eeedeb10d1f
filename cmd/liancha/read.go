package main

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"liancha/config"
	"liancha/intake"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// reading is how files are read.
type reading struct {
	limits    table.Limits
	passwords []string
	scan      func(*table.Sheet) *intake.Draft
	settings  *config.Config // what task books are read by
	once      bool           // what two files say alike counts once
}

func (r reading) options() table.Options {
	return table.Options{Limits: r.limits, Passwords: r.passwords}
}

// fileResult is one file read: its drafts or what is wrong with it.
type fileResult struct {
	drafts []*intake.Draft
	digest [sha256.Size]byte
	err    error
}

// read reads and recognises all files, as many at a time as there are
// processors, the largest first, so that none is left for last alone. The results
// are in the order of the files whatever finishes first.
func (r reading) read(files []input, progress func(done float64)) []fileResult {
	results := make([]fileResult, len(files))
	var total int64
	for _, f := range files {
		total += f.size + 1
	}
	order := make([]int, len(files))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(files[b].size, files[a].size) })
	var done atomic.Int64
	table.Parallel(len(files), func(i int, idle table.Idle) {
		i = order[i]
		results[i] = r.readOne(files[i], idle)
		progress(float64(done.Add(files[i].size+1)) / float64(total))
	})
	return results
}

func (r reading) readOne(f input, idle table.Idle) fileResult {
	opt := r.options()
	opt.Idle = idle
	sheets, err := table.ReadFile(f.path, f.name, opt)
	if err != nil {
		return fileResult{err: err}
	}
	res := fileResult{}
	for _, s := range sheets {
		res.drafts = append(res.drafts, r.scan(s))
	}
	res.digest, res.err = digest(f.path)
	return res
}

// digest is the SHA-256 of a file.
func digest(path string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err = io.Copy(h, f); err != nil {
		return sum, err
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// repeated reports files that are byte for byte the same as an earlier one: a
// plan sent twice counts twice, which nobody wants; findings count once.
func (r reading) repeated(files []input, results []fileResult) diag.List {
	var problems diag.List
	first := map[[sha256.Size]byte]string{}
	for i, f := range files {
		if results[i].err != nil {
			continue
		}
		if before, ok := first[results[i].digest]; ok {
			p := diag.Problem{Severity: diag.Warning, Code: "same_file_twice", Position: diag.Position{File: f.name},
				Message: fmt.Sprintf("与 %s 的内容完全相同，两份都算进去了", before), Hint: "如果是重复报送，删去其中一份再运行"}
			if r.once {
				p.Severity, p.Hint = diag.Info, ""
				p.Message = fmt.Sprintf("与 %s 的内容完全相同，只算一次", before)
			}
			problems.Add(p)
			continue
		}
		first[results[i].digest] = f.name
	}
	return problems
}

// unreadable is a file that could not be read, as a problem.
func unreadable(f input, err error) diag.Problem {
	p := diag.Problem{Severity: diag.Error, Code: "unreadable_file",
		Position: diag.Position{File: f.name}, Message: err.Error()}
	var t *table.Error
	if errors.As(err, &t) {
		p.Hint = t.Hint
		p.Message = strings.TrimPrefix(err.Error(), f.name+": ")
		switch t.Kind {
		case table.ErrDamaged:
			p.Code = "damaged_file"
		case table.ErrEmptyFile:
			p.Code = "empty_file"
		case table.ErrEncrypted, table.ErrPassword:
			p.Code = "encrypted_file"
		case table.ErrLimit:
			p.Code = "over_limit"
		case table.ErrUnsupported:
			p.Code = "unsupported_file"
		}
	}
	return p
}

// passwords reads a password file: a password a line.
func passwords(path string) ([]string, error) {
	if path == "" {
		return nil, nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("读不到密码文件：%w", err)
	}
	var lines []string
	for line := range strings.Lines(strings.TrimPrefix(string(b), "\ufeff")) {
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// limits puts the settings' limits into the reader's terms.
func limits(l config.Limits) table.Limits {
	return table.Limits{
		FileBytes:     int64(l.FileMiB) << 20,
		InflatedBytes: int64(l.InflatedMiB) << 20,
		Rows:          l.Rows,
		Columns:       l.Columns,
		CellBytes:     l.CellChars * 4, // UTF-8 takes at most four bytes a character
		Cells:         l.Cells,
		EmptyCells:    l.EmptyCells,
		CellDensity:   l.CellDensity,
		Merges:        l.Merges,
		Sheets:        l.Sheets,
		Styles:        l.Styles,
		SharedStrings: l.SharedStrings,
		SharedBytes:   int64(l.SharedMiB) << 20,
		InflateRatio:  int64(l.InflateRatio),
		ZipEntries:    l.ZipParts,
		Depth:         l.Depth,
		TagBytes:      l.TagKiB << 10,
	}
}
