package intake

import (
	"regexp"
	"strings"

	"liancha/inspect"
)

var (
	// clean is the words by which a sheet says that nothing was found: 未发现问题,
	// 经现场检查，未发现明显安全隐患.
	clean = regexp.MustCompile(`^(?:(?:经|本次)?(?:现场)?(?:检查|抽查|核查|查看)(?:时|后|中)?[,:;]?)*(?:均|全部|暂|目前|现场|企业|该单位|该企业)*` +
		`(?:未|没有|没|无|尚未|不)(?:发现|见|查出|检出|查见|存在|有)*(?:存在|有)?(?:任何|明显|较大|重大|一般|相关|安全|消防|环保|环境|食品|生产|突出|其他|此类)*` +
		`(?:问题|隐患|异常|情况异常|违法|违规|违法行为|违规行为|违法违规|违法违规行为|违法违规问题|不符合项|不合格项|不符合|安全|问题隐患|问题和隐患|问题及隐患|隐患问题|隐患和问题)(?:情况|线索|行为|现象)?[.。!;,]?$`)
	// none is the same of whatever was looked for: 未发现明显火灾隐患. To have missed
	// finding and removing hazards is a hazard itself.
	none = regexp.MustCompile(`^(?:(?:经|本次)?(?:现场)?(?:检查|抽查|核查|查看)(?:时|后|中)?[,:;]?)*(?:均|全部|暂|目前|现场|企业|该单位|该企业)*(?:未|没有|没|尚未)(?:发现|查出|检出|查见)[^,，。.;；:：并及消报治]{0,12}(?:问题|隐患|异常|违法行为|违规行为|不符合项|现象|情况)[.。!;,]?$`)
	// fine is the words that say so of what was looked at. 符合 and 合格 with 基本
	// before them are no hazards either.
	fine = regexp.MustCompile(`^(?:检查|抽查|现场|结果|情况|一切|各项|全部|均|都|基本|总体|:|,)*(?:合格|正常|符合|符合要求|符合规定|符合标准|符合条件|通过|检查通过|良好|较好|达标|优秀|安全|无误|没问题|无需整改|好)[.。!]?$`)
	// faulty is the words that say that something was found.
	faulty = regexp.MustCompile(`不合格|不符合|未通过|不通过|未达标|不达标|不正常|存在(?:\d+[个项处条]?)?(?:一般|重大|较大|安全|消防|环保|部分|一些|若干)*(?:问题|隐患|违法|违规)|^有(?:\d+[个项处条]?)?(?:问题|隐患)|^(?:检查)?(?:发现|查出|排查出|检出|查到)(?:了)?(?:\d+|[一二三四五六七八九十两]+|若干|部分|多)?[个项处条起类]?(?:一般|重大|较大|安全|消防|环保|事故|违法|违规)*(?:问题|隐患|违法行为|违规行为|违法违规行为|不符合项|异常)|^(?:责令|限期|需要?|待|要求|下达|当场|立即)*(?:整改|改正)|^异常$|^(?:问题|隐患)\d*[个项处条]?$|^违法$|^违规$`)
	// faultyWhole bounds a text that only says that there are hazards, and how
	// many; a longer one says which.
	faultyWhole = regexp.MustCompile(`^(?:检查)?(?:结果)?[:,]?(?:不合格|不符合|不符合要求|不符合规定|未通过|不通过|未达标|不达标|不正常|异常|违法|违规|` +
		`(?:发现|查出|排查出|检出|查到|存在|有|共有|共发现)?(?:了)?(?:\d+|[一二三四五六七八九十两]+|若干|部分|一些|多)?[个项处条起类]?(?:一般|重大|较大|安全|消防|环保|事故|违法|违规)*(?:问题|隐患|问题隐患|违法行为|违规行为|违法违规行为|不符合项|异常)(?:\d+|[一二三四五六七八九十两]+)?[个项处条起]?|` +
		`(?:已|需要?|待|要求|下达)?(?:责令|限期|当场|立即)*(?:整改|改正)(?:通知书|指令书)?|` +
		`发现问题[,;]?(?:已|待|正在|需要?)?(?:责令|限期|当场|立即|后续)*(?:整改|改正|处理)(?:中|完毕)?)[.。!]?$`)
	// notDone is what stands where the result should, of an enterprise nobody has
	// looked at: 已停业，未开展检查.
	notDone    = regexp.MustCompile(`^(?:(?:企业|该企业|该单位|单位|店铺|现场|现|目前|因|由于|已|已经|长期|暂时|正在)*(?:停业|停产|歇业|停止经营|停止营业|关停|关闭|关门|搬迁|搬离|注销|拆除|倒闭|未营业|未开业|未生产|无人|装修)(?:中|状态)?[,，。.;；、]?)*(?:故|因此|所以)?(?:(?:未|没有|无法|未能)(?:开展|进行|实施|予)?(?:现场)?检查)?[。.]?$`)
	termToo    = regexp.MustCompile(`[期时]限`)
	amountText = regexp.MustCompile(`[\d一二三四五六七八九十两多若]`)
)

// longestConclusion bounds, in bytes, the texts that can be a mere conclusion.
const longestConclusion = 120

