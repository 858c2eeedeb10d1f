// Package table turns the bytes of workbooks and text files into rows with
// positions, and rows back into workbooks. It is the only package that knows
// file formats; it knows nothing of what a row means.
//
// It reads .xlsx and .xlsm, binary .xls and .et, HTML tables, 2003 XML
// spreadsheets and delimited text, and finds out by the content which of them a
// file is. A file is read whole or not at all: a cut or altered file is an error
// that names the part, never a shorter table. It calculates no formula, and it
// does not read .xlsb, .ods, or the workbooks of Excel 95 and before.
package table

// Kind is what a cell holds.
type Kind uint8

// The kinds of cell. A formula's cell has the kind of its cached value.
const (
	Empty Kind = iota
	Text
	Number
	DateTime // a number whose format makes it a date, a time of day, or both
	Bool
	Fault // #N/A, #REF! and the like; Text holds the error's name
)

// Cell is one cell's value.
type Cell struct {
	Kind Kind
	// Percent marks a Number whose format shows it as a percentage: 0.03
	// shown as 3%.
	Percent bool
	// MonthOnly marks a DateTime whose format shows its month but no day:
	// typing 2021年5月 into a cell gives 2021-05-01 shown as 2021年5月.
	MonthOnly bool
	// Uncomputed marks a formula for which the file holds no value: programs
	// that write workbooks without calculating leave it to Excel. Its Kind is
	// Empty, and what a person would see in the cell is not known.
	Uncomputed bool
	// Struck marks a cell whose whole text is shown struck through. A text struck
	// through in part is not marked.
	Struck bool
	// Number is the value of a Number; of a DateTime it is the serial in days
	// of the 1900 system whatever the workbook's epoch, so that 44326 is
	// 2021-05-10; of a Bool 1 or 0.
	Number float64
	// Text is the value as plain text: a Text's text as it stands (line breaks
	// as \n), a Number in the shortest decimal notation without exponent, a
	// DateTime as 2006-01-02, 2006-01-02 15:04:05 or 15:04:05 (an elapsed time
	// of a day or more with its hours, 36:00:00), a Bool as TRUE or FALSE.
	Text string
}

// Row is one row of a sheet. Cells[0] is column A; trailing empty cells may be
// left off.
type Row struct {
	Number int // as the spreadsheet numbers it, from 1; in a text file the record's first line
	Hidden bool
	Cells  []Cell
}

// Merge is a merged range, both ends included, rows as Row.Number, columns
// from 0.
type Merge struct {
	FirstRow, LastRow int
	FirstCol, LastCol int
}

// Sheet is a whole sheet in memory.
type Sheet struct {
	File       string // as given, with forward slashes
	Name       string // empty for text files and HTML
	Title      string // what stands above an HTML table or captions it; else empty
	TextFile   bool   // rows are lines of a text file; columns have no letters
	Hidden     bool
	Rows       []Row // ascending by Number; rows without any cell may be absent
	Merges     []Merge
	HiddenCols []int // columns from 0, ascending
}
