package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"liancha/config"
	"liancha/draw"
	"liancha/inspect"
	"liancha/intake"
	"liancha/intake/agency"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/report"
)

// drawnPlanName is the plan of the enterprises drawn.
const drawnPlanName = "随机抽取检查计划.xlsx"

// drawEnterprisesOptions are the flags of draw-enterprises.
type drawEnterprisesOptions struct {
	drawFlags
	department, matter string
}

func (a *app) drawEnterprisesCommand() *cobra.Command {
	opt := &drawEnterprisesOptions{}
	c := &cobra.Command{
		Use:   "draw-enterprises 名录库... [抽查计划...] [选项]",
		Short: "按等级和抽查计划随机抽取企业，结果就是一份检查计划",
		Long: `按抽查计划里的比例、户数和等级，从检查对象名录库随机抽取企业；没有抽查计划的，
按设置里各等级的比例（draw.rates）抽取。结果是一份检查计划，直接交给 collide。`,
		Example: `  liancha draw-enterprises 检查对象名录库.xlsx 双随机抽查计划.xlsx --period 2021-05 --seed 双色球2021050 -o 五月抽查
  liancha collide 五月抽查 其他部门计划`,
		Args: someFiles,
		RunE: func(_ *cobra.Command, args []string) error { return a.drawEnterprises(args, opt) },
	}
	f := c.Flags()
	a.sharedFlags(f)
	opt.add(f)
	f.StringVar(&opt.department, "department", "", "没有抽查计划时，检查`部门`（默认本市应急管理局）")
	f.StringVar(&opt.matter, "matter", "双随机抽查", "没有抽查计划时，检查`事项`")
	return c
}

func (a *app) drawEnterprises(args []string, opt *drawEnterprisesOptions) error {
	if err := opt.check(); err != nil {
		return err
	}
	seeds, err := opt.readSeeds()
	if err != nil {
		return err
	}
	settings, err := a.settings()
	if err != nil {
		return err
	}
	s, err := a.openSample(args, settings, opt)
	if err != nil {
		return err
	}
	pool, strata, problems := s.sample.Pool()
	left := problems // rows the draw leaves out, quotas it cannot fill; how a row was read is no such thing
	problems = append(s.problems, problems...)
	if len(pool.Quotas) == 0 {
		return hinted{errors.New("没有企业可以抽取"), "请给出检查对象名录库；等级的抽取比例见 liancha.yaml 的 draw.rates"}
	}
	if opt.commit {
		problems.Sort()
		a.tellProblems(problems)
		return a.writePool(pool)
	}
	inputs, err := inputsOf(s.files)
	if err != nil {
		return err
	}
	record, err := draw.New(pool, seeds, inputs)
	if err != nil {
		return err
	}
	short := draw.Short(strata, record.Draws, s.sample.Samplings)
	left, problems = slices.Concat(left, short), slices.Concat(problems, short)
	problems.Sort()
	a.tellProblems(problems)
	a.warnCommitted(record.Pool)
	plan := s.plan(strata, record.Draws)
	if err := a.writeSample(s, record, strata, plan); err != nil {
		return err
	}
	drawn := 0
	for _, d := range record.Draws {
		drawn += len(d.Drawn)
	}
	err = a.showRecord(record, fmt.Sprintf("%d 层，抽取 %d 户。", len(strata), drawn), "检查计划："+filepath.Join(a.output, drawnPlanName))
	if err == nil && (s.problems.Count(diag.Error)+left.Count(diag.Error)+left.Count(diag.Warning) > 0) {
		return errPartial
	}
	return err
}

// sampleRun is a register with the plans that want a share of it.
type sampleRun struct {
	sample   draw.Sample
	files    []input
	problems diag.List
	period   string // what 检查时间 says where a sampling plan does not; empty where unknown
	created  string
	defaults inspect.Sampling // department and matter where there is no sampling plan
}

// openSample reads registers, sampling plans and history.
func (a *app) openSample(args []string, c *config.Config, opt *drawEnterprisesOptions) (*sampleRun, error) {
	p, err := a.readFiles(args, c, a.progress(), false, intake.Options{Samplings: true})
	if err != nil {
		return nil, err
	}
	s := &sampleRun{files: p.files, problems: p.problems, sample: draw.Sample{
		Registered: p.Registered, Samplings: p.Samplings, Rates: c.Draw.Rates, NotWithinDays: c.Draw.NotWithinDays,
	}}
	if len(p.Registered) == 0 {
		return nil, hinted{errors.New("没有检查对象名录库"), "名录库要有企业名称和统一社会信用代码、行业、风险等级等列；用 liancha check 看看每张表被认成了什么"}
	}
	s.defaults = inspect.Sampling{Department: opt.department, Matter: opt.matter, HalfDays: 1, Demand: inspect.DefaultDemand, Level: inspect.City}
	if s.defaults.Department == "" {
		s.defaults.Department = cityOf(p.Registered, c.City) + "应急管理局"
		if c.District != "" {
			s.defaults.Department, s.defaults.Level = c.District+"应急管理局", inspect.District
		}
	} else if u, ok := agency.Parse(s.defaults.Department); ok && u.Level != inspect.NoLevel {
		s.defaults.Level = u.Level
	}
	s.when(p, c)
	return s, s.visited(a, c, opt.history)
}

