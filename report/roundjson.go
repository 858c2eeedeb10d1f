package report

import (
	"io"

	"liancha/inspect"
	"liancha/internal/diag"
)

// RoundJSON writes what a round of replies has come to, a line an element. Tasks
// and what is left out are written as collide's are.
func RoundJSON(w io.Writer, r *inspect.Round, problems diag.List) error {
	o := r.Outcome
	j := newJSON(w)
	j.text(`{"schema": "liancha/confirm/1",` + "\n" + `"period": `)
	j.value(r.Period)
	j.text(",\n" + `"stats": `)
	j.value(r.Stats)
	j.text(",\n" + `"proven": `)
	j.value(r.Proven)
	j.text(",\n" + `"enterprises_replanned": `)
	j.value(r.Open)
	j.text(",\n" + `"enterprises_proven": `)
	j.value(r.AtLeast)
	jsonList(j, "changes", r.Changes, func(c *inspect.TaskChange) any { return jsonChangeOf(o, c) })
	standings := o.Standings()
	var index []int
	for i := range o.Confirmations {
		index = append(index, i)
	}
	jsonList(j, "confirmations", index, func(i *int) any { return jsonConfirmationOf(&o.Confirmations[*i], standings[*i]) })
	jsonList(j, "enterprises", o.Enterprises, jsonEnterpriseOf)
	jsonList(j, "tasks", o.Tasks, func(t *inspect.Task) any { return jsonTaskOf(o, t) })
	jsonList(j, "unscheduled", o.Unscheduled, func(u *inspect.Unscheduled) any { return jsonUnscheduledOf(o, u) })
	jsonList(j, "problems", problems, jsonProblemOf)
	j.text("}\n")
	return j.end()
}

type (
	jsonChange struct {
		ID         string           `json:"id"`
		Enterprise string           `json:"enterprise"`
		Kinds      []string         `json:"kinds"`
		Before     *jsonArrangement `json:"before"`
		After      *jsonArrangement `json:"after"`
		Why        []string         `json:"why"`
		Replies    []inspect.Source `json:"replies"`
		Redraw     []string         `json:"redraw"`
	}
	jsonArrangement struct {
		Date        inspect.Date `json:"date"`
		Half        string       `json:"half"`
		Days        float64      `json:"days"`
		Lead        string       `json:"lead"`
		Departments []string     `json:"departments"`
	}
	jsonConfirmation struct {
		Task       string            `json:"task"`
		Department string            `json:"department"`
		State      string            `json:"state"`
		Answer     *string           `json:"answer"`
		Dates      [][2]inspect.Date `json:"dates"`
		Note       string            `json:"note"`
		About      string            `json:"about"`
		Now        *string           `json:"now"`
		Source     *inspect.Source   `json:"source"`
	}
)

func jsonChangeOf(o *inspect.Outcome, c *inspect.TaskChange) any {
	j := jsonChange{ID: c.ID, Enterprise: o.Enterprises[c.Enterprise].ID, Kinds: []string{}, Before: jsonArrangementOf(c.Before, c.BeforeDepartments),
		After: jsonArrangementOf(c.After, c.AfterDepartments), Why: orEmpty(c.Why), Replies: orEmpty(c.By), Redraw: orEmpty(c.Redraw)}
	for _, k := range c.Kinds {
		j.Kinds = append(j.Kinds, k.String())
	}
	return j
}

func jsonArrangementOf(t *inspect.Task, departments []string) *jsonArrangement {
	if t == nil {
		return nil
	}
	return &jsonArrangement{t.Date, t.Half.String(), float64(t.HalfDays) / 2, t.Lead, orEmpty(departments)}
}

var answerKeys = [...]string{inspect.Agrees: "agree", inspect.Adjusts: "adjust", inspect.Declines: "decline"}

func jsonConfirmationOf(c *inspect.Confirmation, s inspect.Standing) any {
	j := jsonConfirmation{Task: c.TaskID, Department: c.Department, State: standingNames[s].key, Dates: make([][2]inspect.Date, len(c.Windows)), Note: c.Note, About: c.About}
	for i, w := range c.Windows {
		j.Dates[i] = [2]inspect.Date{w.From, w.To}
	}
	if c.Answer != inspect.NoAnswer {
		j.Answer = &answerKeys[c.Answer]
	}
	if c.Now != "" {
		j.Now = &c.Now
	}
	if c.From.Row > 0 {
		j.Source = &c.From
	}
	return j
}
