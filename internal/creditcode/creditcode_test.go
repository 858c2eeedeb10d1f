package creditcode

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Codes that stand in public registers and in the standards.
var published = []struct {
	code string
	kind Kind
	org  string
}{
	{"91110000600037341L", USCC18, "600037341"}, // 神华集团
	{"91440300708461136T", USCC18, "708461136"}, // 腾讯科技（深圳）
	{"91110000802100433B", USCC18, "802100433"}, // 北京百度网讯
	{"914403001922038216", USCC18, "192203821"}, // 华为技术
	{"91330100799655058B", USCC18, "799655058"}, // 阿里巴巴（中国）
	{"D2143569X", Org9, "D2143569X"},            // the example of GB 11714
	{"110108000000016", Reg15, ""},              // the example of GS 15-2006
}

func TestPublishedCodes(t *testing.T) {
	for _, p := range published {
		c, ok := Parse(p.code)
		if !ok || c.Kind != p.kind || c.Value != p.code || c.Org() != p.org {
			t.Errorf("%s: got %v, %v, organisation %q", p.code, c, ok, c.Org())
		}
	}
}

// Every check character is right for exactly one value, so any other last
// character makes the code wrong.
func TestOneCheckCharacter(t *testing.T) {
	for _, p := range published {
		n := len(p.code)
		for _, c := range "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
			got := p.code[:n-1] + string(c)
			if _, ok := Parse(got); ok != (got == p.code) {
				t.Errorf("%s: valid is %v", got, ok)
			}
		}
	}
}

func TestRemainders(t *testing.T) {
	for _, c := range []struct {
		body string
		want byte
	}{
		{"D2143569", 'X'}, // GB 11714: check value 10
		{"00000003", '5'},
		{"00000000", '0'}, // sum 0: check value 11
		{"10000004", '0'}, // sum 11: check value 11
	} {
		if got, ok := CheckOrg(c.body); !ok || got != c.want {
			t.Errorf("CheckOrg(%s) = %c, %v", c.body, got, ok)
		}
	}
	// GB 32100: sum 0 mod 31 gives 31, written 0. 00 320000 …: 3·9 + 2·27 = 81;
	// a 12 at the place of weight 1 makes 93 = 3·31.
	if got, ok := CheckUSCC("C0320000000000000"); !ok || got != '0' {
		t.Errorf("the remainder 0 gives %c, %v", got, ok)
	}
}

func TestSpellingsOfOneCode(t *testing.T) {
	for _, s := range []string{
		"91110000600037341L", "91110000600037341l", "９１１１００００６０００３７３４１Ｌ", " 91110000 6000 37341L\n", "\t91110000600037341L",
		"'91110000600037341L", "’91110000600037341L", "9111\u00a00000\u200b60003\u30007341L\ufeff", "91110000-60003734-1-L", "91110000600037341－L",
		"91110000—600037341L",
	} {
		if c, ok := Parse(s); !ok || c.Value != "91110000600037341L" {
			t.Errorf("%q: got %v, %v", s, c, ok)
		}
	}
	if c, ok := Parse("D2143569-X"); !ok || c.Value != "D2143569X" {
		t.Errorf("hyphened organisation code: %v, %v", c, ok)
	}
}

func TestNotACode(t *testing.T) {
	for _, s := range []string{
		"", "无", "000000000", "000000000000000", "000000000000000000", "91110000600037342L", "9111000060003734L", "91110000600037341LL",
		"911100O0600037341L", "91110000600037341Ｉ", "D2143569-0", "110108000000017", "企业信用代码企业信用代码企业信",
		"9A110000600037341L", "91AB0000600037341L",
	} {
		if c, ok := Parse(s); ok {
			t.Errorf("%q passes as %v", s, c)
		}
	}
}

func TestDamaged(t *testing.T) {
	for _, s := range []string{"9.13201E+17", "9.13201e+17", "9.13201151567E+17", "9E+17", "９．１３２０１Ｅ＋１７", "913201151234567000", "1.10108E+14"} {
		if !Damaged(s) {
			t.Errorf("%s is damaged", s)
		}
		if c, ok := Parse(s); ok {
			t.Errorf("%s passes as %v", s, c)
		}
		if r := Repairs(s); r != nil {
			t.Errorf("%s is repaired to %v", s, r)
		}
	}
	for _, s := range []string{"", "91110000600037341L", "914403001922038216", "9132011E1", "E+17", "5E600037341000", "110108000000000"} {
		if Damaged(s) {
			t.Errorf("%s is not damaged", s)
		}
	}
}

