package when

import (
	"testing"

	"liancha/inspect"
)

func TestInAColumn(t *testing.T) {
	for _, c := range []struct{ column, text, want string }{
		{"5月", "10日", "0510"},
		{"5月", "5月10日", "0510"},
		{"5月", "5.10", "0510"},
		{"5月", "10-15日", "0510-0515"},
		{"5月", "10日、12日", "0510 0512"},
		{"5月", "上旬", "0501-0510"},
		{"5月", "中下旬", "0511-0531"},
		{"5月", "月底", "0521-0531"},
		{"5月", "10日前", "0501-0510"},
		{"5月", "5月10日前", "0501-0510"},
		{"5月", "5月10日前完成", "0501-0510"},
		{"5月", "20日起", "0520-0531"},
		{"5月", "20号以后", "0520-0531"},
		{"2月", "20日后", "0220-0228"},
		{"5月", "第二周", "0503-0509"},
		{"5月", "5月", "0501-0531"},
		{"5月", "2021年5月10日", "0510"},
		{"2021年5月", "10日前", "0501-0510"},
		{"2021年5月", "2022年5月10日", OutsideColumn},
		{"5月", "6月10日", OutsideColumn},
		{"5月", "5月20日至6月10日", OutsideColumn},
		{"5月", "4月20日起", OutsideColumn},
		{"5月", "32日", BadDate},
		{"6月", "31日", BadDate},
		{"5月", "每周一次", BadDate},
		{"5月", "每月上旬", BadDate},
		{"第二季度", "5月", "0501-0531"},
		{"第二季度", "5月10日前", "0401-0510"},
		{"第二季度", "6月10日起", "0610-0630"},
		{"第二季度", "7月", OutsideColumn},
		{"下半年", "12月1日起", "1201-1231"},
		{"5月下旬", "25日前", "0521-0525"},
		{"5月下旬", "10日", OutsideColumn},
		{"下旬", "25日前", "0521-0525"},
		{"下旬", "10日", OutsideColumn},
		{"下旬", "5月10日", OutsideColumn},
	} {
		column, f := Parse(c.column, Days)
		if f != nil {
			t.Fatal(c.column, f)
		}
		e, f := Parse(c.text, Days)
		if f == nil {
			e, f = e.In(column)
		}
		var found []Occurrence
		if f == nil {
			found, f = e.Resolve(Env{Year: 2021, Month: 5})
		}
		got := ""
		switch {
		case f != nil:
			got = f.Code
		case len(found) == 1:
			got = show(found)
		}
		if got != c.want {
			t.Errorf("%s in %s: got %s, want %s", c.text, c.column, got, c.want)
		}
	}
	// A day of no month stays one where the column has several.
	quarter, _ := Parse("第二季度", Days)
	days, _ := Parse("10日", Days)
	if e, f := days.In(quarter); f != nil || !e.NeedsMonth() {
		t.Errorf("10日 in a quarter: %v", f)
	}
	// The column's year holds, whatever surrounds it.
	column, _ := Parse("2022年1月", Days)
	if e, f := days.In(column); f != nil {
		t.Error(f)
	} else if found, f := e.Resolve(Env{Year: 2021}); f != nil || found[0].Windows[0].From != inspect.MustDate(2022, 1, 10) {
		t.Errorf("10日 in 2022年1月: %v, %v", found, f)
	}
}
