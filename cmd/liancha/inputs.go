package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"liancha/draw"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/report"
)

// input is one file to read.
type input struct {
	path string // to open
	name string // as given, with forward slashes: what sources and messages say
	size int64
	own  bool // named on the command line itself, not found in a folder or by a pattern
}

// tableSuffixes are the extensions of files that a folder or a pattern brings
// in. Which format a file really has, its content decides.
var tableSuffixes = []string{".xlsx", ".xlsm", ".xls", ".et", ".csv", ".tsv"}

// ownSuffixes are left alone in folders without a word: settings and what the
// program writes beside workbooks.
var ownSuffixes = []string{".yaml", ".yml", ".json", ".md"}

// ownNames are passed over likewise: what a draw of enterprises publishes
// beside the plan it makes, and a profile beside the register it renews.
var ownNames = []string{draw.PoolName, drawRecordBook, report.ProfileBookName, pushRecordBook}

// copies are what the program writes beside a workbook that says the same, by
// that workbook's name: they are passed over where it is there too.
var copies = map[string]string{
	report.PublicCSVName: report.LedgerName, report.PublicBookName: report.LedgerName, report.FeedbackFolder: report.LedgerName,
	report.NoticeFolder: report.TaskBookName, report.ChangesName: report.TaskBookName,
}

// isCopy reports whether a file or folder found is one of them.
func isCopy(path string) bool {
	of, known := copies[filepath.Base(path)]
	if !known {
		return false
	}
	_, err := os.Stat(filepath.Join(filepath.Dir(path), of))
	return err == nil
}

// expand turns the command line's files, folders and patterns into the files
// to read, each once, by name. Lock files, hidden files and the output folder
// are passed over; other files found in a folder are reported.
func expand(args []string, output string) ([]input, diag.List, error) {
	x := expansion{seen: map[string]bool{}, output: realPath(output)}
	var errs []error
	for _, arg := range args {
		errs = append(errs, x.add(arg))
	}
	slices.SortFunc(x.files, func(a, b input) int { return strings.Compare(a.name, b.name) })
	if err := errors.Join(errs...); err != nil {
		return nil, nil, err
	}
	if len(x.files) == 0 {
		return nil, nil, x.nothing()
	}
	return x.files, x.problems, nil
}

// nothing words that there is no table among what was given, and names what
// there is.
func (x *expansion) nothing() error {
	const hint = "请给出 .xlsx、.xls、.et、.csv 文件，或放着它们的文件夹"
	if len(x.problems) == 0 {
		return hinted{errors.New("没有可读的文件"), hint}
	}
	x.problems.Sort()
	errs := []error{fmt.Errorf("没有可读的表格，只有 %d 个别的文件：", len(x.problems))}
	const most = 10
	for _, p := range x.problems[:min(most, len(x.problems))] {
		errs = append(errs, hinted{fmt.Errorf("%s %s", p.File, p.Message), p.Hint})
	}
	return errors.Join(append(errs, hinted{errors.New("没有生成任何结果"), hint})...)
}

type expansion struct {
	files    []input
	problems diag.List
	seen     map[string]bool // real paths already taken
	output   string
}

func (x *expansion) add(arg string) error {
	info, err := os.Stat(arg)
	switch {
	case err == nil && info.IsDir():
		return x.folder(arg)
	case err == nil && passedOver(arg):
		return nil // a shell's own pattern brings lock files along
	case err == nil:
		x.take(input{path: arg, name: filepath.ToSlash(arg), size: info.Size(), own: true})
		return nil
	case !errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(arg, "*?["):
		return fmt.Errorf("读不到 %s：%w", arg, err)
	case strings.ContainsAny(arg, "*?["):
		return x.pattern(arg)
	}
	return hinted{fmt.Errorf("没有这个文件或文件夹：%s", arg), "请核对名称；名称里有空格的，要用引号括起来"}
}

// apart refuses an output folder that is one of the folders to read, or that
// holds one of the files to read: the results would lie among the plans, and
// over files of the same name. What the program has written there itself, a
// plan drawn or a register renewed, may be read.
func apart(args []string, output string) error {
	files, _, err := expand(args, output)
	if err != nil {
		return nil // told when they are read
	}
	where := realPath(output)
	among := slices.ContainsFunc(args, func(arg string) bool {
		info, err := os.Stat(arg)
		return err == nil && info.IsDir() && realPath(arg) == where
	}) || slices.ContainsFunc(files, func(f input) bool {
		path := realPath(f.path)
		return filepath.Dir(path) == where && !outdir.Wrote(where, filepath.Base(path))
	})
	if !among {
		return nil
	}
	return hinted{fmt.Errorf("输出文件夹“%s”就是放计划的文件夹，结果会和报来的表混在一起", output),
		"请用 -o 另给一个文件夹，例如 -o " + filepath.Join(output, "结果")}
}

