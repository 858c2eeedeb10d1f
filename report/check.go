package report

import (
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/internal/table"
)

// maxFileSheets is how many files get a sheet of their own in the problem
// workbook; with more, one would leaf forever, and each has its own workbook
// anyway.
const maxFileSheets = 40

// ofNoFile names what is told of the plans as a whole, a department without a
// roster say, and is to be sent back to nobody.
const ofNoFile = "各表之外的问题"

// WriteCheck writes the problems: one workbook with all of them and a sheet a
// file, and for every file one of its own to send back to whoever made it.
func WriteCheck(set *outdir.Set, problems diag.List) error {
	set.Sweep(ReturnFolder)
	files, of := byFile(problems)
	all := &table.Book{Title: "数据问题", Creator: creator, Pages: []table.Page{problemsPage("总", problems)}}
	names := sheetNames{"总": true}
	if len(files) <= maxFileSheets {
		for _, f := range files {
			all.Pages = append(all.Pages, problemsPage(names.next(baseName(f)), of[f]))
		}
	}
	books := []file{bookFile(ProblemBookName, func() *table.Book { return all })}
	for _, f := range files {
		name := bookName(set, ReturnFolder, baseName(f), strings.ReplaceAll(path.Dir(f), "/", "-"))
		title := path.Base(f) + "的数据问题"
		if f == "" {
			title = ofNoFile
		}
		books = append(books, bookFile(name, func() *table.Book {
			return &table.Book{Title: title, Creator: creator, Pages: []table.Page{problemsPage(SheetProblems, of[f])}}
		}))
	}
	return writeFiles(set, books, func(float64) {})
}

// byFile splits problems by file, files in the order they first appear in.
func byFile(problems diag.List) (files []string, of map[string]diag.List) {
	of = map[string]diag.List{}
	for _, p := range problems {
		if of[p.File] == nil {
			files = append(files, p.File)
		}
		of[p.File] = append(of[p.File], p)
	}
	return files, of
}

func baseName(file string) string {
	if file == "" {
		return ofNoFile
	}
	base := path.Base(file)
	return strings.TrimSuffix(base, path.Ext(base))
}

// sheetNames are the names of a workbook's sheets in use, in lower case.
type sheetNames map[string]bool

// next makes a sheet name of any text that no other sheet has: at most 31
// characters, none of those a sheet name must not hold.
func (n sheetNames) next(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`\/?*[]:`, r) || r < 0x20:
			return ' '
		case r == '\'': // quotes a name in a reference
			return '’'
		}
		return r
	}, s)
	s = strings.TrimSpace(s)
	if s == "" {
		s = "未命名"
	}
	for i := 1; ; i++ {
		mark := ""
		if i > 1 {
			mark = fmt.Sprintf("(%d)", i)
		}
		name := firstUTF16(s, 31-len(mark)) + mark
		if !n[strings.ToLower(name)] {
			n[strings.ToLower(name)] = true
			return name
		}
	}
}

// firstUTF16 cuts text to so many UTF-16 units, in which sheet names are
// measured.
func firstUTF16(s string, units int) string {
	for i, r := range s {
		n := 1
		if r > 0xffff && utf8.ValidRune(r) {
			n = 2
		}
		if units -= n; units < 0 {
			return s[:i]
		}
	}
	return s
}
