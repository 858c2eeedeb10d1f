package table

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// htmlTables are tables as a browser lays them out.
var htmlTables = []struct{ name, file, want string }{
	{"plain", "<table><tr><th>甲</th><th>乙</th></tr><tr><td>1</td><td>2</td></tr></table>", "[]\n1 甲|乙\n2 1|2\n"},
	{"implied ends", "<TABLE><tbody><TR><TD>甲<TD>乙<tr><td>1<td>2</tbody></TABLE>", "[]\n1 甲|乙\n2 1|2\n"},
	{"spans", `<table><tr><td colspan=2>甲<td rowspan='2'>乙</tr><tr><td>1<td>2</tr><tr><td>3<td rowspan=0>4<td>5</tr><tr><td>6<td>7</table>`,
		"[] merge 1-1,0-1 merge 1-2,2-2 merge 3-4,1-1\n1 甲||乙\n2 1|2\n3 3|4|5\n4 6||7\n"},
	{"span over spans", `<table><tr><td rowspan=2>a<td>b<td rowspan=2>c<tr><td>d<tr><td>e</table>`, "[] merge 1-2,0-0 merge 1-2,2-2\n1 a|b|c\n2 |d\n3 e\n"},
	{"white space and blocks", "<table><tr><td>  甲 \n 乙 <br> 丙<p>丁</p><div>戊</div> </td><td>&nbsp;</td><td>己&nbsp;庚</td></tr></table>", "[]\n1 甲 乙\\n丙\\n丁\\n戊||己~庚\n"},
	{"entities", "<table><tr><td>&lt;甲&gt; &amp;amp; &#20057;&#x4E19; &quot;&middot;&unknown; a<1 & 2</td></tr></table>", "[]\n1 <甲> &amp; 乙丙 \"·&unknown; a<1 & 2\n"},
	{"inline elements", `<table><tr><td><font color="#000">甲</font><b>乙</b><span> 丙</span></td></tr></table>`, "[]\n1 甲乙 丙\n"},
	{"attributes", `<table border=1 title="a>b"><tr class='x'><td nowrap x:num="5" style="a:b">甲</td/></tr></table>`, "[]\n1 甲\n"},
	{"raw elements and comments", "<html><head><title><table></title><style>td>a{}</style><script>if(a<b){'<td>'}</script></head><table><!-- <tr><td>x</td></tr> --><tr><td>甲<script>x</script></td></tr><![if !x]><tr><td>乙</td></tr><![endif]></table></html>", "[]\n1 甲\n2 乙\n"},
	{"Excel's own", `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><!--[if gte mso 9]><xml><x:ExcelWorkbook/></xml><![endif]--><body><table><col width=72><col style='display:none'><tr height=18 style='display:none'><td>甲</td></tr><tr><td>乙</td></tr></table></body></html>`, "[] hidden columns [1]\n1 hidden 甲\n2 乙\n"},
	{"title", "<h1>2021年检查计划</h1>\n<p>填报单位：市应急局</p><table><tr><td>1</table><table><caption>名录 <b>库</b></caption><tr><td>2</table>", "[] title 填报单位：市应急局\n1 1\n[] title 名录 库\n2 2\n"},
	{"the longest table has its own numbers", "<table><tr><td>题</table><table></table><table><tr><td>a<tr><td>b</table><table><tr><td>注</table>", "[]\n3 题\n[]\n1 a\n2 b\n[]\n4 注\n"},
	{"table inside a cell", "<table><tr><td>外<table><tr><td>内</td></tr><tr><td>里</td></tr></table>边</td><td>右</td></tr></table>", "[]\n3 外边|右\n[]\n1 内\n2 里\n"},
	{"layout table", "<table><tr><td> <table><tr><td>内</td></tr></table> </td></tr></table>", "[]\n1 内\n"},
	{"empty rows are counted", "<table><tr></tr><tr><td></td></tr><tr><td>甲</table>", "[]\n3 甲\n"},
	{"cell outside a row", "<table><td>甲<td>乙<tr><td>1</table>", "[]\n1 甲|乙\n2 1\n"},
	{"document type and mark", "\uFEFF<!DOCTYPE html PUBLIC \"-//W3C//DTD\">\n<html><table><tr><td>甲</table>", "[]\n1 甲\n"},
	{"XHTML", `<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><table><tr><td>甲<br/>乙</td></tr></table></body></html>`, "[]\n1 甲\\n乙\n"},
}

func TestHTML(t *testing.T) {
	for _, tt := range htmlTables {
		t.Run(tt.name, func(t *testing.T) { wantSheets(t, []byte(tt.file), tt.want) })
	}
}

// TestHTMLEncodings believes the bytes first, then what the page claims.
func TestHTMLEncodings(t *testing.T) {
	page := func(charset string) string {
		return `<html><meta http-equiv="Content-Type" content="text/html; charset=` + charset + `"><table><tr><td>企业名称</td></tr></table></html>`
	}
	gbk := func(s string) []byte {
		b, err := simplifiedchinese.GBK.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(b)
	}
	const want = "[]\n1 企业名称\n"
	wantSheets(t, []byte(page("utf-8")), want)
	wantSheets(t, []byte(page("gb2312")), want)
	wantSheets(t, gbk(page("gb2312")), want)
	wantSheets(t, gbk(page("utf-8")), want)
	wantSheets(t, gbk(strings.Replace(page("gbk"), "<meta", "<!-- <meta", 1)+"--><table><tr><td>企业名称</table>"), want)
	wantSheets(t, []byte("<meta charset='big5'><table><tr><td>\xA5\xF8\xB7~</table>"), "[]\n1 企業\n")
}

// TestHTMLBroken has pages that are cut or hold no table.
func TestHTMLBroken(t *testing.T) {
	tests := []struct {
		name, file  string
		kind        error
		part, words string
	}{
		{"cut in a row", "<table>\n<tr><td>1</td></tr>\n<tr><td>2", ErrDamaged, "第3行", "没有结束"},
		{"cut in a tag", "<table><tr><td>1</td></tr><tr", ErrDamaged, "第1行", "没有结束"},
		{"cut in a comment", "<table><tr><td>1</td></tr><!-- ", ErrDamaged, "第1行", "没有结束"},
		{"cut in an inner table", "<table><tr><td><table></table>", ErrDamaged, "第1行", "没有结束"},
		{"quote that swallows cells", `<table><tr><td class="a>1</td><td class="b">2</td></table>`, ErrDamaged, "第1行", "引号"},
		{"no table", "<html><p>404</p></html>", ErrUnsupported, "", "没有表格"},
		{"bytes of no encoding", "<table><tr><td>\xFF\xFF</table>", ErrDamaged, "第1行", "字节"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantError(t, []byte(tt.file), Options{}, tt.kind, tt.part, tt.words) })
	}
}
