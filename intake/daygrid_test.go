package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// dayRow is 甲厂 and a row of cells under the days from first to last.
func dayRow(first, last int, cells map[int]any) row {
	r := row{1, "甲厂"}
	for d := first; d <= last; d++ {
		r = append(r, cells[d])
	}
	return r
}

// dayHeads are 序号, 企业名称 and the days from first to last in some form.
func dayHeads(first, last int, form string) row {
	head := row{"序号", "企业名称"}
	for d := first; d <= last; d++ {
		if form == "" {
			head = append(head, d)
		} else {
			head = append(head, fmt.Sprintf(form, d))
		}
	}
	return head
}

func TestDayGrid(t *testing.T) {
	for _, form := range []string{"", "%d日", "%d号", "%d", "%02d", "%d日\n周一", "%d（一）", "５月%d日", "5月%d日", "5.%d", "5/%d", "2021年5月%d日", "2021-5-%d"} {
		for _, title := range []string{"2021年5月检查计划", "检查计划"} {
			res := read(sheetOf(bureau, "", row{title}, dayHeads(1, 31, form),
				dayRow(1, 31, map[int]any{10: "√", 11: "✓", 12: "●"}), dayRow(1, 31, map[int]any{6: 1, 20: "是", 21: "2人"})))
			wantCodes(t, res)
			wantInfos(t, res, "4:several_runs")
			wantPlanned(t, res, "3@5 2021-05-10至2021-05-12", "4@5 2021-05-06", "4@5 2021-05-20至2021-05-21")
			if len(res.Entries) == 3 && (res.Entries[0].Demand != inspect.DefaultDemand || res.Entries[2].Demand != 2 || res.Entries[2].Source.String() != bureau+"#!4@5-20") {
				t.Errorf("%s: got %+v", form, res.Entries)
			}
		}
	}
}

// A working day that has no column parts a run as one that is not ticked does.
func TestDayGridThatLeavesDaysOut(t *testing.T) {
	res := read(sheetOf(bureau, "", row{"企业名称", "5月10日", "5月12日", "5月13日", "5月14日", "5月17日"}, row{"甲厂", "√", "√", "√", nil, nil}, row{"乙厂", nil, nil, nil, "√", "√"}))
	wantCodes(t, res)
	wantPlanned(t, res, "2@5 2021-05-10", "2@5 2021-05-12至2021-05-13", "3@5 2021-05-14至2021-05-17")
}

func TestDayGridUnderItsMonth(t *testing.T) {
	// The month stands over its days, in a group, a typed month, or a header of
	// three lines; a line of the days of the week is no data.
	ticked := dayRow(1, 31, map[int]any{10: "√", 11: "√"})
	for _, group := range []any{"5月", "2021年5月", "五月", "检查日期（5月）", "5月份检查安排", monthCell("2021-05-01")} {
		numbers := dayHeads(1, 31, "")
		numbers[0], numbers[1] = nil, nil
		week := make(row, len(numbers))
		for i := 2; i < len(week); i++ {
			week[i] = []string{"六", "日", "一", "二", "三", "四", "五"}[(i-2)%7]
		}
		s := merge(sheetOf("江宁区应急管理局2021年.xlsx", "", row{"检查计划"}, row{"序号", "企业名称", group}, numbers, week, ticked), "A2:A3", "B2:B3", "C2:AG2")
		res := Combine(scanAll([]*table.Sheet{s}), Options{Period: &inspect.Span{From: inspect.MustDate(2021, 1, 1), To: inspect.MustDate(2021, 12, 31)}})
		wantCodes(t, res)
		wantPlanned(t, res, "5@5 2021-05-10至2021-05-11")
		s = merge(sheetOf("江宁区应急管理局2021年.xlsx", "", row{"检查计划"}, row{"序号", "企业名称", "检查时间"}, row{nil, nil, group}, numbers, ticked), "A2:A4", "B2:B4", "C2:AG2", "C3:AG3")
		wantPlanned(t, Combine(scanAll([]*table.Sheet{s}), Options{Period: &inspect.Span{From: inspect.MustDate(2021, 1, 1), To: inspect.MustDate(2021, 12, 31)}}), "5@5 2021-05-10至2021-05-11")
	}
	// A part of a month, and two months beside each other.
	head := row{"企业名称", "5月", nil, nil, nil, "6月", nil, nil}
	days := row{nil, 28, 29, 30, 31, 1, 2, 3}
	s := merge(sheetOf(bureau, "", head, days, row{"甲厂", nil, nil, "√", "√", "√", nil, nil}, row{"乙厂", "√", nil, nil, nil, nil, "√", "√"}), "A1:A2", "B1:E1", "F1:H1")
	res := readFree(s)
	wantCodes(t, res)
	wantInfos(t, res, "4:several_runs")
	wantPlanned(t, res, "3@5 2021-05-30至2021-06-01", "4@5 2021-05-28", "4@6 2021-06-02至2021-06-03")
}

