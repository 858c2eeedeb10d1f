package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"liancha/collide"
	"liancha/config"
	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/internal/table"
	"liancha/profile"
	"liancha/report"
)

// profileOptions are the flags of profile.
type profileOptions struct {
	results     []string
	previous    string
	matches     []string
	enterprise  string
	asOf        string
	skipDamaged bool
}

func (a *app) profileCommand() *cobra.Command {
	opt := &profileOptions{}
	c := &cobra.Command{
		Use:   "profile 名录库... --results 检查结果... [选项]",
		Short: "按检查结果给企业画像：固有风险、管理水平、等级、检查参考名单",
		Long: `按检查对象名录库和历次检查结果，给每家企业算出固有风险和管理水平两个分数，定出等级，
排出检查参考名单，并写出更新了等级和上次检查日期的名录库，下个月的 draw-enterprises 和 collide 直接用它。
检查结果可以是填好的部门任务、检查结果汇总，或任何有检查结果表的文件、文件夹。`,
		Example: `  liancha profile 检查对象名录库.xlsx --results 五月联检/部门任务 -o 脸谱
  liancha profile 名录库.xlsx --results 结果 --previous 四月/企业安全信用脸谱.xlsx --enterprise 南京某某化工有限公司`,
		Args: someFiles,
		RunE: func(_ *cobra.Command, args []string) error { return a.profile(args, opt) },
	}
	f := c.Flags()
	f.StringVarP(&a.output, "output", "o", "output", "输出到哪个`文件夹`")
	a.settingsFlags(f)
	f.StringArrayVar(&opt.results, "results", nil, "检查结果所在的`文件`或文件夹（可写多次）")
	f.StringVar(&opt.previous, "previous", "", "以前的 "+report.ProfileBookName+"，与它比较等级变动；写`文件`名")
	f.StringArrayVar(&opt.matches, "matches", nil, answersUsage)
	f.StringVar(&opt.enterprise, "enterprise", "", "另附这家企业的画像（雷达图、变化图）：`名称或代码`")
	f.StringVar(&opt.asOf, "as-of", "", "截至哪一天，如 `2021-06-30`（默认为文件里最新的检查日期）")
	f.BoolVar(&opt.skipDamaged, "skip-damaged", false, "跳过读不了的文件，其余照常处理")
	return c
}

func (a *app) profile(args []string, opt *profileOptions) error {
	settings, err := a.settings()
	if err != nil {
		return err
	}
	bar := a.progress()
	defer bar.end()
	s, err := a.readProfile(args, opt, settings, bar)
	if err != nil {
		return err
	}
	in := profile.Input{
		Enterprises: s.who.Enterprises, Registered: s.registers.Registered, OfRegistered: s.who.OfRegistered,
		Findings: s.findings.Findings, OfFinding: s.ofFinding, HazardOf: s.hazardOf, AsOf: s.asOf,
	}
	if opt.previous != "" {
		if in.Previous, err = a.readPrevious(opt.previous, s, settings); err != nil {
			return err
		}
	}
	result := profile.Assess(in, settings.Profile)
	chosen, err := s.choose(opt.enterprise, result)
	if err != nil {
		return err
	}
	s.strangers(result)
	s.problems = append(s.problems, result.Problems...)
	s.findings.Locate(s.problems)
	s.registers.Locate(s.problems)
	s.problems.Sort()
	p := s.shown(result, settings.Profile, opt.previous, chosen)
	bar.stage("写出")(0)
	if err := a.writeProfile(p, s.register(result)); err != nil {
		return err
	}
	bar.end()
	return a.showProfile(p, s, result.NotCounted > 0)
}

func (a *app) writeProfile(p *report.Profiles, r *report.Register) error {
	set, err := outdir.Open(a.output)
	if err != nil {
		return err
	}
	defer set.Abort()
	if err := report.WriteProfile(set, p, r); err != nil {
		return err
	}
	return a.commit(set)
}

