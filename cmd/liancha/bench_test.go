package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"liancha/internal/table"
)

// BenchmarkCollideFolder is the whole job on 100 workbooks of 10,000 rows:
// 100 departments, 200,000 enterprises, a third of the rows without a code.
func BenchmarkCollideFolder(b *testing.B) {
	for _, size := range []struct{ files, rows int }{{100, 1000}, {100, 10000}} {
		b.Run(fmt.Sprintf("%dx%d", size.files, size.rows), func(b *testing.B) {
			dir := b.TempDir()
			writeCity(b, filepath.Join(dir, "plans"), size.files, size.rows)
			b.Chdir(dir)
			for b.Loop() {
				stop := peakMemory()
				start := time.Now()
				var stdout, stderr bytes.Buffer
				status := run([]string{"collide", "plans", "--period", "2021-05", "--quiet"}, &stdout, &stderr)
				if status != exitDone && status != exitPartial {
					b.Fatalf("exit status %d\n%s", status, stderr.String())
				}
				b.ReportMetric(time.Since(start).Seconds(), "s/run")
				b.ReportMetric(stop(), "peak-MiB")
			}
		})
	}
}

// peakMemory watches the memory the program holds; the function it gives ends
// the watch with the largest amount seen, in MiB.
func peakMemory() func() float64 {
	done, result := make(chan bool), make(chan float64)
	go func() {
		peak := uint64(0)
		var m runtime.MemStats
		for {
			select {
			case <-done:
				result <- float64(peak) / (1 << 20)
				return
			case <-time.After(50 * time.Millisecond):
				runtime.ReadMemStats(&m)
				peak = max(peak, m.Sys-m.HeapReleased)
			}
		}
	}()
	return func() float64 { close(done); return <-result }
}

// writeCity writes a city's plans: department after department, each with its
// own workbook.
func writeCity(b *testing.B, dir string, files, rows int) {
	b.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		b.Fatal(err)
	}
	r := &generator{Rand: rand.New(rand.NewPCG(7, 7)), names: map[string]bool{}}
	firms := make([]truthFirm, files*rows/5)
	districts := []string{"江宁区", "鼓楼区", "六合区", "雨花台区", "栖霞区", "浦口区", "玄武区", "秦淮区", "建邺区", "溧水区", "高淳区"}
	for i := range firms {
		firms[i] = truthFirm{
			Name:     "南京" + string(rune(0x4e00+i%2000)) + string(rune(0x5000+i/2000)) + pick(r, "机械", "化工", "食品", "物流") + "有限公司",
			Code:     r.uscc("320100"),
			District: districts[i%len(districts)],
			Address:  "南京市" + districts[i%len(districts)] + "中山路" + strconv.Itoa(i%900+1) + "号",
		}
	}
	functions := []string{"应急管理局", "市场监督管理局", "生态环境局", "卫生健康局", "城市管理局", "住房和城乡建设局", "交通运输局", "水务局", "商务局", "文化和旅游局"}
	for f := range files {
		district, function := districts[f/len(functions)%len(districts)], functions[f%len(functions)]
		page := table.Page{Name: "检查计划", Columns: make([]table.Column, 7), NumLines: rows + 1}
		page.LineAt = func(i int, l *table.Line) {
			if i == 0 {
				for _, h := range strings.Fields("企业名称 统一社会信用代码 地址 所属区 检查部门 检查事项 检查时间") {
					l.Cells = append(l.Cells, table.Str(h, table.Head))
				}
				return
			}
			e, code := firms[r.IntN(len(firms))], ""
			if r.IntN(3) > 0 {
				code = e.Code
			}
			a := 1 + r.IntN(20)
			for _, s := range []string{e.Name, code, e.Address, e.District, district + function, function + "安全检查",
				fmt.Sprintf("2021年5月%d日-5月%d日", a, min(31, a+4+r.IntN(12)))} {
				l.Cells = append(l.Cells, table.Str(s, table.Body))
			}
		}
		out, err := os.Create(filepath.Join(dir, fmt.Sprintf("%03d%s%s.xlsx", f, district, function)))
		if err != nil {
			b.Fatal(err)
		}
		if err := table.WriteBook(out, &table.Book{Title: "检查计划", Pages: []table.Page{page}}); err != nil {
			b.Fatal(err)
		}
		if err := out.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
