package inspect

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// outcomeOf makes an outcome with a task for each list of entries, one
// enterprise a task.
func outcomeOf(tasks [][]Entry) *Outcome {
	o := &Outcome{Period: MonthSpan(2021, 5)}
	for i, entries := range tasks {
		name := entries[0].Subject.Name
		o.Enterprises = append(o.Enterprises, Enterprise{ID: name, Name: name})
		t := Task{Enterprise: i, Date: MustDate(2021, 5, 6+i%20)}
		for _, e := range entries {
			t.Entries = append(t.Entries, len(o.Entries))
			o.Entries = append(o.Entries, e)
			o.EntryOf = append(o.EntryOf, i)
		}
		o.Tasks = append(o.Tasks, t)
	}
	return o
}

func planned(enterprise, department, matter string, row int) Entry {
	return Entry{Source: Source{File: "a.xlsx", Sheet: "计划", Row: row}, Subject: Subject{Name: enterprise},
		Department: department, Level: City, Matter: matter, Windows: []Span{MonthSpan(2021, 5)}}
}

// numbers gives each task's number by what it is about.
func numbers(o *Outcome) map[string]string {
	m := map[string]string{}
	for _, t := range o.Tasks {
		m[o.Enterprises[t.Enterprise].ID] = t.ID
	}
	return m
}

func sampleTasks(n int) [][]Entry {
	var tasks [][]Entry
	for i := range n {
		name := fmt.Sprintf("企业%d", i)
		tasks = append(tasks, []Entry{planned(name, "市应急管理局", "安全生产", 3*i), planned(name, "市消防救援支队", "消防", 3*i+1), planned(name, "市生态环境局", "排污", 3*i+2)})
	}
	return tasks
}

func TestNumbersHaveTheirForm(t *testing.T) {
	o := outcomeOf(sampleTasks(300))
	NumberTasks(o)
	form := regexp.MustCompile(`^LJ-202105-\d{6}$`)
	seen := map[string]bool{}
	for i, task := range o.Tasks {
		if !form.MatchString(task.ID) {
			t.Errorf("number %q", task.ID)
		}
		if seen[task.ID] {
			t.Errorf("number %s given twice", task.ID)
		}
		seen[task.ID] = true
		if i > 0 && o.Tasks[i-1].ID >= task.ID {
			t.Error("tasks are not in order of number")
		}
	}
}

// A number says what a task is about: neither its day nor its row nor the other
// tasks change it.
func TestNumbersStay(t *testing.T) {
	before := outcomeOf(sampleTasks(300))
	NumberTasks(before)
	want := numbers(before)
	for name, change := range map[string]func([][]Entry) [][]Entry{
		"a task goes": func(ts [][]Entry) [][]Entry { return slices.Delete(ts, 17, 18) },
		"a task comes": func(ts [][]Entry) [][]Entry {
			return append(ts, []Entry{planned("新企业", "市公安局", "治安", 9000)})
		},
		"rows move": func(ts [][]Entry) [][]Entry { ts[3][0].Source.Row += 1000; ts[4][1].Source.File = "b.xlsx"; return ts },
		"windows move": func(ts [][]Entry) [][]Entry {
			ts[5][0].Windows = []Span{{MustDate(2021, 5, 10), MustDate(2021, 5, 20)}}
			return ts
		},
		"order of tasks":   func(ts [][]Entry) [][]Entry { slices.Reverse(ts); return ts }, // and with it every task's day
		"order of entries": func(ts [][]Entry) [][]Entry { slices.Reverse(ts[8]); return ts },
		"demand changes":   func(ts [][]Entry) [][]Entry { ts[9][0].Demand = 5; return ts },
	} {
		after := outcomeOf(change(sampleTasks(300)))
		NumberTasks(after)
		for enterprise, id := range numbers(after) {
			if old, had := want[enterprise]; had && old != id {
				t.Errorf("%s: %s had %s, now has %s", name, enterprise, old, id)
			}
		}
	}
}

// Taking one entry away may change the number of its own task, and of no other.
func TestNumbersOfOthersStay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 60).Draw(rt, "tasks")
		before := outcomeOf(sampleTasks(n))
		NumberTasks(before)
		changed := rapid.IntRange(0, n-1).Draw(rt, "changed")
		tasks := sampleTasks(n)
		entry := rapid.IntRange(0, 2).Draw(rt, "entry")
		tasks[changed] = slices.Delete(tasks[changed], entry, entry+1)
		after := outcomeOf(tasks)
		NumberTasks(after)
		was, is := numbers(before), numbers(after)
		for e := range was {
			if e != tasks[changed][0].Subject.Name && was[e] != is[e] {
				rt.Errorf("%s had %s, now has %s", e, was[e], is[e])
			}
		}
	})
}

// Where many tasks meet on few numbers, one that goes moves few others.
func TestCollidingNumbersMoveFew(t *testing.T) {
	const n = 50_000
	var tasks [][]Entry
	for i := range n {
		tasks = append(tasks, []Entry{planned(fmt.Sprintf("企业%d", i), "市应急管理局", "安全生产", i)})
	}
	before := outcomeOf(tasks)
	NumberTasks(before)
	if len(numbers(before)) != n {
		t.Fatal("tasks lost")
	}
	gone := 500
	after := outcomeOf(tasks[gone:])
	NumberTasks(after)
	was, moved := numbers(before), 0
	for e, id := range numbers(after) {
		if was[e] != id {
			moved++
		}
	}
	// One task in twenty meets another; those that met one that went may move.
	if moved > gone/10 {
		t.Errorf("%d tasks went and %d others changed their number", gone, moved)
	}
	if moved == 0 {
		t.Error("the case has no collision and shows nothing")
	}
}

