package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
)

// dice is a small generator for invented data: the same everywhere, for ever.
type dice uint64

func (d *dice) roll(n int) int {
	*d = *d*6364136223846793005 + 1442695040888963407
	return int(uint64(*d) >> 33 % uint64(n))
}

var (
	sampleAgencies = []struct {
		name   string
		level  inspect.Level
		matter []string
	}{
		{"南京市应急管理局", inspect.City, []string{"危险化学品企业安全生产检查", "工贸企业有限空间作业检查"}},
		{"南京市消防救援支队", inspect.City, []string{"消防设施运行情况检查", "重点单位消防监督检查"}},
		{"南京市市场监督管理局", inspect.City, []string{"特种设备安全监督检查", "工业产品质量监督抽查"}},
		{"南京市生态环境局", inspect.City, []string{"排污许可执行情况检查", "危险废物规范化管理检查"}},
		{"江宁区应急管理局", inspect.District, []string{"安全生产责任制落实情况检查"}},
		{"江宁区消防救援大队", inspect.District, []string{"消防安全日常监督检查"}},
		{"江宁区卫生健康局", inspect.District, []string{"职业病危害因素监督检查"}},
		{"江宁区东山街道应急管理所", inspect.Street, []string{"小微企业安全巡查"}},
	}
	sampleTrades  = []string{"机械制造", "气体", "木业", "冷链物流", "电子科技", "印务", "纺织", "新材料"}
	sampleStreets = []string{"东山街道", "秣陵街道", "汤山街道", "淳化街道"}
)

// sampleOutcome invents a month: enterprises, the plans of eight departments,
// and the tasks a schedule might have made of them.
func sampleOutcome(enterprises int) *inspect.Outcome {
	d := dice(20210501)
	o := &inspect.Outcome{Period: inspect.MonthSpan(2021, 5)}
	for day := o.Period.From + 5; day <= o.Period.To; day++ {
		if w := day.Weekday(); w != 0 && w != 6 || day == inspect.MustDate(2021, 5, 8) {
			o.WorkingDays = append(o.WorkingDays, day)
		}
	}
	for i := range enterprises {
		name := fmt.Sprintf("南京%s%s%s有限公司", string([]rune("华盛恒泰金陵宁远隆润")[d.roll(10)]), string([]rune("达博瑞锐凯信和通源康")[i%10]), sampleTrades[d.roll(len(sampleTrades))])
		code := fmt.Sprintf("91320115MA%08d", 10000000+i*7919%89999999)
		o.Enterprises = append(o.Enterprises, inspect.Enterprise{
			ID: code, Name: name, Code: code,
			Address:  fmt.Sprintf("南京市江宁区%s诚信大道%d号", sampleStreets[i%4], 10+d.roll(300)),
			District: "江宁区", Street: sampleStreets[i%4],
			Contact: string([]rune("王李张刘陈杨")[d.roll(6)]) + "经理", Phone: fmt.Sprintf("139%08d", d.roll(99999999)),
			Grade: inspect.Grade(1 + d.roll(4)),
		})
	}
	slices.SortFunc(o.Enterprises, func(a, b inspect.Enterprise) int { return strings.Compare(a.ID, b.ID) })
	sampleEntries(o, &d)
	slices.SortFunc(o.Entries, func(a, b inspect.Entry) int { return inspect.CompareSource(a.Source, b.Source) })
	owner := map[string]int{}
	for i := range o.Enterprises {
		owner[o.Enterprises[i].Code] = i
	}
	for i := range o.Entries {
		o.EntryOf = append(o.EntryOf, owner[o.Entries[i].Subject.Code])
	}
	sampleTasks(o, &d)
	sampleRest(o)
	inspect.NumberTasks(o)
	return o
}

