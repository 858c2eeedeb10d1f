package draw

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Difference is the first thing in a record that is not what it should be.
type Difference struct {
	Line     int    // of the record's file, from 1; 0 where it cannot be told
	Where    string // what stands there, in words
	Recorded string // as the record has it
	Computed string // as it should be
}

func (d *Difference) Error() string {
	var b strings.Builder
	if d.Line > 0 {
		fmt.Fprintf(&b, "第%d行，", d.Line)
	}
	fmt.Fprintf(&b, "%s：记录为“%s”，重算为“%s”", d.Where, d.Recorded, d.Computed)
	return b.String()
}

// Verify recomputes a record's file from itself alone. The error is a
// *Difference, or says why the file cannot be recomputed at all.
func Verify(file []byte) (*Record, error) {
	if !utf8.Valid(file) {
		return nil, fmt.Errorf("抽取记录不是 UTF-8 文字（第%d行）", lineOf(file, validPrefix(file)))
	}
	r, err := ParseRecord(file)
	if err != nil {
		return nil, err
	}
	computed, err := r.recompute()
	if err != nil {
		return nil, err
	}
	if d := differ(r, computed); d != nil {
		d.Line = firstDifferentLine(file, computed)
		return nil, d
	}
	if r.Seal != "" && !sealHolds(file, r.Seal) {
		d := &Difference{Where: "封签 seal", Recorded: r.Seal, Computed: "另一个值：记录的文字在封签之后被改动过"}
		d.Line = firstDifferentLine(file, computed)
		return nil, d
	}
	if r.Seal == "" {
		if err := exactKeys(file); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// recompute makes the record anew from its pool, seeds and replacements.
func (r *Record) recompute() (*Record, error) {
	c, err := FromText(r.Pool, r.Seeds, r.Inputs)
	if err != nil {
		return nil, fmt.Errorf("记录里的名册不能抽取：%w", err)
	}
	for i, x := range r.Replacements {
		places := make([]string, len(x.Draws))
		for j, d := range x.Draws {
			places[j] = d.Place
		}
		if err := c.Replace(x.Key, x.Reason, places); err != nil || len(places) == 0 {
			return nil, fmt.Errorf("记录里的第%d次替换不成立：%w", i+1, err)
		}
	}
	c.Seal = r.Seal
	return c, nil
}

// differ gives the first difference between a record and what it should be.
func differ(r, c *Record) *Difference {
	switch {
	case r.Kind != c.Kind:
		return &Difference{Where: "kind", Recorded: string(r.Kind), Computed: string(c.Kind)}
	case r.PoolSHA256 != c.PoolSHA256:
		return &Difference{Where: "pool_sha256（名册的摘要）", Recorded: r.PoolSHA256, Computed: c.PoolSHA256}
	case r.SeedSHA256 != c.SeedSHA256:
		return &Difference{Where: "seed_sha256（种子的摘要）", Recorded: r.SeedSHA256, Computed: c.SeedSHA256}
	}
	if d := differDraws(r.inOrderOf(c), c.Draws); d != nil {
		return d
	}
	for i, x := range r.Replacements {
		y := c.Replacements[i]
		if x.Department != y.Department {
			return &Difference{Where: fmt.Sprintf("第%d次替换的部门", i+1), Recorded: x.Department, Computed: y.Department}
		}
		if d := differDraws(x.Draws, y.Draws); d != nil {
			d.Where = fmt.Sprintf("第%d次替换，%s", i+1, d.Where)
			return d
		}
	}
	return nil
}

// inOrderOf gives the draws in the order they were computed in: only what each
// place drew is fixed, other programs may list places in another order. Places
// there should not be stay at the end.
func (r *Record) inOrderOf(c *Record) []Result {
	rank := map[string]int{}
	for i, d := range c.Draws {
		rank[d.Place] = i
	}
	at := func(d Result) int {
		if i, ok := rank[d.Place]; ok {
			return i
		}
		return len(c.Draws)
	}
	return slices.SortedStableFunc(slices.Values(r.Draws), func(a, b Result) int { return at(a) - at(b) })
}

func differDraws(r, c []Result) *Difference {
	for i := range max(len(r), len(c)) {
		switch {
		case i >= len(r):
			return &Difference{Where: "draws", Recorded: "（没有）", Computed: c[i].Place}
		case i >= len(c):
			return &Difference{Where: "draws", Recorded: r[i].Place, Computed: "（没有）"}
		case r[i].Place != c[i].Place:
			return &Difference{Where: "draws", Recorded: r[i].Place, Computed: c[i].Place}
		}
		if d := differLists(r[i].Drawn, c[i].Drawn); d != nil {
			d.Where = r[i].Place + " 抽中的" + d.Where
			return d
		}
		if d := differLists(words(r[i].Passed), words(c[i].Passed)); d != nil {
			d.Where = r[i].Place + " 跳过的" + d.Where
			return d
		}
	}
	return nil
}

func words(list []Passed) []string {
	w := make([]string, len(list))
	for i, p := range list {
		w[i] = p.Key + " " + p.Ticket + " " + p.Reason
	}
	return w
}

func differLists(r, c []string) *Difference {
	at := func(list []string, i int) string {
		if i < len(list) {
			return list[i]
		}
		return "（没有）"
	}
	for i := range max(len(r), len(c)) {
		if i >= len(r) || i >= len(c) || r[i] != c[i] {
			return &Difference{Where: fmt.Sprintf("第%d位", i+1), Recorded: at(r, i), Computed: at(c, i)}
		}
	}
	return nil
}

// firstDifferentLine finds the line at which the file leaves what the program
// would have written; 0 where the file was never laid out that way.
func firstDifferentLine(file []byte, computed *Record) int {
	want := strings.Split(string(computed.Bytes()), "\n")
	have := strings.Split(string(file), "\n")
	if len(have) < 2 || have[0] != want[0] {
		return 0
	}
	for i := range have {
		if i >= len(want) || have[i] != want[i] {
			return i + 1
		}
	}
	return len(have)
}

func validPrefix(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return len(b)
}

func lineOf(file []byte, offset int) int { return 1 + bytes.Count(file[:offset], []byte("\n")) }

// exactKeys refuses keys in another case and keys twice in an object, which
// encoding/json takes without a word.
func exactKeys(file []byte) error { return (&keyReader{}).check(file) }
