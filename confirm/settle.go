package confirm

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
)

// answer is a reply that has its part.
type answer struct {
	part  Part
	reply *inspect.Reply
}

// byPart puts the replies that say something to the parts they are for, each
// part's together, in the order of parts.
func (r *Round) byPart(replies []inspect.Reply) [][]answer {
	sorted := slices.Clone(replies)
	slices.SortStableFunc(sorted, func(a, b inspect.Reply) int { return inspect.CompareSource(a.Source, b.Source) })
	of := map[Part][]answer{}
	var order []Part
	for i := range sorted {
		x := &sorted[i]
		if x.Answer == inspect.NoAnswer {
			continue
		}
		k, ok := r.partOf(x)
		if !ok {
			r.Rejected++
			continue
		}
		if c := r.readBefore(x, k.Department); c != nil {
			r.outdated(c, x, r.taskNow(c))
			continue
		}
		if of[k] == nil {
			order = append(order, k)
		}
		of[k] = append(of[k], answer{k, x})
	}
	slices.SortFunc(order, func(a, b Part) int {
		return cmp.Or(strings.Compare(a.Task, b.Task), strings.Compare(a.Department, b.Department))
	})
	var groups [][]answer
	for _, k := range order {
		groups = append(groups, of[k])
	}
	return groups
}

// partOf finds the part a reply is for. One to a task that the department's
// entries had to leave is to the task they are in now.
func (r *Round) partOf(x *inspect.Reply) (Part, bool) {
	task, exists := r.tasks[x.TaskID]
	asked := r.asked(x.TaskID)
	if !exists && len(asked) == 0 {
		r.problem(x, diag.Error, "no_task", "任务编号", x.TaskID, "请照抄“任务安排”里的任务编号；任务书要给最近的一份",
			"任务书里没有任务 %s", x.TaskID)
		return Part{}, false
	}
	among := asked
	if exists {
		among = slices.Compact(slices.Sorted(slices.Values(append(r.departments(task), asked...))))
	}
	department := x.Department
	if !slices.Contains(among, department) {
		var ok bool
		if department, ok = r.in.Among(x.Department, among); !ok {
			r.problem(x, diag.Error, "not_in_task", "部门", x.Department, "请核对任务编号和部门",
				"任务 %s 没有“%s”，参加的是%s", x.TaskID, x.Department, strings.Join(among, "、"))
			return Part{}, false
		}
	}
	if exists && !r.sameEnterprise(x, r.book.Tasks[task].Enterprise) {
		return Part{}, false
	}
	k := Part{x.TaskID, department}
	here, elsewhere, nowhere := r.partEntries(r.said[k])
	if len(here)+len(elsewhere) == 0 && !slices.ContainsFunc(nowhere, func(e int) bool { return r.noPlace[e] }) && r.said[k].Answer != inspect.Declines {
		r.problem(x, diag.Error, "no_task", "任务编号", x.TaskID, "任务已经取消；还要检查的，请报计划重新碰撞",
			"任务 %s 已经从“任务清单”里删去", x.TaskID)
		return Part{}, false
	}
	if len(here) == 0 && len(elsewhere) > 0 {
		if now := (Part{r.book.Tasks[r.taskOf[elsewhere[0]]].ID, department}); r.said[now] != nil {
			return now, true
		}
	}
	return k, true
}

// readBefore gives what an earlier round has made of the very line; nil for a
// new one. Its entries may be in another task by now, where something else has
// been said: the line does not speak again.
func (r *Round) readBefore(x *inspect.Reply, department string) *inspect.Confirmation {
	for _, c := range r.read[x.Source.String()] {
		on := about(x, r.taskNow(c))
		if c.Department == department && repeats(c, x) && c.Note == x.Note && (on == "" || on == c.About) {
			return c
		}
	}
	return nil
}

// repeats reports whether a reply says what the book has already.
func repeats(c *inspect.Confirmation, x *inspect.Reply) bool {
	return c.Answer == x.Answer && (x.Answer != inspect.Adjusts || slices.Equal(c.Windows, x.Windows))
}

