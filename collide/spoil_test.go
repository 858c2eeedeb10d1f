package collide

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"liancha/inspect"
)

// spoiling is a way in which rows are spoilt.
type spoiling struct {
	kind   string
	weight int // of a thousand rows, about
	want   expectation
	spoil  func(c *clerk) bool // false: it cannot happen to this enterprise
}

// clerk writes one row about an enterprise.
type clerk struct {
	*rand.Rand
	e *madeEnterprise
	s *inspect.Subject
}

// spoilings are all ways at once. About a third of the rows ends without a
// valid code.
var spoilings = []spoiling{
	{"code as it is", 220, join, func(c *clerk) bool { return c.code(c.e.code) }},
	{"code spelt otherwise", 80, join, (*clerk).respellCode},
	{"code, misprinted name", 20, join, (*clerk).misprint},
	{"code, name spelt otherwise", 60, join, (*clerk).respell},
	{"9-character code", 20, join, func(c *clerk) bool { return c.code(c.e.code[8:17]) }},
	{"9-character code with hyphen", 20, join, func(c *clerk) bool { return c.code(c.e.code[8:16] + "-" + c.e.code[16:17]) }},
	{"code with a look-alike character", 20, join, (*clerk).misreadCode},
	{"code with two characters swapped", 10, join, (*clerk).swapCode},
	{"code with a wrong character", 10, join, (*clerk).mistypeCode},
	{"code made a number", 10, join, func(c *clerk) bool { return c.code(fmt.Sprintf("%s.%sE+17", c.e.code[:1], c.e.code[1:6])) }},
	{"code rounded", 5, join, (*clerk).roundCode},
	{"no code", 80, join, func(c *clerk) bool {
		return c.code(pick(c.Rand, []string{"", "", "", "无", "/", "—", "暂无", "0"}))
	}},
	{"no code, width", 25, join, func(c *clerk) bool { return c.code("") && c.name(wide) }},
	{"no code, brackets", 15, join, func(c *clerk) bool { return c.code("") && c.name(c.rebracket) }},
	{"no code, white space", 25, join, func(c *clerk) bool { return c.code("") && c.name(c.space) }},
	{"no code, line break", 10, join, func(c *clerk) bool { return c.code("") && c.name(c.breakLine) }},
	{"no code, 有限责任公司", 30, join, func(c *clerk) bool { return c.code("") && c.name(liability) }},
	{"no code, region prefix", 30, join, func(c *clerk) bool { return c.code("") && c.name(c.prefix) }},
	{"no code, traditional characters", 10, join, func(c *clerk) bool { return c.code("") && c.name(traditional) }},
	{"no code, 公司 dropped", 15, join, func(c *clerk) bool { return c.code("") && c.name(dropCompany) }},
	{"no code, former name in brackets", 10, join, func(c *clerk) bool { return c.code("") && c.name(c.former) }},
	{"no code, remark or mark", 10, join, func(c *clerk) bool { return c.code("") && c.name(c.remark) }},
	{"no code, two spellings at once", 15, join, func(c *clerk) bool { return c.code("") && c.respell() && c.respell() }},

	{"no code, misprinted name", 20, ask, func(c *clerk) bool { return c.code("") && c.misprint() }},
	{"no code, character that sounds alike", 10, ask, func(c *clerk) bool { return c.code("") && c.name(c.soundingAlike) }},
	{"no code, any other character", 6, ask, func(c *clerk) bool { return c.code("") && c.name(c.anyOther) }},
	{"no code, character left out", 8, ask, func(c *clerk) bool { return c.code("") && c.name(c.dropRune) }},
	{"no code, character doubled", 4, ask, func(c *clerk) bool { return c.code("") && c.name(c.doubleRune) }},
	{"no code, characters swapped", 4, ask, func(c *clerk) bool { return c.code("") && c.name(c.swapRunes) }},
	{"no code, legal form left out", 15, ask, func(c *clerk) bool { return c.code("") && c.name(dropForm) }},
	{"no code, another region's name left out", 5, ask, func(c *clerk) bool { return c.code("") && c.name(c.dropRegion) }},
	{"no code, city and district left out", 10, ask, func(c *clerk) bool { return c.code("") && c.name(c.dropDistrict) }},
	{"wrong code and misprinted name", 5, ask, func(c *clerk) bool { return c.mistypeCode() && c.misprint() }},
}

