package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// months writes a result's entries as row@month windows.
func planned(res *Result) []string {
	var list []string
	for _, e := range res.Entries {
		list = append(list, fmt.Sprintf("%d@%d %s", e.Source.Row, e.Source.Month, span(e.Windows)))
	}
	return list
}

func wantPlanned(t *testing.T, res *Result, want ...string) {
	t.Helper()
	if got := planned(res); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
		for _, p := range res.Problems {
			t.Log(p)
		}
	}
}

func TestMonthGrid(t *testing.T) {
	head := row{"序号", "企业名称"}
	for m := 1; m <= 12; m++ {
		head = append(head, fmt.Sprintf("%d月", m))
	}
	line := func(cells map[int]any) row {
		r := row{1, "甲厂"}
		for m := 1; m <= 12; m++ {
			r = append(r, cells[m])
		}
		return r
	}
	res := read(sheetOf(bureau, "", row{"2021年度检查计划"}, head,
		line(map[int]any{5: "√", 12: "√"}), line(map[int]any{1: 1, 2: "●", 6: true}), line(map[int]any{3: "×", 5: "5月10日", 6: "上旬", 7: "10-14日", 8: day("2021-08-03"), 9: "/"})))
	wantCodes(t, res)
	wantPlanned(t, res, "3@5 2021-05-01至2021-05-31", "3@12 2021-12-01至2021-12-31", "4@1 2021-01-01至2021-01-31", "4@2 2021-02-01至2021-02-28", "4@6 2021-06-01至2021-06-30",
		"5@5 2021-05-10", "5@6 2021-06-01至2021-06-10", "5@7 2021-07-10至2021-07-14", "5@8 2021-08-03")
	if res.PlanRows != 3 {
		t.Errorf("%d rows", res.PlanRows)
	}
}

func TestMonthGridFaults(t *testing.T) {
	for _, c := range []struct {
		cell any
		code string
	}{
		{2, "2:bad_tick"}, {"待定", "2:bad_tick"}, {"6月10日", "2:bad_tick"}, {fault("#REF!"), "2:cell_error"}, {formula{}, "2:formula_uncomputed"}, {nil, "2:no_date"}, {"×", "2:no_date"},
	} {
		res := read(sheetOf(bureau, "", row{"企业名称", "4月", "5月"}, row{"甲厂", nil, c.cell}))
		wantCodes(t, res, c.code)
		if res.Rejected != 1 || len(res.Entries) != 0 {
			t.Errorf("%v: %d rejected, %d entries", c.cell, res.Rejected, len(res.Entries))
		}
	}
	// A row is either planned or a problem, never half of each.
	res := read(sheetOf(bureau, "", row{"企业名称", "4月", "5月"}, row{"甲厂", "√", "待定"}))
	wantCodes(t, res, "2:bad_tick")
	if len(res.Entries) != 0 {
		t.Errorf("%d entries of a rejected row", len(res.Entries))
	}
}

