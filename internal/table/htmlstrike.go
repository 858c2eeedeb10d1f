package table

import "bytes"

// htmlStrike finds out whether all of a cell's text is shown struck through.
// Only what tables need of CSS is known: the style attribute of the row, of the
// cell and of elements inside it.
type htmlStrike struct {
	row, cell bool
	within    string // the element that strikes through, inside the cell
	depth     int    // of elements of its name
	struck    bool   // some text is struck through
	other     bool   // some is not
}

// element follows the tags of a table.
func (h *htmlStrike) element(t *htmlTag) {
	switch t.name {
	case "tr":
		*h = htmlStrike{row: !t.end && t.struck()}
		return
	case "td", "th":
		if !t.end {
			*h = htmlStrike{row: h.row, cell: t.struck()}
		}
		return
	}
	switch {
	case h.within == "" && !t.end && t.struck():
		h.within, h.depth = t.name, 1
	case h.within != t.name:
	case t.end:
		if h.depth--; h.depth == 0 {
			h.within = ""
		}
	default:
		h.depth++
	}
}

// text takes note of a piece of text.
func (h *htmlStrike) text(raw []byte) {
	if len(bytes.TrimSpace(raw)) == 0 || string(raw) == "&nbsp;" {
		return
	}
	if h.row || h.cell || h.within != "" {
		h.struck = true
	} else {
		h.other = true
	}
}

// whole reports whether the cell's text is struck through, all of it.
func (h *htmlStrike) whole() bool { return h.struck && !h.other }
