package when

import (
	"slices"
	"strings"
	"testing"

	"liancha/inspect"
)

func date(y, m, d int) inspect.Date { return inspect.MustDate(y, m, d) }

func TestYearsStated(t *testing.T) {
	for _, c := range []struct {
		text  string
		years []int
		needs bool
	}{
		{"2021年5月10日", []int{2021}, false},
		{"5月10日", nil, true},
		{"2021年5月10日-20日", []int{2021}, false},
		{"5月10日-2021年5月20日", []int{2021}, false},
		{"2021年12月20日-2022年1月10日", []int{2021, 2022}, false},
		{"5月10日、2021年6月10日、7月1日", []int{2021}, false},
		{"每月", nil, true},
		{"2021年每月", []int{2021}, false},
		{"上半年", nil, true},
		{"2021年5月20日前", []int{2021}, false},
		{"44326", []int{2021}, false},
		{"21.5.10", []int{2021}, false},
	} {
		e, f := Parse(c.text, Days)
		if f != nil {
			t.Errorf("%s: %s", c.text, f.Message)
			continue
		}
		if got := e.Years(); !slices.Equal(got, c.years) || e.NeedsYear() != c.needs {
			t.Errorf("%s: years %v, needs one %v", c.text, got, e.NeedsYear())
		}
	}
	if e := OfDate(date(2021, 5, 10)); e.NeedsYear() || !slices.Equal(e.Years(), []int{2021}) {
		t.Error("a date cell has its year")
	}
}

func TestOpenEnds(t *testing.T) {
	for _, c := range []struct {
		text       string
		start, end bool
	}{
		{"5月20日前", true, false}, {"月底前", true, false}, {"截止5月20日", true, false},
		{"5月10日起", false, true}, {"5月10日后", false, true},
		{"5月10日起至5月20日止", false, false}, {"5月10日", false, false}, {"5月10日后、5月20日前", false, false},
	} {
		e, f := Parse(c.text, Days)
		if f != nil || e.OpenStart() != c.start || e.OpenEnd() != c.end {
			t.Errorf("%s: open at its start %v, at its end %v; %v", c.text, e.OpenStart(), e.OpenEnd(), f)
		}
	}
}