func sampleEntries(o *inspect.Outcome, d *dice) {
	rows := make([]int, len(sampleAgencies))
	for i := range o.Enterprises {
		e := &o.Enterprises[i]
		for a, ag := range sampleAgencies {
			if d.roll(100) >= 45 && a != i%len(sampleAgencies) { // every enterprise is in somebody's plan
				continue
			}
			rows[a]++
			from := o.WorkingDays[d.roll(len(o.WorkingDays)-6)]
			x := inspect.Entry{
				Source:     inspect.Source{File: fmt.Sprintf("plans/%d%s.xlsx", 9-a, ag.name), Sheet: "检查计划", Row: rows[a] + 3},
				Subject:    inspect.Subject{Name: e.Name, Code: e.Code, Address: e.Address, District: e.District, Street: e.Street},
				Department: ag.name, Level: ag.level, Matter: ag.matter[d.roll(len(ag.matter))],
				Windows:  []inspect.Span{{From: from, To: from + inspect.Date(4+d.roll(10))}},
				HalfDays: 1, Demand: 2, Kind: inspect.Kind(d.roll(4)), Joinable: true, Grade: e.Grade,
			}
			switch d.roll(12) {
			case 0:
				x.HalfDays = 2
			case 1:
				x.HalfDays = 3
			case 2:
				x.Named = []string{"周建国", "吴敏"}
			case 3:
				x.Kind, x.Joinable = inspect.Complaint, false
			case 4:
				x.Source = inspect.Source{File: fmt.Sprintf("plans/%d%s.csv", 9-a, ag.name), Row: rows[a] + 1, Text: true}
			}
			o.Entries = append(o.Entries, x)
		}
	}
}

// sampleTasks joins what an enterprise has of one level, unless not joinable,
// and leaves every eleventh visit out.
func sampleTasks(o *inspect.Outcome, d *dice) {
	codes := []string{"no_working_day", "no_capacity", "stagger", "over_cap", "enterprise_inactive", "out_of_period"}
	type key struct {
		enterprise int
		level      inspect.Level
		alone      int
	}
	visits := map[key][]int{}
	for i := range o.Entries {
		k := key{o.EntryOf[i], o.Entries[i].Level, 0}
		if !o.Entries[i].Joinable {
			k.alone = i + 1
		}
		visits[k] = append(visits[k], i)
	}
	keys := make([]key, 0, len(visits))
	for k := range visits {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.enterprise, b.enterprise), cmp.Compare(a.level, b.level), cmp.Compare(a.alone, b.alone))
	})
	for n, k := range keys {
		if n%11 == 10 {
			for _, e := range visits[k] {
				c := codes[len(o.Unscheduled)%len(codes)]
				o.Unscheduled = append(o.Unscheduled, inspect.Unscheduled{Entry: e, Code: c,
					Reason: "南京市应急管理局 5月12日上午 6 名执法人员都已安排", Remedy: "5月12日上午增加1名执法人员"})
			}
			continue
		}
		t := inspect.Task{Enterprise: k.enterprise, Level: k.level, Entries: visits[k], HalfDays: 1, Half: inspect.Half(d.roll(2))}
		for _, e := range t.Entries {
			t.HalfDays = max(t.HalfDays, o.Entries[e].HalfDays)
		}
		if t.HalfDays > 1 {
			t.Half = inspect.Morning
		}
		day := d.roll(len(o.WorkingDays) - 1)
		t.Date = o.WorkingDays[day]
		t.Days = o.WorkingDays[day : day+(t.HalfDays+int(t.Half)+1)/2]
		t.Lead = o.Entries[t.Entries[0]].Department
		o.Tasks = append(o.Tasks, t)
	}
}

