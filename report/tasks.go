package report

import (
	"fmt"
	"strconv"

	"liancha/inspect"
	"liancha/internal/table"
)

// taskColumns are the columns of 任务清单 (contract section 4).
// taskColumns are narrow and wrap, so that the list can be read on A4 across.
var taskColumns = []column{
	{"任务编号", 11, table.BodyCentre},
	{"企业名称", 14, table.Body},
	{"统一社会信用代码", 10, table.BodyCentre},
	{"地址", 12, table.Body},
	{"区", 6, table.BodyCentre},
	{"街道", 6.5, table.BodyCentre},
	{"风险等级", 5, table.BodyCentre},
	{"层级", 5, table.BodyCentre},
	{"检查日期", 10.5, table.BodyDate},
	{"时段", 5.5, table.BodyCentre},
	{"时长(天)", 6.5, table.BodyAmount},
	{"牵头部门", 9.5, table.Body},
	{"参与部门", 9.5, table.Body},
	{"检查事项", 13.5, table.Body},
	{"所需人数", 5, table.BodyAmount},
	{"执法人员", 11.5, table.Body},
	{"来源", 30, table.Aside},
}

// tasksPrinted is how many columns are on paper: the rows a task comes from are for
// the screen.
var tasksPrinted = len(taskColumns) - 1

func tasksPage(v *view) table.Page {
	o := v.o
	below := fmt.Sprintf("共 %d 项任务，其中联合检查 %d 项。日期、时段、时长、牵头部门、执法人员、所需人数可以直接改，改后交给后面的命令使用；任务编号不要改。",
		o.Stats.Visits, o.Stats.JointVisits)
	p := list(SheetTasks, "联合检查任务清单（"+o.Period.Chinese()+"）", below, taskColumns, len(v.byTime), func(i int, c []table.Value) []table.Value {
		t := &o.Tasks[v.byTime[i]]
		e := v.enterprise(t)
		c = put(c, taskColumns, t.ID, e.Name, e.Code, e.Address, e.District, e.Street, e.Grade.String(), t.Level.Chinese())
		c = append(c, table.Day(int(t.Date), table.BodyDate))
		c = put(c, taskColumns, t.Half.Chinese())
		c = append(c, table.Num(float64(t.HalfDays)/2, table.BodyAmount))
		c = put(c, taskColumns, t.Lead, join(v.partners(t)), v.matters(t))
		c = append(c, table.Int(v.demand(t, ""), table.BodyAmount))
		return put(c, taskColumns, v.named(t), v.sources(t))
	})
	p.FreezeCols, p.PrintCols = 2, tasksPrinted
	first, last := p.Header+1, p.NumLines
	p.Choices = []table.Choice{{Col: 9, FirstRow: first, LastRow: last, Values: []string{"上午", "下午"}}}
	p.Marks = []table.Mark{
		{Col: 6, FirstRow: first, LastRow: last, Equal: "D", Style: table.Bad},
		{Col: 6, FirstRow: first, LastRow: last, Equal: "C", Style: table.Caution},
	}
	return p
}

// entryColumns are the columns of 任务明细: all that is needed to read the
// entries back.
var entryColumns = []column{
	{"任务编号", 18, table.BodyCentre},
	{"企业名称", 28, table.Body},
	{"统一社会信用代码", 21, table.BodyCentre},
	{"检查部门", 20, table.Body},
	{"层级", 7, table.BodyCentre},
	{"检查事项", 30, table.Body},
	{"检查类型", 10, table.BodyCentre},
	{"可检查时间", 24, table.BodyCentre},
	{"检查时长", 8.5, table.BodyAmount},
	{"所需人数", 8.5, table.BodyAmount},
	{"检查人员", 16, table.Body},
	{"是否可联合", 10.5, table.BodyCentre},
	{"是否牵头", 8.5, table.BodyCentre},
	{"牵头部门", 18, table.Body},
	{"配合部门", 18, table.Body},
	{"风险等级", 8.5, table.BodyCentre},
	{"地址", 24, table.Aside},
	{"区", 10, table.Aside},
	{"街道", 12, table.Aside},
	{"联系人", 8, table.Aside},
	{"联系电话", 14, table.Aside},
	{"行业", 12, table.Aside},
	{"企业等级", 6, table.Aside},
	{"企业状态", 6, table.Aside},
	{"企业编号", 21, table.Aside},
	{"来源文件", 30, table.Aside},
	{"来源工作表", 14, table.Aside},
	{"来源行", 7, table.Aside},
	{"来源月份", 6, table.Aside},
	{"原企业名称", 28, table.Aside},
	{"原代码", 21, table.Aside},
	{"原地址", 24, table.Aside},
	{"原区", 10, table.Aside},
	{"原街道", 12, table.Aside},
	{"原联系人", 8, table.Aside},
	{"原联系电话", 14, table.Aside},
}

