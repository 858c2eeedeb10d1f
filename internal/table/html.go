package table

import (
	"bytes"
	"slices"
	"strings"
	"unsafe"
)

// HTML tables, which many systems write under the name .xls. The reader knows
// what tables need of HTML: implied ends, spans, entities, raw elements. Every
// table that holds something is a sheet; one inside another's cell is a table
// of its own, since pages are laid out so. The longest table's rows have their
// own numbers; those of the others (a title, a legend) are numbered on after
// them, so that in a file a number names one row.
//
// A table that does not end is a cut file.

// htmlTable is a table while it is read.
type htmlTable struct {
	title  string // what stands above it, or its caption
	rows   []Row
	merges []Merge
	hidden []int // columns
	cols   int   // col elements so far
	busy   []int // by column: the last row that a cell above reaches into

	inRow, inCell bool
	col, span     int
	down          int
	caption       bool
	text          htmlText
	strike        htmlStrike
}

type htmlReader struct {
	in     *input
	b      []byte
	pos    int
	open   []*htmlTable
	tables []*htmlTable
	cells  int
	filled int
	empty  int
	text   htmlText // outside of tables
	tag    htmlTag
}

func (in *input) readHTML(s string) error {
	text, err := decodeHTML(s)
	if err != nil {
		return err
	}
	// The page is read and never written to: a copy would only cost memory.
	r := &htmlReader{in: in, b: unsafe.Slice(unsafe.StringData(text), len(text))}
	if err := r.read(); err != nil {
		return err
	}
	if len(r.tables) == 0 {
		return unsupported("网页里没有表格")
	}
	tables := slices.DeleteFunc(r.tables, func(t *htmlTable) bool { return t.empty() })
	if len(tables) == 0 {
		return nil
	}
	longest := slices.MaxFunc(tables, func(a, b *htmlTable) int { return len(a.rows) - len(b.rows) })
	next := len(longest.rows)
	for _, t := range tables {
		base := 0
		if t != longest {
			base = next
			next += len(t.rows)
		}
		if err := r.emit(t, base); err != nil {
			return err
		}
	}
	return nil
}

// empty reports a table without any text, as pages are laid out with.
func (t *htmlTable) empty() bool {
	return !slices.ContainsFunc(t.rows, func(r Row) bool { return len(r.Cells) > 0 })
}

// emit hands a table on as a sheet, its rows numbered from base + 1.
func (r *htmlReader) emit(t *htmlTable, base int) error {
	s := &Sheet{Title: t.title, HiddenCols: t.hidden}
	for _, m := range t.merges {
		m.LastRow = min(m.LastRow, len(t.rows))
		if m.LastRow == m.FirstRow && m.LastCol == m.FirstCol {
			continue
		}
		m.FirstRow += base
		m.LastRow += base
		s.Merges = append(s.Merges, m)
	}
	sortMerges(s.Merges)
	if err := r.in.begin(s); err != nil {
		return err
	}
	for i := range t.rows {
		t.rows[i].Number = base + i + 1
		if err := r.in.emit(s, &t.rows[i]); err != nil {
			return err
		}
	}
	return nil
}

// decodeHTML gives the page as UTF-8. What is valid UTF-8 is that, whatever the
// page claims; else the claim counts, else GB18030.
func decodeHTML(s string) (string, error) {
	if !strings.HasPrefix(s, bomUTF16LE) && !strings.HasPrefix(s, bomUTF16BE) && invalidUTF8(s) >= 0 {
		if enc, ok := charset(htmlCharset(s)); ok && enc != nil {
			if out, err := enc.NewDecoder().String(s); err == nil && !strings.Contains(out, "\uFFFD") {
				return out, nil
			}
		}
	}
	text, line, ok := decodeText(s)
	if !ok {
		return "", notText(line)
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return "", notText(lineAt(text, i))
	}
	return text, nil
}

// htmlCharset gives the charset that a meta element names, "" if none.
func htmlCharset(s string) string {
	head := strings.ToLower(s[:min(len(s), sniffBytes)])
	_, rest, ok := strings.Cut(head, "charset=")
	if !ok {
		return ""
	}
	rest = strings.TrimLeft(rest, `"' `)
	if i := strings.IndexAny(rest, `"' ;/>`); i >= 0 {
		rest = rest[:i]
	}
	return rest
}

// htmlRaw are elements whose content is no markup and no text to show.
var htmlRaw = []string{"script", "style", "title", "textarea", "noscript", "xmp"}

func (r *htmlReader) read() error {
	for r.pos < len(r.b) {
		i := bytes.IndexByte(r.b[r.pos:], '<')
		if i < 0 {
			i = len(r.b) - r.pos
		}
		if i > 0 {
			if err := r.addText(r.b[r.pos : r.pos+i]); err != nil {
				return err
			}
			r.pos += i
			continue
		}
		if err := r.markup(); err != nil {
			return err
		}
	}
	if len(r.open) > 0 {
		return r.cut()
	}
	return nil
}

