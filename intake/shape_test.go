package intake

import (
	"strings"
	"testing"
)

// shaped headers are in no list.
var shapedHeaders = map[field]string{
	enterpriseCode: "企业统一社会信用代码 被检查单位统一社会信用代码 检查对象社会信用代码 证照号码（统一社会信用代码） 统一社会信用代码证编号 组织机构代码证 营业执照登记号 纳税人识别号",
	enterpriseName: "拟检查企业 计划检查企业名称 被检查主体 被检查人 被检查相对人 被抽查企业 被检查市场主体名称 重点单位名称 经营主体名称 医疗机构名称 加油站名称 危化企业名称 拟检查对象",
	address:        "检查对象地址 被检查单位地址 生产经营场所 实际经营地址 企业所在地 单位详细地址",
	date:           "检查实施时间 拟开展检查时间 计划执行时间 检查时间区间 检查时间范围 检查任务期限 任务起止时间 检查开始和结束时间 入企检查时间 执法时间 拟检查时间段 具体时间",
	dateFrom:       "检查计划开始时间 执法检查起始日期", dateTo: "检查完成时限 执法检查结束日期", months: "拟实施月份 检查实施月份",
	matter:         "执法检查事项 行政检查事项名称 监督检查内容 拟检查内容 重点检查内容 检查类别及事项 专项检查名称 检查要点 监管事项 检查重点内容",
	department:     "行政执法主体 执法检查部门 检查实施机关 检查责任部门 组织实施部门 行政执法单位 检查单位名称 执法机构 承办处室 负责部门",
	leadDepartment: "拟牵头部门 联合检查牵头部门 牵头检查部门 联合检查发起单位", partners: "联合检查参与部门 拟联合部门 建议联合部门 协同检查部门 协办部门",
	demand:         "拟派人数 所需执法人员数量 需要执法人员数 拟投入人数 执法力量（人） 所需执法人员（人） 人员需求",
	named:          "拟派执法人员 执法人员名单 检查员 检查组成员 带队人员 主办人 执法人员姓名及证号",
	lengthDays:     "检查所需时间（天） 预计用时（天） 检查时长/天 检查周期（天）",
	inspectionKind: "检查任务类型 检查方式/类型 行政检查方式 检查种类 计划类别", grade: "企业安全风险等级 安全生产等级 风险评级 信用监管等级 分类分级 风险等级划分",
	level: "执法主体层级 检查部门层级 行政层级", joinable: "是否可以联合检查 是否纳入联合检查 能否联合执法 可联合 联合检查（是/否） 是否适合联合",
	lead: "是否为牵头单位 是否本部门牵头 是否由本单位牵头", certificate: "行政执法证件号码 执法资格证号 省执法证号",
	leave: "请休假时间 本月请假 5月请假 不能参加检查时间 不可安排时间 请假起止日期 休假安排", recused: "应回避单位 回避的企业 不得检查企业 回避情况",
}

func TestHeadersKnownByTheirShape(t *testing.T) {
	for f, list := range shapedHeaders {
		for _, name := range strings.Fields(list) {
			for _, spelling := range spellings(name) {
				if s, _ := senseOf(label{name: spelling}, nil); s.field != f {
					t.Errorf("%q is field %d, want %d", spelling, s.field, f)
				}
			}
		}
	}
}

// Headers that say something else, however like a plan's they sound.
func TestHeadersOfNoField(t *testing.T) {
	for _, name := range strings.Fields(`填报时间 报送日期 成立日期 登记日期 发证日期 参加工作时间 出生年月 入职时间 培训时间 上级部门 组织机构 责任单位 责任人 牵头人 牵头领导 分管领导
		标准化等级 事故等级 企业级别 参保人数 特种作业人数 检查次数 检查频次 检查要求 检查流程 任务来源 计划总数 主要产品 生产能力 企业规模 监督机构 检测机构 工作内容 执行情况 联合惩戒 是否规上 整改完成情况说明
		证照名称 委托机构 审批部门 发证机关 登记机关 学校类型 执法证有效期限`) {
		if s, _ := senseOf(label{name: name}, nil); s.field != noField {
			t.Errorf("%q is field %d", name, s.field)
		}
	}
}

func TestListedHeadersGoBeforeShapes(t *testing.T) {
	res := read(sheetOf(bureau, "",
		row{"拟检查企业", "执法检查部门", "检查部门", "具体时间", "检查时间", "企业名称"},
		row{"乙厂", "江宁区公安分局", "江宁区生态环境局", "5月20日", "5月10日", "甲厂"},
		row{"乙厂", "江宁区公安分局", "", "5月20日", "", ""}))
	wantCodes(t, res)
	if a := res.Entries[0]; a.Subject.Name != "甲厂" || a.Department != "江宁区生态环境局" || span(a.Windows) != "2021-05-10" {
		t.Errorf("got %+v", a)
	}
	if a := res.Entries[1]; a.Subject.Name != "乙厂" || a.Department != "江宁区公安分局" || span(a.Windows) != "2021-05-20" {
		t.Errorf("got %+v", a)
	}
}
