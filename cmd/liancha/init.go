package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"liancha/config"
	"liancha/internal/outdir"
	"liancha/report"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "init [文件夹]",
		Short:   "写出带说明的设置文件和空白填报模板",
		Example: "  liancha init 联检工作区",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("init 只要一个文件夹")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			return a.initWorkspace(dir)
		},
	}
}

// initWorkspace writes the settings and templates into dir. Settings that are
// already there may have been edited, so they are never replaced.
func (a *app) initWorkspace(dir string) error {
	path := filepath.Join(dir, config.FileName)
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return hinted{fmt.Errorf("%s 已经有了，没有改动任何文件", path), "换一个文件夹，或先把它移走"}
	}
	set, err := outdir.Open(dir)
	if err != nil {
		return err
	}
	defer set.Abort()
	f, err := set.Create(config.FileName)
	if err != nil {
		return err
	}
	if _, err := f.Write(config.Template); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := report.WriteTemplates(set); err != nil {
		return err
	}
	if err := a.commit(set); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "已写出 %s 和 %s/ 里的填报模板。\n", path, filepath.Join(dir, report.TemplateFolder))
	return nil
}
