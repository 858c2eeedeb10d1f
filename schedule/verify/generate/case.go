package generate

import "liancha/schedule"

// Case names a middling instance by the arguments it is made of, of Plans
// or Hard, or of Medium where there is no shape.
type Case struct {
	Seed        uint64  `json:"seed"`
	Shape       string  `json:"shape,omitempty"`
	Enterprises int     `json:"enterprises"`
	Entries     int     `json:"entries"`
	Load        float64 `json:"load"`
}

// Instance makes the instance.
func (c Case) Instance() *schedule.Instance {
	if c.Shape == plansShape {
		return Plans(c.Seed, c.Enterprises, c.Entries, c.Load)
	}
	for s, name := range shapeNames {
		if name == c.Shape {
			return Hard(c.Seed, Shape(s), c.Enterprises, c.Entries, c.Load)
		}
	}
	return Medium(c.Seed, c.Enterprises, c.Entries, c.Load)
}

// HardCase is the case of a shape and seed that instances of 60 to 250 entries
// at loads from 0.6 to 1.1 are spread over.
func HardCase(seed uint64, shape Shape) Case {
	n := seed + uint64(shape)
	entries := []int{60, 100, 150, 200, 250}[n%5]
	load := []float64{0.6, 0.9, 0.8, 1.1, 0.95, 1, 0.7}[(3*seed+uint64(shape))%7]
	return Case{Seed: seed, Shape: shape.String(), Enterprises: entries * 6 / 25, Entries: entries, Load: load}
}
