package verify_test

import (
	"errors"
	"slices"
	"testing"

	"liancha/inspect"
	"liancha/schedule"
	"liancha/schedule/verify"
)

func may(day int) inspect.Date { return inspect.MustDate(2021, 5, day) }

func mays(from, to int) inspect.Span { return inspect.Span{From: may(from), To: may(to)} }

// fortnight is ten working days, 10 to 14 and 17 to 21 May 2021, with four
// before them (6, 7 and the Saturday 8 May, 30 April) and a day after.
func fortnight() *schedule.Instance {
	in := &schedule.Instance{
		Before:      []inspect.Date{inspect.MustDate(2021, 4, 30), may(6), may(7), may(8)},
		After:       []inspect.Date{may(24)},
		Enterprises: []schedule.Enterprise{{Key: "a", Grade: inspect.GradeA}, {Key: "b", Grade: inspect.GradeD}},
		Departments: []schedule.Department{
			{Key: "0", Capacity: 4},
			{Key: "1", People: []schedule.Person{{Key: "p0"}, {Key: "p1"}, {Key: "p2"}, {Key: "out", Outside: true}}},
			{Key: "2", Unlimited: true, People: []schedule.Person{{Key: "out", Outside: true}}},
		},
		Rules: schedule.Rules{LevelsApart: 5},
	}
	for d := 10; d <= 21; d++ {
		if d != 15 && d != 16 {
			in.Days = append(in.Days, may(d))
		}
	}
	return in
}

// add gives the instance one more entry: half a day at enterprise 0 for two
// people of department 0, city level, any time, changed as said.
func add(in *schedule.Instance, change func(*schedule.Entry)) {
	e := schedule.Entry{Level: inspect.City, Windows: []inspect.Span{mays(1, 31)}, HalfDays: 1, Demand: 2, Joinable: true, Key: string(rune('a' + len(in.Entries)))}
	if change != nil {
		change(&e)
	}
	in.Entries = append(in.Entries, e)
}

// entries adds entries one after the other.
func entries(in *schedule.Instance, changes ...func(*schedule.Entry)) {
	for _, change := range changes {
		add(in, change)
	}
}

func at(dep int32, demand int, named ...int32) func(*schedule.Entry) {
	return func(e *schedule.Entry) { e.Department, e.Demand, e.Named = dep, demand, named }
}

func of(level inspect.Level) func(*schedule.Entry) {
	return func(e *schedule.Entry) { e.Level = level }
}

func long(halfDays int) func(*schedule.Entry) {
	return func(e *schedule.Entry) { e.HalfDays = halfDays }
}

func alone(e *schedule.Entry) { e.Joinable = false }

func kind(k inspect.Kind) func(*schedule.Entry) { return func(e *schedule.Entry) { e.Kind = k } }

func all(changes ...func(*schedule.Entry)) func(*schedule.Entry) {
	return func(e *schedule.Entry) {
		for _, change := range changes {
			change(e)
		}
	}
}

// other puts an entry at enterprise 1.
func other(e *schedule.Entry) { e.Enterprise = 1 }

type starts = []inspect.Slot

// Slots of the fortnight: mon and mon+1 are the 10th, next the 17th.
const (
	mon  inspect.Slot = 0
	tue  inspect.Slot = 2
	wed  inspect.Slot = 4
	thu  inspect.Slot = 6
	fri  inspect.Slot = 8
	next inspect.Slot = 10 // Monday of the second week
	none              = inspect.NoSlot
)

