package intake

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/intake/when"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// replyRow is one row of a reply sheet (确认反馈) whose department and dates are
// still open.
type replyRow struct {
	plan  planRow
	reply inspect.Reply
	dates cellRef
	empty bool // nothing has been filled in
}

// ScanReplies is Scan that reads reply sheets, and nothing else.
func ScanReplies(s *table.Sheet) *Draft {
	sc := newScanner(s)
	sc.replies = true
	sc.run()
	return sc.draft
}

// answerText are words for the answers, in the form plain gives them: those that
// decline first, for they hold the others. What may mean either, 不同意 or 待定,
// is none of them and is asked back.
var answerText = []struct {
	words  *regexp.Regexp
	answer inspect.Answer
}{
	{regexp.MustCompile(`^(?:我局|我单位|我队|我委|我部门|本部门)?(?:因故)?(?:不参加|不参与|无法参加|不能参加|无法参与|不能参与|不去|不派人|不派员|退出|不再参加|取消参加|放弃)(?:了|检查|本次检查|此次检查|联合检查|该任务)?$`), inspect.Declines},
	{regexp.MustCompile(`^(?:需要?|须|请求?|申请|建议|拟|要求|希望)?(?:另行)?(?:调整|改期|改时间|改日期|换时间|换日期|延期|推迟|提前|变更)(?:时间|日期|检查时间|检查日期)?$|^(?:同意)?(?:参加)?[,，、;；]?(?:但|但是)?(?:需|要|须|需要|请)?(?:调整|改期)(?:时间|日期)?$`), inspect.Adjusts},
	{regexp.MustCompile(`^(?:同意|同意参加|同意安排|同意检查|无异议|没有异议|无意见|没意见|没有意见|没问题|没有问题|可以|可以参加|可|能参加|参加|按时参加|准时参加|参与|确认|已确认|确认参加|按计划参加|按安排参加|照办|ok|yes|是|好|好的|行|[√✓✔☑])$`), inspect.Agrees},
}

// answerOf reads 确认.
func answerOf(s string) (inspect.Answer, bool) {
	s = strings.TrimRight(strings.ToLower(plain(s)), "。.!！")
	for _, a := range answerText {
		if a.words.MatchString(s) {
			return a.answer, true
		}
	}
	return inspect.NoAnswer, false
}

// noteHeaders are the columns that say why.
var noteHeaders = []string{"说明", "情况说明", "备注", "附注", "原因", "理由", "备注说明", "说明原因", "原因说明", "调整原因", "不参加原因", "意见", "具体说明"}

// replyRow reads one row of a reply sheet.
func (sc *scanner) replyRow(h *header, row *table.Row) {
	r := &rowReader{sc: sc, h: h, row: row}
	p := replyRow{plan: planRow{entry: inspect.Entry{Source: sc.source(row)}}}
	p.reply = inspect.Reply{Source: p.plan.entry.Source, TaskID: taskID(r.optional(taskNumber)), Enterprise: r.optional(enterpriseName),
		Note: r.note(), Places: inspect.ReplyPlaces{TaskID: r.columnOf(taskNumber), Department: r.columnOf(department), Answer: r.columnOf(replyAnswer),
			Dates: r.columnOf(replyDates), Enterprise: r.columnOf(enterpriseName)}}
	p.plan.department = r.unit(department)
	p.plan.level = r.level(p.plan.department)
	p.reply.About = r.about()
	r.answer(&p)
	r.feasible(&p)
	if p.empty = p.reply.Answer == inspect.NoAnswer && p.dates.value == "" && !r.rejected; p.reply.TaskID == "" && !p.empty && !r.rejected {
		r.fail("no_task", r.ref(taskNumber), "没有任务编号，不知道是对哪项任务的回复", "请照抄“任务安排”里的任务编号")
	}
	p.plan.rejected = r.rejected
	if p.reply.TaskID != "" || !p.empty {
		sc.draft.replies = append(sc.draft.replies, p)
	}
}

// columnOf is where a field's column stands.
func (r *rowReader) columnOf(f field) inspect.Place {
	ref := r.ref(f)
	return inspect.Place{Col: ref.col, Header: ref.header}
}

// note gives what the row says for a reason.
func (r *rowReader) note() string {
	var parts []string
	for _, l := range r.h.labels {
		if !slices.Contains(noteHeaders, trimBrackets(normHeader(l.name))) {
			continue
		}
		if text := tidy(r.sc.grid.data(r.row, l.index).Text); !nothing(text) && !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "；")
}

// about gives the arrangement that stands in the row.
func (r *rowReader) about() string {
	cell, _ := r.cell(date, false)
	if d, ok := serialDate(cell.Number); ok && cell.Kind == table.DateTime {
		return d.Short()
	}
	return tidy(cell.Text)
}

// answer reads 确认.
func (r *rowReader) answer(p *replyRow) {
	s, ref := r.text(replyAnswer, true)
	if nothing(s) {
		return
	}
	var ok bool
	if p.reply.Answer, ok = answerOf(s); !ok {
		r.fail("bad_reply", ref, fmt.Sprintf("确认“%s”看不懂", s), "请填“同意”“调整”（写明可行日期）或“不参加”（写明原因）")
	}
}

