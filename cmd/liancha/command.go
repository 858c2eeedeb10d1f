package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"liancha/config"
	"liancha/inspect"
)

// app is one run of the program: its streams and the flags all commands share.
type app struct {
	stdout, stderr io.Writer

	output       string
	configFile   string
	period       string
	passwordFile string
	json         bool
	quiet        bool
	noProgress   bool

	written string // the folder results have been written to; empty before
}

// command builds the command tree.
func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "liancha",
		Short: "联查：把各部门的检查计划碰撞成联合检查任务",
		Long: `联查（liancha）把各部门报来的检查计划碰撞成联合检查任务：同一家企业的检查合并上门，
错开层级，合理用人，随机抽取，结果统一反馈。全部在本机离线完成，
只有 push 按设置联网送出任务书。

先试一试：
  liancha check 计划文件夹          看看各部门的表有什么问题
  liancha collide 计划文件夹        生成联合检查任务`,
		Args:          noArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       version(),
	}
	cobra.AddTemplateFunc("flags", flagUsages)
	root.SetVersionTemplate("liancha {{.Version}}\n")
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpTemplate("{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}\n\n{{end}}{{.UsageString}}")
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SuggestionsMinimumDistance = 2
	root.SetHelpCommand(&cobra.Command{Use: "help [命令]", Short: "显示帮助", RunE: func(c *cobra.Command, args []string) error {
		target, _, err := c.Root().Find(args)
		if err != nil {
			return usagef("没有“%s”这个命令", strings.Join(args, " "))
		}
		target.InitDefaultHelpFlag()
		return target.Help()
	}})
	root.AddCommand(a.initCommand(), a.checkCommand(), a.collideCommand(), a.confirmCommand(), a.explainCommand(),
		a.drawEnterprisesCommand(), a.drawInspectorsCommand(), a.verifyDrawCommand(), a.reportCommand(),
		a.profileCommand(), a.pushCommand())
	for _, c := range append(root.Commands(), root) {
		c.DisableFlagsInUseLine = true
		c.InitDefaultHelpFlag()
		if f := c.Flags().Lookup("help"); f != nil {
			f.Usage = "显示帮助"
		}
	}
	root.InitDefaultVersionFlag()
	if f := root.Flags().Lookup("version"); f != nil {
		f.Usage = "显示版本"
	}
	return root
}

// sharedFlags adds the flags every command that reads plans and writes has.
func (a *app) sharedFlags(f *pflag.FlagSet) {
	f.StringVarP(&a.output, "output", "o", "output", "输出到哪个`文件夹`")
	f.StringVar(&a.period, "period", "", "排程的`期间`：2021-05、2021-Q2、2021 或 2021-05-06..2021-05-31")
	a.settingsFlags(f)
}

// settingsFlags adds the flags every command has.
func (a *app) settingsFlags(f *pflag.FlagSet) {
	f.StringVar(&a.configFile, "config", "", "设置`文件`（默认用当前文件夹里的 "+config.FileName+"，如果有）")
	f.BoolVar(&a.json, "json", false, "在标准输出上给出 JSON 结果，别的都不写")
	f.BoolVarP(&a.quiet, "quiet", "q", false, "只报告错误")
	f.BoolVar(&a.noProgress, "no-progress", false, "不显示进度条")
	f.StringVar(&a.passwordFile, "password-file", "", "加密工作簿的密码`文件`，一行一个密码")
}

// settings reads the configuration in force.
func (a *app) settings() (*config.Config, error) {
	c, err := a.readConfig()
	if err != nil {
		return nil, err
	}
	if a.period != "" {
		span, err := config.ParsePeriod(a.period)
		if err != nil {
			return nil, usagef("--period：%w", err)
		}
		c.Period = &span
	}
	return c, nil
}

func (a *app) readConfig() (*config.Config, error) {
	if a.configFile != "" {
		return config.Load(a.configFile)
	}
	if _, err := os.Stat(config.FileName); err == nil {
		return config.Load(config.FileName)
	}
	return config.Default(), nil
}

// progress gives the run's progress bar, nil where none is to be shown.
func (a *app) progress() *progress {
	if a.quiet || a.noProgress || !isTerminal(a.stderr) {
		return nil
	}
	return newProgress(a.stderr)
}

// colour reports whether results may be coloured (https://no-color.org).
func (a *app) colour() bool { return os.Getenv("NO_COLOR") == "" && isTerminal(a.stdout) }

// say writes a message for people to standard error.
func (a *app) say(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.stderr, format+"\n", args...)
	}
}

// knownCommand refuses a first word that is no command, also where --help
// follows it, which cobra would take for help on the program.
func knownCommand(root *cobra.Command, args []string) error {
	i := slices.IndexFunc(args, func(a string) bool { return !strings.HasPrefix(a, "-") })
	if i < 0 || args[i] == "help" {
		return nil
	}
	if c, _, err := root.Find(args[i : i+1]); err == nil && c != root {
		return nil
	}
	return noArgs(root, args[i:i+1])
}

// noArgs refuses arguments; on the root a stray word is a mistyped command.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if c.HasSubCommands() {
		if near := c.SuggestionsFor(args[0]); len(near) > 0 {
			return usagef("没有“%s”这个命令，是不是 %s？", args[0], strings.Join(near, "、"))
		}
		return usagef("没有“%s”这个命令", args[0])
	}
	return usagef("%s 不接受“%s”", c.Name(), args[0])
}

// someFiles asks for at least one file.
func someFiles(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usagef("%s 需要至少一个文件或文件夹", c.Name())
	}
	return nil
}

// flagError puts pflag's errors into Chinese.
func flagError(c *cobra.Command, err error) error {
	var (
		unknown  *pflag.NotExistError
		valueGap *pflag.ValueRequiredError
		bad      *pflag.InvalidValueError
	)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return err
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		if len(name) == 1 || unknown.GetSpecifiedShortnames() != "" {
			return usagef("没有 -%s 这个选项", name)
		}
		var known []string
		c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		if near := config.Nearest(name, known); near != "" {
			return usagef("没有 --%s 这个选项，是不是 --%s？", name, near)
		}
		return usagef("没有 --%s 这个选项", name)
	case errors.As(err, &valueGap):
		return usagef("--%s 后面要有值", valueGap.GetFlag().Name)
	case errors.As(err, &bad):
		return usagef("--%s 的值“%s”不对", bad.GetFlag().Name, bad.GetValue())
	}
	return usagef("选项写得不对：%w", err)
}

// periodText words a period for people.
func periodText(s inspect.Span) string {
	return s.From.Chinese() + "至" + s.To.Chinese()
}
