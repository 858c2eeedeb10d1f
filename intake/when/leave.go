package when

import (
	"slices"
	"strings"

	"liancha/inspect"
)

// leaveWords say what kind of leave it is, and nothing of its days.
var leaveWords = func() *strings.Replacer {
	var pairs []string
	for _, w := range strings.Fields("年休假 陪产假 探亲假 育儿假 护理假 哺乳假 疗休养 请假 休假 年假 产假 病假 事假 婚假 丧假 公假 补假 公休 轮休 补休 调休 疗养 住院 出差 公差 公出 参加 培训 学习 开会 会议 借调 抽调 挂职 支援 隔离 外出 因病 因事 因公 休") {
		pairs = append(pairs, w+"：", " ", w+":", " ", w, " ")
	}
	return strings.NewReplacer(pairs...)
}()

// noLeave are the texts that say there is none, besides those that say nothing.
var noLeave = strings.Fields("没有 否 不涉及 0 正常 在岗 无请假 没有请假 不请假 未请假 无休假 全勤")

// LeaveSpans reads a cell of 请假日期, any expression Parse understands, or 长期 for
// the whole period. An empty cell, 无 and — give none. The spans are sorted, disjoint and not adjacent.
func LeaveSpans(text string, env Env) ([]inspect.Span, *Fault) {
	if t := strings.Join(strings.Fields(text), ""); slices.Contains(emptyTexts, t) || slices.Contains(noLeave, t) {
		return nil, nil
	}
	bare := leaveWords.Replace(text)
	if strings.TrimSpace(bare) == "长期" { // 长期病假
		if env.Start == 0 || env.End == 0 {
			return nil, newFault(NoPeriod, text, "要知道计划期从哪天到哪天")
		}
		return []inspect.Span{{From: env.Start, To: env.End}}, nil
	}
	if strings.TrimSpace(bare) == "" { // 产假
		f := newFault(BadDate, text, "没有写起止日期，这个人没有列入")
		f.Hint = "请写起止日期，如 5月10日-5月20日；整个期间都不在的写“长期”"
		return nil, f
	}
	e, f := Parse(bare, Days)
	if f != nil {
		return nil, f.of(bare, text)
	}
	all, f := e.Resolve(env)
	if f != nil {
		return nil, f.of(bare, text)
	}
	var spans []inspect.Span
	for _, o := range all {
		spans = append(spans, o.Windows...)
	}
	return merge(spans), nil
}
