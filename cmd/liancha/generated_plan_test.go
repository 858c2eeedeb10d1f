package main

import (
	"fmt"
	"slices"
	"strings"
)

// How a generated plan is laid out, and what its rows must mean.

// plan makes one department's plan.
func (g *generator) plan(n int, d genDepartment, rows int) {
	p := &genPlan{department: d, container: pick(g, genContainers...)}
	said := pick(g, "title", "filler", "file", "column", "folder")
	spelling := d.full
	if g.IntN(2) == 0 {
		spelling = pick(g, d.short...)
	}
	p.file = fmt.Sprintf("报送%02d", n)
	switch said {
	case "file":
		p.file = spelling + pick(g, "", "5月检查计划", "（报送）", "2021年5月检查计划") + fmt.Sprint("-", n)
	case "folder":
		p.file = spelling + "/" + p.file
	}
	p.file += genSuffix[p.container]
	if p.booked() {
		p.sheet = pick(g, "检查计划", "Sheet1", "计划")
	}
	columns := g.columns(said == "column", p)
	for range g.IntN(3) {
		p.cells = append(p.cells, []any{pick(g, "附件1", "（内部资料）", "联系人：王某某    联系电话：025-00000000", "填表说明：检查时间按“2021年6月10日-20日”的形式填写，企业名称按营业执照填写，一行填一家。")})
	}
	switch said {
	case "title":
		p.title(spelling+"2021年5月"+pick(g, "", "份")+"检查计划", len(columns))
	case "filler":
		p.title("2021年度安全生产检查计划表", len(columns))
		p.cells = append(p.cells, []any{pick(g, "填报单位：", "填报单位:", "填报单位（盖章）：") + spelling, "填报日期：2020年12月25日"})
	default:
		p.title("2021年5月检查计划", len(columns))
	}
	p.header(g, columns)
	people := g.roster(p, p.hasRoster)
	if g.IntN(3) == 0 {
		p.example(columns)
	}
	before := len(g.truth.Rows)
	for i := 0; i < rows; i++ {
		if i > 0 && g.IntN(12) == 0 && !g.tidy {
			p.cells = append(p.cells, [][]any{{}, {"小计", "3家"}, {"注：以上企业按月安排。"}, {"二、工贸企业"}}[g.IntN(4)])
		}
		block := 1
		if !g.tidy && p.merging() && g.IntN(6) == 0 {
			block = 2 + g.IntN(2)
		}
		g.block(p, columns, block, spelling, people)
	}
	p.cells = append(p.cells, []any{"注：检查时间可由各单位协商调整。"}, []any{"填表人：王某某    审核人：李某某"})
	p.number(g.truth.Rows[before:])
	g.plans = append(g.plans, p)
}

// columns picks the columns of a plan and their order. An enterprise's own
// columns may stand under one group, months in a grid.
func (g *generator) columns(department bool, p *genPlan) []string {
	enterprise := pick(g, []string{"name", "code"}, []string{"name", "code"}, []string{"name", "code", "address"}, []string{"code"})
	date := pick(g, []string{"when"}, []string{"when"}, []string{"when"}, []string{"from", "to"}, []string{"month"}, genGrid)
	rest := []string{"matter"}
	for _, c := range []string{"district", "days", "demand", "type", "joinable", "grade", "lead", "level", "partners"} {
		if g.IntN(2) == 0 {
			rest = append(rest, c)
		}
	}
	if !slices.Contains(rest, "lead") && g.IntN(3) == 0 {
		rest = append(rest, "leader")
	}
	if department {
		rest = append(rest, "department")
	}
	p.hasRoster = g.IntN(2) == 0
	if p.hasRoster && g.IntN(2) == 0 {
		rest = append(rest, "named")
	}
	p.grouped = len(enterprise) > 1 && g.IntN(4) == 0
	groups := [][]string{date}
	if p.grouped {
		groups = append(groups, enterprise)
	} else {
		rest = append(rest, enterprise...)
	}
	for _, c := range rest {
		groups = append(groups, []string{c})
	}
	g.Shuffle(len(groups), func(i, j int) { groups[i], groups[j] = groups[j], groups[i] })
	return append([]string{"serial"}, append(slices.Concat(groups...), "stranger")...)
}

// genGrid is a yearly grid of months.
var genGrid = func() (columns []string) {
	for m := 1; m <= 12; m++ {
		columns = append(columns, fmt.Sprintf("%d月", m))
	}
	return columns
}()

