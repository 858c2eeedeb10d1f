package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/push"
	"liancha/report"
)

// pushRecordBook is the ledger for people.
const pushRecordBook = "推送记录.xlsx"

// stamp words a time of the ledger.
const stamp = "2006-01-02 15:04:05"

// showPlan shows what would go where.
func (a *app) showPlan(p *pushPlan) error {
	if err := a.showSteps(p, true); err != nil {
		return err
	}
	if !a.json && !a.quiet {
		for i := range p.steps {
			if s := &p.steps[i]; s.File == "" && s.Status == push.Planned {
				fmt.Fprintf(a.stdout, "\n%s（%s）会看到：\n%s\n", s.Department, s.Target, p.texts[s.Department])
			}
		}
		fmt.Fprintln(a.stdout, "\n这是预演：没有联网，没有写任何文件。")
	}
	for _, err := range p.lacking {
		a.complain(err)
	}
	if len(p.lacking) > 0 || len(p.without) > 0 {
		return errPartial
	}
	return nil
}

// showPushed shows what became of it.
func (a *app) showPushed(p *pushPlan) error {
	if err := a.showSteps(p, false); err != nil {
		return err
	}
	if !a.json && !a.quiet {
		fmt.Fprintf(a.stdout, "推送记录：%s\n", filepath.Join(a.output, pushRecordBook))
	}
	return nil
}

// showSteps shows a plan, carried out or not.
func (a *app) showSteps(p *pushPlan, dryRun bool) error {
	a.tellProblems(p.problems)
	for i := range p.steps {
		s := &p.steps[i]
		if s.Kept != "" {
			a.say("%s：%s 里原来的一份送到之后有人改过，保留为“%s”，原处是这次的", s.Department, filepath.Dir(s.Target), s.Kept)
		}
		if s.Unsure {
			a.say("%s：上次正往 %s 送的时候中断了，可能已经送到；这次再送一份", s.Department, s.Target)
		}
	}
	if a.json {
		return a.pushJSON(p, dryRun)
	}
	left := p.left()
	if a.quiet {
		for _, l := range left {
			fmt.Fprintf(a.stderr, "没有送到：%s %s：%s\n  %s\n", l[0], l[1], l[2], l[3])
		}
		return nil
	}
	var rows [][]string
	for i := range p.steps {
		s := &p.steps[i]
		rows = append(rows, []string{s.Department, s.Way.Chinese(), s.Target, stateText(s)})
	}
	for _, w := range p.without {
		rows = append(rows, []string{w.Department, "", "", w.Reason})
	}
	if err := report.Table(a.stdout, a.columns(), []string{"部门", "方式", "送到哪里", "结果"}, rows); err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, p.summary(dryRun))
	if len(left) == 0 {
		return nil
	}
	return report.Table(a.stdout, a.columns(), []string{"没有送到的部门", "方式", "原因", "怎么办"}, left)
}

// left lists what has not arrived: department, way, why, and how to mend it.
func (p *pushPlan) left() [][]string {
	var left [][]string
	for i := range p.steps {
		if s := &p.steps[i]; s.Status == push.Undone {
			left = append(left, []string{s.Department, s.Way.Chinese(), s.Failure.Reason, s.Failure.Hint})
		}
	}
	for _, w := range p.without {
		left = append(left, []string{w.Department, "任务书", w.Reason, w.Hint})
	}
	return left
}

// stateText words how a delivery stands.
func stateText(s *push.Step) string {
	replaces := ""
	if s.Replaces() {
		replaces = "，代替 " + s.Before.At.Format(stamp) + " 的"
	}
	switch s.Status {
	case push.Unchanged:
		return "已于 " + s.At.Format(stamp) + " 送到，没有变动，不再送"
	case push.Planned:
		if s.Before != nil && replaces == "" {
			return "再送一次"
		}
		return "要送" + replaces
	case push.Done:
		return "送到" + replaces
	}
	if s.Tries > 1 {
		return fmt.Sprintf("没有送到（试了 %d 次）", s.Tries)
	}
	return "没有送到"
}

