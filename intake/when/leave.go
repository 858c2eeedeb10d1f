package when

import (
	"slices"
	"strings"

	"liancha/inspect"
)

// Words of leave that say nothing of its days.
var leaveWords = strings.NewReplacer(
	"请假", "", "休假", "", "年休假", "", "年假", "", "产假", "", "陪产假", "", "病假", "", "事假", "", "婚假", "", "丧假", "", "公假", "",
	"探亲假", "", "育儿假", "", "调休", "", "出差", "", "培训", "", "学习", "", "借调", "", "外出", "",
)

// noLeave are the texts that say there is none.
var noLeave = []string{"", "无", "没有", "否", "不涉及", "-", "--", "—", "——", "/", "\\", "0", "暂无", "正常", "在岗", "无请假", "*"}

// LeaveSpans reads a cell of 请假日期, any expression Parse understands. An empty
// cell, 无 and — give none. The spans are sorted, disjoint and not adjacent.
func LeaveSpans(text string, env Env) ([]inspect.Span, *Fault) {
	if slices.Contains(noLeave, strings.Join(strings.Fields(text), "")) {
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
