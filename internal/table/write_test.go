package table

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"
)

// dangerous are texts that a careless writer turns into formulas, breaks the
// file with, or changes.
var dangerous = []string{
	"=1+1", "=HYPERLINK(\"http://x\",\"y\")", "+86 25", "-5", "@SUM(A1)", "\t=1", "'quoted", "=cmd|' /C calc'!A0",
	"<b>&amp;</b>", "]]>", "a\nb", " lead and trail ", "0123", "1E5", "2021-05-10", "南京“盛”源①（集团）", "_x000D_", "a_x0041_b_x", "𠮷野家", "TRUE", "#N/A",
}

func sampleBook() *Book {
	p := Page{Name: "清单", Header: 2, Filter: true, FreezeCols: 1, Columns: []Column{{20}, {8}, {12}, {10}},
		Choices: []Choice{{Col: 3, FirstRow: 3, LastRow: 10, Values: []string{"是", "否"}, Prompt: "选"}},
		Marks:   []Mark{{Col: 3, FirstRow: 3, LastRow: 10, Equal: "否", Style: Bad}},
		Footer:  "A&B 清单"}
	p.Lines = []Line{
		{Cells: []Value{Str("标题", Title)}, Merges: []Join{{Last: 3}}, Height: 30},
		{Cells: []Value{Str("名称", Head), Str("数", Head), Str("日期", Head), Str("公开", Head)}},
	}
	for i, s := range dangerous {
		p.Lines = append(p.Lines, Line{Cells: []Value{Str(s, Body), Num(float64(i)/2, BodyAmount), Day(18757+i, BodyDate), Str("否", Fill)}})
	}
	q := Page{Name: "图", Portrait: true, Breaks: []int{4}, Lines: []Line{
		{Cells: []Value{Str("甲", Label), Int(3, BodyCount)}},
		{Cells: []Value{Str("乙", Label), Int(5, BodyCount)}},
	}}
	for i, k := range []ChartKind{Columns, StackedColumns, Bars, Ring} {
		q.Charts = append(q.Charts, Chart{Kind: k, Title: "图", At: fmt.Sprintf("D%d", 2+20*i), Width: 400, Height: 300, Page: "图",
			Categories: Range{0, 1, 2}, Series: []Series{{Name: "数", Values: Range{1, 1, 2}}}})
	}
	return &Book{Title: "样本", Creator: "联查", Created: "2021-05-01", Pages: []Page{p, q}}
}

