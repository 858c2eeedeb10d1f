package draw

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func exampleRecord(t testing.TB) *Record {
	t.Helper()
	r, err := FromText(readPool(t), []string{"2021-05-10 公开种子 14"}, []Input{{"五月/联合检查任务.xlsx", Digest("x")}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestVerifyAcceptsWhatIsWritten(t *testing.T) {
	r := exampleRecord(t)
	if _, err := Verify(r.Bytes()); err != nil {
		t.Error(err)
	}
	d := dice(5)
	for n := range 300 {
		p := smallDay(&d)
		r, err := New(p, []string{fmt.Sprint(n), "二"}, nil)
		if err != nil {
			continue
		}
		if _, err := Verify(r.Bytes()); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever byte of a record is changed, added or taken away, it no longer verifies.
func TestTamperingIsCaught(t *testing.T) {
	file := exampleRecord(t).Bytes()
	for i := range file {
		for _, flip := range []byte{0x01, 0x20, 0x80} {
			bad := append([]byte(nil), file...)
			bad[i] ^= flip
			if _, err := Verify(bad); err == nil {
				t.Fatalf("byte %d of %d changed from %q to %q and not noticed", i, len(file), file[i], bad[i])
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(file)-1).Draw(t, "at")
		b := rapid.Byte().Draw(t, "byte")
		var bad []byte
		switch rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			if b == file[i] {
				t.Skip("no change")
			}
			bad = append(append(append(bad, file[:i]...), b), file[i+1:]...)
		case 1:
			bad = append(append(append(bad, file[:i]...), b), file[i:]...)
		case 2:
			bad = append(append(bad, file[:i]...), file[i+1:]...)
		}
		if _, err := Verify(bad); err == nil {
			t.Fatalf("not noticed:\n%s", bad)
		}
	})
}

// A record another program laid out, without a seal, is checked for what it says.
func TestVerifyForeignLayout(t *testing.T) {
	r := exampleRecord(t)
	r.Draws[0], r.Draws[1] = r.Draws[1], r.Draws[0]
	file := string(r.marshal())
	compact := strings.NewReplacer("\n", "", "  ", "", ": ", ":").Replace(file)
	for _, f := range []string{file, compact} {
		if _, err := Verify([]byte(f)); err != nil {
			t.Error(err)
		}
	}
	for _, c := range [][2]string{
		{`"drawn"`, `"Drawn"`}, {`"抽取`, `"抽取`}, {"苏A0100003", "苏A0100001"}, {"reserved", "busy"},
		{`"kind": "inspectors"`, `"kind": "enterprises"`}, {"公开种子 14", "公开种子 15"},
	} {
		bad := strings.Replace(file, c[0], c[1], 1)
		if bad == file {
			continue
		}
		if _, err := Verify([]byte(bad)); err == nil {
			t.Errorf("%q for %q is not noticed", c[1], c[0])
		}
	}
}

func TestVerifyNamesTheLine(t *testing.T) {
	file := string(exampleRecord(t).Bytes())
	bad := strings.Replace(file, `        "苏A0100005"`, `        "苏A0100001"`, 1)
	line := 1 + strings.Count(bad[:strings.Index(bad, `        "苏A0100001"`)], "\n")
	_, err := Verify([]byte(bad))
	var d *Difference
	if !errors.As(err, &d) {
		t.Fatalf("%v", err)
	}
	want := fmt.Sprintf("第%d行，%s 抽中的第2位：记录为“苏A0100001”，重算为“苏A0100005”", line, task1)
	if d.Error() != want {
		t.Errorf("got  %s\nwant %s", d, want)
	}
}
