package agency

// Among gives which of the departments a person means by a name: 市应急局 or
// 应急局 among the departments of one task. It is not ok where none is meant or
// more than one could be. The departments are names the registry gave.
func (r *Registry) Among(written string, departments []string) (department string, ok bool) {
	u, parsed := r.Parse(written)
	if !parsed {
		return "", false
	}
	for _, d := range departments {
		of, known := r.Parse(d)
		if !known {
			continue
		}
		name, _, _ := r.Resolve(u.Within(of))
		full, _, _ := r.Resolve(of)
		if name != full {
			continue
		}
		if department != "" {
			return "", false
		}
		department = d
	}
	return department, department != ""
}
