package config

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// decode reads YAML into into, whose present values are the defaults. A key
// that does not exist is an error: a misspelt setting must not be taken for its
// default in silence.
func decode(name string, b []byte, into any) error {
	d := yaml.NewDecoder(strings.NewReader(string(b)))
	d.KnownFields(true)
	err := d.Decode(into)
	var wrong *yaml.TypeError
	switch {
	case err == nil || errors.Is(err, io.EOF): // an empty file changes nothing
		return nil
	case errors.As(err, &wrong):
		var errs []error
		for _, e := range wrong.Errors {
			errs = append(errs, fmt.Errorf("%s %s", name, inChinese(e, reflect.TypeOf(into))))
		}
		return errors.Join(errs...)
	}
	return fmt.Errorf("%s 不是有效的 YAML：%s", name, syntaxError(err))
}

var (
	unknownField = regexp.MustCompile(`^line (\d+): field (\S+) not found`)
	repeatedKey  = regexp.MustCompile(`^line (\d+): mapping key "([^"]*)" already defined at line (\d+)`)
	wrongType    = regexp.MustCompile("^line (\\d+): cannot unmarshal \\S+ ?`?([^`]*)`? into (\\S+)")
	yamlLine     = regexp.MustCompile(`^yaml: line (\d+): (.*)$`)
)

// inChinese words one complaint of yaml.v3, which has no typed form of them.
func inChinese(e string, t reflect.Type) string {
	if m := unknownField.FindStringSubmatch(e); m != nil {
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
		return fmt.Sprintf("第%s行：“%s”应是%s", m[1], m[2], typeInChinese(m[3]))
	}
	return e
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
		return "true 或 false"
	case "string":
		return "文字"
	}
	return "下一级设置"
}

func syntaxError(err error) string {
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		return fmt.Sprintf("第%s行附近（冒号后要空一格，缩进用空格，不用 Tab）：%s", m[1], m[2])
	}
	return err.Error()
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
