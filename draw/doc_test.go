package draw

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// docs/verify-a-draw.md tells people what to type and what they get. Here it is
// typed, where there is a shell with sha256sum, and computed everywhere.
func TestVerifyADrawPage(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "docs", "verify-a-draw.md"))
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	pool := readPool(t)
	if !strings.Contains(page, "`"+Digest(pool)+"`") {
		t.Errorf("R on the page is not that of the pool, %s", Digest(pool))
	}
	typed := regexp.MustCompile(`(?m)^printf '%s' '([^']*)' \| sha256sum$`).FindAllStringSubmatchIndex(page, -1)
	if len(typed) != 2 {
		t.Fatalf("%d commands on the page", len(typed))
	}
	got := regexp.MustCompile("得到 `([0-9a-f]{64})`")
	for _, at := range typed {
		text := page[at[2]:at[3]]
		said := got.FindStringSubmatch(page[at[1]:])
		if said == nil || said[1] != Digest(text) {
			t.Errorf("%s\n gives %s, the page says %v", text, Digest(text), said)
		}
		if out, ok := shell(t, page[at[0]:at[1]]); ok && said != nil && !strings.HasPrefix(out, said[1]+" ") {
			t.Errorf("%s\n prints %s, the page says %s", page[at[0]:at[1]], out, said[1])
		}
		if !strings.Contains(page, "$t = '"+text+"'") && strings.HasPrefix(text, "liancha-draw") {
			t.Errorf("PowerShell is not told to hash %s", text)
		}
	}
	// The table is the draw's.
	r, err := FromText(pool, []string{"2021-05-10 公开种子 14"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	passed := r.Draws[0].Passed[0]
	for _, row := range []string{
		"| `" + Ticket(r.SeedSHA256, task1, r.Draws[0].Drawn[0], 1)[:8] + "…` | " + r.Draws[0].Drawn[0] + " | 抽中 |",
		"| `" + passed.Ticket[:8] + "…`（两个号中小的） | " + passed.Key + " | 跳过，`" + passed.Reason + "`",
		"| `" + Ticket(r.SeedSHA256, task1, r.Draws[0].Drawn[1], 1)[:8] + "…` | " + r.Draws[0].Drawn[1] + " | 抽中，满两人 |",
	} {
		if !strings.Contains(page, row) {
			t.Errorf("the page does not have: %s", row)
		}
	}
}

// shell runs a command line where there is a shell with sha256sum.
func shell(t *testing.T, line string) (out string, ok bool) {
	t.Helper()
	if _, err := exec.LookPath("sha256sum"); err != nil {
		return "", false
	}
	sh, err := exec.LookPath("sh")
	if err != nil {
		return "", false
	}
	b, err := exec.Command(sh, "-c", line).Output()
	if err != nil {
		t.Errorf("%s: %v", line, err)
	}
	return string(b), true
}
