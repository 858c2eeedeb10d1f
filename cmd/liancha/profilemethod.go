package main

import (
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/profile"
	"liancha/report"
)

// method explains the figures with the settings in force, for the sheet 说明.
func method(o profile.Options) []report.MethodLine {
	m := &methodText{}
	m.heading("一、说在前面")
	m.say("固有风险、管理水平、综合分和等级是本程序按设置里的分值算出来的，供安排检查时参考；不是任何部门公布的评分，不代替法定的风险分级和信用评价。")
	m.say("每个分数都是几项相加：“脸谱”里“险：”开头的几列之和就是固有风险，“管：”开头的几列之和就是管理水平。各项四舍五入到 0.1 分之后才相加，所以一定加得起来。")
	m.say("下面写的是这次用的分值和界限，改在 liancha.yaml 的 profile 里。")
	m.heading("二、检查结果怎样计入")
	m.say("一个部门一天到一家企业算一次检查。集中反馈里合成一条的问题（几个部门一个月内查到、写得一样或相近的，同一条结果交了几遍的）算一处：轻重取最重，整改状态取最慢的，期限取最早，分量按最后查到的那天。没有检查日期的结果不计，没有填结果的、没有去查的行不是结果，另外列出。")
	m.say(fmt.Sprintf("越早的结果分量越轻：刚检查的为 1，过 %d 个月减到一半，再过 %d 个月减到四分之一，中间按天递减；仍未整改的逾期问题不减。", o.HalfLifeMonths, o.HalfLifeMonths))
	if o.ForgetMonths > 0 {
		m.say(fmt.Sprintf("超过 %d 个月的结果不再计。", o.ForgetMonths))
	}
	m.risk(o.Risk)
	m.management(o.Management)
	m.grade(o.Grade)
	m.heading("六、可以减少的检查")
	m.say(fmt.Sprintf("同一部门对同一企业最近连续 %d 次及以上都没有发现问题的，列在“可减少的检查”里，由部门决定。", o.LowValueRuns))
	return m.lines
}

type methodText struct{ lines []report.MethodLine }

func (m *methodText) heading(s string) {
	m.lines = append(m.lines, report.MethodLine{Heading: true, Text: s})
}
func (m *methodText) say(s string) { m.lines = append(m.lines, report.MethodLine{Text: s}) }
func (m *methodText) value(s, format string, args ...any) {
	m.lines = append(m.lines, report.MethodLine{Text: s, Value: fmt.Sprintf(format, args...)})
}

func (m *methodText) risk(o profile.RiskOptions) {
	m.heading("三、固有风险（0–100 分，越高越险）")
	m.lines = append(m.lines, report.MethodLine{Head: true, Text: "项目和怎样得分", Value: "满分"})
	m.value("名录库等级：满分 × 等级的比例", "%d", o.Full[profile.RiskGrade])
	m.value("行业：满分 × 行业里的词的比例，有几个词的取最高", "%d", o.Full[profile.RiskIndustry])
	m.value("从业人数：满分 × 达到的人数的比例", "%d", o.Full[profile.RiskHeadcount])
	m.value(fmt.Sprintf("重大隐患：各处的分量相加，达到 %d 得满分，不到的按比例", o.MajorFull), "%d", o.Full[profile.RiskMajor])
	m.value("等级的比例", "%s", gradeShares(o))
	m.value("从业人数的比例", "%s", headcountShares(o))
	m.say("行业的词和比例：" + industryShares(o))
}

func gradeShares(o profile.RiskOptions) string {
	var parts []string
	for g := inspect.GradeA; g <= inspect.GradeD; g++ {
		parts = append(parts, fmt.Sprintf("%s %d%%", g, o.Grades[g]))
	}
	return strings.Join(append(parts, fmt.Sprintf("未评级 %d%%", o.Grades[inspect.NoGrade])), "\n")
}

