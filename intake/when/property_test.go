package when

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"liancha/inspect"
)

// Every date text of the sample month means what its truth says.
func TestSampleMonth(t *testing.T) {
	data, err := os.ReadFile("testdata/nanjing-2021-05.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	for _, line := range lines {
		text, want, ok := strings.Cut(line, "\t")
		if !ok {
			t.Fatalf("no tab in %q", line)
		}
		e, f := Parse(text, Days)
		if f != nil {
			t.Errorf("%s: %s", text, f.Message)
			continue
		}
		os, f := e.Resolve(may2021)
		if f != nil || len(os) != 1 {
			t.Errorf("%s: %v, %v", text, os, f)
			continue
		}
		var truth []inspect.Span
		for _, w := range strings.Fields(want) {
			from, to, _ := strings.Cut(w, "/")
			a, ok1 := inspect.ParseDate(from)
			b, ok2 := inspect.ParseDate(to)
			if !ok1 || !ok2 {
				t.Fatalf("no days in %q", line)
			}
			truth = append(truth, inspect.Span{From: a, To: b})
		}
		if !slices.Equal(os[0].Windows, merge(truth)) {
			t.Errorf("%s: got %v, want %v", text, os[0].Windows, truth)
		}
	}
}

// A form writes a day; with the year it needs no surroundings.
type form struct {
	name string
	year bool
	day  func(y, m, d int) string
}

func sprintf(format string) func(y, m, d int) string {
	return func(y, m, d int) string {
		args := []any{y, m, d}
		return fmt.Sprintf(format, args[3-strings.Count(format, "%"):]...)
	}
}

var forms = []form{
	{"年月日", true, sprintf("%d年%d月%d日")},
	{"年月日 padded", true, sprintf("%d年%02d月%02d日")},
	{"年月日 spaced", true, sprintf("%d 年 %d 月 %d 日")},
	{"年月号", true, sprintf("%d年%d月%d号")},
	{"dots", true, sprintf("%d.%d.%d")},
	{"slashes", true, sprintf("%d/%d/%d")},
	{"hyphens", true, sprintf("%d-%02d-%02d")},
	{"hyphens unpadded", true, sprintf("%d-%d-%d")},
	{"compact", true, sprintf("%d%02d%02d")},
	{"time", true, sprintf("%d-%02d-%02d 09:00:00")},
	{"ISO time", true, sprintf("%d-%02d-%02dT00:00:00")},
	{"weekday", true, func(y, m, d int) string {
		w := inspect.MustDate(y, m, d).Weekday()
		return fmt.Sprintf("%d年%d月%d日（星期%s）", y, m, d, []string{"日", "一", "二", "三", "四", "五", "六"}[w])
	}},
	{"two-digit year", true, func(y, m, d int) string { return fmt.Sprintf("%02d年%d月%d日", y%100, m, d) }},
	{"Chinese numerals", true, func(y, m, d int) string {
		return digitwise(y) + "年" + chineseNumber(m) + "月" + chineseNumber(d) + "日"
	}},
	{"full width", true, func(y, m, d int) string { return wide(fmt.Sprintf("%d年%d月%d日", y, m, d)) }},
	{"full-width dots", true, func(y, m, d int) string { return wide(fmt.Sprintf("%d.%d.%d", y, m, d)) }},
	{"serial", true, func(y, m, d int) string { return fmt.Sprint(int(inspect.MustDate(y, m, d)) + 25569) }},
	{"月日", false, sprintf("%d月%d日")},
	{"月日 dots", false, sprintf("%d.%d")},
	{"月日 slash", false, sprintf("%d/%d")},
	{"月日 Chinese", false, func(_, m, d int) string { return chineseNumber(m) + "月" + chineseNumber(d) + "日" }},
	{"MMDD", false, sprintf("%02d%02d")},
}

func digitwise(n int) string {
	digits := []rune("〇一二三四五六七八九")
	var b strings.Builder
	for _, r := range fmt.Sprint(n) {
		b.WriteRune(digits[r-'0'])
	}
	return b.String()
}

func chineseNumber(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n-10]
	}
	return digits[n/10] + "十" + digits[n%10]
}

func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r <= '~' {
			return r + '！' - '!'
		}
		return r
	}, s)
}

// dashes part the ends of a range, whatever the ends' own signs.
var dashes = []string{"至", "到", "~", "～", "—", "——", " - ", "--", "–", "－", "─", " 至 ", "\n至\n"}

