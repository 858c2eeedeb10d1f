package outdir

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxNameBytes bounds a name made from data. File systems allow 255 bytes; the
// rest is left for an extension, for what tells two alike names apart, and for
// the folders above on a Windows that stops at 260 characters a path.
const maxNameBytes = 150

// maxPartBytes is what every file system allows a name.
const maxPartBytes = 255

// forbidden are the characters Windows allows in no name, with the full-width
// ones that read the same.
var forbidden = strings.NewReplacer(
	"/", "／", `\`, "＼", ":", "：", "*", "＊", "?", "？", `"`, "＂", "<", "＜", ">", "＞", "|", "｜")

// SafeName makes a file or folder name of any text: one that Windows, Linux and
// macOS all accept, that names nothing but a file in its own folder, and that a
// person still recognises. It is idempotent. It keeps apart only what stays
// different; Set.Name keeps two alike names apart.
func SafeName(s string) string {
	s = clean(s)
	if len(s) > maxNameBytes {
		s = shorten(s)
	}
	return s
}

// clean is SafeName without its limit on length.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r): // zero-width and direction marks show nothing and hide much
			return -1
		case r == utf8.RuneError:
			return '_'
		}
		return r
	}, strings.ToValidUTF8(s, "_"))
	s = norm.NFC.String(s) // after what parted a letter from its accent has gone
	s = strings.Join(strings.Fields(forbidden.Replace(s)), " ")
	s = trimEnds(s)
	if s == "" {
		return "未命名"
	}
	if isReserved(s) || strings.HasPrefix(s, ".") || strings.HasPrefix(s, "~") {
		s = "_" + s // a leading dot hides a file, ~$ marks an office program's lock
	}
	return s
}

// trimEnds drops what Windows drops silently from the end of a name.
func trimEnds(s string) string { return strings.TrimRight(strings.TrimSpace(s), ". ") }

// shorten cuts a name and marks the cut with a digest of the whole, so that two
// long names alike at the front stay two.
func shorten(s string) string {
	sum := sha256.Sum256([]byte(s))
	mark := "~" + hex.EncodeToString(sum[:4])
	cut := maxNameBytes - len(mark)
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return norm.NFC.String(trimEnds(s[:cut])) + mark
}

// isReserved reports whether Windows takes the name for a device, whatever its
// extension.
func isReserved(s string) bool {
	base, _, _ := strings.Cut(s, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	for _, device := range []string{"COM", "LPT"} {
		if port, ok := strings.CutPrefix(base, device); ok && utf8.RuneCountInString(port) == 1 && strings.ContainsAny(port, "0123456789¹²³") {
			return true
		}
	}
	return false
}

// fold gives what two names that are one file on some system have in common.
func fold(rel string) string { return strings.ToLower(strings.ToUpper(norm.NFC.String(rel))) }
