package report

import (
	"errors"
	"math"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// PastProfile is what a profile workbook said of one enterprise. Figures are in
// tenths of a point.
type PastProfile struct {
	Position   diag.Position
	Name, Code string
	Grade      inspect.Grade
	Risk       int
	Management int
	Known      bool // there was a figure for management
}

// ErrNoProfile says that sheets are not those of a profile workbook.
var ErrNoProfile = errors.New("不是企业安全信用脸谱：没有“脸谱”工作表")

// profileHeaderLines is how far down the headers of 脸谱 are looked for: the
// strip with the grades stands above them.
const profileHeaderLines = 30

// ReadProfile reads a profile workbook this package wrote. Lines that cannot be
// understood are problems, each with its cell, and left out.
func ReadProfile(sheets []*table.Sheet) ([]PastProfile, diag.List, error) {
	var problems diag.List
	r := openSheetWithin(sheets, SheetProfile, columnName, profileHeaderLines, &problems)
	if r == nil {
		return nil, nil, ErrNoProfile
	}
	var list []PastProfile
	r.rows(func(row rowReader) {
		if x, ok := row.pastProfile(); ok {
			list = append(list, x)
		}
	})
	problems.Sort()
	return list, problems, nil
}

func (r rowReader) pastProfile() (PastProfile, bool) {
	x := PastProfile{Position: r.position(columnName), Name: r.text(columnName), Code: r.text(columnCode)}
	if x.Name == "" && x.Code == "" {
		r.problem(diag.Error, "no_name", columnName, "补上名称，或删去这一行", "这一行没有企业名称，也没有代码")
		return x, false
	}
	grade, ok := inspect.ParseGrade(r.text(columnGrade))
	if !ok {
		r.problem(diag.Error, "bad_grade", columnGrade, "等级写 A、B、C 或 D", "等级“%s”看不懂", r.text(columnGrade))
		return x, false
	}
	x.Grade = grade
	if x.Risk, ok = r.tenths(columnRisk); !ok {
		return x, false
	}
	if r.text(columnManagement) == noFigure {
		return x, true
	}
	x.Management, x.Known = r.tenths(columnManagement)
	return x, x.Known
}

// tenths reads a figure of 0 to 100 with one decimal.
func (r rowReader) tenths(header string) (int, bool) {
	c := r.cell(header)
	n := math.Round(c.Number * 10)
	if c.Kind != table.Number || !(n >= 0 && n <= 1000) {
		r.problem(diag.Error, "bad_number", header, "", "%s“%s”不是 0 到 100 之间的分数", header, r.text(header))
		return 0, false
	}
	return int(n), true
}
