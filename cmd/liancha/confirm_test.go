package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// roundFile is what confirm writes, as far as the checks go.
type roundFile struct {
	Schema  string         `json:"schema"`
	Stats   map[string]int `json:"stats"`
	Proven  bool           `json:"proven"`
	Changes []struct {
		ID     string   `json:"id"`
		Kinds  []string `json:"kinds"`
		Before *struct {
			Date        string   `json:"date"`
			Half        string   `json:"half"`
			Departments []string `json:"departments"`
		} `json:"before"`
		Why []string `json:"why"`
	} `json:"changes"`
	Confirmations []struct {
		Task, Department, State, Now string
		Dates                        [][2]string
	} `json:"confirmations"`
	collision
}

// said is a made-up reply.
type saidReply struct {
	task, department, answer string
	dates                    []string
}

// confirmSample collides the sample month in a folder of its own.
func confirmSample(t *testing.T) (*truth, *collision) {
	t.Helper()
	tr, dir := sample(t)
	c := collideForTest(t, dir, tr, "plans", "--period", "2021-05", "-o", "book")
	return tr, c.got
}

// made-up replies to a collision: most agree, some have other days, some stay
// away, some say nothing.
func madeUp(c *collision, r *rand.Rand) []saidReply {
	days := []string{"5月6日", "5月7日", "5月10日", "5月11日", "5月12日", "5月13日", "5月17日", "5月18日", "5月20日", "5月21日", "5月25日", "5月26日", "5月27日", "5月28日", "5月31日"}
	var list []saidReply
	for _, task := range c.Tasks {
		var departments []string
		for _, e := range task.Entries {
			if !slices.Contains(departments, e.Department) {
				departments = append(departments, e.Department)
			}
		}
		slices.Sort(departments)
		for _, d := range departments {
			x := saidReply{task: task.ID, department: d, answer: "同意"}
			switch n := r.IntN(100); {
			case n < 10:
				x.answer = "调整"
				for range 1 + r.IntN(5) {
					x.dates = append(x.dates, days[r.IntN(len(days))])
				}
			case n < 13:
				x.answer = "不参加"
			case n < 25:
				x.answer = ""
			}
			list = append(list, x)
		}
	}
	return list
}

// writeReplies writes replies into as many files, as departments would.
func writeReplies(t *testing.T, folder string, list []saidReply, files int) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	for f := range files {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		_ = w.Write([]string{"任务编号", "部门", "确认", "可行日期", "说明"})
		for i, x := range list {
			if i%files == f {
				_ = w.Write([]string{x.task, x.department, x.answer, strings.Join(x.dates, "、"), ""})
			}
		}
		w.Flush()
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d.csv", f)), b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// confirmForTest runs confirm and reads what it has written.
func confirmForTest(t *testing.T, out string, args ...string) (*roundFile, []byte) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := run(append(append([]string{"confirm"}, args...), "--json", "-o", out), &stdout, &stderr)
	if status != exitDone && status != exitPartial {
		t.Fatalf("exit status %d\n%s", status, stderr.String())
	}
	written, err := os.ReadFile(filepath.Join(out, "confirm.json"))
	if err != nil || !bytes.Equal(written, stdout.Bytes()) {
		t.Fatalf("confirm.json is not what --json prints: %v", err)
	}
	got := new(roundFile)
	if err := json.Unmarshal(written, got); err != nil {
		t.Fatal(err)
	}
	if partial := got.Stats["entries_left_out"] > 0 || got.Stats["rejected"] > 0; partial != (status == exitPartial) {
		t.Errorf("exit status %d with %v", status, got.Stats)
	}
	return got, written
}

const bookFileName = "联合检查任务.xlsx"

// TestConfirmKeepsItsPromises: with made-up replies to the sample month nothing
// is lost, what was agreed stays, what was adjusted is on its days, every hard
// rule holds by the independent checker, and the same replies again, in another
// order or as the departments' own new books have them, change nothing.
func TestConfirmKeepsItsPromises(t *testing.T) {
	tr, book := confirmSample(t)
	seeds := uint64(3)
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 1))
		list := madeUp(book, r)
		dir := func(name string) string { return fmt.Sprintf("%s%d", name, seed) }
		writeReplies(t, dir("replies"), list, 1)
		got, written := confirmForTest(t, dir("round"), filepath.Join("book", bookFileName), dir("replies"))
		checkRound(t, tr, book, list, got)

		other := slices.Clone(list)
		r.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
		writeReplies(t, dir("others"), other, 3)
		again, _ := confirmForTest(t, dir("shuffled"), filepath.Join("book", bookFileName), dir("others"))
		sameTasks(t, "in another order", got, again)

		repeat, _ := confirmForTest(t, dir("repeat"), filepath.Join(dir("round"), bookFileName), dir("replies"))
		sameTasks(t, "a second time", got, repeat)
		own, _ := confirmForTest(t, dir("own"), filepath.Join(dir("round"), bookFileName), filepath.Join(dir("round"), "部门任务"))
		sameTasks(t, "by the new books", got, own)
		for _, x := range []*roundFile{repeat, own} {
			if n := x.Stats["tasks_unchanged"]; n != len(got.Tasks) {
				t.Errorf("seed %d: %d of %d tasks unchanged the second time", seed, n, len(got.Tasks))
			}
		}
		for _, name := range []string{bookFileName} {
			a, _ := os.ReadFile(filepath.Join(dir("round"), name))
			b, _ := os.ReadFile(filepath.Join(dir("own"), name))
			if !bytes.Equal(a, b) {
				t.Errorf("seed %d: %s is another the second time", seed, name)
			}
		}
		if seed == 0 {
			_, twice := confirmForTest(t, "twice", filepath.Join("book", bookFileName), dir("replies"))
			if !bytes.Equal(written, twice) {
				t.Error("the same run gives other bytes")
			}
		}
	}
}

