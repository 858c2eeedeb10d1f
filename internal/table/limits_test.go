package table

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

// TestLimits hits each limit with a small file and a smaller limit.
func TestLimits(t *testing.T) {
	const sheet, strs = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
	cells := `<row r="1"><c r="A1"><v>1</v></c><c r="D1" t="str"><v>四个字的</v></c></row><row r="2"><c r="A2" t="s"><v>0</v></c></row>`
	html := "<table><tr><td>a<td>bcdef<tr><td rowspan=2>c<td>d<table><tr><td>e</table></table>"
	tests := []struct {
		name string
		file []byte
		lim  Limits
		part string
	}{
		{"FileBytes", book(cells), Limits{FileBytes: 100}, ""},
		{"InflatedBytes", book(cells), Limits{InflatedBytes: 2000}, ""},
		{"InflatedBytes", book(cells), Limits{InflatedBytes: 300}, "[Content_Types].xml"},
		{"ZipEntries", book(cells), Limits{ZipEntries: 6}, ""},
		{"CellBytes", book(cells), Limits{CellBytes: 11}, strs},
		{"CellBytes", book(cells, strs, `<sst xmlns="`+nsMain+`"><si><t>a</t></si></sst>`), Limits{CellBytes: 11}, sheet},
		{"SharedStrings", book(cells), Limits{SharedStrings: 8}, strs},
		{"SharedBytes", book(cells), Limits{SharedBytes: 60}, strs},
		{"Rows", book(cells), Limits{Rows: 1}, sheet},
		{"Columns", book(cells), Limits{Columns: 3}, sheet},
		{"Cells", book(cells), Limits{Cells: 4}, sheet},
		{"EmptyCells", book(`<row r="1"><c r="Z1"><v>1</v></c></row>`), Limits{EmptyCells: 16}, sheet},
		{"Merges", book(`</sheetData><mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells><sheetData>`), Limits{Merges: 1}, sheet},
		{"CellDensity", thinBook(5_000_000), Limits{CellDensity: 1, InflateRatio: -1}, sheet},
		{"InflateRatio", book(cells, "xl/media/x", strings.Repeat(" ", 65<<20)), Limits{InflateRatio: 20}, ""},
		{"Sheets", book(cells, "xl/workbook.xml", strings.Replace(testWorkbook, "</sheets>", `<sheet name="乙" sheetId="2" r:id="rId9"/></sheets>`, 1)), Limits{Sheets: 1}, "xl/workbook.xml"},
		{"Styles", book(cells), Limits{Styles: 1}, "xl/styles.xml"},
		{"Depth", book(cells), Limits{Depth: 3}, "xl/styles.xml"},
		{"TagBytes", book(`<row r="1" x="` + strings.Repeat("y", 200_000) + `"/>`), Limits{TagBytes: 100_000}, sheet},
		{"Rows", xlsFile(nil, le{}.cell(biffRK, 5, 0, 0, le{}.u32(2))), Limits{Rows: 5}, "工作表“甲”"},
		{"Columns", xlsFile(nil, le{}.cell(biffRK, 5, 4, 0, le{}.u32(2))), Limits{Columns: 4}, "工作表“甲”"},
		{"Cells", xlsFile(nil, le{}.cell(biffRK, 5, 0, 0, le{}.u32(2)).cell(biffRK, 6, 0, 0, le{}.u32(2))), Limits{Cells: 1}, "工作表“甲”"},
		{"Merges", xlsFile(nil, le{}.rec(biffMerges, le{}.u16(2, 4, 5, 0, 0, 1, 1, 0, 3))), Limits{Merges: 1}, "工作表“甲”"},
		{"SharedStrings", xlsFile(le{}.rec(biffSST, le{}.u32(0, 1<<31)), nil), Limits{}, "SST"},
		{"SharedBytes", xlsFile(sst("abc", "def"), nil), Limits{SharedBytes: 5}, "SST"},
		{"Rows", []byte("a\nb\nc\n"), Limits{Rows: 2}, "第3行"},
		{"Rows", []byte(strings.Repeat("a\n", held+9)), Limits{Rows: held + 1}, lineName(held + 2)},
		{"Rows", []byte(strings.Repeat("a\n", 2*held+9)), Limits{Rows: held + 1}, ""},
		{"Columns", []byte("a\nb,c,d\n"), Limits{Columns: 2}, "第2行"},
		{"CellBytes", []byte("a\nbcd\n"), Limits{CellBytes: 2}, "第2行"},
		{"Rows", []byte(html), Limits{Rows: 1}, "第1行"},
		{"Columns", []byte(html), Limits{Columns: 1}, "第1行"},
		{"Cells", []byte(html), Limits{Cells: 3}, "第1行"},
		{"CellBytes", []byte(html), Limits{CellBytes: 4}, "第1行"},
		{"Depth", []byte(html), Limits{Depth: 1}, "第1行"},
		{"Sheets", []byte(html), Limits{Sheets: 1}, "第1行"},
		{"Sheets", cfbBytes("Workbook", xlsStream(nil, xlsTestSheet{name: "甲"}, xlsTestSheet{name: "乙"})), Limits{Sheets: 1}, "Workbook"},
		{"Rows", []byte(ss(`<Row ss:Index="9"/>`)), Limits{Rows: 8}, "工作表“甲”第0行"},
		{"Columns", []byte(ss(`<Row><Cell ss:Index="9"/></Row>`)), Limits{Columns: 8}, "工作表“甲”第1行"},
		{"Depth", []byte(ss(`<Row/>`)), Limits{Depth: 3}, ""},
	}
	hit := map[string]bool{}
	for _, tt := range tests {
		t.Run(tt.name+" "+tt.part, func(t *testing.T) {
			opt := Options{Limits: tt.lim}
			wantError(t, tt.file, opt, ErrLimit, tt.part, "上限是")
			_, err := readBytes(tt.file, opt)
			if e := err.(*Error); !strings.Contains(e.Hint, "把 "+settings[tt.name]+" 调高") {
				t.Errorf("hint %q does not name the setting of %s", e.Hint, tt.name)
			}
			hit[tt.name] = true
		})
	}
	for f := range reflect.TypeFor[Limits]().Fields() {
		if settings[f.Name] == "" || !hit[f.Name] {
			t.Errorf("limit %s has setting %q, tested %v", f.Name, settings[f.Name], hit[f.Name])
		}
	}
}