// sameEnterprise reports whether a line may be used by what it calls its task's
// enterprise. Another spelling is warned of; where it is the name of another
// enterprise of the book, nobody knows which of the two is meant.
func (r *Round) sameEnterprise(x *inspect.Reply, of int) bool {
	name, written := r.book.Enterprises[of].Name, squeeze(x.Enterprise)
	if written == "" || written == squeeze(name) {
		return true
	}
	severity, then, used := diag.Warning, "按任务编号处理", true
	if slices.ContainsFunc(r.book.Enterprises, func(e inspect.Enterprise) bool { return squeeze(e.Name) == written }) {
		severity, then, used = diag.Error, "不知道说的是哪一家，没有采用", false
	}
	r.problem(x, severity, "task_name_differs", "企业名称", x.Enterprise, "请核对任务编号和企业名称",
		"任务 %s 的企业是“%s”，这一行写的是“%s”，%s", x.TaskID, name, x.Enterprise, then)
	return used
}

func squeeze(s string) string {
	return strings.NewReplacer("（", "(", "）", ")").Replace(strings.Join(strings.Fields(s), ""))
}

// settle takes in the replies to one part.
func (r *Round) settle(group []answer) {
	c := r.said[group[0].part]
	t := r.taskNow(c)
	group = r.current(c, t, group)
	if len(group) == 0 {
		return
	}
	first := group[0].reply
	if i := slices.IndexFunc(group, func(a answer) bool { return !alike(a.reply, first) }); i > 0 {
		r.contradictory(c, group, group[i].reply)
		return
	}
	var lines []string
	for _, a := range group {
		if first.Answer != inspect.Declines && about(a.reply, t) == "" {
			lines = append(lines, a.reply.Source.String())
		}
	}
	if same(c, first, t) {
		c.Also = slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(c.Also), lines...))))
		r.outdated(c, first, t)
		return
	}
	if r.take(c, first) {
		c.Also = slices.DeleteFunc(lines, func(l string) bool { return l == first.Source.String() })
	}
}

// alike reports whether two replies say the same.
func alike(a, b *inspect.Reply) bool {
	return a.Answer == b.Answer && slices.Equal(a.Windows, b.Windows)
}

// contradictory refuses replies of which two say different things.
func (r *Round) contradictory(c *inspect.Confirmation, group []answer, second *inspect.Reply) {
	r.Rejected += len(group)
	none := "都没有用"
	if len(group) == 2 {
		none = "两条都没有用"
	}
	for _, b := range group {
		other := group[0].reply
		if alike(b.reply, other) {
			other = second
		}
		r.problem(b.reply, diag.Error, "contradictory_reply", "确认", b.reply.Answer.String(), "请与该部门核实，只留一种答复",
			"%s对任务 %s 另有不一样的答复：%s（%s），%s", c.Department, c.TaskID, says(other), position(other, "确认"), none)
	}
}

// says words a reply.
func says(x *inspect.Reply) string {
	if x.Answer == inspect.Adjusts {
		return fmt.Sprintf("调整（%s）", x.Dates)
	}
	return x.Answer.String()
}

// ownWords is how reply sheets say what they are about; see Task.Arrangement.
var ownWords = regexp.MustCompile(`^\d{1,2}月\d{1,2}日(?:（周.）.*)?$`)

// about gives the arrangement a reply is to, empty where it does not say so in
// the sheet's own words.
func about(x *inspect.Reply, t *inspect.Task) string {
	switch s := strings.TrimSpace(x.About); {
	case !ownWords.MatchString(s):
		return ""
	case t != nil && s == t.Date.Short(): // a plain date
		return t.Arrangement()
	default:
		return s
	}
}

// current leaves out replies that later ones have overtaken: those to an
// arrangement that is no more, where a reply to the present one is known.
func (r *Round) current(c *inspect.Confirmation, t *inspect.Task, group []answer) []answer {
	now := ""
	if t != nil {
		now = t.Arrangement()
	}
	latest := slices.ContainsFunc(group, func(a answer) bool { return now != "" && about(a.reply, t) == now })
	var list []answer
	for _, a := range group {
		on := about(a.reply, t)
		if on == "" || on == now || !latest && (c.Answer == inspect.NoAnswer || c.About == on) {
			list = append(list, a)
			continue
		}
		r.overtaken(a.reply, on)
	}
	return list
}