func (c *clerk) code(s string) bool {
	c.s.Code = s
	return true
}

// name changes the name; it reports whether anything changed.
func (c *clerk) name(change func(string) string) bool {
	was := c.s.Name
	c.s.Name = change(was)
	return c.s.Name != was
}

// respell writes the name otherwise without changing it.
func (c *clerk) respell() bool {
	return c.name(pick(c.Rand, []func(string) string{wide, c.rebracket, c.space, c.breakLine, liability, c.prefix, traditional, c.remark}))
}

func (c *clerk) respellCode() bool {
	s := c.e.code
	return c.code(pick(c.Rand, []string{strings.ToLower(s), s[:6] + " " + s[6:], s[:2] + "-" + s[2:8] + "-" + s[8:], "'" + s, wide(s), s + "\t", " " + s + "\n"}))
}

func wide(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r > ' ' && r < 0x7f:
			return r - '!' + '！'
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		}
		return r
	}, s)
}

func (c *clerk) rebracket(s string) string {
	pair := []rune(pick(c.Rand, []string{"()", "（）", "[]", "【】", "〔〕", "［］"}))
	return strings.Map(func(r rune) rune {
		switch r {
		case '(', '（':
			return pair[0]
		case ')', '）':
			return pair[1]
		}
		return r
	}, s)
}

func (c *clerk) space(s string) string {
	runes := []rune(s)
	i := c.IntN(len(runes) + 1)
	return string(runes[:i]) + pick(c.Rand, []string{" ", "　", "\u00a0", "  ", "\t"}) + string(runes[i:])
}

func (c *clerk) breakLine(s string) string {
	runes := []rune(s)
	i := 1 + c.IntN(len(runes)-1)
	return string(runes[:i]) + pick(c.Rand, []string{"\n", "\r\n", " \n "}) + string(runes[i:])
}

func liability(s string) string {
	switch {
	case strings.Contains(s, "有限责任公司"):
		return strings.Replace(s, "有限责任公司", "有限公司", 1)
	case strings.Contains(s, "股份"):
		return s
	}
	return strings.Replace(s, "有限公司", "有限责任公司", 1)
}

// prefix writes 南京, 南京市 and 江苏省南京市 for one another, or nothing.
func (c *clerk) prefix(s string) string {
	rest, ok := strings.CutPrefix(s, "南京市")
	if !ok {
		rest, ok = strings.CutPrefix(s, "南京")
	}
	if !ok || len([]rune(rest)) < 4 || strings.HasPrefix(rest, "（") || strings.HasPrefix(rest, "有限") {
		return s
	}
	return pick(c.Rand, []string{"南京市", "南京", "江苏省南京市", "江苏南京", "江苏省南京", ""}) + rest
}

func traditional(s string) string {
	old, now, _ := strings.Cut(strings.TrimSpace(traditionalText), "\n")
	from, to := []rune(now), []rune(old)
	as := make(map[rune]rune, len(from))
	for i, r := range from {
		if as[r] == 0 {
			as[r] = to[i]
		}
	}
	return strings.Map(func(r rune) rune {
		if t := as[r]; t != 0 {
			return t
		}
		return r
	}, s)
}

func dropCompany(s string) string {
	if strings.HasSuffix(s, "有限公司") || strings.HasSuffix(s, "有限责任公司") {
		return strings.TrimSuffix(s, "公司")
	}
	return s
}

