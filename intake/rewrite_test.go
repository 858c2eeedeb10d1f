package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/internal/table"
)

// spellSpan are ways to write one window.
var spellSpan = []func(w inspect.Span) string{
	func(w inspect.Span) string { return w.From.Chinese() + "-" + w.To.Chinese() },
	func(w inspect.Span) string { return w.From.Short() + "—" + w.To.Short() },
	func(w inspect.Span) string { return dotted(w.From, ".") + "～" + dotted(w.To, ".") },
	func(w inspect.Span) string { return dotted(w.From, "/") + "-" + dotted(w.To, "/") },
	func(w inspect.Span) string { return compact(w.From) + "-" + compact(w.To) },
	func(w inspect.Span) string { return w.From.String() + "至" + w.To.String() },
	func(w inspect.Span) string {
		return strings.NewReplacer("年", "年 ", "月", " 月 ", "日", " 日").Replace(w.From.Chinese() + " —— " + w.To.Chinese())
	},
	func(w inspect.Span) string { return "自" + w.From.Chinese() + "起至" + w.To.Chinese() + "止" },
}

func dotted(d inspect.Date, sep string) string {
	y, m, n := d.YMD()
	return fmt.Sprintf("%d%s%d%s%d", y, sep, m, sep, n)
}

func compact(d inspect.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// layout is a way to write a department's entries as a sheet.
type layout struct {
	name  string
	sheet func(department string, entries []inspect.Entry) *table.Sheet
}

var layouts = []layout{
	{"tidy, dates as text", func(d string, entries []inspect.Entry) *table.Sheet {
		rows := []row{{"被检查对象", "执法部门", "检查项目", "任务期限", "执法人数", "执法人员", "可否联合", "检查天数"}}
		for i, e := range entries {
			rows = append(rows, row{e.Subject.Name, d, e.Matter, textOf(e.Windows, i), fmt.Sprintf("不少于%d人", e.Demand), strings.Join(e.Named, " "), flag(e.Joinable, "可", "不可"), "半天"})
		}
		return sheetOf("汇总.xlsx", d, rows...)
	}},
	{"title and two header lines", func(d string, entries []inspect.Entry) *table.Sheet {
		rows := []row{{d + "2021年5月份执法检查计划表"}, {}, {"序号", "企业信息", nil, "检查事项", "检查时间", nil, "执法人员", nil, "是否\n可联合"}, {nil, "名称", "地址", nil, "起", "止", "姓名", "人数", nil}}
		for i, e := range entries {
			var from, to any = day(e.Windows[0].From.String()), day(e.Windows[0].To.String())
			if i%2 == 0 {
				from, to = e.Windows[0].From.Short(), e.Windows[0].To.Short()
			}
			rows = append(rows, row{i + 1, " " + e.Subject.Name + "\n", e.Subject.Address, e.Matter, from, to, strings.Join(e.Named, "；"), e.Demand, flag(e.Joinable, "√", "×")})
		}
		rows = append(rows, row{}, row{"合计", fmt.Sprintf("%d家", len(entries))}, row{"注：按实际调整。"}, row{"填表人：张三", nil, nil, "审核人：李四"})
		return merge(sheetOf(d+"/计划.xlsx", "Sheet1", rows...), "A1:I1", "A3:A4", "B3:C3", "D3:D4", "E3:F3", "G3:H3", "I3:I4")
	}},
	{"a text file named after the department", func(d string, entries []inspect.Entry) *table.Sheet {
		rows := []row{{"填报日期：2021年4月20日"}, {"检查内容", "单位名称（必填）", "拟检查时间", "所需人数", "检查人员", "是否可联合"}}
		for i, e := range entries {
			rows = append(rows, row{e.Matter, e.Subject.Name, textOf(e.Windows, i+3), fmt.Sprint(e.Demand), strings.Join(e.Named, "，"), flag(e.Joinable, "", "否")})
		}
		s := sheetOf(d+"5月.csv", "", rows...)
		s.TextFile = true
		return s
	}},
}

func textOf(windows []inspect.Span, i int) string {
	var list []string
	for _, w := range windows {
		if w.From == w.To {
			list = append(list, w.From.Chinese())
		} else {
			list = append(list, spellSpan[i%len(spellSpan)](w))
		}
	}
	return strings.Join(list, "；")
}

func flag(yes bool, y, n string) string {
	if yes {
		return y
	}
	return n
}

// TestSampleRewritten writes what the sample's rows mean in other layouts and
// spellings, and reads the same meaning back.
func TestSampleRewritten(t *testing.T) {
	byDepartment := map[string][]inspect.Entry{}
	for _, e := range Combine(scanAll(sampleSheets(t)), Options{Period: may()}).Entries {
		if e.Source.Month == 0 {
			byDepartment[e.Department] = append(byDepartment[e.Department], e)
		}
	}
	for _, l := range layouts {
		var sheets []*table.Sheet
		var want []inspect.Entry
		for d, entries := range byDepartment {
			if strings.HasPrefix(l.name, "title") { // its columns hold one window
				entries = slices.DeleteFunc(slices.Clone(entries), func(e inspect.Entry) bool { return len(e.Windows) > 1 })
			}
			sheets = append(sheets, l.sheet(d, entries))
			want = append(want, entries...)
		}
		res := Combine(scanAll(sheets), Options{Period: may()})
		wantCodes(t, res)
		if len(res.Entries) != len(want) {
			t.Fatalf("%s: %d entries, want %d", l.name, len(res.Entries), len(want))
		}
		slices.SortFunc(want, byMeaning)
		slices.SortFunc(res.Entries, byMeaning)
		for i := range want {
			if byMeaning(want[i], res.Entries[i]) != 0 {
				t.Fatalf("%s: got %s, want %s", l.name, meaning(res.Entries[i]), meaning(want[i]))
			}
		}
	}
}

func byMeaning(a, b inspect.Entry) int { return cmp.Compare(meaning(a), meaning(b)) }

func meaning(e inspect.Entry) string {
	return fmt.Sprintf("%s %s %s %s %s %d %v %v %d", e.Department, e.Level, e.Subject.Name, e.Matter, span(e.Windows), e.Demand, e.Named, e.Joinable, e.HalfDays)
}
