package agency

import "testing"

func TestAmong(t *testing.T) {
	r := NewRegistry("南京市", map[string]string{"安监": "南京市应急管理局"})
	mixed := []string{"南京市应急管理局", "江宁区应急管理局", "南京市市场监督管理局", "南京市消防救援支队"}
	city := []string{"南京市应急管理局", "南京市市场监督管理局"}
	for _, names := range [][]string{mixed, city} {
		for _, n := range names {
			u, _ := r.Parse(n)
			r.Add(u)
		}
	}
	for _, c := range []struct {
		written string
		among   []string
		want    string
	}{
		{"市应急局", mixed, "南京市应急管理局"},
		{"江宁区应急局", mixed, "江宁区应急管理局"},
		{"江宁应急局", mixed, "江宁区应急管理局"},
		{"市场监管局", city, "南京市市场监督管理局"},
		{"南京市市场监管局", city, "南京市市场监督管理局"},
		{"应急局", city, "南京市应急管理局"},
		{"应急局", mixed, ""}, // the city's or the district's
		{"安监", city, "南京市应急管理局"},
		{"市教育局", city, ""},
		{"鼓楼区应急局", mixed, ""},
		{"张三", city, ""},
		{"", city, ""},
	} {
		if got, ok := r.Among(c.written, c.among); got != c.want || ok != (c.want != "") {
			t.Errorf("%s among %v: %q, %t, want %q", c.written, c.among, got, ok, c.want)
		}
	}
}
