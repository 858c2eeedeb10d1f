package intake

import (
	"liancha/internal/diag"
)

// columnsOf are the columns that later stages complain about, by the name the
// program itself writes for them.
var columnsOf = map[string]field{
	"企业名称": enterpriseName, "统一社会信用代码": enterpriseCode, "检查人员": named,
	"检查部门": department, "检查时间": date, "检查事项": matter, "地址": address,
	"任务编号": taskNumber, "检查日期": date, "整改期限": findingDeadline, "处理措施": findingMeasure,
}

// place is where a table of a sheet begins and what its header is.
type place struct {
	row    int // of the header's first line, as the spreadsheet numbers it
	header *header
}

type sheetKey struct{ file, sheet string }

// Locate finds the columns of problems that later stages found in rows read
// here: they know a column by the name the program writes, the file may call it
// otherwise and have it anywhere. A column the table does not have is left as
// it is.
func (r *Result) Locate(problems diag.List) {
	for i := range problems {
		p := &problems[i].Position
		f, known := columnsOf[p.Column]
		if !known || p.Col != 0 || p.Row == 0 {
			continue
		}
		var h *header
		for _, t := range r.places[sheetKey{p.File, p.Sheet}] {
			if t.row < p.Row {
				h = t.header
			}
		}
		if h != nil && h.has(f) {
			c := h.columns[f][0]
			p.Col, p.Column = c.index+1, c.header
		}
	}
}