// when finds the days the draw is for: the period given, else the sampling
// plans', else the month after the newest visit on the register.
func (s *sampleRun) when(p *plans, c *config.Config) {
	span := p.Period
	if c.Period != nil {
		span = *c.Period
	}
	if span == (inspect.Span{}) {
		newest := inspect.Date(0)
		for i := range p.Registered {
			newest = max(newest, p.Registered[i].LastVisit)
		}
		if newest == 0 {
			s.problems.Add(diag.Problem{Severity: diag.Warning, Code: "no_date", Message: "不知道检查安排在什么时候，检查计划里的检查时间空着",
				Hint: "用 --period 2021-05 写明期间"})
			return
		}
		y, m, _ := newest.YMD()
		span = inspect.MonthSpan(y+m/12, m%12+1)
		s.problems.Add(diag.Problem{Severity: diag.Info, Code: "period_assumed",
			Message: fmt.Sprintf("没有写明期间，按名录库里最近一次检查的下一个月：%d年%d月", y+m/12, m%12+1), Hint: "用 --period 2021-05 写明期间"})
	}
	s.sample.From, s.period, s.created = span.From, span.String(), span.From.String()
}

// visited brings in the visits of earlier task books and results.
func (s *sampleRun) visited(a *app, c *config.Config, history []string) error {
	reader, err := a.reader(c)
	if err != nil {
		return err
	}
	before, err := a.readEarlier(nil, history, nil, reader)
	if err != nil {
		return err
	}
	s.problems = append(s.problems, before.problems...)
	last := map[string]inspect.Date{}
	visit := func(name, code string, day inspect.Date) {
		for _, key := range []string{draw.EnterpriseKey(inspect.Subject{Name: name}), draw.EnterpriseKey(inspect.Subject{Name: name, Code: code})} {
			last[key] = max(last[key], day)
		}
	}
	for _, o := range before.books {
		for i := range o.Tasks {
			e := &o.Enterprises[o.Tasks[i].Enterprise]
			visit(e.Name, e.Code, o.Tasks[i].Date)
		}
	}
	for i := range before.findings {
		f := &before.findings[i]
		if f.Subject.Name == "" && f.Subject.Code == "" {
			continue // its task stands in a book
		}
		visit(f.Subject.Name, f.Subject.Code, f.Date)
	}
	for i := range s.sample.Registered {
		r := &s.sample.Registered[i]
		r.LastVisit = max(r.LastVisit, last[draw.EnterpriseKey(r.Subject)])
	}
	return nil
}

// cityOf gives the city most addresses of a register begin with.
func cityOf(registered []inspect.Registered, stated string) string {
	if stated != "" {
		return stated
	}
	count := map[string]int{}
	best := ""
	for i := range registered {
		address := strings.TrimPrefix(registered[i].Subject.Address, "江苏省")
		before, _, found := strings.Cut(address, "市")
		if n := len([]rune(before)); !found || n < 2 || n > 4 {
			continue
		}
		city := before + "市"
		count[city]++
		if count[city] > count[best] || count[city] == count[best] && city < best {
			best = city
		}
	}
	return best
}

// planLine is one line of the plan drawn: what one department inspects.
type planLine struct {
	enterprise *inspect.Registered
	sampling   *inspect.Sampling
	department string
	when       string
}

// plan makes the lines: an enterprise drawn is inspected by the department that
// wanted it and by each of its partners.
func (s *sampleRun) plan(strata []draw.Stratum, results []draw.Result) []planLine {
	of := map[string]*draw.Stratum{}
	for i := range strata {
		of[strata[i].Name] = &strata[i]
	}
	var lines []planLine
	for _, r := range results {
		st := of[r.Place]
		sampling := &s.defaults
		if st.Sampling >= 0 {
			sampling = &s.sample.Samplings[st.Sampling]
		}
		when := s.period
		if len(sampling.Windows) > 0 {
			when = spansText(sampling.Windows)
		}
		for _, k := range r.Drawn {
			e := &s.sample.Registered[st.Members[k]]
			for _, d := range append([]string{sampling.Department}, sampling.Partners...) {
				lines = append(lines, planLine{e, sampling, d, when})
			}
		}
	}
	return lines
}

// spansText writes windows as intake reads them.
func spansText(spans []inspect.Span) string {
	parts := make([]string, len(spans))
	for i, w := range spans {
		parts[i] = w.String()
	}
	return strings.Join(parts, "；")
}

