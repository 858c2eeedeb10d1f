package table

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Text encodings. A byte order mark decides; else valid UTF-8 is UTF-8, since
// Chinese text in GBK practically never is; else GB18030, which contains GBK
// and GB2312. GB18030 decoding turns a bad byte into U+FFFD without an error,
// so a U+FFFD that the source does not spell out (84 31 A4 37) is one.

var (
	bomUTF8    = []byte{0xEF, 0xBB, 0xBF}
	bomUTF16LE = []byte{0xFF, 0xFE}
	bomUTF16BE = []byte{0xFE, 0xFF}

	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

// decodeText gives the text of a whole text file as UTF-8. On failure line is
// the line of the first byte that is no text in that encoding.
func decodeText(b []byte) (text []byte, line int, ok bool) {
	switch {
	case bytes.HasPrefix(b, bomUTF8):
		b = b[3:]
		if i := invalidUTF8(b); i >= 0 {
			return nil, lineAt(b, i), false
		}
		return b, 0, true
	case bytes.HasPrefix(b, bomUTF16LE):
		return decodeUTF16(b[2:], 0)
	case bytes.HasPrefix(b, bomUTF16BE):
		return decodeUTF16(b[2:], 1)
	}
	if invalidUTF8(b) < 0 {
		return b, 0, true
	}
	return decodeGB18030(b)
}

// invalidUTF8 gives the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	i := 0
	for i < len(b) {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

func lineAt(b []byte, i int) int { return 1 + bytes.Count(b[:i], []byte{'\n'}) }

// decodeUTF16 decodes without byte order mark; big is 1 for big-endian.
func decodeUTF16(b []byte, big int) (text []byte, line int, ok bool) {
	text = make([]byte, 0, len(b)+len(b)/2)
	for len(b) >= 2 {
		u := rune(b[big]) | rune(b[1-big])<<8
		b = b[2:]
		if u >= 0xD800 && u < 0xE000 {
			var low rune
			if len(b) >= 2 {
				low = rune(b[big]) | rune(b[1-big])<<8
			}
			if u >= 0xDC00 || low < 0xDC00 || low > 0xDFFF {
				return nil, lineAt(text, len(text)), false
			}
			u = 0x10000 + (u-0xD800)<<10 + (low - 0xDC00)
			b = b[2:]
		}
		text = utf8.AppendRune(text, u)
	}
	return text, lineAt(text, len(text)), len(b) == 0
}

// decodeGB18030 decodes line by line on failure only, to name the line.
func decodeGB18030(b []byte) (text []byte, line int, ok bool) {
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err == nil && bytes.Count(text, []byte("\uFFFD")) == bytes.Count(b, []byte{0x84, 0x31, 0xA4, 0x37}) {
		return text, 0, true
	}
	if i := bytes.Index(text, []byte("\uFFFD")); i >= 0 {
		return nil, lineAt(text, i), false
	}
	return nil, 1, false
}

// charset finds an encoding by its label (gb2312, utf-8, windows-1252 …), nil
// for UTF-8 and ok=false for one nobody knows.
func charset(label string) (enc encoding.Encoding, ok bool) {
	label = strings.ToLower(strings.TrimSpace(label))
	switch label {
	case "", "utf-8", "utf8", "us-ascii", "ascii":
		return nil, true
	case "gb2312", "gbk", "gb18030", "x-gbk", "cp936", "ms936", "936", "gb_2312-80", "windows-936":
		return simplifiedchinese.GB18030, true
	}
	e, err := htmlindex.Get(label)
	return e, err == nil
}

// xmlDecoder gives the bytes of an XML document as UTF-8, by its byte order
// mark or its declaration (XML 1.0 appendix F), and whether it had to decode.
func xmlDecoder(r io.Reader) (io.Reader, bool) {
	br := bufio.NewReaderSize(r, 4096)
	head, _ := br.Peek(512)
	switch {
	case bytes.HasPrefix(head, bomUTF8):
		br.Discard(3)
		return br, false
	case bytes.HasPrefix(head, bomUTF16LE), len(head) > 3 && head[0] == '<' && head[1] == 0:
		return xmlFrom(br, utf16LE, head[0] == 0xFF), true
	case bytes.HasPrefix(head, bomUTF16BE), len(head) > 3 && head[0] == 0 && head[1] == '<':
		return xmlFrom(br, utf16BE, head[0] == 0xFE), true
	}
	if enc, ok := charset(xmlDeclared(head)); ok && enc != nil && enc != utf16LE && enc != utf16BE {
		return transform.NewReader(br, enc.NewDecoder()), true
	}
	return br, false
}

func xmlFrom(br *bufio.Reader, enc encoding.Encoding, bom bool) io.Reader {
	if bom {
		br.Discard(2)
	}
	return transform.NewReader(br, enc.NewDecoder())
}

// xmlDeclared gives the encoding named in the XML declaration, "" if none.
func xmlDeclared(head []byte) string {
	head = bytes.TrimLeft(head, " \t\r\n")
	if !bytes.HasPrefix(head, []byte("<?xml")) {
		return ""
	}
	if i := bytes.Index(head, []byte("?>")); i >= 0 {
		head = head[:i]
	}
	_, rest, ok := bytes.Cut(head, []byte("encoding"))
	if !ok {
		return ""
	}
	rest = bytes.TrimLeft(rest, " \t\r\n=")
	if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
		return ""
	}
	v, _, _ := bytes.Cut(rest[1:], rest[:1])
	return string(v)
}
