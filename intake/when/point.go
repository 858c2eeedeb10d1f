package when

// point gives every reading of a point at token i.
func (p *parser) point(i int) []reading[point] {
	if !p.is(i, tNum) {
		return p.inYear(i, 0)
	}
	out := p.compact(i)
	out = append(out, p.numeric(i)...)
	t := p.toks[i]
	switch {
	case p.is(i+1, tYear) && (t.digits == 4 || t.digits == 2):
		out = append(out, p.inYear(i+2, century(t))...)
		out = append(out, reading[point]{point{year: century(t), unit: year}, i + 2})
	case t.digits == 4 && !t.padded:
		j := i + 1
		if p.is(j, tSign) {
			j++ // 2021-Q2
		}
		if j == i+1 || !p.is(j, tNum) || p.toks[j].digits > 2 {
			out = append(out, reading[point]{point{year: t.n, unit: year}, i + 1})
		}
		for _, r := range p.inYear(j, t.n) {
			if r.v.unit >= quarter {
				out = append(out, r)
			}
		}
	}
	return append(out, p.inYear(i, 0)...)
}

// century gives the year a number of two or four digits means.
func century(t token) int {
	if t.digits == 2 {
		return 2000 + t.n
	}
	return stated(t.n)
}

// inYear gives the readings of what may follow a year, 0 for none stated.
func (p *parser) inYear(i, y int) []reading[point] {
	if r, ok := p.wordInYear(i, y); ok {
		return r
	}
	j, ordinal := p.ordinal(i)
	n := p.at(j)
	switch {
	case n.kind == tNum && p.is(j+1, tQuarter):
		return p.ends(p.quarters(n, y, j+2))
	case n.kind == tNum && p.is(j+1, tMonth) && !ordinal:
		return append(p.inMonth(j+2, y, stated(n.n)), p.months(n, y, j+2)...)
	case y == 0:
		return p.inMonth(i, 0, 0)
	case n.kind != tNum || n.digits > 2:
		return nil
	}
	out := []reading[point]{{point{year: y, unit: bare, n: n.n, m: n.n, ordinal: ordinal}, j + 1}}
	if s, d := p.at(j+1), p.at(j+2); s.kind == tSign && !isStroke(s.ch) && d.kind == tNum && d.digits <= 2 { // 2021年5.10
		out = append(out, p.dayOf(y, n.n, j+2, true)...)
	}
	return out
}

// wordInYear reads what begins with a word; it is not ok where a number must
// follow the year.
func (p *parser) wordInYear(i, y int) (out []reading[point], ok bool) {
	one := func(u unit, n, m, next int) []reading[point] {
		return []reading[point]{{point{year: y, unit: u, n: n, m: m}, next}}
	}
	switch t := p.at(i); t.kind {
	case tWholeYear:
		return one(year, 0, 0, i+1), true
	case tThisYear:
		return append(one(year, 0, 0, i+1), p.inYear(i+1, 0)...), true
	case tNextYear:
		out := p.inYear(i+1, 0)
		for k := range out {
			out[k].v.next = true
		}
		return out, true
	case tYearEnd:
		out := one(year, 0, 0, i+1)
		out[0].v.end = true
		return out, true
	case tHalfYear:
		return p.ends(one(halfYear, t.n, t.n, i+1)), true
	case tQ:
		return p.ends(one(quarter, t.n, t.n, i+1)), true
	case tThisMonth:
		return append(one(third, 1, 3, i+1), p.inMonth(i+1, y, 0)...), true
	case tMonth: // 月底前
		if p.is(i+1, tThird) {
			return p.inMonth(i+1, y, 0), true
		}
		return nil, true
	case tBefore: // 前三季度
		if n := p.at(i + 1); n.kind == tNum && p.is(i+2, tQuarter) {
			return one(quarter, 1, n.n, i+3), true
		}
		return nil, true
	}
	return nil, false
}

// ordinal passes over 第.
func (p *parser) ordinal(i int) (int, bool) {
	if p.is(i, tOrdinal) {
		return i + 1, true
	}
	return i, false
}

// quarters reads a quarter: 二季度, and 一二季度 as well.
func (p *parser) quarters(n token, y, next int) []reading[point] {
	first, last := n.n, n.n
	if a, b, ok := n.neighbours(); ok {
		first, last = a, b
	}
	return []reading[point]{{point{year: y, unit: quarter, n: first, m: last}, next}}
}

// months reads a whole month: 五月, and 三四月 as well.
func (p *parser) months(n token, y, next int) []reading[point] {
	out := []reading[point]{{point{year: y, month: stated(n.n), unit: month}, next}}
	if a, b, ok := n.neighbours(); ok {
		out = append(out, reading[point]{point{year: y, month: a, unit: month, m: b}, next})
	}
	return out
}

// stated keeps a written 0 apart from what is not written: it exists no more
// than a thirteenth month.
func stated(n int) int {
	if n == 0 {
		return -1
	}
	return n
}

// neighbours reads 三四 as 3 and 4: two digits in a row, without a ten.
func (t token) neighbours() (a, b int, ok bool) {
	a, b = t.n/10, t.n%10
	return a, b, t.positional && t.digits == 2 && a > 0 && b == a+1
}

// ends adds to a stretch its end alone: 二季度末.
func (p *parser) ends(r []reading[point]) []reading[point] {
	last := r[0]
	if t := p.at(last.next); t.kind == tThird && (t.text == "底" || t.text == "末") {
		last.v.end = true
		last.next++
		r = append(r, last)
	}
	return r
}

