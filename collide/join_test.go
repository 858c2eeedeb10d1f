package collide

import (
	"slices"
	"strings"
	"testing"

	"liancha/inspect"
)

// row is a plan's row as the tests write it: name, code, address.
type row struct{ name, code, address string }

func entriesOf(rows []row) []inspect.Entry {
	out := make([]inspect.Entry, len(rows))
	for i, r := range rows {
		out[i] = inspect.Entry{
			Source:     inspect.Source{File: "计划.xlsx", Sheet: "检查计划", Row: i + 2},
			Subject:    inspect.Subject{Name: r.name, Code: r.code, Address: r.address},
			Department: "南京市应急管理局", Level: inspect.City, HalfDays: 1, Demand: 2, Joinable: true,
		}
	}
	return out
}

// partition words who is who as 0 0 1 …: the enterprise of each row, numbered
// by first mention.
func partition(of []int32) string {
	var seen []int32
	var b strings.Builder
	for _, e := range of {
		i := slices.Index(seen, e)
		if i < 0 {
			i = len(seen)
			seen = append(seen, e)
		}
		b.WriteByte(byte('0' + i))
	}
	return b.String()
}

// codesIn lists the codes of problems, each once, sorted.
func codesIn(who *Resolved) string {
	var out []string
	for _, p := range who.Problems {
		out = append(out, p.Code)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), " ")
}

// Three enterprises' codes, valid by GB 32100-2015.
const (
	codeA = "91320115FLCR63F09G"
	codeB = "91320106M6DP0G7QXG"
	codeC = "91320114LPU93PAW78"
)

