package table

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Text encodings. A byte order mark decides; else what begins as valid UTF-8 is
// UTF-8, since Chinese text in GBK practically never does; else GB18030, which
// contains GBK and GB2312. GB18030 decoding turns a bad byte into U+FFFD without an error,
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

// lineAt is the number of the line that holds offset i, from 1.
func lineAt(s string, i int) int { return 1 + strings.Count(s[:i], "\n") }

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
