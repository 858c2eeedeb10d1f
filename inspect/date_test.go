package inspect

import "testing"

func TestNewDateKnowsTheCalendar(t *testing.T) {
	for _, c := range []struct {
		y, m, d int
		ok      bool
	}{
		{2021, 2, 28, true}, {2021, 2, 29, false}, {2020, 2, 29, true}, {1900, 2, 29, false}, {2000, 2, 29, true},
		{2021, 4, 31, false}, {2021, 12, 31, true}, {2021, 13, 1, false}, {2021, 0, 1, false}, {2021, 1, 0, false},
		{1899, 12, 31, false}, {2200, 1, 1, false},
	} {
		d, ok := NewDate(c.y, c.m, c.d)
		if ok != c.ok {
			t.Errorf("NewDate(%d, %d, %d): ok %v", c.y, c.m, c.d, ok)
		}
		if y, m, day := d.YMD(); ok && (y != c.y || m != c.m || day != c.d) {
			t.Errorf("%d-%d-%d came back as %d-%d-%d", c.y, c.m, c.d, y, m, day)
		}
	}
}

func TestDateReadsWhatItWrites(t *testing.T) {
	for d := MustDate(1900, 1, 1); d <= MustDate(2199, 12, 31); d += 17 {
		if got, ok := ParseDate(d.String()); !ok || got != d {
			t.Fatalf("%v came back as %v, %v", d, got, ok)
		}
	}
	if MustDate(1970, 1, 2) != 1 || MustDate(1969, 12, 31) != -1 {
		t.Error("days are not counted from 1970-01-01")
	}
}

func TestSpan(t *testing.T) {
	may := MonthSpan(2021, 5)
	if may.Days() != 31 || !may.Contains(MustDate(2021, 5, 31)) || may.Contains(MustDate(2021, 6, 1)) {
		t.Error("May 2021 is not what it should be")
	}
	got, ok := may.Intersect(Span{MustDate(2021, 4, 20), MustDate(2021, 5, 3)})
	if !ok || got != (Span{MustDate(2021, 5, 1), MustDate(2021, 5, 3)}) {
		t.Errorf("got %v", got)
	}
	if _, ok := may.Intersect(MonthSpan(2021, 6)); ok {
		t.Error("May and June have no common day")
	}
}
