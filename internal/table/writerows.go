package table

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
)

// packer writes a workbook's zip: the parts in order of name, each sheet's rows
// in the place where excelize has left none, and last the texts of those rows.
type packer struct {
	parts  parts
	styles *[numStyles]int
	pages  map[string]*Page // by the part that holds the sheet
	texts  sharedTexts
}

const contentTypes = "[Content_Types].xml"

func (pk *packer) write(w io.Writer) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, compressor)
	names := slices.Sorted(maps.Keys(pk.parts)) // contentTypes comes first, by which some programs tell a file
	for _, n := range append(names, sharedPart) {
		if err := pk.writePart(z, n); err != nil {
			return fmt.Errorf("%s: %w", n, err)
		}
	}
	return z.Close()
}

// writePart writes one part.
func (pk *packer) writePart(z *zip.Writer, name string) error {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: noTime}
	part := pk.parts[name]
	if part.packed != nil {
		return part.writePacked(z, h)
	}
	w, err := z.CreateHeader(h)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 64<<10)
	switch page := pk.pages[name]; {
	case page != nil:
		err = pk.writeSheet(out, part.content, page)
	case name == sharedPart:
		pk.texts.write(out)
	default:
		out.Write(part.content)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// noTime is the earliest time a zip can state: the clock's would make every run
// another file.
var noTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// pictureType is how excelize, with a chart, declares the kinds of picture there
// might be, in the order of a map. No book here has one.
var pictureType = regexp.MustCompile(`<Default Extension="[a-z]+" ContentType="image/[a-z-]+"></Default>`)

// compressors are kept from one part to the next: making one costs more than
// compressing a letter with it.
var compressors sync.Pool

type pooledCompressor struct{ *flate.Writer }

func compressor(w io.Writer) (io.WriteCloser, error) {
	if c, ok := compressors.Get().(*flate.Writer); ok {
		c.Reset(w)
		return pooledCompressor{c}, nil
	}
	c, err := flate.NewWriter(w, flateLevel)
	return pooledCompressor{c}, err
}

func (c pooledCompressor) Close() error {
	err := c.Writer.Close()
	compressors.Put(c.Writer)
	return err
}

// flateLevel is where sheets stop getting much smaller for the time spent.
const flateLevel = 6

// writeSheet writes a sheet that has no rows yet, with its rows and merges;
// errors of writing stay in out.
func (pk *packer) writeSheet(out *bufio.Writer, frame []byte, p *Page) error {
	head, tail, ok := bytes.Cut(frame, []byte("<sheetData></sheetData>"))
	if !ok {
		return errors.New("the sheet has no place for its rows")
	}
	for _, untrue := range []string{`<dimension ref="A1"></dimension>`, ` filterMode="true"`} { // excelize's word on rows it has not seen
		head = bytes.Replace(head, []byte(untrue), nil, 1)
	}
	out.Write(head)
	out.WriteString("<sheetData>")
	merges := pk.writeLines(out, p)
	out.WriteString("</sheetData>")
	// The schema wants merges right after the filter.
	if end := []byte("</autoFilter>"); bytes.HasPrefix(tail, []byte("<autoFilter")) {
		i := bytes.Index(tail, end) + len(end)
		out.Write(tail[:i])
		tail = tail[i:]
	}
	if merges.n > 0 {
		fmt.Fprintf(out, `<mergeCells count="%d">`, merges.n)
		out.Write(merges.xml)
		out.WriteString("</mergeCells>")
	}
	// A code or a certificate number is text, and no sheet need point it out.
	end := bytes.Index(tail, []byte("<drawing"))
	if end < 0 {
		end = bytes.LastIndex(tail, []byte("</worksheet>"))
	}
	out.Write(tail[:end])
	if len(p.Columns) > 0 && p.count() > 0 {
		fmt.Fprintf(out, `<ignoredErrors><ignoredError sqref="A1:%s" numberStoredAsText="1"/></ignoredErrors>`, cellName(len(p.Columns)-1, p.count()))
	}
	out.Write(tail[end:])
	return nil
}

type mergeList struct {
	n   int
	xml []byte
}

func (m *mergeList) add(row int, j Join) {
	m.n++
	m.xml = append(m.xml, `<mergeCell ref="`...)
	m.xml = appendCellName(m.xml, j.First, row)
	m.xml = append(m.xml, ':')
	m.xml = appendCellName(m.xml, j.Last, row+j.Down)
	m.xml = append(m.xml, `"/>`...)
}

// writeLines writes all rows; errors stay in out.
func (pk *packer) writeLines(out *bufio.Writer, p *Page) mergeList {
	var (
		merges  mergeList
		line    Line
		buf     []byte
		columns = make([][]byte, 0, len(p.Columns)) // letters, made once
	)
	pk.texts.last = nil
	for i := range p.count() {
		l := p.line(i, &line)
		for len(columns) < len(l.Cells) {
			columns = append(columns, appendColumn(nil, len(columns)))
		}
		buf = append(buf[:0], `<row r="`...)
		buf = strconv.AppendInt(buf, int64(i+1), 10)
		buf = append(buf, '"')
		if h := height(p, l); h > 0 {
			buf = append(buf, ` ht="`...)
			buf = strconv.AppendFloat(buf, h, 'f', -1, 64)
			buf = append(buf, '"')
			if l.Height > 0 {
				buf = append(buf, ` customHeight="1"`...)
			}
		}
		buf = append(buf, '>')
		for c := range l.Cells {
			buf = pk.appendCell(buf, &l.Cells[c], c, columns[c], i+1)
		}
		buf = append(buf, "</row>"...)
		out.Write(buf)
		for _, j := range l.Merges {
			merges.add(i+1, j)
		}
	}
	return merges
}

func (pk *packer) appendCell(b []byte, v *Value, col int, column []byte, row int) []byte {
	if v.Style == Plain && v.Text == "" && !v.Numeric {
		return b
	}
	b = append(b, `<c r="`...)
	b = append(b, column...)
	b = strconv.AppendInt(b, int64(row), 10)
	b = append(b, `" s="`...)
	b = strconv.AppendInt(b, int64(pk.styles[v.Style]), 10)
	switch {
	case v.Numeric:
		b = append(b, `"><v>`...)
		b = strconv.AppendFloat(b, v.Number, 'f', -1, 64)
		return append(b, `</v></c>`...)
	case v.Text == "":
		return append(b, `"/>`...)
	}
	if id, ok := pk.texts.id(v.Text, col); ok {
		b = append(b, `" t="s"><v>`...)
		b = strconv.AppendInt(b, int64(id), 10)
		return append(b, `</v></c>`...)
	}
	b = appendText(append(b, `" t="inlineStr"><is>`...), v.Text)
	return append(b, `</is></c>`...)
}

// maxCellChars is what a spreadsheet holds in one cell, in UTF-16 units.
const maxCellChars = 32767

// appendXML writes text as XML text: characters that XML cannot hold are left
// out, and text longer than a cell holds ends in an ellipsis.
func appendXML(b []byte, s string) []byte {
	if len(s) > maxCellChars {
		s = cutUTF16(s, maxCellChars)
	}
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		size, escape := 1, ""
		switch {
		case c == '&':
			escape = "&amp;"
		case c == '<':
			escape = "&lt;"
		case c == '>':
			escape = "&gt;"
		case c == '\r':
			escape = "\n"
			if i+1 < len(s) && s[i+1] == '\n' {
				escape = ""
			}
		case c == '_' && escapeLike(s[i:]):
			escape = "_x005F_" // else it would be read as the character it names
		case c == '\n' || c == '\t':
			i++
			continue
		case c < 0x20:
		case c < utf8.RuneSelf:
			i++
			continue
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			if n > 1 && r != 0xFFFE && r != 0xFFFF {
				i += n
				continue
			}
			size = n
			if n == 1 {
				escape = "�"
			}
		}
		b = append(b, s[from:i]...)
		b = append(b, escape...)
		i += size
		from = i
	}
	return append(b, s[from:]...)
}

