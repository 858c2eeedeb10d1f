package intake

import "regexp"

// Headers that no list can hold: 拟开展执法检查时间, 被检查单位统一社会信用代码,
// 所属执法部门. They are made of the words the lists have and of words that
// change nothing; a shape says how. The lists go first, and of two columns of
// one field the one a list names is asked first.

// shapeRank is the rank of a field known by its shape alone.
const shapeRank = 500

// Words of shapes. who is the enterprise, doing what is done there.
const (
	who   = `(?:企业|单位|法人|(?:被?检查|抽查|联查|受检|受查|监管)(?:单位|企业|对象|主体|人)|市场主体|经营主体|经营者|主体|对象|商户|当事人|相对人)`
	doing = `(?:行政|执法|监督|监管|检查|抽查|联合|实施|开展|执行|组织|进行|入企|进企|上门|现场|任务)`
	plans = `(?:拟定?|计划|预计|预定|安排|具体|主要|重点|初步|建议|最终)`
	wants = `(?:所需|需要|需|派出|拟?派|投入|配备|每[组户家次])`
)

// shapes are tried in this order, on a header without white space and brackets.
var shapes = []struct {
	field field
	shape *regexp.Regexp
}{
	{enterpriseCode, shaped(who, `*(?:统一社会信用代码|社会统一信用代码|社会信用代码|统一信用代码|信用代码|组织机构代码|工商注册号|注册号|营业执照(?:注册|登记)?(?:号|编号)|纳税人识别号)(?:或注册号)?(?:证|证?号码?|编号|编码)*`)},
	{enterpriseName, shaped(plans, `*(?:被|受|受到)?`, doing, `+的?(?:企业|对象|市场主体|经营主体|相对人)(?:名称|全称)?`)},
	{enterpriseName, shaped(plans, `*(?:被|受)`, doing, `+的?(?:单位|机构|主体|人|场所|商户|经营户|个体工商户|市场主体)(?:名称|全称)?`)},
	{enterpriseName, shaped(`(?:经营主体|(?:重点|经营|使用|生产|服务|餐饮|医疗|卫生|旅游)单位|(?:医疗|培训|养老|托育|托幼)机构|学校|幼儿园|医院|加油站|药店|门店|宾馆|酒店|旅馆|网吧|商场|超市|景区|经营户|个体工商户|个体户|相对人|(?:危化品?|危险化学品|工贸|生产|经营|重点)企业)(?:名称|全称)`)},
	{enterpriseName, shaped(`经营主体`)},
	{address, shaped(who, `*(?:生产|经营|实际|详细|注册|登记|所在)*(?:地址|住所|所在地|(?:生产|经营)+场所(?:地址)?)`)},
	{leave, shaped(`(?:本月|当月|[1-9]月|1[0-2]月|拟|已|预计)*(?:请休假|请假|休假|不可用|不能(?:参加|参与)(?:检查)?|不可(?:参加|参与|安排)|不在岗)(?:起止)?(?:时间|日期|时段|安排|情况)*`)},
	{recused, shaped(`(?:需要?|应当?|须)?(?:回避|不得检查|不能检查)的?(?:企业|单位|对象|情况)(?:名称)?`)},
	{certificate, shaped(`(?:省|市|国家|行政|综合)*执法(?:资格)?(?:证|证件|资格证|证书)(?:号|号码|编号)*`)},
	{findingDeadline, shaped(`(?:责令|要求|规定|限期?|应|需|隐患|问题|`, plans, `|落实|完成|的)*(?:整改|改正|治理|整治|消除)(?:要求|落实|完成|截[止至]|到期|最[后迟]|的)*(?:期限|时限|限期)(?:要求)?`)},
	{findingDeadline, shaped(`(?:责令|隐患|问题|限期?)*(?:要求|规定|应|需|限期?|`, plans, `)+(?:完成)?(?:整改|改正|治理|整治|消除)(?:完成|落实|到位|截[止至]|的)*(?:时间|日期|期限|时限)`)},
	{findingDeadline, shaped(`(?:责令|隐患|问题|限期?)*(?:整改|改正|治理|整治|消除)(?:完成)?(?:截[止至]|到期|最[后迟]|要求|计划)(?:完成)?(?:时间|日期|期限|时限)`)},
	{dateFrom, shaped(plans, `*`, doing, `*`, plans, `*(?:开始|起始)(?:时间|日期)`)},
	{dateTo, shaped(plans, `*`, doing, `*`, plans, `*(?:完成|截止|结束)(?:时间|日期|时限|期限)`)},
	{months, shaped(plans, `*`, doing, `+`, plans, `*月份`)},
	{date, shaped(plans, `*`, doing, `+`, plans, `*(?:开始(?:和|与|及|至)(?:结束|截止)|起止)?(?:时间段?|日期|时段|期限)(?:安排|区间|范围)?`)},
	{date, shaped(plans, `+(?:起止)?(?:时间段?|日期|时段)(?:安排|区间|范围)?`)},
	{matter, shaped(plans, `*`, doing, `+`, plans, `*的?(?:类别及)?(?:事项|内容|项目|要点|主题)(?:名称|清单|及要点)?`)},
	{matter, shaped(`专项(?:检查|行动|整治)?名称`)},
	{leadDepartment, shaped(plans, `*`, doing, `*(?:牵头|发起)`, doing, `*(?:部门|单位|机关)(?:名称)?`)},
	{partners, shaped(plans, `*`, doing, `*(?:配合|参与|参加|协同|协助|协办|联合|共同)`, doing, `*(?:部门|单位)(?:名称)?`)},
	{department, shaped(`(?:所属|所在|人员所属)`, doing, `*(?:部门|单位|机构|机关|主体)(?:名称)?`)},
	{department, shaped(`(?:具体|行政|监督|组织)*(?:执法|检查|实施|承办|负责|责任)+(?:部门|机关|机构)(?:名称)?`)},
	{department, shaped(`(?:具体|行政|执法|监督|组织)*(?:检查|执法|实施|承办)+(?:单位|主体)(?:名称)?`)},
	{department, shaped(`承办(?:处室|科室)`)},
	{demand, shaped(`(?:`, plans, `|`, wants, `|`, doing, `|参加|参与)+(?:人数|人员数量?|人员人数|力量|人员需求)`)},
	{demand, shaped(`人员需求`)},
	{named, shaped(`(?:`, plans, `|`, wants, `|行政|参加|参与)*(?:执法|检查)+(?:人员|员|人)(?:名单|姓名)?(?:及证号)?`)},
	{named, shaped(`(?:检查组(?:人员|成员)?|主办人|协办人|带队人员|参加人员|参与人员|拟派人员)(?:名单|姓名)?`)},
	{inspectionKind, shaped(`(?:行政|执法|监督|检查|抽查|任务|计划)+(?:类型|类别|方式|形式|种类|性质)(?:[或及和/](?:类型|类别|方式|形式))?`)},
	{grade, shaped(`(?:企业|单位|安全|生产|信用|风险|监管|分类|综合)+(?:等级|评级|分级|定级)(?:划分|评定)?`)},
	{grade, shaped(`分类分级|分级分类`)},
	{level, shaped(`(?:检查|执法|部门|主体|单位|行政|所属|实施)+层级`)},
	{joinable, shaped(`(?:是否|可否|能否)(?:可以|可|能|适合|适宜|纳入|接受|同意|参与|参加|部门|开展|实施|愿意)*(?:联合|联查)(?:检查|执法|抽查)?`)},
	{joinable, shaped(`可(?:以)?联合(?:检查|执法)?`)},
	{lead, shaped(`是否(?:由|为)?(?:本部门|我部门|本局|我局|本单位)?(?:牵头|发起|组织)(?:部门|单位)?`)},
}