// pattern takes what a pattern matches, folders among it with all they hold.
func (x *expansion) pattern(pattern string) error {
	matches, err := filepath.Glob(pattern)
	if err != nil {
		return fmt.Errorf("通配符写得不对：%s", pattern)
	}
	found := false
	for _, m := range matches {
		info, err := os.Stat(m)
		if err != nil || passedOver(m) {
			continue
		}
		found = true
		if info.IsDir() && (isCopy(m) || realPath(m) == x.output) {
			continue
		}
		if info.IsDir() {
			if err := x.folder(m); err != nil {
				return err
			}
			continue
		}
		x.offer(m, filepath.ToSlash(m), info)
	}
	if !found {
		return fmt.Errorf("没有与 %s 相符的文件", pattern)
	}
	return nil
}

// folder takes every table in a folder and the folders below it.
func (x *expansion) folder(dir string) error {
	prefix := strings.TrimRight(filepath.ToSlash(dir), "/") + "/"
	if prefix == "./" {
		prefix = ""
	}
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("读不到 %s：%w", path, err)
		}
		if path == dir {
			return nil
		}
		if d.IsDir() {
			if passedOver(path) || realPath(path) == x.output || isCopy(path) {
				return filepath.SkipDir
			}
			return nil
		}
		if passedOver(path) {
			return nil
		}
		info, err := os.Stat(path) // follows a link, which WalkDir does not
		if err != nil || !info.Mode().IsRegular() {
			return nil
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		x.offer(path, prefix+filepath.ToSlash(rel), info)
		return nil
	})
}

// offer takes a file found in a folder or by a pattern if it looks like a
// table, and says so if it does not: a plan sent as a document is not read.
func (x *expansion) offer(path, name string, info fs.FileInfo) {
	suffix := strings.ToLower(filepath.Ext(path))
	original, kept := keptBeside(path)
	switch {
	case slices.Contains(ownSuffixes, suffix), slices.Contains(ownNames, filepath.Base(original)), isCopy(original):
	case kept && filepath.Base(filepath.Dir(path)) != report.DepartmentFolder:
		x.problems.Add(diag.Problem{Severity: diag.Warning, Code: "file_skipped", Position: diag.Position{File: name},
			Message: "是重新生成时保留下来的手工改过的旧文件，没有读取", Hint: "要用它，请直接写出这个文件名，不用同名的新文件"})
	case slices.Contains(tableSuffixes, suffix):
		x.take(input{path: path, name: name, size: info.Size()})
	default:
		message, hint := foreignFile(suffix)
		x.problems.Add(diag.Problem{Severity: diag.Warning, Code: "file_skipped", Position: diag.Position{File: name}, Message: message, Hint: hint})
	}
}

// keptBeside gives the name of the file that a later run has written in a kept
// file's place, if that still stands beside it, else the name itself. What
// departments have filled in is theirs to be read beside the fresh sheet; of
// anything else one version counts.
func keptBeside(path string) (original string, kept bool) {
	original, kept = outdir.AsideOf(path)
	if kept {
		_, err := os.Stat(original)
		kept = err == nil
	}
	if !kept {
		return path, false
	}
	return original, true
}

// foreignFile words why a file with this suffix is not read, and what to do
// should it hold a plan.
func foreignFile(suffix string) (message, hint string) {
	switch suffix {
	case ".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2":
		return "是压缩包，没有读取", "请先解压，再运行一次"
	case ".xlsb", ".ods", ".numbers", ".xlt", ".xltx", ".ett", ".htm", ".html", ".mht", ".xml", ".txt":
		return "不是能直接读的表格，没有读取", "如果这是检查计划，请用 Excel 或 WPS 打开它，另存为 .xlsx 再运行一次"
	}
	return "不是表格文件，没有读取", "如果这是检查计划，请让报送单位用 Excel 表格重新报送"
}

func (x *expansion) take(f input) {
	if real := realPath(f.path); !x.seen[real] {
		x.seen[real] = true
		x.files = append(x.files, f)
	}
}

// passedOver reports whether a file is one nobody means: an office program's
// lock file or a hidden one.
func passedOver(path string) bool {
	base := filepath.Base(path)
	return strings.HasPrefix(base, "~$") || strings.HasPrefix(base, ".") && base != "." && base != ".." || hiddenBySystem(path)
}

// realPath is the one name a file has whatever way led to it.
func realPath(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		return real
	}
	return abs
}
