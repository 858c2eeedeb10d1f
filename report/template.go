package report

import (
	"liancha/internal/outdir"
	"liancha/internal/table"
)

// TemplateFolder is where the fill-in templates go.
const TemplateFolder = "填报模板"

// templateLines is how many empty lines a template has to fill in.
const templateLines = 500

// template is a sheet for departments to fill in: its columns, one example line
// and what to choose from.
type template struct {
	sheet   string
	below   string
	columns []column
	example []string
	choices map[string][]string // by column
}

var (
	yes          = []string{"是", "否"}
	kindChoices  = []string{"一般检查", "重点检查", "双随机", "专项检查", "投诉举报", "复查", "突击检查"}
	levelChoices = []string{"市", "区", "街道"}
	gradeChoices = []string{"A", "B", "C", "D"}
)

// The templates' columns carry the first of the contract's header names.
var templates = []template{
	{
		sheet: "检查计划",
		below: "一行一家企业的一次检查。检查时间可写一天、起止日期，或 5月上旬、5月20日前 等；企业名称和代码至少填一项。示例行请删除。",
		columns: []column{
			{"序号", 6, table.BodyCentre}, {"企业名称", 30, table.Fill}, {"统一社会信用代码", 22, table.Fill}, {"地址", 28, table.Fill},
			{"所属区", 10, table.Fill}, {"所属街道", 12, table.Fill}, {"检查部门", 22, table.Fill}, {"层级", 7, table.Fill},
			{"检查事项", 26, table.Fill}, {"检查时间", 26, table.Fill}, {"检查时长", 9, table.Fill}, {"所需人数", 9, table.Fill},
			{"检查人员", 18, table.Fill}, {"检查类型", 11, table.Fill}, {"是否可联合", 10, table.Fill}, {"是否牵头", 9, table.Fill},
			{"风险等级", 9, table.Fill},
		},
		example: []string{"示例", "南京某某化工有限公司", "91320100XXXXXXXXXX", "南京市江宁区某某路1号", "江宁区", "东山街道", "江宁区应急管理局", "区",
			"危险化学品安全检查", "2021年5月10日-5月20日", "0.5", "2", "张某、李某", "重点检查", "是", "否", "B"},
		choices: map[string][]string{"层级": levelChoices, "检查类型": kindChoices, "是否可联合": yes, "是否牵头": yes, "风险等级": gradeChoices},
	},
	{
		sheet: "执法人员名录库",
		below: "一行一人。请假日期可写多段，用分号隔开；没有请假的空着。示例行请删除。",
		columns: []column{
			{"序号", 6, table.BodyCentre}, {"姓名", 12, table.Fill}, {"执法证号", 20, table.Fill}, {"部门", 24, table.Fill}, {"专业", 20, table.Fill},
			{"请假日期", 30, table.Fill}, {"回避企业", 34, table.Fill}, {"状态", 9, table.Fill},
		},
		example: []string{"示例", "张某", "32010000001", "江宁区应急管理局", "危险化学品", "5月10日至5月12日", "南京某某化工有限公司", "在岗"},
		choices: map[string][]string{"状态": {"在岗", "停用"}},
	},
	{
		sheet: "检查对象名录库",
		below: "一行一家企业。示例行请删除。",
		columns: []column{
			{"序号", 6, table.BodyCentre}, {"企业名称", 30, table.Fill}, {"统一社会信用代码", 22, table.Fill}, {"地址", 28, table.Fill},
			{"所属区", 10, table.Fill}, {"所属街道", 12, table.Fill}, {"行业", 16, table.Fill}, {"风险等级", 9, table.Fill},
			{"从业人数", 9, table.Fill}, {"上次检查日期", 14, table.FillDate}, {"联系人", 10, table.Fill}, {"联系电话", 15, table.Fill},
			{"状态", 9, table.Fill},
		},
		example: []string{"示例", "南京某某化工有限公司", "91320100XXXXXXXXXX", "南京市江宁区某某路1号", "江宁区", "东山街道", "危险化学品", "B", "120", "2021-03-15",
			"王某", "025-00000000", "在营"},
		choices: map[string][]string{"风险等级": gradeChoices, "状态": {"在营", "注销", "停业"}},
	},
	{
		sheet:   SheetFindings,
		below:   "一行一个问题；没有发现问题的也填一行，检查结果选“未发现问题”。示例行请删除。",
		columns: append([]column{{"序号", 6, table.BodyCentre}}, findingColumns...),
		example: []string{"示例", "LJ-202105-000001", "南京某某化工有限公司", "91320100XXXXXXXXXX", "江宁区应急管理局", "2021-05-12", "张某、李某", "发现问题",
			"仓库安全出口被货物堵塞", "一般", "《安全生产法》", "立即清理，保持畅通", "2021-05-19", "未整改", "", "是"},
		choices: map[string][]string{"检查结果": {"未发现问题", "发现问题"}, "隐患等级": {"一般", "重大"}, "整改状态": {"未整改", "整改中", "已整改"}, "是否公开": yes},
	},
}

// WriteTemplates writes the fill-in templates: plan, roster, register and
// findings, a workbook each, with drop-downs and an example line.
func WriteTemplates(set *outdir.Set) error {
	for i := range templates {
		t := &templates[i]
		b := &table.Book{Title: t.sheet + "填报模板", Creator: creator, Pages: []table.Page{t.page()}}
		if err := writeBook(set, TemplateFolder+"/"+t.sheet+".xlsx", b); err != nil {
			return err
		}
	}
	return nil
}

func (t *template) page() table.Page {
	p := list(t.sheet, t.sheet, t.below, t.columns, templateLines, func(i int, c []table.Value) []table.Value {
		if i > 0 {
			for _, col := range t.columns {
				c = append(c, table.Blank(col.style))
			}
			return c
		}
		for _, text := range t.example {
			c = append(c, table.Str(text, table.Muted))
		}
		return c
	})
	p.FreezeCols = 2
	for col, c := range t.columns {
		if values := t.choices[c.name]; values != nil {
			p.Choices = append(p.Choices, table.Choice{Col: col, FirstRow: p.Header + 1, LastRow: p.NumLines, Values: values})
		}
	}
	return p
}
