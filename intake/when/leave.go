package when

import (
	"slices"
	"strings"

	"liancha/inspect"
)

// leaveWords say what kind of leave it is, and nothing of its days.
var leaveWords = func() *strings.Replacer {
	var pairs []string
	for _, w := range strings.Fields("年休假 陪产假 探亲假 育儿假 护理假 哺乳假 疗休养 请假 休假 年假 产假 病假 事假 婚假 丧假 公假 补假 公休 轮休 补休 调休 疗养 住院 出差 公差 公出 参加 培训 学习 开会 会议 借调 抽调 挂职 支援 外出 因病 因事 因公 休") {
		pairs = append(pairs, w+"：", "", w+":", "", w, "")
	}
	return strings.NewReplacer(pairs...)
}()

// noLeave are the texts that say there is none, besides those that say nothing.
var noLeave = strings.Fields("没有 否 不涉及 0 正常 在岗 无请假")

// LeaveSpans reads a cell of 请假日期, any expression Parse understands. An empty
// cell, 无 and — give none. The spans are sorted, disjoint and not adjacent.
func LeaveSpans(text string, env Env) ([]inspect.Span, *Fault) {
	if t := strings.Join(strings.Fields(text), ""); slices.Contains(emptyTexts, t) || slices.Contains(noLeave, t) {
		return nil, nil
	}
	e, f := Parse(leaveWords.Replace(text), Days)
	if f != nil {
		return nil, f
	}
	all, f := e.Resolve(env)
	if f != nil {
		return nil, f
	}
	var spans []inspect.Span
	for _, o := range all {
		spans = append(spans, o.Windows...)
	}
	return merge(spans), nil
}
