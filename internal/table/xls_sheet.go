package table

import (
	"encoding/binary"
	"math"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// xlsSheet reads one sheet's substream. Nearly every writer gives the cells row
// by row, and each row is handed on as the next begins. Where a first look finds
// another order, they are held until all are known; a binary sheet has at most
// 65,536 rows.
type xlsSheet struct {
	book    *xlsBook
	r       *biffReader
	sheet   *Sheet
	cells   []xlsCell
	sorted  bool
	hidden  map[int]bool
	hiddenC [256]bool
	at      int // place of the last cell surveyed: row<<16 | column
	row     Row
	text    []byte
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
	x := &xlsSheet{book: b, r: r, sheet: &Sheet{Name: ref.name, Hidden: ref.hidden}, sorted: true, at: -1, hidden: map[int]bool{}}
	if err := x.each(x.survey); err != nil {
		return err
	}
	if !r.closed() {
		return damaged(part, "结束记录后面还有别的内容，前面可能缺了一段")
	}
	b.taken += r.at - ref.offset
	if err := b.in.begin(x.sheet); err != nil {
		return err
	}
	x.r = newBIFF(b.stream, ref.offset, b.stream.size, part, b.in.budget.lim)
	x.r.cipher = b.cipher
	if _, err := b.bof(x.r); err != nil {
		return err
	}
	if err := x.each(x.record); err != nil {
		return err
	}
	for c, hidden := range x.hiddenC {
		if hidden {
			x.sheet.HiddenCols = append(x.sheet.HiddenCols, c)
		}
	}
	sortMerges(x.sheet.Merges)
	return x.emit()
}

// each calls do for the sheet's own records that are read, up to its EOF.
func (x *xlsSheet) each(do func() error) error {
	r := x.r
	for depth := 1; depth > 0; {
		if err := r.next(); err != nil {
			return err
		}
		switch r.id {
		case biffBOF:
			depth++ // a chart inside the sheet
			continue
		case biffEOF:
			depth--
			continue
		}
		least, known := xlsFixed[r.id]
		if !known || depth > 1 {
			continue
		}
		if err := r.need(least); err != nil {
			return err
		}
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// survey notes, of one record, what must be known before the first row goes
// out: which rows are hidden, and whether the cells stand row by row.
func (x *xlsSheet) survey() error {
	r := x.r
	switch r.id {
	case biffRow:
		if r.u32(12)&0x20 != 0 {
			x.hidden[r.u16(0)] = true
		}
	case biffColInfo, biffMerges:
	default:
		row, first, last := r.u16(0), r.u16(2), r.u16(2)
		if r.id == biffMulRK {
			last += (len(r.data)-6)/6 - 1
		}
		if at := row<<16 | first; at <= x.at {
			x.sorted = false
		}
		x.at = row<<16 | last
	}
	return nil
}

// xlsFixed is the least length of the records that are read.
var xlsFixed = map[uint16]int{biffRow: 16, biffColInfo: 10, biffMerges: 2, biffLabelSST: 10, biffLabel: 9, biffRString: 9,
	biffNumber: 14, biffRK: 10, biffMulRK: 12, biffBoolErr: 8, biffFormula: 20, biffFormula3: 16, biffFormula4: 16}

func (x *xlsSheet) record() error {
	r := x.r
	switch r.id {
	case biffColInfo:
		if r.u16(8)&1 != 0 {
			for c := r.u16(0); c <= min(r.u16(2), len(x.hiddenC)-1); c++ {
				x.hiddenC[c] = true
			}
		}
	case biffMerges:
		return x.merges()
	case biffLabelSST:
		i := r.u32(6)
		if int64(i) >= int64(len(x.book.strings)) {
			return damaged(r.part, "第 %d 行的共享字符串编号 %d 不存在", r.u16(0)+1, i)
		}
		return x.put(r.u16(0), r.u16(2), x.textCell(x.book.strings[i], r.u16(4)))
	case biffLabel, biffRString:
		row, col, xf := r.u16(0), r.u16(2), r.u16(4)
		s, err := x.string(6)
		if err != nil {
			return err
		}
		return x.put(row, col, x.textCell(s, xf))
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

func (x *xlsSheet) textCell(s string, xf int) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{Kind: Text, Text: s, Struck: xf < len(x.book.formats) && x.book.formats[xf].struck}
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
		return x.formulaString(row, col, xf)
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
func (x *xlsSheet) formulaString(row, col, xf int) error {
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
			return x.put(row, col, x.textCell(s, xf))
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
	if x.sorted {
		if x.row.Number != row+1 {
			if err := x.flush(); err != nil {
				return err
			}
			x.row.Number = row + 1
		}
		x.row.set(col, c)
		return nil
	}
	if len(x.cells) >= x.r.lim.Cells {
		return exceeded(x.r.part, "Cells", int64(x.r.lim.Cells), "单元格太多")
	}
	x.cells = append(x.cells, xlsCell{uint16(row), uint16(col), c})
	return nil
}

// set puts a cell into a row, in place of one that is there.
func (r *Row) set(col int, c Cell) {
	for len(r.Cells) <= col {
		r.Cells = append(r.Cells, Cell{})
	}
	r.Cells[col] = c
}

// flush hands the row at hand on and begins another.
func (x *xlsSheet) flush() error {
	if x.row.Number == 0 {
		return nil
	}
	x.row.Hidden = x.hidden[x.row.Number-1]
	cells := x.row.Cells
	err := x.book.in.emit(x.sheet, &x.row)
	x.row.Cells = cells[:0]
	return inPart(err, x.r.part)
}

// emit hands on the last row, or all of them where they were held; of two cells
// in one place the later record counts.
func (x *xlsSheet) emit() error {
	slices.SortStableFunc(x.cells, func(a, b xlsCell) int {
		return (int(a.row)<<16 | int(a.col)) - (int(b.row)<<16 | int(b.col))
	})
	for _, c := range x.cells {
		if x.row.Number != int(c.row)+1 {
			if err := x.flush(); err != nil {
				return err
			}
			x.row.Number = int(c.row) + 1
		}
		x.row.set(int(c.col), c.Cell)
	}
	return x.flush()
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
