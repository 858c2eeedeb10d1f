package main

import (
	"fmt"
	"slices"
	"strings"
)

// The contract's lists, section 2: every header name, every way to write a
// date, and what else plans write in more than one way.

// genHeaders are the contract's header names, field by field.
var genHeaders = map[string]string{
	"name": "企业名称, 单位名称, 检查对象, 检查对象名称, 被检查单位, 被检查单位名称, 被检查对象, 市场主体名称, 主体名称, 企业（机构）名称, " +
		"经营者名称, 受检单位, 受查单位, 抽查对象, 联查对象",
	"code": "统一社会信用代码, 社会信用代码, 信用代码, 统一信用代码, 统一代码, 统一社会信用代码/注册号, 注册号/统一社会信用代码, " +
		"企业注册号, 组织机构代码/信用代码, 组织机构代码, 注册号, 营业执照号",
	"address":    "地址, 企业地址, 单位地址, 住所, 经营场所, 生产地址",
	"district":   "所属区, 行政区划, 辖区",
	"street":     "所属街道, 街道, 街镇, 属地",
	"department": "检查部门, 检查单位, 执法部门, 实施部门, 实施单位, 承办机构, 检查主体, 检查机关, 部门",
	"level":      "层级, 部门层级",
	"matter":     "检查事项, 检查内容, 检查项目, 抽查事项, 事项, 任务名称",
	"when": "检查时间, 检查日期, 计划检查时间, 拟检查时间, 拟实施时间, 实施时间, 检查时间安排, 时间安排, 起止时间, 检查起止时间, " +
		"任务期限",
	"month":       "检查月份, 检查时间（月份）",
	"from":        "计划开始日期, 起始时间, 开始时间",
	"to":          "计划结束日期, 截止时间, 结束时间",
	"days":        "检查时长, 检查天数",
	"demand":      "所需人数, 执法人数, 检查人数",
	"named":       "检查人员, 执法人员, 检查人",
	"type":        "检查类型, 检查方式",
	"joinable":    "是否可联合, 可否联合",
	"lead":        "是否牵头",
	"leader":      "牵头部门, 发起部门, 组织部门",
	"partners":    "配合部门, 参与部门, 联查部门",
	"grade":       "风险等级, 企业等级, 信用等级, 安全等级",
	"certificate": "执法证号, 证件编号, 执法证件号",
	"unit":        "部门, 所属部门, 所属单位, 单位",
	"leave":       "请假日期, 不可用时间, 请假时间",
	"recused":     "回避企业, 回避单位",
	"specialty":   "专业, 专业领域, 擅长领域",
}

// header picks one of a field's names and dresses it as departments do: white
// space, line breaks, brackets of either width, （必填） behind it.
func (g *generator) header(field string) string {
	h := pick(g, strings.Split(genHeaders[field], ", ")...)
	r := []rune(h)
	cut := 1 + g.IntN(len(r)-1)
	switch g.IntN(12) {
	case 0:
		return h + pick(g, "（必填）", "(必填)", " （必填） ", "\n（必填）", "【必填】", "（选填）")
	case 1:
		return string(r[:cut]) + pick(g, "\n", " ", "　", "\r\n") + string(r[cut:])
	case 2:
		return " " + h + "　"
	case 3:
		return strings.NewReplacer("（", "(", "）", ")", "/", "／").Replace(h)
	case 4:
		return pick(g, "*", "＊") + h
	}
	return h
}

// genWhen is a date as a plan writes it and what it means. months stand beside
// the windows where a row asks for an inspection in each.
type genWhen struct {
	text    any
	windows [][2]string
	months  []int
}

func may(d int) string { return fmt.Sprintf("2021-05-%02d", d) }

var genDashes = []string{"-", "—", "–", "~", "～", "至", "到", "——", " - ", "－", " 至 ", "―"}