// feasible reads 可行日期. With another answer than 调整 it changes nothing, which
// is told.
func (r *rowReader) feasible(p *replyRow) {
	cell, ref := r.cell(replyDates, p.reply.Answer == inspect.Adjusts)
	if nothing(cell.Text) {
		if p.reply.Answer == inspect.Adjusts && !r.rejected {
			r.fail("no_date", r.orAnswer(ref), "确认是“调整”，没有写可行日期", "请写明哪些日子可以，如“5月12日、13日”或“5月下旬”")
		}
		if note := p.reply.Note; p.reply.Answer == inspect.NoAnswer && note != "" && !r.rejected {
			r.warn("reply_open", r.ref(replyAnswer), fmt.Sprintf("写了说明“%s”，没有填确认，按没有回复处理", note), "请在确认栏填“同意”“调整”（写明可行日期）或“不参加”")
		}
		return
	}
	p.dates, p.reply.Dates = ref, tidy(cell.Text)
	switch p.reply.Answer {
	case inspect.Agrees, inspect.Declines:
		r.warn("dates_not_used", ref, fmt.Sprintf("确认是“%s”，可行日期“%s”没有用", p.reply.Answer, p.reply.Dates), "要改日期的，确认请填“调整”")
		return
	case inspect.NoAnswer:
		if !r.rejected {
			r.warn("reply_open", ref, fmt.Sprintf("写了可行日期“%s”，没有填确认，按没有回复处理", p.reply.Dates), "要改日期的，确认请填“调整”；同意的填“同意”")
		}
		return
	}
	expr, fault := r.sc.dateIn(cell, when.Days)
	if fault != nil {
		r.badDate(ref, fault)
		return
	}
	p.plan.dates = []plannedDate{{expr: expr, cell: ref}}
	if strings.Contains(ref.value, "上午") != strings.Contains(ref.value, "下午") {
		r.warn("half_day_open", ref, fmt.Sprintf("可行日期“%s”只说半天，排程只认到天，可能排在另半天", p.reply.Dates), "一定要在这半天的，排好后在任务清单的“时段”里改")
	}
}

// orAnswer is a cell, or that of 确认 where the table has no such column.
func (r *rowReader) orAnswer(ref cellRef) cellRef {
	if ref.col == 0 {
		return r.ref(replyAnswer)
	}
	return ref
}

// replies settles the rows of reply sheets.
func (c *combiner) replies(f *fileDrafts, d *Draft) {
	if slices.Contains(d.kinds, replyKind) || !f.ownBook() {
		c.res.Problems = append(c.res.Problems, d.notReplies()...)
	}
	home := f.home(d)
	for i := range d.replies {
		p := &d.replies[i]
		if p.empty {
			c.res.Blank++
		}
		row := settling{c: c, d: d, row: p.reply.Source.Row, rejected: p.plan.rejected}
		row.reply(f, p, &home)
	}
}

// ownBook reports a department's book as this program writes it, whose other
// sheets go without saying.
func (f *fileDrafts) ownBook() bool {
	has := func(k sheetKind) bool {
		return slices.ContainsFunc(f.drafts, func(d *Draft) bool { return slices.Contains(d.kinds, k) })
	}
	return has(replyKind) && has(taskListKind)
}

// notReplies gives the problems of a sheet's reply tables; where it has none, it
// says so.
func (d *Draft) notReplies() diag.List {
	if slices.Contains(d.kinds, replyKind) {
		return d.problems
	}
	for _, k := range d.kinds {
		if k != taskListKind && k != findingsKind && k != matchesKind {
			return diag.List{d.problem(diag.Info, "sheet_skipped", 0, cellRef{}, fmt.Sprintf("这张表是%s，不是确认反馈，没有读取", kindNames[k]), "")}
		}
	}
	if len(d.kinds) > 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(d.problems), func(p diag.Problem) bool { return p.Code != "sheet_skipped" })
}

// reply settles one row.
func (s *settling) reply(f *fileDrafts, p *replyRow, home *home) {
	x := p.reply
	departments := []inspecting{{}}
	u, ref, ok := s.unit(p.plan.department, home)
	switch {
	case ok:
		departments = s.allNamed(u, ref, &p.plan, home)
	case !p.empty:
		s.fail("no_department", s.column(department), "不知道是哪个部门的回复", "请加“部门”一列，或在标题、文件名里写明部门")
	}
	for _, o := range s.occurrences(f, p.plan.dates) {
		x.Windows = append(x.Windows, o.windows...)
	}
	if s.rejected {
		s.c.res.Rejected++
		return
	}
	x.Windows = s.c.runs(x.Windows)
	for _, d := range departments {
		x.Department = d.name
		s.c.res.Replies = append(s.c.res.Replies, x)
	}
}

// runs sorts windows and makes one of those that overlap or that only days off
// part: a department that can come on Friday and on Monday can come on both.
func (c *combiner) runs(windows []inspect.Span) []inspect.Span {
	windows = slices.Clone(windows)
	slices.SortFunc(windows, func(a, b inspect.Span) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	var joined []inspect.Span
	for _, w := range windows {
		if n := len(joined); n > 0 && (w.From <= joined[n-1].To+1 || c.after(joined[n-1].To, term{n: 1, unit: workingDays}) >= w.From) {
			joined[n-1].To = max(joined[n-1].To, w.To)
			continue
		}
		joined = append(joined, w)
	}
	return joined
}

// seeReplies shows the registry the departments of reply sheets.
func (c *combiner) seeReplies(d *Draft, home *home) {
	for i := range d.replies {
		cell := d.replies[i].plan.department
		c.see(cell, home)
		c.seeOthers(cell, home)
	}
}
