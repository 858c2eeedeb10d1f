package draw

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// PoolName is the file a pool is published as.
const PoolName = "抽取名册.txt"

// Pool is everything a draw depends on but the seed. A pool is of one kind:
// Tasks, People and Fixed for inspectors, Quotas and Enterprises for enterprises.
type Pool struct {
	Kind        Kind
	Tasks       []Task
	People      []Person
	Fixed       []Fixed
	Quotas      []Quota
	Enterprises []Enterprise
	Bars        []Bar
}

// Task is a place: one department's share of a task.
type Task struct {
	Place      string // task number "/" department
	Department string
	First      int // slot, counted from the period's first working morning, 0
	Slots      int // half-days, from 1
	Wanted     int // people, fixed ones included, from 1
}

// Person is someone who can be drawn for a department's places.
type Person struct {
	Department string
	Key        string // certificate number; the name where there is none
	Weight     int    // chances, from 1
}

// Fixed is someone the plan names for a place. They go whatever the bars say,
// and need not be among the department's people.
type Fixed struct {
	Place string
	Key   string
}

// Quota is how many enterprises a stratum draws.
type Quota struct {
	Stratum string
	Wanted  int // from 0
}

// Enterprise is one that can be drawn in a stratum.
type Enterprise struct {
	Stratum string
	Key     string // 18-character code; the normalised name where there is none
	Weight  int    // chances, from 1
}

// Bar keeps a candidate out of a place or stratum.
type Bar struct {
	Place  string
	Key    string
	Reason string
}

// Bounds on a pool's numbers, far beyond what inspections need, that keep a
// mistyped or hostile pool from costing hours: a weight costs one digest a
// candidate and place.
const (
	maxWeight = 10_000
	maxSlot   = 1_000_000
	maxWanted = 1_000_000
)

// LineError is what is wrong with a line of a pool.
type LineError struct {
	Line    int // from 1
	Text    string
	Message string
}

func (e *LineError) Error() string {
	return fmt.Sprintf("抽取名册第%d行“%s”：%s", e.Line, shorten(e.Text), e.Message)
}

