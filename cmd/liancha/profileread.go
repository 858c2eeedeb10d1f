package main

import (
	"errors"
	"fmt"
	"slices"

	"liancha/collide"
	"liancha/config"
	"liancha/feedback"
	"liancha/inspect"
	"liancha/intake"
	"liancha/internal/diag"
	"liancha/profile"
	"liancha/report"
)

// profileRun is a register and results, and who is who among them.
type profileRun struct {
	registers *intake.Result // of the register's files
	findings  *intake.Result // of all files
	skipped   int            // files that could not be read
	who       *collide.Resolved
	ofFinding []int32 // enterprise of each finding, -1 for none
	hazardOf  []int32 // hazard of each finding known by asOf, -1 for none
	asOf      inspect.Date
	problems  diag.List
}

// readProfile reads the register's files and the results'. Findings count
// wherever they stand, registers only in the register's files: a folder of
// results may well hold last month's.
func (a *app) readProfile(args []string, opt *profileOptions, c *config.Config, bar *progress) (*profileRun, error) {
	asOf, err := parseAsOf(opt.asOf)
	if err != nil {
		return nil, err
	}
	if len(opt.results) == 0 {
		return nil, usagef("profile 需要 --results 给出检查结果")
	}
	files, problems, err := expand(args, a.output)
	if err != nil {
		return nil, err
	}
	results, more, err := expand(opt.results, a.output)
	if err != nil {
		return nil, fmt.Errorf("--results：%w", err)
	}
	results = without(results, files)
	r, err := a.reader(c)
	if err != nil {
		return nil, err
	}
	said, err := a.readEarlier(opt.matches, nil, nil, r)
	if err != nil {
		return nil, err
	}
	r.scan, r.once = intake.ScanWhole, true
	all, err := r.readAll(append(files, results...), bar, opt.skipDamaged)
	if err != nil {
		return nil, err
	}
	s := &profileRun{asOf: asOf, skipped: all.skipped, problems: slices.Concat(problems, more, all.problems)}
	options := intake.Options{Period: c.Period, City: c.City, District: c.District, Aliases: c.Aliases, After: workingDaysAfter(c)}
	s.registers = intake.Combine(all.drafts(files), options)
	if len(s.registers.Registered) == 0 {
		return nil, errNoRegister
	}
	options.Findings = true
	s.findings = intake.Combine(all.drafts(append(files, results...)), options)
	if len(s.findings.Findings) == 0 {
		return nil, hinted{errors.New("没有检查结果"), "检查结果表要有企业名称（或任务编号）和检查结果、问题描述等列；用 liancha check 看看每张表被认成了什么"}
	}
	s.problems = append(append(s.problems, s.told(files)...), said.problems...)
	s.resolve(identity(c, said))
	s.who.Review = append(s.who.Review, said.decided(s.who)...)
	s.newest()
	s.hazardOf = feedback.Hazards(s.findings.Findings, s.ofFinding, s.asOf)
	return s, nil
}

// without takes the files of one list out of another.
func without(list, files []input) []input {
	taken := map[string]bool{}
	for _, f := range files {
		taken[realPath(f.path)] = true
	}
	var rest []input
	for _, f := range list {
		if !taken[realPath(f.path)] {
			rest = append(rest, f)
		}
	}
	return rest
}

// resolve asks collide which register lines and findings mean one enterprise.
// Rows that describe an enterprise alike are asked about once.
func (s *profileRun) resolve(opt collide.Options) {
	lines := len(s.registers.Registered)
	entries := make([]inspect.Entry, 0, lines+min(lines, len(s.findings.Findings))) // results are mostly of those on the register
	asked := map[inspect.Subject]int32{}
	ask := func(source inspect.Source, subject inspect.Subject) int32 {
		i, known := asked[subject]
		if !known {
			i = int32(len(entries))
			asked[subject] = i
			entries = append(entries, inspect.Entry{Source: source, Subject: subject})
		}
		return i
	}
	for i := range s.registers.Registered {
		ask(s.registers.Registered[i].Source, s.registers.Registered[i].Subject)
	}
	row := make([]int32, len(s.findings.Findings))
	numbered := map[string]int32{} // task number → the row that describes its enterprise
	for i := range s.findings.Findings {
		f := &s.findings.Findings[i]
		if row[i] = -1; f.Subject.Name != "" || f.Subject.Code != "" {
			row[i] = ask(f.Source, f.Subject)
			if _, known := numbered[f.TaskID]; !known && f.TaskID != "" {
				numbered[f.TaskID] = row[i]
			}
		}
	}
	s.who = collide.Resolve(entries, s.registers.Registered, opt)
	s.problems = append(s.problems, s.who.Problems...)
	s.ofFinding = make([]int32, len(row))
	for i, e := range row {
		f := &s.findings.Findings[i]
		if s.ofFinding[i] = -1; e < 0 {
			known := false
			if e, known = numbered[f.TaskID]; !known || f.TaskID == "" {
				if f.Conclusion == inspect.NoConclusion { // nothing is lost
					continue
				}
				s.problems.Add(diag.Problem{Severity: diag.Error, Code: "no_enterprise", Position: position(f.Source, "任务编号"), Value: f.TaskID,
					Message: "只有任务编号，别处也没有写这项任务是哪家企业的，没有计入", Hint: "补上企业名称或统一社会信用代码"})
				continue
			}
		}
		s.ofFinding[i] = s.who.Of[e]
	}
	s.dates()
}

