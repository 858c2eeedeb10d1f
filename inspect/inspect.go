// Package inspect is the vocabulary of joint inspection: entries of plans, the
// enterprises they are about, departments and their levels, inspectors, visits
// and tasks, days and half-days. It knows no file, no column and no solver;
// every other package speaks in its terms.
package inspect

import (
	"slices"
	"strconv"
	"strings"
)

// Level is the level of government a department belongs to. The order is the
// administrative one, highest first, so that min gives a task's level.
type Level uint8

// The levels. NoLevel is a level nobody has stated or inferred yet.
const (
	NoLevel Level = iota
	City
	District
	Street
)

var levelNames = [...]struct{ key, chinese string }{
	NoLevel:  {"", ""},
	City:     {"city", "市级"},
	District: {"district", "区级"},
	Street:   {"street", "街道"},
}

// String gives the level as JSON has it: city, district, street.
func (l Level) String() string { return levelNames[l].key }

// Chinese gives the level as people write it: 市级, 区级, 街道.
func (l Level) Chinese() string { return levelNames[l].chinese }

// ParseLevel reads what String writes.
func ParseLevel(s string) (Level, bool) {
	for l, n := range levelNames {
		if n.key == s && s != "" {
			return Level(l), true
		}
	}
	return NoLevel, false
}

// Kind is the type of inspection a plan announces (检查类型).
type Kind uint8

// The kinds of inspection. General is what a plan means that names none.
const (
	General      Kind = iota // 一般检查
	Key                      // 重点检查
	Random                   // 双随机
	Special                  // 专项检查
	Complaint                // 投诉举报
	Reinspection             // 复查
	Surprise                 // 突击检查
)

var kindNames = [...]string{"一般检查", "重点检查", "双随机", "专项检查", "投诉举报", "复查", "突击检查"}

// String gives the kind in Chinese, as the task book writes it.
func (k Kind) String() string { return kindNames[k] }

// ParseKind reads what String writes.
func ParseKind(s string) (Kind, bool) {
	i := slices.Index(kindNames[:], s)
	return Kind(max(i, 0)), i >= 0
}

// Class is the priority class of a kind: of two schedules the one that places
// more entries of class 0 is better, then more of class 1, then of class 2.
func (k Kind) Class() int {
	switch k {
	case Complaint, Reinspection:
		return 0
	case Key, Special:
		return 1
	}
	return 2
}

// JoinableByDefault reports whether an entry of this kind may share its visit
// when its plan does not say: complaints and surprise checks may not.
func (k Kind) JoinableByDefault() bool { return k != Complaint && k != Surprise }

// Announced reports whether an enterprise, and whoever else takes no part, may
// know of an inspection of this kind beforehand: of a surprise check or one that
// follows a complaint nobody may.
func (k Kind) Announced() bool { return k != Complaint && k != Surprise }

// Grade is an enterprise's risk or credit grade: A (green, the safest) to D
// (red, the riskiest). NoGrade is unknown.
type Grade uint8

// The grades, in order of rising risk.
const (
	NoGrade Grade = iota
	GradeA
	GradeB
	GradeC
	GradeD
)

var gradeNames = [...]string{"", "A", "B", "C", "D"}

// String gives the grade's letter, empty when unknown.
func (g Grade) String() string { return gradeNames[g] }

// ParseGrade reads a grade's letter, large or small.
func ParseGrade(s string) (Grade, bool) {
	i := slices.Index(gradeNames[1:], strings.ToUpper(strings.TrimSpace(s)))
	return Grade(i + 1), i >= 0
}

// Subject is an enterprise as one row describes it, before anyone has asked
// which enterprise that is.
type Subject struct {
	Name     string
	Code     string // as written, surrounding space removed; empty where the cell is empty or unusable
	Address  string
	District string // 江宁区
	Street   string // 东山街道
	Contact  string
	Phone    string
}

// DefaultDemand is the number of inspectors an entry wants when its plan does
// not say: inspections are carried out by two people at least.
const DefaultDemand = 2

