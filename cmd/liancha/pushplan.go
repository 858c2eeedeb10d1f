package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"liancha/config"
	"liancha/internal/diag"
	"liancha/internal/outdir"
	"liancha/push"
	"liancha/report"
)

// pushPlan is what is to go where.
type pushPlan struct {
	deliveries []push.Delivery
	texts      map[string]string // department → what its group would read
	again      map[string]bool
	without    []withoutWay
	problems   diag.List
	lacking    []error // what has to be there before anything can be sent
	created    string  // date in the properties of what is written
	mailer     *push.Mailer

	ledger *push.Ledger
	steps  []push.Step
}

// withoutWay is a department that does not get its book.
type withoutWay struct {
	Department string `json:"department"`
	Reason     string `json:"reason"`
	Hint       string `json:"hint"`
}

// close ends the connection to the mail server.
func (p *pushPlan) close() {
	if p.mailer != nil {
		p.mailer.Close()
	}
}

// remember compares the plan with the ledger.
func (p *pushPlan) remember(b []byte, path string) error {
	l, err := push.ReadLedger(b)
	if err != nil {
		return hinted{fmt.Errorf("推送记录 %s 读不出来：%w；不知道哪些已经送到，没有送出任何东西", path, err),
			"从备份恢复它；或者把它改名，全部重送一遍"}
	}
	p.ledger, p.steps = l, push.Plan(p.deliveries, l, p.again)
	return nil
}

// share is how much of the plan is done, from 0 to 1.
func (p *pushPlan) share() float64 {
	done := 0
	for i := range p.steps {
		if p.steps[i].Status != push.Planned {
			done++
		}
	}
	return float64(done) / float64(max(len(p.steps), 1))
}

// status gives the exit status: all is there, some is missing, or nothing is
// there at all.
func (p *pushPlan) status() error {
	there, missing := 0, len(p.without)
	for i := range p.steps {
		switch p.steps[i].Status {
		case push.Done, push.Unchanged:
			there++
		default:
			missing++
		}
	}
	switch {
	case missing == 0:
		return nil
	case there == 0:
		return errors.New("一份也没有送到")
	}
	return errPartial
}

// planPush decides what goes where: to each department its own book, into its
// folder and by mail as the settings say, else into the folder for all; and to
// its group a notice.
func (a *app) planPush(path string, book *report.TaskBook, c *config.Config, opt *pushOptions) (*pushPlan, error) {
	b := &pushBuilder{pushPlan: &pushPlan{texts: map[string]string{}, again: map[string]bool{}, created: book.Period.From.String()}, settings: c, folder: a.settingsFolder()}
	departments := departmentsOf(book.Entries)
	if err := b.know(departments, opt.again); err != nil {
		return nil, err
	}
	b.letters, b.notices = push.Letters(book.Outcome), push.Notices(book.Outcome)
	groupBooks := map[string]report.DepartmentBook{}
	for _, g := range report.DepartmentBooks(report.ForGroup(book.Outcome)) {
		groupBooks[g.Department] = g
	}
	names := map[string]bool{}
	for _, d := range report.DepartmentBooks(book.Outcome) {
		name := freeName(d.Department, names)
		content, err := written(d)
		if err != nil {
			return nil, err
		}
		b.carryBook(d.Department, name, content)
		if err := b.tellGroup(d.Department, name, groupBooks[d.Department]); err != nil {
			return nil, err
		}
		b.compare(path, name+".xlsx", content)
	}
	return b.pushPlan, b.recall(a.output, opt)
}

// recall reads the ledger for a first look; nothing is locked, so that looking
// writes nothing.
func (b *pushBuilder) recall(output string, opt *pushOptions) error {
	if !opt.dryRun {
		return nil
	}
	path := filepath.Join(output, push.LedgerName)
	text, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("读不到推送记录 %s：%w", path, err)
	}
	return b.remember(text, path)
}

// written is a department's book as bytes.
func written(d report.DepartmentBook) ([]byte, error) {
	var out bytes.Buffer
	if err := d.Write(&out); err != nil {
		return nil, fmt.Errorf("%s 的任务书写不出来：%w", d.Department, err)
	}
	return out.Bytes(), nil
}

// freeName gives a name for a department's folder and file that no other
// department's is, whatever the system thinks of capital letters.
func freeName(department string, taken map[string]bool) string {
	base := outdir.SafeName(department)
	name := base
	for i := 2; taken[strings.ToLower(norm.NFC.String(name))]; i++ {
		name = fmt.Sprintf("%s（%d）", base, i)
	}
	taken[strings.ToLower(norm.NFC.String(name))] = true
	return name
}