func TestMonthGridHeaders(t *testing.T) {
	for _, heads := range [][3]string{
		{"1月", "2月", "3月"}, {"1月份", "2月份", "3月份"}, {"一月", "二月", "三月"}, {"1 月", "2\n月", "３月"}, {"2021年1月", "2021年2月", "2021年3月"}, {"2021-01", "2021-02", "2021-03"}, {"2021/1", "2021/2", "2021/3"}, {"1月（√）", "2月（√）", "3月（√）"},
	} {
		res := read(sheetOf(bureau, "", row{"企业名称", heads[0], heads[1], heads[2]}, row{"甲厂", "√", nil, "√"}))
		wantPlanned(t, res, "2@1 2021-01-01至2021-01-31", "2@3 2021-03-01至2021-03-31")
	}
	res := read(merge(sheetOf(bureau, "", row{"企业名称", "检查月份", nil, nil}, row{nil, 1, 2, 3}, row{"甲厂", "√", nil, "√"}), "A1:A2", "B1:D1"))
	wantPlanned(t, res, "3@1 2021-01-01至2021-01-31", "3@3 2021-03-01至2021-03-31")
	res = read(sheetOf(bureau, "", row{"企业名称", "一季度", "第二季度", "3季度", "Q4"}, row{"甲厂", nil, "√", nil, "√"}))
	wantPlanned(t, res, "2@4 2021-04-01至2021-06-30", "2@10 2021-10-01至2021-12-31")
	// 2021年1月 typed into a header becomes a date that shows as the month.
	res = read(sheetOf(bureau, "", row{"企业名称", monthCell("2021-01-01"), monthCell("2021-02-01"), monthCell("2021-03-01")}, row{"甲厂", "√", nil, "√"}))
	wantPlanned(t, res, "2@1 2021-01-01至2021-01-31", "2@3 2021-03-01至2021-03-31")
	// Twelve bare numbers under 检查时间 are months, thirteen are days.
	numbers, ticks := row{nil}, make(row, 13)
	for m := 1; m <= 12; m++ {
		numbers = append(numbers, m)
	}
	ticks[0], ticks[3] = "甲厂", "√"
	wantPlanned(t, read(merge(sheetOf(bureau, "", row{"企业名称", "计划检查时间"}, numbers, ticks), "A1:A2", "B1:M1")), "3@3 2021-03-01至2021-03-31")
	wantPlanned(t, read(merge(sheetOf("江宁区应急管理局.xlsx", "", row{"企业名称", "2021年"}, numbers, ticks), "A1:A2", "B1:M1")), "3@3 2021-03-01至2021-03-31")
	wantPlanned(t, read(merge(sheetOf(bureau, "", row{"企业名称", "计划检查时间"}, append(numbers, 13), ticks), "A1:A2", "B1:N1")), "3@5 2021-05-03")
	// A header's own year holds, whatever the period.
	res = read(merge(sheetOf(bureau, "", row{"企业名称", "2022年", nil}, row{nil, "1月", "2月"}, row{"甲厂", "√", nil}), "A1:A2", "B1:C1"))
	wantPlanned(t, res, "3@1 2022-01-01至2022-01-31")
}

func TestRecurringDates(t *testing.T) {
	res := Combine(scanAll([]*table.Sheet{sheetOf(bureau, "", row{"企业名称", "检查时间"}, row{"甲厂", "每季度"})}), Options{Period: &inspect.Span{From: inspect.MustDate(2021, 1, 1), To: inspect.MustDate(2021, 12, 31)}})
	wantPlanned(t, res, "2@1 2021-01-01至2021-03-31", "2@4 2021-04-01至2021-06-30", "2@7 2021-07-01至2021-09-30", "2@10 2021-10-01至2021-12-31")
	res = readFree(sheetOf(bureau, "", row{"企业名称", "检查时间"}, row{"甲厂", "每月"}))
	if len(res.Entries) != 12 || res.PlanRows != 1 {
		t.Errorf("每月 of 2021 gives %v", planned(res))
	}
}

