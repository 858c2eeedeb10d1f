package intake

import (
	"slices"
	"strings"
	"testing"

	"liancha/internal/diag"
	"liancha/internal/table"
)

// What a row says of itself beside the plan's own columns is never passed over:
// a plain 取消 or 已完成 takes the row out, as an error; what may mean that is told;
// anything else says nothing.
func TestRowsThatAreOff(t *testing.T) {
	for _, c := range []struct{ head, text, want string }{
		{"备注", "取消", "row_cancelled"},
		{"备注", "（已取消）", "row_cancelled"},
		{"备注", "因企业搬迁，取消", "row_cancelled"},
		{"备注", "本月不再检查", "row_cancelled"},
		{"备注", "作废", "row_cancelled"},
		{"", "取消检查", "row_cancelled"}, // written beside the table
		{"是否取消", "是", "row_cancelled"},
		{"是否取消", "否", ""},
		{"执行情况", "已完成", "row_done"},
		{"备注", "已于9月3日检查", "row_done"},
		{"备注", "5月8日已完成", "row_done"},
		{"是否完成", "√", "row_done"},
		{"是否完成", "否", ""},
		{"完成情况", "未完成", ""},
		{"备注", "延期至6月", "remark_not_followed"},
		{"备注", "推迟", "remark_not_followed"},
		{"备注", "如遇特殊情况可延期", ""},
		{"备注", "未取消", ""},
		{"备注", "已列入重点检查", ""},
		{"备注", "重点检查", ""},
		{"备注", "与消防联合检查", ""},
		{"隐患整改完成情况", "已完成", ""}, // of something else
		{"双重预防机制建设完成情况", "已完成", ""},
		{"许可证状态", "作废", ""},
		{"应急演练完成情况", "已完成", ""},
		{"自查完成情况", "已完成", ""},
		{"是否完成风险报告", "√", ""},
		{"是否取消夜班", "是", ""},
		{"工程进度", "已完成", ""},
		{"主体责任落实情况", "完成", ""},
		{"工艺调整", "取消", ""},
		{"地址变更", "取消", ""},
		{"完成情况（上次检查）", "已完成", ""},
		{"整改落实情况", "完成", ""},
		{"计划有无变更", "取消", "row_cancelled"},
		{"检查任务完成情况", "已完成", "row_done"},
		{"计划调整情况说明", "取消", "row_cancelled"},
		{"备注（取消、延期请注明）", "取消", "row_cancelled"},
		{"4月完成情况", "已完成", "remark_not_followed"}, // of another time, maybe
		{"2020年度执行情况", "已检查", "remark_not_followed"},
		{"备注", "1月已检查", "remark_not_followed"},
		{"备注", "2020年已检查", "remark_not_followed"},
		{"备注", "已于2020年9月检查", "remark_not_followed"},
		{"备注", "2020.9已检查", "remark_not_followed"},
		{"企业情况说明", "取消", "remark_not_followed"}, // of the enterprise, maybe
		{"月度计划完成情况", "已完成", "row_done"},
		{"该项检查是否完成", "是", "row_done"},
		{"*备注：", "取消", "row_cancelled"},
		{"备注", "建议取消", "remark_not_followed"},
		{"备注", "改5月13日", "remark_not_followed"},
		{"备注", "时间调整到5月13日", "remark_not_followed"},
		{"备注", "已改在5月13日", "remark_not_followed"},
		{"备注", "取消原定5月8日改为5月12日", "remark_not_followed"},
		{"备注", "已完成整改", ""},
		{"备注", "上次检查已完成", ""},
		{"备注", "第5项检查内容取消后由街道另行组织，已与企业沟通，改由下半年专项行动统一安排，此处不再重复列入本月计划，特此说明", ""},
	} {
		res := read(sheetOf(bureau, "计划", row{"企业名称", "检查时间", "检查部门", c.head}, row{"甲厂", "5月10日", "市应急局", c.text}, row{"乙厂", "5月11日"}))
		entries := 2
		var want []string
		if c.want != "" {
			want = []string{"2:" + c.want}
		}
		if strings.HasPrefix(c.want, "row_") {
			entries = 1
		}
		if got := codes(res); !slices.Equal(got, want) || len(res.Entries) != entries || res.Rejected != 2-entries {
			t.Errorf("%s %s: %v with %d entries and %d rejected, want %v", c.head, c.text, got, len(res.Entries), res.Rejected, want)
		}
		if c.want != "" && len(res.Problems) > 0 && (res.Problems[0].Value != c.text || !strings.Contains(res.Problems[0].Message, c.text)) {
			t.Errorf("%s %s: %v", c.head, c.text, res.Problems[0])
		}
	}
}

