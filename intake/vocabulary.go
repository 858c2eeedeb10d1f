package intake

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// field is what a column holds.
type field uint8

const (
	noField field = iota

	// An enterprise and its plan.
	enterpriseName
	enterpriseCode
	address
	district
	street
	contact
	phone
	department
	level
	matter
	date
	months
	dateFrom
	dateTo
	monthTick
	dayTick
	unitTick
	lengthDays
	demand
	named
	inspectionKind
	joinable
	lead
	leadDepartment
	partners
	grade
	businessStatus

	// A roster.
	personName
	certificate
	specialty
	leave
	leaveFrom
	leaveTo
	recused
	personState
	area
	expires

	// A register.
	industry
	headcount
	lastVisit
	complaints
	abnormal
	management

	// What is recognised so that it is not taken for something else.
	serial
	remark
	taskNumber
	timeOfDay
	samplingTask
	samplingRange
	samplingRatio
	findingResult
	findingText
	findingSeverity
	findingBasis
	findingMeasure
	findingDeadline
	findingState
	findingReview
	findingFixed // when it was put right
	findingPublic
	findingNumber
	replyAnswer
	replyDates
	sameEnterprise
	profileGrade

	fieldCount
)

// planWords are the headers of every kind of sheet but the roster. The first of
// a field is the one the program writes; of two columns with the same field
// the one named earlier here is asked first.
var planWords = words(map[field]string{
	enterpriseName: `企业名称 单位名称 检查对象名称 检查对象 被检查单位名称 被检查单位 被检查对象名称 被检查对象 被检查企业名称 被检查企业
		市场主体名称 主体名称 企业(机构)名称 经营者名称 受检单位名称 受检单位 受检企业名称 受检企业 受查单位 受查企业 被查单位 被查企业 被检单位 被检企业
		抽查对象名称 抽查对象 联查对象名称 联查对象 检查企业名称 检查企业 受检对象 企业全称 单位全称 单位详细名称 企业详细名称 公司名称 企业(单位)名称 单位(企业)名称
		企业单位名称 生产经营单位名称 生产经营单位 监管对象名称 监管对象 当事人名称 行政相对人名称 市场主体 商户名称 场所名称 企业`,
	enterpriseCode: `统一社会信用代码 社会信用代码 统一信用代码 信用代码 统一代码 社会统一信用代码 统一社会信用代码证号 统一社会信用代码号
		企业信用代码 企业代码 机构代码 营业执照号 营业执照号码 营业执照注册号 营业执照编号 注册号 企业注册号 工商注册号 工商登记号 组织机构代码 组织机构代码证号 主体代码`,
	address:  `地址 企业地址 单位地址 住所 经营场所 生产地址 生产经营地址 经营地址 注册地址 详细地址 检查地址 检查地点 企业住所 住所地 单位住所 住址 所在地址 场所地址 地点`,
	district: `所属区 行政区划 辖区 所在区 区 区县 所属区县 所在区县 行政区 所属辖区 区域 所属区域 所在区域 属区 属地区 行政区域 企业所在区 所属行政区 所属板块 所在地区`,
	street:   `所属街道 街道 街镇 属地 所在街道 所属街镇 所在街镇 乡镇 街道乡镇 所属乡镇 镇街 所属镇街 所属街道镇 属地街道 属地镇街 所在镇街 镇 乡 园区 所属镇 所在镇`,
	contact:  `联系人 企业联系人 单位联系人 负责人 企业负责人 法定代表人 法人 联系人姓名`,
	phone:    `联系电话 电话 联系方式 手机 手机号 手机号码 联系人电话 企业联系电话 企业电话 联系号码`,
	department: `检查部门 检查单位 执法部门 实施部门 实施单位 承办机构 检查主体 检查机关 部门 检查部门名称 执法单位 执法主体 执法机关 实施机关 实施主体
		检查机构 检查实施部门 检查实施单位 实施检查部门 承办部门 承办单位 责任部门 部门名称 填报单位 填报部门 报送单位 主管部门 监管部门 查出部门 发现部门`,
	level:  `层级 部门层级 检查层级 级别 执法层级 部门级别 检查级别`,
	matter: `检查事项 检查内容 检查项目 抽查事项 事项 任务名称 检查事项名称 事项名称 抽查事项名称 检查任务 检查任务名称 抽查内容 抽查项目 检查主要内容 主要检查内容 检查重点 检查范围 内容`,
	date: `检查时间 检查日期 计划检查时间 拟检查时间 拟实施时间 实施时间 检查时间安排 时间安排 起止时间 检查起止时间 任务期限 计划检查日期 拟检查日期 计划时间 计划日期
		拟检查时段 拟检查时间段 检查时段 检查时段安排 检查起止日期 起止日期 实施日期 实施期限 检查期限 计划实施时间 拟定检查时间 预计检查时间 预定检查时间 执行时间 抽查时间 抽查日期 任务时间 检查安排时间 时间 日期 检查安排`,
	months:         `检查月份 计划检查月份 拟检查月份 计划月份 实施月份 月份 检查月度`,
	dateFrom:       `计划开始日期 起始时间 开始时间 计划开始时间 开始日期 起始日期 检查开始日期 检查开始时间 检查起始时间 检查起始日期 检查时间起 检查日期起 开始 计划起始日期 计划起始时间 任务开始时间 任务开始日期 抽查开始时间 抽查开始日期 拟开始时间 拟开始日期`,
	dateTo:         `计划结束日期 截止时间 结束时间 计划结束时间 结束日期 截止日期 检查结束日期 检查结束时间 检查截止时间 检查截止日期 检查时间止 检查日期止 结束 计划截止日期 计划截止时间 终止时间 终止日期 任务结束时间 任务结束日期 抽查结束时间 抽查结束日期 完成时间 完成日期 计划完成时间 计划完成日期 拟结束时间 拟结束日期`,
	lengthDays:     `检查时长 检查天数 时长 天数 计划天数 检查用时 预计时长 预计天数 检查所需天数 所需天数 计划检查天数`,
	demand:         `所需人数 执法人数 检查人数 检查人员数 检查人员数量 执法人员数 执法人员数量 执法人员人数 检查人员人数 所需执法人数 所需检查人数 所需执法人员数 人数 人员数量 需要人数 检查所需人数`,
	named:          `检查人员 执法人员 检查人 执法人 检查人员姓名 执法人员姓名 检查人姓名 执法检查人员 参检人员 检查组成员 主办人员 协办人员 检查人员名单 承办人 承办人员`,
	inspectionKind: `检查类型 检查方式 检查类别 检查形式 任务类型 抽查类型 检查性质 抽查方式 计划类型`,
	joinable:       `是否可联合 可否联合 是否联合 能否联合 是否可以联合 是否可联合检查 可否联合检查 是否联合检查 是否参与联合检查 能否联合检查 是否可参与联合检查`,
	lead:           `是否牵头 牵头 是否为牵头部门 是否牵头部门 是否牵头单位`,
	leadDepartment: `牵头部门 发起部门 组织部门 牵头单位 发起单位 组织单位 牵头机关`,
	partners:       `配合部门 参与部门 联查部门 配合单位 参与单位 联合部门 联合检查部门 协同部门 联合单位 协助部门 参加部门`,
	grade:          `风险等级 企业等级 信用等级 安全等级 风险级别 企业风险等级 安全风险等级 企业信用等级 信用风险等级 信用风险分类 风险分类 风险分级 风险类别 等级`,
	businessStatus: `经营状态 企业状态 登记状态 存续状态 主体状态 经营状况`,

	personName:  `姓名 人员姓名 名字`,
	certificate: `执法证号 证件编号 执法证件号 执法证编号 执法证件编号 执法证号码 行政执法证号 行政执法证件号 证件号 证件号码 证号 执法证`,
	specialty:   `专业 专业领域 擅长领域 专业特长 专长 擅长专业 业务领域 执法领域 业务专长`,
	leave:       `请假日期 不可用时间 请假时间 不可用日期 请假 休假时间 休假日期 请假情况 不在岗时间 不可参与时间 请假起止时间`,
	leaveFrom:   `请假开始日期 请假开始时间 请假起始日期 请假起始时间 休假开始日期 休假开始时间 不可用开始日期 不可用开始时间`,
	leaveTo:     `请假结束日期 请假结束时间 请假截止日期 请假截止时间 休假结束日期 休假结束时间 不可用结束日期 不可用结束时间`,
	recused:     `回避企业 回避单位 回避对象 需回避企业 需回避单位 应回避企业 回避企业名称 回避单位名称`,
	expires:     `有效期至 证件有效期至 证件有效期 执法证有效期 执法证有效期至 有效期 证件到期日 到期日期`,
	area:        `责任片区 片区 负责片区 驻地 负责区域`,

	industry:  `行业 所属行业 行业类别 行业类型 行业分类 行业领域 企业类型 所属领域 企业类别`,
	headcount: `从业人数 从业人员数 从业人员 职工人数 员工人数 人员规模 从业人员数量 职工数 员工数`,
	lastVisit: `上次检查日期 上次检查时间 最近检查日期 最近检查时间 最近一次检查日期 最近一次检查时间 上次检查`,

	serial:        `序号 编号 行号 No No. NO.`,
	remark:        `备注 附注`,
	taskNumber:    `任务编号 任务号 联合检查任务编号 检查任务编号 任务单号`,
	timeOfDay:     `时段`,
	samplingTask:  `抽查任务名称 抽查任务 抽查计划名称`,
	samplingRange: `抽查对象范围 检查对象范围 抽查范围 抽查对象类型`,
	samplingRatio: `抽查比例 抽取比例 抽查数量 抽查户数 抽查比例(数量) 抽查比例/数量 抽查比例或数量 抽取数量 抽查家数 抽取户数`,
	findingResult: `检查结果 抽查结果 检查结论 检查情况 结论 结果 检查结果情况 现场检查情况 现场检查结果 是否发现问题 是否存在问题 有无问题 是否存在隐患 有无隐患 是否发现隐患 是否有问题 是否有隐患
		是否合格 检查是否合格 是否符合要求 是否符合`,
	findingText: `问题描述 隐患描述 存在问题 发现问题 隐患内容 问题隐患 存在隐患 隐患情况 问题情况 检查发现问题 发现的问题 存在的问题 主要问题 隐患问题 问题及隐患 问题清单
		问题 隐患 问题或隐患 存在问题及隐患 存在问题和隐患 存在的问题和隐患 存在的问题及隐患 存在的隐患 存在的安全隐患 存在安全隐患 安全隐患 发现隐患 发现的隐患 隐患名称 隐患问题描述 问题隐患描述
		具体问题 具体隐患 检查发现的问题 检查发现隐患 检查发现的隐患 检查中发现的问题 现场检查发现问题 现场检查发现的问题 发现问题及隐患 发现的问题及隐患 事故隐患 隐患清单 问题内容 问题描述情况
		问题简述 隐患简述 不符合项 不符合项描述 不合格项 隐患部位及描述 检查发现问题及隐患 主要隐患`,
	findingSeverity: `隐患等级 隐患级别 问题等级 问题级别 隐患分级 隐患程度 问题程度 严重程度 隐患性质 问题性质 隐患类别 隐患类型 问题类别 问题类型`,
	findingBasis:    `依据 检查依据 法律依据 判定依据 法规依据 违反条款 法律法规依据 违反规定 违反法规 违反法律法规 违法依据 处罚依据 执法依据 依据条款 法规条款 判定标准 检查标准 依据标准`,
	findingMeasure: `处理措施 整改要求 处理意见 整改措施 处理结果 处置措施 处理 整改意见 处理情况 处理方式 处置情况 处置意见 处置方式 处置 处理决定 整改建议 整改意见及要求 整改内容
		整改要求及措施 处理及整改要求 整改要求及时限 整改要求及期限 整改措施及时限 整改措施及期限 整改意见及时限 整改意见及期限 处理意见及整改期限 监管措施 采取措施 处罚措施 处罚情况`,
	findingDeadline: `整改期限 整改时限 限期整改日期 整改截止日期 整改完成期限 整改日期 整改完成时限 整改截止时间 限改日期 限改时间 限改期限 限期 整改限期 限期整改时间 整改到期日 整改到期日期
		要求完成时间 要求整改完成时间 要求完成日期 要求整改时间 整改时间 整改期 完成时限 要求完成时限 要求完成期限 规定完成时间 规定完成时限 规定完成期限 应完成时间 应完成日期 限时 限期时间 限期日期`,
	findingState: `整改状态 整改情况 整改结果 是否整改 整改进度 整改进展 整改完成情况 是否完成整改 是否已整改 是否整改完成 是否整改到位 整改落实情况 隐患整改情况 问题整改情况 隐患状态 问题状态
		是否闭环 闭环情况 是否销号 销号情况`,
	findingReview: `复查日期 复查时间 计划复查日期 拟复查日期 复检日期 复检时间 复核日期 验收日期`,
	findingFixed: `实际完成时间 实际完成日期 实际整改时间 实际整改日期 实际整改完成时间 实际整改完成日期 实际完成整改时间 整改实际完成时间 整改实际完成日期 整改到位时间 整改到位日期
		销号时间 销号日期 闭环时间 闭环日期 办结时间 办结日期`,
	findingPublic:  `是否公开 可否公开 能否公开 是否对外公开 是否公示 公开 是否公开结果 结果是否公开 公开情况`,
	findingNumber:  `问题序号`, // of the ledger that report writes
	replyAnswer:    `确认 确认意见 反馈意见 确认情况 是否确认 确认结果 回复`,
	replyDates:     `可行日期 可行时间 可调整日期 建议日期 调整日期`,
	sameEnterprise: `是否同一企业 是否同一 是否为同一企业`,
	profileGrade:   `脸谱等级`,
})

