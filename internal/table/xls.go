package table

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf8"
)

// Binary workbooks ([MS-XLS], BIFF8): a stream of records, first those of the
// workbook, then a run of them for each sheet. Only the records that carry
// values, positions or formats are read; each substream must reach its EOF
// record.

const (
	biffFormula    = 0x0006
	biffEOF        = 0x000A
	biff1904       = 0x0022
	biffFilePass   = 0x002F
	biffFont       = 0x0031
	biffContinue   = 0x003C
	biffColInfo    = 0x007D
	biffBoundSheet = 0x0085
	biffMulRK      = 0x00BD
	biffRString    = 0x00D6
	biffXF         = 0x00E0
	biffMerges     = 0x00E5
	biffSST        = 0x00FC
	biffLabelSST   = 0x00FD
	biffNumber     = 0x0203
	biffLabel      = 0x0204
	biffBoolErr    = 0x0205
	biffFormula3   = 0x0206 // of Excel 3 and 4; Numbers writes
	biffFormula4   = 0x0406 // them into BIFF8 workbooks
	biffString     = 0x0207
	biffRow        = 0x0208
	biffRK         = 0x027E
	biffFormat     = 0x041E
	biffBOF        = 0x0809
)

const (
	biff5Version    = 0x0500
	biff8Version    = 0x0600
	biffGlobals     = 0x0005
	biffWorksheet   = 0x0010
	biffChartSheet  = 2      // the kind of a sheet as BOUNDSHEET names it
	biffRecordBytes = 8224   // the longest record ([MS-XLS] 2.1.4)
	biffLastID      = 0x10FF // no record that programs write has a number beyond
)

// biffReader gives the records of a stream one by one.
type biffReader struct {
	r    *bufio.Reader
	part string
	id   uint16
	data []byte // of the record at hand, valid until the next
	at   int64  // offset of what comes next in the stream
	buf  []byte
	lim  Limits

	strange int         // records with numbers that none has
	cipher  *biffCipher // nil in a plain workbook
}

func newBIFF(r io.ReaderAt, off, size int64, part string, lim Limits) *biffReader {
	return &biffReader{r: bufio.NewReaderSize(io.NewSectionReader(r, off, size-off), 32<<10),
		part: part, at: off, buf: make([]byte, biffRecordBytes), lim: lim}
}

// next reads a record. A stream that ends before its EOF record is damaged.
func (b *biffReader) next() error {
	var h [4]byte
	_, err := io.ReadFull(b.r, h[:])
	if err == nil {
		b.id = binary.LittleEndian.Uint16(h[:])
		n := binary.LittleEndian.Uint16(h[2:])
		if b.id > biffLastID || b.id == 0 && n > 0 {
			b.strange++ // there are files with one that work
		}
		if n > biffRecordBytes || b.strange > 1 {
			return damaged(b.part, "记录 %04X（%d 字节）不是工作簿里会有的，前面可能缺了一段", b.id, n)
		}
		b.data = b.buf[:n]
		_, err = io.ReadFull(b.r, b.data)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return damaged(b.part, "内容在中间断开，文件可能没有传完")
	}
	if err != nil {
		return err
	}
	if b.cipher != nil {
		b.cipher.record(b.id, b.data, b.at+4)
	}
	b.at += 4 + int64(len(b.data))
	return nil
}

// continued reports whether the next record continues the one at hand.
func (b *biffReader) continued() bool {
	h, err := b.r.Peek(2)
	return err == nil && binary.LittleEndian.Uint16(h) == biffContinue
}

// closed reports whether what comes next, after an EOF record, is another
// substream or nothing: else the EOF was none, only bytes that look like one
// where a piece is missing.
func (b *biffReader) closed() bool {
	h, _ := b.r.Peek(4)
	return len(h) < 4 || binary.LittleEndian.Uint32(h) == 0 || h[0] == biffBOF&0xFF && h[1] <= biffBOF>>8
}

// need checks the length of the record at hand.
func (b *biffReader) need(n int) error {
	if len(b.data) < n {
		return damaged(b.part, "记录 %04X 太短", b.id)
	}
	return nil
}

func (b *biffReader) u16(at int) int { return int(binary.LittleEndian.Uint16(b.data[at:])) }
func (b *biffReader) u32(at int) uint32 {
	return binary.LittleEndian.Uint32(b.data[at:])
}

// biffText reads strings that may run on into CONTINUE records.
type biffText struct {
	b   *biffReader
	pos int
}

