package confirm

import (
	"slices"
	"strings"
	"testing"

	"liancha/inspect"
)

func day(d int) inspect.Date { return inspect.MustDate(2021, 5, d) }

func on(days ...int) []inspect.Span {
	var list []inspect.Span
	for _, d := range days {
		list = append(list, inspect.Day(day(d)))
	}
	return list
}

// bookOf makes a task book of May 2021: a task a day from the 10th on, each of
// another enterprise, with an entry of half a day for each department.
func bookOf(tasks ...[]string) *inspect.Outcome {
	o := &inspect.Outcome{Period: inspect.MonthSpan(2021, 5)}
	for d := day(6); d <= day(31); d++ {
		if w := d.Weekday(); w != 0 && w != 6 || d == day(8) {
			o.WorkingDays = append(o.WorkingDays, d)
		}
	}
	for i, departments := range tasks {
		name := string(rune('A' + i))
		o.Enterprises = append(o.Enterprises, inspect.Enterprise{ID: name, Name: name + "公司"})
		t := inspect.Task{ID: "T" + name, Enterprise: i, Level: inspect.City, Date: day(10 + i), HalfDays: 1, Days: []inspect.Date{day(10 + i)}, Lead: departments[0]}
		for _, d := range departments {
			t.Entries = append(t.Entries, len(o.Entries))
			o.Entries = append(o.Entries, inspect.Entry{Source: inspect.Source{File: d + ".csv", Row: i + 2, Text: true}, Department: d, Level: inspect.City,
				Windows: []inspect.Span{{From: day(6), To: day(21)}}, HalfDays: 1, Demand: 2, Joinable: true})
			o.EntryOf = append(o.EntryOf, i)
		}
		o.Tasks = append(o.Tasks, t)
	}
	return o
}

var replyRow int

// reply makes a reply of a line of its own.
func reply(task, department string, a inspect.Answer, windows []inspect.Span) inspect.Reply {
	replyRow++
	return inspect.Reply{Source: inspect.Source{File: "r.csv", Row: replyRow, Text: true}, TaskID: task, Department: department, Answer: a, Windows: windows}
}

func onto(x inspect.Reply, arrangement string) inspect.Reply {
	x.About = arrangement
	return x
}

func codes(r *Round) []string {
	var list []string
	for _, p := range r.Problems {
		list = append(list, p.Code)
	}
	return list
}

// state gives where a department stands.
func state(r *inspect.Round, task, department string) (inspect.Standing, *inspect.Confirmation) {
	for i, s := range r.Standings() {
		if c := &r.Confirmations[i]; c.TaskID == task && c.Department == department {
			return s, c
		}
	}
	return 99, nil
}

// moved is a plan that has a group at another day, the others as they are.
func moved(r *Round, task int, to int) Placed {
	p := r.Standing()
	for i := range p.Visits {
		if v := &p.Visits[i]; v.Task == task {
			v.Moved, v.Date, v.HalfDays, v.Days = true, day(to), 1, []inspect.Date{day(to)}
		}
	}
	return p
}

func TestAgreementIsToWhatWasShown(t *testing.T) {
	book := bookOf([]string{"甲局", "乙局"})
	r := Merge(Input{Book: book, Replies: []inspect.Reply{
		onto(reply("TA", "甲局", inspect.Agrees, nil), "5月10日（周一）上午"), reply("TA", "乙局", inspect.Adjusts, on(12))}})
	if g := r.Groups(); len(g) != 1 || g[0].Agreed || !r.Bound(1) || r.Bound(0) {
		t.Fatalf("%+v", g)
	}
	first := r.Apply(moved(r, 0, 12))
	if s, _ := state(first, "TA", "甲局"); s != inspect.Open {
		t.Errorf("agreed to the 10th, it is on the 12th: %v", s)
	}
	if s, _ := state(first, "TA", "乙局"); s != inspect.Held {
		t.Errorf("乙局 asked for the 12th: %v", s)
	}
	if why := strings.Join(first.Changes[0].Why, "；"); !strings.Contains(why, "请再确认：甲局") {
		t.Error(why)
	}
	// The old reply again, and a new one to the new arrangement.
	r = Merge(Input{Book: first.Outcome, Replies: []inspect.Reply{onto(reply("TA", "甲局", inspect.Agrees, nil), "5月10日（周一）上午")}})
	if r.Fresh() || !slices.Equal(codes(r), []string{"outdated_reply"}) {
		t.Errorf("fresh %v, %v", r.Fresh(), codes(r))
	}
	r = Merge(Input{Book: first.Outcome, Replies: []inspect.Reply{
		onto(reply("TA", "甲局", inspect.Agrees, nil), "5月10日（周一）上午"), onto(reply("TA", "甲局", inspect.Agrees, nil), "5月12日（周三）上午")}})
	if !r.Fresh() || !r.Groups()[0].Agreed || r.Rejected > 0 {
		t.Errorf("fresh %v, %+v, %v", r.Fresh(), r.Groups(), codes(r))
	}
}

