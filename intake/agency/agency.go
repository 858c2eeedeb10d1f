// Package agency reads the names of government departments as plans write
// them and makes one name of all spellings.
package agency

import "liancha/inspect"

// Unit is one department as a text names it.
type Unit struct {
	City     string // 南京市
	District string // 江宁区
	Street   string // 东山街道
	Function string // canonical: 应急管理局; as written where it is not known
	Level    inspect.Level
	Written  string
}

// Parse reads a cell that is a department's name.
func Parse(text string) (Unit, bool) { return Unit{}, false }

// Find gives the department named inside a title, a file name or a folder.
func Find(text string) (Unit, bool) { return Unit{}, false }

// Within completes a unit without a region from the unit it stands under.
func (u Unit) Within(context Unit) Unit { return u }

// Registry makes one name of all spellings seen in the inputs.
type Registry struct{}

// NewRegistry gives a registry for a city; an empty city is inferred from the
// units added. Aliases map spellings to the names they stand for.
func NewRegistry(city string, aliases map[string]string) *Registry { return &Registry{} }

// Add counts a spelling. The order of additions does not matter.
func (r *Registry) Add(u Unit) {}

// Resolve gives the department's one name and its level.
func (r *Registry) Resolve(u Unit) (name string, level inspect.Level, ok bool) {
	return u.Written, u.Level, false
}
