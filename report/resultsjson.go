package report

import (
	"bufio"
	"encoding/json"
	"io"

	"liancha/inspect"
	"liancha/internal/diag"
)

// ResultsJSON writes results as contract section 7 has them, a line an element.
func ResultsJSON(w io.Writer, r *inspect.Results, problems diag.List) error {
	v := newResultsView(r)
	j := &jsonWriter{out: bufio.NewWriterSize(w, 64<<10)}
	j.encoder = json.NewEncoder(j)
	j.encoder.SetEscapeHTML(false)
	j.text(`{"schema": "liancha/report/1",` + "\n" + `"stats": `)
	j.value(v.stats())
	var inspected []int
	for e := range r.Enterprises {
		if len(v.inspections[e]) > 0 {
			inspected = append(inspected, e)
		}
	}
	jsonList(j, "by_district", r.ByDistrict, func(t *inspect.Tally) any { return jsonReliefOf(t, t.Name) })
	jsonList(j, "by_department", r.ByDepartment, func(t *inspect.Tally) any { return jsonReliefOf(t, departmentText(t.Name)) })
	jsonList(j, "enterprises", inspected, func(e *int) any { return v.jsonEnterprise(*e) })
	jsonList(j, "problems", problems, jsonProblemOf)
	j.text("}\n")
	if j.err == nil {
		j.err = j.out.Flush()
	}
	return j.err
}

type jsonStats struct {
	AsOf        string `json:"as_of"`
	From        string `json:"from"`
	To          string `json:"to"`
	Enterprises int    `json:"enterprises"` // inspected
	Inspections int    `json:"inspections"` // one department at one enterprise at one time
	Clean       int    `json:"clean"`
	Findings    int    `json:"findings"` // hazards as departments list them, each once
	Hazards     int    `json:"hazards"`  // after those of several departments have become one
	Major       int    `json:"major"`
	Rectified   int    `json:"rectified"`
	Overdue     int    `json:"overdue"`
	Conflicts   int    `json:"conflicts"`
	jsonSpared
	TasksDue  int `json:"parts_due"` // departments' parts of tasks
	TasksDone int `json:"parts_done"`
	NotDone   int `json:"parts_not_inspected"` // handed in that nobody looked
	NotInTask int `json:"not_in_task"`         // inspections
	Published int `json:"published"`
}

func (v *resultsView) stats() jsonStats {
	r := v.r
	s := jsonStats{AsOf: dayText(r.AsOf), From: dayText(r.Period.From), To: dayText(r.Period.To),
		Inspections: r.Total.Inspections, Clean: r.Total.Clean, Hazards: r.Total.Hazards, Major: r.Total.Major, Rectified: r.Total.Rectified, Overdue: r.Total.Overdue,
		jsonSpared: spared(&r.Relief), TasksDue: r.Total.Planned, TasksDone: r.Total.Done, NotDone: r.Total.NotDone, Published: r.Total.Published}
	for e := range r.Enterprises {
		s.Enterprises += btoi(len(v.inspections[e]) > 0)
	}
	for i := range r.Findings {
		s.Findings += btoi(r.Findings[i].Conclusion == inspect.HazardsFound && !r.Repeats[i])
	}
	for i := range r.Hazards {
		s.Conflicts += btoi(r.Hazards[i].Conflict())
	}
	s.NotInTask = len(v.alone())
	return s
}

// jsonRelief is what joint inspection spared in a district, or in the visits a
// department took part in, and in the last period where one is known.
type jsonRelief struct {
	Name string `json:"name"`
	jsonSpared
	Last *jsonSpared `json:"last_period"`
}

type jsonSpared struct {
	Visits           int     `json:"visits"`
	VisitsIfSeparate int     `json:"visits_if_separate"`
	JointVisits      int     `json:"joint_visits"`
	DaysSaved        float64 `json:"days_saved"`
}

func spared(r *inspect.Relief) jsonSpared {
	return jsonSpared{r.Visits, r.Separate, r.Joint, r.DaysSpared()}
}

func jsonReliefOf(t *inspect.Tally, name string) jsonRelief {
	x := jsonRelief{Name: name, jsonSpared: spared(&t.Relief)}
	if t.Before != nil {
		last := spared(t.Before)
		x.Last = &last
	}
	return x
}

type (
	jsonInspected struct {
		Name     string       `json:"name"`
		Code     string       `json:"code"`
		Tasks    []string     `json:"tasks"`
		Findings []jsonHazard `json:"findings"`
	}
	jsonHazard struct {
		Text        string           `json:"text"`
		Severity    string           `json:"severity"`
		Departments []string         `json:"departments"`
		Deadline    *inspect.Date    `json:"deadline"`
		State       *string          `json:"state"`
		Sources     []inspect.Source `json:"sources"`
		Conflict    bool             `json:"conflict"`
	}
)

func (v *resultsView) jsonEnterprise(e int) jsonInspected {
	of := &v.r.Enterprises[e]
	x := jsonInspected{Name: of.Name, Code: of.Code, Tasks: orEmpty(v.tasksOf(e)), Findings: []jsonHazard{}}
	for _, i := range v.hazards[e] {
		h := &v.r.Hazards[i]
		f := jsonHazard{Text: h.Text, Severity: h.Severity.String(), Departments: h.Departments, Sources: v.sourcesOf(h), Conflict: h.Conflict()}
		if h.Deadline != 0 {
			f.Deadline = &h.Deadline
		}
		if h.State != inspect.NoRectification {
			state := h.State.String()
			f.State = &state
		}
		x.Findings = append(x.Findings, f)
	}
	return x
}
