package push

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"liancha/internal/outdir"
)

// Clock is the time of day, and waiting. Both come from outside.
type Clock interface {
	Now() time.Time
	Sleep(time.Duration)
}

// Options are how a run goes about it.
type Options struct {
	Tries int           // how often a delivery is tried, at least 1
	Wait  time.Duration // before the second try; doubled before each further one
	Clock Clock
	// Tell is told what happens while it does, in words for people; may be nil.
	Tell func(string)
}

// Status is where a delivery stands.
type Status string

// The statuses. Planned is what a run would send; Unchanged has arrived in an
// earlier one, just as it is.
const (
	Planned   Status = "planned"
	Unchanged Status = "unchanged"
	Done      Status = "arrived"
	Undone    Status = "failed"
)

// Step is a delivery with what the ledger knows of it and what became of it.
type Step struct {
	Delivery
	Status Status
	Before *Record // what has arrived there earlier; nil for none
	// Unsure is set where an earlier run was killed while it was sending this:
	// it may have arrived.
	Unsure  bool
	Tries   int
	At      time.Time // of the last try; of the arrival, for Unchanged
	Failure *Failure  // of Undone
	Kept    string    // the file kept beside, because its reader had changed it

	record int // in the ledger; -1 for none yet
	limits int // how often the other side has asked for patience
}

// Replaces reports whether what is sent takes the place of something that has
// arrived there.
func (s *Step) Replaces() bool { return s.Before != nil && s.Before.SHA256 != s.SHA256 }

// Plan compares deliveries with what has arrived. again are the departments
// that get theirs whatever has.
func Plan(deliveries []Delivery, l *Ledger, again map[string]bool) []Step {
	steps := make([]Step, len(deliveries))
	for i, d := range deliveries {
		s := Step{Delivery: d, Status: Planned, record: -1}
		if r := l.of(&d, Arrived); r != nil {
			before := *r // the ledger grows under it
			s.Before = &before
		}
		last := l.of(&d, Arrived, Failed, Sending)
		s.Unsure = last != nil && last.Result == Sending && last.SHA256 == d.SHA256
		if s.Before != nil && s.Before.SHA256 == d.SHA256 && !again[d.Department] {
			s.Status, s.At = Unchanged, s.Before.At
		}
		steps[i] = s
	}
	return steps
}

// mostLimits is how often a delivery waits because the other side is sent too
// much. Such waits are not tries: nothing is wrong.
const mostLimits = 10

// longestPause bounds the wait between tries.
const longestPause = 10 * time.Minute

// Run sends what is planned. After every try the ledger is kept, so that a run
// killed at any moment leaves in doubt the one delivery that was under way, and
// no other. What may succeed later is tried again when all others have been,
// after a wait. keep stores the ledger; if it cannot, the run ends: it would
// send what it could not remember.
func Run(ctx context.Context, set *outdir.Set, steps []Step, l *Ledger, keep func(*Ledger) error, opt Options) error {
	r := &run{set: set, ledger: l, keep: keep, Options: opt, sent: map[string][]time.Time{}, books: map[string][]*Step{}}
	if r.Tell == nil {
		r.Tell = func(string) {}
	}
	var pending []*Step
	for i := range steps {
		s := &steps[i]
		if s.Status == Planned {
			pending = append(pending, s)
		}
		if !s.tells {
			r.books[s.Department] = append(r.books[s.Department], s)
		}
	}
	for round := 1; len(pending) > 0; round++ {
		if round > 1 {
			r.pause(round, len(pending))
		}
		r.stopped, r.asked = map[string]*Failure{}, 0
		var left []*Step
		for _, s := range pending {
			again, err := r.try(ctx, s)
			if err != nil {
				return err
			}
			if again {
				left = append(left, s)
			}
		}
		pending = left
	}
	return nil
}

// run is a Run under way.
type run struct {
	Options
	set     *outdir.Set
	ledger  *Ledger
	keep    func(*Ledger) error
	sent    map[string][]time.Time // by lane, when the last minute's were sent
	books   map[string][]*Step     // of each department, what brings it its book
	stopped map[string]*Failure    // lanes that take nothing more in this round, and why
	asked   time.Duration          // how long someone wants to be left alone
}

