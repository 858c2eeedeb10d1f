package collide

import (
	"testing"

	"liancha/inspect"
)

// FuzzResolve: no name, code or address makes identity fail, and two rows with
// the same words are one enterprise.
func FuzzResolve(f *testing.F) {
	f.Add("南京隆源化工有限公司（原：隆源厂）", codeA, "南京市江宁区将军大道5号", "江宁区")
	f.Add("南京市有限公司", "9.13201E+17", "江宁区", "")
	f.Add("（（（原：", "91320115FLCR63FO9G", "5号", "南京市")
	f.Add("\xff\xfe", "无", "\x00", "区")
	f.Fuzz(func(t *testing.T, name, code, address, district string) {
		s := inspect.Subject{Name: name, Code: code, Address: address, District: district}
		entries := make([]inspect.Entry, 3)
		for i := range entries {
			entries[i] = inspect.Entry{Source: inspect.Source{File: "a", Row: i + 1}, Subject: s, Department: "南京市应急管理局", HalfDays: 1}
		}
		entries[2].Subject.Address = ""
		who := Resolve(entries, nil, Options{Period: may})
		if fold(name) != "" && who.Of[0] != who.Of[1] {
			t.Fatalf("the same words are two enterprises: %+v", who.Enterprises)
		}
		who.Find(s)
		Judge(entries, who, Options{Period: may})
	})
}
