package config

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/schedule"
)

func TestDefaultsAreTheContracts(t *testing.T) {
	c := Default()
	if c.Period != nil || c.City != "" || c.District != "" || c.AcrossLevels || c.LevelsApart != 5 {
		t.Errorf("got %+v", c)
	}
	if len(c.Caps) != 1 || c.Caps[0].Per != schedule.PerDay || c.Caps[0].Max != 1 || c.Caps[0].Except != nil {
		t.Errorf("the default cap is not one a day: %+v", c.Caps)
	}
}

// load writes settings to a file and reads them.
func load(t *testing.T, text string) (*Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), FileName)
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return Load(path)
}

func TestLoadKeepsDefaultsOfWhatIsAbsent(t *testing.T) {
	c, err := load(t, "stagger: {levels_apart: 3}\nlimits: {rows: 10}\n")
	if err != nil {
		t.Fatal(err)
	}
	if c.LevelsApart != 3 || len(c.Caps) != 1 || c.Limits.Rows != 10 || c.Limits.Columns != Default().Limits.Columns {
		t.Errorf("got %+v", c)
	}
	for _, empty := range []string{"", "# 只有注释\n", "---\n", "\ufeff# 只有注释\r\n", "---\n---\n"} {
		if _, err := load(t, empty); err != nil {
			t.Errorf("%q: %v", empty, err)
		}
	}
}

func TestLoadReadsEverySetting(t *testing.T) {
	c, err := load(t, `
period: 2021-Q2
city: 南京市
district: 江宁区
calendar: {holidays: [2021-05-07], workdays: [2021-05-09]}
departments: {aliases: {市局: 南京市应急管理局}, capacity: {南京市气象局: 4}}
join: {across_levels: true}
caps:
  - {per: 30d, of: department, max: 2, grades: [a, B]}
  - {per: month, of: level, max: 3, except: []}
grades:
  A: {caps: [{per: year, of: enterprise, max: 1, except: [复查]}]}
lead: {order: [应急管理局]}
`)
	if err != nil {
		t.Fatal(err)
	}
	if *c.Period != (inspect.Span{From: inspect.MustDate(2021, 4, 1), To: inspect.MustDate(2021, 6, 30)}) {
		t.Errorf("period %v", *c.Period)
	}
	if len(c.Calendar.Holidays) != 1 || c.Calendar.Workdays[0] != inspect.MustDate(2021, 5, 9) {
		t.Errorf("calendar %+v", c.Calendar)
	}
	if c.City != "南京市" || c.District != "江宁区" || c.Aliases["市局"] != "南京市应急管理局" || c.Capacity["南京市气象局"] != 4 || !c.AcrossLevels || c.LeadOrder[0] != "应急管理局" {
		t.Errorf("got %+v", c)
	}
	if len(c.Caps) != 3 {
		t.Fatalf("caps %+v", c.Caps)
	}
	if k := c.Caps[0]; k.Per != schedule.PerDays || k.Days != 30 || k.Of != schedule.OfDepartment || k.Grades[1] != inspect.GradeB || len(k.Except) != 3 {
		t.Errorf("first cap %+v", k)
	}
	if k := c.Caps[1]; k.Per != schedule.PerMonth || len(k.Except) != 0 {
		t.Errorf("second cap %+v", k)
	}
	if k := c.Caps[2]; k.Grades[0] != inspect.GradeA || k.Except[0] != inspect.Reinspection {
		t.Errorf("the grade's cap %+v", k)
	}
}

// english is three words of English in a row, which yaml.v3 speaks.
var english = regexp.MustCompile(`[A-Za-z]+ [A-Za-z]+ [A-Za-z]+`)

