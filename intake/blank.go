package intake

import (
	"fmt"
	"regexp"
	"slices"

	"liancha/internal/diag"
)

// Sheets and files with nothing in them: a department that hands in an empty
// plan has forgotten something.

// spareSheet is what programs call the sheets that every new workbook has.
var spareSheet = regexp.MustCompile(`^(?i:sheet|工作表) ?\d*$`)

// blank says of a sheet without any content that it has none: of a whole file
// once, of one sheet beside others only where somebody gave it a name.
func (c *combiner) blank(f *fileDrafts, d *Draft) {
	switch {
	case !d.blank:
	case !slices.ContainsFunc(f.drafts, func(o *Draft) bool { return !o.blank }):
		if d == f.drafts[0] {
			p := d.problem(diag.Warning, "empty_file", 0, cellRef{}, "文件里什么内容也没有", "请原单位核对后重新报送")
			p.Sheet = ""
			c.res.Problems.Add(p)
		}
	case !spareSheet.MatchString(d.sheet):
		c.res.Problems.Add(d.problem(diag.Info, "empty_sheet", 0, cellRef{}, "这张表什么内容也没有", ""))
	}
}

// headerOnly says that a table has a header and nothing below it.
func (sc *scanner) headerOnly(h *header) {
	sc.add(diag.Info, "empty_table", sc.sheet.Rows[h.first].Number, cellRef{}, fmt.Sprintf("这张%s只有表头，没有数据", kindNames[h.kind]), "")
}
