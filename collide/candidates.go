package collide

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// open reports whether an enterprise could still turn out to be another: no
// code tells it from all others.
func (l *lists) open(e int32) bool { return l.r.codes[l.root[e]].org == "" }

// blockKeys calls yield with hashes under which an enterprise may meet its
// like, and how many may share each for it to tell anything: its names, its
// house, its telephone.
func (l *lists) blockKeys(e int32, yield func(key uint64, most int)) {
	v := &l.seen[e]
	for _, i := range v.houses {
		p := l.r.profiles[i].place
		yield(hash('a', p.district, p.number, lastRunes(p.road, 3)), largestBlock)
	}
	for _, i := range v.contacts {
		if t := l.r.profiles[i].contact.phone; t != "" {
			yield(hash('t', t), largestBlock)
		}
	}
	for i := range v.names {
		v.names[i].blockKeys(yield)
	}
}

// blockKeys calls yield with the keys of a name: its halves, and, so that one
// character may be wrong, missing or too many, what names it with one character
// left out.
func (n *view) blockKeys(yield func(key uint64, most int)) {
	whole := n.whole
	if len(whole) > longestCompared {
		return
	}
	if half := len(whole) / 2; half >= 3 {
		yield(hash('h', string(whole[:half])), largestHalf)
		yield(hash('e', string(whole[len(whole)-half:])), largestHalf)
		if len(whole)%2 == 1 { // for the same name with one character more
			yield(hash('h', string(whole[:half+1])), largestHalf)
			yield(hash('e', string(whole[half:])), largestHalf)
		} else {
			yield(hash('h', string(whole[:half-1])), largestHalf)
			yield(hash('e', string(whole[half+1:])), largestHalf)
		}
	}
	if len(whole) >= 2*tail {
		yield(hash('e', string(whole[len(whole)-tail:])), largestHalf)
	}
	yield(hash('n', n.core), largestBlock)
	switch {
	case n.branch != "":
		withoutOne([]rune(n.core), "", "\x00"+n.branch, yield)
		withoutOne([]rune(n.branch), n.core+"\x00", "", yield)
	case n.region.needed:
		withoutOne([]rune(n.before+n.core), "", "", yield)
	default:
		withoutOne([]rune(n.core), "", "", yield)
	}
	if n.region == (region{}) { // it may be misprinted, and not seen
		core := n.core
		for k := 1; k <= 4 && len(core) > 0; k++ {
			_, size := utf8.DecodeRuneInString(core)
			if core = core[size:]; utf8.RuneCountInString(core) >= 4 {
				yield(hash('n', core), largestBlock)
			}
		}
	}
}

// tail is the end of a long name by which a branch is found whose company is
// misprinted: 盘锦开发区支行.
const tail = 7

// withoutOne calls yield with the keys of a text between what stands before and
// behind it: its beginning, and itself whole and with each of its characters left out.
func withoutOne(text []rune, before, behind string, yield func(key uint64, most int)) {
	yield(hash('n', before, string(text), behind), largestBlock)
	if len(text) >= 5 {
		yield(hash('p', before, string(text[:4]), behind), largestBlock)
	}
	if len(text) < 3 || len(text) > 20 {
		return
	}
	for k := range text {
		if k == 0 || text[k] != text[k-1] {
			yield(hash('n', before, string(text[:k]), string(text[k+1:]), behind), largestBlock)
		}
	}
}

func lastRunes(s string, n int) string {
	r := []rune(s)
	return string(r[max(0, len(r)-n):])
}

// hash is FNV-1a over the parts run together, after the kind.
func hash(kind byte, parts ...string) uint64 {
	h := (uint64(14695981039346656037) ^ uint64(kind)) * 1099511628211
	for _, s := range parts {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
	}
	return h
}

// largestBlock is how many enterprises may share a key for it to be worth
// comparing them: what more share says nothing. It bounds the work to a
// constant for each enterprise. Halves of names are shared by many (科技有限公司),
// and where the one half is misprinted the other is rarely one of these.
const (
	largestBlock = 48
	largestHalf  = 12
)

