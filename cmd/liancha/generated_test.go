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
	hasRoster  bool
	grouped    bool // the enterprise's columns stand under a group
	serial     int
}

// Containers and the suffix their files have, which need not be their own.
var (
	genContainers = []string{"xlsx", "xlsx", "xlsx-named-xls", "csv", "csv-gbk", "csv-gb18030", "csv-bom", "csv-utf16", "html", "html-utf8", "xml2003", "tsv"}
	genSuffix     = map[string]string{"xlsx": ".xlsx", "xlsx-named-xls": ".xls", "csv": ".csv", "csv-gbk": ".csv", "csv-gb18030": ".csv", "csv-bom": ".csv", "csv-utf16": ".csv",
		"html": ".xls", "html-utf8": ".xls", "xml2003": ".xls", "tsv": ".tsv"}
)

// booked reports a container with named sheets, merging one with merged cells,
// lined one whose rows are numbered by line.
func (p *genPlan) booked() bool {
	return strings.HasPrefix(p.container, "xlsx") || p.container == "xml2003"
}
func (p *genPlan) lined() bool   { return strings.Contains(p.container, "csv") || p.container == "tsv" }
func (p *genPlan) merging() bool { return !p.lined() }

// number gives rows of a text file the number of their record's first line.
func (p *genPlan) number(rows []truthRow) {
	if !p.lined() {
		return
	}
	line, first := 1, make([]int, len(p.cells)+1)
	for i, row := range p.cells {
		first[i+1] = line
		line++
		for _, v := range row {
			line += strings.Count(cellText(v), "\n")
		}
	}
	for i := range rows {
		rows[i].Row = first[rows[i].Row]
	}
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

type generator struct {
	*rand.Rand
	truth truth
	plans []*genPlan
	names map[string]bool
	tidy  bool // only rows of data, each for itself
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

// roster gives the department people, on a second sheet or in a second file.
func (g *generator) roster(p *genPlan, wanted bool) []truthPerson {
	if !wanted {
		return nil
	}
	var people []truthPerson
	header := []any{"姓名", g.header("certificate"), g.header("unit"), g.header("leave"), g.header("recused"), g.header("specialty"), "状态"}
	for i, h := range header { // one line a record
		header[i] = strings.NewReplacer("\r", "", "\n", "").Replace(h.(string))
	}
	p.roster = append(p.roster, header)
	for i := range 8 + g.IntN(6) {
		person := truthPerson{Department: p.department.full,
			Name: pick(g, "赵", "钱", "孙", "李", "周", "吴", "郑", "冯") + pick(g, "一", "二", "立", "文", "海") + string(rune('甲'+i)),
			Cert: fmt.Sprintf("3201%06d", len(g.truth.Staff)+100), Leave: [][2]string{}}
		leave, recused, state := "", "", pick(g, "在岗", "在岗", "", "在职")
		if g.IntN(4) == 0 {
			a := 6 + g.IntN(20)
			person.Leave = [][2]string{{may(a), may(a + 2)}}
			leave = fmt.Sprintf(pick(g, "2021年5月%d日至5月%d日", "5月%d日-%d日", "5.%d-5.%d", "年假5月%d日-%d日", "2021-05-%02d至2021-05-%02d"), a, a+2)
		}
		if g.IntN(4) == 0 {
			for range 1 + g.IntN(2) {
				e := g.truth.Enterprises[g.IntN(len(g.truth.Enterprises))]
				if !slices.Contains(person.Recused, e.ID) {
					person.Recused = append(person.Recused, e.ID)
					recused += pick(g, "、", "；", "，")[:3*min(len(recused), 1)] + e.Name
				}
			}
		}
		if i > 6 && g.IntN(4) == 0 {
			state, person.Stopped = pick(g, "停用", "退休", "离岗"), true
		}
		p.roster = append(p.roster, []any{person.Name, person.Cert, p.department.full, leave, recused, pick(g, "", "化工、机械"), state})
		people = append(people, person)
		g.truth.Staff = append(g.truth.Staff, person)
	}
	return people
}

// generate makes a folder of plans with what they mean.
func generate(seed uint64, departments, rows int, tidy bool) *generator {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 2021)), names: map[string]bool{}, tidy: tidy}
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
			g := generate(uint64(seed), len(genDepartments), 25, false)
			for _, p := range g.plans {
				p.write(t, filepath.Join(dir, "plans"))
			}
			c := collideForTest(t, dir, &g.truth, "plans", "--period", "2021-05", "--effort", "1") // it is about the reading
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
