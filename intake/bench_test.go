package intake

import (
	"fmt"
	"testing"

	"liancha/internal/table"
)

// bigSheet is a plan of n rows, every name and date another.
func bigSheet(n int) *table.Sheet {
	s := sheetOf("江宁区应急管理局2021年计划.xlsx", "计划", row{"序号", "企业名称", "统一社会信用代码", "地址", "检查部门", "检查事项", "检查时间", "所需人数", "检查人员", "是否可联合"})
	for i := range n {
		s.Rows = append(s.Rows, table.Row{Number: i + 2, Cells: rowCells{
			cellOf(i + 1), cellOf(fmt.Sprintf("南京第%d机械制造有限公司", i)), cellOf(fmt.Sprintf("91320115A78G%06d", i)), cellOf(fmt.Sprintf("南京市江宁区湖南路%d号", i)),
			cellOf("江宁区应急管理局"), cellOf("粉尘涉爆专项检查"), cellOf(fmt.Sprintf("2021年5月%d日-5月%d日", 1+i%10, 12+i%18)), cellOf(2), cellOf("张三、李四"), cellOf("是"),
		}})
	}
	return s
}

func BenchmarkScan(b *testing.B) {
	s := bigSheet(100_000)
	b.ReportAllocs()
	for b.Loop() {
		Scan(s)
	}
}

func BenchmarkCombine(b *testing.B) {
	d := []*Draft{Scan(bigSheet(100_000))}
	b.ReportAllocs()
	for b.Loop() {
		Combine(d, Options{Period: may()})
	}
}
