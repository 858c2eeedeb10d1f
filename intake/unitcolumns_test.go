package intake

import (
	"fmt"
	"slices"
	"testing"

	"liancha/inspect"
	"liancha/internal/table"
)

// shared writes entries as row@part department level windows demand.
func shared(res *Result) []string {
	var list []string
	for _, e := range res.Entries {
		list = append(list, fmt.Sprintf("%d@%s %s %s %s %d", e.Source.Row, e.Source.Part(), e.Department, e.Level, span(e.Windows), e.Demand))
	}
	return list
}

func wantShared(t *testing.T, res *Result, want ...string) {
	t.Helper()
	if got := shared(res); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
		for _, p := range res.Problems {
			t.Log(p)
		}
	}
	seen := map[string]bool{}
	for _, e := range res.Entries {
		if s := e.Source.String(); seen[s] {
			t.Errorf("two entries are %s", s)
		} else {
			seen[s] = true
		}
	}
}

const city = "南京市.xlsx"

func TestDepartmentsAsColumns(t *testing.T) {
	head := row{"企业名称", "检查时间", "市应急局", "市消防支队", "江宁区市场监管局"}
	res := read(sheetOf(city, "", head,
		row{"甲厂", "5月10日", "√", "✓", nil}, row{"乙厂", "5月中旬", "×", nil, 1}, row{"丙厂", "5月", "5月20日前", "2人", "20-21日"}))
	wantCodes(t, res)
	wantInfos(t, res, "1:units_ticked")
	wantShared(t, res,
		"2@C 南京市应急管理局 city 2021-05-10 2", "2@D 南京市消防救援支队 city 2021-05-10 2",
		"3@E 江宁区市场监督管理局 district 2021-05-11至2021-05-20 2",
		"4@C 南京市应急管理局 city 2021-05-01至2021-05-20 2", "4@D 南京市消防救援支队 city 2021-05-01至2021-05-31 2", "4@E 江宁区市场监督管理局 district 2021-05-20至2021-05-21 2")
	if res.PlanRows != 3 {
		t.Errorf("%d rows", res.PlanRows)
	}
}

func TestDepartmentsUnderAGroup(t *testing.T) {
	for _, group := range []string{"检查部门", "参与部门", "联合检查单位", "各部门检查安排"} {
		s := merge(sheetOf(city, "", row{"序号", "企业名称", "检查时间", group}, row{nil, nil, nil, "市应急局", "消防", "市监"}, row{1, "甲厂", "5月10日", "√", nil, "√"}), "A1:A2", "B1:B2", "C1:C2", "D1:F1")
		res := read(s)
		wantShared(t, res, "3@D 南京市应急管理局 city 2021-05-10 2", "3@F 南京市市场监督管理局 city 2021-05-10 2")
	}
	// In a text file no cell is merged.
	s := sheetOf(city, "", row{"企业名称", "检查时间", "检查部门", nil, nil}, row{nil, nil, "市应急局", "市消防支队", "市市场监管局"}, row{"甲厂", "5月10日", nil, "√", "√"})
	s.TextFile = true
	wantShared(t, read(s), "3@D 南京市消防救援支队 city 2021-05-10 2", "3@E 南京市市场监督管理局 city 2021-05-10 2")
	// What each is to look at, and how many it sends.
	s = merge(sheetOf(city, "", row{"企业名称", "检查时间", "各部门检查事项"}, row{nil, nil, "市应急局", "市消防支队"}, row{"甲厂", "5月10日", "动火作业", "√"}), "A1:A2", "B1:B2", "C1:D1")
	if res := read(s); len(res.Entries) != 2 || res.Entries[0].Matter != "动火作业" || res.Entries[1].Matter != "" {
		t.Errorf("got %+v", res.Entries)
	}
	s = merge(sheetOf(city, "", row{"企业名称", "检查时间", "各单位参加人数"}, row{nil, nil, "市应急局", "市消防支队"}, row{"甲厂", "5月10日", 1, 3}), "A1:A2", "B1:B2", "C1:D1")
	wantShared(t, read(s), "3@C 南京市应急管理局 city 2021-05-10 1", "3@D 南京市消防救援支队 city 2021-05-10 3")
}

