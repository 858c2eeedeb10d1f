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

// readReplies reads reply sheets of May 2021, in a city whose departments are known.
func readReplies(sheets ...*table.Sheet) *Result {
	var drafts []*Draft
	for _, s := range sheets {
		drafts = append(drafts, ScanReplies(s))
	}
	return Combine(drafts, Options{Replies: true, Period: may(), Departments: []string{"南京市应急管理局", "南京市消防救援支队", "江宁区应急管理局"}})
}

// saidIn writes replies in a line each, what they do not say left off.
func saidIn(res *Result) []string {
	var list []string
	for _, x := range res.Replies {
		var spans []string
		for _, w := range x.Windows {
			spans = append(spans, w.String())
		}
		parts := []string{fmt.Sprint(x.Source.Row), x.TaskID, x.Department, x.Answer.String(), strings.Join(spans, "、"), x.Note, x.About}
		list = append(list, strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "|"))
	}
	return list
}

func codesOf(res *Result) []string {
	var list []string
	for _, p := range res.Problems {
		list = append(list, fmt.Sprintf("%s %s %d %s“%s”", p.Severity, p.Code, p.Row, p.Column, p.Value))
	}
	return list
}

// The sheet as this program writes it, filled in by hand.
func TestRepliesOfOurOwnSheet(t *testing.T) {
	res := readReplies(
		sheetOf("部门任务/南京市应急管理局.xlsx", "任务安排",
			row{"任务编号", "检查日期", "时间", "企业名称", "统一社会信用代码", "牵头部门"},
			row{"LJ-202105-000001", day("2021-05-12"), "上午", "南京甲有限公司", "", "本部门"}),
		sheetOf("部门任务/南京市应急管理局.xlsx", "确认反馈",
			row{"任务确认反馈（南京市应急管理局）"},
			row{"在“确认”栏选：同意；调整（写明可行日期，如 5月12日、13日）；不参加（写明原因）。填好后发回。"},
			row{"任务编号", "部门", "确认", "可行日期", "说明", "企业名称", "检查安排"},
			row{"LJ-202105-000001", "南京市应急管理局", "同意", "", "", "南京甲有限公司", "5月12日（周三）上午"},
			row{"LJ-202105-000002", "南京市应急管理局", "调整", "5月20日、21日、24日", "人手冲突", "南京乙有限公司", "5月13日（周四）下午"},
			row{"LJ-202105-000003", "南京市应急管理局", "不参加", "", "已单独检查", "南京丙有限公司", "5月14日（周五）上午"},
			row{"LJ-202105-000004", "南京市应急管理局", "", "", "", "南京丁有限公司", "5月17日（周一）上午"},
			row{"填表人：王某　联系电话：025-00000000"}),
		sheetOf("部门任务/南京市应急管理局.xlsx", "检查结果", row{"任务编号", "企业名称", "检查结果"}, row{"LJ-202105-000001", "南京甲有限公司", ""}))
	want := []string{
		"4|LJ-202105-000001|南京市应急管理局|同意|5月12日（周三）上午",
		"5|LJ-202105-000002|南京市应急管理局|调整|2021-05-20至2021-05-24|人手冲突|5月13日（周四）下午", // the 22nd and 23rd are days off
		"6|LJ-202105-000003|南京市应急管理局|不参加|已单独检查|5月14日（周五）上午",
		"7|LJ-202105-000004|南京市应急管理局|5月17日（周一）上午",
	}
	if d := cmp.Diff(want, saidIn(res)); d != "" || len(res.Problems) > 0 || res.Blank != 1 || res.Rejected != 0 {
		t.Errorf("%s\n%v, %d blank, %d rejected", d, res.Problems, res.Blank, res.Rejected)
	}
	if p := res.Replies[1].Places; p.Dates != (inspect.Place{Col: 4, Header: "可行日期"}) || p.Answer.Col != 3 {
		t.Errorf("places %+v", p)
	}
}

// A department's own table: other headers, no department, its name in the title.
func TestRepliesOfADepartmentsOwnTable(t *testing.T) {
	res := readReplies(sheetOf("回复.xls", "Sheet1",
		row{"市消防支队 5月联合检查回复"},
		row{"序号", "任务号", "反馈意见", "可调整日期", "原因"},
		row{1, "lj-202105-000001", "无异议", "", ""},
		row{2, "LJ-202105-000002", "申请改期", day("2021-05-20"), "培训"},
		row{3, "LJ－202105－000003", "无法参加", "", "已撤"},
		row{4, "LJ-202105-000004", "申请调整时间", "5月下旬", ""},
		row{5, "LJ-202105-000005", "√", "", ""},
		row{6, "LJ-202105-000006", "改期", "5.18-5.20，25日", ""},
	))
	want := []string{
		"3|LJ-202105-000001|南京市消防救援支队|同意",
		"4|LJ-202105-000002|南京市消防救援支队|调整|2021-05-20|培训",
		"5|LJ-202105-000003|南京市消防救援支队|不参加|已撤",
		"6|LJ-202105-000004|南京市消防救援支队|调整|2021-05-21至2021-05-31",
		"7|LJ-202105-000005|南京市消防救援支队|同意",
		"8|LJ-202105-000006|南京市消防救援支队|调整|2021-05-18至2021-05-20、2021-05-25",
	}
	if d := cmp.Diff(want, saidIn(res)); d != "" || len(res.Problems) > 0 {
		t.Errorf("%s\n%v", d, res.Problems)
	}
}

