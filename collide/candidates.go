package collide

import (
	"cmp"
	"math"
	"slices"
)

// lists are the enterprises at hand as pairs are looked for among them: what
// each is called and where it is, and how frequent every part is.
type lists struct {
	r    *resolver
	root []int32   // of each enterprise
	seen [][]int32 // of each enterprise: profiles that differ in name, place or contact; the first few

	one  map[rune]int32    // enterprises whose name has the character
	two  map[[2]rune]int32 // enterprises whose name has the characters side by side
	with map[string]int32  // enterprises by kind and value of another field
}

// fewProfiles is how many descriptions of one enterprise are compared; more
// say nothing new.
const fewProfiles = 4

// learn counts how frequent every part of a name, place and contact is.
func learn(r *resolver, out *Resolved) *lists {
	n := len(out.Enterprises)
	l := &lists{
		r: r, root: make([]int32, n), seen: make([][]int32, n),
		one: make(map[rune]int32), two: make(map[[2]rune]int32), with: make(map[string]int32),
	}
	for i := range r.profiles {
		p := &r.profiles[i]
		if len(p.rows) == 0 {
			continue
		}
		e := out.Of[p.rows[0]]
		l.root[e] = r.root(int32(i))
		if len(l.seen[e]) < fewProfiles && !slices.ContainsFunc(l.seen[e], func(q int32) bool { return sameWords(p, &r.profiles[q]) }) {
			l.seen[e] = append(l.seen[e], int32(i))
		}
	}
	for e := range l.seen {
		l.count(&r.profiles[l.seen[e][0]])
	}
	return l
}

func sameWords(p, q *profile) bool {
	return p.name.text == q.name.text && p.place == q.place && p.subject.Phone == q.subject.Phone && p.broken == q.broken
}

func (l *lists) count(p *profile) {
	var seen [2 * longestCompared]rune
	runes := seen[:0]
	before := rune(0)
	for _, c := range p.name.plain() {
		if !slices.Contains(runes, c) && len(runes) < longestCompared {
			runes = append(runes, c)
			l.one[c]++
		}
		if before != 0 {
			l.two[[2]rune{before, c}]++
		}
		before = c
	}
	for _, v := range []string{"区" + p.place.district, "号" + p.place.road + p.place.number, "话" + phone(p.subject.Phone), "人" + fold(p.subject.Contact)} {
		if len(v) > len("区") {
			l.with[v]++
		}
	}
}

// rarity is how many bits a run of characters is worth: the rarer in the
// lists, the more.
func (l *lists) rarity(run []rune) float64 {
	n := float64(len(l.root)) + 1
	bits := 0.0
	for i, c := range run {
		if i == 0 {
			bits += math.Log2(n / float64(l.one[c]+1))
			continue
		}
		before := run[i-1]
		bits += math.Log2((float64(l.one[before]) + 2) / (float64(l.two[[2]rune{before, c}]) + 1))
	}
	return bits
}

// common reports whether enough names have a character for it to be no
// misprint by itself.
func (l *lists) common(c rune) bool { return l.one[c] >= 3 }

// worth is how many bits it is worth that two rows agree in a field's value.
func (l *lists) worth(kind, value string) float64 {
	return max(0, math.Log2(float64(len(l.root)+1)/float64(l.with[kind+value]+1)))
}

// brokenCode gives the unusable code an enterprise's rows state, if any, for
// people to compare.
func (l *lists) brokenCode(e int32) string {
	for _, i := range l.seen[e] {
		if c := l.r.profiles[i].broken; c != "" {
			return c
		}
	}
	return ""
}

// open reports whether an enterprise could still turn out to be another: no
// code tells it from all others.
func (l *lists) open(e int32) bool { return l.r.codes[l.root[e]].org == "" }

