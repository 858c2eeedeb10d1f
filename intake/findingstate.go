package intake

import (
	"fmt"

	"liancha/inspect"
)

// How far the putting right of a hazard has come: 整改状态, and the day it was
// done where a column of its own says so.

// stateOf reads one hazard's 整改状态. A day there, and nothing else, is the day
// it was put right.
func (r *rowReader) stateOf(s string) (inspect.Rectification, dayCell) {
	if s == "" {
		return inspect.NoRectification, dayCell{}
	}
	v, ok := rectificationOf(s)
	if ok {
		return v, dayCell{}
	}
	if d, ok := r.bareDay(findingState, s); ok {
		return inspect.Rectified, d
	}
	ref := r.ref(findingState)
	ref.value = s
	r.warn("bad_state", ref, fmt.Sprintf("整改状态“%s”看不懂，按没有写状态处理", s), "请写“未整改”“整改中”或“已整改”")
	return inspect.NoRectification, dayCell{}
}

// fixedOn reads when one hazard was put right, beside what 整改状态 says: a day
// there makes it 已整改 where that is blank. Where the two contradict each other,
// 整改状态 holds: what is open must not pass for done.
func (r *rowReader) fixedOn(s string, state inspect.Rectification, fixed dayCell) (inspect.Rectification, dayCell) {
	if s == "" {
		return state, fixed
	}
	ref := r.ref(findingFixed)
	ref.value = s
	day, ok := r.bareDay(findingFixed, s)
	if said, word := rectificationOf(s); !ok && word {
		if state == inspect.NoRectification {
			state = said
		}
		return state, fixed
	}
	switch {
	case !ok:
		r.warn("bad_fixed", ref, fmt.Sprintf("%s“%s”看不懂，按没有写处理", ref.header, s), "请写整改完成的那一天，如2021-06-10；还没有完成的空着")
	case state == inspect.NotRectified || state == inspect.Rectifying:
		r.warn("fixed_but_open", ref, fmt.Sprintf("%s写着“%s”，整改状态却是“%s”，按整改状态处理", ref.header, s, state), "已经整改完的，请把整改状态改为“已整改”")
	default:
		return inspect.Rectified, day
	}
	return state, fixed
}
