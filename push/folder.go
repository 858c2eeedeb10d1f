package push

import (
	"context"
	"errors"
	"path/filepath"

	"liancha/internal/outdir"
)

// ToFolder brings a file into a folder: dir, which is outside the output folder
// and must be there, or with inside a folder of the output folder. below is a
// folder further down that is made if need be; it may be empty.
func ToFolder(department, dir string, inside bool, below, name string, content []byte) Delivery {
	shown := filepath.Join(dir, below, name)
	return Delivery{Department: department, Way: Folder, Target: shown, File: name, SHA256: digest(content), key: keyOf(Folder, filepath.ToSlash(shown)),
		carry: func(_ context.Context, t trip) (string, *Failure) {
			ours := ""
			if t.before != nil {
				ours = t.before.SHA256
			}
			var kept string
			var err error
			if inside {
				kept, err = t.set.DropInside(filepath.ToSlash(filepath.Join(dir, below)), name, content, ours)
			} else {
				kept, err = t.set.Drop(dir, filepath.ToSlash(below), name, content, ours)
			}
			return kept, folderFailure(err)
		}}
}

// folderFailure says of a file that could not be put down what to do.
func folderFailure(err error) *Failure {
	if err == nil {
		return nil
	}
	f := &Failure{Reason: err.Error()}
	switch {
	case errors.Is(err, outdir.ErrMissing):
		f.Hint = "核对设置里的路径；是共享文件夹的，先在这台电脑上打开它，确认连得上"
	case errors.Is(err, outdir.ErrInUse):
		f.Hint = "请打开着它的人关闭文件，再运行一次"
	case errors.Is(err, outdir.ErrFull):
		f.Hint = "清出空间，再运行一次"
	case errors.Is(err, outdir.ErrReadOnly):
		f.Hint = "请管理员给这台电脑写入的权限，或换一个文件夹"
	default:
		f.Hint, f.later = "确认文件夹能打开、能存文件，再运行一次", true
	}
	return f
}
