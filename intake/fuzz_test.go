package intake

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"liancha/internal/table"
)

// FuzzScan reads any text as a sheet: cells parted by tabs or commas, numbers as
// numbers, a cell of #… as an error value, one of = as a formula without value.
func FuzzScan(f *testing.F) {
	for _, path := range []string{"南京市工业和信息化局检查计划.csv", "南京市工业和信息化局执法人员.csv"} {
		b, err := os.ReadFile(filepath.Join(sample, path))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b[:min(len(b), 600)]), uint8(1), uint8(3), uint8(0), uint8(2))
	}
	for _, s := range []string{
		"标题\n序号,企业名称,统一社会信用代码,1月,2月,5月\n1,甲厂,91320115A78G1B02XT,√,,5月10日\n合计,,,1\n填表人：张三",
		"序号,检查对象,,检查安排,\n,名称,信用代码,起始时间,截止时间\n1,甲厂,913201150000000000,44326,44330\n,,,5月20日,5月10日",
		"企业名称,检查时间,检查时长,所需人数,检查人员,是否可联合,风险等级,层级,检查部门\n甲厂,5月20日前,0.3,若干,张三 李四,视情况,红,市,市应急局\n#N/A,=,,,,,,,",
		"姓名,执法证号,部门,请假日期,状态\n张三,苏A1,市应急局,5月10日-12日,在岗\n\n企业名称,行业,风险等级,状态\n甲厂,机械,Ⅱ级,注销",
		"任务编号,企业名称,检查日期,时段\nLJ-1,甲厂,2021-05-10,上午", "抽查任务名称,抽查对象,抽查比例\n任务,企业,3%",
		"企业名称,检查月份\n甲厂,4—10\n乙厂,每季度\n丙厂,全年", "1月,2月,名称\n√,,甲厂",
		"企业名称,5月,,,,\n,10日,11日,12日,13日\n甲厂,√,√,,2人\n一,二,三,四,五", "企业名称,上旬,中旬,5月第二周\n甲厂,√,12日前,",
		"企业名称,检查时间,市应急局,市消防支队,牵头部门\n甲厂,5月10日,√,2人,市公安局\n一、市应急局\n乙厂,10日,牵头,×,\n合计,,1,2",
		"企业名称,区应急局,,区消防大队,\n,4月,5月10日,4月,5月10日\n甲厂,√,上旬,,√",
	} {
		f.Add(s, uint8(2), uint8(3), uint8(0), uint8(1))
		f.Add(s, uint8(1), uint8(1), uint8(0), uint8(5))
	}
	f.Fuzz(func(t *testing.T, text string, first, last, left, right uint8) {
		s := fuzzSheet(text)
		s.Merges = []table.Merge{{FirstRow: int(first), LastRow: int(last), FirstCol: int(left), LastCol: int(right)}}
		for _, opt := range []Options{{}, {Period: may()}} {
			if err := accounted(s, opt); err != nil {
				t.Error(err)
			}
		}
		for _, p := range Scan(s).problems {
			if utf8.ValidString(text) && !utf8.ValidString(p.Message) {
				t.Errorf("a message is no text: %q", p.Message)
			}
		}
	})
}

func fuzzSheet(text string) *table.Sheet {
	s := &table.Sheet{File: "江宁区应急管理局2021年计划.xlsx", Name: "表"}
	for i, line := range strings.Split(text, "\n") {
		r := table.Row{Number: i + 1}
		for _, v := range strings.FieldsFunc(strings.ReplaceAll(line, ",", ", "), func(c rune) bool { return c == ',' || c == '\t' }) {
			v = strings.TrimSpace(v)
			n, err := strconv.ParseFloat(v, 64)
			switch {
			case v == "=":
				r.Cells = append(r.Cells, cellOf(formula{}))
			case strings.HasPrefix(v, "#"):
				r.Cells = append(r.Cells, cellOf(fault(v)))
			case err == nil:
				r.Cells = append(r.Cells, cellOf(n))
			default:
				r.Cells = append(r.Cells, cellOf(v))
			}
		}
		if !empty(&r) {
			s.Rows = append(s.Rows, r)
		}
	}
	return s
}
