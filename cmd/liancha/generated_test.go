package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Folders of plans made up from the contract's lists, not from the sample:
// every header name, every way to write a date, every container and every
// place to name the department, in random company. What each row must mean is
// known from how it was made.

// genPlan is one department's plan before it becomes a file.
type genPlan struct {
	department genDepartment
	file       string // with the folder
	sheet      string
	cells      [][]any // rows from 1; strings, numbers, genDay
	merges     [][4]int
	roster     [][]any // a second sheet or file
	container  string
}

// genDay is a real date cell.
type genDay string

type genDepartment struct {
	full, level string
	short       []string
	district    string
}

var genDepartments = []genDepartment{
	{"南京市应急管理局", "city", []string{"市应急局", "市应急管理局", "南京市应急局"}, ""},
	{"南京市消防救援支队", "city", []string{"市消防支队", "市消防救援支队", "南京市消防支队"}, ""},
	{"南京市市场监督管理局", "city", []string{"市市场监管局", "南京市市场监管局", "市市场监督管理局"}, ""},
	{"南京市工业和信息化局", "city", []string{"市工信局", "南京市工信局"}, ""},
	{"南京市卫生健康委员会", "city", []string{"市卫健委", "南京市卫健委"}, ""},
	{"南京市生态环境局", "city", []string{"市生态环境局"}, ""},
	{"江宁区应急管理局", "district", []string{"江宁区应急局", "南京市江宁区应急管理局"}, "江宁区"},
	{"江宁区消防救援大队", "district", []string{"江宁区消防大队"}, "江宁区"},
	{"鼓楼区市场监督管理局", "district", []string{"鼓楼区市场监管局"}, "鼓楼区"},
	{"鼓楼区城市管理局", "district", []string{"鼓楼区城管局"}, "鼓楼区"},
	{"六合区应急管理局", "district", []string{"六合区应急局", "南京市六合区应急局"}, "六合区"},
	{"江宁区东山街道办事处", "street", []string{"江宁区东山街道", "东山街道办事处"}, "江宁区"},
}

// genHeaders are the contract's header names, field by field.
var genHeaders = map[string][]string{
	"name": {"企业名称", "单位名称", "检查对象", "检查对象名称", "被检查单位", "被检查单位名称", "被检查对象", "市场主体名称",
		"主体名称", "企业（机构）名称", "经营者名称", "受检单位", "受查单位", "抽查对象", "联查对象", "企业\n名称", "企业名称（必填）", "企业(机构)名称"},
	"code": {"统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "统一代码", "统一社会信用代码/注册号", "注册号/统一社会信用代码",
		"企业注册号", "组织机构代码/信用代码", "组织机构代码", "注册号", "营业执照号", "统一社会 信用代码"},
	"address":    {"地址", "企业地址", "单位地址", "住所", "经营场所", "生产地址"},
	"district":   {"所属区", "行政区划", "辖区"},
	"street":     {"所属街道", "街道", "街镇", "属地"},
	"department": {"检查部门", "检查单位", "执法部门", "实施部门", "实施单位", "承办机构", "检查主体", "检查机关", "部门"},
	"matter":     {"检查事项", "检查内容", "检查项目", "抽查事项", "事项", "任务名称"},
	"when": {"检查时间", "检查日期", "计划检查时间", "拟检查时间", "拟实施时间", "实施时间", "检查时间安排", "时间安排",
		"起止时间", "检查起止时间", "任务期限"},
	"from":     {"计划开始日期", "起始时间", "开始时间"},
	"to":       {"计划结束日期", "截止时间", "结束时间"},
	"days":     {"检查时长", "检查天数", "检查时长（天）"},
	"demand":   {"所需人数", "执法人数", "检查人数"},
	"named":    {"检查人员", "执法人员", "检查人"},
	"type":     {"检查类型", "检查方式"},
	"joinable": {"是否可联合", "可否联合"},
	"grade":    {"风险等级", "企业等级", "信用等级", "安全等级"},
}

var genCertificate = []string{"执法证号", "证件编号", "执法证件号"}
var genLeave = []string{"请假日期", "不可用时间", "请假时间"}

