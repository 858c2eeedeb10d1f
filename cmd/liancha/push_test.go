package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"liancha/inspect"
	"liancha/internal/outdir"
	"liancha/internal/table"
	"liancha/push"
	"liancha/push/fake"
	"liancha/report"
)

// pushScene is the sample month collided, with a mail server and a robot for
// every department.
type pushScene struct {
	departments []string
	mail        *fake.MailServer
	robot       *fake.Robot
	onMail      atomic.Pointer[func()] // called with every mail taken, before it is answered
	outcome     *inspect.Outcome
}

const bookPath = "out/" + report.TaskBookName

func newPushScene(t *testing.T, robot string) *pushScene {
	t.Helper()
	_, dir := sample(t)
	t.Chdir(dir)
	quietly(t, "collide", "plans", "--period", "2021-05", "--effort", "1", "-o", "out")
	sheets, err := table.ReadFile(filepath.FromSlash(bookPath), bookPath, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	book, _, err := report.ReadTaskBook(sheets, report.BookTerms{})
	if err != nil {
		t.Fatal(err)
	}
	s := &pushScene{departments: departmentsOf(book.Entries), mail: &fake.MailServer{Login: "lianhe:" + scenePassword}, robot: fake.NewRobot(robot, false), outcome: book.Outcome}
	s.robot.Secret = sceneKey
	s.mail.OnMail = func() {
		if f := s.onMail.Load(); f != nil {
			(*f)()
		}
	}
	if err := s.mail.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.mail.Close)
	t.Cleanup(s.robot.Close)
	t.Setenv("SCENE_PASSWORD", scenePassword)
	t.Setenv("SCENE_ROBOT", s.robot.Address())
	t.Setenv("SCENE_KEY", sceneKey)
	return s
}

const (
	scenePassword = "hunter2-password"
	sceneKey      = "SEC-scene-0123456789"
)

// settings writes settings in which the first so many departments are mailed to
// and have a robot.
func (s *pushScene) settings(t *testing.T, mailed, robots int, sign bool) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "push:\n  tries: 1\n  wait_seconds: 0\n  smtp:\n    host: 127.0.0.1\n    port: %d\n    tls: none\n    from: lianhe@example.gov.cn\n    username: lianhe\n    password_env: SCENE_PASSWORD\n    to:\n", s.mail.Port())
	for i, d := range s.departments[:mailed] {
		fmt.Fprintf(&b, "      %s: [clerk%d@example.gov.cn]\n", d, i)
	}
	b.WriteString("  webhooks:\n")
	key := ""
	if sign {
		key = ", secret_env: SCENE_KEY"
	}
	for _, d := range s.departments[:robots] {
		fmt.Fprintf(&b, "    %s: {kind: %s, url_env: SCENE_ROBOT%s, plain_http: true}\n", d, s.robot.Kind, key)
	}
	if err := os.WriteFile("liancha.yaml", []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
}

func readLedger(t *testing.T, dir string) *push.Ledger {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, push.LedgerName))
	if os.IsNotExist(err) {
		return &push.Ledger{}
	}
	if err != nil {
		t.Fatal(err)
	}
	l, err := push.ReadLedger(b)
	if err != nil {
		t.Fatalf("a killed run has left half a ledger: %v", err)
	}
	return l
}

