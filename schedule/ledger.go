package schedule

import (
	"math/bits"
	"slices"

	"liancha/inspect"
)

// Frequency caps in the dynamic programme of timeline.go.
//
// A state has to know, besides, what the visits so far have used up of the caps.
// That is little: of a cap by weeks or months the number of visits in the
// stretch at hand, of a sliding one the days of its last few visits; and nothing
// of a cap that the jobs still to come cannot pass any more. Each cap and each
// level or department that has the whole of it for itself is an account; what
// the accounts say is packed into two words, and two ways that lead to the same
// jobs and the same accounts are one state.
//
// Firms whose accounts do not fit are left to the search of enterprise.go.

// account is one cap, or one level's or department's part of it.
type account struct {
	rule    *Cap
	level   int32 // with OfLevel
	dept    int32 // with OfDepartment
	can     uint64
	past    int   // visits of history that count
	word    uint8 // where its part of the memory lies
	at      uint8
	wide    uint8   // bits of a number
	numbers uint8   // how many it keeps
	history []uint8 // by day: visits of history in the stretch, where it does not slide
}

// memory is what all accounts of a firm say.
type memory [2]uint64

// ledger is the accounts of the firm at hand.
type ledger struct {
	list    []account
	exempts []uint64 // by cap: jobs that are exempt from it, where others are not
	strict  uint64   // jobs that may be better off in a later visit though they pay no less there
	fits    bool
}

// openAccounts finds the accounts of the firm at hand that can be overdrawn.
func (q *search) openAccounts() {
	l := &q.ledger
	l.list, l.exempts, l.strict, l.fits = l.list[:0], l.exempts[:0], 0, true
	for _, c := range q.f.caps {
		rule := &q.p.caps[c]
		counted := uint64(0) // jobs that make a visit count
		for i, j := range q.jobs {
			if !rule.exempt(1 << q.p.jobs[j].kind) {
				counted |= 1 << i
			}
		}
		before := len(l.list)
		switch rule.Of {
		case OfDepartment:
			for i, j := range q.jobs {
				dept := q.p.jobs[j].dept
				if can := q.jobsOfDept(dept); can&(1<<i-1) == 0 {
					if q.openAccount(account{rule: rule, dept: dept, can: can}, counted) {
						l.strict |= can
					}
				}
			}
		case OfLevel:
			for level := range q.levels() {
				q.openAccount(account{rule: rule, level: level, can: q.jobsOfLevel(level)}, counted)
			}
		default:
			q.openAccount(account{rule: rule, can: counted}, counted)
		}
		if all := uint64(1)<<q.n - 1; len(l.list) > before && counted != all {
			l.exempts = append(l.exempts, all&^counted)
		}
	}
	l.layOut(q.p.days)
}

// openAccount adds an account, unless its jobs can never overdraw it.
func (q *search) openAccount(a account, counted uint64) bool {
	for i := range q.f.past {
		if a.counts(q.f.past[i].tally()) {
			a.past++
		}
	}
	if counted == 0 || a.past+bits.OnesCount64(a.can) <= a.rule.Max {
		return false
	}
	if a.rule.Per != PerDays && a.past > 0 {
		a.history = make([]uint8, q.p.days)
		for day, date := range q.p.in.Days {
			for i := range q.f.past {
				if t := q.f.past[i].tally(); a.counts(t) && a.rule.together(t.date, date) {
					a.history[day] = min(255, a.history[day]+1)
				}
			}
		}
	}
	q.ledger.list = append(q.ledger.list, a)
	return true
}

func (v *pastVisit) tally() *tally { return &tally{v.date, v.level, v.depts, v.kinds} }

// counts reports whether a visit counts.
func (a *account) counts(v *tally) bool {
	switch {
	case a.rule.exempt(v.kinds):
		return false
	case a.rule.Of == OfDepartment:
		return contains(v.depts, a.dept)
	case a.rule.Of == OfLevel:
		return int32(v.level) == a.level
	}
	return true
}

func (q *search) jobsOfDept(dept int32) (set uint64) {
	for i, j := range q.jobs {
		if q.p.jobs[j].dept == dept {
			set |= 1 << i
		}
	}
	return set
}

func (q *search) jobsOfLevel(level int32) (set uint64) {
	for i, j := range q.jobs {
		if int32(q.p.jobs[j].level) == level {
			set |= 1 << i
		}
	}
	return set
}

