package intake

import (
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/internal/table"
)

func TestHalfDays(t *testing.T) {
	for s, want := range map[string]int{
		"0.5": 1, "1": 2, "1天": 2, "半天": 1, "两天": 4, "2天": 4, "一天": 2, "1.5": 3, "一天半": 3, "1天半": 3, "1 天": 2, "１天": 2, "3个工作日": 6,
		"1个工作日": 2, "0.5天": 1, "1.0": 2, "半日": 1, "2个半天": 2, "一个半天": 1, "十天": 20, "全天": 2, "1日": 2, "约2天": 4,
		".5": 1, "1/2": 1, "半天（上午）": 1, "上午": 1, "下午": 1, "整天": 2, "1整天": 2, "壹天": 2, "十二天": 24, "二十天": 40, "4小时": 1, "3小时": 1, "8小时": 2, "9小时": 3, "1天/家": 2,
		"0": 0, "0.3": 0, "-1": 0, "": 0, "若干": 0, "1-2天": 0, "两三天": 0, "一两天": 0, "1e3": 0, "9999": 0, "0.25天": 0,
	} {
		n, ok := halfDays(s, "检查时长")
		if ok != (want > 0) || ok && n != want {
			t.Errorf("%q: %d half-days, %v; want %d", s, n, ok, want)
		}
	}
}

func TestHalfDaysInTheHeadersUnit(t *testing.T) {
	for _, c := range []struct {
		s, header string
		want      int
	}{
		{"4", "检查时长（小时）", 1}, {"8", "检查时长(小时)", 2}, {"2", "检查时长（单位：小时）", 1}, {"12", "检查时长/小时", 3}, {"1天", "检查时长（小时）", 2},
		{"1", "检查时长（半天）", 1}, {"3", "检查时长（个半天）", 3}, {"1", "检查时长（天）", 2}, {"0.5", "检查时长（天）", 1}, {"0.5", "检查时长（半天）", 0},
	} {
		if n, ok := halfDays(c.s, c.header); ok != (c.want > 0) || ok && n != c.want {
			t.Errorf("%q under %q: %d half-days, %v; want %d", c.s, c.header, n, ok, c.want)
		}
	}
}

func TestPeople(t *testing.T) {
	for s, want := range map[string]int{
		"2": 2, "2人": 2, "不少于2人": 2, "两人": 2, "２人": 2, "3名": 3, "至少3人": 3, "2人以上": 2, "2人及以上": 2, "三名执法人员": 3, "≥2": 2, "2.0": 2, "共4人": 4,
		"2个人": 2, "4人（分2组）": 4, "十": 10, "十人": 10, "十二人": 12, "二十人": 20, "壹人": 1,
		"2-3人": 2, "2～3": 2, "2至3名": 2, "2人-3人": 2, "2—4": 2, "不少于2-3人": 2, "至少两名": 2, "不得少于2名": 2, "两三人": 2, "三到五人": 3, "10-12人": 10, "1-2名执法人员": 1, "每组不少于2人": 2,
		"0": 0, "": 0, "若干": 0, "张三": 0, "-2": 0, "2.5": 0, "3-2人": 0, "十二三人": 0, "不超过3人": 0, "3人以内": 0, "2-3次/人": 0, "2021-05-03": 0, "0-2": 0,
	} {
		n, _, ok := people(s)
		if ok != (want > 0) || ok && n != want {
			t.Errorf("%q: %d, %v; want %d", s, n, ok, want)
		}
	}
}

func TestSplitNames(t *testing.T) {
	for _, c := range []struct {
		in, want string
		n        int
	}{
		{"张三、李四", "张三|李四", 0}, {"张三,李四，王五", "张三|李四|王五", 0}, {"张三;李四；王五", "张三|李四|王五", 0}, {"张三/李四", "张三|李四", 0}, {"李和平、及第", "李和平|及第", 0},
		{"张三 李四", "张三|李四", 0}, {"张三和李四", "张三|李四", 0}, {"王和平", "王和平", 0}, {"1.张三 2.李四", "张三|李四", 0}, {"张三13900000000、李四", "张三|李四", 0}, {"张三　李四", "张三|李四", 0}, {"张三\n李四", "张三|李四", 0}, {"王 伟、李小明", "王伟|李小明", 0}, {"王 伟 李小明", "王伟|李小明", 0},
		{"王 伟 李 明", "王伟|李明", 0}, {"张三、张三", "张三", 0}, {"张三（组长）、李四", "张三|李四", 0}, {"组长：张三 组员：李四、王五", "张三|李四|王五", 0},
		{"张三等3人", "张三", 3}, {"张三、李四等", "张三|李四", 0}, {"2人", "", 2}, {"3", "", 3}, {"无", "", 0}, {"待定", "", 0}, {"", "", 0}, {"—", "", 0},
		{"张三+李四", "张三|李四", 0}, {"张三＆李四", "张三|李四", 0}, {"主检：张三；协检：李四", "张三|李四", 0}, {"阿依古丽·买买提、李四", "阿依古丽·买买提|李四", 0}, {"张三(苏A0195634)、李四(苏A0195635)", "张三|李四", 0},
	} {
		names, n := splitNames(c.in)
		if got := strings.Join(names, "|"); got != c.want || n != c.n {
			t.Errorf("%q: %s, %d; want %s, %d", c.in, got, n, c.want, c.n)
		}
	}
}

