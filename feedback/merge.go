package feedback

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"liancha/inspect"
)

// oneRound is how many days apart inspections may be and still have found one
// hazard: a month's round of visits. What is found again later has come back.
const oneRound = 31

// mostCompared bounds how many different descriptions of one enterprise, alike
// in places and negations, are compared word by word; beyond it only equal ones
// are one hazard. No enterprise has come near.
const mostCompared = 500

// hazards brings the findings of every enterprise together into hazards.
func (g *gatherer) hazards() {
	of := map[int][]int{}
	for i := range g.res.Findings {
		if g.res.Findings[i].Conclusion == inspect.HazardsFound {
			e := g.in.EnterpriseOf[i]
			of[e] = append(of[e], i)
		}
	}
	clean := g.cleanOf()
	for e := range g.in.Enterprises {
		var list []inspect.Hazard
		for _, c := range g.clusters(of[e]) {
			list = append(list, g.hazard(e, c, clean[e]))
		}
		slices.SortFunc(list, func(a, b inspect.Hazard) int {
			return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Found, b.Found), strings.Compare(a.Text, b.Text),
				slices.Compare(a.Departments, b.Departments), g.compareAll(a.Findings, b.Findings, compareSaid), g.compareAll(a.Findings, b.Findings, comparePlace))
		})
		g.res.Hazards = append(g.res.Hazards, list...)
	}
}

// cleanOf gives each enterprise's inspections that found nothing.
func (g *gatherer) cleanOf() map[int][]int {
	of := map[int][]int{}
	for i := range g.res.Inspections {
		if x := &g.res.Inspections[i]; x.Conclusion == inspect.NothingFound {
			of[x.Enterprise] = append(of[x.Enterprise], i)
		}
	}
	return of
}

// mostPaired bounds of how many findings of an enterprise each is asked whether
// it could be one with any other, before their words are looked at.
const mostPaired = 64

// Hazards tells which findings Gather makes one line of, for whoever counts
// hazards without a report: it gives each the first of the findings of its hazard,
// and -1 to those of no hazard, of no enterprise (of is negative), or later than
// until, which say nothing yet.
func Hazards(findings []inspect.Finding, of []int32, until inspect.Date) []int32 {
	g := &gatherer{res: &inspect.Results{Findings: findings}, read: map[string]wording{}, original: make([]int, len(findings))}
	first := make([]int32, len(findings))
	var last int32 = -1
	for i := range findings {
		if first[i] = -1; of[i] >= 0 && findings[i].Conclusion == inspect.HazardsFound && findings[i].Date <= until {
			first[i], g.original[i] = int32(i), i
			last = max(last, of[i])
		}
	}
	start := make([]int32, last+2) // where each enterprise's findings begin
	for i, e := range of {
		if first[i] >= 0 {
			start[e+1]++
		}
	}
	for e := range last + 1 {
		start[e+1] += start[e]
	}
	list, next := make([]int, start[last+1]), slices.Clone(start)
	for i, e := range of {
		if first[i] >= 0 {
			list[next[e]] = i
			next[e]++
		}
	}
	for e := range last + 1 {
		group := g.paired(list[start[e]:start[e+1]])
		if len(group) < 2 {
			continue
		}
		// In the order of their lines: which of equal lines repeats which.
		slices.SortFunc(group, func(a, b int) int { return inspect.CompareSource(findings[a].Source, findings[b].Source) })
		seen := newSeen()
		for _, i := range group {
			g.original[i] = seen.original(i, &findings[i], saidBy(&findings[i]))
		}
		for _, c := range g.clusters(group) {
			for _, i := range c.findings {
				first[i] = int32(slices.Min(c.findings))
			}
		}
	}
	return first
}

