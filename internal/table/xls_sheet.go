package table

import (
	"encoding/binary"
	"math"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// xlsSheet reads one sheet's substream. Writers may give cells in any order,
// so that rows are handed on only when all are known; a binary sheet holds at
// most 65,536 of them.
type xlsSheet struct {
	book   *xlsBook
	r      *biffReader
	sheet  *Sheet
	cells  []xlsCell
	sorted bool
	hidden map[int]bool
	text   []byte
}

type xlsCell struct {
	row, col uint16
	Cell
}

func (b *xlsBook) readSheet(ref xlsSheetRef) error {
	part := "工作表“" + ref.name + "”"
	if ref.kind > biffChartSheet {
		return nil // a module of macros
	}
	if ref.offset >= b.stream.size {
		return damaged(part, "内容在文件之外，文件可能没有传完")
	}
	r := newBIFF(b.stream, ref.offset, b.stream.size, part, b.in.budget.lim)
	r.cipher = b.cipher
	kind, err := b.bof(r)
	if err != nil {
		return err
	}
	if (kind == biffWorksheet) != (ref.kind == 0) {
		return damaged(part, "种类前后不一致")
	}
	if kind != biffWorksheet {
		return nil // a chart or macro sheet holds no cells
	}
	x := &xlsSheet{book: b, r: r, sheet: &Sheet{Name: ref.name, Hidden: ref.hidden}, sorted: true, hidden: map[int]bool{}}
	if err := b.in.begin(x.sheet); err != nil {
		return err
	}
	for depth := 1; depth > 0; {
		if err := r.next(); err != nil {
			return err
		}
		switch r.id {
		case biffBOF:
			depth++ // a chart inside the sheet
		case biffEOF:
			depth--
		default:
			if depth == 1 {
				if err := x.record(); err != nil {
					return err
				}
			}
		}
	}
	b.taken += r.at - ref.offset
	sortMerges(x.sheet.Merges)
	return x.emit()
}

// xlsFixed is the least length of the records that are read.
var xlsFixed = map[uint16]int{biffRow: 16, biffColInfo: 10, biffMerges: 2, biffLabelSST: 10, biffLabel: 9, biffRString: 9,
	biffNumber: 14, biffRK: 10, biffMulRK: 12, biffBoolErr: 8, biffFormula: 20, biffFormula3: 16, biffFormula4: 16}

func (x *xlsSheet) record() error {
	r := x.r
	least, known := xlsFixed[r.id]
	if !known {
		return nil
	}
	if err := r.need(least); err != nil {
		return err
	}
	switch r.id {
	case biffRow:
		if r.u32(12)&0x20 != 0 {
			x.hidden[r.u16(0)] = true
		}
	case biffColInfo:
		if r.u16(8)&1 != 0 {
			for c := r.u16(0); c <= min(r.u16(2), 255); c++ {
				x.sheet.HiddenCols = append(x.sheet.HiddenCols, c)
			}
		}
	case biffMerges:
		return x.merges()
	case biffLabelSST:
		i := r.u32(6)
		if int64(i) >= int64(len(x.book.strings)) {
			return damaged(r.part, "第 %d 行的共享字符串编号 %d 不存在", r.u16(0)+1, i)
		}
		return x.put(r.u16(0), r.u16(2), textCell(x.book.strings[i]))
	case biffLabel, biffRString:
		row, col := r.u16(0), r.u16(2)
		s, err := x.string(6)
		if err != nil {
			return err
		}
		return x.put(row, col, textCell(s))
	case biffNumber:
		return x.number(r.u16(0), r.u16(2), r.u16(4), math.Float64frombits(binary.LittleEndian.Uint64(r.data[6:])))
	case biffRK:
		return x.number(r.u16(0), r.u16(2), r.u16(4), rkNumber(r.u32(6)))
	case biffMulRK:
		return x.mulRK()
	case biffBoolErr:
		return x.put(r.u16(0), r.u16(2), boolErrCell(r.data[6], r.data[7] != 0))
	case biffFormula, biffFormula3, biffFormula4:
		return x.formula()
	}
	return nil
}

func textCell(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{Kind: Text, Text: s}
}

// biffErrors names the error values ([MS-XLS] 2.5.10).
var biffErrors = map[byte]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
	0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA"}

func boolErrCell(v byte, fault bool) Cell {
	if !fault {
		return Cell{Kind: Bool, Number: float64(min(v, 1)), Text: boolText(v != 0)}
	}
	name, ok := biffErrors[v]
	if !ok {
		name = "#VALUE!"
	}
	return Cell{Kind: Fault, Text: name}
}

// rkNumber unpacks a 30-bit number: an integer or the high bits of a double,
// perhaps in hundredths.
func rkNumber(rk uint32) float64 {
	var v float64
	if rk&2 != 0 {
		v = float64(int32(rk) >> 2)
	} else {
		v = math.Float64frombits(uint64(rk&^3) << 32)
	}
	if rk&1 != 0 {
		v /= 100
	}
	return v
}

func (x *xlsSheet) mulRK() error {
	r := x.r
	n := (len(r.data) - 6) / 6
	first := r.u16(2)
	if last := r.u16(len(r.data) - 2); len(r.data) != 6+6*n || last-first+1 != n {
		return damaged(r.part, "第 %d 行的 MULRK 记录长度不对", r.u16(0)+1)
	}
	for i := range n {
		if err := x.number(r.u16(0), first+i, r.u16(4+6*i), rkNumber(r.u32(6+6*i))); err != nil {
			return err
		}
	}
	return nil
}

func (x *xlsSheet) number(row, col, xf int, v float64) error {
	var f format
	if xf < len(x.book.formats) {
		f = x.book.formats[xf]
	} else if xf > 0 && len(x.book.formats) > 0 {
		return damaged(x.r.part, "第 %d 行用到的样式 %d 不存在", row+1, xf)
	}
	if math.IsNaN(v) || math.IsInf(v, 0) { // programs write what they could not divide
		return x.put(row, col, Cell{Kind: Fault, Text: "#NUM!"})
	}
	var c Cell
	x.text = c.formatted(x.text[:0], v, f, x.book.is1904)
	c.Text = string(x.text)
	return x.put(row, col, c)
}

// formula takes the value the formula had when the file was written.
func (x *xlsSheet) formula() error {
	r := x.r
	row, col, xf := r.u16(0), r.u16(2), r.u16(4)
	if r.u16(12) != 0xFFFF {
		v := math.Float64frombits(binary.LittleEndian.Uint64(r.data[6:]))
		// Writers that do not calculate store 0 and ask for it on loading.
		if v == 0 && r.u16(14)&3 == 3 {
			return x.put(row, col, Cell{Uncomputed: true})
		}
		return x.number(row, col, xf, v)
	}
	switch v := r.data[8]; r.data[6] {
	case 0:
		return x.formulaString(row, col)
	case 1:
		return x.put(row, col, boolErrCell(v, false))
	case 2:
		return x.put(row, col, boolErrCell(v, true))
	case 3:
		return nil
	}
	return damaged(r.part, "第 %d 行的公式结果不认识", row+1)
}

// formulaString reads the STRING record that follows a formula, after the
// records of a shared or array formula.
func (x *xlsSheet) formulaString(row, col int) error {
	r := x.r
	for {
		if err := r.next(); err != nil {
			return err
		}
		switch r.id {
		case biffString:
			if err := r.need(3); err != nil {
				return err
			}
			s, err := x.string(0)
			if err != nil {
				return err
			}
			return x.put(row, col, textCell(s))
		case 0x04BC, 0x0221, 0x0236, 0x0021, biffContinue:
		default:
			return damaged(r.part, "第 %d 行公式的文字结果缺失", row+1)
		}
	}
}

// string reads a string of 16-bit length at an offset of the record at hand.
func (x *xlsSheet) string(at int) (string, error) {
	t := biffText{x.r, at + 3}
	var err error
	x.text, err = t.chars(x.text[:0], x.r.u16(at), x.r.data[at+2])
	return string(cleanBreaks(x.text, 0)), err
}

func (x *xlsSheet) merges() error {
	r := x.r
	n := r.u16(0)
	if err := r.need(2 + 8*n); err != nil {
		return err
	}
	for i := range n {
		at := 2 + 8*i
		m := Merge{r.u16(at) + 1, r.u16(at+2) + 1, r.u16(at + 4), r.u16(at + 6)}
		if m.LastRow < m.FirstRow || m.LastCol < m.FirstCol {
			return damaged(r.part, "合并单元格的范围不对")
		}
		if err := x.book.in.budget.merge(); err != nil {
			return inPart(err, r.part)
		}
		x.sheet.Merges = append(x.sheet.Merges, m)
	}
	return nil
}

func (x *xlsSheet) put(row, col int, c Cell) error {
	if col >= x.r.lim.Columns {
		return exceeded(x.r.part, "Columns", int64(x.r.lim.Columns), "列太多（第 %d 行）", row+1)
	}
	if row >= x.r.lim.workbookRows() {
		return exceeded(x.r.part, "Rows", int64(x.r.lim.workbookRows()), "行太多（第 %d 行）", row+1)
	}
	if n := len(x.cells); n > 0 {
		if n >= x.r.lim.Cells {
			return exceeded(x.r.part, "Cells", int64(x.r.lim.Cells), "单元格太多")
		}
		last := &x.cells[n-1]
		if int(last.row) > row || int(last.row) == row && int(last.col) >= col {
			x.sorted = false
		}
	}
	x.cells = append(x.cells, xlsCell{uint16(row), uint16(col), c})
	return nil
}

// emit hands the rows on; of two cells in one place the later record counts.
func (x *xlsSheet) emit() error {
	if !x.sorted {
		slices.SortStableFunc(x.cells, func(a, b xlsCell) int {
			return (int(a.row)<<16 | int(a.col)) - (int(b.row)<<16 | int(b.col))
		})
	}
	var row Row
	for i := 0; i < len(x.cells); {
		n := int(x.cells[i].row)
		cells := row.Cells[:0]
		for ; i < len(x.cells) && int(x.cells[i].row) == n; i++ {
			col := int(x.cells[i].col)
			for len(cells) <= col {
				cells = append(cells, Cell{})
			}
			cells[col] = x.cells[i].Cell
		}
		row = Row{Number: n + 1, Hidden: x.hidden[n], Cells: cells}
		if err := x.book.in.emit(x.sheet, &row); err != nil {
			return inPart(err, x.r.part)
		}
		row.Cells = cells
	}
	return nil
}

// appendUnits adds characters of width bytes, one byte being Latin-1. high is a
// surrogate left over from the piece before, and is given back for the next; a
// surrogate alone becomes U+FFFD, as Excel shows it.
func appendUnits(dst, b []byte, width int, high rune) ([]byte, rune) {
	for i := 0; i+width <= len(b); i += width {
		u := rune(b[i])
		if width == 2 {
			u |= rune(b[i+1]) << 8
		}
		if high != 0 {
			if r := utf16.DecodeRune(high, u); r != utf8.RuneError {
				dst, high = utf8.AppendRune(dst, r), 0
				continue
			}
			dst, high = utf8.AppendRune(dst, utf8.RuneError), 0
		}
		switch {
		case u >= 0xD800 && u < 0xDC00:
			high = u
		case u >= 0xDC00 && u < 0xE000:
			dst = utf8.AppendRune(dst, utf8.RuneError)
		default:
			dst = utf8.AppendRune(dst, u)
		}
	}
	return dst, high
}
