package table

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// ss is a 2003 XML spreadsheet with one sheet.
func ss(table string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">
 <Styles><Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style><Style ss:ID="e"><NumberFormat ss:Format="[h]:mm:ss"/></Style><Style ss:ID="q" ss:Parent="p"/></Styles>
 <Worksheet ss:Name="甲"><Table>` + table + `</Table></Worksheet></Workbook>`
}

// xml2003Tables are XML spreadsheets as Excel 2003 and other systems write them.
var xml2003Tables = []struct{ name, table, want string }{
	{"values", `<Row><Cell><Data ss:Type="String">甲 &amp; 乙&#10;丙</Data></Cell><Cell><Data ss:Type="Number">1.5</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell ss:StyleID="d"><Data ss:Type="DateTime">2021-05-10T00:00:00.000</Data></Cell></Row>`,
		"1 甲 & 乙\\n丙|#1.5|?TRUE|!#N/A|@2021-05-10\n"},
	{"formats", `<Row><Cell ss:StyleID="p"><Data ss:Type="Number">0.03</Data></Cell><Cell ss:StyleID="q"><Data ss:Type="Number">0.5</Data></Cell><Cell ss:StyleID="d"><Data ss:Type="Number">44326</Data></Cell><Cell ss:StyleID="e"><Data ss:Type="DateTime">1900-01-01T12:00:00.000</Data></Cell><Cell><Data ss:Type="DateTime">1899-12-31T08:30:00.000</Data></Cell></Row>`,
		"1 %0.03|%0.5|@2021-05-10|@36:00:00|@08:30:00\n"},
	{"positions", `<Row><Cell ss:Index="3"><Data ss:Type="Number">1</Data></Cell><Cell><Data ss:Type="Number">2</Data></Cell></Row><Row ss:Index="5"><Cell><Data ss:Type="Number">3</Data></Cell></Row><Row ss:Span="2"/><Row><Cell><Data ss:Type="Number">4</Data></Cell></Row>`,
		"1 ||#1|#2\n5 #3\n9 #4\n"},
	{"formulas", `<Row><Cell ss:Formula="=1+1"><Data ss:Type="Number">2</Data></Cell><Cell ss:Formula="=1"/></Row>`, "1 #2|=\n"},
	{"formatted text, comments, names", `<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>甲</B><Font html:Size="9">乙</Font></ss:Data><Comment><ss:Data><B>注</B></ss:Data></Comment><NamedCell ss:Name="n"/></Cell></Row>`, "1 甲乙\n"},
	{"no type, empty data", `<Row><Cell><Data>甲</Data></Cell><Cell><Data ss:Type="Number"></Data></Cell><Cell ss:StyleID="p"/></Row>`, "1 甲\n"},
}

func TestXML2003(t *testing.T) {
	for _, tt := range xml2003Tables {
		t.Run(tt.name, func(t *testing.T) { wantSheets(t, []byte(ss(tt.table)), "[甲]\n"+tt.want) })
	}
	t.Run("merges and hidden", func(t *testing.T) {
		wantSheets(t, []byte(ss(`<Column ss:Index="2" ss:Hidden="1" ss:Span="1"/><Column/><Column ss:Hidden="1"/><Row><Cell ss:MergeAcross="2"><Data ss:Type="String">题</Data></Cell><Cell><Data ss:Type="String">右</Data></Cell></Row><Row ss:Hidden="1"><Cell ss:MergeDown="1"><Data ss:Type="String">下</Data></Cell></Row>`)),
			"[甲] hidden columns [1 2 4] merge 1-1,0-2 merge 2-3,0-0\n1 题|||右\n2 hidden 下\n")
	})
	t.Run("several sheets, prefixes, GBK", func(t *testing.T) {
		s := `<?xml version="1.0" encoding="gb2312"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"><ss:Worksheet ss:Name="一"><ss:Table><ss:Row><ss:Cell><ss:Data ss:Type="String">企业</ss:Data></ss:Cell></ss:Row></ss:Table><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></ss:Worksheet><ss:Worksheet ss:Name="二"/></ss:Workbook>`
		b, err := simplifiedchinese.GBK.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		wantSheets(t, []byte(b), "[一] hidden\n1 企业\n[二]\n")
	})
	broken := []struct{ name, file, part, words string }{
		{"cut", ss(`<Row><Cell><Data ss:Type="Number">1</Data></Cell></Row>`)[:700], "", ""},
		{"cut before the last tag", strings.TrimSuffix(ss(""), "</Workbook>"), "", "断开"},
		{"number that is none", ss(`<Row ss:Index="3"><Cell><Data ss:Type="Number">x</Data></Cell></Row>`), "工作表“甲”第3行", "x"},
		{"date that is none", ss(`<Row><Cell><Data ss:Type="DateTime">2021-02-30T00:00:00</Data></Cell></Row>`), "工作表“甲”第1行", "2021-02-30"},
		{"rows backwards", ss(`<Row ss:Index="3"/><Row ss:Index="3"/>`), "工作表“甲”第3行", "Index=3"},
		{"cells backwards", ss(`<Row><Cell ss:MergeAcross="2"/><Cell ss:Index="2"/></Row>`), "工作表“甲”第1行", "Index=2"},
		{"index that is none", ss(`<Row><Cell ss:Index="x"/></Row>`), "工作表“甲”第1行", "Index=“x”"},
	}
	for _, tt := range broken {
		t.Run(tt.name, func(t *testing.T) { wantError(t, []byte(tt.file), Options{}, ErrDamaged, tt.part, tt.words) })
	}
	t.Run("a table that does not begin in A1", func(t *testing.T) {
		file := strings.Replace(ss(`<Column ss:Index="2" ss:Hidden="1"/><Row><Cell ss:MergeAcross="1"><Data ss:Type="String">题</Data></Cell></Row><Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="String">甲</Data></Cell></Row>`),
			"<Table>", `<Table ss:TopCell="4" ss:LeftCell="3">`, 1)
		wantSheets(t, []byte(file), "[甲] hidden columns [3] merge 4-4,2-3\n4 ||题\n6 |||甲\n")
	})
	wantError(t, []byte(`<?xml version="1.0"?><o:document xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>`), Options{}, ErrUnsupported, "", "OpenDocument")
	wantError(t, []byte(`<?xml version="1.0"?><rss/>`), Options{}, ErrUnsupported, "", "rss")
}
