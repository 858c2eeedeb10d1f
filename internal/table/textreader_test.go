package table

import (
	"bytes"
	"math/rand"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// inPieces reads a text file so many bytes at a time.
func inPieces(file []byte, piece int) (string, error) {
	var c collector
	in := &input{r: bytes.NewReader(file), size: int64(len(file)), name: "试.csv", yield: c.add, piece: piece, budget: budget{lim: fuzzLimits.withDefaults(), size: int64(len(file))}}
	if err := in.readCSV(); err != nil {
		return "", err
	}
	return show(c.sheets), nil
}

// wantPieces checks that the size of the pieces does not show in what is read.
// Whether an error that names the limit or the text's end comes first may.
func wantPieces(t *testing.T, file []byte) {
	t.Helper()
	want, wantErr := inPieces(file, textPiece)
	for _, piece := range []int{4, 5, 7, 63, 64, 65, 200} {
		got, err := inPieces(file, piece)
		if got != want || (err == nil) != (wantErr == nil) {
			t.Fatalf("%q in pieces of %d: %v\n%s\nat once: %v\n%s", file, piece, err, got, wantErr, want)
		}
	}
}

// encodings are the ways a text comes.
var encodings = map[string]func(string) []byte{
	"UTF-8":            func(s string) []byte { return []byte(s) },
	"UTF-8 marked":     func(s string) []byte { return []byte(bomUTF8 + s) },
	"UTF-16 LE marked": func(s string) []byte { return markedUTF16(s, 0) },
	"UTF-16 BE marked": func(s string) []byte { return markedUTF16(s, 1) },
	"GB18030": func(s string) []byte {
		b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
		if err != nil {
			panic(err)
		}
		return b
	},
}

func markedUTF16(s string, big int) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune("\uFEFF" + s)) {
		pair := [2]byte{byte(u), byte(u >> 8)}
		b = append(b, pair[big], pair[1-big])
	}
	return b
}

// TestPieces reads texts that all kinds of thing can be cut in, whole and spoilt,
// in pieces of all sizes.
func TestPieces(t *testing.T) {
	parts := []string{"南京市", "江宁", "，", ",", ",,", "\t", ";", "\n", "\r\n", "\r", `"`, `""`, `"甲,乙"`, "\"丙\r\n丁\"", "a", "2021", "é", "𠮷", "\uE000", "한", "=\"01\"", " "}
	rng := rand.New(rand.NewSource(1))
	for name, encode := range encodings {
		t.Run(name, func(t *testing.T) {
			for range 500 {
				var text strings.Builder
				if rng.Intn(2) == 0 {
					text.WriteString("企业名称,检查时间,检查事项\n")
				}
				for range rng.Intn(60) {
					text.WriteString(parts[rng.Intn(len(parts))])
				}
				file := encode(text.String())
				if rng.Intn(50) == 0 {
					file = append(file, encode("\x00")...)
				}
				if len(file) > 0 && rng.Intn(4) == 0 {
					file[rng.Intn(len(file))] ^= byte(1 << rng.Intn(8))
				}
				if len(file) > 0 && rng.Intn(8) == 0 {
					file = file[:rng.Intn(len(file))]
				}
				wantPieces(t, file)
			}
		})
	}
}

// TestFieldMarks compares the marks and the verdict with what bytes and utf8 say.
func TestFieldMarks(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	parts := []string{"南京", "，", ",", "-", "\x0D", "\x0E", "\n", "\t", "a", "\x7F", "é", "\u0800", "\uD7FF", "\uE000", "\uFFFF", "𠮷", "\xC0", "\xC1\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "\xE5", "\xE5\xAE", "\xFF", "\xAC"}
	for i := range 20_000 {
		var b strings.Builder
		usual := rng.Intn(2) == 0
		for range rng.Intn(80) {
			if n := rng.Intn(len(parts)); usual {
				b.WriteString(parts[n%10])
			} else {
				b.WriteString(parts[n])
			}
		}
		s, comma := b.String(), ",，\t"[rng.Intn(3)]
		var marks fieldMarks
		valid := marks.scan(s, comma)
		if valid && !utf8.ValidString(s) {
			t.Fatalf("%q passes for valid", s)
		}
		if usual && !valid {
			t.Fatalf("%q is doubted", s)
		}
		at := marks.next(0, len(s))
		for k := range len(s) {
			if s[k] != comma && s[k] > '\r' {
				continue
			}
			if at != k {
				t.Fatalf("text %d, %q: byte %d is marked, want %d", i, s, at, k)
			}
			at = marks.next(k+1, len(s))
		}
		if at != len(s) {
			t.Fatalf("%q: byte %d is marked", s, at)
		}
	}
}

// TestDetect: what a text begins with decides; a few characters by chance do not.
func TestDetect(t *testing.T) {
	gbk := func(s string) string { return string(encodings["GB18030"](s)) }
	ascii := strings.Repeat("code,date\n", 50_000)
	long := strings.Repeat("检查计划,", sureUTF8)
	tests := []struct {
		name, file string
		want       textEncoding
	}{
		{"ASCII", ascii, encUTF8},
		{"UTF-8 far behind ASCII", ascii + "检查", encUTF8},
		{"GBK far behind ASCII", ascii + gbk("检查"), encGB18030},
		{"GBK that begins like UTF-8", gbk("联通") + "\n" + gbk("检查"), encGB18030},
		{"UTF-8 with a bad byte far behind", long + "\xFF", encUTF8},
		{"GBK whole", gbk(long), encGB18030},
		{"UTF-16", bomUTF16BE, encUTF16BE},
	}
	for _, tt := range tests {
		for _, piece := range []int{4, 1000, textPiece} {
			r, err := newTextReader(strings.NewReader(tt.file), int64(len(tt.file)), piece)
			if err != nil || r.encoding != tt.want {
				t.Errorf("%s in pieces of %d: %v, %v", tt.name, piece, r.encoding, err)
			}
		}
	}
	wantError(t, []byte(long+"\n\xFF\n"), Options{}, ErrDamaged, "第2行", "字节")
}

// repeated is a file of the same text again and again that takes no memory.
type repeated string

func (s repeated) ReadAt(b []byte, at int64) (int, error) {
	for n := 0; n < len(b); {
		n += copy(b[n:], s[(at+int64(n))%int64(len(s)):])
	}
	return len(b), nil
}

// TestTextMemory: the memory for reading a text file does not grow with it.
func TestTextMemory(t *testing.T) {
	line := repeated("1,南京第1号机械制造有限公司,\"检查,事项\",2021年5月10日,是\r\n")
	size := int64(len(line)) * 1_000_000
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	rows, peak := 0, uint64(0)
	err := Rows(line, size, "长.csv", Options{}, func(_ *Sheet, row *Row) error {
		if rows++; rows%50_000 == 0 {
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc-min(before.HeapAlloc, now.HeapAlloc))
		}
		return nil
	})
	if err != nil || rows != 1_000_001 {
		t.Fatal(rows, err)
	}
	if peak > 16<<20 {
		t.Errorf("%d MiB held for a file of %d MiB", peak>>20, size>>20)
	}
}