// more goes on to the CONTINUE record when the one at hand is used up.
func (t *biffText) more() error {
	for t.pos >= len(t.b.data) {
		if !t.b.continued() {
			return damaged(t.b.part, "字符串在中间断开")
		}
		if err := t.b.next(); err != nil {
			return err
		}
		t.pos = 0
	}
	return nil
}

func (t *biffText) byte() (byte, error) {
	if err := t.more(); err != nil {
		return 0, err
	}
	t.pos++
	return t.b.data[t.pos-1], nil
}

func (t *biffText) uint(bytes int) (n int, err error) {
	for i := range bytes {
		c, err := t.byte()
		if err != nil {
			return 0, err
		}
		n |= int(c) << (8 * i)
	}
	return n, nil
}

func (t *biffText) skip(n int) error {
	for n > 0 {
		if err := t.more(); err != nil {
			return err
		}
		m := min(n, len(t.b.data)-t.pos)
		t.pos += m
		n -= m
	}
	return nil
}

// rich adds an XLUnicodeRichExtendedString to dst: its characters, without
// formatting runs and phonetic data.
func (t *biffText) rich(dst []byte) ([]byte, error) {
	n, err := t.uint(2)
	if err != nil {
		return dst, err
	}
	flags, err := t.byte()
	if err != nil {
		return dst, err
	}
	runs, ext := 0, 0
	if flags&8 != 0 {
		if runs, err = t.uint(2); err != nil {
			return dst, err
		}
	}
	if flags&4 != 0 {
		if ext, err = t.uint(4); err != nil {
			return dst, err
		}
	}
	if dst, err = t.chars(dst, n, flags); err != nil {
		return dst, err
	}
	return dst, t.skip(4*runs + ext)
}

// chars adds n characters. Where they run on into a CONTINUE record, it begins
// with flags of its own ([MS-XLS] 2.5.293): one half may have a byte a
// character, the other two.
func (t *biffText) chars(dst []byte, n int, flags byte) ([]byte, error) {
	var high rune
	for n > 0 {
		if t.pos >= len(t.b.data) {
			if err := t.more(); err != nil {
				return dst, err
			}
			flags = t.b.data[0]
			t.pos = 1
			continue
		}
		width := 1 + int(flags&1)
		have := min(n, (len(t.b.data)-t.pos)/width)
		if have == 0 {
			return dst, damaged(t.b.part, "字符串在字符中间断开")
		}
		dst, high = appendUnits(dst, t.b.data[t.pos:t.pos+have*width], width, high)
		t.pos += have * width
		n -= have
	}
	if high != 0 {
		dst = utf8.AppendRune(dst, utf8.RuneError)
	}
	return dst, nil
}

// xlsBook is what the sheets of a binary workbook share.
type xlsBook struct {
	in      *input
	stream  *cfbStream
	is1904  bool
	sheets  []xlsSheetRef
	strings []string
	custom  map[int]format
	xfs     []int  // format number by XF index
	xfFonts []int  // font number by XF index
	struck  []bool // by font
	formats []format
	cipher  *biffCipher
	taken   int64 // bytes of the stream that sheets have used
}

type xlsSheetRef struct {
	name   string
	hidden bool
	kind   byte
	offset int64
}

// readOLE reads a compound file: a binary workbook or an encrypted one.
func (in *input) readOLE() error {
	c, err := openCFB(in.r, in.size)
	if err != nil {
		return err
	}
	for _, name := range []string{"Workbook", "Book"} {
		s, err := c.top(name)
		if err != nil {
			return err
		}
		if s != nil {
			if err := c.checkEnd(); err != nil {
				return err
			}
			b := &xlsBook{in: in, stream: s, custom: map[int]format{}}
			return b.read()
		}
	}
	if s, err := c.top("EncryptedPackage"); err != nil {
		return err
	} else if s != nil {
		return in.readEncrypted(s)
	}
	if s, err := c.top("WordDocument"); s != nil || err != nil {
		return foreignFile(" Word 文档", hintResend)
	}
	return unsupported("这不是工作簿")
}

func oldBIFF(version int) error {
	return unsupported("这是 Excel 95 或更早的工作簿（BIFF 版本 %04X）", version)
}

// readBareBIFF reads a workbook without container, as some programs write it.
// Excel 4 and before wrote nothing else.
func (in *input) readBareBIFF(head []byte) error {
	if id := binary.LittleEndian.Uint16(head); id != biffBOF {
		return oldBIFF(int(id &^ 0xFF))
	}
	b := &xlsBook{in: in, custom: map[int]format{},
		stream: &cfbStream{r: in.r, name: "Workbook", sector: in.size, sectors: []uint32{0}, size: in.size}}
	return b.read()
}

