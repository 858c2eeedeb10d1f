package schedule

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"liancha/inspect"
)

// A task of a book that has been moved about breaks these rules and no others.
func TestBreaches(t *testing.T) {
	may := func(d int) inspect.Date { return inspect.MustDate(2021, 5, d) } // the 10th is a Monday
	weekdays := func(d inspect.Date) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }
	type task struct {
		day, half, length int
		level             inspect.Level
		alone             bool // its entry is not joinable
		enterprise        int
	}
	const city, district = inspect.City, inspect.District
	for name, c := range map[string]struct {
		tasks []task
		want  string // kinds, with the day or the distance, by task
	}{
		"sound":                  {[]task{{10, 0, 1, city, false, 0}, {17, 0, 1, district, false, 0}}, ""},
		"day off":                {[]task{{15, 0, 1, city, false, 0}}, "0:day off 15"},
		"second day off":         {[]task{{14, 0, 4, city, false, 0}}, "0:day off 15"},
		"out of period":          {[]task{{31, 0, 1, city, false, 0}}, "0:out of period 31 0:out of window"},
		"out of window":          {[]task{{28, 0, 1, city, false, 0}}, "0:out of window"},
		"ends out of the window": {[]task{{27, 0, 4, city, false, 0}}, "0:out of window"},
		"late start":             {[]task{{10, 1, 2, city, false, 0}}, "0:late start"},
		"half a day late":        {[]task{{10, 1, 1, city, false, 0}}, ""},
		"same day":               {[]task{{10, 0, 1, city, false, 0}, {10, 1, 1, city, false, 0}}, "1:same day 10"},
		"overlapping":            {[]task{{11, 0, 1, city, false, 0}, {10, 0, 4, city, false, 0}}, "0:same day 11"},
		"next day, one level":    {[]task{{10, 0, 1, city, false, 0}, {11, 0, 1, city, false, 0}}, ""},
		"too close":              {[]task{{10, 0, 1, city, false, 0}, {14, 0, 1, district, false, 0}}, "1:too close 4"},
		"too close, over the weekend": {[]task{{14, 0, 1, district, false, 0}, {20, 0, 1, city, false, 0}},
			"1:too close 4"},
		"far enough":         {[]task{{14, 0, 1, district, false, 0}, {21, 0, 1, city, false, 0}}, ""},
		"not joinable":       {[]task{{10, 0, 1, city, true, 0}, {11, 0, 1, district, false, 0}}, ""},
		"another enterprise": {[]task{{10, 0, 1, city, false, 0}, {10, 0, 1, district, false, 1}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := &inspect.Outcome{Period: inspect.Span{From: may(6), To: may(30)}, Enterprises: make([]inspect.Enterprise, 2)}
			for i, x := range c.tasks {
				o.Entries = append(o.Entries, inspect.Entry{Level: x.level, HalfDays: x.length, Joinable: !x.alone,
					Windows: []inspect.Span{{From: may(6), To: may(8)}, {From: may(10), To: may(27)}}})
				task := inspect.Task{ID: fmt.Sprint(i), Enterprise: x.enterprise, Level: x.level, Date: may(x.day), Half: inspect.Half(x.half),
					HalfDays: x.length, Entries: []int{i}}
				for d := range (x.half + x.length + 1) / 2 {
					task.Days = append(task.Days, may(x.day+d))
				}
				o.Tasks = append(o.Tasks, task)
			}
			var got []string
			for _, b := range Breaches(o, Rules{LevelsApart: 5}, weekdays) {
				_, _, day := b.Date.YMD()
				got = append(got, fmt.Sprintf("%d:%s", b.Task, [...]string{fmt.Sprintf("day off %d", day), fmt.Sprintf("out of period %d", day), "out of window",
					"late start", "too short", fmt.Sprintf("same day %d", day), fmt.Sprintf("too close %d", b.Apart)}[b.Kind]))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("broken %v, want %q", got, c.want)
			}
		})
	}
}

// Tasks that pass a cap are told from the first that is one too many.
func TestBreachTooOften(t *testing.T) {
	day := inspect.MustDate(2021, 5, 10)
	o := &inspect.Outcome{Period: inspect.Span{From: day, To: day + 40}, Enterprises: make([]inspect.Enterprise, 1)}
	add := func(after int, department string, kind inspect.Kind) {
		o.Entries = append(o.Entries, inspect.Entry{HalfDays: 1, Department: department, Kind: kind, Windows: []inspect.Span{o.Period}, Level: inspect.City})
		at := day + inspect.Date(after)
		o.Tasks = append(o.Tasks, inspect.Task{ID: fmt.Sprint(len(o.Tasks)), Date: at, Days: []inspect.Date{at}, HalfDays: 1, Level: inspect.City, Entries: []int{len(o.Entries) - 1}})
	}
	add(0, "a", inspect.General)
	add(7, "a", inspect.General)
	add(8, "a", inspect.Complaint)
	add(14, "b", inspect.General)
	add(16, "a", inspect.General)
	rules := Rules{LevelsApart: 5, Caps: []Cap{{Per: PerDay, Max: 1}, {Per: PerMonth, Of: OfDepartment, Max: 2, Except: []inspect.Kind{inspect.Complaint}},
		{Per: PerDays, Days: 15, Max: 3}, {Per: PerYear, Max: 1, Grades: []inspect.Grade{inspect.GradeA}}}}
	var got []string
	for _, b := range Breaches(o, rules, func(inspect.Date) bool { return true }) {
		got = append(got, fmt.Sprintf("%d:%d cap %d", b.Task, b.Kind, b.Cap))
	}
	if want := "3:7 cap 2 4:7 cap 1 4:7 cap 2"; strings.Join(got, " ") != want {
		t.Errorf("broken %v, want %s", got, want)
	}
}

// A task made shorter than what is to be done in it says which.
func TestBreachTooShort(t *testing.T) {
	day := inspect.MustDate(2021, 5, 10)
	o := &inspect.Outcome{Period: inspect.Span{From: day, To: day + 4}, Enterprises: make([]inspect.Enterprise, 1),
		Entries: []inspect.Entry{{HalfDays: 1, Windows: []inspect.Span{{From: day, To: day}}}, {HalfDays: 2, Windows: []inspect.Span{{From: day, To: day}}}},
		Tasks:   []inspect.Task{{Date: day, Days: []inspect.Date{day}, HalfDays: 1, Entries: []int{0, 1}}}}
	got := Breaches(o, Rules{}, func(inspect.Date) bool { return true })
	if len(got) != 1 || got[0].Kind != TooShort || !slices.Equal(got[0].Entries, []int{1}) {
		t.Errorf("broken %+v", got)
	}
}
