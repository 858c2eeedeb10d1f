package collide

import (
	"fmt"
	"testing"

	"liancha/inspect"
)

// Lists that no office would write must not keep the program busy for ever:
// one code, one name, or one house for everybody.
func TestLopsidedLists(t *testing.T) {
	const n = 10000
	for what, subject := range map[string]func(i int) inspect.Subject{
		"one code, names without end": func(i int) inspect.Subject {
			return inspect.Subject{Name: fmt.Sprintf("南京第%d商店", i/2), Code: []string{codeA, ""}[i%2]}
		},
		"one name, houses without end": func(i int) inspect.Subject {
			return inspect.Subject{Name: "便民超市", Address: fmt.Sprintf("江宁区将军大道%d号", i)}
		},
		"one house, names without end": func(i int) inspect.Subject {
			return inspect.Subject{Name: fmt.Sprintf("南京%c%c商店", madeFirst[i%len(madeFirst)], madeSecond[i/len(madeFirst)%len(madeSecond)]), Address: "江宁区将军大道5号", Phone: "025-84400000"}
		},
	} {
		entries := make([]inspect.Entry, n)
		for i := range entries {
			entries[i] = plan(i+2, "南京市应急管理局", inspect.City, "粉尘涉爆", days(1, 31))
			entries[i].Subject = subject(i)
			entries[i].Named = []string{"王伟"}
		}
		opt := Options{Period: may, City: "南京市"}
		who := Resolve(entries, nil, opt)
		Judge(entries, who, opt)
		if len(who.Of) != n {
			t.Errorf("%s: %d", what, len(who.Of))
		}
	}
}
