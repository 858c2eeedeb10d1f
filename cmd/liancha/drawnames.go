package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"liancha/draw"
	"liancha/inspect"
	"liancha/report"
)

// name writes the people drawn into the entries: the plans' own people first,
// each entry as many as it wants, who is left over to the last.
func (r *roll) name(final map[string][]string) {
	shown := r.shownNames()
	for i := range r.Tasks {
		t := &r.Tasks[i]
		of := map[string][]*inspect.Entry{}
		for _, e := range t.Entries {
			x := &r.Entries[e]
			of[x.Department] = append(of[x.Department], x)
		}
		for department, entries := range of {
			keys, drawn := final[draw.PlaceOf(t.ID, department)]
			if !drawn {
				continue
			}
			var names []string
			for _, k := range keys {
				names = append(names, shown(department, k))
			}
			share(entries, names)
		}
	}
}

// share shares people out among a department's entries of a task.
func share(entries []*inspect.Entry, names []string) {
	left := slices.Clone(names)
	for _, e := range entries {
		var own []string
		for _, n := range e.Named {
			if i := slices.Index(left, n); i >= 0 {
				own = append(own, n)
				left = slices.Delete(left, i, i+1)
			}
		}
		e.Named = own
	}
	for i, e := range entries {
		n := max(e.Demand-len(e.Named), 0)
		if i == len(entries)-1 {
			n = len(left)
		}
		n = min(n, len(left))
		e.Named = append(e.Named, left[:n]...)
		left = left[n:]
	}
}

// shownNames gives how people are written in the task book: by name, with the
// certificate where the department has two of that name.
func (r *roll) shownNames() func(department, key string) string {
	people := map[[2]string]string{}
	count := map[[2]string]int{}
	for i := range r.Staff {
		p := &r.Staff[i]
		at := [2]string{p.Department, p.Key()}
		if _, seen := people[at]; !seen {
			people[at] = p.Name
			count[[2]string{p.Department, p.Name}]++
		}
	}
	return func(department, key string) string {
		name, ok := people[[2]string{department, key}]
		switch {
		case !ok:
			return key
		case count[[2]string{department, name}] > 1 && name != key:
			return name + "(" + key + ")"
		}
		return name
	}
}

// replaceInspector replaces a person in the record of the output folder and
// writes everything anew.
func (a *app) replaceInspector(r *roll, opt *drawInspectorsOptions) error {
	path := filepath.Join(a.output, draw.RecordName)
	file, err := os.ReadFile(path)
	if err != nil {
		return hinted{fmt.Errorf("读不到抽取记录 %s：%w", path, err), "用 -o 指出抽取时的输出文件夹"}
	}
	record, err := draw.Verify(file)
	if err != nil {
		return fmt.Errorf("%s：%w", path, err)
	}
	key, places, err := r.whom(record, opt)
	if err != nil {
		return err
	}
	if err := record.Replace(key, strings.TrimSpace(opt.reason), places); err != nil {
		return err
	}
	target, err := a.replacedBookName(r, record)
	if err != nil {
		return err
	}
	if err := a.writeDrawn(r, record, target); err != nil {
		return err
	}
	last := record.Replacements[len(record.Replacements)-1]
	shown := r.shownNames()
	lines := []string{"任务书：" + filepath.Join(a.output, target)}
	for _, d := range last.Draws {
		lines = append(lines, fmt.Sprintf("%s：%s → %s", d.Place, shown(last.Department, key), shown(last.Department, d.Drawn[0])))
	}
	return a.showRecord(record, lines...)
}

// replacedBookName names the task book to be written when someone is replaced:
// the copy that has the people drawn in it, whether it was given or the task
// book drawn for.
func (a *app) replacedBookName(r *roll, record *draw.Record) (string, error) {
	inputs, err := inputsOf(r.files[:1])
	if err != nil {
		return "", err
	}
	original := slices.ContainsFunc(record.Inputs, func(in draw.Input) bool { return in.SHA256 == inputs[0].SHA256 })
	if a.writes(besideName, r.path) || original && a.writes(report.TaskBookName, r.path) {
		return besideName, nil
	}
	return report.TaskBookName, nil
}

