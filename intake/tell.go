package intake

import (
	"fmt"
	"strings"

	"liancha/internal/diag"
	"liancha/internal/table"
)

// noteFor marks a row as no data and says so where the row might have been
// meant as data.
func (sc *scanner) noteFor(row *table.Row, why noteReason) {
	sc.note(row)
	message, hint := "", ""
	switch why {
	case noteLine:
		if len(sc.signatures) < headerWithin {
			sc.signatures = append(sc.signatures, *row)
		}
		return
	case exampleLine:
		message, hint = "这是示例行，没有读取", "如果是真实的一行，请去掉“示例”字样或换成真实的企业名称"
	case headingLine:
		if message = sc.heading(row); message == "" {
			message, hint = "这一行没有数据，当作说明或小标题", "如果是漏填的一行，请补全企业名称和检查时间"
		}
	case prefilledLine:
		message, hint = "这一行只有部门等预先填好的内容，没有读取", "如果是漏填的一行，请补全企业名称和检查时间"
	default:
		return
	}
	sc.add(diag.Info, "note_row", row.Number, cellRef{value: firstText(row)}, message, hint)
}

// firstText gives a row's first text.
func firstText(row *table.Row) string {
	for _, c := range row.Cells {
		if !blank(c) {
			return tidy(c.Text)
		}
	}
	return ""
}

// passedOver says that a table was recognised but is not read here.
func (sc *scanner) passedOver(h *header) {
	sc.draft.problems.Add(sc.draft.passedOver(h.kind))
}

func (d *Draft) passedOver(kind sheetKind) diag.Problem {
	return d.problem(diag.Info, "sheet_skipped", 0, cellRef{},
		fmt.Sprintf("这张表是%s，不是检查计划、执法人员名录库或检查对象名录库，没有读取", kindNames[kind]), "")
}

// skipped says that a sheet is none of the kinds. Where it nearly is a plan,
// that is a warning: a header may have been mistyped.
func (sc *scanner) skipped(nearest *header) {
	if nearest == nil {
		sc.draft.blank = true
		return
	}
	const hint = "如果是检查计划，表头要有企业名称（或统一社会信用代码）和检查时间；可用 liancha init 生成的模板"
	planned := nearest.planned()
	dated := nearest.hasAny(date, months, dateFrom, dateTo, monthTick, dayTick)
	enterprise := nearest.hasAny(enterpriseName, enterpriseCode)
	row := sc.sheet.Rows[nearest.first].Number
	switch {
	case sc.sheet.Hidden: // lists behind drop-downs
		sc.add(diag.Info, "sheet_skipped", 0, cellRef{}, "没有认出这张隐藏的表的表头，没有读取", hint)
	case enterprise && planned && nearest.fields >= 3:
		sc.add(diag.Warning, "sheet_skipped", row, cellRef{}, "这张表像检查计划，但没有找到检查时间的列，没有读取", hint)
	case dated && planned && nearest.fields >= 3:
		sc.add(diag.Warning, "sheet_skipped", row, cellRef{}, "这张表像检查计划，但没有找到企业名称或统一社会信用代码的列，没有读取", hint)
	default:
		sc.add(diag.Info, "sheet_skipped", 0, cellRef{}, "没有认出这张表的表头，没有读取", hint)
	}
}

// reportHidden says which rows and columns are hidden; they are read.
func (sc *scanner) reportHidden() {
	var rows []string
	for i := range sc.sheet.Rows {
		if r := &sc.sheet.Rows[i]; r.Hidden && !empty(r) {
			rows = append(rows, fmt.Sprint(r.Number))
		}
	}
	if n := len(rows); n > 0 {
		sc.add(diag.Info, "hidden_rows", 0, cellRef{}, fmt.Sprintf("有%d行是隐藏的（第%s行），已照常读取", n, listed(rows)), "")
	}
	var cols []string
	for _, c := range sc.sheet.HiddenCols {
		cols = append(cols, diag.ColumnLetters(c+1))
	}
	if n := len(cols); n > 0 {
		sc.add(diag.Info, "hidden_columns", 0, cellRef{}, fmt.Sprintf("有%d列是隐藏的（%s列），已照常读取", n, listed(cols)), "")
	}
	if sc.sheet.Hidden {
		sc.add(diag.Info, "hidden_sheet", 0, cellRef{}, "这张表是隐藏的，已照常读取", "")
	}
}

// listed joins items for a message, the first ten of many.
func listed(items []string) string {
	if len(items) > 10 {
		return strings.Join(items[:10], "、") + "等"
	}
	return strings.Join(items, "、")
}

// reportDuplicates says which field stands in several columns under the same
// name: the first filled one counts.
func (sc *scanner) reportDuplicates(h *header) {
	for f := range h.columns {
		if field(f) == monthTick || field(f) == dayTick || field(f) == unitTick || field(f) == named || field(f) == serial || field(f) == remark {
			continue
		}
		cols := h.columns[f]
		for i := 1; i < len(cols); i++ {
			if cols[i].header == cols[0].header {
				sc.add(diag.Info, "duplicate_column", sc.sheet.Rows[h.first].Number,
					cellRef{col: cols[i].index + 1, header: cols[i].header},
					fmt.Sprintf("“%s”有不止一列，取靠前的一列，空着时才取后面的", cols[i].header), "")
			}
		}
	}
}

// add reports a problem in a row; row 0 is the sheet as a whole.
func (sc *scanner) add(s diag.Severity, code string, row int, ref cellRef, message, hint string) {
	sc.draft.add(s, code, row, ref, message, hint)
}

func (d *Draft) add(s diag.Severity, code string, row int, ref cellRef, message, hint string) {
	d.problems.Add(d.problem(s, code, row, ref, message, hint))
}

func (d *Draft) problem(s diag.Severity, code string, row int, ref cellRef, message, hint string) diag.Problem {
	return diag.Problem{
		Severity: s, Code: code,
		Position: diag.Position{File: d.file, Sheet: d.sheet, Row: row, Column: ref.header, Col: ref.col, Text: d.text},
		Value:    ref.value, Message: message, Hint: hint,
	}
}
