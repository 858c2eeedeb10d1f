package table

import (
	"bytes"
	"errors"
	"io"
	"math/bits"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// Text files are read in pieces, so that the memory for one does not grow with
// its length, and a piece is validated, decoded and parted into fields while the
// processor still has it at hand.

// textPiece is how many bytes of a text file are read at a time.
const textPiece = 256 << 10

type textEncoding uint8

const (
	encUTF8 textEncoding = iota
	encUTF16LE
	encUTF16BE
	encGB18030
)

// textReader gives a text file as UTF-8.
type textReader struct {
	r        io.ReaderAt
	size, at int64 // of the file, and of the first byte not yet given
	encoding textEncoding
	line     int // of the first byte that is not UTF-8, where that decided for GB18030
	piece    int
	raw, out []byte // bytes read and text decoded, used again for each piece
}

// What ends a text: bytes that are none in the file's encoding, or a NUL, which
// stands in no text.
var (
	errNotText = errors.New("not text")
	errNUL     = errors.New("NUL in text")
)

// newTextReader reads piece bytes at a time, four at least.
func newTextReader(r io.ReaderAt, size int64, piece int) (*textReader, error) {
	t := &textReader{r: r, size: size, piece: max(piece, utf8.UTFMax)}
	return t, t.detect()
}

// ended reports whether all of the file has been given.
func (t *textReader) ended() bool { return t.at == t.size }

// next gives rest, the end of what it gave last that is still wanted, and more of
// the file behind it: at least as much again, so that going on with what does not
// end costs no more than twice its length. With errNotText and errNUL comes the
// text before that. UTF-8 it does not validate.
func (t *textReader) next(rest string) (text string, err error) {
	raw, last, err := t.read(rest, max(t.piece, len(rest)))
	if err != nil {
		return rest, err
	}
	used, ok := 0, false
	switch t.encoding {
	case encUTF8:
		text, t.raw = unsafe.String(unsafe.SliceData(raw), len(raw)), nil // the text's own from here on
		if used, ok = len(text)-len(rest), true; !last {
			used = wholeUTF8(text[len(rest):])
		}
		text = text[:len(rest)+used]
	default:
		decode := t.decodeUTF16
		if t.encoding == encGB18030 {
			decode = t.decodeGB18030
		}
		t.out = append(t.out[:0], rest...)
		used, ok = decode(raw[len(rest):], last)
		text = string(t.out)
	}
	if t.at += int64(used); !ok {
		err = errNotText
	}
	if i := strings.IndexByte(text[len(rest):], 0); i >= 0 {
		return text[:len(rest)+i], errNUL
	}
	return text, err
}

// read reads the next n bytes, or what is left, behind rest, and reports whether
// these are the file's last.
func (t *textReader) read(rest string, n int) (raw []byte, last bool, err error) {
	if left := t.size - t.at; left <= int64(n) {
		n, last = int(left), true
	}
	t.raw = append(growBytes(t.raw[:0], len(rest)+n), rest...)
	raw = t.raw[:len(rest)+n]
	if k, err := t.r.ReadAt(raw[len(rest):], t.at); k < n {
		if err == nil || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, false, err
	}
	return raw, last, nil
}

// wholeUTF8 gives how many bytes of s are not a character cut at the end.
func wholeUTF8(s string) int {
	for n := len(s); n > 0 && n > len(s)-utf8.UTFMax; {
		if n--; utf8.RuneStart(s[n]) {
			if !utf8.FullRuneInString(s[n:]) {
				return n
			}
			break
		}
	}
	return len(s)
}

// decodeUTF16 appends the text of raw to t.out; what it gives is as of
// wholeUTF8.
func (t *textReader) decodeUTF16(raw []byte, last bool) (used int, ok bool) {
	big := 0
	if t.encoding == encUTF16BE {
		big = 1
	}
	unit := func(i int) rune { return rune(raw[i+big]) | rune(raw[i+1-big])<<8 }
	for used+2 <= len(raw) {
		u, n := unit(used), 2
		if utf16.IsSurrogate(u) {
			if used+4 > len(raw) {
				break
			}
			if u, n = utf16.DecodeRune(u, unit(used+2)), 4; u == utf8.RuneError {
				return used, false
			}
		}
		t.out = utf8.AppendRune(t.out, u)
		used += n
	}
	return used, used == len(raw) || !last
}

// spelledBadRune is U+FFFD in GB18030, which the decoder also puts for bad bytes.
const spelledBadRune = "\x84\x31\xA4\x37"

// decodeGB18030 is like decodeUTF16.
func (t *textReader) decodeGB18030(raw []byte, last bool) (used int, ok bool) {
	start := len(t.out)
	for more := true; more; {
		t.out = growBytes(t.out, 2*(len(raw)-used)+utf8.UTFMax)
		dst, src, err := simplifiedchinese.GB18030.NewDecoder().Transform(t.out[len(t.out):cap(t.out)], raw[used:], last)
		t.out = t.out[:len(t.out)+dst]
		used += src
		more = errors.Is(err, transform.ErrShortDst)
	}
	text := t.out[start:]
	if bytes.Count(text, []byte("\uFFFD")) == bytes.Count(raw[:used], []byte(spelledBadRune)) {
		return used, true
	}
	t.out = t.out[:start+bytes.Index(text, []byte("\uFFFD"))]
	return used, false
}

// growBytes makes room for n more bytes.
func growBytes(b []byte, n int) []byte {
	if cap(b)-len(b) < n {
		b = append(make([]byte, 0, len(b)+n), b...)
	}
	return b
}

// sureUTF8 is after how many characters beyond ASCII that are all valid UTF-8 a
// text is taken to be UTF-8: a Chinese one in GBK has two or three such in a row
// by chance, and Chinese text has them in the first lines.
const sureUTF8 = 64

// detect finds the encoding: by the byte order mark, else by the first characters
// beyond ASCII, as far as they stand.
func (t *textReader) detect() error {
	chars, line := 0, 1
	for {
		raw, last, err := t.read("", t.piece)
		if err != nil {
			return err
		}
		if t.at == 0 {
			for i, bom := range []string{encUTF8: bomUTF8, encUTF16LE: bomUTF16LE, encUTF16BE: bomUTF16BE} {
				if bytes.HasPrefix(raw, []byte(bom)) {
					t.encoding, t.at = textEncoding(i), int64(len(bom))
					return nil
				}
			}
		}
		text := unsafe.String(unsafe.SliceData(raw), len(raw)) // raw stays as it is for so long
		n, good := countUTF8(text, sureUTF8-chars)
		chars += n
		line += strings.Count(text[:good], "\n")
		bad := good < len(text) && chars < sureUTF8 && (last || utf8.FullRuneInString(text[good:]))
		if bad {
			t.encoding, t.line = encGB18030, line
		}
		if bad || chars == sureUTF8 || last {
			t.at = 0
			return nil
		}
		t.at += int64(good)
	}
}

// countUTF8 counts characters beyond ASCII, at most so many, and gives the bytes
// that hold them and what is before them or between.
func countUTF8(s string, most int) (chars, good int) {
	for good < len(s) && chars < most {
		if n := asciiRun(s[good:]); n > 0 {
			good += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[good:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		chars++
		good += n
	}
	return chars, good
}

// asciiRun is how many bytes of ASCII s begins with.
func asciiRun(s string) int {
	n := 0
	for n+8 <= len(s) {
		if high := word(s[n:]) & highBits; high != 0 {
			return n + bits.TrailingZeros64(high)/8
		}
		n += 8
	}
	for n < len(s) && s[n] < utf8.RuneSelf {
		n++
	}
	return n
}

// invalidUTF8 gives the offset of the first byte that is not UTF-8, or -1. It
// goes through Chinese text in a quarter of the time of utf8.ValidString: eight
// bytes of ASCII at a time, two Han characters at a time, and the three-byte forms
// E1 to EC, which may have any continuation bytes.
func invalidUTF8(s string) int {
	i := 0
	for i+8 <= len(s) {
		w := word(s[i:])
		if twoHan(w) {
			i += 6
			continue
		}
		if ascii := bits.TrailingZeros64(w&highBits) / 8; ascii > 0 { // 8 if there is nothing else
			i += ascii
			continue
		}
		if w&0xC0C0F0 == 0x8080E0 && byte(w) != 0xE0 && byte(w) < 0xED {
			i += 3
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// twoHan reports whether eight bytes begin with two characters from U+4000 to
// U+BFFF, among which is nearly every Han character: lead bytes E4 to EB.
func twoHan(w uint64) bool {
	const forms, leads = 0x8080E0_8080E0, 0x000004_000004
	return w&0xC0C0F0_C0C0F0 == forms && (w^w>>1)&leads == leads
}

// decodeText gives the text of a whole text file as UTF-8. On failure line is
// the line of the first byte that is no text in that encoding.
func decodeText(s string) (text string, line int, ok bool) {
	t, err := newTextReader(strings.NewReader(s), int64(len(s)), len(s))
	for err == nil && !t.ended() {
		text, err = t.next(text)
	}
	if i := invalidUTF8(text); i >= 0 {
		text, err = text[:i], errNotText
	}
	return text, max(t.line, lineAt(text, len(text))), err == nil
}
