// Package agency reads the names of government departments as plans write
// them and makes one name of all spellings: 南京市应急管理局, 市应急管理局 and
// 市应急局 are one, 南京市江宁区应急管理局, 江宁区应急局 and 江宁应急局 another. City
// and district are never taken for one another.
//
// The table of functions stands in functions.go. Of places the package knows the
// prefecture-level cities only; which city the plans are about, and which
// districts and streets it has, it learns from the names it sees. Provinces'
// departments are not its concern.
package agency

import (
	"strings"

	"liancha/inspect"
)

// Unit is one department as a text names it. What the text leaves out is empty.
type Unit struct {
	City     string // 南京市
	District string // 江宁区
	Street   string // 东山街道
	// Function is the canonical name of what it does at its level, 应急管理局;
	// as written where the function is not known.
	Function string
	Level    inspect.Level
	Written  string // as written, without notes and white space

	place  string // a region without its suffix, which may be a city or a district: 江宁
	family int    // index into families + 1; 0: not known
	full   string // the function as written, if written in full
	own    string // the official name that a short one stands for: 经济和信息化局 of 经信局
}

// Parse reads a cell that is a department's name, notes and tails aside:
// 填报单位：南京市应急管理局（盖章）, 市应急局2021年度计划.
func Parse(text string) (Unit, bool) {
	t := clean(text)
	if strings.ContainsAny(t, "、，,;/") {
		return Unit{}, false
	}
	if u, ok := whole(t); ok {
		return u, true
	}
	if u, ok := government(t); ok {
		return u, true
	}
	return whole(beforeTail(t))
}

// Within completes a unit that names no region from the unit it stands under:
// 应急局 in a sheet of 江宁区卫生健康局 is 江宁区应急管理局. What a unit states stays.
func (u Unit) Within(context Unit) Unit {
	if u.Level == inspect.NoLevel && u.City == "" && u.place == "" {
		u.Level = context.Level
		if u.Level == inspect.Street && !ofStreets(u.Function) {
			u.Level = inspect.District
		}
	}
	if u.City == "" {
		u.City = context.City
	}
	if u.Level >= inspect.District && u.District == "" && u.place == "" {
		u.District = context.District
		if u.District == "" && u.Level == inspect.District {
			u.place = context.place
		}
	}
	if u.Level == inspect.Street && u.Street == "" && u.place == "" {
		u.Street = context.Street
	}
	if u.family > 0 {
		u.Function = families[u.family-1].at(u.Level)
	}
	return u
}
