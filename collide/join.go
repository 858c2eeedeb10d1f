package collide

import (
	"fmt"
	"slices"

	"liancha/inspect"
	"liancha/internal/creditcode"
	"liancha/internal/diag"
)

// joinCodes: the same valid code is one enterprise, whatever the names; so is
// an organisation code and the one 18-character code that contains it.
func (r *resolver) joinCodes() {
	r.byCode = make(map[string]int32)
	r.byOrg = make(map[string][]int32)
	of, first := distinct(len(r.profiles), func(i int32) string { return r.profiles[i].code.Value })
	for _, i := range first {
		code := r.profiles[i].code
		if code.Kind == creditcode.None {
			continue
		}
		r.byCode[code.Value] = i
		if code.Kind == creditcode.USCC18 {
			r.byOrg[code.Org()] = append(r.byOrg[code.Org()], i)
		}
	}
	for i := range r.profiles {
		if r.profiles[i].code.Kind != creditcode.None {
			r.join(first[of[i]], int32(i))
		}
	}
	for i := range r.profiles {
		if p := &r.profiles[i]; p.code.Kind == creditcode.Org9 {
			if owner, ok := r.ownerOf(p.code.Value, p); ok {
				r.join(owner, int32(i))
			}
		}
	}
}

// ownerOf finds the enterprise an organisation code belongs to. Should two
// 18-character codes contain it, the name decides, or nobody does.
func (r *resolver) ownerOf(org string, p *profile) (int32, bool) {
	owners := r.byOrg[org]
	if len(owners) == 1 {
		return owners[0], true
	}
	owners = slices.DeleteFunc(slices.Clone(owners), func(o int32) bool { return !r.goesBy(o, &p.name.name) })
	if len(owners) != 1 {
		return 0, false
	}
	return owners[0], true
}

// goesBy reports whether any profile of a cluster has the name, spelling aside.
func (r *resolver) goesBy(i int32, n *name) bool {
	for m := range r.some(i) {
		if q := r.profiles[m].name; q.bare() == n.bare() && r.places.sameRegion(&n.region, &q.region) {
			return true
		}
	}
	return false
}

// repairCodes: a code that is not valid is corrected only to a valid one that
// some row or register states, of an enterprise whose name agrees; every
// correction is reported, and so is every code that is left uncorrected.
func (r *resolver) repairCodes() {
	repaired := make([]int32, len(r.profiles))
	owners := r.ownersOfNames()
	inParallel(len(r.profiles), func(from, to int) {
		for i := from; i < to; i++ {
			repaired[i] = -1
			if r.profiles[i].broken != "" {
				repaired[i] = r.meantBy(&r.profiles[i], owners)
			}
		}
	})
	for i := range r.profiles {
		p := &r.profiles[i]
		if p.broken == "" {
			continue
		}
		if to := repaired[i]; to >= 0 && r.join(to, int32(i)) {
			r.reportRepair(p, r.profiles[to].code.Value)
			continue
		}
		r.reportBroken(p)
	}
}

// ownersOfNames gives, for each name that stands beside a broken code, the
// profiles that state it with a valid one.
func (r *resolver) ownersOfNames() map[bareName][]int32 {
	owners := make(map[bareName][]int32)
	for i := range r.profiles {
		if p := &r.profiles[i]; p.broken != "" && p.name.core != "" {
			owners[p.name.bare()] = nil
		}
	}
	if len(owners) == 0 {
		return owners
	}
	for i := range r.profiles {
		p := &r.profiles[i]
		if p.code.Kind == creditcode.None {
			continue
		}
		key := p.name.bare()
		if list, asked := owners[key]; asked && len(list) < enough {
			owners[key] = append(list, int32(i))
		}
	}
	return owners
}

// meantBy gives a profile that states the code a broken one must have been, or
// -1. A name that is merely near the enterprise's does not agree if it is
// another's to the letter. It reads clusters but joins none.
func (r *resolver) meantBy(p *profile, owners map[bareName][]int32) int32 {
	found := int32(-1)
	for _, c := range creditcode.Repairs(p.subject.Code) {
		known, ok := r.byCode[c]
		if code, valid := creditcode.Parse(c); !ok && valid && code.Kind == creditcode.Org9 {
			known, ok = r.ownerOf(c, p)
		}
		if !ok || !r.nameAgrees(known, &p.name.name) {
			continue
		}
		if found >= 0 && r.profiles[found].code != r.profiles[known].code {
			return -1
		}
		found = known
	}
	if found >= 0 && !r.goesBy(found, &p.name.name) && slices.ContainsFunc(owners[p.name.bare()], func(o int32) bool {
		return r.places.sameRegion(&p.name.region, &r.profiles[o].name.region)
	}) {
		return -1
	}
	return found
}

// nameAgrees reports whether a name is one of the cluster's, a misprint in it
// allowed for.
func (r *resolver) nameAgrees(i int32, n *name) bool {
	for j := range r.some(i) {
		if r.nearName(n, &r.profiles[j].name.name) {
			return true
		}
	}
	return false
}

// nearName reports whether two names can be one, given that their codes all
// but prove it: they are equal but for one misprint, a look-alike character or
// one left out or doubled. 金鑫机械 and 金盛机械 may be sisters whose codes were
// given out one after the other.
func (r *resolver) nearName(a, b *name) bool {
	if a.core == "" || b.core == "" || a.branch != b.branch || clashingRegion(&a.region, &b.region) || !sameForm(a.form, b.form) && max(a.form, b.form) > shares {
		return false
	}
	if a.core == b.core {
		return true
	}
	d := diff([]rune(a.core), []rune(b.core))
	return len(d.parts) == 1 && d.longer >= 4 && d.parts[0].slip()
}

func (r *resolver) reportRepair(p *profile, code string) {
	r.reportCode(p, "code_repaired",
		fmt.Sprintf("信用代码“%s”校验不符，按同名企业“%s”的代码更正为 %s", p.subject.Code, tidy(p.subject.Name), code),
		"请核对营业执照后在计划中改正")
}

func (r *resolver) reportBroken(p *profile) {
	message, hint := "信用代码“%s”校验不符，未采用，按企业名称归集", "请对照营业执照核对，易错的有 0 与 O、1 与 I、2 与 Z、5 与 S、8 与 B"
	if creditcode.Damaged(p.subject.Code) {
		message, hint = "信用代码“%s”已被表格软件当作数字改坏，未采用，按企业名称归集", "请把该列设为文本格式后重新填写代码"
	}
	r.reportCode(p, "bad_code", fmt.Sprintf(message, p.subject.Code), hint)
}

// reportCode tells of a code at every row and register line that states it.
func (r *resolver) reportCode(p *profile, problem, message, hint string) {
	at := func(s inspect.Source) {
		r.problems.Add(diag.Problem{
			Severity: diag.Warning, Code: problem, Position: position(s, codeColumn), Value: p.subject.Code, Message: message, Hint: hint,
		})
	}
	for _, row := range p.rows {
		at(r.entries[row].Source)
	}
	for _, line := range p.lines {
		at(r.registered[line].Source)
	}
}
