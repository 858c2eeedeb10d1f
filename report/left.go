package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// reasonNames words the codes of unscheduled entries, in the order the contract
// lists them.
var reasonNames = []struct{ code, name string }{
	{"no_working_day", "没有可用的工作日"},
	{"no_capacity", "执法人员不足"},
	{"stagger", "与其他检查间隔不够"},
	{"over_cap", "超过检查频次上限"},
	{"enterprise_inactive", "企业已停业或注销"},
	{"out_of_period", "不在本期内"},
	{"declined", "部门不参加"}, // in a round of replies; never of collide
}

func reasonName(code string) string {
	if i := reasonRank(code); i < len(reasonNames) {
		return reasonNames[i].name
	}
	return code
}

// reasonRank is a reason's place in the contract's order; what it does not know
// comes last.
func reasonRank(code string) int {
	for i, r := range reasonNames {
		if r.code == code {
			return i
		}
	}
	return len(reasonNames)
}

var unscheduledColumns = []column{
	{"来源", 26, table.Muted},
	{"企业名称", 22, table.Body},
	{"统一社会信用代码", 20, table.BodyCentre},
	{"检查部门", 16, table.Body},
	{"层级", 6, table.BodyCentre},
	{"检查事项", 20, table.Body},
	{"检查类型", 9, table.BodyCentre},
	{"可检查时间", 22, table.BodyCentre},
	{"检查时长", 8.5, table.BodyAmount},
	{"所需人数", 8.5, table.BodyAmount},
	{"原因", 18.5, table.Caution},
	{"说明", 30, table.Body},
	{"怎样能排入", 26, table.Body},
}

func unscheduledPage(v *view) table.Page {
	all := make([]int, len(v.o.Unscheduled))
	for i := range all {
		all[i] = i
	}
	return leftPage(v, all, "")
}

// leftPage lists some of the entries left out, those of one reason together, as
// the department that is to read them may; "" reads everything.
func leftPage(v *view, left []int, reader string) table.Page {
	o := v.o
	left = slices.Clone(left)
	slices.SortStableFunc(left, func(a, b int) int {
		return cmp.Compare(reasonRank(o.Unscheduled[a].Code), reasonRank(o.Unscheduled[b].Code))
	})
	below := fmt.Sprintf("共 %d 条计划没有排入，逐条写明原因和最小的改动；改动办法都经过试排。", len(left))
	if len(left) == 0 {
		below = "全部计划都已排入。"
	}
	return list(SheetUnscheduled, "未排入的计划（"+o.Period.Chinese()+"）", below, unscheduledColumns, len(left), func(i int, c []table.Value) []table.Value {
		u := &o.Unscheduled[left[i]]
		e, of := &o.Entries[u.Entry], &o.Enterprises[o.EntryOf[u.Entry]]
		c = put(c, unscheduledColumns, e.Source.String(), of.Name, of.Code, e.Department, e.Level.Chinese(), e.Matter, e.Kind.String(), windowText(e.Windows))
		c = append(c, table.Num(float64(e.HalfDays)/2, table.BodyAmount), table.Int(e.Demand, table.BodyAmount))
		reason, remedy := v.discreet(u, reader)
		return put(c, unscheduledColumns, reasonName(u.Code), reason, remedy)
	})
}

// reviewColumns are the columns of 疑似同一企业. A group's lines follow each
// other, so that each field stands below the other's.
var reviewColumns = []column{
	{"组号", 5.5, table.BodyCentre},
	{"是否同一企业", 12.5, table.Fill},
	{"成员", 5.5, table.BodyCentre},
	{"企业名称", 30, table.Body},
	{"统一社会信用代码", 20, table.BodyCentre},
	{"地址", 26, table.Body},
	{"区", 8, table.BodyCentre},
	{"街道", 9, table.BodyCentre},
	{"联系人", 8, table.BodyCentre},
	{"联系电话", 13, table.BodyCentre},
	{"相似度", 8, table.BodyShare},
	{"理由", 48, table.Body},
	{"来源", 34, table.Body},
	{"企业编号", 20, table.BodyCentre},
}

// memberSign is what the reasons call a group's k-th member.
func memberSign(k int) string {
	if k >= 20 {
		return strconv.Itoa(k + 1)
	}
	return string('①' + rune(k))
}

// otherGroup is the style of every other group's cells.
var otherGroup = map[table.Style]table.Style{
	table.Body: table.OtherBody, table.BodyCentre: table.OtherCentre, table.BodyShare: table.OtherShare,
}

