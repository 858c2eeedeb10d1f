package table

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"unicode/utf16"
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

const (
	bomUTF8    = "\xEF\xBB\xBF"
	bomUTF16LE = "\xFF\xFE"
	bomUTF16BE = "\xFE\xFF"
)

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

// decodeText gives the text of a whole text file as UTF-8. On failure line is
// the line of the first byte that is no text in that encoding.
func decodeText(s string) (text string, line int, ok bool) {
	switch {
	case strings.HasPrefix(s, bomUTF8):
		s = s[len(bomUTF8):]
		if i := invalidUTF8(s); i >= 0 {
			return "", lineAt(s, i), false
		}
		return s, 0, true
	case strings.HasPrefix(s, bomUTF16LE):
		return decodeUTF16(s[2:], 0)
	case strings.HasPrefix(s, bomUTF16BE):
		return decodeUTF16(s[2:], 1)
	}
	i := invalidUTF8(s)
	if i < 0 {
		return s, 0, true
	}
	if text, line, ok = decodeGB18030(s); !ok {
		// What the file was meant to be is the encoding that fits longer.
		line = max(line, lineAt(s, i))
	}
	return text, line, ok
}

// invalidUTF8 gives the offset of the first byte that is not UTF-8, or -1. It
// goes through Chinese text in a third of the time of utf8.ValidString: the
// three-byte forms E1 to EC may have any continuation bytes.
func invalidUTF8(s string) int {
	for i := 0; i < len(s); {
		for i+8 <= len(s) && twoHan(s[i:i+8]) {
			i += 6
		}
		switch c := s[i]; {
		case c < utf8.RuneSelf:
			i++
		case c >= 0xE1 && c <= 0xEC && i+2 < len(s) && s[i+1]&0xC0 == 0x80 && s[i+2]&0xC0 == 0x80:
			i += 3
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				return i
			}
			i += n
		}
	}
	return -1
}

// twoHan reports whether eight bytes begin with two characters from U+4000 to
// U+BFFF, among which is nearly every Han character: lead bytes E4 to EB.
func twoHan(s string) bool {
	_ = s[7]
	w := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	const forms, leads = 0x8080E0_8080E0, 0x000004_000004
	return w&0xC0C0F0_C0C0F0 == forms && (w^w>>1)&leads == leads
}

// lineAt is the number of the line that holds offset i, from 1.
func lineAt(s string, i int) int { return 1 + strings.Count(s[:i], "\n") }

// decodeUTF16 decodes without byte order mark; big is 1 for big-endian.
func decodeUTF16(s string, big int) (text string, line int, ok bool) {
	out := make([]byte, 0, len(s)+len(s)/2)
	unit := func() rune {
		u := rune(s[big]) | rune(s[1-big])<<8
		s = s[2:]
		return u
	}
	for len(s) >= 2 {
		u := unit()
		if utf16.IsSurrogate(u) {
			if len(s) < 2 {
				return "", lineAt(string(out), len(out)), false
			}
			if u = utf16.DecodeRune(u, unit()); u == utf8.RuneError {
				return "", lineAt(string(out), len(out)), false
			}
		}
		out = utf8.AppendRune(out, u)
	}
	text = string(out)
	return text, lineAt(text, len(text)), len(s) == 0
}

// decodeGB18030 decodes what is neither UTF-8 nor marked.
func decodeGB18030(s string) (text string, line int, ok bool) {
	text, err := simplifiedchinese.GB18030.NewDecoder().String(s)
	if err == nil && strings.Count(text, "\uFFFD") == strings.Count(s, "\x84\x31\xA4\x37") {
		return text, 0, true
	}
	return "", lineAt(text, max(strings.Index(text, "\uFFFD"), 0)), false
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
	case bytes.HasPrefix(head, []byte(bomUTF8)):
		br.Discard(3)
		return br, false
	case bytes.HasPrefix(head, []byte(bomUTF16LE)), len(head) > 3 && head[0] == '<' && head[1] == 0:
		return xmlFrom(br, utf16LE, head[0] == 0xFF), true
	case bytes.HasPrefix(head, []byte(bomUTF16BE)), len(head) > 3 && head[0] == 0 && head[1] == '<':
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
