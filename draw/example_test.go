package draw

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	emergency = "南京市应急管理局"
	task1     = "LJ-202105-0001/" + emergency
	task2     = "LJ-202105-0002/" + emergency
)

func readPool(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", PoolName))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The worked example, every digest as it is published.
func TestWorkedExample(t *testing.T) {
	pool := readPool(t)
	r, err := FromText(pool, []string{"2021-05-10 公开种子 14"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.PoolSHA256 != "f86b042174c42d5e03d53029f26653f2f893b36e52bab3ee2f179f20e5c2f39c" {
		t.Errorf("R = %s", r.PoolSHA256)
	}
	if r.SeedSHA256 != "1d3f7320c5334ea8175cf8a990f4302f7a4344ed9723648073ee2186fbaa15dd" {
		t.Errorf("S = %s", r.SeedSHA256)
	}
	for _, c := range []struct {
		place, key string
		weight     int
		want       string
	}{
		{task1, "苏A0100002", 1, "1cd6247e0b5e749b9ea9b864735c8c82c2de6dd5b63516e9499b70e7823c2d6f"},
		{task1, "苏A0100004", 2, "31b2dca835da2c05771e30f9e26b4198f088e890cbc04f8942add0ab9479f947"},
		{task1, "苏A0100005", 1, "4b0c0dfb342d71654d7ea92eaa571d24688e63c7a7ff20647efdcdefc813d06a"},
		{task1, "苏A0100001", 1, "66382dc2b7da36ec85a20a44ebb025c9f38fd3a64eb336d7ec22fda4ce16676f"},
		{task2, "苏A0100004", 2, "317d09a7ea49820c2c2c8c7c559cdc900759b818be0f15093e4e5fbfa6692066"},
		{task2, "苏A0100002", 1, "62146b90beab400d59b394a9ced8533be788be07dce9672d97569309cef7804f"},
		{task2, "苏A0100003", 1, "71a5d4fdc75f75adef67ceb2138e3017cb81e3dc12c8d48f8d9ca3768e363286"},
	} {
		if got := Ticket(r.SeedSHA256, c.place, c.key, c.weight); got != c.want {
			t.Errorf("ticket of %s for %s: %s, want %s", c.key, c.place, got, c.want)
		}
	}
	want := []Result{
		{task1, []string{"苏A0100002", "苏A0100005"}, []Passed{
			{"苏A0100004", "31b2dca835da2c05771e30f9e26b4198f088e890cbc04f8942add0ab9479f947", Reserved},
		}},
		{task2, []string{"苏A0100004", "苏A0100003"}, []Passed{
			{"苏A0100001", "1049aa99a9f756d5d0576ff3c801ec8874437d774b19edd3f9004eb7a2593f86", Recused},
			{"苏A0100002", "62146b90beab400d59b394a9ced8533be788be07dce9672d97569309cef7804f", Busy},
		}},
	}
	if d := cmp.Diff(want, r.Draws); d != "" {
		t.Error(d)
	}
}

func TestPoolReadsWhatItWrites(t *testing.T) {
	text := readPool(t)
	p, err := ParsePool(text)
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Text()
	if err != nil || got != text {
		t.Errorf("%v\n%s", err, got)
	}
}
