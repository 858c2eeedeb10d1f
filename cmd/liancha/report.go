package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"liancha/config"
	"liancha/feedback"
	"liancha/inspect"
	"liancha/intake"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/internal/workday"
	"liancha/report"
)

// reportOptions are the flags of report.
type reportOptions struct {
	tasks       string
	history     []string
	matches     []string
	asOf        string
	ledgerOnly  bool
	skipDamaged bool
}

func (a *app) reportCommand() *cobra.Command {
	opt := &reportOptions{}
	c := &cobra.Command{
		Use:   "report 检查结果... [选项]",
		Short: "汇总各部门的检查结果，一家企业一份反馈，另有结果汇总和公开名单",
		Long: `读取各部门填好的检查结果，同一家企业的合成一份集中反馈；几个部门查到同一处隐患的合成一条，
要求不一的并列出来请牵头部门定夺；另外生成检查结果汇总和可以公开的结果。`,
		Example: `  liancha report output/部门任务 --tasks output/联合检查任务.xlsx -o 五月结果
  liancha report 检查结果/*.xlsx --tasks output/联合检查任务.xlsx --as-of 2021-06-30`,
		Args: someFiles,
		RunE: func(_ *cobra.Command, args []string) error { return a.report(args, opt) },
	}
	f := c.Flags()
	f.StringVarP(&a.output, "output", "o", "output", "输出到哪个`文件夹`")
	f.StringVar(&a.period, "period", "", "只汇总这一`期间`的检查：2021-05、2021-Q2、2021 或 2021-05-06..2021-05-31")
	a.settingsFlags(f)
	f.StringVar(&opt.tasks, "tasks", "", "这些检查结果所属的`任务书`")
	f.StringArrayVar(&opt.history, "history", nil, "以前的`任务书`或放着它们的文件夹，与上期比较（可写多次）")
	f.StringArrayVar(&opt.matches, "matches", nil, answersUsage)
	f.StringVar(&opt.asOf, "as-of", "", "整改情况截至哪一`天`，如 2021-06-30（默认检查结果里最新的检查、复查日期）")
	f.BoolVar(&opt.ledgerOnly, "no-feedback", false, "不生成每家企业的集中反馈，只要汇总和公开名单")
	f.BoolVar(&opt.skipDamaged, "skip-damaged", false, "跳过读不了的文件，其余照常处理")
	return c
}

func (a *app) report(args []string, opt *reportOptions) error {
	var asOf inspect.Date
	if opt.asOf != "" {
		var ok bool
		if asOf, ok = config.ParseDay(opt.asOf); !ok {
			return usagef("--as-of 的日期“%s”要写成 2021-06-30 或 2021年6月30日", opt.asOf)
		}
	}
	settings, err := a.settings()
	if err != nil {
		return err
	}
	bar := a.progress()
	defer bar.end()
	r, err := a.reader(settings)
	if err != nil {
		return err
	}
	books, err := a.readBooks(opt, r)
	if err != nil {
		return err
	}
	said, err := a.readEarlier(opt.matches, nil, nil, r)
	if err != nil {
		return err
	}
	p, err := a.readFindings(args, books.book, settings, bar, opt.skipDamaged)
	if err != nil {
		return err
	}
	f := identify(p.within(settings.Period), books.book, settings, said)
	res, problems := feedback.Gather(feedback.Input{Findings: f.findings, EnterpriseOf: f.of, Enterprises: f.enterprises, Reviews: f.reviews,
		Book: f.book, History: books.history, AsOf: asOf})
	problems = slices.Concat(books.problems, said.problems, p.problems, f.problems, problems)
	p.Locate(problems)
	problems.Sort()
	set, err := outdir.Open(a.output)
	if err != nil {
		return err
	}
	defer set.Abort()
	if err := report.WriteResults(set, res, problems, report.ResultOptions{NoFeedback: opt.ledgerOnly, Progress: bar.stage("写出")}); err != nil {
		return err
	}
	if err := a.commit(set); err != nil {
		return err
	}
	bar.end()
	return a.showResults(res, problems, p)
}

// showResults shows what came out and gives the exit status.
func (a *app) showResults(res *inspect.Results, problems diag.List, p *plans) error {
	if a.json {
		if err := report.ResultsJSON(a.stdout, res, problems); err != nil {
			return err
		}
	} else if !a.quiet {
		if err := report.ResultsSummary(a.stdout, a.columns(), res, problems); err != nil {
			return err
		}
		fmt.Fprintf(a.stdout, "\n汇总：%s\n", filepath.Join(a.output, report.LedgerName))
	}
	if p.Rejected > 0 || p.skipped > 0 || p.outside > 0 || problems.Count(diag.Error) > 0 {
		return errPartial
	}
	return nil
}