func TestWhoIsWho(t *testing.T) {
	const (
		jiangning = "南京市江宁区将军大道5号"
		gulou     = "南京市鼓楼区湖南路9号"
	)
	for _, c := range []struct {
		rule     string
		rows     []row
		want     string
		problems string
		review   int
	}{
		{"the same code is one enterprise whatever the names",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆源化工", codeA, ""}, {"隆源", strings.ToLower(codeA), ""}}, "000", "", 0},
		{"and a name nothing like it is reported",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆源化工有限公司", codeA, ""}, {"鼓楼区张明面馆", codeA, ""}}, "000", "same_code_names_differ", 0},
		{"two codes are two enterprises whatever the names",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"南京隆源化工有限公司", codeB, jiangning}}, "01", "same_name_codes_differ", 0},
		{"the organisation code stands inside the 18",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆源化工", codeA[8:17], ""}, {"甲", codeA[8:16] + "-" + codeA[16:17], ""}}, "000", "same_code_names_differ", 0},
		{"an organisation code of another is another enterprise",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆源化工有限公司", codeB[8:17], ""}}, "01", "same_name_codes_differ", 0},
		{"a misread code of a known enterprise with that name is corrected",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆源化工有限公司", strings.Replace(codeA, "0", "O", 1), ""}}, "00", "code_repaired", 0},
		{"two characters swapped as well",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆源化工有限公司", "9132011" + "5LFCR63F09G", ""}}, "00", "code_repaired", 0},
		{"but not with another's name",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"鼓楼区张明面馆", strings.Replace(codeA, "F", "E", 1), ""}}, "01", "bad_code", 0},
		{"nor with a name near it that is another's to the letter; code and name contradict each other then",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆原化工有限公司", codeB, ""}, {"南京隆原化工有限公司", strings.Replace(codeA, "F", "E", 1), ""}}, "012", "bad_code", 1},
		{"a misprint in the name beside it is allowed for",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆原化工有限公司", strings.Replace(codeA, "F", "E", 1), ""}}, "00", "code_repaired", 0},
		{"nor if nobody states the right code",
			[]row{{"南京隆源化工有限公司", strings.Replace(codeA, "F", "E", 1), ""}, {"江宁区张明面馆", codeB, ""}}, "01", "bad_code", 0},
		{"nor with the name of the branch",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆源化工有限公司江宁分公司", strings.Replace(codeA, "F", "E", 1), ""}}, "01", "bad_code", 1},
		{"a rounded code is no code, the name decides",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆源化工有限公司", "9.13201E+17", ""}}, "00", "bad_code", 0},
		{"no code, the same name, one enterprise it can mean",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"南京市隆源化工有限责任公司", "", ""}, {"隆源化工有限公司", "无", "江宁区将军大道5号2幢"}}, "000", "", 0},
		{"no code, the same name, two it can mean",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"南京隆源化工有限公司", codeB, gulou}, {"南京隆源化工有限公司", "", ""}}, "012", "same_name_codes_differ", 1},
		{"the district decides between two",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"南京隆源化工有限公司", codeB, gulou}, {"南京隆源化工有限公司", "", "鼓楼区"}}, "011", "same_name_codes_differ", 0},
		{"the same name in another district is asked about",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"南京隆源化工有限公司", "", gulou}}, "01", "", 1},
		{"so is the same name at another house",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"南京隆源化工有限公司", "", "南京市江宁区将军大道88号"}}, "01", "", 1},
		{"a row that fits one by name and another of unknown code as well is asked about",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"南京隆源化工有限公司", "", gulou}, {"南京隆源化工有限公司", "", ""}}, "012", "", 1},
		{"two rows that contradict each other cannot both be the enterprise whose place is not known",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆源化工有限公司", "", jiangning}, {"南京隆源化工有限公司", "", gulou}, {"南京隆源化工有限公司", "", ""}}, "0123", "", 1},
		{"a misprint under another's code does not draw that name's rows to it",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆源化工有限公司", codeA, gulou}, {"南京隆源化工有限公司", codeA, jiangning}, {"南京隆原化工有限公司", codeA, ""}, {"南京隆原化工有限公司", "", ""}}, "00001", "", 1},
		{"rows of codes without names do not make a name unusual",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"", codeA, ""}, {"", codeA, ""}, {"", codeA, ""}, {"南京隆源化工有限公司", "", ""}}, "00000", "", 0},
		{"rows without any code join by name",
			[]row{{"南京隆源化工有限公司", "", jiangning}, {"南京市隆源化工有限公司", "", ""}}, "00", "", 0},
		{"but not if the places differ",
			[]row{{"南京隆源化工有限公司", "", jiangning}, {"南京隆源化工有限公司", "", gulou}, {"南京隆源化工有限公司", "", ""}}, "012", "", 1},
		{"rows of an ambiguous name stay apart from one another",
			[]row{{"便民超市", codeA, jiangning}, {"便民超市", codeB, gulou}, {"便民超市", "", ""}, {"便民超市", "", ""}}, "0123", "same_name_codes_differ", 1},
		{"a former name in brackets is a name",
			[]row{{"南京隆源化工有限公司（原：南京江宁化肥厂）", codeA, jiangning}, {"南京江宁化肥厂", "", jiangning}}, "00", "", 0},
		{"a name without region or form at the same house",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"隆源化工", "", "江宁区将军大道5号"}}, "00", "", 0},
		{"elsewhere it is asked about",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"南京隆源化工厂", "", "江宁区"}}, "01", "", 1},
		{"a misprint is asked about",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"南京隆原化工有限公司", "", jiangning}}, "01", "", 1},
		{"a branch is another enterprise, and nobody is asked",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"南京隆源化工有限公司江宁分公司", "", ""}}, "01", "", 0},
		{"so are a group, a sales company, a second works, another trade",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆源化工集团有限公司", "", ""}, {"南京隆源化工销售有限公司", "", ""}, {"南京隆源食品有限公司", "", ""}, {"南京隆源化工二厂", "", ""}}, "01234", "", 0},
		{"a former name alone may have become another's",
			[]row{{"南京隆源化工有限公司（原：南京江宁化肥厂）", codeA, jiangning}, {"南京江宁化肥厂", "", ""}}, "01", "", 1},
		{"also where no code is known",
			[]row{{"南京隆源化工有限公司（原：南京江宁化肥厂）", "", jiangning}, {"南京江宁化肥厂", "", ""}}, "01", "", 1},
		{"a former name that another bears today",
			[]row{{"南京隆源化工有限公司（原：南京江宁化肥厂）", codeA, jiangning}, {"南京江宁化肥厂", codeB, gulou}, {"南京江宁化肥厂", "", ""}}, "012", "", 1},
		{"a code half of which is another's was never meant for this one",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆源化工有限公司", "91320106M6DP0G7QXX", ""}}, "01", "bad_code", 1},
		{"nor two such codes for the same one",
			[]row{{"南京隆源化工有限公司", "91320115FLCR63F09X", ""}, {"南京隆源化工有限公司", "91320106M6DP0G7QXX", ""}}, "01", "bad_code", 1},
		{"digits left of a code that do not begin it",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆源化工有限公司", "9.23201E+17", ""}}, "01", "bad_code", 1},
		{"sisters with codes next to each other are no misprint",
			[]row{{"南京金鑫机械有限公司", codeA, ""}, {"南京金通机械有限公司", strings.Replace(codeA, "F", "E", 1), ""}}, "01", "bad_code", 1},
		{"a company and a partnership at one house",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"南京隆源化工（有限合伙）", "", jiangning}}, "01", "", 1},
		{"a town's hospital is not the province's",
			[]row{{"江苏省人民医院", codeA, ""}, {"人民医院", "", gulou}}, "01", "", 1},
		{"a swapped pair of codes goes by the codes, and is told of",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"江宁区张明面馆", codeB, ""}, {"南京隆源化工有限公司", codeA, ""}, {"江宁区张明面馆", codeB, ""}, {"江宁区张明面馆", codeA, ""}, {"南京隆源化工有限公司", codeB, ""}}, "010101", "same_code_names_differ", 0},
		{"and draws no row without a code to the wrong one",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京隆源化工有限公司", codeA, ""}, {"江宁区张明面馆", codeA, ""}, {"江宁区张明面馆", "", ""}}, "0001", "same_code_names_differ", 1},
		{"of two that bear the name, the one without a place is not meant because the other stands elsewhere",
			[]row{{"便民超市", codeA, ""}, {"便民超市", codeB, gulou}, {"便民超市", "", jiangning}}, "012", "same_name_codes_differ", 1},
		{"a county's name is written with its city, and with or without its rank",
			[]row{{"昆山市鑫博化工有限公司", codeA, ""}, {"昆山鑫博化工有限公司", "", ""}, {"苏州市昆山市鑫博化工有限责任公司", "", ""}, {"江苏省昆山市鑫博化工有限公司", "", ""}}, "0000", "", 0},
		{"not with another county's",
			[]row{{"昆山市鑫博化工有限公司", codeA, ""}, {"常熟鑫博化工有限公司", "", ""}, {"沭阳县鑫博化工有限公司", "", ""}}, "012", "", 0},
		{"the name that has come instead stands in brackets as well",
			[]row{{"南京江宁化肥厂（现更名为南京隆源化工有限公司）", "", jiangning}, {"南京隆源化工有限公司", codeA, jiangning}}, "00", "", 0},
		{"a character that sounds alike is asked about, and so is one in the name of a branch",
			[]row{{"南京隆源化工有限公司", codeA, ""}, {"南京龙源化工有限公司", "", ""}, {"中国银行股份有限公司南京中央门支行", codeB, ""}, {"中国银行股份有限公司南京中样门支行", "", ""}}, "0123", "", 2},
		{"a region misprinted is asked about",
			[]row{{"昆山市鑫博化工有限公司", codeA, ""}, {"困山市鑫博化工有限公司", "", ""}}, "01", "", 1},
		{"two 18-character codes that hold one organisation code are two enterprises",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"隆源化工", sameOrg, jiangning}}, "01", "", 0},
		{"so are two registration numbers, and a row between them is neither's for sure",
			[]row{{"南京隆源化工有限公司", "320114000001017", jiangning}, {"南京隆源化工有限公司", "320106000002028", jiangning}, {"南京隆源化工有限公司", "", jiangning}}, "012", "same_name_codes_differ", 1},
		{"no chain through a name brings two codes together",
			[]row{{"南京隆源化工有限公司", codeA, jiangning}, {"南京隆源化工有限公司", "", jiangning}, {"隆源化工", "", jiangning}, {"南京隆源化工有限公司", codeB, jiangning}}, "0123", "same_name_codes_differ", 1},
	} {
		// Other rows make the city's names and districts known.
		rows := append(slices.Clone(c.rows),
			row{"南京康卓新材料科技有限公司", codeC, "南京市浦口区龙华路1号"}, row{"江苏丰木印刷厂", "91320115W64HXP1Q5G", "南京市江宁区东大街2号"})
		who := Resolve(entriesOf(rows), nil, Options{City: "南京市"})
		if got := partition(who.Of[:len(c.rows)]); got != c.want {
			t.Errorf("%s: %s, want %s", c.rule, got, c.want)
		}
		if got := codesIn(who); got != c.problems {
			t.Errorf("%s: problems %q, want %q", c.rule, got, c.problems)
		}
		if len(who.Review) != c.review {
			t.Errorf("%s: %d reviews, want %d: %+v", c.rule, len(who.Review), c.review, who.Review)
		}
	}
}

// Of two enterprises whose codes differ at most one is meant: the one that is
// far less likely is not shown beside the other.
func TestOutdoneLookAlikes(t *testing.T) {
	who := Resolve(entriesOf([]row{{"南京第一模具厂", codeA, "江宁区将军大道5号"}, {"南京第三模具厂", codeB, ""}, {"南京第宜模具厂", "", "江宁区将军大道5号"}}), nil, Options{City: "南京市"})
	if len(who.Review) != 1 || len(who.Review[0].Candidates) != 2 {
		t.Fatalf("%+v", who.Review)
	}
	for _, c := range who.Review[0].Candidates {
		if c.Subject.Code == codeB {
			t.Errorf("第三模具厂 is shown: %+v", who.Review)
		}
	}
}