// pause waits before a round.
func (r *run) pause(round, left int) {
	wait := r.Wait
	for range round - 2 {
		wait = min(2*wait, longestPause)
	}
	if wait = max(wait, r.asked); wait > 0 {
		r.Tell(fmt.Sprintf("还有 %d 份没有送到，等 %s再试", left, duration(wait)))
		r.Clock.Sleep(wait)
	}
}

func duration(d time.Duration) string {
	if d >= time.Minute && d%time.Minute == 0 {
		return fmt.Sprintf("%d 分钟", d/time.Minute)
	}
	return fmt.Sprintf("%d 秒", (d+time.Second-1)/time.Second)
}

// try tries a delivery once and reports whether it is to be tried again.
func (r *run) try(ctx context.Context, s *Step) (again bool, err error) {
	f := r.stopped[s.lane]
	if s.tells {
		wait, missing := r.bookOf(s.Department)
		if wait {
			return true, nil
		}
		f = cmp.Or(missing, f)
	}
	asked := f == nil
	if asked {
		r.pace(s)
	}
	s.At = r.Clock.Now().Truncate(time.Second)
	if asked {
		if err := r.note(s, Sending); err != nil {
			return false, err
		}
		s.Kept, f = s.carry(ctx, trip{at: s.At, before: r.before(s), set: r.set})
		if f != nil && f.lane && s.lane != "" {
			r.stopped[s.lane] = f
		}
	}
	switch {
	case f == nil:
		s.Tries++
		s.Status, s.Failure = Done, nil
		return false, r.note(s, Arrived)
	case f.wait > 0:
		s.limits++
		r.asked = max(r.asked, f.wait)
		again = s.limits <= mostLimits
	default:
		s.Tries++
		again = f.later && s.Tries < r.Tries
	}
	s.Failure = f
	switch {
	case !again:
		s.Status = Undone
	case !asked:
		return true, nil // nothing has happened that is to be remembered
	}
	return again, r.note(s, Failed)
}

// bookOf reports whether a department's group has to wait until its book has
// come, and why it is not told at all: the book has not, by any way it was to. A
// department that has no way for its book is told all the same.
func (r *run) bookOf(department string) (wait bool, missing *Failure) {
	books := r.books[department]
	if len(books) == 0 {
		return false, nil
	}
	for _, s := range books {
		switch s.Status {
		case Done, Unchanged:
			return false, nil
		case Planned:
			wait = true
		}
	}
	if wait {
		return true, nil
	}
	return false, &Failure{Reason: "任务书没有送到，先不通知群", Hint: "任务书送到以后，再运行一次就会通知"}
}

// before is what a delivery replaces; nil where it only repeats it.
func (r *run) before(s *Step) *Record {
	if s.Way == Folder || s.Replaces() { // a folder has to know its own file
		return s.Before
	}
	return nil
}

// pace waits until the lane takes another.
func (r *run) pace(s *Step) {
	if s.perMinute > 0 {
		sent := r.sent[s.lane]
		for len(sent) > 0 && r.Clock.Now().Sub(sent[0]) >= time.Minute {
			sent = sent[1:]
		}
		if len(sent) >= s.perMinute {
			wait := time.Minute - r.Clock.Now().Sub(sent[0])
			r.Tell(fmt.Sprintf("%s一分钟只收 %d 条，等 %s", s.Way.Chinese(), s.perMinute, duration(wait)))
			r.Clock.Sleep(wait)
			sent = sent[1:]
		}
		r.sent[s.lane] = append(sent, r.Clock.Now())
	}
}

// note keeps in the ledger how a delivery stands. That one is under way need not
// be kept where sending twice does no harm, as in a folder.
func (r *run) note(s *Step, result Result) error {
	if result == Sending && s.Way == Folder {
		return nil
	}
	if s.record < 0 {
		s.record = len(r.ledger.Records)
		r.ledger.Records = append(r.ledger.Records, Record{Department: s.Department, Way: s.Way, Target: s.Target, Key: s.key, File: s.File, SHA256: s.SHA256, Replaces: s.Replaces()})
	}
	rec := &r.ledger.Records[s.record]
	rec.At, rec.Result, rec.Tries, rec.Reason = s.At, result, s.Tries, ""
	if result == Failed {
		rec.Reason = s.Failure.Reason
	}
	return r.keep(r.ledger)
}
