package when

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// kind is the kind of a token.
type kind uint8

// The kinds of token. What n and m say of one stands behind it.
const (
	tBad       kind = iota // anything that is no part of a date
	tNum                   // 10, 十, 〇五: n
	tYear                  // 年
	tMonth                 // 月
	tDay                   // 日
	tQuarter               // 季度
	tQ                     // Q2: n
	tWeek                  // 周 as a unit
	tLastWeek              // 最后一周
	tOrdinal               // 第
	tSign                  // . / - or —, which may stand inside a date or part two: ch
	tDash                  // a sign that can only part the ends of a range
	tList                  // 、 or ，
	tBatch                 // ； or ①
	tThird                 // 上旬, 初: thirds n to m of a month
	tThirdBare             // 上, 下 with 旬 still to come: n to m
	tHalfMonth             // 上半月: n
	tHalfYear              // 上半年: n
	tWholeYear             // 全年
	tThisYear              // 今年
	tNextYear              // 次年
	tYearEnd               // 年底
	tThisMonth             // 本月
	tBefore                // 前; the day itself counts
	tUntil                 // 止
	tAfter                 // 后; the day itself counts
	tSince                 // 起
	tWithin                // 内
	tFromLead              // 自 before a date
	tUntilLead             // 不晚于 before a date
	tEvery                 // 每月, 每季度, 每半年: the unit n
	tTimes                 // 次
	tQualifier             // 至少
	tWeekday               // 周一: n
	tNote                  // what changes no day: 上午, 暂定, 完成, 09:00
	tLabel                 // 第一批：
)

// lexicon holds the words of dates. The longest that fits is taken.
var lexicon = []struct {
	kind  kind
	n, m  int
	words string
}{
	{tYear, 0, 0, "年 年度"},
	{tMonth, 0, 0, "月 月份"},
	{tDay, 0, 0, "日 号 號"},
	{tQuarter, 0, 0, "季 季度"},
	{tQ, 1, 1, "Q1"}, {tQ, 2, 2, "Q2"}, {tQ, 3, 3, "Q3"}, {tQ, 4, 4, "Q4"},
	{tWeek, 0, 0, "周 週 星期 礼拜 个周 个星期 个礼拜"},
	{tLastWeek, 0, 0, "最后一周 最后1周 最后一个星期 末周"},
	{tOrdinal, 0, 0, "第"},
	{tDash, 0, 0, "至 到 直至 直到"},
	{tList, 0, 0, "、 , & + 和 及 与 以及 或 或者"},
	{tBatch, 0, 0, ";"},
	{tThird, 1, 1, "上旬 初"}, {tThird, 2, 2, "中旬 中"}, {tThird, 3, 3, "下旬 底 末"},
	{tThird, 1, 2, "上中旬 中上旬"}, {tThird, 2, 3, "中下旬 下中旬"}, {tThird, 1, 3, "上中下旬 全月 整月"},
	{tThirdBare, 1, 1, "上"}, {tThirdBare, 3, 3, "下"},
	{tHalfMonth, 1, 1, "上半月"}, {tHalfMonth, 2, 2, "下半月"},
	{tHalfYear, 1, 1, "上半年 上半年度"}, {tHalfYear, 2, 2, "下半年 下半年度"},
	{tWholeYear, 0, 0, "全年 常年 全年度 全年内 整年 年内 年度内 本年内 本年度内 今年内 每年 每年度"},
	{tThisYear, 0, 0, "今年 本年 本年度 当年"},
	{tNextYear, 0, 0, "次年 翌年 下一年"},
	{tYearEnd, 0, 0, "年底 年末 今年底 今年年底 本年底 本年年底"},
	{tThisMonth, 0, 0, "本月 本月份 当月"},
	{tBefore, 0, 0, "前 之前 以前 及以前 及之前"},
	{tUntil, 0, 0, "止 截止 为止 截至 截止到 截止至 结束"},
	{tAfter, 0, 0, "后 之后 以后 及以后 及之后"},
	{tSince, 0, 0, "起 始 开始 起始"},
	{tWithin, 0, 0, "内 以内 之内"},
	{tFromLead, 0, 0, "自 从 由 不早于 最早"},
	{tUntilLead, 0, 0, "不晚于 不迟于 最迟 至迟"},
	{tEvery, int(month), 0, "每月 每月份 每个月 逐月 按月 各月 各月份"},
	{tEvery, int(quarter), 0, "每季 每季度 每个季度 逐季 按季 按季度 各季度"},
	{tEvery, int(halfYear), 0, "每半年"},
	{tTimes, 0, 0, "次"},
	{tQualifier, 0, 0, "各 至少 不少于 不低于 以上"},
	{tNote, 0, 0, "整个 上午 下午 全天 半天 白天 夜间 晚上 中午 早上 凌晨"},
	{tNote, 0, 0, "工作日 当天 当日 含 含当日 含当天 节假日除外 法定节假日除外 双休日除外 周末除外"},
	{tNote, 0, 0, "即日起 暂定 拟 拟于 拟定 拟定于 预计 计划 计划于 定于 于 在 期间 间 之间"},
	{tNote, 0, 0, "完成 办结 开展 进行 实施 检查 抽查 执行"},
	{tNote, 0, 0, "检查时间: 检查日期: 时间: 日期:"},
}

