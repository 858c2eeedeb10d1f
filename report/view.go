package report

import (
	"cmp"
	"slices"
	"strings"

	"liancha/inspect"
)

// view is an outcome with what several pages count from it.
type view struct {
	o           *inspect.Outcome
	byTime      []int // tasks by date, half, level, number: the order they are listed in
	departments []string
	levelOf     map[string]inspect.Level
	tasksOf     map[string][]int // by department, in the order of byTime
	leftOf      map[string][]int // by department, indices into Outcome.Unscheduled
	secrets     secrets
}

func newView(o *inspect.Outcome) *view {
	v := &view{o: o, levelOf: map[string]inspect.Level{}, tasksOf: map[string][]int{}, leftOf: map[string][]int{}, secrets: secretsOf(o)}
	v.byTime = make([]int, len(o.Tasks))
	for i := range v.byTime {
		v.byTime[i] = i
	}
	slices.SortFunc(v.byTime, func(a, b int) int {
		x, y := &o.Tasks[a], &o.Tasks[b]
		return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Half, y.Half), cmp.Compare(x.Level, y.Level), strings.Compare(x.ID, y.ID))
	})
	for i := range o.Entries {
		e := &o.Entries[i]
		if l, seen := v.levelOf[e.Department]; !seen || e.Level < l {
			v.levelOf[e.Department] = e.Level
		}
	}
	for _, t := range v.byTime {
		for _, d := range v.taskDepartments(&o.Tasks[t]) {
			v.tasksOf[d] = append(v.tasksOf[d], t)
		}
	}
	for i, u := range o.Unscheduled {
		d := o.Entries[u.Entry].Department
		v.leftOf[d] = append(v.leftOf[d], i)
	}
	for d := range v.levelOf {
		v.departments = append(v.departments, d)
	}
	slices.SortFunc(v.departments, func(a, b string) int {
		return cmp.Or(cmp.Compare(v.levelOf[a], v.levelOf[b]), strings.Compare(a, b))
	})
	return v
}

// taskDepartments gives the departments of a task, the lead first, the others
// in order of name.
func (v *view) taskDepartments(t *inspect.Task) []string {
	ds := make([]string, 0, 4)
	for _, e := range t.Entries {
		if d := v.o.Entries[e].Department; !slices.Contains(ds, d) {
			ds = append(ds, d)
		}
	}
	slices.SortFunc(ds, func(a, b string) int {
		if a == t.Lead || b == t.Lead {
			return btoi(b == t.Lead) - btoi(a == t.Lead)
		}
		return strings.Compare(a, b)
	})
	return ds
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// partners gives the departments of a task but its lead.
func (v *view) partners(t *inspect.Task) []string {
	ds := v.taskDepartments(t)
	if i := slices.Index(ds, t.Lead); i >= 0 {
		ds = slices.Delete(ds, i, i+1)
	}
	return ds
}

func (v *view) joint(t *inspect.Task) bool {
	for _, e := range t.Entries[1:] {
		if v.o.Entries[e].Department != v.o.Entries[t.Entries[0]].Department {
			return true
		}
	}
	return false
}

// matters words what a task is about: its matters, each department's behind its
// name where there are several.
func (v *view) matters(t *inspect.Task) string {
	ds := v.taskDepartments(t)
	if len(ds) == 1 {
		return join(v.mattersOf(t, ds[0]))
	}
	var b strings.Builder
	for i, d := range ds {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(d)
		if m := v.mattersOf(t, d); len(m) > 0 {
			b.WriteString("：" + join(m))
		}
	}
	return b.String()
}

// mattersOf gives a department's matters in a task, each once.
func (v *view) mattersOf(t *inspect.Task, department string) []string {
	var ms []string
	for _, e := range t.Entries {
		if x := &v.o.Entries[e]; x.Department == department && x.Matter != "" && !slices.Contains(ms, x.Matter) {
			ms = append(ms, x.Matter)
		}
	}
	return ms
}

// demand gives the inspectors a task wants, of one department or, with "", of all.
func (v *view) demand(t *inspect.Task, department string) int {
	n := 0
	for _, e := range t.Entries {
		if x := &v.o.Entries[e]; department == "" || x.Department == department {
			n += x.Demand
		}
	}
	return n
}

// named words the people the plans name, each department's behind its name
// where there are several departments.
func (v *view) named(t *inspect.Task) string {
	var parts []string
	ds := v.taskDepartments(t)
	for _, d := range ds {
		names := v.namedOf(t, d)
		if len(names) == 0 {
			continue
		}
		if len(ds) == 1 {
			return join(names)
		}
		parts = append(parts, d+"："+join(names))
	}
	return strings.Join(parts, "\n")
}

func (v *view) namedOf(t *inspect.Task, department string) []string {
	var names []string
	for _, e := range t.Entries {
		x := &v.o.Entries[e]
		if x.Department != department {
			continue
		}
		for _, n := range x.Named {
			if !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
	}
	return names
}

func (v *view) sources(t *inspect.Task) string {
	s := make([]string, len(t.Entries))
	for i, e := range t.Entries {
		s[i] = v.o.Entries[e].Source.String()
	}
	return strings.Join(s, "；")
}

func (v *view) enterprise(t *inspect.Task) *inspect.Enterprise {
	return &v.o.Enterprises[t.Enterprise]
}

// when words a task's time for a letter: 5月12日（周三）上午, 5月12日至5月13日上午.
func when(t *inspect.Task) string {
	return t.Arrangement()
}

// partOfDay words a task's time beside its date: 上午, 全天, 至5月13日上午.
func partOfDay(t *inspect.Task) string {
	_, after, _ := strings.Cut(when(t), "）")
	return after
}

func weekday(d inspect.Date) string {
	return [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}[d.Weekday()]
}

// windowText words the days an entry may take place on.
func windowText(ws []inspect.Span) string {
	s := make([]string, len(ws))
	for i, w := range ws {
		s[i] = w.String()
	}
	return join(s)
}

func yesNo(b bool) string {
	if b {
		return "是"
	}
	return "否"
}
