// Command mip has a mixed-integer solver, HiGHS (https://highs.dev, as the npm
// package highs for Node), prove what is best in middling instances, and writes
// what it proved for the solver's tests to compare with:
//
//	npm install highs
//	go run ./schedule/verify/mip -o schedule/verify/testdata/optima.json
//
// Each proof begins with a schedule of the solver's own, which HiGHS may better
// or prove best. What HiGHS cannot settle in the time given is left out, so the
// file leans towards easy instances and towards those the solver does well on:
// it shows where the solver falls short, not how often it does.
//
// Seeds from 300 on were drawn later, to see how the solver does on instances
// nobody had looked at, and so were all of the shape plans.
//
// It takes some minutes to hours. Nothing else needs HiGHS. Instances the file
// holds already are not solved anew, so it can be stopped and run again; remove
// the file when a generator has changed.
package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"liancha/schedule"
	"liancha/schedule/verify/generate"
)

// proven is one line of the file: an instance and what is best for it.
type proven struct {
	generate.Case
	Placed [3]int `json:"placed"` // by class
	Visits int    `json:"visits"`
}

func main() {
	path := flag.String("o", "optima.json", "file to complete")
	first := flag.Int("first", 0, "seed to begin with")
	seeds := flag.Int("seeds", 90, "seed to stop before")
	seconds := flag.Int("seconds", 60, "time for one solve")
	shape := flag.String("shape", "", "only instances of this shape")
	flag.Parse()
	if err := run(*path, *shape, *first, *seeds, *seconds); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(path, shape string, first, seeds, seconds int) error {
	var known []proven
	b, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(b, &known)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, c := range instances(first, seeds) {
		if shape != "" && shape != c.Shape || slices.ContainsFunc(known, func(k proven) bool { return k.Case == c }) {
			continue
		}
		p := proven{Case: c}
		in := c.Instance()
		first, err := schedule.Solve(in, schedule.Options{})
		if err != nil {
			return err
		}
		p.Placed, p.Visits, err = optimum(in, first.Start, seconds)
		fmt.Fprintln(os.Stderr, p, err)
		if errors.Is(err, errUnproven) {
			continue
		}
		if err != nil {
			return err
		}
		known = append(known, p)
		slices.SortFunc(known, func(a, b proven) int {
			return cmp.Or(strings.Compare(a.Shape, b.Shape), cmp.Compare(a.Seed, b.Seed))
		})
		if err := write(path, known); err != nil {
			return err
		}
	}
	return nil
}

// instances gives the arguments to try: of every shape 30 to 250 entries at
// loads from 0.6 to 1.3, and with seeds from 1000 on tiny ones, which an
// exhaustive search can tell the model by.
func instances(first, seeds int) []generate.Case {
	var list []generate.Case
	for seed := range uint64(30) {
		list = append(list, generate.Case{Seed: 1000 + seed, Enterprises: 2, Entries: 6, Load: 0.9})
	}
	for seed := uint64(first); seed < uint64(seeds); seed++ {
		for shape := range generate.Shapes {
			list = append(list, generate.HardCase(seed, shape))
		}
		list = append(list, generate.PlansCase(seed))
		entries := []int{40, 80, 120, 180, 250}[seed%5]
		list = append(list, generate.Case{Seed: seed, Enterprises: entries * 6 / 25, Entries: entries, Load: float64(6+seed%6) / 10})
	}
	return list
}

// write gives an instance a line, so that a difference shows which.
func write(path string, known []proven) error {
	out := []byte("[\n")
	for i, p := range known {
		line, err := json.Marshal(p)
		if err != nil {
			return err
		}
		if i < len(known)-1 {
			line = append(line, ',')
		}
		out = append(append(out, line...), '\n')
	}
	return os.WriteFile(path, append(out, "]\n"...), 0o644)
}
