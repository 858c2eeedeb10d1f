package table

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/binary"
	"unicode/utf16"
)

// Encrypted binary workbooks ([MS-XLS] 2.2.10, [MS-OFFCRYPTO] 2.3.5 and 2.3.6):
// RC4 with a key of its own for each 1024 bytes of the stream. Record headers
// are plain, and so are the few records below and the offset in BOUNDSHEET, but
// the key stream runs on beneath them. Excel also encrypts, with a password of
// its own, what is only protected against changes.

const biffBlock = 1024

// biffPlain are the records that are never encrypted.
var biffPlain = map[uint16]bool{biffBOF: true, biffFilePass: true, 0x00E1: true, 0x0138: true, 0x0194: true, 0x0195: true, 0x0196: true}

// biffCipher decrypts bytes of the stream by their offset.
type biffCipher struct {
	key    func(block uint32) []byte
	cipher *rc4.Cipher
	at     int64 // the offset whose key stream comes next
}

// decrypt decrypts the bytes at an offset of the stream in place.
func (c *biffCipher) decrypt(b []byte, at int64) {
	for len(b) > 0 {
		if c.cipher == nil || at/biffBlock != c.at/biffBlock || at < c.at {
			c.cipher, _ = rc4.NewCipher(c.key(uint32(at / biffBlock)))
			c.at = at / biffBlock * biffBlock
		}
		var skipped [biffBlock]byte
		c.cipher.XORKeyStream(skipped[:at-c.at], skipped[:at-c.at])
		n := min(int64(len(b)), biffBlock-at%biffBlock)
		c.cipher.XORKeyStream(b[:n], b[:n])
		b, at = b[n:], at+n
		if c.at = at; at%biffBlock == 0 {
			c.cipher = nil
		}
	}
}

// record decrypts a record whose data stand at an offset of the stream.
func (c *biffCipher) record(id uint16, data []byte, at int64) {
	switch {
	case biffPlain[id]:
	case id == biffBoundSheet && len(data) > 4:
		c.decrypt(data[4:], at+4)
	default:
		c.decrypt(data, at)
	}
}

// unlock finds the key for what a FILEPASS record says, from the passwords
// given or Excel's own.
func (in *input) unlock(filePass []byte) (*biffCipher, error) {
	unknown := &Error{Kind: ErrEncrypted, What: "这个 .xls 工作簿有打开密码，加密方式太旧，程序不能解密",
		Hint: "用 Excel 或 WPS 打开它，另存为 .xlsx（可以仍带密码）后再用"}
	if len(filePass) < 6 || binary.LittleEndian.Uint16(filePass) != 1 {
		return nil, unknown
	}
	try := cryptoAPIKey
	switch major, minor := filePass[2], filePass[4]; {
	case major == 1 && minor == 1:
		try = rc4Key
	case minor != 2:
		return nil, unknown
	}
	for _, pw := range append([]string{defaultPassword}, in.opt.Passwords...) {
		key, ok := try(filePass[6:], utf16Bytes(pw))
		if !ok {
			return nil, unknown
		}
		if key != nil {
			return &biffCipher{key: key}, nil
		}
	}
	return nil, in.wrongPassword(nil)
}

func utf16Bytes(s string) (b []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// rc4Key is the 40-bit method. The key is nil when the password is wrong; ok is
// false when the header cannot be understood.
func rc4Key(header, password []byte) (key func(uint32) []byte, ok bool) {
	if len(header) < 48 {
		return nil, false
	}
	salt, verifier, verifierHash := header[:16], header[16:32], header[32:48]
	first := md5.Sum(password)
	var rounds []byte
	for range 16 {
		rounds = append(append(rounds, first[:5]...), salt...)
	}
	second := md5.Sum(rounds)
	key = func(block uint32) []byte {
		k := md5.Sum(binary.LittleEndian.AppendUint32(bytes.Clone(second[:5]), block))
		return k[:]
	}
	plain := bytes.Clone(append(bytes.Clone(verifier), verifierHash...))
	(&biffCipher{key: key}).decrypt(plain, 0)
	if want := md5.Sum(plain[:16]); !bytes.Equal(want[:], plain[16:]) {
		return nil, true
	}
	return key, true
}

// cryptoAPIKey is the method with SHA-1 and keys of 40 to 128 bits.
func cryptoAPIKey(header, password []byte) (key func(uint32) []byte, ok bool) {
	if len(header) < 8 {
		return nil, false
	}
	size := int64(binary.LittleEndian.Uint32(header[4:]))
	if size < 32 || size > int64(len(header)-8) {
		return nil, false
	}
	bits := binary.LittleEndian.Uint32(header[8+16:])
	v := header[8+size:]
	if bits == 0 {
		bits = 40
	}
	if len(v) < 60 || bits%8 != 0 || bits < 40 || bits > 128 || binary.LittleEndian.Uint32(v) != 16 {
		return nil, false
	}
	first := sha1.Sum(append(bytes.Clone(v[4:20]), password...))
	key = func(block uint32) []byte {
		k := sha1.Sum(binary.LittleEndian.AppendUint32(bytes.Clone(first[:]), block))
		if bits == 40 {
			return append(bytes.Clone(k[:5]), make([]byte, 11)...)
		}
		return bytes.Clone(k[:bits/8])
	}
	plain := append(bytes.Clone(v[20:36]), v[40:60]...)
	(&biffCipher{key: key}).decrypt(plain, 0)
	if want := sha1.Sum(plain[:16]); !bytes.Equal(want[:], plain[16:]) {
		return nil, true
	}
	return key, true
}
