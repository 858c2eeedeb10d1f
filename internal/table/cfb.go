package table

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
)

// Compound files ([MS-CFB]), the container of binary workbooks and of encrypted
// ones. Every chain of sectors is walked with a count, so that a cyclic one
// ends, and must lie inside the file as far as the stream is long, so that a
// cut file is seen. Only streams at the top are found: an embedded object has
// its own workbook, which is not the file's.

const (
	cfbHeaderSize = 512
	cfbEndOfChain = 0xFFFFFFFE
	cfbNoStream   = 0xFFFFFFFF
	cfbMaxSector  = 0xFFFFFFFA
	cfbMaxTable   = 16 << 20 // bytes of directory or mini FAT: 131,072 entries
	cfbSpareFAT   = 109      // sectors of FAT that a file may have beyond its need: those the header has room for
)

type cfbFile struct {
	r      io.ReaderAt
	size   int64
	sector int64 // bytes
	mini   int64 // bytes of a mini sector
	cutoff int64 // streams shorter than this lie in mini sectors
	fat    []uint32
	minis  []uint32 // the mini sectors' FAT
	dir    []cfbEntry
	root   *cfbStream // the mini sectors
}

type cfbEntry struct {
	name               string
	kind               byte
	left, right, child uint32
	start              uint32
	size               int64
}

// cfbStream is a stream of a compound file as an io.ReaderAt.
type cfbStream struct {
	r       io.ReaderAt
	name    string
	base    int64 // where sector 0 begins
	sector  int64
	sectors []uint32
	size    int64
}

func openCFB(r io.ReaderAt, size int64) (*cfbFile, error) {
	var h [cfbHeaderSize]byte
	if _, err := r.ReadAt(h[:], 0); err != nil {
		return nil, damaged("", "文件头不完整")
	}
	u16 := func(at int) uint16 { return binary.LittleEndian.Uint16(h[at:]) }
	u32 := func(at int) uint32 { return binary.LittleEndian.Uint32(h[at:]) }
	shift, miniShift := u16(30), u16(32)
	if u16(28) != 0xFFFE || shift != 9 && shift != 12 || miniShift != 6 {
		return nil, damaged("", "文件头不对")
	}
	c := &cfbFile{r: r, size: size, sector: 1 << shift, mini: 1 << miniShift, cutoff: int64(u32(56))}
	var difat []uint32
	for i := range 109 {
		difat = append(difat, u32(76+4*i))
	}
	if err := c.readFAT(difat, u32(68), u32(44)); err != nil {
		return nil, err
	}
	if err := c.readDirectory(u32(48)); err != nil {
		return nil, err
	}
	if start := u32(60); start < cfbMaxSector {
		raw, err := c.readChain(start, "小扇区分配表")
		if err != nil {
			return nil, err
		}
		c.minis = littleUint32s(raw)
	}
	root := c.dir[0]
	var err error
	if c.root, err = c.chainStream("小扇区", root.start, root.size); err != nil {
		return nil, err
	}
	return c, nil
}

// sectors is how many sectors the file can hold.
func (c *cfbFile) sectors() int64 { return (c.size - cfbHeaderSize + c.sector - 1) / c.sector }

// readFAT reads the sectors' FAT: its own sectors are named in the header and
// in a chain of DIFAT sectors.
func (c *cfbFile) readFAT(difat []uint32, next, count uint32) error {
	buf := make([]byte, c.sector)
	perSector := int(c.sector/4) - 1
	for next < cfbMaxSector {
		if int64(len(difat)) > c.sectors()+int64(perSector) {
			return damaged("", "扇区分配表的链条成环")
		}
		if err := c.readSector(next, buf); err != nil {
			return err
		}
		more := littleUint32s(buf)
		difat, next = append(difat, more[:perSector]...), more[perSector]
	}
	// A sector of the table is for as many sectors as it has entries.
	if (int64(count)-cfbSpareFAT)*int64(perSector) > c.sectors() || int64(count) > int64(len(difat)) {
		return damaged("", "扇区分配表比文件还大")
	}
	for _, id := range difat[:count] {
		if err := c.readSector(id, buf); err != nil {
			return err
		}
		c.fat = append(c.fat, littleUint32s(buf)...)
	}
	return nil
}

// checkEnd reports sectors in use beyond the file's end, whichever stream's they
// are: bytes are gone, perhaps from the middle. It is for binary workbooks; those
// who write encrypted ones do not all keep the table clean, and what is inside
// has checksums.
func (c *cfbFile) checkEnd() error {
	for id := len(c.fat) - 1; id >= 0 && (int64(id)+1)*c.sector >= c.size; id-- {
		if c.fat[id] != cfbNoStream {
			return damaged("", "扇区 %d 在文件之外，文件可能没有传完", id)
		}
	}
	return nil
}

// readSector reads one whole sector; the file's last may be cut short by
// writers that do not fill it.
func (c *cfbFile) readSector(id uint32, buf []byte) error {
	off := (int64(id) + 1) * c.sector
	if id >= cfbMaxSector || off >= c.size {
		return damaged("", "扇区 %d 在文件之外，文件可能没有传完", id)
	}
	n, err := c.r.ReadAt(buf, off)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	clear(buf[n:])
	return nil
}

