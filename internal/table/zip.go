package table

import (
	"archive/zip"
	"hash"
	"hash/crc32"
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/klauspost/compress/flate"
)

// zipFile is the container of a workbook, its limits checked on opening. The
// parts' checksums are checked where each is read to its end, and checkRest
// reads those that nothing else did.
type zipFile struct {
	parts map[string]*zip.File // by name, folded: OPC names ignore ASCII case
	all   []*zip.File
	seen  map[*zip.File]bool
	idle  Idle
}

func openZip(r io.ReaderAt, size int64, lim Limits) (*zipFile, error) {
	m := &meter{r: r, left: 1<<20 + min(int64(lim.ZipEntries), size)*zipEntryBytes}
	zr, err := zip.NewReader(m, size)
	if m.left < 0 {
		return nil, exceeded("", "ZipEntries", int64(lim.ZipEntries), "压缩包的目录太大")
	}
	m.done = true
	if zr != nil {
		zr.RegisterDecompressor(zip.Deflate, flate.NewReader) // half again as fast as the standard library's
	}
	if err != nil {
		e := damaged("", "压缩包的目录不完整，文件可能没有传完")
		e.Cause = err
		return nil, e
	}
	if len(zr.File) > lim.ZipEntries {
		return nil, exceeded("", "ZipEntries", int64(lim.ZipEntries), "压缩包里有 %d 个部件", len(zr.File))
	}
	z := &zipFile{parts: make(map[string]*zip.File, len(zr.File)), seen: map[*zip.File]bool{}}
	var total int64
	for _, f := range zr.File {
		if f.UncompressedSize64 > uint64(lim.InflatedBytes) {
			return nil, exceeded(f.Name, "InflatedBytes", lim.InflatedBytes, "解压后太大")
		}
		total += int64(f.UncompressedSize64)
		if total > lim.InflatedBytes {
			return nil, exceeded("", "InflatedBytes", lim.InflatedBytes, "解压后太大")
		}
		if f.Flags&1 != 0 {
			return nil, &Error{Kind: ErrEncrypted, Part: f.Name, What: "压缩包加了密码", Hint: "请原单位发送不加密的文件"}
		}
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		name := foldPart(f.Name)
		if z.parts[name] != nil {
			return nil, damaged(f.Name, "压缩包里有两个同名的部件")
		}
		z.parts[name] = f
		z.all = append(z.all, f)
	}
	if total > ratioGrace && total/size > lim.InflateRatio {
		return nil, exceeded("", "InflateRatio", lim.InflateRatio, "解压后是原来的 %d 倍", total/size)
	}
	return z, nil
}

// zipEntryBytes is what an entry of the directory may take, more than enough
// for any part's name.
const zipEntryBytes = 1 << 10

// meter bounds what is read until the directory is known.
type meter struct {
	r    io.ReaderAt
	left int64
	done bool
}

func (m *meter) ReadAt(p []byte, off int64) (int, error) {
	if !m.done {
		if m.left -= int64(len(p)); m.left < 0 {
			return 0, io.ErrUnexpectedEOF
		}
	}
	return m.r.ReadAt(p, off)
}

// foldPart brings a part's name to the form in which names are compared.
func foldPart(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+name), "/"))
}

// open opens a part; nil, nil when there is none.
func (z *zipFile) open(name string) (io.ReadCloser, error) {
	f := z.parts[foldPart(name)]
	if f == nil {
		// A target is a URI: what is written with %20 may be named with a space.
		if plain, err := url.PathUnescape(name); err == nil {
			f = z.parts[foldPart(plain)]
		}
	}
	if f == nil {
		return nil, nil
	}
	z.seen[f] = true
	rc, err := openPart(f)
	if err != nil || f.UncompressedSize64 < aheadBlocks*aheadBytes {
		return rc, err
	}
	return &aheadReader{ReadCloser: rc, idle: z.idle}, nil
}

// openPart opens a part for reading to its end, where the checksum is compared.
func openPart(f *zip.File) (io.ReadCloser, error) {
	rc, err := f.Open()
	if err == zip.ErrAlgorithm {
		return nil, unsupported("压缩方法 %d 不支持", f.Method)
	}
	if err != nil {
		return nil, partReadError(f.Name, err)
	}
	if f.CRC32 == 0 {
		// archive/zip takes a checksum of zero for none; here it is one.
		return &zeroCRC{ReadCloser: rc, sum: crc32.NewIEEE()}, nil
	}
	return rc, nil
}

// zeroCRC compares a part's checksum with zero at its end.
type zeroCRC struct {
	io.ReadCloser
	sum hash.Hash32
}

func (z *zeroCRC) Read(p []byte) (int, error) {
	n, err := z.ReadCloser.Read(p)
	z.sum.Write(p[:n])
	if err == io.EOF && z.sum.Sum32() != 0 {
		err = zip.ErrChecksum
	}
	return n, err
}

// need opens a part that another one names.
func (z *zipFile) need(name, by string) (io.ReadCloser, error) {
	rc, err := z.open(name)
	if rc == nil && err == nil {
		return nil, damaged(name, "缺少这个部件（%s 指向它）", by)
	}
	return rc, err
}

// checkRest reads the parts nobody has read, for their checksums.
func (z *zipFile) checkRest() error {
	buf := make([]byte, 32<<10)
	for _, f := range z.all {
		if z.seen[f] {
			continue
		}
		rc, err := openPart(f)
		if err != nil {
			return inPart(err, f.Name)
		}
		_, err = io.CopyBuffer(struct{ io.Writer }{io.Discard}, rc, buf)
		rc.Close()
		if err != nil {
			return partReadError(f.Name, err)
		}
	}
	return nil
}
