package intake

import (
	"testing"

	"liancha/internal/diag"
)

// below reads a plan of one true row with another row below it.
func below(r row) *Result {
	return read(sheetOf(bureau, "", row{"序号", "企业名称", "统一社会信用代码", "检查事项", "检查时间", "备注"},
		row{1, "甲厂", "91320115A78G1B02XT", "安全检查", "5月10日", nil}, r))
}

func TestNotes(t *testing.T) {
	for _, r := range []row{
		{"填表人：王伟        审核人：马丽        联系电话：025-87753618"}, {"填表人：", "王伟", nil, "审核人：", "马丽"}, {"制表人:张三"}, {"审核：李四"},
		{"注：1.检查时间以实际为准；2.请于每月25日前报送。"}, {"注:以上为拟检查企业"}, {"备注：无"}, {nil, "注：检查时间以实际为准"}, {"说明：略"}, {"填表说明"},
		{"填报单位（盖章）：南京市应急管理局"}, {"（盖章）"}, {"日期：2021年4月25日"}, {"填报日期：2021年4月25日", nil, nil, "联系人：张三"},
		{"合计", nil, nil, nil, 12}, {"合 计", "12家"}, {"小计", 5}, {nil, "总计", nil, nil, nil, nil}, {"共37家"}, {"第1页 共3页"}, {"以上共12家企业"},
		{"示例", "某某有限公司", "91320115A78G1B02XT", "安全检查", "2021年5月10日", nil}, {"案例（请删除）", "甲公司", nil, "安全检查", "5月1日"},
		{"例：", "南京某公司", nil, nil, "5月上旬"}, {1, "示例：南京某公司", nil, nil, "5月上旬"}, {1, "（示例）南京有限公司", nil, nil, "5月上旬"}, {1, "××有限公司", nil, nil, "2021-05-10"},
		{1, "南京有限公司", nil, nil, "2021-05-10", "示例，请删除"}, {nil, "必填", "选填", "必填", "格式：2021-05-10"},
		{"一、危险化学品企业"}, {"（二）工贸企业"}, {"二", "工贸企业（12家）"}, {"（三）", "东山街道"}, {2}, {"2"}, {"3."},
		{"序号", "企业名称", "统一社会信用代码", "检查事项", "检查时间", "备注"},
		{"填表人", "王伟", nil, nil, "马丽"}, {nil, "负责人：            填表日期：2021年4月28日"}, {nil, "2021年4月28日"}, {nil, "二〇二一年四月二十八日"}, {nil, "南京市应急管理局（盖章）"},
		{nil, "1.本表按月报送；"}, {nil, "※ 标*为必填"}, {"※", "红色字体为重点企业"}, {"★", "（以下为新增企业）"}, {"江宁区应急管理局办公室", nil, nil, nil, "2021年1月15日印发"}, {nil, "其中：危化企业", nil, nil, "1家"}, {nil, "——以下空白——"}, {nil, "本页共1家"}, {nil, "—1—"}, {nil, "抄送：市安委办"}, {nil, "（以下无正文）"}, {nil, "危险化学品企业"},
		{1, 2, 3, 4, 5, 6}, {"A", "B", "C", "D", "E", "F"}, {"自动编号", "营业执照全称", nil, nil, "格式：2021-05-10"}, {"*示例", "甲公司", nil, nil, "5月1日"},
	} {
		res := below(r)
		if len(res.Entries) != 1 || res.PlanRows != 1 || res.Rejected != 0 || res.Problems.Count(diag.Error)+res.Problems.Count(diag.Warning) != 0 {
			t.Errorf("%v: %d entries, %d rows, %v", r, len(res.Entries), res.PlanRows, res.Problems)
		}
	}
}

func TestALineThatExplainsTheColumns(t *testing.T) {
	for _, r := range []row{{nil, "（全称）", "（年月日）", "（人）"}, {"No.", "Enterprise", "Date", "People"}} {
		res := read(sheetOf(bureau, "", row{"序号", "企业名称", "检查时间", "所需人数"}, r, row{1, "甲厂", "5月10日", 3}))
		wantCodes(t, res)
		one(t, res)
	}
	// English names are names.
	res := read(sheetOf(bureau, "", row{"企业名称", "4月", "5月", "备注"}, row{"ABC", "YES", "Y", "new"}))
	wantPlanned(t, res, "2@4 2021-04-01至2021-04-30", "2@5 2021-05-01至2021-05-31")
}

func TestPrefilledLines(t *testing.T) {
	res := read(sheetOf("a.xlsx", "", row{"序号", "企业名称", "检查时间", "检查部门", "是否可联合", "所需人数"}, row{1, "甲厂", "5月10日", "江宁区应急管理局", "是", 2},
		row{2, nil, nil, "江宁区应急管理局", "是", 2}, row{3, nil, nil, "江宁区应急管理局", "是", nil}, row{4, "乙厂", nil, "江宁区应急管理局", "是", 2}))
	wantCodes(t, res, "5:no_date")
	if len(res.Entries) != 1 || res.PlanRows != 2 || len(res.Problems) != 3 {
		t.Errorf("%v", res.Problems)
	}
}

