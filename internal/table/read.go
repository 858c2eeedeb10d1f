package table

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"unsafe"
)

// Options are what reading a file depends on besides its bytes.
type Options struct {
	Limits Limits
	// Passwords are tried in order on an encrypted workbook.
	Passwords []string
	// Idle, if not nil, is where to find processors that may help.
	Idle Idle
}

// ReadFile reads all sheets of the file at path. Messages and Sheet.File call
// the file name, with forward slashes.
func ReadFile(path, name string, opt Options) ([]*Sheet, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return Read(f, st.Size(), name, opt)
}

// Read reads all sheets of a file of size bytes. What the file is, its content
// decides. On error there are no sheets: a part of a file is never given.
func Read(r io.ReaderAt, size int64, name string, opt Options) ([]*Sheet, error) {
	var c collector
	if err := Rows(r, size, name, opt, c.add); err != nil {
		return nil, err
	}
	if err := c.order(); err != nil {
		return nil, inFile(err, filepath.ToSlash(name))
	}
	return c.sheets, nil
}

// Rows reads a file row by row. It calls yield with a nil row when a sheet
// begins, then with each row that has a cell: ascending by number, but for a
// workbook put together so that they are not, whose rows Read sorts. The row and
// its cells are valid until yield returns, its texts for good. Merges and
// HiddenCols of the sheet are complete only when the next sheet begins or Rows
// returns. An error of yield ends the reading and is returned as it is.
//
// What was yielded before an error may be a part of the file and must not be
// used; damage often shows at the end only.
func Rows(r io.ReaderAt, size int64, name string, opt Options, yield func(*Sheet, *Row) error) error {
	lim := opt.Limits.withDefaults()
	in := &input{r: r, size: size, name: filepath.ToSlash(name), opt: opt, yield: yield, piece: textPiece, budget: budget{lim: lim, size: size}}
	err := in.read()
	if in.yieldErr != nil {
		return in.yieldErr
	}
	return inFile(err, in.name)
}

// input is one file being read, and where its rows go.
type input struct {
	r        io.ReaderAt
	size     int64
	name     string
	opt      Options
	yield    func(*Sheet, *Row) error
	yieldErr error // what yield returned: passed on as it is
	piece    int   // bytes of a text file at a time
	budget   budget
}

// begin opens a sheet.
func (in *input) begin(s *Sheet) error {
	s.File = in.name
	return in.give(s, nil)
}

// give hands a sheet's beginning or a row on, and keeps an error of yield apart
// from those of reading.
func (in *input) give(s *Sheet, row *Row) error {
	if err := in.yield(s, row); err != nil {
		in.yieldErr = err
		return err
	}
	return nil
}

// emit cuts off a row's empty end, accounts for it and hands it on; a row of
// empty cells is left out.
func (in *input) emit(s *Sheet, row *Row) error {
	n := len(row.Cells)
	for n > 0 && row.Cells[n-1].Kind == Empty && !row.Cells[n-1].Uncomputed {
		n--
	}
	if n == 0 {
		return nil
	}
	row.Cells = row.Cells[:n]
	empty := 0
	for i := range row.Cells {
		if row.Cells[i].Kind == Empty {
			empty++
		}
	}
	if err := in.budget.row(n, empty); err != nil {
		return err
	}
	return in.give(s, row)
}

var (
	magicZip = []byte("PK\x03\x04")
	magicOLE = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}
)

// sniffBytes is how much of a file's beginning decides what it is.
const sniffBytes = 8 << 10

// read finds out what the file is by its first bytes and reads it so.
func (in *input) read() error {
	if in.size == 0 {
		return &Error{Kind: ErrEmptyFile, What: "文件长度为 0", Hint: "请原单位重新发送"}
	}
	if in.size > in.budget.lim.FileBytes {
		return exceeded("", "FileBytes", in.budget.lim.FileBytes, "文件有 %d 字节", in.size)
	}
	head := make([]byte, min(in.size, sniffBytes))
	if n, err := in.r.ReadAt(head, 0); n < len(head) {
		if err == nil || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return err
	}
	switch {
	case bytes.HasPrefix(head, magicZip):
		return in.readZip(in.r, in.size)
	case bytes.HasPrefix(magicZip, head), bytes.HasPrefix(magicOLE[:len(magicOLE)-1], head):
		return damaged("", "只有开头几个字节")
	case bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return damaged("", "压缩包是空的")
	case bytes.HasPrefix(head, magicOLE):
		return in.readOLE()
	case len(head) > 8 && head[0] == 0x09 && (head[1] == 0 || head[1] == 2 || head[1] == 4 || head[1] == 8) && head[3] == 0:
		return in.readBareBIFF(head)
	}
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return foreignFile(f.what, f.hint)
		}
	}
	return in.readText(head)
}

