package feedback

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"liancha/inspect"
)

// What several departments demand about one hazard. The strictest deadline is
// the earliest day, the strictest measure the one that stops most (see
// strictness), the gravest severity holds. Where departments differ, all they
// say is kept side by side for the lead to settle (要求不一).

// strictness ranks measures by what they stop, the strictest first. A measure
// that holds none of the words ranks last.
var strictness = []*regexp.Regexp{
	regexp.MustCompile(`关闭|取缔|吊销|查封|扣押`),
	regexp.MustCompile(`停产|停业|停工|停止(?:使用|作业|生产|施工|营业|一切)|暂停|撤出|封存`),
	regexp.MustCompile(`罚款|处罚|立案|移送`),
	regexp.MustCompile(`立即|当场|马上|立刻|即刻`),
	regexp.MustCompile(`责令|限期`),
}

func rank(measure string) int {
	if i := slices.IndexFunc(strictness, func(re *regexp.Regexp) bool { return re.MatchString(measure) }); i >= 0 {
		return i
	}
	return len(strictness)
}

// demands settles deadline and measure of a hazard and notes where the
// departments differ.
func (g *gatherer) demands(h *inspect.Hazard) {
	var deadlines, measures, severities []inspect.View
	days, terms, grades := map[inspect.Date]bool{}, map[string]bool{}, map[inspect.Severity]bool{}
	for _, i := range h.Findings {
		f := &g.res.Findings[i]
		if f.Deadline != 0 {
			days[f.Deadline], terms[f.Term] = true, true
			words := f.Deadline.String()
			if f.Term != "" {
				words += "（" + f.Term + "）"
			}
			deadlines = addView(deadlines, f, words)
			if h.Deadline == 0 || f.Deadline < h.Deadline || f.Deadline == h.Deadline && f.Term < h.Term {
				h.Deadline, h.Term = f.Deadline, f.Term
			}
		}
		if f.Measure != "" {
			measures = addView(measures, f, f.Measure)
		}
		if f.Severity != inspect.NoSeverity {
			grades[f.Severity] = true
			severities = addView(severities, f, f.Severity.String())
		}
	}
	lead := g.leadOf(h)
	if alike := len(terms) == 1 && !terms[""]; len(days) > 1 && !alike { // 15日内 of several days is one demand
		h.Disagreements = append(h.Disagreements, inspect.Disagreement{About: "整改期限", Views: deadlines, Taken: h.Deadline.String(), Lead: lead})
	}
	if h.Measure = strictest(measures); differ(measures) {
		h.Disagreements = append(h.Disagreements, inspect.Disagreement{About: "处理措施", Views: measures, Taken: h.Measure, Lead: lead})
	}
	if len(grades) > 1 {
		h.Disagreements = append(h.Disagreements, inspect.Disagreement{About: "隐患等级", Views: severities, Taken: h.Severity.String(), Lead: lead})
	}
}

func addView(views []inspect.View, f *inspect.Finding, words string) []inspect.View {
	v := inspect.View{Department: f.Department, Words: words, Source: f.Source}
	if slices.ContainsFunc(views, func(o inspect.View) bool { return o.Department == v.Department && o.Words == v.Words }) {
		return views
	}
	views = append(views, v)
	slices.SortFunc(views, func(a, b inspect.View) int {
		if c := strings.Compare(a.Department, b.Department); c != 0 {
			return c
		}
		return strings.Compare(a.Words, b.Words)
	})
	return views
}

// leadOf gives the department that leads the first of the hazard's tasks.
func (g *gatherer) leadOf(h *inspect.Hazard) string {
	for _, id := range h.Tasks {
		if t, ok := g.tasks[id]; ok {
			return g.in.Book.Tasks[t].Lead
		}
	}
	return ""
}

