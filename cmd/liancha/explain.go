package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"liancha/collide"
	"liancha/config"
	"liancha/inspect"
	"liancha/schedule"
)

func (a *app) explainCommand() *cobra.Command {
	var on string
	var history []string
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
		RunE: func(_ *cobra.Command, args []string) error { return a.explain(args[0], args[1], on, history) },
	}
	f := c.Flags()
	a.settingsFlags(f)
	f.StringVar(&on, "on", "", "只看这一`天`要什么条件，如 2021-05-20")
	f.StringArrayVar(&history, "history", nil, "排程时给出的以前的`任务书或检查结果`（可写多次）")
	return c
}

func (a *app) explain(path, what, on string, history []string) error {
	day := inspect.Date(0)
	if on != "" {
		var ok bool
		if day, ok = config.ParseDay(on); !ok {
			return usagef("--on 的日期“%s”要写成 2021-05-20 或 2021年5月20日", on)
		}
	}
	settings, err := a.settings()
	if err != nil {
		return err
	}
	b, err := a.openBook(path, history, settings)
	if err != nil {
		return err
	}
	groups := b.find(what)
	if len(groups) == 0 {
		return b.notFound(what)
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
		if err := t.write(a.stdout, a.columns()); err != nil {
			return err
		}
	}
	return nil
}

// book is a task book as a schedule to ask about.
type book struct {
	*inspect.Outcome
	placing  *placing
	start    []inspect.Slot // of each entry of the instance
	index    []int32        // entry of the task book → of the instance, -1 for none
	aside    []int          // tasks that stand where the instance has no place for them
	breaches []schedule.Breach
	settings *config.Config
}

// openBook reads a task book back into a scheduling problem with its solution.
func (a *app) openBook(path string, history []string, c *config.Config) (*book, error) {
	path = taskBookIn(path)
	r, err := a.reader(c)
	if err != nil {
		return nil, err
	}
	read, problems, err := readTaskBook(path, path, r)
	if err != nil {
		return nil, err
	}
	o := read.Outcome
	before, err := a.readEarlier(nil, history, departmentsOf(o.Entries), r)
	if err != nil {
		return nil, err
	}
	a.tellProblems(append(problems, before.problems...))
	c, _ = knownUnits(c, departmentsOf(o.Entries))
	m := material{period: o.Period, entries: o.Entries, enterprises: o.Enterprises, inspectors: o.Staff,
		find: func(s inspect.Subject) (int, bool) { return findEnterprise(o, s.Name) }}
	for _, e := range o.EntryOf {
		m.of = append(m.of, int32(e))
	}
	b := &book{Outcome: o, placing: pose(m, c), breaches: breaches(o, c), settings: c}
	b.locate()
	if len(history) > 0 {
		before.count(b.placing, enterpriseFinder(o, c))
	}
	return b, nil
}

// enterpriseFinder gives which of a task book's enterprises a description from
// elsewhere means, as collide would say.
func enterpriseFinder(o *inspect.Outcome, c *config.Config) func(inspect.Subject) (int, bool) {
	who := collide.Resolve(o.Entries, nil, collide.Options{Period: o.Period, City: c.City})
	of := map[int]int{}
	for e := range o.Entries {
		of[int(who.Of[e])] = o.EntryOf[e]
	}
	return func(s inspect.Subject) (int, bool) {
		i, ok := who.Find(s)
		return of[i], ok
	}
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
		at := b.slotOf(t)
		if at == inspect.NoSlot {
			b.aside = append(b.aside, i)
			continue
		}
		for _, e := range t.Entries {
			if j := b.index[e]; j >= 0 {
				b.start[j] = at
			}
		}
	}
}

// slotOf gives the slot a task starts in.
func (b *book) slotOf(t *inspect.Task) inspect.Slot {
	longest := 1
	for _, e := range t.Entries {
		longest = max(longest, b.Entries[e].HalfDays)
	}
	return slotIn(b.placing.instance.Days, t, longest)
}

// around gives the instance as a group sees it: other tasks of its enterprise
// that have no slot stand where they are all the same, as visits of the past do.
func (b *book) around(g group) *schedule.Instance {
	in := *b.placing.instance
	in.History, in.Entries = slices.Clone(in.History), slices.Clone(in.Entries)
	for _, i := range b.aside {
		t := &b.Tasks[i]
		if t == g.task || t.Enterprise != b.EntryOf[g.entries[0]] {
			continue
		}
		v := schedule.PastVisit{Enterprise: int32(t.Enterprise), First: t.Date, Last: t.Last(), Level: t.Level, Joinable: true}
		for _, e := range t.Entries {
			x := &b.Entries[e]
			v.Joinable = v.Joinable && x.Joinable
			v.Kinds = append(v.Kinds, x.Kind)
			if j := b.index[e]; j >= 0 {
				in.Entries[j].Windows = nil // it has its place, and is not to be given another
				v.Departments = append(v.Departments, in.Entries[j].Department)
			}
		}
		slices.Sort(v.Departments)
		v.Departments = slices.Compact(v.Departments)
		in.History = append(in.History, v)
	}
	return &in
}

