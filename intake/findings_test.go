package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

func readFindings(sheets ...*table.Sheet) *Result {
	return Combine(scanAll(sheets), Options{Findings: true})
}

// told writes a finding in one line, what it does not say left off.
func told(f inspect.Finding) string {
	day := func(d inspect.Date) string {
		if d == 0 {
			return ""
		}
		return d.String()
	}
	var list []string
	for _, v := range []string{fmt.Sprint(f.Source.Row), f.TaskID, f.Subject.Name, f.Department, day(f.Date), strings.Join(f.Inspectors, "、"), f.Conclusion.String(), f.Text,
		f.Severity.String(), f.Basis, f.Measure, day(f.Deadline), f.Term, f.State.String(), day(f.Reinspection)} {
		if v != "" {
			list = append(list, v)
		}
	}
	if f.Withheld {
		list = append(list, "不公开")
	}
	return strings.Join(list, "|")
}

func allTold(res *Result) []string {
	var list []string
	for _, f := range res.Findings {
		list = append(list, told(f))
	}
	return list
}

func TestFindingsTemplate(t *testing.T) {
	res := readFindings(sheetOf("部门任务/南京市应急管理局.xlsx", "检查结果",
		row{"检查结果（南京市应急管理局）"},
		row{"一行一个问题；一家有多个问题的，复制该行往下加。没有发现问题的，检查结果选“未发现问题”。"},
		row{"任务编号", "企业名称", "统一社会信用代码", "检查部门", "检查日期", "检查人员", "检查结果", "问题描述", "隐患等级", "依据", "处理措施", "整改期限", "整改状态", "复查日期", "是否公开"},
		row{"LJ-202105-000001", "南京甲有限公司", "", "南京市应急管理局", day("2021-05-12"), "张三、李四", "发现问题", "安全出口被堵塞", "重大", "《安全生产法》", "立即清理", day("2021-06-10"), "整改中", day("2021-06-11"), "否"},
		row{"LJ-202105-000002", "南京乙有限公司", "", "南京市应急管理局", day("2021-05-13"), "", "未发现问题"},
		row{"LJ-202105-000003", "南京丙有限公司", "", "南京市应急管理局", day("2021-05-14")},
	))
	want := []string{
		"4|LJ-202105-000001|南京甲有限公司|南京市应急管理局|2021-05-12|张三、李四|发现问题|安全出口被堵塞|重大|《安全生产法》|立即清理|2021-06-10|整改中|2021-06-11|不公开",
		"5|LJ-202105-000002|南京乙有限公司|南京市应急管理局|2021-05-13|未发现问题",
		"6|LJ-202105-000003|南京丙有限公司|南京市应急管理局|2021-05-14",
	}
	if d := cmp.Diff(want, allTold(res)); d != "" || len(res.Problems) > 0 {
		t.Errorf("%s\n%v", d, res.Problems)
	}
	if res.Findings[0].Level != inspect.City {
		t.Errorf("level %v", res.Findings[0].Level)
	}
}

// TestFindingsByHand is a sheet of other headers, merged cells, ditto marks,
// several hazards in a cell, signatures below.
func TestFindingsByHand(t *testing.T) {
	s := merge(sheetOf("江宁区/安全检查情况汇总.xlsx", "Sheet1",
		row{"2021年5月安全生产检查情况汇总表"},
		row{"填报单位：江宁区应急管理局"},
		row{"序号", "被检查单位", "检查时间", "检查人", "存在问题", "隐患级别", "整改意见", "整改时限", "是否整改"},
		row{1, "南京甲有限公司", "5月12日", "张三 李四", "1.配电箱门未关闭；2.灭火器压力不足。", "1.一般；2.重大", "1.关闭箱门；2.更换灭火器。", "1.立即整改；2.6月10日前", "否"},
		row{2, "南京乙有限公司", "5月13日", "张三", "二层疏散通道堆放杂物", "一般隐患", "清理", "15日内", "已整改"},
		row{nil, nil, nil, nil, "应急照明灯损坏", "一般隐患", "更换", "5个工作日内", "正在整改"},
		row{3, "南京丙有限公司", "同上", "同上", "无", nil, nil, nil, nil},
		row{4, "南京丁有限公司", "5月14日", "李四", "3号楼1、2层应急灯不亮", nil, "更换", "限期7天", nil},
		row{"填表人：张三", "审核人：李四", "日期：2021年5月20日"},
	), "A5:A6", "B5:B6", "C5:C6", "D5:D6")
	res := readFindings(s)
	want := []string{
		"4|南京甲有限公司|江宁区应急管理局|2021-05-12|张三、李四|发现问题|配电箱门未关闭|一般|关闭箱门|2021-05-12|立即整改|未整改",
		"4|南京甲有限公司|江宁区应急管理局|2021-05-12|张三、李四|发现问题|灭火器压力不足|重大|更换灭火器|2021-06-10|未整改",
		"5|南京乙有限公司|江宁区应急管理局|2021-05-13|张三|发现问题|二层疏散通道堆放杂物|一般|清理|2021-05-28|15日内|已整改",
		"6|南京乙有限公司|江宁区应急管理局|2021-05-13|张三|发现问题|应急照明灯损坏|一般|更换|2021-05-20|5个工作日内|整改中",
		"7|南京丙有限公司|江宁区应急管理局|2021-05-13|张三|未发现问题",
		"8|南京丁有限公司|江宁区应急管理局|2021-05-14|李四|发现问题|3号楼1、2层应急灯不亮|更换|2021-05-21|限期7天",
	}
	if d := cmp.Diff(want, allTold(res)); d != "" || len(res.Problems) > 0 {
		t.Errorf("%s\n%v", d, res.Problems)
	}
}

