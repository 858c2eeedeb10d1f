package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"liancha/collide"
	"liancha/config"
	"liancha/draw"
	"liancha/inspect"
	"liancha/intake"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/report"
)

// drawInspectorsOptions are the flags of draw-inspectors.
type drawInspectorsOptions struct {
	drawFlags
	replace string
	reason  string
	tasks   []string
}

func (a *app) drawInspectorsCommand() *cobra.Command {
	opt := &drawInspectorsOptions{}
	c := &cobra.Command{
		Use:   "draw-inspectors 任务书 [名录库...] [选项]",
		Short: "为每项任务随机抽取执法人员，任何人都可以复核",
		Long: `为任务书里的每项任务、每个部门随机抽取执法人员。请假、回避、停用、证件过期的不抽，
同一时间不会抽到两处；只要排得开，就一定抽得出来。

可以先用 --commit 公布名册的摘要，等种子（如某日的公开开奖号码）产生后再抽取。`,
		Example: `  liancha draw-inspectors output/联合检查任务.xlsx --commit -o 五月抽取
  liancha draw-inspectors output/联合检查任务.xlsx --seed 双色球2021050 -o 五月抽取
  liancha draw-inspectors output/联合检查任务.xlsx -o 五月抽取 --replace 张某 --reason 生病`,
		Args: someFiles,
		RunE: func(_ *cobra.Command, args []string) error { return a.drawInspectors(args, opt) },
	}
	f := c.Flags()
	f.StringVarP(&a.output, "output", "o", "output", "输出到哪个`文件夹`")
	a.settingsFlags(f)
	opt.add(f)
	f.StringVar(&opt.replace, "replace", "", "替换已经抽中的`人`（姓名或执法证号），按同一种子取下一号")
	f.StringVar(&opt.reason, "reason", "", "替换的`原因`，记入抽取记录")
	f.StringArrayVar(&opt.tasks, "task", nil, "只替换这项`任务`（任务编号，可写多次）；不写为此人的全部任务")
	return c
}

func (a *app) drawInspectors(args []string, opt *drawInspectorsOptions) error {
	if err := opt.check(); err != nil {
		return err
	}
	switch {
	case opt.replace != "" && (opt.commit || len(opt.seeds) > 0):
		return usagef("--replace 沿用原来的种子，不能同时给 --seed 或 --commit")
	case opt.replace != "" && strings.TrimSpace(opt.reason) == "":
		return usagef("--replace 要用 --reason 写明原因")
	case opt.replace == "" && (opt.reason != "" || len(opt.tasks) > 0):
		return usagef("--reason 和 --task 要与 --replace 一起用")
	}
	settings, err := a.settings()
	if err != nil {
		return err
	}
	r, err := a.openRoll(args, settings)
	if err != nil {
		return err
	}
	if opt.replace != "" {
		return a.replaceInspector(r, opt)
	}
	return a.drawRoll(r, settings, opt)
}

// roll is a task book with the people there are for it.
type roll struct {
	*inspect.Outcome
	book     *report.TaskBook
	path     string // of the task book
	files    []input
	problems diag.List // of the task book as read and of the rosters
	rejected bool      // some row of a roster could not be read
}

// openRoll reads the task book and the rosters. A department that has a roster
// among them is staffed from it, the others from the task book.
func (a *app) openRoll(args []string, c *config.Config) (*roll, error) {
	reader, err := a.reader(c)
	if err != nil {
		return nil, err
	}
	args[0] = taskBookIn(args[0])
	name := filepath.ToSlash(args[0])
	book, problems, err := readTaskBook(args[0], name, reader)
	if err != nil {
		return nil, err
	}
	r := &roll{Outcome: book.Outcome, book: book, path: args[0], files: []input{{path: args[0], name: name}}, problems: problems}
	if len(args) == 1 {
		return r, nil
	}
	files, found, err := expand(args[1:], a.output)
	if err != nil {
		return nil, err
	}
	r.problems = append(r.problems, found...)
	r.files = append(r.files, files...)
	return r, r.readRosters(reader.read(files, a.progress().stage("读取")), c)
}