func TestLoadNamesEveryMistake(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"stager: {levels_apart: 3}\njoin: {accross_levels: true}\n", []string{"第1行：没有“stager”这项设置，是否想写 stagger？", "第2行：没有“accross_levels”这项设置，是否想写 across_levels？"}},
		{"stagger: {levels_apart: 五}\n", []string{"第1行：“五”应是数字"}},
		{"caps: 3\n", []string{"第1行：caps 是“3”，应是列表"}},
		{"stagger: {levels_apart: -1}\ncaps: [{per: decade, of: firm, max: -2, grades: [E], except: [抽查]}]\n",
			[]string{"stagger.levels_apart：不能是负数", "per 是“decade”", "of 是“firm”", "max 不能是负数", "等级“E”", "“抽查”不是检查类型"}},
		{"period: 2021-13\n", []string{"期间“2021-13”不存在"}},
		{"calendar: {holidays: [5月7日]}\n", []string{"“5月7日”不是日期"}},
		{"period: [\n", []string{"不是有效的 YAML"}},
		{"limits: {rows: 0}\n", []string{"每一项都要大于 0"}},
		{"stagger: {levels_apart: 2.5}\n", []string{"第1行：stagger.levels_apart 是“2.5”，应是整数"}},
		{"departments: {capacity: {南京市气象局: 1.5}}\n", []string{"departments.capacity.南京市气象局 是“1.5”，应是整数"}},
		{"lead:\n  order: [应急管理局，消防救援支队]\n", []string{"第2行：“应急管理局，消防救援支队”里的逗号是全角的"}},
		{"calendar:\n  holidays: [2021-05-07、2021-05-08]\n", []string{"第2行：“2021-05-07、2021-05-08”里的逗号是全角的"}},
		{"period: 2021-05\n---\nstagger: {levels_apart: 9}\n", []string{"第3行起是另一份设置", "设置只能有一份"}},
		{"# \xc9\xe8\xd6\xc3\ncity: x\n", []string{"第1行不是 UTF-8 文字", "另存为 UTF-8"}},
		{"period：2021-05\n", []string{"第1行：“period”后面的冒号是全角的"}},
		{"city: 南京市\nperiod：2021-05\n", []string{"第2行的冒号是全角的"}},
		{"stagger:\n  levels_apart：3\n", []string{"第2行：“levels_apart”后面的冒号是全角的"}},
		{"caps: {per: day, of: enterprise, max: 1}\n", []string{"第1行：caps 应是列表"}},
		{"grades:\n  A:\n    caps: {per: day, of: enterprise, max: 1}\n", []string{"第3行：grades.A.caps 应是列表"}},
		{"stagger:\n\tlevels_apart: 3\n", []string{"第2行附近", "有不能写在这里的字符，如 Tab"}},
		{"- a\n", []string{"设置要一行一项"}},
		{"city: [南京市]\n", []string{"第1行：city 应是一个值"}},
		{"stagger: {levels_apart: 2.5}\nstager: 1\n", []string{"应是整数", "没有“stager”这项设置"}},
		{"city: 南京市\ncity: 苏州市\n", []string{"第2行：“city”在第1行已经写过"}},
	} {
		_, err := load(t, c.text)
		if err == nil {
			t.Errorf("%q: no error", c.text)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%q: %q is not in\n%v", c.text, w, err)
			}
		}
		if strings.Contains(err.Error(), "\ufffd") || strings.Contains(err.Error(), "“”") || english.MatchString(strings.ReplaceAll(err.Error(), c.text, "")) {
			t.Errorf("%q: not worded for people: %v", c.text, err)
		}
	}
}

func TestParsePeriod(t *testing.T) {
	for s, want := range map[string]string{
		"2021-05": "2021-05-01至2021-05-31", "2021-5": "2021-05-01至2021-05-31", "2024-02": "2024-02-01至2024-02-29",
		"2021-Q2": "2021-04-01至2021-06-30", "2021-q4": "2021-10-01至2021-12-31", "2021": "2021-01-01至2021-12-31",
		"2021年5月": "2021-05-01至2021-05-31", "２０２１年５月份": "2021-05-01至2021-05-31", "2021.5": "2021-05-01至2021-05-31", "2021年": "2021-01-01至2021-12-31", "2021年度": "2021-01-01至2021-12-31",
		"2021Q2": "2021-04-01至2021-06-30", "2021年二季度": "2021-04-01至2021-06-30", "2021年第4季度": "2021-10-01至2021-12-31",
		"2021年5月6日至5月31日": "2021-05-06至2021-05-31", "2021-05-06~2021-05-31": "2021-05-06至2021-05-31", "2021年5月6日—2021年5月31日": "2021-05-06至2021-05-31", "2021年5月至2021年6月": "2021-05-01至2021-06-30",
		"2021-05-06..2021-05-31": "2021-05-06至2021-05-31", "2021-05-06 .. 2021-05-06": "2021-05-06",
	} {
		if got, err := ParsePeriod(s); err != nil || got.String() != want {
			t.Errorf("%q: %v, %v, want %s", s, got, err, want)
		}
	}
	for _, s := range []string{"", "2021-00", "2021-Q5", "21-05", "2021-05-31..2021-05-06", "2021-02-30..2021-03-01", "五月", "0000", "5月", "2021年13月", "2021年第五季度", "2021年5月6日至5月", "2021-05-06至", "2021-05-01..2021-05-02..2021-05-03", "20212"} {
		if got, err := ParsePeriod(s); err == nil {
			t.Errorf("%q: read as %v", s, got)
		}
	}
}

func TestParseDay(t *testing.T) {
	for _, s := range []string{"2021-05-06", "2021-5-6", "2021/5/6", "2021.05.06", "2021年5月6日", "２０２１年５月６号", " 2021-05-06 "} {
		if d, ok := ParseDay(s); !ok || d.String() != "2021-05-06" {
			t.Errorf("%q: %v, %v", s, d, ok)
		}
	}
	for _, s := range []string{"", "5月6日", "2021-02-30", "2021年5月", "今天"} {
		if d, ok := ParseDay(s); ok {
			t.Errorf("%q: read as %v", s, d)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(string(Template))
	f.Add("caps: [{per: 30d}]")
	f.Add("grades: {A: {caps: [{}]}}")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parse("f", []byte(text))
		if err == nil && c.Period != nil && c.Period.To < c.Period.From {
			t.Errorf("a backward period passed: %v", c.Period)
		}
	})
}
