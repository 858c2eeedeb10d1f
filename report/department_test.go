package report

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"liancha/internal/table"
)

// The findings sheet is filled in on paper too: what is filled in on the spot is
// printed legibly on A4 across, with room to write, lines added below as well, and
// the book reads back with all its columns.
func TestFindingsPageOnPaper(t *testing.T) {
	v := newView(sampleOutcome(20))
	var out bytes.Buffer
	if err := table.WriteBook(&out, departmentBook(v, v.departments[0])); err != nil {
		t.Fatal(err)
	}
	sheet, workbook := part(t, out.Bytes(), "xl/worksheets/sheet3.xml"), part(t, out.Bytes(), "xl/workbook.xml")
	area := regexp.MustCompile(`Print_Area">[^<]*!\$A:\$([A-Z])<`).FindStringSubmatch(workbook)
	if area == nil {
		t.Fatalf("no columns are printed: %s", workbook)
	}
	printed := int(area[1][0]-'A') + 1
	if last := findingColumns[printed-1].name; last != "整改期限" {
		t.Errorf("the last column on paper is %s", last)
	}
	legible(t, findingColumns[:printed])
	rows := regexp.MustCompile(`<row r="(\d+)" ht="([\d.]+)"`).FindAllStringSubmatch(sheet, -1)
	for _, r := range rows {
		if height, _ := strconv.ParseFloat(r[2], 64); r[1] > "3" && height < findingHeight {
			t.Errorf("row %s is %s points high", r[1], r[2])
		}
	}
	if strings.Contains(sheet[strings.Index(sheet, `<row r="4"`):], "customHeight") {
		t.Error("rows do not grow with what is typed")
	}
	sheets, err := table.Read(bytes.NewReader(out.Bytes()), int64(out.Len()), "甲.xlsx", table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range sheets {
		if s.Name == SheetFindings {
			for _, c := range s.Rows[2].Cells {
				names = append(names, c.Text)
			}
		}
	}
	if got := strings.Join(names, " "); got != "任务编号 企业名称 统一社会信用代码 检查部门 检查日期 检查人员 检查结果 问题描述 隐患等级 依据 处理措施 整改期限 整改状态 复查日期 是否公开" {
		t.Error(got)
	}
}

// The lists of tasks are taken along on paper too.
func TestListsOfTasksOnPaper(t *testing.T) {
	legible(t, planColumns)
	legible(t, taskColumns[:tasksPrinted])
}

// legible checks that columns are printed on A4 across no smaller than the
// footnotes of a book are.
func legible(t *testing.T, columns []column) {
	t.Helper()
	// A digit of the column's font has at most 9.5 pixels of 96 to the inch; A4 across
	// less its margins has 10.69 inches.
	pixels := 0.0
	for _, c := range columns {
		pixels += c.width*9.5 + 5
	}
	if scale := 10.69 * 96 / pixels; scale < 0.72 { // of 11 points
		t.Errorf("printed at %.0f%%", 100*scale)
	}
}

// part gives one part of a workbook as text.
func part(t *testing.T, book []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