func (p *genPlan) title(text string, width int) {
	p.cells = append(p.cells, []any{text})
	p.merge(len(p.cells), len(p.cells), 1, width)
}

func (p *genPlan) merge(firstRow, lastRow, firstCol, lastCol int) {
	p.merges = append(p.merges, [4]int{firstRow, lastRow, firstCol, lastCol})
}

// header writes the header's line, or two of them where the enterprise's
// columns or the months stand under a group.
func (p *genPlan) header(g *generator, columns []string) {
	upper, lower := make([]any, len(columns)), make([]any, len(columns))
	months := pick(g, "%d月", "%d月份", "%d 月", "2021年%d月", "%d月（√）")
	gridded := slices.Contains(columns, "1月") && g.IntN(2) == 0
	if gridded {
		months = pick(g, "%d月", "%d")
	}
	group := ""
	first := len(p.cells) + 1
	for i, c := range columns {
		under := ""
		switch {
		case p.grouped && (c == "name" || c == "code" || c == "address"):
			under = "enterprise"
		case gridded && slices.Contains(genGrid, c):
			under = "months"
		}
		switch {
		case c == "serial":
			upper[i] = pick(g, "序号", "编号", "序 号")
		case c == "stranger":
			upper[i] = "备注"
		case slices.Contains(genGrid, c):
			var m int
			fmt.Sscanf(c, "%d", &m)
			upper[i] = fmt.Sprintf(months, m)
		default:
			upper[i] = g.header(c)
		}
		if under == "" {
			group = ""
			continue
		}
		lower[i], upper[i] = upper[i], nil
		if c == "name" {
			lower[i] = pick(g, "名称", "企业名称", "单位名称")
		}
		if under != group {
			group = under
			upper[i] = map[string]string{"enterprise": pick(g, "检查对象", "企业信息", "检查对象信息"), "months": pick(g, "检查月份", "计划检查时间（月）", "2021年检查月份")}[under]
			last := i
			for last+1 < len(columns) && (under == "months" && slices.Contains(genGrid, columns[last+1]) || under == "enterprise" && slices.Contains([]string{"name", "code", "address"}, columns[last+1])) {
				last++
			}
			p.merge(first, first, i+1, last+1)
		}
	}
	p.cells = append(p.cells, upper)
	if !p.grouped && !gridded {
		return
	}
	p.cells = append(p.cells, lower)
	for i := range columns {
		if lower[i] == nil {
			p.merge(first, first+1, i+1, i+1)
		}
	}
}

// example is a line that shows how to fill in the table.
func (p *genPlan) example(columns []string) {
	row := make([]any, len(columns))
	for i, c := range columns {
		switch c {
		case "serial":
			row[i] = "示例"
		case "name":
			row[i] = "南京某某有限公司"
		case "when", "from", "to":
			row[i] = "2021年5月10日"
		}
	}
	p.cells = append(p.cells, row)
}

// block adds some planned inspections of one enterprise, whose name and code
// are merged down over them.
func (g *generator) block(p *genPlan, columns []string, n int, spelling string, people []truthPerson) {
	var mine []truthFirm
	for _, e := range g.truth.Enterprises {
		if p.department.district == "" || p.department.district == e.District {
			mine = append(mine, e)
		}
	}
	e := mine[g.IntN(len(mine))]
	name, code := g.written(e, columns)
	first := len(p.cells) + 1
	for i := range n {
		g.row(p, columns, e, name, code, spelling, people)
		for j, c := range columns {
			if i > 0 && (c == "name" || c == "code") {
				p.cells[len(p.cells)-1][j] = nil
			}
		}
	}
	for j, c := range columns {
		if n > 1 && (c == "name" || c == "code") && p.cells[first-1][j] != "" {
			p.merge(first, first+n-1, j+1, j+1)
		}
	}
}

