package push

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"liancha/inspect"
	"liancha/internal/outdir"
)

var update = flag.Bool("update", false, "write the goldens anew")

// golden compares a text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

// clock is a clock that only moves when someone waits.
type clock struct {
	now    time.Time
	waited []time.Duration
}

func newClock() *clock {
	return &clock{now: time.Date(2021, 5, 3, 9, 0, 0, 0, time.FixedZone("", 8*3600))}
}

func (c *clock) Now() time.Time { return c.now }

func (c *clock) Sleep(d time.Duration) {
	c.now = c.now.Add(d)
	c.waited = append(c.waited, d)
}

// outcome is a month in which 甲局 and 乙局 go together, 甲局 goes alone once more,
// and 甲局 surprises an enterprise.
func outcome() *inspect.Outcome {
	day := inspect.MustDate(2021, 5, 12)
	o := &inspect.Outcome{
		Period: inspect.MonthSpan(2021, 5),
		Enterprises: []inspect.Enterprise{
			{ID: "1", Name: "南京秘密化工有限公司", Code: "91320115SECRET0001", Contact: "王经理", Phone: "13900000001"},
			{ID: "2", Name: "南京公开机械有限公司", Code: "91320115PUBLIC0002", Contact: "李经理", Phone: "13900000002"},
		},
		Entries: []inspect.Entry{
			{Department: "甲局", Matter: "夜查", Kind: inspect.Surprise, HalfDays: 1, Demand: 2, Named: []string{"赵一(A0001)"}},
			{Department: "甲局", Matter: "日查", HalfDays: 1, Demand: 2, Named: []string{"赵一(A0001)"}},
			{Department: "乙局", Matter: "年查", HalfDays: 1, Demand: 2, Named: []string{"钱二"}},
			{Department: "甲局", Matter: "月查", Kind: inspect.Key, HalfDays: 1, Demand: 2},
			{Department: "丙局", Matter: "举报核查", Kind: inspect.Complaint, HalfDays: 1, Demand: 2, Named: []string{"孙三"}},
		},
		EntryOf: []int{0, 1, 1, 1, 0},
		Tasks: []inspect.Task{
			{ID: "LJ-1", Enterprise: 0, Date: day + 1, HalfDays: 1, Lead: "甲局", Entries: []int{0}},
			{ID: "LJ-2", Enterprise: 1, Date: day, HalfDays: 1, Lead: "乙局", Entries: []int{1, 2}},
			{ID: "LJ-3", Enterprise: 1, Date: day + 8, HalfDays: 1, Lead: "甲局", Entries: []int{3}},
			{ID: "LJ-4", Enterprise: 0, Date: day + 15, HalfDays: 1, Lead: "丙局", Entries: []int{4}},
		},
	}
	return o
}

// mustNot are what no message, ledger or error may hold.
var mustNot = []string{"秘密", "公开机械", "91320115", "王经理", "李经理", "139000", "赵一", "A0001", "钱二", "孙三", "LJ-", "夜查", "举报", "5月13日", "5月27日", "2021-05-13", "2021-05-27"}

func expectSilence(t *testing.T, what, text string, more ...string) {
	t.Helper()
	for _, word := range append(more, mustNot...) {
		if strings.Contains(text, word) {
			t.Errorf("%s holds “%s”:\n%s", what, word, text)
		}
	}
}

func TestNotices(t *testing.T) {
	notices := Notices(outcome())
	var all strings.Builder
	for _, d := range []string{"甲局", "乙局", "丙局"} {
		all.WriteString(notices[d].Shown() + "\n\n")
	}
	golden(t, "notices.txt", all.String())
	expectSilence(t, "a notice", all.String())
	for _, line := range notices["丙局"].lines(nil) {
		if strings.Contains(line, "项") && !strings.Contains(line, "逐项") {
			t.Errorf("a department with nothing announced: %s", line)
		}
	}
}

// A notice stays within what robots take, however long the period.
func TestNoticeOfAYear(t *testing.T) {
	n := &Notice{Department: "甲局", Period: inspect.MonthSpan(2021, 5), Tasks: 3000, Joint: 2000, Lead: 1000}
	for i := range 366 {
		n.Days = append(n.Days, Day{inspect.MustDate(2021, 1, 1) + inspect.Date(i), 100})
	}
	if text := n.Shown(); len(text) > 2048 || !strings.Contains(text, "等 366 天") {
		t.Errorf("%d bytes: %s", len(text), text)
	}
}

// What stands in the data only shows: it calls nobody and links nowhere.
func TestNoticeIsPlain(t *testing.T) {
	n := &Notice{Department: "<at user_id=\"all\">所有人</at>[点这里](http://x)<@all>**急**\n# 题", Period: inspect.MonthSpan(2021, 5)}
	for _, mark := range []string{"<", ">", "[", "](", "**", "@", "\n#"} {
		if strings.Contains(strings.Join(n.lines(nil), "\n"), mark) {
			t.Errorf("%q is left: %s", mark, n.lines(nil))
		}
	}
}

