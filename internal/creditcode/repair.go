package creditcode

import "slices"

// twins are the characters taken for one another in print and by hand.
var twins = [256]byte{
	'0': 'O', 'O': '0', '1': 'I', 'I': '1', '2': 'Z', 'Z': '2', '5': 'S', 'S': '5', '8': 'B', 'B': '8',
}

// maxTwins bounds the characters of a code whose twin is tried; with more the
// code is not repaired. 18-character codes have no free choice but 8/B.
const maxTwins = 10

// Repairs gives all valid codes that differ from a wrong one by misread
// characters (0/O, 1/I, 2/Z, 5/S, 8/B, any number of them), by one swap of
// neighbours, or by one wrong character; sorted, each once. A valid code, and
// one that a spreadsheet rounded, has none.
//
// One wrong character alone allows a repair at almost every place, so a repair
// says little by itself: it has to be the code of a known enterprise.
func Repairs(s string) []string {
	s = Clean(s)
	if n := len(s); n != 18 && n != 15 && n != 9 || kindOf(s) != None || Damaged(s) {
		return nil
	}
	for i := range len(s) {
		if orgValue[s[i]] < 0 {
			return nil
		}
	}
	var found []string
	try := func(b []byte) {
		if kindOf(b) != None && !rounded(string(b)) {
			found = append(found, string(b))
		}
	}
	misread([]byte(s), 0, maxTwins, try)
	b := []byte(s)
	for i := 0; i+1 < len(b); i++ {
		b[i], b[i+1] = b[i+1], b[i]
		try(b)
		b[i], b[i+1] = b[i+1], b[i]
	}
	for i, was := range b {
		for _, c := range []byte(alphabetAt(len(b), i)) {
			b[i] = c
			try(b)
		}
		b[i] = was
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// misread tries every choice between the characters from i on and their twins.
func misread(b []byte, i, left int, try func([]byte)) {
	for ; i < len(b); i++ {
		was, twin := b[i], twins[b[i]]
		if twin == 0 || !fits(len(b), i, twin) {
			continue
		}
		if !fits(len(b), i, was) { // it can only be the twin
			b[i] = twin
			misread(b, i+1, left, try)
			b[i] = was
			return
		}
		if left == 0 {
			return
		}
		left--
		b[i] = twin
		misread(b, i+1, left, try)
		b[i] = was
	}
	try(b)
}

// fits reports whether a code of length n may have c at place i.
func fits(n, i int, c byte) bool {
	digit := c >= '0' && c <= '9'
	switch {
	case n == 15 || n == 18 && i >= 2 && i < 8:
		return digit
	case n == 18:
		return usccValue[c] >= 0
	}
	return i < 8 || digit || c == 'X'
}

// alphabetAt gives the characters a code of length n may have at place i.
func alphabetAt(n, i int) string {
	switch {
	case n == 15 || n == 18 && i >= 2 && i < 8:
		return "0123456789"
	case n == 18:
		return usccAlphabet
	case i == 8:
		return "0123456789X"
	}
	return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
}
