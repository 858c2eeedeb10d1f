package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// write makes the plan's file, and its roster's where the container has no
// second sheet.
func (p *genPlan) write(t *testing.T, dir string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(p.file))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	save := func(path string, b []byte) {
		if err := os.WriteFile(path, b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	roster := strings.TrimSuffix(path, filepath.Ext(path)) + "-名录.csv"
	switch p.container {
	case "xlsx", "xlsx-named-xls":
		save(path, p.workbook(t))
		return
	case "html":
		save(path, encoded(t, simplifiedchinese.GBK, p.html("gb2312")))
	case "html-utf8":
		save(path, p.html("utf-8"))
	case "xml2003":
		save(path, p.xml2003())
		return
	case "csv-gb18030":
		save(path, encoded(t, simplifiedchinese.GB18030, delimited(p.cells, ',')))
	case "csv-utf16":
		save(path, encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), delimited(p.cells, '\t')))
	case "tsv":
		save(path, delimited(p.cells, '\t'))
	case "csv-gbk":
		save(path, encoded(t, simplifiedchinese.GBK, delimited(p.cells, ',')))
	case "csv-bom":
		save(path, append([]byte("\ufeff"), delimited(p.cells, ',')...))
	default:
		save(path, delimited(p.cells, ','))
	}
	if p.roster != nil {
		save(roster, delimited(p.roster, ','))
	}
}

func encoded(t *testing.T, e encoding.Encoding, b []byte) []byte {
	t.Helper()
	if e == simplifiedchinese.GBK { // which has not every sign
		b = []byte(strings.NewReplacer("–", "—", "―", "—", "✓", "√", "✔", "√").Replace(string(b)))
	}
	out, err := e.NewEncoder().Bytes(b)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// cellText is a cell as text files have it.
func cellText(v any) string {
	if d, ok := v.(genDay); ok {
		at, _ := time.Parse(time.DateOnly, string(d))
		return at.Format("2006/1/2")
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func delimited(rows [][]any, comma rune) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = comma
	w.UseCRLF = true
	for _, row := range rows {
		var record []string
		for _, v := range row {
			record = append(record, strings.ReplaceAll(cellText(v), "\r", ""))
		}
		w.Write(record)
	}
	w.Flush()
	return b.Bytes()
}

func (p *genPlan) html(charset string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "<html><head><meta charset=%q></head><body><table border=1>\n", charset)
	for i, row := range p.cells {
		b.WriteString("<tr>")
		for j, v := range row {
			m, origin := p.merged(i+1, j+1)
			if m[0] > 0 && !origin {
				continue
			}
			span := ""
			if m[0] > 0 {
				span = fmt.Sprintf(" rowspan=%d colspan=%d", m[1]-m[0]+1, m[3]-m[2]+1)
			}
			fmt.Fprintf(&b, "<td%s>%s</td>", span, strings.ReplaceAll(html.EscapeString(cellText(v)), "\n", "<br>"))
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table></body></html>")
	return []byte(b.String())
}

// merged gives the merged range over a cell, and whether the cell is its first.
func (p *genPlan) merged(row, col int) (m [4]int, origin bool) {
	for _, m := range p.merges {
		if m[0] <= row && row <= m[1] && m[2] <= col && col <= m[3] {
			return m, m[0] == row && m[2] == col
		}
	}
	return m, false
}

func (p *genPlan) xml2003() []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style></Styles>`)
	sheet := func(name string, rows [][]any) {
		fmt.Fprintf(&b, `<Worksheet ss:Name="%s"><Table>`, name)
		for i, row := range rows {
			b.WriteString("<Row>")
			for j, v := range row {
				merge := fmt.Sprintf(` ss:Index="%d"`, j+1)
				if m, origin := p.merged(i+1, j+1); name == p.sheet && origin {
					merge += fmt.Sprintf(` ss:MergeAcross="%d" ss:MergeDown="%d"`, m[3]-m[2], m[1]-m[0])
				} else if v == nil {
					continue
				}
				switch v := v.(type) {
				case genDay:
					fmt.Fprintf(&b, `<Cell%s ss:StyleID="d"><Data ss:Type="DateTime">%sT00:00:00.000</Data></Cell>`, merge, v)
				case int, float64:
					fmt.Fprintf(&b, `<Cell%s><Data ss:Type="Number">%v</Data></Cell>`, merge, v)
				default:
					fmt.Fprintf(&b, `<Cell%s><Data ss:Type="String">%s</Data></Cell>`, merge, html.EscapeString(cellText(v)))
				}
			}
			b.WriteString("</Row>")
		}
		b.WriteString("</Table></Worksheet>")
	}
	sheet(p.sheet, p.cells)
	if p.roster != nil {
		sheet("执法人员", p.roster)
	}
	b.WriteString("</Workbook>")
	return []byte(b.String())
}

func (p *genPlan) workbook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	fill := func(sheet string, rows [][]any) {
		for i, row := range rows {
			for j, v := range row {
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if d, ok := v.(genDay); ok {
					at, _ := time.Parse(time.DateOnly, string(d))
					f.SetCellValue(sheet, cell, at)
					f.SetCellStyle(sheet, cell, cell, date)
				} else if v != nil && v != "" {
					f.SetCellValue(sheet, cell, v)
				}
			}
		}
	}
	f.SetSheetName("Sheet1", p.sheet)
	fill(p.sheet, p.cells)
	for _, m := range p.merges {
		from, _ := excelize.CoordinatesToCellName(m[2], m[0])
		to, _ := excelize.CoordinatesToCellName(m[3], m[1])
		if err := f.MergeCell(p.sheet, from, to); err != nil {
			t.Fatal(err)
		}
	}
	if p.roster != nil {
		f.NewSheet("执法人员名录")
		fill("执法人员名录", p.roster)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
