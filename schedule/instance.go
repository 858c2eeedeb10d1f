// Package schedule places visits: it decides for every entry whether and when
// its inspection takes place and which entries share a visit, so that as many
// entries as possible are placed, in as few visits as can be, and proves how
// far from the best the result can be at most. It knows no file and words
// nothing for people.
package schedule

import "liancha/inspect"

// Instance is one scheduling problem. Departments, enterprises and people are
// named by their index. The order of the slices does not change what is
// placed: equal instances in another order give equal schedules.
type Instance struct {
	// Days are the working days of the period, ascending. A working day's
	// index here is what distances are counted in.
	Days []inspect.Date
	// Before and After are the working days around the period, ascending, as
	// many as distances to past visits can need. A day takes its index from
	// Before, Days and After in one row, Days[0] being 0; past visits beyond
	// that row (all outside the period, when they are empty) count as next to it.
	Before, After []inspect.Date

	Enterprises []Enterprise
	Departments []Department
	Entries     []Entry
	Rules       Rules
	History     []PastVisit
}

// Enterprise is what the rules need to know of an enterprise.
type Enterprise struct {
	Key      string // orders enterprises whatever their index; unique
	Grade    inspect.Grade
	District string
	Street   string
}

// Department is a department with its people.
type Department struct {
	Key string // orders departments whatever their index; unique
	// Unlimited is a department of which neither roster nor capacity is known.
	Unlimited bool
	// Capacity is the number of people on any working day, used when there is
	// no roster (nobody in People but outsiders). People named are among them.
	Capacity int
	// People is the roster: only those who can be sent (in service).
	People []Person
}

// Person is one inspector of a department.
type Person struct {
	Key     string         // orders people whatever their index; unique in the department
	Leave   []inspect.Span // days away
	Recused []int32        // enterprises this person must not inspect
	// Outside marks a person plans name who stands on no roster: it is never
	// counted as someone who can be sent, but takes one of the places of the
	// entry that names them and cannot be in two places.
	Outside bool
}

// Entry is one inspection to place.
type Entry struct {
	Key        string // orders entries of one enterprise whatever their index; need not be unique
	Enterprise int32
	Department int32
	Level      inspect.Level
	Windows    []inspect.Span // all its slots lie inside one of them
	HalfDays   int            // consecutive slots; from 2 on it starts in the morning
	Demand     int            // inspectors wanted, named ones included; those named where they are more
	Named      []int32        // people of the department who must take part
	Joinable   bool
	Kind       inspect.Kind
}

// PastVisit is a visit of an earlier task book: it counts towards caps and
// distances and cannot be moved. Where it begins or ends on a day off, the
// working day before its end and the one after its beginning are meant.
type PastVisit struct {
	Enterprise  int32
	First, Last inspect.Date
	Level       inspect.Level
	Departments []int32
	Joinable    bool // false: it held an entry that is not joinable
	Kinds       []inspect.Kind
}

// Rules are the hard rules' settings (contract section 3).
type Rules struct {
	AcrossLevels bool // one visit may join entries of several levels
	LevelsApart  int  // working days between visits of different levels
	Caps         []Cap
}

// Per is the stretch of time a cap counts in.
type Per uint8

// The stretches of a cap. PerDays is a sliding window of Cap.Days calendar days.
const (
	PerDay Per = iota
	PerWeek
	PerMonth
	PerQuarter
	PerYear
	PerDays
)

// Of is what a cap counts visits of.
type Of uint8

// OfEnterprise counts all visits to an enterprise, OfDepartment those a
// department takes part in, OfLevel those of a level.
const (
	OfEnterprise Of = iota
	OfDepartment
	OfLevel
)

// Cap is a frequency cap on visits to one enterprise. A visit counts on its
// first day. Past visits count, but only a stretch that holds a new visit can
// be over its cap. With OfLevel each level, with OfDepartment each department
// has the whole of Max.
type Cap struct {
	Per    Per
	Days   int // with PerDays
	Of     Of
	Max    int
	Grades []inspect.Grade // none: every grade
	Except []inspect.Kind  // a visit all of whose entries are of these kinds neither counts nor is stopped
}

// Options steer the search without changing the rules.
type Options struct {
	Effort  int // 1–10: how much work the improvement may do, counted in steps
	Workers int // processors to use; any number gives the same result
	// Progress is told, from 0 to 1, how far the work is; may be nil.
	Progress func(done float64)
}

// Reason is why an entry is not placed.
type Reason string

// The reasons, in the words of the contract.
const (
	NoWorkingDay Reason = "no_working_day"
	NoCapacity   Reason = "no_capacity"
	Stagger      Reason = "stagger"
	OverCap      Reason = "over_cap"
)

// Visit is one visit of the schedule.
type Visit struct {
	Enterprise int32
	Start      inspect.Slot
	HalfDays   int // of its longest entry
	Level      inspect.Level
	Entries    []int32 // indices into Instance.Entries, by Entry.Key
}

// Result is a schedule with its proof.
type Result struct {
	Start        []inspect.Slot // by entry; NoSlot where it is not placed
	Visits       []Visit        // by start, then enterprise key
	EntriesBound int            // no schedule places more entries
	ClassBound   int            // none that leaves out no more of the classes before the last does; at most EntriesBound
	VisitsBound  int            // no schedule placing as many entries uses fewer visits
	Unplaced     []Unplaced     // by entry index
}

// Unplaced is an entry left out, with what would let it in.
type Unplaced struct {
	Entry    int32
	Reason   Reason
	Over     *Over    // with OverCap: which cap, at the first start that the caps alone stop, else the first they stop
	Remedies []Remedy // smallest first; each was tried and works
}

// Over is a cap that an entry would break at a start, and the visits that use
// it up.
type Over struct {
	Cap      int // index into Rules.Caps
	At       inspect.Slot
	From, To inspect.Date   // the stretch they are counted in
	Past     []inspect.Date // visits of the history that count, ascending
	Planned  []inspect.Date // other visits of the schedule that count, ascending
}

// RemedyKind is what has to change for an entry to be let in.
type RemedyKind uint8

// The remedies.
const (
	ExtendWindow RemedyKind = iota // the window ends on Date (or begins on it, where Before is set)
	AddPeople                      // People more inspectors from slot Slot on for the entry's length
	SmallerGap                     // LevelsApart of Gap days for this enterprise
	JoinLevels                     // it joins a visit of Level, another than its own
	MoveOut                        // entry Other gives up its place
	RaiseCap                       // cap Cap allows More visits more
)

// Remedy is one change that lets an entry in, proven by placing it.
type Remedy struct {
	Kind   RemedyKind
	At     inspect.Slot  // where the entry then starts
	Date   inspect.Date  // ExtendWindow
	Before bool          // ExtendWindow: the window begins earlier instead of ending later
	People int           // AddPeople
	Gap    int           // SmallerGap
	Level  inspect.Level // JoinLevels
	Other  int32         // MoveOut
	Cap    int           // RaiseCap: index into Rules.Caps
	More   int           // RaiseCap
}
