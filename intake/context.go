package intake

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"liancha/intake/agency"
	"liancha/intake/when"
	"liancha/internal/table"
)

// context is what a sheet's surroundings say: its title lines, its name, its
// file and folders.
type context struct {
	units []agency.Unit // departments named, the nearest first
	// regions are the places named without a department: 江宁区2021年5月检查计划,
	// a folder 江宁区.
	regions []agency.Unit
	year    int // 0 where neither title nor file name has one
	month   int
	// dayOnly marks a month that stands there with a day: a date the table may
	// have been handed in on, which says less than the period.
	dayOnly bool
}

var (
	// declared is who hands the table in: 填报单位：南京市公安局.
	declared = regexp.MustCompile(`(?:填[报表写]|报送|上报|编制|制表|申报|实施|检查|执法|牵头|组织)(?:单位|部门|机关)(?:名称)?(?:[(（][^)）]*[)）])?[:：][\s\x{3000}]*([^\s\x{3000}:：]*)`)
	// dateline is when the table was made, which is not when inspections are.
	dateline = regexp.MustCompile(`(?:填[报表写]|制表|报送|上报|打印|编制|印发|更新|统计|导出)(?:日期|时间)[:：]?.*$|截[至止](?:日期|时间)?[:：]?\s*\d.*$|^\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?$`)
)

// wholeDay is a date with its day; its group is a mere month, which is none.
var wholeDay = regexp.MustCompile(`\d{4}[年./-]\d{1,2}[月./-]\d{1,2}[日号]?|(\d{4}[年./-]\d{1,2})|\d{8}|\d{1,2}[月.]\d{1,2}[日号]?`)

// longestTitle is the length in characters above which a text over a table is
// an instruction; departments and years in it are examples.
const longestTitle = 60

// isTitle reports a text that names the table rather than tells how to fill it.
func isTitle(s string) bool {
	return utf8.RuneCountInString(s) <= longestTitle && !strings.ContainsAny(s, "。；") &&
		(!isNoteText(s) || declared.MatchString(s))
}

// contextOf reads a sheet's surroundings: the texts above its header and the
// notes below. Departments come from 填报单位：, wherever it stands, then the title,
// the sheet's name, the file's name and its folders.
func contextOf(s *table.Sheet, titles, notes []string) context {
	var c context
	c.declarations(titles)
	c.declarations(notes)
	var dated []string
	for _, t := range titles {
		dated = append(dated, dateline.ReplaceAllString(tidy(t), ""))
	}
	base := strings.TrimSuffix(path.Base(s.File), path.Ext(s.File))
	for _, t := range append(dated, s.Name, base) {
		if !isTitle(t) {
			continue
		}
		c.add(t, agency.Find)
		if t == s.Name || t == base {
			c.add(t, agency.Parse) // a sheet, or a file, may be called 消防
		}
		c.addRegion(t)
		if y, ok := when.YearIn(t); ok && c.year == 0 {
			c.year = y
		}
		if m, ok := when.MonthIn(t); ok && (c.month == 0 || c.dayOnly) {
			if plain, whole := when.MonthIn(wholeDay.ReplaceAllString(t, "$1")); whole {
				c.month, c.dayOnly = plain, false
			} else if c.month == 0 {
				c.month, c.dayOnly = m, true
			}
		}
	}
	folders := strings.Split(path.Dir(s.File), "/")
	for i := len(folders) - 1; i >= 0; i-- {
		c.add(folders[i], agency.Find)
		c.add(folders[i], agency.Parse)
		c.addRegion(folders[i])
	}
	return c
}

// declarations reads 填报单位：, its name in the same cell or the next.
func (c *context) declarations(texts []string) {
	for i, t := range texts {
		m := declared.FindStringSubmatch(t)
		if m == nil {
			continue
		}
		named := m[1]
		if named == "" && i+1 < len(texts) {
			named = tidy(texts[i+1])
		}
		c.add(named, agency.Parse)
		c.add(named, agency.Find)
	}
}

func (c *context) addRegion(text string) {
	if u, ok := agency.Region(text); ok {
		c.regions = append(c.regions, u)
	}
}

func (c *context) add(text string, read func(string) (agency.Unit, bool)) {
	if u, ok := read(text); ok {
		c.units = append(c.units, u)
	}
}

// home is what a sheet's surroundings say of departments: whose the sheet is,
// and which places complete a name that leaves its region out.
type home struct {
	unit   agency.Unit
	known  bool          // unit is a department
	around []agency.Unit // the nearest first
}

// home gives what the sheet's own surroundings say.
func (c *context) home() home {
	h := home{around: slices.Concat(c.units, c.regions)}
	if len(c.units) > 0 {
		h.unit, h.known = h.complete(c.units[0]), true
		return h
	}
	for _, r := range c.regions { // 东山街道5月检查计划 is the street office's own
		if r.Street != "" {
			u, ok := agency.Parse(r.Street)
			h.unit, h.known = h.complete(u), ok
			break
		}
	}
	return h
}

// complete adds the region to a department's name, from the nearest
// surroundings that have it.
func (h *home) complete(u agency.Unit) agency.Unit {
	for _, outer := range h.around {
		u = u.Within(outer)
	}
	return u
}
