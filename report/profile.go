package report

import (
	"fmt"
	"io"

	"liancha/inspect"
	"liancha/internal/outdir"
	"liancha/internal/table"
)

// Names of the files of profile's output (contract section 7).
const (
	ProfileBookName = "企业安全信用脸谱.xlsx"
	RegisterName    = "检查对象名录库.xlsx"
)

// Sheets of the profile workbook.
const (
	SheetProfile   = "脸谱"
	SheetReference = "参考名单"
	SheetChanges   = "变动"
	SheetLowValue  = "可减少的检查"
	SheetPortrait  = "企业画像"
	SheetMethod    = "说明"
)

// Profiles are what profile found, as its workbook and JSON show it.
type Profiles struct {
	AsOf            inspect.Date
	Inspections     int      // counted
	RiskNames       []string // of the items of each figure
	ManagementNames []string
	// N enterprises by rank, those not on the reference list behind. Lines are
	// made one at a time, so that a city's need not be held at once.
	N           int
	Ranked      int // of them on the reference list
	Line        func(i int) ProfileLine
	Reasons     func(i int) []string    // main reasons and the sums behind the figures
	Before, Now [inspect.GradeD + 1]int // enterprises by grade: the register's and the new one
	Since       string                  // what changes are since, in words
	Changes     []ProfileChange
	LowValue    []LowValueCheck
	LowValueRun int
	Portrait    *Portrait // of the enterprise asked for; may be nil
	Method      []MethodLine
	// Reviews are of Enterprises that may be one, for people to say.
	Reviews     []inspect.Review
	Enterprises []inspect.Enterprise
}

// ProfileLine is one enterprise's profile. Points have one decimal.
type ProfileLine struct {
	Rank                         int // 0 where it is not on the reference list
	Name, Code, District, Street string
	Note                         string // 停业, 注销, 不在名录库
	Grade, Before                inspect.Grade
	Previous                     inspect.Grade // of the earlier profile, if any
	Colour                       string
	Risk, Management, Danger     float64
	Known                        bool // there is a figure for management
	RiskItems, ManagementItems   []float64
	Inspections, Hazards         int
	LastVisit                    inspect.Date // 0 where nobody is known to have been there
	DaysSince                    int
	Summary                      string   // the main reasons on one line
	Reasons                      []string // main reasons and the sums behind the figures
	ManagementSum                string   // its sum, or that there are no results
}

// ProfileChange is an enterprise whose grade has changed.
type ProfileChange struct {
	Line       ProfileLine
	From       inspect.Grade
	Worse      bool
	Dated      bool // the figures before are known
	Risk       float64
	Management float64
	Known      bool
}

// LowValueCheck is a department's check that has found nothing so many times
// running.
type LowValueCheck struct {
	Name, Code, District, Department string
	Grade                            inspect.Grade
	Times                            int
	First, Last                      inspect.Date
}

// MethodLine is a line of the sheet that explains the figures: a heading, a
// sentence, or a setting with its value.
type MethodLine struct {
	Heading     bool // of a part
	Head        bool // of the columns below it
	Text, Value string
}

// WriteProfile writes the profile workbook and the register with its grades and
// visits renewed.
func WriteProfile(set *outdir.Set, p *Profiles, r *Register) error {
	return writeFiles(set, []file{
		bookFile(ProfileBookName, func() *table.Book { return profileBook(p) }),
		bookFile(RegisterName, func() *table.Book { return r.book(p.AsOf) }),
	}, func(float64) {})
}

func profileBook(p *Profiles) *table.Book {
	b := &table.Book{Title: "企业安全信用脸谱", Creator: creator, Created: p.AsOf.String(),
		Pages: []table.Page{profilePage(p), referencePage(p), changesPage(p), lowValuePage(p)}}
	if p.Portrait != nil {
		b.Pages = append(b.Pages, portraitPage(p))
	}
	b.Pages = append(b.Pages, reviewPage(p.Reviews, p.Enterprises), methodPage(p))
	return b
}

// The columns of 脸谱 that are read back. By the grade's header, which all lists
// of the workbook have, intake knows them from a register.
const (
	columnName       = "企业名称"
	columnCode       = "统一社会信用代码"
	columnGrade      = "脸谱等级"
	columnRisk       = "固有风险"
	columnManagement = "管理水平"
	noFigure         = "无结果"
)

