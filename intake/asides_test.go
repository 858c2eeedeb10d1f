package intake

import "testing"

// TestAsides: what a row says in passing is told, and changes nothing by itself.
func TestAsides(t *testing.T) {
	res := read(sheetOf(bureau, "", row{"企业名称", "检查事项", "检查时间", "检查类型"},
		row{"甲厂", "突击检查", "5月10日", ""},
		row{"乙厂", "投诉举报核查", "5月10日", "无"},
		row{"丙厂", "投诉举报核查", "5月10日", "投诉举报"},
		row{"丁厂", "投诉举报核查", "5月10日", "一般检查"},
		row{"戊厂", "消防安全检查", "5月10日", ""},
		row{"己厂", "消防安全检查", "5月10日下午", ""},
		row{"庚厂", "消防安全检查", "5月10日上午—12日下午", ""},
		row{"辛厂", "消防安全检查", "5月10日全天", ""},
	))
	wantCodes(t, res, "2:kind_in_matter", "3:kind_in_matter")
	wantInfos(t, res, "7:half_day_open")
	if len(res.Entries) != 8 || !res.Entries[0].Joinable || res.Entries[2].Joinable {
		t.Errorf("got %+v", res.Entries)
	}
}