// place names the line of the position. It counts from the beginning, so that
// it is for errors only.
func (r *htmlReader) place() string {
	return lineName(1 + bytes.Count(r.b[:r.pos], []byte("\n")))
}

func (r *htmlReader) cut() error {
	return damaged(r.place(), "表格没有结束，文件可能没有传完")
}

// markup reads what begins with < at the position.
func (r *htmlReader) markup() error {
	b := r.b[r.pos:]
	skip := func(from int, sep string) error {
		i := bytes.Index(b[from:], []byte(sep))
		if i < 0 {
			r.pos = len(r.b)
			if len(r.open) > 0 {
				return r.cut()
			}
			return nil
		}
		r.pos += from + i + len(sep)
		return nil
	}
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		return skip(4, "-->")
	case len(b) > 1 && (b[1] == '!' || b[1] == '?'):
		return skip(2, ">")
	case len(b) < 2 || b[1] != '/' && !isLetter(b[1]) || b[1] == '/' && (len(b) < 3 || !isLetter(b[2])):
		r.pos++ // a < that begins no tag is text
		return r.addText([]byte("&lt;"))
	}
	n, err := r.tag.parse(b)
	if err != nil {
		return inPart(err, r.place())
	}
	if n == 0 {
		r.pos = len(r.b)
		if len(r.open) > 0 {
			return r.cut()
		}
		return nil
	}
	r.pos += n
	if !r.tag.end && slices.Contains(htmlRaw, r.tag.name) {
		i := indexFold(r.b[r.pos:], "</"+r.tag.name)
		if i < 0 {
			i = len(r.b) - r.pos
		}
		r.pos += i
		return nil
	}
	return r.element()
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// indexFold is bytes.Index ignoring ASCII case, for a lower-case sep.
func indexFold(b []byte, sep string) int {
	for i := 0; i+len(sep) <= len(b); i++ {
		j := bytes.IndexByte(b[i:], sep[0])
		if j < 0 || i+j+len(sep) > len(b) {
			return -1
		}
		i += j
		if bytes.EqualFold(b[i:i+len(sep)], []byte(sep)) {
			return i
		}
	}
	return -1
}

// element acts on a tag: the table model of HTML with its implied ends.
func (r *htmlReader) element() error {
	var t *htmlTable
	if n := len(r.open); n > 0 {
		t = r.open[n-1]
	}
	name, end := r.tag.name, r.tag.end
	if t != nil {
		t.strike.element(&r.tag)
	}
	switch {
	case name == "table" && !end:
		return r.beginTable()
	case t == nil:
		if htmlBlock(name) {
			r.text.line()
		}
		return nil
	case name == "table":
		return r.endTable(t)
	case end && (name == "body" || name == "html"):
		// The page is whole even where a table's end was left out.
		for len(r.open) > 0 {
			if err := r.endTable(r.open[len(r.open)-1]); err != nil {
				return err
			}
		}
	case name == "tr" && !end:
		return r.beginRow(t, r.tag.hidden())
	case name == "tr", name == "tbody", name == "thead", name == "tfoot":
		return r.endRow(t)
	case (name == "td" || name == "th") && !end:
		return r.beginCell(t)
	case name == "td" || name == "th":
		return r.endCell(t)
	case name == "caption":
		t.caption = !end
		if !end {
			t.text.reset()
		} else {
			t.title = t.text.take()
		}
	case name == "col" && !end:
		return r.column(t)
	case htmlBlock(name):
		t.text.line()
	}
	return nil
}

// htmlBlock reports an element that stands on lines of its own.
func htmlBlock(name string) bool {
	switch name {
	case "br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "center", "hr", "section", "dd", "dt":
		return true
	}
	return false
}

func (r *htmlReader) addText(raw []byte) error {
	text := &r.text
	if n := len(r.open); n > 0 {
		t := r.open[n-1]
		if !t.inCell && !t.caption {
			return nil
		}
		text = &t.text
		t.strike.text(raw)
	} else if len(text.buf) > 4096 {
		text.reset()
	}
	for len(raw) > 0 {
		n := htmlPiece(raw)
		text.add(raw[:n])
		raw = raw[n:]
		if lim := r.in.budget.lim.CellBytes; len(text.buf) > lim {
			return exceeded(r.place(), "CellBytes", int64(lim), "一个单元格的文字太长")
		}
	}
	return nil
}

// htmlPiece is how much of a text is added at once: all that could pass for a
// cell, but never a page that is one long text. An entity is not cut.
func htmlPiece(raw []byte) int {
	const most, longestEntity = 64 << 10, 40
	if len(raw) <= most {
		return len(raw)
	}
	if i := bytes.LastIndexByte(raw[most-longestEntity:most], '&'); i >= 0 {
		return most - longestEntity + i
	}
	return most
}

