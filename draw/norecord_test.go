package draw

import (
	"regexp"
	"strings"
	"testing"
)

// What is no record is said to be none in Chinese, with the line where that helps.
func TestNoRecord(t *testing.T) {
	english := regexp.MustCompile(`[A-Za-z]{3,} [A-Za-z]{2,}|EOF|json:`)
	for file, want := range map[string]string{
		"":                                   "文件是空的",
		" \n":                                "文件是空的",
		"{\"schema\": \"liancha/draw/1\",":   "内容不全",
		"[1":                                 "内容不全",
		"xx":                                 "第1行不是 JSON",
		"{\n\"schema\": x}":                  "第2行不是 JSON",
		"[]":                                 "是别的 JSON",
		"{\n\"schema\": 1}":                  "第2行“schema”的写法不对",
		"{\"a\": 1}":                         "里面有记录没有的项 \"a\"",
		"{}":                                 "这份记录的 schema 是“”",
		"{\"schema\": \"liancha/draw/1\"}{}": "多余的内容",
		"\xff\xfe":                           "不是 UTF-8 文字（第1行）",
	} {
		_, err := Verify([]byte(file))
		if err == nil || !strings.Contains(err.Error(), want) || english.MatchString(err.Error()) {
			t.Errorf("%q: %v, want %q", file, err, want)
		}
	}
}