type generator struct {
	*rand.Rand
	truth truth
	plans []*genPlan
	names map[string]bool
}

func pick[T any](g *generator, list ...T) T { return list[g.IntN(len(list))] }

// uscc makes a code with its check characters (GB 32100-2015, GB 11714-1997).
func (g *generator) uscc(area string) string {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	org := make([]byte, 8)
	sum := 0
	for i, w := range []int{3, 7, 9, 10, 5, 8, 4, 2} {
		org[i] = alphabet[g.IntN(31)]
		v := int(org[i] - '0')
		if org[i] >= 'A' {
			v = int(org[i]-'A') + 10
		}
		sum += w * v
	}
	check := "0123456789X"[(11-sum%11)%11]
	code := "91" + area + string(org) + string(check)
	total, weight := 0, 1
	for i := range 17 {
		total += strings.IndexByte(alphabet, code[i]) * weight
		weight = weight * 3 % 31
	}
	return code + string(alphabet[(31-total%31)%31])
}

func (g *generator) enterprises(n int) {
	for len(g.truth.Enterprises) < n {
		district := pick(g, "江宁区", "鼓楼区", "六合区")
		name := "南京" + pick(g, "恒", "瑞", "金", "宏", "德", "永", "华", "盛") + pick(g, "泰", "源", "达", "丰", "康", "和", "诚") +
			pick(g, "", "兴", "鑫", "隆") + pick(g, "机械制造", "化工", "食品", "物流", "医疗器械", "餐饮管理", "包装材料", "电子科技") +
			pick(g, "有限公司", "有限责任公司", "股份有限公司")
		short := strings.NewReplacer("有限责任公司", "", "有限公司", "", "股份", "").Replace(name)
		if g.names[short] {
			continue
		}
		g.names[short] = true
		g.truth.Enterprises = append(g.truth.Enterprises, truthFirm{
			ID: fmt.Sprintf("E%04d", len(g.truth.Enterprises)), Name: name,
			Code:     g.uscc(map[string]string{"江宁区": "320115", "鼓楼区": "320106", "六合区": "320116"}[district]),
			District: district, Address: fmt.Sprintf("南京市%s%s路%d号", district, pick(g, "中山", "天元", "龙眠", "雄州"), 1+g.IntN(300)),
		})
	}
}

// when writes a random window of May 2021 in a random spelling.
func (g *generator) when() (text any, windows [][2]string) {
	day := func(d int) string { return fmt.Sprintf("2021-05-%02d", d) }
	a := 1 + g.IntN(20)
	b := a + 4 + g.IntN(31-a-4+1)
	b = min(b, 31)
	span := [][2]string{{day(a), day(b)}}
	switch g.IntN(26) {
	case 0:
		return fmt.Sprintf("2021年5月%d日-5月%d日", a, b), span
	case 1:
		return fmt.Sprintf("5月%d日—%d日", a, b), span
	case 2:
		return fmt.Sprintf("2021.5.%d～2021.5.%d", a, b), span
	case 3:
		return fmt.Sprintf("2021/5/%d-5/%d", a, b), span
	case 4:
		return fmt.Sprintf("202105%02d-202105%02d", a, b), span
	case 5:
		return fmt.Sprintf("%s至%s", day(a), day(b)), span
	case 6:
		return fmt.Sprintf("2021年 5 月 %d 日 —— 5 月 %d 日", a, b), span
	case 7:
		return "五月中旬", [][2]string{{day(11), day(20)}}
	case 8:
		return "5月上旬", [][2]string{{day(1), day(10)}}
	case 9:
		return "2021年5月下旬", [][2]string{{day(21), day(31)}}
	case 10:
		return "5月底", [][2]string{{day(21), day(31)}}
	case 11:
		return pick(g, "2021年5月", "5月份", "5月", "２０２１年５月", "二〇二一年五月"), [][2]string{{day(1), day(31)}}
	case 12:
		return "5-6月", [][2]string{{day(1), "2021-06-30"}}
	case 13:
		return pick(g, "第二季度", "二季度"), [][2]string{{"2021-04-01", "2021-06-30"}}
	case 14:
		return pick(g, "上半年", "2021年上半年"), [][2]string{{"2021-01-01", "2021-06-30"}}
	case 15:
		return pick(g, "全年", "2021年全年"), [][2]string{{"2021-01-01", "2021-12-31"}}
	case 16:
		return fmt.Sprintf("5月%d日前", b), [][2]string{{day(1), day(b)}}
	case 17:
		return fmt.Sprintf("5月%d日%s", a, pick(g, "起", "后")), [][2]string{{day(a), day(31)}}
	case 18:
		return "5月10日、12日、18日", [][2]string{{day(10), day(10)}, {day(12), day(12)}, {day(18), day(18)}}
	case 19:
		return "5月6日-5月10日；5月17日-5月21日", [][2]string{{day(6), day(10)}, {day(17), day(21)}}
	case 20:
		return "3月—12月", [][2]string{{"2021-03-01", "2021-12-31"}}
	case 21:
		return "2021年1月- 2021年11月", [][2]string{{"2021-01-01", "2021-11-30"}}
	case 22:
		return "5月第二周", [][2]string{{day(3), day(9)}}
	case 23:
		return "5月第三周", [][2]string{{day(10), day(16)}}
	case 24:
		return "二〇二一年五月十日", [][2]string{{day(10), day(10)}}
	}
	d := pick(g, 6, 7, 8, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 24, 25, 26, 27, 28)
	return genDay(day(d)), [][2]string{{day(d), day(d)}}
}

