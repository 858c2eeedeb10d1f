package table

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"os"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// fuzzLimits keep a single input small.
var fuzzLimits = Limits{Rows: 5000, Columns: 2000, Cells: 200_000, EmptyCells: 50_000, Merges: 2000, CellBytes: 100_000}

// sane checks what every table promises: rows ascend and end in a cell that
// holds something, texts are text, an error comes alone.
func sane(t *testing.T, sheets []*Sheet, err error) {
	t.Helper()
	if err != nil {
		e, ok := err.(*Error)
		if !ok || e.What == "" || e.File == "" || sheets != nil {
			t.Fatalf("error %#v beside %d sheets", err, len(sheets))
		}
		return
	}
	for _, s := range sheets {
		last := 0
		for _, r := range s.Rows {
			if r.Number <= last || len(r.Cells) == 0 {
				t.Fatalf("row %d with %d cells after row %d", r.Number, len(r.Cells), last)
			}
			last = r.Number
			for _, c := range r.Cells {
				if !utf8.ValidString(c.Text) || c.Kind == Empty != (c.Text == "") && c.Kind != Fault {
					t.Fatalf("row %d: cell %+v", r.Number, c)
				}
			}
			if c := r.Cells[len(r.Cells)-1]; c.Kind == Empty && !c.Uncomputed {
				t.Fatalf("row %d ends in an empty cell", r.Number)
			}
		}
		for _, m := range s.Merges {
			if m.FirstRow < 1 || m.LastRow < m.FirstRow || m.FirstCol < 0 || m.LastCol < m.FirstCol {
				t.Fatalf("merged range %+v", m)
			}
		}
	}
}

// storedBook is book without compression, so that fuzzing spends its time on
// reading.
func storedBook(t *testing.T, sheet, strs, styles string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range [][2]string{{"_rels/.rels", testPackageRels}, {"xl/workbook.xml", testWorkbook}, {"xl/_rels/workbook.xml.rels", testWorkbookRels},
		{"xl/worksheets/sheet1.xml", sheet}, {"xl/sharedStrings.xml", strs}, {"xl/styles.xml", styles}} {
		f, err := w.CreateHeader(&zip.FileHeader{Name: p[0], Method: zip.Store})
		if err == nil {
			_, err = f.Write([]byte(p[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	return b.Bytes()
}

// FuzzXLSX reads parts as they are and as UTF-16, which takes another way
// through the reader: the tables must be the same.
func FuzzXLSX(f *testing.F) {
	for _, tt := range xlsxCells {
		f.Add(testSheet("<sheetData>"+tt.rows+"</sheetData>"), testStrings, testStyles)
	}
	f.Add(testSheet(`<cols><col min="1" max="2" hidden="1"/></cols><sheetData/><mergeCells><mergeCell ref="A1:B2"/></mergeCells>`), "<sst/>", "<styleSheet/>")
	f.Fuzz(func(t *testing.T, sheet, strs, styles string) {
		opt := Options{Limits: fuzzLimits}
		sheets, err := readBytes(storedBook(t, sheet, strs, styles), opt)
		sane(t, sheets, err)
		if err != nil || !utf8.ValidString(sheet+strs) || strings.Contains(sheet+strs, "encoding") || strings.Contains(sheet+strs, "\uFFFD") {
			return
		}
		wide, err := readBytes(storedBook(t, toUTF16(sheet), toUTF16(strs), styles), opt)
		if err != nil || show(wide) != show(sheets) {
			t.Errorf("as UTF-16: %v\n%s\nas UTF-8:\n%s", err, show(wide), show(sheets))
		}
	})
}

func toUTF16(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune("\uFEFF" + strings.TrimPrefix(s, "\uFEFF"))) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

// FuzzXLS reads a Workbook stream.
func FuzzXLS(f *testing.F) {
	for _, tt := range xlsCells {
		f.Add(xlsStream(xlsGlobals, xlsTestSheet{name: "甲", records: tt.records}))
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		sheets, err := readBytes(cfbBytes("Workbook", stream), Options{Limits: fuzzLimits})
		sane(t, sheets, err)
	})
}

// FuzzFile reads files of any kind.
func FuzzFile(f *testing.F) {
	f.Add(book(xlsxCells[0].rows))
	f.Add(xlsFile(xlsGlobals, xlsCells[0].records))
	for _, name := range []string{"openpyxl.xlsx", "xlwt.xls", "libreoffice.xls"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		sheets, err := readBytes(file, Options{Limits: fuzzLimits})
		sane(t, sheets, err)
	})
}

func FuzzHTML(f *testing.F) {
	for _, tt := range htmlTables {
		f.Add([]byte(tt.file))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		sheets, err := readBytes(append([]byte("<html>"), page...), Options{Limits: fuzzLimits})
		sane(t, sheets, err)
	})
}

func FuzzXML2003(f *testing.F) {
	for _, tt := range xml2003Tables {
		f.Add([]byte(ss(tt.table)))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		sheets, err := readBytes(append([]byte("<?xml "), bytes.TrimPrefix(file, []byte("<?xml "))...), Options{Limits: fuzzLimits})
		sane(t, sheets, err)
	})
}

// FuzzCSV compares with encoding/csv where that reads the text at all.
func FuzzCSV(f *testing.F) {
	for _, tt := range csvTables {
		f.Add(tt.file)
	}
	f.Fuzz(func(t *testing.T, file string) {
		file = "a,b,c\n" + file
		wantPieces(t, []byte(file))
		sheets, err := readBytes([]byte(file), Options{Limits: fuzzLimits})
		sane(t, sheets, err)
		if !utf8.ValidString(file) || strings.ContainsAny(file, "\r\x00\t;=|，；｜") {
			return
		}
		r := csv.NewReader(strings.NewReader(file))
		r.FieldsPerRecord = -1
		records, csvErr := r.ReadAll()
		if csvErr != nil {
			return
		}
		if err != nil {
			if e := err.(*Error); e.Kind != ErrLimit {
				t.Fatal(err)
			}
			return
		}
		rows := sheets[0].Rows
		for _, record := range records {
			if strings.Join(record, "") == "" {
				continue
			}
			if len(rows) == 0 {
				t.Fatalf("record %q is missing", record)
			}
			for i, field := range record {
				got := ""
				if i < len(rows[0].Cells) {
					got = rows[0].Cells[i].Text
				}
				if got != field {
					t.Fatalf("field %d of record %q is %q", i, record, got)
				}
			}
			rows = rows[1:]
		}
		if len(rows) > 0 {
			t.Fatalf("%d records too many", len(rows))
		}
	})
}
