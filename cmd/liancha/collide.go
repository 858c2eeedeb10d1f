package main

import (
	"fmt"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/report"
	"liancha/schedule"
)

// collideOptions are the flags of collide.
type collideOptions struct {
	history     []string
	matches     []string
	previous    string
	blind       bool
	effort      int
	notices     bool
	skipDamaged bool
}

func (a *app) collideCommand() *cobra.Command {
	opt := &collideOptions{}
	c := &cobra.Command{
		Use:   "collide 文件或文件夹... [选项]",
		Short: "读取各部门的计划，碰撞、排程，生成联合检查任务书",
		Example: `  liancha collide 计划文件夹
  liancha collide 计划/*.xlsx 名录库.csv --period 2021-05 -o 五月联检`,
		Args: someFiles,
		RunE: func(_ *cobra.Command, args []string) error { return a.collide(args, opt) },
	}
	a.sharedFlags(c.Flags())
	f := c.Flags()
	f.IntVar(&opt.effort, "effort", 5, "排程花多少功夫，`1–10`，按步数算")
	f.StringArrayVar(&opt.history, "history", nil, "以前的`任务书或检查结果`，或放着它们的文件夹，计入频次和间隔（可写多次）")
	f.StringArrayVar(&opt.matches, "matches", nil, "填好的“疑似同一企业”所在的`任务书`（可写多次）")
	f.StringVar(&opt.previous, "previous", "", "同一期间上一次碰撞（或确认后）的`任务书`：接着排的任务沿用原来的编号")
	f.BoolVar(&opt.blind, "blind", false, "“疑似同一企业”里不显示相似度和各项的分量，以免影响判断")
	f.BoolVar(&opt.notices, "notices", false, "另外生成给企业的告知书（企业告知/）")
	f.BoolVar(&opt.skipDamaged, "skip-damaged", false, "跳过读不了的文件，其余照常处理")
	return c
}

func (a *app) collide(args []string, opt *collideOptions) error {
	if opt.effort < 1 || opt.effort > 10 {
		return usagef("--effort 应在 1 至 10 之间，不是 %d", opt.effort)
	}
	if err := apart(args, a.output); err != nil {
		return err
	}
	settings, err := a.settings()
	if err != nil {
		return err
	}
	bar := a.progress()
	defer bar.end()
	p, err := a.readPlans(args, settings, bar, opt.skipDamaged)
	if err != nil {
		return err
	}
	if len(p.Entries) == 0 && p.Rejected == 0 {
		return hinted{fmt.Errorf("%d 个文件里没有检查计划", len(p.files)),
			"检查计划要有企业名称（或统一社会信用代码）和检查时间两列；用 liancha check 看看每张表被认成了什么"}
	}
	r, err := a.reader(settings)
	if err != nil {
		return err
	}
	before, err := a.readEarlier(opt.matches, opt.history, departmentsOf(p.Entries), r)
	if err != nil {
		return err
	}
	previous, err := readPrevious(opt.previous, p.Period, r)
	if err != nil {
		return err
	}
	st := examine(p, settings, before, opt.blind)
	res, err := schedule.Solve(st.placing.instance, schedule.Options{
		Effort: opt.effort, Workers: runtime.GOMAXPROCS(0), Progress: bar.stage("排程"),
	})
	if err != nil {
		return err
	}
	o := outcome(st, res, st.settings, previous)
	set, err := outdir.Open(a.output)
	if err != nil {
		return err
	}
	defer set.Abort()
	writing := bar.stage("写出")
	if err := report.WriteCollide(set, o, st.problems, report.Options{Notices: opt.notices, Progress: writing}); err != nil {
		return err
	}
	if err := a.commit(set); err != nil {
		return err
	}
	bar.end()
	return a.showCollision(o, st.problems, p)
}

// readPrevious reads the task book whose numbers are to be kept; nil for none. It
// has to be of the same period: a number says its month.
func readPrevious(path string, period inspect.Span, r reading) (*inspect.Outcome, error) {
	if path == "" {
		return nil, nil
	}
	book, _, err := readTaskBook(path, filepath.ToSlash(path), r)
	if err != nil {
		return nil, fmt.Errorf("--previous：%w", err)
	}
	if book.Period != period {
		return nil, hinted{fmt.Errorf("--previous：%s 的期间是%s，这次是%s", path, periodText(book.Period), periodText(period)),
			"请给出同一期间的任务书；以前各期的任务书用 --history"}
	}
	return book.Outcome, nil
}

// showCollision shows what came out and gives the exit status.
func (a *app) showCollision(o *inspect.Outcome, problems diag.List, p *plans) error {
	if a.json {
		if err := report.JSON(a.stdout, o, problems); err != nil {
			return err
		}
	} else if !a.quiet {
		if err := report.Summary(a.stdout, a.columns(), o, problems); err != nil {
			return err
		}
		fmt.Fprintf(a.stdout, "\n任务书：%s\n", filepath.Join(a.output, report.TaskBookName))
	}
	if len(o.Unscheduled) > 0 || p.Rejected > 0 || p.skipped > 0 || problems.Count(diag.Error) > 0 {
		return errPartial
	}
	return nil
}
