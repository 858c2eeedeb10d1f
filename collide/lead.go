package collide

import (
	"cmp"
	"slices"
	"strings"

	"liancha/inspect"
)

// builtInOrder is who leads when nothing else decides, each function by the
// words that stand for it in departments' names.
var builtInOrder = [][]string{
	{"应急"}, {"消防"}, {"市场监"}, {"生态环境", "环保", "环境保护"}, {"公安"}, {"工信", "工业和信息化", "工业信息化", "经信"}, {"卫健", "卫生健康", "卫生"},
}

// Lead gives the department that leads a visit: the one the plans mark, else
// the highest in the configured order, else the one with most matters, else
// the first in the order 应急, 消防, 市场监管, 生态环境, 公安, 工信, 卫健, then
// by name. Where levels are mixed the lead is of the highest level. It is empty
// only when there are no entries.
func Lead(entries []*inspect.Entry, order []string) string {
	top := highest(entries)
	var candidates []candidate
	for _, e := range entries {
		if e.Level != top {
			continue
		}
		i := slices.IndexFunc(candidates, func(c candidate) bool { return c.department == e.Department })
		if i < 0 {
			i = len(candidates)
			candidates = append(candidates, candidate{department: e.Department, order: rank(e.Department, order), function: function(e.Department)})
		}
		c := &candidates[i]
		if e.Lead {
			c.marks++
		}
		if m := fold(e.Matter); !slices.Contains(c.matters, m) {
			c.matters = append(c.matters, m)
		}
	}
	for _, e := range entries {
		for i := range candidates {
			if e.LeadDepartment != "" && names(e.LeadDepartment, candidates[i].department) {
				candidates[i].marks++
			}
		}
	}
	if len(candidates) == 0 {
		return ""
	}
	return slices.MinFunc(candidates, compareCandidates).department
}

type candidate struct {
	department string
	marks      int // how often the plans mark it as the lead
	order      int // place in the configured order
	function   int // place in the built-in order
	matters    []string
}

// compareCandidates is the rule of Lead, one line a criterion.
func compareCandidates(a, b candidate) int {
	return cmp.Or(
		cmp.Compare(b.marks, a.marks),
		cmp.Compare(a.order, b.order),
		cmp.Compare(len(b.matters), len(a.matters)),
		cmp.Compare(a.function, b.function),
		strings.Compare(a.department, b.department),
	)
}

// highest is the highest level of the entries; NoLevel only if none has one.
func highest(entries []*inspect.Entry) inspect.Level {
	top := inspect.NoLevel
	for _, e := range entries {
		if top == inspect.NoLevel || e.Level != inspect.NoLevel && e.Level < top {
			top = e.Level
		}
	}
	return top
}

// names reports whether a plan's or the settings' word for a department means
// it: its full name, or the function at its name's end.
func names(word, department string) bool {
	w, d := fold(word), fold(department)
	return w != "" && (w == d || strings.HasSuffix(d, w))
}

func rank(department string, order []string) int {
	i := slices.IndexFunc(order, func(w string) bool { return names(w, department) })
	if i < 0 {
		return len(order)
	}
	return i
}

func function(department string) int {
	i := slices.IndexFunc(builtInOrder, func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(department, w) })
	})
	if i < 0 {
		return len(builtInOrder)
	}
	return i
}