// box is a ledger's place and what has been carried.
type box struct {
	set    *outdir.Set
	ledger *Ledger
	clock  *clock
	said   []string
}

func newBox(t *testing.T) *box {
	t.Helper()
	set, err := outdir.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(set.Abort)
	return &box{set: set, ledger: &Ledger{Schema: ledgerSchema}, clock: newClock()}
}

// run sends what the ledger does not have, and gives the steps.
func (b *box) run(t *testing.T, tries int, deliveries []Delivery, again ...string) []Step {
	t.Helper()
	l, err := ReadLedger(b.ledger.Bytes()) // as another run would
	if err != nil {
		t.Fatal(err)
	}
	b.ledger = l
	forced := map[string]bool{}
	for _, d := range again {
		forced[d] = true
	}
	steps := Plan(deliveries, l, forced)
	err = Run(context.Background(), b.set, steps, l, func(*Ledger) error { return nil },
		Options{Tries: tries, Wait: 5 * time.Second, Clock: b.clock, Tell: func(s string) { b.said = append(b.said, s) }})
	if err != nil {
		t.Fatal(err)
	}
	return steps
}

// scripted is a delivery that comes to what is laid down, then arrives.
func scripted(name, lane string, came *[]string, fates ...*Failure) Delivery {
	d := Delivery{Department: name, Way: JSON, Target: name, SHA256: digest([]byte(name)), key: keyOf(JSON, name), lane: lane}
	d.carry = func(_ context.Context, t trip) (string, *Failure) {
		*came = append(*came, name)
		if len(fates) == 0 {
			return "", nil
		}
		f := fates[0]
		fates = fates[1:]
		return "", f
	}
	return d
}

func temporary() *Failure { return &Failure{Reason: "暂时", later: true} }
func permanent() *Failure { return &Failure{Reason: "不行"} }
func down() *Failure      { return &Failure{Reason: "不通", later: true, lane: true} }

// What may succeed later is tried again when all others have been, after waits
// that grow, and no oftener than it is to be; what cannot is not.
func TestRunTriesAgain(t *testing.T) {
	var came []string
	b := newBox(t)
	steps := b.run(t, 4, []Delivery{
		scripted("慢", "", &came, temporary(), temporary()), scripted("坏", "", &came, permanent()), scripted("好", "", &came),
		scripted("死", "", &came, temporary(), temporary(), temporary(), temporary(), temporary()),
	})
	if got := strings.Join(came, ""); got != "慢坏好死慢死慢死死" {
		t.Errorf("tried %s", got)
	}
	if got := fmt.Sprint(b.clock.waited); got != "[5s 10s 20s]" {
		t.Errorf("waited %s", got)
	}
	want := []struct {
		Status Status
		tries  int
		result Result
	}{{Done, 3, Arrived}, {Undone, 1, Failed}, {Done, 1, Arrived}, {Undone, 4, Failed}}
	for i, w := range want {
		r := b.ledger.Records[i]
		if s := steps[i]; s.Status != w.Status || s.Tries != w.tries || r.Result != w.result || r.Tries != w.tries {
			t.Errorf("%s: %s after %d, recorded as %s after %d", s.Department, s.Status, s.Tries, r.Result, r.Tries)
		}
	}
	if len(b.ledger.Records) != 4 || b.ledger.Records[3].Reason != "暂时" || b.ledger.Records[0].Reason != "" {
		t.Errorf("%+v", b.ledger.Records)
	}
	// A second run sends what has not arrived, and only that.
	came = nil
	steps = b.run(t, 1, []Delivery{scripted("慢", "", &came), scripted("坏", "", &came), scripted("好", "", &came), scripted("死", "", &came)})
	if got := strings.Join(came, ""); got != "坏死" {
		t.Errorf("a second run sent %s", got)
	}
	if steps[0].Status != Unchanged || steps[1].Status != Done {
		t.Errorf("%s, %s", steps[0].Status, steps[1].Status)
	}
	came = nil
	b.run(t, 1, []Delivery{scripted("慢", "", &came), scripted("好", "", &came)}, "好")
	if got := strings.Join(came, ""); got != "好" {
		t.Errorf("asked to send 好 again it sent %s", got)
	}
}