// conclusionOf reads a text as a conclusion: that nothing was found, or that
// something was, with the words that say how much. Anything else is
// NoConclusion. In a column of hazards 无 means that there are none.
func conclusionOf(s string, f field) (said inspect.Conclusion, amount string) {
	if len(s) > longestConclusion {
		return inspect.NoConclusion, ""
	}
	t := plain(s)
	switch {
	case t == "":
		return inspect.NoConclusion, ""
	case t == "无" || t == "没有" || t == "0" || t == "/" || t == "否" || t == "暂无" || t == "-" || t == "—" || t == "——" || t == "×":
		if f == findingText || t == "无" || t == "没有" || t == "暂无" {
			return inspect.NothingFound, ""
		}
		return inspect.NoConclusion, ""
	case t == "有" || t == "是" || t == "√":
		if f == findingText || t == "有" {
			return inspect.HazardsFound, ""
		}
		return inspect.NoConclusion, ""
	case clean.MatchString(t), strings.ContainsAny(t, "未没尚") && none.MatchString(t), fine.MatchString(t):
		return inspect.NothingFound, ""
	case faultyWhole.MatchString(t):
		if amountText.MatchString(t) {
			return inspect.HazardsFound, tidy(s)
		}
		return inspect.HazardsFound, ""
	}
	return inspect.NoConclusion, ""
}

// notInspected reports a text that only says that nobody has looked.
func notInspected(t string) bool {
	return t != "" && len(t) <= longestConclusion && strings.ContainsAny(t, "停歇关搬注拆倒未无没装") && notDone.MatchString(t)
}

// conclusionFor reads a cell of a column of results: its conclusion, the words
// that say how much was found, those that say what. The header may be a
// question: 是否合格, 有无隐患.
func conclusionFor(s, header string) (said inspect.Conclusion, amount, words string) {
	yes, flag := yesNo(s)
	if plain(s) == "无" || plain(s) == "没有" {
		yes, flag = false, true
	}
	if flag && strings.Contains(header, "是否") || flag && strings.Contains(header, "有无") {
		good := strings.Contains(header, "合格") || strings.Contains(header, "符合")
		if yes == good {
			return inspect.NothingFound, "", ""
		}
		return inspect.HazardsFound, "", ""
	}
	said, amount = conclusionOf(s, findingResult)
	switch {
	case said != inspect.NoConclusion || nothing(s):
	case len(s) <= longestConclusion && faulty.MatchString(plain(s)): // 发现问题：消防通道堵塞
		return inspect.HazardsFound, "", s
	default:
		words = s
	}
	return said, amount, words
}

var (
	praising = regexp.MustCompile(`规范|良好|齐全|完好|正常|合格|符合|到位|落实|健全|整洁|有效|较好|清晰|畅通|已整改|完成整改`)
	blaming  = regexp.MustCompile(`[不未无缺没]|过期|损坏|破损|堵|占用|违|失效|超|漏|乱|锈|脱落|混放|隐患|问题|整改|应当?|需|责令|擅自|老化|裸露|断|异常|故障`)
)

// praise reports a text that tells of good order and of nothing else.
func praise(s string) bool { return praising.MatchString(s) && !blaming.MatchString(s) }

// severityOf reads a severity. exact is false for words that are neither 一般 nor
// 重大 and stand for one of them.
func severityOf(s string) (v inspect.Severity, exact, ok bool) {
	t := plain(s)
	switch {
	case strings.Contains(t, "非重大"), strings.Contains(t, "不构成重大"):
		return inspect.Ordinary, true, true
	case strings.Contains(t, "重大"):
		return inspect.Major, true, true
	case strings.Contains(t, "一般"), t == "普通":
		return inspect.Ordinary, true, true
	case strings.HasPrefix(t, "特别严重"), strings.HasPrefix(t, "严重"):
		return inspect.Major, false, true
	case strings.HasPrefix(t, "较大"), strings.HasPrefix(t, "较重"), strings.HasPrefix(t, "较小"), strings.HasPrefix(t, "轻微"), strings.HasPrefix(t, "轻"), strings.HasPrefix(t, "低"):
		return inspect.Ordinary, false, true
	}
	return inspect.NoSeverity, false, false
}

var severityBehind = regexp.MustCompile(`[(（【\[]\s*(?:属于?|为)?(一般|重大)(?:安全|事故)*(?:隐患|问题)?\s*[)）】\]]\s*[。；;]?$`)

// trailingSeverity reads a hazard that states its severity in a bracket behind
// it, and gives what stands before.
func trailingSeverity(text string) (inspect.Severity, string, bool) {
	m := severityBehind.FindStringSubmatchIndex(text)
	if m == nil || m[0] == 0 {
		return inspect.NoSeverity, text, false
	}
	v, ok := inspect.ParseSeverity(text[m[2]:m[3]])
	return v, strings.TrimSpace(text[:m[0]]), ok
}

// rectificationWords are the words of each state; those of the earlier lines go
// first, since 未整改 holds 整改.
var rectificationWords = []struct {
	words string
	state inspect.Rectification
}{
	{"无需整改 不需整改 不涉及 不适用 未说明 未注明", inspect.NoRectification},
	{"正在 整改中 进行中 部分 基本 推进中 实施中 办理中 已启动 延期 待复查 待验收 处理中", inspect.Rectifying},
	{"未 尚 待整改 待 拒 逾期 限期 没有 不合格 需整改 需要整改 责令", inspect.NotRectified},
	{"已 完成 完毕 到位 当场 现场 闭环 销号 整改合格 合格 通过 办结 立行立改 全部 100%", inspect.Rectified},
}

// rectificationOf reads how far a hazard has been put right.
func rectificationOf(s string) (inspect.Rectification, bool) {
	t := plain(s)
	if yes, ok := yesNo(t); ok {
		if yes {
			return inspect.Rectified, true
		}
		return inspect.NotRectified, true
	}
	if nothing(t) {
		return inspect.NoRectification, true
	}
	for _, l := range rectificationWords {
		for _, w := range strings.Fields(l.words) {
			if strings.Contains(t, w) {
				return l.state, true
			}
		}
	}
	return inspect.NoRectification, false
}