// written gives an enterprise's name and code the way some office has them.
func (g *generator) written(e truthFirm, columns []string) (name, code string) {
	name, code = e.Name, e.Code
	hasCode, hasName := slices.Contains(columns, "code"), slices.Contains(columns, "name")
	switch g.IntN(8) {
	case 0:
		code = strings.ToLower(code)
	case 1:
		code = code[:6] + " " + code[6:] + "\t"
	case 2:
		code = strings.Map(func(r rune) rune { return r - '!' + '！' }, code)
	case 3:
		if hasName {
			code = e.Code[8:16] + "-" + e.Code[16:17]
		}
	case 4:
		if hasName {
			code = "" // the name alone has to do
		}
	case 5:
		if hasCode {
			name = strings.TrimPrefix(name, "南京")
		}
	case 6:
		name = " " + name[:12] + "　" + name[12:]
	}
	return name, code
}

// plan makes one department's plan.
func (g *generator) plan(n int, d genDepartment, rows int) {
	p := &genPlan{department: d, container: pick(g, "xlsx", "xlsx", "csv", "csv-gbk", "csv-bom", "html", "xml2003", "tsv")}
	said := pick(g, "title", "filler", "file", "column", "folder")
	spelling := d.full
	if g.IntN(2) == 0 {
		spelling = pick(g, d.short...)
	}
	p.file = fmt.Sprintf("报送%02d", n)
	suffix := map[string]string{"xlsx": ".xlsx", "csv": ".csv", "csv-gbk": ".csv", "csv-bom": ".csv", "html": ".xls", "xml2003": ".xls", "tsv": ".tsv"}[p.container]
	switch said {
	case "file":
		p.file = spelling + pick(g, "", "5月检查计划", "（报送）") + fmt.Sprint(n)
	case "folder":
		p.file = spelling + "/" + p.file
	}
	p.file += suffix
	if p.container == "xlsx" || p.container == "xml2003" {
		p.sheet = pick(g, "检查计划", "Sheet1", "计划")
	}
	columns := []string{"name", "code", "matter"}
	switch g.IntN(4) {
	case 0:
		columns = []string{"name", "code", "matter", "address"}
	case 1:
		columns = []string{"code", "matter"}
	}
	columns = append(columns, pick(g, []string{"when"}, []string{"when"}, []string{"from", "to"})...)
	for _, c := range []string{"district", "days", "demand", "type", "joinable", "grade"} {
		if g.IntN(2) == 0 {
			columns = append(columns, c)
		}
	}
	if said == "column" {
		columns = append(columns, "department")
	}
	hasRoster := g.IntN(2) == 0
	if hasRoster && g.IntN(2) == 0 {
		columns = append(columns, "named")
	}
	g.Shuffle(len(columns), func(i, j int) { columns[i], columns[j] = columns[j], columns[i] })
	columns = append([]string{"serial"}, append(columns, "stranger")...)
	switch said {
	case "title":
		p.title(spelling+"2021年5月"+pick(g, "", "份")+"检查计划", len(columns))
	case "filler":
		p.title("2021年度安全生产检查计划表", len(columns))
		p.cells = append(p.cells, []any{pick(g, "填报单位：", "填报单位:", "填报单位（盖章）：") + spelling})
	default:
		p.title("2021年5月检查计划", len(columns))
	}
	p.header(g, columns)
	people := g.roster(p, hasRoster)
	if g.IntN(3) == 0 {
		p.example(columns)
	}
	for i := range rows {
		g.row(p, columns, i+1, spelling, people)
	}
	p.cells = append(p.cells, []any{"注：检查时间可由各单位协商调整。"}, []any{"填表人：王某某    审核人：李某某"})
	g.plans = append(g.plans, p)
}

