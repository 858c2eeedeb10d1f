package report

import (
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/outdir"
	"liancha/internal/table"
)

// noticeFiles are the notices: for every enterprise that has announced tasks a
// workbook with one page for each.
func noticeFiles(set *outdir.Set, v *view) []file {
	tasksOf := make([][]int, len(v.o.Enterprises))
	for _, t := range v.byTime {
		if task := &v.o.Tasks[t]; v.announced(task) {
			tasksOf[task.Enterprise] = append(tasksOf[task.Enterprise], t)
		}
	}
	var files []file
	for e, tasks := range tasksOf {
		if len(tasks) == 0 {
			continue
		}
		of := &v.o.Enterprises[e]
		files = append(files, bookFile(bookName(set, NoticeFolder, of.Name, of.ID), func() *table.Book { return noticeBook(v, of, tasks) }))
	}
	return files
}

func noticeBook(v *view, of *inspect.Enterprise, tasks []int) *table.Book {
	b := &table.Book{Title: of.Name + "检查告知书", Creator: creator, Created: v.o.Period.From.String()}
	names := map[string]bool{}
	for _, t := range tasks {
		p := noticePage(v, of, &v.o.Tasks[t])
		p.Name = v.o.Tasks[t].Date.Short()
		for i := 2; names[p.Name]; i++ {
			p.Name = fmt.Sprintf("%s（%d）", v.o.Tasks[t].Date.Short(), i)
		}
		names[p.Name] = true
		b.Pages = append(b.Pages, p)
	}
	return b
}

// noticePage is one page of A4 upright: when, who comes, which matters, which
// papers to have ready.
func noticePage(v *view, of *inspect.Enterprise, t *inspect.Task) table.Page {
	b := &sheetBuilder{cols: 4, page: table.Page{Portrait: true, Footer: "任务编号 " + t.ID}}
	for _, w := range []float64{22, 26, 8, 34} {
		b.page.Columns = append(b.page.Columns, table.Column{Width: w})
	}
	kind := "检查"
	if v.joint(t) {
		kind = "联合检查"
	}
	b.wide(44, kind+"告知书", table.LetterHead)
	b.wide(22, of.Name+"：", table.Letter)
	ds := v.taskDepartments(t)
	b.wide(0, fmt.Sprintf("　　按照%s检查计划，定于%s对你单位进行%s，现将有关事项告知如下，请予配合。", periodText(v.o.Period), when(t), kind), table.Letter)
	b.wide(8, "", table.Plain)
	b.field("检查时间", yearOf(t.Date)+when(t)+fmt.Sprintf("（约 %s 天）", inspect.FormatHalfDays(t.HalfDays)))
	b.field("检查地点", of.Address)
	b.field("牵头部门", t.Lead)
	b.add(table.Str("检查部门", table.LetterLabel), table.Str("检查事项", table.LetterLabel), table.Str("人数", table.LetterLabel), table.Str("请准备的材料", table.LetterLabel))
	for _, d := range ds {
		matters := join(v.mattersOf(t, d))
		if matters == "" {
			matters = "见现场检查文书"
		}
		b.add(table.Str(d, table.LetterCell), table.Str(matters, table.LetterCell), table.Int(v.demand(t, d), table.LetterCentre), table.Str(papersFor(d), table.LetterCell))
	}
	b.wide(8, "", table.Plain)
	requests := []string{
		"一、请安排主要负责人或安全管理负责人在场，并指定一名联络人。",
		"二、执法人员到场后将出示执法证件；未出示的，你单位有权拒绝检查。",
		"三、请勿安排接待、宴请，请勿赠送物品。",
		"四、如遇停产、搬迁等情况不能按时接受检查，请及时告知牵头部门。",
	}
	if v.joint(t) {
		requests = append(requests, "五、各部门一次上门、合并检查，检查结果由牵头部门统一反馈。")
	}
	for _, s := range requests {
		b.wide(0, s, table.Letter)
	}
	b.page.Together = b.next() - 1 // no signature on a page by itself
	b.wide(30, "", table.Plain)
	b.wide(22, t.Lead, table.LetterEnd)
	b.wide(22, "　　　　年　　月　　日", table.LetterEnd)
	return b.page
}

func yearOf(d inspect.Date) string { y, _, _ := d.YMD(); return fmt.Sprintf("%d年", y) }

// field is a line with a name and a value across the rest of the page.
func (b *sheetBuilder) field(name, value string) {
	b.page.Lines = append(b.page.Lines, table.Line{
		Cells:  []table.Value{table.Str(name, table.LetterLabel), table.Str(value, table.LetterCell), table.Blank(table.LetterCell), table.Blank(table.LetterCell)},
		Merges: []table.Join{{First: 1, Last: 3}},
	})
}

// papers lists, by a word in a department's name, what its inspectors usually
// ask to see.
var papers = []struct {
	word  string
	ready []string
}{
	{"应急", []string{"安全生产责任制和规章制度", "安全培训记录", "隐患排查治理台账", "应急预案和演练记录"}},
	{"消防", []string{"消防安全制度", "消防设施维护保养和检测记录", "防火巡查检查记录", "灭火疏散预案和演练记录"}},
	{"市场监督", []string{"营业执照和许可证", "特种设备登记、检验和作业人员证书", "进货查验和质量管理记录"}},
	{"生态环境", []string{"环评和排污许可文件", "污染治理设施运行记录", "监测报告", "危险废物管理台账"}},
	{"公安", []string{"治安保卫制度", "从业人员登记", "易制毒、易制爆物品流向登记"}},
	{"工业和信息化", []string{"生产许可文件", "节能管理制度和台账"}},
	{"卫生健康", []string{"职业病危害因素检测报告", "职业健康检查档案", "卫生管理制度"}},
	{"住房和城乡建设", []string{"施工许可文件", "安全文明施工记录", "起重机械备案和检测记录"}},
	{"交通", []string{"道路运输经营许可", "车辆技术档案", "驾驶人员培训记录"}},
	{"城市管理", []string{"燃气使用安全检查记录", "餐厨废弃物处置合同"}},
	{"人力资源", []string{"劳动合同和职工名册", "工资支付台账", "社会保险缴纳凭证"}},
	{"街道", []string{"安全生产责任书", "隐患整改记录"}},
	{"镇", []string{"安全生产责任书", "隐患整改记录"}},
}

// papersFor words the papers a department asks for.
func papersFor(department string) string {
	for _, p := range papers {
		if strings.Contains(department, p.word) {
			return join(slices.Clone(p.ready))
		}
	}
	return "营业执照和与检查事项有关的制度、台账"
}
