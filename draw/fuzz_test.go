package draw

import "testing"

// Whatever stands in a pool: an error, or a pool that is written as it was read.
func FuzzParsePool(f *testing.F) {
	f.Add(readPool(f))
	f.Add("quota|C级|2\nenterprise|C级|A|1\n")
	f.Add("enterprise|C级|A|1\nquota|C级|2\n")
	f.Add("bar|T/甲|A|leave\nfixed|T/甲|B\nperson|甲|A|2\ntask|T/甲|甲|0|3|2\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePool(text)
		if err != nil {
			return
		}
		if got, err := p.Text(); err != nil || got != text {
			t.Errorf("%q comes back as %q, %v", text, got, err)
		}
	})
}

// Whatever stands in a record, it is checked without panic.
func FuzzVerify(f *testing.F) {
	r := exampleRecord(f)
	f.Add(r.Bytes())
	f.Add(r.marshal())
	if err := r.Replace("苏A0100005", "生病", nil); err != nil {
		f.Fatal(err)
	}
	f.Add(r.Bytes())
	f.Add([]byte(`{"schema":"liancha/draw/1","kind":"enterprises","seeds":["1"],"pool":"quota|C|1\n","draws":[]}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		if len(file) > 1<<16 {
			return
		}
		_, _ = Verify(file)
	})
}
