package table

import "strings"

// format is what a style says of the value behind it: its number format, and
// whether its font strikes it through.
type format struct {
	date    bool // shows a year, month, day or weekday
	month   bool // shows a month and no day
	time    bool // shows hours, minutes or seconds
	elapsed bool // hours, minutes or seconds that run on: [h]:mm
	percent bool
	struck  bool
}

// builtinFormat is a format that files name by number only (ECMA-376 part 1
// §18.8.30, with the Chinese meanings of 27 to 36 and 50 to 58).
func builtinFormat(id int) format {
	switch {
	case id == 9 || id == 10:
		return format{percent: true}
	case id == 17, id == 27, id == 36, id == 50, id == 52, id == 57:
		return format{date: true, month: true}
	case id >= 14 && id <= 16, id >= 28 && id <= 31, id == 51, id == 53, id == 54, id == 58:
		return format{date: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return format{time: true}
	case id == 22:
		return format{date: true, time: true}
	case id == 46:
		return format{time: true, elapsed: true}
	}
	return format{}
}

// parseFormat reads the first section of a number format, the one for positive
// numbers. Quoted and escaped text, fill characters, colours, conditions and
// locales show nothing of the value.
func parseFormat(code string) format {
	var f format
	var minute bool // an m that is a month unless hours or seconds are shown
	var day bool
	s := strings.ToLower(code)
	for _, general := range []string{"general", "g/通用格式"} {
		s = strings.ReplaceAll(s, general, "")
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '"':
			j := strings.IndexByte(s[i+1:], '"')
			if j < 0 {
				j = len(s) - i - 1
			}
			i += j + 1
		case '\\', '_', '*', '!':
			i++
		case '[':
			j := strings.IndexByte(s[i:], ']')
			if j < 0 {
				j = len(s) - i
			}
			if in := s[i+1 : min(i+j, len(s))]; in != "" && strings.Trim(in, string(in[0])) == "" && strings.ContainsRune("hms", rune(in[0])) {
				f.time, f.elapsed = true, true
			}
			i += j
		case ';':
			i = len(s)
		case '%':
			f.percent = true
		case 'd':
			f.date, day = true, true
		case 'y', 'g', 'b':
			f.date = true
		case 'e':
			// The exponent of 0.00E+00 is followed by a sign, a year is not.
			if i+1 == len(s) || s[i+1] != '+' && s[i+1] != '-' {
				f.date = true
			}
		case 'a':
			if strings.HasPrefix(s[i:], "am/pm") {
				i += 4
			} else if strings.HasPrefix(s[i:], "a/p") {
				i += 2
			} else if strings.HasPrefix(s[i:], "aaa") {
				f.date, day = true, true
			}
		case 'h', 's':
			f.time = true
		case 'm':
			minute = true
		}
	}
	if minute && !f.time {
		f.date, f.month = true, !day
	}
	if f.date || f.time {
		f.percent = false
	}
	return f
}
