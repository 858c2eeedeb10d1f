package intake

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"

	"liancha/inspect"
	"liancha/intake/agency"
)

// plain brings a short value into one form: no white space, half-width.
func plain(s string) string {
	s = squeeze(s)
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0xff00 }) < 0 {
		return s
	}
	return width.Fold.String(s)
}

// longestSign bounds, in bytes, what can be a sign for nothing or a yes or no;
// white space around it included.
const longestSign = 40

// nothing reports a cell filled with a sign for "nothing": 无, -, /, 暂无.
func nothing(s string) bool {
	if len(s) > longestSign {
		return false
	}
	switch plain(s) {
	case "", "-", "--", "---", "—", "——", "―", "–", "/", "//", "\\", "无", "暂无", "没有", "空", "N/A", "n/a", "NA", "null", "NULL", "不详", "未知", "*", ".", "。":
		return true
	}
	return false
}

// yesNo reads 是/否 and its usual signs; ok is false for anything else.
func yesNo(s string) (yes, ok bool) {
	if len(s) > 2*longestSign {
		return false, false
	}
	switch strings.ToUpper(strings.TrimRight(trimBrackets(plain(s)), "。.")) {
	case "是", "√", "✓", "✔", "☑", "可", "可以", "能", "Y", "YES", "TRUE", "T", "1", "●", "对", "有", "V", "是的", "同意", "可联合", "联合", "牵头", "■", "支持":
		return true, true
	case "否", "×", "✗", "✘", "✕", "X", "不可", "不可以", "不能", "不", "N", "NO", "FALSE", "F", "0", "非", "不是", "不可联合", "不联合", "☐", "□", "单独", "单独检查":
		return false, true
	}
	return false, false
}

var (
	refuses = regexp.MustCompile(`^(?:不(?:可|能|宜|便|得|同意|参与|参加|适合|适宜|接受|支持|联合|纳入|愿)|无法|单独|独立|非联合)`)
	agrees  = regexp.MustCompile(`^(?:可|能|同意|愿意|接受|支持|参与|参加|适合|适宜|联合)`)
)

// joins reads 是否可联合: yes or no, or words that agree or refuse.
func joins(s string) (yes, ok bool) {
	if yes, ok = yesNo(s); ok {
		return yes, true
	}
	s = plain(s)
	yes = agrees.MatchString(s)
	return yes, yes || refuses.MatchString(s)
}

