package collide

import "strings"

// A code that is not valid is not evidence for an enterprise, but it can be
// evidence against one: people mistype a character or two, not half a code.

// farFromCode reports whether a code that is not valid cannot have been meant
// for an enterprise with the codes c.
func farFromCode(broken string, c codes) bool {
	switch len(broken) {
	case 0:
		return false
	case 9:
		return c.org != "" && errors(broken, c.org) > mostErrors
	}
	return c.uscc != "" && farBroken(broken, c.uscc)
}

// mostErrors is how many characters of a code are mistyped at once, at most.
const mostErrors = 4

// farBroken reports whether two codes, of which at least one is not valid,
// cannot have been meant for the same. Only codes of nearly one length are
// compared, and of a number that a spreadsheet has made of a code the digits it
// has left.
func farBroken(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	if x, y := leftDigits(a), leftDigits(b); x != "" || y != "" {
		if x == "" {
			x = a
		}
		if y == "" {
			y = b
		}
		n := min(len(x), len(y))
		return n > 1 && x[:n-1] != y[:n-1] // the last may have been rounded
	}
	if len(a) < 15 || len(b) < 15 || max(len(a), len(b))-min(len(a), len(b)) > 2 {
		return false
	}
	return errors(a, b) > mostErrors
}

// leftDigits gives the digits of 9.13201E+17, nothing for any other code.
func leftDigits(s string) string {
	mantissa, _, ok := strings.Cut(s, "E+")
	if whole, fraction, point := strings.Cut(mantissa, "."); ok && point {
		return whole + fraction
	}
	return ""
}

// errors is the number of characters to change, insert or leave out to make
// one code of another; look-alikes count as one character.
func errors(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if !alikeInCodes(a[i], b[j]) {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func alikeInCodes(a, b byte) bool {
	if a == b {
		return true
	}
	for _, pair := range []string{"0O", "1I", "2Z", "5S", "8B"} {
		if strings.IndexByte(pair, a) >= 0 && strings.IndexByte(pair, b) >= 0 {
			return true
		}
	}
	return false
}
