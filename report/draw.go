package report

import (
	"io"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/internal/table"
)

// WriteDrawn writes the task book, under a name of its own, and the
// departments' books of an outcome whose entries name the people drawn.
func WriteDrawn(set *outdir.Set, name string, o *inspect.Outcome, problems diag.List) error {
	set.Sweep(DepartmentFolder)
	v := newView(o)
	files := []file{bookFile(name, func() *table.Book { return taskBook(v, problems) })}
	return writeFiles(set, append(files, departmentFiles(set, v)...), func(float64) {})
}

// Listing is a sheet of plain lines under headers.
type Listing struct {
	Sheet, Title, Below string
	Columns             []ListingColumn
	Rows                [][]string
}

// ListingColumn is a column of a Listing. Its width is in digits of the default
// font, a Han character counting two.
type ListingColumn struct {
	Name   string
	Width  float64
	Centre bool
}

// WriteListings writes a workbook of plain lines.
func WriteListings(set *outdir.Set, name, title, created string, listings []Listing) error {
	b := &table.Book{Title: title, Creator: creator, Created: created}
	for _, l := range listings {
		b.Pages = append(b.Pages, l.page())
	}
	return writeBook(set, name, b)
}

func (l Listing) page() table.Page {
	columns := make([]column, len(l.Columns))
	for i, c := range l.Columns {
		columns[i] = column{c.Name, c.Width, table.Body}
		if c.Centre {
			columns[i].style = table.BodyCentre
		}
	}
	return list(l.Sheet, l.Title, l.Below, columns, len(l.Rows), func(i int, c []table.Value) []table.Value {
		return put(c, columns, l.Rows[i]...)
	})
}

// WriteText writes a file as it is.
func WriteText(set *outdir.Set, name string, text []byte) error {
	return writeFile(set, file{name, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	}})
}