// inMonth gives the readings of what may follow a month, 0 for none stated.
func (p *parser) inMonth(i, y, m int) []reading[point] {
	one := func(v point, next int) []reading[point] {
		v.year, v.month = y, m
		return []reading[point]{{v, next}}
	}
	t := p.at(i)
	switch t.kind {
	case tThird:
		return one(point{unit: third, n: t.n, m: t.m, last: t.text == "底" || t.text == "末"}, i+1)
	case tThirdBare:
		return one(point{unit: third, n: t.n, m: t.m, loose: true}, i+1)
	case tHalfMonth:
		return one(point{unit: halfMonth, n: t.n, m: t.n}, i+1)
	case tLastWeek:
		return one(point{unit: week, n: lastWeek, m: lastWeek, ordinal: true}, i+1)
	}
	j, ordinal := p.ordinal(i)
	n := p.at(j)
	if n.kind != tNum || n.digits > 2 {
		return nil
	}
	switch {
	case p.is(j+1, tDay) && !ordinal:
		out := one(point{unit: day, n: n.n, m: n.n}, j+2)
		if a, b, ok := n.neighbours(); ok {
			out = append(out, one(point{unit: day, n: a, m: b}, j+2)...)
		}
		return out
	case p.is(j+1, tWeek):
		v := point{unit: week, n: n.n, m: n.n, ordinal: ordinal}
		if p.is(j+2, tWeekday) {
			v.weekday = p.toks[j+2].n
			return one(v, j+3)
		}
		return one(v, j+2)
	}
	return one(point{unit: bare, n: n.n, m: n.n, ordinal: ordinal}, j+1)
}

// compact reads dates without any sign: 20210510, 202105, 210510, 0510, 44326.
func (p *parser) compact(i int) []reading[point] {
	t := p.toks[i]
	if t.chinese {
		return nil
	}
	one := func(v point) []reading[point] { return []reading[point]{{v, i + 1}} }
	date := func(y, m, d int) []reading[point] {
		return one(point{year: y, month: m, unit: day, n: d, m: d})
	}
	switch n := t.n; t.digits {
	case 14:
		n /= 1000000
		return date(stated(n/10000), stated(n/100%100), n%100)
	case 8:
		return date(stated(n/10000), stated(n/100%100), n%100)
	case 6:
		if n/10000 == 20 || n/10000 == 19 {
			return one(point{year: n / 100, month: stated(n % 100), unit: month})
		}
		return date(2000+n/10000, stated(n/100%100), n%100)
	case 5:
		if d, ok := serial(n); ok {
			if s := p.at(i + 1); s.kind == tSign && s.ch == '.' && p.is(i+2, tNum) { // a time of day
				return []reading[point]{{d, i + 3}}
			}
			return one(d)
		}
	case 4:
		if m := n / 100; m >= 1 && m <= 12 {
			return date(0, m, n%100)
		}
	}
	return nil
}

// numeric reads dates whose parts are set apart by signs.
func (p *parser) numeric(i int) []reading[point] {
	a, s, b := p.at(i), p.at(i+1), p.at(i+2)
	if s.kind != tSign || b.kind != tNum || b.digits > 2 {
		return nil
	}
	third, c := p.at(i+3), p.at(i+4)
	more := third.kind == tSign && third.ch == s.ch && c.kind == tNum
	var out []reading[point]
	switch {
	case a.digits == 4:
		if more && c.digits <= 2 {
			return p.dayOf(stated(a.n), b.n, i+4, true)
		}
		out = append(out, reading[point]{point{year: stated(a.n), month: stated(b.n), unit: month}, i + 3})
		if p.is(i+3, tMonth) {
			out[0].next++
			out = append(out, p.inMonth(i+4, stated(a.n), stated(b.n))...)
		} else if p.is(i+3, tThird) || p.is(i+3, tHalfMonth) { // 2021.5中旬
			out = append(out, p.inMonth(i+3, stated(a.n), stated(b.n))...)
		}
	case a.digits <= 2:
		if more && c.digits <= 2 && a.digits == 2 && a.n > 12 { // 10.5.12 may be two days of October
			out = append(out, p.dayOf(2000+a.n, b.n, i+4, true)...)
		}
		if more && c.digits == 4 && s.ch == '/' {
			out = append(out, american(a, b, c, i+5)...)
		}
		out = append(out, p.monthDay(i)...)
	}
	return out
}

// monthDay reads M s D. With a hyphen it may as well be a range, so then both
// have two digits, or it stands beside another of its kind.
func (p *parser) monthDay(i int) []reading[point] {
	a, s, b := p.toks[i], p.toks[i+1], p.toks[i+2]
	switch {
	case p.col == Months: // 3.6 may be two months
		return nil
	case !isStroke(s.ch):
		return p.dayOf(0, a.n, i+2, true)
	case s.ch == '—' || p.is(i+3, tDay) || p.is(i+3, tMonth):
		return nil
	}
	r := p.dayOf(0, a.n, i+2, false)
	r[0].v.weak = !(a.digits == 2 && b.digits == 2 && (a.padded || b.padded))
	return r
}

// dayOf reads the day at token i, with or without 日.
func (p *parser) dayOf(y, m, i int, unitToo bool) []reading[point] {
	d := p.toks[i].n
	m = stated(m)
	i++
	if unitToo && p.is(i, tDay) {
		i++
	}
	return []reading[point]{{point{year: y, month: m, unit: day, n: d, m: d}, i}}
}

// american reads M/D/YYYY where the month cannot be taken for the day.
func american(a, b, c token, next int) []reading[point] {
	date := func(m, d int) []reading[point] {
		return []reading[point]{{point{year: c.n, month: m, unit: day, n: d, m: d}, next}}
	}
	switch {
	case b.n > 12 || a.n == b.n:
		return date(a.n, b.n)
	case a.n > 12:
		return date(b.n, a.n)
	}
	return append(date(a.n, b.n), date(b.n, a.n)...)
}
