package intake

import (
	"slices"
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/internal/table"
)

// contractHeaders are the headers of a plan that the program promises to know.
var contractHeaders = map[field]string{
	enterpriseName: "企业名称, 单位名称, 检查对象, 检查对象名称, 被检查单位, 被检查单位名称, 被检查对象, 市场主体名称, 主体名称, 企业（机构）名称, 经营者名称, 受检单位, 受查单位, 抽查对象, 联查对象",
	enterpriseCode: "统一社会信用代码, 社会信用代码, 信用代码, 统一信用代码, 统一代码, 统一社会信用代码/注册号, 注册号/统一社会信用代码, 企业注册号, 组织机构代码/信用代码, 信用代码/组织机构代码, 组织机构代码, 注册号, 营业执照号",
	address:        "地址, 企业地址, 单位地址, 住所, 经营场所, 生产地址",
	district:       "所属区, 行政区划, 辖区",
	street:         "所属街道, 街道, 街镇, 属地",
	department:     "检查部门, 检查单位, 执法部门, 实施部门, 实施单位, 承办机构, 检查主体, 检查机关, 部门",
	level:          "层级, 部门层级",
	matter:         "检查事项, 检查内容, 检查项目, 抽查事项, 事项, 任务名称",
	date:           "检查时间, 检查日期, 计划检查时间, 拟检查时间, 拟实施时间, 实施时间, 检查时间安排, 时间安排, 起止时间, 检查起止时间, 任务期限",
	months:         "检查月份",
	dateFrom:       "计划开始日期, 起始时间, 开始时间",
	dateTo:         "计划结束日期, 截止时间, 结束时间",
	lengthDays:     "检查时长, 检查天数",
	demand:         "所需人数, 执法人数, 检查人数",
	named:          "检查人员, 执法人员, 检查人",
	inspectionKind: "检查类型, 检查方式",
	joinable:       "是否可联合, 可否联合",
	lead:           "是否牵头",
	leadDepartment: "牵头部门, 发起部门, 组织部门",
	partners:       "配合部门, 参与部门, 联查部门",
	grade:          "风险等级, 企业等级, 信用等级, 安全等级",
}

var contractRoster = map[field]string{
	personName:  "姓名",
	certificate: "执法证号, 证件编号, 执法证件号",
	department:  "部门, 所属部门, 所属单位, 单位",
	specialty:   "专业, 专业领域, 擅长领域",
	leave:       "请假日期, 不可用时间, 请假时间",
	recused:     "回避企业, 回避单位",
	personState: "状态",
}

var contractRegister = map[field]string{
	industry: "行业", grade: "风险等级, 信用等级", headcount: "从业人数", lastVisit: "上次检查日期",
	contact: "联系人", phone: "联系电话", businessStatus: "状态",
}

func TestContractHeaders(t *testing.T) {
	for _, c := range []struct {
		words map[field]string
		own   map[string]sense
	}{{contractHeaders, nil}, {contractRoster, rosterWords}, {contractRegister, registerWords}} {
		for f, list := range c.words {
			for _, name := range strings.Split(list, ", ") {
				for _, spelling := range spellings(name) {
					if s, _ := senseOf(label{name: spelling}, c.own); s.field != f {
						t.Errorf("%q is field %d, want %d (%s)", spelling, s.field, f, name)
					}
				}
			}
		}
	}
}

// spellings are the ways a header is written in real files.
func spellings(name string) []string {
	rs := []rune(name)
	half := len(rs) / 2
	if half == 0 {
		half = 1
	}
	return []string{
		name, " " + name + "　", string(rs[:half]) + "\n" + string(rs[half:]), strings.Join(strings.Split(name, ""), " "),
		name + "（必填）", name + "(必填)", name + "\n（格式：按填表说明）", "*" + name, "＊" + name, name + "*", "1." + name, "（2）" + name, "3、" + name,
		strings.NewReplacer("（", "(", "）", ")", "/", "／").Replace(name), name + "：", "\ufeff" + name, "【必填】" + name,
	}
}

func TestNoHeaderMeansTwoThings(t *testing.T) {
	// words are filled from a map: a header under two fields would be found
	// under either by chance.
	for name, build := range map[string]func() map[string]sense{
		"plan": func() map[string]sense { return planWords }, "roster": func() map[string]sense { return rosterWords },
	} {
		if len(build()) == 0 {
			t.Errorf("%s: no words", name)
		}
	}
	for w, s := range planWords {
		if got := lookup(planWords, w); got != s {
			t.Errorf("%q is found as %v, not as %v", w, got, s)
		}
	}
}

func TestDuplicateWordsPanic(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a header of two fields was accepted")
		}
	}()
	words(map[field]string{matter: "检查事项", date: "检查事项"})
}

