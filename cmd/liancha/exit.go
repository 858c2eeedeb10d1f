package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"liancha/internal/table"
)

// The exit statuses (contract section 1).
const (
	exitDone    = 0
	exitFailed  = 1 // nothing was written
	exitUsage   = 2
	exitPartial = 3 // written, but rows were left out; or check found errors
)

// usageError is a mistake on the command line.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errPartial ends a run that did its work but had to leave something out, all
// of which has been shown.
var errPartial = errors.New("partial")

// hinted is an error with advice on the line below it.
type hinted struct {
	error
	hint string
}

func (h hinted) Unwrap() error { return h.error }

// status shows an error and gives the exit status that goes with it.
func (a *app) status(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errPartial):
		return exitPartial
	case errors.As(err, &usage):
		a.complain(err)
		fmt.Fprintln(a.stderr, "用 liancha --help 或 liancha 命令 --help 查看用法。")
		return exitUsage
	}
	a.complain(err)
	return exitFailed
}

// complain writes an error and, for joined ones, each on its own line.
func (a *app) complain(err error) {
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) {
		for _, e := range several.Unwrap() {
			a.complain(e)
		}
		return
	}
	fmt.Fprintf(a.stderr, "错误：%s\n", worded(err))
	var h hinted
	var t *table.Error
	switch {
	case errors.As(err, &h):
		fmt.Fprintf(a.stderr, "  %s\n", h.hint)
	case errors.As(err, &t) && t.Hint != "":
		fmt.Fprintf(a.stderr, "  %s\n", t.Hint)
	}
}

// stdout is standard output, which remembers that it could not be written to:
// it is told once, at the end, and not by everyone who writes.
type stdout struct {
	io.Writer
	err error
}

func (s *stdout) Write(p []byte) (int, error) {
	if s.err == nil {
		_, s.err = s.Writer.Write(p)
	}
	return len(p), nil
}

// unshown words that the result could not be shown, and whether it has been
// written to the output folder all the same.
func (a *app) unshown(err error) error {
	said := fmt.Errorf("标准输出写不出去：%s", cause(err))
	if a.written != "" {
		return hinted{said, fmt.Sprintf("结果文件已经完整写在“%s”里，只是没有显示全", a.written)}
	}
	return hinted{said, "显示的内容不完整，请不要使用；换一个地方存放再运行"}
}

// cause words what the operating system says of a write.
func cause(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "磁盘已满"
	case errors.Is(err, syscall.EPIPE), errors.Is(err, io.ErrClosedPipe):
		return "接收的程序已经退出"
	case errors.Is(err, os.ErrClosed):
		return "已经关闭"
	}
	return err.Error()
}

// worded is an error's text with what the operating system says of a file put
// into Chinese.
func worded(err error) string {
	text := err.Error()
	var file *fs.PathError
	if !errors.As(err, &file) {
		return text
	}
	for _, cause := range []struct {
		error
		words string
	}{
		{fs.ErrNotExist, "文件不存在"}, {fs.ErrPermission, "没有权限"}, {fs.ErrExist, "已经有同名的文件"},
		{syscall.ENOTDIR, "路径里有一段是文件，不是文件夹"}, {syscall.EISDIR, "这是文件夹，不是文件"},
	} {
		if !errors.Is(file.Err, cause.error) {
			continue
		}
		words := cause.words
		if cause.error == fs.ErrNotExist && file.Op == "mkdir" {
			words = "上级文件夹不存在，也建不了"
		}
		if !strings.Contains(strings.Replace(text, file.Error(), "", 1), file.Path) {
			words = file.Path + " " + words
		}
		return strings.Replace(text, file.Error(), words, 1)
	}
	return text
}
