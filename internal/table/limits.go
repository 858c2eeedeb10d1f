package table

import "fmt"

// Limits bound what one file may cost, so that a hostile or broken file ends
// in an error that names the limit instead of taking the machine down. A field
// that is zero has its default; a negative one is no limit.
//
// The defaults hold every workbook an office program can sensibly make (a full
// sheet of 1,048,576 rows by a dozen columns among them) and keep the memory
// for reading a hostile one under 200 MiB.
type Limits struct {
	// FileBytes is the size of the file itself. Default 256 MiB.
	FileBytes int64
	// InflatedBytes is the size of all zip parts together once inflated, as
	// the zip directory states it; a part that grows beyond what is stated is
	// damaged. Default 1 GiB.
	InflatedBytes int64
	// InflateRatio is how many times larger than the file its inflated parts
	// may be. It counts only beyond 64 MiB inflated: small files of blanks
	// compress better than any bomb. Default 250.
	InflateRatio int64
	// ZipEntries is the number of parts in a zip. Default 20,000.
	ZipEntries int
	// CellBytes is the length of one cell's text in UTF-8; a spreadsheet
	// itself allows 32,767 characters. Default 1 MiB.
	CellBytes int
	// SharedStrings is the number of entries in the string table. Default 4,000,000.
	SharedStrings int
	// SharedBytes is the size of the string table's text. Default 128 MiB.
	SharedBytes int64
	// Rows is the largest row number in a sheet, or the number of records in a
	// text file. Default 1,048,576 in a workbook, 4,000,000 in a text file.
	Rows int
	// Columns is the number of columns in a sheet. Default 16,384.
	Columns int
	// Cells is the number of cells held for one file, empty ones to the left
	// of others included. Default 40,000,000.
	Cells int
	// CellDensity is how many cells a file may hold for each of its bytes. It
	// counts only beyond 4,000,000 cells: a cell takes several bytes even of
	// the best packed table, and much fewer only of what was made to burst.
	// Default 1.
	CellDensity int
	// EmptyCells is the number of empty cells for one file that lie to the
	// left of one that is not, beyond eight for each that is not: what a few
	// values strewn in far columns cost, since rows are slices from column A.
	// Default 4,000,000.
	EmptyCells int
	// Merges is the number of merged ranges in a file. Default 1,000,000.
	Merges int
	// Sheets is the number of sheets, or of tables in a page. Default 10,000.
	Sheets int
	// Styles is the number of cell styles, and that of number formats. Excel
	// holds 65,490. Default 200,000.
	Styles int
	// Depth is how deep XML or HTML elements may nest. Default 256.
	Depth int
	// TagBytes is the length of one XML or HTML tag with its attributes.
	// Default 4 MiB.
	TagBytes int
}

const (
	defaultWorkbookRows = 1 << 20
	defaultTextRows     = 4_000_000
	ratioGrace          = 64 << 20  // bytes
	densityGrace        = 4_000_000 // cells
)

// withDefaults fills the fields left zero and lifts the negative ones.
func (l Limits) withDefaults() Limits {
	fill64 := func(v *int64, def int64) {
		switch {
		case *v == 0:
			*v = def
		case *v < 0:
			*v = 1 << 62
		}
	}
	fill := func(v *int, def int) {
		switch {
		case *v == 0:
			*v = def
		case *v < 0:
			*v = 1 << 62
		}
	}
	fill64(&l.FileBytes, 256<<20)
	fill64(&l.InflatedBytes, 1<<30)
	fill64(&l.InflateRatio, 250)
	fill(&l.ZipEntries, 20_000)
	fill(&l.CellBytes, 1<<20)
	fill(&l.SharedStrings, 4_000_000)
	fill64(&l.SharedBytes, 128<<20)
	fill(&l.Columns, 1<<14)
	fill(&l.Cells, 40_000_000)
	fill(&l.CellDensity, 1)
	fill(&l.EmptyCells, 4_000_000)
	fill(&l.Merges, 1_000_000)
	fill(&l.Sheets, 10_000)
	fill(&l.Styles, 200_000)
	fill(&l.Depth, 256)
	fill(&l.TagBytes, 4<<20)
	return l
}

// workbookRows is Rows for a workbook, textRows for a text file.
func (l Limits) workbookRows() int { return l.rowsOr(defaultWorkbookRows) }
func (l Limits) textRows() int     { return l.rowsOr(defaultTextRows) }

func (l Limits) rowsOr(def int) int {
	switch {
	case l.Rows == 0:
		return def
	case l.Rows < 0:
		return 1 << 62
	}
	return l.Rows
}

// settings are the names by which liancha.yaml has the limits, by field.
var settings = map[string]string{
	"FileBytes": "file_mib", "InflatedBytes": "inflated_mib", "InflateRatio": "inflate_ratio", "ZipEntries": "zip_parts",
	"CellBytes": "cell_chars", "SharedStrings": "shared_strings", "SharedBytes": "shared_mib", "Rows": "rows", "Columns": "columns",
	"Cells": "cells", "CellDensity": "cell_density", "EmptyCells": "empty_cells", "Merges": "merges", "Sheets": "sheets",
	"Styles": "styles", "Depth": "depth", "TagBytes": "tag_kib",
}

// exceeded words a limit that was hit: which, what it stands at, and the setting
// that raises it.
func exceeded(part, field string, limit int64, format string, args ...any) *Error {
	return &Error{Kind: ErrLimit, Part: part,
		What: fmt.Sprintf(format, args...) + fmt.Sprintf("，上限是 %d", limit),
		Hint: fmt.Sprintf("先看这个文件是否正常；确实需要这么大时，在设置文件 liancha.yaml 的 limits 里把 %s 调高", settings[field])}
}

// budget counts what one file has used of the limits that run over all its
// sheets.
type budget struct {
	lim    Limits
	size   int64 // bytes of the file
	cells  int
	empty  int
	merges int
}

// emptyPerFilled is how many empty cells each filled one may bring along: a
// sparse table is no attack.
const emptyPerFilled = 8

// row accounts for a row of n cells, of which empty are padding.
func (b *budget) row(n, empty int) error {
	b.cells += n
	b.empty += empty
	if b.cells > b.lim.Cells {
		return exceeded("", "Cells", int64(b.lim.Cells), "单元格太多")
	}
	if over := int64(b.cells - densityGrace); over > 0 && over/int64(b.lim.CellDensity) > b.size {
		return exceeded("", "CellDensity", int64(b.lim.CellDensity), "单元格比文件的字节还多")
	}
	if b.empty-emptyPerFilled*(b.cells-b.empty) > b.lim.EmptyCells {
		return exceeded("", "EmptyCells", int64(b.lim.EmptyCells), "数据零散地落在很远的列里，空单元格太多")
	}
	return nil
}

// merge accounts for a merged range.
func (b *budget) merge() error {
	b.merges++
	if b.merges > b.lim.Merges {
		return exceeded("", "Merges", int64(b.lim.Merges), "合并单元格太多")
	}
	return nil
}
