package report

import (
	"fmt"

	"liancha/inspect"
	"liancha/internal/table"
)

// Portrait is one enterprise's profile in full: its items beside those of all
// enterprises, how its figures have gone, and what each inspection found.
type Portrait struct {
	Line             ProfileLine
	Reasons          []string
	NoManagement     string // what stands where there is no figure for management
	Industry         string
	Headcount        int
	Risk, Management []PortraitItem
	Moments          []ProfileMoment // the earliest first
	Visits           []ProfileVisit  // the latest first
}

// PortraitItem is one item of a figure.
type PortraitItem struct {
	Name         string
	Points, Full float64
	Mean         float64 // of all enterprises that have the figure
	Words        string
}

// ProfileMoment is the figures as they stood on a day.
type ProfileMoment struct {
	Date             inspect.Date
	Risk, Management float64
	Danger           float64
	Grade            inspect.Grade
}

// ProfileVisit is what one department found on one day. It names nobody.
type ProfileVisit struct {
	Date            inspect.Date
	Department      string
	Hazards, Majors int
	Open, Overdue   int
}

// portraitColumns is how many columns the page has: figures on the left, charts
// on the right.
var portraitWidths = []float64{14, 9, 9, 9, 10, 44}

// portraitPage lays out one enterprise's portrait, fit to print.
func portraitPage(p *Profiles) table.Page {
	x := p.Portrait
	b := &sheetBuilder{cols: len(portraitWidths), page: table.Page{Name: SheetPortrait, Portrait: true, Footer: "企业画像 " + x.Line.Name}}
	for _, w := range portraitWidths {
		b.page.Columns = append(b.page.Columns, table.Column{Width: w})
	}
	b.wide(34, x.Line.Name, table.Title)
	b.wide(20, fmt.Sprintf("截至%s　%s　%s%s", p.AsOf.Chinese(), x.Line.Code, x.Line.District, x.Line.Street), table.Subtitle)
	management, rank := noFigure, "不在参考名单上"
	if x.Line.Known {
		management = fmt.Sprintf("%.1f", x.Line.Management)
	}
	if x.Line.Rank > 0 {
		rank = fmt.Sprintf("%d / %d", x.Line.Rank, p.Ranked)
	}
	b.add(head("等级", "固有风险", "管理水平", "综合", "名次", "基本情况")...)
	b.page.Lines = append(b.page.Lines, table.Line{Height: 34, Cells: []table.Value{
		table.Str(gradeWord(x.Line.Grade), gradeStyle(x.Line.Grade)), table.Num(x.Line.Risk, table.BodyPoints), table.Str(management, table.BodyCentre),
		table.Num(x.Line.Danger, table.BodyPoints), table.Str(rank, table.BodyCentre), table.Str(x.basics(), table.Body)}})
	b.wide(24, "一、固有风险（分高则险）", table.Section)
	risk := b.items(x.Risk)
	b.wide(24, "二、管理水平（分高则好）", table.Section)
	managed := risk
	if x.Line.Known {
		managed = b.items(x.Management)
	} else {
		b.wide(wrapped(x.NoManagement, noteWidth, 14), x.NoManagement, table.Note)
	}
	b.wide(24, "三、与全部企业相比（各项得分占满分的百分之几）", table.Section)
	at := b.next()
	b.radar("固有风险（越大越险）", fmt.Sprintf("A%d", at), risk, len(x.Risk))
	if x.Line.Known {
		b.radar("管理水平（越大越好）", fmt.Sprintf("F%d", at), managed, len(x.Management))
	}
	b.pad(at, radarHeight/emptyRow+1)
	b.trend(x)
	b.visits(x)
	b.wide(24, "六、小结", table.Section)
	for _, reason := range x.Reasons {
		b.wide(wrapped(reason, noteWidth, 14), "· "+reason, table.Note)
	}
	return b.page
}