// settingsFolder is where paths of secrets are counted from.
func (a *app) settingsFolder() string { return filepath.Dir(a.configFile) }

// pushBuilder makes a plan from the settings.
type pushBuilder struct {
	*pushPlan
	settings *config.Config
	folder   string // of the settings file

	folders  map[string]string
	to       map[string][]string
	webhooks map[string]config.Webhook
	letters  map[string]*push.Letter
	notices  map[string]*push.Notice
}

// know brings the departments that the settings and the command line name into
// the task book's words.
func (b *pushBuilder) know(departments, again []string) error {
	among := terms(b.settings).Department
	p := b.settings.Push
	var errs [3]error
	b.folders, errs[0] = knownKeys(b.pushPlan, "push.folders", p.Folders, departments, among)
	b.to, errs[1] = knownKeys(b.pushPlan, "push.smtp.to", p.SMTP.To, departments, among)
	b.webhooks, errs[2] = knownKeys(b.pushPlan, "push.webhooks", p.Webhooks, departments, among)
	for _, word := range again {
		d, ok := meant(word, departments, among)
		if !ok {
			return usagef("--again：任务书里没有部门“%s”", word)
		}
		b.again[d] = true
	}
	return errors.Join(errs[:]...)
}

func meant(word string, departments []string, among func(string, []string) (string, bool)) (string, bool) {
	if slices.Contains(departments, word) {
		return word, true
	}
	return among(word, departments)
}

// knownKeys gives a setting by department in the task book's words.
func knownKeys[T any](p *pushPlan, setting string, by map[string]T, departments []string, among func(string, []string) (string, bool)) (map[string]T, error) {
	known, written := map[string]T{}, map[string]string{}
	var errs []error
	for _, word := range slices.Sorted(maps.Keys(by)) {
		d, ok := meant(word, departments, among)
		switch {
		case !ok:
			p.problems.Add(unknownUnit(setting, word))
		case written[d] != "":
			errs = append(errs, fmt.Errorf("设置里 %s 的“%s”和“%s”是同一个部门（%s），请只写一个", setting, written[d], word, d))
		default:
			known[d], written[d] = by[word], word
		}
	}
	return known, errors.Join(errs...)
}

// toFolder brings a file into a folder that the settings name: one outside, or
// one of the output folder.
func (b *pushBuilder) toFolder(department, setting, dir, below, file string, content []byte) {
	inside := !filepath.IsAbs(dir)
	if inside {
		for part := range strings.SplitSeq(filepath.ToSlash(filepath.Clean(dir)), "/") {
			if outdir.SafeName(part) != part {
				b.lack(hinted{fmt.Errorf("%s：“%s”不能作文件夹名", setting, part), "换一个名字，例如 " + outdir.SafeName(part)})
				return
			}
		}
	}
	b.deliveries = append(b.deliveries, push.ToFolder(department, dir, inside, below, file, content))
}

// carryBook brings a department its book.
func (b *pushBuilder) carryBook(department, name string, content []byte) {
	file := name + ".xlsx"
	brought := false // or would be, did the settings not lack something
	if dir := b.folders[department]; dir != "" {
		brought = true
		b.toFolder(department, "push.folders", dir, "", file, content)
	}
	if to := b.to[department]; len(to) > 0 {
		brought = true
		if m := b.post(); m != nil {
			for _, address := range to {
				b.deliveries = append(b.deliveries, m.Deliver(b.letters[department], address, file, content))
			}
		}
	}
	dir := b.settings.Push.Folder
	if !brought && dir != "" {
		brought = true
		b.toFolder(department, "push.folder", dir, name, file, content)
	}
	if !brought {
		reason := "没有送达方式"
		if _, group := b.webhooks[department]; group {
			reason = "只有群消息，任务书没有地方送"
		}
		b.without = append(b.without, withoutWay{department, reason, "在设置的 push.folders 或 push.smtp.to 里写上它，或写上 push.folder"})
	}
}

