package table

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// randomBook makes a workbook with many features, by the cell or as a stream.
func randomBook(t *testing.T, rng *rand.Rand, stream bool) []byte {
	t.Helper()
	f := excelize.NewFile()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var styles []int
	for _, s := range []excelize.Style{{NumFmt: 0}, {NumFmt: 14}, {NumFmt: 9}, {NumFmt: 22}, {NumFmt: 46}, {NumFmt: 31}, {CustomNumFmt: new(`yyyy"年"m"月"d"日"`)}, {CustomNumFmt: new("0.00%")}, {Font: &excelize.Font{Bold: true}}} {
		id, err := f.NewStyle(&s)
		check(err)
		styles = append(styles, id)
	}
	value := func() any {
		switch rng.IntN(9) {
		case 0:
			return rng.IntN(100000)
		case 1:
			return rng.Float64() * 1000
		case 2:
			return time.Date(2021, 5, 1+rng.IntN(30), rng.IntN(24), rng.IntN(60), 0, 0, time.UTC)
		case 3:
			return rng.IntN(2) == 0
		case 4:
			return "  <空格> & \"引号\"\n第二行 _x0041_ "
		case 5:
			return strconv.Itoa(rng.IntN(1e9)) + "号"
		case 6:
			return []excelize.RichTextRun{{Text: "粗 ", Font: &excelize.Font{Bold: true}}, {Text: "细"}}
		case 7:
			return -rng.IntN(100)
		}
		return nil
	}
	check(f.SetSheetName("Sheet1", "甲 & 乙"))
	_, err := f.NewSheet("隐藏")
	check(err)
	check(f.SetSheetVisible("隐藏", false))
	for _, sheet := range []string{"甲 & 乙", "隐藏"} {
		if stream {
			w, err := f.NewStreamWriter(sheet)
			check(err)
			for r := 1; r <= 30; r += 1 + rng.IntN(3) {
				var row []any
				for range 8 {
					row = append(row, excelize.Cell{StyleID: styles[rng.IntN(len(styles))], Value: value()})
				}
				check(w.SetRow("A"+strconv.Itoa(r), row, excelize.RowOpts{Hidden: rng.IntN(4) == 0}))
			}
			check(w.MergeCell("A3", "B5"))
			check(w.Flush())
			continue
		}
		for range 150 {
			cell, _ := excelize.CoordinatesToCellName(1+rng.IntN(8), 1+rng.IntN(30))
			v := value()
			if runs, ok := v.([]excelize.RichTextRun); ok {
				check(f.SetCellRichText(sheet, cell, runs))
			} else {
				check(f.SetCellValue(sheet, cell, v))
			}
			if rng.IntN(2) == 0 {
				check(f.SetCellStyle(sheet, cell, cell, styles[rng.IntN(len(styles))]))
			}
		}
		check(f.SetRowVisible(sheet, 7, false))
		check(f.SetColVisible(sheet, "C:D", false))
		check(f.MergeCell(sheet, "B2", "C4"))
		check(f.SetCellFormula(sheet, "H31", "1+1"))
	}
	var b bytes.Buffer
	check(f.Write(&b))
	return b.Bytes()
}

// TestSameAsExcelize compares every cell, merged range and hidden row and
// column with what excelize reads.
func TestSameAsExcelize(t *testing.T) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 7))
		file := randomBook(t, rng, seed%2 == 1)
		sheets, err := readBytes(file, Options{})
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if len(sheets) != 2 || sheets[0].Hidden || !sheets[1].Hidden {
			t.Fatalf("seed %d: %d sheets", seed, len(sheets))
		}
		for i, name := range f.GetSheetList() {
			if sheets[i].Name != name {
				t.Fatalf("seed %d: sheet %q, want %q", seed, sheets[i].Name, name)
			}
			sameSheet(t, fmt.Sprintf("seed %d %s", seed, name), f, sheets[i])
		}
	}
}

func sameSheet(t *testing.T, what string, f *excelize.File, s *Sheet) {
	t.Helper()
	rows := map[int]Row{}
	for _, r := range s.Rows {
		rows[r.Number] = r
	}
	for r := 1; r <= 32; r++ {
		row := rows[r]
		if visible, err := f.GetRowVisible(s.Name, r); err != nil || len(row.Cells) > 0 && visible == row.Hidden {
			t.Errorf("%s: row %d hidden %v, error %v", what, r, row.Hidden, err)
		}
		for c := range 9 {
			name, _ := excelize.CoordinatesToCellName(c+1, r)
			want, err := f.GetCellValue(s.Name, name, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			var got Cell
			if c < len(row.Cells) {
				got = row.Cells[c]
			}
			covered := slices.ContainsFunc(s.Merges, func(m Merge) bool {
				return m.FirstRow <= r && r <= m.LastRow && m.FirstCol <= c && c <= m.LastCol && (r > m.FirstRow || c > m.FirstCol)
			})
			// In a merged range excelize gives the first cell's value throughout.
			if !covered && !sameValue(got, want) {
				t.Errorf("%s!%s: got %+v, want %q", what, name, got, want)
			}
		}
	}
	merges, err := f.GetMergeCells(s.Name)
	if err != nil || len(merges) != len(s.Merges) {
		t.Fatalf("%s: %d merges, want %d, error %v", what, len(s.Merges), len(merges), err)
	}
	for i, m := range s.Merges {
		from, _ := excelize.CoordinatesToCellName(m.FirstCol+1, m.FirstRow)
		to, _ := excelize.CoordinatesToCellName(m.LastCol+1, m.LastRow)
		if merges[i].GetStartAxis() != from || merges[i].GetEndAxis() != to {
			t.Errorf("%s: merged %s:%s, want %v", what, from, to, merges[i])
		}
	}
	for c := range 9 {
		col, _ := excelize.ColumnNumberToName(c + 1)
		visible, err := f.GetColVisible(s.Name, col)
		if err != nil || visible == slices.Contains(s.HiddenCols, c) {
			t.Errorf("%s: column %s hidden, want %v, error %v", what, col, !visible, err)
		}
	}
}

// sameValue compares a cell with excelize's raw value.
func sameValue(got Cell, want string) bool {
	switch got.Kind {
	case Empty:
		return want == ""
	case Text, Fault:
		return got.Text == want
	case Bool:
		return got.Text == want || want == strconv.Itoa(int(got.Number))
	}
	v, err := strconv.ParseFloat(want, 64)
	return err == nil && v == got.Number
}
