package inspect

import "slices"

// Severity is how bad a hazard is (隐患等级). The order is that of rising
// severity, so that max gives the severest.
type Severity uint8

// The severities. NoSeverity is what a sheet means that states none.
const (
	NoSeverity Severity = iota
	Ordinary            // 一般
	Major               // 重大
)

var severityNames = [...]string{"", "一般", "重大"}

// String gives the severity in Chinese, empty when unknown.
func (s Severity) String() string { return severityNames[s] }

// ParseSeverity reads what String writes.
func ParseSeverity(s string) (Severity, bool) {
	i := slices.Index(severityNames[1:], s)
	return Severity(i + 1), i >= 0
}

// Rectification is how far a finding has been put right (整改状态). The order is
// that of progress, so that min gives the least advanced.
type Rectification uint8

// The states of rectification. NoRectification is one nobody has stated.
const (
	NoRectification Rectification = iota
	NotRectified                  // 未整改
	Rectifying                    // 整改中
	Rectified                     // 已整改
)

var rectificationNames = [...]string{"", "未整改", "整改中", "已整改"}

// String gives the state in Chinese, empty when unknown.
func (r Rectification) String() string { return rectificationNames[r] }

// ParseRectification reads what String writes.
func ParseRectification(s string) (Rectification, bool) {
	i := slices.Index(rectificationNames[1:], s)
	return Rectification(i + 1), i >= 0
}

// Behind gives the less advanced of two states of one hazard; one that nobody
// has stated does not count.
func (r Rectification) Behind(o Rectification) Rectification {
	if r == NoRectification || o != NoRectification && o < r {
		return o
	}
	return r
}

// Conclusion is what one department's inspection came to (检查结果).
type Conclusion uint8

// The conclusions. NoConclusion is a line of a findings sheet nobody has filled
// in: it says nothing, and is not taken for a clean inspection.
const (
	NoConclusion Conclusion = iota
	NothingFound            // 未发现问题
	HazardsFound            // 发现问题
)

var conclusionNames = [...]string{"", "未发现问题", "发现问题"}

// String gives the conclusion in Chinese, empty when there is none.
func (c Conclusion) String() string { return conclusionNames[c] }

// Finding is one line of a findings sheet (检查结果): one hazard one department
// found at one enterprise, or that it found none. A cell that lists several
// hazards makes as many findings of one source, told apart by Item.
type Finding struct {
	Source Source
	Item   int // from 1 within the source's row; with Source it identifies the finding

	TaskID     string // 任务编号, empty where the sheet gives none
	Subject    Subject
	Department string // the one name all its spellings are known by; empty where nobody says
	Level      Level
	Matter     string
	Date       Date // of the inspection, its last day; 0 where not stated
	Inspectors []string

	Conclusion Conclusion
	// NotInspected is the department's word that nobody has looked (关门,
	// 已停产，未开展检查); only with NoConclusion.
	NotInspected string
	// Text is the hazard in the department's words, empty where it only says
	// that there is one; with NothingFound, what it says of the enterprise.
	Text         string
	Severity     Severity
	Basis        string // 依据
	Measure      string // 处理措施, 整改要求
	Deadline     Date   // last day for putting it right; 0 where not stated
	Term         string // the words the deadline was counted from (15日内, 立即整改); empty where the day itself is stated
	State        Rectification
	Reinspection Date // 复查日期; 0 where not stated
	Withheld     bool // 是否公开 says 否
}