func (p *Profiles) columns() []column {
	list := []column{
		{"名次", 6, table.BodyCentre}, {columnName, 28, table.Body}, {columnCode, 20, table.BodyCentre}, {"所在区街道", 14, table.BodyCentre},
		{columnGrade, 8, table.BodyCentre}, {"颜色", 6, table.BodyCentre}, {columnRisk, 8, table.BodyPoints}, {columnManagement, 8, table.BodyPoints},
		{"综合", 7, table.BodyPoints}, {"主要原因", 46, table.Body},
	}
	for _, n := range p.RiskNames {
		list = append(list, column{"险：" + n, 7, table.BodyPoints})
	}
	for _, n := range p.ManagementNames {
		list = append(list, column{"管：" + n, 7, table.BodyPoints})
	}
	return append(list, column{"查过几次", 6.5, table.BodyWhole}, column{"问题个数", 6.5, table.BodyWhole}, column{"最近上门", 11, table.BodyDate}, column{"名录库原来", 7, table.BodyCentre}, column{"备注", 12, table.BodyCentre})
}

// The strip above the list: its rows, and their height in points.
const (
	stripHeader = 3
	stripRows   = 6
	stripHeight = 22
	profileTop  = stripHeader + stripRows
	// stripChart is in pixels of rows of the default height, 20 each, which is what
	// a chart's size is counted in before the rows have theirs.
	stripChart = 20 * stripRows
)

// profilePrinted is how many columns of 脸谱 are printed: up to the main reasons.
const profilePrinted = 10

// profilePage lists every enterprise below a strip with how the grades are
// spread, which stays in view with the headers.
func profilePage(p *Profiles) table.Page {
	columns := p.columns()
	page := table.Page{Name: SheetProfile, Header: profileTop + 1, Filter: p.N > 0, NumLines: profileTop + 1 + p.N, FreezeCols: 2, PrintCols: profilePrinted, Footer: "企业安全信用脸谱"}
	for _, c := range columns {
		page.Columns = append(page.Columns, table.Column{Width: c.width})
	}
	page.LineAt = func(i int, l *table.Line) {
		switch {
		case i < profileTop:
			p.strip(i, len(columns), l)
		case i == profileTop:
			l.Height = 42
			for _, c := range columns {
				l.Cells = append(l.Cells, table.Str(c.name, table.Head))
			}
		default:
			x := p.Line(i - profileTop - 1)
			l.Cells = p.profileCells(&x, l.Cells, columns)
		}
	}
	page.Marks = gradeMarks(4, profileTop+2, page.NumLines)
	figures := func(col int) table.Range {
		return table.Range{Col: col, FirstRow: stripHeader + 1, LastRow: stripHeader + 4}
	}
	page.Charts = []table.Chart{{Kind: table.Columns, Title: "各等级户数", At: fmt.Sprintf("G%d", stripHeader), Width: 500, Height: stripChart,
		Page: SheetProfile, Categories: table.Range{Col: 1, FirstRow: stripHeader + 1, LastRow: stripHeader + 4},
		Series: []table.Series{{Name: "名录库原来", Values: figures(2)}, {Name: "现在", Values: figures(3)}}}}
	return page
}

// strip makes the lines above the headers: title, how to read it, and a row a
// grade.
func (p *Profiles) strip(i, columns int, l *table.Line) {
	last := min(columns, profilePrinted) - 1
	switch {
	case i == 0:
		l.Cells, l.Height = append(l.Cells, table.Str("企业安全信用脸谱", table.Title)), 30
		l.Merges = append(l.Merges, table.Join{Last: last})
	case i == 1:
		l.Cells, l.Height = append(l.Cells, table.Str(fmt.Sprintf("截至%s，%d 家企业、%d 次检查。固有风险越高越险，管理水平越高越好，两个分数都由右边各列相加得出；不是任何部门公布的评分，算法见“%s”。",
			p.AsOf.Chinese(), p.N, p.Inspections, SheetMethod), table.Subtitle)), 20
		l.Merges = append(l.Merges, table.Join{Last: last})
	case i == stripHeader-1:
		l.Height = stripHeight
		l.Cells = append(l.Cells, table.Str("", table.Plain), table.Str("等级", table.Head), table.Str("名录库原来", table.Head), table.Str("现在", table.Head), table.Str("占比", table.Head))
	case i < stripHeader+4:
		l.Height = stripHeight
		g := inspect.GradeD - inspect.Grade(i-stripHeader)
		l.Cells = append(l.Cells, table.Str("", table.Plain), table.Str(gradeWord(g), gradeStyle(g)), table.Int(p.Before[g], table.BodyCount),
			table.Int(p.Now[g], table.BodyCount), table.Num(ratio(p.Now[g], p.N), table.BodyShare))
	case i == stripHeader+4:
		l.Height = stripHeight
		l.Cells = append(l.Cells, table.Str("", table.Plain), table.Str("未评级", table.BodyCentre), table.Int(p.Before[inspect.NoGrade], table.BodyCount),
			table.Int(p.Now[inspect.NoGrade], table.BodyCount), table.Num(ratio(p.Now[inspect.NoGrade], p.N), table.BodyShare))
	}
}

