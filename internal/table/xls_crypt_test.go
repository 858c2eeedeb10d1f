package table

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"os"
	"testing"
)

// TestEncryptedXLS reads binary workbooks that LibreOffice encrypted: one with
// a password of its own, one with the password that Excel takes for workbooks
// that are only protected.
func TestEncryptedXLS(t *testing.T) {
	want, err := os.ReadFile("testdata/libreoffice.xls.golden")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile("testdata/encrypted.xls")
	if err != nil {
		t.Fatal(err)
	}
	wantError(t, file, Options{}, ErrEncrypted, "", "密码")
	wantError(t, file, Options{Passwords: []string{"x"}}, ErrPassword, "", "密码")
	sheets, err := readBytes(file, Options{Passwords: []string{"x", "南京2021"}})
	if err != nil || show(sheets) != string(want) {
		t.Errorf("%v\n%s", err, show(sheets))
	}
	if sheets, err = ReadFile("testdata/protected.xls", "p", Options{}); err != nil || show(sheets) != string(want) {
		t.Errorf("%v\n%s", err, show(sheets))
	}
}

// encryptXLS encrypts a Workbook stream whose first records are BOF and an
// empty FILEPASS of the right length.
func encryptXLS(stream []byte, key func(uint32) []byte) {
	c := biffCipher{key: key}
	for at := 0; at+4 <= len(stream); {
		n := int(binary.LittleEndian.Uint16(stream[at+2:]))
		c.record(binary.LittleEndian.Uint16(stream[at:]), stream[at+4:at+4+n], int64(at+4))
		at += 4 + n
	}
}

// TestCryptoAPI reads a workbook encrypted by SHA-1 and RC4 with each length of
// key, long enough for several blocks.
func TestCryptoAPI(t *testing.T) {
	for _, bits := range []int{0, 40, 56, 128} {
		salt := []byte("0123456789abcdef")
		header := le{}.u32(4, 32, 4, 0, 0x6801, 0x8004, bits, 1, 0, 0)
		header = append(header.u32(16), salt...)
		first := sha1.Sum(append(bytes.Clone(salt), utf16Bytes("密")...))
		key := func(block uint32) []byte {
			k := sha1.Sum(le(bytes.Clone(first[:])).u32(int(block)))
			if bits <= 40 {
				return append(bytes.Clone(k[:5]), make([]byte, 11)...)
			}
			return k[:bits/8]
		}
		verifier := []byte("fedcba9876543210")
		hash := sha1.Sum(verifier)
		both := append(bytes.Clone(verifier), hash[:]...)
		(&biffCipher{key: key}).decrypt(both, 0)
		pass := append(le{}.u16(1, 2, 2), header...)
		pass = append(append(append(pass, both[:16]...), le{}.u32(20)...), both[16:]...)

		var records le
		for i := range 300 {
			records = records.cell(biffLabelSST, i, 0, 1, le{}.u32(i%2))
		}
		globals := append(le{}.rec(biffFilePass, pass), xlsGlobals...)
		stream := xlsStream(globals, xlsTestSheet{name: "甲", records: records})
		encryptXLS(stream, key)
		file := cfbBytes("Workbook", stream)
		sheets, err := readBytes(file, Options{Passwords: []string{"x", "密"}})
		if err != nil || len(sheets) != 1 || len(sheets[0].Rows) != 300 || sheets[0].Rows[299].Cells[0].Text != "a\nb" {
			t.Errorf("%d bits: %v", bits, err)
		}
		wantError(t, file, Options{Passwords: []string{"x"}}, ErrPassword, "", "密码")
	}
}
