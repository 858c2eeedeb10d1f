package intake

import (
	"fmt"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
)

// What a row says in passing and the plan has no place for: told, not guessed.

// kindInMatter: the matter names a kind of inspection that stands alone and is
// not announced, and 检查类型 says nothing.
func (r *rowReader) kindInMatter() {
	s, ref := r.text(matter, false)
	k := kindOfInspection(s)
	if nothing(s) || k.JoinableByDefault() {
		return
	}
	r.warn("kind_in_matter", ref, fmt.Sprintf("检查事项“%s”像是%s，但没有写检查类型，按一般检查处理", s, k),
		fmt.Sprintf("是的话检查类型写“%s”，就单独安排", k))
}

// halfOfDayAsked: a time that asks for one half of the day; windows are of days.
func (r *rowReader) halfOfDayAsked(ref cellRef) {
	morning, afternoon := strings.Contains(ref.value, "上午"), strings.Contains(ref.value, "下午")
	if morning == afternoon {
		return
	}
	half := inspect.Morning
	if afternoon {
		half = inspect.Afternoon
	}
	r.sc.add(diag.Info, "half_day_open", r.row.Number, ref, fmt.Sprintf("检查时间“%s”写着%s，排程只认到天，可能排在另半天", ref.value, half.Chinese()),
		"一定要在这半天的，排好后在任务清单的“时段”里改")
}