// Every rule by hand: a schedule that just keeps it and one that just breaks it.
func TestHardRules(t *testing.T) {
	for _, c := range []struct {
		name     string
		instance func(*schedule.Instance)
		good     []starts
		rule     verify.Rule
		bad      []starts
	}{
		{"inside the period", func(in *schedule.Instance) { entries(in, nil) }, []starts{{0}, {19}, {none}}, verify.Window, []starts{{20}, {-2}}},
		{"a long entry ends inside the period", func(in *schedule.Instance) { entries(in, long(3)) }, []starts{{16}}, verify.Window, []starts{{18}}},
		{"inside one window", func(in *schedule.Instance) {
			entries(in, all(long(4), func(e *schedule.Entry) { e.Windows = []inspect.Span{mays(11, 12), mays(13, 17)} }))
		}, []starts{{tue}, {thu}, {fri}}, verify.Window, []starts{{mon}, {wed}, {next}}},
		{"days off do not interrupt", func(in *schedule.Instance) {
			entries(in, all(long(3), func(e *schedule.Entry) { e.Windows = []inspect.Span{mays(14, 17)} }))
		}, []starts{{fri}}, verify.Window, []starts{{thu}, {next}}},
		{"a day starts in the morning", func(in *schedule.Instance) { entries(in, long(2)) }, []starts{{mon}, {tue}}, verify.Morning, []starts{{mon + 1}}},
		{"three half-days start in the morning", func(in *schedule.Instance) { entries(in, long(3)) }, []starts{{mon}}, verify.Morning, []starts{{mon + 1}}},
		{"not joinable is alone", func(in *schedule.Instance) { entries(in, alone, nil) }, []starts{{mon, tue}, {mon, none}}, verify.Alone, []starts{{mon, mon}}},
		{"one level a visit", func(in *schedule.Instance) { entries(in, nil, of(inspect.Street)) }, []starts{{mon, next}}, verify.Levels, []starts{{mon, mon}}},
		{"levels joined when allowed", func(in *schedule.Instance) {
			in.Rules.AcrossLevels = true
			entries(in, nil, of(inspect.Street), of(inspect.Street))
		}, []starts{{mon, mon, next}, {none, mon, tue}}, verify.Distance, []starts{{mon, mon, fri}, {mon, tue, tue}}},
		{"levels five days apart", func(in *schedule.Instance) { entries(in, nil, of(inspect.District)) }, []starts{{mon + 1, next}, {next, mon}}, verify.Distance, []starts{{mon, fri}, {next, tue}}},
		{"from the last day to the first", func(in *schedule.Instance) { entries(in, long(4), of(inspect.District)) }, []starts{{mon, next + 2}}, verify.Distance, []starts{{mon, next}}},
		{"any two visits on two days", func(in *schedule.Instance) { entries(in, nil, nil) }, []starts{{mon, tue}, {mon, mon}}, verify.Distance, []starts{{mon, mon + 1}}},
		{"not while the other lasts", func(in *schedule.Instance) { entries(in, long(6), nil) }, []starts{{mon, thu}, {mon, mon}}, verify.Distance, []starts{{mon, tue}, {mon, wed + 1}}},
		{"distance nought still means two days", func(in *schedule.Instance) {
			in.Rules.LevelsApart = 0
			entries(in, nil, of(inspect.District))
		}, []starts{{mon, tue}}, verify.Distance, []starts{{mon, mon + 1}}},
		{"not joinable needs one day", func(in *schedule.Instance) { entries(in, alone, of(inspect.District)) }, []starts{{mon, tue}}, verify.Distance, []starts{{mon, mon + 1}}},
		{"other enterprises do not matter", func(in *schedule.Instance) { entries(in, nil, all(other, of(inspect.District))) }, []starts{{mon, mon}, {mon, tue}}, verify.Distance, nil},
		{"past visits keep their distance", func(in *schedule.Instance) {
			in.History = []schedule.PastVisit{{First: may(7), Last: may(7), Level: inspect.District, Joinable: true}}
			entries(in, nil)
		}, []starts{{thu}}, verify.Distance, []starts{{mon}, {wed}}},
		{"of their own level one day", func(in *schedule.Instance) {
			in.History = []schedule.PastVisit{{First: may(12), Last: may(13), Level: inspect.City, Joinable: true}}
			entries(in, nil)
		}, []starts{{tue}, {fri}}, verify.Distance, []starts{{wed}, {thu}}},
		{"a past visit on a day off", func(in *schedule.Instance) {
			in.History = []schedule.PastVisit{{First: may(15), Last: may(16), Level: inspect.Street, Joinable: true}}
			in.Rules.LevelsApart = 2
			entries(in, nil)
		}, []starts{{thu}, {next + 2}}, verify.Distance, []starts{{fri}, {next}}},
		{"a past visit that was not joinable", func(in *schedule.Instance) {
			in.History = []schedule.PastVisit{{First: may(12), Last: may(12), Level: inspect.Street}}
			entries(in, nil)
		}, []starts{{tue}, {thu}}, verify.Distance, []starts{{wed}}},
		{"past visits after the period", func(in *schedule.Instance) {
			in.History = []schedule.PastVisit{{First: may(24), Last: may(24), Level: inspect.Street, Joinable: true}}
			entries(in, nil)
		}, []starts{{next}}, verify.Distance, []starts{{next + 2}}},
		{"nothing known around the period", func(in *schedule.Instance) {
			in.Before = nil
			in.History = []schedule.PastVisit{{First: may(6), Last: may(6), Level: inspect.Street, Joinable: true}}
			entries(in, nil)
		}, []starts{{fri}}, verify.Distance, []starts{{thu}}},
	} {
		t.Run(c.name, func(t *testing.T) { tryBoth(t, c.instance, c.good, c.rule, c.bad) })
	}
}

