package collide

import (
	"hash/maphash"
	"maps"
	"math/bits"
	"runtime"
	"slices"
	"sync"
)

// inParallel calls work on consecutive parts of 0…n-1. The parts differ with
// the number of processors, so work must treat each index by itself.
func inParallel(n int, work func(from, to int)) {
	parts := min(runtime.GOMAXPROCS(0), n/1000+1)
	var wg sync.WaitGroup
	for k := range parts {
		wg.Go(func() { work(n*k/parts, n*(k+1)/parts) })
	}
	wg.Wait()
}

// collect is inParallel for work that gives lists: it puts them behind each other.
func collect[T any](n int, work func(from, to int) []T) []T {
	var both sync.Mutex
	lists := make(map[int][]T)
	inParallel(n, func(from, to int) {
		list := work(from, to)
		both.Lock()
		defer both.Unlock()
		lists[from] = list
	})
	var inOrder [][]T
	for _, from := range slices.Sorted(maps.Keys(lists)) {
		inOrder = append(inOrder, lists[from])
	}
	return slices.Concat(inOrder...)
}

// sortInParallel sorts distinct things: halves apart, then merged.
func sortInParallel[T any](list []T, compare func(a, b T) int) {
	if len(list) < 10_000 {
		slices.SortFunc(list, compare)
		return
	}
	a, b := slices.Clone(list[:len(list)/2]), slices.Clone(list[len(list)/2:])
	var wg sync.WaitGroup
	wg.Go(func() { slices.SortFunc(a, compare) })
	slices.SortFunc(b, compare)
	wg.Wait()
	for i := range list {
		if len(b) == 0 || len(a) > 0 && compare(a[0], b[0]) < 0 {
			list[i], a = a[0], a[1:]
		} else {
			list[i], b = b[0], b[1:]
		}
	}
}

// distinct numbers n things so that those of equal keys, and only they, share a
// number: of is each one's number, first the first thing of each. Numbers go up
// in the order of the first. It is a map without the map: tables of places in
// the list, which hold no pointer, one for each processor's share of the keys.
func distinct[K comparable](n int, key func(i int32) K) (of, first []int32) {
	seed := maphash.MakeSeed() // decides nothing but the order in which equals are looked for
	hashes := make([]uint64, n)
	inParallel(n, func(from, to int) {
		for i := from; i < to; i++ {
			hashes[i] = maphash.Comparable(seed, key(int32(i)))
		}
	})
	of = make([]int32, n) // until they are numbered: the first of each one's equals
	shares := uint64(min(runtime.GOMAXPROCS(0), n/1000+1))
	var wg sync.WaitGroup
	for share := range shares {
		wg.Go(func() {
			table := make([]int32, 2<<bits.Len64(uint64(n)/shares)) // of places in the list, counted from 1
			for i, h := range hashes {
				if h>>32%shares != share {
					continue
				}
				at := h & uint64(len(table)-1)
				for table[at] != 0 && (hashes[table[at]-1] != h || key(table[at]-1) != key(int32(i))) {
					at = (at + 1) & uint64(len(table)-1)
				}
				if table[at] == 0 {
					table[at] = int32(i) + 1
				}
				of[i] = table[at] - 1
			}
		})
	}
	wg.Wait()
	for i, f := range of {
		if int(f) == i {
			of[i] = int32(len(first))
			first = append(first, f)
		} else {
			of[i] = of[f]
		}
	}
	return of, first
}

// sharing puts the things of each key that several have together, in their
// order; the keys come in the order of their first.
func sharing[T any, K comparable](list []T, key func(i int32) K) [][]T {
	of, first := distinct(len(list), key)
	times := make([]int, len(first))
	for _, k := range of {
		times[k]++
	}
	total := 0
	for _, n := range times {
		if n > 1 {
			total += n
		}
	}
	flat := make([]T, total)
	groups := make([][]T, len(first))
	for k, n := range times {
		if n > 1 {
			groups[k], flat = flat[:0:n], flat[n:]
		}
	}
	for i, k := range of {
		if times[k] > 1 {
			groups[k] = append(groups[k], list[i])
		}
	}
	return slices.DeleteFunc(groups, func(g []T) bool { return len(g) == 0 })
}