func (p *pushPlan) summary(dryRun bool) string {
	count := map[push.Status]int{}
	for i := range p.steps {
		count[p.steps[i].Status]++
	}
	text := fmt.Sprintf("这次送到 %d 份，以前送到的 %d 份，没有送到 %d 份", count[push.Done], count[push.Unchanged], count[push.Undone])
	if dryRun {
		text = fmt.Sprintf("会送 %d 份，以前送到的 %d 份", count[push.Planned], count[push.Unchanged])
	}
	if n := len(p.without); n > 0 {
		text += fmt.Sprintf("，%d 个部门没有送达方式", n)
	}
	return text + "。"
}

// pushJSON writes a plan as JSON. It holds no name of a person or an enterprise.
func (a *app) pushJSON(p *pushPlan, dryRun bool) error {
	type delivery struct {
		Department string      `json:"department"`
		Way        push.Way    `json:"way"`
		Target     string      `json:"target"`
		File       string      `json:"file"`
		SHA256     string      `json:"sha256"`
		Status     push.Status `json:"status"`
		Replaces   bool        `json:"replaces"`
		Tries      int         `json:"tries"`
		At         *string     `json:"at"`
		Reason     string      `json:"reason"`
		Hint       string      `json:"hint"`
		Text       string      `json:"text,omitempty"`
	}
	out := struct {
		Schema     string       `json:"schema"`
		DryRun     bool         `json:"dry_run"`
		Deliveries []delivery   `json:"deliveries"`
		Without    []withoutWay `json:"without"`
		Lacking    []string     `json:"lacking"`
		Problems   diag.List    `json:"problems"`
	}{"liancha/push/1", dryRun, []delivery{}, p.without, []string{}, p.problems}
	for i := range p.steps {
		s := &p.steps[i]
		d := delivery{Department: s.Department, Way: s.Way, Target: s.Target, File: s.File, SHA256: s.SHA256, Status: s.Status, Replaces: s.Replaces(), Tries: s.Tries}
		if !s.At.IsZero() {
			at := s.At.Format("2006-01-02T15:04:05Z07:00")
			d.At = &at
		}
		if s.Failure != nil && s.Status == push.Undone {
			d.Reason, d.Hint = s.Failure.Reason, s.Failure.Hint
		}
		if dryRun && s.File == "" {
			d.Text = p.texts[s.Department]
		}
		out.Deliveries = append(out.Deliveries, d)
	}
	for _, err := range p.lacking {
		out.Lacking = append(out.Lacking, err.Error())
	}
	if out.Without == nil {
		out.Without = []withoutWay{}
	}
	if out.Problems == nil {
		out.Problems = diag.List{}
	}
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

var resultNames = map[push.Result]string{push.Arrived: "送到", push.Failed: "没有送到", push.Sending: "送的时候中断，不知道送到没有"}

// writePushRecord writes the ledger for people, the latest first.
func (a *app) writePushRecord(set *outdir.Set, p *pushPlan) error {
	l := report.Listing{Sheet: "推送记录", Title: "推送记录", Below: "一行一次推送，最近的在前。同一部门、同一处以最近送到的一份为准。",
		Columns: []report.ListingColumn{{Name: "时间", Width: 20, Centre: true}, {Name: "部门", Width: 26}, {Name: "方式", Width: 15, Centre: true}, {Name: "送到哪里", Width: 44},
			{Name: "文件", Width: 30}, {Name: "结果", Width: 14, Centre: true}, {Name: "代替以前的", Width: 11, Centre: true}, {Name: "试了几次", Width: 9, Centre: true},
			{Name: "原因", Width: 40}, {Name: "内容摘要（SHA-256）", Width: 68}}}
	for _, r := range slices.Backward(p.ledger.Records) {
		replaces := ""
		if r.Replaces {
			replaces = "是"
		}
		l.Rows = append(l.Rows, []string{r.At.Format(stamp), r.Department, r.Way.Chinese(), r.Target, r.File, resultNames[r.Result], replaces,
			strconv.Itoa(r.Tries), r.Reason, r.SHA256})
	}
	if err := report.WriteListings(set, pushRecordBook, "推送记录", p.created, []report.Listing{l}); err != nil {
		return err
	}
	return a.commit(set)
}
