package inspect

// Inspection is what one department's visit to one enterprise came to: the
// findings of that department there on that day.
type Inspection struct {
	Enterprise int    // index into Results.Enterprises
	Department string // empty where nobody says
	Level      Level
	Date       Date   // 0 where not known
	TaskID     string // as the sheet or the task book has it; empty for none
	Task       int    // index into Results.Book.Tasks; -1 for none
	Matter     string // 检查事项, several joined by 、
	Conclusion Conclusion
	Remarks    []string // what the sheet says of an enterprise where nothing was found
	People     []string
	Findings   []int // indices into Results.Findings
	Public     bool  // may be published: something in it is not marked 不公开
}

// Hazard is one hazard of an enterprise as the feedback carries it: the
// findings, of one or several departments, that mean it.
type Hazard struct {
	Enterprise  int
	Findings    []int // indices into Results.Findings; at least one
	Departments []string
	Tasks       []string // task numbers, sorted
	Text        string   // the fullest wording
	Severity    Severity // the gravest; Ordinary where nobody states one
	Bases       []string
	Measure     string // the strictest demand; of equally strict ones all, with their departments
	Deadline    Date   // the strictest; 0 for none
	Term        string // the words it was counted from, if it was
	State       Rectification
	Found       Date   // first found; 0 where not known
	Again       Date   // the next re-inspection; 0 for none
	Overdue     bool   // not put right after its deadline
	Merged      string // why several findings are one, in words; empty for one
	// Disagreements are what the departments do not agree on (要求不一).
	Disagreements []Disagreement
}

// Conflict reports whether the departments' demands differ.
func (h *Hazard) Conflict() bool { return len(h.Disagreements) > 0 }

// Disagreement is one question departments answer differently about a hazard.
type Disagreement struct {
	About string // 整改期限, 处理措施, 隐患等级, 检查结果
	Views []View // by department
	Taken string // what the feedback carries: the strictest
	Lead  string // the department that is to settle it; empty where no task says
}

// View is one department's answer.
type View struct {
	Department string
	Words      string
	Source     Source
}

// Missing is a department's part of a task that has no result.
type Missing struct {
	Task       int // index into Results.Book.Tasks
	Department string
	Whole      bool // no department of the task has handed in any
	// NotInspected is why, in the words of a department that has handed in that
	// nobody looked; empty for one that has handed in nothing.
	NotInspected string
}

// PublicLine is one line of the public list. It holds nobody's name, telephone
// or certificate number.
type PublicLine struct {
	Enterprise string `csv:"企业名称"`
	Code       string `csv:"统一社会信用代码"`
	Department string `csv:"检查部门"`
	Date       string `csv:"检查日期"`
	Matter     string `csv:"检查事项"`
	Result     string `csv:"检查结果"`
	Handling   string `csv:"处理"`
}

// Relief is what joint inspection has spared the enterprises visited.
type Relief struct {
	Separate     int // visits were every department to go by itself
	Visits       int // visits made
	Joint        int // of which several departments made together
	HalfSeparate int // half-days an enterprise would have had inspectors in
	HalfDays     int // half-days it had
}

// Add adds another's figures.
func (r *Relief) Add(o Relief) {
	r.Separate += o.Separate
	r.Visits += o.Visits
	r.Joint += o.Joint
	r.HalfSeparate += o.HalfSeparate
	r.HalfDays += o.HalfDays
}

// Spared is the visits joint inspection has spared.
func (r *Relief) Spared() int { return r.Separate - r.Visits }

// DaysSpared is the days, in halves, it has spared enterprises.
func (r *Relief) DaysSpared() float64 { return float64(r.HalfSeparate-r.HalfDays) / 2 }

// Tally is what hazards amount to in one group: a department, a district, a week.
type Tally struct {
	Name        string
	Inspections int // 户次: one department at one enterprise on one day
	Clean       int // of which nothing was found
	Hazards     int // a hazard of several departments counts for each
	Major       int
	Rectified   int
	Overdue     int
	Relief      Relief  // of its visits; a visit of several departments is each department's
	Planned     int     // parts of tasks due by the day the report is as of
	Done        int     // of which a result was handed in
	NotDone     int     // of which the department has handed in that nobody looked
	Published   int     // inspections on the public list
	Before      *Relief // the last period's Relief; nil where none is known
}

// Results is everything the findings sheets of a period come to: what the
// feedback, the ledger, the public list and the JSON are written from.
type Results struct {
	AsOf        Date
	AsOfStated  bool         // by whoever runs the program; else the newest inspection or re-inspection
	Period      Span         // of the inspections; zero where none has a date
	Findings    []Finding    // by source, item
	Repeats     map[int]bool // the findings that another sheet has handed in exactly alike
	Enterprises []Enterprise // by ID; those with findings or tasks
	Book        *Outcome     // the task book, its enterprises those above; nil for none
	Inspections []Inspection // by enterprise, date, department
	Reviews     []Review     // of enterprises here that may be one
	Hazards     []Hazard     // by enterprise, gravest first
	Missing     []Missing
	Public      []PublicLine

	Relief                           Relief
	Before                           *Relief // of the last period; nil where none is known
	BeforeSpan                       Span
	Total                            Tally
	ByDepartment, ByDistrict, ByWeek []Tally
}
