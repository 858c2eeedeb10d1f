// Package workday knows which days are working days in mainland China: the
// State Council's yearly arrangement of holidays and make-up days where it is
// known, Monday to Friday where it is not.
//
// The arrangements are those of github.com/6tail/lunar-go (HolidayUtil), which
// follow the State Council's notices (国务院办公厅关于部分节假日安排的通知).
package workday

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/6tail/lunar-go/HolidayUtil"

	"liancha/inspect"
)

// Calendar answers whether a day is a working day. Its zero value is the built-in
// calendar without overrides.
type Calendar struct {
	overrides map[inspect.Date]bool // true: works
}

// New gives the built-in calendar with days off and working days of one's own,
// which go before it.
func New(off, work []inspect.Date) *Calendar {
	c := &Calendar{overrides: make(map[inspect.Date]bool, len(off)+len(work))}
	for _, d := range off {
		c.overrides[d] = false
	}
	for _, d := range work {
		c.overrides[d] = true
	}
	return c
}

// builtIn holds, by year, the days whose state differs from what their weekday
// says, as the arrangements name them. lunar-go searches a long string and
// keeps its state in package variables, so each year is taken from it once.
var builtIn = sync.OnceValue(func() map[int]map[inspect.Date]bool {
	years := map[int]map[inspect.Date]bool{}
	for y := firstYear; ; y++ {
		l := HolidayUtil.GetHolidaysByYear(y)
		if l.Len() == 0 {
			return years
		}
		days := map[inspect.Date]bool{}
		for e := l.Front(); e != nil; e = e.Next() {
			h := e.Value.(*HolidayUtil.Holiday)
			if d, ok := inspect.ParseDate(h.GetDay()); ok {
				days[d] = h.IsWork()
			}
		}
		years[y] = days
	}
})

// firstYear is the first whole year lunar-go's table covers.
const firstYear = 2002

// Known reports whether the State Council's arrangement of year y is built in.
func Known(y int) bool {
	_, ok := builtIn()[y]
	return ok
}

// IsWorking reports whether d is a working day.
func (c *Calendar) IsWorking(d inspect.Date) bool {
	if works, ok := c.overrides[d]; ok {
		return works
	}
	y, _, _ := d.YMD()
	if works, ok := builtIn()[y][d]; ok {
		return works
	}
	w := d.Weekday()
	return w != time.Saturday && w != time.Sunday
}

// Days gives the working days of a span, ascending.
func (c *Calendar) Days(s inspect.Span) []inspect.Date {
	var days []inspect.Date
	for d := s.From; d <= s.To; d++ {
		if c.IsWorking(d) {
			days = append(days, d)
		}
	}
	return days
}

// After gives the nth working day after d.
func (c *Calendar) After(d inspect.Date, n int) inspect.Date {
	for n > 0 {
		if d++; c.IsWorking(d) {
			n--
		}
	}
	return d
}

// UnknownYears gives the years of a span whose arrangement is not built in:
// their holidays are not known unless overridden.
func UnknownYears(s inspect.Span) []int {
	var years []int
	y0, _, _ := s.From.YMD()
	y1, _, _ := s.To.YMD()
	for y := y0; y <= y1; y++ {
		if !Known(y) {
			years = append(years, y)
		}
	}
	return slices.Clip(years)
}

// String describes the range of built-in years, for messages.
func String() string {
	last := firstYear
	for y := range builtIn() {
		last = max(last, y)
	}
	return fmt.Sprintf("%d—%d年", firstYear, last)
}