func gradeWord(g inspect.Grade) string {
	return map[inspect.Grade]string{inspect.GradeA: "A（绿）", inspect.GradeB: "B（蓝）", inspect.GradeC: "C（黄）", inspect.GradeD: "D（红）"}[g]
}

func gradeStyle(g inspect.Grade) table.Style {
	return map[inspect.Grade]table.Style{inspect.GradeA: table.Good, inspect.GradeB: table.Calm, inspect.GradeC: table.Caution, inspect.GradeD: table.Bad}[g]
}

// gradeMarks colours a column of grades.
func gradeMarks(col, first, last int) []table.Mark {
	var marks []table.Mark
	for g := inspect.GradeA; g <= inspect.GradeD; g++ {
		marks = append(marks, table.Mark{Col: col, FirstRow: first, LastRow: last, Equal: g.String(), Style: gradeStyle(g)})
	}
	return marks
}

func (p *Profiles) profileCells(x *ProfileLine, c []table.Value, columns []column) []table.Value {
	c = append(c, rankCell(x.Rank))
	c = put(c, columns, x.Name, x.Code, x.District+x.Street, x.Grade.String(), x.Colour)
	c = append(c, table.Num(x.Risk, table.BodyPoints), x.management(), table.Num(x.Danger, table.BodyPoints))
	c = put(c, columns, x.Summary)
	for _, n := range x.RiskItems {
		c = append(c, table.Num(n, table.BodyPoints))
	}
	for _, n := range x.ManagementItems {
		if x.Known {
			c = append(c, table.Num(n, table.BodyPoints))
		} else {
			c = append(c, table.Blank(table.BodyPoints))
		}
	}
	c = append(c, table.Int(x.Inspections, table.BodyWhole), table.Int(x.Hazards, table.BodyWhole), visitCell(x.LastVisit))
	return put(c, columns, x.Before.String(), x.Note)
}

func rankCell(n int) table.Value {
	if n == 0 {
		return table.Str("", table.BodyCentre)
	}
	return table.Int(n, table.BodyCentre)
}

func (x *ProfileLine) management() table.Value {
	if !x.Known {
		return table.Str(noFigure, table.BodyCentre)
	}
	return table.Num(x.Management, table.BodyPoints)
}

func visitCell(d inspect.Date) table.Value {
	if d == 0 {
		return table.Str("", table.BodyCentre)
	}
	return table.Day(int(d), table.BodyDate)
}

var referenceColumns = []column{
	{"名次", 6, table.BodyCentre}, {columnName, 28, table.Body}, {columnCode, 20, table.BodyCentre}, {"所在区街道", 14, table.BodyCentre},
	{columnGrade, 7, table.BodyCentre}, {columnRisk, 8, table.BodyPoints}, {columnManagement, 8, table.BodyPoints}, {"综合", 7, table.BodyPoints},
	{"最近上门", 11, table.BodyDate}, {"距今天数", 8, table.BodyWhole}, {"建议先查的原因", 54, table.Body},
}

// referencePage lists whom to inspect first.
func referencePage(p *Profiles) table.Page {
	below := fmt.Sprintf("按综合分从高到低，固有风险高、管理水平弱的在前，共 %d 家；停业、注销的不列。没有检查结果的不当作管理得好，见“%s”。", p.Ranked, SheetMethod)
	page := list(SheetReference, "检查参考名单（截至"+p.AsOf.Chinese()+"）", below, referenceColumns, p.Ranked, func(i int, c []table.Value) []table.Value {
		x := p.Line(i)
		c = append(c, rankCell(x.Rank))
		c = put(c, referenceColumns, x.Name, x.Code, x.District+x.Street, x.Grade.String())
		c = append(c, table.Num(x.Risk, table.BodyPoints), x.management(), table.Num(x.Danger, table.BodyPoints), visitCell(x.LastVisit))
		if x.LastVisit == 0 {
			c = append(c, table.Str("没有记录", table.BodyCentre))
		} else {
			c = append(c, table.Int(x.DaysSince, table.BodyWhole))
		}
		return put(c, referenceColumns, x.Summary)
	})
	page.FreezeCols = 2
	page.Marks = gradeMarks(4, page.Header+1, page.NumLines)
	return page
}

