package config

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// decode reads YAML into into, whose present values are the defaults, and gives
// the line of every setting there is. A key that does not exist is an error: a
// misspelt setting must not be taken for its default in silence. So is what
// yaml.v3 would pass over (shape.go).
func decode(name string, b []byte, into any) (map[string]int, error) {
	if at, bad := notUTF8(b); bad {
		return nil, fmt.Errorf("%s 第%d行不是 UTF-8 文字：请用记事本打开，另存为 UTF-8 编码", name, at)
	}
	root, err := onlyDocument(b)
	switch {
	case errors.Is(err, errSecond):
		return nil, fmt.Errorf("%s %w", name, err)
	case err != nil:
		return nil, fmt.Errorf("%s 不是有效的 YAML：%s", name, syntaxError(err, string(b)))
	case root == nil: // an empty file changes nothing
		return nil, nil
	}
	sh := shape{lines: map[string]int{}, private: map[int]bool{}}
	sh.check(root, reflect.TypeOf(into).Elem(), "")
	var errs []error
	for _, m := range sh.misfits {
		errs = append(errs, fmt.Errorf("%s %s", name, m.words))
	}
	d := yaml.NewDecoder(strings.NewReader(string(b)))
	d.KnownFields(true)
	err = d.Decode(into)
	var wrong *yaml.TypeError
	switch {
	case errors.As(err, &wrong):
		for _, e := range wrong.Errors {
			if m := wrongType.FindStringSubmatch(e); m != nil && sh.told(m[1]) {
				continue
			}
			errs = append(errs, fmt.Errorf("%s %s", name, sh.inChinese(e, reflect.TypeOf(into))))
		}
	case err != nil:
		errs = append(errs, fmt.Errorf("%s 不是有效的 YAML：%s", name, syntaxError(err, string(b))))
	}
	return sh.lines, errors.Join(errs...)
}

var (
	unknownField = regexp.MustCompile(`^line (\d+): field (\S+) not found`)
	repeatedKey  = regexp.MustCompile(`^line (\d+): mapping key "([^"]*)" already defined at line (\d+)`)
	wrongType    = regexp.MustCompile("^line (\\d+): cannot unmarshal \\S+ ?`?([^`]*)`? into (\\S+)")
	yamlLine     = regexp.MustCompile(`^yaml: line (\d+): (.*)$`)
)

// neverHere are what a secret is called by those who would write it into the
// settings.
var neverHere = []string{"password", "secret", "url"}

// inChinese words one complaint of yaml.v3, which has no typed form of them.
func (sh *shape) inChinese(e string, t reflect.Type) string {
	if m := unknownField.FindStringSubmatch(e); m != nil {
		if slices.Contains(neverHere, m[2]) {
			return fmt.Sprintf("第%s行：“%s”不写在设置文件里，请写 %s_env（放着它的环境变量名）或 %s_file（放着它的文件）", m[1], m[2], m[2], m[2])
		}
		s := fmt.Sprintf("第%s行：没有“%s”这项设置", m[1], m[2])
		if near := Nearest(m[2], keys(t, nil)); near != "" {
			s += fmt.Sprintf("，是否想写 %s？", near)
		}
		return s
	}
	if m := repeatedKey.FindStringSubmatch(e); m != nil {
		return fmt.Sprintf("第%s行：“%s”在第%s行已经写过", m[1], m[2], m[3])
	}
	if m := wrongType.FindStringSubmatch(e); m != nil {
		if line, _ := strconv.Atoi(m[1]); sh.private[line] {
			return fmt.Sprintf("第%s行：这里应是%s", m[1], typeInChinese(m[3]))
		}
		return fmt.Sprintf("第%s行：“%s”应是%s", m[1], strings.ToValidUTF8(m[2], ""), typeInChinese(m[3]))
	}
	return "有一处写法不对"
}

func typeInChinese(t string) string {
	switch {
	case strings.HasPrefix(t, "[]"):
		return "列表，如 [甲, 乙]"
	case strings.HasPrefix(t, "map["):
		return "对照表，如 {甲: 乙}"
	}
	switch t {
	case "int", "float64":
		return "数字"
	case "bool":
		return " true 或 false"
	case "string":
		return "文字"
	}
	return "下一级设置"
}

// causes are what yaml.v3 says of a file it cannot read, as far as it helps.
var causes = []struct{ said, means string }{
	{"found character that cannot start any token", "有不能写在这里的字符，如 Tab"},
	{"found a tab character", "缩进里有 Tab"},
	{"mapping values are not allowed", "多了一个冒号，或上一行没有写完"},
	{"did not find expected ',' or ']'", "方括号里少了逗号或右括号"},
	{"did not find expected ',' or '}'", "花括号里少了逗号或右括号"},
	{"did not find expected", "缩进不齐，或括号、引号不成对"},
	{"could not find expected ':'", "少了冒号"},
	{"found unexpected end of stream", "引号不成对"},
	{"unknown anchor", "* 后面的名称没有定义；要写星号请加引号"},
}

// syntaxError words what is wrong with a file that is no YAML.
func syntaxError(err error, file string) string {
	means := "写法不对"
	for _, c := range causes {
		if strings.Contains(err.Error(), c.said) {
			means = c.means
			break
		}
	}
	if n := fullWidthColon(file); n > 0 {
		return fmt.Sprintf("第%d行的冒号是全角的，请改成半角冒号，后面空一格", n)
	}
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		return fmt.Sprintf("第%s行附近（冒号后要空一格，缩进用空格，不用 Tab）：%s", m[1], means)
	}
	return means
}

// wideColon is a setting's name with a full-width colon behind it.
var wideColon = regexp.MustCompile(`^\s*(?:- *\{?)?[a-z_]+：`)

// fullWidthColon gives the first line that has such a colon, 0 for none.
func fullWidthColon(file string) int {
	for i, line := range strings.Split(strings.TrimPrefix(file, "\ufeff"), "\n") {
		if wideColon.MatchString(line) {
			return i + 1
		}
	}
	return 0
}

// keys lists the YAML keys of a struct type and of all below it.
func keys(t reflect.Type, to []string) []string {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return keys(t.Elem(), to)
	case reflect.Struct:
		for i := range t.NumField() {
			to = append(to, t.Field(i).Tag.Get("yaml"))
			to = keys(t.Field(i).Type, to)
		}
	}
	return to
}

// Nearest gives the key at most two edits away from a misspelt one.
func Nearest(s string, keys []string) string {
	best, bestDistance := "", 3
	for _, k := range keys {
		if d := edits(s, k); d < bestDistance {
			best, bestDistance = k, d
		}
	}
	return best
}

// edits is the Levenshtein distance of two ASCII words.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
