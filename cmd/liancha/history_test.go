package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/schedule"
)

// What is known of an enterprise's past from task books and results comes to
// visits: what several know is one.
func TestPastVisits(t *testing.T) {
	type task struct {
		book     int
		id       string
		from, to int
		level    inspect.Level
	}
	type result struct {
		id         string
		day        int
		department string
		level      inspect.Level
	}
	const city, district = inspect.City, inspect.District
	for name, c := range map[string]struct {
		tasks   []task
		results []result
		want    string // days, level and departments of each visit
	}{
		"a task":                             {[]task{{0, "T1", 10, 10, city}}, nil, "10-10 city A"},
		"a task before and after a draw":     {[]task{{0, "T1", 10, 10, city}, {1, "T1", 12, 12, city}}, nil, "12-12 city A"},
		"two of one book on a day":           {[]task{{0, "T1", 10, 10, city}, {0, "T2", 10, 10, district}}, nil, "10-10 city A; 10-10 district A"},
		"a result":                           {nil, []result{{"", 10, "B", district}}, "10-10 district B"},
		"two hazards of one inspection":      {nil, []result{{"", 10, "B", district}, {"", 10, "B", district}}, "10-10 district B"},
		"two departments of a day":           {nil, []result{{"", 10, "B", district}, {"", 10, "A", city}}, "10-10 city AB"},
		"two days":                           {nil, []result{{"", 10, "B", district}, {"", 11, "B", district}}, "10-10 district B; 11-11 district B"},
		"two departments of a task":          {nil, []result{{"T1", 10, "B", district}, {"T1", 11, "A", district}}, "10-11 district AB"},
		"weeks later under the same number":  {nil, []result{{"T1", 10, "B", district}, {"T1", 28, "B", district}}, "10-10 district B; 28-28 district B"},
		"planned and done":                   {[]task{{0, "T1", 10, 11, city}}, []result{{"T1", 11, "A", city}}, "10-11 city A"},
		"planned and done, by the day":       {[]task{{0, "T1", 10, 11, city}}, []result{{"", 11, "A", city}}, "10-11 city A"},
		"done on another day":                {[]task{{0, "T1", 10, 10, city}}, []result{{"T1", 20, "A", city}}, "20-20 city A"},
		"done on two other days":             {[]task{{0, "T1", 10, 10, city}}, []result{{"T1", 21, "B", city}, {"T1", 20, "A", city}}, "20-21 city AB"},
		"another visit":                      {[]task{{0, "T1", 10, 10, city}}, []result{{"", 20, "A", city}}, "10-10 city A; 20-20 city A"},
		"a department nobody plans for":      {nil, []result{{"", 10, "Z", city}}, "10-10 city "},
		"a level nobody knows":               {nil, []result{{"", 10, "A", inspect.NoLevel}}, "10-10 ? A alone"},
		"a level the other department knows": {nil, []result{{"", 10, "A", inspect.NoLevel}, {"", 10, "B", district}}, "10-10 district AB"},
	} {
		t.Run(name, func(t *testing.T) {
			day := func(d int) inspect.Date { return inspect.MustDate(2021, 5, d) }
			h := &pastVisits{of: make([][]pastVisit, 1), departments: map[string]int32{"A": 0, "B": 1}}
			o := &inspect.Outcome{Entries: []inspect.Entry{{Department: "A", Joinable: true}}}
			for _, x := range c.tasks {
				k := inspect.Task{ID: x.id, Level: x.level, Date: day(x.from), Entries: []int{0}}
				for d := x.from; d <= x.to; d++ {
					k.Days = append(k.Days, day(d))
				}
				h.planned(0, x.book, o, &k)
			}
			for range 2 { // in whatever order they are read
				slices.Reverse(c.results)
				again := &pastVisits{of: [][]pastVisit{slices.Clone(h.of[0])}, departments: h.departments}
				for i := range again.of[0] {
					again.of[0][i].Departments = slices.Clone(again.of[0][i].Departments)
				}
				var results []*inspect.Finding
				for _, x := range c.results {
					results = append(results, &inspect.Finding{TaskID: x.id, Date: day(x.day), Department: x.department, Level: x.level})
				}
				again.inspected(0, results)
				if got := visitTexts(again.of[0]); got != c.want {
					t.Errorf("visits %s, want %s", got, c.want)
				}
			}
		})
	}
}

func visitTexts(visits []pastVisit) string {
	var list []string
	for _, v := range visits {
		list = append(list, visitText(v.PastVisit))
	}
	return strings.Join(list, "; ")
}

func visitText(v schedule.PastVisit) string {
	_, _, first := v.First.YMD()
	_, _, last := v.Last.YMD()
	level := v.Level.String()
	if v.Level == inspect.NoLevel {
		level = "?"
	}
	departments := ""
	for _, d := range slices.Sorted(slices.Values(v.Departments)) {
		departments += string(rune('A' + d))
	}
	text := fmt.Sprintf("%d-%d %s %s", first, last, level, departments)
	if !v.Joinable {
		text += " alone"
	}
	return text
}