// paired gives those of an enterprise's findings that may be one with another, by
// whom and when they were made: most are of nobody else's time.
func (g *gatherer) paired(list []int) []int {
	if len(list) > mostPaired {
		return list
	}
	var paired []int
	for _, i := range list {
		if slices.ContainsFunc(list, func(k int) bool { return k != i && g.mayBeOne(&g.res.Findings[i], &g.res.Findings[k]) }) {
			paired = append(paired, i)
		}
	}
	return paired
}

// fullestOf gives the longest text of some findings, of equally long ones the
// first.
func fullestOf(findings []inspect.Finding, list []int) string {
	text := ""
	for _, i := range list {
		if len([]rune(findings[i].Text)) > len([]rune(text)) {
			text = findings[i].Text
		}
	}
	return text
}

// cluster is findings that mean one hazard.
type cluster struct {
	findings []int
	distinct []int // those that repeat none
	words    []wording
	likeness float64 // the least between any two
}

// clusters groups the findings of one enterprise. A finding joins a cluster only
// if it means the same as every finding in it; they are taken in order of what
// they say, so that the order of rows does not show.
func (g *gatherer) clusters(findings []int) []cluster {
	fs := g.res.Findings
	slices.SortFunc(findings, func(a, b int) int { return cmp.Or(compareSaid(&fs[a], &fs[b]), comparePlace(&fs[a], &fs[b])) })
	var list []cluster
	byKey := map[string]*keyed{} // clusters that can hold a description of this key
	at := map[int]int{}          // the cluster of each finding, by what it repeats or is repeated by
	for _, i := range findings {
		if c, known := at[g.originalOf(i)]; known {
			list[c].findings = append(list[c].findings, i)
			continue
		}
		w, known := g.read[fs[i].Text]
		if !known {
			w = read(fs[i].Text)
			g.read[fs[i].Text] = w
		}
		k := w.key()
		near, joined := byKey[k], false
		if near == nil {
			near = &keyed{at: map[inspect.Date][]int{}}
			byKey[k] = near
		}
		for _, c := range near.within(fs[i].Date) {
			if joined = g.join(&list[c], i, &w, len(near.all) > mostCompared); joined {
				at[g.originalOf(i)] = c
				break
			}
		}
		if !joined {
			at[g.originalOf(i)] = len(list)
			near.add(len(list), fs[i].Date)
			list = append(list, cluster{findings: []int{i}, distinct: []int{i}, words: []wording{w}, likeness: 1})
		}
	}
	return list
}

// keyed are the clusters of one key in the order they were begun: all, and by the
// round in which they were, so that years of findings are not each compared with
// all others. Those begun by a finding without a day are in noRound.
type keyed struct {
	all []int
	at  map[inspect.Date][]int
}

const noRound = math.MinInt32

// roundOf numbers stretches of time longer than findings of one hazard are apart.
func roundOf(d inspect.Date) inspect.Date {
	if d == 0 {
		return noRound
	}
	return d / (oneRound + 1)
}

func (k *keyed) add(cluster int, begun inspect.Date) {
	k.all = append(k.all, cluster)
	k.at[roundOf(begun)] = append(k.at[roundOf(begun)], cluster)
}

// within gives the clusters that a finding of a day may be in, in order.
func (k *keyed) within(d inspect.Date) []int {
	if d == 0 {
		return k.all
	}
	var near []int
	lists := 0
	for _, r := range [...]inspect.Date{noRound, roundOf(d) - 1, roundOf(d), roundOf(d) + 1} {
		if list := k.at[r]; len(list) > 0 {
			near = append(near, list...)
			lists++
		}
	}
	if lists > 1 {
		slices.Sort(near)
	}
	return near
}

// join takes a finding into a cluster if it means the same as all of it.
func (g *gatherer) join(c *cluster, finding int, w *wording, equal bool) bool {
	least := c.likeness
	for k, other := range c.distinct {
		if !g.mayBeOne(&g.res.Findings[other], &g.res.Findings[finding]) {
			return false
		}
		likeness, ok := 1.0, slices.Equal(c.words[k].text, w.text) && len(w.text) > 0
		if !ok && !equal {
			likeness, ok = same(&c.words[k], w)
		}
		if !ok {
			return false
		}
		least = min(least, likeness)
	}
	c.findings, c.distinct, c.words, c.likeness = append(c.findings, finding), append(c.distinct, finding), append(c.words, *w), least
	return true
}