// Any two days of at most half a year apart, written in any two forms with any
// dash between, give the span between them, and each alone the day itself.
func TestEverySpelling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := inspect.Date(rapid.IntRange(int(inspect.MustDate(2015, 1, 1)), int(inspect.MustDate(2098, 1, 1))).Draw(t, "from"))
		to := from + inspect.Date(rapid.IntRange(1, 150).Draw(t, "days"))
		a := rapid.SampledFrom(forms).Draw(t, "first form")
		b := rapid.SampledFrom(forms).Draw(t, "second form")
		dash := rapid.SampledFrom(dashes).Draw(t, "dash")
		y, m, d := from.YMD()
		y2, m2, d2 := to.YMD()
		env := Env{Year: y}
		check := func(text string, want inspect.Span) {
			e, f := Parse(text, Days)
			if f != nil {
				t.Fatalf("%q (%s, %s): %s", text, a.name, b.name, f.Message)
			}
			got, f := e.Resolve(env)
			if f != nil || len(got) != 1 || !slices.Equal(got[0].Windows, []inspect.Span{want}) {
				t.Fatalf("%q: got %v, want %v, fault %v", text, got, want, f)
			}
			if e.NeedsYear() == (len(e.Years()) > 0) {
				t.Fatalf("%q: states the years %v and needs one: %v", text, e.Years(), e.NeedsYear())
			}
		}
		check(a.day(y, m, d), inspect.Day(from))
		if y != y2 && m2 == m || a.name == "MMDD" && strings.ContainsAny(dash, "-–－") && b.name == "serial" {
			return // 5月10日-5月8日 of the year after must state its year
		}
		check(a.day(y, m, d)+dash+b.day(y2, m2, d2), inspect.Span{From: from, To: to})
	})
}

// A list of days of one year, the year stated once or not at all.
func TestEveryList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := rapid.IntRange(2015, 2098).Draw(t, "year")
		f := rapid.SampledFrom(forms[17:20]).Draw(t, "form")
		sep := rapid.SampledFrom([]string{"、", "，", ",", "；", "\n", "和", " 、 "}).Draw(t, "separator")
		var texts []string
		var want []inspect.Span
		for range rapid.IntRange(2, 6).Draw(t, "how many") {
			m := rapid.IntRange(1, 12).Draw(t, "month")
			d := rapid.IntRange(1, 28).Draw(t, "day")
			texts = append(texts, f.day(y, m, d))
			want = append(want, inspect.Day(inspect.MustDate(y, m, d)))
		}
		text := strings.Join(texts, sep)
		if rapid.Bool().Draw(t, "year stated") && f.name == "月日" {
			text = fmt.Sprintf("%d年%s", y, text)
		}
		e, fault := Parse(text, Days)
		if fault != nil {
			t.Fatalf("%q: %s", text, fault.Message)
		}
		got, fault := e.Resolve(Env{Year: y})
		if fault != nil || !slices.Equal(got[0].Windows, merge(want)) {
			t.Fatalf("%q: got %v, want %v", text, got, want)
		}
	})
}

// Days a month does not have are said not to exist, in every form.
func TestNoSuchDay(t *testing.T) {
	for m := 1; m <= 12; m++ {
		for d := inspect.DaysIn(2021, m) + 1; d <= 32; d++ {
			for _, f := range forms {
				if f.name == "weekday" || f.name == "serial" || f.name == "two-digit year" {
					continue
				}
				text := f.day(2021, m, d)
				e, fault := Parse(text, Days)
				if fault == nil {
					_, fault = e.Resolve(Env{Year: 2021})
				}
				if fault == nil || fault.Code != BadDate || !strings.Contains(fault.Message, "不存在") {
					t.Errorf("%s: %v", text, fault)
				}
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range spellingsTable {
		f.Add(c.text, uint8(Days))
	}
	for _, text := range []string{"4—10", "3、6、9、12", "2021-2-30", "5月20日-5月10日", "待定", "5-10", "每月31日", "第第第", "10-5-10-12", "二○二一", "①②"} {
		f.Add(text, uint8(Months))
	}
	f.Fuzz(func(t *testing.T, text string, col uint8) {
		e, fault := Parse(text, Column(col%4))
		YearIn(text)
		MonthIn(text)
		if fault != nil {
			if fault.Message == "" || fault.Hint == "" {
				t.Errorf("%q: a fault without words: %+v", text, fault)
			}
			return
		}
		os, fault := e.Resolve(may2021)
		if fault != nil {
			return
		}
		if len(os) == 0 {
			t.Errorf("%q: no inspection and no fault", text)
		}
		for _, o := range os {
			if len(o.Windows) == 0 {
				t.Errorf("%q: no days and no fault", text)
			}
			for i, s := range o.Windows {
				if s.To < s.From || i > 0 && s.From <= o.Windows[i-1].To+1 {
					t.Errorf("%q: %v", text, o.Windows)
				}
			}
		}
		if r, fault := Range(e, e); fault == nil {
			r.Resolve(may2021)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		e, _ := Parse("2021年5月10日-5月20日", Days)
		e.Resolve(may2021)
	}
}