// row adds one planned inspection and what it must mean.
func (g *generator) row(p *genPlan, columns []string, e truthFirm, name, code, spelling string, people []truthPerson) {
	t := truthRow{File: p.file, Sheet: p.sheet, Row: len(p.cells) + 1, Enterprise: e.ID, Identity: "must",
		Department: p.department.full, Level: p.department.level, Demand: 2, Joinable: true, Named: []string{}, Days: 0.5, unsaid: !slices.Contains(columns, "joinable")}
	var when genWhen
	switch {
	case slices.Contains(columns, "when"):
		when = g.when()
	case slices.Contains(columns, "month"):
		when = g.monthNumbers()
	case slices.Contains(columns, "from"):
		when.windows = [][2]string{{"2021-05-10", "2021-05-21"}}
	}
	if slices.Contains(columns, "when") && !g.tidy && g.IntN(25) == 0 {
		bad := pick(g, badDates...)
		when, t.Problem = genWhen{text: bad.text}, bad.code
	}
	row := make([]any, 0, len(columns))
	for _, c := range columns {
		row = append(row, g.cell(c, p, &t, &when, e, name, code, spelling, people))
	}
	t.Windows, t.Months = when.windows, when.months
	if slices.Contains(columns, "1月") && len(t.Months) == 0 {
		t.Problem = "no_date"
	}
	p.serial++
	p.cells = append(p.cells, row)
	g.truth.Rows = append(g.truth.Rows, t)
}

// cell fills in one cell and notes what it means.
func (g *generator) cell(column string, p *genPlan, t *truthRow, when *genWhen, e truthFirm, name, code, spelling string, people []truthPerson) any {
	switch column {
	case "serial":
		return p.serial + 1
	case "name":
		return name
	case "code":
		return code
	case "address":
		return e.Address
	case "district":
		return e.District
	case "matter":
		t.Matter = pick(g, "安全生产检查", "消防监督检查", "特种设备检查", "危险化学品检查", "食品安全检查")
		return t.Matter
	case "department":
		return spelling
	case "level":
		return pick(g, map[string][]string{"city": {"市", "市级", ""}, "district": {"区", "区级", "区县"}, "street": {"街道", "街镇", "镇街", "街道级"}}[t.Level]...)
	case "when", "month":
		return when.text
	case "from":
		return pick[any](g, "2021-05-10", "2021年5月10日", "5月10日", genDay("2021-05-10"))
	case "to":
		return pick[any](g, "2021-05-21", "2021.5.21", "5月21日", genDay("2021-05-21"))
	case "days":
		if g.IntN(6) == 0 {
			t.Days = 1
			return pick[any](g, 1, "1", "1天", "一天", "1个工作日", "全天")
		}
		return pick[any](g, 0.5, "0.5", "半天", "", "0.5天")
	case "demand":
		if g.IntN(4) == 0 {
			t.Demand = 3
			return pick[any](g, 3, "3", "3人", "三人", "不少于3人")
		}
		return pick[any](g, "", 2, "2人")
	case "named":
		if len(people) > 2 && g.IntN(8) == 0 {
			t.Named = []string{people[0].Name, people[1].Name}
			return strings.Join(t.Named, pick(g, "、", "，", ",", "；", ";", " ", "/"))
		}
	case "type":
		kind := pick(g, "重点检查", "一般检查", "双随机", "专项检查", "复查", "投诉举报", "突击检查")
		if (kind == "投诉举报" || kind == "突击检查") && g.IntN(3) > 0 {
			kind = "一般检查"
		}
		if t.unsaid {
			t.Joinable = kind != "投诉举报" && kind != "突击检查"
		}
		return kind
	case "joinable":
		t.Joinable = g.IntN(10) > 0
		return pick(g, map[bool][]string{true: {"是", "√", "可"}, false: {"否", "×", "不可联合"}}[t.Joinable]...)
	case "lead":
		t.Lead = g.IntN(5) == 0
		return pick(g, map[bool][]string{true: {"是", "√"}, false: {"否", "", "×"}}[t.Lead]...)
	case "leader":
		if g.IntN(4) == 0 {
			t.Leader = p.department.full
			return spelling
		}
	case "partners":
		return pick(g, "", "", "南京市公安局", "市公安局、市消防支队", "无")
	case "grade":
		return pick(g, genGrades[pick(g, "A", "B", "C", "D", "")]...)
	case "stranger":
		return pick(g, "", "电话预约")
	default: // of a grid
		if g.IntN(6) > 0 {
			return pick(g, "", "", "", "×", "/")
		}
		var m int
		fmt.Sscanf(column, "%d", &m)
		last := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1]
		when.months = append(when.months, m)
		when.windows = append(when.windows, [2]string{fmt.Sprintf("2021-%02d-01", m), fmt.Sprintf("2021-%02d-%02d", m, last)})
		return pick[any](g, "√", "✓", "是", 1, "1", "●", "✔", " √ ")
	}
	return ""
}