// readFindings reads the findings sheets.
func (a *app) readFindings(args []string, book *report.TaskBook, c *config.Config, bar *progress, skip bool) (*plans, error) {
	opt := intake.Options{Findings: true, After: workingDaysAfter(c)}
	if book != nil {
		opt.Departments, opt.TaskDates = departmentsOf(book.Entries), datesOf(book.Outcome)
	}
	p, err := a.readFiles(args, c, bar, skip, opt)
	if err != nil {
		return nil, err
	}
	if len(p.Findings) == 0 && p.Rejected == 0 {
		return nil, hinted{fmt.Errorf("%d 个文件里没有检查结果", len(p.files)),
			"检查结果要有企业名称（或任务编号）和检查结果、问题描述等列；部门任务里的“检查结果”表填好就能用"}
	}
	return p, nil
}

// within gives the findings of inspections in a period, all where none is
// given, and tells of the others.
func (p *plans) within(period *inspect.Span) []inspect.Finding {
	if period == nil {
		return p.Findings
	}
	var findings []inspect.Finding
	for _, f := range p.Findings {
		if f.Date == 0 || period.Contains(f.Date) {
			findings = append(findings, f)
			continue
		}
		if f.Conclusion != inspect.NoConclusion {
			p.outside++
		}
		p.problems.Add(diag.Problem{Severity: diag.Info, Code: "out_of_period", Value: f.Date.String(), Position: position(f.Source, "检查日期"),
			Message: fmt.Sprintf("检查日期%s不在%s，没有汇总", f.Date, periodText(*period))})
	}
	return findings
}

// workingDaysAfter counts working days by the calendar in force.
func workingDaysAfter(c *config.Config) func(inspect.Date, int) inspect.Date {
	return workday.New(c.Calendar.Holidays, c.Calendar.Workdays).After
}

// datesOf gives the last days of a book's tasks by number.
func datesOf(o *inspect.Outcome) map[string]inspect.Date {
	dates := map[string]inspect.Date{}
	for i := range o.Tasks {
		dates[o.Tasks[i].ID] = o.Tasks[i].Last()
	}
	return dates
}

// departmentsOf gives the departments of entries, each once.
func departmentsOf(entries []inspect.Entry) []string {
	var names []string
	for i := range entries {
		names = append(names, entries[i].Department)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// books are the task books report is given.
type books struct {
	book     *report.TaskBook // nil for none
	history  []*inspect.Outcome
	problems diag.List
}

// readBooks reads the task book and the earlier ones. Other workbooks beside the
// earlier ones, as a folder of outputs has them, are passed over.
func (a *app) readBooks(opt *reportOptions, r reading) (*books, error) {
	b := &books{}
	if opt.tasks != "" {
		opt.tasks = taskBookIn(opt.tasks)
		book, problems, err := readTaskBook(opt.tasks, filepath.ToSlash(opt.tasks), r)
		if err != nil {
			return nil, fmt.Errorf("--tasks：%w", err)
		}
		b.book, b.problems = book, problems
	}
	if len(opt.history) == 0 {
		return b, nil
	}
	files, problems, err := expand(opt.history, "")
	if err != nil {
		return nil, fmt.Errorf("--history：%w", err)
	}
	b.problems = append(b.problems, problems...)
	var errs []error
	var others []string
	for _, f := range files {
		book, problems, err := readTaskBook(f.path, f.name, r)
		switch {
		case errors.Is(err, report.ErrNoTaskBook) && !f.own:
			others = append(others, f.name)
		case err != nil:
			errs = append(errs, fmt.Errorf("--history：%w", err))
		default:
			b.history = append(b.history, book.Outcome)
			b.problems = append(b.problems, problems...)
		}
	}
	if len(errs) == 0 && len(b.history) == 0 {
		return nil, hinted{errors.New("--history：没有找到任务书"), "请给出以前的联合检查任务.xlsx"}
	}
	if n := len(others); n > 0 {
		b.problems.Add(diag.Problem{Severity: diag.Info, Code: "file_skipped", Position: diag.Position{File: others[0]},
			Message: fmt.Sprintf("--history 里有%d个文件不是任务书，没有用来与上期比较，这是第一个", n), Hint: "上期只看联合检查任务.xlsx；上期的检查结果请和本期的一起给"})
	}
	return b, errors.Join(errs...)
}