// word is an entry of the lexicon, ready to look up.
type word struct {
	text string
	token
}

// words holds the lexicon by first character, longest word first.
var words = func() map[rune][]word {
	m := map[rune][]word{}
	for _, l := range lexicon {
		for _, w := range strings.Fields(l.words) {
			r, _ := utf8.DecodeRuneInString(w)
			m[r] = append(m[r], word{w, token{kind: l.kind, n: l.n, m: l.m}})
		}
	}
	for _, list := range m {
		slices.SortFunc(list, func(a, b word) int { return cmp.Compare(len(b.text), len(a.text)) })
	}
	return m
}()

// sameSign folds look-alikes. After it '-' is any short stroke, '—' any long
// one, '~' any wave or arrow.
var sameSign = func() map[rune]rune {
	m := map[rune]rune{}
	for plain, others := range map[rune]string{
		'-': "‐‑‒–−﹣⁃˗", '—': "―─━ー﹘⸺⸻", '~': "∼〜˜→∽", '.': "。．·•・﹒‧｡", '/': "∕⁄\\",
		',': "﹐", '、': "､﹑", ';': "﹔", ':': "︰﹕∶", 'Q': "q", '1': "Ⅰ", '2': "Ⅱ", '3': "Ⅲ", '4': "Ⅳ",
	} {
		for _, r := range others {
			m[r] = plain
		}
	}
	return m
}()

// silent characters change nothing: 5月（上旬） and 5月的上旬 are 5月上旬.
const silent = "的()[]{}【】〔〕〈〉《》「」『』﹙﹚“”‘’\"'"

// numerals are the values of Chinese digits, and of the tens 十, 廿 and 卅.
var numerals = map[rune]int{
	'〇': 0, '零': 0, '○': 0, '◯': 0, 'Ο': 0,
	'一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9, '两': 2,
	'壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9,
	'十': 10, '拾': 10, '廿': 20, '卄': 20, '卅': 30,
}

// Texts and words that say that there is no date yet, or no longer.
var (
	undecidedWords = strings.Fields("待定 未定 未确定 待确定 另行通知 另定 待通知 待安排 待排 再定 后续通知 不定期 适时 视情 随时 随机 不确定 暂缓 TBD tbd")
	doneWords      = strings.Fields("已完成 已检查 已查 已开展 已结束 已实施 取消")
	emptyTexts     = append(strings.Fields("/ // - -- — —— 无 暂无 空 、 \\ * ? ？ ／ －"), "")
)
