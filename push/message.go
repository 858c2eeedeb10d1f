package push

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liancha/inspect"
)

// Notice is what a group may know of its department's tasks: how many there are
// and on which days. Tasks that are not announced beforehand are not counted and
// not hinted at; nobody and no enterprise is named, for a group has members that
// nobody here knows.
type Notice struct {
	Department string
	Period     inspect.Span
	Tasks      int // announced ones
	Joint      int // of which with other departments
	Lead       int // of which it leads
	Days       []Day
}

// Day is how many tasks begin on a day.
type Day struct {
	Date  inspect.Date
	Tasks int
}

// Notices gives every department's notice.
func Notices(o *inspect.Outcome) map[string]*Notice {
	notices := map[string]*Notice{}
	for i := range o.Entries {
		if d := o.Entries[i].Department; notices[d] == nil {
			notices[d] = &Notice{Department: d, Period: o.Period}
		}
	}
	days := map[string]map[inspect.Date]int{}
	for i := range o.Tasks {
		t := &o.Tasks[i]
		if !o.Announced(t) {
			continue
		}
		departments := departmentsOf(o, t)
		for _, d := range departments {
			n := notices[d]
			n.Tasks++
			if len(departments) > 1 {
				n.Joint++
			}
			if t.Lead == d {
				n.Lead++
			}
			if days[d] == nil {
				days[d] = map[inspect.Date]int{}
			}
			days[d][t.Date]++
		}
	}
	for d, n := range notices {
		for date, tasks := range days[d] {
			n.Days = append(n.Days, Day{date, tasks})
		}
		slices.SortFunc(n.Days, func(a, b Day) int { return int(a.Date - b.Date) })
	}
	return notices
}

func departmentsOf(o *inspect.Outcome, t *inspect.Task) []string {
	var ds []string
	for _, e := range t.Entries {
		if d := o.Entries[e].Department; !slices.Contains(ds, d) {
			ds = append(ds, d)
		}
	}
	return ds
}

// title heads a message. Robots that let only messages with a certain word in
// can be given 联合检查.
func (n *Notice) title() string { return "联合检查任务（" + n.Period.Chinese() + "）" }

// mostDays is how many days a message lists: it is read on a telephone.
const mostDays = 31

// lines words a notice, a paragraph a line, without its title.
func (n *Notice) lines(before *Record) []string {
	lines := []string{plain(n.Department) + "：本期任务书已生成。"}
	if n.Tasks > 0 {
		count := fmt.Sprintf("已排定 %d 项", n.Tasks)
		var parts []string
		if n.Joint > 0 {
			parts = append(parts, fmt.Sprintf("联合检查 %d 项", n.Joint))
		}
		if n.Lead > 0 {
			parts = append(parts, fmt.Sprintf("牵头 %d 项", n.Lead))
		}
		if len(parts) > 0 {
			count += "，其中" + strings.Join(parts, "、")
		}
		lines = append(lines, count+"。", "开始日期："+n.daysText()+"。")
	}
	lines = append(lines, "详细安排见送达本部门的任务书，请在其中的“确认反馈”里逐项回复。")
	if before != nil {
		lines = append(lines, "这次的任务书代替"+dayOf(before.At)+"的那一份，请以这次的为准。")
	}
	return lines
}

func (n *Notice) daysText() string {
	var parts []string
	for _, d := range n.Days[:min(mostDays, len(n.Days))] {
		text := d.Date.Short()
		if d.Tasks > 1 {
			text += fmt.Sprintf("（%d 项）", d.Tasks)
		}
		parts = append(parts, text)
	}
	text := strings.Join(parts, "、")
	if len(n.Days) > mostDays {
		text += fmt.Sprintf("等 %d 天", len(n.Days))
	}
	return text
}

// dayOf words the day of a time.
func dayOf(t time.Time) string { return t.Format("2006年1月2日") }

// markup are the characters that mean something to some robot: a link, a
// picture, someone called by name.
var markup = strings.NewReplacer("<", "＜", ">", "＞", "[", "［", "]", "］", "(", "（", ")", "）", "*", "＊", "_", "＿", "`", "｀", "#", "＃",
	"!", "！", "@", "＠", "~", "～", "|", "｜", `\`, "＼", "&", "＆", "\n", " ", "\r", " ")

// plain makes a text from the data one that only shows.
func plain(s string) string { return markup.Replace(s) }

// Letter is what a mail says of the book it carries. It goes to the department's
// own people, who take part in all of it.
type Letter struct {
	Department         string
	Period             inspect.Span
	Tasks, Joint, Lead int
}

// Letters gives every department's letter.
func Letters(o *inspect.Outcome) map[string]*Letter {
	letters := map[string]*Letter{}
	for i := range o.Entries {
		if d := o.Entries[i].Department; letters[d] == nil {
			letters[d] = &Letter{Department: d, Period: o.Period}
		}
	}
	for i := range o.Tasks {
		t := &o.Tasks[i]
		departments := departmentsOf(o, t)
		for _, d := range departments {
			letters[d].Tasks++
			if len(departments) > 1 {
				letters[d].Joint++
			}
			if t.Lead == d {
				letters[d].Lead++
			}
		}
	}
	return letters
}

func (l *Letter) subject(before *Record) string {
	s := oneLine(l.Department) + "联合检查任务书（" + l.Period.Chinese() + "）"
	if before != nil {
		s = "【更正】" + s
	}
	return s
}

func (l *Letter) body(file string, before *Record) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s：\n\n", oneLine(l.Department))
	if before != nil {
		fmt.Fprintf(&b, "　　这封邮件的附件代替%s发出的那一份，请以这一份为准。\n\n", dayOf(before.At))
	}
	fmt.Fprintf(&b, "　　附件“%s”是你单位%s的联合检查任务书，共 %d 项任务", oneLine(file), l.Period.Chinese(), l.Tasks)
	if l.Tasks > 0 {
		fmt.Fprintf(&b, "，其中牵头 %d 项、联合检查 %d 项", l.Lead, l.Joint)
	}
	b.WriteString("。\n\n　　请核对“任务安排”，在“确认反馈”里逐项填写同意、调整或不参加，把附件发回；检查之后在“检查结果”里填写结果，再次发回。\n\n" +
		"　　附件只供你单位参加检查的人员使用，请不要转发，也不要发到群里。\n")
	return b.String()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