func (c *clerk) former(s string) string {
	old := "南京" + string(pick(c.Rand, madeFirst)) + string(pick(c.Rand, madeSecond)) + string(pick(c.Rand, madeSecond)) + pick(c.Rand, madeTrades) + pick(c.Rand, []string{"有限公司", "厂", "公司", "有限责任公司"})
	return s + fmt.Sprintf(pick(c.Rand, []string{"（原：%s）", "(原名:%s)", "（曾用名：%s）", "（原%s）", "【原名称%s】", "（更名前：%s）", "\n（原：%s）"}), old)
}

func (c *clerk) remark(s string) string {
	return pick(c.Rand, []string{"★" + s, s + "*", s + "（重点）", s + "（已停产）", "“" + s + "”", s + "。", "1、" + s, s + "（新增）"})
}

func (c *clerk) misprint() bool { return c.name(c.misprintName) }

func (c *clerk) misprintName(name string) string {
	runes := []rune(name)
	i := min(2+c.IntN(max(1, len(runes)-6)), len(runes)-1)
	if g := confusableGroups[runes[i]]; len(g) > 0 && c.IntN(3) > 0 {
		set := []rune(confusables[g[0]])
		runes[i] = set[c.IntN(len(set))]
	} else {
		runes[i] = pick(c.Rand, madeFirst)
	}
	return string(runes)
}

// soundingAlike puts for any character of the name one that is read like it.
func (c *clerk) soundingAlike(name string) string {
	runes := []rune(name)
	i := c.IntN(len(runes))
	for line := range strings.Lines(pinyinText) {
		if _, like, _ := strings.Cut(strings.TrimSpace(line), " "); strings.ContainsRune(like, runes[i]) {
			runes[i] = pick(c.Rand, []rune(like))
			break
		}
	}
	return string(runes)
}

// anyOther puts any character for any character of the name.
func (c *clerk) anyOther(name string) string {
	runes := []rune(name)
	_, like, _ := strings.Cut(pick(c.Rand, strings.Split(strings.TrimSpace(pinyinText), "\n")), " ")
	runes[c.IntN(len(runes))] = pick(c.Rand, []rune(like))
	return string(runes)
}

func (c *clerk) dropRune(name string) string {
	runes := []rune(name)
	i := min(2+c.IntN(max(1, len(runes)-6)), len(runes)-1)
	return string(runes[:i]) + string(runes[i+1:])
}

func (c *clerk) doubleRune(name string) string {
	runes := []rune(name)
	i := c.IntN(len(runes))
	return string(runes[:i+1]) + string(runes[i:])
}

func (c *clerk) swapRunes(name string) string {
	runes := []rune(name)
	i := c.IntN(len(runes) - 1)
	runes[i], runes[i+1] = runes[i+1], runes[i]
	return string(runes)
}

func dropForm(s string) string {
	for _, f := range []string{"股份有限公司", "有限责任公司", "有限公司"} {
		if t, ok := strings.CutSuffix(s, f); ok {
			return t
		}
	}
	return s
}

// dropRegion leaves out a region that tells apart.
func (c *clerk) dropRegion(s string) string {
	for _, p := range []string{"江苏省", "江苏"} {
		if t, ok := strings.CutPrefix(s, p); ok {
			return t
		}
	}
	return s
}

// dropDistrict leaves out the district, with its rank or without, and the city.
func (c *clerk) dropDistrict(s string) string {
	for _, p := range []string{"南京市" + c.e.district, "南京" + trimSuffixes(c.e.district)} {
		if t, ok := strings.CutPrefix(s, p); ok && t != "区" {
			return t
		}
	}
	return s
}

