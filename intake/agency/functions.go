package agency

import (
	"strings"

	"liancha/inspect"
)

// family is one function of government with all it is called by. Names that
// differ by level only (消防救援支队 of the city, 大队 of the district) are one
// family.
type family struct {
	city, district, street string   // the name at that level; empty: full[0]
	full                   []string // official names, old ones included
	short                  []string // with = and the official name, where that is not the level's
	loose                  []string // only where the whole cell is a department's name: 应急
}

// families is the table of functions. Old names (安全生产监督管理局, 环境保护局,
// 卫生和计划生育委员会) belong to the department that took them over.
var families = []family{
	{full: []string{"应急管理局", "安全生产监督管理局"}, short: []string{"应急局", "安监局"}, loose: []string{"应急", "应急管理", "应急部门", "应急管理部门", "安监"}},
	{full: []string{"应急管理所", "应急管理站", "安全生产监督管理所", "安全生产监督管理站"}, short: []string{"应急所", "应急站", "安监所", "安监站"}},
	{full: []string{"应急管理办公室", "安全生产监督管理办公室"}, short: []string{"应急管理办", "应急办", "安监办"}},
	{full: []string{"安全生产委员会办公室", "安全生产委员会"}, short: []string{"安委会办公室", "安委会", "安委办", "安办"}},
	{city: "消防救援支队", district: "消防救援大队", street: "消防救援站",
		full:  []string{"消防救援支队", "消防救援大队", "消防救援局"},
		short: []string{"消防支队", "消防大队", "消防局", "公安消防支队", "公安消防大队"}, loose: []string{"消防", "消防救援", "消防部门", "消防救援机构", "消防救援部门"}},
	{full: []string{"消防救援站", "消防救援所"}, short: []string{"消防站", "消防所", "消防中队"}},
	{full: []string{"市场监督管理局", "市场监督管理委员会"}, short: []string{"市场监管局", "市监局", "市场局", "市场和质量监督管理局", "市场监管委=市场监督管理委员会"}, loose: []string{"市场监管", "市监", "市场监督管理", "市场监管部门"}},
	{full: []string{"市场监督管理所"}, short: []string{"市场监管所", "市监所"}},
	{full: []string{"生态环境局", "环境保护局", "生态环境分局", "环境保护分局"}, short: []string{"环保局", "环境局", "生态局"}, loose: []string{"生态环境", "环保", "环境保护", "生态环境部门"}},
	{city: "公安局", district: "公安分局", full: []string{"公安局", "公安分局"}, short: []string{"市局公安"}, loose: []string{"公安", "公安部门", "公安机关"}},
	{full: []string{"公安派出所", "派出所"}},
	{city: "交通警察支队", district: "交通警察大队", full: []string{"公安局交通警察支队", "公安局交通警察大队", "交通警察支队", "交通警察大队", "公安局交通管理局"}, short: []string{"公安局交警支队", "公安局交警大队", "交警支队", "交警大队", "交管局"}, loose: []string{"交警"}},
	{full: []string{"工业和信息化局", "工业和信息化委员会", "经济和信息化局", "经济和信息化委员会"}, short: []string{"工信局", "工信委=工业和信息化委员会", "工业信息化局", "工业与信息化局", "经信局=经济和信息化局", "经信委=经济和信息化委员会", "经济信息化委员会"}, loose: []string{"工信", "工业和信息化", "经信"}},
	{city: "卫生健康委员会", district: "卫生健康局", full: []string{"卫生健康委员会", "卫生健康局", "卫生和计划生育委员会", "卫生和计划生育局", "卫生局"},
		short: []string{"卫生健康委=卫生健康委员会", "卫健委=卫生健康委员会", "卫健局=卫生健康局", "卫计委=卫生健康委员会", "卫计局=卫生健康局", "卫生计生委=卫生健康委员会", "卫生计生局=卫生健康局"}, loose: []string{"卫健", "卫生健康", "卫生", "卫生健康部门"}},
	{full: []string{"卫生监督所", "卫生健康监督所", "卫生监督局"}, short: []string{"卫监所"}},
	{full: []string{"疾病预防控制中心", "疾病预防控制局"}, short: []string{"疾控中心", "疾控局"}},
	{full: []string{"城市管理局", "城市管理委员会", "城市管理行政执法局", "城市管理综合行政执法局", "城市管理综合执法局", "城市管理和综合执法局", "城市管理和综合行政执法局"},
		short: []string{"城管局", "城管委=城市管理委员会", "城管执法局", "城管行政执法局"}, loose: []string{"城管", "城市管理"}},
	{full: []string{"住房和城乡建设局", "住房和城乡建设委员会", "城乡建设委员会", "城乡建设局", "住房城乡建设局", "住房城乡建设委员会"},
		short: []string{"住建局", "住建委=住房和城乡建设委员会", "建委=城乡建设委员会", "城乡建委=城乡建设委员会", "城建委", "城建局", "建设局", "建设委员会", "住房建设局"}, loose: []string{"住建", "住房和城乡建设", "城乡建设", "住房城乡建设"}},
	{full: []string{"住房保障和房产局", "住房保障和房产管理局", "房产管理局"}, short: []string{"房产局", "住房保障局"}},
	{full: []string{"交通运输局", "交通运输委员会"}, short: []string{"交通局", "交运局", "交委=交通运输委员会", "交通委=交通运输委员会", "交通运输委=交通运输委员会"}, loose: []string{"交通", "交通运输"}},
	{full: []string{"交通运输综合行政执法支队", "交通运输综合行政执法大队", "交通综合执法支队", "交通综合执法大队"}, short: []string{"交通执法支队", "交通执法大队"},
		city: "交通运输综合行政执法支队", district: "交通运输综合行政执法大队"},
	{full: []string{"发展和改革委员会", "发展改革委员会", "发展和改革局", "发展改革局"}, short: []string{"发展改革委", "发改委", "发改局=发展和改革局"}, loose: []string{"发改", "发展改革", "发展和改革"}},
	{full: []string{"商务局", "商务委员会"}, short: []string{"商务委=商务委员会"}, loose: []string{"商务"}},
	{full: []string{"文化和旅游局", "文化广电和旅游局", "文化广电旅游局", "文化旅游局", "文化广电新闻出版局", "文化体育和旅游局", "文化和旅游委员会"},
		short: []string{"文旅局", "文广旅局=文化广电和旅游局", "文广局", "文广新局", "文体旅局=文化体育和旅游局", "文化局", "文旅委=文化和旅游委员会"}, loose: []string{"文旅", "文化和旅游", "文化旅游"}},
	{full: []string{"文化市场综合行政执法总队", "文化市场综合行政执法支队", "文化市场综合行政执法大队", "文化市场综合执法总队", "文化市场综合执法支队", "文化市场综合执法大队"}, short: []string{"文化执法支队", "文化执法大队", "文化综合执法支队", "文化综合执法大队"},
		city: "文化市场综合行政执法支队", district: "文化市场综合行政执法大队"},
	{full: []string{"教育局", "教育委员会", "教育体育局"}, short: []string{"教委=教育委员会", "教体局=教育体育局"}, loose: []string{"教育"}},
	{full: []string{"科学技术局", "科学技术委员会"}, short: []string{"科技局", "科委=科学技术委员会"}},
	{full: []string{"农业农村局", "农业农村委员会", "农业局", "农业委员会", "农业和农村局"}, short: []string{"农业农村委=农业农村委员会", "农委", "农业委"}, loose: []string{"农业农村", "农业"}},
	{full: []string{"农业综合行政执法支队", "农业综合行政执法大队"}, short: []string{"农业综合执法支队", "农业综合执法大队", "农业执法支队", "农业执法大队"}, city: "农业综合行政执法支队", district: "农业综合行政执法大队"},
	{full: []string{"水务局", "水利局"}, loose: []string{"水务", "水利"}},
	{full: []string{"气象局"}, loose: []string{"气象"}},
	{full: []string{"人力资源和社会保障局", "人力资源社会保障局"}, short: []string{"人社局", "人力社保局", "劳动保障局"}, loose: []string{"人社"}},
	{full: []string{"劳动保障监察支队", "劳动保障监察大队", "劳动监察支队", "劳动监察大队"}, city: "劳动保障监察支队", district: "劳动保障监察大队"},
	{full: []string{"规划和自然资源局", "自然资源和规划局", "自然资源局", "国土资源局", "规划局", "规划和自然资源委员会"}, short: []string{"规划资源局", "规划自然资源局", "自然资源规划局", "资规局", "自规局", "规资局", "国土局"}, loose: []string{"规划资源", "自然资源"}},
	{full: []string{"民政局"}, loose: []string{"民政"}},
	{full: []string{"民族宗教事务局", "民族宗教事务委员会", "民族和宗教事务局", "民族事务委员会", "宗教事务局"}, short: []string{"民族宗教局", "民宗局", "民宗委", "宗教局"}, loose: []string{"民宗"}},
	{full: []string{"司法局"}, loose: []string{"司法"}},
	{full: []string{"司法所"}},
	{full: []string{"财政局"}, loose: []string{"财政"}},
	{full: []string{"审计局"}},
	{full: []string{"统计局"}, loose: []string{"统计"}},
	{full: []string{"税务局", "国家税务局", "地方税务局"}, loose: []string{"税务"}},
	{full: []string{"体育局"}, loose: []string{"体育"}},
	{full: []string{"医疗保障局"}, short: []string{"医保局"}, loose: []string{"医保"}},
	{full: []string{"药品监督管理局", "食品药品监督管理局"}, short: []string{"药监局", "食药监局", "食药局"}, loose: []string{"药监"}},
	{full: []string{"粮食和物资储备局", "粮食局"}, short: []string{"粮储局"}, loose: []string{"粮食"}},
	{full: []string{"绿化园林局", "园林绿化局", "园林局", "绿化和园林局", "绿化市容局", "绿化和市容管理局"}, loose: []string{"园林"}},
	{full: []string{"林业局", "林业和草原局"}, short: []string{"林草局"}},
	{full: []string{"烟草专卖局"}, short: []string{"烟草局"}, loose: []string{"烟草"}},
	{full: []string{"邮政管理局"}, short: []string{"邮管局"}, loose: []string{"邮政"}},
	{full: []string{"通信管理局"}, short: []string{"通管局"}},
	{full: []string{"海事局"}, loose: []string{"海事"}},
	{full: []string{"海关"}},
	{full: []string{"地方金融监督管理局", "地方金融管理局", "金融发展局"}, short: []string{"金融监管局", "金融局", "金融办"}},
	{full: []string{"退役军人事务局"}},
	{full: []string{"国有资产监督管理委员会", "政府国有资产监督管理委员会"}, short: []string{"国资委", "国资局"}, loose: []string{"国资"}},
	{full: []string{"行政审批局", "政务服务管理局", "数据局", "大数据管理局"}},
	{full: []string{"人民防空办公室", "国防动员办公室"}, short: []string{"人防办", "国动办"}, loose: []string{"人防"}},
	{full: []string{"机关事务管理局"}, short: []string{"机关事务局"}},
	{full: []string{"信访局"}},
	{full: []string{"知识产权局"}},
	{full: []string{"综合行政执法局", "综合执法局"}, short: []string{"执法局"}},
	{full: []string{"综合行政执法大队", "综合执法大队", "行政执法大队", "综合行政执法队", "综合执法队"}},
	{full: []string{"综合行政执法中队", "综合执法中队"}},
	{full: []string{"城市管理办公室"}, short: []string{"城管办"}},
	{full: []string{"城市管理中队", "城管中队"}},
	{full: []string{"平安建设办公室"}, short: []string{"平安建设办", "平安办"}},
	{full: []string{"经济发展局", "经济发展办公室"}, short: []string{"经发局", "经发办"}},
	{full: []string{"安全环保局", "安全生产和环境保护局", "应急管理和生态环境局", "生态环境和应急管理局", "环保安监局"}, short: []string{"安环局"}},
	{full: []string{"办事处"}, short: []string{"办"}},
	{full: []string{"人民政府", "政府"}},
	{full: []string{"管理委员会"}, short: []string{"管委会"}},
}

