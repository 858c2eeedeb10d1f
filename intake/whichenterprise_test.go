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
