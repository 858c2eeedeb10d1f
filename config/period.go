package config

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"liancha/inspect"
)

var (
	yearForm    = regexp.MustCompile(`^(\d{4})$`)
	monthForm   = regexp.MustCompile(`^(\d{4})-(\d{1,2})$`)
	quarterForm = regexp.MustCompile(`^(\d{4})-[Qq]([1-4])$`)
)

// ParsePeriod reads a period as the --period flag and the settings write it:
// 2021-05, 2021-Q2, 2021 or 2021-05-06..2021-05-31.
func ParsePeriod(s string) (inspect.Span, error) {
	s = strings.TrimSpace(s)
	whole := func(year, firstMonth, lastMonth int) (inspect.Span, error) {
		from, ok1 := inspect.NewDate(year, firstMonth, 1)
		if last, ok2 := inspect.NewDate(year, lastMonth, 1); ok1 && ok2 {
			return inspect.Span{From: from, To: last + inspect.Date(inspect.DaysIn(year, lastMonth)) - 1}, nil
		}
		return inspect.Span{}, fmt.Errorf("期间“%s”不存在", s)
	}
	if m := yearForm.FindStringSubmatch(s); m != nil {
		return whole(number(m[1]), 1, 12)
	}
	if m := monthForm.FindStringSubmatch(s); m != nil {
		return whole(number(m[1]), number(m[2]), number(m[2]))
	}
	if m := quarterForm.FindStringSubmatch(s); m != nil {
		q := number(m[2])
		return whole(number(m[1]), 3*q-2, 3*q)
	}
	if a, b, ok := strings.Cut(s, ".."); ok {
		from, okFrom := inspect.ParseDate(strings.TrimSpace(a))
		to, okTo := inspect.ParseDate(strings.TrimSpace(b))
		switch {
		case !okFrom || !okTo:
			return inspect.Span{}, fmt.Errorf("期间“%s”的起止要写成 2021-05-06..2021-05-31", s)
		case to < from:
			return inspect.Span{}, fmt.Errorf("期间“%s”的结束早于开始", s)
		}
		return inspect.Span{From: from, To: to}, nil
	}
	return inspect.Span{}, fmt.Errorf("看不懂期间“%s”，请写成 2021-05、2021-Q2、2021 或 2021-05-06..2021-05-31", s)
}

// number reads digits a pattern has already checked.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
