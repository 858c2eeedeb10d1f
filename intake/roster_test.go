package intake

import (
	"strings"
	"testing"
)

// What stands in a roster and is no person, no number or no service is told, not
// taken over.
func TestRosterRemarks(t *testing.T) {
	for _, c := range []struct {
		line         row
		codes        string
		people       int
		active       bool
		certificates string
	}{
		{row{"张三", "苏A1", nil}, "", 1, true, "苏A1"},
		{row{"张三、李四", "苏A1、苏A2", nil}, "2:several_people", 0, false, ""},
		{row{"张三/李四", "苏A1", nil}, "2:several_people", 0, false, ""},
		{row{"阿依古丽·买买提", "苏A1", nil}, "", 1, true, "苏A1"},
		{row{"张 三", "苏A1", nil}, "", 1, true, "苏A1"},
		{row{"张三", "证件办理中", nil}, "2:bad_certificate", 1, true, ""},
		{row{"张三", "苏A1", "已调离"}, "2:person_left", 1, false, "苏A1"},
		{row{"张三", "苏A1", "退休"}, "2:person_left", 1, false, "苏A1"},
		{row{"张三", "苏A1", "5月10日至12日休假"}, "2:remark_not_followed", 1, true, "苏A1"},
		{row{"张三", "苏A1", "负责离职人员登记"}, "", 1, true, "苏A1"},
		{row{"张三", "苏A1", "党员"}, "", 1, true, "苏A1"},
	} {
		res := read(sheetOf("江宁区应急管理局.xlsx", "人员", row{"姓名", "执法证号", "备注"}, c.line))
		if got := strings.Join(codes(res), " "); got != c.codes || len(res.Inspectors) != c.people {
			t.Errorf("%v: %s, %d people; want %s", c.line, got, len(res.Inspectors), c.codes)
			continue
		}
		if c.people == 1 && (res.Inspectors[0].Active != c.active || res.Inspectors[0].Certificate != c.certificates) {
			t.Errorf("%v: %+v", c.line, res.Inspectors[0])
		}
	}
}
