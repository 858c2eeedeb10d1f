package table

import (
	"io"
	"path"
	"slices"
	"strings"
)

// Office Open XML workbooks (ECMA-376, transitional and strict), read as a
// stream: the workbook, styles and shared strings first, then sheet by sheet.

// xlsxBook is what the sheets of a workbook share.
type xlsxBook struct {
	in      *input
	zip     *zipFile
	part    string // the workbook part
	is1904  bool
	sheets  []xlsxSheetRef
	formats []format // by style index
	styled  bool     // there is a styles part
	strings []string
}

type xlsxSheetRef struct {
	name, rel string
	hidden    bool
	partless  bool // its relationship is named, but empty
}

// xlsxRel is one relationship of a part; kind is the last step of its type.
type xlsxRel struct {
	id, kind, target string
	external         bool
}

func (in *input) readZip(r io.ReaderAt, size int64) error {
	z, err := openZip(r, size, in.budget.lim)
	if err != nil {
		return err
	}
	z.idle = in.opt.Idle
	b := &xlsxBook{in: in, zip: z}
	if err := b.open(); err != nil {
		return err
	}
	return z.checkRest()
}

func (b *xlsxBook) open() error {
	rels, err := b.rels("")
	if err != nil {
		return err
	}
	i := slices.IndexFunc(rels, func(r xlsxRel) bool { return r.kind == "officeDocument" })
	if i < 0 {
		return b.notWorkbook()
	}
	b.part = rels[i].target
	if strings.HasSuffix(b.part, ".bin") {
		return unsupported("这是二进制工作簿（.xlsb）")
	}
	if err := b.readWorkbook(); err != nil {
		return err
	}
	rels, err = b.rels(b.part)
	if err != nil {
		return err
	}
	for _, shared := range []struct {
		kind string
		read func(part string) error
	}{{"styles", b.readStyles}, {"sharedStrings", b.readStrings}} {
		i := slices.IndexFunc(rels, func(r xlsxRel) bool { return r.kind == shared.kind && !r.external })
		if i < 0 {
			continue
		}
		if err := shared.read(rels[i].target); err != nil {
			return err
		}
	}
	return b.readSheets(rels)
}

// readSheets reads the sheets in the workbook's order. A part is one sheet's
// only: one that a thousand sheets name would be read a thousand times.
func (b *xlsxBook) readSheets(rels []xlsxRel) error {
	byID := make(map[string]*xlsxRel, len(rels))
	for i := range rels {
		if byID[rels[i].id] == nil {
			byID[rels[i].id] = &rels[i]
		}
	}
	sheetOf := map[string]string{}
	for _, s := range b.sheets {
		if s.partless {
			continue // a module of macros from Excel 95, which has no part of its own
		}
		rel := byID[s.rel]
		if rel == nil {
			return damaged(b.part, "工作表“%s”指向的部件没有登记（%s）", s.name, s.rel)
		}
		if rel.kind != "worksheet" {
			continue // a chart, dialog or macro sheet holds no cells
		}
		part := foldPart(rel.target)
		if first, ok := sheetOf[part]; ok {
			return damaged(rel.target, "两张工作表“%s”和“%s”指向同一个部件", first, s.name)
		}
		sheetOf[part] = s.name
		if err := b.readSheet(s, rel.target); err != nil {
			return err
		}
	}
	return nil
}

// notWorkbook names what else a zip may be.
func (b *xlsxBook) notWorkbook() error {
	if b.zip.parts["mimetype"] != nil && b.zip.parts["content.xml"] != nil {
		return unsupported("这是 OpenDocument 文件（.ods 等）")
	}
	if b.zip.parts["xl/workbook.xml"] != nil || b.zip.parts["[content_types].xml"] != nil {
		return damaged("_rels/.rels", "缺少这个部件，或者它没有指明工作簿")
	}
	return foreignFile("压缩包", hintUnpack)
}

