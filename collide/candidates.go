package collide

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// open reports whether an enterprise could still turn out to be another: no
// code tells it from all others.
func (l *lists) open(e int32) bool { return l.r.codes[l.root[e]].org == "" }

// blockKeys calls yield with hashes under which an enterprise may meet its
// like, and how many may share each for it to tell anything: its names, its
// house, its telephone.
func (l *lists) blockKeys(e int32, yield func(k key, most int)) {
	v := &l.seen[e]
	for _, i := range v.houses {
		p := l.r.profiles[i].place
		yield(key(hash('a', p.district, p.number, lastRunes(p.road, 3))), largestBlock)
	}
	for _, i := range v.contacts {
		if t := l.r.profiles[i].contact.phone; t != "" {
			yield(key(hash('t', t)), largestBlock)
		}
	}
	for i := range v.names {
		v.names[i].blockKeys(yield)
	}
}

// blockKeys calls yield with the keys of a name: its halves, and, so that one
// character may be wrong, missing or too many, what names it with one character
// left out.
func (n *view) blockKeys(yield func(k key, most int)) {
	whole := n.whole
	if len(whole) > longestCompared {
		return
	}
	beginning, ending, named := newKey('h'), newKey('e'), newKey('n')
	if half := len(whole) / 2; half >= 3 {
		yield(beginning.and(whole[:half]), largestHalf)
		yield(ending.and(whole[len(whole)-half:]), largestHalf)
		if len(whole)%2 == 1 { // for the same name with one character more
			yield(beginning.and(whole[:half+1]), largestHalf)
			yield(ending.and(whole[half:]), largestHalf)
		} else {
			yield(beginning.and(whole[:half-1]), largestHalf)
			yield(ending.and(whole[half+1:]), largestHalf)
		}
	}
	if len(whole) >= 2*tail {
		yield(ending.and(whole[len(whole)-tail:]), largestHalf)
	}
	core := n.heart
	yield(named.and(core), largestBlock)
	switch {
	case n.branch != "":
		branch := []rune(n.branch)
		withoutOne(core, nil, append([]rune{0}, branch...), yield)
		withoutOne(branch, slices.Concat(core, []rune{0}), nil, yield)
	case n.region.needed:
		withoutOne([]rune(n.before+n.core), nil, nil, yield)
	default:
		withoutOne(core, nil, nil, yield)
	}
	if n.region == (region{}) { // it may be misprinted, and not seen
		for k := 1; k <= 4 && len(core)-k >= 4; k++ {
			yield(named.and(core[k:]), largestBlock)
		}
	}
}

// tail is the end of a long name by which a branch is found whose company is
// misprinted: 盘锦开发区支行.
const tail = 7

// withoutOne calls yield with the keys of a text between what stands before and
// behind it: its beginning, and itself whole and with each of its characters left out.
func withoutOne(text, before, behind []rune, yield func(k key, most int)) {
	head := newKey('n').and(before)
	yield(head.and(text).and(behind), largestBlock)
	if len(text) >= 5 {
		yield(newKey('p').and(before).and(text[:4]).and(behind), largestBlock)
	}
	if len(text) < 3 || len(text) > 20 {
		return
	}
	for k := range text {
		if k == 0 || text[k] != text[k-1] {
			yield(head.and(text[k+1:]).and(behind), largestBlock)
		}
		head = head.and(text[k : k+1])
	}
}

// key is a hash under which enterprises meet: FNV-1a over the characters run
// together, after the kind.
type key uint64

func newKey(kind byte) key { return key(hash(kind)) }

func (k key) and(text []rune) key {
	for _, c := range text {
		k = (k ^ key(c)) * 1099511628211
	}
	return k
}

func lastRunes(s string, n int) string {
	from := len(s)
	for ; n > 0 && from > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:from])
		from -= size
	}
	return s[from:]
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
	b := l.blocks()
	var open []int32 // the places of their first keys
	for i, k := range b.keys {
		if (i == 0 || b.keys[i-1].enterprise != k.enterprise) && l.open(k.enterprise) {
			open = append(open, int32(i))
		}
	}
	all := collect(len(open), func(from, to int) []pair {
		w := &weigher{lists: l}
		var found []pair
		for _, i := range open[from:to] {
			found = append(found, w.alike(b.keys[i].enterprise, b.near(i))...)
		}
		return found
	})
	slices.SortFunc(all, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	all = slices.CompactFunc(all, func(x, y pair) bool { return x.a == y.a && x.b == y.b })
	inParallel(len(all), func(from, to int) {
		w := &weigher{lists: l, worded: true}
		for i := from; i < to; i++ {
			all[i] = w.score(all[i].a, all[i].b)
		}
	})
	return all
}

// blocks are the enterprises by the keys they share with an open one.
type blocks struct {
	keys    []blockKey // by enterprise
	of      []int32    // the block of each key
	members [][]int32  // of each block, by number
}

// blockKey is a key of an enterprise, and how many may share it.
type blockKey struct {
	key
	enterprise int32
	most       int32
}

func (l *lists) blocks() *blocks {
	b := &blocks{keys: l.sharedKeys()}
	var first []int32
	b.of, first = distinct(len(b.keys), func(i int32) key { return b.keys[i].key })
	size := make([]int32, len(first))
	for _, k := range b.of {
		size[k]++
	}
	flat := make([]int32, len(b.keys))
	b.members = make([][]int32, len(first))
	for k, n := range size {
		b.members[k], flat = flat[:0:n], flat[n:]
	}
	for i, k := range b.of {
		if m, e := b.members[k], b.keys[i].enterprise; len(m) == 0 || m[len(m)-1] != e {
			b.members[k] = append(m, e)
		}
	}
	return b
}

