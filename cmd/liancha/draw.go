package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"liancha/draw"
	"liancha/internal/outdir"
	"liancha/report"
)

// drawRecordBook is the record to read; draw.RecordName the one to recompute.
const drawRecordBook = "抽取记录.xlsx"

// drawFlags are the flags both draws have.
type drawFlags struct {
	seeds   []string
	commit  bool
	history []string
}

func (d *drawFlags) add(f *pflag.FlagSet) {
	f.StringArrayVar(&d.seeds, "seed", nil, "`种子`，可写多次，一方一个；不写则由系统随机产生并公布")
	f.BoolVar(&d.commit, "commit", false, "只写出抽取名册并打印它的摘要，供事先公布；种子以后再给")
	f.StringArrayVar(&d.history, "history", nil, "以前的`任务书`或放着它们的文件夹（可写多次）")
}

func (d *drawFlags) check() error {
	if d.commit && len(d.seeds) > 0 {
		return usagef("--commit 在种子产生之前公布名册，不能同时给 --seed")
	}
	return nil
}

// readSeeds gives the seeds in the form they are hashed in, one of the
// system's randomness where none was given.
func (d *drawFlags) readSeeds() ([]string, error) {
	if len(d.seeds) == 0 {
		var b [16]byte
		if _, err := rand.Read(b[:]); err != nil {
			return nil, fmt.Errorf("系统没有给出随机数：%w", err)
		}
		return []string{hex.EncodeToString(b[:])}, nil
	}
	seeds, err := draw.CleanSeeds(d.seeds)
	if err != nil {
		return nil, usageError{fmt.Errorf("--seed：%w", err)}
	}
	return seeds, nil
}

// inputsOf lists the files a draw was made from, with their digests.
func inputsOf(files []input) ([]draw.Input, error) {
	var inputs []draw.Input
	var errs []error
	for _, f := range files {
		sum, err := digest(f.path)
		if err != nil {
			errs = append(errs, fmt.Errorf("读不到 %s：%w", f.name, err))
		}
		inputs = append(inputs, draw.Input{File: f.name, SHA256: hex.EncodeToString(sum[:])})
	}
	return inputs, errors.Join(errs...)
}

// writePool writes the pool alone, to be published before the seed exists.
func (a *app) writePool(p *draw.Pool) error {
	text, err := p.Text()
	if err != nil {
		return err
	}
	set, err := outdir.Open(a.output)
	if err != nil {
		return err
	}
	defer set.Abort()
	if err := report.WriteText(set, draw.PoolName, []byte(text)); err != nil {
		return err
	}
	if err := a.commit(set); err != nil {
		return err
	}
	if a.json {
		_, err = fmt.Fprintf(a.stdout, "{\"schema\": \"liancha/commit/1\", \"pool_sha256\": %q}\n", draw.Digest(text))
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "%s\n", draw.Digest(text))
	a.say("抽取名册：%s\n上面是它的摘要（SHA-256）。请先公布，再产生种子，然后用 --seed 抽取。", filepath.Join(a.output, draw.PoolName))
	return err
}

// warnCommitted says so when the output folder holds a pool that was published
// and is not the one drawn from: the inputs have changed since.
func (a *app) warnCommitted(text string) {
	b, err := os.ReadFile(filepath.Join(a.output, draw.PoolName))
	if err == nil && string(b) != text {
		a.say("注意：%s 里原有的抽取名册与这次的不同。如果那份名册的摘要已经公布，说明输入在公布之后变过。",
			a.output)
	}
}

// writeRecord adds a record's files to the output: the pool, the record and the
// same to read.
func writeRecord(set *outdir.Set, r *draw.Record, created string, listings []report.Listing) error {
	if err := report.WriteText(set, draw.PoolName, []byte(r.Pool)); err != nil {
		return err
	}
	if err := report.WriteText(set, draw.RecordName, r.Bytes()); err != nil {
		return err
	}
	listings = append([]report.Listing{factsListing(r)}, listings...)
	return report.WriteListings(set, drawRecordBook, "抽取记录", created, listings)
}

// factsListing is what a draw depends on, for people.
func factsListing(r *draw.Record) report.Listing {
	l := report.Listing{Sheet: "说明", Title: "随机抽取记录", Below: "任何人都可以凭抽取名册和种子重算：liancha verify-draw " + draw.RecordName + "，或按 docs/verify-a-draw.md 用 sha256sum 核对。",
		Columns: []report.ListingColumn{{Name: "内容", Width: 24}, {Name: "值", Width: 90}}}
	kind := "执法人员"
	if r.Kind == draw.OfEnterprises {
		kind = "检查对象"
	}
	l.Rows = append(l.Rows, []string{"抽取内容", kind})
	for i, s := range r.Seeds {
		l.Rows = append(l.Rows, []string{fmt.Sprintf("种子%d", i+1), s})
	}
	l.Rows = append(l.Rows, []string{"抽取名册的摘要 R", r.PoolSHA256}, []string{"种子的摘要 S", r.SeedSHA256})
	for _, in := range r.Inputs {
		l.Rows = append(l.Rows, []string{"输入文件 " + in.File, in.SHA256})
	}
	for i, x := range r.Replacements {
		var parts []string
		for _, d := range x.Draws {
			parts = append(parts, d.Place+" → "+strings.Join(d.Drawn, "、"))
		}
		l.Rows = append(l.Rows, []string{fmt.Sprintf("第%d次替换", i+1), fmt.Sprintf("%s %s（%s）：%s", x.Department, x.Key, x.Reason, strings.Join(parts, "；"))})
	}
	return l
}

// showRecord shows what a draw depends on, or the record itself as JSON.
func (a *app) showRecord(r *draw.Record, lines ...string) error {
	if a.json {
		_, err := a.stdout.Write(r.Bytes())
		return err
	}
	if a.quiet {
		return nil
	}
	for _, l := range lines {
		fmt.Fprintln(a.stdout, l)
	}
	for _, s := range r.Seeds {
		fmt.Fprintf(a.stdout, "种子：%s\n", s)
	}
	fmt.Fprintf(a.stdout, "名册摘要：%s\n种子摘要：%s\n记录：%s\n", r.PoolSHA256, r.SeedSHA256, filepath.Join(a.output, draw.RecordName))
	return nil
}
