package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// facts writes what a result says, rows left off, in an order of its own.
func facts(res *Result, row func(inspect.Source) int) []string {
	var list []string
	for _, e := range res.Entries {
		e.Source.Row = row(e.Source)
		list = append(list, fmt.Sprintf("%+v", e))
	}
	for _, p := range res.Inspectors {
		p.Source.Row = row(p.Source)
		list = append(list, fmt.Sprintf("%+v", p))
	}
	for _, r := range res.Registered {
		r.Source.Row = row(r.Source)
		list = append(list, fmt.Sprintf("%+v", r))
	}
	for _, p := range res.Problems {
		p.Row, p.Col = row(inspect.Source{File: p.File, Sheet: p.Sheet, Row: p.Row}), 0
		list = append(list, fmt.Sprintf("%+v", p))
	}
	slices.Sort(list)
	return append(list, fmt.Sprintf("%s, %d rows, %d rejected", res.Period, res.PlanRows, res.Rejected))
}

func sameRow(s inspect.Source) int { return s.Row }

// plain sheets of the sample have their header in the first row and no merged
// cells, so that their rows and columns can be moved about.
func plainSheets(t testing.TB) []*table.Sheet {
	var plain []*table.Sheet
	for _, s := range sampleSheets(t) {
		if sc := newScanner(s); len(s.Merges) == 0 {
			if h, ok := sc.firstHeader(); ok && h.first == 0 && h.lines == 1 {
				plain = append(plain, s)
			}
		}
	}
	return plain
}

func TestOrderOfRowsColumnsAndFilesChangesNothing(t *testing.T) {
	sheets := plainSheets(t)
	for _, opt := range []Options{{Period: may()}, {}} {
		drafts := scanAll(sheets)
		want := facts(Combine(drafts, opt), sameRow)
		rapid.Check(t, func(t *rapid.T) {
			shuffled := slices.Clone(drafts)
			was := map[string]map[int]int{} // file and sheet: new row to old
			for i := range 3 {              // a few sheets a round; every round others
				k := rapid.IntRange(0, len(sheets)-1).Draw(t, fmt.Sprint("sheet", i))
				var moved *table.Sheet
				moved, was[sheets[k].File+"#"+sheets[k].Name] = shuffle(t, sheets[k])
				shuffled[k] = Scan(moved)
			}
			shuffled = rapid.Permutation(shuffled).Draw(t, "files")
			got := facts(Combine(shuffled, opt), func(s inspect.Source) int {
				if rows := was[s.File+"#"+s.Sheet]; rows != nil && s.Row > 0 {
					return rows[s.Row]
				}
				return s.Row
			})
			if d := cmp.Diff(want, got); d != "" {
				t.Fatal(d)
			}
		})
	}
}

// shuffle moves a sheet's columns and the rows below its header about.
func shuffle(t *rapid.T, s *table.Sheet) (*table.Sheet, map[int]int) {
	wide := 0
	for _, r := range s.Rows {
		wide = max(wide, len(r.Cells))
	}
	cols := make([]int, wide)
	for i := range cols {
		cols[i] = i
	}
	cols = rapid.Permutation(cols).Draw(t, "columns")
	order := rapid.Permutation(s.Rows[1:]).Draw(t, "rows")
	c := *s
	c.Rows = nil
	was := map[int]int{}
	for i, r := range append([]table.Row{s.Rows[0]}, order...) {
		cells := make([]table.Cell, wide)
		for to, from := range cols {
			cells[to] = at(r.Cells, from)
		}
		number := s.Rows[i].Number
		was[number] = r.Number
		c.Rows = append(c.Rows, table.Row{Number: number, Hidden: r.Hidden, Cells: cells})
	}
	return &c, was
}