func bookBytes(t testing.TB, b *Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := WriteBook(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// What excelize reads is what was written, and no cell is a formula.
func TestWriteBookReadsBack(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(bookBytes(t, sampleBook())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i, want := range dangerous {
		cell := cellName(0, 3+i)
		if got, err := f.GetCellValue("清单", cell); err != nil || got != want {
			t.Errorf("%s: wrote %q, read %q, %v", cell, want, got, err)
		}
		if formula, _ := f.GetCellFormula("清单", cell); formula != "" {
			t.Errorf("%s: %q became a formula", cell, want)
		}
	}
	if got, _ := f.GetCellValue("清单", "C3"); got != "2021-05-10" {
		t.Errorf("date reads %q", got)
	}
	merges, _ := f.GetMergeCells("清单")
	if len(merges) != 1 || merges[0].GetStartAxis()+":"+merges[0].GetEndAxis() != "A1:D1" {
		t.Errorf("merges %v", merges)
	}
	lists, _ := f.GetDataValidations("清单")
	if len(lists) != 1 || lists[0].Sqref != "D3:D10" {
		t.Errorf("drop-downs %v", lists)
	}
}

// What this package writes it reads: texts as they are, numbers and dates as
// what they are.
func TestWriteBookReadsItself(t *testing.T) {
	b := bookBytes(t, sampleBook())
	sheets, err := Read(bytes.NewReader(b), int64(len(b)), "样本.xlsx", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range dangerous {
		cells := sheets[0].Rows[2+i].Cells
		if cells[0].Kind != Text || cells[0].Text != want {
			t.Errorf("wrote %q, read %+v", want, cells[0])
		}
		if cells[1].Kind != Number || cells[1].Number != float64(i)/2 {
			t.Errorf("wrote %v, read %+v", float64(i)/2, cells[1])
		}
		if cells[2].Kind != DateTime || cells[2].Number != float64(18757+i+unixEpoch) {
			t.Errorf("wrote day %d, read %+v", 18757+i, cells[2])
		}
	}
}

// The parts are well-formed, in order, without a time, and in the order the
// schema wants.
func TestWriteBookParts(t *testing.T) {
	b := bookBytes(t, sampleBook())
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if z.File[0].Name != contentTypes {
		t.Errorf("first part is %s", z.File[0].Name)
	}
	for i, f := range z.File {
		if i > 1 && z.File[i-1].Name >= f.Name && f.Name != sharedPart {
			t.Errorf("%s after %s", f.Name, z.File[i-1].Name)
		}
		if !f.Modified.IsZero() && f.Modified.Year() > 1980 {
			t.Errorf("%s has a time: %v", f.Name, f.Modified)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(bytes.NewReader(text))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		if f.Name == "xl/worksheets/sheet1.xml" {
			checkOrder(t, string(text))
		}
	}
}

func checkOrder(t *testing.T, sheet string) {
	at := 0
	for _, element := range []string{"<sheetPr", "<sheetViews", "<cols", "<sheetData", "<autoFilter", "<mergeCells", "<conditionalFormatting", "<dataValidations", "<pageMargins", "<pageSetup", "<headerFooter", "<ignoredErrors"} {
		i := strings.Index(sheet, element)
		if i < at {
			t.Errorf("%s is missing or out of order", element)
		}
		at = max(at, i)
	}
}

func TestWriteBookIsDeterministic(t *testing.T) {
	first := bookBytes(t, sampleBook())
	for range 3 {
		if !bytes.Equal(first, bookBytes(t, sampleBook())) {
			t.Fatal("the same book gives other bytes")
		}
	}
}

// Lines made one at a time give what lines held in memory give.
func TestWriteBookLineAt(t *testing.T) {
	a, b := sampleBook(), sampleBook()
	lines := b.Pages[0].Lines
	b.Pages[0].Lines = nil
	b.Pages[0].NumLines = len(lines)
	b.Pages[0].LineAt = func(i int, l *Line) {
		l.Cells = append(l.Cells, lines[i].Cells...)
		l.Merges = append(l.Merges, lines[i].Merges...)
		l.Height, l.AtLeast = lines[i].Height, lines[i].AtLeast
	}
	if !bytes.Equal(bookBytes(t, a), bookBytes(t, b)) {
		t.Error("other bytes")
	}
}

func TestCellNames(t *testing.T) {
	for want, at := range map[string][2]int{"A1": {0, 1}, "Z9": {25, 9}, "AA10": {26, 10}, "ZZ1": {701, 1}, "AAA1": {702, 1}, "XFD1048576": {16383, 1048576}} {
		if got := cellName(at[0], at[1]); got != want {
			t.Errorf("cell %v is %s, not %s", at, got, want)
		}
	}
}

func TestAppendXML(t *testing.T) {
	for in, want := range map[string]string{
		"a\x00b\x1fc": "abc", "a\r\nb\rc": "a\nb\nc", "\xff": "�", "￾x￿": "x", "<&>": "&lt;&amp;&gt;",
		"": "", "全\x0b部": "全部",
	} {
		if got := string(appendXML(nil, in)); got != want {
			t.Errorf("%q gives %q, not %q", in, got, want)
		}
	}
	for _, c := range []struct{ in, want string }{
		{strings.Repeat("字", maxCellChars), strings.Repeat("字", maxCellChars)},
		{strings.Repeat("字", maxCellChars+1), strings.Repeat("字", maxCellChars-1) + "…"},
		{strings.Repeat("𠮷", maxCellChars), strings.Repeat("𠮷", (maxCellChars-1)/2) + "…"},
	} {
		if got := string(appendXML(nil, c.in)); got != c.want {
			t.Errorf("long text of %d bytes gives %d bytes, not %d", len(c.in), len(got), len(c.want))
		}
	}
}

func FuzzAppendXML(f *testing.F) {
	for _, s := range dangerous {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		doc := append(appendXML([]byte("<t>"), s), "</t>"...)
		var got string
		if err := xml.Unmarshal(doc, &got); err != nil {
			t.Fatalf("%q: %v", s, err)
		}
	})
}

func TestWrappedLines(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  int
	}{{"abc", 10, 1}, {"一二三四五", 11, 1}, {"一二三四五六", 11, 2}, {"a\nb\nc", 10, 3}, {"", 5, 1}, {strings.Repeat("字", 50), 21, 5}} {
		if got := wrappedLines(c.text, c.width); got != c.want {
			t.Errorf("%q in %v takes %d lines, not %d", c.text, c.width, got, c.want)
		}
	}
}

func TestGuardFormula(t *testing.T) {
	for in, want := range map[string]string{
		"=1": "'=1", "+86 25": "'+86 25", "-a": "'-a", "@x": "'@x", "\t=1": "'\t=1", " =1": "' =1", "＝1": "'＝1",
		"-5": "-5", "+3.5": "+3.5", "-.": "'-.", "+-5": "'+-5", "5-": "5-", "正常": "正常", "": "", "-": "'-", "-1-2": "'-1-2",
	} {
		if got := GuardFormula(in); got != want {
			t.Errorf("%q gives %q, not %q", in, got, want)
		}
	}
}

func TestWriteCSV(t *testing.T) {
	var out bytes.Buffer
	rows := [][]string{{"企业名称", "结果"}, {"甲,乙", "=1"}, {"两\n行", "说“是”"}}
	if err := WriteCSV(&out, func(yield func([]string) bool) {
		for _, r := range rows {
			if !yield(r) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	if want := "\ufeff企业名称,结果\r\n\"甲,乙\",'=1\r\n\"两\r\n行\",说“是”\r\n"; out.String() != want {
		t.Errorf("got %q", out.String())
	}
}

// failingWriter fails after n bytes, as a full disk does.
type failingWriter struct{ n int }

var errFull = errors.New("full")

func (w *failingWriter) Write(p []byte) (int, error) {
	if w.n -= len(p); w.n < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteBookReportsErrors(t *testing.T) {
	whole := len(bookBytes(t, sampleBook()))
	for n := 0; n < whole; n += 997 {
		if err := WriteBook(&failingWriter{n}, sampleBook()); !errors.Is(err, errFull) {
			t.Fatalf("a disk full after %d bytes: %v", n, err)
		}
	}
}

// A text is in the file once; where the table of texts is full, a cell spells
// its text out.
func TestSharedTexts(t *testing.T) {
	pk := &packer{styles: new([numStyles]int)}
	cell := func(text string, col int) string {
		return string(pk.appendCell(nil, &Value{Style: Body, Text: text}, col, []byte("A"), 1))
	}
	for _, text := range []string{"甲", "乙", "甲"} {
		cell(text, 0)
	}
	if a, b := cell("乙", 0), cell("乙", 1); a != `<c r="A1" s="0" t="s"><v>1</v></c>` || b != a {
		t.Errorf("cells of one text: %s and %s", a, b)
	}
	pk.texts.bytes = maxSharedBytes
	if got := cell("乙", 2); !strings.Contains(got, "<v>1</v>") {
		t.Errorf("a text that is in the full table: %s", got)
	}
	if got := cell(" 丙&", 0); got != `<c r="A1" s="0" t="inlineStr"><is><t xml:space="preserve"> 丙&amp;</t></is></c>` {
		t.Errorf("a text that finds the table full: %s", got)
	}
	var b bytes.Buffer
	out := bufio.NewWriter(&b)
	pk.texts.write(out)
	out.Flush()
	if got := b.String(); !strings.HasSuffix(got, `count="6" uniqueCount="2"><si><t>甲</t></si><si><t>乙</t></si></sst>`) {
		t.Errorf("table: %s", got)
	}
}

// A column of texts that hardly ever repeat is spelled out once that is plain,
// and reads back like any other.
func TestTextsSpelledOut(t *testing.T) {
	const rows = 3 * askedAtLeast
	p := Page{Name: "一", Columns: []Column{{Width: 9}, {Width: 9}}}
	for i := range rows {
		p.Lines = append(p.Lines, Line{Cells: []Value{Str(fmt.Sprint("LJ", i), Body), Str(fmt.Sprint("部门", i%7), Body)}})
	}
	data := bookBytes(t, &Book{Pages: []Page{p}})
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(sharedPart)
	if err != nil {
		t.Fatal(err)
	}
	shared, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	if got := bytes.Count(shared, []byte("<si>")); got != askedAtLeast+7 {
		t.Errorf("%d shared texts, want %d", got, askedAtLeast+7)
	}
	sheets, err := Read(bytes.NewReader(data), int64(len(data)), "book.xlsx", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range sheets[0].Rows {
		if want := p.Lines[i].Cells; r.Cells[0].Text != want[0].Text || r.Cells[1].Text != want[1].Text {
			t.Fatalf("row %d: %v", i+1, r.Cells)
		}
	}
	if len(sheets[0].Rows) != rows {
		t.Errorf("%d rows", len(sheets[0].Rows))
	}
}

// 0.## shows a whole number with its point and nothing behind it.
func TestStyleFormats(t *testing.T) {
	for s, look := range looks {
		if strings.Contains(look.format, ".#") {
			t.Errorf("style %d: format %q can end in a point", s, look.format)
		}
	}
}

// fitsLine never says that a text fits where counting finds it does not.
func TestFitsLine(t *testing.T) {
	for _, text := range []string{"", "abc", "南京市", "南a京", "é€", "一\n二", "𠮷", strings.Repeat("宽", 10)} {
		for room := 2; room < 25; room++ {
			lines, used := 1, 0
			for _, r := range text {
				w := 1
				if r >= 0x1100 {
					w = 2
				}
				if used += w; used > room || r == '\n' {
					lines, used = lines+1, w
				}
			}
			if got := wrappedLines(text, float64(room)+0.8); (got == 1) != (lines == 1) || fitsLine(text, room) && lines > 1 {
				t.Errorf("%q in %d: %d lines, fits %v", text, room, got, fitsLine(text, room))
			}
		}
	}
}

// Workbooks written at one time share their styles, and none shows in another:
// marks add to the styles of one book only.
func TestWriteBooksAtOnce(t *testing.T) {
	marked, plain := sampleBook(), sampleBook()
	plain.Pages[0].Marks = nil
	want := [][]byte{bookBytes(t, marked), bookBytes(t, plain)}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			var out bytes.Buffer
			if err := WriteBook(&out, [...]*Book{marked, plain}[i%2]); err != nil {
				t.Error(err)
			}
			if !bytes.Equal(out.Bytes(), want[i%2]) {
				t.Errorf("book %d is another when written beside others", i)
			}
		})
	}
	wg.Wait()
}

// A letter made from another's frame is what it would be made by itself.
func TestWriteLetter(t *testing.T) {
	s, err := onStock()
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"甲厂", "乙 & 丙 <厂>", "", "第二封 甲厂"} {
		b := &Book{Title: words, Creator: "联查", Created: "2021-05-01", Pages: []Page{{Name: "函", Portrait: true, Columns: []Column{{11}, {25}}, Footer: words,
			Lines: []Line{{Cells: []Value{Str(words, LetterCell)}}}}}}
		if !b.isLetter() {
			t.Fatal("no letter")
		}
		got, err := s.letter(b)
		if err != nil {
			t.Fatal(err)
		}
		want, err := s.make(b)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(want) {
			t.Errorf("%d parts, want %d", len(got), len(want))
		}
		for name := range want {
			if name == titlePart && words == "" {
				continue // an empty element, which excelize leaves out
			}
			if !bytes.Equal(got[name].content, want[name].content) {
				t.Errorf("%s: %s\nwant %s", name, got[name].content, want[name].content)
			}
		}
	}
	if sampleBook().isLetter() {
		t.Error("a book with choices, marks and charts is taken for a letter")
	}
}

// Every style serves for a cell and for a mark: what the workbook says of colours
// is colours. A spreadsheet that is strict about them opens no other.
func TestStylesAreColours(t *testing.T) {
	p := Page{Name: "样式", Columns: []Column{{20}}}
	for s := range numStyles {
		p.Lines = append(p.Lines, Line{Cells: []Value{Str("甲", s)}})
		p.Marks = append(p.Marks, Mark{FirstRow: 1, LastRow: 9, Equal: fmt.Sprint("甲", s), Style: s})
	}
	file := bookBytes(t, &Book{Title: "样式", Pages: []Page{p}})
	zr, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := zr.Open("xl/styles.xml")
	if err != nil {
		t.Fatal(err)
	}
	styles, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	colours := regexp.MustCompile(`rgb="([^"]*)"`).FindAllSubmatch(styles, -1)
	if len(colours) < int(numStyles) {
		t.Fatalf("%d colours", len(colours))
	}
	for _, c := range colours {
		if !regexp.MustCompile(`^[0-9A-F]{8}$`).Match(c[1]) {
			t.Errorf("%q is no colour", c[1])
		}
	}
}
