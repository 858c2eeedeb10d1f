package outdir

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// The errors of this package that have a cause of their own. All others are
// the operating system's, with the file named.
var (
	ErrLocked   = errors.New("另一个 liancha 正在往这里写")
	ErrInUse    = errors.New("文件正在别的程序中打开")
	ErrFull     = errors.New("磁盘已满")
	ErrReadOnly = errors.New("没有写入权限")
)

// inUse is a file that an office program has marked as open.
type inUse struct{ mark string }

func (e *inUse) Error() string { return "旁边有办公软件的占用标记 " + e.mark }

// Failure is an error worded for people, with its kind for errors.Is.
type Failure struct {
	Kind  error // one of the sentinels above, or nil
	Text  string
	Cause error
}

func (f *Failure) Error() string { return f.Text }

// Is makes errors.Is see the kind.
func (f *Failure) Is(target error) bool { return f.Kind != nil && target == f.Kind }

// Unwrap gives the cause.
func (f *Failure) Unwrap() error { return f.Cause }

func (s *Set) explain(rel string, err error) error { return explain(s.disk.dir, rel, err) }

// explain words an error: what happened, what it means for the earlier output,
// what to do. An error already worded stays as it is.
func explain(dir, rel string, err error) error {
	var worded *Failure
	if err == nil || errors.As(err, &worded) {
		return err
	}
	name := filepath.Join(dir, filepath.FromSlash(rel))
	var mark *inUse
	switch {
	case errors.Is(err, ErrLocked):
		return &Failure{ErrLocked, fmt.Sprintf("输出文件夹“%s”正被另一个 liancha 使用：等它结束后再运行，或用 -o 换一个文件夹", dir), err}
	case errors.As(err, &mark):
		return &Failure{ErrInUse, fmt.Sprintf("“%s”正在 Excel 或 WPS 中打开（%s）：关闭后再运行；若确实没有打开，删除该标记文件。原有结果没有改动", name, mark), err}
	case isFull(err):
		return &Failure{ErrFull, fmt.Sprintf("磁盘空间不足，“%s”写不下：清出空间后再运行，或用 -o 换一个磁盘。原有结果没有改动", name), err}
	case isSharing(err) && rel != "":
		return &Failure{ErrInUse, fmt.Sprintf("“%s”正在别的程序（如 Excel、WPS）中打开：关闭后再运行。原有结果没有改动", name), err}
	case isReadOnly(err) || errors.Is(err, fs.ErrPermission):
		return &Failure{ErrReadOnly, fmt.Sprintf("“%s”不能写入：文件夹是只读的，或没有权限；用 -o 换一个文件夹。原有结果没有改动", name), err}
	}
	return &Failure{nil, fmt.Sprintf("写“%s”时出错：%v。原有结果没有改动", name, err), err}
}