func tryBoth(t *testing.T, build func(*schedule.Instance), good []starts, rule verify.Rule, bad []starts) {
	t.Helper()
	in := fortnight()
	build(in)
	for _, s := range good {
		if faults := verify.Hard(in, result(in, s)); len(faults) > 0 {
			t.Errorf("starts %v keep the rules, but: %v", s, faults)
		}
	}
	for _, s := range bad {
		got := rules(t, verify.Hard(in, resultAnyway(in, s)))
		if !slices.Contains(got, rule) {
			t.Errorf("starts %v break %q, found: %v", s, rule, got)
		}
		got = slices.DeleteFunc(got, func(r verify.Rule) bool { return r == rule })
		got = slices.DeleteFunc(got, func(r verify.Rule) bool { return r == verify.Visits }) // of a start that cannot be
		if len(got) > 0 {
			t.Errorf("starts %v break only %q, found %v besides", s, rule, got)
		}
	}
}

// resultAnyway is result, with the starts kept that no visit can have.
func resultAnyway(in *schedule.Instance, s starts) *schedule.Result {
	res := result(in, s)
	res.Start = s
	return res
}

func rules(t *testing.T, faults []error) []verify.Rule {
	t.Helper()
	var got []verify.Rule
	for _, err := range faults {
		var f *verify.Fault
		if !errors.As(err, &f) {
			t.Errorf("not decided: %v", err)
			continue
		}
		got = append(got, f.Rule)
	}
	return got
}

