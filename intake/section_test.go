package intake

import (
	"fmt"
	"slices"
	"testing"

	"liancha/inspect"
	"liancha/internal/table"
)

var allOf2021 = Options{Period: &inspect.Span{From: inspect.MustDate(2021, 1, 1), To: inspect.MustDate(2021, 12, 31)}}

func TestHeadingsThatNameDepartments(t *testing.T) {
	who := func(res *Result) []string {
		var list []string
		for _, e := range res.Entries {
			list = append(list, fmt.Sprintf("%d %s", e.Source.Row, e.Department))
		}
		return list
	}
	for _, heads := range [][3]string{{"一、江宁区应急局", "二、江宁区消防大队", "三、重点企业"}, {"（一）江宁区应急管理局（2家）", "（二）江宁区消防大队检查计划", "（三）其他企业"}, {"一、江宁区应急局牵头", "二、江宁区消防大队：", "三、其他"}} {
		res := read(sheetOf("江宁区安委办.xlsx", "", row{"序号", "企业名称", "检查时间"}, row{heads[0]}, row{1, "甲厂", "5月10日"}, row{2, "乙厂", "5月10日"}, row{heads[1]}, row{1, "丙厂", "5月10日"}, row{heads[2]}, row{1, "丁厂", "5月10日"}))
		want := []string{"3 江宁区应急管理局", "4 江宁区应急管理局", "6 江宁区消防救援大队", "8 江宁区安全生产委员会办公室"}
		if got := who(res); !slices.Equal(got, want) {
			t.Errorf("%s: got %q", heads[0], got)
		}
	}
	// A heading of another rank ends nothing, a column of departments goes first.
	res := read(sheetOf("江宁区安委办.xlsx", "", row{"序号", "企业名称", "检查时间", "检查部门"}, row{"一、江宁区应急局"}, row{"（一）化工企业"}, row{1, "甲厂", "5月10日"}, row{2, "乙厂", "5月10日", "江宁区消防大队"}))
	if got := who(res); !slices.Equal(got, []string{"4 江宁区应急管理局", "5 江宁区消防救援大队"}) {
		t.Errorf("got %q", got)
	}
}

func TestHeadingsThatNameMonths(t *testing.T) {
	res := Combine(scanAll([]*table.Sheet{sheetOf(bureau, "", row{"企业名称", "检查时间"}, row{"4月"}, row{"甲厂", "10日"}, row{"乙厂", "6月1日"}, row{"五月份"}, row{"丙厂", "上旬"}, row{"丁厂", "20日前"}, row{"戊厂", "5月3日"})}), allOf2021)
	wantPlanned(t, res, "3@0 2021-04-10", "4@0 2021-06-01", "6@0 2021-05-01至2021-05-10", "7@0 2021-05-01至2021-05-20", "8@0 2021-05-03")
	res = Combine(scanAll([]*table.Sheet{sheetOf(bureau, "", row{"企业名称", "开始日期", "结束日期"}, row{"（一）4月"}, row{"甲厂", "10日", "12日"})}), Options{Period: may()})
	wantPlanned(t, res, "3@0 2021-04-10至2021-04-12")
}

// TestBlankDepartmentBelowAnother: cells once merged leave blanks in a text file.
func TestBlankDepartmentBelowAnother(t *testing.T) {
	res := read(sheetOf("江宁区安委办.csv", "", row{"检查部门", "企业名称", "检查时间"}, row{"江宁区应急局", "甲厂", "5月10日"}, row{nil, "乙厂", "5月10日"}, row{"江宁区安委办", "丙厂", "5月10日"}, row{nil, "丁厂", "5月10日"}, row{"本单位", "戊厂", "5月10日"}))
	wantCodes(t, res, "3:department_blank")
	if len(res.Entries) != 5 {
		t.Errorf("%d entries", len(res.Entries))
	}
}

