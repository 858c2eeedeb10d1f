package table

import (
	"bytes"
	"io"
	"slices"
	"strconv"
)

// A pull scanner for the XML of spreadsheets, on bytes and without an
// allocation per token. It checks what a cut or altered part would break (tags
// that match, quotes and brackets that close, one root that ends), resolves
// namespaces as far as spreadsheets need, and refuses document types, so that
// no entity is ever expanded that the document itself defines.
//
// Facts relied on: XML 1.0 §2.11 (line ends), §4.1 and §4.6 (the five
// predefined entities and character references); Namespaces in XML 1.0 §6;
// ECMA-376 part 3 §7.6 (AlternateContent: a reader that understands none of
// the Choices takes the Fallback).

type xmlKind uint8

const (
	xmlEOF   xmlKind = iota // after the root's end, or after an error
	xmlStart                // name, own, attrs
	xmlEnd                  // name, own
	xmlText                 // text, perhaps one of several pieces
)

// xmlSyntax is a breach of the XML rules; offset counts bytes of the part.
type xmlSyntax struct {
	offset int64
	what   string
}

func (e *xmlSyntax) Error() string {
	return "第" + strconv.FormatInt(e.offset+1, 10) + "字节附近：" + e.what
}

type xmlScanner struct {
	r        io.Reader
	buf      []byte
	pos, end int   // the unread bytes are buf[pos:end]
	base     int64 // offset of buf[0] in the part
	ended    bool  // r has given io.EOF
	part     string
	lim      Limits
	decoded  bool // the bytes came through a decoder: U+FFFD means bad input

	kind  xmlKind
	name  []byte // local name, valid until the next call of next
	own   bool   // in the namespace of the root element
	attrs []byte // raw attributes of an xmlStart
	text  []byte // of an xmlText; raw when not cdata
	cdata bool

	open      []xmlOpen // elements now open
	names     []byte    // their raw names, end to end
	binds     []xmlBind
	uris      []string
	root      int  // index in uris of the root's namespace
	pending   bool // the last start was self-closing: its end comes next
	swallow   int  // depth of the AlternateContent whose Choices are passed over
	seenRoot  bool
	err       error
	lastPfx   []byte
	lastSpace int
}

type xmlOpen struct {
	name  int // offset in names
	space int
	clear bool // an AlternateContent or Fallback: not shown
}

type xmlBind struct {
	prefix string
	space  int // index in uris
	depth  int
}

const (
	xmlBufSize = 64 << 10
	// maxNamespaces bounds the search for a prefix; Excel declares a dozen.
	maxNamespaces = 256
	xmlnsMC       = "http://schemas.openxmlformats.org/markup-compatibility/2006"
)

func newXMLScanner(r io.Reader, part string, lim Limits) *xmlScanner {
	dr, decoded := xmlDecoder(r)
	return &xmlScanner{r: dr, decoded: decoded, part: part, lim: lim,
		buf: make([]byte, xmlBufSize), uris: []string{"", xmlnsMC}, root: -1, lastSpace: -1}
}

// fail records the first error; every later token is xmlEOF.
func (s *xmlScanner) fail(err error) bool {
	if s.err == nil {
		s.err = err
	}
	s.kind, s.pending = xmlEOF, false
	return false
}

func (s *xmlScanner) syntax(what string) bool {
	return s.fail(&Error{Kind: ErrDamaged, Part: s.part, Hint: hintResave,
		What: (&xmlSyntax{s.base + int64(s.pos), what}).Error()})
}

// fill reads more bytes, keeping buf[pos:end]. It reports false at the end of
// the input or on error.
func (s *xmlScanner) fill() bool {
	if s.ended || s.err != nil {
		return false
	}
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.base += int64(s.pos)
		s.end -= s.pos
		s.pos = 0
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= s.lim.TagBytes {
			s.fail(exceeded(s.part, "TagBytes", int64(s.lim.TagBytes), "一个标记太长"))
			return false
		}
		s.buf = slices.Grow(s.buf, len(s.buf))[:2*len(s.buf)]
	}
	for range 100 {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		if err == io.EOF {
			s.ended = true
			return n > 0
		}
		if err != nil {
			s.fail(partReadError(s.part, err))
			return false
		}
		if n > 0 {
			return true
		}
	}
	s.fail(partReadError(s.part, io.ErrNoProgress))
	return false
}

// find gives the index of the first sep at or after from, in offsets from pos,
// reading on as needed; -1 when the input ends first.
func (s *xmlScanner) find(from int, sep string) int {
	for {
		if s.pos+from <= s.end {
			if i := bytes.Index(s.buf[s.pos+from:s.end], []byte(sep)); i >= 0 {
				return from + i
			}
			from = max(from, s.end-s.pos-len(sep)+1)
		}
		if !s.fill() {
			return -1
		}
	}
}