func shorten(s string) string {
	const most = 80
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

// Text writes the pool as it is published and hashed: NFC, a line a fact,
// sorted by bytes. It refuses what ParsePool would refuse.
func (p *Pool) Text() (string, error) {
	text, err := p.write()
	if err != nil {
		return "", err
	}
	if _, err := ParsePool(text); err != nil {
		return "", err
	}
	return text, nil
}

// write is Text, the lines not yet looked at together.
func (p *Pool) write() (string, error) {
	lines := make([]string, 0, len(p.Tasks)+len(p.People)+len(p.Fixed)+len(p.Quotas)+len(p.Enterprises)+len(p.Bars))
	add := func(fields ...string) { lines = append(lines, norm.NFC.String(strings.Join(fields, "|"))) }
	var wrong []error
	check := func(fields ...string) bool {
		for _, f := range fields {
			if err := checkField(norm.NFC.String(f)); err != nil {
				wrong = append(wrong, err)
				return false
			}
		}
		return true
	}
	n := strconv.Itoa
	for _, t := range p.Tasks {
		if check(t.Place, t.Department) {
			add("task", t.Place, t.Department, n(t.First), n(t.Slots), n(t.Wanted))
		}
	}
	for _, x := range p.People {
		if check(x.Department, x.Key) {
			add("person", x.Department, x.Key, n(x.Weight))
		}
	}
	for _, f := range p.Fixed {
		if check(f.Place, f.Key) {
			add("fixed", f.Place, f.Key)
		}
	}
	for _, q := range p.Quotas {
		if check(q.Stratum) {
			add("quota", q.Stratum, n(q.Wanted))
		}
	}
	for _, e := range p.Enterprises {
		if check(e.Stratum, e.Key) {
			add("enterprise", e.Stratum, e.Key, n(e.Weight))
		}
	}
	for _, b := range p.Bars {
		if check(b.Place, b.Key, b.Reason) {
			add("bar", b.Place, b.Key, b.Reason)
		}
	}
	if len(wrong) > 0 {
		return "", errors.Join(wrong...)
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "\n") + "\n", nil
}

// checkField refuses what would break a line or could be written in two ways.
func checkField(s string) error {
	switch {
	case s == "":
		return errors.New("有一项是空的")
	case !utf8.ValidString(s):
		return fmt.Errorf("“%s”不是 UTF-8 文字", strings.ToValidUTF8(s, "?"))
	case strings.Contains(s, "|"):
		return fmt.Errorf("“%s”里有竖线“|”，抽取名册用它分隔各项，请改掉", s)
	}
	for _, r := range s {
		if unicode.IsControl(r) {
			return fmt.Errorf("“%s”里有控制字符 U+%04X，请去掉", strings.Map(visible, s), r)
		}
	}
	if !norm.NFC.IsNormalString(s) {
		return fmt.Errorf("“%s”不是规范的 Unicode 写法（NFC）", s)
	}
	return nil
}

func visible(r rune) rune {
	if unicode.IsControl(r) {
		return '␣'
	}
	return r
}

// ParsePool reads a pool strictly: what is not exactly what Text writes is an
// error, every faulty line is named (*LineError, joined).
func ParsePool(text string) (*Pool, error) {
	if text == "" {
		return nil, errors.New("抽取名册是空的")
	}
	body, ended := strings.CutSuffix(text, "\n")
	lines := strings.Split(body, "\n")
	r := newPoolReader(lines)
	for i, line := range lines {
		r.line, r.text = i+1, line
		if i > 0 && line <= lines[i-1] {
			if line == lines[i-1] {
				r.fail("与上一行重复")
			} else {
				r.fail("没有按字节排序，应在上一行之前")
			}
		}
		r.read()
	}
	if !ended {
		r.fail("最后一行没有以换行结束")
	}
	r.references()
	if len(r.errs) > 0 {
		return nil, errors.Join(r.errs...)
	}
	return r.pool, nil
}

// newPoolReader makes room for what the lines say.
func newPoolReader(lines []string) poolReader {
	count := map[string]int{}
	for _, l := range lines {
		kind, _, _ := strings.Cut(l, "|")
		count[kind]++
	}
	candidates := count["person"] + count["enterprise"]
	return poolReader{
		pool: &Pool{
			Tasks: make([]Task, 0, count["task"]), People: make([]Person, 0, count["person"]), Fixed: make([]Fixed, 0, count["fixed"]),
			Quotas: make([]Quota, 0, count["quota"]), Enterprises: make([]Enterprise, 0, count["enterprise"]), Bars: make([]Bar, 0, count["bar"]),
		},
		lines: make(map[string]int, len(lines)), places: map[string]string{}, keys: make(map[[2]string]bool, candidates),
		marks: make([]mark, 0, count["bar"]+count["fixed"]),
	}
}

// poolReader reads a pool line by line.
type poolReader struct {
	pool   *Pool
	line   int
	text   string
	lines  map[string]int    // what must be there once, and for references the line it stands in
	places map[string]string // place → department, stratum → ""
	keys   map[[2]string]bool
	marks  []mark
	errs   []error
}

// mark is a bar or fixed line, whose place and key are looked up in the end.
type mark struct {
	line       int
	text       string
	place, key string
	fixed      bool
}

func (r *poolReader) fail(format string, args ...any) {
	r.errs = append(r.errs, &LineError{r.line, r.text, fmt.Sprintf(format, args...)})
}

// lineKinds is what a line of each kind holds, and the kind of draw it belongs to.
var lineKinds = map[string]struct {
	fields int
	kind   Kind
}{
	"task": {6, OfInspectors}, "person": {4, OfInspectors}, "fixed": {3, OfInspectors},
	"quota": {3, OfEnterprises}, "enterprise": {4, OfEnterprises}, "bar": {4, ""},
}

func (r *poolReader) read() {
	if !utf8.ValidString(r.text) {
		r.fail("不是 UTF-8 文字")
		return
	}
	f := strings.Split(r.text, "|")
	k, ok := lineKinds[f[0]]
	switch {
	case !ok:
		r.fail("开头应是 task、person、fixed、quota、enterprise 或 bar")
		return
	case len(f) != k.fields:
		r.fail("%s 行应有 %d 项，这里有 %d 项", f[0], k.fields, len(f))
		return
	}
	for _, s := range f[1:] {
		if err := checkField(s); err != nil {
			r.fail("%v", err)
			return
		}
	}
	if k.kind != "" {
		if r.pool.Kind != "" && r.pool.Kind != k.kind {
			r.fail("抽人员与抽企业的内容混在一份名册里")
			return
		}
		r.pool.Kind = k.kind
	}
	r.fields(f)
}

// fields takes in a line of the right kind and number of fields.
func (r *poolReader) fields(f []string) {
	p := r.pool
	switch f[0] {
	case "task":
		t := Task{f[1], f[2], r.number(f[3], 0, maxSlot), r.number(f[4], 1, maxSlot), r.number(f[5], 1, maxWanted)}
		r.once("任务", f[1])
		if !strings.HasSuffix(t.Place, "/"+t.Department) {
			r.fail("“%s”应以“/%s”结尾", t.Place, t.Department)
		}
		r.places[t.Place] = t.Department
		p.Tasks = append(p.Tasks, t)
	case "person":
		r.once("人员", f[1]+"|"+f[2])
		r.keys[[2]string{f[1], f[2]}] = true
		p.People = append(p.People, Person{f[1], f[2], r.number(f[3], 1, maxWeight)})
	case "fixed":
		p.Fixed = append(p.Fixed, Fixed{f[1], f[2]})
		r.marks = append(r.marks, mark{r.line, r.text, f[1], f[2], true})
	case "quota":
		r.once("分层", f[1])
		r.places[f[1]] = f[1]
		p.Quotas = append(p.Quotas, Quota{f[1], r.number(f[2], 0, 1<<30)})
	case "enterprise":
		r.once("企业", f[1]+"|"+f[2])
		r.keys[[2]string{f[1], f[2]}] = true
		p.Enterprises = append(p.Enterprises, Enterprise{f[1], f[2], r.number(f[3], 1, maxWeight)})
	case "bar":
		p.Bars = append(p.Bars, Bar{f[1], f[2], f[3]})
		r.marks = append(r.marks, mark{r.line, r.text, f[1], f[2], false})
	}
}

// once refuses a second line about the same thing.
func (r *poolReader) once(what, key string) {
	if first, again := r.lines[what+"|"+key]; again {
		r.fail("%s“%s”在第%d行已经有了", what, key, first)
		return
	}
	r.lines[what+"|"+key] = r.line
}

// number reads a whole number written in the one way it can be.
func (r *poolReader) number(s string, least, most int) int {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil || strconv.Itoa(n) != s:
		r.fail("“%s”应是整数", s)
		return least
	case n < least || n > most:
		r.fail("%d 应在 %d 到 %d 之间", n, least, most)
		return least
	}
	return n
}

// references checks that every line speaks of places and people that are there.
func (r *poolReader) references() {
	if r.pool.Kind == "" && len(r.errs) == 0 {
		r.fail("名册里没有任务，也没有分层")
	}
	for _, m := range r.marks {
		home, ok := r.places[m.place]
		r.line, r.text = m.line, m.text
		switch {
		case !ok && r.pool.Kind == OfEnterprises:
			r.fail("没有分层“%s”的 quota 行", m.place)
		case !ok:
			r.fail("没有“%s”的 task 行", m.place)
		case !m.fixed && !r.keys[[2]string{home, m.key}]:
			r.fail("“%s”里没有“%s”", home, m.key)
		}
	}
	for _, e := range r.pool.Enterprises {
		if _, ok := r.places[e.Stratum]; !ok {
			r.line = r.lines["企业|"+e.Stratum+"|"+e.Key]
			r.text = fmt.Sprintf("enterprise|%s|%s|%d", e.Stratum, e.Key, e.Weight)
			r.fail("没有分层“%s”的 quota 行", e.Stratum)
		}
	}
}
