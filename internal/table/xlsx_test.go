package table

import (
	"strings"
	"testing"
	"unicode/utf16"
)

// xlsxCells are rows in each spelling that writers use.
var xlsxCells = []struct{ name, rows, want string }{
	{"shared strings", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>`, "1 企业名称| 两端 |粗细 & \n"},
	{"empty shared strings", `<row r="1"><c r="A1" t="s"><v>3</v></c><c r="B1" t="s"><v>5</v></c><c r="C1" t="s"><v>8</v></c></row>`, "1 ||末\n"},
	{"escapes", `<row r="1"><c r="A1" t="s"><v>4</v></c><c r="B1" t="s"><v>6</v></c><c r="C1" t="s"><v>7</v></c></row>`, "1 一\\n二_x0041_三丁|<原样>&amp;|a\\nb丁\n"},
	{"numbers", `<row r="1"><c r="A1"><v>5</v></c><c r="B1"><v>-0.5</v></c><c r="C1"><v>1.5E+3</v></c><c r="D1" t="n"><v>1e-7</v></c><c r="E1"><v>913201000000000000</v></c><c r="F1"><v> 7 </v></c></row>`,
		"1 #5|#-0.5|#1500|#0.0000001|#913201000000000000|#7\n"},
	{"float noise stays", `<row r="1"><c r="A1"><v>0.30000000000000004</v></c></row>`, "1 #0.30000000000000004\n"},
	{"dates", `<row r="1"><c r="A1" s="1"><v>44326</v></c><c r="B1" s="3"><v>44326.5</v></c><c r="C1" s="4"><v>1.5</v></c><c r="D1" s="7"><v>0.354166666666667</v></c><c r="E1" s="6"><v>44326</v></c></row>`,
		"1 @2021-05-10|@2021-05-10 12:00:00|@36:00:00|@08:30:00|@2021-05-10\n"},
	{"around the day that never was", `<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="1"><v>59</v></c><c r="C1" s="1"><v>60</v></c><c r="D1" s="1"><v>61</v></c></row>`,
		"1 @1900-01-01|@1900-02-28|@1900-02-29|@1900-03-01\n"},
	{"no date has that number", `<row r="1"><c r="A1" s="1"><v>-1</v></c><c r="B1" s="1"><v>2958466</v></c></row>`, "1 #-1|#2958466\n"},
	{"percent and custom", `<row r="1"><c r="A1" s="2"><v>0.03</v></c><c r="B1" s="5"><v>2.5</v></c></row>`, "1 %0.03|#2.5\n"},
	{"ISO dates", `<row r="1"><c r="A1" t="d"><v>2021-05-10T08:30:00Z</v></c><c r="B1" t="d"><v>2021-05-10</v></c><c r="C1" t="d"><v>1900-01-01</v></c></row>`,
		"1 @2021-05-10 08:30:00|@2021-05-10|@1900-01-01\n"},
	{"bools and errors", `<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="e"><v>#N/A</v></c></row>`, "1 ?TRUE|?FALSE|!#N/A\n"},
	{"inline strings", `<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1" t="inlineStr"><is><r><t>乙</t></r><r><t>丙_x000D_</t></r></is></c><c r="C1" t="inlineStr"><is/></c><c r="D1"><v>1</v></c></row>`,
		"1 甲|乙丙\\n||#1\n"},
	{"a line break written twice over", `<row r="1"><c r="A1" t="inlineStr"><is><t>甲_x000D_` + "\r\n" + `乙_x000d_` + "\n" + `丙_x000A_丁</t></is></c></row>`, "1 甲\\n乙\\n丙\\n丁\n"},
	{"formulas", `<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"&amp;"b"</f><v>a_x0062_</v></c><c r="C1" s="1"><f>TODAY()</f><v>44326</v></c><c r="D1" t="b"><f>1=1</f><v>1</v></c></row>`,
		"1 #2|ab|@2021-05-10|?TRUE\n"},
	{"formulas without a value", `<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v/></c><c r="C1" t="str"><f>""</f><v></v></c><c r="D1"><f t="shared" si="0"/><v></v></c></row>`, "1 =|=||=\n"},
	{"no positions", `<row><c t="s"><v>0</v></c><c><v>2</v></c></row><row r="5"><c r="C5"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>`, "1 企业名称|#2\n5 ||#1|#2\n6 #3\n"},
	{"any order in a row", `<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>`, "1 #1||#3\n"},
	{"rows in any order, and in two pieces", `<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row><row><c r="B2"><v>2</v></c></row><row r="3"><c r="B3"><v>4</v></c><c r="D3"><v>5</v></c></row>`, "1 #1\n2 |#2\n3 #3|#4||#5\n"},
	{"empty cells and rows", `<row r="1"/><row r="2"><c r="A2" s="1"/><c r="B2"><v/></c></row><row r="3"><c r="D3"><v>1</v></c><c r="E3" s="2"/></row>`, "3 |||#1\n"},
	{"hidden", `<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="true"><c r="A2"><v>1</v></c></row><row r="3" hidden="0"><c r="A3"><v>1</v></c></row>`, "1 hidden #1\n2 hidden #1\n3 #1\n"},
	{"single quotes and white space", `<row r='1' ><c  r = 'A1' t='s' ><v>0</v ></c><c r='B1'><v>2</v></c > </row>`, "1 企业名称|#2\n"},
	{"comments, CDATA, instructions", `<!-- <row r="9"> --><row r="1"><?x y?><c r="A1"><v><!-- 1 -->4<![CDATA[2]]></v></c></row>`, "1 #42\n"},
	{"lower case reference", `<row r="1"><c r="b1"><v>1</v></c></row>`, "1 |#1\n"},
	{"alternate content", `<row r="1"><c r="A1"><v>1</v></c></row><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x"><row r="2"><c r="A2"><v>2</v></c></row></mc:Choice><mc:Fallback><row r="2"><c r="A2"><v>3</v></c></row></mc:Fallback></mc:AlternateContent>`, "1 #1\n2 #3\n"},
	{"an element of another namespace", `<row r="1"><x:c xmlns:x="urn:x" r="A1"><x:v>1</x:v></x:c><c r="B1"><v>2</v><extLst><ext xmlns="urn:y"><v>9</v></ext></extLst></c></row>`, "1 |#2\n"},
}

func TestXLSXCells(t *testing.T) {
	for _, tt := range xlsxCells {
		t.Run(tt.name, func(t *testing.T) { wantSheets(t, book(tt.rows), "[甲]\n"+tt.want) })
	}
}

// TestXLSXBroken has what may not be taken for a table.
func TestXLSXBroken(t *testing.T) {
	const part = "xl/worksheets/sheet1.xml"
	row := func(cells string) string { return `<row r="1">` + cells + `</row>` }
	tests := []struct{ name, rows, words string }{
		{"cut in a tag", `<row r="1"><c r="A1"><v>1</v></c></row><row r="2`, "标记"},
		{"elements that do not match", `<row r="1"><c r="A1"><v>1</c></v></row>`, "不一致"},
		{"string that does not exist", row(`<c r="A1" t="s"><v>9</v></c>`), "共享字符串编号“9”"},
		{"string index that is none", row(`<c r="A1" t="s"><v>x</v></c>`), "共享字符串编号“x”"},
		{"style that does not exist", row(`<c r="A1" s="8"><v>1</v></c>`), "样式 8 不存在"},
		{"number that is none", row(`<c r="A1"><v>0x10</v></c>`), "数字“0x10”"},
		{"number beyond all", row(`<c r="A1"><v>1e999</v></c>`), "数字“1e999”"},
		{"date that does not exist", row(`<c r="A1" t="d"><v>2021-02-30</v></c>`), "日期“2021-02-30”"},
		{"bool that is none", row(`<c r="A1" t="b"><v>2</v></c>`), "真假值“2”"},
		{"cells that number their row twice", `<row><c r="A2"><v>1</v></c><c r="A3"><v>1</v></c></row>`, "第 2 行里有单元格“A3”"},
		{"unknown type", row(`<c r="A1" t="z"><v>1</v></c>`), "类型“z”"},
		{"cell of another row", row(`<c r="A2"><v>1</v></c>`), "第 1 行里有单元格“A2”"},
		{"reference that is none", row(`<c r="1A"><v>1</v></c>`), "单元格“1A”"},
		{"cell twice", row(`<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>`), "出现两次"},
		{"row number 0", `<row r="0"/>`, "行号“0”"},
		{"row number that is none", `<row r="1x"/>`, "行号“1x”"},
		{"unknown entity", row(`<c r="A1" t="str"><v>&nbsp;</v></c>`), "实体"},
		{"bytes that are no text", row("<c r=\"A1\" t=\"str\"><v>\xFF</v></c>"), "字节"},
		{"merged range that is none", `</sheetData><mergeCells><mergeCell ref="B2:A1"/></mergeCells><sheetData>`, "合并单元格的范围“B2:A1”"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantError(t, book(tt.rows), Options{}, ErrDamaged, part, tt.words) })
	}
}