// What a department has said of an earlier arrangement gives way to what it has
// said since; of the same arrangement two answers contradict each other.
func TestLaterRepliesOvertake(t *testing.T) {
	book := bookOf([]string{"甲局"})
	for _, x := range []struct {
		first, second string
		agreed        bool
		codes         []string
	}{
		{"5月6日（周四）上午", "5月10日（周一）上午", true, []string{"outdated_reply"}},
		{"5月10日（周一）上午", "5月10日（周一）上午", false, []string{"contradictory_reply", "contradictory_reply"}},
		{"", "", false, []string{"contradictory_reply", "contradictory_reply"}},
	} {
		for _, flip := range []bool{false, true} {
			replies := []inspect.Reply{onto(reply("TA", "甲局", inspect.Adjusts, on(17)), x.first), onto(reply("TA", "甲局", inspect.Agrees, nil), x.second)}
			if flip {
				slices.Reverse(replies)
			}
			r := Merge(Input{Book: book, Replies: replies})
			if r.Groups()[0].Agreed != x.agreed || !slices.Equal(codes(r), x.codes) {
				t.Errorf("%q then %q: agreed %v, %v", x.first, x.second, r.Groups()[0].Agreed, codes(r))
			}
		}
	}
}

func TestDaysThatCannotBeUsed(t *testing.T) {
	book := bookOf([]string{"甲局"}, []string{"乙局"})
	book.Entries[1].HalfDays, book.Tasks[1].HalfDays, book.Tasks[1].Days = 4, 4, []inspect.Date{day(11), day(12)}
	for _, x := range []struct {
		task, department string
		windows          []inspect.Span
		code             string
		used             bool
	}{
		{"TA", "甲局", on(17), "", true},
		{"TA", "甲局", []inspect.Span{{From: day(31), To: day(31) + 2}}, "dates_outside reply_outside_plan", true},
		{"TA", "甲局", []inspect.Span{inspect.Day(day(31) + 1)}, "out_of_period", false},
		{"TA", "甲局", []inspect.Span{{From: day(15), To: day(16)}}, "no_working_day", false},
		{"TA", "甲局", on(25), "reply_outside_plan", true},
		{"TB", "乙局", on(17), "reply_too_short", false},
		{"TB", "乙局", []inspect.Span{{From: day(14), To: day(17)}}, "", true}, // Friday and Monday
		{"TC", "甲局", on(17), "no_task", false},
		{"TB", "甲局", on(17), "not_in_task", false},
	} {
		r := Merge(Input{Book: book, Replies: []inspect.Reply{reply(x.task, x.department, inspect.Adjusts, x.windows)}})
		if got := strings.Join(codes(r), " "); got != x.code || r.Fresh() != x.used || (r.Rejected == 0) != x.used {
			t.Errorf("%s %s %v: %q, used %v, %d rejected", x.task, x.department, x.windows, got, r.Fresh(), r.Rejected)
		}
	}
}