// endings close the name of a department whose function is not in the table.
var endings = []string{
	"委员会", "办公室", "中心", "局", "委", "办", "处", "所", "站", "署", "队", "总社",
}

// spelling is one way to write a function.
type spelling struct {
	text   string
	family int
	own    string // the official name a short one stands for, where it is not the level's
	full   bool
	loose  bool
}

// spellings gives the table by last and by first character, longest first.
var byLast, byFirst = func() (last, first map[rune][]spelling) {
	last, first = map[rune][]spelling{}, map[rune][]spelling{}
	add := func(s spelling) {
		r := []rune(s.text)
		insert(last, r[len(r)-1], s)
		insert(first, r[0], s)
	}
	for i, f := range families {
		for _, n := range f.full {
			add(spelling{text: n, family: i, full: true})
		}
		for _, n := range f.short {
			text, own, _ := strings.Cut(n, "=")
			add(spelling{text: text, family: i, own: own})
		}
		for _, n := range f.loose {
			add(spelling{text: n, family: i, loose: true})
		}
	}
	return last, first
}()

// insert keeps a list of spellings by falling length.
func insert(m map[rune][]spelling, r rune, s spelling) {
	list := append(m[r], s)
	for i := len(list) - 1; i > 0 && len(list[i-1].text) < len(list[i].text); i-- {
		list[i-1], list[i] = list[i], list[i-1]
	}
	m[r] = list
}

// at gives the family's name at a level.
func (f *family) at(l inspect.Level) string {
	switch {
	case l == inspect.City && f.city != "":
		return f.city
	case l == inspect.District && f.district != "":
		return f.district
	case l == inspect.Street && f.street != "":
		return f.street
	}
	return f.full[0]
}

// ofStreets are the families only streets and towns have.
func ofStreets(function string) bool {
	for _, end := range []string{"所", "站", "中队", "办事处"} {
		if strings.HasSuffix(function, end) && function != "卫生监督所" {
			return true
		}
	}
	return false
}

// levelOf is the level a function's name gives away: a 支队 is the city's, a
// 大队 or 分局 the district's.
func levelOf(written string) inspect.Level {
	switch {
	case strings.HasSuffix(written, "支队"):
		return inspect.City
	case strings.HasSuffix(written, "大队"), strings.HasSuffix(written, "分局"):
		return inspect.District
	}
	return inspect.NoLevel
}
