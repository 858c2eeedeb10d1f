package intake

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// samplingRow is one line of a sampling plan (抽查计划). What is still open —
// department, years — stands in plan, as a plan's row has it.
type samplingRow struct {
	plan     planRow
	sampling inspect.Sampling
	shares   map[inspect.Grade]float64 // where the cell gives each grade its own
}

// samplingRow reads one line of a sampling plan. Its problems are kept apart:
// they are nobody's business where the sheet is passed over.
func (sc *scanner) samplingRow(h *header, row *table.Row, scheme gradeScheme) {
	before := len(sc.draft.problems)
	r := &rowReader{sc: sc, h: h, row: row}
	s := samplingRow{plan: planRow{entry: inspect.Entry{Source: sc.source(row)}}}
	s.sampling.Source = s.plan.entry.Source
	r.titles(&s.sampling)
	s.sampling.Scope = r.optional(samplingRange)
	if s.sampling.Scope == "" {
		s.sampling.Scope = r.optional(enterpriseName) // 抽查对象
	}
	r.quota(&s)
	s.sampling.Grades = r.grades(scheme)
	s.plan.department = r.unit(department)
	r.accompanied(&s.plan)
	r.leading(&s.plan)
	if !s.plan.department.given() {
		s.plan.department = s.plan.lead // 发起部门
	}
	s.plan.level = r.level(s.plan.department)
	s.plan.entry.HalfDays = r.length()
	r.named(&s.plan.entry)
	r.wanted(&s.plan.entry)
	if r.dated() {
		s.plan.dates = r.dates()
	}
	s.plan.rejected = r.rejected
	sc.draft.samplings = append(sc.draft.samplings, s)
	sc.draft.samplingProblems = append(sc.draft.samplingProblems, sc.draft.problems[before:]...)
	sc.draft.problems = sc.draft.problems[:before]
}

// titles reads the task's name and its matter, which stand in columns of one
// field: 任务名称 names the task where there is an 抽查事项 beside it.
func (r *rowReader) titles(s *inspect.Sampling) {
	s.Task = r.optional(samplingTask)
	for _, c := range r.h.columns[matter] {
		text := tidy(r.sc.grid.data(r.row, c.index).Text)
		switch {
		case nothing(text):
		case strings.Contains(c.header, "任务") && s.Task == "":
			s.Task = text
		case s.Matter == "" && !strings.Contains(c.header, "任务"):
			s.Matter = text
		}
	}
	if s.Matter == "" {
		s.Matter = s.Task
	}
}

// dated reports whether the row says when at all: a sampling plan need not.
func (r *rowReader) dated() bool {
	for _, f := range []field{date, months, dateFrom, dateTo, monthTick, dayTick} {
		for _, c := range r.h.columns[f] {
			if cell := r.sc.grid.data(r.row, c.index); !nothing(cell.Text) {
				return true
			}
		}
	}
	return false
}

var (
	gradeShare  = regexp.MustCompile(`([A-Da-d])[类级档等]*(?:企业|主体|风险)*[:：为按]?(\d+(?:\.\d+)?)[%％]`)
	shareText   = regexp.MustCompile(`(\d+(?:\.\d+)?)([%％‰])`)
	shareWords  = regexp.MustCompile(`^(?:不少于|不低于|至少|约|按)?百分之([一二三四五六七八九十百]+|\d+(?:\.\d+)?)$`)
	numberText  = regexp.MustCompile(`(\d+)(?:户|家|个|件|批次|批|名)`)
	bareNumber  = regexp.MustCompile(`^(?:不少于|不低于|至少|约)?(\d+(?:\.\d+)?)$`)
	leastText   = regexp.MustCompile(`(?:不少于|不低于|不得少于|不得低于|至少|最少)(\d+)(?:户|家|个|件|批次|批|名)`)
	everyone    = regexp.MustCompile(`^(?:全部|全覆盖|全数|全量|所有)`)
	chineseTens = map[string]float64{"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十五": 15, "二十": 20, "三十": 30, "五十": 50, "百": 100, "一百": 100}
)

