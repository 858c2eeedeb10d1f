// Package report writes what the other stages found and decided: the joint task
// book, each department's book, the enterprises' notices, JSON, and the tables
// on the terminal; and reads a task book back. It decides nothing: every figure
// it shows is given to it or counted from what is.
package report

import (
	"errors"
	"fmt"
	"io"
	"path"
	"runtime"
	"strings"
	"sync"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/internal/table"
)

// Names of files and folders of collide's output (contract section 4).
const (
	TaskBookName     = "联合检查任务.xlsx"
	JSONName         = "collide.json"
	ProblemBookName  = "数据问题.xlsx"
	DepartmentFolder = "部门任务"
	NoticeFolder     = "企业告知"
	ReturnFolder     = "退回修改"
)

// Sheets of the task book.
const (
	SheetOverview    = "总览"
	SheetTasks       = "任务清单"
	SheetEntries     = "任务明细"
	SheetCalendar    = "日历"
	SheetUnscheduled = "未排入"
	SheetReview      = "疑似同一企业"
	SheetProblems    = "数据问题"
	SheetStaff       = "执法人员"
	SheetConfirmed   = "确认情况" // once departments have been asked
)

// Options are what the caller chooses about the output.
type Options struct {
	Notices bool // write the enterprises' notices too
	// Progress is told, from 0 to 1, how far the work is; may be nil.
	Progress func(done float64)
}

// creator stands in the properties of every workbook.
const creator = "联查"

// WriteCollide writes everything collide gives: the task book, the departments'
// books, the notices if wanted, and the JSON. The files of an earlier run that
// this one no longer has go when the set is committed.
func WriteCollide(set *outdir.Set, o *inspect.Outcome, problems diag.List, opt Options) error {
	progress := opt.Progress
	if progress == nil {
		progress = func(float64) {}
	}
	set.Sweep(DepartmentFolder)
	set.Sweep(NoticeFolder)
	v := newView(o)
	files := []file{
		bookFile(TaskBookName, func() *table.Book { return taskBook(v, problems) }),
		{JSONName, func(w io.Writer) error { return JSON(w, o, problems) }},
	}
	files = append(files, departmentFiles(set, v)...)
	if opt.Notices {
		files = append(files, noticeFiles(set, v)...)
	}
	return writeFiles(set, files, progress)
}

// file is a file to be written, and how.
type file struct {
	name  string
	write func(io.Writer) error
}

// bookFile is a workbook to be written. It is laid out when its turn comes, so
// that thousands need not be held at once.
func bookFile(name string, book func() *table.Book) file {
	return file{name, func(w io.Writer) error { return table.WriteBook(w, book()) }}
}

// writeFiles writes files, as many at a time as there are processors. Which
// error it gives, of several, does not depend on their speed.
func writeFiles(set *outdir.Set, files []file, progress func(float64)) error {
	errs := make([]error, len(files))
	var (
		workers sync.WaitGroup
		mu      sync.Mutex
		next    int
		done    int
	)
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		workers.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			for next < len(files) {
				i := next
				next++
				mu.Unlock()
				errs[i] = writeFile(set, files[i])
				mu.Lock()
				done++
				progress(float64(done) / float64(len(files)))
				if errs[i] != nil {
					next = len(files)
				}
			}
		})
	}
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// taskBook lays out the task book.
func taskBook(v *view, problems diag.List) *table.Book {
	return &table.Book{
		Title:   "联合检查任务 " + v.o.Period.Chinese(),
		Creator: creator,
		Created: v.o.Period.From.String(),
		Pages: append([]table.Page{
			overviewPage(v, problems), tasksPage(v), entriesPage(v), calendarPage(v),
			unscheduledPage(v), reviewPage(v.o.Reviews, v.o.Enterprises), problemsPage(SheetProblems, problems), staffPage(v),
		}, confirmedPages(v)...),
	}
}

func writeFile(set *outdir.Set, x file) error {
	f, err := set.Create(x.name)
	if err != nil {
		return err
	}
	err = x.write(f)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	var worded *outdir.Failure
	switch {
	case err == nil:
		return nil
	case errors.As(err, &worded):
		return worded // it names the file already
	}
	return fmt.Errorf("%s: %w", x.name, err)
}

func writeBook(set *outdir.Set, name string, b *table.Book) error {
	return writeFile(set, bookFile(name, func() *table.Book { return b }))
}

// column is one column of a list: its header and how a line's cell is made.
type column struct {
	name  string
	width float64
	style table.Style
}

// titleColumns is how many columns a title is centred over: as many as are
// printed of the widest lists.
const titleColumns = 16

// list lays out a page with a title, a line below it, headers, and lines made
// one at a time. fill appends the cells of line i.
func list(name, title, below string, columns []column, lines int, fill func(i int, c []table.Value) []table.Value) table.Page {
	const top = 3
	p := table.Page{Name: name, Header: top, Filter: lines > 0, NumLines: top + lines, Footer: title}
	for _, c := range columns {
		p.Columns = append(p.Columns, table.Column{Width: c.width})
	}
	last := min(len(columns), titleColumns) - 1
	p.LineAt = func(i int, l *table.Line) {
		switch i {
		case 0:
			l.Cells, l.Height = append(l.Cells, table.Str(title, table.Title)), 30
			l.Merges = append(l.Merges, table.Join{Last: last})
		case 1:
			l.Cells, l.Height = append(l.Cells, table.Str(below, table.Subtitle)), 20
			l.Merges = append(l.Merges, table.Join{Last: last})
		case 2:
			for _, c := range columns {
				l.Cells = append(l.Cells, table.Str(c.name, table.Head))
			}
		default:
			l.Cells = fill(i-top, l.Cells)
		}
	}
	return p
}

// put appends text cells in the columns' styles.
func put(c []table.Value, columns []column, texts ...string) []table.Value {
	for _, t := range texts {
		c = append(c, table.Str(t, columns[len(c)].style))
	}
	return c
}

// join joins texts with a Chinese enumeration comma.
func join(texts []string) string { return strings.Join(texts, "、") }

// bookName gives a free name for a workbook made from data.
func bookName(set *outdir.Set, folder, name, apart string) string {
	return set.Name(path.Clean(folder), name, apart, ".xlsx")
}
