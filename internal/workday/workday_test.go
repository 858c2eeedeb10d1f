package workday

import (
	"testing"

	"liancha/inspect"
)

// The days are from the State Council's notices: 国办发明电〔2020〕27号 for 2021,
// 国办发明电〔2024〕12号 for 2025.
func TestIsWorking(t *testing.T) {
	for _, c := range []struct {
		y, m, d int
		want    bool
	}{
		{2021, 4, 25, true},  // Sunday, make-up day for Labour Day
		{2021, 5, 1, false},  // Saturday, Labour Day
		{2021, 5, 3, false},  // Monday, Labour Day
		{2021, 5, 5, false},  // Wednesday, Labour Day
		{2021, 5, 6, true},   // Thursday
		{2021, 5, 8, true},   // Saturday, make-up day
		{2021, 5, 9, false},  // Sunday
		{2021, 10, 7, false}, // National Day
		{2021, 10, 9, true},  // Saturday, make-up day
		{2025, 1, 26, true},  // Sunday, make-up day for Spring Festival
		{2025, 1, 28, false}, // Tuesday, Spring Festival
		{2025, 5, 5, false},  // Monday, Labour Day
		{2199, 1, 1, true},   // unknown year: a Tuesday
		{2199, 1, 5, false},  // unknown year: a Saturday
	} {
		d := inspect.MustDate(c.y, c.m, c.d)
		if got := new(Calendar).IsWorking(d); got != c.want {
			t.Errorf("%v (%v): working %v, want %v", d, d.Weekday(), got, c.want)
		}
	}
}

func TestWorkingDaysOfMay2021(t *testing.T) {
	days := new(Calendar).Days(inspect.MonthSpan(2021, 5))
	if len(days) != 19 || days[0] != inspect.MustDate(2021, 5, 6) || days[2] != inspect.MustDate(2021, 5, 8) {
		t.Errorf("got %d days: %v", len(days), days)
	}
}

func TestOverridesGoFirst(t *testing.T) {
	off, on := inspect.MustDate(2021, 5, 6), inspect.MustDate(2021, 5, 9)
	c := New([]inspect.Date{off}, []inspect.Date{on})
	if c.IsWorking(off) || !c.IsWorking(on) {
		t.Error("an override did not hold")
	}
}

func TestUnknownYears(t *testing.T) {
	s := inspect.Span{From: inspect.MustDate(2026, 12, 1), To: inspect.MustDate(2028, 1, 1)}
	got := UnknownYears(s)
	if len(got) == 0 || got[len(got)-1] != 2028 || Known(2028) {
		t.Errorf("got %v", got)
	}
	if !Known(2002) || !Known(2021) {
		t.Error("a built-in year is not known")
	}
}