// readRosters takes the people of the rosters in.
func (r *roll) readRosters(results []fileResult, c *config.Config) error {
	var drafts []*intake.Draft
	var errs []error
	for _, res := range results {
		errs = append(errs, res.err)
		drafts = append(drafts, res.drafts...)
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	period := r.Period
	got := intake.Combine(drafts, intake.Options{Period: &period, City: c.City, District: c.District, Aliases: c.Aliases, Departments: r.departments()})
	covered := map[string]bool{}
	for i := range got.Inspectors {
		covered[got.Inspectors[i].Department] = true
	}
	r.Staff = append(slices.DeleteFunc(r.Staff, func(p inspect.Inspector) bool { return covered[p.Department] }), got.Inspectors...)
	r.problems = append(r.problems, got.Problems...)
	r.rejected = got.Problems.Count(diag.Error) > 0
	return nil
}

// departments gives the departments of the task book.
func (r *roll) departments() []string {
	var names []string
	for i := range r.Entries {
		names = append(names, r.Entries[i].Department)
	}
	for i := range r.Staff {
		names = append(names, r.Staff[i].Department)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// drawRoll draws for every task.
func (a *app) drawRoll(r *roll, c *config.Config, opt *drawInspectorsOptions) error {
	if len(r.Tasks) == 0 {
		return fmt.Errorf("%s 里没有任务", r.path)
	}
	target, err := a.drawnBookName(r.path)
	if err != nil {
		return err
	}
	seeds, err := opt.readSeeds()
	if err != nil {
		return err
	}
	pool, problems, err := a.duty(r, c, opt)
	if err != nil {
		return err
	}
	problems = append(r.problems, problems...)
	problems.Sort()
	a.tellProblems(problems)
	if len(pool.Tasks) == 0 {
		return hinted{errors.New("没有可以抽取的任务：没有一个部门有执法人员"), "请给出执法人员名录库"}
	}
	if opt.commit {
		return a.writePool(pool)
	}
	inputs, err := inputsOf(r.files)
	if err != nil {
		return err
	}
	record, err := draw.New(pool, seeds, inputs)
	if err != nil {
		return noAssignment(err)
	}
	a.warnCommitted(record.Pool)
	if err := a.writeDrawn(r, record, target); err != nil {
		return err
	}
	drawn := 0
	for _, d := range record.Draws {
		drawn += len(d.Drawn)
	}
	err = a.showRecord(record, fmt.Sprintf("%d 项任务，抽取 %d 人次。", len(r.Tasks), drawn), "任务书："+filepath.Join(a.output, target))
	if err == nil && (r.rejected || slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == "no_roster" })) {
		return errPartial
	}
	return err
}

// noAssignment words a draw that cannot succeed, with its proof.
func noAssignment(err error) error {
	list, ok := draw.IsShortage(err)
	if !ok {
		return err
	}
	errs := make([]error, len(list))
	for i := range list {
		errs[i] = errors.New(list[i].String())
	}
	return errors.Join(append(errs, hinted{errors.New("人手不够，没有抽取"), "请增派人员、调整请假，或在任务清单里把其中的任务改到别的时间"})...)
}

// duty makes the pool. Two people go to every task where there are two; where
// a department's plan asks for one and a second cannot be found, one goes.
func (a *app) duty(r *roll, c *config.Config, opt *drawInspectorsOptions) (*draw.Pool, diag.List, error) {
	d := &draw.Duty{
		Days: r.WorkingDays, Tasks: r.Tasks, Entries: r.Entries, Enterprises: r.Enterprises, Staff: r.Staff,
		MinPeople: draw.MinPeople, MinPeopleExcept: map[string]bool{},
		CrossArea: c.Draw.CrossArea, Skills: c.Draw.Skills, Means: r.means(c),
		Edited: func(entry inspect.Source, name string) (diag.Position, bool) {
			at, ok := r.book.Added[report.Naming{Entry: entry, Name: name}]
			return at, ok
		},
	}
	if c.Draw.Balance {
		times, err := a.timesDrawn(r, c, opt.history)
		if err != nil {
			return nil, nil, err
		}
		d.Times = times
	}
	var single diag.List
	for {
		pool, problems := d.Pool()
		list, short := draw.IsShortage(pool.Possible())
		raised := 0
		for _, s := range list {
			for _, place := range s.Places {
				if !d.MinPeopleExcept[place] && d.PlanWants(place) < draw.MinPeople {
					raised++
					d.MinPeopleExcept[place] = true
					single.Add(diag.Problem{Severity: diag.Warning, Code: "one_inspector", Value: place,
						Message: place + " 只派得出一人，按计划的人数抽取", Hint: "检查应由两名以上执法人员进行，请增派一人"})
				}
			}
		}
		if !short || raised == 0 {
			return pool, append(problems, single...), nil
		}
	}
}

// means gives how an enterprise written in someone's recusals is recognised.
func (r *roll) means(c *config.Config) func(string, *inspect.Task) bool {
	who := collide.Resolve(r.Entries, nil, collide.Options{Period: r.Period, City: c.City})
	found := map[string]int32{}
	return func(written string, t *inspect.Task) bool {
		e := &r.Enterprises[t.Enterprise]
		if written == e.Name || e.Code != "" && strings.EqualFold(written, e.Code) {
			return true
		}
		i, known := found[written]
		if !known {
			i = -1
			for _, s := range []inspect.Subject{{Name: written}, {Code: written}} {
				if j, ok := who.Find(s); ok {
					i = int32(j)
				}
			}
			found[written] = i
		}
		return i >= 0 && slices.ContainsFunc(t.Entries, func(e int) bool { return who.Of[e] == i })
	}
}

// timesDrawn counts how often each person stands in this year's earlier task books.
func (a *app) timesDrawn(r *roll, c *config.Config, history []string) (map[[2]string]int, error) {
	reader, err := a.reader(c)
	if err != nil {
		return nil, err
	}
	before, err := a.readEarlier(nil, history, r.departments(), reader)
	if err != nil {
		return nil, err
	}
	keys := r.keysByName()
	times := map[[2]string]int{}
	year, _, _ := r.Period.From.YMD()
	for _, o := range before.books {
		for i := range o.Tasks {
			t := &o.Tasks[i]
			if y, _, _ := t.Date.YMD(); y != year {
				continue
			}
			for _, e := range t.Entries {
				x := &o.Entries[e]
				for _, name := range x.Named {
					if k := keys[[2]string{x.Department, name}]; len(k) == 1 {
						times[[2]string{x.Department, k[0]}]++
					}
				}
			}
		}
	}
	return times, nil
}

// keysByName gives the keys of people by department and name (or key).
func (r *roll) keysByName() map[[2]string][]string {
	keys := map[[2]string][]string{}
	for i := range r.Staff {
		p := &r.Staff[i]
		for _, name := range []string{p.Name, p.Key()} {
			at := [2]string{p.Department, name}
			if !slices.Contains(keys[at], p.Key()) {
				keys[at] = append(keys[at], p.Key())
			}
		}
	}
	return keys
}

// besideName is the copy of a task book that stands in the output folder itself.
const besideName = "联合检查任务（已抽取）.xlsx"

// drawnBookName names the task book to be written: never the one drawn for.
func (a *app) drawnBookName(path string) (string, error) {
	switch {
	case a.writes(besideName, path):
		return "", hinted{fmt.Errorf("%s 已经抽取过了", path), "请用抽取之前的任务书；只换一个人用 --replace"}
	case a.writes(report.TaskBookName, path):
		return besideName, nil
	}
	return report.TaskBookName, nil
}

// writes reports whether a file of the output would be written over path.
func (a *app) writes(name, path string) bool {
	return realPath(filepath.Join(a.output, name)) == realPath(path)
}

// writeDrawn writes everything: the task book with names, the departments'
// books, the pool and the record.
func (a *app) writeDrawn(r *roll, record *draw.Record, target string) error {
	r.name(record.Final())
	set, err := outdir.Open(a.output)
	if err != nil {
		return err
	}
	defer set.Abort()
	if err := report.WriteDrawn(set, target, r.Outcome, r.book.Problems); err != nil {
		return err
	}
	if err := writeRecord(set, record, r.Period.From.String(), r.listings(record)); err != nil {
		return err
	}
	return a.commit(set)
}

// tellProblems shows what is wrong or worth knowing, on standard error.
func (a *app) tellProblems(problems diag.List) {
	if a.quiet || len(problems) == 0 {
		return
	}
	_ = report.Problems(a.stderr, problems, false) // nothing is to be done when messages cannot be shown
}