func TestIsName(t *testing.T) {
	for _, s := range strings.Fields("张三 李明明 欧阳娜娜 阿依古丽·买买提 John 李科 王文组") {
		if !isName(s) {
			t.Errorf("%s is no name", s)
		}
	}
	for _, s := range []string{"王", "由大队安排", "全体执法人员", "应急局2人", "执法一中队", "待安排", "执法一科", "各科室"} {
		if isName(s) {
			t.Errorf("%s is taken for a name", s)
		}
	}
}

func TestKindOfInspection(t *testing.T) {
	for s, want := range map[string]inspect.Kind{
		"重点检查": inspect.Key, "一般检查": inspect.General, "双随机": inspect.Random, "专项检查": inspect.Special, "投诉举报": inspect.Complaint, "复查": inspect.Reinspection,
		"突击检查": inspect.Surprise, "双随机抽查": inspect.Random, "“双随机、一公开”检查": inspect.Random, "专项": inspect.Special, "投诉举报核查": inspect.Complaint,
		"整改复查": inspect.Reinspection, "重点": inspect.Key, "日常检查": inspect.General, "": inspect.General, "现场检查": inspect.General, "非重点检查": inspect.General,
		"举报": inspect.Complaint, "整改复核": inspect.Reinspection, "复检": inspect.Reinspection, "突击": inspect.Surprise, "重 点 检 查": inspect.Key,
	} {
		if got := kindOfInspection(s); got != want {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
	}
}

func TestParseGrade(t *testing.T) {
	risk, credit, green := gradeScheme{numbers: true}, gradeScheme{}, gradeScheme{green: true}
	for _, c := range []struct {
		in     string
		scheme gradeScheme
		want   string
	}{
		{"A", risk, "A"}, {"D", risk, "D"}, {"b级", risk, "B"}, {"Ｃ", risk, "C"}, {"C类", credit, "C"}, {"A级（绿）", green, "A"},
		{"红", risk, "D"}, {"橙", risk, "C"}, {"黄", risk, "B"}, {"蓝", risk, "A"}, {"红色", credit, "D"}, {"蓝色", risk, "A"},
		{"绿", green, "A"}, {"蓝", green, "B"}, {"黄", green, "C"}, {"红", green, "D"},
		{"1级", risk, "D"}, {"4级", risk, "A"}, {"Ⅰ级", risk, "D"}, {"Ⅳ", risk, "A"}, {"一级", risk, "D"}, {"IV级", risk, "A"},
		{"1级", credit, "A"}, {"4级", credit, "D"}, {"Ⅱ级", credit, "B"}, {"三级", credit, "C"}, {"II", credit, "B"}, {"2", credit, "B"},
		{"重大风险", risk, "D"}, {"较大风险", risk, "C"}, {"一般风险", risk, "B"}, {"低风险", risk, "A"}, {"高", risk, "D"}, {"极高风险", risk, "D"}, {"风险等级D", risk, "D"}, {"AAA", credit, "A"},
		{"E", risk, ""}, {"5级", risk, ""}, {"好", risk, ""}, {"ABC", risk, ""},
	} {
		got, ok := parseGrade(c.in, c.scheme)
		if got.String() != c.want || ok != (c.want != "") {
			t.Errorf("%q under %+v: %q, %v; want %q", c.in, c.scheme, got, ok, c.want)
		}
	}
}

func TestYesNo(t *testing.T) {
	for list, want := range map[string]bool{"是 √ ✓ 可 可以 Y yes TRUE 1 能 是（与消防） ": true, "否 × 不可 不可以 N no FALSE 0 不能 ✗": false} {
		for _, s := range strings.Fields(list) {
			if yes, ok := yesNo(s); !ok || yes != want {
				t.Errorf("%q: %v, %v", s, yes, ok)
			}
		}
	}
	for _, s := range []string{"", "也许", "视情况", "2"} {
		if _, ok := yesNo(s); ok {
			t.Errorf("%q was understood", s)
		}
	}
}

func TestJoins(t *testing.T) {
	for list, want := range map[string]bool{
		"是 可 能 可以联合 能联合 同意联合 可参与 愿意 参加 联合 适合联合":                   true,
		"否 不可 不同意 不宜联合 不参与 不参加联合 不适合 单独执法 独立检查 不得联合 不愿意 无法联合 不纳入": false,
	} {
		for _, s := range strings.Fields(list) {
			if yes, ok := joins(s); !ok || yes != want {
				t.Errorf("%q: %v, %v", s, yes, ok)
			}
		}
	}
	for _, s := range []string{"也许", "视情况", "不确定", "不详", "待定"} {
		if _, ok := joins(s); ok {
			t.Errorf("%q was understood", s)
		}
	}
}

func TestTick(t *testing.T) {
	for _, s := range strings.Fields("√ ✓ ✔ 是 1 ● ○ Y ★ TRUE 有 ☑ ■ ▲ √　 （√） √（双随机） 1.0 ☑\ufe0f") {
		if planned, ok := tick(s); !planned || !ok {
			t.Errorf("%q is no tick", s)
		}
	}
	for _, s := range []string{"", "否", "×", "0", "-", "—", "/", "无", "□", " "} {
		if planned, ok := tick(s); planned || !ok {
			t.Errorf("%q is a tick", s)
		}
	}
	for _, s := range []string{"2", "12", "待定", "5月10日", "张三", "√√", "（2）"} {
		if _, ok := tick(s); ok {
			t.Errorf("%q was understood", s)
		}
	}
}

func TestParseLevel(t *testing.T) {
	for s, want := range map[string]inspect.Level{
		"市": inspect.City, "市级": inspect.City, "区": inspect.District, "区级": inspect.District, "县": inspect.District, "区县": inspect.District, "区（县）级": inspect.District,
		"街道": inspect.Street, "镇": inspect.Street, "乡镇": inspect.Street, "镇街": inspect.Street, "街道级": inspect.Street, "city": inspect.City, "street": inspect.Street,
		"区级部门": inspect.District, "市级部门": inspect.City, "市直": inspect.City, "市局": inspect.City, "区局": inspect.District, "市级层面": inspect.City, "区 级": inspect.District,
	} {
		if got, ok := parseLevel(s); got != want || !ok {
			t.Errorf("%q: %s, %v; want %s", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "高", "国家"} {
		if _, ok := parseLevel(s); ok {
			t.Errorf("%q was understood", s)
		}
	}
}

func TestParseStatus(t *testing.T) {
	for s, want := range map[string]inspect.Status{
		"在营": inspect.InBusiness, "在业": inspect.InBusiness, "存续（在营、开业、在册）": inspect.InBusiness, "": inspect.InBusiness, "正常": inspect.InBusiness,
		"停业": inspect.Closed, "已停产": inspect.Closed, "歇业": inspect.Closed, "注销": inspect.Cancelled, "已注销": inspect.Cancelled, "吊销": inspect.Cancelled, "吊销未注销": inspect.Cancelled,
	} {
		if got, ok := parseStatus(s); got != want || !ok {
			t.Errorf("%q: %d, %v; want %d", s, got, ok, want)
		}
	}
	if _, ok := parseStatus("不清楚"); ok {
		t.Error("不清楚 was understood")
	}
}

func TestRoundedCodes(t *testing.T) {
	for _, c := range []struct {
		cell table.Cell
		want bool
	}{
		{cellOf("91320115A78G1B02XT"), false}, {cellOf("913201150000000000"), false}, {cellOf(320115000123456), false}, {cellOf(913201150000000000.0), true},
		{cellOf("9.1320115E+17"), true}, {cellOf("9.13E+17"), true}, {cellOf("9E+17"), true}, {cellOf("91320106E"), false}, {cellOf(123.5), true},
		{cellOf(1234567890123456), true}, {cellOf(123456789), false},
	} {
		if got := rounded(c.cell); got != c.want {
			t.Errorf("%v: %v", c.cell, got)
		}
	}
}

func TestTidy(t *testing.T) {
	for in, want := range map[string]string{
		" 南京鑫丰 餐饮管理有限公司\n": "南京鑫丰餐饮管理有限公司", "ABC  Co., Ltd": "ABC Co., Ltd", "南京\tABC 公司": "南京ABC公司", "": "", "\u200b\ufeff": "", "甲　乙": "甲乙",
	} {
		if got := tidy(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestDemandOfARange: 2-3人 is the smaller number, and the sheet is told once.
func TestDemandOfARange(t *testing.T) {
	res := read(sheetOf(bureau, "", row{"企业名称", "检查时间", "所需人数"}, row{"甲厂", "5月10日", "2-3人"}, row{"乙厂", "5月10日", "2-3人"}, row{"丙厂", "5月10日", "3人以上"}, row{"丁厂", "5月10日", day("2021-02-03")}))
	wantCodes(t, res, "5:bad_demand")
	wantInfos(t, res, "2:demand_range")
	if len(res.Entries) != 3 || res.Entries[0].Demand != 2 || res.Entries[1].Demand != 2 || res.Entries[2].Demand != 3 {
		t.Errorf("got %+v", res.Entries)
	}
}