func TestCaps(t *testing.T) {
	week := func(c schedule.Cap) func(*schedule.Instance) {
		return func(in *schedule.Instance) {
			in.Rules.Caps = []schedule.Cap{c}
			entries(in, nil, nil, nil)
		}
	}
	past := func(build func(*schedule.Instance), visits ...schedule.PastVisit) func(*schedule.Instance) {
		return func(in *schedule.Instance) { build(in); in.History = visits }
	}
	earlier := schedule.PastVisit{First: may(6), Last: may(6), Level: inspect.City, Joinable: true, Departments: []int32{0}, Kinds: []inspect.Kind{inspect.Key}}
	onlyComplaints := []inspect.Kind{inspect.Complaint}
	for _, c := range []struct {
		name     string
		instance func(*schedule.Instance)
		good     []starts
		bad      []starts
	}{
		{"a week", week(schedule.Cap{Per: schedule.PerWeek, Max: 1}), []starts{{fri, next, none}, {mon, mon, next}}, []starts{{mon, fri, none}}},
		{"a week of two", week(schedule.Cap{Per: schedule.PerWeek, Max: 2}), []starts{{mon, fri, next}}, []starts{{mon, wed, fri}}},
		{"none at all", week(schedule.Cap{Per: schedule.PerYear, Max: 0}), []starts{{none, none, none}}, []starts{{mon, none, none}}},
		{"days in a row", week(schedule.Cap{Per: schedule.PerDays, Days: 4, Max: 1}), []starts{{mon, fri, none}, {thu, next, none}}, []starts{{mon, thu, none}, {fri, next, none}}},
		{"a window between two others", week(schedule.Cap{Per: schedule.PerDays, Days: 7, Max: 2}), []starts{{mon, fri, next}}, []starts{{tue, fri, next}, {fri, next, next + 2}}},
		{"a month", past(week(schedule.Cap{Per: schedule.PerMonth, Max: 2}), earlier), []starts{{mon, none, none}}, []starts{{mon, tue, none}}},
		{"a quarter", past(week(schedule.Cap{Per: schedule.PerQuarter, Max: 2}), earlier, schedule.PastVisit{First: inspect.MustDate(2021, 3, 31), Last: inspect.MustDate(2021, 3, 31)}), []starts{{mon, none, none}}, []starts{{mon, tue, none}}},
		{"a year", past(week(schedule.Cap{Per: schedule.PerYear, Max: 2}), earlier, schedule.PastVisit{First: inspect.MustDate(2020, 12, 31), Last: inspect.MustDate(2020, 12, 31)}), []starts{{mon, none, none}}, []starts{{mon, tue, none}}},
		{"the past alone is past mending", past(week(schedule.Cap{Per: schedule.PerWeek, Max: 1}), earlier, schedule.PastVisit{First: may(7), Last: may(7), Level: inspect.City, Joinable: true}), []starts{{mon, none, none}}, nil},
		{"of a department", func(in *schedule.Instance) {
			in.Rules.Caps = []schedule.Cap{{Per: schedule.PerWeek, Of: schedule.OfDepartment, Max: 1}}
			entries(in, nil, at(2, 2), nil)
		}, []starts{{mon, tue, none}, {mon, mon, next}}, []starts{{mon, tue, wed}}},
		{"of a level", func(in *schedule.Instance) {
			in.Rules = schedule.Rules{LevelsApart: 1, Caps: []schedule.Cap{{Per: schedule.PerWeek, Of: schedule.OfLevel, Max: 1}}}
			entries(in, nil, of(inspect.District), nil)
		}, []starts{{mon, tue, next}}, []starts{{mon, tue, wed}}},
		{"of some grades", func(in *schedule.Instance) {
			in.Rules.Caps = []schedule.Cap{{Per: schedule.PerWeek, Max: 1, Grades: []inspect.Grade{inspect.GradeA}}}
			entries(in, nil, nil, other, other)
		}, []starts{{mon, none, mon, tue}}, []starts{{mon, tue, mon, tue}}},
		{"some kinds neither count nor are stopped", func(in *schedule.Instance) {
			in.Rules.Caps = []schedule.Cap{{Per: schedule.PerWeek, Max: 1, Except: onlyComplaints}}
			entries(in, nil, kind(inspect.Complaint), kind(inspect.Complaint), kind(inspect.Key))
		}, []starts{{mon, tue, wed, none}, {mon, mon, tue, none}}, []starts{{mon, tue, wed, wed}}},
		{"a past visit of an exempt kind", past(func(in *schedule.Instance) {
			in.Rules.Caps = []schedule.Cap{{Per: schedule.PerMonth, Max: 1, Except: []inspect.Kind{inspect.Key}}}
			entries(in, nil, nil)
		}, earlier), []starts{{mon, none}}, []starts{{mon, tue}}},
		{"a long visit counts on its first day", func(in *schedule.Instance) {
			in.Rules.Caps = []schedule.Cap{{Per: schedule.PerWeek, Max: 1}}
			entries(in, long(4), nil)
		}, []starts{{fri, next + 2}}, []starts{{fri, mon}}},
	} {
		t.Run(c.name, func(t *testing.T) { tryBoth(t, c.instance, c.good, verify.Capped, c.bad) })
	}
}

