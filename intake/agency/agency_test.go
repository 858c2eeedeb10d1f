package agency

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"liancha/inspect"
)

// show writes a unit as level city/district/street function.
func show(u Unit) string {
	s := u.Level.String() + " " + u.City + "/" + u.District + "/" + u.Street + " " + u.Function
	if u.place != "" {
		s += " ?" + u.place
	}
	return s
}

var parseTable = []struct{ text, want string }{
	{"南京市应急管理局", "city 南京市// 应急管理局"},
	{"市应急管理局", "city // 应急管理局"},
	{"市应急局", "city // 应急管理局"},
	{"南京市应急局", "city 南京市// 应急管理局"},
	{"江苏省南京市应急管理局", "city 南京市// 应急管理局"},
	{"应急局", " // 应急管理局"},
	{"应急", " // 应急管理局"},
	{"南京应急局", " // 应急管理局 ?南京"},
	{"市市场监管局", "city // 市场监督管理局"},
	{"市市监局", "city // 市场监督管理局"},
	{"南京市场监管局", " // 市场监督管理局 ?南京"},
	{"市工信局", "city // 工业和信息化局"},
	{"市卫健委", "city // 卫生健康委员会"},
	{"区卫健委", "district // 卫生健康局"},
	{"江宁区卫健局", "district /江宁区/ 卫生健康局"},
	{"江宁区卫生健康委员会", "district /江宁区/ 卫生健康局"},
	{"市消防支队", "city // 消防救援支队"},
	{"消防支队", "city // 消防救援支队"},
	{"消防救援支队", "city // 消防救援支队"},
	{"消防大队", "district // 消防救援大队"},
	{"消防", " // 消防救援支队"},
	{"江宁区消防大队", "district /江宁区/ 消防救援大队"},
	{"江宁消防救援大队", "district // 消防救援大队 ?江宁"},
	{"南京消防救援支队", "city 南京市// 消防救援支队"},
	{"南京市消防救援支队江宁大队", "district 南京市// 消防救援大队 ?江宁"},
	{"市环保局", "city // 生态环境局"},
	{"南京市江宁生态环境局", "district 南京市// 生态环境局 ?江宁"},
	{"市公安局", "city // 公安局"},
	{"江宁区公安分局", "district /江宁区/ 公安分局"},
	{"江宁公安分局", "district // 公安分局 ?江宁"},
	{"江宁区公安局", "district /江宁区/ 公安分局"},
	{"南京市公安局江宁分局", "district 南京市// 公安分局 ?江宁"},
	{"市公安局江宁分局", "district // 公安分局 ?江宁"},
	{"南京市规划和自然资源局江宁分局", "district 南京市// 规划和自然资源局 ?江宁"},
	{"市城管局", "city // 城市管理局"},
	{"市建委", "city // 住房和城乡建设局"},
	{"市住建局", "city // 住房和城乡建设局"},
	{"南京市城乡建设委员会", "city 南京市// 住房和城乡建设局"},
	{"市交通局", "city // 交通运输局"},
	{"市发改委", "city // 发展和改革委员会"},
	{"市文旅局", "city // 文化和旅游局"},
	{"市规划资源局", "city // 规划和自然资源局"},
	{"市民宗局", "city // 民族宗教事务局"},
	{"市人社局", "city // 人力资源和社会保障局"},
	{"雨花台区农业农村局", "district /雨花台区/ 农业农村局"},
	{"南京市江宁区应急管理局", "district 南京市/江宁区/ 应急管理局"},
	{"江宁区应急管理局", "district /江宁区/ 应急管理局"},
	{"江宁区应急局", "district /江宁区/ 应急管理局"},
	{"江宁应急局", " // 应急管理局 ?江宁"},
	{"江宁区安监局", "district /江宁区/ 应急管理局"},
	{"江北新区应急管理局", "district /江北新区/ 应急管理局"},
	{"江宁区东山街道应急管理所", "street /江宁区/东山街道 应急管理所"},
	{"南京市江宁区东山街道安监所", "street 南京市/江宁区/东山街道 应急管理所"},
	{"东山街道应急管理所", "street //东山街道 应急管理所"},
	{"东山街道综合执法局", "street //东山街道 综合行政执法局"},
	{"东山街道办事处", "street //东山街道 办事处"},
	{"东山街道办", "street //东山街道 办事处"},
	{"江宁区湖熟镇人民政府", "street /江宁区/湖熟镇 人民政府"},
	{"街道应急管理所", "street // 应急管理所"},
	{"区应急局", "district // 应急管理局"},
	{"南京江宁区应急局", "district 南京市/江宁区/ 应急管理局"},
	{"苏州工业园区应急管理局", "district /苏州工业园区/ 应急管理局"},
	{"济南市市中区应急管理局", "district 济南市/市中区/ 应急管理局"},
	{"江宁区地震局", "district /江宁区/ 地震局"},
	{"南京市江宁区机关事务管理局", "district 南京市/江宁区/ 机关事务管理局"},
	{"市交通综合执法局", "city // 交通综合执法局"},
	{"南京市文化市场综合执法总队", "city 南京市// 文化市场综合行政执法支队"},
	{"市城乡建委", "city // 住房和城乡建设局"},
	{"江北新区管委会应急管理局", "district /江北新区/ 应急管理局"},
	{"东山街道办事处应急管理办公室", "street //东山街道 应急管理办公室"},
	{"江宁区东山街道", "street /江宁区/东山街道 办事处"},
	{"湖熟镇", "street //湖熟镇 人民政府"},
	{"江宁区东山派出所", "street /江宁区/ 公安派出所 ?东山"},
	{"荆州市沙市区应急管理局", "district 荆州市/沙市区/ 应急管理局"},
	{"沙市区应急管理局", "district /沙市区/ 应急管理局"},
	{"津市市应急管理局", "city 津市市// 应急管理局"},
	{"延边州应急管理局", "city 延边州// 应急管理局"},
	{"内蒙古自治区呼和浩特市新城区应急管理局", "district 呼和浩特市/新城区/ 应急管理局"},
	{"国家税务总局南京市江宁区税务局", "district 南京市/江宁区/ 税务局"},
	{"市应急局危化处", "city // 应急管理局"},
	{"江宁区应急管理局执法科", "district /江宁区/ 应急管理局"},
	{"江宁区应急局执法大队", "district /江宁区/ 应急局执法大队"},
	{"填报单位：南京市公安局 填报日期：2021年4月25日", "city 南京市// 公安局"},
	// Notes, labels, tails, white space.
	{"南京市应急管理局（盖章）", "city 南京市// 应急管理局"},
	{"填报单位：南京市公安局", "city 南京市// 公安局"},
	{"填报单位（盖章）： 南京市公安局 ", "city 南京市// 公安局"},
	{" 江宁区 应急管理局\n", "district /江宁区/ 应急管理局"},
	{"市应急局2021年度检查计划", "city // 应急管理局"},
	{"江宁区应急管理局安全生产检查计划", "district /江宁区/ 应急管理局"},
}

