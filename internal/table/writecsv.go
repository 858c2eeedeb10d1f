package table

import (
	"bufio"
	"encoding/csv"
	"io"
	"strings"
)

// WriteCSV writes rows as UTF-8 with a byte order mark, by which Excel tells
// it from GBK, and line ends of CR LF. Text that a spreadsheet would take for a
// formula is guarded; see GuardFormula.
func WriteCSV(w io.Writer, rows func(yield func([]string) bool)) error {
	b := bufio.NewWriterSize(w, 64<<10)
	b.WriteString("\ufeff")
	out := csv.NewWriter(b)
	out.UseCRLF = true
	var guarded []string
	for row := range rows {
		guarded = guarded[:0]
		for _, s := range row {
			guarded = append(guarded, GuardFormula(s))
		}
		if err := out.Write(guarded); err != nil {
			return err
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return b.Flush()
}

// GuardFormula puts an apostrophe before text that a spreadsheet reading CSV
// would compute: such as begins with = + - @, or with a tab or line end before
// one. Plain numbers are left alone.
func GuardFormula(s string) string {
	t := strings.TrimLeft(s, " \t\r\n\u3000")
	if t == "" || !strings.ContainsRune("=+-@＝＋－＠", []rune(t)[0]) {
		return s
	}
	if isNumber(t) {
		return s
	}
	return "'" + s
}

// isNumber reports whether text is a signed decimal number and nothing else.
func isNumber(s string) bool {
	digits := strings.TrimLeft(s, "+-")
	if digits == "" || len(s)-len(digits) > 1 {
		return false
	}
	return strings.Trim(digits, "0123456789") == "" || strings.Trim(strings.Replace(digits, ".", "", 1), "0123456789") == "" && digits != "."
}