// A row may speak for several departments.
func TestRepliesOfSeveralDepartments(t *testing.T) {
	res := readReplies(sheetOf("回复.csv", "", row{"任务编号", "部门", "确认"}, row{"LJ-202105-000001", "市应急局、市消防支队", "同意"}))
	want := []string{"2|LJ-202105-000001|南京市应急管理局|同意", "2|LJ-202105-000001|南京市消防救援支队|同意"}
	if d := cmp.Diff(want, saidIn(res)); d != "" {
		t.Errorf("%s\n%v", d, res.Problems)
	}
}

// What cannot be used is told with its cell.
func TestRepliesThatCannotBeUsed(t *testing.T) {
	res := readReplies(sheetOf("回复.xlsx", "确认反馈",
		row{"任务编号", "部门", "确认", "可行日期", "说明"},
		row{"LJ-202105-000001", "市应急局", "不同意", "", ""},
		row{"LJ-202105-000002", "市应急局", "调整", "", "再说"},
		row{"LJ-202105-000003", "市应急局", "调整", "5月32日", ""},
		row{"LJ-202105-000004", "市应急局", "调整", "待定", ""},
		row{"", "市应急局", "同意", "", ""},
		row{"LJ-202105-000005", "", "同意", "", ""},
		row{"LJ-202105-000006", "市应急局", "", "5月20日", ""},
		row{"LJ-202105-000007", "市应急局", "同意", "5月20日", ""},
		row{"LJ-202105-000008", "市应急局", "调整", "5月20日下午", ""},
		row{"LJ-202105-000009", "市应急局", fault("#N/A"), "", ""},
		row{"LJ-202105-000010", "市应急局", "", "", "同意，见会议纪要"},
	))
	want := []string{
		"error bad_reply 2 确认“不同意”",
		"error no_date 3 可行日期“”",
		"error bad_date 4 可行日期“5月32日”",
		"error date_undecided 5 可行日期“待定”",
		"error no_task 6 任务编号“”",
		"error no_department 7 部门“”",
		"warning reply_open 8 可行日期“5月20日”",
		"warning dates_not_used 9 可行日期“5月20日”",
		"warning half_day_open 10 可行日期“5月20日下午”",
		"error cell_error 11 确认“#N/A”",
		"warning reply_open 12 确认“”",
	}
	got := codesOf(res)
	slices.SortFunc(got, func(a, b string) int { return strings.Compare(strings.Fields(a)[2], strings.Fields(b)[2]) })
	slices.SortFunc(want, func(a, b string) int { return strings.Compare(strings.Fields(a)[2], strings.Fields(b)[2]) })
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if res.Rejected != 7 || len(res.Replies) != 4 {
		t.Errorf("%d rejected, %v", res.Rejected, saidIn(res))
	}
}

// Reply sheets are read where they are asked for; plans and findings then are not.
func TestRepliesAlone(t *testing.T) {
	plan := sheetOf("a.xlsx", "计划", row{"企业名称", "检查时间", "检查部门"}, row{"甲厂", "5月12日", "市应急局"})
	replies := sheetOf("b.xlsx", "确认反馈", row{"任务编号", "部门", "确认"}, row{"LJ-1", "市应急局", "好吧"})
	if res := Combine([]*Draft{Scan(plan), Scan(replies)}, Options{Period: may()}); len(res.Entries) != 1 || len(res.Replies) != 0 || res.Problems.Count(diag.Error) > 0 {
		t.Errorf("%d entries, %d replies, %v", len(res.Entries), len(res.Replies), res.Problems)
	}
	if res := readReplies(plan); len(res.Entries) != 0 || len(res.Problems) != 1 || res.Problems[0].Code != "sheet_skipped" {
		t.Errorf("%d entries, %v", len(res.Entries), res.Problems)
	}
}

func FuzzReplies(f *testing.F) {
	for _, s := range []string{
		"任务编号,部门,确认,可行日期,说明,企业名称,检查安排\nLJ-202105-000001,市应急局,调整,5月12日、13日,人手,甲厂,5月10日（周一）上午\nLJ-2,,同意,,,,\n,,,,,,\n填表人：张三",
		"任务号,反馈意见,原因\nLJ-1,不参加,已查\nLJ-1,不去了,\n#N/A,=,", "序号,任务编号,部门,回复,调整日期\n1,LJ-1,市消防支队、市应急局,改期,5月下旬\n合计,1,,,",
		"任务编号,确认,可行日期\nLJ-1,调整,5月20日前\nLJ-2,调整,20日\nLJ-3,调整,5月第二周\nLJ-4,调整,2021-13-40",
	} {
		f.Add(s, uint8(2), uint8(3), uint8(0), uint8(1))
	}
	f.Fuzz(func(t *testing.T, text string, first, last, left, right uint8) {
		s := fuzzSheet(text)
		s.Merges = []table.Merge{{FirstRow: int(first), LastRow: int(last), FirstCol: int(left), LastCol: int(right)}}
		d := ScanReplies(s)
		res := Combine([]*Draft{d}, Options{Replies: true, Period: may()})
		rejected := map[int]bool{}
		for _, p := range res.Problems {
			rejected[p.Row] = rejected[p.Row] || p.Severity == diag.Error
		}
		for _, x := range res.Replies {
			if rejected[x.Source.Row] {
				t.Errorf("row %d is used and has an error", x.Source.Row)
			}
			if x.Answer == inspect.Adjusts && len(x.Windows) == 0 {
				t.Errorf("row %d: other days, but none", x.Source.Row)
			}
			for i, w := range x.Windows {
				if w.To < w.From || i > 0 && w.From <= x.Windows[i-1].To+1 {
					t.Errorf("row %d: windows %v", x.Source.Row, x.Windows)
				}
			}
		}
	})
}