// TestEveryHeaderOfAPlan reads a plan under each name of each column.
func TestEveryHeaderOfAPlan(t *testing.T) {
	standard := []struct {
		f     field
		name  string
		value any
	}{
		{enterpriseName, "企业名称", "南京宁创冷链有限公司"}, {enterpriseCode, "统一社会信用代码", "91320115A78G1B02XT"},
		{address, "地址", "湖南路2号"}, {district, "所属区", "江宁区"}, {street, "所属街道", "东山街道"},
		{department, "检查部门", "江宁区应急管理局"}, {level, "层级", "区"}, {matter, "检查事项", "粉尘涉爆检查"},
		{date, "检查时间", "2021年5月10日-5月14日"}, {lengthDays, "检查时长", "1天"}, {demand, "所需人数", 4},
		{named, "检查人员", "张三、李四"}, {inspectionKind, "检查类型", "重点检查"}, {joinable, "是否可联合", "否"},
		{lead, "是否牵头", "是"}, {leadDepartment, "牵头部门", "江宁区应急管理局"}, {partners, "配合部门", "江宁区生态环境局"},
		{grade, "风险等级", "C"},
	}
	want := inspect.Entry{}
	for i := -1; i < len(standard); i++ {
		names := []string{""}
		if i >= 0 {
			names = strings.Split(contractHeaders[standard[i].f], ", ")
		}
		for _, name := range names {
			head, values := row{"序号"}, row{1}
			for j, c := range standard {
				if j == i {
					head = append(head, name)
				} else {
					head = append(head, c.name)
				}
				values = append(values, c.value)
			}
			res := read(sheetOf("计划.xlsx", "Sheet1", head, values))
			wantCodes(t, res)
			e := one(t, res)
			if i < 0 {
				want = e
				if e.Subject.Name != "南京宁创冷链有限公司" || e.Demand != 4 || e.HalfDays != 2 || e.Joinable || !e.Lead || e.Grade != inspect.GradeC ||
					e.Kind != inspect.Key || e.Subject.Street != "东山街道" || e.Level != inspect.District || len(e.Partners) != 1 || len(e.Named) != 2 {
					t.Fatalf("got %+v", e)
				}
				continue
			}
			if !sameEntry(e, want) {
				t.Errorf("under %q: got %+v, want %+v", name, e, want)
			}
		}
	}
}

func sameEntry(a, b inspect.Entry) bool {
	return a.Subject == b.Subject && a.Department == b.Department && a.Level == b.Level && a.Matter == b.Matter &&
		slices.Equal(a.Windows, b.Windows) && a.HalfDays == b.HalfDays && a.Demand == b.Demand && slices.Equal(a.Named, b.Named) &&
		a.Kind == b.Kind && a.Joinable == b.Joinable && a.Lead == b.Lead && a.LeadDepartment == b.LeadDepartment &&
		slices.Equal(a.Partners, b.Partners) && a.Grade == b.Grade
}

func TestPairsOfDateColumns(t *testing.T) {
	for _, from := range strings.Split(contractHeaders[dateFrom], ", ") {
		for _, to := range strings.Split(contractHeaders[dateTo], ", ") {
			for _, values := range []row{
				{"甲厂", day("2021-05-10"), day("2021-05-14")}, {"甲厂", "5月10日", "5月14日"}, {"甲厂", 44326, 44330},
				{"甲厂", "2021.5.10", day("2021-05-14")}, {"甲厂", "20210510", "20210514"}, {"甲厂", 20210510, 20210514},
			} {
				res := read(sheetOf(bureau, "", row{"企业名称", from, to}, values))
				wantCodes(t, res)
				if got := span(one(t, res).Windows); got != "2021-05-10至2021-05-14" {
					t.Errorf("%s, %s: %v: %s", from, to, values, got)
				}
			}
		}
	}
}

func TestHeaderAnywhereInTheFirstTenRows(t *testing.T) {
	for above := range 10 {
		var rows []row
		for i := range above {
			rows = append(rows, row{[]string{"2021年5月检查计划", "填表说明：按月填报", "（单位：家）", "附件2", "各区各部门", "本表一式两份", "联系人：张三", "一、总体要求", "密级：内部"}[i]})
		}
		rows = append(rows, row{"序号", "企业名称", "检查时间"}, row{1, "甲厂", "5月10日"})
		res := read(sheetOf("江宁区应急管理局.xlsx", "", rows...))
		wantCodes(t, res)
		if e := one(t, res); e.Source.Row != above+2 {
			t.Errorf("%d rows above: entry in row %d", above, e.Source.Row)
		}
	}
	var rows []row
	for range 200 {
		rows = append(rows, row{"说明文字"})
	}
	rows = append(rows, row{"序号", "企业名称", "检查时间"}, row{1, "甲厂", "5月10日"})
	if res := read(sheetOf(bureau, "", rows...)); len(res.Entries) != 0 || len(res.Problems) != 1 || res.Problems[0].Code != "sheet_skipped" {
		t.Errorf("a header far below: %v", res.Problems)
	}
}