// TestKilledWhilePushing: the program killed at any moment of a push has sent at
// most one mail that the ledger does not have; runs after it send the others,
// each once.
func TestKilledWhilePushing(t *testing.T) {
	kills := 10
	if testing.Short() {
		kills = 2
	}
	s := newPushScene(t, "json")
	s.settings(t, len(s.departments), 0, false)
	// The mail at which the program is killed: it waits for its answer until then,
	// or has had it a moment ago.
	var due atomic.Int64
	taken, answer := make(chan bool, 1), make(chan bool)
	onMail := func() {
		if due.Add(-1) == 0 {
			taken <- true
			<-answer
		}
	}
	s.onMail.Store(&onMail)
	program := func(out string) *exec.Cmd {
		c := exec.Command(os.Args[0], "push", filepath.FromSlash(bookPath), "-q", "-o", out)
		c.Env = append(os.Environ(), asProgram+"=1")
		return c
	}
	for i := range kills {
		out := fmt.Sprintf("out%d", i)
		before := len(s.mail.Mails())
		due.Store(int64(1 + i*len(s.departments)/kills))
		c := program(out)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		<-taken
		if i%2 == 0 {
			c.Process.Kill()
		} else {
			answer <- true
			time.Sleep(time.Duration(i) * time.Millisecond / 2)
			c.Process.Kill()
		}
		c.Wait()
		if i%2 == 0 {
			answer <- true
		}
		time.Sleep(5 * time.Millisecond) // a mail under way
		arrived := 0
		for _, r := range readLedger(t, out).Records {
			if r.Result == push.Arrived {
				arrived++
			}
		}
		sent := len(s.mail.Mails()) - before
		if sent-arrived < 0 || sent-arrived > 1 || i%2 == 0 && sent == arrived {
			t.Errorf("kill %d: %d sent, %d recorded", i, sent, arrived)
		}
		if b, err := program(out).CombinedOutput(); err != nil {
			t.Fatalf("after kill %d: %v\n%s", i, err, b)
		}
		count := map[string]int{}
		for _, m := range s.mail.Mails()[before:] {
			count[m.To]++
		}
		twice := 0
		for _, n := range count {
			twice += n - 1
		}
		if len(count) != len(s.departments) || twice > 1 {
			t.Errorf("kill %d: %d of %d departments have their mail, %d mails are too many", i, len(count), len(s.departments), twice)
		}
	}
}

// TestPushTwoRuns: of two runs at once into one folder, one sends.
func TestPushTwoRuns(t *testing.T) {
	s := newPushScene(t, "json")
	s.settings(t, 2, 0, false)
	set, err := outdir.Open("out")
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if status := run([]string{"push", bookPath, "-o", "out"}, &stdout, &stderr); status != exitFailed || !strings.Contains(stderr.String(), "正被另一个 liancha 使用") {
		t.Errorf("exit status %d\n%s", status, stderr.String())
	}
	if len(s.mail.Mails()) > 0 {
		t.Error("it has sent all the same")
	}
	// Looking is allowed meanwhile.
	if status := run([]string{"push", bookPath, "-o", "out", "--dry-run"}, &stdout, &stderr); status != exitDone {
		t.Errorf("a dry run: exit status %d\n%s", status, stderr.String())
	}
	set.Abort()
}

// TestPushDryRunWritesNothing: nor does it ask anyone anything.
func TestPushDryRunWritesNothing(t *testing.T) {
	s := newPushScene(t, "wecom")
	s.settings(t, 5, 3, false)
	before := folderBytes(t, ".")
	var stdout, stderr bytes.Buffer
	for _, args := range [][]string{{"push", bookPath, "-o", "out", "--dry-run"}, {"push", bookPath, "-o", "new", "--dry-run", "--json"}} {
		if status := run(args, &stdout, &stderr); status != exitDone {
			t.Fatalf("%v: exit status %d\n%s", args, status, stderr.String())
		}
	}
	sameFiles(t, "after a dry run", before, folderBytes(t, "."))
	if _, err := os.Stat("new"); err == nil {
		t.Error("a dry run has made a folder")
	}
	if s.mail.Connections() > 0 || len(s.robot.Received()) > 0 {
		t.Error("a dry run has asked someone")
	}
}