func (x *Portrait) basics() string {
	s := x.Industry
	if s == "" {
		s = "行业未写明"
	}
	if x.Headcount > 0 {
		s += fmt.Sprintf("，从业 %d 人", x.Headcount)
	}
	if x.Line.LastVisit != 0 {
		s += fmt.Sprintf("，最近上门 %s（%d 天前）", x.Line.LastVisit, x.Line.DaysSince)
	}
	if x.Line.Note != "" {
		s += "，" + x.Line.Note
	}
	return s
}

// items lists the items of a figure and gives the row of the first.
func (b *sheetBuilder) items(items []PortraitItem) int {
	b.add(head("项目", "得分", "满分", "得分率", "全部平均", "怎么得来")...)
	first := b.next()
	sum, full := 0.0, 0.0
	for _, i := range items {
		b.add(table.Str(i.Name, table.Label), table.Num(i.Points, table.BodyPoints), table.Num(i.Full, table.BodyPoints),
			table.Num(share(i.Points, i.Full), table.BodyShare), table.Num(share(i.Mean, i.Full), table.BodyShare), table.Str(i.Words, table.Body))
		sum, full = sum+i.Points, full+i.Full
	}
	b.add(table.Str("合计", table.Label), table.Num(sum, table.BodyPoints), table.Num(full, table.BodyPoints), table.Num(share(sum, full), table.BodyShare), table.Blank(table.BodyShare), table.Blank(table.Body))
	return first
}

func share(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}

// Sizes of the portrait's charts, in pixels.
const (
	radarWidth  = 360
	radarHeight = 280
	trendHeight = 250
	emptyRow    = 17 // the least an office program makes an empty row
)

func (b *sheetBuilder) radar(title, at string, first, n int) {
	b.page.Charts = append(b.page.Charts, table.Chart{Kind: table.Radar, Title: title, At: at, Width: radarWidth, Height: radarHeight, Page: SheetPortrait, Most: 1,
		Categories: table.Range{FirstRow: first, LastRow: first + n - 1},
		Series: []table.Series{{Name: "本企业", Values: table.Range{Col: 3, FirstRow: first, LastRow: first + n - 1}},
			{Name: "全部平均", Values: table.Range{Col: 4, FirstRow: first, LastRow: first + n - 1}}}})
}

// trend charts the figures as they stood after each day of inspection.
func (b *sheetBuilder) trend(x *Portrait) {
	b.newPage()
	b.wide(24, "四、历次检查之后的分数", table.Section)
	if len(x.Moments) == 0 {
		b.wide(20, "没有检查结果。", table.Note)
		return
	}
	at := b.next()
	b.pad(at, trendHeight/emptyRow+1)
	b.add(head("到哪天", "固有风险", "管理水平", "综合", "等级", "")...)
	first := b.next()
	for _, m := range x.Moments {
		b.add(table.Str(m.Date.String(), table.BodyCentre), table.Num(m.Risk, table.BodyPoints), table.Num(m.Management, table.BodyPoints),
			table.Num(m.Danger, table.BodyPoints), table.Str(m.Grade.String(), gradeStyle(m.Grade)), table.Blank(table.Body))
	}
	last := b.next() - 1
	b.page.Charts = append(b.page.Charts, table.Chart{Kind: table.Lines, Title: "分数变化", At: fmt.Sprintf("A%d", at), Width: 2 * radarWidth, Height: trendHeight, Page: SheetPortrait, Most: 100,
		Categories: table.Range{FirstRow: first, LastRow: last},
		Series: []table.Series{{Name: "固有风险", Values: table.Range{Col: 1, FirstRow: first, LastRow: last}},
			{Name: "管理水平", Values: table.Range{Col: 2, FirstRow: first, LastRow: last}}}})
}

func (b *sheetBuilder) visits(x *Portrait) {
	b.wide(24, "五、历次检查", table.Section)
	b.add(head("哪天", "问题", "其中重大", "未改", "其中逾期", "哪个部门")...)
	for _, v := range x.Visits {
		b.add(table.Day(int(v.Date), table.BodyDate), table.Int(v.Hazards, table.BodyWhole), table.Int(v.Majors, table.BodyWhole),
			table.Int(v.Open, table.BodyWhole), table.Int(v.Overdue, table.BodyWhole), table.Str(v.Department, table.Body))
	}
	b.add()
}
