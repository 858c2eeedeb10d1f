// Package intake turns the tables departments send into the vocabulary of
// joint inspection: it recognises sheets by their headers, reads plans, rosters
// and registers, and findings sheets where they are asked for, row by row, settles which department and which year a row
// means, and reports every problem with its cell. It does not decide which rows
// mean the same enterprise, and it reads no bytes: tables come from
// internal/table, date spellings from intake/when, departments' names from
// intake/agency.
//
// Scan reads one sheet and may run in parallel over sheets; Combine settles
// what only all sheets together can tell. Every non-empty row below a header
// ends as an entry, a roster line, a register line, a finding, a recognised
// note, or a problem of severity error.
package intake

import (
	"liancha/inspect"
	"liancha/intake/agency"
	"liancha/intake/when"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// Options are what the caller knows beyond the files.
type Options struct {
	Period *inspect.Span // nil: the span of all dates
	City   string        // 南京市; empty: inferred from the departments' names
	// District is whose departments are meant where nothing says whose: 江宁区;
	// empty: the city's.
	District string
	Aliases  map[string]string // spellings of departments to the names they stand for
	// Departments are names known beforehand, from a task book: 市应急局 in a
	// roster is one of them though no file here says which city is meant.
	Departments []string

	// Samplings reads sampling plans too; else they are passed over.
	Samplings bool
	// Findings reads findings sheets, and them alone: plans, rosters and
	// registers are passed over. Else findings sheets are.
	Findings bool
	// Replies takes the replies of drafts that ScanReplies made, and them alone.
	Replies bool
	// TaskDates are the days of tasks by number, for deadlines counted from an
	// inspection whose day the sheet does not state.
	TaskDates map[string]inspect.Date
	// After gives the nth working day after a day, for deadlines in working
	// days and for runs of ticked days; nil takes Monday to Friday.
	After func(d inspect.Date, workingDays int) inspect.Date
}

// Result is everything read, sorted by source.
type Result struct {
	Entries    []inspect.Entry
	Inspectors []inspect.Inspector
	Registered []inspect.Registered
	Samplings  []inspect.Sampling
	Findings   []inspect.Finding
	Replies    []inspect.Reply // unanswered lines too, where they have a task's number
	Registers  []RegisterTable // of drafts that ScanWhole made
	Period     inspect.Span    // zero where none was given and no date was found
	PlanRows   int             // rows of plans, and of sampling plans where asked for: those used and those rejected
	Blank      int             // rows of reply sheets nobody has filled in
	Rejected   int             // rows of plans, of findings sheets or of reply sheets, that could not be read; each has its problems
	Problems   diag.List

	places map[sheetKey][]place // where columns stand, for Locate
}

// Draft is one sheet, read as far as the sheet alone goes.
type Draft struct {
	file, sheet string
	text        bool
	blank       bool        // without any content
	kinds       []sheetKind // of its tables, in order
	context     context

	plans      []planRow
	inspectors []rosterRow
	registered []inspect.Registered
	samplings  []samplingRow
	findings   []findingRow
	replies    []replyRow
	unread     []unread // columns of tables of findings
	registers  []RegisterTable
	notes      []int // rows recognised as no data
	places     []place

	problems         diag.List
	samplingProblems diag.List // of rows of sampling plans
	findingProblems  diag.List // of rows of findings sheets
}

// planRow is one row of a plan. What is still open — department, level, years —
// stands beside the entry.
type planRow struct {
	entry      inspect.Entry
	rejected   bool          // has a problem of severity error already
	withdrawn  bool          // is off or done, and nothing else in it was read
	department *unitCell     // shared by the rows that say the same; nil for none
	above      *unitCell     // where the row's own is blank, that of the nearest row above
	level      inspect.Level // from the level's own column
	lead       *unitCell
	partners   []string
	dates      []plannedDate
	units      *tickedUnits // where the row's departments are ticked
	inactive   inspect.Status
}

// plannedDate is one date expression of a row: the row's only one, or one of
// those ticked in a grid.
type plannedDate struct {
	month  int  // of a month grid; else 0
	part   bool // a part of a month of such a grid
	days   bool // a run of days of a day grid
	demand int  // people wanted, where the grid's cell says it; else 0
	expr   when.Expr
	cell   cellRef
}

// unitCell is a cell that names a department.
type unitCell struct {
	unit   agency.Unit
	ok     bool     // the text was understood as a department
	others []string // the other departments of a cell that names several
	cell   cellRef
}

func (u *unitCell) given() bool { return u != nil }

// rosterRow is one line of a roster whose leave and department are open.
type rosterRow struct {
	person     inspect.Inspector
	department *unitCell
	leave      cellRef
	leaveDay   when.Expr // of a real date cell
	isDay      bool
}

// cellRef is a cell as problems name it.
type cellRef struct {
	col    int // from 1; 0 for none
	header string
	value  string
}

// Scan reads one sheet.
func Scan(s *table.Sheet) *Draft {
	sc := newScanner(s)
	sc.run()
	return sc.draft
}

// ScanWhole is Scan that also keeps registers as they stand, with the columns
// that nothing here reads.
func ScanWhole(s *table.Sheet) *Draft {
	sc := newScanner(s)
	sc.keep = true
	sc.run()
	return sc.draft
}