func TestDaysOffDoNotPartARun(t *testing.T) {
	// 8 and 9 May 2021 are a Saturday, on which people worked, and a Sunday.
	s := sheetOf(bureau, "", row{"2021年5月检查计划"}, dayHeads(1, 31, ""), dayRow(1, 31, map[int]any{14: "√", 17: "√"}), dayRow(1, 31, map[int]any{7: "√", 10: "√"}))
	wantPlanned(t, read(s), "3@5 2021-05-14至2021-05-17", "4@5 2021-05-07至2021-05-10")
	working := func(d inspect.Date, n int) inspect.Date { return d + 1 }
	res := Combine(scanAll([]*table.Sheet{s}), Options{Period: may(), After: working})
	wantInfos(t, res, "3:several_runs", "4:several_runs")
	wantPlanned(t, res, "3@5 2021-05-14", "3@5 2021-05-17", "4@5 2021-05-07", "4@5 2021-05-10")
	// Days off that have no column part nothing either.
	head := row{"企业名称"}
	for _, d := range []int{6, 7, 8, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 24, 25, 26, 27, 28, 31} {
		head = append(head, d)
	}
	line := make(row, len(head))
	line[0], line[8], line[9] = "甲厂", "√", "√" // 14 and 17
	wantPlanned(t, read(sheetOf(bureau, "", head, line)), "2@5 2021-05-14至2021-05-17")
}

func TestDayGridFaults(t *testing.T) {
	for _, c := range []struct {
		cell any
		code string
	}{
		{2, "3:bad_tick"}, {"待定", "3:bad_tick"}, {"5月12日", "3:bad_tick"}, {fault("#REF!"), "3:cell_error"}, {formula{}, "3:formula_uncomputed"}, {nil, "3:no_date"}, {"×", "3:no_date"}, {"停电", "3:bad_tick"},
	} {
		res := read(sheetOf(bureau, "", row{"2021年5月检查计划"}, dayHeads(1, 31, ""), dayRow(1, 31, map[int]any{12: c.cell})))
		wantCodes(t, res, c.code)
		if res.Rejected != 1 || len(res.Entries) != 0 {
			t.Errorf("%v: %d rejected, %d entries", c.cell, res.Rejected, len(res.Entries))
		}
	}
	// No month anywhere, and a day that the month does not have.
	all := Options{Period: &inspect.Span{From: inspect.MustDate(2021, 1, 1), To: inspect.MustDate(2021, 12, 31)}}
	ticked := dayRow(1, 31, map[int]any{31: "√"})
	wantCodes(t, Combine(scanAll([]*table.Sheet{sheetOf(bureau, "", row{"检查计划"}, dayHeads(1, 31, ""), ticked)}), all), "3:bad_date")
	wantCodes(t, Combine(scanAll([]*table.Sheet{sheetOf(bureau, "", row{"6月检查计划"}, dayHeads(1, 31, ""), ticked)}), all), "3:bad_date")
	// The title's month holds even against the period's.
	res := read(sheetOf(bureau, "", row{"2021年3月检查计划"}, dayHeads(1, 31, ""), ticked))
	wantPlanned(t, res, "3@3 2021-03-31")
	// Two months of bare days, and nothing says which.
	head := append(dayHeads(1, 31, ""), dayHeads(1, 30, "")[2:]...)
	res = Combine(scanAll([]*table.Sheet{sheetOf(bureau, "", head, append(ticked, make(row, 30)...))}), all)
	wantPlanned(t, res)
	wantInfos(t, res, "0:sheet_skipped")
}

