package profile

import (
	"fmt"
	"strings"

	"liancha/inspect"
)

// RiskNames and ManagementNames are the items as people read them.
var (
	RiskNames       = [NumRisk]string{"名录库等级", "行业", "从业人数", "重大隐患"}
	ManagementNames = [NumManagement]string{"问题多少", "问题轻重", "逾期未改", "重复出现", "整改快慢", "持续无问题"}
)

var colours = [...]string{"", "绿", "蓝", "黄", "红"}

// Colour gives a grade's colour: 绿 for A to 红 for D.
func Colour(g inspect.Grade) string { return colours[g] }

// RiskSum writes the sum that gives latent risk:
// 66.1 = 名录库等级 20.1 + 行业 30.0 + 从业人数 16.0 + 重大隐患 0.0.
func (p *Profile) RiskSum() string { return sumText(p.Risk[:], RiskNames[:]) }

// ManagementSum writes the sum that gives management, and says so where there
// are no results.
func (p *Profile) ManagementSum() string {
	if !p.Known {
		return "没有检查结果，没有这个分数"
	}
	return sumText(p.Management[:], ManagementNames[:])
}

func sumText(items []Points, names []string) string {
	parts := make([]string, len(items))
	for i := range items {
		parts[i] = names[i] + " " + items[i].String()
	}
	return total(items).String() + " = " + strings.Join(parts, " + ")
}

// RiskWords says in words where each item of latent risk comes from.
func (r *Result) RiskWords(e int32) [NumRisk]string {
	p := &r.Profiles[e]
	var w [NumRisk]string
	switch {
	case !p.OnRegister:
		w[RiskGrade] = "不在名录库里，等级不知道"
	case p.Registered == inspect.NoGrade:
		w[RiskGrade] = "名录库没有写等级"
	default:
		w[RiskGrade] = "名录库等级为 " + p.Registered.String()
	}
	name, word := r.in.Enterprises[e].Industry, r.industry(e).Word
	switch {
	case name == "":
		w[RiskIndustry] = "行业没有写明"
	case word == "":
		w[RiskIndustry] = fmt.Sprintf("行业“%s”，设置里没有专门写，按其他行业", name)
	case word == name:
		w[RiskIndustry] = fmt.Sprintf("行业“%s”", name)
	default:
		w[RiskIndustry] = fmt.Sprintf("行业“%s”，按“%s”", name, word)
	}
	w[RiskHeadcount] = fmt.Sprintf("从业人员 %d 人", p.Headcount)
	if p.Headcount == 0 {
		w[RiskHeadcount] = "从业人数没有写明"
	}
	switch {
	case !p.Known:
		w[RiskMajor] = "没有检查结果，有无重大隐患不知道"
	case p.Facts.Majors == 0:
		w[RiskMajor] = "没有发现过重大隐患"
	default:
		w[RiskMajor] = fmt.Sprintf("发现过重大隐患 %d 处", p.Facts.Majors)
	}
	return w
}

// ManagementWords says in words where each item of management comes from; all
// are empty where there are no results.
func (r *Result) ManagementWords(e int32) [NumManagement]string {
	p := &r.Profiles[e]
	var w [NumManagement]string
	if !p.Known {
		return w
	}
	f := &p.Facts
	w[ManagementFindings] = fmt.Sprintf("检查 %d 次，发现问题 %d 个，近期每次约 %d.%d 个（重大隐患按 %d 个计）",
		f.Inspections, f.Hazards, f.MeanTenths/10, f.MeanTenths%10, r.opt.Management.FindingsFull)
	if f.Hazards == 0 {
		w[ManagementFindings] = fmt.Sprintf("检查 %d 次，没有发现问题", f.Inspections)
	}
	w[ManagementSeverity] = count("重大隐患 %d 处", "没有重大隐患", f.Majors)
	w[ManagementOverdue] = count("逾期未改 %d 处", "没有逾期未改的", f.Overdue)
	w[ManagementRepeated] = count("同样的问题再次出现 %d 处", "没有再次出现的问题", f.Repeated)
	w[ManagementSpeed] = speedWords(f)
	switch {
	case f.CleanDays > 0:
		w[ManagementClean] = fmt.Sprintf("持续 %d 天的检查没有发现问题", f.CleanDays)
	case f.LastHazard == f.Last:
		w[ManagementClean] = "最近一次检查发现了问题"
	default:
		w[ManagementClean] = "只有一天的检查没有发现问题，还看不出持续"
	}
	return w
}

