package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/report"
)

func (a *app) checkCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "check 文件或文件夹... [选项]",
		Short: "检查各部门的表，逐条列出问题，不排程",
		Example: `  liancha check 计划文件夹
  liancha check 计划文件夹 -o 退回修改    另外写出可退回各部门的问题清单`,
		Args: someFiles,
	}
	a.sharedFlags(c.Flags())
	if f := c.Flags().Lookup("output"); f != nil {
		f.DefValue, f.Usage = "", "把可退回各部门的问题清单写到这个`文件夹`；不写这一项就不写任何文件"
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		return a.check(args, c.Flags().Changed("output"))
	}
	return c
}

func (a *app) check(args []string, write bool) error {
	if write {
		if err := apart(args, a.output); err != nil {
			return err
		}
	}
	settings, err := a.settings()
	if err != nil {
		return err
	}
	bar := a.progress()
	defer bar.end()
	p, err := a.readPlans(args, settings, bar, true)
	if err != nil {
		return err
	}
	problems := examine(p, settings, &earlier{}, false).problems
	if write {
		if err := a.writeProblems(problems); err != nil {
			return err
		}
	}
	bar.end()
	if err := a.showProblems(p, problems); err != nil {
		return err
	}
	if problems.Count(diag.Error) > 0 {
		return errPartial
	}
	return nil
}

func (a *app) writeProblems(problems diag.List) error {
	set, err := outdir.Open(a.output)
	if err != nil {
		return err
	}
	defer set.Abort()
	if err := report.WriteCheck(set, problems); err != nil {
		return err
	}
	return a.commit(set)
}

// showProblems prints the problems and what was read.
func (a *app) showProblems(p *plans, problems diag.List) error {
	if a.json {
		if problems == nil {
			problems = diag.List{}
		}
		enc := json.NewEncoder(a.stdout)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(struct {
			Schema   string    `json:"schema"`
			Files    int       `json:"files"`
			Rows     int       `json:"rows"`
			Entries  int       `json:"entries"`
			Staff    int       `json:"staff"`
			Problems diag.List `json:"problems"`
		}{"liancha/check/1", len(p.files), p.PlanRows, len(p.Entries), len(p.Inspectors), problems})
	}
	if a.quiet {
		problems = slices.DeleteFunc(slices.Clone(problems), func(p diag.Problem) bool { return p.Severity != diag.Error })
	}
	if err := report.Problems(a.stdout, problems, a.colour()); err != nil {
		return err
	}
	if !a.quiet {
		registered := ""
		if n := len(p.Registered); n > 0 {
			registered = fmt.Sprintf("、名录库 %d 户", n)
		}
		fmt.Fprintf(a.stdout, "读了 %d 个文件：计划 %d 行、执法人员 %d 名%s。错误 %d 处，警告 %d 处，提示 %d 处。\n",
			len(p.files), p.PlanRows, len(p.Inspectors), registered,
			problems.Count(diag.Error), problems.Count(diag.Warning), problems.Count(diag.Info))
	}
	return nil
}