func reviewPage(reviews []inspect.Review, enterprises []inspect.Enterprise) table.Page {
	type line struct{ group, candidate int }
	var lines []line
	for g := range reviews {
		for c := range reviews[g].Candidates {
			lines = append(lines, line{g, c})
		}
	}
	p := list(SheetReview, "疑似同一企业", reviewNote(reviews), reviewColumns, len(lines), func(i int, c []table.Value) []table.Value {
		at := lines[i]
		x := &reviews[at.group].Candidates[at.candidate]
		id := ""
		if x.Enterprise >= 0 && x.Enterprise < len(enterprises) {
			id = enterprises[x.Enterprise].ID
		}
		score := table.Blank(table.BodyShare)
		if x.Score > 0 {
			score = table.Num(x.Score, table.BodyShare)
		}
		c = put(c, reviewColumns, strconv.Itoa(at.group+1), x.Answer, memberSign(at.candidate), x.Subject.Name, x.Subject.Code, x.Subject.Address,
			x.Subject.District, x.Subject.Street, x.Subject.Contact, x.Subject.Phone)
		c = append(c, score)
		c = put(c, reviewColumns, x.Reason, sourceList(x.Sources), id)
		if lines[i].group%2 == 1 {
			for k := range c {
				if s, ok := otherGroup[c[k].Style]; ok {
					c[k].Style = s
				}
			}
		}
		return c
	})
	p.FreezeCols = 4
	p.Choices = []table.Choice{{Col: 1, FirstRow: p.Header + 1, LastRow: p.NumLines, Values: []string{"是", "否"},
		Prompt: "是：与同组其他填“是”的为同一企业；否：不是；不填：暂不处理"}}
	return p
}

// reviewNote says below the title what to do with the sheet.
func reviewNote(reviews []inspect.Review) string {
	if len(reviews) == 0 {
		return "没有拿不准的企业。"
	}
	note := "同一组的各行可能是同一家企业。在“是否同一企业”填是或否（组内某一行不是的，只在该行填否），下次运行时用 --matches 交回本表。"
	if !slices.ContainsFunc(reviews, func(r inspect.Review) bool { return r.Score > 0 && !r.Decided() }) {
		return note
	}
	return "最像的排在最前；" + note
}

func sourceList(sources []inspect.Source) string {
	s := make([]string, len(sources))
	for i, x := range sources {
		s[i] = x.String()
	}
	return strings.Join(s, "\n")
}

var problemColumns = []column{
	{"文件", 28, table.Body},
	{"工作表", 12, table.Body},
	{"行", 6, table.BodyCentre},
	{"列", 16, table.Body},
	{"内容", 20, table.Body},
	{"问题", 42, table.Body},
	{"如何改", 34, table.Body},
	{"程度", 6, table.BodyCentre},
	{"代码", 20, table.Muted},
}

var severityNames = map[diag.Severity]string{diag.Error: "错误", diag.Warning: "警告", diag.Info: "提示"}

func problemsPage(name string, problems diag.List) table.Page {
	below := "没有发现问题。"
	if len(problems) > 0 {
		below = countText(problems) + "。错误的行没有使用；警告的行按所写的理解使用；提示不影响结果。"
	}
	p := list(name, "数据问题", below, problemColumns, len(problems), func(i int, c []table.Value) []table.Value {
		x := &problems[i]
		c = put(c, problemColumns, x.File, x.Sheet)
		if x.Row > 0 {
			c = append(c, table.Int(x.Row, table.BodyCentre))
		} else {
			c = append(c, table.Blank(table.BodyCentre))
		}
		return put(c, problemColumns, columnText(x.Position), x.Value, x.Message, x.Hint, severityNames[x.Severity], x.Code)
	})
	first, last := p.Header+1, p.NumLines
	p.Marks = []table.Mark{
		{Col: 7, FirstRow: first, LastRow: last, Equal: "错误", Style: table.Bad},
		{Col: 7, FirstRow: first, LastRow: last, Equal: "警告", Style: table.Caution},
	}
	return p
}

// columnText names a column by letter and header: E（检查时间）.
func columnText(p diag.Position) string {
	letters := ""
	if p.Col > 0 && !p.Text {
		letters = diag.ColumnLetters(p.Col)
	}
	switch {
	case letters == "":
		return p.Column
	case p.Column == "":
		return letters
	}
	return letters + "（" + p.Column + "）"
}

// countText says how many problems there are: 共 57 处：错误 3、警告 50、提示 4.
func countText(problems diag.List) string {
	var parts []string
	for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Info} {
		if n := problems.Count(s); n > 0 {
			parts = append(parts, severityNames[s]+" "+strconv.Itoa(n))
		}
	}
	return fmt.Sprintf("共 %d 处：%s", len(problems), join(parts))
}
