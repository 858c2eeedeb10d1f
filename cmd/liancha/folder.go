package main

import (
	"fmt"
	"path/filepath"

	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/internal/table"
	"liancha/report"
)

// readTaskBook reads a task book back. What a killed run has left half done in
// its folder is finished first.
func readTaskBook(path, name string, r reading) (*report.TaskBook, diag.List, error) {
	if err := outdir.Settle(filepath.Dir(path)); err != nil {
		return nil, nil, err
	}
	sheets, err := table.ReadFile(path, name, r.options())
	if err != nil {
		return nil, nil, err
	}
	book, problems, err := report.ReadTaskBook(sheets)
	if err != nil {
		return nil, nil, fmt.Errorf("%s：%w", name, err)
	}
	return book, problems, nil
}

// commit makes the files of a set appear, and names those of an earlier run that
// would have gone had nobody changed them since.
func (a *app) commit(set *outdir.Set) error {
	if err := set.Commit(); err != nil {
		return err
	}
	for _, name := range set.Kept() {
		a.say("保留了以前的 %s：本次结果里没有它，但它被改动过", set.Path(name))
	}
	return nil
}