// levels goes through the levels there are.
func (q *search) levels() func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		for level := range int32(4) {
			if q.jobsOfLevel(level) != 0 && !yield(level) {
				return
			}
		}
	}
}

// layOut gives every account its bits.
func (l *ledger) layOut(days int) {
	word, at := 0, 0
	for i := range l.list {
		a := &l.list[i]
		a.numbers, a.wide = 1, uint8(bits.Len(uint(a.rule.Max)))
		if a.rule.Per == PerDays {
			a.numbers, a.wide = uint8(min(255, a.rule.Max)), uint8(bits.Len(uint(days)))
		}
		need := int(a.numbers) * int(a.wide)
		if at+need > 64 {
			word, at = word+1, 0
		}
		if word > 1 || need > 64 || a.rule.Max > 255 {
			l.fits = false
			return
		}
		a.word, a.at = uint8(word), uint8(at)
		at += need
	}
}

// number is the k-th number of an account.
func (a *account) number(m *memory, k uint8) int {
	return int(m[a.word] >> (a.at + k*a.wide) & (1<<a.wide - 1))
}

func (a *account) set(m *memory, k uint8, v int) {
	shift := a.at + k*a.wide
	m[a.word] = m[a.word]&^((1<<a.wide-1)<<shift) | uint64(v)<<shift
}

// forgetful takes out of the memory of day was what no longer matters on day
// now, when the jobs in rest are still to come.
func (q *search) forgetful(m memory, was, now int, rest uint64) memory {
	for i := range q.ledger.list {
		a := &q.ledger.list[i]
		used := 0
		if a.rule.Per != PerDays {
			if now >= q.p.days || !a.rule.together(q.p.in.Days[was], q.p.in.Days[now]) {
				a.set(&m, 0, 0)
			}
			used = a.number(&m, 0)
		} else {
			for k := range a.numbers {
				day := a.number(&m, k)
				if day > 0 && (now >= q.p.days || q.p.in.Days[day-1]+inspect.Date(a.rule.Days) <= q.p.in.Days[now]) {
					a.set(&m, k, 0)
				} else if day > 0 {
					used++
				}
			}
			a.order(&m)
		}
		if used > 0 && used+a.past+bits.OnesCount64(a.can&rest) <= a.rule.Max {
			for k := range a.numbers {
				a.set(&m, k, 0)
			}
		}
	}
	return m
}

// book puts a visit that begins on a day into the accounts; ok is false where
// one of them would be overdrawn.
func (q *search) book(m memory, day int, v *tally) (after memory, ok bool) {
	for i := range q.ledger.list {
		a := &q.ledger.list[i]
		if !a.counts(v) {
			continue
		}
		if a.rule.Per == PerDays {
			if !q.bookSliding(a, &m, day, v) {
				return m, false
			}
			continue
		}
		n := a.number(&m, 0) + 1
		before := 0
		if a.history != nil {
			before = int(a.history[day])
		}
		if n+before > a.rule.Max {
			return m, false
		}
		a.set(&m, 0, n)
	}
	return m, true
}

// bookSliding is book for a cap whose stretch slides: it may as well begin on
// the day of a visit.
func (q *search) bookSliding(a *account, m *memory, day int, v *tally) bool {
	var room [16]int32
	dates := append(room[:0], int32(v.date))
	free := -1
	for k := range a.numbers {
		if at := a.number(m, k); at > 0 {
			dates = append(dates, int32(q.p.in.Days[at-1]))
		} else {
			free = int(k)
		}
	}
	for i := range q.f.past {
		if t := q.f.past[i].tally(); a.past > 0 && a.counts(t) {
			dates = append(dates, int32(t.date))
		}
	}
	days := int32(a.rule.Days)
	for _, from := range dates {
		n := 0
		for _, d := range dates {
			n += btoi(from <= d && d < from+days)
		}
		if from <= int32(v.date) && int32(v.date) < from+days && n > a.rule.Max {
			return false
		}
	}
	if free < 0 { // all that are kept are of the stretch at hand
		return false
	}
	a.set(m, uint8(free), day+1)
	a.order(m)
	return true
}

// order sorts an account's days, so that equal ones look alike.
func (a *account) order(m *memory) {
	var room [64]int
	list := room[:0]
	for k := range a.numbers {
		list = append(list, a.number(m, k))
	}
	slices.Sort(list)
	for k, v := range list {
		a.set(m, uint8(k), v)
	}
}
