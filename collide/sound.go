package collide

import (
	_ "embed"
	"strings"
	"sync"
)

// pinyin.txt: the characters of GB 2312 by their reading without tone, a
// reading a line; a character with two usual readings stands in both.
//
//go:embed pinyin.txt
var pinyinText string

// readings gives the readings of a character, each as a number: at most two.
// Readings that people who type by sound mix up are one: zh and z, ch and c, sh
// and s, -ng and -n, and, around Nanjing, l and n.
var readings = sync.OnceValue(func() map[rune][2]uint16 {
	m := make(map[rune][2]uint16)
	numbers := make(map[string]uint16)
	for line := range strings.Lines(pinyinText) {
		reading, characters, _ := strings.Cut(strings.TrimSpace(line), " ")
		reading = blur(reading)
		n := numbers[reading]
		if n == 0 {
			n = uint16(len(numbers) + 1)
			numbers[reading] = n
		}
		for _, c := range characters {
			if r := m[c]; r[0] == 0 || r[0] == n {
				m[c] = [2]uint16{n}
			} else {
				m[c] = [2]uint16{r[0], n}
			}
		}
	}
	return m
})

func blur(reading string) string {
	for _, pair := range [][2]string{{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"l", "n"}} {
		if rest, ok := strings.CutPrefix(reading, pair[0]); ok {
			reading = pair[1] + rest
		}
	}
	return strings.TrimSuffix(reading, "g")
}

// soundAlike reports whether two characters can be read alike.
func soundAlike(a, b rune) bool {
	x, y := readings()[a], readings()[b]
	return x[0] != 0 && (x[0] == y[0] || x[0] == y[1] || x[1] != 0 && (x[1] == y[0] || x[1] == y[1]))
}
