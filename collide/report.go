package collide

import (
	"fmt"

	"liancha/inspect"
	"liancha/internal/diag"
)

// reportNames tells of one code with very different names, and of one name
// with different codes: one of the two is usually written wrongly somewhere.
func (r *resolver) reportNames(out *Resolved) {
	r.reportOneCode()
	r.reportOneName(out)
}

// reportOneCode: rows with the same code, one of whose names is nothing like
// the enterprise's usual one.
func (r *resolver) reportOneCode() {
	for i := range r.profiles {
		if root := int32(i); r.parent[root] != root || r.codes[root].best() == "" || r.next[root] == root {
			continue
		}
		var stated []int32
		var names tally
		for m := range r.members(int32(i)) {
			if p := &r.profiles[m]; p.code.Value != "" && p.name.core != "" {
				stated = append(stated, m)
				names.add(p.name.text, len(p.rows)+len(p.lines))
			}
		}
		if len(names.list) < 2 {
			continue
		}
		usual := r.places.parseName(names.most())
		for _, m := range stated {
			if p := &r.profiles[m]; len(p.rows) > 0 && p.name.bare() != usual.bare() && r.strange(&p.name.name, &usual) {
				r.problems.Add(diag.Problem{
					Severity: diag.Warning, Code: "same_code_names_differ",
					Position: position(r.entries[p.rows[0]].Source, nameColumn), Value: p.subject.Name,
					Message: fmt.Sprintf("代码 %s 在别处是“%s”，这里写作“%s”，按代码归为一家", p.code.Value, usual.text, tidy(p.subject.Name)),
					Hint:    "请核对名称与代码是否填串了行；企业更名的可忽略",
				})
			}
		}
	}
}

// strange reports whether two names of one code are so different that one of
// them is likely another enterprise's: less than half of the characters in
// common, and neither the other's former name.
func (r *resolver) strange(a, b *name) bool {
	for _, x := range [][2]*name{{a, b}, {b, a}} {
		for _, f := range x[0].former {
			if old := r.places.parseName(f); old.core == x[1].core {
				return false
			}
		}
	}
	d := diff([]rune(a.core), []rune(b.core))
	return 2*d.common < d.longer || d.distinguishing()
}

// reportOneName: enterprises of one name whose codes differ.
func (r *resolver) reportOneName(out *Resolved) {
	keys := make([]string, len(out.Enterprises)) // of those with code and name
	inParallel(len(keys), func(from, to int) {
		for i := from; i < to; i++ {
			if out.Enterprises[i].Code == "" {
				continue
			}
			if n := r.places.parseName(out.Enterprises[i].Name); n.core != "" {
				keys[i] = r.places.nameKey(&n)
			}
		}
	})
	var coded []int32
	for i, key := range keys {
		if key != "" {
			coded = append(coded, int32(i))
		}
	}
	for _, same := range sharing(coded, func(k int32) string { return keys[coded[k]] }) {
		for k, e := range same[1:] {
			a, b := &out.Enterprises[same[k]], &out.Enterprises[e]
			if codesOf(a.Code).opposed(codesOf(b.Code)) {
				r.problems.Add(sameName(a, b))
			}
		}
	}
}

func sameName(a, b *inspect.Enterprise) diag.Problem {
	return diag.Problem{
		Severity: diag.Warning, Code: "same_name_codes_differ", Position: position(b.Sources[0], codeColumn), Value: b.Code,
		Message: fmt.Sprintf("“%s”有两个有效代码 %s、%s（另见 %s），按两家企业处理", b.Name, a.Code, b.Code, position(a.Sources[0], "")),
		Hint:    "若实为一家，请改正其中填错的代码",
	}
}
