package main

import (
	"fmt"
	"maps"
	"slices"

	"liancha/collide"
	"liancha/config"
	"liancha/internal/diag"
)

// knownUnits gives the settings with the departments they name put into the
// plans' words, as 市应急局 for 南京市应急管理局, and tells of names that mean none of
// the departments there are: what they set has no effect.
func knownUnits(c *config.Config, departments []string) (*config.Config, diag.List) {
	var problems diag.List
	among := terms(c).Department
	settled := *c
	settled.LeadOrder = nil
	for _, word := range c.LeadOrder {
		if !slices.ContainsFunc(departments, func(d string) bool { return collide.Means(word, d) }) {
			if d, ok := among(word, departments); ok {
				word = d
			} else {
				problems.Add(unknownUnit("lead.order", word))
			}
		}
		settled.LeadOrder = append(settled.LeadOrder, word)
	}
	settled.Capacity = maps.Clone(c.Capacity)
	for _, word := range slices.Sorted(maps.Keys(c.Capacity)) {
		if slices.Contains(departments, word) {
			continue
		}
		d, ok := among(word, departments)
		if !ok {
			problems.Add(unknownUnit("departments.capacity", word))
			continue
		}
		if _, stated := c.Capacity[d]; !stated {
			settled.Capacity[d] = c.Capacity[word]
		}
	}
	return &settled, problems
}

func unknownUnit(setting, word string) diag.Problem {
	return diag.Problem{Severity: diag.Info, Code: "unknown_unit", Value: word,
		Message: fmt.Sprintf("设置里 %s 写的“%s”，与本次的部门都对不上，没有起作用", setting, word), Hint: "请写部门全称；这个部门本次没有报计划的，不必理会"}
}
