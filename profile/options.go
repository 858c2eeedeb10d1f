package profile

import "liancha/inspect"

// The items of latent risk.
const (
	RiskGrade = iota
	RiskIndustry
	RiskHeadcount
	RiskMajor
	NumRisk
)

// The items of management.
const (
	ManagementFindings = iota
	ManagementSeverity
	ManagementOverdue
	ManagementRepeated
	ManagementSpeed
	ManagementClean
	NumManagement
)

// Options are the weights and thresholds. Shares are per cent, 0 to 100; full
// marks of a figure add up to 100; every other number is at least 1.
type Options struct {
	HalfLifeMonths int
	ForgetMonths   int // 0: results count however old they are
	Risk           RiskOptions
	Management     ManagementOptions
	Grade          GradeOptions
	LowValueRuns   int // clean inspections in a row that make a check one to drop
}

// RiskOptions are those of latent risk.
type RiskOptions struct {
	Full             [NumRisk]int
	Grades           [inspect.GradeD + 1]int // share by grade; NoGrade for those without one
	Industries       []Word
	IndustryOther    int // of an industry with none of the words
	IndustryUnknown  int // where the register states none
	Headcounts       []Step
	HeadcountUnknown int
	MajorFull        int // so many recent major hazards have full marks
}

// Word is the share of industries whose name contains it.
type Word struct {
	Word  string
	Share int
}

// Step is the share of enterprises with at least From people.
type Step struct{ From, Share int }

// ManagementOptions are those of management.
type ManagementOptions struct {
	Full         [NumManagement]int
	FindingsFull int // so many hazards an inspection cost all marks
	MajorFull    int
	OverdueFull  int
	RepeatedFull int
	AlikePercent int
	LateFull     int
	LateDays     int
	DefaultDays  int // deadline, in days after the inspection, where none is set
	CleanYears   int
}

// GradeOptions turn the figures into a grade.
type GradeOptions struct {
	ManagementShare int // per cent of danger that management makes up
	B, C, D         int // danger from which the grade is B, C, D
	WithoutResults  int // what management stands at where there are no results
}
