package feedback

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"liancha/inspect"
)

// publish makes the public list: a line an inspection that came to a result. A
// finding marked 不公开 is left out, and with it the inspection where nothing
// else is left of it.
func (g *gatherer) publish() {
	clean := g.censor()
	for i := range g.res.Inspections {
		x := &g.res.Inspections[i]
		if x.Conclusion == inspect.NoConclusion {
			continue
		}
		var handling, matters []string
		conclusion := inspect.NoConclusion
		for _, n := range x.Findings {
			f := &g.res.Findings[n]
			if f.Withheld || f.Conclusion == inspect.NoConclusion {
				continue
			}
			conclusion = max(conclusion, f.Conclusion)
			for m := range strings.SplitSeq(f.Matter, "、") {
				if m != "" {
					matters = append(matters, m)
				}
			}
			if f.Conclusion == inspect.HazardsFound {
				if words := handlingOf(f); words != "" {
					handling = append(handling, words)
				}
			}
		}
		if conclusion == inspect.NoConclusion {
			continue
		}
		x.Public = true
		e := &g.res.Enterprises[x.Enterprise]
		l := inspect.PublicLine{Enterprise: clean.name(e.Name), Code: publicCode(e.Code), Department: clean.text(x.Department), Result: conclusion.String(),
			Matter: clean.text(strings.Join(distinct(matters), "、")), Handling: clean.text(strings.Join(distinct(handling), "；"))}
		if x.Date != 0 {
			l.Date = x.Date.String()
		}
		g.res.Public = append(g.res.Public, l)
	}
	slices.SortFunc(g.res.Public, func(a, b inspect.PublicLine) int {
		return cmp.Or(strings.Compare(a.Date, b.Date), strings.Compare(a.Enterprise, b.Enterprise), strings.Compare(a.Code, b.Code), strings.Compare(a.Department, b.Department),
			strings.Compare(a.Matter, b.Matter), strings.Compare(a.Result, b.Result), strings.Compare(a.Handling, b.Handling))
	})
}

// complaintClause is what a measure says of the complaint it followed.
var complaintClause = regexp.MustCompile(`[^，。；;,\n]*(?:` + complaintWords + `)[^，。；;,\n]*[，。；;,\n]?`)

// handlingOf words what was done about a finding, as the department has put it:
// where it gives no measure, none is made up for it.
func handlingOf(f *inspect.Finding) string {
	words := strings.TrimRight(complaintClause.ReplaceAllString(f.Measure, ""), "，。；;")
	switch {
	case f.State != inspect.Rectified:
		return words
	case words == "":
		return f.State.String()
	}
	return words + "（" + f.State.String() + "）"
}

// censor keeps people out of what is published: the names that any input knows
// as a person's, telephone, identity card and certificate numbers.
type censor struct {
	names        *strings.Replacer // nil for none
	certificates *strings.Replacer
	known        map[string]string // texts already gone through: most measures are of few wordings
}

// masked stands where a person's name stood.
const masked = "×××"

func (g *gatherer) censor() *censor {
	var names, certificates []string
	person := func(s string) {
		for _, n := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、，,；;/ ()（）\n\t", r) }) {
			if utf8.RuneCountInString(n) >= 2 && strings.IndexFunc(n, unicode.IsDigit) < 0 {
				names = append(names, n)
			}
		}
	}
	for i := range g.res.Findings {
		f := &g.res.Findings[i]
		person(strings.Join(f.Inspectors, "、"))
		person(f.Subject.Contact)
	}
	for i := range g.in.Enterprises {
		person(g.in.Enterprises[i].Contact)
	}
	for _, o := range append(slices.Clone(g.in.History), g.in.Book) {
		if o == nil {
			continue
		}
		for i := range o.Staff {
			person(o.Staff[i].Name)
			if c := o.Staff[i].Certificate; len(c) >= shortestNumber {
				certificates = append(certificates, c)
			}
		}
		for i := range o.Entries {
			person(strings.Join(o.Entries[i].Named, "、"))
			person(o.Entries[i].Subject.Contact)
		}
	}
	return &censor{replacer(names), replacer(certificates), map[string]string{}}
}

// replacer masks words, longer ones first, so that 欧阳小明 is not left as ×××小明.
func replacer(words []string) *strings.Replacer {
	words = distinct(words)
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var pairs []string
	for _, w := range words {
		pairs = append(pairs, w, masked)
	}
	return strings.NewReplacer(pairs...)
}