func sameTasks(t *testing.T, how string, a, b *roundFile) {
	t.Helper()
	x, _ := json.Marshal([]any{a.Tasks, a.Unscheduled})
	y, _ := json.Marshal([]any{b.Tasks, b.Unscheduled})
	if !bytes.Equal(x, y) {
		t.Errorf("%s: other tasks", how)
	}
}

// checkRound checks one round against the book, the replies and the truth.
func checkRound(t *testing.T, tr *truth, book *collision, list []saidReply, got *roundFile) {
	t.Helper()
	answers := map[[2]string]saidReply{}
	for _, x := range list {
		answers[[2]string{x.task, x.department}] = x
	}
	c := &checker{truth: tr, got: &got.collision, prefix: "plans/", gap: 5}
	c.got.Period, c.got.Staff, c.got.Enterprises = book.Period, book.Staff, book.Enterprises
	c.expect()
	c.calendar()
	declined, taskOf := map[string]bool{}, map[string]string{}
	for _, task := range book.Tasks {
		agreed := true
		for _, e := range task.Entries {
			taskOf[e.Source] = task.ID
			x := answers[[2]string{task.ID, e.Department}]
			declined[e.Source] = x.answer == "不参加"
			agreed = agreed && (x.answer == "同意" || x.answer == "不参加")
			if x.answer == "调整" {
				w := c.want[e.Source]
				w.window = nil
				for _, d := range x.dates {
					var day int
					if _, err := fmt.Sscanf(d, "5月%d日", &day); err != nil {
						t.Fatal(err)
					}
					w.window = append(w.window, [2]string{fmt.Sprintf("2021-05-%02d", day), fmt.Sprintf("2021-05-%02d", day)})
				}
				c.want[e.Source] = w
			}
		}
		if agreed {
			stays(t, task.ID, task.Date+task.Half, got)
		}
	}
	mayLoseNames(c, got)
	c.accounted()
	c.meanings()
	c.tasks()
	c.distances()
	c.staffing()
	for _, f := range c.faults {
		t.Error(f)
	}
	numbersStay(t, book, got, taskOf, declined)
	for _, x := range got.Changes {
		if len(x.Why) == 0 {
			t.Errorf("task %s: no reason given", x.ID)
		}
	}
}

// mayLoseNames: a task that has moved or is new may come without the people its plan
// names where they cannot come then; that is said.
func mayLoseNames(c *checker, got *roundFile) {
	said := map[string]bool{}
	for _, x := range got.Changes {
		said[x.ID] = strings.Contains(strings.Join(x.Why, "\n"), "要重新抽取") && !slices.Equal(x.Kinds, []string{"redraw"})
	}
	for _, task := range got.Tasks {
		for _, e := range task.Entries {
			if w := c.want[e.Source]; said[task.ID] && len(e.Named) == 0 {
				w.Named = nil
				c.want[e.Source] = w
			}
		}
	}
}

// stays: an agreed task is where it was.
func stays(t *testing.T, id, at string, got *roundFile) {
	t.Helper()
	for _, task := range got.Tasks {
		if task.ID == id && task.Date+task.Half != at {
			t.Errorf("agreed task %s moved from %s to %s%s", id, at, task.Date, task.Half)
		}
	}
}

// numbersStay: a task that is still there holds one of its own entries; a new
// number was nobody's before; who stays away is in no task.
func numbersStay(t *testing.T, book *collision, got *roundFile, taskOf map[string]string, declined map[string]bool) {
	t.Helper()
	old := map[string]bool{}
	for _, task := range book.Tasks {
		old[task.ID] = true
	}
	for _, task := range got.Tasks {
		own := false
		for _, e := range task.Entries {
			own = own || taskOf[e.Source] == task.ID
			if declined[e.Source] {
				t.Errorf("%s stays away, and is in task %s", e.Source, task.ID)
			}
		}
		if own != old[task.ID] {
			t.Errorf("task %s: its own entries %v, known before %v", task.ID, own, old[task.ID])
		}
	}
}
