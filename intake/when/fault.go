package when

import (
	"fmt"
	"strings"
)

// The codes of faults.
const (
	BadDate   = "bad_date"       // cannot be read, can be read in two ways, or does not exist
	Backwards = "date_backwards" // ends before it begins
	Undecided = "date_undecided" // 待定, 另行通知
	NoYear    = "no_year"        // neither the text nor its surroundings give a year
	NoPeriod  = "no_period"      // an open end, and the period is not known

	// OutsideColumn is a date that does not lie in the stretch of time its
	// column stands for.
	OutsideColumn = "outside_column"
)

// Fault is why a text gives no dates. Message begins with the text in quotation
// marks, so that a column's name can stand before it.
type Fault struct{ Code, Message, Hint string }

// Spellings anyone can follow, shown with whatever cannot be read.
const spellings = "请写成 2021-05-10、2021年5月10日-5月20日、2021年5月上旬、2021年第二季度 这样的形式"

var hints = map[string]string{
	BadDate:   spellings,
	Backwards: "请核对开始和结束日期",
	Undecided: "请定下检查日期或大致时段（如 5月下旬）后再报",
	NoYear:    "请补上年份，如 2021年5月10日，或用 --period 指明计划期",
	NoPeriod:  "请写明起止日期，或用 --period 指明计划期",

	OutsideColumn: "请写到相应的列里，或改正日期",
}

// newFault words a fault of a text.
func newFault(code, text, format string, args ...any) *Fault {
	return &Fault{Code: code, Message: "“" + clip(text) + "”" + fmt.Sprintf(format, args...), Hint: hints[code]}
}

// of gives the fault of a part of a text as that of the text.
func (f *Fault) of(part, text string) *Fault {
	g := *f
	if rest, ok := strings.CutPrefix(f.Message, "“"+clip(part)+"”"); ok {
		g.Message = "“" + clip(text) + "”" + rest
	}
	return &g
}

// noSuchDay words a date the calendar does not have; single: the text is that
// date and nothing else. It is well written, so its hint shows no spellings.
func noSuchDay(text string, single bool, missing string) *Fault {
	words := "中有不存在的日期：%s"
	if single {
		words = "不存在：%s"
	}
	f := newFault(BadDate, text, words, missing)
	f.Hint = "请核对后改成实际的日期"
	return f
}

// clip makes a text fit for a message: one line, not too long.
func clip(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	const most = 40
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "…"
	}
	return text
}