// TestSampleUnderOtherHeaders gives every column of the sample each of its
// other names in turn; what the rows mean stays.
func TestSampleUnderOtherHeaders(t *testing.T) {
	sheets := sampleSheets(t)
	want := entriesAndStaff(Combine(scanAll(sheets), Options{Period: may()}))
	for k := range 15 {
		var renamed []*table.Sheet
		for _, s := range sheets {
			renamed = append(renamed, rename(t, s, k))
		}
		res := Combine(scanAll(renamed), Options{Period: may()})
		for _, p := range res.Problems {
			if p.Severity != diag.Info {
				t.Errorf("names %d: %s", k, p)
			}
		}
		if d := cmp.Diff(want, entriesAndStaff(res)); d != "" {
			t.Fatalf("names %d: %s", k, d)
		}
	}
}

func entriesAndStaff(res *Result) []string {
	bare := *res
	bare.Problems = nil
	return facts(&bare, sameRow)
}

// rename gives each recognised column its k-th name.
func rename(t *testing.T, s *table.Sheet, k int) *table.Sheet {
	sc := newScanner(s)
	h, ok := sc.firstHeader()
	if !ok {
		t.Fatalf("%s#%s has no header", s.File, s.Name)
	}
	aliases := contractHeaders
	if h.kind == rosterKind {
		aliases = contractRoster
	}
	c := *s
	c.Rows = slices.Clone(s.Rows)
	last := h.first + h.lines - 1
	c.Rows[last].Cells = slices.Clone(c.Rows[last].Cells)
	for f, list := range aliases {
		names := strings.Split(list, ", ")
		for _, col := range h.columns[f] {
			if col.index < len(c.Rows[last].Cells) && !blank(c.Rows[last].Cells[col.index]) {
				c.Rows[last].Cells[col.index].Text = names[k%len(names)]
			}
		}
	}
	return &c
}

// TestSampleInOtherLayouts puts title lines above and strange columns between.
func TestSampleInOtherLayouts(t *testing.T) {
	sheets := plainSheets(t)
	want := entriesAndStaff(Combine(scanAll(sheets), Options{Period: may()}))
	const above = 4
	var moved []*table.Sheet
	for _, s := range sheets {
		c := *s
		c.Rows = []table.Row{
			{Number: 1, Cells: rowCells{cellOf("附件1")}}, {Number: 2, Cells: rowCells{cellOf("安全生产检查情况一览表")}},
			{Number: 4, Cells: rowCells{cellOf("填表日期：2020年12月25日"), cellOf("单位：家")}},
		}
		for i, r := range s.Rows {
			cells := rowCells{cellOf("")}
			for j, cell := range r.Cells {
				cells = append(cells, cell)
				switch {
				case i == 0:
					cells = append(cells, cellOf(fmt.Sprintf("其他%d", j)))
				case j%2 == 0:
					cells = append(cells, cellOf(j))
				default:
					cells = append(cells, cellOf("杂项"))
				}
			}
			c.Rows = append(c.Rows, table.Row{Number: r.Number + above, Cells: cells})
		}
		moved = append(moved, &c)
	}
	res := Combine(scanAll(moved), Options{Period: may()})
	res.Problems = nil
	if d := cmp.Diff(want, facts(res, func(s inspect.Source) int { return s.Row - above })); d != "" {
		t.Error(d)
	}
}

// accounted checks that every non-empty row below the first header ends as an
// entry, a line, a note or an error, and plan rows as one of them only.
func accounted(s *table.Sheet, opt Options) error {
	d := Scan(s)
	res := Combine([]*Draft{d}, opt)
	entries, lines, failed, notes := map[int]bool{}, map[int]bool{}, map[int]bool{}, map[int]bool{}
	for _, e := range res.Entries {
		entries[e.Source.Row] = true
	}
	for _, p := range res.Inspectors {
		lines[p.Source.Row] = true
	}
	for _, r := range res.Registered {
		lines[r.Source.Row] = true
	}
	for _, p := range res.Problems {
		if p.Severity == diag.Error {
			failed[p.Row] = true
		}
	}
	for _, n := range d.notes {
		notes[n] = true
	}
	if len(d.kinds) == 0 || slices.ContainsFunc(d.kinds, func(k sheetKind) bool { return k > registerKind }) {
		return nil // passed over, and said so
	}
	h, _ := newScanner(s).firstHeader()
	for i := h.first + h.lines; i < len(s.Rows); i++ {
		n := s.Rows[i].Number
		if empty(&s.Rows[i]) {
			continue
		}
		if !entries[n] && !lines[n] && !failed[n] && !notes[n] {
			return fmt.Errorf("row %d is lost", n)
		}
		if entries[n] && failed[n] || notes[n] && (entries[n] || failed[n]) {
			return fmt.Errorf("row %d is two things", n)
		}
	}
	if res.PlanRows < res.Rejected || res.PlanRows-res.Rejected != len(entries) {
		return fmt.Errorf("%d rows, %d rejected, %d with entries", res.PlanRows, res.Rejected, len(entries))
	}
	return nil
}

