package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"github.com/xuri/excelize/v2"
)

// defaultPassword is what Excel encrypts with when a workbook is only protected
// against changes; whoever opens it is not asked for one ([MS-OFFCRYPTO] 2.3).
const defaultPassword = "VelvetSweatshop"

// readEncrypted decrypts a workbook with the first password that fits and
// reads it.
func (in *input) readEncrypted(pkg *cfbStream) error {
	var size [8]byte
	if _, err := pkg.ReadAt(size[:], 0); err != nil {
		return damaged(pkg.name, "内容不完整")
	}
	want := binary.LittleEndian.Uint64(size[:])
	if want > uint64(pkg.size) {
		return damaged(pkg.name, "内容应有 %d 字节，只有 %d 字节", want, pkg.size)
	}
	raw := make([]byte, in.size)
	if _, err := in.r.ReadAt(raw, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	var cause error
	for _, pw := range append([]string{defaultPassword}, in.opt.Passwords...) {
		plain, err := decrypt(raw, pw)
		if err != nil {
			cause = err
			continue
		}
		if !bytes.HasPrefix(plain, magicZip) || want > uint64(len(plain)) {
			continue
		}
		return in.readZip(bytes.NewReader(plain[:want]), int64(want))
	}
	return in.wrongPassword(cause)
}

// wrongPassword is the error of a workbook that none of the passwords opens.
func (in *input) wrongPassword(cause error) error {
	if len(in.opt.Passwords) == 0 {
		return &Error{Kind: ErrEncrypted, What: "工作簿有打开密码", Hint: "把密码写进文件，用 --password-file 给出；或者请原单位发送不加密的文件", Cause: cause}
	}
	return &Error{Kind: ErrPassword, What: "给出的密码都打不开这个工作簿", Hint: "向原单位核对密码", Cause: cause}
}

// decrypt calls the library that knows the ciphers. It indexes into what the
// file claims without checking all of it, so a panic there is a damaged file.
func decrypt(raw []byte, password string) (plain []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			plain, err = nil, damaged("EncryptionInfo", "加密信息不对")
		}
	}()
	return excelize.Decrypt(raw, &excelize.Options{Password: password})
}
