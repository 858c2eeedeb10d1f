package inspect

import (
	"fmt"
	"time"
)

// Date is a calendar day, counted in days since 1970-01-01. It has no time of
// day and no zone: a plan says "5月10日" and means that day where it is read.
type Date int32

// NewDate gives the day y-m-d, and false when the calendar has no such day or
// the year lies outside 1900–2199, the years a plan can reasonably mean.
func NewDate(y, m, d int) (Date, bool) {
	if y < 1900 || y > 2199 || m < 1 || m > 12 || d < 1 || d > DaysIn(y, m) {
		return 0, false
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return Date(t.Unix() / 86400), true
}

// MustDate is NewDate for constants and tests; it panics on a day that does
// not exist.
func MustDate(y, m, d int) Date {
	v, ok := NewDate(y, m, d)
	if !ok {
		panic(fmt.Sprintf("inspect: no such day %d-%d-%d", y, m, d))
	}
	return v
}

// ParseDate reads the one form the program itself writes, 2006-01-02.
func ParseDate(s string) (Date, bool) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return 0, false
	}
	return NewDate(t.Year(), int(t.Month()), t.Day())
}

// DaysIn gives the number of days of month m in year y.
func DaysIn(y, m int) int {
	return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func (d Date) time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// YMD gives year, month and day.
func (d Date) YMD() (y, m, day int) {
	t := d.time()
	return t.Year(), int(t.Month()), t.Day()
}

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return d.time().Weekday() }

// String writes the day as 2006-01-02.
func (d Date) String() string { return d.time().Format("2006-01-02") }

// Chinese writes the day as a letter would: 2021年5月7日.
func (d Date) Chinese() string {
	y, m, day := d.YMD()
	return fmt.Sprintf("%d年%d月%d日", y, m, day)
}

// Short writes the day without its year: 5月7日.
func (d Date) Short() string {
	_, m, day := d.YMD()
	return fmt.Sprintf("%d月%d日", m, day)
}

// MarshalText writes the day as 2006-01-02, so that JSON has it as a string.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads 2006-01-02.
func (d *Date) UnmarshalText(b []byte) error {
	v, ok := ParseDate(string(b))
	if !ok {
		return fmt.Errorf("不是日期：%q", b)
	}
	*d = v
	return nil
}

// Span is a run of days, both ends included.
type Span struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// Earlier gives the earlier of two days, 0 being none.
func Earlier(a, b Date) Date {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// Day is the span of one day.
func Day(d Date) Span { return Span{d, d} }

// MonthSpan is the whole of month m in year y.
func MonthSpan(y, m int) Span {
	return Span{MustDate(y, m, 1), MustDate(y, m, DaysIn(y, m))}
}

// Days gives the number of days in the span; a span that lies backwards has none.
func (s Span) Days() int {
	if s.To < s.From {
		return 0
	}
	return int(s.To-s.From) + 1
}

// Contains reports whether d lies in the span.
func (s Span) Contains(d Date) bool { return s.From <= d && d <= s.To }

// Intersect gives the days common to both spans, and false when there are none.
func (s Span) Intersect(o Span) (Span, bool) {
	r := Span{max(s.From, o.From), min(s.To, o.To)}
	return r, r.From <= r.To
}

// String writes the span as 2021-05-10至2021-05-14, or one day alone.
func (s Span) String() string {
	if s.From == s.To {
		return s.From.String()
	}
	return s.From.String() + "至" + s.To.String()
}

// Short writes the span without its year: 5月10日至5月14日, or one day alone.
func (s Span) Short() string {
	if s.From == s.To {
		return s.From.Short()
	}
	return s.From.Short() + "至" + s.To.Short()
}

// Chinese writes the span as people call it: 2021年5月, 2021年, or from its first
// to its last day.
func (s Span) Chinese() string {
	if s.From == s.To {
		return s.From.Chinese()
	}
	y, m, d := s.From.YMD()
	if s == MonthSpan(y, m) {
		return fmt.Sprintf("%d年%d月", y, m)
	}
	if s.To.String() == fmt.Sprintf("%04d-12-31", y) && m == 1 && d == 1 {
		return fmt.Sprintf("%d年", y)
	}
	return s.From.Chinese() + "至" + s.To.Chinese()
}
