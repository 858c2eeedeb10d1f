package report

import (
	"io"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
)

// Table draws a table on a terminal: figures to the right, Chinese as wide as it
// is, columns of text broken into lines where the terminal is too narrow for
// them. columns is the terminal's width; with 0, as for a file, nothing is
// broken.
func Table(w io.Writer, columns int, header []string, rows [][]string) error {
	if columns > 0 && tableWidth(header, rows) > columns {
		header, rows = withoutEmpty(header, rows)
		header, rows = fitted(columns, header, rows, aligns(rows))
	}
	as := aligns(rows)
	t := tablewriter.NewTable(w,
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: as}),
		tablewriter.WithRendition(tw.Rendition{Symbols: tw.NewSymbols(tw.StyleLight)}),
	)
	t.Header(header)
	for _, r := range rows {
		if err := t.Append(r); err != nil {
			return err
		}
	}
	return t.Render()
}

// narrowest is how narrow a column of text becomes at most, in columns of a
// terminal: four characters a line can still be read.
const narrowest = 8

// fitted breaks the cells of the widest columns of text into lines until the
// table, with its lines and spaces, is no wider than the terminal, or no column
// can give any more.
func fitted(columns int, header []string, rows [][]string, as []tw.Align) ([]string, [][]string) {
	widths := columnWidths(header, rows)
	total := tableWidth(header, rows)
	for ; total > columns; total-- {
		widest := -1
		for c := range widths {
			if as[c] == tw.AlignLeft && widths[c] > narrowest && (widest < 0 || widths[c] > widths[widest]) {
				widest = c
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
	broken := func(cells []string) []string {
		out := make([]string, len(cells))
		for c := range cells {
			out[c] = inLines(cells[c], widths[c])
		}
		return out
	}
	lines := make([][]string, len(rows))
	for i := range rows {
		lines[i] = broken(rows[i])
	}
	return broken(header), lines
}

// columnWidths is how wide each column of a table is.
func columnWidths(header []string, rows [][]string) []int {
	widths := make([]int, len(header))
	for c := range header {
		widths[c] = lineWidth(header[c])
		for _, r := range rows {
			widths[c] = max(widths[c], lineWidth(r[c]))
		}
	}
	return widths
}

// tableWidth is how wide a table is with its lines and spaces.
func tableWidth(header []string, rows [][]string) int {
	total := 1
	for _, w := range columnWidths(header, rows) {
		total += w + 3
	}
	return total
}

// withoutEmpty leaves out the columns that say nothing in any row.
func withoutEmpty(header []string, rows [][]string) ([]string, [][]string) {
	var keep []int
	for c := range header {
		if slices.ContainsFunc(rows, func(r []string) bool { return r[c] != "" }) {
			keep = append(keep, c)
		}
	}
	kept := func(cells []string) []string {
		out := make([]string, len(keep))
		for i, c := range keep {
			out[i] = cells[c]
		}
		return out
	}
	out := make([][]string, len(rows))
	for i, r := range rows {
		out[i] = kept(r)
	}
	return kept(header), out
}

// lineWidth is the width of the widest line of a text.
func lineWidth(s string) int {
	n := 0
	for line := range strings.SplitSeq(s, "\n") {
		n = max(n, shownWidth(line))
	}
	return n
}

// inLines breaks the lines of a text that are wider than there is room for.
func inLines(s string, width int) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		lines = append(lines, fold(line, width))
	}
	return strings.Join(lines, "\n")
}

// shownWidth is how many columns of a terminal a text takes, as fitting counts.
func shownWidth(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	if r >= 0x1100 && !(r >= 0x2000 && r < 0x2e80) { // dashes, quotation marks, arrows are narrow
		return 2
	}
	return 1
}