// group is what is explained together: the entries of a task, or one that has
// no place.
type group struct {
	task    *inspect.Task // nil for an entry without a place
	entries []int         // of the task book
	reason  string        // why it has no place
	remedy  string        // what would let it in
}

// find gives what a person means by a task number, a source, or an enterprise's
// name or code.
func (b *book) find(what string) []group {
	source := b.source(what)
	wanted := func(entry int) bool { return b.Entries[entry].Source.String() == source }
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
			groups = append(groups, group{entries: []int{u.Entry}, reason: u.Reason, remedy: u.Remedy})
		}
	}
	return groups
}

// source gives the source a text means: as it stands, or without its folders
// where only one entry's ends so.
func (b *book) source(text string) string {
	found := ""
	for i := range b.Entries {
		s := b.Entries[i].Source.String()
		switch {
		case s == text:
			return s
		case !strings.HasSuffix(s, "/"+text) || s == found:
		case found != "":
			return text
		default:
			found = s
		}
	}
	return cmp.Or(found, text)
}

// notFound says that nothing in the book is called so, and what is like it.
func (b *book) notFound(what string) error {
	const shown = 5
	var like []string
	for i := range b.Enterprises {
		if name := b.Enterprises[i].Name; what != "" && strings.Contains(name, what) {
			like = append(like, name)
		}
	}
	slices.Sort(like)
	like = slices.Compact(like)
	if n := len(like); n > 1 {
		more := ""
		if n > shown {
			like, more = like[:shown], "……"
		}
		return hinted{fmt.Errorf("名称里有“%s”的企业有%d家", what, n), "请写全称或统一社会信用代码：" + strings.Join(like, "、") + more}
	}
	return hinted{fmt.Errorf("任务书里没有“%s”", what), "请写企业全称或统一社会信用代码、任务编号，或任务明细里的来源"}
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
	x, err := schedule.Explain(b.around(g), b.start, entries)
	if err != nil {
		return t, err
	}
	b.standing(&t, g, x, b.start[entries[0]])
	shown := b.shown(g, x, day)
	for i := range x.Options {
		if shown(&x.Options[i]) {
			t.Options = append(t.Options, b.option(x, &x.Options[i]))
		}
	}
	if g.task == nil && slices.ContainsFunc(x.Options, func(o schedule.Option) bool { return o.InWindow && len(o.Stops) == 0 }) {
		t.Note = "只看这份任务书，有的日子排得进；排程时还算了以前的检查的，请用 --history 给出同样的文件"
	}
	if day != 0 && len(t.Options) == 0 {
		t.Note = day.Chinese() + "不是本期的工作日"
	}
	return t, nil
}

// standing makes the costs those against the plan as it stands: a task the
// solver has no place for, or not people enough, is a visit all the same.
func (b *book) standing(t *told, g group, x *schedule.Explanation, at inspect.Slot) {
	if g.task == nil || x.At != inspect.NoSlot {
		return
	}
	for i := range x.Options {
		o := &x.Options[i]
		o.Visits--
		if o.At == at && len(o.Stops) > 0 {
			t.Broken = append(t.Broken, b.stopsText(o))
		}
	}
}

// nearby is how many half-days outside its windows are shown for an entry that
// has no place.
const nearby = 10

// shown tells which starts to show: those of the day asked for, else those in
// the windows; for an entry without a place also the nearest others that one
// change would allow.
func (b *book) shown(g group, x *schedule.Explanation, day inspect.Date) func(*schedule.Option) bool {
	days := b.placing.instance.Days
	if day != 0 {
		return func(o *schedule.Option) bool { return days[o.At.Day()] == day }
	}
	near := map[inspect.Slot]bool{}
	if g.task == nil {
		var others []*schedule.Option
		for i := range x.Options {
			if o := &x.Options[i]; !o.InWindow && (len(o.Stops) == 0 || len(o.Remedies) > 0) {
				others = append(others, o)
			}
		}
		windows := b.Entries[g.entries[0]].Windows
		slices.SortStableFunc(others, func(p, q *schedule.Option) int {
			return cmp.Compare(daysFrom(windows, days[p.At.Day()]), daysFrom(windows, days[q.At.Day()]))
		})
		for _, o := range others[:min(nearby, len(others))] {
			near[o.At] = true
		}
	}
	return func(o *schedule.Option) bool { return o.InWindow || o.At == x.At || near[o.At] }
}

// daysFrom is how far a day is from the nearest window, in days.
func daysFrom(windows []inspect.Span, d inspect.Date) int {
	least := 1 << 30
	for _, w := range windows {
		least = min(least, max(int(w.From-d), int(d-w.To), 0))
	}
	return least
}
