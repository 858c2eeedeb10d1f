package main

import (
	"errors"

	"liancha/config"
	"liancha/inspect"
	"liancha/intake"
	"liancha/internal/diag"
)

// plans is everything read from the files on the command line.
type plans struct {
	*intake.Result
	files    []input
	problems diag.List // of the files and of their rows
	skipped  int       // files that could not be read
	outside  int       // results left out, being of another period
}

// readPlans reads the files. Without skip, files that cannot be read are the
// error, all of them; with it they are problems.
func (a *app) readPlans(args []string, c *config.Config, p *progress, skip bool) (*plans, error) {
	return a.readFiles(args, c, p, skip, intake.Options{})
}

// readFiles is readPlans with options of what to read; the settings fill in
// the rest of them.
func (a *app) readFiles(args []string, c *config.Config, p *progress, skip bool, opt intake.Options) (*plans, error) {
	files, problems, err := expand(args, a.output)
	if err != nil {
		return nil, err
	}
	r, err := a.reader(c)
	if err != nil {
		return nil, err
	}
	r.once = opt.Findings
	all, err := r.readAll(files, p, skip)
	if err != nil {
		return nil, err
	}
	opt.Period, opt.City, opt.District, opt.Aliases, opt.After = c.Period, c.City, c.District, c.Aliases, workingDaysAfter(c)
	got := &plans{Result: intake.Combine(all.drafts(files), opt), files: files, skipped: all.skipped}
	got.problems = append(append(problems, all.problems...), got.Result.Problems...)
	return got, nil
}

// filesRead are files read and recognised sheet by sheet.
type filesRead struct {
	of       map[string][]*intake.Draft // by the file's name
	skipped  int                        // files that could not be read
	problems diag.List
}

// drafts gives the sheets of some of the files.
func (f *filesRead) drafts(files []input) []*intake.Draft {
	var list []*intake.Draft
	for _, x := range files {
		list = append(list, f.of[x.name]...)
	}
	return list
}

// readAll reads files. Without skip, those that cannot be read are the error,
// all of them; with it they are problems.
func (r reading) readAll(files []input, p *progress, skip bool) (*filesRead, error) {
	results := r.read(files, p.stage("读取"))
	all := &filesRead{of: map[string][]*intake.Draft{}}
	var errs []error
	for i, res := range results {
		if res.err != nil {
			all.skipped++
			all.problems.Add(unreadable(files[i], res.err))
			errs = append(errs, res.err)
			continue
		}
		all.of[files[i].name] = res.drafts
	}
	if len(errs) > 0 && !skip {
		return nil, errors.Join(append(errs, hinted{
			errors.New("有文件读不了，没有生成任何结果"),
			"请补齐这些文件；确实不要它们时加上 --skip-damaged",
		})...)
	}
	all.problems = append(all.problems, r.repeated(files, results)...)
	return all, nil
}

// reader gives how files are read under these settings.
func (a *app) reader(c *config.Config) (reading, error) {
	words, err := passwords(a.passwordFile)
	return reading{limits: limits(c.Limits), passwords: words, scan: intake.Scan, settings: c}, err
}

// missesPeriod reports whether none of an entry's windows touches the period.
func missesPeriod(e *inspect.Entry, period inspect.Span) bool {
	for _, w := range e.Windows {
		if _, ok := w.Intersect(period); ok {
			return false
		}
	}
	return true
}