// near gives the enterprises that the one whose keys begin at i meets, itself
// among them, by number.
func (b *blocks) near(i int32) []int32 {
	var near []int32
	for e := b.keys[i].enterprise; int(i) < len(b.keys) && b.keys[i].enterprise == e; i++ {
		if m := b.members[b.of[i]]; len(m) <= int(b.keys[i].most) {
			near = append(near, m...)
		}
	}
	slices.Sort(near)
	return slices.Compact(near)
}

// sharedKeys gives the keys of all enterprises, by enterprise, that an open one
// has. A few that none has may be among them: a set of bits, one for many keys,
// tells which they are.
func (l *lists) sharedKeys() []blockKey {
	asked := make([]uint64, 1<<bits.Len(uint(len(l.root))))
	bit := func(k key) (word *uint64, bit uint64) { return &asked[uint64(k)/64%uint64(len(asked))], 1 << (k % 64) }
	for e := range l.root {
		if l.open(int32(e)) {
			l.blockKeys(int32(e), func(k key, _ int) {
				word, bit := bit(k)
				*word |= bit
			})
		}
	}
	return collect(len(l.root), func(from, to int) []blockKey {
		var keys []blockKey
		for e := from; e < to; e++ {
			l.blockKeys(int32(e), func(k key, most int) {
				if word, bit := bit(k); *word&bit != 0 {
					keys = append(keys, blockKey{k, int32(e), int32(most)})
				}
			})
		}
		return keys
	})
}

// alike scores an open enterprise against those it shares a block with and
// keeps the likeliest.
func (w *weigher) alike(e int32, near []int32) []pair {
	var out []pair
	for _, f := range near {
		if f == e || w.strangers(e, f) || w.ruledOut(e, f) {
			continue
		}
		p := w.score(min(e, f), max(e, f))
		if probability(p.bits) >= reviewFrom {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(x, y pair) int {
		return cmp.Or(-cmp.Compare(x.bits, y.bits), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	out = w.withoutOutdone(e, out)
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
	for i := range v.names {
		for j := range w.names {
			if mostlyCommon(&v.names[i], &w.names[j]) {
				return false
			}
		}
	}
	if l.nearCodes(e, f) {
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

// mostlyCommon reports whether the shorter of two names' hearts has three in
// five of its characters, or all but one, in the longer as well.
func mostlyCommon(v, w *view) bool {
	if len(v.core) > len(w.core) {
		v, w = w, v
	}
	short, long, common := v.heart, w.heart, 0
	for _, c := range short {
		if slices.Contains(long, c) {
			common++
		}
	}
	return common > 0 && (5*common >= 3*len(short) || common >= len(short)-1)
}

// ruledOut reports whether codes or a person say that two enterprises are
// different. It only reads clusters: no path is shortened here.
func (l *lists) ruledOut(e, f int32) bool {
	a, b := l.root[e], l.root[f]
	return l.r.codes[a].opposed(l.r.codes[b]) || l.r.ruled.apart(l.r, a, b)
}

// score weighs all the evidence on two enterprises: for each field the pair of
// statements that agree best. Of pairs that are nothing to ask about, and are not
// to be worded, the bits are too many, but too few to be asked about.
func (w *weigher) score(a, b int32) pair {
	x, y := &w.seen[a], &w.seen[b]
	places := best(w.r, x.places(), y.places(), func(p, q *profile) evidence { return w.comparePlaces(p.place, q.place) })
	contacts := best(w.r, x.contacts, y.contacts, func(p, q *profile) evidence { return w.compareContacts(p.contact, q.contact) })
	codes := evidence{worded: w.worded}
	if w.nearCodes(a, b) {
		codes.add(nearCode, "代码只差一两个字符")
	}
	odds := -math.Log2(float64(len(w.root) + leastOdds))
	w.least = reviewBits - places.bits - contacts.bits - codes.bits - odds
	names := w.bestNames(x.names, y.names)
	return pair{
		a: a, b: b, bits: tenths(names.bits + places.bits + contacts.bits + codes.bits + odds),
		evidence: slices.Concat(names.parts, places.parts, contacts.parts, codes.parts),
	}
}

// bestNames compares every name of one enterprise with every one of the other
// and keeps what agrees best.
func (w *weigher) bestNames(v, u []view) evidence {
	var best evidence
	for i := range v {
		for j := range u {
			n, o := &v[i], &u[j]
			if n.former && o.former {
				continue
			}
			now := w.compareNames(n, o)
			if n.former || o.former {
				now.add(givenUp, "其中一个是更名前后的另一名称")
			}
			if best.n == 0 || now.bits > best.bits {
				best = now
			}
		}
	}
	return best
}

// best compares every statement of one list with every one of the other and
// keeps what agrees best.
func best(r *resolver, v, w []int32, compare func(p, q *profile) evidence) evidence {
	var best evidence
	for k, i := range v {
		for m, j := range w {
			now := compare(&r.profiles[i], &r.profiles[j])
			if k == 0 && m == 0 || now.bits > best.bits {
				best = now
			}
		}
	}
	return best
}

// nearCodes reports whether a code of one enterprise that is not valid may be
// the other's, misread.
func (l *lists) nearCodes(a, b int32) bool {
	return oneMisreading(l.seen[a].broken, l.r.codes[l.root[b]].best()) || oneMisreading(l.seen[b].broken, l.r.codes[l.root[a]].best())
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
