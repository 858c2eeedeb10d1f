package table

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// Workbooks of the tests are put together from the texts of their parts.

const (
	nsMain           = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsRel            = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsPackage        = "http://schemas.openxmlformats.org/package/2006/relationships"
	testContentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`
	testPackageRels  = `<Relationships xmlns="` + nsPackage + `"><Relationship Id="rId1" Type="` + nsRel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	testWorkbookRels = `<Relationships xmlns="` + nsPackage + `"><Relationship Id="rId1" Type="` + nsRel + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + nsRel + `/styles" Target="styles.xml"/><Relationship Id="rId3" Type="` + nsRel + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
)

// zipParts zips names and contents, in turn.
func zipParts(parts ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for i := 0; i < len(parts); i += 2 {
		p, err := w.Create(parts[i])
		if err == nil {
			_, err = p.Write([]byte(parts[i+1]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// columnName is the letters of a column counted from 0.
func columnName(col int) string {
	name := ""
	for col++; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name
}

// book is a workbook of one sheet made of the parts given; parts in over
// replace those of the same name, and an empty one takes it away.
func book(sheetData string, over ...string) []byte {
	parts := []string{
		"[Content_Types].xml", testContentTypes,
		"_rels/.rels", testPackageRels,
		"xl/workbook.xml", testWorkbook,
		"xl/_rels/workbook.xml.rels", testWorkbookRels,
		"xl/styles.xml", testStyles,
		"xl/sharedStrings.xml", testStrings,
		"xl/worksheets/sheet1.xml", testSheet(`<sheetData>` + sheetData + `</sheetData>`),
	}
	for i := 0; i < len(over); i += 2 {
		j := 0
		for j < len(parts) && parts[j] != over[i] {
			j += 2
		}
		switch {
		case j == len(parts):
			parts = append(parts, over[i], over[i+1])
		case over[i+1] == "":
			parts = append(parts[:j], parts[j+2:]...)
		default:
			parts[j+1] = over[i+1]
		}
	}
	return zipParts(parts...)
}

func testSheet(inner string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<worksheet xmlns="` + nsMain + `" xmlns:r="` + nsRel + `">` + inner + `</worksheet>`
}

const (
	testWorkbook = `<workbook xmlns="` + nsMain + `" xmlns:r="` + nsRel + `"><sheets><sheet name="甲" sheetId="1" r:id="rId1"/></sheets></workbook>`
	// Styles: 0 general, 1 date, 2 percent, 3 custom date and time, 4 elapsed,
	// 5 custom number, 6 Chinese date, 7 time.
	testStyles = `<styleSheet xmlns="` + nsMain + `"><numFmts count="4"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\ h:mm"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/><numFmt numFmtId="166" formatCode="[Red]0.00&quot;day&quot;"/><numFmt numFmtId="167" formatCode="[$-804]aaaa;@"/></numFmts>` +
		`<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="8"> <xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="20"/></cellXfs><dxfs><dxf><numFmt numFmtId="166" formatCode="yyyy"/></dxf></dxfs></styleSheet>`
	testStrings = `<sst xmlns="` + nsMain + `" count="9" uniqueCount="9"><si><t>企业名称</t></si><si><t xml:space="preserve"> 两端 </t></si>` +
		`<si><r><rPr><b/></rPr><t>粗</t></r><r><t xml:space="preserve">细 &amp; </t></r><rPh sb="0" eb="1"><t>ピン</t></rPh><phoneticPr fontId="1"/></si>` +
		`<si><t/></si><si><t>一_x000D_
二_x005F_x0041_三_x4E01_</t></si><si/><si><t><![CDATA[<原样>&amp;]]></t></si><si><t>a&#10;b&#x4E01;</t></si><si><t>末</t></si></sst>`
)

// show writes sheets down so that a test can be read: a line a sheet, a line a
// row, cells parted by |, each kind with a mark of its own.
func show(sheets []*Sheet) string {
	var b strings.Builder
	for _, s := range sheets {
		fmt.Fprintf(&b, "[%s]", s.Name)
		if s.Title != "" {
			b.WriteString(" title " + s.Title)
		}
		if s.Hidden {
			b.WriteString(" hidden")
		}
		if len(s.HiddenCols) > 0 {
			fmt.Fprintf(&b, " hidden columns %v", s.HiddenCols)
		}
		for _, m := range s.Merges {
			fmt.Fprintf(&b, " merge %d-%d,%d-%d", m.FirstRow, m.LastRow, m.FirstCol, m.LastCol)
		}
		b.WriteString("\n")
		for _, r := range s.Rows {
			fmt.Fprintf(&b, "%d", r.Number)
			if r.Hidden {
				b.WriteString(" hidden")
			}
			for i, c := range r.Cells {
				b.WriteString([]string{" ", "|"}[min(i, 1)] + showCell(c))
			}
			b.WriteString("\n")
		}
	}
	return strings.ReplaceAll(b.String(), "\u00A0", "~")
}

func showCell(c Cell) string {
	text := strings.ReplaceAll(c.Text, "\n", `\n`)
	if c.Struck {
		text += "~"
	}
	switch {
	case c.Uncomputed:
		return "=" + text
	case c.Kind == Number && c.Percent:
		return "%" + text
	case c.MonthOnly:
		return "@@" + text
	}
	return [...]string{Empty: "", Text: "", Number: "#", DateTime: "@", Bool: "?", Fault: "!"}[c.Kind] + text
}

// readBytes reads a file that is in memory.
func readBytes(b []byte, opt Options) ([]*Sheet, error) {
	return Read(bytes.NewReader(b), int64(len(b)), "试.xlsx", opt)
}

// wantSheets reads a file and compares what it holds.
func wantSheets(t *testing.T, file []byte, want string) {
	t.Helper()
	sheets, err := readBytes(file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := show(sheets); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// wantError reads a file and compares the kind of error, its part and a piece
// of its words.
func wantError(t *testing.T, file []byte, opt Options, kind error, part, words string) {
	t.Helper()
	sheets, err := readBytes(file, opt)
	var e *Error
	if !errors.As(err, &e) || !errors.Is(err, kind) || e.Part != part || !strings.Contains(e.What, words) {
		t.Fatalf("got %d sheets and error %v, want %v in %q with %q", len(sheets), err, kind, part, words)
	}
	if e.File != "试.xlsx" || e.Hint == "" || sheets != nil {
		t.Errorf("error without file or hint, or with sheets: %+v", e)
	}
}
