package report

import (
	"bufio"
	"encoding/json"
	"io"
	"slices"

	"liancha/inspect"
	"liancha/internal/diag"
)

// JSON writes an outcome as contract section 5 has it. It streams: a line an
// element, so that a city's outcome needs no second copy in memory and two runs
// can be compared with diff.
func JSON(w io.Writer, o *inspect.Outcome, problems diag.List) error {
	j := newJSON(w)
	j.text(`{"schema": "liancha/collide/1",` + "\n" + `"period": `)
	j.value(o.Period)
	j.text(",\n" + `"stats": `)
	j.value(o.Stats)
	jsonList(j, "enterprises", o.Enterprises, jsonEnterpriseOf)
	jsonList(j, "tasks", o.Tasks, func(t *inspect.Task) any { return jsonTaskOf(o, t) })
	jsonList(j, "unscheduled", o.Unscheduled, func(u *inspect.Unscheduled) any { return jsonUnscheduledOf(o, u) })
	jsonList(j, "review", undecided(o.Reviews), jsonReviewOf)
	jsonList(j, "staff", o.Staff, jsonPersonOf)
	jsonList(j, "problems", problems, jsonProblemOf)
	j.text("}\n")
	return j.end()
}

type (
	jsonEnterprise struct {
		ID      string           `json:"id"`
		Name    string           `json:"name"`
		Code    string           `json:"code"`
		Sources []inspect.Source `json:"sources"`
	}
	jsonTask struct {
		ID         string       `json:"id"`
		Enterprise string       `json:"enterprise"`
		Level      string       `json:"level"`
		Date       inspect.Date `json:"date"`
		Half       string       `json:"half"`
		Days       float64      `json:"days"`
		Lead       string       `json:"lead"`
		Entries    []jsonEntry  `json:"entries"`
	}
	jsonEntry struct {
		Source     inspect.Source `json:"source"`
		Department string         `json:"department"`
		Level      string         `json:"level"`
		Matter     string         `json:"matter"`
		Demand     int            `json:"demand"`
		Days       float64        `json:"days"`
		Named      []string       `json:"named"`
	}
	jsonUnscheduled struct {
		Source inspect.Source `json:"source"`
		Code   string         `json:"code"`
		Reason string         `json:"reason"`
		Remedy string         `json:"remedy"`
	}
	jsonReview struct {
		Sources []inspect.Source `json:"sources"`
		Score   float64          `json:"score"`
		Reason  string           `json:"reason"`
	}
	jsonPerson struct {
		Department  string            `json:"department"`
		Name        string            `json:"name"`
		Certificate string            `json:"certificate"`
		Leave       [][2]inspect.Date `json:"leave"`
	}
	jsonProblem struct {
		Severity diag.Severity `json:"severity"`
		Code     string        `json:"code"`
		File     string        `json:"file"`
		Sheet    string        `json:"sheet"`
		Row      int           `json:"row"`
		Column   string        `json:"column"`
		Value    string        `json:"value"`
		Message  string        `json:"message"`
	}
)

func jsonEnterpriseOf(e *inspect.Enterprise) any {
	return jsonEnterprise{e.ID, e.Name, e.Code, orEmpty(e.Sources)}
}

func jsonTaskOf(o *inspect.Outcome, t *inspect.Task) any {
	j := jsonTask{ID: t.ID, Enterprise: o.Enterprises[t.Enterprise].ID, Level: t.Level.String(), Date: t.Date, Half: t.Half.String(),
		Days: float64(t.HalfDays) / 2, Lead: t.Lead, Entries: make([]jsonEntry, len(t.Entries))}
	for i, x := range t.Entries {
		e := &o.Entries[x]
		j.Entries[i] = jsonEntry{e.Source, e.Department, e.Level.String(), e.Matter, e.Demand, float64(e.HalfDays) / 2, orEmpty(e.Named)}
	}
	return j
}

// undecided leaves out the reviews a person has answered.
func undecided(reviews []inspect.Review) []inspect.Review {
	return slices.DeleteFunc(slices.Clone(reviews), func(r inspect.Review) bool { return r.Decided() })
}

func jsonUnscheduledOf(o *inspect.Outcome, u *inspect.Unscheduled) any {
	return jsonUnscheduled{o.Entries[u.Entry].Source, u.Code, u.Reason, u.Remedy}
}

func jsonProblemOf(p *diag.Problem) any {
	return jsonProblem{p.Severity, p.Code, p.File, p.Sheet, p.Row, p.Column, p.Value, p.Message}
}

func jsonReviewOf(r *inspect.Review) any {
	j := jsonReview{Sources: []inspect.Source{}, Score: r.Score, Reason: r.Reason}
	for _, c := range r.Candidates {
		j.Sources = append(j.Sources, c.Sources...)
	}
	return j
}

func jsonPersonOf(p *inspect.Inspector) any {
	j := jsonPerson{p.Department, p.Name, p.Certificate, make([][2]inspect.Date, len(p.Leave))}
	for i, s := range p.Leave {
		j.Leave[i] = [2]inspect.Date{s.From, s.To}
	}
	return j
}

// orEmpty makes JSON write a missing list as [].
func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// jsonWriter keeps the first error and drops the line end the encoder puts
// behind every value.
type jsonWriter struct {
	out     *bufio.Writer
	encoder *json.Encoder
	err     error
}

func newJSON(w io.Writer) *jsonWriter {
	j := &jsonWriter{out: bufio.NewWriterSize(w, 64<<10)}
	j.encoder = json.NewEncoder(j)
	j.encoder.SetEscapeHTML(false)
	return j
}

// end writes what is still held back and gives the first error.
func (j *jsonWriter) end() error {
	if j.err == nil {
		j.err = j.out.Flush()
	}
	return j.err
}

func (j *jsonWriter) Write(p []byte) (int, error) {
	n := len(p)
	if n > 0 && p[n-1] == '\n' {
		p = p[:n-1]
	}
	_, err := j.out.Write(p)
	return n, err
}

func (j *jsonWriter) text(s string) {
	if j.err == nil {
		_, j.err = j.out.WriteString(s)
	}
}

func (j *jsonWriter) value(v any) {
	if j.err == nil {
		j.err = j.encoder.Encode(v)
	}
}

func jsonList[T any](j *jsonWriter, key string, list []T, as func(*T) any) {
	j.text(",\n\"" + key + `": [`)
	for i := range list {
		if i > 0 {
			j.text(",")
		}
		j.text("\n")
		j.value(as(&list[i]))
	}
	j.text("]")
}