var numerals = strings.NewReplacer("两", "2", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9", "一", "1", "壹", "1")

// fewNumerals are two neighbouring numbers: 两三人 is two or three, not 23.
var fewNumerals = regexp.MustCompile(`([一两二三四五六七八九])([一两二三四五六七八九])`)

// arabic writes the Chinese numerals of a short value as digits: 十二人 is 12人,
// 两三人 2-3人.
func arabic(s string) string {
	if strings.IndexFunc(s, wide) < 0 { // most are mere digits
		return s
	}
	s = numerals.Replace(fewNumerals.ReplaceAllString(s, "$1-$2"))
	i := strings.Index(s, "十")
	if i < 0 {
		return s
	}
	before, after := s[:i], s[i+len("十"):]
	digit := func(b byte) bool { return b >= '0' && b <= '9' }
	tens := "1"
	if i > 0 && digit(before[i-1]) {
		tens, before = before[i-1:], before[:i-1]
	}
	if after == "" || !digit(after[0]) {
		tens += "0"
	}
	return before + tens + after
}

var (
	lengthText = regexp.MustCompile(`^(?:约|共|预计|计划)?(?:(\d+(?:\.\d+)?|\.\d+|半|1/2)个?(?:工作日|工作天|整?天|日|d|D)?(半)?|(\d+(?:\.\d+)?)个?半[天日]|(全天|整天)|(\d+(?:\.\d+)?)个?(?:小时|h|H)|([上下]午))(?:\([^)]*\)|/[家户次])?$`)
	inHours    = regexp.MustCompile(`[(/](?:单位:)?(?:小时|时|h|H)\)?$`)
	inHalfDays = regexp.MustCompile(`[(/](?:单位:)?个?半[天日]\)?$`)
)

// hoursOfHalfDay is how long an inspector's half day is.
const hoursOfHalfDay = 4

// halfDays reads a length in days: 1天, 半天, 0.5, 两天, 一天半, 4小时. It must be a
// positive multiple of half a day; hours are rounded up to one. The header may
// say that bare numbers are hours or half days: 检查时长（小时）.
func halfDays(s, header string) (n int, ok bool) {
	m := lengthText.FindStringSubmatch(arabic(plain(s)))
	if m == nil {
		return 0, false
	}
	number := func(s string) float64 {
		v, _ := strconv.ParseFloat(s, 64)
		return v
	}
	var twice float64
	header = normHeader(header)
	bare := plainNumber.MatchString(plain(s))
	switch {
	case m[5] != "":
		twice = math.Ceil(number(m[5]) / hoursOfHalfDay)
	case bare && inHours.MatchString(header):
		twice = math.Ceil(number(plain(s)) / hoursOfHalfDay)
	case bare && inHalfDays.MatchString(header):
		twice = number(plain(s))
	case m[4] != "":
		twice = 2
	case m[3] != "":
		twice = number(m[3])
	case m[6] != "", m[1] == "半", m[1] == "1/2":
		twice = 1
	default:
		twice = 2 * number(m[1])
	}
	if m[2] != "" {
		twice++
	}
	n = int(twice)
	return n, twice == float64(n) && n >= 1 && n <= maxHalfDays
}

var plainNumber = regexp.MustCompile(`^\d+(?:\.\d+)?$`)

// maxHalfDays is the longest inspection a plan can mean: three months.
const maxHalfDays = 180

var demandText = regexp.MustCompile(`^(?:不少于|不得少于|不低于|不得低于|至少|最少|大于等于|≥|>=|约|共|各|需|需要|每组|每户|每家)*(\d{1,3})(?:\.0+)?(?:(?:个人|人|名|位|个)?[-—–~～至到]+(\d{1,3})(?:\.0+)?)?(?:个人|人|名|位|个)?(?:次|员)?(?:以上|及以上|\(含\)以上|或以上|执法人员|检查人员|人员|/[组家户次])?$`)

// people reads a number of inspectors: 2, 2人, 不少于2人. Of 2-3人 it is the
// smaller, and up to which others are possible stands beside it.
func people(s string) (n, most int, ok bool) {
	m := demandText.FindStringSubmatch(arabic(trimBrackets(plain(s))))
	if m == nil {
		return 0, 0, false
	}
	n, _ = strconv.Atoi(m[1])
	most = n
	if m[2] != "" {
		most, _ = strconv.Atoi(m[2])
	}
	return n, most, n >= 1 && most >= n
}

var (
	nameBreak   = regexp.MustCompile(`[、，,；;/／|＋+＆&\n\r\t]+`)
	nameBracket = regexp.MustCompile(`[(（][^)）]*[)）]|[\[【][^\]】]*[\]】]`)
	// nameNumber is what numbers a list's names or follows one: 1.张三, 张三139….
	nameNumber = regexp.MustCompile(`(?:^|\s)\d{1,2}[.．、)）]|\d{5,20}`)
	nameEtc    = regexp.MustCompile(`等(?:(\d+)人?|[2-9]?人)?$`)
	nameRole   = regexp.MustCompile(`^(?:组长|副组长|组员|主办人?|协办人?|带队领导|带队人?|领队|队长|成员|负责人|主检|协检|副检|记录人?|检查人员|执法人员)[:：]`)
)

// splitNames parts a list of inspectors, each once. 张三等3人 also says how many
// there are, given as want; a bare number does too.
func splitNames(s string) (names []string, want int) {
	s = nameBracket.ReplaceAllString(s, " ")
	s = nameNumber.ReplaceAllString(s, " ")
	for _, part := range nameBreak.Split(s, -1) {
		part = strings.TrimFunc(part, invisible)
		if n, _, ok := people(part); ok {
			want = max(want, n)
			continue
		}
		if m := nameEtc.FindStringSubmatch(squeeze(part)); m != nil {
			if m[1] != "" {
				n, _ := strconv.Atoi(m[1])
				want = max(want, n)
			}
			part = strings.TrimSuffix(squeeze(part), m[0])
		}
		for _, name := range slices.Concat(mapped(spacedNames(part), linkedNames)...) {
			name = nameRole.ReplaceAllString(name, "")
			name = strings.Trim(name, "·.。:：-—")
			if nothing(name) || name == "待定" || name == "待安排" || slices.Contains(names, name) {
				continue
			}
			names = append(names, name)
		}
	}
	return names, want
}

// isName reports a person's name: two to four characters, or parts joined by a
// dot (阿依古丽·买买提). 由大队安排 is none.
func isName(s string) bool {
	n := utf8.RuneCountInString(s)
	switch {
	case strings.ContainsAny(s, "0123456789%") || notName.MatchString(s):
		return false
	case strings.ContainsAny(s, "·•．."):
		return n <= 24
	case strings.IndexFunc(s, wide) < 0:
		return n >= 2 && n <= 30
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	return n == 2 || n == 3 || n == 4 && !strings.ContainsRune(sectionOf, last)
}

var notName = regexp.MustCompile(`安排|待定|另行|全体|中队|科室|人员|确定|指派|抽取|随机|两名|轮值|值班`)

// sectionOf ends what four characters name that are no person.
const sectionOf = "局所队科股室组处"

// spacedNames splits at spaces, but not inside a name of two characters that
// is spaced out to the width of three: 王 伟.
func spacedNames(s string) []string {
	words := strings.FieldsFunc(s, invisible)
	var names []string
	for i := 0; i < len(words); i++ {
		w := words[i]
		if single(w) && i+1 < len(words) && single(words[i+1]) {
			w += words[i+1]
			i++
		}
		names = append(names, w)
	}
	return names
}

// linkedNames parts 张三和李四, which is too long for one name. A name may hold a
// 和: 王和平.
func linkedNames(s string) []string {
	if isName(s) {
		return []string{s}
	}
	for _, link := range []string{"和", "与", "及"} {
		if a, b, ok := strings.Cut(s, link); ok && isName(a) && isName(b) {
			return []string{a, b}
		}
	}
	return []string{s}
}

func mapped[T, U any](list []T, f func(T) U) []U {
	out := make([]U, 0, len(list))
	for _, v := range list {
		out = append(out, f(v))
	}
	return out
}

func single(w string) bool {
	r, size := utf8.DecodeRuneInString(w)
	return size == len(w) && wide(r)
}

var listBreak = regexp.MustCompile(`[、，,；;\n\r|]+`)

// unitPart is what may follow a department's name in a list: 应急局牵头、消防配合.
var unitPart = regexp.MustCompile(`\s*(?:牵头|主办|负责|配合|参与|参加|协助|协同|协办)\s*$`)

// splitUnits parts a list of departments. White space and 和 stand between some
// and inside others (规划和自然资源局): they part what is a department on either
// side.
func splitUnits(s string) []string {
	var units []string
	for _, part := range unitBreak.Split(s, -1) {
		part = unitPart.ReplaceAllString(part, "")
		words := strings.FieldsFunc(part, invisible)
		if len(words) > 1 && !slices.ContainsFunc(words, notUnit) {
			units = append(units, words...)
		} else if part = tidy(part); !nothing(part) {
			units = append(units, linkedUnits(part)...)
		}
	}
	return units
}

func notUnit(s string) bool {
	_, ok := agency.Parse(s)
	return !ok
}

func linkedUnits(s string) []string {
	for i, r := range s {
		if strings.ContainsRune("和与及", r) && notUnit(s) && !notUnit(s[:i]) {
			if rest := s[i+utf8.RuneLen(r):]; !notUnit(rest) {
				return []string{s[:i], rest}
			}
		}
	}
	return []string{s}
}

// splitList parts a list of departments or enterprises.
func splitList(s string) []string {
	var items []string
	for _, part := range listBreak.Split(s, -1) {
		if part = tidy(part); !nothing(part) && !slices.Contains(items, part) {
			items = append(items, part)
		}
	}
	return items
}

var listNumber = regexp.MustCompile(`(?:^|[\s、，,；;])(?:\d{1,2}[.．、)）]|[(（]\d{1,2}[)）])`)

// splitEnterprises parts a list of enterprises, numbered or not. White space and
// a slash part what ends as enterprises' names do.
func splitEnterprises(s string) []string {
	var items []string
	for _, item := range listBreak.Split(listNumber.ReplaceAllString(s, "\n"), -1) {
		words := strings.FieldsFunc(item, func(r rune) bool { return invisible(r) || r == '/' || r == '／' })
		if len(words) < 2 || slices.ContainsFunc(words, func(w string) bool { return !enterpriseText.MatchString(w) }) {
			words = []string{tidy(item)}
		}
		for _, w := range words {
			if !nothing(w) && !slices.Contains(items, w) {
				items = append(items, w)
			}
		}
	}
	return items
}

// kindOfInspection reads 检查类型: the words of the contract and what contains
// them. Anything else is a general inspection.
func kindOfInspection(s string) inspect.Kind {
	s = plain(s)
	for _, k := range []struct {
		words string
		kind  inspect.Kind
	}{
		{"投诉 举报 信访 12345", inspect.Complaint},
		{"复查 复检 复核 回头看", inspect.Reinspection},
		{"突击 飞行检查 暗访 暗查 四不两直", inspect.Surprise},
		{"双随机 随机", inspect.Random},
		{"专项", inspect.Special},
		{"重点", inspect.Key},
	} {
		for _, w := range strings.Fields(k.words) {
			if strings.Contains(s, w) && !strings.Contains(s, "非"+w) {
				return k.kind
			}
		}
	}
	return inspect.General
}

// gradeScheme says how a column ranks what has no letters.
type gradeScheme struct {
	green   bool // colours are 绿蓝黄红, not 蓝黄橙红
	numbers bool // 一级 is the riskiest (风险等级), not the best (信用等级)
}

var (
	gradePrefix = regexp.MustCompile(`^(?:企业|安全|信用|风险)*(?:等级|级别)[:为]?`)
	gradeLetter = regexp.MustCompile(`^(?:风险|信用|安全|企业)?([ABCDabcd])(?:$|A{1,4}$|a{1,4}$|[级类等档(/-].*|[+\-]?$|\+*$)`)
	gradeNumber = regexp.MustCompile(`^(?:风险|信用|安全|第)?(?:([1-4])|([一二三四])|([ⅠⅡⅢⅣ])|(IV|I{1,3}))(?:级|类|等|档|级风险|$)`)
)

// parseGrade reads a grade: letters A–D, 1–4级, Ⅰ–Ⅳ, colours, or the words of
// the risk classification (重大, 较大, 一般, 低). 一级 is the worst of risk grades
// and the best of the others.
func parseGrade(s string, scheme gradeScheme) (inspect.Grade, bool) {
	s = gradePrefix.ReplaceAllString(plain(s), "")
	if m := gradeLetter.FindStringSubmatch(s); m != nil {
		return inspect.ParseGrade(m[1])
	}
	if m := gradeNumber.FindStringSubmatch(s); m != nil {
		n := strings.Index("1234", m[1])
		switch {
		case m[2] != "":
			n = strings.Index("一二三四", m[2]) / len("一")
		case m[3] != "":
			n = strings.Index("ⅠⅡⅢⅣ", m[3]) / len("Ⅰ")
		case m[4] != "":
			n = map[string]int{"I": 0, "II": 1, "III": 2, "IV": 3}[m[4]]
		}
		if scheme.numbers {
			return inspect.GradeD - inspect.Grade(n), true
		}
		return inspect.GradeA + inspect.Grade(n), true
	}
	if i := strings.IndexAny(s, "红橙黄蓝绿"); i >= 0 {
		r, _ := utf8.DecodeRuneInString(s[i:])
		return colourGrade(r, scheme.green), true
	}
	for _, w := range []struct {
		word  string
		grade inspect.Grade
	}{
		{"特别重大", inspect.GradeD}, {"极高", inspect.GradeD}, {"重大", inspect.GradeD}, {"较大", inspect.GradeC}, {"较高", inspect.GradeC}, {"较低", inspect.GradeA}, {"中", inspect.GradeB},
		{"一般", inspect.GradeB}, {"高", inspect.GradeD}, {"低", inspect.GradeA},
	} {
		if strings.HasPrefix(s, w.word) {
			return w.grade, true
		}
	}
	return inspect.NoGrade, false
}

// colourGrade ranks a colour: red is the riskiest. Four colours with orange go
// 蓝黄橙红, with green 绿蓝黄红.
func colourGrade(r rune, green bool) inspect.Grade {
	switch r {
	case '红':
		return inspect.GradeD
	case '橙':
		return inspect.GradeC
	case '黄':
		if green {
			return inspect.GradeC
		}
		return inspect.GradeB
	case '蓝':
		if green {
			return inspect.GradeB
		}
	}
	return inspect.GradeA
}

// levelOf is what may follow a level: 区级部门, 市直, 市局.
var levelOf = regexp.MustCompile(`级?(?:部门|单位|层面|直属?|局)?$`)

// parseLevel reads the level's own column: 市, 区级, 街道, 镇.
func parseLevel(s string) (inspect.Level, bool) {
	s = levelOf.ReplaceAllString(plain(s), "")
	switch {
	case s == "市" || s == "地市" || s == "设区市" || s == "市本":
		return inspect.City, true
	case s == "区" || s == "县" || s == "区县" || s == "区(县)" || s == "县区" || s == "区/县" || s == "县(区)":
		return inspect.District, true
	case strings.HasPrefix(s, "街") || strings.HasPrefix(s, "镇") || strings.HasPrefix(s, "乡"):
		return inspect.Street, true
	}
	return inspect.ParseLevel(strings.ToLower(s))
}

// parseStatus reads whether an enterprise is in business.
func parseStatus(s string) (inspect.Status, bool) {
	if s = plain(s); s == "" {
		return inspect.InBusiness, true
	}
	for _, w := range []struct {
		words  string
		status inspect.Status
	}{
		{"注销 吊销 撤销 吊扣 除名", inspect.Cancelled},
		{"停业 歇业 停产 关闭 关停 休业 停止经营 停用 倒闭 清算 搬离 已搬迁 闭店", inspect.Closed},
		{"在营 在业 开业 存续 正常 营业 生产 在册 经营 运营 迁入 在产 在用", inspect.InBusiness},
	} {
		for _, word := range strings.Fields(w.words) {
			if strings.Contains(s, word) {
				return w.status, true
			}
		}
	}
	return inspect.InBusiness, nothing(s)
}

// inService reads a person's state: 在岗 or 停用. Unknown words leave a person
// in service.
func inService(s string) (active, ok bool) {
	s = plain(s)
	for _, w := range strings.Fields("停用 离岗 离职 退休 调离 注销 停职 不在岗 借调 辞职 禁用 未启用 未在岗 失效 过期 暂停 非在岗 病休 长假 产假 病假 无效 未上岗 借出") {
		if strings.Contains(s, w) {
			return false, true
		}
	}
	for _, w := range strings.Fields("在岗 在职 正常 有效 启用 在用 在编 可用 是") {
		if strings.Contains(s, w) {
			return true, true
		}
	}
	if s == "否" {
		return false, true
	}
	return true, nothing(s)
}
