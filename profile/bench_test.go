package profile

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"liancha/inspect"
)

// BenchmarkAssess draws the profiles of 200,000 enterprises from 500,000
// findings.
func BenchmarkAssess(b *testing.B) {
	const enterprises, findings = 200_000, 500_000
	r := rand.New(rand.NewPCG(3, 3))
	in := Input{AsOf: today, OfRegistered: make([]int32, enterprises)}
	for i := range enterprises {
		in.Enterprises = append(in.Enterprises, inspect.Enterprise{ID: fmt.Sprint(i), Industry: []string{"化工", "食品", "机械"}[i%3], Grade: inspect.Grade(i % 5)})
		in.Registered = append(in.Registered, inspect.Registered{Headcount: i % 900})
		in.OfRegistered[i] = int32(i)
	}
	for range findings {
		f := clean(today-inspect.Date(r.IntN(700)), []string{"消防", "应急", "市监"}[r.IntN(3)])
		if r.IntN(2) == 0 {
			f = found(f.Date, f.Department, words[r.IntN(len(words)-1)], due(f.Date+20))
		}
		in.Findings = append(in.Findings, f)
		in.OfFinding = append(in.OfFinding, int32(r.IntN(enterprises)))
	}
	in.HazardOf = hazardsOf(&in)
	for b.Loop() {
		if res := Assess(in, options()); len(res.Ranking) != enterprises {
			b.Fatal("enterprises lost")
		}
	}
}
