package liancha_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed is which of the project's own packages each package may import, with
// the reason. Imports go one way: cmd → stages → inspect and internal; stages
// do not import one another.
var allowed = map[string]struct {
	imports []string
	reason  string
}{
	"inspect":                  {nil, "the vocabulary knows nobody"},
	"internal/diag":            {nil, "a problem is plain data"},
	"internal/creditcode":      {nil, "arithmetic on strings"},
	"internal/outdir":          {nil, "files only"},
	"internal/table":           {nil, "bytes to rows; what a row means is intake's"},
	"internal/workday":         {[]string{"inspect"}, "days"},
	"intake/when":              {[]string{"inspect"}, "dates as plans write them"},
	"intake/agency":            {[]string{"inspect"}, "departments as plans write them"},
	"intake":                   {[]string{"inspect", "intake/when", "intake/agency", "internal/diag", "internal/table"}, "tables to entries"},
	"collide":                  {[]string{"inspect", "internal/creditcode", "internal/diag"}, "who is who"},
	"schedule":                 {[]string{"inspect"}, "knows no file and words nothing"},
	"schedule/verify":          {[]string{"inspect", "schedule"}, "checks a schedule by the rules' own words"},
	"schedule/verify/exhaust":  {[]string{"inspect", "schedule"}, "what is best, by trying everything; the solver's judge, not its customer"},
	"schedule/verify/generate": {[]string{"inspect", "schedule"}, "problems from a seed"},
	"schedule/verify/mip":      {[]string{"inspect", "schedule", "schedule/verify", "schedule/verify/generate"}, "has another solver prove what is best"},
	"draw":                     {[]string{"inspect", "internal/diag"}, "knows no file but its own pool and record"},
	"feedback":                 {[]string{"inspect", "internal/diag"}, "what findings come to; who is who it is told"},
	"confirm":                  {[]string{"inspect", "internal/diag"}, "what replies mean and have changed; placing is schedule's"},
	"profile":                  {[]string{"inspect", "internal/diag"}, "results to grades"},
	"report":                   {[]string{"inspect", "internal/diag", "internal/outdir", "internal/table"}, "writes what others decided"},
	"push":                     {[]string{"inspect", "internal/outdir"}, "brings books to where they go and remembers it; what is in them is report's"},
	"push/fake":                {nil, "servers that behave like the real ones, for tests"},
	"config":                   {[]string{"inspect", "schedule", "profile", "draw", "push"}, "settings become each stage's options"},
}

// onlyIn is where a library may be imported, for those that one package, with
// those below it, hides from all others.
var onlyIn = map[string]string{
	"github.com/xuri/excelize/v2":         "internal/table",
	"github.com/klauspost/compress/flate": "internal/table",
	"github.com/spf13/cobra":              "cmd/liancha",
	"github.com/wneessen/go-mail":         "push",
	"net/http":                            "push", // nothing else speaks to other machines
	"net":                                 "push",
	"gopkg.in/yaml.v3":                    "config",
	"math/rand":                           "", // a draw is SHA-256, everything else is determined
	"math/rand/v2":                        "",
	"os/exec":                             "schedule/verify/mip",
}

func TestImports(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		pkg := filepath.ToSlash(filepath.Dir(path))
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			if home, ok := onlyIn[name]; ok && home != pkg && !strings.HasPrefix(pkg, home+"/") {
				t.Errorf("%s imports %s, which belongs to %q alone", path, name, home)
			}
			own, ok := strings.CutPrefix(name, "liancha/")
			if !ok || strings.HasPrefix(pkg, "cmd/") {
				continue // the command wires everything together
			}
			rule, known := allowed[pkg]
			if !known {
				t.Errorf("%s: package %s has no line in the table of imports", path, pkg)
			} else if !slices.Contains(rule.imports, own) {
				t.Errorf("%s imports %s, but %s: %s", path, own, pkg, rule.reason)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