func TestStaffing(t *testing.T) {
	recusedFrom1 := func(in *schedule.Instance, p int) { in.Departments[1].People[p].Recused = []int32{1} }
	away := func(in *schedule.Instance, p int, s inspect.Span) {
		in.Departments[1].People[p].Leave = []inspect.Span{s}
	}
	apart := func(dep int32, demand int, named ...int32) func(*schedule.Entry) {
		return all(at(dep, demand, named...), other)
	}
	for _, c := range []struct {
		name     string
		instance func(*schedule.Instance)
		good     []starts
		bad      []starts
	}{
		{"a number of people", func(in *schedule.Instance) { entries(in, at(0, 2), all(at(0, 3), other)) }, []starts{{mon, mon + 1}}, []starts{{mon, mon}}},
		{"a number of people, long and short", func(in *schedule.Instance) { entries(in, all(at(0, 2), long(3)), all(at(0, 3), other)) }, []starts{{mon, tue + 1}}, []starts{{mon, tue}}},
		{"those named are counted", func(in *schedule.Instance) {
			in.Departments[0] = schedule.Department{Key: "0", Capacity: 2, People: []schedule.Person{{Outside: true}, {Outside: true}, {Outside: true}}}
			entries(in, at(0, 2, 0), all(at(0, 1, 1), other), all(at(0, 1, 0, 1, 2), other))
		}, []starts{{mon, mon + 1, none}}, []starts{{mon, mon, none}, {none, none, mon}}},
		{"a roster", func(in *schedule.Instance) { entries(in, at(1, 2), apart(1, 1), apart(1, 2)) }, []starts{{mon, mon, none}}, []starts{{mon, none, mon}}},
		{"outsiders are not sent", func(in *schedule.Instance) { entries(in, at(1, 4)) }, []starts{{none}}, []starts{{mon}}},
		{"outsiders where named", func(in *schedule.Instance) { entries(in, at(1, 4, 3)) }, []starts{{mon}}, nil},
		{"on leave", func(in *schedule.Instance) { away(in, 0, mays(11, 11)); entries(in, at(1, 3)) }, []starts{{mon}, {wed}}, []starts{{tue}, {tue + 1}}},
		{"on leave on the last day", func(in *schedule.Instance) { away(in, 0, mays(11, 11)); entries(in, all(at(1, 3), long(3))) }, []starts{{wed}}, []starts{{mon}, {tue}}},
		{"recused", func(in *schedule.Instance) { recusedFrom1(in, 2); entries(in, at(1, 3), apart(1, 3)) }, []starts{{mon, none}}, []starts{{none, mon}}},
		{"recused, so the other must go", func(in *schedule.Instance) {
			recusedFrom1(in, 1)
			recusedFrom1(in, 2)
			entries(in, at(1, 2), apart(1, 1), at(1, 2, 0))
		}, []starts{{mon, mon, none}}, []starts{{none, mon, mon}}},
		{"named on leave", func(in *schedule.Instance) { away(in, 0, mays(11, 11)); entries(in, at(1, 1, 0)) }, []starts{{mon}}, []starts{{tue}}},
		{"named and recused", func(in *schedule.Instance) { recusedFrom1(in, 0); entries(in, at(1, 1, 0), apart(1, 1, 0)) }, []starts{{mon, none}}, []starts{{none, mon}}},
		{"named in two places", func(in *schedule.Instance) { entries(in, at(1, 1, 0), apart(1, 1, 0)) }, []starts{{mon, mon + 1}}, []starts{{mon, mon}}},
		{"named in two places, without limit", func(in *schedule.Instance) { entries(in, at(2, 1, 0), apart(2, 1, 0), apart(2, 99)) }, []starts{{mon, mon + 1, mon + 1}}, []starts{{mon, mon, none}}},
		{"named while away for days", func(in *schedule.Instance) { entries(in, all(at(1, 1, 0), long(4)), apart(1, 1, 0)) }, []starts{{mon, wed}}, []starts{{mon, tue + 1}}},
		// Of p0 and p1 one is away on either day: counted by slots there are
		// enough for a two-day entry, but nobody can stay for the whole of it.
		{"one person for the whole length", func(in *schedule.Instance) {
			in.Departments[1].People = in.Departments[1].People[:2]
			away(in, 0, mays(11, 11))
			away(in, 1, mays(10, 10))
			entries(in, all(at(1, 1), long(3)))
		}, []starts{{wed}}, []starts{{mon}}},
		// Each slot can be staffed by itself and each entry too; together they
		// cannot: 0 may only have p0 or p1, 1 only p0 on the second day, 2 only
		// p1 in the first morning.
		{"long entries against short ones", func(in *schedule.Instance) {
			in.Departments[1].People = in.Departments[1].People[:2]
			in.Enterprises = append(in.Enterprises, schedule.Enterprise{Key: "c"}, schedule.Enterprise{Key: "d"})
			in.Departments[1].People[0].Recused = []int32{3}
			in.Departments[1].People[1].Recused = []int32{2}
			to := func(ent int32) func(*schedule.Entry) {
				return func(e *schedule.Entry) { e.Enterprise, e.Department, e.Demand = ent, 1, 1 }
			}
			entries(in, all(to(0), long(3)), to(2), to(3))
		}, []starts{{mon, tue, tue + 1}}, []starts{{mon, tue, mon}}},
	} {
		t.Run(c.name, func(t *testing.T) { tryBoth(t, c.instance, c.good, verify.Staff, c.bad) })
	}
}
