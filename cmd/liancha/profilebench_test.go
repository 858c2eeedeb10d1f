package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"liancha/internal/table"
)

// BenchmarkProfile is the whole job for a city: a register of 200,000
// enterprises and 500,000 findings of ten departments over two years, read,
// told apart, profiled and written.
func BenchmarkProfile(b *testing.B) {
	const enterprises, files, rows = 200_000, 10, 50_000
	dir := b.TempDir()
	writeResults(b, dir, enterprises, files, rows)
	b.Chdir(dir)
	for b.Loop() {
		stop := peakMemory()
		start := time.Now()
		var stdout, stderr bytes.Buffer
		status := run([]string{"profile", "名录库.xlsx", "--results", "结果", "--quiet"}, &stdout, &stderr)
		if status != exitDone && status != exitPartial {
			b.Fatalf("exit status %d\n%s", status, stderr.String())
		}
		b.ReportMetric(time.Since(start).Seconds(), "s/run")
		b.ReportMetric(stop(), "peak-MiB")
	}
}

// writeResults writes a register and findings of its enterprises.
func writeResults(b *testing.B, dir string, enterprises, files, rows int) {
	b.Helper()
	r := &generator{Rand: rand.New(rand.NewPCG(9, 9)), names: map[string]bool{}}
	districts := []string{"江宁区", "鼓楼区", "六合区", "雨花台区", "栖霞区", "浦口区"}
	firms := make([]truthFirm, enterprises)
	for i := range firms {
		firms[i] = truthFirm{
			Name:     "南京" + string(rune(0x4e00+i%2000)) + string(rune(0x5000+i/2000)) + pick(r, "机械", "化工", "食品", "物流") + "有限公司",
			Code:     r.uscc("320100"),
			District: districts[i%len(districts)],
			Address:  "南京市" + districts[i%len(districts)] + "中山路" + strconv.Itoa(i%900+1) + "号",
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "结果"), 0o777); err != nil {
		b.Fatal(err)
	}
	writeLines(b, filepath.Join(dir, "名录库.xlsx"), "企业名称 统一社会信用代码 地址 所属区 行业 风险等级 从业人数 上次检查日期 联系人 联系电话 状态", enterprises, func(i int) []string {
		e := firms[i]
		return []string{e.Name, e.Code, e.Address, e.District, pick(r, "机械制造", "危险化学品", "食品加工", "仓储物流"), pick(r, "A", "B", "C", "D"),
			strconv.Itoa(1 + r.IntN(900)), fmt.Sprintf("2020-%02d-%02d", 1+r.IntN(12), 1+r.IntN(28)), "王某", "025-00000000", "在营"}
	})
	hazards := []string{"安全出口被货物堵塞", "配电箱未接地", "灭火器过期", "危险化学品混放", "特种作业人员无证上岗", "应急预案未备案"}
	departments := []string{"南京市应急管理局", "南京市消防救援支队", "南京市生态环境局", "南京市市场监督管理局", "南京市公安局",
		"江宁区应急管理局", "鼓楼区应急管理局", "浦口区应急管理局", "栖霞区应急管理局", "南京市卫生健康委员会"}
	for f := range files {
		writeLines(b, filepath.Join(dir, "结果", departments[f]+".xlsx"), "任务编号 企业名称 统一社会信用代码 检查部门 检查日期 检查人员 检查结果 问题描述 隐患等级 整改期限 整改状态 复查日期", rows, func(int) []string {
			e, day := firms[r.IntN(len(firms))], fmt.Sprintf("20%d-%02d-%02d", 19+r.IntN(2), 1+r.IntN(12), 1+r.IntN(28))
			l := []string{"", e.Name, e.Code, departments[f], day, "张某、李某", "未发现问题", "", "", "", "", ""}
			if r.IntN(2) == 0 {
				copy(l[6:], []string{"发现问题", pick(r, hazards...) + strconv.Itoa(r.IntN(50)) + "处", pick(r, "一般", "一般", "一般", "重大"), "2021-01-15", pick(r, "已整改", "整改中"), "2021-01-10"})
			}
			return l
		})
	}
}

// writeLines writes a workbook of one sheet of texts.
func writeLines(b *testing.B, path, headers string, n int, line func(i int) []string) {
	b.Helper()
	columns := strings.Fields(headers)
	page := table.Page{Name: "表", Columns: make([]table.Column, len(columns)), NumLines: n + 1}
	page.LineAt = func(i int, l *table.Line) {
		cells := columns
		if i > 0 {
			cells = line(i - 1)
		}
		for _, s := range cells {
			l.Cells = append(l.Cells, table.Str(s, table.Body))
		}
	}
	out, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if err := table.WriteBook(out, &table.Book{Title: "表", Pages: []table.Page{page}}); err != nil {
		b.Fatal(err)
	}
	if err := out.Close(); err != nil {
		b.Fatal(err)
	}
}