func count(some, none string, n int) string {
	if n == 0 {
		return none
	}
	return fmt.Sprintf(some, n)
}

func speedWords(f *Facts) string {
	switch {
	case f.Rectified == 0 && f.Hazards == 0:
		return "没有需要整改的问题"
	case f.Rectified == 0:
		return "还没有整改完的问题"
	case f.RectifiedDated == 0:
		return fmt.Sprintf("已整改 %d 处，没有写复查日期，按期计", f.Rectified)
	}
	return fmt.Sprintf("已整改 %d 处，平均 %d 天，%s", f.Rectified, (f.RectifiedDays+f.RectifiedDated/2)/f.RectifiedDated,
		count("逾期才改的 %d 处", "没有逾期才改的", f.Late))
}

// Reasons says in words why an enterprise stands where it stands, what weighs
// most first, and then the sums behind the figures.
func (r *Result) Reasons(e int32) []string {
	p := &r.Profiles[e]
	reasons := r.mainReasons(e)
	return append(reasons, "固有风险 "+p.RiskSum(), "管理水平 "+r.managementText(p), r.gradeText(p))
}

func (r *Result) managementText(p *Profile) string {
	if p.Known {
		return p.ManagementSum()
	}
	return fmt.Sprintf("没有检查结果，没有这个分数；不当作管理得好，定级和排序时按 %d 分看待", r.opt.Grade.WithoutResults)
}

// gradeText says how the grade comes about.
func (r *Result) gradeText(p *Profile) string {
	g := &r.opt.Grade
	text := fmt.Sprintf("综合 %s 分，等级 %s（%s）", p.Danger, p.Grade, Colour(p.Grade))
	if byDanger := g.of(p.Danger); byDanger != p.Grade {
		text += fmt.Sprintf("：按分数是 %s，但没有检查结果，不会好于名录库原来的等级", byDanger)
	}
	return text
}

// Summary is the main reasons on one line, for a list.
func (r *Result) Summary(e int32) string { return strings.Join(r.mainReasons(e), "；") }

// mainReasons gives the words of the items that cost most: half of the full
// marks of latent risk or more, a quarter of management's or more. Where there
// are none, it says what speaks for the enterprise.
func (r *Result) mainReasons(e int32) []string {
	p := &r.Profiles[e]
	var list []string
	risk, management := r.RiskWords(e), r.ManagementWords(e)
	for _, i := range [...]int{RiskMajor, RiskGrade, RiskIndustry, RiskHeadcount} {
		if full := Points(10 * r.opt.Risk.Full[i]); p.Risk[i] > 0 && 2*p.Risk[i] >= full && (i != RiskMajor || p.Facts.Majors > 0) {
			list = append(list, risk[i])
		}
	}
	if !p.Known {
		return append(list, "没有检查结果，管理水平不知道")
	}
	for _, i := range [...]int{ManagementSeverity, ManagementOverdue, ManagementRepeated, ManagementSpeed, ManagementFindings} {
		full := Points(10 * r.opt.Management.Full[i])
		if lost := full - p.Management[i]; lost > 0 && 4*lost >= full && !(i == ManagementSeverity && p.Risk[RiskMajor] > 0 && 2*p.Risk[RiskMajor] >= Points(10*r.opt.Risk.Full[RiskMajor])) {
			list = append(list, management[i])
		}
	}
	if len(list) == 0 {
		list = append(list, management[ManagementFindings])
	}
	if p.Facts.CleanDays > 0 {
		list = append(list, management[ManagementClean])
	}
	return list
}
