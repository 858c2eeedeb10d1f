package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"liancha/config"
	"liancha/confirm"
	"liancha/inspect"
	"liancha/intake"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/report"
)

// confirmOptions are the flags of confirm.
type confirmOptions struct {
	history     []string
	notices     bool
	skipDamaged bool
}

func (a *app) confirmCommand() *cobra.Command {
	opt := &confirmOptions{}
	c := &cobra.Command{
		Use:   "confirm 任务书 确认反馈... [选项]",
		Short: "合并各部门的确认反馈，改动最少地重新安排，列出每项任务的变动",
		Long: `读取各部门填好的“确认反馈”（部门任务里的，或各部门自己的表）：同意的不动，调整的按报来的
可行日期另排，不参加的退出。都同意的任务原样不动；其余按同样的规定重排，动的任务最少；任务编号不变。
写出一份新的任务书和部门任务，已经答复的填在里面，可以接着收下一轮。`,
		Example: `  liancha confirm 五月联检/联合检查任务.xlsx 五月联检/部门任务 -o 五月确认
  liancha confirm 五月确认/联合检查任务.xlsx 第二轮/*.xlsx -o 五月确认二`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usagef("confirm 要任务书，以及至少一个填好的确认反馈或放着它们的文件夹")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.confirm(taskBookIn(args[0]), args[1:], opt) },
	}
	f := c.Flags()
	f.StringVarP(&a.output, "output", "o", "output", "输出到哪个`文件夹`")
	a.settingsFlags(f)
	f.StringArrayVar(&opt.history, "history", nil, "排程时给出的以前的`任务书或检查结果`（可写多次）")
	f.BoolVar(&opt.notices, "notices", false, "另外生成给企业的告知书（企业告知/）")
	f.BoolVar(&opt.skipDamaged, "skip-damaged", false, "跳过读不了的确认反馈，其余照常处理")
	return c
}

func (a *app) confirm(path string, args []string, opt *confirmOptions) error {
	settings, err := a.settings()
	if err != nil {
		return err
	}
	if err := a.elsewhere(path, args); err != nil {
		return err
	}
	bar := a.progress()
	defer bar.end()
	r, err := a.reader(settings)
	if err != nil {
		return err
	}
	book, problems, err := readTaskBook(path, filepath.ToSlash(path), r)
	if err != nil {
		return err
	}
	before, err := a.readEarlier(nil, opt.history, departmentsOf(book.Entries), r)
	if err != nil {
		return err
	}
	p, err := a.readReplies(path, args, book.Outcome, settings, bar, opt.skipDamaged)
	if err != nil {
		return err
	}
	p.problems = slices.Concat(problems, before.problems, p.problems)
	round, err := conclude(book, p, before, settings)
	if err != nil {
		return err
	}
	p.Locate(p.problems)
	p.problems.Sort()
	set, err := outdir.Open(a.output)
	if err != nil {
		return err
	}
	defer set.Abort()
	options := report.Options{Notices: opt.notices, Progress: bar.stage("写出")}
	if err := report.WriteConfirmed(set, round, book.Problems, p.problems, options); err != nil {
		return err
	}
	if err := a.commit(set); err != nil {
		return err
	}
	bar.end()
	return a.showRound(round, p)
}

// conclude merges the replies, places anew what is open, and makes the book of it.
func conclude(book *report.TaskBook, p *plans, before *earlier, c *config.Config) (*inspect.Round, error) {
	words := terms(c)
	merged := confirm.Merge(confirm.Input{Book: book.Outcome, Replies: p.Replies, Among: words.Department, Lead: words.Lead})
	p.problems = append(p.problems, merged.Problems...)
	merged.Rejected += p.Rejected
	placed, err := replan(merged, book.Outcome, before, c)
	if err != nil {
		return nil, err
	}
	round := merged.Apply(placed)
	if merged.Fresh() {
		err = rebound(merged, round.Outcome, c)
	}
	return round, err
}

// readReplies reads the reply sheets. The task book itself, which a folder may
// bring along, is none.
func (a *app) readReplies(book string, args []string, o *inspect.Outcome, c *config.Config, bar *progress, skip bool) (*plans, error) {
	files, problems, err := expand(args, a.output)
	if err != nil {
		return nil, err
	}
	files = slices.DeleteFunc(files, func(f input) bool { return realPath(f.path) == realPath(book) })
	r, err := a.reader(c)
	if err != nil {
		return nil, err
	}
	r.scan, r.once = intake.ScanReplies, true
	all, err := r.readAll(files, bar, skip)
	if err != nil {
		return nil, err
	}
	period := o.Period
	p := &plans{files: files, skipped: all.skipped, Result: intake.Combine(all.drafts(files), intake.Options{Replies: true, Period: &period,
		City: c.City, Aliases: c.Aliases, Departments: departmentsOf(o.Entries), After: workingDaysAfter(c)})}
	p.problems = slices.Concat(problems, all.problems, p.Result.Problems)
	if len(p.Replies) == 0 && p.Rejected == 0 && p.Blank == 0 && p.skipped == 0 {
		return nil, hinted{fmt.Errorf("%d 个文件里没有确认反馈", len(files)),
			"确认反馈要有任务编号和确认两列；部门任务里的“" + report.SheetReply + "”表填好就能用"}
	}
	return p, nil
}

// elsewhere refuses an output folder that holds the task book or a reply: they
// would be written over.
func (a *app) elsewhere(book string, args []string) error {
	files, _, err := expand(args, "")
	if err != nil {
		return err
	}
	where := realPath(a.output)
	for _, path := range append([]string{book}, paths(files)...) {
		if strings.HasPrefix(realPath(path), where+string(filepath.Separator)) {
			return hinted{fmt.Errorf("输出文件夹“%s”里放着 %s，写出的结果会盖掉它", a.output, filepath.ToSlash(path)),
				"请用 -o 另给一个文件夹，例如 -o " + strings.TrimRight(a.output, `/\`) + "-确认"}
		}
	}
	return nil
}

func paths(files []input) []string {
	var list []string
	for _, f := range files {
		list = append(list, f.path)
	}
	return list
}

// showRound shows what came out and gives the exit status.
func (a *app) showRound(r *inspect.Round, p *plans) error {
	if a.json {
		if err := report.RoundJSON(a.stdout, r, p.problems); err != nil {
			return err
		}
	} else if !a.quiet {
		if err := report.RoundSummary(a.stdout, a.columns(), r, p.problems); err != nil {
			return err
		}
		fmt.Fprintf(a.stdout, "\n变动清单：%s\n任务书：%s\n", filepath.Join(a.output, report.ChangesName), filepath.Join(a.output, report.TaskBookName))
	}
	if r.Stats.LeftOut > 0 || r.Stats.Rejected > 0 || p.skipped > 0 || p.problems.Count(diag.Error) > 0 {
		return errPartial
	}
	return nil
}