// TestPushExitStatus: 0 all there, 3 some missing; 1, nothing there, is in the
// script pushways.
func TestPushExitStatus(t *testing.T) {
	s := newPushScene(t, "feishu")
	s.settings(t, 3, 2, true)
	s.robot.Next(fake.Answer{Code: 19024})
	push := func(args ...string) int {
		var stdout, stderr bytes.Buffer
		status := run(append([]string{"push", bookPath, "-o", "out"}, args...), &stdout, &stderr)
		if status == exitUsage {
			t.Fatal(stderr.String())
		}
		return status
	}
	if status := push(); status != exitPartial {
		t.Errorf("one missing: %d", status)
	}
	if status := push(); status != exitDone {
		t.Errorf("all there: %d", status)
	}
	s.mail.Close()
	if status := push("--again", s.departments[0]); status != exitPartial {
		t.Errorf("one missing again: %d", status)
	}
}

// TestPushKeepsSecrets: on the whole sample month, with a part of the checks
// made surprises, no message, record or word on the screen names a person, a
// telephone, a certificate or an enterprise, or holds a secret; and nobody's
// book tells of another's surprise.
func TestPushKeepsSecrets(t *testing.T) {
	s := newPushScene(t, "dingtalk")
	s.settings(t, 12, 15, true) // no more than the robot takes in a minute
	surprised := s.surprise(t)
	forbidden := []string{scenePassword, sceneKey, fake.Token, "127.0.0.1", "clerk"}
	for i := range s.outcome.Enterprises {
		e := &s.outcome.Enterprises[i]
		forbidden = append(forbidden, e.Name, e.Code, e.Contact, e.Phone)
	}
	for i := range s.outcome.Staff {
		p := &s.outcome.Staff[i]
		forbidden = append(forbidden, p.Name, p.Certificate)
	}
	for i := range s.outcome.Entries {
		forbidden = append(forbidden, s.outcome.Entries[i].Named...)
	}
	forbidden = slices.DeleteFunc(forbidden, func(w string) bool { return len([]rune(w)) < 2 })
	slices.Sort(forbidden)
	forbidden = slices.Compact(forbidden)
	if len(forbidden) < 100 {
		t.Fatalf("only %d words to look for", len(forbidden))
	}
	var seen bytes.Buffer
	s.robot.Next(fake.Answer{Code: 310000}, fake.Answer{Status: 302, Header: map[string]string{"Location": "/" + fake.Token}}, fake.Answer{Body: "<html>" + fake.Token}, fake.Answer{Status: 500})
	for _, args := range [][]string{{"--dry-run"}, {"--json", "--again", s.departments[0]}, {}, {"--again", s.departments[1], "--json"}} {
		var stdout, stderr bytes.Buffer
		status := run(append([]string{"push", bookPath, "-o", "out"}, args...), &stdout, &stderr)
		if status == exitUsage || status == exitFailed {
			t.Fatalf("%v: exit status %d\n%s", args, status, stderr.String())
		}
		seen.Write(stdout.Bytes())
		seen.Write(stderr.Bytes())
	}
	received := s.robot.Received()
	if len(received) < 14 {
		t.Fatalf("%d messages", len(received))
	}
	var messages strings.Builder
	for _, m := range received {
		messages.WriteString(m.Raw + "\n")
	}
	ledger, err := os.ReadFile(filepath.Join("out", push.LedgerName))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{"the screen": seen.String(), "a message": messages.String(), "the ledger": string(ledger), "the record": bookText(t, filepath.Join("out", pushRecordBook))}
	for what, text := range texts {
		text = digests.ReplaceAllString(text, "")
		for _, word := range forbidden {
			if strings.Contains(text, word) {
				t.Errorf("%s holds %q", what, word)
			}
		}
	}
	s.othersKnowNothing(t, surprised)
}

// digests are what may hold any row of digits by chance.
var digests = regexp.MustCompile(`[0-9a-f]{64}`)

// surprise makes every fifth task a surprise, in the task book itself, as a
// plan would have, and gives their numbers.
func (s *pushScene) surprise(t *testing.T) map[string]bool {
	t.Helper()
	surprised := map[string]bool{}
	for i := range s.outcome.Tasks {
		task := &s.outcome.Tasks[i]
		if i%5 == 0 {
			surprised[task.ID] = true
			for _, e := range task.Entries {
				s.outcome.Entries[e].Kind = inspect.Surprise
			}
		}
	}
	set, err := outdir.Open("out")
	if err != nil {
		t.Fatal(err)
	}
	defer set.Abort()
	if err := report.WriteDrawn(set, report.TaskBookName, s.outcome, nil); err != nil {
		t.Fatal(err)
	}
	if err := set.Commit(); err != nil {
		t.Fatal(err)
	}
	return surprised
}

