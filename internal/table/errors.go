package table

import (
	"errors"
	"fmt"
	"strings"
)

// What can be wrong with a file as a whole. Every error of this package is an
// *Error that is one of these by errors.Is, unless the file could not be
// opened or read at all, which is the operating system's error.
var (
	ErrDamaged     = errors.New("文件已损坏")
	ErrEncrypted   = errors.New("文件已加密")
	ErrPassword    = errors.New("密码不对")
	ErrLimit       = errors.New("超出读取上限")
	ErrUnsupported = errors.New("不支持的格式")
	ErrEmptyFile   = errors.New("空文件")
)

// Error says what is wrong with a file, where in it, and how to mend it.
type Error struct {
	Kind  error  // one of the sentinels above
	File  string // as given
	Part  string // the part of the file: a zip part, a sheet, a stream or a line; may be empty
	What  string // what was seen, in plain Chinese
	Hint  string // how to mend it; may be empty
	Cause error  // what lies below, if anything; may be nil
}

// Error words the file, the part and what was seen; the hint is left to whoever
// shows it.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File + ": ")
	}
	b.WriteString(e.Kind.Error())
	if e.Part != "" {
		b.WriteString("（" + e.Part + "）")
	}
	b.WriteString("：" + e.What)
	return b.String()
}

// Is makes errors.Is see the kind.
func (e *Error) Is(target error) bool { return target == e.Kind }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

const (
	hintResave  = "用 Excel 或 WPS 打开它，另存为 .xlsx 后再用；打不开时请原单位重新发送"
	hintConvert = "用 Excel 或 WPS 打开它，另存为 .xlsx 后再用"
	hintUnpack  = "请先解压，再把里面的表格放进文件夹"
	hintResend  = "请原单位改用 Excel 表格重新报送"
)

func damaged(part, format string, args ...any) *Error {
	return &Error{Kind: ErrDamaged, Part: part, What: fmt.Sprintf(format, args...), Hint: hintResave}
}

func unsupported(format string, args ...any) *Error {
	return &Error{Kind: ErrUnsupported, What: fmt.Sprintf(format, args...), Hint: hintConvert}
}

// foreignFile is a file that is no table at all, with what to do about it.
func foreignFile(what, hint string) *Error {
	return &Error{Kind: ErrUnsupported, What: "这是" + what + "，不是能读的表格", Hint: hint}
}

// inFile sets the file of an error that does not know it yet, and leaves any
// other error as it is.
func inFile(err error, file string) error {
	var e *Error
	if errors.As(err, &e) && e.File == "" {
		e.File = file
	}
	return err
}

// inPart sets the part of an error that does not know it yet.
func inPart(err error, part string) error {
	var e *Error
	if errors.As(err, &e) && e.Part == "" {
		e.Part = part
	}
	return err
}

// partReadError words what reading a part's bytes ran into. A limit keeps its
// own words; everything else means that the bytes are not what was written.
func partReadError(part string, err error) error {
	var e *Error
	if errors.As(err, &e) {
		return inPart(err, part)
	}
	d := damaged(part, "内容不完整，或者校验和对不上")
	d.Cause = err
	return d
}