// showProfile shows what came out and gives the exit status; partial is that
// results have not been counted.
func (a *app) showProfile(p *report.Profiles, s *profileRun, partial bool) error {
	a.tellProblems(s.problems)
	switch {
	case a.json:
		if err := report.ProfileJSON(a.stdout, p); err != nil {
			return err
		}
	case !a.quiet:
		if err := report.ProfileSummary(a.stdout, a.columns(), p); err != nil {
			return err
		}
		fmt.Fprintf(a.stdout, "\n脸谱：%s\n更新后的名录库：%s\n", filepath.Join(a.output, report.ProfileBookName), filepath.Join(a.output, report.RegisterName))
	}
	if partial || s.problems.Count(diag.Error) > 0 || s.skipped > 0 {
		return errPartial
	}
	return nil
}

// readPrevious reads an earlier profile and finds its enterprises among today's.
func (a *app) readPrevious(path string, s *profileRun, c *config.Config) (map[int32]profile.Past, error) {
	r, err := a.reader(c)
	if err != nil {
		return nil, err
	}
	if err := outdir.Settle(filepath.Dir(path)); err != nil {
		return nil, err
	}
	sheets, err := table.ReadFile(path, filepath.ToSlash(path), r.options())
	if err != nil {
		return nil, fmt.Errorf("--previous：%w", err)
	}
	list, problems, err := report.ReadProfile(sheets)
	if err != nil {
		return nil, hinted{fmt.Errorf("--previous：%s %w", path, err), "请给出以前 liancha profile 写出的 " + report.ProfileBookName}
	}
	s.problems = append(s.problems, problems...)
	past, gone := map[int32]profile.Past{}, 0
	for _, x := range list {
		e, ok := s.who.Find(inspect.Subject{Name: x.Name, Code: x.Code})
		if !ok {
			gone++
			continue
		}
		past[int32(e)] = profile.Past{Grade: x.Grade, Risk: profile.Points(x.Risk), Management: profile.Points(x.Management), Known: x.Known}
	}
	if gone > 0 {
		s.problems.Add(diag.Problem{Severity: diag.Info, Code: "not_in_register_now", Position: diag.Position{File: filepath.ToSlash(path)},
			Message: fmt.Sprintf("以前的脸谱里有 %d 家企业，这次的名录库和检查结果里没有，没有比较", gone)})
	}
	return past, nil
}

// choose finds the enterprise whose portrait is wanted, -1 for none.
func (s *profileRun) choose(wanted string, r *profile.Result) (int32, error) {
	if wanted == "" {
		return -1, nil
	}
	for _, subject := range []inspect.Subject{{Code: wanted}, {Name: wanted}} {
		if e, ok := s.who.Find(subject); ok && r.Profiles[e].Listed() {
			return int32(e), nil
		}
	}
	var near []string
	for i := range s.who.Enterprises {
		if e := &s.who.Enterprises[i]; r.Profiles[i].Listed() && (strings.Contains(e.Name, wanted) || strings.Contains(e.Code, wanted)) {
			near = append(near, e.Name)
		}
	}
	switch {
	case len(near) == 0:
		return -1, hinted{fmt.Errorf("--enterprise：没有找到企业“%s”", wanted), "写名录库里的企业全称，或统一社会信用代码"}
	case len(near) > 5:
		near = append(near[:5], "……")
	}
	return -1, hinted{fmt.Errorf("--enterprise：“%s”不能只指一家企业", wanted), "名称里有这几个字的：" + strings.Join(near, "、")}
}

// parseAsOf reads --as-of; 0 where it is not given.
func parseAsOf(s string) (inspect.Date, error) {
	if s == "" {
		return 0, nil
	}
	d, ok := inspect.ParseDate(s)
	if !ok {
		return 0, usagef("--as-of：“%s”不是日期，请写成 2021-06-30", s)
	}
	return d, nil
}

var errNoRegister = hinted{errors.New("没有检查对象名录库"), "名录库要有企业名称和统一社会信用代码、行业、风险等级等列；用 liancha check 看看每张表被认成了什么"}

// answersUsage is what --matches takes where findings are read.
const answersUsage = "填好“是否同一企业”的任务书、检查结果汇总、企业安全信用脸谱，或" + report.SheetReview + "表另存的 CSV；写`文件`名（可写多次）"

// identity are the options by which rows of register and results are told apart.
func identity(c *config.Config, said *earlier) collide.Options {
	return collide.Options{City: c.City, Decisions: said.decisions}
}
