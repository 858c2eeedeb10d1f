package inspect

// ChangeKind is one way in which a round of replies has changed a task.
type ChangeKind uint8

// The kinds of change, in the order they are told.
const (
	TaskMoved    ChangeKind = iota // it takes place at another time
	TaskNew                        // it was not there before
	TaskGone                       // it is no more
	TaskParted                     // a department takes part no longer
	TaskJoined                     // a department takes part that did not before
	TaskNewLead                    // another department leads
	TaskLength                     // it takes less or more time
	TaskRedraw                     // inspectors have to be drawn again
	TaskUnplaced                   // it is no more, there being no place for it
)

var changeNames = [...]struct{ key, chinese string }{
	{"moved", "改期"}, {"new", "新增"}, {"gone", "取消"}, {"parted", "部门退出"}, {"joined", "部门加入"},
	{"lead", "换牵头"}, {"length", "时长变化"}, {"redraw", "重新抽人"}, {"unplaced", "没有排入"},
}

// String gives the kind as JSON has it.
func (k ChangeKind) String() string { return changeNames[k].key }

// Chinese gives the kind as people read it.
func (k ChangeKind) Chinese() string { return changeNames[k].chinese }

// TaskChange is what a round of replies has made of one task.
type TaskChange struct {
	ID            string
	Enterprise    int // index into Outcome.Enterprises
	Before, After *Task
	// BeforeDepartments and AfterDepartments take part, the lead first.
	BeforeDepartments, AfterDepartments []string
	Kinds                               []ChangeKind // none where it stays as it was
	Why                                 []string     // in words; also where it stays
	By                                  []Source     // the replies that made it so
	Redraw                              []string     // departments whose inspectors cannot come then
}

// Has reports whether a change is of a kind.
func (c *TaskChange) Has(k ChangeKind) bool {
	for _, x := range c.Kinds {
		if x == k {
			return true
		}
	}
	return false
}

// RoundStats are the figures of a round of replies.
type RoundStats struct {
	TasksBefore int `json:"tasks_before"`
	Tasks       int `json:"tasks"`
	Asked       int `json:"asked"` // departments' parts of tasks
	Agreed      int `json:"agreed"`
	Adjusted    int `json:"adjusted"` // on days they gave
	Declined    int `json:"declined"`
	Unmet       int `json:"unmet"`      // without a place on the days they gave
	Open        int `json:"open"`       // unanswered, or agreed to another arrangement
	Unanswered  int `json:"unanswered"` // of those: they have not said anything
	AllAgreed   int `json:"tasks_agreed"`
	Unchanged   int `json:"tasks_unchanged"`
	Moved       int `json:"tasks_moved"`
	New         int `json:"tasks_new"`
	Gone        int `json:"tasks_gone"`
	Unplaced    int `json:"tasks_unplaced"`   // gone for want of a place
	Left        int `json:"entries_left"`     // entries that had to leave their task for another
	LeftOut     int `json:"entries_left_out"` // entries of asked departments without a place
	Rejected    int `json:"rejected"`         // reply lines that could not be used
}

// Altered is how many tasks stand at their time but not as they were: a department
// has left or joined, another leads, other inspectors come.
func (s *RoundStats) Altered() int {
	return s.TasksBefore - s.Unchanged - s.Moved - s.Gone - s.Unplaced
}

// Round is what a round of replies has come to: what the list of changes, the
// task book and the JSON are written from.
type Round struct {
	*Outcome              // as it is now
	Changes  []TaskChange // by number
	Stats    RoundStats
	// Proven: no plan under the same rules that keeps what is agreed is better in
	// what is kept small, in its order. Otherwise that is known by itself of
	// AtLeast of the Open enterprises where something had to be placed anew.
	Proven        bool
	Open, AtLeast int
}