// shortestNumber is the length from which a number may be somebody's. Dates
// have eight digits and are let stand.
const shortestNumber = 6

var (
	mail     = regexp.MustCompile(`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`)
	callName = regexp.MustCompile(`[(（]?(?:联系人|联系电话|电话|手机号?码?|联系方式|微信|QQ|qq|身份证号?码?|执法证号?码?|证件?编?号码?|执法人员|检查人员|检查人|负责人|法定代表人|法人代表|法人|经办人|安全员|安全负责人|企业负责人)[:：]\s*[^，,；;。)）\s]*(?:[ -]\d+)*[)）]?`)
	identity = regexp.MustCompile(`\d{15,}[Xx]?`)
	// phone is a mobile number, one with an area code, a service number, with
	// spaces or dashes in it.
	phone   = regexp.MustCompile(`(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[-—– )）]?\d{7,8}(?:[-—转]\d{1,5})?|[48]00[- ]?\d{3,4}[- ]?\d{3,4}`)
	number  = regexp.MustCompile(`[A-Za-z]{0,3}\d{7,}[\dXxA-Za-z]*`)
	dayLike = regexp.MustCompile(`^(?:19|20|21)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$`)
)

// surnames begin the names of nearly everyone. Where a text calls somebody by
// office or gives a number behind a name, such a name is masked though no input
// knows it.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁"

var (
	calledName  = regexp.MustCompile(`((?:联系人|联络人|经办人|负责人|责任人|安全员|检查人员|执法人员|法定代表人|法人|业主|老板|由|找)(?:是|为)?\s*)[` + surnames + `]\p{Han}{1,2}([，,、；;。)）\s×]|负责|复查|复核|签字|签收|陪同|到场|落实|整改|联系|$)`)
	maskedTwice = regexp.MustCompile(`(?:` + masked + `){2,}`)
	nameNumber  = regexp.MustCompile(`(^|[，,、；;。:：(（\s人系找由请向])[` + surnames + `]\p{Han}{1,2}([\s:：(（,，]*×××)`)
)

// text takes people out of a text.
func (c *censor) text(s string) string {
	clean, known := c.known[s]
	if !known {
		clean = c.clean(s)
		c.known[s] = clean
	}
	return clean
}

func (c *censor) clean(s string) string {
	s = c.numbers(callName.ReplaceAllString(foldDigits(s), ""))
	s = calledName.ReplaceAllString(s, "${1}"+masked+"$2")
	s = nameNumber.ReplaceAllString(s, "${1}"+masked+"$2")
	return strings.TrimSpace(maskedTwice.ReplaceAllString(c.names.Replace(s), masked))
}

// numbers takes telephone, certificate and identity card numbers out.
func (c *censor) numbers(s string) string {
	s = c.certificates.Replace(s)
	s = mail.ReplaceAllString(s, masked)
	s = phone.ReplaceAllString(identity.ReplaceAllString(s, masked), masked)
	return number.ReplaceAllStringFunc(s, func(n string) string {
		if dayLike.MatchString(n) {
			return n
		}
		return masked
	})
}

// name takes what is no part of it out of an enterprise's name, which may be its
// owner's name and stays.
func (c *censor) name(s string) string {
	return strings.TrimSpace(c.numbers(callName.ReplaceAllString(foldDigits(s), "")))
}

var identityCard = regexp.MustCompile(`^[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$`)

// publicCode gives an enterprise's code, but no identity card number, which some
// write there for a shop without one (GB 11643: weights 2^i mod 11, the sum 1).
func publicCode(code string) string {
	if !identityCard.MatchString(code) {
		return code
	}
	sum, weight := 0, 1
	for i := len(code) - 1; i >= 0; i-- {
		digit := int(code[i] - '0')
		if code[i] == 'X' {
			digit = 10
		}
		sum += digit * weight
		weight = weight * 2 % 11
	}
	if sum%11 == 1 {
		return ""
	}
	return code
}

// foldDigits makes full-width digits and letters half-width; the rest stays.
func foldDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'ｚ' || r == '＠' || r == '－' {
			return []rune(width.Fold.String(string(r)))[0]
		}
		return r
	}, s)
}
