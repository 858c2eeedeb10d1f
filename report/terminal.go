package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter/tw"

	"liancha/inspect"
	"liancha/internal/diag"
)

const (
	// sameKind is how many problems of a kind are shown (contract section 1).
	sameKind = 20
	// firstFew is how many entries left out are shown for a reason.
	firstFew = 3
)

var severityColours = map[diag.Severity]string{diag.Error: "\x1b[31m", diag.Warning: "\x1b[33m", diag.Info: "\x1b[36m"}

const colourOff = "\x1b[0m"

// Problems writes problems as people read them on a terminal: the graver first,
// those of a kind together in the order of their places, the hint below, at
// most twenty of a kind.
func Problems(w io.Writer, problems diag.List, colour bool) error {
	out := bufio.NewWriter(w)
	for _, kind := range byKind(problems) {
		for i, p := range kind {
			if i == sameKind {
				fmt.Fprintf(out, "同类问题另有 %d 处\n", len(kind)-sameKind)
				break
			}
			if colour && p.File != "" {
				fmt.Fprintf(out, "%s%s%s: %s [%s]\n", severityColours[p.Severity], oneLine(p.Position.String()), colourOff, oneLine(p.Message), p.Code)
			} else {
				fmt.Fprintf(out, "%s\n", oneLine(p.String()))
			}
			if p.Hint != "" {
				fmt.Fprintf(out, "    %s\n", oneLine(p.Hint))
			}
		}
	}
	return out.Flush()
}

// byKind groups problems by severity and code.
func byKind(problems diag.List) []diag.List {
	sorted := slices.Clone(problems)
	sorted.Sort()
	var kinds []diag.List
	for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Info} {
		at := map[string]int{}
		first := len(kinds)
		for _, p := range sorted {
			if p.Severity != s {
				continue
			}
			i, seen := at[p.Code]
			if !seen {
				i = len(kinds)
				at[p.Code] = i
				kinds = append(kinds, nil)
			}
			kinds[i] = append(kinds[i], p)
		}
		slices.SortFunc(kinds[first:], func(a, b diag.List) int { return strings.Compare(a[0].Code, b[0].Code) })
	}
	return kinds
}

// oneLine keeps text from the input from breaking lines or steering the
// terminal.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0:
			return -1
		}
		return r
	}, s)
}

