package table

import (
	"bytes"
	"html"
	"strconv"
	"strings"
)

// htmlText gathers the text of a cell as a browser shows it: white space runs
// together, blocks stand on lines of their own.
type htmlText struct {
	buf []byte
}

func (t *htmlText) reset() { t.buf = t.buf[:0] }

// add adds text with entities.
func (t *htmlText) add(raw []byte) {
	if bytes.IndexByte(raw, '&') >= 0 {
		raw = []byte(html.UnescapeString(string(raw)))
	}
	for _, c := range raw {
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' {
			if n := len(t.buf); n > 0 && t.buf[n-1] != ' ' && t.buf[n-1] != '\n' {
				t.buf = append(t.buf, ' ')
			}
			continue
		}
		t.buf = append(t.buf, c)
	}
}

// line ends the line.
func (t *htmlText) line() {
	t.buf = bytes.TrimRight(t.buf, " ")
	if n := len(t.buf); n > 0 && t.buf[n-1] != '\n' {
		t.buf = append(t.buf, '\n')
	}
}

// take gives the text and begins anew. Nothing but spaces, non-breaking ones
// included, is an empty cell.
func (t *htmlText) take() string {
	b := bytes.TrimRight(t.buf, " \n")
	s := string(b)
	t.reset()
	if strings.Trim(s, " \n\u00A0") == "" {
		return ""
	}
	return s
}

// htmlTag is a tag with its attributes.
type htmlTag struct {
	name  string // lower case
	end   bool
	attrs [][2]string
}

// parse reads the tag at the beginning of b and gives its length, 0 when it
// does not end.
func (t *htmlTag) parse(b []byte) (int, error) {
	i := 1
	t.end = b[1] == '/'
	if t.end {
		i++
	}
	start := i
	for i < len(b) && !isHTMLSpace(b[i]) && b[i] != '>' && b[i] != '/' {
		i++
	}
	t.name = strings.ToLower(string(b[start:i]))
	t.attrs = t.attrs[:0]
	for {
		for i < len(b) && (isHTMLSpace(b[i]) || b[i] == '/') {
			i++
		}
		if i == len(b) {
			return 0, nil
		}
		if b[i] == '>' {
			return i + 1, nil
		}
		start = i
		for i++; i < len(b) && !isHTMLSpace(b[i]) && b[i] != '=' && b[i] != '>' && b[i] != '/'; i++ {
		}
		name := b[start:i]
		for i < len(b) && isHTMLSpace(b[i]) {
			i++
		}
		var value []byte
		if i < len(b) && b[i] == '=' {
			n := 0
			var err error
			if value, n, err = htmlValue(b[i+1:]); n < 0 || err != nil {
				return 0, err
			}
			i += 1 + n
		}
		if len(t.attrs) < 64 {
			t.attrs = append(t.attrs, [2]string{strings.ToLower(string(name)), string(value)})
		}
	}
}

func isHTMLSpace(c byte) bool { return isXMLSpace(c) || c == '\f' }

// htmlValue reads an attribute's value after the =; n is -1 when it does not
// end. A quoted value that runs across cells has lost its closing quote.
func htmlValue(b []byte) (value []byte, n int, err error) {
	i := 0
	for i < len(b) && isHTMLSpace(b[i]) {
		i++
	}
	if i < len(b) && (b[i] == '"' || b[i] == '\'') {
		j := bytes.IndexByte(b[i+1:], b[i])
		if j < 0 {
			return nil, -1, nil
		}
		value = b[i+1 : i+1+j]
		if indexFold(value, "</t") >= 0 || indexFold(value, "<td") >= 0 {
			return nil, 0, damaged("", "属性的引号没有结束，后面的单元格会被当成属性")
		}
		return value, i + j + 2, nil
	}
	start := i
	for i < len(b) && !isHTMLSpace(b[i]) && b[i] != '>' {
		i++
	}
	return b[start:i], i, nil
}

func (t *htmlTag) attr(name string) string {
	for _, a := range t.attrs {
		if a[0] == name {
			return strings.TrimSpace(a[1])
		}
	}
	return ""
}

// number reads a span, at least least and at most most; what is no number is
// least.
func (t *htmlTag) number(name string, least, most int) int {
	n, err := strconv.Atoi(t.attr(name))
	if err != nil {
		return least
	}
	return min(max(n, least), most)
}

// struck reports an element whose text is shown struck through.
func (t *htmlTag) struck() bool {
	switch t.name {
	case "s", "strike", "del":
		return true
	}
	return strings.Contains(strings.ToLower(t.attr("style")), "line-through")
}

// hidden reports an element that is not displayed.
func (t *htmlTag) hidden() bool {
	style := strings.ToLower(strings.ReplaceAll(t.attr("style"), " ", ""))
	return strings.Contains(style, "display:none")
}
