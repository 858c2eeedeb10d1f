package intake

import "testing"

// A text that only says how many enterprises, which sort, or that they are not
// chosen yet, is no enterprise; a name that merely looks like one is.
func TestNamesThatAreNoEnterprise(t *testing.T) {
	for _, c := range []struct{ name, code string }{
		{"辖区内加油站（12家）", "several_enterprises"}, {"加油站12家", "several_enterprises"}, {"南京甲有限公司等3家", "several_enterprises"},
		{"南京甲有限公司等三家企业", "several_enterprises"}, {"甲厂等单位", "several_enterprises"}, {"各街道重点单位", "several_enterprises"},
		{"全区危险化学品企业", "several_enterprises"}, {"辖区内学校", "several_enterprises"}, {"危化企业（共５户）", "several_enterprises"},
		{"待定", "enterprise_undecided"}, {"企业待定", "enterprise_undecided"}, {"随机抽取2家", "enterprise_undecided"}, {"双随机抽取", "enterprise_undecided"}, {"另行通知", "enterprise_undecided"},
		{"老三家", ""}, {"南京宜家家居有限公司", ""}, {"全季酒店", ""}, {"各得其所酒店管理有限公司", ""}, {"南京市第二医院", ""}, {"三家村饭店", ""}, {"相关性软件有限公司", ""},
		{"部分之间餐厅", ""}, {"本来食品有限公司", ""}, {"随机应变科技有限公司", ""},
	} {
		res := read(sheetOf(bureau, "", row{"企业名称", "统一社会信用代码", "检查时间"}, row{c.name, nil, "5月10日"}))
		var want []string
		if c.code != "" {
			want = []string{"2:" + c.code}
		}
		wantCodes(t, res, want...)
		// With a code it is clear which one is meant.
		wantCodes(t, read(sheetOf(bureau, "", row{"企业名称", "统一社会信用代码", "检查时间"}, row{c.name, "91320115A78G1B02XT", "5月10日"})))
	}
}

// A table that lacks nothing but a known header for its enterprises is read by
// what the column holds, and that is said; where two columns would do, or the
// column holds departments, it is passed over as before.
func TestEnterprisesKnownByTheirColumn(t *testing.T) {
	read3 := func(head string, cells ...string) *Result {
		rows := []row{{"序号", head, "检查时间", "检查内容"}}
		for i, c := range cells {
			rows = append(rows, row{i + 1, c, "5月10日", "消防"})
		}
		return read(sheetOf(bureau, "", rows...))
	}
	for _, head := range []string{"检查单位", "检查单位名称", "客户名称", "工地名称", "业户名称"} {
		res := read3(head, "南京甲化工有限公司", "江宁乙宾馆", "丙大排档")
		wantCodes(t, res, "1:enterprise_by_content")
		if len(res.Entries) != 3 || res.Entries[2].Subject.Name != "丙大排档" || res.Entries[0].Department != "南京市应急管理局" {
			t.Errorf("%s: %+v", head, res.Entries)
		}
	}
	grid := read(sheetOf("江宁区城管局.xlsx", "", row{"2021年5月检查安排"}, row{"序号", "单位", "上旬", "中旬", "下旬"}, row{1, "南京甲有限公司", "√"}, row{2, "江宁乙宾馆", nil, "√"}))
	wantCodes(t, grid, "2:enterprise_by_content")
	if len(grid.Entries) != 2 || grid.Entries[1].Subject.Name != "江宁乙宾馆" {
		t.Errorf("a grid: %+v", grid.Entries)
	}
	res := read(sheetOf(bureau, "", row{"业户名称", "统一社会信用代码", "检查时间"}, row{"南京甲有限公司", "91320115A78G1B02XT", "5月10日"}, row{"南京乙有限公司", "91320115A78G1B02XT", "5月11日"}))
	wantCodes(t, res, "1:enterprise_by_content")
	if len(res.Entries) != 2 || res.Entries[0].Subject.Name != "南京甲有限公司" {
		t.Errorf("names beside codes: %+v", res.Entries)
	}
	wantCodes(t, read3("检查单位", "江宁区应急管理局", "江宁区消防大队"), "1:sheet_skipped")
	wantCodes(t, read(sheetOf(bureau, "", row{"建设单位", "施工单位", "检查时间", "检查内容", "检查人员"}, row{"南京甲有限公司", "南京乙有限公司", "5月10日", "工地", "张三"})), "1:sheet_skipped")
}

// Whom to call is no part of an enterprise's name.
func TestContactBehindTheName(t *testing.T) {
	for _, c := range []struct{ cell, name, phone string }{
		{"南京甲有限公司（联系人：王伟 13900000000）", "南京甲有限公司", "13900000000"},
		{"南京甲有限公司\n13900000000", "南京甲有限公司", "13900000000"},
		{"南京甲有限公司 联系电话：025-1234567", "南京甲有限公司", ""},
		{"南京甲有限公司，负责人：李四", "南京甲有限公司", ""},
		{"南京联系人文化有限公司", "南京联系人文化有限公司", ""},
		{"南京手机配件厂", "南京手机配件厂", ""},
		{"南京甲有限公司（江宁）", "南京甲有限公司（江宁）", ""},
	} {
		e := one(t, read(sheetOf(bureau, "", row{"企业名称", "检查时间"}, row{c.cell, "5月10日"})))
		if e.Subject.Name != c.name || e.Subject.Phone != c.phone {
			t.Errorf("%s: %q, %q", c.cell, e.Subject.Name, e.Subject.Phone)
		}
	}
}
