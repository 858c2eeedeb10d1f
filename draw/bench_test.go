package draw

import (
	"fmt"
	"testing"
)

// city makes a pool of departments with people and tasks over a month of
// twenty-two working days; one task in ten lasts longer than a half-day.
func city(departments, people, tasks int) *Pool {
	d := dice(2021)
	p := &Pool{Kind: OfInspectors}
	name := func(i int) string { return fmt.Sprintf("南京市第%03d局", i) }
	for i := range people {
		p.People = append(p.People, Person{name(i % departments), fmt.Sprintf("苏A%07d", i), 1})
	}
	perDepartment := people / departments
	for i := range tasks {
		of := i % departments
		slots := 1
		first := d.roll(44)
		if d.roll(10) == 0 {
			slots, first = 2+d.roll(3), first/2*2
		}
		t := Task{fmt.Sprintf("LJ-202105-%06d/%s", i, name(of)), name(of), first, slots, 2}
		p.Tasks = append(p.Tasks, t)
		for range 2 {
			k := d.roll(perDepartment)*departments + of
			p.Bars = append(p.Bars, Bar{t.Place, fmt.Sprintf("苏A%07d", k), Recused})
		}
	}
	return p
}

func benchmarkInspectors(b *testing.B, departments, people, tasks int) {
	p := city(departments, people, tasks)
	for b.Loop() {
		r, err := New(p, []string{"公开种子"}, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(r.Bytes())))
	}
}

// Drawn and recorded: the mark is 3 s.
func BenchmarkInspectors10000Tasks2000People(b *testing.B) { benchmarkInspectors(b, 20, 2000, 10_000) }

// The same with everyone in one department, where every task has 2,000 tickets.
func BenchmarkInspectorsOneDepartment(b *testing.B) { benchmarkInspectors(b, 1, 2000, 10_000) }

// The same short of people: in the busiest slots hardly anyone is left.
func BenchmarkInspectorsTight(b *testing.B) { benchmarkInspectors(b, 20, 1060, 10_000) }

// 300,000 enterprises drawn by strata and recorded: the mark is 3 s.
func BenchmarkEnterprises300000(b *testing.B) {
	d := dice(7)
	p := &Pool{Kind: OfEnterprises}
	for i := range 40 {
		p.Quotas = append(p.Quotas, Quota{fmt.Sprintf("双随机%02d/C级", i), 500})
	}
	for i := range 300_000 {
		stratum := p.Quotas[i%40].Stratum
		key := fmt.Sprintf("91320100%010d", i)
		p.Enterprises = append(p.Enterprises, Enterprise{stratum, key, 1 + d.roll(2)})
		if d.roll(10) == 0 {
			p.Bars = append(p.Bars, Bar{stratum, key, Recent})
		}
	}
	for b.Loop() {
		r, err := New(p, []string{"公开种子"}, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(r.Bytes())))
	}
}