// printedEntryColumns is how many of them are printed: up to the grade, for
// people; behind it, for the program that reads the book back.
const printedEntryColumns = 16

func entriesPage(v *view) table.Page {
	o := v.o
	order, taskOf := v.entryOrder()
	below := "一行是一条计划；任务编号为空的没有排入，原因见“未排入”。本表供程序读回，一般不需要改动。"
	p := list(SheetEntries, "任务明细（"+o.Period.Chinese()+"）", below, entryColumns, len(order), func(i int, c []table.Value) []table.Value {
		e, id := &o.Entries[order[i]], ""
		if t := taskOf[order[i]]; t >= 0 {
			id = o.Tasks[t].ID
		}
		return entryCells(c, e, &o.Enterprises[o.EntryOf[order[i]]], id)
	})
	p.FreezeCols, p.PrintCols = 2, printedEntryColumns
	return p
}

func entryCells(c []table.Value, e *inspect.Entry, of *inspect.Enterprise, id string) []table.Value {
	c = put(c, entryColumns, id, of.Name, of.Code, e.Department, e.Level.Chinese(), e.Matter, e.Kind.String(), windowText(e.Windows))
	c = append(c, table.Num(float64(e.HalfDays)/2, table.BodyAmount), table.Int(e.Demand, table.BodyAmount))
	lead := ""
	if e.Lead {
		lead = "是"
	}
	return put(c, entryColumns, join(e.Named), yesNo(e.Joinable), lead, e.LeadDepartment, join(e.Partners), e.Grade.String(),
		of.Address, of.District, of.Street, of.Contact, of.Phone, of.Industry, of.Grade.String(), statusNames[of.Status], of.ID,
		e.Source.File, e.Source.Sheet, strconv.Itoa(e.Source.Row), e.Source.Part(),
		e.Subject.Name, e.Subject.Code, e.Subject.Address, e.Subject.District, e.Subject.Street, e.Subject.Contact, e.Subject.Phone)
}

// entryOrder lists entries in the order of their tasks, those without a task at
// the end, and tells each entry's task, -1 for none.
func (v *view) entryOrder() (order, taskOf []int) {
	taskOf = make([]int, len(v.o.Entries))
	for i := range taskOf {
		taskOf[i] = -1
	}
	order = make([]int, 0, len(v.o.Entries))
	for _, t := range v.byTime {
		for _, e := range v.o.Tasks[t].Entries {
			taskOf[e] = t
			order = append(order, e)
		}
	}
	for e, t := range taskOf {
		if t < 0 {
			order = append(order, e)
		}
	}
	return order, taskOf
}

// printedStaffColumns is how many columns of 执法人员 are printed: up to the
// state, for people.
const printedStaffColumns = 9

// staffColumns are the columns of 执法人员, those of a roster.
var staffColumns = []column{
	{"部门", 24, table.Body},
	{"姓名", 12, table.BodyCentre},
	{"执法证号", 20, table.BodyCentre},
	{"专业", 20, table.Body},
	{"请假日期", 30, table.Body},
	{"回避企业", 36, table.Body},
	{"所在片区", 14, table.BodyCentre},
	{"证件有效期", 14, table.BodyCentre},
	{"状态", 8, table.BodyCentre},
	{"来源文件", 30, table.Aside},
	{"来源工作表", 14, table.Aside},
	{"来源行", 8, table.Aside},
}

func staffPage(v *view) table.Page {
	staff := v.o.Staff
	below := fmt.Sprintf("共 %d 人。抽取执法人员时按此名录，请假、回避、停用的不抽。", len(staff))
	page := list(SheetStaff, "执法人员名录库", below, staffColumns, len(staff), func(i int, c []table.Value) []table.Value {
		p := &staff[i]
		state, expires := "在岗", ""
		if !p.Active {
			state = stopped
		}
		if p.Expires != 0 {
			expires = p.Expires.String()
		}
		return put(c, staffColumns, p.Department, p.Name, p.Certificate, join(p.Specialties), windowText(p.Leave), join(p.Recused),
			p.Area, expires, state, p.Source.File, p.Source.Sheet, strconv.Itoa(p.Source.Row))
	})
	page.PrintCols = printedStaffColumns
	return page
}