// A server that is down is not asked for each of its deliveries in turn.
func TestRunLeavesADownServerAlone(t *testing.T) {
	var came []string
	var deliveries []Delivery
	for i := range 50 {
		deliveries = append(deliveries, scripted(fmt.Sprintf("%d ", i), "mail", &came, down(), down(), down(), down()))
	}
	b := newBox(t)
	steps := b.run(t, 3, append(deliveries, scripted("别处", "other", &came)))
	if got := strings.Join(came, ""); got != "0 别处0 0 " {
		t.Errorf("asked for %s", got)
	}
	for _, s := range steps[:50] {
		if s.Status != Undone || s.Failure.Reason != "不通" {
			t.Errorf("%s: %s", s.Department, s.Status)
		}
	}
	// A login that is refused is refused for all, once.
	came = nil
	steps = newBox(t).run(t, 3, []Delivery{scripted("甲", "mail", &came, &Failure{Reason: "密码不对", lane: true}), scripted("乙", "mail", &came)})
	if strings.Join(came, "") != "甲" || steps[1].Status != Undone || steps[1].Failure.Reason != "密码不对" {
		t.Errorf("%v, %+v", came, steps[1])
	}
}

// Being asked for patience is no failure: it is waited for, and not counted.
func TestRunIsPatient(t *testing.T) {
	var came []string
	b := newBox(t)
	var fates []*Failure
	for range 6 {
		fates = append(fates, busy(busyWait))
	}
	steps := b.run(t, 2, []Delivery{scripted("甲", "robot", &came, fates...), scripted("乙", "robot", &came)})
	if steps[0].Status != Done || steps[0].Tries != 1 || steps[1].Status != Done {
		t.Errorf("%+v", steps)
	}
	for _, w := range b.clock.waited {
		if w < time.Minute {
			t.Errorf("waited only %s", w)
		}
	}
	fates = nil
	for range 100 {
		fates = append(fates, busy(busyWait))
	}
	if steps = b.run(t, 2, []Delivery{scripted("丙", "robot2", &came, fates...)}); steps[0].Status != Undone {
		t.Error("waited for ever")
	}
}

// A group is told when the book has come, and not before; where it does not come
// the group is not told that it has.
func TestGroupIsToldOfWhatHasCome(t *testing.T) {
	var came []string
	notice := func(department string) Delivery {
		d := scripted(department, "robot", &came)
		d.Department, d.tells, d.key = strings.TrimSuffix(department, "群"), true, keyOf(WeCom, department)
		return d
	}
	b := newBox(t)
	steps := b.run(t, 3, []Delivery{
		scripted("甲", "", &came, temporary()), notice("甲群"), scripted("乙", "", &came, permanent()), notice("乙群"), notice("丙群"), scripted("丁", "", &came), notice("丁群"),
	})
	if got := strings.Join(came, ""); got != "甲乙丙群丁丁群甲甲群" {
		t.Errorf("sent %s", got)
	}
	if s := steps[3]; s.Status != Undone || !strings.Contains(s.Failure.Reason, "任务书没有送到") {
		t.Errorf("%+v", s)
	}
	came = nil
	b.run(t, 3, []Delivery{scripted("乙", "", &came), notice("乙群"), scripted("甲", "", &came), notice("甲群")})
	if got := strings.Join(came, ""); got != "乙乙群" {
		t.Errorf("then sent %s", got)
	}
}

// No more is sent to a robot in a minute than it takes.
func TestRunKeepsWithinTheMinute(t *testing.T) {
	var at []time.Time
	b := newBox(t)
	var deliveries []Delivery
	for i := range 65 {
		var none []string
		d := scripted(fmt.Sprint(i), "robot", &none)
		d.perMinute = 20
		d.carry = func(_ context.Context, tr trip) (string, *Failure) {
			at = append(at, b.clock.now)
			b.clock.now = b.clock.now.Add(300 * time.Millisecond)
			return "", nil
		}
		deliveries = append(deliveries, d)
	}
	b.run(t, 1, deliveries)
	if len(at) != 65 {
		t.Fatalf("%d sent", len(at))
	}
	for i := 20; i < len(at); i++ {
		if at[i].Sub(at[i-20]) < time.Minute {
			t.Errorf("%d to %d within %s", i-20, i, at[i].Sub(at[i-20]))
		}
	}
	if whole := at[64].Sub(at[0]); whole > 4*time.Minute {
		t.Errorf("took %s", whole)
	}
}

var errKilled = errors.New("killed")