// Summary writes what came out, as tables: before and after, how far from the
// best, what was left out and why, how many problems. columns is the width of
// the terminal, 0 for none.
func Summary(w io.Writer, columns int, o *inspect.Outcome, problems diag.List) error {
	s := o.Stats
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "联合检查　%s（工作日 %d 天）\n", o.Period, len(o.WorkingDays))
	fmt.Fprintf(out, "读入 %d 个文件 %d 行，计划 %d 条，企业 %d 家\n\n", s.Files, s.Rows, s.Entries, s.Enterprises)
	r := newView(o).relief()
	err := Table(out, columns, []string{"", "各自检查", "联合检查", "减少"}, [][]string{
		changeRow("上门检查（次）", s.VisitsIfSeparate, s.Visits),
		changeRow("企业被打扰（半天）", r.halfDaysBefore, r.halfDaysAfter),
		changeRow("被查 3 次以上的企业（家）", r.oftenBefore, r.oftenAfter),
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(out)
	rows := [][]string{{figureScheduled, strconv.Itoa(s.Scheduled), strconv.Itoa(s.EntriesBound), boundText(s.Scheduled, s.EntriesBound)}}
	if s.ClassBound < s.EntriesBound {
		rows = append(rows, []string{figureInClass, strconv.Itoa(s.Scheduled), strconv.Itoa(s.ClassBound), boundText(s.Scheduled, s.ClassBound)})
	}
	err = Table(out, columns, []string{"", "数量", "理论上限", ""}, rows)
	if err != nil {
		return err
	}
	if err := Table(out, columns, []string{"", "数量", "理论下限", ""}, [][]string{
		{"检查任务（项）", strconv.Itoa(s.Visits), strconv.Itoa(s.VisitsBound), boundText(s.Visits, s.VisitsBound)},
		{"其中联合检查（项）", strconv.Itoa(s.JointVisits), "", fmt.Sprintf("占 %.1f%%", 100*ratio(s.JointVisits, s.Visits))},
	}); err != nil {
		return err
	}
	if err := leftOut(out, columns, o); err != nil {
		return err
	}
	if n := inspect.Undecided(o.Reviews); n > 0 {
		fmt.Fprintf(out, "\n疑似同一企业 %d 组，请在“%s”中确认\n", n, SheetReview)
	}
	if len(problems) > 0 {
		fmt.Fprintf(out, "\n数据问题%s\n", countText(problems))
	}
	return out.Flush()
}

func changeRow(name string, before, after int) []string {
	drop := ""
	if before > 0 {
		drop = fmt.Sprintf("%.1f%%", 100*float64(before-after)/float64(before))
	}
	return []string{name, strconv.Itoa(before), strconv.Itoa(after), drop}
}

// boundText says what a bound proves.
func boundText(n, bound int) string {
	if n == bound {
		return "已证明最优"
	}
	return gapText(n, bound)
}

// Widths of the table of what was left out, in columns of a terminal. With its
// lines and spaces it fits the 80 columns a terminal opens with. Every reason's
// name has room in one line, so that with the number below it is never longer
// than the enterprise and the department beside it.
const (
	reasonWidth = 18
	whoseWidth  = 26
	remedyWidth = 26

	usualColumns = 80
	widestText   = 44 // of a column on a wide terminal
	remedyShown  = 4  // lines of a remedy at most
)

// leftOut shows what was left out, by reason, the first few of each.
func leftOut(out io.Writer, columns int, o *inspect.Outcome) error {
	if len(o.Unscheduled) == 0 {
		return nil
	}
	byCode := map[string][]*inspect.Unscheduled{}
	for i := range o.Unscheduled {
		u := &o.Unscheduled[i]
		byCode[u.Code] = append(byCode[u.Code], u)
	}
	whoseWidth, remedyWidth := whoseWidth, remedyWidth
	switch more := columns - usualColumns; {
	case columns == 0: // a file: as on a usual terminal
	case more < 0:
		whoseWidth, remedyWidth = max(whoseWidth+more/2, narrowest), max(remedyWidth+(more-1)/2, narrowest)
	default:
		whoseWidth, remedyWidth = min(whoseWidth+more/2, widestText), min(remedyWidth+more-more/2, widestText)
	}
	fmt.Fprintf(out, "\n没有排入 %d 条：\n", len(o.Unscheduled))
	var rows [][]string
	for _, r := range reasonNames {
		us := byCode[r.code]
		for i, u := range us[:min(len(us), firstFew)] {
			reason := ""
			if i == 0 {
				reason = fold(r.name, reasonWidth) + fmt.Sprintf("\n%d 条", len(us))
			}
			e := &o.Entries[u.Entry]
			why := cmpOr(u.Remedy, u.Reason)
			if u.Code == "out_of_period" {
				why = windowText(e.Windows) // which is all there is to say
			}
			whose := fold(oneLine(o.Enterprises[o.EntryOf[u.Entry]].Name), whoseWidth) + "\n　" + strings.ReplaceAll(fold(oneLine(e.Department), whoseWidth-2), "\n", "\n　")
			rows = append(rows, []string{reason, whose, fold(cut(why, remedyShown*remedyWidth-1), remedyWidth)})
		}
		if len(us) > firstFew {
			rows = append(rows, []string{"", fmt.Sprintf("……另有 %d 条", len(us)-firstFew), ""})
		}
	}
	return Table(out, columns, []string{"原因", "企业、部门", "怎样能排入，或为什么不能"}, rows)
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// cut shortens text to a width in columns of a terminal.
func cut(s string, width int) string {
	s = oneLine(s)
	if n := fitting(s, width); n < len(s) {
		return s[:n] + "…"
	}
	return s
}

// fold breaks text into lines of a width in columns of a terminal.
func fold(s string, width int) string {
	var lines []string
	for n := fitting(s, width); n < len(s); n = fitting(s, width) {
		n = beforeMark(s, wholeWord(s, n))
		lines = append(lines, strings.TrimRight(s[:n], " "))
		s = strings.TrimLeft(s[n:], " ")
	}
	return strings.Join(append(lines, s), "\n")
}

// wholeWord moves a break back before the figures or letters it would part, from
// one another or from what they count (4月), unless they fill half the line.
func wholeWord(s string, n int) int {
	at := n
	for at > n/2 && (s[at-1] >= '0' && s[at-1] <= '9' || s[at-1] == '-' || s[at-1]|0x20 >= 'a' && s[at-1]|0x20 <= 'z') {
		at--
	}
	if at > n/2 {
		return at
	}
	return n
}

// beforeMark moves a break back so that no line begins with a mark that closes
// something, nor ends with one that opens it, unless that would leave too little
// of the line.
func beforeMark(s string, n int) int {
	for at := n; at > n/2; {
		next, _ := utf8.DecodeRuneInString(s[at:])
		last, size := utf8.DecodeLastRuneInString(s[:at])
		if !strings.ContainsRune("，。、；：！？）】》”’…·%）,.;:!?)", next) && !strings.ContainsRune("（【《“‘(", last) {
			return at
		}
		at -= size
	}
	return n
}

// fitting is how many bytes of a text fit a width in columns of a terminal; one
// character at least.
func fitting(s string, width int) int {
	used := 0
	for i, r := range s {
		if used += runeWidth(r); used > width && i > 0 {
			return i
		}
	}
	return len(s)
}

// aligns puts columns of figures to the right.
func aligns(rows [][]string) []tw.Align {
	var as []tw.Align
	for c := range rows[0] {
		a := tw.AlignRight
		for _, r := range rows {
			if strings.Trim(r[c], "0123456789.%-") != "" {
				a = tw.AlignLeft
			}
		}
		as = append(as, a)
	}
	return as
}
