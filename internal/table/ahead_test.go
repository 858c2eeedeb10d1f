package table

import (
	"bytes"
	"errors"
	"io"
	"math/rand"
	"sync/atomic"
	"testing"
	"testing/iotest"
)

// closing counts how often it is closed.
type closing struct {
	io.Reader
	closed int
}

func (c *closing) Close() error { c.closed++; return nil }

// TestAheadReader: whenever a processor becomes idle, the bytes and the error at
// their end are the same, and the processor is idle again afterwards.
func TestAheadReader(t *testing.T) {
	broken := errors.New("broken")
	rng := rand.New(rand.NewSource(1))
	for range 300 {
		data := make([]byte, rng.Intn(3*aheadBlocks*aheadBytes))
		rng.Read(data)
		end := io.EOF
		src := io.Reader(bytes.NewReader(data))
		switch rng.Intn(4) {
		case 0:
			end, src = broken, io.MultiReader(src, iotest.ErrReader(broken))
		case 1:
			end, src = io.ErrUnexpectedEOF, io.MultiReader(src, iotest.ErrReader(io.ErrUnexpectedEOF))
		case 2:
			src = iotest.DataErrReader(src)
		}
		idle := make(Idle, 1)
		under := &closing{Reader: iotest.HalfReader(src)}
		r := &aheadReader{ReadCloser: under, idle: idle}
		start, stop := rng.Intn(len(data)+1), rng.Intn(2*len(data)+1)
		var got []byte
		var err error
		for err == nil && len(got) <= stop {
			if len(got) >= start && start >= 0 {
				idle <- struct{}{}
				start = -1
			}
			b := make([]byte, 1+rng.Intn(2*aheadBytes))
			var n int
			n, err = r.Read(b)
			got = append(got, b[:n]...)
		}
		r.Close()
		if !bytes.HasPrefix(data, got) || err == nil && len(got) <= stop || err != nil && (err != end || len(got) < len(data)) {
			t.Fatalf("%d of %d bytes and %v, want %v", len(got), len(data), err, end)
		}
		if under.closed != 1 {
			t.Fatalf("closed %d times", under.closed)
		}
		if start < 0 && len(idle) != 1 {
			t.Fatal("the processor is not given back")
		}
	}
}

// TestAheadSame reads workbooks, whole, cut short and with a wrong byte, with an
// idle processor and without.
func TestAheadSame(t *testing.T) {
	file := plainXLSX(4000, benchCols)
	rng := rand.New(rand.NewSource(1))
	for i := range 30 {
		b := bytes.Clone(file)
		if i > 0 {
			b[rng.Intn(len(b))] ^= 1 << rng.Intn(8)
		}
		if i%3 == 2 {
			b = b[:rng.Intn(len(b))]
		}
		want, wantErr := readBytes(b, Options{})
		idle := make(Idle, 1)
		idle <- struct{}{}
		got, err := readBytes(b, Options{Idle: idle})
		if show(got) != show(want) || (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
			t.Fatalf("workbook %d: %v, without an idle processor %v", i, err, wantErr)
		}
		if len(idle) != 1 {
			t.Fatalf("workbook %d: the processor is not given back", i)
		}
	}
}

// TestParallel calls each once and leaves every processor idle in the end.
func TestParallel(t *testing.T) {
	for _, n := range []int{0, 1, 2, 100} {
		calls := make([]atomic.Int32, n)
		var last Idle
		Parallel(n, func(i int, idle Idle) {
			calls[i].Add(1)
			if i == n-1 {
				last = idle
			}
		})
		for i := range calls {
			if calls[i].Load() != 1 {
				t.Errorf("%d of %d was called %d times", i, n, calls[i].Load())
			}
		}
		if n > 0 && len(last) != cap(last) {
			t.Errorf("%d of %d processors are idle", len(last), cap(last))
		}
	}
}
