package collide

import (
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// lists are the enterprises at hand as pairs are looked for among them: what
// each is called and where it is, and how frequent every part is.
type lists struct {
	r    *resolver
	root []int32 // of each enterprise
	seen []views // of each enterprise

	one  map[rune]character // those of the names
	two  map[uint64]int32   // enterprises whose name has the characters side by side
	with map[string]int32   // enterprises by kind and value of another field
}

// character is how frequent a character is.
type character struct {
	n        int32   // enterprises whose name has it
	expected float64 // chance that a name has it where the lists say nothing
	chance   float64 // that a name has it
	most     float64 // bits it is worth at most
}

// views are the different ways an enterprise's rows name it, place it and say
// how to reach it, each by a profile; the first few, for more say nothing new.
type views struct {
	names                   []view
	houses, areas, contacts []int32
	broken                  string // a code that is not valid, if any is stated
}

// view is a name the enterprise goes by, or went by.
type view struct {
	*name
	former  bool
	whole   []rune // with its region, in one spelling
	plain   []rune // without it
	heart   []rune // trade name and business alone
	written []rune // with its region, as written
}

func newView(n *name, former bool) view {
	label := n.region.label()
	v := view{name: n, former: former, whole: slices.Concat([]rune(label), []rune(n.region.district), []rune(n.core), []rune(formNames[n.form]), []rune(n.branch))}
	v.plain = v.whole[utf8.RuneCountInString(label)+utf8.RuneCountInString(n.region.district):]
	v.heart = v.plain[:utf8.RuneCountInString(n.core)]
	v.written = v.whole
	if n.before != label+n.region.district {
		v.written = slices.Concat([]rune(n.before), v.plain)
	}
	return v
}

// fewViews is how many ways of saying one thing are compared.
const fewViews = 3

// learn counts how frequent every part of a name, place and contact is.
func learn(r *resolver, out *Resolved) *lists {
	n := len(out.Enterprises)
	l := &lists{
		r: r, root: make([]int32, n), seen: make([]views, n),
		one: make(map[rune]character), two: make(map[uint64]int32), with: make(map[string]int32),
	}
	inParallel(n, func(from, to int) {
		for i := range r.profiles {
			p := &r.profiles[i]
			if len(p.rows) == 0 {
				continue
			}
			if e := int(out.Of[p.rows[0]]); from <= e && e < to {
				l.root[e] = r.root(int32(i))
				l.view(&l.seen[e], int32(i))
			}
		}
	})
	var counting sync.WaitGroup
	counting.Go(func() {
		for e := range l.seen {
			l.countFields(&l.seen[e])
		}
	})
	one := make(map[rune]int32)
	for e := range l.seen {
		if v := &l.seen[e]; len(v.names) > 0 {
			l.countName(v.names[0].whole, one)
		}
	}
	for c, n := range one {
		l.one[c] = l.newCharacter(c, n)
	}
	counting.Wait()
	return l
}

// view adds what a profile says that the views do not hold yet.
func (l *lists) view(v *views, i int32) {
	p := &l.r.profiles[i]
	add := func(to *[]int32, same func(q *profile) bool) {
		if len(*to) < fewViews && !slices.ContainsFunc(*to, func(q int32) bool { return same(&l.r.profiles[q]) }) {
			*to = append(*to, i)
		}
	}
	if len(p.name.also) > 0 {
		v.addName(&p.name.also[0], false)
	} else if p.name.core != "" {
		v.addName(&p.name.name, false)
	}
	for k := range p.name.was {
		v.addName(&p.name.was[k], true)
	}
	switch {
	case p.place.exact():
		add(&v.houses, func(q *profile) bool { return *p.place == *q.place })
	case *p.place != place{}:
		add(&v.areas, func(q *profile) bool { return *p.place == *q.place })
	}
	if p.subject.Phone != "" || p.subject.Contact != "" {
		add(&v.contacts, func(q *profile) bool {
			return p.subject.Phone == q.subject.Phone && p.subject.Contact == q.subject.Contact
		})
	}
	if v.broken == "" {
		v.broken = p.broken
	}
}

func (v *views) addName(n *name, former bool) {
	if len(v.names) < fewViews && !slices.ContainsFunc(v.names, func(m view) bool { return m.same(n) }) {
		v.names = append(v.names, newView(n, former))
	}
}

// places are the houses, or where none is told the areas.
func (v *views) places() []int32 {
	if len(v.houses) > 0 {
		return v.houses
	}
	return v.areas
}

// countFields adds an enterprise's first place and contact to the frequencies.
func (l *lists) countFields(v *views) {
	if at := v.places(); len(at) > 0 {
		p := l.r.profiles[at[0]].place
		l.with["区"+p.district]++
		l.with["号"+p.road+p.number]++
	}
	if len(v.contacts) > 0 {
		c := l.r.profiles[v.contacts[0]].contact
		l.with["话"+c.phone]++
		l.with["人"+c.person]++
	}
}

// countName adds an enterprise's first name to the frequencies.
func (l *lists) countName(name []rune, one map[rune]int32) {
	name = name[:min(len(name), longestCompared)]
	for i, c := range name {
		if !slices.Contains(name[:i], c) {
			one[c]++
		}
		if i > 0 {
			l.two[side(name[i-1], c)]++
		}
	}
}

// side is two characters side by side.
func side(a, b rune) uint64 { return uint64(a)<<32 | uint64(b) }

// What is expected of names before the lists have taught anything: the chance
// that a name holds a given character, and how many names that expectation is
// worth. In a list of five enterprises it says nearly everything, among
// thousands nearly nothing.
const (
	expectedNames = 400
	expectedPairs = 8
	inForm        = 0.6      // a character of 有限责任公司
	inTrade       = 0.03     // one of a trade word
	inName        = 1. / 256 // any other
	mostBits      = 9.0      // no character is worth more
)

// expected gives a character's chance where the lists say nothing.
func expected(c rune) float64 {
	switch {
	case formRunes[c]:
		return inForm
	case tradeRunes[c]:
		return inTrade
	}
	return inName
}

var tradeRunes = runesOf(strings.Join(trades, ""))

// newCharacter weighs a character that n enterprises have in their names, two
// left out of account.
func (l *lists) newCharacter(c rune, n int32) character {
	x := character{n: n, expected: expected(c)}
	x.chance = (float64(max(n-2, 0)) + expectedNames*x.expected) / (float64(len(l.root)) + expectedNames)
	x.most = worthOf(x.chance)
	return x
}

func (l *lists) character(c rune) character {
	if x, counted := l.one[c]; counted {
		return x
	}
	return l.newCharacter(c, 0)
}

// worthOf gives the bits that a character of a chance is worth.
func worthOf(chance float64) float64 { return min(max(-math.Log2(chance), 0), mostBits) }

// rarity is how many bits a run of characters is worth that two names share:
// the rarer in the lists, the more.
func (l *lists) rarity(run []rune) float64 {
	bits := 0.0
	var before character
	for i, c := range run {
		x := l.character(c)
		chance := x.chance
		if i > 0 {
			beside := l.two[side(run[i-1], c)]
			chance = max(chance, (float64(max(beside-2, 0))+expectedPairs*x.expected)/(float64(max(before.n-2, 0))+expectedPairs))
		}
		bits += worthOf(chance)
		before = x
	}
	return bits
}

// fits reports whether other names have a character beside the same
// neighbours, so that it is no misprint by itself.
func (l *lists) fits(c rune, around [2]rune) bool {
	return (around[0] == 0 || l.two[side(around[0], c)] > 1) && (around[1] == 0 || l.two[side(c, around[1])] > 1)
}

// worth is how many bits it is worth that two rows agree in a field's value:
// up to most, which is also what is expected where the lists say nothing.
func (l *lists) worth(kind, value string, most float64) float64 {
	chance := (float64(max(l.with[kind+value]-2, 0)) + expectedNames*math.Exp2(-most)) / (float64(len(l.root)) + expectedNames)
	return min(max(-math.Log2(chance), 0), most)
}
