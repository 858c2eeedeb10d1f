package report

import (
	"io"
	"testing"

	"liancha/inspect"
	"liancha/internal/outdir"
	"liancha/internal/table"
)

// cityOutcome is a sample of about so many tasks.
func cityOutcome(b *testing.B, tasks int) *inspect.Outcome {
	o := sampleOutcome(tasks * 10 / 24)
	b.ResetTimer()
	return o
}

func BenchmarkTaskBook100k(b *testing.B) {
	o := cityOutcome(b, 100_000)
	for b.Loop() {
		if err := table.WriteBook(io.Discard, taskBook(newView(o), sampleProblems())); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(o.Tasks)), "tasks")
	b.ReportMetric(float64(len(o.Entries)), "entries")
}

func BenchmarkJSON100k(b *testing.B) {
	o := cityOutcome(b, 100_000)
	for b.Loop() {
		if err := JSON(io.Discard, o, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadTaskBook100k(b *testing.B) {
	sheets := bookSheets(b, cityOutcome(b, 100_000), nil)
	b.ResetTimer()
	for b.Loop() {
		if _, _, err := ReadTaskBook(sheets, BookTerms{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNumber100k(b *testing.B) {
	o := cityOutcome(b, 100_000)
	for b.Loop() {
		inspect.NumberTasks(o)
	}
}

func BenchmarkEverything100k(b *testing.B) {
	o := cityOutcome(b, 100_000)
	for b.Loop() {
		set, err := outdir.Open(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		if err := WriteCollide(set, o, sampleProblems(), Options{}); err != nil {
			b.Fatal(err)
		}
		if err := set.Commit(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNotices2k(b *testing.B) {
	o := sampleOutcome(2000)
	b.ResetTimer()
	for b.Loop() {
		set, err := outdir.Open(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		if err := writeFiles(set, noticeFiles(set, newView(o)), func(float64) {}); err != nil {
			b.Fatal(err)
		}
		if err := set.Commit(); err != nil {
			b.Fatal(err)
		}
	}
}
