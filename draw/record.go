package draw

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Schema names the form of a record.
const Schema = "liancha/draw/1"

// RecordName is the file a record is published as.
const RecordName = "抽取记录.json"

// Record is a draw as it is published: what it depends on, what came out, and
// what was changed afterwards. It can be recomputed from itself alone.
type Record struct {
	Schema     string   `json:"schema"`
	Kind       Kind     `json:"kind"`
	Seeds      []string `json:"seeds"`
	PoolSHA256 string   `json:"pool_sha256"` // R
	SeedSHA256 string   `json:"seed_sha256"` // S
	Pool       string   `json:"pool"`
	Inputs     []Input  `json:"inputs"`
	Draws      []Result `json:"draws"`
	// Replacements are people who stood down after the draw, in the order
	// they did. Draws stays as it was drawn.
	Replacements []Replacement `json:"replacements,omitempty"`
	// Seal is SHA-256 of the record's file with sixty-four zeros in its stead. It
	// catches what no recomputation can: a changed input digest, a reworded
	// reason, a moved line break. Records of other programs may lack it.
	Seal string `json:"seal,omitempty"`
}

// Input is a file the pool was made from.
type Input struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
}

// Replacement is one person standing down and who went instead.
type Replacement struct {
	Department string   `json:"department"`
	Key        string   `json:"key"`
	Reason     string   `json:"reason"`
	Draws      []Result `json:"draws"` // for each place left, the one who takes it
}

// New draws and gives the record. Seeds must be clean (CleanSeeds).
func New(p *Pool, seeds []string, inputs []Input) (*Record, error) {
	text, err := p.write()
	if err != nil {
		return nil, err
	}
	return FromText(text, seeds, inputs)
}

// FromText is New for a pool already published.
func FromText(text string, seeds []string, inputs []Input) (*Record, error) {
	p, err := ParsePool(text)
	if err != nil {
		return nil, err
	}
	r := &Record{Schema: Schema, Kind: p.Kind, Seeds: seeds, Pool: text, Inputs: inputs}
	r.PoolSHA256 = Digest(text)
	r.SeedSHA256 = Seed(r.PoolSHA256, seeds)
	if r.Draws, err = Run(p, r.SeedSHA256); err != nil {
		return nil, err
	}
	return r, nil
}

const noSeal = "0000000000000000000000000000000000000000000000000000000000000000"

// Bytes writes the record, sealed.
func (r *Record) Bytes() []byte {
	sealed := *r
	sealed.Seal = noSeal
	if sealed.Inputs == nil {
		sealed.Inputs = []Input{}
	}
	text := sealed.marshal()
	at := bytes.LastIndex(text, []byte(noSeal))
	copy(text[at:], Digest(string(text)))
	return text
}

func (r *Record) marshal() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		panic("draw: a record of strings cannot be written: " + err.Error())
	}
	return b.Bytes()
}

// sealHolds reports whether a record's file is as it was sealed.
func sealHolds(file []byte, seal string) bool {
	at := bytes.LastIndex(file, []byte(seal))
	if at < 0 || len(seal) != len(noSeal) {
		return false
	}
	blank := bytes.Clone(file)
	copy(blank[at:], noSeal)
	return Digest(string(blank)) == seal
}

// ParseRecord reads a record without checking what it says; Verify does.
func ParseRecord(file []byte) (*Record, error) {
	d := json.NewDecoder(bytes.NewReader(file))
	d.DisallowUnknownFields()
	var r Record
	if err := d.Decode(&r); err != nil {
		return nil, fmt.Errorf("不是抽取记录：%s", noRecord(file, err))
	}
	if len(bytes.TrimSpace(file[d.InputOffset():])) > 0 {
		return nil, fmt.Errorf("抽取记录末尾（第%d行）有多余的内容", 1+bytes.Count(file[:d.InputOffset()], []byte("\n")))
	}
	if r.Schema != Schema {
		return nil, fmt.Errorf("这份记录的 schema 是“%s”，应是 %s", r.Schema, Schema)
	}
	return &r, nil
}

// noRecord words why a file is no record's JSON. encoding/json has types for
// most of what it says, and words for the rest.
func noRecord(file []byte, err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case len(bytes.TrimSpace(file)) == 0:
		return "文件是空的"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "内容不全，文件在中间断了"
	case errors.As(err, &syntax):
		return fmt.Sprintf("第%d行不是 JSON", lineOf(file, min(int(syntax.Offset), len(file))))
	case errors.As(err, &kind) && kind.Field == "":
		return "是别的 JSON"
	case errors.As(err, &kind):
		return fmt.Sprintf("第%d行“%s”的写法不对", lineOf(file, min(int(kind.Offset), len(file))), kind.Field)
	}
	if _, field, ok := strings.Cut(err.Error(), "unknown field "); ok {
		return "里面有记录没有的项 " + field
	}
	return "写法不对"
}

// Final gives who goes where after all replacements, by place.
func (r *Record) Final() map[string][]string {
	final := map[string][]string{}
	for _, d := range r.Draws {
		final[d.Place] = append([]string(nil), d.Drawn...)
	}
	for _, x := range r.Replacements {
		for _, d := range x.Draws {
			list := final[d.Place]
			for i, k := range list {
				if k == x.Key {
					list = append(list[:i], list[i+1:]...)
					break
				}
			}
			final[d.Place] = append(list, d.Drawn...)
		}
	}
	return final
}
