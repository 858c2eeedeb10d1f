package table

import (
	"slices"
	"testing"
)

// TestTogether: whatever stands above and however wide a program's digits are,
// the lines that belong together are on one printed page; a new one is begun for
// them only where they might part, and never where no page holds them.
func TestTogether(t *testing.T) {
	const line = 20.0
	page := func(above, together int) *Page {
		p := &Page{Portrait: true, Columns: []Column{{Width: 90}}, Together: above + 1}
		for range above + together {
			p.Lines = append(p.Lines, Line{Height: line})
		}
		return p
	}
	begun, not := 0, 0
	for above := range 120 {
		for _, together := range []int{1, 2, 10, 30, 70} {
			p := page(above, together)
			breaks := p.breaks()
			might := false
			for _, digit := range []float64{7.5, 8, 9.25} {
				holds := int(p.heldOnPaper(digit) / line)
				first, last := above/holds, (above+together-1)/holds
				might = might || first != last && together <= holds
			}
			if might && !slices.Equal(breaks, []int{above + 1}) {
				t.Errorf("%d lines above %d: %v, but they might part", above, together, breaks)
			}
			if len(breaks) > 0 {
				begun++
			} else {
				not++
			}
		}
	}
	if begun == 0 || not < begun {
		t.Errorf("%d pages begun, %d not", begun, not)
	}
	if got := page(0, 70).breaks(); len(got) > 0 {
		t.Errorf("no page holds 70 lines: %v", got)
	}
	p := page(10, 30)
	p.Breaks = []int{5}
	if got := p.breaks(); !slices.Equal(got, []int{5}) {
		t.Errorf("six lines on the second page leave room for thirty: %v", got)
	}
}