// The same task's inspection in the next month has that month's number.
func TestNumbersFollowThePeriod(t *testing.T) {
	year := Span{MustDate(2021, 1, 1), MustDate(2021, 12, 31)}
	seen := map[string]bool{}
	for _, m := range []int{5, 6} {
		e := planned("企业", "市应急管理局", "安全生产", 1)
		e.Windows = []Span{year}
		o := outcomeOf([][]Entry{{e}})
		o.Period = MonthSpan(2021, m)
		NumberTasks(o)
		if want := fmt.Sprintf("LJ-20210%d-", m); o.Tasks[0].ID[:10] != want {
			t.Errorf("number %s does not begin with %s", o.Tasks[0].ID, want)
		}
		seen[o.Tasks[0].ID] = true
	}
	if len(seen) != 2 {
		t.Error("two months share a number")
	}
}

// Two tasks about the same thing in one month still have two numbers, whatever
// order they come in.
func TestTwinsHaveTwoNumbers(t *testing.T) {
	var first []string
	for _, flip := range []bool{false, true} {
		a, b := planned("企业", "市应急管理局", "安全生产", 1), planned("企业", "市应急管理局", "安全生产", 2)
		a.Windows, b.Windows = []Span{{MustDate(2021, 5, 6), MustDate(2021, 5, 7)}}, []Span{{MustDate(2021, 5, 20), MustDate(2021, 5, 21)}}
		tasks := [][]Entry{{a}, {b}}
		if flip {
			slices.Reverse(tasks)
		}
		o := outcomeOf(tasks)
		NumberTasks(o)
		got := make([]string, 2)
		for _, task := range o.Tasks {
			got[o.Entries[task.Entries[0]].Source.Row-1] = task.ID
		}
		if got[0] == got[1] {
			t.Fatal("twins share a number")
		}
		if first == nil {
			first = got
		} else if !slices.Equal(first, got) {
			t.Errorf("numbers %v and %v", first, got)
		}
	}
}

// A plan run again with an earlier run at hand keeps every task's number, though
// any of its entries goes, is reworded or comes.
func TestCarriedNumbersStay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(rt, "tasks")
		before := outcomeOf(sampleTasks(n))
		NumberTasks(before)
		tasks := sampleTasks(n)
		for i := range tasks {
			switch k := rapid.IntRange(0, 2).Draw(rt, "entry"); rapid.IntRange(0, 3).Draw(rt, "change") {
			case 0:
				tasks[i] = slices.Delete(tasks[i], k, k+1)
			case 1:
				tasks[i][k].Matter += "（改）"
			case 2:
				tasks[i] = append(tasks[i], planned(tasks[i][0].Subject.Name, "市公安局", "治安", 9000+i))
			}
		}
		tasks = append(tasks, []Entry{planned("新企业", "市公安局", "治安", 9999)})
		after := outcomeOf(tasks)
		CarryNumbers(after, before)
		was, is := numbers(before), numbers(after)
		seen := map[string]bool{}
		for e, id := range is {
			if old, had := was[e]; had && old != id || seen[id] {
				rt.Errorf("%s had %s, now has %s", e, old, id)
			}
			seen[id] = true
		}
		if slices.Contains(slices.Collect(maps.Values(was)), is["新企业"]) {
			rt.Errorf("the new task has an old number %s", is["新企业"])
		}
	})
}

// An enterprise visited twice: who shares most with which visit goes on it, and
// a visit that is no more leaves its number to nobody.
func TestCarriedNumbersOfTwoVisits(t *testing.T) {
	visit := func(day int, departments ...string) (Task, []Entry) {
		x := Task{Date: MustDate(2021, 5, day), Level: City}
		var entries []Entry
		for i, d := range departments {
			entries = append(entries, planned("企业", d, "检查", day*10+i))
		}
		return x, entries
	}
	build := func(visits ...[]string) *Outcome {
		o := &Outcome{Period: MonthSpan(2021, 5), Enterprises: []Enterprise{{ID: "企业", Name: "企业"}}}
		for i, ds := range visits {
			x, entries := visit(6+i, ds...)
			for _, e := range entries {
				x.Entries = append(x.Entries, len(o.Entries))
				o.Entries, o.EntryOf = append(o.Entries, e), append(o.EntryOf, 0)
			}
			o.Tasks = append(o.Tasks, x)
		}
		return o
	}
	of := func(o *Outcome, department string) string {
		for _, x := range o.Tasks {
			for _, e := range x.Entries {
				if o.Entries[e].Department == department {
					return x.ID
				}
			}
		}
		return ""
	}
	before := build([]string{"甲", "乙", "丙"}, []string{"丁", "戊"})
	NumberTasks(before)
	first, second := of(before, "甲"), of(before, "丁")
	swapped := build([]string{"丁", "丙"}, []string{"甲", "乙"}) // 丙 has changed over
	CarryNumbers(swapped, before)
	if of(swapped, "甲") != first || of(swapped, "丁") != second {
		t.Errorf("甲 %s, 丁 %s; before %s, %s", of(swapped, "甲"), of(swapped, "丁"), first, second)
	}
	alone := build([]string{"丁"})
	CarryNumbers(alone, before)
	if of(alone, "丁") != second {
		t.Errorf("丁 has %s, had %s", of(alone, "丁"), second)
	}
}