// taskNow gives the task a part's entries are in, its own where they are in none
// but it stands; nil where it is no more.
func (r *Round) taskNow(c *inspect.Confirmation) *inspect.Task {
	if _, elsewhere, _ := r.partEntries(c); len(elsewhere) > 0 {
		return &r.book.Tasks[r.taskOf[elsewhere[0]]]
	}
	if i, ok := r.tasks[c.TaskID]; ok {
		return &r.book.Tasks[i]
	}
	return nil
}

// same reports whether a reply of another line adds nothing to what the book has:
// it is to the same arrangement, or what was said holds as things are.
func same(c *inspect.Confirmation, x *inspect.Reply, t *inspect.Task) bool {
	on := about(x, t)
	return repeats(c, x) && c.Note == x.Note && (x.Answer == inspect.Declines || on != "" && on == c.About || c.Standing(t) == inspect.Held)
}

// overtaken tells of a reply to an arrangement that is no more, where the
// department has answered since.
func (r *Round) overtaken(x *inspect.Reply, on string) {
	r.problem(x, diag.Info, "outdated_reply", "确认", x.Answer.String(), "", "这条答复是对以前的安排（%s）填的，该部门后来另有答复，以后来的为准", on)
}

// outdated tells of an agreement to an arrangement that is no more.
func (r *Round) outdated(c *inspect.Confirmation, x *inspect.Reply, t *inspect.Task) {
	if x.Answer == inspect.Agrees && t != nil && c.About != t.Arrangement() {
		r.problem(x, diag.Info, "outdated_reply", "确认", x.Answer.String(), "",
			"同意的是原来的安排（%s），任务 %s 现在是%s，请该部门再确认", c.About, c.TaskID, t.Arrangement())
	}
}

// take takes one reply in; false where it cannot be used.
func (r *Round) take(c *inspect.Confirmation, x *inspect.Reply) bool {
	t := r.taskNow(c)
	here, elsewhere, nowhere := r.partEntries(c)
	all := slices.Concat(here, elsewhere, nowhere)
	ok := true
	switch x.Answer {
	case inspect.Agrees:
		ok = r.agree(c, x, t, len(here)+len(elsewhere) > 0, nowhere)
	case inspect.Adjusts:
		ok = r.adjust(c, x, all, nowhere)
	case inspect.Declines:
		for _, e := range all {
			r.gone[e] = true
			delete(r.loose, e)
			delete(r.bound, e)
		}
	}
	if !ok {
		r.Rejected++
		return false
	}
	r.fresh[Part{c.TaskID, c.Department}] = true
	c.Answer, c.Note, c.From, c.Windows = x.Answer, x.Note, x.Source, nil
	if x.Answer == inspect.Adjusts {
		c.Windows = x.Windows
	}
	if c.About = about(x, t); c.About == "" && t != nil {
		c.About = t.Arrangement()
	}
	r.outdated(c, x, t)
	return true
}

// agree takes an agreement in. A department that had left agrees to come along
// where the task stands.
func (r *Round) agree(c *inspect.Confirmation, x *inspect.Reply, t *inspect.Task, in bool, nowhere []int) bool {
	if in {
		return true
	}
	if t == nil {
		r.problem(x, diag.Error, "no_task", "确认", x.Answer.String(), "请填“调整”并写明可行日期",
			"任务 %s 已经取消，不能同意", c.TaskID)
		return false
	}
	for _, e := range nowhere {
		r.entries[e].Windows = []inspect.Span{{From: t.Date, To: t.Last()}}
		r.loose[e], r.bound[e] = true, true
	}
	return true
}