// Who has no place may give other days; the task then has its number back. A
// task taken out by hand is not brought back by a reply.
func TestWithoutAPlace(t *testing.T) {
	book := bookOf([]string{"甲局"}, []string{"乙局"})
	asked := reply("TA", "甲局", inspect.Adjusts, on(17))
	r := Merge(Input{Book: book, Replies: []inspect.Reply{asked}})
	p := Placed{Visits: r.Standing().Visits[1:], Left: []inspect.Unscheduled{{Entry: 0, Code: "no_capacity", Reason: "没有人"}}}
	first := r.Apply(p)
	if s, _ := state(first, "TA", "甲局"); s != inspect.Unmet || first.Stats.LeftOut != 1 || first.Stats.Unplaced != 1 || !first.Changes[0].Has(inspect.TaskUnplaced) {
		t.Errorf("%v, %+v, %v", s, first.Stats, first.Changes[0].Kinds)
	}
	if r := Merge(Input{Book: first.Outcome, Replies: []inspect.Reply{asked}}); r.Fresh() || len(r.Loose()) > 0 {
		t.Errorf("the same reply again: fresh %v, to place %v", r.Fresh(), r.Loose())
	}
	if r := Merge(Input{Book: first.Outcome, Replies: []inspect.Reply{reply("TB", "乙局", inspect.Agrees, nil)}}); !slices.Equal(r.Loose(), []int{0}) {
		t.Errorf("others have answered anew: to place %v", r.Loose())
	}
	r = Merge(Input{Book: first.Outcome, Replies: []inspect.Reply{reply("TA", "甲局", inspect.Adjusts, on(18))}})
	p = r.Standing()
	p.Visits = append(p.Visits, Visit{Task: -1, Entries: r.Loose(), Moved: true, Date: day(18), HalfDays: 1, Days: []inspect.Date{day(18)}})
	second := r.Apply(p)
	if len(second.Tasks) != 2 || second.Tasks[0].ID != "TA" || second.Tasks[0].Date != day(18) || second.Stats.LeftOut != 0 {
		t.Errorf("%+v", second.Tasks)
	}
	if c := second.Changes[0]; c.ID != "TA" || len(c.Why) != 1 || !strings.HasSuffix(c.Why[0], "，照此排入") {
		t.Errorf("%s is back because %v", c.ID, c.Why)
	}

	gone := *book
	gone.Tasks = gone.Tasks[1:] // its line taken out of 任务清单
	gone.Unscheduled = []inspect.Unscheduled{{Entry: 0, Reason: "任务清单中没有这项任务"}}
	gone.Confirmations = []inspect.Confirmation{{TaskID: "TA", Department: "甲局", Entries: []inspect.Source{book.Entries[0].Source}}}
	r = Merge(Input{Book: &gone, Replies: []inspect.Reply{asked, reply("TB", "乙局", inspect.Agrees, nil)}})
	if len(r.Loose()) > 0 || !slices.Equal(codes(r), []string{"no_task"}) {
		t.Errorf("to place %v, %v", r.Loose(), codes(r))
	}
}

// Who has asked for nothing and is left without a place for others' sake is told of
// by name, alone in its task or beside others.
func TestCrowdedOut(t *testing.T) {
	book := bookOf([]string{"甲局", "乙局"}, []string{"丙局"})
	for i := range book.Tasks {
		book.Tasks[i].Enterprise = 0
	}
	book.EntryOf = []int{0, 0, 0}
	r := Merge(Input{Book: book, Replies: []inspect.Reply{reply("TA", "甲局", inspect.Adjusts, on(17))}})
	p := Placed{Visits: moved(r, 0, 17).Visits[:1], Left: []inspect.Unscheduled{{Entry: 1, Code: "stagger"}, {Entry: 2, Code: "stagger"}}}
	p.Visits[0].Entries = []int{0}
	round := r.Apply(p)
	for i, want := range []string{"乙局的检查排不下了", "任务 TA 变动以后，丙局的检查排不下了，列在“未排入”"} {
		if why := strings.Join(round.Changes[i].Why, "\n"); !strings.Contains(why, want) {
			t.Errorf("%s: %q does not say %q", round.Changes[i].ID, why, want)
		}
	}
}

// A line whose number and enterprise are of two tasks is nobody's; another spelling
// of the task's own enterprise does no harm.
func TestNumberAndEnterpriseDisagree(t *testing.T) {
	for name, used := range map[string]bool{"A公司": true, "Ａ 公司": true, "A公司南京分部": true, "": true, "B公司": false} {
		x := reply("TA", "甲局", inspect.Adjusts, on(17))
		x.Enterprise = name
		r := Merge(Input{Book: bookOf([]string{"甲局"}, []string{"甲局"}), Replies: []inspect.Reply{x}})
		if r.Fresh() != used || !used && !slices.Equal(codes(r), []string{"task_name_differs"}) {
			t.Errorf("%q: used %v, %v", name, r.Fresh(), codes(r))
		}
	}
}