// escapeLike reports whether text begins as _xHHHH_ does, by which spreadsheets
// name a character.
func escapeLike(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	for _, c := range []byte(s[2:6]) {
		if !(c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f') {
			return false
		}
	}
	return true
}

// cutUTF16 cuts text to n UTF-16 units, the last of them an ellipsis.
func cutUTF16(s string, n int) string {
	units, fits := 0, 0
	for i, r := range s {
		if units <= n-1 {
			fits = i
		}
		if units++; r > 0xFFFF {
			units++
		}
		if units > n {
			return s[:fits] + "…"
		}
	}
	return s
}

// height gives the height a row needs for its wrapped text, in points; 0 leaves
// it to the program that shows it.
func height(p *Page, l *Line) float64 {
	if l.Height > 0 {
		return l.Height
	}
	var most float64
	for c := range l.Cells {
		v := &l.Cells[c]
		look := &looks[v.Style]
		text := v.Text
		if text == "" && !v.Numeric {
			if v.Style == Fill {
				most = max(most, fillHeight)
			}
			continue
		}
		lines := 1
		if look.wrap && text != "" {
			lines = wrappedLines(text, p.widthOf(l, c)*widthPoints/look.points())
		}
		// Song needs a little more than its size; the rest is air.
		if h := float64(lines)*look.points()*1.35 + 4; h > most {
			most = h
		}
	}
	most = max(most, l.AtLeast)
	return math.Min(math.Ceil(most*4)/4, 409) // the highest row there can be
}

// fillHeight leaves room to write by hand, in points.
const fillHeight = 22

// widthPoints is the size of the font whose digits columns are measured in.
const widthPoints = 11

// widthOf gives the width text has in column c, merged neighbours included.
func (p *Page) widthOf(l *Line, c int) float64 {
	last := c
	for _, j := range l.Merges {
		if j.First == c {
			last = j.Last
		}
	}
	var w float64
	for i := c; i <= last; i++ {
		if i < len(p.Columns) && p.Columns[i].Width > 0 {
			w += p.Columns[i].Width
		} else {
			w += 9
		}
	}
	return w
}

// wrappedLines gives the number of lines text takes in a column of a width in
// digits.
func wrappedLines(text string, width float64) int {
	room := max(int(width-0.8), 2)
	if fitsLine(text, room) {
		return 1
	}
	lines, used := 1, 0
	for _, r := range text {
		if r == '\n' {
			lines, used = lines+1, 0
			continue
		}
		w := 1
		if r >= 0x1100 { // Han, kana, full-width forms
			w = 2
		}
		if used += w; used > room {
			lines, used = lines+1, w
		}
	}
	return lines
}

// fitsLine reports text that is at most room wide, by its bytes alone; text near
// the limit it may leave to a closer look.
func fitsLine(text string, room int) bool {
	if len(text) <= room { // no character is wider than it has bytes
		return strings.IndexByte(text, '\n') < 0
	}
	for i := range len(text) {
		switch c := text[i]; {
		case c == '\n':
			return false
		case c >= 0xE1: // begins a character of three bytes or four
			room -= 2
		case c < 0x80 || c >= 0xC0:
			room--
		}
		if room < 0 {
			return false
		}
	}
	return true
}
