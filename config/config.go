// Package config reads liancha.yaml and turns it into each stage's options. The
// file config/liancha.yaml, which `liancha init` writes out, is where the
// defaults stand: what it says is what holds when nobody says otherwise.
package config

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"liancha/inspect"
	"liancha/profile"
	"liancha/schedule"
)

// Template is liancha.yaml with every setting, its default and a comment.
//
//go:embed liancha.yaml
var Template []byte

// FileName is the settings file looked for in the working folder.
const FileName = "liancha.yaml"

// Config is the settings in force. Zero values never mean "default": Default
// fills every field from Template.
type Config struct {
	Period   *inspect.Span // nil: the span of all dates in the plans
	City     string
	District string // whose departments are meant where nothing says whose; empty: the city's
	Calendar struct {
		Holidays, Workdays []inspect.Date
	}
	Aliases      map[string]string // spelling of a department → its name
	Capacity     map[string]int    // department → people on a working day
	AcrossLevels bool
	LevelsApart  int
	Caps         []schedule.Cap
	LeadOrder    []string
	Draw         Draw
	Profile      profile.Options
	Push         Push
	Limits       Limits
}

// Limits are the bounds on what is read.
type Limits struct {
	FileMiB       int `yaml:"file_mib"`
	InflatedMiB   int `yaml:"inflated_mib"`
	Rows          int `yaml:"rows"`
	Columns       int `yaml:"columns"`
	CellChars     int `yaml:"cell_chars"`
	Cells         int `yaml:"cells"`
	EmptyCells    int `yaml:"empty_cells"`
	CellDensity   int `yaml:"cell_density"`
	Merges        int `yaml:"merges"`
	Sheets        int `yaml:"sheets"`
	Styles        int `yaml:"styles"`
	SharedStrings int `yaml:"shared_strings"`
	SharedMiB     int `yaml:"shared_mib"`
	InflateRatio  int `yaml:"inflate_ratio"`
	ZipParts      int `yaml:"zip_parts"`
	Depth         int `yaml:"depth"`
	TagKiB        int `yaml:"tag_kib"`
}

// file is liancha.yaml as it is written. Dates and periods are strings, for
// YAML would make times and octal numbers of them.
type file struct {
	Period   string `yaml:"period"`
	City     string `yaml:"city"`
	District string `yaml:"district"`
	Calendar struct {
		Holidays []string `yaml:"holidays"`
		Workdays []string `yaml:"workdays"`
	} `yaml:"calendar"`
	Departments struct {
		Aliases  map[string]string `yaml:"aliases"`
		Capacity map[string]int    `yaml:"capacity"`
	} `yaml:"departments"`
	Join struct {
		AcrossLevels bool `yaml:"across_levels"`
	} `yaml:"join"`
	Stagger struct {
		LevelsApart int `yaml:"levels_apart"`
	} `yaml:"stagger"`
	Caps   []capRule         `yaml:"caps"`
	Grades map[string]policy `yaml:"grades"`
	Lead   struct {
		Order []string `yaml:"order"`
	} `yaml:"lead"`
	Draw    drawFile    `yaml:"draw"`
	Profile profileFile `yaml:"profile"`
	Push    pushFile    `yaml:"push"`
	Limits  Limits      `yaml:"limits"`
}

// policy is what holds besides for enterprises of one grade.
type policy struct {
	Caps []capRule `yaml:"caps"`
}

type capRule struct {
	Per    string   `yaml:"per"`
	Of     string   `yaml:"of"`
	Max    int      `yaml:"max"`
	Grades []string `yaml:"grades"`
	Except []string `yaml:"except"`
}

// Default gives the settings of Template.
func Default() *Config {
	c, err := parse(FileName, nil)
	if err != nil {
		panic("config: the built-in liancha.yaml is wrong: " + err.Error())
	}
	return c
}

// Load reads a settings file. Every mistake in it is in the error, each with
// its line.
func Load(path string) (*Config, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("读不到设置文件 %s：%w", path, err)
	}
	return parse(path, b)
}

// parse reads settings over the defaults: an absent key keeps its default, a
// list that is given replaces the default one.
func parse(name string, b []byte) (*Config, error) {
	var f file
	if err := yaml.Unmarshal(Template, &f); err != nil {
		return nil, err
	}
	lines, err := decode(name, b, &f)
	if err != nil {
		return nil, err
	}
	return f.config(name, lines)
}