// TestXLSXPackage reads packages laid out as writers do, and those that lack
// something.
func TestXLSXPackage(t *testing.T) {
	one := `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>44326</v></c></row>`
	want := "[甲]\n1 企业名称|@2021-05-10\n"
	strict := func(s string) string {
		s = strings.ReplaceAll(s, nsMain, "http://purl.oclc.org/ooxml/spreadsheetml/main")
		return strings.ReplaceAll(s, nsRel, "http://purl.oclc.org/ooxml/officeDocument/relationships")
	}
	sheet := testSheet(`<sheetData>` + one + `</sheetData>`)
	prefixed := strings.NewReplacer("</", "</x:", "<?", "<?", "<", "<x:", "xmlns=", "xmlns:x=")
	utf16Part := func(s string, big bool) string {
		s = strings.Replace(s, `encoding="UTF-8"`, `encoding="UTF-16"`, 1)
		var b []byte
		for _, u := range utf16.Encode([]rune("\uFEFF" + s)) {
			if big {
				u = u<<8 | u>>8
			}
			b = append(b, byte(u), byte(u>>8))
		}
		return string(b)
	}
	t.Run("plain", func(t *testing.T) { wantSheets(t, book(one), want) })
	t.Run("strict", func(t *testing.T) {
		wantSheets(t, book(one, "_rels/.rels", strict(testPackageRels), "xl/workbook.xml", strict(testWorkbook), "xl/_rels/workbook.xml.rels", strict(testWorkbookRels),
			"xl/styles.xml", strict(testStyles), "xl/sharedStrings.xml", strict(testStrings), "xl/worksheets/sheet1.xml", strict(sheet)), want)
	})
	t.Run("prefixes", func(t *testing.T) {
		wantSheets(t, book(one, "xl/worksheets/sheet1.xml", prefixed.Replace(sheet), "xl/workbook.xml", prefixed.Replace(testWorkbook),
			"xl/styles.xml", prefixed.Replace(testStyles)), want)
	})
	t.Run("UTF-16", func(t *testing.T) {
		wantSheets(t, book(one, "xl/worksheets/sheet1.xml", utf16Part(sheet, false), "xl/sharedStrings.xml", utf16Part(testStrings, true)), want)
	})
	t.Run("absolute targets, another folder", func(t *testing.T) {
		rels := strings.NewReplacer(`"worksheets/`, `"/tables/`, `"styles.xml`, `"../tables/./styles.xml`, `"sharedStrings.xml`, `"/tables/shared%20strings.xml`)
		wantSheets(t, zipParts("_rels/.rels", strings.ReplaceAll(testPackageRels, "xl/workbook.xml", "/book/wb.xml"),
			"book/wb.xml", testWorkbook, "book/_rels/wb.xml.rels", rels.Replace(testWorkbookRels),
			"tables/Styles.xml", testStyles, "tables/shared strings.xml", testStrings, `tables\sheet1.xml`, sheet), want)
	})
	t.Run("no styles, no strings", func(t *testing.T) {
		rels := `<Relationships xmlns="` + nsPackage + `"><Relationship Id="rId1" Type="` + nsRel + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
		wantSheets(t, book(`<row r="1"><c r="A1" s="4"><v>44326</v></c></row>`, "xl/styles.xml", "", "xl/sharedStrings.xml", "", "xl/_rels/workbook.xml.rels", rels), "[甲]\n1 #44326\n")
	})
	t.Run("1904", func(t *testing.T) {
		wb := strings.Replace(testWorkbook, "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
		wantSheets(t, book(`<row r="1"><c r="A1" s="1"><v>42864</v></c><c r="B1" s="1"><v>0</v></c><c r="C1" s="7"><v>0.5</v></c><c r="D1" s="4"><v>1.5</v></c></row>`, "xl/workbook.xml", wb),
			"[甲]\n1 @2021-05-10|@1904-01-01|@12:00:00|@36:00:00\n")
	})
	t.Run("several sheets", func(t *testing.T) {
		wb := `<workbook xmlns="` + nsMain + `" xmlns:r="` + nsRel + `"><sheets><sheet name="图" sheetId="4" r:id="c"/><sheet name="乙 &amp; 丙" sheetId="7" r:id="rId4"/><sheet name="甲" sheetId="1" state="veryHidden" r:id="rId1"/></sheets></workbook>`
		rels := strings.Replace(testWorkbookRels, "</Relationships>", `<Relationship Id="rId4" Type="`+nsRel+`/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="c" Type="`+nsRel+`/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>`, 1)
		two := testSheet(`<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/></cols><sheetData><row r="2"><c r="A2"><v>1</v></c></row></sheetData><mergeCells count="2"><mergeCell ref="A4:C4"/><mergeCell ref="$A$2:A3"/></mergeCells>`)
		wantSheets(t, book(one, "xl/workbook.xml", wb, "xl/_rels/workbook.xml.rels", rels, "xl/worksheets/sheet2.xml", two, "xl/chartsheets/sheet1.xml", "<chartsheet/>"),
			"[乙 & 丙] hidden columns [1 2] merge 2-3,0-0 merge 4-4,0-2\n2 #1\n[甲] hidden\n1 企业名称|@2021-05-10\n")
	})
	t.Run("a module of macros", func(t *testing.T) {
		wb := strings.Replace(testWorkbook, "</sheets>", `<sheet name="宏" sheetId="2" state="veryHidden" r:id=""/></sheets>`, 1)
		wantSheets(t, book(one, "xl/workbook.xml", wb), want)
		wantError(t, book(one, "xl/workbook.xml", strings.Replace(wb, ` r:id=""`, "", 1)), Options{}, ErrDamaged, "xl/workbook.xml", "“宏”")
	})
	t.Run("a row twice and not the same", func(t *testing.T) {
		rows := `<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>`
		wantError(t, book(rows), Options{}, ErrDamaged, "工作表“甲”", "第 2 行出现两次")
	})
	missing := []struct{ name, part, by, want string }{
		{"no sheet", "xl/worksheets/sheet1.xml", "", "xl/worksheets/sheet1.xml"},
		{"no strings", "xl/sharedStrings.xml", "", "xl/sharedStrings.xml"},
		{"no styles", "xl/styles.xml", "", "xl/styles.xml"},
		{"no workbook", "xl/workbook.xml", "", "xl/workbook.xml"},
		{"no relationships of the workbook", "xl/_rels/workbook.xml.rels", "", "xl/workbook.xml"},
		{"no relationships", "_rels/.rels", "", "_rels/.rels"},
		{"sheet of another kind", "xl/worksheets/sheet1.xml", `<chart xmlns="` + nsMain + `"/>`, "xl/worksheets/sheet1.xml"},
		{"sheet without data", "xl/worksheets/sheet1.xml", testSheet(""), "xl/worksheets/sheet1.xml"},
		{"empty sheet", "xl/worksheets/sheet1.xml", " ", "xl/worksheets/sheet1.xml"},
		{"document type", "xl/sharedStrings.xml", `<!DOCTYPE x [<!ENTITY a "b">]>` + testStrings, "xl/sharedStrings.xml"},
		{"something after the end", "xl/worksheets/sheet1.xml", sheet + "<row/>", "xl/worksheets/sheet1.xml"},
		{"no sheet's end", "xl/worksheets/sheet1.xml", strings.TrimSuffix(sheet, "</worksheet>"), "xl/worksheets/sheet1.xml"},
		{"strings cut", "xl/sharedStrings.xml", strings.TrimSuffix(testStrings, "</sst>"), "xl/sharedStrings.xml"},
	}
	for _, tt := range missing {
		t.Run(tt.name, func(t *testing.T) { wantError(t, book(one, tt.part, tt.by), Options{}, ErrDamaged, tt.want, "") })
	}
	t.Run("what is no workbook", func(t *testing.T) {
		wantError(t, zipParts("a.txt", "b"), Options{}, ErrUnsupported, "", "压缩包")
		wantError(t, zipParts("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<x/>"), Options{}, ErrUnsupported, "", "OpenDocument")
		wantError(t, book(one, "xl/workbook.xml", `<document/>`), Options{}, ErrUnsupported, "", "Word 文档")
	})
}

// TestNumberFormats tells dates, times and percentages from numbers.
func TestNumberFormats(t *testing.T) {
	date, clock, month := format{date: true}, format{time: true}, format{date: true, month: true}
	both := format{date: true, time: true}
	tests := map[string]format{
		"General": {}, "G/通用格式": {}, "0": {}, "#,##0.00": {}, "@": {}, "": {}, "0.00E+00": {}, "##0.0E-0": {},
		`"yyyy"0`: {}, `\d0`: {}, "_d0": {}, "*d0": {}, `[Red]0`: {}, "[$-804]0": {}, "[>100]0": {}, "[DBNum1][$-804]General": {}, "General;yyyy": {},
		"0%": {percent: true}, "0.00%;[Red]-0.00%": {percent: true},
		"yyyy-mm-dd": date, "m/d": date, "yyyy": date, "d": date, `yyyy"年"m"月"d"日"`: date,
		"mmm": month, "mm": month, `yyyy"年"m"月"`: month, "mmm-yy": month, "[$-804]yyyy/m;@": month,
		"[$-F800]dddd, mmmm dd, yyyy": date, "[$-804]aaa": date,
		`[DBNum1][$-804]yyyy"年"m"月"d"日"`: date, `e"年"`: date, "ggge": date, "YYYY/M/D;@": date,
		"h:mm": clock, "mm:ss": clock, "h:mm AM/PM": clock, "[$-409]h:mm A/P": clock, `上午/下午h"时"mm"分"`: clock, "s.00": clock,
		"yyyy/m/d h:mm": both, "m/d h:mm": both,
		"[h]:mm": {time: true, elapsed: true}, "[mm]:ss": {time: true, elapsed: true}, "[s]": {time: true, elapsed: true},
	}
	for code, want := range tests {
		if got := parseFormat(code); got != want {
			t.Errorf("parseFormat(%q) = %+v, want %+v", code, got, want)
		}
	}
	builtin := map[int]format{0: {}, 1: {}, 9: {percent: true}, 10: {percent: true}, 11: {}, 14: date, 16: date, 17: month, 18: clock, 21: clock, 22: both,
		27: month, 28: date, 31: date, 32: clock, 36: month, 37: {}, 45: clock, 46: {time: true, elapsed: true}, 47: clock, 49: {}, 50: month, 54: date, 56: clock, 57: month, 58: date, 59: {}}
	for id, want := range builtin {
		if got := builtinFormat(id); got != want {
			t.Errorf("builtinFormat(%d) = %+v, want %+v", id, got, want)
		}
	}
}
