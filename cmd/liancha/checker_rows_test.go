package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// errors gives the rows with problems of severity error, each with their codes.
func (c *checker) errors() map[string][]string {
	rows := map[string][]string{}
	for _, p := range c.got.Problems {
		if p.Severity == "error" && p.Row > 0 {
			s := fmt.Sprintf("%s#%s!%d", p.File, p.Sheet, p.Row)
			rows[s] = append(rows[s], p.Code)
		}
	}
	return rows
}

// rejected: the rows that are wrong, and no others, end as the error they are.
func (c *checker) rejected() {
	errors := c.errors()
	for s, w := range c.want {
		switch codes := errors[s]; {
		case w.Problem == "" && len(codes) > 0:
			c.fault("%s: nothing is wrong with it, yet %v", s, codes)
		case w.Problem != "" && !slices.Equal(codes, []string{w.Problem}):
			c.fault("%s: got problems %v, want %s", s, codes, w.Problem)
		}
	}
}

// judgements are the warnings that follow from what is planned for whom; no
// other is called for where every cell was filled in rightly.
var judgements = []string{"duplicate_inspection", "over_cap", "person_conflict", "no_roster", "code_repaired", "same_name_codes_differ", "same_code_names_differ"}

// complaints: nothing is complained of that is not really wrong. The plans of
// the sample hold misread codes; those made up here hold none.
func (c *checker) complaints() {
	for _, p := range c.got.Problems {
		if p.Severity == "warning" && !slices.Contains(judgements, p.Code) && p.Code != "bad_code" {
			c.fault("%s %s row %d %s %q: uncalled for: %s [%s]", p.File, p.Sheet, p.Row, p.Column, p.Value, p.Message, p.Code)
		}
	}
}

// leadOrder decides between departments with equally many matters.
var leadOrder = []string{"应急", "消防", "市场监督", "生态环境", "公安", "工业和信息化", "卫生健康"}

// leads: the department the plans mark leads, else one with most matters, of
// equals the first in the order.
func (c *checker) leads() {
	for _, t := range c.got.Tasks {
		marked := map[string]bool{}
		matters := map[string]map[string]bool{}
		for _, e := range t.Entries {
			if matters[e.Department] == nil {
				matters[e.Department] = map[string]bool{}
			}
			matters[e.Department][e.Matter] = true
		}
		for _, e := range t.Entries {
			w := c.want[e.Source]
			marked[e.Department] = marked[e.Department] || w.Lead
			if matters[w.Leader] != nil {
				marked[w.Leader] = true
			}
		}
		if slices.Contains(slices.Collect(maps.Values(marked)), true) {
			if !marked[t.Lead] {
				c.fault("%s is led by %s, the plans mark %v", t.ID, t.Lead, marked)
			}
			continue
		}
		rank := func(department string) int {
			i := slices.IndexFunc(leadOrder, func(w string) bool { return strings.Contains(department, w) })
			if i < 0 {
				return len(leadOrder)
			}
			return i
		}
		for d, m := range matters {
			switch most := len(matters[t.Lead]); {
			case len(m) > most, len(m) == most && rank(d) < rank(t.Lead):
				c.fault("%s is led by %s before %s", t.ID, t.Lead, d)
			}
		}
	}
}
