package table

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// csvTables are delimited text as Excel does.
var csvTables = []struct{ name, file, want string }{
	{"plain", "甲,乙\n1,2\n", "1 甲|乙\n2 1|2\n"},
	{"no last line end", "甲,乙\r\n1,2", "1 甲|乙\n2 1|2\n"},
	{"old Macintosh line ends", "甲,乙\r1,2\r", "1 甲|乙\n2 1|2\n"},
	{"empty lines and fields", "\n甲,,乙,\n,,\n\n1\n", "2 甲||乙\n5 1\n"},
	{"byte order mark", "\uFEFF甲,乙\n", "1 甲|乙\n"},
	{"quotes", `"甲,1","乙""丙""",""` + "\n" + `"",丁` + "\n", "1 甲,1|乙\"丙\"\n2 |丁\n"},
	{"line breaks in quotes", "序号,名称\n1,\"甲\r\n乙\n\r丙\"\n2,丁\n", "1 序号|名称\n2 1|甲\\n乙\\n\\n丙\n6 2|丁\n"},
	{"quote in a bare field", "5\"管,甲\"乙\"\n", "1 5\"管|甲\"乙\"\n"},
	{"text after a quoted field", "\"甲\"乙,丙\n", "1 甲乙|丙\n"},
	{"quoted field at the end", "甲,\"乙\"", "1 甲|乙\n"},
	{"tab", "甲\t乙,丙\n1\t2\n", "1 甲|乙,丙\n2 1|2\n"},
	{"semicolon", "甲;乙\n1,5;2\n", "1 甲|乙\n2 1,5|2\n"},
	{"semicolons inside commas' fields", "检查人员,部门\n张三;李四,甲\n王五;赵六,乙\n", "1 检查人员|部门\n2 张三;李四|甲\n3 王五;赵六|乙\n"},
	{"delimiters inside quotes do not count", "\"a;b;c;d\",1\n\"a;b;c;d\",2\n", "1 a;b;c;d|1\n2 a;b;c;d|2\n"},
	{"title line without delimiter", "2021年检查计划\n甲\t乙\n1\t2\n", "1 2021年检查计划\n2 甲|乙\n3 1|2\n"},
	{"declared delimiter", "sep=|\r\n甲|乙,丙\n", "2 甲|乙,丙\n"},
	{"text kept from Excel", `="0123",="a""b",=1+1,"=""0045""","=""",=""` + "\n1,2\n", "1 0123|=\"a\"\"b\"|=1+1|0045|=\"\n2 1|2\n"},
	{"one column", "甲\n乙\n", "1 甲\n2 乙\n"},

	{"bar", "甲|乙|丙\n1|2,3|4\n5|6;7|8\n", "1 甲|乙|丙\n2 1|2,3|4\n3 5|6;7|8\n"},
	{"bar below a title with commas", "2021年,五月,计划\n甲|乙|丙\n1|2,3|4\n5|6|8\n", "1 2021年,五月,计划\n2 甲|乙|丙\n3 1|2,3|4\n4 5|6|8\n"},
	{"full-width comma", "甲，乙，丙\n1，\"2，3\"，4\n5，（6），7\n", "1 甲|乙|丙\n2 1|2，3|4\n3 5|（6）|7\n"},
	{"full-width comma and line breaks in quotes", "甲，乙\n1，\"2\n3\"\n\"4\n5\"，6\n", "1 甲|乙\n2 1|2\\n3\n4 4\\n5|6\n"},
	{"full-width semicolon", "甲；乙；丙\n1；2，3；4\n5；6；7\n", "1 甲|乙|丙\n2 1|2，3|4\n3 5|6|7\n"},
	{"full-width bar", "甲｜乙｜丙\n1｜2｜3\n", "1 甲|乙|丙\n2 1|2|3\n"},
	{"declared full-width comma", "sep=，\n甲，乙\n", "2 甲|乙\n"},
	{"header alone", "甲|乙|丙\n", "1 甲|乙|丙\n"},
	{"full-width commas inside commas' fields", "甲,乙,丙\n1，1，1,2，2，2,3\n1，1，1,2，2，2,3\n", "1 甲|乙|丙\n2 1，1，1|2，2，2|3\n3 1，1，1|2，2，2|3\n"},
	{"bars inside ragged commas' fields", "甲,乙,丙\n1|2|3,2\n1|2|3,2,3,4\n1|2|3,4\n", "1 甲|乙|丙\n2 1|2|3|2\n3 1|2|3|2|3|4\n4 1|2|3|4\n"},
	{"a sentence in one column", "甲\n今天，明天，后天\n", "1 甲\n2 今天，明天，后天\n"},

	{"aligned by spaces", "某局计划\n企业   时间        事项\n甲 厂  5月10日     一\n乙厂　　5月 11日　 二\n注：一句 话\n填表人：张三   审核人：李四\n", "1 某局计划\n2 企业|时间|事项\n3 甲 厂|5月10日|一\n4 乙厂|5月 11日|二\n5 注：一句 话\n6 填表人：张三|审核人：李四\n"},
	{"parted by single spaces", "企业 时间 事项\n甲厂 5月10日 一\n乙厂 5月11日 二\n", "1 企业|时间|事项\n2 甲厂|5月10日|一\n3 乙厂|5月11日|二\n"},
	{"a line of fewer fields shifts nothing", "企业  时间  事项\n甲厂  5月10日  一\n乙厂         二\n", "1 企业  时间  事项\n2 甲厂  5月10日  一\n3 乙厂         二\n"},
	{"a line of more fields shifts nothing", "企业 时间 事项\n甲厂 5月10日 至 5月20日 一\n乙厂 5月10日 至 5月20日 二\n", "1 企业 时间 事项\n2 甲厂 5月10日 至 5月20日 一\n3 乙厂 5月10日 至 5月20日 二\n"},
	{"spaces inside commas' fields", "甲 1 2,乙 1 2\n1 1 1,2 2 2\n", "1 甲 1 2|乙 1 2\n2 1 1 1|2 2 2\n"},
	{"spaces are text", " 甲 , \"乙\"\n", "1  甲 | \"乙\"\n"},
}

