package when

// unit is what a point is one of.
type unit uint8

const (
	bare  unit = iota // a number whose unit stands elsewhere, or nothing at all
	day               // day n of the month
	week              // weeks n to m of the month, lastWeek for 最后一周
	third             // thirds n to m of the month
	halfMonth
	month
	quarter // quarters n to m
	halfYear
	year
)

// lastWeek as a week's number is the last that begins in the month.
const lastWeek = 9

// point is one end of a range, or a stretch of days that stands alone.
type point struct {
	year, month int // 0: not stated
	later       int // years after the text's first date, while no year is stated
	unit        unit
	n, m        int  // which of the units, first and last; of a month m alone, if there is a last
	weekday     int  // a day of the week in week n, 1–7
	next        bool // written with 次年
	ordinal     bool // written with 第
	last        bool // 底 or 末 of a month
	end         bool // its last day alone is meant: 年底前, 二季度末前
	weak        bool // 5-10: a month and a day only beside another
	loose       bool // 上 for 上旬: only beside another third
}

func (p point) needsMonth() bool { return p.unit < month && p.month == 0 }

// item is one stretch of days: a point or a range of two.
type item struct {
	from, to           point
	isRange            bool
	openStart, openEnd bool
}

// every is 每月, 每季度 or 每半年.
type every struct {
	unit   unit // 0: none
	year   int  // stated with it: 2021年每月
	part   item // the days of each, if inPart: 每月上旬
	inPart bool
}

// last is the item's end that stands last in the text.
func (it item) last() point {
	if it.isRange {
		return it.to
	}
	return it.from
}

// bares counts an item's numbers without a unit.
func (it item) bares() int {
	n := 0
	if it.from.unit == bare {
		n++
	}
	if it.isRange && it.to.unit == bare {
		n++
	}
	return n
}

// inAnyMonth reports whether a point names a part of whatever month.
func (p point) inAnyMonth() bool { return p.year == 0 && p.needsMonth() }

// firstMonth is the month a point begins in, 0 where the text does not say.
func (p point) firstMonth() int {
	switch p.unit {
	case quarter:
		return 3*p.n - 2
	case halfYear:
		return 6*p.n - 5
	case year:
		return 0
	}
	return p.month
}

// contains reports whether b is a part of p that leans on p: no range runs
// from the whole (5月) to it (10日).
func (p point) contains(b point) bool {
	return p.unit >= month && b.unit != bare && b.needsMonth() || p.unit == year && b.unit != year && b.year == 0
}