func headcountShares(o profile.RiskOptions) string {
	var parts []string
	for _, s := range o.Headcounts {
		parts = append(parts, fmt.Sprintf("%d 人起 %d%%", s.From, s.Share))
	}
	return strings.Join(append(parts, fmt.Sprintf("未写明 %d%%", o.HeadcountUnknown)), "\n")
}

// industryShares lists the key words, those of one share together.
func industryShares(o profile.RiskOptions) string {
	byShare := map[int][]string{}
	for _, w := range o.Industries {
		byShare[w.Share] = append(byShare[w.Share], w.Word)
	}
	var shares []int
	for s := range byShare {
		shares = append(shares, s)
	}
	slices.Sort(shares)
	slices.Reverse(shares)
	var parts []string
	for _, s := range shares {
		slices.Sort(byShare[s])
		parts = append(parts, fmt.Sprintf("%d%%：%s", s, strings.Join(byShare[s], "、")))
	}
	return strings.Join(append(parts, fmt.Sprintf("其他行业 %d%%", o.IndustryOther), fmt.Sprintf("没有写明 %d%%", o.IndustryUnknown)), "；") + "。"
}

func (m *methodText) management(o profile.ManagementOptions) {
	m.heading("四、管理水平（0–100 分，越高越好）")
	m.say("没有检查结果的企业没有这个分数，不当作管理得好。")
	m.lines = append(m.lines, report.MethodLine{Head: true, Text: "项目和怎样得分", Value: "满分"})
	m.value(fmt.Sprintf("问题多少：平均每次检查的问题数（越近的检查分量越重），0 个得满分，%d 个及以上得 0 分；一次检查最多按 %d 个计，有重大隐患的就按 %d 个计",
		o.FindingsFull, o.FindingsFull, o.FindingsFull), "%d", o.Full[profile.ManagementFindings])
	m.value(fmt.Sprintf("问题轻重：重大隐患的分量相加，达到 %d 得 0 分", o.MajorFull), "%d", o.Full[profile.ManagementSeverity])
	m.value(fmt.Sprintf("逾期未改：过了整改期限仍未整改的，达到 %d 处得 0 分，重大隐患一处算两处，不随时间减轻", o.OverdueFull), "%d", o.Full[profile.ManagementOverdue])
	m.value(fmt.Sprintf("重复出现：不算同一处，却与以前某天发现的问题写得一样或相近（相邻两字的相同程度达到 %d%%）的，分量相加达到 %d 得 0 分", o.AlikePercent, o.RepeatedFull), "%d", o.Full[profile.ManagementRepeated])
	m.value(fmt.Sprintf("整改快慢：逾期才改的，每处按逾期天数 ÷ %d 天（最多算 1）乘分量相加，达到 %d 得 0 分；以复查日期为准，没有写复查日期的按期计，没有写期限的按检查后 %d 天",
		o.LateDays, o.LateFull, o.DefaultDays), "%d", o.Full[profile.ManagementSpeed])
	m.value(fmt.Sprintf("持续无问题：从最后一次发现问题之后的第一次检查，到最近一次检查，持续 %d 年没有发现问题得满分，不到的按比例；没有人去查的日子不算", o.CleanYears), "%d", o.Full[profile.ManagementClean])
}

func (m *methodText) grade(o profile.GradeOptions) {
	m.heading("五、等级和参考名单")
	m.say(fmt.Sprintf("综合分 = 固有风险 × %d%% +（100 − 管理水平）× %d%%，越高越要先查。", 100-o.ManagementShare, o.ManagementShare))
	m.value("A（绿）", "低于 %d", o.B)
	m.value("B（蓝）", "%d 起", o.B)
	m.value("C（黄）", "%d 起", o.C)
	m.value("D（红）", "%d 起", o.D)
	m.say(fmt.Sprintf("没有检查结果的企业，定级和排序时管理水平按 %d 分看待，而且等级不会好于名录库原来的：没有人去看过，不能说它变好了。", o.WithoutResults))
	m.say("参考名单按综合分从高到低；相同的，固有风险高的在前，再是管理水平低的、最久没有上门的在前。停业、注销的企业不列。")
}