func (c *clerk) misreadCode() bool {
	b := []byte(c.e.code)
	var at []int
	for i := range b {
		if twins[b[i]] != 0 {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return false
	}
	for range 1 + c.IntN(2) {
		i := pick(c.Rand, at)
		if t := twins[b[i]]; t != 0 {
			b[i] = t
		}
	}
	return c.code(string(b)) && string(b) != c.e.code
}

var twins = [256]byte{'0': 'O', '1': 'I', '2': 'Z', '5': 'S', '8': 'B', 'B': '8'}

func (c *clerk) swapCode() bool {
	b := []byte(c.e.code)
	i := c.IntN(17)
	b[i], b[i+1] = b[i+1], b[i]
	return c.code(string(b)) && string(b) != c.e.code
}

func (c *clerk) mistypeCode() bool {
	b := []byte(c.e.code)
	i := c.IntN(18)
	b[i] = codeAlphabet[(strings.IndexByte(codeAlphabet, b[i])+1+c.IntN(30))%31]
	return c.code(string(b))
}

// roundCode is what a spreadsheet leaves of a code of digits alone.
func (c *clerk) roundCode() bool {
	return strings.Trim(c.e.code, "0123456789") == "" && c.code(c.e.code[:15]+"000")
}

// totalWeight is that of all spoilings.
var totalWeight = func() int {
	n := 0
	for _, s := range spoilings {
		n += s.weight
	}
	return n
}()

func (c *clerk) spoilSomehow() *spoiling {
	intact := *c.s
	for {
		k := c.IntN(totalWeight)
		i := 0
		for ; k >= spoilings[i].weight; i++ {
			k -= spoilings[i].weight
		}
		if spoilings[i].spoil(c) {
			return &spoilings[i]
		}
		*c.s = intact
	}
}

// uncertain is how many of twenty enterprises need not be on any list as registered.
var uncertain = 1

// makeRows writes rows about the enterprises.
func makeRows(r *rand.Rand, list []madeEnterprise, n int) ([]inspect.Entry, []madeRow) {
	entries := make([]inspect.Entry, n)
	truth := make([]madeRow, n)
	g := madeGazetteer()
	spoilt := make(map[string]int32) // names that only spoiling has made
	bearers := make(map[string]int)
	nameOf := func(s string) string {
		n := g.parseName(s)
		return g.nameKey(&n)
	}
	for i := range list {
		bearers[nameOf(list[i].name)]++
	}
	for i := range entries {
		k := r.IntN(len(list))
		if i < len(list) {
			k = i // each enterprise is on some list
		}
		e := &list[k]
		s := inspect.Subject{Name: e.name, Code: e.code}
		if r.IntN(10) < 7 {
			s.Address = e.address
		}
		if r.IntN(10) < 4 {
			s.District = e.district
		}
		if r.IntN(10) < 3 {
			s.District, s.Street = e.district, e.street
		}
		if r.IntN(10) < 2 {
			s.Contact, s.Phone = e.contact, e.phone
		}
		intact := s
		kind, want := "as registered", join
		if i >= len(list) || r.IntN(20) < uncertain { // nearly all are known by their code somewhere
			sp := (&clerk{r, e, &s}).spoilSomehow()
			kind, want = sp.kind, sp.want
		}
		if want == ask {
			key, own := nameOf(s.Name), nameOf(e.name)
			first, ok := spoilt[key]
			wide := nameOf("江苏" + s.Name) // a name without region is that one's as well
			switch {
			case bearers[key] > 0 && key != own || bearers[wide] > 0 && wide != own || ok && first != int32(k): // it hit upon another's name
				s, kind, want = intact, "code as it is", join
			case s.Address == "" && s.Phone == "":
				want = either // nothing ties it to its enterprise
			}
			spoilt[key] = int32(k)
		}
		if want == join && bearers[nameOf(e.name)] > 1 && codesOf(s.Code).org == "" {
			kind, want = "no code, name of several", ask
		}
		entries[i] = inspect.Entry{
			Source:     inspect.Source{File: fmt.Sprintf("部门%02d.xlsx", i%40), Sheet: "检查计划", Row: i/40 + 3},
			Subject:    s,
			Department: "南京市应急管理局", Level: inspect.City, HalfDays: 1, Demand: 2, Joinable: true,
		}
		truth[i] = madeRow{int32(k), kind, want}
	}
	return entries, truth
}
