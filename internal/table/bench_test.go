package table

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The workbook of the benchmarks: 100,000 rows of 14 columns as a department's
// system exports them, ten of shared strings, two of numbers, two of dates.
const (
	benchRows = 100_000
	benchCols = 14
)

var benchXLSX = sync.OnceValue(func() []byte { return plainXLSX(benchRows, benchCols) })

// plainXLSX builds a workbook with one sheet and a shared string table.
func plainXLSX(rows, cols int) []byte {
	var strs, sheet bytes.Buffer
	index := map[string]int{}
	shared := func(s string) int {
		i, ok := index[s]
		if !ok {
			i = len(index)
			index[s] = i
			strs.WriteString("<si><t>" + s + "</t></si>")
		}
		return i
	}
	for r := 1; r <= rows; r++ {
		fmt.Fprintf(&sheet, `<row r="%d" spans="1:%d">`, r, cols)
		for c := range cols {
			ref := columnName(c) + strconv.Itoa(r)
			switch {
			case c == 0:
				fmt.Fprintf(&sheet, `<c r="%s"><v>%d</v></c>`, ref, r)
			case c == 7 || c == 8:
				fmt.Fprintf(&sheet, `<c r="%s" s="1"><v>%d</v></c>`, ref, 44317+(r+c)%30)
			case c == 9:
				fmt.Fprintf(&sheet, `<c r="%s"><v>%g</v></c>`, ref, float64(r%40)/4)
			case c < 4:
				fmt.Fprintf(&sheet, `<c r="%s" t="s"><v>%d</v></c>`, ref, shared(fmt.Sprintf("南京第%d号机械制造有限公司%d", r/3, c)))
			default:
				fmt.Fprintf(&sheet, `<c r="%s" t="s"><v>%d</v></c>`, ref, shared(fmt.Sprintf("安全生产检查事项%d", (r*7+c)%500)))
			}
		}
		sheet.WriteString("</row>")
	}
	return zipParts(
		"[Content_Types].xml", testContentTypes,
		"_rels/.rels", testPackageRels,
		"xl/workbook.xml", `<workbook xmlns="`+nsMain+`" xmlns:r="`+nsRel+`"><sheets><sheet name="检查计划" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", testWorkbookRels,
		"xl/styles.xml", `<styleSheet xmlns="`+nsMain+`"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml", `<sst xmlns="`+nsMain+`">`+strs.String()+`</sst>`,
		"xl/worksheets/sheet1.xml", `<worksheet xmlns="`+nsMain+`"><sheetData>`+sheet.String()+`</sheetData></worksheet>`,
	)
}

func BenchmarkXLSX(b *testing.B) {
	file := benchXLSX()
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		err := Rows(bytes.NewReader(file), int64(len(file)), "bench.xlsx", Options{}, func(_ *Sheet, row *Row) error {
			if row != nil {
				n += len(row.Cells)
			}
			return nil
		})
		if err != nil || n != benchRows*benchCols {
			b.Fatal(n, err)
		}
	}
}

// BenchmarkXLSXPeak reports the largest heap while a workbook is read.
func BenchmarkXLSXPeak(b *testing.B) {
	file := benchXLSX()
	var peak uint64
	for b.Loop() {
		runtime.GC()
		var before, now runtime.MemStats
		runtime.ReadMemStats(&before)
		n := 0
		err := Rows(bytes.NewReader(file), int64(len(file)), "bench.xlsx", Options{}, func(_ *Sheet, row *Row) error {
			if n++; n%2000 == 0 {
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapAlloc-min(before.HeapAlloc, now.HeapAlloc))
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(peak)/(1<<20), "MiB-peak")
}

// BenchmarkXLSXInMemory reads the same into sheets.
func BenchmarkXLSXInMemory(b *testing.B) {
	file := benchXLSX()
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(bytes.NewReader(file), int64(len(file)), "bench.xlsx", Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkXLSXInflate only inflates the parts.
func BenchmarkXLSXInflate(b *testing.B) {
	file := benchXLSX()
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		zr, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			b.Fatal(err)
		}
		for _, f := range zr.File {
			rc, err := f.Open()
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, rc); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkXLSXExcelize reads the same with excelize's row iterator.
func BenchmarkXLSXExcelize(b *testing.B) {
	file := benchXLSX()
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		f, err := excelize.OpenReader(bytes.NewReader(file))
		if err != nil {
			b.Fatal(err)
		}
		rows, err := f.Rows("检查计划")
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for rows.Next() {
			cells, err := rows.Columns()
			if err != nil {
				b.Fatal(err)
			}
			n += len(cells)
		}
		if n != benchRows*benchCols {
			b.Fatal(n)
		}
		f.Close()
	}
}

// BenchmarkXLSXSeven reads seven such files one after another and on all
// processors.
func BenchmarkXLSXSeven(b *testing.B) {
	file := benchXLSX()
	read := func(_ int, idle Idle) {
		if _, err := Read(bytes.NewReader(file), int64(len(file)), "bench.xlsx", Options{Idle: idle}); err != nil {
			b.Error(err)
		}
	}
	b.Run("one-by-one", func(b *testing.B) {
		for b.Loop() {
			for i := range 7 {
				read(i, nil)
			}
		}
	})
	b.Run("parallel", func(b *testing.B) {
		for b.Loop() {
			Parallel(7, read)
		}
	})
}

var benchCSV = sync.OnceValue(func() []byte {
	var b strings.Builder
	for r := range benchRows {
		fmt.Fprintf(&b, "%d,南京第%d号机械制造有限公司,9132010%011d,江宁区东山街道%d号,\"检查,事项%d\",2021年5月%d日,2,一般检查,是,,,,0.5,备注\r\n", r, r, r, r%300, r%50, r%31+1)
	}
	return []byte(b.String())
})

func BenchmarkCSV(b *testing.B) {
	file := benchCSV()
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		err := Rows(bytes.NewReader(file), int64(len(file)), "bench.csv", Options{}, func(_ *Sheet, row *Row) error {
			n++
			return nil
		})
		if err != nil || n != benchRows+1 {
			b.Fatal(n, err)
		}
	}
}

func BenchmarkCSVEncoding(b *testing.B) {
	file := benchCSV()
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		r := csv.NewReader(bytes.NewReader(file))
		r.ReuseRecord = true
		n := 0
		for {
			if _, err := r.Read(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != benchRows {
			b.Fatal(n)
		}
	}
}