var changeColumns = []column{
	{columnName, 28, table.Body}, {columnCode, 20, table.BodyCentre}, {"所在区街道", 14, table.BodyCentre}, {"方向", 8, table.BodyCentre},
	{"原等级", 7, table.BodyCentre}, {columnGrade, 7, table.BodyCentre}, {"原固有风险", 8, table.BodyPoints}, {"现固有风险", 8, table.BodyPoints},
	{"原管理水平", 8, table.BodyPoints}, {"现管理水平", 8, table.BodyPoints}, {"现在的主要原因", 54, table.Body},
}

// changesPage lists the enterprises whose grade has changed.
func changesPage(p *Profiles) table.Page {
	worse := 0
	for i := range p.Changes {
		worse += btoi(p.Changes[i].Worse)
	}
	below := fmt.Sprintf("与%s相比：变差 %d 家，变好 %d 家。", p.Since, worse, len(p.Changes)-worse)
	page := list(SheetChanges, "等级变动", below, changeColumns, len(p.Changes), func(i int, c []table.Value) []table.Value {
		x := &p.Changes[i]
		direction := "变好 ↑"
		if x.Worse {
			direction = "变差 ↓"
		}
		c = put(c, changeColumns, x.Line.Name, x.Line.Code, x.Line.District+x.Line.Street, direction, x.From.String(), x.Line.Grade.String())
		before, managed := table.Blank(table.BodyPoints), table.Blank(table.BodyPoints)
		if x.Dated {
			before, managed = table.Num(x.Risk, table.BodyPoints), table.Str(noFigure, table.BodyCentre)
			if x.Known {
				managed = table.Num(x.Management, table.BodyPoints)
			}
		}
		c = append(c, before, table.Num(x.Line.Risk, table.BodyPoints), managed, x.Line.management())
		return put(c, changeColumns, x.Line.Summary)
	})
	page.FreezeCols = 1
	page.Marks = append(gradeMarks(4, page.Header+1, page.NumLines), gradeMarks(5, page.Header+1, page.NumLines)...)
	return page
}

var lowValueColumns = []column{
	{columnName, 32, table.Body}, {columnCode, 22, table.BodyCentre}, {"所在区", 12, table.BodyCentre}, {"哪个部门", 26, table.Body},
	{"连续几次", 9, table.BodyWhole}, {"从哪天起", 13, table.BodyDate}, {"最近上门", 13, table.BodyDate}, {columnGrade, 8, table.BodyCentre}, {"建议", 34, table.Body},
}

// lowValuePage lists the checks that could be dropped or done less often.
func lowValuePage(p *Profiles) table.Page {
	below := fmt.Sprintf("同一部门对同一企业连续 %d 次及以上没有发现问题的，共 %d 项。只是参考，由部门决定。", p.LowValueRun, len(p.LowValue))
	page := list(SheetLowValue, "可以减少的检查", below, lowValueColumns, len(p.LowValue), func(i int, c []table.Value) []table.Value {
		x := &p.LowValue[i]
		c = put(c, lowValueColumns, x.Name, x.Code, x.District, x.Department)
		c = append(c, table.Int(x.Times, table.BodyWhole), visitCell(x.First), visitCell(x.Last))
		advice := "可取消，或改为抽查"
		if x.Grade >= inspect.GradeC {
			advice = "可降低频次；企业等级较高风险，不宜取消"
		}
		return put(c, lowValueColumns, x.Grade.String(), advice)
	})
	page.FreezeCols = 1
	page.Marks = gradeMarks(7, page.Header+1, page.NumLines)
	return page
}

// methodPage explains the figures and lists the settings in force.
func methodPage(p *Profiles) table.Page {
	b := &sheetBuilder{cols: 2, page: table.Page{Name: SheetMethod, Portrait: true, Footer: "企业安全信用脸谱 说明",
		Columns: []table.Column{{Width: 74}, {Width: 18}}}}
	b.wide(34, "怎样算出来的", table.Title)
	for _, m := range p.Method {
		switch {
		case m.Heading:
			b.wide(24, m.Text, table.Section)
		case m.Head:
			b.add(head(m.Text, m.Value)...)
		case m.Value != "":
			b.add(table.Str(m.Text, table.Body), table.Str(m.Value, table.BodyCentre))
		default:
			b.wide(wrapped(m.Text, noteWidth, 14), m.Text, table.Note)
		}
	}
	return b.page
}

