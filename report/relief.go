package report

import (
	"cmp"
	"fmt"

	"liancha/inspect"
	"liancha/internal/table"
)

// reliefFigures is what joint inspection has spared the enterprises, against
// the last period where one is known.
func (b *sheetBuilder) reliefFigures(v *resultsView) {
	r := v.r.Relief
	last, columns := v.r.Before, head("指标", "本期", "上期", "变化")
	b.newPage()
	b.wide(24, "二、减少的打扰", table.Section)
	if last != nil {
		b.wide(18, "上期："+v.r.BeforeSpan.String()+"，按上期任务书计算", table.Note)
	}
	top := b.next()
	b.add(columns...)
	b.compared("各自检查要上门（次）", r, last, func(r *inspect.Relief) float64 { return float64(r.Separate) }, table.BodyCount)
	b.compared("实际上门（次）", r, last, func(r *inspect.Relief) float64 { return float64(r.Visits) }, table.BodyCount)
	b.compared("减少上门", r, last, func(r *inspect.Relief) float64 { return ratio(r.Spared(), r.Separate) }, table.BodyShare)
	b.compared("其中联合检查（次）", r, last, func(r *inspect.Relief) float64 { return float64(r.Joint) }, table.BodyCount)
	b.compared("联合检查占比", r, last, func(r *inspect.Relief) float64 { return ratio(r.Joint, r.Visits) }, table.BodyShare)
	b.compared("减少打扰企业（天）", r, last, func(r *inspect.Relief) float64 { return r.DaysSpared() }, table.BodyMean)
	b.page.Charts = append(b.page.Charts, table.Chart{Kind: table.Columns, Title: "上门次数", At: fmt.Sprintf("F%d", top), Width: 560, Height: 230, Page: SheetFigures,
		Categories: table.Range{FirstRow: top + 1, LastRow: top + 2}, Series: reliefSeries(top, last != nil)})
	b.pad(top, 15)
}

func reliefSeries(top int, before bool) []table.Series {
	s := []table.Series{{Name: "本期", Values: table.Range{Col: 1, FirstRow: top + 1, LastRow: top + 2}}}
	if before {
		s = append(s, table.Series{Name: "上期", Values: table.Range{Col: 2, FirstRow: top + 1, LastRow: top + 2}})
	}
	return s
}

// compared is a line with this period's figure, the last one's and the change.
func (b *sheetBuilder) compared(name string, now inspect.Relief, last *inspect.Relief, figure func(*inspect.Relief) float64, s table.Style) {
	before, change := table.Blank(s), table.Blank(s)
	if last != nil {
		before, change = table.Num(figure(last), s), table.Num(figure(&now)-figure(last), s)
	}
	b.add(table.Str(name, table.Label), table.Num(figure(&now), s), before, change)
}

var reliefColumns = []column{
	{"类别", 6, table.BodyCentre},
	{"区或部门", 28, table.Body},
	{"各自检查\n要上门（次）", 11, table.BodyCount},
	{"实际上门\n（次）", 9, table.BodyCount},
	{"减少上门", 9, table.BodyShare},
	{"其中联合\n检查（次）", 9, table.BodyCount},
	{"联合检查\n占比", 9, table.BodyShare},
	{"减少打扰\n（天）", 9, table.BodyMean},
	{"上期：各自检查\n要上门（次）", 13, table.BodyCount},
	{"上期：实际\n上门（次）", 10, table.BodyCount},
	{"上期：\n减少上门", 9, table.BodyShare},
	{"上期：联合\n检查占比", 10, table.BodyShare},
	{"上期：减少\n打扰（天）", 10, table.BodyMean},
}

// reliefPage is what joint inspection has spared enterprises as a whole, in each
// district, and in the visits each department took part in.
func reliefPage(v *resultsView) table.Page {
	type row struct {
		group, name string
		now         *inspect.Relief
		last        *inspect.Relief
	}
	rows := []row{{"", "合计", &v.r.Relief, v.r.Before}}
	for i := range v.r.ByDistrict {
		t := &v.r.ByDistrict[i]
		rows = append(rows, row{"区", t.Name, &t.Relief, t.Before})
	}
	for i := range v.r.ByDepartment {
		t := &v.r.ByDepartment[i]
		if t.Relief.Visits == 0 && t.Before == nil {
			continue // took part in none
		}
		rows = append(rows, row{"部门", departmentText(t.Name), &t.Relief, t.Before})
	}
	columns := reliefColumns
	below := "部门一行是它参加的检查：几个部门一起上门的，各部门都计一次，所以各部门相加会大于合计。"
	if v.r.Before == nil {
		columns = columns[:8]
	} else {
		below += "上期：" + v.r.BeforeSpan.String() + "，按上期任务书计算。"
	}
	p := list(SheetRelief, "减少的打扰"+v.span(), below, columns, len(rows), func(i int, c []table.Value) []table.Value {
		r := &rows[i]
		c = append(c, table.Str(r.group, table.BodyCentre), table.Str(r.name, table.Body))
		c = append(c, count(r.now.Separate), count(r.now.Visits), shareOf(r.now.Spared(), r.now.Separate),
			count(r.now.Joint), shareOf(r.now.Joint, r.now.Visits), table.Num(r.now.DaysSpared(), table.BodyMean))
		if v.r.Before == nil {
			return c
		}
		last := cmp.Or(r.last, &inspect.Relief{})
		return append(c, count(last.Separate), count(last.Visits), shareOf(last.Spared(), last.Separate), shareOf(last.Joint, last.Visits),
			table.Num(last.DaysSpared(), table.BodyMean))
	})
	p.FreezeCols = 2
	return p
}

func count(n int) table.Value { return table.Int(n, table.BodyCount) }

// shareOf is n of all, and nothing where there is nothing to share.
func shareOf(n, all int) table.Value {
	if all == 0 {
		return table.Blank(table.BodyShare)
	}
	return table.Num(ratio(n, all), table.BodyShare)
}