// post gives the mail server, made when the first mail needs it; nil if the
// settings lack something.
func (b *pushBuilder) post() *push.Mailer {
	s := b.settings.Push.SMTP
	if b.mailer != nil || s.Host == "" {
		return b.mailer
	}
	password := b.reveal(s.Password)
	m, err := push.NewMailer(push.MailServer{Host: s.Host, Port: s.Port, TLS: s.TLS, From: s.From, Username: s.Username, Password: password, Timeout: time.Duration(s.Timeout) * time.Second})
	if err != nil {
		b.lacking = append(b.lacking, fmt.Errorf("push.smtp：%w", err))
		return nil
	}
	b.mailer = m
	return m
}

// tellGroup brings a department's group its notice, and the abridged book where
// the settings want it.
func (b *pushBuilder) tellGroup(department, name string, group report.DepartmentBook) error {
	w, ok := b.webhooks[department]
	if !ok {
		return nil
	}
	content, err := written(group)
	if err != nil {
		return err
	}
	address := b.reveal(w.URL)
	sign := push.Secret{}
	if w.Sign.Set() {
		sign = b.reveal(w.Sign)
	}
	b.texts[department] = b.notices[department].Shown()
	if !address.Set() {
		return nil
	}
	robot, err := push.NewRobot(w.Kind, address, sign, w.NoTLS, nil)
	if err != nil {
		b.lacking = append(b.lacking, fmt.Errorf("%s：%w", strings.TrimSuffix(w.URL.Key, ".url"), err))
		return nil
	}
	b.deliveries = append(b.deliveries, robot.Notice(b.notices[department], content))
	if w.File && group.Tasks > 0 {
		b.deliveries = append(b.deliveries, robot.Book(department, name+"（群内版）.xlsx", content))
	}
	return nil
}

// mostSecret bounds a file that holds a secret, in bytes.
const mostSecret = 64 << 10

// reveal reads a secret from where the settings say it is. What is wrong with it
// is told by the setting's name, never by its content.
func (b *pushBuilder) reveal(s config.Secret) push.Secret {
	if !s.Set() {
		return push.Secret{}
	}
	text, where := os.Getenv(s.Env), "环境变量 "+s.Env
	if s.File != "" {
		path := s.File
		if !filepath.IsAbs(path) {
			path = filepath.Join(b.folder, path)
		}
		where = "文件 " + path
		f, err := os.Open(path)
		if err != nil {
			b.lack(hinted{fmt.Errorf("%s_file：读不到%s：%w", s.Key, where, err), "核对路径；相对路径从设置文件所在的文件夹算起"})
			return push.Secret{}
		}
		defer f.Close()
		content, err := io.ReadAll(io.LimitReader(f, mostSecret))
		if err != nil {
			b.lack(fmt.Errorf("%s_file：读不到%s：%w", s.Key, where, err))
			return push.Secret{}
		}
		text = strings.TrimPrefix(string(content), "\ufeff")
	}
	text = strings.TrimSpace(text)
	switch {
	case text == "" && s.Env != "":
		b.lack(hinted{fmt.Errorf("%s_env：%s 没有设置，或是空的", s.Key, where), "先设置它，例如 Windows 上 set " + s.Env + "=…，Linux 上 export " + s.Env + "=…"})
	case text == "":
		b.lack(fmt.Errorf("%s_file：%s 是空的", s.Key, where))
	case strings.ContainsAny(text, "\r\n\x00"):
		b.lack(fmt.Errorf("%s：%s里应只有一行", s.Key, where))
		text = ""
	}
	return push.NewSecret(text)
}

func (b *pushBuilder) lack(err error) {
	if !slices.ContainsFunc(b.lacking, func(e error) bool { return e.Error() == err.Error() }) {
		b.lacking = append(b.lacking, err)
	}
}

// compare looks at a department's book that collide has put beside the task
// book. What goes out is made from the task book; where a person has changed
// that other file, they are told that it is not what goes.
func (b *pushBuilder) compare(path, file string, content []byte) {
	dir, rel := filepath.Dir(path), report.DepartmentFolder+"/"+file
	beside := filepath.Join(dir, filepath.FromSlash(rel))
	if !outdir.Changed(dir, rel) {
		return
	}
	if there, err := os.ReadFile(beside); err == nil && bytes.Equal(there, content) {
		return
	}
	b.problems.Add(diag.Problem{Severity: diag.Warning, Code: "department_book_changed", Position: diag.Position{File: filepath.ToSlash(beside)},
		Message: "生成之后手工改过；送出的按任务书生成，不是这个文件", Hint: "要改安排，请改任务书的“任务清单”；是部门填好的回复或结果，不必理会"})
}
