package table

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestFiles reads workbooks that other programs wrote. The golden files were
// compared cell by cell with openpyxl and xlrd.
func TestFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.golden")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	for _, golden := range files {
		f := strings.TrimSuffix(golden, ".golden")
		t.Run(filepath.Base(f), func(t *testing.T) {
			sheets, err := ReadFile(f, f, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				if err := os.WriteFile(golden, []byte(show(sheets)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got := show(sheets); got != string(want) {
				t.Errorf("got\n%swant\n%s", got, want)
			}
			if sheets[0].File != filepath.ToSlash(f) {
				t.Errorf("File is %q", sheets[0].File)
			}
		})
	}
}

// TestSampleMonth reads every file of the sample month, whatever it is named.
func TestSampleMonth(t *testing.T) {
	const dir = "../../testdata/nanjing-2021-05"
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range files {
		if strings.HasPrefix(f.Name(), "~$") {
			continue
		}
		n++
		sheets, err := ReadFile(filepath.Join(dir, f.Name()), f.Name(), Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		for _, s := range sheets {
			if len(s.Rows) == 0 && !s.Hidden {
				t.Errorf("%s[%s]: no rows", f.Name(), s.Name)
			}
			if s.TextFile != strings.HasSuffix(f.Name(), ".csv") {
				t.Errorf("%s: TextFile is %v", f.Name(), s.TextFile)
			}
		}
	}
	if n != 33 {
		t.Errorf("%d files, want 33", n)
	}
}

// TestExtensionDoesNotCount reads one content under any name.
func TestExtensionDoesNotCount(t *testing.T) {
	dir := t.TempDir()
	content := book(`<row r="1"><c r="A1"><v>1</v></c></row>`)
	for _, name := range []string{"a.xls", "a.csv", "a.et", "a", "a.html"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		if sheets, err := ReadFile(path, name, Options{}); err != nil || show(sheets) != "[甲]\n1 #1\n" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadFile(filepath.Join(dir, "none"), "none", Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// TestRows gives rows as they come and stops when told to.
func TestRows(t *testing.T) {
	file := book(`<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>`)
	stop := errors.New("stop")
	var seen []int
	err := Rows(bytes.NewReader(file), int64(len(file)), "a", Options{}, func(s *Sheet, row *Row) error {
		if row == nil {
			seen = append(seen, 0)
			return nil
		}
		seen = append(seen, row.Number)
		return stop
	})
	if err != stop || len(seen) != 2 || seen[0] != 0 || seen[1] != 1 {
		t.Errorf("saw %v, error %v", seen, err)
	}
}

// TestEncrypted reads encrypted workbooks with the passwords given.
func TestEncrypted(t *testing.T) {
	// The library writes packages of less than 4096 bytes wrong.
	var padding []byte
	for i := range 4096 {
		sum := sha256.Sum256([]byte{byte(i), byte(i >> 8)})
		padding = append(padding, sum[0])
	}
	encrypt := func(password string) []byte {
		b, err := excelize.Encrypt(book(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, "xl/media/x", string(padding)), &excelize.Options{Password: password})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	const want = "[甲]\n1 企业名称\n"
	file := encrypt("南京2021")
	wantError(t, file, Options{}, ErrEncrypted, "", "密码")
	wantError(t, file, Options{Passwords: []string{"x", ""}}, ErrPassword, "", "密码")
	sheets, err := readBytes(file, Options{Passwords: []string{"x", "南京2021"}})
	if err != nil || show(sheets) != want {
		t.Errorf("%v\n%s", err, show(sheets))
	}
	wantSheets(t, encrypt(defaultPassword), want)
	for _, cut := range []int{len(file) / 2, len(file) - 600} {
		if _, err := readBytes(file[:cut], Options{Passwords: []string{"南京2021"}}); err == nil {
			t.Errorf("cut to %d of %d bytes and read", cut, len(file))
		}
	}
	b := bytes.Clone(file)
	for i := len(b) / 2; i < len(b); i += 97 {
		b[i] ^= 0x55
	}
	if _, err := readBytes(b, Options{Passwords: []string{"南京2021"}}); err == nil {
		t.Error("altered and read")
	}
}