// genRanges are ranges within May: the first day, a dash and the last day go
// in. %d is the day, %02d the day in two digits.
var genRanges = []string{
	"2021年5月%d日%s5月%d日", "2021年5月%d日%s%d日", "2021年5月%d日%s2021年5月%d日", "5月%d日%s%d日", "5月%d日%s5月%d日", "5月%d%s%d日",
	"2021.5.%d%s2021.5.%d", "2021.05.%02d%s2021.05.%02d", "2021.5.%d%s5.%d", "2021/5/%d%s5/%d", "2021/5/%d%s2021/5/%d", "2021/5/%d%s%d",
	"202105%02d%s202105%02d", "2021-05-%02d%s2021-05-%02d", "2021年 5 月 %d 日 %s 5 月 %d 日", "5.%d%s5.%d", "5/%d%s5/%d",
	"%d%s%d日", "%d日%s%d日", "2021-05-%02d 00:00:00%s2021-05-%02d 00:00:00", "21.5.%d%s21.5.%d", "5月%d号%s%d号",
	"自5月%d日%s5月%d日", "拟于5月%d日%s%d日开展", "5月%d日（含）%s5月%d日",
}

// genDays are spellings of one day of May.
var genDays = []string{
	"2021年5月%d日", "2021-05-%02d", "2021-5-%d", "2021/5/%d", "2021.5.%d", "202105%02d", "5月%d日", "5/%d", "21-5-%d", "21/5/%d",
	"2021-05-%02d 00:00:00", "2021/5/%d 0:00:00", "2021年5月%d日上午", "2021 年 5 月 %d 日", "5 月 %d 日", "%d日", "2021-05-%02dT00:00:00",
}

// genFixed are the spellings that are no range or day of their own.
var genFixed = func() []genWhen {
	of := func(windows [][2]string, texts ...string) (all []genWhen) {
		for _, t := range texts {
			all = append(all, genWhen{text: t, windows: windows})
		}
		return all
	}
	span := func(a, b string) [][2]string { return [][2]string{{a, b}} }
	days := func(list ...int) (w [][2]string) {
		for _, d := range list {
			w = append(w, [2]string{may(d), may(d)})
		}
		return w
	}
	every := func(month int, w [][2]string, texts ...string) (all []genWhen) {
		for _, t := range texts {
			all = append(all, genWhen{t, w, []int{month}})
		}
		return all
	}
	whole := span(may(1), may(31))
	return slices.Concat(
		of(days(10), "二〇二一年五月十日", "二零二一年五月十日", "五月十日"), of(days(25), "五月二十五日", "五月廿五日"),
		of(span(may(1), may(10)), "5月上旬", "五月上旬", "2021年5月上旬", "5月初", "5月份上旬"),
		of(span(may(11), may(20)), "5月中旬", "五月中旬", "5月中", "2021年五月中旬"),
		of(span(may(21), may(31)), "5月下旬", "五月底", "5月底", "5月末", "2021年5月下旬"),
		of(span(may(1), may(20)), "5月上中旬", "5月上旬至中旬", "5月20日前", "5月20日之前", "5.20前", "2021年5月20日前完成", "截至5月20日", "20日前"),
		of(whole, "2021年5月", "5月份", "5月", "五月", "2021-05", "2021.5", "202105", "２０２１年５月", "二〇二一年五月", "本月", "5月底前"),
		of(span(may(1), "2021-06-30"), "5-6月", "5月-6月", "2021年5-6月", "5月至6月", "五至六月"),
		of(span("2021-04-01", "2021-06-30"), "第二季度", "二季度", "2021年第二季度", "Q2", "4-6月"),
		of(span("2021-01-01", "2021-06-30"), "上半年", "2021年上半年", "1-6月", "一、二季度"),
		of(span("2021-01-01", "2021-12-31"), "全年", "2021年全年", "2021年度", "1-12月"),
		of(span("2021-03-01", "2021-12-31"), "3月—12月", "2021年3月-12月"), of(span("2021-01-01", "2021-11-30"), "2021年1月- 2021年11月"),
		of(span(may(10), may(31)), "5月10日起", "5月10日后", "5月10日之后", "自2021年5月10日起", "10日起", "5月10日及以后"),
		of(days(10, 12, 18), "5月10日、12日、18日", "5月10、12、18日", "2021年5月10日、12日、18日", "5.10、5.12、5.18", "2021-05-10,2021-05-12,2021-05-18",
			"5月10日\n5月12日\n5月18日", "5月10日和12日、18日", "10日、12日、18日"),
		of([][2]string{{may(6), may(10)}, {may(17), may(21)}}, "5月6日-5月10日；5月17日-5月21日", "5月6日-10日;17日-21日", "2021.5.6-2021.5.10；2021.5.17-2021.5.21",
			"第一批：5月6日-10日；第二批：5月17日-21日", "5月6-10日、17-21日", "（1）5月6日-10日；（2）5月17日-21日"),
		of(span(may(3), may(9)), "5月第二周", "5月第2周", "五月第二周", "2021年5月第二周"), of(span(may(10), may(16)), "5月第三周"), of(span(may(1), may(2)), "5月第一周"),
		every(5, whole, "每月", "每月一次", "每月1次", "2021年5月至5月每月"), every(4, span("2021-04-01", "2021-06-30"), "每季度", "每季度一次"),
	)
}()

