package intake

import (
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/internal/table"
)

func TestWhereTheDepartmentComesFrom(t *testing.T) {
	plan := func(file, sheet string, above ...row) *table.Sheet {
		return sheetOf(file, sheet, append(above, row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"})...)
	}
	withColumn := sheetOf("江宁区应急管理局/南京市公安局.xlsx", "", row{"南京市生态环境局检查计划"},
		row{"企业名称", "检查时间", "检查部门"}, row{"甲厂", "5月10日", "江宁区卫生健康局"}, row{"乙厂", "5月11日", nil})
	for _, c := range []struct {
		name  string
		sheet *table.Sheet
		want  string
		level inspect.Level
	}{
		{"the row", withColumn, "江宁区卫生健康局", inspect.District},
		{"填报单位", plan("南京市公安局.xlsx", "", row{"检查计划表"}, row{"填报单位：江宁区应急管理局", nil, "填报日期：2021年4月25日"}), "江宁区应急管理局", inspect.District},
		{"填报单位 with its seal", plan("南京市公安局.xlsx", "", row{"填报单位（盖章）：江宁区应急管理局"}), "江宁区应急管理局", inspect.District},
		{"填报单位 in two cells", plan("南京市公安局.xlsx", "", row{"填报单位：", "江宁区应急管理局"}), "江宁区应急管理局", inspect.District},
		{"填报单位 before more", plan("南京市公安局.xlsx", "", row{"填报单位：江宁区应急管理局    填报人：张三    填报日期：2021年4月25日"}), "江宁区应急管理局", inspect.District},
		{"a spaced-out title", plan("南京市公安局.xlsx", "", row{"江 宁 区 应 急 管 理 局 检 查 计 划"}), "江宁区应急管理局", inspect.District},
		{"填报单位 below the table", sheetOf("南京市公安局.xlsx", "", row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"}, row{"填报单位：江宁区应急管理局", "填表人：张三"}), "江宁区应急管理局", inspect.District},
		{"the title", plan("南京市公安局.xlsx", "", row{"江宁区东山街道应急管理所2021年5月安全生产检查计划表"}), "江宁区东山街道应急管理所", inspect.Street},
		{"the sheet's name", plan("计划.xlsx", "江宁区应急管理局"), "江宁区应急管理局", inspect.District},
		{"the sheet's name, short", plan("江宁区汇总.xlsx", "消防"), "江宁区消防救援大队", inspect.District},
		{"the file's name", plan("江宁区应急管理局/南京市公安局5月计划.xlsx", "Sheet1"), "南京市公安局", inspect.City},
		{"a street and no office", plan("江宁区/东山街道5月检查计划.xlsx", "Sheet1"), "江宁区东山街道办事处", inspect.Street},
		{"a street in the title", plan("计划.xlsx", "", row{"2021年度江宁区东山街道安全生产检查计划"}), "江宁区东山街道办事处", inspect.Street},
		{"the file's name, short", plan("江宁区/消防.xlsx", "Sheet1"), "江宁区消防救援大队", inspect.District},
		{"the folder, short", plan("江宁区/消防/5月.xlsx", "Sheet1"), "江宁区消防救援大队", inspect.District},
		{"the folder", plan("报送/江宁区应急管理局/计划.xlsx", "Sheet1"), "江宁区应急管理局", inspect.District},
	} {
		res := read(c.sheet)
		if len(res.Entries) == 0 || res.Entries[0].Department != c.want || res.Entries[0].Level != c.level {
			t.Errorf("%s: got %+v, %v", c.name, res.Entries, res.Problems)
		}
	}
	if res := read(withColumn); len(res.Entries) != 2 || res.Entries[1].Department != "南京市生态环境局" {
		t.Errorf("an empty cell takes the title's department: %+v", res.Entries)
	}
	wantCodes(t, read(plan("计划.xlsx", "Sheet1")), "2:no_department")
}

func TestNoDepartmentNamesItsColumn(t *testing.T) {
	res := read(sheetOf("a.xlsx", "", row{"企业名称", "检查时间", "检查部门"}, row{"甲厂", "5月10日", nil}))
	wantCodes(t, res, "2:no_department")
	if p := res.Problems[0]; p.Col != 3 || p.Column != "检查部门" {
		t.Errorf("got %+v", p)
	}
}

func TestRosterWithoutDepartmentTakesItsFiles(t *testing.T) {
	res := read(
		sheetOf("计划.xlsx", "计划", row{"江宁区应急管理局检查计划"}, row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"}),
		sheetOf("计划.xlsx", "人员", row{"姓名", "执法证号"}, row{"张三", "苏A1"}))
	wantCodes(t, res)
	if len(res.Inspectors) != 1 || res.Inspectors[0].Department != "江宁区应急管理局" {
		t.Errorf("got %+v", res.Inspectors)
	}
}

func TestShortNamesAreOneDepartment(t *testing.T) {
	res := read(sheetOf("a.xlsx", "", row{"企业名称", "检查时间", "检查部门"},
		row{"甲厂", "5月10日", "南京市应急管理局"}, row{"甲厂", "5月10日", "市应急管理局"}, row{"甲厂", "5月10日", "市应急局"}))
	for _, e := range res.Entries {
		if e.Department != "南京市应急管理局" || e.Level != inspect.City {
			t.Errorf("row %d: %s", e.Source.Row, e.Department)
		}
	}
	if len(res.Entries) != 3 {
		t.Errorf("%v", res.Problems)
	}
}

func TestNamesAreCompletedFromTheirSurroundings(t *testing.T) {
	res := read(sheetOf("江宁区应急管理局.xlsx", "", row{"企业名称", "检查时间", "检查部门"},
		row{"甲厂", "5月10日", "应急局"}, row{"甲厂", "5月10日", "区应急管理局"}, row{"甲厂", "5月10日", "执法一科"}, row{"甲厂", "5月10日", "本局"}))
	for _, e := range res.Entries {
		if e.Department != "江宁区应急管理局" || e.Level != inspect.District {
			t.Errorf("row %d: %s, %s", e.Source.Row, e.Department, e.Level)
		}
	}
	if len(res.Entries) != 4 {
		t.Errorf("%v", res.Problems)
	}
}

// The level's own column says whose department a bare name is: 应急局 beside 市 is
// the city's, by its one name.
func TestLevelsColumnCompletesABareName(t *testing.T) {
	res := read(sheetOf("汇总.csv", "", row{"企业名称", "检查部门", "层级", "检查时间"},
		row{"甲厂", "应急局", "市", "2021年5月10日"}, row{"乙厂", "应急局", "区", "2021年5月10日"}, row{"丙厂", "南京市应急管理局", "市", "2021年5月10日"}, row{"丁厂", "江宁区消防大队", "区", "2021年5月10日"}))
	wantCodes(t, res)
	for i, want := range []string{"南京市应急管理局", "江宁区应急管理局", "南京市应急管理局", "江宁区消防救援大队"} {
		if i >= len(res.Entries) || res.Entries[i].Department != want {
			t.Errorf("row %d: want %s, got %+v", i+2, want, res.Entries)
		}
	}
}

// In a district's own use, what says nothing of whose it is is the district's;
// a city's department stays the city's.
func TestDistrictThatIsMeant(t *testing.T) {
	sheet := sheetOf("汇总.csv", "", row{"企业名称", "检查部门", "配合部门", "检查时间"},
		row{"甲厂", "教育局", "应急局", "2021年5月10日"}, row{"乙厂", "区消防大队", "", "2021年5月10日"}, row{"丙厂", "南京市应急管理局", "", "2021年5月10日"}, row{"丁厂", "雨花台区水务局", "", "2021年5月10日"})
	res := Combine([]*Draft{Scan(sheet)}, Options{District: "江宁区"})
	wantCodes(t, res)
	for i, want := range []string{"江宁区教育局", "江宁区消防救援大队", "南京市应急管理局", "雨花台区水务局"} {
		if i >= len(res.Entries) || res.Entries[i].Department != want {
			t.Errorf("row %d: want %s, got %+v", i+2, want, res.Entries)
		}
	}
	if p := res.Entries[0].Partners; len(p) != 1 || p[0] != "江宁区应急管理局" {
		t.Errorf("partners %v", p)
	}
}

func TestOfficesOfTheSheetsDepartment(t *testing.T) {
	head := row{"企业名称", "检查时间", "实施单位"}
	res := read(sheetOf("南京市市场监督管理局.xlsx", "", head, row{"甲厂", "5月10日", "市局"}, row{"乙厂", "5月10日", "江宁分局"}, row{"丙厂", "5月10日", "江宁区应急管理局"}))
	wantCodes(t, res)
	if len(res.Entries) != 3 || res.Entries[0].Department != "南京市市场监督管理局" || res.Entries[1].Department != "江宁区市场监督管理局" || res.Entries[1].Level != inspect.District {
		t.Errorf("got %+v", res.Entries)
	}
	res = read(sheetOf("江宁区市场监督管理局.xlsx", "", head, row{"甲厂", "5月10日", "区局"}, row{"乙厂", "5月10日", "食品科"}))
	wantCodes(t, res)
	for _, e := range res.Entries {
		if e.Department != "江宁区市场监督管理局" {
			t.Errorf("got %s", e.Department)
		}
	}
}

func TestRegionsFromTitlesAndFolders(t *testing.T) {
	for _, s := range []*table.Sheet{
		sheetOf("报送/计划.xlsx", "", row{"江宁区2021年5月安全生产检查计划"}, row{"填报单位：区应急管理局"}, row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"}),
		sheetOf("报送/江宁区/应急局5月计划.xlsx", "", row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"}),
		sheetOf("江宁区5月计划.xlsx", "", row{"检查部门", "企业名称", "检查时间"}, row{"区应急局", "甲厂", "5月10日"}),
	} {
		res := read(s)
		wantCodes(t, res)
		if e := one(t, res); e.Department != "江宁区应急管理局" || e.Level != inspect.District {
			t.Errorf("%s: %s, %s", s.File, e.Department, e.Level)
		}
	}
	res := read(
		sheetOf("a.xlsx", "计划", row{"填报单位：区应急管理局"}, row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"}),
		sheetOf("a.xlsx", "人员", row{"江宁区应急管理局执法人员"}, row{"姓名", "执法证号"}, row{"张三", "苏A1"}))
	if e := one(t, res); e.Department != "江宁区应急管理局" || res.Inspectors[0].Department != e.Department {
		t.Errorf("got %s and %s", e.Department, res.Inspectors[0].Department)
	}
	res = read(sheetOf("a.xlsx", "", row{"检查部门", "企业名称", "检查时间"}, row{"区应急局", "甲厂", "5月10日"}, row{"区应急局", "乙厂", "5月10日"}))
	wantCodes(t, res, "2:department_unclear")
}

func TestDistrictOfTheEnterprisePlacesItsDepartment(t *testing.T) {
	res := read(sheetOf("汇总.xlsx", "", row{"企业名称", "检查时间", "检查部门", "层级", "所属区", "所属街道"},
		row{"甲厂", "5月10日", "区应急局", nil, "江宁区", nil}, row{"乙厂", "5月10日", "应急局", "区", "鼓楼区", nil},
		row{"丙厂", "5月10日", "街道应急管理所", nil, "江宁区", "东山街道"}, row{"丁厂", "5月10日", "南京市应急管理局", nil, "江宁区", nil}))
	wantCodes(t, res)
	for i, want := range []string{"江宁区应急管理局", "鼓楼区应急管理局", "江宁区东山街道应急管理所", "南京市应急管理局"} {
		if got := res.Entries[i].Department; got != want {
			t.Errorf("row %d: %s, want %s", i+2, got, want)
		}
	}
}

func TestUnknownDepartments(t *testing.T) {
	res := Combine(scanAll([]*table.Sheet{sheetOf("a.xlsx", "", row{"企业名称", "检查时间", "检查部门", "层级"},
		row{"甲厂", "5月10日", "江北新区管委会", "区"}, row{"甲厂", "5月10日", "安监站", nil})}),
		Options{Period: may(), Aliases: map[string]string{"安监站": "江宁区应急管理局"}})
	if len(res.Entries) != 2 || res.Entries[0].Level != inspect.District || res.Entries[0].Department != "江北新区管理委员会" {
		t.Errorf("got %+v", res.Entries)
	}
	if e := res.Entries[1]; e.Department != "江宁区应急管理局" || e.Level != inspect.District {
		t.Errorf("got %s, %s", e.Department, e.Level)
	}
}

func TestSomeLevelIsAssumedAndSaid(t *testing.T) {
	res := read(sheetOf("a.xlsx", "", row{"企业名称", "检查时间", "检查部门"}, row{"甲厂", "5月10日", "联合督导组办公"}))
	wantCodes(t, res, "2:level_assumed")
	if e := one(t, res); e.Level != inspect.City || e.Department != "联合督导组办公" {
		t.Errorf("got %+v", e)
	}
}

func TestABareNameIsTakenForTheCitysDepartment(t *testing.T) {
	res := read(
		sheetOf("a.xlsx", "", row{"企业名称", "检查时间", "检查部门"}, row{"甲厂", "5月10日", "应急局"}, row{"乙厂", "5月10日", "消防"}),
		sheetOf("南京市应急管理局.xlsx", "", row{"企业名称", "检查时间"}, row{"丙厂", "5月10日"}),
		sheetOf("江宁区应急管理局.xlsx", "", row{"企业名称", "检查时间"}, row{"丁厂", "5月10日"}))
	wantCodes(t, res, "2:level_assumed", "3:level_assumed")
	for i, want := range []string{"南京市应急管理局", "南京市消防救援支队"} {
		if e := res.Entries[i]; e.Department != want || e.Level != inspect.City {
			t.Errorf("got %s, want %s", e.Department, want)
		}
	}
}

func TestARosterNamesItsDepartmentAsItsPlanDoes(t *testing.T) {
	res := read(
		sheetOf("a.xlsx", "", row{"企业名称", "检查时间", "检查部门"}, row{"甲厂", "5月10日", "应急局"}),
		sheetOf("b.xlsx", "", row{"姓名", "执法证号", "所属部门"}, row{"张三", "苏1", "应急局"}),
		sheetOf("南京市生态环境局.xlsx", "", row{"企业名称", "检查时间"}, row{"丙厂", "5月10日"}))
	if len(res.Inspectors) != 1 || res.Inspectors[0].Department != res.Entries[0].Department {
		t.Errorf("%s inspects %s", res.Inspectors[0].Department, res.Entries[0].Department)
	}
}

func TestAFolderMayLeaveOutWhatItsPlaceIs(t *testing.T) {
	plan := []row{{"企业名称", "检查时间"}, {"甲厂", "5月10日"}}
	res := read(sheetOf("江宁/区应急局.xlsx", "", plan...), sheetOf("鼓楼/区应急局.xlsx", "", plan...),
		sheetOf("江宁区生态环境局.xlsx", "", plan...), sheetOf("鼓楼区生态环境局.xlsx", "", plan...))
	wantCodes(t, res)
	got := map[string]string{}
	for _, e := range res.Entries {
		got[e.Source.File] = e.Department
	}
	if got["江宁/区应急局.xlsx"] != "江宁区应急管理局" || got["鼓楼/区应急局.xlsx"] != "鼓楼区应急管理局" {
		t.Errorf("got %v", got)
	}
}

func TestLeadIsTheDepartmentWhereNothingElseIs(t *testing.T) {
	e := one(t, read(sheetOf("a.xlsx", "", row{"抽查对象", "抽查事项", "检查时间", "发起部门", "配合部门"}, row{"甲厂", "检查", "5月10日", "江宁区应急管理局", "江宁区生态环境局"})))
	if e.Department != "江宁区应急管理局" || !e.Lead || len(e.Partners) != 1 {
		t.Errorf("got %+v", e)
	}
}

func TestSeveralDepartmentsInACell(t *testing.T) {
	res := read(sheetOf("a.xlsx", "", row{"企业名称", "检查时间", "检查部门", "配合部门"}, row{"甲厂", "5月10日", "江宁区应急管理局、江宁区消防救援大队", "江宁区生态环境局"}))
	wantCodes(t, res, "2:several_departments")
	if e := one(t, res); e.Department != "江宁区应急管理局" || strings.Join(e.Partners, " ") != "江宁区消防救援大队 江宁区生态环境局" {
		t.Errorf("got %+v", e)
	}
}
