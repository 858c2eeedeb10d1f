package config

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"liancha/draw"
	"liancha/inspect"
)

// Draw is the settings of the random draws.
type Draw struct {
	CrossArea     bool
	Balance       bool
	Skills        []draw.Requirement // by matter
	NotWithinDays int
	Rates         map[inspect.Grade]float64 // shares, 0.03 for 3%
}

// drawFile is the part draw of liancha.yaml. Shares are strings, 3%.
type drawFile struct {
	CrossArea     bool              `yaml:"cross_area"`
	Balance       bool              `yaml:"balance"`
	Skills        map[string]string `yaml:"skills"`
	NotWithinDays int               `yaml:"not_within_days"`
	Rates         map[string]string `yaml:"rates"`
}

// ungraded is how the settings call enterprises without a grade.
const ungraded = "未评级"

func (r *reading) draw(f drawFile) Draw {
	d := Draw{CrossArea: f.CrossArea, Balance: f.Balance, NotWithinDays: f.NotWithinDays, Rates: map[inspect.Grade]float64{}}
	for _, matter := range slices.Sorted(maps.Keys(f.Skills)) {
		specialty := f.Skills[matter]
		if strings.TrimSpace(matter) == "" || strings.TrimSpace(specialty) == "" {
			r.say("draw.skills", "检查事项和专业都要写，如 {特种设备: 特种设备}")
		}
		d.Skills = append(d.Skills, draw.Requirement{Matter: matter, Specialty: specialty})
	}
	if d.NotWithinDays < 0 {
		r.say("draw.not_within_days", "不能是负数：%d", d.NotWithinDays)
	}
	for _, name := range slices.Sorted(maps.Keys(f.Rates)) {
		g, ok := inspect.ParseGrade(name)
		if !ok && name != ungraded {
			r.say("draw.rates", "等级“%s”应是 A、B、C、D 或 %s", name, ungraded)
		}
		share, ok := share(f.Rates[name])
		if !ok {
			r.say("draw.rates", "%s 的比例“%s”应在 0%% 到 100%% 之间，如 3%%", name, f.Rates[name])
		}
		d.Rates[g] = share
	}
	return d
}

// share reads 3%, or 0.03.
func share(s string) (float64, bool) {
	digits, percent := strings.CutSuffix(strings.TrimSpace(s), "%")
	n, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	if percent {
		n /= 100
	}
	return n, err == nil && n >= 0 && n <= 1
}