// mostCandidates is how many look-alikes of one enterprise a person is shown.
const mostCandidates = 3

// pairs finds the pairs to ask about. Enterprises with two different codes are
// never asked about, so one of the two is always open, and only the open ones
// look for their like.
func (l *lists) pairs() []pair {
	var open []int32
	for e := range l.root {
		if l.open(int32(e)) {
			open = append(open, int32(e))
		}
	}
	blocks := l.blocks(open)
	found := make([][]pair, len(open))
	quiet := *l
	quiet.quiet = true
	inParallel(len(open), func(from, to int) {
		for i := from; i < to; i++ {
			found[i] = quiet.alike(open[i], func(yield func([]int32)) {
				l.blockKeys(open[i], func(h uint64, most int) {
					if b := blocks.of(h); len(b) <= most {
						yield(b)
					}
				})
			})
		}
	})
	all := slices.Concat(found...)
	slices.SortFunc(all, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	all = slices.CompactFunc(all, func(x, y pair) bool { return x.a == y.a && x.b == y.b })
	for i := range all {
		all[i] = l.score(all[i].a, all[i].b)
	}
	return all
}

// blocks are the enterprises that share a key, for the keys of those that look
// for their like.
type blocks struct {
	at      map[uint64]int32
	members [][]int32
}

func (b *blocks) of(key uint64) []int32 { return b.members[b.at[key]] }

func (l *lists) blocks(open []int32) blocks {
	b := blocks{at: make(map[uint64]int32, 16*len(open))}
	for _, keys := range l.keysOf(len(open), func(i int) int32 { return open[i] }, nil) {
		for _, k := range keys {
			if _, ok := b.at[k.key]; !ok {
				b.at[k.key] = int32(len(b.members))
				b.members = append(b.members, nil)
			}
		}
	}
	for _, keys := range l.keysOf(len(l.root), func(i int) int32 { return int32(i) }, b.at) {
		for _, k := range keys {
			m := &b.members[b.at[k.key]]
			if n := len(*m); n <= int(k.most) && (n == 0 || (*m)[n-1] != k.of) {
				*m = append(*m, k.of)
			}
		}
	}
	return b
}

// blockKey is a key of an enterprise, and how many may share it.
type blockKey struct {
	key  uint64
	of   int32
	most int32
}

// keysOf gives the keys of n enterprises in their order, a list a processor; of
// keys only those asked for, if any are.
func (l *lists) keysOf(n int, enterprise func(i int) int32, asked map[uint64]int32) [][]blockKey {
	var both sync.Mutex
	lists := make(map[int][]blockKey)
	inParallel(n, func(from, to int) {
		var keys []blockKey
		for i := from; i < to; i++ {
			e := enterprise(i)
			l.blockKeys(e, func(h uint64, most int) {
				if _, ok := asked[h]; ok || asked == nil {
					keys = append(keys, blockKey{h, e, int32(most)})
				}
			})
		}
		both.Lock()
		lists[from] = keys
		both.Unlock()
	})
	var out [][]blockKey
	for _, from := range slices.Sorted(maps.Keys(lists)) {
		out = append(out, lists[from])
	}
	return out
}

// alike scores an open enterprise against those it shares a block with and
// keeps the likeliest.
func (l *lists) alike(e int32, blocks func(yield func([]int32))) []pair {
	var near []int32
	blocks(func(b []int32) { near = append(near, b...) })
	slices.Sort(near)
	near = slices.Compact(near)
	var out []pair
	for _, f := range near {
		if f == e || l.strangers(e, f) || l.ruledOut(e, f) {
			continue
		}
		p := l.score(min(e, f), max(e, f))
		if probability(p.bits) >= reviewFrom {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(x, y pair) int {
		return cmp.Or(-cmp.Compare(x.bits, y.bits), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	out = l.withoutOutdone(e, out)
	return out[:min(len(out), mostCandidates)]
}

// withoutOutdone leaves out those of an enterprise's look-alikes, likeliest
// first, that another outdoes: of two whose codes differ at most one is it, so
// that the odds of the one count against the other.
func (l *lists) withoutOutdone(e int32, pairs []pair) []pair {
	other := func(p pair) int32 { return p.a + p.b - e }
	kept := pairs[:0]
	for _, p := range pairs {
		if !slices.ContainsFunc(kept, func(better pair) bool {
			return better.bits-p.bits > -math.Log2(reviewFrom) && l.ruledOut(other(p), other(better))
		}) {
			kept = append(kept, p)
		}
	}
	return kept
}

// strangers reports whether two enterprises that met in a block have no more
// in common than their house: too little of their names, neither telephone nor
// a broken code that is nearly the other's. Most that share a house are, and
// need no weighing.
func (l *lists) strangers(e, f int32) bool {
	v, w := &l.seen[e], &l.seen[f]
	for _, n := range v.names {
		for _, o := range w.names {
			if mostlyCommon(n.core, o.core) {
				return false
			}
		}
	}
	if len(l.compareCodes(e, f)) > 0 {
		return false
	}
	for _, i := range v.contacts {
		for _, j := range w.contacts {
			if samePhone(&l.r.profiles[i], &l.r.profiles[j]) {
				return false
			}
		}
	}
	return true
}

// mostlyCommon reports whether the shorter of two texts has three in five of its
// characters, or all but one, in the longer as well.
func mostlyCommon(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	n, common := 0, 0
	for _, r := range a {
		n++
		if strings.ContainsRune(b, r) {
			common++
		}
	}
	return common > 0 && (5*common >= 3*n || common >= n-1)
}

// ruledOut reports whether codes or a person say that two enterprises are
// different. It only reads clusters: no path is shortened here.
func (l *lists) ruledOut(e, f int32) bool {
	a, b := l.root[e], l.root[f]
	return l.r.codes[a].opposed(l.r.codes[b]) || l.r.ruled.apart(l.r, a, b)
}

// score weighs all the evidence on two enterprises: for each field the pair of
// statements that agree best.
func (l *lists) score(a, b int32) pair {
	v, w := &l.seen[a], &l.seen[b]
	names := l.bestNames(v.names, w.names)
	places := l.best(v.places(), w.places(), func(p, q *profile) []part { return l.comparePlaces(p.place, q.place) })
	contacts := l.best(v.contacts, w.contacts, func(p, q *profile) []part { return l.compareContacts(p.contact, q.contact) })
	p := pair{a: a, b: b, evidence: slices.Concat(names, places, contacts, l.compareCodes(a, b))}
	p.bits = tenths(total(p.evidence) - math.Log2(float64(len(l.root)+leastOdds)))
	return p
}

// bestNames compares every name of one enterprise with every one of the other
// and keeps what agrees best.
func (l *lists) bestNames(v, w []view) []part {
	var best []part
	for _, n := range v {
		for _, o := range w {
			if n.former && o.former {
				continue
			}
			now := l.compareNames(&n, &o)
			if n.former || o.former {
				now = append(now, part{l.say("其中一个是更名前后的另一名称"), givenUp})
			}
			if best == nil || total(now) > total(best) {
				best = now
			}
		}
	}
	return best
}

// best compares every statement of one list with every one of the other and
// keeps what agrees best.
func (l *lists) best(v, w []int32, compare func(p, q *profile) []part) []part {
	var best []part
	for k, i := range v {
		for m, j := range w {
			now := compare(&l.r.profiles[i], &l.r.profiles[j])
			if k == 0 && m == 0 || total(now) > total(best) {
				best = now
			}
		}
	}
	return best
}

// compareCodes weighs a code that is not valid against the other side's.
func (l *lists) compareCodes(a, b int32) []part {
	for _, x := range [][2]int32{{a, b}, {b, a}} {
		if broken := l.seen[x[0]].broken; broken != "" && oneMisreading(broken, l.r.codes[l.root[x[1]]].best()) {
			return []part{{"代码只差一两个字符", nearCode}}
		}
	}
	return nil
}

func oneMisreading(a, b string) bool {
	if len(a) != len(b) || len(a) < 9 {
		return false
	}
	n := 0
	for i := range len(a) {
		if a[i] != b[i] {
			n++
		}
	}
	return n <= 2
}
