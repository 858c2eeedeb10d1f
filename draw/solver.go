package draw

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
)

// solver staffs the places that still want people, in order of first slot.
type solver struct {
	cast  *cast
	open  []int // places that want people, by first slot
	kinds []kind
	// chosen is, for each open place, how many of each kind go there.
	chosen [][]int
	dead   map[string]bool // states that led nowhere
}

// kind is people who may go to the same open places.
type kind struct {
	able   bitset
	people []int
	until  []int // ends of what they do, of those who are busy; sorted
}

type bitset []uint64

func (b bitset) has(i int) bool { return b[i/64]>>(i%64)&1 == 1 }
func (b bitset) set(i int)      { b[i/64] |= 1 << (i % 64) }
func (b bitset) count() (n int) {
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

func newSolver(c *cast) *solver {
	v := &solver{cast: c, dead: map[string]bool{}}
	for d, n := range c.need {
		if n > 0 {
			v.open = append(v.open, d)
		}
	}
	v.chosen = make([][]int, len(v.open))
	of := map[string]int{}
	for p := range c.people {
		able := make(bitset, (len(v.open)+63)/64)
		for i, d := range v.open {
			if c.free(p, d) {
				able.set(i)
			}
		}
		if able.count() == 0 {
			continue
		}
		var name []byte
		for _, w := range able {
			name = binary.LittleEndian.AppendUint64(name, w)
		}
		k, known := of[string(name)]
		if !known {
			k = len(v.kinds)
			of[string(name)] = k
			v.kinds = append(v.kinds, kind{able: able})
		}
		v.kinds[k].people = append(v.kinds[k].people, p)
	}
	// The least useful go first, so that the first way down is a good one.
	slices.SortStableFunc(v.kinds, func(a, b kind) int { return cmp.Compare(a.able.count(), b.able.count()) })
	return v
}

// slotShortage proves for one slot by itself that there are too few people, if
// that is so. Slots in which a place begins are enough: in every other one the
// same places or fewer are at work.
func (v *solver) slotShortage() *Shortage {
	for i, d := range v.open {
		slot := v.cast.places[d].First
		if i > 0 && v.cast.places[v.open[i-1]].First == slot {
			continue
		}
		at := &part{department: v.cast.department, people: v.cast.people}
		for _, e := range v.open {
			x := v.cast.places[e]
			if x.First > slot || x.end <= slot {
				continue
			}
			x.Wanted = v.cast.need[e]
			barred := map[int]string{}
			for p := range v.cast.people {
				if !v.cast.free(p, e) {
					barred[p] = Busy
				}
			}
			at.places = append(at.places, x)
			at.barred = append(at.barred, barred)
		}
		if short := (&matching{cast: newCast(at)}).start(); short != nil {
			return short
		}
	}
	return nil
}

// from staffs the open places from the i-th on, given who is busy until when.
func (v *solver) from(i int) bool {
	if i == len(v.open) {
		return true
	}
	now := v.cast.places[v.open[i]].First
	saved := make([][]int, len(v.kinds))
	for k := range v.kinds {
		saved[k] = v.kinds[k].until
		v.kinds[k].until = slices.DeleteFunc(slices.Clone(saved[k]), func(end int) bool { return end <= now })
	}
	state := v.state(i)
	ok := !v.dead[state] && v.slotsFit(i)
	if ok {
		v.chosen[i] = make([]int, len(v.kinds))
		ok = v.choose(i, 0, v.cast.need[v.open[i]])
	}
	if !ok {
		v.dead[state] = true
		for k := range v.kinds {
			v.kinds[k].until = saved[k]
		}
	}
	return ok
}

// choose decides how many of the k-th kind and those after it go to the i-th
// place, which wants so many more.
func (v *solver) choose(i, k, wanted int) bool {
	if wanted == 0 {
		return v.from(i + 1)
	}
	if k == len(v.kinds) {
		return false
	}
	x := &v.kinds[k]
	if !x.able.has(i) {
		return v.choose(i, k+1, wanted)
	}
	before := x.until
	end := v.cast.places[v.open[i]].end
	for n := min(wanted, len(x.people)-len(before)); n >= 0; n-- {
		x.until = slices.Clone(before)
		for range n {
			x.until = append(x.until, end)
		}
		slices.Sort(x.until)
		v.chosen[i][k] = n
		if v.choose(i, k+1, wanted-n) {
			return true
		}
	}
	x.until = before
	v.chosen[i][k] = 0
	return false
}

// state writes down all that matters for the places from the i-th on.
func (v *solver) state(i int) string {
	s := binary.AppendUvarint(nil, uint64(i))
	for k := range v.kinds {
		s = binary.AppendUvarint(s, uint64(len(v.kinds[k].until)))
		for _, end := range v.kinds[k].until {
			s = binary.AppendUvarint(s, uint64(end))
		}
	}
	return string(s)
}

// slotsFit reports whether in every slot to come, taken by itself, the people
// not busy by then are enough for the places from the i-th on.
func (v *solver) slotsFit(i int) bool {
	for j := i; j < len(v.open); j++ {
		slot := v.cast.places[v.open[j]].First
		if j > i && v.cast.places[v.open[j-1]].First == slot {
			continue
		}
		if !v.slotFits(i, slot) {
			return false
		}
	}
	return true
}

// slotFits matches the places from the i-th on that are at work in a slot with
// the kinds of people, one path a person wanted.
func (v *solver) slotFits(i, slot int) bool {
	left := make([]int, len(v.kinds)) // people of each kind nobody has taken
	for k := range v.kinds {
		left[k] = len(v.kinds[k].people)
		for _, end := range v.kinds[k].until {
			if end > slot {
				left[k]--
			}
		}
	}
	var active []int
	for j := i; j < len(v.open); j++ {
		if x := &v.cast.places[v.open[j]]; x.First <= slot && slot < x.end {
			active = append(active, j)
		}
	}
	taken := make([][]int, len(v.kinds)) // kind → active place → people
	for k := range taken {
		taken[k] = make([]int, len(active))
	}
	for a, j := range active {
		for range v.cast.need[v.open[j]] {
			if !v.supply(a, active, left, taken, make([]bool, len(v.kinds))) {
				return false
			}
		}
	}
	return true
}

// supply finds one person for an active place, moving others along if need be.
func (v *solver) supply(a int, active, left []int, taken [][]int, seen []bool) bool {
	for k := range v.kinds {
		if seen[k] || !v.kinds[k].able.has(active[a]) {
			continue
		}
		seen[k] = true
		if left[k] > 0 {
			left[k]--
			taken[k][a]++
			return true
		}
		for b := range active {
			if b != a && taken[k][b] > 0 && v.supply(b, active, left, taken, seen) {
				taken[k][b]--
				taken[k][a]++
				return true
			}
		}
	}
	return false
}

// assignment turns numbers of people of each kind into people.
func (v *solver) assignment() []move {
	var found []move
	until := make([]int, len(v.cast.people))
	for i, d := range v.open {
		for k, n := range v.chosen[i] {
			for _, p := range v.kinds[k].people {
				if n == 0 {
					break
				}
				if until[p] <= v.cast.places[d].First {
					until[p] = v.cast.places[d].end
					found = append(found, move{p, d})
					n--
				}
			}
		}
	}
	return found
}
