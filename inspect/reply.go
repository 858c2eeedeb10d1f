package inspect

import (
	"fmt"
	"slices"
)

// Answer is what a department says to a task it is to take part in (确认).
type Answer uint8

// The answers. NoAnswer is a line nobody has filled in.
const (
	NoAnswer Answer = iota
	Agrees          // 同意
	Adjusts         // 调整: it can come on other days
	Declines        // 不参加
)

var answerNames = [...]string{"", "同意", "调整", "不参加"}

// String gives the answer as reply sheets have it, empty for none.
func (a Answer) String() string { return answerNames[a] }

// ParseAnswer reads what String writes.
func ParseAnswer(s string) (Answer, bool) {
	i := slices.Index(answerNames[1:], s)
	return Answer(i + 1), i >= 0
}

// Reply is one line of a reply sheet (确认反馈).
type Reply struct {
	Source     Source
	Places     ReplyPlaces
	TaskID     string // 任务编号
	Enterprise string // 企业名称, empty where the sheet has none
	Department string // the one name all its spellings are known by
	Answer     Answer
	Windows    []Span // 可行日期: sorted, disjoint, not adjacent; empty where none are given
	Dates      string // the same as written
	Note       string // 说明
	About      string // 检查安排 the line was filled in for, empty where the sheet does not say
}

// ReplyPlaces are the columns of a reply sheet, for what is to be said of a line.
type ReplyPlaces struct{ TaskID, Department, Answer, Dates, Enterprise Place }

// Place is a column of a sheet: its number from 1, 0 for none, and its header in
// the words of the file.
type Place struct {
	Col    int
	Header string
}

// Confirmation is where a department stands towards a task it has been asked
// about. The task book keeps them, so that a later round asks only what is open.
type Confirmation struct {
	TaskID     string
	Enterprise int // index into Outcome.Enterprises
	Department string
	Answer     Answer // its latest reply, NoAnswer while there is none
	Windows    []Span // with Adjusts, the days it gave
	Note       string
	About      string   // the arrangement an agreement is to, as Task.Arrangement words it
	From       Source   // the reply; zero for none
	Also       []string // other lines that have said the same without saying of which arrangement, as Source.String
	// Entries are its entries the task was about, and Now the number of the task
	// they are in: another where they had to leave it, empty for none.
	Entries []Source
	Now     string
}

// Standing is how far a confirmation holds.
type Standing uint8

// The standings.
const (
	Open  Standing = iota // unanswered, or agreed to another arrangement than there is now
	Held                  // agreed to, or on the days given
	Unmet                 // there is no place on the days given
	Out                   // takes no part
	Ended                 // the task is no more
)

// Standing tells how far the confirmation holds for the task its entries are in
// now, nil for none.
func (c *Confirmation) Standing(t *Task) Standing {
	switch {
	case c.Answer == Declines:
		return Out
	case t == nil && c.Answer == Adjusts:
		return Unmet
	case t == nil:
		return Ended
	case c.Answer == Adjusts && t.Within(c.Windows), c.Answer == Agrees && c.About == t.Arrangement():
		return Held
	}
	return Open
}

// Within reports whether all the task's days lie in windows.
func (t *Task) Within(windows []Span) bool {
	for d := t.Date; d <= t.Last(); d++ {
		if (d == t.Date || d == t.Last() || slices.Contains(t.Days, d)) && !slices.ContainsFunc(windows, func(w Span) bool { return w.Contains(d) }) {
			return false
		}
	}
	return true
}

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// Arrangement words a task's time for a letter: 5月12日（周三）上午,
// 5月12日（周三）至5月13日上午. Reply sheets say by it what they are about.
func (t *Task) Arrangement() string {
	first := fmt.Sprintf("%s（%s）", t.Date.Short(), weekdays[t.Date.Weekday()])
	last := t.Last()
	switch {
	case t.HalfDays == 1:
		return first + t.Half.Chinese()
	case t.HalfDays == 2 && t.Half == Morning:
		return first + "全天"
	case t.HalfDays%2 == 1 && t.Half == Morning:
		return first + "至" + last.Short() + "上午"
	}
	return first + "至" + last.Short()
}

// Standings tells how far each of the book's confirmations holds. A department
// that has taken its entries out of a later task takes no part in the one they
// came from either.
func (o *Outcome) Standings() []Standing {
	tasks := make(map[string]*Task, len(o.Tasks))
	for i := range o.Tasks {
		tasks[o.Tasks[i].ID] = &o.Tasks[i]
	}
	declined := map[Source]bool{}
	for i := range o.Confirmations {
		if c := &o.Confirmations[i]; c.Answer == Declines {
			for _, s := range c.Entries {
				declined[s] = true
			}
		}
	}
	list := make([]Standing, len(o.Confirmations))
	for i := range o.Confirmations {
		c := &o.Confirmations[i]
		list[i] = c.Standing(tasks[c.Now])
		if list[i] == Unmet && slices.ContainsFunc(c.Entries, func(s Source) bool { return declined[s] }) {
			list[i] = Out
		}
	}
	return list
}
