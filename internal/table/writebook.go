package table

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// WriteBook writes a workbook as xlsx. excelize makes everything but the rows:
// styles, page set-up, drop-downs, charts. The rows, which are what grows, go
// straight from the page to the compressor; see packer.
//
// The same Book gives the same bytes: parts are in order of name, their times
// are fixed, and no part holds an identifier made up on the way.
func WriteBook(w io.Writer, b *Book) error {
	s, err := onStock()
	if err != nil {
		return fmt.Errorf("table: styles: %w", err)
	}
	ps, err := s.frame(b)
	if err == nil {
		pack := &packer{parts: ps, styles: &s.styles, pages: b.pagesByPart()}
		err = pack.write(w)
	}
	if err != nil {
		return fmt.Errorf("table: workbook %q: %w", b.Title, err)
	}
	return nil
}

// maker builds the workbook without its rows.
type maker struct {
	file *excelize.File
	book *Book
}

func (m *maker) make() error {
	if err := m.properties(); err != nil {
		return err
	}
	for i := range m.book.Pages {
		p := &m.book.Pages[i]
		if err := m.addSheet(i, p); err != nil {
			return fmt.Errorf("sheet %q: %w", p.Name, err)
		}
	}
	for i := range m.book.Pages {
		p := &m.book.Pages[i]
		for _, step := range []func(*Page) error{m.columns, m.view, m.printing, m.repeat, m.choices, m.marks, m.charts} {
			if err := step(p); err != nil {
				return fmt.Errorf("sheet %q: %w", p.Name, err)
			}
		}
	}
	return nil
}

func (m *maker) properties() error {
	created := m.book.Created
	if created == "" {
		created = "2000-01-01"
	}
	if err := m.file.SetDocProps(&excelize.DocProperties{
		Title: m.book.Title, Creator: m.book.Creator, LastModifiedBy: m.book.Creator, Language: "zh-CN",
		Created: created + "T00:00:00Z", Modified: created + "T00:00:00Z",
	}); err != nil {
		return err
	}
	return m.file.SetAppProps(&excelize.AppProperties{Application: m.book.Creator})
}

func (m *maker) addSheet(i int, p *Page) error {
	if i == 0 {
		return m.file.SetSheetName("Sheet1", p.Name)
	}
	_, err := m.file.NewSheet(p.Name)
	return err
}

func (m *maker) columns(p *Page) error {
	for c, col := range p.Columns {
		if col.Width == 0 {
			continue
		}
		name := string(appendColumn(nil, c))
		if err := m.file.SetColWidth(p.Name, name, name, col.Width); err != nil {
			return err
		}
	}
	return nil
}

// view freezes headers, sets filters and grid lines.
func (m *maker) view(p *Page) error {
	if err := m.file.SetSheetView(p.Name, 0, &excelize.ViewOptions{ShowGridLines: &p.Grid}); err != nil {
		return err
	}
	if p.Header > 0 || p.FreezeCols > 0 {
		pane := "bottomRight"
		switch {
		case p.FreezeCols == 0:
			pane = "bottomLeft"
		case p.Header == 0:
			pane = "topRight"
		}
		if err := m.file.SetPanes(p.Name, &excelize.Panes{Freeze: true, XSplit: p.FreezeCols, YSplit: p.Header,
			TopLeftCell: cellName(p.FreezeCols, p.Header+1), ActivePane: pane}); err != nil {
			return err
		}
	}
	if p.Filter && p.Header > 0 && len(p.Columns) > 0 {
		area := cellName(0, p.Header) + ":" + cellName(len(p.Columns)-1, max(p.Header, p.count()))
		return m.file.AutoFilter(p.Name, area, nil)
	}
	return nil
}

// repeat prints the header row on every page, and no columns beyond PrintCols.
func (m *maker) repeat(p *Page) error {
	if p.PrintCols > 0 {
		if err := m.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: p.Name,
			RefersTo: fmt.Sprintf("'%s'!$A:$%s", p.Name, appendColumn(nil, p.PrintCols-1))}); err != nil { // lines added below too
			return err
		}
	}
	if p.Header == 0 {
		return nil
	}
	return m.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: p.Name,
		RefersTo: fmt.Sprintf("'%s'!$%d:$%d", p.Name, p.Header, p.Header)})
}

func (m *maker) choices(p *Page) error {
	for _, c := range p.Choices {
		if c.LastRow < c.FirstRow {
			continue
		}
		v := excelize.NewDataValidation(true)
		v.SetSqref(area(c.Col, c.FirstRow, c.LastRow))
		if err := v.SetDropList(c.Values); err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleWarning, "请从下拉列表中选择", "列表之外的内容可能读不出来，仍要填写吗？")
		if c.Prompt != "" {
			v.SetInput("填写说明", c.Prompt)
		}
		if err := m.file.AddDataValidation(p.Name, v); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) marks(p *Page) error {
	for _, k := range p.Marks {
		if k.LastRow < k.FirstRow {
			continue
		}
		id, err := m.file.NewConditionalStyle(looks[k.Style].conditional())
		if err != nil {
			return err
		}
		if err := m.file.SetConditionalFormat(p.Name, area(k.Col, k.FirstRow, k.LastRow), []excelize.ConditionalFormatOptions{
			{Type: "cell", Criteria: "==", Format: &id, Value: `"` + k.Equal + `"`}}); err != nil {
			return err
		}
	}
	return nil
}

func area(col, first, last int) string { return cellName(col, first) + ":" + cellName(col, last) }

// footerText keeps text from being read as a footer's codes.
func footerText(s string) string {
	var b []byte
	for i := range len(s) {
		if s[i] == '&' {
			b = append(b, '&')
		}
		b = append(b, s[i])
	}
	if len(b) > 150 { // a footer holds 255 characters with its codes
		return ""
	}
	return string(b)
}