func (b *xlsBook) read() error {
	if err := b.readGlobals(); err != nil {
		return err
	}
	b.formats = make([]format, len(b.xfs))
	for i, id := range b.xfs {
		f, ok := b.custom[id]
		if !ok {
			f = builtinFormat(id)
		}
		// There is no font 4 ([MS-XLS] 2.5.129).
		font := b.xfFonts[i]
		if font > 4 {
			font--
		}
		f.struck = font < len(b.struck) && b.struck[font]
		b.formats[i] = f
	}
	for _, s := range b.sheets {
		if err := b.readSheet(s); err != nil {
			return err
		}
		// Read a thousand times over, a few bytes are a bomb.
		if b.taken > b.stream.size {
			return damaged(b.stream.name, "工作表“%s”和别的工作表用的是同一段内容", s.name)
		}
	}
	return nil
}

// bof reads the record that begins a substream and gives what it is of.
func (b *xlsBook) bof(r *biffReader) (kind int, err error) {
	if err := r.next(); err != nil {
		return 0, err
	}
	if r.id&0xFF != biffBOF&0xFF || len(r.data) < 4 {
		return 0, damaged(r.part, "没有以 BOF 记录开始")
	}
	if v := r.u16(0); r.id != biffBOF || v != biff8Version {
		return 0, oldBIFF(v)
	}
	return r.u16(2), nil
}

// readGlobals reads the workbook's own records.
func (b *xlsBook) readGlobals() error {
	r := newBIFF(b.stream, 0, b.stream.size, b.stream.name, b.in.budget.lim)
	if kind, err := b.bof(r); err != nil {
		return err
	} else if kind != biffGlobals {
		return damaged(r.part, "没有以工作簿的记录开始")
	}
	for {
		if err := r.next(); err != nil {
			return err
		}
		var err error
		switch r.id {
		case biffEOF:
			return nil
		case biffFilePass:
			b.cipher, err = b.in.unlock(r.data)
			r.cipher = b.cipher
		case biff1904:
			if err = r.need(2); err == nil {
				b.is1904 = r.u16(0) == 1
			}
		case biffBoundSheet:
			err = b.boundSheet(r)
		case biffXF:
			if err = r.need(4); err == nil {
				b.xfs, b.xfFonts = append(b.xfs, r.u16(2)), append(b.xfFonts, r.u16(0))
			}
		case biffFont:
			if err = r.need(4); err == nil {
				b.struck = append(b.struck, r.u16(2)&8 != 0)
			}
		case biffFormat:
			err = b.format(r)
		case biffSST:
			err = b.sst(r)
		}
		if err != nil {
			return err
		}
	}
}

func (b *xlsBook) boundSheet(r *biffReader) error {
	if err := r.need(8); err != nil {
		return err
	}
	if len(r.data) == 7+int(r.data[6]) {
		// No place for the flags of a BIFF8 string: whatever BOF says.
		return oldBIFF(biff5Version)
	}
	s := xlsSheetRef{offset: int64(r.u32(0)), hidden: r.data[4]&3 != 0, kind: r.data[5]}
	t := biffText{r, 8}
	name, err := t.chars(nil, int(r.data[6]), r.data[7])
	s.name = string(name)
	if b.sheets = append(b.sheets, s); len(b.sheets) > r.lim.Sheets {
		return exceeded(r.part, "Sheets", int64(r.lim.Sheets), "工作表太多")
	}
	return err
}

func (b *xlsBook) format(r *biffReader) error {
	if err := r.need(5); err != nil {
		return err
	}
	t := biffText{r, 5}
	id, n := r.u16(0), r.u16(2)
	if !r.continued() {
		n = min(n, (len(r.data)-5)/(1+int(r.data[4]&1))) // some writers count one too many
	}
	code, err := t.chars(nil, n, r.data[4])
	b.custom[id] = parseFormat(string(code))
	return err
}

// sst reads the shared string table. Its count is a claim that only the
// strings themselves make good.
func (b *xlsBook) sst(r *biffReader) error {
	if err := r.need(8); err != nil {
		return err
	}
	n := int64(r.u32(4))
	table := stringTable{part: "SST", lim: b.in.budget.lim}
	if n > int64(table.lim.SharedStrings) {
		return exceeded("SST", "SharedStrings", int64(table.lim.SharedStrings), "共享字符串有 %d 条", n)
	}
	t := biffText{r, 8}
	for range n {
		text, err := t.rich(table.text[:0])
		if err != nil {
			return err
		}
		table.text = cleanBreaks(text, 0)
		if err := table.add(table.text); err != nil {
			return err
		}
	}
	b.strings = table.done()
	return nil
}
