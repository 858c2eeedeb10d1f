package main

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/internal/table"
	"liancha/report"
)

// readTaskBook reads a task book back, and says where what people changed in it
// breaks a rule. What a killed run has left half done in its folder is finished
// first.
func readTaskBook(path, name string, r reading) (*report.TaskBook, diag.List, error) {
	if err := outdir.Settle(filepath.Dir(path)); err != nil {
		return nil, nil, err
	}
	sheets, err := table.ReadFile(path, name, r.options())
	if err != nil {
		return nil, nil, err
	}
	return bookOf(sheets, name, r)
}

// inFolder gives the file of a name in a folder that was given instead of it, as
// an output folder is; anything else as it stands.
func inFolder(path, name string) string {
	file := filepath.Join(path, name)
	if at, err := os.Stat(path); err != nil || !at.IsDir() {
		return path
	}
	if at, err := os.Stat(file); err != nil || at.IsDir() {
		return path
	}
	return file
}

// taskBookIn gives the task book of an output folder that was given for it.
func taskBookIn(path string) string { return inFolder(path, report.TaskBookName) }

// bookOf reads the task book that a file's sheets are.
func bookOf(sheets []*table.Sheet, name string, r reading) (*report.TaskBook, diag.List, error) {
	book, problems, err := report.ReadTaskBook(sheets, terms(r.settings))
	if err != nil {
		err = fmt.Errorf("%s：%w", name, err)
		if errors.Is(err, report.ErrNoTaskBook) {
			err = hinted{err, "请给出 collide 或 draw-inspectors 写的 " + report.TaskBookName + "，或放着它的文件夹"}
		}
		return nil, nil, err
	}
	problems = append(problems, handmade(book, r.settings)...)
	problems.Sort()
	return book, problems, nil
}

// commit makes the files of a set appear, and names those that people have
// changed since an earlier run: kept beside what was written in their place, or
// kept where they are, for this run has no such file.
func (a *app) commit(set *outdir.Set) error {
	if err := set.Commit(); err != nil {
		return err
	}
	a.written = a.output
	for _, f := range set.Asides() {
		why := "写出之后手工改过"
		if !f.Ours {
			why = "不是本程序写的，或写出的记录已经没有"
		}
		a.say("%s %s：改过的保留为“%s”，原处是这次新写的", set.Path(f.Name), why, path.Base(f.Kept))
	}
	for _, name := range set.Kept() {
		a.say("保留了以前的 %s：本次结果里没有它，但它被改动过", set.Path(name))
	}
	return nil
}