func TestParse(t *testing.T) {
	for _, c := range parseTable {
		u, ok := Parse(c.text)
		if got := show(u); !ok || got != c.want {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestNotADepartment(t *testing.T) {
	for _, text := range []string{"", "南京宁润餐饮管理有限公司", "张三", "2021年5月", "应急局、消防大队", "检查", "江宁区", "危险化学品企业安全检查", "南京市江宁区将军大道205号",
		"南京应急局科技有限公司", "见附件"} {
		if u, ok := Parse(text); ok {
			t.Errorf("%s passes as %s", text, show(u))
		}
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"市公安局5月检查计划.xlsx", "city // 公安局"},
		{"江宁区市场监督管理局5月份", "district /江宁区/ 市场监督管理局"},
		{"南京市生态环境局（报送）", "city 南京市// 生态环境局"},
		{"南京市公安局2021年5月安全生产检查计划表", "city 南京市// 公安局"},
		{"南京市卫生健康委员会2021年度监督检查计划", "city 南京市// 卫生健康委员会"},
		{"南京市消防救援支队2021年5月检查计划", "city 南京市// 消防救援支队"},
		{"江宁区东山街道应急管理所2021年5月安全生产检查计划表", "street /江宁区/东山街道 应急管理所"},
		{"2021年江宁区应急局检查计划", "district /江宁区/ 应急管理局"},
		{"关于报送南京市应急管理局2021年检查计划的函", "city 南京市// 应急管理局"},
		{"附件1 江宁区消防大队双随机抽查计划", "district /江宁区/ 消防救援大队"},
		{"南京市公安局江宁分局5月计划", "district 南京市// 公安分局 ?江宁"},
		{"应急局检查计划", " // 应急管理局"},
		{"5月计划-市应急局-终稿", "city // 应急管理局"},
		{"江宁区地震局2021年计划", "district /江宁区/ 地震局"},
		{"南京市江宁区市场监督管理局执法人员名录库", "district 南京市/江宁区/ 市场监督管理局"},
		{"填报单位：江宁区东山街道应急管理所", "street /江宁区/东山街道 应急管理所"},
		{"填报单位（盖章）：南京市公安局", "city 南京市// 公安局"},
		{"江宁区2021年检查计划（应急局）", "district /江宁区/ 应急管理局"},
		{"江宁区应急局2021年5月检查计划：危险化学品", "district /江宁区/ 应急管理局"},
		{"溧水区永阳街道应急管理和综合执法局5月计划", "street /溧水区/永阳街道 应急管理和综合执法局"},
		{"市公安局治安支队检查计划", "city // 公安局治安支队"},
		{"市交通综合执法局检查计划", "city // 交通综合执法局"},
		{"东山街道2021年检查计划（应急管理所）", "street //东山街道 应急管理所"},
		{"呼和浩特市新城区应急管理局5月计划", "district 呼和浩特市/新城区/ 应急管理局"},
		{"2021年于洪区应急局计划", "district /于洪区/ 应急管理局"},
		{"附表南京市应急局", "city 南京市// 应急管理局"},
		{"南京市江宁生态环境局2021年计划", "district 南京市// 生态环境局 ?江宁"},
		{"江北新区管委会应急管理局5月", "district /江北新区/ 应急管理局"},
		{"二〇二一年五月江宁区应急局", "district /江宁区/ 应急管理局"},
		{"（应急局）江宁区计划", "district /江宁区/ 应急管理局"},
		{"南京江宁区应急局5月计划", "district 南京市/江宁区/ 应急管理局"},
		{"1、江宁消防大队", "district // 消防救援大队 ?江宁"},
		{"市应急管理局（南京市应急管理局）", "city // 应急管理局"},
		{"表一  滨湖区文化和旅游局9月娱乐场所检查计划", "district /滨湖区/ 文化和旅游局"},
		{"附件二滨湖区应急局检查计划", "district /滨湖区/ 应急管理局"},
		{"第二批滨湖区应急局检查计划", "district /滨湖区/ 应急管理局"},
		{"上半年滨湖区应急局检查计划（最终版）", "district /滨湖区/ 应急管理局"},
	} {
		u, ok := Find(c.text)
		if got := show(u); !ok || got != c.want {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
	for _, text := range []string{"", "检查计划", "2021年5月安全生产检查计划表", "plans", "江宁区应急管理局和江宁区消防救援大队联合检查计划", "Sheet1", "企业名单"} {
		if u, ok := Find(text); ok {
			t.Errorf("%s: found %s", text, show(u))
		}
	}
}

// Every department and every file name of the sample month is understood.
func TestSampleMonth(t *testing.T) {
	var truth struct {
		Rows []struct{ File, Department, Level string }
	}
	data, err := os.ReadFile("../../testdata/nanjing-2021-05.truth.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &truth); err != nil {
		t.Fatal(err)
	}
	r := NewRegistry("", nil)
	for _, row := range truth.Rows {
		u, ok := Parse(row.Department)
		if !ok {
			t.Fatalf("%s is not understood", row.Department)
		}
		r.Add(u)
	}
	ofFile := map[string]string{}
	for _, row := range truth.Rows {
		u, _ := Parse(row.Department)
		if name, level, ok := r.Resolve(u); !ok || name != row.Department || level.String() != row.Level {
			t.Errorf("%s is %s, %v", row.Department, name, level)
		}
		ofFile[row.File] = row.Department
	}
	files, err := filepath.Glob("../../testdata/nanjing-2021-05/*")
	if err != nil || len(files) == 0 {
		t.Fatal("no sample files")
	}
	for _, f := range files {
		base := filepath.Base(f)
		u, ok := Find(strings.TrimSuffix(base, filepath.Ext(base)))
		name, _, resolved := r.Resolve(u)
		if want := ofFile[base]; !ok || !resolved || want != "" && name != want {
			t.Errorf("%s: found %q, want %q", base, name, want)
		}
	}
}

func TestRegistryMakesOneName(t *testing.T) {
	for _, c := range []struct {
		spellings []string
		want      string
		level     inspect.Level
	}{
		{[]string{"南京市应急管理局", "市应急管理局", "市应急局", "南京市应急局", "南京应急局", "市安监局"}, "南京市应急管理局", inspect.City},
		{[]string{"市应急局", "南京市公安局"}, "南京市应急管理局", inspect.City},
		{[]string{"市水利局", "市水利局", "南京市水务局"}, "南京市水务局", inspect.City}, // written out once, but written out
		{[]string{"南京市江宁区应急管理局", "江宁区应急管理局", "江宁区应急局", "江宁应急局"}, "江宁区应急管理局", inspect.District},
		{[]string{"江宁区卫健委", "江宁区卫生健康局"}, "江宁区卫生健康局", inspect.District},
		{[]string{"江宁区卫生健康委员会", "江宁区卫健局"}, "江宁区卫生健康委员会", inspect.District},
		{[]string{"南京市城乡建设委员会", "市建委", "市建委"}, "南京市城乡建设委员会", inspect.City},
		{[]string{"东山街道应急所", "江宁区东山街道应急管理所", "东山街道安监所"}, "江宁区东山街道应急管理所", inspect.Street},
		{[]string{"南京市公安局江宁分局", "江宁区公安分局", "江宁公安分局"}, "江宁区公安分局", inspect.District},
		{[]string{"江宁区应急管理局", "南京江宁区应急局", "南京市公安局"}[:2], "江宁区应急管理局", inspect.District},
		{[]string{"市消防支队", "南京市消防救援支队"}, "南京市消防救援支队", inspect.City},
		{[]string{"杭州市经信局", "杭州经信局"}, "杭州市经济和信息化局", inspect.City},
		{[]string{"南京市经信委", "南京市工业和信息化局"}, "南京市工业和信息化局", inspect.City},
		{[]string{"上海市住建委"}, "上海市住房和城乡建设委员会", inspect.City},
		{[]string{"滨湖区卫健委"}, "滨湖区卫生健康委员会", inspect.District},
		{[]string{"滨湖区卫健局"}, "滨湖区卫生健康局", inspect.District},
		{[]string{"滨湖区应急局", "拟定滨湖区应急局", "滨湖区消防大队"}[:2], "滨湖区应急管理局", inspect.District},
		{[]string{"竹镇镇人民政府", "竹镇镇政府", "竹镇镇"}, "竹镇镇人民政府", inspect.Street},
	} {
		for turn := range c.spellings {
			r := NewRegistry("", nil)
			for i := range c.spellings {
				u, ok := Parse(c.spellings[(i+turn)%len(c.spellings)])
				if !ok {
					t.Fatalf("%s is not understood", c.spellings[i])
				}
				r.Add(u)
			}
			u, _ := Parse(c.spellings[0])
			if name, level, ok := r.Resolve(u); !ok || name != c.want || level != c.level {
				t.Errorf("%v: got %s, %v, %v", c.spellings, name, level, ok)
			}
			if strings.HasPrefix(c.want, "南京市应急") && len(c.spellings) == 2 {
				continue
			}
			for _, s := range c.spellings {
				u, _ := Parse(s)
				if name, _, ok := r.Resolve(u); !ok || name != c.want {
					t.Errorf("%s of %v: got %s, %v", s, c.spellings, name, ok)
				}
			}
		}
	}
}

// What nobody has said of a department still goes by the name its short one
// stands for, and a word before a district makes no second one.
func TestResolveWhatWasNotAdded(t *testing.T) {
	r := NewRegistry("", nil)
	for _, s := range []string{"滨湖区应急管理局", "内部滨湖区消防大队", "高新区消防大队", "吴江高新区应急局"} {
		if u, ok := Parse(s); ok {
			r.Add(u)
		}
	}
	for text, want := range map[string]string{"滨湖区卫健委": "滨湖区卫生健康委员会", "内部滨湖区消防大队": "滨湖区消防救援大队", "吴江高新区应急局": "吴江高新区应急管理局"} {
		u, _ := Parse(text)
		if name, _, _ := r.Resolve(u); name != want {
			t.Errorf("%s: got %s, want %s", text, name, want)
		}
	}
}

// A city that is not of the prefecture level is of the district level beside
// one that is, and a city by itself.
func TestZonesWithAndWithoutTheirCity(t *testing.T) {
	r := NewRegistry("南京市", nil)
	names := []string{"江北新区应急局", "南京江北新区应急管理局", "江北新区管委会应急管理局", "南京化学工业园区应急局"}
	for _, s := range names {
		u, _ := Parse(s)
		r.Add(u)
	}
	for i, s := range names {
		want := "江北新区应急管理局"
		if i == 3 { // nobody calls it otherwise
			want = "南京化学工业园区应急管理局"
		}
		u, _ := Parse(s)
		if name, level, ok := r.Resolve(u); name != want || level != inspect.District || !ok {
			t.Errorf("%s: got %s, %v, %v", s, name, level, ok)
		}
	}
}

func TestCountyLevelCities(t *testing.T) {
	r := NewRegistry("", nil)
	var units []Unit
	for _, s := range []string{"苏州市应急管理局", "昆山市应急管理局", "昆山市消防救援大队", "昆山市玉山镇应急管理所", "苏州市昆山市公安局", "无锡市应急管理局"} {
		u, _ := Parse(s)
		r.Add(u)
		units = append(units, u)
	}
	for i, want := range []string{"city 苏州市应急管理局", "district 昆山市应急管理局", "district 昆山市消防救援大队", "street 昆山市玉山镇应急管理所", "district 昆山市公安局", "city 无锡市应急管理局"} {
		if name, level, ok := r.Resolve(units[i]); !ok || level.String()+" "+name != want {
			t.Errorf("%s: got %v %s, %v", units[i].Written, level, name, ok)
		}
	}
	alone := NewRegistry("", nil)
	u, _ := Parse("东海市应急管理局")
	alone.Add(u)
	if name, level, ok := alone.Resolve(u); !ok || level != inspect.City || name != "东海市应急管理局" {
		t.Errorf("a city by itself: %s, %v, %v", name, level, ok)
	}
}

func TestRegistryKeepsLevelsApart(t *testing.T) {
	r := NewRegistry("", nil)
	var names []string
	all := []string{"南京市应急管理局", "江宁区应急管理局", "鼓楼区应急管理局", "江宁区东山街道应急管理所", "南京市消防救援支队", "江宁区消防救援大队", "南京市公安局", "江宁区公安分局"}
	for _, s := range all {
		u, _ := Parse(s)
		r.Add(u)
	}
	for _, s := range all {
		u, _ := Parse(s)
		name, _, _ := r.Resolve(u)
		names = append(names, name)
	}
	if strings.Join(names, " ") != strings.Join(all, " ") {
		t.Errorf("got %v", names)
	}
	if _, _, ok := r.Resolve(Unit{Function: "应急管理局", Written: "应急局", family: 1}); ok {
		t.Error("应急局 alone may be the city's or a district's")
	}
}

func TestAliases(t *testing.T) {
	r := NewRegistry("", map[string]string{"市局": "南京市应急管理局", "安全一科": "南京市应急管理局", "招商办": "招商办"})
	for _, s := range []string{"市局", "安全一科", " 安全 一科（盖章）", "南京市应急管理局"} {
		u, ok := r.Parse(s)
		if !ok {
			t.Fatalf("%s is not understood", s)
		}
		r.Add(u)
		if name, level, ok := r.Resolve(u); !ok || name != "南京市应急管理局" || level != inspect.City {
			t.Errorf("%s is %s, %v, %v", s, name, level, ok)
		}
	}
	if u, ok := r.Parse("招商办"); !ok || u.Function != "招商办" {
		t.Errorf("an alias for an unknown name: %v, %v", u, ok)
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct{ text, context, want string }{
		{"应急局", "江宁区卫生健康局", "district /江宁区/ 应急管理局"},
		{"应急局", "南京市公安局", "city 南京市// 应急管理局"},
		{"卫健委", "江宁区应急管理局", "district /江宁区/ 卫生健康局"},
		{"消防", "江宁区应急管理局", "district /江宁区/ 消防救援大队"},
		{"消防", "南京市应急管理局", "city 南京市// 消防救援支队"},
		{"消防大队", "江宁区应急管理局", "district /江宁区/ 消防救援大队"},
		{"区应急局", "江宁区卫生健康局", "district /江宁区/ 应急管理局"},
		{"市应急局", "江宁区卫生健康局", "city // 应急管理局"},
		{"应急所", "江宁区东山街道办事处", "street /江宁区/东山街道 应急管理所"},
		{"东山街道安监所", "江宁区应急管理局", "street /江宁区/东山街道 应急管理所"},
		{"应急局", "江宁区东山街道办事处", "district /江宁区/ 应急管理局"},
		{"鼓楼区应急局", "江宁区应急管理局", "district /鼓楼区/ 应急管理局"},
	} {
		u, _ := Parse(c.text)
		context, _ := Parse(c.context)
		if got := show(u.Within(context)); got != c.want {
			t.Errorf("%s in %s: got %q, want %q", c.text, c.context, got, c.want)
		}
	}
}

func TestRegion(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"江宁区", "district /江宁区/ "},
		{"南京市", "city 南京市// "},
		{"江宁区东山街道", "street /江宁区/东山街道 "},
		{"03江宁区报送", "district /江宁区/ "},
		{"plans", ""},
		{"检查计划", ""},
	} {
		u, ok := Region(c.text)
		if got := show(u); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s: got %q, %v", c.text, got, ok)
		}
	}
	u, _ := Parse("应急局")
	context, _ := Region("江宁区")
	if got := show(u.Within(context)); got != "district /江宁区/ 应急管理局" {
		t.Errorf("应急局 in a folder 江宁区 is %s", got)
	}
}

// Text of any length is read in time that grows with its length alone.
func TestLongTexts(t *testing.T) {
	for _, s := range []string{"分局", "大队", "公安局分局", "南京市", "应急管理局", "管委会", "江宁", "市", "的"} {
		long := strings.Repeat(s, 5000)
		Parse(long)
		Find(long)
		Region(long)
	}
}

func FuzzFind(f *testing.F) {
	for _, c := range parseTable {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, ok := Parse(text)
		if ok && u.Function == "" {
			t.Errorf("%q: no function", text)
		}
		Find(text)
		r := NewRegistry("", nil)
		r.Add(u)
		r.Resolve(u)
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		Parse("南京市江宁区应急管理局")
	}
}

func BenchmarkResolve(b *testing.B) {
	r := NewRegistry("", nil)
	for _, c := range parseTable {
		u, _ := Parse(c.text)
		r.Add(u)
	}
	u, _ := Parse("江宁应急局")
	for b.Loop() {
		r.Resolve(u)
	}
}