// rosterWords are the headers that mean something else on a roster.
var rosterWords = words(map[field]string{
	personName:  `姓名 人员姓名 名字 执法人员姓名 检查人员姓名 执法人员 检查人员`,
	department:  `所属部门 部门 所属单位 单位 单位名称 所在单位 所在部门 工作单位 部门名称 执法单位 执法部门 所属机构 执法机关 执法主体`,
	personState: `状态 在岗状态 人员状态 在岗情况 是否在岗 是否停用 工作状态`,
	area:        `责任片区 片区 负责片区 驻地 负责区域 辖区 所属片区 所在片区 所属区域 驻区 属地`,
	phone:       `联系电话 电话 联系方式 手机 手机号 手机号码`,
})

// registerWords are the headers that mean something else on a register.
var registerWords = words(map[field]string{
	businessStatus: `状态 经营状态 企业状态 登记状态 存续状态 主体状态 经营状况`,
	complaints:     `投诉举报 投诉举报次数 投诉举报数 投诉次数 举报次数 是否有投诉举报 有无投诉举报 是否被投诉举报`,
	abnormal:       `经营异常 是否经营异常 经营异常名录 异常名录 是否列入经营异常名录 是否列入异常名录 是否在经营异常名录`,
	management:     `管理水平 安全管理水平 管理状况 安全管理状况 管理情况 管理评价`,
})