func TestEmptyRowsDoNotCountAsFirstTen(t *testing.T) {
	rows := []row{{"标题"}}
	for range 20 {
		rows = append(rows, row{})
	}
	rows = append(rows, row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"})
	one(t, read(sheetOf(bureau, "", rows...)))
}

// groupedPlan is a header of two lines as workbooks have it.
func groupedPlan() *table.Sheet {
	s := sheetOf("江宁区生态环境局.xlsx", "5月计划",
		row{"江宁区生态环境局联合检查需求清单", nil, nil, nil, nil, nil, nil, nil, nil},
		row{"序号", "检查对象", nil, nil, "检查安排", nil, nil, "执法人员", nil},
		row{nil, "名称", "信用代码", "地址", "事项", "起始时间", "截止时间", "姓名", "联系电话"},
		row{1, "甲厂", "91320115A78G1B02XT", "湖南路2号", "排污检查", day("2021-05-10"), day("2021-05-14"), "张三、李四", "13900000000"},
		row{nil, nil, nil, nil, "危废检查", day("2021-05-17"), day("2021-05-17"), "王五", nil},
	)
	return merge(s, "A1:I1", "A2:A3", "B2:D2", "E2:G2", "H2:I2", "A4:A5", "B4:B5", "C4:C5", "D4:D5")
}

func TestGroupedHeaderAndMergedCells(t *testing.T) {
	res := read(groupedPlan())
	wantCodes(t, res)
	if len(res.Entries) != 2 {
		t.Fatalf("%d entries", len(res.Entries))
	}
	for i, e := range res.Entries {
		want := []struct{ matter, windows, named string }{
			{"排污检查", "2021-05-10至2021-05-14", "张三李四"}, {"危废检查", "2021-05-17", "王五"},
		}[i]
		if e.Subject.Name != "甲厂" || e.Subject.Code != "91320115A78G1B02XT" || e.Subject.Address != "湖南路2号" || e.Subject.Phone != "" ||
			e.Matter != want.matter || span(e.Windows) != want.windows || strings.Join(e.Named, "") != want.named || e.Source.Row != i+4 {
			t.Errorf("got %+v", e)
		}
	}
}

func TestGroupedHeaderInATextFile(t *testing.T) {
	s := groupedPlan()
	s.Merges, s.TextFile, s.Name = nil, true, ""
	s.Rows = s.Rows[:4]
	e := one(t, read(s))
	if e.Subject.Name != "甲厂" || e.Matter != "排污检查" || span(e.Windows) != "2021-05-10至2021-05-14" || !slices.Equal(e.Named, []string{"张三", "李四"}) {
		t.Errorf("got %+v", e)
	}
}

func TestGroupedTimes(t *testing.T) {
	for _, pair := range [][2]string{{"起", "止"}, {"开始", "结束"}, {"自", "至"}, {"起始", "截止"}, {"开始日期", "截止日期"}} {
		s := merge(sheetOf(bureau, "",
			row{"序号", "企业名称", "检查时间", nil, "备注"},
			row{nil, nil, pair[0], pair[1], nil},
			row{1, "甲厂", "5月10日", "5月14日", nil}), "A1:A2", "B1:B2", "C1:D1", "E1:E2")
		if got := span(one(t, read(s)).Windows); got != "2021-05-10至2021-05-14" {
			t.Errorf("%v: %s", pair, got)
		}
	}
}

func TestTablesSideBySide(t *testing.T) {
	res := read(sheetOf("江宁区应急管理局执法人员.xlsx", "",
		row{"序号", "姓名", "执法证号", "序号", "姓名", "执法证号"},
		row{1, "张三", "苏1", 2, "李四", "苏2"},
		row{3, "王五", "苏3"}))
	wantCodes(t, res)
	if len(res.Inspectors) != 3 || res.Inspectors[0].Certificate != "苏1" || res.Inspectors[1].Name != "李四" || res.Inspectors[1].Certificate != "苏2" {
		t.Errorf("got %+v", res.Inspectors)
	}
	res = read(sheetOf(bureau, "",
		row{"企业名称", "检查时间", "企业名称", "检查时间"},
		row{"甲厂", "5月10日", "乙厂", "5月11日"},
		row{"丙厂", "5月10日"}, row{nil, nil, "丁厂", "5月12日"}))
	if len(res.Problems) != 1 || res.Problems[0].Code != "side_by_side" || len(res.Entries) != 2 || res.Rejected != 1 || res.Entries[1].Subject.Name != "丁厂" {
		t.Errorf("%+v: %v", res.Entries, res.Problems)
	}
}

func TestBracketsThatAddMeaning(t *testing.T) {
	for name, want := range map[string]field{
		"检查时间（起）": dateFrom, "检查时间（止）": dateTo, "检查日期(开始)": dateFrom, "检查日期(结束)": dateTo, "检查时间起": dateFrom, "检查时间止": dateTo,
		"检查时间（起止）": date, "检查时间（从几日到几日）": date, "检查时间（月份）": months, "检查部门（配合）": partners, "检查部门（牵头）": department, "被检查对象（企业）名称": enterpriseName, "执法（检查）人员": named,
		"检查（抽查）事项": matter, "检查对象（企业名称）": enterpriseName, "检查时间（精确到日）": date,
	} {
		if s, _ := senseOf(label{name: name}, nil); s.field != want {
			t.Errorf("%s: field %d, want %d", name, s.field, want)
		}
	}
}

func TestNameUnderPeopleIsNoEnterprise(t *testing.T) {
	s := merge(sheetOf(bureau, "",
		row{"执法人员", nil, "检查对象", nil, "检查时间"},
		row{"名称", "人数", "名称", "代码", nil},
		row{"张三", 3, "甲厂", "91320115A78G1B02XT", "5月10日"}), "A1:B1", "C1:D1", "E1:E2")
	e := one(t, read(s))
	if e.Subject.Name != "甲厂" || !slices.Equal(e.Named, []string{"张三"}) || e.Demand != 3 || e.Subject.Code != "91320115A78G1B02XT" {
		t.Errorf("got %+v", e)
	}
}

func TestDataIsNoSecondHeaderLine(t *testing.T) {
	// 街道 and 区 are headers too, but here they are values.
	res := read(sheetOf("a.csv", "",
		row{"检查部门", "层级", "企业名称", "检查时间", "检查事项"},
		row{"东山街道应急管理所", "街道", "甲厂", "5月10日", "检查"},
		row{"江宁区应急管理局", "区", "乙厂", "5月11日", "检查"}))
	if len(res.Entries) != 2 {
		t.Errorf("%d entries: %v", len(res.Entries), res.Problems)
	}
	// So are a month and 区, even where they are half the row.
	res = read(sheetOf("江宁区应急管理局.xlsx", "", row{"企业名称", "检查时间", "层级"}, row{"甲厂", "2021年5月", "区"}))
	if len(res.Entries) != 1 {
		t.Errorf("%d entries: %v", len(res.Entries), res.Problems)
	}
}

func TestSheetKinds(t *testing.T) {
	for _, c := range []struct {
		head string
		want sheetKind
	}{
		{"企业名称 检查时间", planKind},
		{"统一社会信用代码 检查月份", planKind},
		{"企业名称 1月 2月 3月", planKind},
		{"企业名称 一季度 二季度", planKind},
		{"企业名称 检查时间 检查结果", planKind},
		{"任务名称 抽查事项 抽查对象 检查时间 发起部门 配合部门", planKind},
		{"姓名 执法证号", rosterKind},
		{"序号 姓名 单位", rosterKind},
		{"姓名 单位名称 证件编号 请假时间", rosterKind},
		{"执法人员 执法证号 所属部门", rosterKind},
		{"企业名称 统一社会信用代码 地址 行业 风险等级 从业人数 上次检查日期 联系人 联系电话 状态", registerKind},
		{"企业名称 行业", registerKind},
		{"抽查任务名称 抽查事项 抽查对象 抽查比例 检查时间 发起部门 配合部门", samplingKind},
		{"任务名称 抽查事项 抽查对象范围 抽查比例 信用等级 检查时间", samplingKind},
		{"任务编号 企业名称 统一社会信用代码 检查部门 检查日期 检查人员 检查结果 问题描述 隐患等级", findingsKind},
		{"企业名称 检查日期 检查部门 问题描述 整改期限", findingsKind},
		{"任务编号 部门 确认 可行日期 说明", replyKind},
		{"任务编号 企业名称 统一社会信用代码 地址 区 街道 风险等级 层级 检查日期 时段 时长(天) 牵头部门 参与部门 检查事项 所需人数 执法人员 来源", taskListKind},
		{"企业名称 统一社会信用代码 是否同一企业", matchesKind},
		{"名次 企业名称 统一社会信用代码 脸谱等级 固有风险 管理水平", profileKind},
		{"企业名称 统一社会信用代码 行业 固有风险 管理水平", registerKind}, // a bureau's own figures
		{"收入 支出 结余", noKind},
		{"姓名 年龄", noKind},
		{"企业名称 检查事项 检查部门", noKind},
	} {
		var labels []label
		for i, name := range strings.Fields(c.head) {
			labels = append(labels, label{index: i, name: name})
		}
		if h := recognise(labels); h.kind != c.want {
			t.Errorf("%s: kind %d, want %d", c.head, h.kind, c.want)
		}
	}
}
