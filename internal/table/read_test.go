package table

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const sampleDir = "../../testdata/nanjing-2021-05"

// TestSampleMonth reads every file of the sample month.
func TestSampleMonth(t *testing.T) {
	files, err := os.ReadDir(sampleDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasPrefix(f.Name(), "~$") {
			continue
		}
		sheets, err := ReadFile(filepath.Join(sampleDir, f.Name()), f.Name(), Options{})
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		for _, s := range sheets {
			if len(s.Rows) == 0 && !s.Hidden {
				t.Errorf("%s[%s]: no rows", f.Name(), s.Name)
			}
		}
	}
}