// when writes a window of May 2021 in a random spelling.
func (g *generator) when() genWhen {
	a := 1 + g.IntN(20)
	b := min(a+4+g.IntN(31-a-3), 31)
	switch g.IntN(5) {
	case 0, 1:
		return genWhen{text: g.width(fmt.Sprintf(pick(g, genRanges...), a, pick(g, genDashes...), b)), windows: [][2]string{{may(a), may(b)}}}
	case 2:
		d := pick(g, 6, 7, 8, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 24, 25, 26, 27, 28)
		w := genWhen{windows: [][2]string{{may(d), may(d)}}}
		if g.IntN(2) == 0 {
			w.text = genDay(may(d))
		} else {
			w.text = g.width(fmt.Sprintf(pick(g, genDays...), d))
		}
		return w
	}
	return pick(g, genFixed...)
}

// width writes some texts in full-width digits.
func (g *generator) width(s string) string {
	if g.IntN(8) != 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + '０'
		}
		return r
	}, s)
}

// monthNumbers writes some months into a column of months.
func (g *generator) monthNumbers() genWhen {
	of := func(a, b string, texts ...any) genWhen {
		return genWhen{text: pick(g, texts...), windows: [][2]string{{a, b}}}
	}
	switch g.IntN(3) {
	case 0:
		return of(may(1), may(31), "5", 5, "5月", "五月", "2021年5月", "05")
	case 1:
		return of("2021-04-01", "2021-10-31", "4—10", "4-10", "4～10", "4月-10月", "4至10")
	}
	return genWhen{text: pick(g, "3、5、9", "3,5,9", "3月、5月、9月"), windows: [][2]string{{"2021-03-01", "2021-03-31"}, {may(1), may(31)}, {"2021-09-01", "2021-09-30"}}}
}

// Grades as plans write them: what stands under a header that says 风险, and
// under the others.
var genGrades = map[string][]string{
	"D": {"D", "D级", "红", "红色", "重大风险", "Ｄ"}, "C": {"C", "C级", "橙", "橙色", "较大风险"},
	"B": {"B", "b级", "黄", "黄色", "一般风险"}, "A": {"A", "A级", "蓝", "蓝色", "低风险"}, "": {"", "无", "未评级"},
}

// badDates are what a date column must not hold, with the problem they are.
var badDates = []struct{ text, code string }{
	{"待定", "date_undecided"}, {"另行通知", "date_undecided"}, {"2021-2-30", "bad_date"}, {"5月32日", "bad_date"}, {"13月", "bad_date"},
	{"5月20日-5月10日", "date_backwards"}, {"2021-05-20至2021-05-10", "date_backwards"}, {"随便", "bad_date"}, {"", "no_date"}, {"/", "no_date"},
}