// commonDemand is what every measure asks for in some way.
var commonDemand = strings.NewReplacer("责令", "", "要求", "", "请", "", "应当", "", "应", "", "须", "", "需", "", "立即", "", "马上", "", "限期", "", "尽快", "", "及时", "", "当场", "",
	"整改到位", "", "整改", "", "改正", "", "完成", "", "进行", "", "并", "", "对", "", "将", "", "该企业", "", "企业", "", "的", "")

// core is what a measure asks for beside being put right.
func core(measure string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("，。；、,.;:：（）()《》 \n\t!！", r) {
			return -1
		}
		return r
	}, commonDemand.Replace(strings.ToLower(width.Fold.String(measure))))
}

// sameMeasure reports whether two measures ask for the same: one may say it at
// more length, or only that the hazard be put right.
func sameMeasure(a, b string) bool {
	if min(rank(a), 3) != min(rank(b), 3) { // 停产 is another demand than 立即整改; 立即 and 限期 are matters of the deadline
		return false
	}
	x, y := core(a), core(b)
	if x == "" || y == "" || strings.Contains(x, y) || strings.Contains(y, x) {
		return true
	}
	likeness, ok := same(&wording{text: []rune(x)}, &wording{text: []rune(y)})
	return ok && likeness >= nearlySame
}

// differ reports whether two departments demand different measures.
func differ(views []inspect.View) bool {
	for i := range views {
		for j := range i {
			if views[i].Department != views[j].Department && !sameMeasure(views[i].Words, views[j].Words) {
				return true
			}
		}
	}
	return false
}

// strictest gives the strictest measure: of equally strict ones that ask for
// the same the fullest, of others all, each with its department.
func strictest(views []inspect.View) string {
	best := len(strictness)
	for _, v := range views {
		best = min(best, rank(v.Words))
	}
	var kept []inspect.View
	for _, v := range views {
		if rank(v.Words) != best {
			continue
		}
		i := slices.IndexFunc(kept, func(o inspect.View) bool { return sameMeasure(o.Words, v.Words) })
		switch {
		case i < 0:
			kept = append(kept, v)
		case len([]rune(v.Words)) > len([]rune(kept[i].Words)):
			kept[i].Words = v.Words
		}
	}
	if len(kept) == 1 {
		return kept[0].Words
	}
	words := make([]string, len(kept))
	for i, v := range kept {
		words[i] = v.Department + "：" + v.Words
	}
	return strings.Join(words, "；")
}

// denied notes that a department which looked at the same matter, in the same
// task or on the same day, found nothing.
func (g *gatherer) denied(h *inspect.Hazard, clean []int) {
	var views []inspect.View
	var found []inspect.View
	for _, i := range h.Findings {
		f := &g.res.Findings[i]
		x := &g.res.Inspections[g.inspectionOf[i]]
		for _, c := range clean {
			y := &g.res.Inspections[c]
			together := x.Task >= 0 && x.Task == y.Task || x.TaskID != "" && x.TaskID == y.TaskID || x.Date != 0 && x.Date == y.Date
			if !together || y.Department == f.Department || slices.Contains(h.Departments, y.Department) || !sameMatter(f.Matter, y.Matter) {
				continue
			}
			views = addView(views, &g.res.Findings[y.Findings[0]], "未发现问题")
			found = addView(found, f, "发现问题")
		}
	}
	if len(views) == 0 {
		return
	}
	h.Disagreements = append(h.Disagreements, inspect.Disagreement{About: "检查结果", Views: slices.Concat(found, views),
		Taken: fmt.Sprintf("发现问题（%s）", strings.Join(h.Departments, "、")), Lead: g.leadOf(h)})
}

// sameMatter reports whether two lists of matters have one in common.
func sameMatter(a, b string) bool {
	for x := range strings.SplitSeq(a, "、") {
		for y := range strings.SplitSeq(b, "、") {
			p, q := read(x), read(y)
			if x != "" && y != "" && (x == y || slices.Equal(p.text, q.text) && p.marks == q.marks && len(p.text) > 0) {
				return true
			}
		}
	}
	return false
}
