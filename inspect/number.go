package inspect

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// NumberTasks gives every task its number and brings tasks, their entries and
// the entries left out into the order in which they are written.
//
// A number is LJ-YYYYMM- and six digits, and it is the same when the plan is
// run again with a few rows changed: it comes from what the task is about, not
// from where its rows stand, nor from its day, nor from how many tasks there
// are. Each entry has a digest of its enterprise, department, level, matter and
// kind and of the month it may start in; a task goes by the smallest digest of
// its entries. So a task keeps its number when its day moves, when an entry
// joins or leaves it (unless that entry is the one it goes by), and when other
// tasks come and go.
//
// Six digits hold fewer numbers than there are digests. Where two tasks of a
// month want one number, the smaller digest has it and the other takes the next
// number its own digest gives: what that moves is the few tasks that meet on a
// number, never a whole run of them.
func NumberTasks(o *Outcome) {
	for i := range o.Tasks {
		SortTaskEntries(o, o.Tasks[i].Entries)
	}
	byMonth := map[string][]numbered{}
	for i := range o.Tasks {
		n := identify(o, i)
		byMonth[n.month] = append(byMonth[n.month], n)
	}
	for month, tasks := range byMonth {
		slices.SortFunc(tasks, func(a, b numbered) int {
			if c := bytes.Compare(a.digest[:], b.digest[:]); c != 0 {
				return c
			}
			return compareTwins(o, a, b)
		})
		assignNumbers(o, month, tasks)
	}
	slices.SortFunc(o.Tasks, func(a, b Task) int { return strings.Compare(a.ID, b.ID) })
	slices.SortStableFunc(o.Unscheduled, func(a, b Unscheduled) int { return cmp.Compare(a.Entry, b.Entry) })
}

// numbered is a task on its way to its number.
type numbered struct {
	task   int // index into Outcome.Tasks
	entry  int // the entry it goes by, index into Outcome.Entries
	month  string
	digest [sha256.Size]byte
}

// identify finds the entry a task goes by.
func identify(o *Outcome, task int) numbered {
	best := numbered{task: task, month: monthOf(o.Period.From)}
	for i, e := range o.Tasks[task].Entries {
		entry := &o.Entries[e]
		month := monthOf(firstDay(entry, o.Period))
		d := entryDigest(o.Enterprises[o.Tasks[task].Enterprise].ID, month, entry)
		if i == 0 || bytes.Compare(d[:], best.digest[:]) < 0 {
			best.entry, best.month, best.digest = e, month, d
		}
	}
	return best
}

// entryDigest depends on nothing that changes when rows, files or days move.
func entryDigest(enterprise, month string, e *Entry) [sha256.Size]byte {
	text := make([]byte, 0, 256)
	text = append(text, "liancha-number-1"...)
	for _, field := range [...]string{month, enterprise, e.Department, e.Level.String(), e.Matter, e.Kind.String()} {
		text = strconv.AppendInt(append(text, '|'), int64(len(field)), 10) // the length keeps fields apart whatever is in them
		text = append(append(text, ':'), field...)
	}
	return sha256.Sum256(text)
}

// firstDay is the first day of the period the entry may take place on. It is
// cut to the period so that a plan for the whole year has a number of its own
// in every month's run.
func firstDay(e *Entry, period Span) Date {
	for _, w := range e.Windows {
		if cut, ok := w.Intersect(period); ok {
			return cut.From
		}
	}
	return period.From
}

func monthOf(d Date) string {
	y, m, _ := d.YMD()
	return fmt.Sprintf("%04d%02d", y, m)
}

// assignNumbers hands out one month's numbers, tasks in order of digest.
func assignNumbers(o *Outcome, month string, tasks []numbered) {
	digits, room := 6, uint64(1_000_000)
	for uint64(len(tasks)) > room/2 { // beyond, six digits would run out; no city has come near
		digits, room = digits+1, room*10
	}
	taken := make(map[uint64]bool, len(tasks))
	for _, t := range tasks {
		n, stride := sequenceOf(t, room)
		for taken[n] {
			n = (n + stride) % room
		}
		taken[n] = true
		o.Tasks[t.task].ID = numberText(month, digits, n)
	}
}

// compareTwins orders two tasks that go by entries of the same digest: one
// department's two inspections of one matter at one enterprise in one month.
func compareTwins(o *Outcome, a, b numbered) int {
	x, y := &o.Entries[a.entry], &o.Entries[b.entry]
	return cmp.Or(
		slices.CompareFunc(x.Windows, y.Windows, func(v, w Span) int {
			return cmp.Or(cmp.Compare(v.From, w.From), cmp.Compare(v.To, w.To))
		}),
		cmp.Compare(o.Tasks[a.task].Date, o.Tasks[b.task].Date),
		cmp.Compare(o.Tasks[a.task].Half, o.Tasks[b.task].Half),
		CompareSource(x.Source, y.Source),
	)
}

// SortTaskEntries brings the entries of a task, given as indices, into the order
// they are written in: by department, matter, source.
func SortTaskEntries(o *Outcome, entries []int) {
	slices.SortFunc(entries, func(a, b int) int { return compareInTask(&o.Entries[a], &o.Entries[b]) })
}

func compareInTask(a, b *Entry) int {
	return cmp.Or(
		strings.Compare(a.Department, b.Department),
		strings.Compare(a.Matter, b.Matter),
		CompareSource(a.Source, b.Source),
	)
}

// NumberNew gives the tasks without a number one that none of the taken are,
// and brings all into the order in which they are written. It is the number
// NumberTasks would give, or the next of its own digest's; the others keep
// theirs.
func NumberNew(o *Outcome, taken map[string]bool) {
	var unnumbered []numbered
	for i := range o.Tasks {
		SortTaskEntries(o, o.Tasks[i].Entries)
		if o.Tasks[i].ID == "" {
			unnumbered = append(unnumbered, identify(o, i))
		}
	}
	slices.SortFunc(unnumbered, func(a, b numbered) int {
		return cmp.Or(bytes.Compare(a.digest[:], b.digest[:]), compareTwins(o, a, b))
	})
	for _, t := range unnumbered {
		const room = 1_000_000
		n, stride := sequenceOf(t, room)
		for range room {
			if !taken[numberText(t.month, 6, n)] {
				break
			}
			n = (n + stride) % room
		}
		o.Tasks[t.task].ID = numberText(t.month, 6, n)
		taken[o.Tasks[t.task].ID] = true
	}
	slices.SortFunc(o.Tasks, func(a, b Task) int { return strings.Compare(a.ID, b.ID) })
}

// sequenceOf gives a task's first choice of a number below room, and the step to
// the next: odd and no multiple of five, so that it meets every number.
func sequenceOf(t numbered, room uint64) (first, stride uint64) {
	return binary.BigEndian.Uint64(t.digest[:]) % room, binary.BigEndian.Uint64(t.digest[8:])/10%(room/10)*10 + 1
}

func numberText(month string, digits int, n uint64) string {
	return fmt.Sprintf("LJ-%s-%0*d", month, digits, n)
}