// findingWords are the headers that mean the inspected in a table of findings
// without another word for them.
var findingWords = words(map[field]string{enterpriseName: `单位 名称 企业单位 场所`})

// sense is what a header means: its field, and how early it is asked.
type sense struct {
	field field
	rank  int
}

func words(lists map[field]string) map[string]sense {
	m := make(map[string]sense, 512)
	for f, list := range lists {
		for rank, w := range strings.Fields(list) {
			if other, ok := m[normHeader(w)]; ok && other.field != f {
				panic("intake: header " + w + " under two fields")
			}
			m[normHeader(w)] = sense{f, rank}
		}
	}
	return m
}

// normHeader brings a header into the form the vocabulary has: no white space,
// half-width, no asterisk or numbering in front, no colon or asterisk behind.
func normHeader(s string) string {
	if !written(s) {
		s = unified(s)
	}
	s = strings.TrimLeft(s, "*★☆＊※●•·#")
	s = strings.TrimPrefix(s, "(必填)")
	s = strings.TrimPrefix(s, "(选填)")
	s = trimNumbering(s)
	s = strings.TrimLeft(s, "*★")
	s = strings.TrimRight(s, "*★:;,、.。")
	return s
}

// written reports whether a text is Han characters, letters, digits and round
// brackets only, which unified would leave as they are. Most cells are.
func written(s string) bool {
	for _, r := range s {
		switch {
		case r >= 0x4E00 && r <= 0x9FFF, '0' <= r && r <= '9', 'A' <= r && r <= 'Z', 'a' <= r && r <= 'z', r == '(', r == ')':
		default:
			return false
		}
	}
	return true
}

