package main

import (
	"slices"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// edit changes a cell of a workbook as a person does, with an office program's
// library: edit BOOK SHEET LINE HEADER TEXT, lines counted from 1 below the
// headers, 0 for the headers themselves.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 5 {
		ts.Fatalf("usage: edit book sheet line header text")
	}
	path, sheet, header, text := ts.MkAbs(args[0]), args[1], args[3], args[4]
	line, err := strconv.Atoi(args[2])
	ts.Check(err)
	f, err := excelize.OpenFile(path)
	ts.Check(err)
	defer f.Close()
	rows, err := f.GetRows(sheet)
	ts.Check(err)
	at := slices.IndexFunc(rows, func(r []string) bool { return slices.Contains(r, header) && len(r) > 3 })
	if at < 0 {
		ts.Fatalf("no header %s in %s of %s", header, sheet, args[0])
	}
	cell, err := excelize.CoordinatesToCellName(slices.Index(rows[at], header)+1, at+1+line)
	ts.Check(err)
	ts.Check(f.SetCellStr(sheet, cell, text))
	ts.Check(f.Save())
}
