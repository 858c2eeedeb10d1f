package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"liancha/draw"
)

func (a *app) verifyDrawCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "verify-draw 抽取记录.json [输入文件...]",
		Short: "只凭公布的记录重算一次抽取，指出哪一行不符",
		Example: `  liancha verify-draw 五月抽取/抽取记录.json
  liancha verify-draw 五月抽取/抽取记录.json 五月联检/联合检查任务.xlsx`,
		Args: someFiles,
		RunE: func(_ *cobra.Command, args []string) error { return a.verifyDraw(args[0], args[1:]) },
	}
	f := c.Flags()
	f.BoolVar(&a.json, "json", false, "在标准输出上给出 JSON 结果，别的都不写")
	f.BoolVarP(&a.quiet, "quiet", "q", false, "只报告错误")
	return c
}

func (a *app) verifyDraw(record string, inputs []string) error {
	record = inFolder(record, draw.RecordName)
	file, err := os.ReadFile(record)
	if err != nil {
		return fmt.Errorf("读不到 %s：%w", record, err)
	}
	r, err := draw.Verify(file)
	if err != nil {
		hint := "请给出抽取时写出的 " + draw.RecordName + "；就是它的，那是记录被改动过"
		if differs := (*draw.Difference)(nil); errors.As(err, &differs) {
			hint = "记录被改动过，或不是按公布的名册和种子抽取的"
		}
		return hinted{fmt.Errorf("%s：%w", record, err), hint}
	}
	var errs []error
	for _, in := range inputs {
		errs = append(errs, checkInput(r, in))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if a.json {
		return json.NewEncoder(a.stdout).Encode(struct {
			Schema string `json:"schema"`
			OK     bool   `json:"ok"`
			Pool   string `json:"pool_sha256"`
			Seed   string `json:"seed_sha256"`
			Draws  int    `json:"draws"`
			Inputs int    `json:"inputs_checked"`
		}{"liancha/verify/1", true, r.PoolSHA256, r.SeedSHA256, len(r.Draws), len(inputs)})
	}
	if a.quiet {
		return nil
	}
	n := 0
	for _, d := range r.Draws {
		n += len(d.Drawn)
	}
	fmt.Fprintf(a.stdout, "重算无误：%d 处、%d 个抽中，替换 %d 次，都与记录相符。\n名册摘要：%s\n种子摘要：%s\n", len(r.Draws), n, len(r.Replacements), r.PoolSHA256, r.SeedSHA256)
	if len(inputs) > 0 {
		fmt.Fprintf(a.stdout, "输入文件 %d 个，摘要都与记录相符。\n", len(inputs))
	}
	if r.Seal == "" {
		a.say("这份记录没有封签（seal）：抽取结果已经核对，输入文件的摘要和替换的原因没有办法只凭记录核对。")
	}
	return nil
}

// checkInput compares a file with the digests on record. The pool may be given too.
func checkInput(r *draw.Record, file string) error {
	sum, err := digest(file)
	if err != nil {
		return fmt.Errorf("读不到 %s：%w", file, err)
	}
	got := hex.EncodeToString(sum[:])
	if got == r.PoolSHA256 {
		return nil
	}
	same := ""
	for _, in := range r.Inputs {
		if in.SHA256 == got {
			return nil
		}
		if path.Base(in.File) == filepath.Base(file) {
			same = in.SHA256
		}
	}
	if same != "" {
		return fmt.Errorf("%s 与抽取时用的不是同一份：摘要是 %s，记录为 %s", file, got, same)
	}
	return fmt.Errorf("%s 不在抽取时用过的文件之中（摘要 %s）", file, got)
}