// planColumns are the columns of the plan drawn (contract section 2).
var planColumns = []report.ListingColumn{
	{Name: "序号", Width: 6, Centre: true}, {Name: "企业名称", Width: 30}, {Name: "统一社会信用代码", Width: 21, Centre: true}, {Name: "地址", Width: 30},
	{Name: "所属区", Width: 10, Centre: true}, {Name: "所属街道", Width: 12, Centre: true}, {Name: "联系人", Width: 10, Centre: true}, {Name: "联系电话", Width: 15, Centre: true},
	{Name: "检查部门", Width: 24}, {Name: "层级", Width: 7, Centre: true}, {Name: "检查事项", Width: 28}, {Name: "检查时间", Width: 26, Centre: true},
	{Name: "检查时长", Width: 9, Centre: true}, {Name: "所需人数", Width: 9, Centre: true}, {Name: "检查类型", Width: 10, Centre: true},
	{Name: "是否可联合", Width: 10, Centre: true}, {Name: "是否牵头", Width: 9, Centre: true}, {Name: "牵头部门", Width: 24}, {Name: "配合部门", Width: 24},
	{Name: "风险等级", Width: 9, Centre: true},
}

func (l *planLine) cells(n int) []string {
	e, s := l.enterprise, l.sampling
	level, lead, leader, others := "", "否", "", []string{}
	if l.department == s.Department {
		lead = "是"
		level = strings.TrimSuffix(s.Level.Chinese(), "级")
	}
	if len(s.Partners) > 0 {
		leader = s.Department
	}
	for _, d := range append([]string{s.Department}, s.Partners...) {
		if d != l.department {
			others = append(others, d)
		}
	}
	return []string{strconv.Itoa(n), e.Subject.Name, e.Subject.Code, e.Subject.Address, e.Subject.District, e.Subject.Street, e.Subject.Contact, e.Subject.Phone,
		l.department, level, cmp.Or(s.Matter, s.Task), l.when, inspect.FormatHalfDays(s.HalfDays), strconv.Itoa(s.Demand), inspect.Random.String(),
		"是", lead, leader, strings.Join(others, "、"), e.Grade.String()}
}

// writeSample writes the plan, the pool and the record.
func (a *app) writeSample(s *sampleRun, record *draw.Record, strata []draw.Stratum, plan []planLine) error {
	l := report.Listing{Sheet: "检查计划", Title: "随机抽取检查计划", Columns: planColumns,
		Below: fmt.Sprintf("共抽取 %d 条计划，由 liancha draw-enterprises 抽取，名册和种子见%s。", len(plan), draw.RecordName)}
	for i := range plan {
		l.Rows = append(l.Rows, plan[i].cells(i+1))
	}
	set, err := outdir.Open(a.output)
	if err != nil {
		return err
	}
	defer set.Abort()
	if err := report.WriteListings(set, drawnPlanName, l.Title, s.created, []report.Listing{l}); err != nil {
		return err
	}
	if err := writeRecord(set, record, s.created, s.listings(record, strata)); err != nil {
		return err
	}
	return a.commit(set)
}

// listings are a record's sheets for people. Their headers are not those of a
// plan or register, so that a folder with the record in it can go into collide.
func (s *sampleRun) listings(record *draw.Record, strata []draw.Stratum) []report.Listing {
	layers := report.Listing{Sheet: "分层", Title: "抽取的分层和户数", Below: "基数是范围内在营的户数。",
		Columns: []report.ListingColumn{{Name: "分层", Width: 40}, {Name: "基数", Width: 10, Centre: true}, {Name: "应抽", Width: 10, Centre: true}, {Name: "实抽", Width: 10, Centre: true}}}
	drawn := report.Listing{Sheet: "抽中", Title: "抽中的户", Below: "抽取号从小到大，取最小的。",
		Columns: []report.ListingColumn{{Name: "分层", Width: 40}, {Name: "次序", Width: 8, Centre: true}, {Name: "户名", Width: 32}, {Name: "抽取所用代码", Width: 24, Centre: true},
			{Name: "机会", Width: 8, Centre: true}, {Name: "抽取号", Width: 68}}}
	passed := report.Listing{Sheet: "跳过", Title: "跳过的户", Below: "号在抽中的户之前、因故没有抽取的。",
		Columns: []report.ListingColumn{{Name: "分层", Width: 40}, {Name: "户名", Width: 32}, {Name: "抽取所用代码", Width: 24, Centre: true}, {Name: "原因", Width: 20}, {Name: "抽取号", Width: 68}}}
	results := map[string]draw.Result{}
	for _, d := range record.Draws {
		results[d.Place] = d
	}
	for i := range strata {
		st := &strata[i]
		d := results[st.Name]
		layers.Rows = append(layers.Rows, []string{st.Name, strconv.Itoa(st.Base), strconv.Itoa(st.Wanted), strconv.Itoa(len(d.Drawn))})
		name := func(key string) string { return s.sample.Registered[st.Members[key]].Subject.Name }
		for n, k := range d.Drawn {
			w := draw.Weight(&s.sample.Registered[st.Members[k]])
			drawn.Rows = append(drawn.Rows, []string{st.Name, strconv.Itoa(n + 1), name(k), k, strconv.Itoa(w), draw.Ticket(record.SeedSHA256, st.Name, k, w)})
		}
		for _, p := range d.Passed {
			passed.Rows = append(passed.Rows, []string{st.Name, name(p.Key), p.Key, draw.ReasonInChinese(p.Reason), p.Ticket})
		}
	}
	return []report.Listing{layers, drawn, passed}
}