// next advances to the next token and reports whether there is one. After the
// root's end the rest of the input is read to its last byte, so that a
// checksum below is seen.
func (s *xmlScanner) next() bool {
	if s.pending {
		s.pending = false
		return s.endElement()
	}
	for s.err == nil {
		if s.pos == s.end && !s.fill() {
			return s.finish()
		}
		if s.buf[s.pos] != '<' {
			if s.textToken() {
				return true
			}
			continue
		}
		for s.end-s.pos < 2 {
			if !s.fill() {
				return s.syntax("文件在标记中间断开")
			}
		}
		shown := false
		switch s.buf[s.pos+1] {
		case '/':
			shown = s.endTag()
		case '!':
			shown = s.declaration()
		case '?':
			s.skipPast(2, "?>")
		default:
			shown = s.startTag()
		}
		if shown {
			return true
		}
	}
	return false
}

// finish is the end of the input: right only after the root has closed.
func (s *xmlScanner) finish() bool {
	s.kind = xmlEOF
	if s.err != nil {
		return false
	}
	if !s.seenRoot {
		return s.syntax("里面没有内容")
	}
	if len(s.open) > 0 {
		return s.syntax("文件在元素 " + string(s.names[s.open[len(s.open)-1].name:]) + " 中间断开")
	}
	return false
}

// skipPast passes over a comment or processing instruction without holding it.
func (s *xmlScanner) skipPast(from int, sep string) {
	s.pos += from
	for {
		if i := bytes.Index(s.buf[s.pos:s.end], []byte(sep)); i >= 0 {
			s.pos += i + len(sep)
			return
		}
		s.pos = max(s.pos, s.end-len(sep)+1)
		if !s.fill() {
			s.syntax("注释或指令没有结束")
			return
		}
	}
}

// textToken gives the text up to the next tag, or a piece of it when it is
// longer than the buffer. Outside the root only white space is allowed.
func (s *xmlScanner) textToken() bool {
	i := bytes.IndexByte(s.buf[s.pos:s.end], '<')
	for i < 0 && s.end-s.pos < xmlBufSize/2 && s.fill() {
		i = bytes.IndexByte(s.buf[s.pos:s.end], '<')
	}
	if s.err != nil {
		return false
	}
	if i < 0 {
		i = s.end - s.pos
		// An entity cut by the buffer's end waits for its rest.
		if amp := bytes.LastIndexByte(s.buf[s.pos:s.end], '&'); amp > 0 && i-amp < 16 && !s.ended {
			i = amp
		}
	}
	t := s.buf[s.pos : s.pos+i]
	if len(s.open) == 0 {
		if len(bytes.TrimLeft(t, " \t\r\n")) > 0 {
			return s.syntax("根元素之外有文字")
		}
		s.pos += i
		return false
	}
	s.pos += i
	s.kind, s.text, s.cdata = xmlText, t, false
	return s.swallow == 0
}

// declaration handles what begins with <!.
func (s *xmlScanner) declaration() bool {
	for s.end-s.pos < 9 {
		if !s.fill() {
			break
		}
	}
	b := s.buf[s.pos:s.end]
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		s.skipPast(4, "-->")
		return false
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		if len(s.open) == 0 {
			return s.syntax("根元素之外有文字")
		}
		i := s.find(9, "]]>")
		if i < 0 {
			return s.syntax("CDATA 没有结束")
		}
		s.kind, s.text, s.cdata = xmlText, s.buf[s.pos+9:s.pos+i], true
		s.pos += i + 3
		return s.swallow == 0
	case bytes.HasPrefix(b, []byte("<!DOCTYPE")):
		return s.syntax("含有文档类型定义（DTD），电子表格里不应有，不予读取")
	}
	return s.syntax("标记写法不对")
}

// tagEnd gives the offset from pos of the '>' that closes the tag at pos,
// which is one outside quotes.
func (s *xmlScanner) tagEnd() int {
	i := 1
	for {
		b := s.buf[s.pos:s.end]
		for i < len(b) {
			switch b[i] {
			case '>':
				return i
			case '"', '\'':
				j := bytes.IndexByte(b[i+1:], b[i])
				if j < 0 {
					goto more
				}
				i += j + 2
			case '<':
				s.syntax("标记里又出现“<”")
				return -1
			default:
				i++
			}
		}
	more:
		if !s.fill() {
			s.syntax("文件在标记中间断开")
			return -1
		}
	}
}

func isXMLSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func (s *xmlScanner) startTag() bool {
	n := s.tagEnd()
	if n < 0 {
		return false
	}
	tag := s.buf[s.pos+1 : s.pos+n]
	s.pending = len(tag) > 0 && tag[len(tag)-1] == '/'
	if s.pending {
		tag = tag[:len(tag)-1]
	}
	i := 0
	for i < len(tag) && !isXMLSpace(tag[i]) && tag[i] != '/' {
		i++
	}
	raw := tag[:i]
	s.attrs = tag[i:]
	if len(raw) == 0 || i < len(tag) && tag[i] == '/' || raw[0] < 'A' {
		return s.syntax("标记写法不对")
	}
	if len(s.open) == 0 && s.seenRoot {
		return s.syntax("根元素之后还有元素")
	}
	if len(s.open) >= s.lim.Depth {
		return s.fail(exceeded(s.part, "Depth", int64(s.lim.Depth), "元素嵌套太深"))
	}
	if len(s.attrs) > 6 && bytes.Contains(s.attrs, []byte("xmlns")) && !s.bind() {
		return false
	}
	space, local, ok := s.resolve(raw)
	if !ok {
		return s.syntax("命名空间前缀 " + string(raw) + " 没有声明")
	}
	if !s.seenRoot {
		s.seenRoot, s.root = true, space
	}
	s.pos += n + 1
	o := xmlOpen{name: len(s.names), space: space}
	s.names = append(s.names, raw...)
	if space == 1 { // markup compatibility
		switch string(local) {
		case "AlternateContent", "Fallback":
			o.clear = true
		case "Choice":
			if s.swallow == 0 {
				s.swallow = len(s.open) + 1
			}
		}
	}
	s.open = append(s.open, o)
	s.kind, s.name, s.own = xmlStart, local, space == s.root
	if o.clear || s.swallow > 0 {
		if s.pending {
			s.pending = false
			s.endElement()
		}
		return false
	}
	return true
}

// bind records the namespace declarations of the tag at hand.
func (s *xmlScanner) bind() bool {
	for a := s.attributes(); a.next(); {
		pfx, ok := bytes.CutPrefix(a.raw, []byte("xmlns"))
		if !ok || len(pfx) > 0 && pfx[0] != ':' {
			continue
		}
		if len(pfx) > 0 {
			pfx = pfx[1:]
		}
		if len(s.binds) >= maxNamespaces || len(s.uris) >= maxNamespaces {
			return s.syntax("命名空间太多")
		}
		uri := string(a.value())
		space := slices.Index(s.uris, uri)
		if space < 0 {
			space = len(s.uris)
			s.uris = append(s.uris, uri)
		}
		s.binds = append(s.binds, xmlBind{string(pfx), space, len(s.open) + 1})
		s.lastSpace = -1
	}
	return s.err == nil
}

// resolve splits a raw name and finds its namespace.
func (s *xmlScanner) resolve(raw []byte) (space int, local []byte, ok bool) {
	i := bytes.IndexByte(raw, ':')
	var pfx []byte
	local = raw
	if i >= 0 {
		pfx, local = raw[:i], raw[i+1:]
	}
	if s.lastSpace >= 0 && bytes.Equal(pfx, s.lastPfx) {
		return s.lastSpace, local, true
	}
	for j := len(s.binds) - 1; j >= 0; j-- {
		if s.binds[j].prefix == string(pfx) {
			s.lastPfx = append(s.lastPfx[:0], pfx...)
			s.lastSpace = s.binds[j].space
			return s.lastSpace, local, true
		}
	}
	return 0, local, len(pfx) == 0
}

func (s *xmlScanner) endTag() bool {
	n := s.find(2, ">")
	if n < 0 {
		return s.syntax("文件在标记中间断开")
	}
	raw := s.buf[s.pos+2 : s.pos+n]
	for len(raw) > 0 && isXMLSpace(raw[len(raw)-1]) {
		raw = raw[:len(raw)-1]
	}
	if len(s.open) == 0 {
		return s.syntax("多出结束标记 " + clip(raw))
	}
	if want := s.names[s.open[len(s.open)-1].name:]; !bytes.Equal(raw, want) {
		return s.syntax("结束标记 " + clip(raw) + " 与开始标记 " + clip(want) + " 不一致")
	}
	s.pos += n + 1
	return s.endElement()
}

// endElement closes the innermost element and reports whether its end is shown.
func (s *xmlScanner) endElement() bool {
	o := s.open[len(s.open)-1]
	raw := s.names[o.name:]
	depth := len(s.open)
	s.open = s.open[:depth-1]
	s.names = s.names[:o.name]
	for len(s.binds) > 0 && s.binds[len(s.binds)-1].depth == depth {
		s.binds = s.binds[:len(s.binds)-1]
		s.lastSpace = -1
	}
	if s.swallow > 0 {
		if s.swallow == depth {
			s.swallow = 0
		}
		return false
	}
	if i := bytes.IndexByte(raw, ':'); i >= 0 {
		raw = raw[i+1:]
	}
	s.kind, s.name, s.own = xmlEnd, raw, o.space == s.root
	return !o.clear
}

// skip passes over the rest of the element whose start is the current token,
// its end included.
func (s *xmlScanner) skip() bool {
	for depth := 1; depth > 0; {
		if !s.next() {
			return false
		}
		switch s.kind {
		case xmlStart:
			depth++
		case xmlEnd:
			depth--
		}
	}
	return true
}

// starts reports whether the current token is the start of an element of the
// root's namespace with this local name.
func (s *xmlScanner) starts(name string) bool {
	return s.kind == xmlStart && s.own && string(s.name) == name
}

// ends reports whether the current token is the end of such an element.
func (s *xmlScanner) ends(name string) bool {
	return s.kind == xmlEnd && s.own && string(s.name) == name
}

// drain reads to the end of the input, so that what follows the root and the
// checksum below are seen too.
func (s *xmlScanner) drain() error {
	for s.next() {
	}
	return s.err
}