func TestCSV(t *testing.T) {
	for _, tt := range csvTables {
		t.Run(tt.name, func(t *testing.T) { wantSheets(t, []byte(tt.file), "[]\n"+tt.want) })
	}
}

// TestCSVEncodings reads the same text in each encoding.
func TestCSVEncodings(t *testing.T) {
	const text = "企业名称,备注\n南京长江㐀𠀀有限公司,“注”①\n"
	const want = "[]\n1 企业名称|备注\n2 南京长江㐀𠀀有限公司|“注”①\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(strings.ReplaceAll(text, "㐀𠀀", ""))
	if err != nil {
		t.Fatal(err)
	}
	for _, encode := range encodings {
		wantSheets(t, encode(text), want)
	}
	wantSheets(t, []byte(gbk), strings.ReplaceAll(want, "㐀𠀀", ""))
	if sheets, err := readBytes([]byte(text), Options{}); err != nil || !sheets[0].TextFile {
		t.Errorf("a text file is not marked as one: %v", err)
	}
}

// TestCSVBroken has what would lose lines or is no text.
func TestCSVBroken(t *testing.T) {
	tests := []struct {
		name, file  string
		kind        error
		part, words string
	}{
		{"open quote", "甲,乙\n\"1,2\n3,4\n", ErrDamaged, "第2行", "引号"},
		{"quote that closes lines later", "甲,乙\n\"1,2\n3,4\"5\n", ErrDamaged, "第2行", "引号"},
		{"bytes of no encoding", "甲,乙\n1,\xFF\xFF\n", ErrDamaged, "第2行", "字节"},
		{"UTF-8 behind its mark only in part", bomUTF8 + "甲\n\xD6\xD0\n", ErrDamaged, "第2行", "字节"},
		{"GBK cut in a character", "\xB0\xA1,\xB0\xA2\n\xB0", ErrDamaged, "第2行", "字节"},
		{"UTF-16 cut in a character", bomUTF16LE + "a\x00\n\x00b", ErrDamaged, "第2行", "字节"},
		{"lone surrogate", bomUTF16LE + "a\x00\x00\xD8b\x00", ErrDamaged, "第1行", "字节"},
		{"binary", "a,b\n\x00\x01", ErrUnsupported, "第2行", "文本"},
		{"PDF", "%PDF-1.4\n", ErrUnsupported, "", "PDF"},
		{"SYLK", "ID;PWXL;N;E\r\nC;Y1;X1;K\"a\"\r\nE\r\n", ErrUnsupported, "", "SYLK"},
		{"DIF", "TABLE\n0,1\n\"EXCEL\"\nVECTORS\n0,2\n\"\"\n", ErrUnsupported, "", "DIF"},
		{"MHTML", "MIME-Version: 1.0\n", ErrUnsupported, "", "网页"},
		{"picture", "\x89PNG\r\n", ErrUnsupported, "", "图片"},
		{"archive", "Rar!\x1A", ErrUnsupported, "", "压缩包"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantError(t, []byte(tt.file), Options{}, tt.kind, tt.part, tt.words) })
	}
	wantError(t, nil, Options{}, ErrEmptyFile, "", "0")
}

// TestInvalidUTF8: the first byte that is no UTF-8 is found wherever it stands, in
// texts long enough to be gone through in halves too.
func TestInvalidUTF8(t *testing.T) {
	for _, unit := range []string{"检查", "a检", "南京市abc12345", "𠮷é"} {
		for _, length := range []int{0, 7, 30, 1<<20 + 5} {
			s := strings.Repeat(unit, length/len(unit)+1)
			if i := invalidUTF8(s); i >= 0 {
				t.Fatalf("%q of %d bytes: byte %d", unit, len(s), i)
			}
			for _, at := range []int{0, 1, len(s) / 3, len(s)/2 - 1, len(s) / 2, len(s)/2 + 1, len(s) - 1} {
				b := []byte(s)
				b[max(0, min(at, len(b)-1))] = 0xFF
				want := 0
				for rest := b; len(rest) > 0; {
					r, n := utf8.DecodeRune(rest)
					if r == utf8.RuneError && n == 1 {
						break
					}
					want, rest = want+n, rest[n:]
				}
				if got := invalidUTF8(string(b)); got != want {
					t.Errorf("%q of %d bytes with byte %d spoilt: %d, want %d", unit, len(s), at, got, want)
				}
			}
		}
	}
}
