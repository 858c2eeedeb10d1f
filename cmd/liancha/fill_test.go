package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"liancha/report"
)

// fill fills in the findings sheets of departments' books as clerks do, in the
// workbooks themselves, with an office program's library and not the project's
// own. The second file says what to put where: a line a hazard, by 检查部门 and a
// part of 企业名称; a second hazard of a task gets a copy of its row below. Tasks
// without a line found nothing. With ! nothing is filled in for them.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	b, err := os.ReadFile(ts.MkAbs(args[1]))
	ts.Check(err)
	lines, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	ts.Check(err)
	books, err := filepath.Glob(filepath.Join(ts.MkAbs(args[0]), "*.xlsx"))
	ts.Check(err)
	used := 0
	for _, book := range books {
		n, err := fillBook(book, lines[0], lines[1:], !neg)
		ts.Check(err)
		used += n
	}
	if used != len(lines)-1 {
		ts.Fatalf("%d of %d lines of %s have no task to go with", len(lines)-1-used, len(lines)-1, args[1])
	}
}

// cells writes the cells of a workbook to standard output, or of one of its
// sheets, a line a row, tabs between.
func cells(ts *testscript.TestScript, neg bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	sheets := f.GetSheetList()
	if len(args) > 1 {
		sheets = args[1:]
	}
	for _, s := range sheets {
		rows, err := f.GetRows(s)
		ts.Check(err)
		for _, r := range rows {
			fmt.Fprintln(ts.Stdout(), strings.ReplaceAll(strings.Join(r, "\t"), "\n", " "))
		}
	}
}

// fillBook fills in one book and tells how many lines it took.
func fillBook(path string, header []string, lines [][]string, rest bool) (int, error) {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	rows, err := f.GetRows(report.SheetFindings)
	if err != nil {
		return 0, err
	}
	first := slices.IndexFunc(rows, func(r []string) bool { return slices.Contains(r, "任务编号") })
	column := func(name string) int { return slices.Index(rows[first], name) }
	used := 0
	for i := len(rows) - 1; i > first; i-- { // from below, so that rows put in move none that is still to come
		var own [][]string
		for _, l := range lines {
			if l[0] == rows[i][column("检查部门")] && strings.Contains(rows[i][column("企业名称")], l[1]) {
				own = append(own, l)
			}
		}
		for range max(len(own)-1, 0) {
			if err := f.DuplicateRow(report.SheetFindings, i+1); err != nil {
				return 0, err
			}
		}
		set := func(row int, name, value string) error {
			cell, err := excelize.CoordinatesToCellName(column(name)+1, row)
			if err != nil || value == "" {
				return err
			}
			return f.SetCellStr(report.SheetFindings, cell, value)
		}
		if len(own) == 0 && rest {
			if err := set(i+1, "检查结果", "未发现问题"); err != nil {
				return 0, err
			}
		}
		for k, l := range own {
			for c := 2; c < len(header); c++ {
				if err := set(i+1+k, header[c], l[c]); err != nil {
					return 0, err
				}
			}
		}
		used += len(own)
	}
	return used, f.Save()
}
