package when

import (
	"fmt"

	"liancha/inspect"
)

// trialYear stands for a year that is not known yet; it is a leap year, so
// that 29 February passes until the year is known.
const trialYear = 2000

// days gives a point's days. base is the year of the text's first date and m
// the month of days, where the text states none. What does not exist is said
// in words.
func (p point) days(base, m int) (s inspect.Span, missing string) {
	if p.year == 0 {
		p.year = base + p.later
	}
	if p.needsMonth() {
		p.month = m
	}
	if p.year == trialYear && p.unit == week && p.n <= 6 && p.m <= 6 {
		p.n, p.m = lastWeek, lastWeek // how many there are depends on the year
	}
	return p.span()
}

// span gives a point's days; its year and month are known by now. What does
// not exist is said in words.
func (p point) span() (s inspect.Span, missing string) {
	if p.year < 1900 || p.year > 2199 {
		return s, "年份不在1900到2199年之间"
	}
	switch p.unit {
	case quarter:
		if p.n < 1 || p.m > 4 || p.n > p.m {
			return s, "一年只有四个季度"
		}
		return inspect.Span{From: inspect.MustDate(p.year, 3*p.n-2, 1), To: inspect.MonthSpan(p.year, 3*p.m).To}, ""
	case halfYear:
		return inspect.Span{From: inspect.MustDate(p.year, 6*p.n-5, 1), To: inspect.MonthSpan(p.year, 6*p.n).To}, ""
	case year:
		return inspect.Span{From: inspect.MustDate(p.year, 1, 1), To: inspect.MustDate(p.year, 12, 31)}, ""
	}
	if p.month < 1 || p.month > 12 || p.unit == month && p.m > 12 {
		return s, "月份只有1到12月"
	}
	return p.inMonth()
}

// inMonth gives the days of a month or a part of one.
func (p point) inMonth() (s inspect.Span, missing string) {
	whole := inspect.MonthSpan(p.year, p.month)
	length := whole.Days()
	days := func(a, b int) inspect.Span {
		return inspect.Span{From: whole.From + inspect.Date(a-1), To: whole.From + inspect.Date(b-1)}
	}
	switch p.unit {
	case month:
		if p.m > p.month {
			whole.To = inspect.MonthSpan(p.year, p.m).To
		}
		return whole, ""
	case third:
		ends := [...]int{0, 10, 20, length}
		return days(ends[p.n-1]+1, ends[p.m]), ""
	case halfMonth:
		if p.n == 1 {
			return days(1, 15), ""
		}
		return days(16, length), ""
	case week:
		return p.weeks(whole)
	}
	if p.n < 1 || p.m > length {
		if p.year == trialYear {
			if p.month == 2 {
				return s, "2月最多29天"
			}
			return s, fmt.Sprintf("%d月只有%d天", p.month, length)
		}
		return s, fmt.Sprintf("%d年%d月只有%d天", p.year, p.month, length)
	}
	return days(p.n, p.m), ""
}

// weeks gives weeks n to m of a month: Monday to Sunday, the first holding the
// 1st, cut at the month's ends.
func (p point) weeks(whole inspect.Span) (s inspect.Span, missing string) {
	monday := whole.From - inspect.Date((int(whole.From.Weekday())+6)%7)
	count := int(whole.To-monday)/7 + 1
	if p.n == lastWeek {
		p.n, p.m = count, count
	}
	if p.n < 1 || p.m > count {
		return s, fmt.Sprintf("%d月没有第%d周", p.month, max(p.n, p.m))
	}
	s = inspect.Span{From: monday + inspect.Date(7*(p.n-1)), To: monday + inspect.Date(7*p.m-1)}
	if p.weekday != 0 {
		s = inspect.Day(s.From + inspect.Date(p.weekday-1))
		if !whole.Contains(s.From) {
			return s, fmt.Sprintf("%d月第%d周没有这一天", p.month, p.n)
		}
	}
	s, _ = s.Intersect(whole)
	return s, ""
}
