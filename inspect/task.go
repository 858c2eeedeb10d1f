package inspect

import "slices"

// Task is one visit as departments receive it: a joint inspection task when two
// or more departments take part, otherwise a single one.
type Task struct {
	ID         string // LJ-202105-048213
	Enterprise int    // index into Outcome.Enterprises
	Level      Level  // the highest of its entries'
	Date       Date
	Half       Half
	HalfDays   int    // of its longest entry
	Days       []Date // the working days it covers
	Lead       string
	Entries    []int // indices into Outcome.Entries, by department, matter, source
}

// Last is the last day it covers.
func (t *Task) Last() Date {
	if n := len(t.Days); n > 0 {
		return t.Days[n-1]
	}
	return t.Date
}

// Unscheduled is an entry that has no place.
type Unscheduled struct {
	Entry  int    // index into Outcome.Entries
	Code   string // no_working_day, no_capacity, stagger, over_cap, enterprise_inactive, out_of_period
	Reason string // the rule that stops it, in words
	Remedy string // the smallest change that would let it in, empty where there is none
}

// Review is a group of rows that may mean the same enterprise, for a person to
// decide: usually two candidates, sometimes more.
type Review struct {
	Candidates []Candidate
	Score      float64 // 0–1, how likely they are one enterprise; 0 where the reader is not to see it
	Reason     string  // in words: those of the candidates, a line each
}

// Decided reports whether a person has answered.
func (r *Review) Decided() bool {
	return slices.ContainsFunc(r.Candidates, func(c Candidate) bool { return c.Answer != "" })
}

// Candidate is one side of a Review: rows already known to be one enterprise.
type Candidate struct {
	Enterprise int // index into Outcome.Enterprises
	Subject    Subject
	Sources    []Source
	Score      float64 // how likely it is one of those before it in the review
	Reason     string  // why, in words; empty for the first
	Answer     string  // what a person has said: 是, 否, or empty
}

// Undecided counts the reviews nobody has answered.
func Undecided(reviews []Review) int {
	n := 0
	for i := range reviews {
		if !reviews[i].Decided() {
			n++
		}
	}
	return n
}

// Stats are the figures of a collision.
type Stats struct {
	Files            int `json:"files"`
	Rows             int `json:"rows"`    // plan rows, notes and signatures left off
	Entries          int `json:"entries"` // scheduled + unscheduled + out of period
	Enterprises      int `json:"enterprises"`
	Scheduled        int `json:"scheduled"`
	Unscheduled      int `json:"unscheduled"`
	OutOfPeriod      int `json:"out_of_period"`
	Rejected         int `json:"rejected"` // plan rows that could not be read
	Visits           int `json:"visits"`
	JointVisits      int `json:"joint_visits"`
	EntriesBound     int `json:"entries_bound"`
	ClassBound       int `json:"-"` // the bound for schedules that leave out no more complaints, re-inspections, key and special inspections
	VisitsBound      int `json:"visits_bound"`
	VisitsIfSeparate int `json:"visits_if_separate"` // visits were every department to go by itself
}

// Outcome is everything a collision found and decided: what the task book and
// the JSON are written from.
type Outcome struct {
	Period      Span
	WorkingDays []Date // of the period, ascending
	Stats       Stats
	Enterprises []Enterprise // by ID
	Entries     []Entry      // by source
	EntryOf     []int        // enterprise of each entry
	Tasks       []Task       // by ID
	Unscheduled []Unscheduled
	Reviews     []Review // likeliest first
	Staff       []Inspector
	// Confirmations are what departments have said to the tasks, by task number,
	// department; empty before they were asked.
	Confirmations []Confirmation
}

// Announced reports whether a task may be known of beforehand: none of its
// entries is a surprise check or follows a complaint.
func (o *Outcome) Announced(t *Task) bool {
	for _, e := range t.Entries {
		if !o.Entries[e].Kind.Announced() {
			return false
		}
	}
	return true
}