func (p *genPlan) title(text string, width int) {
	p.cells = append(p.cells, []any{text})
	p.merges = append(p.merges, [4]int{len(p.cells), len(p.cells), 1, width})
}

func (p *genPlan) header(g *generator, columns []string) {
	var row []any
	for _, c := range columns {
		switch c {
		case "serial":
			row = append(row, "序号")
		case "stranger":
			row = append(row, "备注")
		default:
			row = append(row, pick(g, genHeaders[c]...))
		}
	}
	p.cells = append(p.cells, row)
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

// roster gives the department people, on a second sheet or in a second file.
func (g *generator) roster(p *genPlan, wanted bool) []truthPerson {
	if !wanted {
		return nil
	}
	var people []truthPerson
	header := []any{"姓名", pick(g, genCertificate...), pick(g, "部门", "所属部门", "所属单位", "单位"), pick(g, genLeave...)}
	p.roster = append(p.roster, header)
	for i := range 6 + g.IntN(6) {
		person := truthPerson{Department: p.department.full,
			Name: pick(g, "赵", "钱", "孙", "李", "周", "吴", "郑", "冯") + pick(g, "一", "二", "立", "文", "海") + string(rune('甲'+i)),
			Cert: fmt.Sprintf("3201%06d", len(g.truth.Staff)+100), Leave: [][2]string{}}
		leave := ""
		if g.IntN(4) == 0 {
			a := 6 + g.IntN(20)
			person.Leave = [][2]string{{fmt.Sprintf("2021-05-%02d", a), fmt.Sprintf("2021-05-%02d", a+2)}}
			leave = fmt.Sprintf("2021年5月%d日至5月%d日", a, a+2)
		}
		p.roster = append(p.roster, []any{person.Name, person.Cert, p.department.full, leave})
		people = append(people, person)
		g.truth.Staff = append(g.truth.Staff, person)
	}
	return people
}

// row adds one planned inspection and what it must mean.
func (g *generator) row(p *genPlan, columns []string, serial int, spelling string, people []truthPerson) {
	var mine []truthFirm
	for _, e := range g.truth.Enterprises {
		if p.department.district == "" || p.department.district == e.District {
			mine = append(mine, e)
		}
	}
	e := mine[g.IntN(len(mine))]
	t := truthRow{File: p.file, Sheet: p.sheet, Row: len(p.cells) + 1, Enterprise: e.ID, Identity: "must",
		Department: p.department.full, Level: p.department.level, Demand: 2, Joinable: true, Named: []string{}, Days: 0.5}
	name, code := g.written(e, columns)
	when, windows := g.when()
	var row []any
	for _, c := range columns {
		var v any = ""
		switch c {
		case "serial":
			v = serial
		case "name":
			v = name
		case "code":
			v = code
		case "address":
			v = e.Address
		case "district":
			v = e.District
		case "matter":
			t.Matter = pick(g, "安全生产检查", "消防监督检查", "特种设备检查", "危险化学品检查", "食品安全检查")
			v = t.Matter
		case "department":
			v = spelling
		case "when":
			v = when
		case "from":
			windows = [][2]string{{"2021-05-10", "2021-05-21"}}
			v = pick[any](g, "2021-05-10", "2021年5月10日", genDay("2021-05-10"))
		case "to":
			v = pick[any](g, "2021-05-21", "2021.5.21", genDay("2021-05-21"))
		case "days":
			if g.IntN(6) == 0 {
				t.Days, v = 1, pick[any](g, 1, "1", "1天", "一天")
			} else {
				v = pick[any](g, 0.5, "0.5", "半天", "")
			}
		case "demand":
			if g.IntN(4) == 0 {
				t.Demand, v = 3, pick[any](g, 3, "3", "3人")
			}
		case "named":
			if len(people) > 2 && g.IntN(8) == 0 {
				t.Named = []string{people[0].Name, people[1].Name}
				v = strings.Join(t.Named, pick(g, "、", "，", ",", "；", " "))
			}
		case "type":
			kind := pick(g, "重点检查", "一般检查", "双随机", "专项检查", "一般检查", "双随机", "复查")
			if g.IntN(15) == 0 {
				kind = "投诉举报"
				if !slices.Contains(columns, "joinable") {
					t.Joinable = false
				}
			}
			v = kind
		case "joinable":
			v = "是"
			if g.IntN(12) == 0 {
				t.Joinable, v = false, "否"
			}
		case "grade":
			v = pick(g, "A", "B级", "红", "黄色", "2级", "Ⅲ级", "")
		case "stranger":
			v = pick(g, "", "电话预约")
		}
		row = append(row, v)
	}
	t.Windows = windows
	p.cells = append(p.cells, row)
	g.truth.Rows = append(g.truth.Rows, t)
}

// generate makes a folder of plans with what they mean.
func generate(seed uint64, departments, rows int) *generator {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 2021)), names: map[string]bool{}}
	g.truth.Period = [2]string{"2021-05-01", "2021-05-31"}
	g.enterprises(60)
	for i := range departments {
		g.plan(i+1, genDepartments[i%len(genDepartments)], rows)
	}
	// Every department and every enterprise is written out in full once.
	p := &genPlan{file: "总表.csv", container: "csv"}
	p.cells = append(p.cells, []any{"单位名称", "统一社会信用代码", "地址", "检查部门", "检查事项", "检查时间"})
	for i, e := range g.truth.Enterprises {
		d := genDepartments[i%len(genDepartments)]
		g.truth.Rows = append(g.truth.Rows, truthRow{File: p.file, Row: len(p.cells) + 1, Enterprise: e.ID, Identity: "must",
			Department: d.full, Level: d.level, Matter: "综合检查", Windows: [][2]string{{"2021-05-06", "2021-05-31"}},
			Demand: 2, Joinable: true, Named: []string{}, Days: 0.5})
		p.cells = append(p.cells, []any{e.Name, e.Code, e.Address, d.full, "综合检查", "2021-05-06至2021-05-31"})
	}
	g.plans = append(g.plans, p)
	return g
}

func TestGeneratedFolders(t *testing.T) {
	seeds := 24
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			dir := t.TempDir()
			g := generate(uint64(seed), len(genDepartments), 25)
			for _, p := range g.plans {
				p.write(t, filepath.Join(dir, "plans"))
			}
			c := collideForTest(t, dir, &g.truth, "plans", "--period", "2021-05")
			for _, f := range c.check() {
				t.Error(f)
			}
		})
	}
}

// collideForTest runs collide in dir and gives the checker of what it printed.
func collideForTest(t *testing.T, dir string, tr *truth, folder string, flags ...string) *checker {
	t.Helper()
	t.Chdir(dir)
	var stdout, stderr bytes.Buffer
	status := run(append([]string{"collide", folder, "--json"}, flags...), &stdout, &stderr)
	if status != exitDone && status != exitPartial {
		t.Fatalf("exit status %d\n%s", status, stderr.String())
	}
	var got collision
	d := json.NewDecoder(&stdout)
	d.DisallowUnknownFields()
	if err := d.Decode(&got); err != nil {
		t.Fatalf("the JSON is not what the contract says: %v", err)
	}
	return &checker{truth: tr, got: &got, prefix: folder + "/", gap: 5}
}