func TestWhatAMonthsCellSays(t *testing.T) {
	for _, c := range []struct {
		cell any
		want string // in the column 5月
	}{
		{"5月10日前", "2021-05-01至2021-05-10"}, {"10日前", "2021-05-01至2021-05-10"}, {"10号前", "2021-05-01至2021-05-10"}, {"上旬", "2021-05-01至2021-05-10"},
		{"10-15日", "2021-05-10至2021-05-15"}, {"5.10", "2021-05-10"}, {5.15, "2021-05-15"}, {"20日后", "2021-05-20至2021-05-31"}, {"月底前", "2021-05-01至2021-05-31"},
		{"第二周", "2021-05-03至2021-05-09"}, {"√（10日前）", "2021-05-01至2021-05-10"}, {"√上旬", "2021-05-01至2021-05-10"}, {"√（重点）", "2021-05-01至2021-05-31"},
	} {
		res := readFree(sheetOf(bureau, "", row{"2021年检查计划"}, row{"企业名称", "4月", "5月"}, row{"甲厂", nil, c.cell}))
		wantCodes(t, res)
		wantPlanned(t, res, "3@5 "+c.want)
	}
	for _, cell := range []any{5.1, "6月10日", "5月20日至6月5日", "32日", "每周", "√（不查）", "10", 10} {
		wantCodes(t, read(sheetOf(bureau, "", row{"企业名称", "4月", "5月"}, row{"甲厂", nil, cell})), "2:bad_tick")
	}
	// People wanted, and a header's own year.
	res := read(sheetOf(bureau, "", row{"企业名称", "2022年4月", "2022年5月"}, row{"甲厂", "3人", "10日前"}))
	wantPlanned(t, res, "2@4 2022-04-01至2022-04-30", "2@5 2022-05-01至2022-05-10")
	if res.Entries[0].Demand != 3 || res.Entries[1].Demand != inspect.DefaultDemand {
		t.Errorf("got %+v", res.Entries)
	}
	res = readFree(sheetOf(bureau, "", row{"2021年检查计划"}, row{"企业名称", "一季度", "二季度"}, row{"甲厂", "2月", "5月10日前"}))
	wantPlanned(t, res, "3@1 2021-02-01至2021-02-28", "3@4 2021-04-01至2021-05-10")
}

func TestSignsOfTwoKinds(t *testing.T) {
	res := read(sheetOf(bureau, "", row{"企业名称", "4月", "5月"}, row{"甲厂", "●", "○"}, row{"乙厂", "○", nil}))
	wantCodes(t, res, "0:ticks_differ")
	if len(res.Entries) != 3 {
		t.Errorf("got %v", planned(res))
	}
}