func (r *htmlReader) beginTable() error {
	if lim := r.in.budget.lim.Sheets; len(r.tables) >= lim {
		return exceeded(r.place(), "Sheets", int64(lim), "表格太多")
	}
	if lim := r.in.budget.lim.Depth; len(r.open) >= lim {
		return exceeded(r.place(), "Depth", int64(lim), "表格嵌套太深")
	}
	t := &htmlTable{title: lastLine(r.text.take())}
	r.open = append(r.open, t)
	r.tables = append(r.tables, t)
	return nil
}

// lastLine is the last line of the text above a table, if short enough for a
// title.
func lastLine(s string) string {
	s = s[strings.LastIndexByte(s, '\n')+1:]
	if len(s) > 300 {
		return ""
	}
	return s
}

func (r *htmlReader) endTable(t *htmlTable) error {
	if err := r.endRow(t); err != nil {
		return err
	}
	r.open = r.open[:len(r.open)-1]
	return nil
}

func (r *htmlReader) beginRow(t *htmlTable, hidden bool) error {
	if err := r.endRow(t); err != nil {
		return err
	}
	if lim := r.in.budget.lim.workbookRows(); len(t.rows) >= lim {
		return exceeded(r.place(), "Rows", int64(lim), "行太多")
	}
	t.rows = append(t.rows, Row{Hidden: hidden})
	t.inRow, t.col = true, 0
	return nil
}

func (r *htmlReader) endRow(t *htmlTable) error {
	if err := r.endCell(t); err != nil {
		return err
	}
	t.inRow = false
	return nil
}

// beginCell finds the cell's column: the next that no cell above reaches into.
func (r *htmlReader) beginCell(t *htmlTable) error {
	if err := r.endCell(t); err != nil {
		return err
	}
	if !t.inRow {
		if err := r.beginRow(t, false); err != nil {
			return err
		}
	}
	row, from := len(t.rows), t.col
	for t.col < len(t.busy) && t.busy[t.col] >= row {
		t.col++
	}
	if err := r.spend(t.col - from); err != nil {
		return err
	}
	// HTML caps spans (§4.9.11): 1000 columns, 65534 rows, 0 rows being all.
	t.span = r.tag.number("colspan", 1, 1000)
	t.down = r.tag.number("rowspan", 1, 65534)
	if r.tag.attr("rowspan") == "0" {
		t.down = 65534
	}
	if lim := r.in.budget.lim.Columns; t.col+t.span > lim {
		return exceeded(r.place(), "Columns", int64(lim), "列太多")
	}
	t.inCell = true
	t.text.reset()
	return nil
}

func (r *htmlReader) endCell(t *htmlTable) error {
	if !t.inCell {
		return nil
	}
	t.inCell = false
	n := len(t.rows)
	if t.span > 1 || t.down > 1 {
		if err := r.in.budget.merge(); err != nil {
			return inPart(err, r.place())
		}
		t.merges = append(t.merges, Merge{n, n + t.down - 1, t.col, t.col + t.span - 1})
		for len(t.busy) < t.col+t.span {
			t.busy = append(t.busy, 0)
		}
		for c := t.col; c < t.col+t.span; c++ {
			t.busy[c] = max(t.busy[c], n+t.down-1)
		}
	}
	if text := t.text.take(); text != "" {
		row := &t.rows[n-1]
		if err := r.spend(1); err != nil {
			return err
		}
		r.filled++
		r.empty += t.col - len(row.Cells)
		if lim := r.in.budget.lim.EmptyCells; r.empty-emptyPerFilled*r.filled > lim {
			return exceeded(r.place(), "EmptyCells", int64(lim), "数据零散地落在很远的列里，空单元格太多")
		}
		row.Cells = append(row.Cells, make([]Cell, t.col+1-len(row.Cells))...)
		row.Cells[t.col] = Cell{Kind: Text, Text: text, Struck: t.strike.whole()}
	}
	t.col += t.span
	return nil
}

// spend counts cells held and columns passed over, which cost time where many
// cells above reach down.
func (r *htmlReader) spend(n int) error {
	if r.cells += n; r.cells > r.in.budget.lim.Cells {
		return exceeded(r.place(), "Cells", int64(r.in.budget.lim.Cells), "单元格太多")
	}
	return nil
}

func (r *htmlReader) column(t *htmlTable) error {
	span := r.tag.number("span", 1, 1000)
	if r.tag.hidden() && t.cols+span <= r.in.budget.lim.Columns {
		for c := t.cols; c < t.cols+span; c++ {
			t.hidden = append(t.hidden, c)
		}
	}
	t.cols += span
	return nil
}
