package when

// YearIn gives the year a title, sheet or file name mentions, if it mentions
// one and no other: 2021年度…计划, 2021-05, 二〇二一年五月, 20210510报送.
func YearIn(text string) (year int, ok bool) {
	return only(mentions(text, func(y, _ int) int { return y }))
}

// MonthIn gives the month a title, sheet or file name mentions, if it mentions
// one and no other: 5月份, 2021年5月, 2021-05. 4-6月 are several.
func MonthIn(text string) (month int, ok bool) {
	return only(mentions(text, func(_, m int) int { return m }))
}

// only gives the one value of a list, however often it stands there.
func only(values []int) (int, bool) {
	for _, v := range values {
		if v != values[0] {
			return 0, false
		}
	}
	if len(values) == 0 {
		return 0, false
	}
	return values[0], true
}

// mentions gives the years or the months in a text, whichever pick takes.
func mentions(text string, pick func(y, m int) int) []int {
	if len(text) > maxBytes {
		return nil
	}
	p := newParser(text, Days)
	var out []int
	add := func(y, m int) {
		if v := pick(y, m); v > 0 {
			out = append(out, v)
		}
	}
	for i := 0; i < len(p.toks); i++ {
		t := p.toks[i]
		if t.kind != tNum {
			continue
		}
		next := p.at(i + 1)
		switch {
		case next.kind == tMonth && t.digits <= 2 && t.n >= 1 && t.n <= 12:
			add(0, t.n)
			if before := p.at(i - 2); before.kind == tNum && before.digits <= 2 && (p.joins(i-1) || p.is(i-1, tList)) {
				add(0, before.n) // 4-6月
			}
		case next.kind == tYear && t.digits == 2 && t.n >= 15:
			add(2000+t.n, 0)
		case next.kind == tDay:
		case t.digits == 4 && thisCentury(t.n):
			add(t.n, 0)
			if m := p.at(i + 2); next.kind == tSign && m.kind == tNum && m.digits <= 2 && m.n >= 1 && m.n <= 12 {
				add(0, m.n)
			}
		case t.digits == 6 && thisCentury(t.n/100) && t.n%100 >= 1 && t.n%100 <= 12:
			add(t.n/100, t.n%100)
		case t.digits == 8 && thisCentury(t.n/10000):
			for _, r := range p.compact(i) {
				if _, missing := r.v.span(); missing == "" {
					add(r.v.year, r.v.month)
				}
			}
		}
	}
	return out
}

func thisCentury(y int) bool { return y >= 2000 && y <= 2099 }