func TestNothingOfTheSampleIsLost(t *testing.T) {
	for _, s := range sampleSheets(t) {
		if err := accounted(s, Options{Period: may()}); err != nil {
			t.Errorf("%s#%s: %v", s.File, s.Name, err)
		}
	}
}

// oddCells are what strange rows are made of.
var oddCells = []any{
	nil, nil, nil, "", " ", "甲厂", "南京乙有限公司", "5月10日", "5月", "待定", "每月", "2021年5月10日-5月20日", 44326, 1, 2, 0.3, "√", "×", "是", "否", "注：说明", "填表人：张三", "合计", "小计",
	"示例", "一、危化企业", "序号", "企业名称", "检查时间", "检查部门", "姓名", "执法证号", "南京市应急管理局", "张三、李四", "91320115A78G1B02XT", 913201150000000000.0, fault("#N/A"), formula{}, day("2021-05-10"),
	"1月", "名称", "检查对象", "任务编号", "检查结果", "无", "2人", "1天", "A", "市", "街道", "5月20日前", "10日", true,
}

func TestNoOddRowIsLost(t *testing.T) {
	heads := []row{
		{"序号", "企业名称", "统一社会信用代码", "检查部门", "检查时间", "检查人员", "所需人数"}, {"企业名称", "1月", "2月", "5月", "备注"}, {"姓名", "执法证号", "所属部门", "请假日期"},
		{"企业名称", "行业", "风险等级", "状态", "从业人数"}, {"企业名称", "开始时间", "结束时间", "是否可联合", "检查时长"},
	}
	rapid.Check(t, func(t *rapid.T) {
		rows := []row{{"江宁区应急管理局计划"}, rapid.SampledFrom(heads).Draw(t, "head")}
		for range rapid.IntRange(1, 8).Draw(t, "rows") {
			r := row{}
			for range rapid.IntRange(0, 8).Draw(t, "cells") {
				r = append(r, rapid.SampledFrom(oddCells).Draw(t, "cell"))
			}
			rows = append(rows, r)
		}
		s := sheetOf("计划.xlsx", "Sheet1", rows...)
		if rapid.Bool().Draw(t, "merged") {
			a, b := rapid.IntRange(2, len(rows)).Draw(t, "from"), rapid.IntRange(2, len(rows)).Draw(t, "to")
			c, d := rapid.IntRange(0, 6).Draw(t, "left"), rapid.IntRange(0, 6).Draw(t, "right")
			s.Merges = append(s.Merges, table.Merge{FirstRow: min(a, b), LastRow: max(a, b), FirstCol: min(c, d), LastCol: max(c, d)})
		}
		opt := Options{}
		if rapid.Bool().Draw(t, "period") {
			opt.Period = may()
		}
		if err := accounted(s, opt); err != nil {
			t.Fatalf("%v\n%v", err, rows)
		}
	})
}

func TestCombineTwiceIsTheSame(t *testing.T) {
	drafts := scanAll(sampleSheets(t))
	first := facts(Combine(drafts, Options{Period: may()}), sameRow)
	if d := cmp.Diff(first, facts(Combine(drafts, Options{Period: may()}), sameRow)); d != "" {
		t.Error(d)
	}
}
