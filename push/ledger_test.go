package push

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"
)

func sampleLedger() *Ledger {
	return &Ledger{Schema: ledgerSchema, Records: []Record{
		{Department: "甲局", Way: Mail, Target: masked("zhihui@example.gov.cn"), Key: keyOf(Mail, "zhihui@example.gov.cn"), File: "甲局.xlsx", SHA256: digest([]byte("a")),
			At: time.Date(2021, 5, 3, 9, 0, 0, 0, time.FixedZone("", 8*3600)), Result: Arrived, Tries: 2},
		{Department: "乙局", Way: WeCom, Target: "企业微信群机器人 #0011aabb", Key: keyOf(WeCom, "x"), SHA256: digest([]byte("b")),
			At: time.Date(2021, 5, 3, 9, 1, 0, 0, time.UTC), Result: Failed, Tries: 4, Reason: "机器人已停用（93004）", Replaces: true},
	}}
}

func TestLedgerRoundTrip(t *testing.T) {
	for _, l := range []*Ledger{sampleLedger(), {Schema: ledgerSchema}} {
		again, err := ReadLedger(l.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(again.Bytes(), l.Bytes()) {
			t.Errorf("%s\n%s", l.Bytes(), again.Bytes())
		}
	}
	golden(t, "ledger.json", string(sampleLedger().Bytes()))
}

// A ledger that is damaged or another's is not taken for an empty one.
func TestDamagedLedger(t *testing.T) {
	good := string(sampleLedger().Bytes())
	for _, bad := range []string{
		good[:len(good)/2], good + "{}", "[]", "null x", "{", " ", "", `{"schema":"liancha/push-ledger/2","records":[]}`, `{"records":[{}]}`,
		strings.Replace(good, `"arrived"`, `"perhaps"`, 1), strings.Replace(good, `"mail"`, `"pigeon"`, 1),
		strings.Replace(good, keyOf(WeCom, "x"), "00", 1), strings.Replace(good, `"tries": 2`, `"tries": -1`, 1),
		strings.Replace(good, `"tries"`, `"attempts"`, 1), strings.Replace(good, "2021-05-03T09:00:00", "2021-05-33T09:00:00", 1),
		strings.Replace(good, "甲局\"", "\"", 1),
	} {
		if bad == good {
			t.Fatal("nothing is damaged")
		}
		if l, err := ReadLedger([]byte(bad)); err == nil {
			t.Errorf("taken for a ledger of %d: %s", len(l.Records), bad)
		}
	}
	if l, err := ReadLedger(nil); err != nil || len(l.Records) != 0 {
		t.Errorf("no ledger yet: %v", err)
	}
}

func TestMasked(t *testing.T) {
	for a, want := range map[string]string{"zhihui@example.gov.cn": "z…i@example.gov.cn", "a@b": "a…@b", "ab@c": "a…@c", "张三丰@b": "张…丰@b", "@b": "…", "": "…", "x": "…"} {
		if got := masked(a); got != want {
			t.Errorf("%s: %s", a, got)
		}
	}
}

func FuzzReadLedger(f *testing.F) {
	f.Add(sampleLedger().Bytes())
	f.Add([]byte(`{"schema":"liancha/push-ledger/1","records":[]}`))
	f.Add([]byte(`{"records":[{"at":"9999-12-31T23:59:59-23:59"}]}`))
	f.Add([]byte("{"))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := ReadLedger(b)
		if err != nil {
			return
		}
		again, err := ReadLedger(l.Bytes())
		if err != nil {
			t.Fatalf("its own bytes are refused: %v\n%s", err, l.Bytes())
		}
		if !reflect.DeepEqual(l, again) && !bytes.Equal(l.Bytes(), again.Bytes()) {
			t.Fatalf("%+v\n%+v", l, again)
		}
	})
}