func littleUint32s(b []byte) []uint32 {
	out := make([]uint32, len(b)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return out
}

// chain lists the sectors from start to the chain's end.
func cfbChain(fat []uint32, start uint32, what string) ([]uint32, error) {
	var out []uint32
	for id := start; id != cfbEndOfChain; id = fat[id] {
		if int64(id) >= int64(len(fat)) {
			return nil, damaged(what, "扇区链条断开")
		}
		if len(out) >= len(fat) {
			return nil, damaged(what, "扇区链条成环")
		}
		out = append(out, id)
	}
	return out, nil
}

func (c *cfbFile) readChain(start uint32, what string) ([]byte, error) {
	ids, err := cfbChain(c.fat, start, what)
	if err != nil {
		return nil, err
	}
	if int64(len(ids))*c.sector > cfbMaxTable {
		return nil, damaged(what, "大得不合情理")
	}
	out := make([]byte, int64(len(ids))*c.sector)
	for i, id := range ids {
		if err := c.readSector(id, out[int64(i)*c.sector:int64(i+1)*c.sector]); err != nil {
			return nil, inPart(err, what)
		}
	}
	return out, nil
}

// chainStream makes a stream of ordinary sectors and checks that they hold as
// many bytes as it is long.
func (c *cfbFile) chainStream(name string, start uint32, size int64) (*cfbStream, error) {
	s := &cfbStream{r: c.r, name: name, base: c.sector, sector: c.sector, size: size}
	if size == 0 {
		return s, nil
	}
	var err error
	if s.sectors, err = cfbChain(c.fat, start, name); err != nil {
		return nil, err
	}
	return s, s.check(c.size)
}

// check reports a stream that is longer than its sectors, or whose sectors lie
// outside of what holds them.
func (s *cfbStream) check(holder int64) error {
	if s.size < 0 || s.size > int64(len(s.sectors))*s.sector {
		return damaged(s.name, "内容应有 %d 字节，扇区只有 %d 字节", s.size, int64(len(s.sectors))*s.sector)
	}
	left := s.size
	for _, id := range s.sectors {
		n := min(left, s.sector)
		if n <= 0 {
			break
		}
		if s.base+int64(id)*s.sector+n > holder {
			return damaged(s.name, "内容有一部分在文件之外，文件可能没有传完")
		}
		left -= n
	}
	return nil
}

// ReadAt reads across sectors.
func (s *cfbStream) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	for n < len(p) && off < s.size {
		in := off % s.sector
		m := min(int64(len(p)-n), s.sector-in, s.size-off)
		at := s.base + int64(s.sectors[off/s.sector])*s.sector + in
		k, err := s.r.ReadAt(p[n:n+int(m)], at)
		n += k
		off += int64(k)
		if int64(k) < m {
			if err == nil || errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return n, err
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// readDirectory reads all entries; the first is the root.
func (c *cfbFile) readDirectory(start uint32) error {
	raw, err := c.readChain(start, "目录")
	if err != nil {
		return err
	}
	for ; len(raw) >= 128; raw = raw[128:] {
		n := int(binary.LittleEndian.Uint16(raw[64:]))
		if n > 64 || n%2 == 1 {
			n = 0
		}
		var units []uint16
		for i := 0; i+2 < n; i += 2 {
			units = append(units, binary.LittleEndian.Uint16(raw[i:]))
		}
		e := cfbEntry{name: string(utf16.Decode(units)), kind: raw[66],
			left: binary.LittleEndian.Uint32(raw[68:]), right: binary.LittleEndian.Uint32(raw[72:]),
			child: binary.LittleEndian.Uint32(raw[76:]), start: binary.LittleEndian.Uint32(raw[116:]),
			size: int64(binary.LittleEndian.Uint32(raw[120:]))}
		if c.sector == 4096 {
			e.size = int64(binary.LittleEndian.Uint64(raw[120:]))
		}
		c.dir = append(c.dir, e)
	}
	if len(c.dir) == 0 || c.dir[0].kind != 5 {
		return damaged("目录", "没有根目录")
	}
	return nil
}

// top gives the stream of that name at the top of the file, nil when there is
// none. Names ignore case.
func (c *cfbFile) top(name string) (*cfbStream, error) {
	seen := make([]bool, len(c.dir))
	todo := []uint32{c.dir[0].child}
	for len(todo) > 0 {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if id == cfbNoStream {
			continue
		}
		if int64(id) >= int64(len(c.dir)) || seen[id] {
			return nil, damaged("目录", "目录项的指向不对")
		}
		seen[id] = true
		e := c.dir[id]
		if e.kind == 2 && strings.EqualFold(e.name, name) {
			return c.stream(e)
		}
		todo = append(todo, e.left, e.right)
	}
	return nil, nil
}

func (c *cfbFile) stream(e cfbEntry) (*cfbStream, error) {
	if e.size >= c.cutoff || e.size == 0 {
		return c.chainStream(e.name, e.start, e.size)
	}
	s := &cfbStream{r: c.root, name: e.name, sector: c.mini, size: e.size}
	var err error
	if s.sectors, err = cfbChain(c.minis, e.start, e.name); err != nil {
		return nil, err
	}
	return s, s.check(c.root.size)
}