// quota reads how many are to be drawn: 3%, 10% (20户), 20户, 不少于1%, 3%且不少于
// 20户, or a share for each grade. A bare number says what it is only through its header.
func (r *rowReader) quota(s *samplingRow) {
	cell, ref := r.cell(samplingRatio, true)
	text := plain(cell.Text)
	if nothing(text) {
		return // the default shares hold
	}
	share := -1.0
	switch {
	case cell.Kind == table.Number && cell.Percent:
		share = cell.Number * 100
	case everyone.MatchString(text):
		share = 100
	case shareWords.MatchString(text):
		word := shareWords.FindStringSubmatch(text)[1]
		if n, ok := chineseTens[word]; ok {
			share = n
		} else if n, err := strconv.ParseFloat(word, 64); err == nil {
			share = n
		}
	case len(gradeShare.FindAllString(text, -1)) > 1:
		s.shares = map[inspect.Grade]float64{}
		for _, m := range gradeShare.FindAllStringSubmatch(text, -1) {
			g, _ := inspect.ParseGrade(m[1])
			n, _ := strconv.ParseFloat(m[2], 64)
			s.shares[g] = n / 100
			share = max(share, n)
		}
	case shareText.MatchString(text):
		m := shareText.FindStringSubmatch(text)
		share, _ = strconv.ParseFloat(m[1], 64)
		if m[2] == "‰" {
			share /= 10
		}
	}
	if m := leastText.FindStringSubmatch(text); m != nil && share >= 0 && s.shares == nil {
		s.sampling.AtLeast, _ = strconv.Atoi(m[1])
	} else if m := numberText.FindStringSubmatch(text); m != nil && s.shares == nil {
		s.sampling.Number, _ = strconv.Atoi(m[1])
	}
	if m := bareNumber.FindStringSubmatch(text); m != nil && share < 0 {
		share = r.bare(s, m[1], ref)
	}
	switch {
	case share > 100 || max(s.sampling.Number, s.sampling.AtLeast) > maxDrawn:
		r.fail("bad_ratio", ref, fmt.Sprintf("抽查比例“%s”太大", ref.value), "比例最多100%")
	case share >= 0:
		s.sampling.Share = math.Round(share*1e8) / 1e10
	case s.sampling.Number == 0 && !r.rejected:
		r.fail("bad_ratio", ref, fmt.Sprintf("抽查比例“%s”看不懂", ref.value), "请写3%、20户，或10% (20户)")
	}
}

// maxDrawn bounds the enterprises one line can want; no city has more.
const maxDrawn = 10_000_000

// bare reads a number without a unit: a count under 抽查数量, a share under
// 抽查比例(%) or where it is less than one.
func (r *rowReader) bare(s *samplingRow, digits string, ref cellRef) float64 {
	n, _ := strconv.ParseFloat(digits, 64)
	header := normHeader(ref.header)
	ratio, count := strings.Contains(header, "比例"), strings.ContainsAny(header, "数量户家")
	switch {
	case n > 0 && n < 1:
		return n * 100
	case strings.ContainsAny(ref.header, "%％"):
		return n
	case count && !ratio && n == math.Trunc(n):
		s.sampling.Number = int(min(n, maxDrawn+1))
	default:
		r.fail("bad_ratio", ref, fmt.Sprintf("看不出“%s”是%s%%还是%s户", ref.value, digits, digits), "请写上%或户")
	}
	return -1
}

var gradeBreak = regexp.MustCompile(`[、，,；;/／和及\s]+`)

// grades reads which grades a line is about: C、D, A类, 全部.
func (r *rowReader) grades(scheme gradeScheme) []inspect.Grade {
	text, ref := r.text(grade, false)
	if nothing(text) || everyone.MatchString(text) || text == "不限" || text == "不分等级" {
		return nil
	}
	var grades []inspect.Grade
	for _, part := range gradeBreak.Split(text, -1) {
		g, ok := parseGrade(part, scheme)
		if !ok {
			r.fail("bad_grade", ref, fmt.Sprintf("等级“%s”看不懂", text), "等级写A、B、C、D，几个等级用顿号分开；不分等级的写“全部”")
			return nil
		}
		if !slices.Contains(grades, g) {
			grades = append(grades, g)
		}
	}
	slices.Sort(grades)
	return grades
}

// samplings settles the lines of a sampling plan, or says that the sheet is
// passed over where nobody asked for it.
func (c *combiner) samplings(f *fileDrafts, d *Draft) {
	if !c.opt.Samplings {
		if slices.Contains(d.kinds, samplingKind) {
			c.res.Problems.Add(d.problem(diag.Info, "sheet_skipped", 0, cellRef{},
				"这张表是抽查计划，只说了抽多少、没有说是哪些企业，没有当作检查计划读取", "用 liancha draw-enterprises 抽出企业，它的结果就是检查计划"))
		}
		return
	}
	c.res.Problems = append(c.res.Problems, d.samplingProblems...)
	home := f.home(d)
	for i := range d.samplings {
		row := &d.samplings[i]
		p := row.plan
		settled := settling{c: c, d: d, row: p.entry.Source.Row, rejected: p.rejected}
		s := row.sampling
		s.Department, s.Level = settled.department(&p, &home)
		settled.leaders(&p.entry, &p, &home)
		s.Partners, s.HalfDays, s.Demand = p.entry.Partners, p.entry.HalfDays, p.entry.Demand
		for _, o := range settled.occurrences(f, p.dates) {
			s.Windows = append(s.Windows, o.windows...)
		}
		c.res.PlanRows++
		if settled.rejected {
			c.res.Rejected++
			continue
		}
		c.res.Samplings = append(c.res.Samplings, byGrade(s, row.shares)...)
	}
}

// byGrade makes a line of its own for each grade that has its own share.
func byGrade(s inspect.Sampling, shares map[inspect.Grade]float64) []inspect.Sampling {
	if len(shares) == 0 {
		return []inspect.Sampling{s}
	}
	var lines []inspect.Sampling
	for g := inspect.GradeA; g <= inspect.GradeD; g++ {
		if share, ok := shares[g]; ok && (len(s.Grades) == 0 || slices.Contains(s.Grades, g)) {
			line := s
			line.Share, line.Grades = share, []inspect.Grade{g}
			lines = append(lines, line)
		}
	}
	return lines
}