// A run killed at any moment leaves in doubt the one delivery that was under
// way; the next run sends that one and those that have not been sent, and says
// which one it is.
func TestKilledRunSendsNothingTwiceButOne(t *testing.T) {
	names := []string{"甲", "乙", "丙", "丁"}
	for step := 0; step < 2*len(names); step++ {
		b := newBox(t)
		var came []string
		make := func() []Delivery {
			var ds []Delivery
			for _, n := range names {
				ds = append(ds, scripted(n, "", &came))
			}
			return ds
		}
		// The process is killed in its step-th writing of the ledger, or what
		// comes before it: what is on the disk is the writing before.
		var disk []byte
		n := 0
		steps := Plan(make(), b.ledger, nil)
		err := Run(context.Background(), b.set, steps, b.ledger, func(l *Ledger) error {
			if n == step {
				return errKilled
			}
			n++
			disk = l.Bytes()
			return nil
		}, Options{Tries: 3, Clock: b.clock})
		if !errors.Is(err, errKilled) {
			t.Fatalf("step %d: %v", step, err)
		}
		l, err := ReadLedger(disk)
		if err != nil {
			t.Fatal(err)
		}
		b.ledger = l
		second := b.run(t, 3, make())
		count := map[string]int{}
		for _, name := range came {
			count[name]++
		}
		twice := 0
		for i, name := range names {
			if count[name] == 0 {
				t.Errorf("step %d: %s was never sent", step, name)
			}
			if count[name] > 1 {
				twice++
				if !second[i].Unsure {
					t.Errorf("step %d: nobody says that %s may have arrived", step, name)
				}
			}
		}
		if twice > 1 {
			t.Errorf("step %d: %v", step, count)
		}
	}
}

// A changed book goes again, and what goes knows what it replaces.
func TestChangedIsSentAgain(t *testing.T) {
	b := newBox(t)
	var before []*Record
	version := func(content string) []Delivery {
		return []Delivery{{Department: "甲局", Way: Mail, SHA256: digest([]byte(content)), key: keyOf(Mail, "x"),
			carry: func(_ context.Context, t trip) (string, *Failure) { before = append(before, t.before); return "", nil }}}
	}
	for i, content := range []string{"一", "二", "二", "一"} {
		b.clock.now = b.clock.now.AddDate(0, 0, 1)
		steps := b.run(t, 1, version(content))
		if want := []Status{Done, Done, Unchanged, Done}[i]; steps[0].Status != want {
			t.Errorf("version %d: %s", i, steps[0].Status)
		}
	}
	if len(before) != 3 || before[0] != nil || before[1] == nil || before[1].At.Day() != 4 || before[2] == nil || before[2].At.Day() != 5 {
		t.Errorf("%+v", before)
	}
	// One that is only repeated replaces nothing.
	b.run(t, 1, version("一"), "甲局")
	if before[3] != nil {
		t.Error("a repetition says that it replaces something")
	}
}

func TestFolders(t *testing.T) {
	b, share := newBox(t), t.TempDir()
	at := func(content string) []Delivery {
		return []Delivery{ToFolder("甲局", "推送", true, "甲局", "甲局.xlsx", []byte(content)), ToFolder("乙局", share, false, "", "乙局.xlsx", []byte(content)),
			ToFolder("丙局", filepath.Join(share, "没有"), false, "", "丙局.xlsx", []byte(content))}
	}
	steps := b.run(t, 3, at("一"))
	if steps[0].Status != Done || steps[1].Status != Done || steps[2].Status != Undone || steps[2].Tries != 1 || !strings.Contains(steps[2].Failure.Reason, "不存在") || steps[2].Failure.Hint == "" {
		t.Errorf("%+v", steps)
	}
	if err := os.WriteFile(filepath.Join(share, "乙局.xlsx"), []byte("填好的"), 0o666); err != nil {
		t.Fatal(err)
	}
	steps = b.run(t, 3, at("二"))
	if steps[1].Kept != "乙局（手工改过）.xlsx" || steps[0].Kept != "" {
		t.Errorf("kept %q and %q", steps[0].Kept, steps[1].Kept)
	}
	for name, want := range map[string]string{"乙局.xlsx": "二", "乙局（手工改过）.xlsx": "填好的"} {
		if got, _ := os.ReadFile(filepath.Join(share, name)); string(got) != want {
			t.Errorf("%s holds %q", name, got)
		}
	}
	if got, err := b.set.Read("推送/甲局/甲局.xlsx"); err != nil || string(got) != "二" {
		t.Errorf("%q, %v", got, err)
	}
}

// A secret is not shown, however it is asked for.
func TestSecret(t *testing.T) {
	s := NewSecret("hunter2")
	b, err := s.MarshalText()
	text := fmt.Sprint(s, &s, []Secret{s}, struct{ S Secret }{s}) + fmt.Sprintf("%v %+v %#v %s %q %x %d", s, s, s, s, s, s, s) + string(b)
	if err != nil || strings.Contains(text, "hunter2") || strings.Contains(text, fmt.Sprintf("%x", "hunter2")) {
		t.Error(text)
	}
	if text := fmt.Sprintf("%+v %#v", MailServer{Password: s}, Robot{sign: s}); strings.Contains(text, "hunter2") {
		t.Error(text)
	}
}
