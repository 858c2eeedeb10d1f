package table

import (
	"strings"
	"testing"
)

// What is shown struck through is marked, in every format that can show it, and
// only where all of the cell's text is.
func TestStruckThrough(t *testing.T) {
	styles := `<styleSheet xmlns="` + nsMain + `"><fonts><font><sz val="11"/></font><font><strike/></font><font><strike val="0"/></font></fonts>` +
		`<dxfs><dxf><font><strike/></font></dxf></dxfs><cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="14" fontId="1"/><xf numFmtId="0" fontId="2"/></cellXfs></styleSheet>`
	shared := `<sst xmlns="` + nsMain + `"><si><t>甲</t></si></sst>`
	xlsx := book(`<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1"><v>44326</v></c><c r="C1" s="2" t="s"><v>0</v></c><c r="D1" t="s"><v>0</v></c><c r="E1" s="1"/></row>`+
		`<row r="2"><c r="A2" s="1" t="inlineStr"><is><t>乙</t></is></c><c r="B2" s="1"><f>1+1</f><v>2</v></c></row>`,
		"xl/styles.xml", styles, "xl/sharedStrings.xml", shared)
	wantSheets(t, xlsx, "[甲]\n1 甲~|@2021-05-10~|甲|甲\n2 乙~|@1900-01-02~\n")

	globals := le{}
	for font := range 6 { // there is no font 4: what a style calls 6 is the sixth
		globals = globals.rec(biffFont, le{}.u16(220, []int{0, 0, 0, 0, 0, 8}[font]).u32(0, 0))
	}
	for _, font := range []int{0, 6, 5} {
		globals = globals.rec(biffXF, le{}.u16(font, 0).u32(0, 0, 0, 0))
	}
	globals = append(globals, sst("甲")...)
	records := le{}.cell(biffLabelSST, 0, 0, 1, le{}.u32(0)).cell(biffRK, 0, 1, 1, le{}.u32(2|5<<2)).cell(biffLabelSST, 0, 2, 2, le{}.u32(0)).cell(biffLabelSST, 0, 3, 0, le{}.u32(0))
	wantSheets(t, xlsFile(globals, records), "[甲]\n1 甲~|#5~|甲|甲\n")

	wantSheets(t, []byte(strings.Replace(ss(`<Row><Cell ss:StyleID="s"><Data ss:Type="String">甲</Data></Cell><Cell ss:StyleID="t"><Data ss:Type="Number">0.5</Data></Cell><Cell><Data ss:Type="String">乙</Data></Cell></Row>`),
		"<Styles>", `<Styles><Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style><Style ss:ID="t"><Font ss:StrikeThrough="1"/><NumberFormat ss:Format="0%"/></Style>`, 1)), "[甲]\n1 甲~|%0.5~|乙\n")

	wantSheets(t, []byte(`<table><tr><td><s>甲</s></td><td><del>甲</del>乙</td><td style="TEXT-DECORATION: line-through">丙</td><td><span style="text-decoration:line-through">丁<span>戊</span></span></td><td><br>己</td></tr>`+
		`<tr style="text-decoration:line-through"><td>庚</td><td><b>辛</b></td></tr><tr><td>壬</td></tr></table>`),
		"[]\n1 甲~|甲乙|丙~|丁戊~|己\n2 庚~|辛~\n3 壬\n")
}