// scan opens a part named by another as XML and runs read over it; the rest of
// the part is read to its end in any case.
func (b *xlsxBook) scan(part, by string, read func(*xmlScanner) error) error {
	rc, err := b.zip.need(part, by)
	if err != nil {
		return err
	}
	defer rc.Close()
	s := newXMLScanner(rc, part, b.in.budget.lim)
	if err := read(s); err != nil {
		return err
	}
	return s.drain()
}

// rels reads the relationships of a part ("" for the package).
func (b *xlsxBook) rels(part string) ([]xlsxRel, error) {
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	if b.zip.parts[foldPart(name)] == nil {
		return nil, nil
	}
	var out []xlsxRel
	err := b.scan(name, part, func(s *xmlScanner) error {
		for s.next() {
			if !s.starts("Relationship") {
				continue
			}
			kind := s.attr("Type")
			kind = kind[strings.LastIndexByte(kind, '/')+1:]
			target := strings.ReplaceAll(s.attr("Target"), `\`, "/")
			if !strings.HasPrefix(target, "/") {
				target = path.Join("/", dir, target)
			}
			out = append(out, xlsxRel{id: s.attr("Id"), kind: kind, target: path.Clean(target)[1:],
				external: s.attr("TargetMode") == "External"})
		}
		return s.err
	})
	return out, err
}

func xmlTrue(v string) bool { return v == "1" || v == "true" || v == "on" }

// readWorkbook reads the list of sheets and the epoch.
func (b *xlsxBook) readWorkbook() error {
	return b.scan(b.part, "_rels/.rels", func(s *xmlScanner) error {
		if s.next() && !s.starts("workbook") {
			if s.starts("document") {
				return foreignFile(" Word 文档", hintResend)
			}
			return unsupported("这不是工作簿，而是“%s”一类的文件", clip(s.name))
		}
		for s.next() {
			if s.kind != xmlStart {
				continue
			}
			switch {
			case s.starts("workbookPr"):
				b.is1904 = xmlTrue(s.attr("date1904"))
			case s.starts("sheet"):
				ref := xlsxSheetRef{name: s.attr("name")}
				state := s.attr("state")
				ref.hidden = state == "hidden" || state == "veryHidden"
				for a := s.attributes(); a.next(); {
					if string(a.local()) == "id" && len(a.raw) > 2 {
						ref.rel = string(a.value())
						ref.partless = ref.rel == ""
					}
				}
				if b.sheets = append(b.sheets, ref); len(b.sheets) > s.lim.Sheets {
					return exceeded(s.part, "Sheets", int64(s.lim.Sheets), "工作表太多")
				}
			}
		}
		return s.err
	})
}

// readStyles reads which style index shows a number how.
func (b *xlsxBook) readStyles(part string) error {
	b.styled = true
	return b.scan(part, b.part, b.scanStyles)
}

func (b *xlsxBook) scanStyles(s *xmlScanner) error {
	custom := map[string]format{}
	var struck []bool // by font
	within := ""
	for s.next() {
		switch {
		case s.starts("numFmts"), s.starts("fonts"), s.starts("cellXfs"):
			within = string(s.name)
		case s.ends(within):
			within = ""
		case within == "numFmts" && s.starts("numFmt"):
			if custom[s.attr("numFmtId")] = parseFormat(s.attr("formatCode")); len(custom) > s.lim.Styles {
				return exceeded(s.part, "Styles", int64(s.lim.Styles), "数字格式太多")
			}
		case within == "fonts" && s.starts("font"):
			if struck = append(struck, false); len(struck) > s.lim.Styles {
				return exceeded(s.part, "Styles", int64(s.lim.Styles), "字体太多")
			}
		case within == "fonts" && s.starts("strike") && len(struck) > 0:
			val := s.attr("val")
			struck[len(struck)-1] = val == "" || xmlTrue(val)
		case within == "cellXfs" && s.starts("xf"):
			id := s.attr("numFmtId")
			f, ok := custom[id]
			if !ok {
				n, _ := atoi([]byte(id))
				f = builtinFormat(n)
			}
			if n, ok := atoi([]byte(s.attr("fontId"))); ok && n < len(struck) {
				f.struck = struck[n]
			}
			if b.formats = append(b.formats, f); len(b.formats) > s.lim.Styles {
				return exceeded(s.part, "Styles", int64(s.lim.Styles), "单元格样式太多")
			}
		}
	}
	return s.err
}

// atoi reads digits and nothing else.
func atoi(b []byte) (int, bool) {
	if len(b) == 0 || len(b) > 9 {
		return 0, false
	}
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// readStrings reads the shared string table.
func (b *xlsxBook) readStrings(part string) error {
	return b.scan(part, b.part, b.scanStrings)
}

func (b *xlsxBook) scanStrings(s *xmlScanner) error {
	t := stringTable{part: s.part, lim: b.in.budget.lim}
	plain := s.next() && !s.pending && !s.decoded && s.unprefixed()
	for {
		if plain {
			if err := readPlainStrings(s, t.add); err != nil {
				return err
			}
		}
		if !s.next() {
			break
		}
		if !s.starts("si") {
			continue
		}
		t.text = t.text[:0]
		if err := readRichText(s, &t.text); err != nil {
			return err
		}
		if err := t.add(t.text); err != nil {
			return err
		}
	}
	b.strings = t.done()
	return s.err
}

// stringTable gathers the shared strings of a workbook within their limits.
type stringTable struct {
	part  string
	lim   Limits
	strs  []string
	pool  textPool
	total int64
	text  []byte
}

func (t *stringTable) add(text []byte) error {
	t.strs = append(t.strs, "")
	if len(t.strs) > t.lim.SharedStrings {
		return exceeded(t.part, "SharedStrings", int64(t.lim.SharedStrings), "共享字符串太多")
	}
	if t.total += int64(len(text)); t.total > t.lim.SharedBytes {
		return exceeded(t.part, "SharedBytes", t.lim.SharedBytes, "共享字符串太大")
	}
	t.pool.buf = append(t.pool.buf, text...)
	t.pool.keep(t.strs)
	return nil
}

func (t *stringTable) done() []string {
	t.pool.flush(t.strs)
	return slices.Clip(t.strs)
}

// textPool gathers short texts and turns them into strings a block at a time.
type textPool struct {
	buf  []byte
	ends []int
}

const poolBytes = 64 << 10

// keep takes what was added to buf since the last keep as the text of the last
// of strs.
func (p *textPool) keep(strs []string) {
	p.ends = append(p.ends, len(p.buf))
	if len(p.buf) >= poolBytes {
		p.flush(strs)
	}
}

// flush gives the last strings of strs the texts kept since the last flush.
func (p *textPool) flush(strs []string) {
	all := string(p.buf)
	first := len(strs) - len(p.ends)
	at := 0
	for i, end := range p.ends {
		strs[first+i] = all[at:end]
		at = end
	}
	p.buf, p.ends = p.buf[:0], p.ends[:0]
}

// readRichText adds the text of the element at hand (si or is) to dst: t and
// r/t, without phonetic runs.
func readRichText(s *xmlScanner, dst *[]byte) error {
	start := len(*dst)
	inText := false
	for s.next() {
		switch s.kind {
		case xmlStart:
			switch {
			case s.starts("t"):
				inText = true
			case s.starts("rPh"):
				if !s.skip() {
					return s.err
				}
			}
		case xmlEnd:
			inText = false
			if string(s.name) == "si" || string(s.name) == "is" {
				if !s.checkText((*dst)[start:]) {
					return s.err
				}
				*dst = cleanText(*dst, start)
				return nil
			}
		case xmlText:
			if inText {
				var ok bool
				if *dst, ok = s.appendText(*dst, start); !ok {
					return s.err
				}
			}
		}
	}
	return s.err
}
