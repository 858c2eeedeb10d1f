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
	order := make([]int32, len(entries))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(who.Of[a], who.Of[b]), inspect.CompareSource(entries[a].Source, entries[b].Source))
	})
	for len(order) > 0 {
		n := 1
		for n < len(order) && who.Of[order[n]] == who.Of[order[0]] {
			n++
		}
		at := make([]*inspect.Entry, n)
		for i, e := range order[:n] {
			at[i] = &entries[e]
		}
		e := &who.Enterprises[who.Of[order[0]]]
		judgeStatus(at, e, &problems)
		judgeDepartments(at, e, opt.Period, &problems)
		judgeLevels(at, e, opt.Period, &problems)
		order = order[n:]
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
		word = "注销"
	}
	for _, x := range at {
		problems.Add(diag.Problem{
			Severity: diag.Warning, Code: "enterprise_inactive", Position: position(x.Source, nameColumn), Value: x.Subject.Name,
			Message: fmt.Sprintf("名录库登记“%s”已%s，不再安排检查", e.Name, word),
			Hint:    "如仍在营，请更新检查对象名录库的状态",
		})
	}
}

// judgeDepartments: the same department plans the same matter on an enterprise
// twice for the same days. A complaint or a reinspection is an occasion of its
// own, and so is each month of a yearly plan.
func judgeDepartments(at []*inspect.Entry, e *inspect.Enterprise, period inspect.Span, problems *diag.List) {
	for j, x := range at {
		for _, y := range at[:j] {
			if x.Department == y.Department && sameMatter(x, y) && repeats(x, y, period) {
				problems.Add(diag.Problem{
					Severity: diag.Warning, Code: "duplicate_inspection", Position: position(x.Source, nameColumn), Value: x.Subject.Name,
					Message: fmt.Sprintf("%s对“%s”的%s与 %s 重复", x.Department, e.Name, matterOf(x), position(y.Source, "")),
					Hint:    "若是同一次检查，请删去一行；若确需两次，请在检查事项里分清",
				})
				break
			}
		}
	}
}

// judgeLevels: departments of several levels plan the same matter on an
// enterprise.
func judgeLevels(at []*inspect.Entry, e *inspect.Enterprise, period inspect.Span, problems *diag.List) {
	for j, x := range at {
		for _, y := range at[:j] {
			if x.Level != y.Level && x.Level != inspect.NoLevel && y.Level != inspect.NoLevel &&
				x.Matter != "" && sameMatter(x, y) && repeats(x, y, period) {
				problems.Add(diag.Problem{
					Severity: diag.Warning, Code: "duplicate_inspection", Position: position(x.Source, nameColumn), Value: x.Subject.Name,
					Message: fmt.Sprintf("“%s”的%s，%s（%s）与%s（%s，%s）都要检查", e.Name, matterOf(x),
						x.Department, x.Level.Chinese(), y.Department, y.Level.Chinese(), position(y.Source, "")),
					Hint: "多层级查同一事项，建议商定由一级检查、结果共享",
				})
				break
			}
		}
	}
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

// repeats reports whether two entries can be the same inspection written
// twice: neither is an occasion of its own, and they may fall on the same day
// of the period.
func repeats(x, y *inspect.Entry, period inspect.Span) bool {
	if ownOccasion(x.Kind) || ownOccasion(y.Kind) || x.Source.Month != y.Source.Month && x.Source.Month != 0 && y.Source.Month != 0 {
		return false
	}
	for _, a := range x.Windows {
		for _, b := range y.Windows {
			if common, ok := a.Intersect(b); ok {
				if _, ok := common.Intersect(period); ok || period == (inspect.Span{}) {
					return true
				}
			}
		}
	}
	return false
}

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
	for _, a := range bounds {
		for _, b := range bounds {
			run := inspect.Span{From: a.From, To: b.To}
			if run.Days() == 0 || inside != nil && (run.Days() > best.Days() || run.Days() == best.Days() && run.From >= best.From) {
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
