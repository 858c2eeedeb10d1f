package main

import (
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// patience is how long a run goes on before it shows a bar.
const patience = time.Second

// progress shows one bar after another, on a terminal and only once the run
// has taken a second. A nil progress shows nothing.
type progress struct {
	w       io.Writer
	started time.Time

	mu   sync.Mutex
	name string
	bar  *progressbar.ProgressBar
}

func newProgress(w io.Writer) *progress { return &progress{w: w, started: time.Now()} }

// stage gives the function that tells how far a stage is, from 0 to 1. It may
// be called from several goroutines.
func (p *progress) stage(name string) func(done float64) {
	if p == nil {
		return func(float64) {}
	}
	return func(done float64) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if time.Since(p.started) < patience {
			return
		}
		if p.bar == nil || p.name != name {
			p.clear()
			p.name = name
			p.bar = progressbar.NewOptions(1000, progressbar.OptionSetWriter(p.w),
				progressbar.OptionSetDescription(name), progressbar.OptionSetWidth(30),
				progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(),
				progressbar.OptionSetPredictTime(false))
		}
		p.bar.Set(int(done * 999)) // the last step would end the bar; clear does that
	}
}

// end takes the bar off the screen.
func (p *progress) end() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
}

func (p *progress) clear() {
	if p.bar != nil {
		p.bar.Clear()
		p.bar = nil
	}
}

// isTerminal reports whether a person looks at what is written to w.
func isTerminal(w any) bool {
	f, ok := file(w)
	return ok && term.IsTerminal(int(f.Fd()))
}

// file is the file that is written to, if it is one.
func file(w any) (*os.File, bool) {
	if s, ok := w.(*stdout); ok {
		w = s.Writer
	}
	f, ok := w.(*os.File)
	return f, ok
}

// columns is how wide the terminal is that results are shown on; 0 for none.
func (a *app) columns() int {
	f, ok := file(a.stdout)
	if !ok || !isTerminal(f) {
		return 0
	}
	n, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return n
}
