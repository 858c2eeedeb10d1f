package outdir

import (
	"strings"
	"testing"
	"unicode/utf8"
)

var safeNames = []struct{ in, want string }{
	{"南京市应急管理局", "南京市应急管理局"},
	{"A/B", "A／B"},
	{`..\..\windows`, "_..＼..＼windows"},
	{"../../etc/passwd", "_..／..／etc／passwd"},
	{"..", "未命名"}, {".", "未命名"}, {"", "未命名"}, {"   ", "未命名"}, {"...", "未命名"},
	{"a:b*c?d\"e<f>g|h", "a：b＊c？d＂e＜f＞g｜h"},
	{"有限公司.", "有限公司"}, {"有限公司. . ", "有限公司"}, {"　有限公司　", "有限公司"},
	{"两\n行\t名", "两 行 名"}, {"零\u200b宽\u202e反", "零宽反"}, {"\x00\x01a", "a"},
	{"CON", "_CON"}, {"con.txt", "_con.txt"}, {"Aux ", "_Aux"}, {"COM1", "_COM1"}, {"com¹.x", "_com¹.x"}, {"COM10", "COM10"},
	{"LPT9.a.b", "_LPT9.a.b"}, {"NUL .x", "_NUL .x"}, {"CONSOLE", "CONSOLE"}, {"conin$", "_conin$"},
	{".hidden", "_.hidden"}, {"~$锁", "_~$锁"}, {"-rf", "-rf"},
	{"坏\xff字节", "坏_字节"}, {"e\u0301", "é"},
}

func TestSafeName(t *testing.T) {
	for _, c := range safeNames {
		if got := SafeName(c.in); got != c.want {
			t.Errorf("SafeName(%q) = %q, want %q", c.in, got, c.want)
		}
	}
	long := strings.Repeat("长", 200)
	a, b := SafeName(long+"一"), SafeName(long+"二")
	if a == b || len(a) > maxNameBytes || !strings.HasPrefix(a, "长长长") {
		t.Errorf("long names: %q and %q", a, b)
	}
}

// checkSafe is what every name must be.
func checkSafe(t *testing.T, in string) {
	s := SafeName(in)
	switch {
	case s == "" || s == "." || s == "..":
		t.Errorf("%q gives %q", in, s)
	case len(s) > maxNameBytes || !utf8.ValidString(s):
		t.Errorf("%q gives %q, too long or no UTF-8", in, s)
	case strings.ContainsAny(s, "/\\:*?\"<>|") || strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r == 0x7f }):
		t.Errorf("%q gives %q, with a forbidden character", in, s)
	case strings.HasSuffix(s, ".") || strings.HasSuffix(s, " ") || strings.HasPrefix(s, " ") || strings.HasPrefix(s, "."):
		t.Errorf("%q gives %q, with a bad end", in, s)
	case isReserved(s):
		t.Errorf("%q gives %q, a device", in, s)
	case SafeName(s) != s:
		t.Errorf("%q gives %q, which gives %q", in, s, SafeName(s))
	}
}

func FuzzSafeName(f *testing.F) {
	for _, c := range safeNames {
		f.Add(c.in)
	}
	f.Add(strings.Repeat("公司. ", 60))
	f.Fuzz(func(t *testing.T, in string) { checkSafe(t, in) })
}
