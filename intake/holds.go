package intake

import "slices"

// HoldsFindings reports whether the sheet has a table of findings, filled in or
// not, or a plan with what came of it beside.
func (d *Draft) HoldsFindings() bool {
	return slices.Contains(d.kinds, findingsKind) || len(d.findings) > 0
}
