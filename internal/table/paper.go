package table

import (
	"slices"

	"github.com/xuri/excelize/v2"
)

const paperA4 = 9

// Lengths in inches: A4, and the margins beside, above and below what is printed.
const (
	shortA4, longA4        = 8.27, 11.69
	marginSide, marginEdge = 0.5, 0.6
)

// printing fits the page to the width of A4 and numbers the printed pages.
func (m *maker) printing(p *Page) error {
	size, wide, high, orientation, fit := paperA4, 1, 0, "landscape", true
	if p.Portrait {
		orientation = "portrait"
	}
	if err := m.file.SetPageLayout(p.Name, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	if err := m.file.SetSheetProps(p.Name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	side, edge, foot, centred := marginSide, marginEdge, 0.3, true
	if err := m.file.SetPageMargins(p.Name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side,
		Top: &edge, Bottom: &edge, Header: &foot, Footer: &foot, Horizontally: &centred}); err != nil {
		return err
	}
	if err := m.file.SetHeaderFooter(p.Name, &excelize.HeaderFooterOptions{
		// The blank keeps a text that begins with digits from being read as a size.
		OddFooter: "&L&9 " + footerText(p.Footer) + "&R&9第 &P 页，共 &N 页"}); err != nil {
		return err
	}
	for _, row := range p.breaks() {
		if err := m.file.InsertPageBreak(p.Name, cellName(0, row)); err != nil {
			return err
		}
	}
	return nil
}

// breaks gives the rows new printed pages begin at: those asked for, and the
// first of Together where it might else part from the rest of it.
//
// How much a page holds is known only to the program that prints it: the wider
// the digits of its font, the more it shrinks the page to the paper's width. A
// new page is begun if the lines might part in any of them.
func (p *Page) breaks() []int {
	if p.Together > 0 && !slices.Contains(p.Breaks, p.Together) {
		for pixels := narrowDigit; pixels <= wideDigit; pixels += 0.25 {
			if p.parts(p.heldOnPaper(pixels)) {
				return append(slices.Clone(p.Breaks), p.Together)
			}
		}
	}
	return p.Breaks
}

// Widths in pixels, 96 to the inch, of a digit of the font columns are measured
// in: SimSun has 8, what stands in for it elsewhere up to 9.4.
const narrowDigit, wideDigit = 7.5, 9.5

// parts reports whether a page's end comes between the lines from Together on,
// and need not, when a printed page holds a height in points.
func (p *Page) parts(holds float64) bool {
	var above, together float64
	for i := range p.Lines {
		h, row := height(p, &p.Lines[i]), i+1
		switch {
		case row >= p.Together:
			together += h
		case above+h > holds || slices.Contains(p.Breaks, row):
			above = h
		default:
			above += h
		}
	}
	return above+together > holds && together <= holds
}

// heldOnPaper gives how many points of rows a printed page holds once the page
// has been shrunk to the paper's width.
func (p *Page) heldOnPaper(digit float64) float64 {
	wide, high := longA4, shortA4
	if p.Portrait {
		wide, high = high, wide
	}
	var columns float64
	for _, c := range p.Columns {
		columns += (c.Width*digit + 5) / 96
	}
	return (high - 2*marginEdge) * 72 * max(columns/(wide-2*marginSide), 1)
}
