package profile

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"liancha/inspect"
)

// history is what the results say of one enterprise, in order of days.
type history struct {
	inspections       []inspection
	hazards           []hazard
	unfilled, undated int
}

// inspection is one department on one day.
type inspection struct {
	date       inspect.Date
	department string
	hazards    int
	major      bool
}

// hazard is one hazard, whoever found it, within one round of inspections.
type hazard struct {
	first, last inspect.Date // days on which it was found
	deadline    inspect.Date // 0 where none is set
	fixed       inspect.Date // day of re-inspection of one put right; 0 where not stated
	state       inspect.Rectification
	major       bool
	repeated    bool
	words       []string // those of its findings that differ, sorted; none where nobody says
}

// history brings an enterprise's findings together, as they were known on a day:
// of later ones it has the inspections, no hazards.
func (r *Result) history(list []int32, on inspect.Date) *history {
	h := &history{}
	var found []foundHazard
	for _, i := range list {
		f := &r.in.Findings[i]
		switch {
		case f.Conclusion == inspect.NoConclusion:
			h.unfilled++
			continue
		case f.Date == 0:
			h.undated++
			continue
		}
		if f.Conclusion == inspect.HazardsFound && f.Date <= on {
			found = append(found, foundHazard{f, r.in.HazardOf[i]})
		}
		h.inspections = append(h.inspections, inspection{date: f.Date, department: f.Department})
	}
	slices.SortFunc(h.inspections, func(a, b inspection) int {
		return cmp.Or(cmp.Compare(a.date, b.date), strings.Compare(a.department, b.department))
	})
	h.inspections = named(slices.Compact(h.inspections))
	h.merge(found)
	h.repeats(r.opt.Management.AlikePercent)
	return h
}

// named leaves off the inspection of nobody knows who on days when departments
// are known to have been there: a ledger that does not say who found a hazard
// tells of one of theirs. Inspections come by day and department.
func named(inspections []inspection) []inspection {
	var list []inspection
	for i, x := range inspections {
		if x.department == "" && i+1 < len(inspections) && inspections[i+1].date == x.date {
			continue
		}
		list = append(list, x)
	}
	return list
}

type foundHazard struct {
	*inspect.Finding
	hazard int32 // as Input.HazardOf has it
}

// merge makes one hazard of the findings of it, and counts it to every inspection
// that found it.
func (h *history) merge(found []foundHazard) {
	slices.SortFunc(found, func(a, b foundHazard) int {
		return cmp.Or(cmp.Compare(a.hazard, b.hazard), cmp.Compare(a.Date, b.Date), strings.Compare(b.Department, a.Department)) // nobody last
	})
	for i := 0; i < len(found); {
		end := i + 1
		for end < len(found) && found[end].hazard == found[i].hazard {
			end++
		}
		h.count(found[i:end])
		i = end
	}
	slices.SortFunc(h.hazards, func(a, b hazard) int { return cmp.Or(cmp.Compare(a.last, b.last), slices.Compare(a.words, b.words)) })
}

// count adds the hazard that some findings mean, which come by day.
func (h *history) count(found []foundHazard) {
	z := hazard{first: found[0].Date, last: found[len(found)-1].Date}
	for i, f := range found {
		z.add(f.Finding)
		again := i > 0 && found[i-1].Date == f.Date
		if again && f.Department == "" {
			continue // counted to those who are known to have found it
		}
		// Where nobody knows who, this gives the first of those who were there.
		at, _ := slices.BinarySearchFunc(h.inspections, f, func(x inspection, f foundHazard) int {
			return cmp.Or(cmp.Compare(x.date, f.Date), strings.Compare(x.department, f.Department))
		})
		x := &h.inspections[at]
		x.major = x.major || f.Severity == inspect.Major
		if !again || found[i-1].Department != f.Department {
			x.hazards++
		}
	}
	slices.Sort(z.words)
	z.words = slices.Compact(z.words)
	h.hazards = append(h.hazards, z)
}