func shaped(parts ...string) *regexp.Regexp {
	all := `^(?:`
	for _, p := range parts {
		all += p
	}
	return regexp.MustCompile(all + `)$`)
}

var (
	// unitAfterSlash is a unit that a header ends with: 检查时长/天.
	unitAfterSlash = regexp.MustCompile(`/(?:工作日|天|日|小时|人|名|月)$`)
	// codeInBracket explains a header: 证照号码（统一社会信用代码）.
	codeInBracket = regexp.MustCompile(`\((?:统一)?社会信用代码\)$`)
	// yesNoInBracket makes a question of a header: 联合检查（是/否）.
	yesNoInBracket = regexp.MustCompile(`^(?:联合|可联合)(?:检查|执法)?\(是[/、或]?否\)$`)
	// daysInBracket makes a time a length: 检查所需时间（天）.
	daysInBracket = regexp.MustCompile(`^(?:检查|执法|预计|计划|所需|需要|拟)*(?:时间|用时|周期|工期|工作日数?|天数|时长)(?:\((?:单位:?)?(?:工作日|天|日|半天|小时)\)|/(?:天|日|小时))$`)
	// peopleInBracket makes people a number: 执法力量（人）.
	peopleInBracket = regexp.MustCompile(`^(?:所需|需要?|拟派|投入|参加|检查|执法)+(?:人员|力量)\((?:单位:?)?(?:人|名|人数|数量)\)$`)
)

// shapeOf gives the field of a header no list has: as it stands, then without
// the brackets behind it.
func shapeOf(name string) sense {
	for s := normHeader(name); ; {
		if f := shapeField(s); f != noField {
			return sense{f, shapeRank}
		}
		t := trimBrackets(s)
		if t == s {
			return sense{}
		}
		s = t
	}
}

func shapeField(s string) field {
	switch {
	case codeInBracket.MatchString(s):
		return enterpriseCode
	case yesNoInBracket.MatchString(s):
		return joinable
	case daysInBracket.MatchString(s):
		return lengthDays
	case peopleInBracket.MatchString(s):
		return demand
	}
	s = unitAfterSlash.ReplaceAllString(s, "")
	for _, c := range shapes {
		if c.shape.MatchString(s) {
			return c.field
		}
	}
	return noField
}
