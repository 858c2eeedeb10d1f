package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// An independent checker of a collision: it knows the truth about the plans
// and the rules of the contract, shares no code with the program, and reads
// nothing but the JSON the program wrote.

type truth struct {
	Period      [2]string     `json:"period"`
	Enterprises []truthFirm   `json:"enterprises"`
	Rows        []truthRow    `json:"rows"`
	Staff       []truthPerson `json:"staff"`
	Junk        [][3]any      `json:"junk"`
}

type truthFirm struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Code     string `json:"uscc"`
	District string `json:"district"`
	Address  string `json:"address"`
}

type truthRow struct {
	File       string      `json:"file"`
	Sheet      string      `json:"sheet"`
	Row        int         `json:"row"`
	Enterprise string      `json:"enterprise"`
	Identity   string      `json:"identity"`
	Department string      `json:"department"`
	Level      string      `json:"level"`
	Matter     string      `json:"matter"`
	Windows    [][2]string `json:"windows"`
	Demand     int         `json:"demand"`
	Joinable   bool        `json:"joinable"`
	Named      []string    `json:"named"`
	Months     []int       `json:"months"`
	Days       float64     `json:"days"`

	// Of generated rows only.
	Lead    bool   // the plan marks its own department as the lead
	Leader  string // the department it names as the lead
	Problem string // the code of the error the row must end as
	unsaid  bool   // no column says whether it may be joined
}

type truthPerson struct {
	Department string      `json:"department"`
	Name       string      `json:"name"`
	Cert       string      `json:"cert"`
	Leave      [][2]string `json:"leave"`

	// Of generated people only.
	Recused []string // enterprises by their id
	Stopped bool
}

// expected is what one source must mean.
type expected struct {
	truthRow
	window [][2]string // of this source's own month, in a grid
}