// noteWidth is how many digits wide a note over the width of an upright page is,
// in its small type.
const noteWidth = 106

// wrapped is the height of a line of text over so many digits' width.
func wrapped(text string, width int, height float64) float64 {
	columns := 0
	for _, r := range text {
		columns++
		if r >= 0x1100 {
			columns++
		}
	}
	return height*float64((columns+width-1)/width) + 4
}

// ProfileSummary writes what came out, for the terminal.
func ProfileSummary(w io.Writer, columns int, p *Profiles) error {
	fmt.Fprintf(w, "企业安全信用脸谱　截至 %s，%d 家企业，%d 次检查\n\n", p.AsOf, p.N, p.Inspections)
	rows := make([][]string, 0, 4)
	for g := inspect.GradeD; g >= inspect.GradeA; g-- {
		rows = append(rows, []string{gradeWord(g), fmt.Sprint(p.Before[g]), fmt.Sprint(p.Now[g]), fmt.Sprintf("%.1f%%", 100*ratio(p.Now[g], p.N))})
	}
	if err := Table(w, columns, []string{"等级", "名录库原来", "现在", "占比"}, rows); err != nil {
		return err
	}
	worse := 0
	for i := range p.Changes {
		worse += btoi(p.Changes[i].Worse)
	}
	fmt.Fprintf(w, "与%s相比：变差 %d 家，变好 %d 家。可以减少的检查 %d 项。\n", p.Since, worse, len(p.Changes)-worse, len(p.LowValue))
	rows = rows[:0]
	for i := range min(p.Ranked, firstRanks) {
		x := p.Line(i)
		management := noFigure
		if x.Known {
			management = fmt.Sprintf("%.1f", x.Management)
		}
		rows = append(rows, []string{fmt.Sprint(x.Rank), oneLine(x.Name), x.Grade.String(), fmt.Sprintf("%.1f", x.Risk), management, foremost(x.Summary, columns)})
	}
	if len(rows) == 0 {
		return nil
	}
	fmt.Fprintf(w, "\n参考名单最前的 %d 家：\n", len(rows))
	return Table(w, columns, []string{"名次", "企业", "等级", "固有风险", "管理水平", "主要原因"}, rows)
}

// foremost gives the first of an enterprise's reasons, as many as a terminal has
// room for in a few lines; all of them where there is no terminal.
func foremost(reasons string, columns int) string {
	const room = 60
	reasons = oneLine(reasons)
	if columns == 0 || shownWidth(reasons) <= room {
		return reasons
	}
	at := -1
	for i, r := range reasons {
		if r == '；' && shownWidth(reasons[:i]) <= room {
			at = i
		}
	}
	if at < 0 {
		return cut(reasons, room-1)
	}
	return reasons[:at] + "……"
}

// firstRanks is how much of the reference list the terminal shows.
const firstRanks = 10

// ProfileJSON writes the profiles as contract section 7 has them, by rank.
func ProfileJSON(w io.Writer, p *Profiles) error {
	j := newJSON(w)
	j.text(`{"schema": "liancha/profile/1",` + "\n" + `"enterprises": [`)
	for i := range p.N {
		if i > 0 {
			j.text(",")
		}
		j.text("\n")
		x := p.Line(i)
		v := jsonProfile{Name: x.Name, Code: x.Code, Risk: x.Risk, Grade: x.Grade.String(), Reasons: orEmpty(p.Reasons(i))}
		if x.Known {
			v.Management = &x.Management
		}
		if x.Previous != inspect.NoGrade {
			g := x.Previous.String()
			v.Previous = &g
		}
		if x.Rank > 0 {
			v.Rank = &x.Rank
		}
		j.value(v)
	}
	j.text("]}\n")
	return j.end()
}

type jsonProfile struct {
	Name       string   `json:"name"`
	Code       string   `json:"code"`
	Risk       float64  `json:"risk"`
	Management *float64 `json:"management"`
	Grade      string   `json:"grade"`
	Previous   *string  `json:"previous"`
	Rank       *int     `json:"rank"`
	Reasons    []string `json:"reasons"`
}
