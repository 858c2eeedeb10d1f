package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"liancha/intake/agency"
	"liancha/internal/diag"
)

// What stands where an enterprise's name belongs and is no name: how many there
// are, which sort, or that they are not chosen yet. Without a code nothing says
// which enterprise is meant, and a visit to “各街道重点单位” is no visit.

var (
	// counted ends a text that tells how many: 加油站（12家）, 甲公司等3家企业.
	counted = regexp.MustCompile(`(?:等|共|[(（]共?)[0-9一二两三四五六七八九十几数多余]+[家户个](?:企业|单位|场所|门店|商户|对象)?[)）]?$|[0-9]+[家户](?:企业|单位|场所|门店|商户|对象)?[)）]?$` +
		`|等(?:企业|单位|场所|公司)$`)
	// sortOf is a text that tells which sort: 辖区内危化企业, 各街道重点单位.
	sortOf = regexp.MustCompile(`^(?:各|全[市区县镇]|辖区|本[市区县镇]|有关|相关|部分|所有|其[他它]|若干).*(?:企业|单位|场所|门店|商户|经营户|工地|学校|医院|行业|加油站|酒店|宾馆|餐饮店|药店|超市)$`)
	// whoHead are headers that may mean who is inspected.
	whoHead = regexp.MustCompile(`单位|企业|公司|机构|主体|对象|场所|工地|项目|名称|[户店]`)
	// unchosen is a text that leaves them open.
	unchosen = regexp.MustCompile(`^(?:企业|单位|名单|对象)?(?:待定|未定|待抽取|待确定|待抽查|待选|另行(?:通知|确定)|另定)$|^(?:拟?随机(?:抽取|抽查|选取|检查)?|抽取|抽查|双随机(?:抽取)?)(?:[0-9一二两三四五六七八九十几若干]+[家户个](?:企业|单位)?|企业|单位|确定)?$`)
)

// noNameHeads are the characters that sortOf and unchosen begin with: no other
// name need be tried.
const noNameHeads = "各全辖本有相部所其若企单名对待未另拟随抽双"

var (
	// contactBehind is whom to call, behind an enterprise's name.
	contactBehind = regexp.MustCompile(`[,，;；、]?[(（]?(?:联系人|联系电话|联系方式|电话|手机|负责人|法人|法定代表人)[:：]?[^()（）]*[)）]?$`)
	mobileBehind  = regexp.MustCompile(`[(（]?(1[3-9][0-9]{9})[)）]?$`)
	mobile        = regexp.MustCompile(`1[3-9][0-9]{9}`)
)

// withoutContact takes whom to call off the end of a name, and gives the number,
// if there is one: it is no part of what the enterprise is called.
func withoutContact(name string) (bare, number string) {
	for _, behind := range []*regexp.Regexp{contactBehind, mobileBehind} {
		if !strings.ContainsAny(name, "联电手负法1１") {
			break
		}
		at := behind.FindStringIndex(name)
		if at == nil || !enterpriseEnd.MatchString(strings.TrimFunc(name[:at[0]], invisible)) {
			continue
		}
		return strings.TrimFunc(name[:at[0]], invisible), mobile.FindString(plain(name[at[0]:]))
	}
	return name, ""
}

// oneEnterprise reports a name that is no single enterprise's.
func (r *rowReader) oneEnterprise(name string, ref cellRef) {
	s := plain(name)
	head, _ := utf8.DecodeRuneInString(s)
	heads := strings.ContainsRune(noNameHeads, head)
	if !heads && !strings.ContainsAny(s, "家户个等") {
		return
	}
	const hint = "请写出企业名称，每家一行；只定了抽多少、没有定哪些企业的，做成抽查计划，用 liancha draw-enterprises 抽取"
	switch {
	case heads && unchosen.MatchString(s):
		r.fail("enterprise_undecided", ref, fmt.Sprintf("“%s”没有说是哪家企业", name), hint)
	case counted.MatchString(s), heads && sortOf.MatchString(s):
		r.fail("several_enterprises", ref, fmt.Sprintf("“%s”不是一家企业的名称", name), hint)
	}
}

// planned reports a header that asks for more of an inspection than where and
// when.
func (h *header) planned() bool {
	return h.count(matter, department, named, demand, inspectionKind, joinable) > 0
}

// byContent makes a plan of a table that lacks nothing but a header for its
// enterprises, where one column and no other holds enterprises: 检查单位, which
// elsewhere is who inspects, 工地名称, 客户名称. That is said. Where there are codes
// the names are found in the same way.
func (sc *scanner) byContent(h *header) bool {
	const fewest = 3                                    // fields, as for the warning that it looks like a plan
	gridded := h != nil && h.hasAny(monthTick, dayTick) // which nothing but a plan is
	if h == nil || h.has(enterpriseName) || h.has(enterpriseCode) != (h.kind == planKind) || h.kind != planKind && !gridded &&
		(!h.hasAny(date, months, dateFrom, dateTo) || !h.planned() || h.fields < fewest) {
		return false
	}
	var found []label
	for _, l := range h.labels {
		if f := fieldAt(h, l.index); whoHead.MatchString(l.name) && (f == noField || f == department) && sc.holdsEnterprises(h, l.index) {
			found = append(found, l)
		}
	}
	if len(found) != 1 {
		return false
	}
	c := column{index: found[0].index, header: found[0].text()}
	h.columns[department] = slices.DeleteFunc(h.columns[department], func(d column) bool { return d.index == c.index })
	h.columns[enterpriseName] = []column{c}
	h.kind = planKind
	sc.add(diag.Warning, "enterprise_by_content", sc.sheet.Rows[h.first+h.lines-1].Number, cellRef{col: c.index + 1, header: c.header},
		fmt.Sprintf("“%s”列里写的是企业，当作企业名称读取", c.header), "是的话不用改；不是的话请改列名：被检查的企业写“企业名称”，去检查的部门写“检查部门”")
	return true
}

// holdsEnterprises reports a column most of whose cells end as enterprises'
// names do and are no department's.
func (sc *scanner) holdsEnterprises(h *header, col int) bool {
	const most, lookedAt = 0.6, 200
	all, like := 0, 0
	for i := h.first + h.lines; i < len(sc.sheet.Rows) && all < lookedAt; i++ {
		cell := at(sc.sheet.Rows[i].Cells, col)
		if blank(cell) {
			continue
		}
		all++
		if s := tidy(cell.Text); enterpriseText.MatchString(s) {
			if _, unit := agency.Parse(s); !unit {
				like++
			}
		}
	}
	return like > 0 && float64(like) >= most*float64(all)
}
