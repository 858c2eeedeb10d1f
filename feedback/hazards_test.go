package feedback

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"liancha/inspect"
)

// anyFindings are findings of two enterprises over a season, some of them alike,
// some handed in twice, some without a day or words.
func anyFindings(t *rapid.T) (findings []inspect.Finding, of []int) {
	texts := rapid.SampledFrom([]string{"灭火器过期", "灭火器已过期", "2号楼灭火器过期", "消防通道堵塞", "消防通道被杂物堵塞", "安全出口上锁", "", "配电箱未接地"})
	for row := range rapid.IntRange(0, 14).Draw(t, "n") {
		f := found(rapid.SampledFrom([]string{fire, emergency, market, ""}).Draw(t, "department"), texts.Draw(t, "text"))
		if f.Date += inspect.Date(rapid.IntRange(0, 90).Draw(t, "day")); rapid.IntRange(0, 9).Draw(t, "undated") == 0 {
			f.Date = 0
		}
		if rapid.IntRange(0, 4).Draw(t, "clean") == 0 {
			nothing(&f)
		}
		f.Source = inspect.Source{File: "一.xlsx", Sheet: "检查结果", Row: row + 2}
		e := rapid.IntRange(0, 1).Draw(t, "enterprise")
		findings, of = append(findings, f), append(of, e)
		if rapid.IntRange(0, 3).Draw(t, "again") == 0 {
			f.Source.File = "二.xlsx"
			findings, of = append(findings, f), append(of, e)
		}
	}
	return findings, of
}

func narrow(of []int) []int32 {
	list := make([]int32, len(of))
	for i, e := range of {
		list[i] = int32(e)
	}
	return list
}

// Whoever counts hazards without a report counts those that the report has.
func TestHazardsAreThoseOfTheReport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		findings, of := anyFindings(t)
		in := Input{Findings: findings, EnterpriseOf: of, Enterprises: []inspect.Enterprise{{ID: "1", Name: "甲"}, {ID: "2", Name: "乙"}}}
		want := slices.Repeat([]int32{-1}, len(findings))
		r, _ := Gather(in)
		for i := range r.Hazards {
			for _, f := range r.Hazards[i].Findings {
				want[f] = int32(slices.Min(r.Hazards[i].Findings))
			}
		}
		if got := Hazards(findings, narrow(of), day("2022-01-01")); !slices.Equal(got, want) {
			t.Errorf("%v, the report has %v", got, want)
		}
	})
}

// The order of rows does not show, nor what comes after the day asked for.
func TestHazardsOfShuffledFindings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		findings, of := anyFindings(t)
		until := day("2021-05-12") + inspect.Date(rapid.IntRange(0, 90).Draw(t, "until"))
		got := Hazards(findings, narrow(of), until)
		order := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)).Perm(len(findings))
		var some []inspect.Finding
		var theirs []int
		var place []int
		for _, i := range order {
			if findings[i].Date <= until {
				some, theirs, place = append(some, findings[i]), append(theirs, of[i]), append(place, i)
			}
		}
		again := Hazards(some, narrow(theirs), until)
		for i := range again {
			for k := range again {
				if a, b := again[i] == again[k] && again[i] >= 0, got[place[i]] == got[place[k]] && got[place[i]] >= 0; a != b {
					t.Errorf("%+v and %+v: one %v, in another order %v", some[i], some[k], b, a)
				}
			}
		}
		for i := range findings {
			if findings[i].Date > until && got[i] != -1 {
				t.Errorf("%d is later", i)
			}
		}
	})
}

// Years of one enterprise's findings are no trouble: each is compared with those of
// its time. What a finding without a day is one with may lie in any.
func TestHazardsOfYears(t *testing.T) {
	var findings []inspect.Finding
	for i := range 30_000 {
		f := found(fire, string([]rune{rune(0x4e00 + i%5000), rune(0x5000 + i/5000), '坏', '了', '一', '些'}), on("2000-01-01"))
		f.Date += inspect.Date(i / 5)
		f.Source.Row = i
		findings = append(findings, f)
	}
	late := found(emergency, findings[29_000].Text, undated)
	got := Hazards(append(findings, late), make([]int32, len(findings)+1), day("2199-01-01"))
	if got[30_000] != 29_000 || got[29_999] != 29_999 {
		t.Error(got[30_000], got[29_999])
	}
}

// Findings of no enterprise are of no hazard; with more than are paired the
// outcome is the same.
func TestHazardsOfManyFindings(t *testing.T) {
	if got := Hazards([]inspect.Finding{found(fire, "灭火器过期"), found(emergency, "灭火器过期")}, []int32{-1, -1}, day("2021-06-01")); !slices.Equal(got, []int32{-1, -1}) {
		t.Error(got)
	}
	var findings []inspect.Finding
	for i := range 3 * mostPaired {
		findings = append(findings, found([]string{fire, emergency, market}[i%3], "灭火器过期"))
		findings[i].Date += inspect.Date(40 * (i / 3))
		findings[i].Source.Row = i
	}
	got := Hazards(findings, make([]int32, len(findings)), day("2199-01-01"))
	for i := range got {
		if got[i] != int32(i/3*3) {
			t.Fatalf("%d: %d", i, got[i])
		}
	}
}

// Nothing that may be one by its days is left out.
func TestKeyedWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := &keyed{at: map[inspect.Date][]int{}}
		dates := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) inspect.Date { return inspect.Date(rapid.IntRange(-200, 200).Draw(t, "day")) }), 1, 30).Draw(t, "days")
		for i, d := range dates {
			k.add(i, d)
		}
		d := inspect.Date(rapid.IntRange(-200, 200).Draw(t, "on"))
		got := k.within(d)
		if !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
			t.Errorf("out of order: %v", got)
		}
		g := &gatherer{}
		for i, begun := range dates {
			a, b := found(fire, "甲"), found(emergency, "甲")
			a.Date, b.Date = begun, d
			if g.mayBeOne(&a, &b) && !slices.Contains(got, i) {
				t.Errorf("%d of day %d is not among those of day %d", i, begun, d)
			}
		}
	})
}