// Under a group of something else a column's 完成情况 is that thing's, it may be.
func TestStateUnderAGroup(t *testing.T) {
	for _, c := range []struct{ group, head, want string }{
		{"应急演练", "完成情况", "remark_not_followed"},
		{"企业自查", "完成情况", "remark_not_followed"},
		{"上次检查", "备注", "remark_not_followed"},
		{"检查安排", "完成情况", "row_done"},
		{"基本信息", "备注", "row_done"},
	} {
		s := merge(sheetOf(bureau, "计划", row{"企业名称", "检查时间", "检查事项", c.group, nil}, row{nil, nil, nil, "负责人", c.head},
			row{"甲厂", "5月10日", "消防", "张三", "已完成"}), "A1:A2", "B1:B2", "C1:C2", "D1:E1")
		if got := codes(read(s)); !slices.Equal(got, []string{"3:" + c.want}) {
			t.Errorf("%s %s: %v, want %s", c.group, c.head, got, c.want)
		}
	}
	titled := merge(sheetOf(bureau, "计划", row{"南京市5月检查计划", nil, nil}, row{"企业名称", "检查时间", "完成情况"}, row{"甲厂", "5月10日", "已完成"}), "A1:C1")
	wantCodes(t, read(titled), "3:row_done")
}

// Of a row that is off nothing else is missed: its department stands in its own
// column and nowhere else.
func TestWithdrawnRowsOfTheirOwnDepartment(t *testing.T) {
	res := read(sheetOf("", "计划", row{"企业名称", "检查部门", "检查时间", "备注"}, row{"甲厂", "南京市应急管理局", "5月10日", "取消"}, row{"乙厂", "南京市应急管理局", "5月11日", ""}))
	wantCodes(t, res, "2:row_cancelled")
	if len(res.Entries) != 1 || res.PlanRows != 2 || res.Rejected != 1 {
		t.Errorf("%d entries, %d of %d rows rejected", len(res.Entries), res.Rejected, res.PlanRows)
	}
}

// A row struck through is off; a date struck through is told.
func TestRowsStruckThrough(t *testing.T) {
	strike := func(s *table.Sheet, row int, cols ...int) *table.Sheet {
		for _, c := range cols {
			s.Rows[row].Cells[c].Struck = true
		}
		return s
	}
	plan := func() *table.Sheet {
		return sheetOf(bureau, "计划", row{"企业名称", "检查时间", "备注"}, row{"甲厂", "5月10日", ""}, row{"乙厂", "5月11日", "重点"})
	}
	wantCodes(t, read(strike(plan(), 1, 0, 1)), "2:row_cancelled")
	wantCodes(t, read(strike(plan(), 1, 1)), "2:cell_struck")
	wantCodes(t, read(strike(plan(), 2, 2)))
	if res := read(strike(plan(), 2, 0)); len(res.Entries) != 1 || res.Entries[0].Subject.Name != "甲厂" || res.Problems[0].Severity != diag.Error {
		t.Errorf("got %+v, %v", res.Entries, res.Problems)
	}
	roster := strike(sheetOf(bureau, "人员", row{"姓名", "执法证号"}, row{"张三", "苏A1"}, row{"李四", "苏A2"}), 1, 0)
	res := read(roster)
	wantCodes(t, res, "2:row_struck")
	if len(res.Inspectors) != 2 {
		t.Errorf("got %+v", res.Inspectors)
	}
}

// A plan that is a ledger too says where an inspection has been made.
func TestPlansAlreadyInspected(t *testing.T) {
	wantCodes(t, read(sheetOf(bureau, "", row{"企业名称", "计划检查时间", "检查事项", "检查结果"},
		row{"甲厂", "5月10日", "消防", "未发现问题"}, row{"乙厂", "5月10日", "消防", ""}, row{"丙厂", "5月10日", "消防", "企业关门，未检查"})), "2:already_inspected")
}
