package intake

import (
	"testing"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

func period(from, to string) *inspect.Span {
	a, ok1 := inspect.ParseDate(from)
	b, ok2 := inspect.ParseDate(to)
	if !ok1 || !ok2 {
		panic(from + to)
	}
	return &inspect.Span{From: a, To: b}
}

// dated is a sheet of one column of dates, in a file and under a title.
func dated(file, title string, dates ...any) *table.Sheet {
	rows := []row{{title}, {"检查部门", "企业名称", "检查时间"}}
	for _, d := range dates {
		rows = append(rows, row{"南京市应急管理局", "甲厂", d})
	}
	return sheetOf(file, "Sheet1", rows...)
}

func TestYearOfDatesWithoutOne(t *testing.T) {
	for _, c := range []struct {
		name, file, title string
		period            *inspect.Span
		dates             []any
		want              string // of the first date; empty for no_year
	}{
		{"from the period", "a.xlsx", "检查计划", period("2021-05-01", "2021-05-31"), []any{"5月10日"}, "2021-05-10"},
		{"the period goes before the title", "a.xlsx", "2020年检查计划", period("2021-05-01", "2021-05-31"), []any{"5月10日"}, "2021-05-10"},
		{"a stated year holds", "a.xlsx", "检查计划", period("2021-05-01", "2021-05-31"), []any{"2020年5月10日"}, "2020-05-10"},
		{"a period over two years, its end", "a.xlsx", "检查计划", period("2021-12-01", "2022-01-31"), []any{"1月10日"}, "2022-01-10"},
		{"a period over two years, its start", "a.xlsx", "检查计划", period("2021-12-01", "2022-01-31"), []any{"12月10日"}, "2021-12-10"},
		{"a period over two years, neither", "a.xlsx", "2021年检查计划", period("2021-12-01", "2022-01-31"), []any{"7月10日"}, "2021-07-10"},
		{"a period over two years, neither, no title", "a.xlsx", "检查计划", period("2021-12-01", "2022-01-31"), []any{"7月10日"}, ""},
		{"from the title", "a.xlsx", "2021年5月检查计划", nil, []any{"5月10日"}, "2021-05-10"},
		{"from the file name", "2021年度计划.xlsx", "检查计划", nil, []any{"5月10日"}, "2021-05-10"},
		{"the title goes before the file name", "2020年.xlsx", "2021年检查计划", nil, []any{"5月10日"}, "2021-05-10"},
		{"the title goes before other dates", "a.xlsx", "2021年检查计划", nil, []any{"5月10日", "2020年5月10日"}, "2021-05-10"},
		{"the only year of other dates", "a.xlsx", "检查计划", nil, []any{"5月10日", "2021年6月", day("2021-05-20")}, "2021-05-10"},
		{"two years among other dates", "a.xlsx", "检查计划", nil, []any{"5月10日", "2021年6月", day("2020-05-20")}, ""},
		{"none at all", "a.xlsx", "检查计划", nil, []any{"5月10日"}, ""},
		{"when the table was filled in says nothing", "a.xlsx", "填报日期：2021年4月25日", nil, []any{"5月10日"}, ""},
	} {
		res := Combine([]*Draft{Scan(dated(c.file, c.title, c.dates...))}, Options{Period: c.period})
		got := ""
		if len(res.Entries) > 0 && res.Entries[0].Source.Row == 3 {
			got = span(res.Entries[0].Windows)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q: %v", c.name, got, c.want, res.Problems)
		}
		if c.want == "" && (len(codes(res)) != 1 || codes(res)[0] != "3:no_year") {
			t.Errorf("%s: %v", c.name, res.Problems)
		}
	}
}

func TestYearOfATitleThatIsNotThePeriods(t *testing.T) {
	res := Combine([]*Draft{Scan(dated("a.xlsx", "2020年检查计划", "5月10日"))}, Options{Period: may()})
	if len(res.Problems) != 1 || res.Problems[0].Code != "year_differs" || res.Problems[0].Severity != diag.Warning {
		t.Errorf("got %v", res.Problems)
	}
	if res := Combine([]*Draft{Scan(dated("a.xlsx", "2020年检查计划", "2021年5月10日"))}, Options{Period: may()}); len(res.Problems) != 0 {
		t.Errorf("every date states its year: %v", res.Problems)
	}
}

func TestOpenEnds(t *testing.T) {
	for _, c := range []struct {
		name, file, title string
		period            *inspect.Span
		dates             []any
		want              string
	}{
		{"from the period's start", "a.xlsx", "2021年计划", period("2021-05-06", "2021-06-30"), []any{"5月20日前"}, "2021-05-06至2021-05-20"},
		{"to the period's end", "a.xlsx", "2021年计划", period("2021-05-06", "2021-06-30"), []any{"5月20日起"}, "2021-05-20至2021-06-30"},
		{"from the title's month", "a.xlsx", "2021年5月计划", nil, []any{"5月20日前", "2021年4月3日"}, "2021-05-01至2021-05-20"},
		{"to the title's month", "a.xlsx", "2021年5月计划", nil, []any{"5月20日起"}, "2021-05-20至2021-05-31"},
		{"from the file name's month", "5月份.xlsx", "2021年计划", nil, []any{"5月20日前"}, "2021-05-01至2021-05-20"},
		{"from the first closed date's month", "a.xlsx", "2021年计划", nil, []any{"5月20日前", "4月12日", "6月1日"}, "2021-04-01至2021-05-20"},
		{"from the title's year", "a.xlsx", "2021年计划", nil, []any{"5月20日前"}, "2021-01-01至2021-05-20"},
	} {
		res := Combine([]*Draft{Scan(dated(c.file, c.title, c.dates...))}, Options{Period: c.period})
		if len(res.Entries) == 0 || span(res.Entries[0].Windows) != c.want {
			t.Errorf("%s: %v, want %s: %v", c.name, planned(res), c.want, res.Problems)
		}
	}
	// Where no file helps, the days that all files' dates span do.
	res := readFree(dated("a.xlsx", "计划", "2021年5月20日前"), dated("b.xlsx", "计划", "2021年4月12日"))
	wantPlanned(t, res, "3@0 2021-04-01至2021-05-20", "3@0 2021-04-12")
	wantCodes(t, readFree(dated("a.xlsx", "计划", "2021年5月20日前")), "3:no_period")
}

func TestPeriodIsTheSpanOfAllDates(t *testing.T) {
	res := readFree(dated("a.xlsx", "2021年计划", "5月10日", "4月上旬"), dated("b.xlsx", "2021年计划", "6月20日前", "待定"), dated("c.xlsx", "2021年计划", "2021年6月3日-6月5日"))
	if got := res.Period.String(); got != "2021-04-01至2021-06-20" {
		t.Errorf("period %s", got)
	}
	if res := readFree(dated("a.xlsx", "2021年计划", "5月10日", "4月上旬")); res.Period.String() != "2021-04-01至2021-05-10" {
		t.Errorf("period %s", res.Period)
	}
	// A stated period stays, and windows are not cut to it.
	res = read(dated("a.xlsx", "计划", "4月20日-6月10日", "7月"))
	if res.Period != *may() {
		t.Errorf("period %s", res.Period)
	}
	wantPlanned(t, res, "3@0 2021-04-20至2021-06-10", "4@0 2021-07-01至2021-07-31")
}

func TestDaysWithoutTheirMonth(t *testing.T) {
	wantPlanned(t, read(dated("a.xlsx", "计划", "10日—14日")), "3@0 2021-05-10至2021-05-14")
	wantPlanned(t, readFree(dated("a.xlsx", "2021年6月计划", "10日—14日")), "3@0 2021-06-10至2021-06-14")
	wantCodes(t, readFree(dated("a.xlsx", "2021年计划", "10日—14日")), "3:bad_date")
	// The title's own month goes before the period's, the day a file was handed
	// in does not.
	wantPlanned(t, read(dated("a.xlsx", "2021年4月计划", "10日—14日")), "3@0 2021-04-10至2021-04-14")
	for _, file := range []string{"4月计划.xlsx", "2021-04.xlsx", "2021年4月计划.xlsx", "202104计划.xlsx", "2021.4计划.xlsx"} {
		wantPlanned(t, read(dated(file, "2021年计划", "10日")), "3@0 2021-04-10")
	}
	for _, file := range []string{"20210425报送.xlsx", "4月25日报送.xlsx", "2021-04-25.xlsx"} {
		wantPlanned(t, read(dated(file, "2021年计划", "10日")), "3@0 2021-05-10")
	}
	wantPlanned(t, read(dated("20210425报送5月计划.xlsx", "计划", "10日")), "3@0 2021-05-10")
}

func TestColumnOfMonths(t *testing.T) {
	res := read(sheetOf(bureau, "", row{"企业名称", "检查月份"}, row{"甲厂", "4—10"}, row{"乙厂", 5}, row{"丙厂", "3月—12月"}, row{"丁厂", "2021年1月- 2021年11月"}))
	wantCodes(t, res)
	wantPlanned(t, res, "2@0 2021-04-01至2021-10-31", "3@0 2021-05-01至2021-05-31", "4@0 2021-03-01至2021-12-31", "5@0 2021-01-01至2021-11-30")
}

func TestColumnOfMonthsByItsBracket(t *testing.T) {
	wantPlanned(t, read(sheetOf(bureau, "", row{"企业名称", "计划检查时间\n（月份）"}, row{"甲厂", 6})), "2@0 2021-06-01至2021-06-30")
}

func TestInstructionsAboveAreNoTitles(t *testing.T) {
	wantPlanned(t, readFree(sheetOf("2021年4月.xlsx", "", row{"检查时间可写一天、起止日期，或 5月上旬、5月20日前 等；示例行请删除。"}, row{"检查部门", "企业名称", "检查时间"},
		row{"江宁区应急管理局", "甲厂", "4月20日前"})), "3@0 2021-04-01至2021-04-20")
}

func TestNumbersInADateColumn(t *testing.T) {
	res := read(dated("a.xlsx", "计划", 44326, 20210510, 44326.5))
	wantCodes(t, res)
	wantPlanned(t, res, "3@0 2021-05-10", "4@0 2021-05-10", "5@0 2021-05-10")
}

func TestMonthsThatASpreadsheetTookForDays(t *testing.T) {
	s := sheetOf(bureau, "", row{"企业名称", "检查时间"}, row{"甲厂", day("2021-05-01")}, row{"乙厂", day("2021-05-12")}, row{"丙厂", day("2021-05-01")})
	s.Rows[1].Cells[1].MonthOnly, s.Rows[2].Cells[1].MonthOnly = true, true
	wantPlanned(t, read(s), "2@0 2021-05-01至2021-05-31", "3@0 2021-05-12", "4@0 2021-05-01")
	wantPlanned(t, read(sheetOf(bureau, "", row{"企业名称", "检查月份"}, row{"甲厂", day("2021-05-01")})), "2@0 2021-05-01至2021-05-31")
}

func TestTitlesOfLettersKeepTheirMonth(t *testing.T) {
	wantPlanned(t, readFree(dated("a.xlsx", "关于报送2021年5月检查计划的函", "5月20日前")), "3@0 2021-05-01至2021-05-20")
	wantPlanned(t, readFree(dated("2021年5月.xlsx", "填报日期：2021年4月25日", "5月20日前")), "3@0 2021-05-01至2021-05-20")
}

func TestLeaveTakesTheYearOfItsSurroundings(t *testing.T) {
	roster := func(file string) *table.Sheet {
		return sheetOf(file, "人员", row{"姓名", "所属部门", "请假日期"}, row{"张三", "南京市应急管理局", "5月10日-12日"})
	}
	plan := dated("a.xlsx", "计划", "2021年5月20日")
	for _, res := range []*Result{
		read(roster("b.xlsx")), readFree(roster("b2021年.xlsx")), readFree(roster("a.xlsx"), plan), readFree(roster("b.xlsx"), plan),
	} {
		wantCodes(t, res)
		if len(res.Inspectors) != 1 || span(res.Inspectors[0].Leave) != "2021-05-10至2021-05-12" {
			t.Errorf("got %+v", res.Inspectors)
		}
	}
	wantCodes(t, readFree(roster("b.xlsx")), "2:bad_leave")
}