func sampleRest(o *inspect.Outcome) {
	o.Reviews = []inspect.Review{
		{Score: 0.93, Reason: "名称只差一个字；地址相同；没有统一社会信用代码可核对", Candidates: []inspect.Candidate{
			{Enterprise: 0, Subject: inspect.Subject{Name: "南京华达机械制造有限公司", Code: o.Enterprises[0].Code, Address: "诚信大道12号", District: "江宁区", Street: "东山街道", Phone: "13900000001"}, Sources: []inspect.Source{o.Entries[0].Source, o.Entries[1].Source}},
			{Enterprise: 1, Score: 0.93, Reason: "名称只差一个字；地址相同；没有统一社会信用代码可核对", Subject: inspect.Subject{Name: "南京华达机械厂", Address: "江宁区诚信大道12号", District: "江宁区"}, Sources: []inspect.Source{o.Entries[2].Source}},
		}},
		{Score: 0.71, Reason: "与①：字号相同、行业相近；街道不同\n与①：字号相同\n与②：字号相同", Candidates: []inspect.Candidate{
			{Enterprise: 2, Subject: inspect.Subject{Name: "南京恒瑞气体有限公司", District: "江宁区"}, Sources: []inspect.Source{o.Entries[3].Source}},
			{Enterprise: 3, Score: 0.71, Reason: "与①：字号相同、行业相近；街道不同", Subject: inspect.Subject{Name: "南京市恒瑞气体销售有限公司", District: "江宁区"}, Sources: []inspect.Source{o.Entries[4].Source}},
			{Enterprise: 4, Score: 0.5, Reason: "与①：字号相同\n与②：字号相同", Subject: inspect.Subject{Name: "恒瑞气体", District: "雨花台区"}, Sources: []inspect.Source{o.Entries[5].Source}},
		}},
	}
	for i, a := range sampleAgencies {
		for k, n := range []string{"周建国", "吴敏", "郑晓东", "孙立"} {
			p := inspect.Inspector{Source: inspect.Source{File: "plans/执法人员.xlsx", Sheet: "名录", Row: 2 + 4*i + k}, Department: a.name,
				Name: n, Certificate: fmt.Sprintf("320100%02d%03d", i, k), Active: k != 3, Specialties: []string{"危险化学品"}}
			if k == 1 {
				p.Leave = []inspect.Span{{From: inspect.MustDate(2021, 5, 10), To: inspect.MustDate(2021, 5, 12)}}
				p.Recused = []string{"南京华达机械制造有限公司"}
			}
			o.Staff = append(o.Staff, p)
		}
	}
	joint, separate := 0, 0
	v := newView(o)
	for i := range o.Tasks {
		n := len(v.taskDepartments(&o.Tasks[i]))
		separate += n
		joint += btoi(n > 1)
	}
	left := len(o.Unscheduled)
	outside := 0
	for _, u := range o.Unscheduled {
		outside += btoi(u.Code == "out_of_period")
	}
	o.Stats = inspect.Stats{Files: 17, Rows: len(o.Entries) + 2, Entries: len(o.Entries), Enterprises: len(o.Enterprises),
		Scheduled: len(o.Entries) - left, Unscheduled: left - outside, OutOfPeriod: outside, Rejected: 2,
		Visits: len(o.Tasks), JointVisits: joint, EntriesBound: len(o.Entries) - left + 1, ClassBound: len(o.Entries) - left, VisitsBound: len(o.Tasks) - 3, VisitsIfSeparate: separate}
}

// sampleProblems are problems of every kind of place.
func sampleProblems() diag.List {
	l := diag.List{
		{Severity: diag.Error, Code: "bad_date", Position: diag.Position{File: "消防计划.xlsx", Sheet: "检查计划", Row: 17, Column: "检查时间", Col: 5},
			Value: "2021-2-30", Message: "检查时间“2021-2-30”不存在：2021年2月只有28天", Hint: "改成实际的日期，如 2021-02-28"},
		{Severity: diag.Error, Code: "bad_date", Position: diag.Position{File: "环保.csv", Row: 42, Column: "检查时间", Col: 5, Text: true},
			Value: "待定", Message: "检查时间“待定”还没有定下来", Hint: "确定检查时间后再报"},
		{Severity: diag.Warning, Code: "code_repaired", Position: diag.Position{File: "消防计划.xlsx", Sheet: "检查计划", Row: 9, Column: "统一社会信用代码", Col: 3},
			Value: "9132O115MA1XXXXX0X", Message: "统一社会信用代码第5位的字母 O 按数字 0 理解"},
		{Severity: diag.Info, Code: "sheet_skipped", Position: diag.Position{File: "消防计划.xlsx", Sheet: "填表说明"}, Message: "这张工作表不是计划、名录或结果，没有读"},
	}
	for i := range 57 {
		l.Add(diag.Problem{Severity: diag.Warning, Code: "duplicate_inspection", Position: diag.Position{File: "应急计划.xlsx", Sheet: "5月", Row: 5 + i},
			Message: "本企业本期已有市级同一事项的检查", Hint: "确认是否可以不再检查"})
	}
	l.Sort()
	return l
}