// whom finds the key of the person to be replaced, and the places meant.
func (r *roll) whom(record *draw.Record, opt *drawInspectorsOptions) (key string, places []string, err error) {
	final := record.Final()
	keys := map[string]bool{}
	byName := r.keysByName()
	for _, d := range record.Draws {
		task, department, _ := strings.Cut(d.Place, "/")
		if len(opt.tasks) > 0 && !slices.Contains(opt.tasks, task) {
			continue
		}
		for _, k := range final[d.Place] {
			if k == opt.replace || slices.Contains(byName[[2]string{department, opt.replace}], k) {
				keys[department+" "+k] = true
				key = k
				places = append(places, d.Place)
			}
		}
	}
	switch len(keys) {
	case 0:
		return "", nil, fmt.Errorf("“%s”没有被抽中，或已被替换", opt.replace)
	case 1:
		return key, places, nil
	}
	var list []string
	for k := range keys {
		list = append(list, k)
	}
	slices.Sort(list)
	return "", nil, hinted{fmt.Errorf("“%s”不止一人：%s", opt.replace, strings.Join(list, "、")), "请写执法证号，或用 --task 指出任务编号"}
}

// listings are a record's sheets for people: who goes where, and who was passed
// over why.
func (r *roll) listings(record *draw.Record) []report.Listing {
	drawn := report.Listing{Sheet: "抽取结果", Title: "执法人员抽取结果", Below: "抽取号从小到大，谁小谁去；点名的人先占位。",
		Columns: []report.ListingColumn{{Name: "任务编号", Width: 18, Centre: true}, {Name: "部门", Width: 24}, {Name: "被查单位", Width: 30}, {Name: "日期", Width: 12, Centre: true},
			{Name: "上下午", Width: 8, Centre: true}, {Name: "抽中", Width: 14, Centre: true}, {Name: "证件", Width: 18, Centre: true}, {Name: "方式", Width: 10, Centre: true}, {Name: "抽取号", Width: 68}}}
	passed := report.Listing{Sheet: "跳过的人", Title: "抽取时跳过的人", Below: "号在抽中的人之前、因故没有去的。",
		Columns: []report.ListingColumn{{Name: "任务编号", Width: 18, Centre: true}, {Name: "部门", Width: 24}, {Name: "何人", Width: 14, Centre: true}, {Name: "证件", Width: 18, Centre: true},
			{Name: "原因", Width: 30}, {Name: "抽取号", Width: 68}}}
	b := recordLister{roll: r, record: record, shown: r.shownNames()}
	b.index()
	for _, d := range record.Draws {
		b.lines(&drawn, &passed, d, "抽取")
	}
	for _, x := range record.Replacements {
		for _, d := range x.Draws {
			b.lines(&drawn, &passed, d, "替换"+x.Key)
		}
	}
	return []report.Listing{drawn, passed}
}

// recordLister turns a record into lines.
type recordLister struct {
	*roll
	record *draw.Record
	shown  func(department, key string) string
	task   map[string]*inspect.Task
	weight map[[2]string]int
	fixed  map[draw.Fixed]bool
}

func (b *recordLister) index() {
	b.task, b.weight, b.fixed = map[string]*inspect.Task{}, map[[2]string]int{}, map[draw.Fixed]bool{}
	for i := range b.Tasks {
		b.task[b.Tasks[i].ID] = &b.Tasks[i]
	}
	pool, err := draw.ParsePool(b.record.Pool)
	if err != nil {
		return // a record just drawn or verified has a good pool
	}
	for _, p := range pool.People {
		b.weight[[2]string{p.Department, p.Key}] = p.Weight
	}
	for _, f := range pool.Fixed {
		b.fixed[f] = true
	}
}

func (b *recordLister) lines(drawn, passed *report.Listing, d draw.Result, how string) {
	id, department, _ := strings.Cut(d.Place, "/")
	enterprise, date, half := "", "", ""
	if t := b.task[id]; t != nil {
		enterprise, date, half = b.Enterprises[t.Enterprise].Name, t.Date.String(), t.Half.Chinese()
	}
	for _, k := range d.Drawn {
		way, ticket := how, ""
		if b.fixed[draw.Fixed{Place: d.Place, Key: k}] && how == "抽取" {
			way = "点名"
		} else if w := b.weight[[2]string{department, k}]; w > 0 {
			ticket = draw.Ticket(b.record.SeedSHA256, d.Place, k, w)
		}
		drawn.Rows = append(drawn.Rows, []string{id, department, enterprise, date, half, b.shown(department, k), k, way, ticket})
	}
	for _, p := range d.Passed {
		passed.Rows = append(passed.Rows, []string{id, department, b.shown(department, p.Key), p.Key, draw.ReasonInChinese(p.Reason), p.Ticket})
	}
}
