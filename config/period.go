package config

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"liancha/inspect"
)

var (
	yearForm    = regexp.MustCompile(`^(\d{4})(?:年度?)?$`)
	monthForm   = regexp.MustCompile(`^(\d{4})[-./年](\d{1,2})(?:月份?)?$`)
	quarterForm = regexp.MustCompile(`^(\d{4})(?:-?[Qq]|年?第?)([1-4一二三四])(?:季度?)?$`)
	quarterMark = regexp.MustCompile(`[Qq季]`)
	dayForm     = regexp.MustCompile(`^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?$`)
	yearless    = regexp.MustCompile(`^(\d{1,2})月(\d{1,2})[日号]?$`)
	rangeForm   = regexp.MustCompile(`\.\.+|[至到~～]|[—–]+`)
)

// ParsePeriod reads a period as the --period flag and the settings write it:
// 2021-05, 2021-Q2, 2021 or 2021-05-06..2021-05-31. What people write for these
// is understood as well: 2021年5月, 2021年第二季度, 2021年5月6日至5月31日.
func ParsePeriod(text string) (inspect.Span, error) {
	s := squeezed(text)
	if span, ok, exists := stretch(s); ok {
		if !exists {
			return inspect.Span{}, fmt.Errorf("期间“%s”不存在", text)
		}
		return span, nil
	}
	sides := rangeForm.Split(s, -1)
	if len(sides) != 2 {
		return inspect.Span{}, fmt.Errorf("看不懂期间“%s”，请写成 2021-05、2021-Q2、2021 或 2021-05-06..2021-05-31", text)
	}
	from, okFrom := edge(sides[0])
	if m := yearless.FindStringSubmatch(sides[1]); m != nil && okFrom {
		year, _, _ := from.From.YMD()
		sides[1] = fmt.Sprintf("%d-%s-%s", year, m[1], m[2])
	}
	to, okTo := edge(sides[1])
	switch {
	case !okFrom || !okTo:
		return inspect.Span{}, fmt.Errorf("期间“%s”的起止要写成 2021-05-06..2021-05-31", text)
	case to.To < from.From:
		return inspect.Span{}, fmt.Errorf("期间“%s”的结束早于开始", text)
	}
	return inspect.Span{From: from.From, To: to.To}, nil
}

// ParseDay reads a day as flags write it: 2021-05-06, 2021/5/6 or 2021年5月6日.
func ParseDay(text string) (inspect.Date, bool) {
	m := dayForm.FindStringSubmatch(squeezed(text))
	if m == nil {
		return 0, false
	}
	return inspect.NewDate(number(m[1]), number(m[2]), number(m[3]))
}

// squeezed takes out white space and writes wide characters half as wide.
func squeezed(s string) string { return strings.Join(strings.Fields(width.Fold.String(s)), "") }

// stretch reads a year, a quarter or a month; exists is false for a 13th month.
func stretch(s string) (span inspect.Span, ok, exists bool) {
	whole := func(year, first, last int) (inspect.Span, bool, bool) {
		from, ok1 := inspect.NewDate(year, first, 1)
		to, ok2 := inspect.NewDate(year, last, 1)
		if !ok1 || !ok2 {
			return inspect.Span{}, true, false
		}
		return inspect.Span{From: from, To: to + inspect.Date(inspect.DaysIn(year, last)) - 1}, true, true
	}
	if m := yearForm.FindStringSubmatch(s); m != nil {
		return whole(number(m[1]), 1, 12)
	}
	if m := quarterForm.FindStringSubmatch(s); m != nil && quarterMark.MatchString(s) {
		q := strings.Index("1234", m[2]) + 1
		if q == 0 {
			q = strings.Index("一二三四", m[2])/len("一") + 1
		}
		return whole(number(m[1]), 3*q-2, 3*q)
	}
	if m := monthForm.FindStringSubmatch(s); m != nil {
		return whole(number(m[1]), number(m[2]), number(m[2]))
	}
	return inspect.Span{}, false, false
}

// edge reads one end of a range: a day, or a month whole.
func edge(s string) (inspect.Span, bool) {
	if d, ok := ParseDay(s); ok {
		return inspect.Span{From: d, To: d}, true
	}
	if !monthForm.MatchString(s) {
		return inspect.Span{}, false
	}
	span, ok, exists := stretch(s)
	return span, ok && exists
}

// number reads digits a pattern has already checked.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