// unified takes white space out of a text and writes wide characters and the
// sorts of brackets in one way.
func unified(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		switch r {
		case '【', '〔', '[', '﹝', '「', '〖':
			return '('
		case '】', '〕', ']', '﹞', '」', '〗':
			return ')'
		}
		return r
	}, width.Fold.String(s))
}

// trimNumbering removes 1. or 2、 or (3) or 一、 or ④ in front of a header.
func trimNumbering(s string) string {
	rs := []rune(s)
	i := 0
	if i < len(rs) && rs[i] == '(' {
		i++
	}
	start := i
	for i < len(rs) && i-start < 2 && (unicode.IsDigit(rs[i]) || strings.ContainsRune("一二三四五六七八九十", rs[i])) {
		i++
	}
	switch {
	case start == 0 && len(rs) > 1 && rs[0] >= '①' && rs[0] <= '⑳':
		return string(rs[1:])
	case i == start || i+1 >= len(rs):
		return s
	case start == 1 && rs[i] == ')', start == 0 && strings.ContainsRune(".、)", rs[i]):
		return string(rs[i+1:])
	}
	return s
}

// trimBrackets removes a trailing bracket such as (必填) or (天).
func trimBrackets(s string) string {
	if !strings.HasSuffix(s, ")") {
		return s
	}
	if i := strings.LastIndexByte(s, '('); i > 0 {
		return strings.TrimRight(s[:i], "*★:")
	}
	return s
}

var innerBracket = regexp.MustCompile(`\([^)]*\)`)

// lookup finds a header in a vocabulary: as it stands, without a trailing
// bracket, without any bracket, or as several names of one field joined by a
// slash.
func lookup(vocabulary map[string]sense, header string) sense {
	s := normHeader(header)
	for s != "" {
		if v, ok := vocabulary[s]; ok {
			return v
		}
		t := trimBrackets(s)
		if t == s {
			break
		}
		s = t
	}
	if strings.Contains(s, "(") { // 被检查对象（企业）名称
		if v, ok := vocabulary[innerBracket.ReplaceAllString(s, "")]; ok {
			return v
		}
	}
	return lookupJoined(vocabulary, s)
}

// lookupJoined reads 统一社会信用代码/注册号: every part must name the same field.
func lookupJoined(vocabulary map[string]sense, s string) sense {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/、,或及和|", r) })
	if len(parts) < 2 {
		return sense{}
	}
	var joined sense
	for i, p := range parts {
		v, ok := vocabulary[trimBrackets(p)]
		switch {
		case !ok || i > 0 && v.field != joined.field:
			return sense{}
		case i == 0 || v.rank < joined.rank:
			joined = v
		}
	}
	return joined
}
