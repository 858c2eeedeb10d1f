package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

func readSamplings(sheets ...*table.Sheet) *Result {
	var drafts []*Draft
	for _, s := range sheets {
		drafts = append(drafts, Scan(s))
	}
	return Combine(drafts, Options{Samplings: true})
}

func TestSampling(t *testing.T) {
	res := readSamplings(sheetOf("2021年双随机抽查计划.xlsx", "抽查计划",
		row{"2021年南京市部门联合双随机抽查工作计划"},
		row{"序号", "任务名称", "抽查事项", "抽查对象范围", "抽查比例", "信用等级", "检查时间", "发起部门", "配合部门"},
		row{1, "危险化学品企业安全检查", "安全生产条件", "全市危险化学品企业", "10% (20户)", "C、D", "5月10日至5月31日", "南京市应急管理局", "市消防救援支队、市生态环境局"},
		row{2, "食品生产企业检查", "食品安全", "全市食品生产企业", "不少于1%", "全部", "5-6月", "市市场监管局", ""},
		row{"注：抽查对象从名录库中随机抽取。"},
	))
	for _, p := range res.Problems {
		if p.Severity != diag.Info {
			t.Error(p)
		}
	}
	if len(res.Samplings) != 2 {
		t.Fatalf("%d lines: %+v", len(res.Samplings), res.Samplings)
	}
	a, b := res.Samplings[0], res.Samplings[1]
	if a.Task != "危险化学品企业安全检查" || a.Matter != "安全生产条件" || a.Scope != "全市危险化学品企业" || a.Department != "南京市应急管理局" ||
		a.Level != inspect.City || len(a.Partners) != 2 || a.Number != 20 || a.Share != 0.1 || !slices.Equal(a.Grades, []inspect.Grade{inspect.GradeC, inspect.GradeD}) {
		t.Errorf("%+v", a)
	}
	if fmt.Sprint(a.Windows) != "[2021-05-10至2021-05-31]" || fmt.Sprint(b.Windows) != "[2021-05-01至2021-06-30]" {
		t.Errorf("%v %v", a.Windows, b.Windows)
	}
	if b.Share != 0.01 || b.Number != 0 || b.Grades != nil || b.Demand != inspect.DefaultDemand || b.HalfDays != 1 {
		t.Errorf("%+v", b)
	}
	if res.Period.String() != "2021-05-01至2021-06-30" {
		t.Errorf("period %v", res.Period)
	}
}

func TestSamplingQuota(t *testing.T) {
	for _, c := range []struct {
		header, cell string
		want         string // number, share, at least how many if any, and grades; a code for a problem
	}{
		{"抽查比例", "3%", "0 0.03 []"},
		{"抽查比例", "3％", "0 0.03 []"},
		{"抽查比例", "0.5%", "0 0.005 []"},
		{"抽查比例", "5‰", "0 0.005 []"},
		{"抽查比例", "百分之三", "0 0.03 []"},
		{"抽查比例", "10% (20户)", "20 0.1 []"},
		{"抽查比例", "10%（20家）", "20 0.1 []"},
		{"抽查比例", "20户", "20 0 []"},
		{"抽查比例", "不少于1%", "0 0.01 []"},
		{"抽查比例", "不低于 20 户", "20 0 []"},
		{"抽查比例", "3%且不少于20户", "0 0.03 ≥20 []"},
		{"抽查比例", "不少于 3％，至少 20 家", "0 0.03 ≥20 []"},
		{"抽查比例", "100%", "0 1 []"},
		{"抽查比例", "全覆盖", "0 1 []"},
		{"抽查比例", "0.03", "0 0.03 []"},
		{"抽查比例", "", "0 0 []"},
		{"抽查比例", "A类1%，B类3%，C类5%，D类20%", "0 0.01 [A] 0 0.03 [B] 0 0.05 [C] 0 0.2 [D]"},
		{"抽查比例(%)", "3", "0 0.03 []"},
		{"抽查数量", "20", "20 0 []"},
		{"抽查比例", "3", "bad_ratio"},
		{"抽查比例/数量", "3", "bad_ratio"},
		{"抽查比例", "120%", "bad_ratio"},
		{"抽查比例", "若干", "bad_ratio"},
	} {
		t.Run(c.header+" "+c.cell, func(t *testing.T) {
			res := readSamplings(sheetOf(bureau, "表", row{"抽查任务名称", "抽查事项", "抽查对象范围", c.header, "检查时间"},
				row{"危险化学品检查", "安全生产条件", "全市企业", c.cell, "2021年5月"}))
			var got []string
			for _, s := range res.Samplings {
				least := ""
				if s.AtLeast > 0 {
					least = fmt.Sprintf("≥%d ", s.AtLeast)
				}
				got = append(got, fmt.Sprintf("%d %v %s%v", s.Number, s.Share, least, s.Grades))
			}
			for _, p := range res.Problems {
				got = append(got, p.Code)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Every line comes out or has an error that names it.
func TestSamplingNothingLost(t *testing.T) {
	res := readSamplings(sheetOf(bureau, "表", row{"抽查任务名称", "抽查事项", "抽查对象范围", "抽查比例", "检查时间"},
		row{"危险化学品检查", "安全生产条件", "全市企业", "3%", "待定"}, row{"危险化学品检查", "安全生产条件", "全市企业", "很多", "2021年5月"}))
	if len(res.Samplings) != 0 || res.Rejected != 2 || res.PlanRows != 2 || len(res.Problems) != 2 {
		t.Errorf("%+v", res)
	}
	for _, p := range res.Problems {
		if p.Severity != diag.Error || p.Row == 0 || p.Col == 0 {
			t.Errorf("%+v", p)
		}
	}
}

func TestRegisterAttention(t *testing.T) {
	res := readSamplings(sheetOf("名录库.xlsx", "名录", row{"企业名称", "统一社会信用代码", "行业", "投诉举报", "是否列入经营异常名录", "管理水平"},
		row{"甲厂", "", "化工", "2次", "否", "薄弱"}, row{"乙厂", "", "化工", "0", "是", "良好"}, row{"丙厂", "", "化工", "无", "", ""}))
	var got []string
	for _, r := range res.Registered {
		got = append(got, strings.Join(r.Attention, "+"))
	}
	if want := []string{"投诉举报+管理薄弱", "经营异常", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q: %v", got, want, res.Problems)
	}
}