// What the surroundings decide, and what they cannot.
func TestSurroundings(t *testing.T) {
	quarter := Env{Start: date(2021, 4, 1), End: date(2021, 6, 30)}
	turn := Env{Start: date(2021, 12, 1), End: date(2022, 2, 28)}
	for _, c := range []struct {
		text string
		env  Env
		want string // or the fault's code
	}{
		{"5月10日", Env{}, NoYear},
		{"5月10日", Env{Year: 2022}, "20220510"},
		{"2021年5月10日", Env{}, "0510"},
		{"2021年5月10日", Env{Year: 2022}, "0510"},
		{"上半年", Env{}, NoYear},
		{"5月10日", quarter, "0510"},
		// A period across the new year takes each date to its own year.
		{"12月10日", turn, "1210"},
		{"1月10日", turn, "20220110"},
		{"12月20日-1月10日", turn, "1220-20220110"},
		{"5月10日", turn, NoYear},
		{"5月10日", Env{Start: date(2021, 1, 1), End: date(2022, 12, 31)}, NoYear},
		// A range across the new year in a period that begins or ends in it.
		{"12月20日-1月10日", Env{Year: 2021}, "1220-20220110"},
		{"12月20日-1月10日", Env{Year: 2021, Start: date(2021, 1, 1), End: date(2021, 1, 31)}, "20201220-0110"},
		{"12月20日-1月10日", Env{Year: 2021, Start: date(2021, 12, 1), End: date(2021, 12, 31)}, "1220-20220110"},
		// The month.
		{"10日-14日", Env{Year: 2021}, BadDate},
		{"10日-14日", Env{Year: 2021, Month: 6}, "0610-0614"},
		{"10日-14日", quarter, BadDate},
		{"31日", Env{Year: 2021, Month: 6}, BadDate},
		{"下旬", Env{Year: 2021, Month: 2}, "0221-0228"},
		{"5月10日、12日", Env{Year: 2021, Month: 6}, "0510 0512"},
		// Open ends.
		{"5月20日前", Env{Year: 2021}, NoPeriod},
		{"5月10日起", Env{Year: 2021}, NoPeriod},
		{"5月20日前", quarter, "0401-0520"},
		{"5月10日起", quarter, "0510-0630"},
		{"3月20日前", quarter, "0320"},
		{"5月中旬前", quarter, BadDate},
		// 29 February.
		{"2月29日", Env{Year: 2020}, "20200229"},
		{"2月29日", Env{Year: 2021}, BadDate},
		{"2月下旬", Env{Year: 2020}, "20200221-20200229"},
		// Weeks: May 2021 begins on a Saturday, August 2021 on a Sunday.
		{"8月第一周", Env{Year: 2021}, "0801"},
		{"8月第6周", Env{Year: 2021}, "0830-0831"},
		{"6月第5周", Env{Year: 2021}, "0628-0630"},
		{"6月第6周", Env{Year: 2021}, BadDate},
		{"2月第5周", Env{Year: 2021}, BadDate},
		// Recurring.
		{"每月", Env{}, NoYear},
		{"每季度", Env{Year: 2021}, "1:0101-0331; 4:0401-0630; 7:0701-0930; 10:1001-1231"},
		{"每月", quarter, "4:0401-0430; 5:0501-0531; 6:0601-0630"},
		{"每月", turn, "12:1201-1231; 1:20220101-20220131; 2:20220201-20220228"},
		{"每季度", Env{Year: 2021, Start: date(2021, 5, 6), End: date(2021, 7, 10)}, "4:0401-0630; 7:0701-0930"},
		{"每月底前", quarter, "4:0401-0430; 5:0501-0531; 6:0601-0630"},
		{"每月25日起", quarter, "4:0425-0430; 5:0525-0531; 6:0625-0630"},
		{"每月31日", quarter, BadDate},
		{"5月10日-6月10日每月一次", quarter, "5:0510-0531; 6:0601-0610"},
	} {
		e, f := Parse(c.text, Days)
		var os []Occurrence
		if f == nil {
			os, f = e.Resolve(c.env)
		}
		got := show(os)
		if f != nil {
			got = f.Code
		}
		if got != c.want {
			t.Errorf("%s in %v: got %s, want %s", c.text, c.env, got, c.want)
		}
	}
}

func TestRange(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"2021-05-10", "2021-05-20", "0510-0520"},
		{"2021-05-10", "2021-05-10", "0510"},
		{"2021年5月", "2021年6月", "0501-0630"},
		{"5月10日", "5月20日", "0510-0520"},
		{"5月10日", "2021年5月20日", "0510-0520"},
		{"2021年5月10日", "20日", "0510-0520"},
		{"5月上旬", "5月中旬", "0501-0520"},
		{"5月10日起", "5月20日前", "0510-0520"},
		{"自5月10日", "5月20日止", "0510-0520"},
		{"第一季度", "第二季度", "0101-0630"},
		{"12月20日", "1月10日", "1220-20220110"},
		{"2021年12月20日", "2022年1月10日", "1220-20220110"},
		{"44326", "44330", "0510-0514"},
		{"2021-05-20", "2021-05-10", Backwards},
		{"5月20日", "5月10日", Backwards},
		{"2021年6月", "2021年5月", Backwards},
		{"5月10日、12日", "5月20日", BadDate},
		{"每月", "5月20日", BadDate},
		{"5月20日前", "5月30日", BadDate},
		{"5月10日", "5月20日起", BadDate},
	} {
		a, f := Parse(c.from, From)
		if f != nil {
			t.Fatal(f.Message)
		}
		b, f := Parse(c.to, To)
		if f != nil {
			t.Fatal(f.Message)
		}
		e, f := Range(a, b)
		var os []Occurrence
		if f == nil {
			os, f = e.Resolve(Env{Year: 2021})
		}
		got := show(os)
		if f != nil {
			got = f.Code
		}
		if got != c.want {
			t.Errorf("%s to %s: got %s, want %s", c.from, c.to, got, c.want)
		}
	}
	a, b := OfDate(date(2021, 5, 20)), OfDate(date(2021, 5, 10))
	if _, f := Range(a, b); f == nil || f.Message != "“2021-05-20至2021-05-10”的结束早于开始" {
		t.Errorf("date cells backwards: %v", f)
	}
}

