package report

import (
	"bufio"
	"encoding/csv"
	"io"

	"github.com/gocarina/gocsv"

	"liancha/inspect"
	"liancha/internal/table"
)

// publicColumns are the contract's seven, and no others: what is not among them
// is nobody's business.
var publicColumns = []column{
	{"企业名称", 32, table.Body},
	{"统一社会信用代码", 22, table.BodyCentre},
	{"检查部门", 24, table.Body},
	{"检查日期", 12, table.BodyCentre},
	{"检查事项", 34, table.Body},
	{"检查结果", 13, table.BodyCentre},
	{"处理", 44, table.Body},
}

// publicCSV writes the public list as UTF-8 with a byte order mark, by which
// Excel tells it from GBK.
func publicCSV(w io.Writer, lines []inspect.PublicLine) error {
	b := bufio.NewWriterSize(w, 64<<10)
	if _, err := b.WriteString("\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(b)
	out.UseCRLF = true
	if err := gocsv.MarshalCSV(lines, guarded{out}); err != nil {
		return err
	}
	return b.Flush()
}

// guarded keeps text that a spreadsheet would compute from being a formula.
type guarded struct{ *csv.Writer }

func (g guarded) Write(row []string) error {
	for i := range row {
		row[i] = table.GuardFormula(row[i])
	}
	return g.Writer.Write(row)
}

func publicBook(v *resultsView) *table.Book {
	lines := v.r.Public
	p := list("结果公开", "检查结果公开"+v.span(), "", publicColumns, len(lines), func(i int, c []table.Value) []table.Value {
		l := &lines[i]
		return put(c, publicColumns, l.Enterprise, l.Code, l.Department, l.Date, l.Matter, l.Result, l.Handling)
	})
	return &table.Book{Title: "检查结果公开", Creator: creator, Created: v.created(), Pages: []table.Page{p}}
}

// span words the period of the inspections behind a title.
func (v *resultsView) span() string {
	if v.r.Period == (inspect.Span{}) {
		return ""
	}
	return "（" + v.r.Period.Chinese() + "）"
}