// othersKnowNothing looks for every surprise in every book and mail.
func (s *pushScene) othersKnowNothing(t *testing.T, surprised map[string]bool) {
	t.Helper()
	books := map[string]string{} // department → text of what it has got
	for i, d := range s.departments {
		for _, m := range s.mail.Mails() {
			if m.To == fmt.Sprintf("clerk%d@example.gov.cn", i) {
				_, file, content, err := openMail(m.Data)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, content, 0o666); err != nil {
					t.Fatal(err)
				}
				books[d] = bookText(t, file)
			}
		}
		if books[d] == "" {
			books[d] = bookText(t, filepath.Join("out", "推送", d, d+".xlsx"))
		}
	}
	told := 0
	for i := range s.outcome.Tasks {
		task := &s.outcome.Tasks[i]
		if !surprised[task.ID] {
			continue
		}
		for d, text := range books {
			takesPart := slices.ContainsFunc(task.Entries, func(e int) bool { return s.outcome.Entries[e].Department == d })
			if has := strings.Contains(text, task.ID); has != takesPart {
				t.Errorf("%s: knows of %s: %v, takes part: %v", d, task.ID, has, takesPart)
			} else if has {
				told++
			}
		}
	}
	if told == 0 {
		t.Error("nobody knows of any surprise")
	}
}

// bookText gives all a workbook says.
func bookText(t *testing.T, path string) string {
	t.Helper()
	sheets, err := table.ReadFile(path, path, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, s := range sheets {
		for _, r := range s.Rows {
			for _, c := range r.Cells {
				b.WriteString(c.Text + "\n")
			}
		}
	}
	return b.String()
}

// TestPushJSON: the keys other programs rely on.
func TestPushJSON(t *testing.T) {
	s := newPushScene(t, "wecom")
	s.settings(t, 1, 1, false)
	s.robot.Next(fake.Answer{Code: 93000})
	var stdout, stderr bytes.Buffer
	if status := run([]string{"push", bookPath, "-o", "out", "--json"}, &stdout, &stderr); status != exitPartial {
		t.Fatalf("exit status %d\n%s", status, stderr.String())
	}
	var got struct {
		Schema     string
		DryRun     *bool `json:"dry_run"`
		Deliveries []map[string]any
		Without    []any
		Lacking    []any
		Problems   []any
	}
	d := json.NewDecoder(&stdout)
	d.DisallowUnknownFields()
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.Schema != "liancha/push/1" || got.DryRun == nil || *got.DryRun || len(got.Deliveries) != len(s.departments)+1 || got.Without == nil || got.Lacking == nil || got.Problems == nil {
		t.Errorf("%+v", got)
	}
	ways := map[any]any{}
	for _, d := range got.Deliveries {
		for _, key := range []string{"department", "way", "target", "file", "sha256", "status", "replaces", "tries", "at", "reason", "hint"} {
			if _, ok := d[key]; !ok {
				t.Errorf("no %s in %v", key, d)
			}
		}
		ways[d["way"]] = d["status"]
	}
	if ways["mail"] != "arrived" || ways["wecom"] != "failed" || ways["folder"] != "arrived" {
		t.Error(ways)
	}
}

// Two departments never share a folder, whatever a system makes of their names.
func TestFreeName(t *testing.T) {
	taken := map[string]bool{}
	var got []string
	for _, d := range []string{"甲局", "A/b局", "a／B局", "甲局", "CON", "..", ""} {
		got = append(got, freeName(d, taken))
	}
	if want := []string{"甲局", "A／b局", "a／B局（2）", "甲局（2）", "_CON", "未命名", "未命名（2）"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