func TestRepairsOfMisreadings(t *testing.T) {
	for _, c := range []struct{ wrong, right string }{
		{"9111OOOO6OOO37341L", "91110000600037341L"},
		{"9III0000600037341L", "91110000600037341L"},
		{"914403OO19Z2O3BZ16", "914403001922038216"},
		{"9144030019220382I6", "914403001922038216"},
		{"91330100799655O5BB", "91330100799655058B"},
		{"9133010079965S0588", "91330100799655058B"},
		{"91110000600037314L", "91110000600037341L"}, // swap
		{"19110000600037341L", "91110000600037341L"}, // swap
		{"91110000600087341L", "91110000600037341L"}, // one wrong
		{"D214356g-X", "D2143569X"},
		{"DZI43569-X", "D2143569X"},
		{"D2143596X", "D2143569X"},
		{"11O1O8OOOOOOO16", ""}, // 14 characters after all: no
		{"11O1O8OOOOOOO0I6", ""},
		{"11O1O800OOO001G", ""},
		{"1IO1O8OOOOOOO16", "110108000000016"},
	} {
		got := Repairs(c.wrong)
		if found := slices.Contains(got, c.right); found != (c.right != "") {
			t.Errorf("%s: repaired to %v, want %q among them", c.wrong, got, c.right)
		}
		if len(got) > 60 {
			t.Errorf("%s: %d repairs", c.wrong, len(got))
		}
	}
}

// The difference of 2 and Z is 33, so GB 11714 cannot tell them apart: both
// spellings are valid organisation codes and neither is a repair of the other.
func TestOrganisationCodesBlindSpot(t *testing.T) {
	for _, s := range []string{"D2143569X", "DZ143569X"} {
		if _, ok := Parse(s); !ok || Repairs(s) != nil {
			t.Errorf("%s: valid %v, repairs %v", s, ok, Repairs(s))
		}
	}
}

func TestNoRepairs(t *testing.T) {
	for _, s := range []string{"", "91110000600037341L", "企业", "91110000600037341", strings.Repeat("B", 18), "9111000060003734$L"} {
		if r := Repairs(s); len(r) != 0 {
			t.Errorf("%s: %v", s, r)
		}
	}
}

// draw gives a random valid code.
func draw(t *rapid.T) Code {
	switch rapid.IntRange(0, 2).Draw(t, "kind") {
	case 0:
		body := rapid.StringMatching(`9[1-3][1-6][0-9]{5}[0-9A-HJ-NP-RTUW-Y]{9}`).Draw(t, "body")
		c, _ := CheckUSCC(body)
		return Code{USCC18, body + string(c)}
	case 1:
		body := rapid.StringMatching(`[1-9A-Z][0-9A-Z]{7}`).Draw(t, "body")
		c, _ := CheckOrg(body)
		return Code{Org9, body + string(c)}
	}
	body := rapid.StringMatching(`[1-6][0-9]{13}`).Draw(t, "body")
	c, _ := CheckReg(body)
	return Code{Reg15, body + string(c)}
}

// Whatever single slip a typist makes, the code is no longer valid and the
// right one is among its repairs. (A swap of equal characters is no slip; a
// few swaps keep an organisation code or registration number valid.)
func TestEverySlipIsRepaired(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := draw(t)
		if got, ok := Parse(c.Value); !ok || got != c {
			if Damaged(c.Value) {
				t.Skip()
			}
			t.Fatalf("%v: %v, %v", c, got, ok)
		}
		b := []byte(c.Value)
		i := rapid.IntRange(0, len(b)-1).Draw(t, "place")
		if rapid.Bool().Draw(t, "swap") && i > 0 {
			b[i-1], b[i] = b[i], b[i-1]
		} else {
			b[i] = rapid.SampledFrom([]byte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")).Draw(t, "wrong")
		}
		if _, ok := Parse(string(b)); ok || Damaged(string(b)) {
			t.Skip()
		}
		got := Repairs(string(b))
		if !slices.Contains(got, c.Value) {
			t.Fatalf("%s is not repaired to %s: %v", b, c.Value, got)
		}
		if !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
			t.Fatalf("not sorted, each once: %v", got)
		}
		for _, r := range got {
			if _, ok := Parse(r); !ok {
				t.Fatalf("repair %s is not valid", r)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, p := range published {
		f.Add(p.code)
	}
	for _, s := range []string{"", "9.13201E+17", "913201151234567000", "9111OOOO6OOO37341L", "D2143569-X", "９１", "'1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if clean := Clean(s); Clean(clean) != clean {
			t.Errorf("cleaning %q twice changes it", clean)
		}
		c, ok := Parse(s)
		if again, okAgain := Parse(c.Value); ok != okAgain || again != c {
			t.Errorf("%q: %v, then %v", s, c, again)
		}
		if len(s) < 100 {
			Repairs(s)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		Parse("91110000600037341L")
	}
}

func BenchmarkRepairs(b *testing.B) {
	for b.Loop() {
		Repairs("911100O0600087341L")
	}
}
