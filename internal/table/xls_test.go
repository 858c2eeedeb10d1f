package table

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"
	"testing"
)

// sst is a shared string table of these strings, in two bytes a character.
func sst(strs ...string) le {
	b := le{}.u32(len(strs), len(strs))
	for _, s := range strs {
		b = b.long(s)
	}
	return le{}.rec(biffSST, b)
}

// xlsCells are the records that carry a value, each in its forms.
var xlsCells = func() []xlsCellTest {
	str := func(s string) []byte { return le{}.long(s) }
	formula := func(result []byte, flags int) []byte {
		return append(append(le{}, result...), le{}.u16(flags).u32(0).u16(0)...)
	}
	return []xlsCellTest{
		{"strings", le{}.cell(biffLabelSST, 0, 0, 0, le{}.u32(0)).cell(biffLabelSST, 0, 1, 0, le{}.u32(1)).cell(biffLabel, 0, 2, 0, str("乙")).cell(biffRString, 0, 3, 0, append(str("丙"), 0, 0)), "1 企业名称|a\\nb|乙|丙\n"},
		{"a byte a character", le{}.cell(biffLabel, 0, 0, 0, le{}.u16(3).bytes(0, 'a', 0xE9, 'z')), "1 aéz\n"},
		{"numbers", le{}.cell(biffNumber, 0, 0, 0, le{}.f64(1.5)).cell(biffRK, 0, 1, 0, le{}.u32(5<<2|2)).cell(biffRK, 0, 2, 0, le{}.u32(1234<<2|3)).cell(biffRK, 0, 3, 0, le{}.u32(0x3FF80000)).cell(biffRK, 0, 4, 0, le{}.u32(-4&^3|2)),
			"1 #1.5|#5|#12.34|#1.5|#-1\n"},
		{"several at once", le{}.rec(biffMulRK, le{}.u16(2, 1, 0).u32(1<<2|2).u16(1).u32(44326<<2|2).u16(2)), "3 |#1|@2021-05-10\n"},
		{"dates", le{}.cell(biffNumber, 0, 0, 1, le{}.f64(44326)).cell(biffNumber, 0, 1, 3, le{}.f64(44326.5)).cell(biffNumber, 0, 2, 4, le{}.f64(1.5)).cell(biffNumber, 0, 3, 2, le{}.f64(0.03)), "1 @2021-05-10|@2021-05-10 12:00:00|@36:00:00|%0.03\n"},
		{"bools, errors, blanks", le{}.cell(biffBoolErr, 0, 0, 0, []byte{1, 0}).cell(biffBoolErr, 0, 1, 0, []byte{0x2A, 1}).cell(0x0201, 0, 2, 0, nil).cell(biffBoolErr, 0, 3, 0, []byte{0, 0}), "1 ?TRUE|!#N/A||?FALSE\n"},
		{"formulas", le{}.cell(biffFormula, 0, 0, 1, formula(le{}.f64(44326), 0)).
			cell(biffFormula, 0, 1, 0, formula([]byte{0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 0)).rec(0x04BC, make([]byte, 10)).rec(biffString, str("文字")).
			cell(biffFormula, 0, 2, 0, formula([]byte{1, 0, 1, 0, 0, 0, 0xFF, 0xFF}, 0)).cell(biffFormula, 0, 3, 0, formula([]byte{2, 0, 7, 0, 0, 0, 0xFF, 0xFF}, 0)).
			cell(biffFormula, 0, 4, 0, formula([]byte{3, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 0)).cell(biffFormula, 0, 5, 0, formula(le{}.f64(0), 3)).cell(biffFormula, 0, 6, 0, formula(le{}.f64(0), 1)),
			"1 @2021-05-10|文字|?TRUE|!#DIV/0!||=|#0\n"},
		{"a formula as Excel 4 has it", le{}.cell(biffFormula4, 0, 0, 1, formula(le{}.f64(44326), 0)).cell(biffFormula3, 0, 1, 0, formula([]byte{0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 0)).rec(biffString, str("文字")), "1 @2021-05-10|文字\n"},
		{"no numbers", le{}.cell(biffNumber, 0, 0, 1, le{}.f64(math.NaN())).cell(biffNumber, 0, 1, 0, le{}.f64(math.Inf(-1))), "1 !#NUM!|!#NUM!\n"},
		{"any order", le{}.cell(biffRK, 2, 1, 0, le{}.u32(3<<2|2)).cell(biffRK, 0, 1, 0, le{}.u32(1<<2|2)).cell(biffRK, 2, 0, 0, le{}.u32(2<<2|2)), "1 |#1\n3 #2|#3\n"},
		{"hidden", le{}.rec(biffRow, le{}.u16(0, 0, 1, 0, 0, 0).u32(0x20)).rec(biffRow, le{}.u16(1, 0, 1, 0, 0, 0).u32(0)).cell(biffRK, 0, 0, 0, le{}.u32(2)).cell(biffRK, 1, 0, 0, le{}.u32(2)), "1 hidden #0\n2 #0\n"},
		{"a chart inside", append(append(le{}.cell(biffRK, 0, 0, 0, le{}.u32(2)), bofRecord(0x20)...).cell(biffRK, 9, 0, 0, le{}.u32(2)).rec(biffEOF, nil), le{}.cell(biffRK, 1, 0, 0, le{}.u32(2))...), "1 #0\n2 #0\n"},
	}
}()

type xlsCellTest struct {
	name    string
	records le
	want    string
}

// xlsGlobals are the styles and strings of xlsCells.
var xlsGlobals = append(testXFs(), sst("企业名称", "a\r\nb")...)

func TestXLSCells(t *testing.T) {
	for _, tt := range xlsCells {
		t.Run(tt.name, func(t *testing.T) { wantSheets(t, xlsFile(xlsGlobals, tt.records), "[甲]\n"+tt.want) })
	}
}

// TestXLSSheets reads what stands beside the cells.
func TestXLSSheets(t *testing.T) {
	one := le{}.cell(biffRK, 0, 0, 1, le{}.u32(42864<<2|2))
	t.Run("1904", func(t *testing.T) {
		wantSheets(t, xlsFile(append(testXFs(), le{}.rec(biff1904, le{}.u16(1))...), one), "[甲]\n1 @2021-05-10\n")
	})
	t.Run("kinds and hiding", func(t *testing.T) {
		file := cfbBytes("Workbook", xlsStream(testXFs(), xlsTestSheet{name: "图", kind: 2}, xlsTestSheet{name: "藏", hidden: 2, records: one},
			xlsTestSheet{name: "列", records: le{}.rec(biffColInfo, le{}.u16(1, 2, 0, 0, 1, 0)).rec(biffColInfo, le{}.u16(4, 4, 0, 0, 0, 0)).rec(biffMerges, le{}.u16(2, 4, 5, 0, 0, 1, 1, 0, 3))}))
		wantSheets(t, file, "[藏] hidden\n1 @2017-05-09\n[列] hidden columns [1 2] merge 2-2,0-3 merge 5-6,0-0\n")
	})
	t.Run("a format shorter than it says", func(t *testing.T) {
		globals := append(testXFs(), le{}.rec(biffFormat, le{}.u16(200).u16(9).bytes(0).bytes([]byte("yyyy/m/d")...)).rec(biffXF, le{}.u16(0, 200).u32(0, 0, 0, 0))...)
		wantSheets(t, xlsFile(globals, le{}.cell(biffRK, 0, 0, 5, le{}.u32(44326<<2|2))), "[甲]\n1 @2021-05-10\n")
	})
	t.Run("no container", func(t *testing.T) {
		wantSheets(t, xlsStream(testXFs(), xlsTestSheet{name: "甲", records: one}), "[甲]\n1 @2017-05-09\n")
	})
	t.Run("large and small streams", func(t *testing.T) {
		var records le
		want := "[甲]\n"
		for i := range 400 {
			records = records.cell(biffRK, i, 0, 0, le{}.u32(7<<2|2))
			want += strconv.Itoa(i+1) + " #7\n"
			if i == 10 || i == 399 {
				wantSheets(t, xlsFile(nil, records), want)
			}
		}
	})
}

// TestXLSContinue reads strings that run on into further records, split at
// every byte at which a writer may split them, and half of them in the other
// width.
func TestXLSContinue(t *testing.T) {
	const s = "ab企业cd名称ef"
	units := []rune(s)
	var records le
	records = records.cell(biffLabelSST, 0, 0, 0, le{}.u32(0)).cell(biffLabelSST, 0, 1, 0, le{}.u32(1))
	const want = "[甲]\n1 " + s + "|末\n"
	for cut := 1; cut < len(units); cut++ {
		first := le{}.u32(2, 2).u16(len(units)).bytes(1).text(string(units[:cut]))
		wide := le{}.bytes(1).text(string(units[cut:])).long("末")
		wantSheets(t, xlsFile(le{}.rec(biffSST, first).rec(biffContinue, wide), records), want)
	}
	t.Run("narrow then wide then narrow", func(t *testing.T) {
		globals := le{}.rec(biffSST, le{}.u32(2, 2).u16(len(units)).bytes(0, 'a', 'b')).rec(biffContinue, le{}.bytes(1).text("企业cd名称")).rec(biffContinue, le{}.bytes(0, 'e', 'f').long("末"))
		wantSheets(t, xlsFile(globals, records), want)
	})
	t.Run("formatting runs and phonetics", func(t *testing.T) {
		globals := le{}.rec(biffSST, le{}.u32(2, 2).u16(len(units)).bytes(1|4|8).u16(2).u32(6).text(s).bytes(1, 2, 3)).rec(biffContinue, le{}.bytes(4, 5, 6, 7, 8, 1, 2, 3)).rec(biffContinue, le{}.bytes(4, 5, 6).long("末"))
		wantSheets(t, xlsFile(globals, records), want)
	})
	t.Run("between strings", func(t *testing.T) {
		globals := le{}.rec(biffSST, le{}.u32(2, 2).long(s)).rec(biffContinue, le{}.long("末"))
		wantSheets(t, xlsFile(globals, records), want)
	})
	t.Run("surrogates", func(t *testing.T) {
		globals := le{}.rec(biffSST, le{}.u32(2, 2).u16(3).bytes(1).u16('a', 0xD840)).rec(biffContinue, le{}.bytes(1).u16(0xDC00).long("末"))
		wantSheets(t, xlsFile(globals, records), "[甲]\n1 a𠀀|末\n")
	})
	t.Run("a record with a number that none has", func(t *testing.T) {
		wantSheets(t, xlsFile(nil, le{}.rec(0x2892, make([]byte, 77)).cell(biffRK, 0, 0, 0, le{}.u32(2<<2|2))), "[甲]\n1 #2\n")
	})
	t.Run("rows in any order", func(t *testing.T) {
		var cells le
		for _, at := range [][2]int{{2, 1}, {0, 1}, {0, 0}, {2, 1}} {
			cells = cells.cell(biffRK, at[0], at[1], 0, le{}.u32((len(cells)+1)<<2|2))
		}
		hidden := le{}.rec(biffRow, le{}.u16(2, 0, 0, 0, 0, 0).u32(0x20))
		wantSheets(t, xlsFile(nil, append(cells, hidden...)), "[甲]\n1 #29|#15\n3 hidden |#43\n")
	})
	t.Run("a label", func(t *testing.T) {
		label := le{}.cell(biffLabel, 0, 0, 0, le{}.u16(3).bytes(0, 'a')).rec(biffContinue, le{}.bytes(1).text("业b"))
		wantSheets(t, xlsFile(nil, label), "[甲]\n1 a业b\n")
	})
}

// pastEnd lets the FAT of a compound file say that a sector behind its last one
// is used, as it does where bytes have gone from the middle.
func pastEnd(file []byte) []byte {
	sectors := len(file)/512 - 1
	binary.LittleEndian.PutUint32(file[512+4*sectors:], cfbEndOfChain)
	return file
}

// TestXLSBroken has what may not be taken for a table.
func TestXLSBroken(t *testing.T) {
	one := le{}.cell(biffRK, 0, 0, 0, le{}.u32(2))
	whole := xlsStream(testXFs(), xlsTestSheet{name: "甲", records: one})
	offset := bytes.Index(whole, le{}.u16(biffBoundSheet, 10)) + 4
	outside, astray := bytes.Clone(whole), bytes.Clone(whole)
	binary.LittleEndian.PutUint32(outside[offset:], 1<<20)
	astray[offset] += 4
	const sheet = "工作表“甲”"
	tests := []struct {
		name        string
		file        []byte
		kind        error
		part, words string
	}{
		{"string that does not exist", xlsFile(sst("a"), le{}.cell(biffLabelSST, 0, 0, 0, le{}.u32(1))), ErrDamaged, sheet, "共享字符串编号 1"},
		{"style that does not exist", xlsFile(testXFs(), le{}.cell(biffRK, 0, 0, 5, le{}.u32(2))), ErrDamaged, sheet, "样式 5"},
		{"short record", xlsFile(nil, le{}.rec(biffNumber, le{}.u16(0, 0))), ErrDamaged, sheet, "0203"},
		{"several of a wrong count", xlsFile(nil, le{}.rec(biffMulRK, le{}.u16(0, 0, 0).u32(2).u16(5))), ErrDamaged, sheet, "MULRK"},
		{"merged range backwards", xlsFile(nil, le{}.rec(biffMerges, le{}.u16(1, 3, 2, 0, 0))), ErrDamaged, sheet, "合并"},
		{"formula's string missing", xlsFile(nil, le{}.cell(biffFormula, 0, 0, 0, le{}.u32(0).u16(0, 0xFFFF, 0).u32(0))), ErrDamaged, sheet, "公式"},
		{"strings cut", xlsFile(le{}.rec(biffSST, le{}.u32(9, 9).long("a")), one), ErrDamaged, "Workbook", "断开"},
		{"string cut in a character", xlsFile(le{}.rec(biffSST, le{}.u32(1, 1).u16(2).bytes(1, 'a')), one), ErrDamaged, "Workbook", "断开"},
		{"no end of the sheet", cfbBytes("Workbook", whole[:len(whole)-4]), ErrDamaged, sheet, "断开"},
		{"no end of the record", cfbBytes("Workbook", whole[:len(whole)-6]), ErrDamaged, sheet, "断开"},
		{"sheet outside the stream", cfbBytes("Workbook", outside), ErrDamaged, sheet, "在文件之外"},
		{"sheet in the middle of another", cfbBytes("Workbook", astray), ErrDamaged, sheet, "BOF"},
		{"a record longer than any", xlsFile(nil, le{}.rec(0x1234, make([]byte, biffRecordBytes+1))), ErrDamaged, sheet, "缺了一段"},
		{"records with numbers that none has", xlsFile(nil, le{}.rec(0x1234, nil).rec(0x4321, nil)), ErrDamaged, sheet, "4321"},
		{"something behind the end", cfbBytes("Workbook", append(bytes.Clone(whole), le{}.cell(biffRK, 0, 0, 0, le{}.u32(2))...)), ErrDamaged, sheet, "结束记录后面"},
		{"another stream beyond the end", pastEnd(cfbBytes("Workbook", whole)), ErrDamaged, "", "在文件之外"},
		{"no workbook inside", cfbBytes("Other", whole), ErrUnsupported, "", "不是工作簿"},
		{"Word", cfbBytes("WordDocument", whole), ErrUnsupported, "", "Word"},
		{"password of the oldest kind", xlsFile(le{}.rec(biffFilePass, make([]byte, 6)), one), ErrEncrypted, "", "太旧"},
		{"password of an unknown kind", xlsFile(le{}.rec(biffFilePass, le{}.u16(1, 9, 9).bytes(make([]byte, 100)...)), one), ErrEncrypted, "", "太旧"},
		{"password without a key", xlsFile(le{}.rec(biffFilePass, le{}.u16(1, 1, 1)), one), ErrEncrypted, "", "太旧"},
		{"Excel 95", cfbBytes("Book", le{}.rec(biffBOF, le{}.u16(0x0500, 5, 0, 0))), ErrUnsupported, "", "Excel 95"},
		{"Excel 4", le{}.rec(0x0409, le{}.u16(0, 0x10, 0)), ErrUnsupported, "", "Excel 95"},
		{"strings of Excel 95 under a newer version", xlsFile(le{}.rec(biffBoundSheet, le{}.u32(99).u16(0).bytes(6, 'S', 'h', 'e', 'e', 't', '1')), nil), ErrUnsupported, "", "Excel 95"},
		{"Excel 95 without container", le{}.rec(biffBOF, le{}.u16(0x0500, 5, 0, 0)), ErrUnsupported, "", "Excel 95"},
		{"no container, cut", whole[:len(whole)-2], ErrDamaged, sheet, "断开"},
		{"header only", magicOLE, ErrDamaged, "", "文件头"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantError(t, tt.file, Options{}, tt.kind, tt.part, tt.words) })
	}
}

// TestXLSChains has compound files whose chains of sectors lead astray. The
// sectors of a file of cfbBytes are 0 the FAT, 1 the directory, 2 the mini FAT,
// 3 and on the stream.
func TestXLSChains(t *testing.T) {
	var records le
	for i := range 500 {
		records = records.cell(biffRK, i, 0, 0, le{}.u32(2))
	}
	file := xlsFile(testXFs(), records)
	fat := func(i int) int { return 512 + 4*i }
	dir := func(entry, at int) int { return 512 + 512 + 128*entry + at }
	tests := []struct {
		name  string
		at    int
		value uint32
	}{
		{"cycle in the stream", fat(5), 3},
		{"stream's chain ends early", fat(5), cfbEndOfChain},
		{"stream's chain leaves the file", fat(5), 100},
		{"stream's chain leaves the FAT", fat(5), 0x00FFFFFF},
		{"stream's chain meets a free sector", fat(5), 0xFFFFFFFF},
		{"cycle in the directory", fat(1), 1},
		{"stream is longer than its sectors", dir(1, 120), 1 << 20},
		{"stream has the size of a world", dir(1, 120), 0xFFFFFFF0},
		{"stream begins outside", dir(1, 116), 99999},
		{"directory's tree leads outside", dir(0, 76), 77},
		{"no root", dir(0, 64), 0},
		{"FAT of a billion sectors", 44, 1 << 30},
		{"FAT sector outside", 76, 1 << 20},
		{"directory outside", 48, 1 << 20},
		{"mini FAT outside", 60, 1 << 20},
		{"sectors of an odd size", 30, 6<<16 | 7},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := bytes.Clone(file)
			binary.LittleEndian.PutUint32(b[tt.at:], tt.value)
			sheets, err := readBytes(b, Options{})
			if err == nil {
				t.Fatalf("read as %d rows", len(sheets[0].Rows))
			}
		})
	}
	t.Run("cycle in the directory's tree", func(t *testing.T) {
		b := cfbBytes("Other", make([]byte, 5000))
		b[dir(1, 68)], b[dir(1, 69)], b[dir(1, 70)], b[dir(1, 71)] = 1, 0, 0, 0
		wantError(t, b, Options{}, ErrDamaged, "目录", "")
	})
	t.Run("cycle in the FAT's own chain", func(t *testing.T) {
		b := bytes.Clone(file)
		binary.LittleEndian.PutUint32(b[68:], 0)
		binary.LittleEndian.PutUint32(b[fat(127):], 0)
		wantError(t, b, Options{}, ErrDamaged, "", "成环")
	})
	for _, cut := range []int{1, 100, 511, 512, 600, 1024, 2048, len(file) - 513, len(file) - 600} {
		if sheets, err := readBytes(file[:cut], Options{}); err == nil {
			t.Errorf("cut to %d bytes: read as %d rows", cut, len(sheets[0].Rows))
		}
	}
	// The last sector may be shorter than a sector, not than what it holds.
	stream := xlsStream(testXFs(), xlsTestSheet{name: "甲", records: records})
	if _, err := readBytes(file[:len(file)-512+len(stream)%512], Options{}); err != nil {
		t.Error(err)
	}
	if _, err := readBytes(file[:len(file)-512+len(stream)%512-1], Options{}); err == nil {
		t.Error("a stream that lacks its last byte is read")
	}
}
