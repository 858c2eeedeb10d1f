package report

import (
	"strconv"

	"liancha/inspect"
	"liancha/internal/table"
)

// Register is a register of enterprises to be written anew: its columns as they
// stood, grades and last visits renewed.
type Register struct {
	Columns []RegisterColumn
	N       int
	// Line gives line i: its cells, a text a column, and what is renewed.
	Line func(i int) (cells []string, grade inspect.Grade, visited inspect.Date)
}

// RegisterColumn is one column of a register. Field is the name the program
// itself writes for what it holds, empty for what only the register knows.
type RegisterColumn struct{ Header, Field string }

// The fields of a register that are not plain text.
const (
	FieldGrade     = "风险等级"
	FieldLastVisit = "上次检查日期"
	fieldHeadcount = "从业人数"
)

// registerLooks is how the fields of a register look; others are text.
var registerLooks = map[string]column{
	"企业名称": {width: 30, style: table.Body}, "统一社会信用代码": {width: 22, style: table.BodyCentre}, "地址": {width: 30, style: table.Body},
	"所属区": {width: 10, style: table.BodyCentre}, "所属街道": {width: 12, style: table.BodyCentre}, "行业": {width: 16, style: table.Body},
	FieldGrade: {width: 9, style: table.BodyCentre}, fieldHeadcount: {width: 9, style: table.BodyWhole}, FieldLastVisit: {width: 13, style: table.BodyDate},
	"联系人": {width: 10, style: table.BodyCentre}, "联系电话": {width: 15, style: table.BodyCentre}, "状态": {width: 8, style: table.BodyCentre},
}

// book lays out the register. It is one draw-enterprises and collide take as it
// stands.
func (r *Register) book(asOf inspect.Date) *table.Book {
	columns := make([]column, len(r.Columns))
	for i, c := range r.Columns {
		look, known := registerLooks[c.Field]
		if !known {
			look = column{width: 14, style: table.Body}
		}
		columns[i] = column{c.Header, look.width, look.style}
	}
	below := "等级和上次检查日期由 liancha profile 按检查结果更新，其余照原名录库。截至" + asOf.Chinese() + "。"
	page := list("检查对象名录库", "检查对象名录库", below, columns, r.N, func(i int, c []table.Value) []table.Value {
		cells, grade, visited := r.Line(i)
		for k := range columns {
			c = append(c, r.cell(k, cells[k], grade, visited))
		}
		return c
	})
	page.FreezeCols = 1
	for i, c := range r.Columns {
		if c.Field == FieldGrade {
			page.Marks = gradeMarks(i, page.Header+1, page.NumLines)
		}
	}
	return &table.Book{Title: "检查对象名录库", Creator: creator, Created: asOf.String(), Pages: []table.Page{page}}
}

func (r *Register) cell(k int, text string, grade inspect.Grade, visited inspect.Date) table.Value {
	switch field := r.Columns[k].Field; {
	case field == FieldGrade && grade != inspect.NoGrade:
		return table.Str(grade.String(), table.BodyCentre)
	case field == FieldLastVisit && visited != 0:
		return table.Day(int(visited), table.BodyDate)
	case field == fieldHeadcount:
		if n, err := strconv.Atoi(text); err == nil {
			return table.Int(n, table.BodyWhole)
		}
		return table.Str(text, table.BodyCentre)
	case field == FieldLastVisit:
		return table.Str(text, table.BodyCentre)
	default:
		if look, known := registerLooks[field]; known {
			return table.Str(text, look.style)
		}
	}
	return table.Str(text, table.Body)
}