// foreign are files that turn up among workbooks and would else be taken for
// strange text.
var foreign = []struct{ magic, what, hint string }{
	{"%PDF", " PDF 文件", hintResend}, {`{\rtf`, " RTF 文档", hintResend}, {"\x89PNG", "图片", hintResend}, {"\xFF\xD8\xFF", "图片", hintResend}, {"GIF8", "图片", hintResend},
	{"Rar!", "压缩包", hintUnpack}, {"7z\xBC\xAF", "压缩包", hintUnpack}, {"\x1F\x8B", "压缩包", hintUnpack},
	{"MIME-Version:", "单个文件网页（.mht）", hintConvert}, {"From: <", "单个文件网页（.mht）", hintConvert},
	{"ID;P", " SYLK 文件（.slk）", hintConvert}, {"TABLE\r\n0,1\r\n", " DIF 文件", hintConvert}, {"TABLE\n0,1\n", " DIF 文件", hintConvert},
}

// readText reads what is text: HTML, 2003 XML, or delimited lines.
func (in *input) readText(head []byte) error {
	kind := sniffText(head)
	if kind == textXML {
		return in.readXML2003()
	}
	if kind == textCSV {
		return in.readCSV()
	}
	b := make([]byte, in.size)
	if _, err := io.ReadFull(io.NewSectionReader(in.r, 0, in.size), b); err != nil {
		return err
	}
	return in.readHTML(unsafe.String(unsafe.SliceData(b), len(b))) // b is not touched again
}

type textKind uint8

const (
	textCSV textKind = iota
	textHTML
	textXML
)

// sniffText tells markup from delimited text by the first tags, whatever the
// encoding: the NUL bytes of UTF-16 are passed over.
func sniffText(head []byte) textKind {
	head = bytes.ReplaceAll(head, []byte{0}, nil)
	for _, bom := range []string{bomUTF8, bomUTF16LE, bomUTF16BE} {
		head = bytes.TrimPrefix(head, []byte(bom))
	}
	head = bytes.ToLower(bytes.TrimLeft(head, " \t\r\n"))
	if len(head) < 2 || head[0] != '<' || !(head[1] == '!' || head[1] == '?' || isLetter(head[1])) {
		return textCSV
	}
	if bytes.HasPrefix(head, []byte("<?xml")) && !bytes.Contains(head, []byte("<html")) {
		return textXML
	}
	for _, tag := range []string{"<html", "<table", "<!doctype html", "<head", "<body", "<meta", "<style", "<div", "<tr", "<p", "<h1", "<center", "<title", "<script"} {
		if bytes.Contains(head, []byte(tag)) {
			return textHTML
		}
	}
	if bytes.Contains(head, []byte("workbook")) {
		return textXML
	}
	return textCSV
}

// collector keeps what Rows yields. Cells lie in blocks, a few allocations for
// a sheet instead of one a row.
type collector struct {
	sheets   []*Sheet
	block    []Cell
	unsorted bool // a row came after one of the same or a higher number
}

const blockCells = 4096

func (c *collector) add(s *Sheet, row *Row) error {
	if row == nil {
		c.sheets = append(c.sheets, s)
		return nil
	}
	n := len(row.Cells)
	if len(c.block)+n > cap(c.block) {
		c.block = make([]Cell, 0, max(n, blockCells))
	}
	at := len(c.block)
	c.block = append(c.block, row.Cells...)
	if k := len(s.Rows); k > 0 && s.Rows[k-1].Number >= row.Number {
		c.unsorted = true
	}
	s.Rows = append(s.Rows, Row{Number: row.Number, Hidden: row.Hidden, Cells: slices.Clip(c.block[at:])})
	return nil
}

// order puts rows in order of their numbers and makes one of those that have
// the same.
func (c *collector) order() error {
	if !c.unsorted {
		return nil
	}
	for _, s := range c.sheets {
		slices.SortStableFunc(s.Rows, func(a, b Row) int { return a.Number - b.Number })
		rows := s.Rows[:0]
		for _, row := range s.Rows {
			n := len(rows)
			if n == 0 || rows[n-1].Number != row.Number {
				rows = append(rows, row)
			} else if !rows[n-1].join(row) {
				return damaged("工作表“"+s.Name+"”", "第 %d 行出现两次，有单元格不一样", row.Number)
			}
		}
		s.Rows = rows
	}
	return nil
}

// join adds the cells of a row of the same number and reports whether no cell
// has two values.
func (r *Row) join(other Row) bool {
	r.Hidden = r.Hidden || other.Hidden
	for i, c := range other.Cells {
		switch {
		case i == len(r.Cells):
			r.Cells = append(r.Cells, c)
		case r.Cells[i] == Cell{}:
			r.Cells[i] = c
		case c != Cell{} && c != r.Cells[i]:
			return false
		}
	}
	return true
}
