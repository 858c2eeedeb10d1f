package config

import (
	"strings"
	"testing"

	"liancha/inspect"
	"liancha/profile"
)

func TestProfileDefaults(t *testing.T) {
	p := Default().Profile
	if p.HalfLifeMonths != 12 || p.LowValueRuns != 3 {
		t.Errorf("got %+v", p)
	}
	sum := func(full []int) int {
		n := 0
		for _, f := range full {
			n += f
		}
		return n
	}
	if sum(p.Risk.Full[:]) != 100 || sum(p.Management.Full[:]) != 100 {
		t.Errorf("full marks %v, %v", p.Risk.Full, p.Management.Full)
	}
	if g := p.Risk.Grades; g[inspect.GradeA] >= g[inspect.GradeB] || g[inspect.GradeB] >= g[inspect.GradeC] || g[inspect.GradeC] >= g[inspect.GradeD] || g[inspect.NoGrade] == 0 {
		t.Errorf("shares by grade %v", g)
	}
	if len(p.Risk.Industries) < 20 || p.Risk.IndustryUnknown == 0 || p.Risk.IndustryOther == 0 {
		t.Errorf("industries %+v", p.Risk)
	}
	steps := p.Risk.Headcounts
	for i := 1; i < len(steps); i++ {
		if steps[i].From <= steps[i-1].From || steps[i].Share < steps[i-1].Share {
			t.Errorf("steps of headcount %v", steps)
		}
	}
}

func TestLoadReadsTheProfile(t *testing.T) {
	c, err := load(t, `
profile:
  half_life_months: 6
  risk:
    marks: {grade: 20, industry: 40}
    industries: {渔业: 70, 餐饮: 55}
    headcounts: {500: 90}
  management: {marks: {speed: 20, clean: 0}, late_days: 10}
  grade: {B: 15, C: 30, D: 45}
`)
	if err != nil {
		t.Fatal(err)
	}
	p := c.Profile
	if p.HalfLifeMonths != 6 || p.Risk.Full != [profile.NumRisk]int{20, 40, 20, 20} || p.Management.Full[profile.ManagementSpeed] != 20 || p.Management.LateDays != 10 || p.Grade.D != 45 || p.Grade.ManagementShare != 50 {
		t.Errorf("got %+v", p)
	}
	words := map[string]int{}
	for _, w := range p.Risk.Industries {
		words[w.Word] = w.Share
	}
	if words["渔业"] != 70 || words["餐饮"] != 55 || words["化工"] == 0 || len(words) != len(p.Risk.Industries) {
		t.Errorf("words %v", words)
	}
	if n := len(p.Risk.Headcounts); p.Risk.Headcounts[n-2] != (profile.Step{From: 500, Share: 90}) {
		t.Errorf("steps %v", p.Risk.Headcounts)
	}
}

func TestLoadNamesEveryMistakeOfTheProfile(t *testing.T) {
	_, err := load(t, `
profile:
  half_life_months: 0
  risk:
    marks: {major: 30}
    grades: {E: 10, A: 101}
    industries: {化工: -1}
    headcounts: {很多: 10, 0: 5}
    major_full: 0
  management: {marks: {clean: -10}, alike_percent: 101}
  grade: {B: 50, C: 40, without_results: 200}
`)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"half_life_months：应在 1 至 1200 之间，不是 0", "risk.marks：各项加起来要等于 100，现在是 110", "等级“E”", "grades 的 A：应在 0 至 100 之间，不是 101",
		"industries 的 化工：应在", "“很多”应是人数", "“0”应是人数", "major_full：应在", "management.marks：不能是负数：-10", "management.marks：各项加起来要等于 100，现在是 80", "alike_percent：应在",
		"分数线要从低到高，现在是 50、40、60", "without_results：应在"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in\n%v", want, err)
		}
	}
}