func TestNotNotes(t *testing.T) {
	for _, c := range []struct {
		r    row
		code string
	}{
		{row{2, "乙厂", nil, nil, "2021年1月15日印发"}, "3:bad_date"}, {row{2, "乙厂", nil, nil, "1家"}, "3:bad_date"},
		{row{nil, "（全称）", "（18位）", nil, "（年月日）"}, "3:bad_date"}, {row{2, "ABC Ltd.", nil, "Safety", "May"}, "3:bad_date"},
		{row{2, "乙厂"}, "3:no_date"}, {row{"★", "乙厂"}, "3:no_date"}, {row{nil, "南京乙有限公司"}, "3:no_date"}, {row{2, nil, nil, "安全检查", "5月12日"}, "3:no_enterprise"},
		{row{nil, nil, nil, nil, "5月12日"}, "3:no_enterprise"}, {row{2, "合计机械厂", nil, nil, "待定"}, "3:date_undecided"},
		{row{nil, nil, "91320115A78G1B02XT"}, "3:no_date"}, {row{"南京乙有限公司"}, "3:no_enterprise 3:no_date"},
		{row{2, "江宁老王烧烤"}, "3:no_date"}, {row{2, "南京华东化工企业有限公司"}, "3:no_date"},
		{row{2, "示范机械厂", nil, "案例评查"}, "3:no_date"}, {row{2, "如家酒店", nil, nil, "5月40日"}, "3:bad_date"},
	} {
		res := below(c.r)
		got := ""
		for i, p := range codes(res) {
			if i > 0 {
				got += " "
			}
			got += p
		}
		if got != c.code || res.Rejected != 1 || res.PlanRows != 2 {
			t.Errorf("%v: %s, %d rejected of %d; want %s", c.r, got, res.Rejected, res.PlanRows, c.code)
		}
	}
	for _, r := range []row{
		{2, "注册会计师事务所", nil, nil, "5月12日"}, {2, "合计软件有限公司", nil, nil, "5月12日"}, {2, "例外酒店", nil, nil, "5月12日"}, {2, "如家酒店", nil, nil, "5月12日"},
		{2, "示范机械厂", nil, "案例评查", "5月12日"}, {2, "XXL服装有限公司", nil, nil, "5月12日"}, {2, "乙厂", nil, nil, "5月12日", "如：改期请先联系"},
		{2, "乙厂", nil, nil, "5月12日", "案例：去年曾处罚"}, {nil, "日期：有限公司", nil, nil, "5月12日"},
	} {
		if res := below(r); len(res.Entries) != 2 {
			t.Errorf("%v is no entry: %v", r, res.Problems)
		}
	}
}

func TestNotesGoOn(t *testing.T) {
	res := read(sheetOf(bureau, "", row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"}, row{},
		row{"注：1.检查时间以实际为准；"}, row{"2.请于每月25日前报送。"}, row{"（3）联系电话见通讯录"}, row{"特此说明"}))
	if len(res.Entries) != 1 || len(codes(res)) != 0 {
		t.Errorf("%v", res.Problems)
	}
}

func TestSumsDoNotOpenTheNotes(t *testing.T) {
	res := read(sheetOf(bureau, "", row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"}, row{"小计", "1家"}, row{"张三作坊"}, row{"乙厂", "5月11日"}))
	wantCodes(t, res, "4:no_date")
}

func TestExamplesAreSaid(t *testing.T) {
	res := below(row{"示例", "乙厂", nil, nil, "5月12日"})
	if len(res.Problems) != 1 || res.Problems[0].Code != "note_row" || res.Problems[0].Row != 3 || res.Problems[0].Severity != diag.Info {
		t.Errorf("%v", res.Problems)
	}
}

// TestSignatureWithADate: whoever signs below a table is no enterprise, whatever
// stands beside it.
func TestSignatureWithADate(t *testing.T) {
	for _, line := range []row{{"填表人：张三", "2021年5月10日"}, {"审核人：李四", "日期：2021年4月28日"}, {"填表人（签字）：王五", day("2021-05-10")}, {"---", "------"}, {":---", "---:"}} {
		res := read(sheetOf(bureau, "", row{"企业名称", "检查时间"}, row{"甲厂", "5月10日"}, line))
		wantCodes(t, res)
		one(t, res)
	}
}

// Who issued a table signs below it, in whatever column the form puts the seal,
// with the day in the line below.
func TestSealAndDayBelowTheTable(t *testing.T) {
	head := row{"序号", "企业名称", "地址", "检查时间", "检查人员", "检查事项"}
	plan := row{1, "甲厂", "东山街道1号", "2021年5月10日", "张三", "安全检查"}
	for _, sign := range []string{"东山街道办事处（盖章）", "江宁区东山街道办事处", "江宁区应急管理局"} {
		for col := 2; col < 6; col++ {
			if col == 3 && sign != "东山街道办事处（盖章）" {
				continue // a department where the date belongs is no signature
			}
			signed, dated := make(row, 6), make(row, 6)
			signed[col], dated[col] = sign, day("2021-04-29")
			res := read(sheetOf("江宁区应急管理局.xlsx", "", head, plan, signed, dated))
			wantCodes(t, res)
			one(t, res)
			dated[col] = "二〇二一年四月二十九日"
			wantCodes(t, read(sheetOf("江宁区应急管理局.xlsx", "", head, plan, signed, dated)))
		}
	}
	// A date alone that follows a row of data is a row whose enterprise is missing.
	wantCodes(t, read(sheetOf("江宁区应急管理局.xlsx", "", head, plan, row{nil, nil, nil, day("2021-05-11")})), "3:no_enterprise")
}
