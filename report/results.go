package report

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/internal/table"
)

// Names of files and folders of report's output (contract section 7).
const (
	LedgerName     = "检查结果汇总.xlsx"
	PublicCSVName  = "结果公开.csv"
	PublicBookName = "结果公开.xlsx"
	FeedbackFolder = "集中反馈"
)

// Sheets of the ledger.
const (
	SheetFigures      = "汇总"
	SheetHazards      = "问题清单"
	SheetByEnterprise = "按企业"
	SheetByDepartment = "按部门"
	SheetRelief       = "减少打扰"
	SheetConflicts    = "要求不一"
	SheetOverdue      = "逾期未改"
	SheetMissing      = "缺检查结果"
	SheetAlone        = "未归入任务"
	SheetDetail       = "检查结果明细"
)

// ResultOptions are what the caller chooses about report's output.
type ResultOptions struct {
	NoFeedback bool // leave the enterprises' feedback out
	// Progress is told, from 0 to 1, how far the work is; may be nil.
	Progress func(done float64)
}

// WriteResults writes everything report gives: the enterprises' feedback, the
// ledger, the public list as CSV and workbook.
func WriteResults(set *outdir.Set, r *inspect.Results, problems diag.List, opt ResultOptions) error {
	progress := opt.Progress
	if progress == nil {
		progress = func(float64) {}
	}
	v := newResultsView(r)
	files := []file{
		bookFile(LedgerName, func() *table.Book { return ledgerBook(v, problems) }),
		{PublicCSVName, func(w io.Writer) error { return publicCSV(w, r.Public) }},
		bookFile(PublicBookName, func() *table.Book { return publicBook(v) }),
	}
	if !opt.NoFeedback {
		set.Sweep(FeedbackFolder)
		files = append(files, feedbackFiles(set, v)...)
	}
	return writeFiles(set, files, progress)
}

// resultsView is results with what several pages count from them.
type resultsView struct {
	r           *inspect.Results
	inspections [][]int // by enterprise; those that came to a result
	hazards     [][]int // by enterprise
}

func newResultsView(r *inspect.Results) *resultsView {
	v := &resultsView{r: r, inspections: make([][]int, len(r.Enterprises)), hazards: make([][]int, len(r.Enterprises))}
	for i := range r.Inspections {
		if x := &r.Inspections[i]; x.Conclusion != inspect.NoConclusion {
			v.inspections[x.Enterprise] = append(v.inspections[x.Enterprise], i)
		}
	}
	for i := range r.Hazards {
		e := r.Hazards[i].Enterprise
		v.hazards[e] = append(v.hazards[e], i)
	}
	return v
}

// created is the day that stands in the workbooks' properties.
func (v *resultsView) created() string {
	if v.r.AsOf == 0 {
		return ""
	}
	return v.r.AsOf.String()
}

// leadOf gives the department that leads an inspection's task; empty for none.
func (v *resultsView) leadOf(x *inspect.Inspection) string {
	if x.Task < 0 {
		return ""
	}
	return v.r.Book.Tasks[x.Task].Lead
}

// tasksOf gives the numbers of an enterprise's tasks with a result, sorted.
func (v *resultsView) tasksOf(enterprise int) []string {
	var ids []string
	for _, i := range v.inspections[enterprise] {
		if id := v.r.Inspections[i].TaskID; id != "" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// dayText writes a day, or nothing for none.
func dayText(d inspect.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// dayCell is a date cell, empty for no day.
func dayCell(d inspect.Date, s table.Style) table.Value {
	if d == 0 {
		return table.Blank(s)
	}
	return table.Day(int(d), s)
}

// hazardText is a hazard in words.
func hazardText(h *inspect.Hazard) string {
	return cmp.Or(h.Text, "（检查结果没有写明是什么问题）")
}

// stateText is how far a hazard is put right, in words.
func stateText(h *inspect.Hazard) string { return cmp.Or(h.State.String(), "未说明") }

// deadlineText is a deadline with the words it was counted from.
func deadlineText(h *inspect.Hazard) string {
	if h.Deadline == 0 {
		return h.Term
	}
	if h.Term != "" {
		return h.Deadline.String() + "（" + h.Term + "）"
	}
	return h.Deadline.String()
}

// sourcesOf gives where a hazard's findings stand, each once.
func (v *resultsView) sourcesOf(h *inspect.Hazard) []inspect.Source {
	var list []inspect.Source
	for _, i := range h.Findings {
		list = append(list, v.r.Findings[i].Source)
	}
	slices.SortFunc(list, inspect.CompareSource)
	return slices.Compact(list)
}

func sourceText(list []inspect.Source) string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = s.String()
	}
	return strings.Join(words, "；")
}
