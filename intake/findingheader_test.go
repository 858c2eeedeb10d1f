package intake

import (
	"strings"
	"testing"

	"liancha/inspect"
)

// What departments call the last day for putting a hazard right, in full or
// where only its place tells.
func TestFindingsDeadlineHeaders(t *testing.T) {
	for _, name := range strings.Fields(`整改期限 期限 期限（天） 时限 限期 限时 完成时间 完成日期 完成期限 完成时限 整改完成期限 整改时限 要求完成时间 要求整改完成时间 截止日期 截止时间 到期日
		整改完成时间 计划完成时间 计划整改完成时间 责令整改期限 责令限期整改时限 隐患整改期限 问题整改时限 整改要求完成时间 整改截止时间 改正期限 责令改正期限 治理期限 整改落实期限 规定整改期限
		应整改完成日期 拟整改完成时间 要求整改到位时间 整改最后期限 整改完成截止日期 消除期限`) {
		res := readFindings(sheetOf("结果.xlsx", "Sheet1", row{"单位名称", "检查部门", "检查日期", "隐患内容", "隐患级别", "处理意见", name, "整改情况"},
			row{"南京甲有限公司", "南京市应急管理局", "2021-05-12", "灭火器过期", "一般", "更换", "2021-06-10", "未整改"}))
		if len(res.Findings) != 1 || res.Findings[0].Deadline.String() != "2021-06-10" || res.Findings[0].Date.String() != "2021-05-12" || len(res.Problems) > 0 {
			t.Errorf("%s: %v %v", name, allTold(res), res.Problems)
		}
	}
}

// The same names mean something else before the hazards, beside another column
// for the deadline, and in plans.
func TestFindingsDeadlineHeadersElsewhere(t *testing.T) {
	for _, c := range []struct {
		head, row row
		want      string
		problems  string
	}{
		{row{"企业名称", "检查部门", "完成时间", "检查结果", "存在问题"}, row{"南京甲有限公司", "南京市应急管理局", "2021-05-12", "发现问题", "灭火器过期"},
			"2|南京甲有限公司|南京市应急管理局|2021-05-12|发现问题|灭火器过期", ""},
		{row{"企业名称", "检查部门", "检查日期", "存在问题", "整改期限", "完成时间"}, row{"南京甲有限公司", "南京市应急管理局", "2021-05-12", "灭火器过期", "2021-06-10", "2021-05-20"},
			"2|南京甲有限公司|南京市应急管理局|2021-05-12|发现问题|灭火器过期|2021-06-10|已整改|2021-05-20", ""},
		{row{"企业名称", "检查部门", "存在问题", "整改期限", "完成时间"}, row{"南京甲有限公司", "南京市应急管理局", "灭火器过期", "2021-06-10", "2021-05-20"},
			"2|南京甲有限公司|南京市应急管理局|发现问题|灭火器过期|2021-06-10|已整改|2021-05-20", ""},
		{row{"企业名称", "检查部门", "检查日期", "存在问题", "整改情况", "实际完成时间"}, row{"南京甲有限公司", "南京市应急管理局", "2021-05-12", "灭火器过期", "已整改", "2021-05-20"},
			"2|南京甲有限公司|南京市应急管理局|2021-05-12|发现问题|灭火器过期|已整改|2021-05-20", ""},
	} {
		res := readFindings(sheetOf("结果.xlsx", "Sheet1", c.head, c.row))
		problems := ""
		for _, p := range res.Problems {
			problems += p.Code
		}
		if got := strings.Join(allTold(res), "\n"); got != c.want || problems != c.problems {
			t.Errorf("%v: %s %v", c.head, got, res.Problems)
		}
	}
	res := read(sheetOf("计划.xlsx", "Sheet1", row{"企业名称", "检查部门", "存在问题", "检查内容", "完成时间"}, row{"南京甲有限公司", "南京市应急管理局", "去年有隐患", "消防", "2021年5月20日"}))
	if len(res.Entries) != 1 || res.Entries[0].Windows[0] != (inspect.Span{From: inspect.MustDate(2021, 5, 1), To: inspect.MustDate(2021, 5, 20)}) {
		t.Error(res.Entries, res.Problems)
	}
}

// A column that is filled in and not understood is told of once a sheet; what is
// empty, or the program's own, is not.
func TestFindingsColumnsNotRead(t *testing.T) {
	head := row{"企业名称", "检查部门", "检查日期", "存在问题", "整改费用", "照片编号", "复核人", "备注"}
	line := row{"南京甲有限公司", "南京市应急管理局", "2021-05-12", "灭火器过期", "200元", nil, "张三", "无"}
	s := sheetOf("结果.xlsx", "Sheet1", row{"检查台账"}, head, line, line, row{}, head, line)
	res := readFindings(s)
	if len(res.Problems) != 1 || len(res.Findings) != 3 {
		t.Fatal(res.Problems, allTold(res))
	}
	if got, want := res.Problems[0].String(), "结果.xlsx[Sheet1]!E2: 不知道“整改费用”、“复核人”是检查结果的哪一项，没有读取 [column_not_read]"; got != want || res.Problems[0].Hint == "" {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, p := range readFree(s).Problems {
		if p.Code == "column_not_read" {
			t.Error(p)
		}
	}
	res = readFindings(sheetOf("检查结果汇总.xlsx", "检查结果明细", row{"问题序号", "企业名称", "检查部门", "检查日期", "检查结果", "问题描述", "原始来源"},
		row{"1", "南京甲有限公司", "南京市应急管理局", "2021-05-12", "发现问题", "灭火器过期", "甲.xlsx#1!3"}))
	if len(res.Problems) > 0 || len(res.Findings) != 1 {
		t.Error(res.Problems, allTold(res))
	}
}

// Words for a closed door beside a demand are a hazard, not an inspection that did
// not take place.
func TestFindingsClosedAndDemanded(t *testing.T) {
	res := readFindings(sheetOf("结果.xlsx", "Sheet1", row{"企业名称", "检查部门", "检查日期", "问题描述", "处理措施"},
		row{"南京甲有限公司", "南京市应急管理局", "2021-05-12", "关闭", "恢复开放"}, row{"南京乙有限公司", "南京市应急管理局", "2021-05-12", "关闭", ""}))
	if d := strings.Join(allTold(res), "\n"); d != "2|南京甲有限公司|南京市应急管理局|2021-05-12|发现问题|关闭|恢复开放\n3|南京乙有限公司|南京市应急管理局|2021-05-12" || res.Findings[1].NotInspected != "关闭" {
		t.Error(d, res.Problems)
	}
}