// add takes in what one finding says. It was put right when the last of those who
// found it say so.
func (z *hazard) add(f *inspect.Finding) {
	if w := plain(f.Text); w != "" {
		z.words = append(z.words, w)
	}
	z.major = z.major || f.Severity == inspect.Major
	z.deadline = inspect.Earlier(z.deadline, f.Deadline)
	z.state = z.state.Behind(f.State)
	if f.State == inspect.Rectified {
		z.fixed = max(z.fixed, f.Reinspection)
	}
}

// rectified reports whether the hazard was put right by a day.
func (z *hazard) rectified(on inspect.Date) bool {
	return z.state == inspect.Rectified && z.fixed <= on
}

// plain takes from a hazard's words what says nothing: width, white space,
// punctuation.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s))
}

// lookBack is how many different earlier hazards a hazard is compared with, the
// latest first. Beyond, only equal words are found: an enterprise with that many
// has lost these marks long since, and work must not grow with their square.
const lookBack = 64

// repeats marks hazards that are like another, last found on an earlier day.
func (h *history) repeats(percent int) {
	if len(h.hazards) < 2 || h.hazards[0].last == h.hazards[len(h.hazards)-1].last {
		return
	}
	var earlier [][]pair // of different words, by the day they were last found
	known := map[string]bool{}
	for day := 0; day < len(h.hazards); {
		end := day
		for end < len(h.hazards) && h.hazards[end].last == h.hazards[day].last {
			end++
		}
		for i := day; i < end; i++ {
			z := &h.hazards[i]
			z.repeated = slices.ContainsFunc(z.words, func(w string) bool { return known[w] || alikeAny(pairs(w), earlier, percent) })
		}
		for i := day; i < end; i++ {
			for _, w := range h.hazards[i].words {
				if !known[w] {
					known[w] = true
					earlier = append(earlier, pairs(w))
				}
			}
		}
		day = end
	}
}

// alikeAny reports whether a text is like one of the latest of some.
func alikeAny(text []pair, earlier [][]pair, percent int) bool {
	return slices.ContainsFunc(earlier[max(0, len(earlier)-lookBack):], func(e []pair) bool { return alike(text, e, percent) })
}

// pair is two characters that follow each other.
type pair uint64

// pairs gives a text's pairs, sorted.
func pairs(s string) []pair {
	rs := []rune(s)
	if len(rs) < 2 {
		return nil
	}
	list := make([]pair, len(rs)-1)
	for i := range list {
		list[i] = pair(rs[i])<<32 | pair(rs[i+1])
	}
	slices.Sort(list)
	return list
}

// alike reports whether twice the pairs two texts share is at least so many per
// cent of the pairs both have (Dice).
func alike(a, b []pair, percent int) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	shared := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			shared, i, j = shared+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return 200*shared >= percent*(len(a)+len(b))
}

// LowValue is a department's check of an enterprise that has found nothing so
// many times running: a candidate to drop, or to do less often.
type LowValue struct {
	Enterprise  int32
	Department  string
	Times       int
	First, Last inspect.Date // of the run
}

// lowValue gives the departments whose last inspections, so many or more, found
// nothing, in order of name.
func (h *history) lowValue(enterprise int32, asOf inspect.Date, runs int) []LowValue {
	if len(h.inspections) < runs {
		return nil
	}
	of := map[string]*LowValue{}
	var list []*LowValue
	for _, x := range h.inspections {
		if x.date > asOf || x.department == "" {
			continue
		}
		v := of[x.department]
		if v == nil {
			v = &LowValue{Enterprise: enterprise, Department: x.department}
			of[x.department] = v
			list = append(list, v)
		}
		switch {
		case x.hazards > 0:
			v.Times, v.First = 0, 0
		case v.Times == 0:
			v.First = x.date
			fallthrough
		default:
			v.Times, v.Last = v.Times+1, x.date
		}
	}
	var low []LowValue
	for _, v := range list {
		if v.Times >= runs {
			low = append(low, *v)
		}
	}
	slices.SortFunc(low, func(a, b LowValue) int { return strings.Compare(a.Department, b.Department) })
	return low
}
