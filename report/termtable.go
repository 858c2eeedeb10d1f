package report

import (
	"io"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
)

// Table draws a table on a terminal: figures to the right, Chinese as wide as it
// is, columns of text broken into lines where the terminal is too narrow for
// them. columns is the terminal's width; with 0, as for a file, nothing is
// broken.
func Table(w io.Writer, columns int, header []string, rows [][]string) error {
	as := aligns(rows)
	if columns > 0 {
		header, rows = fitted(columns, header, rows, as)
	}
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
	widths := make([]int, len(header))
	total := 1
	for c := range header {
		widths[c] = lineWidth(header[c])
		for _, r := range rows {
			widths[c] = max(widths[c], lineWidth(r[c]))
		}
		total += widths[c] + 3
	}
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