func TestDepartmentsBesideTheRowsOwn(t *testing.T) {
	// A column of its own, or the lead, takes part besides those ticked.
	res := read(sheetOf(city, "", row{"企业名称", "检查时间", "牵头部门", "市应急局", "市消防支队"}, row{"甲厂", "5月10日", "市应急局", "√", "√"}, row{"乙厂", "5月10日", "市公安局", nil, "√"}, row{"丙厂", "5月10日", "市公安局", nil, nil}))
	wantCodes(t, res)
	wantShared(t, res, "2@D 南京市应急管理局 city 2021-05-10 2", "2@E 南京市消防救援支队 city 2021-05-10 2",
		"3@ 南京市公安局 city 2021-05-10 2", "3@E 南京市消防救援支队 city 2021-05-10 2", "4@ 南京市公安局 city 2021-05-10 2")
	for _, e := range res.Entries {
		want := map[int]string{2: "南京市应急管理局"}[e.Source.Row]
		if want == "" {
			want = "南京市公安局"
		}
		if e.LeadDepartment != want || e.Lead != (e.Department == want) {
			t.Errorf("%s: lead %s, %v", e.Source, e.LeadDepartment, e.Lead)
		}
	}
	// Who hands the table in takes part besides those under 参与部门, and is no
	// more than that under 检查部门.
	for group, want := range map[string][]string{
		"参与部门": {"3@ 南京市应急管理局 city 2021-05-10 2", "3@C 南京市消防救援支队 city 2021-05-10 2"},
		"检查部门": {"3@C 南京市消防救援支队 city 2021-05-10 2"},
	} {
		s := merge(sheetOf(bureau, "", row{"企业名称", "检查时间", group}, row{nil, nil, "消防支队", "公安局"}, row{"甲厂", "5月10日", "√", nil}), "A1:A2", "B1:B2", "C1:D1")
		wantShared(t, read(s), want...)
	}
	// Under 配合部门 ticks name partners, as names would.
	s := merge(sheetOf(bureau, "", row{"企业名称", "检查时间", "配合部门"}, row{nil, nil, "消防支队", "市公安局"}, row{"甲厂", "5月10日", "√", "√"}, row{"乙厂", "5月10日", nil, nil}), "A1:A2", "B1:B2", "C1:D1")
	res = read(s)
	wantShared(t, res, "3@ 南京市应急管理局 city 2021-05-10 2", "4@ 南京市应急管理局 city 2021-05-10 2")
	if got := res.Entries[0].Partners; !slices.Equal(got, []string{"南京市消防救援支队", "南京市公安局"}) {
		t.Errorf("partners %q", got)
	}
	// The lead is the one that is marked so.
	res = read(sheetOf(city, "", row{"企业名称", "检查时间", "市应急局", "市消防支队"}, row{"甲厂", "5月10日", "配合", "牵头"}))
	if len(res.Entries) != 2 || res.Entries[0].Lead || !res.Entries[1].Lead || res.Entries[0].LeadDepartment != "南京市消防救援支队" {
		t.Errorf("got %+v", res.Entries)
	}
}

func TestDepartmentsWithTheirOwnDates(t *testing.T) {
	// The only dates may stand under the departments' names.
	res := read(sheetOf(city, "", row{"企业名称", "地址", "市应急局", "市消防支队"}, row{"甲厂", "东路1号", "5月10日", "5月中旬"}, row{"乙厂", "西路2号", day("2021-05-12"), nil}, row{"丙厂", "南路", "√", "5月11日"}))
	wantCodes(t, res, "4:no_date")
	wantShared(t, res, "2@C 南京市应急管理局 city 2021-05-10 2", "2@D 南京市消防救援支队 city 2021-05-11至2021-05-20 2", "3@C 南京市应急管理局 city 2021-05-12 2")
	// Whoever the row names besides needs one too.
	res = read(sheetOf(city, "", row{"企业名称", "牵头部门", "市应急局", "市消防支队"}, row{"甲厂", "市公安局", "5月10日", "5月中旬"}, row{"乙厂", "市应急局", "5月10日", nil}))
	wantCodes(t, res, "2:no_date")
	wantShared(t, res, "3@C 南京市应急管理局 city 2021-05-10 2")
	// A month grid gives each ticked department each ticked month.
	res = Combine(scanAll([]*table.Sheet{sheetOf(city, "", row{"企业名称", "4月", "5月", "市应急局", "市消防支队"}, row{"甲厂", "√", "√", "√", "√"})}), Options{Period: &inspect.Span{From: inspect.MustDate(2021, 1, 1), To: inspect.MustDate(2021, 12, 31)}})
	wantShared(t, res, "2@D4 南京市应急管理局 city 2021-04-01至2021-04-30 2", "2@D5 南京市应急管理局 city 2021-05-01至2021-05-31 2",
		"2@E4 南京市消防救援支队 city 2021-04-01至2021-04-30 2", "2@E5 南京市消防救援支队 city 2021-05-01至2021-05-31 2")
}