// mayBeOne reports whether when and by whom two findings were made lets them be
// one hazard: several departments' within one round, one department's own only
// as a line written twice.
func (g *gatherer) mayBeOne(a, b *inspect.Finding) bool {
	if a.Department == b.Department {
		return a.Date == b.Date && a.Source != b.Source
	}
	return a.Date == 0 || b.Date == 0 || max(a.Date, b.Date)-min(a.Date, b.Date) <= oneRound
}

// compareAll orders lists of findings as compare orders the first that differ.
func (g *gatherer) compareAll(a, b []int, compare func(a, b *inspect.Finding) int) int {
	return slices.CompareFunc(a, b, func(i, j int) int { return compare(&g.res.Findings[i], &g.res.Findings[j]) })
}

// compareSaid orders findings by what they say. Where it stands decides only
// between those that say the same (comparePlace): the order of rows must not show.
func compareSaid(a, b *inspect.Finding) int {
	return cmp.Or(strings.Compare(a.Text, b.Text), strings.Compare(a.Department, b.Department), cmp.Compare(a.Date, b.Date),
		strings.Compare(a.TaskID, b.TaskID), strings.Compare(a.Measure, b.Measure), cmp.Compare(a.Deadline, b.Deadline), strings.Compare(a.Term, b.Term),
		cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.State, b.State), strings.Compare(a.Basis, b.Basis), cmp.Compare(a.Reinspection, b.Reinspection))
}

func comparePlace(a, b *inspect.Finding) int {
	return cmp.Or(inspect.CompareSource(a.Source, b.Source), cmp.Compare(a.Item, b.Item))
}

// hazard makes one line of a cluster. clean are the enterprise's inspections
// that found nothing.
func (g *gatherer) hazard(enterprise int, c cluster, clean []int) inspect.Hazard {
	h := inspect.Hazard{Enterprise: enterprise, Findings: c.findings, Severity: inspect.Ordinary, Text: fullestOf(g.res.Findings, c.findings)}
	var departments, tasks, bases []string
	for _, i := range c.findings {
		f := &g.res.Findings[i]
		departments = append(departments, f.Department)
		if id := g.res.Inspections[g.inspectionOf[i]].TaskID; id != "" {
			tasks = append(tasks, id)
		}
		if f.Basis != "" {
			bases = append(bases, f.Basis)
		}
		h.Severity = max(h.Severity, f.Severity)
		h.Found = inspect.Earlier(h.Found, f.Date)
		h.Again = inspect.Earlier(h.Again, f.Reinspection)
		h.State = h.State.Behind(f.State)
	}
	h.Departments, h.Tasks, h.Bases = distinct(departments), distinct(tasks), distinct(bases)
	h.Merged = merged(c, h.Departments)
	g.demands(&h)
	g.denied(&h, clean)
	h.Overdue = h.Deadline != 0 && g.res.AsOf > h.Deadline && h.State != inspect.Rectified
	return h
}

// merged words why a cluster is one hazard.
func merged(c cluster, departments []string) string {
	switch {
	case len(c.findings) < 2:
		return ""
	case len(c.distinct) < 2:
		return fmt.Sprintf("同一条结果交了%d遍", len(c.findings))
	}
	how := "描述相同"
	if c.likeness < 1 {
		how = fmt.Sprintf("描述相近（相似度 %.2f），地点、数字一致", c.likeness)
	}
	if len(departments) > 1 {
		return fmt.Sprintf("%d个部门都查到，%s", len(departments), how)
	}
	return "同一部门同一天写了两次，" + how
}
