package intake

import (
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/table"
)

// RegisterTable is a register as it stands, so that it can be written anew with
// a few cells renewed and everything else kept.
type RegisterTable struct {
	Columns []RegisterColumn
	Lines   []RegisterLine
}

// RegisterColumn is one column of a register.
type RegisterColumn struct {
	Header string // on one line; read again, it means the same
	Field  string // the name the program itself writes for what is in it; empty for what it does not read
}

// RegisterLine is one line of a register, a text a column.
type RegisterLine struct {
	Source inspect.Source
	Cells  []string
}

// registerFields are the fields of a register by the name the program writes.
var registerFields = map[field]string{
	enterpriseName: "企业名称", enterpriseCode: "统一社会信用代码", address: "地址", district: "所属区", street: "所属街道",
	industry: "行业", grade: "风险等级", headcount: "从业人数", lastVisit: "上次检查日期", contact: "联系人", phone: "联系电话",
	businessStatus: "状态", complaints: "投诉举报", abnormal: "经营异常", management: "管理水平",
}

// keeper gives what keeps the lines of a register as they stand; nothing where
// nobody asked for it.
func (sc *scanner) keeper(h *header) func(*table.Row) {
	if !sc.keep {
		return func(*table.Row) {}
	}
	sc.draft.registers = append(sc.draft.registers, RegisterTable{})
	t := &sc.draft.registers[len(sc.draft.registers)-1]
	fields := map[int]field{}
	for f := range registerFields {
		if h.has(f) {
			fields[h.columns[f][0].index] = f
		}
	}
	var at []int
	for _, l := range h.labels {
		c := RegisterColumn{Header: l.text(), Field: registerFields[fields[l.index]]}
		if l.group != "" && c.Field == "" {
			c.Header = squeeze(l.group) + squeeze(l.name)
		}
		if f := fields[l.index]; f != noField && registerSense(c.Header) != f {
			c.Header = c.Field // what only its group explained
		}
		t.Columns = append(t.Columns, c)
		at = append(at, l.index)
	}
	draft, n := sc.draft, len(sc.draft.registers)-1
	return func(row *table.Row) {
		line := RegisterLine{Source: sc.source(row), Cells: make([]string, len(at))}
		for i, c := range at {
			line.Cells[i] = strings.TrimFunc(sc.grid.data(row, c).Text, invisible)
		}
		draft.registers[n].Lines = append(draft.registers[n].Lines, line)
	}
}

// registerSense is what a header means on a register by its own words.
func registerSense(name string) field {
	if s := lookup(registerWords, name); s.field != noField {
		return s.field
	}
	return lookup(planWords, name).field
}

// registers brings registers kept as they stand into the order of their files.
func (c *combiner) registers(d *Draft) {
	for _, t := range d.registers {
		if len(t.Lines) > 0 {
			c.res.Registers = append(c.res.Registers, t)
		}
	}
	slices.SortStableFunc(c.res.Registers, func(a, b RegisterTable) int {
		return inspect.CompareSource(a.Lines[0].Source, b.Lines[0].Source)
	})
}
