// Package draw draws inspectors and enterprises at random so that anyone can
// recheck the draw with sha256sum and a spreadsheet.
//
// The method, enough to write it anew:
//
//	R  = SHA-256 of the pool, a text file that holds all a draw depends on (Pool)
//	S  = SHA-256 of "liancha-seed-1|" R "|" the seed texts joined by "|"
//	ticket of key k for place d, of weight w:
//	     the smallest of SHA-256 of "liancha-draw-1|" S "|" d "|" k "|" i, i = 1…w
//
// All digests are lower-case hexadecimal; so are they where they are hashed
// again. A place is a task's share for one department. A department's places
// are filled in the order of first slot, then SHA-256 of "liancha-task-1|" S
// "|" place; in each first the people the plan fixes, then by rising ticket
// (equal tickets by key) whoever is not barred from the place, not busy in one
// of its slots, and not reserved: nobody is taken whose going would leave
// another place without enough people. That look-ahead is exact, so a draw
// succeeds whenever an assignment exists. Of enterprises each stratum takes its
// quota of smallest tickets that are not barred.
//
// A ticket depends on the seed, the place and the person alone. Who else is in
// the pool moves nobody's ticket under the same S.
//
// The package reads no clock, no file and no source of randomness: the seed is
// the caller's.
package draw

import (
	"bytes"
	"cmp"
	"container/heap"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Kind is what is drawn.
type Kind string

// The kinds of draw.
const (
	OfInspectors  Kind = "inspectors"
	OfEnterprises Kind = "enterprises"
)

// Result is what one place or stratum drew.
type Result struct {
	Place  string   `json:"place"`  // place or stratum
	Drawn  []string `json:"drawn"`  // keys, fixed people first, then by ticket
	Passed []Passed `json:"passed"` // candidates passed over before the last one drawn
}

// Passed is a candidate passed over.
type Passed struct {
	Key    string `json:"key"`
	Ticket string `json:"ticket"`
	Reason string `json:"reason"` // the pool's bar, or one of the reasons below
}

// The reasons a draw itself passes people over for; Busy may also stand in a
// pool's bar lines.
const (
	Busy     = "busy"     // in another place in one of the slots
	Reserved = "reserved" // another place could not be filled without them
	Replaced = "replaced" // stood down earlier in the same record
)

// The reasons a pool bars people for, with Busy.
const (
	Leave   = "leave"   // away on one of the days
	Recused = "recused" // must not inspect this enterprise, or this area
	Skill   = "skill"   // lacks the speciality or a certificate valid that day
)

// Run draws from the pool under S, which Seed gives.
func Run(p *Pool, s string) ([]Result, error) {
	if p.Kind == OfEnterprises {
		return p.drawEnterprises(s), nil
	}
	return p.drawInspectors(s)
}

// Digest gives SHA-256 in lower-case hexadecimal.
func Digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Seed gives S from R and the seed texts in the order they were given.
func Seed(r string, seeds []string) string {
	return Digest("liancha-seed-1|" + r + "|" + strings.Join(seeds, "|"))
}

// CleanSeeds brings seed texts into the form they are hashed and recorded in,
// NFC, and refuses those that could not be told apart once joined.
func CleanSeeds(seeds []string) ([]string, error) {
	if len(seeds) == 0 {
		return nil, errors.New("没有种子")
	}
	clean := make([]string, len(seeds))
	for i, s := range seeds {
		clean[i] = norm.NFC.String(s)
		if err := checkField(clean[i]); err != nil {
			return nil, fmt.Errorf("第%d个种子：%w", i+1, err)
		}
	}
	return clean, nil
}

// ticket is a digest; its order is that of its hexadecimal form.
type ticket [sha256.Size]byte

func (t *ticket) String() string { return hex.EncodeToString(t[:]) }

// Ticket gives a candidate's ticket for a place or stratum.
func Ticket(s, place, key string, weight int) string {
	t := newTicketer(s)
	t.at(place)
	got := t.ticket(key, weight)
	return got.String()
}

// ticketer computes tickets one after another without allocating.
type ticketer struct {
	text         []byte
	seed, prefix int // lengths of the text up to the seed and up to the place
}

func newTicketer(s string) *ticketer {
	text := []byte("liancha-draw-1|" + s + "|")
	return &ticketer{text, len(text), len(text)}
}

// at turns to the tickets for a place.
func (t *ticketer) at(place string) {
	t.text = append(append(t.text[:t.seed], place...), '|')
	t.prefix = len(t.text)
}

func (t *ticketer) ticket(key string, weight int) ticket {
	text := append(append(t.text[:t.prefix], key...), '|')
	keyed := len(text)
	var least ticket
	for i := 1; i <= weight; i++ {
		text = strconv.AppendInt(text[:keyed], int64(i), 10)
		if sum := sha256.Sum256(text); i == 1 || bytes.Compare(sum[:], least[:]) < 0 {
			least = sum
		}
	}
	t.text = text
	return least
}

// queue gives candidates by ticket, then key. It is a heap, for most draws are
// over after a few of many.
type queue []candidate

type candidate struct {
	ticket ticket
	key    string
	index  int // in the list the candidates come from
}

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q queue) Less(i, j int) bool {
	return cmp.Or(bytes.Compare(q[i].ticket[:], q[j].ticket[:]), strings.Compare(q[i].key, q[j].key)) < 0
}
func (q *queue) Push(x any) { *q = append(*q, x.(candidate)) }
func (q *queue) Pop() any {
	last := len(*q) - 1
	c := (*q)[last]
	*q = (*q)[:last]
	return c
}

// next takes the candidate with the smallest ticket.
func (q *queue) next() (candidate, bool) {
	if len(*q) == 0 {
		return candidate{}, false
	}
	c := (*q)[0]
	last := len(*q) - 1
	(*q)[0] = (*q)[last]
	*q = (*q)[:last]
	if last > 0 {
		heap.Fix(q, 0)
	}
	return c, true
}
