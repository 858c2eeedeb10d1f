package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// filled is what a clerk writes into one line of 检查结果: by column.
type filled map[string]any

// fillFindings fills in the findings sheet of a department's book the way a
// clerk does, in the workbook itself. fill gets each line's cells by column.
func fillFindings(t testing.TB, path string, fill func(line map[string]string) filled) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const sheet, header = "检查结果", 3
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string]int{}
	for c, name := range rows[header-1] {
		columns[name] = c + 1
	}
	for r := header; r < len(rows); r++ {
		line := map[string]string{}
		for name, c := range columns {
			if c <= len(rows[r]) {
				line[name] = rows[r][c-1]
			}
		}
		for name, value := range fill(line) {
			cell, err := excelize.CoordinatesToCellName(columns[name], r+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellValue(sheet, cell, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
}

// sampleFindings is what the clerks of the sample month write: every department
// finds what departments of its kind find, a few nothing.
func sampleFindings(n *int) func(line map[string]string) filled {
	return func(line map[string]string) filled {
		*n++
		department := line["检查部门"]
		has := func(words ...string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(department, w) })
		}
		switch {
		case *n%9 == 0:
			return nil // not filled in
		case *n%4 == 0:
			return filled{"检查结果": "未发现问题", "问题描述": "现场管理规范，台账齐全"}
		case has("消防"):
			return filled{"检查结果": "发现问题", "问题描述": "1.一层疏散通道被杂物堵塞；2.应急照明灯损坏。", "隐患等级": "1.重大；2.一般", "依据": "《消防法》第二十八条",
				"处理措施": "1.立即清理；2.更换应急照明灯。", "整改期限": "1.立即整改；2.15日内", "整改状态": "未整改", "检查人员": "张三、李四"}
		case has("应急"):
			return filled{"检查结果": "发现问题", "问题描述": "一层疏散通道杂物堵塞", "隐患等级": "重大", "依据": "《安全生产法》第四十二条", "处理措施": "限期清理，保持畅通，联系人王五13912345678",
				"整改期限": "2021年6月10日前", "整改状态": "整改中"}
		case has("市场"):
			return filled{"检查结果": "发现问题", "问题描述": "压力容器未按期检验", "隐患等级": "一般", "依据": "《特种设备安全法》", "处理措施": "责令停止使用，限期检验", "整改期限": "2021-06-15", "整改状态": "已整改"}
		}
		return filled{"检查结果": "发现问题", "问题描述": "安全警示标志缺失", "隐患等级": "一般", "处理措施": "补齐", "整改期限": "30日内", "是否公开": map[bool]string{true: "否", false: "是"}[*n%5 == 0]}
	}
}

// reported is report's JSON.
type reported struct {
	Schema      string
	Stats       map[string]any
	Enterprises []struct {
		Name, Code string
		Tasks      []string
		Findings   []struct {
			Text, Severity string
			Departments    []string
			Deadline       *string
			State          *string
			Sources        []string
			Conflict       bool
		}
	}
	Problems []struct {
		Severity, Code, File, Sheet, Column, Value, Message string
		Row                                                 int
	}
}

// filledSample collides the sample month into dir/output and fills in all
// departments' findings. It gives the sources of the lines with hazards.
func filledSample(t testing.TB, dir string) (hazards map[string]bool) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := run([]string{"collide", "plans", "--period", "2021-05", "-q"}, &stdout, &stderr); status != exitDone && status != exitPartial {
		t.Fatal(stderr.String())
	}
	books, err := filepath.Glob("output/部门任务/*.xlsx")
	if err != nil || len(books) == 0 {
		t.Fatal("no books", err)
	}
	hazards = map[string]bool{}
	for _, path := range books {
		n, row := 0, 3
		fill := sampleFindings(&n)
		fillFindings(t, path, func(line map[string]string) filled {
			row++
			f := fill(line)
			if f["检查结果"] == "发现问题" {
				hazards[fmt.Sprintf("%s#检查结果!%d", filepath.ToSlash(path), row)] = true
			}
			return f
		})
	}
	return hazards
}

func reportForTest(t testing.TB, want int, args ...string) *reported {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := run(append([]string{"report", "--json"}, args...), &stdout, &stderr); status != want {
		t.Fatalf("exit status %d, want %d\n%s", status, want, stderr.String())
	}
	got := new(reported)
	if err := json.Unmarshal(stdout.Bytes(), got); err != nil {
		t.Fatal(err)
	}
	return got
}

// TestFilledDepartmentBooks: what collide wrote and clerks filled in goes
// straight back in, and nothing of it is lost.
func TestFilledDepartmentBooks(t *testing.T) {
	_, dir := sample(t)
	t.Chdir(dir)
	hazards := filledSample(t, dir)
	got := reportForTest(t, exitDone, "output/部门任务", "--tasks", "output/联合检查任务.xlsx", "-o", "results", "--as-of", "2021-07-01")
	if keep := os.Getenv("LIANCHA_KEEP"); keep != "" {
		if err := os.CopyFS(keep, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
	}
	if got.Schema != "liancha/report/1" {
		t.Error(got.Schema)
	}
	seen := map[string]int{}
	conflicts, joint := 0, 0
	for _, e := range got.Enterprises {
		if len(e.Tasks) == 0 {
			t.Errorf("%s has no task", e.Name)
		}
		for _, f := range e.Findings {
			for _, s := range f.Sources {
				seen[s]++
			}
			if f.Conflict {
				conflicts++
			}
			if len(f.Departments) > 1 {
				joint++
			}
		}
	}
	for s := range hazards {
		if seen[s] == 0 {
			t.Errorf("%s is lost", s)
		}
	}
	for s := range seen {
		if !hazards[s] {
			t.Errorf("%s found nothing", s)
		}
	}
	nobodyPublished(t)
	if conflicts == 0 || joint == 0 {
		t.Errorf("%d conflicts, %d joint lines: the sample has some of both", conflicts, joint)
	}
	for _, p := range got.Problems {
		if p.Severity == "error" || p.Code == "unknown_task" || p.Code == "no_task" || p.Code == "task_mismatch" || p.Code == "task_name_differs" {
			t.Errorf("%+v", p)
		}
	}
}

// nobodyPublished: no inspector, contact, telephone or certificate of the month
// is in the public outputs, wherever it stands in the files.
func nobodyPublished(t *testing.T) {
	t.Helper()
	b, err := os.ReadFile("output/collide.json")
	if err != nil {
		t.Fatal(err)
	}
	var o struct {
		Staff []struct{ Name, Certificate string }
	}
	if err := json.Unmarshal(b, &o); err != nil || len(o.Staff) == 0 {
		t.Fatal("no staff", err)
	}
	secrets := []string{"张三", "李四", "王五", "13912345678"}
	for _, p := range o.Staff {
		secrets = append(secrets, p.Name, p.Certificate)
	}
	texts := map[string]string{}
	csv, err := os.ReadFile("results/结果公开.csv")
	if err != nil {
		t.Fatal(err)
	}
	texts["csv"] = string(csv)
	z, err := zip.OpenReader("results/结果公开.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		texts[f.Name] = string(part)
	}
	for name, text := range texts {
		for _, s := range secrets {
			if s != "" && strings.Contains(text, s) {
				t.Errorf("%s names %s", name, s)
			}
		}
	}
	if lines := strings.Count(texts["csv"], "\n"); lines < 100 {
		t.Errorf("%d lines are published", lines)
	}
}
