package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"liancha/config"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/push"
	"liancha/report"
)

// pushOptions are the flags of push.
type pushOptions struct {
	dryRun bool
	again  []string
	named  bool // the output folder was given
}

func (a *app) pushCommand() *cobra.Command {
	opt := &pushOptions{}
	c := &cobra.Command{
		Use:   "push 任务书 [选项]",
		Short: "把各部门的任务书送出去：文件夹、邮件、群机器人",
		Long: `按任务书生成每个部门自己的任务书，送到设置里写的文件夹或邮箱；什么都没设置的，放到输出文件夹的 推送/ 里。
部门的群机器人只报条数和日期。送没送到记在输出文件夹的 推送记录.json 里，再运行一次只送还没有送到的和有变动的。`,
		Example: `  liancha push 五月联检/联合检查任务.xlsx -o 五月联检 --dry-run
  liancha push 五月联检/联合检查任务.xlsx -o 五月联检
  liancha push 五月联检/联合检查任务.xlsx -o 五月联检 --again 市消防救援支队`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("push 要一份任务书")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			opt.named = c.Flags().Changed("output")
			return a.push(taskBookIn(args[0]), opt)
		},
	}
	f := c.Flags()
	f.StringVarP(&a.output, "output", "o", "output", "推送记录和默认的推送文件夹放在哪个`文件夹`")
	a.settingsFlags(f)
	f.BoolVar(&opt.dryRun, "dry-run", false, "只显示什么会送到哪里，不联网，不写任何文件")
	f.StringArrayVar(&opt.again, "again", nil, "这个`部门`的再送一次，不管送没送到过（可写多次）")
	return c
}

func (a *app) push(path string, opt *pushOptions) error {
	settings, err := a.settings()
	if err != nil {
		return err
	}
	if err := a.sameLedger(path, opt); err != nil {
		return err
	}
	book, err := a.openPushBook(path, settings)
	if err != nil {
		return err
	}
	p, err := a.planPush(path, book, settings, opt)
	if err != nil {
		return err
	}
	defer p.close()
	if opt.dryRun {
		return a.showPlan(p)
	}
	if err := errors.Join(p.lacking...); err != nil {
		return errors.Join(err, errors.New("没有送出任何东西"))
	}
	return a.carryOut(p, settings)
}

// openPushBook reads the task book. What cannot be read in it would leave
// departments with books that lack something, so then nothing is sent.
func (a *app) openPushBook(path string, c *config.Config) (*report.TaskBook, error) {
	r, err := a.reader(c)
	if err != nil {
		return nil, err
	}
	book, problems, err := readTaskBook(path, filepath.ToSlash(path), r)
	if err != nil {
		return nil, err
	}
	a.tellProblems(problems)
	switch {
	case problems.Count(diag.Error) > 0:
		if a.quiet { // what stops everything is told all the same
			_ = report.Problems(a.stderr, slices.DeleteFunc(problems, func(p diag.Problem) bool { return p.Severity != diag.Error }), false)
		}
		return nil, hinted{fmt.Errorf("%s 里有读不懂的地方，没有送出任何东西", path), "改好上面列出的错误，再运行一次"}
	case len(book.Entries) == 0:
		return nil, fmt.Errorf("%s 里没有检查计划", path)
	}
	for i := range book.Entries {
		if strings.TrimSpace(book.Entries[i].Department) == "" {
			return nil, hinted{fmt.Errorf("%s 的“任务明细”里，来源 %s 的一行没有检查部门，没有送出任何东西", path, book.Entries[i].Source), "补上检查部门，再运行一次"}
		}
	}
	return book, nil
}

// sameLedger refuses a run that has forgotten -o: beside the task book stands
// the record of what has been sent, and without it everything would be sent
// again.
func (a *app) sameLedger(path string, opt *pushOptions) error {
	beside := filepath.Dir(path)
	if opt.named || realPath(beside) == realPath(a.output) {
		return nil
	}
	_, there := os.Stat(filepath.Join(beside, push.LedgerName))
	_, here := os.Stat(filepath.Join(a.output, push.LedgerName))
	if there == nil && errors.Is(here, fs.ErrNotExist) {
		return hinted{fmt.Errorf("%s 旁边有推送记录，而输出文件夹 %s 里没有：会把送到了的再送一遍", path, a.output),
			"接着那份记录送，请加 -o " + beside + "；确实要另记一份，也请写明 -o"}
	}
	return nil
}

// carryOut sends what is planned, with the output folder locked, and shows what
// became of it.
func (a *app) carryOut(p *pushPlan, c *config.Config) error {
	set, err := outdir.Open(a.output)
	if err != nil {
		return err
	}
	defer set.Abort()
	// Only now is the ledger certain: a run before this one may have ended since.
	b, err := set.Read(push.LedgerName)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("读不到推送记录 %s：%w", set.Path(push.LedgerName), err)
	}
	if err := p.remember(b, set.Path(push.LedgerName)); err != nil {
		return err
	}
	bar := a.progress()
	defer bar.end()
	done := bar.stage("推送")
	keep := func(l *push.Ledger) error {
		done(p.share())
		return set.Put(push.LedgerName, l.Bytes())
	}
	err = push.Run(context.Background(), set, p.steps, p.ledger, keep, push.Options{
		Tries: c.Push.Tries, Wait: time.Duration(c.Push.Wait) * time.Second, Clock: systemClock{},
		Tell: func(s string) {
			bar.end()
			a.say("%s", s)
		},
	})
	bar.end()
	a.written = a.output
	if err != nil {
		return errors.Join(hinted{fmt.Errorf("推送中断：记不下送到了哪里，没有接着送：%w", err), "下面是已经送的；恢复之后再运行一次，接着送没有送的"}, a.showSteps(p, false))
	}
	writeErr := a.writePushRecord(set, p)
	if err := a.showPushed(p); err != nil {
		return err
	}
	if writeErr != nil {
		a.say("推送记录.xlsx 没有写成：%v\n  送没送到都已记在 %s 里；关闭打开着的文件再运行一次，就会写出来", writeErr, set.Path(push.LedgerName))
	}
	return p.status()
}

// systemClock is the machine's own.
type systemClock struct{}

func (systemClock) Now() time.Time        { return time.Now() }
func (systemClock) Sleep(d time.Duration) { time.Sleep(d) }
