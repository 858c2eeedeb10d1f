package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"liancha/config"
	"liancha/inspect"
	"liancha/schedule"
)

func (a *app) explainCommand() *cobra.Command {
	var on string
	c := &cobra.Command{
		Use:   "explain 任务书 企业|任务编号|来源 [选项]",
		Short: "说明一项任务为什么排在那天，换到别的日子要付出什么",
		Example: `  liancha explain 五月联检/联合检查任务.xlsx LJ-202105-048213
  liancha explain 五月联检/联合检查任务.xlsx 南京某某化工有限公司 --on 2021-05-20`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef("explain 要两样：任务书，以及企业名称（或代码）、任务编号或来源")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.explain(args[0], args[1], on) },
	}
	f := c.Flags()
	a.settingsFlags(f)
	f.StringVar(&on, "on", "", "只看这一`天`要什么条件，如 2021-05-20")
	return c
}

func (a *app) explain(path, what, on string) error {
	day := inspect.Date(0)
	if on != "" {
		var ok bool
		if day, ok = inspect.ParseDate(on); !ok {
			return usagef("--on 的日期“%s”要写成 2021-05-20", on)
		}
	}
	settings, err := a.settings()
	if err != nil {
		return err
	}
	b, err := a.openBook(path, settings)
	if err != nil {
		return err
	}
	groups := b.find(what)
	if len(groups) == 0 {
		return hinted{fmt.Errorf("任务书里没有“%s”", what), "请写企业全称或统一社会信用代码、任务编号，或任务明细里的来源"}
	}
	var told []told
	for _, g := range groups {
		t, err := b.explain(g, day)
		if err != nil {
			return err
		}
		told = append(told, t)
	}
	if a.json {
		enc := json.NewEncoder(a.stdout)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(struct {
			Schema   string `json:"schema"`
			Explains any    `json:"explains"`
		}{"liancha/explain/1", told})
	}
	for i, t := range told {
		if i > 0 {
			fmt.Fprintln(a.stdout)
		}
		if err := t.write(a.stdout); err != nil {
			return err
		}
	}
	return nil
}

// book is a task book as a schedule to ask about.
type book struct {
	*inspect.Outcome
	placing *placing
	start   []inspect.Slot // of each entry of the instance
	index   []int32        // entry of the task book → of the instance, -1 for none
}

// openBook reads a task book back into a scheduling problem with its solution.
func (a *app) openBook(path string, c *config.Config) (*book, error) {
	r, err := a.reader(c)
	if err != nil {
		return nil, err
	}
	read, problems, err := readTaskBook(path, path, r)
	if err != nil {
		return nil, err
	}
	for _, p := range problems {
		a.say("%v", p)
	}
	o := read.Outcome
	m := material{period: o.Period, entries: o.Entries, enterprises: o.Enterprises, inspectors: o.Staff,
		find: func(s inspect.Subject) (int, bool) { return findEnterprise(o, s.Name) }}
	for _, e := range o.EntryOf {
		m.of = append(m.of, int32(e))
	}
	b := &book{Outcome: o, placing: pose(m, c)}
	b.locate()
	return b, nil
}

// locate gives every entry of the instance the slot its task has.
func (b *book) locate() {
	b.index = slices.Repeat([]int32{-1}, len(b.Entries))
	for i, e := range b.placing.entry {
		b.index[e] = int32(i)
	}
	b.start = slices.Repeat([]inspect.Slot{inspect.NoSlot}, len(b.placing.entry))
	for i := range b.Tasks {
		t := &b.Tasks[i]
		day, ok := slices.BinarySearch(b.placing.instance.Days, t.Date)
		if !ok {
			continue // moved by hand to a day that is no working day of the period
		}
		for _, e := range t.Entries {
			if j := b.index[e]; j >= 0 {
				b.start[j] = inspect.Slot(2*day) + inspect.Slot(t.Half)
			}
		}
	}
}

// group is what is explained together: the entries of a task, or one that has
// no place.
type group struct {
	task    *inspect.Task // nil for an entry without a place
	entries []int         // of the task book
	reason  string        // why it has no place
}

// find gives what a person means by a task number, a source, or an enterprise's
// name or code.
func (b *book) find(what string) []group {
	wanted := func(entry int) bool { return b.Entries[entry].Source.String() == what }
	if e, ok := findEnterprise(b.Outcome, what); ok {
		wanted = func(entry int) bool { return b.EntryOf[entry] == e }
	}
	var groups []group
	for i := range b.Tasks {
		t := &b.Tasks[i]
		if t.ID == what || slices.ContainsFunc(t.Entries, wanted) {
			groups = append(groups, group{task: t, entries: t.Entries})
		}
	}
	slices.SortFunc(groups, func(x, y group) int {
		return cmp.Or(cmp.Compare(x.task.Date, y.task.Date), strings.Compare(x.task.ID, y.task.ID))
	})
	for _, u := range b.Unscheduled {
		if wanted(u.Entry) {
			groups = append(groups, group{entries: []int{u.Entry}, reason: u.Reason})
		}
	}
	return groups
}

// findEnterprise finds an enterprise by its ID, code, full name, or a part of
// the name that only one has.
func findEnterprise(o *inspect.Outcome, what string) (int, bool) {
	part, parts := -1, 0
	for i := range o.Enterprises {
		e := &o.Enterprises[i]
		if what != "" && (e.ID == what || e.Code == what || e.Name == what) {
			return i, true
		}
		if what != "" && strings.Contains(e.Name, what) {
			part, parts = i, parts+1
		}
	}
	return part, parts == 1
}

// explain asks the solver about a group.
func (b *book) explain(g group, day inspect.Date) (told, error) {
	t := b.tell(g)
	var entries []int32
	for _, e := range g.entries {
		if b.index[e] >= 0 {
			entries = append(entries, b.index[e])
		}
	}
	if len(entries) == 0 {
		return t, nil // out of the period, or the enterprise is closed: no day would do
	}
	x, err := schedule.Explain(b.placing.instance, b.start, entries)
	if err != nil {
		return t, err
	}
	for _, o := range x.Options {
		if date := b.placing.instance.Days[o.At.Day()]; day == 0 && (o.InWindow || o.At == x.At) || date == day {
			t.Options = append(t.Options, b.option(x, &o))
		}
	}
	if day != 0 && len(t.Options) == 0 {
		t.Note = day.Chinese() + "不是本期的工作日"
	}
	return t, nil
}