// dates gives findings that state no day the day of their task, where all that
// is known of the task tells of one.
func (s *profileRun) dates() {
	day, several := map[string]inspect.Date{}, map[string]bool{}
	for i := range s.findings.Findings {
		f := &s.findings.Findings[i]
		if f.TaskID == "" || f.Date == 0 {
			continue
		}
		if before, known := day[f.TaskID]; known && before != f.Date {
			several[f.TaskID] = true
		}
		day[f.TaskID] = f.Date
	}
	for i := range s.findings.Findings {
		if f := &s.findings.Findings[i]; f.Date == 0 && !several[f.TaskID] {
			f.Date = day[f.TaskID]
		}
	}
}

// strangers tells of enterprises with results that are not on the register, and
// of the one on it that might be meant.
func (s *profileRun) strangers(r *profile.Result) {
	might := map[int32]string{}
	for i := range s.who.Review {
		for _, c := range s.who.Review[i].Candidates {
			for _, d := range s.who.Review[i].Candidates {
				if e := int32(c.Enterprise); e >= 0 && d.Enterprise >= 0 && r.Profiles[d.Enterprise].OnRegister && might[e] == "" {
					might[e] = s.who.Enterprises[d.Enterprise].Name
				}
			}
		}
	}
	told := make([]bool, len(r.Profiles))
	for i, e := range s.ofFinding {
		f := &s.findings.Findings[i]
		if e < 0 || told[e] || r.Profiles[e].OnRegister || !r.Profiles[e].Known || f.Conclusion == inspect.NoConclusion {
			continue
		}
		told[e] = true
		name := s.who.Enterprises[e].Name
		p := diag.Problem{Severity: diag.Warning, Code: "not_in_register", Position: position(f.Source, "企业名称"), Value: name,
			Message: fmt.Sprintf("“%s”有检查结果，但不在检查对象名录库里；脸谱里有它，更新的名录库里没有", name), Hint: "补进名录库"}
		if might[e] != "" {
			p.Hint = fmt.Sprintf("若与名录库的“%s”是一家，请在脸谱的“%s”里填是，用 --matches 交回，或补上统一社会信用代码；不是的补进名录库", might[e], report.SheetReview)
		}
		s.problems.Add(p)
	}
}

// newest sets the day the profile is for where none was given: the newest day
// on which something is known to have happened.
func (s *profileRun) newest() {
	if s.asOf != 0 {
		return
	}
	for i := range s.findings.Findings {
		f := &s.findings.Findings[i]
		if s.asOf = max(s.asOf, f.Date); f.State == inspect.Rectified {
			s.asOf = max(s.asOf, f.Reinspection)
		}
	}
	for i := range s.registers.Registered {
		s.asOf = max(s.asOf, s.registers.Registered[i].LastVisit)
	}
}

// told gives what intake has to say. Each of the register's files was asked for
// registers and for findings in turn: that a sheet of it was passed over is said
// only where it was both times.
func (s *profileRun) told(registerFiles []input) diag.List {
	type sheet struct{ file, name string }
	register, passed := map[string]bool{}, map[sheet]bool{}
	for _, f := range registerFiles {
		register[f.name] = true
	}
	var list diag.List
	for _, p := range s.registers.Problems {
		if p.Code == "sheet_skipped" {
			passed[sheet{p.File, p.Sheet}] = true
			continue
		}
		list = append(list, p)
	}
	for _, p := range s.findings.Problems {
		if p.Code != "sheet_skipped" || !register[p.File] || passed[sheet{p.File, p.Sheet}] {
			list = append(list, p)
		}
	}
	return list
}
