package table

import (
	"math"
	"strconv"
	"time"
)

// Serial days. Excel's 1900 system counts 1900-01-01 as 1 and holds a 29th of
// February 1900 that never was, as 60; the 1904 system counts 1904-01-01 as 0,
// which is 1462 days later (ECMA-376 part 1 §18.17.4.1).

const (
	days1904  = 1462
	maxSerial = 2958466 // 10000-01-01, the first day that is none
	daySecs   = 86400
)

// appendNumber adds a number in the shortest decimal notation without exponent.
func appendNumber(dst []byte, v float64) []byte {
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return strconv.AppendInt(dst, int64(v), 10)
	}
	return strconv.AppendFloat(dst, v, 'f', -1, 64)
}

// dateSerial gives the 1900 serial of a number shown as a date, and false when
// no date has that number: then it stays a number.
func dateSerial(v float64, f format, is1904 bool) (float64, bool) {
	if is1904 && (f.date || v >= 1) && !f.elapsed {
		v += days1904
	}
	return v, v >= 0 && v < maxSerial
}

// appendSerial adds a DateTime's text. A time of day below one is only a time;
// elapsed hours run beyond 24; a date without time of day is only a date.
func appendSerial(dst []byte, v float64, elapsed bool) []byte {
	secs := int64(math.Round(v * daySecs))
	day, sec := secs/daySecs, secs%daySecs
	if elapsed {
		day, sec = 0, secs
	}
	if day > 0 {
		switch {
		case day == 60:
			dst = append(dst, "1900-02-29"...)
		default:
			dst = serialDay(day).AppendFormat(dst, "2006-01-02")
		}
		if sec == 0 {
			return dst
		}
		dst = append(dst, ' ')
	}
	two := func(n int64) {
		if n < 10 {
			dst = append(dst, '0')
		}
		dst = strconv.AppendInt(dst, n, 10)
	}
	two(sec / 3600)
	dst = append(dst, ':')
	two(sec / 60 % 60)
	dst = append(dst, ':')
	two(sec % 60)
	return dst
}

func serialDay(day int64) time.Time {
	if day < 60 {
		day++
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(day))
}

// timeSerial is the inverse of serialDay with the time of day.
func timeSerial(t time.Time) float64 {
	day := t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
	if day < 61 {
		day--
	}
	return day
}

// formatted fills a cell from a number and the format it is shown in; its text
// is added to dst, from where the caller takes it.
func (c *Cell) formatted(dst []byte, v float64, f format, is1904 bool) []byte {
	c.Struck = f.struck
	if f.date || f.time {
		if s, ok := dateSerial(v, f, is1904); ok {
			c.Kind, c.Number, c.MonthOnly = DateTime, s, f.month
			return appendSerial(dst, s, f.elapsed)
		}
	}
	c.Kind, c.Number, c.Percent = Number, v, f.percent
	return appendNumber(dst, v)
}

// boolText is the text of a Bool.
func boolText(v bool) string {
	if v {
		return "TRUE"
	}
	return "FALSE"
}
