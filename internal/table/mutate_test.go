package table

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// mutants are the files that the mutation tests alter.
func mutants(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{"built": book(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>44326</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>`)}
	for _, name := range []string{"openpyxl.xlsx", "libreoffice.xlsx"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = b
	}
	return files
}

// same reports whether a file is read as before or not at all.
func same(t *testing.T, what string, file []byte, want string) {
	t.Helper()
	sheets, err := readBytes(file, Options{})
	if err == nil && show(sheets) != want {
		t.Errorf("%s: read as something else:\n%s", what, show(sheets))
	}
}

// TestMutatedXLSX alters, cuts and robs workbooks: each is then read as before
// or is an error, never as something else.
func TestMutatedXLSX(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	files := mutants(t)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file := files[name]
		sheets, err := readBytes(file, Options{})
		if err != nil {
			t.Fatal(err)
		}
		want := show(sheets)
		for i := rng.IntN(4); i < len(file); i += 1 + rng.IntN(15) {
			b := bytes.Clone(file)
			b[i] ^= byte(1 << rng.IntN(8))
			same(t, name+" flipped", b, want)
		}
		for i := 1; i < len(file); i += 1 + min(i/2, rng.IntN(120)) {
			if sheets, err := readBytes(file[:i], Options{}); err == nil {
				t.Errorf("%s: cut to %d of %d bytes and read:\n%s", name, i, len(file), show(sheets))
			}
			gap := min(i+1+rng.IntN(100), len(file))
			same(t, name+" without a piece", append(bytes.Clone(file[:i]), file[gap:]...), want)
			same(t, name+" with a piece twice", append(bytes.Clone(file[:gap]), file[i:]...), want)
		}
		for i := range zipOf(t, file) {
			parts := zipOf(t, file)
			same(t, name+" without "+parts[i][0], zipTo(append(parts[:i:i], parts[i+1:]...)), want)
			// A part cut before it was zipped has a right checksum.
			for cut := range 10 {
				p := zipOf(t, file)
				p[i][1] = p[i][1][:len(p[i][1])*cut/10]
				same(t, name+" with a cut "+p[i][0], zipTo(p), want)
			}
		}
	}
}

// zipOf unzips a file to names and contents.
func zipOf(t *testing.T, file []byte) (parts [][2]string) {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range zr.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		rc.Close()
		parts = append(parts, [2]string{f.Name, string(b)})
	}
	return parts
}

func zipTo(parts [][2]string) []byte {
	var flat []string
	for _, p := range parts {
		flat = append(flat, p[0], p[1])
	}
	return zipParts(flat...)
}

// TestMutatedXLS alters binary workbooks, which have no checksum: cut, or with
// a sector gone, they are read as before or are an error; with a byte altered
// they do not panic.
func TestMutatedXLS(t *testing.T) {
	const sector = 512
	rng := rand.New(rand.NewPCG(3, 4))
	for _, name := range []string{"xlwt.xls", "libreoffice.xls"} {
		file, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		sheets, err := readBytes(file, Options{})
		if err != nil {
			t.Fatal(err)
		}
		want := show(sheets)
		for i := 0; i < len(file); i += 1 + rng.IntN(80) {
			same(t, name+" cut", file[:i], want)
			gap := min(i+sector+rng.IntN(2*sector), len(file))
			same(t, name+" without a sector or more", append(bytes.Clone(file[:i]), file[gap:]...), want)
			b := bytes.Clone(file)
			b[i] ^= byte(1 + rng.IntN(255))
			sheets, err := readBytes(b, Options{})
			if err != nil && sheets != nil {
				t.Errorf("%s: sheets beside the error %v", name, err)
			}
		}
	}
}

// TestMutatedText cuts markup: what lacks its end is an error.
func TestMutatedText(t *testing.T) {
	page, err := os.ReadFile("testdata/libreoffice.html.xls")
	if err != nil {
		t.Fatal(err)
	}
	end := bytes.LastIndex(page, []byte("</table>"))
	begin := bytes.Index(page, []byte("<table"))
	for i := begin + 7; i < end; i += 37 {
		if bytes.Count(page[:i], []byte("<table")) == bytes.Count(page[:i], []byte("</table>")) {
			continue // between two tables nothing tells
		}
		if _, err := readBytes(page[:i], Options{}); err == nil {
			t.Errorf("HTML cut to %d bytes and read", i)
		}
	}
	xml := []byte(ss(`<Row><Cell><Data ss:Type="String">甲</Data></Cell></Row>`))
	for i := 100; i < len(xml)-1; i++ {
		if _, err := readBytes(xml[:i], Options{}); err == nil {
			t.Errorf("XML cut to %d bytes and read", i)
		}
	}
}
