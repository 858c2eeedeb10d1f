package main

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/schedule"
	"liancha/schedule/verify"
)

// errUnproven says that the solver ran out of time.
var errUnproven = errors.New("not proven in the time given")

//go:embed solve.js
var script string

// optimum is what HiGHS proves best, goal after goal: entries of class 0, of
// class 1, of class 2, then few visits.
//
// The classes are one goal: an entry of class 1 weighs more than all of class 2
// together, one of class 0 more than both. The visits are the second, with the
// entries of each class kept. Where to begin, first, does not matter to what is
// proved, only to how soon; it may be nil.
func optimum(in *schedule.Instance, first []inspect.Slot, seconds int) (placed [3]int, visits int, err error) {
	m := newModel(in)
	entries, few := m.goals()
	classes := [3][][]int{{}, {}, {}}
	for e := range in.Entries {
		if class := in.Entries[e].Kind.Class(); len(m.x[e]) > 0 {
			classes[class] = append(classes[class], m.x[e])
		}
	}
	if len(m.rows) == 0 {
		return placed, 0, nil
	}
	input, err := json.Marshal(struct {
		Top             []float64
		Integer         []bool
		Rows            []row
		Entries, Visits []float64
		Classes         [3][][]int // columns by class and entry
		First           any        // where to begin
		Seconds         int
	}{m.top, m.integer, m.rows, entries, few, classes, m.begin(first), seconds})
	if err != nil {
		return placed, 0, err
	}
	cmd := exec.Command("node", "-e", script)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return placed, 0, fmt.Errorf("node: %w", err)
	}
	var answer struct {
		Proven bool
		X      []float64
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		return placed, 0, fmt.Errorf("node: %w: %s", err, out)
	}
	if !answer.Proven {
		return placed, 0, errUnproven
	}
	res := m.result(answer.X)
	if faults := verify.Hard(in, res); len(faults) > 0 {
		return placed, 0, fmt.Errorf("the model is too loose: %v", faults)
	}
	for e, s := range res.Start {
		if s != inspect.NoSlot {
			placed[in.Entries[e].Kind.Class()]++
		}
	}
	return placed, len(res.Visits), nil
}

// begin gives the columns that a schedule sets.
func (m *model) begin(start []inspect.Slot) any {
	if start == nil {
		return nil
	}
	cols, values := []int{}, []float64{}
	for e, at := range start {
		for i, s := range m.starts[e] {
			v := 0.0
			if s == at {
				v = 1
			}
			cols, values = append(cols, m.x[e][i]), append(values, v)
		}
	}
	return map[string]any{"indices": cols, "values": values}
}

// result makes a result of a solution as the checker wants it, with bounds that
// claim nothing.
func (m *model) result(x []float64) *schedule.Result {
	in := m.in
	res := &schedule.Result{EntriesBound: len(in.Entries)}
	for e := range in.Entries {
		at := inspect.NoSlot
		for i, c := range m.x[e] {
			if x[c] > 0.5 {
				at = m.starts[e][i]
			}
		}
		res.Start = append(res.Start, at)
	}
	at := map[[2]int]int{} // visits by slot and enterprise
	for e, s := range res.Start {
		if s == inspect.NoSlot {
			continue
		}
		entry := &in.Entries[e]
		k, known := at[[2]int{int(s), int(entry.Enterprise)}]
		if !known {
			k = len(res.Visits)
			at[[2]int{int(s), int(entry.Enterprise)}] = k
			res.Visits = append(res.Visits, schedule.Visit{Enterprise: entry.Enterprise, Start: s, Level: inspect.Street})
		}
		v := &res.Visits[k]
		v.Entries = append(v.Entries, int32(e))
		v.HalfDays, v.Level = max(v.HalfDays, entry.HalfDays), min(v.Level, entry.Level)
	}
	for _, v := range res.Visits {
		slices.SortStableFunc(v.Entries, func(a, b int32) int { return strings.Compare(in.Entries[a].Key, in.Entries[b].Key) })
	}
	slices.SortFunc(res.Visits, func(a, b schedule.Visit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), strings.Compare(in.Enterprises[a.Enterprise].Key, in.Enterprises[b.Enterprise].Key))
	})
	return res
}
