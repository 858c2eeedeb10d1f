package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"liancha/internal/table"
)

// BenchmarkReportFolder is a big city's month: 100,000 findings of 50
// departments at 20,000 enterprises, a third of the rows without a code. First
// without the enterprises' feedback, then with it.
func BenchmarkReportFolder(b *testing.B) {
	dir := b.TempDir()
	writeFindings(b, filepath.Join(dir, "findings"), 50, 2000)
	b.Chdir(dir)
	for _, c := range []struct {
		name string
		args []string
	}{{"no-feedback", []string{"--no-feedback"}}, {"with-feedback", nil}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				stop := peakMemory()
				start := time.Now()
				var stdout, stderr bytes.Buffer
				status := run(append([]string{"report", "findings", "--as-of", "2021-07-01", "--quiet", "-o", c.name}, c.args...), &stdout, &stderr)
				if status != exitDone {
					b.Fatalf("exit status %d\n%s", status, stderr.String())
				}
				b.ReportMetric(time.Since(start).Seconds(), "s/run")
				b.ReportMetric(stop(), "peak-MiB")
				files, err := filepath.Glob(filepath.Join(c.name, "集中反馈", "*.xlsx"))
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(files)), "feedback-files")
			}
		})
	}
}

// writeFindings writes a city's findings sheets: department after department,
// each with its own workbook, in our own columns.
func writeFindings(b *testing.B, dir string, files, rows int) {
	b.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		b.Fatal(err)
	}
	r := &generator{Rand: rand.New(rand.NewPCG(7, 7)), names: map[string]bool{}}
	firms := make([]truthFirm, files*rows/5)
	districts := []string{"江宁区", "鼓楼区", "六合区", "雨花台区", "栖霞区", "浦口区", "玄武区", "秦淮区", "建邺区", "溧水区", "高淳区"}
	for i := range firms {
		firms[i] = truthFirm{
			Name: "南京" + string(rune(0x4e00+i%2000)) + string(rune(0x5000+i/2000)) + pick(r, "机械", "化工", "食品", "物流") + "有限公司",
			Code: r.uscc("320100"), District: districts[i%len(districts)],
		}
	}
	functions := []string{"应急管理局", "市场监督管理局", "生态环境局", "卫生健康局", "城市管理局", "住房和城乡建设局", "交通运输局", "水务局", "商务局", "文化和旅游局"}
	hazards := []string{"一层疏散通道被杂物堵塞", "1层疏散通道杂物堵塞", "灭火器过期", "灭火器已过期", "2号楼配电箱未上锁", "3号楼配电箱未上锁", "未设置安全警示标志", "有限空间作业未审批", "危险化学品仓库未安装可燃气体报警器", "应急照明灯损坏"}
	headers := strings.Fields("企业名称 统一社会信用代码 所属区 检查部门 检查日期 检查人员 检查结果 问题描述 隐患等级 依据 处理措施 整改期限 整改状态 是否公开")
	for f := range files {
		district, function := districts[f/len(functions)%len(districts)], functions[f%len(functions)]
		page := table.Page{Name: "检查结果", Columns: make([]table.Column, len(headers)), NumLines: rows + 1}
		page.LineAt = func(i int, l *table.Line) {
			if i == 0 {
				for _, h := range headers {
					l.Cells = append(l.Cells, table.Str(h, table.Head))
				}
				return
			}
			e, code := firms[(f*rows+i)%len(firms)], ""
			if r.IntN(3) > 0 {
				code = e.Code
			}
			result := []string{"未发现问题", "", "", "", "", "", ""}
			if r.IntN(4) > 0 {
				result = []string{"发现问题", pick(r, hazards...), pick(r, "一般", "一般", "重大"), "《安全生产法》第四十二条", pick(r, "立即清理", "限期整改", "停止使用"), pick(r, "2021-06-10", "15日内", "6月20日前"), pick(r, "未整改", "整改中", "已整改")}
			}
			for _, s := range append([]string{e.Name, code, e.District, district + function, fmt.Sprintf("2021-05-%02d", 6+r.IntN(24)), pick(r, "张三、李四", "王五")}, append(result, pick(r, "是", "是", "否"))...) {
				l.Cells = append(l.Cells, table.Str(s, table.Body))
			}
		}
		out, err := os.Create(filepath.Join(dir, fmt.Sprintf("%03d%s%s.xlsx", f, district, function)))
		if err != nil {
			b.Fatal(err)
		}
		if err := table.WriteBook(out, &table.Book{Title: "检查结果", Pages: []table.Page{page}}); err != nil {
			b.Fatal(err)
		}
		if err := out.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