func TestMergedCellsDown(t *testing.T) {
	s := merge(sheetOf(bureau, "", row{"检查部门", "企业名称", "检查时间", "检查事项"},
		row{"江宁区应急管理局", "甲厂", "5月10日", "一"}, row{nil, nil, nil, "二"}, row{nil, "乙厂", "5月11日", "三"}, row{nil, "丙厂", nil, "四"}),
		"A2:A5", "B2:B3", "C2:C3", "C4:C5")
	res := read(s)
	wantCodes(t, res)
	var got []string
	for _, e := range res.Entries {
		got = append(got, e.Subject.Name+e.Matter+e.Department+span(e.Windows))
	}
	want := []string{"甲厂一江宁区应急管理局2021-05-10", "甲厂二江宁区应急管理局2021-05-10", "乙厂三江宁区应急管理局2021-05-11", "丙厂四江宁区应急管理局2021-05-11"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestMergedCellsAcrossBelongToTheirFirstColumn(t *testing.T) {
	s := merge(sheetOf(bureau, "", row{"企业名称", "统一社会信用代码", "检查时间"}, row{"甲厂", nil, "5月10日"}), "A2:B2")
	if e := one(t, read(s)); e.Subject.Name != "甲厂" || e.Subject.Code != "" {
		t.Errorf("got %+v", e.Subject)
	}
}

func TestMergedBlocks(t *testing.T) {
	// Down and across: the value is the first column's, on every row.
	s := merge(sheetOf(bureau, "", row{"企业名称", "统一社会信用代码", "检查时间"}, row{"甲厂", nil, "5月10日"}, row{nil, nil, "5月11日"}), "A2:B3")
	res := read(s)
	wantCodes(t, res)
	for _, e := range res.Entries {
		if e.Subject.Name != "甲厂" || e.Subject.Code != "" {
			t.Errorf("got %+v", e.Subject)
		}
	}
	wantPlanned(t, res, "2@0 2021-05-10", "3@0 2021-05-11")
	// A row with nothing of its own but a remark is a row of its range.
	s = merge(sheetOf(bureau, "", row{"企业名称", "检查时间", "备注"}, row{"甲厂", "5月10日", "第一次"}, row{nil, nil, "第二次"}), "A2:A3", "B2:B3")
	wantPlanned(t, read(s), "2@0 2021-05-10", "3@0 2021-05-10")
}

func TestSameAsAbove(t *testing.T) {
	res := read(sheetOf("a.xlsx", "", row{"企业名称", "检查时间", "检查部门"}, row{"同上", "同上", "同上"},
		row{"甲厂", "2021年5月10日", "江宁区应急管理局"}, row{"同上", "〃", "同上"}, row{"乙厂", "同 上", "同上"}, row{}, row{"同上", "2021-05-12", "江宁区生态环境局"}))
	wantCodes(t, res, "2:bad_date", "2:level_assumed")
	var got []string
	for _, e := range res.Entries {
		got = append(got, fmt.Sprintf("%d %s %s %s", e.Source.Row, e.Subject.Name, e.Department, span(e.Windows)))
	}
	want := []string{"3 甲厂 江宁区应急管理局 2021-05-10", "4 甲厂 江宁区应急管理局 2021-05-10", "5 乙厂 江宁区应急管理局 2021-05-10", "7 乙厂 江宁区生态环境局 2021-05-12"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestRowMergedWholeIsOneRow(t *testing.T) {
	s := merge(sheetOf(bureau, "", row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"}, row{nil, nil}), "A2:A3", "B2:B3")
	one(t, read(s))
}

func TestSeveralTablesOnOneSheet(t *testing.T) {
	res := read(sheetOf("江宁区应急管理局.xlsx", "",
		row{"检查计划"}, row{"序号", "企业名称", "检查时间"}, row{1, "甲厂", "5月10日"}, row{}, row{"执法人员名单"},
		row{"姓名", "执法证号", "请假日期"}, row{"张三", "苏A1", "5月12日"}, row{"李四", "苏A2", nil}, row{}, row{"检查对象"},
		row{"企业名称", "行业", "风险等级", "状态"}, row{"甲厂", "机械", "C", "在营"}, row{"乙厂", "化工", "D", "注销"}))
	wantCodes(t, res)
	if len(res.Entries) != 1 || len(res.Inspectors) != 2 || len(res.Registered) != 2 {
		t.Errorf("%d entries, %d inspectors, %d registered: %v", len(res.Entries), len(res.Inspectors), len(res.Registered), res.Problems)
	}
	if span(res.Inspectors[0].Leave) != "2021-05-12" || res.Inspectors[0].Department != "江宁区应急管理局" {
		t.Errorf("got %+v", res.Inspectors[0])
	}
	if r := res.Registered[1]; r.Status != inspect.Cancelled || r.Grade != inspect.GradeD || r.Industry != "化工" {
		t.Errorf("got %+v", r)
	}
}

func TestSmallTableBelow(t *testing.T) {
	res := read(sheetOf("江宁区应急管理局.xlsx", "", row{"企业名称", "检查时间", "检查事项"}, row{"甲厂", "5月10日", "检查"}, row{"执法人员"}, row{"姓名", "执法证号"}, row{"张三", "苏A1"}))
	wantCodes(t, res)
	if len(res.Entries) != 1 || len(res.Inspectors) != 1 {
		t.Errorf("%d entries, %d inspectors: %v", len(res.Entries), len(res.Inspectors), res.Problems)
	}
}

func TestAListOfContactsIsNoRoster(t *testing.T) {
	for _, c := range []struct {
		head, contact row
		code          string
	}{
		{row{"姓名", "职务", "电话"}, row{"王五", "科长", "13900000000"}, "table_skipped"},
		{row{"序号", "单位", "姓名", "职务", "联系电话"}, row{1, "市应急局", "王五", "科长", "13900000000"}, "sheet_skipped"},
	} {
		res := read(sheetOf("江宁区应急管理局执法人员.xlsx", "", row{"姓名", "执法证号", "请假时间"}, row{"张三", "苏1", "5月10日"}, row{"三、联系人"}, c.head, c.contact,
			row{}, row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"}))
		if len(res.Inspectors) != 1 || len(res.Entries) != 1 || res.Problems.Count(diag.Error)+res.Problems.Count(diag.Warning) != 0 {
			t.Errorf("%v: %d inspectors, %d entries: %v", c.head, len(res.Inspectors), len(res.Entries), res.Problems)
		}
		if !slices.ContainsFunc(res.Problems, func(p diag.Problem) bool { return p.Code == c.code }) {
			t.Errorf("%v: not said: %v", c.head, res.Problems)
		}
	}
	// The same columns under a title that says they inspect are a roster.
	res := read(sheetOf("江宁区应急管理局.xlsx", "", row{"执法人员"}, row{"序号", "单位", "姓名", "职务", "联系电话"}, row{1, "江宁区应急管理局", "王五", "科长", "13900000000"}))
	if len(res.Inspectors) != 1 {
		t.Errorf("%d inspectors: %v", len(res.Inspectors), res.Problems)
	}
}

func TestRepeatedHeader(t *testing.T) {
	head := row{"序号", "企业名称", "检查时间", "检查事项"}
	res := read(sheetOf(bureau, "", head, row{1, "甲厂", "5月10日", "一"}, row{"续表"}, head, row{2, "乙厂", "5月11日", "二"}))
	wantCodes(t, res)
	if len(res.Entries) != 2 {
		t.Errorf("%d entries: %v", len(res.Entries), res.Problems)
	}
}

func TestRepeatedHeaderOfTwoLines(t *testing.T) {
	s := groupedPlan()
	for i, from := range []int{1, 2, 3} { // the header's lines and a row, below
		r := s.Rows[from]
		r.Number = 6 + i
		s.Rows = append(s.Rows, r)
	}
	merge(s, "A6:A7", "B6:D6", "E6:G6", "H6:I6")
	res := read(s)
	wantCodes(t, res)
	if len(res.Entries) != 3 {
		t.Errorf("%d entries: %v", len(res.Entries), res.Problems)
	}
}

func TestStrangeColumnsBetween(t *testing.T) {
	e := one(t, read(sheetOf(bureau, "", row{"备注", "注册资本", "检查时间", "经办人电话2", "企业名称", nil, "统一代码"},
		row{"无", "500万", "5月10日", 12345, "甲厂", "x", "91320115A78G1B02XT"})))
	if e.Subject.Name != "甲厂" || e.Subject.Code != "91320115A78G1B02XT" || span(e.Windows) != "2021-05-10" {
		t.Errorf("got %+v", e)
	}
}

func TestDuplicateColumns(t *testing.T) {
	res := read(sheetOf(bureau, "", row{"企业名称", "地址", "检查时间", "地址"}, row{"甲厂", "东路1号", "5月10日", "西路2号"}, row{"乙厂", nil, "5月10日", "西路2号"}))
	if res.Entries[0].Subject.Address != "东路1号" || res.Entries[1].Subject.Address != "西路2号" {
		t.Errorf("got %+v", res.Entries)
	}
	if len(res.Problems) != 1 || res.Problems[0].Code != "duplicate_column" || res.Problems[0].Severity != diag.Info || res.Problems[0].Col != 4 {
		t.Errorf("got %v", res.Problems)
	}
	// The full code goes before the organisation code, wherever it stands.
	e := one(t, read(sheetOf(bureau, "", row{"组织机构代码", "企业名称", "统一社会信用代码", "检查时间"}, row{"A78G1B02-X", "甲厂", "91320115A78G1B02XT", "5月10日"})))
	if e.Subject.Code != "91320115A78G1B02XT" {
		t.Errorf("got %q", e.Subject.Code)
	}
}

func TestNamesOverSeveralColumns(t *testing.T) {
	e := one(t, read(sheetOf(bureau, "", row{"企业名称", "检查时间", "执法人员1", "执法人员2", "执法人员3"}, row{"甲厂", "5月10日", "张三", "李四", "王五"})))
	if strings.Join(e.Named, " ") != "张三 李四 王五" || e.Demand != 3 {
		t.Errorf("got %q, %d", e.Named, e.Demand)
	}
}

func TestHiddenRowsAndColumnsAreReadAndSaid(t *testing.T) {
	s := sheetOf(bureau, "计划", row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"}, row{"乙厂", "5月11日"})
	s.Rows[2].Hidden, s.HiddenCols, s.Hidden = true, []int{1}, true
	res := read(s)
	if len(res.Entries) != 2 {
		t.Errorf("%d entries", len(res.Entries))
	}
	var got []string
	for _, p := range res.Problems {
		got = append(got, string(p.Severity)+" "+p.Code)
	}
	if want := []string{"info hidden_columns", "info hidden_rows", "info hidden_sheet"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestSheetsPassedOver(t *testing.T) {
	for _, c := range []struct {
		name     string
		rows     []row
		severity diag.Severity
	}{
		{"unknown", []row{{"收入", "支出"}, {1, 2}}, diag.Info},
		{"sampling", []row{{"抽查任务名称", "抽查事项", "抽查对象", "抽查比例", "检查时间"}, {"任务", "事项", "全市企业", "3%", "5月"}}, diag.Info},
		{"findings", []row{{"任务编号", "企业名称", "检查日期", "检查结果", "问题描述"}, {"LJ-1", "甲厂", "2021-05-10", "发现问题", "通道堵塞"}}, diag.Info},
		{"reply", []row{{"任务编号", "部门", "确认", "可行日期", "说明"}, {"LJ-1", "市应急局", "同意"}}, diag.Info},
		{"task list", []row{{"任务编号", "企业名称", "统一社会信用代码", "检查日期", "时段"}, {"LJ-1", "甲厂", "", "2021-05-10", "上午"}}, diag.Info},
		{"a plan without its date", []row{{"企业名称", "检查事项", "检查部门", "何时"}, {"甲厂", "检查", "市应急局", "5月"}}, diag.Warning},
		{"a plan without its enterprise", []row{{"哪家", "检查事项", "检查部门", "检查时间"}, {"甲厂", "检查", "市应急局", "5月"}}, diag.Warning},
	} {
		res := read(sheetOf(bureau, "表", c.rows...))
		if len(res.Entries)+len(res.Inspectors)+len(res.Registered) != 0 || len(res.Problems) != 1 || res.Problems[0].Code != "sheet_skipped" || res.Problems[0].Severity != c.severity {
			t.Errorf("%s: %v", c.name, res.Problems)
		}
	}
}

func TestSheetsWithNothingInThem(t *testing.T) {
	plan := sheetOf(bureau, "表", row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"})
	for _, c := range []struct {
		name   string
		sheets []*table.Sheet
		want   string
	}{
		{"a spare sheet beside others", []*table.Sheet{plan, sheetOf(bureau, "Sheet2"), sheetOf(bureau, "工作表3")}, ""},
		{"a named one", []*table.Sheet{plan, sheetOf(bureau, "六月计划", row{nil, " ", "\n"})}, "info empty_sheet 六月计划"},
		{"a whole file", []*table.Sheet{sheetOf(bureau, "Sheet1"), sheetOf(bureau, "六月计划")}, "warning empty_file "},
		{"a plan's header alone", []*table.Sheet{sheetOf(bureau, "表", row{"2021年检查计划"}, row{"企业名称", "检查时间"})}, "info empty_table 表"},
		{"and its notes", []*table.Sheet{sheetOf(bureau, "表", row{"企业名称", "检查时间"}, row{}, row{"填表人：张三"})}, "info empty_table 表"},
		{"a roster's header alone", []*table.Sheet{sheetOf(bureau, "表", row{"姓名", "执法证号", "部门"})}, "info empty_table 表"},
		{"a register's header alone", []*table.Sheet{sheetOf(bureau, "名录库", row{"企业名称", "行业", "风险等级"})}, "info empty_table 名录库"},
	} {
		var got []string
		for _, p := range read(c.sheets...).Problems {
			got = append(got, fmt.Sprintf("%s %s %s", p.Severity, p.Code, p.Sheet))
		}
		if all := strings.Join(got, "; "); all != c.want {
			t.Errorf("%s: got %q, want %q", c.name, all, c.want)
		}
	}
}

func TestTaskBooksAreNoPlans(t *testing.T) {
	res := read(
		sheetOf("联合检查任务.xlsx", "任务清单", row{"任务编号", "企业名称", "检查日期", "时段"}, row{"LJ-1", "甲厂", "2021-05-10", "上午"}),
		sheetOf("联合检查任务.xlsx", "未排入", row{"企业名称", "检查部门", "检查时间"}, row{"乙厂", "南京市应急管理局", "5月10日"}),
		sheetOf(bureau, "", row{"企业名称", "检查时间"}, row{"丙厂", "5月10日"}))
	if e := one(t, res); e.Subject.Name != "丙厂" {
		t.Errorf("got %+v", e.Subject)
	}
}

func TestHeaderOfThreeLines(t *testing.T) {
	names, first := row{nil, nil}, row{1, "甲厂"}
	for m := 1; m <= 12; m++ {
		names = append(names, []string{"1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"}[m-1])
		first = append(first, map[bool]any{true: "√"}[m == 5])
	}
	half := row{nil, nil, "上半年", nil, nil, nil, nil, nil, "下半年"}
	s := merge(sheetOf("江宁区应急管理局.xlsx", "", row{"序号", "企业名称", "检查时间"}, half, names, first), "A1:A3", "B1:B3", "C1:N1", "C2:H2", "I2:N2")
	wantPlanned(t, read(s), "4@5 2021-05-01至2021-05-31")
	s = merge(sheetOf("江宁区应急管理局.xlsx", "", row{"序号", "检查对象", nil, "检查安排"}, row{nil, "名称", "代码", "时间", nil}, row{nil, nil, nil, "开始时间", "结束时间"},
		row{1, "甲厂", nil, "5月10日", "5月14日"}), "A1:A3", "B1:C1", "B2:B3", "C2:C3", "D1:E1", "D2:E2")
	if e := one(t, read(s)); e.Source.Row != 4 || e.Subject.Name != "甲厂" || span(e.Windows) != "2021-05-10至2021-05-14" {
		t.Errorf("got %+v", e)
	}
}

func TestDaysBesideAColumnOfMonths(t *testing.T) {
	res := Combine(scanAll([]*table.Sheet{sheetOf("江宁区应急管理局.xlsx", "", row{"企业名称", "检查月份", "具体时间"},
		row{"甲厂", "5月", "10日"}, row{"乙厂", "2021年6月", "上旬"}, row{"丙厂", 5, "5月10日-12日"}, row{"丁厂", "5月", nil}, row{"戊厂", nil, "10日"}, row{"己厂", "5月", "待定"}, row{"庚厂", "5-6月", "10日"})}),
		Options{Period: &inspect.Span{From: inspect.MustDate(2021, 1, 1), To: inspect.MustDate(2021, 12, 31)}})
	wantCodes(t, res, "6:bad_date", "7:date_undecided", "8:bad_date")
	for i, want := range []string{"2021-05-10", "2021-06-01至2021-06-10", "2021-05-10至2021-05-12", "2021-05-01至2021-05-31"} {
		if got := span(res.Entries[i].Windows); got != want {
			t.Errorf("row %d: %s, want %s", i+2, got, want)
		}
	}
}