func TestDepartmentColumnsFaults(t *testing.T) {
	for _, c := range []struct {
		cells [2]any
		codes []string
	}{
		{[2]any{nil, nil}, []string{"2:no_department"}}, {[2]any{"×", nil}, []string{"2:no_department"}},
		{[2]any{"√", "看情况"}, []string{"2:bad_tick"}}, {[2]any{"√", 0.5}, []string{"2:bad_tick"}}, {[2]any{"√", fault("#N/A")}, []string{"2:cell_error"}}, {[2]any{"√", formula{}}, []string{"2:formula_uncomputed"}},
	} {
		res := read(sheetOf(city, "", row{"企业名称", "检查时间", "市应急局", "市消防支队"}, row{"甲厂", "5月10日", c.cells[0], c.cells[1]}, row{"乙厂", "5月10日", "√", "√"}, row{"丙厂", "5月10日", "√", "√"}))
		wantCodes(t, res, c.codes...)
		if res.Rejected != 1 || len(res.Entries) != 4 {
			t.Errorf("%v: %d rejected, %d entries", c.cells, res.Rejected, len(res.Entries))
		}
	}
	// Numbers are ticks where all are 1, else head counts.
	res := read(sheetOf(city, "", row{"企业名称", "检查时间", "市应急局", "市消防支队"}, row{"甲厂", "5月10日", 1, 3}, row{"乙厂", "5月10日", 0, 1}, row{"合计", nil, 1, 4}))
	wantInfos(t, res, "1:units_counted", "1:units_ticked")
	wantShared(t, res, "2@C 南京市应急管理局 city 2021-05-10 1", "2@D 南京市消防救援支队 city 2021-05-10 3", "3@D 南京市消防救援支队 city 2021-05-10 1")
	res = read(sheetOf(city, "", row{"企业名称", "检查时间", "市应急局", "市消防支队"}, row{"甲厂", "5月10日", 1, 1}, row{"合计", nil, 1, 4}))
	wantShared(t, res, "2@C 南京市应急管理局 city 2021-05-10 2", "2@D 南京市消防救援支队 city 2021-05-10 2")
	// People named in a row of several departments are nobody's for sure.
	res = read(sheetOf(city, "", row{"企业名称", "检查时间", "检查人员", "市应急局", "市消防支队"}, row{"甲厂", "5月10日", "张三、李四、王五", "√", "√"}))
	wantCodes(t, res, "2:names_unassigned")
	wantShared(t, res, "2@D 南京市应急管理局 city 2021-05-10 2", "2@E 南京市消防救援支队 city 2021-05-10 2")
	// Columns that are called so but hold something else are no ticks.
	res = read(sheetOf(bureau, "", row{"企业名称", "检查时间", "市应急局", "市消防支队"}, row{"甲厂", "5月10日", "张三已签字", "李四已签字"}))
	wantCodes(t, res, "1:units_unread")
	wantShared(t, res, "2@ 南京市应急管理局 city 2021-05-10 2")
	// Short names alone are departments where nothing else stands among them;
	// beside what is none they may be matters.
	res = read(sheetOf(city, "", row{"企业名称", "检查时间", "应急", "消防", "环保"}, row{"甲厂", "5月10日", "√", nil, "√"}))
	wantShared(t, res, "2@C 南京市应急管理局 city 2021-05-10 2", "2@E 南京市生态环境局 city 2021-05-10 2")
	res = read(sheetOf(bureau, "", row{"企业名称", "检查时间", "消防", "用电", "环保"}, row{"甲厂", "5月10日", "√", nil, "√"}))
	wantCodes(t, res, "1:units_unread")
	wantShared(t, res, "2@ 南京市应急管理局 city 2021-05-10 2")
	// Matters are no departments.
	s := merge(sheetOf(bureau, "", row{"企业名称", "检查时间", "检查内容"}, row{nil, nil, "消防", "燃气"}, row{"甲厂", "5月10日", "√", "√"}), "A1:A2", "B1:B2", "C1:D1")
	wantShared(t, read(s), "3@ 南京市应急管理局 city 2021-05-10 2")
}

// Who leads may be written behind the tick; a tick that is taken back is none.
func TestTicksWithWordsBehind(t *testing.T) {
	head := row{"企业名称", "检查时间", "市应急局", "市消防支队"}
	res := read(sheetOf("南京市汇总.xlsx", "", head, row{"甲厂", "5月10日", "√", "√（牵头）"}))
	wantCodes(t, res)
	if len(res.Entries) != 2 || res.Entries[0].Lead || !res.Entries[1].Lead {
		t.Errorf("got %+v", res.Entries)
	}
	wantCodes(t, read(sheetOf("南京市汇总.xlsx", "", head, row{"甲厂", "5月10日", "√", "√（取消）"})), "2:bad_tick")
}
