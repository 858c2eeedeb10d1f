package intake

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"liancha/internal/diag"
	"liancha/internal/table"
)

// readWhole scans sheets, registers kept as they stand.
func readWhole(sheets ...*table.Sheet) *Result {
	var drafts []*Draft
	for _, s := range sheets {
		drafts = append(drafts, ScanWhole(s))
	}
	return Combine(drafts, Options{})
}

func TestRegistersAreKeptAsTheyStand(t *testing.T) {
	res := readWhole(sheetOf("名录.xlsx", "名录",
		row{"某某区检查对象名录库"},
		row{"序号", "单位名称", "信用等级", "安全总监", "监管\n科室", "状态", "备注"},
		row{"1", "南京甲化工有限公司", "B级", "赵某", "二科", "在营", "夜班"},
		row{"2", "", "C", "钱某", "", "在营"}, // rejected, and kept all the same
		row{"填表人：孙某"},
	))
	if len(res.Registers) != 1 || len(res.Registered) != 1 {
		t.Fatalf("%d registers, %d lines", len(res.Registers), len(res.Registered))
	}
	got := res.Registers[0]
	want := []RegisterColumn{{"序号", ""}, {"单位名称", "企业名称"}, {"信用等级", "风险等级"}, {"安全总监", ""}, {"监管科室", ""}, {"状态", "状态"}, {"备注", ""}}
	if !slices.Equal(got.Columns, want) {
		t.Errorf("columns %q", got.Columns)
	}
	if len(got.Lines) != 2 || !slices.Equal(got.Lines[0].Cells, []string{"1", "南京甲化工有限公司", "B级", "赵某", "二科", "在营", "夜班"}) || got.Lines[1].Source.Row != 4 {
		t.Errorf("lines %+v", got.Lines)
	}
	if res.Registered[0].Source != got.Lines[0].Source {
		t.Error("a line's source is another than the register's")
	}
	if n := len(read(sheetOf("名录.xlsx", "名录", row{"单位名称", "信用等级"}, row{"甲", "B"})).Registers); n != 0 {
		t.Error("kept though nobody asked")
	}
}

// Names that only their group explains get one that stands alone.
func TestRegisterHeadersOfTwoLines(t *testing.T) {
	s := sheetOf("名录.xlsx", "名录",
		row{"检查对象", "", "", "负责人", "", "行业"},
		row{"名称", "代码", "状态", "姓名", "职务", ""},
		row{"南京甲化工有限公司", "", "在营", "赵某", "厂长", "化工"},
	)
	s.Merges = []table.Merge{{FirstRow: 1, LastRow: 1, FirstCol: 0, LastCol: 2}, {FirstRow: 1, LastRow: 1, FirstCol: 3, LastCol: 4}, {FirstRow: 1, LastRow: 2, FirstCol: 5, LastCol: 5}}
	res := readWhole(s)
	if len(res.Registers) != 1 {
		t.Fatal("not taken for a register")
	}
	c := res.Registers[0].Columns
	if c[0].Header != "企业名称" || c[1].Header != "统一社会信用代码" || c[2].Field != "状态" || c[4].Header != "负责人职务" || c[5].Field != "行业" {
		t.Errorf("columns %q", c)
	}
}

// Written out as it was kept and read again, a register says the same.
func TestRegisterReadAgainSaysTheSame(t *testing.T) {
	headers := []string{"企业名称", "统一社会信用代码", "企业地址", "行政区划", "所属行业", "信用等级", "职工人数", "上次检查时间", "法定代表人", "联系电话", "企业状态", "投诉举报", "安全总监", "备注", "网格员"}
	rapid.Check(t, func(rt *rapid.T) {
		chosen := append([]string{"单位名称", "所属行业"}, rapid.Permutation(headers[5:]).Draw(rt, "order")...)[:rapid.IntRange(3, 10).Draw(rt, "n")]
		rows := []row{toRow(chosen)}
		for range rapid.IntRange(1, 4).Draw(rt, "lines") {
			line := row{rapid.StringMatching("南京[甲乙丙丁]{2,4}有限公司").Draw(rt, "name"), "化工"}
			for _, h := range chosen[2:] {
				choices := map[string][]string{"信用等级": {"A", "B级", ""}, "职工人数": {"12", ""}, "上次检查时间": {"2021-03-15", ""}, "企业状态": {"在营", "停业"}}[h]
				line = append(line, rapid.SampledFrom(append(choices, "", "3次", "无")).Draw(rt, h))
			}
			rows = append(rows, line)
		}
		before := readWhole(sheetOf("名录.xlsx", "名录", rows...))
		if len(before.Registers) != 1 {
			return // a permutation that makes a plan of it, or nothing
		}
		again := []row{nil}
		for _, c := range before.Registers[0].Columns {
			again[0] = append(again[0], c.Header)
		}
		for _, l := range before.Registers[0].Lines {
			again = append(again, toRow(l.Cells))
		}
		after := readWhole(sheetOf("名录.xlsx", "名录", again...))
		if len(after.Registered) != len(before.Registered) {
			rt.Fatalf("%d lines of %d", len(after.Registered), len(before.Registered))
		}
		for i := range before.Registered {
			a, b := before.Registered[i], after.Registered[i]
			if a.Subject != b.Subject || a.Grade != b.Grade || a.Headcount != b.Headcount || a.LastVisit != b.LastVisit || a.Status != b.Status || a.Industry != b.Industry || !slices.Equal(a.Attention, b.Attention) {
				rt.Errorf("%+v became %+v", a, b)
			}
		}
	})
}

func toRow(texts []string) row {
	var r row
	for _, t := range texts {
		r = append(r, t)
	}
	return r
}

func TestARegisterThatIsCalledAPlan(t *testing.T) {
	rows := []row{{"企业名称", "统一社会信用代码", "地址", "检查周期"}, {"甲厂", "91320115A78G1B02XT", "湖南路2号", "5月"}}
	for file, codes := range map[string][]string{
		"江宁区应急管理局5月检查计划.xlsx": {"1:plan_without_dates"}, "江宁区应急管理局企业名录.xlsx": nil, "2021年计划检查企业名单.xlsx": nil,
	} {
		res := read(sheetOf(file, "", rows...))
		wantCodes(t, res, codes...)
		if len(res.Registered) != 1 {
			t.Errorf("%s: %d registered", file, len(res.Registered))
		}
	}
}

// A class of sizes counts with its lower bound, which is said once.
func TestHeadcountRanges(t *testing.T) {
	res := read(sheetOf("名录.xlsx", "", row{"企业名称", "统一社会信用代码", "行业", "从业人数"},
		row{"南京甲有限公司", nil, "化工", "100-300"}, row{"南京乙有限公司", nil, "化工", "100-300"}, row{"南京丙有限公司", nil, "化工", "50~99人"}, row{"南京丁有限公司", nil, "化工", "很多"}))
	wantCodes(t, res, "5:bad_headcount")
	var got []int
	for _, r := range res.Registered {
		got = append(got, r.Headcount)
	}
	if !slices.Equal(got, []int{100, 100, 50, 0}) || res.Problems.Count(diag.Info) != 2 {
		t.Errorf("%v, %v", got, res.Problems)
	}
}