// adjust takes the days a department gives for its entries: those in the period
// that are working days.
func (r *Round) adjust(c *inspect.Confirmation, x *inspect.Reply, entries, nowhere []int) bool {
	windows, fault := r.usable(x)
	if fault.Code != "" {
		r.problem(x, diag.Error, fault.Code, "可行日期", x.Dates, fault.Hint, "%s", fault.Message)
		return false
	}
	for _, e := range entries {
		if n := r.entries[e].HalfDays; !r.room(windows, n) {
			r.problem(x, diag.Error, "reply_too_short", "可行日期", x.Dates, "请写连续够用的日子",
				"任务 %s 里%s的检查要%s天，可行日期“%s”放不下", c.TaskID, c.Department, inspect.FormatHalfDays(n), x.Dates)
			return false
		}
	}
	for _, e := range entries {
		if planned := r.in.Book.Entries[e].Windows; !covers(planned, windows) {
			r.problem(x, diag.Info, "reply_outside_plan", "可行日期", x.Dates, "",
				"可行日期“%s”有的不在原计划的检查时间（%s）之内；答复比计划新，按答复办", x.Dates, spansText(planned))
			break
		}
	}
	for _, e := range entries {
		r.entries[e].Windows = windows
		r.bound[e] = true
	}
	for _, e := range nowhere {
		delete(r.gone, e)
		r.loose[e] = true
	}
	return true
}

// usable cuts the days given to the period, and says what is wrong with them.
func (r *Round) usable(x *inspect.Reply) ([]inspect.Span, diag.Problem) {
	var cut []inspect.Span
	outside := false
	for _, w := range x.Windows {
		in, ok := w.Intersect(r.book.Period)
		outside = outside || !ok || in != w
		if ok {
			cut = append(cut, in)
		}
	}
	works := func(w inspect.Span) bool {
		return slices.ContainsFunc(r.working, func(d inspect.Date) bool { return w.Contains(d) })
	}
	switch {
	case len(cut) == 0:
		return nil, diag.Problem{Code: "out_of_period", Hint: "请写本期之内的日子",
			Message: fmt.Sprintf("可行日期“%s”不在本期（%s）之内", x.Dates, r.book.Period)}
	case !slices.ContainsFunc(cut, works):
		return nil, diag.Problem{Code: "no_working_day", Hint: "请写工作日",
			Message: fmt.Sprintf("可行日期“%s”里没有工作日", x.Dates)}
	case outside:
		r.problem(x, diag.Warning, "dates_outside", "可行日期", x.Dates, "",
			"可行日期“%s”有的不在本期（%s）之内，只用本期的", x.Dates, r.book.Period)
	}
	return slices.DeleteFunc(cut, func(w inspect.Span) bool { return !works(w) }), diag.Problem{}
}

// room reports whether an entry of so many half-days fits into windows.
func (r *Round) room(windows []inspect.Span, halfDays int) bool {
	days := (halfDays + 1) / 2
	for i := 0; i+days <= len(r.working); i++ {
		if slices.ContainsFunc(windows, func(w inspect.Span) bool { return w.Contains(r.working[i]) && w.Contains(r.working[i+days-1]) }) {
			return true
		}
	}
	return false
}

// covers reports whether all days of windows lie in those planned.
func covers(planned, windows []inspect.Span) bool {
	for _, w := range windows {
		if !slices.ContainsFunc(planned, func(p inspect.Span) bool { return p.From <= w.From && w.To <= p.To }) {
			return false
		}
	}
	return true
}

// spansText words days: 5月10日至5月14日、5月20日.
func spansText(windows []inspect.Span) string {
	var parts []string
	for _, w := range windows {
		parts = append(parts, w.Short())
	}
	return strings.Join(parts, "、")
}

func position(x *inspect.Reply, column string) diag.Position {
	at := map[string]inspect.Place{"任务编号": x.Places.TaskID, "部门": x.Places.Department, "确认": x.Places.Answer, "可行日期": x.Places.Dates, "企业名称": x.Places.Enterprise}[column]
	return diag.Position{File: x.Source.File, Sheet: x.Source.Sheet, Row: x.Source.Row, Column: cmp.Or(at.Header, column), Col: at.Col, Text: x.Source.Text}
}

func (r *Round) problem(x *inspect.Reply, severity diag.Severity, code, column, value, hint, format string, args ...any) {
	r.Problems.Add(diag.Problem{Severity: severity, Code: code, Position: position(x, column), Value: value,
		Message: fmt.Sprintf(format, args...), Hint: hint})
}
