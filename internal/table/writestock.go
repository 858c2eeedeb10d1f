package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"sync"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"
)

// stock is what workbooks have in common, made and compressed once in a run: of
// twenty thousand letters it would otherwise be most of the work.
type stock struct {
	styles  [numStyles]int // the number of each Style in stylesPart
	common  parts          // stylesPart and themePart
	letters sync.Map       // frames of letters by shape
}

// parts are the files a workbook is made of, by name.
type parts map[string]part

// part is one of them, compressed too where it is on stock.
type part struct{ content, packed []byte }

const (
	stylesPart = "xl/styles.xml"
	themePart  = "xl/theme/theme1.xml"
	titlePart  = "docProps/core.xml"
)

// pagesByPart gives the pages by the part that holds the sheet.
func (b *Book) pagesByPart() map[string]*Page {
	pages := map[string]*Page{}
	for i := range b.Pages {
		pages[sheetPart(i)] = &b.Pages[i]
	}
	return pages
}

func sheetPart(i int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1) }

// onStock gives the stock.
var onStock = sync.OnceValues(func() (*stock, error) {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetDefaultFont(textFont); err != nil {
		return nil, err
	}
	s := &stock{}
	for i := range s.styles {
		id, err := f.NewStyle(looks[i].excel())
		if err != nil {
			return nil, err
		}
		s.styles[i] = id
	}
	all, err := partsOf(f)
	if err != nil {
		return nil, err
	}
	s.common = parts{stylesPart: all[stylesPart], themePart: all[themePart]}
	return s, s.common.pack()
})

// pack compresses all parts.
func (ps parts) pack() error {
	for name, p := range ps {
		packed := new(bytes.Buffer)
		w, err := flate.NewWriter(packed, flate.BestCompression)
		if err != nil {
			return err
		}
		if _, err := w.Write(p.content); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		ps[name] = part{p.content, packed.Bytes()}
	}
	return nil
}

// newFile gives an empty workbook with the styles and the theme of the stock,
// unread: excelize reads the styles when it has to add some.
func (s *stock) newFile() *excelize.File {
	f := excelize.NewFile()
	for name, p := range s.common {
		f.Pkg.Store(name, p.content)
	}
	f.Styles, f.Theme = nil, nil
	return f
}

// frame gives the parts of a workbook, its sheets without rows.
func (s *stock) frame(b *Book) (parts, error) {
	for i := range b.Pages {
		if n := b.Pages[i].count(); n > defaultWorkbookRows {
			return nil, fmt.Errorf("工作表“%s”有 %d 行，超过一张工作表能容纳的 %d 行：请分区或分批运行", b.Pages[i].Name, n, defaultWorkbookRows)
		}
	}
	if b.isLetter() {
		return s.letter(b)
	}
	return s.make(b)
}

// make has excelize make the parts.
func (s *stock) make(b *Book) (parts, error) {
	m := maker{file: s.newFile(), book: b}
	defer m.file.Close()
	if err := m.make(); err != nil {
		return nil, err
	}
	ps, err := partsOf(m.file)
	for name, p := range s.common {
		if bytes.Equal(ps[name].content, p.content) {
			ps[name] = p
		}
	}
	return ps, err
}

// isLetter reports a workbook of which all that is its own is in its rows, its
// title and its footer; where pages begin, many have in common.
func (b *Book) isLetter() bool {
	if len(b.Pages) != 1 {
		return false
	}
	p := &b.Pages[0]
	return !p.Filter && p.PrintCols == 0 && len(p.Choices)+len(p.Marks)+len(p.Charts) == 0
}

// Where title and footer go in the frame of a letter: characters that nobody
// writes.
const titleMark, footerMark = "\uE0F0", "\uE0F1"

// letter gives the frame of a letter, from one of the same shape.
func (s *stock) letter(b *Book) (parts, error) {
	p := b.Pages[0]
	model := Book{Title: titleMark, Creator: b.Creator, Created: b.Created, Pages: []Page{{Name: p.Name, Columns: p.Columns, Header: p.Header,
		FreezeCols: p.FreezeCols, Grid: p.Grid, Portrait: p.Portrait, Footer: footerMark, Breaks: p.breaks()}}}
	shape := fmt.Sprintf("%q", fmt.Sprint(model))
	frame, known := s.letters.Load(shape)
	if !known {
		ps, err := s.make(&model)
		if err != nil {
			return nil, err
		}
		if err := ps.pack(); err != nil {
			return nil, err
		}
		frame = ps
		s.letters.Store(shape, frame)
	}
	ps := maps.Clone(frame.(parts))
	for name, own := range map[string][2]string{titlePart: {titleMark, b.Title}, sheetPart(0): {footerMark, footerText(p.Footer)}} {
		ps[name] = part{content: bytes.ReplaceAll(ps[name].content, []byte(own[0]), appendXML(nil, own[1]))}
	}
	return ps, nil
}

// partsOf gives a file's parts.
func partsOf(f *excelize.File) (parts, error) {
	c := &catcher{}
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return c })
	if _, err := f.WriteTo(io.Discard); err != nil {
		return nil, err
	}
	ps := parts{}
	for name, b := range c.parts {
		content := b.Bytes()
		if name == contentTypes {
			content = pictureType.ReplaceAll(content, nil)
		}
		ps[name] = part{content: declareShared(name, content)}
	}
	return ps, nil
}

// catcher is the zip that excelize writes its parts into.
type catcher struct{ parts map[string]*bytes.Buffer }

func (c *catcher) Create(name string) (io.Writer, error) {
	if c.parts == nil {
		c.parts = map[string]*bytes.Buffer{}
	}
	b := new(bytes.Buffer)
	c.parts[name] = b
	return b, nil
}

// AddFS is what excelize asks of a zip and never uses.
func (*catcher) AddFS(fs.FS) error { return errors.ErrUnsupported }

func (*catcher) Close() error { return nil }

// writePacked writes a part that is compressed already.
func (p part) writePacked(z *zip.Writer, h *zip.FileHeader) error {
	h.CRC32, h.UncompressedSize64, h.CompressedSize64 = crc32.ChecksumIEEE(p.content), uint64(len(p.content)), uint64(len(p.packed))
	w, err := z.CreateRaw(h)
	if err != nil {
		return err
	}
	_, err = w.Write(p.packed)
	return err
}
