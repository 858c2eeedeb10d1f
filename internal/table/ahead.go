package table

import (
	"io"
	"runtime"
	"sync"
	"sync/atomic"
)

// Idle is where to find a processor that has nothing to do: a token for each.
type Idle chan struct{}

// Parallel calls work for 0 to n-1, as many at a time as there are processors. A
// processor for which nothing is left is put into idle, where those that still
// work find help.
func Parallel(n int, work func(i int, idle Idle)) {
	processors := runtime.GOMAXPROCS(0)
	idle := make(Idle, processors)
	for range processors - min(processors, n) {
		idle <- struct{}{}
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(processors, n) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i, idle)
			}
			idle <- struct{}{}
		})
	}
	wg.Wait()
}

// aheadReader inflates ahead of who reads it as soon as a processor is idle, until
// then as it is read. The bytes are the same.
type aheadReader struct {
	io.ReadCloser
	idle   Idle
	blocks chan aheadBlock // nil as long as no processor was idle
	used   chan []byte     // to be filled again
	block  aheadBlock
	at     int
}

// aheadBlock is what was read, and the error that came with it.
type aheadBlock struct {
	b   []byte
	err error
}

const (
	aheadBytes  = 64 << 10
	aheadBlocks = 4
)

func (a *aheadReader) Read(p []byte) (int, error) {
	if a.blocks == nil {
		select {
		case <-a.idle:
			a.start()
		default:
			return a.ReadCloser.Read(p)
		}
	}
	for a.at == len(a.block.b) {
		if a.block.err != nil {
			return 0, a.block.err
		}
		if a.block.b != nil {
			a.used <- a.block.b
		}
		a.block, a.at = <-a.blocks, 0
	}
	n := copy(p, a.block.b[a.at:])
	a.at += n
	return n, nil
}

// start lets the idle processor inflate until an error, the end among them, or
// until there is nothing more to fill.
func (a *aheadReader) start() {
	a.blocks, a.used = make(chan aheadBlock, aheadBlocks), make(chan []byte, aheadBlocks)
	for range aheadBlocks {
		a.used <- make([]byte, aheadBytes)
	}
	go func() {
		defer close(a.blocks)
		for b := range a.used {
			block := fill(a.ReadCloser, b[:aheadBytes])
			a.blocks <- block
			if block.err != nil {
				break
			}
		}
		a.idle <- struct{}{}
	}()
}

// fill reads until b is full or there is an error.
func fill(r io.Reader, b []byte) aheadBlock {
	n := 0
	for n < len(b) {
		k, err := r.Read(b[n:])
		if n += k; err != nil {
			return aheadBlock{b[:n], err}
		}
	}
	return aheadBlock{b, nil}
}

func (a *aheadReader) Close() error {
	if a.blocks != nil {
		close(a.used)
		for range a.blocks {
		}
	}
	return a.ReadCloser.Close()
}
