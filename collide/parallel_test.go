package collide

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

// Numbering keys in tables, and putting together what shares one, is what a map
// does, whatever the number of keys and of things.
func TestDistinct(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 2, 999, 5000, 20_000} {
		for _, kinds := range []int{1, 2, n/3 + 1, 10*n + 1} {
			keys := make([]string, n)
			for i := range keys {
				keys[i] = strconv.Itoa(rnd.IntN(kinds))
			}
			numbers := make(map[string]int32)
			members := make(map[string][]int32)
			var firsts []int32
			for i, k := range keys {
				if _, ok := numbers[k]; !ok {
					numbers[k] = int32(len(numbers))
					firsts = append(firsts, int32(i))
				}
				members[k] = append(members[k], int32(i))
			}
			of, first := distinct(n, func(i int32) string { return keys[i] })
			if !slices.Equal(first, firsts) {
				t.Fatalf("%d things of %d kinds: first %v, want %v", n, kinds, first, firsts)
			}
			places := make([]int32, n)
			for i, k := range keys {
				places[i] = int32(i)
				if of[i] != numbers[k] {
					t.Fatalf("%d things of %d kinds: number %d is %d, want %d", n, kinds, i, of[i], numbers[k])
				}
			}
			var want [][]int32
			for _, i := range firsts {
				if m := members[keys[i]]; len(m) > 1 {
					want = append(want, m)
				}
			}
			if got := sharing(places, func(i int32) string { return keys[i] }); !slices.EqualFunc(got, want, slices.Equal) {
				t.Fatalf("%d things of %d kinds: sharing %v, want %v", n, kinds, got, want)
			}
		}
	}
}