func TestMonthsOfDepartments(t *testing.T) {
	want := []string{"3@B4 江宁区应急管理局 district 2021-04-01至2021-04-30 2", "3@C5 江宁区应急管理局 district 2021-05-01至2021-05-10 2", "3@E5 江宁区消防救援大队 district 2021-05-01至2021-05-31 2"}
	s := merge(sheetOf("江宁区安委办.xlsx", "", row{"企业名称", "区应急局", nil, "区消防大队", nil}, row{nil, "4月", "5月", "4月", "5月"}, row{"甲厂", "√", "上旬", nil, "√"}), "A1:A2", "B1:C1", "D1:E1")
	wantShared(t, Combine(scanAll([]*table.Sheet{s}), allOf2021), want...)
	s = merge(sheetOf("江宁区安委办.xlsx", "", row{"企业名称", "4月", nil, "5月", nil}, row{nil, "区应急局", "区消防大队", "区应急局", "区消防大队"}, row{"甲厂", "√", nil, nil, "√"}), "A1:A2", "B1:C1", "D1:E1")
	wantShared(t, Combine(scanAll([]*table.Sheet{s}), allOf2021), "3@B4 江宁区应急管理局 district 2021-04-01至2021-04-30 2", "3@E5 江宁区消防救援大队 district 2021-05-01至2021-05-31 2")
	// So are its days.
	s = merge(sheetOf("江宁区安委办.xlsx", "", row{"企业名称", "5月10日", nil, "5月11日", nil}, row{nil, "区应急局", "区消防大队", "区应急局", "区消防大队"}, row{"甲厂", "√", nil, nil, "2人"}), "A1:A2", "B1:C1", "D1:E1")
	wantShared(t, Combine(scanAll([]*table.Sheet{s}), allOf2021), "3@B5 江宁区应急管理局 district 2021-05-10 2", "3@E5 江宁区消防救援大队 district 2021-05-11 2")
	s = merge(sheetOf("江宁区安委办.xlsx", "", row{"企业名称", "区应急局", nil, "区消防大队", nil}, row{nil, "5月10日", "5月11日", "5月10日", "5月11日"}, row{"甲厂", "√", nil, nil, "2人"}), "A1:A2", "B1:C1", "D1:E1")
	wantShared(t, Combine(scanAll([]*table.Sheet{s}), allOf2021), "3@B5 江宁区应急管理局 district 2021-05-10 2", "3@E5 江宁区消防救援大队 district 2021-05-11 2")
	// A date of another month is not read.
	s = merge(sheetOf("江宁区安委办.xlsx", "", row{"企业名称", "区应急局", nil, "区消防大队", nil}, row{nil, "4月", "5月", "4月", "5月"}, row{"甲厂", "√", "6月1日", nil, "√"}), "A1:A2", "B1:C1", "D1:E1")
	wantCodes(t, Combine(scanAll([]*table.Sheet{s}), allOf2021), "3:bad_tick")
	// A line of the header that is not understood is told.
	s = merge(sheetOf(bureau, "", row{"企业名称", "5月10日", nil, "5月11日", nil}, row{nil, "东区", "西区", "东区", "西区"}, row{"甲厂", "√", nil, nil, "√"}), "A1:A2", "B1:C1", "D1:E1")
	wantCodes(t, read(s), "2:header_unread")
}

func TestTimesOfDepartments(t *testing.T) {
	res := read(sheetOf(city, "", row{"企业名称", "市应急局检查时间", "市消防支队检查时间"}, row{"甲厂", "5月10日", "5月中旬"}))
	wantShared(t, res, "2@B 南京市应急管理局 city 2021-05-10 2", "2@C 南京市消防救援支队 city 2021-05-11至2021-05-20 2")
}

// TestTitlesOfTablesBelow: a second table's own title says whose it is, and when.
func TestTitlesOfTablesBelow(t *testing.T) {
	for _, second := range []row{{"企业名称", "检查时间"}, {"序号", "企业名称", "检查时间"}} {
		line := row{"乙厂", "10-12日"}
		if len(second) == 3 {
			line = row{1, "乙厂", "10-12日"}
		}
		res := Combine(scanAll([]*table.Sheet{sheetOf("计划.xlsx", "", row{"江宁区应急局2021年4月份检查计划"}, row{"企业名称", "检查时间"}, row{"甲厂", "10日"}, row{}, row{"江宁区消防大队2021年6月份检查计划"}, second, line)}), Options{Period: may()})
		wantCodes(t, res)
		wantShared(t, res, "3@ 江宁区应急管理局 district 2021-04-10 2", "7@ 江宁区消防救援大队 district 2021-06-10至2021-06-12 2")
	}
	// A header that a page repeats without a title goes on with what was said.
	res := read(sheetOf("江宁区安委办.xlsx", "", row{"企业名称", "检查时间"}, row{"一、江宁区应急局"}, row{"甲厂", "5月10日"}, row{"企业名称", "检查时间"}, row{"乙厂", "5月10日"}))
	wantShared(t, res, "3@ 江宁区应急管理局 district 2021-05-10 2", "5@ 江宁区应急管理局 district 2021-05-10 2")
}