func TestFindingsParts(t *testing.T) {
	for _, c := range []struct {
		text string
		want string
	}{
		{"灭火器过期", "灭火器过期"},
		{"1.灭火器过期2.通道堵塞3.未设警示标志", "灭火器过期|通道堵塞|未设警示标志"},
		{"1、灭火器过期；2、通道堵塞。", "灭火器过期|通道堵塞"},
		{"①灭火器过期②通道堵塞", "灭火器过期|通道堵塞"},
		{"（1）灭火器过期（2）通道堵塞", "灭火器过期|通道堵塞"},
		{"(一)灭火器过期\n(二)通道堵塞", "灭火器过期|通道堵塞"},
		{"一、灭火器过期；二、通道堵塞", "灭火器过期|通道堵塞"},
		{"一是灭火器过期；二是通道堵塞；三是台账不全。", "灭火器过期|通道堵塞|台账不全"},
		{"存在以下问题：1.灭火器过期；2.通道堵塞", "灭火器过期|通道堵塞"},
		{"2号楼：1.灭火器过期；2.通道堵塞", "2号楼：灭火器过期|2号楼：通道堵塞"},
		{"灭火器过期\n通道被杂物堵塞", "灭火器过期|通道被杂物堵塞"},
		{"配电箱未接地\n应急照明灯损坏", "配电箱未接地|应急照明灯损坏"}, // 应 of a word, not of what ought to be
		{"配电箱未接地\n应立即整改", "配电箱未接地应立即整改"},
		{"灭火器过期；通道被杂物堵塞；", "灭火器过期|通道被杂物堵塞"},
		{"- 灭火器过期\n- 通道被杂物堵塞", "灭火器过期|通道被杂物堵塞"},
		{"1、1号楼灭火器过期；2、2号楼通道堵塞", "1号楼灭火器过期|2号楼通道堵塞"},
		{"1．灭火器过期\r\n2．通道堵塞", "灭火器过期|通道堵塞"},
		{"1)灭火器过期 2)通道堵塞", "灭火器过期|通道堵塞"},
		{"一、灭火器过期：1.东侧；2.西侧。二、通道堵塞", "灭火器过期：1.东侧；2.西侧|通道堵塞"},
		{"1.灭火器过期；2.通道堵塞；10.门坏", "灭火器过期|通道堵塞；10.门坏"}, // numbers run without a gap
		// No lists.
		{"1、2、3号车间门锁闭", "1、2、3号车间门锁闭"},
		{"一、二、三层疏散通道堵塞", "一、二、三层疏散通道堵塞"},
		{"配电箱距地1.5米，宽2.2米处接线裸露", "配电箱距地1.5米，宽2.2米处接线裸露"},
		{"2021.5.12检查时灭火器过期", "2021.5.12检查时灭火器过期"},
		{"该企业危险化学品仓库内，\n堆放大量杂物", "该企业危险化学品仓库内，堆放大量杂物"},
		{"灭火器过期；应立即更换", "灭火器过期；应立即更换"},
		{"插座破损；且未接地", "插座破损；且未接地"},
		{"1.灭火器过期", "灭火器过期"},
		{"1.灭火器过期2.", "灭火器过期2."},
		{"", ""},
	} {
		if got := strings.Join(partsOf(c.text).items, "|"); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestFindingsConclusions(t *testing.T) {
	head := row{"企业名称", "检查部门", "检查日期", "检查结果", "问题描述"}
	for _, c := range []struct {
		result, text string
		want         string // conclusion, text, problems
	}{
		{"未发现问题", "", "未发现问题||"},
		{"未发现隐患", "", "未发现问题||"},
		{"经现场检查，未发现明显安全隐患。", "", "未发现问题||"},
		{"未发现违法违规行为", "", "未发现问题||"},
		{"未发现不合格项", "", "未发现问题||"},
		{"", "未发现明显火灾隐患", "未发现问题||"},
		{"", "检查时未发现危险化学品方面的隐患。", "未发现问题||"},
		{"", "未及时发现并消除事故隐患", "发现问题|未及时发现并消除事故隐患|"},
		{"已停业，未开展检查", "", "||not_inspected"},
		{"关门", "", "||not_inspected"},
		{"未进行现场检查", "", "||not_inspected"},
		{"", "企业已停产，未开展检查", "||not_inspected"},
		{"关门", "灭火器过期", "发现问题|灭火器过期|"},
		{"未停止使用", "", "发现问题|未停止使用|"},
		{"", "未见隐患排查台账", "发现问题|未见隐患排查台账|"},
		{"合格", "", "未发现问题||"},
		{"无", "", "未发现问题||"},
		{"正常", "", "未发现问题||"},
		{"符合要求", "无", "未发现问题||"},
		{"基本符合", "", "未发现问题||"},
		{"", "无", "未发现问题||"},
		{"", "未发现问题", "未发现问题||"},
		{"未发现问题", "现场管理规范，台账齐全", "未发现问题|现场管理规范，台账齐全|"},
		{"现场管理规范，台账齐全", "", "未发现问题|现场管理规范，台账齐全|"},
		{"发现问题", "灭火器过期", "发现问题|灭火器过期|"},
		{"不合格", "灭火器过期", "发现问题|灭火器过期|"},
		{"存在隐患", "灭火器过期", "发现问题|灭火器过期|"},
		{"发现1处隐患", "灭火器过期", "发现问题|灭火器过期|"},
		{"", "灭火器过期", "发现问题|灭火器过期|"},
		{"责令整改", "灭火器过期", "发现问题|灭火器过期|"},
		{"检查发现灭火器过期", "", "发现问题|检查发现灭火器过期|"},
		{"发现问题：消防通道堵塞", "", "发现问题|发现问题：消防通道堵塞|"},
		{"发现问题", "", "发现问题||no_hazard_text"},
		{"发现3处隐患", "", "发现问题|发现3处隐患|no_hazard_text"},
		{"发现问题", "有", "发现问题||no_hazard_text"},
		{"未发现问题", "灭火器过期", "发现问题|灭火器过期|result_contradicts"},
		{"", "", "||"},
	} {
		t.Run(c.result+"+"+c.text, func(t *testing.T) {
			res := readFindings(sheetOf("结果.xlsx", "Sheet1", head, row{"南京甲有限公司", "南京市应急管理局", "2021年5月12日", c.result, c.text}))
			var got, problems []string
			for _, f := range res.Findings {
				got = append(got, f.Conclusion.String()+"|"+f.Text)
				if (f.NotInspected != "") != (c.want == "||not_inspected") {
					t.Errorf("not inspected: %q", f.NotInspected)
				}
			}
			for _, p := range res.Problems {
				problems = append(problems, p.Code)
			}
			if s := strings.Join(got, " ") + "|" + strings.Join(problems, " "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

func TestFindingsQuestionsInHeaders(t *testing.T) {
	for _, c := range []struct{ header, cell, want string }{
		{"是否合格", "是", "未发现问题"}, {"是否合格", "否", "发现问题"}, {"是否发现问题", "否", "未发现问题"}, {"是否发现问题", "是", "发现问题"},
		{"有无隐患", "有", "发现问题"}, {"有无隐患", "无", "未发现问题"}, {"检查是否合格", "√", "未发现问题"},
	} {
		res := readFindings(sheetOf("结果.xlsx", "Sheet1", row{"企业名称", "检查部门", c.header, "整改状态", "任务编号"}, row{"南京甲有限公司", "南京市应急管理局", c.cell, "", "LJ-1"}))
		if len(res.Findings) != 1 || res.Findings[0].Conclusion.String() != c.want {
			t.Errorf("%s %s: %v %v", c.header, c.cell, allTold(res), res.Problems)
		}
	}
}

func TestFindingsSeverityAndState(t *testing.T) {
	for _, c := range []struct{ cell, want, code string }{
		{"一般", "一般", ""}, {"重大", "重大", ""}, {"一般隐患", "一般", ""}, {"重大事故隐患", "重大", ""}, {"非重大", "一般", ""},
		{"较大", "一般", "severity_assumed"}, {"严重", "重大", "severity_assumed"}, {"甲级", "", "bad_severity"}, {"", "", ""}, {"/", "", ""},
	} {
		res := readFindings(sheetOf("结果.xlsx", "Sheet1", row{"企业名称", "检查部门", "问题描述", "隐患等级"}, row{"南京甲有限公司", "南京市应急管理局", "灭火器过期", c.cell}))
		if len(res.Findings) != 1 || res.Findings[0].Severity.String() != c.want || !slices.Equal(codes(res), nonEmpty("2:", c.code)) {
			t.Errorf("%q: %v %v", c.cell, allTold(res), res.Problems)
		}
	}
	for _, c := range []struct{ cell, want string }{
		{"未整改", "未整改"}, {"整改中", "整改中"}, {"已整改", "已整改"}, {"已完成", "已整改"}, {"当场整改", "已整改"}, {"完成整改", "已整改"}, {"正在整改", "整改中"}, {"部分整改", "整改中"},
		{"尚未整改", "未整改"}, {"逾期未整改", "未整改"}, {"未完成整改", "未整改"}, {"是", "已整改"}, {"否", "未整改"}, {"√", "已整改"}, {"已闭环", "已整改"}, {"限期整改", "未整改"}, {"未说明", ""}, {"", ""},
	} {
		res := readFindings(sheetOf("结果.xlsx", "Sheet1", row{"企业名称", "检查部门", "问题描述", "整改状态"}, row{"南京甲有限公司", "南京市应急管理局", "灭火器过期", c.cell}))
		if len(res.Findings) != 1 || res.Findings[0].State.String() != c.want || len(res.Problems) > 0 {
			t.Errorf("%q: %v %v", c.cell, allTold(res), res.Problems)
		}
	}
}

func nonEmpty(prefix, s string) []string {
	if s == "" {
		return nil
	}
	return []string{prefix + s}
}

func TestFindingsDeadlines(t *testing.T) {
	for _, c := range []struct {
		cell any
		want string // day, then the words it was counted from; or a code
	}{
		{day("2021-06-10"), "2021-06-10 "}, {44357.0, "2021-06-10 "},
		{"2021-06-10", "2021-06-10 "}, {"2021年6月10日", "2021-06-10 "}, {"2021/6/10", "2021-06-10 "}, {"20210610", "2021-06-10 "}, {"6月10日", "2021-06-10 "},
		{"6月10日前", "2021-06-10 "}, {"2021年6月10日前", "2021-06-10 "}, {"于6月10日前完成整改", "2021-06-10 "}, {"限6月10日前整改到位", "2021-06-10 "}, {"6月底前", "2021-06-30 "},
		{"6月中旬", "2021-06-20 "}, {"2021年6月", "2021-06-30 "}, {"立即整改，6月10日前报告", "2021-06-10 "}, {"1月10日前", "2021-01-10 "},
		{"立即整改", "2021-05-12 立即整改"}, {"当场整改", "2021-05-12 当场整改"}, {"15日内", "2021-05-27 15日内"}, {"限期7天", "2021-05-19 限期7天"}, {"限期15日", "2021-05-27 限期15日"},
		{"七日内", "2021-05-19 七日内"}, {"一周内", "2021-05-19 一周内"}, {"5个工作日", "2021-05-19 5个工作日"}, {"一个月内", "2021-06-12 一个月内"}, {"半个月内", "2021-05-27 半个月内"},
		{"24小时内", "2021-05-13 24小时内"}, {"10天", "2021-05-22 10天"},
		{"2021-2-30", "bad_deadline"}, {"过几天", "bad_deadline"}, {"15日", "bad_deadline"}, {"", " "}, {"/", " "}, {"长期坚持", " "},
	} {
		t.Run(fmt.Sprint(c.cell), func(t *testing.T) {
			res := readFindings(sheetOf("结果.xlsx", "Sheet1", row{"企业名称", "检查部门", "检查日期", "问题描述", "整改期限"},
				row{"南京甲有限公司", "南京市应急管理局", "2021-05-12", "灭火器过期", c.cell}))
			if len(res.Findings) != 1 {
				t.Fatal(res.Problems)
			}
			f := res.Findings[0]
			got := " " + f.Term
			if f.Deadline != 0 {
				got = f.Deadline.String() + got
			}
			for _, p := range res.Problems {
				got = p.Code
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	// A deadline of next January, after an inspection in December.
	res := readFindings(sheetOf("结果.xlsx", "Sheet1", row{"企业名称", "检查部门", "检查日期", "问题描述", "整改期限"},
		row{"南京甲有限公司", "南京市应急管理局", "2021-12-20", "灭火器过期", "1月10日前"}))
	if got := res.Findings[0].Deadline.String(); got != "2022-01-10" {
		t.Errorf("got %s", got)
	}
}

// TestFindingsOfSeveralDepartments gives each department of a cell its finding.
func TestFindingsOfSeveralDepartments(t *testing.T) {
	res := readFindings(sheetOf("南京市/结果.xlsx", "Sheet1", row{"企业名称", "检查部门", "检查日期", "问题描述"},
		row{"南京甲有限公司", "南京市应急管理局、南京市消防救援支队", "2021-05-12", "1.灭火器过期；2.通道堵塞"}))
	var got []string
	for _, f := range res.Findings {
		got = append(got, fmt.Sprintf("%d %s %s", f.Item, f.Department, f.Text))
	}
	want := []string{"1 南京市应急管理局 灭火器过期", "2 南京市应急管理局 通道堵塞", "3 南京市消防救援支队 灭火器过期", "4 南京市消防救援支队 通道堵塞"}
	if d := cmp.Diff(want, got); d != "" || len(res.Problems) > 0 {
		t.Error(d, res.Problems)
	}
}

// TestFindingsKeepRows: what is wrong in a row does not cost the hazard; a row
// that names neither enterprise nor task is an error.
func TestFindingsKeepRows(t *testing.T) {
	res := readFindings(sheetOf("结果.xlsx", "Sheet1", row{"任务编号", "企业名称", "检查部门", "检查日期", "问题描述", "整改期限", "是否公开"},
		row{"", "", "南京市应急管理局", "2021-05-12", "灭火器过期", "", ""},
		row{"", "南京甲有限公司", "", "2021-05-12", "灭火器过期", "", "不予公开"},
		row{"lj-202105-1", "", "南京市应急管理局", "2021-2-30", "通道堵塞", "15日内", "视情况"},
	))
	want := []string{"3|南京甲有限公司|2021-05-12|发现问题|灭火器过期|不公开", "4|LJ-202105-1|南京市应急管理局|发现问题|通道堵塞|15日内|不公开"}
	if d := cmp.Diff(want, allTold(res)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"2:no_enterprise", "3:no_department", "4:bad_date", "4:no_inspection_date", "4:bad_flag"}, codes(res)); d != "" || res.Rejected != 1 {
		t.Error(d, res.Rejected)
	}
}

// TestFindingsNotAsked: where nobody asks for findings their sheet is passed
// over as it always was, and where they are asked for, plans are.
func TestFindingsNotAsked(t *testing.T) {
	findings := sheetOf("结果.xlsx", "检查结果", row{"任务编号", "企业名称", "检查部门", "检查日期", "问题描述", "整改期限"}, row{"", "", "", "", "灭火器过期", ""})
	plan := sheetOf("计划.xlsx", "检查计划", row{"企业名称", "检查部门", "检查时间"}, row{"南京甲有限公司", "南京市应急管理局", "2021年5月12日"})
	res := Combine(scanAll([]*table.Sheet{findings, plan}), Options{})
	if len(res.Entries) != 1 || len(res.Findings) != 0 || len(res.Problems) != 1 || res.Problems[0].Severity != diag.Info || !strings.Contains(res.Problems[0].Message, "检查结果") {
		t.Errorf("%+v", res.Problems)
	}
	res = readFindings(findings, plan)
	if len(res.Entries) != 0 || len(res.Problems) != 2 || res.Problems[1].Code != "sheet_skipped" || res.Problems[0].Code != "no_enterprise" {
		t.Errorf("%+v", res.Problems)
	}
}

// TestFindingsInLedger reads what came of plans where both stand in one table.
func TestFindingsInLedger(t *testing.T) {
	s := sheetOf("台账.xlsx", "Sheet1", row{"企业名称", "检查部门", "检查日期", "存在问题"}, row{"南京甲有限公司", "南京市应急管理局", "2021年5月12日", "灭火器过期"},
		row{"南京乙有限公司", "南京市应急管理局", "2021年5月12日", ""})
	if res := readFindings(s); len(res.Findings) != 2 || res.Findings[0].Text != "灭火器过期" || res.Findings[1].Conclusion != inspect.NoConclusion {
		t.Errorf("%v %v", allTold(res), res.Problems)
	}
	if res := readFree(s); len(res.Entries) != 2 || len(res.Findings) != 0 || len(res.Problems) != 0 {
		t.Errorf("%v %v", res.Entries, res.Problems)
	}
}

func TestFindingsUnderGroups(t *testing.T) {
	s := merge(sheetOf("结果.xlsx", "Sheet1",
		row{"企业名称", "检查部门", "检查日期", "隐患情况", nil, "整改情况", nil},
		row{nil, nil, nil, "描述", "等级", "期限", "状态"},
		row{"南京甲有限公司", "南京市应急管理局", "2021-05-12", "灭火器过期", "重大", "2021-06-10", "已整改"},
	), "A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1")
	res := readFindings(s)
	if d := cmp.Diff([]string{"3|南京甲有限公司|南京市应急管理局|2021-05-12|发现问题|灭火器过期|重大|2021-06-10|已整改"}, allTold(res)); d != "" || len(res.Problems) > 0 {
		t.Error(d, res.Problems)
	}
}

// A day where the state should stand is the day the hazard was put right.
func TestFindingsStateIsDay(t *testing.T) {
	head := row{"企业名称", "检查部门", "检查日期", "问题描述", "整改期限", "整改状态"}
	for _, c := range []struct{ state, want, problems string }{
		{"2021年5月28日", "已整改 2021-05-28", ""},
		{"5月28日", "已整改 2021-05-28", ""},
		{"2021.5.28", "已整改 2021-05-28", ""},
		{"20210528", "已整改 2021-05-28", ""},
		{"5月28日前", " 0", "bad_state"},
		{"5月28日已完成", "已整改 0", ""},
		{"√", "已整改 0", ""},
		{"部分整改", "整改中 0", ""},
		{"×", "未整改 0", ""},
	} {
		res := readFindings(sheetOf("结果.xlsx", "Sheet1", head, row{"南京甲有限公司", "南京市应急管理局", "2021年5月12日", "灭火器过期", "2021-06-01", c.state}))
		f, again := &res.Findings[0], "0"
		if f.Reinspection != 0 {
			again = f.Reinspection.String()
		}
		var problems []string
		for _, p := range res.Problems {
			problems = append(problems, p.Code)
		}
		if got := f.State.String() + " " + again; got != c.want || strings.Join(problems, " ") != c.problems {
			t.Errorf("%s: got %s %v, want %s %s", c.state, got, problems, c.want, c.problems)
		}
	}
}

// The day a hazard was put right, in a column of its own: it makes the hazard
// 已整改 where nothing says so, and never against 整改状态.
func TestFindingsFixedDay(t *testing.T) {
	for _, c := range []struct{ state, fixed, review, want, problems string }{
		{"", "2021-05-20", "", "已整改|2021-05-20", ""},
		{"已整改", "5月20日", "", "已整改|2021-05-20", ""},
		{"已整改", "2021-05-20", "2021-05-25", "已整改|2021-05-25", ""},
		{"整改中", "2021-05-20", "", "整改中", "fixed_but_open"},
		{"未整改", "2021-05-20", "", "未整改", "fixed_but_open"},
		{"", "未完成", "", "未整改", ""},
		{"", "已完成", "", "已整改", ""},
		{"已整改", "/", "", "已整改", ""},
		{"", "张三", "", "", "bad_fixed"},
	} {
		res := readFindings(sheetOf("结果.xlsx", "Sheet1", row{"企业名称", "检查部门", "检查日期", "问题描述", "整改期限", "整改状态", "整改完成时间", "复查日期"},
			row{"南京甲有限公司", "南京市应急管理局", "2021-05-12", "灭火器过期", "2021-06-01", c.state, c.fixed, c.review}))
		problems := ""
		for _, p := range res.Problems {
			problems += p.Code
		}
		got := strings.TrimPrefix(strings.TrimPrefix(allTold(res)[0], "2|南京甲有限公司|南京市应急管理局|2021-05-12|发现问题|灭火器过期|2021-06-01"), "|")
		if got != c.want || problems != c.problems {
			t.Errorf("%s, %s: got %s %v, want %s %s", c.state, c.fixed, got, res.Problems, c.want, c.problems)
		}
	}
}

// Sheets that number their columns of hazards, call the inspected 单位, or have
// measure and deadline in one cell.
func TestFindingsOwnHeaders(t *testing.T) {
	for _, c := range []struct {
		head, row row
		want      string
	}{
		{row{"企业名称", "检查部门", "检查日期", "问题1", "问题2", "整改期限"}, row{"南京甲有限公司", "南京市应急管理局", "2021-05-12", "屋面彩钢板松动", "脚手架未验收", "2021-06-01"},
			"2|南京甲有限公司|南京市应急管理局|2021-05-12|发现问题|屋面彩钢板松动|2021-06-01\n2|南京甲有限公司|南京市应急管理局|2021-05-12|发现问题|脚手架未验收|2021-06-01"},
		{row{"企业名称", "检查部门", "检查日期", "问题1", "问题2", "整改期限"}, row{"南京甲有限公司", "南京市应急管理局", "2021-05-12", "无", "", ""},
			"2|南京甲有限公司|南京市应急管理局|2021-05-12|未发现问题"},
		{row{"单位", "检查部门", "检查日期", "存在问题", "整改要求及时限"}, row{"南京甲有限公司", "南京市应急管理局", "2021-05-12", "1.灯坏；2.门坏", "1.更换，5月底前完成；2.立即修理"},
			"2|南京甲有限公司|南京市应急管理局|2021-05-12|发现问题|灯坏|更换，5月底前完成|2021-05-31\n2|南京甲有限公司|南京市应急管理局|2021-05-12|发现问题|门坏|立即修理|2021-05-12|立即修理"},
	} {
		res := readFindings(sheetOf("结果.xlsx", "Sheet1", c.head, c.row))
		if d := cmp.Diff(c.want, strings.Join(allTold(res), "\n")); d != "" {
			t.Error(d, res.Problems)
		}
	}
}

// The ledger that report writes is read from the list of what was handed in,
// once, texts as they are; what people change in 问题清单 holds.
func TestFindingsOfLedger(t *testing.T) {
	detail := sheetOf("检查结果汇总.xlsx", "检查结果明细",
		row{"问题序号", "企业名称", "检查部门", "检查日期", "检查结果", "问题描述", "整改期限", "整改状态", "复查日期", "任务编号"},
		row{"1", "南京甲有限公司", "南京市应急管理局", "2021-05-12", "发现问题", "东库：1.灭火器过期；2.通道堵塞", "15日内", "整改中", "", "LJ-1"},
		row{"1", "南京甲有限公司", "南京市消防救援支队", "2021-05-12", "发现问题", "东库：1.灭火器过期；2.通道堵塞", "2021-06-01", "", "", "LJ-1"},
		row{"2", "南京甲有限公司", "南京市消防救援支队", "2021-05-12", "发现问题", "门坏", "2021-06-01", "未整改", "", "LJ-1"},
		row{"", "南京乙有限公司", "南京市消防救援支队", "2021-05-13", "未发现问题", "现场管理规范", "", "", "", ""},
	)
	hazards := func(state1, deadline1, again1 string) *table.Sheet {
		return sheetOf("检查结果汇总.xlsx", "问题清单",
			row{"问题序号", "企业名称", "问题", "查出部门", "检查日期", "整改期限", "整改状态", "复查日期", "任务编号"},
			row{"1", "南京甲有限公司", "东库：1.灭火器过期；2.通道堵塞", "南京市应急管理局、南京市消防救援支队", "2021-05-12", deadline1, state1, again1, "LJ-1"},
			row{"2", "南京甲有限公司", "门坏", "南京市消防救援支队", "2021-05-12", "2021-06-01", "未整改", "", "LJ-1"},
		)
	}
	other := sheetOf("检查结果汇总.xlsx", "逾期未改", row{"企业名称", "问题", "查出部门", "整改期限", "整改状态"}, row{"南京甲有限公司", "门坏", "南京市消防救援支队", "2021-06-01", "未整改"})
	res := readFindings(detail, hazards("整改中", "2021-05-27", ""), other)
	want := []string{
		"2|LJ-1|南京甲有限公司|南京市应急管理局|2021-05-12|发现问题|东库：1.灭火器过期；2.通道堵塞|2021-05-27|15日内|整改中",
		"3|LJ-1|南京甲有限公司|南京市消防救援支队|2021-05-12|发现问题|东库：1.灭火器过期；2.通道堵塞|2021-06-01",
		"4|LJ-1|南京甲有限公司|南京市消防救援支队|2021-05-12|发现问题|门坏|2021-06-01|未整改",
		"5|南京乙有限公司|南京市消防救援支队|2021-05-13|未发现问题|现场管理规范",
	}
	if d := cmp.Diff(want, allTold(res)); d != "" || len(res.Problems) > 0 {
		t.Error(d, res.Problems)
	}
	shut := sheetOf(detail.File, detail.Name, row{"问题序号", "企业名称", "检查部门", "检查日期", "检查结果", "问题描述"}, row{"", "南京乙有限公司", "南京市消防救援支队", "2021-05-13", "关门"})
	if res := readFindings(shut); len(res.Findings) != 1 || res.Findings[0].NotInspected != "关门" || res.Findings[0].Conclusion != inspect.NoConclusion {
		t.Error(allTold(res), res.Problems)
	}
	res = readFindings(detail, hazards("已整改", "2021-06-10", "2021-06-09"), other)
	want[0] = strings.Replace(want[0], "2021-05-27|15日内|整改中", "2021-06-10|已整改|2021-06-09", 1)
	want[1] = strings.Replace(want[1], "2021-06-01", "2021-06-10|已整改|2021-06-09", 1)
	if d := cmp.Diff(want, allTold(res)); d != "" {
		t.Error(d)
	}
	if len(res.Problems) != 1 || res.Problems[0].Code != "ledger_amended" || res.Problems[0].Row != 2 || res.Problems[0].Sheet != "问题清单" ||
		!strings.Contains(res.Problems[0].Message, "改过这一项的整改状态、整改期限、复查日期，") {
		t.Error(res.Problems)
	}
	// A day typed as the state is the day it was put right, as in any sheet, though
	// an earlier re-inspection still stands beside it.
	for _, c := range []struct{ again, want string }{{"", "2021-05-25"}, {"2021-06-09", "2021-06-09"}} {
		want[0] = "2|LJ-1|南京甲有限公司|南京市应急管理局|2021-05-12|发现问题|东库：1.灭火器过期；2.通道堵塞|2021-05-27|15日内|已整改|" + c.want
		want[1] = "3|LJ-1|南京甲有限公司|南京市消防救援支队|2021-05-12|发现问题|东库：1.灭火器过期；2.通道堵塞|2021-06-01|已整改|" + c.want
		res = readFindings(detail, hazards("2021年5月25日", "2021-05-27", c.again), other)
		if d := cmp.Diff(want, allTold(res)); d != "" || len(res.Problems) != 1 || !strings.Contains(res.Problems[0].Message, "改过这一项的整改状态、复查日期，") {
			t.Error(d, res.Problems)
		}
	}
	planned := sheetOf(detail.File, detail.Name, row{"问题序号", "企业名称", "检查部门", "检查日期", "检查结果", "问题描述", "整改状态", "复查日期"},
		row{"1", "南京甲有限公司", "南京市应急管理局", "2021-05-12", "发现问题", "门坏", "整改中", "2021-06-09"},
		row{"2", "南京甲有限公司", "南京市应急管理局", "2021-05-12", "发现问题", "灯坏", "2021年5月25日", ""})
	res = readFindings(planned, sheetOf(detail.File, "问题清单", row{"问题序号", "企业名称", "问题", "检查日期", "整改状态", "复查日期"},
		row{"1", "南京甲有限公司", "门坏", "2021-05-12", "2021年5月25日", "2021-06-09"}, row{"2", "南京甲有限公司", "灯坏", "2021-05-12", "已整改", "2021-05-25"}))
	if d := cmp.Diff([]string{"2|南京甲有限公司|南京市应急管理局|2021-05-12|发现问题|门坏|已整改|2021-05-25", "3|南京甲有限公司|南京市应急管理局|2021-05-12|发现问题|灯坏|已整改|2021-05-25"},
		allTold(res)); d != "" || len(res.Problems) != 1 {
		t.Error(d, res.Problems)
	}
	// A hazard added by hand has no number. It is one.
	added := hazards("整改中", "2021-05-27", "")
	added.Rows[2].Cells[0] = table.Cell{}
	if res = readFindings(detail, added); len(res.Findings) != 5 {
		t.Error(allTold(res))
	}
}

// FuzzFindings reads any text as a findings sheet: no row is lost, nothing panics.
func FuzzFindings(f *testing.F) {
	for _, s := range []string{
		"任务编号,企业名称,检查部门,检查日期,检查结果,问题描述,隐患等级,整改期限,整改状态,是否公开\nLJ-1,甲厂,市应急局,5月12日,发现问题,1.灭火器过期2.通道堵塞,一般;重大,15日内,未整改,否",
		"序号,被检查单位,存在问题,整改时限\n1,甲厂,①门坏②灯坏,①立即②6月10日前\n,,同上,\n注：无\n填表人：张三",
		"企业名称,检查日期,检查情况,处理\n甲厂,2021-05-12,符合要求,\n乙厂,待定,一是乱；二是差,责令整改\n#N/A,=,,",
	} {
		f.Add(s, uint8(2), uint8(3), uint8(0), uint8(1))
	}
	f.Fuzz(func(t *testing.T, text string, first, last, left, right uint8) {
		s := fuzzSheet(text)
		s.Merges = []table.Merge{{FirstRow: int(first), LastRow: int(last), FirstCol: int(left), LastCol: int(right)}}
		d := Scan(s)
		if len(d.kinds) == 0 || slices.ContainsFunc(d.kinds, func(k sheetKind) bool { return k != findingsKind }) {
			return
		}
		for _, opt := range []Options{{Findings: true}, {Findings: true, Period: may()}} {
			res := Combine([]*Draft{d}, opt)
			out := map[int]string{}
			for _, x := range res.Findings {
				out[x.Source.Row] = "finding"
			}
			for _, p := range res.Problems {
				if p.Severity == diag.Error {
					out[p.Row] = "error"
				}
			}
			for _, n := range d.notes {
				out[n] = "note"
			}
			h, _ := newScanner(s).firstHeader()
			for i := h.first + h.lines; i < len(s.Rows); i++ {
				if !empty(&s.Rows[i]) && out[s.Rows[i].Number] == "" {
					t.Errorf("row %d is lost", s.Rows[i].Number)
				}
			}
		}
	})
}

// TestFindingsPartsLoseNothing: every word of a list stands in one of its items,
// but numbers, marks between them and the words that announce the list.
func FuzzFindingsParts(f *testing.F) {
	for _, s := range []string{"1.灭火器过期2.通道堵塞", "①甲②乙", "一、甲乙丙丁；二、戊己庚辛", "甲乙丙丁\n戊己庚辛", "- 甲乙丙丁；戊己庚辛"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := partsOf(s)
		for _, item := range p.items {
			if item == "" && len(p.items) > 1 {
				t.Errorf("%q has an empty item: %q", s, p.items)
			}
		}
	})
}

// A file given for its findings none of whose sheets is understood is a warning
// in the words of findings; a list beside findings is no more than a notice.
func TestFindingsNotUnderstood(t *testing.T) {
	odd := sheetOf("江宁区住建局.xlsx", "检查项", row{"工地", "检查日期", "脚手架"}, row{"甲工地", "2021-05-10", "合格"})
	res := readFindings(odd)
	if len(res.Problems) != 1 || res.Problems[0].Code != "sheet_skipped" || res.Problems[0].Severity != diag.Warning || !strings.Contains(res.Problems[0].Hint, "如果是检查结果") {
		t.Errorf("%v", res.Problems)
	}
	with := sheetOf("江宁区住建局.xlsx", "结果", row{"企业名称", "检查部门", "检查日期", "检查结果"}, row{"甲厂", "江宁区住建局", "2021-05-10", "未发现问题"})
	res = readFindings(odd, with)
	if len(res.Findings) != 1 || len(res.Problems) != 1 || res.Problems[0].Severity != diag.Info {
		t.Errorf("%v", res.Problems)
	}
}
