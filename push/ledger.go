package push

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// LedgerName is the ledger's name in the output folder.
const LedgerName = "推送记录.json"

const ledgerSchema = "liancha/push-ledger/1"

// Ledger is what has been sent, in the order it was. It holds no secret, and of
// people nothing: departments, masked targets, digests, times.
type Ledger struct {
	Schema  string   `json:"schema"`
	Records []Record `json:"records"`
}

// Result is what became of a delivery.
type Result string

// The results. Sending is one that was under way when the record was written: if
// it stands in a ledger, that run was killed, and nobody knows whether it
// arrived.
const (
	Arrived Result = "arrived"
	Failed  Result = "failed"
	Sending Result = "sending"
)

// Record is one delivery of one run.
type Record struct {
	Department string    `json:"department"`
	Way        Way       `json:"way"`
	Target     string    `json:"target"`
	Key        string    `json:"key"`
	File       string    `json:"file"`
	SHA256     string    `json:"sha256"`
	At         time.Time `json:"at"` // of the last try, to the second
	Result     Result    `json:"result"`
	Tries      int       `json:"tries"`
	Reason     string    `json:"reason"` // why it failed
	Replaces   bool      `json:"replaces"`
}

// ReadLedger reads a ledger. One that is damaged is an error: what has arrived
// cannot be told from it, and sending everything again is for a person to
// decide. nil is that there is none yet; a file emptied is damaged.
func ReadLedger(b []byte) (*Ledger, error) {
	l := &Ledger{Schema: ledgerSchema}
	if b == nil {
		return l, nil
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(l); err != nil {
		return nil, errors.New("内容不完整，或被改动过")
	}
	if d.More() {
		return nil, errors.New("末尾有多余的内容")
	}
	if l.Schema != ledgerSchema {
		return nil, errors.New("不是本程序的推送记录，或是更新的版本写的")
	}
	for i := range l.Records {
		if err := l.Records[i].check(); err != nil {
			return nil, fmt.Errorf("第%d条记录%w", i+1, err)
		}
	}
	return l, nil
}

func (r *Record) check() error {
	switch {
	case r.Department == "":
		return errors.New("没有部门")
	case wayNames[r.Way] == "":
		return errors.New("的方式不对")
	case r.Result != Arrived && r.Result != Failed && r.Result != Sending:
		return errors.New("的结果不对")
	case !isDigest(r.Key) || !isDigest(r.SHA256):
		return errors.New("的摘要不对")
	case r.At.Year() < 1 || r.At.Year() > 9999:
		return errors.New("的时间不对")
	case r.Tries < 0:
		return errors.New("的次数不对")
	}
	return nil
}

func isDigest(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32
}

// Bytes gives the ledger as ReadLedger reads it.
func (l *Ledger) Bytes() []byte {
	if l.Records == nil {
		l.Records = []Record{}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(l); err != nil {
		panic("push: " + err.Error()) // plain texts, numbers and times of four-digit years
	}
	return b.Bytes()
}

// of gives the last record of a delivery's department, way and target that has
// one of the results; nil for none.
func (l *Ledger) of(d *Delivery, results ...Result) *Record {
	for i := len(l.Records) - 1; i >= 0; i-- {
		r := &l.Records[i]
		if r.Department != d.Department || r.Way != d.Way || r.Key != d.key {
			continue
		}
		for _, x := range results {
			if r.Result == x {
				return r
			}
		}
	}
	return nil
}
