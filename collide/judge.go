package collide

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
)

// Judge finds what the plans together mean for the enterprises and nobody may
// have meant (contract: 自动判断). Frequency caps are the scheduler's.
func Judge(entries []inspect.Entry, who *Resolved, opt Options) diag.List {
	var problems diag.List
	of := make([][]*inspect.Entry, len(who.Enterprises))
	for i := range entries {
		of[who.Of[i]] = append(of[who.Of[i]], &entries[i])
	}
	for i, at := range of {
		if len(at) == 0 {
			continue
		}
		slices.SortFunc(at, func(a, b *inspect.Entry) int { return inspect.CompareSource(a.Source, b.Source) })
		e := &who.Enterprises[i]
		judgeStatus(at, e, &problems)
		judgeDepartments(at, e, opt.Period, &problems)
		judgeLevels(at, e, opt.Period, &problems)
	}
	judgePeople(entries, who, opt.Period, &problems)
	problems.Sort()
	return problems
}

// judgeStatus: an enterprise the register has closed or struck off need not
// be visited.
func judgeStatus(at []*inspect.Entry, e *inspect.Enterprise, problems *diag.List) {
	if e.Status == inspect.InBusiness {
		return
	}
	word := "停业"
	if e.Status == inspect.Cancelled {
		word = "注销或吊销"
	}
	for _, x := range at {
		problems.Add(diag.Problem{
			Severity: diag.Warning, Code: "enterprise_inactive", Position: position(x.Source, nameColumn), Value: x.Subject.Name,
			Message: fmt.Sprintf("名录库登记“%s”已%s，不再安排检查", e.Name, word),
			Hint:    "如仍在营，请更新检查对象名录库的状态",
		})
	}
}

// judgeDepartments: a department comes to an enterprise twice in the period:
// for the same matter, or for two whose windows share no day, so that no visit
// can join them. A complaint or a reinspection is an occasion of its own, and
// so is each month of a yearly plan.
func judgeDepartments(at []*inspect.Entry, e *inspect.Enterprise, period inspect.Span, problems *diag.List) {
	before := make(map[string][]*inspect.Entry)
	for _, x := range at {
		if ownOccasion(x.Kind) {
			continue
		}
		y := clashing(x, before[x.Department], func(y *inspect.Entry) bool {
			return sameMatter(x, y) || !shareDay(x, y)
		}, period)
		if y == nil {
			before[x.Department] = append(before[x.Department], x)
			continue
		}
		p := diag.Problem{
			Severity: diag.Warning, Code: "duplicate_inspection", Position: position(x.Source, nameColumn), Value: x.Subject.Name,
			Message: fmt.Sprintf("%s本期两次检查“%s”：%s与 %s 相同", x.Department, e.Name, matterOf(x), position(y.Source, "")),
			Hint:    "若是同一次检查，请删去一行；若确需两次，请在检查事项里分清",
		}
		if !sameMatter(x, y) {
			p.Severity = diag.Info
			p.Message = fmt.Sprintf("%s本期两次检查“%s”：%s与 %s 的%s时间错开，无法合并上门", x.Department, e.Name, matterOf(x), position(y.Source, ""), matterOf(y))
			p.Hint = "请把两项调到同一时间，一次查完"
		}
		problems.Add(p)
	}
}

// judgeLevels: departments of several levels plan the same matter on an
// enterprise in the period.
func judgeLevels(at []*inspect.Entry, e *inspect.Enterprise, period inspect.Span, problems *diag.List) {
	before := make(map[string][]*inspect.Entry)
	for _, x := range at {
		matter := fold(x.Matter)
		if ownOccasion(x.Kind) || x.Level == inspect.NoLevel || matter == "" {
			continue
		}
		y := clashing(x, before[matter], func(y *inspect.Entry) bool { return x.Level != y.Level }, period)
		if y == nil {
			before[matter] = append(before[matter], x)
			continue
		}
		problems.Add(diag.Problem{
			Severity: diag.Warning, Code: "duplicate_inspection", Position: position(x.Source, nameColumn), Value: x.Subject.Name,
			Message: fmt.Sprintf("“%s”的%s，%s（%s）与%s（%s，%s）本期都要检查", e.Name, matterOf(x),
				x.Department, x.Level.Chinese(), y.Department, y.Level.Chinese(), position(y.Source, "")),
			Hint: "多层级查同一事项，建议商定由一级检查、结果共享",
		})
	}
}

// mostCompared bounds the entries of one enterprise an entry is compared with.
const mostCompared = 500

// clashing gives the first of the entries before that an entry clashes with in
// the period, or nil.
func clashing(x *inspect.Entry, before []*inspect.Entry, clash func(*inspect.Entry) bool, period inspect.Span) *inspect.Entry {
	for _, y := range before[:min(len(before), mostCompared)] {
		if clash(y) && !otherMonth(x, y, period) {
			return y
		}
	}
	return nil
}

// sameMatter reports whether two entries are about the same matter, spelling
// aside; two that name none are.
func sameMatter(x, y *inspect.Entry) bool { return fold(x.Matter) == fold(y.Matter) }

func matterOf(x *inspect.Entry) string {
	if x.Matter == "" {
		return "检查"
	}
	return "“" + strings.TrimSpace(x.Matter) + "”"
}