// blockKeys calls yield with hashes under which an enterprise may meet its
// like: its trade name whole, with one character left out, and its beginning;
// its house; its telephone.
func (l *lists) blockKeys(e int32, yield func(uint64)) {
	for _, i := range l.seen[e] {
		p := &l.r.profiles[i]
		if p.place.exact() {
			yield(hash('a', p.place.district, p.place.number, lastRunes(p.place.road, 3)))
		}
		if t := phone(p.subject.Phone); t != "" {
			yield(hash('t', t))
		}
		core := []rune(p.name.core)
		if len(core) == 0 || len(core) > longestCompared {
			continue
		}
		yield(hash('n', string(core)))
		if len(core) >= 5 {
			yield(hash('p', string(core[:4])))
		}
		if len(core) < 3 || len(core) > 20 {
			continue
		}
		for k := range core {
			if k == 0 || core[k] != core[k-1] {
				yield(hash('n', string(core[:k]), string(core[k+1:])))
			}
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
// constant for each enterprise.
const largestBlock = 48

// mostCandidates is how many look-alikes of one enterprise a person is shown.
const mostCandidates = 3

// pairs finds the pairs to ask about. Enterprises with two different codes are
// never asked about, so one of the two is always open, and only the open ones
// look for their like.
func (l *lists) pairs() []pair {
	block := make(map[uint64]int32)
	var blocks [][]int32
	var open []int32
	for e := range l.root {
		if l.open(int32(e)) {
			open = append(open, int32(e))
			l.blockKeys(int32(e), func(h uint64) {
				if _, ok := block[h]; !ok {
					block[h] = int32(len(blocks))
					blocks = append(blocks, nil)
				}
			})
		}
	}
	for e := range l.root {
		l.blockKeys(int32(e), func(h uint64) {
			if b, ok := block[h]; ok && len(blocks[b]) <= largestBlock && !slices.Contains(blocks[b], int32(e)) {
				blocks[b] = append(blocks[b], int32(e))
			}
		})
	}
	found := make([][]pair, len(open))
	inParallel(len(open), func(from, to int) {
		for i := from; i < to; i++ {
			found[i] = l.alike(open[i], func(yield func([]int32)) {
				l.blockKeys(open[i], func(h uint64) {
					if b := blocks[block[h]]; len(b) <= largestBlock {
						yield(b)
					}
				})
			})
		}
	})
	all := slices.Concat(found...)
	slices.SortFunc(all, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	return slices.CompactFunc(all, func(x, y pair) bool { return x.a == y.a && x.b == y.b })
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
		if f == e || l.ruledOut(e, f) {
			continue
		}
		p := l.score(min(e, f), max(e, f))
		if p.score >= reviewFrom {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(x, y pair) int {
		return cmp.Or(-cmp.Compare(x.score, y.score), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return out[:min(len(out), mostCandidates)]
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
	var names, places, contacts, codes []part
	for _, i := range l.seen[a] {
		for _, j := range l.seen[b] {
			p, q := &l.r.profiles[i], &l.r.profiles[j]
			if p.name.core != "" && q.name.core != "" {
				names = better(names, l.compareNames(&p.name, &q.name))
			}
			places = better(places, l.comparePlaces(&p.place, &q.place))
			contacts = better(contacts, l.compareContacts(p, q))
			codes = better(codes, l.compareCodes(p, b, q, a))
		}
	}
	p := pair{a: a, b: b, evidence: slices.Concat(names, places, contacts, codes)}
	p.score = probability(total(p.evidence) - math.Log2(float64(len(l.root)+16)))
	return p
}

func better(a, b []part) []part {
	if a == nil || len(b) > 0 && total(b) > total(a) {
		return b
	}
	return a
}

// compareCodes weighs a code that is not valid against the other side's.
func (l *lists) compareCodes(p *profile, other int32, q *profile, self int32) []part {
	for _, x := range []struct {
		broken string
		of     int32
	}{{p.broken, other}, {q.broken, self}} {
		if x.broken != "" && oneMisreading(x.broken, l.r.codes[l.root[x.of]].best()) {
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