// wantInfos checks the notices, each as row:code.
func wantInfos(t *testing.T, res *Result, want ...string) {
	t.Helper()
	var got []string
	for _, p := range res.Problems {
		if p.Severity == diag.Info {
			got = append(got, fmt.Sprintf("%d:%s", p.Row, p.Code))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("notices %v, want %v", got, want)
	}
}

func TestPartsOfMonthsAsColumns(t *testing.T) {
	year := Options{Period: &inspect.Span{From: inspect.MustDate(2021, 1, 1), To: inspect.MustDate(2021, 12, 31)}}
	for _, c := range []struct {
		title string
		heads row
		lines row
		want  []string
	}{
		{"2021年5月检查计划", row{"企业名称", "上旬", "中旬", "下旬"}, row{"甲厂", "√", nil, "√"}, []string{"3@5 2021-05-01至2021-05-10", "3@5 2021-05-21至2021-05-31"}},
		{"2021年5月检查计划", row{"企业名称", "第一周", "第二周", "第3周"}, row{"甲厂", nil, "√", "2人"}, []string{"3@5 2021-05-03至2021-05-09", "3@5 2021-05-10至2021-05-16"}},
		{"检查计划", row{"企业名称", "5月上旬", "5月中旬", "6月上旬"}, row{"甲厂", nil, "12日", "√"}, []string{"3@5 2021-05-12", "3@6 2021-06-01至2021-06-10"}},
		{"2021年6月检查计划", row{"企业名称", "上半月（1-15日）", "下半月（16-30日）"}, row{"甲厂", nil, "20日前"}, []string{"3@6 2021-06-16至2021-06-20"}},
	} {
		s := sheetOf("江宁区应急管理局.xlsx", "", row{c.title}, c.heads, c.lines)
		res := Combine(scanAll([]*table.Sheet{s}), year)
		wantCodes(t, res)
		wantPlanned(t, res, c.want...)
	}
	s := merge(sheetOf("江宁区应急管理局.xlsx", "", row{"企业名称", "5月", nil, nil, "2021年6月", nil, nil}, row{nil, "上旬", "中旬", "下旬", "上旬", "中旬", "下旬"}, row{"甲厂", "√", nil, nil, nil, nil, "√"}), "A1:A2", "B1:D1", "E1:G1")
	wantPlanned(t, Combine(scanAll([]*table.Sheet{s}), year), "3@5 2021-05-01至2021-05-10", "3@6 2021-06-21至2021-06-30")
	// Of no month at all, and of days that are not the week the header names.
	wantCodes(t, Combine(scanAll([]*table.Sheet{sheetOf("江宁区应急管理局.xlsx", "", row{"企业名称", "上旬", "中旬"}, row{"甲厂", "√", nil})}), year), "2:bad_date")
	if res := read(sheetOf(bureau, "", row{"企业名称", "5月第一周（3-7日）", "5月第二周（10-14日）"}, row{"甲厂", "√", nil})); len(res.Entries) != 0 {
		t.Errorf("got %v", planned(res))
	}
}

func TestHalvesOfDays(t *testing.T) {
	s := merge(sheetOf(bureau, "", row{"企业名称", "5月10日", nil, "5月11日", nil, "5月12日", nil}, row{nil, "上午", "下午", "上午", "下午", "上午", "下午"},
		row{"甲厂", "√", nil, nil, nil, nil, nil}, row{"乙厂", nil, nil, nil, "√", "√", nil}, row{"丙厂", "√", "√", nil, nil, nil, "√"}), "A1:A2", "B1:C1", "D1:E1", "F1:G1")
	res := read(s)
	wantCodes(t, res)
	wantPlanned(t, res, "3@5 2021-05-10", "4@5 2021-05-11至2021-05-12", "5@5 2021-05-10", "5@5 2021-05-12")
	wantPlanned(t, read(sheetOf(bureau, "", row{"企业名称", "5月10日", "5月11日"}, row{"甲厂", "上午", nil}, row{"乙厂", "全天", "下午"})), "2@5 2021-05-10", "3@5 2021-05-10至2021-05-11")
}

// A day's column is called by the day: what is wrong with it is said of the
// column, not “2“9月2日””.
func TestDaysWithoutYearNameTheirColumn(t *testing.T) {
	res := readFree(sheetOf("江宁区商务局.xlsx", "", row{"5月检查日程"}, dayHeads(1, 31, ""), dayRow(1, 31, map[int]any{2: "√"})))
	wantCodes(t, res, "3:no_year")
	if m := res.Problems[0].Message; !strings.HasPrefix(m, "“2”列的“2日”没有写年份") {
		t.Errorf("got %s", m)
	}
}