// config checks the settings' values and puts them into the stages' terms.
func (f *file) config(name string, lines map[string]int) (*Config, error) {
	r := reading{name: name, lines: lines}
	c := &Config{
		City:         strings.TrimSpace(f.City),
		District:     strings.TrimSpace(f.District),
		Aliases:      f.Departments.Aliases,
		Capacity:     f.Departments.Capacity,
		AcrossLevels: f.Join.AcrossLevels,
		LevelsApart:  f.Stagger.LevelsApart,
		LeadOrder:    f.Lead.Order,
		Limits:       f.Limits,
	}
	if s := strings.TrimSpace(f.Period); s != "" {
		span, err := ParsePeriod(s)
		r.note("period", err)
		c.Period = &span
	}
	c.Calendar.Holidays = r.dates("calendar.holidays", f.Calendar.Holidays)
	c.Calendar.Workdays = r.dates("calendar.workdays", f.Calendar.Workdays)
	for _, d := range slices.Sorted(maps.Keys(c.Capacity)) {
		if c.Capacity[d] < 0 {
			r.say("departments.capacity", "%s 的人数不能是负数：%d", d, c.Capacity[d])
		}
	}
	if c.LevelsApart < 0 {
		r.say("stagger.levels_apart", "不能是负数：%d", c.LevelsApart)
	}
	for i, rule := range f.Caps {
		c.Caps = append(c.Caps, r.cap(fmt.Sprintf("caps 第%d条", i+1), rule))
	}
	for _, g := range slices.Sorted(maps.Keys(f.Grades)) {
		for i, rule := range f.Grades[g].Caps {
			rule.Grades = []string{g}
			c.Caps = append(c.Caps, r.cap(fmt.Sprintf("grades.%s.caps 第%d条", g, i+1), rule))
		}
	}
	c.Draw = r.draw(f.Draw)
	c.Profile = r.profile(f.Profile)
	c.Push = r.push(f.Push)
	l := c.Limits
	if min(l.FileMiB, l.InflatedMiB, l.Rows, l.Columns, l.CellChars, l.Cells, l.EmptyCells, l.CellDensity, l.Merges, l.Sheets,
		l.Styles, l.SharedStrings, l.SharedMiB, l.InflateRatio, l.ZipParts, l.Depth, l.TagKiB) <= 0 {
		r.say("limits", "每一项都要大于 0")
	}
	return c, errors.Join(r.errs...)
}

// reading collects what is wrong with a settings file.
type reading struct {
	name  string
	lines map[string]int // of each setting in the file
	errs  []error
}

func (r *reading) say(key, format string, args ...any) {
	where := r.name
	if line := r.line(key); line > 0 {
		where = fmt.Sprintf("%s 第%d行", r.name, line)
	}
	r.errs = append(r.errs, fmt.Errorf("%s 的 %s：%s", where, key, fmt.Sprintf(format, args...)))
}

// line gives the line of a setting, or of the nearest above it that the file
// has; 0 for one that stands at its default.
func (r *reading) line(key string) int {
	for key != "" {
		if line := r.lines[key]; line > 0 {
			return line
		}
		key = key[:max(strings.LastIndexAny(key, ". "), 0)]
	}
	return 0
}

func (r *reading) note(key string, err error) {
	if err != nil {
		r.say(key, "%v", err)
	}
}

func (r *reading) dates(key string, texts []string) []inspect.Date {
	var days []inspect.Date
	for _, s := range texts {
		d, ok := inspect.ParseDate(strings.TrimSpace(s))
		if !ok {
			r.say(key, "“%s”不是日期，请写成 2021-05-10", s)
		}
		days = append(days, d)
	}
	return days
}

var perNames = map[string]schedule.Per{
	"day": schedule.PerDay, "week": schedule.PerWeek, "month": schedule.PerMonth,
	"quarter": schedule.PerQuarter, "year": schedule.PerYear,
}

var ofNames = map[string]schedule.Of{
	"enterprise": schedule.OfEnterprise, "department": schedule.OfDepartment, "level": schedule.OfLevel,
}

// exemptByDefault are the kinds a cap other than the daily one does not count
// unless it says otherwise (contract section 3, rule 6).
var exemptByDefault = []inspect.Kind{inspect.Complaint, inspect.Reinspection, inspect.Special}

func (r *reading) cap(key string, rule capRule) schedule.Cap {
	c := schedule.Cap{Max: rule.Max}
	var ok bool
	if c.Per, ok = perNames[rule.Per]; !ok {
		n, err := strconv.Atoi(strings.TrimSuffix(rule.Per, "d"))
		if err != nil || n < 1 || n > 3660 || !strings.HasSuffix(rule.Per, "d") {
			r.say(key, "per 是“%s”，应是 day、week、month、quarter、year 或 30d 这样的天数", rule.Per)
		}
		c.Per, c.Days = schedule.PerDays, n
	}
	if c.Of, ok = ofNames[rule.Of]; !ok {
		r.say(key, "of 是“%s”，应是 enterprise、department 或 level", rule.Of)
	}
	if rule.Max < 0 {
		r.say(key, "max 不能是负数：%d", rule.Max)
	}
	for _, s := range rule.Grades {
		g, ok := inspect.ParseGrade(s)
		if !ok {
			r.say(key, "等级“%s”应是 A、B、C 或 D", s)
		}
		c.Grades = append(c.Grades, g)
	}
	if rule.Except == nil && c.Per != schedule.PerDay {
		c.Except = exemptByDefault
	}
	for _, s := range rule.Except {
		k, ok := inspect.ParseKind(s)
		if !ok {
			r.say(key, "except 里的“%s”不是检查类型", s)
		}
		c.Except = append(c.Except, k)
	}
	return c
}
