package intake

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"liancha/internal/table"
)

// grid is a sheet with its merged ranges resolved. Below a header a merged
// cell's value holds for every row it covers, but for its first column only;
// within a header it holds for every column too.
type grid struct {
	rows   []table.Row
	merges map[int][]down      // by column, sorted by first row: ranges of more than one row
	across map[int][]acrossRun // by row: ranges of more than one column
	top    int                 // number of the row above the first that 同上 may mean
	same   map[int]repeated    // by column: what 同上 meant last
}

// repeated is what 同上 in a row means.
type repeated struct {
	row  int
	cell table.Cell
}

// down is a merged range of several rows in one column.
type down struct {
	first, last int // row numbers
	cell        table.Cell
	origin      bool // the column is the range's first
}

// acrossRun is a merged range of several columns as one row sees it.
type acrossRun struct {
	first, last int // columns
	cell        table.Cell
}

// headerDepth is how many rows a merged range may cover and still be looked at
// as part of a header; headers stand in the first lines of a table.
const headerDepth = 4

func newGrid(s *table.Sheet) *grid {
	g := &grid{rows: s.Rows, merges: map[int][]down{}, across: map[int][]acrossRun{}, same: map[int]repeated{}}
	for _, m := range s.Merges {
		cell, ok := g.origin(m)
		if !ok || blank(cell) {
			continue
		}
		if m.LastRow > m.FirstRow {
			for c := m.FirstCol; c <= min(m.LastCol, m.FirstCol+maxMergedColumns); c++ {
				g.merges[c] = append(g.merges[c], down{m.FirstRow, m.LastRow, cell, c == m.FirstCol})
			}
		}
		if m.LastCol > m.FirstCol {
			for r := m.FirstRow; r <= min(m.LastRow, m.FirstRow+headerDepth); r++ {
				g.across[r] = append(g.across[r], acrossRun{m.FirstCol, m.LastCol, cell})
			}
		}
	}
	for _, list := range g.merges {
		slices.SortFunc(list, func(a, b down) int { return a.first - b.first })
	}
	return g
}

// maxMergedColumns bounds the columns of one merged range that are looked at,
// so that a range over all 16,384 columns costs no more than a wide table.
const maxMergedColumns = 256

// origin gives the top-left cell of a merged range.
func (g *grid) origin(m table.Merge) (table.Cell, bool) {
	i := sort.Search(len(g.rows), func(i int) bool { return g.rows[i].Number >= m.FirstRow })
	if i == len(g.rows) || g.rows[i].Number != m.FirstRow {
		return table.Cell{}, false
	}
	return at(g.rows[i].Cells, m.FirstCol), true
}

func at(cells []table.Cell, col int) table.Cell {
	if col < 0 || col >= len(cells) {
		return table.Cell{}
	}
	return cells[col]
}

// data gives the cell in a data row: its own, that of the range which covers it
// from above, or what its 同上 repeats.
func (g *grid) data(row *table.Row, col int) table.Cell {
	cell := g.stated(row, col)
	if cell.Kind == table.Text && isDitto(cell.Text) {
		return g.above(row, col, cell)
	}
	return cell
}

// isDitto reports the signs for the same as above.
func isDitto(s string) bool {
	if len(s) > len("同上一行")+2 {
		return false
	}
	switch squeeze(s) {
	case "同上", "同上行", "同上一行", "同前", "〃", "″", "＂", "\"", "”":
		return true
	}
	return false
}

// above gives the nearest cell over a 同上 that says something itself. Rows are
// read downwards, so a run of them is walked once.
func (g *grid) above(row *table.Row, col int, ditto table.Cell) table.Cell {
	found := ditto
	i := sort.Search(len(g.rows), func(i int) bool { return g.rows[i].Number >= row.Number }) - 1
	for ; i >= 0 && g.rows[i].Number > g.top; i-- {
		if last, ok := g.same[col]; ok && last.row == g.rows[i].Number {
			found = last.cell
			break
		}
		if c := g.stated(&g.rows[i], col); !blank(c) && !(c.Kind == table.Text && isDitto(c.Text)) {
			found = c
			break
		}
	}
	g.same[col] = repeated{row.Number, found}
	return found
}

// stated gives the cell in a data row as the sheet has it.
func (g *grid) stated(row *table.Row, col int) table.Cell {
	list := g.merges[col]
	if len(list) > 0 {
		i := sort.Search(len(list), func(i int) bool { return list[i].first > row.Number }) - 1
		if i >= 0 && list[i].last >= row.Number {
			if !list[i].origin {
				return table.Cell{}
			}
			return list[i].cell
		}
	}
	return at(row.Cells, col)
}

// head gives the cell in a header row, merged ranges spread both ways, and
// whether a range of several columns covers it.
func (g *grid) head(row *table.Row, col int) (cell table.Cell, spread bool) {
	for _, a := range g.across[row.Number] {
		if a.first <= col && col <= a.last {
			return a.cell, true
		}
	}
	if list := g.merges[col]; len(list) > 0 {
		i := sort.Search(len(list), func(i int) bool { return list[i].first > row.Number }) - 1
		if i >= 0 && list[i].last >= row.Number {
			return list[i].cell, false
		}
	}
	return at(row.Cells, col), false
}

// empty reports whether the row holds nothing of its own.
func empty(row *table.Row) bool {
	for i := range row.Cells {
		if !blank(row.Cells[i]) {
			return false
		}
	}
	return true
}

// blank reports whether a cell holds nothing a person would see.
func blank(c table.Cell) bool {
	return c.Kind == table.Empty && !c.Uncomputed || c.Kind == table.Text && strings.TrimFunc(c.Text, invisible) == ""
}

// invisible reports white space and format characters such as a zero-width
// space or a byte order mark.
func invisible(r rune) bool {
	switch {
	case r < 0x80:
		return r <= ' ' || r == 0x7f
	case r > 0x3000 && r < 0xfe00: // Chinese characters and their punctuation
		return false
	}
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r)
}

// tidy removes surrounding white space, and inner white space between Chinese
// characters, where it only ever is alignment or a line break.
func tidy(s string) string {
	s = strings.TrimFunc(s, invisible)
	if strings.IndexFunc(s, invisible) < 0 {
		return s
	}
	rs := []rune(s)
	out := make([]rune, 0, len(rs))
	for i := 0; i < len(rs); i++ {
		if !invisible(rs[i]) {
			out = append(out, rs[i])
			continue
		}
		j := i
		for invisible(rs[j]) { // ends: the last rune is visible
			j++
		}
		if !wide(out[len(out)-1]) && !wide(rs[j]) {
			out = append(out, ' ')
		}
		i = j - 1
	}
	return string(out)
}

// wide reports Chinese characters and full-width punctuation.
func wide(r rune) bool { return r >= 0x2E80 }

// squeeze removes all white space.
func squeeze(s string) string {
	if strings.IndexFunc(s, invisible) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, s)
}