func TestYearAndMonthOfTitles(t *testing.T) {
	for _, c := range []struct {
		text        string
		year, month int // 0: none, or not one alone
	}{
		{"南京市公安局2021年5月安全生产检查计划表", 2021, 5},
		{"南京市卫生健康委员会2021年度监督检查计划", 2021, 0},
		{"江宁区市场监督管理局5月份", 0, 5},
		{"市公安局5月检查计划", 0, 5},
		{"2021-05检查计划", 2021, 5},
		{"检查计划202105", 2021, 5},
		{"检查计划_20210510", 2021, 5},
		{"2021.5", 2021, 5},
		{"２０２１年５月", 2021, 5},
		{"二〇二一年五月检查计划", 2021, 5},
		{"21年5月计划", 2021, 5},
		{"2021年4-6月检查计划", 2021, 0},
		{"2021年4月、5月检查计划", 2021, 0},
		{"2021年第二季度", 2021, 0},
		{"2021-2022年检查计划", 0, 0},
		{"2021年5月10日至5月20日", 2021, 5},
		{"2021年5月至6月", 2021, 0},
		{"（2021）5月", 2021, 5},
		{"应急局检查计划", 0, 0},
		{"Sheet1", 0, 0},
		{"025-87753618", 0, 0},
		{"", 0, 0},
		{"2021号文", 0, 0},
		{"13月", 0, 0},
		{"三个月检查计划", 0, 0},
	} {
		if y, ok := YearIn(c.text); y != c.year || ok != (c.year != 0) {
			t.Errorf("%s: year %d, %v", c.text, y, ok)
		}
		if m, ok := MonthIn(c.text); m != c.month || ok != (c.month != 0) {
			t.Errorf("%s: month %d, %v", c.text, m, ok)
		}
	}
}

// A fault of leave shows the cell as written, though the words that say what
// kind of leave it is mean nothing.
func TestLeaveFaultsShowTheCell(t *testing.T) {
	for text, want := range map[string]string{"产假": "“产假”没有写起止日期", "产假（9月底）起3天": "“产假（9月底）起3天”", "年假5月20日-10日": "“年假5月20日-10日”的结束早于开始"} {
		_, f := LeaveSpans(text, may2021)
		if f == nil || !strings.HasPrefix(f.Message, want) {
			t.Errorf("%s: %v, want %s", text, f, want)
		}
	}
}

func TestLeave(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""}, {"无", ""}, {" — ", ""}, {"/", ""}, {"－", ""},
		{"2021-05-13至2021-05-14", "0513-0514"},
		{"2021-05-07", "0507"},
		{"5月10日-12日（年假）", "0510-0512"},
		{"5月10日请假", "0510"},
		{"产假：2021.5.10-2021.9.10", "0510-0910"},
		{"5月10日、5月12日", "0510 0512"},
		{"2021-05-10\n2021-05-11", "0510-0511"},
		{"至5月20日", "0501-0520"},
		{"5月", "0501-0531"},
		{"每月10日", "0510"},
		{"长期病假", "0501-0531"}, {"请假3天（5月10日-12日）", "0510-0512"}, {"5月10日请假一天", "0510"}, {"隔离5月10日-24日", "0510-0524"}, {"没有请假", ""}, {"不请假", ""},
		{"待定", Undecided}, {"5月10日起3天", BadDate},
		{"5月10日起休产假", "0510-0531"}, {"公休 5月10日—12日", "0510-0512"}, {"5月10日-14日参加培训", "0510-0514"}, {"全月", "0501-0531"},
		{"疗休养5月10日-12日", "0510-0512"}, {"2021年5月10日-5月12日 公差", "0510-0512"},
		{"出国", BadDate},
		{"5月20日-10日", Backwards},
	} {
		spans, f := LeaveSpans(c.text, may2021)
		got := ""
		if f != nil {
			got = f.Code
		} else if len(spans) > 0 {
			got = show([]Occurrence{{Windows: spans}})
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}
