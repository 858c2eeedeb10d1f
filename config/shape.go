package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// What yaml.v3 takes without a word, or words so that nobody finds the place:
// a second document, half numbers where whole ones are meant, a list written as
// something else, full-width commas and colons.

// notUTF8 gives the line of the first byte that is no UTF-8. A file in UTF-16
// says so at its beginning, and is read.
func notUTF8(b []byte) (line int, bad bool) {
	if bytes.HasPrefix(b, []byte{0xff, 0xfe}) || bytes.HasPrefix(b, []byte{0xfe, 0xff}) || utf8.Valid(b) {
		return 0, false
	}
	line = 1
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n <= 1 {
			break
		}
		if r == '\n' {
			line++
		}
		b = b[n:]
	}
	return line, true
}

var errSecond = errors.New("设置只能有一份")

// onlyDocument gives the root of the only document of a file, nil for an empty
// one.
func onlyDocument(b []byte) (*yaml.Node, error) {
	d := yaml.NewDecoder(bytes.NewReader(b))
	var first, second yaml.Node
	switch err := d.Decode(&first); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, err
	}
	switch err := d.Decode(&second); {
	case errors.Is(err, io.EOF):
	case err != nil:
		return nil, err
	case len(second.Content) > 0 && second.Content[0].Tag != "!!null":
		return nil, fmt.Errorf("第%d行起是另一份设置（前面有一行 ---），不会生效：%w，请删去 ---，合成一份", second.Content[0].Line, errSecond)
	}
	if len(first.Content) == 0 || first.Content[0].Tag == "!!null" {
		return nil, nil
	}
	return first.Content[0], nil
}

// shape compares a file with what its settings are.
type shape struct {
	misfits []misfit
	lines   map[string]int // of each setting
	private map[int]bool   // lines whose values are not to be repeated
}

// isPrivate reports whether what is written for a setting may be a secret put
// into the wrong place: it is never repeated.
func isPrivate(setting string) bool { return strings.HasPrefix(setting, "push.") }

type misfit struct {
	line  int
	words string
}

func (s *shape) say(n *yaml.Node, format string, args ...any) {
	s.misfits = append(s.misfits, misfit{n.Line, fmt.Sprintf("第%d行：%s", n.Line, fmt.Sprintf(format, args...))})
}

// told reports whether something was said of a line already.
func (s *shape) told(line string) bool {
	for _, m := range s.misfits {
		if strconv.Itoa(m.line) == line {
			return true
		}
	}
	return false
}

// check compares a value with the type of the setting it is for.
func (s *shape) check(n *yaml.Node, t reflect.Type, setting string) {
	s.lines[setting] = n.Line
	s.private[n.Line] = s.private[n.Line] || isPrivate(setting)
	if n.Kind == yaml.AliasNode || n.Tag == "!!null" {
		return // what it stands for is checked where it stands
	}
	kind, words := yaml.ScalarNode, ""
	switch t.Kind() {
	case reflect.Struct:
		kind, words = yaml.MappingNode, "要另起一行、缩进写下一级设置，如 名称: 值"
	case reflect.Map:
		kind, words = yaml.MappingNode, "应是对照表，如 {甲: 乙}"
	case reflect.Slice:
		kind, words = yaml.SequenceNode, "应是列表，每项前加“- ”，或写成 [甲, 乙]"
	}
	if n.Kind != kind {
		s.wrongKind(n, kind, setting, words)
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		s.checkStruct(n, t, setting)
	case reflect.Map:
		for i := 0; i+1 < len(n.Content); i += 2 {
			s.comma(n, n.Content[i], "，", setting)
			s.comma(n, n.Content[i+1], "，", setting)
			s.check(n.Content[i+1], t.Elem(), below(setting, n.Content[i].Value))
			s.lines[below(setting, n.Content[i].Value)] = n.Content[i].Line
		}
	case reflect.Slice:
		for i, item := range n.Content {
			s.comma(n, item, "，、", setting)
			s.check(item, t.Elem(), fmt.Sprintf("%s 第%d条", setting, i+1))
		}
	case reflect.Int:
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil && f != math.Trunc(f) {
			s.say(n, "%s 是“%s”，应是整数", setting, n.Value)
		}
	}
}

func (s *shape) checkStruct(n *yaml.Node, t reflect.Type, setting string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		for f := range t.NumField() {
			if t.Field(f).Tag.Get("yaml") == n.Content[i].Value {
				s.check(n.Content[i+1], t.Field(f).Type, below(setting, n.Content[i].Value))
				s.lines[below(setting, n.Content[i].Value)] = n.Content[i].Line
			}
		}
	}
}

func below(setting, name string) string {
	if setting == "" {
		return name
	}
	return setting + "." + name
}

// wrongKind words a value of another kind than its setting's.
func (s *shape) wrongKind(n *yaml.Node, wanted yaml.Kind, setting, words string) {
	switch {
	case n.Kind == yaml.ScalarNode && wanted == yaml.MappingNode && strings.Contains(n.Value, "："):
		name, _, _ := strings.Cut(n.Value, "：")
		s.say(n, "“%s”后面的冒号是全角的，请改成半角冒号，后面空一格", name)
	case setting == "":
		s.say(n, "设置要一行一项，写成 名称: 值")
	case n.Kind == yaml.ScalarNode && isPrivate(setting):
		s.say(n, "%s %s", setting, words)
	case wanted == yaml.ScalarNode:
		s.say(n, "%s 应是一个值，不是列表或下一级设置", setting)
	case n.Kind == yaml.ScalarNode:
		s.say(n, "%s 是“%s”，%s", setting, n.Value, words)
	default:
		s.say(n, "%s %s", setting, words)
	}
}

// comma finds a full-width comma that was meant to part the items between
// brackets.
func (s *shape) comma(list, item *yaml.Node, marks, setting string) {
	if list.Style&yaml.FlowStyle == 0 || item.Kind != yaml.ScalarNode || item.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 ||
		!strings.ContainsAny(item.Value, marks) {
		return
	}
	seen := "“" + item.Value + "”里"
	if isPrivate(setting + ".") {
		seen = setting + " 里有一处"
	}
	s.say(item, "%s的逗号是全角的，分不开各项，请改成半角逗号", seen)
}
