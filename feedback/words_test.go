package feedback

import (
	"testing"

	"pgregory.net/rapid"
)

func TestSameHazard(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		// One hazard.
		{"灭火器过期", "灭火器过期", true},
		{"灭火器过期。", "灭火器已过期", true},
		{"消防通道堵塞", "消防通道被堵塞", true},
		{"消防通道被占用堵塞", "消防通道堵占", true},
		{"一层疏散通道被杂物堵塞", "1层疏散通道杂物堵塞", true},
		{"２号楼疏散指示标识损坏", "二号楼疏散指示标志损坏", true},
		{"2号楼灭火器过期", "2#楼灭火器过期", true},
		{"现场检查发现灭火器压力不足", "灭火器压力不足", true},
		{"3具灭火器过期", "灭火器过期", true}, // a quantity is no place
		{"未设置安全警示标志", "没有设置安全警示标志", true},
		{"危险化学品仓库未安装可燃气体报警器", "危险化学品仓库内未安装可燃气体报警器", true},
		{"有限空间作业未办理审批手续即作业", "有限空间作业未办理审批手绪即作业", true}, // a slip of the pen in a long text
		{"二楼应急灯损坏", "2层应急照明灯损坏", true},
		// Places and numbers that differ.
		{"2号楼消防通道堵塞", "3号楼消防通道堵塞", false},
		{"一层疏散通道堵塞", "二层疏散通道堵塞", false},
		{"东侧安全出口堵塞", "西侧安全出口堵塞", false},
		{"A栋配电箱未上锁", "B栋配电箱未上锁", false},
		{"甲类仓库温度计损坏", "乙类仓库温度计损坏", false},
		{"防火间距1.5米", "防火间距0.8米", false},
		{"二号车间灭火器过期", "三号车间灭火器过期", false},
		{"2号楼灭火器过期", "灭火器过期", false}, // which building the other means nobody knows
		// Things that differ.
		{"灭火器被遮挡", "消火栓被遮挡", false},
		{"一层灭火器被杂物遮挡", "一层消火栓被杂物遮挡", false},
		{"配电箱门未上锁", "配电箱门未接地", false},
		{"车间一角堆放大量可燃杂物", "车间一角堆放大量不燃杂物", false},
		{"灭火器过期", "灭火器未过期", false},
		{"灭火器过期", "灭火器缺失", false},
		{"安全出口上锁", "安全出口堵塞", false},
		{"灯坏", "门坏", false},
		{"阀门处于开启状态不符合规程要求", "阀门处于关闭状态不符合规程要求", false},
		{"灭火器过期", "灭火器过期，安全出口上锁，配电箱门敞开，应急照明灯损坏", false}, // much more is said than that
		// Nothing said.
		{"", "", false},
		{"", "灭火器过期", false},
		{"发现问题", "存在隐患", false},
	} {
		a, b := read(c.a), read(c.b)
		likeness, got := same(&a, &b)
		if got != c.want {
			t.Errorf("%q and %q: %v (%.2f), want %v; read as %q %q and %q %q", c.a, c.b, got, likeness, c.want, string(a.text), a.marks, string(b.text), b.marks)
		}
	}
}

// TestSameIsSymmetric: whichever comes first.
func TestSameIsSymmetric(t *testing.T) {
	words := rapid.SampledFrom([]string{"灭火器", "消火栓", "过期", "未", "堵塞", "一层", "2号楼", "东侧", "安全出口", "配电箱", "损坏", "杂物", "3具", "被", "应急照明灯", "上锁"})
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string) string {
			s := ""
			for _, w := range rapid.SliceOfN(words, 0, 6).Draw(t, label) {
				s += w
			}
			return s
		}
		a, b := read(text("a")), read(text("b"))
		x, okX := same(&a, &b)
		y, okY := same(&b, &a)
		if okX != okY || x != y {
			t.Errorf("%q %q: %v %v, %v %v", string(a.text), string(b.text), x, okX, y, okY)
		}
		if _, ok := same(&a, &a); len(a.text) > 0 && !ok {
			t.Errorf("%q is not itself", string(a.text))
		}
	})
}

func FuzzSame(f *testing.F) {
	f.Add("2号楼灭火器过期", "二号楼灭火器已过期")
	f.Fuzz(func(t *testing.T, x, y string) {
		a, b := read(x), read(y)
		if likeness, ok := same(&a, &b); ok && likeness < nearlySame || likeness > 1 {
			t.Error(likeness)
		}
	})
}
