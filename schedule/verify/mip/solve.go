package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"liancha/inspect"
	"liancha/schedule"
	"liancha/schedule/verify"
)

// errUnproven says that the solver ran out of time.
var errUnproven = errors.New("not proven in the time given")

// errSolver says that the solver failed, which proves nothing either.
var errSolver = errors.New("cbc failed")

// optimum is what cbc proves best, goal after goal: entries of class 0, of
// class 1, of class 2, then few visits.
//
// The classes are one goal: an entry of class 1 weighs more than all of class 2
// together, one of class 0 more than both. The visits are the second, with the
// entries of each class kept.
func optimum(in *schedule.Instance, seconds int) (placed [3]int, visits int, err error) {
	m, err := newModel(in)
	if err != nil {
		return placed, 0, err
	}
	var entries [3]int
	for e := range in.Entries {
		entries[in.Entries[e].Kind.Class()]++
	}
	weights := [3]int{(entries[2] + 1) * (entries[1] + 1), entries[2] + 1, 1}
	var goal []string
	for class, weight := range weights {
		goal = append(goal, m.ofClass(class, weight)...)
	}
	if len(goal) == 0 {
		return placed, 0, nil
	}
	// Where to begin does not matter to what is proved, only to how soon.
	first, err := schedule.Solve(in, schedule.Options{})
	if err != nil {
		return placed, 0, err
	}
	start, err := m.solve("Maximize", goal, seconds, first.Start)
	if err != nil {
		return placed, 0, err
	}
	placed = byClass(in, start)
	for class, n := range placed {
		if terms := m.ofClass(class, 1); len(terms) > 0 {
			m.fixed = append(m.fixed, strings.Join(terms, " + ")+fmt.Sprintf(" >= %d", n))
		}
	}
	if byClass(in, first.Start) == placed {
		start = first.Start
	}
	start, err = m.solve("Minimize", m.allVisits(), seconds, start)
	if err != nil {
		return placed, 0, err
	}
	res := asResult(in, start)
	if faults := verify.Hard(in, res); len(faults) > 0 {
		return placed, 0, fmt.Errorf("the model is too loose: %v", faults)
	}
	return placed, len(res.Visits), nil
}

func byClass(in *schedule.Instance, start []inspect.Slot) (placed [3]int) {
	for e, s := range start {
		if s != inspect.NoSlot {
			placed[in.Entries[e].Kind.Class()]++
		}
	}
	return placed
}

// solve runs cbc from a first solution and gives the starts of its best.
func (m *model) solve(sense string, goal []string, seconds int, first []inspect.Slot) ([]inspect.Slot, error) {
	dir, err := os.MkdirTemp("", "optimum")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	lp, begin, solution := filepath.Join(dir, "model.lp"), filepath.Join(dir, "begin.txt"), filepath.Join(dir, "solution.txt")
	f, err := os.Create(lp)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(m.write(f, sense, goal), f.Close()); err != nil {
		return nil, err
	}
	if err := os.WriteFile(begin, m.asSolution(first), 0o644); err != nil {
		return nil, err
	}
	// Goals are whole numbers: a gap below 1 is none.
	out, err := exec.Command("cbc", lp, "mipstart", begin, "allowableGap", "0.9", "ratioGap", "0", "sec", strconv.Itoa(seconds), "solve", "solution", solution).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%w: %w: %s", errSolver, err, out)
	}
	return m.read(solution)
}

// asSolution writes starts as cbc writes a solution: the entries' variables
// and those of their visits.
func (m *model) asSolution(start []inspect.Slot) []byte {
	var names []string
	for i, s := range start {
		if s == inspect.NoSlot {
			continue
		}
		e := &m.in.Entries[i]
		names = append(names, x(i, s))
		if visit := y(e.Enterprise, e.Level, s); e.Joinable && !slices.Contains(names, visit) {
			names = append(names, visit)
		}
	}
	b := []byte("Stopped on time - objective value 0\n")
	for i, name := range names {
		b = fmt.Appendf(b, "%d %s 1 0\n", i, name)
	}
	return b
}

// read takes the starts out of a solution file of cbc: a line of status, then
// a line for each variable that is not nought, with its number, name and value.
func (m *model) read(solution string) ([]inspect.Slot, error) {
	f, err := os.Open(solution)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), "Optimal") {
		return nil, errUnproven
	}
	start := make([]inspect.Slot, len(m.in.Entries))
	for e := range start {
		start[e] = inspect.NoSlot
	}
	for lines.Scan() {
		var number, e int
		var s inspect.Slot
		var name string
		var value float64
		if _, err := fmt.Sscan(lines.Text(), &number, &name, &value); err != nil || value < 0.5 {
			continue
		}
		if _, err := fmt.Sscanf(name, "x%d_%d", &e, &s); err == nil {
			start[e] = s
		}
	}
	return start, lines.Err()
}

// asResult makes a result of starts as the checker wants it, with bounds that
// claim nothing.
func asResult(in *schedule.Instance, start []inspect.Slot) *schedule.Result {
	res := &schedule.Result{Start: start, EntriesBound: len(in.Entries)}
	for s := range inspect.Slot(2 * len(in.Days)) {
		for ent := range in.Enterprises { // their keys ascend
			v := schedule.Visit{Enterprise: int32(ent), Start: s, Level: inspect.Street}
			for e, at := range start {
				if entry := &in.Entries[e]; at == s && entry.Enterprise == int32(ent) {
					v.Entries = append(v.Entries, int32(e)) // so do theirs
					v.HalfDays, v.Level = max(v.HalfDays, entry.HalfDays), min(v.Level, entry.Level)
				}
			}
			if len(v.Entries) > 0 {
				res.Visits = append(res.Visits, v)
			}
		}
	}
	return res
}
