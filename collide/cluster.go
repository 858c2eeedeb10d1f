package collide

import "liancha/internal/creditcode"

// clusters are the profiles joined so far: sets of profiles that are one
// enterprise, no two codes of a set contradicting each other.
type clusters struct {
	parent []int32
	next   []int32 // the next profile of the same cluster, in a ring
	codes  []codes // of a cluster's root
}

// codes are what is known of a cluster's codes. An 18-character code fills
// both uscc and org.
type codes struct {
	uscc, org, reg string
}

func newClusters(profiles []profile) clusters {
	c := clusters{
		parent: make([]int32, len(profiles)),
		next:   make([]int32, len(profiles)),
		codes:  make([]codes, len(profiles)),
	}
	for i := range profiles {
		c.parent[i], c.next[i] = int32(i), int32(i)
		code := profiles[i].code
		c.codes[i].org = code.Org()
		switch code.Kind {
		case creditcode.USCC18:
			c.codes[i].uscc = code.Value
		case creditcode.Reg15:
			c.codes[i].reg = code.Value
		}
	}
	return c
}

// grow adds a profile without a code, by itself.
func (c *clusters) grow() {
	i := int32(len(c.parent))
	c.parent, c.next, c.codes = append(c.parent, i), append(c.next, i), append(c.codes, codes{})
}

// root gives the profile that stands for i's cluster: its first.
func (c *clusters) root(i int32) int32 {
	for {
		p := c.parent[i]
		if p == i || c.parent[p] == p {
			return p
		}
		c.parent[i] = c.parent[p]
		i = c.parent[p]
	}
}

// flatten makes every path as short as can be, so that root only reads from
// then on.
func (c *clusters) flatten() {
	for i := range c.parent {
		c.parent[i] = c.root(int32(i))
	}
}

// opposed reports whether two codes say that their clusters are different
// enterprises. An old registration number beside an 18-character code says
// nothing.
func (a codes) opposed(b codes) bool {
	return a.uscc != "" && b.uscc != "" && a.uscc != b.uscc ||
		a.org != "" && b.org != "" && a.org != b.org ||
		a.reg != "" && b.reg != "" && a.reg != b.reg
}

// best is the code an enterprise is known by.
func (a codes) best() string {
	switch {
	case a.uscc != "":
		return a.uscc
	case a.org != "":
		return a.org
	}
	return a.reg
}

// join makes the clusters of a and b one, unless their codes are opposed.
func (c *clusters) join(a, b int32) bool {
	a, b = c.root(a), c.root(b)
	if a == b {
		return true
	}
	if c.codes[a].opposed(c.codes[b]) {
		return false
	}
	if b < a {
		a, b = b, a
	}
	c.parent[b] = a
	c.next[a], c.next[b] = c.next[b], c.next[a]
	into, from := &c.codes[a], c.codes[b]
	if into.uscc == "" {
		into.uscc = from.uscc
	}
	if into.org == "" {
		into.org = from.org
	}
	if into.reg == "" {
		into.reg = from.reg
	}
	return true
}

// enough is how many profiles of one cluster are asked what they say: more say
// nothing new, and a list that gives every enterprise one code must not take
// for ever.
const enough = 200

// some is members, but for those beyond enough.
func (c *clusters) some(i int32) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		n := 0
		for j := range c.members(i) {
			if n++; n > enough || !yield(j) {
				return
			}
		}
	}
}

// members calls yield for every profile of i's cluster.
func (c *clusters) members(i int32) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		for j := i; ; {
			if !yield(j) {
				return
			}
			if j = c.next[j]; j == i {
				return
			}
		}
	}
}
