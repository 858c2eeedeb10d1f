package intake

import (
	"slices"
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/internal/diag"
)

// TestProblems puts one wrong value into a good row.
func TestProblems(t *testing.T) {
	columns := []string{"企业名称", "统一社会信用代码", "检查时间", "检查时长", "所需人数", "检查人员", "是否可联合", "风险等级", "层级", "检查部门", "是否牵头"}
	good := row{"甲厂", "91320115A78G1B02XT", "5月10日", "1天", "2", "张三", "是", "B", "市", "南京市应急管理局", "否"}
	for _, c := range []struct {
		column   string
		value    any
		code     string
		severity diag.Severity
	}{
		{"检查时间", "2021-2-30", "bad_date", diag.Error},
		{"检查时间", "待定", "date_undecided", diag.Error},
		{"检查时间", "5月20日-5月10日", "date_backwards", diag.Error},
		{"检查时间", "看情况", "bad_date", diag.Error},
		{"检查时间", "", "no_date", diag.Error},
		{"检查时间", "/", "no_date", diag.Error},
		{"检查时间", fault("#VALUE!"), "cell_error", diag.Error},
		{"检查时间", formula{}, "formula_uncomputed", diag.Error},
		{"检查时间", 5.1, "bad_date", diag.Error},
		{"检查时间", 12, "bad_date", diag.Error},
		{"检查时间", true, "bad_date", diag.Error},
		{"检查时长", "0.3", "bad_days", diag.Error},
		{"检查时长", 0.3, "bad_days", diag.Error},
		{"检查时长", "几天", "bad_days", diag.Error},
		{"检查时长", -1, "bad_days", diag.Error},
		{"所需人数", "若干", "bad_demand", diag.Error},
		{"所需人数", 0, "bad_demand", diag.Error},
		{"检查人员", fault("#N/A"), "cell_error", diag.Error},
		{"检查人员", "由大队安排", "bad_name", diag.Warning},
		{"是否可联合", "视情况", "bad_flag", diag.Warning},
		{"是否牵头", "视情况", "bad_flag", diag.Warning},
		{"风险等级", "好", "bad_grade", diag.Warning},
		{"层级", "区", "level_mismatch", diag.Warning},
		{"层级", "不知道", "bad_level", diag.Warning},
		{"统一社会信用代码", 913201150000000000.0, "code_rounded", diag.Warning},
		{"统一社会信用代码", "9.13201E+17", "code_rounded", diag.Warning},
		{"统一社会信用代码", fault("#N/A"), "cell_error", diag.Warning},
		{"统一社会信用代码", formula{}, "formula_uncomputed", diag.Warning},
		{"企业名称", "甲有限公司、乙有限公司", "several_enterprises", diag.Error},
	} {
		at := slices.Index(columns, c.column)
		head, values := row{}, slices.Clone(good)
		for _, name := range columns {
			head = append(head, name)
		}
		values[at] = c.value
		res := read(sheetOf(bureau, "计划", row{"标题"}, head, row{"乙厂", nil, "5月3日"}, values))
		if len(res.Problems) != 1 {
			t.Errorf("%s %v: %v", c.column, c.value, res.Problems)
			continue
		}
		p := res.Problems[0]
		if p.Code != c.code || p.Severity != c.severity || p.Row != 4 || p.Col != at+1 || p.Column != c.column || p.Sheet != "计划" || p.File != bureau || p.Hint == "" {
			t.Errorf("%s %v: got %+v", c.column, c.value, p)
		}
		if v, ok := c.value.(string); ok && v != "" && v != "/" && p.Value != v {
			t.Errorf("%s %v: value %q", c.column, c.value, p.Value)
		}
		rejected := 0
		if c.severity == diag.Error {
			rejected = 1
		}
		if res.Rejected != rejected || res.PlanRows != 2 || len(res.Entries) != 2-rejected {
			t.Errorf("%s %v: %d rejected of %d", c.column, c.value, res.Rejected, res.PlanRows)
		}
	}
}