// shareDay reports whether two entries may fall on the same day.
func shareDay(x, y *inspect.Entry) bool {
	for _, a := range x.Windows {
		for _, b := range y.Windows {
			if _, ok := a.Intersect(b); ok {
				return true
			}
		}
	}
	return false
}

// otherMonth reports whether two entries are those of two months in a period
// of several, as in a yearly plan, two runs of days ticked in one row, or one of
// them lies outside the period.
func otherMonth(x, y *inspect.Entry, period inspect.Span) bool {
	if x.Source.Month != 0 && y.Source.Month != 0 && x.Source.Month != y.Source.Month {
		return true
	}
	if x.Source.Day != y.Source.Day && x.Source.WholeRow() == y.Source.WholeRow() { // two runs of days ticked in one row
		return true
	}
	a, inA := reach(x, period)
	b, inB := reach(y, period)
	if !inA || !inB {
		return true
	}
	return !sameMonth(period.From, period.To) && !sameMonth(a.From, b.From) && !shareDay(x, y)
}

func sameMonth(a, b inspect.Date) bool {
	y1, m1, _ := a.YMD()
	y2, m2, _ := b.YMD()
	return y1 == y2 && m1 == m2
}

// ownOccasion reports whether an inspection has a cause of its own, so that
// another for the same matter is no repetition.
func ownOccasion(k inspect.Kind) bool {
	return k == inspect.Complaint || k == inspect.Reinspection || k == inspect.Surprise
}

// judgePeople: a person is named for more inspections at different enterprises
// than the days they are all bound to have room for.
func judgePeople(entries []inspect.Entry, who *Resolved, period inspect.Span, problems *diag.List) {
	type person struct{ department, name string }
	named := make(map[person][]int32)
	var people []person
	for i := range entries {
		for _, n := range entries[i].Named {
			p := person{entries[i].Department, fold(n)}
			if named[p] == nil {
				people = append(people, p)
			}
			named[p] = append(named[p], int32(i))
		}
	}
	slices.SortFunc(people, func(a, b person) int {
		return cmp.Or(strings.Compare(a.department, b.department), strings.Compare(a.name, b.name))
	})
	for _, p := range people {
		if list := named[p]; len(list) > 1 {
			judgePerson(p.name, list, entries, who, period, problems)
		}
	}
}

// judgePerson looks, among all runs of days that some of a person's entries
// are confined to, for the shortest that is overbooked. Entries at one
// enterprise may share a visit, so there only the longest counts.
func judgePerson(name string, list []int32, entries []inspect.Entry, who *Resolved, period inspect.Span, problems *diag.List) {
	bounds := make([]inspect.Span, 0, len(list))
	kept := make([]int32, 0, len(list))
	for _, i := range list {
		if s, ok := reach(&entries[i], period); ok {
			bounds = append(bounds, s)
			kept = append(kept, i)
		}
	}
	best, inside := inspect.Span{}, []int32(nil)
	from, to := ends(bounds)
	for _, a := range from {
		for _, b := range to {
			run := inspect.Span{From: a, To: b}
			if run.Days() == 0 || inside != nil && run.Days() >= best.Days() {
				continue
			}
			var held []int32
			for k, s := range bounds {
				if run.From <= s.From && s.To <= run.To {
					held = append(held, kept[k])
				}
			}
			if halfDays(held, entries, who) > 2*run.Days() {
				best, inside = run, held
			}
		}
	}
	if inside == nil {
		return
	}
	slices.SortFunc(inside, func(a, b int32) int { return inspect.CompareSource(entries[a].Source, entries[b].Source) })
	first, last := &entries[inside[0]], &entries[inside[len(inside)-1]]
	problems.Add(diag.Problem{
		Severity: diag.Warning, Code: "person_conflict", Position: position(last.Source, "检查人员"), Value: name,
		Message: fmt.Sprintf("%s的%s在%s要去 %d 处检查（另见 %s），分身不开", first.Department, name, best, len(inside), position(first.Source, "")),
		Hint:    "请换人，或放宽其中一处的检查时间",
	})
}

// ends gives the first days and the last days of runs, each once, ascending:
// only between these can people be short. Of a person named in a great many
// entries not all runs are looked at.
func ends(bounds []inspect.Span) (from, to []inspect.Date) {
	for _, s := range bounds {
		from, to = append(from, s.From), append(to, s.To)
	}
	slices.Sort(from)
	slices.Sort(to)
	from, to = slices.Compact(from), slices.Compact(to)
	const most = 62 // both ends of every day of a month
	return from[:min(len(from), most)], to[:min(len(to), most)]
}

// reach is the run of days within the period that holds all of an entry's
// windows.
func reach(e *inspect.Entry, period inspect.Span) (inspect.Span, bool) {
	if len(e.Windows) == 0 {
		return inspect.Span{}, false
	}
	s := inspect.Span{From: e.Windows[0].From, To: e.Windows[len(e.Windows)-1].To}
	if period == (inspect.Span{}) {
		return s, true
	}
	return s.Intersect(period)
}

// halfDays is the least time a person needs for the entries: those at one
// enterprise together if they may be joined.
func halfDays(list []int32, entries []inspect.Entry, who *Resolved) int {
	joined := make(map[int32]int)
	total := 0
	for _, i := range list {
		if e := &entries[i]; e.Joinable {
			joined[who.Of[i]] = max(joined[who.Of[i]], e.HalfDays)
		} else {
			total += e.HalfDays
		}
	}
	for _, n := range joined {
		total += n
	}
	return total
}