// An entry that had to leave answers under its old number too; what it declines
// then it declines altogether.
func TestRepliesFollowTheEntries(t *testing.T) {
	book := bookOf([]string{"甲局", "乙局"})
	asked := reply("TA", "乙局", inspect.Adjusts, on(20))
	r := Merge(Input{Book: book, Replies: []inspect.Reply{asked}})
	p := r.Standing()
	p.Visits[0].Entries = []int{0}
	p.Visits = append(p.Visits, Visit{Task: -1, Entries: []int{1}, Moved: true, Date: day(20), HalfDays: 1, Days: []inspect.Date{day(20)}})
	first := r.Apply(p)
	var own string
	for _, x := range first.Tasks {
		if x.ID != "TA" {
			own = x.ID
		}
	}
	s, c := state(first, own, "乙局")
	if s != inspect.Held || c.Answer != inspect.Adjusts || first.Stats.Left != 1 || first.Stats.New != 1 || first.Stats.Asked != 2 {
		t.Errorf("%v %+v %+v", s, c, first.Stats)
	}
	if r := Merge(Input{Book: first.Outcome, Replies: []inspect.Reply{asked}}); r.Fresh() {
		t.Error("the same reply again is taken for a new one")
	}
	r = Merge(Input{Book: first.Outcome, Replies: []inspect.Reply{reply("TA", "乙局", inspect.Declines, nil)}})
	second := r.Apply(r.Standing())
	if len(second.Tasks) != 1 || !r.Declined()[1] {
		t.Errorf("%+v", second.Tasks)
	}
	for _, id := range []string{"TA", own} {
		if s, _ := state(second, id, "乙局"); s != inspect.Out {
			t.Errorf("乙局 in %s: %v", id, s)
		}
	}
	if r := Merge(Input{Book: second.Outcome, Replies: []inspect.Reply{asked}}); r.Fresh() {
		t.Error("its first reply again brings it back")
	}
}

// With the longest entry gone a visit takes less time; who agreed to more has
// agreed to that.
func TestAShorterVisitStaysAgreed(t *testing.T) {
	book := bookOf([]string{"甲局", "乙局"})
	book.Entries[1].HalfDays, book.Tasks[0].HalfDays = 2, 2
	r := Merge(Input{Book: book, Replies: []inspect.Reply{reply("TA", "甲局", inspect.Agrees, nil), reply("TA", "乙局", inspect.Declines, nil)}})
	if g := r.Groups()[0]; !g.Agreed || g.HalfDays != 1 {
		t.Fatalf("%+v", g)
	}
	out := r.Apply(r.Standing())
	if s, _ := state(out, "TA", "甲局"); s != inspect.Held || out.Tasks[0].HalfDays != 1 {
		t.Errorf("%v %+v", s, out.Tasks[0])
	}
	if u := out.Unscheduled; len(u) != 1 || u[0].Code != "declined" || !strings.Contains(u[0].Reason, "乙局不参加任务 TA") {
		t.Errorf("%+v", u)
	}
}

// People whose inspectors cannot come lose them all, and nobody else does.
func TestInspectorsGoByDepartment(t *testing.T) {
	book := bookOf([]string{"甲局", "乙局"})
	book.Entries = append(book.Entries, book.Entries[0])
	book.Entries[2].Source.Row, book.EntryOf = 99, append(book.EntryOf, 0)
	book.Tasks[0].Entries = []int{0, 1, 2}
	book.Entries[0].Named, book.Entries[1].Named, book.Entries[2].Named = []string{"张三", "李四"}, []string{"王五"}, []string{"张三", "李四"}
	r := Merge(Input{Book: book, Replies: []inspect.Reply{reply("TA", "甲局", inspect.Adjusts, on(12))}})
	p := moved(r, 0, 12)
	p.Unnamed = []int{2}
	out := r.Apply(p)
	if len(out.Entries[0].Named)+len(out.Entries[2].Named) > 0 || len(out.Entries[1].Named) != 1 || !slices.Equal(out.Changes[0].Redraw, []string{"甲局"}) {
		t.Errorf("%v, redraw %v", out.Entries, out.Changes[0].Redraw)
	}
	if len(book.Entries[0].Named) != 2 {
		t.Error("the book itself has been changed")
	}
}