func TestNoEnterprise(t *testing.T) {
	for _, r := range []row{{nil, nil, "5月10日"}, {"无", "-", "5月10日"}, {"", "/", "5月10日"}} {
		res := read(sheetOf(bureau, "", row{"企业名称", "信用代码", "检查时间"}, r))
		wantCodes(t, res, "2:no_enterprise")
	}
	// Without a name a broken code costs the row.
	wantCodes(t, read(sheetOf(bureau, "", row{"企业名称", "信用代码", "检查时间"}, row{nil, 913201150000000000.0, "5月10日"})), "2:code_rounded")
	wantCodes(t, read(sheetOf(bureau, "", row{"信用代码", "检查时间"}, row{fault("#N/A"), "5月10日"})), "2:cell_error")
	// A code alone is enough.
	if e := one(t, read(sheetOf(bureau, "", row{"企业名称", "信用代码", "检查时间"}, row{nil, "\t913201 15A78G1B02XT ", "5月10日"}))); e.Subject.Code != "913201 15A78G1B02XT" {
		t.Errorf("got %q", e.Subject.Code)
	}
	for _, code := range []string{"'91320115A78G1B02XT", `="91320115A78G1B02XT"`, "\t91320115A78G1B02XT\n"} {
		if e := one(t, read(sheetOf(bureau, "", row{"信用代码", "检查时间"}, row{code, "5月10日"}))); e.Subject.Code != "91320115A78G1B02XT" {
			t.Errorf("%q: got %q", code, e.Subject.Code)
		}
	}
	// So is a 15-digit number.
	if e := one(t, read(sheetOf(bureau, "", row{"注册号", "检查时间"}, row{320115000123456, "5月10日"}))); e.Subject.Code != "320115000123456" {
		t.Errorf("got %q", e.Subject.Code)
	}
}

func TestAllProblemsOfARowAreReportedAndItIsRejectedOnce(t *testing.T) {
	res := read(sheetOf("计划.xlsx", "", row{"企业名称", "检查时间", "检查时长", "所需人数"}, row{nil, "5月40日", "0.3", "x"}, row{"甲厂", "5月10日", "0.3", "2"}))
	wantCodes(t, res, "2:no_department", "2:no_enterprise", "2:bad_date", "2:bad_days", "2:bad_demand", "3:no_department", "3:bad_days")
	if res.Rejected != 2 || res.PlanRows != 2 {
		t.Errorf("%d of %d", res.Rejected, res.PlanRows)
	}
}

func TestPairOfDatesNeedsBoth(t *testing.T) {
	head := row{"企业名称", "计划开始日期", "计划结束日期"}
	for _, c := range []struct {
		from, to any
		code     string
		col      int
	}{
		{nil, nil, "no_date", 2}, {"5月10日", nil, "no_date", 3}, {nil, "5月10日", "no_date", 2}, {"5月20日", "5月10日", "date_backwards", 3},
		{"x", "5月10日", "bad_date", 2}, {"5月10日", "x", "bad_date", 3}, {fault("#N/A"), "5月10日", "cell_error", 2},
	} {
		res := read(sheetOf(bureau, "", head, row{"甲厂", c.from, c.to}))
		if len(res.Problems) != 1 || res.Problems[0].Code != c.code || res.Problems[0].Col != c.col {
			t.Errorf("%v to %v: %v", c.from, c.to, res.Problems)
		}
	}
}

func TestALoneDeadline(t *testing.T) {
	for _, by := range []any{"5月20日", "5月20日前", day("2021-05-20"), "2021-05-20", 44336, "2021.5.20"} {
		res := read(sheetOf(bureau, "", row{"企业名称", "计划完成时间"}, row{"甲厂", by}))
		wantCodes(t, res)
		if got := span(one(t, res).Windows); got != "2021-05-01至2021-05-20" {
			t.Errorf("%v: %s", by, got)
		}
	}
	wantCodes(t, read(sheetOf(bureau, "", row{"企业名称", "计划完成时间"}, row{"甲厂", nil}, row{"乙厂", "x"})), "2:no_date", "3:bad_date")
}

func TestMessageNamesColumnAndValue(t *testing.T) {
	res := read(sheetOf("消防计划.xlsx", "检查计划", row{"企业名称", "检查部门", "检查事项", "备注", "检查时间"}, row{"甲厂", "南京市消防救援支队", "检查", nil, "2021-2-30"}))
	if len(res.Problems) != 1 || !strings.HasPrefix(res.Problems[0].String(), "消防计划.xlsx[检查计划]!E2: 检查时间“2021-2-30”不存在：2021年2月只有28天") {
		t.Errorf("got %v", res.Problems)
	}
}

