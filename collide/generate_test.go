package collide

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A made city to measure on: enterprises with names as they are really built,
// and rows as departments really write them, with the truth about each.

// expectation is what is asked of a row.
type expectation uint8

const (
	join   expectation = iota // decidable: must be joined with its enterprise
	ask                       // not decidable: joined rightly or shown for review
	either                    // may as well stand alone: nothing ties it to its enterprise
)

// madeRow is the truth of one generated row.
type madeRow struct {
	enterprise int32
	kind       string // of spoiling
	want       expectation
}

// madeEnterprise is one enterprise that exists.
type madeEnterprise struct {
	name, code, address, district, street, contact, phone string
}

var (
	madeDistricts = strings.Fields("玄武区 秦淮区 建邺区 鼓楼区 浦口区 栖霞区 雨花台区 江宁区 六合区 溧水区 高淳区")
	madeStreets   = strings.Fields("东山 秣陵 湖熟 汤山 禄口 横溪 谷里 淳化 麒麟 江宁 板桥 铁心桥 西善桥 赛虹桥 雨花 梅山 宁海路 华侨路 湖南路 中央门 挹江门 江东 凤凰 阅江楼 热河南路 建宁路 小市 新街口 梅园 玄武门 锁金村 红山 孝陵卫 五老村 洪武路 大光路 瑞金路 月牙湖 光华路 朝天宫 止马营 双塘 夫子庙 中华门 秦虹")
	madeRoads     = strings.Fields("将军大道 天元东路 天元西路 胜太路 双龙大道 诚信大道 佛城西路 吉印大道 清水亭东路 利源中路 湖南路 中山北路 广州路 宁海路 北京西路 汉中路 集庆门大街 江东中路 雨花东路 宁丹大道 凤集大道 花神大道 龙眠大道 文靖路 竹山路 金箔路 上元大街 土山路 宏运大道 秦淮路 庄排路 科建路 苏源大道 静淮街 菲尼克斯路 长青街 燕湖路 启迪大街 紫荆路 龙西路")
	madeFirst     = []rune("金鑫宏恒华盛隆利源远顺通达康泰安瑞润雅凯佳嘉永兴信科创新天海润丰德诚星辉明志美联苏宁江东南亚中博腾飞龙凤祥瑞云锦绿晨旭亿万百千福禄寿喜旺昌荣富贵吉庆")
	madeSecond    = []rune("达盛源通隆泰丰利昌旺顺康安宁和瑞祥信诚德友邦辉耀星月海洋江河山川峰林森木水云天宇宙航飞腾跃进步升阳光明亮晶莹洁净美好佳优特奇异卓越凌志远大宏伟雄")
	madeTrades    = strings.Fields(`机械制造 机电设备 电子科技 信息技术 网络科技 软件 智能科技 自动化设备 新材料科技 化工 涂料 塑料制品 橡胶制品 金属制品 钢结构 铝业 铸造 模具 五金制品 建材
		装饰工程 建筑安装工程 建设工程 市政工程 园林绿化 物业管理 房地产开发 置业 商贸 贸易 国际贸易 供应链管理 物流 货物运输 仓储物流 冷链 食品 餐饮管理 酒店管理 农业科技 生物科技 医药 医疗器械
		汽车销售服务 汽车零部件 汽车维修 环保科技 环境工程 节能科技 新能源 电力设备 电气 仪器仪表 光电 印务 包装材料 纸业 纺织 服饰 家具 木业 文化传媒 广告 教育科技 企业管理咨询 劳务 保安服务 检测技术 气体 液化气 燃气 消防设备`)
	madeShops    = strings.Fields("小吃店 面馆 饭店 水果店 百货店 超市 便利店 烟酒店 理发店 美容店 五金店 建材经营部 汽车修理部 服装店 药店 烘焙店 快餐店 火锅店 茶叶店 电动车行 废品收购站 棋牌室 网吧 浴室")
	madeSurnames = []rune("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段")
	madeGiven    = []rune("伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉力波斌宇浩凯健俊帆帅旭宁龙林欢阳建华亮成畅云洁峰建国志强海燕红梅玉珍")
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// madeName builds a name the way names are built: 南京+字号+行业+形式 for
// companies, 区+人名+业态 for shops, branches, chains, numbered works.
func madeName(r *rand.Rand, district, street string) string {
	trade := string(pick(r, madeFirst)) + string(pick(r, madeSecond))
	if r.IntN(3) == 0 {
		trade += string(pick(r, madeSecond))
	}
	form := pick(r, []string{"有限公司", "有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司"})
	head := pick(r, []string{"南京", "南京", "南京", "南京", "南京市", "江苏", "江苏", "江苏省", "南京市" + district})
	switch k := r.IntN(100); {
	case k < 62:
		return head + trade + pick(r, madeTrades) + form
	case k < 66:
		return head + trade + pick(r, madeTrades) + form + street + "分公司"
	case k < 68:
		return head + trade + "集团" + form
	case k < 70:
		return trade + pick(r, madeTrades) + "（南京）" + form
	case k < 74:
		return "苏果超市有限公司" + trade + "路" + pick(r, []string{"店", "便利店", "社区店"})
	case k < 76:
		return "中国石化销售股份有限公司江苏南京" + trade + "加油站"
	case k < 79:
		return "南京市" + pick(r, []string{"第一", "第二", "第三", "第四"}) + pick(r, madeTrades) + "厂"
	case k < 82:
		return "南京" + trade + pick(r, []string{"机械", "化工", "食品", "印刷", "塑料", "铸造"}) + pick(r, []string{"厂", "一厂", "二厂", "总厂"})
	case k < 84:
		return district + street + pick(r, []string{"中心幼儿园", "第一幼儿园", "社区卫生服务中心", "敬老院", "农贸市场"})
	default:
		person := string(pick(r, madeSurnames)) + string(pick(r, madeGiven))
		if r.IntN(2) == 0 {
			person += string(pick(r, madeGiven))
		}
		if r.IntN(3) == 0 {
			person = trade
		}
		return pick(r, []string{"南京市", "南京", ""}) + district + person + pick(r, madeShops)
	}
}

func makeEnterprises(r *rand.Rand, n int) []madeEnterprise {
	list := make([]madeEnterprise, n)
	g := madeGazetteer()
	type madeAt struct {
		bareName
		district string // empty: anywhere
	}
	taken := make(map[madeAt]bool)
	for i := range list {
		e := &list[i]
		d := r.IntN(len(madeDistricts))
		e.district = madeDistricts[d]
		s := madeStreets[d*4+r.IntN(4)]
		e.street = s + "街道"
		for twin := r.IntN(100) == 0; ; { // one in a hundred may bear another's name, in another district
			e.name = madeName(r, e.district, s)
			n := g.parseName(e.name)
			if here := (madeAt{n.bare(), e.district}); !taken[here] && (twin || !taken[madeAt{n.bare(), ""}]) {
				taken[here], taken[madeAt{n.bare(), ""}] = true, true
				break
			}
		}
		e.address = fmt.Sprintf("南京市%s%s%d号", e.district, pick(r, madeRoads), 1+r.IntN(400))
		e.contact = string(pick(r, madeSurnames)) + string(pick(r, madeGiven))
		e.phone = fmt.Sprintf("1%d%09d", 3+r.IntN(7), r.IntN(1e9))
		e.code = madeCode(r, d)
	}
	return list
}

func madeGazetteer() *gazetteer {
	g := &gazetteer{home: region{province: "江苏", city: "南京"}, districts: make(map[string]bool)}
	for _, d := range madeDistricts {
		g.districts[d] = true
	}
	return g
}

const codeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// madeCode makes an 18-character code with both check characters right.
func madeCode(r *rand.Rand, district int) string {
	b := []byte(fmt.Sprintf("913201%02d", 2+district))
	sum := 0
	for _, w := range []int{3, 7, 9, 10, 5, 8, 4, 2} {
		c := codeAlphabet[r.IntN(len(codeAlphabet))]
		b = append(b, c)
		if c <= '9' {
			sum += w * int(c-'0')
		} else {
			sum += w * (int(c-'A') + 10)
		}
	}
	b = append(b, "0X987654321"[sum%11])
	sum = 0
	for i, w := 0, 1; i < 17; i, w = i+1, w*3%31 {
		sum += w * strings.IndexByte(codeAlphabet, b[i])
	}
	return string(append(b, codeAlphabet[(31-sum%31)%31]))
}
