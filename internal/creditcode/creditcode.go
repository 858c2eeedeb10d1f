// Package creditcode reads the codes that identify Chinese enterprises: the
// unified social credit code (GB 32100-2015), the organisation code (GB 11714),
// and the 15-digit registration number (GS 15-2006). It checks their check
// characters, says when a spreadsheet has rounded one, and lists the valid
// codes a misread one may have been.
//
// It knows no register: whether a code was ever given out, and which of several
// repairs is the right one, is for the caller to decide.
package creditcode

import "strings"

// Kind is the kind of a code.
type Kind uint8

// The kinds of code.
const (
	None   Kind = iota
	USCC18      // unified social credit code, 18 characters
	Org9        // organisation code, 9 characters
	Reg15       // registration number, 15 digits
)

// Code is a valid code.
type Code struct {
	Kind  Kind
	Value string // cleaned: capital letters and digits alone
}

// Org gives the organisation code a code holds: characters 9–17 of an
// 18-character code, an organisation code itself, otherwise nothing.
func (c Code) Org() string {
	switch c.Kind {
	case USCC18:
		return c.Value[8:17]
	case Org9:
		return c.Value
	}
	return ""
}

// Clean brings a code as people type it into its plain form: narrow capital
// letters, no white space (zero-width characters included), no hyphens, no
// apostrophe before it. It changes nothing that could tell two codes apart.
func Clean(s string) string {
	if plain(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r <= ' ' || r == '-' || r == '\'' || r == '`' || r == '\u00a0' || r == '\u00ad' || r == '\u3000' || r == '\ufeff':
			return -1
		case r >= '\u2000' && r <= '\u201f', r >= '\u2028' && r <= '\u202f', r >= '\u205f' && r <= '\u206f':
			return -1 // spaces, zero-width characters, hyphens, dashes, quotation marks
		case r == '−' || r == '─' || r == '﹣' || r == '\u180e':
			return -1
		}
		return r
	}, s)
}

// plain reports that there is nothing to clean.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// Parse reads a code in any of its spellings. It is ok when the check
// character is right and the code is not one that a spreadsheet has rounded.
func Parse(s string) (Code, bool) {
	s = Clean(s)
	k := kindOf(s)
	if k == None || rounded(s) {
		return Code{}, false
	}
	return Code{k, s}, true
}

// text is a code as a string, or as the bytes in which repairs are tried.
type text interface{ string | []byte }

// kindOf gives the kind of a cleaned code with a right check character.
func kindOf[T text](s T) Kind {
	switch len(s) {
	case 18:
		if c, ok := checkUSCC(s[:17]); ok && c == s[17] {
			return USCC18
		}
	case 9:
		if c, ok := checkOrg(s[:8]); ok && c == s[8] && string(s) != "000000000" {
			return Org9
		}
	case 15:
		if c, ok := checkReg(s[:14]); ok && c == s[14] && string(s[:6]) != noDivision {
			return Reg15
		}
	}
	return None
}

// noDivision stands where a code of zeros or a filler has no administrative
// division.
const noDivision = "000000"

// usccAlphabet are the characters of GB 32100-2015 in the order of their values:
// no I, O, Z, S, V.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// usccValue gives a character's value, -1 for one outside the alphabet.
var usccValue = values(usccAlphabet)

// orgValue is the same for GB 11714: 0–9, then A–Z.
var orgValue = values("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")

func values(alphabet string) (v [256]int8) {
	for i := range v {
		v[i] = -1
	}
	for i := range len(alphabet) {
		v[alphabet[i]] = int8(i)
	}
	return v
}

// CheckUSCC gives the check character of a unified social credit code's first
// 17 characters (GB 32100-2015, 5.5): weights 3^(i-1) mod 31, check value
// 31 − sum mod 31, where 31 stands for 0. It is not ok when a character is
// outside the alphabet or the administrative division (characters 3–8) is not
// six digits.
func CheckUSCC(body string) (byte, bool) { return checkUSCC(body) }

func checkUSCC[T text](body T) (byte, bool) {
	if len(body) != 17 || string(body[2:8]) == noDivision {
		return 0, false
	}
	sum, weight := 0, 1
	for i := range 17 {
		v := int(usccValue[body[i]])
		if v < 0 || i >= 2 && i < 8 && v > 9 {
			return 0, false
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return usccAlphabet[(31-sum%31)%31], true
}

// CheckOrg gives the check character of an organisation code's first 8
// characters (GB 11714): weights 3 7 9 10 5 8 4 2, check value 11 − sum mod 11,
// where 10 is written X and 11 is written 0.
func CheckOrg(body string) (byte, bool) { return checkOrg(body) }

func checkOrg[T text](body T) (byte, bool) {
	if len(body) != 8 {
		return 0, false
	}
	sum := 0
	for i, weight := range [8]int{3, 7, 9, 10, 5, 8, 4, 2} {
		v := int(orgValue[body[i]])
		if v < 0 {
			return 0, false
		}
		sum += v * weight
	}
	return "0X987654321"[sum%11], true
}

// CheckReg gives the check digit of a registration number's first 14 digits
// (GS 15-2006): ISO 7064 MOD 11,10.
func CheckReg(body string) (byte, bool) { return checkReg(body) }

func checkReg[T text](body T) (byte, bool) {
	if len(body) != 14 {
		return 0, false
	}
	p := 10
	for i := range 14 {
		if body[i] < '0' || body[i] > '9' {
			return 0, false
		}
		s := (p + int(body[i]-'0')) % 10
		if s == 0 {
			s = 10
		}
		p = s * 2 % 11
	}
	return byte('0' + (11-p)%10), true
}

// Damaged reports a code that a spreadsheet took for a number and rounded to
// its 15 significant digits: 9.13201E+17, or 18 digits of which the last three
// are 0. (Both check characters of such a code are right by chance one time in
// 341; then it is taken for what it says.)
func Damaged(s string) bool {
	s = Clean(s)
	return scientific(s) || rounded(s)
}

// rounded reports 18 digits that end in 000.
func rounded(s string) bool {
	if len(s) != 18 || !strings.HasSuffix(s, "000") || !digits(s) {
		return false
	}
	org, ok := CheckOrg(s[8:16])
	return kindOf(s) != USCC18 || !ok || org != s[16]
}

// scientific reports 9.13201E+17.
func scientific(s string) bool {
	mantissa, exponent, ok := strings.Cut(s, "E+")
	if !ok {
		if mantissa, exponent, ok = strings.Cut(s, "E"); !ok || !strings.Contains(mantissa, ".") {
			return false
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	return len(whole) == 1 && digits(whole) && digits(fraction) && exponent != "" && len(exponent) <= 2 && digits(exponent)
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