// Entry is one inspection a department plans at one enterprise.
type Entry struct {
	// Source is the row the entry stands in. It identifies the entry.
	Source Source

	Subject    Subject
	Department string // the one name all its spellings are known by
	Level      Level
	Matter     string

	// Windows are the days the inspection may take place on: sorted,
	// disjoint, not adjacent, both ends included. Not cut to the period.
	Windows []Span

	HalfDays int // length in half-days, at least 1
	Demand   int // inspectors wanted, named ones included, at least 1
	Named    []string
	Kind     Kind
	Joinable bool

	Lead           bool   // the plan marks its own department as the lead
	LeadDepartment string // the department the plan names as the lead, if any
	Partners       []string
	Grade          Grade
}

// Class is the entry's priority class; see Kind.Class.
func (e *Entry) Class() int { return e.Kind.Class() }

// Inspector is one person of a department's roster (执法人员名录库).
type Inspector struct {
	Source      Source
	Department  string
	Name        string
	Certificate string // empty where the roster gives none
	Specialties []string
	Leave       []Span   // sorted, disjoint, both ends included
	Recused     []string // enterprises, as written, this person must not inspect
	Area        string   // where the person is stationed, for cross-area draws
	Expires     Date     // last day the certificate holds; 0 where not stated
	Active      bool     // false for 停用
}

// Key identifies an inspector within a department in a draw: the certificate
// number, or the name where there is none.
func (p *Inspector) Key() string {
	if p.Certificate != "" {
		return p.Certificate
	}
	return p.Name
}

// OnLeave reports whether the inspector is away on day d.
func (p *Inspector) OnLeave(d Date) bool {
	for _, s := range p.Leave {
		if s.Contains(d) {
			return true
		}
	}
	return false
}

// Status is whether an enterprise is still in business.
type Status uint8

// The states of an enterprise. Closed may reopen (停业), Cancelled may not (注销).
const (
	InBusiness Status = iota
	Closed
	Cancelled
)

// Registered is one line of a register of enterprises (检查对象名录库).
type Registered struct {
	Source    Source
	Subject   Subject
	Industry  string
	Grade     Grade
	Headcount int // 0 where not stated
	LastVisit Date
	Status    Status
	// Attention is what else the register says that calls for a closer look, a
	// word each: 投诉举报, 经营异常, 管理薄弱.
	Attention []string
}

// Sampling is one line of a sampling plan (抽查计划): a department names a share
// of enterprises and not the enterprises.
type Sampling struct {
	Source     Source
	Task       string // 抽查任务名称
	Matter     string // 抽查事项
	Scope      string // 抽查对象范围, in the department's words
	Department string // 发起部门
	Level      Level
	Partners   []string // 配合部门
	Grades     []Grade  // those it is about; none for all

	// How many: Number where it is stated, else Share of those in scope,
	// rounded up, and AtLeast if that is more. All 0: the default shares by
	// grade.
	Share   float64 // 0.03 for 3%
	Number  int
	AtLeast int

	Windows  []Span // as an Entry's; none where not stated
	HalfDays int    // at least 1
	Demand   int    // inspectors wanted, at least 1
}

// Enterprise is one enterprise, all its spellings brought together.
type Enterprise struct {
	ID       string // stable from run to run: its code, or a digest of its name and area
	Name     string
	Code     string // the valid 18-character code, else the valid shorter one, else empty
	Address  string
	District string
	Street   string
	Contact  string
	Phone    string
	Industry string
	Grade    Grade
	Status   Status
	Sources  []Source // rows of plans, sorted, each once; months left off
}

// Half is the half of a working day a visit starts in.
type Half uint8

// The halves of a day.
const (
	Morning   Half = iota // 上午
	Afternoon             // 下午
)

// String gives the half as JSON has it.
func (h Half) String() string { return [...]string{"am", "pm"}[h] }

// Chinese gives the half as the task book has it.
func (h Half) Chinese() string { return [...]string{"上午", "下午"}[h] }

// Slot counts half-days from the period's first working morning, which is 0.
type Slot int32

// NoSlot is the start of what is not placed.
const NoSlot Slot = -1

// Day is the index of the slot's working day in the period.
func (s Slot) Day() int { return int(s) / 2 }

// Half is the half of the day the slot is.
func (s Slot) Half() Half { return Half(s % 2) }

// FormatHalfDays writes a length in half-days as days: 0.5, 1, 1.5.
func FormatHalfDays(n int) string { return strconv.FormatFloat(float64(n)/2, 'f', -1, 64) }