// nestedXLS is a workbook each of whose sheets begins inside the one before and
// ends behind it.
func nestedXLS(sheets int) []byte {
	var bound, records le
	head := len(bofRecord(biffGlobals)) + sheets*(4+10) + 4
	for i := range sheets {
		bound = bound.rec(biffBoundSheet, le{}.u32(head+i*len(bofRecord(0))).bytes(0, 0, 1, 1).u16(0x4E00+i))
		records = append(records, bofRecord(biffWorksheet)...)
	}
	for range sheets {
		records = records.rec(biffEOF, nil)
	}
	return cfbBytes("Workbook", append(append(bofRecord(biffGlobals), bound.rec(biffEOF, nil)...), records...))
}

// thinBook holds many cells in few bytes: no references, one value.
func thinBook(cells int) []byte {
	row := "<row>" + strings.Repeat("<c><v>1</v></c>", 100) + "</row>"
	return book(strings.Repeat(row, cells/100))
}

// allocated is how many bytes f allocates in all.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestHostile reads files made to take a machine down with the default limits:
// each ends in an error without allocating much.
func TestHostile(t *testing.T) {
	zeros := func(n int) string { return strings.Repeat(" ", n) }
	var strewn strings.Builder
	for r := 1; r <= 2000; r++ {
		fmt.Fprintf(&strewn, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, r, r)
	}
	lying := book(`<row r="1"><c r="A1"><v>1</v></c></row>`, "xl/media/x", zeros(1<<20))
	at := bytes.LastIndex(lying, []byte("xl/media/x")) - 46 + 24
	binary.LittleEndian.PutUint32(lying[at:], 100)
	var spans strings.Builder
	spans.WriteString("<table><tr>" + strings.Repeat("<td colspan=1000 rowspan=65534>", 16))
	spans.WriteString(strings.Repeat("<tr><td>", 100_000) + "</table>")
	var prefixes strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&prefixes, ` xmlns:p%d="urn:%d"`, i, i)
	}
	var sheets strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&sheets, `<sheet name="S%d" sheetId="%d" r:id="rId1"/>`, i, i+1)
	}
	shared := strings.Replace(testWorkbook, "</sheets>", sheets.String()+"</sheets>", 1)
	hidden := testSheet("<cols>" + strings.Repeat(`<col min="1" max="16384" hidden="1"/>`, 200_000) + "</cols>")
	xfs := `<styleSheet xmlns="` + nsMain + `"><cellXfs>` + strings.Repeat(`<xf numFmtId="14"/>`, 1_000_000) + "</cellXfs></styleSheet>"
	tests := []struct {
		name string
		file []byte
		kind error
		mib  uint64
	}{
		{"one part for all sheets", book(strings.Repeat("<row/>", 100_000), "xl/workbook.xml", shared), ErrDamaged, 16},
		{"hidden columns again and again", book("", "xl/worksheets/sheet1.xml", hidden), ErrDamaged, 16},
		{"a million styles", book("", "xl/styles.xml", xfs), ErrLimit, 32},
		{"sheets inside one another", nestedXLS(1000), ErrDamaged, 16},
		{"a page of one text", []byte("<table><tr><td>" + strings.Repeat("&", 8<<20)), ErrLimit, 64},
		{"a bomb", book("", "xl/media/x", zeros(70<<20)), ErrLimit, 16},
		{"a part larger than stated", lying, ErrDamaged, 16},
		{"entity expansion", book("", "xl/sharedStrings.xml", `<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst xmlns="`+nsMain+`"><si><t>&b;</t></si></sst>`), ErrDamaged, 16},
		{"a sheet of all columns", book(strewn.String()), ErrLimit, 200},
		{"a row beyond the last", book(`<row r="1048577"><c r="A1048577"><v>1</v></c></row>`), ErrLimit, 16},
		{"a row beyond all numbers", book(`<row r="99999999999"/>`), ErrDamaged, 16},
		{"a column beyond the last", book(`<row r="1"><c r="XFE1"><v>1</v></c></row>`), ErrLimit, 16},
		{"deep elements", book(strings.Repeat("<a>", 100_000)), ErrLimit, 16},
		{"an endless tag", book("<row " + strings.Repeat(" ", 8<<20)), ErrLimit, 32},
		{"an endless text", book(`<row r="1"><c r="A1" t="str"><v>` + strings.Repeat("x", 8<<20)), ErrLimit, 32},
		{"many namespaces", book("<row" + prefixes.String() + "/>"), ErrDamaged, 16},
		{"a line for each byte", []byte("甲,乙\n" + strings.Repeat("\n", 9_000_000)), ErrLimit, 5},
		{"a field of quotes", []byte("甲,乙\n" + strings.Repeat(`""`, 8<<20)), ErrLimit, 40},
		{"columns that reach down", []byte("<table>" + strings.Repeat("<tr><td rowspan=65534>x", 3500)), ErrLimit, 400},
		{"a thousand columns down", []byte(spans.String()), ErrLimit, 64},
		{"nested tables", []byte(strings.Repeat("<table><tr><td>", 1000)), ErrLimit, 16},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var err error
			used := allocated(func() { _, err = readBytes(tt.file, Options{}) })
			if e, ok := err.(*Error); !ok || e.Kind != tt.kind {
				t.Errorf("got %v, want %v", err, tt.kind)
			}
			if used > tt.mib<<20 {
				t.Errorf("allocated %d MiB for a file of %d KiB", used>>20, len(tt.file)>>10)
			}
		})
	}
}

// TestManyEntries has a zip whose directory alone is the attack.
func TestManyEntries(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range 30_000 {
		if _, err := w.Create(fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	wantError(t, b.Bytes(), Options{}, ErrLimit, "", "30000")
	wantError(t, b.Bytes(), Options{Limits: Limits{ZipEntries: 10}}, ErrLimit, "", "目录太大")
}
