package when

// units gives every number without a unit the unit it shares with its
// neighbours: the other end of its range, the item after it (3、4月), the item
// before it (5月10日、12), the column's; behind a month it is a day.
func (p *parser) units(items []item) *Fault {
	for i := len(items) - 1; i >= 0; i-- {
		it := &items[i]
		it.share()
		if i+1 == len(items) || it.bares() == 0 {
			continue
		}
		next := items[i+1].from
		if next.month != 0 && next.unit != month || next.year != 0 || next.unit == bare {
			continue // 3、4月10日: not the same kind of thing
		}
		if i > 0 && items[i-1].last().unit != bare && items[i-1].last().unit != next.unit {
			return p.fault(BadDate, "有不止一种读法")
		}
		it.take(next.unit)
	}
	for i := range items {
		it := &items[i]
		if it.bares() > 0 && i > 0 {
			it.take(items[i-1].last().unit)
		}
		if it.bares() > 0 && p.col == Months {
			it.take(month)
		}
		if it.bares() > 0 && it.from.month != 0 {
			it.take(day)
		}
		if it.bares() > 0 {
			return p.fault(BadDate, "里的数字没有写明是月还是日")
		}
		if it.loose(items, i) {
			return p.fault(BadDate, "看不懂")
		}
		if it.from.unit == week && !it.from.ordinal && (i == 0 || items[i-1].last().unit != week) {
			return p.fault(BadDate, "说不清是哪一周，请写成 5月第2周 这样的形式")
		}
		if f := p.plausible(*it); f != nil {
			return f
		}
	}
	return nil
}

// loose reports 上 or 下 that no 旬 follows.
func (it item) loose(items []item, i int) bool {
	isThird := func(v point) bool { return v.unit == third && !v.loose }
	switch {
	case !it.from.loose && !it.to.loose:
		return false
	case it.isRange:
		return !isThird(it.to)
	case i+1 < len(items):
		return !isThird(items[i+1].from)
	}
	return true
}

// share lets one end of a range take the other's unit.
func (it *item) share() {
	if !it.isRange {
		return
	}
	it.to.take(it.from.unit)
	it.from.take(it.to.unit)
}

// take gives the item's bare numbers a unit.
func (it *item) take(u unit) {
	it.from.take(u)
	if !it.isRange {
		it.to = it.from
		return
	}
	it.to.take(it.from.unit)
	it.to.take(u)
	it.share()
}

// take gives a bare number a unit, if what is stated leaves room for it.
func (p *point) take(u unit) {
	if p.unit != bare {
		return
	}
	switch {
	case u == bare, u == third, u == halfMonth, u == halfYear, u == year:
		return
	case p.ordinal && u != week && u != quarter:
		return
	case p.month != 0 && u > week, p.year != 0 && p.month == 0 && u < month:
		return
	}
	p.unit = u
	if u == month {
		p.month, p.n, p.m = stated(p.n), 0, 0
	}
}

// complete gives what is left out what stands elsewhere in the text: a day
// takes over the month of the day before it, a date the year of the date
// before it, the first ones the year of the first that has one. A range whose
// end lies before its start and not more than half a year off runs across the
// new year.
func complete(raw []item) []item {
	items := make([]item, len(raw))
	var ends []*point
	var wraps []bool // lies in the year after the one before
	for i := range raw {
		items[i] = raw[i]
		it := &items[i]
		ends, wraps = append(ends, &it.from), append(wraps, false)
		if it.isRange {
			ends, wraps = append(ends, &it.to), append(wraps, true)
		}
	}
	months(items)
	for i := range ends {
		wraps[i] = i > 0 && (ends[i].next || wraps[i] && crosses(*ends[i-1], *ends[i]))
	}
	years(ends, wraps)
	for i := range items {
		if it := &items[i]; !it.isRange {
			it.to = it.from
		}
	}
	return items
}

// months completes the months of days.
func months(items []item) {
	before := 0
	for i := range items {
		it := &items[i]
		for _, p := range []*point{&it.from, &it.to} {
			if p.needsMonth() {
				p.month = before
			}
			if p.unit < month && p.month != 0 {
				before = p.month
			}
		}
		if it.isRange && it.from.needsMonth() && it.to.unit < month { // 10日-5月14日
			it.from.month = it.to.month
		}
	}
}

// years completes the years of the text's dates in their order.
func years(ends []*point, wraps []bool) {
	step := func(i int) int {
		if wraps[i] {
			return 1
		}
		return 0
	}
	first := -1
	for i, p := range ends {
		switch {
		case p.year != 0:
			if first < 0 {
				first = i
			}
		case i == 0:
		case ends[i-1].year != 0:
			p.year = ends[i-1].year + step(i)
		default:
			p.later = ends[i-1].later + step(i)
		}
	}
	for i := first - 1; i >= 0; i-- {
		ends[i].year, ends[i].later = ends[i+1].year-step(i+1), 0
	}
}

// crosses reports whether a range from a to b runs across a new year.
func crosses(a, b point) bool {
	from, to := a.firstMonth(), b.firstMonth()
	const most = 6 // months; 6月-5月 is rather a slip than eleven months
	return from > 0 && to > 0 && to < from && to+12-from <= most
}
