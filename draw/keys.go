package draw

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// recordKeys are the keys of a record's objects, in whatever depth.
var recordKeys = []string{
	"schema", "kind", "seeds", "pool_sha256", "seed_sha256", "pool", "inputs", "draws", "replacements", "seal",
	"file", "sha256", "place", "drawn", "passed", "key", "ticket", "reason", "department",
}

// keyReader walks a record's JSON to see that every key is one of recordKeys to
// the letter and stands once in its object.
type keyReader struct {
	open []level
}

type level struct {
	object bool
	key    bool // the next string is a key
	seen   []string
}

func (k *keyReader) check(file []byte) error {
	d := json.NewDecoder(bytes.NewReader(file))
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := k.token(t, lineOf(file, int(d.InputOffset()))); err != nil {
			return err
		}
	}
}

func (k *keyReader) token(t json.Token, line int) error {
	var top *level
	if len(k.open) > 0 {
		top = &k.open[len(k.open)-1]
	}
	if delim, ok := t.(json.Delim); ok {
		switch delim {
		case '{', '[':
			if top != nil {
				top.key = top.object
			}
			k.open = append(k.open, level{object: delim == '{', key: delim == '{'})
		default:
			k.open = k.open[:len(k.open)-1]
		}
		return nil
	}
	if top == nil || !top.object {
		return nil
	}
	if top.key {
		s, _ := t.(string)
		if !slices.Contains(recordKeys, s) || slices.Contains(top.seen, s) {
			return fmt.Errorf("抽取记录第%d行：没有“%s”这一项，或它出现了两次", line, s)
		}
		top.seen = append(top.seen, s)
	}
	top.key = !top.key
	return nil
}