type collision struct {
	Schema string `json:"schema"`
	Period struct {
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"period"`
	Stats       map[string]int `json:"stats"`
	Enterprises []struct {
		ID      string   `json:"id"`
		Name    string   `json:"name"`
		Code    string   `json:"code"`
		Sources []string `json:"sources"`
	} `json:"enterprises"`
	Tasks []struct {
		ID         string  `json:"id"`
		Enterprise string  `json:"enterprise"`
		Level      string  `json:"level"`
		Date       string  `json:"date"`
		Half       string  `json:"half"`
		Days       float64 `json:"days"`
		Lead       string  `json:"lead"`
		Entries    []struct {
			Source     string   `json:"source"`
			Department string   `json:"department"`
			Level      string   `json:"level"`
			Matter     string   `json:"matter"`
			Demand     int      `json:"demand"`
			Days       float64  `json:"days"`
			Named      []string `json:"named"`
		} `json:"entries"`
	} `json:"tasks"`
	Unscheduled []struct {
		Source string `json:"source"`
		Code   string `json:"code"`
		Reason string `json:"reason"`
		Remedy string `json:"remedy"`
	} `json:"unscheduled"`
	Review []struct {
		Sources []string `json:"sources"`
		Score   float64  `json:"score"`
		Reason  string   `json:"reason"`
	} `json:"review"`
	Staff []struct {
		Department  string      `json:"department"`
		Name        string      `json:"name"`
		Certificate string      `json:"certificate"`
		Leave       [][2]string `json:"leave"`
	} `json:"staff"`
	Problems []struct {
		Severity string `json:"severity"`
		Code     string `json:"code"`
		File     string `json:"file"`
		Sheet    string `json:"sheet"`
		Row      int    `json:"row"`
		Column   string `json:"column"`
		Value    string `json:"value"`
		Message  string `json:"message"`
	} `json:"problems"`
}

// daysOff2021 and daysOn2021 are the State Council's arrangement around the
// May and June holidays of 2021 (国办发明电〔2020〕27号), as far as the samples go.
var (
	daysOff2021 = []string{"2021-04-03", "2021-04-04", "2021-04-05", "2021-05-01", "2021-05-02", "2021-05-03",
		"2021-05-04", "2021-05-05", "2021-06-12", "2021-06-13", "2021-06-14"}
	daysOn2021 = []string{"2021-04-25", "2021-05-08"}
)

// checker checks one collision against the truth.
type checker struct {
	truth  *truth
	got    *collision
	prefix string // what stands before the truth's file names in sources
	gap    int    // levels_apart

	want   map[string]expected
	days   []string       // working days of the period
	index  map[string]int // of a working day
	faults []string
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// check gives everything that is wrong, at most a few dozen.
func (c *checker) check() []string {
	c.expect()
	c.calendar()
	c.accounted()
	c.meanings()
	c.identities()
	c.rejected()
	c.complaints()
	c.tasks()
	c.leads()
	c.distances()
	c.staffing()
	c.figures()
	return c.faults[:min(len(c.faults), 40)]
}

func (c *checker) expect() {
	c.want = map[string]expected{}
	for _, r := range c.truth.Rows {
		if r.Days == 0 {
			r.Days = 0.5
		}
		if len(r.Months) == 0 {
			c.want[fmt.Sprintf("%s%s#%s!%d", c.prefix, r.File, r.Sheet, r.Row)] = expected{r, r.Windows}
		}
		if r.Problem != "" { // rejected as a row
			c.want[fmt.Sprintf("%s%s#%s!%d", c.prefix, r.File, r.Sheet, r.Row)] = expected{r, nil}
			continue
		}
		for i, m := range r.Months {
			c.want[fmt.Sprintf("%s%s#%s!%d@%d", c.prefix, r.File, r.Sheet, r.Row, m)] = expected{r, r.Windows[i : i+1]}
		}
	}
}

func (c *checker) calendar() {
	c.index = map[string]int{}
	from, _ := time.Parse(time.DateOnly, c.got.Period.From)
	to, _ := time.Parse(time.DateOnly, c.got.Period.To)
	for d := from; !d.After(to); d = d.AddDate(0, 0, 1) {
		day := d.Format(time.DateOnly)
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		if slices.Contains(daysOn2021, day) || !weekend && !slices.Contains(daysOff2021, day) {
			c.index[day] = len(c.days)
			c.days = append(c.days, day)
		}
	}
}

// accounted: every row is in exactly one of tasks, unscheduled or errors.
func (c *checker) accounted() {
	seen := map[string]int{}
	for _, t := range c.got.Tasks {
		for _, e := range t.Entries {
			seen[e.Source]++
		}
	}
	for _, u := range c.got.Unscheduled {
		seen[u.Source]++
	}
	for row := range c.errors() {
		seen[row]++
	}
	for s, n := range seen {
		if _, ok := c.want[s]; !ok {
			c.fault("%s: no such planned inspection", s)
		} else if n > 1 {
			c.fault("%s: listed %d times", s, n)
		}
	}
	for s := range c.want {
		if seen[s] == 0 {
			c.fault("%s: lost", s)
		}
	}
}

// meanings: every entry says what its row says.
func (c *checker) meanings() {
	for _, t := range c.got.Tasks {
		for _, e := range t.Entries {
			w, ok := c.want[e.Source]
			if !ok {
				continue
			}
			named := slices.Sorted(slices.Values(e.Named))
			wantNamed := slices.Sorted(slices.Values(w.Named))
			if e.Department != w.Department || e.Level != w.Level || e.Matter != w.Matter ||
				e.Demand != w.Demand || e.Days != w.Days || !slices.Equal(named, wantNamed) {
				c.fault("%s: got %s/%s/%q/%d/%v/%v, want %s/%s/%q/%d/%v/%v", e.Source,
					e.Department, e.Level, e.Matter, e.Demand, e.Days, e.Named,
					w.Department, w.Level, w.Matter, w.Demand, w.Days, w.Named)
			}
		}
	}
}

// identities: no two enterprises joined, no sure row split off.
func (c *checker) identities() {
	of := map[string]string{} // enterprise of the truth → id
	reviewed := map[string]bool{}
	for _, r := range c.got.Review {
		for _, s := range r.Sources {
			reviewed[s] = true
		}
	}
	row := map[string]truthRow{}
	for s, w := range c.want {
		base, _, _ := strings.Cut(s, "@")
		row[base] = w.truthRow
	}
	for _, e := range c.got.Enterprises {
		means := map[string]bool{}
		for _, s := range e.Sources {
			r, ok := row[s]
			if !ok {
				continue
			}
			means[r.Enterprise] = true
			if r.Identity != "must" {
				if len(e.Sources) == 1 && !reviewed[s] {
					c.fault("%s: neither joined to its enterprise nor put to a person", s)
				}
				continue
			}
			if id, ok := of[r.Enterprise]; ok && id != e.ID {
				c.fault("%s: %s is split into %s and %s", s, r.Enterprise, id, e.ID)
			}
			of[r.Enterprise] = e.ID
		}
		if len(means) > 1 {
			c.fault("enterprise %s (%s) joins %v", e.ID, e.Name, means)
		}
	}
}

// slots gives the slots an entry of a task takes, nil when a day is no working day.
func (c *checker) slots(date, half string, days float64) []int {
	d, ok := c.index[date]
	if !ok {
		return nil
	}
	first := 2 * d
	if half == "pm" {
		first++
	}
	var list []int
	for i := range int(days * 2) {
		list = append(list, first+i)
	}
	return list
}

// tasks: windows, working days, length, levels, joinability, the lead.
func (c *checker) tasks() {
	ids := map[string]bool{}
	for _, t := range c.got.Tasks {
		if ids[t.ID] {
			c.fault("task number %s twice", t.ID)
		}
		ids[t.ID] = true
		longest := 0.0
		departments := map[string]bool{}
		rank := map[string]int{"city": 1, "district": 2, "street": 3}
		top := "street"
		for _, e := range t.Entries {
			longest = max(longest, e.Days)
			departments[e.Department] = true
			if rank[e.Level] < rank[top] {
				top = e.Level
			}
			if e.Level != t.Level {
				c.fault("%s joins %s with %s", t.ID, e.Level, t.Level)
			}
			w := c.want[e.Source]
			if !w.Joinable && len(t.Entries) > 1 {
				c.fault("%s: %s is not joinable but not alone", t.ID, e.Source)
			}
			slots := c.slots(t.Date, t.Half, e.Days)
			if len(slots) == 0 || slots[len(slots)-1]/2 >= len(c.days) {
				c.fault("%s: %s is not on working days of the period", t.ID, t.Date)
				continue
			}
			if len(slots) > 1 && t.Half != "am" {
				c.fault("%s: %s lasts a day or more but starts in the afternoon", t.ID, e.Source)
			}
			first, last := c.days[slots[0]/2], c.days[slots[len(slots)-1]/2]
			if !slices.ContainsFunc(w.window, func(s [2]string) bool { return s[0] <= first && last <= s[1] }) {
				c.fault("%s: %s on %s..%s is outside %v", t.ID, e.Source, first, last, w.window)
			}
		}
		if longest != t.Days {
			c.fault("%s lasts %v days, its longest entry %v", t.ID, t.Days, longest)
		}
		if top != t.Level {
			c.fault("%s is said to be %s, its highest entry is %s", t.ID, t.Level, top)
		}
		if !departments[t.Lead] {
			c.fault("%s is led by %q, who does not take part", t.ID, t.Lead)
		}
	}
}

// distances: visits of one enterprise on distinct days, levels apart.
func (c *checker) distances() {
	type visit struct {
		id, level   string
		first, last int
		alone       bool
	}
	of := map[string][]visit{}
	for _, t := range c.got.Tasks {
		slots := c.slots(t.Date, t.Half, t.Days)
		if len(slots) == 0 {
			continue
		}
		v := visit{t.ID, t.Level, slots[0] / 2, slots[len(slots)-1] / 2, false}
		for _, e := range t.Entries {
			v.alone = v.alone || !c.want[e.Source].Joinable
		}
		for _, o := range of[t.Enterprise] {
			need := 1
			if o.level != v.level && !o.alone && !v.alone {
				need = c.gap
			}
			if v.first-o.last < need && o.first-v.last < need {
				c.fault("%s and %s at %s need %d working days between them", o.id, v.id, t.Enterprise, need)
			}
		}
		of[t.Enterprise] = append(of[t.Enterprise], v)
	}
}

// staffing: in every slot the department can send enough people, by matching
// people to the inspections one by one: who is in service, not on leave, not
// recused from that enterprise, and named where somebody is named.
func (c *checker) staffing() {
	people := map[string][]truthPerson{}
	for _, p := range c.truth.Staff {
		if !p.Stopped {
			people[p.Department] = append(people[p.Department], p)
		}
	}
	type seat struct {
		source string
		name   string // named person, or empty
	}
	seats := map[string][]seat{} // department + slot
	for _, t := range c.got.Tasks {
		for _, e := range t.Entries {
			for _, s := range c.slots(t.Date, t.Half, e.Days) {
				key := fmt.Sprintf("%s|%d", e.Department, s)
				for i := range e.Demand {
					x := seat{source: e.Source}
					if i < len(e.Named) {
						x.name = e.Named[i]
					}
					seats[key] = append(seats[key], x)
				}
			}
		}
	}
	for key, list := range seats {
		department, number, _ := strings.Cut(key, "|")
		roster := people[department]
		if len(roster) == 0 {
			continue
		}
		var slot int
		fmt.Sscan(number, &slot)
		day := c.days[slot/2]
		taken := make([]int, len(roster)) // person → seat+1
		var place func(seat int, tried []bool) bool
		place = func(i int, tried []bool) bool {
			for p, person := range roster {
				away := slices.ContainsFunc(person.Leave, func(l [2]string) bool { return l[0] <= day && day <= l[1] })
				barred := slices.Contains(person.Recused, c.want[list[i].source].Enterprise)
				if tried[p] || away || barred || list[i].name != "" && list[i].name != person.Name {
					continue
				}
				tried[p] = true
				if taken[p] == 0 || place(taken[p]-1, tried) {
					taken[p] = i + 1
					return true
				}
			}
			return false
		}
		for i := range list {
			if !place(i, make([]bool, len(roster))) {
				c.fault("%s has too few people on %s, slot %d: %d seats", department, day, slot, len(list))
				break
			}
		}
	}
}

// figures: the numbers agree with the lists, and the bounds bound.
func (c *checker) figures() {
	scheduled, joint := 0, 0
	for _, t := range c.got.Tasks {
		scheduled += len(t.Entries)
		departments := map[string]bool{}
		for _, e := range t.Entries {
			departments[e.Department] = true
		}
		if len(departments) > 1 {
			joint++
		}
	}
	s := c.got.Stats
	outside := 0
	for _, u := range c.got.Unscheduled {
		if u.Code == "out_of_period" {
			outside++
		}
	}
	want := map[string]int{
		"scheduled": scheduled, "visits": len(c.got.Tasks), "joint_visits": joint,
		"unscheduled": len(c.got.Unscheduled) - outside, "out_of_period": outside,
		"entries": scheduled + len(c.got.Unscheduled), "enterprises": len(c.got.Enterprises),
		"rows": len(c.truth.Rows), "rejected": len(c.errors()),
	}
	for k, n := range want {
		if s[k] != n {
			c.fault("stats.%s is %d, counted %d", k, s[k], n)
		}
	}
	if s["entries_bound"] < scheduled || s["entries_bound"] > scheduled+len(c.got.Unscheduled)-outside {
		c.fault("entries_bound %d for %d scheduled", s["entries_bound"], scheduled)
	}
	if s["visits_bound"] > len(c.got.Tasks) || s["visits_bound"] <= 0 {
		c.fault("visits_bound %d for %d visits", s["visits_bound"], len(c.got.Tasks))
	}
	if s["visits_if_separate"] < len(c.got.Tasks) {
		c.fault("visits_if_separate %d for %d visits", s["visits_if_separate"], len(c.got.Tasks))
	}
}