func TestDefaults(t *testing.T) {
	e := one(t, read(sheetOf(bureau, "", row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"})))
	if e.HalfDays != 1 || e.Demand != 2 || !e.Joinable || e.Kind != inspect.General || e.Lead || e.Grade != inspect.NoGrade || e.Named != nil {
		t.Errorf("got %+v", e)
	}
	for kind, joinable := range map[string]bool{"投诉举报": false, "突击检查": false, "重点检查": true, "复查": true} {
		e := one(t, read(sheetOf(bureau, "", row{"企业名称", "检查时间", "检查类型"}, row{"甲厂", "5月10日", kind})))
		if e.Joinable != joinable {
			t.Errorf("%s: joinable %v", kind, e.Joinable)
		}
	}
	e = one(t, read(sheetOf(bureau, "", row{"企业名称", "检查时间", "检查类型", "检查方式"}, row{"甲厂", "5月10日", "日常检查", "双随机"})))
	if e.Kind != inspect.Random {
		t.Errorf("kind %s", e.Kind)
	}
	e = one(t, read(sheetOf(bureau, "", row{"企业名称", "检查时间", "检查类型", "可否联合"}, row{"甲厂", "5月10日", "投诉举报", "是"})))
	if !e.Joinable {
		t.Error("what the plan says goes before the kind's default")
	}
}

func TestDemandCoversTheNamed(t *testing.T) {
	for _, c := range []struct {
		demand any
		names  string
		want   int
	}{{nil, "", 2}, {nil, "张三", 2}, {nil, "张三、李四、王五", 3}, {2, "张三、李四、王五", 3}, {4, "张三", 4}, {1, "", 1}, {nil, "张三等4人", 4}} {
		e := one(t, read(sheetOf(bureau, "", row{"企业名称", "检查时间", "所需人数", "检查人员"}, row{"甲厂", "5月10日", c.demand, c.names})))
		if e.Demand != c.want {
			t.Errorf("%v and %q: %d, want %d", c.demand, c.names, e.Demand, c.want)
		}
	}
}

func TestRoster(t *testing.T) {
	res := read(sheetOf("人员.xlsx", "", row{"姓名", "执法证号", "所属部门", "专业领域", "请假日期", "回避企业", "状态", "有效期至"},
		row{"王 伟", "苏A 0195634", "南京市应急管理局", "危化、粉尘", "5月10日-12日；5月20日", "甲有限公司、乙厂", "在岗", day("2024-12-31")},
		row{"李四（兼）", nil, "南京市应急管理局", nil, day("2021-05-07"), nil, "停用", "长期"},
		row{nil, "苏A3", "南京市应急管理局"}, row{"赵六", "苏A4", "南京市应急管理局", nil, "不定期"}, row{"钱七", "苏A5", "南京市应急管理局", nil, "无"}))
	wantCodes(t, res, "4:no_name", "5:bad_leave")
	if len(res.Inspectors) != 3 || res.PlanRows != 0 || res.Rejected != 0 {
		t.Fatalf("%d inspectors, %d rows, %d rejected", len(res.Inspectors), res.PlanRows, res.Rejected)
	}
	p := res.Inspectors[0]
	if p.Name != "王伟" || p.Certificate != "苏A0195634" || strings.Join(p.Specialties, " ") != "危化 粉尘" || span(p.Leave) != "2021-05-10至2021-05-12 2021-05-20" ||
		strings.Join(p.Recused, " ") != "甲有限公司 乙厂" || !p.Active || p.Expires != inspect.MustDate(2024, 12, 31) {
		t.Errorf("got %+v", p)
	}
	if p := res.Inspectors[1]; p.Name != "李四" || p.Active || span(p.Leave) != "2021-05-07" || p.Expires != 0 {
		t.Errorf("got %+v", p)
	}
}

func TestLeaveInTwoColumns(t *testing.T) {
	head := row{"姓名", "执法证号", "所属部门", "请假开始日期", "请假结束日期"}
	res := read(sheetOf("人员.xlsx", "", head, row{"王伟", "1", "南京市应急管理局", day("2021-05-10"), "2021年5月12日"}, row{"李四", "2", "南京市应急管理局"},
		row{"赵六", "3", "南京市应急管理局", "2021-05-10", nil}, row{"钱七", "4", "南京市应急管理局", "2021-05-12", "2021-05-10"}))
	wantCodes(t, res, "4:bad_leave", "5:bad_leave")
	if len(res.Inspectors) != 2 || span(res.Inspectors[0].Leave) != "2021-05-10至2021-05-12" || len(res.Inspectors[1].Leave) != 0 {
		t.Errorf("got %+v", res.Inspectors)
	}
	res = read(merge(sheetOf("人员.xlsx", "", row{"姓名", "执法证号", "所属部门", "请假时间", nil}, row{nil, nil, nil, "起", "止"},
		row{"王伟", "1", "南京市应急管理局", "5月10日", "5月12日"}, row{"李四", "2", "南京市应急管理局", "2021-05-20", "2021-05-21"}), "A1:A2", "B1:B2", "C1:C2", "D1:E1"))
	if len(res.Inspectors) != 2 || span(res.Inspectors[1].Leave) != "2021-05-20至2021-05-21" {
		t.Errorf("got %+v: %v", res.Inspectors, res.Problems)
	}
}

func TestListsOfRecusals(t *testing.T) {
	for _, s := range []string{"甲有限公司、乙厂", "甲有限公司 乙厂", "甲有限公司/乙厂", "1.甲有限公司 2.乙厂", "（1）甲有限公司；（2）乙厂", "甲有限公司\n乙厂"} {
		if got := splitEnterprises(s); strings.Join(got, "|") != "甲有限公司|乙厂" {
			t.Errorf("%q: %q", s, got)
		}
	}
	if got := splitEnterprises("甲 有限公司"); strings.Join(got, "|") != "甲有限公司" {
		t.Errorf("%q", got)
	}
}

func TestRegister(t *testing.T) {
	res := read(sheetOf("名录库.xlsx", "", row{"企业名称", "统一社会信用代码", "地址", "行业", "风险等级", "从业人数", "上次检查日期", "联系人", "联系电话", "状态"},
		row{"甲厂", "91320115A78G1B02XT", "湖南路2号", "机械", "B", "35人", day("2021-03-15"), "周华", "13900000000", "在营"},
		row{"乙厂", nil, nil, "化工", "红", 120, "2020年12月1日", nil, nil, "吊销"}, row{"丙厂", nil, nil, nil, nil, "很多", "去年", nil, nil, "未知状态"}, row{nil, nil, "地址"}))
	wantCodes(t, res, "4:bad_headcount", "4:bad_date", "4:bad_status", "5:no_enterprise")
	if len(res.Registered) != 3 {
		t.Fatalf("%d lines", len(res.Registered))
	}
	if r := res.Registered[0]; r.Subject.Name != "甲厂" || r.Industry != "机械" || r.Grade != inspect.GradeB || r.Headcount != 35 || r.LastVisit != inspect.MustDate(2021, 3, 15) || r.Status != inspect.InBusiness || r.Subject.Contact != "周华" {
		t.Errorf("got %+v", r)
	}
	if r := res.Registered[1]; r.Grade != inspect.GradeD || r.Headcount != 120 || r.LastVisit != inspect.MustDate(2020, 12, 1) || r.Status != inspect.Cancelled {
		t.Errorf("got %+v", r)
	}
}

func TestStatusInAPlan(t *testing.T) {
	res := read(sheetOf(bureau, "", row{"企业名称", "检查时间", "经营状态"}, row{"甲厂", "5月10日", "注销"}, row{"乙厂", "5月10日", "在营"}))
	if len(res.Entries) != 2 || len(res.Registered) != 1 || res.Registered[0].Status != inspect.Cancelled || res.Registered[0].Subject.Name != "甲厂" {
		t.Errorf("got %+v", res.Registered)
	}
}

func TestLeadAndPartners(t *testing.T) {
	head := row{"企业名称", "检查时间", "检查部门", "是否牵头", "牵头部门", "配合部门"}
	for _, c := range []struct {
		cells      row
		lead       bool
		department string
		partners   string
	}{
		{row{"是", nil, "江宁区生态环境局、江宁区消防救援大队"}, true, "", "江宁区生态环境局 江宁区消防救援大队"},
		{row{"否", "江宁区生态环境局", nil}, false, "江宁区生态环境局", ""},
		{row{nil, "江宁区应急管理局", "江宁区生态环境局，江宁区应急管理局"}, true, "江宁区应急管理局", "江宁区生态环境局"},
		{row{nil, "√", "无"}, true, "", ""},
		{row{nil, nil, "江宁区生态环境局/江宁区消防救援大队"}, false, "", "江宁区生态环境局 江宁区消防救援大队"},
		{row{nil, nil, "消防大队 生态环境局"}, false, "", "江宁区消防救援大队 江宁区生态环境局"},
		{row{nil, nil, "消防大队和生态环境局"}, false, "", "江宁区消防救援大队 江宁区生态环境局"},
		{row{nil, nil, "规划和自然资源局"}, false, "", "江宁区规划和自然资源局"},
		{row{nil, nil, "消防，市场监管"}, false, "", "江宁区消防救援大队 江宁区市场监督管理局"},
	} {
		e := one(t, read(sheetOf("a.xlsx", "", head, append(row{"甲厂", "5月10日", "江宁区应急管理局"}, c.cells...))))
		if e.Lead != c.lead || e.LeadDepartment != c.department || strings.Join(e.Partners, " ") != c.partners {
			t.Errorf("%v: got %v, %q, %q", c.cells, e.Lead, e.LeadDepartment, e.Partners)
		}
	}
}

// TestSeveralEnterprisesInACell: tidying takes line breaks and spaces out of a
// name, which must not make one of two.
func TestSeveralEnterprisesInACell(t *testing.T) {
	for name, several := range map[string]bool{
		"南京甲化工有限公司\n南京乙化工有限公司": true, "南京甲化工有限公司 南京乙化工有限公司": true, "1.南京甲化工有限公司\n2.南京乙化工有限公司": true, "南京甲化工有限公司/南京乙机械厂": true, "南京甲厂、南京乙厂": true,
		"南京甲化工\n有限公司": false, "南京甲化工有限公司\n江宁分公司": false, "南京甲化工有限公司 第一分公司": false, "南京化工厂 二厂": false, "南京甲集团\n": false, "南京甲 化工 有限公司": false, "南京甲化工有限公司\n（江宁厂）": false,
	} {
		res := read(sheetOf(bureau, "", row{"企业名称", "检查时间"}, row{name, "5月10日"}))
		if several {
			wantCodes(t, res, "2:several_enterprises")
		} else {
			wantCodes(t, res)
			one(t, res)
		}
	}
}

func TestATickIsNoPlace(t *testing.T) {
	res := read(sheetOf(bureau, "", row{"企业名称", "检查时间", "区", "街道"}, row{"甲厂", "5月10日", "江宁区", "√"}))
	wantCodes(t, res, "2:bad_place")
	if e := one(t, res); e.Subject.District != "江宁区" || e.Subject.Street != "" {
		t.Errorf("got %+v", e.Subject)
	}
}

func TestDepartmentsWithTheirParts(t *testing.T) {
	res := read(sheetOf("江宁区.xlsx", "", row{"企业名称", "检查时间", "检查部门"}, row{"甲厂", "5月10日", "江宁区应急局牵头，消防配合"}, row{"乙厂", "5月10日", "江宁区应急局牵头"}))
	wantCodes(t, res, "2:several_departments")
	for _, e := range res.Entries {
		if e.Department != "江宁区应急管理局" {
			t.Errorf("got %s", e.Department)
		}
	}
	// Two columns of one name are as good as one cell.
	res = read(sheetOf("江宁区.xlsx", "", row{"企业名称", "检查时间", "检查部门", "检查部门"}, row{"甲厂", "5月10日", "江宁区应急局", "江宁区消防大队"}, row{"乙厂", "5月10日", "江宁区应急局", "江宁区应急局"}, row{"丙厂", "5月10日", nil, "江宁区应急局"}))
	wantCodes(t, res, "2:several_departments")
	if len(res.Entries) != 3 || !slices.Equal(res.Entries[0].Partners, []string{"江宁区消防救援大队"}) {
		t.Errorf("got %+v", res.Entries)
	}
	// 各区 is no district.
	if e := one(t, read(sheetOf("各区5月.xlsx", "", row{"企业名称", "检查时间", "检查部门", "区"}, row{"甲厂", "5月10日", "应急局", "江宁区"}))); strings.Contains(e.Department, "各区") {
		t.Errorf("got %s", e.Department)
	}
}
